"""Words about what stands in a worksheet beside the answers: codes BUKU on identity, columns, rows, formulas."""

from __future__ import annotations

from pmprb.temuan.message import Message, Plural, on_book, on_cell
from pmprb.temuan.record import Code

MESSAGES: dict[Code, Message] = {
    Code.BUKU_010: Message(
        title="Lembar LKE tidak dikenali",
        sentence="Tidak ada lembar LKE yang dikenali di berkas ini.[ Lembar yang ada: {sheets:daftar}.]",
        repair="Isi di templat yang dibagikan, dan biarkan judul kolomnya seperti semula.",
        meaning="Judul kolom pada semua lembar tidak cocok dengan bentuk LKE mana pun yang dikenal.",
        example=on_book(sheets="Sheet1, Rekap"),
    ),
    Code.BUKU_011: Message(
        title="Instrumen belum terpasang",
        sentence='Instrumen "{name}" belum terpasang.[ Yang ada: {known:daftar}.]',
        repair="Pakai templat instrumen yang ada, atau pasang dahulu instrumen itu.",
        meaning="Berkas dibuat untuk instrumen yang tidak dikenal program ini.",
        example=on_book(name="contoh-2012", known="contoh-2014, contoh-2021"),
    ),
    Code.BUKU_012: Message(
        title="Templat dari versi lain",
        sentence="Templat berkas ini dibuat dari versi kriteria lain ({seen}; yang terpasang {expected}).",
        repair="Nilai dihitung menurut kriteria yang terpasang; pakai templat terbaru untuk pengisian berikutnya.",
        meaning="Kriteria berubah sejak templat dibuat. Berkas tetap dibaca, tetapi pastikan butirnya masih sama.",
        example=on_book(seen="3fa9c01b77de", expected="b02c4d5e9a10"),
    ),
    Code.BUKU_019: Message(
        title="Kolom wajib tidak ada",
        sentence="Judul kolom yang diperlukan tidak ditemukan: {headers:daftar}.",
        repair="Kembalikan judul kolom itu seperti di templat.",
        meaning="Lembar LKE ditemukan, tetapi salah satu kolom wajibnya terhapus atau berganti judul.",
        example=on_book(headers="Jawaban"),
    ),
    Code.BUKU_020: Message(
        title="Baris butir tidak ada",
        sentence="Baris {code} tidak ada di lembar ini.",
        repair="Salin baris itu dari templat, lalu isi jawabannya.",
        meaning="Baris sebuah butir terhapus atau kodenya berubah, jadi butir itu belum dinilai.",
        example=on_cell("", "A.I.2.i.a", code="A.I.2.i.a"),
        plural=Plural(
            "{count} baris tidak ada di lembar ini: {list}.",
            each="{code}",
            repair="Salin baris-baris itu dari templat, lalu isi jawabannya.",
        ),
    ),
    Code.BUKU_021: Message(
        title="Baris ganda, jawaban sama",
        sentence="{code} tertulis lebih dari sekali ({cells:daftar}) dengan jawaban yang sama; dihitung sekali.",
        repair="Hapus baris kelebihannya.",
        meaning="Satu butir memiliki dua baris atau lebih, dan jawabannya sama.",
        example=on_cell("F28", "A.I.2.i.a", code="A.I.2.i.a", cells="F27, F28"),
    ),
    Code.BUKU_022: Message(
        title="Baris ganda, jawaban berbeda",
        sentence="{code} tertulis lebih dari sekali ({cells:daftar}) dengan jawaban yang berbeda.",
        repair="Sisakan satu baris dengan jawaban yang benar.",
        meaning="Satu butir memiliki dua baris atau lebih dengan jawaban berlainan, jadi butir itu belum dinilai.",
        example=on_cell("F28", "A.I.2.i.a", code="A.I.2.i.a", cells="F27, F28"),
    ),
    Code.BUKU_023: Message(
        title="Kode tidak dikenal",
        sentence='Kode "{seen}" tidak ada dalam instrumen ini.[ Maksudnya {hint}?]',
        repair="Betulkan kodenya; bila baris itu tambahan sendiri, kosongkan kodenya.",
        meaning="Kolom Kode memuat kode yang tidak dimiliki instrumen, jadi baris itu tidak dibaca.",
        example=on_cell("A27", seen="A.I.2.i.aa", hint="A.I.2.i.a"),
        plural=Plural(
            "{count} kode tidak ada dalam instrumen ini: {list}.",
            each='"{seen}"[ (maksudnya {hint}?)]',
            repair="Betulkan kode-kode itu; bila barisnya tambahan sendiri, kosongkan kodenya.",
        ),
    ),
    Code.BUKU_024: Message(
        title="Bunyi kriteria berubah",
        sentence='Bunyi {node} [tertulis "{seen}"|kosong], aslinya "{expected}".',
        repair="Pastikan jawabannya untuk kriteria yang asli, dan kembalikan bunyinya.",
        meaning="Kolom Kriteria pada sebuah baris tidak lagi sama dengan templatnya. Baris tetap dikenali lewat Kode.",
        example=on_cell("B27", "A.I.2.i.a", seen="SOP sudah ada.", expected="SOP unit disusun berdasarkan peta proses"),
        plural=Plural("Bunyi {count} kriteria berubah: {list}."),
    ),
    Code.BUKU_025: Message(
        title="Bobot di lembar berubah",
        sentence="Bobot {node} tertulis {seen:angka}, seharusnya {expected:angka}.",
        repair="Nilai tetap dihitung dengan bobot yang benar; kembalikan kolom Bobot seperti di templat.",
        meaning="Kolom Bobot berbeda dengan kriteria. Bobot di lembar tidak pernah dipakai untuk menghitung.",
        example=on_cell("C26", "A.I.2.i", seen="1.5", expected="1.0"),
        plural=Plural("{count} bobot berubah: {list}.", each="{node} {seen:angka} (seharusnya {expected:angka})"),
    ),
    Code.BUKU_026: Message(
        title="Rumus di lembar tertimpa",
        sentence='Rumus untuk {node} tertimpa isi "{seen}".',
        repair="Nilai tetap dihitung ulang oleh program; kembalikan rumusnya dari templat.",
        meaning="Sel yang seharusnya menghitung sendiri berisi angka atau teks yang diketik atau ditempel.",
        example=on_cell("G27", "A.I.2.i.a", seen="1"),
        plural=Plural(
            "{count} rumus tertimpa isi lain: {list}.",
            repair="Nilai tetap dihitung ulang oleh program; kembalikan rumus-rumusnya dari templat.",
        ),
    ),
    Code.BUKU_027: Message(
        title="Angka di lembar berbeda",
        sentence="Angka {node} di lembar {seen:angka}, sedangkan hasil hitung ulang {expected:angka}"
        "[; {cause:sebab} {names:singkat}].",
        repair="Yang dipakai hasil hitung ulang; periksa rumus dan bobot di lembar.",
        meaning="Angka yang ditampilkan lembar tidak sama dengan angka yang dihitung dari jawabannya.",
        example=on_cell("G26", "A.I.2.i", seen="0.8", expected="0.835", cause="left_out", names="A.I.2.i.b"),
        plural=Plural(
            "{count} angka di lembar berbeda dengan hasil hitung ulang: {list}.",
            each="{node} {seen:angka} (hitung ulang {expected:angka})",
        ),
    ),
    Code.BUKU_028: Message(
        title="Judul kolom ganda",
        sentence='Judul kolom "{header}" ada lebih dari satu; yang pertama yang dibaca.',
        repair="Beri judul lain pada kolom tambahan itu.",
        meaning="Dua kolom memakai judul yang sama, jadi yang kedua tidak dibaca.",
        example=on_cell("M6", header="Jawaban"),
    ),
    Code.BUKU_035: Message(
        title="Identitas templat tidak lengkap",
        sentence="Identitas templat (lembar tersembunyi {sheet}) tidak ada atau tidak lengkap.",
        repair="Unit dan periode dibaca dari isian di lembar, pastikan keduanya benar; lain kali isi templat aslinya.",
        meaning="Templat menyimpan unit dan periode di lembar tersembunyi; di berkas ini lembar itu hilang, misalnya "
        "karena LKE disalin ke berkas lain.",
        example=on_book(sheet="_meta"),
    ),
    Code.BUKU_037: Message(
        title="Daftar pilihan berubah",
        sentence='Kolom Pilihan untuk {node} [tertulis "{seen}"|kosong], seharusnya "{expected}".',
        repair="Jawab menurut pilihan yang seharusnya, dan kembalikan isi kolom Pilihan.",
        meaning="Kolom Pilihan berbeda dengan kriteria. Jawaban tetap dicocokkan dengan pilihan yang sebenarnya.",
        example=on_cell("E27", "A.I.2.i.a", seen="Ya", expected="Ya/Tidak"),
        plural=Plural(
            "Kolom Pilihan {count} butir berubah: {list}.",
            each='{node} "{seen}" (seharusnya "{expected}")',
        ),
    ),
    Code.BUKU_039: Message(
        title="Jawaban di baris tersembunyi",
        sentence="Jawaban {code} ada di baris atau kolom yang disembunyikan, dan tetap dihitung.",
        repair="Tampilkan baris atau kolom itu, dan pastikan jawabannya benar.",
        meaning="Baris atau kolom yang disembunyikan memuat jawaban yang mungkin terlupakan.",
        example=on_cell("F27", "A.I.2.i.a", code="A.I.2.i.a"),
        plural=Plural(
            "{count} jawaban ada di baris atau kolom yang disembunyikan, dan tetap dihitung: {list}.",
            each="{code}",
        ),
    ),
    Code.BUKU_040: Message(
        title="Instrumen tidak sesuai",
        sentence='Berkas ini untuk instrumen "{seen}", sedangkan yang diminta "{expected}".',
        repair="Pakai templat instrumen yang diminta, atau periksa pilihan instrumennya.",
        meaning="Identitas berkas menyebut instrumen lain daripada yang diminta saat dibaca.",
        example=on_book(seen="contoh-2014", expected="contoh-2021"),
    ),
    Code.BUKU_043: Message(
        title="Kolom tidak dikenal",
        sentence='Kolom "{header}" tidak dikenal dan tidak dibaca.',
        repair="Tidak ada yang perlu diperbaiki, kecuali isinya seharusnya ikut dibaca: pakai judul dari templat.",
        meaning="Lembar memuat kolom tambahan yang bukan bagian templat.",
        example=on_cell("M6", header="Paraf"),
        plural=Plural(
            "{count} kolom tidak dikenal dan tidak dibaca: {list}.",
            each='"{header}"',
            by="sheet",
        ),
    ),
    Code.BUKU_044: Message(
        title="Lembar kerja instrumen lain",
        sentence='Lembar kerja ini untuk instrumen "{seen}", sedangkan yang diolah "{expected}"; berkas dilewati.',
        repair="Tidak ada yang perlu diperbaiki; olah instrumen itu tersendiri.",
        meaning="Satu folder memuat lembar kerja dari beberapa instrumen; setiap instrumen diolah tersendiri.",
        example=on_book(seen="contoh-2014", expected="contoh-2021"),
    ),
    Code.BUKU_045: Message(
        title="Isian periode berbeda",
        sentence='Periode di lembar tertulis "{seen}", sedangkan templatnya untuk periode {expected}; periode templat '
        "yang dipakai.",
        repair="Pastikan templatnya benar, lalu kembalikan isian periode.",
        meaning="Periode yang tertulis di lembar bukan periode templat.",
        example=on_cell("C3", seen="2025", expected="2026"),
    ),
    Code.BUKU_046: Message(
        title="Urutan huruf butir tertukar",
        sentence="Huruf butir di bawah {node} tertulis {seen:daftar}, seharusnya {expected:daftar}; yang dipakai "
        "urutan barisnya.",
        repair="Tidak ada yang perlu diperbaiki bila urutan pertanyaannya benar.",
        meaning="Huruf di depan butir (a, b, c) tertukar, ganda, atau hilang, sedangkan banyaknya baris sesuai; "
        "jawaban dibaca menurut urutan barisnya.",
        example=on_cell("K42", "A.I.6.v", seen="a, c, b", expected="a, b, c"),
    ),
    Code.BUKU_047: Message(
        title="Unit dibaca dari nama berkas",
        sentence="Nama unit tidak tertulis di lembar, jadi dibaca dari nama berkas: {unit}.",
        repair="Pastikan unitnya benar, dan tulis nama unit di lembar.",
        meaning="Lembar tidak menyebut nama unit, jadi nama unit diambil dari nama berkasnya.",
        example=on_book(unit="Dinas Pendidikan"),
    ),
    Code.BUKU_048: Message(
        title="Jumlah ketikan berbeda dengan rinciannya",
        sentence="Jumlah {node} diketik {seen:angka}, sedangkan rinciannya berjumlah {expected:angka}.",
        repair="Periksa rinciannya; yang dipakai jumlah rincian.",
        meaning="Jumlah yang diketik sendiri tidak sama dengan jumlah rinciannya. Angka ketikan tidak dipakai untuk "
        "menghitung.",
        example=on_cell("K120", "A.I.5.ii.b", seen="12", expected="13"),
    ),
    Code.BUKU_049: Message(
        title="Kolom hitungan tanpa rumus",
        sentence='Kolom "{header}" berisi angka saja, tanpa rumus.',
        repair="Tidak ada yang perlu diperbaiki; nilai selalu dihitung ulang dari jawaban.",
        meaning="Kolom yang biasanya menghitung sendiri hanya memuat angka, misalnya karena lembar berasal dari "
        "aplikasi lain atau ditempel sebagai nilai.",
        example=on_cell("G6", header="Nilai"),
    ),
    Code.BUKU_050: Message(
        title="Tahun tidak ada di formulir",
        sentence="Tahun {seen} tidak ada pada formulir ini[ (yang ada {known:daftar})]; yang dibaca {block}.",
        repair="Pilih tahun yang ada, atau betulkan tahun di atas kolom jawaban.",
        meaning="Formulir memuat beberapa blok tahun, tetapi tidak satu pun untuk tahun yang diminta, atau tata letak "
        "yang dipaksakan adalah blok tahun lain.",
        example=on_cell("", seen="2013", known="2014, 2015", block="LKE contoh, blok tahun berjalan"),
    ),
    Code.BUKU_051: Message(
        title="Templat untuk varian lain",
        sentence='Templat berkas ini dibuat untuk varian "{seen}"[, sedangkan dihitung menurut varian "{expected}"].',
        repair="Pastikan varian itu yang dimaksud; rumus di lembar menghitung menurut varian templatnya.",
        meaning="Instrumen memiliki beberapa varian, dan berkas dihitung menurut varian lain daripada templatnya.",
        example=on_book(seen="ketat", expected="longgar"),
    ),
}
