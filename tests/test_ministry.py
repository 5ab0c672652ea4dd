"""A ministry gathers provinces' workbooks: the figures of gathering all rekaps, duplicates named, forgeries refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from helpers import sheets
from helpers.cli import quick
from helpers.libreoffice import recalculate
from helpers.rekap import Opened, near
from pmprb.engine.answers import Unit
from pmprb.office.province_record import Province
from pmprb.workbook.ours import PROVINCE, open_province, read_province, write_record

SMALL = "akip-2021-unit"
PROVINCES = {
    "Provinsi A": ("Kab. A1", "Kab. A2"),
    "Provinsi B": ("Kab. B1", "Kota B2", "Kota B3"),
    "Provinsi C": ("Kab. C1",),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three provinces' workbooks in `provinsi`, and the rekaps of their instansi in `rekap/<province>`."""
    root, instrument, seed = tmp_path_factory.mktemp("kementerian"), sheets.instrument(SMALL), 0
    (root / "provinsi").mkdir()
    for province, names in PROVINCES.items():
        for name in names:
            folder = root / "lembar" / name
            folder.mkdir(parents=True)
            for n in range(2):
                seed += 1
                unit = Unit(code=f"1.{n}", name=f"Dinas {n} {name}", group=("Dinas", "dinas")[n])
                sheets.write(folder / f"{n}.xlsx", instrument, sheets.answers(instrument, seed), unit)
            rekap = root / "rekap" / province / f"{name}.xlsx"
            assert quick("gabung", folder, "-o", rekap, "--instansi", name)[0] < 2
        target = root / "provinsi" / f"{province}.xlsx"
        code, said = quick(
            "gabung", root / "rekap" / province, "--antar-instansi", "-o", target, "--instansi", province
        )
        assert code == 0, said
    return root


@pytest.fixture
def there(home: Path, tmp_path: Path) -> Path:
    """The provinces' workbooks alone, to be added to and changed."""
    return Path(shutil.copytree(home / "provinsi", tmp_path / "provinsi"))


def gathered(*paths: object, target: Path, more: tuple[object, ...] = ()) -> tuple[int, dict[str, Any]]:
    code, said = quick("gabung", *paths, "-o", target, "--instansi", "Nasional", "--json", *more)
    return code, json.loads(said)


def codes(data: dict[str, Any], file: str) -> list[str]:
    return [one["code"] for row in data["inputs"] if row["file"] == file for one in row["why"]]


def fates(data: dict[str, Any]) -> dict[str, str]:
    return {row["file"]: row["fate"] for row in data["inputs"]}


def figures(data: dict[str, Any]) -> dict[str, Any]:
    """All that does not say by which file it came."""
    own = {"file", "sha256", "province"}
    kept = {key: data[key] for key in data if key not in ("inputs", "temuan", "digest", "files", "provinces")}
    return kept | {"instansi": [{k: v for k, v in row.items() if k not in own} for row in data["instansi"]]}


