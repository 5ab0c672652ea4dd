"""The choices of a working folder, `pmprb.yaml`: read strictly, every mistake with its line, and written at the start.

Enters: the file's text. Leaves: `RoundSettings`, or temuan (KAT-001, -003, BUKU-280, -281).
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ValidationError

from pmprb.catalog.text import read_document
from pmprb.office.register import Duplicates
from pmprb.period import Period, date_named
from pmprb.temuan import Loaded, Model, RoundSettingUnknown, RoundSettingWrong, Temuan, has_errors

_TRUE, _FALSE = ("ya", "benar", "true"), ("tidak", "salah", "false")


class RoundSettings(Model):
    """The choices of a round. `deadline` is the day by which units hand in, as people write it; the rest are those of
    the commands: see `RekapRequest` and `Options`."""

    instansi: str = ""
    instrument: str
    period: str
    blank: Literal["", "nol", "lewati"] = ""
    strict: bool = False
    duplicates: Duplicates = "tolak"
    next_steps: bool = False
    deadline: str = ""


KEYS = {
    "instansi": "instansi", "instrumen": "instrument", "periode": "period", "kosong": "blank", "ketat": "strict",
    "ganda": "duplicates", "jalur": "next_steps", "tenggat": "deadline",
}  # fmt: skip
"""What a user writes in `pmprb.yaml`, and the name it has in the program."""

_EXPECTED = {
    "instansi": "teks",
    "instrumen": "ID instrumen, misalnya dari pmprb instrumen",
    "periode": "misalnya 2026 atau TW II 2026",
    "kosong": "nol, lewati",
    "ketat": "ya, tidak",
    "ganda": "tolak, terbaru",
    "jalur": "ya, tidak",
    "tenggat": "tanggal, misalnya 31 Mei 2026",
}

_EXAMPLE = """\
# Pilihan folder kerja ini; berlaku bagi perintah pmprb yang dijalankan di dalamnya tanpa alamat.
instansi: {instansi}
instrumen: {instrument}
periode: {period}
tenggat: {deadline}
# Butir kosong: nol atau lewati. Kosongkan untuk mengikuti katalog.
kosong: ""
# Hitung kosong butir bernilai tanpa bukti: ya atau tidak.
ketat: tidak
# Bila satu unit mengirim beberapa berkas: tolak atau terbaru.
ganda: tolak
# Sebut perubahan paling sedikit ke target berikutnya bagi tiap unit: ya atau tidak.
jalur: ya
"""


def settings_text(settings: RoundSettings) -> str:
    """Return a `pmprb.yaml` with the choices of a new round, each told, and those that are rarely changed."""
    values = {"instansi": settings.instansi, "instrument": settings.instrument, "period": settings.period}
    values["deadline"] = settings.deadline
    return _EXAMPLE.format(**{name: quoted(value) for name, value in values.items()})


def quoted(value: str) -> str:
    """Return a text as YAML takes it whatever it holds."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_settings(name: str, text: str) -> Loaded[RoundSettings]:
    """Return the choices that a `pmprb.yaml` holds, or what is wrong with it: every line of it in one run."""
    document = read_document(name, text)
    if document.value is None or has_errors(document.temuan):
        return Loaded(value=None, temuan=document.temuan)
    data = {} if document.value.data is None else document.value.data  # an empty file lacks its first two lines
    if not isinstance(data, dict):
        wrong = RoundSettingWrong(
            document.value.at(()), key="pmprb.yaml", seen=str(data)[:40], expected="baris kunci: nilai"
        )
        return Loaded(value=None, temuan=(wrong,))
    told: list[Temuan] = [
        RoundSettingUnknown(document.value.at((key,)), key=key, known=", ".join(KEYS))
        for key in data
        if key not in KEYS
    ]
    given: dict[str, Any] = {
        KEYS[key]: _plain(value) for key, value in data.items() if key in KEYS and value is not None
    }
    told += [
        RoundSettingWrong(document.value.at((key,)), key=key, seen="", expected=_EXPECTED[key])
        for key in ("instrumen", "periode")
        if not given.get(KEYS[key])
    ]
    try:
        settings = None if told else RoundSettings.model_validate(given)
    except ValidationError as error:
        settings = None
        by_name = {name: key for key, name in KEYS.items()}
        for one in error.errors():
            key = by_name[str(one["loc"][0])]
            seen = str(data.get(key, ""))
            told.append(RoundSettingWrong(document.value.at((key,)), key=key, seen=seen, expected=_EXPECTED[key]))
    if settings and Period.of(settings.period).half_said:
        at = document.value.at(("periode",))
        told.append(RoundSettingWrong(at, key="periode", seen=settings.period, expected=_EXPECTED["periode"]))
    if settings and settings.deadline and date_named(settings.deadline) is None:
        at = document.value.at(("tenggat",))
        told.append(RoundSettingWrong(at, key="tenggat", seen=settings.deadline, expected=_EXPECTED["tenggat"]))
    return Loaded(value=None if told else settings, temuan=tuple(told))


def _plain(value: object) -> object:
    """Return a value as its record wants it: yes and no as people write them."""
    if isinstance(value, str):
        text = value.strip()
        return True if text.casefold() in _TRUE else False if text.casefold() in _FALSE else text
    return value
