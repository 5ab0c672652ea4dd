"""What stands in a worksheet beside the answers: codes BUKU on identity, columns, rows, formulas."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_book, on_cell
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, Plural, Temuan


class NoKnownLayout(Temuan):
    """No known worksheet layout."""

    code, severity = "BUKU-010", KESALAHAN
    sheets: str
    title = "Lembar LKE tidak dikenali"
    sentence = "Tidak ada lembar LKE yang dikenali di berkas ini.[ Lembar yang ada: {sheets:daftar}.]"
    repair = (
        "Isi di templat yang dibagikan, dan biarkan judul kolomnya seperti semula; untuk formulir sendiri, jalankan "
        "pmprb kenali."
    )
    meaning = "Judul kolom pada semua lembar tidak cocok dengan bentuk LKE mana pun yang dikenal."
    example = lambda: NoKnownLayout(on_book(), sheets="Sheet1, Rekap")


class InstrumentNotInstalled(Temuan):
    """Made for an instrument that is not installed."""

    code, severity = "BUKU-011", KESALAHAN
    name: str
    known: tuple[str, ...]
    title = "Instrumen belum terpasang"
    sentence = 'Instrumen "{name}" belum terpasang.[ Yang ada: {known:daftar}.]'
    repair = "Pakai templat instrumen yang ada, atau pasang dahulu instrumen itu."
    meaning = "Berkas dibuat untuk instrumen yang tidak dikenal program ini."
    example = lambda: InstrumentNotInstalled(on_book(), name="contoh-2012", known=("contoh-2014", "contoh-2021"))


class OtherCatalogVersion(Temuan):
    """Made from another version of the catalog."""

    code, severity = "BUKU-012", PERINGATAN
    seen: str
    expected: str
    title = "Templat dari versi lain"
    sentence = "Templat berkas ini dibuat dari versi kriteria lain ({seen}; yang terpasang {expected})."
    repair = "Nilai dihitung menurut kriteria yang terpasang; pakai templat terbaru untuk pengisian berikutnya."
    meaning = "Kriteria berubah sejak templat dibuat. Berkas tetap dibaca, tetapi pastikan butirnya masih sama."
    example = lambda: OtherCatalogVersion(on_book(), seen="3fa9c01b77de", expected="b02c4d5e9a10")


class NeededColumnMissing(Temuan):
    """A needed column is missing."""

    code, severity = "BUKU-019", KESALAHAN
    headers: tuple[str, ...]
    title = "Kolom wajib tidak ada"
    sentence = "Judul kolom yang diperlukan tidak ditemukan: {headers:daftar}."
    repair = "Kembalikan judul kolom itu seperti di templat."
    meaning = "Lembar LKE ditemukan, tetapi salah satu kolom wajibnya terhapus atau berganti judul."
    example = lambda: NeededColumnMissing(on_book(), headers=("Jawaban",))


class ItemRowMissing(Temuan):
    """The row of an item is missing."""

    code, severity = "BUKU-020", KESALAHAN
    row_code: str
    title = "Baris butir tidak ada"
    sentence = "Baris {row_code} tidak ada di lembar ini."
    repair = "Salin baris itu dari templat, lalu isi jawabannya."
    meaning = "Baris sebuah butir terhapus atau kodenya berubah, jadi butir itu belum dinilai."
    plural = Plural(
        sentence="{count} baris tidak ada di lembar ini: {list}.",
        each="{row_code}",
        repair="Salin baris-baris itu dari templat, lalu isi jawabannya.",
    )
    example = lambda: ItemRowMissing(on_cell(""), "A.I.2.i.a", row_code="A.I.2.i.a")


class RowTwiceSameAnswer(Temuan):
    """A row twice, same answer."""

    code, severity = "BUKU-021", PERINGATAN
    row_code: str
    cells: str
    title = "Baris ganda, jawaban sama"
    sentence = "{row_code} tertulis lebih dari sekali ({cells:daftar}) dengan jawaban yang sama; dihitung sekali."
    repair = "Hapus baris kelebihannya."
    meaning = "Satu butir memiliki dua baris atau lebih, dan jawabannya sama."
    example = lambda: RowTwiceSameAnswer(on_cell("F28"), "A.I.2.i.a", row_code="A.I.2.i.a", cells="F27, F28")


class RowTwiceOtherAnswer(Temuan):
    """A row twice, different answers."""

    code, severity = "BUKU-022", KESALAHAN
    row_code: str
    cells: str
    title = "Baris ganda, jawaban berbeda"
    sentence = "{row_code} tertulis lebih dari sekali ({cells:daftar}) dengan jawaban yang berbeda."
    repair = "Sisakan satu baris dengan jawaban yang benar."
    meaning = "Satu butir memiliki dua baris atau lebih dengan jawaban berlainan, jadi butir itu belum dinilai."
    example = lambda: RowTwiceOtherAnswer(on_cell("F28"), "A.I.2.i.a", row_code="A.I.2.i.a", cells="F27, F28")


class UnknownRowCode(Temuan):
    """A code that the catalog does not have."""

    code, severity = "BUKU-023", PERINGATAN
    seen: str
    hint: str
    title = "Kode tidak dikenal"
    sentence = 'Kode "{seen}" tidak ada dalam instrumen ini.[ Maksudnya {hint}?]'
    repair = "Betulkan kodenya; bila baris itu tambahan sendiri, kosongkan kodenya."
    meaning = "Kolom Kode memuat kode yang tidak dimiliki instrumen, jadi baris itu tidak dibaca."
    plural = Plural(
        sentence="{count} kode tidak ada dalam instrumen ini: {list}.",
        each='"{seen}"[ (maksudnya {hint}?)]',
        repair="Betulkan kode-kode itu; bila barisnya tambahan sendiri, kosongkan kodenya.",
    )
    example = lambda: UnknownRowCode(on_cell("A27"), seen="A.I.2.i.aa", hint="A.I.2.i.a")


class CriterionTextChanged(AboutNode):
    """Criterion text changed."""

    code, severity = "BUKU-024", PERINGATAN
    seen: str
    expected: str
    title = "Bunyi kriteria berubah"
    sentence = 'Bunyi {node} [tertulis "{seen}"|kosong], aslinya "{expected}".'
    repair = "Pastikan jawabannya untuk kriteria yang asli, dan kembalikan bunyinya."
    meaning = "Kolom Kriteria pada sebuah baris tidak lagi sama dengan templatnya. Baris tetap dikenali lewat Kode."
    plural = Plural(sentence="Bunyi {count} kriteria berubah: {list}.")
    example = lambda: CriterionTextChanged(
        on_cell("B27"), "A.I.2.i.a", seen="SOP sudah ada.", expected="SOP unit disusun berdasarkan peta proses"
    )


class WeightChanged(AboutNode):
    """Weight changed."""

    code, severity = "BUKU-025", PERINGATAN
    seen: str
    expected: float
    title = "Bobot di lembar berubah"
    sentence = "Bobot {node} tertulis {seen:angka}, seharusnya {expected:angka}."
    repair = "Nilai tetap dihitung dengan bobot yang benar; kembalikan kolom Bobot seperti di templat."
    meaning = "Kolom Bobot berbeda dengan kriteria. Bobot di lembar tidak pernah dipakai untuk menghitung."
    plural = Plural(sentence="{count} bobot berubah: {list}.", each="{node} {seen:angka} (seharusnya {expected:angka})")
    example = lambda: WeightChanged(on_cell("C26"), "A.I.2.i", seen="1.5", expected=1.0)


class FormulaOverwritten(AboutNode):
    """Formula replaced by a value."""

    code, severity = "BUKU-026", PERINGATAN
    seen: str
    title = "Rumus di lembar tertimpa"
    sentence = 'Rumus untuk {node} tertimpa isi "{seen}".'
    repair = "Nilai tetap dihitung ulang oleh program; kembalikan rumusnya dari templat."
    meaning = "Sel yang seharusnya menghitung sendiri berisi angka atau teks yang diketik atau ditempel."
    plural = Plural(
        sentence="{count} rumus tertimpa isi lain: {list}.",
        repair="Nilai tetap dihitung ulang oleh program; kembalikan rumus-rumusnya dari templat.",
    )
    example = lambda: FormulaOverwritten(on_cell("G27"), "A.I.2.i.a", seen="1")


class FigureDiffers(AboutNode):
    """Figure in the workbook differs from ours."""

    code, severity = "BUKU-027", PERINGATAN
    seen: float
    expected: float
    cause: str
    names: str
    unread: str
    title = "Angka di lembar berbeda"
    sentence = (
        "Angka {node} di lembar {seen:angka}, sedangkan hasil hitung ulang {expected:angka}"
        "[; {cause:sebab} {names:singkat}][; rumus di lembar tidak membaca cara menulis jawaban {unread:singkat}]."
    )
    repair = (
        "Yang dipakai hasil hitung ulang[; rumusnya benar, ketik ulang jawaban {unread:singkat} seperti di Pilihan"
        "|; periksa rumus dan bobot di lembar]."
    )
    meaning = "Angka yang ditampilkan lembar tidak sama dengan angka yang dihitung dari jawabannya."
    plural = Plural(
        sentence="{count} angka di lembar berbeda dengan hasil hitung ulang: {list}.",
        each="{node} {seen:angka} (hitung ulang {expected:angka}[; jawaban {unread:singkat} tidak terbaca rumusnya])",
        repair=(
            "Yang dipakai hasil hitung ulang[; ketik ulang jawaban yang tidak terbaca rumusnya, misalnya "
            "{unread:singkat}|; periksa rumus dan bobot di lembar]."
        ),
    )
    example = lambda: FigureDiffers(
        on_cell("G26"), "A.I.2.i", seen=0.8, expected=0.835, cause="left_out", names="A.I.2.i.b", unread=""
    )


class HeaderTwice(Temuan):
    """Header twice."""

    code, severity = "BUKU-028", PERINGATAN
    header: str
    title = "Judul kolom ganda"
    sentence = 'Judul kolom "{header}" ada lebih dari satu; yang pertama yang dibaca.'
    repair = "Beri judul lain pada kolom tambahan itu."
    meaning = "Dua kolom memakai judul yang sama, jadi yang kedua tidak dibaca."
    example = lambda: HeaderTwice(on_cell("M6"), header="Jawaban")


class IdentityDamaged(Temuan):
    """Hidden identity sheet missing or damaged."""

    code, severity = "BUKU-035", PERINGATAN
    sheet: str
    title = "Identitas templat tidak lengkap"
    sentence = "Identitas templat (lembar tersembunyi {sheet}) tidak ada atau tidak lengkap."
    repair = "Unit dan periode dibaca dari isian di lembar, pastikan keduanya benar; lain kali isi templat aslinya."
    meaning = (
        "Templat menyimpan unit dan periode di lembar tersembunyi; di berkas ini lembar itu hilang, misalnya "
        "karena LKE disalin ke berkas lain."
    )
    example = lambda: IdentityDamaged(on_book(), sheet="_meta")


class ChoicesChanged(AboutNode):
    """Allowed answers in the sheet changed."""

    code, severity = "BUKU-037", PERINGATAN
    seen: str
    expected: str
    title = "Daftar pilihan berubah"
    sentence = 'Kolom Pilihan untuk {node} [tertulis "{seen}"|kosong], seharusnya "{expected}".'
    repair = "Jawab menurut pilihan yang seharusnya, dan kembalikan isi kolom Pilihan."
    meaning = "Kolom Pilihan berbeda dengan kriteria. Jawaban tetap dicocokkan dengan pilihan yang sebenarnya."
    plural = Plural(
        sentence="Kolom Pilihan {count} butir berubah: {list}.", each='{node} "{seen}" (seharusnya "{expected}")'
    )
    example = lambda: ChoicesChanged(on_cell("E27"), "A.I.2.i.a", seen="Ya", expected="Ya/Tidak")


class HiddenAnswer(Temuan):
    """Hidden row or column holds answers."""

    code, severity = "BUKU-039", PERINGATAN
    row_code: str
    title = "Jawaban di baris tersembunyi"
    sentence = "Jawaban {row_code} ada di baris atau kolom yang disembunyikan, dan tetap dihitung."
    repair = "Tampilkan baris atau kolom itu, dan pastikan jawabannya benar."
    meaning = "Baris atau kolom yang disembunyikan memuat jawaban yang mungkin terlupakan."
    plural = Plural(
        sentence="{count} jawaban ada di baris atau kolom yang disembunyikan, dan tetap dihitung: {list}.",
        each="{row_code}",
    )
    example = lambda: HiddenAnswer(on_cell("F27"), "A.I.2.i.a", row_code="A.I.2.i.a")


class IdentityOfOtherInstrument(Temuan):
    """The identity is of another instrument than the sheet."""

    code, severity = "BUKU-040", KESALAHAN
    seen: str
    expected: str
    title = "Instrumen tidak sesuai"
    sentence = 'Berkas ini untuk instrumen "{seen}", sedangkan yang diminta "{expected}".'
    repair = "Pakai templat instrumen yang diminta, atau periksa pilihan instrumennya."
    meaning = "Identitas berkas menyebut instrumen lain daripada yang diminta saat dibaca."
    example = lambda: IdentityOfOtherInstrument(on_book(), seen="contoh-2014", expected="contoh-2021")


class UnknownColumn(Temuan):
    """A column the layout does not know."""

    code, severity = "BUKU-043", CATATAN
    header: str
    title = "Kolom tidak dikenal"
    sentence = 'Kolom "{header}" tidak dikenal dan tidak dibaca.'
    repair = "Tidak ada yang perlu diperbaiki, kecuali isinya seharusnya ikut dibaca: pakai judul dari templat."
    meaning = "Lembar memuat kolom tambahan yang bukan bagian templat."
    plural = Plural(sentence="{count} kolom tidak dikenal dan tidak dibaca: {list}.", each='"{header}"', by="sheet")
    example = lambda: UnknownColumn(on_cell("M6"), header="Paraf")


class OtherInstrument(Temuan):
    """Worksheet of another instrument than the run's."""

    code, severity = "BUKU-044", CATATAN
    seen: str
    expected: str
    title = "Lembar kerja instrumen lain"
    sentence = 'Lembar kerja ini untuk instrumen "{seen}", sedangkan yang diolah "{expected}"; berkas dilewati.'
    repair = "Tidak ada yang perlu diperbaiki; olah instrumen itu tersendiri."
    meaning = "Satu folder memuat lembar kerja dari beberapa instrumen; setiap instrumen diolah tersendiri."
    example = lambda: OtherInstrument(on_book(), seen="contoh-2014", expected="contoh-2021")


