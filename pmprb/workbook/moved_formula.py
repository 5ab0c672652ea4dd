"""A formula that cells share, as it reads in another of them.

Enters: the formula where it is written, and how far away the other cell is. Leaves: the formula there. Refuses to know:
what formulas compute.
"""

from __future__ import annotations

import re

from pmprb.workbook.slow_child import letters

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_PIECES = re.compile(
    r"""
    "(?:[^"]|"")*"                                             # a text
    | '(?:[^']|'')*'!?                                         # a sheet's name in quotes
    | \[[^\[\]]*\]                                             # another workbook, or a column of a table
    | (?<![\w.$\\])(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})(?![\w.(!\[])
    | (?<![\w.$\\:])(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!$:])
    | (?<![\w.$\\:])(?P<rows>\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6})(?![\w.(!$:])
    """,
    re.VERBOSE,
)
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)")


def moved(formula: str, down: int, right: int) -> str:
    """Return a formula ("A1*$B$2", without "=") as it reads so many rows below and columns to the right.

    What would lie outside a sheet is #REF!, as Excel writes it. Texts, names and functions stay.
    """

    def put(found: re.Match[str]) -> str:
        try:
            if cell := found["cell"]:
                return _cell(cell, down, right)
            if columns := found["columns"]:
                return ":".join(_column(one, right) for one in columns.split(":"))
            if rows := found["rows"]:
                return ":".join(_row(one, down) for one in rows.split(":"))
        except ValueError:
            return "#REF!"
        return found[0]

    return _PIECES.sub(put, formula)


def _cell(reference: str, down: int, right: int) -> str:
    found = _CELL.fullmatch(reference)
    assert found is not None
    return _column(found[1] + found[2], right) + _row(found[3] + found[4], down)


def _column(name: str, right: int) -> str:
    if name.startswith("$"):
        return name
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    if not 1 <= number + right <= _LAST_COLUMN:
        raise ValueError(name)
    return letters(number + right - 1)


def _row(name: str, down: int) -> str:
    if name.startswith("$"):
        return name
    if not 1 <= int(name) + down <= _LAST_ROW:
        raise ValueError(name)
    return str(int(name) + down)
