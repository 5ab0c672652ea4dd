"""A consolidation as a record that a later run can take up again: exact figures, inputs, settings.

Enters: a `Consolidation`. Leaves: a `RekapRecord`, and its text for keeping. What compares quarters, gathers
regencies or repeats a run reads records, never the figures people see and may have rounded or typed over.
Refuses to know: workbooks, files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Unit, key_of_unit
from pmprb.numbers import long_text, of_long_text
from pmprb.office.disputes import Key, TypedRuling, disputes_in
from pmprb.office.model import Consolidation, Dispute, InputFile, Lapsed, ReplyFate, Ruling, Settings, UnitResult
from pmprb.records import dataclass
from pmprb.temuan import Model, Severity, Temuan

_POWER = re.compile(r'"[+-]?[\d._]{1,40}[eE][+-]?\d{3,}"')
"""A number no record of ours holds: whoever typed "1e999999999" into one would have us reckon for ever."""
Fate = Literal["used", "refused", "passed_over"]
_NUMBER = re.compile(r"-?[0-9]{1,4000}(?:/[0-9]{1,4000}|\.[0-9]{1,4000})?")


def _bounded(value: Any) -> Any:
    """Return a number as it was given; ValueError for a text that a power of ten could make endless ("1e999999999")."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError("no number of a record, such as a power of ten")
    return value


Figure = Annotated[Fraction, BeforeValidator(_bounded)]
_LONGEST = 200_000


def long_figure(value: Any) -> Any:
    """Return a figure over many units as `long_text` wrote it; other values as they were given, see `_bounded`."""
    if not isinstance(value, str) or not ("/" in value or value.removeprefix("-").isdecimal()):
        return _bounded(value)
    if len(value) > _LONGEST:
        raise ValueError("no number of a record has so many digits")
    return of_long_text(value)


