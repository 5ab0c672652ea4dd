"""One gate for every file the program writes: commands × faults, and what people typed in a file that is replaced."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from helpers.cli import quick
from helpers.plan_books import write as write_plan
from helpers.plans import four, row
from pmprb.demo.make import worksheet
from pmprb.demo.regency import PERIOD, units
from pmprb.jobs import output
from pmprb.jobs.inputs import Catalogs
from pmprb.jobs.output import Permission, is_kept_copy, output_gate
from pmprb.sheets import whole
from pmprb.sheets.whole import is_draft, sweep, whole_file
from pmprb.worksheet.register import register_workbook

ZI = "zi-2021"
FIRST, SECOND = units()[1], units()[2]


@dataclass(frozen=True)
class Place:
    """What every command starts from: worksheets, a register, rekaps, plans, and a form of somebody else's."""

    root: Path

    def __truediv__(self, name: str) -> Path:
        return self.root / name


def _made(root: Path) -> Place:
    instrument = Catalogs().load(ZI).value
    assert instrument is not None
    (root / "lembar").mkdir()
    for unit in (FIRST, SECOND):
        for name, content in worksheet(unit, instrument, units()).items():
            (root / "lembar" / name).write_bytes(content)
    (root / "du.xlsx").write_bytes(register_workbook((FIRST, SECOND)))
    for name in ("rekap-a.xlsx", "rekap-b.xlsx"):
        assert quick("gabung", root / "lembar", "-o", root / name, "--instansi", name[6])[0] < 2
    (root / "rekap").mkdir()
    shutil.copy(root / "rekap-a.xlsx", root / "rekap" / "a.xlsx")
    (root / "rencana").mkdir()
    late = {"line_text": "Arsip digital", "obstacle": "Hujan", "follow_up": "Diulang"}
    rows = tuple(row(four(4, 4, 4, 4), four(4, n, None, None), n, action=f"Aksi {n}", **late) for n in (1, 2))
    write_plan(root / "rencana" / "1.xlsx", rows, unit=FIRST)
    return Place(root)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return _made(tmp_path_factory.mktemp("gerbang"))


@pytest.fixture
def place(made: Place, tmp_path: Path) -> Iterator[Place]:
    """A copy of its own; nothing hidden may be left in it, whatever the test did."""
    root = tmp_path / "kerja"
    shutil.copytree(made.root, root)
    yield Place(root)
    assert [path for path in root.rglob(".*") if is_draft(path.name)] == []


Args = Callable[[Place, Path], list[object]]


@dataclass(frozen=True)
class Writer:
    """A command that writes: how it is called, which of its inputs an output could hit; or that it fills a folder."""

    id: str
    args: Args
    source: str
    folder: bool = False

    def call(self, place: Place, target: Path, *more: object) -> tuple[int, str]:
        return quick(*self.args(place, target), *more)


WRITERS = (
    Writer("gabung", lambda p, t: ["gabung", p / "lembar", "--unit", p / "du.xlsx", "-o", t], "du.xlsx"),
    Writer(
        "gabung antar-instansi",
        lambda p, t: ["gabung", p / "rekap", "--antar-instansi", "-o", t],
        "rekap/a.xlsx",
    ),
    Writer("banding", lambda p, t: ["banding", p / "rekap-a.xlsx", p / "rekap-b.xlsx", "-o", t], "rekap-b.xlsx"),
    Writer("daftar kosong", lambda _, t: ["templat", "--daftar-kosong", t], ""),
    Writer("rencana gabung", lambda p, t: ["rencana", "gabung", p / "rencana", "-o", t], "rencana/1.xlsx"),
    Writer(
        "templat",
        lambda p, t: ["templat", ZI, "--unit", p / "du.xlsx", "--periode", PERIOD, "-o", t],
        "",
        folder=True,
    ),
    Writer("templat tpi", lambda p, t: ["templat", "--untuk", "tpi", "--dari", p / "lembar", "-o", t], "", folder=True),
    Writer(
        "rencana templat",
        lambda p, t: (
            ["rencana", "templat", "--jenis", "rb-general", "--unit", p / "du.xlsx", *("--periode", PERIOD, "-o", t)]
        ),
        "",
        folder=True,
    ),
    Writer("laporan", lambda p, t: ["periksa", p / "lembar", "--laporan", t], "", folder=True),
)
FILES = tuple(writer for writer in WRITERS if not writer.folder)
FOLDERS = tuple(writer for writer in WRITERS if writer.folder)

