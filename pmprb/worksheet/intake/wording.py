"""Words that go into a catalog made from a user's form where the form itself says nothing.

They are honest fillers: the user replaces them. What the form says is kept in the form's own words.
"""

from __future__ import annotations

from collections.abc import Sequence

EVIDENCE = "Belum diisi dalam berkas."
NO_EXPLANATION = "Belum diterangkan dalam berkas."
NOT_YES = "Yang disebut pada pilihan Ya belum terpenuhi."
ROOT_TITLE = "Nilai Evaluasi"
RATIO_NOTE = "Rumus tidak terlihat dalam berkas; diperkirakan dari nama jumlahnya."
WEIGHT_NOTE = "Bobot tidak tertulis dalam berkas; dihitung dari bobot lain."
PERCENT_NOTE = "Berkas meminta persen tanpa baris jumlah; dibaca sebagai angka 0 sampai 1."
GUESSED_NOTE = "Pilihan tidak tertulis dalam berkas; disimpulkan dari jawaban, keterangan, atau skala yang disebut."
SCALE_NOTE = "Nilai tiap pilihan tidak terlihat dalam berkas; dipakai nilai yang lazim."


CAUTION = "Katalog ini dibuat otomatis dari berkas "


def file_cited(file: str, sha256: str) -> str:
    """Return how the instrument cites the user's file."""
    return f"{file}, SHA-256 {sha256}"


def caution(file: str, assumed: bool) -> str:
    """Return the warning that goes with every output of the catalog."""
    doubt = " Sebagian rumus, nilai pilihan, atau bobot diperkirakan; lihat note tiap bagian." if assumed else ""
    return f"{CAUTION}{file}.{doubt} Cocokkan dengan pedomannya sebelum dipakai resmi."


def comment(file: str) -> str:
    """Return the lines above every file of the catalog."""
    name = " ".join(file.split())
    return f"Dibuat dengan pmprb kriteria impor dari {name}.\nKunci-kunci dijelaskan di docs/katalog.md."


def layout_title(sheet: str, file: str) -> str:
    """Return the title of the layout of the user's own form."""
    return f"Lembar {sheet.strip()} dari {file}"


def best_option(label: str, text: str) -> str:
    """Return the remedy of a choice: what its best option says."""
    if text in ("", NO_EXPLANATION) or text.casefold() == label.casefold():
        return f"Penuhi keadaan pilihan {label}."
    return f"Penuhi pilihan {label}: {text}"


def higher_number(highest: str) -> str:
    """Return the remedy of a typed number."""
    return f"Naikkan angkanya sampai mendekati {highest}."


def better_ratio(formula: str, above: Sequence[str], below: Sequence[str]) -> str:
    """Return the remedy of a ratio, in the words of its counts."""
    parts, whole = " dan ".join(above), " dan ".join(below)
    if formula == "decrease":
        return f"Turunkan {parts} dibanding {whole}."
    return f"Naikkan {parts} sampai menyamai {whole}."


def unknown_remedy() -> str:
    """Return the remedy of an item whose answer is not understood."""
    return "Belum diisi dalam berkas."


def formula_text(formula: str, above: Sequence[str], below: Sequence[str]) -> str:
    """Return an assumed formula in words."""
    parts, whole = " + ".join(above), " + ".join(below)
    whole = f"({whole})" if len(below) > 1 else whole
    return f"({whole} − {parts}) ÷ {whole}" if formula == "decrease" else f"{parts} ÷ {whole}"
