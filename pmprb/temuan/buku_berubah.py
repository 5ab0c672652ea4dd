"""What was changed in a template: codes BUKU on explanations, formulas, hidden parts, headings, names."""

from __future__ import annotations

from pmprb.temuan.place import on_book, on_cell
from pmprb.temuan.record import CATATAN, PERINGATAN, AboutNode, Plural, Temuan


class ExplanationChanged(AboutNode):
    """Explanation of the options changed."""

    code, severity = "BUKU-080", PERINGATAN
    seen: str
    expected: str
    title = "Penjelasan pilihan berubah"
    sentence = 'Penjelasan {node} [tertulis "{seen}"|kosong], aslinya "{expected}".'
    repair = "Pastikan jawabannya untuk penjelasan yang asli, dan kembalikan bunyinya."
    meaning = (
        "Kolom Penjelasan pada sebuah baris tidak lagi sama dengan templatnya. Nilai tetap dihitung menurut katalog."
    )
    plural = Plural(
        sentence="Penjelasan {count} baris berubah: {list}.",
        repair="Pastikan jawabannya untuk penjelasan yang asli, dan kembalikan bunyinya.",
    )
    example = lambda: ExplanationChanged(
        on_cell("D27"), "A.I.2.i.a", seen="A: ada rencana.", expected="A: seluruh SOP sesuai peta proses bisnis."
    )


class OtherFormula(AboutNode):
    """Formula is another than the template's."""

    code, severity = "BUKU-081", PERINGATAN
    title = "Rumus bukan rumus templat"
    sentence = "Rumus {node} bukan rumus templatnya."
    repair = "Salin rumusnya dari templat. Nilai unit dihitung ulang dan tidak memakai rumus itu."
    meaning = "Sel yang terhitung sendiri masih berisi rumus, tetapi bukan rumus yang dipasang templat."
    plural = Plural(
        sentence="{count} rumus bukan rumus templatnya: {list}.",
        repair="Salin rumusnya dari templat. Nilai unit dihitung ulang dan tidak memakai rumus itu.",
    )
    example = lambda: OtherFormula(on_cell("G26"), "A.I.2.i")


class FormRowsHidden(Temuan):
    """Rows of the form hidden."""

    code, severity = "BUKU-082", CATATAN
    seen: int
    rows: str
    title = "Baris formulir tersembunyi"
    sentence = "{seen:angka} baris formulir tersembunyi ({rows:daftar})."
    repair = "Tampilkan lagi agar tidak ada butir yang terlewat; baris yang dilipat atau disaring juga disebut."
    meaning = (
        "Sebagian baris butir atau judul tidak terlihat saat berkas dibuka, karena disembunyikan, dilipat, "
        "atau disaring."
    )
    example = lambda: FormRowsHidden(on_cell(""), seen=4, rows="27, 28, 29, 30")


class FormColumnHidden(Temuan):
    """Columns of the form hidden."""

    code, severity = "BUKU-083", PERINGATAN
    header: str
    title = "Kolom formulir tersembunyi"
    sentence = "Kolom {header} tersembunyi."
    repair = "Tampilkan lagi kolom itu."
    meaning = "Salah satu kolom formulir disembunyikan, jadi isinya tidak terlihat saat berkas dibuka."
    example = lambda: FormColumnHidden(on_cell("C4"), header="Bobot")


class HeadingRowMissing(AboutNode):
    """The row of a heading is missing."""

    code, severity = "BUKU-084", PERINGATAN
    title = "Baris judul tidak ada"
    sentence = "Baris judul {node} tidak ada di lembar ini."
    repair = "Salin baris itu dari templat."
    meaning = "Baris sebuah judul terhapus atau kodenya berubah. Nilai tetap dihitung dari butir-butirnya."
    plural = Plural(
        sentence="{count} baris judul tidak ada di lembar ini: {list}.", repair="Salin baris-baris itu dari templat."
    )
    example = lambda: HeadingRowMissing(on_cell(""), "A.I.2.i")


class HeadingRowTwice(AboutNode):
    """The row of a heading twice."""

    code, severity = "BUKU-085", PERINGATAN
    cells: str
    title = "Baris judul tertulis ganda"
    sentence = "Baris judul {node} tertulis lebih dari sekali ({cells:daftar})."
    repair = "Hapus baris kelebihannya."
    meaning = "Satu judul memiliki dua baris atau lebih, sehingga jumlah di lembar dapat keliru."
    example = lambda: HeadingRowTwice(on_cell("A31"), "A.I.2.i", cells="A26, A31")


class FileNameOfOtherUnit(Temuan):
    """The file's name names another unit."""

    code, severity = "BUKU-086", PERINGATAN
    seen: str
    expected: str
    title = "Nama berkas menyebut unit lain"
    sentence = "Nama berkas menyebut {seen}, sedangkan isinya lembar {expected}."
    repair = "Pastikan lembar unit mana yang dikirim."
    meaning = (
        "Berkas dinamai untuk satu unit, tetapi identitas di dalamnya milik unit lain dalam daftar. Yang "
        "dipakai adalah identitas di dalamnya."
    )
    example = lambda: FileNameOfOtherUnit(
        on_book("kecamatan-arunika.xlsx"), seen="Kecamatan Arunika", expected="Kecamatan Embun Asri"
    )


class PeriodUnlikeOthers(Temuan):
    """Another period than the files beside it."""

    code, severity = "BUKU-087", PERINGATAN
    seen: str
    expected: str
    title = "Periode berbeda dari berkas lain"
    sentence = "Periode berkas ini {seen}, sedangkan berkas lain yang ikut diperiksa periode {expected}."
    repair = "Pastikan berkas tahun yang benar yang dikirim."
    meaning = (
        "Dari berkas-berkas satu instrumen yang diperiksa bersama, berkas ini sendiri yang periodenya lain. "
        "Saat digabung, berkas seperti ini ditolak (BUKU-013)."
    )
    example = lambda: PeriodUnlikeOthers(on_book(), seen="2025", expected="2026")
