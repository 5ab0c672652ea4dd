"""Dates and years as people type them into evidence: "12 Maret 2024", "12/03/2024", "Nomor 7 Tahun 2024", "2024-2029".

Enters: a text. Leaves: what it says of time. Refuses to know: which year is the right one.

Never read as a date: anything inside a link, and a number of four digits beside other digits (a NIP, an amount).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["date", "year", "number"]

_MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember|"
    "jan|feb|mar|apr|jun|jul|agu|agt|ags|sept|sep|okt|nov|nop|des"
)
_YEAR = r"((?:19|20)\d\d)"
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"',;]+", re.IGNORECASE)
_SPAN = re.compile(
    rf"(?<![\d/.-]){_YEAR}\s*(?:-|–|—|/|s\.?\s?d\.?|sampai(?: dengan)?|hingga)\s*{_YEAR}(?![\d/.-]\d)", re.I
)
_DATES = (
    re.compile(rf"(?<!\d)(?:\d{{1,2}}\s+|\b)(?:{_MONTHS})\b\.?\s*,?\s*{_YEAR}(?!\d)", re.I),
    re.compile(rf"(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1{_YEAR}(?![\d/-]|\.\d)"),
    re.compile(rf"(?<![\d/.-]){_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d/-])"),
)
_NUMBER = re.compile(rf"(?:\w/|\bno(?:mor)?\b\.?\s*[\w./-]+\s+(?:tahun|thn\.?|th\.?)\s*){_YEAR}(?![\d/.-]\d)", re.I)
_BARE = re.compile(rf"(?<![\d/.,-])(?:(?<!Rp)|(?<=\s)){_YEAR}(?![\d/-]|[.,]\d)")


@dataclass(frozen=True)
class Typed:
    """A time typed in a text: as a date (day or month known), a bare year, or the year of a document's number.

    `first` and `last` are the years it covers, the same but for a span; `text` is how it was typed.
    """

    kind: Kind
    first: int
    last: int
    text: str


def typed_dates(text: str) -> list[Typed]:
    """Return the dates and years in a text, each place read once, in the order of the kinds: spans, dates, numbers,
    bare years."""
    left = LINK.sub(" ", text)
    found: list[Typed] = []

    def take(pattern: re.Pattern[str], kind: Kind) -> None:
        nonlocal left
        for match in pattern.finditer(left):
            years = [int(group) for group in match.groups() if group and group.isdigit()]
            found.append(Typed(kind, min(years), max(years), " ".join(match[0].split())))
        left = pattern.sub(lambda match: " " * len(match[0]), left)

    take(_SPAN, "year")
    for pattern in _DATES:
        take(pattern, "date")
    take(_NUMBER, "number")
    take(_BARE, "year")
    return found
