"""Action plans of many units as one: by unit, by line, by area of change; who is missing, which files count.

Enters: plans with their results, the register, every file's fate. Leaves: `PlanConsolidation`. Order changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmprb.engine.answers import Unit
from pmprb.office.model import InputFile
from pmprb.plans.checks import check_plan
from pmprb.plans.evaluate import RowResult, evaluate_row
from pmprb.plans.groups import Summary, grouped, summarise
from pmprb.plans.model import Plan
from pmprb.plans.rules import COMPARED, PlanKind, PlanRules
from pmprb.plans.shared import SharedIndicator, share
from pmprb.temuan import CellPos, Model, Temuan, UnitWithoutFile
from pmprb.text import plain


class PlanResult(Model):
    """One unit's plan with all that was computed; `portal` is the A02 score the portal's way."""

    unit: Unit
    plan: Plan
    rows: tuple[RowResult, ...]
    summary: Summary
    portal: Summary
    temuan: tuple[Temuan, ...] = ()


class PlanGroup(Model):
    """Figures of the rows of one kegiatan utama, theme or area; `known` is false for a name that is not in the list."""

    id: str
    title: str
    area: str = ""
    known: bool = True
    units: int
    summary: Summary


class PlanConsolidation(Model):
    """Everything the consolidated workbook of plans shows, units in the register's order."""

    kind: str
    rules_hash: str
    period: str
    quarter: int
    results: tuple[PlanResult, ...]
    inputs: tuple[InputFile, ...]
    missing: tuple[Unit, ...]
    registered: int
    total: Summary
    portal: Summary
    lines: tuple[PlanGroup, ...]
    areas: tuple[PlanGroup, ...]
    shared: tuple[SharedIndicator, ...] = ()
    temuan: tuple[Temuan, ...]

    @property
    def rows(self) -> list[tuple[PlanResult, RowResult]]:
        """Every row with its unit's result."""
        return [(result, row) for result in self.results for row in result.rows]


def plan_result(plan: Plan, unit: Unit, rules: PlanRules, quarter: int, temuan: Iterable[Temuan] = ()) -> PlanResult:
    """Return a plan's results up to a quarter, with what is remarkable in it."""
    policy, compared = rules.policy_of(rules.kinds_by_id[plan.kind]), rules.policies_by_id[COMPARED]
    lights = rules.lights_of(policy)
    rows = tuple(evaluate_row(row, policy, lights, quarter) for row in plan.rows)
    portal = [evaluate_row(row, compared, lights, quarter) for row in plan.rows]
    return PlanResult(
        unit=unit,
        plan=plan,
        rows=rows,
        summary=summarise(rows),
        portal=summarise(portal),
        temuan=(*temuan, *check_plan(plan, rows, rules)),
    )


def consolidate_plans(
    results: Iterable[PlanResult],
    rules: PlanRules,
    kind: PlanKind,
    units: Sequence[Unit] = (),
    inputs: Iterable[InputFile] = (),
    period: str = "",
    quarter: int = 1,
    temuan: Iterable[Temuan] = (),
) -> PlanConsolidation:
    """Return the consolidation; `units` is the register (empty: the units that handed in)."""
    place = {plain(unit.code): n for n, unit in enumerate(units)}
    ordered = sorted(results, key=lambda r: (place.get(plain(r.unit.code), len(place)), r.unit.code, r.unit.name))
    files = sorted(inputs, key=lambda f: f.file)
    present = {plain(r.unit.code) for r in ordered}
    missing = tuple(unit for unit in units if plain(unit.code) not in present)
    pairs = [(result, row) for result in ordered for row in result.rows]
    compared = rules.policies_by_id[COMPARED]
    lights = rules.lights_of(compared)
    found = [*temuan, *(t for f in files for t in f.why if not f.used), *(t for r in ordered for t in r.temuan)]
    chosen = rules.policy_of(kind)
    joint, noticed = share(((result.unit, row) for result, row in pairs), rules, chosen, quarter)
    found += noticed
    found += [UnitWithoutFile(CellPos(workbook=""), unit_code=u.code, name=u.name) for u in missing]
    return PlanConsolidation(
        kind=kind.id,
        rules_hash=rules.hashes[kind.id],
        period=period,
        quarter=quarter,
        results=tuple(ordered),
        inputs=tuple(files),
        missing=missing,
        registered=len(units) or len(ordered),
        total=summarise(row for _, row in pairs),
        portal=summarise(evaluate_row(row.row, compared, lights, quarter) for _, row in pairs),
        lines=_lines(pairs, rules, kind, period),
        areas=_areas(pairs, rules, kind),
        shared=joint,
        temuan=tuple(found),
    )


Pairs = list[tuple[PlanResult, RowResult]]


def _lines(pairs: Pairs, rules: PlanRules, kind: PlanKind, period: str) -> tuple[PlanGroup, ...]:
    """Return the lines of the list in its order, also those nobody has, then names that are not in it."""
    listed = {line.id: line for line in (*rules.lines_of(kind, period), *rules.lines_of(kind))}
    current = {line.id for line in rules.lines_of(kind, period)}
    rows = grouped((row for _, row in pairs), lambda r: r.row.line or f"?{plain(r.row.line_text)}")
    holders: dict[str, set[str]] = {}
    for result, row in pairs:
        key = row.row.line or f"?{plain(row.row.line_text)}"
        holders.setdefault(key, set()).add(result.unit.key)
    groups = [
        PlanGroup(
            id=line.id,
            title=line.title,
            area=line.area,
            units=len(holders.get(line.id, ())),
            summary=summarise(rows.get(line.id, ())),
        )
        for line in listed.values()
        if line.id in current or line.id in rows
    ]
    for key in sorted(key for key in rows if key.startswith("?") or key not in listed):
        title = rows[key][0].row.line_text or "(tidak disebut)"
        groups.append(PlanGroup(id="", title=title, known=False, units=len(holders[key]), summary=summarise(rows[key])))
    return tuple(groups)


def _areas(pairs: Pairs, rules: PlanRules, kind: PlanKind) -> tuple[PlanGroup, ...]:
    """Return the areas of change in the order of the list; none for a kind whose lines have no area."""
    area_of = {line.id: line.area for line in rules.lines_of(kind) if line.area}
    areas = tuple(dict.fromkeys(area_of.values()))
    found = []
    for area in areas:
        own = [(result, row) for result, row in pairs if area_of.get(row.row.line) == area]
        units = {result.unit.key for result, _ in own}
        summary = summarise(row for _, row in own)
        found.append(PlanGroup(id=area, title=area, area=area, units=len(units), summary=summary))
    return tuple(found)
