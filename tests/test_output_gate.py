"""One gate for every file the program writes: a table of commands (helpers/writers.py) × faults."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest

from helpers.cli import commands, quick
from helpers.sheets import instrument
from helpers.writers import FIRST, SECOND, SMALL, WRITERS, Place, Writer, noted, retyped
from pmprb.cli.options import PathType
from pmprb.demo import make
from pmprb.jobs import output
from pmprb.jobs.output import Permission, output_gate
from pmprb.jobs.typed_tables import MARKS
from pmprb.sheets import whole
from pmprb.sheets.whole import is_draft, sweep, whole_file
from pmprb.workbook import delimited

FILES = tuple(writer for writer in WRITERS if not writer.folder)
NAMED = tuple(writer for writer in WRITERS if not writer.fixed)

every = pytest.mark.parametrize("writer", WRITERS, ids=lambda w: w.id)
every_file = pytest.mark.parametrize("writer", FILES, ids=lambda w: w.id)
every_named = pytest.mark.parametrize("writer", NAMED, ids=lambda w: w.id)
every_named_file = pytest.mark.parametrize("writer", [w for w in NAMED if not w.folder], ids=lambda w: w.id)
every_typed = pytest.mark.parametrize("writer", [w for w in WRITERS if w.typed], ids=lambda w: w.id)
every_reading = pytest.mark.parametrize("writer", [w for w in WRITERS if w.source], ids=lambda w: w.id)


@pytest.fixture(autouse=True)
def small_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo of two units and the smallest instrument, in this process, without its working folder."""
    monkeypatch.setattr(make, "units", lambda: (FIRST, SECOND))
    monkeypatch.setattr(make, "unit_instruments", lambda _: [instrument(SMALL)])
    monkeypatch.setattr(make, "make_followed", lambda *_: None)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)


First = Callable[[Writer, Place], Path]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """Return what writes a command's output as its first run does, and returns where: run once, then copied."""
    kept: dict[str, Path] = {}

    def write(writer: Writer, place: Place) -> Path:
        target = writer.target(place)
        if writer.id not in kept:
            before = {path.name for path in place.root.iterdir()}
            assert writer.call(place, target)[0] < 2
            home = tmp_path_factory.mktemp("hasil")
            for path in place.root.iterdir():
                if path.name not in before:
                    shutil.copytree(path, home / path.name) if path.is_dir() else shutil.copy2(path, home / path.name)
            kept[writer.id] = home
        else:
            shutil.copytree(kept[writer.id], place.root, dirs_exist_ok=True)
        return target

    return write


