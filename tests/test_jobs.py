"""Jobs at their face: a request in, a result out, no command line. A fault at any step costs one file, not the run."""

from __future__ import annotations

import dataclasses
import pkgutil
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from helpers import plan_books
from helpers.plans import four, row
from helpers.sheets import answers, edit, instrument, write
from pmprb.cli.interrupt import SENTENCE
from pmprb.engine.answers import Unit
from pmprb.jobs import refusals
from pmprb.jobs.catalog_work import CatalogsRequest, compare_catalogs
from pmprb.jobs.evaluate import Options, Sources, evaluate_all, read_worksheets
from pmprb.jobs.gather import GatherRequest, gather_files
from pmprb.jobs.inputs import Catalogs, find_files
from pmprb.jobs.inspect import InspectRequest, inspect_worksheets
from pmprb.jobs.merge import MergeRequest, merge_worksheets
from pmprb.jobs.plan_rekap import PlanRekapRequest, make_plan_rekap
from pmprb.jobs.plans import PlanCheckRequest, check_plans
from pmprb.jobs.pool import Fault, InLine, executor_for, for_each, processes, sifted
from pmprb.jobs.proof import ProofRequest, prove_rekap
from pmprb.jobs.province import ProvinceMade
from pmprb.jobs.refusal_words import worded
from pmprb.jobs.refusals import (
    FeedbackAmongSources,
    MixedInstruments,
    NameForSeveral,
    NoCatalogs,
    Refusal,
    UnknownCode,
    UnknownInstrument,
    UnknownLayout,
    UnknownVariant,
)
from pmprb.jobs.rekap import RekapMade, RekapRequest, make_rekap
from pmprb.jobs.scores import ExplainRequest, ScoreRequest, explain_worksheets, score_worksheets
from pmprb.jobs.templates import ReviewRequest, WorksheetRequest, make_reviews, make_worksheets
from pmprb.jobs.trend import TrendRequest, make_trend
from pmprb.temuan import CellPos, Severity, Temuan
from pmprb.turns import waiting
from pmprb.worksheet.register import register_workbook

CATALOG = instrument("rb-tematik-2024")
UNITS = tuple(Unit(code=f"1.0{n}", name=f"Dinas {name}") for n, name in enumerate(("Air", "Bumi", "Cuaca", "Desa"), 1))
BAD = "1-03.xlsx"


@dataclasses.dataclass(frozen=True)
class Folder:
    """Where the files of a test lie: worksheets of four units, one review of each of two, the register."""

    root: Path

    @property
    def sheets(self) -> Path:
        return self.root / "lembar"

    @property
    def reviews(self) -> Path:
        return self.root / "tpi"

    @property
    def register(self) -> Path:
        return self.root / "daftar-unit.xlsx"

    def request(self, **more: Any) -> RekapRequest:
        asked: dict[str, Any] = {"target": self.root / "rekap.xlsx", "register": self.register}
        asked |= {"reviews": (self.reviews,), "overwrite": True}
        return RekapRequest(Sources((self.sheets,)), **(asked | more))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Folder(tmp_path_factory.mktemp("jobs"))
    folder.sheets.mkdir()
    for unit in UNITS:
        name = f"{unit.code.replace('.', '-')}.xlsx"
        write(folder.sheets / name, CATALOG, answers(CATALOG, unit.code), unit)
    folder.register.write_bytes(register_workbook(UNITS))
    assert make_reviews(ReviewRequest(Sources((folder.sheets,)), folder.reviews)).written == 4
    first = next(iter(CATALOG.items))
    for path in sorted(folder.reviews.iterdir()):
        if "1-03" in path.name or "1-02" in path.name:
            edit(path, lambda lke: setattr(lke.cell(first, "Jawaban TPI"), "value", 1))
        else:
            path.unlink()
    return folder.root


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(made, tmp_path / "kerja")))


def points(found: RekapMade) -> dict[str, Any]:
    assert found.consolidation is not None
    return {result.unit.code: result.tree.total.points for result in found.consolidation.results}


