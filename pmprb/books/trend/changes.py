"""Sheets *Perubahan Unit*, *Perubahan Area* and *Butir*: every difference with its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from pmprb.books.order import name_of
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, Unit
from pmprb.insight.feedback import answer_words
from pmprb.insight.trend.model import (
    AreaChange,
    ItemChange,
    Outcome,
    Pair,
    Parts,
    Trend,
    UnitChange,
    UnitFate,
    Unjudged,
    Why,
)
from pmprb.sheets.page import Cell, Column, Page, Table, count, figure, label, words

# The words the sheets of a trend share, and the cells their tables are made of.


KINDS = {
    UnitFate.SAME: "tetap",
    UnitFate.RENAMED: "ganti nama/kode",
    UnitFate.MERGED: "gabungan",
    UnitFate.SPLIT: "pecahan",
    UnitFate.NEW: "unit baru",
    UnitFate.FIRST: "baru menyerahkan",
    UnitFate.DISSOLVED: "tidak ada lagi",
    UnitFate.ABSENT: "belum menyerahkan",
}
WHY = {
    Why.NEW: "unit baru, tanpa pembanding",
    Why.FIRST: "dahulu belum menyerahkan",
    Why.UNRATED_BEFORE: "dahulu belum dinilai",
    Why.UNRATED_NOW: "kini belum dinilai",
    Why.NO_AREA_BEFORE: "bagian ini baru",
}
OUTCOMES = {
    Outcome.DONE: "selesai",
    Outcome.PARTLY: "sebagian",
    Outcome.NOT: "belum",
    Outcome.UNKNOWN: "tidak dapat dinilai",
}
UNJUDGED = {
    Unjudged.UNIT_DISSOLVED: "unit tidak ada lagi",
    Unjudged.UNIT_ABSENT: "unit belum menyerahkan",
    Unjudged.UNIT_UNRATED: "unit belum dinilai",
    Unjudged.ITEM_GONE: "butir tidak dinilai lagi",
    Unjudged.NOT_APPLICABLE: "butir tidak berlaku",
}
LOOKS = {Outcome.DONE: "good", Outcome.PARTLY: "underway", Outcome.NOT: "bad", Outcome.UNKNOWN: "unanswered"}
CRITERIA, UNIT, IMPROVED, REVIEWER = "Kriteria berubah", "Unit berubah", "Perubahan nyata", "Penilai berubah"
UNVERIFIED = "tidak terverifikasi"
RULE = (
    f"Selisih = {CRITERIA} + {UNIT} + {IMPROVED}, tepat. {CRITERIA}: jawaban lama dinilai dengan kriteria baru. "
    f"{UNIT}: rata-rata unit pendahulu dikurangi nilai unit itu sendiri. {IMPROVED}: jawaban unit yang berubah, pada "
    f"kriteria dan unit yang sama. {REVIEWER}: perubahan koreksi TPI terhadap jawaban mandiri; ditambahkan pada "
    "selisih setelah verifikasi."
)


def between(pair: Pair, trend: Trend) -> str:
    """Return a pair's name: "2025 → 2026"."""
    return f"{trend.periods[pair.older].label} → {trend.periods[pair.newer].label}"


def signed(value: Fraction | None, num: str, *style: str, empty: str = "–") -> Cell:
    """Return a cell with a difference; `empty` in words when there is none."""
    if value is None:
        return Cell(empty, ("cell", "center", "muted", "shrink"))
    return Cell(value, ("cell", *style), num)


def plain_value(value: Fraction | None, num: str, *style: str) -> Cell:
    """Return a cell with a value, a dash when there is none."""
    return signed(value, num, *style)


def units_text(units: tuple[Unit, ...]) -> str:
    """Return units in one text: "1.02 Dinas A; 1.05 Dinas B"."""
    return "; ".join(f"{unit.code} {name_of(unit)}".strip() for unit in units)


Row = TypeVar("Row")
PAIR, OLD, NEW, DELTA, VERIFIED = "Dari – ke", "Lama", "Baru", "Selisih", "Selisih setelah verifikasi"


@dataclass(frozen=True)
class UnitRow:
    """A unit of one pair."""

    pair: Pair
    name: str
    change: UnitChange


@dataclass(frozen=True)
class AreaRow:
    """An area of a unit of one pair."""

    unit: UnitRow
    area: AreaChange


@dataclass(frozen=True)
class MovedItemRow:
    """An item of a unit that moved."""

    unit: UnitRow
    item: ItemChange


def unit_rows(trend: Trend) -> list[UnitRow]:
    """Return every unit of every pair, the whole span before its steps."""
    return [UnitRow(pair, between(pair, trend), change) for pair in trend.pairs for change in pair.units]


