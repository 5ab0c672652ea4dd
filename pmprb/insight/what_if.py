"""What other answers would change: every node, gate, predicate and place; and what bettering each item alone brings.

Enters: answers, other answers, an instrument, perhaps a rekap's record. Leaves: `WhatIf`, `MarginalGain`s. Exact.
Refuses to know: files, how an answer was typed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Unit
from pmprb.engine.score import Blank, ScoreTree, score_answers
from pmprb.engine.verdict import GateResult, PredicateResult, Verdict, judge, predicate_of
from pmprb.insight.path.options import Option, options_of
from pmprb.office.record import RekapRecord, UnitRecord
from pmprb.temuan import Model


class Side(Model):
    """Everything that follows from one set of answers."""

    tree: ScoreTree
    verdicts: tuple[Verdict, ...]
    predicate: PredicateResult | None


class Place(Model):
    """A unit's rank among the units of a rekap, and among its peers; equal points share a rank, None without points."""

    rank: int | None
    of: int
    group: str
    group_rank: int | None
    group_of: int


class WhatIf(Model):
    """Both sides of a change of answers; `places` only with a rekap."""

    changes: tuple[tuple[Answer, Answer], ...]
    before: Side
    after: Side
    places: tuple[Place, Place] | None = None

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes whose points differ."""
        old, new = self.before.tree.nodes, self.after.tree.nodes
        return tuple(node for node in old if old[node].points != new[node].points)

    @property
    def gates(self) -> tuple[tuple[Verdict, GateResult, GateResult], ...]:
        """The gates whose value differs, each with its verdict, before and after."""
        return tuple(_moved(self.before.verdicts, self.after.verdicts))


class MarginalStep(Model):
    """One better answer to one item, all others as they are: points of the total it brings, and gates of the deciding
    reading whose value rises, by target and gate; `passes` are those that are met only then."""

    answer: Answer
    gain: Fraction
    gates: tuple[tuple[str, str], ...]
    passes: tuple[tuple[str, str], ...]


class MarginalGain(Model):
    """What an item brings alone: by its next better answer, and by its best one."""

    item: str
    now: Answer
    next: MarginalStep
    best: MarginalStep


def what_if(
    answers: Mapping[str, Answer],
    other: Mapping[str, Answer],
    instrument: Instrument,
    blank: Blank,
    unit: Unit | None = None,
    record: RekapRecord | None = None,
) -> WhatIf:
    """Return what follows when the `other` answers take the place of the given ones; `record` is the rekap in which
    the unit's place is looked for."""
    before = side_of(answers, instrument, blank)
    after = side_of({**answers, **other}, instrument, blank)
    changes = tuple((answers.get(item) or Answer(item=item, state=State.BLANK), new) for item, new in other.items())
    places = None
    if record is not None and unit is not None:
        places = place_in(record, unit, before.tree), place_in(record, unit, after.tree)
    return WhatIf(changes=changes, before=before, after=after, places=places)


def side_of(answers: Mapping[str, Answer], instrument: Instrument, blank: Blank) -> Side:
    """Return everything that follows from answers."""
    tree = score_answers(answers, instrument, blank)
    return Side(tree=tree, verdicts=tuple(judge(tree, instrument)), predicate=predicate_of(tree, instrument))


def place_in(record: RekapRecord, unit: Unit, tree: ScoreTree) -> Place:
    """Return the place a unit would have with this tree, all other units as the rekap has them."""
    others = [one for one in record.rated if one.unit.key != unit.key]
    own = next((one.unit for one in record.units if one.unit.key == unit.key), unit)
    peers = [one for one in others if one.unit.group == own.group] if own.group else others
    points = tree.total.points if tree.total.answered else None

    def rank(among: Collection[UnitRecord]) -> int | None:
        if points is None:
            return None
        return 1 + sum(one.points is not None and one.points > points for one in among)

    more = int(points is not None)
    return Place(
        rank=rank(others),
        of=len(others) + more,
        group=own.group,
        group_rank=rank(peers),
        group_of=len(peers) + more,
    )


def _moved(before: Collection[Verdict], after: Collection[Verdict]) -> Iterator[tuple[Verdict, GateResult, GateResult]]:
    for old, new in zip(before, after, strict=True):
        for one, other in zip(old.gates, new.gates, strict=True):
            if one.value != other.value:
                yield new, one, other


def marginal_gains(
    answers: Mapping[str, Answer], instrument: Instrument, blank: Blank, fixed: Collection[str] = ()
) -> tuple[MarginalGain, ...]:
    """Return what each item that can be better brings alone, most points of its best answer first; `fixed` items are
    left out. Of equal ones the first in the form stays the first."""
    before = side_of(answers, instrument, blank)
    found = []
    for item, options in options_of(answers, instrument, fixed).items():
        if len(options) > 1:
            ends = options[1:2] if len(options) == 2 else (options[1], options[-1])
            steps = [_step(answers, before, option, instrument, blank) for option in ends]
            found.append(MarginalGain(item=item, now=options[0].answer, next=steps[0], best=steps[-1]))
    return tuple(sorted(found, key=lambda one: -one.best.gain))


def _step(
    answers: Mapping[str, Answer], before: Side, option: Option, instrument: Instrument, blank: Blank
) -> MarginalStep:
    after = side_of({**answers, option.answer.item: option.answer}, instrument, blank)
    moved = [
        (verdict.target, old, new)
        for verdict, old, new in _moved(before.verdicts, after.verdicts)
        if verdict.decides and (new.value or Fraction(0)) > (old.value or Fraction(0))
    ]
    return MarginalStep(
        answer=option.answer,
        gain=(after.tree.total.points or Fraction(0)) - (before.tree.total.points or Fraction(0)),
        gates=tuple((target, new.id) for target, _, new in moved),
        passes=tuple((target, new.id) for target, old, new in moved if new.passed and not old.passed),
    )
