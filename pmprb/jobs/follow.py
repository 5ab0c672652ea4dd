"""Recommendations of an evaluation: sheets for units, a check of each, and one workbook of all.

Enters: a request. Leaves: its result, and the files it names. Prints nothing; one bad file never takes the run down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pmprb import __version__
from pmprb.engine.answers import Unit
from pmprb.jobs.evaluate import nothing_at
from pmprb.jobs.inputs import Catalogs, Found, find_files, load_register
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.plan_rekap import PlanRekapRequest, written_by_us
from pmprb.jobs.plan_sheets import PlanSheetsRequest, plan_names
from pmprb.jobs.plans import PlanCheckRequest, rules_at
from pmprb.jobs.pool import Fault, Stage, Tick, Watch, for_each, unseen, unwatched
from pmprb.jobs.take_up import earlier_doubts
from pmprb.jobs.templates import SheetsMade, UnitSheet, write_sheets
from pmprb.jobs.typed import not_carried, other_than, taken_over, typed_in_rekap
from pmprb.office.model import InputFile
from pmprb.office.register import Register, settle, usual_period
from pmprb.plans.follow.gather import consolidate_follow_ups
from pmprb.plans.follow.model import OPEN, FollowConsolidation, FollowPlan, FollowResult, FollowRow
from pmprb.plans.follow.read import meta_of, read_earlier, read_follow_up
from pmprb.plans.rules import PlanKind, PlanRules
from pmprb.temuan import CellPos, EarlierRowsLeft, Model, Severity, Temuan, has_errors, sentence
from pmprb.workbook.book import open_book


class ReadFollowUp(Model):
    """One file's outcome; `plan` is None when the file was refused."""

    file: str
    plan: FollowPlan | None = None
    temuan: tuple[Temuan, ...] = ()


def follow_kind(rules: PlanRules, kind: str, paths: Sequence[Path]) -> PlanKind | None:
    """Return the kind of recommendations that is asked for by name, or that all sheets of ours at the paths bear.

    None for a kind with figures, and where sheets of both are found: those are told apart by name alone.
    """
    if kind:
        chosen = rules.kinds_by_id[kind]
        return chosen if chosen.form == "tindak-lanjut" else None
    kinds = {one.id: one for one in rules.kinds if one.form == "tindak-lanjut"}
    said = Counter(_kind_in(path) for _, path in find_files(tuple(paths)).files) if kinds else Counter[str]()
    named = [name for name in said if name]
    return kinds.get(named[0]) if len(named) == 1 else None


def _kind_in(path: Path) -> str:
    """Return the kind a sheet of ours bears in its hidden identity; empty for any other file."""
    try:
        opened = open_book(path, only=lambda name: name == "_meta")
    except Exception:  # whatever is wrong with it is told by the reading
        return ""
    return meta_of(opened.value).get("plan_kind", "") if opened.value else ""


def _read(entry: tuple[str, Path], rules: PlanRules, kind: PlanKind) -> ReadFollowUp:
    name, path = entry
    loaded = read_follow_up(path, rules, kind, name)
    return ReadFollowUp(file=name, plan=loaded.value, temuan=loaded.temuan)


def read_follow_ups(
    found: Found, rules: PlanRules, kind: PlanKind, executor: Executor | None = None, tick: Tick = unseen
) -> list[ReadFollowUp]:
    """Return every file's outcome, in the order of `found.files`."""
    read = for_each(partial(_read, rules=rules, kind=kind), found.files, lambda entry: entry[0], executor, tick)
    return [
        ReadFollowUp(file=name, temuan=(one.temuan,)) if isinstance(one, Fault) else one
        for (name, _), one in zip(found.files, read, strict=True)
    ]


# Sheets for units.