def write_units(page: Page, trend: Trend, rows: Sequence[UnitRow]) -> Table[UnitRow]:
    """Write one row for each unit of each pair: shares, then points."""
    theme = page.theme
    ranks = {(pair.older, pair.newer, i.unit.code, i.unit.name): i.rank for pair in trend.pairs for i in pair.improvers}

    def rank(row: UnitRow) -> Cell:
        unit = row.change.unit
        found = ranks.get((row.pair.older, row.pair.newer, unit.code, unit.name))
        return count(found, "bold") if found else label("–", "muted")

    columns: list[Column[UnitRow]] = [
        Column(PAIR, 15, lambda r: label(r.name, "shrink"), "pair"),
        Column("Kode Unit", 10, lambda r: words(r.change.unit.code)),
        Column("Unit", 40, lambda r: words(name_of(r.change.unit), "bold")),
        Column("Keadaan unit", 14, _kind),
        Column("Dasar pembanding", 26, lambda r: words(_base(r.change))),
        *_parts(theme.share, theme.signed_share, lambda r: r.change.total.share, _unit_lacks),
        Column("Peringkat perubahan nyata", 11, rank),
        Column("Poin lama", 9, lambda r: plain_value(_points(r, "old"), theme.points), "old_points"),
        Column(f"{CRITERIA}, poin", 10, lambda r: signed(_points(r, "criteria"), theme.signed), "criteria_points"),
        Column(f"{UNIT}, poin", 10, lambda r: signed(_points(r, "unit"), theme.signed)),
        Column(
            f"{IMPROVED}, poin", 10, lambda r: signed(_points(r, "improved"), theme.signed, "bold"), "improved_points"
        ),
        Column("Poin baru", 9, lambda r: plain_value(_points(r, "new"), theme.points)),
        Column("Butir diverifikasi, lama", 10, lambda r: count(r.change.verified[0])),
        Column("Butir diverifikasi, baru", 10, lambda r: count(r.change.verified[1])),
    ]
    notes = [RULE, "Persen adalah capaian dari bobot penuh; selisihnya dalam poin persen. Peringkat menurut perubahan "
             "nyata sebelum pembulatan; unit tanpa pembanding atau belum dinilai tidak diberi peringkat."]  # fmt: skip
    return _sheet(page, "Perubahan Unit", notes, columns, rows, "Tidak ada unit.")


def write_areas(page: Page, trend: Trend, rows: Sequence[UnitRow]) -> Table[AreaRow]:
    """Write one row for each area of each unit that can be compared."""
    theme = page.theme
    areas = [AreaRow(row, area) for row in rows if row.change.total.share is not None for area in row.change.areas]
    columns: list[Column[AreaRow]] = [
        Column(PAIR, 15, lambda r: label(r.unit.name, "shrink"), "pair"),
        Column("Kode Unit", 10, lambda r: words(r.unit.change.unit.code)),
        Column("Unit", 34, lambda r: words(name_of(r.unit.change.unit), "bold")),
        Column("Area", 36, lambda r: words(trend.areas.get(r.area.of, r.area.of)), "area"),
        *_parts(theme.share, theme.signed_share, lambda r: r.area.share, lambda r: (r.area.why, None)),
    ]
    notes = [
        RULE,
        "Hanya unit yang totalnya dapat dibandingkan. Bagian tanpa satu pun jawaban belum dinilai, bukan nol.",
    ]
    return _sheet(page, "Perubahan Area", notes, columns, areas[: page.room], "Tidak ada unit yang dapat dibandingkan.")


def _parts(
    num: str,
    signed_num: str,
    parts: Callable[[Row], Parts | None],
    lacking: Callable[[Row], tuple[Why | None, Fraction | None]],
) -> list[Column[Row]]:
    """Return the columns of a difference and its parts.

    `lacking` says why there is no difference, and what the unit has now all the same.
    """

    def part(name: str, *style: str) -> Callable[[Row], Cell]:
        def cell(row: Row) -> Cell:
            found = parts(row)
            return signed(None if found is None else getattr(found, name), signed_num, *style)

        return cell

    def before(row: Row) -> Cell:
        found, why = parts(row), lacking(row)[0]
        if found is not None:
            return figure(found.old, num)
        return label(WHY[why] if why else "–", "muted", "wrap")

    def now(row: Row) -> Cell:
        found = parts(row)
        return plain_value(found.new if found else lacking(row)[1], num)

    def difference(row: Row) -> Cell:
        found = parts(row)
        if found is None:
            return label("–", "muted")
        return Cell(found.delta, ("cell", "bold"), signed_num, "={new}{row}-{old}{row}")

    def corrected(row: Row) -> Cell:
        found = parts(row)
        return signed(found.reviewer if found else None, signed_num, empty=UNVERIFIED if found else "–")

    def verified(row: Row) -> Cell:
        found = parts(row)
        if found is None or found.verified_delta is None:
            return label(UNVERIFIED if found else "–", "muted", "shrink")
        return Cell(found.verified_delta, ("cell",), signed_num, "={delta}{row}+{reviewer}{row}")

    return [
        Column(OLD, 13, before, "old"),
        Column(CRITERIA, 10, part("criteria"), "criteria"),
        Column(UNIT, 10, part("unit"), "unit"),
        Column(IMPROVED, 10, part("improved", "bold"), "improved"),
        Column(NEW, 9, now, "new"),
        Column(DELTA, 10, difference, "delta"),
        Column(REVIEWER, 16, corrected, "reviewer"),
        Column(VERIFIED, 16, verified),
    ]


