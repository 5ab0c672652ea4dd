"""Other readings of a predicate, and what stands beside an instansi: codes NILAI-055 to -058."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, Plural, Temuan


class PredicateReadingMatters(Temuan):
    """Another reading of the predicate's bands gives another predicate."""

    code, severity = "NILAI-055", CATATAN
    label: str
    other: str
    reading: str
    title = "Predikat bergantung pada batas yang dibaca"
    sentence = 'Predikatnya {label}, tetapi {other} menurut bacaan "{reading}".'
    repair = "Cocokkan batas predikat dengan naskah peraturan sebelum hasilnya dipakai."
    meaning = (
        "Sumber-sumber tentang batas predikat tidak sama, dan nilai ini berada di antara batas-batas itu. Yang "
        "menentukan adalah bacaan pertama katalog; yang lain ditampilkan di sebelahnya."
    )
    example = lambda: PredicateReadingMatters(
        on_book(), label="Memuaskan", other="Sangat Baik", reading="Memuaskan mulai 4,5"
    )


class UnitWithoutCluster(Temuan):
    """A unit whose cluster the register does not say."""

    code, severity = "NILAI-056", PERINGATAN
    unit: str
    seen: str
    title = "Klaster unit tidak diketahui"
    sentence = 'Klaster {unit} tidak diketahui[ (kelompok "{seen}")]; unit ini hanya ikut rata-rata semua unit.'
    repair = (
        "Isi kolom Kelompok pada daftar unit dengan nama klasternya; Bagian Organisasi lalu membuat indeksnya lagi."
    )
    meaning = (
        "Syarat uji petik dihitung per klaster unit; klaster sebuah unit dibaca dari daftar unit, yang disebut dengan "
        "--unit."
    )
    plural = Plural(
        sentence="Klaster {count} unit tidak diketahui: {list}. Unit itu hanya ikut rata-rata semua unit.",
        each="{unit}",
        repair=repair,
        by="sheet",
    )
    example = lambda: UnitWithoutCluster(on_book(), unit="Dinas Pendidikan", seen="dinas")


class SampleNotEnough(Temuan):
    """The units do not show what the instansi's predicate needs."""

    code, severity = "NILAI-057", PERINGATAN
    label: str
    lacking: str
    title = "Uji petik unit belum mendukung predikat"
    sentence = "Nilai instansi berpredikat {label}, tetapi uji petik unitnya belum mendukung: {lacking}."
    repair = "Tambah unit yang dinilai, atau pakai predikat yang sudah didukung; syaratnya tampil di atas."
    meaning = "Predikat instansi mensyaratkan sejumlah unit dinilai per klaster, dengan rata-rata tertentu."
    example = lambda: SampleNotEnough(on_book("lke-instansi.xlsx"), label="BB", lacking="Klaster Utama 2 dari 3 unit")


class InstansiUnrated(Temuan):
    """The instansi's own worksheet has no answer: only the units are shown."""

    code, severity = "NILAI-058", KESALAHAN
    title = "Lembar instansi belum dinilai"
    sentence = "Lembar instansi belum berisi jawaban, jadi hanya unitnya yang tampil."
    repair = "Isi lembar instansi, simpan, lalu jalankan lagi."
    meaning = "Nilai instansi dan nilai unit ditampilkan berdampingan; lembar kosong belum dinilai, bukan bernilai 0."
    example = lambda: InstansiUnrated(on_book("lke-instansi.xlsx"))
