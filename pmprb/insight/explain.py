"""How one figure came about: answer, score, mean, weight, points, and what each step rests on.

Enters: a submission, its score tree, the catalog, the id of an item, a node or a group. Leaves: an `Explanation`
whose steps give exactly the tree's figures. Refuses to know: sentences, files.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from pmprb.catalog.item import Basis, ChoiceItem, Cited, Item, ItemGate, RatioItem, weakest
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission
from pmprb.engine.score import ScoreTree
from pmprb.numbers import decimal_or_none, decimal_text, exact_sum, exact_text
from pmprb.temuan import CellPos, Model


class CountUsed(Model):
    """A typed count of a ratio: `part` is what the formula does with it."""

    label: str
    value: Fraction
    part: Literal["numerator", "denominator", "none"]


class ItemStep(Model):
    """An item: its answer at its cell, its score (0..1, None without one), and what the score is worth in points.

    `options` are the scale's labels with their scores; `counts` and `formula` a ratio's; `low`, `high` a number's
    bounds. `own` is the score before gates on other items. `counts_in_mean` is false for an item left out.
    """

    item: str
    criterion: str
    state: State
    answer: str = ""
    raw: str = ""
    cell: CellPos | None = None
    score: Fraction | None
    own: Fraction | None = None
    gates: tuple[ItemGate, ...] = ()
    counted: bool
    worth: Fraction
    points: Fraction
    options: tuple[tuple[str, Fraction], ...] = ()
    counts: tuple[CountUsed, ...] = ()
    formula: str = ""
    low: Fraction | None = None
    high: Fraction | None = None


class NodeStep(Model):
    """A node's points and the most it can reach; `points` is None when *belum dinilai*."""

    node: str
    title: str
    points: Fraction | None
    max: Fraction

    @property
    def share(self) -> Fraction | None:
        """Points over the most possible."""
        return None if self.points is None or not self.max else self.points / self.max


class Explanation(Model):
    """One figure taken apart. `items` or `children` are what stands directly beneath; `above` leads to the total.

    `gather` says how: `mean` of item scores times the weight, `sum` of items with weights of their own, `children`
    added up, or `item` for an item by itself.
    """

    of: str
    title: str
    gather: Literal["mean", "sum", "children", "item"]
    blank: str
    points: Fraction | None
    max: Fraction
    weight: Fraction
    items: tuple[ItemStep, ...] = ()
    children: tuple[NodeStep, ...] = ()
    above: tuple[NodeStep, ...] = ()
    basis: Basis
    one_source: bool = False
    citations: tuple[str, ...]
    note: str = ""

    @property
    def counted(self) -> tuple[ItemStep, ...]:
        """The items that take part."""
        return tuple(item for item in self.items if item.counted)

    @property
    def mean(self) -> Fraction | None:
        """The mean of the item scores; None when nothing takes part."""
        scores = [item.score or Fraction(0) for item in self.counted]
        return exact_sum(scores) / len(scores) if scores else None


def known_ids(instrument: Instrument) -> list[str]:
    """Return every id that can be explained."""
    return [*instrument.nodes, *instrument.items, *instrument.groups_by_id]


def explain(of: str, submission: Submission, tree: ScoreTree, instrument: Instrument) -> Explanation:
    """Return how the figure of an item, a node or a group came about. Raises KeyError for an id the catalog lacks."""
    if of in instrument.items:
        return _of_item(of, submission, tree, instrument)
    if of in instrument.groups_by_id:
        return _of_group(of, tree, instrument)
    node, score = instrument.nodes[of], tree.nodes[of]
    return Explanation(
        of=of,
        title=node.title,
        gather=node.gather if node.items else "children",
        blank=tree.blank,
        points=score.points,
        max=score.max,
        weight=node.weight,
        items=tuple(_item(item, submission, tree, instrument) for item in node.items),
        children=tuple(_node(child.id, tree, instrument) for child in node.children),
        above=_above(of, tree, instrument),
        **_cited(node, instrument),
    )


def _of_item(of: str, submission: Submission, tree: ScoreTree, instrument: Instrument) -> Explanation:
    item = instrument.items[of]
    step = _item(item, submission, tree, instrument)
    return Explanation(
        of=of,
        title=item.criterion,
        gather="item",
        blank=tree.blank,
        points=step.points if step.counted else None,
        max=step.worth if step.counted else Fraction(0),
        weight=step.worth,
        items=(step,),
        above=_above(of, tree, instrument),
        **_cited(item, instrument),
    )


