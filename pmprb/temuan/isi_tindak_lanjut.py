"""Recommendations followed up: what is wrong or late in a row (ISI-050 to -054), and files that hold none (BUKU-271,
-272)."""

from __future__ import annotations

from pmprb.temuan.place import on_book, on_cell
from pmprb.temuan.record import KESALAHAN, PERINGATAN, AboutNode, Temuan


class FollowUpStatusUnknown(AboutNode):
    """A status that is none of the four."""

    code, severity = "ISI-050", KESALAHAN
    seen: str
    allowed: tuple[str, ...]
    title = "Status tindak lanjut tidak dikenal"
    sentence = 'Status "{seen:singkat}" pada {node} tidak dikenal; barisnya tidak dihitung ke status mana pun.'
    repair = "Pilih salah satu dari {allowed:daftar}, atau kosongkan bila belum ditindaklanjuti."
    meaning = "Status menentukan hitungan per tema dan per unit; yang tidak dikenal tidak ditebak."
    example = lambda: FollowUpStatusUnknown(
        on_cell("K8"), "Susun pedoman", seen="lanjut", allowed=("Belum Ditindaklanjuti", "Selesai")
    )


class FollowUpWithoutRecommendation(AboutNode):
    """An action without the recommendation it answers."""

    code, severity = "ISI-051", PERINGATAN
    title = "Tindak lanjut tanpa rekomendasi"
    sentence = "{node}: rekomendasinya kosong, juga di baris atasnya."
    repair = "Tulis rekomendasi dari LHE yang ditindaklanjuti."
    meaning = "Tiap aksi menjawab satu rekomendasi; tanpa itu baris tidak dapat ditelusuri ke laporan hasil evaluasi."
    example = lambda: FollowUpWithoutRecommendation(on_cell("C8"), "Susun pedoman")


class FollowUpQuarterUnknown(AboutNode):
    """A due quarter that cannot be read."""

    code, severity = "ISI-052", PERINGATAN
    seen: str
    title = "Triwulan tindak lanjut tidak terbaca"
    sentence = 'Triwulan "{seen:singkat}" pada {node} tidak terbaca; keterlambatannya tidak dapat dinilai.'
    repair = "Tulis I, II, III, atau IV."
    meaning = "Triwulan dipakai untuk menyebut yang sudah jatuh tempo; bulan dan tanggal juga dibaca."
    example = lambda: FollowUpQuarterUnknown(on_cell("I8"), "Susun pedoman", seen="segera")


class FollowUpDoneBare(Temuan):
    """Finished without evidence."""

    code, severity = "ISI-053", PERINGATAN
    unit: str
    title = "Selesai tanpa bukti"
    sentence = "Tindak lanjut berstatus Selesai tanpa bukti[ ({unit:singkat})]."
    repair = "Sebutkan dokumen atau tautan buktinya."
    meaning = "Pemantauan tindak lanjut menilai bukti; status saja tidak dapat diverifikasi."
    figure = "berstatus Selesai tanpa bukti"
    example = lambda: FollowUpDoneBare(on_cell("K8"), unit="Dinas Sosial")


class FollowUpLate(Temuan):
    """Due and unfinished."""

    code, severity = "ISI-054", PERINGATAN
    unit: str
    quarter: int
    title = "Tindak lanjut lewat triwulannya"
    sentence = "Tindak lanjut triwulan {quarter}[ ({unit:singkat})] belum selesai."
    repair = "Selesaikan dan perbarui statusnya, atau tulis alasannya di Keterangan."
    meaning = "Triwulan yang disebut sudah sampai pada triwulan yang dilaporkan, sedangkan statusnya belum Selesai."
    example = lambda: FollowUpLate(on_cell("K8"), unit="Dinas Sosial", quarter=2)


class NotAFollowUp(Temuan):
    """No sheet has the columns of recommendations followed up."""

    code, severity = "BUKU-271", KESALAHAN
    headers: tuple[str, ...]
    title = "Bukan lembar tindak lanjut"
    sentence = "Tidak ada lembar tindak lanjut di berkas ini; yang dicari: {headers:daftar}."
    repair = "Isi di templat dari pmprb rencana templat --jenis tindak-lanjut, atau kembalikan judul kolom itu."
    meaning = "Lembar tindak lanjut dikenal dari kolom Rekomendasi dan Status."
    example = lambda: NotAFollowUp(on_book("rencana.xlsx"), headers=("Rekomendasi", "Status"))


class EarlierRowsLeft(Temuan):
    """Unfinished recommendations of a unit that the register does not have."""

    code, severity = "BUKU-272", PERINGATAN
    count: int
    unit: str
    title = "Rekomendasi lama tidak dibawa"
    sentence = (
        '{count} rekomendasi yang belum selesai dari "{unit:singkat}" tidak dibawa: unit itu tidak ada di daftar.'
    )
    repair = "Tambahkan unit itu, atau nama lamanya sebagai alias unit penerusnya, lalu jalankan lagi."
    meaning = "Rekomendasi dibawa ke lembar unit yang sama; unit yang digabung atau berganti nama dikenal dari alias."
    example = lambda: EarlierRowsLeft(on_book("rekap-2025.xlsx"), count=3, unit="Dinas Lama")


class FollowUpGivenAsPlan(Temuan):
    """A follow-up sheet among plans with figures."""

    code, severity = "BUKU-273", KESALAHAN
    kind: str
    title = "Lembar tindak lanjut"
    sentence = "Berkas ini lembar tindak lanjut, bukan rencana aksi berangka."
    repair = "Jalankan lagi dengan --jenis {kind}."
    meaning = "Tindak lanjut dihitung menurut statusnya, terpisah dari rencana aksi dengan target dan realisasi."
    example = lambda: FollowUpGivenAsPlan(on_book("tl.xlsx"), kind="tindak-lanjut")
