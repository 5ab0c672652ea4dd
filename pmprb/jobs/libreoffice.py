"""LibreOffice, where this machine has it: one workbook of ours made into a PDF.

Enters: a workbook that this program wrote, never one that somebody sent. Leaves: the PDF's bytes, or why there is none.
It runs with a profile of its own that lets no macro run, follows no link and is gone afterwards, for a bounded time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pmprb.temuan import NOWHERE, LibreOfficeFailed, LibreOfficeMissing, Loaded

_NAMES = ("soffice", "libreoffice", "localc")
_LINUX = (
    "/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice",
    "/usr/local/bin/soffice", "/snap/bin/libreoffice", "/var/lib/flatpak/exports/bin/org.libreoffice.LibreOffice",
)  # fmt: skip
_MAC = "Applications/LibreOffice.app/Contents/MacOS/soffice"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">\
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value>\
</prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>id-ID</value>\
</prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value>\
</prop></item>
</oor:items>
"""


def places() -> Iterator[Path]:
    """Yield where the program usually lies on this kind of machine, beside what the search path names."""
    if is_windows():
        roots = (os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LOCALAPPDATA"))
        for root in filter(None, roots):
            for folder in (Path(root), Path(root, "Programs")):
                yield from (folder / "LibreOffice" / "program" / name for name in ("soffice.com", "soffice.exe"))
    elif sys.platform == "darwin":
        yield from (Path("/", _MAC), Path.home() / _MAC)
    else:
        yield from map(Path, _LINUX)
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def is_windows() -> bool:
    """Whether this machine runs Windows, whose programs lie elsewhere."""
    return os.name == "nt"


def find_libreoffice() -> Path | None:
    """Return the program; None when this machine has none."""
    named = (shutil.which(name) for name in _NAMES)
    found = next((Path(one) for one in named if one), None)
    return found or next((place for place in places() if place.is_file()), None)


def pdf_of(book: Path, seconds: float) -> Loaded[bytes]:
    """Return a workbook of ours as a PDF; None with BUKU-301 without LibreOffice, BUKU-302 when it did not make one
    in so many seconds."""
    program = find_libreoffice()
    if program is None:
        return Loaded(value=None, temuan=(LibreOfficeMissing(NOWHERE),))
    with tempfile.TemporaryDirectory(prefix="pmprb-lo-", ignore_cleanup_errors=True) as folder:
        profile, out = Path(folder, "profil"), Path(folder, "pdf")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [
            str(program), f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
            *("--convert-to", "pdf:calc_pdf_Export", "--outdir", str(out), str(book)),
        ]  # fmt: skip
        try:
            _run(command, seconds)
            return Loaded(value=(out / f"{book.stem}.pdf").read_bytes())
        except (OSError, subprocess.SubprocessError):
            return Loaded(value=None, temuan=(LibreOfficeFailed(NOWHERE, seconds=int(seconds)),))


def _run(command: list[str], seconds: float) -> None:
    """Run a program to its end, all that it started with it; its own words are of no use to anyone."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name != "nt",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        try:
            child.wait(seconds)
        except BaseException:
            _end(child)
            raise


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a program that was started: its first process starts another, which does the work."""
    if os.name == "nt":
        with suppress(OSError):
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(child.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.wait()