class ShownPeriodDiffers(Temuan):
    """The period shown is not the template's."""

    code, severity = "BUKU-045", PERINGATAN
    seen: str
    expected: str
    title = "Isian periode berbeda"
    sentence = (
        'Periode di lembar tertulis "{seen}", sedangkan templatnya untuk periode {expected}; periode templat '
        "yang dipakai."
    )
    repair = "Pastikan templatnya benar, lalu kembalikan isian periode."
    meaning = "Periode yang tertulis di lembar bukan periode templat."
    example = lambda: ShownPeriodDiffers(on_cell("C3"), seen="2025", expected="2026")


class LettersOutOfOrder(AboutNode):
    """Letters of items out of order; what the rows say counts, or their order."""

    code, severity = "BUKU-046", CATATAN
    seen: str
    expected: str
    title = "Urutan huruf butir tertukar"
    sentence = (
        "Huruf butir di bawah {node} tertulis {seen:daftar}, seharusnya {expected:daftar}; yang dipakai "
        "teks dan urutan barisnya."
    )
    repair = "Tidak ada yang perlu diperbaiki bila urutan pertanyaannya benar."
    meaning = (
        "Huruf di depan butir (a, b, c) tertukar, ganda, atau hilang; jawaban dibaca menurut teks pertanyaannya, "
        "atau menurut urutan barisnya bila teksnya tidak dikenal dan banyaknya baris sesuai."
    )
    example = lambda: LettersOutOfOrder(on_cell("K42"), "A.I.6.v", seen="a, c, b", expected="a, b, c")


