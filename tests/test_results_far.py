"""Results on shared storage: the same bytes as on this machine, whole or made anew, nothing replaced unasked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import sheets
from helpers.cli import quick
from helpers.tools import needed_module
from pmprb.engine.answers import Unit

SMALL = "akip-2021-unit"
NAMES = ("Kabupaten Arunika", "Kota Banyu", "Kota Cendana.")
LAKE = "memory://lke/hasil"


@pytest.fixture
def storage() -> Iterator[Any]:
    """An empty storage in memory, as fsspec knows it."""
    files = needed_module("fsspec").filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield files
    files.store.clear()


@pytest.fixture
def folders(tmp_path: Path, storage: Any) -> Path:
    """Three instansi with two units each."""
    instrument = sheets.instrument(SMALL)
    for k, name in enumerate(NAMES):
        (tmp_path / "provinsi" / name).mkdir(parents=True)
        for n in range(2):
            unit = Unit(code=f"1.{n}", name=f"Dinas {n} {name}")
            sheets.write(
                tmp_path / "provinsi" / name / f"{n}.xlsx", instrument, sheets.answers(instrument, 9 * k + n), unit
            )
    return tmp_path


def gather(root: Path, lake: object = LAKE, *more: object) -> tuple[int, str]:
    wanted = ("gabung", root / "provinsi", "--per-instansi", "-o", root / "provinsi.xlsx", "--parquet", lake)
    return quick(*wanted, *more)


def far(storage: Any) -> dict[str, bytes]:
    root = "/lke/hasil/"
    return {path.removeprefix(root): storage.cat_file(path) for path in storage.find("/lke/hasil")}


def near(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_files_as_on_this_machine(folders: Path, storage: Any) -> None:
    code, said = gather(folders, folders / "hasil")
    assert code == 0, said
    code, said = gather(folders, LAKE, "--timpa")
    assert code == 0, said
    assert far(storage) == near(folders / "hasil") and not (folders / "memory:").exists()
    manifest = json.loads(far(storage)["manifest.json"])
    assert [part["instansi"] for part in manifest["parts"]] == list(NAMES)


def test_worksheets_and_results_may_both_lie_there(folders: Path, storage: Any) -> None:
    for path in (folders / "provinsi").rglob("*.xlsx"):
        storage.pipe_file(f"/lke/2026/{path.relative_to(folders / 'provinsi').as_posix()}", path.read_bytes())
    code, said = quick("gabung", "memory://lke/2026", "--per-instansi", "-o", folders / "p.xlsx", "--parquet", LAKE)
    assert code == 0, said
    assert {part["instansi"] for part in json.loads(far(storage)["manifest.json"])["parts"]} == set(NAMES)


def test_a_worksheet_that_was_replaced_there_is_read_again_though_it_is_as_large(
    folders: Path, storage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pmprb.jobs import nation

    for path in (folders / "provinsi").rglob("*.xlsx"):
        storage.pipe_file(f"/lke/2026/{path.relative_to(folders / 'provinsi').as_posix()}", path.read_bytes())
    run = ("gabung", "memory://lke/2026", "--per-instansi", "-o", folders / "p.xlsx", "--parquet", LAKE, "--timpa")
    assert quick(*run)[0] == 0
    read: list[str] = []
    real = nation.gather_one
    monkeypatch.setattr(nation, "gather_one", lambda task, how: read.append(task.instansi) or real(task, how))
    assert quick(*run)[0] == 0 and read == []
    place = f"/lke/2026/{NAMES[1]}/0.xlsx"
    storage.pipe_file(place, storage.cat_file(place)[::-1])
    assert quick(*run)[0] == 0 and read == [NAMES[1]]


def test_pandas_reads_them_where_they_are(folders: Path, storage: Any) -> None:
    import pandas as pd

    assert gather(folders)[0] == 0
    units = pd.concat(
        pd.read_parquet(f"memory:/{path}") for path in storage.find("/lke/hasil/units") if path.endswith(".parquet")
    )
    assert len(units) == 6


def test_one_instansi_goes_into_the_same_place(folders: Path, storage: Any) -> None:
    assert gather(folders)[0] == 0
    first = folders / "provinsi" / NAMES[0]
    wanted = ("gabung", first, "-o", folders / "satu.xlsx", "--instansi", "Kota Delima", "--parquet", LAKE)
    assert quick(*wanted)[0] < 2
    assert len(json.loads(far(storage)["manifest.json"])["parts"]) == 4


def test_nothing_is_replaced_unasked(folders: Path, storage: Any) -> None:
    assert gather(folders)[0] == 0
    before = far(storage)
    (folders / "provinsi" / NAMES[1] / "1.xlsx").unlink()
    (folders / "provinsi.xlsx").unlink()
    code, said = gather(folders)
    assert code == 1 and "BUKU-029" in said and "memory://lke/hasil/" in said and far(storage) == before
    code, said = gather(folders, LAKE, "--timpa")
    changed = {name for name, content in far(storage).items() if before.get(name) != content}
    assert code == 0 and {name for name in changed if f"instansi={NAMES[1]}" not in name} == {"manifest.json"}, said


class Broken(Exception):
    """What a storage raises that is gone."""


@pytest.mark.parametrize("after", [2, 9, 12, 20, 27])
def test_a_run_whose_storage_fails_is_told_and_goes_on_to_the_same_bytes(
    folders: Path, storage: Any, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    assert gather(folders)[0] == 0
    whole, book = far(storage), (folders / "provinsi.xlsx").read_bytes()
    storage.store.clear()
    (folders / "provinsi.xlsx").unlink()
    real, count = type(storage).pipe_file, [0]

    def failing(self: Any, path: str, value: bytes, **more: Any) -> None:
        count[0] += 1
        if count[0] > after:
            raise Broken
        real(self, path, value, **more)

    monkeypatch.setattr(type(storage), "pipe_file", failing)
    code, said = gather(folders)
    assert code == 2 and "memory://lke/hasil" in said and "Broken" in said, said
    assert not (folders / "provinsi.xlsx").exists() and "manifest.json" not in far(storage)
    entries = [name for name in far(storage) if name.endswith("entri.json")]
    for name in entries:  # what has an entry is whole
        for one in json.loads(far(storage)[name])["files"]:
            assert far(storage)[one["path"]] == whole[one["path"]]
    monkeypatch.undo()
    code, said = gather(folders)
    assert code == 0, said
    assert far(storage) == whole and (folders / "provinsi.xlsx").read_bytes() == book


def test_replacing_that_fails_half_way_is_never_called_whole(
    folders: Path, storage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gather(folders)[0] == 0
    (folders / "provinsi" / NAMES[0] / "1.xlsx").unlink()
    real, seen = type(storage).pipe_file, list[str]()

    def failing(self: Any, path: str, value: bytes, **more: Any) -> None:
        seen.append(path)
        if "/items/" in path:
            raise Broken
        real(self, path, value, **more)

    monkeypatch.setattr(type(storage), "pipe_file", failing)
    assert gather(folders, LAKE, "--timpa")[0] == 2
    assert not [name for name in far(storage) if name.endswith("entri.json") and NAMES[0] in name]
    monkeypatch.undo()
    assert gather(folders, LAKE, "--timpa")[0] == 0
    assert len([name for name in far(storage) if name.endswith("entri.json")]) == len(NAMES)


def test_what_is_finished_is_not_made_again(folders: Path, storage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from pmprb.jobs import nation

    assert gather(folders)[0] == 0
    before = far(storage)
    read: list[str] = []
    real = nation.gather_one
    monkeypatch.setattr(nation, "gather_one", lambda task, how: read.append(task.instansi) or real(task, how))
    assert gather(folders, LAKE, "--timpa")[0] == 0 and read == [] and far(storage) == before
    storage.rm_file(next(path for path in storage.find("/lke/hasil/gaps") if NAMES[1] in path))
    assert gather(folders, LAKE, "--timpa")[0] == 0 and read == [NAMES[1]] and far(storage) == before


def test_a_storage_that_cannot_be_written_is_told_before_anything_is_read(
    folders: Path, storage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Any, path: str, value: bytes, **more: Any) -> None:
        raise PermissionError(13, "denied", path)

    monkeypatch.setattr(type(storage), "pipe_file", refused)
    monkeypatch.setattr("pmprb.jobs.nation.gather_one", lambda *_: pytest.fail("read"))
    code, said = gather(folders)
    assert code == 2 and LAKE in said and "PermissionError" in said and "izin" in said, said
    assert not far(storage)


def test_on_storage_that_does_not_put_whole_files_a_draft_takes_the_place(
    folders: Path, storage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gather(folders)[0] == 0
    whole = far(storage)
    storage.store.clear()
    (folders / "provinsi.xlsx").unlink()
    monkeypatch.setattr("pmprb.jobs.far.PUTS_WHOLE", set())
    put: list[str] = []
    real = type(storage).pipe_file
    monkeypatch.setattr(
        type(storage), "pipe_file", lambda self, path, value, **m: put.append(path) or real(self, path, value, **m)
    )
    assert gather(folders)[0] == 0 and far(storage) == whole
    assert put and all(path.endswith(".draf") for path in put)


@pytest.mark.parametrize("option", ["--ke", "--csv", "--umpan-balik"])
def test_other_outputs_stay_on_this_machine(folders: Path, option: str) -> None:
    wanted = {"--ke": folders / "r.xlsx", option: "memory://lke/x"}
    code, said = quick("gabung", folders / "provinsi" / NAMES[0], *(part for pair in wanted.items() for part in pair))
    assert code == 2 and option in said and "--parquet" in said


def test_feedback_is_written_for_worksheets_on_shared_storage(folders: Path, storage: Any) -> None:
    first = folders / "provinsi" / NAMES[0]
    for path in first.iterdir():
        storage.pipe_file(f"/lke/2026/{path.name}", path.read_bytes())
    assert quick("gabung", first, "-o", folders / "a.xlsx", "--umpan-balik", folders / "dekat")[0] < 2
    code, said = quick("gabung", "memory://lke/2026", "-o", folders / "b.xlsx", "--umpan-balik", folders / "jauh")
    assert code < 2, said
    assert near(folders / "jauh") == near(folders / "dekat") and len(near(folders / "dekat")) >= 6
