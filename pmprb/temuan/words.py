"""Values as users read them: texts cut to length, lists, numbers, dates, limits.

Enters: a value's text as a temuan carries it. Leaves: text for a sentence; what is not the kind of value
expected stays text. `machine` turns machine words into Indonesian.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction

from pmprb.numbers import number_words, rounded, shown
from pmprb.text import one_line

TEXT_LIMIT = 50
SHORT_LIMIT = 24
LONG_LIMIT = 110
LIST_LIMIT = 80
LIST_COUNT = 8
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{0,30})?(?:[eE][+-]?\d{1,2})?|[+-]?\d{1,40}/\d{1,40}")
_DIGITS = 6
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def text(value: str, longest: int = TEXT_LIMIT) -> str:
    """Return a value on one line, without control characters, cut at `longest`."""
    line = one_line(value[: 4 * longest])
    cut = len(line) > longest or len(value) > 4 * longest
    return line[: longest - 1].rstrip() + "…" if cut else line


def whole(value: str) -> str:
    """Return a value that was made here, as it is."""
    return value


def listed(value: str) -> str:
    """Return a comma-separated list, shortened to its first parts and a count of the others."""
    return joined([part for part in (text(p) for p in value.split(", ")) if part])


def joined(parts: Sequence[str], most: int = LIST_COUNT, longest: int = LIST_LIMIT) -> str:
    """Return parts in one text: at most `most` of them and about `longest` characters, the others counted."""
    shown: list[str] = []
    for whole_part in parts[:most]:
        part = text(whole_part, longest)
        if shown and sum(map(len, shown)) + 2 * len(shown) + len(part) > longest:
            break
        shown.append(part)
    others = len(parts) - len(shown)
    return ", ".join(shown) + (f", dan {others} lainnya" if others else "")


def number(value: str) -> str:
    """Return a number with a decimal comma ("7/2" is 3,5; "1/3" is ≈0,333333); other text as it is."""
    exact = _exact(value)
    if exact is None:
        return text(value, SHORT_LIMIT)
    near = rounded(exact, _DIGITS)
    is_near = abs(exact - near) < Fraction(1, 10 ** (_DIGITS + 3))  # a float's own dust is no difference
    return number_words(near, _DIGITS) if is_near else f"≈{number_words(near, _DIGITS)}"


def _exact(value: str) -> Fraction | None:
    if not _NUMBER.fullmatch(value.strip()):
        return None
    try:
        return Fraction(value.strip())
    except ZeroDivisionError:
        return None


def moment(value: str) -> str:
    """Return an ISO 8601 time stamp as a date and time; other text as it is."""
    try:
        stamp = datetime.fromisoformat(value.strip())
    except ValueError:
        return text(value, SHORT_LIMIT)
    date = f"{stamp.day} {MONTHS[stamp.month - 1]} {stamp.year}"
    zone = " UTC" if stamp.tzinfo is not None and not stamp.utcoffset() else ""
    return f"{date} pukul {stamp.hour:02d}.{stamp.minute:02d}{zone}"


def points(value: str) -> str:
    """Return points as the displays show them ("57,90"); other text as it is."""
    exact = _exact(value)
    return text(value, SHORT_LIMIT) if exact is None else shown(exact)


def fraction(value: str) -> str:
    """Return two counts as they are spoken of ("11/15" is "11 dari 15"); one number with a decimal comma."""
    found = re.fullmatch(r"(\d{1,15})/(\d{1,15})", value.strip())
    return f"{found.group(1)} dari {found.group(2)}" if found else number(value)


def limit(value: str) -> str:
    """Return a limit users can picture: "10 MB", "20 detik", "2.000"; empty for a small bare number."""
    if found := re.fullmatch(r"(\d{1,6}) s", value.strip()):
        return f"{found.group(1)} detik"
    if re.fullmatch(r"\d{1,15}", value.strip()):
        return f"{int(value):,}".replace(",", ".") if int(value) >= 1000 else ""
    return text(value, SHORT_LIMIT)


def thousands(value: str) -> str:
    """Return a number with dots for thousands ("1.000.000"); other text as it is."""
    exact = _exact(value)
    return text(value, SHORT_LIMIT) if exact is None else shown(exact, 0 if exact.denominator == 1 else 2)


def line_number(value: str) -> str:
    """Return a line's number; empty for 0, which means unknown."""
    return "" if value.strip() == "0" else text(value, SHORT_LIMIT)


FILTERS: dict[str, Callable[[str], str]] = {
    "teks": text,
    "singkat": lambda value: text(value, SHORT_LIMIT),
    "panjang": lambda value: text(value, LONG_LIMIT),
    "utuh": whole,
    "daftar": listed,
    "angka": number,
    "nilai": points,
    "pecahan": fraction,
    "waktu": moment,
    "batas": limit,
    "ribuan": thousands,
    "baris": line_number,
}
