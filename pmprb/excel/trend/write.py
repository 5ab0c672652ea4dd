"""The whole workbook of a trend, written beside its place and then put there in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from pmprb.catalog.model import Instrument
from pmprb.excel.rekap.page import Page
from pmprb.excel.rekap.theme import AMBER, FONT, GREY, NAVY, RED, TEAL, Theme
from pmprb.excel.trend.about import Crosswalks, write_trend_about
from pmprb.excel.trend.changes import unit_rows, write_areas, write_items, write_units
from pmprb.excel.trend.summary import Sheets, write_trend_summary
from pmprb.excel.trend.tables import (
    write_criteria,
    write_family,
    write_history,
    write_promises,
    write_trend_findings,
)
from pmprb.excel.whole import whole_file
from pmprb.insight.trend.model import Trend
from pmprb.temuan import Temuan

# No clock: the same comparison gives the same bytes.
_CREATED = datetime(2000, 1, 1)


def write_trend(
    trend: Trend,
    instruments: Sequence[Instrument],
    path: Path,
    *,
    crosswalks: Crosswalks = (),
    sentences: Callable[[Temuan], str],
    version: str,
) -> None:
    """Write the workbook to `path`, replacing what stands there; the caller has asked whether it may.

    `instruments` are the catalogs of the trend's periods. Raises OSError when the folder or the old file cannot be
    written; then nothing has changed.
    """
    with whole_file(path) as draft:
        look = {"font_name": FONT, "font_size": 10, "font_scheme": "none"}
        book = xlsxwriter.Workbook(draft, {"default_format_properties": look})
        book.set_properties({"title": "Perubahan dari waktu ke waktu", "created": _CREATED})
        book.set_size(2400, 1400)
        _write(book, trend, instruments, crosswalks, sentences, version)
        book.close()


def _write(
    book: xlsxwriter.Workbook,
    trend: Trend,
    instruments: Sequence[Instrument],
    crosswalks: Crosswalks,
    sentences: Callable[[Temuan], str],
    version: str,
) -> None:
    """Write all sheets; the summary, which points at the others, is filled last."""
    newest = instruments[-1]
    theme = Theme(book, newest.policies.display_decimals)

    def page(name: str, tab: str) -> Page:
        return Page(book, theme, name, tab)

    rows = unit_rows(trend)
    summary = Page(book, theme, "Ringkasan", NAVY, gathered=True)
    units = write_units(page("Perubahan Unit", TEAL), trend, rows)
    areas = write_areas(page("Perubahan Area", TEAL), trend, rows)
    write_items(page("Butir", TEAL), instruments, rows)
    history = write_history(page("Riwayat Unit", TEAL), trend)
    promises = write_promises(page("Janji", AMBER), trend, instruments)
    write_family(page("Unit Berubah", AMBER), trend)
    if any(pair.links for pair in trend.pairs):
        write_criteria(page("Kriteria Berubah", AMBER), trend)
    write_trend_findings(page("Temuan", RED), trend, sentences)
    write_trend_about(page("Tentang", GREY), trend, instruments, crosswalks, version)
    write_trend_summary(summary, trend, Sheets(units, areas, history, promises), newest.short_title)
    summary.sheet.activate()
