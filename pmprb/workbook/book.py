"""A workbook as plain cells, behind the guard.

Enters: a path. Leaves: `Loaded[Book]`: every sheet's values with the flags reading needs
(error cells, formulas, hidden rows). Refuses to know: catalogs, layouts, answers.
"""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import chain, filterfalse, zip_longest
from pathlib import Path
from typing import Any, TypeVar

import python_calamine

from pmprb.records import dataclass
from pmprb.temuan import NOWHERE, CellPos, Loaded, OldWorkbookRead, OpenDocumentRead, ParserGaveUp, Temuan, TextCut
from pmprb.text import clean_text, is_clean
from pmprb.workbook.container import Refused, too_large
from pmprb.workbook.formula_cells import COLUMNS, FormulaCells
from pmprb.workbook.guard import MAX_CELLS, Package, guard
from pmprb.workbook.sheetxml import PercentCells, SheetFacts, merged_cells

T = TypeVar("T")
Value = str | float | bool | None


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows[r][c]` is the value of the cell in row r+1, column c+1 (A1 at [0][0]); blank is None.

    Rows may differ in length. `errors` maps (r, c) of error cells to their text ("#REF!");
    `formulas` holds (r, c) of cells with a formula, `uncached` those of them without a stored result.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    hidden: bool = False
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formula_cells: FormulaCells | None = field(default=None, compare=False, repr=False)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percent_cells: PercentCells | None = field(default=None, compare=False, repr=False)

    @property
    def percents(self) -> frozenset[tuple[int, int]]:
        """The cells shown as per cents: 0.75 that reads "75%"."""
        return self.percent_cells.found if self.percent_cells else frozenset()

    @cached_property
    def columns(self) -> tuple[tuple[Value, ...], ...]:
        """The same cells column by column, each as long as there are rows."""
        return tuple(zip_longest(*self.rows))

    def column(self, number: int) -> tuple[Value, ...]:
        """Return a column's cells, as many as there are rows; those of none that was read are blank."""
        return self.columns[number] if 0 <= number < len(self.columns) else (None,) * len(self.rows)

    @cached_property
    def merges(self) -> tuple[tuple[int, int, int, int], ...]:
        """The merged ranges, as 0-based (first row, first column, last row, last column)."""
        return merged_cells(self.formula_cells) if self.formula_cells else ()

    def is_percent(self, row: int, column: int) -> bool:
        """True for a cell shown as a per cent; for a few cells cheaper than `percents`."""
        return self.percent_cells is not None and self.percent_cells.holds(row, column)

    def is_moment(self, row: int, column: int) -> bool:
        """True for a cell that shows a date or a time: its value is a text (ISO 8601), and the cell holds a number."""
        value = self.value(row, column)
        is_text = isinstance(value, str) and value[:1].isdigit()
        return is_text and self.percent_cells is not None and self.percent_cells.is_number(row, column)

    @property
    def formulas(self) -> frozenset[tuple[int, int]]:
        """The cells with a formula."""
        return self.formula_cells.found[0] if self.formula_cells else frozenset()

    @property
    def uncached(self) -> frozenset[tuple[int, int]]:
        """The cells with a formula but without a stored result."""
        return self.formula_cells.found[1] if self.formula_cells else frozenset()

    def value(self, row: int, column: int) -> Value:
        """Return the value at 0-based (row, column); None outside what was read."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None


@dataclass(frozen=True)
class Book:
    """A workbook read whole. `modified` is docProps' modified time stamp (ISO 8601) or empty."""

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]
    modified: str = ""

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet of this name, case and outer spaces put aside."""
        wanted = name.strip().casefold()
        return next((s for s in self.sheets if s.name.strip().casefold() == wanted), None)


MAX_CELL_TEXT = 32_767
"""How many letters a cell may hold. What comes after may take the longest such text, but none that is longer."""
_PLAIN_KINDS = frozenset((float, bool))


def named(*names: str) -> Callable[[str], bool]:
    """Return what tells sheets of these names, case and outer spaces put aside: for `open_book`'s `only`."""
    wanted = {name.strip().casefold() for name in names}
    return lambda name: name.strip().casefold() in wanted


def open_book(path: Path, only: Callable[[str], bool] | None = None, long: bool = False) -> Loaded[Book]:
    """Return the workbook's values and flags, or None with the one temuan (BUKU-001 to -009) that refuses it.

    Texts are cleaned (control and zero-width characters out, no-break spaces made plain, line ends "\\n"), not
    trimmed; an empty text is None. Numbers are floats: an 18-digit number has lost digits. Dates and times are
    ISO 8601 text, durations "h:mm:ss". An error cell, or a number that is not finite, is None in `rows` and has
    its text in `errors`. Never raises for what a file holds; a panic of the parser is BUKU-009. An Excel 97-2003
    workbook (.xls) is read as any other, and told (BUKU-240); so is an OpenDocument spreadsheet (.ods; BUKU-283).

    `only` and `long`, for workbooks of our own: see `guard`. The sheets `only` does not want are not in the book.
    """
    guarded = guard(path, only, long)
    package = guarded.value
    if package is None:
        return Loaded(value=None, temuan=guarded.temuan)
    cut: list[_Cut] = []
    try:
        sheets = _sheets(package, cut)
    except Refused as refused:
        return Loaded(value=None, temuan=(refused.temuan(package.file),))
    told: tuple[Temuan, ...] = tuple(
        TextCut(CellPos(workbook=package.file, sheet=sheet, cell=cell), seen=size, most=MAX_CELL_TEXT)
        for sheet, cell, size in cut
    )
    if package.old:
        told = (OldWorkbookRead(CellPos(workbook=package.file)), *told)
    if package.open_document:
        told = (OpenDocumentRead(CellPos(workbook=package.file)), *told)
    return Loaded(value=Book(package.file, package.sha256, sheets, package.modified), temuan=told)


_Cut = tuple[str, str, int]  # sheet, cell and length of a text that was cut


def _sheets(package: Package, cut: list[_Cut]) -> tuple[Sheet, ...]:
    """Return the sheets with their values; Refused when the parser gives up or the sheets are too large."""
    book = _parsed(python_calamine.CalamineWorkbook.from_filelike, io.BytesIO(package.content))
    sheets: list[Sheet] = []
    cells = 0
    for number, facts in enumerate(package.sheets):
        parsed = _parsed(book.get_sheet_by_index, number, sheet=facts.name)
        cells += parsed.total_height * parsed.total_width
        if cells > MAX_CELLS:
            raise too_large("cells", "", str(MAX_CELLS), sheet=facts.name)
        rows = _parsed(parsed.to_python, False, sheet=facts.name)
        sheets.append(_sheet(facts, rows, package.styles, cut))
    return tuple(sheets)


def _parsed(work: Callable[..., T], *given: object, sheet: str = "") -> T:
    """Return what the parser's `work` gives; its errors and panics (a BaseException) are Refused."""
    try:
        return work(*given)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise Refused(ParserGaveUp(NOWHERE, reason=type(error).__name__, part=sheet), sheet) from error


def _sheet(facts: SheetFacts, rows: Sequence[Sequence[object]], styles: bytes, cut: list[_Cut]) -> Sheet:
    """Return the sheet with its values cleaned.

    What nearly no sheet has is looked for in all its cells at once, and dealt with one by one only when it is there.
    """
    errors = dict(facts.errors)
    # Of 4,000 cells of a worksheet some 800 differ: looking at each value once takes a third of looking at every cell.
    values = set(chain.from_iterable(rows))
    texts = [value for value in values if type(value) is str]
    others: list[Any] = [value for value in values if type(value) is not str]
    changes: dict[object, Value] = {}
    together = "".join(texts)
    if not is_clean(together):
        changes = {text: clean_text(text) or None for text in filterfalse(str.isprintable, texts)}
    if len(together) > MAX_CELL_TEXT and max(map(len, texts)) > MAX_CELL_TEXT:
        changes.update(_shortened(facts.name, rows, changes, cut))
    if not _PLAIN_KINDS.issuperset(map(type, others)):
        changes.update({value: _iso(value) for value in others if type(value) not in _PLAIN_KINDS})
        others = [value for value in others if type(value) in _PLAIN_KINDS]
    infinite = not all(map(math.isfinite, others))
    cleaned: Iterable[tuple[Any, ...]]
    if changes:
        changes[""] = None
        cleaned = (tuple(map(changes.get, row, row)) for row in rows)
    else:
        cleaned = (tuple([None if value == "" else value for value in row]) for row in rows)
    if infinite:
        cleaned = _without_infinite(cleaned, errors)
    return Sheet(
        name=facts.name,
        rows=tuple(cleaned),
        hidden=facts.state != "visible",
        errors=errors,
        formula_cells=facts.formula_cells,
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
        percent_cells=PercentCells(styles, facts.formula_cells) if facts.formula_cells else None,
    )


def _shortened(
    sheet: str, rows: Sequence[Sequence[object]], changes: Mapping[object, Value], cut: list[_Cut]
) -> dict[object, Value]:
    """Return what becomes of texts longer than a cell may hold, and add each to `cut`.

    Excel makes no such text, other programs may. What follows may take the longest text a cell holds, none longer.
    """
    shorter: dict[object, Value] = {}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str) and len(value) > MAX_CELL_TEXT:
                cut.append((sheet, f"{list(COLUMNS)[c].decode()}{r + 1}", len(value)))
                shorter[value] = str(changes.get(value, value) or "")[:MAX_CELL_TEXT] or None
    return shorter


def _without_infinite(
    rows: Iterable[tuple[Value, ...]], errors: dict[tuple[int, int], str]
) -> Iterable[tuple[Value, ...]]:
    """Yield the rows with None for numbers that are not finite, each added to `errors` as Excel would name it."""
    for number, row in enumerate(rows):
        wild = [at for at, value in enumerate(row) if isinstance(value, float) and not math.isfinite(value)]
        errors.update(((number, at), "#NUM!") for at in wild)
        yield tuple(None if at in wild else value for at, value in enumerate(row)) if wild else row


def _iso(value: object) -> str:
    """Return a date, time or duration as text: 2024-01-31, 2024-01-31T08:30:00, 08:30:00, 26:30:00."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        seconds = round(abs(value).total_seconds())
        sign = "-" if value < datetime.timedelta() else ""
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)
