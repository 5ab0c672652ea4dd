"""Words about verifiers' answers (TPI, TPN) and the workbooks they are given in."""

from __future__ import annotations

from pmprb.temuan.message import Example, Message, Plural, on_book
from pmprb.temuan.record import CellPos, Code

_REVIEW = "LKE-TPI_2026_1-02_Dinas-Kesehatan.xlsx"
_CELL = CellPos(workbook=_REVIEW, sheet="LKE", cell="K14")

MESSAGES: dict[Code, Message] = {
    Code.BUKU_070: Message(
        title="Dua kolom jawaban TPI",
        sentence="Ada dua kolom Jawaban TPI; yang dibaca kolom {taken:singkat}. Kolom {left:singkat} memuat "
        "{seen:angka} jawaban[, {differing:angka} berbeda].",
        repair="Bila kolom lain yang berlaku, pindahkan jawabannya ke kolom yang dibaca.",
        meaning="Sebagian kementerian menyisipkan kolom TPI kedua (misalnya TPI unit dan TPI inspektorat). Yang "
        "dibaca kolom pertama; bila kolom pertama kosong sama sekali, kolom kedua.",
        example=Example(
            CellPos(workbook="lke-2024.xlsx", sheet="Jawaban", cell="S1"),
            "",
            (("taken", "O"), ("left", "S"), ("seen", "113"), ("differing", "4")),
        ),
    ),
    Code.BUKU_071: Message(
        title="Verifikasi tanpa lembar unit",
        sentence="Lembar verifikasi ini untuk {unit}, tetapi lembar kerja unit itu belum ada atau ditolak.",
        repair="Sertakan lembar kerja unitnya. Verifikasi ini belum dipakai.",
        meaning="Verifikasi hanya dipakai di samping lembar kerja unit itu sendiri. Jawaban unit di dalam lembar "
        "verifikasi hanya salinan, jadi tidak menggantikan lembar kerja yang belum diserahkan.",
        example=on_book(_REVIEW, unit="Dinas Kesehatan"),
    ),
    Code.BUKU_072: Message(
        title="Beberapa verifikasi berbeda",
        sentence="Butir {node} diverifikasi berbeda: {answers:daftar}.",
        repair="Sepakati satu jawaban atau singkirkan lembar yang tidak berlaku; sementara ini belum terverifikasi.",
        meaning="Satu unit diverifikasi dalam beberapa lembar, dan jawabannya untuk butir ini tidak sama. Program "
        "tidak memilih salah satunya.",
        example=on_book("1-02_Dinas-Kesehatan.xlsx", "A.I.1.ii.b", answers="B (tpi-1.xlsx), C (tpi-2.xlsx)"),
    ),
    Code.BUKU_073: Message(
        title="Jawaban TPI di lembar unit diganti",
        sentence="Lembar kerja ini juga memuat jawaban TPI, dan {seen:angka} di antaranya tidak sama dengan lembar "
        "verifikasi: {items:daftar}. Yang dipakai lembar verifikasi.",
        repair="Tidak ada yang perlu diperbaiki bila lembar verifikasi memang yang berlaku.",
        meaning="TPI menjawab di dua tempat: di lembar kerja unit dan di lembar verifikasi. Lembar verifikasi "
        "menggantikan seluruh jawaban TPI di lembar kerja.",
        example=on_book("1-02_Dinas-Kesehatan.xlsx", seen="2", items="A.I.1.i.a, A.I.1.ii.b"),
    ),
    Code.BUKU_074: Message(
        title="Berkas ini lembar verifikasi",
        sentence="Berkas ini lembar verifikasi TPI[ dari {source:teks}]; jawaban unit di dalamnya hanya salinan.",
        repair="Saat menggabungkan, sertakan bersama lembar kerja unitnya.",
        meaning="Lembar verifikasi dibuat dengan pmprb templat --untuk tpi. Ia tidak dihitung sebagai penyerahan unit.",
        example=on_book(_REVIEW, source="1-02_Dinas-Kesehatan.xlsx"),
    ),
    Code.BUKU_075: Message(
        title="Verifikasi belum diisi",
        sentence="Belum ada satu pun jawaban TPI dalam lembar verifikasi ini.",
        repair="Isi kolom Jawaban TPI, lalu simpan.",
        meaning="Lembar verifikasi terbaca, tetapi kolom Jawaban TPI masih kosong seluruhnya.",
        example=on_book(_REVIEW),
    ),
    Code.BUKU_077: Message(
        title="Nama penilai kosong",
        sentence="Nama penilai belum diisi pada lembar verifikasi ini.",
        repair="Isi sel di kanan tulisan Penilai TPI, cukup nama timnya, misalnya TPI 1.",
        meaning="Tanpa nama penilai, statistik menurut penilai mencatat jawabannya sebagai tidak disebut.",
        example=on_book(_REVIEW),
    ),
    Code.ISI_020: Message(
        title="Jawaban unit berubah setelah verifikasi",
        sentence="Jawaban unit untuk {node} kini {expected:singkat}, sedangkan saat verifikasi {seen:singkat}.",
        repair="Minta TPI melihat lagi butir ini. Yang dihitung jawaban di lembar kerja unit.",
        meaning="Unit mengubah jawaban setelah lembar verifikasi dibuat, atau salinan di lembar verifikasi diubah. "
        "Jawaban unit selalu diambil dari lembar kerjanya sendiri.",
        example=Example(_CELL, "A.I.1.ii.b", (("seen", "B"), ("expected", "A"))),
        plural=Plural(
            "{count} jawaban unit berubah setelah verifikasi: {list}.",
            each="{node} ({seen:singkat} menjadi {expected:singkat})",
            repair="Minta TPI melihat lagi butir-butir ini. Yang dihitung jawaban di lembar kerja unit.",
        ),
    ),
    Code.ISI_021: Message(
        title="Berbeda tanpa catatan",
        sentence="Jawaban TPI untuk {node} berbeda dari jawaban unit, tetapi Catatan TPI masih kosong.",
        repair="Tulis alasannya di kolom Catatan TPI, supaya unit tahu yang perlu dilengkapi.",
        meaning="TPI menilai lain daripada unit dan belum menuliskan alasannya. Nilainya tetap dihitung.",
        example=Example(_CELL, "A.I.1.ii.b"),
        plural=Plural("{count} jawaban TPI berbeda dari jawaban unit tanpa Catatan TPI: {list}."),
    ),
}
