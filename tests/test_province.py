"""Rekaps of several instansi side by side: figures by hand, refusals, a workbook that recalculates the same."""

from __future__ import annotations

import json
import random
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from helpers.cli import quick
from helpers.libreoffice import other_figures
from helpers.rekap import NASTY, PMPRB, ZI, Opened, catalog, near, result_of, wording
from helpers.work import steps
from pmprb.books.province.write import write_province
from pmprb.books.rekap.write import write_consolidation
from pmprb.cli.summary import print_province
from pmprb.engine.answers import Answer, State, Unit
from pmprb.engine.score import score
from pmprb.jobs.inputs import Catalogs, find_files
from pmprb.jobs.province import ProvinceAsked, gather_instansi, mostly_rekaps, read_rekaps
from pmprb.office.comparable import OfferedRekap, Told, name_in, shared_terms, tell_apart, usual_instrument
from pmprb.office.consolidate import consolidate, index_predicate
from pmprb.office.model import InputFile, Settings
from pmprb.office.province import Province, bring_together, ranks
from pmprb.office.record import NodeRecord, RekapRecord, UnitRecord, record_of
from pmprb.temuan import CellPos, Severity, Temuan
from pmprb.workbook.ours import looks_like_rekap, read_province, read_record, write_record

SHEETS = [
    "Ringkasan", "Antar Instansi", "Matriks Area", "Kelayakan", "Unit Terbaik", "Peringkat Unit", "Matriks Unit",
    "Belum Menyerahkan", "Temuan", "Tentang", "_data",
]  # fmt: skip
Points = dict[str, tuple[str, Fraction | int | None]]


@lru_cache
def template(name: str) -> RekapRecord:
    """A record of one random unit, whose units tests put in anew."""
    result = result_of(Unit(code="1", name="Unit"), catalog(name), random.Random(5))
    return record_of(consolidate([result], catalog(name), period="2026"), catalog(name), "9.9")


def unit_of(code: str, group: str, points: Fraction | int | None, owner: str, name: str) -> UnitRecord:
    """A unit with the same share of every node; None is a worksheet without an answer."""
    blank, instrument = template(name).units[0], catalog(name)
    share = Fraction(points or 0) / instrument.root.weight
    nodes = {
        node: NodeRecord(points=one.max * share, max=one.max, answered=0 if points is None else 1)
        for node, one in blank.nodes.items()
    }
    changed = {"unit": Unit(code=code, name=f"Unit {code}", group=group), "rated": points is not None, "nodes": nodes}
    return blank.model_copy(update=changed | {"sha256": f"{owner} {code}", "passed": (), "predicate": ""})


def record(instansi: str, units: Points, name: str = ZI, missing: Iterable[str] = (), **changed: Any) -> RekapRecord:
    """A record with units of known points."""
    made = tuple(unit_of(code, group, points, instansi, name) for code, (group, points) in units.items())
    known = [u.points for u in made if u.points is not None]
    absent = tuple(Unit(code=code, name=f"Unit {code}") for code in missing)
    index = sum(known, Fraction(0)) / len(known) if known else None
    fields = {"instansi": instansi, "units": made, "index": index, "missing": absent, "program": "9.9"}
    return template(name).model_copy(update=fields | {"registered": len(made) + len(absent)} | changed)


A = record("Kabupaten A", {"1": ("Dinas", 80), "2": ("Puskesmas", 70), "3": ("Puskesmas", 60)}, missing=["9"])
B = record("Kota B", {"1": ("dinas", 90), "2": ("PUSKESMAS", 60), "7": ("Dinas", None)})
C = record("Kabupaten C", {"5": ("Dinas", 100)})
THREE = (A, B, C)


def offers(*records: RekapRecord, stamps: Iterable[str] = ()) -> list[OfferedRekap]:
    given = [*stamps] or [""] * len(records)
    return [
        OfferedRekap(file=f"rekap-{n}.xlsx", sha256=f"{n:064}", record=r, modified=stamp)
        for n, (r, stamp) in enumerate(zip(records, given, strict=True))
    ]


def told(*records: RekapRecord, asked: ProvinceAsked | None = None, stamps: Iterable[str] = ()) -> list[Told]:
    asked, offered = asked or ProvinceAsked(), offers(*records, stamps=stamps)
    instrument = catalog(asked.instrument or usual_instrument(offered)[0])
    terms = shared_terms(offered, instrument, asked.period, asked.blank)
    return tell_apart(offered, instrument, terms, asked.duplicates)


def brought(*records: RekapRecord, name: str = ZI) -> Province:
    offered = offers(*records)
    terms = shared_terms(offered, catalog(name))
    return bring_together(
        tell_apart(offered, catalog(name), terms), catalog(name), terms, name="Provinsi X", program="9.9"
    )


def codes(one: Told) -> list[str]:
    return [t.code for t in one.temuan]


