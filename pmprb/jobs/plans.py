"""Files of action plans in; results, their consolidation and workbooks out.

Enters: a request. Leaves: its result, and the files it names. Prints nothing; one bad file never takes the run down.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pmprb import __version__
from pmprb.books.rekap.previous import PlanColumns
from pmprb.engine.answers import Unit
from pmprb.jobs.evaluate import nothing_at
from pmprb.jobs.inputs import Catalogs, Found, find_files, load_register
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.plan_score import carry, check_worksheet, copy_of
from pmprb.jobs.pool import Fault, Stage, Tick, Watch, for_each, guarded, sifted, unseen, unwatched
from pmprb.jobs.refusals import MixedKinds, NoPlanRules, UnknownKind
from pmprb.jobs.take_up import earlier_doubts
from pmprb.jobs.templates import SheetsMade, UnitSheet, write_sheets
from pmprb.jobs.typed import filled_template, not_carried, other_than, taken_over, typed_in_rekap
from pmprb.office.model import InputFile
from pmprb.office.register import Duplicates, Register, settle, usual_period
from pmprb.plans.consolidate import PlanConsolidation, PlanResult, consolidate_plans, plan_result
from pmprb.plans.load import load_plan_rules
from pmprb.plans.model import Plan
from pmprb.plans.read.book import read_plan
from pmprb.plans.rules import PlanRules
from pmprb.temuan import CellPos, Model, OtherPlanKind, Severity, Temuan, has_errors, sentence
from pmprb.text import distinct, slug
from pmprb.workbook.ours import has_sheet


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


def _set_aside(read: ReadPlan, temuan: Temuan) -> ReadPlan:
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
        return CheckedPlan(_set_aside(read, result.temuan))
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
    return sifted(work, read, lambda one: one.file, _set_aside)[0]


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
    inputs += [InputFile(file=t.workbook, used=False, passed_over=True, why=(t,)) for t in found.passed_over]
    chosen = rules.kinds_by_id[kind]
    return consolidate_plans(results, rules, chosen, register.units, inputs, period, quarter, found.errors)


def write_plans(
    found: PlanConsolidation, rules: PlanRules, target: Path, typed: PlanColumns | None = None, instansi: str = ""
) -> None:
    """Write the plans' workbook to `target`, with what was typed in the gap lists of earlier ones (PIC, tenggat,
    status). Raises OSError when `target` cannot be written."""
    from pmprb.plans.book.write import write_plan_rekap

    target.parent.mkdir(parents=True, exist_ok=True)
    write_plan_rekap(found, rules, target, sentences=sentence, version=__version__, instansi=instansi, previous=typed)


@dataclass(frozen=True)
class PlanRekapRequest:
    """What `make_plan_rekap` is asked for.

    An empty `kind` or `period` and quarter 0 mean what the files say. `register`, `previous` and `instansi` are as for
    a rekap of worksheets. `worksheet` is a file or an instrument's id: a copy with the score of the plans is written
    beside the rekap.
    """

    paths: tuple[Path, ...]
    target: Path
    register: Path | None = None
    kind: str = ""
    period: str = ""
    quarter: int = 0
    duplicates: Duplicates = "tolak"
    instansi: str = ""
    previous: Path | None = None
    worksheet: str = ""
    overwrite: bool = False
    criteria: Path | None = None
    replace_filled: bool = False

    @property
    def wishes(self) -> PlanWishes:
        """How the plans are gathered."""
        return PlanWishes(period=self.period, quarter=self.quarter, duplicates=self.duplicates)


@dataclass(frozen=True)
class PlanRekapMade:
    """What became of a request. `consolidation` is None when nothing was written: `outputs` say why an output may not
    be written, `register` are the temuan of the register, `temuan` those of files of which not one can be used.

    `carried` is what an earlier rekap or a worksheet could not take; `written` are the files.
    """

    rules: PlanRules
    consolidation: PlanConsolidation | None = None
    outputs: tuple[Temuan, ...] = ()
    register: tuple[Temuan, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    carried: tuple[Temuan, ...] = ()
    written: tuple[Path, ...] = ()

    @property
    def failed(self) -> bool:
        """True when nothing was written, or something of it is a KESALAHAN."""
        return self.consolidation is None or has_errors((*self.consolidation.temuan, *self.carried))


def make_plan_rekap(
    request: PlanRekapRequest, watch: Watch = unwatched, executor: Executor | None = None
) -> PlanRekapMade:
    """Write the rekap of plans that is asked for; return what is in it, and every file's fate.

    Raises NoPlanRules, UnknownKind, MixedKinds, and the refusals of `check_worksheet` and `copy_of`; OSError when a
    file cannot be written.
    """
    rules = rules_at(request.criteria, request.kind)
    catalogs, target = Catalogs(request.criteria), request.target
    check_worksheet(request.worksheet, catalogs, request.instansi)
    copy = copy_of(request.worksheet, target)
    made = PlanRekapMade(rules)
    previous = other_than(request.previous, target)
    source = Path(request.worksheet) if request.worksheet and Path(request.worksheet).is_file() else None
    reads = [path for path in (*request.paths, request.register, previous, source) if path]
    files = [path for path in (target, copy) if path]
    permission = Permission(request.overwrite, request.replace_filled)
    with output_gate(files, reads=reads, permission=permission, own=_written_by_us) as gate:
        if gate.refused:
            return replace(made, outputs=tuple(gate.temuan))
        if has_errors(doubted := earlier_doubts(request.previous, catalogs)):
            return replace(made, outputs=doubted)
        return _gathered_into(request, made, catalogs, copy, gate, watch, executor)


LEADERS = "Lembar Pimpinan"
"""The sheet by which a workbook of plans is known."""


def _written_by_us(path: Path) -> bool:
    """Whether a file in a folder of plans is a workbook of plans, or a worksheet with the score: no plan itself."""
    return has_sheet(path, LEADERS) or path.stem.endswith("_A02")


def _gathered_into(
    request: PlanRekapRequest,
    made: PlanRekapMade,
    catalogs: Catalogs,
    copy: Path | None,
    gate: OutputGate,
    watch: Watch,
    executor: Executor | None,
) -> PlanRekapMade:
    """Read, gather and write through the gate."""
    rules, target = made.rules, request.target
    units = load_register(request.register)
    made = replace(made, register=units.temuan)
    if units.value is None:
        return made
    ours = (target, request.register, request.previous, copy, Path(request.worksheet) if request.worksheet else None)
    found = find_files(request.paths, [path for path in ours if path])
    with watch(Stage.READ, len(found.files)) as tick:
        read = read_plans(found, rules, request.kind, executor, tick)
    kind = _kind(read, request.kind)
    if not kind:
        return replace(made, temuan=_unusable(request, read, found))
    gather = partial(gather_plans, found=found, rules=rules, kind=kind, register=units.value, wishes=request.wishes)
    consolidation, carried = _written(gather, read, rules, request, gate)
    if has_errors(carried):
        return replace(made, outputs=carried)
    written = [target]
    if copy is not None:
        noticed = _write_copy(consolidation, rules, catalogs, request, copy, gate)
        carried += noticed
        written += [] if has_errors(noticed) else [copy]
    return replace(made, consolidation=consolidation, carried=carried, written=tuple(written))


def _unusable(request: PlanRekapRequest, read: Sequence[ReadPlan], found: Found) -> tuple[Temuan, ...]:
    """Return why not one file is a plan that was asked for: every file's own reasons, then that it is all of them."""
    others = [(one.file, one.plan.kind) for one in read if one.plan]
    kinds = (OtherPlanKind(CellPos(workbook=file), seen=kind, expected=request.kind) for file, kind in others)
    told = (t for one in read for t in one.temuan)
    return (*found.errors, *found.passed_over, *told, *kinds, nothing_at(request.paths, len(read)))


