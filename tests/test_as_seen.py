"""A value seen in a cell is quoted as the sheet shows it to an Indonesian, wherever it is quoted."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.plan_books import edit as edit_plan
from helpers.plan_books import write as write_plan
from helpers.plans import four, row
from helpers.sheets import Lke, answers, edit, instrument, read, write
from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.workbook.as_seen import as_seen, number_behind

ZI = instrument("zi-2021")
CHOICES = [item.id for item in ZI.items.values() if isinstance(item, ChoiceItem)]
RATIO = next(item for item in ZI.items.values() if isinstance(item, RatioItem))
COUNTS = [f"{RATIO.id}.{count.id}" for count in RATIO.inputs]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("dilihat") / "unit.xlsx"
    return write(path, ZI, answers(ZI, "dilihat", blank=0.0)).read_bytes()


def checked(folder: Path, sheet: bytes, change: Any) -> str:
    path = folder / "unit.xlsx"
    path.write_bytes(sheet)
    return quick("periksa", edit(path, change))[1]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1.65, "1,65"), (0.1 + 0.2, "0,3"), (1250.0, "1250"), (-3.5, "-3,5"), (0.00001, "0,00001"), (1e20, "1E+20"),
        (True, "TRUE"), (" B - sudah ", "B - sudah"), ("1.65", "1.65"), (None, ""),
    ],
)  # fmt: skip
def test_a_value_is_quoted_as_the_sheet_shows_it_and_a_text_as_it_was_typed(value: Any, shown: str) -> None:
    assert as_seen(value) == shown


def test_what_a_sheet_made_of_a_figure_is_said_in_words_with_the_figure_behind_it() -> None:
    assert as_seen(0.285, percent=True) == "28,5%"
    told = {
        "2026-10-01": "1 Oktober 2026",
        "03:45:00": "pukul 03.45",
        "2026-10-01T08:30:15": "1 Oktober 2026 pukul 08.30.15",
    }
    assert {text: as_seen(text, dated=True) for text in told} == told
    assert as_seen("2026-10-01") == "2026-10-01"
    assert [number_behind(one) for one in ("2026-10-01", "03:45:00", "1900-03-25", "B", "2026-99-99")] == [
        "1,10", "3,45", "85", "", "",
    ]  # fmt: skip


def test_choices_numbers_and_changed_cells_are_quoted_with_a_comma_a_per_cent_and_a_date(
    tmp_path: Path, sheet: bytes
) -> None:
    def change(lke: Lke) -> None:
        lke.cell(CHOICES[0]).value = 1.65
        lke.cell(CHOICES[1]).value = 0.85
        lke.cell(CHOICES[1]).number_format = "0%"
        lke.cell(CHOICES[2]).value = datetime.date(2026, 10, 1)
        lke.cell(CHOICES[5], "Pilihan").value = 0.5
        lke.cell(CHOICES[6], "Nilai").value = 0.25
        lke.cell("B.I.a").value = 5.25
        lke.cell(COUNTS[0]).value = 1.65

    text = checked(tmp_path, sheet, change)
    for said in (
        'ISI-003 · Jawaban "1,65"', 'ISI-003 · Jawaban "85%"', 'ISI-003 · Jawaban "1 Oktober 2026"',
        'BUKU-037 · Kolom Pilihan untuk A.I.1.iii.a tertulis "0,5"', 'tertimpa isi "0,25"',
        'ISI-009 · Angka "5,25"', 'ISI-007 · Isian "1,65"',
    ):  # fmt: skip
        assert said in text
    assert '"1.65"' not in text and '"0.' not in text


def test_a_number_that_became_a_date_or_an_hour_is_named_with_the_figure_and_the_repair(
    tmp_path: Path, sheet: bytes
) -> None:
    def change(lke: Lke) -> None:
        lke.cell("B.I.a").value = datetime.time(3, 45)
        lke.cell("B.II.a").value = datetime.date(2026, 10, 3)
        lke.cell(COUNTS[0]).value = datetime.date(1900, 3, 25)
        lke.cell(COUNTS[1]).value = "2026-10-01"  # a text that looks like a date is no date

    text = checked(tmp_path, sheet, change)
    assert (
        'ISI-071 · Isian "pukul 03.45" untuk B.I.a tersimpan sebagai tanggal atau jam, bukan angka. Maksudnya 3,45?'
        in text
    )
    assert 'ISI-071 · Isian "3 Oktober 2026" untuk B.II.a' in text and "Maksudnya 3,10?" in text
    assert 'ISI-071 · Isian "25 Maret 1900" pada Jumlah agen perubahan' in text and "Maksudnya 85?" in text
    assert 'ISI-006 · Isian "2026-10-01"' in text
    assert "Ubah format selnya menjadi Umum (General)" in text


def test_an_answer_cell_merged_into_a_number_quotes_it_with_a_comma(tmp_path: Path, sheet: bytes) -> None:
    def change(lke: Lke) -> None:
        column = lke.columns["Jawaban"]
        row = lke.row(CHOICES[0])
        lke.cell(CHOICES[0]).value = 1.65
        lke.sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)

    assert 'yang berisi "1,65"' in checked(tmp_path, sheet, change)


def test_an_answer_handed_on_as_wrong_reads_with_a_comma_too(tmp_path: Path, sheet: bytes) -> None:
    path = tmp_path / "unit.xlsx"
    path.write_bytes(sheet)
    found = read(edit(path, lambda lke: setattr(lke.cell(CHOICES[0]), "value", 1.65)))
    assert found.result is not None and found.result.submission.answers[CHOICES[0]].raw == "1,65"


def test_a_plan_s_figure_that_became_an_hour_is_named_with_the_figure(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "renaksi.xlsx", (row(four(3, 3, 3, 3), four(3, None, None, None)),))

    def change(sheet: Any) -> None:
        first = next(c for line in sheet.iter_rows() for c in line if c.value == 3)
        first.value = datetime.time(3, 45)

    text = quick("rencana", "periksa", edit_plan(path, change))[1]
    assert 'berisi "pukul 03.45", bukan angka. Tulis angkanya saja, misalnya 3,45;' in text


def register(path: Path, rows: list[list[Any]]) -> tuple[int, str]:
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)  # type: ignore[union-attr]
    book.save(path)
    return quick("templat", "zi-2021", "--unit", path, "--periode", "2026", "-o", path.parent / "lembar")


def test_a_unit_s_code_that_became_a_date_is_not_taken_for_its_code(tmp_path: Path) -> None:
    rows = [["kode", "nama"], ["1.09", "Dinas Pangan"], [datetime.date(2026, 10, 1), "Dinas Sosial"]]
    code, text = register(tmp_path / "du.xlsx", rows)
    assert code == 1 and "ISI-073 · Kode Dinas Sosial tersimpan sebagai tanggal atau jam (1 Oktober 2026)" in text
    assert "Maksudnya 1.10? Ubah format kolom kode menjadi Teks" in text


@pytest.mark.parametrize(
    "heads", [("Kode Unit", "Nama Perangkat Daerah"), ("KODE OPD", "OPD"), ("Kode SKPD", "Nama SKPD")]
)
def test_a_list_of_units_is_known_by_the_headings_offices_use(tmp_path: Path, heads: tuple[str, str]) -> None:
    rows = [["DAFTAR PERANGKAT DAERAH"], ["Tahun 2026"], [], ["No", *heads], [1, "1.09", "Dinas Pangan"]]
    code, text = register(tmp_path / "du.xlsx", rows)
    assert code == 0 and "1 lembar kerja ditulis" in text
