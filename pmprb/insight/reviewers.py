"""Verifiers over all units: where they lower, how far they agree with the units, what they lower most.

Enters: a consolidation and its instrument. Leaves: `ReviewerStatistics`. Refuses to know: files, sheets, words.

Only items with a score from both sides count. Bias is the difference in points over the points those items can
bring: -0.05 means that verification took five per cent away. Agreement is the share of items with the very same
answer. Kappa is reckoned scale by scale, for options of different scales cannot be set against one another; items
without options (counts, numbers) are in bias and agreement and not in kappa.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from pmprb.catalog.item import ChoiceItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State, differ
from pmprb.numbers import exact_sum
from pmprb.office.model import Consolidation
from pmprb.office.verified import ItemPair
from pmprb.records import dataclass

# Cohen's kappa of two assessors over the options of one scale.


Pairs = Sequence[tuple[str, str]]


def kappa(pairs: Pairs, options: Sequence[str]) -> Fraction | None:
    """Return Cohen's kappa; with three options or more weighted linearly by how far apart they stand in the scale.

    That is 1 - D/E: D the distance seen over all pairs, E the distance to be expected when each side keeps its own
    counts and chance alone pairs them. None when E is 0: there is no pair, or both sides only ever used one and the
    same option.
    """
    far = _steps if is_ordinal(options) else _unlike
    place = {option: n for n, option in enumerate(options)}
    seen = Counter((place[own], place[review]) for own, review in pairs)
    rows, columns = Counter(place[own] for own, _ in pairs), Counter(place[review] for _, review in pairs)
    distance = len(pairs) * sum(far(*cell) * count for cell, count in seen.items())
    expected = sum(far(own, review) * rows[own] * columns[review] for own in rows for review in columns)
    return 1 - Fraction(distance, expected) if expected else None


def _steps(own: int, review: int) -> int:
    return abs(own - review)


def _unlike(own: int, review: int) -> int:
    return int(own != review)


def is_ordinal(options: Sequence[str]) -> bool:
    """True for a scale of more than two options, in which being off by one is less than being off by two."""
    return len(options) > 2


@dataclass(frozen=True)
class Scored:
    """One item of one unit with a score from both sides; `options` are both labels where the item has a scale."""

    unit: str
    item: str
    area: str
    reviewer: str
    pair: ItemPair
    same: bool
    scale: str = ""
    options: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Kappa:
    """Cohen's kappa over one scale: `value` is None where it is undefined; `weighted` linearly for ordinal scales."""

    scale: str
    items: int
    weighted: bool
    value: Fraction | None


@dataclass(frozen=True)
class Agreement:
    """One line of the statistics: an area, a verifier, or everything; `of` is its id or name, empty when unnamed."""

    of: str
    title: str
    units: int
    items: int
    same: int
    lowered: int
    raised: int
    bias: Fraction
    kappas: tuple[Kappa, ...]

    @property
    def agreement(self) -> Fraction:
        """Share of items with the same answer (0..1)."""
        return Fraction(self.same, self.items)


@dataclass(frozen=True)
class Lowered:
    """An item that verification lowered: in how many of the units compared, and by what share of its points on mean."""

    item: str
    units: int
    lowered: int
    bias: Fraction


@dataclass(frozen=True)
class ReviewerStatistics:
    """All statistics of one consolidation; `overall` is None when nothing was compared."""

    units: int
    overall: Agreement | None
    by_area: tuple[Agreement, ...]
    by_reviewer: tuple[Agreement, ...]
    lowered: tuple[Lowered, ...]


def reviewer_statistics(consolidation: Consolidation, instrument: Instrument) -> ReviewerStatistics:
    """Return the statistics of the TPI's answers; areas in the form's order, verifiers by name, unnamed last."""
    scored = list(_scored(consolidation, instrument))
    titles = dict(_areas(instrument).values())
    areas = _split(scored, lambda one: one.area)
    names = _split(scored, lambda one: one.reviewer)
    return ReviewerStatistics(
        units=len({one.unit for one in scored}),
        overall=_agreement("", "", scored, instrument) if scored else None,
        by_area=tuple(_agreement(a, titles[a], areas[a], instrument) for a in titles if a in areas),
        by_reviewer=tuple(
            _agreement(name, name, names[name], instrument) for name in sorted(names, key=lambda n: (not n, n))
        ),
        lowered=_lowered(scored),
    )


