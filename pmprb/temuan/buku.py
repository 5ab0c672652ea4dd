"""Files, folders, the register, the output: codes BUKU that concern a file as a whole."""

from __future__ import annotations

from pmprb.temuan.place import on_book, on_cell, on_register
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, Plural, Temuan


class UnopenableFile(Temuan):
    """File cannot be opened."""

    code, severity = "BUKU-001", KESALAHAN
    reason: str
    title = "Berkas tidak dapat dibuka"
    sentence = "Berkas ini tidak dapat dibuka[: {reason:buka}]."
    repair = "Periksa nama, letak, dan izinnya; bila sedang terbuka di program lain, tutup dahulu."
    meaning = "Berkas tidak ada lagi, tidak boleh dibaca, atau sedang dikunci program lain."
    example = lambda: UnopenableFile(on_book(), reason="permission")


class NotAWorkbook(Temuan):
    """First bytes are not an .xlsx."""

    code, severity = "BUKU-002", KESALAHAN
    reason: str
    title = "Bukan berkas Excel"
    sentence = "Isi berkas ini bukan Excel .xlsx[, melainkan {reason:isi}]."
    repair = "{reason:ganti}."
    meaning = (
        "Berkas berakhiran .xlsx, tetapi isinya lain, misalnya PDF, teks, atau arsip yang berganti nama, pintasan ke "
        "berkas lain, atau berkas kosong yang belum selesai diunduh."
    )
    example = lambda: NotAWorkbook(on_book(), reason="pdf")


class LockedOrOldWorkbook(Temuan):
    """OLE container: password, or no workbook that can be read."""

    code, severity = "BUKU-003", KESALAHAN
    reason: str
    title = "Berkas bersandi atau bentuk lama"
    sentence = "Berkas ini {reason:kunci}, jadi tidak dapat dibaca."
    repair = "Buka di Excel atau LibreOffice, lepas sandinya bila ada, simpan sebagai .xlsx, lalu kirim ulang."
    meaning = (
        "Berkas dikunci dengan sandi, atau isinya dokumen lama yang bukan buku kerja Excel. Buku kerja Excel 97-2003 "
        "(.xls) yang utuh dan tanpa sandi dibaca (BUKU-240)."
    )
    example = lambda: LockedOrOldWorkbook(on_book(), reason="password")


class DamagedWorkbook(Temuan):
    """Damaged package."""

    code, severity = "BUKU-004", KESALAHAN
    reason: str
    part: str
    title = "Berkas rusak atau terpotong"
    sentence = "Berkas ini rusak atau tidak lengkap[: {reason:rusak}]."
    repair = "Minta salinan yang utuh; bila masih terbuka di Excel, simpan sebagai berkas baru, lalu kirim ulang."
    meaning = "Isi berkas terpotong atau berubah, biasanya karena pengiriman atau penyimpanan yang terputus."
    unused = ("part",)
    example = lambda: DamagedWorkbook(on_book(), reason="truncated", part="xl/worksheets/sheet1.xml")


class OversizedWorkbook(Temuan):
    """Larger than the caps."""

    code, severity = "BUKU-005", KESALAHAN
    reason: str
    part: str
    limit: str
    title = "Berkas terlalu besar"
    sentence = "Berkas ini terlalu besar untuk dibaca[: {reason:besar} melewati batas][ ({limit:batas})]."
    repair = "Hapus gambar dan lembar yang tidak perlu, simpan bukti dukung di luar berkas, lalu kirim ulang."
    meaning = "Ukuran berkas, atau isinya setelah dibuka, melampaui batas yang wajar untuk sebuah LKE."
    unused = ("part",)
    example = lambda: OversizedWorkbook(on_book(), reason="file", part="", limit="10 MB")


