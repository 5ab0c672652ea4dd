"""Which instrument and which layout a workbook bears: those whose items it shows most of.

Enters: an opened book, the candidates, what the user forces. Leaves: `Recognised`, and the temuan of a
book that bears none or not the year asked for. Refuses to know: answers, identity, scores.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pmprb.catalog.item import ChoiceItem, Item
from pmprb.catalog.model import Instrument
from pmprb.catalog.once import OncePerInstrument
from pmprb.records import dataclass
from pmprb.temuan import CellPos, Loaded, NeededColumnMissing, NoKnownLayout, Temuan, YearNotInForm
from pmprb.workbook.book import Book, Value
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.alike import keep, recalled
from pmprb.worksheet.find import find_rows
from pmprb.worksheet.layouts import Placed, folded, labelled, place
from pmprb.worksheet.rows import Rows

# Which year a placed layout is of, where a form has blocks of columns for several years side by side.


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BAND = re.compile(r"(?:tahun)?\s{0,9}:?\s{0,9}((?:19|20)\d\d)", re.IGNORECASE)


def band_year(placed: Placed) -> str:
    """Return the year the band above the header gives to this block, empty when the band does not name it.

    The blocks and the years of the band stand in the same order; the band is the lowest row with years.
    """
    block = next(column.nth for column in placed.layout.columns if column.key == "answer")
    for row in reversed(placed.sheet.rows[: placed.header_row]):
        years = [found[1] for value in row if (found := _BAND.fullmatch(text_of(value)))]
        if years:
            return years[block - 1] if len(years) >= block else ""
    return ""


def form_year(placed: Placed) -> str:
    """Return the year of this block that follows from the form's own year, empty when that is no year."""
    said = labelled(placed.sheet, placed.layout.period_labels, placed.header_row)
    found = _YEAR.search(said[0]) if said else None
    return str(int(found[0]) - placed.layout.years_back) if found else ""


def year_of(placed: Placed) -> str:
    """Return the year of a block: the band's, else the one that follows from the form's own year."""
    return band_year(placed) or form_year(placed) if placed.layout.year_band else ""


def blocks_by_year(book: Book, placed: Placed, instrument: Instrument) -> dict[str, Placed]:
    """Return year → block for all blocks beside a placed one, itself first; empty when the form has none."""
    if not placed.layout.year_band:
        return {}
    found = {year_of(placed): placed}
    for layout in instrument.layouts:
        other = place(replace(book, sheets=(placed.sheet,)), layout)[0] if layout.year_band else None
        if other is not None:
            found.setdefault(year_of(other), other)
    found.pop("", None)
    return found


Catalogs = Callable[[str], "Loaded[Instrument]"]  # quoted: pydantic would make a class of it at every start


@dataclass(frozen=True)
class Forced:
    """What a user forces for a reading; empty texts leave it to the file.

    `year` chooses among blocks of several years; `unit_name` names the unit of a form that does not; `sheets` are
    names of sheets of which the first that a book has is read, `column` the letters of its column of answers.
    """

    instrument: str = ""
    layout: str = ""
    year: str = ""
    unit_name: str = ""
    sheets: tuple[str, ...] = ()
    column: str = ""


@dataclass
class Recognised:
    """The instrument and the layout found, or the headers missing where a layout came nearest.

    `items` is how many items it shows, `ties` are other readings of the same sheet that fit just as well.
    """

    instrument: Instrument | None = None
    placed: Placed | None = None
    rows: Rows | None = None
    missing: tuple[str, ...] = ()
    items: int = 0
    ties: tuple[Recognised, ...] = ()


def _criteria(instrument: Instrument) -> set[str]:
    return {folded(item.criterion) for item in instrument.items.values()}


_CRITERIA = OncePerInstrument(_criteria)


def recognise(book: Book, candidates: list[str], catalogs: Catalogs, layout_id: str) -> Recognised:
    """Return the instrument and layout whose items the book bears most of."""
    best, best_hits = Recognised(), 0
    for candidate in candidates:
        instrument = catalogs(candidate).value
        if instrument is None:
            continue
        for layout in instrument.layouts:
            if layout_id and layout.id != layout_id:
                continue
            placed, missing = place(book, layout)
            if placed is None:
                best.missing = best.missing or missing
                continue
            rows = find_rows(placed, instrument, book.file)
            items, ticked, printed = _shown(placed, instrument, rows)
            hits = items + ticked  # two forms may ask the same and differ in the criteria of their checklists
            named = book.sheet(placed.sheet.name) in [book.sheet(name) for name in layout.sheets]
            if named and 2 * hits >= len(instrument.items):
                hits += len(instrument.items)  # a sheet that bears the layout's own name
            hits += printed
            one = Recognised(instrument, placed, rows, items=items)
            if hits > best_hits:
                best, best_hits = one, hits
            elif hits == best_hits > 0 and best.placed is not None and best.placed.sheet is placed.sheet:
                best.ties = (*best.ties, one)
            if named and hits >= 3 * len(instrument.items):
                return best  # its name, every item and every criterion: nothing else can be nearer
    return best


def _shown(placed: Placed, instrument: Instrument, rows: Rows) -> tuple[int, int, int]:
    """Return how many of an instrument's items, criteria of checklists, and texts of criteria a sheet shows."""
    column = placed.sheet.column(placed.columns["criterion"]) if "criterion" in placed.columns else ()
    above, column = column[: placed.header_row], column[placed.header_row :]
    look, at = f"shown {placed.layout.id}", (rows.at, column)
    shown: tuple[int, int, int] | None = recalled(instrument, look, at)
    if shown is None:
        items = sum(item in rows.at for item in instrument.items)
        ticked = sum(code in rows.at for item in instrument.items.values() for code in _criterion_codes(item))
        shown = items, ticked, _criteria_in(column, instrument)
        keep(instrument, look, at, shown)
    return shown[0], shown[1], shown[2] + _criteria_in(above, instrument)


def _criteria_in(cells: tuple[Value, ...], instrument: Instrument) -> int:
    """Return how many cells say a criterion."""
    criteria = _CRITERIA(instrument)
    return sum(folded(text_of(text)) in criteria for text in cells if isinstance(text, str))


def _criterion_codes(item: Item) -> tuple[str, ...]:
    return item.criterion_codes if isinstance(item, ChoiceItem) else ()


def unrecognised(book: Book, found: Recognised) -> Temuan:
    """Return why a book is no known worksheet: headers are missing, or there is none at all."""
    at = CellPos(workbook=book.file)
    if found.missing:
        return NeededColumnMissing(at, headers=tuple(found.missing))
    sheets = ", ".join(sheet.name for sheet in book.sheets if not sheet.hidden)
    return NoKnownLayout(at, sheets=sheets[:120])


def block_of_year(book: Book, placed: Placed, instrument: Instrument, forced: Forced, temuan: list[Temuan]) -> Placed:
    """Return the block of the year asked for; the one placed when the form does not have that year (BUKU-050).

    A layout that the user forces stays, and is told when it is of another year.
    """
    blocks = blocks_by_year(book, placed, instrument)
    if not forced.year or not placed.layout.year_band:
        return placed
    found = blocks.get(forced.year)
    if found is None or (forced.layout and found is not placed):
        at = CellPos(workbook=book.file, sheet=placed.sheet.name)
        known = ", ".join(sorted(blocks))
        temuan.append(YearNotInForm(at, seen=forced.year, known=known or "-", block=placed.layout.title))
        return placed
    return found