def _areas(instrument: Instrument) -> dict[str, tuple[str, str]]:
    """Return item → id and title of its area: the group it belongs to, or the area's heading without groups."""
    found = {}
    for item in instrument.items:
        area = instrument.area_of(item)
        above, name = {item}, item
        while name in instrument.parents:
            name = instrument.parents[name]
            above.add(name)
        group = next((group for group in instrument.groups if above & set(group.nodes)), None)
        found[item] = (group.id, group.title) if group else (area.id, area.title)
    order = {group.id: n for n, group in enumerate(instrument.groups)}
    return dict(sorted(found.items(), key=lambda one: order.get(one[1][0], len(order))))


def _scored(consolidation: Consolidation, instrument: Instrument) -> Iterable[Scored]:
    """Yield every item of every unit with a score from both sides."""
    areas = _areas(instrument)
    for number, result in enumerate(consolidation.results):
        if result.verified is None:
            continue
        submission = result.submission
        for item, pair in result.verified.pairs.items():
            own, review = submission.answers[item], submission.reviewed[item]
            found = instrument.items[item]
            graded = isinstance(found, ChoiceItem) and own.state is State.GIVEN and review.state is State.GIVEN
            yield Scored(
                unit=str(number),
                item=item,
                area=areas[item][0],
                reviewer=submission.reviewers.get(item, ""),
                pair=pair,
                same=not differ(own, review),
                scale=found.answer_set if graded and isinstance(found, ChoiceItem) else "",
                options=(own.choice, review.choice) if graded else ("", ""),
            )


def _split(scored: Iterable[Scored], key: Callable[[Scored], str]) -> dict[str, list[Scored]]:
    found: dict[str, list[Scored]] = {}
    for one in scored:
        found.setdefault(key(one), []).append(one)
    return found


def _agreement(of: str, title: str, scored: list[Scored], instrument: Instrument) -> Agreement:
    by_scale = _split((one for one in scored if one.scale), lambda one: one.scale)
    return Agreement(
        of=of,
        title=title,
        units=len({one.unit for one in scored}),
        items=len(scored),
        same=sum(one.same for one in scored),
        lowered=sum(one.pair.difference.numerator < 0 for one in scored),
        raised=sum(one.pair.difference.numerator > 0 for one in scored),
        bias=_bias(scored),
        kappas=tuple(
            _kappa(scale, by_scale[scale], instrument) for scale in scales_of(instrument) if scale in by_scale
        ),
    )


def scales_of(instrument: Instrument) -> list[str]:
    """Return the ids of the scales that items use, in the catalog's order."""
    used = {item.answer_set for item in instrument.items.values() if isinstance(item, ChoiceItem)}
    return [scale.id for scale in instrument.answer_sets if scale.id in used]


def _kappa(scale: str, scored: list[Scored], instrument: Instrument) -> Kappa:
    options = [option.label for option in instrument.scales[scale].options]
    return Kappa(scale, len(scored), is_ordinal(options), kappa([one.options for one in scored], options))


def _bias(scored: Iterable[Scored]) -> Fraction:
    """Return the difference in points over the most points the items can bring; 0 for items that bring none."""
    pairs = [one.pair for one in scored]
    most = exact_sum(pair.most for pair in pairs)
    return exact_sum(pair.difference for pair in pairs) / most if most else Fraction(0)


def _lowered(scored: Iterable[Scored]) -> tuple[Lowered, ...]:
    """Return the items lowered at least once, those lowered most often first."""
    found = []
    for item, several in _split(scored, lambda one: one.item).items():
        times = sum(one.pair.difference.numerator < 0 for one in several)
        if times:
            found.append(Lowered(item, len(several), times, _bias(several)))
    return tuple(sorted(found, key=lambda one: (-one.lowered, one.bias, one.item)))
