"""What follows from a catalog alone, reckoned once for each: the flat tables that many worksheets are then read by.

Enters: an instrument. Leaves: what a room makes of it, the same object every time. Refuses to know: what that is.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from pmprb.catalog.model import Instrument

T = TypeVar("T")


class OncePerInstrument(Generic[T]):
    """What `make` makes of an instrument, kept as long as that instrument lives.

    Kept by the object and not in it: a changed copy (`model_copy`) takes what lies in the original along, and would
    answer with tables of another catalog. Two threads may both make it; one of the two is kept.
    """

    def __init__(self, make: Callable[[Instrument], T]) -> None:
        self._make = make
        self._made: dict[int, tuple[weakref.ref[Instrument], T]] = {}

    def __call__(self, instrument: Instrument) -> T:
        """Return what is made of this instrument."""
        key = id(instrument)
        kept = self._made.get(key)
        if kept is not None and kept[0]() is instrument:
            return kept[1]
        made = self._make(instrument)
        made_of = self._made

        def gone(reference: weakref.ref[Instrument]) -> None:
            if made_of.get(key, (None,))[0] is reference:  # not when another has taken its place in memory
                del made_of[key]

        self._made[key] = (weakref.ref(instrument, gone), made)
        return made
