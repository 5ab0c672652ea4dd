"""Which year a placed layout is of, where a form has blocks of columns for several years side by side.

Enters: a placed layout. Leaves: years as text, and the block of a wanted year. A year stands in the band
above the blocks, or follows from the form's own year.
"""

from __future__ import annotations

import re

from pmprb.catalog.model import Instrument
from pmprb.excel.book import Book
from pmprb.excel.layouts import Placed, labelled, place
from pmprb.excel.tolerant import text_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BAND = re.compile(r"(?:tahun)?\s*:?\s*((?:19|20)\d\d)", re.IGNORECASE)


def band_year(placed: Placed) -> str:
    """Return the year the band above the header gives to this block, empty when the band does not name it.

    The blocks and the years of the band stand in the same order; the band is the lowest row with years.
    """
    block = next(column.nth for column in placed.layout.columns if column.key == "answer")
    for row in reversed(placed.sheet.rows[: placed.header_row]):
        years = [found[1] for value in row if (found := _BAND.fullmatch(text_of(value)))]
        if years:
            return years[block - 1] if len(years) >= block else ""
    return ""


def form_year(placed: Placed) -> str:
    """Return the year of this block that follows from the form's own year, empty when that is no year."""
    said = labelled(placed.sheet, placed.layout.period_labels, placed.header_row)
    found = _YEAR.search(said[0]) if said else None
    return str(int(found[0]) - placed.layout.years_back) if found else ""


def year_of(placed: Placed) -> str:
    """Return the year of a block: the band's, else the one that follows from the form's own year."""
    return band_year(placed) or form_year(placed) if placed.layout.year_band else ""


def blocks_by_year(book: Book, placed: Placed, instrument: Instrument) -> dict[str, Placed]:
    """Return year → block for all blocks beside a placed one, itself first; empty when the form has none."""
    if not placed.layout.year_band:
        return {}
    found = {year_of(placed): placed}
    for layout in instrument.layouts:
        other = place(book, layout)[0] if layout.year_band else None
        if other is not None and other.sheet is placed.sheet:
            found.setdefault(year_of(other), other)
    found.pop("", None)
    return found
