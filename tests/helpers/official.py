"""Official workbooks as units fill them, built from the facts of their layout: LKE ZI 2021 and 2024, RB 14/2014.

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
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from helpers.once import remembered
from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.load import load
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import ScoreTree, score_answers
from pmprb.numbers import shown

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
    """Real slips to build in, each by item code.

    `block` is the sub whose items stand a level deeper, each beneath a heading of its own, as in a real form of 2021.
    """

    letters: dict[str, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    totals: dict[str, int] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    block: str = ""


def lines(catalog: Instrument, given: dict[str, Answer], slips: Slips) -> Iterator[Line]:
    """Yield the form's rows, top to bottom."""
    tree = score_answers(given, catalog, "lewati")

    def walk(node: Node, depth: int) -> Iterator[Line]:
        if node.level != "total":
            points = tree.nodes[node.id].points
            shown = slips.scores.get(node.id, None if points is None else float(points))
            heading = Line(
                node.id, depth, node.id.rpartition(".")[2] + ".", node.title.upper(), node.weight, score=shown
            )
            if node.id == slips.block:
                heading.allowed, heading.answer = "%", 1.0
            yield heading
        for child in node.children:
            yield from walk(child, depth + 1)
        if node.id == slips.block:
            for item, marker, name in zip(node.items, ("i.", ""), ("LHKPN", "LHKASN"), strict=True):
                yield from _deep(item, marker, name, given.get(item.id), tree.items[item.id].score, slips)
            return
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


def _deep(
    item: Any, marker: str, name: str, answer: Answer | None, score: Fraction | None, slips: Slips
) -> Iterator[Line]:
    """Yield an item a level deeper: a heading with a weight, then rows with a dash, the parts further right."""
    counts = {key: int(value) for key, value in answer.counts} if answer else {}
    shown = None if score is None else float(score)
    total = slips.totals.get(item.id, sum(counts[key] for key in item.denominator) if counts else None)
    *parts, last = item.inputs
    yield Line("", 3, marker, f"Penyampaian {name}", Fraction(1), score=shown)
    yield Line(item.id, 4, "-", f"Persentase penyampaian {name}", allowed="%", answer=shown, score=shown)
    yield Line("", 4, "-", "Jumlah yang harus melaporkan", allowed="Jumlah", answer=total)
    for part in parts:
        yield Line(f"{item.id}.{part.id}", 5, "", f"- {part.label}", allowed="Jumlah", answer=counts.get(part.id))
    value = counts.get(last.id)
    yield Line(f"{item.id}.{last.id}", 4, "-", "Jumlah yang sudah melaporkan", allowed="Jumlah", answer=value)


@remembered
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


@remembered
def template_2024(
    path: Path,
    catalog: Instrument,
    given: dict[str, Answer],
    unit: str,
    inserted: bool,
    slips: Slips | None = None,
    reviews: dict[str, dict[str, Answer]] | None = None,
) -> Path:
    """Write the 2024-2026 template: sheet Jawaban, official row numbers in column A, a column a ministry inserted.

    `reviews` are the assessors' answers, a block of columns each: "TPI", "TPI 2" (the same headers again), "TPN".
    Nilai beside an assessor's answer follows that answer, as in the portal.
    """
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
    blocks = reviews if reviews is not None else {"TPI": {}, **({"TPI 2": {}} if inserted else {})}
    first = len(heads) + 1
    for who in blocks:
        name = who.partition(" ")[0]
        heads += [f"Jawaban {name}", "Nilai", "%", f"Catatan {name}"]
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
    for number_of, answers in enumerate(blocks.values()):
        column = first + 4 * number_of
        for line in lines(catalog, answers, Slips()):
            if line.code in number and line.answer is not None:
                sheet.cell(number[line.code] + 1, column).value = line.answer
                sheet.cell(number[line.code] + 1, column + 1).value = line.score
                answer = answers.get(line.code)
                sheet.cell(number[line.code] + 1, column + 3).value = (answer.note if answer else "") or None
    book.save(path)
    return path


# The 14/2014 workbook of an instansi: two year blocks side by side

FIRST_2014, LAST_SHARED = 7, 11  # first row of the hierarchy; column L, up to which nothing is shifted
HEADS_2014 = {"H": "PENJELASAN", "I": "Pilihan Jawaban", "J": "Jawaban", "K": "Nilai", "L": "%"}
BEFORE_2014 = {"N": "B", "O": "C", "P": "D", "Q": "E", "R": "F", "S": "G", "T": "H", "U": "I", "V": "J", "W": "K"}
TOTALS_2014 = {"A": "TOTAL PENGUNGKIT", "B": "TOTAL HASIL", "TOTAL": "NILAI EVALUASI REFORMASI BIROKRASI"}


