"""Units of measure and spellings of numbers in action plans: each way of going wrong has its rule and its code."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from helpers.cli import quick
from helpers.libreoffice import recalculate
from helpers.plan_books import cell, edit, form, read, told, write
from helpers.plans import four, kind, row, rules
from pmprb.plans.checks import check_plan
from pmprb.plans.evaluate import evaluate_row
from pmprb.plans.groups import UnitNames
from pmprb.plans.read.entries import spelling
from pmprb.plans.rules import Polarity
from pmprb.workbook.book import open_book
from pmprb.workbook.sheetxml import percent_styles

HEADS = ["Rencana Aksi", "Indikator Output", "Satuan", "Target TW I", "Realisasi TW I"]


def shown(loaded: Any) -> list[tuple[str, str]]:
    """Return what was told but for headings carried down."""
    return [one for one in told(loaded) if one[0] != "RENC-021"]


# Cells shown as per cents


def percents(path: Path, cells: dict[tuple[int, int], tuple[float, str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for (r, c), (value, look) in cells.items():
            sheet.write_number(r, c, value, book.add_format({"num_format": look}) if look else None)
    return path


def test_cells_shown_as_per_cents_are_found_by_their_format(tmp_path: Path) -> None:
    looks = ["0%", "0.00%", '0.0" %"', "[Red]0.0%", r"0\%", "General", "#,##0", "[$-421]0.0 %"]
    path = percents(tmp_path / "a.xlsx", {(n, n): (0.5, look) for n, look in enumerate(looks)})
    opened = open_book(path)
    assert opened.value is not None
    assert opened.value.sheets[0].percents == {(0, 0), (1, 1), (3, 3), (7, 7)}


def test_a_workbook_without_formats_has_no_per_cents(tmp_path: Path) -> None:
    opened = open_book(percents(tmp_path / "a.xlsx", {(0, 0): (0.5, "")}))
    assert opened.value is not None and opened.value.sheets[0].percents == frozenset()
    assert percent_styles(b"<styleSheet></styleSheet>") == frozenset()


@pytest.mark.parametrize("value", [0.75, 0.12345, 1.2, 0.001])
def test_a_per_cent_typed_into_a_cell_is_what_it_shows(value: float, tmp_path: Path) -> None:
    """Excel and LibreOffice keep "75%" as 0.75 with a format: against a target of 80 that is no 0.9 per cent."""
    path = write(tmp_path / "a.xlsx", (row(four(80, 80, 80, 80), four(None, None, None, None), unit="persen"),))

    def change(sheet: Any) -> None:
        sheet[cell("realised1")] = value
        sheet[cell("realised1")].number_format = "0.00%"

    loaded = read(edit(path, change))
    assert loaded.value is not None
    assert loaded.value.rows[0].realised[0] == Fraction(repr(value)) * 100 and not loaded.value.rows[0].wrong
    assert shown(loaded) == [("RENC-005", cell("realised1"))]


@pytest.mark.libreoffice
def test_a_per_cent_survives_libreoffice(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (row(four(80, 80, 80, 80), four(None, None, None, None), unit="%"),))

    def change(sheet: Any) -> None:
        sheet[cell("realised1")] = 0.75
        sheet[cell("realised1")].number_format = "0%"

    again = recalculate([edit(path, change)], tmp_path / "lo")[0]
    loaded = read(again)
    assert loaded.value is not None and loaded.value.rows[0].realised[0] == 75


# Wrong units


@pytest.mark.parametrize(
    ("unit", "typed", "code"),
    [
        ("dokumen", "75%", "RENC-028"),
        ("dokumen", "12 kg", "RENC-029"),
        ("dokumen", "12kg", "RENC-029"),
        ("dokumen", "12 dok.", "RENC-003"),
        ("dokumen", "12 dokumen", "RENC-003"),
        ("", "12 kg", "RENC-003"),
        ("persen", "12 dokumen", "RENC-029"),
        ("persen", "75%", "RENC-005"),
        ("%", "75%", "RENC-005"),
        ("Persentase unit", "75%", "RENC-005"),
        ("", "75%", "RENC-030"),
        ("persen", 0.75, "RENC-030"),
        ("persen", 1.5, None),
        ("indeks", 0.75, None),
        ("kejadian", 0, None),
    ],
)
@pytest.mark.parametrize("name", ["realised1", "target2"])
def test_a_figure_of_another_unit(unit: str, typed: object, code: str | None, name: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (row(four(80, None, None, None), four(None, None, None, None), unit=unit),))
    loaded = read(edit(path, lambda sheet: sheet.__setitem__(cell(name), typed)))
    found = shown(loaded)
    assert loaded.value is not None
    assert ((code, cell(name)) in found) if code else found == []
    assert loaded.value.rows[0].wrong == (code in ("RENC-003", "RENC-028", "RENC-029"))


def test_a_small_per_cent_beside_a_small_target_is_no_mistake(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (row(four(5, None, None, None), four("0.5", None, None, None), unit="persen"),))
    assert shown(read(path)) == []


def test_units_of_target_and_realisation_that_differ_spoil_the_row(tmp_path: Path) -> None:
    heads = [*HEADS, "Satuan Realisasi"]
    rows = [heads, ["A", "Beras", "ton", 12, 9, "kg"], ["B", "Laporan", "Dok.", 2, 1, "dokumen"]]
    loaded = read(form(tmp_path / "a.xlsx", rows), "rb-general")
    assert loaded.value is not None
    assert [one.wrong for one in loaded.value.rows] == [True, False]
    assert shown(loaded) == [("RENC-031", "F2")]


def test_spellings_of_one_unit_are_one() -> None:
    names = UnitNames(rules().picks.unit)
    for one, other in (("%", "Persen"), ("prosentase", "percent"), ("Dok.", "dokumen"), ("OPD", "perangkat  daerah")):
        assert names.same(one, other)
    assert not names.same("ton", "kg") and not names.same("orang", "%")
    assert names.same("", "kg") and names.is_percent("Persen (%)") and not names.is_percent("")


# Spelling of numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1.000,5", "id"), ("12,5", "id"), ("0,375", "id"), ("1.000.000", "id"), ("1000.5", "en"), ("1,000.5", "en"),
     ("0.375", "en"), ("1,000,000", "en"), ("1.000", ""), ("1,000", ""), ("12", ""), ("-", ""), ("12,5%", "id")],
)  # fmt: skip
def test_how_a_number_is_spelled(text: str, expected: str) -> None:
    assert spelling(text) == expected


def test_two_spellings_in_one_column_are_both_read_and_told_once(tmp_path: Path) -> None:
    rows = [
        HEADS,
        ["A", "a", "ton", "1.000,5", "500,25"],
        ["B", "b", "ton", "1000.5", 8],
        ["C", "c", "ton", "2000.5", 7],
    ]
    loaded = read(form(tmp_path / "a.xlsx", rows), "rb-general")
    assert loaded.value is not None
    assert [one.targets[0] for one in loaded.value.rows] == [Fraction("1000.5"), Fraction("1000.5"), Fraction("2000.5")]
    assert [one for one in shown(loaded) if one[0] == "RENC-032"] == [("RENC-032", "D3")]
    code, text = quick("rencana", "periksa", tmp_path / "a.xlsx", "--jenis", "rb-general")
    assert code == 0 and 'Kolom Target TW I memakai dua cara menulis angka: "1000.5" dan "1.000,5".' in text


# Forms of others with two columns of the same name


def test_the_outputs_columns_go_before_the_indicators(tmp_path: Path) -> None:
    """The national portal's thematic table has Satuan and Realisasi twice: of the indicator and of the output."""
    heads = [
        ["No.", "Tema", "Indikator", "Target", "Satuan", "Realisasi", "Rencana Aksi", "Indikator Output",
         "Satuan Output", "Target", "", "", "", "", "Anggaran", "Realisasi Output", "Realisasi Anggaran"],
        [*[""] * 9, "TW 1", "TW 2", "TW 3", "TW 4", "Total", *[""] * 3],
    ]  # fmt: skip
    data = [
        1,
        "Kemiskinan",
        "Persen miskin",
        8,
        "persen",
        9,
        "Aksi",
        "Keluaran",
        "dokumen",
        1,
        1,
        1,
        1,
        4,
        1000,
        2,
        500,
    ]
    loaded = read(form(tmp_path / "a.xlsx", [*heads, data]), "rb-tematik")
    assert loaded.value is not None
    one = loaded.value.rows[0]
    assert (one.unit, one.targets, one.year_target) == ("dokumen", four(1, 1, 1, 1), 4)
    assert one.realised == four(None, None, None, 2)
    assert (one.budget, one.budget_realised) == (1000, 500)