def test_both_means_are_kept_apart_and_ranks_are_by_index() -> None:
    found = brought(*THREE)
    assert [(row.name, row.index, row.rank) for row in found.instansi] == [
        ("Kabupaten C", 100, 1),
        ("Kota B", 75, 2),
        ("Kabupaten A", 70, 3),
    ]
    assert found.mean_of_indices == Fraction(245, 3)  # (100 + 75 + 70) / 3
    assert found.mean_of_units == Fraction(460, 6)  # 80 + 70 + 60 + 90 + 60 + 100 over six units
    assert [(row.registered, row.handed_in, row.rated) for row in found.instansi] == [(1, 1, 1), (3, 3, 2), (4, 3, 3)]
    assert (found.registered, len(found.units), found.rated) == (8, 7, 6)


def test_open_errors_of_the_regencies_are_counted_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = brought(
        A.model_copy(update={"wrong": 7}), B.model_copy(update={"wrong": 0}), C.model_copy(update={"wrong": None})
    )
    assert made.wrong == 7 and {row.name: row.wrong for row in made.instansi}["Kabupaten C"] is None
    write_province(made, catalog(ZI), tmp_path / "p.xlsx", sentences=str)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx", data_only=True)
    cells = {str(cell.value) for sheet in ("Ringkasan", "Temuan", "Antar Instansi") for row in book[sheet].iter_rows()
             for cell in row}  # fmt: skip
    assert "KESALAHAN yang masih terbuka di rekap instansi: Kabupaten A 7." in cells
    assert "7 di rekap instansi" in cells and "tidak tercatat" in cells and "Tidak ada temuan." not in cells
    print_province(made, catalog(ZI))
    assert "  masih terbuka di rekap instansinya: 7 KESALAHAN: Kabupaten A (7)\n" in capsys.readouterr().out


def test_units_are_ranked_over_the_province_and_inside_their_peer_group_whatever_its_spelling() -> None:
    found = brought(*THREE)
    rows = {(row.number, u.unit.code): u for row in found.instansi for u in found.units if u.instansi == row.number}
    assert {key: (u.rank, u.group_rank, u.own_rank) for key, u in rows.items()} == {
        (1, "5"): (1, 1, 1),
        (2, "1"): (2, 2, 1),
        (2, "2"): (5, 2, 2),
        (2, "7"): (None, None, None),
        (3, "1"): (3, 3, 1),
        (3, "2"): (4, 1, 2),
        (3, "3"): (5, 2, 3),
    }
    assert {u.group for u in found.units} == {"Dinas", "Puskesmas"}
    assert [(g.title, g.rated, g.mean) for g in found.groups] == [
        ("Dinas", 3, Fraction(9, 10)),
        ("Puskesmas", 3, Fraction(190, 300)),
    ]
    assert [u.unit.code for u in found.ranked] == ["5", "1", "1", "2", "2", "3", "7"]


def test_a_spread_is_the_instansis_own_and_the_provinces_over_all_units() -> None:
    found = brought(*THREE)
    whole = {row.name: row.spreads[0] for row in found.instansi}
    assert (whole["Kabupaten A"].mean, whole["Kabupaten A"].lowest, whole["Kabupaten A"].highest) == (
        Fraction(7, 10),
        Fraction(6, 10),
        Fraction(8, 10),
    )
    area = next(n for n, spread in enumerate(found.spreads) if spread.of in catalog(ZI).groups_by_id)
    assert (found.spreads[area].rated, found.spreads[area].mean) == (6, Fraction(460, 600))
    over = found.instansi_spreads[area]
    assert (over.rated, over.mean, over.lowest, over.highest) == (3, Fraction(245, 300), Fraction(7, 10), 1)


def test_an_instansi_without_a_rated_unit_has_no_rank_and_is_in_no_mean() -> None:
    empty, nobody = record("Kabupaten D", {"1": ("Dinas", None)}), record("Kabupaten E", {}, missing=["1", "2"])
    found = brought(*THREE, empty, nobody)
    last = {row.name: (row.rank, row.index, row.share, row.rated, row.registered) for row in found.instansi[3:]}
    assert last == {"Kabupaten D": (None, None, None, 0, 1), "Kabupaten E": (None, None, None, 0, 2)}
    assert found.mean_of_indices == Fraction(245, 3) and found.mean_of_units == Fraction(460, 6)
    assert all(spread.rated == 3 for spread in found.instansi_spreads)


@pytest.mark.parametrize("name", [ZI, PMPRB])
def test_figures_over_many_units_have_as_many_digits_as_they_need(name: str) -> None:
    most = catalog(name).root.weight
    units: Points = {str(n): ("Dinas", most * Fraction(n + 1, 200)) for n in range(3)}
    apart = enumerate(range(10**40, 10**40 + 150))  # hardly a factor in common: 40 digits a unit
    far: Points = {str(n): ("Dinas", most * Fraction(1, below)) for n, below in apart}
    found = brought(record("Kabupaten A", units, name), record("Kabupaten B", far, name), name=name)
    assert found.mean_of_units is not None and found.mean_of_units.denominator > 10**4400
    texts = found.texts()
    again = Province.of_texts(texts.head, list(texts.units))
    assert again == found and again.texts().digest == texts.digest
    assert (found.instansi[0].predicate is not None) == (catalog(name).predicate is not None)


