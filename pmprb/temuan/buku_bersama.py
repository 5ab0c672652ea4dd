"""A worksheet that several people fill (pengampu) or check (TPI, TPN)."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, CellPos, Plural, Temuan


class PengampuItemUnknown(Temuan):
    """Register of pengampu: an item the instrument does not have."""

    code, severity = "BUKU-052", KESALAHAN
    seen: str
    unit: str
    title = "Butir pengampu tidak dikenal"
    sentence = 'Butir "{seen}" yang diampu {unit} tidak ada dalam instrumen ini.'
    repair = "Tulis kode butir seperti di kolom Kode lembar kerja, dipisah titik koma."
    meaning = "Daftar pengampu menyebut kode butir yang tidak dimiliki instrumen atau variannya."
    example = lambda: PengampuItemUnknown(
        CellPos(workbook="daftar-pengampu.xlsx", sheet="Daftar Pengampu", cell="C3"), seen="B99", unit="Dinas Kearsipan"
    )


class ItemWithoutPengampu(AboutNode):
    """An item no pengampu answers for."""

    code, severity = "BUKU-053", PERINGATAN
    title = "Butir tanpa pengampu"
    sentence = "Butir {node} belum ada pengampunya."
    repair = "Tambahkan kodenya pada baris perangkat daerah yang mengisinya di daftar pengampu."
    meaning = "Tidak satu pun perangkat daerah dalam daftar pengampu mengisi butir ini."
    plural = Plural(
        sentence="{count} butir belum ada pengampunya: {list}.",
        repair="Tambahkan kodenya pada baris perangkat daerah yang mengisinya di daftar pengampu.",
        by="sheet",
    )
    example = lambda: ItemWithoutPengampu(on_book("daftar-pengampu.xlsx"), "B08")


class PengampuAnswersDiffer(AboutNode):
    """An item answered differently by several pengampu."""

    code, severity = "BUKU-054", KESALAHAN
    answers: str
    title = "Jawaban pengampu berbeda"
    sentence = "Butir {node} dijawab berbeda oleh beberapa pengampu: {answers}."
    repair = "Sepakati satu jawaban, lalu minta berkas yang sudah dibetulkan."
    meaning = "Satu butir diisi oleh lebih dari satu pengampu dengan jawaban yang tidak sama; butir itu belum dinilai."
    example = lambda: PengampuAnswersDiffer(on_book("lembar"), "C05", answers="74,85 (a.xlsx), 76 (b.xlsx)")


class PengampuAnswerMissing(AboutNode):
    """An item its pengampu has not filled in yet."""

    code, severity = "BUKU-055", PERINGATAN
    unit: tuple[str, ...]
    title = "Butir belum diisi pengampunya"
    sentence = "Butir {node} belum diisi[ oleh {unit}]."
    repair = "Minta pengampunya melengkapi dan mengirim lembarnya."
    meaning = "Setelah lembar semua pengampu digabung, butir ini masih kosong."
    plural = Plural(
        sentence="{count} butir belum diisi: {list}.",
        each="{node}[ ({unit})]",
        repair="Minta para pengampunya melengkapi dan mengirim lembarnya.",
        by="sheet",
    )
    example = lambda: PengampuAnswerMissing(on_book("lembar"), "B08", unit=("Dinas Kearsipan",))


class PartialWorksheet(Temuan):
    """A worksheet of some of the items only."""

    code, severity = "BUKU-056", CATATAN
    seen: int
    expected: int
    title = "Lembar sebagian butir"
    sentence = "Lembar ini hanya memuat {seen:angka} dari {expected:angka} butir: lembar satu pengampu."
    repair = "Gabungkan dengan lembar pengampu lain: pmprb gabung --pengampu."
    unit_repair = "Tidak ada yang perlu diperbaiki; lembar pengampu lain digabungkan oleh Bagian Organisasi."
    meaning = "Lembar dibuat untuk satu pengampu, jadi nilainya bukan nilai instansi sampai semuanya digabung."
    example = lambda: PartialWorksheet(on_book("1_dinas-kearsipan.xlsx"), seen=2, expected=24)


class TwoVerifierColumns(Temuan):
    """Two columns of the verifier: one is read."""

    code, severity = "BUKU-070", PERINGATAN
    taken: str
    left: str
    seen: int
    differing: int | None
    title = "Dua kolom jawaban TPI"
    sentence = (
        "Ada dua kolom Jawaban TPI; yang dibaca kolom {taken:singkat}. Kolom {left:singkat} memuat "
        "{seen:angka} jawaban[, {differing:angka} berbeda]."
    )
    repair = "Bila kolom lain yang berlaku, pindahkan jawabannya ke kolom yang dibaca."
    meaning = (
        "Sebagian kementerian menyisipkan kolom TPI kedua (misalnya TPI unit dan TPI inspektorat). Yang "
        "dibaca kolom pertama; bila kolom pertama kosong sama sekali, kolom kedua."
    )
    example = lambda: TwoVerifierColumns(
        CellPos(workbook="lke-2024.xlsx", sheet="Jawaban", cell="S1"), taken="O", left="S", seen=113, differing=4
    )


class ReviewWithoutWorksheet(Temuan):
    """A review of a unit without a worksheet in use."""

    code, severity = "BUKU-071", KESALAHAN
    unit: str
    title = "Verifikasi tanpa lembar unit"
    sentence = "Lembar verifikasi ini untuk {unit}, tetapi lembar kerja unit itu belum ada atau ditolak."
    repair = "Sertakan lembar kerja unitnya. Verifikasi ini belum dipakai."
    meaning = (
        "Verifikasi hanya dipakai di samping lembar kerja unit itu sendiri. Jawaban unit di dalam lembar "
        "verifikasi hanya salinan, jadi tidak menggantikan lembar kerja yang belum diserahkan."
    )
    example = lambda: ReviewWithoutWorksheet(on_book("LKE-TPI_2026_1-02_Dinas-Kesehatan.xlsx"), unit="Dinas Kesehatan")


class ReviewsDiffer(AboutNode):
    """Reviews of one unit differ on an item: it stays unverified."""

    code, severity = "BUKU-072", KESALAHAN
    answers: str
    title = "Beberapa verifikasi berbeda"
    sentence = "Butir {node} diverifikasi berbeda: {answers:daftar}."
    repair = "Sepakati satu jawaban, atau putuskan di lembar Perlu Diputus rekap; sementara ini belum terverifikasi."
    meaning = (
        "Satu unit diverifikasi dalam beberapa lembar, dan jawabannya untuk butir ini tidak sama. Program "
        "tidak memilih salah satunya."
    )
    example = lambda: ReviewsDiffer(
        on_book("1-02_Dinas-Kesehatan.xlsx"), "A.I.1.ii.b", answers="B (tpi-1.xlsx), C (tpi-2.xlsx)"
    )


class VerifierAnswersReplaced(Temuan):
    """A review takes the place of verifier's answers in the worksheet itself."""

    code, severity = "BUKU-073", PERINGATAN
    seen: int
    items: tuple[str, ...]
    title = "Jawaban TPI di lembar unit diganti"
    sentence = (
        "Lembar kerja ini juga memuat jawaban TPI, dan {seen:angka} di antaranya tidak sama dengan lembar "
        "verifikasi: {items:daftar}. Yang dipakai lembar verifikasi."
    )
    repair = "Tidak ada yang perlu diperbaiki bila lembar verifikasi memang yang berlaku."
    meaning = (
        "TPI menjawab di dua tempat: di lembar kerja unit dan di lembar verifikasi. Lembar verifikasi "
        "menggantikan seluruh jawaban TPI di lembar kerja."
    )
    example = lambda: VerifierAnswersReplaced(
        on_book("1-02_Dinas-Kesehatan.xlsx"), seen=2, items=("A.I.1.i.a", "A.I.1.ii.b")
    )


