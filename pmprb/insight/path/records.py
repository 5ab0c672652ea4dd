"""Records of a path: the changes, what they bring, and why a target cannot be met. All figures are exact."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from pmprb.engine.answers import Answer
from pmprb.engine.score import ScoreTree
from pmprb.insight.path.targets import Goal, Need
from pmprb.temuan import Model

Objective = Literal["perubahan", "upaya", "nilai"]
Status = Literal["optimal", "feasible", "infeasible", "already"]


class Effort(Model):
    """What bettering an item takes: cost and months (None: not said), and whether it may be changed at all."""

    cost: Fraction | None = None
    months: Fraction | None = None
    allowed: bool = True


class Wish(Model):
    """How a path is looked for.

    `objective`: the fewest changes, the least cost, or the highest total. `effort` by item. `budget` and `months` bound
    the sum of costs and each item's months. `outcomes` lets items be changed that a unit cannot tick by itself. `more`
    is how many other plans as good are listed.
    """

    objective: Objective = "perubahan"
    effort: Mapping[str, Effort] = {}
    budget: Fraction | None = None
    months: Fraction | None = None
    outcomes: bool = False
    more: int = 0


class PathChange(Model):
    """One item to better. `gain` is what the total loses without it; `gates` are the needs whose value falls without
    it, `decides` those that fail."""

    item: str
    before: Answer
    after: Answer
    gain: Fraction
    gates: tuple[str, ...]
    decides: tuple[str, ...]
    cost: Fraction | None = None
    months: Fraction | None = None


class PathPlan(Model):
    """Changes in the order to be taken up, and the tree after them; `objective` is their number, cost, or total."""

    changes: tuple[PathChange, ...]
    objective: Fraction
    after: ScoreTree

    @property
    def items(self) -> tuple[str, ...]:
        """The items changed."""
        return tuple(change.item for change in self.changes)


class Obstacle(Model):
    """A need that cannot be met: the most it can reach, alone or with all others together, and what is missing."""

    need: Need
    best: Fraction | None
    alone: bool

    @property
    def short(self) -> Fraction:
        """Points missing to the minimum."""
        return self.need.minimum - (self.best or Fraction(0))


class LeastPath(Model):
    """The least to a target.

    `plan` is None when it is infeasible, and without changes when the target is met `already`. `bound` is set where the
    search stopped before its proof: no plan is better than that. `others` are as good as `plan`. Of an infeasible
    target `obstacles` say why, `rest` is the least for all other needs, and `within_reach` tells whether the target can
    be met once items outside the unit's own reach are changed too. `fixed` are the items that were not to be changed.
    """

    goal: Goal
    wish: Wish
    status: Status
    before: ScoreTree
    plan: PathPlan | None = None
    bound: Fraction | None = None
    others: tuple[PathPlan, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    rest: PathPlan | None = None
    within_reach: bool | None = None
    fixed: tuple[str, ...] = ()
