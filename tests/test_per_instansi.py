"""Many instansi in one run: the same province as by their rekaps, stopped and gone on with, whatever a file does."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers import sheets
from helpers.cli import quick
from helpers.tools import needed_module
from helpers.workers import Pretended
from pmprb.books.rekap.tables import TABLES
from pmprb.engine.answers import Unit
from pmprb.jobs import nation
from pmprb.jobs.batches import Batches
from pmprb.jobs.evaluate import Sources
from pmprb.jobs.rekap import RekapRequest
from pmprb.worksheet.register import register_workbook

ROOT = Path(__file__).parent.parent
NAMES = ("Kabupaten Arunika", "Kabupaten Banyu", "Kota Cendana.")


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A province of three instansi with three units each."""
    zi = sheets.instrument("zi-2021")
    for k, name in enumerate(NAMES):
        (tmp_path / "provinsi" / name).mkdir(parents=True)
        for n in range(3):
            unit = Unit(code=f"1.{n:02}", name=f"Dinas {n} {name}")
            sheets.write(tmp_path / "provinsi" / name / f"{n}.xlsx", zi, sheets.answers(zi, 10 * k + n), unit)
    return tmp_path


def gather(root: Path, *more: object) -> tuple[int, str]:
    wanted = ("gabung", root / "provinsi", "--per-instansi", "-o", root / "provinsi.xlsx", "--parquet", root / "hasil")
    return quick(*wanted, *more)


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_the_province_that_rekaps_would_give(folders: Path) -> None:
    code, said = gather(folders, "--json")
    assert code == 0, said
    made = json.loads(said)
    for name in NAMES:
        rekap = folders / "rekap" / f"{hashlib.sha256(name.encode()).hexdigest()[:8]}.xlsx"
        assert quick("gabung", folders / "provinsi" / name, "-o", rekap, "--instansi", name)[0] < 2
    other = json.loads(quick("gabung", folders / "rekap", "-o", folders / "lain.xlsx", "--json")[1])
    left = {"file", "sha256", "digest"}
    one, two = ([{k: v for k, v in row.items() if k not in left} for row in of["instansi"]] for of in (made, other))
    assert one == two and len(one) == 3
    assert made["mean_of_units"] == other["mean_of_units"]


def test_the_manifest_names_every_file_and_input_by_its_hash(folders: Path) -> None:
    assert gather(folders)[0] == 0
    manifest = json.loads((folders / "hasil" / "manifest.json").read_text(encoding="utf-8"))
    assert [part["instansi"] for part in manifest["parts"]] == list(NAMES)
    listed = {one["path"]: one["sha256"] for part in manifest["parts"] for one in part["files"]}
    there = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in everything(folders / "hasil").items()
        if name.endswith(".parquet")
    }
    assert listed == there and len(listed) == len(NAMES) * len(TABLES)
    inputs = {one["sha256"] for part in manifest["parts"] for one in part["inputs"]}
    assert inputs == {hashlib.sha256(path.read_bytes()).hexdigest() for path in folders.rglob("provinsi/*/*.xlsx")}
    assert all(part["catalog"] and part["program"] for part in manifest["parts"])


class Killed(BaseException):
    """The run ended between two instansi, as by SIGKILL."""


@pytest.mark.parametrize("at", ["between", "within"])
def test_a_run_that_was_killed_goes_on_and_gives_the_same_bytes(
    folders: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    assert gather(folders)[0] == 0
    whole = everything(folders / "hasil"), (folders / "provinsi.xlsx").read_bytes()
    shutil.rmtree(folders / "hasil")
    (folders / "provinsi.xlsx").unlink()
    real, done = nation.put_part, list[str]()

    def killed(shelf: Any, part: Any) -> Any:
        if done:
            raise Killed
        done.append(part.instansi)
        return real(shelf, part)

    monkeypatch.setattr(nation, "put_part", killed)
    with pytest.raises(Killed):
        gather(folders)
    monkeypatch.undo()
    assert not (folders / "hasil" / "manifest.json").exists() and len(done) == 1
    if at == "within":  # killed while an instansi's files took their places: some are there, and a draft
        other = next(name for name in NAMES if name != done[0])
        for name, content in whole[0].items():
            if name.startswith(("units/", "gaps/")) and f"={other.rstrip('.')}" in name:
                path = folders / "hasil" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content[:-1])
                (path.parent / ".pmprb-0123456789ab.draf").write_bytes(b"x")
    read: list[str] = []
    real_one = nation.gather_one
    monkeypatch.setattr(nation, "gather_one", lambda task, how: read.append(task.instansi) or real_one(task, how))
    code, said = gather(folders)
    assert code == 0, said
    assert sorted([*read, *done]) == sorted(NAMES)
    assert (everything(folders / "hasil"), (folders / "provinsi.xlsx").read_bytes()) == whole