def test_ties_are_by_exact_value_before_rounding() -> None:
    third = Fraction(1, 3)
    equal = record("Kabupaten D", {"1": ("", 70 + third), "2": ("", 70 - third)})
    above = record("Kabupaten E", {"1": ("", 70 + Fraction(1, 10**9))})
    places = {row.name: row.rank for row in brought(A, equal, above).instansi}
    assert places == {"Kabupaten E": 1, "Kabupaten A": 2, "Kabupaten D": 2}
    assert ranks([Fraction(1), None, Fraction(3), Fraction(1), Fraction(0)]) == [2, None, 1, 2, 4]


def test_units_without_a_peer_group_stand_behind_the_groups() -> None:
    found = brought(record("Kabupaten A", {"1": ("", 80), "2": ("Puskesmas", 70), "3": ("Dinas", 60)}))
    assert [group.title for group in found.groups] == ["Dinas", "Puskesmas", ""]


def test_best_and_lowest_of_a_group_keep_ties_and_do_not_overlap() -> None:
    many = {f"{n:02}": ("Dinas", points) for n, points in enumerate([90, 80, 80, 80, 70, 70, 60, 50, 40, 30, 30, 20])}
    (group,) = brought(record("Kabupaten A", many)).groups
    assert [f"{n:02}" for n in group.best] == ["00", "01", "02", "03", "04", "05"]
    assert [f"{n:02}" for n in group.lowest] == ["07", "08", "09", "10", "11"]


def test_predicates_of_instansi_are_the_catalogs_bands_over_the_index() -> None:
    high, low = record("A", {"1": ("", Fraction(363, 10))}, PMPRB), record("B", {"1": ("", 1)}, PMPRB)
    found = brought(high, low, name=PMPRB)
    bands = catalog(PMPRB).predicate
    assert bands
    ordered = sorted(bands.bands, key=lambda band: band.above)
    assert [r.predicate.label for r in found.instansi if r.predicate] == [ordered[-1].label, ordered[0].label]


def test_order_of_rekaps_changes_nothing_and_the_record_reads_back() -> None:
    offered = offers(*THREE)
    terms = shared_terms(offered, catalog(ZI))
    one, two = (
        bring_together(tell_apart(order, catalog(ZI), terms), catalog(ZI), terms) for order in (offered, offered[::-1])
    )
    assert one == two and one.digest == two.digest
    assert Province.of_texts(one.head_text(), one.unit_texts()) == one


# What is refused


def test_each_difference_is_refused_with_both_values() -> None:
    other_catalog = C.model_copy(update={"catalog_hash": "f" * 64})
    other_period = C.model_copy(update={"period": "2025"})
    other_policy = C.model_copy(update={"blank": "lewati"})
    other_instrument = record("Kabupaten D", {"1": ("", 30)}, PMPRB)
    found = told(A, B, other_catalog, other_period, other_policy, other_instrument)
    assert [one.used for one in found] == [True, True, False, False, False, False]
    assert [codes(one) for one in found[2:]] == [["BUKU-123"], ["BUKU-124"], ["BUKU-124"], ["BUKU-122"]]
    values = [dict(one.temuan[0].values) for one in found[2:]]
    assert values == [
        {"name": ZI, "seen": "f" * 12, "expected": catalog(ZI).hash[:12]},
        {"what": "period", "seen": "2025", "expected": "2026"},
        {"what": "blank", "seen": "lewati", "expected": "nol"},
        {"seen": PMPRB, "expected": ZI},
    ]
    assert all(t.severity is Severity.KESALAHAN for one in found[2:] for t in one.temuan)
    assert all(
        isinstance(one.temuan[0].at, CellPos) and one.temuan[0].workbook == one.offered.file for one in found[2:]
    )


def test_two_differences_of_one_rekap_are_both_told() -> None:
    both = C.model_copy(update={"period": "2025", "blank": "lewati"})
    assert codes(told(A, B, both)[2]) == ["BUKU-124", "BUKU-124"]


def test_what_most_rekaps_share_is_gathered_unless_asked_otherwise() -> None:
    earlier = [one.model_copy(update={"period": "2025"}) for one in (A, B)]
    assert [one.used for one in told(*earlier, C)] == [True, True, False]
    assert [one.used for one in told(*earlier, C, asked=ProvinceAsked(period="2026"))] == [False, False, True]
    skipping = C.model_copy(update={"blank": "lewati"})
    assert [one.used for one in told(A, B, skipping, asked=ProvinceAsked(blank="lewati"))] == [False, False, True]
    assert [one.used for one in told(A, C.model_copy(update={"period": "2025"}))] == [True, False]
    assert shared_terms(offers(A, skipping), catalog(ZI)).blank == catalog(ZI).policies.blank
    assert usual_instrument(offers(A, record("D", {"1": ("", 3)}, PMPRB))) == [PMPRB, ZI]


