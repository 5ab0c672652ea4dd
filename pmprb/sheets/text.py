"""Text and numbers a cell may hold, whatever a worksheet brought."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from pmprb.text import clean_text

LONGEST = 32_767
CUT = " … [dipotong]"
_LONGEST_LINK = 2_000
_SHORT = LONGEST // 2

_LINK = re.compile(r"(?:https?://[^\s\"<>]+|mailto:[^\s\"<>@]+@[^\s\"<>@]+)", re.IGNORECASE)


def safe_text(text: str) -> str:
    """Return a text as a cell may hold it: line breaks kept, other control characters out, cut with a mark.

    Excel counts UTF-16 units. A text that looks like the writer's own rich text gets a space behind it:
    XlsxWriter would put it into the file unescaped.
    """
    if len(text) < _SHORT and text.isprintable() and not text.startswith("<r>"):
        return text
    plain = clean_text(text).replace("\t", " ")
    if _units(plain) > LONGEST:
        kept = plain.encode("utf-16-le")[: 2 * (LONGEST - _units(CUT))].decode("utf-16-le", "ignore")
        plain = kept + CUT
    return f"{plain} " if plain.startswith("<r>") and plain.endswith("</r>") else plain


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def safe_number(value: Fraction | float | int) -> float | None:
    """Return a float a cell may hold, None when it is not finite."""
    try:  # a fraction's own float() asks what a number is before it divides just so: three times as slow
        number = value.numerator / value.denominator if type(value) is Fraction else float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def safe_link(text: str) -> str:
    """Return a text that is wholly an http, https or mailto address; empty for anything else."""
    plain = text.strip()
    return plain if len(plain) <= _LONGEST_LINK and _LINK.fullmatch(plain) else ""
