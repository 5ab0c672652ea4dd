"""What an official form says of itself where nobody filled it in: a placeholder is no name, the file's name says more.

Enters: texts as they stand in a form, names of files. Leaves: whether a text names a unit or a period, and the period
that a file's name bears.
"""

from __future__ import annotations

import re

from pmprb.period import Period
from pmprb.text import one_line, plain

_ASKING = frozenset(
    ("nama", "isi", "isikan", "diisi", "tulis", "tuliskan", "ketik", "sebutkan", "masukkan", "pilih", "contoh", "input")
)
_KINDS = frozenset(
    (
        *("unit", "kerja", "satuan", "satker", "instansi", "opd", "skpd", "perangkat", "daerah", "organisasi", "dinas"),
        *("badan", "kantor", "lembaga", "kementerian", "pemerintah", "kabupaten", "kota", "provinsi", "uptd", "upt"),
    )
)
_SMALLER = frozenset(
    ("puskesmas", "kecamatan", "kelurahan", "desa", "bagian", "biro", "sekolah", "rumah", "sakit", "inspektorat")
)
_BESIDE = frozenset(
    (
        *("di", "sini", "disini", "dengan", "oleh", "silakan", "silahkan", "mohon", "yang", "bersangkutan", "anda"),
        *("dan", "atau", "pengusul", "diusulkan", "dinilai", "dievaluasi", "lengkap", "saudara", "tersebut", "untuk"),
        *("belum", "tidak", "ada", "tahun", "periode", "na", "n", "a", "null", "nihil", "kosong"),
    )
)
_CROSSES = re.compile(r"x+|0+")


def names_nothing(text: str) -> bool:
    """True for a text that stands where a name should and is none: "[NAMA UNIT]", "Nama Unit Kerja …", "....", "XXX".

    A kind of unit alone ("Dinas", "Unit kerja ....") names none; "Inspektorat" and "Sekretariat Daerah" do.
    """
    words = plain(text).split()
    if not words:
        return True
    known = _KINDS | _BESIDE | _ASKING
    if _ASKING & set(words):
        known |= _SMALLER
    return all(word in known or _CROSSES.fullmatch(word) for word in words)


_PERIOD = frozenset(("tahun", "periode", "triwulan", "semester", "bulan", "anggaran", "penilaian", "evaluasi"))
_OPEN_YEAR = re.compile(r"20\d?x*|x+|0+")


def names_no_period(text: str) -> bool:
    """True for a text that stands where a period should and is none: "[TAHUN]", "20..", "Tahun ....", "20XX"."""
    words = plain(text).split()
    return all(word in _PERIOD | _ASKING | _BESIDE or _OPEN_YEAR.fullmatch(word) for word in words)


_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?!\d)")
_FORM = frozenset(("zi", "rb", "pmprb", "panrb", "permenpanrb", "lke", "formulir", "form", "wbk", "wbbm", "templat"))
_LONGEST = 3  # words a period's part may have beside its year: "Triwulan ke II"


def period_in(file: str, instrument: str) -> str:
    """Return the one period that a file's name bears: "2026-TW2" of "LKE Dinas Pangan TW II 2026.xlsx"; else empty.

    The instrument's own year behind a word for its form ("LKE ZI 2021") is the form's name, two years are none, and
    a bare number beside the year ("Kecamatan 3 2026") is no month.
    """
    stem = file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    words = re.split(r"[\s_\-.,()\[\]]+", _MONTH.sub(r"\1 B\2", one_line(stem)))
    own = set(_YEAR.findall(instrument))
    places = [
        n
        for n, word in enumerate(words)
        if _YEAR.fullmatch(word) and not (word in own and n and words[n - 1].casefold() in _FORM)
    ]
    if len(places) != 1:
        return ""
    at = places[0]
    for beside in range(_LONGEST, -1, -1):
        for start in range(max(0, at - beside), at + 1):
            part = words[start : start + beside + 1]
            others = [word for n, word in enumerate(part, start) if n != at]
            found = Period.of(" ".join(part))
            whole = len(others) == beside and at < start + len(part)
            if whole and found.known and not (others and all(word.isdigit() for word in others)):
                return str(found)
    return ""
