"""What is larger than a cell, a count or a program can mean: codes ISI-040 on, BUKU-205 on, KAT-060."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_book, on_cell, on_line, on_plan
from pmprb.temuan.record import KESALAHAN, PERINGATAN, AboutNode, Temuan


class CountOutOfBounds(AboutNode):
    """A count no unit can have; `looks` is what it seems to be instead: NIP, NIK, nomor telepon, or empty."""

    code, severity = "ISI-040", KESALAHAN
    seen: str
    label: str
    least: Fraction
    most: Fraction
    looks: str
    title = "Jumlah di luar batas wajar"
    sentence = (
        'Isian "{seen}" pada {label} ({node}) [tampak seperti {looks}, bukan jumlah|'
        "di luar batas wajar {least:ribuan} sampai {most:ribuan}]."
    )
    repair = "Tulis jumlahnya saja, misalnya 12."
    meaning = (
        "Sel yang meminta jumlah berisi angka yang tidak mungkin: sebuah NIP, NIK, atau nomor telepon, tanggal tanpa "
        "pemisah, atau angka yang jauh lebih besar daripada yang wajar. Batasnya ada di katalog (bounds.yaml). "
        "Butir itu belum dinilai."
    )
    example = lambda: CountOutOfBounds(
        on_cell("F140"),
        "B.III.a",
        seen="198501012010011001",
        label="Jumlah wajib lapor",
        least=Fraction(0),
        most=Fraction(100_000),
        looks="NIP",
    )


class NumberVast(AboutNode):
    """A number larger or finer than any worksheet can mean."""

    code, severity = "ISI-041", KESALAHAN
    seen: str
    low: Fraction
    high: Fraction
    title = "Angka terlalu besar atau terlalu rinci"
    sentence = 'Angka "{seen}" untuk {node} terlalu besar, atau angka di belakang komanya terlalu banyak.'
    repair = "Tulis angkanya saja, dari {low:angka} sampai {high:angka}."
    meaning = (
        'Sel yang meminta angka berisi angka yang tidak mungkin dimaksud, misalnya "1e309" atau ribuan angka berderet, '
        "biasanya karena salah tempel. Butir itu belum dinilai."
    )
    example = lambda: NumberVast(on_cell("F150"), "B.I.a", seen="1e309", low=Fraction(0), high=Fraction(4))


class PlanNumberOutOfBounds(AboutNode):
    """A figure of a plan that cannot be meant; `looks` is what it seems to be instead, or empty."""

    code, severity = "ISI-042", KESALAHAN
    seen: str
    label: str
    least: Fraction
    most: Fraction
    looks: str
    title = "Angka rencana di luar batas wajar"
    sentence = (
        'Isian "{seen}" pada {label} ({node}) [tampak seperti {looks}, bukan angka|'
        "di luar batas wajar {least:ribuan} sampai {most:ribuan}]."
    )
    repair = "Tulis angkanya saja, dalam satuan kolom itu."
    meaning = (
        "Sel target, realisasi, atau anggaran berisi angka yang tidak mungkin: sebuah NIP atau nomor telepon, persen "
        "yang ribuan kali lipat, atau angka yang lebih besar daripada anggaran negara. Batasnya ada di kolom.yaml "
        "aturan rencana aksi. Baris itu belum dihitung."
    )
    example = lambda: PlanNumberOutOfBounds(
        on_plan("H12"),
        "Laporan pengawasan",
        seen="1e309",
        label="Realisasi TW II",
        least=Fraction(0),
        most=Fraction(10**15),
        looks="",
    )


class TextCut(Temuan):
    """A text longer than a cell may hold."""

    code, severity = "BUKU-205", PERINGATAN
    seen: int
    most: int
    title = "Teks terlalu panjang untuk sel"
    sentence = (
        "Ada sel berisi {seen:ribuan} huruf, lebih dari yang dapat dimuat sebuah sel Excel. Yang dibaca {most:ribuan} "
        "huruf pertama."
    )
    repair = "Pindahkan naskah panjang ke dokumen tersendiri, dan sebut nama dokumennya saja di sel itu."
    meaning = (
        "Excel memuat paling banyak 32.767 huruf dalam satu sel. Berkas buatan program lain dapat memuat lebih; "
        "selebihnya tidak dibaca."
    )
    example = lambda: TextCut(on_cell("I27"), seen=40_000, most=32_767)


class FolderTooFull(Temuan):
    """More files and folders beneath a folder than anyone can mean."""

    code, severity = "BUKU-206", KESALAHAN
    most: int
    title = "Folder terlalu penuh"
    sentence = "Folder ini berisi lebih dari {most:ribuan} berkas dan folder, jadi tidak satu pun dibaca."
    repair = "Sebutkan folder yang lebih dalam, atau pindahkan lembar kerjanya ke folder tersendiri."
    meaning = (
        "Folder yang disebut memuat berkas jauh lebih banyak daripada kiriman unit mana pun, misalnya seluruh isi "
        "komputer. Program tidak membaca sebagian saja, karena tidak ada yang tahu bagian yang mana."
    )
    example = lambda: FolderTooFull(on_book("D:/"), most=200_000)


class FolderUnreadable(Temuan):
    """A folder inside that cannot be looked into."""

    code, severity = "BUKU-207", KESALAHAN
    title = "Folder di dalamnya tidak dapat dibuka"
    sentence = "Folder ini tidak dapat dibuka, jadi berkas di dalamnya tidak ikut dibaca."
    repair = "Minta izin membuka folder itu, lalu jalankan lagi; atau pindahkan isinya."
    meaning = "Di dalam folder yang disebut ada folder yang tidak boleh dibuka atau yang alamatnya terlalu panjang."
    example = lambda: FolderUnreadable(on_book("kecamatan"))


class OutputNoFile(Temuan):
    """A device, a pipe or a socket stands where the output should."""

    code, severity = "BUKU-208", KESALAHAN
    title = "Tujuan bukan berkas biasa"
    sentence = "Di tempat ini sudah ada sesuatu yang bukan berkas biasa, misalnya sebuah perangkat."
    repair = "Pilih nama atau folder lain."
    meaning = "Hasil hanya ditulis ke berkas biasa: menggantikan sebuah perangkat atau pipa dapat merusak komputer."
    example = lambda: OutputNoFile(on_book("/dev/null"))


class FileTookTooLong(Temuan):
    """A file that kept the processor for longer than any worksheet does."""

    code, severity = "BUKU-209", KESALAHAN
    seconds: int
    title = "Berkas terlalu lama diolah"
    sentence = "Berkas ini sudah diolah {seconds} detik dan belum selesai, jadi ditinggalkan; berkas lain tetap diolah."
    repair = "Buka di Excel atau LibreOffice, hapus lembar dan teks panjang yang tidak perlu, lalu simpan."
    meaning = (
        "Lembar kerja biasanya selesai dibaca dan dinilai dalam seperseratus detik. Yang dihitung waktu prosesor untuk "
        "berkas itu saja, jadi komputer yang sibuk atau tua tidak membuat berkas ditolak."
    )
    example = lambda: FileTookTooLong(on_book(), seconds=20)


class CountBoundTwice(AboutNode):
    """A count with two ranges."""

    code, severity = "KAT-060", KESALAHAN
    name: str
    other: str
    title = "Hitungan dengan dua batas wajar"
    sentence = "Hitungan {name} disebut oleh dua batas wajar: {other} dan {node}."
    repair = "Hapus hitungan itu dari salah satunya di bounds.yaml."
    meaning = "Setiap hitungan hanya boleh mempunyai satu batas wajar."
    example = lambda: CountBoundTwice(
        on_line("criteria/contoh-2021/bounds.yaml", 9, 3), "pegawai", name="B.III.a.lapor", other="pejabat"
    )