def test_a_default_variant_named_or_not_is_the_same_and_another_one_is_not() -> None:
    plain, named, other = (catalog_in(name) for name in ("rb-2014", "rb-2014@blok-berjalan", "rb-2014@blok-lalu"))
    records = [
        RekapRecord(
            instrument=one.id, variant=one.variant, catalog_hash=one.hash, program="9.9", period="2026", blank="nol",
            settings=Settings(), instansi=f"Instansi {n}", registered=0, total=one.root.weight,
        )
        for n, one in enumerate((plain, named, other))
    ]  # fmt: skip
    offered = offers(*records)
    assert usual_instrument(offered) == ["rb-2014"]
    found = tell_apart(offered, plain, shared_terms(offered, plain))
    assert [codes(one) for one in found] == [[], [], ["BUKU-122"]]
    assert dict(found[2].temuan[0].values) == {"seen": "rb-2014@blok-lalu", "expected": "rb-2014@blok-berjalan"}


def catalog_in(name: str) -> Any:
    from pmprb.jobs.inputs import Catalogs

    found = Catalogs(None).load(name).value
    assert found is not None
    return found


def test_settings_of_an_instansis_own_do_not_part_rekaps() -> None:
    own = Settings(
        duplicates="terbaru", period="2026", units=(Unit(code="1", name="x"),), layout="pmprb", next_steps=True
    )
    assert [codes(one) for one in told(A, B.model_copy(update={"settings": own}))] == [[], []]


def test_an_instansi_sent_twice_follows_the_rule_for_units() -> None:
    again = record("  KABUPATEN  c ", {"5": ("Dinas", 50)})
    late, early = "2026-04-01T08:00:00Z", "2026-03-01T08:00:00Z"
    found = told(A, C, again)
    assert [one.used for one in found] == [True, False, False]
    assert [codes(one)[0] for one in found[1:]] == ["BUKU-127", "BUKU-127"]
    newest = told(A, C, again, asked=ProvinceAsked(duplicates="terbaru"), stamps=("", early, late))
    assert [(one.used, codes(one)[:1]) for one in newest[1:]] == [(False, ["BUKU-126"]), (True, ["BUKU-126"])]


def test_a_rekap_never_saved_by_an_office_program_is_not_taken_for_the_older_one() -> None:
    again = record("Kabupaten C", {"5": ("Dinas", 50)})
    stamps = ("2000-01-01T00:00:00Z", "2026-03-01T08:00:00Z")
    found = told(C, again, asked=ProvinceAsked(duplicates="terbaru"), stamps=stamps)
    assert [one.used for one in found] == [False, False] and codes(found[0])[0] == "BUKU-127"


def test_the_same_rekap_twice_is_used_once() -> None:
    found = told(A, C, C)
    assert [one.used for one in found] == [True, False, True]
    assert [codes(one)[0] for one in found[1:]] == ["BUKU-036", "BUKU-036"]


def test_two_names_with_the_same_worksheets_are_told() -> None:
    renamed = A.model_copy(update={"instansi": "Kab. A"})
    found = told(A, renamed, C)
    assert [codes(one) for one in found] == [["BUKU-125"], ["BUKU-125"], []]
    assert dict(found[0].temuan[0].values) == {"same": "3", "other": "rekap-1.xlsx", "instansi": "Kab. A"}


def test_a_rekap_without_a_name_is_called_by_its_file() -> None:
    found = told(A, B.model_copy(update={"instansi": " "}))
    assert found[1].used and found[1].name == "1" and codes(found[1]) == ["BUKU-128"]
    assert [name_in(f) for f in ("x/rekap-kabupaten_tirtaloka.xlsx", "Rekap.xlsx", "kota b.xlsx")] == [
        "kabupaten tirtaloka",
        "Rekap",
        "kota b",
    ]


def test_figures_that_contradict_one_another_are_a_changed_rekap() -> None:
    nodes = dict(list(C.units[0].nodes.items())[1:])
    for spoiled in (
        C.model_copy(update={"index": Fraction(99)}),
        C.model_copy(update={"total": Fraction(50)}),
        C.model_copy(update={"registered": 0}),
        C.model_copy(update={"units": (C.units[0].model_copy(update={"nodes": nodes}),)}),
        C.model_copy(update={"units": (C.units[0].model_copy(update={"nodes": {}, "rated": True}),)}),
    ):
        assert codes(told(A, B, spoiled)[2]) == ["BUKU-101"]


# Files


