"""A worksheet filled in the page: opened, judged and saved there. Codes BUKU."""

from __future__ import annotations

from pmprb.temuan.place import EXAMPLE_FILE, on_book
from pmprb.temuan.record import KESALAHAN, NOWHERE, PERINGATAN, AboutNode, Temuan


class ReviewNotFilledHere(Temuan):
    """A review workbook opened where a unit fills in its worksheet."""

    code, severity = "BUKU-260", KESALAHAN
    source: str
    title = "Lembar verifikasi dibuka di Isi"
    sentence = "Berkas ini lembar verifikasi TPI[, dibuat dari {source}]; jawaban unit di dalamnya hanya salinan."
    repair = "Buka lembar kerja unitnya. Lembar verifikasi diisi dengan Excel, LibreOffice, atau WPS."
    meaning = "Ruang Isi menyimpan lembar kerja unit. Lembar verifikasi TPI tidak dapat diisi atau disimpan di situ."
    example = lambda: ReviewNotFilledHere(on_book("TPI_dinas-pangan.xlsx"), source="dinas-pangan.xlsx")


class LeftInOriginal(Temuan):
    """What a file holds that the worksheet saved from the page will not."""

    code, severity = "BUKU-261", PERINGATAN
    things: tuple[str, ...]
    title = "Tidak semua isi berkas terbawa"
    sentence = "Yang tetap di berkas asal dan tidak ikut tersimpan: {things:daftar}."
    repair = "Simpan juga berkas asalnya bila hal itu masih diperlukan."
    meaning = (
        "Ruang Isi membawa jawaban, bukti dukung, catatan, dan jawaban TPI ke lembar kerja baru. Tampilan formulir "
        "lain, komentar sel, gambar, jawaban TPN, dan nama penilai tidak ada tempatnya di lembar itu."
    )
    example = lambda: LeftInOriginal(on_book(), things=("3 komentar sel", "12 jawaban TPN"))


class SheetWithoutName(Temuan):
    """A worksheet to be saved has no unit or no period."""

    code, severity = "BUKU-262", KESALAHAN
    what: str
    title = "Lembar belum bernama"
    sentence = "{what} belum diisi, jadi lembar ini belum dapat disimpan."
    repair = "Isi kotaknya di bagian atas, lalu simpan lagi. Jawaban yang sudah diisi tetap ada."
    meaning = "Berkas tanpa nama unit atau periode tidak dapat dihubungkan dengan unitnya ketika direkap."
    example = lambda: SheetWithoutName(NOWHERE, what="Nama unit")


class FileNotOnDesk(Temuan):
    """The page names a file that was not handed over."""

    code, severity = "BUKU-263", KESALAHAN
    title = "Berkas belum diserahkan ke halaman"
    sentence = "Berkas ini tidak ada di halaman."
    repair = "Pilih atau jatuhkan berkasnya lagi."
    meaning = "Halaman hanya membaca berkas yang dipilih atau dijatuhkan; sesudah dimuat ulang tidak ada yang tersisa."
    example = lambda: FileNotOnDesk(on_book(EXAMPLE_FILE))


class SavedDiffers(AboutNode):
    """The saved worksheet reads otherwise than it was filled: our own fault."""

    code, severity = "BUKU-264", KESALAHAN
    wanted: str
    seen: str
    title = "Berkas simpanan terbaca lain"
    sentence = 'Jawaban {node} seharusnya "{wanted:singkat}", tetapi di berkas yang dibuat terbaca "{seen:singkat}".'
    repair = "Berkasnya tidak diserahkan. Isi lagi butir itu, dan laporkan kalimat ini."
    meaning = (
        "Sebelum diserahkan, berkas simpanan dibaca kembali dan dibandingkan dengan isian di halaman. Bila berbeda, "
        "itu kekeliruan program; berkasnya tidak diserahkan."
    )
    example = lambda: SavedDiffers(on_book(), "A.I.2.i.a", wanted="B", seen="belum dijawab")
