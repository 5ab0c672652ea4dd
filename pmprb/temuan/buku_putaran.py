"""A round's working folder, and what a period hands on to the next."""

from __future__ import annotations

from pmprb.temuan.place import on_book, on_line
from pmprb.temuan.record import CATATAN, KESALAHAN, Temuan


class RoundSettingUnknown(Temuan):
    """A key that the settings of a working folder do not have."""

    code, severity = "BUKU-280", KESALAHAN
    key: str
    known: str
    title = "Isian pmprb.yaml tidak dikenal"
    sentence = 'Isian "{key}" tidak dikenal di pmprb.yaml. Yang dikenal: {known}.'
    repair = "Betulkan namanya, atau hapus barisnya."
    meaning = "Isian yang salah tulis tidak pernah diabaikan diam-diam: pilihan yang dikira berlaku ternyata tidak."
    example = lambda: RoundSettingUnknown(on_line("pmprb.yaml", 3, 1), key="peroide", known="instansi, periode")


class RoundSettingWrong(Temuan):
    """A value that a key of the settings cannot have."""

    code, severity = "BUKU-281", KESALAHAN
    key: str
    seen: str
    expected: str
    title = "Nilai di pmprb.yaml tidak dapat dipakai"
    sentence = 'Isian "{key}" di pmprb.yaml bernilai "{seen}"; yang dapat dipakai: {expected}.'
    repair = "Betulkan nilainya; pmprb mulai menulis contoh yang lengkap."
    meaning = "Pilihan folder kerja berlaku bagi semua perintah di dalamnya, jadi dibaca ketat."
    example = lambda: RoundSettingWrong(on_line("pmprb.yaml", 4, 1), key="kosong", seen="0", expected="nol, lewati")


class NoWayBetween(Temuan):
    """An earlier worksheet of an instrument that no crosswalk joins with the new one."""

    code, severity = "BUKU-282", KESALAHAN
    seen: str
    expected: str
    title = "Jawaban lama tidak dapat dibawa"
    sentence = "Berkas ini memuat instrumen {seen}; padanan butirnya dengan {expected} tidak diketahui."
    repair = "Buat lembarnya tanpa berkas ini; jawabannya diisi baru."
    meaning = "Jawaban hanya dibawa antara instrumen yang padanan butirnya tercatat di crosswalk.yaml katalog."
    example = lambda: NoWayBetween(on_book("LKE_2019.xlsx"), seen="contoh-2014", expected="contoh-2021")


class EarlierUnitGone(Temuan):
    """An earlier worksheet of a unit that is no more in the list of units: its answers go nowhere."""

    code, severity = "BUKU-307", CATATAN
    name: str
    unit_code: str
    heirs: str | None
    title = "Jawaban lama tanpa unit"
    sentence = (
        'Jawaban lama unit "{name:singkat}"[ (kode {unit_code})] tidak dibawa: unit itu tidak ada lagi dalam daftar'
        "[, penerusnya {heirs:singkat}]."
    )
    repair = "Bila unitnya hanya ganti nama, tulis nama lamanya sebagai alias."
    meaning = (
        "Lembar baru hanya menerima jawaban lama dari unitnya sendiri. Jawaban unit yang digabung tidak dicampur ke "
        "lembar penerusnya, sebab tidak jelas jawaban mana yang berlaku; lembar lamanya tetap di arsip."
    )
    example = lambda: EarlierUnitGone(
        on_book("LKE_2025.xlsx"), name="Dinas Lama", unit_code="1.08", heirs="Dinas Gabungan"
    )


class WorksheetWithoutUnit(Temuan):
    """A worksheet that names no unit, while a list of units is made from worksheets."""

    code, severity = "BUKU-306", CATATAN
    title = "Lembar tanpa nama unit"
    sentence = "Lembar ini tidak menyebut nama unitnya, jadi tidak masuk ke daftar unit."
    repair = "Tambahkan unitnya sendiri di daftar unit, atau isikan namanya di lembar itu."
    meaning = "Daftar unit yang dibuat dari lembar memuat nama yang tertulis di lembar; nama berkas tidak ditebak."
    example = lambda: WorksheetWithoutUnit(on_book("LKE (3).xlsx"))
