"""The search for the least to a target: what a solver is asked, and what is made of its answers.

Enters: answers, an instrument, a goal, a wish, a solver. Leaves: plans, obstacles. Refuses to know: files, sentences.

A solver works within a tolerance, so it never has the last word. What it calls feasible is scored by the engine: a plan
that misses a need by less than a tolerance is excluded, alone, and the search goes on. What it calls infeasible is so
by the bounds of the rows, which are moved to where no sum falls (`highs`), never inwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer
from pmprb.engine.score import Blank, ScoreTree, score_answers
from pmprb.insight.path.build import Built, build
from pmprb.insight.path.model import ONE, ZERO, Linear, Model, Row, Solution, Solver, Variable, row
from pmprb.insight.path.options import Option, options_of, steps_to
from pmprb.insight.path.records import Obstacle, PathChange, PathPlan, Wish
from pmprb.insight.path.targets import Goal, Need
from pmprb.numbers import exact_sum

_TRIES, _FEW = 60, 3
"""How many plans in a row may turn out short by less than the solver's tolerance before the search gives up, with and
without a proof to give."""

_SPARE = Fraction(1, 10**6)
"""What minima are asked for with, in points, after a plan that missed one: far above the solver's tolerance."""

Chosen = dict[str, int]
"""The option chosen, by item that is changed."""


def _better(one: Fraction, other: Fraction, maximise: bool) -> bool:
    return one > other if maximise else one < other


def _spared(one: Row, spare: Fraction, minima: Collection[str]) -> Row:
    """Return the row of a minimum with something to spare; any other as it is."""
    if not spare or one.low is None or one.name not in minima:
        return one
    return replace(one, low=one.low + spare)


