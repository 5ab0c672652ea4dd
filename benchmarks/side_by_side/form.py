"""What an analyst knows of the form of Zona Integritas: how its columns are read, scored and summed, in plain Python.

Enters: the rows of the sheet LKE as lists. Leaves: points of headings and scores of items, as floats. No checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SHEET, HEADER = "LKE", 4
CODE, CRITERION, WEIGHT, EXPLAINED, CHOICES, ANSWER, SCORE, EVIDENCE, REVIEW = 0, 1, 2, 3, 4, 5, 6, 8, 10
SCALES = {
    "Ya/Tidak": {"Ya": 1.0, "Tidak": 0.0},
    "A/B/C": {"A": 1.0, "B": 0.5, "C": 0.0},
    "A/B/C/D": {"A": 1.0, "B": 0.67, "C": 0.33, "D": 0.0},
    "A/B/C/D/E": {"A": 1.0, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0},
}


@dataclass
class Unit:
    """A unit's worksheet, scored: rows by code, score of each item (None: none), points of each heading."""

    name: str
    rows: dict[str, Sequence[Any]]
    scores: dict[str, float | None]
    points: dict[str, float]
    weights: dict[str, float]


def scored(name: str, rows: Sequence[Sequence[Any]], answer: int = ANSWER) -> Unit:
    """Return a unit's worksheet scored: the mean of what stands beneath a lowest heading times its weight, sums above.

    An item with points of its own brings its part of them. Of counts the sheet's own result is taken.
    """
    known = {row[CODE]: row for row in rows if isinstance(row[CODE], str)}
    weights = {code: weight for code, row in known.items() if (weight := _number(row[WEIGHT])) is not None}
    scores: dict[str, float | None] = {}
    below: dict[str, list[str]] = {code: [] for code in weights}
    for code, row in known.items():
        if row[CHOICES] == "Otomatis" or row[CHOICES] in SCALES or row[CHOICES] == "0-4":
            scores[code] = _score(row, answer)
        elif code not in weights or code == "TOTAL":
            continue  # a count
        below["TOTAL" if "." not in code else code.rpartition(".")[0]].append(code)
    points: dict[str, float] = {}
    for code in sorted(weights, key=lambda one: (one != "TOTAL", one.count(".")), reverse=True):
        parts = below[code]
        if code in scores:
            points[code] = (scores[code] or 0.0) * weights[code]
        elif all(part in points for part in parts):
            points[code] = sum(points[part] for part in parts)
        else:
            points[code] = sum(scores[part] or 0.0 for part in parts) / len(parts) * weights[code]
    return Unit(name, known, scores, points, weights)


def _score(row: Sequence[Any], answer: int) -> float | None:
    scale = SCALES.get(row[CHOICES])
    if scale is not None:
        return scale.get(str(row[answer]).strip())
    typed = _number(row[SCORE] if row[CHOICES] == "Otomatis" else row[answer])
    return typed if typed is None or row[CHOICES] == "Otomatis" else typed / 4.0


def _number(value: Any) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if found == found else None
