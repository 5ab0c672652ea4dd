"""Official forms that name no unit or no period, or still hold what asks for them: the file's name says both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.official import form_2021, template_2024
from helpers.sheets import answers, codes, instrument, read
from pmprb.engine.answers import Unit
from pmprb.worksheet.named import names_no_period, names_nothing, period_in
from pmprb.worksheet.register import register_workbook

ZI = "zi-2021"
UNITS = (Unit(code="1.01", name="Dinas Pangan", aliases=("Dispangan",)), Unit(code="1.02", name="Dinas Sosial"))
PLACEHOLDERS = (
    *("[NAMA UNIT]", "Nama Unit Kerja …", "Nama Unit Kerja", "....", "(diisi nama unit)", "XXX", "-", "<nama dinas>"),
    *("Dinas ..........", "______", "Pilih unit", "Nama Puskesmas", "[isi nama OPD di sini]", "Dinas XXXXX", "0"),
)
NAMES = (
    *("Inspektorat", "Sekretariat Daerah", "Bagian Organisasi", "Dinas Kesehatan ....", "[Dinas Kesehatan]"),
    *("Rumah Sakit Umum Daerah", "Puskesmas", "Badan Kepegawaian Daerah", "Kota Bandung", "UPTD Pasar"),
)


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_what_asks_for_a_name_is_none(text: str) -> None:
    assert names_nothing(text)


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_a_name(text: str) -> None:
    assert not names_nothing(text)


def test_what_asks_for_a_period_is_none() -> None:
    assert all(map(names_no_period, ("[TAHUN]", "20..", "20XX", "Tahun ....", "....", "(diisi periode)", "202_")))
    assert not any(map(names_no_period, ("2026", "TW II", "Tahun 2026", "Semester 1 2026", "awal tahun")))


@pytest.mark.parametrize(
    ("file", "period"),
    [
        ("LKE Dinas Pangan 2026.xlsx", "2026"),
        ("tahun/LKE_Dinas_Pangan_TW_II_2026.xlsx", "2026-TW2"),
        ("Dinas Pangan Semester 1 Tahun 2026 final.xlsx", "2026-S1"),
        ("Dinas Pangan 2026-06.xlsx", "2026-B06"),
        ("LKE ZI 2021 Dinas Pangan.xlsx", ""),
        ("LKE ZI 2021 Dinas Pangan 2026.xlsx", "2026"),
        ("Dinas Pangan 2025 2026.xlsx", ""),
        ("Kecamatan 3 2026.xlsx", "2026"),
        ("Dinas Pangan.xlsx", ""),
    ],
)
def test_the_period_of_a_files_name(file: str, period: str) -> None:
    assert period_in(file, ZI) == period


def form(path: Path, unit: str | None, year: Any, seed: str) -> Path:
    """A filled 2021 form with the unit's name and year above its header, as units put them there."""
    form_2021(path, instrument(ZI), answers(instrument(ZI), seed, blank=0.0))
    book = openpyxl.load_workbook(path)
    sheet = book["LKE ZI"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(1, 3)
    if unit is not None:
        sheet["B1"], sheet["D1"] = "Unit Kerja :", unit
    if year is not None:
        sheet["B2"], sheet["D2"] = "Tahun :", year
    book.save(path)
    return path


def consolidated(folder: Path, *options: Any) -> dict[str, Any]:
    """What `pmprb gabung --json` says of a folder."""
    return json.loads(quick("gabung", folder, "-o", folder.parent / "rekap.xlsx", "--json", *options)[1])


@pytest.mark.parametrize("unit", ["[NAMA UNIT]", "Nama Unit Kerja ....", None])
@pytest.mark.parametrize("listed", [True, False], ids=["daftar", "tanpa-daftar"])
def test_two_offices_with_the_same_placeholder_are_two_units(tmp_path: Path, unit: str | None, listed: bool) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    form(folder / "LKE Dispangan 2026.xlsx", unit, "20..", "pangan")
    form(folder / "LKE Dinas Sosial 2026.xlsx", unit, None, "sosial")
    register = tmp_path / "daftar-unit.xlsx"
    register.write_bytes(register_workbook(UNITS))
    data = consolidated(folder, *(("--unit", register) if listed else ()))
    names = {one["name"] for one in data["units"]}
    assert names == ({"Dinas Pangan", "Dinas Sosial"} if listed else {"LKE Dispangan 2026", "LKE Dinas Sosial 2026"})
    assert data["period"] == "2026"
    told = {t["code"]: t["severity"] for t in data["temuan"]}
    assert told["BUKU-047"] == told["BUKU-186"] == "CATATAN"
    assert ("BUKU-185" in told) == (unit is not None)
    assert not told.keys() & {"BUKU-013", "BUKU-014", "BUKU-017"}


def test_files_of_one_name_in_two_folders_are_two_units(tmp_path: Path) -> None:
    folder = tmp_path / "berkas"
    for office in ("Dinas A", "Dinas B"):
        (folder / office).mkdir(parents=True)
        form(folder / office / "LKE.xlsx", "XXX", "2026", office)
    data = consolidated(folder)
    assert len(data["units"]) == 2
    assert all(office in " ".join(one["name"] for one in data["units"]) for office in ("Dinas A", "Dinas B"))


def test_a_placeholder_in_the_portal_template_is_no_name(tmp_path: Path) -> None:
    path = template_2024(tmp_path / "x.xlsx", instrument(ZI), answers(instrument(ZI), 1), "Pilih Unit", False)
    found = read(path)
    assert found.result is not None
    assert (found.result.unit.name, "BUKU-185" in codes(found)) == ("", True)
