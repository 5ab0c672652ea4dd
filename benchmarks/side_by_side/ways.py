"""Ways to do one job, run in turn, and what each took: processor time and clock, medians and ratios.

Every round runs every way once, in a random order, so that a busy machine slows all alike; a ratio is the median of
the rounds' own ratios. Processor time is that of the process and its children: other programs' turns are not in it.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NET = "net:"
"""A child that prints this and two numbers says itself what the work took: what only prepares it is left out."""


@dataclass(frozen=True)
class Took:
    """Seconds of processor time and of the clock."""

    cpu: float
    clock: float


@dataclass(frozen=True)
class Way:
    """A way to do a job: `run` does it once and says what it took."""

    title: str
    run: Callable[[], Took]


@dataclass(frozen=True)
class Measured:
    """What the ways took, round by round."""

    titles: list[str]
    took: dict[str, list[Took]]

    def cpu(self, title: str) -> float:
        """Return the median of processor time in seconds."""
        return statistics.median(one.cpu for one in self.took[title])

    def clock(self, title: str) -> float:
        """Return the median on the clock in seconds."""
        return statistics.median(one.clock for one in self.took[title])

    def ratio(self, title: str, beside: str) -> float:
        """Return how many times as much processor time one way takes as another."""
        pairs = zip(self.took[title], self.took[beside], strict=True)
        return statistics.median(one.cpu / other.cpu for one, other in pairs)

    def more(self, title: str, beside: str) -> float:
        """Return how many seconds of processor time one way takes more than another."""
        pairs = zip(self.took[title], self.took[beside], strict=True)
        return statistics.median(one.cpu - other.cpu for one, other in pairs)


def in_turn(ways: Sequence[Way], rounds: int, *, warm: bool = True, seed: int = 14) -> Measured:
    """Return what every way took in each round; when `warm`, one round before them is not counted."""
    pick = random.Random(seed)
    took: dict[str, list[Took]] = {way.title: [] for way in ways}
    for n in range(0 if warm else 1, rounds + 1):
        for way in pick.sample(list(ways), len(ways)):
            one = way.run()
            if n:
                took[way.title].append(one)
    return Measured([way.title for way in ways], took)


def child(*arguments: str | Path, folder: Path | None = None, codes: Sequence[int] = (0, 1)) -> Took:
    """Return what a Python process with these arguments took. Raises RuntimeError when it ends badly."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its compiled files too
    before, start = os.times(), time.perf_counter()
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    clock, after = time.perf_counter() - start, os.times()
    if done.returncode not in codes:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    for line in done.stdout.splitlines():
        if line.startswith(NET):
            return Took(*json.loads(line.removeprefix(NET)))
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(cpu, clock)


@dataclass(frozen=True)
class Bound:
    """A bound on what was measured; `held` is decided by the numbers, `said` words them."""

    rule: str
    said: str
    held: bool


@dataclass(frozen=True)
class Chapter:
    """What a group of measurements says: lines of a table, its bounds, and figures for the README by name."""

    title: str
    about: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    bounds: list[Bound] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)


def number(value: float, places: int = 2) -> str:
    """Return a number as Indonesians write it."""
    return plain(value, places).replace(".", ",")


def plain(value: float, places: int = 2) -> str:
    """Return a number as the README writes it."""
    return f"{value:.{places}f}"
