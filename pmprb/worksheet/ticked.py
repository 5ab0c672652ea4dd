"""Answers ticked in a column for each choice ("Ya", "Tidak"), where one column is read.

Enters: a placed sheet, the answers read from it. Leaves: a temuan, or none. Refuses to know: what a tick means for the
items; whoever filled the form writes the choice.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmprb.engine.answers import Answer, State
from pmprb.temuan import AnswersTicked
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.answer_looks import Looks
from pmprb.worksheet.rows import View, address

_MARKS = frozenset(["√", "✓", "✔", "☑", "✅", "v", "x", "X", "V", "✗", "✘", "☒", "o", "O", "*", "1", "TRUE"])
_LEAST = 3


def ticked(view: View, answers: Mapping[str, Answer], looks: Looks) -> AnswersTicked | None:
    """Return that answers are ticked in columns that bear the choices' names; None where half of them are read."""
    read = sum(answer.state in (State.GIVEN, State.NOT_APPLICABLE) for answer in answers.values())
    if 2 * read > len(answers):
        return None
    sheet, head = view.sheet, view.placed.header_row
    rows = [r for item in view.instrument.items for r in view.rows.at.get(item, ())[:1]]
    found: dict[int, tuple[str, set[int]]] = {}
    for column in range(max((len(sheet.rows[r]) for r in (head, head + 1) if r < len(sheet.rows)), default=0)):
        names = [text_of(sheet.value(r, column)) for r in (head, head + 1)]
        name = next((one for one in names if one.casefold() in looks.any_label), "")
        marked = {r for r in rows if text_of(sheet.value(r, column)) in _MARKS} if name else set()
        if len(marked) >= _LEAST:
            found[column] = (name, marked)
    if len(found) < 2:
        return None
    first = min(min(marked) for _, marked in found.values())
    named = ", ".join(f"{address(0, column).rstrip('1')} ({name})" for column, (name, _) in found.items())
    count = len(set().union(*(marked for _, marked in found.values())))
    return AnswersTicked(view.pos(first, min(found)), columns=named, count=count)
