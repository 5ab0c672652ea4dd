"""An instrument's whole arithmetic over the options of its items, as linear rows: gates on other items, both blank
policies, counts of a mean that change.

Enters: an instrument, the options of every item, a blank policy. Leaves: `Built`: variables, rows, and for every node
and item its points as a linear expression. Refuses to know: targets, solvers.

Each better option is a 0/1 variable. An item's *states* are its possible final scores, each with an expression that is
1 when it holds. A gate on another item crosses the states of both (a product of two 0/1 choices, so its own variables
need not be integer). Under `lewati` the number of items that share a heading's weight may change with the answers:
then the states are split by that number, of which one is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pmprb.catalog.item import ItemGate
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import State
from pmprb.engine.score import Blank
from pmprb.insight.path.model import ONE, ZERO, Linear, Row, Variable, row
from pmprb.insight.path.options import Option


@dataclass
class Held:
    """A final score an item may have (None: no value), by which option, and the expression that says so."""

    option: int
    value: Fraction | None
    when: Linear


@dataclass
class Part:
    """A node's or item's points, and two expressions of at least 1 when it has a value and when it was answered."""

    points: Linear = field(default_factory=Linear)
    valued: Linear = field(default_factory=Linear)
    answered: Linear = field(default_factory=Linear)


@dataclass
class Built:
    """A model without a goal. `chosen` maps a variable to the item and the option it stands for."""

    variables: list[Variable]
    rows: list[Row]
    parts: dict[str, Part]
    chosen: dict[int, tuple[str, int]]

    def of(self, members: Sequence[str]) -> Part:
        """Return several nodes or items together."""
        parts = [self.parts[name] for name in members]
        return Part(
            Linear.total(part.points for part in parts),
            Linear.total(part.valued for part in parts),
            Linear.total(part.answered for part in parts),
        )


def build(instrument: Instrument, options: Mapping[str, tuple[Option, ...]], blank: Blank) -> Built:
    """Return the rows of an instrument; the first option of each item is its answer as it is."""
    builder = _Builder(instrument, options, blank)
    builder.node(instrument.root)
    return Built(builder.variables, builder.rows, builder.parts, builder.chosen)


class _Builder:
    def __init__(self, instrument: Instrument, options: Mapping[str, tuple[Option, ...]], blank: Blank) -> None:
        self.instrument, self.options, self.blank = instrument, options, blank
        self.variables: list[Variable] = []
        self.rows: list[Row] = []
        self.parts: dict[str, Part] = {}
        self.chosen: dict[int, tuple[str, int]] = {}
        self.own: dict[str, list[Linear]] = {}
        self.states: dict[str, list[Held]] = {}
        self.gates: dict[str, dict[str, list[ItemGate]]] = {}
        for gate in instrument.item_gates:
            self.gates.setdefault(gate.item, {}).setdefault(gate.parent, []).append(gate)
        for item in options:  # the form's order, whatever depends on what
            self.own[item] = self._options(item)

    def _new(self, name: str, integer: bool = False) -> int:
        self.variables.append(Variable(name, integer))
        return len(self.variables) - 1

    def _one(self, name: str, integer: bool = False) -> Linear:
        return Linear({self._new(name, integer): ONE})

    def _options(self, item: str) -> list[Linear]:
        """Return for every option the expression that is 1 when it is chosen."""
        better = []
        for n in range(1, len(self.options[item])):
            variable = self._new(f"{item}={n}", integer=True)
            self.chosen[variable] = item, n
            better.append(Linear({variable: ONE}))
        if len(better) > 1:
            self.rows.append(row(item, Linear.total(better), high=ONE))
        keep = Linear(constant=ONE)
        for one in better:
            keep.add(one, -ONE)
        return [keep, *better]

    # Gates on other items.

    def held(self, item: str) -> list[Held]:
        """Return an item's final states."""
        if item not in self.states:
            own = [
                Held(n, o.own, when) for n, (o, when) in enumerate(zip(self.options[item], self.own[item], strict=True))
            ]
            for parent, gates in self.gates.get(item, {}).items():
                own = self._through(item, own, self._factors(parent, gates))
            self.states[item] = own
        return self.states[item]

    def _factors(self, parent: str, gates: Sequence[ItemGate]) -> dict[Fraction | None, Linear]:
        """Return what a score behind these gates is multiplied by, None for a score that is lost; each with when."""
        found: dict[Fraction | None, Linear] = {}
        for state in self.held(parent):
            factor: Fraction | None = ONE
            for gate in gates:
                one = self._factor(gate, state)
                factor = None if factor is None or one is None else factor * one
            found.setdefault(factor, Linear()).add(state.when)
        return found

    def _factor(self, gate: ItemGate, parent: Held) -> Fraction | None:
        if parent.value is None and self.blank == "nol":
            return ZERO
        if gate.rule == "multiply":
            return parent.value
        if gate.rule == "zero_if_zero":
            return ZERO if parent.value == 0 else ONE
        answer = self.options[gate.parent][parent.option].answer
        return ZERO if answer.state is State.GIVEN and answer.choice in gate.answers else ONE

    def _through(self, item: str, own: list[Held], factors: Mapping[Fraction | None, Linear]) -> list[Held]:
        found: dict[tuple[int, Fraction | None], Held] = {}

        def keep(option: int, value: Fraction | None, when: Linear) -> None:
            found.setdefault((option, value), Held(option, value, Linear())).when.add(when)

        def passed(value: Fraction | None, factor: Fraction | None) -> Fraction | None:
            return None if value is None or factor is None else value * factor

        crossed: list[list[Linear]] = []
        for state in own:
            results = {passed(state.value, factor) for factor in factors}
            if len(results) == 1:
                keep(state.option, results.pop(), state.when)
                continue
            cells = []
            for n, factor in enumerate(factors):
                cell = self._one(f"{item}={state.option}&{n}") if len(own) > 1 else list(factors.values())[n]
                keep(state.option, passed(state.value, factor), cell)
                cells.append(cell)
            if len(own) > 1:
                self._equal(f"{item}={state.option}&", Linear.total(cells), state.when)
                crossed.append(cells)
        whole = len(crossed) == len(own)
        for n, (_, when) in enumerate(factors.items() if crossed else ()):
            together = Linear.total(cells[n] for cells in crossed)
            # States that no factor changes were not crossed: the others take no more than the factor's own place.
            if whole:
                self._equal(f"{item}&{n}", together, when)
            else:
                self.rows.append(row(f"{item}&{n}", together.add(when, -ONE), high=ZERO))
        return list(found.values())

    def _equal(self, name: str, left: Linear, right: Linear) -> None:
        self.rows.append(row(name, Linear().add(left).add(right, -ONE), low=ZERO, high=ZERO))

    # Headings.

    def node(self, node: Node) -> Part:
        """Make a node's expressions and those of all beneath it."""
        if node.children:
            parts = [self.node(child) for child in node.children]
            made = Part(
                Linear.total(part.points for part in parts),
                Linear.total(part.valued for part in parts),
                Linear.total(part.answered for part in parts),
            )
        else:
            made = self._gathered(node)
        self.parts[node.id] = made
        return made

    def _gathered(self, node: Node) -> Part:
        made, applying = Part(), []
        for asked in node.items:
            part = self.parts[asked.id] = Part()
            if self._applies(asked.id):
                applying.append(asked.id)
                part.answered = Linear.total(s.when for s in self.held(asked.id) if s.value is not None)
                part.valued = Linear(constant=ONE) if self.blank == "nol" else part.answered
                made.answered.add(part.answered)
        if self.blank == "nol":
            made.valued.constant += len(applying)
        else:
            made.valued.add(made.answered)
        if node.gather == "sum":
            weights = {asked.id: asked.weight or ZERO for asked in node.items}
            for item in applying:
                self._points(item, {ONE: self.held(item)}, weights[item])
        elif self.blank == "nol" and applying:
            for item in applying:
                self._points(item, {ONE: self.held(item)}, node.weight / len(applying))
        elif applying:
            self._mean(node, applying)
        for item in applying:
            made.points.add(self.parts[item].points)
        return made

    def _applies(self, item: str) -> bool:
        stays = self.options[item][0].answer.state is State.NOT_APPLICABLE
        return not (stays and self.instrument.items[item].allow_not_applicable)

    def _points(self, item: str, states: Mapping[Fraction, Sequence[Held]], weight: Fraction) -> None:
        """Add an item's points: its states by the number their heading's weight is shared by."""
        for share, held in states.items():
            for state in held:
                if state.value:
                    self.parts[item].points.add(state.when, state.value * weight / share)

    def _mean(self, node: Node, items: Sequence[str]) -> None:
        """Under `lewati` only items with a value share the weight: split the states by how many those are."""
        sure = sum(all(s.value is not None for s in self.held(item)) for item in items)
        open_ones = [i for i in items if len({s.value is None for s in self.held(i)}) > 1]
        most = sure + len(open_ones)
        if not open_ones:
            for item in items:
                self._points(item, {Fraction(max(sure, 1)): self.held(item)}, node.weight)
            return
        numbers = range(sure, most + 1)
        number = {k: self._one(f"{node.id}/{k}", integer=True) for k in numbers}
        self._equal(node.id, Linear.total(number.values()), Linear(constant=ONE))
        counted = {k: Linear() for k in numbers}
        for item in items:
            split: dict[int, list[Held]] = {k: [] for k in numbers}
            for n, state in enumerate(self.held(item)):
                cells = {k: self._one(f"{item}~{n}/{k}") for k in numbers}
                self._equal(f"{item}~{n}", Linear.total(cells.values()), state.when)
                for k, cell in cells.items():
                    split[k].append(Held(state.option, state.value, cell))
                    if state.value is not None:
                        counted[k].add(cell)
            for k in numbers:
                self._equal(f"{item}/{k}", Linear.total(s.when for s in split[k]), number[k])
            self._points(item, {Fraction(max(k, 1)): split[k] for k in numbers}, node.weight)
        for k in numbers:
            self.rows.append(row(f"{node.id}#{k}", counted[k].add(number[k], Fraction(-k)), low=ZERO, high=ZERO))
