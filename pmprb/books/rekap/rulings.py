"""What people decided in an earlier rekap: the columns *Keputusan* and *Alasan* of its sheet *Perlu Diputus*.

Enters: the path of a rekap. Leaves: the typed rows, by unit and item, each with its cell. Columns are found by header
text. Refuses to know: what was disputed, which answers an item has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pmprb.books.rekap.previous import ITEM, UNIT, UNIT_CODE, text_of
from pmprb.office.disputes import Key
from pmprb.temuan import CellPos
from pmprb.text import plain
from pmprb.workbook.book import Book, Sheet, Value, named, open_book
from pmprb.worksheet.rows import address

NAME = "Perlu Diputus"
RULING, REASON = "Keputusan", "Alasan"
EARLIER, EARLIER_REASON = "Keputusan lama", "Alasan lama"
_HEADER_ROWS = 40


@dataclass(frozen=True)
class RulingCells:
    """A sheet of disputes: the row of its headings, and its columns by plain text."""

    sheet: Sheet
    header: int
    columns: dict[str, int]

    @property
    def typed(self) -> tuple[int, ...]:
        """The columns people type in."""
        return tuple(self.columns[plain(name)] for name in (RULING, REASON) if plain(name) in self.columns)

    def value(self, row: int, heading: str) -> Value:
        """Return what stands in a row under a heading; None without such a column."""
        column = self.columns.get(plain(heading))
        return None if column is None else self.sheet.value(row, column)

    def text(self, row: int, heading: str) -> str:
        """Return it as a short text; an error or a formula without a result as its words."""
        column = self.columns.get(plain(heading), -1)
        return text_of(self.value(row, heading)) or self.odd(row, column)

    def odd(self, row: int, column: int) -> str:
        """Return an error, or that a formula has no result; empty for an ordinary cell."""
        return self.sheet.errors.get((row, column), "rumus tanpa hasil" if (row, column) in self.sheet.uncached else "")

    def at(self, file: str, row: int, heading: str) -> CellPos:
        """Return the place of a cell."""
        column = self.columns.get(plain(heading), 0)
        return CellPos(workbook=file, sheet=self.sheet.name, cell=address(row, column))

    @property
    def rows(self) -> range:
        """The rows below the headings."""
        last = max((len(self.sheet.rows) - 1, *(row for row, _ in self.sheet.errors)))
        return range(self.header + 1, last + 1)


def ruling_cells(sheet: Sheet) -> RulingCells | None:
    """Return where rulings stand on a sheet; None where the headings are not."""
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        columns = {plain(value): n for n, value in reversed(list(enumerate(row))) if isinstance(value, str)}
        if all(plain(name) in columns for name in (ITEM, RULING)) and {plain(UNIT_CODE), plain(UNIT)} & set(columns):
            return RulingCells(sheet, number, columns)
    return None


@dataclass(frozen=True)
class TypedRow:
    """What was typed for one item of one unit: as a cell holds it, and as a text."""

    unit_code: str
    unit: str
    item: str
    value: Value
    text: str
    reason: str
    at: CellPos

    @property
    def key(self) -> Key:
        """What it is about."""
        return plain(self.unit_code) or plain(self.unit), self.item


def typed_rows(rekap: Path) -> list[TypedRow]:
    """Return the rows of a rekap's disputes in which something was typed; none in a rekap without the sheet."""
    book = open_book(rekap, only=named(NAME), long=True).value
    return list(typed_in(book)) if book else []


def typed_in(book: Book) -> Iterator[TypedRow]:
    """Yield the rows of disputes in a book in which something was typed."""
    for sheet in book.sheets:
        cells = ruling_cells(sheet) if sheet.name.strip().casefold() == NAME.casefold() else None
        if cells is None:
            continue
        for row in cells.rows:
            text, reason = cells.text(row, RULING), cells.text(row, REASON)
            if text or reason:
                yield TypedRow(
                    unit_code=cells.text(row, UNIT_CODE),
                    unit=cells.text(row, UNIT),
                    item=cells.text(row, ITEM),
                    value=cells.value(row, RULING),
                    text=text,
                    reason=reason,
                    at=cells.at(book.file, row, RULING if text else REASON),
                )


def kept_in(book: Book) -> set[tuple[Key, str, str]]:
    """Return every ruling that stands in a book, in force or of earlier: what it is about, its text, its reason."""
    found: set[tuple[Key, str, str]] = set()
    for sheet in book.sheets:
        cells = ruling_cells(sheet) if sheet.name.strip().casefold() == NAME.casefold() else None
        for row in cells.rows if cells else ():
            assert cells is not None
            key = plain(cells.text(row, UNIT_CODE)) or plain(cells.text(row, UNIT)), cells.text(row, ITEM)
            for ruling, reason in ((RULING, REASON), (EARLIER, EARLIER_REASON)):
                found.add((key, plain(cells.text(row, ruling)), " ".join(cells.text(row, reason).split())))
    return found