@pytest.fixture(scope="module")
def both(home: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same country by its provinces' workbooks, and by all rekaps."""
    code, by_provinces = gathered(home / "provinsi", target=home / "nasional.xlsx")
    assert code == 0, by_provinces["temuan"]
    return by_provinces, gathered(home / "rekap", target=home / "langsung.xlsx")[1]


def test_provinces_give_the_figures_of_all_their_rekaps(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    by_provinces, by_rekaps = both
    assert figures(by_provinces) == figures(by_rekaps) and len(by_rekaps["instansi"]) == 6
    assert {row["name"]: row["province"] for row in by_provinces["instansi"]} == {
        name: province for province, names in PROVINCES.items() for name in names
    }
    assert {row["province"] for row in by_rekaps["instansi"]} == {None} and by_rekaps["provinces"] == []


def test_each_province_has_the_means_of_its_own_workbook(home: Path, both: tuple[dict[str, Any], Any]) -> None:
    rows = {row["name"]: row for row in both[0]["provinces"]}
    assert list(rows) == sorted(PROVINCES)
    for name, row in rows.items():
        own = open_province(home / "provinsi" / f"{name}.xlsx").value
        assert own is not None and own.record.mean_of_indices is not None and own.record.mean_of_units is not None
        assert row["digest"] == own.digest and row["instansi"] == len(PROVINCES[name])
        assert float(row["mean_of_indices"]) == pytest.approx(float(own.record.mean_of_indices), abs=1e-11)
        assert float(row["mean_of_units"]) == pytest.approx(float(own.record.mean_of_units), abs=1e-11)
        assert row["handed_in"] == 2 * len(PROVINCES[name])


def test_what_is_taken_on_a_provinces_word_is_said(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    (b,) = [row for row in both[0]["inputs"] if row["file"] == "Provinsi B.xlsx"]
    assert b["fate"] == "used" and b["instansi"] == "Provinsi B" and [one["code"] for one in b["why"]] == ["BUKU-269"]
    assert "6 unit dari 3 instansi" in b["why"][0]["message"]
    (every,) = both[0]["temuan"]
    assert every["code"] == "BUKU-269" and "12 unit dari 6 instansi" in every["message"], "once for all provinces"
    assert not [one for one in both[1]["temuan"] if one["code"] == "BUKU-269"]


def test_the_workbook_lists_provinces_live(home: Path, both: tuple[Any, Any], tmp_path: Path) -> None:
    book = Opened(home / "nasional.xlsx")
    names = book.formulas.sheetnames
    assert names[:3] == ["Ringkasan", "Provinsi", "Antar Instansi"]
    assert "Provinsi" not in Opened(home / "langsung.xlsx").formulas.sheetnames
    again = Opened(recalculate([home / "nasional.xlsx"], tmp_path)[0])
    seen = 0
    for name in ("Provinsi", "Ringkasan", "Antar Instansi"):
        for row in book.formulas[name].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    was, is_now = book.values[name][cell.coordinate].value, again.values[name][cell.coordinate].value
                    same = was == is_now if isinstance(was, str) else is_now == near(was)
                    assert same, (name, cell.coordinate, was, is_now)
                    seen += name == "Provinsi"
    assert seen == 3 * 8, "of every province all figures"


def test_a_ministrys_workbook_may_be_gathered_again_and_keeps_the_provinces(
    home: Path, both: Any, tmp_path: Path
) -> None:
    shutil.copy(home / "nasional.xlsx", tmp_path / "wilayah.xlsx")
    code, data = gathered(tmp_path / "wilayah.xlsx", target=tmp_path / "lagi.xlsx")
    assert code == 0 and figures(data) == figures(both[0])
    assert [(row["name"], row["within"]) for row in data["provinces"]] == [(name, "Nasional") for name in PROVINCES]


def test_an_instansi_offered_itself_and_through_its_province_counts_once(home: Path, there: Path, both: Any) -> None:
    shutil.copy(home / "rekap" / "Provinsi B" / "Kota B2.xlsx", there / "Kota B2.xlsx")
    code, data = gathered(there, target=there.parent / "n.xlsx")
    assert code == 0 and figures(data) == figures(both[0])
    assert {row["name"]: row["province"] for row in data["instansi"]}["Kota B2"] is None
    assert codes(data, "Kota B2.xlsx") == ["BUKU-036"] and codes(data, "Provinsi B.xlsx") == ["BUKU-036", "BUKU-269"]
    assert set(fates(data).values()) == {"used"}
    (b,) = [row for row in data["provinces"] if row["name"] == "Provinsi B"]
    assert b["instansi"] == 2


def test_another_rekap_of_the_same_instansi_leaves_neither(home: Path, there: Path) -> None:
    instrument = sheets.instrument(SMALL)
    (there.parent / "lain").mkdir()
    sheets.write(
        there.parent / "lain" / "0.xlsx", instrument, sheets.answers(instrument, 99), Unit(code="1.0", name="Dinas")
    )
    assert quick("gabung", there.parent / "lain", "-o", there / "x.xlsx", "--instansi", "KOTA B2")[0] < 2
    code, data = gathered(there, target=there.parent / "n.xlsx")
    assert code == 1 and "kota b2" not in {row["name"].casefold() for row in data["instansi"]}
    assert codes(data, "x.xlsx") == ["BUKU-127"] and codes(data, "Provinsi B.xlsx") == ["BUKU-127", "BUKU-269"]
    assert fates(data) == {"x.xlsx": "refused"} | {f"{name}.xlsx": "used" for name in PROVINCES}
    (told,) = [one for one in data["temuan"] if one["code"] == "BUKU-127" and one["file"] == "Provinsi B.xlsx"]
    assert "Kota B2 dalam Provinsi B.xlsx" in told["message"] and "x.xlsx" in told["message"]


def test_one_provinces_workbook_under_two_names_counts_once(there: Path, both: Any) -> None:
    shutil.copy(there / "Provinsi A.xlsx", there / "Provinsi A (1).xlsx")
    code, data = gathered(there, target=there.parent / "n.xlsx")
    assert code == 0 and figures(data) == figures(both[0])
    assert sorted(fates(data).values()) == ["refused", "used", "used", "used"]


def test_an_instansi_in_two_provinces_is_counted_once_or_refused(home: Path, there: Path, both: Any) -> None:
    mixed = there.parent / "campur"
    mixed.mkdir()
    for name in ("Provinsi A/Kab. A1", "Provinsi C/Kab. C1"):
        shutil.copy(home / "rekap" / f"{name}.xlsx", mixed)
    assert quick("gabung", mixed, "-o", there / "Provinsi D.xlsx", "--instansi", "Provinsi D")[0] == 0
    code, data = gathered(there, target=there.parent / "n.xlsx")
    assert code == 0 and figures(data) == figures(both[0])


def kept(path: Path, province: Province) -> Path:
    """A workbook with nothing but a province's record, with a digest that fits it."""
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Ringkasan")
    write_record(book, province, PROVINCE)
    book.close()
    return path


def forged(path: Path, change: Callable[[Province], Province]) -> None:
    province = read_province(path).value
    assert province is not None
    kept(path, change(province))


def first_row(**changed: Any) -> Callable[[Province], Province]:
    def change(one: Province) -> Province:
        return one.model_copy(update={"instansi": (one.instansi[0].model_copy(update=changed), *one.instansi[1:])})

    return change


def first_unit(**changed: Any) -> Callable[[Province], Province]:
    def change(one: Province) -> Province:
        return one.model_copy(update={"units": (one.units[0].model_copy(update=changed), *one.units[1:])})

    return change


@pytest.mark.parametrize(
    "change",
    [
        first_row(index=Fraction(99)), first_row(rated=1), first_row(handed_in=9), first_row(rank=2),
        first_row(registered=0), first_row(through=1), first_row(spreads=()),
        first_unit(points=Fraction(99)), first_unit(points=Fraction(101)), first_unit(rank=3), first_unit(shares=()),
        first_unit(instansi=7), first_unit(own_rank=2),
        lambda one: one.model_copy(update={"mean_of_units": Fraction(1)}),
        lambda one: one.model_copy(update={"total": Fraction(1000)}),
        lambda one: one.model_copy(update={"units": one.units[1:]}),
        lambda one: one.model_copy(update={"groups": ()}),
    ],
)  # fmt: skip
def test_a_province_whose_figures_do_not_follow_is_refused_though_its_digest_fits(
    there: Path, change: Callable[[Province], Province]
) -> None:
    forged(there / "Provinsi B.xlsx", change)
    code, data = gathered(there, target=there.parent / "n.xlsx")
    assert code == 1 and fates(data)["Provinsi B.xlsx"] == "refused"
    assert set(codes(data, "Provinsi B.xlsx")) == {"BUKU-268"}
    assert {row["province"] for row in data["instansi"]} == {"Provinsi A", "Provinsi C"}


def test_a_record_that_was_changed_without_its_digest_is_refused(there: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(there / "Provinsi B.xlsx")
    cell = book["_data"]["B4"]
    cell.value = str(cell.value).replace('"instansi":1', '"instansi":2', 1)
    book.save(there / "Provinsi B.xlsx")
    code, data = gathered(there, target=there.parent / "n.xlsx")
    assert code == 1 and codes(data, "Provinsi B.xlsx") == ["BUKU-101"]


def raised(one: Province) -> Province:
    """Every unit at the most it can have, and all else reckoned from that: nothing in the record contradicts it."""
    from pmprb.office.province import assembled
    from pmprb.office.province_rows import reckoned

    instrument, best = sheets.instrument(SMALL), {"points": one.total, "share": Fraction(1)}
    rows = []
    for row in one.instansi:
        own = [
            unit.model_copy(update=best | {"shares": (Fraction(1),) * len(unit.shares)})
            for unit in one.units
            if unit.instansi == row.number
        ]
        rows.append(reckoned(row, own, instrument))
    return assembled(rows, (), instrument, one)


def test_a_forgery_without_a_contradiction_is_found_as_soon_as_one_rekap_is_there(home: Path, there: Path) -> None:
    forged(there / "Provinsi B.xlsx", raised)
    code, data = gathered(there, target=there.parent / "n.xlsx")
    assert code == 0 and codes(data, "Provinsi B.xlsx") == ["BUKU-269"], "its word is taken, and that is said"
    shutil.copy(home / "rekap" / "Provinsi B" / "Kota B3.xlsx", there)
    code, data = gathered(there, target=there.parent / "n2.xlsx")
    assert code == 1 and codes(data, "Provinsi B.xlsx") == ["BUKU-267"]
    assert fates(data)["Provinsi B.xlsx"] == "refused" and fates(data)["Kota B3.xlsx"] == "used"
    assert [row["name"] for row in data["instansi"] if row["name"].endswith(("B1", "B2", "B3"))] == ["Kota B3"]


def test_a_province_of_the_first_edition_is_read_as_it_was_kept(there: Path, both: Any) -> None:
    path = there / "Provinsi B.xlsx"
    province = read_province(path).value
    assert province is not None
    new_head, new_row = {"edition", "duplicates", "provinces"}, {"modified", "through"}
    head = json.loads(province.head_text())
    head = {k: v for k, v in head.items() if k not in new_head}
    head["instansi"] = [{k: v for k, v in row.items() if k not in new_row} for row in head["instansi"]]
    units = [json.loads(text) for text in province.unit_texts()]
    texts = [json.dumps({k: v for k, v in unit.items() if k != "sha256"}) for unit in units]

    from pmprb.office.record import KeptTexts

    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Ringkasan")
    write_record(book, province, PROVINCE, KeptTexts(json.dumps(head), texts))
    book.close()
    code, data = gathered(there, target=there.parent / "n.xlsx")
    assert code == 0 and figures(data) == figures(both[0])


def test_a_province_of_other_terms_is_refused_once(home: Path, there: Path) -> None:
    assert (
        quick("gabung", home / "rekap" / "Provinsi B", "-o", there / "Provinsi B.xlsx", "--periode", "2019", "--timpa")[
            0
        ]
        == 1
    )
    lone = there.parent / "lewati"
    for name in PROVINCES["Provinsi B"]:
        target = lone / f"{name}.xlsx"
        assert quick("gabung", home / "lembar" / name, "-o", target, "--instansi", name, "--kosong", "lewati")[0] < 2
    (there / "Provinsi C.xlsx").unlink()
    assert quick("gabung", lone, "-o", there / "Provinsi B.xlsx", "--instansi", "Provinsi B", "--timpa")[0] == 0
    code, data = gathered(there, target=there.parent / "n.xlsx", more=("--kosong", "nol"))
    assert code == 1 and codes(data, "Provinsi B.xlsx") == ["BUKU-124"], "not once for each of its instansi"
    assert {row["province"] for row in data["instansi"]} == {"Provinsi A"}


def test_a_province_that_is_read_is_no_place_for_the_result(there: Path) -> None:
    before = (there / "Provinsi B.xlsx").read_bytes()
    code, said = quick("gabung", there, "-o", there / "Provinsi B.xlsx", "--timpa")
    assert code == 1 and "BUKU-140" in said and (there / "Provinsi B.xlsx").read_bytes() == before
    for _ in range(2):
        assert quick("gabung", there, "-o", there / "nasional.xlsx", "--timpa")[0] == 0


# Proved.


def proved(workbook: Path, *paths: object) -> tuple[int, dict[str, Any]]:
    code, said = quick("periksa", "--bukti", workbook, *paths, "--json")
    return code, json.loads(said)


def test_a_province_is_proved_by_its_rekaps(home: Path) -> None:
    code, data = proved(home / "provinsi" / "Provinsi B.xlsx", home / "rekap" / "Provinsi B")
    assert (code, data["same"], data["sheets_compared"], data["rescored"], data["believed"]) == (0, True, True, 3, 0)
    assert data["temuan"] == [] and data["mean_of_indices"] == data["mean_of_indices_again"]


def test_a_ministry_is_proved_as_far_as_its_files_go(home: Path, both: Any) -> None:
    code, data = proved(home / "nasional.xlsx", home / "provinsi")
    assert (code, data["same"], data["rescored"], data["believed"]) == (0, True, 0, 6)
    assert [one["code"] for one in data["temuan"]] == ["BUKU-320"]
    code, data = proved(home / "nasional.xlsx", home / "provinsi", home / "rekap" / "Provinsi B")
    assert (code, data["rescored"], data["believed"]) == (0, 3, 3)
    code, said = quick("periksa", "--bukti", home / "nasional.xlsx", home / "provinsi", home / "rekap")
    assert (
        code == 0
        and "6 instansi dihitung ulang dari jawaban dalam rekapnya" in said
        and "gabungan provinsinya" not in said
    )


def test_what_is_missing_or_false_is_named(home: Path, there: Path, both: Any) -> None:
    national = home / "nasional.xlsx"
    (there / "Provinsi C.xlsx").unlink()
    code, data = proved(national, there)
    assert code == 1 and not data["sheets_compared"] and "BUKU-104" in [one["code"] for one in data["temuan"]]
    forged(there / "Provinsi B.xlsx", raised)
    code, data = proved(national, there)
    assert code == 1 and "BUKU-105" in [one["code"] for one in data["temuan"]]
    code, _ = gathered(there, target=there.parent / "palsu.xlsx")
    assert code == 0 and proved(there.parent / "palsu.xlsx", there)[0] == 0, "as far as the forged workbook itself"
    code, data = proved(there.parent / "palsu.xlsx", there, home / "rekap")
    assert code == 1 and {one["code"] for one in data["temuan"]} >= {"BUKU-267"}


def test_a_figure_typed_over_in_a_ministrys_workbook_is_found(home: Path, there: Path, both: Any) -> None:
    import openpyxl

    book = openpyxl.load_workbook(home / "nasional.xlsx")
    sheet = book["Peringkat Unit"]
    row = next(row for row in sheet.iter_rows() if row[0].value == 1)
    cell = next(cell for cell in row if isinstance(cell.value, float))
    cell.value = 99.5
    book.save(there.parent / "diubah.xlsx")
    code, data = proved(there.parent / "diubah.xlsx", there)
    assert code == 1 and ("BUKU-109", cell.coordinate) in [(one["code"], one["cell"]) for one in data["temuan"]]


def test_a_province_made_in_one_run_is_proved_by_the_rekaps_of_its_folders(home: Path, tmp_path: Path) -> None:
    run = ("gabung", home / "lembar", "--per-instansi", "-o", tmp_path / "semua.xlsx", "--parquet", tmp_path / "hasil")
    assert quick(*run)[0] == 0
    code, data = proved(tmp_path / "semua.xlsx", home / "rekap")
    assert (code, data["rescored"]) == (0, 6), data["temuan"]