def answered(one: RekapRecord) -> RekapRecord:
    """The record with figures that follow from answers: those of a random unit, or of an empty worksheet."""
    instrument = catalog(one.instrument)
    units = []
    for unit in one.units:
        owner, dice = Unit(code=unit.unit.code, name=unit.unit.name), random.Random(f"{one.instansi} {unit.unit.code}")
        result = result_of(owner, instrument, dice)
        if not unit.rated:
            blank = {item: Answer(item=item, state=State.BLANK) for item in instrument.items}
            submission = result.submission.model_copy(update={"answers": blank, "reviewed": {}})
            bare = replace(result, reviewed=None, verified=None, verdicts=(), predicate=None)
            result = replace(bare, submission=submission, tree=score(submission, instrument))
        (made,) = record_of(consolidate([result], instrument), instrument).units
        units.append(made.model_copy(update={"unit": unit.unit, "file": unit.file, "sha256": unit.sha256}))
    points = [unit.points for unit in units if unit.points is not None]
    index = sum(points, Fraction(0)) / len(points) if points else None
    band = index_predicate(None if index is None else index / one.total, instrument)
    changed = {"units": tuple(units), "index": index, "predicate": band.label if band else "", "inputs": ()}
    register = (*(unit.unit for unit in units), *one.missing)
    return one.model_copy(update={**changed, "settings": one.settings.model_copy(update={"units": register})})


def kept(path: Path, one: RekapRecord) -> Path:
    """A workbook with nothing but a record, its figures those that its answers give."""
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Ringkasan")
    write_record(book, answered(one) if one.instrument in (ZI, PMPRB) else one)
    book.close()
    return path


def whole(path: Path, instansi: str, seed: int, units: int, name: str = ZI) -> Path:
    """A rekap as `pmprb gabung` writes it: random units, one of them empty, one missing."""
    dice, instrument = random.Random(seed), catalog(name)
    groups, names = ("Dinas", "Kecamatan", "Puskesmas"), [name for name in NASTY if "\ud800" not in name]
    every = [
        Unit(code=f"{seed}.{n:02}", name=names[n] if n < len(names) else f"Unit {n}", kind="unit", group=groups[n % 3])
        for n in range(units + 1)
    ]
    results = [result_of(unit, instrument, dice) for unit in every[:-1]]
    inputs = [InputFile(file=r.submission.file, sha256=r.submission.sha256, used=True) for r in results]
    found = consolidate(results, instrument, every, inputs, "2026")
    write_consolidation(found, instrument, path, sentences=wording, version="9.9", instansi=instansi)
    return path


@pytest.fixture(scope="module")
def rekaps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three whole rekaps of different size; one has no name."""
    home = tmp_path_factory.mktemp("rekap-kabupaten")
    whole(home / "a.xlsx", "=Kabupaten A", 1, 6)
    whole(home / "rekap-kota-b.xlsx", "", 2, 3)
    whole(home / "c.xlsx", "Kabupaten C*", 3, 4)
    return home


@pytest.fixture(scope="module")
def made(rekaps: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The province's workbook of those rekaps and what was printed."""
    target = tmp_path_factory.mktemp("provinsi") / "rekap-provinsi.xlsx"
    code, text = quick("gabung", rekaps, "-o", target, "--instansi", "Provinsi X", "--json")
    assert code == 0
    return target, json.loads(text)


def test_gabung_finds_out_that_the_files_are_rekaps(made: tuple[Path, dict[str, Any]], rekaps: Path) -> None:
    data = made[1]
    assert data["kind"] == "instansi" and data["name"] == "Provinsi X"
    assert data["files"] == {"offered": 3, "scored": 3, "refused": 0, "passed_over": 0}
    records = {path.name: read_record(path).value for path in rekaps.iterdir()}
    rows = {row["file"]: row for row in data["instansi"]}
    for name, one in records.items():
        assert one is not None and one.index is not None
        assert float(rows[name]["index"]) == pytest.approx(float(one.index), abs=1e-11)
        assert (rows[name]["digest"], rows[name]["registered"]) == (one.digest, one.registered)
        assert rows[name]["targets"]["WBK"] == sum("WBK" in unit.passed for unit in one.units)
    indices = [one.index for one in records.values() if one and one.index is not None]
    assert float(data["mean_of_indices"]) == pytest.approx(float(sum(indices) / 3), abs=1e-11)
    points = [u.points for one in records.values() if one for u in one.rated if u.points is not None]
    assert float(data["mean_of_units"]) == pytest.approx(float(sum(points) / len(points)), abs=1e-11)
    assert data["mean_of_indices"] != data["mean_of_units"]
    assert [t["code"] for t in data["temuan"]] == ["BUKU-128"]
    assert [row["name"] for row in data["instansi"] if row["file"] == "rekap-kota-b.xlsx"] == ["kota b"]


def test_spreads_and_index_are_those_of_the_instansis_own_rekap() -> None:
    dice = random.Random(8)
    results = [result_of(Unit(code=str(n), name=f"U{n}"), catalog(ZI), dice) for n in range(5)]
    own = consolidate(results, catalog(ZI), period="2026")
    found = brought(record_of(own, catalog(ZI), "9.9", "Kabupaten D"), C)
    (row,) = [one for one in found.instansi if one.name == "Kabupaten D"]
    assert row.spreads == own.spreads and row.index == own.index and row.predicate == own.index_predicate
    assert dict(row.targets) == dict(own.targets)


