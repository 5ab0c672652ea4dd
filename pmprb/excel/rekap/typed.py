"""The columns PIC, Tenggat and Status of a gap list: the office's own, carried from run to run.

Enters: what was typed, rows of any gap list. Leaves: columns, their drop-down, and the sheet of closed gaps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pmprb.excel.rekap.page import Cell, Column, Page, label, words
from pmprb.excel.rekap.previous import DUE, PIC, STATUS, UNIT, UNIT_CODE, PlanRow
from pmprb.excel.rekap.theme import DATE

Row = TypeVar("Row")
STATUSES = ("Belum", "Proses", "Selesai")
_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 2_958_465


@dataclass(frozen=True)
class Closed:
    """What was typed for a gap that is not in the list any more, and why it is not."""

    plan: PlanRow
    why: str


def typed_columns(
    typed: Callable[[Row], PlanRow | None], widths: tuple[float, float, float] = (15, 11, 10)
) -> list[Column[Row]]:
    """Return the three columns; `typed` is what was typed for a row."""

    def of(row: Row, name: str) -> str | float | None:
        plan = typed(row)
        return None if plan is None else getattr(plan, name)

    return [
        Column(PIC, widths[0], lambda r: _typed(of(r, "pic"))),
        Column(DUE, widths[1], lambda r: _due(of(r, "due"))),
        Column(STATUS, widths[2], lambda r: _typed(of(r, "status"), "center")),
    ]


def _typed(value: str | float | None, *style: str) -> Cell:
    return Cell(value, ("cell", "wrap", "input", *(style or ("indent",))))


def _due(value: str | float | None) -> Cell:
    """Return a deadline: a date when it was one, in the sheet's or in ISO form, else the text as typed."""
    serial = _serial(value) if isinstance(value, str) else value
    if serial is not None and 1 <= serial <= _LAST_SERIAL:
        return Cell(serial, ("cell", "center", "input"), DATE)
    return Cell(value, ("cell", "wrap", "center", "input"), DATE)


def _serial(text: str) -> float | None:
    """Return the serial number of an ISO date, with or without midnight behind it; None for other texts."""
    day, rest = text.strip()[:10], text.strip()[10:]
    if rest and not re.fullmatch(r"[T ]00:00(:00(\.0+)?)?", rest):
        return None
    try:
        return float((date.fromisoformat(day) - _EPOCH).days)
    except ValueError:
        return None


def offer_statuses(page: Page, first: int, last: int, column: int) -> None:
    """Offer the three statuses and colour them; other words are let through. `column` is that of PIC."""
    sheet = page.sheet
    sheet.data_validation(
        first, column + 2, last, column + 2,
        {
            "validate": "list", "source": list(STATUSES), "error_type": "warning",
            "error_title": "Status", "error_message": "Pilihan: Belum, Proses, Selesai. Tetap pakai isian ini?",
        },
    )  # fmt: skip
    for status, look in (("Selesai", "good"), ("Proses", "underway")):
        sheet.conditional_format(
            first, column + 2, last, column + 2,
            {"type": "cell", "criteria": "==", "value": f'"{status}"', "format": page.theme.mark(look)},
        )  # fmt: skip


def write_closed_list(page: Page, closed: Sequence[Closed], about: Sequence[Column[Closed]]) -> None:
    """Write what was typed for gaps that are no longer in the list; `about` are the columns that name a gap."""
    columns: list[Column[Closed]] = [
        Column(UNIT_CODE, 11, lambda r: words(r.plan.unit_code)),
        Column(UNIT, 34, lambda r: words(r.plan.unit, "bold")),
        *about,
        Column("Mengapa di sini", 30, lambda r: label(r.why, "wrap")),
        *typed_columns(_plan_of, (20, 12, 12)),
    ]
    widths = [column.width for column in columns]
    page.widths(widths)
    notes = ["Isian PIC, Tenggat, dan Status dari rekap sebelumnya yang kesenjangannya tidak lagi ada dalam daftar."]
    row = page.head("Kesenjangan Selesai", notes, widths) + 1
    last = page.table(row, columns, closed, "Belum ada.")
    offer_statuses(page, row + 1, last, len(columns) - 3)
    page.sheet.freeze_panes(row + 1, 3)
    page.print_setup(row)


def _plan_of(closed: Closed) -> PlanRow:
    return closed.plan
