"""The shape of `index`: how two instruments together make one index of an instansi, and its predicate.

Enters: plain text read by `load`. Leaves: frozen records with exact numbers. Refuses to know: scores.
"""

from __future__ import annotations

from pydantic import Field

from pmprb.catalog.cited import Cited
from pmprb.catalog.exact import Exact
from pmprb.temuan import Model


class Coefficient(Cited):
    """The bounds of the points an evaluator may add to or take from the sum, both included."""

    min: Exact
    max: Exact


class BandName(Model):
    """What a band is called where it has a second name."""

    label: str
    title: str


class IndexBand(Model):
    """A band of the index in points: above `above`, up to and including `up_to`; the topmost has no upper bound.

    `target_missed` is its name when an indicator stays below its `good_from`.
    """

    label: str
    title: str
    above: Exact
    up_to: Exact | None = None
    target_missed: BandName | None = None


class IndexPredicate(Cited):
    """The bands, best first or last; the lowest one also holds what lies beneath its lower bound."""

    bands: tuple[IndexBand, ...] = Field(min_length=1)


class IndexRule(Cited):
    """Index = (points + coefficient) / applicable points x 100 + the points of the instrument `added`.

    `adjustment` and `targets` cite the two rules inside it: what is done when items do not apply, and that
    items have a `good_from`; the rule's own citation is for the sum.
    """

    added: str
    adjustment: Cited
    coefficient: Coefficient
    targets: Cited
    predicate: IndexPredicate
