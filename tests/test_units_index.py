"""PMPRB of an instansi: weights of both schemes, the index with its units by both readings, command, JSON, workbook."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from helpers.answers import instrument_of, submission_of, typed, whole
from helpers.catalogs import told
from helpers.cli import quick
from helpers.fillings import differences, expected, extreme_filling, random_filling, shown_in, spoiled
from helpers.libreoffice import calculated, value_at
from helpers.sheets import write
from pmprb.catalog.index import UnitsIndexRule
from pmprb.catalog.item import Basis
from pmprb.catalog.load import default_folder, load_instrument
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, Unit
from pmprb.engine.score import Blank, score_answers
from pmprb.engine.units_index import UnitScores, UnitsIndex, misfits, units_index
from pmprb.office.consolidate import consolidate
from pmprb.office.model import UnitResult
from pmprb.office.units_index import join_units
from pmprb.worksheet.template.build import build_template

MANUAL = instrument_of("pmprb-2020-instansi")
REMEMBERED = instrument_of("pmprb-2020-instansi@bobot-beredar")
UNIT = instrument_of("pmprb-2020-unit")
UNIT_OF = Unit(code="TRT", name="Kabupaten Tirtaloka")
BOTH = pytest.mark.parametrize("instrument", [MANUAL, REMEMBERED], ids=["lke-manual", "bobot-beredar"])

# The form's first page: area, then each sub as printed (two decimals) and the old weights it was made of.
PRINTED = {
    "1": "2 0.40 0.40 0.80 0.40",
    "2": "1 0.50 0.50",
    "3": "2 1.00 1.00",
    "4": "2 0.60 0.80 0.60",
    "5": "5 0.33 0.67 0.33 2.00 0.67 0.33 0.33 0.33",
    "6": "2 0.67 1.33",
    "7": "4 0.50 0.50 0.67 0.50 0.50 0.83 0.50",
    "8": "2 0.33 0.33 0.50 0.50 0.33",
}
OLD = {
    "1": "1 1 2 1",
    "2": "2.5 2.5",
    "3": "3 3",
    "4": "1.5 2 1.5",
    "5": "1 2 1 6 2 1 1 1",
    "6": "2 4",
    "7": "1.5 1.5 2 1.5 1.5 2.5 1.5",
    "8": "1 1 1.5 1.5 1",
}
AREAS = {"lke-manual": "2 1 2 2 5 2 4 2", "bobot-beredar": "2 2 3 2.5 3 2.5 2.5 2.5"}
ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii")


# The catalog


@BOTH
def test_area_weights_are_those_of_the_scheme_and_reform_is_half_as_much_again(instrument: Instrument) -> None:
    areas = [Fraction(weight) for weight in AREAS[instrument.variant].split()]
    assert [instrument.nodes[f"A.I.{n}"].weight for n in range(1, 9)] == areas
    assert [instrument.nodes[f"A.III.{n}"].weight for n in range(1, 9)] == [area * 3 / 2 for area in areas]
    tops = {"TOTAL": 100, "A": 60, "A.I": 20, "A.II": 10, "A.III": 30, "B": 40} | {f"B.{n}": 10 for n in range(1, 5)}
    assert {name: instrument.nodes[name].weight for name in tops} == tops


@BOTH
def test_sub_weights_are_exact_and_proportional_to_the_old_ones(instrument: Instrument) -> None:
    for area, line in OLD.items():
        old = [Fraction(weight) for weight in line.split()]
        whole_area = instrument.nodes[f"A.I.{area}"]
        assert [child.weight for child in whole_area.children] == [whole_area.weight * o / sum(old) for o in old]
        assert [child.id for child in whole_area.children] == [f"A.I.{area}.{ROMAN[n]}" for n in range(1, len(old) + 1)]


def test_the_default_scheme_rounds_to_what_is_printed() -> None:
    for area, line in PRINTED.items():
        node = MANUAL.nodes[f"A.I.{area}"]
        printed = [Fraction(text) for text in line.split()]
        assert [round(float(one.weight), 2) for one in (node, *node.children)] == [float(p) for p in printed]
    assert MANUAL.nodes["A.I.5.i"].weight == Fraction(1, 3) and MANUAL.nodes["A.I.7.vi"].weight == Fraction(5, 6)


def test_results_between_and_at_the_end_have_their_points() -> None:
    between = {name: item.weight for name, item in MANUAL.items.items() if name.startswith("A.II.")}
    assert between.pop("A.II.xi") == 1 and set(between.values()) == {Fraction("0.9")} and len(between) == 10
    remembered = {name: item.weight for name, item in REMEMBERED.items.items() if name.startswith("A.II.")}
    assert remembered == dict.fromkeys(between, Fraction(1))
    ends = {name: str(item.weight) for name, item in MANUAL.items.items() if name.startswith("B.")}
    assert ends == {"B.1.a": "3", "B.1.b": "7", "B.2.a": "10", "B.3.a": "10", "B.4.a": "5", "B.4.b": "2", "B.4.c": "3"}


def test_no_certainty_is_promoted() -> None:
    sure = {name: node.basis for name, node in MANUAL.nodes.items()}
    summarised = {n for n, b in sure.items() if b is Basis.RINGKASAN}
    assert summarised == {"TOTAL", "A", "A.I", "A.II", "A.III", *(n for n in sure if n.startswith("B"))}
    practice = {n for n, b in sure.items() if b is Basis.PRAKTIK}
    assert practice == {n for n in sure if n.startswith("A.I.")}
    assert {i for i, item in MANUAL.items.items() if item.basis is not Basis.REKONSTRUKSI} == {
        i for i in MANUAL.items if i.startswith("A.I.1.")
    }
    assert MANUAL.basis is Basis.REKONSTRUKSI and "REKONSTRUKSI" in MANUAL.caution
    assert MANUAL.chosen_variant and MANUAL.chosen_variant.id == "lke-manual"


def test_a_weight_that_a_variant_gives_is_no_surer_than_the_variant() -> None:
    area = REMEMBERED.nodes["A.I.5"]
    assert (area.basis, area.references) == (Basis.REKONSTRUKSI, REMEMBERED.chosen_variant.references)  # type: ignore[union-attr]
    assert area.note and area.note != MANUAL.nodes["A.I.5"].note
    assert REMEMBERED.nodes["A.I"].basis is Basis.RINGKASAN
    # The other way round nothing becomes surer: a variant of K/L on the regulation, a node on practice.
    whole = load_instrument(default_folder() / "rb-general-2024").value
    assert whole is not None
    kl, kabupaten = whole.in_variant("kl"), whole.in_variant("kabupaten")
    assert kl.chosen_variant and kl.chosen_variant.basis is Basis.PERATURAN
    assert kl.nodes["B.H"].weight != kabupaten.nodes["B.H"].weight
    assert (kl.nodes["B.H"].basis, kabupaten.nodes["B.H"].basis) == (
        Basis.PERATURAN,
        Basis.PRAKTIK,
    )  # said in `changes`
    others = {name: change for name, change in kl.chosen_variant.changes.items() if name != "B.H"}
    silent = kl.chosen_variant.model_copy(update={"changes": others})
    assert whole.model_copy(update={"variants": (silent,)}).in_variant("kl").nodes["B.H"].basis is Basis.PRAKTIK


DEFECTS = {
    "reading-names-no-item": ("KAT-009", "A.I.1.i.a: A.I.1.i.a,", "A.I.1.i.z: A.I.1.i.a,"),
    "reading-names-no-node": ("KAT-009", "pairs: {A.I: A.I,", "pairs: {A.IV: A.I,"),
    "reading-twice": ("KAT-004", "- id: butir-bersama", "- id: bagian-pusat"),
    "reading-of-no-kind": ("KAT-002", "rule: parts", "rule: bagian"),
    "reading-cites-nothing-known": (
        "KAT-007",
        "rule: parts\n      basis: rekonstruksi\n      references: [{regulation: tanpa-dokumen-pmprb",
        "rule: parts\n      basis: rekonstruksi\n      references: [{regulation: lain",
    ),
    "variant-sum": ("KAT-005", 'A.I.5: "3",', 'A.I.5: "3.1",'),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_broken_rule_or_variant_is_told(defect: str, tmp_path: Path) -> None:
    criteria = Path(shutil.copytree(default_folder(), tmp_path / "criteria"))
    code, old, new = DEFECTS[defect]
    path = criteria / MANUAL.id / "instrument.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert code in {t.code for t in told(criteria, MANUAL.id)}


def test_the_default_variant_is_summed_too_when_another_leaves_items_out(tmp_path: Path) -> None:
    criteria = Path(shutil.copytree(default_folder(), tmp_path / "criteria"))
    path = criteria / MANUAL.id / "nodes" / "A.I.3.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('weight: "1"', 'weight: "1.5"', 1), encoding="utf-8")
    found = [t for t in told(criteria, MANUAL.id) if t.code == "KAT-005"]
    assert [t.node for t in found] == ["A.I.3"]


# The readings


def rule() -> UnitsIndexRule:
    assert MANUAL.units_index is not None
    return MANUAL.units_index


@BOTH
def test_the_rule_fits_both_instruments(instrument: Instrument) -> None:
    assert rule().units == UNIT.id and misfits(rule(), instrument, UNIT) == []
    assert [reading.id for reading in rule().readings] == ["bagian-pusat", "butir-bersama"]
    assert {reading.basis for reading in rule().readings} == {Basis.REKONSTRUKSI}
    shared = rule().reading("butir-bersama").pairs
    assert len(shared) == 101 and len(set(shared.values())) == 101
    # Every Reform item of the units stands in the instansi's form under the same code.
    assert [n for n in UNIT.items if n.startswith("A.III.") and shared.get(n) != n] == []


@pytest.mark.parametrize(
    ("pairs", "names"),
    [
        ({"A.I": "A.I", "A.III": "A.I"}, ["A.I"]),
        ({"A.I": "A.I", "A": "A.III"}, ["A.I"]),
        ({"A.I": "A.I"}, ["TOTAL"]),
        ({"A.I": "A.I", "A.III": "A.IX"}, ["A.IX"]),
        ({"A.III": "A.III", "A.I.1": "A.I"}, ["A.I"]),
    ],
)
def test_a_rule_that_does_not_fit_is_named(pairs: dict[str, str], names: list[str]) -> None:
    spoilt = rule().readings[0].model_copy(update={"pairs": pairs})
    assert misfits(rule().model_copy(update={"readings": (spoilt,)}), MANUAL, UNIT) == names


def scores(*answers: dict[str, Answer], blank: Blank = "nol") -> list[UnitScores]:
    trees = [score_answers(given, UNIT, blank) for given in answers]
    return [UnitScores(code=f"0{n}", name=f"Unit {n}", tree=tree) for n, tree in enumerate(trees, 1)]


def index(given: dict[str, object], *units: dict[str, object], blank: Blank = "nol") -> UnitsIndex:
    tree = score_answers(typed(given, MANUAL), MANUAL, blank)
    return units_index(tree, MANUAL, scores(*(typed(unit, UNIT) for unit in units), blank=blank), UNIT)


BEST, WORST = {"semua": "terbaik"}, {"semua": "terburuk"}


@BOTH
def test_the_best_and_the_worst_index_by_every_reading(instrument: Instrument) -> None:
    for word, most, label in (("terbaik", 100, "AA"), ("terburuk", 0, "D")):
        tree = score_answers(whole(instrument, word), instrument)
        found = units_index(tree, instrument, scores(whole(UNIT, word), whole(UNIT, word)), UNIT)
        for reading in found.readings:
            assert reading.index == most and sum(part.max for part in reading.parts) == 100
            assert reading.predicate and reading.predicate.label == label
            assert reading.predicate.basis is reading.basis is Basis.REKONSTRUKSI


def test_the_part_of_the_centre_is_at_most_what_the_units_leave() -> None:
    reading = index(BEST, BEST).reading("bagian-pusat")
    assert {(p.kind, p.node): p.max for p in reading.parts} == {
        ("whole", "A.II"): 10,
        ("whole", "B"): 40,
        ("remainder", "A.I"): Fraction("5.4"),
        ("remainder", "A.III"): Fraction("8.3"),
        ("units", "A.I"): Fraction("14.6"),
        ("units", "A.III"): Fraction("21.7"),
    }
    assert reading.side(of_units=False) == (Fraction("63.7"), Fraction("63.7"))
    assert reading.side(of_units=True) == (Fraction("36.3"), Fraction("36.3"))


def test_the_worked_index_by_parts() -> None:
    """Pemenuhan full, Hasil Antara full, Reform none, B.2 full: 5.4 + 10 + 10. One unit full, one empty-handed."""
    found = index(WORST | {"A.I": "terbaik", "A.II": "terbaik", "B.2": "terbaik"}, BEST, WORST).reading("")
    assert [(p.kind, p.node, p.value) for p in found.parts] == [
        ("whole", "A.II", 10),
        ("whole", "B", 10),
        ("remainder", "A.I", Fraction("5.4")),
        ("remainder", "A.III", 0),
        ("units", "A.I", Fraction("7.3")),
        ("units", "A.III", Fraction("10.85")),
    ]
    assert found.index == Fraction("43.55") and found.predicate and found.predicate.label == "C"
    assert [(c.points, c.brings, c.without) for c in found.contributions] == [
        (Fraction("36.3"), Fraction("18.15"), Fraction("25.4")),
        (0, 0, Fraction("61.7")),
    ]


def test_the_worked_index_by_shared_items() -> None:
    """A.I.2.i.a is worth 0.25: instansi 1, units 1 and 0: (1 + 0.5)/2 x 0.25. A.I.4.i.a is the instansi's alone."""
    found = index(WORST | {"A.I.2.i.a": "A", "A.I.4.i.a": "B"}, WORST | {"A.I.2.i.a": "A"}, WORST)
    reading = found.reading("butir-bersama")
    alone = Fraction("0.67") * Fraction("0.6") / 4
    values = {part.kind: (part.items, part.value) for part in reading.parts}
    assert values == {
        "own_items": (94, alone),
        "shared_own": (101, Fraction(1, 8)),
        "shared_units": (101, Fraction(1, 16)),
    }
    assert reading.index == alone + Fraction(3, 16)
    assert [(c.brings, c.without) for c in reading.contributions] == [
        (Fraction(1, 16), alone + Fraction(1, 8)),
        (0, alone + Fraction(1, 4)),
    ]


