"""What a rekap's record, sheets and signature prove, and where they do not hold."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, CellPos, Plural, Temuan


class RecordedFigureFalse(Temuan):
    """A figure in a rekap's record is not what the recorded answers give."""

    code, severity = "BUKU-190", KESALAHAN
    unit: str
    seen: str
    expected: str
    by: str = ""
    title = "Nilai tercatat tidak sesuai jawaban"
    sentence = (
        "Nilai {unit}[ menurut {by:penilai}][ pada {node}] tercatat [{seen:angka}|tanpa nilai], padahal jawaban yang "
        "tercatat memberi [{expected:angka}|nilai lain]."
    )
    repair = "Jangan pakai rekap ini; minta aslinya, atau buat lagi dengan pmprb gabung dari lembar kerja unit."
    meaning = (
        "Setiap kali rekap dibaca, jawaban yang tersimpan di dalamnya dinilai ulang. Nilai yang tersimpan tidak sama "
        "dengan hasilnya, jadi salah satunya diubah setelah rekap dibuat."
    )
    plural = Plural(
        sentence="{count} nilai tercatat tidak sesuai jawabannya: {list}.",
        each="{unit}[ {node}] [{seen:angka}|-] (seharusnya [{expected:angka}|-])",
        repair="Jangan pakai rekap ini; minta aslinya, atau buat lagi dengan pmprb gabung dari lembar kerja unit.",
        by="sheet",
    )
    example = lambda: RecordedFigureFalse(
        on_book("rekap.xlsx"), "TOTAL", unit="Dinas Kesehatan", seen="99", expected="74.5"
    )


class RecordedUnitFalse(Temuan):
    """What a record says of a unit is not what follows from its answers, files or register."""

    code, severity = "BUKU-191", KESALAHAN
    unit: str
    what: str
    seen: str
    expected: str
    title = "Catatan tentang unit tidak cocok"
    sentence = "{unit}: {what:catatan} [{seen}|tidak ada][, seharusnya {expected}]."
    repair = "Jangan pakai rekap ini; minta aslinya, atau buat lagi dengan pmprb gabung dari lembar kerja unit."
    meaning = (
        "Kelayakan, predikat, berkas, dan nama setiap unit dalam rekap dicocokkan dengan jawabannya, daftar berkas "
        "masukan, dan daftar unit yang tersimpan di rekap itu. Yang disebut tidak cocok."
    )
    example = lambda: RecordedUnitFalse(
        on_book("rekap.xlsx"), unit="Dinas Kesehatan", what="verdict", seen="WBK", expected=""
    )


class RecordedWholeFalse(Temuan):
    """A figure of the whole is not what the record's units give."""

    code, severity = "BUKU-192", KESALAHAN
    what: str
    seen: str
    expected: str
    title = "Angka rekap tidak sesuai unitnya"
    sentence = "{what:rekap} tercatat {seen:angka}, padahal unit-unit yang tercatat memberi {expected:angka}."
    repair = "Jangan pakai rekap ini; minta aslinya, atau buat lagi dengan pmprb gabung dari lembar kerja unit."
    meaning = "Indeks, predikat, dan jumlah unit dihitung ulang dari unit-unit yang tersimpan di rekap itu."
    example = lambda: RecordedWholeFalse(on_book("rekap.xlsx"), what="index", seen="85.57", expected="77.39")


class RecordNotRescored(Temuan):
    """The record was made by another catalog: what it gives cannot be told."""

    code, severity = "BUKU-193", PERINGATAN
    seen: str
    expected: str
    title = "Rekap tidak dapat dinilai ulang"
    sentence = (
        "Rekap ini memakai katalog bersidik {seen:singkat}, yang terpasang {expected:singkat}; hanya penjumlahannya "
        "yang dapat diperiksa."
    )
    repair = "Sebutkan katalog yang dipakai dengan --kriteria, atau minta rekapnya dibuat lagi."
    meaning = "Menilai ulang jawaban hanya berarti dengan katalog yang sama; tanpa itu nilai unit diambil dari rekap."
    example = lambda: RecordNotRescored(on_book("rekap-2025.xlsx"), seen="3f0a12bc9d44", expected="77aa01cd2e10")


