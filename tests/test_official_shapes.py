"""Official forms of other shapes: blocks a level deeper, markers that begin again or are gone, rows put in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.cli import quick
from helpers.examples import examples
from helpers.official import Slips, form_2021, template_2024
from helpers.shapes import shaped
from helpers.sheets import answers, codes, instrument, read, same_answers
from pmprb.engine.answers import Answer, State
from pmprb.jobs.evaluate import Evaluated

ZI = "zi-2021"
BLOCK = "A.II.5.iii"
LHKPN, LHKASN = f"{BLOCK}.a", f"{BLOCK}.b"
PROPERTY = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None, "derandomize": True}


@pytest.fixture(scope="module")
def filled() -> dict[str, Answer]:
    return answers(instrument(ZI), "bentuk", blank=0.0)


def deep(path: Path, filled: dict[str, Answer], change: Callable[[Any], None] | None = None, **slips: Any) -> Evaluated:
    """The 2021 form with the block a level deeper, changed as a person would, read."""
    form_2021(path, instrument(ZI), filled, Slips(block=BLOCK, **slips))
    if change is not None:
        book = openpyxl.load_workbook(path)
        change(book["LKE ZI"])
        book.save(path)
    return read(path)


def row_of(sheet: Any, text: str, nth: int = 1) -> int:
    """The row of the nth cell with a text."""
    rows = [cell.row for line in sheet.iter_rows() for cell in line if cell.value == text]
    return rows[nth - 1]


def told(found: Evaluated, code: str) -> list[str]:
    """The nodes of every temuan of a code."""
    return [t.node for t in found.temuan if t.code == code]


# The block of a real form: a level deeper, "i." again in the same column, the second heading without a marker


def test_a_block_a_level_deeper_is_found_whole_and_no_other_sub_is_blamed(tmp_path: Path, filled: dict) -> None:
    found = deep(tmp_path / "x.xlsx", filled)
    assert same_answers(filled, found) == []
    assert not codes(found) & {"BUKU-020", "BUKU-025", "BUKU-180", "BUKU-181", "BUKU-182"}
    assert found.result is not None
    assert found.result.submission.missing == ()


def test_its_typed_total_is_compared_with_the_parts(tmp_path: Path, filled: dict) -> None:
    found = deep(tmp_path / "x.xlsx", filled, totals={LHKASN: 77})
    assert same_answers(filled, found) == []
    assert told(found, "BUKU-048") == [LHKASN]


def gone(sheet: Any) -> None:
    """Both headings of the blocks are deleted."""
    sheet.delete_rows(row_of(sheet, "Penyampaian LHKASN"))
    sheet.delete_rows(row_of(sheet, "Penyampaian LHKPN"))


def the_same(sheet: Any) -> None:
    """Both rows of percentages read alike: only the headings tell which is which."""
    for name in ("LHKPN", "LHKASN"):
        at = row_of(sheet, f"Persentase penyampaian {name}")
        sheet.cell(at, 7).value = "Persentase penyampaian"


def bare(sheet: Any) -> None:
    """Headings without marker and weight, over rows that read alike."""
    the_same(sheet)
    for name in ("LHKPN", "LHKASN"):
        at = row_of(sheet, f"Penyampaian {name}")
        sheet.cell(at, 5).value = sheet.cell(at, 8).value = None


def numbered(sheet: Any) -> None:
    """Both headings are numbered on."""
    for marker, name in (("iv.", "LHKPN"), ("v.", "LHKASN")):
        sheet.cell(row_of(sheet, f"Penyampaian {name}"), 5).value = marker


def apart(sheet: Any) -> None:
    """Blank rows and a remark stand between."""
    sheet.insert_rows(row_of(sheet, "Jumlah yang sudah melaporkan", 2), 2)
    at = row_of(sheet, "Persentase penyampaian LHKASN")
    sheet.insert_rows(at)
    sheet.cell(at, 7).value = "Diisi oleh pengelola LHKASN"


def without_total(sheet: Any) -> None:
    """Nobody asks for the sum."""
    for _ in range(2):
        sheet.delete_rows(row_of(sheet, "Jumlah yang harus melaporkan"))


def unnamed_answers(sheet: Any) -> None:
    """The typed sums have nothing in the column of allowed answers."""
    for nth in (1, 2):
        sheet.cell(row_of(sheet, "Jumlah yang harus melaporkan", nth), 10).value = None


def other_kind(sheet: Any) -> None:
    """Counts are asked for as "Angka"."""
    for row in range(3, sheet.max_row + 1):
        if str(sheet.cell(row, 10).value).casefold() == "jumlah":
            sheet.cell(row, 10).value = "Angka"


def deeper_still(sheet: Any) -> None:
    """Each block has one more heading, and the sub's own lost its marker and weight."""
    for name in ("LHKASN", "LHKPN"):
        at = row_of(sheet, f"Persentase penyampaian {name}")
        sheet.insert_rows(at)
        for column, value in ((6, "1)"), (7, "Tingkat kepatuhan"), (8, 1)):
            sheet.cell(at, column).value = value
    at = row_of(sheet, instrument(ZI).nodes[BLOCK].title.upper())
    sheet.cell(at, 5).value = sheet.cell(at, 8).value = None


