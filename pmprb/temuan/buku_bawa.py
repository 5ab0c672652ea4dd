"""Results of rekaps carried into a worksheet that asks for them (BUKU from 274)."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, Temuan


class RekapNotAskedFor(Temuan):
    """No item of the worksheet asks for a rekap of this instrument."""

    code, severity = "BUKU-274", KESALAHAN
    name: str
    known: tuple[str, ...]
    title = "Rekap ini tidak diminta lembar itu"
    sentence = "Tidak ada butir lembar itu yang meminta hasil {name:singkat}.[ Yang diminta: {known:daftar}.]"
    repair = "Sebutkan rekap instrumen yang diminta, atau lembar RB General yang sesuai."
    meaning = "Butir mana menerima hasil instrumen mana tertulis di inputs.yaml katalog lembar itu."
    example = lambda: RekapNotAskedFor(on_book("rekap.xlsx"), name="contoh-2014", known=("contoh-2021",))


class RekapWithoutOneResult(Temuan):
    """A rekap from which no one result can be taken."""

    code, severity = "BUKU-275", KESALAHAN
    count: int
    title = "Rekap tanpa satu hasil"
    sentence = "Hasilnya tidak dapat dibawa: {count} lembar yang dinilai, sedangkan yang diminta hasil satu instansi."
    repair = "Pakai rekap instansi itu saja, dengan sedikitnya satu lembar yang dinilai."
    meaning = "Nilai instansi diambil dari satu lembar instansi; untuk lembar unit dari rata-rata unit yang dinilai."
    example = lambda: RekapWithoutOneResult(on_book("rekap-akip.xlsx"), count=3)


class ResultOutsideScale(AboutNode):
    """A result that does not fit the item's scale."""

    code, severity = "BUKU-276", KESALAHAN
    seen: Fraction
    low: Fraction
    high: Fraction
    title = "Hasil di luar skala butir"
    sentence = "{node} menerima {low:angka} sampai {high:angka}, sedangkan rekap ini memberi {seen:angka}."
    repair = "Periksa instrumen rekap itu; ketik nilainya sendiri bila skalanya memang lain."
    meaning = "Nilai yang dibawa harus berada di antara batas butirnya."
    example = lambda: ResultOutsideScale(
        on_book("rekap.xlsx"), "B17", seen=Fraction("71.2"), low=Fraction(0), high=Fraction(5)
    )


class OnlyFactsCarried(AboutNode):
    """What a rekap says is noted, but no score: nobody published how it is made."""

    code, severity = "BUKU-277", CATATAN
    title = "Hanya keterangan yang dibawa"
    sentence = (
        "{node}: keterangannya ditulis di Catatan; nilainya tidak diisikan, karena cara menghitungnya tidak diumumkan."
    )
    repair = "Ketik nilai dari surat hasil penilaian."
    meaning = "Jumlah unit yang memenuhi WBK dan WBBM menurut rekap bukan skor keberhasilan yang ditetapkan penilai."
    example = lambda: OnlyFactsCarried(on_book("rekap-zi.xlsx"), "B04")


class RekapsForOneItem(AboutNode):
    """Two rekaps for one item."""

    code, severity = "BUKU-278", KESALAHAN
    other: str
    title = "Dua rekap untuk satu butir"
    sentence = "{node} sudah diisikan dari {other:singkat}; cara menggabungkan dua rekap tidak diketahui."
    repair = "Sebutkan satu rekap saja untuk butir itu."
    meaning = "Dua rekap yang menjawab butir yang sama tidak digabung atau dipilih sendiri oleh program."
    example = lambda: RekapsForOneItem(on_book("rekap-daring.xlsx"), "B17", other="rekap-luring.xlsx")


class ResultOfOther(AboutNode):
    """A rekap of another period or another instansi than the worksheet, or a figure that stood there already."""

    code, severity = "BUKU-279", PERINGATAN
    what: str
    seen: str
    expected: str
    title = "Yang dibawa berbeda dari lembarnya"
    sentence = (
        "{what:bawaan} lembar untuk {node} {expected:singkat}, sedangkan rekap ini {seen:singkat}; tetap diisikan."
    )
    repair = "Periksa apakah memang rekap itu yang dimaksud; lembar aslinya tidak diubah."
    meaning = "Periode, nama instansi, atau angka yang sudah tertulis di lembar tidak sama dengan rekap yang dibawa."
    example = lambda: ResultOfOther(on_book("rekap.xlsx"), "B05", what="period", seen="2025", expected="2024")


class NotInTheCopy(Temuan):
    """What a person put into a worksheet beside its answers, and the copy made from them does not have."""

    code, severity = "BUKU-311", PERINGATAN
    count: int
    cells: str
    title = "Isian tidak ikut ke salinan"
    sentence = "{count} isian di luar jawaban tidak ikut ke salinan: {cells}."
    repair = "Lembar aslinya tidak diubah; salin dari sana yang masih diperlukan."
    meaning = (
        "Salinan dibuat baru dari jawaban, bukti, dan catatan di kolomnya. Lembar, kolom, dan komentar tambahan, "
        "gambar, dan rumus yang belum mempunyai hasil tidak ikut."
    )
    example = lambda: NotInTheCopy(on_book("lke.xlsx"), count=3, cells="LKE!F12, LKE!U9, Hitungan!A1")
