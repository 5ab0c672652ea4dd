"""What the computed cells of a row hold before any spreadsheet program has calculated: the engine's values.

Enters: a row result and its policy. Leaves: values by column name. Refuses to know: cells' places.
"""

from __future__ import annotations

from fractions import Fraction

from pmprb.catalog.plan_rules import Logic, Polarity, Policy, RollUp
from pmprb.excel.plan.formulas import STATES
from pmprb.plans.arithmetic import Compared, achievement, roll_up
from pmprb.plans.evaluate import RowResult, State
from pmprb.plans.model import QUARTERS

Cached = str | float

BLANK_ROW: dict[str, Cached] = {"_pol": 1.0, "_log": 1.0, "_rol": 1.0}
"""Helpers of a row nobody filled; numbers that are not named are 0, all else is blank."""
NUMBERS = ("use", "bad", "n", "entered", "a02", "has", "late", *(f"{k}{q}" for k in ("m", "e") for q in QUARTERS))


def blank_row() -> dict[str, Cached]:
    """Return the values of an empty row."""
    return dict(BLANK_ROW) | {f"_{name}": 0.0 for name in NUMBERS}


def row_values(result: RowResult, policy: Policy, quarter: int, line: str) -> dict[str, Cached]:
    """Return the values of a filled row; `line` is the kegiatan utama carried down to it."""
    row, bad = result.row, result.state is State.WRONG
    unbounded = policy.model_copy(update={"cap": None, "floor": None, "best_without_cap": policy.best})
    values = blank_row() | {
        "_use": 1.0,
        "_pol": float(1 + list(Polarity).index(row.polarity)),
        "_log": float(1 + list(Logic).index(row.logic)),
        "_rol": float(1 + list(RollUp).index(row.roll_up)),
        "_bad": float(bad),
        "_line": line,
        "_year": _cell(row.year_target if row.year_target is not None else roll_up(row.targets, row.roll_up)),
        "light": result.band.label if result.band else STATES.get(result.state, ""),
        "to_date": _cell(result.to_date),
        "of_year": _cell(result.of_year),
        "target_to_date": _cell(result.target_to_date),
        "realised_to_date": _cell(result.realised_to_date),
        "_value": _cell(result.value),
        "_a02": float(result.year_share),
        "_has": float(result.has_target),
        "_late": float(len(result.late)),
        "_entered": float(sum(r is not None for r in row.realised[:quarter])),
        "absorbed": _cell((row.budget_realised or Fraction(0)) / row.budget) if row.budget else "",
    }
    for one in result.quarters:
        # Quarters not yet due have no share, but their helpers do.
        values |= {
            f"_t{one.quarter}": _cell(one.target),
            f"_r{one.quarter}": _cell(one.realised),
            f"_rr{one.quarter}": _cell(roll_up(row.realised[: one.quarter], row.roll_up)),
            f"_x{one.quarter}": _cell(_unbounded(result, one.target, one.realised, unbounded)),
            f"achieved{one.quarter}": _cell(one.share),
            f"_m{one.quarter}": float(one.counts),
            f"_e{one.quarter}": float(one.early),
        }
    if not bad:
        values["_n"] = float(sum(one.counts for one in result.quarters[:quarter]))
        values["_xy"] = _cell(_unbounded(result, result.year_target, result.realised_to_date, unbounded))
    return values


def _unbounded(
    result: RowResult, target: Fraction | None, realised: Fraction | None, policy: Policy
) -> Fraction | None:
    if target is None or realised is None:
        return None
    row = result.row
    return achievement(Compared(row.polarity, target, realised, row.baseline, row.upper), policy)


def _cell(value: Fraction | None) -> Cached:
    return "" if value is None else float(value)