@pytest.mark.parametrize(
    "change", [gone, the_same, bare, numbered, other_kind, deeper_still, apart, without_total, unnamed_answers]
)
def test_it_is_found_in_other_shapes_too(tmp_path: Path, filled: dict, change: Callable[[Any], None]) -> None:
    found = deep(tmp_path / "x.xlsx", filled, change)
    assert same_answers(filled, found) == []
    assert not codes(found) & {"BUKU-020", "BUKU-025", "BUKU-180", "BUKU-181"}


def test_a_missing_part_is_told_and_the_typed_sum_is_not_taken_for_it(tmp_path: Path, filled: dict) -> None:
    def change(sheet: Any) -> None:
        sheet.delete_rows(row_of(sheet, "- Jumlah kepala satuan kerja yang wajib melapor"))

    found = deep(tmp_path / "x.xlsx", filled, change)
    assert same_answers(filled, found) == [LHKPN]
    assert found.result is not None
    assert found.result.submission.answers[LHKPN].state is State.INVALID
    assert [dict(t.values)["row_code"] for t in found.temuan if t.code == "BUKU-020"] == [f"{LHKPN}.kepala"]


def test_a_block_that_cannot_be_told_is_one_error_with_the_rows_looked_at(tmp_path: Path, filled: dict) -> None:
    def change(sheet: Any) -> None:
        start = row_of(sheet, "Penyampaian LHKPN")
        for row in range(start, start + 14):
            for column in (5, 6):
                sheet.cell(row, column).value = None
            if sheet.cell(row, 7).value or sheet.cell(row, 6).value:
                sheet.cell(row, 7).value = "Isian lain"

    found = deep(tmp_path / "x.xlsx", filled, change)
    assert same_answers(filled, found) == [LHKPN, LHKASN]
    blocks = [t for t in found.temuan if t.code == "BUKU-180"]
    assert [t.node for t in blocks] == [BLOCK]
    assert "Isian lain" in dict(blocks[0].values)["seen"]
    assert not codes(found) & {"BUKU-020", "BUKU-025", "BUKU-182"}
    assert found.result is not None
    assert found.result.submission.missing == (LHKPN, LHKASN)


# The portal's template: official row numbers held against the texts


def portal(path: Path, filled: dict, change: Callable[[Any], None]) -> Evaluated:
    """The template of 2024 changed as a person would, read."""
    template_2024(path, instrument(ZI), filled, "Dinas Pangan", inserted=False)
    book = openpyxl.load_workbook(path)
    change(book["Jawaban"])
    book.save(path)
    return read(path)


def shifted(sheet: Any) -> None:
    """A row is put in, and the numbers of all rows are drawn down anew."""
    sheet.insert_rows(20)
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value = row - 1


def unnumbered(sheet: Any) -> None:
    """Some rows, a whole block among them, have no number."""
    for row in (*range(10, 30), *range(173, 188)):
        sheet.cell(row, 1).value = None


def doubled(sheet: Any) -> None:
    """Rows bear the number of the row above them."""
    for row in (19, 43, 80, 178):
        sheet.cell(row, 1).value = sheet.cell(row - 1, 1).value


@pytest.mark.parametrize("change", [shifted, unnumbered, doubled])
def test_official_numbers_that_are_wrong_give_no_item_the_answer_of_another(
    tmp_path: Path, filled: dict, change: Callable[[Any], None]
) -> None:
    found = portal(tmp_path / "x.xlsx", filled, change)
    assert found.result is not None, found.temuan
    assert (found.result.submission.layout, same_answers(filled, found)) == ("lke-zi-2024", [])
    assert "BUKU-184" in codes(found)
    assert not codes(found) & {"BUKU-020", "BUKU-021", "BUKU-022", "BUKU-180", "BUKU-182"}


# How much of a form was found


def test_the_coverage_of_every_file_is_told_by_area(tmp_path: Path, filled: dict) -> None:
    gone_items = {"A.I.2.i.a", "A.I.4.i.c", "A.I.4.ii.a"}
    given_answers = filled | {"A.I.1.i.a": Answer(item="A.I.1.i.a", state=State.BLANK)}
    path = form_2021(tmp_path / "x.xlsx", instrument(ZI), given_answers, Slips(missing=gone_items))
    line = "110 dari 113 butir ditemukan, 109 terjawab; tidak ditemukan: A.I.2 1 dari 9, A.I.4 2 dari 11"
    for command in ("nilai", "periksa"):
        assert line in quick(command, path)[1]
    covered = json.loads(quick("nilai", path, "--json")[1])["coverage"]
    assert (covered["items"], covered["found"], covered["answered"], covered["missing"]) == (113, 110, 109, 3)
    assert set(covered["missing_items"]) == gone_items
    assert covered["areas"]["A.I.4"] == {"items": 11, "found": 9, "answered": 9, "missing": 2}
    assert len(covered["areas"]) == 14


