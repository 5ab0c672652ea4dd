"""The shape of a catalog: instrument, nodes, items, answer sets, gates, bands, variants.

Enters: plain text read by `load`. Leaves: frozen records with exact numbers (Fraction). Worksheet layouts
are in `layout`. Refuses to know: files, answers, Excel. `docs/katalog.md` explains every key to authors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from pmprb.catalog.bounds import CountBound
from pmprb.catalog.exact import Exact
from pmprb.catalog.index import Coefficient, IndexRule, UnitsBesideRule, UnitsIndexRule
from pmprb.catalog.item import (
    AnswerOption,
    AnswerSet,
    Basis,
    ChoiceItem,
    Cited,
    CountInput,
    Item,
    ItemBase,
    ItemGate,
    RatioItem,
    Reference,
    Scale,
    ScaleItem,
    ZeroRule,
    weakest,
)
from pmprb.catalog.layout import Layout
from pmprb.numbers import exact_sum
from pmprb.temuan import Model

ROOT = "TOTAL"
# What the rooms know of a catalog they take from here, wherever in this room it is defined.
__all__ = [
    "ROOT",
    "AnswerOption",
    "AnswerSet",
    "Band",
    "BandReading",
    "Basis",
    "ChoiceItem",
    "Cited",
    "CountBound",
    "CountInput",
    "Gate",
    "GateSet",
    "Group",
    "Instrument",
    "Item",
    "ItemBase",
    "ItemGate",
    "Node",
    "Policies",
    "Predicate",
    "RatioItem",
    "Reference",
    "Regulation",
    "Scale",
    "ScaleItem",
    "Survey",
    "Target",
    "UnitsRule",
    "Variant",
    "VariantItem",
    "ZeroRule",
]


class Regulation(Model):
    """One line of `regulations.yaml`. `read` is what the catalog's authors had before them: the text itself, part of
    it, others' summaries, or nothing of it; `read_note` says what that was."""

    id: str
    title: str
    about: str
    year: int
    issuer: str = ""
    read: Literal["naskah", "sebagian", "ringkasan", "tidak"] = "naskah"
    read_note: str = ""

    @property
    def is_read(self) -> bool:
        """True when the text, or the part of it that is cited, was read."""
        return self.read in ("naskah", "sebagian")


