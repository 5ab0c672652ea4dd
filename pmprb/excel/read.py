"""A worksheet file in, a typed `Submission` out.

Enters: a path and the installed catalogs. Leaves: `Loaded[Submission]` with every temuan of the
reading: identity, columns, rows, cells. A bad cell spoils its criterion, never the file.
Refuses to know: weights and scores; figures the workbook shows are only carried along.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from pmprb.answers.model import Answer, Shown, State, Submission, Unit
from pmprb.catalog.model import ChoiceItem, Instrument, RatioItem, ScaleItem
from pmprb.excel.book import Book, Sheet, Value, open_book
from pmprb.excel.cells import Cell, answer_of
from pmprb.excel.layouts import Placed, folded, labelled, place
from pmprb.excel.rows import address, count_codes, find_rows
from pmprb.excel.tolerant import number, text_of
from pmprb.temuan import CellPos, Code, Loaded, Temuan

Catalogs = Callable[[str], Loaded[Instrument]]
_CODE = re.compile(r"[A-Za-z]{1,3}(?:\.\w{1,12})+\.?")


def read_submission(
    path: Path, catalogs: Catalogs, installed: list[str], instrument_id: str = "", layout_id: str = "", name: str = ""
) -> Loaded[Submission]:
    """Return the worksheet's submission; None when the file is refused, with the reason.

    `catalogs` loads an instrument by id, `installed` lists the ids; `instrument_id` and `layout_id` force one.
    `name` is how the file is shown; its own name when empty.
    """
    opened = open_book(path)
    shown_as = name or path.name
    temuan = [_renamed(t, shown_as) for t in opened.temuan]
    if opened.value is None:
        return Loaded(value=None, temuan=tuple(temuan))
    book = replace(opened.value, file=shown_as)
    identity = _identity(book)
    at = CellPos(workbook=book.file)
    wanted = instrument_id or identity.get("instrument", "")
    if instrument_id and identity.get("instrument", instrument_id) != instrument_id:
        temuan.append(Temuan.of(Code.BUKU_040, at, seen=identity["instrument"], expected=instrument_id))
        return Loaded(value=None, temuan=tuple(temuan))
    if wanted and wanted.partition("@")[0] not in installed:
        temuan.append(Temuan.of(Code.BUKU_011, at, name=wanted, known=", ".join(installed)))
        return Loaded(value=None, temuan=tuple(temuan))
    found = _recognise(book, [wanted] if wanted else installed, catalogs, layout_id)
    if found.placed is None or found.instrument is None:
        temuan.append(_unrecognised(book, found))
        return Loaded(value=None, temuan=tuple(temuan))
    reading = _Reading(book, found.placed, found.instrument, identity, temuan)
    return Loaded(value=reading.submission(), temuan=tuple(reading.temuan))


def _renamed(temuan: Temuan, name: str) -> Temuan:
    """Return a temuan of a book under the name the file is shown by."""
    if isinstance(temuan.at, CellPos):
        return temuan.model_copy(update={"at": temuan.at.model_copy(update={"workbook": name})})
    return temuan


@dataclass
class _Recognised:
    instrument: Instrument | None = None
    placed: Placed | None = None
    missing: tuple[str, ...] = ()


def _recognise(book: Book, candidates: list[str], catalogs: Catalogs, layout_id: str) -> _Recognised:
    """Return the instrument and layout whose items the book bears most of."""
    best, best_hits = _Recognised(), 0
    for candidate in candidates:
        instrument = catalogs(candidate).value
        if instrument is None:
            continue
        criteria = {folded(item.criterion) for item in instrument.items.values()}
        for layout in instrument.layouts:
            if layout_id and layout.id != layout_id:
                continue
            placed, missing = place(book, layout)
            if placed is None:
                best.missing = best.missing or missing
                continue
            rows = find_rows(placed, instrument, book.file)
            hits = sum(item in rows.at for item in instrument.items)
            if hits and book.sheet(placed.sheet.name) in [book.sheet(name) for name in layout.sheets]:
                hits += len(instrument.items)  # a sheet that bears the layout's own name
            if "criterion" in placed.columns:
                column = placed.columns["criterion"]
                hits += sum(folded(text_of(row[column])) in criteria for row in placed.sheet.rows if len(row) > column)
            if hits > best_hits:
                best, best_hits = _Recognised(instrument, placed), hits
    return best


def _unrecognised(book: Book, found: _Recognised) -> Temuan:
    at = CellPos(workbook=book.file)
    if found.missing:
        return Temuan.of(Code.BUKU_019, at, headers=", ".join(found.missing))
    sheets = ", ".join(sheet.name for sheet in book.sheets if not sheet.hidden)
    return Temuan.of(Code.BUKU_010, at, sheets=sheets[:120])


def _identity(book: Book) -> dict[str, str]:
    """Return the key/value rows of the hidden identity sheet; empty when there is none."""
    sheet = book.sheet("_meta")
    if sheet is None:
        return {}
    return {text_of(row[0]): text_of(row[1]) for row in sheet.rows if len(row) > 1 and row[0] is not None}


class _Reading:
    """The reading of one placed sheet."""

    def __init__(
        self, book: Book, placed: Placed, instrument: Instrument, identity: dict[str, str], temuan: list[Temuan]
    ) -> None:
        self.book = book
        self.sheet: Sheet = placed.sheet
        self.placed = placed
        self.instrument = instrument
        self.identity = identity
        self.temuan = temuan
        self.rows = find_rows(placed, instrument, book.file)
        self.temuan.extend(self.rows.temuan)

    def pos(self, row: int = -1, column: int = -1) -> CellPos:
        cell = address(row, column) if row >= 0 and column >= 0 else ""
        return CellPos(workbook=self.book.file, sheet=self.sheet.name, cell=cell)

    def value(self, row: int, key: str) -> Value:
        column = self.placed.columns.get(key)
        return None if column is None else self.sheet.value(row, column)

    def text(self, row: int, key: str) -> str:
        return text_of(self.value(row, key))

    def submission(self) -> Submission:
        self._columns()
        unit, shown_name, period = self._who()
        self._typed_totals()
        answers = self._answers("answer", "note")
        reviewed = self._answers("reviewed_answer", "reviewed_note") if self._has("reviewed_answer") else {}
        self._drift()
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
            reviewed={k: a for k, a in reviewed.items() if a.state is not State.BLANK},
            shown=tuple(self._shown()),
            has_evidence=self._has("evidence"),
        )

    def _has(self, key: str) -> bool:
        return key in self.placed.columns

    def _columns(self) -> None:
        row = self.placed.header_row
        for text, column in self.placed.twice:
            self.temuan.append(Temuan.of(Code.BUKU_028, self.pos(row, column), header=text))
        for text, column in self.placed.unknown:
            if column not in self.sheet.hidden_columns:
                self.temuan.append(Temuan.of(Code.BUKU_043, self.pos(row, column), header=text[:60]))

    def _who(self) -> tuple[Unit, str, str]:
        """Return the unit, the name the sheet shows, and the period; the hidden identity leads."""
        above = self.placed.header_row
        layout = self.placed.layout
        name_found = labelled(self.sheet, layout.unit_labels, above)
        shown = name_found[0] if name_found else self._kept_name()
        shown_period = labelled(self.sheet, layout.period_labels, above)
        period = shown_period[0] if shown_period else ""
        if layout.identity_sheet and not self.identity.get("unit_code"):
            self.temuan.append(Temuan.of(Code.BUKU_035, CellPos(workbook=self.book.file), sheet=layout.identity_sheet))
        own_period = self.identity.get("period", "")
        if own_period and period and own_period != period and shown_period:
            at = self.pos(*shown_period[1])
            self.temuan.append(Temuan.of(Code.BUKU_045, at, seen=period, expected=own_period))
        stamped = self.identity.get("catalog_hash", "")
        if stamped and stamped != self.instrument.hash:
            at = CellPos(workbook=self.book.file)
            self.temuan.append(Temuan.of(Code.BUKU_012, at, seen=stamped[:12], expected=self.instrument.hash[:12]))
        unit = Unit(code=self.identity.get("unit_code", ""), name=self.identity.get("unit_name", "") or shown)
        return unit, shown, own_period or period

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
            total = sum((part for part in parts if part is not None), Fraction(0))
            if parts and total != typed:
                at = self.pos(row, column)
                self.temuan.append(Temuan.of(Code.BUKU_048, at, item_id, seen=typed, expected=total))

    def _answers(self, key: str, note_key: str) -> dict[str, Answer]:
        return {item.id: self._answer(item, key, note_key) for item in self.instrument.items.values()}

    def _answer(self, item: ChoiceItem | RatioItem | ScaleItem, key: str, note_key: str) -> Answer:
        """Return an item's answer; among several rows of it a contradiction spoils the item."""
        own = key == "answer"
        if isinstance(item, RatioItem):
            parts = {c.id: self._cells(f"{item.id}.{c.id}", key) for c in item.inputs}
        else:
            parts = {"": self._cells(item.id, key)}
        missing = [name for name, cells in parts.items() if not cells]
        if own:
            for name in missing:
                code = f"{item.id}.{name}" if name else item.id
                self.temuan.append(Temuan.of(Code.BUKU_020, self.pos(), item.id, code=code))
        single: dict[str, Cell] = {}
        contradicted = False
        for name, cells in parts.items():
            if not cells:
                continue
            filled = [c for c in cells if not c.is_blank] or cells
            single[name] = filled[0]
            if len(cells) > 1:
                same = len({text_of(c.value).casefold() for c in filled}) == 1
                contradicted |= not same
                code = Code.BUKU_021 if same else Code.BUKU_022
                where = ", ".join(c.at.cell for c in cells)
                if own:
                    shown = f"{item.id}.{name}" if name else item.id
                    self.temuan.append(Temuan.of(code, cells[-1].at, item.id, code=shown, cells=where))
        answer = answer_of(item, single, self.instrument, self.temuan)
        if contradicted or (missing and answer.state is State.GIVEN):
            answer = answer.model_copy(update={"state": State.INVALID})
        rows = self.rows.at.get(item.id) or [c.row for c in single.values()]
        return answer.model_copy(
            update={
                "source": answer.source or (self.pos(rows[0], self.placed.columns[key]) if rows else None),
                "evidence": self._joined(item, "evidence") if own else "",
                "note": self._joined(item, note_key),
            }
        )

    def _joined(self, item: ChoiceItem | RatioItem | ScaleItem, key: str) -> str:
        """Return an item's text in a column, the rows of its counts included."""
        codes = [item.id, *(count_codes(item) if isinstance(item, RatioItem) else ())]
        texts = [self.text(r, key) for code in codes for r in self.rows.at.get(code, [])]
        return "; ".join(dict.fromkeys(t for t in texts if t))

    def _cells(self, code: str, key: str) -> list[Cell]:
        column = self.placed.columns[key]
        cells = []
        for r in self.rows.at.get(code, []):
            place_ = (r, column)
            cell = Cell(
                value=self.sheet.value(r, column),
                error=self.sheet.errors.get(place_, ""),
                formula=place_ in self.sheet.formulas,
                uncached=place_ in self.sheet.uncached,
                at=self.pos(r, column),
                row=r,
            )
            cells.append(cell)
            hidden = r in self.sheet.hidden_rows or column in self.sheet.hidden_columns
            if hidden and not cell.is_blank and key == "answer":
                self.temuan.append(Temuan.of(Code.BUKU_039, cell.at, code, code=code))
        return cells

    def _drift(self) -> None:
        """Tell what the sheet says otherwise than the catalog: texts, weights, allowed answers, formulas."""
        for item in self.instrument.items.values():
            for r in self.rows.at.get(item.id, []):
                self._compare_text(r, "criterion", item.criterion, Code.BUKU_024, item.id)
                if isinstance(item, ChoiceItem):
                    scale = self.instrument.scales[item.answer_set]
                    if folded(self.text(r, "allowed")) not in {folded(name) for name in scale.also_printed}:
                        self._compare_text(r, "allowed", scale.title, Code.BUKU_037, item.id)
        for node in self.instrument.nodes.values():
            for r in self.rows.at.get(node.id, []):
                self._compare_text(r, "criterion", node.title, Code.BUKU_024, node.id)
                weight = self.value(r, "weight")
                seen = None if weight is None else number(weight).value
                if seen is not None and abs(seen - node.weight) > Fraction(1, 10**6):
                    at = self.pos(r, self.placed.columns["weight"])
                    self.temuan.append(
                        Temuan.of(Code.BUKU_025, at, node.id, seen=text_of(weight), expected=float(node.weight))
                    )
        for key in self.placed.layout.computed:
            self._formulas(key)

    def _compare_text(self, row: int, key: str, expected: str, code: Code, node: str) -> None:
        if not self._has(key):
            return
        seen = self.text(row, key)
        if seen.casefold() != " ".join(expected.split()).casefold():
            at = self.pos(row, self.placed.columns[key])
            self.temuan.append(Temuan.of(code, at, node, seen=seen[:80] or "-", expected=expected[:80]))

    def _formulas(self, key: str) -> None:
        """Tell which formulas of a computed column were typed over; a column without any is told once."""
        column = self.placed.columns.get(key)
        if column is None:
            return
        codes = (*self.instrument.nodes, *self.instrument.items)
        cells = [(code, r) for code in codes for r in self.rows.at.get(code, [])]
        formulas = sum((r, column) in self.sheet.formulas for _, r in cells)
        if cells and not formulas:
            at = self.pos(self.placed.header_row, column)
            header = text_of(self.sheet.value(self.placed.header_row, column))
            self.temuan.append(Temuan.of(Code.BUKU_049, at, header=header))
            return
        for code, r in cells:
            typed = self.sheet.value(r, column) is not None and (r, column) not in self.sheet.formulas
            if typed or (r, column) in self.sheet.errors:
                seen = self.sheet.errors.get((r, column), "") or text_of(self.sheet.value(r, column))
                self.temuan.append(Temuan.of(Code.BUKU_026, self.pos(r, column), code, seen=seen[:40]))

    def _shown(self) -> list[Shown]:
        """Return the figures the workbook shows in its Nilai column."""
        column = self.placed.columns.get("score")
        if column is None:
            return []
        found = []
        for code in (*self.instrument.nodes, *self.instrument.items):
            for r in self.rows.at.get(code, [])[:1]:
                value = self.sheet.value(r, column)
                if isinstance(value, float):
                    found.append(Shown(of=code, value=Fraction(repr(value)), at=self.pos(r, column)))
        return found
