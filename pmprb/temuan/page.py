"""Print docs/temuan.md: `python -m pmprb.temuan > docs/temuan.md`."""

from __future__ import annotations

from collections.abc import Iterator

from pmprb.temuan import BY_CODE, AnswerOutsideChoices, Temuan, finding, place, render, repair

# The page docs/temuan.md, made from the declarations: every code, when it happens, how it reads, what to do.


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
    example = render(AnswerOutsideChoices.example())
    lines = [_INTRODUCTION.format(example=example)]
    for prefix, (heading, about) in _PREFIXES.items():
        kinds = [kind for code, kind in sorted(BY_CODE.items()) if code.partition("-")[0] == prefix]
        if kinds:
            lines += ["", f"## {prefix}: {heading}", "", about, "", *_table(kinds)]
            for kind in kinds:
                lines += ["", *_entry(kind)]
    return "\n".join(lines) + "\n"


def _table(kinds: list[type[Temuan]]) -> Iterator[str]:
    yield "| Kode | Tingkat | Temuan |"
    yield "|---|---|---|"
    for kind in kinds:
        yield f"| [{kind.code}](#{kind.code.lower()}) | {kind.severity.value} | {kind.title} |"


def _entry(kind: type[Temuan]) -> Iterator[str]:
    example = kind.example()
    yield f"### {kind.code}"
    yield ""
    yield f"**{kind.title}** ({kind.severity.value}). {kind.meaning}"
    yield ""
    yield f"> {' · '.join(part for part in (place(example), kind.code, finding(example)) if part)}"
    yield ""
    yield f"Perbaikan: {repair(example)}"
