"""Answers of one unit as typed values.

Blank, zero and *tidak berlaku* are three states and never stand for one another;
an answer that could not be understood is a fourth.
Refuses to know: files, Excel, how a cell was spelled.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.numbers import exact_text
from pmprb.records import dataclass
from pmprb.temuan import CellPos, Loaded, Model, PengampuAnswerMissing, PengampuAnswersDiffer, Temuan
from pmprb.text import plain, remembered


class State(StrEnum):
    """What is known of an answer."""

    GIVEN = "given"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    INVALID = "invalid"


UNREVIEWED = "Belum ditinjau ulang"
"""How a note begins whose answer was filled in from the last period and not looked at since."""
_MARK = re.compile(rf"{UNREVIEWED}(?: \([^()]{{0,80}}\))?\.?\s*")


def unreviewed(period: str, note: str) -> str:
    """Return a note with the mark of an answer that was filled in from a period and not looked at."""
    return f"{UNREVIEWED} ({period}). {note}".strip() if period else f"{UNREVIEWED}. {note}".strip()


def own_note(note: str) -> str:
    """Return what the unit itself noted: the note without the mark that this program put before it."""
    return _MARK.sub("", note, count=1) if note.startswith(UNREVIEWED) else note


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One item's answer: `choice` (a label), `value` (a number) or `counts` (by input id), by item kind.

    `raw` is the cell's text as found; `source` where it stood. Evidence and note are the unit's own words.
    `met` is how far criteria of the item's checklist are met (0..1) by their id, those answered; `proposed` is true of
    a choice that follows from them, which nobody typed. `respondents`: of how many a survey's value is the mean.
    """

    item: str
    state: State
    choice: str = ""
    value: Fraction | None = None
    counts: tuple[tuple[str, Fraction], ...] = ()
    met: tuple[tuple[str, Fraction], ...] = ()
    proposed: bool = False
    respondents: int = 0
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
    return exact_text(value)


def key_of_unit(code: str, name: str) -> str:
    """Return what two records of one unit share: its code, or its name where it has none, compared as names are."""
    return plain(code) or plain(name)


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

    @property
    def key(self) -> str:
        """What it shares with other records of the same unit; see `key_of_unit`."""
        return key_of_unit(self.code, self.name)


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure the workbook itself shows for a node (points) or item (score): compared, never trusted.

    Some two hundred a worksheet: its place is put together when there is something to tell (`at`).
    """

    of: str
    value: Fraction
    sheet: str
    cell: str

    def at(self, file: str) -> CellPos:
        """Return where in a file it stands."""
        return CellPos(workbook=file, sheet=self.sheet, cell=self.cell)


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
    `unread` names the items for which the workbook's own figures are no numbers although something is answered.
    `part` names the items of a worksheet made for some of them only; empty for a whole one.
    `missing` names the items whose row, or a row of whose counts, the worksheet does not have.
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
    unread: tuple[str, ...] = ()
    has_evidence: bool = True
    part: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def content(self) -> tuple[frozenset[tuple[str, str, str]], ...]:
        """The answers of the unit and of its verifier: two worksheets that have the same say the same."""
        return tuple(
            frozenset((a.item, a.state.value, a.text or a.raw) for a in answers.values())
            for answers in (self.answers, self.reviewed)
        )


# Whether a cell for evidence names any: a dash or "belum ada" is as good as an empty cell.


_NONE = {"tidak ada", "belum ada", "tidak ada bukti", "belum ada bukti", "nihil", "kosong", "n a", "na"}


@remembered
def names_evidence(text: str) -> bool:
    """True when the text holds anything but dashes, dots, spaces or words for "none"."""
    said = " ".join(re.findall(r"\w+", text.casefold().replace("_", " ")))
    return said != "" and said not in _NONE


# Which answers count once a verifier has looked: the unit's own, with the verifier's put in their place.


def put_in_place(own: Mapping[str, Answer], review: Mapping[str, Answer], usable: Collection[str]) -> dict[str, Answer]:
    """Return the unit's answers with the verifier's for the `usable` items: those that can be scored or do not apply.

    Evidence stays the unit's own.
    """
    return {**own, **{item: answer for item, answer in review.items() if item in usable}}


def said(answer: Answer) -> tuple[object, ...]:
    """Return what an answer says, for telling whether two say the same."""
    return (answer.state, answer.choice, answer.value, answer.counts)


def differ(own: Answer | None, other: Answer | None) -> bool:
    """True when two answers say different things; a missing one is a blank one."""
    blank = (State.BLANK, "", None, ())
    return (said(own) if own else blank) != (said(other) if other else blank)


# Worksheets of several pengampu, each with some of the items, put together into one submission.


class Pengampu(Model):
    """A unit that answers for some items (the regulations' own word for it)."""

    unit: Unit
    items: tuple[str, ...]


def merge_submissions(
    parts: Sequence[Submission], instrument: Instrument, pengampu: Iterable[Pengampu], unit: Unit, period: str
) -> Loaded[Submission]:
    """Return one submission of the whole instrument for `unit`.

    An item takes the answer of the part that has one; the same answer twice is one answer, and different
    ones leave the item invalid. Nothing is taken from a part that an answer elsewhere contradicts.
    """
    holders: dict[str, list[str]] = {}
    for one in pengampu:
        for item in one.items:
            holders.setdefault(item, []).append(one.unit.name)
    at = CellPos(workbook=unit.name)
    answers: dict[str, Answer] = {}
    temuan: list[Temuan] = []
    for item in instrument.items:
        found = _found(item, [(part.file, part.answers) for part in parts])
        if not found:
            answers[item] = Answer(item=item, state=State.BLANK)
            temuan.append(PengampuAnswerMissing(at, item, unit=tuple(holders.get(item, []))))
        elif _alike(found):
            answers[item] = _one_of(found)
        else:
            listed = ", ".join(f"{answer.text or answer.raw} ({file})" for file, answer in found)
            answers[item] = Answer(item=item, state=State.INVALID, raw=listed, source=found[0][1].source)
            temuan.append(PengampuAnswersDiffer(at, item, answers=listed))
    reviewed = {item: _found(item, [(part.file, part.reviewed) for part in parts]) for item in instrument.items}
    merged = Submission(
        file=unit.name,
        sha256="",
        layout="",
        instrument=instrument.id,
        catalog_hash=instrument.hash,
        unit=unit,
        period=period,
        modified=max((part.modified for part in parts), default=""),
        answers=answers,
        reviewed={item: _one_of(found) for item, found in reviewed.items() if found and _alike(found)},
    )
    return Loaded(value=merged, temuan=tuple(temuan))


_Found = list[tuple[str, Answer]]


def _found(item: str, parts: Iterable[tuple[str, Mapping[str, Answer]]]) -> _Found:
    """Return the answers to an item that are not blank, with the file each stands in."""
    known = ((file, answers.get(item)) for file, answers in parts)
    return [(file, answer) for file, answer in known if answer is not None and answer.state is not State.BLANK]


def _alike(found: _Found) -> bool:
    return len({(answer.state, answer.text or answer.raw) for _, answer in found}) == 1


def _one_of(found: _Found) -> Answer:
    """Return one answer for several alike, with the evidence and notes of all."""
    evidence, notes = ("; ".join(dict.fromkeys(text for text in texts if text)) for texts in _words(found))
    return replace(found[0][1], evidence=evidence, note=notes)


def _words(found: _Found) -> tuple[list[str], list[str]]:
    return [answer.evidence for _, answer in found], [answer.note for _, answer in found]
