"""Answers that stand elsewhere than they should: another column, row or sheet. They are told, and never taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.official import form_2021, template_2024
from helpers.sheets import Lke, answers, edit, instrument, read, submission, write
from pmprb import __version__
from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.load import instrument_ids
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import ReviewOf
from pmprb.jobs.evaluate import Evaluated
from pmprb.temuan import Severity, render
from pmprb.worksheet.template.build import build_template

ZI = instrument("zi-2021")
GENERAL = instrument("rb-general-2024")
FULL = answers(ZI, "elsewhere", blank=0.0)


def filled(tmp_path: Path, catalog: Instrument = ZI) -> Path:
    """A worksheet with every answer in its place."""
    return write(tmp_path / "unit.xlsx", catalog, answers(catalog, "elsewhere", blank=0.0))


def asked(catalog: Instrument) -> list[str]:
    """The codes of all rows that ask for an answer, in the form's order."""
    return [
        code
        for item in catalog.items.values()
        for code in ([f"{item.id}.{c.id}" for c in item.inputs] if isinstance(item, RatioItem) else [item.id])
    ]


def moved(codes: Iterable[str], header: str, also: Iterable[str] = ()) -> Callable[[Lke], None]:
    """Move the answers of some rows to the column of a header (a new one when no column has it)."""

    def change(lke: Lke) -> None:
        column = lke.columns.get(header) or lke.sheet.max_column + 2
        lke.sheet.cell(lke.head, column).value = header
        for code in codes:
            cell = lke.cell(code)
            lke.sheet.cell(cell.row, column).value = cell.value
            cell.value = None
        for code in also:
            lke.sheet.cell(lke.row(code), column).value = lke.cell(code).value

    return change


def told(found: Evaluated, code: str) -> list[dict[str, str]]:
    """The values of every temuan of a code."""
    return [dict(t.values) for t in found.temuan if t.code == code]


@pytest.mark.parametrize(
    "header",
    [
        "Jawaban TPI",
        "Catatan TPI",
        "Catatan",
        "Bukti Dukung",
        "Penjelasan",
        "Pilihan",
        "Nilai",
        "%",
        "Isian kami",
        "Kriteria",
        "Bobot",
    ],
)
@pytest.mark.parametrize("catalog", [ZI, GENERAL], ids=["zi", "general"])
def test_answers_in_another_column_are_told_with_column_cells_and_repair(
    tmp_path: Path, catalog: Instrument, header: str
) -> None:
    path = edit(filled(tmp_path, catalog), moved(asked(catalog), header))
    code, text = quick("nilai", path)
    assert code == 1
    assert f"{len(catalog.items)} jawaban ditulis di kolom" in text
    assert f"({header})" in text and "sedangkan kolom F (Jawaban) di baris itu kosong" in text
    assert "belum dinilai" in text and "etelah verifikasi" not in text and ": memenuhi" not in text
    found = read(path)
    assert found.result is not None and not found.result.rated and found.result.verified is None
    assert "ISI-001" not in {t.code for t in found.temuan}


def test_gathering_names_the_files_whose_answers_are_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "masuk").mkdir()
    edit(filled(tmp_path / "masuk"), moved(asked(ZI), "Jawaban TPI"))
    code, text = quick("gabung", tmp_path / "masuk", "-o", tmp_path / "rekap.xlsx")
    assert code == 1 and "KESALAHAN unit.xlsx › LKE!K10 · BUKU-175" in text
    assert "dari 0 unit" in text and "1 unit memenuhi" not in text


def test_one_in_three_of_the_answers_elsewhere_spoils_those_items_and_leaves_the_others(tmp_path: Path) -> None:
    third = asked(ZI)[::3]
    items = {code for code in third if code in ZI.items}
    path = edit(filled(tmp_path), moved(items, "Catatan"))
    found = read(path)
    assert found.result is not None
    assert [int(one["count"]) for one in told(found, "BUKU-175")] == [len(items)]
    given = {item for item, answer in found.result.submission.answers.items() if answer.state.value == "given"}
    assert given == set(ZI.items) - items


