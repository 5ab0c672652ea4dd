"""Exact scores from answers: item scores, then points of every node, nothing rounded on the way.

Enters: answers and an instrument. Leaves: a `ScoreTree` with every stage.
Refuses to know: files, Excel, thresholds.

Arithmetic (LKE ZI 2021, formula of the Nilai column): the value of a sub is the mean of
its item scores times its weight; areas, aspects and components add up. Under the policy
`nol` an unanswered item counts as 0; under `lewati` it is left out of the mean, as AVERAGE
does, and a sub without any answer is *belum dinilai*: no value, never 0/0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from pmprb.catalog.item import ChoiceItem, ItemGate, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument, Node
from pmprb.catalog.once import OncePerInstrument
from pmprb.engine.answers import Answer, State, Submission
from pmprb.numbers import exact_sum
from pmprb.records import dataclass
from pmprb.temuan import CellPos, DenominatorZero, Temuan

Blank = Literal["nol", "lewati"]


@dataclass(frozen=True, slots=True)
class ItemScore:
    """An item's score (0..1), None when there is none to give; `weight` in points beside its siblings.

    `own` is the score before gates on other items; it differs from `score` only where such a gate took some.
    """

    item: str
    state: State
    score: Fraction | None
    weight: Fraction
    own: Fraction | None = None


@dataclass(frozen=True, slots=True)
class NodeScore:
    """Points of a node and the most it can reach. `points` is None when nothing beneath was answered
    under `lewati`. `answered` of `items` count what was answered beneath it."""

    node: str
    points: Fraction | None
    max: Fraction
    answered: int
    items: int

    @property
    def share(self) -> Fraction | None:
        """Points over the most possible (0..1); None when there is no value or the items do not apply."""
        if self.points is None or self.max == 0:
            return None
        return self.points / self.max


@dataclass(frozen=True, slots=True)
class ScoreTree:
    """Every stage of one unit's score under one blank policy."""

    instrument: str
    blank: Blank
    nodes: Mapping[str, NodeScore]
    items: Mapping[str, ItemScore]
    temuan: tuple[Temuan, ...] = ()

    @property
    def total(self) -> NodeScore:
        """The root."""
        return next(iter(self.nodes.values()))

    def points_of(self, names: tuple[str, ...]) -> Fraction | None:
        """Return the points of nodes or items together; None when none of them has a value."""
        found = [self._points(name) for name in names]
        known = [points for points in found if points is not None]
        return exact_sum(known) if known else None

    def answered(self, names: tuple[str, ...]) -> bool:
        """True when at least one item in these nodes or items was answered."""
        return any(
            self.nodes[name].answered > 0 if name in self.nodes else self.items[name].score is not None
            for name in names
        )

    def _points(self, name: str) -> Fraction | None:
        if name in self.nodes:
            return self.nodes[name].points
        item = self.items[name]
        if item.score is None:  # under `nol` what has no answer is nothing, as it is in the heading above
            return Fraction(0) if self.blank == "nol" and item.state is not State.NOT_APPLICABLE else None
        return item.score * item.weight


def score(submission: Submission, instrument: Instrument, blank: Blank | None = None) -> ScoreTree:
    """Return the exact score tree of the unit's own answers; the catalog's policy when `blank` is None."""
    return score_answers(submission.answers, instrument, blank, submission.file)


def score_both(submission: Submission, instrument: Instrument, blank: Blank) -> tuple[ScoreTree, ScoreTree]:
    """Return the tree under a blank policy and the one under the other: what is the same in both is reckoned once."""
    tree = score(submission, instrument, blank)
    other: Blank = "lewati" if blank == "nol" else "nol"
    if instrument.item_gates or any(item.state is not State.GIVEN for item in tree.items.values()):
        return tree, score(submission, instrument, other)
    return tree, replace(tree, blank=other)  # every item has a score: there is no blank to treat otherwise


def score_reviewed(submission: Submission, instrument: Instrument) -> ScoreTree:
    """Return the tree of the verifier's answers alone: what is not reviewed stays without a value."""
    return score_answers(submission.reviewed, instrument, "lewati", submission.file)


def score_answers(
    answers: Mapping[str, Answer], instrument: Instrument, blank: Blank | None = None, file: str = ""
) -> ScoreTree:
    """Return the score tree of bare answers; items that are missing from `answers` are blank."""
    scorer = _Scorer(answers, instrument, blank or instrument.policies.blank, file)
    scorer.gather(instrument.root)
    ordered = {node_id: scorer.nodes[node_id] for node_id in instrument.nodes}
    return ScoreTree(
        instrument=instrument.id,
        blank=scorer.blank,
        nodes=ordered,
        items=scorer.items,
        temuan=tuple(scorer.temuan),
    )


