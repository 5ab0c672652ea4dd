"""Two instruments in, what they say differently out.

Enters: two instruments (any variants chosen). Leaves: `Difference`s in the order of the forms, numbers as exact
text. Refuses to know: files, answers, scores, and the worksheet layouts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from pmprb.catalog.item import AnswerSet, ChoiceItem, Cited, RatioItem, ScaleItem, ZeroRule
from pmprb.catalog.model import Instrument, Node
from pmprb.numbers import decimal_or_none, exact_text
from pmprb.temuan import Model


class Aspect(StrEnum):
    """What a difference is about."""

    HEAD = "head"  # the instrument's own: title, validity, caution, policies
    NODE = "node"  # a heading added or gone
    ITEM = "item"  # an item added or gone
    PARENT = "parent"  # stands under another heading
    ORDER = "order"  # headings or items in another order
    TITLE = "title"
    CRITERION = "criterion"
    LEVEL = "level"
    WEIGHT = "weight"
    GATHER = "gather"
    KIND = "kind"
    SCALE = "scale"  # the labels of an item's scale, or the bounds of a number
    SCORE = "score"  # what a label is worth; told once a scale
    SPELLING = "spelling"  # other spellings of labels and scales
    OPTION = "option"  # what a label means for an item
    COUNT = "count"
    FORMULA = "formula"
    ZERO = "zero"
    RULE = "rule"  # anything else an item lays down, such as "tidak berlaku"
    ITEM_GATE = "item_gate"
    GROUP = "group"
    GATE = "gate"
    PREDICATE = "predicate"
    INDEX = "index"  # the index of several instruments, and how units make the instansi's
    VARIANT = "variant"
    EVIDENCE = "evidence"
    REMEDY = "remedy"
    BASIS = "basis"
    REFERENCE = "reference"
    NOTE = "note"


class Difference(Model):
    """One thing that A and B say differently; `before` or `after` is empty for what only one of them has.

    `id` is a code, a scale, a gate; `part` is what of it: a label, a count, a key.
    """

    aspect: Aspect
    id: str
    part: str = ""
    before: str = ""
    after: str = ""

    @property
    def change(self) -> str:
        """Return "added", "gone" or "changed"."""
        if self.before and self.after:
            return "changed"
        return "gone" if self.before else "added"


Key = tuple[Aspect, str, str]
Facts = dict[Key, str]
_ITEM_ASPECTS = {"criterion": Aspect.CRITERION, "weight": Aspect.WEIGHT, "kind": Aspect.KIND, "remedy": Aspect.REMEDY}
_NODE_ASPECTS = {"title": Aspect.TITLE, "level": Aspect.LEVEL, "weight": Aspect.WEIGHT, "gather": Aspect.GATHER}
_FORMULA = ("formula", "numerator", "denominator", "cap", "numerator_may_exceed")
_TOLD_APART = {"id", "children", "items", "answer_set", "options", "inputs", "zero", "scale", "references"}
_HEAD_APART = {"id", "variant", "hash", "root", "answer_sets", "layouts", "regulations", "groups", "gate_sets"}
_HEAD_APART |= {"item_gates", "variants", "predicate", "units_rule", "index", "units_index", "references", "basis"}
_HEAD_APART |= {"bounds", "units_beside", "demo", "scores_as"}


def compare(a: Instrument, b: Instrument) -> list[Difference]:
    """Return what B says otherwise than A, in the order of A, what only B has after it; empty when they are equal.

    What belongs to a heading or an item that only one of them has is not told apart from it, and scales count
    by their labels and scores, whatever they are called. The instruments' ids and layouts are not compared.
    """
    before, after = _facts(a), _facts(b)
    alone = _only_in_one(a, b)
    found = []
    for key in _merged(before, after):
        aspect, name, part = key
        one, other = before.get(key, ""), after.get(key, "")
        told = not (one and other) if aspect in (Aspect.NODE, Aspect.ITEM) else name not in alone
        if one != other and told:
            found.append(Difference(aspect=aspect, id=name, part=part, before=one, after=other))
    return [*found, *_scores(a, b), *_order(a, b)]


def _merged(before: Facts, after: Facts) -> list[Key]:
    """Return the keys of both, each once: those of A in its order, a key of B alone behind its neighbour there."""
    merged = list(before)
    places = {key: place for place, key in enumerate(merged)}
    behind: dict[int, list[Key]] = {}
    last = -1
    for key in after:
        if key in places:
            last = places[key]
        else:
            behind.setdefault(last, []).append(key)
    ordered = list(behind.get(-1, []))
    for place, key in enumerate(merged):
        ordered += [key, *behind.get(place, [])]
    return ordered


def _only_in_one(a: Instrument, b: Instrument) -> set[str]:
    names = [{*i.nodes, *i.items} for i in (a, b)]
    return names[0] ^ names[1]


def _facts(instrument: Instrument) -> Facts:
    """Return all that an instrument lays down as short texts."""
    facts: Facts = {}
    for name, value in _fields(instrument):
        if name not in _HEAD_APART:
            facts[Aspect.HEAD, "", name] = _text(value)
    facts |= _cited(instrument, "")
    for node in instrument.nodes.values():
        facts |= _node(instrument, node)
    for gate in instrument.item_gates:
        key = (Aspect.ITEM_GATE, gate.item, f"{gate.parent} {gate.rule}")
        facts[key] = " ".join((gate.rule, gate.parent, *gate.answers))
    for group in instrument.groups:
        facts[Aspect.GROUP, group.id, ""] = f"{group.title}: {', '.join(group.nodes)}"
    facts |= _gates(instrument)
    for name in ("units_rule", "index", "units_index", "units_beside"):
        rule = getattr(instrument, name)
        if rule is not None:
            facts[Aspect.INDEX, name, ""] = _text(rule)
    for variant in instrument.variants:
        facts[Aspect.VARIANT, variant.id, ""] = _text(variant)
    return {key: value for key, value in facts.items() if value}


def _node(instrument: Instrument, node: Node) -> Facts:
    facts: Facts = {(Aspect.NODE, node.id, ""): node.title or "-"}
    facts[Aspect.PARENT, node.id, ""] = instrument.parents.get(node.id, "")
    for name, value in _fields(node):
        if name not in _TOLD_APART | {"basis", "one_source", "note"}:
            facts[_NODE_ASPECTS.get(name, Aspect.RULE), node.id, "" if name in _NODE_ASPECTS else name] = _text(value)
    facts |= _cited(node, node.id)
    for item in node.items:
        facts |= {(Aspect.ITEM, item.id, ""): item.criterion or "-", (Aspect.PARENT, item.id, ""): node.id}
        facts |= _item(instrument, item)
    return facts


def _item(instrument: Instrument, item: ChoiceItem | RatioItem | ScaleItem) -> Facts:
    facts: Facts = {}
    for name, value in _fields(item):
        if name in _ITEM_ASPECTS:
            facts[_ITEM_ASPECTS[name], item.id, ""] = _text(value)
        elif name == "evidence":
            facts[Aspect.EVIDENCE, item.id, ""] = "; ".join(item.evidence)
        elif name in _FORMULA:
            facts[Aspect.FORMULA, item.id, name] = _text(value)
        elif name not in _TOLD_APART | {"basis", "one_source", "note"}:
            facts[Aspect.RULE, item.id, name] = _text(value)
    if isinstance(item, ChoiceItem):
        scale = instrument.scales.get(item.answer_set)
        facts[Aspect.SCALE, item.id, ""] = "/".join(scale.scores) if scale else item.answer_set
        facts |= {(Aspect.OPTION, item.id, label): text for label, text in item.options.items()}
    elif isinstance(item, ScaleItem):
        facts[Aspect.SCALE, item.id, ""] = _text(item.scale)
    else:
        facts |= {(Aspect.COUNT, item.id, count.id): count.label for count in item.inputs}
        facts[Aspect.COUNT, item.id, ""] = ", ".join(count.id for count in item.inputs)
        if item.zero:
            facts |= {(Aspect.ZERO, item.id, part): text for part, text in _zero(item.zero).items()}
    return facts | _cited(item, item.id)


def _zero(rule: ZeroRule) -> dict[str, str]:
    return {name: _text(value) for name, value in _fields(rule) if name not in ("basis", "one_source", "note")}


def _cited(cited: Cited | Instrument, owner: str) -> Facts:
    facts = {(Aspect.BASIS, owner, ""): cited.basis.value}
    facts[Aspect.REFERENCE, owner, ""] = "; ".join(f"{r.regulation} {r.place}" for r in cited.references)
    if isinstance(cited, Cited):
        facts[Aspect.NOTE, owner, ""] = cited.note
    return facts


def _gates(instrument: Instrument) -> Facts:
    facts: Facts = {}
    for gate_set in instrument.gate_sets:
        facts[Aspect.GATE, gate_set.id, "title"] = gate_set.title
        for target in gate_set.targets:
            facts[Aspect.GATE, f"{gate_set.id}/{target.id}", "title"] = target.title
            for gate in target.gates:
                own = f"{gate_set.id}/{target.id}/{gate.id}"
                facts |= {(Aspect.GATE, own, name): _text(getattr(gate, name)) for name in ("title", "of", "measure")}
                facts[Aspect.GATE, own, "minimum"] = exact_text(gate.minimum)
    facts[Aspect.GATE, "", "order"] = ", ".join(gate_set.id for gate_set in instrument.gate_sets)
    if instrument.predicate:
        facts[Aspect.PREDICATE, "", "of"] = instrument.predicate.of
        for band in instrument.predicate.bands:
            facts |= {
                (Aspect.PREDICATE, band.label, name): _text(value) for name, value in _fields(band) if name != "label"
            }
    return facts


def _scores(a: Instrument, b: Instrument) -> Iterator[Difference]:
    """Yield what labels are worth and how they are spelled, once for each pair of scales that items in both use."""
    seen: set[tuple[str, str]] = set()
    for name, item in a.items.items():
        other = b.items.get(name)
        if not (isinstance(item, ChoiceItem) and isinstance(other, ChoiceItem)):
            continue
        pair = (item.answer_set, other.answer_set)
        scales = a.scales.get(pair[0]), b.scales.get(pair[1])
        if pair in seen or scales[0] is None or scales[1] is None or list(scales[0].scores) != list(scales[1].scores):
            continue
        seen.add(pair)
        yield from _scale(scales[0], scales[1])


def _scale(one: AnswerSet, other: AnswerSet) -> Iterator[Difference]:
    for old, new in zip(one.options, other.options, strict=True):
        if old.score != new.score:
            texts = {"before": exact_text(old.score), "after": exact_text(new.score)}
            yield Difference(aspect=Aspect.SCORE, id=one.id, part=old.label, **texts)
        if old.aliases != new.aliases:
            texts = {"before": ", ".join(old.aliases), "after": ", ".join(new.aliases)}
            yield Difference(aspect=Aspect.SPELLING, id=one.id, part=old.label, **texts)
    named = [", ".join((scale.title, *scale.also_printed)) for scale in (one, other)]
    if named[0] != named[1]:
        yield Difference(aspect=Aspect.SPELLING, id=one.id, before=named[0], after=named[1])


def _order(a: Instrument, b: Instrument) -> Iterator[Difference]:
    """Yield the headings beneath which what both have stands in another order."""
    for node in a.nodes.values():
        other = b.nodes.get(node.id)
        if other is None:
            continue
        below = [[part.id for part in (*n.children, *n.items)] for n in (node, other)]
        common = [[name for name in names if name in below[1 - side]] for side, names in enumerate(below)]
        if common[0] != common[1]:
            yield Difference(aspect=Aspect.ORDER, id=node.id, before=", ".join(common[0]), after=", ".join(common[1]))


def _fields(model: BaseModel) -> Iterator[tuple[str, object]]:
    """Yield a record's fields; what it has only reckoned and kept is none of them."""
    for name in type(model).model_fields:
        yield name, getattr(model, name)


def _text(value: object) -> str:
    """Return a value as short text; empty for what is not there or a plain no."""
    if value is None or value is False:
        return ""
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, BaseModel):
        parts = ((name, _text(part)) for name, part in _fields(value))
        return "; ".join(f"{name} {text}" for name, text in parts if text)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(one)}" for key, one in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(_text, value))
    return "true" if value is True else str(value)


# Differences of two catalogs, and their effects on worksheets, as plain JSON-able data.


def difference_data(difference: Difference) -> dict[str, str]:
    """Return one difference."""
    return {
        "aspect": difference.aspect.value,
        "id": difference.id,
        "part": difference.part,
        "change": difference.change,
        "before": difference.before,
        "after": difference.after,
    }


def moved_data(moved: Iterable[tuple[str, Fraction | None, Fraction | None]]) -> dict[str, Any]:
    """Return node → points before and after."""
    return {node: {"before": decimal_or_none(before), "after": decimal_or_none(after)} for node, before, after in moved}
