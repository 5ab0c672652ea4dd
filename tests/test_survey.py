"""Items of a survey: respondents' rows on a sheet beside the form, counted and averaged."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.catalogs import told
from helpers.cli import quick
from helpers.fillings import differences, expected, shown_in, spoiled
from helpers.libreoffice import calculated
from helpers.sheets import codes, instrument, read, write
from pmprb.catalog.item import ScaleItem
from pmprb.catalog.load import default_folder
from pmprb.engine.answers import State

NAME = "pekppp-2023"
QUESTIONS = [item.id for item in instrument(NAME).items.values() if isinstance(item, ScaleItem) and item.survey]
FIRST = 7  # the first respondent's row


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    return write(tmp_path / "pekppp.xlsx", instrument(NAME), {})


def fill(path: Path, rows: list[list[Any]], typed: dict[str, Any] | None = None) -> Path:
    book = openpyxl.load_workbook(path)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            book["Responden"].cell(FIRST + r, c + 1).value = value
    lke = book["LKE"]
    places = {lke.cell(r, 1).value: r for r in range(5, lke.max_row + 1)}
    for code, value in (typed or {}).items():
        lke.cell(places[code], 6).value = value
    book.save(path)
    return path


ROWS = [
    ["Bu Sari", 5, 4, 3, *[4] * 11],
    ["Pak Made", 4, 4, 0, *[5] * 11],
    ["", 4, None, 2, *[3] * 11],
]


def test_the_form_asks_fourteen_questions() -> None:
    assert len(QUESTIONS) == 14 and QUESTIONS[0] == "1.a.K1"


def test_a_question_is_the_mean_of_those_who_answered_it(blank: Path) -> None:
    found = read(fill(blank, ROWS))
    assert found.result is not None
    answers = found.result.submission.answers
    got = [(answers[q].value, answers[q].respondents) for q in QUESTIONS[:4]]
    assert got == [(Fraction(13, 3), 3), (Fraction(4), 2), (Fraction(5, 3), 3), (Fraction(4), 3)]
    share = (Fraction(13, 3) + 4 + Fraction(5, 3) + 11 * 4) / 5 / 14
    assert found.result.tree.nodes["F03"].points == Fraction("1.25") * share
    (counted,) = [t for t in found.temuan if t.code == "ISI-059"]
    assert dict(counted.values)["most"] == "3" and dict(counted.values)["least"] == "2"


def test_a_script_sees_how_many_answered(blank: Path) -> None:
    data = json.loads(quick("nilai", fill(blank, ROWS), "--json")[1])
    assert data["items"]["2.a.K1"]["respondents"] == 2


def test_what_is_no_level_is_told_and_left_out_never_zero(blank: Path) -> None:
    rows = [["", 5], ["", 9], ["", "baik"], ["", 2.5], ["", 3]]
    found = read(fill(blank, rows))
    assert found.result is not None
    assert found.result.submission.answers["1.a.K1"].value == 4
    (outside,) = [t for t in found.temuan if t.code == "ISI-060"]
    assert (outside.at.cell, dict(outside.values)["count"]) == ("B8", "3")  # type: ignore[union-attr]


def test_without_respondents_what_is_typed_counts_and_beside_them_it_is_compared(blank: Path, tmp_path: Path) -> None:
    both = shutil.copy(blank, tmp_path / "keduanya.xlsx")
    alone = read(fill(blank, [], {"1.a.K1": 4.5}))
    beside = read(fill(Path(both), [["", 5]], {"1.a.K1": 4.5, "2.a.K1": 3}))
    assert alone.result is not None and beside.result is not None
    assert alone.result.submission.answers["1.a.K1"].value == Fraction("4.5")
    answers = beside.result.submission.answers
    assert (answers["1.a.K1"].value, answers["2.a.K1"].value) == (5, 3)
    assert "ISI-061" in codes(beside) and "ISI-061" not in codes(alone)
    assert answers["3.a.K1"].state is State.BLANK


def test_a_sheet_of_answers_from_elsewhere_is_known_by_its_questions(blank: Path) -> None:
    catalog = instrument(NAME)
    book = openpyxl.load_workbook(blank)
    del book["Responden"]
    sheet = book.create_sheet("Form Responses 1")
    sheet.append(["Timestamp", *(catalog.items[q].criterion for q in QUESTIONS)])
    sheet.append(["2025-03-01", *[4] * 14])
    sheet.append(["2025-03-02", *[5] * 14])
    book.save(blank)
    found = read(blank)
    assert found.result is not None
    assert {found.result.submission.answers[q].value for q in QUESTIONS} == {Fraction("4.5")}


@pytest.mark.libreoffice
def test_libreoffice_counts_and_averages_as_the_reader_does(blank: Path, tmp_path: Path) -> None:
    path = fill(blank, [*ROWS, ["", 9, "baik"]], {"1.a.Ak": 3, "29.f.B": 5})
    path.write_bytes(spoiled(path.read_bytes()))
    found = read(path)
    assert found.result is not None
    (again,) = calculated([path], tmp_path / "lo")
    assert differences(expected(instrument(NAME), found.result.submission), shown_in(again)) == []


def test_a_variant_without_the_questions_has_no_sheet_and_is_read(tmp_path: Path) -> None:
    catalog = instrument(f"{NAME}@daring")
    path = write(tmp_path / "daring.xlsx", catalog, {})
    assert "Responden" not in openpyxl.load_workbook(path).sheetnames
    found = read(path)
    assert found.result is not None and found.result.submission.instrument == f"{NAME}@daring"


def test_an_item_of_no_survey_or_of_fractions_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / NAME
    shutil.copytree(default_folder() / NAME, folder)
    shutil.copy(default_folder() / "regulations.yaml", tmp_path)
    nodes = folder / "nodes" / "00-formulir.yaml"
    text = nodes.read_text(encoding="utf-8").replace("survey: responden", "survey: lain", 1)
    nodes.write_text(text, encoding="utf-8")
    assert [(t.code, t.node) for t in told(tmp_path, NAME)] == [("KAT-082", "1.a.K1")]
