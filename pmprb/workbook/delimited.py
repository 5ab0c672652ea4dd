"""A list saved as text (.csv), read as a workbook of one sheet: what Excel in any language saves, and other programs.

Enters: a path. Leaves: a `Book` of texts, or None with the temuan that refuses it. Numbers stay text: a code 1.10 is no
1.1. What parts the columns is taken from the first line that has any: semicolon, comma or tab.
"""

from __future__ import annotations

import csv
import hashlib
import re
from io import StringIO
from pathlib import Path

from pmprb.temuan import CellPos, CellsOutOfReach, Loaded, NotAWorkbook, OversizedWorkbook
from pmprb.text import readable
from pmprb.workbook.book import Book, Sheet
from pmprb.workbook.container import Refused, read_bytes
from pmprb.workbook.slow_child import MAX_COLUMNS, MAX_ROWS, MB

SUFFIXES = frozenset({".csv", ".tsv"})
_PARTING = ";,\t"
MOST = 4 * MB
"""The largest list that is read."""


def open_delimited(path: Path) -> Loaded[Book]:
    """Return the rows of a .csv. BUKU-001 when it cannot be opened, -002 when it is no text, -005 and -008 when it is
    too large. Never raises for what a file holds."""
    at = CellPos(workbook=readable(path.name))
    try:
        data = read_bytes(path, MOST)
    except Refused as refused:
        return Loaded(value=None, temuan=(refused.temuan(at.workbook),))
    if len(data) > MOST:
        return Loaded(value=None, temuan=(OversizedWorkbook(at, reason="file", part="", limit=f"{MOST // MB} MB"),))
    text = _decoded(data)
    if text is None:
        return Loaded(value=None, temuan=(NotAWorkbook(at, reason="unknown"),))
    rows: list[tuple[str | None, ...]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=_parted_by(text)):
            if len(rows) >= MAX_ROWS or len(row) > MAX_COLUMNS:
                limit = f"ZZ{MAX_ROWS}"
                told = CellsOutOfReach(at, reason="beyond", part="", cell=f"A{len(rows) + 1}", limit=limit)
                return Loaded(value=None, temuan=(told,))
            rows.append(tuple(_said(cell) for cell in row))
    except csv.Error:
        return Loaded(value=None, temuan=(NotAWorkbook(at, reason="text"),))
    width = max(map(len, rows), default=0)
    filled = tuple((*row, *(None,) * (width - len(row))) for row in rows)
    sheet = Sheet(name=readable(path.stem)[:31], rows=filled)
    return Loaded(value=Book(at.workbook, hashlib.sha256(data).hexdigest(), (sheet,), ""))


_SAFE = re.compile(r"'+\s*[=+@-]")


def _said(cell: str) -> str | None:
    """Return what a cell says: an apostrophe that keeps a text from being a formula is none of it."""
    text = readable(cell)
    return (text[1:] if _SAFE.match(text) else text) or None


def _decoded(data: bytes) -> str | None:
    """Return the text: UTF-8, UTF-16 with its mark, or what Windows wrote before; None for bytes that are no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return None
    if b"\x00" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _parted_by(text: str) -> str:
    """Return what parts the columns: the sign that the first line with any has most of, outside quotes."""
    for line in text.splitlines():
        bare = "".join(line.split('"')[::2])
        counts = {sign: bare.count(sign) for sign in _PARTING}
        if any(counts.values()):
            return max(counts, key=lambda sign: counts[sign])
    return ";"
