"""Checks a catalog must pass at load, each a small function of one signature.

Enters: an instrument whose shape is right, and where its parts stand. Leaves: temuan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import PurePath

from pmprb.catalog.item import Basis, ChoiceItem, Cited, ItemGate, RatioItem, ScaleItem
from pmprb.catalog.model import Band, Instrument, Regulation, VariantItem
from pmprb.catalog.text import Path
from pmprb.numbers import exact_sum
from pmprb.temuan import (
    BrokenBands,
    CircularItemGates,
    CountBoundTwice,
    FilePos,
    NodeWithoutContent,
    OptionsUnlikeScale,
    RepeatedId,
    ScaleWithoutRoom,
    ShareProposesNothing,
    Temuan,
    UnfitChecklist,
    UnfitCounts,
    UnfitKey,
    UnfitSurvey,
    UnfitWeight,
    UnknownAnswerSet,
    UnknownNodeNamed,
    UnknownRegulation,
    UnreadSource,
    WeightsDoNotSum,
)


class Located:
    """Where things stand: keys of instrument.yaml by path, nodes, items and answer sets by id.

    `listed` holds the ids of answer sets, layouts, regulations and bounds in the order of their files.
    """

    def __init__(
        self,
        head: Callable[[Path], FilePos],
        ids: dict[tuple[str, str], FilePos],
        listed: tuple[Sequence[tuple[str, FilePos]], ...],
    ) -> None:
        self.head = head
        self.ids = ids
        self.listed = listed

    def node(self, node_id: str) -> FilePos:
        """Return the position of a node or item."""
        return self.ids.get(("node", node_id), self.head(()))

    def answer_set(self, set_id: str) -> FilePos:
        """Return the position of an answer set."""
        return self.ids.get(("answer_set", set_id), self.head(()))

    def bound(self, bound_id: str) -> FilePos:
        """Return the position of a range of counts."""
        return self.ids.get(("bound", bound_id), self.head(()))


Check = Callable[[Instrument, Located], Iterator[Temuan]]


def check_weights(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Children that carry points sum to their parent, at every level, exactly (KAT-005).

    A catalog whose variants leave items out holds the items of all of them: it is `check_variants` that sums.
    """
    if not instrument.variant and any(variant.without for variant in instrument.variants):
        return
    for node in instrument.nodes.values():
        parts = [child.weight for child in node.children]
        if node.gather == "sum" and not parts:
            parts = [item.weight for item in node.items if item.weight is not None]
        if parts and exact_sum(parts) != node.weight:
            total = exact_sum(parts)
            yield WeightsDoNotSum(where.node(node.id), node.id, total=total, weight=node.weight)


