"""A form's rows as they are read: cells, the path of the markers above each, what it says, asks and allows.

Enters: a placed layout. Leaves: `Line` by line. Refuses to know: catalogs, items.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pmprb.records import dataclass
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.cells import explains_choices
from pmprb.worksheet.layouts import Placed
from pmprb.worksheet.outline import (
    Outline,
    bare,
    beside_markers,
    code_column,
    is_marker,
    marker_columns,
    marker_inside,
)


@dataclass(frozen=True)
class Line:
    """A row as it is read: its cells left of the explanations, the path at it, its own marker, its text."""

    row: int
    cells: dict[int, str]
    path: tuple[str, ...]
    marked: bool
    text: str


class Said(NamedTuple):
    """A row's own marker, empty without one, the column it stands in, and the text without it."""

    marker: str
    column: int
    text: str


class FormLines:
    """The rows of a sheet whose markers are spread over columns, or are an outline in one column."""

    def __init__(self, placed: Placed) -> None:
        self.placed = placed
        self.edge = min(c for key, c in placed.columns.items() if key not in ("id", "criterion", "heading"))
        outline = placed.layout.rows == "outline"
        self.start = 0 if outline else placed.columns.get("heading", 0)
        self.aside: set[int] = set()
        self.columns = self._marker_columns()

    def cells(self, row: int) -> Iterator[tuple[int, str]]:
        """Yield the filled cells left of the explanations, each a column and a text, what was put in aside."""
        values = self.placed.sheet.rows[row][self.start : self.edge]
        for c, value in enumerate(values, start=self.start):
            if value is not None and c not in self.aside and (text := text_of(value)):
                yield c, text

    def data_rows(self) -> range:
        """Return the rows beneath the header."""
        return range(self.placed.header_row + 1, len(self.placed.sheet.rows))

    def _marker_columns(self) -> list[int]:
        """Return the columns that hold markers, left to right: those that open a row, running numbers aside."""
        outline = self.placed.layout.rows == "outline"
        if outline and "id" in self.placed.columns:
            return [self.placed.columns["id"]]
        cells = [list(self.cells(r)) for r in self.data_rows()]
        coded = code_column(cells) if outline else None
        if coded is not None:
            return [coded]
        found = marker_columns(cells)
        self.aside = beside_markers(cells) - set(found)
        return found

    def lines(self) -> Iterator[Line]:
        """Yield each data row with the path at it, and whether a marker of its own ends that path."""
        if self.placed.layout.rows == "outline" and self.columns:
            outline = Outline()
            for r in self.data_rows():
                text = text_of(self.placed.sheet.value(r, self.columns[0]))
                cells = dict(self.cells(r))
                marked = not self.is_count(r, cells) and outline.follow(text) is not None
                yield Line(r, cells, outline.path, marked, self.said(cells, self.columns[0] if marked else None).text)
            return
        trail: dict[int, str] = {}
        for r in self.data_rows():
            cells = dict(self.cells(r))
            marker = next((c for c in self.columns if c in cells and is_marker(cells[c])), None)
            said = self.said(cells, marker)
            if said.marker and not self.is_count(r, cells):
                trail = {c: one for c, one in trail.items() if c < said.column} | {said.column: said.marker}
            yield Line(r, cells, tuple(trail[c] for c in sorted(trail)), bool(said.marker), said.text)

    def said(self, cells: dict[int, str], marker: int | None) -> Said:
        """Return a row's marker, in a cell of its own or before its text, and its text without it."""
        if marker is not None:
            texts = [text for c, text in cells.items() if c > marker and not text.isdigit()]
            return Said(bare(cells[marker]), marker, " ".join(texts))
        placed = [(c, text) for c, text in cells.items() if not text.isdigit()]
        texts = [text for _, text in placed]
        inside = marker_inside(texts[0]) if texts else None
        if inside is None:
            return Said("", 0, " ".join(texts))
        return Said(inside[0], placed[0][0], " ".join([inside[1], *texts[1:]]))

    def allowed(self, row: int) -> str:
        """Return the answers a row allows, small letters; empty where it says none."""
        column = self.placed.columns.get("allowed")
        return "" if column is None else text_of(self.placed.sheet.value(row, column)).casefold()

    def is_count(self, row: int, cells: dict[int, str]) -> bool:
        """True for a row that asks for a count: its column of allowed answers says so, or its text where that is blank.

        A total typed above its parts often has no text in that column.
        """
        allowed = self.allowed(row)
        if allowed.startswith("jumlah"):
            return True
        if allowed or "allowed" not in self.placed.columns or not cells:
            return False
        text = cells[max(cells)].lstrip("-–—•* ")
        answer = self.placed.sheet.value(row, self.placed.columns["answer"])
        return text.casefold().startswith("jumlah ") and answer is not None and not self.weighted(row)

    def weighted(self, row: int) -> bool:
        """True for a row with a weight of its own."""
        column = self.placed.columns.get("weight")
        return column is not None and self.placed.sheet.value(row, column) is not None

    def asks(self, line: Line) -> bool:
        """True for a row that asks for an answer: it names its allowed answers, or bears an answer and a text."""
        if self.allowed(line.row):
            return True
        if "allowed" in self.placed.columns:
            return False
        if "options" in self.placed.columns:
            return explains_choices(self.placed.sheet.value(line.row, self.placed.columns["options"]))
        answer = self.placed.sheet.value(line.row, self.placed.columns["answer"])
        return answer is not None and any(len(t) > 8 for t in line.cells.values())
