"""The sheet *Rekap*: where the unit stands, from total down to gates and predicate, all live.

Enters: a page, a plan and figures. Leaves: nothing; the sheet is written. A hidden column
names each row ("node:A.I", "gate:WBK:total", "predicate"), so that programs find the figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from pmprb.catalog.item import Basis
from pmprb.catalog.model import Predicate
from pmprb.catalog.own_layout import LKE
from pmprb.engine.answers import Unit
from pmprb.engine.verdict import GateResult, Verdict
from pmprb.numbers import margin
from pmprb.sheets.form_look import MIDDLE, SIZE
from pmprb.sheets.formula import exact
from pmprb.sheets.heights import row_height
from pmprb.sheets.page import Page
from pmprb.worksheet.template import formulas as fx
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.figures import Cached, Figures, value_or_blank
from pmprb.worksheet.template.grid import FIRST_ROW, REKAP, LkeGrid, cell, cells

WIDTHS: tuple[float, ...] = (17, 44, 10, 10, 10, 11, 62)
KEY = 7
CHART_COLUMN, CHART_SIZE = 6, (430, 370)
PASSED, FAILED = "Lolos", "Belum"
DIGITS = 9
LEVELS = ("component", "aspect", "area")


@dataclass
class RekapWriter:
    """Writes *Rekap* of one template; `row` is the next free row, counted from 0."""

    page: Page
    plan: LkeGrid
    figures: Figures
    unit: Unit
    period: str
    row: int = 0
    at: dict[str, int] = field(default_factory=dict)

    def write(self) -> None:
        """Write head, summary, tables, chart and print set-up."""
        self.page.widths(WIDTHS)
        self.page.sheet.set_column(KEY, KEY, 4, None, {"hidden": True})
        self._head()
        self._summary()
        chart_row = self.at["total"]
        groups = self._groups()
        for verdict in self.figures.verdicts:
            self._gates(verdict)
        if self.plan.instrument.predicate:
            self._bands(self.plan.instrument.predicate)
        self._nodes()
        self._chart(groups, chart_row)
        self._setup()

    def _key(self, key: str) -> None:
        """Name the current row."""
        self.page.text(self.row, KEY, key, "plain")
        self.at[key] = self.row

    def _head(self) -> None:
        instrument = self.plan.instrument
        self.page.text(0, 0, f"Rekap: {instrument.title}", "title")
        self.page.text(1, 0, "Unit kerja", "label")
        self.page.text(1, 1, self.unit.name, "name")
        self.page.text(2, 0, "Periode", "label")
        self.page.text(2, 1, self.period, "name")
        self.page.heights(24, 18, 18)
        self.row = 3
        warning = texts.warning_of(instrument)
        if warning:
            text = f"{warning}. {texts.basis_line(instrument)} Baca peringatan di lembar Petunjuk."
            self._wide(text, "alarm" if instrument.basis is Basis.REKONSTRUKSI else "notice")
        if self.figures.after:
            self._wide(texts.AFTER_REVIEW, "notice")
        self.row += 1

    def _wide(self, text: str, style: str) -> None:
        """Write a text across the table and go to the next row."""
        self.page.across(self.row, 0, len(WIDTHS) - 1, text, style)
        self.page.sheet.set_row(self.row, row_height([(text, sum(WIDTHS) - 4)], SIZE, 18, bold=style == "alarm"))
        self.row += 1

    def _section(self, title: str, columns: int = len(WIDTHS)) -> None:
        self.row += 1
        self.page.section(self.row, columns, title, 18)
        self.row += 1

    def _header(self, *headers: str) -> None:
        for column, header in enumerate(headers):
            if not header:
                continue
            look = {5: "head-centre", 6: "header"}.get(column, "header" if column < 2 else "head-right")
            self.page.text(self.row, column, header, look)
        self.page.sheet.set_row(self.row, 18)
        self.row += 1

    def _summary(self) -> None:
        """Write the figures a head of unit asks for first."""
        plan, figures = self.plan, self.figures
        root = plan.instrument.root
        at, tree = plan.at[root.id], figures.tree.total
        left_out = figures.left_out.total
        weight = texts.shown_number(root.weight)
        self._line(
            "total", "Nilai", f"={cell('score', at, LKE)}", value_or_blank(tree.points), "points", f"dari {weight}"
        )
        self._line(
            "total:lewati",
            "Nilai bila yang kosong tidak dihitung",
            f"={cell('left_out', at, LKE)}",
            value_or_blank(left_out.points),
            "points",
            "rata-rata butir yang terjawab saja",
        )
        share = f'=IF(ISNUMBER(C{self.at["total"] + 1}),C{self.at["total"] + 1}/{exact(root.weight)},"")'
        self._line("share", "Persentase", share, value_or_blank(_over(tree.points, root.weight)), "share", "")
        of = cell("applicable", at, LKE)
        self._line("answered", "Butir terisi", f"={cell('answered', at, LKE)}", float(tree.answered), "whole", "")
        text = f'="dari "&{of}&" butir"'
        self.page.formula(self.row - 1, 3, text, f"dari {tree.items} butir", "unit-of")
        wrong = f'=SUMPRODUCT(({LKE}!{cells("score", FIRST_ROW, plan.last_row)}="{fx.WRONG}")*1)'
        self._line("wrong", "Butir yang perlu diperbaiki", wrong, float(figures.wrong()), "whole", 'bertanda "?"')
        for verdict in figures.verdicts:
            key = f"verdict:{verdict.target}"
            self._line(key, f"{verdict.target} ({verdict.title})", "", "", "verdict", "")
        if plan.instrument.predicate:
            self._line("predicate", "Predikat", "", "", "verdict", "")

    def _line(self, key: str, label: str, formula: str, value: Cached, style: str, note: str) -> None:
        """Write a line of the summary; a formula still to come is left to `_fill`."""
        self._key(key)
        self.page.text(self.row, 0, label, "line")
        look = {"points": "sum-points", "share": "sum-share", "whole": "sum-whole", "verdict": "sum-verdict"}[style]
        if formula:
            self.page.formula(self.row, 2, formula, value, look)
        if note:
            self.page.text(self.row, 3, note, "unit-of")
        self.page.sheet.set_row(self.row, 16)
        self.row += 1

    def _fill(self, key: str, formula: str, value: Cached) -> None:
        self.page.formula(self.at[key], 2, formula, value, "sum-verdict")

    def _groups(self) -> tuple[int, int]:
        """Write the areas read together; return their first and last row for the chart."""
        plan, tree = self.plan, self.figures.tree
        named = [(g.id, g.title, f"group:{g.id}") for g in plan.instrument.groups]
        if not named:
            nodes = [node for node in plan.instrument.nodes.values() if node.level == "area"]
            nodes = nodes or [*plan.instrument.root.children] or [plan.instrument.root]
            named = [(node.id, node.title, f"group:{node.id}") for node in nodes]
        self._section("Nilai per area" + (" (bagian-bagiannya digabung)" if plan.instrument.groups else ""), 6)
        self._header("Kode", "Area", "Bobot", "Nilai", "%", "Terisi")
        first = self.row
        for of, title, key in named:
            members = plan.instrument.members(of)
            weight, points = plan.instrument.weight_of(of), tree.points_of(members)
            self._key(key)
            self._links(members)
            self.page.text(self.row, 1, title, "cell")
            self._figures(weight, f"={fx.points_of(plan, of)}", points)
            self._filled([name for name in members if name in plan.instrument.nodes])
            self._row_height(title)
        return first, self.row - 1

    def _links(self, members: tuple[str, ...]) -> None:
        """Write the code as a way into *LKE*."""
        target = f"internal:{cell('id', self.plan.at[members[0]], LKE)}"
        self.page.link(self.row, 0, target, " + ".join(members), "link")

    def _figures(self, weight: Fraction, formula: str, points: Fraction | None) -> None:
        """Write Bobot, Nilai and % of a table row."""
        self.page.exact(self.row, 2, weight, "cell-points")
        self.page.formula(self.row, 3, formula, value_or_blank(points), "cell-points")
        n = self.row + 1
        share = f'=IF(ISNUMBER(D{n}),D{n}/C{n},"")' if weight else '=""'
        self.page.formula(self.row, 4, share, value_or_blank(_over(points, weight)), "cell-share")

    def _filled(self, names: list[str]) -> None:
        """Write how many items are answered, "3/12"."""
        rows = [self.plan.at[name] for name in names]
        nodes = [self.figures.tree.nodes[name] for name in names]
        done, of = ("+".join(cell(key, row, LKE) for row in rows) or "0" for key in ("answered", "applicable"))
        value = f"{sum(n.answered for n in nodes)}/{sum(n.items for n in nodes)}"
        self.page.formula(self.row, 5, f'=({done})&"/"&({of})', value, "cell-centre")

    def _row_height(self, title: str, note: str = "") -> None:
        """Set the height of the current row and go to the next."""
        cells = [(title, WIDTHS[1]), (note, WIDTHS[6])]
        self.page.sheet.set_row(self.row, row_height(cells, SIZE, 16))
        self.row += 1

    def _gates(self, verdict: Verdict) -> None:
        """Write every gate of a target with its margin, and the target's verdict."""
        self._section(f"Ambang {verdict.target}: {verdict.title}")
        self.page.sheet.merge_range(self.row, 0, self.row, 1, "", self.page.theme.format("header"))
        self._header("Ambang", "", "Nilai", "Minimum", "Selisih", "Hasil", "Dasar")
        first = self.row
        for gate in verdict.gates:
            self._gate(verdict.target, gate)
        cells = f"F{first + 1}:F{self.row}"
        formula = f'=IF(COUNTIF({cells},"{PASSED}")={len(verdict.gates)},"{PASSED}","{FAILED}")'
        self._fill(f"verdict:{verdict.target}", formula, PASSED if verdict.passed else FAILED)
        n, met = len(verdict.gates), sum(gate.passed for gate in verdict.gates)
        count = f'=COUNTIF({cells},"{PASSED}")&" dari {n} ambang lolos"'
        note = f"{met} dari {n} ambang lolos"
        self.page.formula(self.at[f"verdict:{verdict.target}"], 3, count, note, "unit-of")
        self._reading(verdict)

    def _reading(self, verdict: Verdict) -> None:
        """Write which reading of the gates decides, and on what it rests."""
        reading = f"Cara baca: {verdict.gate_set_title} (dasar: {texts.BASIS_WORDS[verdict.basis]}). "
        note = next((s.note for s in self.plan.instrument.gate_sets if s.id == verdict.gate_set), "")
        self._wide(reading + note, "footnote")

    def _gate(self, target: str, gate: GateResult) -> None:
        plan, n = self.plan, self.row + 1
        shared = gate.measure == "share"
        number, signed = ("cell-share", "cell-signed-share") if shared else ("cell-points", "cell-signed")
        self._key(f"gate:{target}:{gate.id}")
        self.page.text(self.row, 0, gate.title, "cell-left")
        self.page.blank(self.row, 1, "cell-left-rest")
        points = fx.points_of(plan, gate.of)
        formula = points
        if shared:
            weight = exact(plan.instrument.weight_of(gate.of))
            weight = f"({weight})" if "/" in weight else weight
            plain = points.startswith((f"{LKE}!", "SUM("))
            formula = f"{points}/{weight}" if plain else f'IF(ISNUMBER({points}),({points})/{weight},"")'
        self.page.formula(self.row, 2, f"={formula}", value_or_blank(gate.value), number)
        self.page.exact(self.row, 3, gate.minimum, number)
        self.page.formula(self.row, 4, *_margin(gate, n), signed)
        met = f"ROUND(C{n},{DIGITS})>=ROUND(D{n},{DIGITS})"
        result = f'=IF(ISNUMBER(C{n}),IF({met},"{PASSED}","{FAILED}"),"{FAILED}")'
        self.page.formula(self.row, 5, result, PASSED if gate.passed else FAILED, "cell-centre")
        cited = "; ".join(plan.instrument.citation(reference) for reference in gate.references)
        basis = f"{cited} ({texts.basis_of(gate)})"
        note = f"{basis}. {gate.note}" if gate.note else basis
        self.page.text(self.row, 6, note, "cell-small")
        cells = [(gate.title, WIDTHS[0] + WIDTHS[1]), (note, WIDTHS[6] + 1)]
        self.page.sheet.set_row(self.row, row_height(cells, SIZE - 1, 16))
        self.row += 1

    def _bands(self, rule: Predicate) -> None:
        """Write the bands and the predicate, and what other readings of the bands make of the same figure."""
        self._section("Predikat", 4)
        in_points, low = rule.measure == "points", rule.includes == "lower"
        self._header("Predikat", "Sebutan", *(("Mulai", "Di bawah") if low else ("Di atas", "Sampai")))
        weight_of = self.plan.instrument.weight_of(rule.of)
        number, divisor = ("cell-points", 1) if in_points else ("cell-share", 100)
        for band in sorted(rule.bands, key=lambda band: band.above, reverse=True):
            self.page.text(self.row, 0, band.label, "cell-centre")
            self.page.text(self.row, 1, band.title, "cell")
            self.page.exact(self.row, 2, band.above / divisor, number)
            self.page.exact(self.row, 3, band.up_to / divisor, number)
            self.row += 1
        value = fx.points_of(self.plan, rule.of)
        weight = exact(weight_of)
        self._key("percent")
        self.page.text(self.row, 0, "Persentase yang dibaca", "plain")
        share = f'=IF({fx.answered_of(self.plan, rule.of)}=0,"",({value})/({weight}))'
        tree, members = self.figures.tree, self.plan.instrument.members(rule.of)
        read = _over(tree.points_of(members), weight_of) if tree.answered(members) else None
        self.page.formula(self.row, 2, share, value_or_blank(read), "cell-share")
        cell = f"C{self.row + 1}"
        self.row += 1
        found, basis = self.figures.predicate, texts.BASIS_WORDS[rule.basis]
        labels = fx.banded(cell, rule, weight_of, rule.bands, lambda band: band.label)
        self._fill("predicate", labels, found.label if found else "")
        titles = fx.banded(cell, rule, weight_of, rule.bands, lambda band: f"{band.title} (dasar: {basis})")
        shown = f"{found.title} (dasar: {basis})" if found else ""
        self.page.formula(self.at["predicate"], 3, titles, shown, "unit-of")
        cited = "; ".join(self.plan.instrument.citation(reference) for reference in rule.references)
        text = f"Dasar predikat: {cited} ({texts.basis_of(rule)}). {rule.note}".strip()
        for n, other in enumerate(rule.readings):
            self._key(f"predicate:{other.id}")
            self.page.text(self.row, 0, "Bacaan lain", "cell-centre")
            self.page.text(self.row, 1, other.title, "cell")
            labels = fx.banded(cell, rule, weight_of, other.bands, lambda band: band.label)
            self.page.formula(self.row, 2, labels, found.readings[n].label if found else "", "cell-centre")
            self.page.text(self.row, 3, texts.BASIS_WORDS[other.basis], "cell-centre")
            self._row_height(other.title)
        sure = rule.basis in (Basis.PERATURAN, Basis.FORMULIR_RESMI)
        self._wide(text, "footnote" if sure else "notice")

    def _nodes(self) -> None:
        """Write components, aspects and areas."""
        self.page.sheet.set_h_pagebreaks([self.row + 1])
        self._section("Nilai per komponen, aspek, dan area", 6)
        self._header("Kode", "Uraian", "Bobot", "Nilai", "%", "Terisi")
        for node in self.plan.instrument.nodes.values():
            if node.level not in LEVELS:
                continue
            points = self.figures.tree.nodes[node.id].points
            self._key(f"node:{node.id}")
            self._links((node.id,))
            look = "cell-bold" if node.level != "area" else "cell"
            self.page.text(self.row, 1, node.title, look)
            self._figures(node.weight, f"={cell('score', self.plan.at[node.id], LKE)}", points)
            self._filled([node.id])
            self._row_height(node.title)

    def _chart(self, groups: tuple[int, int], row: int) -> None:
        """Draw the areas' shares beside the summary."""
        first, last = groups
        chart = self.page.book.workbook.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": "Capaian",
                "categories": [REKAP, first, 1, last, 1],
                "values": [REKAP, first, 4, last, 4],
                "fill": {"color": MIDDLE},
                "gap": 45,
                "data_labels": {"value": True, "num_format": "0%", "font": {"size": 8}},
            }
        )
        chart.set_title({"name": "Capaian per area (% dari bobot)", "name_font": {"size": 11}, "overlay": False})
        chart.set_legend({"none": True})
        axis = {"min": 0, "max": 1, "num_format": "0%", "num_font": {"size": 8}, "major_gridlines": {"visible": True}}
        chart.set_x_axis({**axis, "major_gridlines": {"visible": True, "line": {"color": "#E1E5EA"}}})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "crossing": "max"})
        chart.set_size({"width": CHART_SIZE[0], "height": CHART_SIZE[1]})
        place = {"object_position": 3, "x_offset": 6, "description": "Capaian per area"}
        self.page.sheet.insert_chart(row, CHART_COLUMN, chart, place)

    def _setup(self) -> None:
        page, sheet = self.page, self.page.sheet
        for text, mark in ((PASSED, "mark-passed"), (FAILED, "mark-failed")):
            rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": page.theme.mark(mark)}
            sheet.conditional_format(0, 2, self.row, 5, rule)
        sheet.freeze_panes(3, 0)
        page.protect("objects")
        kinds = ("number_stored_as_text", "formula_differs", "formula_range")
        sheet.ignore_errors(dict.fromkeys(kinds, f"A1:H{self.row}"))
        page.print_setup(None, footer=texts.footer_of(self.unit, self.plan.instrument))


def _over(points: Fraction | None, weight: Fraction) -> Fraction | None:
    return None if points is None or weight == 0 else points / weight


def _margin(gate: GateResult, n: int) -> tuple[str, str | float]:
    """Return the formula of a gate's margin in row `n` and what it gives: reckoned from both figures as shown.

    A figure below its minimum by less than that shows is marked, else the row would read "60,0% 60,0% 0,0% Belum".
    Rounding to nine digits first takes away the dust of the sheet's own sums.
    """
    shared = gate.measure == "share"
    places, least = (3, "-< 0,1%") if shared else (2, "-< 0,01")
    apart = f"ROUND(ROUND(C{n},{DIGITS}),{places})-ROUND(D{n},{places})"
    formula = f'=IF(ISNUMBER(C{n}),IF(AND({apart}=0,F{n}="{FAILED}"),"{least}",{apart}),"")'
    if gate.value is None:
        return formula, ""
    found = margin(gate.value, gate.minimum, places)
    return formula, least if not found and not gate.passed else float(found)
