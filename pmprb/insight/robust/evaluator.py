"""The score tree for many answers at once, in floating numbers: rows × items to rows × nodes.

Enters: an instrument, a blank policy, own scores of items (NaN: no value), which items apply, which gates an answer
closes. Leaves: points of every node (NaN: no value). Within 1e-12 of the exact tree, and never used for a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pmprb.catalog.item import ItemGate
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import Blank, ScoreTree

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Answers of many rows: `own` scores before gates (rows × items, NaN without a value), `applies` (1 × items or
    rows × items), and by gate that asks for answers whether a row's answer closes it (rows)."""

    own: Numbers
    applies: Flags
    closed: Mapping[int, Flags]


@dataclass(frozen=True)
class Shares:
    """Rows × leaves: the part of its weight each leaf earns (NaN: no value); and by item that a gate is of, its leaf
    and the part of the leaf's weight it brings."""

    leaves: Numbers
    single: Mapping[str, tuple[int, Numbers]]


@dataclass(frozen=True)
class Evaluator:
    """An instrument compiled for one blank policy."""

    instrument: Instrument
    blank: Blank

    @cached_property
    def items(self) -> dict[str, int]:
        """Column of each item, in the form's order."""
        return {item: n for n, item in enumerate(self.instrument.items)}

    @cached_property
    def nodes(self) -> dict[str, int]:
        """Column of each node, parents first."""
        return {node: n for n, node in enumerate(self.instrument.nodes)}

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The nodes that hold items."""
        return tuple(node for node in self.instrument.nodes.values() if node.items)

    @cached_property
    def weights(self) -> Numbers:
        """The weight of each leaf."""
        return np.array([float(node.weight) for node in self.leaves])

    @cached_property
    def above(self) -> Numbers:
        """Leaves × nodes: 1 where the leaf is the node or lies beneath it."""
        found = np.zeros((len(self.leaves), len(self.nodes)))
        for n, leaf in enumerate(self.leaves):
            name: str | None = leaf.id
            while name is not None:
                found[n, self.nodes[name]] = 1.0
                name = self.instrument.parents.get(name)
        return found

    def rows_of(self, sets: Sequence[Mapping[str, Answer]], trees: Sequence[ScoreTree]) -> Rows:
        """Return rows of answers with their exact trees' own scores."""
        own = np.array([[_own(tree, item) for item in self.items] for tree in trees], dtype=float)
        applies = np.array(
            [[tree.items[item].state is not State.NOT_APPLICABLE for item in self.items] for tree in trees], dtype=bool
        )
        closed = {n: np.array([_closes(gate, answers) for answers in sets], dtype=bool) for n, gate in self._asking()}
        return Rows(own.reshape(len(trees), len(self.items)), applies.reshape(len(trees), len(self.items)), closed)

    def _asking(self) -> Iterator[tuple[int, ItemGate]]:
        return ((n, g) for n, g in enumerate(self.instrument.item_gates) if g.rule == "zero_if_answer")

    def gated(self, rows: Rows) -> Numbers:
        """Return the items' scores after gates on other items."""
        found = np.array(rows.own, dtype=float)
        done: set[str] = set()

        def settle(item: str) -> None:
            if item in done:
                return
            done.add(item)
            own = found[:, self.items[item]]
            for n, gate in enumerate(self.instrument.item_gates):
                if gate.item != item:
                    continue
                settle(gate.parent)
                own = self._through(gate, own, found[:, self.items[gate.parent]], rows.closed.get(n))
            found[:, self.items[item]] = own

        for gate in self.instrument.item_gates:
            settle(gate.item)
        return found

    def _through(self, gate: ItemGate, own: Numbers, parent: Numbers, closed: Flags | None) -> Numbers:
        if gate.rule == "multiply":
            factor = parent
        elif gate.rule == "zero_if_zero":
            factor = np.where(parent == 0, 0.0, 1.0)
        else:
            factor = np.where(np.asarray(closed, dtype=bool), 0.0, 1.0)
        if self.blank == "nol":
            factor = np.where(np.isnan(parent), 0.0, factor)
        passed: Numbers = own * factor
        return passed

    def shares(self, rows: Rows) -> Shares:
        """Return the part of its weight each leaf earns, and of that what single items bring that gates ask for."""
        scores = self.gated(rows)
        applies = np.broadcast_to(rows.applies, rows.own.shape)
        found, single = np.empty((len(scores), len(self.leaves))), {}
        for n, leaf in enumerate(self.leaves):
            columns = [self.items[item.id] for item in leaf.items]
            found[:, n], each = self._leaf(leaf, scores[:, columns], applies[:, columns])
            for place, item in enumerate(leaf.items):
                if item.id in self.asked_items:
                    single[item.id] = (
                        n,
                        self._single(scores[:, columns[place]], applies[:, columns[place]]) * each[:, place],
                    )
        return Shares(found, single)

    def _single(self, scores: Numbers, applies: Flags) -> Numbers:
        """Return an item's scores as a gate of its own sees them: under `nol` no answer is nothing."""
        if self.blank == "lewati":
            return scores
        found: Numbers = np.where(applies, np.nan_to_num(scores, nan=0.0), np.nan)
        return found

    @cached_property
    def asked_items(self) -> frozenset[str]:
        """The items that a gate is of."""
        gates = (g for s in self.instrument.gate_sets for t in s.targets for g in t.gates)
        return frozenset(name for g in gates for name in self.instrument.members(g.of) if name in self.items)

    def _leaf(self, leaf: Node, scores: Numbers, applies: Flags) -> tuple[Numbers, Numbers]:
        """Return a leaf's share by row, and by item the part of the leaf's weight its full score is worth."""
        known = applies & ~np.isnan(scores)
        counting = applies if self.blank == "nol" else known
        values = np.where(known, scores, 0.0)
        if leaf.gather == "sum":
            weights = np.array([float(item.weight or 0) for item in leaf.items]) / (float(leaf.weight) or 1.0)
            each = np.broadcast_to(weights, values.shape)
            share = values @ weights
        else:
            many = np.maximum(counting.sum(axis=1), 1)
            each = np.broadcast_to((1.0 / many)[:, None], values.shape)
            share = values.sum(axis=1) / many
        return np.where(counting.any(axis=1), share, np.nan), each

    def value(self, names: Sequence[str], shares: Shares, points: Numbers, weights: Numbers | None = None) -> Numbers:
        """Return the points of nodes or items together, by row; NaN where none of them has a value."""
        used = self.weights if weights is None else weights
        parts = []
        for name in names:
            if name in self.nodes:
                parts.append(points[:, self.nodes[name]])
            else:
                leaf, share = shares.single[name]
                parts.append(share * used[..., leaf])
        found = np.stack(parts, axis=1)
        known = ~np.isnan(found)
        total: Numbers = np.where(known.any(axis=1), np.where(known, found, 0.0).sum(axis=1), np.nan)
        return total

    def points(self, shares: Numbers, weights: Numbers | None = None) -> Numbers:
        """Return rows × nodes from rows × leaves: points, NaN where nothing beneath has a value. `weights` of leaves
        may be given by row."""
        used = self.weights if weights is None else weights
        known = ~np.isnan(shares)
        total = np.where(known, shares * used, 0.0) @ self.above
        found: Numbers = np.where(known.astype(float) @ self.above > 0, total, np.nan)
        return found

    def __call__(self, rows: Rows) -> Numbers:
        """Return rows × nodes."""
        return self.points(self.shares(rows).leaves)

    def most(self, rows: Rows) -> Numbers:
        """Return the most each row can reach in all: items that do not apply bring nothing."""
        total = np.zeros(len(rows.own))
        applies = np.broadcast_to(rows.applies, rows.own.shape)
        for leaf in self.leaves:
            columns = [self.items[item.id] for item in leaf.items]
            if leaf.gather == "sum":
                total += applies[:, columns] @ np.array([float(item.weight or 0) for item in leaf.items])
            else:
                total += np.where(applies[:, columns].any(axis=1), float(leaf.weight), 0.0)
        return total


def _own(tree: ScoreTree, item: str) -> float:
    own = tree.items[item].own
    return float("nan") if own is None else float(own)


def _closes(gate: ItemGate, answers: Mapping[str, Answer]) -> bool:
    answer = answers.get(gate.parent)
    return answer is not None and answer.state is State.GIVEN and answer.choice in gate.answers
