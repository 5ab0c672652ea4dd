"""Files put down in the page: what its server does not take."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import KESALAHAN, Temuan


class UploadTooLarge(Temuan):
    """A file is larger than the page's server takes."""

    code, severity = "BUKU-265", KESALAHAN
    limit: str
    title = "Berkas terlalu besar untuk halaman"
    sentence = "Berkas ini lebih besar dari {limit}, jadi tidak dibawa ke halaman."
    repair = "Pastikan yang dipilih memang lembar kerja; bila ya, simpan ulang tanpa gambar dan lampiran."
    meaning = "Lembar kerja berukuran puluhan sampai ratusan KB. Berkas sebesar itu memuat hal lain, misalnya foto."
    example = lambda: UploadTooLarge(on_book("bukti-lapangan.xlsx"), limit="64 MB")


class DeskFull(Temuan):
    """More files were put down than the page holds at a time."""

    code, severity = "BUKU-266", KESALAHAN
    files: int
    size: str
    title = "Berkas di halaman terlalu banyak"
    sentence = "Berkas ini tidak dibawa: halaman memuat paling banyak {files} berkas, bersama-sama {size}."
    repair = "Kosongkan daftar berkasnya lalu pilih folder yang lebih kecil, atau pakai pmprb gabung."
    meaning = "Batas ini menjaga penyimpanan komputer; satu provinsi dengan semua lembarnya masih muat."
    example = lambda: DeskFull(on_book("dinas-kesehatan.xlsx"), files=3000, size="512 MB")