@pytest.mark.parametrize(("figure", "told_"), [(50, False), (0.5, False), (33.33, True), (60, True)])
def test_a_per_cent_of_another_form_is_compared_as_a_per_cent(figure: float, told_: bool, tmp_path: Path) -> None:
    rows = [[*HEADS, "Capaian Output TW1 (%)"], ["A", "a", "dokumen", 4, 2, figure]]
    loaded = read(form(tmp_path / "a.xlsx", rows), "rb-general")
    assert loaded.value is not None
    policy = rules().policy_of(kind())
    results = tuple(evaluate_row(one, policy, rules().lights_of(policy), 1) for one in loaded.value.rows)
    found = [t for t in check_plan(loaded.value, results, rules()) if t.code == "RENC-025"]
    assert bool(found) == told_
    if figure == 60:
        assert dict(found[0].values) == {"seen": "60", "expected": "50"}


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_any_number_spelled_either_way_is_one_way(whole: int, decimals: int) -> None:
    indonesian, english = f"{whole},{decimals}", f"{whole}.{decimals}"
    assert {spelling(indonesian), spelling(english)} in ({"id", "en"}, {""})


def test_the_templates_cells_are_no_per_cents(tmp_path: Path) -> None:
    """Only computed columns are shown as per cents: what a unit types is General, so that a typed 75% can be seen."""
    path = write(tmp_path / "a.xlsx", (row(four(4, 4, 4, 4), four(4, 4, None, None)),))
    sheet = openpyxl.load_workbook(path)["Rencana Aksi"]
    assert {sheet[cell(name)].number_format for name in ("target1", "realised1", "year_target")} == {"General"}


