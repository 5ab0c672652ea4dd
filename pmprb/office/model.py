"""Records of a consolidation: units' results, findings, places. All figures are exact.

Rounding is the display's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import ConfigDict

from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.engine.score import ScoreTree
from pmprb.engine.verdict import PredicateResult, Verdict
from pmprb.office.verified import Verified
from pmprb.records import dataclass
from pmprb.temuan import CellPos, Model, Temuan

# Records of what is worth a look first, and of what strict scoring changed; carried along with results.


@dataclass(frozen=True, kw_only=True)
class Telaah:
    """One reason to look at a unit first, without any judgement of people.

    `points` are at stake: points of the total that rest on the items named. `items` are in the form's order.
    """

    temuan: Temuan
    unit: Unit
    items: tuple[str, ...] = ()
    points: Fraction


class StrictEffect(Model):
    """What changes when credited answers without evidence count as blank.

    `applied` is false for a layout without a column for evidence: then nothing was changed. `items` are those
    that count as blank, `reviewed` those whose verifier's answer counts as none for the same reason; `after` is None
    when they are all that was answered; `gates` those of the deciding reading that were met before, each as
    (target, title).
    """

    applied: bool
    items: tuple[str, ...] = ()
    reviewed: tuple[str, ...] = ()
    before: Fraction | None = None
    after: Fraction | None = None
    targets_before: tuple[str, ...] = ()
    targets_after: tuple[str, ...] = ()
    gates: tuple[tuple[str, str], ...] = ()
    predicate_before: str = ""
    predicate_after: str = ""


# What a unit answered to its verifiers, and what people decided where verifiers differ. Neither is a score.


class ReplyFate(StrEnum):
    """Whether a reply is about what verifiers say now, said earlier, or about an item that differs no more."""

    COUNTS = "counts"
    EARLIER = "earlier"
    GONE = "gone"


class Reply(Model):
    """A unit's answer to a verifier's finding; `about` are the verifiers' answers it was typed beside."""

    stance: Literal["agrees", "disagrees"]
    explanation: str = ""
    about: str = ""
    fate: ReplyFate = ReplyFate.COUNTS
    at: CellPos


class Side(Model):
    """What one verifier answered to an item, and in which file."""

    reviewer: str = ""
    file: str
    answer: Answer


