"""What bettering each item takes (`upaya.xlsx`): read, and an empty one to start from.

Enters: a path and an instrument, or the items to list. Leaves: `Effort`s by item, or an .xlsx. Refuses to know: plans.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from pmprb.catalog.model import Instrument
from pmprb.insight.path.records import Effort
from pmprb.sheets.book import NewBook
from pmprb.sheets.text import safe_text
from pmprb.sheets.theme import Look
from pmprb.temuan import (
    CellPos,
    EffortAllowedUnclear,
    EffortCodeUnknown,
    EffortNotANumber,
    EffortTwice,
    EffortUnusable,
    Loaded,
    Temuan,
    has_errors,
)
from pmprb.text import plain
from pmprb.workbook.book import Sheet, open_book
from pmprb.workbook.tolerant import number, text_of
from pmprb.worksheet.layouts import table_in
from pmprb.worksheet.rows import address

SHEET = "Upaya"
HEADERS = ("kode", "butir", "jawaban sekarang", "biaya", "bulan", "boleh diubah")
_ALIASES = {
    "kode": {"kode", "kode butir", "butir kode"},
    "biaya": {"biaya", "biaya (rp)", "biaya rp", "anggaran", "upaya"},
    "bulan": {"bulan", "lama (bulan)", "waktu (bulan)", "lama"},
    "boleh diubah": {"boleh diubah", "boleh", "dapat diubah"},
}
_WIDTHS = (12, 70, 24, 18, 10, 14)
_YES, _NO = {"", "ya", "y", "boleh"}, {"tidak", "t", "tdk", "tidak boleh"}
_BOX = {"border": 1, "border_color": "#D9D9D9", "valign": "top"}
_LOOK = Look(
    {},
    {},
    {
        "head": {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "border": 1},
        "text": {"num_format": "@", "text_wrap": True, **_BOX},
        "typed": {"num_format": "#,##0.##", "bg_color": "#FFF8D6", **_BOX},
        "wrap": {"text_wrap": True, "valign": "top"},
    },
)
_GUIDE = (
    "Satu baris untuk setiap butir yang jawabannya masih dapat diperbaiki. Baris boleh dihapus.",
    "biaya: yang dibutuhkan untuk memperbaiki butir itu, dalam satuan apa pun asal sama untuk semua (rupiah, hari "
    "kerja). Kosong dihitung 0.",
    "bulan: berapa bulan sampai selesai. Dipakai dengan --triwulan; kosong berarti sempat.",
    "boleh diubah: Tidak bila butir itu tidak dapat diperbaiki sekarang; kosong berarti Ya.",
    "Lalu: pmprb jalur BERKAS --target WBK --upaya upaya.xlsx",
)


def read_effort(path: Path, instrument: Instrument) -> Loaded[dict[str, Effort]]:
    """Return the efforts by item; None when the file cannot be used.

    NILAI-040 without a header with kode, -041 for an unknown code, -042 for a number that is none, -043 for neither
    ya nor tidak, -044 for an item twice.
    """
    opened = open_book(path)
    if opened.value is None:
        return Loaded(value=None, temuan=opened.temuan)
    book = opened.value
    placed = table_in(book, _ALIASES, lambda keys: "kode" in keys and len(keys) > 1)
    if placed is None:
        return Loaded(value=None, temuan=(EffortUnusable(CellPos(workbook=book.file), headers=("kode", "biaya")),))
    sheet, header, columns = placed
    known = {item.casefold(): item for item in instrument.items}
    found: dict[str, Effort] = {}
    temuan: list[Temuan] = list(opened.temuan)
    for r in range(header + 1, len(sheet.rows)):
        code = text_of(sheet.value(r, columns["kode"])).rstrip(".")
        if not code:
            continue
        item = known.get(code.casefold())
        at = CellPos(workbook=book.file, sheet=sheet.name, cell=address(r, columns["kode"]))
        if item is None:
            temuan.append(EffortCodeUnknown(at, seen=code))
        elif item in found:
            temuan.append(EffortTwice(at, item=item))
        else:
            found[item] = _effort(sheet, r, columns, book.file, temuan)
    return Loaded(value=None if has_errors(temuan) else found, temuan=tuple(temuan))


def _effort(sheet: Sheet, r: int, columns: Mapping[str, int], file: str, temuan: list[Temuan]) -> Effort:
    def at(key: str) -> CellPos:
        return CellPos(workbook=file, sheet=sheet.name, cell=address(r, columns[key]))

    def amount(key: str) -> Fraction | None:
        value = sheet.value(r, columns[key]) if key in columns else None
        if not text_of(value):
            return None
        text = text_of(value)
        read = number(value, whole=True).value if isinstance(value, float) else number(_bare(text), whole=True).value
        if read is None or read < 0:
            temuan.append(EffortNotANumber(at(key), seen=text, column=key))
            return None
        return read

    said = plain(text_of(sheet.value(r, columns["boleh diubah"]))) if "boleh diubah" in columns else ""
    if said not in _YES | _NO:
        temuan.append(EffortAllowedUnclear(at("boleh diubah"), seen=said))
    return Effort(cost=amount("biaya"), months=amount("bulan"), allowed=said not in _NO)


def _bare(text: str) -> str:
    """Return an amount without "Rp" before it and "bulan" behind."""
    low = text.casefold().removeprefix("rp").strip(" .").removesuffix("bulan").removesuffix("bln")
    return low.removesuffix(",-").strip()


def effort_workbook(rows: Sequence[tuple[str, str, str]]) -> bytes:
    """Return an .xlsx to fill in: a row for each code, criterion and answer given, and how to fill it."""
    with NewBook(None, "", _LOOK, window=None) as book:
        theme, sheet = book.theme, book.add_sheet(SHEET)
        for c, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
            sheet.set_column(c, c, width)
            sheet.write_string(0, c, header, theme.format("head"))
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(row):
                sheet.write_string(r, c, safe_text(value), theme.format("text"))
            for c in range(len(row), len(HEADERS)):
                sheet.write_blank(r, c, None, theme.format("typed"))
        last, at = max(len(rows), 1), len(HEADERS) - 1
        sheet.data_validation(1, at, last, at, {"validate": "list", "source": ["Ya", "Tidak"]})
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(HEADERS) - 1)
        guide = book.add_sheet("Petunjuk")
        guide.set_column(0, 0, 100)
        for r, line in enumerate(_GUIDE):
            guide.write_string(r, 0, line, theme.format("wrap"))
    return book.content
