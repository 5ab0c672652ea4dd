"""The filling of a worksheet, and what its verifiers answer: codes ISI."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_cell
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, CellPos, Plural


class BlankAnswer(AboutNode):
    """Blank answer."""

    code, severity = "ISI-001", PERINGATAN
    title = "Butir belum dijawab"
    sentence = "{node} belum dijawab."
    repair = "Isi jawabannya, lalu simpan."
    meaning = (
        "Sel Jawaban sebuah butir kosong. Butir itu dihitung 0 atau dilewati, menurut aturan yang dipilih saat menilai."
    )
    plural = Plural(sentence="{count} butir belum dijawab: {list}.", repair="Isi jawabannya, lalu simpan.")
    example = lambda: BlankAnswer(on_cell("F27"), "A.I.2.i.a")


class AnswerTidied(AboutNode):
    """Answer tidied at the door."""

    code, severity = "ISI-002", CATATAN
    seen: str
    taken: str
    title = "Jawaban dirapikan saat dibaca"
    sentence = 'Jawaban "{seen}" untuk {node} dibaca sebagai "{taken}".'
    repair = "Tidak ada yang perlu diperbaiki bila memang itu maksudnya."
    meaning = (
        "Jawaban terbaca, hanya cara menulisnya sedikit berbeda: huruf kecil, spasi, titik, atau angka yang "
        "ditulis sebagai teks."
    )
    plural = Plural(sentence="{count} jawaban dirapikan saat dibaca: {list}.", each='{node} "{seen}" menjadi "{taken}"')
    example = lambda: AnswerTidied(on_cell("F27"), "A.I.2.i.a", seen="b.", taken="B")


class AnswerOutsideChoices(AboutNode):
    """Answer not among the options."""

    code, severity = "ISI-003", KESALAHAN
    seen: str
    allowed: str
    hint: str
    title = "Jawaban di luar pilihan"
    sentence = 'Jawaban "{seen}" untuk {node} tidak ada dalam pilihan ({allowed:daftar}).[ Maksudnya "{hint:singkat}"?]'
    repair = "Pilih salah satu, atau kosongkan bila belum dijawab."
    meaning = "Isi sel Jawaban bukan salah satu pilihan butir itu. Program tidak menebak, jadi butir itu belum dinilai."
    example = lambda: AnswerOutsideChoices(on_cell("F27"), "A.I.2.i.a", seen="Y", allowed="Ya, Tidak", hint="")


class SeveralAnswers(AboutNode):
    """More than one answer in the cell."""

    code, severity = "ISI-004", KESALAHAN
    seen: str
    allowed: str
    hint: str
    title = "Lebih dari satu jawaban"
    sentence = 'Sel jawaban {node} berisi lebih dari satu jawaban ("{seen}").'
    repair = "Pilih satu saja dari {allowed:daftar}."
    meaning = 'Satu sel Jawaban memuat dua pilihan atau lebih, misalnya "A/B".'
    unused = ("hint",)
    example = lambda: SeveralAnswers(on_cell("F31"), "A.I.2.i.b", seen="A/B", allowed="A, B, C, D", hint="")


class ErrorInAnswer(AboutNode):
    """Error cell."""

    code, severity = "ISI-005", KESALAHAN
    seen: str
    title = "Tanda rumus gagal pada jawaban"
    sentence = "Sel jawaban {node} berisi {seen}, tanda bahwa sebuah rumus gagal, bukan jawaban."
    repair = "Hapus isi sel itu, lalu isi jawabannya."
    meaning = (
        "Sel Jawaban menampilkan tanda seperti #REF! atau #N/A, biasanya karena rumus yang ikut tersalin. "
        "Sel seperti ini tidak dianggap kosong."
    )
    example = lambda: ErrorInAnswer(on_cell("F27"), "A.I.2.i.a", seen="#REF!")


class CountUnreadable(AboutNode):
    """Text where a count belongs."""

    code, severity = "ISI-006", KESALAHAN
    seen: str
    label: str
    hint: str
    title = "Jumlah tidak terbaca"
    sentence = 'Isian "{seen}" pada {label} ({node}) tidak terbaca sebagai jumlah.'
    repair = "Tulis angkanya saja tanpa pemisah ribuan, misalnya {hint:singkat}."
    meaning = (
        "Sel yang meminta jumlah berisi teks, atau angka yang dapat dibaca dengan dua cara, misalnya "
        '"1,000" (satu atau seribu).'
    )
    example = lambda: CountUnreadable(
        on_cell("F140"), "B.III.a", seen="12 orang", label="Jumlah wajib lapor", hint="12"
    )


class CountNegativeOrFraction(AboutNode):
    """Count negative or not whole."""

    code, severity = "ISI-007", KESALAHAN
    seen: str
    label: str
    title = "Jumlah negatif atau pecahan"
    sentence = 'Isian "{seen}" pada {label} ({node}) perlu berupa bilangan bulat, 0 atau lebih.'
    repair = "Tulis jumlah yang sebenarnya, misalnya 12."
    meaning = "Sel yang meminta jumlah orang, laporan, atau sejenisnya berisi angka negatif atau pecahan."
    example = lambda: CountNegativeOrFraction(on_cell("F140"), "B.III.a", seen="-3", label="Jumlah wajib lapor")


class CountsIncomplete(AboutNode):
    """Counts incomplete."""

    code, severity = "ISI-008", KESALAHAN
    missing: str
    title = "Jumlah belum lengkap"
    sentence = "Jumlah untuk {node} belum lengkap; yang masih kosong: {missing:panjang}."
    repair = "Lengkapi semuanya, dan tulis 0 bila memang tidak ada."
    meaning = "Butir ini memerlukan beberapa jumlah, dan baru sebagian yang terisi. Kosong tidak dianggap 0."
    example = lambda: CountsIncomplete(on_cell("F141"), "B.III.a", missing="Jumlah yang sudah melapor")


class NumberOutsideScale(AboutNode):
    """Number outside the scale."""

    code, severity = "ISI-009", KESALAHAN
    seen: str
    low: Fraction
    high: Fraction
    title = "Angka di luar rentang"
    sentence = 'Angka "{seen}" untuk {node} di luar rentang {low:angka} sampai {high:angka}.'
    repair = "Tulis angka dalam rentang itu; hasil survei dengan skala lain diubah dahulu ke skala ini."
    meaning = "Butir ini meminta angka dalam rentang tertentu, misalnya indeks survei 0 sampai 4."
    example = lambda: NumberOutsideScale(on_cell("F150"), "B.I.a", seen="87,65", low=Fraction(0), high=Fraction(4))


class NumberUnreadable(AboutNode):
    """Text where a number belongs."""

    code, severity = "ISI-010", KESALAHAN
    seen: str
    low: Fraction
    high: Fraction
    title = "Angka tidak terbaca"
    sentence = 'Isian "{seen}" untuk {node} tidak terbaca sebagai angka.'
    repair = "Tulis angkanya saja, dari {low:angka} sampai {high:angka}; kosongkan bila belum ada."
    meaning = "Butir ini meminta angka, tetapi selnya berisi teks."
    example = lambda: NumberUnreadable(on_cell("F150"), "B.I.a", seen="indeks 3,6", low=Fraction(0), high=Fraction(4))


class PartOverWhole(AboutNode):
    """Numerator over denominator."""

    code, severity = "ISI-011", PERINGATAN
    above: Fraction
    below: Fraction
    title = "Bagian melebihi jumlah seluruhnya"
    sentence = (
        "Pada {node}, jumlah yang tercapai ({above:angka}) lebih besar daripada jumlah seluruhnya ({below:angka})."
    )
    repair = "Periksa kedua jumlah itu; sementara ini nilainya dihitung paling tinggi nilai penuh."
    meaning = (
        "Butir perbandingan memuat bagian yang lebih besar daripada seluruhnya, misalnya 13 dari 12 orang. "
        "Sering terjadi karena seseorang terhitung dua kali."
    )
    example = lambda: PartOverWhole(on_cell("F140"), "B.III.a", above=Fraction(13), below=Fraction(12))


class AnswerWithoutEvidence(AboutNode):
    """Answered without evidence."""

    code, severity = "ISI-012", CATATAN
    title = "Jawaban tanpa bukti dukung"
    sentence = "{node} sudah dijawab, tetapi Bukti Dukung masih kosong."
    repair = "Tulis nama dokumen atau tautannya di kolom Bukti Dukung."
    meaning = "Butir sudah dijawab, sedangkan kolom Bukti Dukung pada baris itu kosong. Nilainya tetap dihitung."
    plural = Plural(sentence="{count} butir sudah dijawab, tetapi Bukti Dukung masih kosong: {list}.")
    example = lambda: AnswerWithoutEvidence(on_cell("F27"), "A.I.2.i.a")


class AnswerFromFormula(AboutNode):
    """Formula in an answer cell."""

    code, severity = "ISI-013", PERINGATAN
    seen: str
    title = "Jawaban berasal dari rumus"
    sentence = 'Jawaban {node} berasal dari rumus; hasil yang tersimpan, "{seen}", yang dibaca.'
    repair = "Pastikan jawabannya benar, lalu ganti rumus itu dengan jawaban langsung."
    meaning = "Sel Jawaban berisi rumus, bukan pilihan yang diketik. Hasilnya dapat berubah tanpa disadari."
    example = lambda: AnswerFromFormula(on_cell("F27"), "A.I.2.i.a", seen="Ya")


class AnswerFormulaWithoutResult(AboutNode):
    """Formula without a stored result in an answer cell."""

    code, severity = "ISI-014", KESALAHAN
    title = "Rumus tanpa hasil pada jawaban"
    sentence = "Sel jawaban {node} berisi rumus yang hasilnya belum tersimpan."
    repair = "Ganti dengan jawaban langsung; atau buka berkas di Excel atau LibreOffice, simpan, lalu kirim ulang."
    meaning = (
        "Sel Jawaban berisi rumus, dan berkasnya belum menyimpan hasil rumus itu. Sel seperti ini tidak "
        "dianggap kosong."
    )
    example = lambda: AnswerFormulaWithoutResult(on_cell("F27"), "A.I.2.i.a")


class NotApplicableRefused(AboutNode):
    """ "tidak berlaku" where the item does not allow it."""

    code, severity = "ISI-015", KESALAHAN
    title = "Tidak berlaku pada butir wajib"
    sentence = 'Butir {node} tidak dapat dijawab "tidak berlaku".'
    repair = "Pilih salah satu jawaban yang tersedia; jelaskan keadaannya di kolom Catatan."
    meaning = 'Jawaban "tidak berlaku" hanya dapat dipakai pada butir yang memang membolehkannya.'
    example = lambda: NotApplicableRefused(on_cell("F27"), "A.I.2.i.a")


class AnswerChangedSinceReview(AboutNode):
    """The unit changed its answer after the review workbook was made."""

    code, severity = "ISI-020", PERINGATAN
    seen: str
    expected: str
    title = "Jawaban unit berubah setelah verifikasi"
    sentence = "Jawaban unit untuk {node} kini {expected:singkat}, sedangkan saat verifikasi {seen:singkat}."
    repair = "Minta TPI melihat lagi butir ini. Yang dihitung jawaban di lembar kerja unit."
    meaning = (
        "Unit mengubah jawaban setelah lembar verifikasi dibuat, atau salinan di lembar verifikasi diubah. "
        "Jawaban unit selalu diambil dari lembar kerjanya sendiri."
    )
    plural = Plural(
        sentence="{count} jawaban unit berubah setelah verifikasi: {list}.",
        each="{node} ({seen:singkat} menjadi {expected:singkat})",
        repair="Minta TPI melihat lagi butir-butir ini. Yang dihitung jawaban di lembar kerja unit.",
    )
    example = lambda: AnswerChangedSinceReview(
        CellPos(workbook="LKE-TPI_2026_1-02_Dinas-Kesehatan.xlsx", sheet="LKE", cell="K14"),
        "A.I.1.ii.b",
        seen="B",
        expected="A",
    )


class ReviewDiffersWithoutNote(AboutNode):
    """The verifier differs and left no note."""

    code, severity = "ISI-021", CATATAN
    title = "Berbeda tanpa catatan"
    sentence = "Jawaban TPI untuk {node} berbeda dari jawaban unit, tetapi Catatan TPI masih kosong."
    repair = "Tulis alasannya di kolom Catatan TPI, supaya unit tahu yang perlu dilengkapi."
    meaning = "TPI menilai lain daripada unit dan belum menuliskan alasannya. Nilainya tetap dihitung."
    plural = Plural(sentence="{count} jawaban TPI berbeda dari jawaban unit tanpa Catatan TPI: {list}.")
    example = lambda: ReviewDiffersWithoutNote(
        CellPos(workbook="LKE-TPI_2026_1-02_Dinas-Kesehatan.xlsx", sheet="LKE", cell="K14"), "A.I.1.ii.b"
    )
