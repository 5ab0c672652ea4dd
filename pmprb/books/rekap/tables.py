"""A consolidation as tables for statistics: pandas frames, Parquet files and texts (.csv) of them.

Enters: a consolidation and its instrument. Leaves: long tables, one row an observation, whose columns bear the
words of the JSON (`docs/json.md`), a unit's `code` and `name` as `unit_code` and `unit_name`. Figures are floats of
the exact numbers, missing ones are NaN, never 0; a text that nobody wrote is empty. pandas is imported only here.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmprb.books.rekap.json import dispute_data, reply_data, temuan_data
from pmprb.catalog.model import Instrument
from pmprb.engine.gaps import find_gaps
from pmprb.office.disputes import disputes_in
from pmprb.office.model import Consolidation, Dispute, UnitResult
from pmprb.office.record import fate_of
from pmprb.sheets.delimited import write_delimited
from pmprb.sheets.whole import whole_file

if TYPE_CHECKING:
    import pandas as pd


COLUMNS = {
    "units": (
        *("unit_code", "unit_name", "kind", "group", "period", "instrument", "total", "share", "rank", "group_rank"),
        *("predicate", "answered", "asked", "file"),
    ),
    "nodes": ("unit_code", "node", "level", "title", "points", "max", "share", "answered", "asked"),
    "items": ("unit_code", "item", "area", "state", "answer", "score", "reviewed_score", "evidence"),
    "gates": (
        *("unit_code", "target", "reading", "decides", "name", "title", "measure", "value", "minimum", "margin"),
        *("passed", "basis"),
    ),
    "gaps": (
        *("unit_code", "item", "area", "criterion", "answer", "points_lost", "step_points", "evidence_missing"),
        "remedy",
    ),
    "temuan": ("code", "severity", "file", "sheet", "cell", "node", "message"),
    "inputs": ("file", "sha256", "unit_name", "fate"),
    "replies": ("unit_code", "item", "stance", "explanation", "about", "fate", "file", "cell"),
    "disputes": ("unit_code", "item", "self", "sides", "state", "ruling", "reason"),
}
"""Each table's columns, also of one without a row."""

TABLES = tuple(COLUMNS)


def tables(consolidation: Consolidation, instrument: Instrument) -> dict[str, pd.DataFrame]:
    """Return the tables by name (`COLUMNS`): units, nodes, items, gates, gaps, temuan, inputs, replies, disputes."""
    import pandas as pd

    rows = {
        "units": _units(consolidation),
        "nodes": _nodes(consolidation, instrument),
        "items": _items(consolidation, instrument),
        "gates": _gates(consolidation),
        "gaps": _gaps(consolidation, instrument),
        "temuan": [temuan_data(t) for t in consolidation.temuan],
        "inputs": [
            {"file": f.file, "sha256": f.sha256, "unit_name": f.unit, "fate": fate_of(f)} for f in consolidation.inputs
        ],
        "replies": [_reply(result, item) for result in consolidation.results for item in result.replies],
        "disputes": [_dispute(result, one) for result, one in disputes_in(consolidation)],
    }
    return {name: pd.DataFrame(rows[name], columns=list(columns)) for name, columns in COLUMNS.items()}


