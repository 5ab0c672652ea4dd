"""Worksheets for units to fill in, and review workbooks for their verifiers (TPI).

Enters: a request. Leaves: a workbook a unit in a folder, and `SheetsMade`. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import ReviewOf, Submission, Unit
from pmprb.engine.checks import validity_remark
from pmprb.insight.replies import reply_words
from pmprb.jobs.carry import EarlierSheets, earlier_sheets
from pmprb.jobs.consolidate import Reviews, reviews_at, with_replies, with_reviews
from pmprb.jobs.evaluate import Evaluated, Sources, choose_instrument, read_worksheets, set_aside
from pmprb.jobs.inputs import catalogs_at, known_instrument, load_register
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.pool import Fault, Stage, Watch, guarded, sifted, unwatched
from pmprb.jobs.rulings import read_rulings
from pmprb.jobs.typed import filled_template
from pmprb.office.disputes import Rulings, sides_words
from pmprb.office.model import UnitResult
from pmprb.office.register import Duplicates, Register, settle, usual_period
from pmprb.temuan import CellPos, Loaded, OtherInstrument, ReviewWorkbook, Temuan, has_errors
from pmprb.text import distinct, slug
from pmprb.worksheet.read import review_in
from pmprb.worksheet.register import read_pengampu, register_workbook
from pmprb.worksheet.template.build import TemplateMaker, build_template

# One workbook a unit into a folder.


@dataclass(frozen=True)
class SheetsMade:
    """What was written to a folder. `written` is None when nothing could be made: `temuan` says why.

    `register` are the temuan of the list of units; `earlier` is what earlier worksheets handed on.
    """

    target: Path
    written: int | None = None
    temuan: tuple[Temuan, ...] = ()
    register: tuple[Temuan, ...] = ()
    earlier: EarlierSheets | None = None

    @property
    def failed(self) -> bool:
        """True when nothing could be made, or some workbook was not."""
        return self.written is None or has_errors(self.temuan)


@dataclass(frozen=True)
class UnitSheet:
    """A workbook to be made: its file's name, the file at which a fault of the program is told, its content."""

    name: str
    of: str
    content: Callable[[], bytes]


def write_sheets(
    sheets: Sequence[UnitSheet], target: Path, gate: OutputGate, watch: Watch
) -> tuple[int, tuple[Temuan, ...]]:
    """Write workbooks into a folder, each whole or not at all; return how many, and why others were not.

    What exists is kept unless it may be written over (BUKU-029), and what is filled in, too (BUKU-150). OSError when
    the folder cannot be written.
    """
    target.mkdir(parents=True, exist_ok=True)
    written, told = 0, list[Temuan]()
    with watch(Stage.MAKE, len(sheets)) as tick:
        for sheet in sheets:
            path = target / sheet.name
            if refused := gate.check([path]):
                told += refused
            elif isinstance(content := guarded(sheet.of, sheet.content), Fault):
                told.append(content.temuan)
            else:
                noticed = gate.put_bytes(path, content, filled_template)
                told += noticed
                written += not has_errors(noticed)
            tick(sheet.name)
    return written, tuple(told)


# Blank worksheets.


@dataclass(frozen=True)
class WorksheetRequest:
    """Blank worksheets of an instrument and a period, for the units of a register, or for pengampu with their items
    alone; exactly one of both files is given."""

    instrument: str
    period: str
    target: Path
    register: Path | None = None
    pengampu: Path | None = None
    overwrite: bool = False
    criteria: Path | None = None
    replace_filled: bool = False
    earlier: tuple[Path, ...] = ()
    fill: bool = False


def make_worksheets(
    request: WorksheetRequest, watch: Watch = unwatched, executor: Executor | None = None
) -> SheetsMade:
    """Write a worksheet a unit into a folder: blank, or with what a unit answered in the `earlier` worksheets shown
    beside the empty cells; with `fill` filled in, each answer marked as not yet looked at.

    Raises NoCatalogs, UnknownInstrument, UnknownVariant; OSError when
    the folder cannot be written."""
    catalogs = catalogs_at(request.criteria)
    known_instrument(catalogs, request.instrument)
    loaded = catalogs.load(request.instrument)
    if loaded.value is None:
        return SheetsMade(request.target, register=loaded.temuan)
    prepared = _prepared(request, loaded.value)
    if prepared.value is None:
        return SheetsMade(request.target, register=prepared.temuan)
    units, make = prepared.value
    before = EarlierSheets()
    if request.earlier:
        register = Register(units)
        before = earlier_sheets(request.earlier, loaded.value, register, request.criteria, watch, executor)
        make = partial(_with_earlier, make, before, request, loaded.value)
    reads = [path for path in (request.register, request.pengampu, *request.earlier) if path]
    permission = Permission(request.overwrite, request.replace_filled)
    names = worksheet_names(request.instrument, request.period, units)
    sheets = [UnitSheet(name, name, partial(make, unit)) for unit, name in zip(units, names, strict=True)]
    with output_gate(folders=[request.target], reads=reads, permission=permission) as gate:
        if gate.refused:
            return SheetsMade(request.target, temuan=tuple(gate.temuan), register=prepared.temuan)
        written, told = write_sheets(sheets, request.target, gate, watch)
    remarks = validity_remark(loaded.value, request.period)
    return SheetsMade(request.target, written, (*remarks, *before.temuan, *told), prepared.temuan, before)


