"""The words the sheets of a trend share, and the cells their tables are made of."""

from __future__ import annotations

from fractions import Fraction

from pmprb.answers.model import Unit
from pmprb.excel.rekap.order import name_of
from pmprb.excel.rekap.page import Cell
from pmprb.insight.trend.model import Kind, Outcome, Pair, Trend, Unjudged, Why

KINDS = {
    Kind.SAME: "tetap",
    Kind.RENAMED: "ganti nama/kode",
    Kind.MERGED: "gabungan",
    Kind.SPLIT: "pecahan",
    Kind.NEW: "unit baru",
    Kind.FIRST: "baru menyerahkan",
    Kind.DISSOLVED: "tidak ada lagi",
    Kind.ABSENT: "belum menyerahkan",
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
