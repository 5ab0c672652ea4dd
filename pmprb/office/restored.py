"""A consolidation as far as a rekap's record holds it: what is printed from a rekap, without the worksheets.

Enters: a record that was not doubted (see `rescored`) and its catalog. Leaves: a `Consolidation` with the same figures.
A record keeps no texts of evidence, no notes and no temuan; it says only whether evidence was named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, Submission
from pmprb.engine.score import score_both
from pmprb.engine.verdict import judge, predicate_of
from pmprb.office.consolidate import consolidate
from pmprb.office.model import Consolidation, Dispute, InputFile, Reply, UnitResult
from pmprb.office.record import AnswerRecord, DisputeRecord, InputRecord, RekapRecord, UnitRecord
from pmprb.office.verified import national_of, verified_of
from pmprb.temuan import CellPos

NAMED = "disebut"
"""What stands for evidence that was named: the record does not keep its text."""


def restored(record: RekapRecord, instrument: Instrument) -> Consolidation:
    """Return the consolidation a record was made from, scored again from its answers."""
    made = consolidate(
        [_result(unit, record, instrument) for unit in record.units],
        instrument,
        record.settings.units,
        [_input(file) for file in record.inputs],
        record.period,
        settings=record.settings,
        reviews=[_input(file) for file in record.reviews],
    )
    return replace(made, strict=record.settings.strict, catalog_hash=record.catalog_hash)


def _input(file: InputRecord) -> InputFile:
    return InputFile(
        file=file.file, sha256=file.sha256, unit=file.unit, used=file.fate == "used",
        passed_over=file.fate == "passed_over",
    )  # fmt: skip


def _result(unit: UnitRecord, record: RekapRecord, instrument: Instrument) -> UnitResult:
    answers = {}
    for item, one in unit.items.items():
        answer = one.answer(item)
        answers[item] = replace(answer, evidence=NAMED) if one.evidence else answer
    submission = Submission(
        file=unit.file, sha256=unit.sha256, layout="", instrument=instrument.id, catalog_hash=record.catalog_hash,
        unit=unit.unit, shown_name=unit.unit.name, period=record.period, answers=answers,
        reviewed=_said({item: one.review for item, one in unit.items.items()}),
        national=_said({item: one.national for item, one in unit.items.items()}),
    )  # fmt: skip
    tree, other = score_both(submission, instrument, record.blank)
    verified = verified_of(submission, instrument, tree)
    return UnitResult(
        unit=unit.unit,
        submission=submission,
        tree=tree,
        other_tree=other,
        reviewed=verified.alone if verified else None,
        verified=verified,
        national=national_of(submission, instrument, tree),
        verdicts=tuple(judge(tree, instrument)),
        predicate=predicate_of(tree, instrument),
        disputes=tuple(_dispute(one) for one in record.disputes if _of(one, unit) and one.basis),
        replies={item: Reply(**one.model_dump(), at=CellPos(workbook=unit.file)) for item, one in unit.replies.items()},
    )


def _of(one: DisputeRecord, unit: UnitRecord) -> bool:
    return (one.unit_code, one.unit) == (unit.unit.code, unit.unit.name)


def _dispute(one: DisputeRecord) -> Dispute:
    """Return a dispute without its sides: the record keeps in words what they said (`basis`)."""
    ruling, earlier = (kept.ruling(one.item) if kept else None for kept in (one.ruling, one.earlier))
    ruled = ruling.answer if ruling and one.ruled else None
    return Dispute(item=one.item, sides=(), basis=one.basis, ruling=ruling, ruled=ruled, earlier=earlier)


def _said(records: Mapping[str, AnswerRecord | None]) -> dict[str, Answer]:
    return {item: one.answer(item) for item, one in records.items() if one is not None}
