"""Where two rekaps differ: texts and numbers, and all that decides how people see them.

Enters: a rekap and the same rekap made again. Leaves: temuan. Colours, widths and fonts are everyone's own as long as
figures can be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from pmprb.temuan import (
    CellPos,
    RekapCellDiffers,
    RekapCellShownOtherwise,
    RekapPartsDiffer,
    RekapSheetAddedOrRemoved,
    RekapSheetShownOtherwise,
    Temuan,
)
from pmprb.text import readable
from pmprb.workbook.appearance import BookLook, look_at, same_parts
from pmprb.workbook.book import Book, Sheet, Value, open_book
from pmprb.workbook.container import Refused
from pmprb.workbook.ours import RECORD_SHEET
from pmprb.workbook.sheet_look import CellLook, SheetLook
from pmprb.worksheet.rows import address

_CLOSE = 1e-9


def book_differences(rekap: Path, again: Path) -> list[Temuan]:
    """Return where `rekap` is not as `again`; none when their parts are the same byte for byte.

    BUKU-109 a cell's value, BUKU-196 its formula, number format or that it cannot be seen; BUKU-130 a sheet too many or
    too few; BUKU-197 what is hidden, merged or lies on top of a sheet, and the sheets' order; BUKU-198 names and parts.
    Numbers are the same within 1e-9 of their size: programs that save a workbook write the last digit anew.
    """
    if same_parts(rekap, again):
        return []
    opened, second = open_book(rekap, long=True), open_book(again, long=True)
    if opened.value is None or second.value is None:
        return [*opened.temuan, *second.temuan]
    file = readable(rekap.name)
    try:
        looks = look_at(rekap), look_at(again)
    except Refused as refused:
        return [refused.temuan(file)]
    return [*_in_books(opened.value, second.value, looks, file), *_in_looks(*looks, file)]


def _in_books(opened: Book, second: Book, looks: tuple[BookLook, BookLook], file: str) -> Iterator[Temuan]:
    """Yield the cells and sheets that differ."""
    theirs = {sheet.name: sheet for sheet in opened.sheets if sheet.name != RECORD_SHEET}
    ours = {sheet.name: sheet for sheet in second.sheets if sheet.name != RECORD_SHEET}
    shown = [{sheet.name: sheet for sheet in look.sheets} for look in looks]
    for name in dict.fromkeys((*theirs, *ours)):
        if name not in theirs or name not in ours:
            at = CellPos(workbook=file, sheet=name)
            yield RekapSheetAddedOrRemoved(at, change="added" if name in theirs else "removed")
            continue
        pair = shown[0].get(name, SheetLook(name, "")), shown[1].get(name, SheetLook(name, ""))
        yield from _in_sheet(theirs[name], ours[name], pair, file)
    for name in shown[0]:  # sheets without cells, such as those of a single chart
        if name not in theirs and name not in shown[1] and name != RECORD_SHEET:
            yield RekapSheetAddedOrRemoved(CellPos(workbook=file, sheet=name), change="added")


def _in_sheet(seen: Sheet, expected: Sheet, looks: tuple[SheetLook, SheetLook], file: str) -> Iterator[Temuan]:
    """Yield the cells that differ; of a value that differs nothing more is told."""
    rows, columns, covered = set[int](), set[int](), list[str]()
    for r, (left, right) in enumerate(zip_longest(seen.rows, expected.rows, fillvalue=())):
        for c, (one, other) in enumerate(zip_longest(left, right)):
            error, found = seen.errors.get((r, c), ""), looks[0].cells.get((r, c))
            if error or not _same(one, other):
                at = CellPos(workbook=file, sheet=seen.name, cell=address(r, c))
                yield RekapCellDiffers(at, seen=error or _words(one), expected=_words(other))
            elif found is not None and (one is not None or found.formula) and found != looks[1].look((r, c)):
                at = CellPos(workbook=file, sheet=seen.name, cell=address(r, c))
                yield from _shown_otherwise(found, looks[1].look((r, c)), at)
            if other is not None:
                rows.add(r)
                columns.add(c)
                if looks[0].drawn and looks[0].covered((r, c)) and not looks[1].covered((r, c)):
                    covered.append(address(r, c))
    if covered:
        at = CellPos(workbook=file, sheet=seen.name)
        yield RekapSheetShownOtherwise(at, what="covered", names=", ".join(covered))
    yield from _hidden(rows, columns, looks, CellPos(workbook=file, sheet=seen.name))


def _shown_otherwise(seen: CellLook, expected: CellLook, at: CellPos) -> Iterator[Temuan]:
    if seen.formula != expected.formula:
        what = "formula" if expected.formula or not seen.formula else "formula_added"
        yield RekapCellShownOtherwise(at, what=what, seen=seen.formula, expected=expected.formula)
    if seen.format != expected.format:
        yield RekapCellShownOtherwise(at, what="format", seen=_code(seen.format), expected=_code(expected.format))
    if seen.unseen != expected.unseen and seen.unseen:
        yield RekapCellShownOtherwise(at, what=seen.unseen, seen="", expected="")


def _code(code: str) -> str:
    return code or "General"


def _hidden(rows: set[int], columns: set[int], looks: tuple[SheetLook, SheetLook], at: CellPos) -> Iterator[Temuan]:
    """Yield rows and columns with something in them that are hidden in one of the two alone."""
    seen, expected = looks
    changed = sorted(row + 1 for row in rows if (row in seen.hidden_rows) != (row in expected.hidden_rows))
    if changed:
        yield RekapSheetShownOtherwise(at, what="rows", names=", ".join(map(str, changed)))
    letters = [
        address(0, column).rstrip("1")
        for column in sorted(columns)
        if seen.column_hidden(column) != expected.column_hidden(column)
    ]
    if letters:
        yield RekapSheetShownOtherwise(at, what="columns", names=", ".join(letters))


def _in_looks(seen: BookLook, expected: BookLook, file: str) -> Iterator[Temuan]:
    """Yield what differs of whole sheets and of the book."""
    ours = {sheet.name: sheet for sheet in expected.sheets}
    common = [sheet for sheet in seen.sheets if sheet.name in ours]
    order = [sheet.name for sheet in common if sheet.name != RECORD_SHEET]
    wanted = [sheet.name for sheet in expected.sheets if sheet.name in set(order)]
    if order != wanted:
        at = CellPos(workbook=file)
        yield RekapSheetShownOtherwise(at, what="order", names=", ".join(order))
    for sheet in common:
        at = CellPos(workbook=file, sheet=sheet.name)
        if sheet.name == RECORD_SHEET:  # LibreOffice knows no sheet that is hidden more than hidden
            if sheet.state == "visible":
                yield RekapSheetShownOtherwise(at, what="shown", names="")
            continue
        yield from _in_look(sheet, ours[sheet.name], at)
    for what in sorted(seen.odd - expected.odd):
        yield RekapSheetShownOtherwise(CellPos(workbook=file), what=f"odd_{what}", names="")
    for name in sorted({*seen.names, *expected.names}):
        if seen.names.get(name) != expected.names.get(name):
            change = "added" if name not in expected.names else "removed" if name not in seen.names else "changed"
            yield RekapPartsDiffer(CellPos(workbook=file), what="name", change=change, name=name.partition("@")[0])
    for kind in sorted({*seen.parts, *expected.parts}):
        if seen.parts[kind] != expected.parts[kind]:
            change = "added" if seen.parts[kind] > expected.parts[kind] else "removed"
            yield RekapPartsDiffer(CellPos(workbook=file), what=kind, change=change, name=kind)


def _in_look(seen: SheetLook, expected: SheetLook, at: CellPos) -> Iterator[Temuan]:
    if seen.state != expected.state:
        yield RekapSheetShownOtherwise(at, what=seen.state, names="")
    if merged := seen.merged ^ expected.merged:
        yield RekapSheetShownOtherwise(at, what="merged", names=", ".join(sorted(merged)))
    for what in sorted(seen.odd - expected.odd):
        yield RekapSheetShownOtherwise(at, what=f"odd_{what}", names="")
    if seen.prompts - expected.prompts:
        yield RekapSheetShownOtherwise(at, what="odd_prompt", names="")
    if rules := seen.rules - expected.rules:
        yield RekapSheetShownOtherwise(at, what="rules", names=", ".join(sorted(rules)))
    if seen.printed != expected.printed:
        yield RekapSheetShownOtherwise(at, what="printed", names="")
    links = [ref for ref in {**seen.links, **expected.links} if seen.links.get(ref) != expected.links.get(ref)]
    if links:
        yield RekapSheetShownOtherwise(at, what="links", names=", ".join(sorted(links)))
    if kinds := (seen.on_top - expected.on_top) + (expected.on_top - seen.on_top):
        words = dict.fromkeys(kind.partition(" ")[0] for kind in sorted(kinds))
        for kind in words:
            yield RekapSheetShownOtherwise(at, what=f"top_{kind}", names="")


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _CLOSE * max(1.0, abs(one), abs(other))
    return one == other


def _words(value: Value) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.12g}".replace(".", ",")
    return " ".join(str(value).split())[:60]
