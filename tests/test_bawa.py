"""Results of rekaps carried into the RB General worksheet that asks for them, each with its file and its hash."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from helpers.answers import instrument_of, submission_of, whole
from helpers.cli import quick
from pmprb.catalog.inputs import load_inputs
from pmprb.catalog.load import default_folder, load_instrument
from pmprb.engine.answers import Unit
from pmprb.worksheet.template.build import build_template

GENERAL, AKIP, PEKPPP, PEMDI, ZI = "rb-general-2024", "akip-2021", "pekppp-2023", "pemdi-2026", "zi-2021"
CITY = Unit(code="kota", name="Kota Contoh")


def sheet(path: Path, instrument_id: str, word: str, unit: Unit = CITY, period: str = "2024") -> Path:
    """Write a worksheet filled with every best ("terbaik") or worst answer, or with nothing."""
    instrument = instrument_of(instrument_id)
    answers = whole(instrument, word) if word else {}
    path.parent.mkdir(exist_ok=True)
    own = submission_of(instrument, answers)
    path.write_bytes(build_template(instrument, unit, period, own, version="0"))
    return path


def rekap(folder: Path, instrument_id: str, *words: str, period: str = "2024") -> Path:
    """Gather worksheets of one instrument, a unit each, into a rekap."""
    own = folder / instrument_id
    for n, word in enumerate(words):
        unit = (
            CITY
            if instrument_of(instrument_id).unit_level == "instansi" and not n
            else Unit(code=f"{n}", name=f"Unit {n}")
        )
        sheet(own / f"{n}.xlsx", instrument_id, word, unit, period)
    target = folder / f"rekap-{instrument_id}.xlsx"
    code, text = quick("gabung", own, "-o", target, "--instansi", "Kota Contoh", "--json")
    assert target.is_file(), (code, text)
    return target


def carried(
    folder: Path, worksheet: object, *rekaps: object, more: tuple[object, ...] = ()
) -> tuple[dict[str, Any], Path]:
    target = folder / "terisi.xlsx"
    _, text = quick("bawa", worksheet, *rekaps, "-o", target, "--json", *more)
    data: dict[str, Any] = json.loads(text)
    return data, target


def test_results_fill_the_items_that_ask_for_them(tmp_path: Path) -> None:
    akip, pekppp = rekap(tmp_path, AKIP, "terbaik"), rekap(tmp_path, PEKPPP, "terbaik", "terburuk")
    general = sheet(tmp_path / "general.xlsx", GENERAL, "")
    before = general.read_bytes()
    data, target = carried(tmp_path, general, akip, pekppp)
    assert {one["item"]: one["value"] for one in data["carried"]} == {"B05": "100", "B17": "2.5"}
    assert {one["item"]: one["sha256"] for one in data["carried"]} == {
        "B05": hashlib.sha256(akip.read_bytes()).hexdigest(),
        "B17": hashlib.sha256(pekppp.read_bytes()).hexdigest(),
    }
    assert general.read_bytes() == before
    scored = json.loads(quick("nilai", target, "--json")[1])
    assert (scored["items"]["B05"]["score"], scored["items"]["B17"]["score"]) == ("1", "0.5")
    assert scored["answered"] == 2
    cells = [str(c.value) for line in openpyxl.load_workbook(target)["LKE"].iter_rows() for c in line if c.value]
    noted = next(text for text in cells if text.startswith("Dari rekap AKIP 2021 periode 2024: 100"))
    assert "rekap-akip-2021.xlsx" in noted and hashlib.sha256(akip.read_bytes()).hexdigest() in noted
    assert "rekap-pekppp-2023.xlsx" in cells  # the evidence


def test_zi_brings_facts_and_no_invented_score(tmp_path: Path) -> None:
    zi = rekap(tmp_path, ZI, "terbaik", "terburuk")
    data, target = carried(tmp_path, sheet(tmp_path / "general.xlsx", GENERAL, ""), zi)
    assert [(one["item"], one["value"]) for one in data["carried"]] == [("B04", None)]
    assert "BUKU-277" in {t["code"] for t in data["temuan"]}
    assert json.loads(quick("nilai", target, "--json")[1])["items"]["B04"]["state"] == "blank"
    cells = [str(c.value) for line in openpyxl.load_workbook(target)["LKE"].iter_rows() for c in line if c.value]
    assert any("dari 2 unit memenuhi ambang 1 WBK, 1 WBBM" in text for text in cells)


def test_pemdi_takes_the_place_of_spbe_and_says_that_it_is_of_another_year(tmp_path: Path) -> None:
    pemdi = rekap(tmp_path, PEMDI, "terbaik", period="2026")
    data, _ = carried(tmp_path, sheet(tmp_path / "general.xlsx", GENERAL, ""), pemdi)
    assert [(one["item"], one["value"], one["basis"]) for one in data["carried"]] == [("C01", "5", "rekonstruksi")]
    told = next(t for t in data["temuan"] if t["code"] == "BUKU-279")
    assert "2026" in told["message"] and "2024" in told["message"]


def test_an_answer_that_stood_there_is_told_and_the_units_words_stay(tmp_path: Path) -> None:
    general = sheet(tmp_path / "general.xlsx", GENERAL, "terburuk")
    book = openpyxl.load_workbook(general)
    page = book["LKE"]
    row = next(line for line in page.iter_rows() if line[0].value == "B05")
    head = next(line for line in page.iter_rows() if line[0].value == "Kode")
    note = next(c.column for c in head if c.value == "Catatan")
    page.cell(row[0].row, note, "catatan kami")
    book.save(general)
    data, target = carried(tmp_path, general, rekap(tmp_path, AKIP, "terbaik"))
    assert "BUKU-279" in {t["code"] for t in data["temuan"]}
    cells = [str(c.value) for line in openpyxl.load_workbook(target)["LKE"].iter_rows() for c in line if c.value]
    assert any(text.startswith("catatan kami; Dari rekap AKIP") for text in cells)


def test_an_empty_worksheet_by_its_id(tmp_path: Path) -> None:
    akip = rekap(tmp_path, AKIP, "terbaik")
    data, target = carried(tmp_path, f"{GENERAL}@kl", akip, more=("--instansi", "Kota Contoh"))
    assert data["instrument"] == f"{GENERAL}@kl" and len(data["carried"]) == 1
    scored = json.loads(quick("nilai", target, "--json")[1])
    assert (scored["variant"], scored["period"], scored["unit"]["name"]) == ("kl", "2024", "Kota Contoh")


def test_what_cannot_be_carried_is_told(tmp_path: Path) -> None:
    general = sheet(tmp_path / "general.xlsx", GENERAL, "")
    tematik = rekap(tmp_path, "rb-tematik-2024", "terbaik")
    data, target = carried(tmp_path, general, tematik)
    assert [t["code"] for t in data["temuan"]] == ["BUKU-274"] and not target.exists()
    two = rekap(tmp_path, AKIP, "terbaik", "terburuk")
    data, target = carried(tmp_path, general, two)
    assert "BUKU-275" in {t["code"] for t in data["temuan"]} and not target.exists()
    other = tmp_path / "dua.xlsx"
    one = rekap(tmp_path / "x" if (tmp_path / "x").mkdir() is None else tmp_path, AKIP, "terbaik")
    other.write_bytes(one.read_bytes())
    data, _ = carried(tmp_path, general, one, other)
    assert "BUKU-278" in {t["code"] for t in data["temuan"]} and len(data["carried"]) == 1
    code, text = quick("bawa", general, tmp_path / "tidak-ada.xlsx", "-o", tmp_path / "y.xlsx")
    assert code != 0 and text


def test_a_forged_rekap_brings_nothing(tmp_path: Path) -> None:
    akip = rekap(tmp_path, AKIP, "terburuk")
    data = akip.read_bytes()
    akip.write_bytes(data[: len(data) // 2])
    found, target = carried(tmp_path, sheet(tmp_path / "general.xlsx", GENERAL, ""), akip)
    assert found["temuan"] and not found["carried"] and not target.exists()


UNREAD = (
    "basis: praktik\n  references: [{regulation: portal-rb",
    "basis: peraturan\n  references: [{regulation: permenpanrb-9-2023",
)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("item: B05", "item: B99", "KAT-009"),
        ("of: TOTAL", "of: LAIN", "KAT-009"),
        ("from: akip-2021", "from: akip-2031", "KAT-071"),
        ("value: points", "value: nilai", "KAT-002"),
        ("from: zi-2021", "from: pemdi-2026", "KAT-071"),
        ("regulation: portal-rb", "regulation: lain", "KAT-007"),
        (
            "basis: praktik\n  references: [{regulation: portal-rb",
            "basis: peraturan\n  references: [{regulation: permenpanrb-9-2023",
            "KAT-070",
        ),
    ],
)
def test_mistakes_in_the_rules_are_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    criteria = tmp_path / "criteria"
    criteria.mkdir()
    for name in (GENERAL, AKIP, PEKPPP, PEMDI, ZI):
        shutil.copytree(default_folder() / name, criteria / name)
    shutil.copy(default_folder() / "regulations.yaml", criteria)
    path = criteria / GENERAL / "inputs.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert code in {t.code for t in load_inputs(criteria / GENERAL).temuan}
    assert code in quick("kriteria", "periksa", criteria / GENERAL)[1]


def test_where_a_figure_may_come_from_is_no_part_of_the_hash(tmp_path: Path) -> None:
    shutil.copytree(default_folder() / GENERAL, tmp_path / GENERAL)
    shutil.copy(default_folder() / "regulations.yaml", tmp_path)
    (tmp_path / GENERAL / "inputs.yaml").unlink()
    bare, own = load_instrument(tmp_path / GENERAL).value, load_instrument(default_folder() / GENERAL).value
    assert bare is not None and own is not None and bare.hash == own.hash
    assert load_inputs(tmp_path / GENERAL).value == ()


def test_what_a_copy_lacks_of_the_worksheet_is_named(tmp_path: Path) -> None:
    """A copy is made anew from the answers: sheets, notes and columns of a person's own are told, nothing else is."""
    general, brought = sheet(tmp_path / "general.xlsx", GENERAL, "terburuk"), rekap(tmp_path, AKIP, "terbaik")
    told = {t["code"] for t in carried(tmp_path, general, brought)[0]["temuan"]}
    assert "BUKU-311" not in told
    book = openpyxl.load_workbook(general)
    page = book["LKE"]
    at = {line[0].value: line[0].row for line in page.iter_rows() if line[0].value}
    page.cell(at["A01"], 2).comment = Comment("tanya Budi", "saya")
    page.cell(at["A02"], 30, "Sari")
    page.cell(at["B03"], 6, "=2+2")
    page.cell(at["B12"], 6, "75%")
    book.create_sheet("Hitungan")["B2"] = "jumlah"
    book["Hitungan"]["B3"] = "=1+1"
    book.save(general)
    (target := tmp_path / "terisi.xlsx").unlink()
    code, text = quick("bawa", general, brought, "-o", target)
    places = (f"LKE!B{at['A01']}", f"LKE!AD{at['A02']}", f"LKE!F{at['B03']}", "Hitungan!B2", "Hitungan!B3")
    assert code == 0 and f"5 isian di luar jawaban tidak ikut ke salinan: {', '.join(places)}." in text, text


def test_figures_that_differ_are_written_alike(tmp_path: Path) -> None:
    general = sheet(tmp_path / "general.xlsx", GENERAL, "")
    book = openpyxl.load_workbook(general)
    row = next(line for line in book["LKE"].iter_rows() if line[0].value == "B05")
    row[5].value = 61.25
    book.save(general)
    _, text = quick("bawa", general, rekap(tmp_path, AKIP, "terbaik"), "-o", tmp_path / "terisi.xlsx")
    assert "untuk B05 61,25, sedangkan rekap ini 100;" in text, text
