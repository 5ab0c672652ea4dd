"""A rekap whose record somebody changed, digest and all: refused wherever it is taken up, unit and figure named."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import pmprb
from helpers.cli import quick
from helpers.forged import Change, fitting, forged, in_unit, points, with_texts
from helpers.once import made_once
from helpers.rekap import result_of
from helpers.sheets import answers, instrument, submission
from pmprb import __version__
from pmprb.engine.answers import State, Unit
from pmprb.jobs.inputs import Catalogs
from pmprb.office.consolidate import consolidate
from pmprb.office.record import DisputeRecord, InputRecord, RekapRecord, ReplyRecord, record_of
from pmprb.office.rescored import doubts
from pmprb.temuan import CellPos
from pmprb.workbook.ours import read_record
from pmprb.worksheet.register import register_workbook
from pmprb.worksheet.template.build import build_template

ZI, PMPRB = "zi-2021", "pmprb-2020-unit"
UNITS = tuple(Unit(code=f"1.0{n}", name=name) for n, name in enumerate(("Dinas A", "Dinas B", "Dinas C", "Dinas D"), 1))


def fill(home: Path) -> None:
    """For each instrument worksheets of three units, the first with a verifier's answers, and their rekap."""
    (home / "daftar.xlsx").write_bytes(register_workbook(UNITS))
    for name in (ZI, PMPRB):
        catalog, folder = instrument(name), home / name
        folder.mkdir()
        for n, unit in enumerate(UNITS[:3]):
            reviewed = answers(catalog, f"tpi {n}", blank=0.6) if n == 0 else {}
            given = submission(catalog, answers(catalog, unit.code, blank=0.05), unit)
            seen = {item: one for item, one in reviewed.items() if one.state is State.GIVEN}
            sheet = given.model_copy(update={"reviewed": seen})
            (folder / f"{unit.code}.xlsx").write_bytes(
                build_template(catalog, unit, "2026", sheet, version=__version__)
            )
        words = ("gabung", folder, "-o", home / f"{name}.xlsx", "--unit", home / "daftar.xlsx", "--instansi", "Kab. X")
        assert "Ditulis" in quick(*words)[1]


@pytest.fixture
def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what `fill` makes, to be changed."""
    made, _ = made_once(tmp_path_factory, "forged", fill)
    return Path(shutil.copytree(made, tmp_path / "palsu"))


def item_score(record: RekapRecord) -> RekapRecord:
    """The score of one answer raised, and every heading above it with it: only the answer contradicts."""
    unit = record.units[1]
    item = next(name for name, one in unit.items.items() if one.score == 0)
    items = {**unit.items, item: replace(unit.items[item], score=Fraction(1))}
    nodes = {
        name: replace(one, points=(one.points or 0) + Fraction(1, 100))
        for name, one in unit.nodes.items()
        if item.startswith(name) or name == "TOTAL"
    }
    return fitting(in_unit(1, items=items, nodes={**unit.nodes, **nodes})(record))


def review_score(record: RekapRecord) -> RekapRecord:
    """A verifier's score raised."""
    unit = record.units[0]
    item = next(name for name, one in unit.items.items() if one.reviewed not in (None, Fraction(1)))
    items = {**unit.items, item: replace(unit.items[item], reviewed=Fraction(1))}
    return in_unit(0, items=items)(record)


def uncounted(record: RekapRecord) -> RekapRecord:
    """An answer in counts that lacks one of them."""
    unit = record.units[0]
    item = next(name for name, one in unit.items.items() if len(one.counts) > 1)
    items = {**unit.items, item: replace(unit.items[item], counts=unit.items[item].counts[:1])}
    return in_unit(0, items=items)(record)


def swapped(record: RekapRecord) -> RekapRecord:
    """The first two units under each other's name."""
    one, other = (unit.unit for unit in record.units[:2])
    return in_unit(1, unit=other.model_copy(update={"name": one.name}))(
        in_unit(0, unit=one.model_copy(update={"name": other.name}))(record)
    )


def traded(record: RekapRecord) -> RekapRecord:
    """The first two units with each other's worksheet."""
    one, other, *rest = record.units
    units = (one.model_copy(update={"unit": other.unit}), other.model_copy(update={"unit": one.unit}), *rest)
    return record.model_copy(update={"units": units})


def left_out(record: RekapRecord) -> RekapRecord:
    """A unit taken out, the index that of the others."""
    return fitting(record.model_copy(update={"units": record.units[:-1]}))


def counted_thrice(record: RekapRecord) -> RekapRecord:
    """The best unit two times more, its worksheet with it, and no register."""
    best = max(record.units, key=lambda unit: unit.points or 0)
    named = next(one for one in record.inputs if one.file == best.file)
    units, inputs = (*record.units, best, best), (*record.inputs, named, named)
    settings = record.settings.model_copy(update={"units": ()})
    more = {"units": units, "inputs": inputs, "settings": settings, "missing": (), "registered": len(units)}
    return fitting(record.model_copy(update=more))


