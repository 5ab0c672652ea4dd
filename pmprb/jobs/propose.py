"""A user's own form made known: its columns proposed, proved by reading the file so, and written down.

Enters: a file, the instrument or the kind of plan, what the user says himself. Leaves: `Recognition` or
`PlanRecognition`, and a layout (or the headings of a plan) in a folder that `--kriteria` takes. Prints nothing. Such a
folder holds nothing of the catalog itself: it adds to the program's own, so it does not age.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from pmprb.catalog.layout import Layout
from pmprb.catalog.model import Instrument
from pmprb.catalog.text import read_document
from pmprb.catalog.write import records_text
from pmprb.engine.answers import State, Submission
from pmprb.engine.coverage import Coverage, coverage_of
from pmprb.jobs.catalog_import import changed_by_hand, stamped
from pmprb.jobs.inputs import catalogs_at, known_instrument
from pmprb.jobs.output import OutputGate, Permission, output_gate, put_file, state_of
from pmprb.jobs.plans import rules_at
from pmprb.plans.load import FOLDER, OWN_HEADINGS
from pmprb.plans.read.book import read_plan
from pmprb.plans.read.propose import PlanProposal, propose_plan
from pmprb.plans.rules import OwnHeading, PlanRules
from pmprb.temuan import (
    AnswerHeaderBlank,
    AnswersInOtherColumn,
    CellPos,
    ColumnUnsure,
    FewItemsByLayout,
    FormKnownAlready,
    LayoutOfBlankForm,
    Loaded,
    NothingReadByLayout,
    OutputExists,
    SeveralSheetsFilled,
    SheetNotInBook,
    Temuan,
    has_errors,
)
from pmprb.text import readable
from pmprb.workbook.book import Book, open_book
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.propose import OWN_ID, Proposal, Said, propose
from pmprb.worksheet.read import read_submission
from pmprb.worksheet.readings import reading_of
from pmprb.worksheet.recognise import Forced
from pmprb.worksheet.rows import address
from pmprb.worksheet.strays import not_a_form

LAYOUTS = "layouts.yaml"
_COMMENT = "Tata letak formulir sendiri, dibuat dengan pmprb kenali. Kunci-kunci dijelaskan di docs/katalog.md."
_HEADINGS = "Judul kolom rencana aksi pada formulir sendiri, dibuat dengan pmprb kenali."
T = TypeVar("T", Layout, OwnHeading)
_ENOUGH = 0.5
"""A layout by which fewer of the items are found is not written."""


@dataclass(frozen=True)
class RecognitionRequest:
    """A form to be made known; `instrument` may be empty: then the one that the form shows most of is taken.

    `name` is the id of the layout; `target` the folder that gets it, None to look only.
    """

    source: Path
    said: Said
    instrument: str = ""
    criteria: Path | None = None
    name: str = OWN_ID
    target: Path | None = None
    permission: Permission = field(default_factory=Permission)


@dataclass(frozen=True)
class Recognition:
    """What a form's columns are, and what reading it so gives: `coverage`, the whole first. `written` is the file."""

    file: str
    proposal: Proposal | None
    temuan: tuple[Temuan, ...]
    coverage: tuple[Coverage, ...] = ()
    written: Path | None = None

    @property
    def failed(self) -> bool:
        """Whether the form cannot be read by the proposal, or was not written."""
        return has_errors(self.temuan)


def recognise_form(request: RecognitionRequest) -> Recognition:
    """Return what a form's columns are for an instrument; writes a layout that reads it.

    Raises NoCatalogs, UnknownInstrument, UnknownVariant; OSError when the folder cannot be written.
    """
    folders = [request.target] if request.target else []
    with output_gate(folders=folders, reads=[request.source], permission=request.permission) as gate:
        if gate.refused:
            return Recognition(readable(request.source.name), None, tuple(gate.temuan))
        return _recognised(request, gate)


