"""How forms that people fill in look: the parts of their formats, for worksheets and for action plans.

A cell in the table bears the part of its row ("in-item") and that of its kind ("points").
"""

from __future__ import annotations

from typing import Any

from pmprb.sheets.theme import AMBER_INK, FONT, GREEN_INK, WHITE, Look

SIZE = 9
INK, QUIET, LINE = "#1F2933", "#6B7785", "#C9D1D9"
DARK, MIDDLE = "#1F4E5F", "#2E6E82"
BLANK_FILL, WRONG_FILL, WRONG_INK, GOOD_FILL, OTHER_FILL = "#FFF8D6", "#F8C9C4", "#9B1C1C", "#E6F3E6", "#FBD9B5"
POINTS, SHARE = "0.00", "0.0%"
QUIET_FILL, QUIET_INK = "#ECEFF2", "#5B6672"

_BOX = {"border": 1, "border_color": LINE}
_ROWS: dict[str, dict[str, Any]] = {
    "in-total": {"bg_color": DARK, "font_color": WHITE, "bold": True, **_BOX},
    "in-component": {"bg_color": MIDDLE, "font_color": WHITE, "bold": True, **_BOX},
    "in-aspect": {"bg_color": "#8FBCC9", "bold": True, **_BOX},
    "in-area": {"bg_color": "#C6DEE5", "bold": True, **_BOX},
    "in-sub": {"bg_color": "#EAF2F5", "bold": True, **_BOX},
    "in-item": {"bg_color": WHITE, **_BOX},
    "in-count": {"bg_color": WHITE, **_BOX},
}
_MARKS: dict[str, dict[str, Any]] = {
    "mark-blank": {"bg_color": BLANK_FILL},
    "mark-good": {"bg_color": GOOD_FILL},
    "mark-wrong": {"bg_color": WRONG_FILL, "font_color": WRONG_INK},
    "mark-other": {"bg_color": OTHER_FILL},
    "mark-passed": {"font_color": GREEN_INK, "bg_color": GOOD_FILL},
    "mark-failed": {"font_color": WRONG_INK},
    "mark-quiet": {"bg_color": QUIET_FILL, "font_color": QUIET_INK},
    "light-hijau": {"bg_color": "#CDEBD3", "font_color": GREEN_INK},
    "light-hijau-muda": {"bg_color": "#E3F2E6", "font_color": GREEN_INK},
    "light-kuning": {"bg_color": "#FFF0BF", "font_color": AMBER_INK},
    "light-jingga": {"bg_color": OTHER_FILL, "font_color": "#7A3E00"},
    "light-merah": {"bg_color": WRONG_FILL, "font_color": WRONG_INK},
}
_INPUT = {**_BOX, "locked": False, "bg_color": WHITE}
_SHUT = {**_BOX, "bg_color": "#F6F8F9"}
_OURS = {**_BOX, "bg_color": "#F4F6F8"}
_HEADER = {"bold": True, "bg_color": DARK, "font_color": WHITE, "valign": "vcenter", "text_wrap": True, **_BOX}
_ANSWER = {"align": "center", "bold": True, "font_size": 11}
_SUM = {"valign": "vcenter", "bold": True, "font_size": 11, "align": "right"}
_KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "line": {"valign": "vcenter"},
    "wrap": {"text_wrap": True},
    "indent": {"text_wrap": True, "indent": 2, "font_color": QUIET},
    "text": {"text_wrap": True},
    "centre": {"align": "center", "text_wrap": True},
    "points": {"num_format": POINTS, "align": "right"},
    "weight": {"num_format": POINTS, "align": "right", "indent": 1},  # a text begins right beside it
    "share": {"num_format": SHARE, "align": "right"},
    "whole": {"num_format": "0", "align": "right"},
    "header": _HEADER,
    "header-input": {**_HEADER, "bg_color": "#B7791F"},
    "answer": {**_INPUT, **_ANSWER, "num_format": "General"},
    "answer-count": {**_INPUT, **_ANSWER, "num_format": "#,##0"},
    "answer-shut": {**_SHUT, **_ANSWER, "num_format": "General"},
    "answer-count-shut": {**_SHUT, **_ANSWER, "num_format": "#,##0"},
    "evidence-shut": {**_SHUT, "text_wrap": True, "num_format": "@"},
    "evidence-link": {**_SHUT, "text_wrap": True, "font_color": "#0B61A4", "underline": 1},
    "reviewer": {**_INPUT, "bold": True, "bg_color": "#FFF1D6", "border_color": "#B7791F", "valign": "vcenter"},
    "evidence": {**_INPUT, "text_wrap": True, "num_format": "@"},
    "respondent": {**_INPUT, "align": "center", "num_format": "0"},
    "closed": {"bg_color": "#F1F3F5"},
    "title": {"bold": True, "font_size": 14, "font_color": DARK, "valign": "vcenter"},
    "label": {"font_color": QUIET, "valign": "vcenter"},
    "unit-of": {"font_color": QUIET, "valign": "vcenter", "indent": 1},
    "label-right": {"font_color": QUIET, "valign": "vcenter", "align": "right", "indent": 1},
    "name": {"bold": True, "font_size": 11, "valign": "vcenter"},
    "total": {"bold": True, "font_size": 14, "font_color": DARK, "num_format": POINTS, "align": "center"},
    "small": {"font_color": QUIET, "font_size": 9, "valign": "vcenter"},
    "bar": {"font_color": "#2E8B57", "valign": "vcenter"},
    "strong": {"bold": True, "valign": "vcenter"},
    "warning": {"bold": True, "font_color": WRONG_INK, "valign": "vcenter"},
    "alarm": {
        "bold": True,
        "font_color": WHITE,
        "bg_color": WRONG_INK,
        "valign": "vcenter",
        "text_wrap": True,
        "indent": 1,
    },
    "caution": {
        "bg_color": "#FDECEA",
        "font_color": "#5F1D1D",
        "text_wrap": True,
        "valign": "vcenter",
        "indent": 1,
    },
    "notice": {"bg_color": "#FFF8E6", "text_wrap": True, "valign": "vcenter", "indent": 1},
    "section": {"bold": True, "font_size": 11, "font_color": DARK, "bottom": 2, "bottom_color": DARK},
    "link": {"font_color": "#0B61A4", "underline": 1, **_BOX},
    "verdict": {"bold": True, "align": "center", **_BOX},
    "head-right": {**_HEADER, "align": "right"},
    "head-centre": {**_HEADER, "align": "center"},
    "cell": {**_BOX, "text_wrap": True},
    "cell-points": {**_BOX, "num_format": POINTS, "align": "right"},
    "cell-share": {**_BOX, "num_format": SHARE, "align": "right"},
    "cell-signed": {**_BOX, "num_format": "+0.00;-0.00;0.00", "align": "right"},
    "cell-signed-share": {**_BOX, "num_format": "+0.0%;-0.0%;0.0%", "align": "right"},
    "cell-centre": {**_BOX, "align": "center"},
    "cell-small": {**_BOX, "font_color": QUIET, "font_size": 8, "text_wrap": True},
    "cell-bold": {**_BOX, "text_wrap": True, "bold": True},
    "cell-left": {"top": 1, "bottom": 1, "left": 1, "border_color": LINE},
    "cell-left-rest": {"top": 1, "bottom": 1, "border_color": LINE},
    "footnote": {"font_color": QUIET, "font_size": 8, "text_wrap": True, "valign": "vcenter"},
    "sum-points": {**_SUM, "num_format": POINTS},
    "sum-share": {**_SUM, "num_format": SHARE},
    "sum-whole": {**_SUM, "num_format": "0"},
    "sum-verdict": _SUM,
    "body": {"text_wrap": True, "font_size": 10, "valign": "vcenter"},
    "body-bold": {"text_wrap": True, "font_size": 10, "bold": True, "valign": "vcenter"},
    "sample-blank": {"bg_color": BLANK_FILL, **_BOX, "align": "center", "font_size": 11},
    "sample-good": {"bg_color": GOOD_FILL, **_BOX, "align": "center", "bold": True, "font_size": 11},
    "sample-different": {"bg_color": OTHER_FILL, **_BOX, "align": "center", "bold": True, "font_size": 11},
    "sample-wrong": {
        "bg_color": WRONG_FILL,
        "font_color": WRONG_INK,
        **_BOX,
        "align": "center",
        "bold": True,
        "font_size": 11,
    },
    "code": {"text_wrap": True, "font_color": QUIET, "font_size": 7},
    "go": {
        "bold": True,
        "font_size": 11,
        "font_color": INK,
        "bg_color": "#FBE3B8",
        "border": 1,
        "border_color": "#B7791F",
        "align": "center",
        "valign": "vcenter",
    },
    # Of the table of an action plan.
    "typed-text": {**_INPUT, "text_wrap": True, "num_format": "@"},
    "typed-choice": {**_INPUT, "text_wrap": True},
    "typed-free": {**_INPUT, "text_wrap": True, "align": "right"},
    "typed-number": {**_INPUT, "num_format": "General", "align": "right"},
    "typed-money": {**_INPUT, "num_format": "#,##0"},
    "ours-count": {**_OURS, "align": "center", "font_color": QUIET_INK},
    "ours-share": {**_OURS, "num_format": SHARE, "align": "right"},
    "ours-figure": {**_OURS, "num_format": "General", "align": "right"},
    "ours-light": {**_OURS, "bold": True, "align": "center", "text_wrap": True},
    "share-centre": {**_BOX, "num_format": SHARE, "align": "center"},
    "group": {
        "bold": True, "font_color": WHITE, "bg_color": MIDDLE, "align": "left", "indent": 1, "valign": "vcenter",
        "border": 1, "border_color": WHITE,
    },
}  # fmt: skip

FORMS = Look(
    {"font_name": FONT, "font_size": 10},
    {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top"},
    {**_ROWS, **_MARKS, **_KINDS},
)
