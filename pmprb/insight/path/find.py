"""The least to a target, proven by a solver and scored again exactly before anybody sees it.

Enters: answers, an instrument, a goal, a wish, a solver. Leaves: a `LeastPath`. Refuses to know: files, sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer
from pmprb.engine.score import Blank, score_answers
from pmprb.insight.path.model import ZERO, Solver
from pmprb.insight.path.options import outside_reach
from pmprb.insight.path.records import LeastPath, Obstacle, PathPlan, Wish
from pmprb.insight.path.search import Search
from pmprb.insight.path.targets import Goal


def find_path(
    answers: Mapping[str, Answer],
    instrument: Instrument,
    goal: Goal,
    solver: Solver,
    wish: Wish | None = None,
    blank: Blank | None = None,
) -> LeastPath:
    """Return the least to a goal. The blank policy is the catalog's unless given.

    Of plans as good one with the smallest raise of answers is taken; the same one each time, as rows and columns stand
    in the form's order and the solver works alone by a fixed seed.
    """
    wish = wish or Wish()
    policy: Blank = blank or instrument.policies.blank
    before = score_answers(answers, instrument, policy)
    fixed = _fixed(instrument, wish)
    if wish.objective != "nilai" and goal.met(before):
        plan = PathPlan(changes=(), objective=ZERO, after=before)
        return LeastPath(goal=goal, wish=wish, status="already", before=before, plan=plan, fixed=fixed)
    search = Search(answers, instrument, goal, solver, wish, policy, before, fixed)
    best, bound = search.best()
    if best is None:
        obstacles = tuple(search.obstacles())
        return LeastPath(
            goal=goal,
            wish=wish,
            status="infeasible",
            before=before,
            obstacles=obstacles,
            rest=_rest(obstacles, answers, instrument, goal, solver, wish, policy),
            within_reach=_with_outcomes(answers, instrument, goal, solver, wish, policy),
            fixed=fixed,
        )
    plan = search.plan(best)
    return LeastPath(
        goal=goal,
        wish=wish,
        status="optimal" if bound is None else "feasible",
        before=before,
        plan=plan,
        bound=bound,
        others=tuple(search.others(plan)),
        fixed=fixed,
    )


def _fixed(instrument: Instrument, wish: Wish) -> tuple[str, ...]:
    """Return the items that may not be changed, in the form's order."""
    outside = frozenset() if wish.outcomes else outside_reach(instrument)

    def held(item: str) -> bool:
        effort = wish.effort.get(item)
        if effort is None:
            return False
        late = wish.months is not None and effort.months is not None and effort.months > wish.months
        return not effort.allowed or late

    return tuple(item for item in instrument.items if item in outside or held(item))


def _rest(
    obstacles: Sequence[Obstacle],
    answers: Mapping[str, Answer],
    instrument: Instrument,
    goal: Goal,
    solver: Solver,
    wish: Wish,
    blank: Blank,
) -> PathPlan | None:
    """Return the least for the needs that can be met, once those that cannot are left aside; None when there is
    nothing left to do."""
    hopeless = {one.need.id for one in obstacles if one.alone}
    left = tuple(need for need in goal.needs if need.id not in hopeless)
    if not hopeless or not left:
        return None
    asked = wish.model_copy(update={"more": 0})
    path = find_path(answers, instrument, goal.model_copy(update={"needs": left}), solver, asked, blank)
    return path.plan if path.plan and path.plan.changes else None


def _with_outcomes(
    answers: Mapping[str, Answer], instrument: Instrument, goal: Goal, solver: Solver, wish: Wish, blank: Blank
) -> bool | None:
    """Return whether a goal that is out of reach comes within it with items outside the unit's reach; None when those
    were allowed already."""
    if wish.outcomes or not outside_reach(instrument):
        return None
    asked = wish.model_copy(update={"outcomes": True})
    before = score_answers(answers, instrument, blank)
    search = Search(answers, instrument, goal, solver, asked, blank, before, _fixed(instrument, asked))
    return search.feasible()
