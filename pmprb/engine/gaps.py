"""Where a unit loses points: criteria not met in full, or not answered.

Enters: a submission, its score tree, the catalog. Leaves: `Gap`s, most points lost first.
A *temuan* is not a gap: an answer that could not be understood is no gap, it is to be mended.
"""

from __future__ import annotations

import math
from fractions import Fraction

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.catalog.once import OncePerInstrument
from pmprb.engine.answers import Answer, State, Submission, names_evidence
from pmprb.engine.score import ItemScore, ScoreTree, points_with
from pmprb.numbers import exact_ranks, exact_sum
from pmprb.records import dataclass

_Item = ChoiceItem | RatioItem | ScaleItem


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

    What a step brings is what scoring again with that one answer changed adds to the total, whatever the blank policy,
    the gates on other items, and the items beside it that do not apply. Lost points are (1 - score) x the item's weight
    when every item beside it that applies counts, whatever the blank policy: what is lost adds up to what is missing.
    """
    gains, known = _Gains(submission, tree, instrument), _KNOWN(instrument)
    gaps = []
    for item in instrument.items.values():
        rated = tree.items[item.id]
        if rated.state not in (State.GIVEN, State.BLANK):
            continue
        score = rated.score or _NONE
        if score.numerator >= score.denominator:  # a full score: comparing a Fraction with 1 costs ten times as much
            continue
        weight = gains.weight(item)
        if not weight.numerator:  # one asked for information alone has nothing to win
            continue
        answer = submission.answers.get(item.id)
        area_id, area_title, sub_title = known.places[item.id]
        own = rated.own
        if own is not None and own is not score and own > score:
            step, is_held = BetterAnswer(label="", gain=gains.alone(item, own)), True
        else:
            step = known.step(item, gains, rated) or _step(
                item, gains, score, rated.state, dict(answer.counts) if answer else {}
            )
            is_held = not step.gain and item.id in gains.gated  # whatever it were answered, the gate lets nothing pass
        gaps.append(
            Gap(
                item=item.id,
                area=area_id,
                area_title=area_title,
                sub_title=sub_title,
                criterion=item.criterion,
                answered=rated.state is State.GIVEN,
                answer=answer.text if answer else "",
                score=score,
                lost=known.lost(score, weight),
                step=step,
                held_by=gains.holders_of(item.id) if is_held else (),
                evidence_missing=not (answer and names_evidence(answer.evidence)),
                evidence=item.evidence,
                remedy=f"{item.remedy} {_unmet(item, answer)}".rstrip(),
            )
        )
    ranks = exact_ranks([gap.lost for gap in gaps])  # of equal ones the first in the form stays the first
    return [gap for _, gap in sorted(zip(ranks, gaps, strict=True), key=lambda one: -one[0])]


_MOST_NAMED = 4


def _unmet(item: _Item, answer: Answer | None) -> str:
    """Return in words which criteria of an item's checklist are not met in full; empty where none was answered."""
    if not isinstance(item, ChoiceItem) or answer is None or not answer.met:
        return ""
    met = dict(answer.met)
    left = [criterion for criterion in item.checklist if met.get(criterion.id, Fraction(0)) < 1]
    named = "; ".join(f"{item.id}.{one.id} {one.text.rstrip('.')}" for one in left[:_MOST_NAMED])
    more = f"; dan {len(left) - _MOST_NAMED} lainnya" if len(left) > _MOST_NAMED else ""
    return f"Belum terpenuhi: {named}{more}." if left else ""


