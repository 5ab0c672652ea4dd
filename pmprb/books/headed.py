"""A sheet of ours in which people type, as it comes back: columns by their headings, cells as words.

Enters: a sheet of an opened workbook. Leaves: a `Headed`. People insert, move and sort rows and columns: nothing is
found by its address. Refuses to know: what the columns mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pmprb.books.rekap.previous import HEADER_ROWS, columns_of, text_of
from pmprb.records import dataclass
from pmprb.temuan import CellPos
from pmprb.text import plain
from pmprb.workbook.book import Sheet, Value
from pmprb.worksheet.rows import address

_UNCACHED = "rumus tanpa hasil"


@dataclass(frozen=True)
class Headed:
    """A sheet, the row of its headings, and its columns by plain text."""

    sheet: Sheet
    header: int
    columns: Mapping[str, int]

    def places(self, *headings: str) -> set[int]:
        """Return the columns of those headings that are there."""
        return {self.columns[plain(name)] for name in headings if plain(name) in self.columns}

    def value(self, row: int, heading: str) -> Value:
        """Return what stands in a row under a heading; None without such a column."""
        column = self.columns.get(plain(heading))
        return None if column is None else self.sheet.value(row, column)

    def odd(self, row: int, heading: str) -> str:
        """Return an error, or that a formula has no result; empty for an ordinary cell."""
        place = row, self.columns.get(plain(heading), -1)
        return self.sheet.errors.get(place, _UNCACHED if place in self.sheet.uncached else "")

    def text(self, row: int, heading: str) -> str:
        """Return a cell as a short text; an error or a formula without a result as its words."""
        return text_of(self.value(row, heading)) or self.odd(row, heading)

    def at(self, file: str, row: int, heading: str) -> CellPos:
        """Return the place of a cell."""
        cell = address(row, self.columns.get(plain(heading), 0))
        return CellPos(workbook=file, sheet=self.sheet.name, cell=cell)

    @property
    def rows(self) -> range:
        """The rows below the headings, those with nothing but an error or an empty formula among them."""
        odd = (row for row, _ in (*self.sheet.errors, *self.sheet.uncached))
        return range(self.header + 1, max((len(self.sheet.rows), *(row + 1 for row in odd))))


def headed(sheet: Sheet, fits: Callable[[Mapping[str, int]], bool]) -> Headed | None:
    """Return a sheet by the first row whose headings fit; None without one near its top."""
    for number, row in enumerate(sheet.rows[:HEADER_ROWS]):
        columns = columns_of(row)
        if fits(columns):
            return Headed(sheet, number, columns)
    return None
