"""Many worksheets by many workers: batches, deaths, a cluster, files the workers do not see."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from helpers.cli import quick
from helpers.deadly import size_or_death
from helpers.tools import needed_module
from helpers.workers import Pretended
from pmprb.demo.make import Made
from pmprb.jobs import cluster
from pmprb.jobs.batches import Batches, run_batch
from pmprb.jobs.pool import Fault, for_each, workers_here
from pmprb.jobs.reach import for_each_file
from pmprb.sheets.book import NewBook
from pmprb.temuan import FileKilledWorkers, NoWorkerLeft, ProgramStumbled

ROOT = Path(__file__).parent.parent


def square(number: int) -> int:
    if number == 41:
        raise ValueError("empat satu")
    return number * number


def test_every_call_is_answered_in_its_place_and_batches_end_small() -> None:
    pretended = Pretended(lambda _: False)
    with Batches(pretended) as pool:
        found = for_each(square, range(200), str, pool)
    assert [one for n, one in enumerate(found) if n != 41] == [n * n for n in range(200) if n != 41]
    assert isinstance(found[41], Fault) and isinstance(found[41].temuan, ProgramStumbled)
    sizes = [len(one) for one in pretended.batches]
    assert max(sizes) <= 25 and sizes[-1] < max(sizes), sizes


@pytest.mark.parametrize("deadly", [{17}, {0, 99}, {50, 51, 52}, set(range(100))])
def test_a_call_that_kills_workers_is_found_and_the_others_answered(deadly: set[int]) -> None:
    pretended = Pretended(lambda entries: bool(deadly.intersection(entries)))
    with Batches(pretended) as pool:
        found = for_each(int, range(100), str, pool)
    assert {n for n, one in enumerate(found) if isinstance(one, Fault)} == deadly
    assert all(isinstance(one.temuan, FileKilledWorkers) for one in found if isinstance(one, Fault))
    assert pretended.renewed >= len(deadly)


def test_a_worker_that_dies_once_costs_its_batch_another_turn() -> None:
    died: list[list[int]] = []

    def once(entries: list[int]) -> bool:
        return not died and 30 in entries and not died.append(entries)

    pretended = Pretended(once)
    with Batches(pretended) as pool:
        assert for_each(int, range(100), str, pool) == list(range(100))
    again = [entries for entries in pretended.batches if 30 in entries]
    assert again == [died[0], died[0]]
    assert sum(map(len, pretended.batches)) == 100 + len(died[0])


def test_without_any_worker_left_what_was_not_read_is_named() -> None:
    stay = threading.Event()

    class Silent(Pretended):
        def _run(self, batch: bytes) -> bytes:
            if any(order[1][-1] >= 50 for order in pickle.loads(batch)):
                self.there = False
                stay.wait()
            return run_batch(batch)

    with Batches(Silent(lambda _: False), patience=0.1) as pool:
        found = for_each(int, range(100), str, pool)
        stay.set()
    lost = {n for n, one in enumerate(found) if isinstance(one, Fault) and isinstance(one.temuan, NoWorkerLeft)}
    assert lost >= set(range(50, 100)) and [found[n] for n in range(100) if n not in lost] == sorted(
        set(range(100)) - lost
    )


def folder_of(root: Path, deadly: dict[int, bytes]) -> list[tuple[str, Path]]:
    root.mkdir()
    for n in range(12):
        (root / f"{n:02}.xlsx").write_bytes(deadly.get(n, bytes(n)))
    return [(path.name, path) for path in sorted(root.iterdir())]


def test_processes_survive_a_file_that_kills_them(tmp_path: Path) -> None:
    files = folder_of(tmp_path / "lembar", {7: b"mati", 2: b"sekali"})
    with workers_here(2, least=1) as pool:
        found = for_each_file(size_or_death, files, pool)
    assert [one for n, one in enumerate(found) if n != 7] == [
        (name, path.stat().st_size) for n, (name, path) in enumerate(files) if n != 7
    ]
    assert isinstance(found[7], Fault) and found[7].temuan.code == "BUKU-250"


def test_a_few_files_begin_no_process(tmp_path: Path) -> None:
    with workers_here(2) as pool:
        found = for_each(_pid, range(10), str, pool)
    assert set(found) == {os.getpid()}


def _pid(_entry: int) -> int:
    return os.getpid()


# A cluster on this machine.


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers."""
    distributed = needed_module("distributed")
    import dask

    # One death is enough to suspect a batch; the scheduler's own default would begin every worker four times anew.
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0", silence_logs=50
        ) as made:
            yield made.scheduler_address


def test_a_cluster_gives_the_same_rekap(scheduler: str, demo: tuple[Path, list[Made]], tmp_path: Path) -> None:
    few = tmp_path / "lembar"
    few.mkdir()
    for path in sorted((demo[0] / "lembar-zi-2021").glob("1-0[1-6]*.xlsx")):
        shutil.copy(path, few)
    assert quick("gabung", few, "-o", tmp_path / "satu.xlsx")[0] < 2
    code, said = quick("gabung", few, "-o", tmp_path / "dua.xlsx", "--penjadwal", scheduler)
    assert code < 2, said
    assert (tmp_path / "satu.xlsx").read_bytes() == (tmp_path / "dua.xlsx").read_bytes()
    assert "BUKU-252" not in said


