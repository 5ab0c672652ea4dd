"""A figure taken apart, as plain data for JSON; the shape is documented in docs/json.md."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pmprb.catalog.exact import exact_text
from pmprb.insight.explain import Explanation, ItemStep, NodeStep
from pmprb.report.numbers import decimal_text

Plain = dict[str, Any]


def explanation_data(figure: Explanation) -> Plain:
    """Return one figure: decimal strings as elsewhere, beside the exact text where digits do not end."""
    return {
        "code": figure.of,
        "title": figure.title,
        "gather": figure.gather,
        "blank": figure.blank,
        "points": _number(figure.points),
        "exact": None if figure.points is None else exact_text(figure.points),
        "max": decimal_text(figure.max),
        "weight": decimal_text(figure.weight),
        "mean": _number(figure.mean) if figure.gather == "mean" else None,
        "items": [_item(item) for item in figure.items],
        "children": [_node(child) for child in figure.children],
        "above": [_node(node) for node in figure.above],
        "basis": figure.basis.value,
        "references": list(figure.citations),
    }


def _number(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _node(node: NodeStep) -> Plain:
    return {"code": node.node, "title": node.title, "points": _number(node.points), "max": decimal_text(node.max)}


def _item(item: ItemStep) -> Plain:
    at = item.cell
    return {
        "code": item.item,
        "state": item.state.value,
        "answer": item.answer or None,
        "cell": f"{at.sheet}!{at.cell}" if at and at.cell else None,
        "score": _number(item.score),
        "score_before_gates": _number(item.own),
        "held_by": [gate.parent for gate in item.gates],
        "counted": item.counted,
        "weight": decimal_text(item.worth),
        "points": decimal_text(item.points),
        "options": {label: decimal_text(score) for label, score in item.options},
        "counts": [{"label": c.label, "value": decimal_text(c.value), "part": c.part} for c in item.counts],
    }