# A lone realisation beside the quarters, and limits that are not asked for


COLUMNS = (
    "Rencana Aksi",
    "Target TW I",
    "Target TW II",
    "Target TW III",
    "Realisasi TW I",
    "Realisasi TW II",
    "Realisasi",
)


@pytest.mark.parametrize(
    ("cells", "realised"),
    [
        ((4, 5, None, 1, None, 9), (1, None, None, None)),  # quarters are given: the lone figure is none of theirs
        ((4, 5, None, None, None, 9), (None, 9, None, None)),  # it belongs to the last quarter that has a target
        ((4, None, 6, None, None, 9), (None, None, 9, None)),
    ],
)
def test_a_lone_realisation_counts_only_where_no_quarter_is_filled(
    cells: tuple[object, ...], realised: tuple[int | None, ...], tmp_path: Path
) -> None:
    loaded = read(form(tmp_path / "a.xlsx", [COLUMNS, ("Menata arsip", *cells)]), "rb-general")
    assert loaded.value is not None, loaded.temuan
    assert loaded.value.rows[0].realised == realised


@pytest.mark.parametrize(("polarity", "wrong"), [("higher", False), ("range", True)])
def test_an_upper_limit_in_words_spoils_only_a_row_that_needs_it(polarity: str, wrong: bool, tmp_path: Path) -> None:
    made = row(four(1, 2, 3, 4), four(1, 2, None, None), polarity=Polarity(polarity), upper=Fraction(9))
    path = edit(write(tmp_path / "a.xlsx", (made,)), lambda sheet: sheet.__setitem__(cell("upper"), "sekitar sembilan"))
    loaded = read(path)
    assert loaded.value is not None and loaded.value.rows[0].wrong is wrong
    assert ("RENC-003", cell("upper")) in told(loaded)


def test_a_form_of_indicators_alone_has_its_rows_at_their_first_cell(tmp_path: Path) -> None:
    heads = ("Indikator", "Target TW I", "Realisasi TW I")
    loaded = read(form(tmp_path / "a.xlsx", [heads, ("Arsip tertata", 4, 1)]), "rb-general")
    assert loaded.value is not None, loaded.temuan
    assert [one.at.cell for one in loaded.value.rows if one.at] == ["A2"]
