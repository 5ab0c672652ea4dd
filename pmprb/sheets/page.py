"""One sheet of a workbook: guarded cells, tables of named columns, head lines, print set-up.

Enters: typed values. Leaves: cells. XlsxWriter's guessing `write()` is never used: a text is written as a
text, a number as a finite number, and only formulas of our own are formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from pmprb.sheets.book import NewBook
from pmprb.sheets.formula import column_cells, column_name, exact
from pmprb.sheets.heights import LINE_HEIGHT, NOTE_DENSITY, lines, room
from pmprb.sheets.text import safe_link, safe_number, safe_text
from pmprb.sheets.theme import COLOUR_SCALE

Row = TypeVar("Row")
Number = Fraction | float | int
UNRATED = "belum dinilai"
MAX_ROWS = 1_048_576
A4, A3 = 9, 8
FOOTER = "&L&8&A&R&8Halaman &P dari &N"
_MEASURED, _TALLEST = 2_000, 240
_MAX_LINKS = 60_000
_PLAIN_SHEET = re.compile(r"[A-Za-z_]+")
_NAMED = re.compile(r"\{([a-z][a-z0-9_]*)(:all)?\}")


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


UNRATED_CELL = Cell(UNRATED, ("cell", "center", "muted", "shrink"))


def words(text: str, *style: str) -> Cell:
    """Return a wrapped text cell."""
    indent = () if "center" in style else ("indent",)
    return Cell(text, ("cell", "wrap", *indent, *style))


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

    # Cells by their kind, for forms.

    def text(self, row: int, column: int, text: str, *style: str) -> None:
        """Write a string as a string."""
        self.sheet.write_string(row, column, safe_text(text), self.theme.format(*style))

    def blank(self, row: int, column: int, *style: str) -> None:
        """Write a format without a value."""
        self.sheet.write_blank(row, column, None, self.theme.format(*style))

    def number(self, row: int, column: int, value: float, *style: str) -> None:
        """Write a finite number."""
        self.sheet.write_number(row, column, value, self.theme.format(*style))

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
        self.sheet.write_formula(row, column, formula, self.theme.format(*style), shown)

    def link(self, row: int, column: int, target: str, text: str, *style: str) -> None:
        """Write a text that leads to a place in this workbook ("internal:LKE!A5"), or to a safe address."""
        self.sheet.write_url(row, column, target, self.theme.format(*style), string=safe_text(text))

    def across(self, row: int, first: int, last: int, text: str, *style: str) -> None:
        """Write a string over the columns `first` to `last`."""
        self.sheet.merge_range(row, first, row, last, "", self.theme.format(*style))
        self.text(row, first, text, *style)

    def section(self, row: int, columns: int, title: str, height: float) -> None:
        """Write a heading over the first columns, underlined to the last."""
        for column in range(columns):
            self.blank(row, column, "section")
        self.text(row, 0, title, "section")
        self.sheet.set_row(row, height)

    # Cells by what they hold, for books.

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

    def protect(self, *allowed: str) -> None:
        """Lock the cells that are not open to typing, without a password; rows and columns may be resized."""
        self.sheet.protect("", dict.fromkeys(("format_columns", "format_rows", *allowed), True))


class Table(Generic[Row]):
    """A table of named columns: headers in the row `header`, rows from `first` to `last`, at least one."""

    def __init__(self, page: Page, header: int, columns: Sequence[Column[Row]], rows: int) -> None:
        self.page, self.header, self.columns, self.rows = page, header, columns, rows
        self.first, self.last = header + 1, header + max(1, rows)
        self.at = {column.name: place for place, column in enumerate(columns) if column.name}
        self._formulas: dict[str, str] = {}

    def cells(self, name: str) -> str:
        """Return an absolute reference to a column's cells, for a formula on any sheet."""
        return self.page.cells(self.first, self.at[name], self.last)

    def cell(self, name: str, row: int) -> str:
        """Return an absolute reference to a column's cell in a row counted from 0, for a formula on any sheet."""
        return self.page.cells(row, self.at[name], row)

    def local(self, name: str) -> str:
        """Return an absolute reference to a column's cells, for a formula on this sheet."""
        return self.page.local(self.first, self.at[name], self.last)

    def letter(self, name: str) -> str:
        """Return the letters of a column."""
        return column_name(self.at[name])

    def write(self, rows: Sequence[Row], empty: str, empty_at: int = 1, fold: bool = True) -> None:
        """Write headers and rows, with an autofilter when `fold`.

        Without rows the one row says `empty` in the column `empty_at`.
        """
        page, columns = self.page, self.columns
        page.header(self.header, [column.title for column in columns])
        widths = page._widths[: len(columns)]
        both = enumerate(zip(columns, widths, strict=True))
        makers = [(place, column.cell, room(width), room(width, True)) for place, (column, width) in both]
        for n, record in enumerate(rows, start=self.first):
            needed = 1
            for place, make, narrow, narrower in makers:
                cell = make(record)
                if cell.formula:
                    cell = cell._replace(formula=self._named(cell.formula))
                page.put(n, place, cell)
                value = cell.value
                if not isinstance(value, str) or (len(value) <= narrower and "\n" not in value):
                    continue  # no text, or one line in any type: by far the most cells
                if "wrap" in cell.style:
                    needed = max(needed, lines(value[:_MEASURED], narrower if "bold" in cell.style else narrow))
            if needed > 1:
                page.sheet.set_row(n, min(_TALLEST, 4 + LINE_HEIGHT * needed))
        if not rows:
            for place in range(len(columns)):
                page.put(self.first, place, Cell(empty if place == empty_at else None, ("cell", "muted")))
        if fold:
            page.sheet.autofilter(self.header, 0, self.last, len(columns) - 1)

    def _named(self, formula: str) -> str:
        """Return a formula with its columns' names read as letters or as all their cells."""
        if "{" not in formula:
            return formula
        found = self._formulas.get(formula)
        if found is None:
            found = self._formulas[formula] = _NAMED.sub(self._place, formula)
        return found

    def _place(self, match: re.Match[str]) -> str:
        name = match[1]
        if name == "row":
            return match[0]
        return self.local(name) if match[2] else self.letter(name)
