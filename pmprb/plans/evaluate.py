"""A plan row to its achievement in every quarter, up to the quarter reported, and against the year.

Enters: a row, a policy with its bands, the quarter reported. Leaves: `RowResult`. Refuses to know: other rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pmprb.plans.model import QUARTERS, PlanRow
from pmprb.plans.rules import (
    CAP,
    FORMULA,
    LOWER,
    NOT_MEASURED,
    LightBand,
    Lights,
    Logic,
    MeanRule,
    Polarity,
    Policy,
    RollUp,
)
from pmprb.temuan import Model

# Target and realisation to achievement: the formulas alone, then with a policy's rules for zero and its bounds.


ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class AchievementInput:
    """What one achievement needs: `baseline` for FROM_BASELINE, `upper` for RANGE (then `target` is the lower end)."""

    polarity: Polarity
    target: Fraction
    realised: Fraction
    baseline: Fraction | None = None
    upper: Fraction | None = None


def formula(given: AchievementInput) -> Fraction | None:
    """Return the bare formula's share, without bounds and rules for zero; None where it divides by zero."""
    target, realised = given.target, given.realised
    if given.polarity is Polarity.FROM_BASELINE:
        if given.baseline is None or given.baseline == target:
            return None
        return (given.baseline - realised) / (given.baseline - target)
    if given.polarity is Polarity.RANGE:
        return _within(target, given.upper, realised)
    if given.polarity is Polarity.LOWER_RATIO:
        return target / realised if realised else None
    if target == 0:
        return None
    ratio, linear = realised / target, (2 * target - realised) / target
    if given.polarity is Polarity.HIGHER or (given.polarity is not Polarity.LOWER_LINEAR and realised <= target):
        return ratio
    return target / realised if given.polarity is Polarity.STABLE_RATIO else linear


def _within(low: Fraction, high: Fraction | None, realised: Fraction) -> Fraction | None:
    """Return 1 inside the range, and outside it what STABLE_LINEAR gives against the nearer end."""
    if high is None or high < low:
        return None
    if low <= realised <= high:
        return ONE
    if realised < low:
        return realised / low if low else None
    return (2 * high - realised) / high if high else None


def achievement(given: AchievementInput, policy: Policy) -> Fraction | None:
    """Return the share under a policy; None when it is not measured."""
    found = _ruled(given, policy)
    if found is None:
        return None
    if policy.floor is not None:
        found = max(policy.floor, found)
    return found if policy.cap is None else min(policy.cap, found)


def _ruled(given: AchievementInput, policy: Policy) -> Fraction | None:
    """Return the formula's share, or what the policy declares where zero stands."""
    rules = policy.zero.of(given.polarity)
    target, realised = given.target, given.realised
    if realised < 0 and policy.negative == NOT_MEASURED:
        return None
    if given.polarity is Polarity.FROM_BASELINE:
        degenerate = given.baseline == target
        outcome = (rules.target_zero_met if realised <= target else rules.target_zero_unmet) if degenerate else FORMULA
    elif given.polarity is Polarity.RANGE:
        outcome = FORMULA if formula(given) is not None else rules.target_zero_unmet
        if given.upper is None or given.upper < target:
            return None
    elif target == 0:
        met = realised <= 0 if given.polarity is Polarity.HIGHER or given.polarity in LOWER else realised == 0
        outcome = rules.target_zero_met if met else rules.target_zero_unmet
    elif realised == 0 or (realised < 0 and given.polarity is Polarity.LOWER_RATIO):
        outcome = rules.realisation_zero
    else:
        outcome = FORMULA
    if outcome == NOT_MEASURED:
        return None
    if outcome == CAP:
        return policy.best
    if outcome == FORMULA:
        return formula(given)
    assert isinstance(outcome, Fraction)
    return outcome


def roll_up(values: Iterable[Fraction | None], how: RollUp) -> Fraction | None:
    """Return several figures as one; blanks are left out, None when all are blank."""
    given = [value for value in values if value is not None]
    if not given:
        return None
    if how is RollUp.LAST:
        return given[-1]
    total = sum(given, ZERO)
    return total if how is RollUp.SUM else total / len(given)


