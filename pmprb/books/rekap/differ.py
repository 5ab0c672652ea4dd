"""Which cells of two rekaps differ, by what people see: texts and numbers, not colours or formulas.

Enters: a rekap and the same rekap made again. Leaves: temuan.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from pmprb.temuan import CellPos, RekapCellDiffers, RekapSheetAddedOrRemoved, Temuan
from pmprb.text import readable
from pmprb.workbook.book import Sheet, Value, open_book
from pmprb.workbook.ours import RECORD_SHEET as SHEET
from pmprb.worksheet.rows import address

_CLOSE = 1e-9


def cell_differences(rekap: Path, again: Path) -> list[Temuan]:
    """Return a BUKU-109 for each cell of `rekap` not as in `again`, a BUKU-130 for a sheet that one of them lacks.

    Numbers are the same within 1e-9 of their size: programs that save a workbook write the last digit anew.
    """
    opened, second = open_book(rekap, long=True), open_book(again, long=True)
    if opened.value is None or second.value is None:
        return [*opened.temuan, *second.temuan]
    ours = {sheet.name: sheet for sheet in second.value.sheets if sheet.name != SHEET}
    theirs = {sheet.name: sheet for sheet in opened.value.sheets if sheet.name != SHEET}
    found: list[Temuan] = []
    for name in dict.fromkeys((*theirs, *ours)):
        at = CellPos(workbook=readable(rekap.name), sheet=name)
        if name not in theirs or name not in ours:
            found.append(RekapSheetAddedOrRemoved(at, change="added" if name in theirs else "removed"))
        else:
            found += _in_sheet(theirs[name], ours[name], readable(rekap.name))
    return found


def _in_sheet(seen: Sheet, expected: Sheet, file: str) -> Iterator[Temuan]:
    for r, (left, right) in enumerate(zip_longest(seen.rows, expected.rows, fillvalue=())):
        for c, (one, other) in enumerate(zip_longest(left, right)):
            error = seen.errors.get((r, c), "")
            if error or not _same(one, other):
                at = CellPos(workbook=file, sheet=seen.name, cell=address(r, c))
                yield RekapCellDiffers(at, seen=error or _words(one), expected=_words(other))


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