def test_a_pair_may_bear_different_codes() -> None:
    """The units' A.I.1.ii.b (A.I.1.ii.e of the instansi, worth 0.4/5) brings half its weight."""
    reading = index(WORST, WORST | {"A.I.1.ii.b": "A"}).reading("butir-bersama")
    assert reading.index == Fraction("0.04")


def test_blank_items_follow_the_policy_on_both_sides() -> None:
    units = (WORST | {"A.I.2.i.a": "A"}, WORST | {"A.I.2.i.a": "kosong"})
    nol = index(WORST | {"A.I.2.i.a": "A"}, *units).reading("butir-bersama")
    skipped = index(WORST | {"A.I.2.i.a": "A"}, *units, blank="lewati").reading("butir-bersama")
    assert nol.index == Fraction(3, 16) and skipped.index == Fraction(1, 4)
    assert [c.brings for c in skipped.contributions] == [Fraction(1, 8), 0]
    assert [c.without for c in skipped.contributions] == [Fraction(1, 4), Fraction(1, 4)]
    # An item the instansi leaves out stays out of its mean: the units' answers to it bring nothing.
    left = index(WORST | {"A.I.2.i.a": "kosong"}, BEST, blank="lewati").reading("butir-bersama")
    given = index(WORST, BEST, blank="lewati").reading("butir-bersama")
    assert left.index == given.index  # 0.25 x 1/2 twice before, 0.5 x 1/2 for the one that is left


