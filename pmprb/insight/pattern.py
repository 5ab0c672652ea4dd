"""What the answers of one unit say for themselves: a straight line, counts that a note contradicts.

Enters: a unit's result and the instrument. Leaves: findings. Refuses to know: other units, people, what words mean:
only numbers that stand beside one another are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from pmprb.answers.model import Answer, State
from pmprb.catalog.model import ChoiceItem, Instrument, RatioItem, ScaleItem
from pmprb.consolidation.finding import Finding
from pmprb.consolidation.model import UnitResult
from pmprb.insight.credit import finding, place_of
from pmprb.temuan import Code, Temuan

STRAIGHT_ITEMS = 20
"""Choices answered, all with the best option: fewer may well be all right in a good unit, or in a part."""

_COUNT = r"(\d{1,6})"
_OF = re.compile(rf"(?<![\d.,/-]){_COUNT}\s*(?:\w+\s+){{0,2}}?dari\s+(?:\w+\s+){{0,3}}?{_COUNT}(?![\d/-]|[.,]\d)", re.I)
_FELL = re.compile(rf"\bdari\s+{_COUNT}\s*(?:\w+\s+){{0,2}}?(?:menjadi|ke|jadi)\s+{_COUNT}(?![\d/-]|[.,]\d)", re.I)
_INDEX = re.compile(
    r"\b(?:indeks|nilai|skor|hasil|ikm|ipak|ipkp|spak|spkp|survei)\b[^\d;.\n]{0,40}?(\d{1,3}[.,]\d{1,3})(?![\d/-])",
    re.I,
)
_LABELLED = r"\s*(?:sebanyak|ada|adalah|berjumlah|=|:)?\s*(\d{1,6})(?![\d/-]|[.,]\d)"


def check_straight(result: UnitResult, instrument: Instrument) -> Iterator[Finding]:
    """Every choice answered with its best option (TELAAH-004)."""
    best = []
    for item in instrument.items.values():
        answer = result.submission.answers.get(item.id)
        if not isinstance(item, ChoiceItem) or answer is None or answer.state is not State.GIVEN:
            continue
        scores = instrument.scales[item.answer_set].scores
        if scores[answer.choice] != max(scores.values()):
            return
        best.append(item.id)
    if len(best) >= STRAIGHT_ITEMS:
        found = Temuan.of(Code.TELAAH_004, place_of(result), seen=len(best))
        yield finding(result, found, best, instrument)


def check_counts(result: UnitResult, instrument: Instrument) -> Iterator[Finding]:
    """A note or the evidence names other counts than the answer (TELAAH-005), an item each."""
    for item in instrument.items.values():
        answer = result.submission.answers.get(item.id)
        if answer is None or answer.state is not State.GIVEN:
            continue
        for said in (answer.note, answer.evidence):
            told = _contradiction(item, answer, said)
            if told:
                at = place_of(result, (item.id,))
                yield finding(
                    result,
                    Temuan.of(Code.TELAAH_005, at, item.id, seen=told[0], expected=told[1]),
                    (item.id,),
                    instrument,
                )
                break


def _contradiction(item: ChoiceItem | RatioItem | ScaleItem, answer: Answer, said: str) -> tuple[str, str] | None:
    """Return what a text says and what was answered, as figures, when they differ."""
    if isinstance(item, ScaleItem):
        return _other_index(item, answer, said)
    if isinstance(item, RatioItem):
        return _other_pair(item, dict(answer.counts), said) or _other_count(item, dict(answer.counts), said)
    return None


def _other_pair(item: RatioItem, counts: dict[str, Fraction], said: str) -> tuple[str, str] | None:
    """Compare "11 dari 15" with a share's counts, "dari 7 menjadi 2" with a decrease.

    Only one such pair in the text, of which one number is the answer's: two others are about something else.
    """
    above = sum((counts[name] for name in item.numerator), Fraction(0))
    below = sum((counts[name] for name in item.denominator), Fraction(0))
    pairs = (_OF if item.formula == "share" else _FELL).findall(said)
    if len(pairs) != 1:
        return None
    first, second = (Fraction(number) for number in pairs[0])
    part, whole = (first, second) if item.formula == "share" else (second, first)
    if (part == above) == (whole == below):
        return None
    return f"{part}/{whole}", f"{above}/{below}"


def _other_count(item: RatioItem, counts: dict[str, Fraction], said: str) -> tuple[str, str] | None:
    """Compare a number that directly follows a count's own label."""
    for count in item.inputs:
        label = re.escape(count.label.removeprefix("Jumlah ").strip()).replace(r"\ ", r"\s+")
        numbers = re.findall(rf"(?<!\w){label}{_LABELLED}", said, re.IGNORECASE)
        if len(numbers) == 1 and Fraction(numbers[0]) != counts[count.id]:
            return numbers[0], str(counts[count.id])
    return None


def _other_index(item: ScaleItem, answer: Answer, said: str) -> tuple[str, str] | None:
    """Compare a decimal number that follows "indeks", "nilai" or the like; all within the scale must differ."""
    found = [Fraction(number.replace(",", ".")) for number in _INDEX.findall(said)]
    within = [value for value in found if item.scale.min <= value <= item.scale.max]
    if answer.value is None or not within or any(_rounds_to(answer.value, value) for value in within):
        return None
    return str(float(within[0])), str(float(answer.value))


def _rounds_to(exact: Fraction, typed: Fraction) -> bool:
    """True when a number is another one written with fewer decimals."""
    return abs(exact - typed) < Fraction(1, 100)
