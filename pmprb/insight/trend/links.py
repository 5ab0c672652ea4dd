"""From an older consolidation to a newer one: which units came from which, and old answers under the new catalog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pmprb.catalog.crosswalk import Links, shared
from pmprb.catalog.item import ChoiceItem, Item, ItemBase, RatioItem, Scale, ScaleItem
from pmprb.catalog.model import ROOT, Instrument, Node
from pmprb.engine.answers import Answer, State, Unit
from pmprb.insight.trend.model import UnitFate
from pmprb.numbers import exact_sum
from pmprb.office.record import ItemRecord, RekapRecord, UnitRecord
from pmprb.office.register import Register
from pmprb.temuan import CellPos, FormerUnitNotContinued, PredecessorNotInRekap, Temuan
from pmprb.text import plain

# Old answers under the new catalog, through the links between the two.


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
    kept = {name: getattr(item, name) for name in ItemBase.model_fields if name != "good_from"}
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
    total = exact_sum(weights.values())
    if not total:
        return exact_sum(scores.values()) / len(scores)
    return exact_sum(score * weights[name] for name, score in scores.items()) / total


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


# Which units of an older consolidation a unit of a newer one came from.


@dataclass(frozen=True)
class Descent:
    """A newer unit, what it came from, and which of those it is itself (None when it is none of them)."""

    new: UnitRecord
    old: tuple[UnitRecord, ...]
    own: UnitRecord | None
    kind: UnitFate


@dataclass(frozen=True)
class Family:
    """All newer units in their order, and the older ones that nobody came from."""

    descents: tuple[Descent, ...]
    gone: tuple[tuple[UnitRecord, UnitFate], ...]
    temuan: tuple[Temuan, ...]


def unit_key(unit: Unit) -> str:
    """Return what makes two units the same: the code, or the name of a unit without one."""
    return unit.key


def names_of(units: Iterable[Unit]) -> set[str]:
    """Return names and aliases, for comparing."""
    return {plain(name) for unit in units for name in (unit.name, *unit.aliases)} - {""}


def descend(old: RekapRecord, new: RekapRecord, register: Register, file: str = "") -> Family:
    """Return where the units of `new` came from. `file` is the newer rekap's, for temuan.

    A statement of the register about *pendahulu* is about one moment; between two rekaps where nothing happened yet,
    or nothing more, it does not count: a unit that stands in both under one code and name is the same unit.
    """
    return _Finder(old, new, register, file).family()


class _Finder:
    """Looks up older units for newer ones, each statement of the register once."""

    def __init__(self, old: RekapRecord, new: RekapRecord, register: Register, file: str) -> None:
        self.old, self.new, self.register = old, new, register
        self.at = CellPos(workbook=file)
        self.by_key = {unit_key(record.unit): record for record in old.units}
        self.standing = {unit_key(record.unit) for record in new.units}
        self.temuan: list[Temuan] = []

    def family(self) -> Family:
        """Return all descents: those stated and those by code first, by name among the units then left."""
        found: dict[int, tuple[UnitRecord, ...]] = {}
        for place, record in enumerate(self.new.units):
            found[place] = self._stated(record) or self._by_code(record)
        taken = {unit_key(one.unit) for olds in found.values() for one in olds}
        for place, record in enumerate(self.new.units):
            if not found[place] and not self._entry(record.unit).predecessors:
                found[place] = self._by_name(record, taken)
                taken |= {unit_key(one.unit) for one in found[place]}
        claims = Counter(unit_key(one.unit) for olds in found.values() for one in olds)
        descents = tuple(self._descent(record, found[n], claims) for n, record in enumerate(self.new.units))
        gone = tuple((one, self._fate(one)) for one in self.old.units if unit_key(one.unit) not in claims)
        self._unclaimed(gone)
        return Family(descents, gone, tuple(self.temuan))

    def _entry(self, unit: Unit) -> Unit:
        """Return the register's line of a unit, the unit itself without one."""
        return self.register.find(unit.code, unit.name) or unit

    def _same(self, unit: Unit, other: Unit) -> bool:
        """True when two units bear one name, an alias counting."""
        return bool(names_of((unit, self._entry(unit))) & names_of((other,)))

    def _stated(self, record: UnitRecord) -> tuple[UnitRecord, ...]:
        """Return the predecessors the register states; none when it states none, or none that count here."""
        own_key = unit_key(record.unit)
        listed = tuple(dict.fromkeys(plain(code) for code in self._entry(record.unit).predecessors))
        if not listed:
            return ()
        own = self.by_key.get(own_key)
        others = tuple(self.by_key[key] for key in listed if key in self.by_key and key != own_key)
        left = tuple(one for one in others if unit_key(one.unit) not in self.standing)
        if own is not None and own_key in listed:
            return (own, *left)
        if own is not None and self._same(record.unit, own.unit) and not left:
            return (own,)
        missing = [key for key in listed if key not in self.by_key]
        if missing and not (own is not None and self._same(record.unit, own.unit)):
            stated = ", ".join(c for c in self._entry(record.unit).predecessors if plain(c) in missing)
            self.temuan.append(PredecessorNotInRekap(self.at, unit=record.unit.name, codes=stated))
        if own is not None and self._same(record.unit, own.unit):
            return left
        return others

    def _by_code(self, record: UnitRecord) -> tuple[UnitRecord, ...]:
        found = self.by_key.get(unit_key(record.unit))
        return (found,) if found else ()

    def _by_name(self, record: UnitRecord, taken: set[str]) -> tuple[UnitRecord, ...]:
        for one in self.old.units:
            if unit_key(one.unit) not in taken and self._same(record.unit, one.unit):
                return (one,)
        return ()

    def _descent(self, record: UnitRecord, olds: tuple[UnitRecord, ...], claims: Counter[str]) -> Descent:
        own_key = unit_key(record.unit)
        own = next((one for one in olds if unit_key(one.unit) == own_key), olds[0] if len(olds) == 1 else None)
        if not olds:
            before = {unit_key(unit) for unit in (*self.old.missing, *self.old.settings.units)}
            kind = UnitFate.FIRST if own_key in before else UnitFate.NEW
        elif len(olds) > 1:
            kind = UnitFate.MERGED
        elif claims[unit_key(olds[0].unit)] > 1:
            kind = UnitFate.SPLIT
        else:
            changed = plain(olds[0].unit.name) != plain(record.unit.name) or unit_key(olds[0].unit) != own_key
            kind = UnitFate.RENAMED if changed else UnitFate.SAME
        return Descent(record, olds, own, kind)

    def _fate(self, record: UnitRecord) -> UnitFate:
        """Return whether a unit is gone for good: one that should still hand in is only absent."""
        expected = {unit_key(unit) for unit in (*self.new.missing, *self.register.units)} - self.standing
        return UnitFate.ABSENT if unit_key(record.unit) in expected else UnitFate.DISSOLVED

    def _unclaimed(self, gone: Iterable[tuple[UnitRecord, UnitFate]]) -> None:
        """Tell older units whose code a newer unit bears that says it came from others."""
        for record, _ in gone:
            if unit_key(record.unit) in self.standing:
                code = record.unit.code or "-"
                self.temuan.append(FormerUnitNotContinued(self.at, unit=record.unit.name, unit_code=code))
