"""Action plans as plain data for JSON; a key is only ever added. Shares are decimal strings (1 is 100 per cent)."""

from __future__ import annotations

from typing import Any

from pmprb.books.rekap.json import files_data, temuan_data
from pmprb.numbers import decimal_or_none
from pmprb.plans.consolidate import PlanConsolidation, PlanGroup, PlanResult
from pmprb.plans.evaluate import RowResult
from pmprb.plans.groups import Summary
from pmprb.plans.shared import SharedIndicator

Plain = dict[str, Any]


def summary_data(summary: Summary) -> Plain:
    """Return the figures of a set of rows."""
    return {
        "rows": summary.rows,
        "measured": summary.measured,
        "mean": decimal_or_none(summary.mean),
        "a02": decimal_or_none(summary.a02),
        "lights": dict(summary.lights),
        "states": dict(summary.states),
        "late": summary.late,
        "off_track": summary.off_track,
        "absorbed": decimal_or_none(summary.absorbed),
        "review": decimal_or_none(summary.review),
    }


def row_data(result: RowResult) -> Plain:
    """Return one row: what it is called, where it stands."""
    return {
        "number": result.row.number,
        "line": result.row.line or result.row.line_text,
        "action": result.row.action,
        "output": result.row.output,
        "state": result.state.value,
        "light": result.band.id if result.band else None,
        "quarters": [decimal_or_none(quarter.share) for quarter in result.quarters],
        "to_date": decimal_or_none(result.to_date),
        "of_year": decimal_or_none(result.of_year),
        "late": list(result.late),
        "cell": f"{result.row.at.sheet}!{result.row.at.cell}",
    }


def plan_data(result: PlanResult) -> Plain:
    """Return one unit's plan."""
    return {
        "file": result.plan.file,
        "sha256": result.plan.sha256,
        "kind": result.plan.kind,
        "unit": {"code": result.unit.code, "name": result.unit.name},
        "period": result.plan.period,
        **summary_data(result.summary),
        "a02_portal": decimal_or_none(result.portal.a02),
        "items": [row_data(row) for row in result.rows],
        "temuan": [temuan_data(t) for t in result.temuan],
    }


def plans_data(found: PlanConsolidation) -> Plain:
    """Return a consolidation of plans."""
    return {
        "kind": found.kind,
        "rules_hash": found.rules_hash,
        "period": found.period,
        "quarter": found.quarter,
        "files": files_data(found.inputs, "used"),
        "total": summary_data(found.total),
        "a02_portal": decimal_or_none(found.portal.a02),
        "lines": [_group(group) for group in found.lines],
        "areas": [_group(group) for group in found.areas],
        "shared": [_shared(one) for one in found.shared],
        "units": [plan_data(result) for result in found.results],
        "missing": [{"code": unit.code, "name": unit.name} for unit in found.missing],
        "temuan": [temuan_data(t) for t in found.temuan],
    }


def _shared(one: SharedIndicator) -> Plain:
    """Return one indicator of several units; its figures are null where it has no joint one."""
    result = one.result
    return {
        "line": one.line or one.line_text,
        "indicator": one.indicator,
        "output": one.output,
        "unit_of_measure": one.measure,
        "roll_up": one.how.value,
        "problem": one.problem or None,
        "target_to_date": decimal_or_none(result.target_to_date) if result else None,
        "realised_to_date": decimal_or_none(result.realised_to_date) if result else None,
        "to_date": decimal_or_none(result.to_date) if result else None,
        "light": result.band.id if result and result.band else None,
        "units": [{"code": unit.code, "name": unit.name} for unit in one.units],
        "silent": [unit.code or unit.name for unit in one.silent],
    }


def _group(group: PlanGroup) -> Plain:
    return {"id": group.id, "title": group.title, "area": group.area, "units": group.units} | summary_data(
        group.summary
    )
