"""LibreOffice as a second engine: it recalculates workbooks we wrote.

LibreOffice trusts cached values, and so would prove nothing; a profile of its own with
OOXMLRecalcMode = 0 (always) makes it calculate every formula when it loads a file. One waits for work as long as
the tests of a process run.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import xlsxwriter
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from helpers.tools import needed_program

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def soffice() -> str:
    """Return the program; skip the test without it."""
    return needed_program("soffice", "libreoffice")


@contextlib.contextmanager
def office_that(folder: Path, does: str) -> Iterator[Path]:
    """Put a program named soffice before all others, which does what a line of shell says: $out is the folder of
    results, $book the workbook. Give a file in which its words stand, one a line, once it was run."""
    folder.mkdir(exist_ok=True)
    program, said = folder / "soffice", folder / "kata"
    find = 'while [ "$1" != --outdir ]; do shift; done; out=$2; book=$3; mkdir -p "$out"'
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{said}'\n{find}\n{does}\n", encoding="utf-8")
    program.chmod(0o755)
    with patch.dict(os.environ, PATH=f"{folder}{os.pathsep}{os.environ['PATH']}"):
        yield said


def _command(program: str, profile: Path) -> list[str]:
    """Return the program's words for a profile of its own, which is made when there is none."""
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
    return [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
    ]


# One shell leads the group of a LibreOffice and holds a pipe from the tests: however they end, it ends the group.
_WATCH = 'trap "" TERM; cat >/dev/null; kill -TERM 0; sleep 3; rm -rf "$1"; kill -KILL 0'
_STUCK = 30
"""Seconds in which a LibreOffice that has work takes no processor time: then it never will."""


