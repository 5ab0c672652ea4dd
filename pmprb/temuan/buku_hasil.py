"""Files the program writes: outputs that are refused, and what people typed in them."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, CellPos, FilePos, Temuan

_SAVE = "Atau tambahkan --ganti-yang-terisi: salinan berkas lama disimpan."


class OutputIsInput(Temuan):
    """An output is an input."""

    code, severity = "BUKU-140", KESALAHAN
    source: str
    title = "Hasil menimpa masukan"
    sentence = "Berkas hasil ini juga berkas yang dibaca ({source}), jadi tidak ada yang dibaca atau ditulis."
    repair = "Pilih nama atau folder lain untuk hasilnya."
    meaning = (
        "Hasil dan masukan adalah berkas yang sama, walaupun mungkin disebut dengan nama atau tautan lain. "
        "Bila ditulis, isian di dalamnya hilang."
    )
    example = lambda: OutputIsInput(on_book("lembar/dinas-kesehatan.xlsx"), source="dinas-kesehatan.xlsx")


class WrongSuffix(Temuan):
    """An output's name ends otherwise than its kind."""

    code, severity = "BUKU-141", KESALAHAN
    expected: str
    proposed: str
    title = "Akhiran nama berkas hasil keliru"
    sentence = "Nama berkas hasil ini perlu berakhir {expected}."
    repair = "Tulis {proposed}."
    meaning = "Berkas dengan akhiran lain tidak dikenali Excel, atau dibuka sebagai jenis berkas yang keliru."
    example = lambda: WrongSuffix(on_book("rekap.xls"), expected=".xlsx", proposed="rekap.xlsx")


class OutputBeingWritten(Temuan):
    """Another run writes to the same place."""

    code, severity = "BUKU-142", KESALAHAN
    title = "Hasil sedang ditulis"
    sentence = "Hasil ini sedang ditulis oleh pmprb yang lain."
    repair = "Tunggu sampai selesai, lalu jalankan lagi; atau pilih nama lain."
    meaning = "Dua perintah menulis ke tempat yang sama pada saat yang sama; yang kedua ditolak."
    example = lambda: OutputBeingWritten(on_book("rekap.xlsx"))


class TypedOutsideColumns(Temuan):
    """Typed outside the columns that are carried over."""

    code, severity = "BUKU-143", KESALAHAN
    seen: str
    title = "Isian di luar kolom isian"
    sentence = 'Isian "{seen}" bukan dari program ini, jadi tidak ikut terbawa ke berkas baru.'
    repair = f"Salin isian itu ke berkas lain, lalu hapus dari sini. {_SAVE}"
    meaning = (
        "Kolom, lembar, atau sel tambahan milik Anda akan hilang bila berkasnya diganti, jadi berkas itu "
        "dibiarkan. Kolom PIC, Tenggat, atau Status yang diganti judulnya juga termasuk: kembalikan judulnya."
    )
    example = lambda: TypedOutsideColumns(
        CellPos(workbook="rekap.xlsx", sheet="Kesenjangan", cell="O8"), seen="tunggu SK"
    )


class TypedInMergedCells(Temuan):
    """Typed into cells merged over rows."""

    code, severity = "BUKU-144", KESALAHAN
    seen: str
    title = "Isian pada sel gabungan"
    sentence = 'Isian "{seen}" ada pada sel gabungan, jadi tidak jelas untuk kesenjangan yang mana saja.'
    repair = f"Lepas gabungan selnya dan isi tiap baris. {_SAVE}"
    meaning = "Sel PIC, Tenggat, atau Status yang digabung hanya menyimpan satu isian, yaitu pada baris pertamanya."
    example = lambda: TypedInMergedCells(
        CellPos(workbook="rekap.xlsx", sheet="Kesenjangan", cell="L7"), seen="Sekretaris"
    )