@pytest.fixture(scope="module")
def untroubled(made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The points of all units where nothing fails."""
    folder = Folder(Path(shutil.copytree(made, tmp_path_factory.mktemp("jobs") / "kerja")))
    return points(make_rekap(folder.request()))


def named(temuan: Sequence[Temuan]) -> list[str]:
    """Return the files at which the program stumbled."""
    return [t.workbook for t in temuan if t.code == "BUKU-042"]


# A request gives a result.


def test_a_rekap_is_made_from_a_request_alone(folder: Folder) -> None:
    request = folder.request(
        feedback=folder.root / "umpan-balik", parquet=folder.root / "tabel", instansi="Kabupaten X"
    )
    found = make_rekap(request)
    assert set(points(found)) == {unit.code for unit in UNITS}
    assert found.consolidation is not None and found.feedback is not None
    assert [file.used for file in found.consolidation.reviews] == [True, True]
    assert (found.feedback.written.units, found.feedback.nothing_sent) == (4, 0)
    assert request.target.is_file() and any((folder.root / "tabel").iterdir())
    assert prove_rekap(ProofRequest(request.target, Sources((folder.sheets, folder.reviews)))).same


def test_worksheets_that_were_read_are_not_read_again(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    request = folder.request()
    read = read_worksheets(request.sources)
    monkeypatch.setattr("pmprb.jobs.evaluate.evaluate_all", lambda *_: pytest.fail("read again"))
    assert len(points(make_rekap(request, worksheets=read))) == 4


def test_the_files_say_whether_they_are_worksheets_or_rekaps(folder: Folder) -> None:
    request = folder.request(register=None, reviews=())
    assert isinstance(gather_files(GatherRequest(request)), RekapMade)
    together = RekapRequest(Sources((request.target,)), folder.root / "provinsi.xlsx")
    found = gather_files(GatherRequest(together))
    assert isinstance(found, ProvinceMade) and found.province is not None and len(found.province.instansi) == 1


def test_what_exists_is_kept_and_nothing_is_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    target = folder.root / "rekap.xlsx"
    target.write_bytes(b"milik kami")
    monkeypatch.setattr("pmprb.jobs.evaluate.read_submission", lambda *_: pytest.fail("read"))
    for found in (
        make_rekap(folder.request(overwrite=False)),
        gather_files(GatherRequest(folder.request(overwrite=False))),
        merge_worksheets(MergeRequest(Sources((folder.sheets,)), folder.register, target, "Kabupaten X")),
    ):
        assert found.failed and not isinstance(found, ProvinceMade)
        assert [t.code for t in found.outputs] == ["BUKU-029"]
    assert target.read_bytes() == b"milik kami"


def test_a_watch_sees_every_file_of_every_stage(folder: Folder) -> None:
    seen: dict[str, list[str]] = {}

    class Shown:
        def __init__(self, stage: str, total: int) -> None:
            self.total, self.names = total, seen.setdefault(stage, [])

        def __enter__(self) -> Callable[[str], None]:
            return self.names.append

        def __exit__(self, *_: object) -> None:
            assert len(self.names) == self.total

    make_rekap(folder.request(feedback=folder.root / "umpan-balik"), Shown)
    assert sorted(seen) == ["feedback", "read"]
    assert sorted(seen["read"]) == sorted(path.name for path in folder.sheets.iterdir())
    assert len(seen["feedback"]) == 4


# The same, whoever does the work and in whatever order.


def test_executors_and_the_order_of_files_change_nothing(folder: Folder) -> None:
    files = tuple(sorted(folder.sheets.iterdir()))
    contents = set()
    for n, order in enumerate((files, tuple(reversed(files)))):
        for executor in (InLine(), ThreadPoolExecutor(4)):
            target = folder.root / f"rekap-{n}-{type(executor).__name__}.xlsx"
            request = replace(folder.request(target=target), sources=Sources(order))
            assert not make_rekap(request, executor=executor).outputs
            contents.add(target.read_bytes())
            executor.shutdown()
    assert len(contents) == 1


def test_processes_read_what_threads_read(folder: Folder) -> None:
    found = find_files([folder.sheets])
    with processes(2) as pool:
        assert evaluate_all(found, Catalogs(), Options(), pool) == evaluate_all(found, Catalogs(), Options(), InLine())


def test_a_rekap_of_nobody_is_not_written_over_one_of_somebody(folder: Folder) -> None:
    request = folder.request()
    assert make_rekap(request).consolidation is not None
    before = request.target.read_bytes()
    found = make_rekap(dataclasses.replace(request, period="2031"))
    assert found.consolidation is None and found.failed and request.target.read_bytes() == before
    assert [t.code for t in found.temuan if t.severity is Severity.KESALAHAN] == ["BUKU-013"] * 4 + ["BUKU-231"]


# A fault at any later step costs one file.


def stumbling(
    monkeypatch: pytest.MonkeyPatch, place: str, is_bad: Callable[..., bool], error: type[Exception] = ZeroDivisionError
) -> None:
    """Let a function raise whenever it is given the bad file."""
    module, _, name = place.rpartition(".")
    owner: Any = pkgutil.resolve_name(module)
    real = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if is_bad(*args, **kwargs):
            raise error("buatan uji")
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, wrapped)


def _of_results(results: Any, *_: Any, **__: Any) -> bool:
    return any(result.submission.file == BAD for result in results)


def _of_consolidation(consolidation: Any, *_: Any, **__: Any) -> bool:
    return _of_results(consolidation.results)


STEPS: Mapping[str, Callable[..., bool]] = {
    "pmprb.jobs.evaluate.read_submission": lambda path, *_: path.name == BAD,
    "pmprb.jobs.evaluate.result_of": lambda submission, *_: submission.file == BAD,
    "pmprb.jobs.consolidate.settle": lambda ones, *_: any(one.file == BAD for one in ones),
    "pmprb.jobs.consolidate.foreign_name": lambda file, *_: file == BAD,
    "pmprb.jobs.consolidate.consolidate": _of_results,
    "pmprb.jobs.consolidate.look_across": _of_results,
    "pmprb.jobs.rekap.write_consolidation": _of_consolidation,
    "pmprb.books.rekap.tables.tables": _of_consolidation,
}


@pytest.mark.parametrize("step", STEPS)
def test_a_file_that_fails_at_any_step_leaves_the_others_whole(
    folder: Folder, untroubled: dict[str, Any], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    request = folder.request(feedback=folder.root / "umpan-balik", parquet=folder.root / "tabel")
    stumbling(monkeypatch, step, STEPS[step])
    found = make_rekap(request)
    assert found.consolidation is not None and request.target.is_file() and found.failed
    assert points(found) == {code: value for code, value in untroubled.items() if code != "1.03"}
    assert [file.file for file in found.consolidation.inputs if not file.used] == [BAD]
    assert set(named(found.consolidation.temuan)) == {BAD}
    assert [unit.code for unit in found.consolidation.missing] == ["1.03"]
    assert found.feedback is not None and found.feedback.written.units == 4


@pytest.mark.parametrize("step", ["pmprb.jobs.feedback.feedback_of", "pmprb.jobs.feedback.write_unit_workbook"])
def test_a_unit_whose_feedback_fails_is_named_and_the_others_have_theirs(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    stumbling(monkeypatch, step, lambda one, *_, **__: one.unit.code == "1.03")
    found = make_rekap(folder.request(feedback=folder.root / "umpan-balik"))
    assert found.feedback is not None and len(points(found)) == 4
    assert named(found.feedback.written.temuan) == [BAD] and found.failed
    assert found.feedback.written.units == 3
    assert len(list((folder.root / "umpan-balik").glob("*-hasil.html"))) == 3


def test_a_review_that_cannot_be_joined_leaves_the_figures_of_its_unit(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = points(make_rekap(folder.request()))
    reviewed = {path.name for path in folder.reviews.iterdir() if "1-03" in path.name}
    stumbling(
        monkeypatch,
        "pmprb.jobs.consolidate.review_figures",
        lambda submission, *_: submission.file == BAD and bool(submission.reviewed),
    )
    found = make_rekap(folder.request())
    assert found.consolidation is not None and points(found) == before
    refused = {file.file for file in found.consolidation.reviews if not file.used}
    assert refused == reviewed == set(named(found.consolidation.temuan))
    assert [r.unit.code for r in found.consolidation.results if r.verified] == ["1.02"]


def test_a_review_that_cannot_be_read_is_named(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    stumbling(monkeypatch, "pmprb.jobs.consolidate.read_submission", lambda path, *_: "1-03" in path.name)
    scored = score_worksheets(ScoreRequest(Sources((folder.sheets,)), (folder.reviews,)))
    assert [bool(o.result and o.result.verified) for o in scored.worksheets.outcomes] == [False, True, False, False]
    assert len(named(scored.refused)) == 1 and scored.failed


def test_a_review_workbook_that_cannot_be_made_leaves_the_others(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumbling(monkeypatch, "pmprb.jobs.templates.ReviewSheet.content", lambda sheet: sheet.submission.file == BAD)
    found = make_reviews(ReviewRequest(Sources((folder.sheets,)), folder.root / "baru"))
    assert (found.written, named(found.temuan)) == (3, [BAD]) and found.failed
    assert len(list((folder.root / "baru").iterdir())) == 3


def test_a_worksheet_that_cannot_be_reviewed_leaves_the_others(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    stumbling(monkeypatch, "pmprb.jobs.templates.settle", lambda ones, *_: any(one.file == BAD for one in ones))
    found = make_reviews(ReviewRequest(Sources((folder.sheets,)), folder.root / "baru", folder.register))
    assert (found.written, named(found.temuan)) == (3, [BAD])


def test_a_blank_worksheet_that_cannot_be_made_leaves_the_others(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumbling(monkeypatch, "pmprb.jobs.templates.TemplateMaker.make", lambda _, unit: unit.code == "1.03")
    target = folder.root / "kosong"
    found = make_worksheets(WorksheetRequest(CATALOG.id, "2026", target, register=folder.register))
    assert found.written == 3 and ["1-03" in name for name in named(found.temuan)] == [True]


@pytest.mark.parametrize("step", ["check_alike", "change_page"])
def test_a_file_that_cannot_be_inspected_leaves_the_others(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    is_bad = _of_results if step == "check_alike" else lambda file, _, submission, *__: file == BAD and submission
    stumbling(monkeypatch, f"pmprb.jobs.inspect.{step}", is_bad)
    found = inspect_worksheets(InspectRequest(Sources((folder.sheets,)), folder.root / "laporan"))
    assert len(found.pages) == 5 and all(page.is_file() for page in found.pages)
    assert [o.file for o in found.worksheets.outcomes if o.result is None] == [BAD]
    assert named(found.worksheets.temuan) == [BAD]


def test_a_file_that_cannot_be_explained_leaves_the_others(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    stumbling(monkeypatch, "pmprb.insight.explain.explain", lambda *_, submission, **__: submission.file == BAD)
    found = explain_worksheets(ExplainRequest(Sources((folder.sheets,)), (next(iter(CATALOG.items)).lower(),)))
    assert [len(figures) for figures in found.figures] == [1, 1, 0, 1]
    assert named(found.worksheets.temuan) == [BAD] and found.failed


def test_a_worksheet_that_cannot_be_merged_leaves_the_others(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    stumbling(monkeypatch, "pmprb.jobs.merge.merge_submissions", lambda parts, *_: any(p.file == BAD for p in parts))
    listed = folder.root / "pengampu.xlsx"
    plan_books.form(listed, [["kode", "nama", "butir"], ["1.01", "Dinas Air", next(iter(CATALOG.items))]])
    found = merge_worksheets(MergeRequest(Sources((folder.sheets,)), listed, folder.root / "satu.xlsx", "Kabupaten X"))
    assert found.submission is not None and found.target.is_file()
    assert named(found.temuan) == [BAD] and found.failed


@pytest.mark.parametrize("step", ["_read", "score_answers"])
def test_a_worksheet_at_which_a_comparison_of_catalogs_fails_leaves_the_others(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    seen: Callable[..., bool] = lambda name, *_: name == BAD  # noqa: E731
    if step == "score_answers":
        seen = lambda *_, file: file == BAD  # noqa: E731
    stumbling(monkeypatch, f"pmprb.jobs.catalog_work.{step}", seen)
    found = compare_catalogs(CatalogsRequest(CATALOG.id, CATALOG.id, (folder.sheets,)))
    assert [effect.value is None for _, effect in found.effects] == [False, False, True, False]
    assert [named(effect.temuan) for _, effect in found.effects if effect.value is None] == [[BAD]]
    assert found.differ


def test_a_rekap_at_which_gathering_or_comparing_fails_is_named(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [folder.root / name for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    for path in paths:
        make_rekap(folder.request(target=path, instansi=f"Kabupaten {path.stem}"))
    stumbling(
        monkeypatch,
        "pmprb.jobs.province.tell_apart",
        lambda offered, *_: any(one.file == "b.xlsx" for one in offered),
    )
    found = gather_files(GatherRequest(RekapRequest(Sources(tuple(paths)), folder.root / "provinsi.xlsx")))
    assert isinstance(found, ProvinceMade) and found.province is not None
    assert [one.name for one in found.province.instansi] == ["Kabupaten a", "Kabupaten c"]
    assert named(found.temuan) == ["b.xlsx"]
    stumbling(monkeypatch, "pmprb.jobs.trend.take_up", lambda path, *_: path.name == "b.xlsx")
    compared = make_trend(TrendRequest(tuple(paths), folder.root / "banding.xlsx"))
    assert compared.compared is None and named(compared.temuan) == ["b.xlsx"]
    assert not (folder.root / "banding.xlsx").exists()


# Plans, the same way.


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "rencana"
    folder.mkdir()
    for unit in UNITS:
        name = f"{unit.code.replace('.', '-')}.xlsx"
        plan_books.write(folder / name, (row(four(1, 2, 3, 4), four(1, 2, None, None)),), unit=unit)
    return folder


PLAN_STEPS: Mapping[str, Callable[..., bool]] = {
    "pmprb.jobs.plans.read_plan": lambda path, *_: path.name == BAD,
    "pmprb.jobs.plans.settle": lambda plans, *_: any(plan.file == BAD for plan in plans),
    "pmprb.jobs.plans.plan_result": lambda plan, *_: plan.file == BAD,
    "pmprb.jobs.plans.consolidate_plans": lambda results, *_: any(r.plan.file == BAD for r in results),
    "pmprb.plans.book.write.write_plan_rekap": lambda found, *_, **__: any(r.plan.file == BAD for r in found.results),
}


@pytest.mark.parametrize("step", PLAN_STEPS)
def test_a_plan_that_fails_at_any_step_leaves_the_others(
    plans: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    stumbling(monkeypatch, step, PLAN_STEPS[step])
    found = make_plan_rekap(PlanRekapRequest((plans,), plans.parent / "rekap.xlsx"))
    assert found.consolidation is not None and found.written == (plans.parent / "rekap.xlsx",)
    assert [result.unit.code for result in found.consolidation.results] == ["1.01", "1.02", "1.04"]
    assert named(found.consolidation.temuan) == [BAD] and found.failed
    checked = check_plans(PlanCheckRequest((plans,)))
    told = [t for plan in checked.plans for t in plan.temuan]
    assert named(told) == ([BAD] if step.rpartition(".")[2] in ("read_plan", "plan_result") else [])
    assert len(checked.plans) == 4


# The pool.


def _square(number: int) -> int:
    return number * number // (number - 3)


@pytest.mark.parametrize("make", [InLine, partial(ThreadPoolExecutor, 3)])
def test_results_are_in_order_and_faults_stand_at_their_entry(make: Callable[[], Executor]) -> None:
    told: list[str] = []
    with make() as pool:
        found = for_each(_square, range(6), lambda n: f"{n}.xlsx", pool, told.append)
    assert [one for one in found if not isinstance(one, Fault)] == [0, -1, -4, 16, 12]
    fallen = found[3]
    assert isinstance(fallen, Fault)
    assert (fallen.temuan.code, fallen.temuan.at) == ("BUKU-042", CellPos(workbook="3.xlsx"))
    assert sorted(told) == [f"{n}.xlsx" for n in range(6)]


def test_in_line_an_entry_is_told_before_the_next_begins() -> None:
    order: list[str] = []
    for_each(lambda n: order.append(f"{n} dikerjakan"), range(3), str, InLine(), lambda n: order.append(f"{n} selesai"))
    assert order == [f"{n} {word}" for n in range(3) for word in ("dikerjakan", "selesai")]


def test_work_is_in_line_where_threads_are_missing_and_for_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    with executor_for(9) as pool:
        assert isinstance(pool, ThreadPoolExecutor)
    with executor_for(1) as pool:
        assert isinstance(pool, InLine)
    with monkeypatch.context() as browser, executor_for(2):
        browser.setattr(sys, "platform", "emscripten")
        with executor_for(9) as pool:
            assert isinstance(pool, InLine)
        assert isinstance(processes(9), InLine)

    def refuse(_self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with executor_for(9) as pool:
        assert isinstance(pool, InLine)


def test_threads_take_turns_and_one_that_waits_leaves_its_turn_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    at_work, most, all_here = set[int](), list[int](), threading.Barrier(4)

    def work(number: int) -> int:
        at_work.add(number)
        time.sleep(0.01)  # another thread would begin now
        most.append(len(at_work))
        at_work.discard(number)
        return number

    def work_that_waits(number: int) -> int:
        with waiting():
            all_here.wait(60)
        return work(number)

    assert for_each(work, range(4), str) == [0, 1, 2, 3]
    assert for_each(work_that_waits, range(4), str) == [0, 1, 2, 3]
    assert most == [1] * 8


def test_an_interrupted_run_begins_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    release, begun = threading.Event(), list[int]()

    def work(number: int) -> None:
        begun.append(number)
        if number:
            release.wait(60)

    def interrupt(_name: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        for_each(work, range(50), str, tick=interrupt)
    release.set()
    assert len(begun) < 10


@pytest.mark.skipif(sys.platform == "win32", reason="a signal cannot be sent to one process there")
def test_ctrl_c_ends_the_command_although_a_file_is_never_done(folder: Folder) -> None:
    script = (
        "import threading, pmprb.jobs.evaluate as jobs, os\n"
        "os.cpu_count = lambda: 2\n"
        "jobs.read_submission = lambda *_: (print('mulai', flush=True), threading.Event().wait())\n"
        "from pmprb.cli import main; main()\n"
    )
    command = [sys.executable, "-c", script, "nilai", str(folder.sheets)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout is not None and run.stdout.readline().startswith("mulai")
            run.send_signal(signal.SIGINT)
            _, told = run.communicate(timeout=120)
        finally:
            run.kill()
    assert run.returncode == 130 and told.strip() == SENTENCE


# Work on all entries together.


def test_what_two_entries_do_together_puts_the_later_aside() -> None:
    def work(entries: Sequence[str]) -> str:
        if "b" in entries and "g" in entries:
            raise ValueError("b dan g")
        return "".join(entries)

    told: list[Temuan] = []
    found, kept = sifted(work, list("hgfedcba"), str, lambda one, temuan: told.append(temuan) or one.upper())
    assert (found, kept) == ("hGfedcba", list("hGfedcba"))
    assert [(t.code, t.workbook) for t in told] == [("BUKU-042", "g")]


@pytest.mark.parametrize("error", [OSError("penuh"), NameForSeveral(2)])
def test_an_error_that_no_entry_is_to_blame_for_passes(error: Exception) -> None:
    def work(_entries: Sequence[str]) -> str:
        raise error

    with pytest.raises(type(error)):
        sifted(work, ["a"], str, lambda one, _: one)


def test_a_fault_of_our_own_is_not_laid_at_a_file() -> None:
    runs: list[int] = []

    def work(entries: Sequence[str]) -> str:
        runs.append(len(entries))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sifted(work, list("abcd"), str, lambda one, _: one)
    assert runs == [4, 0]


# Requests that are refused.


def test_requests_that_cannot_be_done_are_refused_with_what_stands_in_the_way(folder: Folder) -> None:
    write(
        folder.sheets / "lain.xlsx", instrument("rb-tematik-2023"), answers(instrument("rb-tematik-2023"), 1), UNITS[0]
    )
    with pytest.raises(MixedInstruments) as mixed:
        make_rekap(folder.request())
    assert mixed.value.counts == {"rb-tematik-2023": 1, "rb-tematik-2024": 4}
    for options, refusal in (
        (Options(instrument="tidak-ada"), UnknownInstrument),
        (Options(instrument=f"{CATALOG.id}@tidak-ada"), UnknownVariant),
        (Options(layout="tidak-ada"), UnknownLayout),
        (Options(unit_name="Dinas Air"), NameForSeveral),
    ):
        with pytest.raises(refusal):
            read_worksheets(Sources((folder.sheets,), options))
    with pytest.raises(NoCatalogs):
        read_worksheets(Sources((folder.sheets,), criteria=folder.reviews))
    with pytest.raises(FeedbackAmongSources):
        make_rekap(folder.request(feedback=folder.sheets / "umpan-balik"))
    with pytest.raises(UnknownCode) as unknown:
        explain_worksheets(ExplainRequest(Sources((folder.sheets,)), ("tidak ada",)))
    assert unknown.value.instrument in (CATALOG.id, "rb-tematik-2023")


_SAMPLES: Mapping[str, Any] = {
    "Path": Path("folder"),
    "str": "nama",
    "int": 2,
    "Sequence[str]": ["satu"],
    "Mapping[str, int]": {"satu": 1},
    "Sequence[Temuan]": (),
}


@pytest.mark.parametrize("kind", Refusal.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_refusal_has_words(kind: type[Any]) -> None:
    fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    values = {field.name: _SAMPLES[str(field.type)] for field in fields}
    if kind is refusals.MissingLibrary:
        values["library"] = "py-minisign"
    said = worded(kind(**values))
    assert len(said) > 20 and "{" not in said
    assert said.endswith((".", "'pmprb[tanda]'"))
