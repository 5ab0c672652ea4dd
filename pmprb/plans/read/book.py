"""A workbook in, a typed plan out.

Enters: a path and the rules. Leaves: `Loaded[Plan]`, None with the temuan that refuses the file. A bad cell spoils its
row, never the plan; reading goes on.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pmprb.engine.answers import Unit
from pmprb.period import quarter_named
from pmprb.plans.form.columns import LAYOUT, META, PLAN, QUARTER_LABEL
from pmprb.plans.model import Plan, PlanRow
from pmprb.plans.read.headers import LineFinder, PlacedPlan, find_columns, missing_columns
from pmprb.plans.read.rows import RowReader
from pmprb.plans.rules import PlanKind, PlanRules
from pmprb.temuan import (
    AchievementReadAsRealised,
    CellPos,
    ColumnTakenInstead,
    FollowUpGivenAsPlan,
    Loaded,
    NotAPlan,
    OtherCatalogVersion,
    PlaceholderName,
    Temuan,
    UnknownPlanKind,
)
from pmprb.workbook.book import Book, Sheet, open_book
from pmprb.workbook.deadline import NOW_AND_THEN, on_time
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.layouts import labelled
from pmprb.worksheet.named import names_nothing
from pmprb.worksheet.strays import other_in, result_in, stray, worksheet_in

FOREIGN = "lembar-lain"
_UNIT_LABELS = ("Unit kerja", "Unit", "Perangkat Daerah", "Nama Unit", "Nama Perangkat Daerah", "Instansi", "OPD")
_PERIOD_LABELS = ("Periode", "Tahun", "Tahun Anggaran")
_SUMS = ("jumlah", "total", "rata-rata", "rata rata")


def read_plan(path: Path, rules: PlanRules, kind: str = "", name: str = "") -> Loaded[Plan]:
    """Return the plan in a workbook shown as `name`. `kind` is for forms that do not say their kind; ours do.

    RENC-002 when no sheet has the needed columns, RENC-026 when the kind is not known.
    """
    opened = open_book(path)
    noticed = [_renamed(temuan, name or path.name) for temuan in opened.temuan]
    if opened.value is None:
        return Loaded(value=None, temuan=tuple(noticed))
    book = replace(opened.value, file=name or opened.value.file)
    if (result := result_in(book)) not in ("", "plan"):
        return Loaded(value=None, temuan=(stray(book, result),))
    meta = _meta(book)
    said_kind = rules.kinds_by_id.get(meta.get("plan_kind", ""))
    if said_kind is not None and said_kind.form != "capaian":
        return Loaded(value=None, temuan=(FollowUpGivenAsPlan(CellPos(workbook=book.file), kind=said_kind.id),))
    ours = meta.get("layout") == LAYOUT
    placed = find_columns(book, rules.columns, (PLAN,) if ours else ("RB General", "RB Tematik", PLAN))
    missing = missing_columns(placed)
    if placed is None or missing:
        at = CellPos(workbook=book.file, sheet=placed.sheet.name if placed else "")
        if kind_of := "worksheet" if worksheet_in(book) else other_in(book):
            return Loaded(value=None, temuan=(stray(book, kind_of),))
        return Loaded(value=None, temuan=(NotAPlan(at, headers=tuple(missing)),))
    named = meta.get("plan_kind", "") or kind or _guessed(placed, rules)
    chosen = rules.kinds_by_id.get(named)
    if chosen is None:
        at = CellPos(workbook=book.file)
        known = ", ".join(rules.kinds_by_id)
        return Loaded(value=None, temuan=(UnknownPlanKind(at, seen=named or "-", known=known),))
    temuan: list[Temuan] = noticed
    if placed.stood_in:
        temuan.append(AchievementReadAsRealised(CellPos(workbook=book.file, sheet=placed.sheet.name)))
    at = CellPos(workbook=book.file, sheet=placed.sheet.name)
    temuan += [ColumnTakenInstead(at, heading=heading, taken=title) for heading, title in placed.instead]
    stamped = meta.get("rules_hash", "")
    if stamped and not rules.reckons_like(chosen, stamped):
        at = CellPos(workbook=book.file)
        temuan.append(OtherCatalogVersion(at, seen=stamped[:12], expected=rules.hashes[chosen.id][:12]))
    sheet = placed.sheet
    said = _said(sheet, _PERIOD_LABELS, placed.header)
    period = meta.get("period") or said or ""
    rows = _rows(placed, rules, chosen, book.file, period, not ours, temuan)
    shown = _said(sheet, _UNIT_LABELS, placed.header) or ""
    if shown and names_nothing(shown):
        temuan.append(PlaceholderName(CellPos(workbook=book.file, sheet=sheet.name), seen=shown))
        shown = ""
    unit = Unit(code=meta.get("unit_code", ""), name=meta.get("unit_name", "") or shown)
    plan = Plan(
        file=book.file,
        sha256=book.sha256,
        layout=LAYOUT if ours else FOREIGN,
        kind=chosen.id,
        rules_hash=meta.get("rules_hash", ""),
        unit=unit,
        shown_name=shown,
        period=period,
        modified=book.modified,
        quarter=_quarter(sheet, placed.header),
        rows=tuple(rows),
    )
    return Loaded(value=plan, temuan=tuple(temuan))


def _renamed(temuan: Temuan, name: str) -> Temuan:
    """Return a temuan of a book under the name the file is shown by, its folder's with it."""
    at = temuan.at
    return temuan.moved(replace(at, workbook=name)) if isinstance(at, CellPos) else temuan


