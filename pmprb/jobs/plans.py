"""Files of action plans in, results and their consolidation out.

Enters: found files, the rules. Leaves: `ReadPlan`s in the order of the files, or a `PlanConsolidation`. Prints
nothing; one bad file never takes the run down.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

from pmprb import __version__
from pmprb.books.rekap.previous import read_plan_columns
from pmprb.catalog.item import ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.jobs.evaluate import Options, evaluate
from pmprb.jobs.inputs import Catalogs, Found
from pmprb.numbers import rounded
from pmprb.office.model import InputFile
from pmprb.office.register import Duplicates, Register, settle, usual_period
from pmprb.period import same_period
from pmprb.plans.consolidate import PlanConsolidation, PlanResult, consolidate_plans, plan_result
from pmprb.plans.model import ROMAN, Plan
from pmprb.plans.read.book import read_plan
from pmprb.plans.rules import Kind, PlanRules
from pmprb.temuan.record import CellPos, Code, Loaded, Model, Severity, Temuan, has_errors
from pmprb.temuan.render import sentence
from pmprb.worksheet.template.build import build_template

# The implementation score of gathered plans, carried into a worksheet of the instansi that asks for it.


_DUST = Fraction(1, 10**6)


def carried_score(found: PlanConsolidation, kind: Kind) -> Fraction | None:
    """Return the score of the year that the worksheet asks for, as a share; None without an output or a place."""
    return found.total.a02 if kind.carried_to else None


def carry(
    found: PlanConsolidation, kind: Kind, source: str, catalogs: Catalogs, unit: Unit | None = None
) -> Loaded[bytes]:
    """Return a worksheet with the score filled in: a copy of the one in the file `source`, else an empty one.

    RENC-038 when there is nothing to carry, or the worksheet has no such item; RENC-036 when the worksheet says
    another figure, RENC-037 when it is of another period, RENC-039 before the year has ended.
    """
    score = carried_score(found, kind)
    at = CellPos(workbook=Path(source).name)
    if score is None:
        return Loaded(value=None, temuan=(Temuan.of(Code.RENC_038, at, kind.carried_to, cause="nothing"),))
    temuan: list[Temuan] = []
    if Path(source).is_file():
        outcome = evaluate(at.workbook, Path(source), catalogs, Options())
        temuan += outcome.temuan if outcome.result is None else ()
        submission = outcome.result.submission if outcome.result else None
        instrument = catalogs.load(submission.instrument).value if submission else None
    else:
        instrument = catalogs.load(source).value
        submission = _empty(instrument, found, unit, at.workbook) if instrument else None
    if instrument is None or submission is None:
        return Loaded(value=None, temuan=(*temuan, Temuan.of(Code.RENC_038, at, kind.carried_to, cause="unread")))
    item = instrument.items.get(kind.carried_to)
    if not isinstance(item, ScaleItem) or (submission.part and item.id not in submission.part):
        return Loaded(value=None, temuan=(Temuan.of(Code.RENC_038, at, kind.carried_to, cause="item"),))
    temuan += _remarks(submission, found, item, score, at)
    filled = _filled(submission, item, score, found)
    shape = instrument.only(submission.part) if submission.part else instrument
    made = build_template(shape, submission.unit, submission.period, filled, version=__version__)
    return Loaded(value=None if has_errors(temuan) else made, temuan=tuple(temuan))


def _empty(instrument: Instrument, found: PlanConsolidation, unit: Unit | None, file: str) -> Submission:
    return Submission(
        file=file,
        sha256="",
        layout="",
        instrument=instrument.id,
        unit=unit or Unit(code="", name=""),
        period=found.period,
        answers={item: Answer(item=item, state=State.BLANK) for item in instrument.items},
    )


def _remarks(
    submission: Submission, found: PlanConsolidation, item: ScaleItem, score: Fraction, at: CellPos
) -> list[Temuan]:
    told = []
    before = submission.answers.get(item.id)
    value = score * item.scale.max
    if before is not None and before.state is not State.BLANK:
        apart = before.value is None or abs(before.value - value) > _DUST
        seen, place = before.text or before.raw, before.source or at
        told += [Temuan.of(Code.RENC_036, place, item.id, seen=seen, expected=rounded(value, 4))] if apart else []
    if not same_period(submission.period, found.period):
        told.append(Temuan.of(Code.RENC_037, at, item.id, seen=submission.period or "-", expected=found.period or "-"))
    if found.quarter < 4:
        told.append(Temuan.of(Code.RENC_039, at, item.id, quarter=ROMAN[found.quarter - 1]))
    return told


def _filled(submission: Submission, item: ScaleItem, score: Fraction, found: PlanConsolidation) -> Submission:
    """Return the submission with the score as the item's answer; the unit's own note and evidence stay."""
    before = submission.answers.get(item.id)
    note = f"Dari rekap rencana aksi {found.period} sampai triwulan {ROMAN[found.quarter - 1]}: "
    note += f"{len(found.results)} unit, {found.total.with_target} keluaran bertarget."
    answer = Answer(
        item=item.id,
        state=State.GIVEN,
        value=score * item.scale.max,
        evidence=before.evidence if before else "",
        note=(before.note if before else "") or note,
    )
    return submission.model_copy(update={"answers": {**submission.answers, item.id: answer}, "shown": ()})


Tick = Callable[[str], None]


class ReadPlan(Model):
    """One file's outcome; `plan` is None when the file was refused."""

    file: str
    plan: Plan | None = None
    temuan: tuple[Temuan, ...] = ()


