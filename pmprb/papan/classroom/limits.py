"""How often somebody may ask: buckets that empty with each request and fill with time."""

from __future__ import annotations

import time
from collections.abc import Callable

_MOST_KEYS = 4096


class Bucket:
    """Holds up to `burst` requests and gains `rate` a second."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left, self._at = burst, clock()

    def left(self) -> float:
        """Return how many requests it holds now."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        return self._left

    def take(self) -> bool:
        """Take a request out; False when there is none."""
        if self.left() < 1:
            return False
        self._left -= 1
        return True


class Buckets:
    """A bucket a key; where there are many, the oldest is forgotten, so that nobody fills the memory."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._known: dict[str, Bucket] = {}

    def empty(self, key: str) -> bool:
        """True when a key has no request left."""
        one = self._known.get(key)
        return one is not None and one.left() < 1

    def take(self, key: str) -> bool:
        """Take a request of a key; False when there is none."""
        if key not in self._known:
            while len(self._known) >= _MOST_KEYS:
                self._known.pop(next(iter(self._known)))
            self._known[key] = Bucket(self._rate, self._burst, self._clock)
        return self._known[key].take()