def test_a_node_no_unit_answered_is_told_as_such_and_never_a_zero() -> None:
    found = index(BEST, BEST | {"A.III": "kosong"}, BEST, blank="lewati").reading("bagian-pusat")
    assert {p.node: p.value for p in found.parts if p.of_units} == {"A.I": Fraction("14.6"), "A.III": Fraction("21.7")}
    none = index(BEST, BEST | {"A.III": "kosong"}, blank="lewati").reading("bagian-pusat")
    assert {p.node: p.value for p in none.parts if p.of_units} == {"A.I": Fraction("14.6"), "A.III": None}


def test_contributions_sum_to_the_units_part_and_the_only_unit_has_no_index_without_it() -> None:
    given = [dict(WORST) | dict.fromkeys(list(UNIT.items)[n::3], "terbaik") for n in range(3)]
    found = index(BEST, *given)
    for reading in found.readings:
        assert sum(c.brings for c in reading.contributions) == reading.side(of_units=True)[0]
        for place, one in enumerate(reading.contributions):
            rest = index(BEST, *(unit for n, unit in enumerate(given) if n != place))
            assert one.without == rest.reading(reading.id).index
    assert [c.without for r in index(BEST, WORST).readings for c in r.contributions] == [None, None]


def test_the_order_of_units_changes_nothing() -> None:
    one, two = index(BEST, BEST, WORST), index(BEST, WORST, BEST)
    assert [r.index for r in one.readings] == [r.index for r in two.readings]


