"""Reviews made in workbooks of their own, joined to the worksheets they are about.

Enters: results of units, submissions that carry a verifier's answers. Leaves: for each result the submission with
the review put beside its own answers, and every review's fate. The unit's own answers are never taken from a review.
Refuses to know: files, scores.

A review belongs to the worksheet of the same unit, instrument and period; a review workbook also to the very file
it was made from, whatever name that unit is known by. It takes the place of what a verifier
wrote in the worksheet itself. Several reviews of one unit are joined item by item; where they say different
things the item stays unverified until people have agreed, or decided (`office.disputes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from pmprb.engine.answers import Answer, State, Submission, Unit, differ, said
from pmprb.office.disputes import REVIEWER, Rulings, dispute_of
from pmprb.office.model import Dispute, InputFile, Ruling, Side, UnitResult
from pmprb.office.register import Register, settle_one
from pmprb.period import same_period
from pmprb.records import dataclass
from pmprb.temuan import (
    AnswerChangedSinceReview,
    CellPos,
    EmptyReview,
    ItemRowMissing,
    OtherInstrument,
    OtherPeriod,
    ReviewDiffersWithoutNote,
    ReviewerUnnamed,
    ReviewsDiffer,
    ReviewWithoutWorksheet,
    ReviewWorkbook,
    RulingOutOfDate,
    Temuan,
    VerifierAnswersReplaced,
)

_COLUMN = re.compile(r"[A-Z]+")


@dataclass(frozen=True)
class OfferedReview:
    """A file offered as a review; `submission` is None when it could not be read, with the reason."""

    file: str
    sha256: str = ""
    submission: Submission | None = None
    temuan: tuple[Temuan, ...] = ()


@dataclass(frozen=True)
class Joined:
    """A worksheet with its review: the submission, what was noticed while joining them, where verifiers differ."""

    submission: Submission
    temuan: tuple[Temuan, ...]
    disputes: tuple[Dispute, ...] = ()


@dataclass
class Attached:
    """What became of reviews: `joined` by the place of the result they belong to, and every file's fate."""

    joined: dict[int, Joined] = field(default_factory=dict)
    files: list[InputFile] = field(default_factory=list)


def attach_reviews(
    results: Sequence[UnitResult],
    reviews: Iterable[OfferedReview],
    register: Register,
    rulings: Rulings | None = None,
) -> Attached:
    """Return the reviews joined to the results of their units; where they differ, `rulings` tell what was decided.

    Not joined, each with its reason: unreadable; another instrument (BUKU-044) or period (BUKU-013); a unit the
    register does not know (BUKU-014) or that has no worksheet in use (BUKU-071); without any answer (BUKU-075).
    """
    places = {unit_key(r.submission.instrument, r.unit): n for n, r in enumerate(results)}
    made_from = {r.submission.sha256: n for n, r in enumerate(results) if r.submission.sha256}
    found = Attached()
    taken: dict[int, list[Submission]] = {}
    notes: dict[int, list[Temuan]] = {}
    for offered in sorted(reviews, key=lambda one: one.file):
        review = offered.submission
        if review is None:
            found.files.append(_file(offered, used=False, why=offered.temuan))
            continue
        settled = settle_one(review, register)
        place = places.get(unit_key(review.instrument, settled.unit)) if settled.used else None
        if place is None and review.review_of:
            place = made_from.get(review.review_of.sha256)
        own = None if place is None else results[place].submission
        refused = own is None and not settled.used
        refusal = settled.temuan if refused else _refusal(review, settled.unit, own, results)
        if refusal or place is None or own is None:
            passed = any(isinstance(t, OtherInstrument | EmptyReview) for t in refusal)
            found.files.append(_file(offered, settled.unit.name, used=False, passed=passed, why=refusal))
            continue
        remarks = (*_about_review(offered, review), *_remarks(own, review))
        taken.setdefault(place, []).append(review)
        notes.setdefault(place, []).extend(remarks)
        found.files.append(_file(offered, results[place].unit.name, used=True, why=remarks))
    for place, several in taken.items():
        joined = _join(results[place].submission, several, _rulings_of(results[place].unit, rulings or {}))
        found.joined[place] = replace(joined, temuan=(*notes[place], *joined.temuan))
    return found


def unit_key(instrument: str, unit: Unit) -> tuple[str, str]:
    """Return what joins anything said of a unit to its worksheet: the instrument and the unit."""
    return instrument, unit.key


def _file(
    offered: OfferedReview, unit: str = "", *, used: bool, passed: bool = False, why: tuple[Temuan, ...] = ()
) -> InputFile:
    return InputFile(
        file=offered.file, sha256=offered.sha256, unit=unit, used=used, passed_over=passed and not used, why=why
    )


def _refusal(
    review: Submission, unit: Unit, own: Submission | None, results: Sequence[UnitResult]
) -> tuple[Temuan, ...]:
    """Return why a review cannot be joined; empty when it can."""
    at = CellPos(workbook=review.file)
    known = sorted({result.submission.instrument for result in results})
    if known and review.instrument not in known:
        return (OtherInstrument(at, seen=review.instrument, expected=", ".join(known)),)
    if own is None:
        return (ReviewWithoutWorksheet(at, unit=unit.name or unit.code or "-"),)
    if review.period and own.period and not same_period(review.period, own.period):
        return (OtherPeriod(at, seen=review.period, expected=own.period),)
    if not review.reviewed and not review.national:
        return (EmptyReview(at),)
    return ()


