"""The sheet *LKE*: what the unit fills in, with live scores.

Enters: a page, a plan and figures. Leaves: nothing; the sheet is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.own_layout import LKE_COLUMNS
from pmprb.engine.answers import Unit
from pmprb.sheets.form_look import SIZE
from pmprb.sheets.formula import exact, quoted
from pmprb.sheets.heights import row_height
from pmprb.sheets.page import Page
from pmprb.worksheet.template import formulas as fx
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.figures import Cached, Figures, Typed, value_or_blank
from pmprb.worksheet.template.grid import (
    AT,
    FIRST_ROW,
    HEADER_ROW,
    TEXT,
    VISIBLE,
    AnyItem,
    CountRow,
    CriterionRow,
    ItemRow,
    LkeGrid,
    NodeRow,
    cell,
    cells,
    locked_column,
    may_be_left_out,
)
from pmprb.worksheet.template.survey import figures_of
from pmprb.worksheet.template.texts import footer_of, mark_of

WIDTHS = {column.key: column.width for column in LKE_COLUMNS}
ZOOM = 80
"""At this zoom all up to the evidence is seen on a screen 1366 pixels wide, and some eight items below each other."""
_PRINTED = "evidence"
"""The last column on paper: with those behind it the text would be smaller than 7 points on A4."""
CODE_SIZE = 7
BAR_STEPS = 25
ANSWERS = ("answer", "reviewed_answer")
"""The columns of answers; what else people type are words."""
_LAST = len(VISIBLE) - 1


@dataclass(frozen=True)
class LkeWriter:
    """Writes *LKE* of one template."""

    page: Page
    plan: LkeGrid
    figures: Figures
    unit: Unit
    period: str
    earlier: Mapping[str, str] = field(default_factory=dict)
    """What was answered last time, in words by item."""
    typed_by: ClassVar[tuple[str, ...]] = ("unit",)
    widths: ClassVar[Mapping[str, float]] = WIDTHS
    printed: ClassVar[str] = _PRINTED
    hidden: ClassVar[str] = "mark"
    """The last hidden column this sheet has."""

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
            elif isinstance(row, CriterionRow):
                self._criterion(row)
            else:
                self._count(row)
            self._text(row.row - 1, "mark", mark_of(self.plan, row), "plain")
        self._colours()
        self._setup()

    # Cells by the key of their column; rows count from 0, as the page's do.

    def _text(self, row: int, key: str, text: str, *style: str) -> None:
        self.page.text(row, AT[key], text, *style)

    def _formula(self, row: int, key: str, formula: str, value: Cached, *style: str) -> None:
        self.page.formula(row, AT[key], formula, value, *style)

    def _blanks(self, row: int, filled: set[str], *style: str) -> None:
        """Close the visible cells of a row that hold nothing."""
        for place, column in enumerate(VISIBLE):
            if column.key not in filled:
                self.page.blank(row, place, *style)

    def _is_open(self, key: str) -> bool:
        """True when somebody types into a column of this sheet."""
        return LKE_COLUMNS[AT[key]].typed_by in self.typed_by

    def _look(self, look: str, key: str) -> str:
        """Return the look of a cell to fill in; closed where this sheet does not ask for it."""
        return look if self._is_open(key) else f"{look}-shut"

    def _columns(self) -> None:
        self.page.widths([self.widths[column.key] for column in VISIBLE])
        self.page.sheet.set_zoom(ZOOM)
        self.page.sheet.set_column(_LAST + 1, AT[self.hidden], 8, None, {"hidden": True})

    def _band(self) -> None:
        plan, text = self.plan, self._text
        root = plan.instrument.root
        row = plan.at[root.id]
        tree = self.figures.tree
        text(0, "id", plan.instrument.title, "title")
        text(1, "id", "Unit kerja", "label")
        text(1, "criterion", self.unit.name, "name")
        text(2, "id", "Periode", "label")
        text(2, "criterion", self.period, "name")
        text(0, "allowed", "Nilai", "label-right")
        self._formula(0, "answer", f"={cell('score', row)}", value_or_blank(tree.total.points), "total")
        text(0, "score", f"dari {texts.shown_number(root.weight)}", "small")
        count, of = self._counted(row)
        done, items = tree.total.answered, tree.total.items
        filled = f'={count}&" dari "&{of}&" butir terisi"'
        self._formula(1, "answer", filled, f"{done} dari {items} butir terisi", "strong")
        text(1, "allowed", "Kemajuan", "label-right")
        steps = f"INT({count}/MAX(1,{of})*{BAR_STEPS})"
        bar = f'=REPT("█",{steps})&REPT("░",{BAR_STEPS}-{steps})'
        n = done * BAR_STEPS // max(1, items)
        self._formula(2, "answer", bar, "█" * n + "░" * (BAR_STEPS - n), "bar")
        self._alarm()
        self.page.heights(24, 18, 18)

    def _alarm(self) -> None:
        """Say above the answers how many are wrong, and always that a reconstruction is one."""
        alarm = texts.warning_of(self.plan.instrument)
        lead = f"{alarm} · " if alarm else ""
        wrong = f'SUMPRODUCT(({cells("score", FIRST_ROW, self.plan.last_row)}="{fx.WRONG}")*1)'
        tail = " butir perlu diperbaiki (merah)"
        formula = f"=IF({wrong}=0,{quoted(alarm)},{quoted(lead)}&{wrong}&{quoted(tail)})"
        bad = self.figures.wrong()
        self._formula(2, "options", formula, f"{lead}{bad}{tail}" if bad else alarm, "warning")

    def _counted(self, row: int) -> tuple[str, str]:
        root = self.plan.instrument.root
        of = cell("applicable", row) if root.id in self.plan.partial else str(self.plan.n_items(root))
        return cell("answered", row), of

    def _header(self) -> None:
        index = HEADER_ROW - 1
        for place, column in enumerate(LKE_COLUMNS[: AT[self.hidden] + 1]):
            look = "plain" if column.hidden else "header-input" if self._is_open(column.key) else "header"
            self.page.text(index, place, column.header, look)
        self.page.sheet.set_row(index, 20)

    def _node(self, line: NodeRow) -> None:
        node, plan, row, level = line.node, self.plan, line.row - 1, f"in-{line.node.level}"
        score, left_out = self.figures.tree.nodes[node.id], self.figures.left_out.nodes[node.id]
        self._text(row, "id", node.id, level, "text")
        self._text(row, "criterion", node.title, level, "text")
        self.page.exact(row, AT["weight"], node.weight, level, "weight")
        self._blanks(row, {"id", "criterion", "weight", "score", "share"}, level, "plain")
        self._formula(row, "score", fx.points(plan, node), value_or_blank(score.points), level, "points")
        self._formula(row, "share", fx.share(plan, node), value_or_blank(score.share), level, "share")
        self._formula(row, "left_out", fx.points_left_out(plan, node), value_or_blank(left_out.points), "plain")
        self._formula(row, "answered", fx.answered(plan, node), float(score.answered), "plain")
        if node.id in plan.partial:
            self._formula(row, "most", fx.most(plan, node), float(score.max), "plain")
            self._formula(row, "applicable", fx.applicable(plan, node), float(score.items), "plain")
        else:
            self.page.number(row, AT["most"], float(node.weight), "plain")
            self.page.number(row, AT["applicable"], plan.n_items(node), "plain")
        self._row(row, row_height([(node.title, self.widths["criterion"])], SIZE, 17, bold=True), line.outline)

    def _row(self, row: int, height: float, outline: int) -> None:
        self.page.sheet.set_row(row, height, None, {"level": outline} if outline else {})

    def _item(self, line: ItemRow) -> None:
        item, plan, row, look = line.item, self.plan, line.row - 1, "in-item"
        explained = plan.once("explained", item.id, texts.explanation, item, plan.gates.get(item.id, ()))
        if before := self.earlier.get(item.id):
            explained = f"{explained}\n{before}"
        self._text(row, "id", item.id, look, "text")
        self._text(row, "criterion", item.criterion, look, "text")
        if item.weight is not None:
            self.page.exact(row, AT["weight"], item.weight, look, "weight")
        self._text(row, "options", explained, look, "text")
        self._text(row, "allowed", plan.once("choices", item.id, texts.choices, item, plan.instrument), look, "centre")
        self._formula(row, "score", fx.score(plan, item), self.figures.item(item), look, "points")
        self._answer(line)
        if isinstance(item, ScaleItem) and item.survey and not plan.review:
            count = f'="n = "&{figures_of(plan.instrument, item)[0]}'
            self._formula(row, "share", count, "n = 0", look, "centre")
        if item.id in plan.gates:
            self._formula(row, "own", fx.own_score(plan, item), self.figures.own(item), "plain")
        if plan.scores_left_out:
            left_out = self.figures.item_left_out(item)
            self._formula(row, "left_out", fx.score_left_out(plan, item), left_out, "plain")
        words = self._words(row, item.id)
        filled = {"id", "criterion", "options", "allowed", "score", *ANSWERS, *words}
        filled |= {"share"} if isinstance(item, ScaleItem) and item.survey and not plan.review else set()
        self._blanks(row, filled | ({"weight"} if item.weight is not None else set()), look, "plain")
        message = plan.once("evidence", item.id, _evidence_rule, item)
        self.page.sheet.data_validation(row, AT["evidence"], row, AT["evidence"], message)
        wrapped = {"criterion": item.criterion, "options": explained, **words}
        self._row(row, row_height([(text, self.widths[key]) for key, text in wrapped.items()], SIZE, 17), line.outline)

    def _answer(self, line: ItemRow) -> None:
        """Write the answer cells of an item, and the hidden ones that tell its state; a ratio's are closed."""
        item, plan, row = line.item, self.plan, line.row - 1
        state: Cached = self.figures.state(item)
        if not isinstance(item, ChoiceItem | ScaleItem):
            for key in ANSWERS:
                self.page.blank(row, AT[key], "in-item", "closed")
            self._formula(row, "state", fx.ratio_state(plan, item), state, "plain")
            return
        self._answers(row, item.id, "answer", "in-item")
        self._validate(row, item)
        if isinstance(item, ScaleItem):
            self._number(line.row, item.id, item)
        else:
            tidied = fx.trimmed_text(_shown(self.figures.used.get(item.id, "")))
            formula = plan.once("tidied", line.row, fx.tidied, plan, line.row)
            if item.checklist:
                label = self.figures.proposed(item)
                self._formula(row, fx.PROPOSED, fx.proposed(plan, item), label, "plain")
                formula, tidied = fx.tidied_or_proposed(plan, item), tidied or label
            self._formula(row, "tidied", formula, tidied, "plain")
        scale = plan.instrument.scales[item.answer_set] if isinstance(item, ChoiceItem) else None
        self._formula(row, "state", plan.once("state", line.row, fx.state, line.row, item, scale), state, "plain")

    def _number(self, row: int, code: str, item: RatioItem | ScaleItem) -> None:
        """Write the hidden cells that make a number of what is typed; the row counts from 1."""
        typed = self.figures.used.get(code, "")
        text = fx.number_text(typed, item) if isinstance(typed, str) else ""
        read, number = (
            self.plan.once(fn.__name__, row, fn, self.plan, row, item) for fn in (fx.typed_text, fx.number_typed)
        )
        self._formula(row - 1, TEXT, read, text, "plain")
        self._formula(row - 1, "tidied", number, text if isinstance(typed, str) else typed, "plain")

    def _words(self, row: int, item_id: str) -> dict[str, str]:
        """Write what people type in words, evidence and notes; return it by the key of its column."""
        answer = self.figures.said.get(item_id)
        review = self.figures.reviewed.get(item_id)
        words = {column.key: "" for column in VISIBLE if column.typed_by and column.key not in ANSWERS}
        words |= {
            "evidence": answer.evidence if answer else "",
            "note": answer.note if answer else "",
            "reviewed_note": review.note if review else "",
        }
        for key, text in words.items():
            self._word(row, key, text)
        return words

    def _word(self, row: int, key: str, text: str) -> None:
        """Write evidence or a note."""
        style = ("in-item", self._look("evidence", key))
        if text:
            self._text(row, key, text, *style)
        else:
            self.page.blank(row, AT[key], *style)

    def _answers(self, row: int, code: str, look: str, level: str) -> None:
        """Write the answer cells of the unit and of the verifier."""
        for key, typed in (("answer", self.figures.typed), ("reviewed_answer", self.figures.typed_review)):
            value: Typed = typed.get(code, "")
            style = (level, self._look(look, key))
            if value == "":
                self.page.blank(row, AT[key], *style)
            elif isinstance(value, str):
                self._text(row, key, value, *style)
            else:
                self.page.number(row, AT[key], value, *style)

    def _validate(self, row: int, item: ChoiceItem | ScaleItem) -> None:
        """Offer the choices, or hold the number within its scale, in both answer columns."""
        self._validated(row, self.plan.once("rule", item.id, self._rule, item))

    def _rule(self, item: ChoiceItem | ScaleItem) -> dict[str, Any]:
        """Return what may be typed for an item, and what is said beside its cell."""
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
        return rule

    def _validated(self, row: int, rule: dict[str, Any]) -> None:
        """Put a rule on the answer cells of a row that are to be filled in."""
        for key in ANSWERS:
            if self._is_open(key):
                self.page.sheet.data_validation(row, AT[key], row, AT[key], rule)

    def _count(self, line: CountRow) -> None:
        row, look = line.row - 1, "in-count"
        self._text(row, "id", line.id, look, "code")
        self._text(row, "criterion", line.count.label, look, "indent")
        self._text(row, "allowed", texts.COUNT_CHOICE, look, "centre")
        self._blanks(row, {"id", "criterion", "allowed", *ANSWERS}, look, "closed")
        self._answers(row, line.id, "answer-count", look)
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
        self._number(line.row, line.id, line.item)
        state = float(self.figures.count_state(line.id))
        self._formula(row, "state", fx.count_state(line.row), state, "plain")
        height = row_height([(line.count.label, self.widths["criterion"])], SIZE, 17, indent=2)
        self._row(row, row_height([(line.id, self.widths["id"])], CODE_SIZE, height), line.outline)

    def _criterion(self, line: CriterionRow) -> None:
        """Write a criterion of a checklist: the unit answers it; the verifier answers the item itself."""
        row, look, item, plan = line.row - 1, "in-count", line.item, self.plan
        scale = plan.instrument.scales[plan.instrument.scales[item.answer_set].ticks[0]]
        first = line.criterion is item.checklist[0]
        self._text(row, "id", line.id, look, "code")
        self._text(row, "criterion", line.criterion.text, look, "indent")
        filled = {"id", "criterion", "answer", "evidence", *({"options"} if first else ())}
        if self._is_open("answer"):  # a review workbook colours what is still to verify by this column
            self._text(row, "allowed", scale.title, look, "centre")
            filled.add("allowed")
        self._blanks(row, filled, look, "closed")
        if first:
            self._formula(
                row, "options", fx.checklist_said(plan, item), self.figures.checklist_said(item), look, "text"
            )
        typed = self.figures.typed.get(line.id, "")
        style = (look, self._look("answer", "answer"))
        if typed == "":
            self.page.blank(row, AT["answer"], *style)
        else:
            self._text(row, "answer", _shown(typed), *style)
        self._word(row, "evidence", "")
        if self._is_open("answer"):
            labels = list(scale.scores)
            rule = {
                "validate": "list",
                "source": labels,
                "input_title": texts.shortened(line.id, texts.TITLE_LIMIT),
                "input_message": texts.criterion_message(line.criterion),
                "error_title": "Periksa jawaban",
                "error_type": "warning",
                "error_message": texts.choice_error(labels),
            }
            self.page.sheet.data_validation(row, AT["answer"], row, AT["answer"], rule)
        tidied = fx.trimmed_text(_shown(typed))
        tick = self.figures.tick(line.id, scale)
        self._formula(row, "tidied", fx.tidied(plan, line.row, "answer"), tidied, "plain")
        self._formula(row, "own", fx.tick(line.row, scale), tick, "plain")
        state = float(self.figures.tick_state(item, tick))
        self._formula(row, "state", fx.tick_state(line.row, plan.at[item.id]), state, "plain")
        height = row_height([(line.criterion.text, WIDTHS["criterion"])], SIZE, 17, indent=2)
        self._row(row, row_height([(line.id, WIDTHS["id"])], CODE_SIZE, height), line.outline)

    def _column_rule(self, key: str, criteria: str, mark: str, **more: bool) -> None:
        """Colour the cells of a column for which a formula holds, written for the first row."""
        rule = {"type": "formula", "criteria": criteria, "format": self.page.theme.mark(mark), **more}
        self.page.sheet.conditional_format(FIRST_ROW - 1, AT[key], self.plan.last_row - 1, AT[key], rule)

    def _colours(self) -> None:
        allowed, state = locked_column("allowed", FIRST_ROW), locked_column("state", FIRST_ROW)
        looks = {
            fx.BLANK_STATE: "mark-blank",
            fx.GOOD_STATE: "mark-good",
            fx.WRONG_STATE: "mark-wrong",
            fx.LEFT_OUT_STATE: "mark-good",
        }
        for number, mark in looks.items():
            self._column_rule("answer", f'=AND({allowed}<>"{texts.RATIO_CHOICE}",{state}={number})', mark)
        self._column_rule("score", f"={state}={fx.WRONG_STATE}", "mark-wrong")

    def _setup(self) -> None:
        page, sheet, last = self.page, self.page.sheet, self.plan.last_row
        sheet.outline_settings(True, False, True, False)
        sheet.freeze_panes(HEADER_ROW, AT["criterion"] + 1)
        sheet.autofilter(HEADER_ROW - 1, 0, last - 1, _LAST)
        page.protect("autofilter", "insert_hyperlinks")
        footer = footer_of(self.unit, self.plan.instrument)
        page.print_setup(HEADER_ROW - 1, margins=(0.25, 0.25, 0.45, 0.6), footer=footer)
        sheet.print_area(0, 0, last - 1, AT[self.printed])
        everything = f"{cell('id', 1)}:{cell('mark', last)}"
        kinds = ("number_stored_as_text", "formula_differs", "formula_range", "formula_unlocked")
        sheet.ignore_errors(dict.fromkeys(kinds, everything))
        first = next(row for row in self.plan.rows if not isinstance(row, NodeRow)).row - 1
        start = next(place for place, column in enumerate(VISIBLE) if self._is_open(column.key))
        sheet.set_selection(first, start, first, start)


def _evidence_rule(item: AnyItem) -> dict[str, Any]:
    """Return what is said beside an evidence cell; anything may be typed."""
    return {"validate": "any", "input_title": "Bukti dukung", "input_message": texts.evidence_message(item)}


def _shown(typed: Typed) -> str:
    """Return a typed cell as text, as the program's TRIM gives it under an English setting."""
    return typed if isinstance(typed, str) else f"{typed:.15g}"
