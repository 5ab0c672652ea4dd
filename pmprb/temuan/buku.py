"""Words about files, folders, the register and the output: codes BUKU that concern a file as a whole."""

from __future__ import annotations

from pmprb.temuan.message import Message, Plural, on_book, on_cell, on_register
from pmprb.temuan.record import Code

_TWO_FILES = "dinas-kesehatan (1).xlsx, dinas-kesehatan.xlsx"

MESSAGES: dict[Code, Message] = {
    Code.BUKU_001: Message(
        title="Berkas tidak dapat dibuka",
        sentence="Berkas ini tidak dapat dibuka[: {reason:buka}].",
        repair="Periksa nama, letak, dan izinnya; bila sedang terbuka di program lain, tutup dahulu.",
        meaning="Berkas tidak ada lagi, tidak boleh dibaca, atau sedang dikunci program lain.",
        example=on_book(reason="permission"),
    ),
    Code.BUKU_002: Message(
        title="Bukan berkas Excel",
        sentence="Isi berkas ini bukan Excel .xlsx[, melainkan {reason:isi}].",
        repair="Buka di Excel atau LibreOffice, simpan sebagai .xlsx, lalu kirim ulang.",
        meaning="Berkas berakhiran .xlsx, tetapi isinya lain, misalnya PDF atau teks yang berganti nama.",
        example=on_book(reason="pdf"),
    ),
    Code.BUKU_003: Message(
        title="Berkas bersandi atau .xls lama",
        sentence="Berkas ini {reason:kunci}, jadi tidak dapat dibaca.",
        repair="Buka di Excel atau LibreOffice, lepas sandinya bila ada, simpan sebagai .xlsx, lalu kirim ulang.",
        meaning="Berkas yang dikunci dengan sandi dan berkas Excel 97-2003 (.xls) tidak dapat dibaca.",
        example=on_book(reason="password"),
    ),
    Code.BUKU_004: Message(
        title="Berkas rusak atau terpotong",
        sentence="Berkas ini rusak atau tidak lengkap[: {reason:rusak}].",
        repair="Minta salinan yang utuh; bila masih terbuka di Excel, simpan sebagai berkas baru, lalu kirim ulang.",
        meaning="Isi berkas terpotong atau berubah, biasanya karena pengiriman atau penyimpanan yang terputus.",
        example=on_book(reason="truncated", part="xl/worksheets/sheet1.xml"),
        unused=("part",),
    ),
    Code.BUKU_005: Message(
        title="Berkas terlalu besar",
        sentence="Berkas ini terlalu besar untuk dibaca[: {reason:besar} melewati batas][ ({limit:batas})].",
        repair="Hapus gambar dan lembar yang tidak perlu, simpan bukti dukung di luar berkas, lalu kirim ulang.",
        meaning="Ukuran berkas, atau isinya setelah dibuka, melampaui batas yang wajar untuk sebuah LKE.",
        example=on_book(reason="file", part="", limit="10 MB"),
        unused=("part",),
    ),
    Code.BUKU_006: Message(
        title="Susunan berkas tidak lazim",
        sentence="Susunan berkas ini tidak lazim, jadi demi keamanan tidak dibaca[: {reason:aneh}].",
        repair="Buka di Excel atau LibreOffice, simpan sebagai .xlsx baru, lalu kirim ulang.",
        meaning="Berkas memuat bagian ganda, bernama aneh, atau terkunci, yang tidak dibuat oleh Excel atau "
        "LibreOffice.",
        example=on_book(reason="sheet_twice", part="xl/worksheets/sheet2.xml"),
        unused=("part",),
    ),
    Code.BUKU_007: Message(
        title="Isi berkas tidak lazim",
        sentence="Isi berkas ini ditulis dengan cara yang tidak lazim, jadi demi keamanan tidak dibaca[: "
        "{reason:tanda}].",
        repair="Buka di Excel atau LibreOffice, simpan sebagai .xlsx baru, lalu kirim ulang.",
        meaning="Isi berkas ditulis dengan cara yang tidak dipakai Excel atau LibreOffice dan dapat mengganggu "
        "komputer.",
        example=on_book(reason="encoding", part="xl/workbook.xml"),
        unused=("part",),
    ),
    Code.BUKU_008: Message(
        title="Isi di luar jangkauan",
        sentence="[Sel {cell}|Ada sel yang] berada di luar jangkauan baca[, yaitu A1 sampai {limit}].",
        repair="Hapus baris dan kolom di luar tabel LKE, simpan, lalu kirim ulang.",
        meaning="Ada isi atau pengaturan sel yang jauh di luar tabel, sering tanpa terlihat.",
        example=on_cell(
            "XFD1048576", reason="beyond", part="xl/worksheets/sheet1.xml", cell="XFD1048576", limit="ZZ9999"
        ),
        unused=("reason", "part"),
    ),
    Code.BUKU_009: Message(
        title="Berkas gagal dibaca",
        sentence="Berkas ini tidak dapat dibaca sampai selesai.",
        repair="Buka di Excel atau LibreOffice, simpan sebagai .xlsx baru, lalu kirim ulang.",
        meaning="Berkas tampak wajar, tetapi pembacaannya berhenti di tengah jalan. Berkas lain tetap dibaca.",
        example=on_book(reason="ZipError", part="LKE"),
        unused=("reason", "part"),
    ),
    Code.BUKU_013: Message(
        title="Berkas dari periode lain",
        sentence="[Periode berkas ini {seen}|Berkas ini belum menyebut periodenya], sedangkan yang dikumpulkan "
        "periode {expected}.",
        repair="Kirim lembar kerja periode {expected}, atau betulkan isian periodenya.",
        meaning="Berkas berasal dari periode lain, jadi tidak ikut digabung.",
        example=on_book(seen="2025", expected="2026"),
    ),
    Code.BUKU_014: Message(
        title="Unit di luar daftar",
        sentence='[Unit "{name}"|Unit pengirim berkas ini][ (kode {code})] tidak ada dalam daftar unit.',
        repair="Betulkan nama unitnya, atau tambahkan unit itu atau nama lainnya ke daftar unit.",
        meaning="Kode dan nama unit di berkas tidak cocok dengan satu pun unit dalam daftar, jadi berkasnya tidak ikut "
        "digabung.",
        example=on_book(name="Dinas Pendidikn", code="D-17"),
    ),
    Code.BUKU_015: Message(
        title="Nama unit berbeda",
        sentence='Nama unit di lembar tertulis "{seen}", sedangkan berkas ini untuk "{expected}".',
        repair="Pastikan berkas tidak tertukar; bila hanya ejaannya yang berbeda, tambahkan sebagai nama lain di "
        "daftar unit.",
        meaning="Nama unit yang tertulis di lembar bukan nama unit pemilik berkas. Jawabannya tetap dihitung.",
        example=on_book(seen="Dinas Kesehatan", expected="Dinas Pendidikan"),
    ),
    Code.BUKU_016: Message(
        title="Kiriman ganda, terbaru dipakai",
        sentence="Unit ini mengirim beberapa berkas ({files:daftar}); yang dipakai {chosen}[, disimpan {stamp:waktu}].",
        repair="Pastikan itu berkas yang benar, lalu singkirkan yang lain.",
        meaning="Satu unit mengirim lebih dari satu berkas dengan jawaban berbeda; yang paling baru disimpan dipakai.",
        example=on_book(
            "dinas-kesehatan.xlsx", files=_TWO_FILES, chosen="dinas-kesehatan.xlsx", stamp="2026-03-09T08:05:00Z"
        ),
    ),
    Code.BUKU_017: Message(
        title="Kiriman ganda, belum dipilih",
        sentence="Unit {unit} mengirim beberapa berkas dengan jawaban berbeda ({files:daftar}).",
        repair="Sisakan satu berkas yang benar, lalu jalankan lagi; sementara ini tidak satu pun dipakai.",
        meaning="Satu unit mengirim lebih dari satu berkas dengan jawaban berbeda, dan belum pasti mana yang berlaku.",
        example=on_book("dinas-kesehatan.xlsx", files=_TWO_FILES, unit="Dinas Kesehatan"),
    ),
    Code.BUKU_018: Message(
        title="Unit belum menyerahkan",
        sentence="{name}[ (kode {code})] belum menyerahkan lembar kerja.",
        repair="Hubungi unit itu, atau periksa apakah berkasnya sudah ada di folder yang dibaca.",
        meaning="Unit ada dalam daftar, tetapi tidak ada berkasnya yang dapat dipakai.",
        example=on_book("", code="K-03", name="Kecamatan Sukamaju"),
        plural=Plural(
            "{count} unit dalam daftar belum menyerahkan lembar kerja: {list}.",
            each="{name}",
            repair="Hubungi unit-unit itu, atau periksa apakah berkasnya sudah ada di folder yang dibaca.",
            by="sheet",
        ),
    ),
    Code.BUKU_029: Message(
        title="Berkas hasil sudah ada",
        sentence="Berkas hasil ini sudah ada, jadi tidak ditimpa.",
        repair="Pilih nama lain, atau tambahkan --timpa bila memang ingin menggantinya.",
        meaning="Nama berkas hasil sudah dipakai. Program tidak menimpa berkas tanpa diminta.",
        example=on_book("rekap.xlsx"),
    ),
    Code.BUKU_030: Message(
        title="Tidak ada lembar kerja",
        sentence="Tidak ada lembar kerja .xlsx di tempat ini.",
        repair="Periksa nama dan letak folder atau berkasnya.",
        meaning="Folder kosong, nama tidak ditemukan, atau isinya bukan berkas .xlsx.",
        example=on_book("masuk"),
    ),
    Code.BUKU_031: Message(
        title="Berkas sementara dilewati",
        sentence="Berkas ini hanya berkas sementara, jadi dilewati.",
        repair="Bila lembar kerjanya masih terbuka, simpan dan tutup dahulu supaya isian terakhir ikut terbaca.",
        meaning="Excel dan LibreOffice membuat berkas sementara selama sebuah berkas terbuka; isinya bukan lembar "
        "kerja.",
        example=on_book("~$dinas-pendidikan.xlsx"),
    ),
    Code.BUKU_032: Message(
        title="Daftar unit belum dapat dipakai",
        sentence="Baris judul daftar unit tidak ditemukan.[ Judul yang dikenal: {headers:daftar}.]",
        repair="Beri judul pada setiap kolom; kode dan nama wajib ada.",
        meaning="Berkas daftar unit tidak memuat baris judul dengan kode dan nama.",
        example=on_book("daftar-unit.xlsx", headers="kode, nama, jenis, kelompok, alias, pendahulu"),
    ),
    Code.BUKU_033: Message(
        title="Unit ganda dalam daftar",
        sentence='"{seen}" dipakai lebih dari sekali dalam daftar unit[, juga untuk {other}].',
        repair="Beri setiap unit kode, nama, dan nama lain yang berbeda.",
        meaning="Dua baris daftar unit memakai kode, nama, atau nama lain yang sama, jadi berkas unit tidak dapat "
        "dipasangkan dengan pasti.",
        example=on_register("A8", seen="dinkes", other="Dinas Kesehatan"),
    ),
    Code.BUKU_034: Message(
        title="Berkas jenis lain dilewati",
        sentence="Berkas ini bukan lembar kerja .xlsx, jadi dilewati.",
        repair="Tidak ada yang perlu dilakukan, kecuali berkas ini seharusnya LKE: simpan sebagai .xlsx.",
        meaning="Folder memuat berkas jenis lain, misalnya PDF atau gambar, yang tidak ikut dibaca.",
        example=on_book("surat-pengantar.pdf"),
    ),
    Code.BUKU_036: Message(
        title="Kiriman ganda, isinya sama",
        sentence="Beberapa berkas memuat jawaban yang sama ({files:daftar}); yang dipakai {chosen}.",
        repair="Tidak ada yang perlu diperbaiki; berkas lainnya boleh disingkirkan.",
        meaning="Satu unit mengirim beberapa berkas dengan jawaban yang sama; satu yang dihitung.",
        example=on_book("dinas-kesehatan.xlsx", files=_TWO_FILES, chosen="dinas-kesehatan.xlsx"),
    ),
    Code.BUKU_038: Message(
        title="Rekap sebelumnya tidak terbawa",
        sentence="Isian PIC, tenggat, dan status dari rekap sebelumnya tidak dapat dibawa ke rekap baru[ ({cause})].",
        repair="Simpan rekap lama itu, lalu salin isiannya bila masih diperlukan.",
        meaning="Rekap lama tidak terbaca, atau lembar Kesenjangan di dalamnya berubah susunan. Dalam kurung: kode "
        "temuannya, atau lembar atau kolom yang tidak ditemukan.",
        example=on_book("rekap-lama.xlsx", cause="Kesenjangan"),
    ),
    Code.BUKU_041: Message(
        title="Baris daftar unit belum lengkap",
        sentence='[Baris "{seen}"|Bagian ini] belum memuat kode dan nama unit.',
        repair="Lengkapi kode dan nama setiap unit, dan hapus baris yang tidak terpakai.",
        meaning="Sebuah baris tidak lengkap, atau daftar unit belum berisi satu unit pun.",
        example=on_register("A12", seen="Kecamatan Sukamaju"),
    ),
    Code.BUKU_042: Message(
        title="Program terhenti pada berkas ini",
        sentence="Program terhenti saat mengolah berkas ini; kekurangannya ada pada program, bukan pada isian.",
        repair="Sampaikan kepada pengelola program beserta berkasnya. Berkas lain tetap diolah.",
        meaning="Terjadi hal yang belum diperhitungkan oleh program. Satu berkas tidak menghentikan yang lain.",
        example=on_book(detail="KeyError: 5"),
        unused=("detail",),
    ),
}
