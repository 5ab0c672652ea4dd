"""An openpyxl script that does with one worksheet what pmprb does: looks before it opens, reads, checks, scores.

It is written for the one form it knows, as an analyst would who has to name what is wrong and where. openpyxl gives a
cell's formula or its value, never both, so the file is loaded twice: for what was typed over, merged or hidden, and,
in its quicker way, for what the formulas came to.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from side_by_side.form import (
    ANSWER,
    CHOICES,
    CODE,
    CRITERION,
    EVIDENCE,
    EXPLAINED,
    HEADER,
    SCALES,
    SCORE,
    SHEET,
    WEIGHT,
    Unit,
    scored,
)

MOST = 64 * 1024 * 1024
SHARES = {
    "A.II.1.i.b": (["terintegrasi"], ["perubahan"]),
    "A.II.4.i.a": (["tercapai"], ["sasaran"]),
    "A.II.5.ii.a": (["selesai"], ["harus"]),
    "A.II.5.iii.a": (["lapor"], ["kepala", "pejabat", "lainnya"]),
    "A.II.5.iii.b": (["lapor"], ["administrator", "pengawas", "fungsional"]),
    "A.II.6.i.b": (["dipermudah"], ["terdata"]),
}
"""The counts of an item of which the first may not be more than the others."""
Finding = tuple[str, str]
"""What is wrong, by a word, and the cell where."""
Rows = dict[str, Sequence[Any]]


class Checker:
    """Reads worksheets made from one empty template, whose texts and formulas it knows."""

    def __init__(self, template: Path) -> None:
        sheet, _ = _sheet(template)
        self.rows: Rows = {row[CODE]: row for row in _values(sheet)}

    def read(self, path: Path) -> tuple[Unit, list[Finding]]:
        """Return a worksheet scored, and what is wrong with it."""
        _guard(path)
        sheet, identity = _sheet(path)
        reckoned = _reckoned(path)
        found = list(self._findings(sheet, identity, reckoned))
        return scored(path.stem, [self._understood(row) for row in reckoned]), found

    def _understood(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return a row with its answer as the form writes it, and with the form's weight whatever was typed over it."""
        typed, choices = row[ANSWER], row[CHOICES]
        weight = self.rows[row[CODE]][WEIGHT] if row[CODE] in self.rows else row[WEIGHT]
        if typed is not None and not (choices in SCALES and typed in SCALES[choices]):
            meant = _option(choices, typed) if choices in SCALES else _number(typed)
            typed = typed if meant is None else meant
        return [*row[:WEIGHT], weight, *row[WEIGHT + 1 : ANSWER], typed, *row[ANSWER + 1 :]]

    def _findings(self, sheet: Any, identity: dict[str, Any], reckoned: list[Sequence[Any]]) -> Iterator[Finding]:
        if not identity.get("unit_code"):
            yield "identitas", ""
        if str(sheet["B3"].value) != str(identity.get("period")):
            yield "periode", "B3"
        rows = list(_values(sheet))
        counted = Counter(row[CODE] for row in rows)
        for code in self.rows:
            if code not in counted:
                yield "baris hilang", ""
        whole = set(self.rows) == set(counted) and len(rows) == len(self.rows)
        by_code: dict[str, Sequence[Any]] = {}
        for n, row in enumerate(rows, HEADER + 1):
            code = row[CODE]
            if code in by_code:
                yield "baris ganda", f"F{n}"
                yield from _printed(n, row, self.rows[code])
                continue
            by_code[code] = row
            if code not in self.rows:
                if row[ANSWER] is not None:
                    yield "baris tidak dikenal", f"F{n}"
                continue
            known = self.rows[code]
            yield from _printed(n, row, known)
            yield from _formula(n, row, known, whole)
            if known[CHOICES] is not None:
                yield from _answer(n, known[CHOICES], row, reckoned[n - HEADER - 1][ANSWER])
        for code, row in by_code.items():
            if row[CHOICES] == "Otomatis":
                first = next(n for n, one in enumerate(rows, HEADER + 2) if one is row)
                parts = {one.rpartition(".")[2]: by_code[one] for one in by_code if one.startswith(f"{code}.")}
                yield from _counts(first, row, {name: part[ANSWER] for name, part in parts.items()})
        yield from _looks(sheet, rows)


def _guard(path: Path) -> None:
    """Refuse what is no small, plain workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST or any("vbaProject" in part.filename for part in parts):
            raise ValueError(f"{path.name}: too large, or with macros")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
                raise ValueError(f"{path.name}: {part.filename} declares entities")


def _sheet(path: Path) -> tuple[Any, dict[str, Any]]:
    """Return the sheet with its formulas, and the hidden identity."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    return book[SHEET], dict(book["_meta"].iter_rows(max_col=2, values_only=True))