# The joining


def result(instrument: Instrument, answers: dict[str, Answer], code: str) -> UnitResult:
    submission = submission_of(instrument, answers, file=f"{code}.xlsx", unit=Unit(code=code, name=f"Nama {code}"))
    trees = [score_answers(answers, instrument, blank) for blank in ("nol", "lewati")]
    return UnitResult(unit=submission.unit, submission=submission, tree=trees[0], other_tree=trees[1])


def test_units_without_an_answer_are_named_and_left_out() -> None:
    units = consolidate(
        [result(UNIT, whole(UNIT, word), code) for word, code in (("terbaik", "1"), ("kosong", "2"))], UNIT
    )
    joined = join_units(result(MANUAL, whole(MANUAL, "terbaik"), "0"), units, (MANUAL, UNIT), [REMEMBERED])
    assert joined.value is not None and joined.value.index.reading("").index == 100
    assert [unit.code for unit in joined.value.unrated] == ["2"]
    assert [(t.code, t.at.workbook) for t in joined.temuan] == [("NILAI-013", "2.xlsx")]  # type: ignore[union-attr]
    assert [(other.id, other.index.reading("").index) for other in joined.value.others] == [("bobot-beredar", 100)]


def test_no_index_is_made_of_nothing() -> None:
    empty = result(MANUAL, whole(MANUAL, "kosong"), "0")
    units = consolidate([result(UNIT, whole(UNIT, "kosong"), "1")], UNIT)
    found = join_units(empty, units, (MANUAL, UNIT))
    assert found.value is None
    assert [t.code for t in found.temuan] == ["NILAI-014", "NILAI-010", "NILAI-013"]
    unfit = join_units(result(MANUAL, whole(MANUAL, "terbaik"), "0"), units, (MANUAL, instrument_of("zi-2021")))
    assert unfit.value is None and "NILAI-011" in {t.code for t in unfit.temuan}


