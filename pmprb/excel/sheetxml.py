"""The XML a parser may see, by positive grammar, and the facts a parser would lose.

Enters: the bytes of a sheet, a shared string table or a style sheet, already known to be UTF-8 without a
DTD. Leaves: the same content cut down to what a reading needs, with every cell and row reference proved to
lie inside A1:ZZ9999; or None when the part is written in a way this grammar does not know (it may still be
legitimate: `pmprb.excel.slow` tidies it, and the result comes back here). Refuses to know: packages, values.

Nothing outside the grammar is searched for: a part is accepted only when the pattern covers it from its
first byte to its last, so an unforeseen spelling is never let through, only sent the slow way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from string import ascii_uppercase
from xml.sax.saxutils import unescape

MAX_ROWS = 9999
MAX_COLUMNS = 702  # ZZ
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PROLOG = b'<?xml version="1.0" encoding="UTF-8"?>'

COLUMNS: Mapping[bytes, int] = {
    "".join(letters).encode(): number
    for number, letters in enumerate([*product(ascii_uppercase), *product(ascii_uppercase, repeat=2)])
}
"""0-based column by its letters, A to ZZ."""

# The seven error texts every reader knows; newer ones (#SPILL!, #CALC!) make calamine drop the whole sheet.
_KNOWN_ERRORS = frozenset((b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"))

# Every quantifier is possessive: the match is linear in the input, whatever the input.
_REF = rb"[A-Z]{1,2}+[1-9][0-9]{0,3}+"
_ATTRIBUTES = rb'(?: [A-Za-z0-9:]++="[^"<>&]*+")*+'
_RICH = (
    rb"<is>(?:[^<]++|</?(?:t|r|rPr|rPh|phoneticPr|rFont|charset|family|b|i|strike|outline|shadow|condense|extend|"
    rb"color|sz|u|vertAlign|scheme)(?: [^<>]*+|/)?+>)*+</is>"
)
_CELL = (
    rb'<c r="' + _REF + rb'"' + _ATTRIBUTES + rb"(?> ?/>|>"
    rb"(?><f(?: [^<>]*+)?+>(?:[^<]*+</f>)?+|<f/>)?+"
    rb"(?><v>[^<]*+</v>|<v ?/>)?+"
    rb"(?:" + _RICH + rb"|<is ?/>)?+</c>)"
)
_ROW = rb'<row r="[1-9][0-9]{0,3}+"' + _ATTRIBUTES + rb"(?> ?/>|>(?:" + _CELL + rb")*+</row>)"
_SHEET_DATA = re.compile(rb"(?:" + _ROW + rb")*+")
_HEAD = re.compile(rb"\s*+(?:<\?xml[^<>]*+>)?+\s*+<worksheet[\s>]")
_COLS = re.compile(rb"<cols>(?:<col" + _ATTRIBUTES + rb" ?/>)*+</cols>")
_HIDDEN_COL = re.compile(rb'<col (?=[^<>]*?hidden="(?:1|true)")(?=[^<>]*?min="([0-9]{1,5})")[^<>]*?max="([0-9]{1,5})"')
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]++)"[^<>]*? hidden="(?:1|true)"')
_FORMULA = re.compile(rb"<f[ />]")
_CELL_START = re.compile(rb'<c r="([A-Z]++)([0-9]++)"([^<>]*+)>')
_RESULT = re.compile(rb"(?><f[^<>]*/>|<f[^<>]*+>[^<]*+</f>)(<v>[^<]*+</v>|<v ?/>)?+")
_NO_RESULT = (b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />", b"/></c>", b"/><v></v>", b"/><v/>", b"/><v />")
_ERROR_MARK = re.compile(rb' t="e"')
_ERROR_VALUE = re.compile(rb"(?><f[^<>]*/>|<f[^<>]*+>[^<]*+</f>)?+<v>([^<]*+)</v>")
_STRING_INDEX = re.compile(rb' t="s"[^<>]*+>(?:<f[^<>]*+>(?:[^<]*+</f>)?+)?+<v>\s*+([0-9]{1,9}+)\s*+</v>')


@dataclass(frozen=True)
class SheetFacts:
    """What the XML of one sheet says beside its values. Positions are 0-based (row, column).

    `state` is "visible", "hidden" or "veryHidden". `errors` maps error cells to their text ("#REF!");
    `uncached` are the cells of `formulas` without a stored result.
    """

    name: str
    state: str = "visible"
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas: frozenset[tuple[int, int]] = frozenset()
    uncached: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ScannedSheet:
    """A sheet that passed the grammar: its facts, the XML to be parsed, and how many cells point at a string."""

    facts: SheetFacts
    xml: bytes
    string_cells: int


def scan_sheet(xml: bytes, name: str, state: str) -> ScannedSheet | None:
    """Return the sheet cut down to its cells, with its facts; None when the grammar does not know its spelling.

    Only `<sheetData>` is kept: dimension, merges, validations and drawings never reach a parser. Error texts
    outside the classical seven are replaced by #N/A in the XML, and kept as they were in the facts.
    """
    start = xml.find(b"<sheetData")
    head = xml[:start]
    if start < 0 or b"<!" in xml or not _HEAD.match(head) or head.count(b"<?") > 1:
        return None
    if not xml.rstrip().endswith(b"</worksheet>") or xml.find(b"<sheetData", start + 1) >= 0:
        return None
    region = _region(xml, start)
    if region is None or not _SHEET_DATA.fullmatch(region):
        return None
    columns = _hidden_columns(head)
    if columns is None:
        return None
    errors, region = _errors(region)
    formulas, uncached = _formulas(region)
    facts = SheetFacts(
        name=name,
        state=state,
        errors=errors,
        formulas=formulas,
        uncached=uncached,
        hidden_rows=_hidden_rows(region),
        hidden_columns=columns,
    )
    clean = b"".join((PROLOG, b"<worksheet ", MAIN, b"><sheetData>", region, b"</sheetData></worksheet>"))
    return ScannedSheet(facts=facts, xml=clean, string_cells=region.count(b' t="s"'))


def string_indices(sheet: ScannedSheet) -> list[int]:
    """Return the index of the shared string of every cell that has one."""
    return [int(index) for index in _STRING_INDEX.findall(sheet.xml)]


def trim_strings(xml: bytes) -> bytes | None:
    """Return the shared string table with a bare root (its counts are promises nobody keeps); None when odd."""
    return _rerooted(xml, b"sst")


def trim_styles(xml: bytes) -> bytes | None:
    """Return a style sheet with nothing but number formats and cell formats, which tell dates; None when odd."""
    root = _rerooted(xml, b"styleSheet")
    if root is None:
        return None
    kept = []
    for tag in (b"numFmts", b"cellXfs"):
        start, end = xml.find(b"<" + tag), xml.find(b"</" + tag + b">")
        if start >= 0 and end > start:
            inner = xml.find(b">", start) + 1
            if not inner <= end:
                return None
            kept += [b"<", tag, b">", xml[inner:end], b"</", tag, b">"]
        elif b":" + tag in xml:
            return None
    return b"".join((PROLOG, b"<styleSheet ", MAIN, b">", *kept, b"</styleSheet>"))


def _rerooted(xml: bytes, tag: bytes) -> bytes | None:
    """Return the document under a root without attributes; None when prefixed, commented or not closed."""
    root = re.match(rb"\s*+(?:<\?xml[^<>]*+>)?+\s*+<" + tag + rb"(?:\s[^<>]*+)?+>", xml)
    if root is None or b"<!" in xml or xml.count(b"<?") > 1:
        return None
    if xml[: root.end()].endswith(b"/>"):
        inner = b""
    else:
        end = xml.rfind(b"</" + tag + b">")
        if end < root.end() or xml[end + len(tag) + 3 :].strip():
            return None
        inner = xml[root.end() : end]
    return b"".join((PROLOG, b"<", tag, b" ", MAIN, b">", inner, b"</", tag, b">"))


def _region(xml: bytes, start: int) -> bytes | None:
    """Return what stands between <sheetData> and </sheetData>; None when the tags are not plain."""
    if xml.startswith((b"<sheetData/>", b"<sheetData />"), start):
        return b""
    end = xml.find(b"</sheetData>", start)
    if not xml.startswith(b"<sheetData>", start) or end < 0:
        return None
    return xml[start + 11 : end]


def _position(region: bytes, at: int) -> tuple[tuple[int, int], bytes]:
    """Return (row, column) and the further attributes of the cell whose inside or tag holds byte `at`."""
    cell = _CELL_START.match(region, region.rfind(b"<c ", 0, at + 1))
    if cell is None:  # the grammar has matched: cannot be
        raise AssertionError("byte outside a cell")
    return (int(cell[2]) - 1, COLUMNS[cell[1]]), cell[3]


def _errors(region: bytes) -> tuple[dict[tuple[int, int], str], bytes]:
    """Return the error cells with their text, and the region with unknown error texts replaced by #N/A."""
    errors: dict[tuple[int, int], str] = {}
    pieces: list[bytes] = []
    done = 0
    for found in _ERROR_MARK.finditer(region):
        position, attributes = _position(region, found.start())
        if b' t="e"' not in attributes:  # the same characters inside a text
            continue
        value = _ERROR_VALUE.match(region, region.find(b">", found.end()) + 1)
        text = value[1].strip() if value else b""
        errors[position] = unescape(text.decode("utf-8", "replace")) or "#N/A"
        if value and value[1] not in _KNOWN_ERRORS:
            pieces += [region[done : value.start(1)], b"#N/A"]
            done = value.end(1)
    return errors, b"".join((*pieces, region[done:])) if pieces else region


