"""Faults that were read in the code of comparable programs: one test each that we do not have them.

Thresholds, blanks, nothing over nothing, rounding, units' names: what made other programs show
different figures for the same answers.
"""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import pmprb
from helpers.answers import instrument_of, submission_of, typed
from helpers.office import REGISTER, sheet
from pmprb.catalog.item import Basis
from pmprb.catalog.load import default_folder, load_instrument
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, Shown, State, Submission, Unit
from pmprb.engine.score import Blank, ScoreTree, score, score_answers, score_reviewed
from pmprb.engine.verdict import GateResult, Verdict, judge, predicate_of
from pmprb.office.register import settle
from pmprb.workbook.tolerant import number

ZI, UNIT = instrument_of("zi-2021"), instrument_of("pmprb-2020-unit")


def tree_of(answers: dict[str, Any], instrument: Instrument = ZI, blank: Blank = "nol") -> ScoreTree:
    return score_answers(typed(answers, instrument), instrument, blank)


def verdict(tree: ScoreTree, target: str, instrument: Instrument = ZI) -> Verdict:
    """Return the verdict that counts."""
    return next(v for v in judge(tree, instrument) if v.decides and v.target == target)


def gate(found: Verdict, name: str) -> GateResult:
    return next(g for g in found.gates if g.id == name)


# 1. Thresholds stood in two tables of the program, and one of them was wrong for a month.


def test_01_totals_and_area_minima_are_not_taken_for_one_another() -> None:
    found = {t: verdict(tree_of({"semua": "terbaik"}), t) for t in ("WBK", "WBBM")}
    assert {t: str(gate(v, "total").minimum) for t, v in found.items()} == {"WBK": "75", "WBBM": "85"}
    assert {t: str(gate(v, "area-1").minimum) for t, v in found.items()} == {"WBK": "3/5", "WBBM": "3/4"}


def test_01_a_threshold_changed_in_the_catalog_changes_the_verdict(tmp_path: Path) -> None:
    criteria = Path(shutil.copytree(default_folder(), tmp_path / "criteria"))
    head = criteria / ZI.id / "instrument.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace('minimum: "15.75"', 'minimum: "15.70"'), encoding="utf-8")
    milder = load_instrument(criteria / ZI.id).value
    assert milder is not None
    tree = tree_of({"semua": "terbaik", "B.I.a": "3.59"})
    assert not verdict(tree, "WBK").passed and verdict(tree, "WBK", milder).passed


@pytest.mark.parametrize("figure", ["18.25", "19.5", "15.75", "0.67", "36.3", "14.6", "21.7", "17.5"])
def test_01_no_figure_of_a_regulation_stands_in_the_program(figure: str) -> None:
    rooms = ("catalog", "engine", "office")
    sources = [path for room in rooms for path in (Path(pmprb.__file__).parent / room).rglob("*.py")]
    assert sources
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    for docstring in code.split('"""')[1::2]:
        code = code.replace(docstring, "")
    assert figure not in code


# 2. Two governments, two WBBM rules, nobody names the article.


def test_02_every_gate_names_its_source_and_unsure_ones_say_so() -> None:
    found = judge(tree_of({"semua": "terbaik"}), ZI)
    assert all(g.references and ZI.citation(g.references[0]) for v in found for g in v.gates)
    wbbm = verdict(tree_of({"semua": "terbaik"}), "WBBM")
    assert (gate(wbbm, "bersih").minimum, gate(wbbm, "kinerja").minimum) == (Fraction("19.50"), Fraction("3.75"))
    assert {g.basis for g in wbbm.gates} == {Basis.PRAKTIK}  # read in applications; the article itself was not
    assert all(gate(wbbm, name).note for name in ("bersih", "kinerja"))


# 3. The verdict looked at the total alone.


@pytest.mark.parametrize("area", range(1, 7))
def test_03_a_high_total_does_not_make_up_for_a_failed_area(area: int) -> None:
    tree = tree_of({"semua": "terbaik", f"A.I.{area}": "terburuk", f"A.II.{area}": "terburuk"})
    assert (tree.total.points or 0) >= 85
    for target in ("WBK", "WBBM"):
        found = verdict(tree, target)
        assert not found.passed and not gate(found, f"area-{area}").passed and gate(found, "total").passed