def test_a_predicate_that_hangs_on_reading_or_variant_is_told() -> None:
    own = result(MANUAL, whole(MANUAL, "terbaik"), "0")
    units = consolidate([result(UNIT, whole(UNIT, "terburuk"), "1")], UNIT)
    by_parts = join_units(own, units, (MANUAL, UNIT))
    assert by_parts.value is not None
    figures = {r.id: (r.index, r.predicate.label if r.predicate else "") for r in by_parts.value.index.readings}
    assert figures["bagian-pusat"] == (Fraction("63.7"), "B")
    assert figures["butir-bersama"][1] == "A"
    assert [(t.code, dict(t.values)["seen"]) for t in by_parts.temuan] == [("NILAI-012", "A")]
    other = join_units(own, units, (MANUAL, UNIT), reading="butir-bersama")
    assert other.value and other.value.chosen == "butir-bersama"
    assert [dict(t.values)["seen"] for t in other.temuan] == ["B"]
    # Only what weighs differently is answered: Pemenuhan of area 5, 5 points in one scheme and 3 in the other.
    answers = typed(WORST | {"B": "terbaik", "A.II": "terbaik", "A.I.5": "terbaik", "A.III.5": "terbaik"}, MANUAL)
    units = consolidate([result(UNIT, typed(WORST | {"A.I.1": "terbaik", "A.III.1": "terbaik"}, UNIT), "1")], UNIT)
    moved = join_units(result(MANUAL, answers, "0"), units, (MANUAL, UNIT), [REMEMBERED])
    assert moved.value is not None
    indexes = (moved.value.index.reading("").index, moved.value.others[0].index.reading("").index)
    # 50 + 5 x (5.4/20) + 7.5 x (8.3/30) + 5, and with 3 and 4.5 instead.
    assert indexes == (50 + Fraction("1.35") + Fraction("2.075") + 5, 50 + Fraction("0.81") + Fraction("1.245") + 5)


