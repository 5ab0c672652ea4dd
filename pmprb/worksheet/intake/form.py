"""Where a workbook has its form: the sheet, the header row, the columns, and how codes stand in it.

Enters: a book. Leaves: a `Form`. Columns are found by header text; no catalog is needed. Refuses to know: what the
rows mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pmprb.temuan import CellPos, NoFormFound, SeveralForms, Temuan
from pmprb.workbook.book import Book, Sheet, Value
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.cells import explains_choices
from pmprb.worksheet.layouts import folded
from pmprb.worksheet.outline import code_column, is_marker, marker_columns
from pmprb.worksheet.rows import address
from pmprb.worksheet.template.grid import AT, HEADERS

Style = Literal["id", "outline", "hierarchy"]

_SEARCH_ROWS = 60
_HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("kode", "kode butir", "kode kriteria", "no", "no.", "nomor", "no urut", "id"),
    "criterion": (
        *("kriteria", "penilaian", "uraian", "pertanyaan", "pernyataan", "indikator", "komponen", "unsur", "butir"),
        *(
            "komponen penilaian",
            "komponen/sub komponen",
            "komponen/sub komponen/kriteria",
            "sub komponen",
            "area perubahan",
            "aspek",
            "aspek penilaian",
            "uraian kriteria",
            "uraian penilaian",
        ),
    ),
    "weight": ("bobot",),
    "options": ("penjelasan", "kriteria nilai", "kriteria penilaian", "uraian pilihan", "parameter"),
    "allowed": ("pilihan", "pil jwb", "pil. jwb", "pil. jwb.", "pil jawaban", "jenis jawaban", "tipe jawaban"),
    "answer": (
        *("jawaban", "jwb", "isian", "jawaban unit", "hasil penilaian", "hasil penilaian mandiri", "penilaian mandiri"),
        *(
            "hasil",
            "hasil evaluasi",
            "jawaban unit kerja",
            "jawaban instansi",
            "self assessment",
            "pemenuhan",
            "kondisi",
        ),
    ),
    "score": ("nilai", "skor"),
    "share": ("%", "persen", "capaian"),
    "evidence": (
        *("bukti dukung", "daftar bukti dukung", "bukti pendukung", "data dukung", "eviden", "evidence"),
        *("link bukti dukung", "tautan bukti dukung"),
    ),
    "note": ("catatan", "keterangan", "catatan unit", "catatan (unit)"),
    "reviewed_answer": ("jawaban tpi", "jawaban asesor", "jawaban penilai", "jawaban verifikator"),
    "reviewed_note": ("catatan tpi", "catatan asesor", "catatan penilai", "catatan verifikator"),
    "mark": (HEADERS[AT["mark"]],),
}
_STARTS = (("pilihan jawaban", "allowed"), ("penjelasan", "options"), ("bobot", "weight"), ("jawaban", "answer"))
_KEYS = {header: key for key, headers in _HEADERS.items() for header in headers}
_NUMBERED = 4  # so many cells 1, 2, 3, 4 side by side beneath the header only number the columns


def key_of(header: str) -> str:
    """Return which column a header names, empty when it is none of them."""
    text = folded(header)
    return _KEYS.get(text) or next((key for start, key in _STARTS if text.startswith(start)), "")


UNKNOWN_ANSWERS = "?"
"""What a row asks whose answers nobody knows."""


@dataclass
class Given:
    """What a form without a column of allowed answers lets people answer, by row: as such a column would say it, and
    explain it. `guessed` says of a row what that rests on, where it is not the form's own word.
    """

    allowed: dict[int, str] = field(default_factory=dict)
    explained: dict[int, str] = field(default_factory=dict)
    guessed: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """A form found on a sheet. Rows and columns are 0-based.

    `columns` is the first column of each key, `markers` those of the hierarchy (one for an outline, none where full
    codes stand), `edge` the first column right of codes and texts, `others` further columns with a known header.
    """

    book: Book
    sheet: Sheet
    header_row: int
    columns: dict[str, int]
    others: tuple[int, ...]
    style: Style
    markers: tuple[int, ...]
    edge: int
    given: Given = field(default_factory=Given)

    def value(self, row: int, key: str) -> Value:
        """Return a cell's value; None where the sheet lacks the column and nothing stands in for it."""
        column = self.columns.get(key)
        own = None if column is None else self.sheet.value(row, column)
        if own is None and key in ("allowed", "options"):
            return (self.given.allowed if key == "allowed" else self.given.explained).get(row)
        return own

    @property
    def explained_rows(self) -> frozenset[int]:
        """The rows that explain their options: they ask, whatever else is there."""
        return frozenset(r for r in self.data_rows if explains_choices(self.value(r, "options")))

    def text(self, row: int, key: str) -> str:
        """Return a cell's trimmed text."""
        return text_of(self.value(row, key))

    def pos(self, row: int, key: str = "") -> CellPos:
        """Return the position of a row's cell in the column of a key; without one of its first filled cell."""
        column = self.columns.get(key)
        if column is None:
            cells = self.left(row)
            column = cells[0][0] if cells else 0
        return CellPos(workbook=self.book.file, sheet=self.sheet.name, cell=address(row, column))

    def left(self, row: int) -> list[tuple[int, str]]:
        """Return the filled cells left of the edge."""
        return _left(self.sheet, row, self.edge)

    def header(self, column: int) -> str:
        """Return the header above a column."""
        return text_of(self.sheet.value(self.header_row, column))

    @property
    def data_rows(self) -> range:
        """The rows beneath the header; one that only numbers the columns is passed over."""
        first = self.header_row + 1
        return range(first + _numbers_columns(self.sheet, first), len(self.sheet.rows))


