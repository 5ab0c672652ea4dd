"""Where a catalog made from a user's workbook has its options from, when no column names them (KAT from 065)."""

from __future__ import annotations

from pmprb.temuan.place import on_cell
from pmprb.temuan.record import CATATAN, PERINGATAN, Temuan


class OptionsFromLists(Temuan):
    """Options taken from drop-down lists."""

    code, severity = "KAT-065", CATATAN
    count: int
    title = "Pilihan dari daftar pilihan sel"
    sentence = "Pilihan {count} butir diambil dari daftar pilihan (drop-down) di kolom jawaban."
    repair = "Cocokkan dengan pedomannya."
    meaning = "Lembar tidak memuat kolom pilihan, tetapi sel jawabannya membatasi apa yang boleh dipilih."
    example = lambda: OptionsFromLists(on_cell("D2"), count=113)


class OptionsFromScale(Temuan):
    """Options from the scale named with --skala."""

    code, severity = "KAT-066", PERINGATAN
    scale: str
    title = "Pilihan menurut skala yang disebut"
    sentence = "Butir yang pilihannya tidak tertulis memakai skala yang Anda sebut: {scale:singkat}."
    repair = "Cocokkan dengan pedomannya; bagian itu ditandai rekonstruksi di katalog."
    meaning = "Lembar tidak memuat kolom pilihan; skala dari --skala dipakai untuk semua butir tanpa daftar pilihan."
    example = lambda: OptionsFromScale(on_cell("D2"), scale="A/B/C")


class OptionsFromLegend(Temuan):
    """Options from a legend on the sheet."""

    code, severity = "KAT-067", PERINGATAN
    scale: str
    title = "Pilihan dari keterangan di lembar"
    sentence = "Butir yang pilihannya tidak tertulis memakai skala pada keterangan di sel ini: {scale:singkat}."
    repair = "Bila skala lain yang berlaku, impor lagi dengan --skala dan --timpa; bagian itu ditandai rekonstruksi."
    meaning = 'Lembar tidak memuat kolom pilihan, tetapi menerangkan skalanya satu kali, misalnya "A = Seluruhnya".'
    example = lambda: OptionsFromLegend(on_cell("B3"), scale="A/B/C/D")


class OptionsFromAnswers(Temuan):
    """Options from the answers seen."""

    code, severity = "KAT-068", PERINGATAN
    scale: str
    count: int
    title = "Pilihan diperkirakan dari jawaban"
    sentence = "Pilihan {count} butir diperkirakan dari jawaban yang terlihat di lembar: {scale:singkat}."
    repair = "Cocokkan dengan pedomannya, atau impor lagi dengan --skala dan --timpa; ditandai rekonstruksi."
    meaning = (
        "Lembar tidak menyebut apa yang boleh dijawab. Pilihannya disimpulkan dari jawaban yang sudah terisi, jadi "
        "pilihan yang tidak pernah dipakai tidak tampak."
    )
    example = lambda: OptionsFromAnswers(on_cell("D7"), scale="A/B/C", count=12)


class AnswerBesideScale(Temuan):
    """An answer that the scale named with --skala does not know."""

    code, severity = "KAT-069", PERINGATAN
    seen: str
    scale: str
    title = "Jawaban di luar skala yang disebut"
    sentence = (
        'Di sel ini tertulis "{seen:singkat}", padahal skala yang disebut {scale:singkat}; skala itu tidak dipakai '
        "di sini."
    )
    repair = "Tentukan pilihan butir itu di nodes/, atau betulkan --skala."
    meaning = "Jawaban yang sudah ada tidak termasuk skala dari --skala, jadi butir itu mungkin berskala lain."
    example = lambda: AnswerBesideScale(on_cell("D9"), seen="85", scale="A/B/C")
