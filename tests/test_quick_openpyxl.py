"""What the tests change in openpyxl to load and save faster changes nothing in the workbooks."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.merge import MergedCellRange

from helpers import quick_openpyxl
from helpers.merged import USUAL, format_range
from helpers.writers import Place


def saved(path: Path, target: Path) -> dict[str, bytes]:
    """Load and save a workbook; return its parts."""
    openpyxl.load_workbook(path).save(target)
    with zipfile.ZipFile(target) as package:
        return {name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"}


FILES = ["rekap-zi.xlsx", "satu.xlsx", "rencana/1.xlsx", "general.xlsx"]


@pytest.mark.parametrize("name", FILES)
def test_a_workbook_with_merged_cells_is_loaded_as_openpyxl_does(
    name: str, workplace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MergedCellRange.format is format_range
    ours = saved(Place(workplace) / name, tmp_path / "a.xlsx")
    monkeypatch.setattr(MergedCellRange, "format", USUAL)
    assert saved(Place(workplace) / name, tmp_path / "b.xlsx") == ours


def odd(path: Path) -> Path:
    """A workbook of cells of every kind."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rich = CellRichText("biasa ", TextBlock(InlineFont(b=True), "tebal"))
    values = [
        1,
        -0.5,
        1e300,
        12345678901234567890,
        True,
        False,
        "",
        " a ",
        "\n",
        "  ",
        "<&>\"'",
        '=A1&"<"',
        "#N/A",
        rich,
    ]
    values += [
        datetime(2026, 1, 5, 12),
        date(2026, 1, 5),
        time(1, 2),
        timedelta(hours=30),
        "x_x000D_x005F_y",
        "ÄÖ\U0001f469",
    ]
    for n, value in enumerate(values, 1):
        sheet.cell(n, 2, value)
        sheet.cell(n, 3, value).font = Font(bold=True, size=n)
    sheet["D1"] = ArrayFormula("D1:D3", "=B1:B3*2")
    sheet["D5"] = "=1+1"
    sheet["D5"].data_type = "s"
    sheet["D6"].hyperlink = "https://example.org/?a=1&b=2"
    sheet["D7"].comment = Comment("catatan", "saya")
    sheet["D8"].border = Border(left=Side("thin"))
    sheet["D9"]  # made, and nothing in it
    sheet.row_dimensions[3].height = 40
    sheet.row_dimensions[90].hidden = True
    book.save(path)
    return path


@pytest.mark.parametrize("name", [*FILES, ""])
def test_texts_and_cells_are_loaded_and_saved_as_openpyxl_does(
    name: str, workplace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Place(workplace) / name if name else odd(tmp_path / "aneh.xlsx")
    for owner, word, _ in quick_openpyxl.USUAL:
        assert getattr(owner, word) is getattr(quick_openpyxl, word)
    ours = saved(path, tmp_path / "a.xlsx")
    for owner, word, usual in quick_openpyxl.USUAL:
        monkeypatch.setattr(owner, word, usual)
    assert saved(path, tmp_path / "b.xlsx") == ours