def make_follow_sheets(
    request: PlanSheetsRequest, previous: Path | None = None, watch: Watch = unwatched
) -> SheetsMade:
    """Write a sheet a unit into a folder, filled in with what is unfinished in an earlier workbook of recommendations.

    Raises NoPlanRules, UnknownKind; OSError when the folder cannot be written.
    """
    from pmprb.plans.follow.form import FollowTemplateMaker, build_follow_template

    rules = rules_at(request.criteria, request.kind)
    kind = rules.kinds_by_id[request.kind]
    loaded = load_register(request.register)
    made = SheetsMade(request.target, register=loaded.temuan)
    if loaded.value is None:
        return made
    units = loaded.value.units
    rows, told = _unfinished(previous, rules, kind, loaded.value)
    if rows is None:
        return replace(made, temuan=told)
    maker = FollowTemplateMaker(rules, kind, request.period, version=__version__, capacity=request.rows)

    def content(unit: Unit) -> bytes:
        own = rows.get(unit.key, [])
        if not own:
            return maker.make(unit)
        return build_follow_template(
            rules, kind, unit, request.period, version=__version__, rows=own, capacity=max(request.rows, len(own) + 10)
        )

    names = plan_names(request.kind, request.period, units)
    sheets = [UnitSheet(name, name, partial(content, unit)) for unit, name in zip(units, names, strict=True)]
    reads = [path for path in (request.register, previous) if path]
    permission = Permission(request.overwrite, request.replace_filled)
    with output_gate(folders=[request.target], reads=reads, permission=permission) as gate:
        if gate.refused:
            return replace(made, temuan=tuple(gate.temuan))
        written, noticed = write_sheets(sheets, request.target, gate, watch)
    return replace(made, written=written, temuan=(*told, *noticed))


def _unfinished(
    previous: Path | None, rules: PlanRules, kind: PlanKind, register: Register
) -> tuple[dict[str, list[FollowRow]] | None, tuple[Temuan, ...]]:
    """Return the unfinished rows of an earlier workbook by unit; None when it cannot be used."""
    if previous is None:
        return {}, ()
    loaded = read_earlier(previous, rules, kind)
    if loaded.value is None:
        return None, loaded.temuan
    rows: dict[str, list[FollowRow]] = {}
    left: Counter[str] = Counter()
    for row, sender in loaded.value:
        if not row.wrong and row.state not in OPEN:
            continue
        unit = register.find(sender.code, sender.name)
        if unit is None:
            left[sender.name or sender.code or "-"] += 1
        else:
            rows.setdefault(unit.key, []).append(row.model_copy(update={"quarter": 0, "verified": ""}))
    at = CellPos(workbook=previous.name)
    return rows, tuple(EarlierRowsLeft(at, count=count, unit=name) for name, count in left.items())


# Files looked at one by one.


@dataclass(frozen=True)
class FollowUpsChecked:
    """Files that were looked at; `told` is about the paths themselves."""

    rules: PlanRules
    plans: tuple[ReadFollowUp, ...]
    quarter: int
    told: tuple[Temuan, ...]

    @property
    def failed(self) -> bool:
        """True when something is a KESALAHAN."""
        return has_errors((*self.told, *(t for plan in self.plans for t in plan.temuan)))


def check_follow_ups(
    request: PlanCheckRequest, kind: PlanKind, watch: Watch = unwatched, executor: Executor | None = None
) -> FollowUpsChecked:
    """Return every file with what is wrong or late in it. Raises NoPlanRules."""
    rules = rules_at(request.criteria, request.kind)
    found = find_files(request.paths)
    with watch(Stage.READ, len(found.files)) as tick:
        read = read_follow_ups(found, rules, kind, executor, tick)
    told = [*found.errors, *found.passed_over]
    if not found.files and not found.errors:
        told.append(nothing_at(request.paths))
    return FollowUpsChecked(
        rules, tuple(_remarked(one, rules, kind, request.quarter) for one in read), request.quarter, tuple(told)
    )


def _remarked(read: ReadFollowUp, rules: PlanRules, kind: PlanKind, quarter: int) -> ReadFollowUp:
    if read.plan is None:
        return read
    whole = consolidate_follow_ups(
        [FollowResult(unit=read.plan.unit, plan=read.plan, temuan=read.temuan)],
        rules, kind, Register(), (), read.plan.period, quarter or read.plan.quarter,
    )  # fmt: skip
    return read.model_copy(update={"temuan": whole.temuan})


# Files gathered.


