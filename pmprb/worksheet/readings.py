"""Which of several readings of a book is meant: which sheet, layout, block of years, column of answers.

Enters: an opened book, what the user forces. Leaves: the one reading, or why the file is refused: where two readings
exist and both would give a score, neither is taken. Refuses to know: what the answers say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pmprb.catalog.item import RatioItem
from pmprb.catalog.model import Instrument
from pmprb.catalog.own_layout import META, OWN_LAYOUT
from pmprb.records import dataclass
from pmprb.temuan import (
    AnswerColumnTaken,
    CellPos,
    HiddenSheetRead,
    SeveralReadings,
    SeveralSheetsFilled,
    SheetNotInBook,
    SheetTaken,
    Temuan,
)
from pmprb.workbook.book import Book
from pmprb.worksheet.elsewhere import VERIFIERS
from pmprb.worksheet.find import find_rows
from pmprb.worksheet.layouts import Placed, headers_in, may_bear, place
from pmprb.worksheet.recognise import (
    Catalogs,
    Forced,
    Recognised,
    block_of_year,
    form_year,
    recognise,
    unrecognised,
    year_of,
)
from pmprb.worksheet.rows import Rows, address, count_codes


@dataclass(frozen=True)
class Reading:
    """How a book is to be read; `rows` are those found for the whole instrument, None when they are to be found anew.

    `refusal` says why there is none, and then only it counts.
    """

    instrument: Instrument | None = None
    placed: Placed | None = None
    rows: Rows | None = None
    temuan: tuple[Temuan, ...] = ()
    refusal: Temuan | None = None


def reading_of(book: Book, candidates: list[str], catalogs: Catalogs, forced: Forced) -> Reading:
    """Return how the book is read: as one of the candidates (ids of instruments), by what the user forces."""
    book_read, refusal = _narrowed(book, forced)
    if refusal is not None:
        return Reading(refusal=refusal)
    found = recognise(book_read, candidates, catalogs, forced.layout)
    if found.placed is None and any(sheet.hidden for sheet in book.sheets) and not forced.sheets:
        hidden = recognise(book, candidates, catalogs, forced.layout)
        found = hidden if hidden.placed is not None else found
    if found.placed is None or found.instrument is None:
        return Reading(refusal=unrecognised(book, found))
    temuan: list[Temuan] = []
    if not forced.sheets:
        chosen = _sheet(book, found, candidates, catalogs, forced, temuan)
        if isinstance(chosen, Temuan):
            return Reading(refusal=chosen)
        found = chosen
    return _on_sheet(book, found, forced, temuan)


def _narrowed(book: Book, forced: Forced) -> tuple[Book, Temuan | None]:
    """Return the book with the sheet asked for alone, or with its visible ones."""
    if not forced.sheets:
        return replace(book, sheets=tuple(sheet for sheet in book.sheets if not sheet.hidden)), None
    sheet = next((sheet for name in forced.sheets if (sheet := book.sheet(name))), None)
    if sheet is None:
        known = tuple(sheet.name for sheet in book.sheets if not sheet.name.startswith("_"))
        return book, SheetNotInBook(CellPos(workbook=book.file), seen=", ".join(forced.sheets), known=known)
    return replace(book, sheets=(replace(sheet, hidden=False),)), None


# Among several sheets.


def _sheet(
    book: Book, found: Recognised, candidates: list[str], catalogs: Catalogs, forced: Forced, temuan: list[Temuan]
) -> Recognised | Temuan:
    """Return the reading of the sheet that alone is filled and visible, or why none is taken."""
    assert found.placed is not None
    readings = [found, *_rivals(book, found, candidates, catalogs, forced.layout)]
    if len(readings) == 1:
        if found.placed.sheet.hidden:
            temuan.append(HiddenSheetRead(CellPos(workbook=book.file, sheet=found.placed.sheet.name)))
        return found
    filled = [one for one in readings if _answers(one)]
    blank = [one for one in readings if one not in filled]
    if len(filled) > 1 or any(_is_hidden(one) for one in filled):
        names = tuple(_name(one) + (" (tersembunyi)" if _is_hidden(one) else "") for one in filled)
        return SeveralSheetsFilled(CellPos(workbook=book.file), filled=names, blank=tuple(map(_name, blank)))
    if not filled:
        return next((one for one in readings if not _is_hidden(one)), found)
    taken = filled[0]
    at = CellPos(workbook=book.file, sheet=_name(taken))
    temuan.append(SheetTaken(at, taken=_name(taken), left=tuple(map(_name, blank))))
    return taken


def _rivals(
    book: Book, found: Recognised, candidates: list[str], catalogs: Catalogs, layout: str
) -> Iterable[Recognised]:
    """Yield the readings of other sheets that show half of an instrument's items or more, hidden ones too."""
    assert found.placed is not None and found.instrument is not None
    layouts = found.instrument.layouts
    if len(candidates) > 1:
        known = [instrument for one in candidates if (instrument := catalogs(one).value)]
        layouts = tuple(one for instrument in known for one in instrument.layouts)
    for sheet in book.sheets:
        if sheet.name == found.placed.sheet.name or 2 * len(sheet.rows) < len(found.instrument.items):
            continue
        headers = headers_in(sheet)
        if any(may_bear(one, headers) for one in layouts):
            other = recognise(replace(book, sheets=(sheet,)), candidates, catalogs, layout)
            if other.instrument is not None and 2 * other.items >= len(other.instrument.items):
                yield other


