"""A folder of 64 good worksheets among everything that can go wrong with a file, and what gathering it costs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.corpus import FAULTS
from helpers.sheets import instrument
from pmprb import __version__
from pmprb.demo.filling import fill
from pmprb.demo.regency import units
from pmprb.worksheet.register import register_workbook
from pmprb.worksheet.template.build import build_template

_RUN = """
import json, re, resource, sys
from pathlib import Path
from pmprb.cli.commands import program
from pmprb.cli.indonesia import run
try:
    run(program, sys.argv[1:])
finally:
    # not ru_maxrss: Linux lets a new program inherit its parent's peak, here that of the whole test run
    own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(one.ru_utime + one.ru_stime for one in used)
    print(json.dumps({"peak": max(own, below.ru_maxrss) * 1024, "seconds": seconds}), file=sys.stderr)
"""


@dataclass(frozen=True)
class Gathered:
    """What became of it: exit code, the JSON, errors, the most memory in bytes, processor time in seconds."""

    code: int
    data: Any
    told: str
    peak: int
    seconds: float


def fill_folder(folder: Path, instrument_id: str = "zi-2021") -> int:
    """Put 64 good worksheets of an instrument, every bad file of the corpus and things that are no files into a folder.

    Returns how many must be refused; one lock file more is passed over.
    """
    catalog = instrument(instrument_id)
    for unit in units():
        filled = fill(unit, catalog, "2026", "2026-03-01T00:00:00Z")
        built = build_template(catalog, unit, "2026", filled, version=__version__)
        (folder / f"baik {unit.code}.xlsx").write_bytes(built)
    for number, fault in enumerate(FAULTS):
        (folder / f"rusak {number:03}.xlsx").write_bytes(fault.build())
    (folder / "folder.xlsx").mkdir()
    (folder / "putar.xlsx").symlink_to(folder / "putar.xlsx")
    (folder / "putus.xlsx").symlink_to(folder / "tidak ada.xlsx")
    (folder / "perangkat.xlsx").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipa.xlsx")
    (folder / "~$baik 1.01.xlsx").write_bytes(b"\0" * 165)
    return len(FAULTS) + 5


def gathered(folder: Path, place: Path) -> Gathered:
    """Gather a folder with the register of the 64 units into `place`, in a process of its own."""
    scratch = place / "sementara"
    scratch.mkdir()
    register = place / "daftar-unit.xlsx"
    register.write_bytes(register_workbook(units()))
    args = ["gabung", folder, "-o", place / "rekap.xlsx", "--unit", register, "--json"]
    done = subprocess.run(
        [sys.executable, "-c", _RUN.replace("\\\\\\\\", "\\\\"), *(str(a) for a in args)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert re.search("Traceback", done.stderr) is None, done.stderr[-2000:]
    assert list(scratch.iterdir()) == []
    cost = json.loads(done.stderr.strip().splitlines()[-1])
    return Gathered(done.returncode, json.loads(done.stdout), done.stderr, cost["peak"], cost["seconds"])
