"""One sheet of a workbook: guarded cells, tables of named columns, head lines, print set-up.

Enters: typed values. Leaves: cells. XlsxWriter's guessing `write()` is never used: a text is written as a
text, a number as a finite number, and only formulas of our own are formulas.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from pmprb.sheets.book import NewBook
from pmprb.sheets.cells import UNRATED, UNRATED_CELL, Cell, Column, Number, Row, count, figure, label, on_screen, words
from pmprb.sheets.formula import column_cells, exact
from pmprb.sheets.heights import LINE_HEIGHT, NOTE_DENSITY, lines
from pmprb.sheets.table import Table
from pmprb.sheets.text import safe_link, safe_number, safe_text
from pmprb.sheets.theme import COLOUR_SCALE

A4, A3 = 9, 8
FOOTER = "&L&8&A&R&8Halaman &P dari &N"
TOP_FOOTER = "&L&8&A: baris teratas; hapus Area Cetak untuk mencetak semuanya&R&8Halaman &P dari &N"
_MAX_LINKS = 60_000
_PLAIN_SHEET = re.compile(r"[A-Za-z_]+")
# The parts of a page, wherever in this room they are defined: books take them from here.
__all__ = [
    "UNRATED",
    "UNRATED_CELL",
    "Cell",
    "Column",
    "Number",
    "Page",
    "Row",
    "Table",
    "count",
    "figure",
    "label",
    "on_screen",
    "words",
]


class Page:
    """A sheet being written. Rows and columns count from 0.

    Rows are written from the top down, each once: a large workbook keeps only the row in hand in memory.
    A page that is `gathered` may be written in any order with `put` and `merge`; `flush` then puts its cells down.
    """

    def __init__(self, book: NewBook, name: str, tab: str = "", gathered: bool = False) -> None:
        self.book, self.theme, self.name = book, book.theme, name
        self.sheet = book.add_sheet(name)
        if tab:
            self.sheet.set_tab_color(tab)
        self.sheet.hide_gridlines(2)
        self._gathered: list[tuple[int, int, int, Cell]] | None = [] if gathered else None
        self._links = 0
        self._widths: list[float] = []
        self.printed_to: int | None = None
        """The last column on paper; without it all are printed."""

    # Cells by their kind, for forms.

    def text(self, row: int, column: int, text: str, *style: str) -> None:
        """Write a string as a string."""
        self.sheet.write_string(row, column, safe_text(text), self.theme.format_of(style))

    def blank(self, row: int, column: int, *style: str) -> None:
        """Write a format without a value."""
        self.sheet.write_blank(row, column, None, self.theme.format_of(style))

    def number(self, row: int, column: int, value: float, *style: str) -> None:
        """Write a finite number."""
        self.sheet.write_number(row, column, value, self.theme.format_of(style))

    def exact(self, row: int, column: int, value: Fraction, *style: str) -> None:
        """Write an exact number: as a division where its decimals would not end."""
        text = exact(value)
        if "/" in text:
            self.formula(row, column, f"={text}", float(value), *style)
        else:
            self.number(row, column, float(value), *style)

    def formula(self, row: int, column: int, formula: str, value: str | float, *style: str) -> None:
        """Write a formula of our own with the value it will have."""
        shown = safe_text(value) if isinstance(value, str) else value
        self.sheet.write_formula(row, column, formula, self.theme.format_of(style), shown)

    def link(self, row: int, column: int, target: str, text: str, *style: str) -> None:
        """Write a text that leads to a place in this workbook ("internal:LKE!A5"), or to a safe address."""
        self.sheet.write_url(row, column, target, self.theme.format_of(style), string=safe_text(text))

    def across(self, row: int, first: int, last: int, text: str, *style: str) -> None:
        """Write a string over the columns `first` to `last`."""
        self.sheet.merge_range(row, first, row, last, "", self.theme.format_of(style))
        self.text(row, first, text, *style)

    def section(self, row: int, columns: int, title: str, height: float) -> None:
        """Write a heading over the first columns, underlined to the last."""
        for column in range(columns):
            self.blank(row, column, "section")
        self.text(row, 0, title, "section")
        self.sheet.set_row(row, height)

    # Cells by what they hold, for books.

    @property
    def room(self) -> int:
        """How many rows a table of this sheet may have, beside the lines above it."""
        return self.book.most_rows - 20

    def leave_out(self, shown: int, total: int) -> None:
        """Remember that a table shows only so many of its rows."""
        if shown < total:
            self.book.left_out[self.name] = shown, total

    @property
    def takes_rows(self) -> bool:
        """True when rows may be put down whole: nothing is gathered, and no row leaves the memory."""
        return self._gathered is None and not self.sheet.constant_memory

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Write one cell."""
        if self._gathered is not None:
            self._gathered.append((row, column, column, cell))
            return
        value, style = cell.value, self.theme.format_of(cell.style, cell.num)
        if cell.formula:
            shown = safe_text(value) if isinstance(value, str) else safe_number(value or 0) or 0.0
            self.sheet.write_formula(row, column, cell.formula.replace("{row}", str(row + 1)), style, shown)
        elif isinstance(value, str):  # asked first: comparing a Fraction with a text is slow
            if cell.link:
                self._linked(row, column, safe_text(value), cell, style)
            elif value:
                self.sheet.write_string(row, column, safe_text(value), style)
            else:
                self.sheet.write_blank(row, column, None, style)
        else:
            number = None if value is None else safe_number(value)
            if number is None:
                self.sheet.write_blank(row, column, None, style)
            else:
                self.sheet.write_number(row, column, number, style)

    def _linked(self, row: int, column: int, text: str, cell: Cell, style: Any) -> None:
        address = safe_link(text) if self._links < _MAX_LINKS else ""
        if address:
            self._links += 1
            self.sheet.write_url(row, column, address, self.theme.format(*cell.style, "link"), string=text)
        elif text:
            self.sheet.write_string(row, column, text, style)
        else:
            self.sheet.write_blank(row, column, None, style)

    def merge(self, row: int, first: int, last: int, cell: Cell) -> None:
        """Write a cell over the columns `first` to `last`."""
        if self._gathered is not None:
            self._gathered.append((row, first, last, cell))
            return
        if first < last:
            style = self.theme.format(*cell.style, num=cell.num)
            self.sheet.merge_range(row, first, row, last, "", style)
        self.put(row, first, cell)

    def flush(self) -> None:
        """Write the cells gathered, row by row."""
        gathered, self._gathered = self._gathered or [], None
        for row, first, last, cell in sorted(gathered, key=lambda place: place[:2]):
            self.merge(row, first, last, cell)

    # The parts of a sheet.

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns from the first on, in characters."""
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def heights(self, *heights: float) -> None:
        """Set the heights of the rows from the first on, in points."""
        for row, height in enumerate(heights):
            self.sheet.set_row(row, height)

    def head(self, title: str, notes: Sequence[str], widths: Sequence[float], span: float = 150) -> int:
        """Write the sheet's title and notes over the first columns; return the row below them."""
        last, taken = 0, widths[0]
        while last + 1 < len(widths) and taken + widths[last + 1] <= span:
            last += 1
            taken += widths[last]
        self.sheet.set_row(0, 26)
        self.merge(0, 0, last, Cell(title, ("title",)))
        for row, note in enumerate(notes, start=1):
            self.sheet.set_row(row, 3 + LINE_HEIGHT * lines(note, int(taken * NOTE_DENSITY)))
            self.merge(row, 0, last, Cell(note, ("note",)))
        return 1 + len(notes)

    def header(self, row: int, titles: Sequence[str], height: float = 30) -> None:
        """Write a row of column headers."""
        self.sheet.set_row(row, height)
        for column, title in enumerate(titles):
            self.put(row, column, Cell(title, ("head",)))

    def table(
        self,
        row: int,
        columns: Sequence[Column[Row]],
        rows: Sequence[Row],
        empty: str,
        empty_at: int = 1,
        fold: bool = True,
    ) -> Table[Row]:
        """Write a table whose headers stand in `row`; see `Table.write`."""
        table = Table(self, row, columns, len(rows))
        table.write(rows, empty, empty_at, fold)
        return table

    def listing(
        self,
        title: str,
        notes: Sequence[str],
        columns: Sequence[Column[Row]],
        rows: Sequence[Row],
        empty: str,
        *,
        frozen: int = 0,
        empty_at: int = 1,
        span: float = 150,
    ) -> Table[Row]:
        """Write a sheet that is one table under a head; its first columns may be `frozen`."""
        table = self.lay(title, notes, columns, len(rows), span=span)
        table.write(rows, empty, empty_at)
        self.sheet.freeze_panes(table.header + 1, frozen)
        self.print_setup(table.header)
        return table

    def lay(
        self,
        title: str,
        notes: Sequence[str],
        columns: Sequence[Column[Row]],
        rows: int,
        *,
        span: float = 150,
        above: int = 1,
    ) -> Table[Row]:
        """Set widths, write the head, and return the table still to be written, `above` rows below it."""
        widths = [column.width for column in columns]
        self.widths(widths)
        return Table(self, self.head(title, notes, widths, span) + above, columns, rows)

    def colour_scale(self, table: Table[Row], first: str, last: str = "") -> None:
        """Colour shares from low to high in the columns `first` to `last` of a table."""
        place = (table.first, table.at[first], table.last, table.at[last or first])
        self.sheet.conditional_format(*place, COLOUR_SCALE)

    def cells(self, row: int, column: int, last_row: int) -> str:
        """Return an absolute reference to cells of one column, for a formula on any sheet."""
        name = self.name if _PLAIN_SHEET.fullmatch(self.name) else f"'{self.name}'"
        return f"{name}!{column_cells(row, column, last_row)}"

    def local(self, row: int, column: int, last_row: int) -> str:
        """Return an absolute reference to cells of one column, for a formula on this sheet."""
        return column_cells(row, column, last_row)

    def print_setup(
        self,
        header: int | None,
        pages_tall: int = 0,
        *,
        pages_wide: int = 1,
        landscape: bool = True,
        paper: int = A4,
        margins: tuple[float, float, float, float] = (0.4, 0.4, 0.5, 0.6),
        footer: str = FOOTER,
    ) -> None:
        """Set paper, margins (left, right, top, bottom, in inches) and footer; the header row repeats on every page."""
        sheet = self.sheet
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(pages_wide, pages_tall)
        sheet.set_margins(*margins)
        if footer:
            sheet.set_footer(footer)
        if header is not None:
            sheet.repeat_rows(header)

    def print_rows(self, rows: int | None) -> None:
        """Say which of the rows written so far are printed: 0 all, a number the first ones on one page whose foot says
        so, None nothing. A sheet without an area is printed wholly, so nothing is the area of one blank cell."""
        last, right = self.sheet.dim_rowmax, self.sheet.dim_colmax
        if last is None or right is None:
            return
        if self.printed_to is not None:
            right = self.printed_to
        if rows is None:
            self.sheet.print_area(last + 2, 0, last + 2, 0)
        elif not rows or last < rows:
            self.sheet.print_area(0, 0, last, right)
        else:
            self.sheet.print_area(0, 0, rows - 1, right)
            self.sheet.fit_to_pages(1, 1)
            self.sheet.set_footer(TOP_FOOTER)

    def protect(self, *allowed: str) -> None:
        """Lock the cells that are not open to typing, without a password; rows and columns may be resized."""
        self.sheet.protect("", dict.fromkeys(("format_columns", "format_rows", *allowed), True))
