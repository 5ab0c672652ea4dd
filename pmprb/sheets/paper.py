"""A sheet made for A4: how large it is printed, its head and foot, and lines of cells whose height is known.

A spreadsheet program that fits a sheet to one page makes the letters as small as it takes. Here the scale is reckoned
first from the widths and heights written: what would be too small to read then is not fitted, but goes on to the next
page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pmprb.sheets.cells import Cell
from pmprb.sheets.heights import column_pixels, line_count
from pmprb.sheets.page import A4, Page
from pmprb.sheets.text import safe_text

_SIDES = (8.27, 11.69)  # A4, in inches
_MARGIN, _TOP, _BOTTOM = 0.5, 0.75, 0.7
_POINTS, _PIXEL = 72, 0.75
LEAST, READABLE = 9.0, 7.0
"""The smallest type of a sheet made for paper, and the smallest that can be read on it, in points."""
SMALLEST = 82
"""The smallest scale in per cent: type of 9 points is then printed at 7.4."""
_BETWEEN = 5 / 7  # characters that a column has beside its own when cells are merged: its margins
_LINE = 11.2
_HEAD = 80
"""How much of a name stands in a page's head: Excel takes 255 letters there in all."""


@dataclass(frozen=True)
class Paper:
    """An A4 sheet: upright or `landscape`; `head` stands on the left and right of every page's top, `foot` at the left
    of its bottom, where the page's number stands to the right."""

    head: tuple[str, str] = ("", "")
    foot: str = ""
    landscape: bool = False

    @property
    def width(self) -> float:
        """Points between the margins."""
        return (_SIDES[self.landscape] - 2 * _MARGIN) * _POINTS

    @property
    def height(self) -> float:
        """Points between head and foot."""
        return (_SIDES[not self.landscape] - _TOP - _BOTTOM) * _POINTS

    def turned(self, widths: Sequence[float]) -> Paper:
        """Return the paper on which columns of these widths can be read: upright, else across."""
        upright = replace(self, landscape=False)
        across = sum(column_pixels(width) for width in widths) * _PIXEL
        return upright if across * SMALLEST <= 100 * upright.width else replace(self, landscape=True)

    def scale(self, widths: Sequence[float], height: float = 0) -> int:
        """Return the scale in per cent at which columns of these widths, and rows of this height, fit on a page.

        ValueError for columns that would be printed too small to read; too many rows are no fault, they go on to the
        next page.
        """
        across = sum(column_pixels(width) for width in widths) * _PIXEL
        broad = min(100, int(100 * self.width / across))
        if broad < SMALLEST:
            raise ValueError(f"columns of {across:.0f} points do not fit on paper of {self.width:.0f}")
        tall = int(100 * self.height / height) if height else broad
        return max(SMALLEST, min(broad, tall))

    def set(self, page: Page, widths: Sequence[float], height: float = 0, header: int | None = None) -> None:
        """Set a page up: paper, scale, head and foot; the row `header` is repeated on every page."""
        sheet = page.sheet
        if self.landscape:
            sheet.set_landscape()
        sheet.set_paper(A4)
        one = height and self.scale(widths, height) * height <= 100 * self.height
        sheet.fit_to_pages(1, int(one))  # the program's own measure of a column differs by a hundredth or two
        sheet.set_margins(_MARGIN, _MARGIN, _TOP, _BOTTOM)
        sheet.center_horizontally()
        left, right = (_plain(text)[:_HEAD] for text in self.head)
        sheet.set_header(f"&L&9 {_doubled(left)}&R&9 {_doubled(right)}")
        sheet.set_footer(f"&L&9 {_doubled(_plain(self.foot))}&R&9 Halaman &P dari &N")
        if header is not None:
            sheet.repeat_rows(header)


def _plain(text: str) -> str:
    return " ".join(safe_text(text).split())


def _doubled(text: str) -> str:
    """Return a text in which no sign is a command of a head or foot."""
    return text.replace("&", "&&")


Span = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """A row to be written: cells over the columns first to last, and its height in points."""

    cells: tuple[tuple[Span, Cell], ...]
    height: float


class Grid:
    """Columns of given widths on which lines are put together from cells that span some of them."""

    def __init__(self, widths: Sequence[float]) -> None:
        self.widths, self.all = tuple(widths), (0, len(widths) - 1)

    def line(self, *cells: tuple[Span, Cell], least: float = 0) -> Line:
        """Return a line as high as its wrapped texts need, at least `least`."""
        needed = 1
        for (first, last), cell in cells:
            if isinstance(cell.value, str) and "wrap" in cell.style:
                wide = sum(self.widths[first : last + 1]) + (last - first) * _BETWEEN
                needed = max(needed, line_count(cell.value, wide, LEAST, "bold" in cell.style, "indent" in cell.style))
        return Line(tuple((span, full_size(cell)) for span, cell in cells), max(least, 4 + _LINE * needed))

    def table(self, spans: Sequence[Span], titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[Line]:
        """Return a table's head and rows."""
        head = self.line(*((span, Cell(title, ("head", "wrap"))) for span, title in zip(spans, titles, strict=True)))
        return [head, *(self.line(*zip(spans, row, strict=True)) for row in rows)]

    def note(self, text: str, *style: str) -> Line:
        """Return a note over all columns."""
        return self.line((self.all, Cell(text, ("note", "wrap", *style))))

    def section(self, title: str) -> list[Line]:
        """Return a heading with some room above it."""
        return [Line((), 7), Line(((self.all, Cell(title, ("section",))),), 19)]


def full_size(cell: Cell) -> Cell:
    """Return a cell whose text is broken where it would be made smaller to fit: on paper it could not be read."""
    if "shrink" not in cell.style:
        return cell
    return cell._replace(style=(*(part for part in cell.style if part != "shrink"), "wrap"))


def height_of(written: Sequence[Line]) -> float:
    """Return the points that lines take one below the other."""
    return sum(line.height for line in written)


def write_lines(page: Page, grid: Grid, written: Sequence[Line]) -> None:
    """Write lines from the first row on."""
    page.widths(grid.widths)
    for row, line in enumerate(written):
        page.sheet.set_row(row, line.height)
        for (first, last), cell in line.cells:
            page.merge(row, first, last, cell)
