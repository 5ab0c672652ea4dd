"""Words about a rekap that is taken up again: compared with another, gathered, or proved."""

from __future__ import annotations

from pmprb.temuan.message import Example, Message, Plural, on_book
from pmprb.temuan.record import CellPos, Code

_REKAP = "rekap.xlsx"

MESSAGES: dict[Code, Message] = {
    Code.BUKU_100: Message(
        title="Bukan rekap pmprb",
        sentence="Berkas ini tidak memuat hasil hitungan rekap.",
        repair="Pakai rekap asli hasil pmprb gabung; bila lembar tersembunyinya terhapus, buat rekapnya lagi.",
        meaning="Rekap menyimpan hasil hitungannya dalam lembar tersembunyi _data. Berkas lain, rekap rencana aksi, "
        "atau rekap yang lembar tersembunyinya terhapus tidak dapat dibandingkan, dikumpulkan, atau dibuktikan.",
        example=on_book(_REKAP),
    ),
    Code.BUKU_101: Message(
        title="Hasil hitungan dalam rekap berubah",
        sentence="Hasil hitungan yang tersimpan dalam rekap ini sudah diubah.",
        repair="Pakai rekap asli, atau buat lagi dengan pmprb gabung dari lembar kerja unit.",
        meaning="Isi lembar tersembunyi _data tidak cocok lagi dengan sidiknya, jadi tidak dapat dipercaya.",
        example=Example(CellPos(workbook=_REKAP, sheet="_data"), "", ()),
    ),
    Code.BUKU_102: Message(
        title="Rekap dari versi program lain",
        sentence="Rekap ini dibuat dengan pmprb {seen}, sedangkan yang dipakai sekarang {expected}.",
        repair="Angkanya tetap dibandingkan; untuk membandingkan isi tiap lembar, pakai versi yang sama.",
        meaning="Susunan lembar dapat berbeda antarversi, jadi hanya angka hasil hitungan yang dibandingkan.",
        example=on_book(_REKAP, seen="0.1.0", expected="0.2.0"),
    ),
    Code.BUKU_103: Message(
        title="Katalog rekap lain",
        sentence="Katalog {name} yang dipakai rekap ini bersidik {seen}[, sedangkan yang terpasang {expected}|; "
        "katalog itu tidak terpasang].",
        repair="Pakai program atau folder --kriteria yang sama dengan ketika rekap dibuat.",
        meaning="Bobot, skala, atau butir katalog tidak sama dengan ketika rekap dibuat, jadi angkanya dapat berbeda.",
        example=on_book(_REKAP, name="lke-unit", seen="3f0a12bc9d44", expected="77aa01cd2e10"),
    ),
    Code.BUKU_104: Message(
        title="Berkas masukan rekap tidak ada",
        sentence="Berkas {file}[ ({unit})] dipakai rekap ini, tetapi tidak ada di tempat yang disebut.",
        repair="Sertakan berkas aslinya, lalu ulangi.",
        meaning="Rekap hanya terbukti bila semua berkas masukannya ada dan tidak berubah.",
        example=on_book(_REKAP, file="1-02_Dinas-Kesehatan.xlsx", unit="Dinas Kesehatan"),
    ),
    Code.BUKU_105: Message(
        title="Berkas masukan rekap berubah",
        sentence="Isi berkas {file}[ ({unit})] tidak sama lagi dengan ketika rekap dibuat.",
        repair="Pakai berkas aslinya; bila perubahan itu memang dimaksud, buat rekap baru.",
        meaning="Sidik (SHA-256) berkas berbeda dari yang tercatat dalam rekap.",
        example=on_book(_REKAP, file="1-02_Dinas-Kesehatan.xlsx", unit="Dinas Kesehatan"),
    ),
    Code.BUKU_106: Message(
        title="Bukan masukan rekap",
        sentence="Berkas ini bukan masukan rekap itu, jadi tidak ikut dihitung ulang.",
        repair="Tidak perlu apa-apa; bila seharusnya ikut, buat rekap baru.",
        meaning="Berkas di folder yang tidak tercatat sebagai masukan, misalnya yang datang setelah rekap dibuat.",
        example=on_book("dinas-baru.xlsx"),
    ),
    Code.BUKU_107: Message(
        title="Nilai unit dalam rekap berbeda",
        sentence="Nilai {unit}[ pada {node}] dalam rekap [{seen:angka}|tidak ada], hasil hitung ulang "
        "[{expected:angka}|tidak ada].",
        repair="Telusuri siapa yang mengubahnya; yang benar hasil hitung ulang dari berkas masukannya.",
        meaning="Nilai yang tersimpan dalam rekap tidak sama dengan nilai yang dihitung lagi dari lembar kerja unit.",
        example=on_book(_REKAP, "A.I.2.i.a", unit="Dinas Kesehatan", seen="1", expected="1/2"),
    ),
    Code.BUKU_108: Message(
        title="Angka rekap berbeda",
        sentence="{what:rekap} dalam rekap {seen:angka}, hasil hitung ulang {expected:angka}.",
        repair="Telusuri perbedaannya pada unit yang disebut; yang benar hasil hitung ulang.",
        meaning="Angka keseluruhan rekap tidak sama dengan yang dihitung lagi dari berkas masukannya.",
        example=on_book(_REKAP, what="index", seen="72.07", expected="71.95"),
    ),
    Code.BUKU_109: Message(
        title="Sel rekap berbeda",
        sentence="[Sel ini berisi {seen}|Sel ini kosong], seharusnya [{expected}|kosong].",
        repair="Kembalikan isinya, atau buat rekapnya lagi dengan pmprb gabung.",
        meaning="Isi yang terlihat di lembar rekap tidak sama dengan rekap yang dibuat ulang: diketik, ditempel, atau "
        "diurutkan setelah rekap jadi.",
        example=Example(
            CellPos(workbook=_REKAP, sheet="Peringkat", cell="E7"), "", (("seen", "95"), ("expected", "83,9"))
        ),
        plural=Plural(
            "{count} sel di lembar ini berbeda: {list}.",
            each="[{seen}|kosong] (seharusnya [{expected}|kosong])",
            repair="Kembalikan isinya, atau buat rekapnya lagi dengan pmprb gabung.",
            by="sheet",
        ),
    ),
    Code.BUKU_130: Message(
        title="Lembar rekap ditambah atau hilang",
        sentence="Lembar ini {change:rekap}.",
        repair="Pakai rekap aslinya, atau buat lagi dengan pmprb gabung.",
        meaning="Rekap memuat lembar yang tidak dibuat program, atau kehilangan salah satu lembarnya.",
        example=Example(CellPos(workbook=_REKAP, sheet="Peringkat"), "", (("change", "removed"),)),
    ),
}
