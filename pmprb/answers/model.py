"""Answers of one unit as typed values.

Blank, zero and *tidak berlaku* are three states and never stand for one another;
an answer that could not be understood is a fourth.
Refuses to know: files, Excel, how a cell was spelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from pmprb.temuan import CellPos, Model


class State(StrEnum):
    """What is known of an answer."""

    GIVEN = "given"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    INVALID = "invalid"


class Answer(Model):
    """One item's answer: `choice` (a label), `value` (a number) or `counts` (by input id), by item kind.

    `raw` is the cell's text as found; `source` where it stood. Evidence and note are the unit's own words.
    """

    item: str
    state: State
    choice: str = ""
    value: Fraction | None = None
    counts: tuple[tuple[str, Fraction], ...] = ()
    raw: str = ""
    source: CellPos | None = None
    evidence: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """The answer in one short text: "A", "3.6", "12/15" or empty when there is none."""
        if self.state is State.NOT_APPLICABLE:
            return "tidak berlaku"
        if self.state is not State.GIVEN:
            return ""
        if self.counts:
            return "; ".join(f"{name} {_number(value)}" for name, value in self.counts)
        return self.choice or ("" if self.value is None else _number(self.value))


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


class Unit(Model):
    """A unit of the instansi: `kind` is its jenis (dinas, kecamatan), `group` its peer group.

    `predecessors` are the codes of the units it was made from, its own among them where it was there before.
    """

    code: str
    name: str
    kind: str = ""
    group: str = ""
    aliases: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()


class Shown(Model):
    """A figure the workbook itself shows for a node (points) or item (score): compared, never trusted."""

    of: str
    value: Fraction
    at: CellPos


class ReviewOf(Model):
    """From which worksheet a review workbook was made: its file's name and the hash of its bytes."""

    file: str
    sha256: str


class Submission(Model):
    """One worksheet read: who, when, for which instrument, and every item's answer.

    `has_evidence` is false for a layout without a column for it.
    `reviewed` holds the answers of the verifier (TPI) for the items that have one, `national` those of the
    national assessors (TPN); `reviewers` names the verifier of an item, where the worksheet does.
    `review_of` is set for a review workbook: its own answers are a copy.
    `modified` is the workbook's own time stamp (ISO 8601) or empty.
    `part` names the items of a worksheet made for some of them only; empty for a whole one.
    """

    file: str
    sha256: str
    layout: str
    instrument: str
    catalog_hash: str = ""
    unit: Unit
    shown_name: str = ""
    period: str = ""
    modified: str = ""
    answers: Mapping[str, Answer]
    reviewed: Mapping[str, Answer] = {}
    national: Mapping[str, Answer] = {}
    reviewers: Mapping[str, str] = {}
    review_of: ReviewOf | None = None
    shown: tuple[Shown, ...] = ()
    has_evidence: bool = True
    part: tuple[str, ...] = ()
