"""Official LKE ZI workbooks as units fill them, built from the facts of their layout.

The wording is the catalog's own; rows, columns, headers, markers, hidden sheets and known slips are
those of the real forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from pmprb.answers.model import Answer, State
from pmprb.catalog.model import ChoiceItem, Instrument, Node, RatioItem
from pmprb.scoring.tree import score_answers

TOTAL_LABEL = "Jumlah yang harus melaporkan"
WITH_TOTAL = ("A.II.5.iii.a", "A.II.5.iii.b")


@dataclass
class Line:
    """One row of a form: the catalog code behind it, markers by level, text, and what stands in the columns."""

    code: str
    level: int
    marker: str
    text: str
    weight: Fraction | None = None
    allowed: str = ""
    answer: Any = None
    score: float | None = None


@dataclass
class Slips:
    """Real slips to build in, each by item code."""

    letters: dict[str, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    totals: dict[str, int] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)


def lines(catalog: Instrument, given: dict[str, Answer], slips: Slips) -> Iterator[Line]:
    """Yield the form's rows, top to bottom."""
    tree = score_answers(given, catalog, "lewati")

    def walk(node: Node, depth: int) -> Iterator[Line]:
        if node.level != "total":
            points = tree.nodes[node.id].points
            shown = slips.scores.get(node.id, None if points is None else float(points))
            yield Line(node.id, depth, node.id.rpartition(".")[2] + ".", node.title.upper(), node.weight, score=shown)
        for child in node.children:
            yield from walk(child, depth + 1)
        for item in node.items:
            if item.id not in slips.missing:
                yield from _item(catalog, item, given.get(item.id), tree.items[item.id].score, slips)

    yield from walk(catalog.root, -1)


def _item(
    catalog: Instrument, item: Any, answer: Answer | None, score: Fraction | None, slips: Slips
) -> Iterator[Line]:
    letter = slips.letters.get(item.id, item.id.rpartition(".")[2] + ".")
    shown = slips.scores.get(item.id, None if score is None else float(score))
    filled = answer if answer and answer.state is State.GIVEN else None
    if isinstance(item, RatioItem):
        yield Line(item.id, 4, letter, item.criterion, allowed="%", answer=shown, score=shown)
        counts = dict(filled.counts) if filled else {}
        if item.id in WITH_TOTAL:
            parts = [counts[name] for name in item.denominator] if counts else []
            total = slips.totals.get(item.id, int(sum(parts)) if parts else None)
            yield Line("", 5, "", f"- {TOTAL_LABEL}", allowed="Jumlah", answer=total)
        for count in item.inputs:
            value = int(counts[count.id]) if counts else None
            yield Line(f"{item.id}.{count.id}", 5, "", f"- {count.label}", allowed="jumlah", answer=value)
        return
    allowed = catalog.scales[item.answer_set].title if isinstance(item, ChoiceItem) else "Nilai (0-4)"
    value: Any = None
    if filled:
        value = filled.choice if isinstance(item, ChoiceItem) else float(filled.value or 0)
    printed = slips.printed.get(item.id, allowed)
    yield Line(item.id, 4, letter, item.criterion, item.weight, printed, value, shown)