def _meta(book: Book) -> dict[str, str]:
    sheet = book.sheet(META)
    if sheet is None:
        return {}
    pairs = ((text_of(row[0]), text_of(row[1])) for row in sheet.rows if len(row) > 1)
    return {key: value for key, value in pairs if key}


def _said(sheet: Sheet, labels: tuple[str, ...], above: int) -> str | None:
    found = labelled(sheet, labels, above)
    return found[0] if found else None


def _quarter(sheet: Sheet, above: int) -> int:
    """Return the quarter chosen on the sheet, 0 when it is left to the figures."""
    return quarter_named(_said(sheet, (QUARTER_LABEL,), above) or "") or 0


def _guessed(placed: PlacedPlan, rules: PlanRules) -> str:
    """Return the kind that a form of others shows by the lines in its first column; empty when it shows none."""
    column = placed.column("line")
    if column is None:
        return ""
    hits: dict[str, int] = {}
    for kind in (one for one in rules.kinds if one.form == "capaian"):
        finder = LineFinder(rules, kind, "")
        for row in range(placed.header + 1, len(placed.sheet.rows)):
            text = text_of(placed.sheet.value(row, column))
            hits[kind.id] = hits.get(kind.id, 0) + bool(text and finder.find(text))
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] else ""


def _rows(
    placed: PlacedPlan, rules: PlanRules, kind: PlanKind, file: str, period: str, foreign: bool, temuan: list[Temuan]
) -> list[PlanRow]:
    """Return the filled rows beneath the headings."""
    reader = RowReader(placed, rules, kind, file, period, foreign)
    found: list[PlanRow] = []
    for r in range(placed.header + 1, len(placed.sheet.rows)):
        if r % NOW_AND_THEN == 0:
            on_time()
        if _is_numbering(placed.sheet, r) or _is_sum(placed, r):
            continue
        read = reader.read(r, len(found) + 1)
        if read is not None:
            row, noticed = read
            found.append(row)
            temuan.extend(noticed)
    temuan.extend(reader.told())
    return found


def _is_numbering(sheet: Sheet, row: int) -> bool:
    """True for the row of running numbers under the headings: 1 2 3 4, or (1) (2) (3)."""
    texts = [text_of(v).strip("() ") for v in sheet.rows[row]]
    given = [text for text in texts if text]
    numbers = [int(t) for t in given if t.isdecimal() and len(t) <= 4]
    return (
        len(given) >= 4 and len(numbers) == len(given) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _is_sum(placed: PlacedPlan, row: int) -> bool:
    """True for a row of totals: it begins with "Jumlah" and names no output."""
    first = next((text for v in placed.sheet.rows[row] if (text := text_of(v))), "").casefold()
    output = placed.column("output")
    named = text_of(placed.sheet.value(row, output)) if output is not None else ""
    return first.startswith(_SUMS) and not named
