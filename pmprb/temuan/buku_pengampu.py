"""Words about items shared out among pengampu: who answers for which, and what is still missing."""

from __future__ import annotations

from pmprb.temuan.message import Example, Message, Plural, on_book
from pmprb.temuan.record import CellPos, Code

_REGISTER = CellPos(workbook="daftar-pengampu.xlsx", sheet="Daftar Pengampu", cell="C3")

MESSAGES: dict[Code, Message] = {
    Code.BUKU_052: Message(
        title="Butir pengampu tidak dikenal",
        sentence='Butir "{seen}" yang diampu {unit} tidak ada dalam instrumen ini.',
        repair="Tulis kode butir seperti di kolom Kode lembar kerja, dipisah titik koma.",
        meaning="Daftar pengampu menyebut kode butir yang tidak dimiliki instrumen atau variannya.",
        example=Example(_REGISTER, "", (("seen", "B99"), ("unit", "Dinas Kearsipan"))),
    ),
    Code.BUKU_053: Message(
        title="Butir tanpa pengampu",
        sentence="Butir {node} belum ada pengampunya.",
        repair="Tambahkan kodenya pada baris perangkat daerah yang mengisinya di daftar pengampu.",
        meaning="Tidak satu pun perangkat daerah dalam daftar pengampu mengisi butir ini.",
        example=on_book("daftar-pengampu.xlsx", "B08"),
        plural=Plural(
            "{count} butir belum ada pengampunya: {list}.",
            repair="Tambahkan kodenya pada baris perangkat daerah yang mengisinya di daftar pengampu.",
            by="sheet",
        ),
    ),
    Code.BUKU_054: Message(
        title="Jawaban pengampu berbeda",
        sentence="Butir {node} dijawab berbeda oleh beberapa pengampu: {answers}.",
        repair="Sepakati satu jawaban, lalu minta berkas yang sudah dibetulkan.",
        meaning="Satu butir diisi oleh lebih dari satu pengampu dengan jawaban yang tidak sama; butir itu belum "
        "dinilai.",
        example=on_book("lembar", "C05", answers="74,85 (a.xlsx), 76 (b.xlsx)"),
    ),
    Code.BUKU_055: Message(
        title="Butir belum diisi pengampunya",
        sentence="Butir {node} belum diisi[ oleh {unit}].",
        repair="Minta pengampunya melengkapi dan mengirim lembarnya.",
        meaning="Setelah lembar semua pengampu digabung, butir ini masih kosong.",
        example=on_book("lembar", "B08", unit="Dinas Kearsipan"),
        plural=Plural(
            "{count} butir belum diisi: {list}.",
            each="{node}[ ({unit})]",
            repair="Minta para pengampunya melengkapi dan mengirim lembarnya.",
            by="sheet",
        ),
    ),
    Code.BUKU_056: Message(
        title="Lembar sebagian butir",
        sentence="Lembar ini hanya memuat {seen:angka} dari {expected:angka} butir: lembar satu pengampu.",
        repair="Gabungkan dengan lembar pengampu lain: pmprb gabung --pengampu.",
        meaning="Lembar dibuat untuk satu pengampu, jadi nilainya bukan nilai instansi sampai semuanya digabung.",
        example=on_book("1_dinas-kearsipan.xlsx", seen="2", expected="24"),
    ),
}
