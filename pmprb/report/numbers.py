"""Exact numbers as text: for machines rounded half-even to 12 places, for people the Indonesian way."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from pmprb.catalog.exact import exact_text


def decimal_text(value: Fraction, places: int = 12) -> str:
    """Return decimal text rounded half-even to at most `places`, without trailing zeros ("0.5", "1")."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    text = format(rounded, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def shown(value: Fraction | None, places: int = 2) -> str:
    """Return a number for people: two decimals and a comma ("95,71"); "–" when there is none.

    Halves round away from zero, as worksheets display them.
    """
    if value is None:
        return "–"
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if value < 0 and whole else ""
    head, tail = divmod(whole, 10**places)
    grouped = f"{head:,}".replace(",", ".")
    return f"{sign}{grouped},{tail:0{places}d}" if places else f"{sign}{grouped}"


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