def points_with(
    answers: Mapping[str, Answer],
    instrument: Instrument,
    blank: Blank,
    nodes: Iterable[str],
    values: Mapping[str, Fraction],
) -> Fraction:
    """Return the points of lowest `nodes` together, the items of `values` scored so (0..1, before gates on others)
    whatever their answers; a node without a value counts as 0.

    As nodes add up, this is what scoring anew would change, at the price of the nodes concerned alone.
    """
    scorer = _Scorer(answers, instrument, blank, "", values)
    return exact_sum(scorer.gather(instrument.nodes[node]).points or Fraction(0) for node in nodes)


_MOST_REMEMBERED = 1_000
_Said = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Choices:
    """A lowest heading of choices on none of which a gate lies: what is said there decides its scores, so units that
    say the same share them. `found` holds the scores by the blank policy and what was said."""

    items: tuple[str, ...]
    found: dict[_Said, tuple[NodeScore, tuple[ItemScore, ...]]]

    def said(self, answers: Mapping[str, Answer], blank: Blank) -> _Said:
        """Return all that a score may depend on: of each item the label, or the state when there is none to use."""
        labels: list[object] = [blank]
        for item in self.items:
            answer = answers.get(item)
            if answer is None:
                labels.append(None)
            elif answer.state is State.GIVEN:
                labels.append(answer.choice)
            else:
                labels.append((answer.state,))
        return tuple(labels)

    def remember(self, said: _Said, node: NodeScore, items: tuple[ItemScore, ...]) -> None:
        """Keep scores for the next unit; a nation's worth of them is not kept."""
        if len(self.found) >= _MOST_REMEMBERED:
            self.found.clear()
        self.found[said] = node, items


@dataclass(frozen=True, slots=True)
class _Tables:
    """What scoring asks an instrument, laid out once: its headings of plain choices, and what headings can reach.

    `most` holds the sum last made of the parts beneath a heading, with those parts: they are nearly always the same.
    """

    choices: dict[str, _Choices]
    most: dict[str, tuple[tuple[Fraction, ...], Fraction]]


def _tables(instrument: Instrument) -> _Tables:
    gated = {gate.item for gate in instrument.item_gates}
    choices = {
        node.id: _Choices(tuple(item.id for item in node.items), {})
        for node in instrument.nodes.values()
        if node.items and all(isinstance(item, ChoiceItem) and item.id not in gated for item in node.items)
    }
    return _Tables(choices, {})


_TABLES = OncePerInstrument(_tables)


