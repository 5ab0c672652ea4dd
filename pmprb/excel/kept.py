"""The very hidden sheet by which a workbook of ours is known as a rekap, without reading what it holds.

Enters: a book, or a path. Leaves: the name of the record's format; whether a file looks like a rekap.
Refuses to know: what a record means.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from pmprb.excel.book import Book

SHEET = "_data"
REKAP, PROVINCE = "pmprb-rekap-1", "pmprb-rekap-provinsi-1"
_OURS = "pmprb-rekap-"
_LOOKED_AT = 256 * 1024


def kept_format(book: Book) -> str:
    """Return the format of the record a book holds; empty when it holds none of ours."""
    sheet = book.sheet(SHEET)
    first = sheet.rows[0][:2] if sheet and sheet.rows else ()
    return str(first[1]) if len(first) == 2 and first[0] == "format" and str(first[1]).startswith(_OURS) else ""


def looks_like_rekap(path: Path) -> bool:
    """Return whether a file's list of sheets names the record's: a glance of a millisecond, proved by reading it."""
    try:
        with zipfile.ZipFile(path) as package, package.open("xl/workbook.xml") as part:
            return f'"{SHEET}"'.encode() in part.read(_LOOKED_AT)
    except Exception:  # whatever is odd about the file is told when it is read
        return False
