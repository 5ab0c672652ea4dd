"""Native charts of *Ringkasan*: means per area, and the distribution of the units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmprb.catalog.model import Instrument
from pmprb.office.model import Spread
from pmprb.sheets.page import Page
from pmprb.sheets.theme import FONT, INK, LINE, NAVY, TEAL

_LABEL = {"name": FONT, "size": 8, "color": INK}
_TITLE = {"name": FONT, "size": 11, "bold": True, "color": NAVY}
_ROW_PIXELS, _COLUMN_PIXELS, _FIRST_SHEET_PIXELS = 20, 89, 82
CHART_ROWS = 12
"""How many rows of the usual height the charts of the first sheet cover."""


def area_chart(page: Page, spreads: Sequence[Spread], instrument: Instrument, table: int, at: tuple[int, int]) -> None:
    """Draw the means of the table of areas whose first row is `table` at a row and column; groups alone where any."""
    wanted = [n for n, spread in enumerate(spreads) if spread.of in instrument.groups_by_id]
    wanted = wanted or [n for n, spread in enumerate(spreads) if spread.of != instrument.root.id]
    if not wanted:
        return
    first, last = table + wanted[0], table + wanted[-1]
    chart = page.book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Rata-rata capaian",
            "categories": [page.name, first, 0, last, 0],
            "values": [page.name, first, 5, last, 5],
            "fill": {"color": TEAL},
            "gap": 45,
            "data_labels": {"value": True, "num_format": "0%", "font": _LABEL},
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": _LABEL, "line": {"color": LINE}, "major_tick_mark": "none"})
    chart.set_x_axis(
        {
            "min": 0, "max": 1, "major_unit": 0.25, "num_format": "0%", "num_font": _LABEL, "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": LINE}}, "label_position": "high",
        }
    )  # fmt: skip
    _place(page, chart, "Rata-rata capaian per area", at[0], at[1], 7, CHART_ROWS * _ROW_PIXELS, _FIRST_SHEET_PIXELS)


def distribution_chart(page: Page, rows: tuple[int, int], bands: bool, at: tuple[int, int]) -> None:
    """Draw the counts of the table in rows first to last, at a row and column."""
    first, last = rows
    chart = page.book.workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "Unit",
            "categories": [page.name, first, 9, last, 9],
            "values": [page.name, first, 11, last, 11],
            "fill": {"color": NAVY},
            "gap": 40,
            "data_labels": {"value": True, "font": _LABEL, "num_format": "0;;"},
        }
    )
    chart.set_x_axis({"num_font": _LABEL, "line": {"color": LINE}, "major_tick_mark": "none"})
    chart.set_y_axis(
        {
            "min": 0, "num_format": "0", "num_font": _LABEL, "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
        }
    )  # fmt: skip
    title = "Sebaran unit menurut predikat" if bands else "Sebaran unit menurut capaian"
    _place(page, chart, title, at[0], at[1], 7, CHART_ROWS * _ROW_PIXELS, _FIRST_SHEET_PIXELS)


def ranked_chart(
    page: Page, title: str, top: int, rows: tuple[int, int], columns: tuple[int, int], most: float
) -> None:
    """Draw one bar a row of a table, the first on top, right of column 7; `columns` are names and figures."""
    (first, last), (names, figures) = rows, columns
    chart = page.book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": title,
            "categories": [page.name, first, names, last, names],
            "values": [page.name, first, figures, last, figures],
            "fill": {"color": TEAL},
            "gap": 45,
            "data_labels": {"value": True, "num_format": page.theme.points, "font": _LABEL},
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": _LABEL, "line": {"color": LINE}, "major_tick_mark": "none"})
    chart.set_x_axis(
        {
            "min": 0, "max": most, "num_format": "0", "num_font": _LABEL, "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": LINE}}, "label_position": "high",
        }
    )  # fmt: skip
    _place(page, chart, title, top, 8, 6, max(12, last - first + 3) * _ROW_PIXELS)


def _place(
    page: Page, chart: Any, title: str, row: int, column: int, columns: int, height: int, pixels: int = _COLUMN_PIXELS
) -> None:
    chart.set_title({"name": title, "name_font": _TITLE, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": columns * pixels - 16, "height": height})
    page.sheet.insert_chart(row, column, chart, {"x_offset": 8, "y_offset": 4, "object_position": 1})
