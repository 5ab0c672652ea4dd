"""The whole rekap, written beside its place and then put there in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pmprb.books.order import placed
from pmprb.books.rekap.about import write_about
from pmprb.books.rekap.findings import NAME as FIRST_LOOK
from pmprb.books.rekap.findings import write_findings, write_first_look
from pmprb.books.rekap.gap_list import gap_lines, write_closed, write_gap_list
from pmprb.books.rekap.gates import write_gates
from pmprb.books.rekap.hand_in import write_hand_in
from pmprb.books.rekap.matrices import write_area_matrix, write_item_matrix
from pmprb.books.rekap.previous import CLOSED, GAPS, PlanColumns
from pmprb.books.rekap.ranking import write_ranking
from pmprb.books.rekap.review import verified_units, write_review
from pmprb.books.rekap.review_nodes import write_review_nodes, write_review_statistics
from pmprb.books.rekap.strict import NAME as STRICT
from pmprb.books.rekap.strict import write_strict
from pmprb.books.rekap.summary import Places, write_summary
from pmprb.catalog.model import Instrument
from pmprb.insight.reviewers import reviewer_statistics
from pmprb.office.model import Consolidation
from pmprb.office.record import record_of
from pmprb.sheets.book import Book
from pmprb.sheets.page import Page
from pmprb.sheets.theme import AMBER, GREY, NAVY, RED, TEAL
from pmprb.sheets.whole import whole_file
from pmprb.temuan.record import Temuan
from pmprb.workbook.ours import write_record

# Beyond this many units finished rows leave the memory (300 units: 37 MB beside the results instead of 95).
LARGE = 200


def write_consolidation(
    consolidation: Consolidation,
    instrument: Instrument,
    path: Path,
    *,
    previous: PlanColumns | None = None,
    sentences: Callable[[Temuan], str],
    version: str,
    instansi: str = "",
) -> None:
    """Write the rekap to `path`, replacing what stands there; the caller has asked whether it may.

    `previous` holds what was typed into an earlier rekap, `sentences` words a temuan, `instansi` is named in the title.
    Raises OSError when the folder or the old file cannot be written; then nothing has changed.
    """
    large = len(consolidation.results) > LARGE
    title, decimals = f"Rekap {instrument.short_title}", instrument.policies.display_decimals
    with whole_file(path) as draft, Book(draft, title, decimals=decimals, large=large) as book:
        _write(book, consolidation, instrument, previous, sentences, version, instansi)


def _write(
    book: Book,
    consolidation: Consolidation,
    instrument: Instrument,
    previous: PlanColumns | None,
    sentences: Callable[[Temuan], str],
    version: str,
    instansi: str,
) -> None:
    """Write all sheets; the summary, which points at the others, is filled last."""
    units = placed(consolidation)
    lines, closed = gap_lines(units, instrument, previous)

    def page(name: str, tab: str) -> Page:
        return Page(book, name, tab)

    summary = Page(book, "Ringkasan", NAVY, gathered=True)
    ranking = write_ranking(page("Peringkat", TEAL), consolidation, instrument, units)
    areas = write_area_matrix(page("Matriks Area", TEAL), consolidation, instrument, units)
    write_item_matrix(page("Matriks Kriteria", TEAL), instrument, units)
    if instrument.gate_sets:
        write_gates(page("Kelayakan", TEAL), instrument, units)
    gaps = write_gap_list(page(GAPS, AMBER), instrument, lines)
    if closed:
        write_closed(page(CLOSED, AMBER), closed)
    write_review(page("Verifikasi", AMBER), instrument, units)
    if verified := verified_units(units):
        write_review_nodes(page("Verifikasi Area", AMBER), instrument, verified)
        statistics = reviewer_statistics(consolidation, instrument)
        write_review_statistics(page("Statistik Verifikasi", AMBER), instrument, statistics)
    if consolidation.strict:
        write_strict(page(STRICT, AMBER), instrument, units)
    first_look = write_first_look(page(FIRST_LOOK, RED), consolidation.findings, sentences, consolidation.strict)
    findings = write_findings(page("Temuan", RED), consolidation, units, sentences)
    hand_in = write_hand_in(page("Belum Menyerahkan", RED), consolidation, sentences)
    record = record_of(consolidation, instrument, version, instansi)
    write_about(page("Tentang", GREY), consolidation, instrument, record)
    places = Places(ranking, areas, gaps, findings, hand_in, first_look)
    write_summary(summary, consolidation, instrument, units, places, instansi)
    summary.sheet.activate()
    write_record(book.workbook, record)
