"""What a unit's answers bring: points item by item, and a finding put together from them.

Enters: a result. Leaves: points of the total by item, and `Finding`s. Refuses to know: evidence, notes, peers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.consolidation.finding import Finding
from pmprb.consolidation.model import UnitResult
from pmprb.temuan import CellPos, Temuan


def credited(result: UnitResult) -> dict[str, Fraction]:
    """Return the points each item brings to the unit's total; items that bring none are left out."""
    found = {}
    for item in result.tree.items.values():
        if item.score:
            found[item.item] = item.score * item.weight
    return found


def stake(result: UnitResult, items: Iterable[str]) -> Fraction:
    """Return the points that rest on these items."""
    points = credited(result)
    return sum((points.get(item, Fraction(0)) for item in items), Fraction(0))


def place_of(result: UnitResult, items: Collection[str] = ()) -> CellPos:
    """Return the answer's cell of the only item, or the file."""
    if len(items) == 1:
        answer = result.submission.answers.get(next(iter(items)))
        if answer and answer.source:
            return answer.source
    return CellPos(workbook=result.submission.file)


def finding(
    result: UnitResult, temuan: Temuan, items: Collection[str], instrument: Instrument, points: Fraction | None = None
) -> Finding:
    """Return a finding about a unit; the points at stake are those of its items unless given."""
    ordered = tuple(item for item in instrument.items if item in set(items))
    at_stake = stake(result, ordered) if points is None else points
    return Finding(temuan=temuan, unit=result.unit, items=ordered, points=at_stake)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with most points at stake first; equal ones by unit, code and place, whatever came first."""

    def key(one: Finding) -> tuple[object, ...]:
        at = one.temuan.at
        where = at.model_dump_json()
        return (-one.points, one.unit.code, one.unit.name, one.temuan.workbook, one.temuan.code.value, where)

    return tuple(sorted(findings, key=key))
