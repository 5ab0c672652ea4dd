"""Periods and dates as worksheets, rekaps and commands name them: parsed once, equal by meaning, with an order.

Enters: texts such as "2026", "Tahun 2026", "2026-B06", "TW II 2026"; dates as people write them and as Excel keeps
them. Leaves: a `Period`, an order of several, a date. What names no period stays a text: it equals only the same text,
and has no order.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from pmprb.records import dataclass
from pmprb.text import normal, one_line

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_JOINTS = re.compile(r"[-‐-―/.,()_:'’]")
_NTH = {
    **{"1": 1, "I": 1, "PERTAMA": 1, "KESATU": 1, "SATU": 1, "2": 2, "II": 2, "KEDUA": 2, "DUA": 2},
    **{"3": 3, "III": 3, "KETIGA": 3, "TIGA": 3, "4": 4, "IV": 4, "KEEMPAT": 4, "EMPAT": 4},
}
_PART = re.compile(rf"(?P<word>[A-Z]+?) ?0?(?P<nth>{'|'.join(sorted(_NTH, key=len, reverse=True))})")
_QUARTERS = {"TW", "TRIWULAN", "TRIW", "TRI", "Q", "KUARTAL", "KWARTAL"}
_HALVES = {"SEMESTER", "SEM", "SMT", "S"}
_MONTH = re.compile(r"(?:B|BLN|BULAN) ?(\d{1,2})")
_HALF_SAID = re.compile(
    r"(?:(?:TAHUN|TH|THN|TA)\b)?\W{0,3}\d{1,9}"
    rf"|(?:{_YEAR.pattern}\W{{0,3}})?\b(?:TW|TRIWULAN|TRIW|TRI|Q|KUARTAL|KWARTAL|SEMESTER|SEM|SMT|S|B|BLN|BULAN)"
    rf"\W{{0,3}}(?:[0-9]{{1,4}}|[IVX]{{1,5}})(?:\W{{1,3}}{_YEAR.pattern})?"
    r"|\d{1,4}\W\d{1,2}\W\d{1,4}"
)
_FILLERS = {"TAHUN", "TH", "THN", "TA", "PERIODE", "ANGGARAN", "KE"}
_NAMES = (
    *(("JANUARI", "JAN"), ("FEBRUARI", "FEB", "PEBRUARI"), ("MARET", "MAR"), ("APRIL", "APR"), ("MEI",)),
    *(("JUNI", "JUN"), ("JULI", "JUL"), ("AGUSTUS", "AGU", "AGT", "AGS"), ("SEPTEMBER", "SEP", "SEPT")),
    *(("OKTOBER", "OKT"), ("NOVEMBER", "NOV", "NOPEMBER"), ("DESEMBER", "DES")),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}


@dataclass(frozen=True)
class Period:
    """Months `first` to `last` (1..12) of a year; `year` is None where the text names none ("TW II").

    A text that names no period has no months, but is kept in `text`, cleaned and case-folded; its year is the first one
    it mentions ("awal 2026").
    """

    year: int | None = None
    first: int = 0
    last: int = 0
    text: str = ""

    @staticmethod
    def of(text: str) -> Period:
        """Return the period a text names; spaces, case, punctuation and words such as "Tahun" do not matter."""
        return _parsed(text)

    @property
    def known(self) -> bool:
        """True for months of a year, or of any year; false for a mere text."""
        return bool(self.last)

    @property
    def half_said(self) -> bool:
        """True for a text that begins to name a period and names none: "26", "TW V 2026", "2026-B13", "2026-06-30"."""
        return not self.known and bool(_HALF_SAID.fullmatch(self.text.upper()))

    @property
    def order(self) -> tuple[int, int, int, str]:
        """A key that puts periods in a row: by their end, a shorter one before the longer one that ends with it.

        Mere texts come first. Where one period holds the other, this says nothing of which was measured first.
        """
        return (self.year or 0, self.last, self.last - self.first, self.text)

    def before(self, other: Period) -> bool:
        """True when this period has ended before the other begins."""
        return (self.year or 0, self.last) < (other.year or 0, other.first)

    def __str__(self) -> str:
        """Return the period's own spelling: "2026", "2026-S1", "2026-TW2", "2026-B06"; a mere text as it is kept."""
        if not self.known:
            return self.text
        months = self.last - self.first + 1
        part = {12: "", 6: f"S{self.last // 6}", 3: f"TW{self.last // 3}"}.get(months, f"B{self.last:02d}")
        return "-".join(piece for piece in (str(self.year or ""), part) if piece)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Period:
    line = one_line(normal("NFKC", text))
    upper = " ".join(_JOINTS.sub(" ", line.upper()).split())
    years = set(_YEAR.findall(upper))
    words = [word for word in _YEAR.sub(" ", upper).replace("T A ", "TA ").split() if word not in _FILLERS]
    year = int(min(years)) if years else None
    months = _months(" ".join(words), year is not None) if len(years) < 2 else None
    return Period(year, text=line.casefold()) if months is None else Period(year, *months)


