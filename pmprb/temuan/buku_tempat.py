"""Where in a file the answers stand: codes BUKU on several sheets, several readings, answers in another place."""

from __future__ import annotations

from pmprb.temuan.place import on_book, on_cell
from pmprb.temuan.record import KESALAHAN, PERINGATAN, Temuan


class SeveralSheetsFilled(Temuan):
    """More than one sheet could be the worksheet, and it is not plain which."""

    code, severity = "BUKU-170", KESALAHAN
    filled: tuple[str, ...]
    blank: tuple[str, ...]
    title = "Beberapa lembar LKE terisi"
    sentence = (
        "Berkas ini memuat beberapa lembar LKE. Yang terisi: {filled:daftar}[; yang kosong: {blank:singkat}]. "
        "Program tidak memilih sendiri."
    )
    repair = "Sisakan satu lembar LKE yang terisi dan terlihat, atau pilih satu dengan --lembar NAMA."
    unit_repair = "Sisakan satu lembar LKE yang terisi dan terlihat, lalu kirim ulang."
    meaning = (
        "Beberapa lembar berbentuk LKE, misalnya salinan atau lembar tiap triwulan, dan lebih dari satu terisi; atau "
        "yang terlihat kosong, sedangkan yang terisi tersembunyi. Lembar yang dimaksud tidak ditebak, jadi berkas "
        "ditolak."
    )
    example = lambda: SeveralSheetsFilled(on_book(), filled=("LKE", "LKE TW2"), blank=())


class SheetTaken(Temuan):
    """Of several sheets of one layout one alone is filled and visible."""

    code, severity = "BUKU-171", PERINGATAN
    taken: str
    left: tuple[str, ...]
    title = "Satu lembar LKE yang terisi"
    sentence = 'Lembar "{taken:singkat}" yang dibaca; lembar LKE lain di berkas ini kosong: {left:singkat}.'
    repair = "Tidak ada yang perlu diperbaiki bila memang lembar itu yang diisi; hapus lembar yang tidak dipakai."
    meaning = "Berkas memuat beberapa lembar LKE, dan hanya satu yang terisi: lembar itulah yang dibaca."
    example = lambda: SheetTaken(on_cell(""), taken="LKE", left=("LKE (2)",))


class HiddenSheetRead(Temuan):
    """The only sheet that can be read is hidden."""

    code, severity = "BUKU-172", PERINGATAN
    title = "Lembar LKE tersembunyi"
    sentence = "Lembar LKE di berkas ini tersembunyi, dan lembar itulah yang dibaca."
    repair = "Tampilkan lembar itu (klik kanan tab lembar, Unhide), pastikan isinya, lalu simpan."
    meaning = "Satu-satunya lembar LKE disembunyikan, jadi yang mengirim mungkin melihat lembar lain."
    example = lambda: HiddenSheetRead(on_cell(""))


class SheetNotInBook(Temuan):
    """The sheet asked for is not in the file."""

    code, severity = "BUKU-173", KESALAHAN
    seen: str
    known: tuple[str, ...]
    title = "Lembar yang diminta tidak ada"
    sentence = 'Lembar "{seen:singkat}" tidak ada di berkas ini.[ Yang ada: {known:daftar}.]'
    repair = "Betulkan nama pada --lembar, atau hilangkan pilihan itu."
    meaning = "Pilihan --lembar menyebut lembar yang tidak dimiliki berkas ini."
    example = lambda: SheetNotInBook(on_book(), seen="LKE TW3", known=("LKE", "LKE TW2"))


class SeveralReadings(Temuan):
    """One sheet can be read in several ways, and more than one would give a score."""

    code, severity = "BUKU-174", KESALAHAN
    readings: tuple[str, ...]
    option: str
    title = "Lembar terbaca dengan beberapa cara"
    sentence = "Lembar ini dapat dibaca dengan beberapa cara: {readings:daftar}. Program tidak memilih sendiri."
    repair = "Pilih satu ({option:teks}), atau kosongkan yang tidak dimaksud."
    unit_repair = "Kosongkan yang tidak dimaksud, lalu kirim ulang."
    meaning = (
        "Dua instrumen, tata letak, kolom jawaban, atau blok tahun sama-sama cocok dan sama-sama terisi. Yang dimaksud "
        "tidak ditebak, jadi berkas ditolak sampai satu dipilih."
    )
    example = lambda: SeveralReadings(
        on_cell(""), readings=("tahun 2015", "tahun 2014"), option="--tahun 2015 atau --tahun 2014"
    )


