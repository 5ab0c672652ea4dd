"""Records of a trend. Every figure is exact; a difference is the sum of its named parts, never approximately.

Shares (0..1) and points are both kept: they are taken apart in the same way, each by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from pmprb.engine.answers import Answer, Unit
from pmprb.temuan import Model, Temuan


class UnitFate(StrEnum):
    """What became of a unit between two rekaps."""

    SAME = "same"
    RENAMED = "renamed"  # another name or code, the same unit
    MERGED = "merged"  # made from several
    SPLIT = "split"  # one of several made from one
    NEW = "new"  # nothing it came from
    FIRST = "first"  # registered before, and hands in for the first time
    DISSOLVED = "dissolved"  # gone, and nobody's predecessor
    ABSENT = "absent"  # registered, and has not handed in


class Why(StrEnum):
    """Why a unit or an area has no change to show."""

    NEW = "new"
    FIRST = "first"
    UNRATED_BEFORE = "unrated_before"
    UNRATED_NOW = "unrated_now"
    NO_AREA_BEFORE = "no_area_before"


class Parts(Model):
    """A difference and what it is made of: `new` - `old` = `criteria` + `unit` + `improved`.

    `old` and `new` are the values the rekaps themselves show. `corrections` are what the verifier added to or took
    from the old and the new one, under the new criteria; None where one of them was not verified.
    """

    old: Fraction
    new: Fraction
    criteria: Fraction
    unit: Fraction
    improved: Fraction
    corrections: tuple[Fraction, Fraction] | None = None

    @property
    def delta(self) -> Fraction:
        """The difference of the values shown."""
        return self.new - self.old

    @property
    def reviewer(self) -> Fraction | None:
        """What the verifier's own corrections changed by; None when that cannot be known."""
        return None if self.corrections is None else self.corrections[1] - self.corrections[0]

    @property
    def verified_delta(self) -> Fraction | None:
        """The difference after verification: `delta` + `reviewer`."""
        return None if self.reviewer is None else self.delta + self.reviewer


class AreaChange(Model):
    """The change of one node or group of the new catalog; both measures None, and `why`, without one."""

    of: str
    share: Parts | None = None
    points: Parts | None = None
    why: Why | None = None


class ItemChange(Model):
    """An item on which a unit's answer or points moved; points of both sides are those of the new catalog.

    `before` is None where the base is the mean of several units. `base_share` is the score before (0..1).
    """

    item: str
    old_items: tuple[str, ...]
    before: Answer | None
    after: Answer
    old_points: Fraction
    new_points: Fraction

    @property
    def delta(self) -> Fraction:
        """The points that moved."""
        return self.new_points - self.old_points


class UnitChange(Model):
    """A unit of the newer rekap against what it came from; `share` is its own, None when it is *belum dinilai*.

    `base` are the predecessors that count, `verified` how many items were verified before and now.
    """

    unit: Unit
    kind: UnitFate
    predecessors: tuple[Unit, ...]
    base: tuple[Unit, ...] = ()
    share: Fraction | None = None
    why: Why | None = None
    total: AreaChange
    areas: tuple[AreaChange, ...] = ()
    items: tuple[ItemChange, ...] = ()
    verified: tuple[int, int] = (0, 0)


class GoneUnit(Model):
    """A unit of the older rekap that no unit of the newer one came from; `share` is what it had."""

    unit: Unit
    kind: UnitFate
    share: Fraction | None


class Improver(Model):
    """A unit's place by what it really improved by (share of its total); equal improvements share a rank."""

    unit: Unit
    rank: int
    improved: Fraction
    reviewer: Fraction | None
    new: Fraction


class IndexParts(Model):
    """The change of the index (share of its full weight): `new` - `old` = `criteria` + `unit` + `improved`.

    `criteria` and `improved` are means over the `compared` units; `unit` is all that comes of which units stand in
    the two rekaps: merged, split, new, dissolved, not handed in, *belum dinilai*.
    """

    old: Fraction
    new: Fraction
    criteria: Fraction
    unit: Fraction
    improved: Fraction
    compared: int

    @property
    def delta(self) -> Fraction:
        """The difference of the two indices."""
        return self.new - self.old


