"""Blank plans of a kind and a year, one workbook a unit, for units to fill in.

Enters: a `PlanSheetsRequest`. Leaves: workbooks in a folder, and `SheetsMade`. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pmprb import __version__
from pmprb.engine.answers import Unit
from pmprb.jobs.inputs import load_register
from pmprb.jobs.output import Permission, output_gate
from pmprb.jobs.plans import rules_at
from pmprb.jobs.pool import Watch, unwatched
from pmprb.jobs.templates import SheetsMade, UnitSheet, write_sheets
from pmprb.text import distinct, slug


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
