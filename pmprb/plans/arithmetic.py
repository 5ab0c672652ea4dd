"""Target and realisation to achievement: the formulas alone, then with a policy's rules for zero and its bounds.

Enters: exact numbers. Leaves: shares (1 is 100 per cent), None where a formula has no value. The seven formulas and
where each is used: `docs/keputusan/0006-aturan-capaian.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pmprb.catalog.plan_rules import CAP, FORMULA, LOWER, NOT_MEASURED, MeanRule, Polarity, Policy, RollUp

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Compared:
    """What one achievement needs: `baseline` for FROM_BASELINE, `upper` for RANGE (then `target` is the lower end)."""

    polarity: Polarity
    target: Fraction
    realised: Fraction
    baseline: Fraction | None = None
    upper: Fraction | None = None


def formula(given: Compared) -> Fraction | None:
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


def achievement(given: Compared, policy: Policy) -> Fraction | None:
    """Return the share under a policy; None when it is not measured."""
    found = _ruled(given, policy)
    if found is None:
        return None
    if policy.floor is not None:
        found = max(policy.floor, found)
    return found if policy.cap is None else min(policy.cap, found)


def _ruled(given: Compared, policy: Policy) -> Fraction | None:
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
