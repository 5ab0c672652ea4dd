"""Sheets by unit, by line, by area; every row; what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from pmprb.books.order import name_of
from pmprb.plans.consolidate import PlanConsolidation, PlanGroup, PlanResult
from pmprb.plans.evaluate import RowResult, RowState
from pmprb.plans.form.formulas import STATES
from pmprb.plans.groups import Summary
from pmprb.plans.model import QUARTERS, ROMAN
from pmprb.plans.rules import LightBand, PlanRules
from pmprb.sheets.page import Cell, Column, Page, count, label, words
from pmprb.text import plain

# Rows in the order every sheet shows them, and the words and colours they are shown by.


LOOKS = {"hijau": "good", "hijau-muda": "good", "kuning": "underway", "jingga": "warm", "merah": "bad"}
DETAIL = "Rincian"


@dataclass(frozen=True)
class NumberedRow:
    """A row of a plan with its unit's and its line's numbers, by which formulas find it."""

    unit_number: int
    line_number: int
    area_number: int
    result: PlanResult
    row: RowResult

    @property
    def unit(self) -> str:
        """The unit's name."""
        return name_of(self.result.unit)


def lines_of(found: PlanConsolidation) -> list[NumberedRow]:
    """Return every row, units in the register's order."""
    by_id = {group.id: n for n, group in enumerate(found.lines, start=1) if group.id}
    by_name = {plain(group.title): n for n, group in enumerate(found.lines, start=1) if not group.known}
    areas = {group.id: n for n, group in enumerate(found.areas, start=1)}
    listed = []
    for number, result in enumerate(found.results, start=1):
        for row in result.rows:
            line = by_id.get(row.row.line) or by_name.get(plain(row.row.line_text or "(tidak disebut)"), 0)
            area = areas.get(found.lines[line - 1].area, 0) if line else 0
            listed.append(NumberedRow(number, line, area, result, row))
    return listed


def said(row: RowResult) -> str:
    """Return a row's light, or the state it is in without one."""
    return row.band.label if row.band else STATES[row.state]


def light_cell(row: RowResult) -> Cell:
    """Return a cell with a row's light."""
    return Cell(said(row), ("cell", "center", "wrap", light_look(row)))


def light_look(row: RowResult) -> str:
    """Return the part of the theme that a row's light is shown by."""
    if row.band:
        return LOOKS[row.band.colour]
    return "bad" if row.state in (RowState.NO_REALISATION, RowState.WRONG) else "unanswered"


def share_look(share: Fraction | None, bands: tuple[LightBand, ...]) -> tuple[str, ...]:
    """Return the colours of a mean."""
    if share is None:
        return ()
    return (LOOKS[next(b for b in bands if b.lower is None or share >= b.lower).colour],)


def share_cell(share: Fraction | None, num: str, *style: str) -> Cell:
    """Return a cell with a share; a dash when there is none."""
    if share is None:
        return Cell("–", ("cell", "center", "muted"))
    return Cell(share, ("cell", *style), num)


def late_words(row: RowResult) -> str:
    """Return the quarters that are due and have no realisation."""
    return ", ".join(ROMAN[q - 1] for q in row.late)


def troubled(rows: list[NumberedRow]) -> list[NumberedRow]:
    """Return the rows off track, furthest from target first."""
    off = [line for line in rows if line.row.on_track is False]
    return sorted(off, key=lambda one: (one.row.to_date or Fraction(0), one.unit_number, one.row.row.number))


def groups_with_rows(groups: tuple[PlanGroup, ...]) -> list[PlanGroup]:
    """Return the groups somebody has rows in."""
    return [group for group in groups if group.summary.rows]


def bands_of(found: PlanConsolidation, rules: PlanRules) -> tuple[LightBand, ...]:
    """Return the bands of a consolidation's kind."""
    return rules.lights_of(rules.policy_of(rules.kinds_by_id[found.kind])).bands


Record = TypeVar("Record")
_MONEY = "#,##0"
_FIGURE = "General"


@dataclass(frozen=True)
class Detail:
    """Where *Rincian* keeps what other sheets' formulas count, as absolute references."""

    unit: str
    line: str
    area: str
    value: str
    light: str


