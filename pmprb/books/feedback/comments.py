"""Comments put into a workbook's comment parts, ours apart from those of others.

Enters: the XML of a comment part and of its drawing (or none), and what to say at which cell. Leaves: both parts with
our comments; other people's stay, and where one stands already ours follows behind it. Comments of an earlier
marked-up copy are taken out first: a unit mends its copy and sends it in again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmprb.books.feedback.looks import COLOURS
from pmprb.books.feedback.package import MAIN, OFFICE
from pmprb.books.feedback.sheet import string
from pmprb.sheets.heights import lines
from pmprb.temuan import Severity
from pmprb.workbook.xmledit import (
    MAX_BYTES,
    Edit,
    Element,
    NotXml,
    applied,
    attributes_set,
    children_added,
    elements,
    escaped,
    place_for,
    text_of,
    within,
)
from pmprb.worksheet.rows import address

AUTHOR = "Umpan balik pmprb"
SEPARATOR = "──  Umpan balik pmprb  ──"
NEW = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<comments xmlns="{MAIN}"><authors/><commentList/></comments>"""
NEW_DRAWING = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>\
</o:shapelayout></xml>"""
_SPACES = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
_SPACES += 'xmlns:x="urn:schemas-microsoft-com:office:excel"'
_TYPE = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = re.compile(rb"<(?:\w{1,20}+:)?+shape\s|</(?:\w{1,20}+:)?+shape\s*+>")
_NUMBER = re.compile(rb"_x0000_s(\d{1,9})")
_ROW, _COLUMN = (re.compile(rb"<(?:\w+:)?%b\s*>\s*(\d{1,7})\s*</" % name) for name in (b"Row", b"Column"))
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor\s*>)[^<]*(</)")
_WIDTH, _CHARACTERS, _LINE, _MOST = 330, 52, 15, 420
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Note:
    """What is said at one cell, and the gravest severity among it."""

    severity: Severity
    text: str


@dataclass(frozen=True)
class PixelGrid:
    """Widths of columns and heights of rows in pixels, for those that differ from the usual."""

    widths: Mapping[int, int]
    heights: Mapping[int, int]
    width: int = 64
    height: int = 20

    def anchor(self, row: int, column: int, height: int) -> str:
        """Return the corners of a box beside a cell, as a drawing wants them: column, pixels, row, pixels, twice."""
        top = max(0, row - 1)
        left, right = (column + 1, 15), self._walked(self.widths, self.width, column + 1, 15 + _WIDTH)
        return ", ".join(
            str(n) for n in (*left, top, 4, *right, *self._walked(self.heights, self.height, top, 4 + height))
        )

    @staticmethod
    def _walked(sizes: Mapping[int, int], usual: int, at: int, far: int) -> tuple[int, int]:
        """Return the column or row where so many pixels from the start of `at` end, and the pixels inside it."""
        for place in range(at, at + 400):
            size = sizes.get(place, usual)
            if far < size:
                return place, far
            far -= size
        return at + 400, 0


def position(cell: str) -> tuple[int, int]:
    """Return 0-based (row, column) of an address; (-1, -1) for anything else."""
    match = _CELL.fullmatch(cell)
    if match is None:
        return -1, -1
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def height_of(text: str) -> int:
    """Return how tall a box must be for a text, in pixels."""
    return min(_MOST, 14 + _LINE * lines(text, _CHARACTERS))


def comments_set(xml: bytes, notes: Mapping[str, Note]) -> tuple[bytes, dict[str, str], set[str]]:
    """Return the comment part with `notes` as its only comments of ours; the text every one of those cells has now;
    and the cells whose comment was wholly ours and is gone."""
    root, *found = elements(xml, ("authors", "author", "commentList", "comment", "text", "r", "t"))
    boxes = {e.name: e for e in found if e.depth == 1}
    if root.name != "comments" or not {"authors", "commentList"} <= set(boxes):
        raise NotXml("comments")
    authors = [text_of(xml, e) for e in found if e.name == "author" and e.parent == "authors"]
    ours = authors.index(AUTHOR) if AUTHOR in authors else len(authors)
    edits: list[Edit] = []
    gone, shown, kept = set[str](), dict[str, str](), set[str]()
    for comment in (e for e in found if e.name == "comment" and e.parent == "commentList"):
        cell = comment.attributes.get("ref", "")
        inside = within(found, comment)
        whole = "".join(text_of(xml, e) for e in inside if e.name == "t")
        if whole.startswith(f"{AUTHOR}\n") or (comment.attributes.get("authorId") == str(ours) and AUTHOR in authors):
            gone.add(cell)
            edits.append((comment.start, comment.end, b""))
            continue
        kept.add(cell)
        note = notes.get(cell)
        edits += _behind(xml, inside, note, SEPARATOR in whole)
        if note:
            shown[cell] = f"{whole.partition(SEPARATOR)[0]}\n\n{SEPARATOR}\n{note.text}"
    new = ""
    for cell, note in notes.items():
        if cell not in kept:
            shown[cell] = f"{AUTHOR}\n{note.text}"
            runs = _runs(AUTHOR, note.text)
            new += f'<comment xmlns="{MAIN}" ref="{cell}" authorId="{ours}"><text>{runs}</text></comment>'
    if new and AUTHOR not in authors:
        edits += children_added(xml, boxes["authors"], f'<author xmlns="{MAIN}">{AUTHOR}</author>'.encode())
    if new:
        edits += children_added(xml, boxes["commentList"], new.encode())
    return applied(xml, edits), shown, gone


def _behind(xml: bytes, inside: Sequence[Element], note: Note | None, had: bool) -> list[Edit]:
    """Return the edits that put a note behind another one's comment, in the place of an earlier note of ours."""
    box = next((e for e in inside if e.name == "text" and e.parent == "comment"), None)
    if box is None or not (note or had):
        return []
    new = _runs(f"\n\n{SEPARATOR}", note.text) if note else ""
    loose = [e for e in inside if e.name == "t" and e.parent == "text"]
    if box.empty or loose:  # loose text and runs do not go together: it becomes a run itself
        own = "".join(text_of(xml, e) for e in loose).partition(SEPARATOR)[0].rstrip("\n")
        return [(box.start, box.end, f'<text xmlns="{MAIN}">{_run(own) if own else ""}{new}</text>'.encode())]
    end = xml.rindex(b"<", box.inside, box.end)
    for run in (e for e in inside if e.name == "r"):
        own, ours, _ = text_of(xml, run).partition(SEPARATOR)
        if ours:
            own = own.rstrip("\n")
            return [(run.start, end, ((_run(own) if own else "") + new).encode())]
    return [(end, end, new.encode())]


