"""The engine inside a browser's worker: what `pekerja.js` calls, each call with plain texts and bytes.

Enters: a room, names and bytes; a job's name and its request as JSON. Leaves: the answer as JSON, and files as bytes.
Runs in WebAssembly (pyodide); nothing of it needs a browser, so tests call it as it is.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pmprb.insight.path import highs
from pmprb.insight.path.model import Solution
from pmprb.papan.desk import Answer, Desk
from pmprb.papan.work import run

_ROOT = Path("/meja")
_DESKS: dict[str, Desk] = {}
_NO_MEMORY = json.dumps(  # made while there is memory to make it
    {
        "error": {
            "code": "MEMORI",
            "message": "Memori peramban tidak cukup untuk pekerjaan ini.",
            "repair": "Tutup tab dan program lain, lalu coba lagi; atau kerjakan sebagian berkas dahulu.",
        }
    }
)

gc.set_threshold(200_000, 50, 50)  # as the command line does: looking for rings of objects costs an eighth of the time


def desk(room: str, root: Path = _ROOT) -> Desk:
    """Return the desk of a room, the same one each time."""
    if room not in _DESKS:
        folder = root / (room if room.isalnum() else "lain")
        folder.mkdir(parents=True, exist_ok=True)
        _DESKS[room] = Desk(folder)
    return _DESKS[room]


def put(room: str, name: str, content: Any) -> None:
    """Put a file on a room's desk: bytes, or what the browser has in their place (which has `to_bytes`)."""
    desk(room).put(name, content if isinstance(content, bytes) else content.to_bytes())


def clear(room: str) -> None:
    """Take everything off a room's desk."""
    desk(room).clear()


def work(name: str, request: str, maju: Callable[[str, int, int], None]) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the answer of a job as JSON ({"result"} or {"error"}), and its files."""
    at = desk(name.partition(".")[0])
    at.maju = maju
    try:
        answer = run(name, at, json.loads(request))
        return _told(answer), [(name, _bytes(content)) for name, content in answer.files.items()]
    except MemoryError:
        return _NO_MEMORY, []


def _told(answer: Answer) -> str:
    told: dict[str, Any] = {"result": answer.result} if answer.error is None else {"error": answer.error.data()}
    return json.dumps(told, ensure_ascii=False)


def _bytes(content: bytes | Path) -> bytes:
    return content.read_bytes() if isinstance(content, Path) else content


def solve_with(solver: Callable[[str], str]) -> None:
    """Have models solved by HiGHS outside of Python: `solver` takes a program as JSON, answers a solution as JSON."""

    def backend(program: highs.Program) -> Solution:
        found = json.loads(solver(json.dumps(vars(program))))
        return Solution(found["status"], tuple(found["values"]), found["bound"])

    highs.use(backend)