def test_the_rekap_tells_the_coverage_beside_each_input(tmp_path: Path, filled: dict) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    slips = Slips(missing={"A.I.2.i.a"})
    form_2021(folder / "Dinas Pangan.xlsx", instrument(ZI), filled, slips)
    quick("gabung", folder, "-o", tmp_path / "rekap.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "rekap.xlsx")["Tentang"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    line = next(row for row in rows if "Dinas Pangan.xlsx" in row)
    assert line[3] == "112 dari 113 butir ditemukan, 112 terjawab; tidak ditemukan: A.I.2 1 dari 9"


# Rows of one sub


def test_a_text_that_fits_two_items_without_a_marker_is_refused_and_both_are_named(
    tmp_path: Path, filled: dict
) -> None:
    path = form_2021(tmp_path / "x.xlsx", instrument(ZI), filled, Slips(letters={"A.II.2.ii.a": "", "A.II.2.ii.b": ""}))
    book = openpyxl.load_workbook(path)
    sheet = book["LKE ZI"]
    for item in instrument(ZI).nodes["A.II.2.ii"].items:
        sheet.cell(row_of(sheet, item.criterion), 7).value = "Layanan SPBE sudah terintegrasi, lebih cepat dan efisien"
    book.save(path)
    found = read(path)
    assert same_answers(filled, found) == ["A.II.2.ii.a", "A.II.2.ii.b"]
    unsure = [dict(t.values)["codes"] for t in found.temuan if t.code == "BUKU-181"]
    assert unsure == ["A.II.2.ii.a, A.II.2.ii.b"] * 2


def test_a_text_copied_from_the_row_above_is_read_by_its_letter_and_told(tmp_path: Path, filled: dict) -> None:
    catalog = instrument(ZI)
    path = form_2021(tmp_path / "x.xlsx", catalog, filled)
    book = openpyxl.load_workbook(path)
    sheet = book["LKE ZI"]
    sheet.cell(row_of(sheet, catalog.items["A.I.3.i.c"].criterion), 7).value = catalog.items["A.I.3.i.b"].criterion
    book.save(path)
    found = read(path)
    assert same_answers(filled, found) == []
    assert told(found, "BUKU-183") == ["A.I.3.i.c"]


def test_renumbered_letters_after_a_deleted_row_follow_the_texts(tmp_path: Path, filled: dict) -> None:
    slips = Slips(missing={"A.I.3.iv.a"}, letters={"A.I.3.iv.b": "a.", "A.I.3.iv.c": "b.", "A.I.3.iv.d": "c."})
    found = read(form_2021(tmp_path / "x.xlsx", instrument(ZI), filled, slips))
    assert same_answers(filled, found) == ["A.I.3.iv.a"]
    assert told(found, "BUKU-020") == ["A.I.3.iv.a"]
    assert told(found, "BUKU-046") == ["A.I.3.iv"]


def test_a_question_of_ones_own_is_not_scored_and_told(tmp_path: Path, filled: dict) -> None:
    path = form_2021(tmp_path / "x.xlsx", instrument(ZI), filled)
    book = openpyxl.load_workbook(path)
    sheet = book["LKE ZI"]
    at = row_of(sheet, instrument(ZI).items["A.I.1.i.b"].criterion) + 1
    sheet.insert_rows(at)
    for column, value in ((6, "c."), (7, "Kerja sama dengan media sudah dijalin"), (10, "A/B/C"), (11, "A")):
        sheet.cell(at, column).value = value
    book.save(path)
    found = read(path)
    assert same_answers(filled, found) == []
    assert [dict(t.values)["count"] for t in found.temuan if t.code == "BUKU-182"] == ["1"]


# Every shape by chance


@settings(max_examples=examples(12, 24), **PROPERTY)
@given(seed=st.integers(0, 2**32))
def test_every_item_of_every_shape_is_found_with_its_answer(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    catalog = instrument(ZI)
    given_answers = answers(catalog, seed, blank=0.0)
    found = read(shaped(tmp_path_factory.getbasetemp() / "bentuk.xlsx", catalog, given_answers, seed))
    assert same_answers(given_answers, found) == []
    assert not codes(found) & {"BUKU-020", "BUKU-025", "BUKU-180", "BUKU-181"}


@settings(max_examples=examples(12, 24), **PROPERTY)
@given(seed=st.integers(0, 2**32))
def test_no_item_of_a_spoiled_form_gets_the_answer_of_another(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    catalog = instrument(ZI)
    given_answers = answers(catalog, seed, blank=0.0)
    path = shaped(tmp_path_factory.getbasetemp() / "rusak.xlsx", catalog, given_answers, seed, damaged=True)
    found = read(path)
    assert found.result is not None
    got = found.result.submission.answers
    wrong = [item for item in same_answers(given_answers, found) if got[item].state is State.GIVEN]
    assert wrong == []
    lost = {item for item in same_answers(given_answers, found) if got[item].state is State.BLANK}
    assert lost <= set(found.result.submission.missing)
