"""What must hold for a target: a gate set's target, a predicate, or a number of points.

Enters: an instrument and a target's name. Leaves: `Goal` with every `Need`, and whether a score tree meets it: exactly.
Refuses to know: models, answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.engine.score import ScoreTree
from pmprb.engine.verdict import judge, predicate_of
from pmprb.temuan import Model
from pmprb.text import plain

TOTAL_POINTS, PREDICATE = "points", "predicate"


class Need(Model):
    """A minimum in points of some nodes or items; `strict`: more than that. `measure` is how it is shown."""

    id: str
    title: str
    of: str
    members: tuple[str, ...]
    minimum: Fraction
    weight: Fraction
    measure: str
    strict: bool = False
    answered: bool = False
    """At least one answer is needed as well: without any there is no predicate."""

    def value(self, tree: ScoreTree) -> Fraction | None:
        """Return the points found, None without a value."""
        return tree.points_of(self.members)

    def met(self, tree: ScoreTree) -> bool:
        """True when a tree meets it."""
        points = self.value(tree)
        if points is None or (self.answered and not tree.answered(self.members)):
            return False
        return points > self.minimum if self.strict else points >= self.minimum

    def as_shown(self, points: Fraction) -> Fraction:
        """Return points in the measure the need is shown by: points, or a share 0..1."""
        return points / self.weight if self.measure == "share" else points


class Goal(Model):
    """A target and all that must hold together for it."""

    target: str
    title: str
    kind: str
    needs: tuple[Need, ...]

    def met(self, tree: ScoreTree) -> bool:
        """True when a tree meets every need."""
        return all(need.met(tree) for need in self.needs)


def target_names(instrument: Instrument) -> list[str]:
    """Return the targets an instrument has by name: those of its gates, then its predicates, best first."""
    names = [target.id for gate_set in instrument.gate_sets[:1] for target in gate_set.targets]
    bands = instrument.predicate.bands if instrument.predicate else ()
    return names + [band.label for band in sorted(bands, key=lambda band: -band.above)]


def goal_of(target: str, instrument: Instrument) -> Goal | None:
    """Return what a target asks for; None for a name or number the instrument does not know.

    The deciding reading of the gates counts. A predicate is met by a better one as well. A number is points of the
    total, with a comma or a point.
    """
    wanted = plain(target)
    for one in instrument.gate_sets[0].targets if instrument.gate_sets else ():
        if plain(one.id) == wanted or plain(one.title) == wanted:
            needs = tuple(
                Need(
                    id=gate.id,
                    title=gate.title,
                    of=gate.of,
                    members=instrument.members(gate.of),
                    weight=instrument.weight_of(gate.of),
                    minimum=gate.minimum * (instrument.weight_of(gate.of) if gate.measure == "share" else 1),
                    measure=gate.measure,
                )
                for gate in one.gates
            )
            return Goal(target=one.id, title=one.title, kind="gates", needs=needs)
    return _predicate(target, instrument) or _points(target, instrument)


def _predicate(target: str, instrument: Instrument) -> Goal | None:
    rule = instrument.predicate
    if rule is None:
        return None
    for band in rule.bands:
        if target.strip().casefold() == band.label.casefold() or plain(band.title) == plain(target):
            weight = instrument.weight_of(rule.of)
            need = Need(
                id=PREDICATE,
                title=f"Predikat {band.label}",
                of=rule.of,
                members=instrument.members(rule.of),
                weight=weight,
                minimum=weight * rule.percent(band.above, weight) / 100,
                measure="points" if rule.measure == "points" else "share",
                strict=rule.is_open(band),
                answered=True,
            )
            return Goal(target=band.label, title=f"Predikat {band.label} ({band.title})", kind=PREDICATE, needs=(need,))
    return None


_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")


def _points(target: str, instrument: Instrument) -> Goal | None:
    text = target.strip()
    if not _NUMBER.fullmatch(text):
        return None
    points = Fraction(text.replace(",", "."))
    return points_goal(points, text.replace(".", ","), instrument)


def points_goal(points: Fraction, text: str, instrument: Instrument) -> Goal:
    """Return the goal of a total in points."""
    root = instrument.root
    need = Need(
        id=TOTAL_POINTS,
        title="Nilai total",
        of=root.id,
        members=(root.id,),
        weight=root.weight,
        minimum=points,
        measure="points",
        answered=True,
    )
    return Goal(target=text, title=f"Nilai {text}", kind=TOTAL_POINTS, needs=(need,))


def passed_targets(tree: ScoreTree, instrument: Instrument) -> Mapping[str, bool]:
    """Return the named targets of the deciding gates, in their order, and whether the tree earns each."""
    return {verdict.target: verdict.passed for verdict in judge(tree, instrument) if verdict.decides}


def next_target(tree: ScoreTree, instrument: Instrument) -> Goal | None:
    """Return the nearest target a unit does not have yet: of the gates, or the next better predicate; None when there
    is none, or the unit answered nothing."""
    if not tree.total.answered:
        return None
    for target, passed in passed_targets(tree, instrument).items():
        if not passed:
            return goal_of(target, instrument)
    if instrument.gate_sets or instrument.predicate is None:
        return None
    now = predicate_of(tree, instrument)
    if now is None:
        return None
    bands = sorted(instrument.predicate.bands, key=lambda band: band.above)
    labels = [band.label for band in bands]
    place = labels.index(now.label) + 1
    return goal_of(labels[place], instrument) if place < len(labels) else None
