"""What units answered to their verifiers' (TPI's) findings, joined to the results they are about.

Enters: results of units with their reviews, feedback workbooks that came back with replies. Leaves: for each result its
replies by item, and every file's fate. A reply never changes a score.
Refuses to know: files, sheets, columns.

A finding is an item on which the verifier's answer differs from the unit's. A reply is about the answers that stood
beside it: when the verifier says something else since, it answers what nobody says any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Literal

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Unit, differ
from pmprb.office.model import InputFile, Reply, ReplyFate, UnitResult
from pmprb.office.register import Duplicates, Register, settle_one
from pmprb.office.reviews import unit_key
from pmprb.records import dataclass
from pmprb.temuan import (
    CellPos,
    FeedbackWithoutReply,
    LaterReplyUsed,
    Model,
    OtherInstrument,
    RepliedFindingGone,
    RepliesDiffer,
    ReplyItemUnknown,
    ReplyToEarlierAnswer,
    ReplyWithoutFinding,
    ReplyWithoutGrounds,
    ReplyWithoutWorksheet,
    Temuan,
    has_errors,
)

_APART = " / "


class TypedReply(Model):
    """A reply as it stood in a file: `about` are the verifier's answers it was typed beside, as `answers_text`."""

    item: str
    stance: Literal["agrees", "disagrees"]
    explanation: str = ""
    about: str = ""
    at: CellPos


class ReplySheet(Model):
    """A feedback workbook with the replies typed into it; `instrument` is empty where it does not say whose it is."""

    file: str
    sha256: str = ""
    instrument: str
    unit: Unit
    period: str
    modified: str = ""
    replies: tuple[TypedReply, ...] = ()
    temuan: tuple[Temuan, ...] = ()

    @property
    def shown_name(self) -> str:
        """The unit's name: a feedback names the unit it was made for."""
        return self.unit.name

    @property
    def content(self) -> tuple[TypedReply, ...]:
        """What it says."""
        return self.replies


@dataclass
class AttachedReplies:
    """What became of replies: `of` and `temuan` by the place of the result they belong to, and every file's fate."""

    of: dict[int, dict[str, Reply]] = field(default_factory=dict)
    temuan: dict[int, list[Temuan]] = field(default_factory=dict)
    files: list[InputFile] = field(default_factory=list)


def answers_text(answers: Iterable[Answer]) -> str:
    """Return verifiers' answers as one text, each once, by which a reply remembers what it is about.

    Without blanks at the ends ("5; 8; " of counts half filled in): a cell that is read back has none.
    """
    return _APART.join(sorted({(answer.text or answer.raw).strip() for answer in answers}))


def findings_of(result: UnitResult) -> dict[str, tuple[Answer, ...]]:
    """Return the items on which a verifier differs from the unit, with the verifiers' answers: several while they
    differ among themselves. In the form's order."""
    own, reviewed = result.submission.answers, result.verified.answers if result.verified else {}
    apart = {one.item: tuple(side.answer for side in one.sides) for one in result.disputes if one.ruled is None}
    found = {}
    for item in own:
        answers = apart.get(item) or ((reviewed[item],) if item in reviewed else ())
        if any(answer.state is not State.BLANK and differ(own.get(item), answer) for answer in answers):
            found[item] = answers
    return found