def _formulas(region: bytes) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """Return the formula cells, and those of them without a stored result.

    A formula whose stored result is the empty text (`t="str"` with an empty value) has a result.
    """
    formulas: list[tuple[int, int]] = []
    uncached: list[tuple[int, int]] = []
    doubtful = any(mark in region for mark in _NO_RESULT)
    for found in _FORMULA.finditer(region):
        position, attributes = _position(region, found.start())
        formulas.append(position)
        if doubtful:
            result = _RESULT.match(region, found.start())
            value = result[1] if result else None
            if value is None or (not value[3:-4] and b' t="str"' not in attributes):
                uncached.append(position)
    return frozenset(formulas), frozenset(uncached)


def _hidden_rows(region: bytes) -> frozenset[int]:
    """Return the hidden rows, 0-based."""
    if b" hidden=" not in region:
        return frozenset()
    return frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(region))


def _hidden_columns(head: bytes) -> frozenset[int] | None:
    """Return the hidden columns, 0-based and no further than ZZ; None when <cols> is not plain."""
    start = head.find(b"<cols")
    if start < 0:
        return frozenset()
    cols = _COLS.match(head, start)
    if cols is None:
        return None
    hidden: set[int] = set()
    for first, last in _HIDDEN_COL.findall(cols[0]):
        hidden.update(range(int(first) - 1, min(int(last), MAX_COLUMNS)))
    return frozenset(hidden)
