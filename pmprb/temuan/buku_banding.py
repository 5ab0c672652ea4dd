"""Two rekaps side by side: what may hinder a comparison over time."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, Temuan


class RekapsReordered(Temuan):
    """Rekaps given in another order than their periods."""

    code, severity = "BUKU-110", PERINGATAN
    given: str
    used: str
    title = "Urutan rekap dibalik"
    sentence = "Rekap diberikan dalam urutan {given:daftar}; yang dipakai urutan periodenya: {used:daftar}."
    repair = "Bila urutannya memang lain, betulkan periode pada rekapnya, atau pakai --urut perintah."
    meaning = "Rekap dibandingkan dari periode yang lama ke yang baru, apa pun urutan penulisannya di perintah."
    example = lambda: RekapsReordered(on_book("rekap-2025.xlsx"), given="2026, 2025", used="2025, 2026")


class SamePeriodTwice(Temuan):
    """The same period twice."""

    code, severity = "BUKU-111", PERINGATAN
    period: str
    files: str
    title = "Periode yang sama dua kali"
    sentence = "Beberapa rekap berperiode {period}: {files:daftar}."
    repair = "Pastikan memang ingin membandingkan dua rekap periode itu; urutan di perintah yang dipakai."
    meaning = (
        "Dua rekap dari periode yang sama dapat dibandingkan, misalnya sebelum dan sesudah perbaikan, tetapi "
        "bukan perubahan dari waktu ke waktu."
    )
    example = lambda: SamePeriodTwice(
        on_book("rekap-2026.xlsx"), period="2026", files="rekap-2026.xlsx, rekap-2026-revisi.xlsx"
    )


class RekapsIncomparable(Temuan):
    """Other instruments and no crosswalk between them."""

    code, severity = "BUKU-112", KESALAHAN
    old: str
    new: str
    other: str
    what: str
    title = "Rekap tidak dapat dibandingkan"
    sentence = "Rekap {other:singkat} ({old:singkat}) dan rekap ini ({new:singkat}) tidak sebanding: {what:sebanding}."
    repair = "Pakai rekap yang dibuat dengan instrumen dan pilihan yang sama, atau tambahkan crosswalk.yaml."
    meaning = (
        "Perubahan antarperaturan dihitung melalui padanan butir: butir lama yang mana menjadi butir baru. "
        "Penilaian ketat mengosongkan jawaban tanpa bukti, sehingga tidak setara dengan penilaian biasa."
    )
    example = lambda: RekapsIncomparable(
        on_book("rekap-2026.xlsx"), old="contoh-2014", new="contoh-2021", other="rekap-2025.xlsx", what="crosswalk"
    )


class CatalogGivesOtherFigures(Temuan):
    """The installed catalog does not give the rekap's figures."""

    code, severity = "BUKU-113", KESALAHAN
    instrument: str
    program: str
    title = "Katalog bukan yang dipakai rekap"
    sentence = "Katalog {instrument} yang terpasang memberi nilai lain daripada rekap ini[ (dibuat pmprb {program})]."
    repair = "Sebutkan katalog yang dipakai dengan --kriteria, atau buat lagi rekapnya dengan pmprb gabung."
    meaning = (
        "Jawaban lama dinilai ulang dengan katalog rekap yang baru. Bila katalog itu tidak memberi nilai "
        "yang sama dengan rekapnya sendiri, hasil penguraiannya keliru."
    )
    example = lambda: CatalogGivesOtherFigures(on_book("rekap-2026.xlsx"), instrument="contoh-2021", program="0.1.0")


class CriteriaDiffer(Temuan):
    """Other instrument, variant or version of the catalog: counted as criteria changed."""

    code, severity = "BUKU-114", CATATAN
    what: str
    old: str
    new: str
    other: str
    title = "Kriteria kedua rekap berbeda"
    sentence = "{what:beda} berbeda dari rekap {other}: {old}, kini {new}. Akibatnya dihitung sebagai kriteria berubah."
    repair = "Lihat lembar Kriteria Berubah untuk butir yang terkena."
    meaning = (
        "Kedua rekap dinilai dengan instrumen, varian, atau versi katalog yang berbeda. Jawaban lama dinilai "
        "ulang dengan kriteria baru, dan bedanya disebut tersendiri."
    )
    example = lambda: CriteriaDiffer(
        on_book("rekap-2026.xlsx"),
        what="variant",
        old="contoh-2021@kota",
        new="contoh-2021@kabupaten",
        other="rekap-2025.xlsx",
    )