def _bytes(path: Path) -> dict[str, bytes]:
    """Return all files at a path, by name."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {str(one.relative_to(path)): one.read_bytes() for one in files}


def _within(target: Path, path: Path) -> bool:
    """Whether a path is the output, or in the folder that is written."""
    return path == target or target in path.parents


# The table is whole.


def _options(name: str, command: click.Command) -> Iterator[tuple[str, str]]:
    """Yield command and longest word of every option that names a place to write."""
    for option in command.params:
        words = (option.help or "").casefold() if isinstance(option, click.Option) else ""
        if isinstance(option.type, PathType) and ("--ke" in option.opts or "tulis" in words or "hasil" in words):
            yield name, max(option.opts, key=len)
        elif option.opts == ["--lembar-general"]:  # a worksheet or an id; its copy is written beside the rekap
            yield name, option.opts[0]


APART = {
    ("tanda kunci", "--ke"),  # keys are never replaced, whatever is said; see test_tanda.py
    ("kenali", "--ke"),  # a layout joins those in a file, of which a copy stays; see test_kenali.py
}


def test_every_option_that_names_an_output_has_a_row() -> None:
    named = {one for name, command in commands() for one in _options(name, command)}
    assert {writer.options for writer in WRITERS} | APART == named


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


def _source(writer: Writer, place: Place) -> Path:
    found = place / writer.source
    return min(found.glob("*.xlsx")) if found.is_dir() else found


def _permissions(writer: Writer) -> list[str]:
    """Return the options of a command by which it may write over what is there."""
    known = {word for option in dict(commands())[writer.options[0]].params for word in option.opts}
    found = [word for word in ("--timpa", "--ganti-yang-terisi") if word in known]
    assert "--timpa" in found
    return found


@pytest.mark.parametrize("writer", [w for w in FILES if w.source and not w.fixed], ids=lambda w: w.id)
def test_an_output_that_is_an_input_is_refused_before_anything_is_read(
    writer: Writer, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = place / writer.source
    before = source.read_bytes()
    read: list[object] = []
    monkeypatch.setattr("pmprb.jobs.evaluate.read_submission", lambda *a, **_: read.append(a))
    for how, target in _spellings(source, tmp_path).items():
        for more in ([], ["--timpa"], _permissions(writer)):
            code, text = writer.call(place, target, *more)
            assert code == 1 and "BUKU-140" in text, (how, more, text)
            assert target.name in text and source.name in text
    assert source.read_bytes() == before and not read


@every_reading
@pytest.mark.parametrize("how", ["symlink", "hard link"])
def test_a_name_in_the_output_that_leads_to_an_input_is_refused(
    writer: Writer, how: str, place: Place, first: First
) -> None:
    target, source = first(writer, place), _source(writer, place)
    name = target if target.is_file() else min(path for path in target.rglob("*") if path.is_file())
    name.unlink()
    if how == "symlink":
        name.symlink_to(source)
    else:
        os.link(source, name)
    before = source.read_bytes()
    for word in _permissions(writer):
        code, text = writer.call(place, target, word)
        assert code == 1 and "BUKU-140" in text, (word, text)
    assert source.read_bytes() == before


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


def test_twice_as_many_outputs_are_looked_up_twice_as_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, real = list[str](), os.path.realpath
    monkeypatch.setattr(os.path, "realpath", lambda path: looked.append(str(path)) or real(path))
    with output_gate(folders=[tmp_path]) as gate:
        assert gate.check(tmp_path / f"{number}.xlsx" for number in range(40)) == ()
    assert 40 <= len(looked) <= 2 * 40


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


# An output that is there, and nobody said that it may be replaced.


@every
def test_an_output_that_exists_is_kept(writer: Writer, place: Place, first: First) -> None:
    target = first(writer, place)
    before = _bytes(target)
    (place / "r.xlsx").unlink(missing_ok=True)  # what some commands write beside the output in question
    code, text = writer.call(place, target)
    assert (code, "--timpa" in text) == (2 if writer.id == "demo" else 1, True), text
    assert writer.id == "demo" or "BUKU-029" in text
    assert _bytes(target) == before


# An output that people typed in: named and kept; replaced with its own word alone, and a copy stays.


@every_typed
def test_what_was_typed_in_an_output_is_kept_and_named(writer: Writer, place: Place, first: First) -> None:
    target = first(writer, place)
    assert writer.typed is not None
    path = writer.typed(target)
    before = path.read_bytes()
    code, text = writer.call(place, target, "--timpa")
    assert code == 1 and path.name in text and "--ganti-yang-terisi" in text, text
    assert any(word in text for word in ("BUKU-143", "BUKU-147", "BUKU-150", "BUKU-160")), text
    assert path.read_bytes() == before
    code, text = writer.call(place, target, "--ganti-yang-terisi")
    assert code < 2 and "BUKU-151" in text and path.read_bytes() != before, text
    assert [one.read_bytes() for one in path.parent.iterdir() if ".lama-" in one.name] == [before]


@pytest.mark.parametrize("writer", [w for w in FILES if w.source and w.typed], ids=lambda w: w.id)
def test_json_tells_of_the_copy_that_was_kept(writer: Writer, place: Place) -> None:
    target = writer.target(place)
    assert writer.call(place, target)[0] < 2 and writer.typed is not None
    writer.typed(target)
    code, text = writer.call(place, target, "--timpa", "--ganti-yang-terisi", "--json")
    data = json.loads(text)
    told = [t for one in (data if isinstance(data, list) else [data]) for t in one["temuan"] if t["code"] == "BUKU-151"]
    assert code < 2 and len(told) == 1 and f"{target.stem}.lama-1.xlsx" in told[0]["message"]


@every
def test_an_output_nobody_typed_in_may_be_replaced(writer: Writer, place: Place, first: First) -> None:
    target = first(writer, place)
    for path in [target] if target.is_file() else (*target.rglob("*.xlsx"), *target.rglob("*.csv")):
        save_again(path)
    code, text = writer.call(place, target, "--timpa")
    assert code < 2 and "BUKU-15" not in text and "BUKU-160" not in text, text


def save_again(path: Path) -> None:
    """Look at a file and save it; the demo holds a lock file of Excel by a workbook's name, and a spoilt one."""
    if path.suffix == ".csv":
        retyped(path)
        return
    try:
        book = openpyxl.load_workbook(path)
    except Exception:
        return
    book.save(path)


# The name and the place of an output.