def _kind(read: Sequence[ReadPlan], asked: str) -> str:
    """Return the kind to gather, empty when no file is of it; raises MixedKinds when the files leave it open."""
    counts = kinds_of(read)
    if not asked and len(counts) > 1:
        raise MixedKinds(counts)
    chosen = asked or next(iter(counts), "")
    return chosen if counts.get(chosen) else ""


def _written(
    gather: Callable[[Sequence[ReadPlan]], PlanConsolidation],
    read: Sequence[ReadPlan],
    rules: PlanRules,
    request: PlanRekapRequest,
    gate: OutputGate,
) -> tuple[PlanConsolidation, tuple[Temuan, ...]]:
    """Write the rekap of the plans through the gate; return it, and what was noticed, with a KESALAHAN when the old one
    was kept."""
    from pmprb.plans.book.gaps import gap_columns

    target, previous = request.target, other_than(request.previous, request.target)

    def tried(some: Sequence[ReadPlan]) -> PlanConsolidation:
        consolidation = gather(some)
        with tempfile.TemporaryDirectory(prefix="pmprb-") as folder:
            write_plans(consolidation, rules, Path(folder, "rekap.xlsx"), None, request.instansi)
        return consolidation

    def put(consolidation: PlanConsolidation) -> tuple[Temuan, ...]:
        headings = gap_columns(rules.kinds_by_id[consolidation.kind])
        taken = taken_over(target, previous, headings)
        keeper = typed_in_rekap(headings)
        told = gate.put(
            target,
            lambda draft: write_plans(consolidation, rules, draft, taken.value, request.instansi),
            keeper,
            partial(not_carried, previous, headings),
        )
        return told if has_errors(told) else (*taken.temuan, *told)

    consolidation = gather(read)
    try:
        return consolidation, put(consolidation)
    except OSError:
        raise
    except Exception:  # a plan that cannot be written: its file is looked for and refused, the others are written
        consolidation, _ = sifted(tried, read, lambda one: one.file, _set_aside)
    return consolidation, put(consolidation)


