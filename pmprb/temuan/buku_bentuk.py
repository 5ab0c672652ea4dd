"""Files of another shape than ours: codes BUKU on old workbooks and on sheets of an unknown layout."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, Temuan


class OldWorkbookRead(Temuan):
    """An .xls was read."""

    code, severity = "BUKU-240", CATATAN
    title = "Dibaca dari .xls lama"
    sentence = "Berkas ini dibaca dari bentuk Excel lama (.xls); nilai selnya sama seperti di Excel."
    repair = "Simpan sebagai Buku Kerja Excel (.xlsx) pada kiriman berikutnya."
    meaning = (
        "Isi berkas berbentuk Excel 97-2003 (.xls). Yang dibaca hanya nilai sel, format angka, dan yang tersembunyi, "
        "cukup untuk menilai. Salinan bertanda untuk umpan balik hanya dapat dibuat dari .xlsx."
    )
    example = lambda: OldWorkbookRead(on_book("lke-dinas.xls"))


class ColumnTakenInstead(Temuan):
    """A plan's column under a heading that stands in for the needed one."""

    code, severity = "BUKU-241", CATATAN
    heading: str
    taken: str
    title = "Kolom lain dibaca sebagai pengganti"
    sentence = 'Kolom "{heading}" dibaca sebagai {taken}, karena lembar ini tidak memuat kolom {taken}.'
    repair = "Bila kolom lain yang dimaksud, ganti judulnya menjadi judul templat."
    meaning = (
        "Judul kolom yang diperlukan tidak ada, tetapi ada satu kolom yang biasa dipakai untuk itu. Kolom itu dibaca, "
        "dan hal itu disebut agar dapat diperiksa."
    )
    example = lambda: ColumnTakenInstead(on_book("renaksi-dinas.xlsx"), heading="kegiatan", taken="Rencana Aksi")
