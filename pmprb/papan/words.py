"""What a temuan tells to do, in the words of the page: its user has buttons, no commands and no options.

Enters: a sentence made for everyone. Leaves: the same, where commands and options have the names of the page's own
parts. What only a command can do keeps the command's name, and says that it is one.
"""

from __future__ import annotations

import re

_HERE = {
    "pmprb periksa --bukti REKAP PATH --unit daftar-unit.xlsx": "pilih Daftar unit pada bagian Buktikan",
    "pmprb periksa --bukti": "bagian Buktikan",
    "pmprb gabung --unit": "bagian Buat rekap, dengan Daftar unit",
    "pmprb banding": "bagian Bandingkan",
    "pmprb templat": "bagian Lembar kosong",
    "pmprb gabung": "bagian Buat rekap",
    "pmprb instrumen": "ruang Tentang",
    "--kosong": "pilihan Butir yang kosong",
    "--periode": "pilihan Periode",
    "--instansi NAMA": "Nama instansi yang diisi",
    "--ganda terbaru": 'pilihan "pakai yang terbaru"',
    "pakai --ganda terbaru": 'pilih "pakai yang terbaru"',
    "--ganda": "pilihan Unit mengirim dua kali",
    "--tpi": "Lembar verifikasi TPI",
    "--unit": "Daftar unit",
    "--lanjutan": "Rekap terdahulu",
    "dengan --instrumen": "dengan memilih",
    "--instrumen": "pilihan instrumen",
}
# What the page has no button for: the rest of the sentence says enough.
_NOT_HERE = re.compile(
    r" Atau tambahkan --ganti-yang-terisi: [^.]{0,60}\.|, atau tambahkan --(?:ganti-yang-terisi|timpa)\b[^.]{0,60}"
    r"|, atau pilih satu dengan --lembar NAMA|[,;] (?:atau|bila sudah begitu,) pakai --urut perintah"
    r"|Pilih satu \(--tahun [^)]{0,60}\), atau |Sebutkan katalog yang dipakai dengan --kriteria, atau "
    r"| atau folder --kriteria(?= yang sama)"
)
_NAMES = "|".join(re.escape(words) for words in sorted(_HERE, key=len, reverse=True))
_KNOWN = re.compile(rf"(?<!pakai )(?<![\w-])(?:{_NAMES})(?![\w-])(?! --)")
_COMMAND = re.compile(r"(?<![\w(])pmprb(?= [a-z])")
_QUOTED = re.compile(r'("[^"]*")')


def on_page(text: str) -> str:
    """Return a sentence in the words of the page; what it quotes stays as it is."""
    if "--" not in text and "pmprb " not in text:
        return text
    left = _NOT_HERE.sub("", text)
    parts = _QUOTED.split(left if left[:1] == text[:1] else left[:1].upper() + left[1:])
    parts[::2] = [
        _COMMAND.sub("perintah pmprb", _KNOWN.sub(lambda found: _HERE[found[0]], part)) for part in parts[::2]
    ]
    return "".join(parts)
