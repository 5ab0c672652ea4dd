"""What this program wrote into each cell of a workbook, and its charts, remembered in the workbook itself.

Enters: a workbook about to be written. Leaves: rows of a very hidden sheet, by which a later run tells a cell of ours
from one that a person typed over. Refuses to know: what stands in the cells. A mark is 18 bits of a cell's value as
other programs keep it when they save the file again, so that nothing but typing changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from zlib import crc32

from xlsxwriter.worksheet import CellFormulaTuple, CellNumberTuple, CellStringTuple

from pmprb.text import clean_text

OWN_CELLS = "_isi"
"""The sheet that holds the marks, and the word before each of its rows."""

OWN_CHARTS = "_bagan"
"""The word before each row that says how many charts a sheet was given."""

FORMULA = "==="
"""The mark of every formula: a program that saves the file may write it otherwise."""

_WIDTH, _BLANK, _NEXT = 3, ".", ";"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_PIECE = 32_000
_EPOCH = date(1899, 12, 30)

Marks = Sequence[Mapping[int, str]]
"""The marks of a sheet: of each row, by column."""


def mark_of(value: str | float | bool) -> str:
    """Return the mark of a value: three characters, the same for a date as text or number, for odd spaces or plain."""
    if isinstance(value, str):
        text = " ".join(clean_text(value).split())
        value = _serial(text) if text[:2] in ("19", "20") else text
    plain = value if isinstance(value, str) else f"{float(value):.12g}"
    bits = crc32(plain.encode("utf-8", "surrogatepass"))
    return _LETTERS[bits & 63] + _LETTERS[bits >> 6 & 63] + _LETTERS[bits >> 12 & 63]


def _serial(text: str) -> str | float:
    """Return the number behind a date written as year, month and day; other texts as they are."""
    try:
        return float((date.fromisoformat(text.removesuffix("T00:00:00").removesuffix(" 00:00:00")) - _EPOCH).days)
    except ValueError:
        return text


class _Memo(dict[Any, str]):
    """Marks by what they are made of, each reckoned once: most cells hold what another one holds too."""

    def __init__(self, make: Callable[[Any], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> str:
        found = self[key] = self._make(key)
        return found


def remember(workbook: Any, more: Callable[[Iterable[Any]], Iterable[tuple[str, ...]]] = lambda _: ()) -> None:
    """Write the marks of all sheets of a workbook of XlsxWriter: behind its very hidden record, or on a sheet apart.
    Each sheet has a row more, with how many charts it was given, and those that `more` makes of the sheets.

    A hidden sheet has none. No row may have left the memory.
    """
    pages = [page for page in workbook.worksheets() if not page.hidden]
    texts: list[str] = list(workbook.str_table.string_table)
    of_text, of_number = _Memo(lambda place: mark_of(texts[place])), _Memo(mark_of)
    rows = [(page.name, _packed(page.table, of_text, of_number)) for page in pages]
    sheet = workbook.get_worksheet_by_name("_data")
    if sheet is None:
        sheet = workbook.add_worksheet(OWN_CELLS)
        sheet.very_hidden()
    lines = [(OWN_CELLS, name, *_pieces(text)) for name, text in rows]
    lines += [(OWN_CHARTS, page.name, str(len(page.charts))) for page in pages]
    lines += [(*row[:-1], *_pieces(row[-1])) for row in more(pages)]
    for row, line in enumerate(lines, start=(sheet.dim_rowmax or 0) + 1):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text)


def _pieces(text: str) -> list[str]:
    return [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]


def _packed(table: Mapping[int, Mapping[int, Any]], of_text: _Memo, of_number: _Memo) -> str:
    """Return the marks of a sheet as one text. XlsxWriter's cells are tuples, what they hold in front."""
    rows = []
    for row in range(max(table, default=-1) + 1):
        marks = {}
        for column, cell in table.get(row, {}).items():
            kind = type(cell)
            if kind is CellNumberTuple:
                marks[column] = of_number[cell[0]]
            elif kind is CellStringTuple:
                marks[column] = of_text[cell[0]]
            elif kind is CellFormulaTuple:
                marks[column] = FORMULA
        rows.append(marks)
    return packed(rows)


def packed(rows: Iterable[Mapping[int, str]]) -> str:
    """Return the marks of a sheet's rows, by column, as one text."""
    lines = []
    for row in rows:
        marks = [_BLANK] * (max(row, default=-1) + 1)
        for column, mark in row.items():
            marks[column] = mark
        lines.append("".join(marks).rstrip(_BLANK))
    return _NEXT.join(lines)


def unpacked(text: str) -> Marks:
    """Return the marks behind a text that `packed` made."""
    return [_unpacked(line) for line in text.split(_NEXT)]


def remembered(rows: Iterable[Sequence[object]]) -> dict[str, Marks]:
    """Return the marks by sheet from the rows of the sheet that holds them."""
    return {name: unpacked(text) for name, text in _told(rows, OWN_CELLS)}


def charts_remembered(rows: Iterable[Sequence[object]]) -> dict[str, int]:
    """Return how many charts sheets were given, from the same rows."""
    return {name: int(text) for name, text in _told(rows, OWN_CHARTS) if text.isdecimal() and text.isascii()}


def _told(rows: Iterable[Sequence[object]], word: str) -> Iterator[tuple[str, str]]:
    """Yield the sheet and the text of each row that begins with a word."""
    for row in rows:
        if len(row) > 1 and row[0] == word:
            yield str(row[1]), "".join(str(one) for one in row[2:] if one is not None)


def _unpacked(line: str) -> dict[int, str]:
    marks, at, column = {}, 0, 0
    while at < len(line):
        if line[at] == _BLANK:
            at += 1
        else:
            marks[column] = line[at : at + _WIDTH]
            at += _WIDTH
        column += 1
    return marks
