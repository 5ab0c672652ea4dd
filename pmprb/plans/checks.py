"""What is remarkable in a plan, judged from its typed rows and results alone.

Enters: results of one plan's rows. Leaves: temuan of the RENC kind, in the rows' order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from pmprb.numbers import rounded
from pmprb.plans.evaluate import RowResult, RowState, problem_of, roll_up
from pmprb.plans.model import QUARTERS, ROMAN, Plan, PlanRow
from pmprb.plans.rules import Logic, Picks, PlanRules, Polarity, RollUp
from pmprb.temuan import (
    CellPos,
    CumulativeFigureFalls,
    EmptyPlan,
    ObstacleOrFollowUpBlank,
    PlanFigureDiffers,
    QuarterNotReported,
    RealisedBeforeTarget,
    StatusContradictsFigures,
    TargetZero,
    Temuan,
    WayNeedsFigure,
    WaysContradict,
    YearTargetDiffers,
)

_DUST = Fraction(1, 10**6)
_ROUNDED = Fraction(1, 10**4)
_SHARES = 3
"""A figure of another form above this is a per cent, not a share."""


def check_ways(row: PlanRow, picks: Picks) -> Iterator[Temuan]:
    """Ways of reckoning fit one another and have what they need (RENC-015, RENC-016)."""
    problem = problem_of(row)
    polarity = picks.label(row.polarity)
    if problem in ("baseline", "upper"):
        yield WayNeedsFigure(row.place(problem), row.name, way=polarity, needed=problem)
    elif problem:
        ways = ", ".join((polarity, picks.label(row.logic), picks.label(row.roll_up)))
        yield WaysContradict(row.place("logic"), row.name, ways=ways)


def check_zero(row: PlanRow) -> Iterator[Temuan]:
    """A target of zero is told: no target, or a target that nothing happens (RENC-008)."""
    for quarter in QUARTERS:
        if row.targets[quarter - 1] == 0:
            higher = row.polarity is Polarity.HIGHER
            taken = "no_target" if higher else "zero_target"
            at = row.place(f"target:{quarter}")
            yield TargetZero(at, row.name, quarter=ROMAN[quarter - 1], taken=taken)


def check_year(row: PlanRow) -> Iterator[Temuan]:
    """The year's target is its quarters' (RENC-017); cumulative figures do not fall (RENC-018)."""
    rolled = roll_up(row.targets, row.roll_up)
    stated = row.year_target if row.logic is not Logic.AGAINST_YEAR else None
    if stated is not None and rolled is not None and stated != rolled:
        yield YearTargetDiffers(row.place("year_target"), row.name, seen=stated, expected=rolled)
    if row.logic is Logic.CUMULATIVE_ENTRY and row.roll_up is RollUp.LAST:
        for key, figures in (("target", row.targets), ("realised", row.realised)):
            given = [(q, value) for q, value in zip(QUARTERS, figures, strict=True) if value is not None]
            for (_, before), (quarter, value) in pairwise(given):
                if value < before:
                    at = row.place(f"{key}:{quarter}")
                    yield CumulativeFigureFalls(at, row.name, seen=value, before=before, quarter=ROMAN[quarter - 1])


def check_result(result: RowResult) -> Iterator[Temuan]:
    """Early and late quarters (RENC-009, RENC-010), and a row off track that says nothing of it (RENC-011)."""
    row = result.row
    for one in result.quarters:
        if one.early:
            at = row.place(f"realised:{one.quarter}")
            yield RealisedBeforeTarget(at, row.name, quarter=ROMAN[one.quarter - 1])
    for quarter in result.late:
        yield QuarterNotReported(row.place(f"realised:{quarter}"), row.name, quarter=ROMAN[quarter - 1])
    if result.on_track is False and not (row.obstacle and row.follow_up):
        blank = [name for name, text in (("obstacle", row.obstacle), ("follow_up", row.follow_up)) if not text]
        absent = blank[0] if len(blank) == 1 else "both"
        yield ObstacleOrFollowUpBlank(row.place(blank[0]), row.name, absent=absent)


def check_status(result: RowResult) -> Iterator[Temuan]:
    """A recorded status agrees with its own figures (RENC-024)."""
    said = result.row.reached
    if said is None or result.to_date is None:
        return
    reached = result.to_date >= 1
    if said != reached:
        at = result.row.place("status")
        taken = "reached" if reached else "missed"
        yield StatusContradictsFigures(
            at,
            result.row.name,
            seen=result.row.status,
            expected=taken,
            share=rounded(result.to_date * 100, 4),
        )


def check_figures(result: RowResult) -> Iterator[Temuan]:
    """Computed figures of the sheet agree with ours (RENC-025)."""
    ours: dict[str, Fraction | None] = {"to_date": result.to_date, "of_year": result.of_year}
    ours |= {f"achieved:{one.quarter}": one.share for one in result.quarters}
    for figure in result.row.figures:
        expected = ours.get(figure.key)
        if expected is not None and not _agrees(figure.value, expected, result.row.foreign):
            seen, right = figure.value * (1 if result.row.foreign and figure.value > _SHARES else 100), expected * 100
            yield PlanFigureDiffers(figure.at, result.row.name, seen=rounded(seen, 4), expected=rounded(right, 4))


def _agrees(seen: Fraction, ours: Fraction, foreign: bool) -> bool:
    """True when a figure of the sheet is ours; other forms write per cents as 75 or 0.75, rounded to two places."""
    if not foreign:
        return abs(ours - seen) <= _DUST
    return abs(ours - seen) <= _ROUNDED or abs(ours * 100 - seen) <= _ROUNDED * 100


ROW_CHECKS: tuple[Callable[[PlanRow], Iterator[Temuan]], ...] = (check_zero, check_year)
RESULT_CHECKS: tuple[Callable[[RowResult], Iterator[Temuan]], ...] = (check_result, check_status, check_figures)


def check_plan(plan: Plan, results: tuple[RowResult, ...], rules: PlanRules) -> list[Temuan]:
    """Return what is remarkable in a plan. A row that cannot be reckoned is only told why."""
    found: list[Temuan] = []
    if not plan.rows:
        found.append(EmptyPlan(CellPos(workbook=plan.file)))
    for result in results:
        found.extend(check_ways(result.row, rules.picks))
        if result.state is RowState.WRONG:
            continue
        for check in ROW_CHECKS:
            found.extend(check(result.row))
        for judge in RESULT_CHECKS:
            found.extend(judge(result))
    return found
