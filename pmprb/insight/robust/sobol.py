"""Sobol' indices of the areas: of how far ranks move when the areas' weights are a little otherwise, the part each area
brings alone (first order) and with all others (total).

Enters: results, an evaluator, how far. Leaves: the areas with their indices. SALib draws and reckons; it is loaded when
asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pmprb.insight.robust.draws import AreaWeight, area_nodes, ranks_of, rows_of
from pmprb.insight.robust.evaluator import Evaluator, Numbers
from pmprb.office.model import UnitResult

SAMPLES = 256


def with_sobol(
    areas: Sequence[AreaWeight],
    results: Sequence[UnitResult],
    evaluator: Evaluator,
    wobble: float,
    seed: int,
    samples: int = SAMPLES,
) -> tuple[AreaWeight, ...]:
    """Return the areas with their indices; as they are with fewer than two areas or units, or when no rank ever moves.

    `samples`, a power of two, is the base of Saltelli's design: samples × (areas + 2) evaluations.
    """
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    named = area_nodes(evaluator.instrument)
    ordered = sorted((r for r in results if r.rated), key=lambda r: (r.unit.code, r.unit.name))
    if len(named) < 2 or len(ordered) < 2:
        return tuple(areas)
    problem = {
        "num_vars": len(named),
        "names": [name for name, _, _ in named],
        "bounds": [[1 - wobble, 1 + wobble]] * len(named),
    }
    drawn = sample.sample(problem, samples, calc_second_order=False, seed=seed)
    moved = _moved(drawn, [nodes for _, _, nodes in named], ordered, evaluator)
    if float(np.var(moved)) == 0.0:
        return tuple(areas)
    found = analyze.analyze(problem, moved, calc_second_order=False, seed=seed, num_resamples=2)
    indices = {name: (float(found["S1"][n]), float(found["ST"][n])) for n, (name, _, _) in enumerate(named)}
    return tuple(
        area.model_copy(update={"first": indices[area.node][0], "total": indices[area.node][1]}) for area in areas
    )


def _moved(
    drawn: Numbers, areas: Sequence[Sequence[str]], results: Sequence[UnitResult], evaluator: Evaluator
) -> Numbers:
    """Return by draw how many places a unit moves on average, when each area's points are multiplied as drawn and the
    whole weighs as before."""
    points = evaluator(rows_of(results, evaluator))
    parts = np.stack(
        [np.nan_to_num(points[:, [evaluator.nodes[n] for n in nodes]], nan=0.0).sum(axis=1) for nodes in areas], axis=1
    )
    rest = np.nan_to_num(points[:, 0], nan=0.0) - parts.sum(axis=1)
    weights = np.array([float(sum(evaluator.instrument.nodes[n].weight for n in nodes)) for nodes in areas])
    scale = weights.sum() / (drawn @ weights)
    totals = rest[:, None] + parts @ (drawn * scale[:, None]).T
    before = ranks_of((rest + parts.sum(axis=1))[:, None])
    moved: Numbers = np.abs(ranks_of(totals) - before).mean(axis=0)
    return moved
