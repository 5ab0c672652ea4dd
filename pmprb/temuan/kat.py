"""Words about the catalogs of criteria: codes KAT. The reader keeps `criteria/`, so its file and key names are used."""

from __future__ import annotations

from pmprb.temuan.message import Example, Message, Plural, on_cell, on_line
from pmprb.temuan.record import CellPos, Code

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
    Code.KAT_020: Message(
        title="Rumus perbandingan tidak terlihat",
        sentence="Rumus {node} tidak terlihat di lembar; dipakai {formula:panjang}.",
        repair="Cocokkan dengan pedomannya, lalu betulkan formula, numerator, dan denominator bila lain.",
        meaning="Lembar hanya memuat baris jumlah, bukan rumusnya. Rumus diperkirakan dari nama jumlahnya, terbatas "
        "sampai 1, tanpa aturan bila pembaginya 0.",
        example=on_cell("G27", "A.II.1.i.a", formula="Jumlah perubahan ÷ Jumlah agen perubahan"),
    ),
    Code.KAT_021: Message(
        title="Bobot tidak ada di lembar",
        sentence="Bobot {node} tidak ada di lembar dan tidak dapat dihitung dari yang lain.[ Angka {seen:angka} di "
        "dalam kurung tidak dipakai.]",
        repair="Isi weight-nya di nodes/ menurut pedomannya, lalu jalankan pmprb kriteria periksa.",
        meaning="Sebuah bagian atau butir tidak berbobot di lembar. Bobot tidak ditebak, dan angka di dalam kurung "
        "(bobot lama) tidak pernah dipakai.",
        example=on_cell("H12", "A.II.1", seen="2.5"),
        plural=Plural(
            sentence="Bobot {count} bagian tidak ada di lembar dan tidak dapat dihitung: {list}.",
        ),
    ),
    Code.KAT_022: Message(
        title="Bobot di lembar tidak cocok",
        sentence="Di lembar, bobot di bawah {node} berjumlah {total:angka}, sedangkan bobotnya sendiri {weight:angka}.",
        repair="Katalog ditulis seperti lembarnya. Betulkan di nodes/ menurut pedomannya.",
        meaning="Pada setiap tingkat, bobot bagian-bagian harus tepat berjumlah bobot induknya; lembar ini tidak.",
        example=on_cell("H12", "A.I.2", total="10/3", weight="3.5"),
    ),
    Code.KAT_023: Message(
        title="Bobot dihitung dari yang lain",
        sentence="Bobot {node} tidak tertulis; dihitung {weight:angka} dari bobot lain di lembar.",
        repair="Cocokkan dengan pedomannya.",
        meaning="Sebuah bobot tidak tertulis, tetapi pasti: jumlah bobot di bawahnya, atau sisa bobot di atasnya.",
        example=on_cell("H7", "A", weight="60"),
        plural=Plural(
            sentence="Bobot {count} bagian tidak tertulis dan dihitung dari bobot lain: {list}.",
            each="{node} ({weight:angka})",
        ),
    ),
    Code.KAT_024: Message(
        title="Jenis jawaban tidak dikenal",
        sentence='Jenis jawaban {node} tidak dikenal[ (tertulis "{seen}")].',
        repair="Tentukan sendiri di nodes/: kind dan answer_set, scale, atau inputs.",
        meaning="Dari isi kolom pilihan dan penjelasannya tidak jelas apa yang boleh dijawab pada butir itu.",
        example=on_cell("J30", "A.I.2.i.a", seen="Uraian"),
        plural=Plural(sentence="Jenis jawaban {count} butir tidak dikenal: {list}."),
    ),
    Code.KAT_025: Message(
        title="Kode dua kali di lembar",
        sentence="Kode {node} sudah dipakai di sel {first}.",
        repair="Ubah salah satu id di nodes/, atau betulkan kodenya di lembar lalu impor lagi dengan --timpa.",
        meaning="Dua baris memakai kode yang sama, jadi tidak jelas mana yang dimaksud. Keduanya ditulis ke katalog.",
        example=on_cell("F31", "A.I.2.i.b", first="F30"),
        plural=Plural(sentence="{count} baris memakai kode yang sudah dipakai: {list}."),
    ),
    Code.KAT_026: Message(
        title="Ambang tidak ada di lembar",
        sentence="Ambang kelayakan dan predikat tidak diambil dari lembar kerja.[ Masa berlaku tidak terlihat; "
        "ditulis mulai {year}.]",
        repair="Bila ada, tambahkan gate_sets dan predicate di instrument.yaml, dan periksa valid_from.",
        meaning="Lembar kerja memuat butir dan bobot; ambang, predikat, dan masa berlaku ada di pedomannya.",
        example=on_cell("", year="2021"),
    ),
    Code.KAT_027: Message(
        title="Angka dalam kurung tidak dipakai",
        sentence="Angka {seen:angka} dalam kurung pada judul {node} bukan bobotnya; dipakai {taken:angka}.",
        repair="Cocokkan bobotnya dengan pedoman yang berlaku.",
        meaning="Judul pada sebagian formulir masih memuat bobot lama dalam kurung di samping bobot yang berlaku.",
        example=on_cell("D40", "A.II.1", seen="2.5", taken="0.5"),
        plural=Plural(
            sentence="{count} judul memuat angka dalam kurung yang bukan bobotnya: {list}.",
            each="{node} ({seen:angka}; dipakai {taken:angka})",
        ),
    ),
    Code.KAT_028: Message(
        title="Pilihan tanpa penjelasan",
        sentence="Pilihan {labels:daftar} pada {node} tidak diterangkan di lembar.",
        repair="Lengkapi options di nodes/.",
        meaning="Penjelasan tiap pilihan tidak ada, atau susunannya tidak terbaca.",
        example=on_cell("I14", "A.I.1.i.b", labels="B, C"),
        plural=Plural(
            sentence="{count} butir memiliki pilihan yang tidak diterangkan di lembar: {list}.",
            each="{node} ({labels:daftar})",
        ),
    ),
    Code.KAT_029: Message(
        title="Nilai pilihan tidak terlihat",
        sentence="Nilai tiap pilihan {scale} tidak terlihat di lembar; dipakai {scores:panjang}.",
        repair="Cocokkan dengan pedomannya, lalu betulkan angkanya di answer_sets.yaml bila lain.",
        meaning="Lembar memuat huruf pilihan, bukan nilainya. Dipakai nilai formulir resmi, atau jarak yang sama "
        "bila pilihannya lain.",
        example=on_cell("J14", scale="A/B/C/D", scores="A = 1; B = 0,67; C = 0,33; D = 0"),
    ),
    Code.KAT_030: Message(
        title="Pilihan dan penjelasannya berbeda",
        sentence='Pilihan {node} tertulis "{seen:singkat}", tetapi penjelasannya untuk {taken:singkat}; penjelasan '
        "yang dipakai.",
        repair="Cocokkan dengan pedomannya, lalu betulkan answer_set dan options bila lain.",
        meaning="Kolom pilihan dan kolom penjelasan sebuah butir tidak menyebut pilihan yang sama.",
        example=on_cell("J14", "A.I.1.i.b", seen="Ya", taken="A/B/C"),
    ),
    Code.KAT_031: Message(
        title="Baris tanpa judul di atasnya",
        sentence='Baris "{seen}" meminta jawaban, tetapi tidak berada di bawah satu bagian atau butir.',
        repair="Periksa penanda (A, I, 1, i, a) di atasnya, lalu impor lagi dengan --timpa.",
        meaning="Sebuah baris meminta jawaban padahal kedudukannya dalam susunan kriteria tidak jelas; baris itu "
        "tidak masuk katalog.",
        example=on_cell("G30", seen="Jumlah agen perubahan"),
    ),
    Code.KAT_032: Message(
        title="Formulir LKE tidak ditemukan",
        sentence="Tidak ada lembar dengan judul kolom pilihan jawaban dan kode atau penanda butir.[ Yang ada: "
        "{sheets:daftar}.]",
        repair="Pakai lembar kerja yang memuat kolom seperti Penilaian, Bobot, Pilihan Jawaban, Jawaban.",
        meaning="Berkas tidak memuat lembar yang dapat dibaca sebagai formulir LKE, jadi katalog tidak dibuat.",
        example=Example(CellPos(workbook="laporan.xlsx"), "", (("sheets", "Laporan, Grafik"),)),
    ),
    Code.KAT_033: Message(
        title="Ada lebih dari satu formulir",
        sentence='Dipakai lembar "{sheet}"; yang tampak seperti formulir juga: {others:daftar}.',
        repair="Untuk lembar lain, simpan lembar itu dalam berkas tersendiri, lalu impor berkas itu.",
        meaning="Beberapa lembar dalam satu berkas tampak seperti LKE; yang paling banyak butirnya dipakai.",
        example=on_cell("", sheet="LKE Unit", others="LKE Pusat"),
    ),
    Code.KAT_034: Message(
        title="Formulir belum terbaca kembali",
        sentence="[Butir {node}|Lembar ini] belum dapat dibaca kembali dengan katalog yang dibuat darinya.",
        repair="Periksa layouts.yaml, atau pakai lembar dari pmprb templat.",
        meaning="Katalog dapat dipakai untuk membuat lembar sendiri, tetapi isian pada formulir ini belum "
        "(seluruhnya) dapat dibaca.",
        example=on_cell("G30", "A.I.2.i.a"),
        plural=Plural(sentence="{count} butir belum dapat dibaca kembali dari formulir ini: {list}."),
    ),
    Code.KAT_035: Message(
        title="Persen diketik tanpa jumlah",
        sentence="{node} meminta persen tanpa baris jumlah; dibaca sebagai angka 0 sampai 1 (75% = 0,75).",
        repair="Bila diisi 0 sampai 100, ubah scale-nya di nodes/.",
        meaning="Excel menyimpan 75% sebagai 0,75. Bila formulirnya diisi 75, batas angkanya perlu diubah.",
        example=on_cell("J40", "A.II.4.i.a"),
        plural=Plural(
            sentence="{count} butir meminta persen tanpa baris jumlah dan dibaca sebagai angka 0 sampai 1: {list}."
        ),
    ),
    Code.KAT_036: Message(
        title="Bagian kosong atau bercampur",
        sentence='Bagian {node} "{title}" di lembar kosong, atau berisi bagian lain dan butir sekaligus.',
        repair="Lengkapi atau pisahkan isinya di nodes/, atau betulkan penandanya di lembar.",
        meaning="Sebuah bagian harus berisi bagian lain atau butir, dan hanya salah satunya.",
        example=on_cell("D40", "A.II.7", title="Penataan Tatalaksana"),
    ),
}
