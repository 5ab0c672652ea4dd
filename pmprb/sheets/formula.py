"""Texts of formulas that do not depend on a language: numbers and strings as a formula bears them, addresses.

XlsxWriter's own addresses would do, at the price of loading all of XlsxWriter wherever a formula is only read.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache


@lru_cache(maxsize=4096)  # a form has a few dozen numbers, each in many of its formulas
def exact(value: Fraction) -> str:
    """Return a number as a formula bears it: decimal text when it is finite ("0.67"), else "5/12"."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        text = f"{value.numerator / value.denominator:.15g}"
        if "e" not in text and Fraction(text) == value:
            return text
    return f"{value.numerator}/{value.denominator}"


def quoted(text: str) -> str:
    """Return text as a formula's string."""
    return '"' + text.replace('"', '""') + '"'


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_cells(row: int, column: int, last_row: int) -> str:
    """Return an absolute reference to cells of one column; rows and columns count from 0."""
    name = column_name(column)
    first, last = f"${name}${row + 1}", f"${name}${last_row + 1}"
    return first if row == last_row else f"{first}:{last}"
