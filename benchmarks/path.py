"""How long the least to a target takes to be found and proven, in processor time.

Run `python benchmarks/path.py [fillings [first case]]`: median and largest time over random fillings (a fifth of the
answers blank) of each instrument, target and blank policy, and how many were proven optimal.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from helpers.sheets import answers, instrument
from pmprb.engine.score import Blank
from pmprb.insight.path.find import find_path
from pmprb.insight.path.highs import solve
from pmprb.insight.path.records import Wish
from pmprb.insight.path.targets import goal_of

CASES: tuple[tuple[str, str, Blank], ...] = (
    ("zi-2021", "WBK", "nol"),
    ("zi-2021", "WBBM", "nol"),
    ("zi-2021", "WBK", "lewati"),
    ("rb-2014", "A", "nol"),
    ("rb-2014@blok-lalu", "A", "nol"),
    ("rb-2014@blok-lalu", "A", "lewati"),
    ("rb-general-2024", "80", "nol"),
)


def main(fillings: int, first: int = 0) -> None:
    """Print a line a case, from the `first` on."""
    for name, target, blank in CASES[first:]:
        catalog = instrument(name)
        goal = goal_of(target, catalog)
        assert goal is not None
        spent, found = [], Counter[str]()
        for seed in range(fillings):
            given = answers(catalog, seed, blank=0.2)
            start = time.process_time()
            path = find_path(given, catalog, goal, solve, Wish(outcomes=True), blank)
            spent.append(time.process_time() - start)
            found[path.status] += 1
        told = ", ".join(f"{many} {status}" for status, many in sorted(found.items()))
        middle, most = statistics.median(spent), max(spent)
        print(f"{name:20} {target:5} {blank:7} median {middle:5.2f} s, largest {most:5.2f} s; {told}", flush=True)


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:]) if len(sys.argv) > 1 else (200,)))
