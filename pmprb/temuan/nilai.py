"""Scoring, and the index of an instansi with its units: codes NILAI."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_book, on_cell
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, Plural, Temuan


class DenominatorZero(AboutNode):
    """Denominator zero, no rule."""

    code, severity = "NILAI-001", KESALAHAN
    title = "Pembagi nol tanpa aturan"
    sentence = "Jumlah pembagi pada {node} adalah 0, dan belum ada aturan nilainya untuk keadaan itu."
    repair = "Periksa jumlahnya; bila memang 0, tanyakan cara menilainya kepada Bagian Organisasi atau TPI."
    meaning = (
        "Butir perbandingan tidak dapat dihitung karena pembaginya 0, dan peraturan tidak menyebut nilainya. "
        "Butir itu belum dinilai."
    )
    example = lambda: DenominatorZero(on_cell("F140"), "B.III.a")


class InstrumentOutsideValidity(Temuan):
    """The period lies outside the years in which an instrument is in force."""

    code, severity = "NILAI-030", PERINGATAN
    instrument: str
    valid: str
    period: str
    title = "Instrumen di luar masa berlakunya"
    sentence = "{instrument} berlaku {valid}, sedangkan periodenya {period}."
    repair = "Pastikan instrumennya memang masih dipakai untuk periode itu; daftar instrumen: pmprb instrumen."
    unit_repair = "Tanyakan kepada Bagian Organisasi apakah instrumennya masih dipakai."
    meaning = (
        "Peraturan instrumen ini belum atau tidak lagi berlaku pada periode yang dinilai. Nilainya tetap dihitung, "
        "tetapi tidak sah sebagai hasil periode itu kecuali ada ketentuan yang memakainya."
    )
    example = lambda: InstrumentOutsideValidity(
        on_book(), instrument="RB General 2024", valid="tahun 2024", period="2026"
    )


class BlankPolicyMatters(Temuan):
    """The blank policy changes the index."""

    code, severity = "NILAI-002", PERINGATAN
    nol: str
    lewati: str
    title = "Nilai bergantung pada butir kosong"
    sentence = (
        "Ada butir yang belum dijawab, dan cara menghitungnya mengubah nilai[: {nol:nilai} bila dihitung 0, "
        "{lewati:nilai} bila dilewati]."
    )
    repair = "Lengkapi jawaban yang kosong agar kedua hitungan sama."
    meaning = "Butir kosong dapat dihitung 0 atau dilewati dari rata-rata; di berkas ini hasilnya berbeda."
    example = lambda: BlankPolicyMatters(on_book(), nol="71.25", lewati="83.5")


class NodeUnrated(AboutNode):
    """Nothing answered in a sub: belum dinilai."""

    code, severity = "NILAI-003", PERINGATAN
    heading: str
    title = "Bagian belum dinilai"
    sentence = "Belum ada butir {node}[, {heading},] yang dijawab, jadi bagian itu belum dinilai."
    repair = "Isi jawaban butir-butir di bawahnya."
    meaning = (
        "Tidak satu pun butir dalam sebuah bagian dijawab. Bagian itu tidak diberi nilai 0, melainkan belum dinilai."
    )
    plural = Plural(
        sentence="{count} bagian belum dinilai karena belum ada butirnya yang dijawab: {list}.",
        repair="Isi jawaban butir-butir di bawahnya.",
        by="sheet",
    )
    example = lambda: NodeUnrated(
        on_book("dinas-pendidikan.xlsx"), "A.I.2.i", heading="Prosedur Operasional Tetap (SOP)"
    )


class GateReadingMatters(Temuan):
    """Another reading of the gates decides otherwise."""

    code, severity = "NILAI-004", CATATAN
    target: str
    reading: str
    title = "Kelayakan bergantung pada cara baca"
    sentence = "Hasil {target} akan berbeda bila ambangnya dibaca dengan cara lain[ ({reading})]."
    repair = "Cocokkan dengan pedoman tahun berjalan sebelum hasilnya dipakai."
    meaning = (
        "Peraturan tentang ambang dapat dibaca dengan lebih dari satu cara, dan untuk unit ini hasilnya tidak sama."
    )
    example = lambda: GateReadingMatters(on_book(), target="WBK", reading="Area dinilai terpisah per aspek")


class FiguresOfOtherVariant(Temuan):
    """The workbook's own figures are those of another variant."""

    code, severity = "NILAI-005", CATATAN
    variant: str
    used: str
    instrument: str
    title = "Angka lembar mengikuti varian lain"
    sentence = 'Angka di lembar cocok dengan varian "{variant}", sedangkan hitungan ini menurut varian "{used}".'
    repair = "Bila varian itu yang dimaksud, jalankan lagi dengan --instrumen {instrument}."
    unit_repair = "Bila varian itu yang dimaksud, sampaikan kepada Bagian Organisasi."
    meaning = (
        "Instrumen memiliki beberapa varian. Angka yang ditampilkan lembar cocok dengan salah satu varian yang "
        "tidak dipakai dalam hitungan ini."
    )
    example = lambda: FiguresOfOtherVariant(
        on_book(), variant="Aturan ketat", used="Aturan longgar", instrument="contoh-2014@ketat"
    )


class CoefficientOutOfBounds(Temuan):
    """Coefficient outside the catalog's bounds."""

    code, severity = "NILAI-006", KESALAHAN
    seen: Fraction
    low: Fraction
    high: Fraction
    title = "Koefisien di luar batas"
    sentence = "Koefisien {seen:angka} di luar batas {low:angka} sampai {high:angka}."
    repair = "Pakai koefisien dari hasil evaluasi; batasnya ada di katalog instrumen."
    meaning = "Penilai dapat menambah atau mengurangi nilai dengan koefisien, tetapi hanya dalam batas tertentu."
    example = lambda: CoefficientOutOfBounds(on_book(), seen=Fraction(-12), low=Fraction(-10), high=Fraction(10))


