"""Where a unit loses points: criteria not met in full, or not answered.

Enters: a submission, its score tree, the catalog. Leaves: `Gap`s, most points lost first.
A *temuan* is not a gap: an answer that could not be understood is no gap, it is to be mended.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State, Submission, names_evidence
from pmprb.engine.score import ScoreTree
from pmprb.numbers import exact_ranks, exact_sum


@dataclass(frozen=True, slots=True)
class BetterAnswer:
    """The next better answer: a label and what it asks for, or a count or number to reach.

    `gain` is in points. For counts `label` is the count's own label and `reach` the number needed.
    """

    label: str
    gain: Fraction
    text: str = ""
    reach: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """One criterion with points to win. `lost` and `step.gain` are points of the total.

    `held_by` names the items whose gate takes points from this one: those come first, and `step`
    is what comes back once they are met.
    """

    item: str
    area: str
    area_title: str
    sub_title: str
    criterion: str
    answered: bool
    answer: str
    score: Fraction
    lost: Fraction
    step: BetterAnswer
    evidence_missing: bool
    evidence: tuple[str, ...]
    remedy: str
    held_by: tuple[str, ...] = ()


def find_gaps(submission: Submission, tree: ScoreTree, instrument: Instrument) -> list[Gap]:
    """Return the unit's gaps, most points lost first, then in the form's order.

    Lost points are (1 - score) x the item's weight when every item beside it counts,
    whatever the blank policy.
    """
    gaps = []
    for item in instrument.items.values():
        rated = tree.items[item.id]
        if rated.state not in (State.GIVEN, State.BLANK):
            continue
        score = rated.score or Fraction(0)
        if score >= 1:
            continue
        answer = submission.answers.get(item.id)
        weight = instrument.item_weight(item.id)
        area = instrument.area_of(item.id)
        held = rated.own is not None and rated.own > score
        parents = tuple(dict.fromkeys(g.parent for g in instrument.item_gates if g.item == item.id)) if held else ()
        counts = dict(answer.counts) if answer else {}
        step = _step(item, instrument, score, weight, rated.state, counts)
        if held and rated.own is not None:
            step = BetterAnswer(label="", gain=(rated.own - score) * weight)
        gaps.append(
            Gap(
                item=item.id,
                area=area.id,
                area_title=area.title,
                sub_title=instrument.nodes[instrument.parents[item.id]].title,
                criterion=item.criterion,
                answered=rated.state is State.GIVEN,
                answer=answer.text if answer else "",
                score=score,
                lost=(1 - score) * weight,
                step=step,
                held_by=parents,
                evidence_missing=not (answer and names_evidence(answer.evidence)),
                evidence=item.evidence,
                remedy=item.remedy,
            )
        )
    ranks = exact_ranks([gap.lost for gap in gaps])  # of equal ones the first in the form stays the first
    return [gap for _, gap in sorted(zip(ranks, gaps, strict=True), key=lambda one: -one[0])]


def _step(
    item: ChoiceItem | RatioItem | ScaleItem,
    instrument: Instrument,
    score: Fraction,
    weight: Fraction,
    state: State,
    counts: dict[str, Fraction],
) -> BetterAnswer:
    """Return the nearest better answer and what it brings."""
    if isinstance(item, ChoiceItem):
        better = [o for o in instrument.scales[item.answer_set].options if o.score > score]
        option = better[-1]
        return BetterAnswer(label=option.label, text=item.options[option.label], gain=(option.score - score) * weight)
    full = (1 - score) * weight
    if isinstance(item, ScaleItem):
        return BetterAnswer(label="", reach=item.scale.max, gain=full)
    labels = {count.id: count.label for count in item.inputs}
    name = item.numerator[0]
    if state is not State.GIVEN:
        return BetterAnswer(label=labels[name], gain=full)
    below = exact_sum(counts[d] for d in item.denominator)
    others = exact_sum(counts[n] for n in item.numerator[1:])
    reach = Fraction(0) if item.formula == "decrease" else Fraction(math.ceil(item.cap * below)) - others
    return BetterAnswer(label=labels[name], reach=reach, gain=full)
