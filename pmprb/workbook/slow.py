"""Workbook parts in a legitimate but rare spelling, written again plainly by a child process under limits.

Enters: single parts as they lie in the zip, already known to be no DTD and (below 32 MB) UTF-8. Leaves: the
same cells, strings and formats in the spelling `pmprb.workbook.sheetxml` accepts, or a `Failure`. Refuses to
know: packages, values. Nothing here is trusted: what comes back passes the same grammar as any other part.

Such spellings are: tagged prefixes (`<x:c>`), cells or rows without `r`, single quotes, white space between
tags, comments, CDATA, text in number cells, formatting down to the last row or out to the last column (empty
cells are dropped; a *filled* cell beyond ZZ9999 is a failure), and sheets larger than 32 MB for that alone.

Where no process can be started (in a browser) the same work is done in this one, see `IN_PROCESS`.

The child is a script, not a fork: neither threads, nor the caller's `__main__`, nor its import path matter.
It limits itself: its memory where the system can (not on Windows), its processor time everywhere.
An Excel 97-2003 workbook (.xls) is read whole in such a child, for its parser is older than the guard's rules.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pmprb.records import dataclass
from pmprb.turns import waiting
from pmprb.workbook import slow_child
from pmprb.workbook.deadline import SLOWER, used

STUCK = 900.0
"""Seconds on the clock after which a child is taken for stuck; one that works ends by its own limit long before."""
SCRIPT = Path(slow_child.__file__).resolve()
IN_PROCESS = sys.platform == "emscripten"
"""Whether the work is done in this process, where there can be no other: with the same answers, a limit of the
same length where the work asks for the time, and whoever holds this process (the page) to end one that is stuck."""


_RUNNING: set[Any] = set()


def end_children() -> None:
    """End the children that are at work: whoever waits for one in a thread is told of a failure."""
    for child in list(_RUNNING):
        child.kill()


@dataclass(frozen=True)
class Job:
    """One part to tidy: `kind` is sheet, strings or styles, `raw` its bytes in the zip, `crc` of the inflated ones.

    `rows` is the last row that may hold something.
    """

    kind: str
    part: str
    raw: bytes
    deflated: bool
    crc: int
    rows: int = slow_child.MAX_ROWS


@dataclass(frozen=True)
class Failure:
    """Why tidying ended: `code` is the temuan's code, the rest its values."""

    code: str
    reason: str
    part: str = ""
    cell: str = ""
    limit: str = ""


def tidy(jobs: Sequence[Job]) -> dict[str, bytes] | Failure:
    """Return part -> tidy XML, or why not. Starts one child for all jobs; it limits its own processor time."""
    answer = _tidied_here(request(jobs)) if IN_PROCESS else _answer((str(SCRIPT),), request(jobs), jobs[0].part)
    return answer if isinstance(answer, Failure) else result(jobs, *answer)


def plain_package(data: bytes) -> bytes | Failure:
    """Return an Excel 97-2003 workbook (.xls) as a plain .xlsx of the same values, or why not. Starts one child."""
    library = importlib.util.find_spec("xlrd")
    if library is None or library.origin is None:
        return Failure("BUKU-003", "xls")
    folders = (str(SCRIPT.parents[2]), str(Path(library.origin).parents[1]))
    answer = _read_here(data) if IN_PROCESS else _answer(("-c", _READ_XLS, *folders), data)
    if isinstance(answer, Failure):
        return answer
    failure = answer[0].get("failure")
    return Failure(**failure) if isinstance(failure, dict) else answer[1]


def plain_spreadsheet(content: bytes) -> bytes | Failure:
    """Return the `content.xml` of an OpenDocument spreadsheet as a plain .xlsx of the same values, or why not."""
    from pmprb.workbook import ods_child

    folder = str(SCRIPT.parents[2])
    answer = ods_child.answer(content) if IN_PROCESS else _answer(("-c", _READ_ODS, folder), content)
    if isinstance(answer, Failure):
        return answer
    failure = answer[0].get("failure")
    return Failure(**failure) if isinstance(failure, dict) else answer[1]


_READ_ODS = "import sys; sys.path += sys.argv[1:]; from pmprb.workbook.ods_child import main; main()"
_READ_XLS = "import sys; sys.path += sys.argv[1:]; from pmprb.workbook.xls_child import main; main()"


def _tidied_here(asked: bytes) -> tuple[dict[str, object], bytes]:
    """Return the line and the bytes of what a child would answer, made in this process."""
    end = used() + slow_child.SECONDS * SLOWER

    def in_time() -> None:
        if used() > end:
            raise slow_child.Stop("BUKU-005", "time", limit=f"{slow_child.SECONDS} s")

    line, parts = slow_child.answer(asked, in_time)
    return line, b"".join(parts)


def _read_here(data: bytes) -> tuple[dict[str, object], bytes]:
    from pmprb.workbook import xls_child

    return xls_child.answer(data)


def _answer(script: Sequence[str], asked: bytes, part: str = "") -> tuple[dict[str, object], bytes] | Failure:
    """Return the line and the bytes that a child of its own answers, or why it did not."""
    import signal  # both rarely needed, and slow to import
    import subprocess

    late = Failure("BUKU-005", "time", part, limit=f"{slow_child.SECONDS} s")

    try:
        with subprocess.Popen(
            [sys.executable, "-I", "-S", *script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as child:
            _RUNNING.add(child)
            try:
                with waiting():
                    said, _ = child.communicate(asked, STUCK)
            except BaseException:
                child.kill()
                raise
            finally:
                _RUNNING.discard(child)
    except subprocess.TimeoutExpired:
        return late
    except OSError:
        return Failure("BUKU-009", "child", part)
    line, _, payload = said.partition(b"\n")
    out_of_time = getattr(signal, "SIGXCPU", None)  # Windows has neither the signal nor the limit that sends it
    if child.returncode == slow_child.OUT_OF_TIME or (out_of_time and child.returncode == -out_of_time):
        return late
    if child.returncode < 0:  # ended by a signal: a C library that found no memory aborts
        return Failure("BUKU-005", "memory", part, limit=f"{slow_child.MEMORY // slow_child.MB} MB")
    if child.returncode or not line:
        return Failure("BUKU-009", "child", part)
    return json.loads(line), payload


def request(jobs: Sequence[Job]) -> bytes:
    """Return what the child is sent: a line of JSON, then the parts end to end."""
    head = [[job.kind, job.part, len(job.raw), job.deflated, job.crc, job.rows] for job in jobs]
    return json.dumps(head).encode() + b"\n" + b"".join(job.raw for job in jobs)


def result(jobs: Sequence[Job], answer: dict[str, object], payload: bytes) -> dict[str, bytes] | Failure:
    """Return what the child's answer means."""
    failure, sizes = answer.get("failure"), answer.get("sizes")
    if isinstance(failure, dict):
        return Failure(**failure)
    tidied: dict[str, bytes] = {}
    for job, size in zip(jobs, sizes if isinstance(sizes, list) else (), strict=True):
        tidied[job.part], payload = payload[:size], payload[size:]
    return tidied