# The command


def folder(tmp_path: Path) -> tuple[Path, Path]:
    """Write an instansi's worksheet and its units': two good, one blank, one late, one sent twice, one damaged, one
    of another instrument."""
    units = tmp_path / "unit"
    units.mkdir()
    own = write(tmp_path / "lke.xlsx", MANUAL, whole(MANUAL, "terbaik"), Unit(code="TRT", name="Tirtaloka"), "2021")
    files = {
        "a": ("terbaik", "01", "2021"),
        "b": ("terburuk", "02", "2021"),
        "c": ("kosong", "03", "2021"),
        "d": ("terbaik", "04", "2020"),
        "e": ("terbaik", "05", "2021"),
        "f": ("terburuk", "05", "2021"),
    }
    for name, (word, code, period) in files.items():
        write(units / f"{name}.xlsx", UNIT, whole(UNIT, word), Unit(code=code, name=f"Dinas {code}"), period)
    (units / "g.xlsx").write_bytes(b"PK\x03\x04 rusak")
    zi = instrument_of("zi-2021")
    write(units / "h.xlsx", zi, whole(zi, "terbaik"), Unit(code="06", name="Dinas 06"), "2021")
    return own, units


def test_the_command_accounts_for_every_file_and_prints_json(tmp_path: Path) -> None:
    own, units = folder(tmp_path)
    code, out = quick("indeks", str(own), str(units), "--json")
    found = json.loads(out)
    assert code == 1
    assert {file["file"]: file["fate"] for file in found["inputs"]} == {
        "a.xlsx": "used",
        "b.xlsx": "used",
        "c.xlsx": "used",
        "d.xlsx": "refused",
        "e.xlsx": "refused",
        "f.xlsx": "refused",
        "g.xlsx": "refused",
        "h.xlsx": "passed_over",
    }
    assert (found["instrument"], found["variant"], found["reading"]) == (MANUAL.id, "lke-manual", "bagian-pusat")
    assert (found["index"], found["basis"], found["predicate"]["label"]) == ("81.85", "rekonstruksi", "A")
    assert found["units"] == {
        "instrument": UNIT.id,
        "rated": 2,
        "unrated": [{"code": "03", "name": "Dinas 03"}],
        "missing": [],
    }
    readings = {reading["id"]: reading for reading in found["readings"]}
    assert readings["bagian-pusat"]["contributions"] == [
        {"code": "01", "name": "Dinas 01", "points": "36.3", "brings": "18.15", "without": "63.7"},
        {"code": "02", "name": "Dinas 02", "points": "0", "brings": "0", "without": "100"},
    ]
    assert {v["variant"] for v in found["variants"]} == {"bobot-beredar"}
    told_codes = {t["code"] for t in found["temuan"]}
    assert {"BUKU-013", "BUKU-017", "BUKU-004", "NILAI-013"} <= told_codes


