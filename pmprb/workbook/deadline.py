"""How long one file may keep the processor: every stage of reading, checking, scoring and writing asks now and then.

Enters: nothing. Leaves: `OutOfTime`, raised where a file has used up its time. Time is the processor's for this thread:
on a busy machine no file is refused for what others do.

A thread cannot be stopped from outside, so the work itself asks: between its stages, and within them every few
items or rows. No single step between two questions is long: texts are capped, patterns linear, numbers short.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SLOWER = 4 if sys.platform == "emscripten" else 1
"""So many times slower the same work may be here: WebAssembly has its own pace, and what is refused must not depend
on where the program runs."""
SECONDS = 20.0 * SLOWER
"""Some five hundred times what a worksheet takes, twenty times the largest rekap."""

NOW_AND_THEN = 32
"""After so many items or rows a loop asks: asking costs as much as reading one."""

_own = threading.local()
used = getattr(time, "thread_time", time.process_time)
"""Seconds of processor time of this thread; of the process where threads are not told apart (in a browser)."""


class OutOfTime(Exception):
    """Raised when a file has used the time it has; `seconds` says how much that is."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:g} s")
        self.seconds = seconds

    def __reduce__(self) -> tuple[type[OutOfTime], tuple[float]]:
        """Come through a pickle, from a process that read the file: an exception's own way would give it its words."""
        return OutOfTime, (self.seconds,)


@contextmanager
def deadline(seconds: float = SECONDS) -> Iterator[None]:
    """Give the work inside so much processor time; an inner deadline ends no later than the outer one."""
    before: tuple[float, float] | None = getattr(_own, "end", None)
    end = (used() + seconds, seconds)
    _own.end = min(before, end) if before else end
    try:
        yield
    finally:
        _own.end = before


def on_time() -> None:
    """Raise OutOfTime when the deadline around this call has passed; without one, do nothing."""
    end: tuple[float, float] | None = getattr(_own, "end", None)
    if end is not None and used() > end[0]:
        raise OutOfTime(end[1])
