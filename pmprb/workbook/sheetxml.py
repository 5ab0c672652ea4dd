"""The XML a parser may see, by positive grammar, and the facts a parser would lose.

Enters: the bytes of a sheet, a shared string table or a style sheet, already known to be UTF-8 without a
DTD. Leaves: the same content cut down to what a reading needs, with every cell and row reference proved to
lie inside A1:ZZ9999 (A1:ZZ999999 in a long reading); or None when the part is written in a way this grammar
does not know (it may still be legitimate: `pmprb.excel.slow` tidies it, and the result comes back here).
Refuses to know: packages, values.

Nothing outside the grammar is searched for: a part is accepted only when the pattern covers it from its
first byte to its last, so an unforeseen spelling is never let through, only sent the slow way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache, cached_property, lru_cache
from itertools import islice
from string import ascii_uppercase

from pmprb.records import dataclass
from pmprb.workbook.formula_cells import COLUMNS, FORMULA, FormulaCells, position
from pmprb.workbook.slow_child import MAX_COLUMNS

Bytes = bytes | memoryview
Pieces = tuple[Bytes, ...]
"""A part in pieces, so that the large ones are copied only once."""

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PROLOG = b'<?xml version="1.0" encoding="UTF-8"?>'

# The seven error texts every reader knows; newer ones (#SPILL!, #CALC!) make calamine drop the whole sheet.
_KNOWN_ERRORS = frozenset((b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"))

# Every quantifier is possessive: the match is linear in the input, whatever the input. A second `r` cannot pass:
# no attribute after the first may bear that name.
_ROW = rb"[1-9][0-9]{0,3}+"
_LONG_ROW = rb"[1-9][0-9]{0,5}+"
_ATTRIBUTES = rb'(?: (?:s|[A-Za-z0-9]{2,}+(?::[A-Za-z0-9]{2,}+)?+)="[^"<>&]*+")*+'
_RICH = (
    rb"<is>(?:[^<]++|</?(?:t|r|rPr|rPh|phoneticPr|rFont|charset|family|b|i|strike|outline|shadow|condense|extend|"
    rb"color|sz|u|vertAlign|scheme)(?: [^<>]*+|/)?+>)*+</is>"
)
_NUMBER = rb"-?+[0-9]*+(?:\.[0-9]*+)?+(?:[Ee][-+]?+[0-9]{1,2}+)?+"
_EMPTY = rb"|<v ?/>"
_TYPES = (  # type, body of nearly every such cell, any body
    (rb' t="s"', rb"<v>[0-9]{1,9}+</v>", rb"<v>[0-9]{0,9}+</v>" + _EMPTY),
    (rb'(?: t="n")?+', rb"<v>" + _NUMBER + rb"</v>", rb"<v>" + _NUMBER + rb"</v>" + _EMPTY),
    (rb' t="inlineStr"', rb"<is><t>[^<]*+</t></is>", _RICH + rb"|<is ?/>"),
    (rb' t="(?:str|d)"', rb"<v>[^<]*+</v>", rb"<v>[^<]*+</v>" + _EMPTY),
    (rb' t="b"', rb"<v>[01]</v>", rb"<v>(?:[01]|true|false)?+</v>" + _EMPTY),
    (rb' t="e"', rb"<v>[^<]*+</v>", rb"<v>[^<]*+</v>" + _EMPTY),
)
"""calamine reads a string index that is no number as 0, and a text in <v> of an inline string as nothing."""
_STYLE = rb' s="[0-9]*+"'
_FREQUENT = (
    rb' t="(?:s"><v>[0-9]{1,9}+</v></c>'
    rb'|inlineStr"><is><t>[^<]*+</t></is></c>'
    rb'|str"><f>[^<]*+</f><v>[^<]*+</v></c>'
    rb'|n"(?: ?/>|>DIGITS</c>))'
    rb"|/>"
    rb"|>(?:<f>[^<]*+</f>(?:DIGITS|<v ?/>)|DIGITS)</c>"
).replace(b"DIGITS", rb"<v>[0-9]*+(?:\.[0-9]*+)?+</v>")
"""What follows the style of most cells. Every one of these is also among the types above: it is only found sooner."""


def _grammar(types: tuple[tuple[bytes, bytes, bytes], ...], attributes: bytes, row: bytes) -> re.Pattern[bytes]:
    """Return the pattern of all rows, with cells of these types, rows with these attributes and such row numbers."""
    cells = b"|".join(
        kind + rb'(?: (?:cm|vm|ph)="[0-9]*+")*+(?>>%b</c>| ?/>|>(?:%b)?+(?:%b)?+</c>)' % (usual, FORMULA, body)
        for kind, usual, body in types
    )
    cell = rb'<c r="[A-Z]{1,2}+%b"(?>%b(?:%b)|(?:%b)?+(?>%b))' % (row, _STYLE, _FREQUENT, _STYLE, cells)
    return re.compile(rb'(?:<row r="%b"%b(?> ?/>|>(?:%b)*+</row>))*+' % (row, attributes, cell))


_CALM_ROWS = _grammar(_TYPES[:-1], _ATTRIBUTES.replace(b" ", b" (?!hidden)", 1), _ROW)
"""All rows without error cells and hidden rows: most sheets match it, and need not be searched for either."""


@cache
def _all_rows(long: bool) -> re.Pattern[bytes]:
    """Return the pattern of all rows, of a long reading or of any other; made when a sheet is not calm."""
    return _grammar(_TYPES, _ATTRIBUTES, _LONG_ROW if long else _ROW)


_HEAD = re.compile(rb"\s*+(?:<\?xml[^<>]*+>)?+\s*+<worksheet[\s>]")
_COLS = re.compile(rb"<cols>(?:<col" + _ATTRIBUTES + rb" ?/>)*+</cols>")
_HIDDEN_COL = re.compile(rb'<col (?=[^<>]*?hidden="(?:1|true)")(?=[^<>]*?min="([0-9]{1,5})")[^<>]*?max="([0-9]{1,5})"')
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]++)"[^<>]*? hidden="(?:1|true)"')
# A cell's start tag down to its type; anchored at "<", which no text holds, so that no text can pose as a cell.
_TYPED = rb'<c r="([A-Z0-9]++)"(?: s="[0-9]*+")?+ t="%b"[^<>]*+>(?:' + FORMULA + rb")?+"
_ERROR_CELL = re.compile(_TYPED.replace(b"%b", b"e") + rb"(?:<v>([^<]*+)</v>)?+")
_STRING_CELL = re.compile(_TYPED.replace(b"%b", b"s") + rb"<v>\s*+([0-9]{1,9}+)\s*+</v>")
_CELL_ROW, _CELL_COLUMN = re.compile(rb'<c r="[A-Z]++([0-9]++)"'), re.compile(rb'<c r="([A-Z]++)')
_END = b"</worksheet>"
_FEW_MARKS = 100


@dataclass(frozen=True)
class SheetFacts:
    """What the XML of one sheet says beside its values. Positions are 0-based (row, column).

    `state` is "visible", "hidden" or "veryHidden". `errors` maps error cells to their text ("#REF!");
    `formula_cells` finds the cells with a formula when asked.
    """

    name: str
    state: str = "visible"
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formula_cells: FormulaCells | None = None
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ScannedSheet:
    """A sheet that passed the grammar: its facts, and the rows to be parsed."""

    facts: SheetFacts
    rows: Bytes

    def document(self) -> Pieces:
        """Return the sheet as a part of its own."""
        return (PROLOG, b"<worksheet ", MAIN, b"><sheetData>", self.rows, b"</sheetData></worksheet>")


def scan_sheet(xml: bytes, name: str, state: str, long: bool = False) -> ScannedSheet | None:
    """Return the sheet cut down to its cells, with its facts; None when the grammar does not know its spelling.

    Only `<sheetData>` is kept: dimension, merges, validations and drawings never reach a parser; of a sheet without
    error cells and hidden rows no formula does either, two fifths of a worksheet that it would read over to no end.
    Error texts outside the classical seven are replaced by #N/A in the rows, and kept as they were in the facts. A
    `long` sheet may go down to row 999,999: whoever lets it through must bound its used area (`used_cells`).
    """
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    head = xml[: max(start, 0)]
    if not _HEAD.match(head) or b"<!" in head or head.count(b"<?") > 1 or not xml[-64:].rstrip().endswith(_END):
        return None
    if xml.startswith((b"<sheetData/>", b"<sheetData />"), start) and end < 0:
        start = end = start + 1
    elif xml.startswith(b"<sheetData>", start) and end > start:
        start += len(b"<sheetData>")
    else:
        return None
    columns = _hidden_columns(head)
    calm = not long and _CALM_ROWS.fullmatch(xml, start, end) is not None
    known = calm or _all_rows(long).fullmatch(xml, start, end)
    if columns is None or xml.find(b"<sheetData", end) >= 0 or not known:
        return None
    formula_cells = FormulaCells(xml, start, end)
    errors, rows = ({}, formula_cells.left) if calm else _errors(xml, start, end)
    facts = SheetFacts(
        name=name,
        state=state,
        errors=errors,
        formula_cells=formula_cells,
        hidden_rows=frozenset() if calm else _hidden_rows(xml, start, end),
        hidden_columns=columns,
    )
    return ScannedSheet(facts=facts, rows=rows)


def used_cells(sheet: ScannedSheet) -> int:
    """Return how many cells lie between A1 and the last column and row any cell names: what a parser sets aside."""
    rows, columns = (set(place.findall(sheet.rows)) for place in (_CELL_ROW, _CELL_COLUMN))
    return max(map(int, rows), default=0) * (1 + max(map(COLUMNS.__getitem__, columns), default=0))


def string_indices(sheet: ScannedSheet) -> Iterator[int]:
    """Yield the index of the shared string of every cell that has one."""
    rows = bytes(sheet.rows)
    if rows.rfind(b' t="s"') < 0:  # from behind: three times faster than from the front, ten times than the pattern
        return
    for found in _STRING_CELL.finditer(rows):
        yield int(found[2])


def trim_strings(xml: bytes) -> Pieces | None:
    """Return the shared string table with a bare root (its counts are promises nobody keeps); None when odd."""
    return _rerooted(xml, b"sst")


def trim_styles(xml: bytes) -> Pieces | None:
    """Return a style sheet with nothing but number formats and cell formats, which tell dates; None when odd."""
    if _rerooted(xml, b"styleSheet") is None:
        return None
    kept: list[Bytes] = []
    for tag in (b"numFmts", b"cellXfs"):
        start, end = xml.find(b"<" + tag), xml.find(b"</" + tag + b">")
        if 0 <= start < end:
            inner = xml.find(b">", start) + 1
            if not inner <= end:
                return None
            kept += [b"<", tag, b">", xml[inner:end], b"</", tag, b">"]
        elif b":" + tag in xml:
            return None
    return (PROLOG, b"<styleSheet ", MAIN, b">", *kept, b"</styleSheet>")


def _rerooted(xml: bytes, tag: bytes) -> Pieces | None:
    """Return the document under a root without attributes; None when prefixed, commented or not closed."""
    root = re.match(rb"\s*+(?:<\?xml[^<>]*+>)?+\s*+<" + tag + rb"(?:\s[^<>]*+|/)?+>", xml)
    if root is None or _has_tag(xml, b"!", 0) or _has_tag(xml, b"?", root.end()):
        return None
    start = end = root.end()
    if xml[start - 2 : start] != b"/>":
        end = xml.rfind(b"</" + tag + b">")
        if end < start or xml[end + len(tag) + 3 :].strip():
            return None
    elif xml[start:].strip():
        return None
    return (PROLOG, b"<", tag, b" ", MAIN, b">", memoryview(xml)[start:end], b"</", tag, b">")


def _has_tag(xml: bytes, mark: bytes, start: int) -> bool:
    """True when "<" and this mark follow one another: the few marks are looked at, not the many "<"."""
    at = start
    for _ in range(_FEW_MARKS):
        at = xml.find(mark, at + 1)
        if at < 0:
            return False
        if xml.startswith(b"<", at - 1):
            return True
    return xml.find(b"<" + mark, at) >= 0


def _errors(xml: bytes, start: int, end: int) -> tuple[dict[tuple[int, int], str], Bytes]:
    """Return the error cells with their text, and the rows with unknown error texts replaced by #N/A."""
    errors: dict[tuple[int, int], str] = {}
    pieces: list[Bytes] = []
    rows = memoryview(xml)
    done = start
    for cell in _ERROR_CELL.finditer(xml, start, end):
        text = (cell[2] or b"").strip()
        errors[position(cell[1])] = text.replace(b"&amp;", b"&").decode("utf-8", "replace") or "#N/A"
        if cell[2] and cell[2] not in _KNOWN_ERRORS:
            pieces += [rows[done : cell.start(2)], b"#N/A"]
            done = cell.end(2)
    return errors, b"".join((*pieces, rows[done:end])) if pieces else rows[start:end]


