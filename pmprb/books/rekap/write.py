"""The whole rekap, written beside its place and then put there in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Any

from pmprb.books.left_out import left_out
from pmprb.books.order import PlacedUnit, placed
from pmprb.books.rekap.about import write_about
from pmprb.books.rekap.disputes import has_disputes, write_disputes
from pmprb.books.rekap.findings import NAME as FIRST_LOOK
from pmprb.books.rekap.findings import write_findings, write_first_look
from pmprb.books.rekap.gap_list import Closed, GapEntry, gap_lines, write_closed, write_gap_list
from pmprb.books.rekap.gate_values import write_gate_values
from pmprb.books.rekap.gates import DETAIL, has_gates, write_gates
from pmprb.books.rekap.hand_in import write_hand_in
from pmprb.books.rekap.matrices import write_area_matrix, write_item_matrix
from pmprb.books.rekap.previous import CLOSED, GAPS, PlanColumns
from pmprb.books.rekap.ranking import write_ranking
from pmprb.books.rekap.review import verified_units, write_review
from pmprb.books.rekap.review_nodes import write_review_nodes, write_review_statistics
from pmprb.books.rekap.rulings import NAME as DISPUTES
from pmprb.books.rekap.strict import NAME as STRICT
from pmprb.books.rekap.strict import write_strict
from pmprb.books.rekap.summary import RekapPlaces, write_summary
from pmprb.catalog.model import Instrument
from pmprb.insight.reviewers import reviewer_statistics
from pmprb.office.model import Consolidation
from pmprb.office.record import KeptTexts, RekapRecord, record_of
from pmprb.office.verified import Verified
from pmprb.records import dataclass
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Page
from pmprb.sheets.theme import AMBER, GREY, NAVY, RED, TEAL
from pmprb.sheets.whole import whole_file
from pmprb.temuan import Temuan
from pmprb.workbook.ours import REKAP, check_kept, write_record

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
) -> tuple[Temuan, ...]:
    """Write the rekap to `path`, replacing what stands there; the caller has asked whether it may.

    Return whether it is too large to be taken up again, and which sheets have no room for all rows. Its record was
    read back before it took its place. `previous` holds what was typed into an earlier rekap, `sentences` words a
    temuan, `instansi` is named in the title. Raises OSError when the folder or the old file cannot be written; then
    nothing has changed.
    """
    large = len(consolidation.results) > LARGE
    title, decimals = f"Rekap {instrument.short_title}", instrument.policies.display_decimals
    with whole_file(path) as draft:
        with NewBook(draft, title, decimals=decimals, large=large) as book:
            units = placed(consolidation)
            lines, closed = gap_lines(units, instrument, previous)
            record = record_of(consolidation, instrument, version, instansi)
            digest = _write(book, Rekap(consolidation, instrument, units, lines, closed, sentences, record, instansi))
        return (*left_out(book), *check_kept(draft, digest))


@dataclass(frozen=True)
class Rekap:
    """What the sheets of one rekap are made from; `tables` are those written so far, by the name of their sheet."""

    consolidation: Consolidation
    instrument: Instrument
    units: list[PlacedUnit]
    lines: list[GapEntry]
    closed: list[Closed]
    sentences: Callable[[Temuan], str]
    record: RekapRecord
    instansi: str
    tables: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def texts(self) -> KeptTexts:
        """The record as the workbook keeps it."""
        return self.record.texts()

    @cached_property
    def verified(self) -> list[tuple[PlacedUnit, Verified]]:
        """The units that have answers of the verifier."""
        return verified_units(self.units)

    @property
    def places(self) -> RekapPlaces:
        """Where the summary finds the figures of the other sheets."""
        names = ("Peringkat", "Matriks Area", GAPS, "Temuan", "Belum Menyerahkan", FIRST_LOOK)
        return RekapPlaces(*(self.tables[name] for name in names))


@dataclass(frozen=True)
class RekapSheet:
    """A sheet of the rekap: name, colour of its tab, what writes it and returns what others ask it for, and when.

    A sheet written `last` stands in its place and points at those behind it. `printed` is how many of its rows are
    printed when the workbook is: 0 for all, None for a sheet of details that is read on screen.
    """

    name: str
    tab: str
    write: Callable[[Page, Rekap], object]
    when: Callable[[Rekap], bool] = lambda _: True
    last: bool = False
    printed: int | None = 0


SHEETS = (
    RekapSheet(
        "Ringkasan", NAVY,
        lambda p, r: write_summary(p, r.consolidation, r.instrument, r.units, r.lines, r.places, r.instansi), last=True,
    ),
    RekapSheet("Peringkat", TEAL, lambda p, r: write_ranking(p, r.consolidation, r.instrument, r.units)),
    RekapSheet("Matriks Area", TEAL, lambda p, r: write_area_matrix(p, r.consolidation, r.instrument, r.units)),
    RekapSheet("Matriks Kriteria", TEAL, lambda p, r: write_item_matrix(p, r.instrument, r.units), printed=None),
    RekapSheet(
        "Kelayakan", TEAL, lambda p, r: write_gates(p, r.instrument, r.units, r.consolidation.next_steps),
        lambda r: has_gates(r.instrument, r.consolidation.next_steps),
    ),
    RekapSheet(
        DETAIL, TEAL, lambda p, r: write_gate_values(p, r.instrument, r.units),
        lambda r: bool(r.instrument.gate_sets), printed=30,
    ),
    RekapSheet(GAPS, AMBER, lambda p, r: write_gap_list(p, r.instrument, r.lines), printed=18),
    RekapSheet(CLOSED, AMBER, lambda p, r: write_closed(p, r.closed), lambda r: bool(r.closed), printed=None),
    RekapSheet(
        DISPUTES, AMBER, lambda p, r: write_disputes(p, r.consolidation, r.instrument, r.units),
        lambda r: has_disputes(r.consolidation), printed=30,
    ),
    RekapSheet(
        "Verifikasi", AMBER, lambda p, r: write_review(p, r.instrument, r.units),
        lambda r: bool(r.verified) or any(unit.result.national for unit in r.units), printed=30,
    ),
    RekapSheet(
        "Verifikasi Area", AMBER,
        lambda p, r: write_review_nodes(p, r.instrument, r.verified), lambda r: bool(r.verified),
        printed=None,
    ),
    RekapSheet(
        "Statistik Verifikasi", AMBER,
        lambda p, r: write_review_statistics(p, r.instrument, reviewer_statistics(r.consolidation, r.instrument)),
        lambda r: bool(r.verified), printed=None,
    ),
    RekapSheet(
        STRICT, AMBER, lambda p, r: write_strict(p, r.instrument, r.units), lambda r: r.consolidation.strict,
        printed=None,
    ),
    RekapSheet(
        FIRST_LOOK, RED,
        lambda p, r: write_first_look(p, r.consolidation.findings, r.sentences, r.consolidation.strict),
        printed=30,
    ),
    RekapSheet("Temuan", RED, lambda p, r: write_findings(p, r.consolidation, r.units, r.sentences), printed=30),
    RekapSheet("Belum Menyerahkan", RED, lambda p, r: write_hand_in(p, r.consolidation, r.sentences), printed=60),
    RekapSheet(
        "Tentang", GREY, lambda p, r: write_about(p, r.consolidation, r.instrument, r.record, r.texts.digest),
        printed=40,
    ),
)  # fmt: skip
"""The sheets in their order. A new one is a module that writes it, and a line here."""


def _write(book: NewBook, rekap: Rekap) -> str:
    """Write all sheets, those that point at the others last; return the record's digest."""
    wanted = [(sheet, Page(book, sheet.name, sheet.tab, sheet.last)) for sheet in SHEETS if sheet.when(rekap)]
    for sheet, page in sorted(wanted, key=lambda one: one[0].last):
        rekap.tables[sheet.name] = sheet.write(page, rekap)
        page.print_rows(sheet.printed)
    wanted[0][1].sheet.activate()
    return write_record(book.workbook, rekap.record, REKAP, rekap.texts)
