"""Answers carried from the last period: which still wait for a look."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, Temuan


class CarriedAnswersUnreviewed(Temuan):
    """Answers filled in from the last period still bear the mark that nobody looked at them."""

    code, severity = "ISI-070", CATATAN
    count: int
    of: int
    title = "Jawaban lama belum ditinjau ulang"
    sentence = "{count} dari {of} jawaban masih jawaban periode lalu dan bertanda belum ditinjau ulang."
    repair = "Periksa jawaban, bukti, dan catatannya; lalu hapus tandanya di kolom Catatan."
    meaning = "Lembar ini dibuat dengan jawaban periode lalu terisi: dinilai, tetapi belum dinyatakan masih benar."
    example = lambda: CarriedAnswersUnreviewed(on_book("LKE_Dinas-Kesehatan.xlsx"), count=12, of=113)