def attach_replies(
    results: Sequence[UnitResult],
    sheets: Iterable[ReplySheet],
    register: Register,
    instrument: Instrument,
    period: str,
    duplicates: Duplicates = "tolak",
) -> AttachedReplies:
    """Return the replies joined to the results of their units; of two that differ the later one only where
    `duplicates` says so.

    Not joined, each with its reason: another instrument (BUKU-044) or period (BUKU-013); a unit the register does not
    know (BUKU-014) or that has no worksheet in use (BUKU-286); a file without any reply is passed over.
    """
    places = {unit_key(r.submission.instrument, r.unit): n for n, r in enumerate(results)}
    found = AttachedReplies()
    taken: dict[int, list[TypedReply]] = {}
    files: dict[str, ReplySheet] = {}
    for sheet in sorted(sheets, key=lambda one: one.file):
        settled = settle_one(sheet, register, period)
        place = places.get(unit_key(sheet.instrument, settled.unit)) if settled.used else None
        why = _refusal(sheet, settled.temuan if not settled.used else (), place, instrument)
        file = InputFile(file=sheet.file, sha256=sheet.sha256, unit=settled.unit.name, used=not why)
        if why or place is None:
            passed = any(isinstance(t, OtherInstrument | FeedbackWithoutReply) for t in why)
            found.files.append(replace(file, passed_over=passed, why=why))
            continue
        own = found.temuan.setdefault(place, [])
        own += [*settled.temuan, *sheet.temuan]
        known = [one for one in sheet.replies if one.item in instrument.items]
        own += [ReplyItemUnknown(one.at, one.item) for one in sheet.replies if one not in known]
        taken.setdefault(place, []).extend(known)
        files[sheet.file] = sheet
        found.files.append(replace(file, unit=results[place].unit.name))
    for place, replies in taken.items():
        found.of[place] = _settled(results[place], replies, files, duplicates, found.temuan[place])
    return found


def _refusal(
    sheet: ReplySheet, why: tuple[Temuan, ...], place: int | None, instrument: Instrument
) -> tuple[Temuan, ...]:
    """Return why the replies of a file cannot be joined; empty when they can."""
    at = CellPos(workbook=sheet.file)
    if not sheet.instrument:  # a file that does not say whose it is
        return sheet.temuan
    if sheet.instrument != instrument.id:
        return (OtherInstrument(at, seen=sheet.instrument, expected=instrument.id),)
    if not sheet.replies:
        return sheet.temuan if has_errors(sheet.temuan) else (FeedbackWithoutReply(at),)
    if why:
        return why
    return (ReplyWithoutWorksheet(at, unit=sheet.unit.name or sheet.unit.code or "-"),) if place is None else ()


def _settled(
    result: UnitResult,
    replies: Sequence[TypedReply],
    files: Mapping[str, ReplySheet],
    duplicates: Duplicates,
    temuan: list[Temuan],
) -> dict[str, Reply]:
    """Return the replies of one unit by item, in the form's order; two that differ leave none (BUKU-290), or the one
    saved later (BUKU-257)."""
    by_item: dict[str, list[TypedReply]] = {}
    for one in replies:
        by_item.setdefault(one.item, []).append(one)
    findings = findings_of(result)
    found: dict[str, Reply] = {}
    for item in result.submission.answers:
        now = answers_text(findings.get(item, ()))
        every = by_item.get(item, [])
        # What was typed beside an earlier answer gives way to what was typed beside today's.
        several = [one for one in every if _meets(one.about, now)] or every
        if _differ(several):
            several = _chosen(item, several, files, duplicates, temuan)
        if several:
            reply = _reply(several[0], now, temuan)
            if reply is not None:
                found[item] = reply
    return found


def _differ(several: Sequence[TypedReply]) -> bool:
    return len({(one.stance, " ".join(one.explanation.split())) for one in several}) > 1


def _chosen(
    item: str,
    several: Sequence[TypedReply],
    files: Mapping[str, ReplySheet],
    duplicates: Duplicates,
    temuan: list[Temuan],
) -> list[TypedReply]:
    """Return the replies that hold of some that differ, as `settle` chooses among worksheets: those of the file saved
    later, where that is asked for and certain. Otherwise none: the later one, or of files saved at one time the fuller
    one, is proposed."""
    sheets = {one.at.workbook: files[one.at.workbook] for one in several}
    later, fuller = _latest(sheets), _fullest(sheets)
    last = [one for one in several if one.at.workbook == later]
    if duplicates == "terbaru" and last and not _differ(last):
        stamp = sheets[later].modified
        given_up = (one for one in several if one.at.workbook != later)
        temuan += [LaterReplyUsed(one.at, item, chosen=_place(last[0].at), stamp=stamp) for one in given_up]
        return last
    best = later or fuller
    for one in several:
        others = [other.at for other in several if other is not one]
        names = dict.fromkeys(at.workbook for at in others)
        mine = one.at.workbook
        hint = f"{'here' if best == mine else 'other'}_{'later' if later else 'fuller'}" if best else ""
        told = RepliesDiffer(
            one.at,
            item,
            others=", ".join(map(_place, others)),
            stamp=sheets[mine].modified,
            other_stamp=max(sheets[name].modified for name in names) if names.keys() != {mine} else "",
            hint=hint,
            way="terbaru" if later and not _differ(last) else "",
        )
        temuan.append(told)
    return []


