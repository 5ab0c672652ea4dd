"""Plans of many units to one workbook for the leaders, with what was typed in an earlier one.

Enters: a `PlanRekapRequest`. Leaves: the workbook, beside it a worksheet with the score of the plans, and a
`PlanRekapMade`. Prints nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pmprb import __version__
from pmprb.books.rekap.previous import PlanColumns
from pmprb.engine.answers import Unit
from pmprb.jobs.evaluate import nothing_at
from pmprb.jobs.inputs import Catalogs, Found, find_files, load_register
from pmprb.jobs.left_behind import left_behind
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.plan_score import carry, check_worksheet, copy_of
from pmprb.jobs.plans import PlanWishes, ReadPlan, gather_plans, kinds_of, read_plans, rules_at, set_plan_aside
from pmprb.jobs.pool import Stage, Watch, sifted, unwatched
from pmprb.jobs.refusals import MixedKinds
from pmprb.jobs.take_up import earlier_doubts
from pmprb.jobs.typed import filled_template, not_carried, other_than, taken_over, typed_in_rekap
from pmprb.office.register import Duplicates
from pmprb.plans.consolidate import PlanConsolidation
from pmprb.plans.rules import PlanRules
from pmprb.temuan import CellPos, OtherPlanKind, Temuan, has_errors, sentence
from pmprb.text import slug
from pmprb.workbook.ours import has_sheet


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
    with output_gate(files, reads=reads, permission=permission, own=written_by_us) as gate:
        if gate.refused:
            return replace(made, outputs=tuple(gate.temuan))
        if has_errors(doubted := earlier_doubts(request.previous, request.target, catalogs)):
            return replace(made, outputs=doubted)
        return _gathered_into(request, made, catalogs, copy, gate, watch, executor)


LEADERS = "Lembar Pimpinan"
"""The sheet by which a workbook of plans is known."""


def written_by_us(path: Path) -> bool:
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
        consolidation, _ = sifted(tried, read, lambda one: one.file, set_plan_aside)
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
    if carried.value is None:
        return carried.temuan
    noticed = (*carried.temuan, *gate.put_bytes(path, carried.value, filled_template))
    source = Path(request.worksheet)
    if has_errors(noticed) or not source.is_file():
        return noticed
    return (*noticed, *left_behind(source, path))
