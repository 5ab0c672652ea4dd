"""Workbooks that belong elsewhere: lists, results, plans and summaries handed over where a worksheet or plan is read.

Enters: an opened book. Leaves: what it is, as one machine word, or empty. Ours are known by their sheets, others' by
what they show. Refuses to know: what is done about it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pmprb.temuan import CellPos, StrayWorkbook, Temuan
from pmprb.workbook.book import Book
from pmprb.workbook.ours import PROVINCE, kept_format
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.layouts import folded
from pmprb.worksheet.register import place_register

_IDENTITY = "_meta"
_PLAN_LAYOUT = "pmprb-rencana"
# Sheets that stand together in one kind of result alone.
_REPLIES = "_tanggapan"
"""The record of a feedback whose sheet of replies may have been sent back without the others."""
_RESULTS = (
    ("feedback", {"Hasil", "Temuan", "Tentang"}),  # Perbaikan is missing for a file that was refused
    ("change", {"Perubahan Unit", "Perubahan Area", "Riwayat Unit"}),
    ("plan_rekap", {"Lembar Pimpinan", "Per Unit", "Rincian"}),
    ("index", {"Ringkasan", "Kontribusi Unit", "Belum Menyerahkan"}),
    ("index", {"Ringkasan", "Nilai Unit", "Belum Menyerahkan"}),
    ("index", {"Ringkasan", "Nilai Butir", "Tentang"}),
    ("rekap", {"Ringkasan", "Peringkat", "Matriks Area", "Kesenjangan"}),
    ("province", {"Ringkasan", "Antar Instansi", "Peringkat Unit"}),
    ("sensitivity", {"Kebijakan", "Unit yang Berubah", "Tentang"}),
    ("sensitivity", {"Peluang", "Tanpa Satu Butir", "Tentang"}),
)
# Every workbook of results remembers here what was written into it (`pmprb.sheets.own_cells`); no worksheet does.
_REMEMBERED = "_isi"
_SUMMARY = re.compile(r"\b(?:rekap|ringkas|resum|summary|hasil|nilai)", re.IGNORECASE)
_VALUES = re.compile(r"(?:total |jumlah )?(?:nilai|skor|bobot|capaian|persentase|indeks|predikat)\b")
_ASKS = re.compile(r"\b(?:jawaban|pilihan|kriteria|pertanyaan|aksi|kegiatan|target|realisasi|triwulan)\b")
_MARKER = re.compile(r"^(?:[ivx]{1,4}|\d{1,2}|[a-h])[.)]? ")
_TOP, _AREAS = 60, 3


def result_in(book: Book) -> str:
    """Return which result or plan of ours a book is; empty for a worksheet and for any book of others."""
    if form := kept_format(book):
        return "province" if form == PROVINCE else "rekap"
    stamped = _identity(book)
    if stamped.get("layout") == _PLAN_LAYOUT:
        return "plan"
    if "instrument" in stamped:
        return ""
    names = {sheet.name for sheet in book.sheets}
    if _REPLIES in names:
        return "feedback"
    unnamed = "result" if _REMEMBERED in names else ""
    return next((kind for kind, sheets in _RESULTS if sheets <= names), unnamed)


def not_a_form(book: Book) -> Temuan | None:
    """Return the temuan of a book of ours from which no form is learnt: a result, a plan, a list of efforts."""
    kind = result_in(book) or ("effort" if any(sheet.name == "Upaya" for sheet in book.sheets) else "")
    return stray(book, kind) if kind else None


def other_in(book: Book, areas: Collection[str] = ()) -> str:
    """Return what a book is in which no worksheet was recognised: a list, efforts, a mere summary; empty if unknown.

    `areas` are headings of instruments, folded: a sheet of values that shows three of them is a summary.
    """
    names = [sheet.name for sheet in book.sheets if not sheet.hidden]
    if "Upaya" in names:
        return "effort"
    placed = place_register(book)
    if placed is not None and not any(name.upper().startswith("LKE") for name in names):
        return "pengampu" if "butir" in placed[2] else "register"
    return "summary" if _is_summary(book, areas) else ""


def worksheet_in(book: Book) -> bool:
    """Whether a book is a worksheet of ours, or by its sheets one of others: for those who read plans."""
    names = (sheet.name.upper() for sheet in book.sheets)
    return "instrument" in _identity(book) or any(name.startswith("LKE") or name == "JAWABAN" for name in names)


def stray(book: Book, kind: str) -> Temuan:
    """Return the temuan of a book of a kind that is not read here."""
    return StrayWorkbook(CellPos(workbook=book.file), kind=kind)


def _identity(book: Book) -> dict[str, str]:
    sheet = book.sheet(_IDENTITY)
    rows = sheet.rows if sheet else ()
    return {text_of(row[0]): text_of(row[1]) for row in rows if len(row) > 1 and row[0] is not None}


def _is_summary(book: Book, areas: Collection[str]) -> bool:
    """Whether a book shows values of areas or units, and neither asks for an answer nor for what is planned."""
    sheets = [sheet for sheet in book.sheets if not sheet.hidden]
    named = any(_SUMMARY.search(sheet.name) for sheet in sheets)
    heads = [folded(text_of(value)) for sheet in sheets for row in sheet.rows[:_TOP] for value in row if value]
    if any(_ASKS.search(text) for text in heads) or not any(_VALUES.match(text) for text in heads):
        return False
    return named or len({_MARKER.sub("", text) for text in heads} & set(areas)) >= _AREAS