class ItemLink(Model):
    """An item of the new catalog and what it was; `olds` empty: new; `new` empty: left out.

    `by_answer` is true where the answers are taken over and scored anew, false where the share reached is.
    """

    new: str
    olds: tuple[str, ...]
    criterion: str
    old_weight: Fraction | None
    new_weight: Fraction | None
    by_answer: bool


class Pair(Model):
    """Two consolidations side by side; `older` and `newer` are places in the trend's periods."""

    older: int
    newer: int
    units: tuple[UnitChange, ...]
    gone: tuple[GoneUnit, ...]
    improvers: tuple[Improver, ...]
    index: IndexParts | None
    links: tuple[ItemLink, ...] = ()
    temuan: tuple[Temuan, ...] = ()

    @property
    def compared(self) -> tuple[UnitChange, ...]:
        """The units whose total can be compared."""
        return tuple(unit for unit in self.units if unit.total.share is not None)

    @property
    def uncompared(self) -> tuple[UnitChange, ...]:
        """The units without anything to compare with, or *belum dinilai*."""
        return tuple(unit for unit in self.units if unit.total.share is None)


class TrendStage(Model):
    """One consolidation of the trend. `index` is in points of `total`; `label` is unique among the periods."""

    label: str
    period: str
    file: str
    sha256: str
    digest: str
    instrument: str
    variant: str
    catalog_hash: str
    program: str
    blank: str
    index: Fraction | None
    total: Fraction
    rated: int
    registered: int
    predicate: str = ""

    @property
    def index_share(self) -> Fraction | None:
        """The index as a share of the most a unit can reach."""
        return None if self.index is None or not self.total else self.index / self.total


class HistoryRow(Model):
    """One unit through the periods: points and shares, None where it has none of its own in that period."""

    unit: Unit
    points: tuple[Fraction | None, ...]
    shares: tuple[Fraction | None, ...]
    unrated: tuple[bool, ...]


class Outcome(StrEnum):
    """What became of a promise."""

    DONE = "done"  # full, or a better answer
    PARTLY = "partly"  # a higher number, not the full one
    NOT = "not"
    UNKNOWN = "unknown"  # nothing to judge it by; `why` says what is missing


class Unjudged(StrEnum):
    """Why a promise cannot be judged."""

    UNIT_DISSOLVED = "unit_dissolved"
    UNIT_ABSENT = "unit_absent"
    UNIT_UNRATED = "unit_unrated"
    ITEM_GONE = "item_gone"
    NOT_APPLICABLE = "not_applicable"


class Promise(Model):
    """What was typed for a gap (PIC, tenggat, status) in the period `made`.

    `due` is None when no date could be read from `due_text`. `criterion` may be empty: the catalog knows it.
    """

    made: int
    unit_code: str
    unit: str
    item: str
    pic: str = ""
    due: date | None = None
    due_text: str = ""
    status: str = ""


class KeptPromise(Model):
    """A promise and what the newest rekap shows. `overdue` is None where that is not judged.

    `claimed` is true when the status says it is done although it does not show.
    """

    promise: Promise
    unit: str
    item: str
    area: str
    criterion: str
    outcome: Outcome
    why: Unjudged | None = None
    before: Answer | None = None
    after: Answer | None = None
    before_share: Fraction | None = None
    after_share: Fraction | None = None
    overdue: bool | None = None
    claimed: bool = False


class Trend(Model):
    """All of it: the periods in order, the pairs (the first to the last before the steps between), units through time.

    `areas` are the names behind `AreaChange.of` in the newest catalog.
    """

    periods: tuple[TrendStage, ...]
    pairs: tuple[Pair, ...]
    history: tuple[HistoryRow, ...]
    promises: tuple[KeptPromise, ...]
    areas: Mapping[str, str]
    judged_on: date | None = None
    temuan: tuple[Temuan, ...] = ()

    @property
    def main(self) -> Pair:
        """The pair of the first and the last period."""
        return self.pairs[0]
