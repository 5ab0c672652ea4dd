"""Sheets *Belum Menyerahkan* (units without a worksheet, and every file's fate) and *Temuan*."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pmprb.answers.model import Unit
from pmprb.consolidation.province import Instansi, Province
from pmprb.excel.rekap.findings import finding_columns
from pmprb.excel.rekap.hand_in import file_columns, reconcile
from pmprb.excel.rekap.order import name_of
from pmprb.excel.rekap.page import Cell, Column, Page, count, words
from pmprb.pesan import fold
from pmprb.temuan import Temuan

_WITHOUT = ("Lembar", "Sel", "Butir")


@dataclass(frozen=True)
class MissingPlaces:
    """Where other sheets find the numbers of the instansi of missing units, and the files' fates."""

    missing: str
    fates: str


def write_missing(page: Page, province: Province, sentences: Callable[[Temuan], str]) -> MissingPlaces:
    """Write the missing units by instansi, and below what became of every file."""
    absent = [(row, unit) for row in province.instansi for unit in row.missing]
    columns: list[Column[tuple[Instansi, Unit]]] = [
        Column("No.", 0, lambda r: count(r[0].number)),
        Column("Instansi", 0, lambda r: words(r[0].name)),
        Column("Unit", 0, lambda r: words(name_of(r[1]), "bold")),
        Column("Kode Unit", 0, lambda r: words(r[1].code)),
        Column("Jenis", 0, lambda r: words(r[1].kind)),
        Column("Kelompok", 0, lambda r: words(r[1].group)),
    ]
    widths = [6.0, 30, 42, 30, 24, 80]
    notes = [
        f"{len(absent)} dari {province.registered} unit belum menyerahkan lembar kerja yang dapat dipakai instansinya. "
        "Rekap yang dibuat tanpa daftar unit tidak menyebut siapa yang belum.",
    ]
    page.widths(widths)
    top = page.head("Belum Menyerahkan", notes, widths, span=200)
    page.put(top + 1, 0, Cell("Unit yang belum menyerahkan", ("section",)))
    last = page.table(top + 2, columns, absent, "Tidak ada.", empty_at=2, fold=False)
    missing = page.cells(top + 3, 0, last)
    page.put(last + 2, 0, Cell("Nasib setiap berkas rekap", ("section",)))
    row, files = last + 5, list(enumerate(province.inputs, start=1))
    reconcile(page, last + 3, page.local(row + 1, 1, page.end(row, files)), province.inputs)
    end = page.table(row, file_columns(sentences, "Instansi"), files, "–", empty_at=2)
    page.sheet.freeze_panes(1, 0)
    page.print_setup(None)
    return MissingPlaces(missing, page.cells(row + 1, 1, end))


@dataclass(frozen=True)
class FoundPlaces:
    """Where the summary finds severities and counts."""

    severities: str
    counts: str


def write_found(page: Page, province: Province, sentences: Callable[[Temuan], str]) -> FoundPlaces:
    """Write what the gathering noticed; what is wrong inside a worksheet stands in the instansi's own rekap."""
    names = {file.file: file.unit for file in province.inputs}
    every = finding_columns(sentences, names, {})
    columns = [replace(c, title="Instansi") if c.title == "Unit" else c for c in every if c.title not in _WITHOUT]
    titles, widths = [column.title for column in columns], [column.width for column in columns]
    notes = [
        "Temuan tentang rekap yang dikumpulkan. KESALAHAN: rekap tidak dipakai. PERINGATAN: dipakai, perlu dilihat. "
        "Temuan tentang lembar kerja unit ada di rekap instansinya.",
    ]
    page.widths(widths)
    row = page.head("Temuan", notes, widths) + 1
    last = page.table(row, columns, fold(province.temuan), "Tidak ada temuan.")
    page.sheet.freeze_panes(row + 1, 0)
    page.print_setup(row)
    return FoundPlaces(page.cells(row + 1, 0, last), page.cells(row + 1, titles.index("Jumlah"), last))
