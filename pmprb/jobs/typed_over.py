"""What a person put into a workbook of ours, beside what is meant to be typed in it.

Enters: an old file of ours, and the new one. Leaves: a temuan for each note, text box and picture, each cell of a sheet
that is none of ours, each cell that holds something else than this program wrote there. Refuses to know: what
stands in the columns meant for typing.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pmprb.books.feedback.replies import reply_cells
from pmprb.books.feedback.reply_sheet import GROUNDS, REPLY
from pmprb.books.feedback.reply_sheet import NAME as REPLIES
from pmprb.books.feedback.reply_sheet import RECORD as REPLY_RECORD
from pmprb.books.rekap.previous import DUE, GAPS, PIC, SCORES, STATUS, header_of
from pmprb.books.rekap.rulings import NAME as RULINGS
from pmprb.books.rekap.rulings import REASON, RULING, ruling_cells
from pmprb.sheets.own_cells import FORMULA, OWN_CELLS, Marks, charts_remembered, mark_of, remembered
from pmprb.temuan import CellPos, DrawnOnSheet, NoteOnCell, Temuan, TypedOutsideColumns
from pmprb.text import plain
from pmprb.workbook.as_seen import cell_seen
from pmprb.workbook.book import Book, Sheet, Value
from pmprb.workbook.container import Archive, Refused, read_file
from pmprb.workbook.extras import Extras, cell_at, sheet_parts
from pmprb.workbook.ours import RECORD_SHEET
from pmprb.worksheet.rows import address

_OURS = frozenset({RECORD_SHEET, OWN_CELLS, REPLY_RECORD, "_meta"})
# Sheets of ours that only some runs write.
_SOMETIMES = frozenset(
    {
        "kesenjangan selesai", "kelayakan", "verifikasi area", "statistik verifikasi", "penilaian ketat", "per area",
        "indikator bersama", "perlu ditelaah", "verifikasi", "tanggapan",
        "perlu diputus",
    }
)  # fmt: skip

_CELL = re.compile(rb"<(?:\w{1,20}:)?c\s([^<>]{0,300})>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_STYLED = re.compile(rb"\bs=[\"'][0-9]*[1-9]")


def sheet_key(name: str) -> str:
    """Return what two spellings of a sheet's name have in common."""
    return name.strip().casefold()


def is_gaps(name: str) -> bool:
    """True for the name of a gap list: the open one, that of closed gaps, a person's copy of one."""
    return sheet_key(name).startswith(sheet_key(GAPS))


def constants(sheet: Sheet) -> Iterator[tuple[int, int, object]]:
    """Yield what stands in a sheet as such, not as the result of a formula."""
    formulas = sheet.formulas
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            if value is not None and (row, column) not in formulas and not (isinstance(value, str) and value == ""):
                yield row, column, value


def same_value(one: object, other: object) -> bool:
    """Whether two cells hold the same; programs write a number with 15 to 17 digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12)
    return one == other


def typed_cell(old: Path, sheet: Sheet, row: int, column: int) -> Temuan:
    """Return the temuan of a cell that is none of ours."""
    seen = cell_seen(sheet, row, column)
    if (row, column) in sheet.formulas:
        seen = f"rumus: {seen}" if seen else "rumus"
    return TypedOutsideColumns(CellPos(workbook=old.name, sheet=sheet.name, cell=address(row, column)), seen=seen)


def added_to(
    old: Path, book: Book, new: Book | None, extras: Mapping[str, Extras], ours: Mapping[str, Extras]
) -> Iterator[Temuan]:
    """Yield notes, text boxes and pictures, cells of sheets that are none of ours, and cells that hold what we did not
    write.

    The file itself remembers what we wrote. One that does not (of an earlier version, or very large) has cells without
    any look told: every cell of ours has one. What the new file has at the same place is not lost. A chart is a
    person's where the sheet has more of them than it was given, or than the new one has where the file does not say;
    and none there has its words: `ours` is what the new file has beside its cells.
    """
    given = _charts_in(book)
    for name, more in extras.items():
        for place, words in more.notes.items():
            yield NoteOnCell(CellPos(workbook=old.name, sheet=name, cell=address(*place)), seen=words[:80])
        anew = ours.get(name, Extras()).charts
        charts = _own_charts(more.charts, anew, given.get(sheet_key(name), len(anew)))
        for place, words in (*more.drawn.items(), *charts):
            yield DrawnOnSheet(CellPos(workbook=old.name, sheet=name, cell=address(*place)), seen=words[:80])
    fresh = {sheet_key(sheet.name): sheet for sheet in new.sheets} if new else {}
    marks = _marks_in(book)
    foreign, plainly = (False, {}) if marks else (saved_elsewhere(old), _unstyled(old))
    for sheet in book.sheets:
        if sheet.name in _OURS:
            continue
        name = sheet_key(sheet.name)
        written = marks.get(name, marks.get(sheet_key(GAPS)) if is_gaps(name) else None)
        known = written is not None if marks else name in fresh or name in _SOMETIMES or is_gaps(name)
        if not known and (marks or foreign):
            places = [(row, column) for row, column, _ in constants(sheet)]
        elif written is not None:
            places = typed_over(sheet, written)
        else:
            bare = plainly.get(sheet.name, frozenset())
            places = [(row, column) for row, column, _ in constants(sheet) if (row, column) in bare]
        there = fresh.get(name)
        top, aside = _typed_columns(sheet)
        for row, column in places:
            if row > top and column in aside:
                continue
            if there is None or not _in_both(sheet, there, row, column):
                yield typed_cell(old, sheet, row, column)


def _own_charts(
    here: Mapping[tuple[int, int], str], anew: Mapping[tuple[int, int], str], given: int
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the charts of a sheet that people drew."""
    if len(here) > given:
        yield from ((place, words) for place, words in here.items() if words not in anew.values())


