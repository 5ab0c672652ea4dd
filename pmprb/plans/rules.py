"""The shape of `criteria/rencana-aksi/`: kinds, achievement policies, bands, choices, lines, columns.

Enters: plain text read by `plan_load`. Leaves: frozen records with exact numbers; per cents of the files are shares
here (100 is 1). Refuses to know: files, plans, Excel.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pmprb.catalog.exact import Exact
from pmprb.catalog.item import Cited
from pmprb.catalog.model import Regulation
from pmprb.numbers import exact
from pmprb.period import Period
from pmprb.temuan import Model


class Polarity(StrEnum):
    """How a realisation is compared with its target."""

    HIGHER = "higher"
    LOWER_RATIO = "lower_ratio"
    LOWER_LINEAR = "lower_linear"
    FROM_BASELINE = "from_baseline"
    STABLE_LINEAR = "stable_linear"
    STABLE_RATIO = "stable_ratio"
    RANGE = "range"


class Logic(StrEnum):
    """How quarters follow one another."""

    INDEPENDENT = "independent"
    ACCUMULATED = "accumulated"
    LAST_VALUE = "last_value"
    CUMULATIVE_ENTRY = "cumulative_entry"
    AGAINST_YEAR = "against_year"


class RollUp(StrEnum):
    """How several figures become one."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"


NOT_MEASURED, FORMULA, CAP = "tidak-diukur", "rumus", "batas"
COMPARED = "portal"
"""The policy that every consolidation is reckoned by beside its own."""


def _share(value: object) -> object:
    """Return a per cent's decimal text as a share."""
    if isinstance(value, str):
        try:
            return exact(value) / 100
        except ValueError:
            raise ValueError("not exact decimal text") from None
    return value


def _outcome(value: object) -> object:
    return value if value in (NOT_MEASURED, FORMULA, CAP) else _share(value)


Share = Annotated[Exact, BeforeValidator(_share)]
Outcome = Annotated[Literal["tidak-diukur", "rumus", "batas"] | Fraction, BeforeValidator(_outcome)]


class ZeroRules(Model):
    """What a quarter is worth where zero stands in target or realisation; see `kebijakan.yaml`."""

    target_zero_met: Outcome
    target_zero_unmet: Outcome
    realisation_zero: Outcome


class Zero(Model):
    """The rules of the three families of polarities."""

    higher: ZeroRules
    lower: ZeroRules
    stable: ZeroRules

    def of(self, polarity: Polarity) -> ZeroRules:
        """Return the rules of a polarity's family."""
        if polarity is Polarity.HIGHER:
            return self.higher
        return self.lower if polarity in LOWER else self.stable


LOWER = (Polarity.LOWER_RATIO, Polarity.LOWER_LINEAR, Polarity.FROM_BASELINE)


class MeanRule(Model):
    """How a mean treats what is missing and what is zero."""

    missing: Literal["nol", "lewati"]
    zero: Literal["ikut", "lewati"]


class Policy(Cited):
    """One declared way of reckoning achievement. `cap` and `floor` None: no bound."""

    id: str
    title: str
    cap: Share | None = None
    floor: Share | None = None
    best_without_cap: Share
    negative: Literal["rumus", "tidak-diukur"]
    zero: Zero
    quarters: MeanRule
    rows: MeanRule
    bands: str

    @property
    def best(self) -> Fraction:
        """What an outcome of "batas" is worth."""
        return self.best_without_cap if self.cap is None else self.cap


class LightBand(Model):
    """A traffic light: from its lower bound on; the last band has none."""

    id: str
    label: str
    colour: Literal["hijau", "hijau-muda", "kuning", "jingga", "merah"]
    lower: Share | None = Field(default=None, alias="from")
    on_track: bool = False


class Lights(Cited):
    """A set of bands, best first: lower bounds only, so there is no gap between them."""

    id: str
    title: str
    bands: tuple[LightBand, ...] = Field(min_length=2)

    def of(self, share: Fraction) -> LightBand:
        """Return the band of a share; a bound that is met exactly counts."""
        return next(b for b in self.bands if b.lower is None or share >= b.lower)


class Pick(Model):
    """One choice of a drop-down: `label` is what the sheet shows; `roll_up` the usual one of a logic."""

    id: str
    label: str
    help: str
    aliases: tuple[str, ...] = ()
    roll_up: RollUp | None = None


class Picks(Model):
    """The choices of the drop-downs."""

    polarity: tuple[Pick, ...]
    logic: tuple[Pick, ...]
    roll_up: tuple[Pick, ...]
    review: tuple[Pick, ...]
    status: tuple[Pick, ...]
    unit: tuple[Pick, ...] = ()

    def label(self, key: Polarity | Logic | RollUp) -> str:
        """Return the label of a choice."""
        listed = {Polarity: self.polarity, Logic: self.logic, RollUp: self.roll_up}[type(key)]
        return next(pick.label for pick in listed if pick.id == key.value)

    def usual_roll_up(self, logic: Logic) -> RollUp:
        """Return the roll-up a logic has when none is chosen."""
        return next(p.roll_up for p in self.logic if p.id == logic.value) or RollUp.SUM


