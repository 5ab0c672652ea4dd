"""Whether twice the input takes twice the time: what the tests count in steps, measured in processor time.

Run `python benchmarks/growth.py [rounds]`. The tests count lines of Python, so what a pattern or a sort does inside
itself escapes them; here it does not. Every round measures n and 2n in turn; a line shows the ratio of their medians:
2 is in proportion, 4 is quadratic. The last line says whether all stay under 3.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from helpers.crowd import CROWDS, crowded
from helpers.plans import four, kind, row, rules
from helpers.sheets import answers, instrument, write
from pmprb.books.feedback.copy import Cover, Unmarkable, marked_copy
from pmprb.books.feedback.sheet import Mark
from pmprb.engine.answers import Unit
from pmprb.plans.evaluate import evaluate_row
from pmprb.plans.shared import share
from pmprb.temuan import Severity

MOST = 3.0
MARK = Mark(Severity.KESALAHAN, "ISI-003", "LKE", "F10", "A.I.1.i.a", "Jawaban keliru.", "Pilih salah satu.")
COVER = Cover("Umpan Balik", ("Nilai 71,20 dari 100,00",), "")


def copy(data: bytes) -> None:
    """Make a marked copy, or refuse to."""
    try:
        marked_copy(data, [MARK], COVER)
    except Unmarkable:
        return


def compare_names(many: int) -> None:
    """Look for names that are near one another among plans of as many units."""
    policy = rules().policy_of(kind())
    lights = rules().lights_of(policy)
    held = []
    for n in range(many):
        name = "".join("abcdefghij"[int(digit)] * 2 for digit in f"{n:04d}")
        plan = row(
            four(1, 1, None, None), four(1, 1, None, None), line="KU-12", output=f"Laporan {name}", unit="berkas"
        )
        held.append((Unit(code=f"{n}", name=f"Unit {n}"), evaluate_row(plan, policy, lights, 2)))
    share(held, rules(), policy, 2)


def works(folder: Path) -> Iterator[tuple[str, Callable[[], object], Callable[[], object]]]:
    """Yield a name, the work of n and the work of 2n."""
    zi = instrument("zi-2021")
    for crowd in CROWDS:
        small, large = (
            crowded(write(folder / f"{size}.xlsx", zi, answers(zi, 1)), crowd, size).read_bytes()
            for size in (8_000, 16_000)
        )
        yield f"marked copy, {crowd}", partial(copy, small), partial(copy, large)
    yield "names compared", partial(compare_names, 1000), partial(compare_names, 2000)


def seconds(do: Callable[[], object]) -> float:
    """Return the processor time of one run."""
    gc.collect()
    start = time.process_time()
    do()
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, small, large in works(Path(folder)):
            pairs = [(seconds(small), seconds(large)) for _ in range(rounds)]
            ratio = statistics.median(b for _, b in pairs) / statistics.median(a for a, _ in pairs)
            worst = max(worst, ratio)
            print(f"{name:30} {ratio:.2f}")
    print(f"all under {MOST:g}: {'yes' if worst < MOST else 'NO'}")
    sys.exit(worst >= MOST)


if __name__ == "__main__":
    main()