class OddPackage(Temuan):
    """Odd package: names, duplicates, encryption."""

    code, severity = "BUKU-006", KESALAHAN
    reason: str
    part: str
    title = "Susunan berkas tidak lazim"
    sentence = "Susunan berkas ini tidak lazim, jadi demi keamanan tidak dibaca[: {reason:aneh}]."
    repair = "Buka di Excel atau LibreOffice, simpan sebagai .xlsx baru, lalu kirim ulang."
    meaning = "Berkas memuat bagian ganda, bernama aneh, atau terkunci, yang tidak dibuat oleh Excel atau LibreOffice."
    unused = ("part",)
    example = lambda: OddPackage(on_book(), reason="sheet_twice", part="xl/worksheets/sheet2.xml")


class RefusedXml(Temuan):
    """XML refused: DTD, entity, encoding, counts."""

    code, severity = "BUKU-007", KESALAHAN
    reason: str
    part: str
    title = "Isi berkas tidak lazim"
    sentence = "Isi berkas ini ditulis dengan cara yang tidak lazim, jadi demi keamanan tidak dibaca[: {reason:tanda}]."
    repair = "Buka di Excel atau LibreOffice, simpan sebagai .xlsx baru, lalu kirim ulang."
    meaning = "Isi berkas ditulis dengan cara yang tidak dipakai Excel atau LibreOffice dan dapat mengganggu komputer."
    unused = ("part",)
    example = lambda: RefusedXml(on_book(), reason="encoding", part="xl/workbook.xml")


class CellsOutOfReach(Temuan):
    """Cells beyond the readable range."""

    code, severity = "BUKU-008", KESALAHAN
    reason: str
    part: str
    cell: str
    limit: str
    title = "Isi di luar jangkauan"
    sentence = "[Sel {cell}|Ada sel yang] berada di luar jangkauan baca[, yaitu A1 sampai {limit}]."
    repair = "Hapus baris dan kolom di luar tabel LKE, simpan, lalu kirim ulang."
    meaning = "Ada isi atau pengaturan sel yang jauh di luar tabel, sering tanpa terlihat."
    unused = ("reason", "part")
    example = lambda: CellsOutOfReach(
        on_cell("XFD1048576"), reason="beyond", part="xl/worksheets/sheet1.xml", cell="XFD1048576", limit="ZZ9999"
    )


class ParserGaveUp(Temuan):
    """The parser gave up."""

    code, severity = "BUKU-009", KESALAHAN
    reason: str
    part: str
    title = "Berkas gagal dibaca"
    sentence = "Berkas ini tidak dapat dibaca sampai selesai."
    repair = "Buka di Excel atau LibreOffice, simpan sebagai .xlsx baru, lalu kirim ulang."
    meaning = "Berkas tampak wajar, tetapi pembacaannya berhenti di tengah jalan. Berkas lain tetap dibaca."
    unused = ("reason", "part")
    example = lambda: ParserGaveUp(on_book(), reason="ZipError", part="LKE")


class OtherPeriod(Temuan):
    """Another period."""

    code, severity = "BUKU-013", KESALAHAN
    seen: str
    expected: str
    title = "Berkas dari periode lain"
    sentence = (
        "[Periode berkas ini {seen}|Berkas ini belum menyebut periodenya], sedangkan yang dikumpulkan "
        "periode {expected}."
    )
    repair = "Kirim lembar kerja periode {expected}, atau betulkan isian periodenya."
    meaning = "Berkas berasal dari periode lain, jadi tidak ikut digabung."
    example = lambda: OtherPeriod(on_book(), seen="2025", expected="2026")


class UnitNotInRegister(Temuan):
    """Unit not in the register."""

    code, severity = "BUKU-014", KESALAHAN
    name: str
    unit_code: str
    title = "Unit di luar daftar"
    sentence = '[Unit "{name}"|Unit pengirim berkas ini][ (kode {unit_code})] tidak ada dalam daftar unit.'
    repair = "Betulkan nama unitnya, atau tambahkan unit itu atau nama lainnya ke daftar unit."
    unit_sentence = 'Nama unit di lembar ini, "{name}"[ (kode {unit_code})], tidak dikenal.'
    unit_repair = "Betulkan nama unitnya, atau tanyakan ejaan yang dipakai kepada Bagian Organisasi."
    meaning = (
        "Kode dan nama unit di berkas tidak cocok dengan satu pun unit dalam daftar, jadi berkasnya tidak ikut "
        "digabung."
    )
    example = lambda: UnitNotInRegister(on_book(), name="Dinas Pendidikn", unit_code="D-17")