class PlanLine(Cited):
    """A kegiatan utama or a theme; `area` is the area of change it is put to, `to` the last year it is in use."""

    id: str
    title: str
    area: str = ""
    since: int = Field(alias="from")
    until: int | None = Field(default=None, alias="to")
    aliases: tuple[str, ...] = ()

    def serves(self, year: int | None) -> bool:
        """True when the line is in use in a year; an unknown year leaves none out."""
        return year is None or (self.since <= year and (self.until is None or year <= self.until))


class PlanKind(Cited):
    """A kind of plan and what its worksheet has. `carried_to`: the item of another worksheet that asks for its A02.

    `scores_as` are hashes of earlier rules that reckon this kind alike. A kind whose `form` is "tindak-lanjut" has
    recommendations with a status for its rows (`PlanRules.follow`), and no policy.
    """

    id: str
    title: str
    line_title: str
    lines: Literal["kegiatan-utama", "tema", ""]
    form: Literal["capaian", "tindak-lanjut"] = "capaian"
    policy: str = ""
    scored_a02: bool = False
    carried_to: str = ""
    columns: tuple[str, ...] = ()
    scores_as: tuple[str, ...] = ()


class PlanColumn(Model):
    """A column of the worksheet. `foreign`: only read from other forms; `reviewer`: for the evaluator.

    `before`: headings that mean this column even where another column bears its title; `instead`: those that mean it
    only where the sheet would be no plan without.
    `least` and `most`: between which numbers a figure of the column can be meant, both ends included; `most_percent`
    is the end where the row's unit of measure is per cent.
    """

    key: str
    title: str
    kind: Literal["text", "number", "choice", "computed"]
    width: int
    quarters: bool = False
    fill: bool = False
    foreign: bool = False
    reviewer: bool = False
    before: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    least: Exact | None = None
    most: Exact | None = None
    most_percent: Exact | None = None

    def most_of(self, *, percent: bool) -> Fraction | None:
        """Return the largest number that can be meant; None where there is no bound."""
        return self.most_percent if percent and self.most_percent is not None else self.most


class FollowStatus(Model):
    """A state of a recommendation, and what else it is called."""

    id: Literal["open", "underway", "done", "void"]
    label: str
    colour: Literal["hijau", "hijau-muda", "kuning", "jingga", "merah"]
    aliases: tuple[str, ...] = ()


class FollowRules(Cited):
    """The form of recommendations followed up: its four states in their order, its columns, and what the list of lines
    offers `beside` the themes."""

    beside: tuple[str, ...] = ()
    statuses: tuple[FollowStatus, FollowStatus, FollowStatus, FollowStatus]
    columns: tuple[PlanColumn, ...]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Id of a state → its label."""
        return {status.id: status.label for status in self.statuses}


class OwnHeading(Model):
    """What users' own forms call a column: in a folder that only adds to the program's own rules."""

    key: str
    headings: tuple[str, ...]


class PlanRules(Model):
    """Everything of the folder; `hash` is the SHA-256 of its content without the columns.

    `hashes` are those of each kind alone: the kind, its policy, its bands and the choices. Another kind, a theme or a
    regulation more leaves worksheets made before as good as they were.
    """

    kinds: tuple[PlanKind, ...]
    policies: tuple[Policy, ...]
    lights: tuple[Lights, ...]
    picks: Picks
    activities: tuple[PlanLine, ...]
    themes: tuple[PlanLine, ...]
    columns: tuple[PlanColumn, ...]
    regulations: tuple[Regulation, ...]
    follow: FollowRules | None = None
    hash: str
    hashes: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def kinds_by_id(self) -> dict[str, PlanKind]:
        """Kinds by id."""
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def policies_by_id(self) -> dict[str, Policy]:
        """Policies by id."""
        return {policy.id: policy for policy in self.policies}

    def reckons_like(self, kind: PlanKind, rules_hash: str) -> bool:
        """True when rules of this hash reckon a kind as these do."""
        return rules_hash == self.hashes[kind.id] or rules_hash in kind.scores_as

    def policy_of(self, kind: PlanKind) -> Policy:
        """Return the policy a kind is reckoned by."""
        return self.policies_by_id[kind.policy]

    def lights_of(self, policy: Policy) -> Lights:
        """Return the bands of a policy."""
        return next(lights for lights in self.lights if lights.id == policy.bands)

    def lines_of(self, kind: PlanKind, period: str = "") -> tuple[PlanLine, ...]:
        """Return the lines a kind offers in a period; empty when its first column is free text."""
        listed = {"kegiatan-utama": self.activities, "tema": self.themes, "": ()}[kind.lines]
        year = Period.of(period).year
        return tuple(line for line in listed if line.serves(year))

    def citation(self, cited: Cited) -> str:
        """Return what a record rests on, in words."""
        titles = {regulation.id: regulation.title for regulation in self.regulations}
        return "; ".join(f"{titles.get(r.regulation, r.regulation)}, {r.place}" for r in cited.references)
