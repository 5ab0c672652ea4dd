"""Ctrl-C: any command ends within a second, one sentence, exit code 130, nothing half-written.

Usually the interrupt unwinds the run like any exception. Where it cannot, because a thread still reads or a library
swallowed it, the process is ended from beside: drafts are deleted and children ended first.
"""

from __future__ import annotations

import _thread  # threading's own locks may be held by whatever is interrupted
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

CODE = 130
SENTENCE = "Dihentikan; tidak ada berkas yang tertulis setengah."
_PATIENCE = 0.7  # seconds that an interrupted run has to unwind
_PUTTING = 5.0  # seconds that files just taking their places have to do so
_told = threading.Lock()


@contextmanager
def heard() -> Iterator[None]:
    """Hear Ctrl-C in this way inside the block, where it is this thread's to hear at all."""
    before = signal.getsignal(signal.SIGINT)
    mine = threading.current_thread() is threading.main_thread() and callable(before)
    if mine:
        signal.signal(signal.SIGINT, _heard)
    try:
        yield
    finally:
        if mine:
            signal.signal(signal.SIGINT, before)


def _heard(_number: int, _frame: FrameType | None) -> None:
    """Have the run unwind, and see to it that it ends; whoever presses again is not made to wait."""
    signal.signal(signal.SIGINT, _heard_again)
    _thread.start_new_thread(_end, (_PATIENCE,))
    raise KeyboardInterrupt


def _heard_again(_number: int, _frame: FrameType | None) -> None:
    _thread.start_new_thread(_end, (0.0,))


def _end(patience: float) -> None:
    time.sleep(patience)
    tell()
    at_once()


def tell() -> None:
    """Print the sentence, once."""
    if _told.acquire(blocking=False):
        try:
            sys.stderr.write(f"{SENTENCE}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            pass  # the terminal is gone: nobody reads it, and the run ends all the same


def at_once() -> None:
    """End the process, whatever its threads are doing: no draft stays, no child goes on."""
    whole, slow = (sys.modules.get(name) for name in ("pmprb.sheets.whole", "pmprb.workbook.slow"))
    if slow is not None:
        slow.end_children()
    if "multiprocessing.process" in sys.modules:
        for worker in sys.modules["multiprocessing.process"].active_children():
            worker.terminate()
    if whole is not None:
        whole.abandon(_PUTTING)
    os._exit(CODE)


def leave() -> NoReturn:
    """End an interrupted run: at once when threads are still at work, for Python itself would wait for them."""
    tell()
    deadline = time.monotonic() + _PATIENCE / 2
    for thread in threading.enumerate():
        if thread is threading.current_thread() or thread.daemon:
            continue
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            at_once()
    sys.exit(CODE)
