"""Rows of an official form and what they are: codes BUKU on blocks, rows, copied texts, official row numbers."""

from __future__ import annotations

from pmprb.temuan.place import on_book, on_cell
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, Plural, Temuan


class BlockNotFound(AboutNode):
    """Several rows of one block are not found: told once, with the rows that were looked at."""

    code, severity = "BUKU-180", KESALAHAN
    row_codes: tuple[str, ...]
    seen: str
    title = "Bagian formulir tidak ditemukan"
    sentence = "Bagian {node} tidak lengkap, tidak ada {row_codes:daftar}.[ Dilihat: {seen:panjang}.]"
    repair = "Samakan teksnya dengan formulir asal."
    meaning = (
        "Beberapa baris dari satu bagian terhapus, atau teks dan penandanya berubah sehingga tidak dapat dipastikan "
        "baris mana yang dimaksud. Butirnya belum dinilai; baris yang dilihat disebut supaya mudah dibetulkan."
    )
    example = lambda: BlockNotFound(
        on_cell(""),
        "A.II.5.iii",
        row_codes=("A.II.5.iii.a.kepala", "A.II.5.iii.a.lapor"),
        seen='baris 173-186: "Penyampaian LHK", "Persentase"',
    )


class RowFitsSeveral(Temuan):
    """A row fits several items and nothing tells which."""

    code, severity = "BUKU-181", KESALAHAN
    row: int
    codes: tuple[str, ...]
    title = "Baris cocok dengan beberapa butir"
    sentence = (
        "Baris {row} dapat berarti {codes:daftar}; mana yang dimaksud tidak dapat dipastikan, jadi tidak dipakai."
    )
    repair = "Tulis kode atau huruf butir itu di depan teksnya, atau betulkan teksnya seperti pada formulir."
    meaning = (
        "Teks sebuah baris cocok dengan lebih dari satu butir pada bagian yang sama, dan huruf serta urutannya tidak "
        "menentukan. Program tidak menebak."
    )
    example = lambda: RowFitsSeveral(on_cell("K42"), "A.I.6.v", row=42, codes=("A.I.6.v.a", "A.I.6.v.c"))


class RowsNotKnown(Temuan):
    """Rows with an answer that belong to no item."""

    code, severity = "BUKU-182", PERINGATAN
    seen: str
    count: int
    title = "Jawaban di baris yang tidak dikenal"
    sentence = "{count} baris berjawaban bukan butir yang dikenal, jadi tidak dinilai: {seen:panjang}."
    repair = "Biarkan bila itu tambahan sendiri; bila bukan, betulkan teksnya."
    meaning = "Lembar memuat baris berjawaban yang tidak cocok dengan butir mana pun, misalnya baris tambahan unit."
    example = lambda: RowsNotKnown(on_cell("K42"), seen='baris 42: "Inovasi lain"', count=1)


class CopiedText(AboutNode):
    """A row has the text of another item; marker or heading say which item it is."""

    code, severity = "BUKU-183", PERINGATAN
    other: str
    title = "Teks butir tersalin dari butir lain"
    sentence = "Teks baris {node} sama dengan teks {other}; menurut huruf dan letaknya baris ini dibaca sebagai {node}."
    repair = "Pastikan jawabannya memang untuk {node}, dan betulkan teksnya."
    meaning = "Dua baris pada satu bagian bertuliskan pertanyaan yang sama; hurufnya atau judul bloknya membedakannya."
    plural = Plural(
        sentence="{count} baris memakai teks butir lain dan dibaca menurut huruf dan letaknya: {list}.",
        each="{node}",
        repair="Pastikan jawabannya memang untuk butir itu, dan betulkan teksnya.",
    )
    example = lambda: CopiedText(on_cell("K36"), "A.I.3.i.c", other="A.I.3.i.b")


class PlaceholderName(Temuan):
    """The place of the unit's name still holds what asks for it."""

    code, severity = "BUKU-185", CATATAN
    seen: str
    title = "Nama unit belum diisi"
    sentence = 'Tempat nama unit masih bertuliskan "{seen}", bukan nama, jadi tidak dipakai.'
    repair = "Tulis nama unit di tempat itu."
    meaning = (
        "Formulir masih memuat petunjuk pengisian ([NAMA UNIT], Nama Unit Kerja, titik-titik, XXX) di tempat nama "
        "unit. Unitnya dicari dari nama berkas."
    )
    example = lambda: PlaceholderName(on_cell("D2"), seen="[NAMA UNIT]")


class PeriodFromFileName(Temuan):
    """The form names no period; the file's name does."""

    code, severity = "BUKU-186", CATATAN
    period: str
    title = "Periode dibaca dari nama berkas"
    sentence = "Periode tidak tertulis di lembar, jadi dibaca dari nama berkas: {period}."
    repair = "Pastikan periodenya benar, dan tulis periode di lembar."
    meaning = "Formulir tidak menyebut periode, atau masih berisi petunjuk, sedangkan nama berkasnya menyebut satu."
    example = lambda: PeriodFromFileName(on_book(), period="2026")


class RowByPlace(AboutNode):
    """A row of unknown wording among known ones: which item it is, only its place says."""

    code, severity = "BUKU-187", PERINGATAN
    seen: str
    title = "Teks butir tidak dikenal"
    sentence = 'Teks baris ini, "{seen}", tidak dikenal; menurut letaknya dibaca sebagai {node}.'
    repair = "Pastikan jawabannya memang untuk {node}."
    meaning = "Teks satu baris berbeda dari formulirnya, tetapi semua baris di sekitarnya dikenal dan banyaknya sesuai."
    plural = Plural(
        sentence="{count} baris bertuliskan lain dibaca menurut letaknya: {list}.",
        each="{node}",
        repair="Pastikan jawabannya memang untuk butir itu.",
    )
    example = lambda: RowByPlace(on_cell("K36"), "A.I.3.i.c", seen="Evaluasi penempatan")


class RowNumberOfOther(AboutNode):
    """The official row number names another item than the row's text does."""

    code, severity = "BUKU-184", CATATAN
    seen: str
    title = "Nomor baris tidak cocok dengan teksnya"
    sentence = "Baris {node} dikenali dari teks dan penandanya; nomor barisnya [tertulis {seen}|tidak ada]."
    repair = "Tidak ada yang perlu diperbaiki bila pertanyaannya benar."
    meaning = "Nomor baris resmi di kolom pertama hilang, ganda, atau bergeser; teks dan penanda baris yang dipakai."
    plural = Plural(
        sentence="{count} baris dikenali dari teks dan penanda; nomor barisnya hilang, ganda, atau bergeser: {list}.",
        each="{node}",
        repair="Tidak ada yang perlu diperbaiki bila pertanyaannya benar.",
    )
    example = lambda: RowNumberOfOther(on_cell("A42"), "A.I.6.v.a", seen="120")