class TypedFormulaOrError(Temuan):
    """A formula without a result, or an error, where people type."""

    code, severity = "BUKU-145", KESALAHAN
    seen: str
    title = "Isian berupa rumus atau galat"
    sentence = "Sel ini berisi rumus tanpa hasil, atau galat[ {seen:singkat}], jadi isiannya tidak dapat dibawa."
    repair = f"Buka dan simpan berkasnya di Excel, atau ketik isiannya sebagai teks. {_SAVE}"
    meaning = "Yang dibawa ke rekap baru adalah isi sel. Rumus yang belum dihitung dan galat tidak mempunyai isi."
    example = lambda: TypedFormulaOrError(CellPos(workbook="rekap.xlsx", sheet="Kesenjangan", cell="M7"), seen="#REF!")


class TypedTwiceForOneGap(Temuan):
    """Typed twice, and differently, for one gap."""

    code, severity = "BUKU-146", KESALAHAN
    seen: str
    other: str
    gap: str
    title = "Dua isian untuk satu kesenjangan"
    sentence = 'Isian "{seen:singkat}" berbeda dari isian pada {other:singkat} untuk kesenjangan yang sama ({gap}).'
    repair = f"Sisakan satu baris untuk kesenjangan itu. {_SAVE}"
    meaning = "Satu kesenjangan mempunyai dua baris, atau ada pada dua lembar, dengan isian yang berbeda."
    example = lambda: TypedTwiceForOneGap(
        CellPos(workbook="rekap.xlsx", sheet="Kesenjangan", cell="L9"),
        seen="Bidang A",
        other="Kesenjangan!L7",
        gap="1.01 A.I.1",
    )


class NoteOnCell(Temuan):
    """A note on a cell."""

    code, severity = "BUKU-147", KESALAHAN
    seen: str
    title = "Catatan pada sel"
    sentence = "Sel ini memuat catatan (komentar)[ {seen}] yang tidak ikut terbawa ke berkas baru."
    repair = f"Salin catatannya ke tempat lain, lalu hapus dari sini. {_SAVE}"
    meaning = "Catatan dan komentar yang ditempelkan pada sel akan hilang bila berkasnya diganti."
    example = lambda: NoteOnCell(CellPos(workbook="rekap.xlsx", sheet="Kesenjangan", cell="L7"), seen="sudah ditelepon")


class DrawnOnSheet(Temuan):
    """A text box or a picture on a sheet."""

    code, severity = "BUKU-161", KESALAHAN
    seen: str
    title = "Kotak teks, gambar, atau grafik"
    sentence = "Di sini ada kotak teks, gambar, objek, atau grafik[ ({seen:singkat})] yang tidak ikut ke berkas baru."
    repair = f"Salin ke berkas lain, lalu hapus dari sini. {_SAVE}"
    meaning = "Kotak teks, bentuk, gambar, objek, dan grafik yang Anda tempelkan akan hilang bila berkasnya diganti."
    example = lambda: DrawnOnSheet(CellPos(workbook="rekap.xlsx", sheet="Ringkasan", cell="B4"), seen="dibahas Senin")


class LinkBehindTyped(Temuan):
    """An address behind a cell people typed in, which its text does not say."""

    code, severity = "BUKU-325", KESALAHAN
    address: str
    seen: str
    title = "Tautan pada isian"
    sentence = 'Isian[ "{seen}"] bertautan ke {address}; tautannya tidak ikut terbawa ke berkas baru.'
    repair = f"Ketik alamatnya sebagai teks di sel itu, lalu hapus tautannya. {_SAVE}"
    meaning = "Teks PIC, Tenggat, dan Status terbawa ke rekap baru, tetapi tautan di baliknya tidak."
    example = lambda: LinkBehindTyped(
        CellPos(workbook="rekap.xlsx", sheet="Kesenjangan", cell="N7"),
        address="https://contoh.go.id/sk",
        seen="selesai",
    )


class TypedInUnnamedRow(Temuan):
    """Typed in a row that names no gap."""

    code, severity = "BUKU-148", KESALAHAN
    seen: str
    title = "Isian pada baris tanpa kode"
    sentence = 'Isian "{seen}" ada pada baris yang tidak memuat unit dan kode kesenjangannya.'
    repair = f"Lengkapi kode unit dan kode butir baris itu seperti semula. {_SAVE}"
    meaning = "Isian PIC, Tenggat, dan Status mengikuti kode unit dan kode butirnya; tanpa itu tidak ada tempatnya."
    example = lambda: TypedInUnnamedRow(
        CellPos(workbook="rekap.xlsx", sheet="Kesenjangan", cell="L7"), seen="Sekretaris"
    )


