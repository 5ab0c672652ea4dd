"""Numbers in a catalog's records: exact, from decimal text or a fraction, never from a float.

Apart from `pmprb.numbers`, so that what only words a number does not load the library that checks records.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator

from pmprb.numbers import exact


def _exact(value: object) -> object:
    """Return a Fraction from decimal text or a fraction; floats are refused."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int | str) and not isinstance(value, bool):
        return Fraction(value) if isinstance(value, int) else exact(value)
    raise ValueError("not exact decimal text")


Exact = Annotated[Fraction, BeforeValidator(_exact)]
