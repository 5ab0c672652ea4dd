"""How a form that people fill in looks, and how its cells are written: text stays text, a formula bears its value."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from xlsxwriter.worksheet import Worksheet

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.grid import exact

# The look of a template: one palette and the named formats made from it.


FONT, SIZE = "Arial", 9
INK, QUIET, LINE = "#1F2933", "#6B7785", "#C9D1D9"
DARK, WHITE = "#1F4E5F", "#FFFFFF"
BLANK_FILL, WRONG_FILL, WRONG_INK, GOOD_FILL = "#FFF8D6", "#F8C9C4", "#9B1C1C", "#E6F3E6"
LEVEL_LOOK: dict[str, dict[str, Any]] = {
    "total": {"bg_color": DARK, "font_color": WHITE, "bold": True},
    "component": {"bg_color": "#2E6E82", "font_color": WHITE, "bold": True},
    "aspect": {"bg_color": "#8FBCC9", "bold": True},
    "area": {"bg_color": "#C6DEE5", "bold": True},
    "sub": {"bg_color": "#EAF2F5", "bold": True},
    "item": {"bg_color": WHITE},
    "count": {"bg_color": WHITE},
}
POINTS, SHARE = "0.00", "0.0%"


class Styles:
    """Formats of one workbook, made once each."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self.get = cache(self._make)

    def _make(self, name: str, level: str = "") -> Any:
        """Return the format `name`; `level` gives the colours of a heading's level."""
        look: dict[str, Any] = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top"}
        look |= LEVEL_LOOK.get(level, {})
        if level:
            look |= {"border": 1, "border_color": LINE}
        look |= _LOOKS[name]
        return self._workbook.add_format(look)

    def conditional(self, look: dict[str, Any]) -> Any:
        """Return a format that only adds to what a cell has."""
        return self._workbook.add_format(look)


_BOX = {"border": 1, "border_color": LINE}
_INPUT = {**_BOX, "locked": False, "bg_color": WHITE}
_SHUT = {**_BOX, "bg_color": "#F6F8F9"}
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "line": {"valign": "vcenter"},
    "wrap": {"text_wrap": True},
    "indent": {"text_wrap": True, "indent": 2, "font_color": QUIET},
    "text": {"text_wrap": True},
    "centre": {"align": "center", "text_wrap": True},
    "points": {"num_format": POINTS, "align": "right"},
    "share": {"num_format": SHARE, "align": "right"},
    "whole": {"num_format": "0", "align": "right"},
    "header": {
        "bold": True,
        "bg_color": DARK,
        "font_color": WHITE,
        "valign": "vcenter",
        "text_wrap": True,
        **_BOX,
    },
    "header-input": {
        "bold": True,
        "bg_color": "#B7791F",
        "font_color": WHITE,
        "valign": "vcenter",
        "text_wrap": True,
        **_BOX,
    },
    "answer": {**_INPUT, "align": "center", "bold": True, "font_size": 11, "num_format": "General"},
    "answer-count": {**_INPUT, "align": "center", "bold": True, "font_size": 11, "num_format": "#,##0"},
    "answer-shut": {**_SHUT, "align": "center", "bold": True, "font_size": 11, "num_format": "General"},
    "answer-count-shut": {**_SHUT, "align": "center", "bold": True, "font_size": 11, "num_format": "#,##0"},
    "evidence-shut": {**_SHUT, "text_wrap": True, "num_format": "@"},
    "evidence-link": {**_SHUT, "text_wrap": True, "font_color": "#0B61A4", "underline": 1},
    "reviewer": {**_INPUT, "bold": True, "bg_color": "#FFF1D6", "border_color": "#B7791F", "valign": "vcenter"},
    "evidence": {**_INPUT, "text_wrap": True, "num_format": "@"},
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
    "head-right": {
        "bold": True,
        "bg_color": DARK,
        "font_color": WHITE,
        "valign": "vcenter",
        "align": "right",
        "text_wrap": True,
        **_BOX,
    },
    "head-centre": {
        "bold": True,
        "bg_color": DARK,
        "font_color": WHITE,
        "valign": "vcenter",
        "align": "center",
        "text_wrap": True,
        **_BOX,
    },
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
    "sum-points": {"valign": "vcenter", "bold": True, "font_size": 11, "num_format": POINTS, "align": "right"},
    "sum-share": {"valign": "vcenter", "bold": True, "font_size": 11, "num_format": SHARE, "align": "right"},
    "sum-whole": {"valign": "vcenter", "bold": True, "font_size": 11, "num_format": "0", "align": "right"},
    "sum-verdict": {"valign": "vcenter", "bold": True, "font_size": 11, "align": "right"},
    "body": {"text_wrap": True, "font_size": 10, "valign": "vcenter"},
    "body-bold": {"text_wrap": True, "font_size": 10, "bold": True, "valign": "vcenter"},
    "sample-blank": {"bg_color": BLANK_FILL, **_BOX, "align": "center", "font_size": 11},
    "sample-good": {"bg_color": GOOD_FILL, **_BOX, "align": "center", "bold": True, "font_size": 11},
    "sample-different": {"bg_color": "#FBD9B5", **_BOX, "align": "center", "bold": True, "font_size": 11},
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
}


# The few ways a template's cells are written: text stays text, a formula bears its value.


FOOTER_NAME_LIMIT = 80
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000))


class TemplateSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet whose formulas without text are typed as text, as Excel itself writes them.

    XlsxWriter leaves their type away, and a blank result then reads as a broken number.
    """

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        typed = [*attributes, ("t", "str")] if result == "" else list(attributes)
        super()._xml_formula_element(formula, result, typed)


def put_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write a string as a string."""
    sheet.write_string(row, column, safe_text(text), style)


def safe_text(text: str) -> str:
    """Return text that XlsxWriter writes as it is: no lone surrogates, nothing it takes for markup."""
    text = text.translate(_SURROGATES)
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def put_formula(sheet: Any, row: int, column: int, formula: str, style: Any, value: str | float) -> None:
    """Write a formula with the value it will have."""
    sheet.write_formula(row, column, formula, style, value)


def put_number(sheet: Any, row: int, column: int, value: Fraction, style: Any) -> None:
    """Write an exact number: as a division where its decimals would not end."""
    text = exact(value)
    if "/" in text:
        put_formula(sheet, row, column, f"={text}", style, float(value))
    else:
        sheet.write_number(row, column, float(value), style)


def set_footer(sheet: Any, unit: Unit, instrument: Instrument) -> None:
    """Write unit and page number at the foot of each printed page; a reconstruction says so there too."""
    warning = texts.warning_of(instrument)
    lead = f"{warning} · " if warning else ""
    sheet.set_footer(f"&L{footer_name(unit.name)}&R{lead}Halaman &P dari &N")


def footer_name(name: str) -> str:
    """Return a unit's name for the foot of a page: short, and "dan" for "&", which commands there."""
    plain = " ".join(safe_text(name).replace("&", " dan ").split())
    return texts.shortened(plain, FOOTER_NAME_LIMIT)
