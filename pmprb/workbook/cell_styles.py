"""Styles of a workbook by what they show: number formats, and letters that do not stand out from their ground.

Enters: the part styles.xml. Leaves: `CellStyles`. Refuses to know: cells, sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmprb.workbook.number_formats import NumberFormats
from pmprb.workbook.xml_events import number_in, parsed

SMALL_PRINT = 4.0
"""Letters of fewer points cannot be read."""


@dataclass(frozen=True)
class _Font:
    colour: str = "000000"
    size: float = 11.0


class CellStyles:
    """Number formats, fonts and fills by a cell's style; conditional formats' by their own number."""

    def __init__(self, xml: bytes) -> None:
        self.formats = NumberFormats()
        self._fonts: list[_Font] = []
        self._fills: list[str] = []
        self._cells: list[tuple[int, int, int]] = []
        self._rules: list[dict[str, str]] = []
        self._looks: dict[int, tuple[str, bool]] = {}
        if xml:
            self._read(xml)

    def look(self, style: int) -> tuple[str, bool]:
        """Return the number format of a style, and whether its letters cannot be seen."""
        if style not in self._looks:
            self._looks[style] = self._look(style)
        return self._looks[style]

    def _look(self, style: int) -> tuple[str, bool]:
        if not 0 <= style < len(self._cells):
            return "General", False
        code, font, fill = self._cells[style]
        letters = self._fonts[font] if 0 <= font < len(self._fonts) else _Font()
        ground = self._fills[fill] if 0 <= fill < len(self._fills) else "ffffff"
        return self.formats.code(code), letters.size < SMALL_PRINT or alike_colours(letters.colour, ground)

    def _read(self, xml: bytes) -> None:
        inside = ""
        font: dict[str, str] = {}

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal inside
            if tag in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
                inside = tag
            elif tag == "numFmt" and inside != "dxfs":
                self.formats.add(int(number_in(attributes.get("numFmtId", ""), -1)), attributes.get("formatCode", ""))
            elif inside == "cellXfs" and tag == "xf":
                ids = (attributes.get(name, "0") for name in ("numFmtId", "fontId", "fillId"))
                number, letters, ground = (int(number_in(text, 0)) for text in ids)
                self._cells.append((number, letters, ground))
            elif inside == "fonts":
                self._font(tag, attributes, font)
            elif inside == "fills":
                self._fill(tag, attributes)
            elif inside == "dxfs":
                self._rule(tag, attributes)

        parsed(xml, "xl/styles.xml", start)

    def _font(self, tag: str, attributes: Mapping[str, str], font: dict[str, str]) -> None:
        if tag == "font":
            font.clear()
            self._fonts.append(_Font())
        elif tag in ("color", "sz") and self._fonts:
            font[tag] = colour_of(attributes, "000000") if tag == "color" else attributes.get("val", "11")
            self._fonts[-1] = _Font(font.get("color", "000000"), number_in(font.get("sz", "11"), 11.0))

    def _fill(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "fill":
            self._fills.append("ffffff")
        elif tag == "fgColor" and self._fills:
            self._fills[-1] = colour_of(attributes, "ffffff")

    def _rule(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "dxf":
            self._rules.append({})
        elif self._rules:
            rule = self._rules[-1]
            if tag in ("font", "fill", "border"):
                rule["in"] = tag
            elif tag == "numFmt":
                rule["format"] = attributes.get("formatCode", "")
            elif tag == "color" and rule.get("in") == "font":
                rule["letters"] = colour_of(attributes, "000000")
            elif tag in ("bgColor", "fgColor") and rule.get("in") == "fill":
                rule["ground"] = colour_of(attributes, "ffffff")

    def hides(self, number: int) -> bool:
        """True when a conditional format changes what is shown, or writes in a colour that may not stand out."""
        if not 0 <= number < len(self._rules):
            return False
        rule = self._rules[number]
        letters, ground = rule.get("letters", "000000"), rule.get("ground", "")
        if "format" in rule or (ground and alike_colours(letters, ground)):
            return True
        return (
            not ground and "letters" in rule and any(alike_colours(letters, fill) for fill in ("ffffff", *self._fills))
        )


def colour_of(attributes: Mapping[str, str], otherwise: str) -> str:
    """Return a colour as six letters; one of the theme as the usual theme has it."""
    if "rgb" in attributes:
        return attributes["rgb"][-6:].lower()
    if "theme" in attributes:
        tint = attributes.get("tint", "").strip("0.")
        return {"0": "ffffff", "1": "000000"}.get(attributes["theme"] + tint, f"theme {attributes['theme']} {tint}")
    return {"1": "ffffff", "9": "ffffff", "0": "000000", "8": "000000"}.get(attributes.get("indexed", ""), otherwise)


def alike_colours(one: str, other: str) -> bool:
    """True when letters of one colour do not stand out from the other."""
    if one == other:
        return True
    try:
        pairs = [(int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (0, 2, 4)]
    except ValueError:
        return False
    return sum(abs(a - b) for a, b in pairs) < 48


def is_dark(colour: str) -> bool:
    try:
        return sum(int(colour[n : n + 2], 16) for n in (0, 2, 4)) < 180
    except ValueError:
        return False
