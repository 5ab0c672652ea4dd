"""A difference between two consolidations taken into parts: criteria, unit, improvement, reviewer.

Enters: two records, the bridge between their catalogs, which unit came from which. Leaves: a `UnitChange` for each
unit of the newer one. Refuses to know: workbooks, words, several periods.

The order (docs/keputusan/0011): first the older answers under the new criteria, then the units it was made from in
place of the unit itself, last the unit's own answers. Each step changes one thing, so the parts sum exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State
from pmprb.engine.score import Blank, NodeScore, ScoreTree, score_answers
from pmprb.insight.trend.links import Bridge, Descent, carried, reviewed_score
from pmprb.insight.trend.model import AreaChange, ItemChange, Parts, UnitChange, UnitFate, Why
from pmprb.numbers import exact_sum
from pmprb.office.record import NodeRecord, RekapRecord, UnitRecord
from pmprb.office.rescored import rescored


@dataclass(frozen=True)
class _Value:
    """Points and the most that could be reached; `share` between them, None when nothing was answered."""

    points: Fraction
    share: Fraction


@dataclass(frozen=True)
class _Before:
    """One predecessor: its own record, and its answers scored by the new catalog."""

    record: UnitRecord
    tree: ScoreTree


def areas_of(instrument: Instrument) -> dict[str, str]:
    """Return the parts a change is shown for, by id: the groups, or the areas, or what stands below the root."""
    if instrument.groups:
        return {group.id: group.title for group in instrument.groups}
    areas = [node for node in instrument.nodes.values() if node.level == "area"] or list(instrument.root.children)
    return {node.id: node.title for node in areas}


def agrees(record: RekapRecord, instrument: Instrument) -> bool:
    """True when an instrument gives exactly the points the record has, at every heading of every unit."""
    for unit in record.units:
        tree = rescored(unit, instrument, record.blank)
        if set(unit.nodes) != set(tree.nodes) or set(unit.items) != set(tree.items):
            return False
        if any(unit.nodes[name].points != node.points for name, node in tree.nodes.items()):
            return False
    return True


def change_of(descent: Descent, way: Bridge, blank: Blank) -> UnitChange:
    """Return the change of one unit, with every area and every item that moved."""
    new, root = descent.new, way.new.root.id
    units = tuple(one.unit for one in descent.old)
    bases = tuple(one for one in descent.old if one.rated)
    why = _why(descent, bases)
    if why is not None:
        nothing = AreaChange(of=root, why=why)
        return UnitChange(
            unit=new.unit, kind=descent.kind, predecessors=units, share=_own_share(new, root), why=why, total=nothing
        )
    now = rescored(new, way.new, blank)
    before = [_Before(one, score_answers(carried(one, new, way, blank), way.scored, blank)) for one in bases]
    splitter = _Splitter(descent, way, now, before)
    return UnitChange(
        unit=new.unit,
        kind=descent.kind,
        predecessors=units,
        base=tuple(one.record.unit for one in before),
        share=_own_share(new, root),
        total=splitter.area(root),
        areas=tuple(splitter.area(name) for name in areas_of(way.new)),
        items=tuple(splitter.items()),
        verified=splitter.verified(way.new.items),
    )


def _own_share(record: UnitRecord, root: str) -> Fraction | None:
    most = record.nodes[root].max
    return None if record.points is None or not most else record.points / most


def _why(descent: Descent, bases: Sequence[UnitRecord]) -> Why | None:
    """Return why there is nothing to compare; None when there is."""
    if not descent.new.rated:
        return Why.UNRATED_NOW
    if not descent.old:
        return Why.FIRST if descent.kind is UnitFate.FIRST else Why.NEW
    return None if bases else Why.UNRATED_BEFORE


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the plain mean: every predecessor counts alike, whatever its size (the declared rule)."""
    return exact_sum(values) / len(values)