def test_sheets_cards_and_tables_show_the_figures(made: tuple[Path, dict[str, Any]]) -> None:
    book, data = Opened(made[0]), made[1]
    assert book.formulas.sheetnames == SHEETS and book.formulas["_data"].sheet_state == "veryHidden"
    shown = {title: book.card(title) for title in ("Rata-rata indeks instansi", "Rata-rata seluruh unit", "Instansi")}
    assert shown == {
        "Rata-rata indeks instansi": near(float(data["mean_of_indices"])),
        "Rata-rata seluruh unit": near(float(data["mean_of_units"])),
        "Instansi": 3,
    }
    assert str(book.card("Rata-rata indeks instansi", live=True)).startswith("=IF(COUNT('Antar Instansi'!")
    assert [book.card(t) for t in ("Unit terdaftar", "Menyerahkan", "Belum menyerahkan", "Rekap ditolak")] == [
        16,
        13,
        3,
        0,
    ]
    table = book.table("Antar Instansi", "Peringkat", "Instansi", "Indeks", "Unit terdaftar", "Dinilai", "Lolos WBK")
    rows = data["instansi"]
    assert list(table[:3]) == [
        (r["rank"], r["name"], near(float(r["index"])), r["registered"], r["rated"], r["targets"]["WBK"]) for r in rows
    ]
    assert [row[1] for row in table[3:]] == [
        "Jumlah",
        "Rata-rata indeks instansi (tafsir)",
        "Rata-rata seluruh unit (tafsir)",
    ]
    assert "tidak ada peraturan" in " ".join(str(v) for row in book.rows["Ringkasan"] for v in row)
    ranking = book.table("Peringkat Unit", "Peringkat", "Kode Unit", "Nilai")
    assert len(ranking) == 13
    own = {u["code"]: (u["rank"], u["total"]) for u in data["units"]}
    assert [(rank, near(value)) for rank, _, value in ranking] == [(own[c][0], float(own[c][1])) for _, c, _ in ranking]
    assert sorted(book.column("Belum Menyerahkan", "Kode Unit")) == ["1.06", "2.03", "3.04"]
    areas = [row for row in book.rows["Matriks Area"] if row[1] in {r["name"] for r in rows}]
    first = next(iter(rows[0]["areas"].values()))
    assert [row[2] for row in areas if row[1] == rows[0]["name"]] == [
        near(float(first[key])) for key in ("mean", "lowest", "highest")
    ]


def test_no_text_of_a_rekap_became_a_formula(made: tuple[Path, dict[str, Any]]) -> None:
    functions, links = r"=(IF|AVERAGE|MIN|MAX|COUNTA?|COUNTIF|SUMIF|SUM)\(", r"='(Antar Instansi|Matriks Area)'!\$"
    ours = re.compile(rf"{functions}|{links}|=[A-Z]+\d+[-+][A-Z]+\d+$")
    book = Opened(made[0])
    for cell in (c for sheet in book.formulas for row in sheet.iter_rows() for c in row):
        assert cell.data_type != "f" or ours.match(cell.value), (cell.parent.title, cell.coordinate, cell.value)
    assert {"=Kabupaten A", "Kabupaten C*"} <= set(book.column("Antar Instansi", "Instansi"))
    assert {"=1+1", "@x"} <= set(book.column("Peringkat Unit", "Unit"))


def test_the_provinces_record_reads_back_and_is_no_instansis_rekap(made: tuple[Path, dict[str, Any]]) -> None:
    read = read_province(made[0])
    assert read.value is not None and not read.temuan and read.value.digest == made[1]["digest"]
    assert [t.code for t in read_record(made[0]).temuan] == ["BUKU-129"]


def test_same_rekaps_give_the_same_bytes_and_no_draft_is_left(
    made: tuple[Path, dict[str, Any]], rekaps: Path, tmp_path: Path
) -> None:
    quick("gabung", rekaps, "-o", tmp_path / "lagi.xlsx", "--instansi", "Provinsi X")
    assert (tmp_path / "lagi.xlsx").read_bytes() == made[0].read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["lagi.xlsx"]
    code, text = quick("gabung", rekaps, "-o", tmp_path / "lagi.xlsx")
    assert code == 1 and "BUKU-029" in text


