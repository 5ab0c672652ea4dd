"""The index of an instansi, of two worksheets or with its units, as plain data for JSON (shape: docs/json.md)."""

from __future__ import annotations

from typing import Any

from pmprb.engine.rb_index import ProofStep, RbIndex
from pmprb.engine.units_index import Contribution, ReadingResult, Summand
from pmprb.engine.verdict import PredicateResult
from pmprb.numbers import decimal_or_none, decimal_text
from pmprb.office.model import UnitResult
from pmprb.office.record import fate_of
from pmprb.office.units_index import JoinedIndex

# The index of an instansi as plain data for JSON; the shape is documented in docs/json.md.


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
                "value": decimal_or_none(target.value),
                "good_from": decimal_text(target.good_from),
                "met": target.met,
            }
            for target in found.targets
        ],
    }


def _step(step: ProofStep) -> dict[str, Any]:
    return {"value": decimal_or_none(step.value), "basis": step.basis.value, "note": step.note}


# The index of an instansi with its units as plain data for JSON; the shape is documented in docs/json.md.


def units_index_data(joined: JoinedIndex, variant: str) -> dict[str, Any]:
    """Return the index by every reading and variant, what each unit brings, and every file's fate."""
    own, chosen = joined.own, joined.index.reading(joined.chosen)
    return {
        "unit": {"code": own.unit.code, "name": own.unit.name},
        "period": own.submission.period,
        "file": own.submission.file,
        "sha256": own.submission.sha256,
        "instrument": own.submission.instrument,
        "variant": variant or None,
        "blank": own.tree.blank,
        "points": decimal_text(joined.index.points),
        "reading": chosen.id,
        "index": decimal_text(chosen.index),
        "basis": chosen.basis.value,
        "predicate": _predicate(chosen.predicate),
        "readings": [_reading(reading) for reading in joined.index.readings],
        "variants": [
            {
                "variant": other.id,
                "title": other.title,
                "readings": [
                    {"id": r.id, "index": decimal_text(r.index), "predicate": _predicate(r.predicate)}
                    for r in other.index.readings
                ],
            }
            for other in joined.others
        ],
        "units": {
            "instrument": joined.units.instrument,
            "rated": len(chosen.contributions),
            "unrated": [{"code": unit.code, "name": unit.name} for unit in joined.unrated],
            "missing": [{"code": unit.code, "name": unit.name} for unit in joined.units.missing],
        },
        "inputs": [
            {
                "file": file.file,
                "sha256": file.sha256 or None,
                "unit": file.unit,
                "fate": fate_of(file),
            }
            for file in joined.units.inputs
        ],
    }


def _reading(reading: ReadingResult) -> dict[str, Any]:
    return {
        "id": reading.id,
        "title": reading.title,
        "rule": reading.rule,
        "basis": reading.basis.value,
        "note": reading.note,
        "index": decimal_text(reading.index),
        "predicate": _predicate(reading.predicate),
        "parts": [_part(part) for part in reading.parts],
        "contributions": [_contribution(one) for one in reading.contributions],
    }


def _part(part: Summand) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "node": part.node or None,
        "counterpart": part.counterpart or None,
        "items": part.items or None,
        "value": decimal_or_none(part.value),
        "max": decimal_text(part.max),
        "basis": part.basis.value,
    }


def _contribution(one: Contribution) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "points": decimal_text(one.points),
        "brings": decimal_text(one.brings),
        "without": decimal_or_none(one.without),
    }


def _predicate(found: PredicateResult | None) -> dict[str, str] | None:
    return None if found is None else {"label": found.label, "title": found.title, "basis": found.basis.value}
