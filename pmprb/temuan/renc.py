"""Words about quarterly action plans: codes RENC."""

from __future__ import annotations

from pmprb.temuan.message import EXAMPLE_PLAN, Example, Message, Plural, on_book, on_line, plan_cell
from pmprb.temuan.record import CellPos, Code

MESSAGES: dict[Code, Message] = {
    Code.RENC_001: Message(
        title="Batas status tidak menurun",
        sentence="Batas bawah pada {node} tidak menurun dari yang terbaik, atau yang terakhir masih punya batas.",
        repair="Urutkan dari yang terbaik; hanya yang terakhir tanpa batas bawah.",
        meaning="Status dibaca dari batas bawahnya. Batas yang tidak menurun menimbulkan celah atau tumpang tindih.",
        example=on_line("criteria/rencana-aksi/lampu.yaml", 7, 3, "lampu"),
    ),
    Code.RENC_002: Message(
        title="Bukan lembar rencana aksi",
        sentence="Judul kolom yang diperlukan tidak ditemukan[: {headers:daftar}].",
        repair="Pakai templat rencana aksi, atau kembalikan judul kolomnya.",
        meaning="Tidak ada lembar yang memuat kolom rencana aksi dan target.",
        example=Example(CellPos(workbook=EXAMPLE_PLAN, sheet="Sheet1"), "", (("headers", "Rencana Aksi, Target"),)),
    ),
    Code.RENC_003: Message(
        title="Teks di tempat angka",
        sentence='{label} untuk {node} berisi "{seen}", {cause:renc}.',
        repair="Tulis angkanya saja[, misalnya {hint}]; satuannya di kolom Satuan.",
        meaning='Sel angka berisi kata, satuan, atau angka bermakna ganda seperti "1.000" yang diketik sebagai teks '
        "(satu atau seribu). Baris itu belum dinilai.",
        example=plan_cell("M6", seen="12 dokumen", label="Target TW I", hint="12", cause="text"),
        plural=Plural(
            "{count} isian angka berisi teks: {list}.", each='{node} "{seen}"', repair="Tulis angkanya saja."
        ),
    ),
    Code.RENC_004: Message(
        title="Tanda rumus gagal pada angka",
        sentence="{label} untuk {node} berisi {seen}, bukan angka.",
        repair="Hapus isi sel itu, lalu ketik angkanya.",
        meaning="Sel angka menampilkan tanda seperti #REF!, atau rumus tanpa hasil. Baris itu belum dinilai.",
        example=plan_cell("W6", seen="#REF!", label="Realisasi TW I"),
    ),
    Code.RENC_005: Message(
        title="Angka dirapikan saat dibaca",
        sentence='{label} untuk {node} tertulis "{seen}" dan dibaca {taken}.',
        repair="Tidak ada yang perlu diperbaiki bila memang itu maksudnya.",
        meaning="Angka ditulis sebagai teks, dengan tanda ribuan, koma desimal, atau tanda persen. Tanda persen "
        "dilepas: target dan realisasi sebaris memakai satuan yang sama.",
        example=plan_cell("M6", seen="1.000,5", taken="1000,5", label="Target TW I"),
        plural=Plural("{count} angka dirapikan saat dibaca: {list}.", each='"{seen}" menjadi {taken}'),
    ),
    Code.RENC_006: Message(
        title="Tanda hubung dibaca kosong",
        sentence='{label} untuk {node} berisi "{seen}" dan dibaca kosong, bukan nol.',
        repair="Tidak ada yang perlu diperbaiki bila memang tidak ada; bila hasilnya nol, ketik 0.",
        meaning="Tanda hubung berarti tidak ada target atau belum ada realisasi. Nol adalah angka.",
        example=plan_cell("X6", seen="-", label="Realisasi TW II"),
        plural=Plural("{count} sel bertanda hubung dibaca kosong: {list}.", each="{node}"),
    ),
    Code.RENC_007: Message(
        title="Target kurang dari nol",
        sentence="Target untuk {node} adalah {seen:angka}, kurang dari nol.",
        repair="Isi target nol atau lebih; pakai arah makin rendah bila yang dituju penurunan.",
        meaning="Capaian tidak dapat dihitung dari target negatif. Baris itu belum dinilai.",
        example=plan_cell("M6", seen="-5"),
    ),
    Code.RENC_008: Message(
        title="Target berisi angka nol",
        sentence="Target triwulan {quarter} untuk {node} adalah 0, dibaca sebagai {taken:renc}.",
        repair="Kosongkan bila tidak ada target; biarkan 0 bila yang dituju memang nol.",
        meaning="Pada arah makin tinggi, target 0 berarti tidak ada target triwulan itu. Pada arah lain, 0 adalah "
        "target sungguhan: nol kejadian.",
        example=plan_cell("M6", quarter="I", taken="no_target"),
        plural=Plural("{count} target berisi 0: {list}.", each="{node} ({taken:renc})", by="sheet"),
    ),
    Code.RENC_009: Message(
        title="Realisasi sebelum ada target",
        sentence="{node} sudah ada realisasinya pada triwulan {quarter}, padahal belum ada targetnya.",
        repair="Isi targetnya bila terlewat; bila memang lebih awal, biarkan.",
        meaning="Triwulan tanpa target tidak dinilai, jadi hasil yang lebih awal tidak menambah capaian triwulan itu.",
        example=plan_cell("W6", quarter="I"),
        plural=Plural("{count} realisasi ada sebelum targetnya: {list}.", by="sheet"),
    ),
    Code.RENC_010: Message(
        title="Realisasi belum dilaporkan",
        sentence="Realisasi triwulan {quarter} untuk {node} belum diisi, padahal ada targetnya.",
        repair="Isi realisasinya; ketik 0 bila tidak ada hasil.",
        meaning="Triwulan yang jatuh tempo dan belum dilaporkan dihitung 0 sampai diisi.",
        example=plan_cell("X6", quarter="II"),
        plural=Plural("{count} realisasi triwulan {quarter} belum diisi: {list}."),
    ),
    Code.RENC_011: Message(
        title="Kendala atau tindak lanjut kosong",
        sentence="{node} belum sesuai target, tetapi {absent:renc} belum diisi.",
        repair="Tulis apa kendalanya dan apa yang akan dilakukan.",
        meaning="Baris yang belum sesuai target dibahas dalam rapat triwulanan; kendala dan tindak lanjutnya perlu.",
        example=plan_cell("AJ6", absent="both"),
        plural=Plural("{count} baris belum sesuai target tanpa kendala atau tindak lanjut: {list}."),
    ),
    Code.RENC_012: Message(
        title="Nama di luar daftar",
        sentence='{label} "{seen}" untuk {node} tidak ada dalam daftar.[ Maksudnya "{hint}"?]',
        repair="Pilih dari daftar; bila memang di luar daftar, baris itu dikelompokkan tersendiri.",
        meaning="Kegiatan utama atau tema tidak dikenali. Barisnya tetap dinilai, tetapi tidak masuk kelompok daftar.",
        example=plan_cell("B6", label="Kegiatan Utama", seen="Arsip elektronik", hint="Arsip digital"),
        plural=Plural("{count} nama tidak ada dalam daftar: {list}.", each='"{seen}"'),
    ),
    Code.RENC_013: Message(
        title="Cara menilai tidak dikenal",
        sentence='{label} untuk {node:singkat} berisi "{seen:singkat}", di luar pilihan ({allowed:daftar}).',
        repair="Pilih salah satu, atau kosongkan untuk cara yang biasa.",
        meaning="Arah, Cara Hitung, atau Rekap Setahun tidak dikenali. Program tidak menebak; baris itu belum dinilai.",
        example=plan_cell("J6", seen="campuran", label="Arah", allowed="Makin tinggi makin baik, Dalam rentang"),
    ),
    Code.RENC_014: Message(
        title="Cara menilai dibiarkan kosong",
        sentence="{label} untuk {node} kosong; dipakai {taken}.",
        repair="Tidak ada yang perlu diperbaiki bila memang itu caranya.",
        meaning="Cara menilai yang kosong memakai cara yang biasa.",
        example=plan_cell("J6", label="Arah", taken="Makin tinggi makin baik"),
        plural=Plural("{count} baris tanpa {label}; dipakai {taken}: {list}."),
    ),
    Code.RENC_015: Message(
        title="Angka pendamping arah kurang",
        sentence="{node} memakai {way}, tetapi {needed:renc} kosong, bukan angka, atau lebih rendah dari targetnya.",
        repair="Isi {needed:renc} dengan angka, atau pilih arah lain.",
        meaning="Turun dari baseline memerlukan baseline berupa angka; rentang memerlukan batas atas yang tidak lebih "
        "rendah dari target. Tanpa itu baris tidak dapat dinilai.",
        example=plan_cell("G6", way="Turun dari baseline", needed="baseline"),
    ),
    Code.RENC_016: Message(
        title="Cara menilai saling bertentangan",
        sentence="Pilihan cara menilai untuk {node} tidak dapat dipakai bersama: {ways}.",
        repair="Untuk angka berupa tingkat atau kumulatif, pilih Nilai terakhir pada Cara Hitung dan Rekap Setahun.",
        meaning="Angka yang menunjukkan tingkat (baseline, rentang) atau yang sudah kumulatif tidak boleh dijumlahkan "
        "lagi.",
        example=plan_cell("K6", ways="Dalam rentang, Dijumlahkan, Jumlah"),
    ),
    Code.RENC_017: Message(
        title="Target setahun berbeda dari triwulannya",
        sentence="Target setahun {node} adalah {seen:angka}, sedangkan dari triwulannya {expected:angka}.",
        repair="Samakan, atau kosongkan supaya dihitung dari target triwulan.",
        meaning="Target setahun tidak sama dengan target triwulan menurut Rekap Setahun. Yang dipakai untuk setahun "
        "adalah angka yang tertulis.",
        example=plan_cell("Q6", seen="12", expected="10"),
        plural=Plural("{count} target setahun berbeda dari triwulannya: {list}."),
    ),
    Code.RENC_018: Message(
        title="Angka kumulatif turun",
        sentence="Angka kumulatif {node} pada triwulan {quarter} adalah {seen:angka}, turun dari {before:angka}.",
        repair="Tulis angka kumulatif sejak Januari, atau ganti Cara Hitung-nya.",
        meaning="Angka yang sudah kumulatif tidak mungkin turun; barangkali yang ditulis angka triwulan itu saja.",
        example=plan_cell("X6", seen="3", before="5", quarter="II"),
    ),
    Code.RENC_019: Message(
        title="Angka tanpa rencana aksi",
        sentence="Ada angka pada {node}, tetapi rencana aksi dan keluarannya kosong.",
        repair="Tulis rencana aksi dan keluarannya.",
        meaning="Baris berisi target atau realisasi, tetapi tidak disebut untuk apa. Baris itu tetap dihitung.",
        example=plan_cell("C9", "baris 4"),
    ),
    Code.RENC_020: Message(
        title="Penilaian evaluator tidak dikenal",
        sentence='{label} untuk {node} berisi "{seen}", bukan Sesuai atau Tidak Sesuai.',
        repair="Pilih Sesuai atau Tidak Sesuai, atau kosongkan.",
        meaning="Isian kolom evaluator tidak dikenali dan tidak dihitung.",
        example=plan_cell("AM6", seen="cukup", label="Ketepatan Pelaksanaan"),
    ),
    Code.RENC_021: Message(
        title="Isi diteruskan dari atas",
        sentence="{label} untuk {node} kosong; dipakai isi baris di atasnya.",
        repair="Tidak ada yang perlu diperbaiki bila memang sama.",
        meaning="Sel yang digabung ke bawah, atau dikosongkan karena sama, dibaca seperti baris di atasnya.",
        example=plan_cell("B7", label="Kegiatan Utama"),
        plural=Plural("{count} sel {label} kosong dan memakai isi baris di atasnya: {list}."),
    ),
    Code.RENC_022: Message(
        title="Rencana aksi masih kosong",
        sentence="Belum ada satu baris pun yang diisi.",
        repair="Isi rencana aksi dan targetnya, lalu kirim ulang.",
        meaning="Berkas terbaca, tetapi tidak memuat rencana aksi.",
        example=on_book(EXAMPLE_PLAN),
    ),
    Code.RENC_023: Message(
        title="Kolom capaian dibaca realisasi",
        sentence="Lembar ini tidak punya kolom Realisasi; kolom Capaian tiap triwulan dibaca sebagai realisasi.",
        repair="Periksa bahwa isinya hasil dalam satuan target, bukan persen.",
        meaning="Sebagian kertas kerja menyebut hasil triwulan sebagai capaian.",
        example=Example(CellPos(workbook=EXAMPLE_PLAN, sheet="General"), "", ()),
    ),
    Code.RENC_024: Message(
        title="Status bertentangan dengan angkanya",
        sentence='Status {node} tertulis "{seen}", sedangkan menurut angkanya {expected:renc} ({share:nilai} %).',
        repair="Periksa target, realisasi, dan statusnya; yang dipakai adalah angkanya.",
        meaning="Status yang diketik tidak sesuai dengan target dan realisasi pada baris yang sama.",
        example=plan_cell("H12", seen="Tercapai", expected="missed", share="99"),
    ),
    Code.RENC_025: Message(
        title="Angka capaian di lembar berbeda",
        sentence="Capaian {node} di lembar {seen:nilai} %, sedangkan hasil hitungan {expected:nilai} %.",
        repair="Buka dan simpan ulang di Excel atau LibreOffice; jangan menimpa rumusnya. Yang dipakai hasil hitungan.",
        meaning="Angka pada kolom yang terhitung sendiri tidak sama dengan hitungan program dari target dan realisasi.",
        example=plan_cell("AA6", seen="100", expected="75"),
        plural=Plural("{count} angka capaian di lembar berbeda dari hitungan: {list}."),
    ),
    Code.RENC_026: Message(
        title="Jenis rencana tidak diketahui",
        sentence="Jenis rencana aksi tidak diketahui[ ({seen})]; yang ada: {known:daftar}.",
        repair="Sebutkan dengan --jenis, atau pakai templat rencana aksi.",
        meaning="Lembar bukan dari templat program ini, dan isinya tidak menunjukkan jenisnya.",
        example=on_book(EXAMPLE_PLAN, seen="-", known="rb-general, rb-tematik, perjanjian-kinerja"),
    ),
    Code.RENC_027: Message(
        title="Rencana aksi jenis lain",
        sentence="Berkas ini {seen}, bukan {expected}, jadi dilewati.",
        repair="Gabungkan jenis itu tersendiri dengan --jenis.",
        meaning="Satu rekap memuat satu jenis rencana aksi.",
        example=on_book(EXAMPLE_PLAN, seen="rb-tematik", expected="rb-general"),
    ),
}
