"""A rekap that was made on a desk, kept for the jobs that ask about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pmprb.books.order import PlacedUnit, placed
from pmprb.books.rekap.gap_list import GapEntry, gap_lines
from pmprb.books.rekap.previous import read_plan_columns
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.jobs.evaluate import Worksheets
from pmprb.jobs.rekap import RekapMade, RekapRequest
from pmprb.office.model import Consolidation
from pmprb.office.register import Register
from pmprb.papan.desk import Desk, Stopped, Trouble

_KEPT = "rekap"


@dataclass
class Round:
    """A rekap that was made, as the jobs after it need it."""

    request: RekapRequest
    made: RekapMade
    consolidation: Consolidation
    instrument: Instrument
    worksheets: Worksheets
    register: Register
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def units(self) -> list[PlacedUnit]:
        """The units, best first."""
        return placed(self.consolidation)

    @cached_property
    def gaps(self) -> list[GapEntry]:
        """All gaps in the order of the rekap's own list, with what was typed into an earlier one."""
        typed = read_plan_columns(self.request.previous).value if self.request.previous else None
        return gap_lines(self.units, self.instrument, typed)[0]

    def units_sent(self) -> tuple[Unit, ...]:
        """Return whose worksheets of this instrument were read, whether they count or not."""
        own = {one.submission.file: one.unit for one in self.consolidation.results}
        read = [outcome.result.submission for outcome in self.worksheets.outcomes if outcome.result]
        fitting = [one for one in read if one.instrument == self.instrument.id and not one.review_of]
        return tuple(own.get(one.file, one.unit) for one in fitting)


def keep(desk: Desk, done: Round) -> None:
    """Keep a rekap in the place of an earlier one."""
    desk.kept[_KEPT] = done


def forget(desk: Desk) -> None:
    """Keep none any more."""
    desk.kept.pop(_KEPT, None)


def kept(desk: Desk) -> Round:
    """Return the rekap that was made on a desk. Raises Stopped when there is none (the engine was started again)."""
    found = desk.kept.get(_KEPT)
    if not isinstance(found, Round):
        raise Stopped(Trouble("Rekapnya belum dibuat, atau mesinnya dimulai ulang.", "Tekan Buat rekap sekali lagi."))
    return found
