"""Words about the filling of a worksheet: codes ISI."""

from __future__ import annotations

from pmprb.temuan.message import Message, Plural, on_cell
from pmprb.temuan.record import Code

MESSAGES: dict[Code, Message] = {
    Code.ISI_001: Message(
        title="Butir belum dijawab",
        sentence="{node} belum dijawab.",
        repair="Isi jawabannya, lalu simpan.",
        meaning="Sel Jawaban sebuah butir kosong. Butir itu dihitung 0 atau dilewati, menurut aturan yang dipilih "
        "saat menilai.",
        example=on_cell("F27", "A.I.2.i.a"),
        plural=Plural("{count} butir belum dijawab: {list}.", repair="Isi jawabannya, lalu simpan."),
    ),
    Code.ISI_002: Message(
        title="Jawaban dirapikan saat dibaca",
        sentence='Jawaban "{seen}" untuk {node} dibaca sebagai "{taken}".',
        repair="Tidak ada yang perlu diperbaiki bila memang itu maksudnya.",
        meaning="Jawaban terbaca, hanya cara menulisnya sedikit berbeda: huruf kecil, spasi, titik, atau angka yang "
        "ditulis sebagai teks.",
        example=on_cell("F27", "A.I.2.i.a", seen="b.", taken="B"),
        plural=Plural("{count} jawaban dirapikan saat dibaca: {list}.", each='{node} "{seen}" menjadi "{taken}"'),
    ),
    Code.ISI_003: Message(
        title="Jawaban di luar pilihan",
        sentence='Jawaban "{seen}" untuk {node} tidak ada dalam pilihan ({allowed:daftar}).'
        '[ Maksudnya "{hint:singkat}"?]',
        repair="Pilih salah satu, atau kosongkan bila belum dijawab.",
        meaning="Isi sel Jawaban bukan salah satu pilihan butir itu. Program tidak menebak, jadi butir itu belum "
        "dinilai.",
        example=on_cell("F27", "A.I.2.i.a", seen="Y", allowed="Ya, Tidak", hint=""),
    ),
    Code.ISI_004: Message(
        title="Lebih dari satu jawaban",
        sentence='Sel jawaban {node} berisi lebih dari satu jawaban ("{seen}").',
        repair="Pilih satu saja dari {allowed:daftar}.",
        meaning='Satu sel Jawaban memuat dua pilihan atau lebih, misalnya "A/B".',
        example=on_cell("F31", "A.I.2.i.b", seen="A/B", allowed="A, B, C, D", hint=""),
        unused=("hint",),
    ),
    Code.ISI_005: Message(
        title="Tanda rumus gagal pada jawaban",
        sentence="Sel jawaban {node} berisi {seen}, tanda bahwa sebuah rumus gagal, bukan jawaban.",
        repair="Hapus isi sel itu, lalu isi jawabannya.",
        meaning="Sel Jawaban menampilkan tanda seperti #REF! atau #N/A, biasanya karena rumus yang ikut tersalin. "
        "Sel seperti ini tidak dianggap kosong.",
        example=on_cell("F27", "A.I.2.i.a", seen="#REF!"),
    ),
    Code.ISI_006: Message(
        title="Jumlah tidak terbaca",
        sentence='Isian "{seen}" pada {label} ({node}) tidak terbaca sebagai jumlah.',
        repair="Tulis angkanya saja tanpa pemisah ribuan, misalnya 1250.",
        meaning="Sel yang meminta jumlah berisi teks, atau angka yang dapat dibaca dengan dua cara, misalnya "
        '"1,000" (satu atau seribu).',
        example=on_cell("F140", "B.III.a", seen="12 orang", label="Jumlah wajib lapor"),
    ),
    Code.ISI_007: Message(
        title="Jumlah negatif atau pecahan",
        sentence='Isian "{seen}" pada {label} ({node}) perlu berupa bilangan bulat, 0 atau lebih.',
        repair="Tulis jumlah yang sebenarnya, misalnya 12.",
        meaning="Sel yang meminta jumlah orang, laporan, atau sejenisnya berisi angka negatif atau pecahan.",
        example=on_cell("F140", "B.III.a", seen="-3", label="Jumlah wajib lapor"),
    ),
    Code.ISI_008: Message(
        title="Jumlah belum lengkap",
        sentence="Jumlah untuk {node} belum lengkap; yang masih kosong: {missing:panjang}.",
        repair="Lengkapi semuanya, dan tulis 0 bila memang tidak ada.",
        meaning="Butir ini memerlukan beberapa jumlah, dan baru sebagian yang terisi. Kosong tidak dianggap 0.",
        example=on_cell("F141", "B.III.a", missing="Jumlah yang sudah melapor"),
    ),
    Code.ISI_009: Message(
        title="Angka di luar rentang",
        sentence='Angka "{seen}" untuk {node} di luar rentang {low:angka} sampai {high:angka}.',
        repair="Tulis angka dalam rentang itu; hasil survei dengan skala lain diubah dahulu ke skala ini.",
        meaning="Butir ini meminta angka dalam rentang tertentu, misalnya indeks survei 0 sampai 4.",
        example=on_cell("F150", "B.I.a", seen="87,65", low="0", high="4"),
    ),
    Code.ISI_010: Message(
        title="Angka tidak terbaca",
        sentence='Isian "{seen}" untuk {node} tidak terbaca sebagai angka.',
        repair="Tulis angkanya saja, dari {low:angka} sampai {high:angka}.",
        meaning="Butir ini meminta angka, tetapi selnya berisi teks.",
        example=on_cell("F150", "B.I.a", seen="indeks 3,6", low="0", high="4"),
    ),
    Code.ISI_011: Message(
        title="Bagian melebihi jumlah seluruhnya",
        sentence="Pada {node}, jumlah yang tercapai ({above:angka}) lebih besar daripada jumlah seluruhnya "
        "({below:angka}).",
        repair="Periksa kedua jumlah itu; sementara ini nilainya dihitung paling tinggi nilai penuh.",
        meaning="Butir perbandingan memuat bagian yang lebih besar daripada seluruhnya, misalnya 13 dari 12 orang. "
        "Sering terjadi karena seseorang terhitung dua kali.",
        example=on_cell("F140", "B.III.a", above="13", below="12"),
    ),
    Code.ISI_012: Message(
        title="Jawaban tanpa bukti dukung",
        sentence="{node} sudah dijawab, tetapi Bukti Dukung masih kosong.",
        repair="Tulis nama dokumen atau tautannya di kolom Bukti Dukung.",
        meaning="Butir sudah dijawab, sedangkan kolom Bukti Dukung pada baris itu kosong. Nilainya tetap dihitung.",
        example=on_cell("F27", "A.I.2.i.a"),
        plural=Plural("{count} butir sudah dijawab, tetapi Bukti Dukung masih kosong: {list}."),
    ),
    Code.ISI_013: Message(
        title="Jawaban berasal dari rumus",
        sentence='Jawaban {node} berasal dari rumus; hasil yang tersimpan, "{seen}", yang dibaca.',
        repair="Pastikan jawabannya benar, lalu ganti rumus itu dengan jawaban langsung.",
        meaning="Sel Jawaban berisi rumus, bukan pilihan yang diketik. Hasilnya dapat berubah tanpa disadari.",
        example=on_cell("F27", "A.I.2.i.a", seen="Ya"),
    ),
    Code.ISI_014: Message(
        title="Rumus tanpa hasil pada jawaban",
        sentence="Sel jawaban {node} berisi rumus yang hasilnya belum tersimpan.",
        repair="Ganti dengan jawaban langsung; atau buka berkas di Excel atau LibreOffice, simpan, lalu kirim ulang.",
        meaning="Sel Jawaban berisi rumus, dan berkasnya belum menyimpan hasil rumus itu. Sel seperti ini tidak "
        "dianggap kosong.",
        example=on_cell("F27", "A.I.2.i.a"),
    ),
    Code.ISI_015: Message(
        title="Tidak berlaku pada butir wajib",
        sentence='Butir {node} tidak dapat dijawab "tidak berlaku".',
        repair="Pilih salah satu jawaban yang tersedia; jelaskan keadaannya di kolom Catatan.",
        meaning='Jawaban "tidak berlaku" hanya dapat dipakai pada butir yang memang membolehkannya.',
        example=on_cell("F27", "A.I.2.i.a"),
    ),
}