def _in_both(sheet: Sheet, there: Sheet, row: int, column: int) -> bool:
    """Whether the new file has a cell's content too."""
    if (row, column) in sheet.formulas or (row, column) in sheet.errors:
        return False
    value = sheet.value(row, column)
    return value is not None and same_value(there.value(row, column), value)


# What we wrote: the marks in the file itself.


def _marks_in(book: Book) -> dict[str, Marks]:
    return {sheet_key(name): marks for name, marks in remembered(_rows_of_ours(book)).items()}


def _charts_in(book: Book) -> dict[str, int]:
    return {sheet_key(name): count for name, count in charts_remembered(_rows_of_ours(book)).items()}


def _rows_of_ours(book: Book) -> list[Sequence[Value]]:
    return [row for name in (RECORD_SHEET, OWN_CELLS) for sheet in [book.sheet(name)] if sheet for row in sheet.rows]


def typed_over(sheet: Sheet, written: Marks) -> list[tuple[int, int]]:
    """Return the cells of a sheet that hold what we did not write into their row.

    People sort rows, and insert rows and columns: a row is compared with the one of ours that has most of its cells,
    wherever in it they stand.
    """
    typed, rows_of = [], _rows_by_mark(written)
    for row, cells in _rows(sheet):
        beyond = _beyond(cells, written[row] if row < len(written) else {})
        if beyond:
            near = Counter(n for marks in cells.values() for mark in marks for n in rows_of.get(mark, ()))
            for other, _ in near.most_common(3):
                beyond = min(beyond, _beyond(cells, written[other]), key=len)
        typed += [(row, column) for column in beyond]
    return typed


_COMMON = 50
"""A mark in more rows than these says nothing of which row is which."""


def _rows_by_mark(written: Marks) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row, marks in enumerate(written):
        for mark in set(marks.values()):
            found[mark].append(row)
    return {mark: rows for mark, rows in found.items() if len(rows) <= _COMMON and mark != FORMULA}


def _rows(sheet: Sheet) -> Iterator[tuple[int, dict[int, tuple[str, ...]]]]:
    """Yield each row with the marks its cells may have, by column; what is typed in a gap list's own columns aside."""
    top, aside = _typed_columns(sheet)
    formulas, errors = sheet.formulas, sheet.errors
    last = max((len(sheet.rows) - 1, *(row for row, _ in formulas), *(row for row, _ in errors)))
    others: dict[int, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for row, column in errors:
        others[row][column] = ("error",)
    for row, column in formulas:
        others[row][column] = (FORMULA,)
    for row in range(last + 1):
        values: Sequence[object] = sheet.rows[row] if row < len(sheet.rows) else ()
        cells = {column: _marks(value) for column, value in enumerate(values) if value is not None and value != ""}
        cells |= others.get(row, {})
        yield row, {column: marks for column, marks in cells.items() if row <= top or column not in aside}


def _typed_columns(sheet: Sheet) -> tuple[int, set[int]]:
    """Return the row of the headings of a sheet in which people type, and the columns meant for it; of others none."""
    if is_gaps(sheet.name):
        head = header_of(sheet, SCORES) or header_of(sheet, None)
        top, columns = head if head else (0, {})
        return top, {columns[plain(name)] for name in (PIC, DUE, STATUS) if plain(name) in columns}
    if sheet_key(sheet.name) == sheet_key(RULINGS):
        cells, typed = ruling_cells(sheet), (RULING, REASON)
    elif sheet_key(sheet.name) == sheet_key(REPLIES):
        cells, typed = reply_cells(sheet), (REPLY, GROUNDS)
    else:
        return 0, set()
    return (cells.header, cells.places(*typed)) if cells else (0, set())


@lru_cache(maxsize=50_000)
def _marks(value: str | float | bool) -> tuple[str, ...]:
    """Return the marks a value may have been written with: a program that keeps 15 digits may tip the last of ours."""
    if not isinstance(value, float):
        return (mark_of(value),)
    return tuple(dict.fromkeys(mark_of(value * factor) for factor in (1.0, 1 - 1e-14, 1 + 1e-14)))


def _beyond(cells: Mapping[int, tuple[str, ...]], written: Mapping[int, str]) -> list[int]:
    """Return the columns of a row's cells that have no counterpart in a row of ours, at their place or elsewhere."""
    left = Counter(written.values())
    moved = []
    for column, marks in cells.items():
        if written.get(column) in marks:
            left[written[column]] -= 1
        else:
            moved.append((column, marks))
    beyond = []
    for column, marks in moved:
        mark = next((one for one in marks if left[one] > 0), None)
        if mark is None:
            beyond.append(column)
        else:
            left[mark] -= 1
    return beyond


# What the package itself tells.


def _unstyled(path: Path) -> dict[str, frozenset[tuple[int, int]]]:
    """Return the cells of each sheet that have no look of their own, whether or not they hold something."""
    found: dict[str, frozenset[tuple[int, int]]] = {}
    try:
        archive = Archive(read_file(path))
        for name, part in sheet_parts(archive):
            bare = set()
            for attributes in _CELL.findall(archive.read(part)):
                place = None if _STYLED.search(attributes) else _REFERENCE.search(attributes)
                if place and not attributes.rstrip().endswith(b"/"):
                    bare.add(cell_at(place[1]))
            found[name] = frozenset(bare)
    except Refused:
        return found
    return found


def saved_elsewhere(path: Path) -> bool:
    """True unless every part of the package bears the fixed time with which this program writes it."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return True
    return any(entry.date_time[0] != 1980 or entry.flag_bits for entry in entries)
