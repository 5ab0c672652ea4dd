"""What a worksheet holds beside its answers, and a copy made anew from those answers does not.

Enters: the worksheet and the copy. Leaves: one PERINGATAN that names the cells. Refuses to know: what they mean. The
worksheet itself stays as it is, so nothing is lost; but people go on working with the copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmprb.catalog.own_layout import META
from pmprb.jobs.typed_over import constants, sheet_key
from pmprb.temuan import CellPos, NotInTheCopy, Temuan
from pmprb.text import readable
from pmprb.workbook.book import Book, Sheet, open_book
from pmprb.workbook.extras import Extras, extras_of
from pmprb.worksheet.rows import address

_NAMED = 5


def left_behind(source: Path, copy: Path) -> tuple[Temuan, ...]:
    """Tell what of a worksheet the copy lacks (BUKU-311): notes, pictures, own sheets, own columns, formulas that have
    no result.

    Of a form that is none of ours only notes and pictures are looked for: all its texts are other ones than ours.
    """
    opened, made = open_book(source, long=True).value, open_book(copy, long=True).value
    if opened is None or made is None:
        return ()
    ours, fresh = extras_of(copy), {sheet_key(sheet.name): sheet for sheet in made.sheets}
    cells = [
        f"{name}!{address(*place)}"
        for name, extras in extras_of(source).items()
        for place in (*extras.notes, *extras.drawn)
        if place not in {**ours.get(name, Extras()).notes, **ours.get(name, Extras()).drawn}
    ]
    if opened.sheet(META) is not None:
        cells += [one for one in _lacking(opened, fresh) if one not in cells]
    if not cells:
        return ()
    more = f", dan {len(cells) - _NAMED} lainnya" if len(cells) > _NAMED else ""
    at = CellPos(workbook=readable(source.name))
    return (NotInTheCopy(at, count=len(cells), cells=", ".join(cells[:_NAMED]) + more),)


def _lacking(book: Book, fresh: dict[str, Sheet]) -> Iterator[str]:
    """Yield the cells of sheets that the copy has not, and those of other sheets where the copy has nothing."""
    for sheet in book.sheets:
        if sheet.name.startswith("_"):
            continue
        there = fresh.get(sheet_key(sheet.name))
        if there is None:
            places = {(row, column) for row, column, _ in constants(sheet)} | set(sheet.formulas)
            yield from (f"{sheet.name}!{address(*place)}" for place in sorted(places))
            continue
        said = {value for row in there.rows for value in row}  # a row that was moved is still the same row
        for row, column, value in constants(sheet):
            if there.value(row, column) is None and (row, column) not in there.formulas and value not in said:
                yield f"{sheet.name}!{address(row, column)}"
        for place in sorted((set(sheet.uncached) | set(sheet.errors)) - set(there.formulas)):
            if there.value(*place) is None:
                yield f"{sheet.name}!{address(*place)}"
