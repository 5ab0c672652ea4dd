"""Verifiers' answers and their statistics as plain data for JSON.

The shape is documented in docs/json.md; a key is only ever added.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pmprb.answers.model import Answer
from pmprb.catalog.model import Instrument
from pmprb.consolidation.model import UnitResult
from pmprb.consolidation.verified import Compared, Verified
from pmprb.insight.reviewers import Agreement, ReviewerStatistics
from pmprb.report.numbers import decimal_text

Plain = dict[str, Any]


def comparison_data(compared: Compared) -> Plain:
    """Return both sides over the same items: how many, points of each, the most they can bring, the difference."""
    found = compared.difference
    return {
        "compared": {
            "items": compared.items,
            "self": decimal_text(compared.own),
            "reviewed": decimal_text(compared.review),
            "max": decimal_text(compared.most),
        },
        "difference": None if found is None else decimal_text(found),
    }


def review_items(result: UnitResult, verified: Verified) -> Plain:
    """Return the verifier's answers by item, each with its score, cell, note and who gave it."""
    found: Plain = {}
    for item, answer in verified.answers.items():
        at, score = answer.source, verified.alone.items[item].score
        found[item] = {
            "answer": answer.text or None,
            "state": answer.state.value,
            "score": None if score is None else decimal_text(score),
            "self": _text(result.submission.answers.get(item)),
            "difference": _difference(verified, item),
            "note": answer.note or None,
            "reviewer": result.submission.reviewers.get(item) or None if verified is result.verified else None,
            "file": at.workbook if at else None,
            "cell": f"{at.sheet}!{at.cell}" if at and at.cell else None,
        }
    return found


def _text(answer: Answer | None) -> str | None:
    return (answer.text or None) if answer else None


def _difference(verified: Verified, item: str) -> str | None:
    pair = verified.pairs.get(item)
    return decimal_text(pair.difference) if pair else None


def statistics_data(statistics: ReviewerStatistics, instrument: Instrument) -> Plain | None:
    """Return the statistics of verifiers; None when nothing was compared."""
    if statistics.overall is None:
        return None
    return {
        "units": statistics.units,
        "overall": _agreement(statistics.overall, instrument),
        "areas": [{"id": one.of, "title": one.title, **_agreement(one, instrument)} for one in statistics.by_area],
        "reviewers": [{"name": one.of or None, **_agreement(one, instrument)} for one in statistics.by_reviewer],
        "lowered": [
            {"item": one.item, "units": one.units, "lowered": one.lowered, "bias": decimal_text(one.bias)}
            for one in statistics.lowered
        ],
    }


def _agreement(one: Agreement, instrument: Instrument) -> Plain:
    return {
        "units": one.units,
        "items": one.items,
        "same": one.same,
        "agreement": decimal_text(one.agreement),
        "lowered": one.lowered,
        "raised": one.raised,
        "bias": decimal_text(one.bias),
        "kappa": [
            {
                "scale": kappa.scale,
                "title": instrument.scales[kappa.scale].title,
                "items": kappa.items,
                "weights": "linear" if kappa.weighted else None,
                "value": None if kappa.value is None else decimal_text(Fraction(kappa.value)),
            }
            for kappa in one.kappas
        ],
    }