class UnitNameDiffers(Temuan):
    """Unit name in the sheet is not the template's."""

    code, severity = "BUKU-015", PERINGATAN
    seen: str
    expected: str
    title = "Nama unit berbeda"
    sentence = 'Nama unit di lembar tertulis "{seen}", sedangkan berkas ini untuk "{expected}".'
    repair = (
        "Pastikan berkas tidak tertukar; bila hanya ejaannya yang berbeda, tambahkan sebagai nama lain di daftar unit."
    )
    unit_repair = (
        "Pastikan berkas tidak tertukar; bila hanya ejaannya yang berbeda, sampaikan kepada Bagian Organisasi."
    )
    meaning = "Nama unit yang tertulis di lembar bukan nama unit pemilik berkas. Jawabannya tetap dihitung."
    example = lambda: UnitNameDiffers(on_book(), seen="Dinas Kesehatan", expected="Dinas Pendidikan")


class SentTwiceNewestUsed(Temuan):
    """Unit sent twice: the newest is used."""

    code, severity = "BUKU-016", PERINGATAN
    files: str
    chosen: str
    stamp: str
    title = "Kiriman ganda, terbaru dipakai"
    sentence = "Unit ini mengirim beberapa berkas ({files:daftar}); yang dipakai {chosen}[, disimpan {stamp:waktu}]."
    repair = "Pastikan itu berkas yang benar, lalu singkirkan yang lain."
    meaning = "Satu unit mengirim lebih dari satu berkas dengan jawaban berbeda; yang paling baru disimpan dipakai."
    example = lambda: SentTwiceNewestUsed(
        on_book("dinas-kesehatan.xlsx"),
        files="dinas-kesehatan (1).xlsx, dinas-kesehatan.xlsx",
        chosen="dinas-kesehatan.xlsx",
        stamp="2026-03-09T08:05:00Z",
    )


class SentTwiceRefused(Temuan):
    """Unit sent twice: refused."""

    code, severity = "BUKU-017", KESALAHAN
    files: str
    unit: str
    title = "Kiriman ganda, belum dipilih"
    sentence = "Unit {unit} mengirim beberapa berkas dengan jawaban berbeda ({files:daftar})."
    repair = "Sisakan satu berkas yang benar, lalu jalankan lagi; sementara ini tidak satu pun dipakai."
    meaning = "Satu unit mengirim lebih dari satu berkas dengan jawaban berbeda, dan belum pasti mana yang berlaku."
    example = lambda: SentTwiceRefused(
        on_book("dinas-kesehatan.xlsx"), files="dinas-kesehatan (1).xlsx, dinas-kesehatan.xlsx", unit="Dinas Kesehatan"
    )


class UnitWithoutFile(Temuan):
    """Unit of the register without a file."""

    code, severity = "BUKU-018", PERINGATAN
    unit_code: str
    name: str
    title = "Unit belum menyerahkan"
    sentence = "{name}[ (kode {unit_code})] belum menyerahkan lembar kerja."
    repair = "Hubungi unit itu, atau periksa apakah berkasnya sudah ada di folder yang dibaca."
    meaning = "Unit ada dalam daftar, tetapi tidak ada berkasnya yang dapat dipakai."
    plural = Plural(
        sentence="{count} unit dalam daftar belum menyerahkan lembar kerja: {list}.",
        each="{name}",
        repair="Hubungi unit-unit itu, atau periksa apakah berkasnya sudah ada di folder yang dibaca.",
        by="sheet",
    )
    example = lambda: UnitWithoutFile(on_book(""), unit_code="K-03", name="Kecamatan Sukamaju")