Giving = Callable[[Form, list[Temuan]], Given]


def find_form(book: Book, temuan: list[Temuan], giving: Giving) -> Form | None:
    """Return the form that asks most, or None (KAT-032); other sheets that look like one are told (KAT-033).

    `giving` says what may be answered where no column does.
    """
    visible = [sheet for sheet in book.sheets if not sheet.hidden]
    found = []
    told: dict[str, list[Temuan]] = {}
    for sheet in visible:
        form = _on_sheet(book, sheet)
        if form is not None:
            form = replace(form, given=giving(form, told.setdefault(sheet.name, [])))
            asked = _asked(form)
            if asked:
                found.append((form, asked))
    if not found:
        names = ", ".join(sheet.name for sheet in visible)[:120]
        ticked = next((where for sheet in visible if (where := _ticked(sheet))), "")
        temuan.append(NoFormFound(CellPos(workbook=book.file), sheets=names, ticked=ticked))
        return None
    best, most = max(found, key=lambda one: one[1])
    temuan += told[best.sheet.name]
    others = ", ".join(form.sheet.name for form, asked in found if form is not best and 2 * asked >= most)
    if others:
        at = CellPos(workbook=book.file, sheet=best.sheet.name)
        temuan.append(SeveralForms(at, sheet=best.sheet.name, others=others))
    return best


_PAIRS = ({"ya", "tidak"}, {"ada", "tidak ada"}, {"ada", "tidak"}, {"sudah", "belum"}, {"sesuai", "tidak sesuai"})


def _ticked(sheet: Sheet) -> str:
    """Return the columns of a sheet that bear one choice each, side by side, to be ticked; empty without any."""
    for r, row in enumerate(sheet.rows[:_SEARCH_ROWS]):
        labels = [folded(value) if isinstance(value, str) else "" for value in row]
        for c in range(len(labels) - 1):
            last = c + 1
            while last < len(labels) and labels[last] == chr(ord("a") + last - c):
                last += 1
            if set(labels[c : c + 2]) in _PAIRS:
                last = c + 2
            elif labels[c] != "a" or last < c + 3:
                continue
            return f"{sheet.name}!{address(r, c)} ({'/'.join(text_of(row[at]) for at in range(c, last))})"
    return ""


