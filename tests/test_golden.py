"""What comes out as it is seen: one small run of the plans and of a folder of worksheets, held as text.

`PMPRB_UPDATE_GOLDEN=1 pytest tests/test_golden.py` rewrites the files in tests/golden; review the difference like any
other text. A figure, a word, a width, a formula or a key of JSON that changes shows here, whatever it belongs to.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from helpers.cli import quick
from helpers.dumped import book_text, data_text, hold
from helpers.once import made_once
from helpers.plan_books import consolidated, write
from helpers.plans import four, row, rules, seeded
from helpers.sheets import answers, edit, instrument
from helpers.sheets import write as write_sheet
from pmprb.engine.answers import Unit
from pmprb.plans.book.write import write_plan_rekap
from pmprb.plans.json import plans_data
from pmprb.temuan import sentence
from pmprb.worksheet.register import register_workbook

ZI = "zi-2021"
UNITS = (
    Unit(code="1.01", name="Dinas Kesehatan", kind="dinas", group="dinas"),
    Unit(code="1.02", name="Badan Keuangan", kind="badan", group="badan"),
    Unit(code="1.03", name="Kecamatan Embun", kind="kecamatan", group="kecamatan"),
    Unit(code="1.04", name="Inspektorat", kind="inspektorat", group="inspektorat"),
)


@pytest.mark.parametrize("kind", ["rb-general", "perjanjian-kinerja"])
def test_the_worksheet_of_a_plan(kind: str, tmp_path: Path) -> None:
    rows = seeded(("acuan", kind), 4, wrong=False, name=kind)
    hold(f"rencana-{kind}.txt", book_text(write(tmp_path / "a.xlsx", rows, kind, quarter=3, capacity=5)))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Three units' plans: drawn rows, wrong ones among them, and an output that all of them share."""
    folder = tmp_path_factory.mktemp("rencana")
    shared = {"output": "Peta proses bisnis", "indicator": "Unit yang memetakan", "unit": "dokumen"}
    joint = [row(four(1, 2, 3, 4), four(1, n, None, None), 9, line_text="Sasaran satu", **shared) for n in (1, 2, 3)]
    every = [(*seeded(("gabungan", n), 7), joint[n]) for n in range(3)]
    return folder, consolidated(folder, every)


def test_the_rekap_of_plans(plans: Any, tmp_path: Path) -> None:
    write_plan_rekap(
        plans[1], rules(), tmp_path / "r.xlsx", sentences=sentence, version="0", instansi="Kabupaten Tirtaloka"
    )
    hold("rekap-rencana.txt", book_text(tmp_path / "r.xlsx"))


def test_the_rekap_of_plans_as_json(plans: Any) -> None:
    hold("rencana.json", data_text(plans_data(plans[1])))


def make_folder(folder: Path) -> None:
    """Write what a regency sends: four worksheets of which one is spoilt, a second version, reviews, a stray file."""
    catalog, sheets = instrument(ZI), folder / "lembar"
    sheets.mkdir()
    for n, unit in enumerate(UNITS[:3]):
        write_sheet(sheets / f"{unit.code}.xlsx", catalog, answers(catalog, f"acuan {n}", blank=0.1), unit)
    write_sheet(sheets / "1.01 lagi.xlsx", catalog, answers(catalog, "acuan lagi", blank=0.2), UNITS[0])

    def spoil(lke: Any) -> None:
        lke.cell("A.I.1.i.a").value = "sudah"
        lke.cell("A.I.1.i.b").value = None
        lke.cell("A.I.1.ii.a", "Jawaban TPI").value = "Tidak"
        lke.cell("A.I.1.ii.b", "Jawaban TPI").value = "A"

    edit(sheets / "1.02.xlsx", spoil)
    (sheets / "rusak.xlsx").write_bytes(b"PK bukan buku kerja")
    (sheets / "surat.pdf").write_bytes(b"%PDF")
    (folder / "daftar.xlsx").write_bytes(register_workbook(UNITS))
    words = ("--unit", folder / "daftar.xlsx", "--instansi", "Kabupaten Tirtaloka", "--ganda", "terbaru")
    _, text = quick("gabung", sheets, "-o", folder / "rekap.xlsx", *words, "--json")
    (folder / "gabung.json").write_text(text, encoding="utf-8")
    shutil.copytree(sheets, folder / "lalu")
    write_sheet(folder / "lalu" / "1.03.xlsx", catalog, answers(catalog, "acuan lain", blank=0.3), UNITS[2])
    assert "Ditulis" in quick("gabung", folder / "lalu", "-o", folder / "lalu.xlsx", *words[:3], "Kota Lain")[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "acuan", make_folder)[0]


def data(text: str, folder: Path) -> Any:
    """Return what a command printed as JSON, without the place of the test's own folder."""
    return json.loads(text.replace(str(folder), "(folder)"))


def test_a_folder_of_worksheets_as_json(folder: Path) -> None:
    hold("gabung.json", data_text(data((folder / "gabung.json").read_text(encoding="utf-8"), folder)))


def test_a_worksheet_as_json(folder: Path) -> None:
    """Of the many items and gaps a few of each: the others say the same of other items."""
    found = data(quick("nilai", folder / "lembar" / "1.02.xlsx", "--json")[1], folder)
    hold("nilai.json", data_text(shortened(found, 6)))


def shortened(found: Any, most: int) -> Any:
    """Return data with no more than the first entries of each list and each mapping of many."""
    if isinstance(found, dict):
        return {key: shortened(value, most) for key, value in list(found.items())[: max(most, 40)]}
    if isinstance(found, list):
        return [shortened(value, most) for value in found[:most]]
    return found


def test_several_rekaps_as_json(folder: Path, tmp_path: Path) -> None:
    two = (folder / "rekap.xlsx", folder / "lalu.xlsx")
    _, text = quick("gabung", *two, "--antar-instansi", "-o", tmp_path / "p.xlsx", "--json")
    hold("antar-instansi.json", data_text(data(text.replace(str(tmp_path), "(hasil)"), folder)))


def test_two_rekaps_compared_as_json(folder: Path, tmp_path: Path) -> None:
    two = (folder / "lalu.xlsx", folder / "rekap.xlsx")
    _, text = quick("banding", *two, "--urut", "perintah", "-o", tmp_path / "b.xlsx", "--json")
    hold("banding.json", data_text(shortened(data(text.replace(str(tmp_path), "(hasil)"), folder), 6)))
