"""Words about what was changed in a template: codes BUKU on explanations, formulas, hidden parts, headings, names."""

from __future__ import annotations

from pmprb.temuan.message import Message, Plural, on_book, on_cell
from pmprb.temuan.record import Code

MESSAGES: dict[Code, Message] = {
    Code.BUKU_080: Message(
        title="Penjelasan pilihan berubah",
        sentence='Penjelasan {node} [tertulis "{seen}"|kosong], aslinya "{expected}".',
        repair="Pastikan jawabannya untuk penjelasan yang asli, dan kembalikan bunyinya.",
        meaning="Kolom Penjelasan pada sebuah baris tidak lagi sama dengan templatnya. Nilai tetap dihitung menurut "
        "katalog.",
        example=on_cell(
            "D27", "A.I.2.i.a", seen="A: ada rencana.", expected="A: seluruh SOP sesuai peta proses bisnis."
        ),
        plural=Plural(
            "Penjelasan {count} baris berubah: {list}.",
            repair="Pastikan jawabannya untuk penjelasan yang asli, dan kembalikan bunyinya.",
        ),
    ),
    Code.BUKU_081: Message(
        title="Rumus bukan rumus templat",
        sentence="Rumus {node} bukan rumus templatnya.",
        repair="Salin rumusnya dari templat. Nilai unit dihitung ulang dan tidak memakai rumus itu.",
        meaning="Sel yang terhitung sendiri masih berisi rumus, tetapi bukan rumus yang dipasang templat.",
        example=on_cell("G26", "A.I.2.i"),
        plural=Plural(
            "{count} rumus bukan rumus templatnya: {list}.",
            repair="Salin rumusnya dari templat. Nilai unit dihitung ulang dan tidak memakai rumus itu.",
        ),
    ),
    Code.BUKU_082: Message(
        title="Baris formulir tersembunyi",
        sentence="{seen:angka} baris formulir tersembunyi ({rows:daftar}).",
        repair="Tampilkan lagi agar tidak ada butir yang terlewat; baris yang dilipat atau disaring juga disebut.",
        meaning="Sebagian baris butir atau judul tidak terlihat saat berkas dibuka, karena disembunyikan, dilipat, "
        "atau disaring.",
        example=on_cell("", seen="4", rows="27, 28, 29, 30"),
    ),
    Code.BUKU_083: Message(
        title="Kolom formulir tersembunyi",
        sentence="Kolom {header} tersembunyi.",
        repair="Tampilkan lagi kolom itu.",
        meaning="Salah satu kolom formulir disembunyikan, jadi isinya tidak terlihat saat berkas dibuka.",
        example=on_cell("C4", header="Bobot"),
    ),
    Code.BUKU_084: Message(
        title="Baris judul tidak ada",
        sentence="Baris judul {node} tidak ada di lembar ini.",
        repair="Salin baris itu dari templat.",
        meaning="Baris sebuah judul terhapus atau kodenya berubah. Nilai tetap dihitung dari butir-butirnya.",
        example=on_cell("", "A.I.2.i"),
        plural=Plural(
            "{count} baris judul tidak ada di lembar ini: {list}.", repair="Salin baris-baris itu dari templat."
        ),
    ),
    Code.BUKU_085: Message(
        title="Baris judul tertulis ganda",
        sentence="Baris judul {node} tertulis lebih dari sekali ({cells:daftar}).",
        repair="Hapus baris kelebihannya.",
        meaning="Satu judul memiliki dua baris atau lebih, sehingga jumlah di lembar dapat keliru.",
        example=on_cell("A31", "A.I.2.i", cells="A26, A31"),
    ),
    Code.BUKU_086: Message(
        title="Nama berkas menyebut unit lain",
        sentence="Nama berkas menyebut {seen}, sedangkan isinya lembar {expected}.",
        repair="Pastikan lembar unit mana yang dikirim.",
        meaning="Berkas dinamai untuk satu unit, tetapi identitas di dalamnya milik unit lain dalam daftar. Yang "
        "dipakai adalah identitas di dalamnya.",
        example=on_book("kecamatan-arunika.xlsx", seen="Kecamatan Arunika", expected="Kecamatan Embun Asri"),
    ),
    Code.BUKU_087: Message(
        title="Periode berbeda dari berkas lain",
        sentence="Periode berkas ini {seen}, sedangkan berkas lain yang ikut diperiksa periode {expected}.",
        repair="Pastikan berkas tahun yang benar yang dikirim.",
        meaning="Dari berkas-berkas satu instrumen yang diperiksa bersama, berkas ini sendiri yang periodenya lain. "
        "Saat digabung, berkas seperti ini ditolak (BUKU-013).",
        example=on_book(seen="2025", expected="2026"),
    ),
}
