"""What is wrong or missing in a filling, judged from typed answers and the catalog alone.

Enters: a submission and its instrument. Leaves: temuan of the ISI kind, in the form's order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from pmprb.answers.evidence import names_evidence
from pmprb.answers.model import Answer, State, Submission
from pmprb.catalog.model import ChoiceItem, Instrument, RatioItem, ScaleItem
from pmprb.temuan import CellPos, Code, Temuan

AnyItem = ChoiceItem | RatioItem | ScaleItem
Check = Callable[[AnyItem, Answer, CellPos], Iterator[Temuan]]


def check_blank(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """An item without an answer (ISI-001)."""
    if answer.state is State.BLANK:
        yield Temuan.of(Code.ISI_001, at, item.id)


def check_not_applicable(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """*Tidak berlaku* only where the catalog allows it (ISI-015)."""
    if answer.state is State.NOT_APPLICABLE and not item.allow_not_applicable:
        yield Temuan.of(Code.ISI_015, at, item.id)


def check_scale(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """A typed number stays within its scale (ISI-009)."""
    if isinstance(item, ScaleItem) and answer.state is State.GIVEN and answer.value is not None:
        low, high = item.scale.min, item.scale.max
        if not low <= answer.value <= high:
            yield Temuan.of(Code.ISI_009, at, item.id, seen=answer.raw, low=low, high=high)


def check_counts(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """A share's numerator does not exceed its denominator, unless the catalog allows it (ISI-011)."""
    if not isinstance(item, RatioItem) or item.formula != "share" or answer.state is not State.GIVEN:
        return
    counts = dict(answer.counts)
    above = sum((counts[name] for name in item.numerator), Fraction(0))
    below = sum((counts[name] for name in item.denominator), Fraction(0))
    if above > below and not item.numerator_may_exceed:
        yield Temuan.of(Code.ISI_011, at, item.id, above=above, below=below)


def check_evidence(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """A credited answer names its evidence (ISI-012)."""
    if answer.state is State.GIVEN and not names_evidence(answer.evidence):
        yield Temuan.of(Code.ISI_012, at, item.id)


CHECKS: tuple[Check, ...] = (check_blank, check_not_applicable, check_scale, check_counts)


def check_submission(submission: Submission, instrument: Instrument) -> list[Temuan]:
    """Return what is wrong with the filling, item by item in the form's order."""
    found: list[Temuan] = []
    for item in instrument.items.values():
        answer = submission.answers.get(item.id)
        if answer is None:
            continue
        at = answer.source or CellPos(workbook=submission.file)
        for check in (*CHECKS, check_evidence) if submission.has_evidence else CHECKS:
            found.extend(check(item, answer, at))
    return found