def write_parquet(consolidation: Consolidation, instrument: Instrument, folder: Path) -> list[Path]:
    """Write each table to `folder` as Parquet and return the files.

    Raises ImportError when no Parquet engine (pyarrow) is installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables(consolidation, instrument).items():
        path = folder / f"{name}.parquet"
        with whole_file(path) as draft:
            table.to_parquet(draft, index=False)
        written.append(path)
    return written


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table to `path` as text that Excel opens where numbers have a decimal comma; see `sheets.delimited`."""
    write_delimited(path, list(table.columns), table.itertuples(index=False, name=None))


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table to `path` as Parquet. Raises ImportError without pyarrow."""
    table.to_parquet(path, index=False)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _units(consolidation: Consolidation) -> list[dict[str, Any]]:
    standings = {(standing.code, standing.name): standing for standing in consolidation.standings}
    return [
        {
            "unit_code": r.unit.code,
            "unit_name": r.unit.name,
            "kind": r.unit.kind,
            "group": r.unit.group,
            "period": consolidation.period,
            "instrument": consolidation.instrument,
            "total": _float(r.tree.total.points) if r.rated else None,
            "share": _float(r.tree.total.share) if r.rated else None,
            "rank": place.rank if place else None,
            "group_rank": place.group_rank if place else None,
            "predicate": r.predicate.label if r.predicate else None,
            "answered": r.tree.total.answered,
            "asked": r.tree.total.items,
            "file": r.submission.file,
        }
        for r in consolidation.results
        for place in [standings.get((r.unit.code, r.unit.name))]
    ]


def _nodes(consolidation: Consolidation, instrument: Instrument) -> list[dict[str, Any]]:
    return [
        {
            "unit_code": r.unit.code,
            "node": node.node,
            "level": instrument.nodes[node.node].level,
            "title": instrument.nodes[node.node].title,
            "points": _float(node.points) if node.answered else None,
            "max": float(node.max),
            "share": _float(node.share) if node.answered else None,
            "answered": node.answered,
            "asked": node.items,
        }
        for r in consolidation.results
        for node in r.tree.nodes.values()
    ]


def _items(consolidation: Consolidation, instrument: Instrument) -> list[dict[str, Any]]:
    rows = []
    for r in consolidation.results:
        for item in r.tree.items.values():
            answer = r.submission.answers.get(item.item)
            reviewed = r.reviewed.items.get(item.item) if r.reviewed else None
            rows.append(
                {
                    "unit_code": r.unit.code,
                    "item": item.item,
                    "area": instrument.area_of(item.item).id,
                    "state": item.state.value,
                    "answer": answer.text if answer else "",
                    "score": _float(item.score),
                    "reviewed_score": _float(reviewed.score) if reviewed else None,
                    "evidence": answer.evidence if answer else "",
                }
            )
    return rows


def _gates(consolidation: Consolidation) -> list[dict[str, Any]]:
    return [
        {
            "unit_code": r.unit.code,
            "reading": v.gate_set,
            "decides": v.decides,
            "target": v.target,
            "name": gate.id,
            "title": gate.title,
            "measure": gate.measure,
            "value": _float(gate.value),
            "minimum": float(gate.minimum),
            "margin": _float(gate.margin),
            "passed": gate.passed,
            "basis": gate.basis.value,
        }
        for r in consolidation.results
        for v in r.verdicts
        for gate in v.gates
    ]


def _reply(result: UnitResult, item: str) -> dict[str, Any]:
    told = reply_data(result, item)
    return {
        **told,
        "unit_code": result.unit.code,
        "explanation": told["explanation"] or "",
        "about": told["about"] or "",
    }


def _dispute(result: UnitResult, one: Dispute) -> dict[str, Any]:
    """Return a dispute in one row: the sides in one text, and the ruling that counts."""
    told = dispute_data(result, one)
    sides = "; ".join(f"{side['reviewer'] or side['file']}: {side['answer'] or ''}" for side in told["sides"])
    ruled = told["ruling"] if told["state"] == "ruled" else {}
    return {
        "unit_code": result.unit.code,
        "item": one.item,
        "self": told["self"] or "",
        "sides": sides,
        "state": told["state"],
        "ruling": ruled.get("answer") or "",
        "reason": ruled.get("reason") or "",
    }


def _gaps(consolidation: Consolidation, instrument: Instrument) -> list[dict[str, Any]]:
    return [
        {
            "unit_code": r.unit.code,
            "item": gap.item,
            "area": gap.area,
            "criterion": gap.criterion,
            "answer": gap.answer,
            "points_lost": float(gap.lost),
            "step_points": float(gap.step.gain),
            "evidence_missing": gap.evidence_missing,
            "remedy": gap.remedy,
        }
        for r in consolidation.results
        for gap in find_gaps(r.submission, r.tree, instrument)
    ]
