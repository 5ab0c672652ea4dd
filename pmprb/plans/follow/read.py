"""A workbook in, its recommendations out.

Enters: a path and the rules. Leaves: `Loaded[FollowPlan]`, None with the temuan that refuses the file. A bad cell
spoils its row, never the file; reading goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from pmprb.engine.answers import Unit
from pmprb.period import Period, quarter_named
from pmprb.plans.follow.model import FollowPlan, FollowRow, State
from pmprb.plans.form.columns import META, QUARTER_LABEL
from pmprb.plans.read.entries import RowCells
from pmprb.plans.read.headers import LineFinder, PlacedPlan, find_columns
from pmprb.plans.rules import FollowRules, PlanKind, PlanRules
from pmprb.temuan import (
    CarriedFromAbove,
    CellPos,
    FollowUpQuarterUnknown,
    FollowUpStatusUnknown,
    FollowUpWithoutRecommendation,
    Loaded,
    NameOutsideList,
    NotAFollowUp,
    OtherCatalogVersion,
    PlaceholderName,
    Temuan,
)
from pmprb.text import plain
from pmprb.workbook.book import Book, Sheet, open_book
from pmprb.workbook.deadline import NOW_AND_THEN, on_time
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.layouts import labelled
from pmprb.worksheet.named import names_nothing
from pmprb.worksheet.strays import result_in, stray, worksheet_in

FOLLOW, DETAIL = "Tindak Lanjut", "Rincian"
_UNIT_LABELS = ("Unit kerja", "Unit", "Perangkat Daerah", "Nama Unit", "Nama Perangkat Daerah", "Instansi", "OPD")
_PERIOD_LABELS = ("Periode", "Tahun", "Tahun Anggaran")
_FILLED = ("line", "recommendation", "source_year", "source_page")
_TEXTS = (*_FILLED, "action", "unit", "evidence", "verified", "note")
_READ = (*_TEXTS, "quarter", "status", "unit_code", "sender")
_YEAR = re.compile(r"\b(20\d\d)\b")
_PAGE = re.compile(r"\bhal(?:aman)?\b\.?\s{0,3}:?\s{0,3}([\d, s.d-]{1,20}\d|\d)", re.IGNORECASE)


def meta_of(book: Book) -> dict[str, str]:
    """Return a book's hidden identity; empty for one of others."""
    sheet = book.sheet(META)
    pairs = ((text_of(row[0]), text_of(row[1])) for row in (sheet.rows if sheet else ()) if len(row) > 1)
    return {key: value for key, value in pairs if key}


def read_follow_up(path: Path, rules: PlanRules, kind: PlanKind, name: str = "") -> Loaded[FollowPlan]:
    """Return the recommendations in a workbook shown as `name`; BUKU-271 when no sheet has the needed columns."""
    follow = _form(rules)
    opened = open_book(path)
    noticed = [_renamed(temuan, name or path.name) for temuan in opened.temuan]
    if opened.value is None:
        return Loaded(value=None, temuan=tuple(noticed))
    book = replace(opened.value, file=name or opened.value.file)
    at = CellPos(workbook=book.file)
    if (result := result_in(book)) not in ("", "plan"):
        return Loaded(value=None, temuan=(stray(book, result),))
    if worksheet_in(book):
        return Loaded(value=None, temuan=(stray(book, "worksheet"),))
    meta = meta_of(book)
    placed = find_columns(book, follow.columns, (FOLLOW,))
    missing = _missing(placed, follow)
    if placed is None or missing or meta.get("plan_kind", kind.id) != kind.id:
        return Loaded(value=None, temuan=(NotAFollowUp(at, headers=missing or (FOLLOW,)),))
    temuan: list[Temuan] = noticed
    stamped = meta.get("rules_hash", "")
    if stamped and not rules.reckons_like(kind, stamped):
        temuan.append(OtherCatalogVersion(at, seen=stamped[:12], expected=rules.hashes[kind.id][:12]))
    said = labelled(placed.sheet, _PERIOD_LABELS, placed.header)
    period = meta.get("period") or (said[0] if said else "")
    rows = tuple(row for row, _ in read_rows(placed, rules, kind, book.file, period, temuan))
    shown = _said(placed.sheet, _UNIT_LABELS, placed.header)
    if shown and names_nothing(shown):
        temuan.append(PlaceholderName(CellPos(workbook=book.file, sheet=placed.sheet.name), seen=shown))
        shown = ""
    plan = FollowPlan(
        file=book.file,
        sha256=book.sha256,
        kind=kind.id,
        rules_hash=stamped,
        unit=Unit(code=meta.get("unit_code", ""), name=meta.get("unit_name", "") or shown),
        shown_name=shown,
        period=period,
        modified=book.modified,
        quarter=quarter_named(_said(placed.sheet, (QUARTER_LABEL,), placed.header)) or 0,
        rows=rows,
    )
    return Loaded(value=plan, temuan=tuple(temuan))


