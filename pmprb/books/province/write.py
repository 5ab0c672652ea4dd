"""A province's whole workbook, written beside its place and then put there in one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from pmprb.books.province.about import write_about, write_found, write_missing
from pmprb.books.province.instansi import write_areas, write_eligible, write_side_by_side
from pmprb.books.province.summary import Places, write_summary
from pmprb.books.province.units import UNITS, write_best, write_unit_ranking, write_units
from pmprb.catalog.model import Instrument
from pmprb.office.province import Province
from pmprb.sheets.page import Page
from pmprb.sheets.theme import AMBER, FONT, GREY, NAVY, RED, TEAL, Theme
from pmprb.sheets.whole import whole_file
from pmprb.temuan.record import Temuan
from pmprb.workbook.ours import PROVINCE, write_record

# No clock: the same province gives the same bytes.
_CREATED = datetime(2000, 1, 1)
# Beyond this many units finished rows leave the memory.
_LARGE = 2_000


def write_province(
    province: Province, instrument: Instrument, path: Path, *, sentences: Callable[[Temuan], str]
) -> None:
    """Write the workbook to `path`, replacing what stands there; the caller has asked whether it may.

    `sentences` words a temuan. Raises OSError when the folder or the old file cannot be written; then nothing has
    changed.
    """
    with whole_file(path) as draft:
        _write(province, instrument, draft, sentences)


def _write(province: Province, instrument: Instrument, path: Path, sentences: Callable[[Temuan], str]) -> None:
    """Write all sheets; each is made in its place, then filled after those it points at."""
    look = {"font_name": FONT, "font_size": 10, "font_scheme": "none"}
    large = len(province.units) > _LARGE
    book = xlsxwriter.Workbook(path, {"default_format_properties": look, "constant_memory": large})
    book.set_properties({"title": f"Antarinstansi {instrument.short_title}", "created": _CREATED})
    book.set_size(2400, 1400)
    theme = Theme(book, instrument.policies.display_decimals)

    def page(name: str, tab: str) -> Page:
        return Page(book, theme, name, tab)

    summary = Page(book, theme, "Ringkasan", NAVY, gathered=True)
    side_by_side, areas = page("Antar Instansi", TEAL), page("Matriks Area", TEAL)
    eligible = page("Kelayakan", TEAL) if instrument.gate_sets else None
    best, ranking = page("Unit Terbaik", AMBER), page("Peringkat Unit", AMBER)
    units = write_units(page(UNITS, AMBER), province, instrument)
    missing = write_missing(page("Belum Menyerahkan", RED), province, sentences)
    found = write_found(page("Temuan", RED), province, sentences)
    write_about(page("Tentang", GREY), province, instrument)
    table = write_side_by_side(side_by_side, province, units, missing.missing, instrument)
    means = write_areas(areas, province, units, instrument)
    if eligible is not None:
        write_eligible(eligible, province, table, instrument)
    write_best(best, province)
    write_unit_ranking(ranking, province)
    write_summary(summary, province, instrument, Places(table, units, means, missing, found))
    summary.sheet.activate()
    write_record(book, province, PROVINCE)
    book.close()
