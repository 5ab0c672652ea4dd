"""Worksheets for tests: filled ones from seeded answers, and edits as people make them."""

from __future__ import annotations

import hashlib
import io
import pickle
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from helpers.once import remembered
from pmprb import __version__
from pmprb.catalog.item import ChoiceItem, ScaleItem
from pmprb.catalog.load import load
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.jobs.evaluate import Evaluated, Options, evaluate
from pmprb.jobs.inputs import Catalogs
from pmprb.worksheet.template.build import build_template

UNIT = Unit(code="1.07", name="Dinas Pangan", kind="dinas", group="dinas", aliases=("Dispangan",))


def instrument(instrument_id: str) -> Instrument:
    """Return a packaged instrument."""
    found = load(instrument_id).value
    assert found is not None
    return found


def answers(catalog: Instrument, seed: object, blank: float = 0.1) -> dict[str, Answer]:
    """Return seeded answers to every item, some left blank."""
    chance = random.Random(f"{seed}")
    found = {}
    for item in catalog.items.values():
        if chance.random() < blank:
            found[item.id] = Answer(item=item.id, state=State.BLANK)
        elif isinstance(item, ChoiceItem):
            label = chance.choice(list(item.options))
            found[item.id] = Answer(item=item.id, state=State.GIVEN, choice=label, evidence="SK 12/2026")
        elif isinstance(item, ScaleItem):
            value = item.scale.min + (item.scale.max - item.scale.min) * Fraction(chance.randint(0, 100), 100)
            found[item.id] = Answer(item=item.id, state=State.GIVEN, value=value, note="survei triwulan II")
        else:
            counts = tuple((count.id, Fraction(chance.randint(1, 9))) for count in item.inputs)
            found[item.id] = Answer(item=item.id, state=State.GIVEN, counts=counts)
    return found


def nearly_best(catalog: Instrument, seed: object, blank: float = 0.05) -> dict[str, Answer]:
    """Return seeded answers, of which four in five are the best one: each gap is a row of a rekap, and rows cost."""
    given = answers(catalog, seed, blank)
    for n, item in enumerate(catalog.items.values()):
        if isinstance(item, ChoiceItem) and n % 5:
            best = catalog.scales[item.answer_set].options[0].label
            given[item.id] = Answer(item=item.id, state=State.GIVEN, choice=best, evidence=f"SK {n}/2026 {seed}")
    return given


def submission(catalog: Instrument, given: dict[str, Answer], unit: Unit = UNIT, period: str = "2026") -> Submission:
    """Return a submission of the given answers."""
    return Submission(
        file="",
        sha256="",
        layout="pmprb",
        instrument=catalog.id,
        catalog_hash=catalog.hash,
        unit=unit,
        shown_name=unit.name,
        period=period,
        answers=given,
    )


@remembered
def write(path: Path, catalog: Instrument, given: dict[str, Answer], unit: Unit = UNIT, period: str = "2026") -> Path:
    """Write a filled worksheet."""
    built = build_template(catalog, unit, period, submission(catalog, given, unit, period), version=__version__)
    path.write_bytes(built)
    return path


class Lke:
    """The LKE sheet opened with openpyxl: cells by code and header."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.head = next(r for r in range(1, 60) if self.column_in(r, "Kode"))
        self.columns = {str(c.value): c.column for c in sheet[self.head] if c.value}

    def column_in(self, row: int, text: str) -> int:
        """Return the column of a text in a row, 0 when it is not there."""
        return next((c.column for c in self.sheet[row] if c.value == text), 0)

    def row(self, code: str) -> int:
        """Return the row of a code."""
        column = self.columns["Kode"]
        return next(r for r in range(self.head + 1, self.sheet.max_row + 1) if self.sheet.cell(r, column).value == code)

    def cell(self, code: str, header: str = "Jawaban") -> Any:
        """Return a cell."""
        return self.sheet.cell(self.row(code), self.columns[header])


def edit(path: Path, change: Callable[[Lke], None]) -> Path:
    """Change the LKE sheet of a worksheet as a person would, and save it with openpyxl."""
    book = _loaded(path.read_bytes())
    change(Lke(book["LKE"]))
    book.save(path)
    book.close()
    return path


_LOADED: dict[bytes, bytes] = {}
"""Worksheets as openpyxl loaded them, by their digest: most that are edited are one of a few, each time in another way.
Nothing is kept of one that was met once."""


def _loaded(data: bytes) -> Any:
    """Return a worksheet loaded with openpyxl, from the third time on without reading it: a fifth of the work."""
    digest = hashlib.blake2b(data).digest()
    if kept := _LOADED.get(digest):
        return pickle.loads(kept)
    book = openpyxl.load_workbook(io.BytesIO(data))
    if len(_LOADED) > 500:
        _LOADED.clear()
    _LOADED[digest] = pickle.dumps(book, pickle.HIGHEST_PROTOCOL) if digest in _LOADED else b""
    return book


def read(path: Path, forced: str | None = None) -> Evaluated:
    """Return a file's outcome through the whole pipeline."""
    return evaluate(path.name, path, Catalogs(), Options(instrument=forced or ""))


def same_answers(given: dict[str, Answer], found: Evaluated) -> list[str]:
    """Return the items whose answers differ."""
    assert found.result is not None, found.temuan
    got = found.result.submission.answers
    return [
        key
        for key, answer in given.items()
        if (answer.state, answer.choice, answer.value, answer.counts)
        != (got[key].state, got[key].choice, got[key].value, got[key].counts)
    ]


def codes(found: Evaluated, cell: str | None = None) -> set[str]:
    """Return the codes of all temuan, or of those at one cell."""
    return {t.code for t in found.temuan if cell is None or getattr(t.at, "cell", "") == cell}
