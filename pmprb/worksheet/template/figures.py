"""What the cells of a template hold before any spreadsheet program has calculated: typed answers and our results.

Enters: an instrument and, for a prefilled template, a submission. Leaves: `Figures`, every typed cell
and every cached value from `pmprb.engine`. Refuses to know: cells' places.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from pmprb.catalog.item import AnswerSet, ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission
from pmprb.engine.checklist import proposed_labels
from pmprb.engine.score import ScoreTree, score_answers
from pmprb.engine.verdict import PredicateResult, Verdict, judge, predicate_of
from pmprb.numbers import exact_sum
from pmprb.workbook.tolerant import number
from pmprb.worksheet.template.formulas import (
    BLANK_STATE,
    GOOD_STATE,
    LEFT_OUT,
    LEFT_OUT_STATE,
    WRONG,
    WRONG_STATE,
    either,
    trimmed_text,
)
from pmprb.worksheet.template.grid import AnyItem, count_code, may_be_left_out

Typed = str | float
Cached = str | float


class Figures:
    """The typed cells by code and the engine's values of one template.

    `after` computes the values of a review workbook: the verifier's answers in place of the unit's where there
    are some, wrong ones too; `used` are then the cells that count, `typed` still those of the unit.
    """

    def __init__(self, instrument: Instrument, submission: Submission | None, after: bool = False) -> None:
        self.instrument = instrument
        self.after = after
        names = dict.fromkeys(submission.reviewers.values()) if submission else {}
        self.reviewer = ", ".join(names)
        self.said: Mapping[str, Answer] = submission.answers if submission else {}
        self.reviewed: Mapping[str, Answer] = submission.reviewed if submission else {}
        self.answers: Mapping[str, Answer] = {**self.said, **self.reviewed} if after else self.said
        self.typed = typed_cells(instrument, self.said)
        self.typed_review = typed_cells(instrument, self.reviewed)
        self.used = typed_cells(instrument, self.answers)

    @cached_property
    def tree(self) -> ScoreTree:
        """The score with blank answers counted as 0, as the worksheet's formulas have it."""
        return score_answers(self.answers, self.instrument, "nol")

    @cached_property
    def left_out(self) -> ScoreTree:
        """The score with blank answers left out."""
        return score_answers(self.answers, self.instrument, "lewati")

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """The verdicts of the deciding reading."""
        return [verdict for verdict in judge(self.tree, self.instrument) if verdict.decides]

    @cached_property
    def predicate(self) -> PredicateResult | None:
        """The predicate of the bands."""
        return predicate_of(self.tree, self.instrument)

    def item(self, item: AnyItem) -> Cached:
        """Return what Nilai shows for an item: a score, "" when blank, "?" when wrong."""
        found = self.tree.items[item.id]
        if found.state is State.NOT_APPLICABLE:
            return LEFT_OUT
        if found.score is not None:
            return float(found.score)
        return WRONG if self._is_typed(item) else ""

    def item_left_out(self, item: AnyItem) -> Cached:
        """Return an item's score under the policy `lewati`, or what Nilai shows when its own score has no value."""
        if self.own(item) == self.item(item) and isinstance(self.item(item), str):
            return self.item(item)
        return value_or_blank(self.left_out.items[item.id].score)

    def own(self, item: AnyItem) -> Cached:
        """Return an item's own score, before gates on other items."""
        shown = self.item(item)
        return shown if isinstance(shown, str) else value_or_blank(self.ungated.items[item.id].score)

    @cached_property
    def ungated(self) -> ScoreTree:
        """The score without the gates between items."""
        return score_answers(self.answers, self.instrument.model_copy(update={"item_gates": ()}), "nol")

    def _is_typed(self, item: AnyItem) -> bool:
        if (
            isinstance(item, ChoiceItem)
            and item.checklist
            and item.id not in self.used
            and self.proposed(item) == WRONG
        ):
            return True
        if isinstance(item, RatioItem):
            return any(count_code(item, count.id) in self.used for count in item.inputs)
        return item.id in self.used

    def proposed(self, item: ChoiceItem) -> str:
        """Return what the formula of an item's checklist proposes, from the cells typed."""
        met = self._ticked(item)
        if any(share is None for share in met.values()):
            return WRONG
        labels = proposed_labels(item, self.instrument.scales[item.answer_set], self._known(met))
        return labels[0] if len(labels) == 1 else ""

    def checklist_said(self, item: ChoiceItem) -> str:
        """Return the words beside a checklist."""
        met = self._ticked(item)
        if not met:
            return ""
        label, known = self.proposed(item), exact_sum(share for _, share in self._known(met))
        tail = f" → {label}"
        if label == WRONG:
            tail = " → periksa isian merah"
        elif not label:
            tail = f" → pilih {either(self.instrument.scales[item.answer_set].proposed(Fraction(1)))}"
        return f"{float(known):g} dari {len(item.checklist)} kriteria{tail}"

    def tick(self, code: str, scale: AnswerSet) -> Cached:
        """Return how far a criterion is met, as its formula has it."""
        typed = self.typed.get(code, "")
        if typed == "":
            return ""
        spellings = {trimmed_text(name).casefold(): label for name, label in scale.spellings.items()}
        label = spellings.get(trimmed_text(str(typed)).casefold())
        return WRONG if label is None else float(scale.scores[label])

    def tick_state(self, item: ChoiceItem, tick: Cached) -> int:
        """Return the state number beside a criterion: 0 for a blank one whose item has its answer."""
        if tick == "":
            return 0 if self.state(item) == GOOD_STATE else BLANK_STATE
        return WRONG_STATE if tick == WRONG else GOOD_STATE

    def _ticked(self, item: ChoiceItem) -> dict[str, Fraction | None]:
        """Return how far the criteria that something was typed for are met, None for what is not known."""
        scale = self.instrument.scales[self.instrument.scales[item.answer_set].ticks[0]]
        found: dict[str, Fraction | None] = {}
        for criterion, code in zip(item.checklist, item.criterion_codes, strict=True):
            tick = self.tick(code, scale)
            if tick != "":
                found[criterion.id] = None if isinstance(tick, str) else Fraction(tick)
        return found

    @staticmethod
    def _known(met: Mapping[str, Fraction | None]) -> list[tuple[str, Fraction]]:
        return [(name, share) for name, share in met.items() if share is not None]

    def state(self, item: AnyItem) -> int:
        """Return the state number beside an item: 1 blank, 2 good, 3 wrong, 4 *tidak berlaku*."""
        shown = self.item(item)
        if shown == "":
            return BLANK_STATE
        if shown == LEFT_OUT:
            return LEFT_OUT_STATE
        return WRONG_STATE if shown == WRONG else GOOD_STATE

    def count_state(self, code: str) -> int:
        """Return the state number beside a count."""
        typed = self.used.get(code, "")
        if typed == "":
            return BLANK_STATE
        return GOOD_STATE if _is_count(typed) else WRONG_STATE

    def wrong(self) -> int:
        """Return how many items show "?"."""
        return sum(self.item(item) == WRONG for item in self.instrument.items.values())


