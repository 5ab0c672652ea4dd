"""Proof of a copy: read through our own reader, it holds what the worksheet holds.

Enters: the paths of a worksheet and of its copy. Leaves: true or false. Refuses to know: how the copy was made.
"""

from __future__ import annotations

from pathlib import Path

from pmprb.excel.book import Book, Sheet, open_book
from pmprb.excel.feedback.sheet import NAME


def reads_back(file: Path, copy: Path) -> bool:
    """True when the copy has every sheet of the file, in the same order and with the same values, error cells,
    formulas and hidden rows and columns; beside them only sheets named as ours."""
    before, after = open_book(file).value, open_book(copy).value
    if before is None or after is None:
        return False
    theirs, ours = _sheets(before), _sheets(after)
    return list(theirs) == list(ours) and all(_same(sheet, ours[name]) for name, sheet in theirs.items())


def _sheets(book: Book) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in book.sheets if not sheet.name.startswith(NAME)}


def _same(one: Sheet, other: Sheet) -> bool:
    return one == other and one.formulas == other.formulas and one.uncached == other.uncached
