"""Words about carrying the implementation score of plans into a worksheet: codes RENC from 036 on."""

from __future__ import annotations

from pmprb.temuan.message import Example, Message, on_book
from pmprb.temuan.record import CellPos, Code

_FILE = "lembar-rb-general.xlsx"

MESSAGES: dict[Code, Message] = {
    Code.RENC_036: Message(
        title="Angka di lembar berbeda dari rekap",
        sentence="Butir {node} di lembar itu berisi {seen:angka}, sedangkan dari rekap rencana aksi {expected:angka}.",
        repair="Salinannya memuat angka rekap; lembar aslinya tidak diubah.",
        meaning="Tingkat implementasi sudah diisi di lembar, dan berbeda dari hasil hitungan rencana aksi.",
        example=Example(CellPos(workbook=_FILE, sheet="LKE", cell="F8"), "A02", (("seen", "90"), ("expected", "82.5"))),
    ),
    Code.RENC_037: Message(
        title="Periode lembar dan rekap berbeda",
        sentence="Lembar itu berperiode {seen}, sedangkan rencana aksinya {expected}; {node} tetap diisikan.",
        repair="Pakai lembar tahun yang sama bila yang dimaksud tahun itu.",
        meaning="Tingkat implementasi dibawa ke lembar tahun lain.",
        example=on_book(_FILE, "A02", seen="2024", expected="2026"),
    ),
    Code.RENC_038: Message(
        title="Tingkat implementasi tidak dapat dibawa",
        sentence="Butir {node} tidak dapat diisikan: {cause:bawa}.",
        repair="Sebutkan lembar atau instrumen RB General, dan gabungkan rencana aksi RB General.",
        meaning="Hanya rencana aksi RB General yang diminta butir itu, dan hanya lembar RB General yang memuatnya.",
        example=on_book("lembar-zi.xlsx", "A02", cause="item"),
    ),
    Code.RENC_039: Message(
        title="Tingkat implementasi belum setahun",
        sentence="Angka untuk {node} baru sampai triwulan {quarter}.",
        repair="Bawa lagi setelah triwulan IV dilaporkan.",
        meaning="Keluaran yang targetnya belum jatuh tempo ikut membagi, jadi angkanya masih naik.",
        example=on_book(_FILE, "A02", quarter="II"),
    ),
}