class _Scorer:
    """Walks a catalog once, depth first. `values` are own scores that stand in for what answers would give."""

    def __init__(
        self,
        answers: Mapping[str, Answer],
        instrument: Instrument,
        blank: Blank,
        file: str,
        values: Mapping[str, Fraction] | None = None,
    ) -> None:
        self.values = values or {}
        self.answers = answers
        self.instrument = instrument
        self.blank = blank
        self.file = file
        self.nodes: dict[str, NodeScore] = {}
        self.items: dict[str, ItemScore] = {}
        self.temuan: list[Temuan] = []
        self.rated: dict[str, tuple[State, Fraction | None]] = {}
        self.own: dict[str, Fraction | None] = {}
        self.tables = _TABLES(instrument)

    def gather(self, node: Node) -> NodeScore:
        if not node.items:
            result = self._from_children(node)
        elif self.values or node.id not in self.tables.choices:
            result = self._from_items(node)
        else:
            result = self._from_choices(node, self.tables.choices[node.id])
        self.nodes[node.id] = result
        return result

    def _from_choices(self, node: Node, choices: _Choices) -> NodeScore:
        said = choices.said(self.answers, self.blank)
        found = choices.found.get(said)
        if found is None:
            result = self._from_items(node)
            choices.remember(said, result, tuple(self.items[item] for item in choices.items))
            return result
        for one in found[1]:
            self.items[one.item] = one
        return found[0]

    def _from_children(self, node: Node) -> NodeScore:
        below = [self.gather(child) for child in node.children]
        known = [child.points for child in below if child.points is not None]
        return NodeScore(
            node=node.id,
            points=exact_sum(known) if known else None,
            max=self._most(node.id, tuple(child.max for child in below)),
            answered=sum(child.answered for child in below),
            items=sum(child.items for child in below),
        )

    def _most(self, node_id: str, parts: tuple[Fraction, ...]) -> Fraction:
        """Return the sum of what the parts beneath a heading can reach."""
        kept = self.tables.most.get(node_id)
        if kept is None or not all(one is other for one, other in zip(kept[0], parts, strict=True)):
            kept = self.tables.most[node_id] = (parts, exact_sum(parts))
        return kept[1]

    def _from_items(self, node: Node) -> NodeScore:
        rated = [self._gated(item) for item in node.items]
        applicable = [r for r in rated if r[0] is not State.NOT_APPLICABLE]
        counting = [r for r in applicable if r[1] is not None or self.blank == "nol"]
        answered = sum(1 for _, value in applicable if value is not None)
        if node.gather == "sum":
            weights = [item.weight or Fraction(0) for item in node.items]
            points: Fraction | None = Fraction(0)
            most = Fraction(0)
            for (state, value), weight, item in zip(rated, weights, node.items, strict=True):
                self._keep(item.id, state, value, weight)
                if state is not State.NOT_APPLICABLE:
                    most += weight
                    points = (points or Fraction(0)) + (value or Fraction(0)) * weight
        else:
            most = node.weight if applicable else Fraction(0)
            each = node.weight / len(counting) if counting else node.weight / len(node.items)
            points = exact_sum(value for _, value in counting if value is not None) * each
            for (state, value), item in zip(rated, node.items, strict=True):
                self._keep(item.id, state, value, each)
        return NodeScore(
            node=node.id,
            points=points if counting else None,
            max=most,
            answered=answered,
            items=len(applicable),
        )

    def _keep(self, item_id: str, state: State, value: Fraction | None, weight: Fraction) -> None:
        own = self.own.get(item_id)
        self.items[item_id] = ItemScore(item=item_id, state=state, score=value, weight=weight, own=own)

    def _gated(self, item: ChoiceItem | RatioItem | ScaleItem) -> tuple[State, Fraction | None]:
        """Return an item's state and score after the gates on other items (14/2014)."""
        if item.id in self.rated:
            return self.rated[item.id]
        state, value = self._item(item)
        self.own[item.id] = value
        for gate in self.instrument.item_gates:
            if gate.item == item.id and value is not None:
                value = self._through(gate, value)
        self.rated[item.id] = state, value
        return state, value

    def _through(self, gate: ItemGate, value: Fraction) -> Fraction | None:
        """Return a score after one gate. An unanswered parent counts as its worst answer under `nol`: a blank
        never brings more than an honest no. Under `lewati` it closes no gate, and leaves a product without a value."""
        _, above = self._gated(self.instrument.items[gate.parent])
        if above is None and self.blank == "nol":
            return Fraction(0)
        if gate.rule == "multiply":
            return None if above is None else value * above
        if gate.rule == "zero_if_zero":
            return Fraction(0) if above == 0 else value
        parent = self.answers.get(gate.parent)
        closed = parent is not None and parent.state is State.GIVEN and parent.choice in gate.answers
        return Fraction(0) if closed else value

    def _item(self, item: ChoiceItem | RatioItem | ScaleItem) -> tuple[State, Fraction | None]:
        """Return an item's state and its score 0..1, None when it has no usable answer."""
        if item.id in self.values:
            return State.GIVEN, self.values[item.id]
        answer = self.answers.get(item.id)
        if answer is None:
            return State.BLANK, None
        if answer.state is State.NOT_APPLICABLE:
            return (answer.state if item.allow_not_applicable else State.INVALID), None
        if answer.state is not State.GIVEN:
            return answer.state, None
        value = self._value(item, answer)
        return (State.INVALID if value is None else State.GIVEN), value

    def _value(self, item: ChoiceItem | RatioItem | ScaleItem, answer: Answer) -> Fraction | None:
        if isinstance(item, ChoiceItem):
            return self.instrument.scales[item.answer_set].scores.get(answer.choice)
        if isinstance(item, ScaleItem):
            return None if answer.value is None else item.scale.share(answer.value)
        value = ratio(item, dict(answer.counts))
        if value is None:
            at = answer.source or CellPos(workbook=self.file)
            self.temuan.append(DenominatorZero(at, item.id))
        return value


def ratio(item: RatioItem, counts: Mapping[str, Fraction]) -> Fraction | None:
    """Return a ratio item's score, capped; None when the denominator is zero and no rule says what that is worth.

    Raises KeyError when a count of the formula is missing: incomplete counts are never scored.
    """
    above = exact_sum(counts[name] for name in item.numerator)
    below = exact_sum(counts[name] for name in item.denominator)
    if below == 0:
        if item.zero is None:
            return None
        return item.zero.both_zero if above == 0 else item.zero.denominator_zero
    value = above / below if item.formula == "share" else (below - above) / below
    return max(Fraction(0), min(item.cap, value))
