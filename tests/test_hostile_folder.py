"""A folder of 64 good worksheets among everything that can go wrong with a file: nothing good is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.corpus import FAULTS
from helpers.sheets import instrument
from pmprb import __version__
from pmprb.demo.filling import fill
from pmprb.demo.regency import units
from pmprb.worksheet.register import register_workbook
from pmprb.worksheet.template.build import build_template

PEAK = 600 * 1024 * 1024
RUN = """
import json, re, resource, sys
from pathlib import Path
from pmprb.cli import program
from pmprb.cli.indonesia import run
try:
    run(program, sys.argv[1:])
finally:
    # not ru_maxrss: Linux lets a new program inherit its parent's peak, here that of the whole test run
    own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
    below = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"peak": max(own, below) * 1024}), file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc, which only Linux has")
def test_sixty_four_good_files_are_scored_and_all_others_refused_with_their_reasons(tmp_path: Path) -> None:
    folder, scratch = tmp_path / "kiriman", tmp_path / "sementara"
    folder.mkdir()
    scratch.mkdir()
    catalog = instrument("zi-2021")
    for unit in units():
        filled = fill(unit, catalog, "2026", "2026-03-01T00:00:00Z")
        built = build_template(catalog, unit, "2026", filled, version=__version__)
        (folder / f"baik {unit.code}.xlsx").write_bytes(built)
    for number, fault in enumerate(FAULTS):
        (folder / f"rusak {number:03}.xlsx").write_bytes(fault.build())
    (folder / "folder.xlsx").mkdir()
    (folder / "putar.xlsx").symlink_to(folder / "putar.xlsx")
    (folder / "~$baik 1.01.xlsx").write_bytes(b"\0" * 165)
    register = tmp_path / "daftar-unit.xlsx"
    register.write_bytes(register_workbook(units()))
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    args = ["gabung", folder, "-o", tmp_path / "rekap.xlsx", "--unit", register, "--json"]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *(str(a) for a in args)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "TMPDIR": str(scratch)},
    )
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    assert done.returncode == 1
    data = json.loads(done.stdout)
    refused = len(FAULTS) + 2
    assert data["files"] == {"offered": 64 + refused, "scored": 64, "refused": refused, "passed_over": 1}
    assert all(one["why"] for one in data["inputs"] if one["fate"] != "used")
    assert not any(t["code"] == "BUKU-042" for t in data["temuan"])
    assert json.loads(done.stderr.strip().splitlines()[-1])["peak"] < PEAK
    assert list(scratch.iterdir()) == []
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before