@every_named_file
@pytest.mark.parametrize("name", ["hasil.xls", "hasil", "hasil.csv", "hasil.2026", "hasil.csv "])
def test_another_ending_is_refused_and_the_right_name_proposed(writer: Writer, name: str, place: Place) -> None:
    code, text = writer.call(place, place / name)
    assert code == 1 and "BUKU-141" in text and not (place / name).exists()
    right = f"hasil.2026{writer.suffix}" if name == "hasil.2026" else f"hasil{writer.suffix}"
    assert right in text


@every_named
def test_a_name_too_long_is_one_sentence(writer: Writer, place: Place) -> None:
    target = place / ("a" * 260 if writer.folder else f"{'a' * 260}{writer.suffix}")
    code, text = writer.call(place, target)
    assert code == 3 and text.count("\n") == 1 and "terlalu panjang" in text


@every_named_file
def test_a_name_of_all_the_bytes_there_are_can_be_written(writer: Writer, place: Place) -> None:
    target = place / f"{'a' * 250}{writer.suffix}"
    assert writer.call(place, target)[0] < 2 and target.is_file()


@every_file
def test_a_folder_as_target_is_one_sentence(writer: Writer, place: Place) -> None:
    target = writer.target(place)
    target.mkdir()
    code, text = writer.call(place, target, "--timpa")
    assert code == 3 and text.count("\n") == 1 and "folder" in text and target.name in text


@every
def test_a_file_where_a_folder_should_be_is_one_sentence(writer: Writer, place: Place) -> None:
    (place / "berkas").write_text("x")
    target = place / "berkas" if writer.folder else place / "berkas" / writer.target(place).name
    code, text = writer.call(place, target)
    assert code == 3 and text.count("\n") == 1 and "berkas" in text


