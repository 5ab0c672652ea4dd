"""The demo's regency a step further, for the pictures of *Tanggapan* and *Perlu Diputus*.

Enters: the folder that `pmprb demo` wrote. Leaves: `balasan/` in it: a rekap and its feedback after one unit answered
its verifier, a second verifier differed, and one difference was decided. What people would type is typed with openpyxl.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

UNIT = "2-01"
"""The unit that answers: its verifier lowers the most."""


def answer_verifiers(demo: Path, sheets: str, reviews: str) -> None:
    """Gather the demo's worksheets and reviews (folders in `demo`) three times, with what people type in between."""
    place = demo / "balasan"
    shutil.copytree(demo / sheets, place / "masuk")
    shutil.copytree(demo / reviews, place / "tpi")
    _gather(demo, place)
    sent = next((place / "umpan-balik").glob(f"{UNIT}_*-hasil.xlsx"))
    grounds = "SK Nomor 12 Tahun 2026 sudah terbit: folder Bukti/A.I"
    _type(sent, "Tanggapan", [("Setuju",), ("Tidak setuju", grounds), ("Setuju",)], place / "masuk" / "tanggapan.xlsx")
    _second_verifier(place / "tpi")
    _gather(demo, place)
    rekap = place / "rekap.xlsx"
    first = _column(rekap, "Perlu Diputus", "Jawaban TPI 2")[1]
    _type(rekap, "Perlu Diputus", [("", ""), (first, "Rapat 3 Juni 2026")], rekap)
    _gather(demo, place)


def _gather(demo: Path, place: Path) -> None:
    command = [sys.executable, "-m", "pmprb", "gabung", str(place / "masuk"), "--tpi", str(place / "tpi")]
    command += ["-o", str(place / "rekap.xlsx"), "--umpan-balik", str(place / "umpan-balik"), "--timpa"]
    command += ["--unit", str(demo / "daftar-unit.xlsx"), "--ganda", "terbaru"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # the demo has faults: the exit code tells them


def _second_verifier(reviews: Path) -> None:
    """Let another verifier agree with the unit on the first items that the first one lowered."""
    source = next(reviews.glob(f"*{UNIT}*.xlsx"))
    book = openpyxl.load_workbook(source)
    sheet = book["LKE"]
    for row in sheet["A1:Z4"]:
        for cell in row:
            if cell.value == "TPI 2":
                cell.value = "TPI 3"
    head = _head(sheet, "Jawaban TPI")
    lowered = [row for row in range(head["row"] + 1, sheet.max_row + 1) if sheet.cell(row, head["Catatan TPI"]).value]
    for row in lowered[1:4]:
        sheet.cell(row, head["Jawaban TPI"]).value = sheet.cell(row, head["Jawaban"]).value
        sheet.cell(row, head["Catatan TPI"]).value = "Bukti sudah dilihat di lokasi."
    book.save(reviews / "penilai-kedua.xlsx")


def _type(path: Path, sheet: str, rows: Sequence[tuple[str, ...]], target: Path) -> None:
    """Type into the first rows of a sheet's yellow columns, and save it as `target`."""
    book = openpyxl.load_workbook(path)
    head = _head(book[sheet], "Kode")
    columns = [head[name] for name in ("Tanggapan", "Penjelasan dan bukti", "Keputusan", "Alasan") if name in head]
    for number, values in enumerate(rows, start=head["row"] + 1):
        for column, value in zip(columns, values, strict=False):
            book[sheet].cell(number, column).value = value or None
    book.save(target)


def _column(path: Path, sheet: str, heading: str) -> list[str]:
    """Return the answers in a column, without the notes beneath them."""
    page = openpyxl.load_workbook(path)[sheet]
    head = _head(page, "Kode")
    below = range(head["row"] + 1, page.max_row + 1)
    return [str(page.cell(row, head[heading]).value or "").split("\n")[0] for row in below]


def _head(page: Any, heading: str) -> dict[str, int]:
    """Return the columns by heading of the row that has one of this text, and that row's number as `row`."""
    row = next(row for row in page.iter_rows(max_row=40) if any(cell.value == heading for cell in row))
    return {str(cell.value): cell.column for cell in row if cell.value} | {"row": row[0].row}
