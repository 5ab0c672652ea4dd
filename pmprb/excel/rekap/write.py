"""The whole rekap, written beside its place and then put there in one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from pmprb.catalog.model import Instrument
from pmprb.consolidation.model import Consolidation
from pmprb.consolidation.record import record_of
from pmprb.excel.rekap.about import write_about
from pmprb.excel.rekap.findings import write_findings
from pmprb.excel.rekap.first_look import NAME as FIRST_LOOK
from pmprb.excel.rekap.first_look import write_first_look
from pmprb.excel.rekap.gap_list import gap_lines, write_closed, write_gap_list
from pmprb.excel.rekap.gates import write_gates
from pmprb.excel.rekap.hand_in import write_hand_in
from pmprb.excel.rekap.matrices import write_area_matrix, write_item_matrix
from pmprb.excel.rekap.order import placed
from pmprb.excel.rekap.page import Page
from pmprb.excel.rekap.previous import CLOSED, GAPS, PlanColumns
from pmprb.excel.rekap.ranking import write_ranking
from pmprb.excel.rekap.record import write_record
from pmprb.excel.rekap.review import verified_units, write_review
from pmprb.excel.rekap.review_nodes import write_review_nodes
from pmprb.excel.rekap.review_statistics import write_review_statistics
from pmprb.excel.rekap.strict import NAME as STRICT
from pmprb.excel.rekap.strict import write_strict
from pmprb.excel.rekap.summary import Places, write_summary
from pmprb.excel.rekap.theme import AMBER, FONT, GREY, NAVY, RED, TEAL, Theme
from pmprb.excel.whole import whole_file
from pmprb.insight.reviewers import reviewer_statistics
from pmprb.temuan import Temuan

# No clock: the same consolidation gives the same bytes.
_CREATED = datetime(2000, 1, 1)
# Beyond this many units finished rows leave the memory (300 units: 37 MB beside the results instead of 95).
_LARGE = 200


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
    with whole_file(path) as draft:
        _write(consolidation, instrument, draft, previous, sentences, version, instansi)


def _write(
    consolidation: Consolidation,
    instrument: Instrument,
    path: Path,
    previous: PlanColumns | None,
    sentences: Callable[[Temuan], str],
    version: str,
    instansi: str,
) -> None:
    """Write all sheets; the summary, which points at the others, is filled last."""
    look = {"font_name": FONT, "font_size": 10, "font_scheme": "none"}
    large = len(consolidation.results) > _LARGE
    book = xlsxwriter.Workbook(path, {"default_format_properties": look, "constant_memory": large})
    book.set_properties({"title": f"Rekap {instrument.short_title}", "created": _CREATED})
    book.set_size(2400, 1400)
    theme = Theme(book, instrument.policies.display_decimals)
    units = placed(consolidation)
    lines, closed = gap_lines(units, instrument, previous)

    def page(name: str, tab: str) -> Page:
        return Page(book, theme, name, tab)

    summary = Page(book, theme, "Ringkasan", NAVY, gathered=True)
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
    write_record(book, record)
    book.close()
