"""Words about files the program writes: outputs that are refused, and what people typed in them."""

from __future__ import annotations

from pmprb.temuan.message import Example, Message, on_book
from pmprb.temuan.record import CellPos, Code

_SAVE = "Atau tambahkan --ganti-yang-terisi: salinan berkas lama disimpan."


def _typed(cell: str, sheet: str = "Kesenjangan", /, **values: str) -> Example:
    """Return an example at a cell of an earlier rekap."""
    return Example(CellPos(workbook="rekap.xlsx", sheet=sheet, cell=cell), "", tuple(values.items()))


MESSAGES: dict[Code, Message] = {
    Code.BUKU_140: Message(
        title="Hasil menimpa masukan",
        sentence="Berkas hasil ini juga berkas yang dibaca ({source}), jadi tidak ada yang dibaca atau ditulis.",
        repair="Pilih nama atau folder lain untuk hasilnya.",
        meaning="Hasil dan masukan adalah berkas yang sama, walaupun mungkin disebut dengan nama atau tautan lain. "
        "Bila ditulis, isian di dalamnya hilang.",
        example=on_book("lembar/dinas-kesehatan.xlsx", source="dinas-kesehatan.xlsx"),
    ),
    Code.BUKU_141: Message(
        title="Akhiran nama berkas hasil keliru",
        sentence="Nama berkas hasil ini perlu berakhir {expected}.",
        repair="Tulis {proposed}.",
        meaning="Berkas dengan akhiran lain tidak dikenali Excel, atau dibuka sebagai jenis berkas yang keliru.",
        example=on_book("rekap.xls", expected=".xlsx", proposed="rekap.xlsx"),
    ),
    Code.BUKU_142: Message(
        title="Hasil sedang ditulis",
        sentence="Hasil ini sedang ditulis oleh pmprb yang lain.",
        repair="Tunggu sampai selesai, lalu jalankan lagi; atau pilih nama lain.",
        meaning="Dua perintah menulis ke tempat yang sama pada saat yang sama; yang kedua ditolak.",
        example=on_book("rekap.xlsx"),
    ),
    Code.BUKU_143: Message(
        title="Isian di luar kolom isian",
        sentence='Isian "{seen}" bukan dari program ini, jadi tidak ikut terbawa ke berkas baru.',
        repair=f"Salin isian itu ke berkas lain, lalu hapus dari sini. {_SAVE}",
        meaning="Kolom, lembar, atau sel tambahan milik Anda akan hilang bila berkasnya diganti, jadi berkas itu "
        "dibiarkan. Kolom PIC, Tenggat, atau Status yang diganti judulnya juga termasuk: kembalikan judulnya.",
        example=_typed("O8", seen="tunggu SK"),
    ),
    Code.BUKU_144: Message(
        title="Isian pada sel gabungan",
        sentence='Isian "{seen}" ada pada sel gabungan, jadi tidak jelas untuk kesenjangan yang mana saja.',
        repair=f"Lepas gabungan selnya dan isi tiap baris. {_SAVE}",
        meaning="Sel PIC, Tenggat, atau Status yang digabung hanya menyimpan satu isian, yaitu pada baris pertamanya.",
        example=_typed("L7", seen="Sekretaris"),
    ),
    Code.BUKU_145: Message(
        title="Isian berupa rumus atau galat",
        sentence="Sel ini berisi rumus tanpa hasil, atau galat[ {seen:singkat}], jadi isiannya tidak dapat dibawa.",
        repair=f"Buka dan simpan berkasnya di Excel, atau ketik isiannya sebagai teks. {_SAVE}",
        meaning="Yang dibawa ke rekap baru adalah isi sel. Rumus yang belum dihitung dan galat tidak mempunyai isi.",
        example=_typed("M7", seen="#REF!"),
    ),
    Code.BUKU_146: Message(
        title="Dua isian untuk satu kesenjangan",
        sentence='Isian "{seen:singkat}" berbeda dari isian pada {other:singkat} untuk kesenjangan yang sama ({gap}).',
        repair=f"Sisakan satu baris untuk kesenjangan itu. {_SAVE}",
        meaning="Satu kesenjangan mempunyai dua baris, atau ada pada dua lembar, dengan isian yang berbeda.",
        example=_typed("L9", seen="Bidang A", other="Kesenjangan!L7", gap="1.01 A.I.1"),
    ),
    Code.BUKU_147: Message(
        title="Catatan pada sel",
        sentence="Sel ini memuat catatan (komentar)[ {seen}] yang tidak ikut terbawa ke berkas baru.",
        repair=f"Salin catatannya ke tempat lain, lalu hapus dari sini. {_SAVE}",
        meaning="Catatan dan komentar yang ditempelkan pada sel akan hilang bila berkasnya diganti.",
        example=_typed("L7", seen="sudah ditelepon"),
    ),
    Code.BUKU_148: Message(
        title="Isian pada baris tanpa kode",
        sentence='Isian "{seen}" ada pada baris yang tidak memuat unit dan kode kesenjangannya.',
        repair=f"Lengkapi kode unit dan kode butir baris itu seperti semula. {_SAVE}",
        meaning="Isian PIC, Tenggat, dan Status mengikuti kode unit dan kode butirnya; tanpa itu tidak ada tempatnya.",
        example=_typed("L7", seen="Sekretaris"),
    ),
    Code.BUKU_149: Message(
        title="Berkas lama tidak terbaca",
        sentence="Isi berkas lama ini tidak terbaca[ ({cause:singkat})], jadi berkasnya tidak diganti.",
        repair=f"Lepas kata sandinya, atau kembalikan nama lembar dan judul kolomnya, lalu jalankan lagi. {_SAVE}",
        meaning="Berkas yang akan diganti berkata sandi, rusak, atau lembarnya diganti nama, jadi tidak dapat "
        "dipastikan bahwa tidak ada isian yang hilang. Dalam kurung: kode temuannya, atau yang tidak ditemukan.",
        example=on_book("rekap.xlsx", cause="Kesenjangan"),
    ),
    Code.BUKU_150: Message(
        title="Berkas lama berisi isian",
        sentence="Berkas ini sudah diisi ({count} isian, antara lain {cells:daftar}), jadi tidak diganti.",
        repair="Pindahkan berkas itu, atau tambahkan --ganti-yang-terisi: salinannya disimpan di sampingnya.",
        meaning="Lembar kerja, verifikasi, atau rencana yang sudah diketik orang tidak diganti dengan yang kosong "
        "tanpa permintaan tersendiri.",
        example=on_book("lembar/dinas-kesehatan.xlsx", count="113", cells="LKE!F8, LKE!F9"),
    ),
    Code.BUKU_151: Message(
        title="Salinan berkas lama disimpan",
        sentence="Berkas lama yang berisi isian disimpan sebagai {copy}.",
        repair="Tidak ada yang perlu diperbaiki; hapus salinan itu bila tidak diperlukan.",
        meaning="Berkas yang sudah diisi diganti atas permintaan, dan isinya tetap ada pada salinan itu.",
        example=on_book("rekap.xlsx", copy="rekap.lama-1.xlsx"),
    ),
    Code.BUKU_152: Message(
        title="Isian rekap lama dibawa",
        sentence="{count} isian PIC, Tenggat, dan Status dari berkas lama dibawa ke berkas baru.",
        repair="Tidak ada yang perlu diperbaiki.",
        meaning="Yang diketik orang pada rekap lama ada lagi pada rekap baru, pada baris kesenjangan yang sama.",
        example=on_book("rekap.xlsx", count="12"),
    ),
    Code.BUKU_153: Message(
        title="Berkas berubah selagi program berjalan",
        sentence="Berkas ini berubah selagi program berjalan, jadi tidak diganti.",
        repair="Simpan dan tutup berkasnya di Excel, lalu jalankan lagi.",
        meaning="Seseorang menyimpan berkas itu setelah program membacanya; menggantinya akan menghilangkan isiannya.",
        example=on_book("rekap.xlsx"),
    ),
    Code.BUKU_154: Message(
        title="Isian tidak ada pada berkas baru",
        sentence='Isian "{seen}" tidak ditemukan lagi pada berkas baru, jadi berkas lama tidak diganti.',
        repair=f"Salin isian itu ke tempat lain, lalu hapus dari sini. {_SAVE}",
        meaning="Isian dihitung sebelum dan sesudah ditulis. Yang tidak sama menahan penggantian berkas.",
        example=_typed("L7", seen="Sekretaris"),
    ),
    Code.BUKU_155: Message(
        title="Satu nama untuk dua hasil",
        sentence="Dua hasil perintah ini memakai berkas yang sama.",
        repair="Beri salah satunya nama atau folder lain.",
        meaning="Hasil yang ditulis kemudian akan menimpa yang ditulis lebih dahulu.",
        example=on_book("rekap.xlsx"),
    ),
    Code.BUKU_156: Message(
        title="Salinan lama dilewati",
        sentence="Berkas ini salinan lama yang disimpan program saat berkasnya diganti, jadi dilewati.",
        repair="Bila justru salinan ini yang berlaku, beri nama lain tanpa .lama-.",
        meaning="Salinan dari --ganti-yang-terisi tidak dihitung sebagai kiriman unit.",
        example=on_book("dinas-kesehatan.lama-1.xlsx"),
    ),
}
