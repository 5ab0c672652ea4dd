"""Seeded draws: answers that drop a step when they are verified, weights that are a little otherwise.

Enters: results, an instrument, how likely and how far. Leaves: `Robustness`. The same seed gives the same figures, in
any order of units, by any number of workers: every unit draws from a stream of its own. Never a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import Blank, ratio
from pmprb.insight.path.options import outside_reach
from pmprb.insight.robust.evaluator import Evaluator, Flags, Numbers, Rows, Shares
from pmprb.office.model import UnitResult
from pmprb.temuan import Model

_EDGE = 1e-9
"""A gate met exactly is met, whatever a float makes of a third."""


class Chance(Model):
    """How likely an answer drops a step when verified: as the reviews had it (`lowered` of `compared`), or stated."""

    probability: float
    lowered: int = 0
    compared: int = 0

    @property
    def seen(self) -> bool:
        """True when reviews say so."""
        return self.compared > 0


class UnitRobustness(Model):
    """One unit over all draws: how often it passes each target and gate (by "target/gate"), the spread of its total and
    of its rank: 5th, 50th and 95th percentile."""

    code: str
    name: str
    targets: Mapping[str, float]
    gates: Mapping[str, float]
    total: tuple[float, float, float]
    rank: tuple[int, int, int]


class AreaWeight(Model):
    """An area's nominal part of the whole, and its effective one: its part of the variance of totals across units
    (covariance with the total over the total's variance; all sum to 1)."""

    node: str
    title: str
    nominal: float
    effective: float | None
    first: float | None = None
    total: float | None = None


class DroppedItem(Model):
    """What is otherwise without one item: ranks that move on average and at most, and units whose targets change."""

    item: str
    mean_shift: float
    most_shift: int
    verdicts: int


class Robustness(Model):
    """Everything drawn. `wobble` is how far a heading's weight may be off, as a part of it."""

    draws: int
    seed: int
    chance: Chance
    wobble: float
    units: tuple[UnitRobustness, ...]
    areas: tuple[AreaWeight, ...]
    dropped: tuple[DroppedItem, ...]


def chance_of(results: Sequence[UnitResult], stated: float | None = None) -> Chance | None:
    """Return the probability seen in the reviews, or the stated one; None when there is neither."""
    pairs = [pair for result in results if result.verified for pair in result.verified.pairs.values() if pair.own > 0]
    lowered = sum(pair.difference < 0 for pair in pairs)
    if stated is not None:
        return Chance(probability=stated)
    return Chance(probability=lowered / len(pairs), lowered=lowered, compared=len(pairs)) if pairs else None


def robustness(
    results: Sequence[UnitResult],
    instrument: Instrument,
    chance: Chance,
    *,
    draws: int = 10_000,
    wobble: float = 0.1,
    seed: int = 1,
) -> Robustness:
    """Return how firm the results are: `draws` verifications of every unit, each with weights of its own."""
    ordered = sorted((r for r in results if r.rated), key=lambda r: (r.unit.code, r.unit.name))
    blank: Blank = ordered[0].tree.blank if ordered else instrument.policies.blank
    study = _Study(Evaluator(instrument, blank), tuple(ordered), chance, draws, wobble, seed)
    return study.run()


@dataclass(frozen=True)
class _Study:
    evaluator: Evaluator
    results: tuple[UnitResult, ...]
    chance: Chance
    draws: int
    wobble: float
    seed: int

    def run(self) -> Robustness:
        instrument = self.evaluator.instrument
        weights = self._weights()
        totals = np.empty((len(self.results), self.draws))
        passing = []
        for n, result in enumerate(self.results):
            shares = self._shares(result)
            points = self.evaluator.points(shares.leaves, weights)
            totals[n] = np.nan_to_num(points[:, 0], nan=0.0)
            passing.append(_passing(instrument, self.evaluator, shares, points, weights))
        ranks = ranks_of(totals)
        units = tuple(
            UnitRobustness(
                code=result.unit.code,
                name=result.unit.name,
                targets={name: float(found.mean()) for name, found in passing[n][0].items()},
                gates={name: float(found.mean()) for name, found in passing[n][1].items()},
                total=_three(totals[n]),
                rank=tuple(int(v) for v in np.percentile(ranks[n], (5, 50, 95), method="nearest")),
            )
            for n, result in enumerate(self.results)
        )
        return Robustness(
            draws=self.draws,
            seed=self.seed,
            chance=self.chance,
            wobble=self.wobble,
            units=units,
            areas=effective_weights(self.results, self.evaluator),
            dropped=dropped_items(self.results, self.evaluator),
        )

    def _weights(self) -> Numbers:
        """Return draws × leaves: weights a little otherwise, their sum as it is."""
        chance = np.random.default_rng([self.seed, 0])
        nominal = self.evaluator.weights
        drawn = nominal * chance.uniform(1 - self.wobble, 1 + self.wobble, (self.draws, len(nominal)))
        result: Numbers = drawn * (nominal.sum() / drawn.sum(axis=1, keepdims=True))
        return result

    def _shares(self, result: UnitResult) -> Shares:
        """Return draws × leaves of one unit: each verified answer drops a step with the given probability."""
        chance = np.random.default_rng([self.seed, 1, _stream(result)])
        instrument = self.evaluator.instrument
        now = self.evaluator.rows_of([result.submission.answers], [result.tree])
        lower = lowered_scores(result, instrument)
        drops = chance.random((self.draws, len(self.evaluator.items)), dtype=np.float32) < self.chance.probability
        own = np.where(drops, lower, now.own)
        closed = {n: self._closed(n, result, drops, bool(flags[0])) for n, flags in now.closed.items()}
        return self.evaluator.shares(Rows(own, now.applies, closed))

    def _closed(self, gate: int, result: UnitResult, drops: Flags, now: bool) -> Flags:
        """Return by draw whether the parent's answer closes a gate, the answer a step lower where it drops."""
        one = self.evaluator.instrument.item_gates[gate]
        label = _label_below(result, one.parent, self.evaluator.instrument)
        dropped = now if label is None else label in one.answers
        found: Flags = np.where(drops[:, self.evaluator.items[one.parent]], dropped, now)
        return found


def _stream(result: UnitResult) -> int:
    return int.from_bytes(sha256(result.unit.key.encode()).digest()[:8], "big")


def _three(values: Numbers) -> tuple[float, float, float]:
    low, middle, high = np.percentile(values, (5, 50, 95))
    return float(low), float(middle), float(high)


def ranks_of(totals: Numbers) -> NDArray[np.int64]:
    """Return units × draws: each one's place, best first; equal ones share the better place."""
    rounded = np.round(totals, 9)
    below = np.sort(-rounded, axis=0)
    found = np.empty(rounded.shape, dtype=np.int64)
    for n, own in enumerate(rounded):
        found[n] = 1 + (below < -own).sum(axis=0)
    return found


def lowered_scores(result: UnitResult, instrument: Instrument) -> Numbers:
    """Return each item's own score one step lower: the next label, one count less. What others measure does not drop,
    nor what brings nothing."""
    outside = outside_reach(instrument)
    found = []
    for item in instrument.items.values():
        own = result.tree.items[item.id].own
        answer = result.submission.answers.get(item.id)
        lower = own
        if own and answer is not None and item.id not in outside:
            if isinstance(item, ChoiceItem):
                below = [o.score for o in instrument.scales[item.answer_set].options if o.score < own]
                lower = max(below, default=own)
            elif isinstance(item, RatioItem):
                lower = _count_below(item, answer, own)
        found.append(float("nan") if lower is None else float(lower))
    return np.array(found)


def _count_below(item: RatioItem, answer: Answer, own: Fraction) -> Fraction:
    counts, name = dict(answer.counts), item.numerator[0]
    step = -1 if item.formula == "share" else 1
    moved = ratio(item, counts | {name: max(Fraction(0), counts[name] + step)})
    return own if moved is None else min(own, moved)


def _label_below(result: UnitResult, item_id: str, instrument: Instrument) -> str | None:
    item, answer = instrument.items[item_id], result.submission.answers.get(item_id)
    own = result.tree.items[item_id].own
    if not isinstance(item, ChoiceItem) or answer is None or answer.state is not State.GIVEN or not own:
        return None
    if item_id in outside_reach(instrument):
        return None
    below = [o for o in instrument.scales[item.answer_set].options if o.score < own]
    return max(below, key=lambda option: option.score).label if below else None


def _passing(
    instrument: Instrument, evaluator: Evaluator, shares: Shares, points: Numbers, weights: Numbers | None = None
) -> tuple[dict[str, Flags], dict[str, Flags]]:
    """Return by row whether each target, and each of its gates, is met by the deciding reading."""
    targets: dict[str, Flags] = {}
    gates: dict[str, Flags] = {}
    for target in instrument.gate_sets[0].targets if instrument.gate_sets else ():
        met = []
        for gate in target.gates:
            value = evaluator.value(instrument.members(gate.of), shares, points, weights)
            least = float(gate.minimum * (instrument.weight_of(gate.of) if gate.measure == "share" else 1))
            met.append(np.nan_to_num(value, nan=-np.inf) >= least - _EDGE)
            gates[f"{target.id}/{gate.id}"] = met[-1]
        targets[target.id] = np.logical_and.reduce(met)
    return targets, gates


# What stands by itself, without draws.


def area_nodes(instrument: Instrument) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return id, title and nodes of the areas: the catalog's groups that do not overlap, or its areas."""
    if instrument.groups:
        seen: set[str] = set()
        found = []
        for group in instrument.groups:
            if not seen & set(group.nodes):
                seen |= set(group.nodes)
                found.append((group.id, group.title, group.nodes))
        return found
    nodes = [n for n in instrument.nodes.values() if n.level == "area"] or list(instrument.root.children)
    return [(node.id, node.title, (node.id,)) for node in nodes]


def effective_weights(results: Sequence[UnitResult], evaluator: Evaluator) -> tuple[AreaWeight, ...]:
    """Return each area's nominal and effective part."""
    instrument = evaluator.instrument
    points = evaluator(rows_of(results, evaluator)) if results else np.empty((0, len(evaluator.nodes)))
    total = np.nan_to_num(points[:, 0], nan=0.0)
    spread = float(np.var(total)) if len(total) > 1 else 0.0
    found = []
    for name, title, nodes in area_nodes(instrument):
        part = np.nan_to_num(points[:, [evaluator.nodes[n] for n in nodes]], nan=0.0).sum(axis=1)
        effective = float(((part - part.mean()) * (total - total.mean())).mean() / spread) if spread > 0 else None
        nominal = float(instrument.weight_of(name) / instrument.root.weight)
        found.append(AreaWeight(node=name, title=title, nominal=nominal, effective=effective))
    return tuple(found)


def rows_of(results: Sequence[UnitResult], evaluator: Evaluator) -> Rows:
    """Return a row a unit."""
    return evaluator.rows_of([r.submission.answers for r in results], [r.tree for r in results])


def dropped_items(results: Sequence[UnitResult], evaluator: Evaluator) -> tuple[DroppedItem, ...]:
    """Return what each item's absence would change, most first: the others of its heading share its weight."""
    if len(results) < 2:
        return ()
    rows, instrument = rows_of(results, evaluator), evaluator.instrument

    def stand(some: Rows) -> tuple[NDArray[np.int64], dict[str, Flags]]:
        shares = evaluator.shares(some)
        points = evaluator.points(shares.leaves)
        share = np.nan_to_num(points[:, 0] / np.maximum(evaluator.most(some), 1e-12), nan=0.0)
        return ranks_of(share[:, None])[:, 0], _passing(instrument, evaluator, shares, points)[0]

    before, passed = stand(rows)
    found = []
    for n, item in enumerate(evaluator.items):
        applies = np.array(rows.applies)
        applies[:, n] = False
        ranks, now = stand(Rows(rows.own, applies, rows.closed))
        shift = np.abs(ranks - before)
        changed = np.zeros(len(results), dtype=bool)
        for target, was in passed.items():
            changed |= was != now[target]
        found.append(
            DroppedItem(
                item=item,
                mean_shift=float(shift.mean()),
                most_shift=int(shift.max()),
                verdicts=int(changed.sum()),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.verdicts, -one.mean_shift)))