_MOST_REMEMBERED = 20_000
_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same for every unit: area (id and title) and sub of each item, the steps and losses found so far."""

    places: dict[str, tuple[str, str, str]]
    steps: dict[tuple[object, ...], BetterAnswer]
    losses: dict[tuple[int, int, int, int], Fraction]

    def lost(self, score: Fraction, weight: Fraction) -> Fraction:
        """Return the points that are missing to a full score: the same few products for all units."""
        key = (score.numerator, score.denominator, weight.numerator, weight.denominator)
        found = self.losses.get(key)
        if found is None:
            if len(self.losses) >= _MOST_REMEMBERED:
                self.losses.clear()
            found = self.losses[key] = (1 - score) * weight
        return found

    def step(self, item: _Item, gains: _Gains, rated: ItemScore) -> BetterAnswer | None:
        """Return the next better answer of a choice that follows from its own score and weight alone: units that say
        the same of an item share it. None for one that the items beside it, or a gate, have a say in."""
        alone = rated.score is not None or gains.tree.blank == "nol"
        if not alone or not isinstance(item, ChoiceItem) or item.id in gains.gated or item.id in gains.holders:
            return None
        score, weight = rated.score or Fraction(0), rated.weight
        key = (item.id, score.numerator, score.denominator, weight.numerator, weight.denominator)
        found = self.steps.get(key)
        if found is None:
            if len(self.steps) >= _MOST_REMEMBERED:
                self.steps.clear()
            found = self.steps[key] = _step(item, gains, score, rated.state, {})
        return found


def _known(instrument: Instrument) -> _Known:
    places = {}
    for item in instrument.items:
        area = instrument.area_of(item)
        places[item] = area.id, area.title, instrument.nodes[instrument.parents[item]].title
    return _Known(places, {}, {})


_KNOWN = OncePerInstrument(_known)


class _Gains:
    """What another score of one item of a unit adds to its total."""

    def __init__(self, submission: Submission, tree: ScoreTree, instrument: Instrument) -> None:
        self.answers, self.tree, self.instrument = submission.answers, tree, instrument
        self.gated = {gate.item for gate in instrument.item_gates}
        self.holders = {gate.parent for gate in instrument.item_gates}
        self.weights: dict[str, Fraction] = {}

    def of(self, item: _Item, value: Fraction, label: str = "") -> Fraction:
        """Return the points added when the item's own score becomes `value`, by the answer `label` of a choice."""
        if item.id not in self.gated and item.id not in self.holders:
            return self.alone(item, value)
        answers, touched = self.answers, self._touched(item.id)
        if label:  # a gate may ask for the answer itself
            answers = {**answers, item.id: Answer(item=item.id, state=State.GIVEN, choice=label)}
        after = points_with(answers, self.instrument, self.tree.blank, touched, {item.id: value})
        return after - exact_sum(self.tree.nodes[node].points or Fraction(0) for node in touched)

    def alone(self, item: _Item, value: Fraction) -> Fraction:
        """Return the points the item's own heading gains when its score, gates passed, is `value`."""
        parent = self.instrument.parents[item.id]
        node, before = self.instrument.nodes[parent], self.tree.items[item.id]
        if before.score is not None or self.tree.blank == "nol" or node.gather == "sum":
            return (value - (before.score or Fraction(0))) * before.weight
        # It was left out of a mean and now counts there: the others weigh less.
        beside = [score for one in node.items if (score := self.tree.items[one.id].score) is not None]
        points = (exact_sum(beside) + value) * node.weight / (len(beside) + 1)
        return points - (self.tree.nodes[parent].points or Fraction(0))

    def weight(self, item: _Item) -> Fraction:
        """Return the points a full score brings when every item beside it that applies counts."""
        if item.weight is not None:
            return item.weight
        parent = self.instrument.parents[item.id]
        found = self.weights.get(parent)
        if found is None:
            node, states = self.instrument.nodes[parent], self.tree.items
            applying = sum(states[one.id].state is not State.NOT_APPLICABLE for one in node.items)
            found = self.weights[parent] = node.weight / applying
        return found

    def holders_of(self, item: str) -> tuple[str, ...]:
        """Return the items whose gates an item stands below."""
        return tuple(dict.fromkeys(gate.parent for gate in self.instrument.item_gates if gate.item == item))

    def _touched(self, item: str) -> tuple[str, ...]:
        """Return the headings whose points may follow from an item: its own, and those of the items it holds."""
        items = [item]
        for holder in items:
            items += [g.item for g in self.instrument.item_gates if g.parent == holder and g.item not in items]
        return tuple(dict.fromkeys(self.instrument.parents[one] for one in items))


def _step(item: _Item, gains: _Gains, score: Fraction, state: State, counts: dict[str, Fraction]) -> BetterAnswer:
    """Return the nearest better answer and what it brings.

    A blank that is left out of a mean may lower it by being answered: then the nearest answer is meant that does not.
    """
    if isinstance(item, ChoiceItem):
        better = [o for o in gains.instrument.scales[item.answer_set].options if o.score > score]
        steps = ((option, gains.of(item, option.score, option.label)) for option in reversed(better))
        found = next(((option, gain) for option, gain in steps if gain > 0), None)
        option, gain = found or (better[0], gains.of(item, better[0].score, better[0].label))
        return BetterAnswer(label=option.label, text=item.options[option.label], gain=gain)
    full = gains.of(item, Fraction(1))
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