@dataclass
class Search:
    """One goal looked for from one set of answers."""

    answers: Mapping[str, Answer]
    instrument: Instrument
    goal: Goal
    solver: Solver
    wish: Wish
    blank: Blank
    before: ScoreTree
    fixed: Collection[str]
    excluded: list[Row] = field(init=False, default_factory=list)
    scored: dict[frozenset[tuple[str, str]], ScoreTree] = field(init=False, default_factory=dict)

    @cached_property
    def options(self) -> dict[str, tuple[Option, ...]]:
        """Every item's answer as it is, then its better ones."""
        return options_of(self.answers, self.instrument, frozenset(self.fixed))

    @cached_property
    def built(self) -> Built:
        """The rows of the instrument, made when a solver is asked."""
        return build(self.instrument, self.options, self.blank)

    @cached_property
    def needs(self) -> list[Row]:
        """The rows of the goal and of the budget."""
        found = [one for need in self.goal.needs for one in self._need(need)]
        if self.wish.budget is not None:
            cost = self._sum(lambda item, _: self._cost(item))
            found.append(row("anggaran", cost, high=self.wish.budget))
        return found

    # Rows and objectives.

    def _need(self, need: Need) -> Iterator[Row]:
        part = self.built.of(need.members)
        yield row(need.id, part.points, low=need.minimum, strict=need.strict)
        if need.minimum <= 0:  # a heading without a value has none of its points, and meets no minimum
            yield row(f"{need.id}?", part.valued, low=ONE)
        if need.answered:
            yield row(f"{need.id}!", part.answered, low=ONE)

    def _sum(self, weight: Callable[[str, int], Fraction]) -> Linear:
        """Return the sum of what each change weighs, by its item and option."""
        return Linear({variable: weight(*key) for variable, key in self.built.chosen.items()})

    def _cost(self, item: str) -> Fraction:
        effort = self.wish.effort.get(item)
        return (effort.cost if effort else None) or ZERO

    def _objective(self) -> tuple[Linear, bool]:
        if self.wish.objective == "nilai":
            return self.built.of((self.instrument.root.id,)).points, True
        if self.wish.objective == "upaya":
            return self._sum(lambda item, _: self._cost(item)), False
        return self._sum(lambda *_: ONE), False

    def _raise(self, item: str, option: int) -> Fraction:
        own = self.options[item]
        return own[option].worth - own[0].worth

    # Solving.

    def _solved(
        self, objective: Linear, maximise: bool, rows: Sequence[Row], proof: bool = True
    ) -> tuple[Chosen | None, Solution]:
        """Return the best plan under these rows that the engine says meets the goal, None when there is none.

        Sums of long products may lie nearer to a minimum than any tolerance, and many plans share one such sum. After a
        plan that misses, minima are asked for with a little to spare. What that gives is proven when nothing better is
        left without the spare: plans that miss are excluded one by one, and what the last was worth is a bound.
        """
        terms = tuple((v, value) for v, value in objective.terms.items() if value)
        if not self.built.variables:
            return ({} if self._holds({}) else None), Solution("optimal")
        minima, spare, sparing = {need.id for need in self.goal.needs}, ZERO, True
        missed: Fraction | None = None
        spared: tuple[Chosen, Solution, Fraction] | None = None
        for _ in range(_TRIES if proof else _FEW):
            every = (*self.built.rows, *(_spared(one, spare, minima) for one in rows), *self.excluded)
            found = self.solver(Model(tuple(self.built.variables), every, terms, maximise, proof))
            if not found.values:
                if not spare or not proof:
                    return (spared[0], spared[1]) if spared else (None, found)
                spare, sparing = ZERO, False  # nothing meets the minima with something to spare: the others are left
                continue
            chosen = self._chosen(found)
            worth = (self.after(chosen).total.points or ZERO) if maximise else self._stage(objective, chosen)
            if spared and not _better(worth, spared[2], maximise):
                return spared[0], spared[1]
            if self._holds(chosen):
                if not spare or missed is None or not _better(missed, worth, maximise):
                    return chosen, found
                spared, spare, sparing = (chosen, found, worth), ZERO, False
                continue
            missed = worth
            self._exclude(chosen)
            spare = _SPARE if sparing else ZERO
        if spared and missed is not None:
            return spared[0], Solution("stopped", spared[1].values, float(missed - objective.constant))
        if not proof:
            return None, found
        raise ArithmeticError("the solver's plans miss the goal by less than its tolerance, again and again")

    def _holds(self, chosen: Chosen) -> bool:
        """True when the engine says that a plan meets the goal, and its exact cost is within the budget."""
        if not self.goal.met(self.after(chosen)):
            return False
        return self.wish.budget is None or exact_sum(self._cost(item) for item in chosen) <= self.wish.budget

    def _chosen(self, found: Solution) -> Chosen:
        picked = (key for variable, key in self.built.chosen.items() if found.values[variable] > 0.5)
        return dict(picked)

    def _exclude(self, chosen: Chosen) -> None:
        """Exclude exactly this plan."""
        picked = Linear(constant=-Fraction(len(chosen)))
        for variable, (item, option) in self.built.chosen.items():
            picked.terms[variable] = ONE if chosen.get(item) == option else -ONE
        self.excluded.append(row("bukan", picked, high=-ONE))

    def after(self, chosen: Chosen) -> ScoreTree:
        """Return the engine's tree after a plan."""
        new = {item: self.options[item][n].answer for item, n in chosen.items()}
        return self._tree(new)

    @cached_property
    def at_best(self) -> ScoreTree | None:
        """Return the tree of every item's best answer, where that is the most each need can reach at once; None where
        a better answer may cost points elsewhere: it closes a gate, shares a mean, or takes of a budget."""
        gates = self.instrument.item_gates
        if self.wish.budget is not None or any(gate.rule == "zero_if_answer" for gate in gates):
            return None
        if self.blank == "lewati":
            opened = (found for found in self.options.values() if found[0].own is None and len(found) > 1)
            if gates or any(found[-1].own != 1 for found in opened):
                return None
        return self._tree({item: found[-1].answer for item, found in self.options.items() if len(found) > 1})

    def feasible(self) -> bool:
        """Return whether any plan meets the goal."""
        if self.at_best is not None:
            return self.goal.met(self.at_best)
        return self._solved(Linear(), False, self.needs)[0] is not None

    def best(self, rows: Sequence[Row] = ()) -> tuple[Chosen | None, Fraction | None]:
        """Return the best plan, and the bound the solver stopped at when it has no proof that it is."""
        if self.at_best is not None and not self.goal.met(self.at_best):
            return None, None
        objective, maximise = self._objective()
        chosen, found = self._solved(objective, maximise, [*self.needs, *rows])
        if chosen is None:
            return None, None
        value = self._value(chosen)
        bound = None
        if found.status != "optimal" and found.bound is not None:
            bound = Fraction(str(round(found.bound, 6))) + objective.constant
        kept = self._as_good(objective, maximise, value)
        return self._gentlest(chosen, [*self.needs, *rows, *kept]), bound

    def _value(self, chosen: Chosen) -> Fraction:
        if self.wish.objective == "nilai":
            return self.after(chosen).total.points or ZERO
        return exact_sum(self._cost(i) if self.wish.objective == "upaya" else ONE for i in chosen)

    def _as_good(self, objective: Linear, maximise: bool, value: Fraction) -> list[Row]:
        if maximise:
            return [row("sebaik", objective, low=value)]
        return [row("sebaik", objective, high=value)]

    def _gentlest(self, chosen: Chosen, rows: Sequence[Row]) -> Chosen:
        """Return, of plans as good, the one with the fewest changes, then the smallest raise of answers."""
        stages = [self._sum(self._raise)]
        if self.wish.objective != "perubahan":
            stages.insert(0, self._sum(lambda *_: ONE))
        kept = list(rows)
        for stage in stages:
            if not chosen:
                return chosen
            better, _ = self._solved(stage, False, kept, proof=False)
            if better is not None and self._stage(stage, better) <= self._stage(stage, chosen):
                chosen = better
            kept.append(row("sehalus", stage, high=self._stage(stage, chosen)))
        return chosen

    def _stage(self, stage: Linear, chosen: Chosen) -> Fraction:
        return exact_sum(
            stage.terms.get(v, ZERO) for v, key in self.built.chosen.items() if chosen.get(key[0]) == key[1]
        )

    # From a choice to a plan.

    def plan(self, chosen: Chosen) -> PathPlan:
        """Return a plan that holds no change too many, and no count higher than it must be."""
        new = {item: self.options[item][chosen[item]].answer for item in self.instrument.items if item in chosen}
        if self.wish.objective != "nilai":
            for item in list(new):
                fewer = {other: answer for other, answer in new.items() if other != item}
                if self.goal.met(self._tree(fewer)):
                    new = fewer
            for item in new:
                new = self._lowered(item, new)
        else:
            total = self._tree(new).total.points
            for item in list(new):
                fewer = {other: answer for other, answer in new.items() if other != item}
                if self._tree(fewer).total.points == total and self.goal.met(self._tree(fewer)):
                    new = fewer
        return self._told(new)

    def _tree(self, new: Mapping[str, Answer]) -> ScoreTree:
        """Return the engine's tree with these answers; each plan tried is scored once."""
        key = frozenset((item, answer.text) for item, answer in new.items())
        if key not in self.scored:
            self.scored[key] = score_answers({**self.answers, **new}, self.instrument, self.blank)
        return self.scored[key]

    def _lowered(self, item: str, new: dict[str, Answer]) -> dict[str, Answer]:
        """Return the plan with the least count or number of one item that still does: found by halving."""
        steps = steps_to(self.instrument.items[item], self.options[item][0], new[item])
        low, high = 0, len(steps) - 1
        while low < high:
            middle = (low + high) // 2
            if self.goal.met(self._tree({**new, item: steps[middle]})):
                high = middle
            else:
                low = middle + 1
        return {**new, item: steps[low]} if steps else new

    def _told(self, new: Mapping[str, Answer]) -> PathPlan:
        after = self._tree(new)
        changes: list[PathChange] = []
        for item, answer in new.items():
            without = self._tree({other: one for other, one in new.items() if other != item})
            moved = [n for n in self.goal.needs if (n.value(without) or ZERO) < (n.value(after) or ZERO)]
            effort = self.wish.effort.get(item)
            changes.append(
                PathChange(
                    item=item,
                    before=self.options[item][0].answer,
                    after=answer,
                    gain=(after.total.points or ZERO) - (without.total.points or ZERO),
                    gates=tuple(need.id for need in moved),
                    decides=tuple(need.id for need in self.goal.needs if need.met(after) and not need.met(without)),
                    cost=effort.cost if effort else None,
                    months=effort.months if effort else None,
                )
            )
        value: Fraction = ZERO
        if self.wish.objective == "nilai":
            value = after.total.points or ZERO
        elif self.wish.objective == "upaya":
            value = exact_sum(self._cost(item) for item in new)
        else:
            value = Fraction(len(new))
        return PathPlan(changes=tuple(self._ordered(changes)), objective=value, after=after)

    def _ordered(self, changes: Sequence[PathChange]) -> list[PathChange]:
        """Return the changes in the order to be taken up: most points first, but behind what opens an item's gate."""
        left = sorted(changes, key=lambda one: -one.gain)
        done: list[PathChange] = []
        while left:
            waiting = {one.item for one in left}
            gates = self.instrument.item_gates
            ready = (one for one in left if not any(g.item == one.item and g.parent in waiting for g in gates))
            done.append(next(ready))
            left.remove(done[-1])
        return done

    def others(self, best: PathPlan) -> Iterator[PathPlan]:
        """Yield plans as good that change other items, at most `wish.more` of them."""
        objective, maximise = self._objective()
        kept = self._as_good(objective, maximise, best.objective)
        seen = [best]
        while len(seen) <= self.wish.more:
            kept += [self._other_items(seen[-1].items)]
            chosen, _ = self.best(kept)
            if chosen is None:
                return
            plan = self.plan(chosen)
            if not any(plan.items == one.items for one in seen):
                yield plan
            seen.append(plan)

    def _other_items(self, items: Collection[str]) -> Row:
        """Exclude plans that change exactly these items."""
        named = Linear(constant=-Fraction(len(items)))
        for variable, (item, _) in self.built.chosen.items():
            named.terms[variable] = ONE if item in items else -ONE
        return row("lain", named, high=-ONE)

    # Why there is none.

    def obstacles(self) -> Iterator[Obstacle]:
        """Yield each need that no plan meets, with the most it can reach; or, when each can be met alone, those that
        fall short when all are wanted together."""
        found = False
        for need in self.goal.needs:
            best = self.at_best or self._most(need)
            if not need.met(best):
                found = True
                yield Obstacle(need=need, best=need.value(best), alone=True)
        if not found:
            yield from self._together()

    def _goalless(self) -> Search:
        """Return the same search with nothing to meet."""
        return replace(self, goal=self.goal.model_copy(update={"needs": ()}))

    def _most(self, need: Need) -> ScoreTree:
        """Return the tree of the plan that brings most to one need, whatever becomes of the others."""
        rest = self._goalless()
        bounds = [one for one in self.needs if one.name == "anggaran"]
        chosen, _ = rest._solved(rest.built.of(need.members).points, True, bounds)
        return self.after(chosen or {})

    def _together(self) -> Iterator[Obstacle]:
        """Yield what is missing when the shortfalls, each as a part of its minimum, are least in sum."""
        rest = self._goalless()
        rows, missing = [one for one in self.needs if one.name == "anggaran"], Linear()
        for need in self.goal.needs:
            rest.built.variables.append(Variable(f"{need.id}-", integer=False))
            short = Linear({len(rest.built.variables) - 1: ONE})
            points = Linear().add(rest.built.of(need.members).points).add(short, max(need.minimum, ONE))
            rows.append(row(need.id, points, low=need.minimum, strict=need.strict))
            missing.add(short)
        chosen, _ = rest._solved(missing, False, rows)
        after = self.after(chosen or {})
        for need in self.goal.needs:
            if not need.met(after):
                yield Obstacle(need=need, best=need.value(after), alone=False)
