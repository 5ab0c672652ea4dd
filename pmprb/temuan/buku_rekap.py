"""A rekap that is taken up again: proved, or gathered with others for a province."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, CellPos, Plural, Temuan


class NotARekap(Temuan):
    """A rekap without a record."""

    code, severity = "BUKU-100", KESALAHAN
    title = "Bukan rekap pmprb"
    sentence = "Berkas ini tidak memuat hasil hitungan rekap."
    repair = "Pakai rekap asli hasil pmprb gabung; bila lembar tersembunyinya terhapus, buat rekapnya lagi."
    meaning = (
        "Rekap menyimpan hasil hitungannya dalam lembar tersembunyi _data. Berkas lain, rekap rencana aksi, "
        "atau rekap yang lembar tersembunyinya terhapus tidak dapat dibandingkan, dikumpulkan, atau dibuktikan."
    )
    example = lambda: NotARekap(on_book("rekap.xlsx"))


class RekapRecordChanged(Temuan):
    """A rekap whose record was changed."""

    code, severity = "BUKU-101", KESALAHAN
    title = "Hasil hitungan dalam rekap berubah"
    sentence = "Hasil hitungan yang tersimpan dalam rekap ini sudah diubah."
    repair = "Pakai rekap asli, atau buat lagi dengan pmprb gabung dari lembar kerja unit."
    meaning = "Isi lembar tersembunyi _data tidak cocok lagi dengan sidiknya, jadi tidak dapat dipercaya."
    example = lambda: RekapRecordChanged(CellPos(workbook="rekap.xlsx", sheet="_data"))


class RekapOfOtherProgram(Temuan):
    """Proof: another version of the program."""

    code, severity = "BUKU-102", CATATAN
    seen: str
    expected: str
    title = "Rekap dari versi program lain"
    sentence = "Rekap ini dibuat dengan pmprb {seen}, sedangkan yang dipakai sekarang {expected}."
    repair = "Angka dan isi lembarnya tetap dibandingkan; bila lembarnya berbeda, pakai versi yang sama."
    meaning = "Susunan lembar dapat berbeda antarversi, jadi beda isi lembar belum tentu diubah orang (BUKU-199)."
    example = lambda: RekapOfOtherProgram(on_book("rekap.xlsx"), seen="0.1.0", expected="0.2.0")


class RekapOfOtherCatalog(Temuan):
    """Proof: another catalog, or none of that name."""

    code, severity = "BUKU-103", KESALAHAN
    name: str
    seen: str
    expected: str
    title = "Katalog rekap lain"
    sentence = (
        "Katalog {name} yang dipakai rekap ini bersidik {seen}[, sedangkan yang terpasang {expected}|; "
        "katalog itu tidak terpasang]."
    )
    repair = "Pakai program atau folder --kriteria yang sama dengan ketika rekap dibuat."
    meaning = "Bobot, skala, atau butir katalog tidak sama dengan ketika rekap dibuat, jadi angkanya dapat berbeda."
    example = lambda: RekapOfOtherCatalog(
        on_book("rekap.xlsx"), name="lke-unit", seen="3f0a12bc9d44", expected="77aa01cd2e10"
    )


class RekapInputMissing(Temuan):
    """Proof: an input file is not there."""

    code, severity = "BUKU-104", KESALAHAN
    file: str
    unit: str
    title = "Berkas masukan rekap tidak ada"
    sentence = "Berkas {file}[ ({unit})] dipakai rekap ini, tetapi tidak ada di tempat yang disebut."
    repair = "Sertakan berkas aslinya, lalu ulangi."
    meaning = "Rekap hanya terbukti bila semua berkas masukannya ada dan tidak berubah."
    example = lambda: RekapInputMissing(on_book("rekap.xlsx"), file="1-02_Dinas-Kesehatan.xlsx", unit="Dinas Kesehatan")


class RekapInputChanged(Temuan):
    """Proof: an input file was changed."""

    code, severity = "BUKU-105", KESALAHAN
    file: str
    unit: str
    title = "Berkas masukan rekap berubah"
    sentence = "Isi berkas {file}[ ({unit})] tidak sama lagi dengan ketika rekap dibuat."
    repair = "Pakai berkas aslinya; bila perubahan itu memang dimaksud, buat rekap baru."
    meaning = "Sidik (SHA-256) berkas berbeda dari yang tercatat dalam rekap."
    example = lambda: RekapInputChanged(on_book("rekap.xlsx"), file="1-02_Dinas-Kesehatan.xlsx", unit="Dinas Kesehatan")


class NotARekapInput(Temuan):
    """Proof: a file that was no input."""

    code, severity = "BUKU-106", CATATAN
    title = "Bukan masukan rekap"
    sentence = "Berkas ini bukan masukan rekap itu, jadi tidak ikut dihitung ulang."
    repair = "Tidak perlu apa-apa; bila seharusnya ikut, buat rekap baru."
    meaning = "Berkas di folder yang tidak tercatat sebagai masukan, misalnya yang datang setelah rekap dibuat."
    example = lambda: NotARekapInput(on_book("dinas-baru.xlsx"))


class UnitFigureDiffers(Temuan):
    """Proof: a unit's figure differs."""

    code, severity = "BUKU-107", KESALAHAN
    unit: str
    seen: str
    expected: str
    title = "Nilai unit dalam rekap berbeda"
    sentence = (
        "Nilai {unit}[ pada {node}] dalam rekap [{seen:angka}|tidak ada], hasil hitung ulang "
        "[{expected:angka}|tidak ada]."
    )
    repair = "Telusuri siapa yang mengubahnya; yang benar hasil hitung ulang dari berkas masukannya."
    meaning = "Nilai yang tersimpan dalam rekap tidak sama dengan nilai yang dihitung lagi dari lembar kerja unit."
    example = lambda: UnitFigureDiffers(
        on_book("rekap.xlsx"), "A.I.2.i.a", unit="Dinas Kesehatan", seen="1", expected="1/2"
    )


