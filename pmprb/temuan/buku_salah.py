"""Files handed over at the wrong place, and reviews that are not there: codes BUKU."""

from __future__ import annotations

from pmprb.temuan.place import EXAMPLE_FILE, on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, Temuan


class NoReviewOfUnit(Temuan):
    """Among the files given with --tpi none is about the unit."""

    code, severity = "BUKU-230", CATATAN
    unit: str
    files: int
    title = "Belum ada lembar verifikasinya"
    sentence = "Belum ada lembar verifikasi untuk {unit} di antara {files:ribuan} berkas pada --tpi."
    repair = "Bila seharusnya ada, periksa nama unit di lembar verifikasinya."
    unit_sentence = "Belum ada lembar verifikasi TPI untuk unit ini."
    unit_repair = "Tidak ada yang perlu dikerjakan; verifikasi dilakukan TPI."
    meaning = (
        "Folder pada --tpi tidak memuat lembar verifikasi unit ini. Lembar verifikasi unit lain di folder itu tidak "
        "dibahas."
    )
    example = lambda: NoReviewOfUnit(on_book(EXAMPLE_FILE), unit="Dinas Pendidikan", files=12)


class EveryFileRefused(Temuan):
    """Files were found, and not one of them can be used."""

    code, severity = "BUKU-231", KESALAHAN
    files: int
    title = "Semua berkas ditolak"
    sentence = "Tidak ada berkas yang dapat dipakai: {files:ribuan} dari {files:ribuan} berkas ditolak."
    repair = "Sebab tiap berkas disebut di atas; perbaiki, lalu jalankan lagi."
    meaning = "Berkasnya ada, tetapi tidak satu pun dapat dibaca sebagai lembar kerja atau rencana aksi."
    example = lambda: EveryFileRefused(on_book("masuk"), files=3)


class StrayWorkbook(Temuan):
    """A workbook that belongs to another command."""

    code, severity = "BUKU-232", KESALAHAN
    kind: str
    title = "Berkas untuk perintah lain"
    sentence = "Berkas ini {kind:berkas}, jadi tidak dibaca di sini."
    repair = "{kind:perintah}"
    unit_sentence = "Berkas ini {kind:berkasunit}, bukan lembar kerja."
    unit_repair = "Kirim lembar kerja (LKE) unit Anda yang sudah diisi."
    meaning = (
        "Di antara berkas ada buku kerja jenis lain: rekap, rencana aksi, daftar unit, hasil banding, umpan balik, "
        "atau rekapitulasi nilai tanpa jawaban. Isinya tidak ditebak; perintah yang membacanya disebut."
    )
    example = lambda: StrayWorkbook(on_book("rencana-dinas-pangan.xlsx"), kind="plan")
