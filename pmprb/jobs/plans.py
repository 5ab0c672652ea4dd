"""Files of action plans in; results, their consolidation and workbooks out.

Enters: a request. Leaves: its result, and the files it names. Prints nothing; one bad file never takes the run down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pmprb.jobs.evaluate import nothing_at
from pmprb.jobs.inputs import Found, find_files
from pmprb.jobs.pool import Fault, Stage, Tick, Watch, for_each, guarded, sifted, unseen, unwatched
from pmprb.jobs.refusals import NoPlanRules, UnknownKind
from pmprb.office.model import InputFile
from pmprb.office.register import Duplicates, Register, settle, usual_period
from pmprb.plans.consolidate import PlanConsolidation, PlanResult, consolidate_plans, plan_result
from pmprb.plans.load import load_plan_rules
from pmprb.plans.model import Plan
from pmprb.plans.read.book import read_plan
from pmprb.plans.rules import PlanRules
from pmprb.temuan import CellPos, Model, OtherPlanKind, Severity, Temuan, has_errors


def rules_at(criteria: Path | None, kind: str = "") -> PlanRules:
    """Return the rules of a run. Raises NoPlanRules for a folder without usable ones, UnknownKind for a kind they do
    not have."""
    loaded = load_plan_rules(criteria)
    if loaded.value is None:
        raise NoPlanRules(loaded.temuan)
    if kind and kind not in loaded.value.kinds_by_id:
        raise UnknownKind(kind, list(loaded.value.kinds_by_id))
    return loaded.value


# Files of plans read.


class ReadPlan(Model):
    """One file's outcome; `plan` is None when the file was refused."""

    file: str
    plan: Plan | None = None
    temuan: tuple[Temuan, ...] = ()


def read_plans(
    found: Found, rules: PlanRules, kind: str = "", executor: Executor | None = None, tick: Tick = unseen
) -> list[ReadPlan]:
    """Return every file's outcome, in the order of `found.files`."""
    work = partial(_read, rules=rules, kind=kind)
    read = for_each(work, found.files, lambda entry: entry[0], executor, tick)
    return [
        ReadPlan(file=name, temuan=(one.temuan,)) if isinstance(one, Fault) else one
        for (name, _), one in zip(found.files, read, strict=True)
    ]


def _read(entry: tuple[str, Path], rules: PlanRules, kind: str) -> ReadPlan:
    name, path = entry
    loaded = read_plan(path, rules, kind, name)
    return ReadPlan(file=name, plan=loaded.value, temuan=loaded.temuan)


def set_plan_aside(read: ReadPlan, temuan: Temuan) -> ReadPlan:
    """Return what stands in the place of a plan at which the program stumbled."""
    return ReadPlan(file=read.file, temuan=(temuan,))


# Plans looked at one by one.


@dataclass(frozen=True)
class PlanCheckRequest:
    """Plans to be looked at. An empty `kind` and quarter 0 mean what each file says."""

    paths: tuple[Path, ...]
    kind: str = ""
    quarter: int = 0
    criteria: Path | None = None


@dataclass(frozen=True)
class CheckedPlan:
    """One file's plan with its figures for `quarter`; `result` is None when the file was refused."""

    read: ReadPlan
    quarter: int = 0
    result: PlanResult | None = None

    @property
    def temuan(self) -> tuple[Temuan, ...]:
        """All that is noticed in the file."""
        return self.result.temuan if self.result else self.read.temuan


@dataclass(frozen=True)
class PlansChecked:
    """Plans that were looked at; `told` is about the paths themselves."""

    plans: tuple[CheckedPlan, ...]
    told: tuple[Temuan, ...]

    @property
    def failed(self) -> bool:
        """True when something is a KESALAHAN."""
        return has_errors((*self.told, *(t for plan in self.plans for t in plan.temuan)))


def check_plans(request: PlanCheckRequest, watch: Watch = unwatched, executor: Executor | None = None) -> PlansChecked:
    """Return every plan with what is wrong or late in it. Raises NoPlanRules, UnknownKind."""
    rules = rules_at(request.criteria, request.kind)
    found = find_files(request.paths)
    with watch(Stage.READ, len(found.files)) as tick:
        read = read_plans(found, rules, request.kind, executor, tick)
    told = [*found.errors, *found.passed_over]
    if not found.files and not found.errors:
        told.append(nothing_at(request.paths))
    return PlansChecked(tuple(_checked(one, rules, request.quarter) for one in read), tuple(told))


def _checked(read: ReadPlan, rules: PlanRules, quarter: int) -> CheckedPlan:
    plan = read.plan
    if plan is None:
        return CheckedPlan(read)
    reported = quarter or quarter_of([plan])
    result = guarded(read.file, plan_result, plan, plan.unit, rules, reported, read.temuan)
    if isinstance(result, Fault):
        return CheckedPlan(set_plan_aside(read, result.temuan))
    return CheckedPlan(read, reported, result)


# Plans gathered.


class PlanWishes(Model):
    """What a consolidation was asked to do: 0 and "" mean what the files themselves say."""

    kind: str = ""
    period: str = ""
    quarter: int = 0
    duplicates: Duplicates = "tolak"


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
    """Return the consolidation of the plans of one kind: which files count, and all figures.

    A file at which this stumbles is refused, and the others are gathered without it.
    """
    work = partial(_gathered, found, rules, kind, register, wishes)
    return sifted(work, read, lambda one: one.file, set_plan_aside)[0]


def _gathered(
    found: Found, rules: PlanRules, kind: str, register: Register, wishes: PlanWishes, read: Sequence[ReadPlan]
) -> PlanConsolidation:
    fitting = [(one, one.plan) for one in read if one.plan and one.plan.kind == kind]
    plans = [plan for _, plan in fitting]
    period = wishes.period or usual_period(plans)
    settled = settle(plans, register, period, wishes.duplicates)
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
            why = (OtherPlanKind(CellPos(workbook=other.file), seen=other.kind, expected=kind),)
            inputs.append(
                InputFile(
                    file=other.file, sha256=other.sha256, unit=other.unit.name, used=False, passed_over=True, why=why
                )
            )
    inputs += found.passed_over_files
    chosen = rules.kinds_by_id[kind]
    return consolidate_plans(results, rules, chosen, register.units, inputs, period, quarter, found.errors)
