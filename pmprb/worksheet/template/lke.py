"""The sheet *LKE*: what the unit fills in, with live scores.

Enters: a worksheet, a plan and figures. Leaves: nothing; the sheet is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pmprb.catalog.item import ChoiceItem, ScaleItem
from pmprb.engine.answers import Unit
from pmprb.sheets.heights import row_height
from pmprb.worksheet.template import formulas as fx
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.figures import Cached, Figures, Typed, value_or_blank
from pmprb.worksheet.template.grid import (
    FIRST_ROW,
    HEADER_ROW,
    HEADERS,
    HELPERS,
    CountRow,
    ItemRow,
    NodeRow,
    Plan,
    exact,
    may_be_left_out,
)
from pmprb.worksheet.template.styles import (
    BLANK_FILL,
    GOOD_FILL,
    SIZE,
    WRONG_FILL,
    WRONG_INK,
    Styles,
    put_formula,
    put_number,
    put_text,
    set_footer,
)
from pmprb.worksheet.template.texts import mark_of

WIDTHS: tuple[float, ...] = (13, 44, 8, 58, 10, 12, 8, 8, 30, 24, 13, 22)
CODE_SIZE = 7
ANSWER, EVIDENCE, NOTE, REVIEW, REVIEW_NOTE = 5, 8, 9, 10, 11
INPUTS: tuple[int, ...] = (ANSWER, EVIDENCE, NOTE, REVIEW, REVIEW_NOTE)
MARK = len(HEADERS) + len(HELPERS) - 1
BAR_STEPS = 25
PROTECTION = {"format_columns": True, "format_rows": True, "autofilter": True, "insert_hyperlinks": True}


@dataclass(frozen=True)
class LkeWriter:
    """Writes *LKE* of one template."""

    sheet: Any
    plan: Plan
    figures: Figures
    styles: Styles
    unit: Unit
    period: str
    open: ClassVar[tuple[int, ...]] = INPUTS

    def write(self) -> None:
        """Write band, header, rows, colours, locks and print set-up."""
        self._columns()
        self._band()
        self._header()
        for row in self.plan.rows:
            if isinstance(row, NodeRow):
                self._node(row)
            elif isinstance(row, ItemRow):
                self._item(row)
            else:
                self._count(row)
            put_text(self.sheet, row.row - 1, MARK, mark_of(self.plan, row), self.styles.get("plain"))
        self._colours()
        self._setup()

    def _formula(self, row: int, column: int, formula: str, style: Any, value: Cached) -> None:
        """Write a formula with the value it will have."""
        put_formula(self.sheet, row, column, formula, style, value)

    def _look(self, look: str, column: int, level: str) -> Any:
        """Return the format of a cell to fill in; closed where this sheet does not ask for it."""
        return self.styles.get(look if column in self.open else f"{look}-shut", level)

    def _columns(self) -> None:
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self.sheet.set_column(len(HEADERS), MARK, 8, None, {"hidden": True})

    def _band(self) -> None:
        style, sheet, plan = self.styles.get, self.sheet, self.plan
        root = plan.instrument.root
        row = plan.at[root.id]
        tree = self.figures.tree
        put_text(sheet, 0, 0, plan.instrument.title, style("title"))
        put_text(sheet, 1, 0, "Unit kerja", style("label"))
        put_text(sheet, 1, 1, self.unit.name, style("name"))
        put_text(sheet, 2, 0, "Periode", style("label"))
        put_text(sheet, 2, 1, self.period, style("name"))
        put_text(sheet, 0, 4, "Nilai", style("label-right"))
        self._formula(0, 5, f"=G{row}", style("total"), value_or_blank(tree.total.points))
        put_text(sheet, 0, 6, f"dari {texts.shown_number(root.weight)}", style("small"))
        count, of = self._counted(row)
        done, items = tree.total.answered, tree.total.items
        filled = f'={count}&" dari "&{of}&" butir terisi"'
        self._formula(1, 5, filled, style("strong"), f"{done} dari {items} butir terisi")
        put_text(sheet, 1, 4, "Kemajuan", style("label-right"))
        steps = f"INT({count}/MAX(1,{of})*{BAR_STEPS})"
        bar = f'=REPT("█",{steps})&REPT("░",{BAR_STEPS}-{steps})'
        n = done * BAR_STEPS // max(1, items)
        self._formula(2, 5, bar, style("bar"), "█" * n + "░" * (BAR_STEPS - n))
        self._alarm()
        for index, height in enumerate((24, 18, 18)):
            sheet.set_row(index, height)

    def _alarm(self) -> None:
        """Say above the answers how many are wrong, and always that a reconstruction is one."""
        alarm = texts.warning_of(self.plan.instrument)
        lead = f"{alarm} · " if alarm else ""
        wrong = f'SUMPRODUCT((G{FIRST_ROW}:G{self.plan.last_row}="{fx.WRONG}")*1)'
        tail = " butir perlu diperbaiki (merah)"
        formula = f"=IF({wrong}=0,{fx.quoted(alarm)},{fx.quoted(lead)}&{wrong}&{fx.quoted(tail)})"
        bad = self.figures.wrong()
        value = f"{lead}{bad}{tail}" if bad else alarm
        self._formula(2, 3, formula, self.styles.get("warning"), value)

    def _counted(self, row: int) -> tuple[str, str]:
        root = self.plan.instrument.root
        return f"P{row}", f"R{row}" if root.id in self.plan.partial else str(self.plan.n_items(root))

    def _header(self) -> None:
        index = HEADER_ROW - 1
        for column, header in enumerate(HEADERS):
            look = "header-input" if column in self.open else "header"
            put_text(self.sheet, index, column, header, self.styles.get(look))
        for offset, helper in enumerate(HELPERS):
            put_text(self.sheet, index, len(HEADERS) + offset, helper, self.styles.get("plain"))
        self.sheet.set_row(index, 20)

    def _node(self, line: NodeRow) -> None:
        node, plan, sheet, row = line.node, self.plan, self.sheet, line.row - 1
        level = node.level

        def style(name: str) -> Any:
            return self.styles.get(name, level)

        score, left_out = self.figures.tree.nodes[node.id], self.figures.left_out.nodes[node.id]
        put_text(sheet, row, 0, node.id, style("text"))
        put_text(sheet, row, 1, node.title, style("text"))
        put_number(sheet, row, 2, node.weight, style("points"))
        for column in (3, 4, 5, 8, 9, 10, 11):
            sheet.write_blank(row, column, None, style("plain"))
        self._formula(row, 6, fx.points(plan, node), style("points"), value_or_blank(score.points))
        self._formula(row, 7, fx.share(plan, node), style("share"), value_or_blank(score.share))
        plain = self.styles.get("plain")
        self._formula(row, 14, fx.points_left_out(plan, node), plain, value_or_blank(left_out.points))
        self._formula(row, 15, fx.answered(plan, node), plain, float(score.answered))
        if node.id in plan.partial:
            self._formula(row, 16, fx.most(plan, node), plain, float(score.max))
            self._formula(row, 17, fx.applicable(plan, node), plain, float(score.items))
        else:
            sheet.write_number(row, 16, float(node.weight), plain)
            sheet.write_number(row, 17, plan.n_items(node), plain)
        self._row(row, row_height([(node.title, WIDTHS[1])], SIZE, 17, bold=True), line.outline)

    def _row(self, row: int, height: float, outline: int) -> None:
        self.sheet.set_row(row, height, None, {"level": outline} if outline else {})

    def _item(self, line: ItemRow) -> None:
        item, plan, sheet, row = line.item, self.plan, self.sheet, line.row - 1
        style, plain = self._item_style, self.styles.get("plain")
        explained = texts.explanation(item, plan.gates.get(item.id, ()))
        put_text(sheet, row, 0, item.id, style("text"))
        put_text(sheet, row, 1, item.criterion, style("text"))
        if item.weight is not None:
            put_number(sheet, row, 2, item.weight, style("points"))
        else:
            sheet.write_blank(row, 2, None, style("plain"))
        put_text(sheet, row, 3, explained, style("text"))
        put_text(sheet, row, 4, texts.choices(item, plan.instrument), style("centre"))
        self._formula(row, 6, fx.score(plan, item), style("points"), self.figures.item(item))
        sheet.write_blank(row, 7, None, style("plain"))
        state: Cached = self.figures.state(item)
        if isinstance(item, ChoiceItem | ScaleItem):
            self._answers(row, item.id, "answer")
            self._validate(row, item)
            tidied = " ".join(_shown(self.figures.used.get(item.id, "")).split())
            self._formula(row, 12, fx.tidied(line.row), plain, tidied)
            scale = plan.instrument.scales[item.answer_set] if isinstance(item, ChoiceItem) else None
            self._formula(row, 13, fx.state(line.row, item, scale), plain, state)
        else:
            for column in (ANSWER, REVIEW):
                sheet.write_blank(row, column, None, self.styles.get("closed", "item"))
            self._formula(row, 13, fx.ratio_state(plan, item), plain, state)
        if item.id in plan.gates:
            self._formula(row, 18, fx.own_score(plan, item), plain, self.figures.own(item))
        if plan.scores_left_out:
            self._formula(row, 14, fx.score_left_out(plan, item), plain, self.figures.item_left_out(item))
        words = self._words(row, item.id)
        sheet.data_validation(
            row,
            EVIDENCE,
            row,
            EVIDENCE,
            {"validate": "any", "input_title": "Bukti dukung", "input_message": texts.evidence_message(item)},
        )
        cells = [(item.criterion, WIDTHS[1]), (explained, WIDTHS[3]), *words]
        self._row(row, row_height(cells, SIZE, 17), line.outline)

    def _item_style(self, name: str) -> Any:
        return self.styles.get(name, "item")

    def _words(self, row: int, item_id: str) -> list[tuple[str, float]]:
        """Write evidence and notes; return them with their widths."""
        answer = self.figures.said.get(item_id)
        review = self.figures.reviewed.get(item_id)
        words = {
            EVIDENCE: answer.evidence if answer else "",
            NOTE: answer.note if answer else "",
            REVIEW_NOTE: review.note if review else "",
        }
        for column, text in words.items():
            self._word(row, column, text)
        return [(text, WIDTHS[column]) for column, text in words.items()]

    def _word(self, row: int, column: int, text: str) -> None:
        """Write evidence or a note."""
        style = self._look("evidence", column, "item")
        if text:
            put_text(self.sheet, row, column, text, style)
        else:
            self.sheet.write_blank(row, column, None, style)

    def _answers(self, row: int, code: str, look: str) -> None:
        """Write the answer cells of the unit and of the verifier."""
        for column, typed in ((ANSWER, self.figures.typed), (REVIEW, self.figures.typed_review)):
            value: Typed = typed.get(code, "")
            style = self._look(look, column, "item")
            if isinstance(value, str) and value:
                put_text(self.sheet, row, column, value, style)
            elif isinstance(value, str):
                self.sheet.write_blank(row, column, None, style)
            else:
                self.sheet.write_number(row, column, value, style)

    def _validate(self, row: int, item: ChoiceItem | ScaleItem) -> None:
        """Offer the choices, or hold the number within its scale, in both answer columns."""
        rule: dict[str, Any] = {
            "input_title": texts.shortened(item.id, texts.TITLE_LIMIT),
            "input_message": texts.input_message(item),
            "error_title": "Periksa jawaban",
            "error_type": "warning",
        }
        if isinstance(item, ChoiceItem):
            labels = list(self.plan.instrument.scales[item.answer_set].scores)
            if may_be_left_out(item):
                labels.append("Tidak berlaku")
            listed = sum(map(len, labels)) + len(labels) <= 255 and not any("," in label for label in labels)
            rule |= {"validate": "list", "source": labels} if listed else {"validate": "any"}
            rule |= {"error_message": texts.choice_error(labels)}
        else:
            low, high = ("=" * ("/" in t) + t for t in map(exact, (item.scale.min, item.scale.max)))
            rule |= {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
            rule |= {"error_message": texts.scale_error(item)}
            if not may_be_left_out(item):
                rule |= {"error_type": "stop"}
        self._validated(row, rule)

    def _validated(self, row: int, rule: dict[str, Any]) -> None:
        """Put a rule on the answer cells of a row that are to be filled in."""
        for column in (ANSWER, REVIEW):
            if column in self.open:
                self.sheet.data_validation(row, column, row, column, rule)

    def _count(self, line: CountRow) -> None:
        sheet, row, style = self.sheet, line.row - 1, self.styles.get
        put_text(sheet, row, 0, line.id, style("code", "count"))
        put_text(sheet, row, 1, line.count.label, style("indent", "count"))
        put_text(sheet, row, 4, texts.COUNT_CHOICE, style("centre", "count"))
        for column in (2, 3, 6, 7, *(c for c in INPUTS if c not in (ANSWER, REVIEW))):
            sheet.write_blank(row, column, None, style("closed", "count"))
        self._answers(row, line.id, "answer-count")
        rule = {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "input_title": texts.shortened(line.id, texts.TITLE_LIMIT),
            "input_message": texts.count_message(line.count),
            "error_title": "Periksa jumlah",
            "error_message": texts.COUNT_ERROR,
            "error_type": "stop",
        }
        self._validated(row, rule)
        state = float(self.figures.count_state(line.id))
        self._formula(row, 13, fx.count_state(line.row), style("plain"), state)
        height = row_height([(line.count.label, WIDTHS[1])], SIZE, 17, indent=2)
        self._row(row, row_height([(line.id, WIDTHS[0])], CODE_SIZE, height), line.outline)

    def _colours(self) -> None:
        first, last, add = FIRST_ROW - 1, self.plan.last_row - 1, self.sheet.conditional_format
        make = self.styles.conditional
        looks = {
            fx.BLANK_STATE: make({"bg_color": BLANK_FILL}),
            fx.GOOD_STATE: make({"bg_color": GOOD_FILL}),
            fx.WRONG_STATE: make({"bg_color": WRONG_FILL, "font_color": WRONG_INK}),
            fx.LEFT_OUT_STATE: make({"bg_color": GOOD_FILL}),
        }
        for state, look in looks.items():
            rule = {"type": "formula", "criteria": f'=AND($E{FIRST_ROW}<>"{texts.RATIO_CHOICE}",$N{FIRST_ROW}={state})'}
            add(first, ANSWER, last, ANSWER, {**rule, "format": look})
        wrong = {"type": "formula", "criteria": f"=$N{FIRST_ROW}={fx.WRONG_STATE}"}
        add(first, 6, last, 6, {**wrong, "format": looks[fx.WRONG_STATE]})

    def _setup(self) -> None:
        sheet, last = self.sheet, self.plan.last_row - 1
        sheet.hide_gridlines(2)
        sheet.outline_settings(True, False, True, False)
        sheet.freeze_panes(HEADER_ROW, 2)
        sheet.autofilter(HEADER_ROW - 1, 0, last, len(HEADERS) - 1)
        sheet.protect("", PROTECTION)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.35, 0.35, 0.45, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW - 1)
        sheet.print_area(0, 0, last, len(HEADERS) - 1)
        set_footer(sheet, self.unit, self.plan.instrument)
        everything = f"A1:T{self.plan.last_row}"
        kinds = ("number_stored_as_text", "formula_differs", "formula_range", "formula_unlocked")
        sheet.ignore_errors(dict.fromkeys(kinds, everything))
        first = next(row for row in self.plan.rows if not isinstance(row, NodeRow))
        sheet.set_selection(first.row - 1, self.open[0], first.row - 1, self.open[0])


def _shown(typed: Typed) -> str:
    """Return a typed cell as text, as the program's TRIM gives it under an English setting."""
    return typed if isinstance(typed, str) else f"{typed:.15g}"