def _recognised(request: RecognitionRequest, gate: OutputGate) -> Recognition:
    catalogs = catalogs_at(request.criteria)
    known_instrument(catalogs, request.instrument)
    opened = open_book(request.source)
    temuan = list(opened.temuan)
    file = readable(request.source.name)
    if opened.value is None:
        return Recognition(file, None, tuple(temuan))
    book = opened.value
    if (other := not_a_form(book)) is not None:
        return Recognition(file, None, (*temuan, other))
    if request.said.sheet and book.sheet(request.said.sheet) is None:
        return Recognition(file, None, (*temuan, _absent(book, request.said.sheet)))
    ids = [request.instrument] if request.instrument else catalogs.ids()
    every = [instrument for one in ids if (instrument := catalogs.load(one).value)]
    proposals = [one for instrument in every if (one := propose(book, instrument, request.said))]
    best = max(proposals, key=lambda one: (one.found / max(len(one.instrument.items), 1), one.found), default=None)
    temuan += _wrong(book, best)
    if best is None or best.layout is None or has_errors(temuan):
        return Recognition(file, best, tuple(temuan))
    layout = best.layout.model_copy(update={"id": request.name})
    best = replace(best, layout=layout)
    temuan += _known(book, best)
    proof = _proved(request.source, best, temuan)
    coverage = coverage_of(proof, best.instrument) if proof else ()
    doubt = _doubt(book, best, proof, request.said)
    if has_errors(doubt):  # what to move where is for a form whose columns are known
        temuan = [told for told in temuan if not isinstance(told, AnswersInOtherColumn)]
    temuan += doubt
    if request.target is None or has_errors(doubt):
        return Recognition(file, best, tuple(temuan), coverage)
    path = request.target / best.instrument.base_id / LAYOUTS
    told = _put_layout(path, layout, gate)
    return Recognition(file, best, (*temuan, *told), coverage, None if has_errors(told) else path)


def _absent(book: Book, sheet: str) -> Temuan:
    known = tuple(one.name for one in book.sheets if not one.name.startswith("_"))
    return SheetNotInBook(CellPos(workbook=book.file), seen=sheet, known=known)


def _wrong(book: Book, best: Proposal | None) -> list[Temuan]:
    """Return why a proposal cannot be used: its answers are not sure, bear no header, or few items are found."""
    at = CellPos(workbook=book.file, sheet=best.sheet if best else "")
    if best is None:
        return [ColumnUnsure(at, what="jawaban", candidates=())]
    answer = next((one for one in best.columns if one.key == "answer"), None)
    if answer is None or best.unsure:
        rivals = ((answer,) if answer else ()) + best.unsure
        return [ColumnUnsure(at, what="jawaban", candidates=tuple(_named(one.column, one.header) for one in rivals))]
    if best.bare:
        return [AnswerHeaderBlank(replace(at, cell=address(best.header_row, answer.column)))]
    if best.found < _ENOUGH * len(best.instrument.items):
        items = len(best.instrument.items)
        return [FewItemsByLayout(at, found=best.found, items=items, instrument=best.instrument.id)]
    if best.rivals:
        return [SeveralSheetsFilled(CellPos(workbook=book.file), filled=(best.sheet, *best.rivals), blank=())]
    return []


def _named(column: int, header: str) -> str:
    return f"{address(0, column).rstrip('1')} ({header[:30] or 'tanpa judul'})"


def _known(book: Book, best: Proposal) -> list[Temuan]:
    """Return that a layout which is there already reads the form just as well."""
    found = reading_of(book, [best.instrument.id], lambda _: Loaded(value=best.instrument), Forced())
    if found.placed is None or found.rows is None or found.placed.sheet.name != best.sheet:
        return []
    shown = sum(item in found.rows.at for item in best.instrument.items)
    answer = next(one.column for one in best.columns if one.key == "answer")
    if shown < best.found or found.placed.columns.get("answer") != answer:
        return []
    return [FormKnownAlready(CellPos(workbook=book.file, sheet=best.sheet), layout=found.placed.layout.id)]


