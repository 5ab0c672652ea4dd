"""The A4 pack of a rekap: the leaders' page, ranking, gates, and a page a unit.

Enters: what a rekap's record holds. Leaves: a workbook that LibreOffice makes a PDF of: no formulas, no links, every
sheet with its scale, its head and foot. Refuses to know: the rekap's own sheets, LibreOffice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmprb.books.order import PlacedUnit, placed
from pmprb.books.paper.leaders import write_leaders
from pmprb.books.paper.lists import write_gate_page, write_ranking_page
from pmprb.books.paper.unit import UnitPage, write_unit_page
from pmprb.books.rekap.gap_list import GapEntry, gap_entries
from pmprb.books.rekap.previous import TypedGap
from pmprb.catalog.model import Instrument
from pmprb.engine.gaps import find_gaps
from pmprb.office.model import Consolidation
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Page
from pmprb.sheets.paper import Paper


@dataclass(frozen=True)
class Pack:
    """What a pack is made of. `wrong` counts the KESALAHAN of the run, None where the record does not tell; `typed` is
    what people typed into the gap list; `digest` is the record's, by which the paper is traced to its rekap."""

    consolidation: Consolidation
    instrument: Instrument
    instansi: str
    digest: str
    wrong: int | None = None
    typed: Mapping[tuple[str, str], TypedGap] | None = None

    @property
    def paper(self) -> Paper:
        """The head and foot that every page of the pack has."""
        period = f"Periode {self.consolidation.period} · " if self.consolidation.period else ""
        return Paper(
            (self.instansi or "Rekap penilaian mandiri", f"{period}{self.instrument.short_title}"),
            f"Sidik rekap (SHA-256): {self.digest}",
        )


def write_pack(pack: Pack, path: Path, only: Sequence[PlacedUnit] | None = None) -> None:
    """Write the pack to `path`; with `only` nothing but the pages of these units."""
    consolidation, instrument = pack.consolidation, pack.instrument
    units = placed(consolidation)
    chosen = units if only is None else only
    title = f"{instrument.short_title} {consolidation.period} {pack.instansi}".strip()
    with NewBook(None, title, decimals=instrument.policies.display_decimals) as book:
        gaps = [(unit, find_gaps(unit.result.submission, unit.result.tree, instrument)) for unit in chosen]
        lines: dict[int, list[GapEntry]] = {}
        every = gap_entries(gaps, instrument, pack.typed)
        for line in every:
            lines.setdefault(line.unit.number, []).append(line)
        if only is None:
            write_leaders(Page(book, "Ringkasan"), consolidation, instrument, units, every, pack.wrong, pack.paper)
            write_ranking_page(Page(book, "Peringkat"), consolidation, instrument, units, pack.paper)
            if instrument.gate_sets:
                write_gate_page(Page(book, "Kelayakan"), instrument, units, pack.paper)
        for unit in chosen:
            of_unit = UnitPage(unit, lines.get(unit.number, []), consolidation)
            write_unit_page(Page(book, f"Unit {unit.number}"), of_unit, instrument, pack.paper)
    path.write_bytes(book.content)
