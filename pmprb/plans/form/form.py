"""The sheet *Rencana Aksi*: open rows with drop-downs, and live achievement.

Enters: a worksheet, a grid, results of rows to fill in. Leaves: nothing; the sheet is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_col_to_name

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
    Grid,
    GridColumn,
)
from pmprb.plans.form.formulas import STATES, Cached, RowFormulas, blank_row, quarter_formula, row_values
from pmprb.plans.model import ROMAN, PlanRow
from pmprb.plans.rules import Lights, Policy
from pmprb.sheets.heights import row_height
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.formulas import quoted
from pmprb.worksheet.template.styles import FONT, INK, LINE, SIZE, WHITE, Styles, footer_name, put_formula, put_text

# The look of plan worksheets: the template's formats and what plans add to them.


LIGHTS = {
    "hijau": ("#CDEBD3", "#1E6B34"),
    "hijau-muda": ("#E3F2E6", "#1E6B34"),
    "kuning": ("#FFF0BF", "#6B4E00"),
    "jingga": ("#FBD9B5", "#7A3E00"),
    "merah": ("#F8C9C4", "#9B1C1C"),
}
QUIET_FILL, QUIET_INK = "#ECEFF2", "#5B6672"
_BASE: dict[str, Any] = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top", "border": 1}
_INPUT = {**_BASE, "border_color": LINE, "locked": False, "bg_color": WHITE}
_OURS = {**_BASE, "border_color": LINE, "bg_color": "#F4F6F8"}


class PlanStyles:
    """Formats of one plan worksheet."""

    def __init__(self, book: Any) -> None:
        self.base = Styles(book)
        self.text = book.add_format({**_INPUT, "text_wrap": True, "num_format": "@"})
        self.pick = book.add_format({**_INPUT, "text_wrap": True})
        self.free = book.add_format({**_INPUT, "text_wrap": True, "align": "right"})
        self.number = book.add_format({**_INPUT, "num_format": "#,##0.##########"})
        self.general = book.add_format({**_INPUT, "num_format": "General", "align": "right"})
        self.money = book.add_format({**_INPUT, "num_format": "#,##0"})
        self.count = book.add_format({**_OURS, "align": "center", "font_color": QUIET_INK})
        self.share = book.add_format({**_OURS, "num_format": "0.0%", "align": "right"})
        self.share_centre = book.add_format(
            {**_BASE, "border_color": LINE, "num_format": "0.0%", "align": "center"}
        )  # fmt: skip
        self.figure = book.add_format({**_OURS, "num_format": "General", "align": "right"})
        self.light = book.add_format({**_OURS, "bold": True, "align": "center", "text_wrap": True})
        self.lights = {name: book.add_format({"bg_color": f, "font_color": i}) for name, (f, i) in LIGHTS.items()}
        self.quiet = book.add_format({"bg_color": QUIET_FILL, "font_color": QUIET_INK})
        self.group = book.add_format(
            {"font_name": FONT, "font_size": SIZE, "bold": True, "font_color": WHITE, "bg_color": "#2E6E82",
             "align": "left", "indent": 1, "valign": "vcenter", "border": 1, "border_color": WHITE}
        )  # fmt: skip


PROTECTION = {
    "format_columns": True, "format_rows": True, "autofilter": True, "sort": True, "insert_hyperlinks": True,
}  # fmt: skip
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

    sheet: Any
    grid: Grid
    policy: Policy
    lights: Lights
    styles: PlanStyles
    unit: Unit
    period: str
    results: tuple[RowResult, ...]
    quarter: int
    chosen: str = AUTOMATIC

    def write(self) -> None:
        """Write band, headings, rows, drop-downs, colours, locks and print set-up."""
        for column in self.grid.columns:
            self.sheet.set_column(column.index, column.index, column.column.width)
        last = len(self.grid.columns)
        self.sheet.set_column(last, last + len(HELPERS) - 1, 8, None, {"hidden": True})
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
        style, sheet, grid = self.styles.base.get, self.sheet, self.grid
        put_text(sheet, 0, 0, f"{grid.kind.title} {self.period}", style("title"))
        for row, (label, text) in enumerate((("Unit kerja", self.unit.name), ("Periode", self.period)), start=1):
            put_text(sheet, row, 1, label, style("label"))
            put_text(sheet, row, 2, text, style("name"))
        at = grid.quarter_input
        put_text(sheet, 1, at - 1, QUARTER_LABEL, style("label-right"))
        put_text(sheet, 1, at, self.chosen, self.styles.pick)
        rule = {
            "validate": "list", "source": [AUTOMATIC, *ROMAN], "input_title": "Triwulan",
            "input_message": "Otomatis: triwulan terakhir yang sudah ada realisasinya.",
        }  # fmt: skip
        sheet.data_validation(1, at, 1, at, rule)
        cell = f"${xl_col_to_name(at)}${QUARTER_ROW}"
        put_formula(
            sheet, QUARTER_ROW - 1, grid.at["_use"], quarter_formula(grid, cell), style("plain"), float(self.quarter)
        )
        note = "Baris cukup diisi seperlunya; kolom abu-abu terhitung sendiri."
        put_text(sheet, 2, at, note, style("small"))
        for index, height in enumerate((24, 18, 18)):
            sheet.set_row(index, height)

    def _headings(self) -> None:
        starts = [(self.grid.at[name], text) for name, text in GROUPS.items() if name in self.grid.at]
        ends = [start - 1 for start, _ in starts[1:]] + [len(self.grid.columns) - 1]
        for (start, text), end in zip(starts, ends, strict=True):
            if start < end:
                self.sheet.merge_range(GROUP_ROW - 1, start, GROUP_ROW - 1, end, "", self.styles.group)
            put_text(self.sheet, GROUP_ROW - 1, start, text, self.styles.group)
        cells = []
        for column in self.grid.columns:
            look = "header-input" if column.is_input else "header"
            title = self.grid.title(column)
            put_text(self.sheet, HEADER_ROW - 1, column.index, title, self.styles.base.get(look))
            cells.append((title, float(column.column.width)))
        for offset, helper in enumerate(HELPERS):
            put_text(self.sheet, HEADER_ROW - 1, len(self.grid.columns) + offset, helper, None)
        self.sheet.set_row(GROUP_ROW - 1, 18)
        self.sheet.set_row(HEADER_ROW - 1, row_height(cells, 9, 30, bold=True))

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
                self.sheet.write_number(row - 1, column.index, number, self.styles.count)
            elif column.is_input:
                value = typed.get(column.name, "")
                self._typed(row - 1, column, value)
                if isinstance(value, str):
                    cells.append((value, float(column.column.width)))
        for name, formula in formulas.items():
            index = self.grid.at[name]
            style = self._style(name)
            put_formula(self.sheet, row - 1, index, formula, style, values.get(name, ""))
        self.sheet.set_row(row - 1, row_height(cells, 9, LEAST_HEIGHT))

    def _typed(self, row: int, column: GridColumn, value: Cached) -> None:
        key, styles = column.column.key, self.styles
        style = {"text": styles.text, "choice": styles.pick}.get(column.column.kind, styles.general)
        if key in ("budget", "budget_realised"):
            style = styles.money
        elif key in ("baseline", "indicator_target"):
            style = styles.free
        if isinstance(value, str) and value:
            put_text(self.sheet, row, column.index, value, style)
        elif isinstance(value, str):
            self.sheet.write_blank(row, column.index, None, style)
        else:
            self.sheet.write_number(row, column.index, value, style)

    def _style(self, name: str) -> Any:
        if name.startswith("_"):
            return None
        if name == "light":
            return self.styles.light
        return self.styles.figure if name in ("target_to_date", "realised_to_date") else self.styles.share

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
                self.sheet.data_validation(first, column.index, last, column.index, rule)

    def _colours(self) -> None:
        first, last, at = FIRST_ROW - 1, self.grid.last_row - 1, self.grid.at["light"]
        light = f"${self.grid.cell('light', FIRST_ROW)}"
        for band in self.lights.bands:
            rule = {"type": "formula", "criteria": f"={light}={quoted(band.label)}"}
            self.sheet.conditional_format(first, at, last, at, {**rule, "format": self.styles.lights[band.colour]})
        texts_ = dict.fromkeys(STATES.values(), self.styles.quiet)
        texts_ |= dict.fromkeys((list(STATES.values())[:2]), self.styles.lights["merah"])
        for text, look in texts_.items():
            rule = {"type": "formula", "criteria": f"={light}={quoted(text)}"}
            self.sheet.conditional_format(first, at, last, at, {**rule, "format": look})

    def _setup(self) -> None:
        sheet, last = self.sheet, self.grid.last_row - 1
        columns = len(self.grid.columns)
        sheet.hide_gridlines(2)
        sheet.freeze_panes(HEADER_ROW, self.grid.at["action"] + 1)
        sheet.autofilter(HEADER_ROW - 1, 0, last, columns - 1)
        sheet.protect("", PROTECTION)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.set_margins(0.35, 0.35, 0.45, 0.6)
        sheet.fit_to_pages(3, 0)
        sheet.repeat_columns(0, self.grid.at["action"])
        sheet.repeat_rows(GROUP_ROW - 1, HEADER_ROW - 1)
        sheet.print_area(0, 0, last, columns - 1)
        sheet.set_footer(f"&L{footer_name(self.unit.name)}&RHalaman &P dari &N")
        everything = f"A1:{self.grid.cell('_line', self.grid.last_row)}"
        kinds = ("number_stored_as_text", "formula_differs", "formula_range", "formula_unlocked")
        sheet.ignore_errors(dict.fromkeys(kinds, everything))
        sheet.set_selection(FIRST_ROW - 1, 1, FIRST_ROW - 1, 1)


def typed_cells(row: PlanRow, grid: Grid) -> dict[str, Cached]:
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