class ReviewWorkbook(Temuan):
    """The file is a review workbook: its own answers are a copy."""

    code, severity = "BUKU-074", CATATAN
    source: str
    title = "Berkas ini lembar verifikasi"
    sentence = "Berkas ini lembar verifikasi TPI[ dari {source:teks}]; jawaban unit di dalamnya hanya salinan."
    repair = "Saat menggabungkan, sertakan bersama lembar kerja unitnya."
    meaning = "Lembar verifikasi dibuat dengan pmprb templat --untuk tpi. Ia tidak dihitung sebagai penyerahan unit."
    example = lambda: ReviewWorkbook(
        on_book("LKE-TPI_2026_1-02_Dinas-Kesehatan.xlsx"), source="1-02_Dinas-Kesehatan.xlsx"
    )


class EmptyReview(Temuan):
    """A review without any answer yet."""

    code, severity = "BUKU-075", CATATAN
    title = "Verifikasi belum diisi"
    sentence = "Belum ada satu pun jawaban TPI dalam lembar verifikasi ini."
    repair = "Isi kolom Jawaban TPI, lalu simpan."
    meaning = "Lembar verifikasi terbaca, tetapi kolom Jawaban TPI masih kosong seluruhnya."
    example = lambda: EmptyReview(on_book("LKE-TPI_2026_1-02_Dinas-Kesehatan.xlsx"))


class ReviewerUnnamed(Temuan):
    """A review that does not name its verifier."""

    code, severity = "BUKU-077", CATATAN
    title = "Nama penilai kosong"
    sentence = "Nama penilai belum diisi pada lembar verifikasi ini."
    repair = "Isi sel di kanan tulisan Penilai TPI, cukup nama timnya, misalnya TPI 1."
    meaning = "Tanpa nama penilai, statistik menurut penilai mencatat jawabannya sebagai tidak disebut."
    example = lambda: ReviewerUnnamed(on_book("LKE-TPI_2026_1-02_Dinas-Kesehatan.xlsx"))
