"""Words about the catalogs of criteria: codes KAT. The reader keeps `criteria/`, so its file and key names are used."""

from __future__ import annotations

from pmprb.pesan.message import Message, on_line
from pmprb.temuan import Code

_NODES = "criteria/contoh-2021/nodes/A.I.2.yaml"
_HEAD = "criteria/contoh-2021/instrument.yaml"

MESSAGES: dict[Code, Message] = {
    Code.KAT_001: Message(
        title="Susunan berkas kriteria tidak terbaca",
        sentence="Susunan berkas kriteria ini tidak terbaca[: {problem:susunan}].",
        repair="Periksa baris itu dan baris di atasnya: lekukan, titik dua, dan tanda kutip.",
        meaning="Berkas kriteria tidak mengikuti cara tulis YAML, sehingga isinya belum dapat diperiksa.",
        example=on_line(_NODES, 12, 5, problem="mapping values are not allowed in this context"),
    ),
    Code.KAT_002: Message(
        title="Kunci kriteria tidak sesuai",
        sentence='[Kunci "{key}"|Bagian ini] {kind:jenis}[ (tertulis "{seen}")].',
        repair="{kind:saran}; docs/katalog.md menerangkan setiap kunci.",
        meaning="Sebuah kunci dalam berkas kriteria kurang, tidak dikenal, atau isinya bukan yang diharapkan.",
        example=on_line(_NODES, 12, 5, key="items.0.formula", kind="literal_error", seen="rata"),
    ),
    Code.KAT_003: Message(
        title="Kunci kriteria tertulis dua kali",
        sentence='Kunci "{key}" tertulis dua kali dalam satu bagian.',
        repair="Sisakan satu saja.",
        meaning="Dua kunci bernama sama berdiri di satu bagian berkas kriteria, jadi tidak jelas mana yang berlaku.",
        example=on_line(_NODES, 12, 5, key="basis"),
    ),
    Code.KAT_004: Message(
        title="Id dipakai dua kali",
        sentence='Id "{id}" sudah dipakai di {file}[ baris {line:baris}].',
        repair="Beri id lain pada salah satunya, sesuai penomoran dalam peraturan.",
        meaning="Setiap bagian, butir, dan ambang memiliki id sendiri; id yang sama tidak boleh dipakai dua kali.",
        example=on_line(_NODES, 48, 9, "A.I.2.i.b", id="A.I.2.i.b", file="A.I.2.yaml", line="31"),
    ),
    Code.KAT_005: Message(
        title="Jumlah bobot tidak cocok",
        sentence="Bobot di bawah {node} berjumlah {total:angka}, sedangkan bobot {node} sendiri {weight:angka}.",
        repair="Samakan keduanya menurut peraturan.",
        meaning="Pada setiap tingkat, bobot bagian-bagian harus tepat berjumlah bobot induknya.",
        example=on_line(_NODES, 3, 9, "A.I.2", total="10/3", weight="3.5"),
    ),
    Code.KAT_006: Message(
        title="Skala jawaban tidak dikenal",
        sentence='Skala jawaban "{name}" pada {node} tidak ada dalam answer_sets.yaml.[ Yang ada: {known:daftar}.]',
        repair="Pakai salah satu skala yang ada, atau tambahkan skala itu.",
        meaning="Sebuah butir menyebut skala jawaban yang belum ditetapkan dalam instrumennya.",
        example=on_line(_NODES, 20, 13, "A.I.2.i.a", name="abcdef", known="ya-tidak, abc, abcd, abcde"),
    ),
    Code.KAT_007: Message(
        title="Peraturan rujukan tidak dikenal",
        sentence='Peraturan "{name}"[ yang dirujuk {node}] tidak ada dalam regulations.yaml.',
        repair="Perbaiki rujukannya, atau tambahkan peraturan itu.",
        meaning="Setiap rujukan harus menunjuk peraturan yang tercantum dalam regulations.yaml.",
        example=on_line(_NODES, 8, 20, "A.I.2", name="permenpanrb-90-2012"),
    ),
    Code.KAT_008: Message(
        title="Rentang predikat tidak bersambung",
        sentence="Rentang predikat belum bersambung dari 0 sampai 100: pada {node} batasnya {seen:angka}, yang "
        "diharapkan {expected:angka}.",
        repair="Mulai setiap rentang tepat di akhir rentang sebelumnya.",
        meaning="Rentang predikat berlubang, tumpang tindih, atau tidak sampai 100.",
        example=on_line(_HEAD, 40, 3, "BB", seen="72", expected="70"),
    ),
    Code.KAT_009: Message(
        title="Nama bagian tidak ditemukan",
        sentence='[Pada {node}, nama|Nama] "{name}" tidak ada di antara bagian dan butir instrumen ini.',
        repair="Tulis id bagian, butir, atau kelompok yang ada.",
        meaning="Sebuah ambang, kelompok, atau predikat menunjuk bagian yang tidak ada dalam instrumen.",
        example=on_line(_HEAD, 52, 13, "area-2", name="A.I.9"),
    ),
    Code.KAT_010: Message(
        title="Nama jumlah tidak sesuai",
        sentence='Jumlah "{name}" pada {node} tertulis dua kali, atau dipakai dalam rumus padahal belum didaftarkan.',
        repair="Daftarkan setiap jumlah tepat satu kali di inputs, dan pakai nama itu dalam rumusnya.",
        meaning="Butir perbandingan memakai jumlah yang diberi nama; setiap nama didaftarkan tepat satu kali.",
        example=on_line(_NODES, 60, 13, "B.III.a", name="wajib_lapor"),
    ),
    Code.KAT_011: Message(
        title="Bagian induk tidak ditemukan",
        sentence='Bagian induk[ "{parent}"][ untuk {node}] tidak ditemukan.',
        repair="Periksa isi parent di awal berkas itu, atau tambahkan bagian induknya.",
        meaning="Berkas dalam nodes/ menggantung pada bagian yang tidak ada, atau bagian teratas (TOTAL) belum ada.",
        example=on_line(_NODES, 1, 9, "A.I.2", parent="A.V"),
    ),
    Code.KAT_012: Message(
        title="Pilihan tidak cocok dengan skala",
        sentence="Pilihan pada {node} tidak cocok dengan skala jawabannya[; yang diharapkan: {expected}].",
        repair="Sesuaikan pilihan itu, dengan yang terbaik lebih dahulu.",
        meaning="Pilihan sebuah butir berbeda dengan skalanya, atau skor pada skala tidak menurun antara 1 dan 0.",
        example=on_line(_NODES, 22, 13, "A.I.2.i.a", expected="A/B/C/D"),
    ),
    Code.KAT_013: Message(
        title="Bobot tidak sesuai cara penggabungan",
        sentence="Bobot pada {node} tidak sesuai dengan cara penggabungannya ({gather:cara}).",
        repair="Dengan gather: sum setiap butir berbobot; dengan gather: mean butir tanpa bobot. Bagian yang "
        "membawahi bagian lain memakai sum.",
        meaning="Butir diberi bobot sendiri padahal digabung dengan rata-rata, atau tanpa bobot padahal dijumlahkan.",
        example=on_line(_NODES, 22, 13, "A.I.2.i.a", gather="mean"),
    ),
    Code.KAT_014: Message(
        title="Berkas kriteria tidak ditemukan",
        sentence='"{name}" tidak ditemukan atau tidak dapat dibuka.[ Yang ada: {known:daftar}.]',
        repair="Periksa nama dan letaknya.",
        meaning="Instrumen yang diminta tidak terpasang, atau salah satu berkasnya tidak ada atau tidak terbaca.",
        example=on_line("criteria/contoh-2012", 0, 0, name="contoh-2012", known="contoh-2014, contoh-2021"),
    ),
    Code.KAT_015: Message(
        title="Skala angka tanpa rentang",
        sentence="Skala angka pada {node} tidak memiliki rentang: batas bawah harus lebih kecil daripada batas atas.",
        repair="Betulkan min dan max menurut peraturan.",
        meaning="Butir yang meminta angka harus memiliki batas bawah yang lebih kecil daripada batas atasnya.",
        example=on_line("criteria/contoh-2021/nodes/B.yaml", 14, 9, "B.I.a"),
    ),
    Code.KAT_016: Message(
        title="Bagian tanpa isi yang jelas",
        sentence="{node} perlu berisi bagian lain atau butir, dan hanya salah satunya.",
        repair="Isi children atau items, jangan keduanya.",
        meaning="Sebuah bagian kosong, atau memuat bagian lain dan butir sekaligus.",
        example=on_line(_NODES, 3, 9, "A.I.2"),
    ),
    Code.KAT_017: Message(
        title="Aturan antarbutir berputar",
        sentence='Aturan antarbutir[ pada varian "{variant}"] berputar: {node} akhirnya bergantung pada dirinya '
        "sendiri.",
        repair="Hapus atau betulkan salah satu aturan di item_gates menurut peraturan.",
        meaning="Sebuah butir dapat bergantung pada jawaban butir lain, tetapi rangkaiannya tidak boleh kembali ke "
        "butir itu sendiri.",
        example=on_line(_HEAD, 60, 5, "A.I.2.i.a", variant="kementerian"),
    ),
}