class OutputExists(Temuan):
    """Output exists."""

    code, severity = "BUKU-029", KESALAHAN
    title = "Berkas hasil sudah ada"
    sentence = "Berkas hasil ini sudah ada, jadi tidak ditimpa."
    repair = "Pilih nama lain, atau tambahkan --timpa bila memang ingin menggantinya."
    meaning = "Nama berkas hasil sudah dipakai. Program tidak menimpa berkas tanpa diminta."
    example = lambda: OutputExists(on_book("rekap.xlsx"))


class NoWorksheetFound(Temuan):
    """No worksheet found."""

    code, severity = "BUKU-030", KESALAHAN
    title = "Tidak ada lembar kerja"
    sentence = "Tidak ada lembar kerja .xlsx di tempat ini."
    repair = "Periksa nama dan letak folder atau berkasnya."
    meaning = "Folder kosong, nama tidak ditemukan, atau isinya bukan berkas .xlsx."
    example = lambda: NoWorksheetFound(on_book("masuk"))


class TemporaryFilePassedOver(Temuan):
    """Lock or temporary file passed over."""

    code, severity = "BUKU-031", CATATAN
    title = "Berkas sementara dilewati"
    sentence = "Berkas ini hanya berkas sementara, jadi dilewati."
    repair = "Bila lembar kerjanya masih terbuka, simpan dan tutup dahulu supaya isian terakhir ikut terbaca."
    meaning = "Excel dan LibreOffice membuat berkas sementara selama sebuah berkas terbuka; isinya bukan lembar kerja."
    example = lambda: TemporaryFilePassedOver(on_book("~$dinas-pendidikan.xlsx"))


class RegisterUnusable(Temuan):
    """Register: column missing or file unusable."""

    code, severity = "BUKU-032", KESALAHAN
    headers: tuple[str, ...]
    title = "Daftar unit belum dapat dipakai"
    sentence = "Baris judul daftar unit tidak ditemukan.[ Judul yang dikenal: {headers:daftar}.]"
    repair = "Beri judul pada setiap kolom; kode dan nama wajib ada."
    meaning = "Berkas daftar unit tidak memuat baris judul dengan kode dan nama."
    example = lambda: RegisterUnusable(
        on_book("daftar-unit.xlsx"), headers=("kode", "nama", "jenis", "kelompok", "alias", "pendahulu")
    )


class RegisterNameTwice(Temuan):
    """Register: code or alias twice."""

    code, severity = "BUKU-033", KESALAHAN
    seen: str
    other: str
    title = "Unit ganda dalam daftar"
    sentence = '"{seen}" dipakai lebih dari sekali dalam daftar unit[, juga untuk {other}].'
    repair = "Beri setiap unit kode, nama, dan nama lain yang berbeda."
    meaning = (
        "Dua baris daftar unit memakai kode, nama, atau nama lain yang sama, jadi berkas unit tidak dapat "
        "dipasangkan dengan pasti."
    )
    example = lambda: RegisterNameTwice(on_register("A8"), seen="dinkes", other="Dinas Kesehatan")


class OtherFilePassedOver(Temuan):
    """Another kind of file passed over."""

    code, severity = "BUKU-034", CATATAN
    title = "Berkas jenis lain dilewati"
    sentence = "Berkas ini bukan lembar kerja .xlsx, jadi dilewati."
    repair = "Tidak ada yang perlu dilakukan, kecuali berkas ini seharusnya LKE: simpan sebagai .xlsx."
    meaning = "Folder memuat berkas jenis lain, misalnya PDF atau gambar, yang tidak ikut dibaca."
    example = lambda: OtherFilePassedOver(on_book("surat-pengantar.pdf"))


