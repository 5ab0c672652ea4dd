"""A table on a sheet: named columns, a header, rows as high as their texts need, an autofilter.

Enters: columns, and rows of any kind. Leaves: cells, and where each column stands, for formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, Generic

from pmprb.records import dataclass
from pmprb.sheets.cells import Cell, Column, Row
from pmprb.sheets.formula import column_name
from pmprb.sheets.heights import LINE_HEIGHT, lines, room
from pmprb.sheets.text import safe_text

if TYPE_CHECKING:
    from pmprb.sheets.page import Page

_MEASURED, _TALLEST = 2_000, 240
_NAMED = re.compile(r"\{([a-z][a-z0-9_]*)(:all)?\}")


@dataclass(frozen=True, slots=True)
class _Maker(Generic[Row]):
    """A column being written: what makes its cells, how many characters fit on its lines, plain and bold; `known` are
    the text and blank cells it made so far, as the sheet keeps them, with the lines each takes."""

    place: int
    make: Callable[[Row], Cell]
    narrow: int
    narrower: int
    known: dict[Cell, tuple[Any, int]] = field(default_factory=dict)

    def lines(self, cell: Cell) -> int:
        """Return how many lines a cell takes."""
        value = cell.value
        if not isinstance(value, str) or (len(value) <= self.narrower and "\n" not in value):
            return 1  # no text, or one line in any type: by far the most cells
        if "wrap" not in cell.style:
            return 1
        return lines(value[:_MEASURED], self.narrower if "bold" in cell.style else self.narrow)


class Table(Generic[Row]):
    """A table of named columns: headers in the row `header`, rows from `first` to `last`, at least one."""

    def __init__(self, page: Page, header: int, columns: Sequence[Column[Row]], rows: int) -> None:
        self.page, self.header, self.columns = page, header, columns
        self.rows = min(rows, max(1, page.book.most_rows - header - 3))
        self.first, self.last = header + 1, header + max(1, self.rows)
        self.at = {column.name: place for place, column in enumerate(columns) if column.name}
        self._formulas: dict[str, str] = {}

    def cells(self, name: str) -> str:
        """Return an absolute reference to a column's cells, for a formula on any sheet."""
        return self.page.cells(self.first, self.at[name], self.last)

    def cell(self, name: str, row: int) -> str:
        """Return an absolute reference to a column's cell in a row counted from 0, for a formula on any sheet."""
        return self.page.cells(row, self.at[name], row)

    def local(self, name: str) -> str:
        """Return an absolute reference to a column's cells, for a formula on this sheet."""
        return self.page.local(self.first, self.at[name], self.last)

    def letter(self, name: str) -> str:
        """Return the letters of a column."""
        return column_name(self.at[name])

    def write(self, rows: Sequence[Row], empty: str, empty_at: int = 1, fold: bool = True, head: float = 30) -> None:
        """Write headers, `head` points high, and rows, with an autofilter when `fold`.

        Without rows the one row says `empty` in the column `empty_at`. Rows that a sheet has no room for are left
        out, and remembered by the page.
        """
        if len(rows) > self.rows:
            self.page.leave_out(self.rows, len(rows))
            rows = rows[: self.rows]
        page, columns = self.page, self.columns
        page.header(self.header, [column.title for column in columns], head)
        widths = page._widths[: len(columns)]
        both = enumerate(zip(columns, widths, strict=True))
        makers = [_Maker(place, column.cell, room(width), room(width, True)) for place, (column, width) in both]
        put = self._whole_row if page.takes_rows else self._cell_by_cell
        for n, record in enumerate(rows, start=self.first):
            needed = put(n, makers, record)
            if needed > 1:
                page.sheet.set_row(n, min(_TALLEST, 4 + LINE_HEIGHT * needed))
        if not rows:
            for place in range(len(columns)):
                page.put(self.first, place, Cell(empty if place == empty_at else None, ("cell", "muted")))
        if fold:
            page.sheet.autofilter(self.header, 0, self.last, len(columns) - 1)

    def _cell_by_cell(self, row: int, makers: Sequence[_Maker[Row]], record: Row) -> int:
        """Write a row; return how many lines its tallest text takes."""
        needed = 1
        for maker in makers:
            cell = self._formed(maker.make(record))
            self.page.put(row, maker.place, cell)
            needed = max(needed, maker.lines(cell))
        return needed

    def _whole_row(self, row: int, makers: Sequence[_Maker[Row]], record: Row) -> int:
        """Write a row as `_cell_by_cell` does; a text that stood in its column before, and a blank, is neither checked
        nor measured again: by far the most cells hold what another one holds too."""
        page, needed, texts = self.page, 1, 0
        cells = page.sheet.cells_of(row, 0, len(makers) - 1)
        for maker in makers:
            cell = maker.make(record)
            value = cell.value
            if cell.formula or cell.link or (value is not None and type(value) is not str):
                page.put(row, maker.place, self._formed(cell))
                needed = max(needed, maker.lines(cell))
                continue
            known = maker.known.get(cell)
            if known is None:
                known = maker.known[cell] = self._stored(cell), maker.lines(cell)
            stored, high = known
            if stored is not None:
                cells[maker.place] = stored
            if value:
                texts += 1
            if high > needed:
                needed = high
        page.sheet.count_texts(texts)
        return needed

    def _stored(self, cell: Cell) -> Any:
        """Return a text, or a format without one, as the sheet keeps it; None for a blank without a format."""
        sheet, style = self.page.sheet, self.page.theme.format_of(cell.style, cell.num)
        return sheet.text_cell(safe_text(str(cell.value)), style) if cell.value else sheet.blank_cell(style)

    def _formed(self, cell: Cell) -> Cell:
        return cell._replace(formula=self._named(cell.formula)) if cell.formula else cell

    def _named(self, formula: str) -> str:
        """Return a formula with its columns' names read as letters or as all their cells."""
        if "{" not in formula:
            return formula
        found = self._formulas.get(formula)
        if found is None:
            found = self._formulas[formula] = _NAMED.sub(self._place, formula)
        return found

    def _place(self, match: re.Match[str]) -> str:
        name = match[1]
        if name == "row":
            return match[0]
        return self.local(name) if match[2] else self.letter(name)