def _of_group(of: str, tree: ScoreTree, instrument: Instrument) -> Explanation:
    group = instrument.groups_by_id[of]
    children = tuple(_node(name, tree, instrument) for name in group.nodes)
    known = [child.points for child in children if child.points is not None]
    parts = [instrument.nodes[name] for name in group.nodes]
    citations = tuple(dict.fromkeys(instrument.citation(r) for part in parts for r in part.references))
    return Explanation(
        of=of,
        title=group.title,
        gather="children",
        blank=tree.blank,
        points=exact_sum(known) if known else None,
        max=exact_sum(child.max for child in children),
        weight=instrument.weight_of(of),
        children=children,
        basis=weakest(part.basis for part in parts),
        one_source=any(part.one_source for part in parts),
        citations=citations,
    )


def _cited(part: Cited, instrument: Instrument) -> dict[str, object]:
    citations = tuple(instrument.citation(reference) for reference in part.references)
    return {"basis": part.basis, "one_source": part.one_source, "citations": citations, "note": part.note}


def _node(name: str, tree: ScoreTree, instrument: Instrument) -> NodeStep:
    score = tree.nodes[name]
    return NodeStep(node=name, title=instrument.nodes[name].title, points=score.points, max=score.max)


def _above(of: str, tree: ScoreTree, instrument: Instrument) -> tuple[NodeStep, ...]:
    """Return the nodes above an id, the nearest first, the total last."""
    steps = []
    name = instrument.parents.get(of)
    while name:
        steps.append(_node(name, tree, instrument))
        name = instrument.parents.get(name)
    return tuple(steps)


def _item(item: Item, submission: Submission, tree: ScoreTree, instrument: Instrument) -> ItemStep:
    rated, answer = tree.items[item.id], submission.answers.get(item.id)
    applies = rated.state is not State.NOT_APPLICABLE
    counted = applies and (rated.score is not None or tree.blank == "nol")
    held = rated.own is not None and rated.own != rated.score
    scale = item.scale if item.kind == "scale" else None
    return ItemStep(
        item=item.id,
        criterion=item.criterion,
        state=rated.state,
        answer=answer.text if answer else "",
        raw=answer.raw if answer else "",
        cell=answer.source if answer else None,
        score=rated.score,
        own=rated.own if held else None,
        gates=tuple(gate for gate in instrument.item_gates if gate.item == item.id) if held else (),
        counted=counted,
        worth=rated.weight,
        points=(rated.score or Fraction(0)) * rated.weight,
        options=_options(item, instrument),
        counts=_counts(item, answer),
        formula=item.formula if isinstance(item, RatioItem) else "",
        low=scale.min if scale else None,
        high=scale.max if scale else None,
    )


def _options(item: Item, instrument: Instrument) -> tuple[tuple[str, Fraction], ...]:
    if not isinstance(item, ChoiceItem):
        return ()
    return tuple((option.label, option.score) for option in instrument.scales[item.answer_set].options)


def _counts(item: Item, answer: Answer | None) -> tuple[CountUsed, ...]:
    if not isinstance(item, RatioItem) or answer is None:
        return ()
    typed = dict(answer.counts)

    def part(name: str) -> Literal["numerator", "denominator", "none"]:
        return "numerator" if name in item.numerator else "denominator" if name in item.denominator else "none"

    return tuple(
        CountUsed(label=count.label, value=typed[count.id], part=part(count.id))
        for count in item.inputs
        if count.id in typed
    )


# A figure taken apart, as plain data for JSON; the shape is documented in docs/json.md.


Plain = dict[str, Any]


def explanation_data(figure: Explanation) -> Plain:
    """Return one figure: decimal strings as elsewhere, beside the exact text where digits do not end."""
    return {
        "code": figure.of,
        "title": figure.title,
        "gather": figure.gather,
        "blank": figure.blank,
        "points": decimal_or_none(figure.points),
        "exact": None if figure.points is None else exact_text(figure.points),
        "max": decimal_text(figure.max),
        "weight": decimal_text(figure.weight),
        "mean": decimal_or_none(figure.mean) if figure.gather == "mean" else None,
        "items": [_item_data(item) for item in figure.items],
        "children": [_node_data(child) for child in figure.children],
        "above": [_node_data(node) for node in figure.above],
        "basis": figure.basis.value,
        "one_source": figure.one_source,
        "references": list(figure.citations),
    }


def _node_data(node: NodeStep) -> Plain:
    return {
        "code": node.node,
        "title": node.title,
        "points": decimal_or_none(node.points),
        "max": decimal_text(node.max),
    }


def _item_data(item: ItemStep) -> Plain:
    at = item.cell
    return {
        "code": item.item,
        "state": item.state.value,
        "answer": item.answer or None,
        "cell": f"{at.sheet}!{at.cell}" if at and at.cell else None,
        "score": decimal_or_none(item.score),
        "score_before_gates": decimal_or_none(item.own),
        "held_by": [gate.parent for gate in item.gates],
        "counted": item.counted,
        "weight": decimal_text(item.worth),
        "points": decimal_text(item.points),
        "options": {label: decimal_text(score) for label, score in item.options},
        "counts": [{"label": c.label, "value": decimal_text(c.value), "part": c.part} for c in item.counts],
    }