every = pytest.mark.parametrize("writer", WRITERS, ids=lambda w: w.id)
every_file = pytest.mark.parametrize("writer", FILES, ids=lambda w: w.id)
every_folder = pytest.mark.parametrize("writer", FOLDERS, ids=lambda w: w.id)


def _bytes(path: Path) -> dict[str, bytes]:
    """Return all files at a path, by name."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {one.name: one.read_bytes() for one in files}


# An output that is an input, however it is spelled.


def _spellings(source: Path, folder: Path) -> dict[str, Path]:
    link, hard = folder / "tautan.xlsx", folder / "kembar.xlsx"
    link.symlink_to(source)
    os.link(source, hard)
    relative = Path(os.path.relpath(source))
    return {
        "same": source,
        "dots": source.parent / ".." / source.parent.name / source.name,
        "relative": relative,
        "symlink": link,
        "hard link": hard,
    }


@pytest.mark.parametrize("writer", [w for w in FILES if w.source], ids=lambda w: w.id)
def test_an_output_that_is_an_input_is_refused_before_anything_is_read(
    writer: Writer, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = place / writer.source
    before = source.read_bytes()
    read: list[object] = []
    monkeypatch.setattr("pmprb.jobs.evaluate.read_submission", lambda *a, **_: read.append(a))
    for how, target in _spellings(source, tmp_path).items():
        for more in ([], ["--timpa"], ["--timpa", "--ganti-yang-terisi"]):
            code, text = writer.call(place, target, *more)
            assert code == 1 and "BUKU-140" in text, (how, more, text)
            assert target.name in text and source.name in text
    assert source.read_bytes() == before and not read


def test_a_folder_that_ignores_case_is_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows and macOS: "DU.xlsx" leads to the file "du.xlsx"."""
    (tmp_path / "du.xlsx").write_bytes(b"x")
    stat = Path.stat

    def any_case(self: Path, **more: Any) -> os.stat_result:
        return stat(self.with_name(self.name.lower()), **more)

    monkeypatch.setattr(Path, "stat", any_case)
    with output_gate([tmp_path / "DU.xlsx"], reads=[tmp_path / "du.xlsx"], permission=Permission(True)) as gate:
        assert [t.code for t in gate.temuan] == ["BUKU-140"]


def test_two_outputs_at_one_place_are_refused(tmp_path: Path) -> None:
    with output_gate([tmp_path / "a.xlsx", tmp_path / "." / "A.xlsx"]) as gate:
        assert [t.code for t in gate.temuan] == ["BUKU-155"]


def test_a_rekap_beside_the_worksheets_may_be_made_again(place: Place) -> None:
    target = place / "lembar" / "rekap.xlsx"
    for more in ([], ["--timpa"]):
        code, text = quick("gabung", place / "lembar", "-o", target, *more)
        assert code < 2 and "Ditulis" in text, text


def test_a_worksheet_among_the_worksheets_is_no_place_for_the_rekap(place: Place) -> None:
    target = next((place / "lembar").glob("*.xlsx"))
    before = target.read_bytes()
    code, text = quick("gabung", place / "lembar", "-o", target, "--timpa")
    assert code == 1 and "BUKU-140" in text and target.read_bytes() == before


# The name and the place of an output.


