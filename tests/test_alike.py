"""Worksheets read after others of the same template: what is told of each is what would be told of it alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.package import Edit, edited, in_cell, part_of
from pmprb.catalog.load import load
from pmprb.demo.make import Made
from pmprb.jobs.evaluate import Evaluated, Options, evaluate
from pmprb.jobs.inputs import Catalogs
from pmprb.worksheet.alike import KEPT

INDEX, NUMBER = r"<v>\d+</v>", r"<v>[\d.]+</v>"
ROW = 10  # of an item
CHANGES: dict[str, tuple[str, Edit]] = {
    "criterion": ("BUKU-024", in_cell(f"B{ROW}", INDEX, "<v>0</v>")),
    "heading": ("BUKU-024", in_cell("B8", INDEX, "<v>0</v>")),
    "weight": ("BUKU-025", in_cell("C8", NUMBER, "<v>99</v>")),
    "explanation": ("BUKU-080", in_cell(f"D{ROW}", INDEX, "<v>0</v>")),
    "formula": ("BUKU-081", in_cell(f"G{ROW}", "<f>[^<]*</f>", "<f>1+1</f>")),
    "typed over": ("BUKU-026", in_cell(f"G{ROW}", "<f>[^<]*</f>", "")),
    "code": ("BUKU-020", in_cell(f"A{ROW}", INDEX, "<v>0</v>")),
}


def told(path: Path) -> Evaluated:
    return evaluate(path.name, path, Catalogs(), Options(instrument="zi-2021"))


def kept() -> dict[str, tuple[object, Any]]:
    """What is kept of the worksheets read so far."""
    return KEPT(load("zi-2021", Catalogs().root).value)


def alone(path: Path) -> Evaluated:
    """What is told of a file by a program that has read no other."""
    kept().clear()
    return told(path)


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_changed_worksheet_between_untouched_ones_is_told_as_if_alone(
    demo: tuple[Path, list[Made]], tmp_path: Path, change: str
) -> None:
    code, edit = CHANGES[change]
    first, last = sorted(demo[1][0].sheets.glob("1-0[12]_*.xlsx"))
    odd = edited(first, tmp_path / "diubah.xlsx", {part_of(first, "LKE"): edit})
    expected = [alone(path) for path in (first, odd, last)]
    assert code in {t.code for t in expected[1].temuan} - {t.code for t in expected[0].temuan}
    kept().clear()
    assert [told(path) for path in (first, odd, last, odd, first)] == [*expected, expected[1], expected[0]]


def test_what_was_looked_at_once_is_not_looked_at_again(demo: tuple[Path, list[Made]]) -> None:
    first, last = sorted(demo[1][0].sheets.glob("1-0[12]_*.xlsx"))
    kept().clear()
    told(first)
    once = dict(kept())
    told(last)
    assert {"rows pmprb", "shown pmprb", "printed", "explained", "reckoned"} <= once.keys()
    assert all(kept()[look] is one for look, one in once.items())


def test_the_same_texts_beneath_a_lower_header_stand_on_other_rows(
    demo: tuple[Path, list[Made]], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(sorted(demo[1][0].sheets.glob("1-01_*.xlsx"))[0])
    sheet = book["LKE"]
    header = next(row for row in range(1, 20) if sheet.cell(row + 1, 1).value == "TOTAL")
    sheet.insert_rows(header + 1)
    book.save(spaced := tmp_path / "renggang.xlsx")
    sheet.move_range(f"A{header}:Z{header}", rows=1)
    sheet.move_range(f"B{header + 2}:E{sheet.max_row}", rows=1)
    book.save(shifted := tmp_path / "geser.xlsx")
    expected = alone(shifted)
    assert "BUKU-024" in {t.code for t in expected.temuan} - {t.code for t in alone(spaced).temuan}
    assert told(shifted) == expected