def value_or_blank(value: Fraction | None) -> Cached:
    """Return a number for a cell, "" when there is no value."""
    return "" if value is None else float(value)


def typed_cells(instrument: Instrument, answers: Mapping[str, Answer]) -> dict[str, Typed]:
    """Return code → what stands in the answer cell; blank cells are left out.

    An answer that was not understood is written as it was found, so that it shows as wrong again.
    """
    found: dict[str, Typed] = {}
    for item in instrument.items.values():
        answer = answers.get(item.id)
        ticks = _ticks(instrument, item, answer) if answer and isinstance(item, ChoiceItem) else {}
        found.update(ticks)
        if answer is None or answer.state is State.BLANK or (answer.proposed and ticks):
            continue
        if isinstance(item, RatioItem):
            found.update(_counts(item, answer))
            continue
        typed = _typed(instrument, item, answer)
        if typed != "":
            found[item.id] = typed
    return found


def _typed(instrument: Instrument, item: AnyItem, answer: Answer) -> Typed:
    if answer.state is State.NOT_APPLICABLE:
        return "Tidak berlaku" if may_be_left_out(item) else answer.raw or "Tidak berlaku"
    if answer.state is State.INVALID:
        return _still_wrong(instrument, item, answer.raw)
    if isinstance(item, ChoiceItem):
        return answer.choice
    return "" if answer.value is None else float(answer.value)


def _still_wrong(instrument: Instrument, item: AnyItem, raw: str) -> str:
    """Return an invalid answer's text; one that would pass alone (two rows contradicted) is marked."""
    if isinstance(item, ChoiceItem):
        labels = {label.casefold() for label in instrument.scales[item.answer_set].spellings}
        passes = trimmed_text(raw).casefold() in labels
    else:
        passes = number(raw, percent=True).value is not None
    return f"{raw} {WRONG}" if passes else raw


def _is_count(typed: Typed) -> bool:
    """True for a whole number, not negative, whether typed as a number or as text."""
    value = number(typed, whole=True).value
    return value is not None and value >= 0 and value.denominator == 1


def _counts(item: RatioItem, answer: Answer) -> dict[str, Typed]:
    known: dict[str, Typed] = {name: float(value) for name, value in answer.counts}
    if answer.state is not State.GIVEN:
        parts = [part.strip() for part in answer.raw.split(";")]
        if len(parts) == len(item.inputs):
            for count, part in zip(item.inputs, parts, strict=True):
                if part:
                    known.setdefault(count.id, part)
        if len(known) == len(item.inputs) and all(map(_is_count, known.values())):
            first = item.inputs[0].id
            value = known[first]
            known[first] = f"{value if isinstance(value, str) else format(value, 'g')} {WRONG}"
    return {count_code(item, name): value for name, value in known.items()}


def _ticks(instrument: Instrument, item: ChoiceItem, answer: Answer) -> dict[str, Typed]:
    """Return code → label of the criteria that were answered; none where one is met in part, for which our template
    has no label: then the answer that was proposed is written."""
    if not answer.met:
        return {}
    scale = instrument.scales[instrument.scales[item.answer_set].ticks[0]]
    labels = {score: label for label, score in scale.scores.items()}
    known = all(share in labels for _, share in answer.met)
    return {f"{item.id}.{name}": labels[share] for name, share in answer.met} if known else {}
