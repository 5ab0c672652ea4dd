"""A catalog made from a workbook of the user's own (codes KAT from 020 to 036)."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_cell
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, CellPos, Plural, Temuan


class RatioFormulaAssumed(AboutNode):
    """Formula of a ratio not visible: assumed."""

    code, severity = "KAT-020", PERINGATAN
    formula: str
    title = "Rumus perbandingan tidak terlihat"
    sentence = "Rumus {node} tidak terlihat di lembar; dipakai {formula:panjang}."
    repair = "Cocokkan dengan pedomannya, lalu betulkan formula, numerator, dan denominator bila lain."
    meaning = (
        "Lembar hanya memuat baris jumlah, bukan rumusnya. Rumus diperkirakan dari nama jumlahnya, terbatas "
        "sampai 1, tanpa aturan bila pembaginya 0."
    )
    example = lambda: RatioFormulaAssumed(
        on_cell("G27"), "A.II.1.i.a", formula="Jumlah perubahan ÷ Jumlah agen perubahan"
    )


class FormWeightMissing(AboutNode):
    """Weight missing."""

    code, severity = "KAT-021", KESALAHAN
    seen: str
    title = "Bobot tidak ada di lembar"
    sentence = (
        "Bobot {node} tidak ada di lembar dan tidak dapat dihitung dari yang lain.[ Angka {seen:angka} di "
        "dalam kurung tidak dipakai.]"
    )
    repair = "Isi weight-nya di nodes/ menurut pedomannya, lalu jalankan pmprb kriteria periksa."
    meaning = (
        "Sebuah bagian atau butir tidak berbobot di lembar. Bobot tidak ditebak, dan angka di dalam kurung "
        "(bobot lama) tidak pernah dipakai."
    )
    plural = Plural(sentence="Bobot {count} bagian tidak ada di lembar dan tidak dapat dihitung: {list}.")
    example = lambda: FormWeightMissing(on_cell("H12"), "A.II.1", seen="2.5")


class FormWeightsDoNotSum(AboutNode):
    """Weights do not sum."""

    code, severity = "KAT-022", KESALAHAN
    total: Fraction
    weight: Fraction
    title = "Bobot di lembar tidak cocok"
    sentence = "Di lembar, bobot di bawah {node} berjumlah {total:angka}, sedangkan bobotnya sendiri {weight:angka}."
    repair = "Katalog ditulis seperti lembarnya. Betulkan di nodes/ menurut pedomannya."
    meaning = "Pada setiap tingkat, bobot bagian-bagian harus tepat berjumlah bobot induknya; lembar ini tidak."
    example = lambda: FormWeightsDoNotSum(on_cell("H12"), "A.I.2", total=Fraction("10/3"), weight=Fraction("3.5"))


class FormWeightReckoned(AboutNode):
    """Weight reckoned from those around it."""

    code, severity = "KAT-023", CATATAN
    weight: Fraction
    title = "Bobot dihitung dari yang lain"
    sentence = "Bobot {node} tidak tertulis; dihitung {weight:angka} dari bobot lain di lembar."
    repair = "Cocokkan dengan pedomannya."
    meaning = "Sebuah bobot tidak tertulis, tetapi pasti: jumlah bobot di bawahnya, atau sisa bobot di atasnya."
    plural = Plural(
        sentence="Bobot {count} bagian tidak tertulis dan dihitung dari bobot lain: {list}.",
        each="{node} ({weight:angka})",
    )
    example = lambda: FormWeightReckoned(on_cell("H7"), "A", weight=Fraction(60))


class UnknownAnswerKind(AboutNode):
    """Kind of answer not understood."""

    code, severity = "KAT-024", KESALAHAN
    seen: str
    title = "Jenis jawaban tidak dikenal"
    sentence = 'Jenis jawaban {node} tidak dikenal[ (tertulis "{seen}")].'
    repair = "Tentukan sendiri di nodes/: kind dan answer_set, scale, atau inputs."
    meaning = "Dari isi kolom pilihan dan penjelasannya tidak jelas apa yang boleh dijawab pada butir itu."
    plural = Plural(sentence="Jenis jawaban {count} butir tidak dikenal: {list}.")
    example = lambda: UnknownAnswerKind(on_cell("J30"), "A.I.2.i.a", seen="Uraian")


class FormCodeTwice(AboutNode):
    """Code twice in the sheet."""

    code, severity = "KAT-025", KESALAHAN
    first: str
    title = "Kode dua kali di lembar"
    sentence = "Kode {node} sudah dipakai di sel {first}."
    repair = "Ubah salah satu id di nodes/, atau betulkan kodenya di lembar lalu impor lagi dengan --timpa."
    meaning = "Dua baris memakai kode yang sama, jadi tidak jelas mana yang dimaksud. Keduanya ditulis ke katalog."
    plural = Plural(sentence="{count} baris memakai kode yang sudah dipakai: {list}.")
    example = lambda: FormCodeTwice(on_cell("F31"), "A.I.2.i.b", first="F30")


class NoGatesInForm(Temuan):
    """Gates and predicate are not in a worksheet."""

    code, severity = "KAT-026", CATATAN
    year: int | str
    title = "Ambang tidak ada di lembar"
    sentence = (
        "Ambang kelayakan dan predikat tidak diambil dari lembar kerja.[ Masa berlaku tidak terlihat; "
        "ditulis mulai {year}.]"
    )
    repair = "Bila ada, tambahkan gate_sets dan predicate di instrument.yaml, dan periksa valid_from."
    meaning = "Lembar kerja memuat butir dan bobot; ambang, predikat, dan masa berlaku ada di pedomannya."
    example = lambda: NoGatesInForm(on_cell(""), year="2021")


class BracketedNumberUnused(AboutNode):
    """Number in brackets is no weight."""

    code, severity = "KAT-027", CATATAN
    seen: str
    taken: str
    title = "Angka dalam kurung tidak dipakai"
    sentence = "Angka {seen:angka} dalam kurung pada judul {node} bukan bobotnya; dipakai {taken:angka}."
    repair = "Cocokkan bobotnya dengan pedoman yang berlaku."
    meaning = "Judul pada sebagian formulir masih memuat bobot lama dalam kurung di samping bobot yang berlaku."
    plural = Plural(
        sentence="{count} judul memuat angka dalam kurung yang bukan bobotnya: {list}.",
        each="{node} ({seen:angka}; dipakai {taken:angka})",
    )
    example = lambda: BracketedNumberUnused(on_cell("D40"), "A.II.1", seen="2.5", taken="0.5")


class OptionsUnexplained(AboutNode):
    """Options without explanation."""

    code, severity = "KAT-028", PERINGATAN
    labels: tuple[str, ...]
    title = "Pilihan tanpa penjelasan"
    sentence = "Pilihan {labels:daftar} pada {node} tidak diterangkan di lembar."
    repair = "Lengkapi options di nodes/."
    meaning = "Penjelasan tiap pilihan tidak ada, atau susunannya tidak terbaca."
    plural = Plural(
        sentence="{count} butir memiliki pilihan yang tidak diterangkan di lembar: {list}.",
        each="{node} ({labels:daftar})",
    )
    example = lambda: OptionsUnexplained(on_cell("I14"), "A.I.1.i.b", labels=("B", "C"))


class OptionScoresAssumed(Temuan):
    """What the options are worth is not visible: assumed."""

    code, severity = "KAT-029", PERINGATAN
    scale: str
    scores: str
    title = "Nilai pilihan tidak terlihat"
    sentence = "Nilai tiap pilihan {scale} tidak terlihat di lembar; dipakai {scores:panjang}."
    repair = "Cocokkan dengan pedomannya, lalu betulkan angkanya di answer_sets.yaml bila lain."
    meaning = (
        "Lembar memuat huruf pilihan, bukan nilainya. Dipakai nilai formulir resmi, atau jarak yang sama "
        "bila pilihannya lain."
    )
    example = lambda: OptionScoresAssumed(on_cell("J14"), scale="A/B/C/D", scores="A = 1; B = 0,67; C = 0,33; D = 0")


class ChoicesUnlikeExplained(AboutNode):
    """Printed choices differ from those explained."""

    code, severity = "KAT-030", PERINGATAN
    seen: str
    taken: str
    title = "Pilihan dan penjelasannya berbeda"
    sentence = (
        'Pilihan {node} tertulis "{seen:singkat}", tetapi penjelasannya untuk {taken:singkat}; penjelasan yang dipakai.'
    )
    repair = "Cocokkan dengan pedomannya, lalu betulkan answer_set dan options bila lain."
    meaning = "Kolom pilihan dan kolom penjelasan sebuah butir tidak menyebut pilihan yang sama."
    example = lambda: ChoicesUnlikeExplained(on_cell("J14"), "A.I.1.i.b", seen="Ya", taken="A/B/C")


class RowWithoutHeading(Temuan):
    """A row that asks stands beneath no heading."""

    code, severity = "KAT-031", KESALAHAN
    seen: str
    title = "Baris tanpa judul di atasnya"
    sentence = 'Baris "{seen}" meminta jawaban, tetapi tidak berada di bawah satu bagian atau butir.'
    repair = "Periksa penanda (A, I, 1, i, a) di atasnya, lalu impor lagi dengan --timpa."
    meaning = (
        "Sebuah baris meminta jawaban padahal kedudukannya dalam susunan kriteria tidak jelas; baris itu "
        "tidak masuk katalog."
    )
    example = lambda: RowWithoutHeading(on_cell("G30"), seen="Jumlah agen perubahan")


class NoFormFound(Temuan):
    """No form found."""

    code, severity = "KAT-032", KESALAHAN
    sheets: str
    ticked: str = ""
    title = "Formulir LKE tidak ditemukan"
    sentence = (
        "[Jawaban tampak dicentang di {ticked:singkat}: tambahkan kolom Pilihan Jawaban (misalnya Ya/Tidak) dan "
        "Jawaban.|Tidak ada lembar dengan judul kolom pilihan jawaban dan kode atau penanda butir.]"
        "[ Yang ada: {sheets:daftar}.]"
    )
    repair = "Pakai lembar kerja yang memuat kolom seperti Penilaian, Bobot, Pilihan Jawaban, Jawaban."
    meaning = "Berkas tidak memuat lembar yang dapat dibaca sebagai formulir LKE, jadi katalog tidak dibuat."
    example = lambda: NoFormFound(CellPos(workbook="laporan.xlsx"), sheets="Laporan, Grafik")


class SeveralForms(Temuan):
    """Several sheets look like a form: one was taken."""

    code, severity = "KAT-033", CATATAN
    sheet: str
    others: str
    title = "Ada lebih dari satu formulir"
    sentence = 'Dipakai lembar "{sheet}"; yang tampak seperti formulir juga: {others:daftar}.'
    repair = "Untuk lembar lain, simpan lembar itu dalam berkas tersendiri, lalu impor berkas itu."
    meaning = "Beberapa lembar dalam satu berkas tampak seperti LKE; yang paling banyak butirnya dipakai."
    example = lambda: SeveralForms(on_cell(""), sheet="LKE Unit", others="LKE Pusat")


class FormNotReadBack(AboutNode):
    """The form cannot be read back with the catalog made from it."""

    code, severity = "KAT-034", PERINGATAN
    title = "Formulir belum terbaca kembali"
    sentence = "[Butir {node}|Lembar ini] belum dapat dibaca kembali dengan katalog yang dibuat darinya."
    repair = "Periksa layouts.yaml, atau pakai lembar dari pmprb templat."
    meaning = (
        "Katalog dapat dipakai untuk membuat lembar sendiri, tetapi isian pada formulir ini belum "
        "(seluruhnya) dapat dibaca."
    )
    plural = Plural(sentence="{count} butir belum dapat dibaca kembali dari formulir ini: {list}.")
    example = lambda: FormNotReadBack(on_cell("G30"), "A.I.2.i.a")


class PercentTypedByHand(AboutNode):
    """Per cent typed by hand: read as 0 to 1."""

    code, severity = "KAT-035", PERINGATAN
    title = "Persen diketik tanpa jumlah"
    sentence = "{node} meminta persen tanpa baris jumlah; dibaca sebagai angka 0 sampai 1 (75% = 0,75)."
    repair = "Bila diisi 0 sampai 100, ubah scale-nya di nodes/."
    meaning = "Excel menyimpan 75% sebagai 0,75. Bila formulirnya diisi 75, batas angkanya perlu diubah."
    plural = Plural(
        sentence="{count} butir meminta persen tanpa baris jumlah dan dibaca sebagai angka 0 sampai 1: {list}."
    )
    example = lambda: PercentTypedByHand(on_cell("J40"), "A.II.4.i.a")


class EmptyOrMixedHeading(AboutNode):
    """Heading with nothing beneath it, or with headings and items."""

    code, severity = "KAT-036", KESALAHAN
    heading: str
    title = "Bagian kosong atau bercampur"
    sentence = 'Bagian {node} "{heading}" di lembar kosong, atau berisi bagian lain dan butir sekaligus.'
    repair = "Lengkapi atau pisahkan isinya di nodes/, atau betulkan penandanya di lembar."
    meaning = "Sebuah bagian harus berisi bagian lain atau butir, dan hanya salah satunya."
    example = lambda: EmptyOrMixedHeading(on_cell("D40"), "A.II.7", heading="Penataan Tatalaksana")