class _Office:
    """A LibreOffice that waits for work: a second one with its profile hands its words over to it and ends at once.

    Starting costs as much as six worksheets. It ends by itself when nothing is open, so a workbook is kept open.
    """

    def __init__(self, program: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pmprb-lo-"))
        self.said = self.folder / "kata.txt"
        self.command = _command(program, self.folder / "profil")
        held = self.folder / "buka.xlsx"
        with xlsxwriter.Workbook(held) as book:
            book.add_worksheet()
        self.ready = False
        self.lock = held.with_name(f".~lock.{held.name}#")
        self.watch = subprocess.Popen(
            ["sh", "-c", _WATCH, "sh", str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
        self.waiting = self._start(str(held))

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a LibreOffice in the watched group. What it says goes to a file: a pipe would be waited for."""
        with self.said.open("ab") as said:
            return subprocess.Popen(
                [*self.command, *words],
                cwd=self.folder,  # it leaves files of its own where it stands
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                process_group=self.watch.pid,
            )

    def waits(self) -> bool:
        """Tell whether it waits for work; it has two minutes to start.

        Words that reach it while it opens its own workbook are taken up within that opening, and neither ends then: it
        must have nothing to do.
        """
        if self.ready:
            return self.waiting.poll() is None
        before = "R"
        for _ in range(1200):
            if self.waiting.poll() is not None:
                return False
            now = self.used() if self.lock.exists() else "R"
            if now == before and "R" not in now:
                self.ready = True
                return True
            before = now
            time.sleep(0.1)
        return False

    def used(self) -> str:
        """Return what tells one moment of its work from the next, where the system says it: of each of its processes
        the state (R: at work) and the processor time."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                if fields[2] == str(self.watch.pid):
                    found.append(f"{entry.parent.name} {fields[0]} {fields[11]} {fields[12]}")
        return "; ".join(sorted(found))

    def convert(self, paths: list[Path], out: Path, kind: str) -> tuple[bool, str]:
        """Convert workbooks; return whether that came to an end, and what was said. What was done the results tell.

        LibreOffice 7.4 spoils its memory now and then while it saves, and stands still in its own handler of that.
        """
        if not self.waits():
            return False, f"it did not start: {self.words()}"
        work = self._start("--convert-to", kind, "--outdir", str(out), *(str(path) for path in paths))
        used, still = "", 0
        for _ in range(60 + 10 * len(paths)):
            with contextlib.suppress(subprocess.TimeoutExpired):
                work.wait(1)
                return True, self.words()
            before, used = used, self.used()
            still = still + 1 if used == before else 0
            if used and still == _STUCK:
                break
        work.kill()
        work.wait()
        return False, f"it stands still: {self.words()}"

    def words(self) -> str:
        """Return the last of what it said."""
        return self.said.read_text(encoding="utf-8", errors="replace")[-1000:].strip()

    def end(self) -> None:
        """End it and all it started; its processor time is this process's only when it was waited for."""
        os.killpg(self.watch.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.waiting.wait(10)
        os.killpg(self.watch.pid, signal.SIGKILL)
        self.waiting.wait()
        self.watch.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)


_office: _Office | None = None


def _waiting_office(program: str) -> _Office:
    """Return the LibreOffice of this process, started when there is none."""
    global _office
    if _office is None:
        _office = _Office(program)
    return _office


def end_office() -> None:
    """End the LibreOffice of this process, if there is one."""
    global _office
    if _office is not None:
        _office.end()
    _office = None


Value = str | float | bool | None
Sheets = dict[str, list[list[Value]]]
"""What stands in each sheet of a workbook, row by row; None is a blank cell."""

# All sheets, in UTF-8, texts in quotes, numbers with all their digits and not as their cells show them.
_ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|\Z)')


def calculated(paths: list[Path], out: Path) -> list[Sheets]:
    """Return what LibreOffice calculates for the workbooks, in the same order.

    Half the work of `recalculate`: to write a workbook is dearer than to read one.
    """
    names = [CalamineWorkbook.from_path(path).sheet_names for path in paths]
    results = [[out / f"{path.stem}-{name}.csv" for name in each] for path, each in zip(paths, names, strict=True)]
    _convert(paths, out, _ALL_SHEETS, [path for each in results for path in each])
    return [
        {name: _rows(path.read_text(encoding="utf-8")) for name, path in zip(each, files, strict=True)}
        for each, files in zip(names, results, strict=True)
    ]


def _rows(text: str) -> list[list[Value]]:
    rows: list[list[Value]] = [[]]
    for found in _FIELD.finditer(text.removesuffix("\n")):
        quoted, bare, end = found.groups()
        rows[-1].append(_plain(bare) if quoted is None else quoted.replace('""', '"'))
        if end == "\n":
            rows.append([])
        elif not end:
            break
    return rows


def _plain(bare: str) -> Value:
    """Return the value of a field without quotes; a date stays a text."""
    if bare in ("", "TRUE", "FALSE"):
        return {"": None, "TRUE": True, "FALSE": False}[bare]
    if "/" in bare:
        return bare
    return float(bare.removesuffix("%")) / (100 if bare.endswith("%") else 1)


def value_at(rows: list[list[Value]], place: str) -> Value:
    """Return what stands in a cell ("B7")."""
    row, column = coordinate_to_tuple(place)
    line = rows[row - 1] if row <= len(rows) else []
    return line[column - 1] if column <= len(line) else None


def other_figures(paths: list[Path], out: Path) -> tuple[list[str], int]:
    """Return where LibreOffice does not calculate what a formula of our workbooks carries, to nine decimals, and how
    many formulas there are."""
    found, compared = [], 0
    for path, theirs in zip(paths, calculated(paths, out), strict=True):
        for sheet, place, formula, carried in _formulas(path):
            got = value_at(theirs[sheet], place)
            numbers = not isinstance(carried, str) and not isinstance(got, str | None)
            if not (abs(got - carried) < 1e-9 if numbers else (got or "") == (carried or "")):
                found.append(f"{path.name} {sheet}!{place} {formula}: carried {carried!r}, calculated {got!r}")
            compared += 1
    return found, compared


_FORMULA = re.compile(r'<c r="(\w+)"[^>]*?(?: t="(\w+)")?><f>([^<]*)</f><v>([^<]*)</v></c>')


def _formulas(path: Path) -> Iterator[tuple[str, str, str, Value]]:
    """Yield sheet, cell, formula and carried value of every formula of a workbook that we wrote."""
    with ZipFile(path) as package:
        book = package.read("xl/workbook.xml").decode()
        for number, name in enumerate(re.findall(r'<sheet name="([^"]*)"', book), start=1):
            xml = package.read(f"xl/worksheets/sheet{number}.xml").decode()
            cells = _FORMULA.findall(xml)
            assert len(cells) == xml.count("<f>") + xml.count("<f "), f"{path.name} {name}: formulas of another kind"
            for place, kind, formula, text in cells:
                yield unescape(name), place, unescape(formula), unescape(text) if kind in ("str", "e") else float(text)


def recalculate(paths: list[Path], out: Path) -> list[Path]:
    """Return the workbooks of `paths` recalculated, in the same order, as .xlsx files in the folder `out`.

    One call for all; `out` must not hold any of them, and their names must differ.
    """
    return convert(paths, out, "xlsx")


def convert(paths: list[Path], out: Path, kind: str) -> list[Path]:
    """Return the workbooks recalculated and converted to `kind` (xlsx, pdf) in the folder `out`."""
    results = [out / f"{path.stem}.{kind}" for path in paths]
    _convert(paths, out, kind, results)
    return results


def _convert(paths: list[Path], out: Path, kind: str, results: list[Path]) -> None:
    program = soffice()
    if len(set(results)) < len(results) or any(path.parent.resolve() == out.resolve() for path in paths):
        raise ValueError("input names must differ, and out must be another folder")
    out.mkdir(parents=True, exist_ok=True)
    told = []
    for _ in range(3):  # the waiting one may have died since it last worked, or stand still: then a new one is asked
        done, words = _waiting_office(program).convert(paths, out, kind)
        told.append(words)
        absent = [path.name for path in results if not (done and path.is_file())]
        if not absent:
            return
        end_office()
    raise AssertionError(f"LibreOffice wrote no {absent}: {' | '.join(told)}")
