"""A worksheet's XML with colours on cells and a drawing for their comments.

Enters: the sheet's XML, cells by severity. Leaves: the sheet with a conditional format of ours before all others (its
own formats of cells stay as they are, and come back when ours is taken out), and what must be known to place comments.
Refuses to know: what the colours mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmprb.excel.feedback.comments import Grid, position
from pmprb.excel.feedback.package import MAIN, OFFICE
from pmprb.excel.feedback.xmledit import Edit, Element, applied, attributes_set, elements, escaped, place_for, within
from pmprb.excel.rows import address

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

    def grid(self) -> Grid:
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
        return Grid(widths, heights, usual, tall)

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