def mean(values: Sequence[Fraction | None], rule: MeanRule) -> Fraction | None:
    """Return a mean under a declared rule for missing values and zeros.

    None when nothing is left to divide by, and when not one value is there: that is *belum ada realisasi*, not 0.
    """
    if all(value is None for value in values):
        return None
    filled = [ZERO if value is None and rule.missing == "nol" else value for value in values]
    kept = [value for value in filled if value is not None and (value != 0 or rule.zero == "ikut")]
    return sum(kept, ZERO) / len(kept) if kept else None


LEVELS = (Polarity.FROM_BASELINE, Polarity.RANGE)
"""Polarities whose figures are levels: adding quarters up has no meaning for them."""


class RowState(StrEnum):
    """What is known of a row in the quarter reported; only RATED rows have a share."""

    RATED = "rated"
    NO_REALISATION = "no_realisation"
    RUNNING = "running"
    EARLY = "early"
    NOT_DUE = "not_due"
    NO_TARGET = "no_target"
    WRONG = "wrong"


class QuarterResult(Model):
    """One quarter by the row's logic. `share` None: nothing to compare; `counts`: it is in the mean, missing as 0."""

    quarter: int
    target: Fraction | None
    realised: Fraction | None
    share: Fraction | None
    counts: bool
    early: bool = False


class RowResult(Model):
    """All that follows from a row. `late` are the due quarters with a target and without a realisation.

    `value` is what the row brings into means: 0 without realisation, None when it is not (yet) measured.
    """

    row: PlanRow
    state: RowState
    quarters: tuple[QuarterResult, ...]
    to_date: Fraction | None
    of_year: Fraction | None
    target_to_date: Fraction | None
    realised_to_date: Fraction | None
    year_target: Fraction | None
    value: Fraction | None
    band: LightBand | None
    late: tuple[int, ...] = ()
    year_share: Fraction = ZERO
    has_target: bool = False

    @property
    def on_track(self) -> bool | None:
        """None while there is nothing to judge."""
        if self.state is RowState.NO_REALISATION:
            return False
        return None if self.band is None else self.band.on_track


def problem_of(row: PlanRow) -> str:
    """Return why a row cannot be reckoned: "baseline", "upper", "logic" or nothing."""
    if row.polarity is Polarity.FROM_BASELINE and row.baseline is None:
        return "baseline"
    if row.polarity is Polarity.RANGE:
        lows = [t for t in (*row.targets, row.year_target) if t is not None]
        if row.upper is None or any(low > row.upper for low in lows):
            return "upper"
    summed = row.logic in (Logic.ACCUMULATED, Logic.AGAINST_YEAR) and row.roll_up is RollUp.SUM
    if row.polarity in LEVELS and (summed or row.logic is Logic.ACCUMULATED):
        return "logic"
    return "logic" if row.logic is Logic.CUMULATIVE_ENTRY and row.roll_up is not RollUp.LAST else ""


def year_target_of(row: PlanRow) -> Fraction | None:
    """Return the year's target: as entered, or the quarters' rolled up."""
    return row.year_target if row.year_target is not None else roll_up(row.targets, row.roll_up)


def evaluate_row(row: PlanRow, policy: Policy, lights: Lights, quarter: int) -> RowResult:
    """Return a row's achievement in the quarter reported (1 to 4)."""
    if row.wrong or problem_of(row):
        return RowResult(
            row=row, state=RowState.WRONG, quarters=(), to_date=None, of_year=None, target_to_date=None,
            realised_to_date=None, year_target=None, value=None, band=None, has_target=_has_target(row, policy),
        )  # fmt: skip
    quarters = tuple(_quarter(row, policy, q) for q in QUARTERS)
    due = quarters[:quarter]
    entered = [r for r in row.realised[:quarter] if r is not None]
    counted = [q for q in due if q.counts]
    year = year_target_of(row)
    realised = _realised(row, quarter)
    of_year = None if year is None or realised is None else _share(row, policy, year, realised)
    to_date, state = _to_date(row, counted, policy), RowState.RATED
    if not counted:
        state = _without(row, quarters, due, policy, quarter)
        to_date = None
    elif not entered:
        state, to_date = RowState.NO_REALISATION, None
    elif to_date is None:
        state = RowState.NO_TARGET
    value = ZERO if state is RowState.NO_REALISATION and policy.rows.missing == "nol" else to_date
    return RowResult(
        row=row,
        state=state,
        quarters=tuple(q if q.quarter <= quarter else q.model_copy(update={"share": None}) for q in quarters),
        to_date=to_date,
        of_year=of_year,
        target_to_date=year if row.logic is Logic.AGAINST_YEAR else roll_up(row.targets[:quarter], row.roll_up),
        realised_to_date=realised,
        year_target=year,
        value=value,
        band=None if to_date is None else lights.of(to_date),
        late=tuple(q.quarter for q in due if _late(row, q)),
        year_share=(of_year if state is RowState.RUNNING else value) or ZERO,
        has_target=_has_target(row, policy),
    )


