"""On what a catalog rests: sources that nobody read, results of other instruments (KAT from 070)."""

from __future__ import annotations

from pmprb.temuan.place import on_line
from pmprb.temuan.record import KESALAHAN, AboutNode, Temuan


class UnreadSource(Temuan):
    """A basis claims a text that was not read."""

    code, severity = "KAT-070", KESALAHAN
    basis: str
    names: tuple[str, ...]
    title = "Dasar menyebut naskah yang tidak terbaca"
    sentence = 'Dasar "{basis}"[ pada {node}] mengutip naskah yang tercatat tidak terbaca: {names:daftar}.'
    repair = "Kutip sumber yang dibaca, atau pakai dasar ringkasan, praktik, atau rekonstruksi."
    meaning = (
        'Dasar "peraturan" berarti naskah yang dikutip dibaca; "formulir-resmi" berarti sedikitnya satu yang dikutip '
        "dibaca. Kutipan atas naskah yang tidak terbaca membuat angka tampak lebih pasti daripada sumbernya."
    )
    example = lambda: UnreadSource(
        on_line("criteria/contoh-2021/nodes/A.yaml", 12, 9), "A.I", basis="peraturan", names=("Permen Contoh 1/2021",)
    )


class InputUnfit(AboutNode):
    """A rule of inputs.yaml that can give nothing."""

    code, severity = "KAT-071", KESALAHAN
    cause: str
    title = "Masukan butir tidak dapat dipakai"
    sentence = "Masukan untuk {node} tidak dapat dipakai: {cause:masukan}."
    repair = "Perbaiki inputs.yaml."
    meaning = (
        "Butir berskala dapat menerima nilai dari rekap instrumen yang terpasang; yang lain hanya menerima keterangan "
        "unit mana yang memenuhi target."
    )
    example = lambda: InputUnfit(on_line("criteria/contoh-2024/inputs.yaml", 3, 3), "B05", cause="source")
