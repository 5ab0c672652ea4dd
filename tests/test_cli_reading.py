"""What the command line can force about a reading, and what it says it read: instrument, variant, layout, year."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.official import Year, form_2014, form_2021
from helpers.sheets import answers, instrument, write

RB, ZI = "rb-2014", "zi-2021"
LALU = f"{RB}@blok-lalu"
COMMANDS = ("nilai", "periksa", "gabung")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    catalog = instrument(RB)
    now = Year(answers(catalog, "kini", blank=0.0), "blok-berjalan", 2015)
    before = Year(answers(catalog, "lalu", blank=0.0), "blok-lalu", 2014)
    return form_2014(tmp_path / "LKE RB.xlsx", catalog, now, before)


def command(name: str, *args: object, target: Path) -> tuple[int, str]:
    """Run a command that reads worksheets; `gabung` writes to a new file."""
    return quick(name, *args, *(("-o", target / "rekap.xlsx", "--timpa") if name == "gabung" else ()))


def data(path: Path, *args: object) -> Any:
    """The JSON of `pmprb nilai`."""
    return json.loads(quick("nilai", path, "--json", *args)[1])


@pytest.mark.parametrize("name", ["nilai", "periksa"])
def test_what_was_recognised_is_said_in_one_line(form: Path, tmp_path: Path, name: str) -> None:
    lines = [line.strip() for line in quick(name, form)[1].splitlines()]
    assert (
        "Dibaca sebagai rb-2014 · varian blok-berjalan (Gerbang blok tahun berjalan) · "
        "tata letak lke-rb-2014 (LKE RB 2014, blok tahun berjalan)"
    ) in lines
    zi = write(tmp_path / "zi.xlsx", instrument(ZI), answers(instrument(ZI), 1))
    assert "Dibaca sebagai zi-2021 · tata letak pmprb (Templat pmprb)" in quick(name, zi)[1]


@pytest.mark.parametrize(
    ("args", "layout", "period", "variant"),
    [
        ((), "lke-rb-2014", "2015", "blok-berjalan"),
        (("--tahun", "2014"), "lke-rb-2014-lalu", "2014", "blok-berjalan"),
        (("--tata-letak", "lke-rb-2014-lalu"), "lke-rb-2014-lalu", "2014", "blok-berjalan"),
        (("--tahun", "2014", "--instrumen", LALU), "lke-rb-2014-lalu", "2014", "blok-lalu"),
        (("--instrumen", f"{RB}@tanpa-gerbang"), "lke-rb-2014", "2015", "tanpa-gerbang"),
    ],
)
def test_year_layout_and_variant_can_be_forced(
    form: Path, args: tuple[str, ...], layout: str, period: str, variant: str
) -> None:
    found = data(form, *args)
    assert (found["layout"], found["period"], found["variant"]) == (layout, period, variant)
    told = quick("nilai", form, *args)[1]
    assert f"varian {variant} " in told and f"tata letak {layout} " in told


def test_the_variant_key_is_null_where_there_is_none(tmp_path: Path) -> None:
    sheet = write(tmp_path / "zi.xlsx", instrument(ZI), answers(instrument(ZI), 1))
    assert data(sheet)["variant"] is None
    bad = tmp_path / "bukan.xlsx"
    bad.write_bytes(b"bukan buku kerja")
    assert data(bad)["variant"] is None


def test_the_variant_changes_the_score_and_the_hash(form: Path) -> None:
    found = {name: data(form, "--instrumen", f"{RB}@{name}") for name in ("blok-berjalan", "blok-lalu")}
    assert found["blok-berjalan"]["total"] != found["blok-lalu"]["total"]
    assert found["blok-berjalan"]["catalog_hash"] != found["blok-lalu"]["catalog_hash"]
    plain = data(form)
    assert (plain["instrument"], plain["total"]) == (RB, found["blok-berjalan"]["total"])


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--instrumen", "rb-2014@blok-depan"), "rb-2014@blok-berjalan, rb-2014@blok-lalu, rb-2014@tanpa-gerbang"),
        (("--instrumen", "rb-2014@"), "rb-2014@blok-berjalan"),
        (("--instrumen", "zi-2021@ketat"), "tidak memiliki varian"),
        (("--instrumen", "rb-1999@x"), "Yang ada: "),
        (("--tata-letak", "lke-rb-2013"), "lke-rb-2014-lalu"),
        (("--tata-letak", "lke-rb-2014", "--instrumen", "zi-2021"), "lke-zi-2021"),
        (("--tahun", "14"), "empat angka"),
        (("--tahun", "lalu"), "empat angka"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_forced_is_wrong_usage(
    form: Path, tmp_path: Path, name: str, args: tuple[str, ...], said: str
) -> None:
    code, text = command(name, form, *args, target=tmp_path)
    assert code == 2 and said in text
    assert not (tmp_path / "rekap.xlsx").exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_one_units_name_is_wrong_usage_for_several_files(form: Path, tmp_path: Path, name: str) -> None:
    zi = write(tmp_path / "zi.xlsx", instrument(ZI), answers(instrument(ZI), 1))
    code, text = command(name, form, zi, "--unit-nama", "Dinas Pangan", target=tmp_path)
    assert code == 2 and "2 berkas" in text
    assert command(name, form, "--unit-nama", "Kabupaten Tirtaloka", target=tmp_path)[0] == 0


def test_a_units_name_is_taken_where_the_form_has_none(tmp_path: Path) -> None:
    zi = instrument(ZI)
    path = form_2021(tmp_path / "x.xlsx", zi, answers(zi, "resmi", blank=0.0))
    assert data(path)["unit"]["name"] == ""
    assert data(path, "--unit-nama", " Dinas Pangan ")["unit"]["name"] == "Dinas Pangan"
    assert "Dinas Pangan" in quick("periksa", path, "--unit-nama", "Dinas Pangan")[1]
    code, text = quick("gabung", path, "-o", tmp_path / "r.xlsx", "--unit-nama", "Dinas Pangan", "--json")
    assert code == 0
    summary = json.loads(text)
    assert [unit["name"] for unit in summary["units"]] == ["Dinas Pangan"]
    assert "BUKU-047" not in {t["code"] for t in summary["temuan"]}


def test_the_name_given_is_looked_up_in_the_register(form: Path, tmp_path: Path) -> None:
    from pmprb.engine.answers import Unit
    from pmprb.worksheet.register import register_workbook

    register = tmp_path / "daftar.xlsx"
    register.write_bytes(register_workbook((Unit(code="1", name="Kabupaten Tirtaloka"), Unit(code="2", name="Lain"))))
    args = ("gabung", form, "-o", tmp_path / "r.xlsx", "--unit", register, "--json", "--timpa")
    known = json.loads(quick(*args, "--unit-nama", "Lain")[1])
    assert [unit["code"] for unit in known["units"]] == ["2"]
    before = (tmp_path / "r.xlsx").read_bytes()
    code, text = quick(*args[:-2], "--timpa", "--unit-nama", "Entah")
    assert code == 1 and "BUKU-014" in text and (tmp_path / "r.xlsx").read_bytes() == before


def test_the_consolidated_workbook_says_which_variant_it_rests_on(form: Path, tmp_path: Path) -> None:
    target = tmp_path / "rekap.xlsx"
    code, text = quick("gabung", form, "-o", target, "--instrumen", LALU, "--tahun", "2014")
    assert code == 0 and "varian blok-lalu" in text
    book = openpyxl.load_workbook(target)
    first = [str(c.value) for row in book["Ringkasan"].iter_rows(max_row=3) for c in row if c.value]
    assert any("Gerbang blok tahun lalu" in text and "2014" in text for text in first)
    about = {str(row[0].value): str(row[1].value) for row in book["Tentang"].iter_rows(min_col=1, max_col=2)}
    assert about["Kode"].startswith(LALU)
    said = about["Varian yang dipakai"]
    assert said.startswith("blok-lalu: Gerbang blok tahun lalu. Dasar: formulir resmi")
    assert "Varian lain: blok-berjalan, tanpa-gerbang." in said


def test_gabung_scores_all_by_the_variant_asked_and_says_so_in_json(form: Path, tmp_path: Path) -> None:
    text = quick("gabung", form, "-o", tmp_path / "r.xlsx", "--instrumen", LALU, "--json")[1]
    summary = json.loads(text)
    assert (summary["instrument"], summary["variant"]) == (LALU, "blok-lalu")
    assert summary["units"][0]["total"] == data(form, "--instrumen", LALU)["total"]


def test_templates_of_two_variants_are_asked_about_and_then_scored_by_one(tmp_path: Path) -> None:
    folder = tmp_path / "masuk"
    folder.mkdir()
    from pmprb.engine.answers import Unit

    for name, unit in ((RB, Unit(code="1", name="Satu")), (LALU, Unit(code="2", name="Dua"))):
        write(folder / f"{unit.code}.xlsx", instrument(name), answers(instrument(name), unit.code, blank=0.0), unit)
    code, text = quick("gabung", folder, "-o", tmp_path / "r.xlsx")
    assert code == 2 and LALU in text
    summary = json.loads(quick("gabung", folder, "-o", tmp_path / "r.xlsx", "--instrumen", RB, "--json")[1])
    assert [unit["code"] for unit in summary["units"]] == ["1", "2"]
    assert [t["file"] for t in summary["temuan"] if t["code"] == "BUKU-051"] == ["2.xlsx"]


def test_instrumen_lists_the_variants_with_their_basis() -> None:
    text = quick("instrumen")[1]
    assert "rb-2014@blok-lalu · Gerbang blok tahun lalu [formulir-resmi]" in text
    assert "rb-2014@tanpa-gerbang · Tanpa gerbang antarbutir [praktik]" in text
    used = [line for line in text.splitlines() if line.endswith("(dipakai)") and "rb-2014@" in line]
    assert [line.split()[1] for line in used] == ["rb-2014@blok-berjalan"]


def test_instrumen_shows_one_variant_as_a_tree_and_as_json() -> None:
    code, text = quick("instrumen", LALU)
    assert code == 0
    assert "varian rb-2014@blok-lalu · Gerbang blok tahun lalu [formulir-resmi] (dipakai): 38 gerbang" in text
    shown = json.loads(quick("instrumen", LALU, "--json")[1])
    assert (shown["id"], shown["variant"]) == (LALU, "blok-lalu")
    assert [one["id"] for one in shown["variants"]] == ["blok-berjalan", "blok-lalu", "tanpa-gerbang"]
    assert json.loads(quick("instrumen", ZI, "--json")[1])["variants"] == []


def test_templat_of_a_variant_names_it_in_the_file_and_inside(tmp_path: Path) -> None:
    from pmprb.engine.answers import Unit
    from pmprb.worksheet.register import register_workbook

    register = tmp_path / "daftar.xlsx"
    register.write_bytes(register_workbook((Unit(code="1", name="Kabupaten Tirtaloka"),)))
    out = tmp_path / "lembar"
    assert quick("templat", LALU, "--unit", register, "--periode", "2015", "-o", out)[0] == 0
    made = sorted(out.iterdir())
    assert [path.name for path in made] == ["LKE_rb-2014-blok-lalu_2015_1_Kabupaten-Tirtaloka.xlsx"]
    assert data(made[0])["instrument"] == LALU
    meta = {row[0].value: row[1].value for row in openpyxl.load_workbook(made[0])["_meta"]}
    assert (meta["instrument"], meta["variant"]) == (LALU, "blok-lalu")
