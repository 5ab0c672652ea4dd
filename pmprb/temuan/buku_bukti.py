"""What a rekap's record, sheets and signature prove, and where they do not hold."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, Plural, Temuan


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