def _about_review(offered: OfferedReview, review: Submission) -> tuple[Temuan, ...]:
    """Return the temuan of the reading that are about the file or the verifier's columns.

    Those about the unit's own answers stand at the worksheet itself.
    """
    answers = (*review.reviewed.values(), *review.national.values())
    columns = {_column(answer.source) for answer in answers if answer.source}
    kept = (t for t in offered.temuan if isinstance(t.at, CellPos) and (not t.at.cell or _column(t.at) in columns))
    return tuple(t for t in kept if not isinstance(t, ReviewWorkbook | ItemRowMissing))


def _column(at: CellPos) -> str:
    found = _COLUMN.match(at.cell)
    return found.group() if found else ""


def _remarks(own: Submission, review: Submission) -> Iterable[Temuan]:
    """Yield what is to be told of a review beside its worksheet.

    Answers the unit has changed since (ISI-020), a verifier without a name (BUKU-077), answers that differ from
    the unit's without a note (ISI-021).
    """
    at = CellPos(workbook=review.file)
    if review.sha256 != own.sha256:
        for item, answer in own.answers.items():
            copy = review.answers.get(item)
            if _changed(answer, copy):
                seen, now = _words(copy), _words(answer)
                yield AnswerChangedSinceReview((copy and copy.source) or at, item, seen=seen, expected=now)
    if review.review_of and review.reviewed and not review.reviewers:
        yield ReviewerUnnamed(at)
    for item, answer in review.reviewed.items():
        if answer.state is State.GIVEN and not answer.note and differ(own.answers.get(item), answer):
            yield ReviewDiffersWithoutNote(answer.source or at, item)


def _changed(own: Answer, copy: Answer | None) -> bool:
    if own.state is State.INVALID and copy is not None and copy.state is State.INVALID:
        return False
    return differ(own, copy)


def _words(answer: Answer | None) -> str:
    return (answer.text or answer.raw if answer else "") or "kosong"


def _rulings_of(unit: Unit, rulings: Rulings) -> dict[str, Ruling]:
    return {item: typed.ruling for (key, item), typed in rulings.items() if key == unit.key}


def _join(own: Submission, reviews: Sequence[Submission], rulings: Mapping[str, Ruling]) -> Joined:
    """Return the worksheet with its reviews in place of what a verifier wrote in it."""
    temuan: list[Temuan] = []
    reviewed, reviewers, apart = _merged(own, [(r, r.reviewed) for r in reviews])
    national, _, national_apart = _merged(own, [(r, r.national) for r in reviews])
    disputes = []
    for item, sides in apart.items():
        dispute = dispute_of(item, own.answers.get(item), sides, rulings.get(item))
        disputes.append(dispute)
        if dispute.ruled is not None:
            reviewed[item], reviewers[item] = dispute.ruled, REVIEWER
            continue
        temuan.append(_differ(own, item, sides))
        if dispute.earlier is not None:
            temuan.append(RulingOutOfDate(CellPos(workbook=own.file), item, seen=dispute.earlier.text))
    temuan += [_differ(own, item, sides) for item, sides in national_apart.items()]
    reviewed = {item: reviewed[item] for item in own.answers if item in reviewed}
    replaced = [item for item, answer in own.reviewed.items() if differ(answer, reviewed.get(item))]
    if replaced:
        at = CellPos(workbook=own.file)
        temuan.append(VerifierAnswersReplaced(at, seen=len(replaced), items=tuple(replaced)))
    update = {"reviewed": reviewed, "reviewers": reviewers, "national": national or own.national}
    return Joined(own.model_copy(update=update), tuple(temuan), tuple(disputes))


def _differ(own: Submission, item: str, sides: Sequence[Side]) -> Temuan:
    listed = ", ".join(f"{side.answer.text or side.answer.raw or '-'} ({side.file})" for side in sides)
    return ReviewsDiffer(CellPos(workbook=own.file), item, answers=listed)


def _merged(
    own: Submission, reviews: Sequence[tuple[Submission, Mapping[str, Answer]]]
) -> tuple[dict[str, Answer], dict[str, str], dict[str, tuple[Side, ...]]]:
    """Return the answers of several reviews and who gave each, and apart from them the items on which they differ."""
    answers: dict[str, Answer] = {}
    reviewers: dict[str, str] = {}
    apart: dict[str, tuple[Side, ...]] = {}
    for item in own.answers:
        found = [(review, given[item]) for review, given in reviews if item in given]
        if not found:
            continue
        if len({said(answer) for _, answer in found}) > 1:
            apart[item] = tuple(
                Side(reviewer=review.reviewers.get(item, ""), file=review.file, answer=answer)
                for review, answer in found
            )
            continue
        notes = dict.fromkeys(answer.note for _, answer in found if answer.note)
        answers[item] = replace(found[0][1], note="; ".join(notes))
        names = dict.fromkeys(review.reviewers[item] for review, _ in found if item in review.reviewers)
        if names:
            reviewers[item] = ", ".join(names)
    return answers, reviewers, apart
