"""What a person sees without scrolling at 1366 x 768, and whether it can be read on paper."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.cli import quick
from helpers.libreoffice import convert
from helpers.screen import SCREEN, pixels, widths
from helpers.sheets import answers, instrument, write
from pmprb.demo.make import Made

Demo = tuple[Path, list[Made]]
BELOW = 430
"""Points of rows below ribbon and formula bar, above the tabs."""
PAPER = 297 / 25.4 * 72


def type_size(sheet: Worksheet, size: float) -> float:
    """How large letters are on A4, fitted to its width."""
    first, _, last, _ = range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))
    assert first and last
    points = sum(wide * 0.75 for number, wide in widths(sheet).items() if first <= number <= last)
    margins = (sheet.page_margins.left + sheet.page_margins.right) * 72
    return size * min(1, (PAPER - margins) / points)


@pytest.fixture(scope="module")
def rekap(demo: Demo) -> Workbook:
    """The rekap of an instrument with gates; nobody may change it."""
    return openpyxl.load_workbook(next(one for one in demo[1] if one.instrument.gate_sets).rekap)


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Kelayakan", "Selisih"), ("Kesenjangan", "Jawaban berikutnya"), ("Kesenjangan", "Status"),
        ("Temuan", "Temuan"), ("Belum Menyerahkan", "Alasan"), ("Belum Menyerahkan", "Keterangan"),
        ("Perlu Ditelaah", "Penjelasan"), ("Peringkat", "WBBM"), ("Ringkasan", "Selisih"),
    ],
)  # fmt: skip
def test_what_decides_stands_on_the_first_screen_of_a_rekap(name: str, last: str, rekap: Workbook) -> None:
    assert pixels(rekap[name], last, (rekap[name].sheet_view.zoomScale or 100) / 100) <= SCREEN
    if name != "Ringkasan":
        assert rekap[name].freeze_panes


def test_eight_gaps_are_seen_at_once_and_can_be_read_on_paper(rekap: Workbook) -> None:
    sheet = rekap["Kesenjangan"]
    zoom = sheet.sheet_view.zoomScale / 100
    assert pixels(sheet, "Poin bisa diraih", zoom) <= SCREEN
    heights = [sheet.row_dimensions[row].height or 15 for row in range(1, 7 + 8)]
    assert sum(heights) * zoom <= BELOW
    assert type_size(sheet, 9) >= 6


def test_the_results_of_all_areas_stand_on_the_first_screen_of_the_feedback_of_a_unit(
    demo: Demo, tmp_path: Path
) -> None:
    sheets = sorted((Path(demo[0]) / "lembar-zi-2021").glob("1-0[1-4]_*.xlsx"))
    assert quick("gabung", *sheets, "-o", tmp_path / "r.xlsx", "--umpan-balik", tmp_path / "u")[0] < 2
    sheet = openpyxl.load_workbook(next((tmp_path / "u").glob("*-hasil.xlsx")))["Hasil"]
    (last,) = (row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "Ambang kelayakan")
    assert sum(sheet.row_dimensions[row].height or 15 for row in range(1, last - 1)) <= BELOW
    assert str(sheet.cell(sheet.max_row, 1).value).startswith("Perhatian: ")


def test_a_refused_file_is_asked_for_again_only_while_its_unit_has_no_other(rekap: Workbook) -> None:
    said = [str(cell) for row in rekap["Ringkasan"].values for cell in row if cell]
    (asked,) = (one for one in said if "berkas ditolak dan" in one)
    assert asked.startswith("2 berkas ditolak dan belum ada gantinya, mintakan yang betul: ")
    assert "Dinas-Sosial" not in asked  # of its two worksheets the newer one is in use
    assert sum(row[1].value == "ditolak" for row in rekap["Belum Menyerahkan"].iter_rows()) == 3


@pytest.mark.parametrize(
    ("name", "heads"), [("rb-general-2024", None), ("akip-2021-unit", ["Target berikutnya", "Jalur"])]
)
def test_the_sheet_of_targets_is_there_only_with_targets_and_names_them(
    name: str, heads: list[str] | None, tmp_path: Path
) -> None:
    catalog = instrument(name)
    (tmp_path / "masuk").mkdir()
    write(tmp_path / "masuk" / "a.xlsx", catalog, answers(catalog, 1), period="2024")
    quick("gabung", tmp_path / "masuk", "-o", tmp_path / "rekap.xlsx", "--jalur")
    book = openpyxl.load_workbook(tmp_path / "rekap.xlsx")
    near = [cell for row in book["Ringkasan"].values if "Hal" in row for cell in row if cell]
    if heads is None:
        assert "Kelayakan" not in book.sheetnames and near[2:] == ["Unit", "Peringkat", "Yang dinilai", "Nilai"]
        return
    rows = [row for row in book["Kelayakan"].values if row[0] is not None]
    assert list(rows[-2][2:4]) == heads and rows[-1][2] in ("AA", "A", "BB", "B", "CC", "C")
    assert near[2:] == ["Unit", "Ke", "Yang kurang", "Selisih"]
    # The criteria of a checklist still to be met stand in a wide column: several gaps are seen at once.
    gaps = book["Kesenjangan"]
    assert max(gaps.row_dimensions[row].height or 15 for row in range(7, gaps.max_row + 1)) <= 100


def test_a_worksheet_shows_evidence_and_eight_items_and_can_be_read_on_paper(demo: Demo) -> None:
    path = next((Path(demo[0]) / "lembar-zi-2021").glob("3-07_*.xlsx"))
    sheet = openpyxl.load_workbook(path)["LKE"]
    zoom = sheet.sheet_view.zoomScale / 100
    assert pixels(sheet, "Bukti Dukung", zoom) <= SCREEN
    heights = {n: sheet.row_dimensions[n].height or 15 for n in range(1, sheet.max_row + 1)}
    items = [n for n in range(5, sheet.max_row + 1) if sheet.cell(n, 5).value]
    rows = sum(heights[n] for n in range(5, sheet.max_row + 1))
    shown = (BELOW / zoom - sum(heights[n] for n in range(1, 5))) / (rows / len(items))
    assert shown >= 8
    assert type_size(sheet, 9) >= 7


def test_a_reviewer_sees_answer_evidence_and_his_own_cells_side_by_side(demo: Demo, tmp_path: Path) -> None:
    path = next((Path(demo[0]) / "lembar-zi-2021").glob("3-07_*.xlsx"))
    code, text = quick("templat", "--untuk", "tpi", "--dari", path, "-o", tmp_path)
    assert code == 0, text
    sheet = openpyxl.load_workbook(next(tmp_path.glob("*.xlsx")))["LKE"]
    zoom = sheet.sheet_view.zoomScale / 100
    assert pixels(sheet, "Catatan TPI", zoom) <= SCREEN
    heads = {cell.value: cell.column_letter for cell in sheet[4]}
    chosen = next(one for one in sheet.sheet_view.selection if one.pane == "bottomRight").activeCell
    assert chosen.rstrip("0123456789") == heads["Jawaban TPI"] and int(chosen.lstrip("ABCDEFGHIJKL")) < 15
    told = [str(cell.value) for row in sheet.iter_rows(max_row=3) for cell in row if cell.value]
    assert any(text.startswith("Terverifikasi") for text in told) and "Isian unit" in told
    assert type_size(sheet, 9) >= 7


OFF_PAPER = {"Matriks Kriteria", "Kesenjangan Selesai", "Verifikasi Area", "Statistik Verifikasi", "Penilaian Ketat"}


def test_every_sheet_of_a_rekap_says_what_of_it_is_printed(rekap: Workbook) -> None:
    for sheet in rekap.worksheets:
        if sheet.sheet_state != "visible":
            continue
        first, top, last, bottom = range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))
        assert first and top and last and bottom
        if sheet.title in OFF_PAPER:
            assert top > sheet.max_row and (first, top) == (last, bottom)
            continue
        on_paper = sheet["6"] if sheet.title == "Kesenjangan" else ()
        readable = next((cell.column for cell in on_paper if cell.value == "Poin hilang"), sheet.max_column)
        assert (first, top, last) == (1, 1, readable)
        assert bottom == sheet.max_row or "hapus Area Cetak" in str(sheet.oddFooter.left.text)
    assert "hapus Area Cetak" in str(rekap["Kesenjangan"].oddFooter.left.text)


@pytest.mark.libreoffice
def test_the_default_print_of_a_rekap_is_under_twelve_pages(demo: Demo, tmp_path: Path) -> None:
    made = next(one for one in demo[1] if one.instrument.gate_sets)
    nine = sorted((demo[0] / f"lembar-{made.instrument.base_id}").glob("*.xlsx"))[:9]
    assert len(nine) == 9 and quick("gabung", *nine, "-o", tmp_path / "rekap.xlsx")[0] < 2
    (printed,) = convert([tmp_path / "rekap.xlsx"], tmp_path / "pdf", "pdf")
    assert 5 < len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) < 12
