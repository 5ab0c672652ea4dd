"""openpyxl's merged cells, loaded at half the price: the same borders, each sum of two reckoned once a workbook.

Loading a workbook, openpyxl adds a border to every cell at the edge of a merged range. Adding styles is dear: half of
what loading one of our rekaps costs, and the tests load hundreds. Few of the sums differ.
"""

from __future__ import annotations

from copy import copy
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import MergedCell
from openpyxl.styles.borders import Border
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook import Workbook
from openpyxl.worksheet.merge import MergedCellRange

_SUMS: WeakKeyDictionary[Workbook, dict[tuple[int, int, str], int]] = WeakKeyDictionary()
"""By workbook: the border a cell had, that of the range's first cell, and the side, to the border it gets."""


def _style(cell: MergedCell) -> StyleArray:
    if cell._style is None:
        cell._style = StyleArray()
    return cell._style


USUAL = MergedCellRange.format


def format_range(self: MergedCellRange) -> None:
    """Do what `MergedCellRange.format` does."""
    cells, sums = self.ws._cells, _SUMS.setdefault(self.ws.parent, {})
    for coord in self.cells:
        if coord not in cells:
            cells[coord] = MergedCell(self.ws, *coord)
    for name in ("top", "left", "right", "bottom"):
        side = getattr(self.start_cell.border, name)
        if side and side.style is None:
            continue
        own = _style(self.start_cell).borderId  # this may change: the first cell is one of the edge's
        for coord in getattr(self, name):
            cell = cells[coord]
            key = (_style(cell).borderId, own, name)
            if key not in sums:
                cell.border += Border(**{name: side})
                sums[key] = cell._style.borderId
            cell._style.borderId = sums[key]
    if self.start_cell.protection is not None:
        protection, number = copy(self.start_cell.protection), None
        for coord in self.cells:
            if number is None:
                cells[coord].protection = protection
                number = _style(cells[coord]).protectionId
            _style(cells[coord]).protectionId = number


def hasten() -> None:
    """Let openpyxl load merged cells so."""
    MergedCellRange.format = format_range
