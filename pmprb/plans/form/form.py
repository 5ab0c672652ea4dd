"""The sheet *Rencana Aksi*: open rows with drop-downs, and live achievement.

Enters: a page, a grid, results of rows to fill in. Leaves: nothing; the sheet is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pmprb.engine.answers import Unit
from pmprb.plans.evaluate import RowResult
from pmprb.plans.form.columns import (
    AUTOMATIC,
    FIRST_ROW,
    GROUP_ROW,
    GROUPS,
    HEADER_ROW,
    HELPERS,
    QUARTER_LABEL,
    QUARTER_ROW,
    GridColumn,
    PlanGrid,
)
from pmprb.plans.form.formulas import STATES, Cached, RowFormulas, blank_row, quarter_formula, row_values
from pmprb.plans.model import ROMAN, PlanRow
from pmprb.plans.rules import Lights, Policy
from pmprb.sheets.formula import column_name, quoted
from pmprb.sheets.heights import row_height
from pmprb.sheets.page import A3, Page
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.texts import footer_name

LEAST_HEIGHT = 27.0
NUMBER_ERROR = (
    "Ketik angkanya saja, tanpa satuan. Tanda desimal mengikuti setelan komputer ini: bila koma ditolak, pakai titik. "
    "Tidak ada target? Kosongkan."
)
_HINTS = {
    "action": "Apa yang dikerjakan. Satu aksi boleh beberapa baris keluaran; ulangi atau kosongkan teksnya.",
    "output": "Keluaran yang dihitung, misalnya: jumlah unit yang dievaluasi.",
    "baseline": "Keadaan awal. Wajib angka bila Arah-nya Turun dari baseline.",
    "year_target": "Boleh kosong: dihitung dari target triwulan menurut Rekap Setahun.",
    "upper": "Hanya untuk arah Dalam rentang: batas atasnya. Kolom target menjadi batas bawah.",
    "obstacle": "Wajib bila belum sesuai target.",
    "follow_up": "Apa yang dilakukan, oleh siapa, kapan selesai.",
    "evidence": "Nama dokumen atau tautannya.",
    "target": "Target triwulan ini. Kosong berarti tidak ada target pada triwulan ini.",
    "realised": "Hasil triwulan ini. Tidak ada hasil? Ketik 0. Belum dilaporkan? Kosongkan.",
}


_USUAL = {
    "roll_up": "Boleh kosong: menurut Cara Hitung.",
    "shared": "Bila indikator ini dipakai beberapa unit: bagaimana angkanya digabung. Boleh kosong.",
}


@dataclass(frozen=True)
class FormWriter:
    """Writes *Rencana Aksi* of one worksheet; `results` are of the rows to fill in, in their order."""

    page: Page
    grid: PlanGrid
    policy: Policy
    lights: Lights
    unit: Unit
    period: str
    results: tuple[RowResult, ...]
    quarter: int
    chosen: str = AUTOMATIC

    def write(self) -> None:
        """Write band, headings, rows, drop-downs, colours, locks and print set-up."""
        self.page.widths([column.column.width for column in self.grid.columns])
        last = len(self.grid.columns)
        self.page.sheet.set_column(last, last + len(HELPERS) - 1, 8, None, {"hidden": True})
        self._band()
        self._headings()
        line = ""
        for number in range(1, self.grid.capacity + 1):
            result = self.results[number - 1] if number <= len(self.results) else None
            line = (result.row.line_text or line) if result else line
            self._row(number, result, line)
        self._choices()
        self._colours()
        self._setup()

    def _band(self) -> None:
        page, grid = self.page, self.grid
        page.text(0, 0, f"{grid.kind.title} {self.period}", "title")
        for row, (label, text) in enumerate((("Unit kerja", self.unit.name), ("Periode", self.period)), start=1):
            page.text(row, 1, label, "label")
            page.text(row, 2, text, "name")
        at = grid.quarter_input
        page.text(1, at - 1, QUARTER_LABEL, "label-right")
        page.text(1, at, self.chosen, "typed-choice")
        rule = {
            "validate": "list", "source": [AUTOMATIC, *ROMAN], "input_title": "Triwulan",
            "input_message": "Otomatis: triwulan terakhir yang sudah ada realisasinya.",
            "error_type": "warning", "error_title": "Triwulan",
            "error_message": "Tulis I sampai IV atau 1 sampai 4; isian lain berarti Otomatis.",
        }  # fmt: skip
        page.sheet.data_validation(1, at, 1, at, rule)
        cell = f"${column_name(at)}${QUARTER_ROW}"
        page.formula(QUARTER_ROW - 1, grid.at["_use"], quarter_formula(grid, cell), float(self.quarter), "plain")
        note = "Baris cukup diisi seperlunya; kolom abu-abu terhitung sendiri."
        page.text(2, at, note, "small")
        page.heights(24, 18, 18)

    def _headings(self) -> None:
        starts = [(self.grid.at[name], text) for name, text in GROUPS.items() if name in self.grid.at]
        ends = [start - 1 for start, _ in starts[1:]] + [len(self.grid.columns) - 1]
        for (start, text), end in zip(starts, ends, strict=True):
            if start < end:
                self.page.across(GROUP_ROW - 1, start, end, text, "group")
            else:
                self.page.text(GROUP_ROW - 1, start, text, "group")
        cells = []
        for column in self.grid.columns:
            look = "header-input" if column.is_input else "header"
            title = self.grid.title(column)
            self.page.text(HEADER_ROW - 1, column.index, title, look)
            cells.append((title, float(column.column.width)))
        for offset, helper in enumerate(HELPERS):
            self.page.text(HEADER_ROW - 1, len(self.grid.columns) + offset, helper)
        self.page.sheet.set_row(GROUP_ROW - 1, 18)
        self.page.sheet.set_row(HEADER_ROW - 1, row_height(cells, 9, 30, bold=True))

    def _row(self, number: int, result: RowResult | None, line: str) -> None:
        row = FIRST_ROW + number - 1
        formulas = RowFormulas(self.grid, self.policy, self.lights, row).all()
        values: dict[str, Cached] = (
            row_values(result, self.policy, self.quarter, line) if result else blank_row() | {"_line": line}
        )
        typed = typed_cells(result.row, self.grid) if result else {}
        cells: list[tuple[str, float]] = []
        for column in self.grid.columns:
            if column.column.key == "number":
                self.page.number(row - 1, column.index, number, "ours-count")
            elif column.is_input:
                value = typed.get(column.name, "")
                self._typed(row - 1, column, value)
                if isinstance(value, str):
                    cells.append((value, float(column.column.width)))
        for name, formula in formulas.items():
            self.page.formula(row - 1, self.grid.at[name], formula, values.get(name, ""), *_look(name))
        self.page.sheet.set_row(row - 1, row_height(cells, 9, LEAST_HEIGHT))

    def _typed(self, row: int, column: GridColumn, value: Cached) -> None:
        key = column.column.key
        style = {"text": "typed-text", "choice": "typed-choice"}.get(column.column.kind, "typed-number")
        if key in ("budget", "budget_realised"):
            style = "typed-money"
        elif key in ("baseline", "indicator_target"):
            style = "typed-free"
        if value == "":
            self.page.blank(row, column.index, style)
        elif isinstance(value, str):
            self.page.text(row, column.index, value, style)
        else:
            self.page.number(row, column.index, value, style)

    def _choices(self) -> None:
        """Offer the choices, hold numbers to be numbers, and say what belongs where."""
        picks, first, last = self.grid.rules.picks, FIRST_ROW - 1, self.grid.last_row - 1
        listed = {
            "polarity": picks.polarity, "logic": picks.logic, "roll_up": picks.roll_up, "shared": picks.roll_up,
        }  # fmt: skip
        for column in self.grid.columns:
            key = column.column.key
            if not column.is_input:
                continue
            rule: dict[str, Any] = {"validate": "any"}
            if key in _HINTS:
                rule |= {"input_title": column.column.title, "input_message": texts.shortened(_HINTS[key], 255)}
            if column.column.kind == "choice":
                chosen = listed.get(key, picks.review)
                rule |= {"validate": "list", "source": [pick.label for pick in chosen]}
                rule |= {"error_title": "Periksa pilihan", "error_message": "Pilih salah satu dari daftar."}
                if key in listed:
                    usual = _USUAL.get(key, "Kosong berarti pilihan pertama.")
                    rule |= {"input_title": column.column.title, "input_message": usual}
            elif column.column.kind == "number":
                rule |= {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
                rule |= {"error_title": "Periksa angka", "error_message": NUMBER_ERROR, "error_type": "warning"}
            elif key == "line" and self.grid.rules.lines_of(self.grid.kind, self.period):
                rule |= {"validate": "list", "source": "=daftar_pilihan", "error_type": "warning"}
                rule |= {"input_title": self.grid.kind.line_title, "input_message": "Pilih dari daftar."}
                rule |= {"error_message": "Di luar daftar: tetap dihitung, tetapi dikelompokkan tersendiri."}
            if len(rule) > 1:
                self.page.sheet.data_validation(first, column.index, last, column.index, rule)

    def _colours(self) -> None:
        first, last, at, mark = FIRST_ROW - 1, self.grid.last_row - 1, self.grid.at["light"], self.page.theme.mark
        light = f"${self.grid.cell('light', FIRST_ROW)}"
        for band in self.lights.bands:
            rule = {"type": "formula", "criteria": f"={light}={quoted(band.label)}"}
            self.page.sheet.conditional_format(first, at, last, at, {**rule, "format": mark(f"light-{band.colour}")})
        looks = dict.fromkeys(STATES.values(), "mark-quiet") | dict.fromkeys(list(STATES.values())[:2], "light-merah")
        for text, look in looks.items():
            rule = {"type": "formula", "criteria": f"={light}={quoted(text)}"}
            self.page.sheet.conditional_format(first, at, last, at, {**rule, "format": mark(look)})

    def _setup(self) -> None:
        page, sheet, last = self.page, self.page.sheet, self.grid.last_row - 1
        columns, action = len(self.grid.columns), self.grid.at["action"]
        sheet.freeze_panes(HEADER_ROW, action + 1)
        sheet.autofilter(HEADER_ROW - 1, 0, last, columns - 1)
        page.protect("autofilter", "sort", "insert_hyperlinks")
        footer = f"&L{footer_name(self.unit.name)}&RHalaman &P dari &N"
        page.print_setup(None, pages_wide=3, paper=A3, margins=(0.35, 0.35, 0.45, 0.6), footer=footer)
        sheet.repeat_columns(0, action)
        sheet.repeat_rows(GROUP_ROW - 1, HEADER_ROW - 1)
        sheet.print_area(0, 0, last, columns - 1)
        everything = f"A1:{self.grid.cell('_line', self.grid.last_row)}"
        kinds = ("number_stored_as_text", "formula_differs", "formula_range", "formula_unlocked")
        sheet.ignore_errors(dict.fromkeys(kinds, everything))
        sheet.set_selection(FIRST_ROW - 1, 1, FIRST_ROW - 1, 1)


def _look(name: str) -> tuple[str, ...]:
    """Return the look of a computed cell; helpers have none."""
    if name.startswith("_"):
        return ()
    if name == "light":
        return ("ours-light",)
    return ("ours-figure",) if name in ("target_to_date", "realised_to_date") else ("ours-share",)


def typed_cells(row: PlanRow, grid: PlanGrid) -> dict[str, Cached]:
    """Return what stands in the input cells of a row, by column name; blank cells are left out."""
    picks = grid.rules.picks
    found: dict[str, Cached] = {
        "line": row.line_text, "action": row.action, "goal": row.goal, "problem": row.problem,
        "indicator": row.indicator, "baseline": row.baseline_text, "indicator_target": row.indicator_target,
        "output": row.output, "unit": row.unit, "coordinator": row.coordinator, "executor": row.executor,
        "obstacle": row.obstacle, "follow_up": row.follow_up, "evidence": row.evidence,
        "review_note": row.review.note, "polarity": picks.label(row.polarity), "logic": picks.label(row.logic),
        "roll_up": picks.label(row.roll_up), "shared": picks.label(row.shared) if row.shared else "",
    }  # fmt: skip
    numbers: dict[str, Fraction | None] = {
        "year_target": row.year_target, "upper": row.upper, "budget": row.budget,
        "budget_realised": row.budget_realised, "baseline": row.baseline,
    }  # fmt: skip
    numbers |= {f"target{n}": value for n, value in enumerate(row.targets, start=1)}
    numbers |= {f"realised{n}": value for n, value in enumerate(row.realised, start=1)}
    found |= {name: float(value) for name, value in numbers.items() if value is not None}
    review = row.review
    for name, verdict in zip(
        ("review_accuracy", "review_output", "review_quality", "review_time"),
        (review.accuracy, review.output, review.quality, review.time),
        strict=True,
    ):
        if verdict is not None:
            found[name] = picks.review[0 if verdict else 1].label
    return {name: value for name, value in found.items() if value != ""}
