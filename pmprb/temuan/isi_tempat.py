"""Answers that stand in an odd place or form: codes ISI on stray, merged, per cent and look-alike answers."""

from __future__ import annotations

from pmprb.temuan.place import on_cell
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, Plural, Temuan


class StrayAnswer(Temuan):
    """Something typed in the answer column on a row that asks for nothing."""

    code, severity = "ISI-032", KESALAHAN
    seen: str
    title = "Jawaban di baris yang bukan butir"
    sentence = 'Jawaban "{seen:singkat}" ada di baris judul atau baris kosong, jadi tidak dibaca.'
    repair = "Pindahkan ke baris butirnya; bila jawaban di sekitarnya ikut bergeser, betulkan semuanya."
    meaning = "Kolom Jawaban terisi di baris yang tidak meminta jawaban, misalnya karena salin-tempel bergeser."
    plural = Plural(
        sentence="{count} jawaban ada di baris judul atau baris kosong, jadi tidak dibaca: {list}.",
        each='"{seen:singkat}"',
    )
    example = lambda: StrayAnswer(on_cell("F11"), seen="B")


class AnswerPerhapsElsewhere(AboutNode):
    """The answer cell is blank, and another cell of the row holds what could be its answer."""

    code, severity = "ISI-036", PERINGATAN
    seen: str
    title = "Jawaban mungkin di kolom lain"
    sentence = '{node} belum dijawab, tetapi kolom lain di baris itu berisi "{seen:singkat}".'
    repair = "Bila itu jawabannya, tulis di kolom Jawaban."
    meaning = "Sel Jawaban sebuah butir kosong, dan Catatan atau Bukti Dukungnya berisi salah satu pilihan jawaban."
    plural = Plural(
        sentence="{count} butir belum dijawab, tetapi kolom lain di barisnya berisi pilihan jawaban: {list}.",
        each='{node} "{seen:singkat}"',
    )
    example = lambda: AnswerPerhapsElsewhere(on_cell("J27"), "A.I.2.i.a", seen="B")


class RatioTypedOnItsRow(AboutNode):
    """A figure typed on the row of a ratio, whose counts are blank."""

    code, severity = "ISI-037", KESALAHAN
    seen: str
    title = "Angka di baris perbandingan"
    sentence = (
        'Isian "{seen:singkat}" ada di baris {node}, yang nilainya dihitung dari jumlah di baris-baris di bawahnya.'
    )
    repair = "Kosongkan sel itu, lalu tulis jumlahnya di baris-baris di bawahnya."
    meaning = "Butir perbandingan tidak dijawab di barisnya sendiri: yang diisi jumlah-jumlah di bawahnya."
    example = lambda: RatioTypedOnItsRow(on_cell("F129"), "A.II.1.i.a", seen="85%")


class VerifiedWithoutOwn(Temuan):
    """A verifier's answers beside a unit that has none of its own."""

    code, severity = "ISI-038", PERINGATAN
    count: int
    title = "Verifikasi tanpa jawaban unit"
    sentence = (
        "TPI menjawab {count} butir, sedangkan unit sendiri belum menjawab satu pun; nilai setelah verifikasi tidak "
        "dihitung."
    )
    repair = "Periksa apakah jawaban unit tertulis di kolom TPI; minta unit mengisi kolom Jawaban."
    meaning = "Nilai setelah verifikasi adalah jawaban unit yang diperiksa TPI; tanpa jawaban unit tidak ada nilainya."
    example = lambda: VerifiedWithoutOwn(on_cell(""), count=113)


class AnswerColumnTaken(Temuan):
    """Of two columns for answers one alone is filled."""

    code, severity = "ISI-039", CATATAN
    taken: str
    left: str
    title = "Satu kolom jawaban yang terisi"
    sentence = "Ada lebih dari satu kolom jawaban; yang terisi, kolom {taken}, yang dibaca, sedangkan {left} kosong."
    repair = "Tidak ada yang perlu diperbaiki bila memang kolom itu yang diisi; hapus kolom yang kosong."
    meaning = "Dua kolom berjudul Jawaban, dan hanya satu yang terisi."
    example = lambda: AnswerColumnTaken(on_cell("G6"), taken="G", left="F")
