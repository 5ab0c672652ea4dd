"""Numbers of a catalog: exact, from decimal text or a fraction, never from a float."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator


def _exact(value: object) -> object:
    """Return a Fraction from decimal text ("0.67") or a fraction ("5/12"); floats are refused."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except ZeroDivisionError:
            raise ValueError("denominator is zero") from None
    raise ValueError("not exact decimal text")


Exact = Annotated[Fraction, BeforeValidator(_exact)]


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
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    head, tail = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if value < 0 else "") + head + (f".{tail}" if tail else "")
