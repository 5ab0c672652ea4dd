"""How one sheet shows what it holds: formulas, formats, what is hidden, merged or covered by a rule.

Enters: a sheet's part and the styles of its workbook. Leaves: a `SheetLook`. Refuses to know: values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pmprb.text import clean_text
from pmprb.workbook.cell_styles import CellStyles
from pmprb.workbook.colours import alike_colours, is_dark
from pmprb.workbook.extras import cell_at
from pmprb.workbook.moved_formula import moved
from pmprb.workbook.xml_events import is_on, number_in, parsed

Place = tuple[int, int]
"""Row and column from 0."""
Area = tuple[float, float, float, float]
"""Top, left, bottom, right, in rows and columns from 0."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TINY_ROW, _TINY_COLUMN = 3.0, 0.6
"""A row of so few points, or a column of so few letters, shows nothing."""
_FROZEN_ROWS, _FROZEN_COLUMNS = 30, 15
"""With more of them frozen than a screen has, what follows can never be scrolled into sight."""
_TINY_ZOOM = 25
_CRITERIA = ("filters", "customFilters", "top10", "dynamicFilter", "colorFilter", "iconFilter")
_IN_CELLS = frozenset({"sheetData", "row", "c", "f", "v", "is", "t"})


_PRINTED = frozenset(f"{which}{place}" for which in ("odd", "even", "first") for place in ("Header", "Footer"))
_LONGEST_FORMULA = 8_192
"""What Excel takes."""


@dataclass(frozen=True)
class CellLook:
    """How a cell shows what it holds: its formula ("" for none), number format, and how it is not seen as what it is
    (unseen, symbols, struck, repeated, pushed, shrunk; "" when it is)."""

    formula: str
    format: str
    unseen: str


_PLAIN = CellLook("", "", "")


@dataclass
class SheetLook:
    """One sheet: `state` is visible, hidden or veryHidden; rows and columns from 0.

    `odd` holds switches that hide figures, such as zeros not shown; `rules` conditional formats that hide, `on_top`
    what lies over the cells, by kind, with the cells a chart shows; `links` the addresses behind cells, `printed` the
    words above and below a printed page, `prompts` those that appear at a cell, `drawn` where charts lie.
    """

    name: str
    state: str
    cells: dict[Place, CellLook] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: set[str] = field(default_factory=set)
    rules: Counter[str] = field(default_factory=Counter)
    odd: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    printed: set[str] = field(default_factory=set)
    on_top: Counter[str] = field(default_factory=Counter)
    prompts: set[str] = field(default_factory=set)
    drawn: list[Area] = field(default_factory=list)

    def look(self, place: Place) -> CellLook:
        """Return a cell's look."""
        return self.cells.get(place, _PLAIN)

    def covered(self, place: Place) -> bool:
        """True when a chart lies on a cell."""
        return any(top <= place[0] + 0.3 and left <= place[1] + 0.3 and bottom >= place[0] + 0.7
                   and right >= place[1] + 0.7 for top, left, bottom, right in self.drawn)  # fmt: skip

    def column_hidden(self, column: int) -> bool:
        """True when a column does not show."""
        return any(first <= column <= last for first, last in self.hidden_columns)


