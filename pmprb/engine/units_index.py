"""The index of an instansi from its own worksheet and its units' (`units_index` in a catalog), by named readings.

Enters: the instansi's score tree, the trees of its rated units, both instruments. Leaves: `UnitsIndex`: every
reading step by step with its basis, and what each unit brings. Refuses to know: files, sentences, the register.

Nothing is rounded. A unit, or a node or item of it, that is *belum dinilai* is left out of the mean, never a 0 in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pmprb.catalog.index import UnitsIndexRule, UnitsReading
from pmprb.catalog.item import Basis, weakest
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import State
from pmprb.engine.score import ScoreTree
from pmprb.engine.verdict import PredicateResult, predicate_for
from pmprb.temuan import Model

PartKind = Literal["whole", "remainder", "units", "own_items", "shared_own", "shared_units"]
_OF_UNITS = ("units", "shared_units")
_NONE = Fraction(0)
_HALF = Fraction(1, 2)


class UnitScores(Model):
    """One rated unit."""

    code: str
    name: str
    tree: ScoreTree


class Summand(Model):
    """One summand of an index, `value` of at most `max` points; None is *belum dinilai* and adds nothing.

    `whole`: the instansi's `node` with all its points. `remainder`: what the units' node `counterpart` leaves of
    the instansi's `node`. `units`: the mean of the units' `counterpart`. `own_items`: the items the instansi alone
    is asked; `shared_own` and `shared_units`: both halves of the items both are asked. `items` counts these.
    """

    kind: PartKind
    node: str = ""
    counterpart: str = ""
    items: int = 0
    value: Fraction | None
    max: Fraction
    basis: Basis

    @property
    def of_units(self) -> bool:
        """True for what the units bring."""
        return self.kind in _OF_UNITS


class Contribution(Model):
    """What one unit brings: its own points, its part of the index, and the index were it not there.

    `without` is None for the only unit: there is no mean of none.
    """

    code: str
    name: str
    points: Fraction
    brings: Fraction
    without: Fraction | None


class ReadingResult(Model):
    """The index by one reading; `contributions`, in the order of the units, sum to the units' part."""

    id: str
    title: str
    rule: str
    basis: Basis
    note: str
    parts: tuple[Summand, ...]
    index: Fraction
    predicate: PredicateResult | None
    contributions: tuple[Contribution, ...]

    def side(self, *, of_units: bool) -> tuple[Fraction, Fraction]:
        """Return what the units or the instansi's own worksheet bring, and the most they could."""
        parts = [part for part in self.parts if part.of_units is of_units]
        return _sum(part.value for part in parts), _sum(part.max for part in parts)


class UnitsIndex(Model):
    """Every reading of the catalog, the default first; `points` are those of the instansi's worksheet alone."""

    points: Fraction
    readings: tuple[ReadingResult, ...]

    def reading(self, name: str) -> ReadingResult:
        """Return a reading by id, the default for an empty one; KeyError for one that is not there."""
        named = {reading.id: reading for reading in self.readings}
        return named[name] if name else self.readings[0]


def misfits(rule: UnitsIndexRule, own: Instrument, units: Instrument) -> list[str]:
    """Return the names in a rule that do not fit the two instruments: unknown, within another, counted twice, not
    all of the units' points, or a units' node that weighs more than the instansi's."""
    found: list[str] = []
    for reading in rule.readings:
        mine, theirs = list(reading.pairs), list(reading.pairs.values())
        if reading.rule == "shared_items":
            found += [name for name in theirs if name not in units.items]
            found += [name for name in mine if name not in own.items]
            continue
        for names, instrument in ((mine, own), (theirs, units)):
            found += [name for name in names if name not in instrument.nodes]
            found += [name for name in names if names.count(name) > 1 or _above(name, instrument) & set(names)]
        known = [pair for pair in reading.pairs.items() if pair[0] in own.nodes and pair[1] in units.nodes]
        found += [theirs for mine, theirs in known if units.nodes[theirs].weight > own.nodes[mine].weight]
        if not found and _sum(units.nodes[name].weight for name in theirs) != units.root.weight:
            found.append(units.root.id)
    return list(dict.fromkeys(found))


def _above(name: str, instrument: Instrument) -> set[str]:
    above: set[str] = set()
    while name in instrument.parents:
        name = instrument.parents[name]
        above.add(name)
    return above


def units_index(
    tree: ScoreTree, own: Instrument, units: Sequence[UnitScores], unit_instrument: Instrument
) -> UnitsIndex:
    """Return the index by every reading.

    Raises ValueError without a rule or a unit, for an instansi that is *belum dinilai*, and for a rule that does
    not fit the instruments (see `misfits`).
    """
    rule, points = own.units_index, tree.total.points
    if rule is None or not units or points is None or not tree.total.answered or misfits(rule, own, unit_instrument):
        raise ValueError(f"{own.id}: no index of units to reckon")
    joined = _Joined(tree, own, units, unit_instrument)
    return UnitsIndex(points=points, readings=tuple(joined.read(reading, rule) for reading in rule.readings))


@dataclass(frozen=True)
class _Pair:
    """What stands in both forms: each unit's value, what a mean of 1 is worth in points, and what the instansi's
    own value is worth beside such a mean, or when no unit has a value."""

    values: tuple[Fraction | None, ...]
    worth: Fraction
    beside: Fraction
    alone: Fraction

    def points(self, left_out: int | None = None) -> Fraction:
        """Return the points of the pair, of the instansi and of all units but one together."""
        known = [value for place, value in enumerate(self.values) if value is not None and place != left_out]
        return self.beside + self.worth * _sum(known) / len(known) if known else self.alone

    def brought(self, place: int) -> Fraction:
        """Return what one unit's value brings to the mean."""
        value, known = self.values[place], sum(one is not None for one in self.values)
        return _NONE if value is None else self.worth * value / known


