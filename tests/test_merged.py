"""What the tests change in openpyxl to load faster changes nothing in the workbooks it loads."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.merge import MergedCellRange

from helpers.merged import USUAL, format_range
from helpers.writers import Place


def saved(path: Path, target: Path) -> dict[str, bytes]:
    """Load and save a workbook; return its parts."""
    openpyxl.load_workbook(path).save(target)
    with zipfile.ZipFile(target) as package:
        return {name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"}


@pytest.mark.parametrize("name", ["rekap-a.xlsx", "satu.xlsx", "rencana/1.xlsx"])
def test_a_workbook_with_merged_cells_is_loaded_as_openpyxl_does(
    name: str, workplace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MergedCellRange.format is format_range
    ours = saved(Place(workplace) / name, tmp_path / "a.xlsx")
    monkeypatch.setattr(MergedCellRange, "format", USUAL)
    assert saved(Place(workplace) / name, tmp_path / "b.xlsx") == ours
