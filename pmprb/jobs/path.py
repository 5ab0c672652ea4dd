"""One worksheet to the least that must change for a target, and to an action plan of those changes.

Enters: a `PathRequest`. Leaves: a `PathFound`, and the files it names. Prints nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from pmprb import __version__
from pmprb.books.path import evidence_asked, need_titles, option_words
from pmprb.catalog.model import Instrument
from pmprb.insight.feedback import answer_words
from pmprb.insight.path.find import find_path
from pmprb.insight.path.highs import solve
from pmprb.insight.path.model import Solver
from pmprb.insight.path.options import options_of, outside_reach
from pmprb.insight.path.records import Effort, LeastPath, PathChange, Wish
from pmprb.insight.path.targets import Goal, goal_of, next_target, points_goal, target_names
from pmprb.insight.path.words import change_words, next_step
from pmprb.insight.strict import as_blank
from pmprb.jobs.evaluate import Evaluated, Sources, Worksheets, read_worksheets
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.plans import rules_at
from pmprb.jobs.pool import Fault, Watch, guarded, unwatched
from pmprb.jobs.refusals import FreeKindMissing, OneWorksheetOnly, UnknownTarget
from pmprb.jobs.typed import filled_template
from pmprb.office.model import NextStep, UnitResult
from pmprb.plans.form.build import build_plan_template
from pmprb.plans.model import NONE, PlanRow, Quarters
from pmprb.plans.rules import Logic, PlanKind, PlanRules, RollUp
from pmprb.temuan import CellPos, EffortWithoutCost, Loaded, Temuan, has_errors
from pmprb.text import readable
from pmprb.worksheet.effort import effort_workbook, read_effort


@dataclass(frozen=True)
class PathRequest:
    """What `find_paths` is asked for.

    `target` is WBK, WBBM, a predicate or points; it may be empty for the highest total. `effort` is a file of costs and
    months, `empty_effort` where an empty one is written. `plan` is the action plan to write; it and `empty_effort` are
    for one worksheet. `wish` says how the path is looked for; efforts are added to it.
    """

    sources: Sources
    target: str = ""
    wish: Wish = field(default_factory=Wish)
    effort: Path | None = None
    empty_effort: Path | None = None
    plan: Path | None = None
    overwrite: bool = False
    replace_filled: bool = False

    @property
    def outputs(self) -> list[Path]:
        """The files to be written."""
        return [path for path in (self.empty_effort, self.plan) if path]


@dataclass(frozen=True)
class UnitPath:
    """One worksheet's path; `path` is None where the file was refused, or only an empty effort file was asked for."""

    outcome: Evaluated
    instrument: Instrument | None = None
    path: LeastPath | None = None


