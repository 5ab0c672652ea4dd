"""Mutated worksheets that are evaluated, and written: what must hold of what comes of each.

A mutant knows which answer cells it touched itself; every other answer must be what it was, or a temuan must say so.
"""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

from helpers.grid_mutants import LKE, Mutant, Seed, changed, evaluated, mutant, places, scratch
from helpers.mutants import tidy_here
from pmprb.catalog.item import ChoiceItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.cli.commands import program
from pmprb.cli.indonesia import run as command_line
from pmprb.engine.answers import Answer, State
from pmprb.jobs.evaluate import Evaluated
from pmprb.temuan import CellPos, Temuan
from pmprb.workbook import guard as guard_module
from pmprb.workbook.book import Value, open_book

CONSEQUENCES = ("TELAAH", "NILAI", "BUKU-027", "ISI-012", "ISI-020", "ISI-021")
"""What follows from an answer that is another one: it does not tell that it is."""

# A run over many: each is evaluated, and now and then what was gathered is written, as the commands do it.


BATCH, KEPT = 20, 10
"""So many mutants are evaluated, and the last of them gathered, before something is written: each time by the next of
four commands."""
Tell = Callable[[str], None]


def run(numbers: range, tell: Tell) -> None:
    """Evaluate the mutants of these numbers and write what comes of them.

    Tells `number` before each is tried, `scored` after one that was, `! what` for a fault, `written` after a rekap.
    """
    guard_module.tidy = tidy_here
    folder = Path(scratch(), "kiriman")
    folder.mkdir(exist_ok=True)
    gathered: list[Seed] = []
    for number in numbers:
        tell(f"{number}")
        made = mutant(number)
        path = folder / f"{number}.xlsx"
        path.write_bytes(made.data)
        found = evaluated(path)
        if found.result is not None:
            tell("scored")
        for fault in faults(made, found, path):
            tell(f"! {number} {made.seed.catalog.id} {made.kind}: {fault}")
        gathered.append(made.seed)
        if len(gathered) <= BATCH - KEPT:
            path.unlink()
        if len(gathered) == BATCH or number == numbers[-1]:
            for fault in written(folder, gathered, number):
                tell(f"! {number} {fault}")
            tell("written")
            gathered.clear()
            shutil.rmtree(folder)
            folder.mkdir()


def written(folder: Path, gathered: list[Seed], number: int) -> Iterator[str]:
    """Write a rekap with its feedback, or review workbooks, of a folder of mutants; yield what is wrong."""
    seed = Counter(gathered).most_common(1)[0][0]
    (folder / "baik.xlsx").write_bytes(seed.data)
    made = Path(scratch(), "hasil")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    rekap, same = made / "rekap.xlsx", ("--instrumen", seed.catalog.id)
    asked = (
        ("gabung", folder, "-o", rekap, *same, "--ganda", "terbaru", "--umpan-balik", made / "balik"),
        ("gabung", folder, "-o", rekap, *same, "--ganda", "terbaru", "--ketat", "--json"),
        ("templat", seed.catalog.id, "--untuk", "tpi", "--dari", folder, "-o", made / "tpi"),
        ("periksa", folder, *same),
    )[number // BATCH % 4]
    code, said = called(*asked)
    if code not in (0, 1) or "BUKU-042" in said or "Traceback" in said:
        yield f"{asked[0]}: {code} {said[-600:]}"
    for path in made.rglob("*.xlsx"):
        if path.parent.name != "balik" and open_book(path, long=True).value is None:
            yield f"{asked[0]}: {path.name} cannot be read"
    if asked[0] == "gabung" and not rekap.exists():
        yield f"{asked[0]}: no rekap: {said[-600:]}"


def called(*args: object) -> tuple[int, str]:
    """Return exit code and all output of a command, in this process."""
    out = io.StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(out):
        try:
            command_line(program, [str(arg) for arg in args])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    return code, out.getvalue()


# What must hold of every evaluated mutant.


def faults(mutant: Mutant, found: Evaluated, path: Path) -> Iterator[str]:
    """Yield what is wrong: a stumble, an answer that changed without a word, a refusal without a reason."""
    if any(t.code == "BUKU-042" for t in found.temuan):
        yield f"stumbled: {[t.values for t in found.temuan if t.code == 'BUKU-042']}"
    if found.result is None:
        if not any(t.severity == "KESALAHAN" for t in found.temuan):
            yield "refused without a reason"
        return
    before = mutant.seed.read if mutant.as_file else mutant.seed.bare
    if found.result.submission.instrument != mutant.seed.catalog.id:
        return
    new = [t for t in found.temuan if _key(t) not in _keys(mutant.seed, mutant.as_file)]
    told = [t for t in new if not t.code.startswith(CONSEQUENCES)]
    for item in changed(before, found):
        about = [t for t in told if t.node == item or not t.node]
        answer = found.result.submission.answers.get(item)
        if mutant.retitled and answer:
            # What stands in a column titled "Jawaban" is what the file says is answered: it is told by its column.
            about += [t for t in told if t.severity == "KESALAHAN" and _column(t.at) == _column(answer.source)]
        if about or (mutant.as_file and _cell_changed(mutant, item, path)):
            continue
        if item in mutant.typed and answer and _says(mutant.seed.catalog, item, answer, mutant.typed[item]):
            continue
        yield f"{item} changed without a temuan: {answer}, typed {mutant.typed.get(item, '(nothing)')!r:.60}"


def _column(at: object) -> tuple[str, str] | None:
    return (at.sheet, at.cell.rstrip("0123456789")) if isinstance(at, CellPos) and at.cell else None


def _key(temuan: Temuan) -> tuple[str, str]:
    return temuan.code, temuan.node


@cache
def _keys(seed: Seed, as_file: bool) -> frozenset[tuple[str, str]]:
    return frozenset(map(_key, (seed.read if as_file else seed.bare).temuan))


def _says(catalog: Instrument, item_id: str, answer: Answer, typed: Value | None) -> bool:
    """True when an answer is just what was typed, so that nothing need be told."""
    item = catalog.items[item_id]
    if answer.state is State.NOT_APPLICABLE:
        return item.allow_not_applicable and typed in ("tidak berlaku", "n/a")
    if isinstance(item, ChoiceItem):
        return answer.state is State.GIVEN and answer.choice == typed
    if isinstance(item, ScaleItem):
        plain = float(typed.replace(",", ".")) if typed in ("0,75", "75,5") and isinstance(typed, str) else typed
        return answer.state is State.GIVEN and isinstance(plain, float) and float(answer.value or 0) == plain
    plain = float(typed) if typed == "2026" else typed
    return plain is None or (isinstance(plain, float) and plain in [float(value) for _, value in answer.counts])


def _cell_changed(mutant: Mutant, item: str, path: Path) -> bool:
    """True when the file itself says something else in the item's own cells: then the answer must."""
    book = open_book(path).value
    sheet = book.sheet(LKE) if book else None
    if sheet is None:
        return True
    own = mutant.seed.grid[LKE]
    return any(
        sheet.value(r, c) != own[r][c] or (r, c) in sheet.errors
        for (r, c), name in places(mutant.seed).items()
        if name == item
    )
