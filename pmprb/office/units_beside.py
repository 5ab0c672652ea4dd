"""An instansi's own worksheet and the consolidation of its units, side by side.

Enters: the instansi's result, the units' consolidation, both instruments. Leaves: `Loaded[BesideUnits]`.
Refuses to know: files on disk, sentences.
"""

from __future__ import annotations

from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.engine.units_beside import SampleCheck, UnitPoints, UnitsBeside, units_beside
from pmprb.office.model import Consolidation, UnitResult
from pmprb.temuan import (
    CellPos,
    InstansiUnrated,
    Loaded,
    Model,
    SampleNotEnough,
    Temuan,
    UnitUnrated,
    UnitWithoutCluster,
)


class BesideUnits(Model):
    """What stands side by side, and all that it was made of."""

    own: UnitResult
    units: Consolidation
    beside: UnitsBeside


def stand_beside(
    own: UnitResult, units: Consolidation, instruments: tuple[Instrument, Instrument]
) -> Loaded[BesideUnits]:
    """Return an instansi beside its units; a unit's cluster is the group the register gives it.

    Told: an instansi without an answer (NILAI-058), units without one (NILAI-013), units of no known cluster
    (NILAI-056), and a sample that does not bear the instansi's predicate (NILAI-057).
    """
    mine, theirs = instruments
    rule = mine.units_beside
    assert rule is not None, "asked of an instrument with units beside it"
    temuan: list[Temuan] = []
    at = CellPos(workbook=own.submission.file)
    if not own.rated:
        temuan.append(InstansiUnrated(at))
    listed = []
    for result in units.results:
        name, place = result.unit.name.strip() or result.unit.code.strip(), CellPos(workbook=result.submission.file)
        if not result.rated:
            temuan.append(UnitUnrated(place, unit=name))
            continue
        cluster = rule.cluster_of(result.unit.group) or rule.cluster_of(result.unit.kind)
        if not cluster:
            temuan.append(UnitWithoutCluster(place, unit=name, seen=result.unit.group or result.unit.kind))
        points = result.tree.total.points or Fraction(0)
        listed.append(UnitPoints(code=result.unit.code, name=name, cluster=cluster, points=points))
    beside = units_beside(own.tree, mine, listed, theirs)
    target = beside.own_target
    if target and not target.passed and beside.predicate:
        lacking = "; ".join(check_words(check) for check in target.checks if not check.passed)
        temuan.append(SampleNotEnough(at, label=beside.predicate.label, lacking=lacking))
    return Loaded(value=BesideUnits(own=own, units=units, beside=beside), temuan=tuple(temuan))


def check_words(check: SampleCheck) -> str:
    """Return what a need of a sample asks, and what is there: "Klaster Utama 2 dari 3 unit, rata-rata CC dari B"."""
    units = f"{check.title} {check.units} dari {check.needed} unit"
    return f"{units}, rata-rata {check.label or 'belum ada'} dari {check.least}" if check.least else units