class Node(Cited):
    """A heading with points to gather. Either `children` or `items`, never both."""

    id: str
    level: Literal["total", "component", "aspect", "area", "sub"]
    title: str
    weight: Exact
    gather: Literal["sum", "mean"]
    children: tuple[Node, ...] = ()
    items: tuple[Item, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Yield this node and all beneath it, parents first, in the form's order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Group(Model):
    """Nodes read together, such as the Pemenuhan and Reform halves of one area."""

    id: str
    title: str
    nodes: tuple[str, ...] = Field(min_length=1)


class Gate(Cited):
    """A minimum. `of` names a node or a group; `measure` is points or share (0..1)."""

    id: str
    title: str
    of: str
    measure: Literal["points", "share"]
    minimum: Exact


class Target(Model):
    """A predicate to earn (WBK, WBBM) and all the gates that must hold together."""

    id: str
    title: str
    gates: tuple[Gate, ...] = Field(min_length=1)


class GateSet(Cited):
    """One reading of the gates. The first set of an instrument decides; others are shown beside it."""

    id: str
    title: str
    targets: tuple[Target, ...] = Field(min_length=1)


class Band(Model):
    """A predicate band from `above` to `up_to`; which of the two belongs to it says the predicate's `includes`."""

    label: str
    title: str
    above: Exact
    up_to: Exact


class BandReading(Cited):
    """Another reading of the bands, shown beside the one that decides."""

    id: str
    title: str
    bands: tuple[Band, ...] = Field(min_length=1)


class Predicate(Cited):
    """Bands over one node, in per cent of its weight or (`measure: points`) in its points.

    `includes: upper`: above `above`, up to and including `up_to`; `lower`: from `above`, below `up_to`, and the topmost
    band includes its end. Bands begin at `start`, beneath which there is no predicate; `start_included`: at exactly
    `start` there is one.
    """

    of: str
    bands: tuple[Band, ...] = Field(min_length=1)
    measure: Literal["percent", "points"] = "percent"
    includes: Literal["upper", "lower"] = "upper"
    start: Exact = Fraction(0)
    start_included: bool = True
    readings: tuple[BandReading, ...] = ()

    def percent(self, bound: Fraction, weight: Fraction) -> Fraction:
        """Return a bound of a band in per cent of the weight."""
        return bound * 100 / weight if self.measure == "points" else bound

    def is_open(self, band: Band) -> bool:
        """True when a band's lower bound is not in it."""
        return self.includes == "upper" and not (band.above == self.start and self.start_included)

    def band_of(self, value: Fraction, bands: tuple[Band, ...] = ()) -> Band | None:
        """Return the band a value in the predicate's own measure falls in; `bands` are those of another reading."""
        if value < self.start or (value == self.start and not self.start_included):
            return None
        ordered = sorted(bands or self.bands, key=lambda band: band.above)
        if self.includes == "lower":
            return next((band for band in reversed(ordered) if value >= band.above), ordered[0])
        return next((band for band in ordered if value <= band.up_to), ordered[-1])


class UnitsRule(Cited):
    """How the units' results make the instansi's index."""

    rule: Literal["mean"]
    title: str


class VariantItem(Model):
    """What a variant says otherwise of one item, or of one node (whose own are basis, references, note and
    `one_source` alone); what is not named stays as it is. New references are of more than one source unless said.
    """

    weight: Exact | None = None
    scale: Scale | None = None
    evaluator: str | None = None
    good_from: Exact | None = None
    basis: Basis | None = None
    references: tuple[Reference, ...] | None = None
    one_source: bool | None = None
    note: str | None = None

    @property
    def said(self) -> dict[str, Any]:
        """What is named, by field."""
        named = {name: getattr(self, name) for name in self.model_fields_set}
        return {"one_source": False} | named if "references" in named else named


class Variant(Cited):
    """A named choice inside one instrument; the first is the default.

    It changes `weights` (no surer than the variant itself), adds gates between items, leaves items out (`without`;
    a node with nothing left beneath it goes too), changes items, and has its own bounds of the index's coefficient.
    """

    id: str
    title: str
    weights: dict[str, Exact] = Field(default_factory=dict)
    item_gates: tuple[ItemGate, ...] = ()
    without: tuple[str, ...] = ()
    changes: dict[str, VariantItem] = Field(default_factory=dict)
    coefficient: Coefficient | None = None


class Survey(Model):
    """A sheet of respondents' answers beside the form; items name it by its id."""

    id: str
    title: str
    sheet: str


class Policies(Model):
    """Declared choices; `blank` is the default policy for unanswered items."""

    blank: Literal["nol", "lewati"] = "nol"
    display_decimals: int = 2


class Instrument(Model):
    """A whole catalog. `hash` is the SHA-256 of its content, but for layouts, bounds, `outside_reach`, `demo` and
    `scores_as`; of the regulations it holds those that are cited.

    `outside_reach` names headings and items whose answers a unit cannot better by itself: surveys, external audits.
    `demo` is false of one for which the demo makes no worksheets. `partial` is true of what `only` returns.
    `scores_as` are hashes of earlier editions that give every answer the same points, gates and bands.
    """

    id: str
    title: str
    short_title: str
    unit_level: Literal["unit", "instansi"]
    valid_from: int
    valid_to: int | None = None
    supersedes: tuple[str, ...] = ()
    basis: Basis
    references: tuple[Reference, ...] = Field(min_length=1)
    caution: str = ""
    policies: Policies
    predicate: Predicate | None = None
    gate_sets: tuple[GateSet, ...] = ()
    groups: tuple[Group, ...] = ()
    units_rule: UnitsRule | None = None
    index: IndexRule | None = None
    units_index: UnitsIndexRule | None = None
    units_beside: UnitsBesideRule | None = None
    item_gates: tuple[ItemGate, ...] = ()
    outside_reach: tuple[str, ...] = ()
    demo: bool = True
    scores_as: tuple[str, ...] = ()
    surveys: tuple[Survey, ...] = ()
    variants: tuple[Variant, ...] = ()
    variant: str = ""
    partial: bool = False
    answer_sets: tuple[AnswerSet, ...]
    layouts: tuple[Layout, ...]
    bounds: tuple[CountBound, ...] = ()
    root: Node
    regulations: tuple[Regulation, ...]
    hash: str

    def in_variant(self, variant_id: str) -> Instrument:
        """Return this instrument with a variant's weights and item gates; its id becomes "id@variant".

        An empty `variant_id` is the default, the first variant, and keeps the plain id.
        Raises KeyError for a name the instrument does not have.
        """
        if not self.variants:
            if variant_id:
                raise KeyError(variant_id)
            return self
        named = {variant.id: variant for variant in self.variants}
        chosen = named[variant_id] if variant_id else self.variants[0]
        index = self.index
        if index and chosen.coefficient:
            index = index.model_copy(update={"coefficient": chosen.coefficient})
        return self._with(
            id=f"{self.id}@{chosen.id}" if variant_id else self.id,
            variant=chosen.id,
            item_gates=(*self.item_gates, *chosen.item_gates),
            root=_varied(self.root, chosen),
            index=index,
            hash=_hash_in(self.hash, chosen),
            scores_as=tuple(_hash_in(earlier, chosen) for earlier in self.scores_as),
        )

    def scores_like(self, catalog_hash: str) -> bool:
        """True when a catalog of this hash scores as this one does: itself, or an edition named in `scores_as`."""
        return catalog_hash == self.hash or catalog_hash in self.scores_as

    def only(self, items: Collection[str]) -> Instrument:
        """Return this instrument with some of its items and what stands above them, for one who fills in no more.

        Every item keeps its points and a heading has those of the items left; gates, groups and item gates
        that need what is not there are left out. The id and the hash stay.
        """
        named = set(items)
        nodes = set()
        for name in named:
            while name != ROOT:
                name = self.parents[name]
                nodes.add(name)
        return self._with(
            partial=True,
            root=_reweighted(_kept(self.root, lambda item: item in named), self.nodes),
            item_gates=tuple(gate for gate in self.item_gates if {gate.item, gate.parent} <= named),
            groups=tuple(group for group in self.groups if set(group.nodes) <= nodes),
            gate_sets=(),
            predicate=None,
        )

    def _with(self, **changed: object) -> Instrument:
        """Return this instrument made anew: model_copy would carry along `nodes` and `items` as cached."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**(fields | changed))

    @property
    def base_id(self) -> str:
        """The instrument's id without a variant's name."""
        return self.id.partition("@")[0]

    @property
    def chosen_variant(self) -> Variant | None:
        """The variant in use; None when the instrument has no variants."""
        return next((variant for variant in self.variants if variant.id == self.variant), None)

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every node by id, parents first, in the form's order."""
        return {node.id: node for node in self.root.walk()}

    @cached_property
    def items(self) -> dict[str, ChoiceItem | RatioItem | ScaleItem]:
        """Every item by id, in the form's order."""
        return {item.id: item for node in self.nodes.values() for item in node.items}

    @cached_property
    def codes(self) -> dict[str, str]:
        """Every code a row may bear, nodes, items, counts and a checklist's criteria, by its case-folded spelling."""
        codes = [*self.nodes, *self.items]
        codes += [code for item in self.items.values() if isinstance(item, ChoiceItem) for code in item.criterion_codes]
        ratios = (item for item in self.items.values() if isinstance(item, RatioItem))
        codes += [f"{item.id}.{count.id}" for item in ratios for count in item.inputs]
        return {code.casefold(): code for code in codes}

    @cached_property
    def count_bounds(self) -> dict[str, CountBound]:
        """The range of a count by its code; not every count has one."""
        return {code: bound for bound in self.bounds for code in bound.counts}

    @cached_property
    def parents(self) -> dict[str, str]:
        """Id of a node or item → id of the node above it."""
        above = {child.id: node.id for node in self.nodes.values() for child in node.children}
        return above | {item.id: node.id for node in self.nodes.values() for item in node.items}

    @cached_property
    def scales(self) -> dict[str, AnswerSet]:
        """Answer sets by id."""
        return {answer_set.id: answer_set for answer_set in self.answer_sets}

    @cached_property
    def groups_by_id(self) -> dict[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.groups}

    def members(self, of: str) -> tuple[str, ...]:
        """Return the ids behind the name of a group; a node or item stands for itself."""
        group = self.groups_by_id.get(of)
        return group.nodes if group else (of,)

    def weight_of(self, of: str) -> Fraction:
        """Return the points a node, an item or a group can reach."""
        return exact_sum(self._weight(name) for name in self.members(of))

    def _weight(self, name: str) -> Fraction:
        return self.nodes[name].weight if name in self.nodes else self.item_weight(name)

    def item_weight(self, item_id: str) -> Fraction:
        """Return the points an item's full score brings when every item beside it counts."""
        item, parent = self.items[item_id], self.nodes[self.parents[item_id]]
        if item.weight is not None:
            return item.weight
        return parent.weight / len(parent.items)

    def area_of(self, item_id: str) -> Node:
        """Return the area (or the topmost heading below it) an item belongs to."""
        node = self.nodes[self.parents[item_id]]
        while node.level == "sub":
            node = self.nodes[self.parents[node.id]]
        return node

    def citation(self, reference: Reference) -> str:
        """Return a citation in words, such as "PermenPANRB 90/2021, LKE ZI A.I.1"."""
        return f"{self._titles.get(reference.regulation, reference.regulation)}, {reference.place}"

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {regulation.id: regulation.title for regulation in self.regulations}

    @property
    def is_reconstructed(self) -> bool:
        """True when any figure or item rests on reconstruction."""
        parts: list[Cited] = [*self.nodes.values(), *self.items.values()]
        return self.basis is Basis.REKONSTRUKSI or any(p.basis is Basis.REKONSTRUKSI for p in parts)


def _hash_in(catalog_hash: str, variant: Variant) -> str:
    return hashlib.sha256(f"{catalog_hash}@{variant.id}".encode()).hexdigest()


def _varied(node: Node, variant: Variant) -> Node:
    """Return a node and all beneath it with a variant's items, weights and changes."""
    left_out = set(variant.without)
    kept = _kept(node, lambda item: item not in left_out) if left_out else node

    def item_of(item: Item) -> Item:
        change = variant.changes.get(item.id)
        said = change.said if change else {}
        weight = _weighted(item, variant)
        return item.model_copy(update=weight | said) if weight or said else item

    def node_of(one: Node) -> Node:
        change = variant.changes.get(one.id)
        return one.model_copy(
            update=_weighted(one, variant)
            | (change.said if change else {})
            | {
                "children": tuple(node_of(child) for child in one.children),
                "items": tuple(item_of(item) for item in one.items),
            }
        )

    return node_of(kept)


def _weighted(part: Node | Item, variant: Variant) -> dict[str, Any]:
    """Return the weight a variant gives a node or item, on the variant's citation where that is the less sure one."""
    if part.id not in variant.weights:
        return {}
    cited = {name: getattr(variant, name) for name in ("basis", "references", "one_source", "note")}
    surer = weakest([part.basis, variant.basis]) is not part.basis
    return {"weight": variant.weights[part.id]} | (cited if surer else {})


def _kept(node: Node, keep: Callable[[str], bool]) -> Node:
    """Return a node with the items to keep; nodes beneath it that are left with nothing go too."""
    children = (_kept(child, keep) for child in node.children)
    return node.model_copy(
        update={
            "children": tuple(child for child in children if child.children or child.items),
            "items": tuple(item for item in node.items if keep(item.id)),
        }
    )


def _reweighted(node: Node, whole: Mapping[str, Node]) -> Node:
    """Return a node that lost items beneath it with the points of those it still has."""
    children = tuple(_reweighted(child, whole) for child in node.children)
    if node.children:
        weight = exact_sum(child.weight for child in children)
    elif node.gather == "sum":
        weight = exact_sum(item.weight or Fraction(0) for item in node.items)
    else:
        weight = node.weight * len(node.items) / len(whole[node.id].items)
    return node.model_copy(update={"weight": weight, "children": children})
