"""The sheet *Rekap* of a plan worksheet: where the unit stands, live, and the list its drop-down offers.

Enters: a worksheet, a grid, a summary. Leaves: nothing; the sheet is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from pmprb.engine.answers import Unit
from pmprb.numbers import number_words
from pmprb.plans.evaluate import RowResult, RowState
from pmprb.plans.form.columns import PLAN, REKAP, PlanGrid
from pmprb.plans.form.formulas import STATES
from pmprb.plans.groups import grouped, summarise
from pmprb.plans.model import ROMAN
from pmprb.plans.rules import Lights, Policy
from pmprb.sheets.formula import quoted
from pmprb.sheets.heights import row_height
from pmprb.sheets.page import Page
from pmprb.worksheet.template.texts import footer_name

WIDTHS = (46, 12, 14, 14, 14)
BASIS = {
    "rekonstruksi": "susunan kami",
    "praktik": "praktik",
    "ringkasan": "ringkasan",
    "peraturan": "peraturan",
    "formulir-resmi": "formulir",
}


@dataclass
class RecapWriter:
    """Writes *Rekap* of one worksheet; `row` is the next free row, counted from 0."""

    page: Page
    grid: PlanGrid
    policy: Policy
    lights: Lights
    unit: Unit
    period: str
    results: tuple[RowResult, ...]
    quarter: int
    row: int = field(default=0)

    def write(self) -> None:
        """Write head, summary, lights, the table of lines, and how it is reckoned."""
        self.page.widths(WIDTHS)
        self._head()
        self._summary()
        self._lights()
        self._lines()
        self._rules()
        self._setup()

    def _head(self) -> None:
        self.page.text(0, 0, f"Rekap {self.grid.kind.title} {self.period}", "title")
        self.page.text(1, 0, self.unit.name, "name")
        listed = ",".join(quoted(f"Sampai triwulan {roman}") for roman in ROMAN)
        quarter = f"'{PLAN}'!{self.grid.quarter}"
        value = f"Sampai triwulan {ROMAN[self.quarter - 1]}"
        self.page.formula(2, 0, f"=CHOOSE({quarter},{listed})", value, "label")
        self.page.heights(26, 18, 16)
        self.row = 4

    def _line(self, label: str, formula: str, value: str | float, share: bool) -> None:
        self.page.text(self.row, 0, label, "cell")
        self.page.formula(self.row, 1, formula, value, "share-centre" if share else "cell-centre")
        self.row += 1

    def _section(self, *titles: str) -> None:
        for column, title in enumerate(titles):
            look = "header" if column == 0 else "head-centre"
            self.page.text(self.row, column, title, look)
        self.page.sheet.set_row(self.row, 20 if len(titles) < 4 else 30)
        self.row += 1

    def _summary(self) -> None:
        grid, found = self.grid, summarise(self.results)
        value, has, a02 = (grid.down(name) for name in ("_value", "_has", "_a02"))
        self._section("Ringkasan", "")
        self._line("Baris terisi", f"=SUM({grid.down('_use')})", float(found.rows), False)
        mean = f'=IF(COUNT({value})=0,"",AVERAGE({value}))'
        self._line("Capaian sampai triwulan ini (rata-rata)", mean, _cell(found.mean), True)
        if grid.kind.scored_a02:
            score = f'=IF(SUM({has})=0,"",MIN(1,SUMPRODUCT({has},{a02})/SUM({has})))'
            self._line("Tingkat implementasi setahun (cara A02)", score, _cell(found.a02), True)
        self._line(
            "Baris dengan triwulan belum dilaporkan", f'=COUNTIF({grid.down("_late")},">0")', float(found.late), False
        )
        spent, budget = grid.down("budget_realised"), grid.down("budget")
        absorbed = f'=IF(SUM({budget})=0,"",SUM({spent})/SUM({budget}))'
        self._line("Serapan anggaran", absorbed, _cell(found.absorbed), True)
        picks = grid.rules.picks.review
        names = ("review_accuracy", "review_output", "review_quality", "review_time")
        counts = [
            "+".join(f"COUNTIF({grid.down(name)},{quoted(pick.label)})" for name in names) for pick in picks
        ]  # fmt: skip
        review = f'=IF({counts[0]}+{counts[1]}=0,"",({counts[0]})/({counts[0]}+{counts[1]}))'
        self._line("Sesuai menurut evaluator", review, _cell(found.review), True)
        self.row += 1

    def _lights(self) -> None:
        self._section("Status", "Baris")
        counts: dict[str, int] = {}
        for result in self.results:
            label = result.band.label if result.band else STATES[result.state]
            counts[label] = counts.get(label, 0) + 1
        start = self.row
        wanted = [band.label for band in self.lights.bands]
        wanted += [STATES[s] for s in (RowState.NO_REALISATION, RowState.RUNNING, RowState.EARLY, RowState.NOT_DUE)]
        for label in (*wanted, STATES[RowState.NO_TARGET], STATES[RowState.WRONG]):
            formula = f"=COUNTIF({self.grid.down('light')},{quoted(label)})"
            self._line(label, formula, float(counts.get(label, 0)), False)
        for offset, band in enumerate(self.lights.bands):
            rule = {"type": "no_errors", "format": self.page.theme.mark(f"light-{band.colour}")}
            self.page.sheet.conditional_format(start + offset, 0, start + offset, 0, rule)
        self.row += 1

    def _lines(self) -> None:
        """Write a row for each line of the kind's list, and name the list for the drop-down."""
        listed = self.grid.rules.lines_of(self.grid.kind, self.period)
        if not listed:
            return
        self._section(self.grid.kind.line_title, "Baris", "Capaian s.d. triwulan", "Sesuai target", "Perlu perhatian")
        first = self.row
        line, value = self.grid.down("_line"), self.grid.down("_value")
        use, light = self.grid.down("_use"), self.grid.down("light")
        by_line = grouped(self.results, lambda r: r.row.line_text.casefold())
        good = [band.label for band in self.lights.bands if band.on_track]
        bad = [band.label for band in self.lights.bands if not band.on_track] + [STATES[RowState.NO_REALISATION]]
        for one in listed:
            found = summarise(by_line.get(one.title.casefold(), ()))
            here = f"$A${self.row + 1}"
            self.page.text(self.row, 0, one.title, "cell")
            count = f"=SUMIFS({use},{line},{here})"
            self.page.formula(self.row, 1, count, float(found.rows), "cell-centre")
            measured = f'COUNTIFS({line},{here},{value},">=0")'
            mean = f'=IF({measured}=0,"",SUMIFS({value},{line},{here})/{measured})'
            self.page.formula(self.row, 2, mean, _cell(found.mean), "share-centre")
            on_track = sum(r.on_track is True for r in by_line.get(one.title.casefold(), ()))
            for column, labels, number in ((3, good, on_track), (4, bad, found.off_track)):
                parts = "+".join(f"COUNTIFS({line},{here},{light},{quoted(label)})" for label in labels)
                self.page.formula(self.row, column, f"={parts}", float(number), "cell-centre")
            self.row += 1
        self.page.book.workbook.define_name("daftar_pilihan", f"={REKAP}!$A${first + 1}:$A${self.row}")
        self.row += 1

    def _rules(self) -> None:
        self.page.text(self.row, 0, "Aturan hitung", "strong")
        self.row += 1
        cap = (
            "tanpa batas atas" if self.policy.cap is None else f"paling tinggi {number_words(self.policy.cap * 100)} %"
        )
        bounds = [
            f"{b.label} mulai {number_words(b.lower * 100)} %" if b.lower is not None else f"{b.label} di bawahnya"
            for b in self.lights.bands
        ]
        lines = (
            f"Capaian satu baris {cap}, paling rendah 0 %. Triwulan yang terlewat dihitung 0 dan menurunkan rata-rata; "
            "baris tanpa realisasi sama sekali tertulis Belum ada realisasi.",
            "Target 0 pada arah makin tinggi berarti tidak ada target; pada arah makin rendah berarti nol kejadian.",
            f"Status: {'; '.join(bounds)}. Batas yang tepat tercapai dihitung tercapai, tanpa pembulatan.",
            f"Dasar aturan: {BASIS[self.policy.basis.value]}; {self.grid.rules.citation(self.policy)}. "
            f"Dasar status: {BASIS[self.lights.basis.value]}; {self.grid.rules.citation(self.lights)}.",
        )
        for text in lines:
            self.page.across(self.row, 0, len(WIDTHS) - 1, text, "wrap")
            self.page.sheet.set_row(self.row, row_height([(text, float(sum(WIDTHS)))], 9, 16))
            self.row += 1

    def _setup(self) -> None:
        self.page.protect()
        footer = f"&L{footer_name(self.unit.name)}&RHalaman &P dari &N"
        self.page.print_setup(None, 1, landscape=False, margins=(0.5, 0.5, 0.5, 0.6), footer=footer)


def _cell(value: Fraction | None) -> str | float:
    return "" if value is None else float(value)
