"""HiGHS behind the model's one door: the library, loaded when first used, or what `use` was given.

Enters: a `Model`. Leaves: a `Solution` in floating numbers. What is true of a plan is never decided here: a row's bound
is moved by half the distance to the nearest sum that its coefficients allow, so that a sum exactly on it counts and the
next one below does not; whoever asks scores the plan again exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from pmprb.insight.path.model import Model, Row, Solution

_FINEST = Fraction(1, 10**9)
"""Sums nearer to each other than this are not told apart by bounds: the exact score tells them."""
_NODES, _FEW = 200_000, 200
"""So many nodes of the search at most, with and without a proof: a limit in seconds would give another answer on
another machine."""


@dataclass(frozen=True)
class Program:
    """A model as HiGHS takes it: floating numbers by row, bounds moved (None: no bound), every variable from 0 to 1.

    The terms of row n are `index[starts[n]:starts[n + 1]]` with `values` there; `starts` has one entry a row.
    """

    costs: list[float]
    lower: list[float | None]
    upper: list[float | None]
    starts: list[int]
    index: list[int]
    values: list[float]
    integer: list[bool]
    maximise: bool
    options: dict[str, Any]


Backend = Callable[[Program], Solution]
"""HiGHS itself: the library here, its WebAssembly in a browser."""

_backend: list[Backend] = []


def use(backend: Backend | None) -> None:
    """Have every model solved by this HiGHS; None for the library, which is so from the start."""
    _backend[:] = [] if backend is None else [backend]


def solve(model: Model) -> Solution:
    """Return the best values HiGHS finds, the same each time; one thread, one seed."""
    return (_backend[0] if _backend else _native)(program(model))


def program(model: Model) -> Program:
    """Return a model as HiGHS takes it."""
    costs = dict(model.objective)
    bounds = [_bounds(one, _on_grid(one, model)) for one in model.rows]
    starts, index, values = [0], [], []
    for one, (_, _, scale) in zip(model.rows, bounds, strict=True):
        index += [variable for variable, _ in one.terms]
        values += [float(value * scale) for _, value in one.terms]
        starts.append(len(index))
    return Program(
        costs=[float(costs.get(n, 0)) for n in range(len(model.variables))],
        lower=[low for low, _, _ in bounds],
        upper=[high for _, high, _ in bounds],
        starts=starts,
        index=index,
        values=values,
        integer=[variable.integer for variable in model.variables],
        maximise=model.maximise,
        options=_OPTIONS | {"mip_max_nodes": _NODES if model.proof else _FEW},
    )


def _native(program: Program) -> Solution:
    highspy, found = _quiet()
    import numpy as np

    for option, value in program.options.items():
        found.setOptionValue(option, value)
    infinity = highspy.kHighsInf
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.costs), len(program.lower)
    lp.col_cost_ = np.array(program.costs)
    lp.col_lower_ = np.zeros(len(program.costs))
    lp.col_upper_ = np.ones(len(program.costs))
    lp.row_lower_ = np.array([-infinity if low is None else low for low in program.lower])
    lp.row_upper_ = np.array([infinity if high is None else high for high in program.upper])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(program.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(program.index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(program.values)
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if integer else kinds.kContinuous for integer in program.integer]
    lp.sense_ = highspy.ObjSense.kMaximize if program.maximise else highspy.ObjSense.kMinimize
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


def _bounds(one: Row, on_grid: bool) -> tuple[float | None, float | None, Fraction]:
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
    return None if low is None else float(low * scale), None if high is None else float(high * scale), scale
