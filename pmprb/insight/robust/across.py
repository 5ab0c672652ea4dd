"""Across the instansi: improvements that lift the mean most, criteria nobody meets, units to learn from.

Enters: results, an evaluator. Leaves: `Across`. In floating numbers, for a list of where to begin; never a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pmprb.engine.answers import State
from pmprb.insight.path.options import options_of, outside_reach
from pmprb.insight.robust.draws import area_nodes, rows_of
from pmprb.insight.robust.evaluator import Evaluator, Numbers, Rows
from pmprb.office.model import UnitResult
from pmprb.temuan import Model

MOST, TEACHERS = 10, 3


class Lift(Model):
    """What the mean total gains when every unit gives one item its best answer; `units` have something to better."""

    item: str
    points: float
    units: int


class NobodyMeets(Model):
    """An item no unit has the full score of, and the best score there is (0..1, None: nobody answered)."""

    item: str
    best: float | None
    answered: int


class Teachers(Model):
    """The units with the most of an area, and how many are below half of what is possible."""

    area: str
    title: str
    units: tuple[tuple[str, str, float], ...]
    below_half: int


class Across(Model):
    """`together` is what the mean gains when all `lifts` are done."""

    lifts: tuple[Lift, ...]
    together: float
    nobody: tuple[NobodyMeets, ...]
    teachers: tuple[Teachers, ...]


def across(results: Sequence[UnitResult], evaluator: Evaluator) -> Across:
    """Return what is seen only across units; items outside a unit's reach are no improvement."""
    ordered = sorted((r for r in results if r.rated), key=lambda r: (r.unit.code, r.unit.name))
    if not ordered:
        return Across(lifts=(), together=0.0, nobody=(), teachers=())
    rows = rows_of(ordered, evaluator)
    best = _best(ordered, evaluator)
    lifts = _lifts(rows, best, evaluator)
    done = _bettered(rows, best, [evaluator.items[lift.item] for lift in lifts])
    return Across(
        lifts=lifts,
        together=_mean(evaluator, done) - _mean(evaluator, rows),
        nobody=_nobody(ordered, evaluator),
        teachers=_teachers(ordered, evaluator, rows),
    )


def _best(results: Sequence[UnitResult], evaluator: Evaluator) -> Numbers:
    """Return units × items: the own score of each item's best answer."""
    instrument = evaluator.instrument
    fixed = outside_reach(instrument)
    found = []
    for result in results:
        options = options_of(result.submission.answers, instrument, fixed)
        last = (options[item][-1].own for item in evaluator.items)
        found.append([float("nan") if own is None else float(own) for own in last])
    return np.array(found, dtype=float)


def _bettered(rows: Rows, best: Numbers, columns: Sequence[int]) -> Rows:
    own = np.array(rows.own)
    own[:, list(columns)] = best[:, list(columns)]
    return Rows(own, rows.applies, rows.closed)


def _mean(evaluator: Evaluator, rows: Rows) -> float:
    return float(np.nan_to_num(evaluator(rows)[:, 0], nan=0.0).mean())


def _lifts(rows: Rows, best: Numbers, evaluator: Evaluator) -> tuple[Lift, ...]:
    before = _mean(evaluator, rows)
    better = np.nan_to_num(best, nan=0.0) > np.nan_to_num(rows.own, nan=0.0)
    found = []
    for item, n in evaluator.items.items():
        units = int(better[:, n].sum())
        if units:
            found.append(Lift(item=item, points=_mean(evaluator, _bettered(rows, best, [n])) - before, units=units))
    return tuple(sorted(found, key=lambda lift: -round(lift.points, 9))[:MOST])


def _nobody(results: Sequence[UnitResult], evaluator: Evaluator) -> tuple[NobodyMeets, ...]:
    found = []
    for item in evaluator.items:
        rated = [result.tree.items[item] for result in results]
        scores = [one.score for one in rated if one.score is not None]
        applies = any(one.state is not State.NOT_APPLICABLE for one in rated)
        if applies and max(scores, default=0) < 1:
            best = float(max(scores)) if scores else None
            found.append(NobodyMeets(item=item, best=best, answered=len(scores)))
    return tuple(found)


def _teachers(results: Sequence[UnitResult], evaluator: Evaluator, rows: Rows) -> tuple[Teachers, ...]:
    points = np.nan_to_num(evaluator(rows), nan=0.0)
    found = []
    for name, title, nodes in area_nodes(evaluator.instrument):
        weight = float(evaluator.instrument.weight_of(name)) or 1.0
        share = points[:, [evaluator.nodes[node] for node in nodes]].sum(axis=1) / weight
        order = sorted(range(len(results)), key=lambda n: (-round(float(share[n]), 9), n))
        units = tuple((results[n].unit.code, results[n].unit.name, float(share[n])) for n in order[:TEACHERS])
        found.append(Teachers(area=name, title=title, units=units, below_half=int((share < 0.5).sum())))
    return tuple(found)