class BlankPolicyDiffers(Temuan):
    """Another policy for blank items: counted as criteria changed."""

    code, severity = "BUKU-115", PERINGATAN
    old: str
    new: str
    other: str
    title = "Cara menghitung butir kosong berbeda"
    sentence = (
        "Butir kosong dihitung dengan cara {new:kosong}, sedangkan pada rekap {other} dengan cara "
        "{old:kosong}. Akibatnya dihitung sebagai kriteria berubah."
    )
    repair = "Agar setara, minta Bagian Organisasi membuat lagi salah satunya dengan cara yang sama."
    meaning = (
        "Butir yang belum dijawab dapat dihitung nol atau dilewati (--kosong); nilai dua rekap dengan cara berbeda "
        "tidak setara."
    )
    example = lambda: BlankPolicyDiffers(on_book("rekap-2026.xlsx"), old="lewati", new="nol", other="rekap-2025.xlsx")


class PredecessorNotInRekap(Temuan):
    """Predecessor of a unit not in the older rekap."""

    code, severity = "BUKU-116", PERINGATAN
    unit: str
    codes: str
    title = "Unit pendahulu tidak ditemukan"
    sentence = "Pendahulu {unit} menurut daftar unit ({codes:daftar}) tidak ada dalam rekap yang lama."
    repair = "Periksa kode pada kolom pendahulu; unit yang dahulu belum menyerahkan memang tidak ada di sana."
    meaning = (
        "Kolom pendahulu menyebut kode unit asal. Kode yang tidak ada di rekap lama tidak ikut menjadi pembanding."
    )
    example = lambda: PredecessorNotInRekap(
        on_book("rekap-2026.xlsx"), unit="Dinas Pangan dan Perikanan", codes="1.07, 1.81"
    )


class FormerUnitNotContinued(Temuan):
    """A unit's own earlier self is nobody's predecessor."""

    code, severity = "BUKU-117", PERINGATAN
    unit: str
    unit_code: str
    title = "Unit lama berkode sama tidak diteruskan"
    sentence = (
        "{unit} (kode {unit_code}) di rekap lama tidak disebut sebagai pendahulu unit mana pun, padahal kodenya "
        "masih dipakai."
    )
    repair = "Bila unit itu diteruskan, tambahkan kodenya sendiri pada kolom pendahulu."
    meaning = (
        "Kolom pendahulu memuat semua unit asal, termasuk unit itu sendiri bila sudah ada sebelumnya. Tanpa "
        "kodenya sendiri, unit lama itu dianggap tidak ada lagi."
    )
    example = lambda: FormerUnitNotContinued(on_book("rekap-2026.xlsx"), unit="Dinas Pangan", unit_code="1.07")


class PeriodsWithoutOrder(Temuan):
    """Periods that cannot be ordered: the order given."""

    code, severity = "BUKU-118", CATATAN
    periods: str
    title = "Urutan periode tidak pasti"
    sentence = "Urutan periode {periods:daftar} tidak dapat dipastikan; yang dipakai urutan berkas di perintah."
    repair = "Sebutkan rekap dari yang lama ke yang baru; bila sudah begitu, pakai --urut perintah."
    meaning = (
        "Periode dikenali bila berupa tahun, bulan (B06), triwulan, atau semester. Periode dengan dan tanpa "
        "tahun tidak dapat diurutkan bersama. Tahun 2026 memuat 2026-B06, jadi rekap mana yang lebih dahulu tidak "
        "terbaca dari namanya."
    )
    example = lambda: PeriodsWithoutOrder(on_book("rekap-2026.xlsx"), periods="tahap awal, 2026")


class PredecessorUnrated(Temuan):
    """A predecessor is belum dinilai: the base is that of the others."""

    code, severity = "BUKU-119", PERINGATAN
    unit: str
    units: tuple[str, ...]
    title = "Sebagian pendahulu belum dinilai"
    sentence = "Pembanding {unit} dihitung tanpa {units:daftar}, yang belum dinilai di rekap lama."
    repair = "Bacalah perubahan unit ini dengan hati-hati."
    meaning = (
        "Pembanding unit gabungan adalah rata-rata unit asalnya yang sudah dinilai; yang belum dinilai tidak "
        "dihitung nol."
    )
    example = lambda: PredecessorUnrated(
        on_book("rekap-2026.xlsx"), unit="Dinas Pangan dan Perikanan", units=("Dinas Perikanan",)
    )
