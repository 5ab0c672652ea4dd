"""Words about a rekap that is taken up again: compared with another, gathered, or proved."""

from __future__ import annotations

from pmprb.pesan.message import Example, Message, on_book
from pmprb.temuan import CellPos, Code

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
}
