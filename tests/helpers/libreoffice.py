"""LibreOffice as a second engine: it recalculates workbooks we wrote.

LibreOffice trusts cached values, and so would prove nothing; a profile of its own with
OOXMLRecalcMode = 0 (always) makes it calculate every formula when it loads a file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

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


def recalculate(paths: list[Path], out: Path) -> list[Path]:
    """Return the workbooks of `paths` recalculated, in the same order, as .xlsx files in the folder `out`.

    One call of soffice for all; `out` must not hold any of them, and their names must differ.
    """
    return convert(paths, out, "xlsx")


def convert(paths: list[Path], out: Path, kind: str) -> list[Path]:
    """Return the workbooks recalculated and converted to `kind` (xlsx, pdf) in the folder `out`."""
    program = soffice()
    results = [out / f"{path.stem}.{kind}" for path in paths]
    if len(set(results)) < len(paths) or any(path.parent.resolve() == out.resolve() for path in paths):
        raise ValueError("input names must differ, and out must be another folder")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pmprb-lo-") as folder:
        profile = Path(folder)
        (profile / "user").mkdir()
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
            *("--convert-to", kind, "--outdir", str(out)),
            *(str(path) for path in paths),
        ]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=120 + 20 * len(paths),
            check=False,
            stdin=subprocess.DEVNULL,
        )
    absent = [path.name for path in results if not path.is_file()]
    assert not absent, f"LibreOffice wrote no {absent}: {done.stdout[-500:]} {done.stderr[-500:]}"
    return results
