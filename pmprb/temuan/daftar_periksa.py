"""Checklists: criteria whose share proposes an item's answer (KAT-080, KAT-081, ISI-055 to ISI-058)."""

from __future__ import annotations

from pmprb.temuan.place import on_cell, on_line
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, Plural


class UnfitChecklist(AboutNode):
    """A checklist with a criterion twice, or on a scale without ticks."""

    code, severity = "KAT-080", KESALAHAN
    twice: tuple[str, ...]
    scale: str
    title = "Daftar periksa tidak sesuai"
    sentence = "Daftar periksa {node} tidak dapat dipakai[: kriteria {twice:daftar} disebut lebih dari sekali]."
    repair = "Beri setiap kriteria id sendiri, dan isi ticks pada skala {scale} di answer_sets.yaml."
    meaning = (
        "Kriteria sebuah daftar periksa dijawab menurut skala yang disebut `ticks`; setiap kriteria berbaris sendiri."
    )
    example = lambda: UnfitChecklist(
        on_line("criteria/contoh-2021/nodes/1.yaml", 12, 5), "1.a", twice=("3",), scale="contoh"
    )


class ShareProposesNothing(AboutNode):
    """A share of the checklist that no option's `met` fits."""

    code, severity = "KAT-081", KESALAHAN
    seen: str
    scale: str
    title = "Bagian daftar periksa tanpa jawaban"
    sentence = "Bila {seen} kriteria {node} terpenuhi, tidak ada usulan jawaban."
    repair = "Lengkapi met pada pilihan skala {scale}, untuk setiap bagian dari 0 sampai 1."
    meaning = "Setiap bagian kriteria yang terpenuhi harus mengusulkan sebuah jawaban, atau beberapa untuk dipilih."
    example = lambda: ShareProposesNothing(
        on_line("criteria/contoh-2021/nodes/1.yaml", 12, 5), "1.a", seen="3 dari 7", scale="contoh"
    )


class AnswerFromChecklist(AboutNode):
    """The answer follows from the checklist."""

    code, severity = "ISI-055", CATATAN
    label: str
    seen: str
    title = "Jawaban diusulkan dari daftar periksa"
    sentence = "{node} dinilai {label}: {seen} kriterianya terpenuhi, dan jawabannya sendiri kosong."
    repair = "Tidak ada yang perlu diperbaiki bila setuju; bila tidak, isi jawabannya."
    meaning = (
        "Butir ini punya daftar periksa. Bila jawabannya kosong dan kriterianya dijawab, bagian yang terpenuhi "
        "menentukan jawaban yang dipakai."
    )
    plural = Plural(sentence="{count} butir dinilai dari daftar periksanya: {list}.", each="{node} {label} ({seen})")
    example = lambda: AnswerFromChecklist(on_cell("F6"), "1.a", label="CC", seen="4 dari 7")


class ChecklistAsks(AboutNode):
    """The checklist fits several answers: a person chooses."""

    code, severity = "ISI-056", PERINGATAN
    labels: tuple[str, ...]
    seen: str
    title = "Daftar periksa menunggu pilihan"
    sentence = "{node} belum dinilai: {seen} kriterianya terpenuhi, dan itu dapat berarti {labels:daftar}."
    repair = "Pilih salah satunya di sel jawaban."
    meaning = "Bagian kriteria yang terpenuhi cocok dengan beberapa jawaban; memilihnya adalah pertimbangan penilai."
    example = lambda: ChecklistAsks(on_cell("F6"), "1.a", labels=("AA", "A", "BB"), seen="7 dari 7")


class AnswerAboveChecklist(AboutNode):
    """The typed answer is better than the checklist allows."""

    code, severity = "ISI-057", PERINGATAN
    label: str
    seen: str
    labels: tuple[str, ...]
    title = "Jawaban lebih tinggi daripada daftar periksanya"
    sentence = "{node} dijawab {label}, tetapi {seen} kriterianya terpenuhi; itu berarti {labels:daftar}."
    repair = "Cocokkan dengan daftar periksanya."
    meaning = (
        "Jawaban yang diketik dipakai seperti tertulis. Daftar periksanya mengusulkan yang lebih rendah. Jawaban "
        "yang lebih rendah daripada usulan tidak disebut: mutu pemenuhan kriteria memang dipertimbangkan penilai."
    )
    example = lambda: AnswerAboveChecklist(on_cell("F6"), "1.a", label="A", seen="4 dari 7", labels=("CC",))


class ChecklistScale(AboutNode):
    """Criteria are answered on another scale than our template's."""

    code, severity = "ISI-058", CATATAN
    scale: str
    title = "Daftar periksa dijawab dengan skala lain"
    sentence = "Kriteria mulai {node} dibaca menurut skala {scale}."
    repair = "Tidak ada yang perlu diperbaiki bila memang itu skalanya."
    meaning = (
        "Kriteria daftar periksa dijawab bukan dengan Ya dan Tidak, melainkan bertingkat. Nilainya menjadi bagian "
        "kriteria yang terpenuhi, dan rata-ratanya mengusulkan jawaban butirnya."
    )
    example = lambda: ChecklistScale(on_cell("F7"), "1.a.1", scale="A/B/C/D (1/0,66/0,33/0)")
