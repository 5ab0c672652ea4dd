"""Sheets *Kesenjangan* and *Kesenjangan Selesai* of plans: what is off track, and who mends it until when.

PIC, Tenggat and Status follow a row from run to run by its unit, kegiatan utama, indicator, action and output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmprb.books.order import name_of
from pmprb.books.rekap.gap_list import Closed, offer_statuses, typed_columns, write_closed_list
from pmprb.books.rekap.previous import UNIT, UNIT_CODE, GapColumns, PlanColumns, TypedGap, item_of, plan_key
from pmprb.plans.book.tables import NumberedRow, late_words, light_cell, share_cell, troubled
from pmprb.plans.consolidate import PlanConsolidation
from pmprb.plans.evaluate import RowState
from pmprb.plans.rules import PlanKind, PlanRules
from pmprb.sheets.page import A3, Cell, Column, Page, label, words

ACTION, OUTPUT, INDICATOR = "Rencana Aksi", "Indikator Output", "Indikator"
_FIGURE = "General"
Key = tuple[str, str]


@dataclass(frozen=True)
class PlanGapEntry:
    """One row off track with what was typed for it."""

    line: NumberedRow
    typed: TypedGap | None


def gap_columns(kind: PlanKind) -> GapColumns:
    """Return the headings by which a kind's gaps are found again."""
    return GapColumns((kind.line_title, INDICATOR, ACTION, OUTPUT), kind.line_title, ACTION)


def followed(
    rows: Sequence[NumberedRow], found: PlanConsolidation, previous: PlanColumns | None
) -> tuple[list[PlanGapEntry], list[Closed]]:
    """Return the rows off track, furthest from target first, and the typed rows that are not among them any more."""
    typed = previous.rows if previous else {}
    gaps = [PlanGapEntry(line, typed.get(_key(line))) for line in troubled(list(rows))]
    still = {_key(gap.line) for gap in gaps}
    every = {_key(line): line for line in rows}
    units = {plan_key(r.unit.code, name_of(r.unit), "")[0] for r in found.results}
    closed = [Closed(plan, _why(key, every, units)) for key, plan in typed.items() if key not in still]
    return gaps, closed


def _key(line: NumberedRow) -> Key:
    row, unit = line.row.row, line.result.unit
    return plan_key(unit.code, name_of(unit), item_of((row.line_text, row.indicator, row.action, row.output)))


def _why(key: Key, every: Mapping[Key, NumberedRow], units: set[str]) -> str:
    """Return why a row is off track no more."""
    line = every.get(key)
    if line is None:
        return "Rencana aksi tidak ditemukan lagi" if key[0] in units else "Unit tidak ada dalam rekap ini"
    if line.row.state is RowState.WRONG:
        return "Isian salah: belum dapat dinilai"
    return "Sudah sesuai target" if line.row.on_track else "Belum dinilai pada triwulan ini"


def write_gaps(page: Page, gaps: Sequence[PlanGapEntry], found: PlanConsolidation, rules: PlanRules) -> None:
    """Write what is off track, with what the unit says of it and what the office types."""
    share, line_title = page.theme.share, rules.kinds_by_id[found.kind].line_title
    columns: list[Column[PlanGapEntry]] = [
        Column("Status Capaian", 14, lambda g: light_cell(g.line.row)),
        Column(UNIT_CODE, 8, lambda g: words(g.line.result.unit.code)),
        Column(UNIT, 26, lambda g: words(g.line.unit, "bold")),
        Column(line_title, 24, lambda g: words(g.line.row.row.line_text)),
        Column(INDICATOR, 24, lambda g: words(g.line.row.row.indicator)),
        Column(ACTION, 32, lambda g: words(g.line.row.row.action)),
        Column(OUTPUT, 28, lambda g: words(g.line.row.row.output)),
        Column("Target s.d.", 10, lambda g: share_cell(g.line.row.target_to_date, _FIGURE)),
        Column("Realisasi s.d.", 10, lambda g: share_cell(g.line.row.realised_to_date, _FIGURE)),
        Column("Satuan", 10, lambda g: words(g.line.row.row.unit)),
        Column("Capaian s.d.", 10, lambda g: share_cell(g.line.row.to_date, share, "bold")),
        Column("Belum dilaporkan", 10, lambda g: label(late_words(g.line.row))),
        Column("Kendala", 34, lambda g: _said_or_not(g.line.row.row.obstacle)),
        Column("Tindak Lanjut", 34, lambda g: _said_or_not(g.line.row.row.follow_up)),
        Column("Koordinator", 17, lambda g: words(g.line.row.row.coordinator)),
        Column("Pelaksana", 17, lambda g: words(g.line.row.row.executor)),
        *typed_columns(_typed),
    ]
    silent = sum(not (g.line.row.row.obstacle and g.line.row.row.follow_up) for g in gaps)
    notes = [
        f"{len(gaps)} baris belum sesuai target; {silent} di antaranya belum menyebut kendala atau tindak lanjut.",
        "Isi PIC, Tenggat, dan Status: isian ikut terbawa ke rekap berikutnya (--lanjutan) selama nama kegiatan, "
        "indikator, rencana aksi, dan keluarannya tidak diubah.",
    ]
    empty = "Semua baris yang terukur sesuai target."
    table = page.listing("Kesenjangan", notes, columns, gaps, empty, frozen=3)
    offer_statuses(table)
    page.sheet.set_paper(A3)


def _typed(gap: PlanGapEntry) -> TypedGap | None:
    return gap.typed


def _said_or_not(text: str) -> Cell:
    return words(text) if text else Cell("belum diisi", ("cell", "wrap", "indent", "muted"))


def write_closed(page: Page, closed: Sequence[Closed], kind: PlanKind) -> None:
    """Write what was typed for rows that are off track no more."""
    headings = gap_columns(kind).item
    about = [_part(title, place, width) for place, (title, width) in enumerate(zip(headings, _WIDTHS, strict=True))]
    write_closed_list(page, closed, about)


_WIDTHS = (26.0, 26.0, 34.0, 30.0)


def _part(title: str, place: int, width: float) -> Column[Closed]:
    return Column(title, width, lambda c: words(c.plan.parts[place] if place < len(c.plan.parts) else ""))
