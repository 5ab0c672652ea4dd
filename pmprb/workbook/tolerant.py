"""The tolerant door: what a secretary typed, turned into a typed value or told exactly why not.

Enters: one cell's value. Leaves: a small result that says whether anything was tidied.
Beyond this module values are strict. Nothing is guessed: "1,000" as a count is refused,
because it is one to some and a thousand to others.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from pmprb.records import dataclass
from pmprb.text import normal, remembered
from pmprb.workbook.book import MAX_CELL_TEXT, Value

_EDGE = " \t\r\n.,;:()[]'\"`“”‘’"
_NOT_APPLICABLE = {"tidak berlaku", "n/a", "tb", "not applicable", "bukan lokus"}
_THOUSANDS_DOT = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+")
_THOUSANDS_COMMA = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?")
MOST = 10**18
"""No number of a worksheet or plan reaches this: the state's budget in rupiah has 16 digits, a NIP has 18."""
_LONGEST = 40
"""Up to how many characters a number is written; Excel itself keeps 15 digits, a fraction's decimals some 17."""
_FINEST = 60
"""The most decimals a number has. The dust of a formula (5.6E-17) has 33; 1E-308 would be a fraction of 300 digits."""


def says_not_applicable(value: Value) -> bool:
    """True when a cell says *tidak berlaku* in one of its spellings."""
    return text_of(value).strip(_EDGE).casefold() in _NOT_APPLICABLE