class RekapFigureDiffers(Temuan):
    """Proof: a figure of the whole differs."""

    code, severity = "BUKU-108", KESALAHAN
    what: str
    seen: str
    expected: str
    title = "Angka rekap berbeda"
    sentence = "{what:rekap} dalam rekap {seen:angka}, hasil hitung ulang {expected:angka}."
    repair = "Telusuri perbedaannya pada unit yang disebut; yang benar hasil hitung ulang."
    meaning = "Angka keseluruhan rekap tidak sama dengan yang dihitung lagi dari berkas masukannya."
    example = lambda: RekapFigureDiffers(on_book("rekap.xlsx"), what="index", seen="72.07", expected="71.95")


class RekapCellDiffers(Temuan):
    """Proof: a cell of the rekap differs."""

    code, severity = "BUKU-109", KESALAHAN
    seen: str
    expected: str
    title = "Sel rekap berbeda"
    sentence = "[Sel ini berisi {seen}|Sel ini kosong], seharusnya [{expected}|kosong]."
    repair = "Kembalikan isinya, atau buat rekapnya lagi dengan pmprb gabung."
    meaning = (
        "Isi yang terlihat di lembar rekap tidak sama dengan rekap yang dibuat ulang: diketik, ditempel, atau "
        "diurutkan setelah rekap jadi."
    )
    plural = Plural(
        sentence="{count} sel di lembar ini berbeda: {list}.",
        each="[{seen}|kosong] (seharusnya [{expected}|kosong])",
        repair="Kembalikan isinya, atau buat rekapnya lagi dengan pmprb gabung.",
        by="sheet",
    )
    example = lambda: RekapCellDiffers(
        CellPos(workbook="rekap.xlsx", sheet="Peringkat", cell="E7"), seen="95", expected="83,9"
    )


