"""Surveys: respondents' rows that are counted and averaged (KAT-082, ISI-059 to ISI-061)."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import EXAMPLE_FILE, on_cell, on_line
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, CellPos, Temuan


def _on_survey(cell: str) -> CellPos:
    return CellPos(workbook=EXAMPLE_FILE, sheet="Responden", cell=cell)


class UnfitSurvey(AboutNode):
    """An item of a survey that is not there, or whose scale is not of a few whole numbers."""

    code, severity = "KAT-082", KESALAHAN
    survey: str
    title = "Butir survei tidak sesuai"
    sentence = 'Butir {node} tidak dapat diisi dari survei "{survey}".'
    repair = (
        "Sebut survei itu dalam surveys di instrument.yaml, dan beri butirnya skala bilangan bulat paling banyak 10."
    )
    meaning = "Jawaban responden adalah bilangan bulat dalam beberapa tingkat; surveinya disebut dalam instrument.yaml."
    example = lambda: UnfitSurvey(on_line("criteria/contoh-2021/nodes/1.yaml", 12, 5), "1.a", survey="responden")


class RespondentsCounted(Temuan):
    """Answers were averaged from respondents' rows."""

    code, severity = "ISI-059", CATATAN
    survey: str
    least: int
    most: int
    title = "Nilai dihitung dari baris responden"
    sentence = "{survey}: dihitung dari {most} responden; pertanyaan yang paling sedikit dijawab dijawab {least}."
    repair = "Tidak ada yang perlu diperbaiki."
    meaning = "Butir survei dinilai dari rata-rata jawaban semua responden yang menjawab pertanyaan itu."
    example = lambda: RespondentsCounted(_on_survey("B7"), survey="Jawaban responden", least=118, most=120)


class RespondentAnswerOutside(AboutNode):
    """Respondents' answers that are no whole number of the scale."""

    code, severity = "ISI-060", PERINGATAN
    seen: str
    count: int
    title = "Jawaban responden tidak terbaca"
    sentence = '{count} jawaban responden untuk {node} bukan tingkat dalam skalanya ("{seen}"); tidak ikut.'
    repair = "Betulkan di lembar responden, atau kosongkan."
    meaning = "Jawaban responden yang bukan angka dalam skalanya tidak ikut dirata-ratakan, dan tidak dihitung 0."
    example = lambda: RespondentAnswerOutside(_on_survey("C31"), "1.a.K1", seen="9", count=2)


class TypedMeanDiffers(AboutNode):
    """The number typed in the form is not the mean of the respondents."""

    code, severity = "ISI-061", PERINGATAN
    seen: Fraction
    mean: Fraction
    title = "Angka yang diketik bukan rata-rata responden"
    sentence = "{node} diketik {seen:angka}; rata-rata respondennya {mean:angka}, dan itu yang dipakai."
    repair = "Hapus angka itu, atau betulkan baris respondennya."
    meaning = "Bila lembar responden berisi jawaban, rata-ratanya yang dipakai; angka di lembar LKE hanya dibandingkan."
    example = lambda: TypedMeanDiffers(on_cell("F60"), "1.a.K1", seen=Fraction("4.5"), mean=Fraction("4.1"))