@dataclass(frozen=True)
class PathFound:
    """What became of a request: a path for each worksheet, the files written, what was noticed besides."""

    worksheets: Worksheets | None = None
    units: tuple[UnitPath, ...] = ()
    outputs: tuple[Temuan, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    written: tuple[Path, ...] = ()

    @property
    def failed(self) -> bool:
        """True when a file could not be read or written."""
        if has_errors((*self.outputs, *self.temuan)) or self.worksheets is None or not self.worksheets.outcomes:
            return True
        return bool(self.worksheets.found.errors) or any(unit.outcome.result is None for unit in self.units)


def find_paths(request: PathRequest, watch: Watch = unwatched, solver: Solver = solve) -> PathFound:
    """Return the least to a target for each worksheet, and write what is asked for.

    Raises UnknownTarget, OneWorksheetOnly, and the refusals of `read_worksheets`; OSError when nothing can be written.
    """
    permission = Permission(request.overwrite, request.replace_filled)
    reads = [*request.sources.paths, *([request.effort] if request.effort else [])]
    with output_gate(request.outputs, reads=reads, permission=permission) as gate:
        if gate.refused:
            return PathFound(outputs=tuple(gate.temuan))
        read = read_worksheets(request.sources, request.outputs, watch)
        if request.outputs and len(read.outcomes) > 1:
            raise OneWorksheetOnly(len(read.outcomes))
        found = PathFound(read)
        for outcome in read.outcomes:
            one, told = _path(outcome, read, request, solver)
            found = replace(found, units=(*found.units, one), temuan=(*found.temuan, *told))
        return _written(found, request, gate)


def _path(
    outcome: Evaluated, read: Worksheets, request: PathRequest, solver: Solver
) -> tuple[UnitPath, tuple[Temuan, ...]]:
    result, instrument = outcome.result, read.instrument_of(outcome)
    if result is None or instrument is None:
        return UnitPath(outcome), ()
    goal = _goal(request, instrument)
    if goal is None:
        return UnitPath(outcome, instrument), ()
    effort: Loaded[dict[str, Effort]] = Loaded(value={})
    if request.effort:
        effort = read_effort(request.effort, instrument)
        if effort.value is None:
            return UnitPath(outcome, instrument), effort.temuan
    wish = request.wish.model_copy(update={"effort": effort.value or {}})
    path = guarded(
        outcome.file, find_path, result.submission.answers, instrument, goal, solver, wish, result.tree.blank
    )
    if isinstance(path, Fault):
        return UnitPath(outcome, instrument), (path.temuan,)
    return UnitPath(outcome, instrument, path), (*effort.temuan, *_uncosted(path, request))


def next_step_of(result: UnitResult, instrument: Instrument, solver: Solver = solve) -> NextStep:
    """Return the least to the next target of a unit that was scored; answers that a strict run counts as blank are
    blank here too."""
    goal = next_target(result.tree, instrument)
    if goal is None:
        return NextStep(said="semua target sudah tercapai" if target_names(instrument) else "")
    submission = result.submission
    if result.strict is not None and result.strict.applied:
        submission = as_blank(submission, result.strict.items)
    return next_step(find_path(submission.answers, instrument, goal, solver, blank=result.tree.blank), instrument)


def _goal(request: PathRequest, instrument: Instrument) -> Goal | None:
    """Return the goal; None when only an empty effort file is asked for. Raises UnknownTarget."""
    if not request.target:
        if request.wish.objective != "nilai":
            return None
        return points_goal(Fraction(0), "tertinggi", instrument)
    goal = goal_of(request.target, instrument)
    if goal is None:
        raise UnknownTarget(request.target, instrument.id, target_names(instrument))
    return goal


def _uncosted(path: LeastPath, request: PathRequest) -> tuple[Temuan, ...]:
    """Return a NILAI-045 when costs decide and changes have none."""
    decides = path.wish.objective == "upaya" or path.wish.budget is not None
    bare = [c.item for c in path.plan.changes if c.cost is None] if path.plan and decides else []
    if not bare:
        return ()
    at = CellPos(workbook=readable(request.effort.name) if request.effort else "")
    return (EffortWithoutCost(at, count=len(bare), items=", ".join(bare[:5])),)


def _written(found: PathFound, request: PathRequest, gate: OutputGate) -> PathFound:
    unit = found.units[0] if found.units else None
    if unit is None or unit.outcome.result is None or unit.instrument is None:
        return found
    made = {}
    if request.empty_effort:
        made[request.empty_effort] = effort_workbook(_effort_rows(unit.outcome.result, unit.instrument, request.wish))
    if request.plan and unit.path is not None and _changes(unit.path):
        made[request.plan] = plan_of(unit.path, unit.outcome.result, unit.instrument, request.sources.criteria)
    for path, content in made.items():
        told = gate.put_bytes(path, content, filled_template)
        found = replace(found, temuan=(*found.temuan, *told))
        if not has_errors(told):
            found = replace(found, written=(*found.written, path))
    return found


def _effort_rows(result: UnitResult, instrument: Instrument, wish: Wish) -> list[tuple[str, str, str]]:
    fixed = frozenset() if wish.outcomes else outside_reach(instrument)
    options = options_of(result.submission.answers, instrument, fixed)
    return [
        (item, instrument.items[item].criterion, answer_words(found[0].answer, instrument.items[item]))
        for item, found in options.items()
        if len(found) > 1
    ]


# An action plan of the changes, ready to be filled in and read by `pmprb rencana`.


def plan_of(path: LeastPath, result: UnitResult, instrument: Instrument, criteria: Path | None = None) -> bytes:
    """Return an action plan as an .xlsx: a row for each change, with its evidence as the output to be shown.

    Raises NoPlanRules, FreeKindMissing when no kind of plan has a free first column.
    """
    rules = rules_at(criteria)
    kind = _free_kind(rules)
    changes = _changes(path)
    rows = tuple(_plan_row(n, one, path, result, instrument) for n, one in enumerate(changes, start=1))
    period = result.submission.period
    capacity = len(rows) + 10
    return build_plan_template(rules, kind, result.unit, period, version=__version__, rows=rows, capacity=capacity)


def _changes(path: LeastPath) -> tuple[PathChange, ...]:
    """Return the changes to plan: of the path, or for the needs that can be met."""
    plan = path.plan or path.rest
    return plan.changes if plan else ()


def _free_kind(rules: PlanRules) -> PlanKind:
    """Return the kind of plan whose first column is free: areas of a worksheet are on no list of the ministry's."""
    found = next((kind for kind in rules.kinds if not kind.lines and kind.form == "capaian"), None)
    if found is None:
        raise FreeKindMissing()
    return found


def _plan_row(number: int, one: PathChange, path: LeastPath, result: UnitResult, instrument: Instrument) -> PlanRow:
    item = instrument.items[one.item]
    asked = option_words(one.after, one.item, instrument)
    moved = need_titles(one.gates, path)
    return PlanRow(
        number=number,
        line=instrument.area_of(one.item).title,
        line_text=instrument.area_of(one.item).title,
        action=item.remedy,
        goal=f"{path.goal.title}: {moved}" if moved else path.goal.title,
        indicator=f"{one.item} {item.criterion}" + (f" Jawaban yang dituju: {asked}" if asked else ""),
        baseline_text=one.before.text or "belum dijawab",
        indicator_target=change_words(one, instrument).rpartition(" → ")[2],
        output=f"Bukti: {evidence_asked(one.item, instrument)}",
        unit="butir",
        logic=Logic.LAST_VALUE,
        roll_up=RollUp.LAST,
        targets=_targets(one.months),
        year_target=Fraction(1),
        budget=one.cost,
        executor=result.unit.name,
    )


def _targets(months: Fraction | None) -> Quarters:
    """Return the quarters by the end of which a change is to be done; none where nobody said how long it takes."""
    if months is None or not 0 <= months <= 12:
        return NONE
    quarter = max(1, math.ceil(months / 3))
    first, second, third, fourth = (Fraction(1) if n >= quarter else None for n in (1, 2, 3, 4))
    return first, second, third, fourth