class ReviewsNotRescored(Temuan):
    """A record of the first edition holds verifiers' scores without their answers."""

    code, severity = "BUKU-194", CATATAN
    program: str
    title = "Nilai TPI tidak dapat dinilai ulang"
    sentence = "Rekap ini[, dibuat pmprb {program},] menyimpan nilai TPI tanpa jawabannya."
    repair = "Nilai unit sudah dinilai ulang; agar nilai TPI juga, buat rekapnya lagi dengan pmprb gabung."
    meaning = "Rekap versi 0.1 tidak menyimpan jawaban TPI, jadi nilai verifikasinya diambil apa adanya."
    example = lambda: ReviewsNotRescored(on_book("rekap-2025.xlsx"), program="0.1.0")


class TooLargeToTakeUp(Temuan):
    """A rekap was written that is larger than any workbook this program reads."""

    code, severity = "BUKU-195", PERINGATAN
    title = "Rekap terlalu besar untuk dibaca lagi"
    sentence = "Rekap ini lebih besar daripada berkas yang dapat dibaca lagi oleh pmprb."
    repair = "Untuk dibuktikan atau dibandingkan kelak, gabungkan per kelompok unit menjadi beberapa rekap."
    meaning = (
        "Rekap ditulis lengkap, tetapi karena besarnya tidak dapat diperiksa ulang, dibandingkan, atau dikumpulkan."
    )
    example = lambda: TooLargeToTakeUp(on_book("rekap.xlsx"))


class RekapCellShownOtherwise(Temuan):
    """Proof: a cell holds the right value and shows it otherwise."""

    code, severity = "BUKU-196", KESALAHAN
    what: str
    seen: str
    expected: str
    title = "Sel rekap ditampilkan lain"
    sentence = "{what:tampilsel}[: {seen}][, seharusnya {expected}]."
    repair = "Kembalikan seperti aslinya, atau buat rekapnya lagi dengan pmprb gabung."
    meaning = (
        "Isi sel sama, tetapi rumusnya lain, format angkanya menampilkan angka lain, atau hurufnya tidak terlihat."
    )
    plural = Plural(
        sentence="{count} sel di lembar ini ditampilkan lain: {list}.",
        each="{what:tampilsel}[ {seen:singkat}]",
        repair="Kembalikan seperti aslinya, atau buat rekapnya lagi dengan pmprb gabung.",
        by="sheet",
    )
    example = lambda: RekapCellShownOtherwise(
        CellPos(workbook="rekap.xlsx", sheet="Peringkat", cell="E7"), what="format", seen='"99,00"', expected="0.00"
    )


class RekapSheetShownOtherwise(Temuan):
    """Proof: a sheet hides, merges, covers or orders what it holds otherwise."""

    code, severity = "BUKU-197", KESALAHAN
    what: str
    names: str
    title = "Lembar rekap ditampilkan lain"
    sentence = "{what:tampillembar}[ ({names:daftar})]."
    repair = "Kembalikan seperti aslinya, atau buat rekapnya lagi dengan pmprb gabung."
    meaning = (
        "Baris, kolom, atau lembar disembunyikan, sel digabung, urutan lembar diubah, atau sesuatu ditaruh di atas "
        "sel, sehingga yang terlihat bukan yang ditulis program."
    )
    example = lambda: RekapSheetShownOtherwise(
        CellPos(workbook="rekap.xlsx", sheet="Peringkat"), what="rows", names="12, 13"
    )


class RekapPartsDiffer(Temuan):
    """Proof: the file holds other parts or names."""

    code, severity = "BUKU-198", KESALAHAN
    what: str
    change: str
    name: str
    title = "Bagian rekap ditambah atau hilang"
    sentence = "{what:bagian} {name:singkat} {change:rekap}."
    repair = "Pakai rekap aslinya, atau buat lagi dengan pmprb gabung."
    meaning = "Berkas memuat nama, makro, gambar, tautan ke berkas lain, atau bagian lain yang tidak ditulis program."
    example = lambda: RekapPartsDiffer(
        on_book("rekap.xlsx"), what="externalLinks", change="added", name="externalLinks"
    )


