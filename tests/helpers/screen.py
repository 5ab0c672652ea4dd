"""What of a sheet is seen without scrolling on a screen of 1366 x 768."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

SCREEN = 1366 - 66
"""Pixels beside the row numbers and the scroll bar."""


def widths(sheet: Worksheet) -> dict[int, int]:
    """The pixels of the columns by number; equal neighbours are kept as one by the file."""
    found = {}
    for one in sheet.column_dimensions.values():
        found |= dict.fromkeys(range(one.min, one.max + 1), 0 if one.hidden else round(one.width * 7))
    return found


def pixels(sheet: Worksheet, last: str, zoom: float = 1) -> float:
    """How far the column headed `last` reaches to the right."""
    at = next(cell.column for row in sheet.iter_rows(max_row=40) for cell in row if cell.value == last)
    return sum(wide for number, wide in widths(sheet).items() if number <= at) * zoom
