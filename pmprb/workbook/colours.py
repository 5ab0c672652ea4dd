"""Colours of a workbook as they are seen: the theme's and the palette's own, lightened or darkened.

Enters: attributes of an element that names a colour. Leaves: six letters. Refuses to know: what is written in them.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping

from pmprb.workbook.xml_events import number_in, parsed

_PALETTE = (
    "000000ffffffff000000ff000000ffffff00ff00ff00ffff" * 2
    + "800000008000000080808000800080008080c0c0c0808080"
    + "9999ff993366ffffccccffff660066ff80800066ccccccff"
    + "000080ff00ffffff0000ffff8000808000000080800000ff"
    + "00ccffccffffccffccffff9999ccffff99cccc99ffffcc99"
    + "3366ff33cccc99cc00ffcc00ff9900ff6600666699969696"
    + "003366339966003300333300993300993366333399333333"
)
"""The colours that files name by number (ECMA-376, 18.8.27); 64 and 65 are those of letters and of the ground."""
_THEME = ("ffffff", "000000")
_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_HEX = re.compile(r"[0-9a-f]{6}")
_STANDS_OUT = 1.5
"""Letters of less contrast with their ground than this cannot be read (WCAG 2; 4.5 is asked for)."""


class Colours:
    """The colours of one workbook; `palette` is its own where it has one."""

    def __init__(self, theme: bytes = b"") -> None:
        self.palette = [_PALETTE[at : at + 6] for at in range(0, len(_PALETTE), 6)]
        self._theme = dict(enumerate(_THEME))
        if theme:
            self._read(theme)

    def of(self, attributes: Mapping[str, str], otherwise: str) -> str:
        """Return a colour as six letters."""
        colour = self._named(attributes)
        tint = number_in(attributes.get("tint", ""), 0.0)
        return otherwise if colour is None else _tinted(colour, max(-1.0, min(1.0, tint)))

    def _named(self, attributes: Mapping[str, str]) -> str | None:
        if "rgb" in attributes:
            return attributes["rgb"][-6:].lower()
        if "theme" in attributes:
            return self._theme.get(int(number_in(attributes["theme"], -1)))
        number = int(number_in(attributes.get("indexed", ""), -1))
        if 0 <= number < len(self.palette):
            return self.palette[number]
        return {64: "000000", 65: "ffffff"}.get(number)

    def _read(self, xml: bytes) -> None:
        place = ""

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal place
            if tag in _ORDER:
                place = tag
            elif place and tag in ("srgbClr", "sysClr"):
                colour = attributes.get("lastClr", attributes.get("val", "")).lower()
                if tag == "sysClr" and not _HEX.fullmatch(colour):
                    colour = {"window": "ffffff"}.get(colour, "000000")
                self._theme[_ORDER.index(place)] = colour
                place = ""
            elif tag == "fontScheme":
                place = ""

        parsed(xml, "xl/theme/theme1.xml", start)


def _tinted(colour: str, tint: float) -> str:
    if not tint or not _HEX.fullmatch(colour):
        return colour
    hue, light, strength = colorsys.rgb_to_hls(*(int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue, light, strength))


def alike_colours(one: str, other: str) -> bool:
    """True when letters of one colour do not stand out from the other."""
    if one == other:
        return True
    if not (_HEX.fullmatch(one) and _HEX.fullmatch(other)):
        return False
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05) < _STANDS_OUT


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_dark(colour: str) -> bool:
    """True for a ground on which black letters cannot be read."""
    return _HEX.fullmatch(colour) is not None and sum(int(colour[n : n + 2], 16) for n in (0, 2, 4)) < 180