def _latest(sheets: Mapping[str, ReplySheet]) -> str:
    """Return the file that was saved last; empty for one alone, and where two were saved at one time."""
    stamps = sorted(((sheet.modified, file) for file, sheet in sheets.items()), reverse=True)
    return stamps[0][1] if len(stamps) > 1 and stamps[0][0] > stamps[1][0] else ""


def _fullest(sheets: Mapping[str, ReplySheet]) -> str:
    """Return the file with most replies, then most explanations; empty where no file has more than all others."""
    counts = [((len(s.replies), sum(bool(r.explanation) for r in s.replies)), file) for file, s in sheets.items()]
    counts.sort(reverse=True)
    return counts[0][1] if len(counts) > 1 and counts[0][0] > counts[1][0] else ""


def _place(at: CellPos) -> str:
    return f"{at.workbook} {at.sheet}!{at.cell}"


def _meets(about: str, now: str) -> bool:
    """Whether verifiers still say one of the answers a reply is about."""
    return not set(about.split(_APART)).isdisjoint(now.split(_APART)) if now else False


def _reply(typed: TypedReply, now: str, temuan: list[Temuan]) -> Reply | None:
    """Return a reply with its fate; None for one to what no verifier ever said."""
    fate = ReplyFate.COUNTS
    if not now:
        if not typed.about:
            temuan.append(ReplyWithoutFinding(typed.at, typed.item))
            return None
        temuan.append(RepliedFindingGone(typed.at, typed.item, about=typed.about))
        fate = ReplyFate.GONE
    elif not _meets(typed.about, now):
        temuan.append(ReplyToEarlierAnswer(typed.at, typed.item, about=typed.about or "-", now=now))
        fate = ReplyFate.EARLIER
    elif typed.stance == "disagrees" and not typed.explanation:
        temuan.append(ReplyWithoutGrounds(typed.at, typed.item))
    return Reply(stance=typed.stance, explanation=typed.explanation, about=typed.about, fate=fate, at=typed.at)


@dataclass(frozen=True)
class ReplyCounts:
    """How a unit's findings were answered: items that it `agrees` or `disagrees` with, did not answer (`open`),
    answered as they were `earlier`, and answered ones that are `gone`."""

    agrees: tuple[str, ...]
    disagrees: tuple[str, ...]
    open: tuple[str, ...]
    earlier: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether the unit answered anything."""
        return bool(self.agrees or self.disagrees or self.earlier or self.gone)


def counts_of(result: UnitResult) -> ReplyCounts:
    """Return how a unit's findings were answered; each finding stands in exactly one of the first four."""
    replies = result.replies

    def items(fate: ReplyFate, stance: str = "") -> tuple[str, ...]:
        return tuple(i for i, one in replies.items() if one.fate is fate and (not stance or one.stance == stance))

    return ReplyCounts(
        agrees=items(ReplyFate.COUNTS, "agrees"),
        disagrees=items(ReplyFate.COUNTS, "disagrees"),
        open=tuple(item for item in findings_of(result) if item not in replies),
        earlier=items(ReplyFate.EARLIER),
        gone=items(ReplyFate.GONE),
    )


def replied(results: Iterable[UnitResult]) -> list[tuple[UnitResult, ReplyCounts]]:
    """Return the units with findings or replies, each with its counts; none as long as no unit has answered any."""
    every = list(results)
    if not any(result.replies for result in every):
        return []
    counted = ((result, counts_of(result)) for result in every)
    return [(result, counts) for result, counts in counted if counts.any or counts.open]
