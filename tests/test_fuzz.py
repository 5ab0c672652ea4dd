"""Mutated workbooks: whatever the bytes, `open_book` returns a `Loaded` and the process lives.

The mutants are made and read in a child process, so that an abort inside a parser fails this test instead of
ending the run; the number of the last mutant is in the message, and `python tests/test_fuzz.py NUMBER` repeats it
alone. PMPRB_FUZZ sets how many are tried (300 unless told): 27,000 take some minutes.
"""

from __future__ import annotations

import math
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from helpers import corpus
from helpers.examples import examples
from helpers.mutants import mutant, random_rows, seeds, tidy_here
from pmprb.temuan import BY_CODE, Loaded
from pmprb.workbook import guard as guard_module
from pmprb.workbook.book import Book, open_book

REFUSALS = {code for code in BY_CODE if "BUKU-001" <= code <= "BUKU-009"}
MEMORY = 3 * 1024 * 1024 * 1024


def check(loaded: Loaded[Book]) -> None:
    """Fail when the result is neither a sound book nor one refusal."""
    if loaded.value is None:
        (temuan,) = loaded.temuan
        assert temuan.code in REFUSALS, temuan
        return
    assert loaded.temuan == ()
    for sheet in loaded.value.sheets:
        assert len(sheet.rows) <= 9999
        assert sheet.uncached <= sheet.formulas
        assert all(0 <= row < 9999 and 0 <= column < 702 for row, column in {*sheet.errors, *sheet.formulas})
        for value in {value for row in sheet.rows for value in row}:
            assert value is None or type(value) in (str, float, bool), value
            assert type(value) is not float or math.isfinite(value)
            assert value != ""


def run(numbers: range) -> None:
    """Read the mutants of these numbers, telling each number before it is tried."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        pass
    if len(numbers) > 1:
        guard_module.tidy = tidy_here
    sources = seeds()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mutan.xlsx")
        for number in numbers:
            print(number, flush=True)
            path.write_bytes(mutant(number, sources))
            check(open_book(path))


def test_mutants_are_read_or_refused() -> None:
    count = int(os.environ.get("PMPRB_FUZZ", examples(120, 300)))
    child = subprocess.run(
        [sys.executable, __file__, "0", str(count)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60 + count,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    last = child.stdout.rpartition("\n")[0].rpartition("\n")[2]
    assert child.returncode == 0, f"mutant {last} ended the process with {child.returncode}:\n{child.stderr[-3000:]}"
    assert last == str(count - 1)


def test_mutants_are_evaluated_and_what_comes_of_them_is_written() -> None:
    """No stumble, and no answer that changes without a temuan; `benchmarks/mutants.py` does the same for an hour."""
    count = int(os.environ.get("PMPRB_FUZZ", examples(80, 160)))
    script = Path(__file__).resolve().parents[1] / "benchmarks" / "mutants.py"
    child = subprocess.run(
        [sys.executable, script, "--anak", "0", str(count)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120 + count,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    lines = child.stdout.splitlines()
    assert child.returncode == 0, f"{lines[-3:]}:\n{child.stderr[-3000:]}"
    assert [line for line in lines if line.startswith("!")] == []
    assert lines.count("written") == -(-count // 20)
    assert lines.count("scored") > count / 2


def test_the_slow_path_reads_what_the_fast_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tidied: list[str] = []
    monkeypatch.setattr(guard_module, "tidy", lambda jobs: tidied.append(jobs[0].part) or tidy_here(jobs))
    fast_ones = 0
    for number in range(400):
        rows = random_rows(random.Random(number))
        seen = []
        for xml in (corpus.sheet(rows), corpus.prefixed(corpus.sheet(rows))):
            path = tmp_path / "x.xlsx"
            path.write_bytes(corpus.good(sheet=xml))
            book = open_book(path).value
            page = book and book.sheets[0]
            seen.append(page and (trimmed(page.rows), page.errors, page.formulas, page.uncached, page.hidden_rows))
        assert seen[0] == seen[1], rows
        fast_ones += seen[0] is not None and len(tidied) == 1
        tidied.clear()
    assert fast_ones > 80


def trimmed(rows: tuple[tuple[object, ...], ...]) -> list[list[object]]:
    """Return the rows without blanks at their ends."""
    lists = [list(row) for row in rows]
    for row in lists:
        while row and row[-1] is None:
            row.pop()
    while lists and not lists[-1]:
        lists.pop()
    return lists


if __name__ == "__main__":
    first = int(sys.argv[1])
    run(range(first, int(sys.argv[2]) if len(sys.argv) > 2 else first + 1))