@every_file
@pytest.mark.parametrize("name", ["hasil.xls", "hasil", "hasil.csv", "hasil.2026"])
def test_another_ending_is_refused_and_the_right_name_proposed(writer: Writer, name: str, place: Place) -> None:
    code, text = writer.call(place, place / name)
    assert code == 1 and "BUKU-141" in text and not (place / name).exists()
    right = "hasil.2026.xlsx" if name == "hasil.2026" else "hasil.xlsx"
    assert right in text


@every
def test_a_name_too_long_is_one_sentence(writer: Writer, place: Place) -> None:
    target = place / ("a" * 260 if writer.folder else f"{'a' * 260}.xlsx")
    code, text = writer.call(place, target)
    assert code == 3 and text.count("\n") == 1 and "terlalu panjang" in text


@every_file
def test_a_name_of_all_the_bytes_there_are_can_be_written(writer: Writer, place: Place) -> None:
    target = place / f"{'a' * 250}.xlsx"
    assert writer.call(place, target)[0] < 2 and target.is_file()


@every_file
def test_a_folder_as_target_is_one_sentence(writer: Writer, place: Place) -> None:
    (place / "hasil.xlsx").mkdir()
    code, text = writer.call(place, place / "hasil.xlsx", "--timpa")
    assert code == 3 and text.count("\n") == 1 and "folder" in text and "hasil.xlsx" in text


@every
def test_a_file_where_a_folder_should_be_is_one_sentence(writer: Writer, place: Place) -> None:
    (place / "berkas").write_text("x")
    target = place / "berkas" if writer.folder else place / "berkas" / "hasil.xlsx"
    code, text = writer.call(place, target)
    assert code == 3 and text.count("\n") == 1 and "berkas" in text


# Files that cannot be written: one sentence, exit code 3, the old file as it was, nothing left behind.


FAILURES = {
    "full": errno.ENOSPC,
    "open in Excel": errno.EACCES,
    "read only": errno.EROFS,
    "broken": errno.EIO,
}


