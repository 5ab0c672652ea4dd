"""The formulas of a sheet, found by cell when asked for.

Enters: the rows of a sheet that passed the grammar of `sheetxml`, where "<f" begins nothing but a formula: no text and
no attribute holds a "<". Leaves: where formulas stand, which have no result, their texts. Refuses to know: values.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from html import unescape
from itertools import product
from string import ascii_uppercase
from typing import TypeAlias

Cell: TypeAlias = tuple[int, int]

COLUMNS: dict[bytes, int] = {
    "".join(letters).encode(): number
    for number, letters in enumerate([*product(ascii_uppercase), *product(ascii_uppercase, repeat=2)])
}
"""0-based column by its letters, A to ZZ."""

FORMULA = rb"<f(?: [^<>]*+|/)?+>(?:(?<=/>)|[^<]*+</f>)"
_PARTED = re.compile(rb"<f(?: [^<>]*+|/)?+>(?:(?<=/>)|([^<]*+)</f>)")
_START = b'<c r="'
_LONGEST_START = len(b'<c r="ZZ999999"')
_EMPTY = (b"<v></v>", b"<v/>", b"<v />")


class FormulaCells:
    """The formula cells of a sheet, looked for when first asked for: reading values does without them.

    `where` is the whole part with the start and end of its rows, for whoever looks for more in it.
    """

    def __init__(self, xml: bytes, start: int, end: int) -> None:
        self.where = (xml, start, end)

    @cached_property
    def _parts(self) -> list[bytes]:
        """The rows parted at their formulas: what lies between them, and each formula's own text (None without one).

        Where a formula stood is read from what precedes it: trying every cell for one took twice as long, 0.5 ms a
        worksheet more.
        """
        xml, start, end = self.where
        return _PARTED.split(memoryview(xml)[start:end])

    @property
    def left(self) -> bytes:
        """The rows without their formulas: the cells with their values, as a parser needs them."""
        return b"".join(self._parts[::2])

    @cached_property
    def found(self) -> tuple[frozenset[Cell], frozenset[Cell]]:
        """The cells with a formula, and those of them without a stored result, as 0-based (row, column).

        A formula whose stored result is the empty text (`t="str"` with an empty value) has a result.
        """
        uncached: list[Cell] = []
        for cell, before, after in zip(self._cells, self._parts[::2], self._parts[2::2], strict=False):
            if not after.startswith(b"<v>") or after.startswith(_EMPTY[0]):
                tag = before[before.rfind(_START) :]
                if not after.startswith(_EMPTY) or b' t="str"' not in tag:
                    uncached.append(cell)
        return frozenset(self._cells), frozenset(uncached)

    @property
    def said(self) -> tuple[list[Cell], list[bytes]]:
        """Where every formula stands and its text as the XML has it (None where it shares another's)."""
        return self._cells, self._parts[1::2]

    @cached_property
    def _cells(self) -> list[Cell]:
        """Where each formula stands, in the sheet's order."""
        return [_place_of(before[(at := before.rfind(_START)) : at + _LONGEST_START]) for before in self._parts[:-1:2]]

    def texts(self, column: str) -> dict[int, str]:
        """Return the formulas of a column (by its letters) by 0-based row, as the XML has them, entities resolved.

        A formula that shares another cell's text has none of its own and is left out.
        """
        number = COLUMNS[column.encode()]
        formulas = zip(self._cells, self._parts[1::2], strict=True)
        return {row: _formula_text(text) for (row, at), text in formulas if at == number and text}


@lru_cache(maxsize=1 << 13)
def _formula_text(xml: bytes) -> str:
    """Return a formula as its XML has it, entities resolved; remembered, as untouched worksheets hold the same ones."""
    return unescape(xml.decode("utf-8", "replace"))


@lru_cache(maxsize=1 << 14)
def _place_of(start: bytes) -> Cell:
    """Return the position of a cell by the start of its tag; remembered, as the worksheets of a run bear the same."""
    return position(start[len(_START) : start.find(b'"', len(_START))])


@lru_cache(maxsize=65536)
def position(reference: bytes) -> Cell:
    """Return the 0-based (row, column) of a reference that passed the grammar."""
    letters = reference.rstrip(b"0123456789")
    return int(reference[len(letters) :]) - 1, COLUMNS[letters]