def _months(text: str, has_year: bool) -> tuple[int, int] | None:
    """Return the first and last month that a text without its year names."""
    if not text:
        return (1, 12) if has_year else None
    month = _MONTHS.get(text.removeprefix("BULAN "))
    if month is None and (found := _MONTH.fullmatch(text) or (re.fullmatch(r"(\d{1,2})", text) if has_year else None)):
        month = int(found[1])
    if month is not None:
        return (month, month) if 1 <= month <= 12 else None
    found = _PART.fullmatch(text.replace("TRI WULAN", "TRIWULAN"))
    nth = _NTH[found["nth"]] if found else 0
    if found and found["word"] in _QUARTERS:
        return 3 * nth - 2, 3 * nth
    return (6 * nth - 5, 6 * nth) if found and found["word"] in _HALVES and nth <= 2 else None


def same_period(one: str, other: str) -> bool:
    """True when two texts name the same period: "2026" and "Tahun 2026"."""
    return Period.of(one) == Period.of(other)


def most_common(periods: Iterable[str]) -> str:
    """Return the period most of the texts name, as most of those write it; the latest of equals; empty without any."""
    counted = Counter(period for period in periods if period.strip())
    named: Counter[Period] = Counter()
    for text, count in counted.items():
        named[Period.of(text)] += count
    if not named:
        return ""
    chosen = max(named, key=lambda period: (named[period], period.order))
    spellings = [text for text in counted if Period.of(text) == chosen]
    return min(spellings, key=lambda text: (-counted[text], len(text), text))


def quarter_named(text: str) -> int | None:
    """Return the quarter (1..4) that a text without a year names: "2", "II", "TW 2", "Triwulan kedua"; else None."""
    bare = one_line(normal("NFKC", text)).upper()
    found = Period.of(bare if bare not in _NTH else f"TW {bare}")
    is_quarter = found.year is None and found.last - found.first == 2
    return found.last // 3 if is_quarter else None


def order_of(periods: Sequence[str]) -> tuple[int, ...] | None:
    """Return the places of the periods from the oldest on; None when not all of them can be ordered.

    Only what has ended before the other begins is put before it. Equal periods, and a year with a month or quarter of
    its own, keep the order given: a rekap "2026" may have been made before or after "2026-B06". Periods with and
    without a year cannot be ordered among one another.
    """
    known = [Period.of(period) for period in periods]
    if not all(period.known for period in known) or len({period.year is None for period in known}) > 1:
        return None
    left, taken = list(range(len(known))), []
    while left:
        place = next(n for n in left if not any(known[other].before(known[n]) for other in left))
        taken.append(place)
        left.remove(place)
    return tuple(taken)


