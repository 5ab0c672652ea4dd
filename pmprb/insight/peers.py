"""Where to look first when units lie side by side: the same answers in two of them, a share far above the peers.

Enters: the units' results and the instrument. Leaves: findings. Refuses to know: which of two alike was first.
The order of the results changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from statistics import median

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State, Submission
from pmprb.insight.strict import finding, in_order, place_of
from pmprb.numbers import exact_text, rounded
from pmprb.office.model import Telaah, UnitResult
from pmprb.temuan import AnswersLikeOtherUnit, FarAbovePeers

GroupCheck = Callable[[Sequence[UnitResult], Instrument], Iterator[Telaah]]

ALIKE_SHARE = Fraction(95, 100)
"""Of the items either unit answered: a copy in which a few cells were changed is still one."""
ALIKE_ITEMS = 20
"""Items answered: in a worksheet that is hardly begun, few answers are easily the same."""
TELLING = 10
"""Of the same answers so many must be telling: see `_telling`. Two units that are best everywhere have none."""
CROWD = 200
"""Units with one stretch of answers in common: beyond that it is the usual answer, not a trace of copying."""

PEERS = 8
"""Rated units in a peer group: with fewer a median says little."""
FAR = Fraction(7, 2)
"""Robust z = (share - median) / (1.4826 x MAD); 3.5 is the usual bound (Iglewicz and Hoaglin 1993)."""
LEAST_SPREAD = Fraction(2, 100)
"""The least spread reckoned with: in a group of nearly equal units, 1 per cent more is no distance."""


def check_alike(results: Sequence[UnitResult], instrument: Instrument) -> Iterator[Telaah]:
    """Units with the same answers (TELAAH-007), one finding a unit that names the others."""
    texts = [_texts(result.submission, instrument) for result in results]
    others: dict[int, list[int]] = defaultdict(list)
    for one, two in sorted(_candidates(texts)):
        if _same_unit(results[one], results[two]) or not _alike(texts[one], texts[two], results[one], instrument):
            continue
        others[one].append(two)
        others[two].append(one)
    for one, found in sorted(others.items()):
        nearest = max(found, key=lambda two: (_equal(texts[one], texts[two]), results[two].unit.code))
        same = [i for i, a, b in zip(instrument.items, texts[one], texts[nearest], strict=True) if a and a == b]
        either = sum(bool(a or b) for a, b in zip(texts[one], texts[nearest], strict=True))
        names = ", ".join(sorted(results[two].unit.name or results[two].submission.file for two in found))
        at = place_of(results[one])
        temuan = AnswersLikeOtherUnit(at, others=names, seen=len(same), of=either)
        yield finding(results[one], temuan, same, instrument)


def _texts(submission: Submission, instrument: Instrument) -> tuple[str, ...]:
    """Return the answers in the form's order, "" where none was given."""
    given = (submission.answers.get(item) for item in instrument.items)
    return tuple(a.text if a and a.state is State.GIVEN else "" for a in given)


def _candidates(texts: Sequence[tuple[str, ...]]) -> set[tuple[int, int]]:
    """Return the pairs worth comparing: those with one stretch of answers in common.

    Two worksheets that differ in n items agree in at least one of n + 1 interleaved stretches, so none is missed.
    """
    items = len(texts[0]) if texts else 0
    stretches = int((1 - ALIKE_SHARE) * items) + 1
    pairs: set[tuple[int, int]] = set()
    for start in range(stretches):
        together: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, answers in enumerate(texts):
            part = answers[start::stretches]
            if any(part):
                together[part].append(number)
        for numbers in together.values():
            if len(numbers) <= CROWD:
                pairs.update(combinations(numbers, 2))
    return pairs


def _equal(one: tuple[str, ...], two: tuple[str, ...]) -> int:
    return sum(a == b and a != "" for a, b in zip(one, two, strict=True))


def _alike(one: tuple[str, ...], two: tuple[str, ...], result: UnitResult, instrument: Instrument) -> bool:
    either = sum(bool(a or b) for a, b in zip(one, two, strict=True))
    same = [item for item, a, b in zip(instrument.items, one, two, strict=True) if a and a == b]
    if either < ALIKE_ITEMS or len(same) < ALIKE_SHARE * either:
        return False
    return _telling(same, result.submission, instrument) >= TELLING


def _telling(same: Sequence[str], submission: Submission, instrument: Instrument) -> int:
    """Return how many of the same answers say something: counts and numbers that are not all 0 or 1, and choices
    that are not the place on the scale chosen most often. A straight line, best or worst, has no such choices."""
    places: dict[Fraction, int] = defaultdict(int)
    telling = 0
    for name in same:
        item, answer = instrument.items[name], submission.answers[name]
        if isinstance(item, ChoiceItem):
            places[instrument.scales[item.answer_set].scores[answer.choice]] += 1
        elif isinstance(item, RatioItem):
            telling += any(value > 1 for _, value in answer.counts)
        else:
            telling += answer.value not in (item.scale.min, item.scale.max)
    return telling + sum(places.values()) - max(places.values(), default=0)


def _same_unit(one: UnitResult, two: UnitResult) -> bool:
    """True for two worksheets of one unit: which of them counts is told elsewhere."""
    same_code = bool(one.unit.code) and one.unit.code == two.unit.code
    return same_code or (one.unit.code, one.unit.name) == (two.unit.code, two.unit.name)


def check_far(results: Sequence[UnitResult], instrument: Instrument) -> Iterator[Telaah]:
    """A unit's total lies far above its peer group (TELAAH-008); the points at stake are those above the median."""
    groups: dict[str, list[tuple[UnitResult, Fraction]]] = defaultdict(list)
    for result in results:
        share = result.tree.total.share
        if result.rated and share is not None:
            groups[result.unit.group].append((result, share))
    for members in groups.values():
        if len(members) < PEERS:
            continue
        shares = [share for _, share in members]
        middle = Fraction(median(shares))
        spread = max(LEAST_SPREAD, Fraction("1.4826") * Fraction(median(abs(share - middle) for share in shares)))
        for result, share in members:
            if (share - middle) / spread > FAR:
                seen, expected = _per_cent(share), _per_cent(middle)
                temuan = FarAbovePeers(place_of(result), seen=seen, expected=expected, many=len(members))
                above = (share - middle) * result.tree.total.max
                yield finding(result, temuan, (), instrument, above)


def _per_cent(share: Fraction) -> str:
    return exact_text(rounded(share * 100, 2))


GROUP_CHECKS: tuple[GroupCheck, ...] = (check_alike, check_far)


def look_across(results: Sequence[UnitResult], instrument: Instrument) -> tuple[Telaah, ...]:
    """Return where to look first among units, most points at stake first."""
    ordered = sorted(results, key=lambda r: (r.unit.code, r.unit.name, r.submission.file))
    return in_order(one for check in GROUP_CHECKS for one in check(ordered, instrument))
