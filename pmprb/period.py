"""Which of several periods comes first: years, quarters, months, as worksheets name them.

Enters: texts such as "2026", "2026-B06", "B03 2026", "TW II 2026". Leaves: an order, or that there is none to read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH = re.compile(r"(?:B|BLN|BULAN)[ .]*(\d{1,2})")
_QUARTER = re.compile(r"(?:TW|TRIWULAN|TRIW|Q|KUARTAL)[ .]*(IV|I{1,3}|[1-4])")
_HALF = re.compile(r"(?:SEMESTER|SEM|SMT|S)[ .]*(I{1,2}|[12])")
_FILLERS = re.compile(r"\b(?:TAHUN|TH|TA|PERIODE|ANGGARAN)\b|[-/.,()_:]")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_NAMES = (
    *(("JANUARI", "JAN"), ("FEBRUARI", "FEB", "PEBRUARI"), ("MARET", "MAR"), ("APRIL", "APR"), ("MEI",)),
    *(("JUNI", "JUN"), ("JULI", "JUL"), ("AGUSTUS", "AGU", "AGT", "AGS"), ("SEPTEMBER", "SEP"), ("OKTOBER", "OKT")),
    *(("NOVEMBER", "NOV", "NOPEMBER"), ("DESEMBER", "DES")),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}


class Moment(NamedTuple):
    """The end of a period: a year (None when the text names none) and the last month of it."""

    year: int | None
    month: int


def moment_of(period: str) -> Moment | None:
    """Return when a period ends; None when its text says nothing that can be put in order."""
    text = " ".join(period.upper().split())
    years = _YEAR.findall(text)
    if len(set(years)) > 1:
        return None
    year = int(years[0]) if years else None
    rest = " ".join(_FILLERS.sub(" ", _YEAR.sub(" ", text)).split())
    month = 12 if not rest and year else _month(rest, year is not None)
    return None if month is None else Moment(year, month)


def _month(text: str, has_year: bool) -> int | None:
    """Return the last month that a text without its year names."""
    if found := _QUARTER.fullmatch(text):
        return 3 * _number(found[1])
    if found := _HALF.fullmatch(text):
        return 6 * _number(found[1])
    month = _MONTHS.get(text)
    if month is None and (found := _MONTH.fullmatch(text) or (re.fullmatch(r"(\d{1,2})", text) if has_year else None)):
        month = int(found[1])
    return month if month is not None and 1 <= month <= 12 else None


def _number(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def order_of(periods: Sequence[str]) -> tuple[int, ...] | None:
    """Return the places of the periods from the oldest on; None when not all of them can be ordered.

    Equal periods keep the order given. Periods with and without a year cannot be ordered among one another.
    """
    moments = [moment_of(period) for period in periods]
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(periods) or len({moment.year is None for moment in known}) > 1:
        return None
    keys = [(moment.year or 0, moment.month) for moment in known]
    return tuple(sorted(range(len(keys)), key=lambda place: (keys[place], place)))
