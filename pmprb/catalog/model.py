"""The shape of a catalog: instrument, nodes, items, answer sets, gates, bands, layouts.

Enters: plain text read by `load`. Leaves: frozen records with exact numbers (Fraction).
Refuses to know: files, answers, Excel. `docs/katalog.md` explains every key to authors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pmprb.temuan import Model

ROOT = "TOTAL"


def _exact(value: object) -> object:
    """Return a Fraction from decimal text ("0.67") or a fraction ("5/12"); floats are refused."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except ZeroDivisionError:
            raise ValueError("denominator is zero") from None
    raise ValueError("not exact decimal text")


Exact = Annotated[Fraction, BeforeValidator(_exact)]


class Basis(StrEnum):
    """How sure a figure or an item is, best first; shown wherever the instrument is."""

    PERATURAN = "peraturan"
    FORMULIR_RESMI = "formulir-resmi"
    PRAKTIK = "praktik"
    REKONSTRUKSI = "rekonstruksi"


class Reference(Model):
    """A citation: id of a regulation in `regulations.yaml` and the place in it."""

    regulation: str
    place: str


class Cited(Model):
    """What every figure in a catalog carries."""

    basis: Basis
    references: tuple[Reference, ...] = Field(min_length=1)
    note: str = ""


class Regulation(Model):
    """One line of `regulations.yaml`."""

    id: str
    title: str
    about: str
    year: int
    issuer: str = ""


class AnswerOption(Model):
    """A label and its score (share of the item, 0..1); exactly as the form has it: 0.67, not 2/3.

    `aliases` are other spellings of the label that official forms use.
    """

    label: str
    score: Exact
    aliases: tuple[str, ...] = ()


class AnswerSet(Cited):
    """A named scale, best option first; `also_printed` are other ways a form names the scale ("Y/T")."""

    id: str
    title: str
    also_printed: tuple[str, ...] = ()
    options: tuple[AnswerOption, ...] = Field(min_length=2)

    @cached_property
    def scores(self) -> dict[str, Fraction]:
        """Label → score."""
        return {option.label: option.score for option in self.options}

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every accepted spelling → label."""
        return {name: option.label for option in self.options for name in (option.label, *option.aliases)}


class CountInput(Model):
    """A typed count of a ratio item."""

    id: str
    label: str


class ZeroRule(Model):
    """What a ratio is worth when its denominator is zero; a part left out has no known rule."""

    both_zero: Exact | None = None
    denominator_zero: Exact | None = None
    basis: Basis
    note: str = ""


class Scale(Model):
    """The bounds of a typed number; `max` is worth the whole weight."""

    min: Exact
    max: Exact


class ItemBase(Cited):
    """What all items share. `weight` (points) only under a parent that gathers by sum."""

    id: str
    criterion: str
    weight: Exact | None = None
    evidence: tuple[str, ...] = Field(min_length=1)
    remedy: str
    allow_not_applicable: bool = False


class ChoiceItem(ItemBase):
    """One label of a named answer set; `options` explains each label."""

    kind: Literal["choice"]
    answer_set: str
    options: dict[str, str]


class RatioItem(ItemBase):
    """Named counts and a formula: `share` = Σnumerator/Σdenominator, `decrease` = (previous-current)/previous.

    For `decrease` the denominator names the previous year's count, the numerator the current one's.
    """

    kind: Literal["ratio"]
    inputs: tuple[CountInput, ...] = Field(min_length=1)
    formula: Literal["share", "decrease"]
    numerator: tuple[str, ...] = Field(min_length=1)
    denominator: tuple[str, ...] = Field(min_length=1)
    cap: Exact = Fraction(1)
    numerator_may_exceed: bool = False
    zero: ZeroRule | None = None


class ScaleItem(ItemBase):
    """A typed number between two bounds, such as a survey index 0-4."""

    kind: Literal["scale"]
    scale: Scale


Item = Annotated[ChoiceItem | RatioItem | ScaleItem, Field(discriminator="kind")]


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
    """A predicate band in per cent of the node's weight: above `above`, up to and including `up_to`."""

    label: str
    title: str
    above: Exact
    up_to: Exact


class Predicate(Cited):
    """Bands over one node's share; the lowest band includes its lower bound."""

    of: str
    bands: tuple[Band, ...] = Field(min_length=1)


class UnitsRule(Cited):
    """How the units' results make the instansi's index."""

    rule: Literal["mean"]
    title: str


