"""The better answers an item may be given, and which items a unit can better at all.

Enters: an instrument, answers. Leaves: `Option`s by item, the answer as it is first. Refuses to know: targets, models.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import ratio, score_answers
from pmprb.numbers import exact_sum
from pmprb.records import dataclass

AnyItem = ChoiceItem | RatioItem | ScaleItem
_LEVELS = 12
"""An item measured in many steps is offered this many of them; the plan is then brought down to the least that does."""


@dataclass(frozen=True)
class Option:
    """An answer to an item and its own score (before gates on other items), None where it has none."""

    answer: Answer
    own: Fraction | None

    @property
    def worth(self) -> Fraction:
        """The own score, 0 where there is none."""
        return self.own or Fraction(0)


def outside_reach(instrument: Instrument) -> frozenset[str]:
    """Return the items that a unit cannot tick better by itself: somebody else measures them, or the catalog names
    them or a heading above them `outside_reach` (survey indices, external audits)."""
    named = set(instrument.outside_reach)
    found = set()
    for item in instrument.items.values():
        above, names = item.id, {item.id}
        while above in instrument.parents:
            above = instrument.parents[above]
            names.add(above)
        if item.evaluator or names & named:
            found.add(item.id)
    return frozenset(found)


def options_of(
    answers: Mapping[str, Answer], instrument: Instrument, fixed: Collection[str] = ()
) -> dict[str, tuple[Option, ...]]:
    """Return every item's answer as it is, then its better ones, least first; none for `fixed` items and for those
    that do not apply. A blank or wrong answer counts as worth nothing: only what brings something is better."""
    tree = score_answers(answers, instrument)
    found = {}
    for item in instrument.items.values():
        rated = tree.items[item.id]
        answer = answers.get(item.id) or Answer(item=item.id, state=State.BLANK)
        keep = Option(answer, rated.own)
        better: tuple[Option, ...] = ()
        if item.id not in fixed and rated.state is not State.NOT_APPLICABLE:
            better = tuple(better_options(item, keep, instrument))
        found[item.id] = (keep, *better)
    return found


def better_options(item: AnyItem, keep: Option, instrument: Instrument) -> list[Option]:
    """Return the answers with a higher own score, least first, each score once."""
    if isinstance(item, ChoiceItem):
        scale = instrument.scales[item.answer_set].options
        made = [Option(given(keep.answer, choice=o.label), o.score) for o in scale if o.label in item.options]
    elif isinstance(item, ScaleItem):
        low = keep.answer.value if keep.own is not None and keep.answer.value is not None else item.scale.min
        made = []
        for n in range(1, _LEVELS + 1):
            value = scale_step(item, low + (item.scale.max - low) * n / _LEVELS)
            made.append(Option(given(keep.answer, value=value), item.scale.share(value)))
    else:
        made = _counts(item, keep)
    found: dict[Fraction, Option] = {}
    for option in made:
        if option.own is not None and option.own > keep.worth:
            found.setdefault(option.own, option)
    return [found[score] for score in sorted(found)]


def scale_step(item: ScaleItem, value: Fraction) -> Fraction:
    """Return a number brought up to what people type: two decimals, no more than the scale's best."""
    return min(Fraction(math.ceil(value * 100), 100), item.scale.max)


def _counts(item: RatioItem, keep: Option) -> list[Option]:
    """Return whole-count steps towards the full score; for unknown counts the smallest that are worth everything."""
    counts = dict(keep.answer.counts)
    steps = count_steps(item, counts) if keep.answer.state is State.GIVEN and keep.own is not None else None
    name = item.numerator[0]
    if steps is None:
        bare = {count.id: Fraction(0) for count in item.inputs} | {item.denominator[0]: Fraction(1)}
        if item.formula == "share":
            bare[name] = Fraction(math.ceil(item.cap))
        return [Option(given(keep.answer, counts=_listed(item, bare)), ratio(item, bare))]
    start, end = steps
    many = abs(end - start)
    down = -1 if end < start else 1
    reached = {max(1, -(-many * n // _LEVELS)) for n in range(1, _LEVELS + 1)} if many > _LEVELS else range(1, many + 1)
    made = []
    for step in reached:
        new = counts | {name: start_value(counts[name], down, step)}
        made.append(Option(given(keep.answer, counts=_listed(item, new)), ratio(item, new)))
    return made


def start_value(count: Fraction, down: int, step: int) -> Fraction:
    """Return a count some whole steps further; one that is no whole number is brought to the next one first."""
    first = Fraction(math.ceil(count)) if down < 0 else Fraction(math.floor(count))
    return first + down * step


def count_steps(item: RatioItem, counts: Mapping[str, Fraction]) -> tuple[int, int] | None:
    """Return from which whole number to which the counted numerator may go; None when the counts leave nothing to
    count. A part does not exceed the whole, unless the catalog allows it."""
    name = item.numerator[0]
    if set(item.numerator) & set(item.denominator) or any(
        one not in counts for one in (*item.numerator, *item.denominator)
    ):
        return None
    below = exact_sum(counts[one] for one in item.denominator)
    if item.formula == "decrease":
        start = math.ceil(counts[name])
        return start, 0
    if below <= 0:
        return None
    others = exact_sum(counts[one] for one in item.numerator[1:])
    start = math.floor(counts[name])
    end = math.ceil(item.cap * below - others)
    if not item.numerator_may_exceed:
        end = min(end, math.floor(below - others))
    return start, max(start, end)


def steps_to(item: AnyItem, keep: Option, reached: Answer) -> list[Answer]:
    """Return every step of a count or number up to the one reached, whole counts and hundredths; none for a choice."""
    if isinstance(item, ScaleItem) and reached.value is not None:
        low = keep.answer.value if keep.own is not None and keep.answer.value is not None else item.scale.min
        many = int((reached.value - low) * 100) + 1
        every = (scale_step(item, low + Fraction(n, 100)) for n in range(1, many + 1))
        return [given(keep.answer, value=v) for v in every if low < v < reached.value] + [reached]
    if not isinstance(item, RatioItem) or keep.own is None:
        return []
    counts, name = dict(keep.answer.counts), item.numerator[0]
    steps = count_steps(item, counts)
    if steps is None:
        return []
    down = -1 if steps[1] < steps[0] else 1
    found = []
    for n in range(1, abs(steps[1] - steps[0]) + 1):
        new = counts | {name: start_value(counts[name], down, n)}
        if (ratio(item, new) or Fraction(0)) > keep.worth:
            found.append(given(keep.answer, counts=_listed(item, new)))
        if new[name] == dict(reached.counts)[name]:
            break
    return found


def _listed(item: RatioItem, counts: Mapping[str, Fraction]) -> tuple[tuple[str, Fraction], ...]:
    return tuple((count.id, counts[count.id]) for count in item.inputs if count.id in counts)


def given(
    answer: Answer,
    choice: str = "",
    value: Fraction | None = None,
    counts: tuple[tuple[str, Fraction], ...] = (),
) -> Answer:
    """Return an answer that says something else; place, evidence and note stay."""
    return replace(answer, state=State.GIVEN, choice=choice, value=value, counts=counts, raw="")