@pytest.mark.libreoffice
def test_libreoffice_finds_the_same_figures(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    paths = [made[0]]
    predicates = brought(record("A", {"1": ("", 30)}, PMPRB), record("B", {}, PMPRB, missing=["1"]), name=PMPRB)
    nobody = brought(record("A", {"1": ("x", None)}))
    for name, one in (("predikat", predicates), ("kosong", nobody)):
        paths.append(tmp_path / f"{name}.xlsx")
        write_province(one, catalog(one.instrument), paths[-1], sentences=wording)
    found, compared = other_figures(paths, tmp_path / "lo")
    assert found == []
    assert compared > 400


def test_a_large_workbook_holds_the_same_as_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_province(brought(*THREE), catalog(ZI), tmp_path / "kecil.xlsx", sentences=wording)
    monkeypatch.setattr("pmprb.books.province.write.LARGE", 0)
    write_province(brought(*THREE), catalog(ZI), tmp_path / "besar.xlsx", sentences=wording)
    small, large = (Opened(tmp_path / f"{name}.xlsx").rows for name in ("kecil", "besar"))
    for rows in (small, large):  # a large one does not remember its cells
        rows["_data"] = [
            [cell for cell in line if cell] for line in rows["_data"] if line[0] not in ("_isi", "_bagan", "_rupa")
        ]
    assert small == large


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    for name, one in (("a", A), ("b", B), ("c", C), ("d", C.model_copy(update={"period": "2025", "instansi": "D"}))):
        kept(tmp_path / f"{name}.xlsx", one)
    (tmp_path / "rusak.xlsx").write_bytes((tmp_path / "a.xlsx").read_bytes()[:900])
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    cell = next(row[1] for row in book["_data"].iter_rows() if row[0].value == "unit")
    cell.value = str(cell.value).replace('"rated":true', '"rated":false', 1)
    book.save(tmp_path / "diubah.xlsx")
    openpyxl.Workbook().save(tmp_path / "lain.xlsx")
    (tmp_path / "catatan.txt").write_text("x")
    code, text = quick("gabung", tmp_path, "-o", tmp_path / "hasil" / "p.xlsx", "--json")
    data = json.loads(text)
    assert code == 1 and data["files"] == {"offered": 7, "scored": 3, "refused": 4, "passed_over": 1}
    why = {one["file"]: [t["code"] for t in one["why"]] for one in data["inputs"] if one["fate"] != "used"}
    assert why == {
        "d.xlsx": ["BUKU-124"],
        "rusak.xlsx": ["BUKU-004"],
        "diubah.xlsx": ["BUKU-101"],
        "lain.xlsx": ["BUKU-100"],
        "catatan.txt": ["BUKU-034"],
    }
    assert all(one["sha256"] for one in data["inputs"] if one["fate"] != "passed_over")
    texts = {value for row in Opened(tmp_path / "hasil" / "p.xlsx").rows["Belum Menyerahkan"] for value in row}
    assert "8 berkas = 3 dipakai + 4 ditolak + 1 dilewati" in texts


def worksheets(folder: Path, count: int) -> list[Path]:
    from helpers.sheets import answers, instrument, write

    folder.mkdir(exist_ok=True)
    return [
        write(
            folder / f"lembar-{n}.xlsx",
            instrument(ZI),
            answers(instrument(ZI), f"unit {n}"),
            unit=Unit(code=str(n), name=f"Dinas {n}"),
        )
        for n in range(count)
    ]


def test_a_rekap_among_worksheets_is_passed_over_and_no_unit(tmp_path: Path) -> None:
    worksheets(tmp_path / "masuk", 3)
    for name in ("a-dahulu", "zzz"):
        kept(tmp_path / "masuk" / f"{name}.xlsx", A)
    data = json.loads(quick("gabung", tmp_path / "masuk", "-o", tmp_path / "r.xlsx", "--json")[1])
    assert data["files"] == {"offered": 3, "scored": 3, "refused": 0, "passed_over": 2}
    assert {t["code"] for one in data["inputs"] for t in one["why"] if one["fate"] == "passed_over"} == {"BUKU-121"}


def test_a_worksheet_among_rekaps_is_refused_whichever_file_comes_first(tmp_path: Path) -> None:
    (first,) = worksheets(tmp_path / "masuk", 1)
    kept(first.with_name("x1.xlsx"), A)
    kept(first.with_name("x2.xlsx"), B)
    for name in ("a.xlsx", "z.xlsx"):
        first = first.rename(first.with_name(name))
        data = json.loads(quick("gabung", first.parent, "-o", tmp_path / f"r-{name}", "--json")[1])
        assert data["kind"] == "instansi" and data["files"]["scored"] == 2
        assert [t["code"] for one in data["inputs"] if one["file"] == name for t in one["why"]] == ["BUKU-100"]


def test_rekaps_are_forced_and_options_of_worksheets_are_wrong_usage(tmp_path: Path) -> None:
    worksheets(tmp_path / "masuk", 2)
    kept(tmp_path / "masuk" / "a.xlsx", A)
    code, text = quick("gabung", tmp_path / "masuk", "-o", tmp_path / "r.xlsx", "--antar-instansi", "--json")
    assert code == 1 and json.loads(text)["files"] == {"offered": 3, "scored": 1, "refused": 2, "passed_over": 0}
    for option in ("--unit", "--lanjutan", "--parquet", "--umpan-balik", "--pengampu", "--tata-letak", "--unit-nama"):
        value = "pmprb" if option == "--tata-letak" else "x"
        given = tmp_path / "masuk" / "a.xlsx"
        code, text = quick("gabung", given, "-o", tmp_path / "s.xlsx", "--antar-instansi", option, value)
        assert code == 2 and option in text
    assert not (tmp_path / "s.xlsx").exists()


def test_rekaps_of_two_instruments_equally_many_ask_which(tmp_path: Path) -> None:
    kept(tmp_path / "a.xlsx", A)
    kept(tmp_path / "b.xlsx", record("B", {"1": ("", 20)}, PMPRB))
    code, text = quick("gabung", tmp_path, "-o", tmp_path / "r.xlsx")
    assert code == 2 and "--instrumen" in text and ZI in text and PMPRB in text
    code, text = quick("gabung", tmp_path, "-o", tmp_path / "p.xlsx", "--instrumen", PMPRB, "--json")
    data = json.loads(text)
    assert code == 1 and data["instrument"] == PMPRB and data["reconstructed"] is True
    assert [t["code"] for t in data["temuan"]] == ["BUKU-122"]
    caution = " ".join(str(v) for row in Opened(tmp_path / "p.xlsx").rows["Ringkasan"][:8] for v in row)
    assert "Perhatian: REKONSTRUKSI" in caution


def test_nothing_is_written_when_no_rekap_counts(tmp_path: Path) -> None:
    kept(tmp_path / "a.xlsx", A.model_copy(update={"catalog_hash": "0" * 64}))
    kept(tmp_path / "b.xlsx", B.model_copy(update={"catalog_hash": "0" * 64}))
    code, text = quick("gabung", tmp_path, "-o", tmp_path / "hasil.xlsx")
    assert code == 1 and text.count("BUKU-123") == 2 and "tidak ada yang ditulis" in text
    assert not (tmp_path / "hasil.xlsx").exists()
    code, text = quick("gabung", tmp_path, "-o", tmp_path / "hasil.xlsx", "--json")
    assert json.loads(text)["instansi"] == [] and len(json.loads(text)["temuan"]) == 2


def test_an_instrument_that_is_not_installed_is_told(tmp_path: Path) -> None:
    kept(tmp_path / "a.xlsx", A.model_copy(update={"instrument": "lke-sendiri"}))
    code, text = quick("gabung", tmp_path / "a.xlsx", "-o", tmp_path / "hasil.xlsx")
    assert code == 1 and "BUKU-103" in text and "lke-sendiri" in text


def test_a_rekap_is_not_read_as_a_worksheet(rekaps: Path, made: tuple[Path, dict[str, Any]]) -> None:
    for path in (rekaps / "a.xlsx", made[0]):
        code, text = quick("nilai", path, "--json")
        assert code == 1 and [t["code"] for t in json.loads(text)["temuan"]] == ["BUKU-120"]


def test_a_glance_tells_rekaps_from_anything_else(rekaps: Path, tmp_path: Path) -> None:
    (sheet,) = worksheets(tmp_path / "lembar", 1)
    (tmp_path / "bukan.xlsx").write_bytes(b"PK\x03\x04 bukan")
    with zipfile.ZipFile(tmp_path / "tanpa.xlsx", "w") as package:
        package.writestr("lain.xml", '"_data"')
    assert looks_like_rekap(rekaps / "a.xlsx") and looks_like_rekap(kept(tmp_path / "k.xlsx", A))
    others = (sheet, tmp_path / "bukan.xlsx", tmp_path / "tanpa.xlsx", tmp_path / "tidak-ada.xlsx", tmp_path)
    assert [looks_like_rekap(path) for path in others] == [False] * 5


def test_worksheets_are_not_opened_a_second_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worksheets(tmp_path / "masuk", 3)

    def never(*_: object) -> None:
        raise AssertionError("read as a rekap")

    monkeypatch.setattr("pmprb.jobs.province.take_up", never)
    data = json.loads(quick("gabung", tmp_path / "masuk", "-o", tmp_path / "r.xlsx", "--json")[1])
    assert data["files"]["scored"] == 3


def test_twice_as_many_units_are_twice_the_work(tmp_path: Path) -> None:
    work = []
    for many in (8, 16):
        folder = tmp_path / str(many)
        folder.mkdir()
        dice = random.Random(1)
        for n in range(5):
            units: Points = {str(k): (("Dinas", "Puskesmas")[k % 2], dice.randint(30, 99)) for k in range(many)}
            kept(folder / f"{n}.xlsx", record(f"Kabupaten {n}", units))
        found = find_files([folder])
        files = read_rekaps(found, Catalogs())
        assert mostly_rekaps(files)

        def gather_and_write(files: Any = files, found: Any = found, many: int = many) -> None:
            province = gather_instansi(files, found, catalog(ZI), ProvinceAsked()).value
            assert province is not None and len(province.units) == 5 * many
            write_province(province, catalog(ZI), tmp_path / "p.xlsx", sentences=wording)

        work.append(steps(gather_and_write))
    assert work[1] < 2.2 * work[0]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").write_bytes(b"lama")

    def broken(_: Temuan) -> str:
        raise RuntimeError("no sentence")

    spoiled = brought(A, B, C.model_copy(update={"period": "2025"}))
    with pytest.raises(RuntimeError):
        write_province(spoiled, catalog(ZI), tmp_path / "p.xlsx", sentences=broken)
    assert (tmp_path / "p.xlsx").read_bytes() == b"lama" and [p.name for p in tmp_path.iterdir()] == ["p.xlsx"]
