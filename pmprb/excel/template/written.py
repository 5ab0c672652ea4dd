"""The few ways a template's cells are written: text stays text, a formula bears its value.

Enters: an XlsxWriter worksheet and values. Leaves: nothing. XlsxWriter's `write()` is not used:
it would turn a unit named "=1+1" into a formula.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from pmprb.answers.model import Unit
from pmprb.catalog.model import Instrument
from pmprb.excel.template import texts
from pmprb.excel.template.plan import exact

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