def _proved(source: Path, best: Proposal, temuan: list[Temuan]) -> Submission | None:
    """Return what reading the file with the new layout gives, and take up what it tells of the form: what is wrong in
    the answers is for `periksa` to tell."""
    assert best.layout is not None
    more: Instrument = best.instrument.model_copy(update={"layouts": (*best.instrument.layouts, best.layout)})
    forced = Forced(instrument=more.id, layout=best.layout.id, sheets=(best.sheet,))
    read = read_submission(source, lambda _: Loaded(value=more), [more.base_id], forced)
    seen = set(temuan)
    temuan += [told for told in read.temuan if told not in seen and told.code.startswith("BUKU")]
    return read.value


def _doubt(book: Book, best: Proposal, proof: Submission | None, said: Said) -> list[Temuan]:
    """Return that the layout reads no answer: the column holds other things, or is blank where another is filled.

    A form that nobody has filled in yet may be learnt, and is told.
    """
    states = Counter(answer.state for answer in proof.answers.values()) if proof else Counter[State]()
    if states[State.GIVEN] or states[State.NOT_APPLICABLE]:
        return []
    answer = next(one for one in best.columns if one.key == "answer")
    head = book.sheet(best.sheet)
    header = answer.header or (text_of(head.value(best.header_row, answer.column)) if head else "")
    at = CellPos(workbook=book.file, sheet=best.sheet, cell=address(best.header_row, answer.column))
    named = _named(answer.column, header)
    free = replace(said, columns={key: column for key, column in said.columns.items() if key != "answer"})
    other = propose(book, best.instrument, free)
    own = next((one for one in other.columns if one.key == "answer"), None) if other and other.answered else None
    better = _named(own.column, own.header) if own and own.column != answer.column else ""
    if states[State.INVALID] or better or proof is None:
        return [NothingReadByLayout(at, what="jawaban", column=named, better=better)]
    return [LayoutOfBlankForm(at, column=named)]


def _put_layout(path: Path, layout: Layout, gate: OutputGate) -> tuple[Temuan, ...]:
    """Write a layout into a file of such, beside those of other ids; one of its own id only when that is allowed."""
    written = layout.model_copy(update={"words": {}, "count_rows": {}})  # the instrument's own; added when it is loaded
    before = _records(path, Layout)
    if before is None or (any(one.id == layout.id for one in before) and not gate.permission.any):
        return (OutputExists(CellPos(workbook=readable(str(path)))),)
    after = [*(one for one in before if one.id != layout.id), written]
    return _put(path, records_text(after, _COMMENT))


def _records(path: Path, kind: type[T]) -> list[T] | None:
    """Return what a file of records holds, nothing for one that is not there; None when it is no such file."""
    try:
        document = read_document(str(path), path.read_text(encoding="utf-8")).value if path.is_file() else None
        return TypeAdapter(list[kind]).validate_python(document.data or []) if document else []  # type: ignore[valid-type]
    except (UnicodeDecodeError, ValidationError):
        return None


def _put(path: Path, text: str) -> tuple[Temuan, ...]:
    """Write a file of records; of one that somebody changed, comments and order with it, a copy stays (BUKU-151)."""
    allowed = Permission(overwrite=True, replace_filled=True)
    return put_file(path, partial(_text, stamped(text)), state_of(path), allowed, changed_by_hand)


def _text(text: str, draft: Path) -> None:
    draft.write_text(text, encoding="utf-8", newline="\n")


# Plans


@dataclass(frozen=True)
class PlanRecognitionRequest:
    """A plan's form to be made known; `columns` are said by key and quarter (0: none), from 0, -1 for none."""

    source: Path
    kind: str
    sheet: str = ""
    header_row: int | None = None
    columns: Mapping[tuple[str, int], int] | None = None
    criteria: Path | None = None
    target: Path | None = None
    permission: Permission = field(default_factory=Permission)


@dataclass(frozen=True)
class PlanRecognition:
    """What a plan's columns are, and how many rows reading it so gives."""

    file: str
    proposal: PlanProposal | None
    temuan: tuple[Temuan, ...]
    rows: int = 0
    written: Path | None = None

    @property
    def failed(self) -> bool:
        """Whether the plan cannot be read by the proposal, or was not written."""
        return has_errors(self.temuan)


