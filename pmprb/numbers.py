"""Numbers: exact inside, from decimal text or a fraction, never from a float; one way to show them.

Enters: decimal text, fractions. Leaves: exact fractions; text for machines (half-even, 12 places) and for people.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

# Numbers of a catalog: exact, from decimal text or a fraction, never from a float.


_DECLARED = re.compile(r"\s{0,9}[+-]?\d{0,40}\.?\d{0,40}(?:/[1-9]\d{0,39})?\s{0,9}", re.ASCII)
"""How the numbers of a catalog, and those of a command, are written: no power of ten, at most 80 digits."""


def exact(text: str) -> Fraction:
    """Return the number of decimal text ("0.67") or of a fraction ("5/12"); ValueError for anything else.

    Powers of ten are refused: "1e999999999" would be reckoned for ever.
    """
    if not _DECLARED.fullmatch(text):
        raise ValueError("not exact decimal text")
    return Fraction(text)


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """Return the exact sum, 0 of none. Values of one denominator, as scores of one scale are, are added as integers:
    `sum` reduces every partial sum, which costs some ten times as much."""
    parts: dict[int, int] = {}
    for value in values:
        above, below = value.as_integer_ratio()  # one call; numerator and denominator are two of Python's own
        parts[below] = parts.get(below, 0) + above
    if len(parts) == 1:
        ((below, above),) = parts.items()
        return Fraction(above, below)
    whole = math.lcm(*parts)
    return Fraction(sum(above * (whole // below) for below, above in parts.items()), whole)


def exact_ranks(values: Sequence[Fraction]) -> list[int]:
    """Return whole numbers in the same order and just as equal as the values: for sorting many, without a fraction
    compared with a fraction some ten times each."""
    below = math.lcm(*(value.denominator for value in values))
    return [value.numerator * (below // value.denominator) for value in values]


def exact_text(value: Fraction) -> str:
    """Return a number as a catalog bears it: decimal text where that ends ("0.67"), else a fraction ("5/12")."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest != 1:
        return long_text(value)
    digits = _digits(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    head, tail = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if value.numerator < 0 else "") + head + (f".{tail}" if tail else "")


# Exact numbers as text: for machines rounded half-even to 12 places, for people the Indonesian way.


def decimal_text(value: Fraction, places: int = 12) -> str:
    """Return decimal text rounded half-even to at most `places`, without trailing zeros ("0.5", "1")."""
    unit, below = 10**places, value.denominator
    whole, rest = divmod(abs(value.numerator) * unit, below)
    if 2 * rest > below or (2 * rest == below and whole % 2):
        whole += 1
    head, tail = divmod(whole, unit)
    text = f"{head}.{tail:0{places}d}".rstrip("0").rstrip(".") if tail else str(head)
    return f"-{text}" if value.numerator < 0 and whole else text


def decimal_or_none(value: Fraction | None) -> str | None:
    """Return decimal text as `decimal_text` does; None where there is no value."""
    return None if value is None else decimal_text(value)


# A mean over a province's units may have more digits than Python turns into text, or back, in one piece (4,300).


_PIECE = 4_000


def long_text(value: Fraction) -> str:
    """Return a fraction exactly ("7/2", "-3"), however many digits it has."""
    below = value.denominator
    text = _digits(abs(value.numerator)) + (f"/{_digits(below)}" if below > 1 else "")
    return f"-{text}" if value.numerator < 0 else text


def of_long_text(text: str) -> Fraction:
    """Return the fraction that `long_text` wrote; ValueError for anything else."""
    above, slash, below = text.removeprefix("-").partition("/")
    if not all(part.isascii() and part.isdigit() for part in ((above, below) if slash else (above,))):
        raise ValueError("no fraction")
    divisor = _whole(below) if slash else 1
    if not divisor:
        raise ValueError("denominator is zero")
    value = Fraction(_whole(above), divisor)
    return -value if text.startswith("-") else value


def _digits(number: int) -> str:
    if number.bit_length() < 3 * _PIECE:
        return str(number)
    half = number.bit_length() * 3 // 20  # about half of its digits
    head, tail = divmod(number, 10**half)
    return _digits(head) + _digits(tail).rjust(half, "0")


def _whole(text: str) -> int:
    if len(text) <= _PIECE:
        return int(text)
    half = len(text) // 2
    unit: int = 10**half
    return _whole(text[:-half]) * unit + _whole(text[-half:])


# For people: halves go away from zero, on the exact value, as Excel and LibreOffice show the same number in a cell.
# Python's round and format go half-even, or by the binary neighbour: 1473/40 would be 36,82 here and 36,83 there.


def rounded(value: Fraction, places: int = 2) -> Fraction:
    """Return a number at `places` decimals as people are shown it: halves away from zero."""
    unit, above, below = 10**places, value.numerator, value.denominator
    whole = (2 * abs(above) * unit + below) // (2 * below)
    return Fraction(-whole if above < 0 else whole, unit)


def shown(value: Fraction | None, places: int = 2) -> str:
    """Return a number for people: two decimals, a comma, dots for thousands ("1.095,71"); "–" when there is none."""
    if value is None:
        return "–"
    near = rounded(value, places)
    head, tail = divmod(abs(near.numerator) * (10**places // near.denominator), 10**places)
    text = f"{head:,}".replace(",", ".") + (f",{tail:0{places}d}" if places else "")
    return f"-{text}" if near.numerator < 0 else text


def signed(value: Fraction, places: int = 2) -> str:
    """Return a difference for people, with its sign ("+0,50", "-0,50"); what rounds to nothing has none ("0,00")."""
    return ("+" if rounded(value, places) > 0 else "") + shown(value, places)


def number_words(value: Fraction, places: int = 4) -> str:
    """Return a number as it is spoken of: at most `places` decimals, none that are zero ("3,6", "100")."""
    return exact_text(rounded(value, places)).replace(".", ",")


def margin(value: Fraction, minimum: Fraction, places: int = 2) -> Fraction:
    """Return how far a value lies above its minimum (below: negative), reckoned from both as they are shown.

    So that 15,58 against 15,75 lacks 0,17 even where it is 15,575. Never use it to judge: that takes exact numbers.
    """
    return rounded(value, places) - rounded(minimum, places)


def margin_words(value: Fraction, minimum: Fraction, unit: str = "") -> str:
    """Return a margin for people, at two decimals: "kurang 0,17", "lebih 1,00", "tepat".

    Where the two look the same and are not: "kurang < 0,01". `unit` follows the number (" %").
    """
    if value == minimum:
        return "tepat"
    side, apart = "kurang" if value < minimum else "lebih", abs(margin(value, minimum))
    return f"{side} {shown(apart) if apart else '< 0,01'}{unit}"


def exact_words(value: Fraction) -> str:
    """Return a number for people without rounding: "0,67", or a fraction with its decimals "2/3 (0,666667)".

    A number that would need more than a glance ("253162628519/2803416000") has six decimals and dots for the rest.
    """
    text, rounded = exact_text(value), decimal_text(value, 6).replace(".", ",")
    if "/" in text:
        return f"{text} ({rounded})" if value.denominator < 10_000 else f"{rounded}…"
    return text.replace(".", ",") if len(text) <= 12 else f"{rounded}…"


def percent(value: Fraction | None, places: int = 2) -> str:
    """Return a share 0..1 as a percentage for people ("60,00 %")."""
    return "–" if value is None else f"{shown(value * 100, places)} %"
