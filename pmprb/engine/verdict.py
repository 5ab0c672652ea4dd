"""Gates and predicates: which target a score tree earns, gate by gate.

Enters: a score tree and its instrument. Leaves: `Verdict`s with every gate and its margin,
and the predicate of the bands. Refuses to know: answers, files, sentences.

All gates of a target must hold together; a gate met exactly passes (>=), on exact numbers.
A gate whose node has no value (*belum dinilai*) does not pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from pmprb.catalog.item import Basis, Reference
from pmprb.catalog.model import Gate, Instrument, Predicate
from pmprb.catalog.once import OncePerInstrument
from pmprb.engine.score import ScoreTree
from pmprb.records import dataclass
from pmprb.temuan import CellPos, GateReadingMatters, Model, PredicateReadingMatters, Temuan


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate: the value found and its minimum, both in the gate's measure (points or share 0..1)."""

    id: str
    title: str
    of: str
    measure: str
    value: Fraction | None
    minimum: Fraction
    passed: bool
    basis: Basis
    references: tuple[Reference, ...]
    one_source: bool = False
    note: str = ""

    @property
    def margin(self) -> Fraction | None:
        """Value minus minimum; negative when the gate fails; None without a value."""
        return None if self.value is None else self.value - self.minimum


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target under one reading of the gates. `decides` is true for the reading that counts."""

    gate_set: str
    gate_set_title: str
    decides: bool
    basis: Basis
    target: str
    title: str
    passed: bool
    gates: tuple[GateResult, ...]


class OtherPredicate(Model):
    """What another reading of the bands makes of the same figure; `label` is empty where it has no band for it."""

    reading: str
    title: str
    label: str
    basis: Basis
    note: str


class PredicateResult(Model):
    """The band a share falls in; `percent` is 0..100. `readings` are the catalog's other readings of the bands."""

    label: str
    title: str
    percent: Fraction
    basis: Basis
    note: str
    readings: tuple[OtherPredicate, ...] = ()


def judge(tree: ScoreTree, instrument: Instrument) -> list[Verdict]:
    """Return a verdict for every gate set and target, the deciding set first."""
    verdicts = []
    weights, values = _WEIGHTS(instrument), {}
    for index, gate_set in enumerate(instrument.gate_sets):
        for target in gate_set.targets:
            gates = []
            for gate in target.gates:
                what = gate.of, gate.measure
                if what not in values:  # every target of every reading asks the same headings
                    values[what] = _value(gate, tree, instrument, weights[gate.of])
                gates.append(_gate(gate, values[what]))
            verdicts.append(
                Verdict(
                    gate_set=gate_set.id,
                    gate_set_title=gate_set.title,
                    decides=index == 0,
                    basis=gate_set.basis,
                    target=target.id,
                    title=target.title,
                    passed=all(gate.passed for gate in gates),
                    gates=tuple(gates),
                )
            )
    return verdicts


def _weights(instrument: Instrument) -> dict[str, Fraction]:
    """Return the most points of everything a gate is about."""
    gates = (gate for gate_set in instrument.gate_sets for target in gate_set.targets for gate in target.gates)
    return {gate.of: instrument.weight_of(gate.of) for gate in gates}


_WEIGHTS = OncePerInstrument(_weights)


def _value(gate: Gate, tree: ScoreTree, instrument: Instrument, weight: Fraction) -> Fraction | None:
    value = tree.points_of(instrument.members(gate.of))
    return value / weight if value is not None and gate.measure == "share" else value


def _gate(gate: Gate, value: Fraction | None) -> GateResult:
    return GateResult(
        id=gate.id,
        title=gate.title,
        of=gate.of,
        measure=gate.measure,
        value=value,
        minimum=gate.minimum,
        passed=value is not None and value >= gate.minimum,
        basis=gate.basis,
        one_source=gate.one_source,
        references=gate.references,
        note=gate.note,
    )


def predicate_of(tree: ScoreTree, instrument: Instrument) -> PredicateResult | None:
    """Return the predicate, or None when the instrument has no bands or nothing there was answered.

    A unit that answered nothing is *belum dinilai*: it earns no band, not the lowest one.
    """
    rule = instrument.predicate
    if rule is None:
        return None
    members = instrument.members(rule.of)
    points = tree.points_of(members)
    if points is None or not tree.answered(members):
        return None
    weight = instrument.weight_of(rule.of)
    return predicate_for(points / weight * 100, rule, weight)


def predicate_for(percent: Fraction, rule: Predicate, weight: Fraction) -> PredicateResult | None:
    """Return the band a percentage of the node's weight falls in; None where the bands have none for it."""
    value = percent * weight / 100 if rule.measure == "points" else percent
    chosen = rule.band_of(value)
    if chosen is None:
        return None
    others = []
    for one in rule.readings:
        band = rule.band_of(value, one.bands)
        label = band.label if band else ""
        others.append(OtherPredicate(reading=one.id, title=one.title, label=label, basis=one.basis, note=one.note))
    return PredicateResult(
        label=chosen.label,
        title=chosen.title,
        percent=percent,
        basis=rule.basis,
        note=rule.note,
        readings=tuple(others),
    )


def predicate_remarks(found: PredicateResult | None, file: str) -> list[Temuan]:
    """Return a NILAI-055 for each other reading of the bands that gives another predicate."""
    at = CellPos(workbook=file)
    return [
        PredicateReadingMatters(at, label=found.label, other=one.label or "-", reading=one.title)
        for one in (found.readings if found else ())
        if found and one.label != found.label
    ]


def reading_remarks(verdicts: Iterable[Verdict], file: str) -> list[Temuan]:
    """Return a NILAI-004 for each target that another reading of the gates decides otherwise."""
    every = list(verdicts)
    deciding = {verdict.target: verdict for verdict in every if verdict.decides}
    return [
        GateReadingMatters(CellPos(workbook=file), target=v.target, reading=v.gate_set_title)
        for v in every
        if not v.decides and v.target in deciding and v.passed != deciding[v.target].passed
    ]