def check_gathering(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Items carry a weight exactly when their parent sums; every node has something beneath (KAT-013, KAT-016)."""
    for node in instrument.nodes.values():
        if bool(node.children) == bool(node.items):
            yield NodeWithoutContent(where.node(node.id), node.id)
        if node.children and node.gather == "mean":
            yield UnfitWeight(where.node(node.id), node.id, gather="mean")
        for item in node.items:
            if (item.weight is not None) != (node.gather == "sum"):
                yield UnfitWeight(where.node(item.id), item.id, gather=node.gather)


def check_answer_sets(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Every answer set is known, its options explained, its scores within 0..1 and falling (KAT-006, KAT-012)."""
    for answer_set in instrument.answer_sets:
        scores = [option.score for option in answer_set.options]
        if len(answer_set.scores) != len(scores) or sorted(scores, reverse=True) != scores:
            yield OptionsUnlikeScale(where.answer_set(answer_set.id), answer_set.id, expected="nilai menurun")
        elif scores[0] > 1 or scores[-1] < 0:
            yield OptionsUnlikeScale(where.answer_set(answer_set.id), answer_set.id, expected="0 sampai 1")
    for item in instrument.items.values():
        if not isinstance(item, ChoiceItem):
            continue
        known = instrument.scales.get(item.answer_set)
        if known is None:
            names = ", ".join(instrument.scales)
            yield UnknownAnswerSet(where.node(item.id), item.id, name=item.answer_set, known=names)
        elif list(item.options) != list(known.scores):
            expected = "/".join(known.scores)
            yield OptionsUnlikeScale(where.node(item.id), item.id, expected=expected)


def check_checklists(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """A checklist's criteria bear their id alone, may be answered, and every share of them proposes an answer
    (KAT-080, KAT-081)."""
    for answer_set in instrument.answer_sets:
        for name in answer_set.ticks:
            if name not in instrument.scales:
                known = ", ".join(instrument.scales)
                yield UnknownAnswerSet(where.answer_set(answer_set.id), answer_set.id, name=name, known=known)
    for item in instrument.items.values():
        if not isinstance(item, ChoiceItem) or not item.checklist:
            continue
        names = [criterion.id for criterion in item.checklist]
        twice = sorted({name for name in names if names.count(name) > 1})
        scale = instrument.scales.get(item.answer_set)
        if scale is None:
            continue  # told as KAT-006
        if twice or not scale.ticks:
            yield UnfitChecklist(where.node(item.id), item.id, twice=tuple(twice), scale=scale.id)
        lacking = [n for n in range(len(names) + 1) if not scale.proposed(Fraction(n, len(names)))]
        if lacking:
            yield ShareProposesNothing(
                where.node(item.id), item.id, seen=f"{lacking[0]} dari {len(names)}", scale=scale.id
            )


_MOST_LEVELS = 10


def check_surveys(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Surveys bear their id alone, and their items have a scale of a few whole numbers (KAT-004, KAT-082)."""
    yield from _twice((survey.id, where.head(("surveys", i))) for i, survey in enumerate(instrument.surveys))
    known = {survey.id for survey in instrument.surveys}
    for item in instrument.items.values():
        if isinstance(item, ScaleItem) and item.survey:
            low, high = item.scale.min, item.scale.max
            whole = low.denominator == high.denominator == 1 and 0 < high - low <= _MOST_LEVELS
            if item.survey not in known or not whole:
                yield UnfitSurvey(where.node(item.id), item.id, survey=item.survey)


def check_ratios(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Counts are named once and formulas name known counts; scales have room (KAT-010, KAT-015)."""
    for item in instrument.items.values():
        if isinstance(item, RatioItem):
            names = [count.id for count in item.inputs]
            for name in sorted({n for n in names if names.count(n) > 1}):
                yield UnfitCounts(where.node(item.id), item.id, name=name)
            for name in (*item.numerator, *item.denominator):
                if name not in names:
                    yield UnfitCounts(where.node(item.id), item.id, name=name)
        if isinstance(item, ScaleItem) and item.scale.min >= item.scale.max:
            yield ScaleWithoutRoom(where.node(item.id), item.id)


def check_references(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Every citation names a regulation of regulations.yaml (KAT-007), read where that matters (KAT-070)."""
    known = {regulation.id: regulation for regulation in instrument.regulations}
    for at, owner, cited in _cited(instrument, where):
        for reference in cited.references or ():
            if reference.regulation not in known:
                yield UnknownRegulation(at, owner, name=reference.regulation)
        yield from unread_source(at, owner, cited, known)


def unread_source(
    at: FilePos, owner: str, cited: Cited | Instrument | VariantItem, known: Mapping[str, Regulation]
) -> Iterator[Temuan]:
    """What rests on a regulation or a form cites one whose text was read (KAT-070)."""
    if not cited.references or cited.basis not in (Basis.PERATURAN, Basis.FORMULIR_RESMI):
        return
    named = [known[one.regulation] for one in cited.references if one.regulation in known]
    unread = tuple(one.title for one in named if not one.is_read)
    # A form that was read may be cited beside the regulation it belongs to.
    if unread and (cited.basis is Basis.PERATURAN or len(unread) == len(cited.references)):
        yield UnreadSource(at, owner, basis=cited.basis.value, names=unread)


def _cited(instrument: Instrument, where: Located) -> Iterator[tuple[FilePos, str, Cited | Instrument | VariantItem]]:
    yield where.head(("references",)), "", instrument
    for node in instrument.nodes.values():
        yield where.node(node.id), node.id, node
        for item in node.items:
            yield where.node(item.id), item.id, item
    for answer_set in instrument.answer_sets:
        yield where.answer_set(answer_set.id), answer_set.id, answer_set
    for s, gate_set in enumerate(instrument.gate_sets):
        yield where.head(("gate_sets", s)), gate_set.id, gate_set
        for t, target in enumerate(gate_set.targets):
            for g, gate in enumerate(target.gates):
                yield where.head(("gate_sets", s, "targets", t, "gates", g)), gate.id, gate
    for v, variant in enumerate(instrument.variants):
        yield where.head(("variants", v)), variant.id, variant
        if variant.coefficient:
            yield where.head(("variants", v, "coefficient")), variant.id, variant.coefficient
        for name, change in variant.changes.items():
            yield where.head(("variants", v, "changes", name)), name, change
    if instrument.index:
        yield where.head(("index",)), "index", instrument.index
        for part in ("adjustment", "coefficient", "targets", "predicate"):
            yield where.head(("index", part)), "index", getattr(instrument.index, part)
    if instrument.units_index:
        yield where.head(("units_index",)), "units_index", instrument.units_index
        for r, reading in enumerate(instrument.units_index.readings):
            yield where.head(("units_index", "readings", r)), reading.id, reading
    if instrument.units_beside:
        yield where.head(("units_beside",)), "units_beside", instrument.units_beside
    if instrument.predicate:
        yield where.head(("predicate",)), "predicate", instrument.predicate
        for r, other in enumerate(instrument.predicate.readings):
            yield where.head(("predicate", "readings", r)), other.id, other
    if instrument.units_rule:
        yield where.head(("units_rule",)), "units_rule", instrument.units_rule


def check_names(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Gates, groups, bands and what is outside reach name nodes or items that exist (KAT-009)."""
    places = set(instrument.nodes) | set(instrument.items)
    for i, group in enumerate(instrument.groups):
        for name in group.nodes:
            if name not in instrument.nodes:
                yield UnknownNodeNamed(where.head(("groups", i)), group.id, name=name)
    places |= set(instrument.groups_by_id)
    for s, gate_set in enumerate(instrument.gate_sets):
        for t, target in enumerate(gate_set.targets):
            for g, gate in enumerate(target.gates):
                at = where.head(("gate_sets", s, "targets", t, "gates", g))
                if gate.of not in places:
                    yield UnknownNodeNamed(at, gate.id, name=gate.of)
    for i, name in enumerate(instrument.outside_reach):
        if name not in places - set(instrument.groups_by_id):
            yield UnknownNodeNamed(where.head(("outside_reach", i)), name=name)
    if instrument.predicate and instrument.predicate.of not in places:
        yield UnknownNodeNamed(where.head(("predicate", "of")), name=instrument.predicate.of)


def check_ids(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Answer sets, layouts, regulations, groups, variants, gate sets, targets, gates bear their id alone (KAT-004).

    A group may not bear a node's or an item's id either: its name would hide them.
    """
    for listed in where.listed:
        yield from _twice(listed)
    named = [(name, where.node(name)) for name in (*instrument.nodes, *instrument.items)]
    yield from _twice([*named, *((g.id, where.head(("groups", i))) for i, g in enumerate(instrument.groups))])
    yield from _twice((s.id, where.head(("gate_sets", i))) for i, s in enumerate(instrument.gate_sets))
    readings = instrument.predicate.readings if instrument.predicate else ()
    yield from _twice((r.id, where.head(("predicate", "readings", i))) for i, r in enumerate(readings))
    yield from _twice((v.id, where.head(("variants", i))) for i, v in enumerate(instrument.variants))
    for s, gate_set in enumerate(instrument.gate_sets):
        at: Path = ("gate_sets", s, "targets")
        yield from _twice((target.id, where.head((*at, t))) for t, target in enumerate(gate_set.targets))
        for t, target in enumerate(gate_set.targets):
            yield from _twice((gate.id, where.head((*at, t, "gates", g))) for g, gate in enumerate(target.gates))


def _twice(owners: Iterable[tuple[str, FilePos]]) -> Iterator[Temuan]:
    first: dict[str, FilePos] = {}
    for own, at in owners:
        known = first.setdefault(own, at)
        if known is not at:
            file = PurePath(known.file).name
            yield RepeatedId(at, own, id=own, file=file, line=known.line)


def check_item_gates(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Gates between items name known items and known answers and never run in a circle (KAT-009, KAT-012, KAT-017)."""
    always = tuple((gate, where.head(("item_gates", g))) for g, gate in enumerate(instrument.item_gates))
    yield from (t for gate, at in always for t in _item_gate(gate, at, instrument))
    if _circle(always):
        yield CircularItemGates(where.head(("item_gates",)), _circle(always), variant="-")
        return
    for v, variant in enumerate(instrument.variants):
        path: Path = ("variants", v, "item_gates")
        own = tuple((gate, where.head((*path, g))) for g, gate in enumerate(variant.item_gates))
        yield from (t for gate, at in own for t in _item_gate(gate, at, instrument))
        circle = _circle((*always, *own))
        if circle:
            yield CircularItemGates(where.head(("variants", v)), circle, variant=variant.id)


def _item_gate(gate: ItemGate, at: FilePos, instrument: Instrument) -> Iterator[Temuan]:
    for name in (gate.item, gate.parent):
        if name not in instrument.items:
            yield UnknownNodeNamed(at, gate.item, name=name)
    parent = instrument.items.get(gate.parent)
    known = instrument.scales.get(parent.answer_set) if isinstance(parent, ChoiceItem) else None
    if isinstance(parent, ChoiceItem) and known is None:
        return  # told as KAT-006
    labels = known.scores if known else {}
    unknown = [answer for answer in gate.answers if answer not in labels]
    if unknown or (gate.rule == "zero_if_answer") != bool(gate.answers):
        yield OptionsUnlikeScale(at, gate.item, expected="/".join(labels))


def _circle(gates: Sequence[tuple[ItemGate, FilePos]]) -> str:
    """Return an item that depends on itself through others, or an empty text."""
    parents: dict[str, set[str]] = {}
    for gate, _ in gates:
        parents.setdefault(gate.item, set()).add(gate.parent)
    for start in parents:
        seen: set[str] = set()
        waiting = set(parents[start])
        while waiting:
            name = waiting.pop()
            if name == start:
                return start
            if name not in seen:
                seen.add(name)
                waiting |= parents.get(name, set())
    return ""


_OF_NODES = {"basis", "references", "one_source", "note"}  # a node's weight is in the variant's `weights`


def check_variants(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """What a variant makes of the catalog is sound: names, sums, scales, gates (KAT-005, 009, 013, 015, 016)."""
    places = {*instrument.nodes, *instrument.items}
    for v, variant in enumerate(instrument.variants):
        at = where.head(("variants", v))
        for name in variant.weights:
            if name not in places:
                yield UnknownNodeNamed(at, variant.id, name=name)
        for name in (*variant.without, *(name for name in variant.changes if name not in instrument.nodes)):
            if name not in instrument.items:
                yield UnknownNodeNamed(at, variant.id, name=name)
        for name, change in variant.changes.items():
            if name in instrument.nodes:
                for key in sorted(change.model_fields_set - _OF_NODES):
                    path = where.head(("variants", v, "changes", name, key))
                    yield UnfitKey(path, name, key=key, kind="extra_forbidden", seen="")
            if change.scale and not isinstance(instrument.items.get(name), ScaleItem):
                path = where.head(("variants", v, "changes", name))
                yield UnfitKey(path, name, key="scale", kind="extra_forbidden", seen="")
        # Where any variant leaves items out, the sums of all of them are made here.
        alone = any(one.without for one in instrument.variants)
        if not (variant.weights or variant.changes or alone):
            continue
        varied = instrument.in_variant(variant.id)
        checks = (check_weights, check_gathering, check_ratios, *((check_names,) if variant.without else ()))
        yield from (t.moved(at) for check in checks for t in check(varied, where))
        for gate in varied.item_gates:
            for name in {gate.item, gate.parent} & set(variant.without):
                yield UnknownNodeNamed(at, gate.item, name=name)


def check_index(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """The index's bands follow one another from 0 and only the topmost is open; a coefficient has room
    (KAT-008, KAT-015)."""
    rule = instrument.index
    if rule is None:
        return
    bands = sorted(enumerate(rule.predicate.bands), key=lambda numbered: numbered[1].above)
    edge: Fraction | None = Fraction(0)
    for number, band in bands:
        if band.above != edge or (band.up_to is not None and band.up_to <= band.above):
            at = where.head(("index", "predicate", "bands", number))
            yield BrokenBands(at, band.label, expected=edge, seen=band.above)
        edge = band.up_to
    if edge is not None:
        at = where.head(("index", "predicate", "bands", bands[-1][0]))
        yield BrokenBands(at, bands[-1][1].label, expected=None, seen=edge)
    bounds = [(where.head(("index", "coefficient")), rule.coefficient)]
    bounds += [
        (where.head(("variants", v, "coefficient")), variant.coefficient)
        for v, variant in enumerate(instrument.variants)
        if variant.coefficient
    ]
    yield from (ScaleWithoutRoom(at, "index") for at, bound in bounds if bound.min >= bound.max)


def check_units_index(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """A reading's pairs name nodes or items of this form, and readings bear their id alone (KAT-004, KAT-009)."""
    rule = instrument.units_index
    if rule is None:
        return
    yield from _twice((one.id, where.head(("units_index", "readings", r))) for r, one in enumerate(rule.readings))
    for r, reading in enumerate(rule.readings):
        at = where.head(("units_index", "readings", r, "pairs"))
        known = set(instrument.nodes if reading.rule == "parts" else instrument.items)
        for name in reading.pairs:
            if name not in known:
                yield UnknownNodeNamed(at, reading.id, name=name)


def check_units_beside(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Clusters bear their id alone, and samples name clusters and predicates that exist (KAT-004, KAT-009)."""
    rule = instrument.units_beside
    if rule is None:
        return
    yield from _twice((one.id, where.head(("units_beside", "clusters", n))) for n, one in enumerate(rule.clusters))
    clusters = {one.id for one in rule.clusters}
    bands = {band.label for band in instrument.predicate.bands} if instrument.predicate else set()
    for n, target in enumerate(rule.targets):
        at = where.head(("units_beside", "targets", n))
        named = [(target.predicate, bands), *((need.cluster, clusters) for need in target.needs)]
        named += [(need.least, bands) for need in target.needs if need.least]
        for name, known in named:
            if name not in known:
                yield UnknownNodeNamed(at, target.predicate, name=name)


def check_bounds(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Ranges have room, name counts that exist, and no count twice (KAT-009, KAT-015, KAT-060)."""
    ratios = [item for item in instrument.items.values() if isinstance(item, RatioItem)]
    known = {f"{item.id}.{count.id}" for item in ratios for count in item.inputs}
    muddled = {item.id for item in ratios if len({count.id for count in item.inputs}) < len(item.inputs)}  # KAT-010
    first: dict[str, str] = {}
    for bound in instrument.bounds:
        at = where.bound(bound.id)
        if not 0 <= bound.least < bound.most:
            yield ScaleWithoutRoom(at, bound.id)
        for code in bound.counts:
            if code not in known and code.rpartition(".")[0] not in muddled:
                yield UnknownNodeNamed(at, bound.id, name=code)
            elif first.setdefault(code, bound.id) != bound.id:
                yield CountBoundTwice(at, bound.id, name=code, other=first[code])


def check_bands(instrument: Instrument, where: Located) -> Iterator[Temuan]:
    """Predicate bands, in every reading of them, cover all from their start to the whole without a gap or an overlap
    (KAT-008)."""
    rule = instrument.predicate
    if rule is None:
        return
    whole = Fraction(100)
    if rule.measure == "points":
        try:
            whole = instrument.weight_of(rule.of)
        except KeyError:
            return  # told as KAT-009
    listed: list[tuple[Path, tuple[Band, ...]]] = [(("predicate", "bands"), rule.bands)]
    listed += [(("predicate", "readings", n, "bands"), one.bands) for n, one in enumerate(rule.readings)]
    for path, own in listed:
        bands = sorted(enumerate(own), key=lambda numbered: numbered[1].above)
        edge = rule.start
        for number, band in bands:
            if band.above != edge or band.up_to <= band.above:
                yield BrokenBands(where.head((*path, number)), band.label, expected=edge, seen=band.above)
            edge = band.up_to
        if edge != whole:
            number, band = bands[-1]
            yield BrokenBands(where.head((*path, number)), band.label, expected=whole, seen=edge)


CHECKS: tuple[Check, ...] = (
    check_weights,
    check_gathering,
    check_answer_sets,
    check_checklists,
    check_surveys,
    check_ratios,
    check_references,
    check_names,
    check_ids,
    check_item_gates,
    check_variants,
    check_bands,
    check_index,
    check_units_index,
    check_units_beside,
    check_bounds,
)
