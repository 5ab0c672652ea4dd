"""The implementation score of gathered plans, carried into a worksheet of the instansi that asks for it.

Enters: a consolidation of plans, a worksheet or the id of its instrument. Leaves: the filled worksheet. Prints nothing.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from pmprb import __version__
from pmprb.catalog.item import ScaleItem
from pmprb.engine.answers import State, Submission, Unit
from pmprb.jobs.carried import open_worksheet, said_of, with_answer
from pmprb.jobs.inputs import Catalogs, known_instrument
from pmprb.jobs.refusals import CopyIsRekap, NoNameForCopy, WorksheetMissing
from pmprb.numbers import rounded
from pmprb.period import same_period
from pmprb.plans.consolidate import PlanConsolidation
from pmprb.plans.model import ROMAN
from pmprb.plans.rules import PlanKind
from pmprb.temuan import (
    CarriedPeriodDiffers,
    CarriedScoreDiffers,
    CellPos,
    Loaded,
    ScoreNotCarried,
    ScoreOfUnfinishedYear,
    Temuan,
    has_errors,
)
from pmprb.text import slug
from pmprb.worksheet.template.build import build_template

_DUST = Fraction(1, 10**6)


def copy_of(worksheet: str, target: Path) -> Path | None:
    """Return where the filled worksheet is written: beside the rekap, never over the one read; None without one.

    Raises CopyIsRekap when the rekap itself is to bear that name.
    """
    if not worksheet:
        return None
    stem = Path(worksheet).stem if Path(worksheet).suffix else slug(worksheet)
    path = target.with_name(f"{stem}_A02.xlsx")
    if path == target:
        raise CopyIsRekap(target)
    return path


def check_worksheet(worksheet: str, catalogs: Catalogs, instansi: str) -> None:
    """Raise a refusal when the worksheet is neither a file nor an instrument's id, or an empty one would bear no
    name."""
    if not worksheet or Path(worksheet).is_file():
        return
    if Path(worksheet).suffix:
        raise WorksheetMissing(worksheet)
    known_instrument(catalogs, worksheet)
    if not instansi.strip():
        raise NoNameForCopy()


def carried_score(found: PlanConsolidation, kind: PlanKind) -> Fraction | None:
    """Return the score of the year that the worksheet asks for, as a share; None without an output or a place."""
    return found.total.a02 if kind.carried_to else None


def carry(
    found: PlanConsolidation, kind: PlanKind, source: str, catalogs: Catalogs, unit: Unit | None = None
) -> Loaded[bytes]:
    """Return a worksheet with the score filled in: a copy of the one in the file `source`, else an empty one.

    RENC-038 when there is nothing to carry, or the worksheet has no such item; RENC-036 when the worksheet says
    another figure, RENC-037 when it is of another period, RENC-039 before the year has ended.
    """
    score = carried_score(found, kind)
    at = CellPos(workbook=Path(source).name)
    if score is None:
        return Loaded(value=None, temuan=(ScoreNotCarried(at, kind.carried_to, cause="nothing"),))
    opened = open_worksheet(source, catalogs, found.period, unit)
    temuan: list[Temuan] = list(opened.temuan)
    if opened.value is None:
        return Loaded(value=None, temuan=(*temuan, ScoreNotCarried(at, kind.carried_to, cause="unread")))
    instrument, submission = opened.value
    item = instrument.items.get(kind.carried_to)
    if not isinstance(item, ScaleItem) or (submission.part and item.id not in submission.part):
        return Loaded(value=None, temuan=(ScoreNotCarried(at, kind.carried_to, cause="item"),))
    temuan += _remarks(submission, found, item, score, at)
    filled = _filled(submission, item, score, found)
    shape = instrument.only(submission.part) if submission.part else instrument
    made = build_template(shape, submission.unit, submission.period, filled, version=__version__)
    return Loaded(value=None if has_errors(temuan) else made, temuan=tuple(temuan))


def _remarks(
    submission: Submission, found: PlanConsolidation, item: ScaleItem, score: Fraction, at: CellPos
) -> list[Temuan]:
    told: list[Temuan] = []
    before = submission.answers.get(item.id)
    value = score * item.scale.max
    if before is not None and before.state is not State.BLANK:
        apart = before.value is None or abs(before.value - value) > _DUST
        seen, place = said_of(before), before.source or at
        told += [CarriedScoreDiffers(place, item.id, seen=seen, expected=rounded(value, 4))] if apart else []
    if not same_period(submission.period, found.period):
        told.append(CarriedPeriodDiffers(at, item.id, seen=submission.period or "-", expected=found.period or "-"))
    if found.quarter < 4:
        told.append(ScoreOfUnfinishedYear(at, item.id, quarter=ROMAN[found.quarter - 1]))
    return told


def _filled(submission: Submission, item: ScaleItem, score: Fraction, found: PlanConsolidation) -> Submission:
    """Return the submission with the score as the item's answer; the unit's own note and evidence stay."""
    note = f"Dari rekap rencana aksi {found.period} sampai triwulan {ROMAN[found.quarter - 1]}: "
    note += f"{len(found.results)} unit, {found.total.with_target} keluaran bertarget."
    before = submission.answers.get(item.id)
    return with_answer(submission, item.id, score * item.scale.max, note="" if before and before.note else note)
