"""What stands in a cell, and a column of such cells: values with their looks, before any sheet is there."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from pmprb.records import dataclass

Row = TypeVar("Row")
Number = Fraction | float | int
UNRATED = "belum dinilai"


class Cell(NamedTuple):
    """What stands in a cell: a value, or our own `formula` carrying the value.

    In a formula "{row}" is the cell's row; in a table "{name}" is a column's letters and "{name:all}" all its cells.
    """

    value: str | Number | None
    style: tuple[str, ...] = ("cell",)
    num: str = ""
    formula: str = ""
    link: bool = False


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column of a table: header, width in characters (of the sheet's first table), and the cell it makes of a row.

    `name` is what formulas and other sheets ask for it by; a column nobody asks for needs none.
    """

    title: str
    width: float
    cell: Callable[[Row], Cell]
    name: str = ""


_SCREEN, _BETWEEN, _LEAST = 185.0, 0.72, 12.0
"""Characters of columns that a screen 1366 pixels wide shows, what Excel adds to each column, the least for a text."""


def on_screen(columns: Callable[[float], list[Column[Row]]]) -> list[Column[Row]]:
    """Return columns that stand side by side on a first screen, if that leaves their texts room to be read.

    `columns` makes them with a given width for a text; what the others leave is shared among these.
    """
    none, one = (sum(column.width + _BETWEEN for column in columns(text)) for text in (0.0, 1.0))
    return columns(max(_LEAST, (_SCREEN - none) / (one - none)))


UNRATED_CELL = Cell(UNRATED, ("cell", "center", "muted", "shrink"))
_WORDS: dict[tuple[str, ...], tuple[str, ...]] = {}
_new_tuple = tuple.__new__


def words(text: str, *style: str) -> Cell:
    """Return a wrapped text cell."""
    look = _WORDS.get(style)
    if look is None:
        look = _WORDS[style] = ("cell", "wrap", *(() if "center" in style else ("indent",)), *style)
    # By far the most cells are made here: past Cell's own constructor, which costs twice as much.
    return _new_tuple(Cell, (text, look, "", "", False))


def label(text: str, *style: str) -> Cell:
    """Return a short centred text cell."""
    return Cell(text, ("cell", "center", *style))


def count(value: int, *style: str) -> Cell:
    """Return a cell with a whole number."""
    return Cell(value, ("cell", "center", *style), "0")


def figure(value: Number | None, num: str, *style: str) -> Cell:
    """Return a cell with a number, or *belum dinilai* in words when there is none."""
    if value is None:
        return UNRATED_CELL
    return Cell(value, ("cell", *style), num)