def form_2021(path: Path, catalog: Instrument, given: dict[str, Answer], slips: Slips | None = None) -> Path:
    """Write the 2021 form: header in row 2, hierarchy over columns B-G, hidden helper sheets with stale weights."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "LKE ZI"
    sheet["B1"] = "LEMBAR KERJA EVALUASI ZONA INTEGRITAS"
    sheet.merge_cells("B1:O1")
    heads = {"B": "Penilaian", "H": "Bobot", "I": "Penjelasan", "J": "Pilihan Jawaban"}
    heads |= {"K": "Jawaban", "L": "Nilai", "M": "%", "O": "Catatan"}
    for column, text in heads.items():
        sheet[f"{column}2"] = text
    row = 4
    for line in lines(catalog, given, slips or Slips()):
        if line.code == "A.I.5.iv":
            row += 1  # the blank spacer row of the real form
        _hierarchy_cells(sheet, row, line)
        sheet[f"A{row}"] = row % 90  # running ids, duplicated in the real form
        sheet[f"H{row}"] = None if line.weight is None else float(line.weight)
        sheet[f"J{row}"] = line.allowed or None
        sheet[f"K{row}"] = line.answer
        sheet[f"L{row}"] = line.score
        sheet[f"O{row}"] = "catatan unit" if line.code.count(".") == 4 and line.answer else None
        row += 1
    sheet[f"C{row + 2}"] = "NILAI EVALUASI ZONA INTEGRITAS"
    for offset, text in enumerate(("Mengetahui,", "Kepala Satuan Kerja", "NIP ..........")):
        sheet[f"I{row + 5 + offset}"] = text
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["J"].hidden = True
    stale = book.create_sheet("Ctt Eval")
    stale.append(["Penilaian", "Bobot", "Nilai"])
    stale.append(["Penyusunan Tim Kerja", 1.5, "#REF!"])
    stale.sheet_state = "hidden"
    book.save(path)
    return path


def _hierarchy_cells(sheet: Any, row: int, line: Line) -> None:
    """Put marker and text where the 2021 form has them: the marker in its level's column, the text beside it."""
    if line.level == 5:
        sheet[f"G{row}"] = line.text
        return
    column = "BCDEF"[line.level]
    if line.code.startswith("B.") and line.level == 4:
        column = "F"
    sheet[f"{column}{row}"] = line.marker
    text_column = "G" if line.level == 4 else chr(ord(column) + 1)
    sheet[f"{text_column}{row}"] = line.text
    if line.level < 4:
        sheet.merge_cells(f"{text_column}{row}:G{row}")


def template_2024(
    path: Path, catalog: Instrument, given: dict[str, Answer], unit: str, inserted: bool, slips: Slips | None = None
) -> Path:
    """Write the 2024-2026 template: sheet Jawaban, official row numbers in column A, a column a ministry inserted."""
    layout = next(one for one in catalog.layouts if one.id == "lke-zi-2024")
    number = {code: int(text) for text, code in layout.numbers.items()}
    totals = {item: int(text) for text, item in layout.totals.items()}
    book = openpyxl.Workbook()
    front = book.active
    front.title = "Unit"
    front["A1"], front["B1"], front["A2"], front["B2"] = "Nama Unit", unit, "Target", "WBK"
    sheet = book.create_sheet("Jawaban")
    heads = ["", "Penilaian", "", "", "", "", "", "Bobot", "Kriteria Nilai", "Pilihan Jawaban"]
    heads += ["Jawaban Unit", "Catatan (Unit)", "Daftar Bukti Dukung"]
    heads += ["Tautan Bukti Dukung Baru"] if inserted else []
    heads += ["Jawaban TPI", "Nilai", "%", "Catatan TPI"]
    heads += ["Jawaban TPI", "Nilai", "%", "Catatan TPI"] if inserted else []
    for column, text in enumerate(heads, start=1):
        sheet.cell(1, column).value = text or None
    previous, owner = 1, ""
    for line in lines(catalog, given, slips or Slips()):
        owner = line.code if line.code in catalog.items else owner
        row = number.get(line.code) or (totals[owner] if not line.code else previous + 1)
        previous = row
        sheet.cell(row + 1, 1).value = row
        _hierarchy_cells(sheet, row + 1, line)
        sheet.cell(row + 1, 8).value = None if line.weight is None else float(line.weight)
        sheet.cell(row + 1, 10).value = line.allowed or None
        sheet.cell(row + 1, 11).value = line.answer
        if line.code in catalog.items:
            sheet.cell(row + 1, 13).value = "SK tim.pdf"
    book.save(path)
    return path
