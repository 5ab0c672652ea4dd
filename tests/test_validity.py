"""An instrument outside its years is said wherever it is used, once, and is used all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from helpers.answers import instrument_of
from helpers.cli import quick
from pmprb.engine.answers import Unit
from pmprb.worksheet.register import register_workbook

CLOSED, OPEN = "rb-general-2024", "zi-2021"
UNITS = tuple(Unit(code=f"1.0{n}", name=f"Dinas {name}") for n, name in enumerate(("Pangan", "Sosial"), start=1))


def worksheets(folder: Path, instrument: str, period: str) -> tuple[Path, str]:
    """Blank worksheets of two units, and what was said while they were made."""
    folder.mkdir(exist_ok=True)
    register = folder / "daftar.xlsx"
    register.write_bytes(register_workbook(UNITS))
    code, text = quick("templat", instrument, "--unit", register, "--periode", period, "-o", folder / "lembar")
    assert code == 0, text
    return folder / "lembar", text


def test_a_closed_instrument_is_told_by_every_command_and_on_the_sheet(tmp_path: Path) -> None:
    folder, said = worksheets(tmp_path, CLOSED, "2026")
    assert said.count("NILAI-030") == 1 and "berlaku tahun 2024, sedangkan periodenya 2026" in said
    sheet = load_workbook(next(folder.glob("*.xlsx")))["Petunjuk"]
    told = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("berlaku tahun 2024, sedangkan periodenya 2026" in text for text in told)
    for command in ("nilai", "periksa"):
        _, text = quick(command, folder, "--json")
        assert text.count('"NILAI-030"') == len(UNITS), command
    _, text = quick("gabung", folder, "-o", tmp_path / "rekap.xlsx")
    assert text.count("NILAI-030") == 1
    rows = load_workbook(tmp_path / "rekap.xlsx")["Temuan"].iter_rows(values_only=True)
    assert sum("NILAI-030" in row for row in rows) == 1


@pytest.mark.parametrize(("instrument", "period"), [(CLOSED, "2024"), (CLOSED, "TW II 2024"), (OPEN, "2026")])
def test_a_period_within_the_years_is_nothing_to_tell(instrument: str, period: str, tmp_path: Path) -> None:
    folder, said = worksheets(tmp_path, instrument, period)
    assert "NILAI-030" not in said
    assert "NILAI-030" not in quick("periksa", folder, "--json")[1]


def test_before_its_first_year_an_instrument_is_not_yet_in_force(tmp_path: Path) -> None:
    _, said = worksheets(tmp_path, OPEN, "2020")
    assert f"berlaku sejak {instrument_of(OPEN).valid_from}, sedangkan periodenya 2020" in said