class UnitFromFileName(Temuan):
    """Unit taken from the file's name."""

    code, severity = "BUKU-047", CATATAN
    unit: str
    title = "Unit dibaca dari nama berkas"
    sentence = "Nama unit tidak tertulis di lembar, jadi dibaca dari nama berkas: {unit}."
    repair = "Pastikan unitnya benar, dan tulis nama unit di lembar."
    meaning = "Lembar tidak menyebut nama unit, jadi nama unit diambil dari nama berkasnya."
    example = lambda: UnitFromFileName(on_book(), unit="Dinas Pendidikan")


class TypedTotalDiffers(AboutNode):
    """A typed total differs from the sum of its parts."""

    code, severity = "BUKU-048", PERINGATAN
    seen: Fraction
    expected: Fraction
    title = "Jumlah ketikan berbeda dengan rinciannya"
    sentence = "Jumlah {node} diketik {seen:angka}, sedangkan rinciannya berjumlah {expected:angka}."
    repair = "Periksa rinciannya; yang dipakai jumlah rincian."
    meaning = (
        "Jumlah yang diketik sendiri tidak sama dengan jumlah rinciannya. Angka ketikan tidak dipakai untuk menghitung."
    )
    example = lambda: TypedTotalDiffers(on_cell("K120"), "A.I.5.ii.b", seen=Fraction(12), expected=Fraction(13))


