"""How this program dressed the cells of a workbook: colours, bold letters, words around a printed page, tabs.

Enters: a workbook of XlsxWriter about to be written. Leaves: rows beside the marks of `own_cells`, by which a later run
sees what a person made to stand out. Refuses to know: what stands in the cells, and where within its column each is.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pmprb.records import dataclass
from pmprb.sheets.own_cells import mark_of, packed, unpacked

OWN_LOOKS = "_rupa"
"""The word before each row that says how the cells of a sheet's columns were dressed."""

Dress = tuple[str, str, bool, bool, bool, bool]
"""Colour of the ground and of the letters, as six letters; whether these are bold, slanted, underlined, struck out."""

PLAIN: Dress = ("ffffff", "000000", False, False, False, False)

_ANY = 0xFFF
"""So many cells, or more."""
_CODE = re.compile(r'&(?:"[^"]{0,200}"|[0-9]{1,3}|K[0-9A-Fa-f]{6}|K[0-9]{2}[+-][0-9]{3}|[A-Za-z])')


@dataclass(frozen=True)
class OwnLooks:
    """What a sheet was given: by column the mark of each dress with how many cells have it, its tab's colour, the words
    around its printed page."""

    columns: Sequence[Mapping[str, int]]
    tab: str
    printed: str


def dress_mark(dress: Dress) -> str:
    """Return the mark of a dress."""
    ground, letters, *switches = dress
    return mark_of(f"{ground} {letters} {''.join('x' if one else '-' for one in switches)}")


def printed_words(texts: Iterable[str]) -> str:
    """Return what headers and footers say, without the codes for fonts and places that each program writes its way."""
    return " ".join(" ".join(_CODE.sub(" ", text) for text in texts).split())


def look_rows(pages: Iterable[Any]) -> Iterator[tuple[str, ...]]:
    """Yield the rows to remember of XlsxWriter's sheets; the longest text last."""
    for page in pages:
        columns: dict[int, Counter[Any]] = defaultdict(Counter)
        for row, cells in page.table.items():
            info = page.row_info.get(row)
            whole = info.row_format if info else None
            for column, cell in cells.items():
                columns[column][cell.format or whole] += 1
        for column, info in page.col_info.items():
            columns[column][info.column_format] += _ANY
        marks = {one: dress_mark(_dress_of(one)) for one in set().union(*columns.values()) if one is not None}
        lines: list[dict[int, str]] = []
        for column in range(max(columns, default=-1) + 1):
            given: Counter[str] = Counter()
            for one, count in columns.get(column, {}).items():
                given.update({marks[one]: count} if one is not None else {})
            told = (text for mark, count in sorted(given.items()) for text in (mark, f"{min(count, _ANY):03x}"))
            lines.append(dict(enumerate(told)))
        around = mark_of(printed_words((page.header, page.footer)))
        yield (OWN_LOOKS, page.name, _colour(page.tab_color, ""), around, packed(lines))


def _dress_of(style: Any) -> Dress:
    ground = style.fg_color if style.fg_color and style.pattern == 1 else style.bg_color
    switches = (style.bold, style.italic, style.underline, style.font_strikeout)
    bold, slanted, lined, struck = map(bool, switches)
    return _colour(ground, PLAIN[0]), _colour(style.font_color, PLAIN[1]), bold, slanted, lined, struck


def _colour(colour: Any, otherwise: str) -> str:
    return colour._rgb_hex_value()[-6:].lower() if colour else otherwise


def looks_remembered(rows: Iterable[Sequence[object]]) -> dict[str, OwnLooks]:
    """Return what sheets were given, by name, from the rows of the sheet that remembers it."""
    found: dict[str, OwnLooks] = {}
    for row in rows:
        if len(row) >= 5 and row[0] == OWN_LOOKS:
            name, tab, printed = (str(one or "") for one in row[1:4])
            text = "".join(str(one) for one in row[4:] if one is not None)
            found[name] = OwnLooks([_of_column(line) for line in unpacked(text)], tab, printed)
    return found


def _of_column(line: Mapping[int, str]) -> dict[str, int]:
    counts = {line[at]: int(line.get(at + 1, ""), 16) for at in range(0, len(line), 2)}
    return {mark: count if count < _ANY else sys.maxsize for mark, count in counts.items()}