def listed_twice(record: RekapRecord) -> RekapRecord:
    """A unit of the register once more."""
    settings = record.settings.model_copy(update={"units": (*record.settings.units, UNITS[3])})
    return record.model_copy(update={"settings": settings, "registered": record.registered + 1})


def no_wrong(record: RekapRecord) -> RekapRecord:
    """A file that was refused, and nothing wrong."""
    refused = InputRecord(file="rusak.xlsx", sha256="b" * 64, fate="refused", codes=("BUKU-002",))
    return record.model_copy(update={"inputs": (*record.inputs, refused), "wrong": 0})


def disputed_nowhere(record: RekapRecord) -> RekapRecord:
    """Verifiers who differ about a unit that is not there."""
    one = DisputeRecord(unit_code="9.99", unit="Dinas Z", item="A.I.1.i.a", basis=("Ya", "Tidak"))
    return record.model_copy(update={"disputes": (one,)})


FORGERIES: dict[str, tuple[Change, str, str]] = {
    "total": (points(0, "", "99"), "BUKU-190", "Dinas A"),
    "heading": (points(1, "A", "40"), "BUKU-190", "Dinas B"),
    "item": (item_score, "BUKU-190", "Dinas B"),
    "review": (review_score, "BUKU-190", "TPI"),
    "counts": (uncounted, "BUKU-191", "Dinas A"),
    "verdict": (in_unit(2, passed=("WBK", "WBBM")), "BUKU-191", "WBK, WBBM"),
    "unrated": (in_unit(0, rated=False), "BUKU-191", "Dinas A"),
    "index": (lambda record: record.model_copy(update={"index": Fraction(98)}), "BUKU-192", "98"),
    "registered": (lambda record: record.model_copy(update={"registered": 3}), "BUKU-192", "4"),
    "nobody missing": (lambda record: record.model_copy(update={"missing": ()}), "BUKU-191", "Dinas D"),
    "names swapped": (swapped, "BUKU-191", "Dinas A"),
    "worksheets traded": (traded, "BUKU-191", "Dinas B"),
    "left out": (left_out, "BUKU-191", "1.03.xlsx"),
    "hash": (in_unit(0, sha256="f" * 64), "BUKU-191", "ffffffffffff"),
    "file": (in_unit(0, file="lain.xlsx"), "BUKU-191", "lain.xlsx"),
    "counted thrice": (counted_thrice, "BUKU-191", "lebih dari satu kali"),
    "listed twice": (listed_twice, "BUKU-191", "Dinas D"),
    "nothing wrong": (no_wrong, "BUKU-192", "Jumlah kesalahan"),
    "disputed nowhere": (disputed_nowhere, "BUKU-191", "Dinas Z"),
    "reply to nothing": (in_unit(0, replies={"Z.9": ReplyRecord(stance="agrees")}), "BUKU-191", "Z.9"),
    "edition": (lambda record: record.model_copy(update={"edition": 0}), "BUKU-101", "palsu.xlsx"),
}


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forged_record_is_refused_by_the_province(kind: str, folder: Path) -> None:
    change, code, named = FORGERIES[kind]
    forged(folder / f"{ZI}.xlsx", folder / "palsu.xlsx", change)
    exit_code, text = quick("gabung", folder / "palsu.xlsx", "-o", folder / "provinsi.xlsx", "--antar-instansi")
    assert exit_code == 1 and code in text and named in text and not (folder / "provinsi.xlsx").exists(), text


PLACES: dict[str, Callable[[Path, Path], tuple[object, ...]]] = {
    "bukti": lambda home, rekap: ("periksa", "--bukti", rekap, home / ZI),
    "banding": lambda home, rekap: ("banding", home / f"{ZI}.xlsx", rekap, "-o", home / "hasil.xlsx"),
    "banding first": lambda home, rekap: ("banding", rekap, home / f"{ZI}.xlsx", "-o", home / "hasil.xlsx"),
    "simulasi": lambda home, rekap: ("simulasi", home / ZI / "1.01.xlsx", "--rekap", rekap),
    "lanjutan": lambda home, rekap: ("gabung", home / ZI, "-o", home / "hasil.xlsx", "--lanjutan", rekap),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["total", "verdict", "left out"])
def test_every_place_refuses_what_the_province_does(place: str, kind: str, folder: Path) -> None:
    change, code, named = FORGERIES[kind]
    rekap = forged(folder / f"{ZI}.xlsx", folder / "palsu.xlsx", change)
    exit_code, text = quick(*PLACES[place](folder, rekap))
    assert exit_code == 1 and code in text and named in text and "Sama:" not in text, text
    assert not (folder / "hasil.xlsx").exists()


def test_a_rekap_is_opened_in_one_place_alone() -> None:
    """Who takes a rekap up without `take_up` believes what it says."""
    package = Path(pmprb.__file__).parent
    named = {
        path.name for path in package.rglob("*.py") if re.search(r"\b(open|read)_record\b", path.read_text("utf-8"))
    }
    assert named == {"ours.py", "take_up.py"}