class SheetReader:
    """Reads one sheet's part into its look."""

    def __init__(self, sheet: SheetLook, styles: CellStyles) -> None:
        self.sheet, self.styles = sheet, styles
        self.at: Place = (0, 0)
        self.next_row = 0
        self.format, self.unseen = "", ""
        self.shared: dict[str, tuple[str, Place]] = {}
        self.formula: Mapping[str, str] = {}
        self.area, self.top, self.own_look = "", "A1", False
        self.last, self.begun = "", False

    def read(self, xml: bytes) -> None:
        """Read the part."""
        handlers: dict[str, Callable[[Mapping[str, str]], None]] = {
            "c": self._cell, "row": self._row, "col": self._column, "mergeCell": self._merge, "f": self._begin_formula,
            "sheetFormatPr": self._defaults, "sheetView": self._view, "pane": self._pane,
            "conditionalFormatting": self._area, "cfRule": self._rule, "dataBar": self._bar, "iconSet": self._icons,
            "color": self._scale, "dxf": self._own_look, "numFmt": self._own_format, "sparklineGroup": self._sparkline,
            "dataValidation": self._prompt, "sheetData": self._begin_cells, "AlternateContent": self._choice,
            **dict.fromkeys(_CRITERIA, lambda _: self.sheet.odd.add("filter")),
        }  # fmt: skip

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if handler := handlers.get(tag):
                handler(attributes)
            self.last = tag

        parsed(xml, self.sheet.name, start, self._text, frozenset({"f", *_PRINTED}))

    def _row(self, attributes: Mapping[str, str]) -> None:
        number = int(number_in(attributes.get("r", ""), self.next_row + 1)) - 1
        self.next_row = number + 1
        self.at = (number, -1)
        self._phonetic(attributes)
        if is_on(attributes, "hidden") or number_in(attributes.get("ht", ""), 15) < _TINY_ROW:
            self.sheet.hidden_rows.add(number)

    def _column(self, attributes: Mapping[str, str]) -> None:
        first, last = (int(number_in(attributes.get(name, ""), 0)) - 1 for name in ("min", "max"))
        self._phonetic(attributes)
        if is_on(attributes, "hidden") or number_in(attributes.get("width", ""), 9) < _TINY_COLUMN:
            self.sheet.hidden_columns.append((first, last))

    def _cell(self, attributes: Mapping[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.at = cell_at(found[0].encode()) if found else (self.at[0], self.at[1] + 1)
        code, unseen = self.styles.look(int(number_in(attributes.get("s", ""), 0)))
        self.format, self.unseen = code, unseen
        self._phonetic(attributes)
        if self.at in self.sheet.cells:
            self.sheet.odd.add("twice")
        self.sheet.cells[self.at] = CellLook("", code, unseen)

    def _phonetic(self, attributes: Mapping[str, str]) -> None:
        """Letters above those of a cell, meant for readings of Chinese ones."""
        if is_on(attributes, "ph") or is_on(attributes, "phonetic"):
            self.sheet.odd.add("phonetic")

    def _begin_cells(self, _: Mapping[str, str]) -> None:
        if self.begun:
            self.sheet.odd.add("twice")
        self.begun = True

    def _choice(self, _: Mapping[str, str]) -> None:
        """Which of several contents is read depends on what a program knows: around or among cells it hides a sheet."""
        if not self.begun or self.last in _IN_CELLS:
            self.sheet.odd.add("chosen")

    def _prompt(self, attributes: Mapping[str, str]) -> None:
        words = " ".join(f"{attributes.get('promptTitle', '')} {attributes.get('prompt', '')}".split())
        if words:
            self.sheet.prompts.add(words)

    def _begin_formula(self, attributes: Mapping[str, str]) -> None:
        self.formula = attributes

    def _text(self, tag: str, words: str) -> None:
        if tag in _PRINTED:
            if words.strip():
                self.sheet.printed.add(f"{tag} {words.strip()}")
            return
        if self.at not in self.sheet.cells:  # a formula of a rule or a validation
            return
        kind, link = self.formula.get("t", ""), self.formula.get("si", "")
        if kind == "shared" and not words.strip():
            words = self._moved(*self.shared.get(link, ("", self.at)))
        elif kind == "shared":
            self.shared[link] = words, self.at
        mark = "{}" if kind == "array" else kind if kind == "dataTable" else ""
        self.sheet.cells[self.at] = CellLook(f"={plain_formula(words)}{mark}", self.format, self.unseen)

    def _moved(self, words: str, origin: Place) -> str:
        """Return a shared formula as it reads in this cell."""
        return moved(words[:_LONGEST_FORMULA], self.at[0] - origin[0], self.at[1] - origin[1])

    def _merge(self, attributes: Mapping[str, str]) -> None:
        self.sheet.merged.add(attributes.get("ref", ""))

    def _defaults(self, attributes: Mapping[str, str]) -> None:
        if is_on(attributes, "zeroHeight") or number_in(attributes.get("defaultRowHeight", ""), 15) < _TINY_ROW:
            self.sheet.odd.add("rows")

    def _view(self, attributes: Mapping[str, str]) -> None:
        self.top = attributes.get("topLeftCell", "A1")
        if attributes.get("showZeros", "1") in ("0", "false", "off"):
            self.sheet.odd.add("zeros")
        if is_on(attributes, "showFormulas"):
            self.sheet.odd.add("formulas")
        if is_on(attributes, "rightToLeft"):
            self.sheet.odd.add("mirrored")
        if number_in(attributes.get("zoomScale", ""), 100) < _TINY_ZOOM:
            self.sheet.odd.add("zoom")

    def _pane(self, attributes: Mapping[str, str]) -> None:
        """What stands above or before the first cell shown cannot be reached once the pane is frozen."""
        if attributes.get("state", "") not in ("frozen", "frozenSplit"):
            return
        rows, columns = (number_in(attributes.get(split, ""), 0) for split in ("ySplit", "xSplit"))
        if rows > _FROZEN_ROWS or columns > _FROZEN_COLUMNS:
            self.sheet.odd.add("frozen")
        row, column = cell_at(self.top.encode()) if _REFERENCE.fullmatch(self.top) else (0, 0)
        if (row and rows) or (column and columns):
            self.sheet.odd.add("scrolled")

    def _area(self, attributes: Mapping[str, str]) -> None:
        self.area = " ".join(sorted(attributes.get("sqref", "").split()))
        self.at = (-1, -1)

    def _rule(self, attributes: Mapping[str, str]) -> None:
        self.at, self.own_look = (-1, -1), False
        number = int(number_in(attributes.get("dxfId", ""), -1))
        if self.styles.hides(number):
            self.sheet.rules[self.area] += 1

    def _icons(self, attributes: Mapping[str, str]) -> None:
        self.sheet.odd.add("icons")
        self._bar(attributes)

    def _bar(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("showValue", "1") in ("0", "false", "off"):
            self.sheet.rules[self.area] += 1

    def _scale(self, attributes: Mapping[str, str]) -> None:
        """A colour scale so dark that letters vanish in it; or white letters of a rule that brings its own look."""
        colour = self.styles.colours.of(attributes, "ffffff")
        if self.at == (-1, -1) and (alike_colours(colour, "ffffff") if self.own_look else is_dark(colour)):
            self.sheet.rules[self.area] += 1

    def _own_look(self, _: Mapping[str, str]) -> None:
        """Rules of Excel 2010 on (x14) keep their look beside them, not among the styles."""
        self.at, self.own_look = (-1, -1), True

    def _own_format(self, _: Mapping[str, str]) -> None:
        self.sheet.rules[self.area] += 1

    def _sparkline(self, _: Mapping[str, str]) -> None:
        self.at = (-1, -1)
        self.sheet.on_top["sparkline"] += 1


# Formulas as every program writes them.

_TEXT = re.compile(r'("(?:[^"]|"")*")')
_QUOTED_SHEET = re.compile(r"'((?:[^']|''){1,99})'!")
_DECIMALS = re.compile(r"(?<![A-Za-z0-9$.])(\d{1,15})\.(\d{0,15}?)0*(?![0-9])")


def plain_formula(text: str) -> str:
    """Return a formula without what programs write as they like: spaces, quotes of sheets, prefixes, trailing zeros."""
    pieces = _TEXT.split(clean_text(text).strip().removeprefix("="))
    for n in range(0, len(pieces), 2):
        piece = _QUOTED_SHEET.sub(lambda found: found[1].replace("''", "'") + "!", pieces[n])
        piece = re.sub(r"\s+", "", piece).upper().replace("_XLFN.", "").replace("_XLWS.", "")
        pieces[n] = _DECIMALS.sub(lambda found: f"{found[1]}.{found[2]}" if found[2] else found[1], piece)
    return "".join(pieces)
