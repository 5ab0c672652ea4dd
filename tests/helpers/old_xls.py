"""Excel 97-2003 workbooks (.xls) made by hand: BIFF8 records in an OLE container, nothing more than a reading needs."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

Cell = str | float | bool | tuple[str, float]
"""A value; ("=", 0.5) is a formula with its result, ("#", 0x17) the error #REF!, ("%", 0.85) a per cent, and
("date", 45658) a day."""

_FREE, _CHAIN_END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STYLES = {"%": 1, "date": 2}


@dataclass(frozen=True)
class OldSheet:
    """A sheet: cells by (row, column) from 0, and what is hidden; `state` 1 is hidden, 2 very hidden."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    state: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = field(default=())


def old_xls(*sheets: OldSheet, locked: bool = False) -> bytes:
    """Return the workbook; `locked` marks it as encrypted with a password."""
    return container(book_stream(*sheets, locked=locked))


def book_stream(*sheets: OldSheet, locked: bool = False) -> bytes:
    """Return the stream `Workbook`."""
    bodies = [_sheet(sheet) for sheet in sheets]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x1000, 1997, 0, 6))
    if locked:
        head += _record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    head += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, bytes(2))
    head += _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 8, 400, 0, 0, 0, 0, 0) + _text("Arial", 1)) * 5
    for number, code in ((164, "0.0%"), (165, "yyyy-mm-dd")):
        head += _record(0x041E, struct.pack("<H", number) + _text(code, 2))
    head += b"".join(_record(0x00E0, struct.pack("<HHH", 0, key, 0) + bytes(14)) for key in (0, 164, 165))
    names = [struct.pack("<BB", sheet.state, 0) + _text(sheet.name, 1) for sheet in sheets]
    at = len(head) + sum(8 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += _record(0x0085, struct.pack("<I", at) + name)
        at += len(body)
    return head + _record(0x000A, b"") + b"".join(bodies)


def container(stream: bytes, name: str = "Workbook") -> bytes:
    """Return an OLE container with one stream of up to some 60 KB."""
    stream += bytes(-len(stream) % 512) if len(stream) >= 4096 else bytes(4096 - len(stream))
    sectors = len(stream) // 512
    if sectors > 126:
        raise ValueError("one sector of the table holds no longer stream")
    table = [_FAT, _CHAIN_END, *range(3, sectors + 2), _CHAIN_END]
    table += [_FREE] * (128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6sIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, 1, 1, 0, 4096, _CHAIN_END, 0, _CHAIN_END, 0
    )
    head += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    directory = _entry("Root Entry", 5, 1, _CHAIN_END, 0) + _entry(name, 2, _FREE, 2, len(stream)) + bytes(256)
    return head + struct.pack("<128I", *table) + directory + stream


def _sheet(sheet: OldSheet) -> bytes:
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0x1000, 1997, 0, 6))
    body += b"".join(
        _record(0x007D, struct.pack("<HHHHHH", column, column, 2000, 0, 1, 0)) for column in sheet.hidden_columns
    )
    rows = max((row for row, _ in sheet.cells), default=0) + 1
    body += _record(0x0200, struct.pack("<IIHHH", 0, rows, 0, 256, 0))
    for row in sheet.hidden_rows:
        body += _record(0x0208, struct.pack("<HHHHHHI", row, 0, 1, 255, 0, 0, 0x20))
    body += b"".join(_cell(row, column, value) for (row, column), value in sheet.cells.items())
    return body + _record(0x000A, b"")


def _cell(row: int, column: int, value: Cell) -> bytes:
    kind, given = value if isinstance(value, tuple) else ("", value)
    at = struct.pack("<HHH", row, column, _STYLES.get(kind, 0))
    if kind == "=":
        return _record(0x0006, at + struct.pack("<dHI", given, 0, 0) + struct.pack("<H3s", 3, b"\x1e\x01\x00"))
    if kind == "#" or isinstance(given, bool):
        return _record(0x0205, at + struct.pack("<BB", int(given), kind == "#"))
    if isinstance(given, str):
        return _record(0x0204, at + _text(given, 2))
    return _record(0x0203, at + struct.pack("<d", given))


def _record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _text(text: str, size: int) -> bytes:
    return len(text).to_bytes(size, "little") + b"\x01" + text.encode("utf-16-le")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    return (
        coded.ljust(64, b"\0") + struct.pack("<H", len(coded)) + links + bytes(36) + struct.pack("<III", start, size, 0)
    )