# 4. Leaving an answer blank raised the score.


def test_04_a_blank_is_never_worth_more_than_an_answer_unless_the_policy_says_so() -> None:
    answered = {"A.I.4.i.a": "A", "A.I.4.i.b": "C", "A.I.4.i.c": "A"}
    blank = answered | {"A.I.4.i.b": "kosong"}
    assert tree_of(answered).nodes["A.I.4.i"].share == tree_of(blank).nodes["A.I.4.i"].share == Fraction(2, 3)
    assert tree_of(blank, blank="lewati").nodes["A.I.4.i"].share == 1
    assert ZI.policies.blank == UNIT.policies.blank == tree_of(blank).blank == "nol"


# 5. Nothing divided by nothing was 1 here, 0 there, and an error elsewhere.


def test_05_nothing_over_nothing_follows_the_items_own_rule_or_is_told() -> None:
    nothing = {
        "A.II.5.ii.a": {"harus": "0", "proses": "0", "selesai": "0"},
        "A.II.4.i.a": {"sasaran": "0", "tercapai": "0"},
    }
    tree = tree_of(nothing)
    assert tree.items["A.II.5.ii.a"].score == 1
    assert (tree.items["A.II.4.i.a"].score, tree.items["A.II.4.i.a"].state) == (None, State.INVALID)
    assert [(t.code, t.node) for t in tree.temuan] == [("NILAI-001", "A.II.4.i.a")]


# 6. The decrease of violations was computed upside down.


def test_06_fewer_violations_than_last_year_score_more() -> None:
    def violations(before: int, now: int) -> Fraction | None:
        counts = {"lalu": f"{before}", "ini": f"{now}", "sanksi": "0"}
        return tree_of({"A.II.3.iii.a": counts}).items["A.II.3.iii.a"].score

    assert [violations(4, now) for now in range(6)] == [1, Fraction(3, 4), Fraction(1, 2), Fraction(1, 4), 0, 0]
    assert violations(0, 0) == 1 and violations(0, 3) == 0


# 7. B of A/B/C/D was 0.66 in one program and two thirds in another.


def test_07_b_of_four_is_0_67_and_c_is_0_33() -> None:
    tree = tree_of({"A.I.1.iii.a": "B", "A.I.1.iii.b": "C"})
    assert tree.items["A.I.1.iii.a"].score == Fraction(67, 100) != Fraction(2, 3)
    assert tree.items["A.I.1.iii.b"].score == Fraction(33, 100) != Fraction(1, 3)


# 8. A number between 1 and 100 was guessed to be a percentage, and 1 to be 100 %.


def test_08_a_typed_number_is_never_guessed_to_be_a_percentage() -> None:
    assert tree_of({"B.I.a": "1"}).items["B.I.a"].score == Fraction(1, 4)
    for beyond in ("87.65", "75", "150", "4.5"):
        tree = tree_of({"B.I.a": beyond})
        assert (tree.items["B.I.a"].score, tree.items["B.I.a"].state) == (None, State.INVALID)
    assert number("75%").value is None and number(1.0).value == 1 and number("1").value == 1


# 9. A gate passed when its area was missing or bore another name.


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_09_a_gate_without_a_value_does_not_pass(blank: Blank) -> None:
    tree = tree_of({"semua": "terbaik", "A.I.3": "kosong", "A.II.3": "kosong"}, blank=blank)
    found = gate(verdict(tree, "WBK"), "area-3")
    assert not found.passed and found.value in (None, 0)
    assert gate(verdict(tree_of({}, blank="lewati"), "WBK"), "ipak").margin is None


def test_09_half_an_area_does_not_pass_for_the_whole() -> None:
    tree = tree_of({"semua": "terbaik", "A.I.3": "kosong"}, blank="lewati")
    found = gate(verdict(tree, "WBK"), "area-3")
    assert (found.value, found.passed) == (Fraction(1, 2), False)


