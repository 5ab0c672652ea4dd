"""The child that reads an Excel 97-2003 workbook (.xls): its cells written again as a plain .xlsx.

Enters, on standard input: the file's bytes. Leaves, on standard output: a JSON line and the package, or a failure
(a temuan's code with its values), as `pmprb.workbook.slow_child` does, and under the same limits. Refuses to know:
anything of the package but that module and `child_package`; it is loaded without the site's packages, with xlrd's
folder alone beside.

Values only: cells with something in them, their number formats, which hold a formula, what is hidden. Nothing here
is trusted either: the package passes the guard as any file does.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from math import isfinite
from typing import Any

from pmprb.workbook.child_package import (
    HIDDEN,
    SHOWN,
    VERY_HIDDEN,
    Answer,
    PlainSheet,
    Strings,
    answered,
    clean,
    packed,
    serve,
)
from pmprb.workbook.slow_child import MAX_COLUMNS, MAX_OUT, MAX_ROWS, MB, Stop, decimal, letters, quoted

TEXT, NUMBER, DATE, BOOLEAN, ERROR = 1, 2, 3, 4, 5  # xlrd's XL_CELL_*
_FORMULAS, _BEGIN, _END = (0x0006, 0x0206, 0x0406), (0x0009, 0x0209, 0x0409, 0x0809), 0x000A


def package(data: bytes) -> bytes:
    """Return the workbook as a stored zip of plain parts; Stop when it cannot be had."""
    book = _opened(data)
    strings, sheets = Strings(), []
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        state = (SHOWN, HIDDEN, VERY_HIDDEN)[sheet.visibility if sheet.visibility in (1, 2) else 0]
        hidden = [column for column, info in sorted(sheet.colinfo_map.items()) if info.hidden]
        sheets.append(PlainSheet(sheet.name, _rows(book, number, sheet, strings), state, hidden))
        book.unload_sheet(number)
    return packed(sheets, strings, _styles(book), bool(book.datemode))


def _opened(data: bytes) -> Any:
    """Return xlrd's book; Stop with the reason when there is none."""
    import xlrd
    from xlrd.compdoc import CompDocError

    with open(os.devnull, "w") as silence:  # noqa: PTH123 (pathlib is slow to import)
        told: dict[str, Any] = {"logfile": silence, "formatting_info": True, "ragged_rows": True, "on_demand": True}
        try:
            try:
                return xlrd.open_workbook(file_contents=data, **told)
            except CompDocError:  # some exporters give two streams one sector; the workbook's own may be whole
                return xlrd.open_workbook(file_contents=data, ignore_workbook_corruption=True, **told)
        except xlrd.XLRDError as error:
            said = str(error)
            if "encrypted" in said:
                raise Stop("BUKU-003", "password") from error
            if "find workbook" in said or "Can't determine" in said:
                raise Stop("BUKU-003", "ole") from error
            raise


def _rows(book: Any, number: int, sheet: Any, strings: Strings) -> list[str]:
    """Return the rows' XML; Stop for a filled cell out of reach, or more than a part may hold."""
    formulas = set(_formula_cells(book, number))
    hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    rows: list[str] = []
    size = 0
    for row in range(sheet.nrows):
        cells = "".join(_cells(sheet, row, formulas, strings))
        if cells or row in hidden_rows:
            size += len(cells)
            if size > MAX_OUT:
                raise Stop("BUKU-005", "part", limit=f"{MAX_OUT // MB} MB")
            rows.append(f'<row r="{row + 1}"{" hidden=" + quoted("1") if row in hidden_rows else ""}>{cells}</row>')
    return rows


def _cells(sheet: Any, row: int, formulas: set[tuple[int, int]], strings: Strings) -> Iterator[str]:
    """Yield the XML of the filled cells of a row."""
    from xlrd.biffh import error_text_from_code

    for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
        formula = (row, column) in formulas
        if kind not in (TEXT, NUMBER, DATE, BOOLEAN, ERROR) or (value == "" and not formula):
            continue
        at = f"{letters(column)}{row + 1}"
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise Stop("BUKU-008", "beyond", at, f"ZZ{MAX_ROWS}")
        if kind == TEXT:
            typed, written = "s", str(strings.number(clean(value)))
        elif kind == BOOLEAN:
            typed, written = "b", str(int(bool(value)))
        elif kind == ERROR or not isfinite(value):
            typed, written = "e", error_text_from_code.get(value, "#VALUE!") if kind == ERROR else "#NUM!"
        else:
            typed, written = "n", decimal(value)
        style = sheet.cell_xf_index(row, column)
        yield f'<c r="{at}" s="{style}" t="{typed}">{"<f></f>" if formula else ""}<v>{written}</v></c>'


def _formula_cells(book: Any, number: int) -> Iterator[tuple[int, int]]:
    """Yield (row, column) of the cells with a formula: xlrd gives their results and does not say which they are.

    A record is an id, a length, and so many bytes; a chart inside the sheet is a stream of its own with its own end.
    """
    if book.biff_version < 50:
        return
    stream, at, depth = book.mem, book._sh_abs_posn[number], 0  # xlrd has no public name for where a sheet begins
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        depth += (record in _BEGIN) - (record == _END)
        if depth <= 0:
            return
        if record in _FORMULAS and depth == 1 and at + 8 <= len(stream):
            yield struct.unpack_from("<HH", stream, at + 4)
        at += 4 + length


def _styles(book: Any) -> str:
    """Return the number format of every cell format, each format under a number of ours."""
    keys = list(dict.fromkeys(xf.format_key for xf in book.xf_list))
    known = {key: book.format_map[key].format_str if key in book.format_map else "General" for key in keys}
    numbers = {key: 200 + n if known[key] != "General" else 0 for n, key in enumerate(keys)}
    formats = "".join(
        f'<numFmt numFmtId="{numbers[key]}" formatCode={quoted(clean(known[key]))}/>' for key in keys if numbers[key]
    )
    cells = "".join(f'<xf numFmtId="{numbers[xf.format_key]}"/>' for xf in book.xf_list)
    return f"<styleSheet><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>"


def answer(data: bytes) -> Answer:
    """Return what goes into the answer's line, and the package; with a failure there is none."""
    try:
        return answered(package, data)
    except Exception:  # xlrd lets some ten kinds of exception through on a broken file
        return {"failure": Stop("BUKU-004", "zip").failure}, b""


def main() -> None:
    """Answer one request."""
    serve(answer)
