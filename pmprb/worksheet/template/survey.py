"""The sheet of respondents' answers: a row a respondent, a column a question; counted and averaged above, live.

Enters: a page, an instrument, one of its surveys. Leaves: nothing; the sheet is written. Respondents may be as many as
the sheet has room for: no cell is written for them, their columns are open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmprb.catalog.item import ScaleItem
from pmprb.catalog.model import Instrument, Survey
from pmprb.records import dataclass
from pmprb.sheets.form_look import SIZE
from pmprb.sheets.formula import column_name
from pmprb.sheets.heights import row_height

if TYPE_CHECKING:  # formulas are read, too, and reading loads no writer
    from pmprb.sheets.page import Page

COUNT_ROW, MEAN_ROW, HEADER_ROW = 3, 4, 6
"""Rows, counted from 1, of the number of respondents, their mean, the questions' codes; the rows between are texts."""
LAST_ROW = 5_000
WIDTH = 16.0
_LABEL = 24.0


def surveyed(instrument: Instrument, survey: Survey) -> list[ScaleItem]:
    """Return the items of a survey, in the form's order: the second column is the first one's."""
    return [item for item in instrument.items.values() if isinstance(item, ScaleItem) and item.survey == survey.id]


def figures_of(instrument: Instrument, item: ScaleItem) -> tuple[str, str]:
    """Return where a survey item's number of respondents and mean stand, as formulas on other sheets name them."""
    survey = next(one for one in instrument.surveys if one.id == item.survey)
    column = column_name(surveyed(instrument, survey).index(item) + 1)
    return f"{survey.sheet}!{column}{COUNT_ROW}", f"{survey.sheet}!{column}{MEAN_ROW}"


@dataclass(frozen=True)
class SurveyWriter:
    """Writes the sheet of one survey."""

    page: Page
    instrument: Instrument
    survey: Survey

    def write(self) -> None:
        """Write head, figures, questions and the open columns beneath."""
        page, items = self.page, surveyed(self.instrument, self.survey)
        low, high = items[0].scale.min, items[0].scale.max
        page.sheet.set_column(0, 0, _LABEL, page.theme.format("respondent"))
        page.sheet.set_column(1, len(items), WIDTH, page.theme.format("respondent"))
        page.across(0, 0, len(items), self.survey.title, "title")
        text = f"Satu baris satu responden, bilangan bulat {low} sampai {high}. Rata-ratanya dipakai di lembar LKE."
        page.across(1, 0, len(items), text, "label")
        for row, title in ((COUNT_ROW, "Banyaknya responden"), (MEAN_ROW, "Rata-rata"), (HEADER_ROW, "Responden")):
            page.text(row - 1, 0, title, "header")
        page.text(HEADER_ROW - 2, 0, "Pertanyaan", "header")
        for place, item in enumerate(items, start=1):
            cells = f"{column_name(place)}{HEADER_ROW + 1}:{column_name(place)}{LAST_ROW}"
            count = "+".join(f"COUNTIF({cells},{n})" for n in _levels(item))
            total = "+".join(f"{n}*COUNTIF({cells},{n})" for n in _levels(item) if n)
            own = f"{column_name(place)}{COUNT_ROW}"
            page.formula(COUNT_ROW - 1, place, f"={count}", 0.0, "in-count", "whole")
            page.formula(MEAN_ROW - 1, place, f'=IF({own}=0,"",({total})/{own})', "", "in-count", "points")
            page.text(HEADER_ROW - 2, place, item.criterion, "in-count", "text")
            page.text(HEADER_ROW - 1, place, item.id, "header-input")
        height = max(row_height([(item.criterion, WIDTH)], SIZE, 30) for item in items)
        page.sheet.set_row(HEADER_ROW - 2, height)
        self._rule(len(items), int(low), int(high))
        page.sheet.freeze_panes(HEADER_ROW, 1)
        page.protect()
        page.print_setup(HEADER_ROW - 1)
        page.sheet.print_area(0, 0, HEADER_ROW + 40, len(items))

    def _rule(self, columns: int, low: int, high: int) -> None:
        """Hold what is typed to whole numbers of the scale."""
        rule = {
            "validate": "integer",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            "error_title": "Periksa jawaban",
            "error_message": f"Ketik bilangan bulat {low} sampai {high}, atau kosongkan.",
        }
        self.page.sheet.data_validation(HEADER_ROW, 1, LAST_ROW - 1, columns, rule)


def _levels(item: ScaleItem) -> Iterator[int]:
    yield from range(int(item.scale.min), int(item.scale.max) + 1)