@dataclass(frozen=True)
class FollowRekapMade:
    """What became of a request. `found` is None when nothing was written: `outputs`, `register` and `temuan` say why.

    `carried` is what an earlier workbook could not take; `written` are the files.
    """

    rules: PlanRules
    found: FollowConsolidation | None = None
    outputs: tuple[Temuan, ...] = ()
    register: tuple[Temuan, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    carried: tuple[Temuan, ...] = ()
    written: tuple[Path, ...] = ()

    @property
    def failed(self) -> bool:
        """True when nothing was written, or something of it is a KESALAHAN."""
        return self.found is None or has_errors((*self.found.temuan, *self.carried))


def make_follow_rekap(
    request: PlanRekapRequest, kind: PlanKind, watch: Watch = unwatched, executor: Executor | None = None
) -> FollowRekapMade:
    """Write the workbook of recommendations; return what is in it, and every file's fate. Raises NoPlanRules; OSError
    when the file cannot be written."""
    rules = rules_at(request.criteria, request.kind)
    target, made = request.target, FollowRekapMade(rules)
    previous = other_than(request.previous, target)
    reads = [path for path in (*request.paths, request.register, previous) if path]
    permission = Permission(request.overwrite, request.replace_filled)
    with output_gate([target], reads=reads, permission=permission, own=written_by_us) as gate:
        if gate.refused:
            return replace(made, outputs=tuple(gate.temuan))
        if has_errors(doubted := earlier_doubts(request.previous, request.target, Catalogs(request.criteria))):
            return replace(made, outputs=doubted)
        return _gathered_into(request, kind, made, gate, watch, executor)


def _gathered_into(
    request: PlanRekapRequest,
    kind: PlanKind,
    made: FollowRekapMade,
    gate: OutputGate,
    watch: Watch,
    executor: Executor | None,
) -> FollowRekapMade:
    """Read, gather and write through the gate."""
    from pmprb.plans.follow.book import open_columns, write_follow_rekap

    rules, target, previous = made.rules, request.target, other_than(request.previous, request.target)
    units = load_register(request.register)
    made = replace(made, register=units.temuan)
    if units.value is None:
        return made
    found = find_files(request.paths, [path for path in (target, request.register, request.previous) if path])
    with watch(Stage.READ, len(found.files)) as tick:
        read = read_follow_ups(found, rules, kind, executor, tick)
    if not any(one.plan for one in read):
        told = (t for one in read for t in one.temuan)
        return replace(made, temuan=(*found.errors, *found.passed_over, *told, nothing_at(request.paths, len(read))))
    whole = _consolidated(request, rules, kind, units.value, found, read)
    headings = open_columns(kind)
    taken = taken_over(target, previous, headings)

    def write(draft: Path) -> None:
        draft.parent.mkdir(parents=True, exist_ok=True)
        write_follow_rekap(
            whole,
            rules,
            draft,
            sentences=sentence,
            version=__version__,
            instansi=request.instansi,
            previous=taken.value,
        )

    told_ = gate.put(target, write, typed_in_rekap(headings), partial(not_carried, previous, headings))
    if has_errors(told_):
        return replace(made, outputs=told_)
    return replace(made, found=whole, carried=(*taken.temuan, *told_), written=(target,))


def _consolidated(
    request: PlanRekapRequest,
    rules: PlanRules,
    kind: PlanKind,
    register: Register,
    found: Found,
    read: Sequence[ReadFollowUp],
) -> FollowConsolidation:
    fitting = [(one, one.plan) for one in read if one.plan]
    plans = [plan for _, plan in fitting]
    period = request.period or usual_period(plans)
    settled = settle(plans, register, period, request.duplicates)
    used = [plan for (_, plan), one in zip(fitting, settled, strict=True) if one.used]
    said = Counter(plan.quarter for plan in used if plan.quarter)
    quarter = request.quarter or max(said, key=lambda q: (said[q], q), default=0)
    results: list[FollowResult] = []
    inputs: list[InputFile] = []
    for (source, plan), one in zip(fitting, settled, strict=True):
        if one.used:
            results.append(FollowResult(unit=one.unit, plan=plan, temuan=(*one.temuan, *source.temuan)))
        inputs.append(InputFile(file=plan.file, sha256=plan.sha256, unit=one.unit.name, used=one.used, why=one.temuan))
    for refused in (one for one in read if one.plan is None):
        why = tuple(t for t in refused.temuan if t.severity is Severity.KESALAHAN) or refused.temuan
        inputs.append(InputFile(file=refused.file, used=False, why=why))
    inputs += found.passed_over_files
    return consolidate_follow_ups(results, rules, kind, register, inputs, period, quarter, found.errors)
