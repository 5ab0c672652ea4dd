"""Small forms of another instansi, written as tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl

from helpers.cli import quick
from pmprb.catalog.load import load_instrument
from pmprb.catalog.model import Instrument
from pmprb.jobs.catalog_import import Imported, import_catalog
from pmprb.temuan import Loaded, Temuan

# Markers over columns: the marker in its level's column, the text in the next; questions in the fifth.
COLUMNS = """
| LEMBAR KERJA EVALUASI KOTA CONTOH 2024 | | | | | | | | | | |
| Nama unit | Dinas Pangan | | | | | | | | | |
| Penilaian | | | | | Bobot | Penjelasan | Pilihan Jawaban | Jawaban | Nilai | Catatan |
| A. | PENGUNGKIT | | | | 60 | | | | | |
| | I. | MANAJEMEN PERUBAHAN | | | 60 | | | | | |
| | | 1. | Tim Kerja | | 20 | | | | | |
| | | | a. | Tim sudah dibentuk | | Ya, apabila tim ditetapkan dengan SK | Ya/Tidak | Ya | | |
| | | | b. | Anggota dipilih lewat prosedur | | a. Jelas\\nb. Sebagian jelas\\nc. Tanpa prosedur | A/B/C | B | | |
| | | 2. | Rencana Kerja | | 40 | | | | | |
| | | | a. | Rencana kerja dijalankan | | A: Semua\\nB: Banyak\\nC: Sedikit\\nD: Belum | A/B/C/D | C | | |
| | | | b. | Agen membuat perubahan | | | % | | | |
| | | | | - Jumlah agen perubahan | | | Jumlah | 4 | | |
| | | | | - Jumlah perubahan yang dibuat | | | Jumlah | 3 | | |
| B. | HASIL | | | | 40 | | | | | |
| | I. | PELAYANAN PUBLIK | | | 40 | | | | | |
| | | | a. | Indeks kepuasan masyarakat | 30 | | 0-4 | 3 | | |
| | | | b. | Target kinerja tercapai | 10 | a. Semua\\nb. Sebagian\\nc. Belum | A/B/C | A | | |
"""

# One column: full codes for headings, bare letters for questions.
CODES = """
| LKE KOTA CONTOH 2023 | | | | | |
| KODE | PENILAIAN | BOBOT | PENJELASAN | PIL JWB | JAWABAN |
| A | PENGUNGKIT | 60 | | | |
| A.I | MANAJEMEN PERUBAHAN | 60 | | | |
| A.I.1 | Tim Kerja | 20 | | | |
| a. | Tim sudah dibentuk | | Ya, apabila tim ditetapkan dengan SK | Y/T | T |
| b | Anggota dipilih lewat prosedur | | a. Jelas\\nb. Sebagian jelas\\nc. Tanpa prosedur | A/B/C | B |
| A.I.2 | Rencana Kerja | 40 | | | |
| a. | Rencana kerja dijalankan | | A: Semua\\nB: Besar\\nC: Kecil\\nD: Belum | A-D | A |
| B | HASIL | 40 | | | |
| B.I | PELAYANAN PUBLIK | 40 | | | |
| a. | Indeks kepuasan masyarakat | 40 | | Nilai (0-4) | 3 |
"""

# One column of markers alone: their kind tells the level.
MARKERS = """
| No | Uraian | Bobot | Penjelasan | Pilihan Jawaban | Jawaban |
| A | PENGUNGKIT | 60 | | | |
| I | MANAJEMEN PERUBAHAN | 60 | | | |
| 1 | Tim Kerja | 20 | | | |
| a | Tim sudah dibentuk | | Ya, apabila tim ditetapkan dengan SK | Ya/Tidak | Ya |
| b | Anggota dipilih lewat prosedur | | a. Jelas\\nb. Sebagian jelas\\nc. Tanpa prosedur | A/B/C | B |
| 2 | Rencana Kerja | 40 | | | |
| a | Rencana kerja dijalankan | | A: Semua\\nB: Besar\\nC: Kecil\\nD: Belum | A/B/C/D | D |
| B | HASIL | 40 | | | |
| I | PELAYANAN PUBLIK | 40 | | | |
| a | Indeks kepuasan masyarakat | 40 | | 0-4 | 4 |
"""


def table(text: str) -> list[list[Any]]:
    """Return a table's cells: numbers with a point are numbers, "\\n" a line end, blanks None."""

    def cell(part: str) -> Any:
        part = part.strip().replace("\\n", "\n")
        try:
            return float(part)
        except ValueError:
            return part or None

    return [[cell(part) for part in line.strip().strip("|").split("|")] for line in text.strip().splitlines()]


def form(path: Path, text: str, sheet: str = "LKE Kota", merged: tuple[str, ...] = ()) -> Path:
    """Write a form from a table."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in table(text):
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def changed(text: str, *changes: tuple[str, str]) -> str:
    """Return a table with each text replaced, which must stand there once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def without(text: str, *starts: str) -> str:
    """Return a table without the one line that holds each text."""
    for start in starts:
        lines = text.splitlines()
        found = [n for n, line in enumerate(lines) if start in line]
        assert len(found) == 1, start
        text = "\n".join(line for n, line in enumerate(lines) if n != found[0])
    return text


def imported(source: Path, folder: Path, title: str = "") -> Loaded[Imported]:
    """Import a form into a catalog's folder, named as the folder is."""
    return import_catalog(source, folder, folder.name, title)


def catalog(folder: Path) -> Instrument:
    """Return the catalog in a folder."""
    loaded = load_instrument(folder)
    assert loaded.value is not None, loaded.temuan
    return loaded.value


def told(temuan: tuple[Temuan, ...]) -> list[tuple[str, str, str]]:
    """Return code, cell and node of each temuan."""
    return [(t.code, getattr(t.at, "cell", ""), t.node) for t in temuan]


def scored(path: Path, criteria: Path) -> dict[str, Any]:
    """Return what `pmprb nilai --json` says of a worksheet under the catalogs of a folder."""
    _, text = quick("nilai", path, "--kriteria", criteria, "--json")
    return json.loads(text)
