"""A province's whole workbook, written beside its place and then put there in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pmprb.books.left_out import left_out
from pmprb.books.province.about import write_about, write_found, write_missing
from pmprb.books.province.instansi import write_areas, write_eligible, write_side_by_side
from pmprb.books.province.provinces import write_provinces
from pmprb.books.province.summary import ProvincePlaces, write_summary
from pmprb.books.province.units import UNITS, write_best, write_unit_ranking, write_units
from pmprb.catalog.model import Instrument
from pmprb.office.province_record import Province
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Page
from pmprb.sheets.theme import AMBER, GREY, NAVY, RED, TEAL
from pmprb.sheets.whole import whole_file
from pmprb.temuan import Temuan
from pmprb.workbook.ours import PROVINCE, check_kept, write_record

# Beyond this many units finished rows leave the memory.
LARGE = 2_000
PROVINCES = "Provinsi"


def write_province(
    province: Province, instrument: Instrument, path: Path, *, sentences: Callable[[Temuan], str]
) -> tuple[Temuan, ...]:
    """Write the workbook to `path`, replacing what stands there; the caller has asked whether it may.

    `sentences` words a temuan. Raises OSError when the folder or the old file cannot be written; then nothing has
    changed. Return whether it is too large to be taken up again; its record was read back before it took its place.
    """
    large = len(province.units) > LARGE
    title, decimals = f"Antarinstansi {instrument.short_title}", instrument.policies.display_decimals
    with whole_file(path) as draft:
        with NewBook(draft, title, decimals=decimals, large=large) as book:
            digest = _write(book, province, instrument, sentences)
        return (*left_out(book), *check_kept(draft, digest, PROVINCE))


def _write(book: NewBook, province: Province, instrument: Instrument, sentences: Callable[[Temuan], str]) -> str:
    """Write all sheets, each made in its place, then filled after those it points at; return the record's digest."""

    def page(name: str, tab: str) -> Page:
        return Page(book, name, tab)

    summary = Page(book, "Ringkasan", NAVY, gathered=True)
    gathered = page(PROVINCES, TEAL) if province.provinces else None
    side_by_side, areas = page("Antar Instansi", TEAL), page("Matriks Area", TEAL)
    eligible = page("Kelayakan", TEAL) if instrument.gate_sets else None
    best, ranking = page("Unit Terbaik", AMBER), page("Peringkat Unit", AMBER)
    units = write_units(page(UNITS, AMBER), province, instrument)
    missing = write_missing(page("Belum Menyerahkan", RED), province, sentences)
    found = write_found(page("Temuan", RED), province, sentences)
    write_about(page("Tentang", GREY), province, instrument)
    table = write_side_by_side(side_by_side, province, units, missing.missing, instrument)
    provinces = write_provinces(gathered, province, table, units) if gathered else None
    means = write_areas(areas, province, units, instrument)
    if eligible is not None:
        write_eligible(eligible, province, table, instrument)
    write_best(best, province)
    write_unit_ranking(ranking, province)
    write_summary(summary, province, instrument, ProvincePlaces(table, units, means, missing, found, provinces))
    summary.sheet.activate()
    return write_record(book.workbook, province, PROVINCE)
