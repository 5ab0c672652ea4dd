"""Books that can be read in several ways: sheets, layouts, blocks of years, columns of answers. Nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.official import Year, form_2014, form_2021
from helpers.sheets import Lke, answers, edit, instrument, read, same_answers, write
from pmprb.engine.answers import State
from pmprb.jobs.evaluate import Evaluated, Options, evaluate
from pmprb.jobs.inputs import Catalogs
from pmprb.worksheet.rows import address

ZI, RB = instrument("zi-2021"), instrument("rb-2014")
FULL = answers(ZI, "readings", blank=0.0)


def filled(tmp_path: Path) -> Path:
    """A worksheet with every answer in its place."""
    return write(tmp_path / "unit.xlsx", ZI, FULL)


def sheets(path: Path, **states: tuple[bool, str]) -> Path:
    """Give a filled worksheet copies of its LKE: by name ("_" for a space) whether filled, and how visible."""
    book = openpyxl.load_workbook(path)
    source = book["LKE"]
    for name, (_, state) in states.items():
        name = name.replace("_", " ")
        sheet = source if name == "LKE" else book.copy_worksheet(source)
        sheet.title = name
        sheet.sheet_state = state
    for name, (is_filled, _) in states.items():
        if not is_filled:
            lke = Lke(book[name.replace("_", " ")])
            column = lke.columns["Jawaban"]
            for row in range(lke.head + 1, lke.sheet.max_row + 1):
                lke.sheet.cell(row, column).value = None
    book.save(path)
    return path


def told(found: Evaluated, code: str) -> list[dict[str, str]]:
    """The values of every temuan of a code."""
    return [dict(t.values) for t in found.temuan if t.code == code]


VISIBLE, HIDDEN, VERY = "visible", "hidden", "veryHidden"
REFUSED = {
    "two quarters": ({"LKE": (True, VISIBLE), "LKE_TW2": (True, VISIBLE)}, "LKE, LKE TW2", ""),
    "both filled, another blank": (
        {"LKE": (True, VISIBLE), "LKE_TW2": (True, VISIBLE), "LKE_TW3": (False, VISIBLE)}, "LKE, LKE TW2", "LKE TW3"
    ),
    "a hidden copy beside it": ({"LKE": (True, VISIBLE), "LKE_(2)": (True, HIDDEN)}, "LKE, LKE (2) (tersembunyi)", ""),
    "hidden filled, visible blank": ({"LKE": (False, VISIBLE), "isi": (True, HIDDEN)}, "isi (tersembunyi)", "LKE"),
    "very hidden filled": ({"LKE": (False, VISIBLE), "isi": (True, VERY)}, "isi (tersembunyi)", "LKE"),
    "its own name hidden": ({"LKE": (True, HIDDEN), "isi": (False, VISIBLE)}, "LKE (tersembunyi)", "isi"),
}  # fmt: skip


@pytest.mark.parametrize(("states", "named", "blank"), REFUSED.values(), ids=REFUSED)
def test_more_than_one_filled_sheet_or_a_hidden_one_is_refused_with_the_sheets_named(
    tmp_path: Path, states: dict[str, Any], named: str, blank: str
) -> None:
    path = sheets(filled(tmp_path), **states)
    found = read(path)
    assert found.result is None
    assert told(found, "BUKU-170") == [{"filled": named, "blank": blank}]
    code, text = quick("nilai", path)
    assert code == 1 and "--lembar NAMA" in text and named in text
    for name in states:
        wanted = name.replace("_", " ")
        chosen = evaluate(path.name, path, Catalogs(), Options(sheets=(wanted,)))
        assert chosen.result is not None and chosen.result.rated is states[name][0]
        assert {a.source.sheet for a in chosen.result.submission.answers.values() if a.source} == {wanted}


@pytest.mark.parametrize("blank", ["LKE", "LKE_(2)"])
@pytest.mark.parametrize("state", [VISIBLE, HIDDEN])
def test_the_one_filled_visible_sheet_is_read_and_noted(tmp_path: Path, blank: str, state: str) -> None:
    other = {"LKE": "LKE_(2)", "LKE_(2)": "LKE"}[blank]
    path = sheets(filled(tmp_path), **{blank: (False, state), other: (True, VISIBLE)})
    found = read(path)
    assert found.result is not None and same_answers(FULL, found) == []
    assert told(found, "BUKU-171") == [{"taken": other.replace("_", " "), "left": blank.replace("_", " ")}]


def test_a_sheet_with_the_verifiers_answers_alone_is_no_blank_one(tmp_path: Path) -> None:
    path = sheets(filled(tmp_path), LKE=(True, VISIBLE), LKE_TPI=(False, VISIBLE))
    book = openpyxl.load_workbook(path)
    own, other = Lke(book["LKE"]), Lke(book["LKE TPI"])
    other.cell("A.I.1.i.a", "Jawaban TPI").value = own.cell("A.I.1.i.a").value
    book.save(path)
    assert told(read(path), "BUKU-170") == [{"filled": "LKE, LKE TPI", "blank": ""}]


def test_a_lone_hidden_sheet_is_read_and_warned_of(tmp_path: Path) -> None:
    found = read(sheets(filled(tmp_path), LKE=(True, HIDDEN)))
    assert found.result is not None and found.result.rated and told(found, "BUKU-172") == [{}]


def test_blank_copies_are_a_blank_worksheet(tmp_path: Path) -> None:
    found = read(sheets(filled(tmp_path), LKE=(False, VISIBLE), LKE_2=(False, HIDDEN)))
    assert found.result is not None and not found.result.rated


def test_every_command_that_reads_worksheets_takes_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "masuk").mkdir()
    path = sheets(filled(tmp_path / "masuk"), LKE=(True, VISIBLE), TW2=(True, VISIBLE))
    chosen = ("--lembar", "TW2")
    assert quick("periksa", path)[0] == 1 and quick("periksa", path, *chosen)[0] == 0
    assert "BUKU-173" in quick("nilai", path, "--lembar", "TW3")[1]
    assert quick("nilai", path, "--lembar", "TW3", *chosen)[0] == 0  # the first of them that the file has
    rekap = tmp_path / "rekap.xlsx"
    code, text = quick("gabung", tmp_path / "masuk", "-o", rekap, *chosen)
    assert code == 0 and "1 dipakai" in text
    assert quick("periksa", "--bukti", rekap, tmp_path / "masuk")[0] == 0  # the record knows which sheet was read
    code, text = quick("templat", "--untuk", "tpi", "--dari", tmp_path / "masuk", "-o", tmp_path / "tpi", *chosen)
    assert code == 0 and "1 lembar verifikasi" in text


def test_two_layouts_in_one_book(tmp_path: Path) -> None:
    """The official form and our own template, both filled."""
    path = filled(tmp_path)
    form = openpyxl.load_workbook(form_2021(tmp_path / "resmi.xlsx", ZI, FULL))["LKE ZI"]
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("LKE ZI")
    for row in form.iter_rows():
        for cell in row:
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                sheet[cell.coordinate].value = cell.value
    book.save(path)
    assert told(read(path), "BUKU-170") == [{"filled": "LKE, LKE ZI", "blank": ""}]
    found = evaluate(path.name, path, Catalogs(), Options(sheets=("LKE ZI",)))
    assert found.result is not None and found.result.submission.layout == "lke-zi-2021"


def second_column(first: bool, second: bool, header: str = "Jawaban") -> Any:
    """Add a second column of answers; say which of the two is filled."""

    def change(lke: Lke) -> None:
        one, two = lke.columns["Jawaban"], lke.sheet.max_column + 1
        lke.sheet.cell(lke.head, two).value = header
        for row in range(lke.head + 1, lke.sheet.max_row + 1):
            cell = lke.sheet.cell(row, one)
            lke.sheet.cell(row, two).value = cell.value if second else None
            cell.value = cell.value if first else None

    return change


@pytest.mark.parametrize("header", ["Jawaban", "Jawaban Unit"])
def test_two_columns_of_answers(tmp_path: Path, header: str) -> None:
    path = edit(filled(tmp_path), second_column(True, True, header))
    book = openpyxl.load_workbook(path)["LKE"]
    letter = address(0, book.max_column - 1).rstrip("1")
    assert told(read(path), "BUKU-174") == [
        {"readings": f"kolom F, kolom {letter}", "option": f"--kolom F atau --kolom {letter}"}
    ]
    for wanted in ("F", letter):
        chosen = evaluate(path.name, path, Catalogs(), Options(column=wanted))
        assert same_answers(FULL, chosen) == []
    assert quick("nilai", path, "--kolom", letter.lower())[0] == 0
    path = edit(filled(tmp_path), second_column(False, True, header))
    found = read(path)
    assert same_answers(FULL, found) == [] and told(found, "ISI-039") == [{"taken": letter, "left": "F"}]
    path = edit(filled(tmp_path), second_column(True, False, header))
    assert same_answers(FULL, read(path)) == []


@pytest.mark.parametrize(("now", "before"), [(True, True), (True, False), (False, True)])
@pytest.mark.parametrize(("named", "band"), [(2015, 2015), (None, 2015), (2016, 2015), (None, None)])
def test_two_blocks_of_years(tmp_path: Path, now: bool, before: bool, named: int | None, band: int | None) -> None:
    """A form that names its own year means that block; else, or when it is blank, the year is asked for."""
    blank = {item: replace(answer, state=State.BLANK, choice="", value=None)
             for item, answer in answers(RB, "kosong", blank=1.0).items()}  # fmt: skip
    given = answers(RB, "kini", blank=0.0)
    path = form_2014(
        tmp_path / "LKE RB.xlsx", RB,
        Year(given if now else blank, "blok-berjalan", band=band),
        Year(given if before else blank, "blok-lalu", band=band and band - 1),
        year=named,
    )  # fmt: skip
    found = read(path)
    if now and (not before or (named == band and named)):
        assert found.result is not None and found.result.submission.period == str(band or "")
        return
    if not band:
        layouts = "--tata-letak lke-rb-2014 atau --tata-letak lke-rb-2014-lalu"
        assert [one["option"] for one in told(found, "BUKU-174")] == [layouts]
        return
    years = "tahun 2015, tahun 2014" if now else "tahun 2014"
    assert told(found, "BUKU-174") == [{"readings": years, "option": "--tahun 2015 atau --tahun 2014"}]
    chosen = evaluate(path.name, path, Catalogs(), Options(year="2014"))
    assert chosen.result is not None and chosen.result.submission.period == "2014"


@pytest.mark.parametrize("layout", ["lke-rb-2014", "lke-rb-2014-lalu"])
def test_answers_of_another_year_are_no_answers_elsewhere(tmp_path: Path, layout: str) -> None:
    few, full = answers(RB, "sedikit", blank=0.97), answers(RB, "kini", blank=0.0)
    now, before = (few, full) if layout == "lke-rb-2014" else (full, few)
    blocks = Year(now, "blok-berjalan", band=2015), Year(before, "blok-lalu", band=2014)
    path = form_2014(tmp_path / "LKE RB.xlsx", RB, *blocks)
    found = evaluate(path.name, path, Catalogs(), Options(layout=layout))
    assert found.result is not None
    assert not {"BUKU-175", "BUKU-176", "BUKU-177"} & {t.code for t in found.temuan}
