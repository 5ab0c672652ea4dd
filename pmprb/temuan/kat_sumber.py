"""On what a catalog rests: sources that nobody read (KAT from 070)."""

from __future__ import annotations

from pmprb.temuan.place import on_line
from pmprb.temuan.record import KESALAHAN, Temuan


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
