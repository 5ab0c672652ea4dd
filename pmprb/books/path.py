"""A path to a target in words, as JSON, and as rows of an action plan's figures.

Enters: a `LeastPath` and what it was found from. Leaves: plain data and sentences, the same wherever a path is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from pmprb.books.rekap.json import predicate_data, verdict_data
from pmprb.catalog.item import ChoiceItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer
from pmprb.engine.score import ScoreTree
from pmprb.engine.verdict import judge, predicate_of
from pmprb.insight.path.records import LeastPath, Obstacle, PathChange, PathPlan
from pmprb.numbers import decimal_text, shown

_EXAMPLES = 3


def path_data(path: LeastPath, instrument: Instrument) -> dict[str, Any]:
    """Return a path: status, changes, and the total and verdicts after them; nothing after an infeasible target."""
    plan = path.plan
    return {
        "target": path.goal.target,
        "title": path.goal.title,
        "status": path.status,
        "objective_name": path.wish.objective,
        "objective": None if plan is None else _objective(path, plan),
        "bound": None if path.bound is None else decimal_text(path.bound),
        "before": _state(path.before, instrument),
        "changes": [] if plan is None else [_change(one) for one in plan.changes],
        "after": None if plan is None else _state(plan.after, instrument),
        "alternatives": [
            {"objective": _objective(path, one), "changes": [_change(c) for c in one.changes]} for one in path.others
        ],
        "obstacles": [_obstacle(one) for one in path.obstacles],
        "rest": None if path.rest is None else [_change(one) for one in path.rest.changes],
        "reachable_with_outcomes": path.within_reach,
        "fixed": list(path.fixed),
    }


def _objective(path: LeastPath, plan: PathPlan) -> int | str:
    return int(plan.objective) if path.wish.objective == "perubahan" else decimal_text(plan.objective)


def _state(tree: ScoreTree, instrument: Instrument) -> dict[str, Any]:
    total = tree.total.points
    return {
        "total": None if total is None else decimal_text(total),
        "verdicts": [verdict_data(verdict) for verdict in judge(tree, instrument)],
        "predicate": predicate_data(predicate_of(tree, instrument)),
    }


def _change(one: PathChange) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": one.item,
        "from": one.before.text or None,
        "to": one.after.text,
        "gates": list(one.gates),
        "decides": list(one.decides),
        "gain": decimal_text(one.gain),
    }
    if one.after.counts:
        old = dict(one.before.counts)
        data["counts"] = {
            name: {"from": None if name not in old else decimal_text(old[name]), "to": decimal_text(value)}
            for name, value in one.after.counts
            if old.get(name) != value
        }
    if one.cost is not None:
        data["cost"] = decimal_text(one.cost)
    if one.months is not None:
        data["months"] = decimal_text(one.months)
    return data


def _obstacle(one: Obstacle) -> dict[str, Any]:
    need = one.need
    return {
        "gate": need.id,
        "title": need.title,
        "measure": need.measure,
        "best": None if one.best is None else decimal_text(need.as_shown(one.best)),
        "minimum": decimal_text(need.as_shown(need.minimum)),
        "short": decimal_text(need.as_shown(one.short)),
        "alone": one.alone,
    }


def option_words(answer: Answer, item_id: str, instrument: Instrument) -> str:
    """Return what the answer reached asks for, in the catalog's words; empty where it is a number."""
    item = instrument.items[item_id]
    return item.options.get(answer.choice, "") if isinstance(item, ChoiceItem) else ""


def evidence_asked(item_id: str, instrument: Instrument) -> str:
    """Return examples of the evidence an item asks for."""
    return "; ".join(instrument.items[item_id].evidence[:_EXAMPLES])


def need_titles(names: Iterable[str], path: LeastPath) -> str:
    """Return the titles of gates, in the target's order."""
    named = set(names)
    return ", ".join(need.title for need in path.goal.needs if need.id in named)


def gain_words(points: Fraction) -> str:
    """Return points gained with their sign."""
    return f"+{shown(points)}" if points >= 0 else shown(points)
