"""HiGHS behind the model's one door: loaded when first used.

Enters: a `Model`. Leaves: a `Solution` in floating numbers. What is true of a plan is never decided here: a row's bound
is moved by half the distance to the nearest sum that its coefficients allow, so that a sum exactly on it counts and the
next one below does not; whoever asks scores the plan again exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from pmprb.insight.path.model import Model, Row, Solution

_FINEST = Fraction(1, 10**9)
"""Sums nearer to each other than this are not told apart by bounds: the exact score tells them."""
_NODES, _FEW = 200_000, 200
"""So many nodes of the search at most, with and without a proof: a limit in seconds would give another answer on
another machine."""


def solve(model: Model) -> Solution:
    """Return the best values HiGHS finds, the same each time; one thread, one seed."""
    highspy, found = _quiet()
    import numpy as np

    for option, value in _OPTIONS.items():
        found.setOptionValue(option, value)
    found.setOptionValue("mip_max_nodes", _NODES if model.proof else _FEW)
    infinity = highspy.kHighsInf
    costs = dict(model.objective)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.variables), len(model.rows)
    lp.col_cost_ = np.array([float(costs.get(n, 0)) for n in range(len(model.variables))])
    lp.col_lower_ = np.zeros(len(model.variables))
    lp.col_upper_ = np.ones(len(model.variables))
    bounds = [_bounds(one, infinity, _on_grid(one, model)) for one in model.rows]
    lp.row_lower_ = np.array([low for low, _, _ in bounds])
    lp.row_upper_ = np.array([high for _, high, _ in bounds])
    starts, index, values = [0], [], []
    for one, (_, _, scale) in zip(model.rows, bounds, strict=True):
        index += [variable for variable, _ in one.terms]
        values += [float(value * scale) for _, value in one.terms]
        starts.append(len(index))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(values)
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if v.integer else kinds.kContinuous for v in model.variables]
    lp.sense_ = highspy.ObjSense.kMaximize if model.maximise else highspy.ObjSense.kMinimize
    found.passModel(lp)
    found.run()
    return _solution(found, highspy)


_OPTIONS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-7,
    "mip_feasibility_tolerance": 1e-10,
    "primal_feasibility_tolerance": 1e-9,
}


@cache
def _maker() -> tuple[Any, Callable[[], Any]]:
    """Return the library, and what makes a solver that prints nothing."""
    import highspy

    base: Any = highspy.Highs  # partly untyped

    class Quiet(base):  # type: ignore[misc]
        def enableCallbacks(self) -> None:
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return highspy, Quiet


def _quiet() -> tuple[Any, Any]:
    highspy, make = _maker()
    return highspy, make()


def _solution(found: Any, highspy: Any) -> Solution:
    status, kinds = found.getModelStatus(), highspy.HighsModelStatus
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Solution("infeasible")
    info = found.getInfo()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = tuple(found.getSolution().col_value) if feasible else ()
    if status == kinds.kOptimal:
        return Solution("optimal", values, info.mip_dual_bound)
    if status == kinds.kModelEmpty:
        return Solution("optimal", (), 0.0)
    return Solution("stopped", values, info.mip_dual_bound)


def _on_grid(one: Row, model: Model) -> bool:
    """True when the sums of a row lie on the grid of its coefficients: 0/1 variables, or a minimum, whose other
    variables are held to 0 or 1 by their own rows. Those rows themselves may not give way."""
    return one.low is not None or all(model.variables[variable].integer for variable, _ in one.terms)


def _bounds(one: Row, infinity: float, on_grid: bool) -> tuple[float, float, Fraction]:
    """Return a row's bounds, moved to where no sum falls, and what its coefficients are multiplied by."""
    largest = max((abs(value) for _, value in one.terms), default=Fraction(1))
    scale = Fraction(1) if one.low == one.high else Fraction(100) / largest
    if one.low is not None and one.low == one.high:
        return float(one.low), float(one.high or 0), scale
    edges = [edge for edge in (one.low, one.high) if edge is not None]
    grid = Fraction(1, math.lcm(*(value.denominator for _, value in one.terms), *(e.denominator for e in edges)))
    half = max(grid / 2, _FINEST) if on_grid else Fraction(0)
    low, high = one.low, one.high
    if low is not None:
        low = low + grid / 2 if one.strict else low - half
    if high is not None:
        high = high + half
    return (
        -infinity if low is None else float(low * scale),
        infinity if high is None else float(high * scale),
        scale,
    )
