"""Files of action plans in, results and their consolidation out.

Enters: found files, the rules. Leaves: `ReadPlan`s in the order of the files, or a `PlanConsolidation`. Prints
nothing; one bad file never takes the run down.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pmprb import __version__
from pmprb.answers.model import Answer, State, Submission
from pmprb.catalog.plan_rules import PlanRules
from pmprb.consolidation.model import InputFile
from pmprb.consolidation.plans import PlanConsolidation, PlanResult, consolidate_plans, plan_result
from pmprb.consolidation.register import Register
from pmprb.consolidation.settle import Duplicates, settle, usual_period
from pmprb.excel.plan import read_plan
from pmprb.excel.rekap import read_plan_columns
from pmprb.pesan import sentence
from pmprb.pipeline.files import Found
from pmprb.plans.model import Plan
from pmprb.temuan import CellPos, Code, Model, Severity, Temuan

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
    from pmprb.excel.plan.rekap import write_plan_rekap
    from pmprb.excel.plan.rekap.gaps import gap_columns

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