class _Joined:
    """An instansi and its units, to be read in several ways."""

    def __init__(
        self, tree: ScoreTree, own: Instrument, units: Sequence[UnitScores], unit_instrument: Instrument
    ) -> None:
        self.tree, self.own, self.units, self.theirs = tree, own, units, unit_instrument

    def read(self, reading: UnitsReading, rule: UnitsIndexRule) -> ReadingResult:
        made = self._by_parts(reading) if reading.rule == "parts" else self._by_items(reading)
        parts, pairs, constant = made
        index = constant + _sum(pair.points() for pair in pairs)
        basis = weakest([reading.basis, rule.basis, *(part.basis for part in parts)])
        bands = self.own.predicate
        predicate = predicate_for(index, bands, self.own.weight_of(bands.of)) if bands else None
        if predicate is not None:
            predicate = predicate.model_copy(update={"basis": weakest([basis, predicate.basis])})
        return ReadingResult(
            id=reading.id,
            title=reading.title,
            rule=reading.rule,
            basis=basis,
            note=reading.note,
            parts=tuple(parts),
            index=index,
            predicate=predicate,
            contributions=tuple(
                Contribution(
                    code=unit.code,
                    name=unit.name,
                    points=unit.tree.total.points or _NONE,
                    brings=_sum(pair.brought(place) for pair in pairs),
                    without=constant + _sum(pair.points(place) for pair in pairs) if len(self.units) > 1 else None,
                )
                for place, unit in enumerate(self.units)
            ),
        )

    def _by_parts(self, reading: UnitsReading) -> tuple[list[Summand], list[_Pair], Fraction]:
        """Return the instansi's nodes, the shared ones cut to what the units leave of them, and the units' means."""
        whole, cut, added, pairs = [], [], [], []
        for node in _apart(self.own.root, set(reading.pairs)):
            points = self.tree.nodes[node.id].points
            sure = _sureness(node)
            if node.id not in reading.pairs:
                whole.append(Summand(kind="whole", node=node.id, value=points, max=node.weight, basis=sure))
                continue
            other = self.theirs.nodes[reading.pairs[node.id]]
            left = node.weight - other.weight
            kept = None if points is None else points * left / node.weight
            basis = weakest([sure, _sureness(other), reading.basis])
            cut.append(Summand(kind="remainder", node=node.id, counterpart=other.id, value=kept, max=left, basis=basis))
            values = tuple(unit.tree.nodes[other.id].points for unit in self.units)
            pair = _Pair(values=values, worth=Fraction(1), beside=_NONE, alone=_NONE)
            mean = pair.points() if any(value is not None for value in values) else None
            added.append(
                Summand(kind="units", node=node.id, counterpart=other.id, value=mean, max=other.weight, basis=basis)
            )
            pairs.append(pair)
        parts = [*whole, *cut]
        return [*parts, *added], pairs, _sum(part.value for part in parts)

    def _by_items(self, reading: UnitsReading) -> tuple[list[Summand], list[_Pair], Fraction]:
        """Return the items of the instansi alone, and both halves of those that units are asked too.

        A blank item counts as 0 under `nol` and is left out under `lewati`, here as in a worksheet: an item the
        instansi leaves out stays out, and one no unit answered is the instansi's alone.
        """
        alone, most, both, count = _NONE, _NONE, _NONE, 0
        pairs: list[_Pair] = []
        for name, rated in self.tree.items.items():
            score, other = _score(self.tree, name), reading.pairs.get(name)
            values = tuple(_score(unit.tree, other) for unit in self.units) if other and score is not None else ()
            own = (score or _NONE) * rated.weight
            if any(value is not None for value in values):
                half = rated.weight * _HALF
                pairs.append(_Pair(values=values, worth=half, beside=own * _HALF, alone=own))
                both += self.own.item_weight(name) * _HALF
            elif rated.state is not State.NOT_APPLICABLE:
                alone += own
                most += self.own.item_weight(name)
                count += 1
        basis = weakest([_sureness(self.own.root), reading.basis])
        halves = _sum(pair.beside for pair in pairs)
        theirs = _sum(pair.points() for pair in pairs) - halves
        figures: tuple[tuple[PartKind, int, Fraction, Fraction], ...] = (
            ("own_items", count, alone, most),
            ("shared_own", len(pairs), halves, both),
            ("shared_units", len(pairs), theirs, both),
        )
        parts = [Summand(kind=kind, items=n, value=v, max=largest, basis=basis) for kind, n, v, largest in figures]
        return parts, pairs, alone


def _score(tree: ScoreTree, item: str) -> Fraction | None:
    """Return the score of an item: a blank one is 0 under `nol` and has none under `lewati`."""
    rated = tree.items[item]
    counts = tree.blank == "nol" and rated.state is not State.NOT_APPLICABLE
    return _NONE if rated.score is None and counts else rated.score


def _apart(node: Node, shared: set[str]) -> list[Node]:
    """Return the shared nodes and the largest others that hold none of them, in the form's order."""
    beneath = {one.id for one in node.walk()}
    if node.id in shared or not beneath & shared:
        return [node]
    return [part for child in node.children for part in _apart(child, shared)]


def _sureness(node: Node) -> Basis:
    """Return the weakest basis of a node and all beneath it."""
    return weakest([part.basis for one in node.walk() for part in (one, *one.items)])


def _sum(values: Iterable[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), _NONE)