def _with_earlier(
    make: Callable[[Unit], bytes], before: EarlierSheets, request: WorksheetRequest, instrument: Instrument, unit: Unit
) -> bytes:
    """Return the worksheet of a unit with what it answered last time, where it answered anything."""
    handed = before.units.get(unit.key)
    if handed is None or not handed.lines:
        return make(unit)
    filled = handed.submission(instrument, request.period) if request.fill else None
    return build_template(instrument, unit, request.period, filled, version=__version__, earlier=handed.lines)


_Made = tuple[tuple[Unit, ...], Callable[[Unit], bytes]]


def _prepared(request: WorksheetRequest, instrument: Instrument) -> Loaded[_Made]:
    """Return the units asked for, and what makes the worksheet of one."""
    if request.pengampu is None:
        units = load_register(request.register)
        if units.value is None:
            return Loaded(value=None, temuan=units.temuan)
        maker = TemplateMaker(instrument, request.period, __version__)
        return Loaded(value=(units.value.units, maker.make), temuan=units.temuan)
    found = read_pengampu(request.pengampu, instrument)
    if found.value is None:
        return Loaded(value=None, temuan=found.temuan)
    items = {one.unit.code: one.items for one in found.value}

    def make(unit: Unit) -> bytes:
        return build_template(instrument.only(items[unit.code]), unit, request.period, version=__version__)

    return Loaded(value=(tuple(one.unit for one in found.value), make), temuan=found.temuan)


def worksheet_names(instrument_id: str, period: str, units: Sequence[Unit]) -> list[str]:
    """Return a file name for each unit's worksheet, distinct and free of path tricks."""
    stems = [f"LKE_{instrument_id.replace('@', '-')}_{slug(period)}_{slug(u.code, 20)}_{slug(u.name)}" for u in units]
    return [f"{stem}.xlsx" for stem in distinct(stems)]


def write_empty_register(path: Path, permission: Permission) -> tuple[Temuan, ...]:
    """Write a register to be filled in; return what was noticed, with a KESALAHAN (BUKU-029, -141, -142, -150) when
    it was not. OSError when it cannot be written."""
    with output_gate([path], permission=permission) as gate:
        if gate.refused:
            return tuple(gate.temuan)
        return gate.put_bytes(path, register_workbook(), filled_template)


# Review workbooks, from filled worksheets.


@dataclass(frozen=True)
class ReviewRequest:
    """Review workbooks for the filled worksheets of `sources`: chosen as a rekap chooses them.

    `reviews` are files and folders with what verifiers answered before: it stands in the new workbooks again, with the
    unit's reply beside it. `rekap` is the one of the same period in which people decided where verifiers differ.
    """

    sources: Sources
    target: Path
    register: Path | None = None
    period: str = ""
    duplicates: Duplicates = "tolak"
    overwrite: bool = False
    replace_filled: bool = False
    reviews: tuple[Path, ...] = ()
    rekap: Path | None = None


def make_reviews(request: ReviewRequest, watch: Watch = unwatched, executor: Executor | None = None) -> SheetsMade:
    """Write a review workbook a unit into a folder.

    Raises MixedInstruments and the refusals of `read_worksheets`; OSError when the folder cannot be written.
    """
    reads = [path for path in (*request.sources.paths, *request.reviews, request.register) if path]
    permission = Permission(request.overwrite, request.replace_filled)
    with output_gate(folders=[request.target], reads=reads, permission=permission, own=review_in) as gate:
        if gate.refused:
            return SheetsMade(request.target, temuan=tuple(gate.temuan))
        return _reviews_into(request, gate, watch, executor)


def _reviews_into(request: ReviewRequest, gate: OutputGate, watch: Watch, executor: Executor | None) -> SheetsMade:
    """Write the review workbooks through the gate."""
    units = load_register(request.register)
    made = SheetsMade(request.target, register=units.temuan)
    if units.value is None:
        return made
    read = read_worksheets(request.sources, (), watch, executor)
    instrument = choose_instrument(read)
    if instrument is None:
        return replace(made, temuan=read.unusable(request.sources.paths))
    before = reviews_at(request.reviews, read.catalogs, read.options, executor)
    period = request.period or usual_period(o.result.submission for o in read.outcomes if o.result)
    rulings = read_rulings([request.rekap] if request.rekap else [], read.catalogs, instrument, period).rulings
    chosen = review_sheets(read.outcomes, instrument, units.value, period, request.duplicates, before, rulings)
    sheets = [UnitSheet(one.name, one.submission.file, one.content) for one in chosen.value or ()]
    written, told = write_sheets(sheets, request.target, gate, watch)
    return replace(made, written=written, temuan=(*read.found.errors, *before.found.errors, *chosen.temuan, *told))


