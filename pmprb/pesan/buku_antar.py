"""Words about rekaps of several instansi gathered into one workbook for a province."""

from __future__ import annotations

from pmprb.pesan.message import Message, on_book
from pmprb.temuan import Code

_REKAP = "rekap-kabupaten-a.xlsx"

MESSAGES: dict[Code, Message] = {
    Code.BUKU_120: Message(
        title="Rekap, bukan lembar kerja",
        sentence="Berkas ini rekap hasil pmprb gabung, bukan lembar kerja satu unit.",
        repair="Pilih lembar kerja unitnya; beberapa rekap digabung dengan pmprb gabung --antar-instansi.",
        meaning="Rekap memuat hasil banyak unit, jadi tidak dibaca sebagai jawaban satu unit.",
        example=on_book(_REKAP),
    ),
    Code.BUKU_121: Message(
        title="Rekap dilewati",
        sentence="Berkas ini rekap, bukan lembar kerja, jadi dilewati.",
        repair="Tidak ada yang perlu diperbaiki.",
        meaning="Folder lembar kerja memuat pula rekap, misalnya hasil yang lalu; isinya tidak dihitung lagi.",
        example=on_book("rekap-maret.xlsx"),
    ),
    Code.BUKU_122: Message(
        title="Rekap instrumen lain",
        sentence='Rekap ini memakai instrumen "{seen}", sedangkan yang dikumpulkan "{expected}".',
        repair="Gabungkan instrumen itu tersendiri dengan --instrumen {seen}.",
        meaning="Nilai dari instrumen atau varian yang berbeda tidak dapat dijajarkan, jadi rekap ini tidak dipakai.",
        example=on_book(_REKAP, seen="contoh-2014", expected="contoh-2021"),
    ),
    Code.BUKU_123: Message(
        title="Rekap dari versi katalog lain",
        sentence="Rekap ini dihitung dengan katalog {name} bersidik {seen}, sedangkan yang dipakai di sini {expected}.",
        repair="Minta rekapnya dibuat lagi dengan versi program (atau folder --kriteria) yang sama, atau pakai di sini "
        "versi yang dipakai semua instansi.",
        meaning="Bobot, skala, atau butir katalognya tidak sama, jadi nilainya tidak dapat dijajarkan.",
        example=on_book(_REKAP, name="contoh-2021", seen="3f0a12bc9d44", expected="77aa01cd2e10"),
    ),
    Code.BUKU_124: Message(
        title="Rekap dari periode lain",
        sentence="[Periode rekap ini {seen}|Rekap ini tidak menyebut periodenya], sedangkan yang dikumpulkan "
        "[periode {expected}|yang tanpa periode].",
        repair="Minta rekap periode yang sama, atau pilih periodenya dengan --periode.",
        meaning="Rekap dari periode yang berbeda tidak dijajarkan, jadi rekap ini tidak dipakai.",
        example=on_book(_REKAP, seen="2025", expected="2026"),
    ),
    Code.BUKU_125: Message(
        title="Rekap dihitung dengan cara lain",
        sentence='{what:rekap} pada rekap ini "{seen}", sedangkan yang dikumpulkan "{expected}".',
        repair='Minta instansinya menjalankan lagi pmprb gabung dengan pilihan "{expected}".',
        meaning="Pilihan yang mengubah nilai, misalnya --kosong, tidak sama, jadi nilainya tidak dapat dijajarkan.",
        example=on_book(_REKAP, what="blank", seen="lewati", expected="nol"),
    ),
    Code.BUKU_126: Message(
        title="Lembar kerja yang sama pada dua instansi",
        sentence="{count} lembar kerja rekap ini dipakai pula oleh rekap {other} ({instansi}).",
        repair="Pastikan keduanya bukan rekap satu instansi dengan nama berbeda; bila ya, singkirkan salah satunya.",
        meaning="Dua rekap memuat berkas unit yang sama, jadi unitnya terhitung dua kali.",
        example=on_book(_REKAP, count="41", other="rekap-kab-a.xlsx", instansi="Kab. A"),
    ),
    Code.BUKU_128: Message(
        title="Instansi dibaca dari nama berkas",
        sentence="Rekap ini tidak menyebut nama instansinya, jadi dibaca dari nama berkas: {name}.",
        repair="Pastikan namanya benar; rekap berikutnya dibuat dengan --instansi NAMA.",
        meaning="Rekap dibuat tanpa --instansi, jadi nama instansi diambil dari nama berkasnya.",
        example=on_book(_REKAP, name="kabupaten a"),
    ),
    Code.BUKU_129: Message(
        title="Rekap antarinstansi",
        sentence="Berkas ini gabungan beberapa instansi, bukan rekap satu instansi.",
        repair="Pakai rekap tiap instansi, yaitu hasil pmprb gabung dari lembar kerja unit.",
        meaning="Gabungan antarinstansi tidak menyimpan jawaban unit, jadi tidak dapat dibaca sebagai rekap instansi.",
        example=on_book("rekap-provinsi.xlsx"),
    ),
}
