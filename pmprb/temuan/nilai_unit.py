"""Words about the index of an instansi with its units: codes NILAI-010 and on."""

from __future__ import annotations

from pmprb.temuan.message import Message, Plural, on_book
from pmprb.temuan.record import Code

_INSTANSI = "lke-instansi.xlsx"

MESSAGES: dict[Code, Message] = {
    Code.NILAI_010: Message(
        title="Belum ada unit yang dinilai",
        sentence="Indeks belum dapat dihitung: dari {seen:angka} lembar unit yang dipakai, belum ada yang terisi.",
        repair="Masukkan lembar kerja unit yang sudah diisi, dari periode yang sama.",
        meaning="Indeks instansi memerlukan paling sedikit satu lembar unit yang berisi jawaban.",
        example=on_book(_INSTANSI, seen="0"),
    ),
    Code.NILAI_011: Message(
        title="Aturan indeks tidak cocok unitnya",
        sentence="Aturan indeks instansi menyebut {name}, yang tidak cocok dengan instrumen unit {seen}.",
        repair="Betulkan pairs pada units_index di instrument.yaml instrumen instansi, atau pakai katalog bawaan.",
        meaning="Aturan indeks memasangkan bagian atau butir lembar instansi dengan lembar unit. Ada yang tidak "
        "dikenal, terhitung dua kali, kurang, atau berbobot lebih besar daripada pasangannya.",
        example=on_book(_INSTANSI, name="A.IV", seen="contoh-unit-2020"),
    ),
    Code.NILAI_012: Message(
        title="Predikat bergantung pada bacaan indeks",
        sentence='Predikatnya {expected}, tetapi {seen} menurut bacaan "{reading}".',
        repair="Sebut bacaan yang dipakai, dan tanyakan kepada evaluator sebelum indeksnya dipakai resmi.",
        meaning="Nilai instansi dan unit dapat digabungkan menurut beberapa bacaan, dan predikatnya tidak sama.",
        example=on_book(_INSTANSI, expected="B", seen="BB", reading="Butir bersama dirata-ratakan"),
    ),
    Code.NILAI_013: Message(
        title="Unit belum dinilai, tidak ikut indeks",
        sentence="{unit} belum dinilai karena lembarnya belum berisi jawaban; tidak ikut indeks, bukan dihitung 0.",
        repair="Minta unit itu mengisi dan mengirim lembarnya.",
        meaning="Lembar unit diterima, tetapi tidak satu butir pun dijawab. Unit itu tidak ikut rata-rata.",
        example=on_book("dinas-pendidikan.xlsx", unit="Dinas Pendidikan"),
        plural=Plural(
            "{count} unit belum dinilai dan tidak ikut indeks: {list}.",
            each="{unit}",
            repair="Minta unit-unit itu mengisi dan mengirim lembarnya.",
            by="sheet",
        ),
    ),
    Code.NILAI_014: Message(
        title="Lembar instansi belum berisi jawaban",
        sentence="Indeks belum dapat dihitung karena lembar instansi belum berisi jawaban.",
        repair="Isi lembar instansi, simpan, lalu jalankan lagi.",
        meaning="Indeks memerlukan jawaban lembar instansi sendiri; lembar kosong belum dinilai, bukan bernilai 0.",
        example=on_book(_INSTANSI),
    ),
    Code.NILAI_015: Message(
        title="Predikat bergantung pada varian bobot",
        sentence='Predikatnya {expected}, tetapi {seen} menurut varian "{variant}".',
        repair="Cocokkan bobotnya dengan LKE resmi instansi, lalu pilih varian yang sama.",
        meaning="Instrumen memiliki beberapa varian bobot, dan predikat indeksnya tidak sama menurut varian lain.",
        example=on_book(_INSTANSI, expected="B", seen="CC", variant="Bobot yang lain"),
    ),
}