@every
@pytest.mark.parametrize("failure", FAILURES)
def test_a_disk_that_fails_leaves_the_old_file(
    writer: Writer, failure: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = place / ("hasil" if writer.folder else "hasil.xlsx")
    assert writer.call(place, target)[0] < 2
    before = _bytes(target)

    def fails(self: Path, other: Path) -> Path:
        raise OSError(FAILURES[failure], os.strerror(FAILURES[failure]), str(self), None, str(other))

    monkeypatch.setattr(Path, "replace", fails)
    code, text = writer.call(place, target, "--timpa")
    assert code == 3, text
    assert "Traceback" not in text and ".draf" not in text and "hasil" in text
    assert len([line for line in text.splitlines() if line.startswith("Keliru")]) == 1
    assert _bytes(target) == before


@every
def test_a_disk_full_midway_leaves_nothing_new(writer: Writer, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    target = place / ("hasil" if writer.folder else "hasil.xlsx")

    def full(draft: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(draft))

    monkeypatch.setattr(whole, "flush_to_disk", full)
    code, text = writer.call(place, target)
    assert code == 3 and "penuh" in text and ".draf" not in text
    assert not target.exists() or _bytes(target) == {}


@every
def test_a_run_that_stumbles_leaves_the_old_file(writer: Writer, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    target = place / ("hasil" if writer.folder else "hasil.xlsx")
    assert writer.call(place, target)[0] < 2
    before = _bytes(target)

    def interrupted(draft: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(whole, "flush_to_disk", interrupted)
    with pytest.raises(BaseException):  # noqa: B017  # an interruption leaves the command line in its own way
        writer.call(place, target, "--timpa")
        raise KeyboardInterrupt
    assert _bytes(target) == before


def test_an_error_of_a_writing_library_names_the_file(tmp_path: Path) -> None:
    """XlsxWriter wraps an OSError in an exception of its own, about a temporary file."""
    target = tmp_path / "rekap.xlsx"
    with pytest.raises(OSError, match="rekap") as caught, whole_file(target) as draft:
        raise RuntimeError(OSError(errno.ENOSPC, "full", str(draft)))
    assert caught.value.errno == errno.ENOSPC and caught.value.filename == str(target)


def test_permissions_stay_and_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "rekap.xlsx", tmp_path / "tautan.xlsx"
    target.write_bytes(b"lama")
    target.chmod(0o640)
    link.symlink_to(target)
    with whole_file(link) as draft:
        draft.write_bytes(b"baru")
    assert link.is_symlink() and target.read_bytes() == b"baru" and target.stat().st_mode & 0o777 == 0o640


# Two runs to one place, and runs that were killed.


def test_a_second_run_to_the_same_place_is_refused(place: Place) -> None:
    for writer in WRITERS:
        target = place / ("hasil" if writer.folder else "hasil.xlsx")
        holding = {"folders": [target]} if writer.folder else {"files": [target]}
        with output_gate(holding.get("files", []), folders=holding.get("folders", [])):
            code, text = writer.call(place, target)
        assert "BUKU-142" in text and code == 1, (writer.id, text)
        assert not target.exists() or _bytes(target) == {}


def test_of_two_runs_without_timpa_the_later_is_refused(tmp_path: Path) -> None:
    """Where no lock holds, as on some shared drives, the file system decides."""
    target = tmp_path / "rekap.xlsx"
    with output_gate([target]) as gate:
        target.write_bytes(b"yang lain")
        told = gate.put_bytes(target, b"baru")
    assert [t.code for t in told] == ["BUKU-029"] and target.read_bytes() == b"yang lain"


def test_a_file_saved_while_the_run_went_on_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "rekap.xlsx"
    target.write_bytes(b"lama")
    with output_gate([target], permission=Permission(overwrite=True)) as gate:
        target.write_bytes(b"diketik selagi program berjalan")
        told = gate.put_bytes(target, b"baru")
    assert [t.code for t in told] == ["BUKU-153"] and target.read_bytes().startswith(b"diketik")


KILLED = """
import sys, time
from pathlib import Path
from pmprb.jobs.output import output_gate
target = Path(sys.argv[1])
with output_gate([target]) as gate:
    def slow(draft):
        draft.write_bytes(b"separuh")
        print("menulis", flush=True)
        time.sleep(60)
    gate.put(target, slow)
"""


def test_a_killed_run_leaves_no_lock_and_its_draft_is_swept(tmp_path: Path) -> None:
    target = tmp_path / "rekap.xlsx"
    run = subprocess.Popen([sys.executable, "-c", KILLED, str(target)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None and run.stdout.readline() == "menulis\n"
    drafts = [path for path in tmp_path.iterdir() if is_draft(path.name)]
    assert len(drafts) == 1
    assert sweep(tmp_path) == 0  # a living run's draft is left alone
    with output_gate([target]) as gate:
        assert [t.code for t in gate.temuan] == ["BUKU-142"]
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    (tmp_path / ".rekap.xlsx.4711.draf").write_bytes(b"")  # as version 0.1 named them
    with output_gate([target]) as gate:
        assert not gate.refused and gate.put_bytes(target, b"utuh") == ()
    assert [path.name for path in tmp_path.iterdir()] == ["rekap.xlsx"]


# Workbooks that people typed in: carried over, or refused and named.


Sheet = Any


def gap_rows(path: Path, sheet: str = "Kesenjangan") -> list[dict[str, Any]]:
    """Return the gap list by heading."""
    lines = [[c.value for c in line] for line in openpyxl.load_workbook(path)[sheet].iter_rows()]
    top = next(n for n, line in enumerate(lines) if "PIC" in line)
    rows = [dict(zip(map(str, lines[top]), line, strict=True)) for line in lines[top + 1 :]]
    return [one for one in rows if any(value is not None for value in one.values())]


def edited(path: Path, edit: Callable[[Any, Sheet, int, dict[str, int]], None], sheet: str = "Kesenjangan") -> bytes:
    """Edit a rekap as a person does in Excel; return its bytes. `edit` is given book, sheet, first row, columns."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head = next(line for line in page.iter_rows() if any(c.value == "PIC" for c in line))
    edit(book, page, head[0].row + 1, {str(c.value): c.column for c in head if c.value})
    book.save(path)
    return path.read_bytes()


def typed(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["PIC"], "Sekretaris")
    page.cell(top, at["Tenggat"], "2026-09-30")
    page.cell(top + 1, at["Status"], "Proses")


def again(place: Place, target: Path, *more: object) -> tuple[int, str]:
    return quick("gabung", place / "lembar", "-o", target, *more)


def test_what_was_typed_is_carried_over_without_being_asked(place: Place) -> None:
    target = place / "rekap-a.xlsx"
    edited(target, typed)
    keys = [(r["Kode Unit"], r["Kode"], r["PIC"], r["Status"]) for r in gap_rows(target) if r["PIC"] or r["Status"]]
    code, text = again(place, target, "--timpa")
    assert code < 2 and "BUKU-152" in text and "3 isian" in text
    after = [(r["Kode Unit"], r["Kode"], r["PIC"], r["Status"]) for r in gap_rows(target) if r["PIC"] or r["Status"]]
    assert sorted(map(str, after)) == sorted(map(str, keys))


def _merged(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["PIC"], "Bersama")
    page.merge_cells(start_row=top, end_row=top + 3, start_column=at["PIC"], end_column=at["PIC"])


def _renamed(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top - 1, at["PIC"], "Penanggung Jawab")
    page.cell(top, at["PIC"], "Bu Sari")


def _all_renamed(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    for name in ("PIC", "Tenggat", "Status"):
        page.cell(top - 1, at[name], f"{name} baru")
    page.cell(top, at["PIC"], "Bu Sari")


def _two_rows(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    last = page.max_row + 1
    for column in at.values():
        page.cell(last, column, page.cell(top, column).value)
    page.cell(top, at["PIC"], "Bidang A")
    page.cell(last, at["PIC"], "Bidang B")


def _two_sheets(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["PIC"], "Bidang A")
    copy = book.copy_worksheet(page)
    copy.title = "Kesenjangan (2)"
    copy.cell(top, at["PIC"], "Bidang B")


def _formula(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["PIC"], '="Bu "&"Sari"')


def _error(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    cell = page.cell(top, at["Tenggat"], "#REF!")
    cell.data_type = "e"


def _own_column(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top - 1, page.max_column + 1, "Catatan kami")
    page.cell(top, page.max_column, "tunggu SK")


def _beneath(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(page.max_row + 3, 2, "rapat 12 Oktober")


def _no_code(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(page.max_row + 1, at["PIC"], "siapa saja")


def _note(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["Saran"]).comment = Comment("sudah ditelepon", "saya")


def _own_sheet(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    book.create_sheet("Notulen")["B2"] = "hadir 12 orang"


def _elsewhere(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    book["Peringkat"].cell(60, 3, "catatan pimpinan")


LOSSES = {
    "merged over rows": (_merged, "BUKU-144", "Bersama"),
    "heading renamed": (_renamed, "BUKU-143", "Bu Sari"),
    "all headings renamed": (_all_renamed, "BUKU-149", ""),
    "two rows for a gap": (_two_rows, "BUKU-146", "Bidang B"),
    "two sheets for a gap": (_two_sheets, "BUKU-146", "Bidang"),
    "formula without a result": (_formula, "BUKU-145", ""),
    "error cell": (_error, "BUKU-145", "#REF!"),
    "own column": (_own_column, "BUKU-143", "tunggu SK"),
    "below the table": (_beneath, "BUKU-143", "rapat 12 Oktober"),
    "row without a code": (_no_code, "BUKU-148", "siapa saja"),
    "note on a cell": (_note, "BUKU-147", "sudah ditelepon"),
    "own sheet": (_own_sheet, "BUKU-143", "hadir 12 orang"),
    "cell of another sheet": (_elsewhere, "BUKU-143", "catatan pimpinan"),
}


@pytest.mark.parametrize("kind", LOSSES)
def test_what_cannot_be_carried_over_holds_the_file(kind: str, place: Place) -> None:
    edit, wanted, seen = LOSSES[kind]
    target = place / "rekap-a.xlsx"
    before = edited(target, edit)
    code, text = again(place, target, "--timpa")
    assert code == 1 and wanted in text and seen in text and "Ditulis" not in text
    assert "--ganti-yang-terisi" in text
    assert target.read_bytes() == before
    code, text = again(place, target, "--ganti-yang-terisi")
    assert code < 2 and "BUKU-151" in text
    kept = [path for path in place.root.iterdir() if is_kept_copy(path.name)]
    assert [path.read_bytes() for path in kept] == [before] and target.read_bytes() != before


def test_a_moved_column_is_found_by_its_heading(place: Place) -> None:
    def moved(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        page.cell(top, at["PIC"], "Bu Sari")
        for line in range(top - 1, page.max_row + 1):
            page.cell(line, at["Status"] + 1, page.cell(line, at["PIC"]).value)
            page.cell(line, at["PIC"]).value = None

    target = place / "rekap-a.xlsx"
    edited(target, moved)
    code, text = again(place, target, "--timpa")
    assert code < 2, text
    assert [r["PIC"] for r in gap_rows(target) if r["PIC"]] == ["Bu Sari"]


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "password": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
    "damaged": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "text": lambda path: path.write_text("catatan penting"),
    "renamed sheet": lambda path: _rename_sheet(path),
}


def _rename_sheet(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Kesenjangan"].title = "Daftar Tindak Lanjut"
    book.save(path)


@pytest.mark.parametrize("how", UNREADABLE)
@pytest.mark.parametrize("lanjutan", [False, True])
def test_a_target_that_cannot_be_read_is_kept(how: str, lanjutan: bool, place: Place) -> None:
    target = place / "rekap-a.xlsx"
    UNREADABLE[how](target)
    before = target.read_bytes()
    code, text = again(place, target, "--timpa", *(["--lanjutan", target] if lanjutan else []))
    assert code == 1 and "BUKU-149" in text and target.read_bytes() == before


def test_a_rekap_nobody_typed_in_may_be_replaced_whatever_is_asked(place: Place) -> None:
    target = place / "rekap-a.xlsx"
    openpyxl.load_workbook(target).save(target)  # looked at, saved, nothing typed
    code, text = again(place, target, "--timpa", "--ketat", "--unit", place / "du.xlsx")
    assert code < 2 and "Ditulis" in text, text


def test_another_earlier_rekap_is_read_beside_the_target(place: Place) -> None:
    other, target = place / "rekap-b.xlsx", place / "rekap-a.xlsx"
    edited(other, lambda _, page, top, at: [page.cell(top, at["PIC"], "lama"), page.cell(top + 1, at["PIC"], "B")])
    edited(target, lambda _, page, top, at: page.cell(top, at["PIC"], "baru"))
    code, text = again(place, target, "--timpa", "--lanjutan", other)
    assert code < 2, text
    assert [r["PIC"] for r in gap_rows(target) if r["PIC"]] == ["baru", "B"]


def test_merged_cells_in_another_earlier_rekap_are_refused_too(place: Place) -> None:
    other, target = place / "rekap-b.xlsx", place / "baru.xlsx"
    edited(other, _merged)
    code, text = again(place, target, "--lanjutan", other)
    assert code == 1 and "BUKU-144" in text and not target.exists()


@pytest.mark.parametrize("seed", range(4))
def test_everything_typed_is_there_again(seed: int, place: Place) -> None:
    chance = random.Random(seed)
    target = place / "rekap-a.xlsx"
    texts = ["Sekretaris", "Bidang  II", " Bu Sari ", "=1+1", "Tim A\nTim B", "3.45", "ya; tidak", "ÄÖ–„“", "0"]
    dates = ["2026-09-30", "akhir tahun", "31/12/2026", 46295, "2026-01-05 00:00:00", 0.5]
    states = ["Belum", "Proses", "Selesai", "batal", 1, True]

    def fill(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        for line in range(top, page.max_row + 1):
            for name, choices in (("PIC", texts), ("Tenggat", dates), ("Status", states)):
                if chance.random() < 0.5:
                    cell = page.cell(line, at[name], chance.choice(choices))
                    if isinstance(cell.value, str):
                        cell.data_type = "s"

    edited(target, fill)

    def content() -> list[str]:
        said = []
        for r in gap_rows(target):
            values = [r[name] for name in ("PIC", "Tenggat", "Status")]
            plain = [" ".join(str(v).split()).removesuffix(" 00:00:00") if v is not None else "" for v in values]
            said.append("|".join((str(r["Kode Unit"]), str(r["Kode"]), *plain)))
        return sorted(said)

    def comparable(lines: list[str]) -> list[str]:
        return [
            line.replace("46295", "2026-09-30").replace("|True", "|YA").replace("|0.5|", "|12:00:00|") for line in lines
        ]

    before = comparable(content())
    code, text = again(place, target, "--timpa")
    assert code < 2, text
    assert comparable(content()) == before


# Sheets that people fill in are not replaced by empty ones.


def _fill_first(folder: Path, sheet: str, cell: str) -> Path:
    path = min(folder.glob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = "diketik orang"
    book.save(path)
    return path


@pytest.mark.parametrize("writer", [w for w in FOLDERS if w.id != "laporan"], ids=lambda w: w.id)
def test_filled_sheets_are_kept_and_named(writer: Writer, place: Place) -> None:
    folder = place / "hasil"
    assert writer.call(place, folder)[0] < 2
    sheet = openpyxl.load_workbook(min(folder.glob("*.xlsx"))).sheetnames
    name = next(one for one in sheet if one not in ("Petunjuk", "_meta"))
    path = _fill_first(folder, name, "B3" if writer.id == "rencana templat" else "G30")
    before = path.read_bytes()
    code, text = writer.call(place, folder, "--timpa")
    assert code == 1 and "BUKU-150" in text and path.name in text and path.read_bytes() == before
    code, text = writer.call(place, folder, "--ganti-yang-terisi")
    assert code == 0 and "BUKU-151" in text and path.read_bytes() != before
    assert [one.read_bytes() for one in folder.iterdir() if is_kept_copy(one.name)] == [before]


@pytest.mark.parametrize("writer", FOLDERS, ids=lambda w: w.id)
def test_sheets_nobody_filled_in_may_be_replaced(writer: Writer, place: Place) -> None:
    folder = place / "hasil"
    writer.call(place, folder)
    for path in folder.glob("*.xlsx"):
        openpyxl.load_workbook(path).save(path)
    code, text = writer.call(place, folder, "--timpa")
    assert "BUKU-15" not in text and code < 2


def test_a_register_that_was_filled_in_is_kept(place: Place) -> None:
    target = place / "daftar.xlsx"
    assert quick("templat", "--daftar-kosong", target)[0] == 0
    assert quick("templat", "--daftar-kosong", target, "--timpa")[0] == 0
    shutil.copy(place / "du.xlsx", target)
    code, text = quick("templat", "--daftar-kosong", target, "--timpa")
    assert code == 1 and "BUKU-150" in text and target.read_bytes() == (place / "du.xlsx").read_bytes()


def test_a_plans_rekap_keeps_what_was_typed(place: Place) -> None:
    target = place / "rencana.xlsx"
    args = ("rencana", "gabung", place / "rencana", "-o", target, "--triwulan", "2")
    assert quick(*args)[0] < 2
    edited(target, typed)
    code, text = quick(*args, "--timpa")
    assert code < 2 and "BUKU-152" in text
    assert [r["PIC"] for r in gap_rows(target) if r["PIC"]] == ["Sekretaris"]
    before = edited(target, _own_column)
    code, text = quick(*args, "--timpa")
    assert code == 1 and "BUKU-143" in text and target.read_bytes() == before


def test_notes_in_a_feedback_are_kept(place: Place) -> None:
    args = ("gabung", place / "lembar", "-o", place / "r.xlsx", "--umpan-balik", place / "umpan")
    assert quick(*args)[0] < 2
    assert quick(*args, "--timpa")[0] < 2
    path = min((place / "umpan").glob("*-hasil.xlsx"))
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"].comment = Comment("bicarakan Senin", "saya")
    book.save(path)
    before = path.read_bytes()
    code, text = quick(*args, "--timpa")
    assert code == 1 and "BUKU-147" in text and path.read_bytes() == before


@pytest.mark.parametrize("writer", [w for w in FILES if w.source], ids=lambda w: w.id)
def test_json_tells_of_the_copy_that_was_kept(writer: Writer, place: Place) -> None:
    target = place / "hasil.xlsx"
    assert writer.call(place, target)[0] < 2
    book = openpyxl.load_workbook(target)
    book.worksheets[0]["A1"].comment = Comment("bicarakan Senin", "saya")
    book.save(target)
    code, text = writer.call(place, target, "--timpa", "--ganti-yang-terisi", "--json")
    told = [t for t in json.loads(text)["temuan"] if t["code"] == "BUKU-151"]
    assert code < 2 and len(told) == 1 and "hasil.lama-1.xlsx" in told[0]["message"]


def test_json_tells_what_was_carried_over_and_what_an_earlier_rekap_could_not_give(place: Place) -> None:
    target = place / "rekap-a.xlsx"
    edited(target, typed)
    code, text = again(place, target, "--timpa", "--json", "--lanjutan", place / "du.xlsx")
    told = {t["code"]: t["message"] for t in json.loads(text)["temuan"]}
    assert code < 2 and told["BUKU-152"].startswith("3 isian") and "BUKU-038" in told


def test_json_tells_of_a_feedback_that_was_kept(place: Place) -> None:
    args = ("gabung", place / "lembar", "-o", place / "r.xlsx", "--umpan-balik", place / "umpan")
    assert quick(*args)[0] < 2
    path = min((place / "umpan").glob("*-hasil.xlsx"))
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"].comment = Comment("bicarakan Senin", "saya")
    book.save(path)
    code, text = quick(*args, "--timpa", "--json")
    assert code == 1 and [t["file"] for t in json.loads(text)["temuan"] if t["code"] == "BUKU-147"] == [path.name]


def test_kept_copies_are_no_worksheets(place: Place) -> None:
    path = next((place / "lembar").glob("*.xlsx"))
    shutil.copy(path, path.with_name(f"{path.stem}.lama-1.xlsx"))
    code, text = quick("periksa", place / "lembar")
    assert "BUKU-156" in text and code < 2


def test_a_parquet_folder_is_written_whole_or_not_at_all(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = place / "tabel"
    args = ("gabung", place / "lembar", "-o", place / "r.xlsx", "--parquet", folder)
    assert quick(*args)[0] < 2
    before = _bytes(folder)
    import pandas as pd

    count = 0
    real = pd.DataFrame.to_parquet

    def fourth_fails(self: Any, path: Any, **more: Any) -> Any:
        nonlocal count
        count += 1
        if count == 4:
            raise OSError(errno.ENOSPC, "full", str(path))
        return real(self, path, **more)

    monkeypatch.setattr(pd.DataFrame, "to_parquet", fourth_fails)
    code, text = quick(*args, "--timpa")
    assert code == 3 and "penuh" in text and _bytes(folder) == before


def test_a_lock_that_cannot_be_made_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output.tempfile, "gettempdir", lambda: str(tmp_path / "tidak-ada" / "sama-sekali"))
    with output_gate([tmp_path / "a.xlsx"]) as gate:
        assert not gate.refused and gate.put_bytes(tmp_path / "a.xlsx", b"x") == ()