def _runs(head: str, text: str) -> str:
    """Return runs of a text under a bold line."""
    return _run(f"{head}\n", "<b/>") + _run(text)


def _run(text: str, style: str = "") -> str:
    look = f'<rPr>{style}<sz val="9"/><color rgb="FF22303C"/><rFont val="Tahoma"/><family val="2"/></rPr>'
    return f'<r xmlns="{MAIN}">{look}<t xml:space="preserve">{string(text)}</t></r>'


def drawing_set(
    vml: bytes, notes: Mapping[str, Note], shown: Mapping[str, str], gone: Collection[str], grid: PixelGrid
) -> bytes:
    """Return the drawing with a box for each note: a new one, or the cell's own made large enough. NotXml when it
    is not closed as a drawing should be."""
    if len(vml) > MAX_BYTES:
        raise NotXml("size")
    at_cell = dict(_boxes(vml))
    going = (at_cell.pop(position(cell), None) for cell in gone)
    edits: list[Edit] = [(*own, b"") for own in going if own]
    number = max((int(found) for found in _NUMBER.findall(vml)), default=1024)
    made = []
    for cell, note in notes.items():
        row, column = position(cell)
        height = height_of(shown[cell])
        anchor = grid.anchor(row, column, height)
        if (own := at_cell.get((row, column))) is not None:
            larger = _ANCHOR.sub(lambda m: m[1] + anchor.encode() + m[2], vml[slice(*own)])  # noqa: B023 (used at once)
            edits.append((*own, larger))
        else:
            number += 1
            made.append(_shape(number, row, column, anchor, height, note.severity))
    end = vml.rfind(b"</xml>")
    if end < 0:
        raise NotXml("drawing")
    kind = "" if b'"_x0000_t202"' in vml or not made else _TYPE
    edits.append((end, end, (kind + "".join(made)).encode()))
    return applied(vml, edits)