@pytest.mark.parametrize(("header", "counted"), [("Catatan", True), ("Jawaban TPI", True)])
def test_half_in_one_column_and_half_in_another(tmp_path: Path, header: str, counted: bool) -> None:
    choices = [item.id for item in ZI.items.values() if isinstance(item, ChoiceItem)]
    half = choices[: len(choices) // 2]
    found = read(edit(filled(tmp_path), moved(half, header)))
    assert found.result is not None
    assert bool(told(found, "BUKU-175")) is counted
    assert not set(half) & set(found.result.submission.reviewed)
    assert all(found.result.tree.items[item].score is None for item in half)


def test_answers_in_two_wrong_columns_are_told_for_each(tmp_path: Path) -> None:
    codes = asked(ZI)
    path = edit(filled(tmp_path), moved(codes[:60], "Catatan"))
    found = read(edit(path, moved(codes[60:], "Bukti Dukung")))
    assert {one["column"][0] for one in told(found, "BUKU-175")} == {"I", "J"}


def test_answers_with_an_explanation_in_the_notes_are_answers_elsewhere(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        for code in asked(ZI):
            cell = lke.cell(code)
            lke.cell(code, "Catatan").value = f"{cell.value}, sudah ada SK" if code in ZI.items else None
            cell.value = None

    assert told(read(edit(filled(tmp_path), change)), "BUKU-175")


def test_a_review_of_a_half_filled_sheet_stays_a_review(tmp_path: Path) -> None:
    """A verifier who answers what the unit answered, and some of what it left out, is no misplaced answer."""
    choices = [item.id for item in ZI.items.values() if isinstance(item, ChoiceItem)]
    path = edit(filled(tmp_path), moved(choices[:20], "Jawaban TPI", also=choices[20:80]))
    found = read(path)
    assert found.result is not None and not told(found, "BUKU-175")
    assert len(found.result.submission.reviewed) == 80 and found.result.verified is not None


def test_a_single_choice_in_the_notes_of_a_blank_item_is_a_warning(tmp_path: Path) -> None:
    item = next(item.id for item in ZI.items.values() if isinstance(item, ChoiceItem) and item.answer_set == "abcd")
    found = read(edit(filled(tmp_path), moved([item], "Catatan")))
    assert [(t.node, t.severity) for t in found.temuan if t.code == "ISI-036"] == [(item, Severity.PERINGATAN)]


def test_words_about_a_blank_item_are_no_answers(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        for code in asked(ZI):
            lke.cell(code).value = None
            lke.cell(code, "Catatan").value = "Belum ada, menyusul bulan depan"
            lke.cell(code, "Bukti Dukung").value = "Tidak ada"

    found = read(edit(filled(tmp_path), change))
    assert not {t.code for t in found.temuan} & {"BUKU-175", "BUKU-176", "ISI-036"}


@pytest.mark.parametrize("way", [1, -1, 2])
def test_answers_moved_by_rows_are_not_scored(tmp_path: Path, way: int) -> None:
    def change(lke: Lke) -> None:
        column = lke.columns["Jawaban"]
        values = {lke.row(code): lke.cell(code).value for code in asked(ZI)}
        for row in values:
            lke.sheet.cell(row, column).value = None
        for row, value in values.items():
            lke.sheet.cell(row + way, column).value = value

    path = edit(filled(tmp_path), change)
    found = read(path)
    assert found.result is not None and not found.result.rated
    words = {1: "satu baris ke bawah", -1: "satu baris ke atas", 2: "dua baris ke bawah"}
    assert [one["way"] for one in told(found, "BUKU-177")] == [words[way]]
    assert "belum ada jawaban yang dapat dinilai" in quick("nilai", path)[1]


@pytest.mark.parametrize("way", [1, -1])
def test_the_answers_of_one_heading_moved_by_a_row_are_not_scored(tmp_path: Path, way: int) -> None:
    items = [item.id for item in ZI.nodes["A.I.1.iv"].items]

    def change(lke: Lke) -> None:
        column = lke.columns["Jawaban"]
        values = {lke.row(code): lke.cell(code).value for code in items}
        for row in values:
            lke.sheet.cell(row, column).value = None
        for row, value in values.items():
            lke.sheet.cell(row + way, column).value = value

    found = read(edit(filled(tmp_path), change))
    assert found.result is not None and "ISI-032" in {t.code for t in found.temuan}
    assert {i for i, one in found.result.tree.items.items() if one.score is None} == set(items)


def test_answers_pasted_in_one_block_are_not_scored(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        column, codes = lke.columns["Jawaban"], asked(ZI)
        values = [lke.cell(code).value for code in codes]
        first = lke.row(codes[0])
        for code in codes:
            lke.cell(code).value = None
        for n, value in enumerate(values):
            lke.sheet.cell(first + n, column).value = value

    found = read(edit(filled(tmp_path), change))
    assert found.result is not None and not found.result.rated and told(found, "BUKU-177")


def test_one_answer_on_a_heading_is_told_and_the_others_count(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        lke.cell("A.I.1.ii").value = "B"

    found = read(edit(filled(tmp_path), change))
    assert found.result is not None and found.result.rated
    assert [t.severity for t in found.temuan if t.code == "ISI-032"] == [Severity.KESALAHAN]


def test_a_percentage_on_a_ratios_own_row_is_told(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        for name in ("agen", "perubahan"):
            lke.cell(f"A.II.1.i.a.{name}").value = None
        lke.cell("A.II.1.i.a").value = "85%"

    found = read(edit(filled(tmp_path), change))
    assert [(t.node, dict(t.values)["seen"]) for t in found.temuan if t.code == "ISI-037"] == [("A.II.1.i.a", "85%")]


def other_sheet(path: Path, name: str, with_codes: bool) -> Path:
    """Move all answers to a sheet of their own, beside their codes or alone."""
    book = openpyxl.load_workbook(path)
    lke = Lke(book["LKE"])
    sheet: Any = book[name] if name in book.sheetnames else book.create_sheet(name)
    start = sheet.max_row + 2
    for n, code in enumerate(asked(ZI)):
        cell = lke.cell(code)
        if with_codes:
            sheet.cell(start + n, 1).value = code
        sheet.cell(start + n, 3).value = cell.value
        cell.value = None
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["Rekap", "Sheet1"])
@pytest.mark.parametrize("with_codes", [True, False])
def test_answers_on_another_sheet_are_told(tmp_path: Path, name: str, with_codes: bool) -> None:
    path = other_sheet(filled(tmp_path), name, with_codes)
    found = read(path)
    assert [one["sheet"] for one in told(found, "BUKU-176")] == [name]
    assert quick("nilai", path)[0] == 1


OF_THIS_KIND = {"BUKU-175", "BUKU-176", "BUKU-177", "ISI-032", "ISI-036", "ISI-037"}


@pytest.mark.parametrize("name", instrument_ids())
def test_a_blank_worksheet_has_no_answers_elsewhere(tmp_path: Path, name: str) -> None:
    """The weights beside blank numbers are no answers to them: 0,4 as little as 1."""
    found = read(write(tmp_path / "kosong.xlsx", instrument(name), {}))
    assert found.result is not None and not {t.code for t in found.temuan} & OF_THIS_KIND


def moved_in(path: Path, sheet: str, source: str, target: str, first: int) -> Path:
    """Move the labels of a column of an official form to another column."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    for row in range(first, page.max_row + 1):
        value = page[f"{source}{row}"].value
        if isinstance(value, str) and value in ("Ya", "Tidak", "A", "B", "C", "D", "E"):
            page[f"{target}{row}"].value = value
            page[f"{source}{row}"].value = None
    book.save(path)
    return path


@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("form", ["2021", "2024"])
def test_answers_moved_by_rows_in_official_forms(tmp_path: Path, form: str, way: int) -> None:
    path = tmp_path / "lke.xlsx"
    if form == "2021":
        form_2021(path, ZI, FULL)
    else:
        template_2024(path, ZI, FULL, "Dinas Pangan", inserted=False)
    book = openpyxl.load_workbook(path)
    sheet = book["LKE ZI" if form == "2021" else "Jawaban"]
    values = {row: sheet.cell(row, 11).value for row in range(3, sheet.max_row + 1)}
    for row in values:
        sheet.cell(row, 11).value = values.get(row - way)
    book.save(path)
    found = read(path)
    assert found.result is not None and not found.result.rated and told(found, "BUKU-177")
    assert not {t.code for t in found.temuan if t.code.startswith("ISI-")} - {"ISI-012"}


@pytest.mark.parametrize("target", ["O", "P", "J"])
def test_the_form_of_2021(tmp_path: Path, target: str) -> None:
    path = moved_in(form_2021(tmp_path / "lke.xlsx", ZI, FULL), "LKE ZI", "K", target, 3)
    found = read(path)
    assert found.result is not None
    assert [one["column"][0] for one in told(found, "BUKU-175")] == [target]


@pytest.mark.parametrize("target", ["L", "M", "N"])
def test_the_template_of_2024(tmp_path: Path, target: str) -> None:
    path = template_2024(tmp_path / "lke.xlsx", ZI, FULL, "Dinas Pangan", inserted=False)
    found = read(moved_in(path, "Jawaban", "K", target, 2))
    assert found.result is not None
    assert [one["column"][0] for one in told(found, "BUKU-175")] == [target]
    assert not found.result.submission.reviewed


def review(tmp_path: Path, source: Path) -> Path:
    """A review workbook of a filled worksheet, nothing verified yet."""
    own = submission(ZI, FULL)
    made = ReviewOf(file=source.name, sha256=read(source).sha256)
    path = tmp_path / "tpi.xlsx"
    path.write_bytes(build_template(ZI, own.unit, "2026", own, version=__version__, review_of=made))
    return path


def test_a_verifiers_answers_in_its_notes_are_told_too(tmp_path: Path) -> None:
    source = filled(tmp_path)

    def change(lke: Lke) -> None:
        for code in asked(ZI):
            lke.cell(code, "Catatan TPI").value = lke.cell(code).value

    path = edit(review(tmp_path, source), change)
    code, text = quick("nilai", source, "--tpi", path)
    assert code == 1 and "BUKU-175" in text and "kolom K (Jawaban TPI) di baris itu kosong" in text


def test_a_unit_without_answers_of_its_own_has_no_verified_value(tmp_path: Path) -> None:
    source = write(tmp_path / "unit.xlsx", ZI, {})
    path = review(tmp_path, source)

    def change(lke: Lke) -> None:
        for code in asked(ZI):
            lke.cell(code, "Jawaban TPI").value = lke.cell(code).value

    edit(path, change)
    for given in ((), ("--json",)):
        _, text = quick("nilai", source, "--tpi", path, *given)
        assert "ISI-038" in text
        assert "nilai setelah verifikasi" not in text.casefold().replace("nilai setelah verifikasi tidak dihitung", "")
    assert "reviewed" not in json.loads(text)


def test_the_verifiers_columns_are_locked_in_the_units_sheet_alone(tmp_path: Path) -> None:
    source = filled(tmp_path)
    for path, unit_locked in ((source, False), (review(tmp_path, source), True)):
        lke = Lke(openpyxl.load_workbook(path)["LKE"])
        assert lke.sheet.protection.sheet
        for code in asked(ZI):
            assert lke.cell(code).protection.locked is unit_locked
            for header in ("Jawaban TPI", "Catatan TPI"):
                if code in ZI.items or header == "Jawaban TPI":
                    assert lke.cell(code, header).protection.locked is not unit_locked


def test_the_words_fit_on_a_line_or_two(tmp_path: Path) -> None:
    found = read(edit(filled(tmp_path), moved(asked(ZI), "Jawaban TPI")))
    assert all(len(render(t)) < 330 for t in found.temuan)


@pytest.mark.parametrize("mark", ["√", "x", "V"])
def test_answers_ticked_in_a_column_for_each_choice_are_told_with_both_columns(tmp_path: Path, mark: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "LKE"
    sheet.append(["Kode", "Kriteria", "Jawaban", None, "Bukti"])
    sheet.append([None, None, "Ya", "Tidak", None])
    for item in ZI.items.values():
        yes = FULL[item.id].choice in ("Ya", "A")
        sheet.append([item.id, item.criterion, mark if yes else None, None if yes else mark, "SK"])
    sheet.merge_cells("C1:D1")
    book.save(tmp_path / "centang.xlsx")
    code, text = quick("periksa", tmp_path / "centang.xlsx")
    assert code == 1 and "ISI-074 · 113 butir dijawab dengan tanda di kolom C (Ya), D (Tidak)" in text
    assert "Tulis nama pilihannya di satu kolom Jawaban" in text
