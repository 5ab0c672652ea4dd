"""An instansi and its units side by side (`units_beside` in a catalog): no joint figure, and what a sample must show.

Enters: the instansi's score tree, the totals of its rated units with their cluster, both instruments. Leaves:
`UnitsBeside`. Refuses to know: files, sentences, the register.

Means are exact; a unit that is *belum dinilai* is not given here, and is never a 0 in a mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pmprb.catalog.index import SampleNeed
from pmprb.catalog.item import Basis
from pmprb.catalog.model import Instrument, Predicate
from pmprb.engine.score import ScoreTree
from pmprb.engine.verdict import PredicateResult, predicate_for, predicate_of
from pmprb.numbers import exact_sum
from pmprb.temuan import Model


class UnitPoints(Model):
    """One rated unit: its points, and the id of its cluster, empty where it has none."""

    code: str
    name: str
    cluster: str
    points: Fraction


class ClusterMean(Model):
    """The units of a cluster, of all units where `id` is empty: how many, their mean, and the band of it."""

    id: str
    title: str
    units: int
    mean: Fraction | None
    predicate: PredicateResult | None


class SampleCheck(Model):
    """One need of a target: units found of those needed, and the mean's band where one is asked for."""

    cluster: str
    title: str
    units: int
    needed: int
    least: str
    label: str
    passed: bool


class SampleResult(Model):
    """A predicate and whether the units are enough and good enough for it."""

    predicate: str
    checks: tuple[SampleCheck, ...]

    @property
    def passed(self) -> bool:
        """True when every need is met."""
        return all(check.passed for check in self.checks)


class UnitsBeside(Model):
    """An instansi's own points and predicate, its units' means, and what each predicate needs of them."""

    points: Fraction | None
    predicate: PredicateResult | None
    most: Fraction
    clusters: tuple[ClusterMean, ...]
    every: ClusterMean
    units: tuple[UnitPoints, ...]
    targets: tuple[SampleResult, ...]
    basis: Basis
    note: str

    @property
    def own_target(self) -> SampleResult | None:
        """What the instansi's own predicate needs; None where it needs nothing."""
        label = self.predicate.label if self.predicate else ""
        return next((target for target in self.targets if target.predicate == label), None)


def units_beside(
    tree: ScoreTree, own: Instrument, units: Sequence[UnitPoints], unit_instrument: Instrument
) -> UnitsBeside:
    """Return an instansi beside its units; raises ValueError for an instrument without the rule."""
    rule = own.units_beside
    if rule is None:
        raise ValueError(f"{own.id} has no units beside it")
    clusters = tuple(
        _mean(one.id, one.title, [unit for unit in units if unit.cluster == one.id], unit_instrument)
        for one in rule.clusters
    )
    return UnitsBeside(
        points=tree.total.points if tree.total.answered else None,
        predicate=predicate_of(tree, own),
        most=own.root.weight,
        clusters=clusters,
        every=_mean("", "Semua unit", list(units), unit_instrument),
        units=tuple(units),
        targets=tuple(
            SampleResult(
                predicate=target.predicate,
                checks=tuple(_check(need, clusters, unit_instrument.predicate) for need in target.needs),
            )
            for target in rule.targets
        ),
        basis=rule.basis,
        note=rule.note,
    )


def _mean(own_id: str, title: str, units: list[UnitPoints], instrument: Instrument) -> ClusterMean:
    mean = exact_sum(unit.points for unit in units) / len(units) if units else None
    bands, weight = instrument.predicate, instrument.root.weight
    found = None if mean is None or bands is None else predicate_for(mean / weight * 100, bands, weight)
    return ClusterMean(id=own_id, title=title, units=len(units), mean=mean, predicate=found)


def _check(need: SampleNeed, clusters: Sequence[ClusterMean], bands: Predicate | None) -> SampleCheck:
    found = next(one for one in clusters if one.id == need.cluster)
    label = found.predicate.label if found.predicate else ""
    floors = {band.label: band.above for band in bands.bands} if bands else {}
    good = not need.least or (label in floors and floors[label] >= floors[need.least])
    return SampleCheck(
        cluster=need.cluster,
        title=found.title,
        units=found.units,
        needed=need.units,
        least=need.least,
        label=label,
        passed=found.units >= need.units and good,
    )
