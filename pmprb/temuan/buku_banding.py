"""Words about two rekaps side by side: what may hinder a comparison over time."""

from __future__ import annotations

from pmprb.temuan.message import Message, on_book
from pmprb.temuan.record import Code

_NEW, _OLD = "rekap-2026.xlsx", "rekap-2025.xlsx"

MESSAGES: dict[Code, Message] = {
    Code.BUKU_110: Message(
        title="Urutan rekap dibalik",
        sentence="Rekap diberikan dalam urutan {given:daftar}; yang dipakai urutan periodenya: {used:daftar}.",
        repair="Bila urutannya memang lain, betulkan periode pada rekapnya, atau pakai --urut perintah.",
        meaning="Rekap dibandingkan dari periode yang lama ke yang baru, apa pun urutan penulisannya di perintah.",
        example=on_book(_OLD, given="2026, 2025", used="2025, 2026"),
    ),
    Code.BUKU_111: Message(
        title="Periode yang sama dua kali",
        sentence="Beberapa rekap berperiode {period}: {files:daftar}.",
        repair="Pastikan memang ingin membandingkan dua rekap periode itu; urutan di perintah yang dipakai.",
        meaning="Dua rekap dari periode yang sama dapat dibandingkan, misalnya sebelum dan sesudah perbaikan, tetapi "
        "bukan perubahan dari waktu ke waktu.",
        example=on_book(_NEW, period="2026", files="rekap-2026.xlsx, rekap-2026-revisi.xlsx"),
    ),
    Code.BUKU_112: Message(
        title="Rekap tidak dapat dibandingkan",
        sentence="Rekap {other:singkat} ({old:singkat}) dan rekap ini ({new:singkat}) tidak sebanding: "
        "{what:sebanding}.",
        repair="Pakai rekap yang dibuat dengan instrumen dan pilihan yang sama, atau tambahkan crosswalk.yaml.",
        meaning="Perubahan antarperaturan dihitung melalui padanan butir: butir lama yang mana menjadi butir baru. "
        "Penilaian ketat mengosongkan jawaban tanpa bukti, sehingga tidak setara dengan penilaian biasa.",
        example=on_book(_NEW, old="contoh-2014", new="contoh-2021", other=_OLD, what="crosswalk"),
    ),
    Code.BUKU_113: Message(
        title="Katalog bukan yang dipakai rekap",
        sentence="Katalog {instrument} yang terpasang memberi nilai lain daripada rekap ini[ (dibuat pmprb "
        "{program})].",
        repair="Sebutkan katalog yang dipakai dengan --kriteria, atau buat lagi rekapnya dengan pmprb gabung.",
        meaning="Jawaban lama dinilai ulang dengan katalog rekap yang baru. Bila katalog itu tidak memberi nilai "
        "yang sama dengan rekapnya sendiri, hasil penguraiannya keliru.",
        example=on_book(_NEW, instrument="contoh-2021", program="0.1.0"),
    ),
    Code.BUKU_114: Message(
        title="Kriteria kedua rekap berbeda",
        sentence="{what:beda} berbeda dari rekap {other}: {old}, kini {new}. Akibatnya dihitung sebagai kriteria "
        "berubah.",
        repair="Lihat lembar Kriteria Berubah untuk butir yang terkena.",
        meaning="Kedua rekap dinilai dengan instrumen, varian, atau versi katalog yang berbeda. Jawaban lama dinilai "
        "ulang dengan kriteria baru, dan bedanya disebut tersendiri.",
        example=on_book(_NEW, what="variant", old="contoh-2021@kota", new="contoh-2021@kabupaten", other=_OLD),
    ),
    Code.BUKU_115: Message(
        title="Cara menghitung butir kosong berbeda",
        sentence="Butir kosong dihitung dengan cara {new:kosong}, sedangkan pada rekap {other} dengan cara "
        "{old:kosong}. Akibatnya dihitung sebagai kriteria berubah.",
        repair="Agar setara, buat kedua rekap dengan pilihan --kosong yang sama.",
        meaning="Butir yang belum dijawab dapat dihitung nol atau dilewati; nilai dua rekap dengan cara berbeda "
        "tidak setara.",
        example=on_book(_NEW, old="lewati", new="nol", other=_OLD),
    ),
    Code.BUKU_116: Message(
        title="Unit pendahulu tidak ditemukan",
        sentence="Pendahulu {unit} menurut daftar unit ({codes:daftar}) tidak ada dalam rekap yang lama.",
        repair="Periksa kode pada kolom pendahulu; unit yang dahulu belum menyerahkan memang tidak ada di sana.",
        meaning="Kolom pendahulu menyebut kode unit asal. Kode yang tidak ada di rekap lama tidak ikut menjadi "
        "pembanding.",
        example=on_book(_NEW, unit="Dinas Pangan dan Perikanan", codes="1.07, 1.81"),
    ),
    Code.BUKU_117: Message(
        title="Unit lama berkode sama tidak diteruskan",
        sentence="{unit} (kode {code}) di rekap lama tidak disebut sebagai pendahulu unit mana pun, padahal kodenya "
        "masih dipakai.",
        repair="Bila unit itu diteruskan, tambahkan kodenya sendiri pada kolom pendahulu.",
        meaning="Kolom pendahulu memuat semua unit asal, termasuk unit itu sendiri bila sudah ada sebelumnya. Tanpa "
        "kodenya sendiri, unit lama itu dianggap tidak ada lagi.",
        example=on_book(_NEW, unit="Dinas Pangan", code="1.07"),
    ),
    Code.BUKU_118: Message(
        title="Urutan periode tidak pasti",
        sentence="Urutan periode {periods:daftar} tidak dapat dipastikan; yang dipakai urutan berkas di perintah.",
        repair="Sebutkan rekap dari yang lama ke yang baru; bila sudah begitu, pakai --urut perintah.",
        meaning="Periode dikenali bila berupa tahun, bulan (B06), triwulan, atau semester. Periode dengan dan tanpa "
        "tahun tidak dapat diurutkan bersama. Tahun 2026 memuat 2026-B06, jadi rekap mana yang lebih dahulu tidak "
        "terbaca dari namanya.",
        example=on_book(_NEW, periods="tahap awal, 2026"),
    ),
    Code.BUKU_119: Message(
        title="Sebagian pendahulu belum dinilai",
        sentence="Pembanding {unit} dihitung tanpa {units:daftar}, yang belum dinilai di rekap lama.",
        repair="Bacalah perubahan unit ini dengan hati-hati.",
        meaning="Pembanding unit gabungan adalah rata-rata unit asalnya yang sudah dinilai; yang belum dinilai tidak "
        "dihitung nol.",
        example=on_book(_NEW, unit="Dinas Pangan dan Perikanan", units="Dinas Perikanan"),
    ),
}