class OldFileUnreadable(Temuan):
    """The file to be replaced cannot be read."""

    code, severity = "BUKU-149", KESALAHAN
    cause: str
    title = "Berkas lama tidak terbaca"
    sentence = "Isi berkas lama ini tidak terbaca[ ({cause:singkat})], jadi berkasnya tidak diganti."
    repair = f"Lepas kata sandinya, atau kembalikan nama lembar dan judul kolomnya, lalu jalankan lagi. {_SAVE}"
    meaning = (
        "Berkas yang akan diganti berkata sandi, rusak, atau lembarnya diganti nama, jadi tidak dapat "
        "dipastikan bahwa tidak ada isian yang hilang. Dalam kurung: kode temuannya, atau yang tidak ditemukan."
    )
    example = lambda: OldFileUnreadable(on_book("rekap.xlsx"), cause="Kesenjangan")


class OldFileFilledIn(Temuan):
    """The file to be replaced is filled in."""

    code, severity = "BUKU-150", KESALAHAN
    count: int
    cells: str
    title = "Berkas lama berisi isian"
    sentence = "Berkas ini sudah diisi ({count} isian, antara lain {cells:daftar}), jadi tidak diganti."
    repair = "Pindahkan berkas itu, atau tambahkan --ganti-yang-terisi: salinannya disimpan di sampingnya."
    meaning = (
        "Lembar kerja, verifikasi, atau rencana yang sudah diketik orang tidak diganti dengan yang kosong "
        "tanpa permintaan tersendiri."
    )
    example = lambda: OldFileFilledIn(on_book("lembar/dinas-kesehatan.xlsx"), count=113, cells="LKE!F8, LKE!F9")


class OldFileKept(Temuan):
    """A copy of the file replaced."""

    code, severity = "BUKU-151", CATATAN
    copy: str
    title = "Salinan berkas lama disimpan"
    sentence = "Berkas lama disimpan sebagai {copy:panjang}."
    repair = "Tidak ada yang perlu diperbaiki; hapus salinan itu bila tidak diperlukan."
    meaning = (
        "Berkas yang sudah diisi diganti atas permintaan, atau yang tampilannya Anda ubah diganti; isi dan tampilannya "
        "tetap ada pada salinan itu."
    )
    example = lambda: OldFileKept(on_book("rekap.xlsx"), copy="rekap.lama-1.xlsx")


class TypedCarriedOver(Temuan):
    """What was typed is carried over."""

    code, severity = "BUKU-152", CATATAN
    count: int
    title = "Isian rekap lama dibawa"
    sentence = "{count} isian PIC, Tenggat, dan Status dari berkas lama dibawa ke berkas baru."
    repair = "Tidak ada yang perlu diperbaiki."
    meaning = "Yang diketik orang pada rekap lama ada lagi pada rekap baru, pada baris kesenjangan yang sama."
    example = lambda: TypedCarriedOver(on_book("rekap.xlsx"), count=12)


class LookNotCarried(Temuan):
    """A sheet of the file replaced looked otherwise than it was written."""

    code, severity = "BUKU-331", CATATAN
    what: tuple[str, ...]
    title = "Tampilan buatan Anda tidak ikut"
    sentence = "Yang Anda ubah pada tampilan lembar ini tidak ikut ke berkas baru: {what:daftar}."
    repair = "Salinan berkas lama disimpan di sampingnya; beri lagi warna atau judul halaman itu bila masih diperlukan."
    meaning = (
        "Warna dan huruf sel, judul dan kaki halaman cetak, warna tab, serta baris, kolom, dan lembar yang "
        "disembunyikan tidak dibawa ke berkas baru, karena barisnya dapat berpindah. Lebar kolom, urutan, dan saringan "
        "tidak disebut."
    )
    example = lambda: LookNotCarried(
        CellPos(workbook="rekap.xlsx", sheet="Peringkat", cell="C6"),
        what=("warna atau huruf sel (C6, D7)", "warna tab"),
    )


