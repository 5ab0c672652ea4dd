"""LibreOffice as a second engine: it recalculates workbooks we wrote.

LibreOffice trusts cached values, and so would prove nothing; a profile of its own with
OOXMLRecalcMode = 0 (always) makes it calculate every formula when it loads a file. One waits for work as long as
the tests of a process run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import xlsxwriter

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def soffice() -> str:
    """Return the program; skip the test without it, or fail where PMPRB_CI promises that it is there."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        if os.environ.get("PMPRB_CI"):
            pytest.fail("LibreOffice (soffice) is missing, and PMPRB_CI is set")
        pytest.skip("LibreOffice (soffice) is not installed")
    return found


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


def _run(command: list[str], paths: list[Path], out: Path, kind: str) -> subprocess.CompletedProcess[str]:
    words = ["--convert-to", kind, "--outdir", str(out), *(str(path) for path in paths)]
    most = 120 + 20 * len(paths)
    return subprocess.run(
        [*command, *words], capture_output=True, text=True, timeout=most, check=False, stdin=subprocess.DEVNULL
    )


class _Office:
    """A LibreOffice that waits for work: a second one with its profile hands its words over to it and ends at once.

    Starting costs as much as six worksheets. It ends by itself when nothing is open, so a workbook is kept open.
    """

    def __init__(self, program: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pmprb-lo-"))
        self.command = _command(program, self.folder / "profil")
        held = self.folder / "buka.xlsx"
        with xlsxwriter.Workbook(held) as book:
            book.add_worksheet()
        self.lock = held.with_name(f".~lock.{held.name}#")
        self.process = subprocess.Popen(
            [*self.command, str(held)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def convert(self, paths: list[Path], out: Path, kind: str) -> None:
        """Convert workbooks, unless it does not wait for work; what it did is seen by its results."""
        for _ in range(600):
            if self.lock.exists() or self.process.poll() is not None:
                break
            time.sleep(0.1)
        if self.process.poll() is None:
            _run(self.command, paths, out, kind)

    def end(self) -> None:
        """End it; its processor time is this process's only when it was waited for."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


_office: _Office | None = None


def _waiting_office(program: str) -> _Office:
    """Return the LibreOffice of this process, started when there is none."""
    global _office
    if _office is not None and _office.process.poll() is not None:
        end_office()
    if _office is None:
        _office = _Office(program)
    return _office


def end_office() -> None:
    """End the LibreOffice of this process, if there is one."""
    global _office
    if _office is not None:
        _office.end()
    _office = None


def recalculate(paths: list[Path], out: Path) -> list[Path]:
    """Return the workbooks of `paths` recalculated, in the same order, as .xlsx files in the folder `out`.

    One call for all; `out` must not hold any of them, and their names must differ.
    """
    return convert(paths, out, "xlsx")


def convert(paths: list[Path], out: Path, kind: str) -> list[Path]:
    """Return the workbooks recalculated and converted to `kind` (xlsx, pdf) in the folder `out`."""
    program = soffice()
    results = [out / f"{path.stem}.{kind}" for path in paths]
    if len(set(results)) < len(paths) or any(path.parent.resolve() == out.resolve() for path in paths):
        raise ValueError("input names must differ, and out must be another folder")
    out.mkdir(parents=True, exist_ok=True)
    _waiting_office(program).convert(paths, out, kind)
    done = None
    if not all(path.is_file() for path in results):
        with tempfile.TemporaryDirectory(prefix="pmprb-lo-") as folder:
            done = _run(_command(program, Path(folder)), paths, out, kind)
    absent = [path.name for path in results if not path.is_file()]
    assert not absent, f"LibreOffice wrote no {absent}: {done and done.stdout[-500:]} {done and done.stderr[-500:]}"
    return results
