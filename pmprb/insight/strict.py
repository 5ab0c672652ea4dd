"""Strict scoring: answers that bring points without any evidence count as blank.

Enters: a submission and its results. Leaves: the answers to score, and what changed. The submission itself keeps
what was answered. *Tidak berlaku* and answers that bring nothing are left as they are: to count those as blank
could raise a mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pmprb.answers.evidence import names_evidence
from pmprb.answers.model import State, Submission
from pmprb.consolidation.finding import StrictEffect
from pmprb.eligibility.verdict import PredicateResult, Verdict
from pmprb.scoring.tree import ScoreTree
from pmprb.temuan import CellPos, Code, Temuan


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
        answers[item] = answers[item].model_copy(
            update={"state": State.BLANK, "choice": "", "value": None, "counts": (), "raw": ""}
        )
    return submission.model_copy(update={"answers": answers})


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
        return Temuan.of(Code.TELAAH_010, at)
    figures = [None if points is None else float(points) for points in (change.before, change.after)]
    shown = ["-" if value is None else str(value) for value in figures]
    return Temuan.of(Code.TELAAH_009, at, many=len(change.items), before=shown[0], after=shown[1])