class PlanWishes(Model):
    """What a consolidation was asked to do: 0 and "" mean what the files themselves say."""

    kind: str = ""
    period: str = ""
    quarter: int = 0
    duplicates: Duplicates = "tolak"


def read_plans(found: Found, rules: PlanRules, kind: str = "", tick: Tick | None = None) -> list[ReadPlan]:
    """Return every file's outcome, in the order of `found.files`."""

    def one(entry: tuple[str, Path]) -> ReadPlan:
        name, path = entry
        try:
            loaded = read_plan(path, rules, kind, name)
        except Exception as error:  # a program fault must not take the other files down
            detail = f"{type(error).__name__}: {error}"[:200]
            return ReadPlan(file=name, temuan=(Temuan.of(Code.BUKU_042, CellPos(workbook=name), detail=detail),))
        if tick:
            tick(name)
        return ReadPlan(file=name, plan=loaded.value, temuan=loaded.temuan)

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(one, found.files))


def kinds_of(read: Iterable[ReadPlan]) -> dict[str, int]:
    """Return how many plans there are of each kind."""
    return dict(sorted(Counter(one.plan.kind for one in read if one.plan).items()))


def quarter_of(plans: Sequence[Plan]) -> int:
    """Return the quarter to report: what most sheets say, or the last one anybody has a realisation for."""
    said = Counter(plan.quarter for plan in plans if plan.quarter)
    if said:
        return max(said, key=lambda quarter: (said[quarter], quarter))
    return max((plan.last_reported for plan in plans), default=0) or 1


def gather_plans(
    read: Sequence[ReadPlan], found: Found, rules: PlanRules, kind: str, register: Register, wishes: PlanWishes
) -> PlanConsolidation:
    """Return the consolidation of the plans of one kind: which files count, and all figures."""
    fitting = [(one, one.plan) for one in read if one.plan and one.plan.kind == kind]
    posed = [_posed(plan) for _, plan in fitting]
    period = wishes.period or usual_period(posed)
    settled = settle(posed, register, period, wishes.duplicates)
    used = [plan for (_, plan), one in zip(fitting, settled, strict=True) if one.used]
    quarter = wishes.quarter or quarter_of(used)
    results: list[PlanResult] = []
    inputs: list[InputFile] = []
    for (source, plan), one in zip(fitting, settled, strict=True):
        if one.used:
            results.append(plan_result(plan, one.unit, rules, quarter, (*one.temuan, *source.temuan)))
        inputs.append(InputFile(file=plan.file, sha256=plan.sha256, unit=one.unit.name, used=one.used, why=one.temuan))
    for one_read in read:
        if one_read.plan is None:
            why = tuple(t for t in one_read.temuan if t.severity is Severity.KESALAHAN) or one_read.temuan
            inputs.append(InputFile(file=one_read.file, used=False, why=why))
        elif one_read.plan.kind != kind:
            other = one_read.plan
            why = (Temuan.of(Code.RENC_027, CellPos(workbook=other.file), seen=other.kind, expected=kind),)
            inputs.append(
                InputFile(
                    file=other.file, sha256=other.sha256, unit=other.unit.name, used=False, passed_over=True, why=why
                )
            )
    inputs += [InputFile(file=t.workbook, used=False, passed_over=True, why=(t,)) for t in found.passed_over]
    chosen = rules.kinds_by_id[kind]
    return consolidate_plans(
        results, rules, chosen, register.units, inputs, period, quarter, found.errors
    )  # fmt: skip


def write_plans(
    found: PlanConsolidation, rules: PlanRules, target: Path, previous: Path | None = None, instansi: str = ""
) -> tuple[Temuan, ...]:
    """Write the plans' workbook to `target`; return what an earlier one could not hand over.

    What was typed into the gap list of `previous` (PIC, tenggat, status) is taken over. Raises OSError when `target`
    cannot be written.
    """
    from pmprb.plans.book.gaps import gap_columns
    from pmprb.plans.book.write import write_plan_rekap

    taken = read_plan_columns(previous, gap_columns(rules.kinds_by_id[found.kind])) if previous else None
    target.parent.mkdir(parents=True, exist_ok=True)
    write_plan_rekap(
        found,
        rules,
        target,
        sentences=sentence,
        version=__version__,
        instansi=instansi,
        previous=taken.value if taken else None,
    )
    return taken.temuan if taken else ()


def _posed(plan: Plan) -> Submission:
    """Return a plan as the record that is settled: unit, period, time stamp, and its content as one answer."""
    content = hashlib.sha256("\n".join(row.model_dump_json(exclude=_PLACES) for row in plan.rows).encode()).hexdigest()
    answer = Answer(item="rencana", state=State.GIVEN, choice=content)
    return Submission(
        file=plan.file,
        sha256=plan.sha256,
        layout=plan.layout,
        instrument=plan.kind,
        unit=plan.unit,
        shown_name=plan.shown_name,
        period=plan.period,
        modified=plan.modified,
        answers={"rencana": answer},
    )


_PLACES = {"at", "places", "figures"}
