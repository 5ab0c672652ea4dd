"""A worksheet file in, a typed `Submission` out."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from pmprb.catalog.item import AnswerSet, ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, ReviewOf, State, Submission, Unit
from pmprb.numbers import exact_sum, number_words
from pmprb.period import same_period
from pmprb.temuan import (
    CellPos,
    ChecklistScale,
    CriterionTextChanged,
    EarlierEdition,
    HeaderTwice,
    HiddenAnswer,
    IdentityDamaged,
    IdentityOfOtherInstrument,
    InstrumentNotInstalled,
    Loaded,
    MadeForOtherVariant,
    MergedAnswer,
    NeededColumnMissing,
    NoKnownLayout,
    OtherCatalogVersion,
    PartialWorksheet,
    PeriodFromFileName,
    PlaceholderName,
    RekapAsWorksheet,
    ReviewWorkbook,
    RowTwiceOtherAnswer,
    RowTwiceSameAnswer,
    ShownPeriodDiffers,
    Temuan,
    TypedTotalDiffers,
    UnitNameDiffers,
    UnknownColumn,
)
from pmprb.text import plain
from pmprb.workbook.as_seen import cell_seen
from pmprb.workbook.book import Book, Sheet, named, open_book
from pmprb.workbook.deadline import NOW_AND_THEN, on_time
from pmprb.workbook.ours import kept_format
from pmprb.workbook.tolerant import number, text_of
from pmprb.worksheet.cells import AnswerCell, answer_of, with_checklist
from pmprb.worksheet.changed import changed, drift, shown_figures, unread_items
from pmprb.worksheet.elsewhere import elsewhere, with_misplaced
from pmprb.worksheet.find import find_rows
from pmprb.worksheet.layouts import folded, labelled
from pmprb.worksheet.missing import missing_codes, tell_missing
from pmprb.worksheet.named import names_no_period, names_nothing, period_in
from pmprb.worksheet.plain_choices import PlainChoices
from pmprb.worksheet.readings import reading_of
from pmprb.worksheet.recognise import Catalogs, Forced, band_year, form_year
from pmprb.worksheet.respondents import with_respondents
from pmprb.worksheet.rows import View, address, count_codes, item_codes, tick_scales
from pmprb.worksheet.strays import other_in, result_in, stray
from pmprb.worksheet.verifiers import review_columns, reviewer_of

REVIEW_PURPOSE = "tpi"
_HEADINGS = ("component", "aspect", "area")


def read_submission(
    path: Path, catalogs: Catalogs, installed: list[str], forced: Forced | None = None, name: str = ""
) -> Loaded[Submission]:
    """Return the worksheet's submission; None when the file is refused, with the reason.

    `catalogs` loads an instrument by id, `installed` lists the ids, `forced` is what the user decides himself.
    `name` is how the file is shown; its own name when empty.
    """
    forced = forced or Forced()
    opened = open_book(path)
    shown_as = name or path.name
    temuan = [_renamed(t, shown_as) for t in opened.temuan]
    if opened.value is None:
        return Loaded(value=None, temuan=tuple(temuan))
    book = replace(opened.value, file=shown_as)
    if kept_format(book):
        return Loaded(value=None, temuan=(*temuan, RekapAsWorksheet(CellPos(workbook=book.file))))
    if kind := result_in(book):
        return Loaded(value=None, temuan=(*temuan, stray(book, kind)))
    identity = _identity(book)
    if review_of := _review_of(identity):
        temuan.append(ReviewWorkbook(CellPos(workbook=book.file), source=review_of.file))
    wanted = forced.instrument or identity.get("instrument", "")
    refusal = _refusal(book, wanted, identity.get("instrument", ""), catalogs, installed)
    if refusal is not None:
        return Loaded(value=None, temuan=(*temuan, refusal))
    forced = replace(forced, sheets=(), column="") if review_of else forced  # a review workbook has one sheet
    found = reading_of(book, [wanted] if wanted else installed, catalogs, forced)
    if found.placed is None or found.instrument is None or found.refusal is not None:
        refusal = found.refusal
        if isinstance(refusal, NoKnownLayout | NeededColumnMissing):
            kind = other_in(book, _areas([wanted] if wanted else installed, catalogs))
            refusal = stray(book, kind) if kind else refusal
        return Loaded(value=None, temuan=(*temuan, *([refusal] if refusal else [])))
    temuan.extend(found.temuan)
    placed, instrument = found.placed, _part(found.instrument, identity, book, temuan)
    known = found.rows if instrument is found.instrument else None
    view = View(book.file, placed, instrument, known or find_rows(placed, instrument, book.file))
    reading = _Reading(view, book, identity, forced.unit_name)
    return Loaded(value=reading.submission(), temuan=(*temuan, *reading.temuan))


def _areas(candidates: list[str], catalogs: Catalogs) -> set[str]:
    """Return the headings of instruments down to their areas, for comparing."""
    known = [found for name in candidates if (found := catalogs(name).value)]
    nodes = [node.title for instrument in known for node in instrument.nodes.values() if node.level in _HEADINGS]
    return {folded(title) for title in (*nodes, *(group.title for one in known for group in one.groups))}


def _part(instrument: Instrument, identity: dict[str, str], book: Book, temuan: list[Temuan]) -> Instrument:
    """Return the instrument, or the part of it the worksheet was made for (BUKU-056)."""
    named = [item for item in identity.get("items", "").split(";") if item in instrument.items]
    if not named:
        return instrument
    temuan.append(PartialWorksheet(CellPos(workbook=book.file), seen=len(named), expected=len(instrument.items)))
    return instrument.only(named)


def _refusal(book: Book, wanted: str, stamped: str, catalogs: Catalogs, installed: list[str]) -> Temuan | None:
    """Return why a book cannot be read as what is wanted: stamped for another instrument, or not installed."""
    at = CellPos(workbook=book.file)
    base, _, variant = wanted.partition("@")
    if stamped and stamped.partition("@")[0] != base:
        return IdentityOfOtherInstrument(at, seen=stamped, expected=wanted)
    if wanted and base not in installed:
        return InstrumentNotInstalled(at, name=wanted, known=tuple(installed))
    if variant and catalogs(wanted).value is None and (plain := catalogs(base).value):
        known = [f"{base}@{one.id}" for one in plain.variants] or [base]
        return InstrumentNotInstalled(at, name=wanted, known=tuple(known))
    return None


def _renamed(temuan: Temuan, name: str) -> Temuan:
    """Return a temuan of a book under the name the file is shown by."""
    if isinstance(temuan.at, CellPos):
        return temuan.moved(replace(temuan.at, workbook=name))
    return temuan


def unit_in(path: Path) -> str:
    """Return the code of the unit that a worksheet of ours was made for; empty for any other file."""
    opened = open_book(path, only=named("_meta"))
    return _identity(opened.value).get("unit_code", "") if opened.value else ""


def review_in(path: Path) -> bool:
    """Whether a file is a review workbook of ours."""
    opened = open_book(path, only=named("_meta"))
    return opened.value is not None and _identity(opened.value).get("purpose") == REVIEW_PURPOSE


def _identity(book: Book) -> dict[str, str]:
    """Return the key/value rows of the hidden identity sheet; empty when there is none."""
    sheet = book.sheet("_meta")
    if sheet is None:
        return {}
    return {text_of(row[0]): text_of(row[1]) for row in sheet.rows if len(row) > 1 and row[0] is not None}


def _review_of(identity: dict[str, str]) -> ReviewOf | None:
    """Return of which worksheet the book is a review workbook; None for an ordinary one."""
    if identity.get("purpose") != REVIEW_PURPOSE:
        return None
    return ReviewOf(file=identity.get("source_file", ""), sha256=identity.get("source_sha256", ""))


def _without(answers: dict[str, Answer], items: Collection[str]) -> dict[str, Answer]:
    return {item: answer for item, answer in answers.items() if item not in items} if items else answers


class _Reading:
    """The reading of one placed sheet."""

    def __init__(self, view: View, book: Book, identity: dict[str, str], unit_name: str) -> None:
        self.view = view
        self.book = book
        self.sheet: Sheet = view.sheet
        self.placed = view.placed
        self.instrument = view.instrument
        self.rows = view.rows
        self.identity = identity
        self.unit_name = unit_name
        self.temuan: list[Temuan] = [*view.rows.temuan]
        self.tick_scales: dict[str, dict[str, AnswerSet]] = {}

    def submission(self) -> Submission:
        self._columns()
        unit, shown_name, period = self._who()
        self._typed_totals()
        missing = missing_codes(self.view)
        before = len(self.temuan)
        answers = self._answers("answer", "note")
        if self.instrument.surveys and not _review_of(self.identity):
            answers = with_respondents(self.book, self.instrument, answers, self.temuan)
        self.temuan.extend(tell_missing(self.view, missing))
        columns = review_columns(self.view, self.temuan)
        reviewed = self._reviews(columns)
        national = self._reviews(("national_answer", "national_note") if self.view.has("national_answer") else None)
        reviewer = reviewer_of(self.view)
        review_of = _review_of(self.identity)
        if review_of and columns:
            reviewed = self._misplaced_reviews(columns[0], reviewed)
        elif not review_of:
            found = elsewhere(self.view, self.book, answers)
            if found.is_shifted:  # what was said of each answer at its place is beside the point
                self.temuan[before:] = [t for t in self.temuan[before:] if not t.code.startswith("ISI-")]
            self.temuan.extend(found.temuan)
            answers = with_misplaced(answers, found) if found.raw else answers
            answers = self._merged(answers)
            reviewed = {} if columns and columns[0] in found.all_in else _without(reviewed, found.reviewed)
            national = {} if "national_answer" in found.all_in else _without(national, found.reviewed)
        stamped = self.identity.get("catalog_hash", "")
        alike = bool(stamped) and stamped != self.instrument.hash and self.instrument.scores_like(stamped)
        # An earlier edition words its criteria otherwise: nobody changed them (BUKU-270).
        self.temuan.extend(t for t in drift(self.view) if not (alike and isinstance(t, CriterionTextChanged)))
        self.temuan.extend(changed(self.view, self.identity.get("catalog_hash") == self.instrument.hash))
        return Submission(
            file=self.book.file,
            sha256=self.book.sha256,
            layout=self.placed.layout.id,
            instrument=self.instrument.id,
            catalog_hash=self.identity.get("catalog_hash", ""),
            unit=unit,
            shown_name=shown_name,
            period=period,
            modified=self.book.modified,
            answers=answers,
            reviewed=reviewed,
            national=national,
            reviewers=dict.fromkeys(reviewed, reviewer) if reviewer else {},
            review_of=review_of,
            # a review workbook shows what comes of the verifier's answers
            shown=() if review_of else tuple(shown_figures(self.view)),
            unread=unread_items(self.view),
            has_evidence=self.view.has("evidence"),
            part=tuple(self.instrument.items) if self.instrument.partial else (),
            missing=tuple(missing),
        )

    def _columns(self) -> None:
        row = self.placed.header_row
        for text, column in self.placed.twice:
            self.temuan.append(HeaderTwice(self.view.pos(row, column), header=text))
        for text, column in self.placed.unknown:
            if column not in self.sheet.hidden_columns:
                self.temuan.append(UnknownColumn(self.view.pos(row, column), header=text[:60]))

    def _who(self) -> tuple[Unit, str, str]:
        """Return the unit, the name the sheet shows, and the period; the hidden identity leads."""
        layout = self.placed.layout
        at = CellPos(workbook=self.book.file)
        name_found = labelled(self.sheet, layout.unit_labels, self.placed.header_row)
        shown = name_found[0] if name_found else self._kept_name()
        if shown and names_nothing(shown):
            place = self.view.pos(*name_found[1]) if name_found else at
            self.temuan.append(PlaceholderName(place, seen=shown))
            shown = ""
        if layout.identity_sheet and not self.identity.get("unit_code") and not _review_of(self.identity):
            self.temuan.append(IdentityDamaged(at, sheet=layout.identity_sheet))
        period = self._period()
        self._stamp(at)
        name = self.identity.get("unit_name", "") or shown
        if self.unit_name:
            if name and plain(name) != plain(self.unit_name):
                self.temuan.append(UnitNameDiffers(at, seen=name, expected=self.unit_name))
            shown = name = self.unit_name
        return Unit(code=self.identity.get("unit_code", ""), name=name), shown, period

    def _period(self) -> str:
        """Return the period: the hidden identity's, that of the block read, or the one shown (BUKU-045)."""
        layout = self.placed.layout
        found = labelled(self.sheet, layout.period_labels, self.placed.header_row)
        shown = found[0] if found and not names_no_period(found[0]) else ""
        own = self.identity.get("period", "")
        if layout.year_band:
            own = own or band_year(self.placed)
            shown = form_year(self.placed) or own or shown
        if found and own and shown and not same_period(own, shown):
            self.temuan.append(ShownPeriodDiffers(self.view.pos(*found[1]), seen=found[0], expected=own))
        if not own and not shown and (named := period_in(self.book.file, self.instrument.base_id)):
            self.temuan.append(PeriodFromFileName(CellPos(workbook=self.book.file), period=named))
            return named
        return own or shown

    def _stamp(self, at: CellPos) -> None:
        """Tell a template made for another variant (BUKU-051) or from another version of the catalog (BUKU-012)."""
        variant = self.identity.get("variant", "")
        if variant and variant != self.instrument.variant:
            own = self.instrument.variant or "-"
            self.temuan.append(MadeForOtherVariant(at, seen=variant, expected=own))
            return
        stamped = self.identity.get("catalog_hash", "")
        if stamped and not self.instrument.scores_like(stamped):
            self.temuan.append(OtherCatalogVersion(at, seen=stamped[:12], expected=self.instrument.hash[:12]))
        elif stamped and stamped != self.instrument.hash:
            self.temuan.append(EarlierEdition(at, seen=stamped[:12], expected=self.instrument.hash[:12]))

    def _kept_name(self) -> str:
        """Return the unit's name where the layout keeps it without a label."""
        name, _, cell = self.placed.layout.unit_cell.partition("!")
        sheet = self.book.sheet(name) if cell else None
        if sheet is None:
            return ""
        return next(
            (text_of(v) for r, row in enumerate(sheet.rows) for c, v in enumerate(row) if address(r, c) == cell), ""
        )

    def _typed_totals(self) -> None:
        """Tell where a total the form asks for is not the sum of its parts (the parts are what counts)."""
        column = self.placed.columns["answer"]
        for item_id, row in self.rows.totals.items():
            item = self.instrument.items[item_id]
            typed = number(self.sheet.value(row, column), whole=True).value
            if not isinstance(item, RatioItem) or typed is None:
                continue
            cells = [self.rows.first(f"{item_id}.{name}") for name in item.denominator]
            parts = [number(self.sheet.value(r, column), whole=True).value for r in cells if r is not None]
            total = exact_sum(part for part in parts if part is not None)
            if parts and total != typed:
                at = self.view.pos(row, column)
                self.temuan.append(TypedTotalDiffers(at, item_id, seen=typed, expected=total))

    def _answers(self, key: str, note_key: str) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        plain = PlainChoices(self.view, key, note_key)
        for number_, item in enumerate(self.instrument.items.values()):
            if number_ % NOW_AND_THEN == 0:
                on_time()
            found[item.id] = plain.answer(item) or self._answer(item, key, note_key)
        return found

    def _reviews(self, keys: tuple[str, str] | None) -> dict[str, Answer]:
        """Return a verifier's answers from its columns, blank ones left out."""
        if keys is None or not self._typed(self.placed.columns[keys[0]]):
            return {}
        found = self._answers(*keys)
        return {item: answer for item, answer in found.items() if answer.state is not State.BLANK}

    def _merged(self, answers: dict[str, Answer]) -> dict[str, Answer]:
        """Return the answers; those whose cell is merged into a filled one that begins elsewhere are not understood."""
        ranges = [one for one in self.sheet.merges if one[1] <= self.placed.columns["answer"] <= one[3]]
        for item in self.instrument.items.values() if ranges else ():
            if answers[item.id].state in (State.BLANK, State.INVALID):
                codes = count_codes(item) if isinstance(item, RatioItem) else [item.id]
                for row in (r for code in codes for r in self.rows.at.get(code, [])[:1]):
                    answers[item.id] = self._merged_at(row, ranges, answers[item.id])
        return answers

    def _merged_at(self, row: int, ranges: list[tuple[int, int, int, int]], answer: Answer) -> Answer:
        """Return an item's answer, told of the merged cell its row is part of but does not begin."""
        column = self.placed.columns["answer"]
        for top, left, bottom, right in ranges:
            seen = cell_seen(self.sheet, top, left)
            if top <= row <= bottom and (row, column) != (top, left) and seen:
                cells = f"{address(top, left)}:{address(bottom, right)}"
                self.temuan.append(MergedAnswer(self.view.pos(row, column), answer.item, cells=cells, seen=seen[:120]))
                return replace(answer, state=State.INVALID, raw=answer.raw or seen[:120])
        return answer

    def _misplaced_reviews(self, key: str, reviewed: dict[str, Answer]) -> dict[str, Answer]:
        """Return a verifier's answers in its own workbook, those that stand in another column as not understood."""
        column = self.placed.columns[key]
        every = {
            item: Answer(item=item, state=State.BLANK, source=self.view.pos(self.rows.at.get(item, [-1])[0], column))
            for item in self.instrument.items
        } | reviewed
        found = elsewhere(self.view, self.book, every, key)
        self.temuan.extend(found.temuan)
        told = with_misplaced(every, found)
        return {item: told[item] for item in self.instrument.items if item in reviewed or item in found.raw}

    def _typed(self, column: int) -> bool:
        """False for a column in which nothing at all stands beneath the header: nobody has reviewed."""
        told = (place for cells in (self.sheet.errors, self.sheet.uncached) for place in cells)
        rows = self.sheet.rows[self.placed.header_row + 1 :]
        return any(c == column for _, c in told) or any(len(row) > column and row[column] is not None for row in rows)

    def _answer(self, item: ChoiceItem | RatioItem | ScaleItem, key: str, note_key: str) -> Answer:
        """Return an item's answer; among several rows of it a contradiction spoils the item."""
        own = key == "answer"
        if isinstance(item, RatioItem):
            parts = {c.id: self._cells(f"{item.id}.{c.id}", key, most=1) for c in item.inputs}
        else:
            parts = {"": self._cells(item.id, key, math.inf if isinstance(item, ScaleItem) else 0)}
        missing = [name for name, cells in parts.items() if not cells]
        single: dict[str, AnswerCell] = {}
        contradicted = False
        for name, cells in parts.items():
            if not cells:
                continue
            filled = [c for c in cells if not c.is_blank] or cells
            single[name] = filled[0]
            if len(cells) > 1:
                same = len({text_of(c.value).casefold() for c in filled}) == 1
                contradicted |= not same
                kind = RowTwiceSameAnswer if same else RowTwiceOtherAnswer
                where = ", ".join(c.at.cell for c in cells)
                if own:
                    shown = f"{item.id}.{name}" if name else item.id
                    self.temuan.append(kind(cells[-1].at, item.id, row_code=shown, cells=where))
        answer = answer_of(item, single, self.instrument, self.temuan)
        if isinstance(item, ChoiceItem) and item.checklist:
            answer = self._checked(item, answer, key)
        if contradicted or (missing and answer.state is State.GIVEN):
            answer = replace(answer, state=State.INVALID)
        said: dict[str, Any] = {}
        rows = self.rows.at.get(item.id) or [c.row for c in single.values()]
        if answer.source is None and rows:
            said["source"] = self.view.pos(rows[0], self.placed.columns[key])
        if own and (evidence := self._joined(item, "evidence")):
            said["evidence"] = evidence
        if note := self._joined(item, note_key):
            said["note"] = note
        return replace(answer, **said) if said else answer

    def _checked(self, item: ChoiceItem, answer: Answer, key: str) -> Answer:
        """Return an item's answer with its checklist's."""
        ticks = self._ticks(key)
        codes = zip(item.checklist, item.criterion_codes, strict=True)
        cells = {criterion.id: found[0] for criterion, code in codes if (found := self._cells(code, key, 0))}
        scale = ticks.get(item.answer_set)
        if scale is None or not cells:
            return answer
        return with_checklist(item, answer, cells, scale, self.instrument, self.temuan)

    def _ticks(self, key: str) -> dict[str, AnswerSet]:
        """Return answer set → the one its checklists are answered on in a column, chosen once for the whole sheet."""
        if key not in self.tick_scales:
            self.tick_scales[key] = chosen = tick_scales(self.view, key)
            for name, scale in chosen.items():
                first = self.instrument.scales[name].ticks[0]
                if scale.id != first and key == "answer":
                    self._tell_scale(name, scale)
        return self.tick_scales[key]

    def _tell_scale(self, name: str, scale: AnswerSet) -> None:
        items = (i for i in self.instrument.items.values() if isinstance(i, ChoiceItem) and i.answer_set == name)
        code = next(code for item in items for code in item.criterion_codes if code in self.rows.at)
        at = self.view.pos(self.rows.at[code][0], self.placed.columns["answer"])
        shown = "/".join(number_words(score) for score in scale.scores.values())
        self.temuan.append(ChecklistScale(at, code, scale=f"{scale.title} ({shown})"))

    def _joined(self, item: ChoiceItem | RatioItem | ScaleItem, key: str) -> str:
        """Return an item's text in a column, the rows of its counts included."""
        codes = item_codes(item)
        texts = [self.view.text(r, key) for code in codes for r in self.rows.at.get(code, [])]
        return "; ".join(dict.fromkeys(t for t in texts if t))

    def _cells(self, code: str, key: str, most: float) -> list[AnswerCell]:
        """Return the cells of a code; whether a number up to `most` is shown as a per cent is looked up."""
        column = self.placed.columns[key]
        cells = []
        for r in self.rows.at.get(code, []):
            place_ = (r, column)
            value = self.sheet.value(r, column)
            cell = AnswerCell(
                value=value,
                error=self.sheet.errors.get(place_, ""),
                formula=place_ in self.sheet.formulas,
                uncached=place_ in self.sheet.uncached,
                at=self.view.pos(r, column),
                row=r,
                percent=isinstance(value, float) and 0 < abs(value) <= most and self.sheet.is_percent(r, column),
                sheet=self.sheet,
                column=column,
            )
            cells.append(cell)
            hidden = r in self.sheet.hidden_rows or column in self.sheet.hidden_columns
            if hidden and not cell.is_blank and key == "answer":
                self.temuan.append(HiddenAnswer(cell.at, code, row_code=code))
        return cells