def text_of(value: Value) -> str:
    """Return a cell's value as trimmed text; whole numbers without ".0", blank as ""."""
    if isinstance(value, str):
        return _trimmed(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


@remembered
def _trimmed(text: str) -> str:
    return " ".join(normal("NFKC", text).split())[:MAX_CELL_TEXT]  # one letter may become eighteen


@dataclass(frozen=True)
class Choice:
    """A label found, or why not: `problem` is "unknown", "several" or "" ; `hint` a near miss."""

    label: str = ""
    tidied: bool = False
    not_applicable: bool = False
    problem: str = ""
    hint: str = ""


def choice(value: Value, labels: Sequence[str] | Mapping[str, str]) -> Choice:
    """Return which of `labels` a cell means; a mapping gives a label for each accepted spelling.

    Accepted and marked tidied: other case, outer spaces, a trailing dot or bracket, and a label
    followed by its explanation ("b) sebagian besar"). "Y" for "Ya" is not accepted, only suggested.
    """
    raw = "" if value is None else str(text_of(value))
    spellings = labels if isinstance(labels, Mapping) else {label: label for label in labels}
    folded = {spelling.casefold(): label for spelling, label in spellings.items()}
    bare = raw.strip(_EDGE).casefold()
    if bare in folded:
        label = folded[bare]
        return Choice(label=label, tidied=(value if isinstance(value, str) else raw) != label)
    if bare in _NOT_APPLICABLE:
        return Choice(not_applicable=True)
    lead = re.match(r"\(?\s*(\w+)\s*[.):\-–]\s+(\S.*)", raw)
    if lead and lead.group(1).casefold() in folded and len(lead.group(1)) <= 5:
        behind = {word.strip(_EDGE).casefold() for word in re.split(r"[\s/,;&+]+", lead.group(2))} - {"", "-"}
        if behind & folded.keys() and len(behind) == 1:
            return Choice(problem="several")
        return Choice(label=folded[lead.group(1).casefold()], tidied=True)
    parts = [p for p in re.split(r"\s{0,9}(?:[/,;&+]|\bdan\b|\batau\b)\s{0,9}", bare) if p]
    if len(parts) > 1 and all(p.strip(_EDGE) in folded for p in parts):
        return Choice(problem="several")
    return Choice(problem="unknown", hint=_meant(raw, bare, folded))


_YES = frozenset(("√", "✓", "✔", "☑", "✅", "v", "true", "yes", "iya", "sudah", "ada", "1"))
_NO = frozenset(("✗", "✘", "☒", "❌", "false", "no", "tdk", "belum", "tidak ada", "0"))
_MADE_OF = {"©": "c", "®": "r"}
"""What programs make of "(c)" and "(r)" while somebody types."""
_WORDS, _MOST_WORDS = re.compile(r"\w+"), 200
_FIRST = re.compile(r"[^\w]{0,9}(\w{1,9})(?!\w)")
_LAST = re.compile(r"(?:jawab(?:an)?|pilih(?:an)?|opsi)\s?[:=.-]?\s?(\w{1,9})\W{0,9}", re.IGNORECASE)


def _meant(raw: str, bare: str, folded: Mapping[str, str]) -> str:
    """Return the label that a text which is none probably means, to be asked about; "" when nothing suggests one."""
    if not bare:
        return ""
    if {"ya", "tidak"} <= folded.keys() and bare in _YES | _NO:
        return folded["ya" if bare in _YES else "tidak"]
    if made := folded.get(_MADE_OF.get(bare, "")):
        return made
    if near := [label for key, label in folded.items() if key.startswith(bare)]:
        return near[0]
    said = _LAST.fullmatch(raw) or _FIRST.match(raw)
    named = {word for word in _WORDS.findall(raw[:_MOST_WORDS].casefold()) if word in folded}
    if said and {said[1].casefold()} == named:  # a label with a remark: "B sudah ada SK", "pilihan B"
        return folded[said[1].casefold()]
    words = [key for key in folded if len(key) > 1 < len(bare)]  # a lone letter is like any short text
    close = difflib.get_close_matches(bare, words, n=1, cutoff=0.6)
    return folded[close[0]] if close else ""


_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_NUMBERS_OF_PEOPLE = (
    ("NIP", re.compile(rf"(?:19|20)\d\d{_MONTH}{_DAY}(?:19|20)\d\d{_MONTH}[12]\d{{3}}")),
    ("NIK", re.compile(rf"[1-9]\d{{5}}(?:[04][1-9]|[1256]\d|[37][01]){_MONTH}\d{{6}}")),
    ("nomor telepon", re.compile(r"\+?(?:62|0)8\d{8,11}")),
)
_BETWEEN = re.compile(r"[\s.-]")
_KEPT = 10**15
"""From here on a cell's number has lost its last digits: the 18 of a NIP are 15 and three of dust."""


def looks_like(value: Value) -> str:
    """Return which number of a person a cell holds where a figure belongs: "NIP", "NIK", "nomor telepon", or ""."""
    if isinstance(value, float):
        if not _KEPT <= value < 100 * MOST or not value.is_integer():
            return ""
        digits = f"{value:.0f}"
    else:
        digits = _BETWEEN.sub("", text_of(value)) if isinstance(value, str) and len(value) <= _LONGEST else ""
    if len(digits) == 18 and isinstance(value, float):
        digits = f"{digits[:14]}1001"  # sex and number are among the lost ones
    return next((name for name, shape in _NUMBERS_OF_PEOPLE if shape.fullmatch(digits)), "")


_ARABIC = {0x066B: ",", 0x066C: "."}
"""The marks of decimals and thousands beside Eastern Arabic digits, which count as digits."""


@dataclass(frozen=True)
class Number:
    """A number found, or None with `problem` "text", "ambiguous", or "vast": a number no worksheet can mean."""

    value: Fraction | None = None
    tidied: bool = False
    problem: str = ""


def number(value: Value, *, whole: bool = False, percent: bool = False) -> Number:
    """Return a cell's number, exactly as typed ("3,6" is 18/5).

    `whole`: a count, where "1.000" is a thousand as Indonesians write it and "1,000" is ambiguous.
    `percent`: "75%" is 3/4; elsewhere a per cent sign is text.
    What is larger or finer than any worksheet can mean ("1e309", 5,000 digits) is "vast", and never reckoned with:
    exact arithmetic would go on for ever. So every number that leaves here has 40 digits and 60 decimals at most.
    """
    if isinstance(value, bool):
        return Number(problem="text")
    if isinstance(value, float):
        return _sound(repr(value), tidied=False)
    raw = text_of(value)
    per_cent = raw.endswith("%")
    if per_cent and not percent:
        return Number(problem="text")
    raw = raw.removesuffix("%").strip()
    raw = raw if raw.isascii() else raw.translate(_ARABIC)
    if re.search(r"\s", raw):  # two numbers in one cell are not one number
        return Number(problem="text")
    if "," in raw and "." in raw:
        decimal, thousands = (",", ".") if raw.rfind(",") > raw.rfind(".") else (".", ",")
        head, _, tail = raw.rpartition(decimal)
        if decimal in head or not re.fullmatch(rf"[+-]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", head):
            return Number(problem="text")
        raw = head.replace(thousands, "") + "." + tail
    elif (whole and _THOUSANDS_DOT.fullmatch(raw)) or (raw.count(".") > 1 and _THOUSANDS_DOT.fullmatch(raw)):
        raw = raw.replace(".", "")
    elif whole and _THOUSANDS_COMMA.fullmatch(raw):
        return Number(problem="ambiguous")
    else:
        raw = raw.replace(",", ".", 1)
    return _sound(raw, tidied=True, per_cent=per_cent)


def _sound(raw: str, *, tidied: bool, per_cent: bool = False) -> Number:
    """Return the number of plain decimal text, when it is one of a size that is reckoned with."""
    found = _NUMBER.fullmatch(raw)
    if found is None:
        return Number(problem="text")
    power = found[1] or "0"
    if len(raw) > _LONGEST or len(power) > 4 or abs(int(power)) + len(raw) > _FINEST:
        return Number(problem="vast")
    value = Fraction(raw)
    if not -MOST < value < MOST:
        return Number(problem="vast")
    return Number(value=value / 100 if per_cent else value, tidied=tidied)


_FIGURE, _LONG = re.compile(r"\d+"), 7
_NONE = frozenset(("nihil", "nol", "tidak ada", "kosong", "belum ada"))


def likely_count(seen: str) -> str:
    """Return how the count in a text would be typed: the one figure in it, 0 for what says that there is none."""
    figures = _FIGURE.findall(seen)
    if len(figures) == 1 and len(figures[0]) < _LONG:
        return str(int(figures[0]))
    return "0" if not figures and seen.casefold() in _NONE else "1250"
