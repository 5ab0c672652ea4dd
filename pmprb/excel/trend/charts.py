"""Native charts of the first sheet: the index through the periods, its parts, areas, the most improved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pmprb.excel.rekap.page import Page
from pmprb.excel.rekap.theme import AMBER, FONT, GREY, INK, LINE, NAVY, TEAL

_LABEL = {"name": FONT, "size": 8, "color": INK}
_TITLE = {"name": FONT, "size": 11, "bold": True, "color": NAVY}
ROW_PIXELS, _COLUMN_PIXELS = 20, 89
PART_COLOURS = (GREY, AMBER, TEAL)


@dataclass(frozen=True)
class Spot:
    """Where a chart goes: its upper left cell, columns wide and rows high."""

    row: int
    column: int
    columns: int
    rows: int


def line_chart(
    page: Page, spot: Spot, title: str, rows: tuple[int, int], columns: tuple[int, int], shares: Sequence[Fraction]
) -> None:
    """Draw a column of shares against a column of names; the axis runs from a tenth below the lowest to one above."""
    category, value = columns
    low = max(0, math.floor(min(shares, default=Fraction(0)) * 10 - 1)) / 10
    high = min(10, math.ceil(max(shares, default=Fraction(1)) * 10 + 1)) / 10
    chart = page.book.add_chart({"type": "line"})
    first, last = rows
    chart.add_series(
        {
            "name": "Indeks",
            "categories": [page.name, first, category, last, category],
            "values": [page.name, first, value, last, value],
            "line": {"color": TEAL, "width": 2.5},
            "marker": {"type": "circle", "size": 7, "fill": {"color": NAVY}, "border": {"color": NAVY}},
            "data_labels": {"value": True, "num_format": "0.0%", "position": "above", "font": _LABEL},
        }
    )
    chart.set_y_axis({"min": low, "max": high, "major_unit": 0.1, "num_format": "0%", "num_font": _LABEL} | _GRID)
    chart.set_x_axis({"num_font": _LABEL, "line": {"color": LINE}})
    _place(page, chart, title, spot, legend=False)


def bars_chart(
    page: Page, spot: Spot, title: str, rows: tuple[int, int], category: int, series: tuple[tuple[str, int], ...]
) -> None:
    """Draw bars of signed shares for each row; several columns stand beside one another."""
    chart = page.book.add_chart({"type": "bar"})
    first, last = rows
    for place, (name, column) in enumerate(series):
        colour = PART_COLOURS[place] if len(series) > 1 else TEAL
        chart.add_series(
            {
                "name": name,
                "categories": [page.name, first, category, last, category],
                "values": [page.name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 45,
                "data_labels": {"value": True, "num_format": "+0.0%;-0.0%;0%", "font": _LABEL},
            }
        )
    # Names at the low end: a bar to the left of zero would stand on them.
    chart.set_y_axis({"reverse": True, "num_font": _LABEL, "label_position": "low", "line": {"color": LINE}})
    chart.set_x_axis({"num_format": "+0%;-0%;0%", "num_font": _LABEL, "label_position": "high"} | _GRID)
    _place(page, chart, title, spot, legend=len(series) > 1)


_GRID: dict[str, Any] = {"line": {"none": True}, "major_gridlines": {"visible": True, "line": {"color": LINE}}}


def _place(page: Page, chart: Any, title: str, spot: Spot, *, legend: bool) -> None:
    chart.set_title({"name": title, "name_font": _TITLE, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _LABEL} if legend else {"none": True})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": spot.columns * _COLUMN_PIXELS - 16, "height": spot.rows * ROW_PIXELS})
    page.sheet.insert_chart(spot.row, spot.column, chart, {"x_offset": 8, "y_offset": 4, "object_position": 1})
