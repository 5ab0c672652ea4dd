"""Words about the rules of action plans, `criteria/rencana-aksi/`: codes KAT from 040 on."""

from __future__ import annotations

from pmprb.temuan.message import Message, on_line
from pmprb.temuan.record import Code

_FOLDER = "criteria/rencana-aksi"

MESSAGES: dict[Code, Message] = {
    Code.KAT_040: Message(
        title="Kebijakan pembanding dipakai menilai",
        sentence="Jenis {node} dinilai dengan kebijakan {name}, yang hanya untuk pembanding.",
        repair="Pilih kebijakan yang menghitung nilai nol, misalnya baku.",
        meaning="Kebijakan yang melewati nilai nol tidak dapat ditulis sebagai rumus lembar; triwulan yang terlewat "
        "di sana tidak menurunkan rata-rata.",
        example=on_line(f"{_FOLDER}/jenis.yaml", 7, 11, "rb-general", name="portal"),
    ),
    Code.KAT_041: Message(
        title="Bagian aturan yang diperlukan tidak ada",
        sentence='Aturan rencana aksi memerlukan "{name}" pada {node}, tetapi tidak ada atau bentuknya lain.',
        repair="Salin bagian itu dari aturan bawaan program, lalu sesuaikan judulnya saja.",
        meaning="Lembar dan rekap mencari kolom dan kebijakan menurut kuncinya. Judul boleh diganti, kuncinya tidak.",
        example=on_line(f"{_FOLDER}/kolom.yaml", 1, 1, "realised", name="realised"),
    ),
    Code.KAT_042: Message(
        title="Masa berlaku terbalik",
        sentence="{node} berlaku mulai {first} sampai {last}: akhirnya lebih dahulu daripada awalnya.",
        repair="Perbaiki tahun awal atau tahun akhirnya.",
        meaning="Kegiatan utama atau tema tidak mungkin berakhir sebelum mulai berlaku.",
        example=on_line(f"{_FOLDER}/tema.yaml", 2, 60, "T1-KEMISKINAN", first="2025", last="2024"),
    ),
    Code.KAT_043: Message(
        title="Satu nama untuk dua kelompok",
        sentence='Nama "{name}" dipakai {node} dan {other} pada tahun yang sama.',
        repair="Bedakan judul atau aliasnya.",
        meaning="Baris rencana aksi dikelompokkan menurut nama. Nama yang sama pada tahun yang sama tidak dapat "
        "dibedakan.",
        example=on_line(f"{_FOLDER}/tema.yaml", 9, 3, "T2-PANGAN", name="pangan", other="T2-KESEHATAN"),
    ),
    Code.KAT_044: Message(
        title="Batas capaian terbalik",
        sentence="Batas bawah capaian pada {node} tidak lebih kecil daripada batas atasnya.",
        repair="Perbaiki floor atau cap.",
        meaning="Capaian dibatasi antara floor dan cap; tanpa jarak di antaranya semua baris bernilai sama.",
        example=on_line(f"{_FOLDER}/kebijakan.yaml", 10, 10, "baku"),
    ),
}
