"""`kriteria impor` of sheets without a column of options: from drop-down lists, a scale, a legend, or answers seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from helpers.cli import quick
from helpers.forms import CODES, COLUMNS, MARKERS, catalog, scored, table
from pmprb.catalog.item import Basis, ChoiceItem, ScaleItem
from pmprb.jobs.catalog_import import import_catalog, scale_named

BARE = """
| Evaluasi Internal 2025 | | | |
| No | Kriteria | Bobot | Jawaban | Catatan |
| 1 | Perencanaan | 40 | | |
| a | Rencana disusun | | {0} | |
| b | Rencana dipantau | | {1} | |
| 2 | Pelaporan | 60 | | |
| a | Laporan disusun | | {2} | |
| b | Laporan dipakai | | {3} | |
| | Jumlah | 100 | | |
"""


def sheet(*answers: object) -> list[list[Any]]:
    return table(BARE.format(*(answers or ("",) * 4)))


def saved(path: Path, rows: list[list[Any]], *lists: tuple[str, str]) -> Path:
    """Write rows, with drop-down lists: a formula and the cells it is for."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "LKE"
    for row in rows:
        page.append(row)
    other = book.create_sheet("Daftar")
    for label in ("Belum", "Sebagian", "Sudah"):
        other.append([label])
    book.defined_names["nilai_akhir"] = DefinedName("nilai_akhir", attr_text="Daftar!$A$1:$A$3")
    for formula, cells in lists:
        rule = DataValidation(type="list", formula1=formula)
        page.add_data_validation(rule)
        rule.add(cells)
    book.save(path)
    return path


def taken(path: Path, scale: str = "") -> tuple[Any, list[str], list[str]]:
    """Return the catalog's instrument, the codes told, and the codes of its check."""
    loaded = import_catalog(path, path.parent / "k" / "punya", "punya", "", scale=scale_named(scale) or "")
    assert loaded.value is not None, loaded.temuan
    return loaded.value.instrument, [t.code for t in loaded.temuan], [t.code for t in loaded.value.checked.temuan]


def without(text: str, *headers: str) -> list[list[Any]]:
    """Return a form's rows without the columns under these headers."""
    rows = table(text)
    head = next(row for row in rows if "JAWABAN" in (str(cell).upper() for cell in row))
    gone = [n for n, cell in enumerate(head) if str(cell).casefold() in headers]
    return [[cell for n, cell in enumerate(row) if n not in gone] for row in rows]


@pytest.mark.parametrize("formula", ['"Sudah,Sebagian,Belum"', "Daftar!$A$1:$A$3", "=nilai_akhir"])
def test_drop_down_lists_are_the_options_and_the_best_comes_first(formula: str, tmp_path: Path) -> None:
    path = saved(tmp_path / "x.xlsx", sheet(), (formula, "D3:D40"))
    made, told, check = taken(path)
    assert check == [] and "KAT-065" in told and not {"KAT-066", "KAT-068", "KAT-024"} & set(told)
    assert [item.id for item in made.items.values()] == ["1.a", "1.b", "2.a", "2.b"]
    assert list(made.answer_sets[0].scores) == ["Sudah", "Sebagian", "Belum"]
    assert {item.basis for item in made.items.values()} == {Basis.FORMULIR_RESMI} and not made.is_reconstructed
    filled = saved(tmp_path / "isi.xlsx", sheet("Sudah", "sebagian", "Belum", "Sudah"))
    assert scored(filled, tmp_path / "k")["total"] == "60"


def test_lists_of_newer_excel_on_another_sheet_and_bounds_of_numbers_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("LKE")
        for r, row in enumerate(sheet()):
            page.write_row(r, 0, ["" if cell is None else cell for cell in row])
        page.data_validation("D4:D5", {"validate": "list", "source": ["A. Penuh", "B. Sebagian", "C. Belum"]})
        page.data_validation("D7:D8", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100})
    made, told, check = taken(path)
    assert check == [] and told.count("KAT-065") == 1
    letters, number = made.items["1.a"], made.items["2.b"]
    assert isinstance(letters, ChoiceItem) and letters.options["A"] == "Penuh"
    assert isinstance(number, ScaleItem) and (number.scale.min, number.scale.max) == (0, 100)


@pytest.mark.parametrize(
    ("scale", "labels"),
    [("abc", ["A", "B", "C"]), ("ABCD", ["A", "B", "C", "D"]), ("ya-tidak", ["Ya", "Tidak"]),
     ("aa-e", ["AA", "A", "BB", "B", "CC", "C", "D", "E"]), ("Sudah/Sebagian/Belum", ["Sudah", "Sebagian", "Belum"])],
)  # fmt: skip
def test_a_scale_named_once_serves_the_whole_sheet_and_is_a_reconstruction(
    scale: str, labels: list[str], tmp_path: Path
) -> None:
    made, told, check = taken(saved(tmp_path / "x.xlsx", sheet()), scale)
    assert check == [] and "KAT-066" in told
    assert [list(one.scores) for one in made.answer_sets] == [labels]
    assert {item.basis for item in made.items.values()} == {Basis.REKONSTRUKSI} and made.is_reconstructed
    assert catalog(tmp_path / "k" / "punya").is_reconstructed