class SameContentTwice(Temuan):
    """Same content twice: one used."""

    code, severity = "BUKU-036", CATATAN
    files: str
    chosen: str
    title = "Kiriman ganda, isinya sama"
    sentence = "Beberapa berkas memuat jawaban yang sama ({files:daftar}); yang dipakai {chosen}."
    repair = "Tidak ada yang perlu diperbaiki; berkas lainnya boleh disingkirkan."
    meaning = "Satu unit mengirim beberapa berkas dengan jawaban yang sama; satu yang dihitung."
    example = lambda: SameContentTwice(
        on_book("dinas-kesehatan.xlsx"),
        files="dinas-kesehatan (1).xlsx, dinas-kesehatan.xlsx",
        chosen="dinas-kesehatan.xlsx",
    )


class PreviousRekapLost(Temuan):
    """Previous consolidation could not be taken over."""

    code, severity = "BUKU-038", PERINGATAN
    cause: str
    title = "Rekap sebelumnya tidak terbawa"
    sentence = "Isian PIC, tenggat, dan status dari rekap sebelumnya tidak dapat dibawa ke rekap baru[ ({cause})]."
    repair = "Simpan rekap lama itu, lalu salin isiannya bila masih diperlukan."
    meaning = (
        "Rekap lama tidak terbaca, atau lembar Kesenjangan di dalamnya berubah susunan. Dalam kurung: kode "
        "temuannya, atau lembar atau kolom yang tidak ditemukan."
    )
    example = lambda: PreviousRekapLost(on_book("rekap-lama.xlsx"), cause="Kesenjangan")


class RegisterRowIncomplete(Temuan):
    """Register: row without code or name."""

    code, severity = "BUKU-041", KESALAHAN
    seen: str
    title = "Baris daftar unit belum lengkap"
    sentence = '[Baris "{seen}"|Bagian ini] belum memuat kode dan nama unit.'
    repair = "Lengkapi kode dan nama setiap unit, dan hapus baris yang tidak terpakai."
    meaning = "Sebuah baris tidak lengkap, atau daftar unit belum berisi satu unit pun."
    example = lambda: RegisterRowIncomplete(on_register("A12"), seen="Kecamatan Sukamaju")


class ProgramStumbled(Temuan):
    """The program itself stumbled over this file."""

    code, severity = "BUKU-042", KESALAHAN
    detail: str
    title = "Program terhenti pada berkas ini"
    sentence = "Program terhenti saat mengolah berkas ini; kekurangannya ada pada program, bukan pada isian."
    repair = "Sampaikan kepada pengelola program beserta berkasnya. Berkas lain tetap diolah."
    meaning = "Terjadi hal yang belum diperhitungkan oleh program. Satu berkas tidak menghentikan yang lain."
    unused = ("detail",)
    example = lambda: ProgramStumbled(on_book(), detail="KeyError: 5")


class NoMarkedCopy(Temuan):
    """No marked-up copy of a file."""

    code, severity = "BUKU-090", PERINGATAN
    reason: str
    title = "Salinan bertanda tidak dapat dibuat"
    sentence = "Salinan bertanda berkas ini tidak dapat dibuat: {reason:salin}."
    repair = "Temuan selengkapnya ada pada berkas hasil. {reason:salinulang} bila ingin salinannya."
    meaning = (
        "Umpan balik unit ini tetap lengkap pada berkas hasil dan halaman hasil; hanya salinan berkas dengan "
        "sel berwarna yang tidak ada."
    )
    example = lambda: NoMarkedCopy(on_book(), reason="strict")


class FeedbackNotWritten(Temuan):
    """A feedback cannot be written."""

    code, severity = "BUKU-091", KESALAHAN
    title = "Umpan balik tidak dapat ditulis"
    sentence = "Umpan balik ini tidak dapat ditulis."
    repair = "Periksa izin folder dan sisa ruang penyimpanan; bila berkasnya sedang terbuka, tutup dahulu."
    meaning = "Folder umpan balik tidak boleh ditulisi, penyimpanannya penuh, atau berkas lamanya sedang terbuka."
    example = lambda: FeedbackNotWritten(on_book("umpan-balik/1-02_Dinas-Kesehatan-hasil.xlsx"))
