"""A cell's value as it is quoted to people: the one rule for all messages.

Enters: a cell of a sheet, or a value and how its cell shows it. Leaves: text: a number with a decimal comma ("1,65"), a
per cent with its sign, a date or an hour in words, a text as typed. Refuses to know: sentences.
"""

from __future__ import annotations

import re
from datetime import date

from pmprb.temuan.words import MONTHS
from pmprb.workbook.book import Sheet, Value
from pmprb.workbook.tolerant import text_of

_DIGITS = 15
"""Excel keeps so many digits of a number: what Python shows beyond them (0.30000000000000004) is in no sheet."""
_HOURS = re.compile(r"(-?\d{1,6}):(\d\d):(\d\d)(?:\.\d{1,9})?")


def cell_seen(sheet: Sheet, row: int, column: int) -> str:
    """Return the cell at 0-based (row, column) as people see it; an error by its sign ("#REF!"), "" for a blank."""
    value = sheet.value(row, column)
    if value is None:
        return sheet.errors.get((row, column), "")
    percent = isinstance(value, float) and sheet.is_percent(row, column)
    return as_seen(value, percent=percent, dated=sheet.is_moment(row, column))


def as_seen(value: Value, *, percent: bool = False, dated: bool = False) -> str:
    """Return a value as its sheet shows it to an Indonesian, on one line; "" for a blank.

    `percent`: the cell shows a number as a per cent; `dated`: the text is a date or a time that the cell shows.
    """
    if isinstance(value, float):
        return number_seen(value, percent)
    text = text_of(value)
    return moment_seen(text) if dated else text


def number_seen(value: float, percent: bool = False) -> str:
    """Return a number as an Indonesian sheet shows it: "1,65", "85%", "1250", "1,98E+17"."""
    value = value * 100 if percent else value
    text = f"{value:.{_DIGITS}g}"
    if "e-" in text:  # 1E-05 as it would be typed
        text = f"{value:.20f}".rstrip("0").rstrip(".")
    return text.replace(".", ",").replace("e", "E") + ("%" if percent else "")


def moment_seen(text: str) -> str:
    """Return an ISO date, time or both in words ("1 Oktober 2026", "pukul 03.45"); other text as it is."""
    day, _, hours = text.partition("T") if text[4:5] == "-" else ("", "", text)
    said = []
    if day:
        try:
            stamp = date.fromisoformat(day)
        except ValueError:
            return text
        said.append(f"{stamp.day} {MONTHS[stamp.month - 1]} {stamp.year}")
    if hours and not (day and hours.startswith("00:00:00")):
        clock = _HOURS.fullmatch(hours)
        if clock is None:
            return text
        said.append(f"pukul {clock[1].zfill(2)}.{clock[2]}" + ("" if clock[3] == "00" else f".{clock[3]}"))
    return " ".join(said)


_EPOCH = date(1899, 12, 30)
_EARLY = 1905


def number_behind(text: str) -> str:
    """Return the figure that was probably typed where a sheet made an ISO date or time of it: "1,10" of 1 October,
    "3,45" of 03:45, "85" of 25 March 1900 (a number in a cell that shows dates); "" for other text."""
    day, _, hours = text.partition("T") if text[4:5] == "-" else ("", "", text)
    if day:
        try:
            stamp = date.fromisoformat(day)
        except ValueError:
            return ""
        return str((stamp - _EPOCH).days) if stamp.year < _EARLY else f"{stamp.day},{stamp.month}"
    clock = _HOURS.fullmatch(hours)
    return f"{int(clock[1])},{clock[2]}" if clock else ""