def recognise_plan(request: PlanRecognitionRequest) -> PlanRecognition:
    """Return what a plan's columns are; writes the headings that the rules do not know.

    Raises NoPlanRules, UnknownKind; OSError when the folder cannot be written.
    """
    folders = [request.target] if request.target else []
    with output_gate(folders=folders, reads=[request.source], permission=request.permission) as gate:
        if gate.refused:
            return PlanRecognition(readable(request.source.name), None, tuple(gate.temuan))
        return _plan_recognised(request)


def _plan_recognised(request: PlanRecognitionRequest) -> PlanRecognition:
    rules = rules_at(request.criteria, request.kind)
    opened = open_book(request.source)
    file = readable(request.source.name)
    if opened.value is None:
        return PlanRecognition(file, None, opened.temuan)
    if request.sheet and opened.value.sheet(request.sheet) is None:
        return PlanRecognition(file, None, (*opened.temuan, _absent(opened.value, request.sheet)))
    best = propose_plan(opened.value, rules, request.sheet, request.header_row, request.columns or {})
    at = CellPos(workbook=file, sheet=best.sheet if best else "")
    if best is None or best.missing:
        wanted = best.missing if best else ("Rencana Aksi",)
        lacking: list[Temuan] = [
            ColumnUnsure(at, what=one.casefold().replace(" ", "-"), candidates=()) for one in wanted
        ]
        return PlanRecognition(file, best, (*opened.temuan, *lacking))
    headings = [OwnHeading(key=key, headings=names) for key, names in best.headings().items()]
    more = _with(rules, headings)
    read = read_plan(request.source, more, request.kind)
    rows = len(read.value.rows) if read.value else 0
    if has_errors(read.temuan) and read.value is None:
        return PlanRecognition(file, best, read.temuan)
    if not rows and (doubt := _plan_doubt(opened.value, best, request, rules)):
        return PlanRecognition(file, best, (*read.temuan, *doubt))
    told: tuple[Temuan, ...] = ()
    path = request.target / FOLDER / OWN_HEADINGS if request.target else None
    if path is not None:
        told = _put_headings(path, headings)
    return PlanRecognition(file, best, (*read.temuan, *told), rows, None if has_errors(told) else path)


def _plan_doubt(book: Book, best: PlanProposal, request: PlanRecognitionRequest, rules: PlanRules) -> list[Temuan]:
    """Return that a column said for the actions holds none (no row is read); nothing for one that nobody said."""
    column = (request.columns or {}).get(("action", 0), -1)
    if column < 0:
        return []
    free = {key: at for key, at in (request.columns or {}).items() if key != ("action", 0)}
    other = propose_plan(book, rules, request.sheet, request.header_row, free)
    own = next((one for one in other.columns if one.key == "action"), None) if other else None
    sheet = book.sheet(best.sheet)
    header = text_of(sheet.value(best.header_row, column)) if sheet else ""
    better = _named(own.column, own.heading) if own and own.column != column else ""
    at = CellPos(workbook=book.file, sheet=best.sheet, cell=address(best.header_row, column))
    return [NothingReadByLayout(at, what="rencana-aksi", column=_named(column, header), better=better)]


def _with(rules: PlanRules, headings: list[OwnHeading]) -> PlanRules:
    more = {one.key: one.headings for one in headings}
    columns = tuple(c.model_copy(update={"before": (*more.get(c.key, ()), *c.before)}) for c in rules.columns)
    return rules.model_copy(update={"columns": columns})


def _put_headings(path: Path, headings: list[OwnHeading]) -> tuple[Temuan, ...]:
    """Write headings beside those that the file has: nothing is lost, so no permission is needed."""
    before = _records(path, OwnHeading)
    if before is None:
        return (OutputExists(CellPos(workbook=readable(str(path)))),)
    every: dict[str, list[str]] = {}
    for one in (*before, *headings):
        every.setdefault(one.key, []).extend(one.headings)
    after = [OwnHeading(key=key, headings=tuple(dict.fromkeys(names))) for key, names in every.items()]
    return _put(path, records_text(after, _HEADINGS))
