"""Files of another shape than ours: codes BUKU on old workbooks and on sheets of an unknown layout."""

from __future__ import annotations

from pmprb.temuan.place import on_book, on_cell
from pmprb.temuan.record import CATATAN, KESALAHAN, Temuan


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


class OpenDocumentRead(Temuan):
    """An .ods was read."""

    code, severity = "BUKU-283", CATATAN
    title = "Dibaca dari .ods"
    sentence = "Berkas ini dibaca dari bentuk OpenDocument (.ods); nilai selnya sama seperti di LibreOffice."
    repair = "Tidak perlu diubah. Untuk salinan bertanda, simpan sebagai Excel (.xlsx) pada kiriman berikutnya."
    meaning = (
        "Yang dibaca nilai sel, persen dan tanggal, rumus atau bukan, dan yang tersembunyi, cukup untuk menilai. "
        "Salinan bertanda untuk umpan balik hanya dapat dibuat dari .xlsx."
    )
    example = lambda: OpenDocumentRead(on_book("lke-dinas.ods"))


class ColumnTakenInstead(Temuan):
    """A plan's column under a heading that stands in for the needed one."""

    code, severity = "BUKU-241", CATATAN
    heading: str
    taken: str
    title = "Kolom lain dibaca sebagai pengganti"
    sentence = (
        'Kolom "{heading:singkat}" dibaca sebagai {taken:singkat}, karena lembar ini tidak memuat kolom '
        "{taken:singkat}."
    )
    repair = "Bila kolom lain yang dimaksud, ganti judulnya menjadi judul templat."
    meaning = (
        "Judul kolom yang diperlukan tidak ada, tetapi ada satu kolom yang biasa dipakai untuk itu. Kolom itu dibaca, "
        "dan hal itu disebut agar dapat diperiksa."
    )
    example = lambda: ColumnTakenInstead(on_book("renaksi-dinas.xlsx"), heading="kegiatan", taken="Rencana Aksi")


class ColumnUnsure(Temuan):
    """It is not plain which column of an unknown form is which."""

    code, severity = "BUKU-242", KESALAHAN
    what: str
    candidates: tuple[str, ...]
    title = "Kolom formulir belum pasti"
    sentence = "Kolom {what:singkat} di lembar ini belum dapat dipastikan[; yang mungkin: {candidates:daftar}]."
    repair = "Sebut kolomnya dengan --kolom {what:singkat}=HURUF; bila perlu juga --baris-judul N dan --lembar NAMA."
    meaning = (
        "Formulir ini bukan bentuk yang dikenal, dan dari judul serta isi kolomnya tidak jelas kolom mana yang "
        "dimaksud. Program tidak memilih sendiri."
    )
    example = lambda: ColumnUnsure(on_cell(""), what="jawaban", candidates=("F (Hasil)", "H (Isian)"))


class FewItemsByLayout(Temuan):
    """Reading with the proposed columns finds few of the instrument's items."""

    code, severity = "BUKU-243", KESALAHAN
    found: int
    items: int
    instrument: str
    title = "Butir instrumen tidak ditemukan di formulir"
    sentence = "Hanya {found} dari {items} butir {instrument:singkat} ditemukan di lembar ini."
    repair = "Sebut --instrumen, --lembar, atau --kolom kode=HURUF; kriteria lain: pmprb kriteria impor."
    meaning = "Baris dikenali menurut kode, penanda, dan kalimatnya; di lembar ini terlalu sedikit yang cocok."
    example = lambda: FewItemsByLayout(on_cell(""), found=3, items=113, instrument="lke-contoh")


class AnswerHeaderBlank(Temuan):
    """The column of answers has no header, and columns are found by their headers."""

    code, severity = "BUKU-244", KESALAHAN
    title = "Kolom jawaban tanpa judul"
    sentence = "Kolom jawaban tidak berjudul di baris judul ini."
    repair = "Tulis judulnya, misalnya Jawaban, atau sebut baris lain dengan --baris-judul N."
    meaning = "Kolom dicari menurut judulnya, jadi kolom jawaban memerlukan judul pada baris judul."
    example = lambda: AnswerHeaderBlank(on_cell("F5"))


class FormKnownAlready(Temuan):
    """A layout that is there already reads the form as well."""

    code, severity = "BUKU-245", CATATAN
    layout: str
    title = "Formulir sudah dikenal"
    sentence = "Lembar ini sudah terbaca dengan tata letak {layout:singkat}; tata letak sendiri tidak diperlukan."
    repair = "Pakai langsung dengan pmprb nilai, periksa, atau gabung."
    meaning = "Tata letak yang sudah ada menemukan butir yang sama dan kolom jawaban yang sama."
    example = lambda: FormKnownAlready(on_cell(""), layout="lke-contoh")


class NothingReadByLayout(Temuan):
    """A column said for the answers, in which none is read."""

    code, severity = "BUKU-255", KESALAHAN
    what: str
    column: str
    better: str
    title = "Kolom yang disebut tidak terbaca"
    sentence = (
        "Dengan {what:singkat} di kolom {column:singkat} tidak ada yang terbaca dari berkas ini, jadi tata letaknya "
        "tidak ditulis.[ Yang tampak berisi {what:singkat}: kolom {better:singkat}.]"
    )
    repair = "Ulangi dengan --kolom {what:singkat}=HURUF yang benar."
    meaning = (
        "Sebelum tata letak ditulis, berkasnya dibaca dengannya. Kolom yang disebut berisi hal lain, atau kosong "
        "sedangkan jawabannya ada di kolom lain. Tata letak semacam itu akan membaca nol jawaban dari setiap kiriman."
    )
    example = lambda: NothingReadByLayout(on_cell("E2"), what="jawaban", column="E (Lain)", better="D (Isi)")


class LayoutOfBlankForm(Temuan):
    """A layout learnt from a form that holds no answers yet."""

    code, severity = "BUKU-256", CATATAN
    column: str
    title = "Tata letak dari formulir kosong"
    sentence = (
        "Kolom jawaban ({column:singkat}) di berkas ini masih kosong, jadi belum terbukti bahwa jawabannya terbaca."
    )
    repair = "Coba lagi dengan satu berkas yang sudah diisi sebelum dipakai untuk semua kiriman."
    meaning = (
        "Tata letak dipelajari dari formulir yang belum diisi: barisnya dikenali, jawabannya belum ada yang diuji."
    )
    example = lambda: LayoutOfBlankForm(on_cell("E2"), column="E (Isian)")
