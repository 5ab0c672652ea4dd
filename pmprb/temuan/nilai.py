"""Words about scoring: codes NILAI."""

from __future__ import annotations

from pmprb.temuan.message import Message, Plural, on_book, on_cell
from pmprb.temuan.record import Code

MESSAGES: dict[Code, Message] = {
    Code.NILAI_001: Message(
        title="Pembagi nol tanpa aturan",
        sentence="Jumlah pembagi pada {node} adalah 0, dan belum ada aturan nilainya untuk keadaan itu.",
        repair="Periksa jumlahnya; bila memang 0, tanyakan cara menilainya kepada Bagian Organisasi atau TPI.",
        meaning="Butir perbandingan tidak dapat dihitung karena pembaginya 0, dan peraturan tidak menyebut nilainya. "
        "Butir itu belum dinilai.",
        example=on_cell("F140", "B.III.a"),
    ),
    Code.NILAI_002: Message(
        title="Nilai bergantung pada butir kosong",
        sentence="Ada butir yang belum dijawab, dan cara menghitungnya mengubah nilai[: {nol:nilai} bila dihitung 0, "
        "{lewati:nilai} bila dilewati].",
        repair="Lengkapi jawaban yang kosong agar kedua hitungan sama.",
        meaning="Butir kosong dapat dihitung 0 atau dilewati dari rata-rata; di berkas ini hasilnya berbeda.",
        example=on_book(nol="71.25", lewati="83.5"),
    ),
    Code.NILAI_003: Message(
        title="Bagian belum dinilai",
        sentence="Belum ada butir {node}[, {title},] yang dijawab, jadi bagian itu belum dinilai.",
        repair="Isi jawaban butir-butir di bawahnya.",
        meaning="Tidak satu pun butir dalam sebuah bagian dijawab. Bagian itu tidak diberi nilai 0, melainkan belum "
        "dinilai.",
        example=on_book("dinas-pendidikan.xlsx", "A.I.2.i", title="Prosedur Operasional Tetap (SOP)"),
        plural=Plural(
            "{count} bagian belum dinilai karena belum ada butirnya yang dijawab: {list}.",
            repair="Isi jawaban butir-butir di bawahnya.",
            by="sheet",
        ),
    ),
    Code.NILAI_004: Message(
        title="Kelayakan bergantung pada cara baca",
        sentence="Hasil {target} akan berbeda bila ambangnya dibaca dengan cara lain[ ({reading})].",
        repair="Cocokkan dengan pedoman tahun berjalan sebelum hasilnya dipakai.",
        meaning="Peraturan tentang ambang dapat dibaca dengan lebih dari satu cara, dan untuk unit ini hasilnya tidak "
        "sama.",
        example=on_book(target="WBK", reading="Area dinilai terpisah per aspek"),
    ),
    Code.NILAI_005: Message(
        title="Angka lembar mengikuti varian lain",
        sentence='Angka di lembar cocok dengan varian "{variant}", sedangkan hitungan ini menurut varian "{used}".',
        repair="Bila varian itu yang dimaksud, jalankan lagi dengan --instrumen {instrument}.",
        meaning="Instrumen memiliki beberapa varian. Angka yang ditampilkan lembar cocok dengan salah satu varian yang "
        "tidak dipakai dalam hitungan ini.",
        example=on_book(variant="Aturan ketat", used="Aturan longgar", instrument="contoh-2014@ketat"),
    ),
    Code.NILAI_006: Message(
        title="Koefisien di luar batas",
        sentence="Koefisien {seen:angka} di luar batas {low:angka} sampai {high:angka}.",
        repair="Pakai koefisien dari hasil evaluasi; batasnya ada di katalog instrumen.",
        meaning="Penilai dapat menambah atau mengurangi nilai dengan koefisien, tetapi hanya dalam batas tertentu.",
        example=on_book(seen="-12", low="-10", high="10"),
    ),
    Code.NILAI_007: Message(
        title="Dua lembar yang bukan sepasang",
        sentence='Lembar ini bukan pasangannya: di sini "{seen}", yang diharapkan "{expected}".',
        repair="Pilih dua lembar dari instansi, tahun, dan varian yang sama: lembar pokok lebih dahulu, lalu lembar "
        "tambahannya.",
        meaning="Indeks dihitung dari dua lembar kerja. Instrumen, varian, periode, atau instansinya tidak cocok satu "
        "dengan yang lain.",
        example=on_book(seen="contoh-tambahan-2023", expected="contoh-tambahan-2024"),
    ),
}
