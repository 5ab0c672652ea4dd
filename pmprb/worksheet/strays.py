"""Workbooks that belong elsewhere: lists, results, plans and summaries handed over where a worksheet or plan is read.

Enters: an opened book. Leaves: what it is, as one machine word, or empty. Ours are known by their sheets, others' by
what they show. Refuses to know: what is done about it.
"""

from __future__ import annotations

import re

from pmprb.temuan import CellPos, StrayWorkbook, Temuan
from pmprb.workbook.book import Book
from pmprb.workbook.ours import PROVINCE, kept_format
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.register import place_register

_IDENTITY = "_meta"
_PLAN_LAYOUT = "pmprb-rencana"
# Sheets that stand together in one kind of result alone.
_RESULTS = {
    "feedback": {"Hasil", "Perbaikan", "Temuan"},
    "change": {"Perubahan Unit", "Perubahan Area", "Riwayat Unit"},
    "plan_rekap": {"Lembar Pimpinan", "Per Unit", "Rincian"},
    "index": {"Ringkasan", "Kontribusi Unit", "Belum Menyerahkan"},
    "rekap": {"Ringkasan", "Peringkat", "Matriks Area", "Kesenjangan"},
    "province": {"Ringkasan", "Antar Instansi", "Peringkat Unit"},
}
_SUMMARY = re.compile(r"\b(?:rekap|ringkas|resum|summary|hasil|nilai)", re.IGNORECASE)


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
    return next((kind for kind, sheets in _RESULTS.items() if sheets <= names), "")


def other_in(book: Book) -> str:
    """Return what a book is in which no worksheet was recognised: a list, efforts, a mere summary; empty if unknown."""
    names = [sheet.name for sheet in book.sheets if not sheet.hidden]
    if "Upaya" in names:
        return "effort"
    placed = place_register(book)
    if placed is not None and not any(name.upper().startswith("LKE") for name in names):
        return "pengampu" if "butir" in placed[2] else "register"
    return "summary" if any(_SUMMARY.search(name) for name in names) and not _asks(book) else ""


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


def _asks(book: Book) -> bool:
    """Whether any heading near the top asks for an answer."""
    heads = (text_of(value) for sheet in book.sheets for row in sheet.rows[:20] for value in row)
    return any(text.casefold().startswith("jawaban") for text in heads if text)
