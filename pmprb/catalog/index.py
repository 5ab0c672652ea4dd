"""The shape of the rules by which several worksheets make one index, or stand side by side: `index`, `units_index`,
`units_beside`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pmprb.catalog.exact import Exact
from pmprb.catalog.item import Cited
from pmprb.temuan import Model

# The shape of `index`: how two instruments together make one index of an instansi, and its predicate.


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


# The shape of `units_index`: how an instansi's own worksheet and its units' worksheets make one index.


class UnitsReading(Cited):
    """One way to read how units and instansi are joined; `pairs` names what stands in the instansi's form and,
    behind it, its counterpart in the units'.

    `parts`: pairs of nodes. The instansi keeps of such a node what the units' node leaves of its weight, in
    proportion to its points there, and the units' mean is added; all other nodes are the instansi's alone.
    `shared_items`: pairs of items. Such an item scores the mean of the instansi's score and the units' mean
    score; all other items are the instansi's alone.
    """

    id: str
    title: str
    rule: Literal["parts", "shared_items"]
    pairs: dict[str, str] = Field(min_length=1)


class UnitsIndexRule(Cited):
    """The index of an instansi whose units fill in `units` (an instrument's id); the first reading is the default."""

    units: str
    readings: tuple[UnitsReading, ...] = Field(min_length=1)

    def reading(self, name: str) -> UnitsReading:
        """Return a reading by its id, the default for an empty one; KeyError for one that is not there."""
        named = {reading.id: reading for reading in self.readings}
        return named[name] if name else self.readings[0]


# The shape of `units_beside`: an instansi and its units where no rule that joins them is known.


class Cluster(Model):
    """Units looked at together; `names` are what the register may call them."""

    id: str
    title: str
    names: tuple[str, ...] = Field(min_length=1)


class SampleNeed(Model):
    """What a cluster must show: so many units, and a mean of this band or a better one where `least` names one."""

    cluster: str
    units: Annotated[int, BeforeValidator(int)]
    least: str = ""


class SampleTarget(Model):
    """What the sample of units must show before the instansi may bear a predicate."""

    predicate: str
    needs: tuple[SampleNeed, ...] = Field(min_length=1)


class UnitsBesideRule(Cited):
    """Units that fill in `units` (an instrument's id), shown beside the instansi by cluster: no joint figure.

    `targets` cites what a sample of units must show for a predicate; predicates that are not named need none.
    """

    units: str
    clusters: tuple[Cluster, ...] = Field(min_length=1)
    targets: tuple[SampleTarget, ...] = ()

    def cluster_of(self, name: str) -> str:
        """Return the id of the cluster a register's text names; empty for none."""
        wanted = " ".join(name.casefold().split())
        return next((one.id for one in self.clusters if wanted in (n.casefold() for n in one.names)), "")
