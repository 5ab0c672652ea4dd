"""Rows of a placed sheet by the code of the catalog they bear (`find` says which), and the sheet seen by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import lru_cache

from pmprb.catalog.item import AnswerSet, ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.records import dataclass
from pmprb.temuan import CellPos, Temuan
from pmprb.workbook.book import Sheet, Value
from pmprb.workbook.tolerant import choice, text_of
from pmprb.worksheet.layouts import Placed


@dataclass
class Rows:
    """0-based rows by code, in the sheet's order: nodes, items, and counts as "item.input".

    `totals` are typed totals of counts by item, `sums` rows that show a node's total apart from its own row. `left`
    are rows that ask for an answer and are none of the catalog's, `unsure` those of them that a temuan tells already.
    """

    at: dict[str, list[int]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)
    unsure: set[int] = field(default_factory=set)
    temuan: list[Temuan] = field(default_factory=list)

    def add(self, code: str, row: int) -> None:
        """Note a row of a code."""
        self.at.setdefault(code, []).append(row)

    def first(self, code: str) -> int | None:
        """Return the first row of a code."""
        rows = self.at.get(code)
        return rows[0] if rows else None


def count_codes(item: RatioItem) -> list[str]:
    """Return the codes of an item's count rows, in the form's order."""
    return [f"{item.id}.{count.id}" for count in item.inputs]


def item_codes(item: ChoiceItem | RatioItem | ScaleItem) -> list[str]:
    """Return the codes of all rows of an item: its own, those of its counts or of its checklist."""
    beside: Iterable[str] = ()
    if isinstance(item, RatioItem):
        beside = count_codes(item)
    elif isinstance(item, ChoiceItem):
        beside = item.criterion_codes
    return [item.id, *beside]


@lru_cache(maxsize=1 << 15)
def address(row: int, column: int) -> str:
    """Return the A1 address of a 0-based cell."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


# A placed sheet with its rows found: cells by row and by column key.


@dataclass(frozen=True)
class View:
    """What a reading looks at: the file's name, the placed sheet, the instrument, where its codes stand."""

    file: str
    placed: Placed
    instrument: Instrument
    rows: Rows

    @property
    def sheet(self) -> Sheet:
        """The sheet itself."""
        return self.placed.sheet

    def has(self, key: str) -> bool:
        """True when the sheet has the column."""
        return key in self.placed.columns

    def pos(self, row: int = -1, column: int = -1) -> CellPos:
        """Return the position of a 0-based cell; of the sheet without one."""
        cell = address(row, column) if row >= 0 and column >= 0 else ""
        return CellPos(workbook=self.file, sheet=self.sheet.name, cell=cell)

    def column(self, key: str) -> tuple[Value, ...] | None:
        """Return a column's cells, one a row of the sheet; None where the sheet lacks it."""
        column = self.placed.columns.get(key)
        return None if column is None else self.sheet.column(column)

    def beneath(self, key: str) -> tuple[Value, ...] | None:
        """Return a column's cells beneath the header, where rows with a code stand; None where the sheet lacks it.

        Above it stand the unit's name and the period, which differ from file to file.
        """
        cells = self.column(key)
        return None if cells is None else cells[self.placed.header_row + 1 :]

    def value(self, row: int, key: str) -> Value:
        """Return a cell's value; None where the sheet lacks the column."""
        column = self.placed.columns.get(key)
        return None if column is None else self.sheet.value(row, column)

    def text(self, row: int, key: str) -> str:
        """Return a cell's trimmed text."""
        return text_of(self.value(row, key))


def tick_scales(view: View, key: str) -> dict[str, AnswerSet]:
    """Return answer set → the one on which the checklists of its items are answered in a column.

    It is the first of the set's `ticks` that has a label for every criterion answered there, else the first of all.
    """
    texts: dict[str, set[str]] = {}
    for item in view.instrument.items.values():
        if isinstance(item, ChoiceItem) and item.checklist:
            rows = (r for code in item.criterion_codes for r in view.rows.at.get(code, ()))
            texts.setdefault(item.answer_set, set()).update(text for r in rows if (text := view.text(r, key)))
    chosen = {}
    for name, seen in texts.items():
        scales = [view.instrument.scales[one] for one in view.instrument.scales[name].ticks]
        fits = (scale for scale in scales if all(choice(text, scale.spellings).label for text in seen))
        chosen[name] = next(fits, scales[0])
    return chosen
