"""Workers of a cluster, and results of very many worksheets: codes BUKU-250 on."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, CellPos, Temuan


class FileKilledWorkers(Temuan):
    """Workers died while they read this file."""

    code, severity = "BUKU-250", KESALAHAN
    title = "Berkas menghentikan pembacanya"
    sentence = "Program pembaca berhenti mendadak setiap kali membaca berkas ini, juga ketika dibaca sendirian."
    repair = "Buka berkasnya di Excel atau LibreOffice, simpan sebagai .xlsx baru, lalu kirim ulang."
    meaning = (
        "Lembar dibaca oleh beberapa proses, di komputer ini atau di klaster. Bila sebuah proses mati, berkas yang "
        "sedang dibacanya dicoba lagi dalam kelompok yang makin kecil sampai berkas penyebabnya ketemu. Berkas itu "
        "ditolak; berkas lain tetap dibaca."
    )
    example = lambda: FileKilledWorkers(on_book("dinas-kesehatan.xlsx"))


class NoWorkerLeft(Temuan):
    """No worker was left to read this file."""

    code, severity = "BUKU-251", KESALAHAN
    title = "Belum dibaca: klaster terputus"
    sentence = "Berkas ini belum sempat dibaca: klaster terputus, atau tidak ada pekerjanya yang tersisa."
    repair = "Periksa penjadwal dan para pekerja klasternya, lalu jalankan lagi."
    meaning = (
        "Hubungan ke penjadwal klaster putus, atau semua pekerjanya berhenti dan tidak kembali. Berkas yang sudah "
        "selesai dibaca tetap dipakai; yang belum disebut satu per satu dengan kode ini."
    )
    example = lambda: NoWorkerLeft(on_book("dinas-kesehatan.xlsx"))


class FilesSentToWorkers(Temuan):
    """The workers do not see this machine's folder."""

    code, severity = "BUKU-252", CATATAN
    title = "Folder tidak terlihat oleh klaster"
    sentence = "Pekerja klaster tidak melihat folder ini, jadi isi berkasnya dikirim satu per satu lewat jaringan."
    repair = "Hasilnya sama. Supaya lebih cepat, taruh berkasnya di penyimpanan bersama yang terlihat semua pekerja."
    meaning = (
        "Sebelum lembar dibaca, setiap pekerja ditanya apakah melihat berkas yang sama di alamat itu. Bila tidak, "
        "pmprb membaca sendiri berkasnya dan mengirimkan isinya."
    )
    example = lambda: FilesSentToWorkers(on_book("lembar"))


class RowsLeftOut(Temuan):
    """A sheet would be longer than one may be."""

    code, severity = "BUKU-253", PERINGATAN
    shown: int
    total: int
    title = "Lembar lebih panjang daripada batas Excel"
    sentence = "Lembar ini hanya memuat {shown:ribuan} dari {total:ribuan} baris, sampai batas Excel."
    repair = "Semua barisnya ada di tabel Parquet: tambahkan --parquet DIR."
    meaning = (
        "Sebuah lembar Excel memuat paling banyak 1.048.576 baris. Yang terpenting ada di lembar itu, sisanya hanya di "
        "tabel Parquet. Angka di lembar Ringkasan tetap angka semua unit, kecuali hitungan baris lembar itu sendiri."
    )
    example = lambda: RowsLeftOut(CellPos(workbook="rekap.xlsx", sheet="Kesenjangan"), shown=1_048_556, total=1_912_004)


class MixedInInstansi(Temuan):
    """The worksheets of one instansi are of several instruments."""

    code, severity = "BUKU-254", KESALAHAN
    names: str
    title = "Instansi dengan beberapa instrumen"
    sentence = "Lembar instansi ini memuat beberapa instrumen: {names:daftar}."
    repair = "Pilih satu dengan --instrumen ID, atau pisahkan foldernya."
    meaning = (
        "Dengan --per-instansi setiap folder digabung sendiri. Folder yang lembarnya dari beberapa instrumen belum "
        "dapat digabung; folder lain tetap digabung."
    )
    example = lambda: MixedInInstansi(on_book("Kabupaten Tirtaloka"), names="contoh-2021 (40), contoh-2020 (21)")
