"""The answers that need no tidying: choices typed just as they are printed, on the one row they have.

Enters: a placed sheet with its rows found. Leaves: typed answers, or None for those to be read with all care.
Refuses to know: what else may stand in a cell.
"""

from __future__ import annotations

from pmprb.catalog.item import ChoiceItem, Item
from pmprb.catalog.model import Instrument
from pmprb.catalog.once import OncePerInstrument
from pmprb.engine.answers import Answer, State
from pmprb.workbook.tolerant import Choice, choice, text_of
from pmprb.worksheet.rows import View


def _plain_labels(instrument: Instrument) -> dict[str, frozenset[str]]:
    """Return by answer set the labels that, typed as they are printed, are taken as they stand."""
    return {
        name: frozenset(label for label in scale.scores if choice(label, scale.spellings) == Choice(label=label))
        for name, scale in instrument.scales.items()
    }


_PLAIN_LABELS = OncePerInstrument(_plain_labels)


class PlainChoices:
    """One column of answers with what stands beside it, whose choices are by far the most and are read at a glance.

    What is asked of every item is looked up once for the column: cell by cell it took 0.4 ms more a worksheet.
    """

    def __init__(self, view: View, key: str, note_key: str) -> None:
        sheet, self.view = view.sheet, view
        self.rows, self.labels = view.rows.at, _PLAIN_LABELS(view.instrument)
        self.column = view.placed.columns[key]
        self.cells = sheet.column(self.column)
        self.evidence = view.column("evidence") if key == "answer" else None
        self.notes = view.column(note_key)
        self.odd_blanks = frozenset(r for r, c in {*sheet.errors, *sheet.uncached} if c == self.column)
        self.formulas, self.hidden_rows = sheet.formulas, sheet.hidden_rows
        self.is_hidden = self.column in sheet.hidden_columns

    def answer(self, item: Item) -> Answer | None:
        """Return the answer of a choice on the one row it has, blank or one of its labels letter by letter.

        Nothing is to be tidied or told of these. None for all others.
        """
        rows = self.rows.get(item.id)
        if not isinstance(item, ChoiceItem) or item.checklist or rows is None or len(rows) != 1:
            return None
        row = rows[0]
        value = self.cells[row]
        if value is None:
            if row in self.odd_blanks:
                return None
            state, label = State.BLANK, ""
        else:
            if value not in self.labels[item.answer_set] or (row, self.column) in self.formulas:
                return None
            if row in self.hidden_rows or self.is_hidden:
                return None
            state, label = State.GIVEN, str(value)
        return Answer(
            item=item.id,
            state=state,
            choice=label,
            raw=label,
            source=self.view.pos(row, self.column),
            evidence="" if self.evidence is None else text_of(self.evidence[row]),
            note="" if self.notes is None else text_of(self.notes[row]),
        )