def test_a_cluster_survives_a_file_that_kills_its_workers(scheduler: str, tmp_path: Path) -> None:
    files = folder_of(tmp_path / "lembar", {4: b"mati", 9: b"sekali"})
    with cluster.cluster_at(scheduler) as pool:
        found = for_each_file(size_or_death, files, pool)
    assert [n for n, one in enumerate(found) if isinstance(one, Fault)] == [4]
    assert isinstance(found[4], Fault) and found[4].temuan == FileKilledWorkers(found[4].temuan.at)
    assert found[9] == ("09.xlsx", len(b"sekali"))


def test_what_the_workers_do_not_see_is_sent_to_them_and_told(
    scheduler: str, demo: tuple[Path, list[Made]], tmp_path: Path
) -> None:
    fsspec = needed_module("fsspec")
    storage = fsspec.filesystem("memory")
    few = tmp_path / "lembar"
    few.mkdir()
    for path in sorted((demo[0] / "lembar-zi-2021").glob("1-0[1-4]*.xlsx")):
        storage.pipe(f"/lke/2026/{path.name}", path.read_bytes())
        shutil.copy(path, few)
    assert quick("gabung", few, "-o", tmp_path / "sini.xlsx")[0] < 2
    assert quick("gabung", "memory://lke/2026", "-o", tmp_path / "jauh.xlsx")[0] < 2
    code, said = quick("gabung", "memory://lke/2026", "-o", tmp_path / "klaster.xlsx", "--penjadwal", scheduler)
    assert code < 2 and "BUKU-252" in said, said
    one, two, three = ((tmp_path / f"{name}.xlsx").read_bytes() for name in ("sini", "jauh", "klaster"))
    assert one == two == three


def test_workers_with_another_program_are_refused_in_one_sentence(
    scheduler: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cluster, "__version__", "9.9")
    code, said = quick("gabung", tmp_path, "-o", tmp_path / "r.xlsx", "--penjadwal", scheduler)
    assert code == 2 and "memakai pmprb" in said and "di sini 9.9" in said, said
    assert not (tmp_path / "r.xlsx").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="one path that each process sees otherwise")
def test_workers_with_other_catalogs_are_refused(
    scheduler: str, demo: tuple[Path, list[Made]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "criteria", tmp_path / "kriteria")
    monkeypatch.chdir(tmp_path)
    sheet = demo[0] / "lembar-zi-2021" / "1-02_Dinas-Kesehatan.xlsx"
    wanted = ("gabung", sheet, "-o", tmp_path / "r.xlsx", "--penjadwal", scheduler, "--kriteria")
    code, said = quick(*wanted, "kriteria")  # as seen from here, wherever the workers stand
    assert code < 2 and (tmp_path / "r.xlsx").exists(), said
    (tmp_path / "r.xlsx").unlink()
    code, said = quick(*wanted, "/proc/self/cwd/kriteria")
    assert code == 2 and "memakai katalog" in said, said


def test_without_dask_or_a_scheduler_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wanted = ("gabung", tmp_path, "-o", tmp_path / "r.xlsx", "--penjadwal")
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, said = quick(*wanted, "tcp://127.0.0.1:8786")
    assert code == 2 and "pip install 'pmprb[klaster]'" in said
    monkeypatch.undo()
    needed_module("distributed")
    code, said = quick(*wanted, "tcp://127.0.0.1:1")
    assert code == 2 and "tidak menjawab" in said, said
    code, said = quick(*wanted, "klaster kami")
    assert code == 2 and "tcp://10.0.0.5:8786" in said


# Workbooks at the limits of Excel.


def test_a_sheet_without_room_for_all_rows_says_what_is_in_parquet_only(
    demo: tuple[Path, list[Made]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The limit of a sheet is set low in place of 50,000 worksheets."""
    few = tmp_path / "lembar"
    few.mkdir()
    for path in sorted((demo[0] / "lembar-zi-2021").glob("1-0*.xlsx")):
        shutil.copy(path, few)
    monkeypatch.setattr(NewBook, "most_rows", 120)
    code, said = quick("gabung", few, "-o", tmp_path / "r.xlsx", "--parquet", tmp_path / "tabel")
    assert code < 2, said
    lines = [line for line in said.splitlines() if "BUKU-253" in line]
    gaps = len(pd.concat(map(pd.read_parquet, (tmp_path / "tabel" / "gaps").rglob("*.parquet"))))
    assert any(f"100 dari {gaps} baris" in line for line in lines), said
    book = openpyxl.load_workbook(tmp_path / "r.xlsx", read_only=True)
    assert max(sheet.max_row for sheet in book) <= 120
    book.close()
