"""A feedback workbook that came back: what the unit typed into its sheet *Tanggapan*.

Enters: a path. Leaves: a `ReplySheet`, every cell that says nothing certain named; None for a workbook that is no
feedback with such a sheet. Columns are found by header text. Refuses to know: results, registers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pmprb.books.feedback.reply_sheet import ABOUT, GROUNDS, NAME, RECORD, REPLY
from pmprb.books.headed import Headed, headed
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

_SEEN = 60
_STANCES: dict[str, Literal["agrees", "disagrees"]] = {
    plain(STANCES["agrees"]): "agrees",
    plain(STANCES["disagrees"]): "disagrees",
    "tdk setuju": "disagrees",
    "tidaksetuju": "disagrees",
}


def reply_cells(sheet: Sheet) -> Headed | None:
    """Return where replies stand on a sheet; None where the headings are not."""
    return headed(sheet, lambda columns: {plain(ITEM), plain(REPLY)} <= columns.keys())


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

    def read(self, cells: Headed) -> None:
        """Take the replies of one sheet."""
        for row in cells.rows:
            item, said, grounds = cells.text(row, ITEM), cells.text(row, REPLY), self._grounds(cells, row)
            at = cells.at(self.file, row, REPLY)
            stance = None if cells.odd(row, REPLY) else _STANCES.get(plain(said))
            if stance:
                about = self.record.get(f"{ABOUT}{item}", "")
                self.replies.append(TypedReply(item=item, stance=stance, explanation=grounds, about=about, at=at))
            elif said:
                self.temuan.append(ReplyUnreadable(at, item or "-", seen=said[:_SEEN]))
            elif grounds:
                self.temuan.append(ReplyWithoutStance(cells.at(self.file, row, GROUNDS), item or "-"))

    def _grounds(self, cells: Headed, row: int) -> str:
        """Return the explanation; where its link leads elsewhere than its text says, the address is told too."""
        text = cells.text(row, GROUNDS)
        if not text or cells.odd(row, GROUNDS):
            return text
        if self._links is None:
            self._links = links_of(self.path)
        link = self._links.get(cells.sheet.name, {}).get((row, cells.columns[plain(GROUNDS)]), "")
        return f"{text} ({link})" if link and link.rstrip("/") not in text else text