class SheetsNotComparable(Temuan):
    """Proof: sheets of another version of the program differ, which may be that version's own doing."""

    code, severity = "BUKU-199", KESALAHAN
    seen: str
    expected: str
    count: int
    title = "Lembar tidak dapat dibandingkan"
    sentence = (
        "Tidak dapat dibandingkan: rekap dari pmprb {seen:singkat}, sedangkan di sini hanya lembar dari "
        "{expected:singkat} yang dapat dibandingkan; {count:singkat} hal berbeda."
    )
    repair = "Buktikan dengan pmprb versi itu, atau buat rekapnya lagi; yang berbeda disebut di bawah."
    meaning = (
        "Susunan lembar dapat berubah antarversi, jadi beda isi lembar belum tentu karena diubah orang. Versi yang "
        "tertulis di rekap juga dapat dipalsukan, jadi rekap seperti ini tidak pernah disebut sama."
    )
    example = lambda: SheetsNotComparable(on_book("rekap.xlsx"), seen="0.1.0", expected="0.2.0", count=14)


class RegisterOfTheRekap(Temuan):
    """Proof without a register: the units are those the rekap itself names."""

    code, severity = "BUKU-200", CATATAN
    title = "Daftar unit dari rekap sendiri"
    sentence = "Daftar unit yang dipakai adalah milik rekap itu sendiri, jadi nama dan jumlah unit belum terbukti."
    repair = "Sebutkan daftar unit Anda: pmprb periksa --bukti REKAP PATH --unit daftar-unit.xlsx."
    meaning = "Unit yang ditukar namanya atau dibuang dari rekap hanya ketahuan bila daftar unitnya datang dari luar."
    example = lambda: RegisterOfTheRekap(on_book("rekap.xlsx"))


class RegisterDiffers(Temuan):
    """Proof with a register: a unit of it is not in the rekap, or otherwise."""

    code, severity = "BUKU-201", KESALAHAN
    unit: str
    unit_code: str
    what: str
    seen: str
    title = "Unit rekap lain dari daftar unit"
    sentence = "{unit} (kode {unit_code:singkat}) {what:daftarunit}[: {seen}]."
    repair = "Pastikan daftar unit yang benar; bila rekapnya yang keliru, buat lagi dengan pmprb gabung --unit."
    meaning = "Daftar unit yang disebut dengan --unit tidak sama dengan yang tersimpan di rekap."
    example = lambda: RegisterDiffers(
        on_book("rekap.xlsx"), unit="Dinas Kesehatan", unit_code="1.02", what="name", seen="Dinas Pendidikan"
    )


class WorksheetNotInRekap(Temuan):
    """Proof: a worksheet of the rekap's instrument lies there that the rekap does not know."""

    code, severity = "BUKU-202", PERINGATAN
    unit: str
    title = "Lembar kerja di luar rekap"
    sentence = "Lembar kerja {unit} ini tidak ada dalam rekap."
    repair = "Bila datang setelah rekap dibuat, buat rekap baru; bila tidak, telusuri mengapa unit ini tidak masuk."
    meaning = "Di folder ada lembar kerja instrumen dan periode yang sama, tetapi rekap tidak mencatatnya."
    example = lambda: WorksheetNotInRekap(on_book("1-04_Dinas-Sosial.xlsx"), unit="Dinas Sosial")


class SignatureRefused(Temuan):
    """A signature that does not hold."""

    code, severity = "BUKU-203", KESALAHAN
    what: str
    title = "Tanda tangan tidak sah"
    sentence = "{what:tandatangan}."
    repair = "Minta rekap beserta tanda tangannya dari penanda tangan, dan jangan pakai yang ini sebelum jelas."
    meaning = "Tanda tangan di samping rekap diperiksa dengan kunci publik penanda tangannya."
    example = lambda: SignatureRefused(on_book("rekap.xlsx"), what="changed")


class KeyRefused(Temuan):
    """A key that cannot be made or used."""

    code, severity = "BUKU-204", KESALAHAN
    what: str
    title = "Kunci tidak dapat dipakai"
    sentence = "{what:kuncitanda}."
    repair = "Periksa nama berkas dan kata sandinya; pedoman kunci ada di panduan Bagian Organisasi."
    meaning = "Kunci rahasia (.key) dipakai menandatangani, kunci publik (.pub) memeriksa tanda tangan."
    example = lambda: KeyRefused(on_book("bagian-organisasi.key"), what="password")
