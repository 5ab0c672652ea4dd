"""An instansi and its units side by side, without a joint figure, and what a sample of units must show."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from helpers.answers import typed
from helpers.catalogs import told
from helpers.cli import quick
from helpers.libreoffice import recalculate
from helpers.sheets import instrument, write
from pmprb.catalog.load import default_folder
from pmprb.engine.answers import Unit
from pmprb.engine.score import score_answers
from pmprb.engine.units_beside import UnitPoints, UnitsBeside, units_beside
from pmprb.worksheet.register import register_workbook

OWN, UNITS = "akip-2021", "akip-2021-unit"
ALL = ("1", "2", "3", "4")


def beside(own: str, **clusters: tuple[int | str, ...]) -> UnitsBeside:
    """An instansi that answers everything alike, and units by cluster with their points."""
    catalog = instrument(OWN)
    tree = score_answers(typed(dict.fromkeys(ALL, own), catalog), catalog)
    units = [
        UnitPoints(code=f"{name}{n}", name=f"{name} {n}", cluster=name, points=Fraction(points))
        for name, listed in clusters.items()
        for n, points in enumerate(listed)
    ]
    return units_beside(tree, catalog, units, instrument(UNITS))


def passed(found: UnitsBeside) -> str:
    return " ".join(target.predicate for target in found.targets if target.passed)


@pytest.mark.parametrize(
    ("utama", "pendukung", "tambahan", "targets"),
    [
        ((), (), (), ""),
        ((20, 20), (90, 90, 90), (90, 90, 90), ""),
        ((20, 20, 20), (), (), "CC"),
        ((60, 60, 60), (1, 1, 1), (), "CC"),  # 60.00 is CC, not B
        (("60.01", 60, 60), (1, 1, 1), (), "CC B"),
        ((70, 70, 70), (1, 1, 1), (1, 1, 1), "CC B"),
        ((71, 70, 70), (1, 1, 1), (1, 1, 1), "CC B BB"),
        ((81, 80, 80), (71, 70, 70), (1, 1, 1), "CC B BB A"),
        ((81, 80, 80), (70, 70, 70), (90, 90, 90), "CC B BB"),
        ((81, 80, 80), (81, 80, 80), (81, 80, 80), "CC B BB A AA"),
        ((95, 95, 95), (95, 95, 95), (80, 80, 80), "CC B BB A"),
    ],
)
def test_each_predicate_needs_its_clusters(
    utama: tuple[int | str, ...], pendukung: tuple[int | str, ...], tambahan: tuple[int | str, ...], targets: str
) -> None:
    assert passed(beside("BB", utama=utama, pendukung=pendukung, tambahan=tambahan)) == targets


def test_the_instansis_own_predicate_names_what_it_needs_and_the_lowest_need_nothing() -> None:
    found = beside("AA", utama=(90, 90, 90))
    assert found.own_target is not None and found.own_target.predicate == "AA" and not found.own_target.passed
    assert beside("D").predicate is not None and beside("D").own_target is None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("akip")
    own, theirs = instrument(OWN), instrument(UNITS)
    write(folder / "instansi.xlsx", own, typed(dict.fromkeys(ALL, "B"), own), Unit(code="K", name="Kabupaten Tirta"))
    (folder / "unit").mkdir()
    groups = {"u1": "Utama", "u2": "Klaster Utama", "u3": "utama", "p1": "Pendukung", "p2": "pendukung", "x": "dinas"}
    units = [Unit(code=code, name=f"Dinas {code}", group=group) for code, group in groups.items()]
    for unit in units:
        answer = "BB" if unit.code.startswith("u") else "CC"
        write(folder / "unit" / f"{unit.code}.xlsx", theirs, typed(dict.fromkeys(ALL, answer), theirs), unit)
    (folder / "daftar.xlsx").write_bytes(register_workbook(units))
    return folder


def test_the_command_shows_both_sides_and_no_joint_figure(folder: Path) -> None:
    code, text = quick("indeks", folder / "instansi.xlsx", folder / "unit", "--unit", folder / "daftar.xlsx")
    assert code == 0
    lines = " ".join(text.split())
    assert "Instansi 70,00 B (Baik)" in lines and "Klaster Utama 3 unit 80,00 BB" in lines
    assert "Klaster Pendukung 2 unit 60,00 CC" in lines and "Semua unit 6 unit 70,00 B" in lines
    assert "Tidak ada angka gabungan" in lines
    assert "Uji petik untuk CC terpenuhi" in lines and "Uji petik untuk B belum" in lines
    assert "NILAI-057" in text and "Klaster Pendukung 2 dari 3 unit" in text
    assert "NILAI-056" in text and "Dinas x" in text


def test_a_script_gets_the_same_and_a_null_index(folder: Path) -> None:
    args = ("indeks", folder / "instansi.xlsx", folder / "unit", "--unit", folder / "daftar.xlsx", "--json")
    data = json.loads(quick(*args)[1])
    assert data["index"] is None and data["points"] == "70"
    assert {c["id"]: (c["units"], c["mean"], c["predicate"]) for c in data["clusters"]} == {
        "utama": (3, "80", "BB"),
        "pendukung": (2, "60", "CC"),
        "tambahan": (0, None, None),
    }
    assert [t["predicate"] for t in data["targets"] if t["passed"]] == ["CC"]


@pytest.mark.libreoffice
def test_the_workbook_reckons_its_means_live(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "berdampingan.xlsx"
    args = ("indeks", folder / "instansi.xlsx", folder / "unit", "--unit", folder / "daftar.xlsx", "-o", target)
    assert quick(*args)[0] == 0
    for path in (target, *recalculate([target], tmp_path / "lo")):
        sheet = openpyxl.load_workbook(path, data_only=True)["Ringkasan"]
        shown = {str(row[0]): row[2] for row in sheet.iter_rows(values_only=True) if isinstance(row[2], int | float)}
        assert shown == {"Instansi": 70, "Klaster Utama": 80, "Klaster Pendukung": 60, "Semua unit": 70}


def test_units_of_no_cluster_are_told_once_and_after_the_figures(folder: Path, tmp_path: Path) -> None:
    register = folder / "tanpa-klaster.xlsx"
    names = {str(row[1]): str(row[0]) for row in openpyxl.load_workbook(folder / "daftar.xlsx").worksheets[0].values}
    register.write_bytes(register_workbook([Unit(code=c, name=n) for n, c in names.items() if n != "nama"]))
    target = tmp_path / "berdampingan.xlsx"
    quick("indeks", folder / "instansi.xlsx", folder / "unit", "--unit", register, "-o", target)
    first = [str(row[0] or "") for row in openpyxl.load_workbook(target)["Ringkasan"].values]
    (told,) = (n for n, text in enumerate(first) if "tidak diketahui" in text)
    assert "Klaster 6 unit tidak diketahui" in first[told] and first.index("Semua unit") < told


def test_options_for_a_joint_index_are_refused(folder: Path) -> None:
    assert quick("indeks", folder / "instansi.xlsx", folder / "unit", "--koefisien", "1")[0] == 2
    assert quick("indeks", folder / "instansi.xlsx", folder / "unit", "--bacaan", "x")[0] == 2


def test_a_sample_names_clusters_and_predicates_that_exist(tmp_path: Path) -> None:
    shutil.copytree(default_folder() / OWN, tmp_path / OWN)
    shutil.copy(default_folder() / "regulations.yaml", tmp_path)
    head = tmp_path / OWN / "instrument.yaml"
    text = (
        head.read_text(encoding="utf-8")
        .replace("least: BB}", "least: XX}", 1)
        .replace("- predicate: CC", "- predicate: ZZ")
    )
    head.write_text(text, encoding="utf-8")
    found = told(tmp_path, OWN)
    assert [t.code for t in found] == ["KAT-009", "KAT-009"]
    assert {dict(t.values)["name"] for t in found} == {"XX", "ZZ"}
