"""Answers that stand in an odd place or form: codes ISI on stray, merged, per cent and look-alike answers."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_cell
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, Plural, Temuan


class PercentRead(AboutNode):
    """A per cent on a scale of a hundred."""

    code, severity = "ISI-030", CATATAN
    seen: str
    taken: str
    high: Fraction
    title = "Persen dibaca dari seratus"
    sentence = 'Isian "{seen}" untuk {node} adalah persen; pada skala sampai {high:angka} dibaca {taken}.'
    repair = "Tidak ada yang perlu diperbaiki bila memang itu maksudnya."
    meaning = (
        "Selnya berformat persen, atau isiannya bertanda %. Excel menyimpan 85% sebagai 0,85; yang dibaca adalah yang "
        "tampak di sel, 85 dari 100."
    )
    plural = Plural(
        sentence="{count} isian berupa persen dan dibaca dari seratus: {list}.", each='{node} "{seen}" menjadi {taken}'
    )
    example = lambda: PercentRead(on_cell("F12"), "B03", seen="85%", taken="85", high=Fraction(100))


class PercentOfScale(AboutNode):
    """A per cent on another scale."""

    code, severity = "ISI-031", PERINGATAN
    seen: str
    taken: str
    high: Fraction
    title = "Persen pada skala lain"
    sentence = 'Isian "{seen}" untuk {node} adalah persen; pada skala sampai {high:angka} dibaca {taken}.'
    repair = "Pastikan itu maksudnya, lalu tulis angkanya sendiri, tanpa persen."
    meaning = (
        "Butir meminta angka pada skala tertentu, misalnya 0 sampai 10, dan diisi dengan persen. Yang dibaca bagian "
        "itu dari skala penuh: 85% dari 10 adalah 8,5."
    )
    plural = Plural(
        sentence="{count} isian berupa persen, dibaca sebagai bagian dari skalanya: {list}.",
        each='{node} "{seen}" menjadi {taken}',
    )
    example = lambda: PercentOfScale(on_cell("F12"), "B.I.a", seen="85%", taken="8,5", high=Fraction(10))


class FractionOnLargeScale(AboutNode):
    """A fraction of one on a scale of a hundred."""

    code, severity = "ISI-033", PERINGATAN
    seen: str
    high: Fraction
    title = "Pecahan pada skala besar"
    sentence = (
        'Isian "{seen}" untuk {node} dibaca apa adanya, pada skala sampai {high:angka}: mungkin maksudnya persen.'
    )
    repair = "Bila maksudnya persen, tulis angkanya penuh, misalnya 85, bukan 0,85."
    meaning = (
        "Angka antara 0 dan 1 pada skala sampai 100 hampir selalu persen yang kehilangan tandanya, misalnya karena "
        "disalin sebagai nilai dari sel berformat persen."
    )
    plural = Plural(
        sentence="{count} isian antara 0 dan 1 dibaca apa adanya, padahal skalanya jauh lebih besar: {list}.",
        each='{node} "{seen}"',
    )
    example = lambda: FractionOnLargeScale(on_cell("F12"), "B03", seen="0,85", high=Fraction(100))


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


class LookAlikeLetter(AboutNode):
    """A letter of another alphabet that looks like the right one."""

    code, severity = "ISI-034", KESALAHAN
    seen: str
    letters: str
    alphabet: str
    meant: str
    title = "Huruf dari abjad lain"
    sentence = (
        'Jawaban "{seen:singkat}" untuk {node} tampak seperti "{meant:singkat}", tetapi memuat huruf '
        "{alphabet:singkat} ({letters:singkat})."
    )
    repair = 'Hapus isi selnya, lalu ketik ulang "{meant:singkat}" atau pilih dari daftar.'
    meaning = (
        "Huruf dari abjad lain (Kiril, Yunani, dan lainnya) yang bentuknya sama dengan huruf Latin, misalnya tersalin "
        "dari halaman web. Mata tidak melihat bedanya; Excel dan program melihatnya."
    )
    example = lambda: LookAlikeLetter(on_cell("F27"), "A.I.2.i.a", seen="А", letters="А", alphabet="Kiril", meant="A")


class MergedAnswer(AboutNode):
    """The answer cell is part of a merged cell that begins at another row or column."""

    code, severity = "ISI-035", KESALAHAN
    cells: str
    seen: str
    title = "Sel jawaban digabung"
    sentence = (
        'Sel jawaban {node} digabung dengan sel lain ({cells:singkat}), yang berisi "{seen:singkat}"; isinya milik sel '
        "pertama, jadi butir ini belum dijawab."
    )
    repair = "Pisahkan sel gabungan itu, lalu isi jawaban di setiap baris."
    meaning = "Satu sel gabungan menutupi jawaban beberapa butir. Hanya butir pertama yang memilikinya."
    example = lambda: MergedAnswer(on_cell("F28"), "A.I.2.i.b", cells="F27:F28", seen="B")


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

    code, severity = "ISI-039", PERINGATAN
    taken: str
    left: str
    title = "Satu kolom jawaban yang terisi"
    sentence = "Ada lebih dari satu kolom jawaban; yang terisi, kolom {taken}, yang dibaca, sedangkan {left} kosong."
    repair = "Tidak ada yang perlu diperbaiki bila memang kolom itu yang diisi; hapus kolom yang kosong."
    meaning = "Dua kolom berjudul Jawaban, dan hanya satu yang terisi."
    example = lambda: AnswerColumnTaken(on_cell("G6"), taken="G", left="F")


class NumberBecameDate(AboutNode):
    """A date or a time where a number belongs: what the sheet made of "1.10" or "3.45"."""

    code, severity = "ISI-071", KESALAHAN
    seen: str
    hint: str
    label: str
    title = "Angka berubah menjadi tanggal atau jam"
    sentence = (
        'Isian "{seen:singkat}"[ pada {label:singkat}] untuk {node} tersimpan sebagai tanggal atau jam, bukan angka.'
        "[ Maksudnya {hint:singkat}?]"
    )
    repair = "Ubah format selnya menjadi Umum (General), lalu ketik ulang; pecahan memakai koma."
    meaning = (
        "Excel dan LibreOffice mengubah ketikan seperti 1.10, 1/10, atau 3.45 menjadi tanggal atau jam, menurut "
        "pengaturan komputernya; atau sel yang meminta angka berformat tanggal. Angkanya tidak ditebak."
    )
    example = lambda: NumberBecameDate(on_cell("F150"), "B.I.a", seen="pukul 03.45", hint="3,45", label="")


class AnswersPerhapsShifted(Temuan):
    """Answers of a few rows that fit their neighbours better: a cell was inserted or deleted above them."""

    code, severity = "ISI-072", PERINGATAN
    cells: str
    way: str
    blank: str
    stray: str
    beside: int | None
    title = "Jawaban mungkin bergeser satu baris"
    sentence = (
        "Jawaban di {cells:singkat} mungkin bergeser satu baris ke {way:singkat}: {blank:singkat} kosong"
        "[; {stray:singkat} di luar butir terisi][; {beside:singkat} baris hanya cocok dengan sebelahnya]."
    )
    repair = "Cocokkan dengan pertanyaannya; bila benar, geser kembali."
    meaning = (
        "Sebuah sel disisipkan atau dihapus di kolom Jawaban, sehingga jawaban di bawahnya pindah satu baris. Tampak "
        "dari butir kosong di satu ujung dan isian di luar butir di ujung lain (baris judul, jumlah, kosong); dari "
        "jawaban yang hanya cocok dengan pilihan butir di sebelahnya; atau dari bukti yang tidak sejajar. "
        "Hanya dugaan: nilainya tetap dihitung seperti tertulis."
    )
    example = lambda: AnswersPerhapsShifted(
        on_cell("F12"), cells="F12:F17", way="bawah", blank="F11", stray="F17", beside=None
    )


class UnitCodeBecameDate(Temuan):
    """A unit's code that a sheet made a date of."""

    code, severity = "ISI-073", KESALAHAN
    seen: str
    hint: str
    name: str
    title = "Kode unit berubah menjadi tanggal"
    sentence = (
        "Kode {name} tersimpan sebagai tanggal atau jam ({seen:singkat}), bukan teks.[ Maksudnya {hint:singkat}?]"
    )
    repair = "Ubah format kolom kode menjadi Teks (Text), lalu ketik ulang kodenya."
    meaning = (
        "Excel mengubah kode seperti 1.10 atau 3.45 menjadi tanggal atau jam; kode itu tidak cocok dengan lembarnya."
    )
    example = lambda: UnitCodeBecameDate(on_cell("A7"), seen="1 Oktober 2026", hint="1.10", name="Dinas Sosial")


class AnswersTicked(Temuan):
    """Answers ticked in a column for each choice."""

    code, severity = "ISI-074", KESALAHAN
    columns: str
    count: int
    title = "Jawaban dicentang di beberapa kolom"
    sentence = (
        "{count:singkat} butir dijawab dengan tanda di kolom {columns:daftar}, satu kolom tiap pilihan; yang dibaca "
        "satu kolom Jawaban, jadi butir itu belum dinilai."
    )
    repair = "Tulis nama pilihannya di satu kolom Jawaban, lalu kosongkan tandanya."
    meaning = (
        "Formulir memberi satu kolom bagi setiap pilihan (Ya, Tidak), dan jawabannya tanda centang atau silang. "
        "Artinya tidak ditebak: silang dapat berarti dipilih atau dicoret."
    )
    example = lambda: AnswersTicked(on_cell("C5"), columns="C (Ya), D (Tidak)", count=42)
