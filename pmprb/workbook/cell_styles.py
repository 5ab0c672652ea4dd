"""Styles of a workbook by what they show: number formats, and letters that are not seen as what they are.

Enters: the parts styles.xml and theme1.xml. Leaves: `CellStyles`. Refuses to know: cells, sheets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pmprb.workbook.colours import Colours, alike_colours
from pmprb.workbook.number_formats import NumberFormats
from pmprb.workbook.xml_events import is_on, number_in, parsed

SMALL_PRINT = 4.0
"""Letters of fewer points cannot be read."""
_INDENT = 20
"""An indent of so many letters pushes a figure out of its cell."""
_SYMBOLS = re.compile(r"(wingdings|webdings|symbol|marlett|opensymbol|mt extra|bookshelf symbol|.*dingbats)", re.I)
_SYMBOL_SET = 2
_DENSE = re.compile(r"solid|mediumGray|dark.*")
"""Patterns whose first colour covers most of the ground."""


Dressed = tuple[str, str, bool, bool, bool, bool]
"""Colour of the ground and of the letters; whether these are bold, slanted, underlined, struck out."""


@dataclass
class Letters:
    """How letters are written: attributes of their colour, points, and whether as symbols, struck out, bold, slanted or
    underlined."""

    colour: Mapping[str, str] = field(default_factory=dict)
    size: float = 11.0
    symbols: bool = False
    struck: bool = False
    bold: bool = False
    slanted: bool = False
    underlined: bool = False

    def read(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take up an element of a font or of a run's properties."""
        value = attributes.get("val", "")
        if tag == "color":
            self.colour = attributes
        elif tag == "sz":
            self.size = number_in(value, 11.0)
        elif tag in ("name", "rFont"):
            self.symbols |= _SYMBOLS.match(value.strip()) is not None
        elif tag == "charset":
            self.symbols |= number_in(value, 0) == _SYMBOL_SET
        elif tag == "strike":
            self.struck = is_on({"val": value or "1"}, "val")
        elif tag == "b":
            self.bold = is_on({"val": value or "1"}, "val")
        elif tag == "i":
            self.slanted = is_on({"val": value or "1"}, "val")
        elif tag == "u":
            self.underlined = value != "none"

    def unseen(self, colours: Colours, grounds: tuple[str, ...]) -> str:
        """Return how they are not seen as what they are, on any of these grounds: unseen, symbols, struck, or ""."""
        colour = colours.of(self.colour, "000000")
        if self.size < SMALL_PRINT or any(alike_colours(colour, ground) for ground in grounds):
            return "unseen"
        return "symbols" if self.symbols else "struck" if self.struck else ""


@dataclass
class _Ground:
    """What a fill paints: its pattern, and the attributes of its colours; those of a gradient are all on top."""

    pattern: str = "none"
    colours: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def seen(self, colours: Colours) -> tuple[str, ...]:
        stops = tuple(colours.of(one, "ffffff") for name, one in self.colours.items() if name.startswith("stop"))
        if stops:
            return stops
        if self.pattern == "none":
            return ("ffffff",)
        if _DENSE.fullmatch(self.pattern):
            return (colours.of(self.colours.get("fgColor", {}), "000000"),)
        return (colours.of(self.colours.get("bgColor", {}), "ffffff"),)


