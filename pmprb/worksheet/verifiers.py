"""The verifiers' columns of a worksheet: which of several is read, and who filled them in.

Enters: a placed sheet with its rows. Leaves: the keys of the columns to read, a name. Refuses to know: answers.
"""

from __future__ import annotations

from pmprb.catalog.item import RatioItem
from pmprb.temuan import Temuan, TwoVerifierColumns
from pmprb.worksheet.layouts import folded, labelled
from pmprb.worksheet.rows import View, address, count_codes

FIRST, SECOND = ("reviewed_answer", "reviewed_note"), ("second_answer", "second_note")


def review_columns(view: View, temuan: list[Temuan]) -> tuple[str, str] | None:
    """Return the keys of the TPI's answers and notes to read; None when the sheet has no such column.

    Of two columns the first counts, or the second when the first is wholly blank; the other is told.
    """
    if not view.has(FIRST[0]):
        return None
    if not view.has(SECOND[0]):
        return FIRST
    texts = {key: _texts(view, key) for key in (FIRST[0], SECOND[0])}
    first, second = texts[FIRST[0]], texts[SECOND[0]]
    if not second:
        return FIRST
    chosen, other = (FIRST, SECOND) if first else (SECOND, FIRST)
    row = view.placed.header_row
    columns = {key: view.placed.columns[key] for key in texts}
    differing = sum(first[place] != second[place] for place in first.keys() & second.keys())
    temuan.append(
        TwoVerifierColumns(
            view.pos(row, columns[other[0]]),
            taken=_letters(columns[chosen[0]]),
            left=_letters(columns[other[0]]),
            seen=len(texts[other[0]]),
            differing=differing or None,
        )
    )
    return chosen


def reviewer_of(view: View) -> str:
    """Return the verifier's name as the sheet shows it; empty when it does not."""
    found = labelled(view.sheet, view.placed.layout.reviewer_labels, view.placed.header_row)
    return found[0] if found else ""


def _texts(view: View, key: str) -> dict[int, str]:
    """Return row → text of a column's cells that are not blank, on rows of items and counts."""
    items = view.instrument.items.values()
    codes = [code for item in items for code in (item.id, *(count_codes(item) if isinstance(item, RatioItem) else ()))]
    found = {row: folded(view.text(row, key)) for code in codes for row in view.rows.at.get(code, [])}
    return {row: text for row, text in found.items() if text}


def _letters(column: int) -> str:
    return address(0, column).rstrip("1")