def _on_sheet(book: Book, sheet: Sheet) -> Form | None:
    best: tuple[int, dict[str, int], list[int]] | None = None
    for r, row in enumerate(sheet.rows[:_SEARCH_ROWS]):
        columns: dict[str, int] = {}
        others: list[int] = []
        for c, value in enumerate(row):
            key = key_of(value) if isinstance(value, str) and len(value) < 60 else ""
            if key and columns.setdefault(key, c) != c:
                others.append(c)
        asks = not columns.keys().isdisjoint(("allowed", "options", "answer", "score"))
        if asks and len(columns) >= 3 and (best is None or len(columns) > len(best[1])):
            best = r, columns, others
    if best is None:
        return None
    header_row, columns, others = best
    columns = _with_answers(sheet, header_row, columns)
    edge = min(c for key, c in columns.items() if key not in ("id", "criterion", "mark"))
    below = range(header_row + 1, len(sheet.rows))
    cells = [_left(sheet, r, edge) for r in below if not _numbers_columns(sheet, r)]
    style, markers = _style(book, columns, cells)
    if style is None:
        return None
    if style == "outline":
        columns = {key: c for key, c in columns.items() if key != "id"} | {"id": markers[0]}
    if "weight" not in columns:
        weight = _unnamed_weights(sheet, header_row, edge, cells, markers)
        columns |= {} if weight is None else {"weight": weight}
    return Form(book, sheet, header_row, columns, tuple(others), style, tuple(markers), edge)


def _with_answers(sheet: Sheet, header_row: int, columns: dict[str, int]) -> dict[str, int]:
    """Return the columns with that of the scores for the answers, where nothing else asks and people type there."""
    if "score" not in columns or columns.keys() & {"allowed", "options", "answer"}:
        return columns
    at = columns["score"]
    cells = [r for r in range(header_row + 1, len(sheet.rows)) if sheet.value(r, at) is not None]
    typed = [r for r in cells if (r, at) not in sheet.formulas]
    if cells and 2 * len(typed) < len(cells):
        return columns
    return {key: c for key, c in columns.items() if key != "score"} | {"answer": at}


def _style(
    book: Book, columns: dict[str, int], cells: Sequence[Sequence[tuple[int, str]]]
) -> tuple[Style | None, list[int]]:
    """Return how codes stand: in our own template, in one column, or over several."""
    if "id" in columns and ("mark" in columns or book.sheet("_meta") is not None):
        return "id", []
    coded = code_column(cells)
    if coded is not None:
        return "outline", [coded]
    markers = marker_columns(cells)
    if not markers:
        return None, []
    return ("hierarchy" if len(markers) > 1 else "outline"), markers


def _unnamed_weights(
    sheet: Sheet, header_row: int, edge: int, cells: Sequence[Sequence[tuple[int, str]]], markers: Sequence[int]
) -> int | None:
    """Return the column of weights without a header: numbers only, each behind a text of its row, left of the edge."""
    numbers: dict[int, int] = {}
    spoiled = set(markers)
    for row in cells:
        for n, (c, text) in enumerate(row):
            if re.fullmatch(r"\d+(?:[.,]\d+)?", text) and any(len(t) > 3 for _, t in row[:n]):
                numbers[c] = numbers.get(c, 0) + 1
            elif not is_marker(text) or n == 0:
                spoiled.add(c)
    found = [c for c, n in numbers.items() if n >= 3 and c not in spoiled and c < edge]
    return max((c for c in found if not text_of(sheet.value(header_row, c))), default=None)


def _left(sheet: Sheet, row: int, edge: int) -> list[tuple[int, str]]:
    return [(c, text) for c in range(edge) if (text := text_of(sheet.value(row, c)))]


def _numbers_columns(sheet: Sheet, row: int) -> bool:
    """True for a row that only numbers the columns: 1, 2, 3, or (1), (2), (3)."""
    if row >= len(sheet.rows):
        return False
    texts = [text.strip("()") for value in sheet.rows[row] if (text := text_of(value))]
    return len(texts) >= _NUMBERED and texts == [str(n) for n in range(1, len(texts) + 1)]


def _asked(form: Form) -> int:
    """Return how many rows name their allowed answers, or explain them where no column does."""
    if "allowed" in form.columns:
        return sum(bool(form.text(r, "allowed")) for r in form.data_rows)
    if form.given.allowed:  # a sheet of which no row's answers are known is no form: it might be any table
        return sum(form.text(r, "allowed") not in ("", UNKNOWN_ANSWERS) for r in form.data_rows)
    return sum(explains_choices(form.value(r, "options")) for r in form.data_rows)