class RekapAsWorksheet(Temuan):
    """A rekap where a unit's worksheet is read."""

    code, severity = "BUKU-120", KESALAHAN
    title = "Rekap, bukan lembar kerja"
    sentence = "Berkas ini rekap hasil pmprb gabung, bukan lembar kerja satu unit."
    repair = (
        "Pilih lembar kerja unitnya. Rekap dibandingkan dengan pmprb banding, dicocokkan dengan pmprb periksa --bukti, "
        "dan digabung dengan pmprb gabung --antar-instansi."
    )
    unit_sentence = "Berkas ini rekap banyak unit, bukan lembar kerja satu unit."
    unit_repair = "Kirim lembar kerja (LKE) unit Anda."
    meaning = "Rekap memuat hasil banyak unit, jadi tidak dibaca sebagai jawaban satu unit."
    example = lambda: RekapAsWorksheet(on_book("rekap-kabupaten-a.xlsx"))


class RekapPassedOver(Temuan):
    """A rekap among worksheets passed over."""

    code, severity = "BUKU-121", CATATAN
    title = "Rekap di antara lembar kerja"
    sentence = "Berkas ini rekap, bukan lembar kerja, jadi dilewati."
    repair = "Tidak ada yang perlu diperbaiki."
    meaning = "Folder lembar kerja memuat pula rekap, misalnya hasil yang lalu; isinya tidak dihitung lagi."
    example = lambda: RekapPassedOver(on_book("rekap-maret.xlsx"))


class RekapOfOtherInstrument(Temuan):
    """A rekap of another instrument or variant than those gathered."""

    code, severity = "BUKU-122", KESALAHAN
    seen: str
    expected: str
    title = "Rekap instrumen lain"
    sentence = 'Rekap ini memakai instrumen "{seen}", sedangkan yang dikumpulkan "{expected}".'
    repair = "Gabungkan instrumen itu tersendiri dengan --instrumen {seen}."
    meaning = "Nilai dari instrumen atau varian yang berbeda tidak dapat dijajarkan, jadi rekap ini tidak dipakai."
    example = lambda: RekapOfOtherInstrument(
        on_book("rekap-kabupaten-a.xlsx"), seen="contoh-2014", expected="contoh-2021"
    )


class RekapOfOtherVersion(Temuan):
    """A rekap by another version of the catalog."""

    code, severity = "BUKU-123", KESALAHAN
    name: str
    seen: str
    expected: str
    title = "Rekap dari versi katalog lain"
    sentence = "Rekap ini dihitung dengan katalog {name} bersidik {seen}, sedangkan di sini {expected}."
    repair = "Minta rekapnya dibuat lagi dengan versi program atau folder --kriteria yang sama."
    meaning = "Bobot, skala, atau butir katalognya tidak sama, jadi nilainya tidak dapat dijajarkan."
    example = lambda: RekapOfOtherVersion(
        on_book("rekap-kabupaten-a.xlsx"), name="contoh-2021", seen="3f0a12bc9d44", expected="77aa01cd2e10"
    )


class RekapOfOtherChoice(Temuan):
    """A rekap of another period, or made with another choice that changes figures."""

    code, severity = "BUKU-124", KESALAHAN
    what: str
    seen: str
    expected: str
    title = "Rekap dengan pilihan lain"
    sentence = (
        "{what:pilihan} pada rekap ini [{seen:dipilih}|tidak disebut], sedangkan yang dikumpulkan "
        "[{expected:dipilih}|tidak disebut]."
    )
    repair = "Minta rekapnya dibuat lagi dengan pilihan yang sama, atau pilih yang lain (--periode, --kosong)."
    meaning = "Periode atau cara menghitungnya tidak sama, jadi nilainya tidak dijajarkan dengan yang lain."
    example = lambda: RekapOfOtherChoice(on_book("rekap-kabupaten-a.xlsx"), what="blank", seen="lewati", expected="nol")


class WorksheetsOfTwoInstansi(Temuan):
    """Two instansi with the same worksheets."""

    code, severity = "BUKU-125", PERINGATAN
    same: int
    other: str
    instansi: str
    title = "Lembar kerja sama pada dua instansi"
    sentence = "{same} lembar kerja rekap ini dipakai pula oleh {other} ({instansi})."
    repair = "Pastikan keduanya bukan satu instansi dengan nama berbeda; bila ya, singkirkan salah satunya."
    meaning = "Dua rekap memuat berkas unit yang sama, jadi unitnya terhitung dua kali."
    example = lambda: WorksheetsOfTwoInstansi(
        on_book("rekap-kabupaten-a.xlsx"), same=41, other="rekap-kab-a.xlsx", instansi="Kab. A"
    )