class AnswersInOtherColumn(Temuan):
    """The answers stand in another column than the one for answers."""

    code, severity = "BUKU-175", KESALAHAN
    column: str
    right: str
    count: int
    cells: str
    title = "Jawaban di kolom lain"
    sentence = (
        "{count:singkat} jawaban ditulis di kolom {column:singkat}, sel {cells:singkat}, sedangkan kolom "
        "{right:singkat} di baris itu kosong; butir-butir itu belum dinilai."
    )
    repair = "Pindahkan ke kolom {right:singkat}, kosongkan yang lama, lalu simpan."
    meaning = (
        "Kolom jawaban kosong atau hampir kosong, sedangkan pilihan jawabannya ada di kolom lain, misalnya Jawaban "
        "TPI, Catatan, atau Bukti Dukung. Isian di kolom lain tidak dianggap jawaban."
    )
    example = lambda: AnswersInOtherColumn(
        on_cell("K9"),
        column="K (Jawaban TPI)",
        right="F (Jawaban)",
        count=113,
        cells="K9 sampai K164",
    )


class AnswersOnOtherSheet(Temuan):
    """The answers stand on a sheet that is not the worksheet."""

    code, severity = "BUKU-176", KESALAHAN
    sheet: str
    count: int
    cells: str
    title = "Jawaban di lembar lain"
    sentence = (
        'Lembar "{sheet:singkat}" berisi {count:singkat} isian seperti jawaban ({cells:singkat}), sedangkan kolom '
        "jawaban di lembar LKE kosong pada butir-butir itu."
    )
    repair = "Pindahkan jawabannya ke kolom Jawaban di lembar LKE, lalu simpan."
    meaning = "Lembar LKE kosong atau hampir kosong, dan jawabannya ditulis di lembar lain, yang tidak dibaca."
    example = lambda: AnswersOnOtherSheet(on_cell(""), sheet="Sheet1", count=113, cells="C2 sampai C114")


class AnswersShifted(Temuan):
    """The answers do not stand on the rows of their items."""

    code, severity = "BUKU-177", KESALAHAN
    count: int
    cells: str
    way: str
    title = "Jawaban bergeser dari barisnya"
    sentence = (
        "{count:singkat} jawaban ada di baris judul atau kosong ({cells:singkat})[; tampaknya bergeser "
        "{way}]. Karena tidak pasti jawaban mana milik butir mana, belum ada yang dinilai."
    )
    repair = "Tempelkan ulang jawabannya sejajar dengan barisnya."
    meaning = (
        "Jawaban disalin ke kolom Jawaban tetapi tidak sejajar dengan butirnya, sehingga sebagian jatuh di baris judul."
    )
    example = lambda: AnswersShifted(on_cell("F11"), count=12, cells="F11, F14", way="satu baris ke bawah")


class ArchiveOfWorksheets(Temuan):
    """An archive that holds worksheets: nothing in it is read."""

    code, severity = "BUKU-310", PERINGATAN
    count: int
    files: tuple[str, ...]
    title = "Arsip berisi lembar kerja"
    sentence = "Arsip ini memuat {count} berkas lembar kerja ({files}) yang tidak dibaca, jadi isinya belum dihitung."
    repair = "Keluarkan isinya ke folder ini, lalu jalankan lagi; bila hanya bukti dukung, biarkan."
    meaning = (
        "Unit mengirim lembar kerjanya di dalam sebuah arsip. Program tidak membuka arsip; unit itu tampak belum "
        "menyerahkan sampai isinya dikeluarkan."
    )
    example = lambda: ArchiveOfWorksheets(on_book("kiriman"), count=2, files=("Dinas-Pangan.xlsx", "Dinas-Sosial.xlsx"))


class ShortcutPassedOver(Temuan):
    """A shortcut lies where worksheets are looked for."""

    code, severity = "BUKU-258", PERINGATAN
    title = "Hanya pintasan, bukan berkas"
    sentence = "Berkas ini hanya pintasan ke berkas atau halaman lain; isinya tidak ikut terkirim, jadi dilewati."
    repair = "Bila itu lembar kerja, minta berkas aslinya: unduh sebagai .xlsx, lalu simpan di folder ini."
    meaning = (
        "Yang tersalin pintasan (.lnk, .url), bukan berkasnya: isinya tetap di tempat pengirim, dan unit "
        "itu tampak belum menyerahkan."
    )
    example = lambda: ShortcutPassedOver(on_book("LKE Dinas Pangan.lnk"))


class ContentsUnseen(Temuan):
    """An archive or a mail in which worksheets may lie."""

    code, severity = "BUKU-259", PERINGATAN
    title = "Isi arsip atau surel tidak terlihat"
    sentence = "Isi arsip atau surel ini tidak dapat dilihat; lembar kerja di dalamnya, bila ada, belum dihitung."
    repair = "Keluarkan isi atau lampirannya ke folder ini, lalu jalankan lagi; bila hanya bukti dukung, biarkan."
    meaning = "Arsip .rar atau .7z dan surel tersimpan (.eml, .msg) tidak dibuka program ini."
    example = lambda: ContentsUnseen(on_book("kiriman.rar"))