def _reckoned(path: Path) -> list[Sequence[Any]]:
    """Return the rows below the header with what the formulas came to."""
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True, read_only=True)
    try:
        return list(book[SHEET].iter_rows(min_row=HEADER + 1, values_only=True))
    finally:
        book.close()


def _values(sheet: Any) -> Iterator[Sequence[Any]]:
    return sheet.iter_rows(min_row=HEADER + 1, values_only=True)  # type: ignore[no-any-return]


def _printed(n: int, row: Sequence[Any], known: Sequence[Any]) -> Iterator[Finding]:
    if row[CRITERION] != known[CRITERION]:
        yield "kriteria diubah", f"B{n}"
    if row[WEIGHT] is not None and row[WEIGHT] != known[WEIGHT]:
        yield "bobot diubah", f"C{n}"
    if row[EXPLAINED] != known[EXPLAINED]:
        yield "penjelasan diubah", f"D{n}"
    if row[CHOICES] != known[CHOICES]:
        yield "pilihan diubah", f"E{n}"


def _formula(n: int, row: Sequence[Any], known: Sequence[Any], whole: bool) -> Iterator[Finding]:
    if known[SCORE] is None or row[SCORE] is None:
        return
    if not str(row[SCORE]).startswith("="):
        yield "rumus ditimpa", f"G{n}"
    elif row[SCORE] != known[SCORE] and whole:
        yield "rumus lain", f"G{n}"


def _answer(n: int, choices: str, row: Sequence[Any], typed: Any) -> Iterator[Finding]:
    if choices == "Otomatis":
        return
    if typed is None or not str(typed).strip():
        if choices != "Jumlah":  # a count that lacks is told of its item
            yield "kosong", f"F{n}"
        return
    if choices in SCALES:
        if typed not in SCALES[choices]:
            near = _option(choices, typed)
            yield "ditulis lain" if near else "bukan pilihan", f"F{n}"
            if not near:
                return
    else:
        value = _number(typed)
        if value is None:
            yield "bukan angka", f"F{n}"
            return
        if choices == "0-4" and not 0 <= value <= 4:
            yield "di luar skala", f"F{n}"
        if choices == "Jumlah" and (value < 0 or value != int(value)):
            yield "bukan cacah", f"F{n}"
    if choices != "Jumlah" and not row[EVIDENCE]:
        yield "tanpa bukti", f"F{n}"


def _option(choices: str, typed: object) -> str | None:
    """Return the option that was meant, whatever its capitals and spaces."""
    return {one.casefold(): one for one in SCALES[choices]}.get(str(typed).strip().casefold())


def _number(typed: object) -> float | None:
    """Return a number, also one that was typed as text with a comma."""
    try:
        return float(str(typed).strip().replace(",", "."))
    except ValueError:
        return None


def _counts(n: int, row: Sequence[Any], typed: dict[str, Any]) -> Iterator[Finding]:
    values = {name: _number(one) for name, one in typed.items()}
    if all(one is None for one in typed.values()):
        yield "kosong", f"F{n}"
        return
    yield from (("kosong", f"F{n + m}") for m, one in enumerate(typed.values()) if one is None)
    if all(one is not None and one >= 0 for one in values.values()):
        above, below = SHARES.get(row[CODE], ([], []))
        if sum(values[name] or 0 for name in above) > sum(values[name] or 0 for name in below):
            yield "melebihi", f"F{n}"
        if not row[EVIDENCE]:
            yield "tanpa bukti", f"F{n}"


def _looks(sheet: Any, rows: list[Sequence[Any]]) -> Iterator[Finding]:
    hidden = [n for n, _ in enumerate(rows, HEADER + 1) if sheet.row_dimensions[n].hidden]
    if hidden:
        yield "baris tersembunyi", ""
    yield from (("jawaban tersembunyi", f"F{n}") for n in hidden if rows[n - HEADER - 1][ANSWER] is not None)
    for area in sheet.merged_cells.ranges:
        if area.min_col <= ANSWER + 1 <= area.max_col and area.max_row > HEADER:
            yield from (("digabung", f"F{n}") for n in range(area.min_row + 1, area.max_row + 1))


def spoil(path: Path, out: Path) -> None:
    """Write a worksheet with one of each fault that is looked for."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book[SHEET]
    book["_meta"]["B3"] = None
    typed = {
        "A42": sheet["A41"].value,
        "B3": "2025",
        "B20": "Kriteria lain",
        "C20": 3,
        "D15": "Lain",
        "E15": "Ya / Tidak",
    }
    typed |= {"F10": "Mungkin", "F11": " b ", "F13": None, "F156": -1, "F157": "lima"}
    typed |= {"F163": 9, "F197": 4.2, "F200": "dua", "G11": 0.5, "G14": "=1+0", "I14": None}
    for cell, value in typed.items():
        sheet[cell] = value
    sheet.row_dimensions[17].hidden = True
    sheet.merge_cells("F18:F19")
    book.save(out)
