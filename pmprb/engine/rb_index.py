"""The index of an instansi from two worksheets: one adjusted to 100, the other added on top (`index` in a catalog).

Enters: two score trees of one instansi, the first one's answers, a coefficient. Leaves: `RbIndex`, every
step with its basis. Refuses to know: files, sentences, whether the two worksheets belong together.

Adjusted = (points + coefficient) / applicable points x 100; index = adjusted + added points. Nothing is rounded.
A worksheet without a single answer gives no index (*belum dinilai*), never the lowest band.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pmprb.catalog.index import IndexBand, IndexRule
from pmprb.catalog.item import Basis, Cited, ScaleItem, weakest
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import NodeScore, ScoreTree
from pmprb.temuan import Model


class ProofStep(Model):
    """One figure of the proof, exact, with what it rests on; None when there is nothing to reckon with."""

    value: Fraction | None
    basis: Basis
    note: str = ""


class TargetCheck(Model):
    """An item with a `good_from`, and whether its number reaches it; a blank one does not."""

    item: str
    value: Fraction | None
    good_from: Fraction
    met: bool


class IndexBandResult(Model):
    """The band of the index; `by_target` when it is the name for a missed target."""

    label: str
    title: str
    basis: Basis
    by_target: bool
    note: str = ""


class RbIndex(Model):
    """The index step by step; the basis of `coefficient` is that of its bounds.

    `targets` holds every item that has one and applies, in the form's order.
    """

    general: ProofStep
    coefficient: ProofStep
    weight: ProofStep
    adjusted: ProofStep
    thematic: ProofStep
    index: ProofStep
    predicate: IndexBandResult | None
    targets: tuple[TargetCheck, ...]

    @property
    def missed(self) -> tuple[TargetCheck, ...]:
        """The targets that are not met."""
        return tuple(target for target in self.targets if not target.met)


def rb_index(
    trees: tuple[ScoreTree, ScoreTree],
    instruments: tuple[Instrument, Instrument],
    answers: Mapping[str, Answer],
    coefficient: Fraction = Fraction(0),
) -> RbIndex:
    """Return the index of a pair: the worksheet that is adjusted and the one that is added.

    `answers` are those of the first. Raises ValueError when its instrument has no `index`, or the
    coefficient lies outside the catalog's bounds.
    """
    rule = instruments[0].index
    if rule is None:
        raise ValueError(f"{instruments[0].id} has no index rule")
    if not rule.coefficient.min <= coefficient <= rule.coefficient.max:
        raise ValueError("coefficient outside its bounds")
    first, second = (tree.total for tree in trees)
    points, added = _points(first), _points(second)
    adjusted = None if points is None or not first.max else (points + coefficient) / first.max * 100
    index = None if adjusted is None or added is None else adjusted + added
    grounds = [_basis(instrument, tree) for instrument, tree in zip(instruments, trees, strict=True)]
    sure = weakest([grounds[0], rule.adjustment.basis])
    index_basis = weakest([sure, grounds[1], rule.basis])
    targets = _targets(instruments[0], answers)
    return RbIndex(
        general=ProofStep(value=points, basis=grounds[0], note=_variant_note(instruments[0])),
        coefficient=_step(coefficient, rule.coefficient),
        weight=ProofStep(value=first.max, basis=grounds[0]),
        adjusted=ProofStep(value=adjusted, basis=sure, note=rule.adjustment.note),
        thematic=ProofStep(value=added, basis=grounds[1], note=_variant_note(instruments[1])),
        index=ProofStep(value=index, basis=index_basis, note=rule.note),
        predicate=None if index is None else _band(index, index_basis, rule, targets),
        targets=targets,
    )


def _points(total: NodeScore) -> Fraction | None:
    return total.points if total.answered else None


def _step(value: Fraction, cited: Cited) -> ProofStep:
    return ProofStep(value=value, basis=cited.basis, note=cited.note)


def _basis(instrument: Instrument, tree: ScoreTree) -> Basis:
    """Return the weakest basis among the items that apply: their weights make the sum."""
    applying = [item for item in instrument.items.values() if tree.items[item.id].state is not State.NOT_APPLICABLE]
    return weakest([item.basis for item in applying]) if applying else instrument.basis


def _variant_note(instrument: Instrument) -> str:
    return instrument.chosen_variant.note if instrument.chosen_variant else ""


def _targets(instrument: Instrument, answers: Mapping[str, Answer]) -> tuple[TargetCheck, ...]:
    found = []
    for item in instrument.items.values():
        answer = answers.get(item.id)
        if not isinstance(item, ScaleItem) or item.good_from is None:
            continue
        if answer is not None and answer.state is State.NOT_APPLICABLE and item.allow_not_applicable:
            continue
        value = answer.value if answer is not None and answer.state is State.GIVEN else None
        met = value is not None and item.scale.share(value) is not None and value >= item.good_from
        found.append(TargetCheck(item=item.id, value=value, good_from=item.good_from, met=met))
    return tuple(found)


def _band(index: Fraction, basis: Basis, rule: IndexRule, targets: tuple[TargetCheck, ...]) -> IndexBandResult:
    """Return the band an index falls in: above its lower bound, up to and including its upper one."""
    bands = sorted(rule.predicate.bands, key=lambda band: band.above)
    band: IndexBand = next((b for b in bands if b.up_to is None or index <= b.up_to), bands[-1])
    grounds: list[Cited] = [rule.predicate, *([rule.targets] if band.target_missed else [])]
    missed = band.target_missed if any(not target.met for target in targets) else None
    name = missed or band
    return IndexBandResult(
        label=name.label,
        title=name.title,
        basis=weakest([basis, *(cited.basis for cited in grounds)]),
        by_target=missed is not None,
        note=" ".join(cited.note for cited in grounds if cited.note),
    )