def _late(row: PlanRow, result: QuarterResult) -> bool:
    """True for a due quarter whose own realisation is missing although it counts."""
    own = row.targets[result.quarter - 1] is not None or row.logic is Logic.AGAINST_YEAR
    return result.counts and own and row.realised[result.quarter - 1] is None


def _without(
    row: PlanRow, quarters: tuple[QuarterResult, ...], due: tuple[QuarterResult, ...], policy: Policy, quarter: int
) -> RowState:
    """Return the state of a row of which no due quarter counts."""
    if row.logic is Logic.AGAINST_YEAR and quarter < 4 and year_target_of(row) is not None:
        return RowState.RUNNING
    if any(q.early for q in due):
        return RowState.EARLY
    later = any(_is_target(row, policy, t) for t in row.targets[quarter:])
    return RowState.NOT_DUE if later or any(q.counts for q in quarters) else RowState.NO_TARGET


def _to_date(row: PlanRow, counted: list[QuarterResult], policy: Policy) -> Fraction | None:
    """Return the share up to the quarter reported: a mean of quarters, or the last quarter's share.

    A counted quarter without realisation is worth 0; under `zero: lewati` it is left out of the mean.
    """
    if not counted:
        return None
    values = [ZERO if q.share is None else q.share for q in counted]
    if row.logic is not Logic.INDEPENDENT:
        return values[-1]
    kept = [value for value in values if value != 0 or policy.quarters.zero == "ikut"]
    return sum(kept, ZERO) / len(kept) if kept else None


def _quarter(row: PlanRow, policy: Policy, quarter: int) -> QuarterResult:
    """Return one quarter by the row's logic."""
    target, realised = _pair(row, quarter)
    own = row.realised[quarter - 1]
    planned = target is not None and _is_target(row, policy, target)
    share = None if target is None or realised is None else _share(row, policy, target, realised)
    measured = share is not None if realised is not None else planned and policy.quarters.missing == "nol"
    if row.logic is Logic.AGAINST_YEAR and quarter < 4:
        measured = False
    early = own is not None and own > 0 and not planned and row.polarity is Polarity.HIGHER
    return QuarterResult(
        quarter=quarter, target=target, realised=realised, share=share, counts=measured, early=early
    )  # fmt: skip


def _pair(row: PlanRow, quarter: int) -> tuple[Fraction | None, Fraction | None]:
    """Return the target and realisation that a quarter compares, by the row's logic."""
    targets, realised = row.targets[:quarter], row.realised[:quarter]
    if row.logic is Logic.ACCUMULATED:
        return roll_up(targets, RollUp.SUM), roll_up(realised, RollUp.SUM)
    if row.logic is Logic.CUMULATIVE_ENTRY:
        return targets[-1], roll_up(realised, RollUp.LAST)
    if row.logic is Logic.AGAINST_YEAR:
        return year_target_of(row), roll_up(realised, row.roll_up)
    return targets[-1], realised[-1]


def _realised(row: PlanRow, quarter: int) -> Fraction | None:
    """Return the realisation up to a quarter, rolled up."""
    return roll_up(row.realised[:quarter], row.roll_up)


def _share(row: PlanRow, policy: Policy, target: Fraction, realised: Fraction) -> Fraction | None:
    given = AchievementInput(row.polarity, target, realised, row.baseline, row.upper)
    return achievement(given, policy)


def _is_target(row: PlanRow, policy: Policy, target: Fraction | None) -> bool:
    """True when a figure is something to reach: 0 is none where the policy does not measure it, "zero" otherwise."""
    if target is None:
        return False
    if target != 0 or row.polarity in LEVELS:
        return True
    return policy.zero.of(row.polarity).target_zero_met != NOT_MEASURED


def _has_target(row: PlanRow, policy: Policy) -> bool:
    """True when the row has a target in any quarter or for the year: it is in the divisor of A02."""
    return any(_is_target(row, policy, target) for target in (*row.targets, row.year_target))
