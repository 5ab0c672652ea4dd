"""A feedback workbook that came back: what the unit typed into its sheet *Tanggapan*.

Enters: a path. Leaves: a `ReplySheet`, every cell that says nothing certain named; None for a workbook that is no
feedback with such a sheet. Columns are found by header text. Refuses to know: results, registers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pmprb.books.feedback.reply_sheet import ABOUT, GROUNDS, NAME, RECORD, REPLY
from pmprb.books.rekap.previous import ITEM, text_of
from pmprb.engine.answers import Unit
from pmprb.insight.replies import STANCES
from pmprb.office.replies import ReplySheet, TypedReply
from pmprb.temuan import (
    CellPos,
    ReplySheetDamaged,
    ReplyUnreadable,
    ReplyWithoutStance,
    Temuan,
)
from pmprb.text import plain
from pmprb.workbook.book import Book, Sheet, open_book
from pmprb.workbook.extras import links_of
from pmprb.worksheet.rows import address

_HEADER_ROWS = 40
_SEEN = 60
_STANCES: dict[str, Literal["agrees", "disagrees"]] = {
    plain(STANCES["agrees"]): "agrees",
    plain(STANCES["disagrees"]): "disagrees",
    "tdk setuju": "disagrees",
    "tidaksetuju": "disagrees",
}


@dataclass(frozen=True)
class ReplyCells:
    """A sheet of replies: the row of its headings, and the columns of item, reply and grounds (-1: not there)."""

    sheet: Sheet
    header: int
    item: int
    reply: int
    grounds: int

    @property
    def typed(self) -> tuple[int, ...]:
        """The columns a unit types in."""
        return tuple(at for at in (self.reply, self.grounds) if at >= 0)


def reply_cells(sheet: Sheet) -> ReplyCells | None:
    """Return where replies stand on a sheet; None where the headings are not."""
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        columns = {plain(value): n for n, value in reversed(list(enumerate(row))) if isinstance(value, str)}
        if plain(ITEM) in columns and plain(REPLY) in columns:
            return ReplyCells(
                sheet, number, columns[plain(ITEM)], columns[plain(REPLY)], columns.get(plain(GROUNDS), -1)
            )
    return None


def read_replies(path: Path, name: str = "") -> ReplySheet | None:
    """Return the replies in a feedback workbook; None when it is no such workbook, or cannot be opened.

    Without a record of whose it is, or without the columns, nothing is read (BUKU-287). `name`: how the file is shown.
    """
    opened = open_book(path)
    if opened.value is None:
        return None
    book, shown = opened.value, name or path.name
    record = _record(book)
    cells = [found for sheet in book.sheets if not sheet.hidden and (found := reply_cells(sheet))]
    if not record and not cells:
        return None
    reading = _Reading(path, shown, record)
    lacking = "" if cells else f"judul kolom {REPLY}"
    if not record.get("instrument"):
        lacking = "catatan unit dan periodenya"
    if lacking:
        reading.temuan.append(ReplySheetDamaged(CellPos(workbook=shown, sheet=NAME), missing=lacking))
    else:
        for found in cells:
            reading.read(found)
    return ReplySheet(
        file=shown,
        sha256=book.sha256,
        instrument=record.get("instrument", ""),
        unit=Unit(code=record.get("unit_code", ""), name=record.get("unit_name", "")),
        period=record.get("period", ""),
        modified=book.modified,
        replies=tuple(reading.replies),
        temuan=tuple(reading.temuan),
    )


def _record(book: Book) -> dict[str, str]:
    sheet = book.sheet(RECORD)
    rows = sheet.rows if sheet else ()
    return {text_of(row[0]): text_of(row[1]) for row in rows if len(row) > 1 and row[0] is not None}


@dataclass
class _Reading:
    """The reading of one file's sheets of replies; its `links` are read when there is an explanation."""

    path: Path
    file: str
    record: dict[str, str]
    replies: list[TypedReply] = field(default_factory=list)
    temuan: list[Temuan] = field(default_factory=list)
    _links: dict[str, dict[tuple[int, int], str]] | None = None

    def read(self, cells: ReplyCells) -> None:
        """Take the replies of one sheet."""
        sheet = cells.sheet
        for row in self._rows(cells):
            item = text_of(sheet.value(row, cells.item))
            at = self._at(sheet, row, cells.reply)
            said, odd = self._text(sheet, row, cells.reply)
            grounds = self._grounds(sheet, row, cells.grounds) if cells.grounds >= 0 else ""
            if not (said or odd or grounds):
                continue
            stance = None if odd else _STANCES.get(plain(said))
            if stance:
                about = self.record.get(f"{ABOUT}{item}", "")
                self.replies.append(TypedReply(item=item, stance=stance, explanation=grounds, about=about, at=at))
            elif said or odd:
                self.temuan.append(ReplyUnreadable(at, item or "-", seen=(said or odd)[:_SEEN]))
            else:
                self.temuan.append(ReplyWithoutStance(self._at(sheet, row, cells.grounds), item or "-"))

    def _rows(self, cells: ReplyCells) -> Iterator[int]:
        """Yield the rows below the headings, those with nothing but an error cell among them."""
        odd = [row for row, _ in (*cells.sheet.errors, *cells.sheet.uncached)]
        yield from range(cells.header + 1, max(len(cells.sheet.rows), *(row + 1 for row in odd), 0))

    def _text(self, sheet: Sheet, row: int, column: int) -> tuple[str, str]:
        """Return what a cell holds, and the error or the formula without a result that it is instead."""
        error = sheet.errors.get((row, column), "rumus tanpa hasil" if (row, column) in sheet.uncached else "")
        return text_of(sheet.value(row, column)), error

    def _grounds(self, sheet: Sheet, row: int, column: int) -> str:
        """Return the explanation; where its link leads elsewhere than its text says, the address is told too."""
        text, odd = self._text(sheet, row, column)
        if not text:
            return odd
        if self._links is None:
            self._links = links_of(self.path)
        link = self._links.get(sheet.name, {}).get((row, column), "")
        return f"{text} ({link})" if link and link.rstrip("/") not in text else text

    def _at(self, sheet: Sheet, row: int, column: int) -> CellPos:
        return CellPos(workbook=self.file, sheet=sheet.name, cell=address(row, column))