@dataclass
class Year:
    """One year's block: answers, the variant whose gates its formulas have, and what stands otherwise in it.

    `typed` are answer cells as someone typed them; `scores` cached results that are not what the answers give.
    """

    given: dict[str, Answer]
    variant: str
    band: Any = None
    typed: dict[str, Any] = field(default_factory=dict)
    scores: dict[str, Any] = field(default_factory=dict)

    def cell(self, item: str) -> Any:
        """Return what stands in an answer cell."""
        answer = self.given.get(item)
        if item in self.typed or answer is None or answer.state is not State.GIVEN:
            return self.typed.get(item)
        return answer.choice or float(answer.value or 0)

    def tree(self, catalog: Instrument) -> ScoreTree:
        """Return the workbook's own score: other case is known to it, stray spaces are not, "Error" is left out."""
        chosen = load(f"{catalog.id}@{self.variant}").value
        assert chosen is not None
        seen = {}
        for item in catalog.items.values():
            answer, cell = self.given.get(item.id), self.cell(item.id)
            if isinstance(item, ChoiceItem):
                labels = {name.casefold(): label for name, label in catalog.scales[item.answer_set].spellings.items()}
                label = labels.get(str(cell).casefold(), "")
                state = State.GIVEN if label else State.INVALID
                seen[item.id] = Answer(item=item.id, state=state, choice=label)
            elif answer is not None:
                seen[item.id] = answer
        return score_answers(seen, chosen, "lewati")

    def figure(self, catalog: Instrument, tree: ScoreTree, code: str) -> Any:
        """Return the cached result of Nilai; results (Hasil) show points, other items their score or "Error"."""
        if code in self.scores:
            return self.scores[code]
        weighted = code in catalog.nodes or catalog.items[code].weight is not None
        value = tree.points_of((code,)) if weighted else tree.items[code].score
        return "Error" if value is None else float(value)


def rows_2014(catalog: Instrument) -> dict[str, int]:
    """Return code → row of the form, counted from 1; a spacer follows each group of results."""
    found: dict[str, int] = {}
    row = FIRST_2014
    for node in catalog.nodes.values():
        if node.level == "total":
            continue
        if node.id == "B":
            row += 3  # the total of the Pengungkit and two blank rows
        for code in (node.id, *(item.id for item in node.items)):
            found[code] = row
            row += 1
        row += node.id.startswith("B.")
    return found


@remembered
def form_2014(
    path: Path,
    catalog: Instrument,
    now: Year,
    before: Year,
    *,
    unit: str = "Kabupaten Tirtaloka",
    year: Any = 2015,
    inserted: tuple[str, ...] = (),
    sheet_name: str = "LKE ",
    notes: dict[str, str] | None = None,
) -> Path:
    """Write the form: one visible sheet, header in row 6, weights hidden in G, the previous year in N-X.

    `inserted` are headers of columns someone put between "%" and the notes.
    """
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(sheet_name)
    form = _Form2014(book, sheet, catalog, len(inserted))
    sheet.write("B1", "LEMBAR KERJA EVALUASI REFORMASI BIROKRASI (PermenPANRB 14 Tahun 2014)")
    sheet.write("B2", "INSTANSI :")
    sheet.write("D2", unit)
    sheet.write("B3", "TAHUN :")
    sheet.write("D3", year)
    form.band("B", "L", now.band)
    form.band("V", "X", before.band)
    sheet.merge_range("B6:F6", "PENILAIAN", book.add_format())
    sheet.write("G6", "BOBOT")
    for offset, text in enumerate(inserted, start=1):
        sheet.write(5, LAST_SHARED + offset, text)
    form.put("Q", 6, "PENILAIAN")
    form.put("S", 6, "BOBOT")
    for letter, text in HEADS_2014.items():
        sheet.write(f"{letter}6", text)
        form.put(chr(ord(letter) + 12), 6, text)
    form.body(now, before, notes or {})
    for offset, text in enumerate(("Mengetahui,", "Sekretaris Daerah", "NIP ..........")):
        sheet.write(f"I{215 + offset}", text)
    for letter in ("A", "G", "N", "S"):
        at = form.at(letter)
        sheet.set_column(at, at, 4, None, {"hidden": True})
    book.close()
    return path


