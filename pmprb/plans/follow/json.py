"""Recommendations followed up, as plain data for `--json`; a key is only ever added."""

from __future__ import annotations

from typing import Any

from pmprb.books.rekap.json import files_data, temuan_data
from pmprb.numbers import decimal_or_none
from pmprb.plans.follow.model import FollowConsolidation, FollowCount, FollowGroup, FollowLine

Plain = dict[str, Any]


def count_data(found: FollowCount) -> Plain:
    """Return how many rows stand where; `share` is a decimal string, null without a row."""
    return found.model_dump() | {"share": decimal_or_none(found.share)}


def _group(group: FollowGroup) -> Plain:
    return {"code": group.code or None, "title": group.title, "known": group.known} | count_data(group.count)


def _line(line: FollowLine, quarter: int) -> Plain:
    row = line.row
    return {
        "unit": {"code": line.sender.code, "name": line.sender.name},
        "actor": {"code": line.actor.code, "name": line.actor.name},
        "line": row.line_text,
        "recommendation": row.recommendation,
        "source_year": row.source_year,
        "source_page": row.source_page,
        "action": row.action,
        "quarter": row.quarter,
        "evidence": row.evidence,
        "state": None if row.wrong else row.state,
        "verified": row.verified,
        "late": row.is_late(quarter),
        "cell": f"{row.at.sheet}!{row.at.cell}",
    }


def follow_ups_data(found: FollowConsolidation) -> Plain:
    """Return a consolidation of recommendations."""
    return {
        "kind": found.kind,
        "rules_hash": found.rules_hash,
        "period": found.period,
        "quarter": found.quarter,
        "files": files_data(found.inputs, "used"),
        "total": count_data(found.total),
        "lines": [_group(group) for group in found.by_line],
        "units": [_group(group) for group in found.by_unit],
        "items": [_line(line, found.quarter) for line in found.lines],
        "missing": [{"code": unit.code, "name": unit.name} for unit in found.missing],
        "temuan": [temuan_data(t) for t in found.temuan],
    }