def _unit_lacks(row: UnitRow) -> tuple[Why | None, Fraction | None]:
    return row.change.why, row.change.share


def _points(row: UnitRow, name: str) -> Fraction | None:
    found = row.change.total.points
    value: Fraction | None = None if found is None else getattr(found, name)
    return value


def _kind(row: UnitRow) -> Cell:
    kind = row.change.kind
    return label(KINDS[kind], "wrap", *(("muted",) if kind is UnitFate.SAME else ("underway",)))


def _base(change: UnitChange) -> str:
    if change.kind in (UnitFate.SAME, UnitFate.NEW, UnitFate.FIRST):
        return ""
    return units_text(change.base or change.predecessors)


def write_items(page: Page, instruments: Sequence[Instrument], rows: Sequence[UnitRow]) -> Table[MovedItemRow]:
    """Write every item whose answer or points moved, most points first within a unit."""
    items = [
        MovedItemRow(row, item) for row in rows for item in sorted(row.change.items, key=lambda one: -abs(one.delta))
    ]
    points = page.theme.points

    def new_of(row: MovedItemRow) -> Instrument:
        return instruments[row.unit.pair.newer]

    def old_of(row: MovedItemRow) -> Instrument:
        return instruments[row.unit.pair.older]

    columns: list[Column[MovedItemRow]] = [
        Column(PAIR, 15, lambda r: label(r.unit.name, "shrink"), "pair"),
        Column("Kode Unit", 10, lambda r: words(r.unit.change.unit.code)),
        Column("Unit", 28, lambda r: words(name_of(r.unit.change.unit), "bold")),
        Column("Kode", 12, lambda r: words(_code(r.item))),
        Column("Area", 24, lambda r: words(new_of(r).area_of(r.item.item).title)),
        Column("Kriteria", 42, lambda r: words(new_of(r).items[r.item.item].criterion)),
        Column("Jawaban lama", 26, lambda r: words(_before(r, old_of(r)))),
        Column("Jawaban baru", 26, lambda r: words(_said(r.item.after, r.item.item, new_of(r)))),
        Column("Poin lama", 9, lambda r: figure(r.item.old_points, points), "old"),
        Column("Poin baru", 9, lambda r: figure(r.item.new_points, points), "new"),
        Column(DELTA, 9, lambda r: Cell(r.item.delta, ("cell", "bold"), page.theme.signed, "={new}{row}-{old}{row}")),
    ]
    notes = [
        "Butir yang jawaban atau poinnya berubah. Poin kedua sisi menurut kriteria baru; jumlah selisih satu unit sama "
        f"dengan {IMPROVED.lower()} dalam poin. Unit gabungan: poin lama adalah rata-rata unit pendahulunya."
    ]
    if len(items) > page.room:
        notes.append(f"{len(items) - page.room} baris terakhir tidak muat pada lembar ini.")
    return _sheet(page, "Perubahan Butir", notes, columns, items[: page.room], "Tidak ada butir yang berubah.")


def _code(item: ItemChange) -> str:
    olds = " + ".join(item.old_items)
    return item.item if olds in ("", item.item) else f"{item.item} (dahulu {olds})"


def _before(row: MovedItemRow, instrument: Instrument) -> str:
    change = row.item
    if change.before is not None and change.before.item in instrument.items:
        return _said(change.before, change.before.item, instrument)
    if len(row.unit.change.base) > 1:
        return f"rata-rata {len(row.unit.change.base)} unit"
    return f"gabungan {len(change.old_items)} butir" if len(change.old_items) > 1 else "–"


def _said(answer: Answer, item: str, instrument: Instrument) -> str:
    return answer_words(answer, instrument.items[item])


def _sheet(
    page: Page, title: str, notes: list[str], columns: Sequence[Column[Row]], rows: Sequence[Row], empty: str
) -> Table[Row]:
    """Write a sheet of one table, its headers taller than usual."""
    table = page.listing(title, notes, columns, rows, empty, frozen=3)
    page.sheet.set_row(table.header, 42)
    return table
