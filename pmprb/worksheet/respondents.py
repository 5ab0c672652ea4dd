"""Respondents' rows of a survey's sheet: counted and averaged into the answers of its items.

Enters: an opened book, an instrument, the answers read from the form. Leaves: the answers with the survey's means, and
what was noticed. A row a respondent, a column a question, known by its code or its own words in the header.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from pmprb.catalog.item import ScaleItem
from pmprb.catalog.model import Instrument, Survey
from pmprb.engine.answers import Answer, State
from pmprb.temuan import (
    CellPos,
    RespondentAnswerOutside,
    RespondentsCounted,
    Temuan,
    TypedMeanDiffers,
)
from pmprb.workbook.as_seen import cell_seen
from pmprb.workbook.book import Book, Sheet
from pmprb.workbook.tolerant import number, text_of
from pmprb.worksheet.layouts import folded
from pmprb.worksheet.rows import address

_HEADER_ROWS = 30
_APART = Fraction(1, 200)  # two decimals typed are as near as a mean is typed


@dataclass
class _Column:
    """A question's answers: whole numbers of its scale, and cells that hold anything else."""

    column: int
    values: list[Fraction]
    wrong: list[str]
    seen: str = ""


def with_respondents(
    book: Book, instrument: Instrument, answers: Mapping[str, Answer], temuan: list[Temuan]
) -> dict[str, Answer]:
    """Return the answers, those of surveys as the mean of their respondents where there are any.

    A number typed in the form itself is used where the sheet has no respondent; beside respondents it is compared.
    """
    found = dict(answers)
    for survey in instrument.surveys:
        items = [i for i in instrument.items.values() if isinstance(i, ScaleItem) and i.survey == survey.id]
        placed = _placed(book, survey, items) if items else None  # a variant may leave all of them out
        if placed is None:
            continue
        sheet, header, columns = placed
        read = {item.id: _column(sheet, header, columns[item.id], item) for item in items if item.id in columns}
        counted = [len(one.values) for one in read.values()]
        at = CellPos(workbook=book.file, sheet=sheet.name, cell=address(header + 1, min(columns.values())))
        if any(counted):
            temuan.append(RespondentsCounted(at, least=min(counted), most=max(counted), survey=survey.title))
        for item in items:
            if item.id in read:
                found[item.id] = _answer(item, read[item.id], found[item.id], sheet, header, book.file, temuan)
    return found


def _placed(book: Book, survey: Survey, items: list[ScaleItem]) -> tuple[Sheet, int, dict[str, int]] | None:
    """Return the sheet of a survey, its header's row, and the column of each question; None when there is none.

    A sheet of the survey's own name goes before others, which must bear half of the questions.
    """
    named = {folded(text): item.id for item in items for text in (item.id, item.criterion)}
    own = book.sheet(survey.sheet)
    best: tuple[Sheet, int, dict[str, int]] | None = None
    for sheet in [own] if own else book.sheets:
        for r, row in enumerate(sheet.rows[:_HEADER_ROWS]):
            columns: dict[str, int] = {}
            for c, value in enumerate(row):
                if isinstance(value, str) and (item := named.get(folded(value))):
                    columns.setdefault(item, c)
            # Of our own sheet's two rows of headers, questions and codes, the lower one.
            if 2 * len(columns) >= len(items) and (best is None or len(columns) >= len(best[2])):
                best = (sheet, r, columns)
        if best:
            return best
    return None


def _column(sheet: Sheet, header: int, column: int, item: ScaleItem) -> _Column:
    found = _Column(column, [], [])
    for r in range(header + 1, len(sheet.rows)):
        value = sheet.value(r, column)
        if value is None and (r, column) not in sheet.errors:
            continue
        read = number(value, whole=True).value if value is not None else None
        if read is None or read.denominator != 1 or not item.scale.min <= read <= item.scale.max:
            if text_of(value):
                found.wrong.append(address(r, column))
                found.seen = found.seen or cell_seen(sheet, r, column)[:40]
        else:
            found.values.append(read)
    return found


def _answer(
    item: ScaleItem, read: _Column, typed: Answer, sheet: Sheet, header: int, file: str, temuan: list[Temuan]
) -> Answer:
    """Return an item's answer: the mean of its respondents, or what was typed where there are none."""
    at = CellPos(workbook=file, sheet=sheet.name, cell=address(header, read.column))
    if read.wrong:
        place = replace(at, cell=read.wrong[0])
        temuan.append(RespondentAnswerOutside(place, item.id, seen=read.seen, count=len(read.wrong)))
    if not read.values:
        return typed
    mean = sum(read.values, Fraction(0)) / len(read.values)
    if typed.state is State.GIVEN and typed.value is not None and abs(typed.value - mean) > _APART:
        where = typed.source or at
        temuan.append(TypedMeanDiffers(where, item.id, seen=typed.value, mean=mean))
    return replace(typed, state=State.GIVEN, value=mean, respondents=len(read.values), raw="")