def _write_copy(
    found: PlanConsolidation,
    rules: PlanRules,
    catalogs: Catalogs,
    request: PlanRekapRequest,
    path: Path,
    gate: OutputGate,
) -> tuple[Temuan, ...]:
    """Write the worksheet with the score filled in; return what was noticed."""
    instansi = request.instansi.strip()
    unit = Unit(code=slug(instansi), name=instansi) if instansi else None
    carried = carry(found, rules.kinds_by_id[found.kind], request.worksheet, catalogs, unit)
    if carried.value is not None:
        return (*carried.temuan, *gate.put_bytes(path, carried.value, filled_template))
    return carried.temuan


# Blank plans for units to fill in.


@dataclass(frozen=True)
class PlanSheetsRequest:
    """Blank plans of a kind and a year, with `rows` lines, for the units of a register."""

    kind: str
    register: Path
    period: str
    target: Path
    rows: int = 40
    overwrite: bool = False
    criteria: Path | None = None
    replace_filled: bool = False


def make_plan_sheets(request: PlanSheetsRequest, watch: Watch = unwatched) -> SheetsMade:
    """Write a blank plan a unit into a folder. Raises NoPlanRules, UnknownKind; OSError when the folder cannot be
    written."""
    from pmprb.plans.form.build import PlanTemplateMaker

    rules = rules_at(request.criteria, request.kind)
    units = load_register(request.register)
    made = SheetsMade(request.target, register=units.temuan)
    if units.value is None:
        return made
    kind = rules.kinds_by_id[request.kind]
    maker = PlanTemplateMaker(rules, kind, request.period, version=__version__, capacity=request.rows)
    names = plan_names(request.kind, request.period, units.value.units)
    pairs = zip(units.value.units, names, strict=True)
    sheets = [UnitSheet(name, name, partial(maker.make, unit)) for unit, name in pairs]
    permission = Permission(request.overwrite, request.replace_filled)
    with output_gate(folders=[request.target], reads=[request.register], permission=permission) as gate:
        if gate.refused:
            return replace(made, temuan=tuple(gate.temuan))
        written, told = write_sheets(sheets, request.target, gate, watch)
    return replace(made, written=written, temuan=told)


def plan_names(kind: str, period: str, units: Sequence[Unit]) -> list[str]:
    """Return a file name for each unit's plan, distinct and free of path tricks."""
    stems = [f"RENCANA_{kind}_{slug(period)}_{slug(u.code, 20)}_{slug(u.name)}" for u in units]
    return [f"{stem}.xlsx" for stem in distinct(stems)]
