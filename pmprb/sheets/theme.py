"""How the rekap looks: colours, and formats put together from named parts.

Enters: names of parts such as ("cell", "wrap"). Leaves: XlsxWriter formats, one for each combination.
"""

from __future__ import annotations

from typing import Any

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

_LINED = {"border": 1, "border_color": LINE, "valign": "top"}

PARTS: dict[str, dict[str, Any]] = {
    "gap": {},
    "title": {"font_size": 16, "bold": True, "font_color": NAVY, "valign": "vcenter"},
    "banner": {"font_size": 18, "bold": True, "font_color": WHITE, "bg_color": NAVY, "valign": "vcenter", "indent": 1},
    "underbanner": {"font_size": 10, "font_color": PALE, "bg_color": NAVY, "valign": "vcenter", "indent": 1},
    "note": {"font_size": 9, "font_color": MUTED, "text_wrap": True, "valign": "top"},
    "section": {"font_size": 12, "bold": True, "font_color": NAVY, "valign": "vcenter"},
    "head": {
        "bold": True, "font_size": 9, "font_color": WHITE, "bg_color": NAVY, "text_wrap": True,
        "align": "center", "valign": "vcenter", "border": 1, "border_color": WHITE,
    },
    "area": {
        "bold": True, "font_size": 8, "font_color": WHITE, "bg_color": TEAL, "text_wrap": True,
        "align": "center", "valign": "vcenter", "border": 1, "border_color": WHITE,
    },
    "upright": {"rotation": 90, "font_size": 8, "align": "center", "valign": "top", "text_wrap": False},
    "cell": {"font_size": 9, "font_color": INK, **_LINED},
    "tiny": {"font_size": 8},
    "wrap": {"text_wrap": True},
    "center": {"align": "center"},
    "left": {"align": "left"},
    "middle": {"valign": "vcenter"},
    "shrink": {"shrink": True},
    "indent": {"indent": 1, "align": "left"},
    "bold": {"bold": True},
    "muted": {"font_color": GREY, "italic": True},
    "sum": {"bold": True, "bg_color": PALE, "font_color": NAVY, "top": 2, "top_color": NAVY},
    "strong": {"bold": True, "bg_color": PALE, "font_color": NAVY},
    "input": {"bg_color": INPUT, "locked": False},
    "good": {"font_color": GREEN_INK, "bg_color": GREEN_PALE, "bold": True},
    "bad": {"font_color": RED_INK, "bg_color": RED_PALE, "bold": True},
    "underway": {"font_color": AMBER_INK, "bg_color": AMBER_PALE},
    "warm": {"font_color": "#7A3E00", "bg_color": "#FBD9B5"},
    "unmet": {"font_color": RED_INK},
    "unanswered": {"font_color": MUTED, "bg_color": "#E3E7EB"},
    "link": {"font_color": "#0B5CAD", "underline": 1},
    "caution": {
        "font_size": 9, "font_color": AMBER_INK, "bg_color": AMBER_PALE, "border": 2, "border_color": AMBER,
        "text_wrap": True, "valign": "vcenter", "indent": 1,
    },
    "alarm": {"font_color": RED_INK, "bg_color": RED_PALE, "border_color": RED},
    "card-label": {
        "font_size": 9, "font_color": MUTED, "bg_color": PALE, "align": "center", "valign": "bottom",
        "top": 1, "left": 1, "right": 1, "border_color": WHITE,
    },
    "card-value": {
        "font_size": 18, "bold": True, "font_color": NAVY, "bg_color": PALE, "align": "center", "valign": "vcenter",
        "left": 1, "right": 1, "border_color": WHITE, "shrink": True,
    },
    "card-foot": {
        "font_size": 8, "font_color": MUTED, "bg_color": PALE, "align": "center", "valign": "top",
        "left": 1, "right": 1, "bottom": 1, "border_color": WHITE, "shrink": True,
    },
    "lit": {"bg_color": NAVY, "font_color": WHITE},
}  # fmt: skip


class Theme:
    """Formats of one workbook; `decimals` is the instrument's display precision."""

    def __init__(self, book: Any, decimals: int) -> None:
        self._book = book
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
            kept = {key: PARTS[part][key] for key in ("font_color", "bg_color")}
            self._marks[part] = self._book.add_format(kept)
        return self._marks[part]

    def format(self, *parts: str, num: str = "") -> Any:
        """Return the format that has all named parts, later ones winning, and a number format."""
        key = (parts, num)
        if key not in self._made:
            properties: dict[str, Any] = {"font_scheme": "none"}
            for part in parts:
                properties |= PARTS[part]
            if num:
                properties["num_format"] = num
            self._made[key] = self._book.add_format(properties)
        return self._made[key]