class RekapTwiceNewestUsed(Temuan):
    """Instansi with several rekaps: the newest is used."""

    code, severity = "BUKU-126", PERINGATAN
    instansi: str
    files: str
    chosen: str
    stamp: str
    title = "Rekap ganda, terbaru dipakai"
    sentence = "{instansi} mengirim beberapa rekap ({files:daftar}); dipakai {chosen}[, disimpan {stamp:waktu}]."
    repair = "Pastikan itu rekap yang benar, lalu singkirkan yang lain."
    meaning = "Satu instansi mengirim lebih dari satu rekap; yang paling baru disimpan dipakai."
    example = lambda: RekapTwiceNewestUsed(
        on_book("rekap-kabupaten-a.xlsx"),
        instansi="Kabupaten A",
        files="rekap-kabupaten-a (1).xlsx, rekap-kabupaten-a.xlsx",
        chosen="rekap-kabupaten-a.xlsx",
        stamp="2026-03-09T08:05:00Z",
    )


class RekapTwiceRefused(Temuan):
    """Instansi with several rekaps: refused."""

    code, severity = "BUKU-127", KESALAHAN
    instansi: str
    files: str
    title = "Rekap ganda, belum dipilih"
    sentence = "{instansi} mengirim beberapa rekap yang berbeda ({files:daftar})."
    repair = "Sisakan satu rekap yang benar, lalu jalankan lagi; sementara ini tidak satu pun dipakai."
    meaning = "Satu instansi mengirim lebih dari satu rekap, dan belum pasti mana yang berlaku."
    example = lambda: RekapTwiceRefused(
        on_book("rekap-kabupaten-a.xlsx"),
        instansi="Kabupaten A",
        files="rekap-kabupaten-a (1).xlsx, rekap-kabupaten-a.xlsx",
    )


class InstansiFromFileName(Temuan):
    """Instansi taken from the rekap's file name."""

    code, severity = "BUKU-128", PERINGATAN
    name: str
    title = "Instansi dibaca dari nama berkas"
    sentence = "Rekap ini tidak menyebut nama instansinya, jadi dibaca dari nama berkas: {name}."
    repair = "Pastikan namanya benar; rekap berikutnya dibuat dengan --instansi NAMA."
    meaning = "Rekap dibuat tanpa --instansi, jadi nama instansi diambil dari nama berkasnya."
    example = lambda: InstansiFromFileName(on_book("rekap-kabupaten-a.xlsx"), name="kabupaten a")


class ProvinceAsRekap(Temuan):
    """A province's workbook where an instansi's rekap is read."""

    code, severity = "BUKU-129", KESALAHAN
    title = "Gabungan, bukan rekap instansi"
    sentence = "Berkas ini gabungan beberapa instansi, bukan rekap satu instansi."
    repair = "Pakai rekap tiap instansi, yaitu hasil pmprb gabung dari lembar kerja unit."
    meaning = "Gabungan antarinstansi tidak menyimpan jawaban unit, jadi tidak dapat dibaca sebagai rekap instansi."
    example = lambda: ProvinceAsRekap(on_book("rekap-provinsi.xlsx"))


class RekapSheetAddedOrRemoved(Temuan):
    """Proof: a sheet was added to the rekap or taken out of it."""

    code, severity = "BUKU-130", KESALAHAN
    change: str
    title = "Lembar rekap ditambah atau hilang"
    sentence = "Lembar ini {change:rekap}."
    repair = "Pakai rekap aslinya, atau buat lagi dengan pmprb gabung."
    meaning = "Rekap memuat lembar yang tidak dibuat program, atau kehilangan salah satu lembarnya."
    example = lambda: RekapSheetAddedOrRemoved(CellPos(workbook="rekap.xlsx", sheet="Peringkat"), change="removed")