def _boxes(vml: bytes) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the cell of every comment's box, and where the box starts and ends.

    A drawing need not be sound XML: boxes are found by their tags.
    """
    start = -1
    for tag in _SHAPE.finditer(vml):
        if not tag[0].startswith(b"</"):
            start = tag.start()
        elif start >= 0:
            shape = vml[start : tag.end()]
            row, column = _ROW.search(shape), _COLUMN.search(shape)
            if row and column and b"Note" in shape:
                yield (int(row[1]), int(column[1])), (start, tag.end())
            start = -1


def _shape(number: int, row: int, column: int, anchor: str, height: int, severity: Severity) -> str:
    """Return the box of one comment, hidden until the pointer is over its cell."""
    colour = f"#{COLOURS[severity].lower()}"
    return (
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" '
        f'style="position:absolute;width:{_WIDTH * 3 // 4}pt;height:{height * 3 // 4}pt;z-index:{number % 1024 + 1};'
        f'visibility:hidden" fillcolor="{colour}" o:insetmode="auto">'
        f'<v:fill color2="{colour}"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


# A worksheet's XML with colours on cells and a drawing for their comments.


FORMULA = 'LEN("umpan balik pmprb")>0'
"""Always true: it colours a cell whatever is in it, and tells our format from others in a copy sent in again."""

_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing"),
)
_WANTED = ("sheetView", "sheetFormatPr", "col", "row", "mergeCell", "conditionalFormatting", "cfRule", "legacyDrawing")
_FAR, _MERGED = 1_000, 50_000
_OURS = re.compile(rb"LEN\((?:\"|&quot;)umpan balik pmprb(?:\"|&quot;)\)")


@dataclass(frozen=True)
class SheetXml:
    """A worksheet part looked through once."""

    xml: bytes
    root: Element
    below: Sequence[Element]

    @staticmethod
    def of(xml: bytes) -> SheetXml:
        """Return the part looked through. Raises NotXml."""
        root, *below = elements(xml, _WANTED, children=True)
        return SheetXml(xml, root, below)

    @property
    def drawing(self) -> str:
        """The id of the relationship to the drawing of the sheet's comments; empty without one."""
        found = next((e for e in self.below if e.name == "legacyDrawing" and e.depth == 1), None)
        return found.attributes.get("id", "") if found else ""

    def first_of_merged(self) -> dict[str, str]:
        """Return, for each cell of merged ones but the first, the cell that is seen in its place."""
        first: dict[str, str] = {}
        left_over = _MERGED
        for merged in (e for e in self.below if e.name == "mergeCell"):
            start, _, end = merged.attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = position(start), position(end or start)
            size = (bottom - top + 1) * (right - left + 1)
            if min(top, bottom) >= 0 and 0 < size <= min(1_000, left_over):
                left_over -= size
                covered = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
                first |= {address(r, c): start for r, c in covered if (r, c) != (top, left)}
        return first

    def grid(self) -> PixelGrid:
        """Return the sizes of columns and rows; what is hidden has none."""
        widths: dict[int, int] = {}
        heights: dict[int, int] = {}
        usual, tall = 64, 20
        for e in self.below:
            said, hidden = e.attributes, e.attributes.get("hidden") in ("1", "true")
            if e.name == "sheetFormatPr":
                usual = _pixels(said.get("defaultColWidth"), 7, 5, usual)
                tall = _pixels(said.get("defaultRowHeight"), 4 / 3, 0, tall)
            elif e.name == "col":
                first, last = (int(said.get(key, "0")) if said.get(key, "").isdigit() else 0 for key in ("min", "max"))
                size = 0 if hidden else _pixels(said.get("width"), 7, 5, usual)
                widths |= dict.fromkeys(range(max(first - 1, len(widths)), min(last, _FAR)), size)
            elif e.name == "row" and ("ht" in said or hidden) and said.get("r", "").isdigit():
                heights[int(said["r"]) - 1] = 0 if hidden else _pixels(said.get("ht"), 4 / 3, 0, tall)
        return PixelGrid(widths, heights, usual, tall)

    def marked(self, cells: Mapping[int, Sequence[str]], drawing: str) -> bytes:
        """Return the sheet with each conditional format (its number) on its cells, colours of an earlier copy taken
        out, no longer the sheet that is open first; `drawing` is the id of a new drawing of comments, or empty."""
        edits = [*self._closed(), *self._renumbered(sum(map(bool, cells.values())))]
        new = ""
        for number, (look, named) in enumerate(((look, named) for look, named in cells.items() if named), start=1):
            new += (
                f'<conditionalFormatting xmlns="{MAIN}" sqref="{" ".join(named)}"><cfRule type="expression" '
                f'dxfId="{look}" priority="{number}" stopIfTrue="1"><formula>{escaped(FORMULA)}</formula></cfRule>'
                "</conditionalFormatting>"
            )
        blocks = [e.start for e in self.below if e.name == "conditionalFormatting" and e.depth == 1]
        at = min(blocks, default=place_for(self.root, self.below, _ORDER, "conditionalFormatting"))
        edits.append((at, at, new.encode()))  # before the others: LibreOffice goes by their order, Excel by priority
        if drawing:
            at = place_for(self.root, self.below, _ORDER, "legacyDrawing")
            link = f'<legacyDrawing xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="{drawing}"/>'
            edits.append((at, at, link.encode()))
        return applied(self.xml, edits)

    @property
    def is_worksheet(self) -> bool:
        """False for a chart sheet and other kinds, which have no cells to mark."""
        return self.root.name == "worksheet"

    def closed(self) -> bytes:
        """Return the sheet no longer the one that is open first."""
        return applied(self.xml, self._closed())

    def _closed(self) -> list[Edit]:
        views = (e for e in self.below if e.name == "sheetView" and "tabSelected" in e.attributes)
        return [attributes_set(self.xml, view, {"tabSelected": None}) for view in views]

    def _renumbered(self, ours: int) -> list[Edit]:
        """Return the edits that take out formats of an earlier copy and put the others behind `ours`."""
        edits: list[Edit] = []
        rules = [e for e in self.below if e.name == "cfRule"]
        old = {rule.start for rule in rules if _OURS.search(self.xml, rule.start, rule.end)}
        for block in (e for e in self.below if e.name == "conditionalFormatting"):
            inside = within(rules, block)
            ended = [rule for rule in inside if rule.start in old]
            if ended and len(ended) == len(inside):
                edits.append((block.start, block.end, b""))
            else:
                edits += [(rule.start, rule.end, b"") for rule in ended]
        for rule in rules if ours else ():
            priority = rule.attributes.get("priority", "")
            if rule.start not in old and priority.isdigit() and len(priority) <= 9:
                edits.append(attributes_set(self.xml, rule, {"priority": str(int(priority) + ours)}))
        return edits


def _pixels(value: str | None, factor: float, more: int, otherwise: int) -> int:
    """Return a width or height of the sheet in pixels."""
    try:
        size = float(value or "")
    except ValueError:
        return otherwise
    return int(size * factor) + more if 0 <= size < 500 else otherwise
