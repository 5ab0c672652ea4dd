"""What a workbook that was written has no room for, told; and temuan about a workbook given its name."""

from __future__ import annotations

from pmprb.sheets.book import NewBook
from pmprb.temuan import CellPos, RowsLeftOut, Temuan


def left_out(book: NewBook) -> tuple[Temuan, ...]:
    """Return which sheets of a workbook that was written have no room for all their rows."""
    return tuple(
        RowsLeftOut(CellPos(workbook="", sheet=sheet), shown=shown, total=total)
        for sheet, (shown, total) in book.left_out.items()
    )


def in_book(temuan: Temuan, name: str) -> Temuan:
    """Return a temuan about a workbook, or a sheet of it, with the workbook's name."""
    sheet = temuan.at.sheet if isinstance(temuan.at, CellPos) else ""
    return temuan.moved(CellPos(workbook=name, sheet=sheet))
