"""Which cells are shown as per cents: "75%" typed into a cell is stored as 0.75 with a format, and read as 0.75.

Enters: a guarded package, whose sheets and styles are already known to be well-formed. Leaves: positions. Refuses to
know: what a per cent means; looked for only when asked.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property
from zipfile import ZipFile

from pmprb.excel.sheetxml import COLUMNS

_BUILT_IN = frozenset((9, 10))
_FORMAT = re.compile(rb"<numFmt\s[^<>]*+>")
_STYLE = re.compile(rb"<xf\s[^<>]*+>")
_NUMBER_FORMAT = re.compile(rb'\snumFmtId="([0-9]{1,6})"')
_CODE = re.compile(rb'\sformatCode="([^"<>]*+)"')
# Quoted texts, escaped characters and [conditions] hold no sign of a per cent.
_LITERAL = re.compile(rb"&quot;.*?&quot;|\\.|\[[^\]]*+\]")
_CELL = re.compile(rb'<c r="([A-Z]{1,2})([0-9]{1,6})" s="([0-9]{1,6})"')


@dataclass(frozen=True)
class PercentCells:
    """The cells of one sheet that are shown as per cents; `number` is the sheet's place in the package from 0."""

    package: bytes
    number: int

    @cached_property
    def found(self) -> frozenset[tuple[int, int]]:
        """Their positions, 0-based (row, column)."""
        with ZipFile(io.BytesIO(self.package)) as parts:
            if "xl/styles.xml" not in parts.namelist():
                return frozenset()
            styles = percent_styles(parts.read("xl/styles.xml"))
            if not styles:
                return frozenset()
            sheet = parts.read(f"xl/worksheets/sheet{self.number + 1}.xml")
        cells = (cell.groups() for cell in _CELL.finditer(sheet))
        return frozenset((int(row) - 1, COLUMNS[letters]) for letters, row, style in cells if int(style) in styles)


def percent_styles(xml: bytes) -> frozenset[int]:
    """Return the numbers of the cell formats that show a per cent."""
    shown = set(_BUILT_IN)
    start = xml.find(b"<cellXfs")
    for tag in _FORMAT.findall(xml, 0, start if start >= 0 else len(xml)):
        number, code = _NUMBER_FORMAT.search(tag), _CODE.search(tag)
        if number and code and b"%" in _LITERAL.sub(b"", code[1]):
            shown.add(int(number[1]))
    listed = _STYLE.findall(xml, max(start, 0), xml.find(b"</cellXfs>") if start >= 0 else 0)
    found = (_NUMBER_FORMAT.search(tag) for tag in listed)
    return frozenset(place for place, number in enumerate(found) if number and int(number[1]) in shown)