class ColumnWithoutFormulas(Temuan):
    """A computed column without any formula: values only."""

    code, severity = "BUKU-049", CATATAN
    header: str
    title = "Kolom hitungan tanpa rumus"
    sentence = 'Kolom "{header}" berisi angka saja, tanpa rumus.'
    repair = "Tidak ada yang perlu diperbaiki; nilai selalu dihitung ulang dari jawaban."
    meaning = (
        "Kolom yang biasanya menghitung sendiri hanya memuat angka, misalnya karena lembar berasal dari "
        "aplikasi lain atau ditempel sebagai nilai."
    )
    example = lambda: ColumnWithoutFormulas(on_cell("G6"), header="Nilai")


class YearNotInForm(Temuan):
    """The year asked for is in no block of the form."""

    code, severity = "BUKU-050", PERINGATAN
    seen: str
    known: str
    block: str
    title = "Tahun tidak ada di formulir"
    sentence = "Tahun {seen} tidak ada pada formulir ini[ (yang ada {known:daftar})]; yang dibaca {block}."
    repair = "Pilih tahun yang ada, atau betulkan tahun di atas kolom jawaban."
    meaning = (
        "Formulir memuat beberapa blok tahun, tetapi tidak satu pun untuk tahun yang diminta, atau tata letak "
        "yang dipaksakan adalah blok tahun lain."
    )
    example = lambda: YearNotInForm(
        on_cell(""), seen="2013", known="2014, 2015", block="LKE contoh, blok tahun berjalan"
    )


class MadeForOtherVariant(Temuan):
    """Made for another variant than it is scored by."""

    code, severity = "BUKU-051", PERINGATAN
    seen: str
    expected: str
    title = "Templat untuk varian lain"
    sentence = 'Templat berkas ini dibuat untuk varian "{seen}"[, sedangkan dihitung menurut varian "{expected}"].'
    repair = "Pastikan varian itu yang dimaksud; rumus di lembar menghitung menurut varian templatnya."
    meaning = "Instrumen memiliki beberapa varian, dan berkas dihitung menurut varian lain daripada templatnya."
    example = lambda: MadeForOtherVariant(on_book(), seen="ketat", expected="longgar")