class _Splitter:
    """One unit's worksheet now, and what its predecessors had, under both catalogs."""

    def __init__(self, descent: Descent, way: Bridge, now: ScoreTree, before: Sequence[_Before]) -> None:
        self.descent, self.way, self.now, self.before = descent, way, now, before

    def area(self, name: str) -> AreaChange:
        """Return the change of a node or a group."""
        members = self.way.new.members(name)
        olds = [old for member in members for old in self.way.old_nodes(member)]
        if not olds:
            return AreaChange(of=name, why=Why.NO_AREA_BEFORE)
        new = _value([self.now.nodes[member] for member in members])
        if new is None:
            return AreaChange(of=name, why=Why.UNRATED_NOW)
        found: list[tuple[_Before, _Value, _Value]] = []
        for one in self.before:
            old = _value([one.record.nodes[node] for node in olds if node in one.record.nodes])
            again = _value([one.tree.nodes[member] for member in members])
            if old is not None and again is not None:
                found.append((one, old, again))
        if not found:
            return AreaChange(of=name, why=Why.UNRATED_BEFORE)
        corrections = self._corrections(members, [one for one, _, _ in found])
        most = exact_sum(self.now.nodes[member].max for member in members)
        return AreaChange(
            of=name,
            points=self._parts(found, new, lambda value: value.points, corrections, Fraction(1)),
            share=self._parts(found, new, lambda value: value.share, corrections, most),
        )

    def _parts(
        self,
        found: Sequence[tuple[_Before, _Value, _Value]],
        new: _Value,
        measure: Callable[[_Value], Fraction],
        corrections: tuple[Fraction, Fraction] | None,
        most: Fraction,
    ) -> Parts:
        """Return the parts in one measure; `most` turns points of a correction into that measure."""
        own = next(((old, again) for one, old, again in found if one.record is self.descent.own), None)
        base = mean([measure(again) for _, _, again in found])
        if own is not None:
            old, again = measure(own[0]), measure(own[1])
        else:
            old, again = mean([measure(old) for _, old, _ in found]), base
        return Parts(
            old=old,
            new=measure(new),
            criteria=again - old,
            unit=base - again,
            improved=measure(new) - base,
            corrections=None if corrections is None else (corrections[0] / most, corrections[1] / most),
        )

    def _items_in(self, members: Sequence[str]) -> list[str]:
        nodes = [self.way.new.nodes[member] for member in members]
        return [item.id for top in nodes for node in top.walk() for item in node.items]

    def _corrections(self, members: Sequence[str], before: Sequence[_Before]) -> tuple[Fraction, Fraction] | None:
        """Return what the verifier changed before and now, in points; None where one side was not verified there."""
        items = self._items_in(members)
        asked = [item for item in items if item not in self.way.fresh]
        record = self.descent.new
        now_seen = {item: record.items[item].reviewed for item in items if record.items[item].reviewed is not None}
        if not any(item in now_seen for item in asked):
            return None
        olds = []
        for one in before:
            seen = {item: reviewed_score(item, one.record, self.way) for item in asked}
            if all(value is None for value in seen.values()):
                return None
            # What was never asked before bears today's correction as well: it is no change of the verifier.
            olds.append(_correction(one.tree, seen | {i: v for i, v in now_seen.items() if i in self.way.fresh}))
        return mean(olds), _correction(self.now, now_seen)

    def verified(self, items: Mapping[str, object]) -> tuple[int, int]:
        """Return how many items were verified before (the most of any predecessor) and are now."""
        before = [
            sum(reviewed_score(item, one.record, self.way) is not None for item in items if item not in self.way.fresh)
            for one in self.before
        ]
        now = sum(self.descent.new.items[item].reviewed is not None for item in items)
        return max(before, default=0), now

    def items(self) -> list[ItemChange]:
        """Return the items whose answer or points moved, in the form's order; they sum to the points improved by."""
        found = []
        for item in self.way.new.items:
            after = self.descent.new.items[item].answer(item)
            points = [_points(one.tree, item) for one in self.before]
            old_points, new_points = mean(points), _points(self.now, item)
            olds = self.way.links.items[item]
            single = self.before[0].record.items.get(olds[0]) if len(self.before) == 1 and len(olds) == 1 else None
            before = single.answer(olds[0]) if single else None
            said = None if before is None or item in self.way.by_share else replace(before, item=item)
            if old_points != new_points or (said is not None and said != after):
                moved = {"old_points": old_points, "new_points": new_points}
                found.append(ItemChange(item=item, old_items=olds, before=before, after=after, **moved))
        return found


def _points(tree: ScoreTree, item: str) -> Fraction:
    score = tree.items[item]
    return Fraction(0) if score.state is State.NOT_APPLICABLE else (score.score or Fraction(0)) * score.weight


def _value(nodes: Sequence[NodeRecord] | Sequence[NodeScore]) -> _Value | None:
    """Return the value of several nodes together; None when nothing there was answered, as in a rekap."""
    if not any(node.answered for node in nodes):
        return None
    points = exact_sum(node.points or Fraction(0) for node in nodes)
    most = exact_sum(node.max for node in nodes)
    return _Value(points, points / most) if most else None


def _correction(tree: ScoreTree, seen: Mapping[str, Fraction | None]) -> Fraction:
    """Return the points by which a verifier's scores differ from the unit's own, on the items verified."""
    total = Fraction(0)
    for item, value in seen.items():
        own = tree.items[item]
        if value is not None and own.state is not State.NOT_APPLICABLE:
            total += (value - (own.score or Fraction(0))) * own.weight
    return total
