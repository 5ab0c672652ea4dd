"""One sheet of the rekap: guarded cells, tables from columns, head lines, print set-up.

Enters: typed values. Leaves: cells. XlsxWriter's guessing `write()` is never used: a text is written as a
text, a number as a finite number, and only formulas of our own are formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Generic, TypeVar

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from pmprb.sheets.text import safe_link, safe_number, safe_text
from pmprb.sheets.theme import Theme

Row = TypeVar("Row")
Number = Fraction | float | int
UNRATED = "belum dinilai"
MAX_ROWS = 1_048_576
LINE_HEIGHT, NOTE_DENSITY = 12.0, 1.3
_MEASURED, _TALLEST = 2_000, 240
_MAX_LINKS = 60_000
_PLAIN_SHEET = re.compile(r"[A-Za-z_]+")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a value, or our own `formula` ("{row}" is the cell's row) carrying the value."""

    value: str | Number | None
    style: tuple[str, ...] = ("cell",)
    num: str = ""
    formula: str = ""
    link: bool = False


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column of a table: header, width in characters (of the sheet's first table), and the cell it makes of a row."""

    title: str
    width: float
    cell: Callable[[Row], Cell]


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
    A page that is `gathered` may be written in any order; `flush` then puts its cells down.
    """

    def __init__(self, book: Any, theme: Theme, name: str, tab: str, gathered: bool = False) -> None:
        self.book, self.theme, self.name = book, theme, name
        self.sheet = book.add_worksheet(name)
        self.sheet.set_tab_color(tab)
        self.sheet.hide_gridlines(2)
        self._gathered: list[tuple[int, int, int, Cell]] | None = [] if gathered else None
        self._links = 0
        self._widths: list[float] = []

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Write one cell."""
        if self._gathered is not None:
            self._gathered.append((row, column, column, cell))
            return
        style = self.theme.format(*cell.style, num=cell.num)
        if cell.formula:
            self._formula(row, column, cell, style)
        elif cell.value is None or cell.value == "":
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(cell.value, str):
            self._text(row, column, cell, style)
        else:
            number = safe_number(cell.value)
            if number is None:
                self.sheet.write_blank(row, column, None, style)
            else:
                self.sheet.write_number(row, column, number, style)

    def _formula(self, row: int, column: int, cell: Cell, style: Any) -> None:
        value: str | float
        if isinstance(cell.value, str):
            value = safe_text(cell.value)
        else:
            value = (safe_number(cell.value) if cell.value is not None else None) or 0.0
        formula = cell.formula.replace("{row}", str(row + 1))
        self.sheet.write_formula(row, column, formula, style, value)

    def _text(self, row: int, column: int, cell: Cell, style: Any) -> None:
        text = safe_text(str(cell.value))
        address = safe_link(text) if cell.link and self._links < _MAX_LINKS else ""
        if address:
            self._links += 1
            self.sheet.write_url(row, column, address, self.theme.format(*cell.style, "link"), string=text)
        else:
            self.sheet.write_string(row, column, text, style)

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

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns from the first on, in characters."""
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

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
    ) -> int:
        """Write headers and rows, with an autofilter when `fold`; return the last row, at least one below the headers.

        Without rows the one row says `empty` in the column `empty_at`.
        """
        self.header(row, [column.title for column in columns])
        widths = [self._widths[place] for place in range(len(columns))]
        for n, record in enumerate(rows, start=row + 1):
            needed = 1
            for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
                cell = column.cell(record)
                self.put(n, place, cell)
                if isinstance(cell.value, str) and "wrap" in cell.style:
                    needed = max(needed, lines(cell.value[:_MEASURED], room(width, "bold" in cell.style)))
            if needed > 1:
                self.sheet.set_row(n, min(_TALLEST, 4 + LINE_HEIGHT * needed))
        if not rows:
            for place in range(len(columns)):
                self.put(row + 1, place, Cell(empty if place == empty_at else None, ("cell", "muted")))
        last = self.end(row, rows)
        if fold:
            self.sheet.autofilter(row, 0, last, len(columns) - 1)
        return last

    def end(self, row: int, rows: Sequence[Row]) -> int:
        """Return the last row of a table whose headers stand in `row`."""
        return row + max(1, len(rows))

    def cells(self, row: int, column: int, last_row: int) -> str:
        """Return an absolute reference to cells of one column, for a formula on any sheet."""
        name = self.name if _PLAIN_SHEET.fullmatch(self.name) else f"'{self.name}'"
        return f"{name}!{self.local(row, column, last_row)}"

    def local(self, row: int, column: int, last_row: int) -> str:
        """Return an absolute reference to cells of one column, for a formula on this sheet."""
        return str(xl_range_abs(row, column, last_row, column))

    def print_setup(self, header: int | None, pages_tall: int = 0) -> None:
        """Set A4 landscape, the header row repeated on every page, page numbers in the footer."""
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, pages_tall)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&8&A&R&8Halaman &P dari &N")
        if header is not None:
            sheet.repeat_rows(header)


@lru_cache(maxsize=4096)
def lines(text: str, room: int) -> int:
    """Return how many lines a text takes when a line has room for `room` characters, broken between words."""
    total = 0
    for part in text.split("\n"):
        used, needed = 0, 1
        for word in part.split(" "):
            size = len(word)
            if used and used + 1 + size > room:
                needed, used = needed + 1, 0
            needed += max(0, size - 1) // room
            used = used + (1 if used else 0) + size if size <= room else size % room or room
        total += needed
    return total


def room(width: float, bold: bool = False) -> int:
    """Return how many characters of the tables' small type fit on a line of a column."""
    return max(1, int((width - 1) * (1.1 if bold else 1.18)))


def column_name(column: int) -> str:
    """Return the letters of a column."""
    return str(xl_col_to_name(column))


# The blocks of a *Tentang* sheet: sections of a name and a text, and the table of input files.


ABOUT_WIDTHS = (30.0, 72, 72)
Entries = Iterable[tuple[str, str]]


def write_sections(page: Page, row: int, sections: Iterable[tuple[str, Entries]]) -> int:
    """Write sections from a row on, those without entries left out; return the row below."""
    for title, entries in sections:
        pairs = list(entries)
        if not pairs:
            continue
        page.put(row, 0, Cell(title, ("section",)))
        for name, text in pairs:
            row += 1
            page.put(row, 0, words(name, "bold"))
            page.merge(row, 1, 2, words(text))
            page.sheet.set_row(row, 4 + LINE_HEIGHT * max(lines(text, room(144)), lines(name, room(30, bold=True))))
        row += 2
    return row


def write_input_files(page: Page, row: int, files: Sequence[tuple[str, str, str]]) -> None:
    """Write the table of files: fate, name, SHA-256."""
    page.put(row, 0, Cell("Berkas masukan", ("section",)))
    columns: list[Column[tuple[str, str, str]]] = [
        Column("Nasib", 0, lambda f: label(f[0])),
        Column("Berkas", 0, lambda f: words(f[1])),
        Column("SHA-256", 0, lambda f: words(f[2])),
    ]
    page.table(row + 1, columns, files, "–", fold=False)
    page.sheet.freeze_panes(1, 0)
    page.print_setup(None)