def write_detail(page: Page, rows: Sequence[NumberedRow], found: PlanConsolidation, rules: PlanRules) -> Detail:
    """Write every row of every plan."""
    kind = rules.kinds_by_id[found.kind]
    share = page.theme.share
    columns: list[Column[NumberedRow]] = [
        Column("No. Unit", 6, lambda r: count(r.unit_number), "unit"),
        Column("Unit", 26, lambda r: words(r.unit)),
        Column(f"No. {kind.line_title}", 7, lambda r: count(r.line_number), "line"),
        Column(kind.line_title, 24, lambda r: words(r.row.row.line_text)),
        *([Column("No. Area", 6, _area, "area")] if found.areas else []),
        Column("Rencana Aksi", 34, lambda r: words(r.row.row.action)),
        Column("Indikator Output", 28, lambda r: words(r.row.row.output)),
        Column("Satuan", 10, lambda r: words(r.row.row.unit)),
        *(_quarter_column(q, share) for q in QUARTERS),
        Column("Target s.d.", 10, lambda r: share_cell(r.row.target_to_date, _FIGURE)),
        Column("Realisasi s.d.", 11, lambda r: share_cell(r.row.realised_to_date, _FIGURE)),
        Column("Capaian s.d.", 10, lambda r: share_cell(r.row.to_date, share, "bold")),
        Column("Dihitung dalam rata-rata", 10, lambda r: _valued(r, share), "value"),
        Column("Terhadap setahun", 10, lambda r: share_cell(r.row.of_year, share)),
        Column("Status", 14, lambda r: light_cell(r.row), "light"),
        Column("Belum dilaporkan", 10, lambda r: label(late_words(r.row))),
        Column("Anggaran", 15, lambda r: share_cell(r.row.row.budget, _MONEY)),
        Column("Realisasi Anggaran", 15, lambda r: share_cell(r.row.row.budget_realised, _MONEY)),
        Column("Koordinator", 18, lambda r: words(r.row.row.coordinator)),
        Column("Pelaksana", 18, lambda r: words(r.row.row.executor)),
        Column("Data Dukung", 26, lambda r: Cell(r.row.row.evidence, ("cell", "wrap", "indent"), link=True)),
        Column("Berkas", 28, lambda r: words(r.result.plan.file)),
        Column("Sel", 10, lambda r: label(r.row.row.at.cell)),
    ]
    notes = [
        "Satu baris untuk satu keluaran. Kolom Dihitung dalam rata-rata berisi 0 bila belum ada realisasi, dan "
        "kosong bila belum jatuh tempo atau tidak ada target."
    ]
    table = page.listing("Rincian Rencana Aksi", notes, columns, rows, "Belum ada baris.", frozen=4)
    area = table.cells("area") if found.areas else ""
    return Detail(table.cells("unit"), table.cells("line"), area, table.cells("value"), table.cells("light"))


def _area(line: NumberedRow) -> Cell:
    return count(line.area_number)


def _quarter_column(quarter: int, share: str) -> Column[NumberedRow]:
    def cell(line: NumberedRow) -> Cell:
        quarters = line.row.quarters
        return share_cell(quarters[quarter - 1].share if quarters else None, share)

    return Column(f"TW {ROMAN[quarter - 1]}", 8, cell)


def _valued(line: NumberedRow, num: str) -> Cell:
    return Cell(None, ("cell",)) if line.row.value is None else Cell(line.row.value, ("cell",), num)


def _sheet(
    page: Page, title: str, notes: list[str], columns: Sequence[Column[Record]], rows: Sequence[Record], empty: str
) -> None:
    """Write a sheet of one table."""
    page.listing(title, notes, columns, rows, empty, frozen=2)


@dataclass(frozen=True)
class _Sum:
    """A line of a summary table: number, its own cells, and what formulas count it by."""

    number: int
    title: str
    also: str
    summary: Summary
    units: int
    known: bool = True


class SumTable:
    """The columns of the tables by unit, line and area; their figures are live formulas over *Rincian*."""

    def __init__(self, page: Page, found: PlanConsolidation, rules: PlanRules, detail: Detail, by: str) -> None:
        self.page, self.found, self.detail, self.by = page, found, detail, by
        self.bands = bands_of(found, rules)
        self.scored = rules.kinds_by_id[found.kind].scored_a02

    def columns(self, title: str, width: float, also: str, with_units: bool) -> list[Column[_Sum]]:
        """Return the columns; `also` is the title of a second text column, none when empty."""
        share = self.page.theme.share
        middle: list[Column[_Sum]] = [Column(also, 31, lambda s: words(s.also))] if also else []
        if with_units:
            middle.append(Column("Unit", 8, lambda s: count(s.units)))
        scored: list[Column[_Sum]] = (
            [Column("A02 setahun", 11, lambda s: share_cell(s.summary.a02, share))] if self.scored else []
        )
        return [
            Column("No.", 6, lambda s: count(s.number)),
            Column(title, width, lambda s: words(s.title, *(() if s.known else ("muted",)))),
            *middle,
            Column("Baris", 8, self._rows),
            Column("Capaian s.d. triwulan", 12, self._mean),
            *scored,
            *(self._band(n) for n in range(len(self.bands))),
            Column("Belum ada realisasi", 11, self._none),
            Column("Baris belum dilaporkan", 11, lambda s: count(s.summary.late)),
            Column("Serapan anggaran", 11, lambda s: share_cell(s.summary.absorbed, share)),
            Column("Sesuai menurut evaluator", 12, lambda s: share_cell(s.summary.review, share)),
        ]

    def _rows(self, one: _Sum) -> Cell:
        formula = f"=COUNTIFS({self.by},{one.number})"
        return Cell(one.summary.rows, ("cell", "center"), "0", formula)

    def _mean(self, one: _Sum) -> Cell:
        measured = f'COUNTIFS({self.by},{one.number},{self.detail.value},">=0")'
        formula = f'=IF({measured}=0,"–",SUMIFS({self.detail.value},{self.by},{one.number})/{measured})'
        mean = one.summary.mean
        look = share_look(mean, self.bands)
        return Cell("–" if mean is None else mean, ("cell", "center", "bold", *look), self.page.theme.share, formula)

    def _counted(self, one: _Sum, text: str, number: int) -> Cell:
        formula = f'=COUNTIFS({self.by},{one.number},{self.detail.light},"{text}")'
        return Cell(number, ("cell", "center"), "0;;–", formula)

    def _band(self, n: int) -> Column[_Sum]:
        band = self.bands[n]
        return Column(band.label, 9, lambda s: self._counted(s, band.label, s.summary.lights.get(band.id, 0)))

    def _none(self, one: _Sum) -> Cell:
        return self._counted(one, "Belum ada realisasi", one.summary.states.get("no_realisation", 0))


