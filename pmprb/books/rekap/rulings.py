"""What people decided in an earlier rekap: the columns *Keputusan* and *Alasan* of its sheet *Perlu Diputus*.

Enters: the path of a rekap. Leaves: the typed rows, by unit and item, each with its cell. Columns are found by header
text. Refuses to know: what was disputed, which answers an item has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pmprb.books.headed import Headed, headed
from pmprb.books.rekap.previous import ITEM, UNIT, UNIT_CODE
from pmprb.engine.answers import key_of_unit
from pmprb.office.disputes import Key
from pmprb.records import dataclass
from pmprb.temuan import CellPos
from pmprb.text import plain
from pmprb.workbook.book import Book, Sheet, Value, named, open_book

NAME = "Perlu Diputus"
RULING, REASON = "Keputusan", "Alasan"
EARLIER, EARLIER_REASON = "Keputusan lama", "Alasan lama"
_UNITS = {plain(UNIT_CODE), plain(UNIT)}


def ruling_cells(sheet: Sheet) -> Headed | None:
    """Return where rulings stand on a sheet; None where the headings are not."""

    def fits(columns: Mapping[str, int]) -> bool:
        return {plain(ITEM), plain(RULING)} <= columns.keys() and not columns.keys().isdisjoint(_UNITS)

    return headed(sheet, fits)


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
        return key_of_unit(self.unit_code, self.unit), self.item


def typed_rows(rekap: Path) -> list[TypedRow]:
    """Return the rows of a rekap's disputes in which something was typed; none in a rekap without the sheet."""
    book = open_book(rekap, only=named(NAME), long=True).value
    return list(typed_in(book)) if book else []


def typed_in(book: Book) -> Iterator[TypedRow]:
    """Yield the rows of disputes in a book in which something was typed."""
    for cells in _sheets(book):
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
    for cells in _sheets(book):
        for row in cells.rows:
            key = key_of_unit(cells.text(row, UNIT_CODE), cells.text(row, UNIT)), cells.text(row, ITEM)
            for ruling, reason in ((RULING, REASON), (EARLIER, EARLIER_REASON)):
                found.add((key, plain(cells.text(row, ruling)), " ".join(cells.text(row, reason).split())))
    return found


def _sheets(book: Book) -> Iterator[Headed]:
    """Yield the sheets of disputes in a book."""
    for sheet in book.sheets:
        if sheet.name.strip().casefold() == NAME.casefold() and (cells := ruling_cells(sheet)):
            yield cells