def read_earlier(path: Path, rules: PlanRules, kind: PlanKind) -> Loaded[tuple[tuple[FollowRow, Unit], ...]]:
    """Return every row of an earlier workbook of recommendations with the unit that handed it in; BUKU-271 for another
    workbook."""
    follow = _form(rules)
    opened = open_book(path, long=True)
    if opened.value is None:
        return Loaded(value=None, temuan=opened.temuan)
    placed = find_columns(opened.value, follow.columns, (DETAIL,))
    if placed is None or placed.column("unit_code") is None or (missing := _missing(placed, follow)):
        headers = (DETAIL,) if placed is None else missing if placed.column("unit_code") is not None else ("Kode Unit",)
        return Loaded(value=None, temuan=(NotAFollowUp(CellPos(workbook=path.name), headers=headers),))
    temuan: list[Temuan] = []
    rows = read_rows(placed, rules, kind, path.name, "", temuan, whole=True)
    return Loaded(value=tuple(rows), temuan=tuple(temuan))


def _form(rules: PlanRules) -> FollowRules:
    assert rules.follow is not None, "a kind of recommendations loads with its form"
    return rules.follow


def _missing(placed: PlacedPlan | None, follow: FollowRules) -> tuple[str, ...]:
    """Return the headings without which a sheet has no recommendations followed up."""
    titles = {column.key: column.title for column in follow.columns}
    needed = ("recommendation", "status")
    return tuple(titles[key] for key in needed if placed is None or placed.column(key) is None)


def read_rows(
    placed: PlacedPlan,
    rules: PlanRules,
    kind: PlanKind,
    file: str,
    period: str,
    temuan: list[Temuan],
    *,
    whole: bool = False,
) -> list[tuple[FollowRow, Unit]]:
    """Return the filled rows beneath the headings, each with the unit a workbook of ours names in it.

    `whole`: every row says all there is to say of it, as in a workbook of ours, where the row above may be another
    unit's; else what merged cells say is carried down.
    """
    reader = _Rows(placed, _form(rules), LineFinder(rules, kind, period), kind, file, whole)
    found: list[tuple[FollowRow, Unit]] = []
    for r in range(placed.header + 1, len(placed.sheet.rows)):
        if r % NOW_AND_THEN == 0:
            on_time()
        row = reader.read(r, len(found) + 1)
        if row is not None:
            found.append(row)
    temuan += reader.temuan
    return found


def _said(sheet: Sheet, labels: tuple[str, ...], above: int) -> str:
    found = labelled(sheet, labels, above)
    return found[0] if found else ""


def _renamed(temuan: Temuan, name: str) -> Temuan:
    at = temuan.at
    return temuan.moved(replace(at, workbook=name)) if isinstance(at, CellPos) else temuan


