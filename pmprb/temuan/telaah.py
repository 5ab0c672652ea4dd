"""Words about where to look first: codes TELAAH. They name figures, never people."""

from __future__ import annotations

from pmprb.temuan.message import Message, on_book, on_cell
from pmprb.temuan.record import Code

_FILE = "dinas-pendidikan.xlsx"

MESSAGES: dict[Code, Message] = {
    Code.TELAAH_001: Message(
        title="Banyak nilai tanpa bukti",
        sentence="{seen:angka} dari {of:angka} butir yang bernilai tidak menyebut bukti dukung; itu {share:angka} % "
        "dari nilainya.",
        repair="Minta buktinya, mulai dari butir dengan poin terbesar; hitungan tanpa butir itu: --ketat.",
        meaning="Seperlima butir yang membawa nilai, atau separuh nilai unit, bertumpu pada jawaban yang kolom "
        "buktinya kosong.",
        example=on_book(_FILE, seen="42", of="97", share="38"),
    ),
    Code.TELAAH_002: Message(
        title="Bukti sama di banyak butir",
        sentence='Bukti "{seen}" dipakai untuk {many:angka} butir di {subs:angka} subbagian.',
        repair="Minta bukti yang menunjuk dokumen tiap butir.",
        meaning="Satu tautan atau satu kalimat bukti dipakai untuk banyak butir yang tidak sejenis. Contoh bukti dari "
        "katalog, dan tautan yang disertai keterangan berbeda, tidak ikut dihitung.",
        example=on_book(_FILE, seen="https://berkas.example.go.id/bukti", many="58", subs="24"),
    ),
    Code.TELAAH_003: Message(
        title="Catatan sama di banyak butir",
        sentence='Catatan "{seen}" dipakai untuk {many:angka} butir di {subs:angka} subbagian.',
        repair="Baca jawabannya satu per satu; minta catatan yang sesuai dengan tiap butir.",
        meaning="Satu kalimat catatan disalin ke banyak butir yang tidak sejenis.",
        example=on_book(_FILE, seen="Sudah dilaksanakan", many="61", subs="30"),
    ),
    Code.TELAAH_004: Message(
        title="Semua pilihan dijawab terbaik",
        sentence="Semua {seen:angka} butir pilihan dijawab dengan pilihan terbaik.",
        repair="Periksa buktinya lebih dahulu; jawaban yang memang benar tidak perlu diubah.",
        meaning="Tidak ada satu pun butir pilihan yang dijawab kurang dari yang terbaik.",
        example=on_book(_FILE, seen="90"),
    ),
    Code.TELAAH_005: Message(
        title="Angka catatan berbeda dari jawaban",
        sentence="Catatan atau bukti {node} menyebut {seen:pecahan}, sedangkan jawabannya {expected:pecahan}.",
        repair="Pastikan angka mana yang benar, lalu samakan.",
        meaning="Angka yang ditulis di catatan atau bukti tidak sama dengan angka yang diisi sebagai jawaban. Hanya "
        "angka yang dibandingkan, bukan isi kalimatnya.",
        example=on_cell("F140", "B.III.a", seen="11/15", expected="14/15"),
    ),
    Code.TELAAH_006: Message(
        title="Bukti bertanggal di luar periode",
        sentence="Bukti {many:angka} butir hanya bertanggal di luar periode {expected:singkat}; yang terbesar "
        'poinnya {node}: "{seen:singkat}".',
        repair="Minta bukti dari tahun yang dinilai; keputusan lama yang masih berlaku cukup dijelaskan.",
        meaning="Semua tanggal pada bukti suatu butir tidak cocok dengan tahun yang dinilai. Keputusan, peraturan, "
        "SOP, dan dokumen lain yang berlaku bertahun-tahun boleh bertanggal lebih awal; angka tahun saja boleh tahun "
        "sebelumnya.",
        example=on_cell("F27", "A.I.2.i.a", many="3", seen="14 Maret 2024", expected="2026"),
    ),
    Code.TELAAH_007: Message(
        title="Jawaban sama dengan unit lain",
        sentence="{seen:angka} dari {of:angka} jawaban sama dengan {others}.",
        repair="Tanyakan berkas mana yang diisi sendiri; boleh jadi lembar unit lain terkirim dengan nama unit ini.",
        meaning="Jawaban dua unit hampir seluruhnya sama, termasuk jumlah dan jawaban yang tidak lazim. Dua unit yang "
        "semua jawabannya terbaik tidak disebut di sini.",
        example=on_book(_FILE, seen="113", of="113", others="Dinas Kesehatan"),
    ),
    Code.TELAAH_008: Message(
        title="Nilai jauh di atas sebayanya",
        sentence="Capaian {seen:nilai} %, sedangkan nilai tengah {many:angka} unit sebayanya {expected:nilai} %.",
        repair="Periksa buktinya lebih dahulu; unit yang memang unggul tidak perlu diubah nilainya.",
        meaning="Capaian unit terpaut jauh dari unit lain dalam kelompok sebayanya, diukur dengan nilai tengah dan "
        "simpangan mutlak tengah (batas 3,5).",
        example=on_book(_FILE, seen="98.2", expected="61.5", many="12"),
    ),
    Code.TELAAH_009: Message(
        title="Penilaian ketat dipakai",
        sentence="Penilaian ketat: {many:angka} butir bernilai tanpa bukti dihitung kosong[; nilai {before:nilai} "
        "menjadi {after:nilai}|, jadi unit ini belum dinilai].",
        repair="Lengkapi bukti butir-butir itu, atau hitung lagi tanpa --ketat.",
        meaning="Perhitungan dijalankan dengan --ketat: jawaban yang membawa nilai tetapi tidak menyebut bukti "
        "diperlakukan seperti belum dijawab.",
        example=on_book(_FILE, many="12", before="83.95", after="71.2"),
    ),
    Code.TELAAH_010: Message(
        title="Penilaian ketat tanpa pengaruh",
        sentence="Lembar ini tidak mempunyai kolom bukti dukung, jadi --ketat tidak mengubah apa pun.",
        repair="Tidak ada yang perlu diperbaiki; bukti lembar ini diperiksa di luar program.",
        meaning="Bentuk lembar ini tidak menyediakan kolom bukti, jadi tidak diketahui butir mana yang tanpa bukti.",
        example=on_book(_FILE),
    ),
}

FIGURES: dict[Code, str] = {
    Code.TELAAH_001: "{seen:angka} dari {of:angka} butir",
    Code.TELAAH_002: "{many:angka} butir",
    Code.TELAAH_003: "{many:angka} butir",
    Code.TELAAH_004: "{seen:angka} butir",
    Code.TELAAH_005: "{seen:pecahan} ≠ {expected:pecahan}",
    Code.TELAAH_006: "{many:angka} butir",
    Code.TELAAH_007: "{seen:angka} dari {of:angka} jawaban",
    Code.TELAAH_008: "{seen:nilai} %; tengah {expected:nilai} %",
}
"""The figure each reason rests on, short."""
