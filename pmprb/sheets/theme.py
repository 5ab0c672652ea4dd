"""One palette and one format factory, for books and for forms: formats are put together from named parts.

Enters: names of parts such as ("cell", "wrap"). Leaves: XlsxWriter formats, one for each combination.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmprb.records import dataclass

NAVY, TEAL, INK, MUTED = "#1F3A5F", "#2F7F8C", "#22303C", "#66727F"
PALE, LINE, WHITE, GREY = "#EAF1F5", "#D5DCE4", "#FFFFFF", "#9AA5B1"
AMBER, AMBER_PALE, AMBER_INK = "#E3B341", "#FFF6DC", "#6B4E00"
RED, RED_PALE, RED_INK = "#D9796B", "#FBE3E1", "#A3261B"
GREEN_PALE, GREEN_INK = "#E3F2E6", "#1E6B34"
INPUT = "#FFFCEB"
LOW, MIDDLE, HIGH = "#F2B5A7", "#FBF0CB", "#A8D5B0"

COLOUR_SCALE = {
    "type": "3_color_scale",
    "min_type": "num", "min_value": 0, "min_color": LOW,
    "mid_type": "num", "mid_value": 0.5, "mid_color": MIDDLE,
    "max_type": "num", "max_value": 1, "max_color": HIGH,
}  # fmt: skip
FONT = "Arial"
DATE = "dd/mm/yyyy"
_COLOURS = ("font_color", "bg_color")


@dataclass(frozen=True)
class Look:
    """How a kind of workbook looks: its default format, what all other formats have, and named parts over that."""

    default: Mapping[str, Any]
    base: Mapping[str, Any]
    parts: Mapping[str, Mapping[str, Any]]


class Theme:
    """Formats of one workbook, made when first asked for; `decimals` is the instrument's display precision."""

    def __init__(self, workbook: Any, look: Look, decimals: int = 2) -> None:
        self._workbook, self._look = workbook, look
        self._made: dict[tuple[tuple[str, ...], str], Any] = {}
        self._marks: dict[str, Any] = {}
        digits = f".{'0' * decimals}" if decimals else ""
        self.points = f"0{digits}"
        self.share = f"0{digits}%"
        self.signed = f"+0{digits};-0{digits};0{digits}"
        self.signed_share = f"+0{digits}%;-0{digits}%;0{digits}%"

    def mark(self, part: str) -> Any:
        """Return the colours of a part alone, for a conditional format."""
        if part not in self._marks:
            own = self._look.parts[part]
            self._marks[part] = self._workbook.add_format({key: own[key] for key in _COLOURS if key in own})
        return self._marks[part]

    def format(self, *parts: str, num: str = "") -> Any:
        """Return the format that has all named parts, later ones winning, and a number format.

        Without parts and number format it is the workbook's default.
        """
        return self.format_of(parts, num)

    def format_of(self, parts: tuple[str, ...], num: str = "") -> Any:
        """Return the format of parts that are a tuple already, as a table's hundred thousand cells have them."""
        key = (parts, num)
        made = self._made.get(key)
        if made is None and (parts or num):
            properties = dict(self._look.base)
            for part in parts:
                properties |= self._look.parts[part]
            if num:
                properties["num_format"] = num
            made = self._made[key] = self._workbook.add_format(properties)
        return made