class CellStyles:
    """Number formats, fonts and fills by a cell's style; conditional formats' by their own number."""

    def __init__(self, xml: bytes, theme: bytes = b"") -> None:
        self.formats = NumberFormats()
        self.colours = Colours(theme)
        self._fonts: list[Letters] = []
        self._fills: list[_Ground] = []
        self._cells: list[tuple[int, int, int]] = []
        self._placed: dict[int, str] = {}
        self._rules: list[dict[str, Mapping[str, str]]] = []
        self._looks: dict[int, tuple[str, str]] = {}
        if xml:
            self._read(xml)

    def look(self, style: int) -> tuple[str, str]:
        """Return the number format of a style, and how its letters are not seen as what they are ("" when they are)."""
        if style not in self._looks:
            self._looks[style] = self._look(style)
        return self._looks[style]

    def dressed(self, style: int) -> Dressed:
        """Return how the cells of a style are dressed."""
        _, font, fill = self._cells[style] if 0 <= style < len(self._cells) else ("", 0, 0)
        letters = self._fonts[font] if 0 <= font < len(self._fonts) else Letters()
        ground = self._fills[fill] if 0 <= fill < len(self._fills) else _Ground()
        colour = self.colours.of(letters.colour, "000000")
        shown = ground.seen(self.colours)[0]
        return shown, colour, letters.bold, letters.slanted, letters.underlined, letters.struck

    def _look(self, style: int) -> tuple[str, str]:
        if not 0 <= style < len(self._cells):
            return "General", ""
        code, font, fill = self._cells[style]
        letters = self._fonts[font] if 0 <= font < len(self._fonts) else Letters()
        ground = self._fills[fill] if 0 <= fill < len(self._fills) else _Ground()
        unseen = letters.unseen(self.colours, ground.seen(self.colours))
        return self.formats.code(code), unseen or self._placed.get(style, "")

    def _read(self, xml: bytes) -> None:
        inside = ""
        palette: list[str] = []

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal inside
            if tag in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "indexedColors"):
                inside = tag
            elif tag == "numFmt" and inside != "dxfs":
                self.formats.add(int(number_in(attributes.get("numFmtId", ""), -1)), attributes.get("formatCode", ""))
            elif inside == "cellXfs":
                self._cell(tag, attributes)
            elif inside == "fonts":
                if tag == "font":
                    self._fonts.append(Letters())
                elif self._fonts:
                    self._fonts[-1].read(tag, attributes)
            elif inside == "fills":
                self._fill(tag, attributes)
            elif inside == "dxfs":
                self._rule(tag, attributes)
            elif tag == "rgbColor":
                palette.append(attributes.get("rgb", "")[-6:].lower())

        parsed(xml, "xl/styles.xml", start)
        self.colours.palette[: len(palette)] = palette

    def _cell(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "xf":
            ids = (attributes.get(name, "0") for name in ("numFmtId", "fontId", "fillId"))
            number, letters, ground = (int(number_in(text, 0)) for text in ids)
            self._cells.append((number, letters, ground))
        elif tag == "alignment":
            self._placed[len(self._cells) - 1] = _placed(attributes)

    def _fill(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "fill":
            self._fills.append(_Ground())
        elif self._fills:
            fill = self._fills[-1]
            if tag == "patternFill":
                fill.pattern = attributes.get("patternType", "none")
            elif tag in ("fgColor", "bgColor"):
                fill.colours[tag] = attributes
            elif tag == "color":
                fill.colours[f"stop {len(fill.colours)}"] = attributes

    def _rule(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "dxf":
            self._rules.append({})
        elif self._rules:
            rule = self._rules[-1]
            if tag in ("font", "fill", "border"):
                rule["in"] = {"tag": tag}
            elif tag == "numFmt":
                rule["format"] = attributes
            elif tag == "color" and rule.get("in") == {"tag": "font"}:
                rule["letters"] = attributes
            elif tag in ("bgColor", "fgColor") and rule.get("in") == {"tag": "fill"}:
                rule["ground"] = attributes

    def hides(self, number: int) -> bool:
        """True when a conditional format changes what is shown, or writes in a colour that may not stand out."""
        if not 0 <= number < len(self._rules):
            return False
        rule = self._rules[number]
        letters = self.colours.of(rule.get("letters", {}), "000000")
        ground = self.colours.of(rule["ground"], "ffffff") if "ground" in rule else ""
        if "format" in rule or (ground and alike_colours(letters, ground)):
            return True
        if ground or "letters" not in rule:
            return False
        grounds = ("ffffff", *(colour for fill in self._fills for colour in fill.seen(self.colours)))
        return any(alike_colours(letters, fill) for fill in grounds)


def _placed(attributes: Mapping[str, str]) -> str:
    """Return how letters' place in a cell shows others: repeated until it is full, pushed out of it, made tiny."""
    if attributes.get("horizontal") == "fill":
        return "repeated"
    if number_in(attributes.get("indent", ""), 0) >= _INDENT:
        return "pushed"
    return "shrunk" if is_on(attributes, "shrinkToFit") else ""
