"""What a verifier's answers come to: beside the unit's own at every node, and put in their place.

Enters: a submission, its own score tree, the verifier's answers. Leaves: `Verified`.
Refuses to know: files, sheets, sentences.

Three figures that are never mixed up:
- `alone`: the verifier's answers alone; what is not verified has no value, it is neither 0 nor the unit's own.
- `compared`: points of both sides over the items for which both have a score, so that they are comparable.
- `after`: the unit's answers with the verifier's put in their place where there are some: what leaders ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, put_in_place
from pmprb.engine.score import ScoreTree, score_answers, score_reviewed
from pmprb.engine.verdict import PredicateResult, Verdict, judge, predicate_of
from pmprb.numbers import exact_sum
from pmprb.records import dataclass


@dataclass(frozen=True, kw_only=True)
class ItemPair:
    """One item with a score from both sides, in points; `most` is what its full score brings."""

    item: str
    own: Fraction
    review: Fraction
    most: Fraction

    @cached_property  # asked some fifteen times of each, in statistics and on sheets
    def difference(self) -> Fraction:
        """The verifier's points less the unit's: negative when lowered."""
        return self.review - self.own


@dataclass(frozen=True, kw_only=True)
class BothSides:
    """Both sides over the same items beneath a node or group, in points; `items` of `verified` have both scores."""

    items: int = 0
    verified: int = 0
    own: Fraction = Fraction(0)
    review: Fraction = Fraction(0)
    most: Fraction = Fraction(0)

    @cached_property
    def difference(self) -> Fraction | None:
        """The verifier's points less the unit's; None without an item to compare."""
        return self.review - self.own if self.items else None


@dataclass(frozen=True, kw_only=True)
class Verified:
    """One verifier's answers to one unit's worksheet, with all that follows from them.

    `answers` are the verifier's own, `replaced` the items whose answer in `after` is a verifier's.
    """

    answers: Mapping[str, Answer]
    alone: ScoreTree
    pairs: Mapping[str, ItemPair]
    compared: Mapping[str, BothSides]
    after: ScoreTree
    replaced: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    predicate: PredicateResult | None

    def of(self, instrument: Instrument, name: str) -> BothSides:
        """Return the comparison of a node or of a group."""
        parts = [self.compared.get(member) or _single(self.pairs.get(member)) for member in instrument.members(name)]
        return parts[0] if len(parts) == 1 else _together(parts)


def has_own(submission: Submission) -> bool:
    """True when the unit itself has answered at least one item: only then is there something to verify."""
    return any(answer.state in (State.GIVEN, State.NOT_APPLICABLE) for answer in submission.answers.values())


def verified_of(submission: Submission, instrument: Instrument, own: ScoreTree) -> Verified | None:
    """Return what the TPI's answers come to; None when there are none, or the unit has none of its own."""
    if not submission.reviewed or not has_own(submission):
        return None
    alone = score_reviewed(submission, instrument)
    return _verified(submission, instrument, own, submission.reviewed, alone, submission.answers)


def national_of(submission: Submission, instrument: Instrument, own: ScoreTree) -> Verified | None:
    """Return what the TPN's answers come to, compared with the unit's; None when either has none.

    In `after` they stand above the TPI's, and those above the unit's.
    """
    if not submission.national or not has_own(submission):
        return None
    usable = _usable(score_reviewed(submission, instrument))
    beneath = put_in_place(submission.answers, submission.reviewed, usable)
    alone = score_answers(submission.national, instrument, "lewati", submission.file)
    found = _verified(submission, instrument, own, submission.national, alone, beneath)
    kept = [item for item in submission.reviewed if item in usable]
    return replace(found, replaced=tuple(i for i in instrument.items if i in {*found.replaced, *kept}))


def _verified(
    submission: Submission,
    instrument: Instrument,
    own: ScoreTree,
    review: Mapping[str, Answer],
    alone: ScoreTree,
    beneath: Mapping[str, Answer],
) -> Verified:
    usable = _usable(alone)
    after = score_answers(put_in_place(beneath, review, usable), instrument, own.blank, submission.file)
    pairs = _pairs(instrument, own, alone, after)
    return Verified(
        answers=review,
        alone=alone,
        pairs=pairs,
        compared=_compared(instrument, alone, pairs),
        after=after,
        replaced=tuple(item for item in instrument.items if item in usable),
        verdicts=tuple(judge(after, instrument)),
        predicate=predicate_of(after, instrument),
    )


def _usable(alone: ScoreTree) -> frozenset[str]:
    """Return the items whose answer can be scored, or that do not apply; a wrong one replaces nothing."""
    return frozenset(
        item for item, found in alone.items.items() if found.own is not None or found.state is State.NOT_APPLICABLE
    )


def _pairs(instrument: Instrument, own: ScoreTree, alone: ScoreTree, after: ScoreTree) -> dict[str, ItemPair]:
    """Return the items with a score from both sides.

    The verifier's is the one among the unit's other answers: a gate on another item closes for both alike.
    """
    found = {}
    for item in instrument.items:
        mine, theirs = own.items[item].score, after.items[item].score
        if alone.items[item].own is None or mine is None or theirs is None:
            continue
        most = instrument.item_weight(item)
        found[item] = ItemPair(item=item, own=mine * most, review=theirs * most, most=most)
    return found


def _compared(instrument: Instrument, alone: ScoreTree, pairs: Mapping[str, ItemPair]) -> dict[str, BothSides]:
    """Return every node's comparison, in the form's order."""
    found: dict[str, BothSides] = {}
    for node in reversed(list(instrument.nodes.values())):
        below = [*(found[child.id] for child in node.children), *(_single(pairs.get(item.id)) for item in node.items)]
        scored = sum(alone.items[item.id].own is not None for item in node.items)
        verified = scored + sum(found[child.id].verified for child in node.children)
        found[node.id] = _together(below, verified)
    return {node: found[node] for node in instrument.nodes}


def _together(parts: Sequence[BothSides], verified: int | None = None) -> BothSides:
    """Return several comparisons as one; `verified` items where not those of its parts."""
    return BothSides(
        items=sum(part.items for part in parts),
        verified=sum(part.verified for part in parts) if verified is None else verified,
        own=exact_sum(part.own for part in parts),
        review=exact_sum(part.review for part in parts),
        most=exact_sum(part.most for part in parts),
    )


_NONE = BothSides()


def _single(pair: ItemPair | None) -> BothSides:
    if pair is None:
        return _NONE
    return BothSides(items=1, verified=1, own=pair.own, review=pair.review, most=pair.most)
