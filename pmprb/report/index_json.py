"""The index of an instansi as plain data for JSON; the shape is documented in docs/json.md."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pmprb.consolidation.model import UnitResult
from pmprb.eligibility.rb_index import RbIndex, Step
from pmprb.report.numbers import decimal_text

STEPS = ("general", "coefficient", "weight", "adjusted", "thematic", "index")


def index_data(found: RbIndex, first: UnitResult, second: UnitResult) -> dict[str, Any]:
    """Return the index with every step, its basis and the worksheets it was made from."""
    predicate = found.predicate
    return {
        "unit": {"code": first.unit.code, "name": first.unit.name},
        "period": first.submission.period,
        "files": [
            {"file": s.file, "sha256": s.sha256, "instrument": s.instrument}
            for s in (first.submission, second.submission)
        ],
        "blank": first.tree.blank,
        **{name: _step(getattr(found, name)) for name in STEPS},
        "predicate": None
        if predicate is None
        else {
            "label": predicate.label,
            "title": predicate.title,
            "basis": predicate.basis.value,
            "by_target": predicate.by_target,
            "note": predicate.note,
        },
        "targets": [
            {
                "item": target.item,
                "value": _text(target.value),
                "good_from": decimal_text(target.good_from),
                "met": target.met,
            }
            for target in found.targets
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    return {"value": _text(step.value), "basis": step.basis.value, "note": step.note}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)