class ItemGate(Model):
    """One item that depends on another: its score is 0, or is multiplied by the parent's score.

    `zero_if_answer`: 0 when the parent's label is among `answers`. `zero_if_zero`: 0 when the parent's
    score is 0. `multiply`: own score times the parent's score.
    """

    item: str
    parent: str
    rule: Literal["zero_if_answer", "zero_if_zero", "multiply"]
    answers: tuple[str, ...] = ()


class Variant(Cited):
    """A named choice inside one instrument: other weights, other gates between items. The first is the default."""

    id: str
    title: str
    weights: dict[str, Exact] = Field(default_factory=dict)
    item_gates: tuple[ItemGate, ...] = ()


class Policies(Model):
    """Declared choices; `blank` is the default policy for unanswered items."""

    blank: Literal["nol", "lewati"] = "nol"
    display_decimals: int = 2


class Column(Model):
    """A worksheet column: a key the reader knows and the header texts it may bear.

    `nth` is which of several columns with that header is meant, from the left (year blocks side by side).
    """

    key: str
    headers: tuple[str, ...] = Field(min_length=1)
    required: bool = False
    nth: Annotated[int, BeforeValidator(int)] = 1


class Layout(Model):
    """One known worksheet layout: sheet names, columns by header text, where the identity stands.

    `rows` says how a row's code is found: `id` in its own column; `number`, an official row number that
    `numbers` translates (`totals`: the numbers of typed totals, by item); `hierarchy`, rebuilt from the
    markers (A. I. 1. i. a.) left of the explanations.
    `count_rows` gives the order of the count rows under an item where the form has more rows than the
    catalog has counts; "" is a typed total, compared and not read.
    `computed` names the columns that hold the workbook's own formulas: compared, never read as answers.
    `unit_cell` is where the form keeps the unit's name when no label stands before it ("Unit!B1").
    """

    id: str
    title: str
    sheets: tuple[str, ...] = Field(min_length=1)
    rows: Literal["id", "number", "hierarchy"] = "id"
    numbers: dict[str, str] = Field(default_factory=dict)
    totals: dict[str, str] = Field(default_factory=dict)
    count_rows: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    identity_sheet: str = ""
    unit_cell: str = ""
    unit_labels: tuple[str, ...] = ()
    period_labels: tuple[str, ...] = ()
    columns: tuple[Column, ...]
    computed: tuple[str, ...] = ()


class Instrument(Model):
    """A whole catalog. `hash` is the SHA-256 of its content without layouts, whatever its formatting."""

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
    item_gates: tuple[ItemGate, ...] = ()
    variants: tuple[Variant, ...] = ()
    variant: str = ""
    answer_sets: tuple[AnswerSet, ...]
    layouts: tuple[Layout, ...]
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
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        changed = {
            "id": f"{self.id}@{chosen.id}" if variant_id else self.id,
            "variant": chosen.id,
            "item_gates": (*self.item_gates, *chosen.item_gates),
            "root": _weighted(self.root, chosen.weights),
            "hash": hashlib.sha256(f"{self.hash}@{chosen.id}".encode()).hexdigest(),
        }
        # Made anew: model_copy would carry along `nodes` and `items` as cached with the other weights.
        return type(self)(**(fields | changed))

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every node by id, parents first, in the form's order."""
        return {node.id: node for node in self.root.walk()}

    @cached_property
    def items(self) -> dict[str, ChoiceItem | RatioItem | ScaleItem]:
        """Every item by id, in the form's order."""
        return {item.id: item for node in self.nodes.values() for item in node.items}

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
        return sum((self._weight(name) for name in self.members(of)), Fraction(0))

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
        titles = {regulation.id: regulation.title for regulation in self.regulations}
        return f"{titles.get(reference.regulation, reference.regulation)}, {reference.place}"

    @property
    def is_reconstructed(self) -> bool:
        """True when any figure or item rests on reconstruction."""
        parts: list[Cited] = [*self.nodes.values(), *self.items.values()]
        return self.basis is Basis.REKONSTRUKSI or any(p.basis is Basis.REKONSTRUKSI for p in parts)


def _weighted(node: Node, weights: Mapping[str, Fraction]) -> Node:
    """Return a node and all beneath it with other weights where `weights` names them."""
    items = tuple(
        item.model_copy(update={"weight": weights[item.id]}) if item.id in weights else item for item in node.items
    )
    return node.model_copy(
        update={
            "weight": weights.get(node.id, node.weight),
            "children": tuple(_weighted(child, weights) for child in node.children),
            "items": items,
        }
    )
