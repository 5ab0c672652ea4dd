"""Print docs/temuan.md: `python -m pmprb.temuan > docs/temuan.md`."""

from __future__ import annotations

from collections.abc import Iterator

from pmprb.temuan.record import Code
from pmprb.temuan.registry import MESSAGES
from pmprb.temuan.render import finding, place, render, repair

# The page docs/temuan.md, made from the registry: every code, when it happens, how it reads, what to do.


_PREFIXES = {
    "KAT": ("Kriteria", "Tentang berkas kriteria dalam folder `criteria/`; untuk yang menyusun instrumen."),
    "BUKU": ("Berkas dan lembar kerja", "Tentang berkas, folder, daftar unit, dan susunan lembar LKE."),
    "ISI": ("Isian", "Tentang jawaban dan bukti dukung yang diisi unit."),
    "NILAI": ("Penilaian", "Tentang perhitungan nilai dan kelayakan."),
    "RENC": ("Rencana aksi", "Tentang rencana aksi triwulanan."),
    "TELAAH": (
        "Perlu ditelaah",
        "Tentang hal yang sebaiknya dilihat lebih dahulu; semuanya dari angka, bukan dari orang.",
    ),
}
_INTRODUCTION = """\
# Temuan

Temuan adalah hal yang perlu dilihat dalam sebuah berkas. Setiap temuan menyebut tempatnya, kodenya, apa yang
ditemukan, dan cara memperbaikinya:

> {example}

Tingkatnya tiga:

- **KESALAHAN**: yang disebut (butir, berkas, atau kriteria) belum dinilai sampai diperbaiki.
- **PERINGATAN**: tetap dinilai, tetapi perlu dilihat.
- **CATATAN**: untuk diketahui; biasanya tidak ada yang perlu dilakukan.

Temuan yang sama pada satu kolom sebuah berkas diringkas menjadi satu baris beserta jumlahnya. Nomor kode tidak
pernah dipakai ulang. Nama unit, kode, dan angka di halaman ini hanya contoh.

Halaman ini dibuat dengan `python -m pmprb.temuan > docs/temuan.md`; jangan disunting langsung."""


def temuan_page() -> str:
    """Return the Markdown of docs/temuan.md."""
    example = render(MESSAGES[Code.ISI_003].example.temuan(Code.ISI_003))
    lines = [_INTRODUCTION.format(example=example)]
    for prefix, (heading, about) in _PREFIXES.items():
        codes = [code for code in MESSAGES if code.value.partition("-")[0] == prefix]
        if codes:
            lines += ["", f"## {prefix}: {heading}", "", about, "", *_table(codes)]
            for code in codes:
                lines += ["", *_entry(code)]
    return "\n".join(lines) + "\n"


def _table(codes: list[Code]) -> Iterator[str]:
    yield "| Kode | Tingkat | Temuan |"
    yield "|---|---|---|"
    for code in codes:
        yield f"| [{code.value}](#{code.value.lower()}) | {code.severity.value} | {MESSAGES[code].title} |"


def _entry(code: Code) -> Iterator[str]:
    message = MESSAGES[code]
    example = message.example.temuan(code)
    yield f"### {code.value}"
    yield ""
    yield f"**{message.title}** ({code.severity.value}). {message.meaning}"
    yield ""
    yield f"> {' · '.join(part for part in (place(example), code.value, finding(example)) if part)}"
    yield ""
    yield f"Perbaikan: {repair(example)}"