class Ruling(Model):
    """What people decided on an item: as typed (`text`, `reason`), as an answer (None: not one of the item's), and on
    what: the unit's answer and the verifiers', as they stood beside it (`office.disputes`)."""

    text: str = ""
    reason: str = ""
    answer: Answer | None = None
    basis: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing was typed."""
        return not self.text and not self.reason


class Dispute(Model):
    """An item on which verifiers of one unit differ. `ruled` is the answer decided, None while there is none.

    `ruling` is what was typed for it; `earlier` one whose basis has changed since, which is shown and not applied.
    `shown` is what stands in its cell when that was typed after the run: only whoever proves a rekap sets it.
    """

    item: str
    sides: tuple[Side, ...]
    basis: tuple[str, ...]
    ruling: Ruling | None = None
    ruled: Answer | None = None
    earlier: Ruling | None = None
    shown: Ruling | None = None


class Lapsed(Model):
    """A ruling on an item on which no verifiers differ any more; `gone` when the unit or the item is not there."""

    unit_code: str
    unit: str
    item: str
    ruling: Ruling
    gone: bool = False


# Records of a consolidation. All figures are exact; rounding is the display's business.


@dataclass(frozen=True, kw_only=True)
class UnitResult:
    """One unit's worksheet with all that was computed from it.

    `tree` follows the blank policy of the run, `other_tree` the other policy; `reviewed`
    is the verifier's tree or None when nothing was verified. `verified` is all that follows from the
    verifier's (TPI's) answers, `national` the same of the national assessors' (TPN). `strict` says what strict
    scoring changed, None when the run was not strict; `tree` is then the strict one. `disputes` are items on which
    verifiers differ, `replies` the unit's answers to their findings, by item.
    """

    unit: Unit
    submission: Submission
    tree: ScoreTree
    other_tree: ScoreTree
    reviewed: ScoreTree | None = None
    verified: Verified | None = None
    national: Verified | None = None
    verdicts: tuple[Verdict, ...] = ()
    predicate: PredicateResult | None = None
    temuan: tuple[Temuan, ...] = ()
    findings: tuple[Telaah, ...] = ()
    strict: StrictEffect | None = None
    disputes: tuple[Dispute, ...] = ()
    replies: Mapping[str, Reply] = field(default_factory=dict)

    @property
    def rated(self) -> bool:
        """False when not one item was answered: such a unit is *belum dinilai*, never 0."""
        return self.tree.total.answered > 0 and self.tree.total.points is not None

    @property
    def untouched(self) -> bool:
        """True when every item is blank; an answer that cannot be scored is not blank."""
        return all(answer.state is State.BLANK for answer in self.submission.answers.values())


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """One file that was offered: `used` when its answers are in the consolidation, otherwise `why`.

    `note` is set for files that never were worksheets (lock files, other kinds); they are counted apart.
    """

    file: str
    sha256: str = ""
    unit: str = ""
    used: bool
    passed_over: bool = False
    why: tuple[Temuan, ...] = ()

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")  # a province's record holds it


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A unit's place: rank among all rated units and inside its peer group; equal points share a rank."""

    code: str
    name: str
    points: Fraction
    share: Fraction
    rank: int
    of: int
    group: str
    group_rank: int
    group_of: int


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Mean, lowest and highest share (0..1) of a node or group over the units rated there."""

    of: str
    title: str
    max: Fraction
    rated: int
    mean: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")  # a province's record holds it


class NextStep(Model):
    """The least a unit must change for its next target, in short and in words.

    `changes` are items with what becomes of each answer; of a target that is not `reachable`, those for all other
    gates. An empty `target`: there is none left to reach.
    """

    target: str = ""
    title: str = ""
    reachable: bool = True
    proven: bool = True
    changes: tuple[tuple[str, str], ...] = ()
    said: str = ""


FORCED = ("instrument", "layout", "year", "unit_name", "sheets", "column", "strict")
"""The settings that say how files are read and judged, by the names they have wherever they are handed on."""


class Settings(Model):
    """How a consolidation was run: enough, with the same files, to run it again.

    What is named in `FORCED` is what the user forced; `period` what was asked for (empty: the usual one of the
    files), `units` the register: those that had to hand in (empty: no register). `strict`:
    credited answers without evidence counted as blank. `next_steps`: the least to a next target was asked.
    """

    instrument: str = ""
    layout: str = ""
    year: str = ""
    unit_name: str = ""
    sheets: tuple[str, ...] = ()
    column: str = ""
    period: str = ""
    duplicates: Literal["terbaru", "tolak"] = "tolak"
    units: tuple[Unit, ...] = ()
    strict: bool = False
    next_steps: bool = False


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """Everything the consolidated workbook shows, in the register's order.

    `index` is the mean of the rated units' points (the catalog's units rule), None without any.
    `reviews` are the review workbooks offered, `replies` the feedback workbooks that came back, both counted apart from
    `inputs`; `lapsed` are rulings on items that nobody disputes any more.
    `findings` say where to look first, most points at stake first. `strict` is true when credited answers
    without evidence count as blank. `next_steps` is the least to each rated unit's next target, by the unit's key;
    empty when nobody asked. `errors` tell of paths that were given and hold no file; they are among `temuan`.
    """

    instrument: str
    catalog_hash: str
    period: str
    blank: str
    results: tuple[UnitResult, ...]
    inputs: tuple[InputFile, ...]
    reviews: tuple[InputFile, ...] = ()
    replies: tuple[InputFile, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    missing: tuple[Unit, ...]
    registered: int
    index: Fraction | None
    index_share: Fraction | None
    index_predicate: PredicateResult | None
    standings: tuple[Standing, ...]
    spreads: tuple[Spread, ...]
    targets: Mapping[str, int]
    temuan: tuple[Temuan, ...]
    settings: Settings = field(default_factory=Settings)
    findings: tuple[Telaah, ...] = ()
    strict: bool = False
    errors: tuple[Temuan, ...] = ()
    next_steps: Mapping[str, NextStep] = field(default_factory=dict)