LongFigure = Annotated[
    Fraction, BeforeValidator(long_figure), PlainSerializer(long_text, return_type=str, when_used="json")
]
"""A figure over many units: some forty digits a unit where their counts have nothing in common."""
EDITION = 4
"""What a record holds. The first edition, of version 0.1, has verifiers' scores but not the answers they are of; the
second does not count its KESALAHAN; the third knows neither replies of units nor rulings where verifiers differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """What somebody answered to an item, as far as it decides a score.

    This, and what a record holds of every item and heading, is no pydantic model: 10,000 are made of 58 worksheets,
    in a tenth of the time. What is read back is checked all the same, unknown keys refused.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    state: State
    choice: str = ""
    value: Figure | None = None
    counts: tuple[tuple[str, Figure], ...] = ()

    def answer(self, item: str) -> Answer:
        """Return the answer as it can be scored again."""
        return Answer(item=item, state=self.state, choice=self.choice, value=self.value, counts=self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord(AnswerRecord):
    """An item's answer and its scores (0..1): the unit's own, and the verifier's where there is one.

    `review` is the verifier's (TPI's) answer, `national` that of the national assessors (TPN).
    """

    score: Figure | None = None
    evidence: bool = False
    reviewed: Figure | None = None
    review: AnswerRecord | None = None
    national: AnswerRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRecord:
    """A node's points, None when *belum dinilai*, the most it could reach, and how many items were answered."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    points: Figure | None = None
    max: Figure
    answered: int


class ReplyRecord(Model):
    """A unit's answer to a verifier's finding; see `Reply`."""

    stance: Literal["agrees", "disagrees"]
    explanation: str = ""
    about: str = ""
    fate: ReplyFate = ReplyFate.COUNTS


class RulingRecord(Model):
    """What people decided on an item, and on what it rested; see `Ruling`."""

    text: str = ""
    reason: str = ""
    answer: AnswerRecord | None = None
    basis: tuple[str, ...] = ()

    def ruling(self, item: str) -> Ruling:
        """Return the ruling as it can be applied again."""
        answer = self.answer.answer(item) if self.answer else None
        return Ruling(text=self.text, reason=self.reason, answer=answer, basis=self.basis)


class DisputeRecord(Model):
    """An item on which verifiers differ, or differed; see `Dispute` and `Lapsed`.

    `basis` are the answers it is about, empty when there is no dispute any more. `ruling` was typed for these, and is
    applied when `ruled`; `earlier` was typed for others.
    """

    unit_code: str
    unit: str
    item: str
    basis: tuple[str, ...] = ()
    ruling: RulingRecord | None = None
    ruled: bool = False
    earlier: RulingRecord | None = None

    @property
    def key(self) -> Key:
        """What it is about."""
        return key_of_unit(self.unit_code, self.unit), self.item

    @property
    def typed(self) -> TypedRuling | None:
        """The ruling that a further run is to know."""
        held = self.ruling or self.earlier
        if held is None:
            return None
        return TypedRuling(unit_code=self.unit_code, unit=self.unit, item=self.item, ruling=held.ruling(self.item))


class UnitRecord(Model):
    """One unit of a consolidation; `passed` are the targets it earned by the deciding reading, `replies` its answers to
    verifiers' findings by item."""

    unit: Unit
    file: str
    sha256: str
    rated: bool
    nodes: Mapping[str, NodeRecord]
    items: Mapping[str, ItemRecord]
    passed: tuple[str, ...] = ()
    predicate: str = ""
    replies: Mapping[str, ReplyRecord] = {}

    @property
    def points(self) -> Fraction | None:
        """Points of the whole; None when *belum dinilai*."""
        return next(iter(self.nodes.values())).points if self.rated else None


class InputRecord(Model):
    """A file that was offered, and what became of it; `codes` say why it was not used.

    `over` is told of a file that was passed over by its name alone: it is not needed to run again.
    """

    file: str
    sha256: str = ""
    unit: str = ""
    fate: Fate
    codes: tuple[str, ...] = ()
    over: tuple[Temuan, ...] = ()


@dataclass(frozen=True)
class KeptTexts:
    """A record as a workbook keeps it, and the SHA-256 by which it is known."""

    head: str
    units: Sequence[str]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the texts: two records with the same digest say the same."""
        return digest_of(self.head, self.units)


class KeptRecord(Model):
    """What a workbook of ours keeps in texts: a head, and one text a unit, in letters that no program changes."""

    units: tuple[Model, ...] = ()

    def head_text(self) -> str:
        """Return everything but the units as one line of text."""
        return _unchangeable(self.model_dump_json(exclude={"units"}))

    def unit_texts(self) -> list[str]:
        """Return each unit as one line of text."""
        return [_unchangeable(unit.model_dump_json(exclude_defaults=True)) for unit in self.units]

    def texts(self) -> KeptTexts:
        """Return the texts together: what needs both them and their digest makes them once."""
        return KeptTexts(self.head_text(), self.unit_texts())

    @property
    def digest(self) -> str:
        """The SHA-256 of the record's text: two records with the same digest say the same."""
        return self.texts().digest


_CHANGEABLE = re.compile(r"[^ -~]|_(?=x[0-9A-Fa-f]{4}_)")


def _unchangeable(json: str) -> str:
    """Return JSON that reads back letter by letter from any cell of any program.

    No-break and zero-width spaces are made plain when a workbook is read, letters are composed anew or lost when some
    programs save it, and `_x0041_` is an "A" to Excel: all of these stand as JSON's own escapes.
    """
    if json.isascii() and json.isprintable() and "_x" not in json:
        return json
    return _CHANGEABLE.sub(_escaped, json)


def _escaped(letter: re.Match[str]) -> str:
    units = letter[0].encode("utf-16-be")
    return "".join(f"\\u{units[n : n + 2].hex()}" for n in range(0, len(units), 2))


class RekapRecord(KeptRecord):
    """A whole consolidation. `index` is in points, `total` the most a unit can reach.

    `reviews` are the files with verifiers' answers, `replies` those with units' answers to them, apart from the units'
    own `inputs`. `edition` tells what it holds.
    `errors` tell of paths that held no file. `wrong` counts the KESALAHAN among all that was noticed, None before
    edition 3. `disputes` are the items on which verifiers differ, with what was decided on them.
    """

    edition: Annotated[int, Field(ge=1)] = 1
    instrument: str
    variant: str = ""
    catalog_hash: str
    program: str
    period: str
    blank: Literal["nol", "lewati"]
    settings: Settings
    instansi: str = ""
    registered: int
    missing: tuple[Unit, ...] = ()
    index: LongFigure | None = None
    total: Figure
    predicate: str = ""
    inputs: tuple[InputRecord, ...] = ()
    reviews: tuple[InputRecord, ...] = ()
    replies: tuple[InputRecord, ...] = ()
    disputes: tuple[DisputeRecord, ...] = ()
    errors: tuple[Temuan, ...] = ()
    wrong: int | None = None
    units: tuple[UnitRecord, ...] = ()

    @property
    def rated(self) -> tuple[UnitRecord, ...]:
        """The units that have points."""
        return tuple(unit for unit in self.units if unit.rated)

    def as_of(self, edition: int) -> RekapRecord:
        """Return the record with no more than one of an edition holds."""
        if edition >= self.edition:
            return self
        answered = tuple(unit.model_copy(update={"replies": {}}) for unit in self.units)
        before = {"edition": edition, "replies": (), "disputes": (), "units": answered}
        if edition == 3:
            return self.model_copy(update=before)
        if edition == 2:
            return self.model_copy(update={**before, "wrong": None})
        units = tuple(
            unit.model_copy(
                update={"items": {item: replace(one, review=None, national=None) for item, one in unit.items.items()}}
            )
            for unit in answered
        )
        inputs, reviews = (
            tuple(one.model_copy(update={"over": ()}) for one in files) for files in (self.inputs, self.reviews)
        )
        files = {"errors": (), "wrong": None, "inputs": inputs, "reviews": reviews}
        return self.model_copy(update={**before, **files, "units": units})

    @staticmethod
    def of_texts(head: str, units: list[str]) -> RekapRecord:
        """Return the record of `head_text` and `unit_texts`; ValueError when they are not such texts."""
        own = tuple(UnitRecord.model_validate_json(text) for text in units)
        return RekapRecord.model_validate_json(head).model_copy(update={"units": own})


def refuse_powers(texts: Iterable[str]) -> None:
    """Raise ValueError for texts in which a number is a power of ten that no record of ours holds."""
    if any(map(_POWER.search, texts)):
        raise ValueError("no number of a record is a power of ten")


def digest_of(head: str, units: Sequence[str]) -> str:
    """Return the SHA-256 of a record's texts."""
    return hashlib.sha256("\n".join((head, *units)).encode()).hexdigest()


def record_of(
    consolidation: Consolidation, instrument: Instrument, program: str = "", instansi: str = ""
) -> RekapRecord:
    """Return the record of a consolidation; `program` is the version that made it."""
    index_predicate = consolidation.index_predicate
    return RekapRecord(
        edition=EDITION,
        instrument=instrument.id,
        variant=instrument.variant,
        catalog_hash=consolidation.catalog_hash or instrument.hash,
        program=program,
        period=consolidation.period,
        blank="lewati" if consolidation.blank == "lewati" else "nol",
        settings=consolidation.settings,
        instansi=instansi,
        registered=consolidation.registered,
        missing=consolidation.missing,
        index=consolidation.index,
        total=instrument.root.weight,
        predicate=index_predicate.label if index_predicate else "",
        inputs=tuple(_input(file) for file in consolidation.inputs),
        reviews=tuple(_input(file) for file in consolidation.reviews),
        replies=tuple(_input(file) for file in consolidation.replies),
        disputes=(
            *(_dispute(result, one) for result, one in disputes_in(consolidation)),
            *(_lapsed(one) for one in consolidation.lapsed),
        ),
        errors=consolidation.errors,
        wrong=sum(t.severity is Severity.KESALAHAN for t in consolidation.temuan),
        units=tuple(_unit(result) for result in consolidation.results),
    )


def fate_of(file: InputFile) -> Fate:
    """Return what became of a file."""
    return "used" if file.used else "passed_over" if file.passed_over else "refused"


def _input(file: InputFile) -> InputRecord:
    codes = () if file.used else tuple(dict.fromkeys(t.code for t in file.why))
    over = file.why if file.passed_over and not file.sha256 else ()
    return InputRecord(file=file.file, sha256=file.sha256, unit=file.unit, fate=fate_of(file), codes=codes, over=over)


def _unit(result: UnitResult) -> UnitRecord:
    nodes = {n.node: NodeRecord(points=n.points, max=n.max, answered=n.answered) for n in result.tree.nodes.values()}
    return UnitRecord(
        unit=result.unit,
        file=result.submission.file,
        sha256=result.submission.sha256,
        rated=result.rated,
        nodes=nodes,
        items={item: _item(item, result) for item in result.tree.items},
        passed=tuple(v.target for v in result.verdicts if v.decides and v.passed),
        predicate=result.predicate.label if result.predicate else "",
        replies={item: ReplyRecord(**one.model_dump(exclude={"at"})) for item, one in result.replies.items()},
    )


def _item(item: str, result: UnitResult) -> ItemRecord:
    rated, answer = result.tree.items[item], result.submission.answers.get(item)
    reviewed = result.reviewed.items.get(item) if result.reviewed else None
    # A strict run reckons with fewer of a verifier's answers than the worksheet holds.
    said = result.verified.answers if result.verified else result.submission.reviewed if result.reviewed else {}
    return ItemRecord(
        state=rated.state,
        score=rated.score,
        choice=answer.choice if answer else "",
        value=answer.value if answer else None,
        counts=answer.counts if answer else (),
        evidence=bool(answer and answer.evidence.strip()),
        reviewed=reviewed.score if reviewed else None,
        review=_said(said.get(item)),
        national=_said(result.national.answers.get(item) if result.national else result.submission.national.get(item)),
    )


def _dispute(result: UnitResult, one: Dispute) -> DisputeRecord:
    return DisputeRecord(
        unit_code=result.unit.code,
        unit=result.unit.name,
        item=one.item,
        basis=one.basis,
        ruling=_ruling(one.ruling),
        ruled=one.ruled is not None,
        earlier=_ruling(one.earlier),
    )


def _lapsed(one: Lapsed) -> DisputeRecord:
    return DisputeRecord(unit_code=one.unit_code, unit=one.unit, item=one.item, earlier=_ruling(one.ruling))


def _ruling(one: Ruling | None) -> RulingRecord | None:
    if one is None:
        return None
    return RulingRecord(text=one.text, reason=one.reason, answer=_said(one.answer), basis=one.basis)


def _said(answer: Answer | None) -> AnswerRecord | None:
    if answer is None:
        return None
    return AnswerRecord(state=answer.state, choice=answer.choice, value=answer.value, counts=answer.counts)