def _name(one: Recognised) -> str:
    return one.placed.sheet.name if one.placed else ""


def _is_hidden(one: Recognised) -> bool:
    return one.placed is not None and one.placed.sheet.hidden


def _answers(one: Recognised) -> int:
    """Return how many cells for answers are filled, the unit's or a verifier's."""
    assert one.placed is not None and one.instrument is not None and one.rows is not None
    verifiers = [column for key in VERIFIERS if (column := one.placed.columns.get(key)) is not None]
    return sum(_filled(one.placed, one.instrument, one.rows, c) for c in (*_answer_columns(one.placed), *verifiers))


def _answer_columns(placed: Placed) -> tuple[int, ...]:
    return (placed.columns["answer"], *placed.answers)


def _filled(placed: Placed, instrument: Instrument, rows: Rows, column: int) -> int:
    """Return how many cells of a column are filled on the rows that ask for an answer; formulas of ratios aside."""
    items = instrument.items.values()
    codes = [code for item in items for code in (count_codes(item) if isinstance(item, RatioItem) else [item.id])]
    cells = [(row, column) for code in codes for row in rows.at.get(code, ())]
    sheet = placed.sheet
    return sum(sheet.value(*cell) is not None or cell in sheet.errors or cell in sheet.uncached for cell in cells)


# On one sheet.


def _on_sheet(book: Book, found: Recognised, forced: Forced, temuan: list[Temuan]) -> Reading:
    """Return the reading of a sheet: its layout, its block of years, its column of answers."""
    found = _own(book, found)
    assert found.placed is not None and found.instrument is not None
    if (tied := _tied(book, found, forced)) is not None:
        return Reading(refusal=tied)
    if (years := _years(book, found, forced)) is not None:
        return Reading(refusal=years)
    placed = block_of_year(book, found.placed, found.instrument, forced, temuan)
    rows = found.rows if placed is found.placed else None
    chosen = _column(book, found.instrument, placed, rows, forced, temuan)
    if isinstance(chosen, Temuan):
        return Reading(refusal=chosen)
    return Reading(found.instrument, chosen, rows, tuple(temuan))


def _own(book: Book, found: Recognised) -> Recognised:
    """Return the reading as a template of ours where the book bears the mark of one: of few rows, such as those of one
    pengampu, another form may seem to fit just as well."""
    mine = (one for one in (found, *found.ties) if one.placed and one.placed.layout.id == OWN_LAYOUT)
    own = next(mine, None) if book.sheet(META) else None
    return replace(own, ties=()) if own else found


