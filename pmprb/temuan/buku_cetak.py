"""Printing: what is lacking on this machine, and what cannot be printed."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import KESALAHAN, NOWHERE, Temuan


class LibreOfficeMissing(Temuan):
    """A PDF is asked for on a machine without LibreOffice."""

    code, severity = "BUKU-301", KESALAHAN
    title = "LibreOffice tidak ada di komputer ini"
    sentence = "PDF dibuat oleh LibreOffice, dan LibreOffice tidak ditemukan di komputer ini."
    repair = (
        "Pasang LibreOffice (gratis, libreoffice.org), lalu ulangi; atau cetak rekap.xlsx langsung dari Excel: area "
        "cetaknya sudah diatur."
    )
    meaning = (
        "Halaman cetak disusun pmprb sebagai buku kerja; LibreOffice yang mengubahnya menjadi PDF. Yang dicari: "
        "soffice di PATH, lalu tempat pemasangan yang lazim di Windows, macOS, dan Linux."
    )
    example = lambda: LibreOfficeMissing(NOWHERE)


class LibreOfficeFailed(Temuan):
    """LibreOffice made no PDF."""

    code, severity = "BUKU-302", KESALAHAN
    seconds: int
    title = "LibreOffice tidak menghasilkan PDF"
    sentence = "LibreOffice tidak menghasilkan PDF (batas waktunya {seconds} detik)."
    repair = "Tutup program lain lalu ulangi; bila tetap gagal, perbarui LibreOffice, atau cetak dari Excel."
    meaning = (
        "LibreOffice dijalankan tersendiri, tanpa makro, dan dihentikan bila terlalu lama; tidak ada yang tertulis."
    )
    example = lambda: LibreOfficeFailed(NOWHERE, seconds=120)


class NothingToPrint(Temuan):
    """A file that is neither a rekap of worksheets nor a worksheet."""

    code, severity = "BUKU-303", KESALAHAN
    seen: str
    title = "Berkas ini tidak dapat dicetak"
    sentence = "Yang dapat dicetak adalah rekap hasil pmprb gabung atau satu lembar kerja; berkas ini {seen}."
    repair = "Sebutkan rekap.xlsx atau lembar kerjanya."
    meaning = (
        "Halaman cetak disusun dari hasil hitungan dalam rekap atau jawaban dalam lembar kerja, bukan dari gambarnya."
    )
    example = lambda: NothingToPrint(on_book("rekap-provinsi.xlsx"), seen="rekap beberapa instansi")


class UnitNotInRekap(Temuan):
    """A page is asked for of a unit that the rekap does not have."""

    code, severity = "BUKU-304", KESALAHAN
    name: str
    near: tuple[str, ...]
    title = "Unit tidak ada dalam rekap"
    sentence = 'Unit "{name}" tidak ada dalam rekap ini.[ Yang mirip: {near}.]'
    repair = "Tulis nama, alias, atau kode unit seperti di lembar Peringkat."
    meaning = (
        "Halaman satu unit dicari menurut kode, nama, atau aliasnya; unit yang belum menyerahkan tidak punya halaman."
    )
    example = lambda: UnitNotInRekap(on_book("rekap.xlsx"), name="Dinas Kesehaatan", near=("Dinas Kesehatan",))


class PrintedByOtherCatalog(Temuan):
    """A rekap of another catalog than the one installed: its figures cannot be made again, so they are not printed."""

    code, severity = "BUKU-305", KESALAHAN
    seen: str
    expected: str
    title = "Rekap dari katalog lain tidak dicetak"
    sentence = "Rekap ini memakai katalog bersidik {seen:singkat}, yang terpasang {expected:singkat}."
    repair = "Sebutkan katalog yang dipakai dengan --kriteria, atau buat rekapnya lagi dengan pmprb gabung."
    meaning = "Halaman cetak dihitung ulang dari jawaban dalam rekap; dengan katalog lain angkanya dapat berbeda."
    example = lambda: PrintedByOtherCatalog(on_book("rekap.xlsx"), seen="3f2a9c", expected="8b41d0")