def test_what_changed_is_read_again_and_replaces_only_when_allowed(folders: Path) -> None:
    assert gather(folders)[0] == 0
    before = everything(folders / "hasil")
    (folders / "provinsi" / NAMES[0] / "2.xlsx").unlink()
    code, said = gather(folders, "--timpa")
    after = everything(folders / "hasil")
    changed = {name.split("/")[1] for name in before if name in after and before[name] != after[name] and "/" in name}
    assert code == 0 and changed == {f"instansi={NAMES[0]}"}, said
    (folders / "provinsi" / NAMES[1] / "2.xlsx").unlink()
    (folders / "provinsi.xlsx").unlink()
    code, said = gather(folders)
    assert code == 1 and "BUKU-029" in said and NAMES[1] in said
    assert everything(folders / "hasil") == after


def test_a_full_disk_keeps_what_is_finished(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = nation.put_part, list[str]()

    def full(shelf: Any, part: Any) -> Any:
        if done:
            raise OSError(errno.ENOSPC, "full", str(folders / "hasil" / "units"))
        done.append(part.instansi)
        return real(shelf, part)

    monkeypatch.setattr(nation, "put_part", full)
    code, said = gather(folders)
    assert code == 3 and "penuh" in said and not (folders / "provinsi.xlsx").exists()
    monkeypatch.undo()
    assert gather(folders)[0] == 0


def test_a_file_that_kills_workers_is_named_and_its_instansi_gathered_without_it(folders: Path) -> None:
    def dies(entries: list[Any]) -> bool:
        for entry in entries:
            if isinstance(entry, nation.Task):
                if entry.instansi == NAMES[1] and "1.xlsx" not in entry.killed:
                    return True
            elif NAMES[1] in str(entry[1]) and entry[0] == "1.xlsx":
                return True
        return False

    request = RekapRequest(Sources((folders / "provinsi",)), folders / "provinsi.xlsx", parquet=folders / "hasil")
    with Batches(Pretended(dies)) as pool:
        made = nation.gather_each(request, executor=pool)
    assert made.province is not None and [
        one.handed_in for one in sorted(made.province.instansi, key=lambda i: i.name)
    ] == [3, 2, 3]
    told = pd.read_parquet(folders / "hasil" / "temuan")
    assert list(told[told.code == "BUKU-250"].file) == ["1.xlsx"]


def test_an_instansi_that_cannot_be_gathered_is_told_and_the_others_are(folders: Path) -> None:
    general = sheets.instrument("pmprb-2020-unit")
    sheets.write(
        folders / "provinsi" / NAMES[0] / "lain.xlsx", general, sheets.answers(general, 1), Unit(code="9", name="Lain")
    )
    (folders / "provinsi" / "Kota Kosong").mkdir()
    (folders / "provinsi" / "Kota Kosong" / "a.xlsx").write_bytes(b"bukan")
    code, said = gather(folders)
    assert code == 1 and "BUKU-254" in said and "2 dipakai + 2 ditolak" in said, said


@pytest.mark.parametrize("typed", ["whole", "from here"])
def test_a_ministry_names_its_provinces_and_tells_namesakes_apart(
    folders: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    other = folders / "lain" / "Kabupaten Banyu"
    (other / "Kecamatan").mkdir(parents=True)
    zi = sheets.instrument("zi-2021")
    for k, place in enumerate((other, other / "Kecamatan")):
        unit = Unit(code=f"1.0{k}", name=f"Dinas {k} Banyu Lain")
        sheets.write(place / "0.xlsx", zi, sheets.answers(zi, 77 + k), unit)
    root = folders if typed == "whole" else Path()
    monkeypatch.chdir(folders)
    paths = (root / "provinsi", root / "lain", "--per-instansi", "--parquet", root / "hasil")
    code, said = quick("gabung", *paths, "-o", root / "nasional.xlsx", "--instansi", "Nasional", "--json")
    made = json.loads(said)
    assert code == 0 and {one["name"]: one["handed_in"] for one in made["instansi"]} == {
        "Kabupaten Arunika": 3, "Kabupaten Banyu (lain)": 2, "Kabupaten Banyu (provinsi)": 3, "Kota Cendana.": 3,
    }  # fmt: skip
    inputs = pd.read_parquet(folders / "hasil" / "inputs")
    assert set(inputs[inputs.instansi == "Kabupaten Banyu (lain)"].file) == {"0.xlsx", "Kecamatan/0.xlsx"}


def test_no_file_is_passed_over_in_silence(folders: Path) -> None:
    place = folders / "provinsi" / NAMES[0]
    units = tuple(Unit(code=f"1.{n:02}", name=f"Dinas {n} {NAMES[0]}") for n in range(3))
    for name in ("daftar-unit.xlsx", "daftar-unit (1).xlsx"):
        (place / name).write_bytes(register_workbook(units))
    (place / "surat.pdf").write_bytes(b"surat")
    _code, said = gather(folders)
    assert "BUKU-034" in said and f"{NAMES[0]}/surat.pdf" in said, said
    inputs = pd.read_parquet(folders / "hasil" / "inputs")
    assert list(inputs[(inputs.fate != "used") & (inputs.instansi == NAMES[0])].file) == ["daftar-unit (1).xlsx"]


def test_where_no_worksheet_is_nothing_is_written_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "provinsi" / "Kota Kosong").mkdir(parents=True)
    code, said = gather(tmp_path)
    assert code == 1 and "BUKU-030" in said, said
    assert not (tmp_path / "hasil").exists()


def test_the_register_of_an_instansi_lies_in_its_folder(folders: Path) -> None:
    units = tuple(Unit(code=f"1.{n:02}", name=f"Dinas {n} {NAMES[0]}") for n in range(5))
    (folders / "provinsi" / NAMES[0] / "daftar-unit.xlsx").write_bytes(register_workbook(units))
    code, said = gather(folders)
    assert code == 0 and f"{NAMES[0]}, 3 dari 5 unit" in said and f"{NAMES[1]}, 3 dari 3 unit" in said, said


@pytest.mark.parametrize(
    "more", [("--tpi", "x"), ("--unit", "du.xlsx"), ("--jalur",), ("--antar-instansi",), ("--umpan-balik", "u")]
)
def test_what_does_not_go_together_is_told(folders: Path, more: tuple[str, ...]) -> None:
    code, said = gather(folders, *more)
    assert code == 2 and "--per-instansi" in said
    code, said = quick("gabung", folders / "provinsi", "--per-instansi", "-o", folders / "p.xlsx")
    assert code == 2 and "--parquet" in said


def test_the_examples_of_the_page_run(folders: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert gather(folders)[0] == 0
    monkeypatch.chdir(folders)
    page = (ROOT / "docs" / "skala.md").read_text(encoding="utf-8")
    code = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert code
    for block in code:
        exec(compile(block, "docs/skala.md", "exec"), {})
    assert NAMES[1] in capsys.readouterr().out
    duckdb = needed_module("duckdb")
    queries = re.findall(r"^```sql\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    rows = [duckdb.sql(query).fetchall() for query in queries]
    assert sorted(row[0] for row in rows[0]) == sorted(NAMES) and all(row[1] == 3 for row in rows[0])
    assert len(rows) == 2 and rows[1]