@every
def test_a_folder_that_may_only_be_read_is_one_sentence(
    writer: Writer, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = place / "terkunci" / "hasil" if writer.folder else place / "terkunci" / writer.target(place).name
    target.parent.mkdir()
    access = os.access

    def locked(path: Any, mode: int) -> bool:
        return access(path, mode) and not _within(place / "terkunci", Path(path))

    monkeypatch.setattr(os, "access", locked)  # root may write anywhere
    code, text = writer.call(place, target, "--timpa")
    assert code == 3 and text.count("\n") == 1 and "terkunci" in text and "izin" in text
    assert list(target.parent.iterdir()) == []


# Files that cannot be written: one sentence, exit code 3, the old file as it was, nothing left behind.


FAILURES = {
    "full": errno.ENOSPC,
    "open in Excel": errno.EACCES,
    "read only": errno.EROFS,
    "broken": errno.EIO,
}


def _one_sentence(code: int, text: str) -> None:
    assert code == 3, text
    assert "Traceback" not in text and ".draf" not in text and "BUKU-042" not in text, text
    assert len([line for line in text.splitlines() if line.startswith("Keliru")]) == 1, text


@every
def test_a_disk_that_fails_leaves_the_old_file(
    writer: Writer, place: Place, first: First, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = first(writer, place)
    before = _bytes(target)
    replace = Path.replace
    for number in list(FAILURES.values())[: None if writer.id == "gabung" else 2]:  # the rest goes the same way

        def fails(self: Path, other: Path, number: int = number) -> Path:
            if not _within(target, Path(other)):
                return replace(self, other)
            raise OSError(number, os.strerror(number), str(self), None, str(other))

        monkeypatch.setattr(Path, "replace", fails)
        code, text = writer.call(place, target, "--timpa")
        _one_sentence(code, text)
        assert target.name in text and _bytes(target) == before


@every
def test_a_disk_full_midway_leaves_nothing_new(writer: Writer, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    target = writer.target(place)
    flush = whole.flush_to_disk

    def full(draft: Path) -> None:
        if writer.folder and not _within(target, draft):
            flush(draft)
        elif not writer.fixed or not (target.parent / "r.xlsx").exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(draft))

    monkeypatch.setattr(whole, "flush_to_disk", full)
    code, text = writer.call(place, target)
    _one_sentence(code, text)
    assert "penuh" in text and (not target.exists() or _bytes(target) == {})


@every
def test_a_run_that_stumbles_leaves_the_old_file(
    writer: Writer, place: Place, first: First, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = first(writer, place)
    before = _bytes(target)
    flush = whole.flush_to_disk

    def interrupted(draft: Path) -> None:
        if writer.folder and not _within(target, draft):
            return flush(draft)
        raise KeyboardInterrupt

    monkeypatch.setattr(whole, "flush_to_disk", interrupted)
    with pytest.raises(BaseException):  # noqa: B017  # an interruption leaves the command line in its own way
        writer.call(place, target, "--timpa")
        raise KeyboardInterrupt
    assert _bytes(target) == before


def test_a_feedback_that_cannot_be_written_stops_no_other_units(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = place / "umpan"
    args = ("gabung", place / "lembar", "-o", place / "r.xlsx", "--umpan-balik", folder)
    assert quick(*args)[0] < 2
    opened = min(folder.glob("*-hasil.xlsx"))
    before = {path: path.read_bytes() for path in (*folder.iterdir(), place / "r.xlsx")}
    for path in before:
        os.utime(path, (0, 0))
    replace = Path.replace

    def locked(self: Path, other: Path) -> Path:
        if Path(other) == opened:
            raise PermissionError(errno.EACCES, "open", str(self), None, str(other))
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", locked)
    for more in ([], ["--json"]):
        code, text = quick(*args, "--timpa", *more)
        _one_sentence(code, text)
        assert f"{opened}: sedang terbuka" in text and "BUKU-091" not in text
    untouched = {path.name for path in before if path.stat().st_mtime == 0}
    assert untouched == {opened.name, opened.with_suffix(".html").name}
    assert opened.read_bytes() == before[opened]


def test_several_feedbacks_that_cannot_be_written_are_each_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = place / "umpan"
    replace = Path.replace

    def full(self: Path, other: Path) -> Path:
        if _within(folder, Path(other)):
            raise OSError(errno.ENOSPC, "full", str(self), None, str(other))
        return replace(self, other)

    args = ("gabung", place / "lembar", "-o", place / "r.xlsx", "--umpan-balik", folder)
    assert quick(*args)[0] < 2
    monkeypatch.setattr(Path, "replace", full)
    code, text = quick(*args, "--timpa")
    _one_sentence(code, text)
    assert text.count("BUKU-091") == 1 and "Ditulis: " in text


def test_files_that_belong_together_stand_as_they_were_when_one_cannot_be_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [tmp_path / name for name in ("a", "b", "c", "d")]
    for path in (names[0], names[2], names[3]):
        path.write_bytes(b"lama")
    replace = Path.replace

    def third_fails(self: Path, other: Path) -> Path:
        if Path(other) == names[2] and self.read_bytes() == b"baru":
            raise OSError(errno.EACCES, "locked", str(self), None, str(other))
        return replace(self, other)

    writes = {path: (lambda draft: draft.write_bytes(b"baru")) for path in names[:3]}
    with output_gate(folders=[tmp_path], permission=Permission(overwrite=True)) as gate:
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", third_fails)
            with pytest.raises(PermissionError) as caught:
                gate.put_all(writes, gone=[names[3]])
        assert caught.value.filename == str(names[2])
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys("acd", b"lama")
        assert gate.put_all(writes, gone=[names[3]]) == ()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys("abc", b"baru")


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


@every
def test_a_second_run_to_the_same_place_is_refused(writer: Writer, place: Place) -> None:
    target = writer.target(place)
    named, folders = ([], [target]) if writer.folder else ([target], [])
    with output_gate(named, folders=folders, suffix=writer.suffix):
        code, text = writer.call(place, target)
    assert "BUKU-142" in text and code == 1, text
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


def test_a_lock_that_cannot_be_made_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output.tempfile, "gettempdir", lambda: str(tmp_path / "tidak-ada" / "sama-sekali"))
    with output_gate([tmp_path / "a.xlsx"]) as gate:
        assert not gate.refused and gate.put_bytes(tmp_path / "a.xlsx", b"x") == ()


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


Rows = list[list[str]]
TYPED_IN_TABLE: dict[str, tuple[Callable[[Rows], object], str]] = {
    "over a figure": (lambda rows: rows[1].__setitem__(5, "0,1"), 'gaps!F2 · BUKU-143 · Isian "0,1"'),
    "a column": (
        lambda rows: (rows[0].append("PIC"), rows[2].append("Bu Sari")),
        'gaps!J3 · BUKU-143 · Isian "Bu Sari"',
    ),
    "a row": (lambda rows: rows.append(["", "rapat 12 Oktober"]), 'BUKU-143 · Isian "rapat 12 Oktober"'),
    "a formula": (lambda rows: rows[1].append("=1+1"), 'gaps!J2 · BUKU-143 · Isian "=1+1"'),
    "every row": (lambda rows: [row.extend(["x"] * 40) for row in rows], "gaps.csv · BUKU-150"),
}


@pytest.mark.parametrize("what", TYPED_IN_TABLE)
def test_what_was_typed_in_a_table_holds_it_and_the_rekap(what: str, place: Place) -> None:
    change, told = TYPED_IN_TABLE[what]
    target, folder = place / "r.xlsx", place / "tabel"
    args = ("gabung", place / "lembar", "-o", target, "--csv", folder)
    assert quick(*args)[0] < 2
    retyped(folder / "gaps.csv", change)
    (folder / "catatan.csv").write_text("milik kami", encoding="utf-8")
    before = _bytes(folder) | _bytes(target)
    code, text = quick(*args, "--timpa")
    assert code == 1 and told in text and "Ditulis" not in text, text
    assert _bytes(folder) | _bytes(target) == before
    code, text = quick(*args, "--ganti-yang-terisi")
    assert code < 2 and text.count("BUKU-151") == 1, text
    assert (folder / "gaps.lama-1.csv").read_bytes() == before["gaps.csv"]
    assert (folder / "catatan.csv").read_text(encoding="utf-8") == "milik kami"
    assert "Ditulis" in quick(*args, "--timpa")[1]


def test_rows_sorted_and_columns_moved_in_a_table_are_nothing_typed(place: Place) -> None:
    args = ("gabung", place / "lembar", "-o", place / "r.xlsx", "--csv", place / "tabel")
    assert quick(*args)[0] < 2

    def change(rows: Rows) -> None:
        rows[1:] = sorted(([*row[4:], *row[:4]] for row in rows[1:]), reverse=True)

    retyped(place / "tabel" / "gaps.csv", change)
    code, text = quick(*args, "--timpa")
    assert code < 2 and "Ditulis" in text, text


@pytest.mark.parametrize("spoilt", [None, "", "[1]", '{"tables": []}', '{"tables": {"gaps.csv": {"marks": 7}}}'])
def test_a_table_of_which_nobody_knows_what_was_written_is_kept_unless_the_new_one_is_the_same(
    spoilt: str | None, place: Place
) -> None:
    folder = place / "tabel"
    args = ("gabung", place / "lembar", "-o", place / "r.xlsx", "--csv", folder, "--timpa")
    assert quick(*args)[0] < 2
    (folder / MARKS).unlink() if spoilt is None else (folder / MARKS).write_text(spoilt, encoding="utf-8")
    assert "Ditulis" in quick(*args)[1]
    retyped(folder / "gaps.csv", lambda rows: rows[1].append("tunggu SK"))
    (folder / MARKS).unlink() if spoilt is None else (folder / MARKS).write_text(spoilt, encoding="utf-8")
    before = (folder / "gaps.csv").read_bytes()
    code, text = quick(*args)
    assert code == 1 and "gaps.csv · BUKU-330" in text and (folder / "gaps.csv").read_bytes() == before, text


def test_a_table_too_large_to_be_compared_is_known_by_its_bytes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST", 300)
    folder = place / "tabel"
    args = ("gabung", place / "lembar", "-o", place / "r.xlsx", "--csv", folder, "--timpa")
    assert quick(*args)[0] < 2 and "Ditulis" in quick(*args, "--kosong", "lewati")[1]
    retyped(folder / "gaps.csv", lambda rows: rows[1].append("tunggu SK"))
    code, text = quick(*args)
    assert code == 1 and "gaps.csv · BUKU-330" in text, text


def test_a_rekap_that_is_kept_keeps_the_tables_of_its_run(place: Place) -> None:
    folder, target = place / "tabel", place / "r.xlsx"
    args = ("gabung", place / "lembar", "-o", target, "--csv", folder)
    assert quick(*args)[0] < 2
    noted(target)
    min((place / "lembar").iterdir()).unlink()
    before = _bytes(folder)
    assert "BUKU-147" in quick(*args, "--timpa")[1] and _bytes(folder) == before


def test_a_register_that_was_filled_in_is_kept(place: Place) -> None:
    target = place / "daftar.xlsx"
    assert quick("templat", "--daftar-kosong", target)[0] == 0
    assert quick("templat", "--daftar-kosong", target, "--timpa")[0] == 0
    shutil.copy(place / "du.xlsx", target)
    code, text = quick("templat", "--daftar-kosong", target, "--timpa")
    assert code == 1 and "BUKU-150" in text and target.read_bytes() == (place / "du.xlsx").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files, in place of a full disk")
@pytest.mark.parametrize("large", [False, True])
def test_a_full_disk_is_told_once_and_in_no_other_words(
    large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is half written is not told again, in English, by Python as it clears it away."""
    import gc
    import resource

    from xlsxwriter.exceptions import FileCreateError

    from pmprb.sheets.book import NewBook

    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, hard))
    try:
        with pytest.raises((OSError, FileCreateError)), NewBook(tmp_path / "rekap.xlsx", "Rekap", large=large) as book:
            book.add_sheet("Rekap").write_string(0, 0, "x")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    del book
    gc.collect()
    assert told == []
