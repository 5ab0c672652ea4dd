"""How finished workbooks look: the parts of their formats."""

from __future__ import annotations

from typing import Any

from pmprb.sheets.theme import (
    AMBER,
    AMBER_INK,
    AMBER_PALE,
    FONT,
    GREEN_INK,
    GREEN_PALE,
    GREY,
    INK,
    INPUT,
    LINE,
    MUTED,
    NAVY,
    PALE,
    RED,
    RED_INK,
    RED_PALE,
    TEAL,
    WHITE,
    Look,
)  # fmt: skip

_LINED = {"border": 1, "border_color": LINE, "valign": "top"}

_PARTS: dict[str, dict[str, Any]] = {
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
    "small": {"font_size": 9},
    "large": {"font_size": 14},
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

_BASE = {"font_scheme": "none"}
BOOKS = Look({"font_name": FONT, "font_size": 10, **_BASE}, _BASE, _PARTS)