def write_units(page: Page, found: PlanConsolidation, rules: PlanRules, detail: Detail) -> None:
    """Write the table by unit."""
    table = SumTable(page, found, rules, detail, detail.unit)
    rows = [
        _Sum(n, name_of(r.unit), r.unit.group, r.summary, 1) for n, r in enumerate(found.results, start=1)
    ]  # fmt: skip
    notes = [f"{len(found.results)} unit menyerahkan rencana aksi yang dapat dipakai; urut menurut daftar unit."]
    _sheet(page, "Capaian per Unit", notes, table.columns("Unit", 40, "Kelompok", False), rows, "Belum ada unit.")


def write_lines(page: Page, found: PlanConsolidation, rules: PlanRules, detail: Detail) -> None:
    """Write the table by kegiatan utama, theme or sasaran."""
    kind = rules.kinds_by_id[found.kind]
    table = SumTable(page, found, rules, detail, detail.line)
    rows = [_Sum(n, g.title, g.area, g.summary, g.units, g.known) for n, g in enumerate(found.lines, start=1)]
    also = "Area perubahan (usulan)" if found.areas else ""
    notes = [f"{kind.line_title} tanpa baris berarti belum ada unit yang merencanakannya."]
    if any(not group.known for group in found.lines) and rules.lines_of(kind, found.period):
        notes.append("Nama yang berhuruf miring tidak ada dalam daftar; lihat lembar Temuan.")
    columns = table.columns(kind.line_title, 40, also, True)
    _sheet(page, f"Capaian per {kind.line_title}", notes, columns, rows, "Belum ada baris.")


def write_areas(page: Page, found: PlanConsolidation, rules: PlanRules, detail: Detail) -> None:
    """Write the table by area of change."""
    table = SumTable(page, found, rules, detail, detail.area)
    rows = [_Sum(n, g.title, "", g.summary, g.units) for n, g in enumerate(found.areas, start=1)]
    notes = ["Pengelompokan kegiatan utama ke area perubahan adalah usulan kami; tidak ada sumber yang memetakannya."]
    _sheet(page, "Capaian per Area Perubahan", notes, table.columns("Area Perubahan", 44, "", True), rows, "–")


def write_late(page: Page, rows: list[NumberedRow], found: PlanConsolidation) -> None:
    """Write the rows with a due quarter that has no realisation."""
    columns: list[Column[NumberedRow]] = [
        Column("Unit", 30, lambda r: words(r.unit, "bold")),
        Column("Triwulan", 10, lambda r: label(late_words(r.row), "bold")),
        Column("Rencana Aksi", 40, lambda r: words(r.row.row.action)),
        Column("Indikator Output", 34, lambda r: words(r.row.row.output)),
        Column("Status", 14, lambda r: light_cell(r.row)),
        Column("Koordinator", 20, lambda r: words(r.row.row.coordinator)),
        Column("Pelaksana", 20, lambda r: words(r.row.row.executor)),
        Column("Berkas", 34, lambda r: words(r.result.plan.file)),
        Column("Sel", 10, lambda r: label(_late_cell(r))),
    ]
    late = [line for line in rows if line.row.late]
    notes = [
        f"{len(late)} baris punya target sampai triwulan {ROMAN[found.quarter - 1]} yang belum dilaporkan. "
        "Triwulan itu dihitung 0 sampai dilaporkan."
    ]
    _sheet(page, "Belum Dilaporkan", notes, columns, late, "Semua target yang jatuh tempo sudah dilaporkan.")


def _late_cell(line: NumberedRow) -> str:
    return line.row.row.place(f"realised:{line.row.late[0]}").cell
