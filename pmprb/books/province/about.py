"""Sheets *Tentang*, *Belum Menyerahkan* and *Temuan* of a province's workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pmprb.books.order import BLANK_POLICY, name_of
from pmprb.books.province.instansi import READING
from pmprb.books.rekap.about import write_instrument_sections
from pmprb.books.rekap.findings import finding_columns
from pmprb.books.rekap.hand_in import fate_of, file_columns, reconcile
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.office.province_record import Gathered, Instansi, Province
from pmprb.sheets.about import write_input_files
from pmprb.sheets.page import Cell, Column, Page, Table, count, words
from pmprb.temuan import Folded, Temuan, fold

# Sheet *Tentang*: what the figures rest on, what all rekaps share, every rekap's digest and every file's hash.


def write_about(page: Page, province: Province, instrument: Instrument) -> None:
    """Write sections of names and texts, then one row a rekap in use, then one a file offered."""
    row = write_instrument_sections(page, "Tentang Gabungan Ini", instrument, _method(province), _program(province))
    page.put(row, 0, Cell("Rekap yang dipakai", ("section",)))
    columns: list[Column[Instansi]] = [
        Column("Instansi", 0, lambda r: words(r.name, "bold")),
        Column("Berkas, program, kiriman ganda", 0, lambda r: words(_made(r, province))),
        Column("Sidik rekap (SHA-256)", 0, lambda r: words(r.digest)),
    ]
    last = page.table(row + 1, columns, province.instansi, "–", fold=False).last
    if province.provinces:
        page.put(last + 2, 0, Cell("Gabungan provinsi yang dipakai", ("section",)))
        last = page.table(last + 3, _province_columns(), province.provinces, "–", fold=False).last
    offered = [(fate_of(f), f.file, f.sha256 or "tidak terbaca") for f in province.inputs]
    write_input_files(page, last + 2, offered)


def _made(row: Instansi, province: Province) -> str:
    """Return by which file and program an instansi's rekap came."""
    through = province.came_through(row)
    named = f"{row.file}, melalui gabungan {through}" if through else row.file
    return f"{named}\npmprb {row.program}; ganda: {row.duplicates}"


def _province_columns() -> list[Column[Gathered]]:
    return [
        Column("Provinsi", 0, lambda r: words(r.name, "bold")),
        Column("Berkas dan program", 0, lambda r: words(f"{r.file}\npmprb {r.program}")),
        Column("Sidik gabungan (SHA-256)", 0, lambda r: words(r.digest)),
    ]


def _method(province: Province) -> Iterator[tuple[str, str]]:
    yield (
        "Yang dijajarkan",
        "Hasil hitungan yang tersimpan dalam rekap tiap instansi, dengan angka tepat; angka yang tampil di lembarnya "
        "tidak dibaca. Hanya rekap dengan instrumen, katalog, periode, dan cara menghitung yang sama yang dipakai; "
        "yang lain ditolak dan disebut sebabnya.",
    )
    if province.provinces:
        yield (
            "Instansi melalui provinsi",
            "Diambil dari gabungan provinsinya: nilai, capaian area, dan kelayakan tiap unit menurut catatan gabungan "
            "itu. Indeks, rata-rata, hitungan, dan peringkat dihitung ulang dari nilai itu. Jawaban unit tidak "
            "tersimpan di sana, jadi nilai unitnya tidak dihitung ulang; sidik rekap tiap instansi disebut di bawah.",
        )
    yield "Periode", province.period or "tidak disebut"
    yield "Butir kosong", f"Butir yang belum dijawab {BLANK_POLICY[province.blank]} di semua instansi."
    yield (
        "Indeks instansi",
        "Sama dengan indeks pada rekapnya: rata-rata nilai unit yang dinilai. Predikatnya menurut rentang katalog.",
    )
    yield "Rata-rata antarinstansi", READING
    yield (
        "Belum dinilai",
        "Unit, bagian, atau instansi tanpa satu pun jawaban tertulis belum dinilai: bukan nol, tidak diberi peringkat, "
        "dan tidak ikut rata-rata.",
    )
    yield (
        "Rumus hidup",
        "Rata-rata, jumlah, dan hitungan adalah rumus yang menunjuk lembar Matriks Unit; nilai unit dan peringkat "
        "adalah angka tetap hasil hitungan program.",
    )


def _program(province: Province) -> Iterator[tuple[str, str]]:
    yield "Program", f"pmprb {province.program}"
    versions = sorted({row.program for row in province.instansi} - {province.program})
    if versions:
        yield "Versi lain pada rekap", ", ".join(f"pmprb {version}" for version in versions)
    yield "Sidik katalog (SHA-256)", f"{province.catalog_hash}; sama pada semua rekap yang dipakai"
    yield "Sidik gabungan (SHA-256)", province.digest


# Sheets *Belum Menyerahkan* (units without a worksheet, and every file's fate) and *Temuan*.


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
        Column("No.", 0, lambda r: count(r[0].number), "instansi"),
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
    missing = page.table(top + 2, columns, absent, "Tidak ada.", empty_at=2, fold=False)
    last = missing.last
    page.put(last + 2, 0, Cell("Nasib setiap berkas rekap", ("section",)))
    row, files = last + 5, list(enumerate(province.inputs, start=1))
    table = Table(page, row, file_columns(sentences, "Instansi"), len(files))
    reconcile(page, last + 3, table.local("fate"), province.inputs)
    table.write(files, "–", empty_at=2)
    page.sheet.freeze_panes(1, 0)
    page.print_setup(None)
    return MissingPlaces(missing.cells("instansi"), table.cells("fate"))


def write_found(page: Page, province: Province, sentences: Callable[[Temuan], str]) -> Table[Folded]:
    """Write what the gathering noticed; what is wrong inside a worksheet stands in the instansi's own rekap."""
    names = {file.file: file.unit for file in province.inputs}
    every = finding_columns(sentences, names, {})
    columns = [replace(c, title="Instansi") if c.title == "Unit" else c for c in every if c.title not in _WITHOUT]
    open_ones = [f"{row.name} {row.wrong}" for row in province.instansi if row.wrong]
    notes = [
        "Temuan tentang rekap yang dikumpulkan. KESALAHAN: rekap tidak dipakai. PERINGATAN: dipakai, perlu dilihat. "
        "Temuan tentang lembar kerja unit ada di rekap instansinya.",
        *([f"KESALAHAN yang masih terbuka di rekap instansi: {'; '.join(open_ones)}."] if open_ones else []),
    ]
    none = "Tidak ada temuan tentang rekap; yang di lembar kerja disebut di atas." if open_ones else "Tidak ada temuan."
    return page.listing("Temuan", notes, columns, fold(province.temuan), none)