@dataclass(frozen=True)
class ReviewSheet:
    """A review workbook to be made: for which unit, under which file name, from which worksheet."""

    name: str
    unit: Unit
    submission: Submission
    instrument: Instrument

    def content(self) -> bytes:
        """Return the workbook."""
        source = ReviewOf(file=self.submission.file, sha256=self.submission.sha256)
        period = self.submission.period
        return build_template(
            self.instrument, self.unit, period, self.submission, version=__version__, review_of=source
        )


def review_sheets(
    outcomes: Iterable[Evaluated],
    instrument: Instrument,
    register: Register,
    period: str = "",
    duplicates: Duplicates = "tolak",
    before: Reviews | None = None,
    rulings: Rulings | None = None,
) -> Loaded[tuple[ReviewSheet, ...]]:
    """Return the review workbooks of an instrument and a period (the usual one if empty).

    `before` are earlier reviews, with `rulings` where these differ: what they hold, and what units replied to it,
    stands in the new workbooks. The worksheets are chosen as a consolidation chooses them; a review workbook is not
    made from another one, nor from a file at which this stumbles (BUKU-042).
    """
    work = partial(_review_sheets, instrument, register, period, duplicates, before or Reviews(), rulings or {})
    return sifted(work, list(outcomes), lambda outcome: outcome.file, set_aside)[0]


def _review_sheets(
    instrument: Instrument,
    register: Register,
    period: str,
    duplicates: Duplicates,
    before: Reviews,
    rulings: Rulings,
    outcomes: Sequence[Evaluated],
) -> Loaded[tuple[ReviewSheet, ...]]:
    temuan: list[Temuan] = []
    fitting: list[UnitResult] = []
    replies = [outcome.replies for outcome in outcomes if outcome.replies]
    for outcome in outcomes:
        if outcome.replies is not None:
            continue
        if outcome.result is None:
            temuan.extend(outcome.temuan)
            continue
        submission, at = outcome.result.submission, CellPos(workbook=outcome.file)
        if submission.review_of:
            temuan.append(ReviewWorkbook(at, source=submission.review_of.file))
        elif submission.instrument != instrument.id:
            temuan.append(OtherInstrument(at, seen=submission.instrument, expected=instrument.id))
        else:
            fitting.append(outcome.result)
    own = [result.submission for result in fitting]
    period = period or usual_period(own)
    settled = settle(own, register, period, duplicates)
    temuan.extend(t for one in settled for t in one.temuan)
    pairs = zip(fitting, settled, strict=True)
    used = [replace(result, unit=one.unit) for result, one in pairs if one.used]
    if before.files or replies:
        told_before = {result.unit.key: len(result.temuan) for result in used}
        used, fates = with_reviews(used, before.files, {instrument.id: instrument}, register, rulings)
        used, replied = with_replies(used, replies, register, instrument, period, duplicates)
        answered = {one.file for one in replies}
        joined = (t for result in used for t in result.temuan[told_before[result.unit.key] :])
        temuan.extend(t for t in joined if t.workbook in answered)
        temuan.extend(t for file in (*fates, *replied) if not file.used for t in file.why)
    stems = [_stem(instrument, one.submission.period, one.unit) for one in used]
    sheets = tuple(
        ReviewSheet(
            f"{stem}.xlsx",
            one.unit,
            _with_replies_noted(one),
            instrument.only(one.submission.part) if one.submission.part else instrument,
        )
        for stem, one in zip(distinct(stems), used, strict=True)
    )
    return Loaded(value=sheets, temuan=tuple(temuan))


def _with_replies_noted(result: UnitResult) -> Submission:
    """Return the worksheet with what the unit replied, and what verifiers still differ on, in front of its note: the
    cell beside the verifier's answer."""
    told = {one.item: sides_words(one.sides) for one in result.disputes if one.ruled is None}
    for item, reply in result.replies.items():
        told[item] = "\n".join(part for part in (f"Tanggapan: {reply_words(reply)}", told.get(item, "")) if part)
    answers = dict(result.submission.answers)
    for item, said in told.items():
        note = answers[item].note
        answers[item] = replace(answers[item], note=f"{said}\n{note}" if note else said)
    return result.submission.model_copy(update={"answers": answers})


def _stem(instrument: Instrument, period: str, unit: Unit) -> str:
    parts = [slug(period, 20) if period else "", slug(unit.code, 20) if unit.code else "", slug(unit.name)]
    return "_".join(["LKE-TPI", instrument.id.replace("@", "-"), *(part for part in parts if part)])