def test_an_answer_beside_the_scale_named_is_told_and_not_bent(tmp_path: Path) -> None:
    made, told, check = taken(saved(tmp_path / "x.xlsx", sheet("A", "B", 85.5, "C")), "abc")
    assert check == [] and told.count("KAT-069") == 1
    assert isinstance(made.items["2.a"], ScaleItem) and isinstance(made.items["2.b"], ChoiceItem)


def test_a_legend_above_the_form_names_the_scale_and_explains_it(tmp_path: Path) -> None:
    rows = [[None, "Keterangan:"], [None, "A = Terpenuhi seluruhnya"], [None, "B = Terpenuhi sebagian"],
            [None, "C = Belum"], *sheet()]  # fmt: skip
    made, told, check = taken(saved(tmp_path / "x.xlsx", rows))
    assert check == [] and "KAT-067" in told and "KAT-028" not in told
    item = made.items["1.a"]
    assert (
        isinstance(item, ChoiceItem) and item.options["B"] == "Terpenuhi sebagian" and item.basis is Basis.REKONSTRUKSI
    )


@pytest.mark.parametrize(
    ("answers", "labels"),
    [(("Ya", "Tidak", "Ya", ""), ["Ya", "Tidak"]), (("Y", "T", "T", "Y"), ["Ya", "Tidak"]),
     (("A", "C", "B", "A"), ["A", "B", "C"]), (("D", "A", "", "B"), ["A", "B", "C", "D"]),
     (("AA", "B", "CC", "E"), ["AA", "A", "BB", "B", "CC", "C", "D", "E"]),
     (("Belum", "Sudah", "Sebagian", "Sudah"), ["Sudah", "Sebagian", "Belum"])],
)  # fmt: skip
def test_answers_seen_give_a_reconstruction_that_reads_them(
    answers: tuple[str, ...], labels: list[str], tmp_path: Path
) -> None:
    path = saved(tmp_path / "x.xlsx", sheet(*answers))
    made, told, check = taken(path)
    assert check == [] and told.count("KAT-068") == 1
    assert [list(one.scores) for one in made.answer_sets] == [labels]
    assert {item.basis for item in made.items.values()} == {Basis.REKONSTRUKSI}
    assert "ISI-003" not in {t["code"] for t in scored(path, tmp_path / "k")["temuan"]}


def test_answers_of_two_kinds_leave_a_blank_one_to_the_user(tmp_path: Path) -> None:
    made, told, _ = taken(saved(tmp_path / "x.xlsx", sheet("Ya", 3.5, "", "Tidak")))
    assert told.count("KAT-024") == 1
    assert isinstance(made.items["1.b"], ScaleItem) and made.items["1.b"].scale.max == 4


def test_scores_typed_by_hand_stand_in_for_answers(tmp_path: Path) -> None:
    rows = [[("Nilai" if cell == "Jawaban" else cell) for cell in row] for row in sheet(80.0, 90.5, 70.0, 100.0)]
    made, _, check = taken(saved(tmp_path / "x.xlsx", rows))
    assert check == []
    assert [item.scale.max for item in made.items.values() if isinstance(item, ScaleItem)] == [100] * 4
    assert scored(tmp_path / "x.xlsx", tmp_path / "k")["total"] == "85.1"


@pytest.mark.parametrize("text", [COLUMNS, CODES, MARKERS], ids=["columns", "codes", "markers"])
def test_known_forms_without_their_column_of_options_keep_their_items(text: str, tmp_path: Path) -> None:
    full, _, _ = taken(saved(tmp_path / "a.xlsx", table(text)))
    (tmp_path / "b").mkdir()
    gone = ("pilihan jawaban", "pil jwb", "penjelasan")
    bare, _, check = taken(saved(tmp_path / "b" / "b.xlsx", without(text, *gone)))
    assert check == []
    assert [(i.id, i.kind, i.weight) for i in bare.items.values()] == [
        (i.id, i.kind, i.weight) for i in full.items.values()
    ]
    assert {n.id: n.weight for n in bare.nodes.values()} == {n.id: n.weight for n in full.nodes.values()}


def test_the_scale_is_an_option_of_the_command(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.xlsx", sheet())
    code, text = quick("kriteria", "impor", path, "-o", tmp_path / "k" / "punya", "--skala", "abc")
    assert code == 0 and "KAT-066" in text
    code, text = quick("kriteria", "impor", path, "-o", tmp_path / "k" / "lain", "--skala", "entah")
    assert code == 2 and "--skala abc" in text and not (tmp_path / "k" / "lain").exists()
