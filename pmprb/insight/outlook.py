"""What stands between a unit and its next target, and which of its gaps move a gate that is still lacking.

Enters: a unit's result and its instrument. Leaves: an `Outlook`, and for each item the gates it would move. Pure; the
smallest set of changes that reaches the target is the business of `insight.path`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.engine.gaps import Gap
from pmprb.engine.verdict import GateResult, Verdict
from pmprb.insight.path.options import outside_reach
from pmprb.numbers import exact_ranks
from pmprb.office.model import UnitResult
from pmprb.records import dataclass


@dataclass(frozen=True)
class Outlook:
    """What a unit lacks for its next target in the deciding reading of the gates.

    `target` is None when every target is reached, and for a unit *belum dinilai*. `missing` are the gates not met, the
    one nearest to its minimum first. `otherwise` are the verdicts of other readings that differ from the deciding one.
    """

    target: Verdict | None
    missing: tuple[GateResult, ...]
    otherwise: tuple[Verdict, ...]


def outlook_of(result: UnitResult, instrument: Instrument) -> Outlook:
    """Return what a unit lacks for the first target, in the catalog's order, that it does not reach."""
    if not result.rated:
        return Outlook(None, (), ())
    deciding = {verdict.target: verdict for verdict in result.verdicts if verdict.decides}
    otherwise = tuple(
        verdict
        for verdict in result.verdicts
        if not verdict.decides and verdict.target in deciding and verdict.passed != deciding[verdict.target].passed
    )
    target = next((verdict for verdict in deciding.values() if not verdict.passed), None)
    return Outlook(target, missing_gates(target, instrument) if target else (), otherwise)


def missing_gates(verdict: Verdict, instrument: Instrument) -> tuple[GateResult, ...]:
    """Return the gates of a target that are not met, the one nearest to its minimum first."""
    missing = (gate for gate in verdict.gates if not gate.passed)
    return tuple(sorted(missing, key=lambda gate: shortfall(gate, instrument)))


def shortfall(gate: GateResult, instrument: Instrument) -> Fraction:
    """Return how far a gate is from its minimum, as a share (0..1) of the points it is measured over."""
    short = gate.minimum - (gate.value or Fraction(0))
    return short if gate.measure == "share" else short / instrument.weight_of(gate.of)


@dataclass(frozen=True)
class Weighed:
    """A gap of a unit with the gates it lacks that the item moves; `own`: the unit can better it by itself."""

    gap: Gap
    gates: tuple[GateResult, ...]
    own: bool

    @property
    def order(self) -> tuple[bool, int]:
        """What puts it before others: what the unit can do itself, then how many lacking gates it moves."""
        return not self.own, -len(self.gates)


class Levers:
    """What an item of an instrument can move: which gates stand above it, and whether a unit moves it by itself."""

    def __init__(self, instrument: Instrument) -> None:
        self._outside = outside_reach(instrument)
        self._above: dict[str, frozenset[str]] = {}
        groups = [(group.id, frozenset(group.nodes)) for group in instrument.groups_by_id.values()]
        for item in instrument.items:
            names, above = {item}, item
            while above in instrument.parents:
                above = instrument.parents[above]
                names.add(above)
            names |= {group for group, nodes in groups if nodes & names}
            self._above[item] = frozenset(names)

    def own(self, item: str) -> bool:
        """Return whether a unit can better the item by itself: no survey, audit or evaluation of somebody else."""
        return item not in self._outside

    def moved(self, item: str, gates: Sequence[GateResult]) -> tuple[GateResult, ...]:
        """Return those of the gates whose value follows from the item."""
        above = self._above[item]
        return tuple(gate for gate in gates if gate.of in above)

    def weigh(self, result: UnitResult, gaps: Sequence[Gap], instrument: Instrument) -> list[Weighed]:
        """Return a unit's gaps with what they move, in the order given."""
        missing = outlook_of(result, instrument).missing
        return [Weighed(gap, self.moved(gap.item, missing), self.own(gap.item)) for gap in gaps]


def in_order(gaps: Sequence[Weighed]) -> list[Weighed]:
    """Return gaps by what the unit can do itself, gates moved, points to gain, points lost; equal ones as given."""
    gains = exact_ranks([one.gap.step.gain for one in gaps])
    losses = exact_ranks([one.gap.lost for one in gaps])
    keys = [(*one.order, -gain, -lost, n) for n, (one, gain, lost) in enumerate(zip(gaps, gains, losses, strict=True))]
    return [gaps[key[-1]] for key in sorted(keys)]
