"""What was typed in the page, read by the rules for a worksheet's cells: the page and a file never disagree.

Enters: texts by code, as the cells of our template hold them. Leaves: typed answers, what is wrong with them; and the
other way, answers as such texts. Refuses to know: files, scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from pmprb.catalog.item import AnswerSet, ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State
from pmprb.numbers import exact_text
from pmprb.sheets.text import safe_text
from pmprb.temuan import CellPos, Severity, Temuan
from pmprb.text import one_line
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.cells import AnswerCell, answer_of, with_checklist
from pmprb.worksheet.template.figures import typed_cells
from pmprb.worksheet.template.grid import AnyItem, count_code

_LONGEST = 120
"""So many characters of an answer are kept when a file is read; counts of one item share them."""
_DIGITS = 40
_ERRORS = frozenset({"#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_IN_PAGE = CellPos(workbook="")


@dataclass(frozen=True)
class Typed:
    """Every item's answer in the form's order, and what is wrong with what was typed (no CATATAN)."""

    answers: dict[str, Answer]
    temuan: tuple[Temuan, ...]


def answers_typed(
    cells: Mapping[str, Any], instrument: Instrument, evidence: Mapping[str, Any], notes: Mapping[str, Any]
) -> Typed:
    """Return what texts by code ("A.I.1.i.a", "A.II.1.i.a.agen") mean; codes of no item are passed over, and what is
    no text or number is blank. An answer is the one that the saved file will hold: a number has a cell's precision."""
    told: list[Temuan] = []
    answers = {}
    for item in instrument.items.values():
        answer = _stored(answer_of(item, _cells(item, cells), instrument, told))
        if isinstance(item, ChoiceItem) and item.checklist:
            answer = with_checklist(item, answer, _ticks(item, cells), ticks_of(item, instrument), instrument, told)
        words = {"evidence": words_of(evidence.get(item.id)), "note": words_of(notes.get(item.id))}
        said: dict[str, Any] = {name: text for name, text in words.items() if text}
        answers[item.id] = replace(answer, source=None, **said)
    return Typed(answers, tuple(t for t in told if t.severity is not Severity.CATATAN))


def words_of(value: object) -> str:
    """Return evidence or a note as a saved cell holds it and as it will be read again."""
    return text_of(safe_text(value)) if isinstance(value, str) else ""


def _cells(item: AnyItem, cells: Mapping[str, Any]) -> dict[str, AnswerCell]:
    if not isinstance(item, RatioItem):
        return {"": _cell(_text(cells.get(item.id), _LONGEST))}
    most = _LONGEST // len(item.inputs) - 2
    # Counts that were not understood are kept as one text with semicolons between: none may hold one itself.
    texts = {one.id: _text(cells.get(count_code(item, one.id)), most).replace(";", ",") for one in item.inputs}
    return {name: _cell(text) for name, text in texts.items()}


def ticks_of(item: ChoiceItem, instrument: Instrument) -> AnswerSet:
    """Return the scale on which our worksheet asks for the criteria of an item's checklist."""
    return instrument.scales[instrument.scales[item.answer_set].ticks[0]]


def _ticks(item: ChoiceItem, cells: Mapping[str, Any]) -> dict[str, AnswerCell]:
    codes = zip(item.checklist, item.criterion_codes, strict=True)
    return {one.id: _cell(_text(cells.get(code), _LONGEST)) for one, code in codes}


def _text(value: object, most: int) -> str:
    """Return what was typed on one line; what is too long ends in a mark, so that it is no other answer."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = text_of(one_line(str(value)))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _cell(text: str) -> AnswerCell:
    if text in _ERRORS:  # what a file's formula that failed shows
        return AnswerCell(None, error=text, formula=False, uncached=False, at=_IN_PAGE, row=0)
    return AnswerCell(text or None, error="", formula=False, uncached=False, at=_IN_PAGE, row=0)


def _stored(answer: Answer) -> Answer:
    """Return an answer with its number as a file keeps it: a double, written with sixteen digits."""
    if answer.value is None:
        return answer
    kept = float(f"{float(answer.value):.16g}")
    return replace(answer, value=Fraction(repr(kept)))


# The other way: answers as the texts of cells.


def cells_of(answers: Mapping[str, Answer], instrument: Instrument) -> dict[str, str]:
    """Return the texts by code that mean these answers, one that was not understood among them; blank ones are none."""
    cells = typed_cells(instrument, answers)
    return {code: value if isinstance(value, str) else _number(value) for code, value in cells.items()}


def _number(value: float) -> str:
    """Return a cell's number as people type it; one that would take too many zeros with its power of ten."""
    text = exact_text(Fraction(repr(value)))
    return (text if len(text) <= _DIGITS else repr(value)).replace(".", ",")


def filled_data(answers: Mapping[str, Answer], instrument: Instrument) -> dict[str, dict[str, str]]:
    """Return answers as the page keeps them: cells by code, evidence and notes by item."""
    known = [answer for answer in answers.values() if answer.item in instrument.items]
    return {
        "isi": cells_of(answers, instrument),
        "bukti": {answer.item: answer.evidence for answer in known if answer.evidence},
        "catatan": {answer.item: answer.note for answer in known if answer.note},
    }


def is_blank(answer: Answer) -> bool:
    """True for an item nobody has answered."""
    return answer.state is State.BLANK