def _hidden_rows(xml: bytes, start: int, end: int) -> frozenset[int]:
    """Return the hidden rows, 0-based."""
    return frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(xml, start, end))


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


_MERGE = re.compile(rb'<mergeCell\s[^<>]{0,200}?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_MOST_MERGES = 20_000


def merged_cells(cells: FormulaCells) -> tuple[tuple[int, int, int, int], ...]:
    """Return the merged ranges of a sheet as 0-based (first row, first column, last row, last column).

    Those that begin beyond column ZZ are left out; so are all of a sheet that had to be tidied, which keeps cells only.
    """
    xml, _, end = cells.where
    start = xml.find(b"<mergeCells", end)
    if start < 0:
        return ()
    found: list[tuple[int, int, int, int]] = []
    for one in islice(_MERGE.finditer(xml, start), _MOST_MERGES):
        left, top, right, bottom = one.groups()
        if left in COLUMNS:
            found.append((int(top) - 1, COLUMNS[left], int(bottom) - 1, COLUMNS.get(right, MAX_COLUMNS)))
    return tuple(found)


# Which cells are shown as per cents: "75%" typed into a cell is stored as 0.75 with a format, and read as 0.75.


_BUILT_IN = frozenset((9, 10))
_FORMAT = re.compile(rb"<numFmt\s[^<>]*+>")
_XF = re.compile(rb"<xf\s[^<>]*+>")
_NUMBER_FORMAT = re.compile(rb'\snumFmtId="([0-9]{1,6})"')
_CODE = re.compile(rb'\sformatCode="([^"<>]*+)"')
# Quoted texts, escaped characters, room ("_%"), filling and [conditions] hold no sign of a per cent.
_LITERAL = re.compile(rb"&quot;.{0,300}?&quot;|[\\_*].|\[[^\]]{0,300}+\]")
_CELL = re.compile(rb'<c r="([A-Z]{1,2})([0-9]{1,6})" s="([0-9]{1,6})"')
_NO_STYLE = ("", "", "", "0")
_ROW_START, _LONGEST_WORKSHEET = b'<row r="', 8 * 1024 * 1024
_KIND = re.compile(rb' t="([A-Za-z]{1,20})"')


@dataclass(frozen=True)
class PercentCells:
    """The cells of one sheet that are shown as per cents, looked for when asked; `styles` is the book's style sheet."""

    styles: bytes
    cells: FormulaCells

    @cached_property
    def found(self) -> frozenset[tuple[int, int]]:
        """The positions of all, 0-based (row, column)."""
        styles = percent_styles(self.styles)
        if not styles:
            return frozenset()
        xml, start, end = self.cells.where
        cells = (cell.groups() for cell in _CELL.finditer(xml, start, end))
        return frozenset((int(row) - 1, COLUMNS[letters]) for letters, row, style in cells if int(style) in styles)

    def holds(self, row: int, column: int) -> bool:
        """True for a cell shown as a per cent: for a few cells far cheaper than finding all."""
        styles = percent_styles(self.styles)
        if not styles:
            return False
        at = self._place_of(b' s="', row, column)
        return at >= 0 and int((_CELL.match(self.cells.where[0], at) or _NO_STYLE)[3]) in styles

    @cached_property
    def _rows(self) -> dict[bytes, int]:
        """Where each row begins, by its number; empty for a sheet as long as no worksheet is.

        Looking for fifty cells of a worksheet from its first byte on took 2.5 ms.
        """
        xml, start, end = self.cells.where
        rows: dict[bytes, int] = {}
        at = xml.find(_ROW_START, start, end) if end - start <= _LONGEST_WORKSHEET else -1
        while at >= 0:
            number = at + len(_ROW_START)
            rows[xml[number : xml.find(b'"', number)]] = at
            at = xml.find(_ROW_START, number, end)
        return rows

    def _place_of(self, behind: bytes, row: int, column: int) -> int:
        """Return where a cell's tag begins that goes on as `behind` says after its address; -1 for none.

        A cell may stand in another's row: then it is looked for from the first byte on.
        """
        xml, start, end = self.cells.where
        tag, number = b'<c r="%b%d"%b' % (_letters(column), row + 1, behind), b"%d" % (row + 1)
        at = xml.find(tag, self._rows.get(number, start), end)
        return at if at >= 0 or number not in self._rows else xml.find(tag, start, end)

    def is_number(self, row: int, column: int) -> bool:
        """True for a cell that holds a number, or a date as such (`t="d"`), whatever it was read as."""
        xml = self.cells.where[0]
        at = self._place_of(b"", row, column)
        tag = xml[at : xml.find(b">", at)] if at >= 0 else b""
        kind = _KIND.search(tag)
        return at >= 0 and (kind is None or kind[1] in (b"n", b"d"))


@lru_cache(maxsize=512)
def _letters(column: int) -> bytes:
    """Return a column's letters."""
    first, last = divmod(column, 26)
    return (ascii_uppercase[first - 1] if first else "").encode() + ascii_uppercase[last].encode()


@lru_cache(maxsize=64)
def percent_styles(xml: bytes) -> frozenset[int]:
    """Return the numbers of the cell formats that show a per cent."""
    shown = set(_BUILT_IN)
    start = xml.find(b"<cellXfs")
    for tag in _FORMAT.findall(xml, 0, start if start >= 0 else len(xml)):
        number, code = _NUMBER_FORMAT.search(tag), _CODE.search(tag)
        if number and code and b"%" in _LITERAL.sub(b"", code[1]):
            shown.add(int(number[1]))
    listed = _XF.findall(xml, max(start, 0), xml.find(b"</cellXfs>") if start >= 0 else 0)
    found = (_NUMBER_FORMAT.search(tag) for tag in listed)
    return frozenset(place for place, number in enumerate(found) if number and int(number[1]) in shown)