def test_the_command_prints_the_reading_asked_for_and_the_other(tmp_path: Path) -> None:
    own, units = folder(tmp_path)
    code, out = quick("indeks", str(own), str(units / "a.xlsx"), str(units / "b.xlsx"))
    assert code == 0
    assert "varian lke-manual" in out and "2 berkas = 2 dipakai + 0 ditolak" in out
    assert "Bacaan bagian-pusat:" in out and "Bacaan lain, butir-bersama" in out and "Varian lain, bobot-beredar" in out
    steps = {
        line.split("  ")[2].strip(): line for line in out.splitlines() if "[rekonstruksi]" in line and " dari " in line
    }
    assert "5,40 dari   5,40" in steps["Pemenuhan, instansi, di luar bagian unit"]
    assert "10,85 dari  21,70" in steps["Reform, rata-rata unit"]
    assert "81,85 dari 100,00  [rekonstruksi]" in out
    assert "36,30    18,1500                  63,70" in out
    _, other = quick("indeks", str(own), str(units / "a.xlsx"), "--bacaan", "butir-bersama")
    assert "Bacaan butir-bersama:" in other and "Bacaan lain, bagian-pusat" in other
    _, varied = quick("indeks", str(own), str(units / "a.xlsx"), "--instrumen", REMEMBERED.id)
    assert "varian bobot-beredar" in varied and "Varian lain, lke-manual" in varied


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--bacaan", "lain"], "Bacaan lain tidak dikenal"),
        (["--koefisien", "1"], "--koefisien tidak dipakai"),
        (["--instrumen", f"{MANUAL.id}@lain"], "Varian lain tidak dikenal"),
    ],
)
def test_wrong_usage(tmp_path: Path, words: list[str], said: str) -> None:
    own, units = folder(tmp_path)
    code, out = quick("indeks", str(own), str(units), *words)
    assert code == 2 and said in out


def test_a_worksheet_of_another_kind_takes_no_units(tmp_path: Path) -> None:
    _, units = folder(tmp_path)
    code, out = quick("indeks", str(units / "a.xlsx"), str(units), "-o", str(tmp_path / "x.xlsx"))
    assert code == 1 and "ini sebuah folder" in out and not (tmp_path / "x.xlsx").exists()
    code, out = quick("indeks", str(units / "g.xlsx"), str(units), "--bacaan", "bagian-pusat")
    assert code == 1 and "BUKU-004" in out


def test_the_instansis_own_worksheet_may_lie_among_the_units(tmp_path: Path) -> None:
    own, units = folder(tmp_path)
    inside = Path(shutil.copy(own, units / "instansi.xlsx"))
    _, out = quick("indeks", str(inside), str(units), "--json")
    assert "instansi.xlsx" not in {file["file"] for file in json.loads(out)["inputs"]}


def test_the_workbook_says_the_same_and_its_sums_are_live(tmp_path: Path) -> None:
    own, units = folder(tmp_path)
    target = tmp_path / "indeks.xlsx"
    code, out = quick("indeks", str(own), str(units), "-o", str(target))
    assert code == 1 and f"Ditulis: {target}" in out
    first = target.read_bytes()
    code, out = quick("indeks", str(own), str(units), "-o", str(target))
    assert code == 1 and "BUKU-029" in out
    quick("indeks", str(own), str(units), "-o", str(target), "--timpa")
    assert target.read_bytes() == first
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Ringkasan", "Kontribusi Unit", "Belum Menyerahkan", "Tentang", "_isi"]
    rows = {row[0].value: row for row in book["Ringkasan"].iter_rows() if row[0].value}
    assert rows["Indeks"][1].value == "=SUM($B$10:$B$15)" and rows["Predikat"][1].value == "A (Memuaskan)"
    assert "REKONSTRUKSI" in str(book["Ringkasan"]["A4"].value) and "varian: Bobot LKE" in str(
        book["Ringkasan"]["A2"].value
    )
    table = {row[2].value: row for row in book["Kontribusi Unit"].iter_rows() if row[2].value}
    assert [cell.value for cell in table["Dinas 01"][3:6]] == [36.3, 18.15, 63.7]
    assert [cell.value for cell in table["Dinas 03"][3:6]] == ["belum dinilai"] * 3
    about = {row[0].value: row[1].value for row in book["Tentang"].iter_rows()}
    assert "pmprb-2020-unit" in str(about["Sidik katalog (SHA-256)"])
    assert about["ditolak"] and "bobot-beredar" in str(about["Varian yang dipakai"])