def test_09_a_gate_of_an_area_that_is_not_there_is_refused_at_load(tmp_path: Path) -> None:
    criteria = Path(shutil.copytree(default_folder(), tmp_path / "criteria"))
    head = criteria / ZI.id / "instrument.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace("{id: area-3, title: Penataan", "{id: AREA-3, title: Penataan"), encoding="utf-8")
    loaded = load_instrument(criteria / ZI.id)
    assert loaded.value is None and {t.code for t in loaded.temuan} == {"KAT-009"}


# 10. A unit's class was guessed from letters inside its name.


@pytest.mark.parametrize("name", ["BKPSDM", "Badan SDM", "Dinas Persuratan", "Kantor Bersama", "SMPTI", "RSU"])
def test_10_letters_inside_a_name_make_no_school_and_no_hospital(name: str) -> None:
    found = REGISTER.find("", name)
    assert found is None or found.kind == "badan"
    settled = settle([sheet(Unit(code="9.99", name=name))], REGISTER, "2026")[0]
    assert settled.used is (name == "BKPSDM")
    alone = settle([sheet(Unit(code="9.99", name=name))], type(REGISTER)(), "2026")[0]
    assert (alone.unit.kind, alone.unit.group) == ("", "")


# 11. The total was kept running, and weights came from the form that was sent in.


def test_11_figures_in_a_worksheet_change_no_score() -> None:
    plain = sheet(answers={"semua": "terbaik", "A.I.1.i.a": "Tidak"})
    shown = tuple(Shown(of, Fraction(999), "LKE", "G2") for of in ("TOTAL", "A.I.1.i", "A.I.1.i.a"))
    assert score(plain.model_copy(update={"shown": shown}), ZI) == score(plain, ZI)


def test_11_scoring_twice_gives_the_same_and_a_change_taken_back_leaves_no_trace() -> None:
    before = tree_of({"semua": "terbaik"})
    tree_of({"semua": "terbaik", "A.I.1.iii.a": "B"})
    assert tree_of({"semua": "terbaik"}) == before


@pytest.mark.parametrize("key", ["weight", "bobot", "total", "score"])
def test_11_a_worksheet_has_no_place_for_a_weight_of_its_own(key: str) -> None:
    with pytest.raises(TypeError):
        Answer(item="A.I.1.i.a", state=State.GIVEN, choice="Ya", **{key: 99})
    with pytest.raises(ValidationError):
        Submission.model_validate({**dict(sheet()), key: 99})


# 12. A percentage multiplied twice, a silent 0, and a mean with a reviewer who had not begun.


@pytest.mark.parametrize("instrument", [ZI, UNIT], ids=lambda instrument: instrument.id)
def test_12_a_share_is_never_more_than_everything(instrument: Instrument) -> None:
    tree = tree_of({"semua": "terbaik"}, instrument)
    assert {node.share for node in tree.nodes.values()} == {1}
    shares = [g.value for v in judge(tree, instrument) for g in v.gates if g.measure == "share"]
    assert set(shares) <= {1}
    found = predicate_of(tree, instrument)
    assert found is None or found.percent == 100


def test_12_what_has_no_value_is_none_and_not_a_silent_zero() -> None:
    tree = tree_of({"A.I.1.i.a": "Tidak"}, blank="lewati")
    assert (tree.items["A.I.1.i.a"].score, tree.items["A.I.1.i.b"].score) == (0, None)
    assert (tree.nodes["A.I.1.i"].points, tree.nodes["A.I.1.ii"].points) == (0, None)
    assert (tree.nodes["A.I.1.ii"].share, tree.points_of(("B.I.a", "B.II.a"))) == (None, None)


def test_12_a_verifier_who_has_not_begun_lowers_nothing() -> None:
    own = sheet(answers={"semua": "terbaik"})
    begun = own.model_copy(update={"reviewed": typed({"A.I.1.i.a": "Tidak"}, ZI)})
    assert score(begun, ZI) == score(own, ZI)
    assert score_reviewed(own, ZI).total.points is None
    reviewed = score_reviewed(begun, ZI)
    assert (reviewed.nodes["A.I.1.i"].points, reviewed.nodes["A.I.1.ii"].points) == (0, None)


# 13. Answers outside the options were taken, and weights near 500 were made 500.


@pytest.mark.parametrize("label", ["D", "Ya", "a", "A ", "", "1", "AA"])
def test_13_an_answer_that_is_no_option_earns_nothing(label: str) -> None:
    answer = Answer(item="A.I.1.i.b", state=State.GIVEN, choice=label)
    for blank in ("nol", "lewati"):
        rated = score_answers({"A.I.1.i.b": answer}, ZI, blank).items["A.I.1.i.b"]
        assert (rated.score, rated.state) == (None, State.INVALID)


def test_13_weights_that_do_not_sum_are_refused_and_never_adjusted(tmp_path: Path) -> None:
    criteria = Path(shutil.copytree(default_folder(), tmp_path / "criteria"))
    area = criteria / UNIT.id / "nodes" / "A.I.6.yaml"
    text = area.read_text(encoding="utf-8")
    area.write_text(text.replace('"5/3"', '"5000001/3000000"'), encoding="utf-8")
    loaded = load_instrument(criteria / UNIT.id)
    assert loaded.value is None and [t.code for t in loaded.temuan] == ["KAT-005"]


# 14. Rounding at every level.


def test_14_nothing_is_rounded_on_the_way() -> None:
    """Rounded item by item, three times 0.67/3 would be 0.66, and the sum of the five parts another hundredth off."""
    five = {f"A.I.6.{sub}": "B" for sub in ("i.a", "ii.a", "iii.a", "iv.a", "v.a")}
    tree = tree_of({"A.I.1.iii.a": "B", "A.I.1.iii.b": "B", "A.I.1.iii.c": "B", **five})
    assert tree.nodes["A.I.1.iii"].points == Fraction("0.67")
    parts = [Fraction(3, 16), Fraction(1, 8), Fraction(1, 4), Fraction(1, 4), Fraction("0.67") / 3]
    assert tree.nodes["A.I.6"].points == sum(parts)
    assert tree.total.points == Fraction("0.67") + sum(parts)


def test_14_thirds_stay_thirds_up_to_the_total() -> None:
    tree = tree_of({"A.I.1.ii.a": "Ya", "A.I.4.i.a": "A", "A.I.5.iv.a": "A"})
    assert tree.total.points == Fraction(1, 3) + Fraction(5, 6) + Fraction(1, 2) == Fraction(5, 3)


# 15. What nobody answered was given the grade D.


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_15_a_unit_that_answered_nothing_has_no_predicate(blank: Blank) -> None:
    assert predicate_of(tree_of({}, UNIT, blank), UNIT) is None
    invalid = {"A.I.2.i.a": {"tidak sah": "Z"}}
    assert predicate_of(tree_of(invalid, UNIT, blank), UNIT) is None
    worst = predicate_of(tree_of({"A.I.2.i.a": "C"}, UNIT, blank), UNIT)
    assert worst is not None and worst.label == "D"


# 16. Every quarter showed the same figure, because the period was not asked.


def test_16_only_the_worksheets_of_the_period_count() -> None:
    quarters = [sheet(unit, period=period) for unit in REGISTER.units[:2] for period in ("2026-TW1", "2026-TW2")]
    for wanted in ("2026-TW1", "2026-TW2"):
        settled = settle(quarters, REGISTER, wanted)
        assert [one.hand_in.period for one in settled if one.used] == [wanted, wanted]
        assert [one.temuan[0].code for one in settled if not one.used] == ["BUKU-013"] * 2
    assert not any(one.used for one in settle(quarters, REGISTER, "2026-TW3"))


def test_the_submission_of_another_instrument_scores_nothing_here() -> None:
    """A form read against the wrong catalog shares codes such as A.I.1.i.a: only known items may count."""
    other = submission_of(UNIT, typed({"A.I.8": "terbaik"}, UNIT))
    assert score(other, ZI, "lewati").total.points is None
