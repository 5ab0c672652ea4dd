"""What a person made to stand out in a workbook of ours that is about to be replaced.

Enters: an old file of ours that another program saved. Leaves: a CATATAN for each sheet that looks otherwise than it
was written, by which the gate keeps a copy of the file. Refuses to know: what was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmprb.sheets.own_cells import OWN_CELLS, mark_of
from pmprb.sheets.own_looks import PLAIN, OwnLooks, dress_mark, looks_remembered, printed_words
from pmprb.temuan import CellPos, LookNotCarried, Temuan
from pmprb.workbook.book import Book
from pmprb.workbook.dress import SheetDress, dress_of
from pmprb.workbook.ours import RECORD_SHEET
from pmprb.worksheet.rows import address

_SHOWN = 3


def looks_of_people(old: Path, book: Book) -> Iterator[Temuan]:
    """Yield a BUKU-331 for each sheet whose colours, letters, page or tab were changed, or that hides something.

    A file that does not remember how it was written (of an earlier version, or very large) has none.
    """
    record = [row for name in (RECORD_SHEET, OWN_CELLS) for sheet in [book.sheet(name)] if sheet for row in sheet.rows]
    given = looks_remembered(record)
    dressed = dress_of(old) if given else {}
    hidden = {sheet.name for sheet in book.sheets if sheet.hidden}
    for name, own in given.items():
        if name not in dressed:
            continue
        cells, columns = _dressed_otherwise(dressed[name], own)
        where = [
            *cells[:_SHOWN],
            *(["…"] if len(cells) > _SHOWN else []),
            *(f"kolom {one}" for one in columns[:_SHOWN]),
        ]
        what = [f"warna atau huruf sel ({', '.join(where)})"] if where else []
        what += _around(dressed[name], own)
        if dressed[name].hidden or name in hidden:
            what.append("yang disembunyikan")
        if what:
            at = CellPos(workbook=old.name, sheet=name, cell=cells[0] if cells else "")
            yield LookNotCarried(at, what=tuple(what))


def _dressed_otherwise(seen: SheetDress, own: OwnLooks) -> tuple[list[str], list[str]]:
    """Return the first cell of each dress that no cell of its column was given, and the columns of which more cells
    than were given it have one."""
    plain = dress_mark(PLAIN)
    places, more = [], set()
    for column, dresses in seen.columns.items():
        given = own.columns[column] if column < len(own.columns) else {}
        for dress, (row, count) in dresses.items():
            mark = dress_mark(dress)
            if mark == plain:
                continue
            if mark not in given:
                places.append((row, column))
            elif count > given[mark]:
                more.add(column)
    letters = [address(0, column).rstrip("0123456789") for column in sorted(more)]
    return [address(*place) for place in sorted(places)], letters


def _around(seen: SheetDress, own: OwnLooks) -> list[str]:
    changed = ["judul atau kaki halaman cetak"] if mark_of(printed_words(seen.printed)) != own.printed else []
    return changed + (["warna tab"] if seen.tab != own.tab else [])