@pytest.mark.libreoffice
def test_libreoffice_reckons_the_workbook_to_the_same_figures(tmp_path: Path) -> None:
    own, units = folder(tmp_path)
    target = tmp_path / "indeks.xlsx"
    quick("indeks", str(own), str(units), "-o", str(target))
    (again,) = calculated([target], tmp_path / "lo")
    cached = openpyxl.load_workbook(target, data_only=True)
    compared = 0
    for sheet in ("Ringkasan", "Kontribusi Unit"):
        for row in cached[sheet].iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    got = value_at(again[sheet], cell.coordinate)
                    assert got == pytest.approx(cell.value, abs=1e-9), cell.coordinate
                    compared += 1
    assert compared > 30


def test_a_name_never_becomes_a_formula(tmp_path: Path) -> None:
    own = write(tmp_path / "lke.xlsx", MANUAL, whole(MANUAL, "terbaik"), Unit(code="=1+1", name="=2+2"), "2021")
    unit = write(
        tmp_path / "u.xlsx", UNIT, whole(UNIT, "terbaik"), Unit(code="+3", name='=HYPERLINK("http://x")'), "2021"
    )
    target = tmp_path / "indeks.xlsx"
    code, _ = quick("indeks", str(own), str(unit), "-o", str(target))
    assert code == 0
    book = openpyxl.load_workbook(target)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert not {"HYPERLINK", "1+1", "2+2"} & {str(cell.value)[:10]}, cell.coordinate
                    assert "HYPERLINK" not in str(cell.value)


# The template


@pytest.mark.libreoffice
def test_libreoffice_agrees_with_the_engine_in_both_variants(tmp_path: Path) -> None:
    fillings, paths = [], []
    for instrument in (MANUAL, REMEMBERED):
        made = [extreme_filling(instrument, True), extreme_filling(instrument, False)]
        for n, filling in enumerate([*made, *(random_filling(instrument, seed) for seed in range(3))]):
            path = tmp_path / f"{instrument.variant}-{n}.xlsx"
            path.write_bytes(spoiled(build_template(instrument, UNIT_OF, "2021", filling, version="0")))
            fillings.append((instrument, filling))
            paths.append(path)
    wrong: list[str] = []
    for theirs, (instrument, filling) in zip(calculated(paths, tmp_path / "out"), fillings, strict=True):
        wrong += [f"{instrument.id} {line}" for line in differences(expected(instrument, filling), shown_in(theirs))]
    assert wrong == []


@BOTH
def test_the_worksheet_names_its_variant_and_is_read_back_by_it(instrument: Instrument, tmp_path: Path) -> None:
    path = write(tmp_path / "lke.xlsx", instrument, whole(instrument, "terbaik"), UNIT_OF, "2021")
    book = openpyxl.load_workbook(path)
    assert instrument.chosen_variant
    title = instrument.chosen_variant.title
    assert any(title in str(cell.value) for row in book["Petunjuk"].iter_rows() for cell in row if cell.value)
    code, out = quick("nilai", str(path))
    assert code == 0 and f"varian {instrument.variant} ({title})" in out and "Nilai 100,00 dari 100,00" in out
