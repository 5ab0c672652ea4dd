"""Old answers under the new catalog, through the links between the two.

Enters: two instruments, their links, units' records. Leaves: answers that can be scored, and the catalog to score
them by. Refuses to know: which units belong together, parts of a change.

An item that is one item on the same scale keeps its answer and is scored anew. What became of several items, or of
an item on another scale, keeps the share it earned. An item that comes from nothing was never asked: it bears
the answer of the newer worksheet, so that its coming counts as a change of criteria and never as improvement.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pmprb.answers.model import Answer, State
from pmprb.catalog.crosswalk import Links, shared
from pmprb.catalog.model import ROOT, ChoiceItem, Instrument, Item, Node, RatioItem, Scale, ScaleItem
from pmprb.consolidation.record import ItemRecord, UnitRecord

_UNIT_SCALE = Scale(min=Fraction(0), max=Fraction(1))


@dataclass(frozen=True)
class Bridge:
    """The way from one catalog to another. `scored` is the new one with the items of `by_share` typed as shares."""

    old: Instrument
    new: Instrument
    links: Links
    by_share: frozenset[str]
    fresh: frozenset[str]
    scored: Instrument

    def old_nodes(self, node: str) -> tuple[str, ...]:
        """Return the headings of the old catalog that a new one stands for."""
        return (self.old.root.id,) if node == ROOT else self.links.nodes.get(node, ())


def bridge(old: Instrument, new: Instrument, links: Links, asked: Collection[str] | None = None) -> Bridge:
    """Return the way from `old` to `new`; `asked` are the items the older record knows (None: all of `old`).

    An older version of one catalog may have lacked items that the installed one has.
    """
    if asked is not None:
        known = {new_id: tuple(one for one in olds if one in asked) for new_id, olds in links.items.items()}
        links = Links(items=known, nodes=links.nodes)
    split = shared(links.items)
    by_share = frozenset(
        item
        for item, olds in links.items.items()
        if olds and (len(olds) > 1 or olds[0] in split or not _alike(olds[0], item, old, new))
    )
    fresh = frozenset(item for item, olds in links.items.items() if not olds)
    return Bridge(old, new, links, by_share, fresh, _typed_as_shares(new, by_share) if by_share else new)


def _alike(old_item: str, new_item: str, old: Instrument, new: Instrument) -> bool:
    """True when an answer to the one is an answer to the other: the same labels, counts or bounds."""
    one, other = old.items[old_item], new.items[new_item]
    if isinstance(one, ChoiceItem) and isinstance(other, ChoiceItem):
        return set(old.scales[one.answer_set].scores) == set(new.scales[other.answer_set].scores)
    if isinstance(one, ScaleItem) and isinstance(other, ScaleItem):
        return one.scale == other.scale
    if isinstance(one, RatioItem) and isinstance(other, RatioItem):
        same_counts = {count.id for count in one.inputs} == {count.id for count in other.inputs}
        return same_counts and one.formula == other.formula
    return False


def _typed_as_shares(instrument: Instrument, items: frozenset[str]) -> Instrument:
    """Return an instrument in which some items are numbers 0..1 that have gone through their gates already."""
    fields: dict[str, Any] = {name: getattr(instrument, name) for name in type(instrument).model_fields}
    gates = tuple(gate for gate in instrument.item_gates if gate.item not in items)
    return Instrument(**(fields | {"root": _node(instrument.root, items), "item_gates": gates}))


def _node(node: Node, items: frozenset[str]) -> Node:
    return node.model_copy(
        update={
            "children": tuple(_node(child, items) for child in node.children),
            "items": tuple(_as_share(item) if item.id in items else item for item in node.items),
        }
    )


def _as_share(item: Item) -> ScaleItem:
    kept = {name: getattr(item, name) for name in ScaleItem.model_fields if name not in ("kind", "scale", "good_from")}
    return ScaleItem(**kept, kind="scale", scale=_UNIT_SCALE)


def carried(before: UnitRecord, after: UnitRecord, way: Bridge, blank: str) -> dict[str, Answer]:
    """Return the older unit's answers to the new catalog's items; `after` is the newer unit's worksheet."""
    answers = {}
    for item, olds in way.links.items.items():
        if item in way.fresh:
            answers[item] = after.items[item].answer(item) if item in after.items else _blank(item)
        elif item in way.by_share:
            records = {old: before.items[old] for old in olds if old in before.items}
            allowed = way.new.items[item].allow_not_applicable
            answers[item] = _shared_answer(item, records, way, blank, allowed)
        else:
            answers[item] = before.items[olds[0]].answer(item) if olds[0] in before.items else _blank(item)
    return answers


def _blank(item: str) -> Answer:
    return Answer(item=item, state=State.BLANK)


def _shared_answer(item: str, records: Mapping[str, ItemRecord], way: Bridge, blank: str, allowed: bool) -> Answer:
    """Return the share earned on several items, or on another scale, as an answer."""
    applying = {name: record for name, record in records.items() if record.state is not State.NOT_APPLICABLE}
    if records and not applying:
        return Answer(item=item, state=State.NOT_APPLICABLE) if allowed else _blank(item)
    given = {name: record.score for name, record in applying.items() if record.score is not None}
    if not given:
        return _blank(item)
    counting = applying if blank == "nol" else given
    share = weighted({name: given.get(name) or Fraction(0) for name in counting}, way.old)
    return Answer(item=item, state=State.GIVEN, value=share)


def weighted(scores: Mapping[str, Fraction], instrument: Instrument) -> Fraction:
    """Return the mean of items' scores, each weighing what the item weighs; the plain mean of items without weight."""
    weights = {name: instrument.item_weight(name) for name in scores}
    total = sum(weights.values(), Fraction(0))
    if not total:
        return sum(scores.values(), Fraction(0)) / len(scores)
    return sum((score * weights[name] for name, score in scores.items()), Fraction(0)) / total


def reviewed_score(item: str, before: UnitRecord, way: Bridge) -> Fraction | None:
    """Return the verifier's score of the older unit on a new item; None where nothing of it was verified."""
    records = {old: before.items[old] for old in way.links.items[item] if old in before.items}
    seen = {old: record.reviewed for old, record in records.items() if record.reviewed is not None}
    if not seen:
        return None
    if item in way.by_share:
        # Parts of a joined item that were not verified stand as the unit answered them.
        return weighted({old: seen.get(old, record.score or Fraction(0)) for old, record in records.items()}, way.old)
    (old, score), new_item = next(iter(seen.items())), way.new.items[item]
    old_item = way.old.items[old]
    if isinstance(old_item, ChoiceItem) and isinstance(new_item, ChoiceItem):
        scores = way.new.scales[new_item.answer_set].scores
        label = next((o.label for o in way.old.scales[old_item.answer_set].options if o.score == score), "")
        return scores.get(label, score)
    return score
