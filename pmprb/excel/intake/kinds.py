"""What a form's column of allowed answers says: a scale of labels, a range, a percentage, counts.

Enters: texts. Leaves: `Printed`. Refuses to know: options, scores.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pmprb.excel.tolerant import number, text_of

Says = Literal["labels", "range", "percent", "unknown", "nothing"]
_YES_NO = re.compile(r"(?:ya|y)\s*(?:[/,;|-]|atau)\s*(?:tidak|tdk|t)", re.IGNORECASE)
_SPAN = re.compile(r"([A-Za-z])\s*(?:[-–—]|s\s*[./]?\s*d\.?|sampai(?: dengan)?)\s*([A-Za-z])")
_NUM = r"(\d{1,4}(?:[.,]\d+)?)"
_RANGE = re.compile(
    rf"[^\d%]{{0,30}}?\(?\s*{_NUM}\s*(?:[-–—]|s\s*[./]?\s*d\.?|sampai(?: dengan)?|hingga)\s*{_NUM}\s*\)?", re.IGNORECASE
)
_PERCENT = re.compile(
    r"%|persen|persentase|persentase \(%\)|otomatis|(?:0\s*%?\s*(?:-|–|s\.?d\.?)\s*)?100\s*%", re.IGNORECASE
)
_LONGEST_LABEL, _MOST_LABELS = 60, 10
YES_NO = ("Ya", "Tidak")


@dataclass(frozen=True)
class Printed:
    """What stands in the column: the labels best first, or the bounds of a number."""

    says: Says
    labels: tuple[str, ...] = ()
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


def printed(cell: object) -> Printed:
    """Return what a cell of allowed answers says."""
    text = text_of(cell if isinstance(cell, str | float | bool) else None)
    if not text or text in ("-", "–"):
        return Printed("nothing")
    if _YES_NO.fullmatch(text):
        return Printed("labels", YES_NO)
    if _PERCENT.fullmatch(text):
        return Printed("percent")
    span = _SPAN.fullmatch(text)
    if span and span.group(1).upper() == "A" and "B" <= span.group(2).upper() <= "J":
        return Printed("labels", letters(ord(span.group(2).upper()) - ord("A") + 1))
    bounds = _RANGE.fullmatch(text)
    if bounds:
        low, high = (number(found).value for found in bounds.groups())
        if low is not None and high is not None and low < high:
            return Printed("range", low=low, high=high)
        return Printed("unknown")
    labels = _listed(str(cell))
    return Printed("labels", labels) if labels else Printed("unknown")


def letters(count: int) -> tuple[str, ...]:
    """Return A, B, C and so on."""
    return tuple(chr(ord("A") + n) for n in range(count))


def _listed(cell: str) -> tuple[str, ...]:
    """Return the labels of a list: a line each, or parted by slashes, semicolons or commas; none when it is no list."""
    for separator in ("\n", "/", ";", ","):
        parts = [text_of(part).strip(" .") for part in cell.split(separator)]
        parts = [part for part in parts if part]
        if len(parts) > 1:
            break
    else:
        return ()
    if len(parts) > _MOST_LABELS or any(len(part) > _LONGEST_LABEL or part.isdigit() for part in parts):
        return ()
    singles = tuple(part.upper() for part in parts)
    if singles == letters(len(singles)):
        return singles
    if {part.casefold() for part in parts} == {"ya", "tidak"}:
        return YES_NO
    if any(len(part) == 1 for part in parts) or len({part.casefold() for part in parts}) < len(parts):
        return ()
    return tuple(parts)


def usual_scores(labels: tuple[str, ...]) -> tuple[Fraction, ...]:
    """Return what labels are worth, best first: as official forms have it (A/B/C/D is 1, 0.67, 0.33, 0), else
    in even steps."""
    if labels == letters(4):
        return Fraction(1), Fraction("0.67"), Fraction("0.33"), Fraction(0)
    return tuple(Fraction(len(labels) - 1 - n, len(labels) - 1) for n in range(len(labels)))
