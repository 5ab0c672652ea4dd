"""Earlier worksheets, of another period, layout or regulation, whose answers new worksheets show or begin with.

Enters: the paths of earlier worksheets, the new instrument, the register. Leaves: what each unit hands on, by its key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from pmprb.catalog.crosswalk import Links, identity, links_between
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Submission
from pmprb.jobs.evaluate import Sources, read_worksheets
from pmprb.jobs.pool import Watch, unwatched
from pmprb.office.register import Register, settle, usual_period
from pmprb.temuan import CellPos, EarlierUnitGone, NoWayBetween, Temuan, UnitNotInRegister
from pmprb.text import plain
from pmprb.worksheet.carry import Carried, carry


@dataclass(frozen=True)
class EarlierSheets:
    """What earlier worksheets hand on, by the unit's key; `temuan` tell of files that hand on nothing."""

    units: Mapping[str, Carried] = field(default_factory=dict)
    temuan: tuple[Temuan, ...] = ()

    @property
    def answers(self) -> int:
        """How many earlier answers there are that the new instrument asks for too."""
        return sum(len(one.lines) for one in self.units.values())

    @property
    def unfit(self) -> int:
        """How many of them cannot be given as they were."""
        return sum(len(one.unfit) for one in self.units.values())

    @property
    def fresh(self) -> tuple[str, ...]:
        """The items that come from none of any unit's earlier worksheet."""
        every = [set(one.fresh) for one in self.units.values()]
        return tuple(sorted(set.intersection(*every))) if every else ()

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods of the earlier worksheets."""
        return tuple(dict.fromkeys(one.period for one in self.units.values() if one.period))


def earlier_sheets(
    paths: Sequence[Path],
    instrument: Instrument,
    register: Register,
    criteria: Path | None = None,
    watch: Watch = unwatched,
    executor: Executor | None = None,
) -> EarlierSheets:
    """Return what the worksheets at `paths` hand on to the units of a register.

    Of several of one unit the newest counts. A worksheet of an instrument that no crosswalk joins with the new one
    hands on nothing (BUKU-282). Raises the refusals of `read_worksheets`.
    """
    read = read_worksheets(Sources(tuple(paths), criteria=criteria), (), watch, executor)
    told: list[Temuan] = [*read.found.errors]
    links: dict[str, tuple[Instrument, Links] | None] = {}
    fitting: list[Submission] = []
    for outcome in read.outcomes:
        result = outcome.result
        if outcome.replies is not None:  # what units replied then belongs to that period's rekap
            continue
        if result is None:
            told += outcome.temuan
            continue
        submission = result.submission
        if submission.review_of:
            continue
        if submission.instrument not in links:
            old = read.catalogs.load(submission.instrument).value
            way = None if old is None else _way(old, instrument, read.catalogs.root)
            links[submission.instrument] = None if old is None or way is None else (old, way)
        if links[submission.instrument] is None:
            at = CellPos(workbook=outcome.file)
            told.append(NoWayBetween(at, seen=submission.instrument, expected=instrument.id))
        else:
            fitting.append(submission)
    handed: dict[str, Carried] = {}
    for one in settle(fitting, register, usual_period(fitting), "terbaru"):
        told += (_left_behind(t, register) for t in one.temuan)
        joined = links[one.hand_in.instrument] if one.used else None
        if joined:
            handed[one.unit.key] = carry(one.hand_in, joined[0], instrument, joined[1], one.unit)
    return EarlierSheets(handed, tuple(told))


def _left_behind(temuan: Temuan, register: Register) -> Temuan:
    """Return a temuan of an earlier worksheet; that its unit is no more in the register is nothing to mend."""
    if not isinstance(temuan, UnitNotInRegister):
        return temuan
    heirs = [one.name or one.code for one in register.units if plain(temuan.unit_code) in map(plain, one.predecessors)]
    return EarlierUnitGone(temuan.at, name=temuan.name, unit_code=temuan.unit_code, heirs=", ".join(heirs) or None)


def _way(old: Instrument, new: Instrument, root: Path) -> Links | None:
    return identity(old, new) if old.base_id == new.base_id else links_between(old, new, root)