class OldFileChangedMeanwhile(Temuan):
    """The file to be replaced was saved meanwhile."""

    code, severity = "BUKU-153", KESALAHAN
    title = "Berkas berubah selagi program berjalan"
    sentence = "Berkas ini berubah selagi program berjalan, jadi tidak diganti."
    repair = "Simpan dan tutup berkasnya di Excel, lalu jalankan lagi."
    meaning = "Seseorang menyimpan berkas itu setelah program membacanya; menggantinya akan menghilangkan isiannya."
    example = lambda: OldFileChangedMeanwhile(on_book("rekap.xlsx"))


class TypedNotCarried(Temuan):
    """Typed in the old file and not found in the new one."""

    code, severity = "BUKU-154", KESALAHAN
    seen: str
    title = "Isian tidak ada pada berkas baru"
    sentence = 'Isian "{seen}" tidak ditemukan lagi pada berkas baru, jadi berkas lama tidak diganti.'
    repair = f"Salin isian itu ke tempat lain, lalu hapus dari sini. {_SAVE}"
    meaning = "Isian dihitung sebelum dan sesudah ditulis. Yang tidak sama menahan penggantian berkas."
    example = lambda: TypedNotCarried(CellPos(workbook="rekap.xlsx", sheet="Kesenjangan", cell="L7"), seen="Sekretaris")


class TypedCannotBeRuledOut(Temuan):
    """A table to be replaced of which nobody knows whether somebody typed in it."""

    code, severity = "BUKU-330", KESALAHAN
    title = "Tabel mungkin berisi ketikan"
    sentence = "Tabel ini mungkin diubah orang sejak ditulis program, dan tidak diketahui selnya, jadi tidak diganti."
    repair = f"Pilih folder lain, atau pindahkan tabel ini. {_SAVE}"
    meaning = (
        "Apa yang ditulis program ke tabel .csv dicatat dalam _isi.json di folder yang sama. Catatan itu tidak ada, "
        "atau tabel yang diubah ini terlalu besar untuk dibandingkan sel demi sel; dan tabel yang baru isinya lain."
    )
    example = lambda: TypedCannotBeRuledOut(on_book("gaps.csv"))


class TwoOutputsOneFile(Temuan):
    """Two outputs are one file."""

    code, severity = "BUKU-155", KESALAHAN
    title = "Satu nama untuk dua hasil"
    sentence = "Dua hasil perintah ini memakai berkas yang sama."
    repair = "Beri salah satunya nama atau folder lain."
    meaning = "Hasil yang ditulis kemudian akan menimpa yang ditulis lebih dahulu."
    example = lambda: TwoOutputsOneFile(on_book("rekap.xlsx"))


class KeptCopyPassedOver(Temuan):
    """A kept copy among worksheets passed over."""

    code, severity = "BUKU-156", CATATAN
    title = "Salinan lama dilewati"
    sentence = "Berkas ini salinan lama yang disimpan program saat berkasnya diganti, jadi dilewati."
    repair = "Bila justru salinan ini yang berlaku, beri nama lain tanpa .lama-."
    meaning = "Salinan dari --ganti-yang-terisi tidak dihitung sebagai kiriman unit."
    example = lambda: KeptCopyPassedOver(on_book("dinas-kesehatan.lama-1.xlsx"))


class CatalogFileEdited(Temuan):
    """A catalog's file to be replaced was changed by somebody."""

    code, severity = "BUKU-160", KESALAHAN
    title = "Berkas katalog sudah diubah"
    sentence = "Berkas katalog ini sudah diubah orang sejak ditulis, jadi katalog lama tidak diganti."
    repair = "Pilih folder lain, atau tambahkan --ganti-yang-terisi: salinannya disimpan di sampingnya."
    meaning = (
        "Bobot, judul, atau pilihan yang Anda betulkan sendiri di katalog akan hilang bila katalog itu diimpor ulang. "
        "Katalog yang dibuat sebelum versi 0.2 juga disebut, karena belum memuat tanda pengenalnya."
    )
    example = lambda: CatalogFileEdited(FilePos(file="kriteria/lke-instansi/answer_sets.yaml"))