@dataclass
class _Rows:
    """Reads row after row; what merged cells say is carried down, unless rows are `whole`."""

    placed: PlacedPlan
    follow: FollowRules
    finder: LineFinder
    kind: PlanKind
    file: str
    whole: bool = False

    def __post_init__(self) -> None:
        self.temuan: list[Temuan] = []
        self.above: dict[str, str] = {}
        self.spellings: dict[str, State] = {}
        for status in self.follow.statuses:
            for spelled in (status.label, *status.aliases):
                self.spellings.setdefault(plain(spelled), status.id)
        self.titles = {column.key: column.title for column in self.follow.columns} | {"line": self.kind.line_title}

    def read(self, r: int, number: int) -> tuple[FollowRow, Unit] | None:
        """Return a row and its unit; None for one in which nothing is filled, or that counts columns."""
        cells = RowCells(self.file, self.placed.sheet, r)
        texts = {key: cells.text(self.placed.column(key)) for key in _READ}
        own = [texts[key] for key in ("recommendation", "action", "status", "evidence") if texts[key]]
        if own and all(text.strip("()").isdecimal() for text in own):
            return None
        if not own:
            if not self.whole:
                self.above.update({key: texts[key] for key in _FILLED if texts[key]})
            return None
        cells.name = texts["action"] or texts["recommendation"] or f"baris {number}"
        self._carry(cells, texts)
        line = self.finder.find(texts["line"]) if texts["line"] else None
        if texts["line"] and line is None and plain(texts["line"]) not in {plain(one) for one in self.follow.beside}:
            hint = self.finder.near(texts["line"])
            at = self._cell(cells, "line")
            cells.temuan.append(
                NameOutsideList(at, cells.name, label=self.kind.line_title, seen=texts["line"], hint=hint)
            )
        year, page = _source(texts["source_year"], texts["source_page"])
        state = self._state(cells, texts["status"])
        row = FollowRow(
            number=number,
            line=line.id if line else "",
            line_text=line.title if line else texts["line"],
            quarter=self._quarter(cells, texts["quarter"]),
            state=state or "open",
            wrong=state is None,
            at=self._cell(cells, "status"),
            **{key: texts[key] for key in ("recommendation", "action", "unit", "evidence", "verified", "note")},
            source_year=year,
            source_page=page,
        )
        self.temuan += cells.temuan
        return row, Unit(code=texts["unit_code"], name=texts["sender"])

    def _cell(self, cells: RowCells, key: str) -> CellPos:
        column = self.placed.column(key)
        return cells.at(column if column is not None else 0)

    def _carry(self, cells: RowCells, texts: dict[str, str]) -> None:
        """Take what a row leaves to the one above: a recommendation with several actions."""
        if not texts["recommendation"]:
            taken = [key for key in _FILLED if not texts[key] and self.above.get(key)]
            for key in taken:
                texts[key] = self.above[key]
            if texts["recommendation"]:
                at = self._cell(cells, "recommendation")
                cells.temuan.append(CarriedFromAbove(at, cells.name, label=self.titles["recommendation"]))
            else:
                cells.temuan.append(FollowUpWithoutRecommendation(self._cell(cells, "recommendation"), cells.name))
        elif not texts["line"] and self.above.get("line"):
            texts["line"] = self.above["line"]
            cells.temuan.append(CarriedFromAbove(self._cell(cells, "line"), cells.name, label=self.kind.line_title))
        if not self.whole:
            self.above.update({key: texts[key] for key in _FILLED})

    def _state(self, cells: RowCells, text: str) -> State | None:
        if not text:
            return "open"
        state = self.spellings.get(plain(text))
        if state is None:
            allowed = tuple(status.label for status in self.follow.statuses)
            cells.temuan.append(
                FollowUpStatusUnknown(self._cell(cells, "status"), cells.name, seen=text, allowed=allowed)
            )
        return state

    def _quarter(self, cells: RowCells, text: str) -> int:
        """Return the due quarter: a quarter, or that in which a month or a day lies; 0 for none (ISI-052)."""
        if not text:
            return 0
        period = Period.of(text)
        quarter = quarter_named(text) or 0
        if not quarter and period.known and period.last - period.first <= 2:
            quarter = (period.last + 2) // 3
        if not quarter:
            cells.temuan.append(FollowUpQuarterUnknown(self._cell(cells, "quarter"), cells.name, seen=text))
        return quarter


def _source(year: str, page: str) -> tuple[str, str]:
    """Return year and page of the report: "LHE 2024 hal. 12" in one cell is both."""
    if not page and (found := _PAGE.search(year)):
        page = found.group(1).strip()
    named = _YEAR.search(year)
    return (named.group(1) if named else year), re.sub(r"^hal(?:aman)?\.?\s{0,3}", "", page, flags=re.IGNORECASE)
