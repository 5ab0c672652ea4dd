"""A placed sheet with its rows found: cells by row and by column key."""

from __future__ import annotations

from dataclasses import dataclass

from pmprb.catalog.model import Instrument
from pmprb.excel.book import Sheet, Value
from pmprb.excel.layouts import Placed
from pmprb.excel.rows import Rows, address
from pmprb.excel.tolerant import text_of
from pmprb.temuan import CellPos


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

    def value(self, row: int, key: str) -> Value:
        """Return a cell's value; None where the sheet lacks the column."""
        column = self.placed.columns.get(key)
        return None if column is None else self.sheet.value(row, column)

    def text(self, row: int, key: str) -> str:
        """Return a cell's trimmed text."""
        return text_of(self.value(row, key))