def _tied(book: Book, found: Recognised, forced: Forced) -> Temuan | None:
    """Return that a filled sheet fits several instruments or layouts just as well; blocks of years are no such."""
    if not found.ties:
        return None
    ties = [one for one in (found, *found.ties) if one.placed and one.instrument and _answers(one)]
    bands = {one.placed.layout.year_band for one in ties if one.placed}
    ids = tuple(dict.fromkeys(one.instrument.id for one in ties if one.instrument))
    layouts = tuple(dict.fromkeys(one.placed.layout.id for one in ties if one.placed))
    at = CellPos(workbook=book.file, sheet=_name(found))
    if len(ids) > 1:
        return SeveralReadings(at, readings=ids, option=_either("--instrumen", ids))
    if len(layouts) > 1 and bands != {True} and not forced.layout:
        return SeveralReadings(at, readings=layouts, option=_either("--tata-letak", layouts))
    return None


def _years(book: Book, found: Recognised, forced: Forced) -> Temuan | None:
    """Return that it is not plain which of several blocks of years is meant, when none is asked for.

    A form that names its own year means the block of that year; unless that one is blank, and another is not.
    """
    placed, instrument = found.placed, found.instrument
    assert placed is not None and instrument is not None
    if not placed.layout.year_band or forced.year or forced.layout:
        return None
    alone = replace(book, sheets=(placed.sheet,))
    blocks = [block for layout in instrument.layouts if layout.year_band and (block := place(alone, layout)[0])]
    filled = [b for b in blocks if _filled(b, instrument, find_rows(b, instrument, book.file), b.columns["answer"])]
    mine = any(block.layout.id == placed.layout.id for block in filled)
    is_own = not placed.layout.years_back and form_year(placed) == year_of(placed) != ""
    if not filled or (mine and (is_own or len(filled) == 1)):
        return None
    at = CellPos(workbook=book.file, sheet=placed.sheet.name)
    years = tuple(map(year_of, blocks))
    if all(years) and len(set(years)) == len(years):
        named = tuple(f"tahun {year_of(block)}" for block in filled)
        return SeveralReadings(at, readings=named, option=_either("--tahun", years))
    ids = tuple(block.layout.id for block in blocks)
    return SeveralReadings(
        at, readings=tuple(block.layout.title for block in filled), option=_either("--tata-letak", ids)
    )


def _column(
    book: Book, instrument: Instrument, placed: Placed, rows: Rows | None, forced: Forced, temuan: list[Temuan]
) -> Placed | Temuan:
    """Return the layout with the column of answers that is asked for, or that alone is filled."""
    if forced.column:
        return _with_column(placed, _number(forced.column))
    if not placed.answers:
        return placed
    at = CellPos(workbook=book.file, sheet=placed.sheet.name)
    found = rows or find_rows(placed, instrument, book.file)
    filled = [c for c in _answer_columns(placed) if _filled(placed, instrument, found, c)]
    if len(filled) > 1:
        letters = tuple(map(_letters, filled))
        return SeveralReadings(
            at, readings=tuple(f"kolom {letter}" for letter in letters), option=_either("--kolom", letters)
        )
    if not filled or filled[0] == placed.columns["answer"]:
        return placed
    left = ", ".join(_letters(c) for c in _answer_columns(placed) if c != filled[0])
    at = replace(at, cell=address(placed.header_row, filled[0]))
    temuan.append(AnswerColumnTaken(at, taken=_letters(filled[0]), left=left))
    return _with_column(placed, filled[0])


def _with_column(placed: Placed, column: int) -> Placed:
    """Return the layout with another column of answers: nothing else is read from it."""
    columns = {key: c for key, c in placed.columns.items() if c != column or key == "answer"} | {"answer": column}
    twice = tuple((text, c) for text, c in placed.twice if c not in placed.answers)
    return replace(placed, columns=columns, twice=twice)


def _either(option: str, values: Iterable[str]) -> str:
    return " atau ".join(f"{option} {value}" for value in values)


def _letters(column: int) -> str:
    return address(0, column).rstrip("1")


def _number(letters: str) -> int:
    """Return the 0-based column of letters that are those of a column."""
    number = 0
    for letter in letters.strip().upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
