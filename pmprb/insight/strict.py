"""What answers bring, item by item; and strict scoring: answers without any evidence count as blank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, names_evidence
from pmprb.engine.score import ScoreTree, score_answers
from pmprb.engine.verdict import PredicateResult, Verdict
from pmprb.numbers import exact_sum
from pmprb.office.model import StrictEffect, Telaah, UnitResult
from pmprb.temuan import CellPos, StrictScoring, StrictWithoutEffect, Temuan

# What a unit's answers bring: points item by item, and a finding put together from them.


def credited(result: UnitResult) -> dict[str, Fraction]:
    """Return the points each item brings to the unit's total; items that bring none are left out."""
    found = {}
    for item in result.tree.items.values():
        if item.score:
            found[item.item] = item.score * item.weight
    return found


def stake(result: UnitResult, items: Iterable[str]) -> Fraction:
    """Return the points that rest on these items."""
    rated = (result.tree.items[item] for item in items)
    return exact_sum(one.score * one.weight for one in rated if one.score)


def place_of(result: UnitResult, items: Collection[str] = ()) -> CellPos:
    """Return the answer's cell of the only item, or the file."""
    if len(items) == 1:
        answer = result.submission.answers.get(next(iter(items)))
        if answer and answer.source:
            return answer.source
    return CellPos(workbook=result.submission.file)


def finding(
    result: UnitResult, temuan: Temuan, items: Collection[str], instrument: Instrument, points: Fraction | None = None
) -> Telaah:
    """Return a finding about a unit; the points at stake are those of its items unless given."""
    named = set(items)
    ordered = tuple(item for item in instrument.items if item in named)
    at_stake = stake(result, ordered) if points is None else points
    return Telaah(temuan=temuan, unit=result.unit, items=ordered, points=at_stake)


def in_order(findings: Iterable[Telaah]) -> tuple[Telaah, ...]:
    """Return findings with most points at stake first; equal ones by unit, code and place, whatever came first."""

    def key(one: Telaah) -> tuple[object, ...]:
        told = one.temuan
        return (-one.points, one.unit.code, one.unit.name, told.workbook, told.code, repr(told.at))

    return tuple(sorted(findings, key=key))


# Strict scoring: answers that bring points without any evidence count as blank.


def unproven(submission: Submission, tree: ScoreTree) -> tuple[str, ...]:
    """Return the items that bring points without evidence; none for a layout without a column for it.

    What an item brings is its own score, before gates on other items.
    """
    if not submission.has_evidence:
        return ()
    found = []
    for item in tree.items.values():
        answer = submission.answers.get(item.item)
        brings = item.own if item.own is not None else item.score
        if brings and answer and answer.state is State.GIVEN and not names_evidence(answer.evidence):
            found.append(item.item)
    return tuple(found)


def as_blank(submission: Submission, items: Sequence[str]) -> Submission:
    """Return the submission to score: these items without an answer."""
    answers = dict(submission.answers)
    for item in items:
        answers[item] = replace(answers[item], state=State.BLANK, choice="", value=None, counts=(), raw="")
    return submission.model_copy(update={"answers": answers})


def of_both_sides(submission: Submission, items: Sequence[str], instrument: Instrument) -> Submission:
    """Return the submission with what strict scoring leaves of it on either side: `items` without the unit's answer,
    and no verifier's answer that brings points where the unit names no evidence."""
    left = {name: _proven(submission, getattr(submission, name), instrument) for name in ("reviewed", "national")}
    return as_blank(submission, items).model_copy(update=left)


def _proven(submission: Submission, review: Mapping[str, Answer], instrument: Instrument) -> dict[str, Answer]:
    if not review:
        return {}
    scored = score_answers(review, instrument, "lewati", submission.file).items
    own = submission.answers
    return {
        item: answer
        for item, answer in review.items()
        if not (scored[item].own or scored[item].score)
        or names_evidence(answer.evidence)
        or (item in own and names_evidence(own[item].evidence))
    }


def effect(
    submission: Submission,
    items: tuple[str, ...],
    trees: tuple[ScoreTree, ScoreTree],
    verdicts: tuple[Sequence[Verdict], Sequence[Verdict]],
    predicates: tuple[PredicateResult | None, PredicateResult | None],
) -> StrictEffect:
    """Return what strict scoring changed; each pair is before and after."""
    before, after = ({v.target: v for v in found if v.decides} for found in verdicts)
    gates = tuple(
        (target, gate.title)
        for target, verdict in before.items()
        for gate, strict in zip(verdict.gates, after[target].gates, strict=True)
        if gate.passed and not strict.passed
    )
    return StrictEffect(
        applied=submission.has_evidence,
        items=items,
        before=_points(trees[0]),
        after=_points(trees[1]),
        targets_before=tuple(target for target, verdict in before.items() if verdict.passed),
        targets_after=tuple(target for target, verdict in after.items() if verdict.passed),
        gates=gates,
        predicate_before=predicates[0].label if predicates[0] else "",
        predicate_after=predicates[1].label if predicates[1] else "",
    )


def _points(tree: ScoreTree) -> Fraction | None:
    """Return the total; None for a unit left without any answer, which is *belum dinilai* and not 0."""
    return tree.total.points if tree.total.answered else None


def strict_remark(change: StrictEffect, file: str) -> Temuan:
    """Return what to tell of a strict run: how many items count as blank (TELAAH-009), or that the layout has no
    column for evidence and nothing changed (TELAAH-010)."""
    at = CellPos(workbook=file)
    if not change.applied:
        return StrictWithoutEffect(at)
    figures = [None if points is None else float(points) for points in (change.before, change.after)]
    shown = ["-" if value is None else str(value) for value in figures]
    return StrictScoring(at, many=len(change.items), before=shown[0], after=shown[1])
