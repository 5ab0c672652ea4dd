"""Sheet *Tentang*: what the figures rest on, what all rekaps share, every rekap's digest and every file's hash."""

from __future__ import annotations

from collections.abc import Iterator

from pmprb.catalog.model import Instrument
from pmprb.consolidation.province import Instansi, Province
from pmprb.excel.province.instansi import READING
from pmprb.excel.rekap.about import write_instrument_sections
from pmprb.excel.rekap.hand_in import fate_of
from pmprb.excel.rekap.order import BLANK_POLICY
from pmprb.excel.rekap.page import Cell, Column, Page, words
from pmprb.excel.rekap.sections import write_input_files


def write_about(page: Page, province: Province, instrument: Instrument) -> None:
    """Write sections of names and texts, then one row a rekap in use, then one a file offered."""
    row = write_instrument_sections(page, "Tentang Gabungan Ini", instrument, _method(province), _program(province))
    page.put(row, 0, Cell("Rekap yang dipakai", ("section",)))
    columns: list[Column[Instansi]] = [
        Column("Instansi", 0, lambda r: words(r.name, "bold")),
        Column(
            "Berkas, program, kiriman ganda", 0, lambda r: words(f"{r.file}\npmprb {r.program}; ganda: {r.duplicates}")
        ),
        Column("Sidik rekap (SHA-256)", 0, lambda r: words(r.digest)),
    ]
    last = page.table(row + 1, columns, province.instansi, "–", fold=False)
    offered = [(fate_of(f), f.file, f.sha256 or "tidak terbaca") for f in province.inputs]
    write_input_files(page, last + 2, offered)


def _method(province: Province) -> Iterator[tuple[str, str]]:
    yield (
        "Yang dijajarkan",
        "Hasil hitungan yang tersimpan dalam rekap tiap instansi, dengan angka tepat; angka yang tampil di lembarnya "
        "tidak dibaca. Hanya rekap dengan instrumen, katalog, periode, dan cara menghitung yang sama yang dipakai; "
        "yang lain ditolak dan disebut sebabnya.",
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