class WorksheetsNoPair(Temuan):
    """Two worksheets that make no index together."""

    code, severity = "NILAI-007", KESALAHAN
    seen: str
    expected: str
    title = "Dua lembar yang bukan sepasang"
    sentence = 'Lembar ini bukan pasangannya: di sini "{seen}", yang diharapkan "{expected}".'
    repair = (
        "Pilih dua lembar dari instansi, tahun, dan varian yang sama: lembar pokok lebih dahulu, lalu lembar "
        "tambahannya."
    )
    meaning = (
        "Indeks dihitung dari dua lembar kerja. Instrumen, varian, periode, atau instansinya tidak cocok satu "
        "dengan yang lain."
    )
    example = lambda: WorksheetsNoPair(on_book(), seen="contoh-tambahan-2023", expected="contoh-tambahan-2024")


class NoUnitRated(Temuan):
    """No unit is rated."""

    code, severity = "NILAI-010", KESALAHAN
    seen: int
    title = "Belum ada unit yang dinilai"
    sentence = "Indeks belum dapat dihitung: dari {seen:angka} lembar unit yang dipakai, belum ada yang terisi."
    repair = "Masukkan lembar kerja unit yang sudah diisi, dari periode yang sama."
    meaning = "Indeks instansi memerlukan paling sedikit satu lembar unit yang berisi jawaban."
    example = lambda: NoUnitRated(on_book("lke-instansi.xlsx"), seen=0)


class IndexRuleUnfit(Temuan):
    """The index rule does not fit the units' instrument."""

    code, severity = "NILAI-011", KESALAHAN
    name: str
    seen: str
    title = "Aturan indeks tidak cocok unitnya"
    sentence = "Aturan indeks instansi menyebut {name}, yang tidak cocok dengan instrumen unit {seen}."
    repair = "Betulkan pairs pada units_index di instrument.yaml instrumen instansi, atau pakai katalog bawaan."
    meaning = (
        "Aturan indeks memasangkan bagian atau butir lembar instansi dengan lembar unit. Ada yang tidak "
        "dikenal, terhitung dua kali, kurang, atau berbobot lebih besar daripada pasangannya."
    )
    example = lambda: IndexRuleUnfit(on_book("lke-instansi.xlsx"), name="A.IV", seen="contoh-unit-2020")


class IndexReadingMatters(Temuan):
    """Another reading of the index has another predicate."""

    code, severity = "NILAI-012", PERINGATAN
    expected: str
    seen: str
    reading: str
    title = "Predikat bergantung pada bacaan indeks"
    sentence = 'Predikatnya {expected}, tetapi {seen} menurut bacaan "{reading}".'
    repair = "Sebut bacaan yang dipakai, dan tanyakan kepada evaluator sebelum indeksnya dipakai resmi."
    meaning = "Nilai instansi dan unit dapat digabungkan menurut beberapa bacaan, dan predikatnya tidak sama."
    example = lambda: IndexReadingMatters(
        on_book("lke-instansi.xlsx"), expected="B", seen="BB", reading="Butir bersama dirata-ratakan"
    )


class UnitUnrated(Temuan):
    """A unit without an answer is left out of the index."""

    code, severity = "NILAI-013", PERINGATAN
    unit: str
    title = "Unit belum dinilai, tidak ikut indeks"
    sentence = "{unit} belum dinilai karena lembarnya belum berisi jawaban; tidak ikut indeks, bukan dihitung 0."
    repair = "Minta unit itu mengisi dan mengirim lembarnya."
    meaning = "Lembar unit diterima, tetapi tidak satu butir pun dijawab. Unit itu tidak ikut rata-rata."
    plural = Plural(
        sentence="{count} unit belum dinilai dan tidak ikut indeks: {list}.",
        each="{unit}",
        repair="Minta unit-unit itu mengisi dan mengirim lembarnya.",
        by="sheet",
    )
    example = lambda: UnitUnrated(on_book("dinas-pendidikan.xlsx"), unit="Dinas Pendidikan")


class InstansiSheetEmpty(Temuan):
    """The instansi's own worksheet has no answer."""

    code, severity = "NILAI-014", KESALAHAN
    title = "Lembar instansi belum berisi jawaban"
    sentence = "Indeks belum dapat dihitung karena lembar instansi belum berisi jawaban."
    repair = "Isi lembar instansi, simpan, lalu jalankan lagi."
    meaning = "Indeks memerlukan jawaban lembar instansi sendiri; lembar kosong belum dinilai, bukan bernilai 0."
    example = lambda: InstansiSheetEmpty(on_book("lke-instansi.xlsx"))


class WeightVariantMatters(Temuan):
    """Another variant of the weights has another predicate."""

    code, severity = "NILAI-015", PERINGATAN
    expected: str
    seen: str
    variant: str
    title = "Predikat bergantung pada varian bobot"
    sentence = 'Predikatnya {expected}, tetapi {seen} menurut varian "{variant}".'
    repair = "Cocokkan bobotnya dengan LKE resmi instansi, lalu pilih varian yang sama."
    meaning = "Instrumen memiliki beberapa varian bobot, dan predikat indeksnya tidak sama menurut varian lain."
    example = lambda: WeightVariantMatters(
        on_book("lke-instansi.xlsx"), expected="B", seen="CC", variant="Bobot yang lain"
    )
