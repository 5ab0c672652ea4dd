"""What was typed for a gap, as a promise: the person, the date where one can be read, the status.

Enters: a `PlanRow`. Leaves: a `Promise`. A date is a cell with a date, or a text such as 2026-06-30, 30/6/2026,
30 Juni 2026; anything else stays the text it is.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pmprb.excel.rekap.previous import PlanRow
from pmprb.insight.trend.model import Promise

_EPOCH = date(1899, 12, 30)
_EARLIEST, _LATEST = 36_526, 73_050  # serial numbers of 2000-01-01 and 2099-12-31
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_WORDS = re.compile(r"(\d{1,2})[- ]([a-z]+)[- ](\d{4})")


def promise_of(row: PlanRow) -> Promise:
    """Return a typed row as a promise; `made` is set by who knows the period."""
    return Promise(
        made=0,
        unit_code=row.unit_code,
        unit=row.unit,
        item=row.item,
        pic=_text(row.pic),
        due=due_date(row.due),
        due_text=_text(row.due),
        status=_text(row.status),
    )


def due_date(value: str | float | None) -> date | None:
    """Return the date a cell holds; None when there is none to read."""
    if isinstance(value, float | int):
        return _EPOCH + timedelta(days=int(value)) if _EARLIEST <= value <= _LATEST else None
    text = " ".join((value or "").casefold().split())
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return _date(int(found[3]), int(found[2]), int(found[1]))
    if (found := _WORDS.fullmatch(text)) and found[2][:3] in _MONTHS:
        return _date(int(found[3]), _MONTHS.index(found[2][:3]) + 1, int(found[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _text(value: str | float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def serial_of(day: date) -> int:
    """Return a date as a sheet counts it."""
    return (day - _EPOCH).days
