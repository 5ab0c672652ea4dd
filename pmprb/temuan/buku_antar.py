"""Words about rekaps of several instansi gathered into one workbook for a province."""

from __future__ import annotations

from pmprb.temuan.message import Message, on_book
from pmprb.temuan.record import Code

_REKAP = "rekap-kabupaten-a.xlsx"
_TWO = "rekap-kabupaten-a (1).xlsx, rekap-kabupaten-a.xlsx"

MESSAGES: dict[Code, Message] = {
    Code.BUKU_120: Message(
        title="Rekap, bukan lembar kerja",
        sentence="Berkas ini rekap hasil pmprb gabung, bukan lembar kerja satu unit.",
        repair="Pilih lembar kerja unitnya; beberapa rekap digabung dengan pmprb gabung --antar-instansi.",
        meaning="Rekap memuat hasil banyak unit, jadi tidak dibaca sebagai jawaban satu unit.",
        example=on_book(_REKAP),
    ),
    Code.BUKU_121: Message(
        title="Rekap di antara lembar kerja",
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
        sentence="Rekap ini dihitung dengan katalog {name} bersidik {seen}, sedangkan di sini {expected}.",
        repair="Minta rekapnya dibuat lagi dengan versi program atau folder --kriteria yang sama.",
        meaning="Bobot, skala, atau butir katalognya tidak sama, jadi nilainya tidak dapat dijajarkan.",
        example=on_book(_REKAP, name="contoh-2021", seen="3f0a12bc9d44", expected="77aa01cd2e10"),
    ),
    Code.BUKU_124: Message(
        title="Rekap dengan pilihan lain",
        sentence="{what:pilihan} pada rekap ini [{seen:dipilih}|tidak disebut], sedangkan yang dikumpulkan "
        "[{expected:dipilih}|tidak disebut].",
        repair="Minta rekapnya dibuat lagi dengan pilihan yang sama, atau pilih yang lain (--periode, --kosong).",
        meaning="Periode atau cara menghitungnya tidak sama, jadi nilainya tidak dijajarkan dengan yang lain.",
        example=on_book(_REKAP, what="blank", seen="lewati", expected="nol"),
    ),
    Code.BUKU_125: Message(
        title="Lembar kerja sama pada dua instansi",
        sentence="{same} lembar kerja rekap ini dipakai pula oleh {other} ({instansi}).",
        repair="Pastikan keduanya bukan satu instansi dengan nama berbeda; bila ya, singkirkan salah satunya.",
        meaning="Dua rekap memuat berkas unit yang sama, jadi unitnya terhitung dua kali.",
        example=on_book(_REKAP, same="41", other="rekap-kab-a.xlsx", instansi="Kab. A"),
    ),
    Code.BUKU_126: Message(
        title="Rekap ganda, terbaru dipakai",
        sentence="{instansi} mengirim beberapa rekap ({files:daftar}); dipakai {chosen}[, disimpan {stamp:waktu}].",
        repair="Pastikan itu rekap yang benar, lalu singkirkan yang lain.",
        meaning="Satu instansi mengirim lebih dari satu rekap; yang paling baru disimpan dipakai.",
        example=on_book(
            _REKAP, instansi="Kabupaten A", files=_TWO, chosen="rekap-kabupaten-a.xlsx", stamp="2026-03-09T08:05:00Z"
        ),
    ),
    Code.BUKU_127: Message(
        title="Rekap ganda, belum dipilih",
        sentence="{instansi} mengirim beberapa rekap yang berbeda ({files:daftar}).",
        repair="Sisakan satu rekap yang benar, lalu jalankan lagi; sementara ini tidak satu pun dipakai.",
        meaning="Satu instansi mengirim lebih dari satu rekap, dan belum pasti mana yang berlaku.",
        example=on_book(_REKAP, instansi="Kabupaten A", files=_TWO),
    ),
    Code.BUKU_128: Message(
        title="Instansi dibaca dari nama berkas",
        sentence="Rekap ini tidak menyebut nama instansinya, jadi dibaca dari nama berkas: {name}.",
        repair="Pastikan namanya benar; rekap berikutnya dibuat dengan --instansi NAMA.",
        meaning="Rekap dibuat tanpa --instansi, jadi nama instansi diambil dari nama berkasnya.",
        example=on_book(_REKAP, name="kabupaten a"),
    ),
    Code.BUKU_129: Message(
        title="Gabungan, bukan rekap instansi",
        sentence="Berkas ini gabungan beberapa instansi, bukan rekap satu instansi.",
        repair="Pakai rekap tiap instansi, yaitu hasil pmprb gabung dari lembar kerja unit.",
        meaning="Gabungan antarinstansi tidak menyimpan jawaban unit, jadi tidak dapat dibaca sebagai rekap instansi.",
        example=on_book("rekap-provinsi.xlsx"),
    ),
}
