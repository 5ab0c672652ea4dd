"""A path to a target in words, and in short for a unit's row and page: the same wherever a path is shown.

Enters: a path, its instrument. Leaves: sentences, `NextStep`s.
"""

from __future__ import annotations

from pmprb.catalog.item import Item
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer
from pmprb.insight.feedback import answer_words
from pmprb.insight.path.records import LeastPath, Obstacle, PathChange, PathPlan
from pmprb.numbers import number_words, percent, shown
from pmprb.office.model import NextStep


def obstacle_words(one: Obstacle) -> str:
    """Return which gate stands in the way, what it can reach and how much is missing."""
    show = percent if one.need.measure == "share" else shown
    best = "belum dinilai" if one.best is None else show(one.need.as_shown(one.best))
    least = show(one.need.as_shown(one.need.minimum))
    more = "lebih dari " if one.need.strict else "minimal "
    return f"{one.need.title}: paling tinggi {best}, {more}{least} (kurang {show(one.need.as_shown(one.short))})"


def change_words(one: PathChange, instrument: Instrument) -> str:
    """Return what becomes of the answer: "C → A", or the counts that change with their labels."""
    return between_words(one.before, one.after, instrument.items[one.item])


def between_words(before: Answer, after: Answer, item: Item) -> str:
    """Return one answer and what becomes of it; of counts only those that change."""
    if not after.counts or item.kind != "ratio" or not before.counts:
        return f"{answer_words(before, item)} → {answer_words(after, item)}"
    old, labels = dict(before.counts), {count.id: count.label for count in item.inputs}
    moved = ((labels[name], old.get(name), value) for name, value in after.counts if old.get(name) != value)
    said = (
        f"{label}: {'kosong' if was is None else number_words(was)} → {number_words(now)}" for label, was, now in moved
    )
    return "; ".join(said) or "tetap"


def least_words(path: LeastPath, instrument: Instrument) -> str:
    """Return the least to a target in one sentence, for a table and a unit's page."""
    if path.status == "already":
        return "sudah tercapai"
    if path.plan is None:
        first = "; ".join(obstacle_words(one) for one in path.obstacles[:2])
        said = "belum dapat oleh unit sendiri" if path.within_reach else "belum dapat tercapai"
        rest = f". Untuk ambang lainnya {plan_words(path.rest, instrument)}" if path.rest else ""
        return f"{said}: {first}{rest}" if first else said
    return plan_words(path.plan, instrument)


def plan_words(plan: PathPlan, instrument: Instrument) -> str:
    """Return how many changes a plan has, and in which areas."""
    areas: dict[str, int] = {}
    for change in plan.changes:
        title = instrument.area_of(change.item).title
        areas[title] = areas.get(title, 0) + 1
    most = sorted(areas.items(), key=lambda one: -one[1])
    listed = ", ".join(f"{title} ({many})" for title, many in most[:3])
    more = f", dan {len(most) - 3} area lain" if len(most) > 3 else ""
    return f"{len(plan.changes)} perubahan: {listed}{more}"


def next_step(path: LeastPath, instrument: Instrument) -> NextStep:
    """Return a path in short."""
    plan = path.plan or path.rest
    return NextStep(
        target=path.goal.target,
        title=path.goal.title,
        reachable=path.plan is not None,
        proven=path.status in ("optimal", "already"),
        changes=tuple((one.item, change_words(one, instrument)) for one in plan.changes) if plan else (),
        said=least_words(path, instrument),
    )