def test_a_forged_predicate_is_refused(folder: Path) -> None:
    record = read_record(folder / f"{PMPRB}.xlsx").value
    assert record is not None and record.predicate and record.units[0].predicate
    for change, code in (
        (in_unit(0, predicate="istimewa"), "BUKU-191"),
        (lambda one: one.model_copy(update={"predicate": "istimewa"}), "BUKU-192"),
    ):
        forged(folder / f"{PMPRB}.xlsx", folder / "palsu.xlsx", change)
        exit_code, text = quick("gabung", folder / "palsu.xlsx", "-o", folder / "p.xlsx", "--antar-instansi")
        assert exit_code == 1 and code in text and "istimewa" in text, text


def test_the_honest_rekap_is_taken_everywhere(folder: Path) -> None:
    for name in (ZI, PMPRB):
        rekap = folder / f"{name}.xlsx"
        copy = Path(shutil.copy(rekap, folder / f"dahulu-{name}.xlsx"))
        for words in (
            ("periksa", "--bukti", rekap, folder / name),
            ("banding", copy, rekap, "-o", folder / f"b-{name}.xlsx"),
            ("gabung", rekap, "-o", folder / f"p-{name}.xlsx", "--antar-instansi"),
            ("gabung", folder / name, "-o", folder / f"l-{name}.xlsx", "--lanjutan", rekap),
        ):
            _, text = quick(*words)
            assert not any(f"BUKU-19{n}" in text for n in range(6)) and "BUKU-101" not in text, text


def test_a_rekap_of_the_first_edition_is_scored_again_as_far_as_it_holds_answers(folder: Path) -> None:
    rekap = forged(folder / f"{ZI}.xlsx", folder / "lama.xlsx", lambda record: record.as_of(1))
    copy = Path(shutil.copy(rekap, folder / "lagi.xlsx"))
    exit_code, text = quick("banding", rekap, copy, "-o", folder / "hasil.xlsx")
    assert exit_code == 0 and "BUKU-194" in text, text
    forged(rekap, folder / "palsu.xlsx", points(0, "", "99"))
    exit_code, text = quick("banding", rekap, folder / "palsu.xlsx", "-o", folder / "lain.xlsx")
    assert exit_code == 1 and "BUKU-190" in text and not (folder / "lain.xlsx").exists(), text


def test_another_catalogs_hash_does_not_hide_a_sum_that_is_wrong(folder: Path) -> None:
    def foreign(record: RekapRecord) -> RekapRecord:
        return points(0, "", "99")(record).model_copy(update={"catalog_hash": "0" * 64})

    rekap = forged(folder / f"{ZI}.xlsx", folder / "palsu.xlsx", foreign)
    exit_code, text = quick("banding", rekap, folder / f"{ZI}.xlsx", "-o", folder / "hasil.xlsx")
    assert exit_code == 1 and "BUKU-193" in text and "BUKU-190" in text and not (folder / "hasil.xlsx").exists(), text


def test_a_number_without_end_is_no_record(folder: Path) -> None:
    record = read_record(folder / f"{ZI}.xlsx").value
    assert record is not None and record.index is not None
    head = record.head_text().replace(f'"index":"{record.index}"', '"index":"1e999999999"')
    assert head != record.head_text()
    with_texts(folder / f"{ZI}.xlsx", folder / "palsu.xlsx", head, record.unit_texts())
    exit_code, text = quick("gabung", folder / "palsu.xlsx", "-o", folder / "p.xlsx", "--antar-instansi")
    assert exit_code == 1 and "BUKU-101" in text, text


@pytest.mark.parametrize("blank", ["nol", "lewati"])
@pytest.mark.parametrize("name", [*Catalogs().ids(), "pmprb-2020-instansi@bobot-beredar", "rb-2014@tanpa-gerbang"])
def test_an_honest_record_of_every_instrument_holds_and_no_score_in_it_can_be_raised(name: str, blank: str) -> None:
    catalog, dice = instrument(name), random.Random(f"{name} {blank}")
    results = [result_of(unit, catalog, dice, blank) for unit in UNITS[:2]]
    record = record_of(consolidate(results, catalog, UNITS[:3], period="2026"), catalog, "9.9")
    again = RekapRecord.of_texts(record.head_text(), record.unit_texts())
    at = CellPos(workbook="rekap.xlsx")
    assert again == record and doubts(again, catalog, at) == []
    unit = again.units[0]
    for item in dice.sample(sorted(unit.items), 2):
        raised = replace(unit.items[item], score=(unit.items[item].score or 0) + Fraction(1, 7))
        told = doubts(in_unit(0, items={**unit.items, item: raised})(again), catalog, at)
        assert [t.node for t in told if t.code == "BUKU-190"] == [item]
    for node in dice.sample(sorted(unit.nodes), min(4, len(unit.nodes))):
        risen = replace(unit.nodes[node], points=(unit.nodes[node].points or 0) + Fraction(1, 7))
        told = doubts(in_unit(0, nodes={**unit.nodes, node: risen})(again), catalog, at)
        assert [t.node for t in told if t.code == "BUKU-190"] == [node]
