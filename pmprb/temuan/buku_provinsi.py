"""A province's workbook gathered by a ministry, and proved: codes BUKU-267 to 269, and from 320."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, Temuan


class ProvinceContradictsRekap(Temuan):
    """A province says of an instansi what the same rekap, offered beside it, does not."""

    code, severity = "BUKU-267", KESALAHAN
    instansi: str
    rekap: str
    title = "Gabungan provinsi tidak sesuai rekapnya"
    sentence = "Angka {instansi} dalam gabungan ini tidak sama dengan rekapnya sendiri, {rekap}, padahal sidiknya sama."
    repair = "Minta gabungan aslinya, atau buat lagi dengan pmprb gabung dari rekap instansi."
    meaning = (
        "Rekap yang disebut gabungan itu ikut dikumpulkan, dan jawabannya dihitung ulang. Angkanya lain, jadi gabungan "
        "itu diubah; tidak satu pun instansi di dalamnya dipakai. Rekapnya sendiri tetap dipakai."
    )
    example = lambda: ProvinceContradictsRekap(
        on_book("provinsi-a.xlsx"), instansi="Kabupaten A", rekap="rekap-kabupaten-a.xlsx"
    )


class ProvinceRecordFalse(Temuan):
    """A figure of a province's record is not what its own units give."""

    code, severity = "BUKU-268", KESALAHAN
    what: str
    instansi: str
    title = "Angka gabungan tidak sesuai unitnya"
    sentence = "{what:gabungan}[ {instansi}] yang tercatat tidak sama dengan yang diberikan unit-unit di dalamnya."
    repair = "Jangan pakai gabungan ini; minta aslinya, atau buat lagi dengan pmprb gabung dari rekap instansi."
    meaning = (
        "Indeks, rata-rata, peringkat, hitungan, dan kelompok sebaya dihitung lagi dari nilai unit yang tersimpan "
        "dalam gabungan itu. Yang disebut tidak cocok, jadi tidak satu pun instansi di dalamnya dipakai."
    )
    example = lambda: ProvinceRecordFalse(on_book("provinsi-a.xlsx"), what="index", instansi="Kabupaten A")


class ProvinceNotRescored(Temuan):
    """What rests on a province's word: its record holds no answers."""

    code, severity = "BUKU-269", CATATAN
    count: int
    units: int
    title = "Nilai unit menurut gabungan provinsi"
    sentence = (
        "Nilai {units:ribuan} unit dari {count} instansi diambil menurut gabungan provinsinya tanpa dihitung ulang: "
        "jawabannya tidak tersimpan di situ."
    )
    repair = "Untuk membuktikannya minta rekap instansinya, lalu pmprb periksa --bukti GABUNGAN REKAP/."
    meaning = (
        "Gabungan antarinstansi menyimpan nilai, capaian area, dan kelayakan setiap unit beserta sidik rekap dan "
        "lembar kerjanya, bukan jawabannya. Indeks, rata-rata, dan peringkat dihitung ulang dari nilai itu; nilai "
        "unitnya sendiri dipercaya."
    )
    example = lambda: ProvinceNotRescored(on_book("provinsi-a.xlsx"), count=15, units=900)


class RestsOnProvince(Temuan):
    """Proof: as far as the province's workbook; its own rekaps were not among the files."""

    code, severity = "BUKU-320", CATATAN
    count: int
    title = "Terbukti sampai gabungan provinsi"
    sentence = (
        "{count} instansi cocok dengan catatan gabungan provinsinya; rekapnya tidak ada di antara berkas, jadi nilai "
        "unitnya tidak dihitung ulang."
    )
    repair = "Sertakan juga rekap instansinya, lalu ulangi: pmprb periksa --bukti GABUNGAN BERKAS/."
    meaning = (
        "Yang dibuktikan: gabungan provinsi itu berkas yang dipakai, dan semua angkanya memberi angka gabungan yang "
        "dibuktikan. Bahwa nilai unit di dalamnya benar baru terbukti bila rekap tiap instansi disertakan, dan bahwa "
        "jawabannya benar baru terbukti bila rekap itu dihitung ulang dari lembar kerjanya."
    )
    example = lambda: RestsOnProvince(on_book("nasional.xlsx"), count=15)


class ProvinceFigureDiffers(Temuan):
    """Proof: a figure of a workbook of instansi is not what a second gathering gives."""

    code, severity = "BUKU-321", KESALAHAN
    what: str
    instansi: str
    seen: str
    expected: str
    title = "Angka gabungan berbeda"
    sentence = (
        "{what:gabungan}[ {instansi}] dalam gabungan [{seen:angka}|tidak ada], hasil menggabungkan lagi "
        "[{expected:angka}|tidak ada]."
    )
    repair = "Telusuri instansi yang disebut; yang benar hasil menggabungkan lagi dari berkas masukannya."
    meaning = "Rekap dan gabungan yang disebut digabungkan lagi, dan angkanya tidak sama dengan yang tersimpan."
    example = lambda: ProvinceFigureDiffers(
        on_book("provinsi-a.xlsx"), what="index", instansi="Kabupaten A", seen="88.5", expected="71.25"
    )
