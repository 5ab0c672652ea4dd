"""What the tests change in openpyxl to load and save faster changes nothing in the workbooks."""

from __future__ import annotations

import zipfile
from copy import copy
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
from helpers.sheets import Lke, edit
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


def all_of(path: Path) -> list[object]:
    """What a workbook holds and how it looks, without the order in which openpyxl keeps sets and numbers styles."""
    found: list[object] = []
    for sheet in openpyxl.load_workbook(path):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        looks = [tuple(map(copy, (c.font, c.fill, c.border, c.protection))) for c in cells]
        found += [(c.coordinate, c.value, c.number_format, look) for c, look in zip(cells, looks, strict=True)]
        found += [sheet.title, sheet.sheet_state, sorted(map(str, sheet.merged_cells.ranges)), sheet.print_area]
        found += sorted((str(rule.sqref), rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation)
        found += sorted(
            (str(area.sqref), [rule.formula for rule in area.rules]) for area in sheet.conditional_formatting
        )
        found += [(key, one.height, one.hidden, one.outlineLevel) for key, one in sheet.row_dimensions.items()]
        found += [(key, one.width, one.hidden) for key, one in sheet.column_dimensions.items()]
        found += [sheet.freeze_panes, sheet.protection.sheet, str(sheet.oddFooter.left.text), sheet.print_title_rows]
    return found


def test_a_worksheet_edited_for_the_third_time_is_the_one_edited_first(workplace: Path, tmp_path: Path) -> None:
    path, seen = tmp_path / "x.xlsx", []
    for text in ("a", "b", "c", "d"):
        path.write_bytes((Place(workplace) / "general.xlsx").read_bytes())

        def change(lke: Lke, text: str = text) -> None:
            lke.sheet["D7"] = text
            lke.sheet["D8"].font = Font(size=len(seen) + 20)

        edit(path, change)
        assert openpyxl.load_workbook(path)["LKE"]["D7"].value == text
        edit(path, lambda lke: lke.sheet.__setitem__("D7", "sama"))
        edit(path, lambda lke: lke.sheet["D8"].__setattr__("font", Font(size=9)))
        seen.append(all_of(path))
    other = [(a, b) for one in seen[1:] for a, b in zip(seen[0], one, strict=True) if a != b]
    assert other == []
