"""The very hidden sheet of a rekap that holds its record, for runs that take it up again.

Enters: a record, or the path of a rekap. Leaves: the sheet written, or `Loaded[RekapRecord]`. A row is a key and a
text in pieces: a cell holds 32,767 characters. Refuses to know: what a record means.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pmprb.consolidation.record import RekapRecord, digest_of
from pmprb.excel.book import Sheet, open_book
from pmprb.temuan import CellPos, Code, Loaded, Temuan

SHEET, FORMAT = "_data", "pmprb-rekap-1"
_PIECE = 32_000
_KEYS = ("format", "digest", "head", "unit")


def write_record(book: Any, record: RekapRecord) -> None:
    """Write the record to a very hidden sheet of an XlsxWriter workbook."""
    sheet = book.add_worksheet(SHEET)
    head, units = record.head_text(), record.unit_texts()
    rows = [("format", FORMAT), ("digest", digest_of(head, units)), ("head", head), *(("unit", text) for text in units)]
    for row, (key, text) in enumerate(rows):
        sheet.write_string(row, 0, key)
        for piece in range(0, len(text), _PIECE):
            sheet.write_string(row, 1 + piece // _PIECE, text[piece : piece + _PIECE])
    sheet.very_hidden()


def read_record(path: Path) -> Loaded[RekapRecord]:
    """Return the record a rekap holds; None with why the file was refused, BUKU-100 when it holds none, or BUKU-101
    when what it holds was changed since it was written."""
    opened = open_book(path)
    if opened.value is None:
        return Loaded(value=None, temuan=opened.temuan)
    sheet = opened.value.sheet(SHEET)
    at = CellPos(workbook=path.name, sheet="" if sheet is None else sheet.name)
    texts = {key: _texts(sheet, key) for key in _KEYS} if sheet else {}
    if not texts or texts["format"] != [FORMAT]:
        return Loaded(value=None, temuan=(Temuan.of(Code.BUKU_100, CellPos(workbook=path.name)),))
    changed = Loaded[RekapRecord](value=None, temuan=(Temuan.of(Code.BUKU_101, at),))
    if len(texts["head"]) != 1 or texts["digest"] != [digest_of(texts["head"][0], texts["unit"])]:
        return changed
    try:
        return Loaded(value=RekapRecord.of_texts(texts["head"][0], texts["unit"]))
    except ValueError:
        return changed


def _texts(sheet: Sheet, key: str) -> list[str]:
    """Return the texts of all rows with a key, their pieces joined."""
    return ["".join(str(cell) for cell in row[1:] if cell is not None) for row in sheet.rows if row and row[0] == key]