def overlap(periods: Iterable[str]) -> list[str]:
    """Return the periods, as given, that hold another one among them or lie in it without being the same."""
    every = list(periods)
    known = [Period.of(period) for period in every]
    return [
        text
        for text, one in zip(every, known, strict=True)
        if any(one != other and not one.before(other) and not other.before(one) for other in known)
    ]


# Dates: the day before the month, as in Indonesia; where only the other order is a date, that one.


_EPOCH = date(1899, 12, 30)
_EARLIEST, _LATEST = 36_526, 73_050  # serial numbers of 2000-01-01 and 2099-12-31
_ENGLISH = {"JANUARY": 1, "FEBRUARY": 2, "MARCH": 3, "MAY": 5, "JUNE": 6, "JULY": 7, "AUG": 8, "AUGUST": 8, "OCT": 10}
_ALL_MONTHS = _MONTHS | _ENGLISH | {"OCTOBER": 10, "DEC": 12, "DECEMBER": 12}
_BEFORE = re.compile(
    r"(?:(?:SENIN|SELASA|RABU|KAMIS|JUM'?AT|SABTU|MINGGU|TGL|TANGGAL|PALING|LAMBAT|SELAMBAT-LAMBATNYA|BATAS|SAMPAI|DENGAN"
    r"|S\.?/?D|HINGGA|PER|AKHIR|SEBELUM)\b[.,:]{0,2} ?){1,5}"
)
_TIME = re.compile(r"(?:T|,? )\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d{1,6})?)?Z?$")
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/. ]) ?(\d{1,2})(?:\2 ?'?(\d{4}|\d{2}))?")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/. ]{0,2}([A-Z]{3,9})\.?(?:[-/., ]{0,2}'?(\d{4}|\d{2}))?")
_MONTH_DAY = re.compile(r"([A-Z]{3,9})\.? (\d{1,2}), ?(\d{4})")


def date_named(value: str | float | None, year: int | None = None) -> date | None:
    """Return the date that a text or a cell's serial number names, from 2000 to 2099; None when it names none.

    `year` is meant where the text has none ("31 Des").
    """
    if not isinstance(value, str):
        return _EPOCH + timedelta(days=int(value)) if value and _EARLIEST <= value <= _LATEST else None
    text = _bare_date(value)
    if re.fullmatch(r"\d{5}(?:[.,]0{1,9})?", text):
        return date_named(float(text[:5]))
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_FIRST.fullmatch(text):
        named = _year_of(found[4], year)
        return _date(named, int(found[3]), int(found[1])) or _date(named, int(found[1]), int(found[3]))
    if found := _DAY_MONTH.fullmatch(text):
        return _date(_year_of(found[3], year), _ALL_MONTHS.get(found[2], 0), int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return _date(int(found[3]), _ALL_MONTHS.get(found[1], 0), int(found[2]))
    return None


def due_named(value: str | float | None, year: int | None = None) -> date | None:
    """Return by when something is due: a date, or the last day of the month, quarter or semester named."""
    found = date_named(value, year)
    if found is not None or not isinstance(value, str):
        return found
    period = Period.of(_bare_date(value))
    named = period.year or year
    if not period.known or named is None:
        return None
    return _date(named, period.last, calendar.monthrange(named, period.last)[1])


def _bare_date(value: str) -> str:
    """Return a text in capitals without the words before a date ("paling lambat") and the time behind it."""
    text = one_line(normal("NFKC", value[:80])).upper().strip(" .,;:")
    found = _BEFORE.match(text)
    bare = _TIME.sub("", text[found.end() :] if found else text).strip(" .,")
    return re.sub(r" ?([-/.]) ?", r"\1", bare)


def _year_of(text: str | None, otherwise: int | None) -> int:
    if text is None:
        return otherwise or 0
    return int(text) + 2000 if len(text) == 2 else int(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 2000 <= year <= 2099 else None
    except ValueError:
        return None
