"""A mixed-integer model as plain data: variables between 0 and 1, rows, an objective, all numbers exact.

Enters: nothing. Leaves: `Model`, and what a solver must give back. Refuses to know: instruments, answers, solvers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass
class Linear:
    """A linear expression: coefficients by variable, and a constant."""

    terms: dict[int, Fraction] = field(default_factory=dict)
    constant: Fraction = ZERO

    def add(self, other: Linear, factor: Fraction = ONE) -> Linear:
        """Add `factor` times another expression to this one; return it."""
        whole = factor == 1  # by far the most common: arithmetic of fractions is what a model costs
        if other.constant:
            self.constant += other.constant if whole else other.constant * factor
        terms = self.terms
        for variable, value in other.terms.items():
            more = value if whole else value * factor
            terms[variable] = terms[variable] + more if variable in terms else more
        return self

    @classmethod
    def total(cls, parts: Iterable[Linear]) -> Linear:
        """Return the sum of expressions."""
        found = cls()
        for part in parts:
            found.add(part)
        return found


@dataclass(frozen=True)
class Variable:
    """A variable between 0 and 1; `integer` ones are 0 or 1."""

    name: str
    integer: bool


@dataclass(frozen=True)
class Row:
    """low ≤ Σ coefficient × variable ≤ high; None for no bound. `strict`: more than `low`, not equal to it."""

    name: str
    terms: tuple[tuple[int, Fraction], ...]
    low: Fraction | None = None
    high: Fraction | None = None
    strict: bool = False


@dataclass(frozen=True)
class Model:
    """Minimise (or maximise) the objective under all rows. Without `proof` a good answer found with bounded work is
    enough: what it is asked for is a matter of taste, not of truth."""

    variables: tuple[Variable, ...]
    rows: tuple[Row, ...]
    objective: tuple[tuple[int, Fraction], ...]
    maximise: bool = False
    proof: bool = True


@dataclass(frozen=True)
class Solution:
    """What a solver found: `values` by variable, empty when there are none. `optimal` is its own proof, within its
    tolerance; `bound` the best objective it could not rule out."""

    status: Literal["optimal", "infeasible", "stopped"]
    values: tuple[float, ...] = ()
    bound: float | None = None


Solver = Callable[[Model], Solution]


def row(name: str, expression: Linear, low: Fraction | None = None, high: Fraction | None = None, **how: bool) -> Row:
    """Return a row that keeps an expression within bounds; its constant is brought to the other side."""
    terms = tuple((variable, value) for variable, value in expression.terms.items() if value)
    less = expression.constant
    return Row(name, terms, None if low is None else low - less, None if high is None else high - less, **how)