@dataclass
class _Form2014:
    """Writes the cells of the form; columns right of "%" stand `shift` further right."""

    book: Any
    sheet: Any
    catalog: Instrument
    shift: int

    def at(self, letter: str) -> int:
        """Return the 0-based column of a letter of the original form."""
        column = ord(letter) - ord("A")
        return column + self.shift if column > LAST_SHARED else column

    def put(self, letter: str, row: int, value: Any) -> None:
        """Write a value; None leaves the cell blank."""
        if value is not None:
            self.sheet.write(row - 1, self.at(letter), value)

    def band(self, first: str, last: str, year: Any) -> None:
        """Write the year above a block."""
        if year is not None:
            look = self.book.add_format()
            self.sheet.merge_range(4, self.at(first), 4, self.at(last), year, look)

    def body(self, now: Year, before: Year, notes: dict[str, str]) -> None:
        """Write every row, the totals included."""
        catalog, rows = self.catalog, rows_2014(self.catalog)
        trees = {"K": now.tree(catalog), "W": before.tree(catalog)}
        for code, row in rows.items():
            self.put("A", row, row - FIRST_2014 + 1)
            self._texts(code, row)
            for year, answer, score in ((now, "J", "K"), (before, "V", "W")):
                if code in catalog.items:
                    self.put(answer, row, year.cell(code))
                if code not in ("A", "B"):
                    self._result(score, row, year.figure(catalog, trees[score], code))
            self.put("M", row, notes.get(code))
        for code, row in (("A", rows["B"] - 3), ("B", rows["B.III.1"] + 2), ("TOTAL", rows["B.III.1"] + 4)):
            self.put("B", row, TOTALS_2014[code])
            self.put("N", row, TOTALS_2014[code])
            for year, score in ((now, "K"), (before, "W")):
                self._result(score, row, year.figure(catalog, trees[score], code))

    def _result(self, letter: str, row: int, value: Any) -> None:
        """Write Nilai and % as formulas with their stored results."""
        at = self.at(letter)
        answer, weight = self.at("J" if letter == "K" else "V"), self.at("G")
        cells = [xl_rowcol_to_cell(row - 1, column) for column in (answer, weight, at)]
        self.sheet.write_formula(row - 1, at, f'=IF({cells[0]}="","Error",{cells[1]})', None, value)
        share = value if isinstance(value, str) else value / 2
        self.sheet.write_formula(row - 1, at + 1, f"={cells[2]}/{cells[1]}", None, share)

    def _texts(self, code: str, row: int) -> None:
        """Write markers, titles and options of a row, in both blocks."""
        catalog = self.catalog
        depth, last = code.count("."), code.rpartition(".")[2]
        item = catalog.items.get(code)
        cells: dict[str, Any] = {}
        if item is None:
            node = catalog.nodes[code]
            weight = shown(node.weight).rstrip("0").rstrip(",")
            marker, text = "BCD"[depth], "CDE"[depth]
            cells = {marker: f"{last}.", text: f"{node.title} ({weight})" if depth else node.title.upper()}
            cells["G"] = float(node.weight) if depth else None
        elif code.startswith("B."):
            cells = {"D": int(last), "E": item.criterion, "G": float(item.weight or 0)}
        else:
            alone = code == "A.III.2.a"  # the form's only item without a letter
            cells = {"E": None if alone else f"{last}.", "F": item.criterion}
        if item is not None:
            cells |= {"H": _options(catalog, item), "I": _allowed(catalog, item)}
        for letter, value in cells.items():
            self.put(letter, row, value)
        for there, here in BEFORE_2014.items():
            self.put(there, row, cells.get(here))


def _options(catalog: Instrument, item: Any) -> str:
    if isinstance(item, ChoiceItem) and item.answer_set not in ("ya-tidak", "opini-bpk"):
        return "\n".join(f"{label.lower()}. {text}" for label, text in item.options.items())
    return f"Ya, apabila {item.criterion}"


def _allowed(catalog: Instrument, item: Any) -> str:
    """Return Pilihan Jawaban as the form has it: Y/T, A/B/C, the list of opinions, a range."""
    if not isinstance(item, ChoiceItem):
        return f"{item.scale.min}-{item.scale.max}"
    scale = catalog.scales[item.answer_set]
    if item.answer_set == "opini-bpk":
        return "\n".join((option.aliases or (option.label,))[0] for option in scale.options)
    return "Y/T" if item.answer_set == "ya-tidak" else scale.title
