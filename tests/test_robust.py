"""Many worksheets at once equal the exact tree; draws are the same in any order; policies change what they say."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.paths import random_answers, random_instrument
from helpers.sheets import answers, instrument, submission
from pmprb.catalog.model import Instrument
from pmprb.demo.make import Made
from pmprb.engine.answers import Answer, State, Unit
from pmprb.engine.score import Blank, score_answers
from pmprb.engine.verdict import judge, predicate_of
from pmprb.insight.path.options import options_of
from pmprb.insight.policies import policy_study
from pmprb.insight.robust.across import across
from pmprb.insight.robust.draws import Chance, chance_of, dropped_items, effective_weights, robustness
from pmprb.insight.robust.evaluator import Evaluator
from pmprb.insight.robust.sobol import with_sobol
from pmprb.office.model import UnitResult

ZI = "zi-2021"
BLANKS: tuple[Blank, ...] = ("nol", "lewati")


def result(catalog: Instrument, given: dict[str, Answer], unit: Unit, blank: Blank = "nol") -> UnitResult:
    tree = score_answers(given, catalog, blank)
    other: Blank = "lewati" if blank == "nol" else "nol"
    return UnitResult(
        unit=unit,
        submission=submission(catalog, given, unit),
        tree=tree,
        other_tree=score_answers(given, catalog, other),
        verdicts=tuple(judge(tree, catalog)),
        predicate=predicate_of(tree, catalog),
        temuan=(),
    )


def some(catalog: Instrument, many: int, seed: str = "kokoh", blank: float = 0.1) -> list[UnitResult]:
    units = [Unit(code=f"1.{n:02}", name=f"Dinas {n}", kind="dinas") for n in range(many)]
    return [result(catalog, answers(catalog, f"{seed} {n}", blank=blank), unit) for n, unit in enumerate(units)]


def near(found: float, exact: Fraction | None) -> bool:
    return math.isnan(found) if exact is None else abs(found - float(exact)) < 1e-12 * max(1.0, abs(float(exact)))


@pytest.mark.parametrize("seed", range(40))
def test_many_at_once_equal_the_exact_tree(seed: int) -> None:
    catalog = random_instrument(f"kokoh {seed}", most=9)
    sets = [random_answers(catalog, f"{seed} {n}") for n in range(12)]
    for blank in BLANKS:
        trees = [score_answers(given, catalog, blank) for given in sets]
        evaluator = Evaluator(catalog, blank)
        rows = evaluator.rows_of(sets, trees)
        points = evaluator(rows)
        shares = evaluator.shares(rows)
        gates = [g for t in catalog.gate_sets[0].targets for g in t.gates]
        values = {g.id: evaluator.value(catalog.members(g.of), shares, points) for g in gates}
        for n, tree in enumerate(trees):
            assert all(near(points[n, at], tree.nodes[node].points) for node, at in evaluator.nodes.items())
            assert near(evaluator.most(rows)[n], tree.total.max)
            assert all(near(values[g.id][n], tree.points_of(catalog.members(g.of))) for g in gates)


@pytest.mark.parametrize("name", [ZI, "rb-2014@blok-lalu", "rb-general-2024"])
def test_whole_instruments_at_once_equal_the_exact_tree(name: str) -> None:
    catalog = instrument(name)
    sets = [answers(catalog, n, blank=0.2) for n in range(4)]
    for blank in BLANKS:
        trees = [score_answers(given, catalog, blank) for given in sets]
        evaluator = Evaluator(catalog, blank)
        points = evaluator(evaluator.rows_of(sets, trees))
        for n, tree in enumerate(trees):
            assert all(near(points[n, at], tree.nodes[node].points) for node, at in evaluator.nodes.items())


def test_draws_are_the_same_in_any_order_and_by_any_number_of_units() -> None:
    catalog = instrument(ZI)
    results = some(catalog, 6)
    chance = Chance(probability=0.1)
    first = robustness(results, catalog, chance, draws=200)
    shuffled = list(results)
    random.Random(1).shuffle(shuffled)
    assert robustness(shuffled, catalog, chance, draws=200) == first
    alone = robustness(results[:2], catalog, chance, draws=200)
    for one, other in zip(alone.units, first.units[:2], strict=True):
        assert (one.targets, one.gates, one.total) == (other.targets, other.gates, other.total)
    assert robustness(results, catalog, chance, draws=200, seed=2).units != first.units


def test_without_any_chance_a_draw_is_the_exact_result() -> None:
    catalog = instrument(ZI)
    results = some(catalog, 5)
    found = robustness(results, catalog, Chance(probability=0.0), draws=3, wobble=0.0)
    for unit, one in zip(found.units, results, strict=True):
        total = float(one.tree.total.points or 0)
        assert all(abs(value - total) < 1e-9 for value in unit.total)
        passed = {v.target: v.passed for v in one.verdicts if v.decides}
        assert unit.targets == {target: float(passes) for target, passes in passed.items()}
        gates = {f"{v.target}/{g.id}": float(g.passed) for v in one.verdicts if v.decides for g in v.gates}
        assert unit.gates == gates and unit.rank[0] == unit.rank[2]


def test_nobody_and_one_alone_have_results_too() -> None:
    catalog = instrument(ZI)
    blank = result(catalog, {}, Unit(code="1", name="Kosong"))
    for results in ([], [blank]):
        found = robustness(results, catalog, Chance(probability=0.1), draws=5)
        assert found.units == () and all(area.effective is None for area in found.areas)
        assert across(results, Evaluator(catalog, "nol")).lifts == () and policy_study(results, catalog).moves == ()
    alone = robustness(some(catalog, 1), catalog, Chance(probability=0.1), draws=5)
    assert [unit.rank for unit in alone.units] == [(1, 1, 1)] and alone.dropped == ()


def test_an_answer_that_always_drops_is_one_step_lower() -> None:
    catalog = instrument(ZI)
    given = {item: Answer(item=item, state=State.BLANK) for item in catalog.items}
    given["A.I.1.ii.a"] = Answer(item="A.I.1.ii.a", state=State.GIVEN, choice="Ya")
    given["A.II.1.ii.a"] = Answer(item="A.II.1.ii.a", state=State.GIVEN, choice="A")
    counts = (("agen", Fraction(4)), ("perubahan", Fraction(3)))
    given["A.II.1.i.a"] = Answer(item="A.II.1.i.a", state=State.GIVEN, counts=counts)
    given["B.I.a"] = Answer(item="B.I.a", state=State.GIVEN, value=Fraction(4))
    unit = result(catalog, given, Unit(code="1", name="Satu"))
    found = robustness([unit], catalog, Chance(probability=1.0), draws=2, wobble=0.0).units[0]
    scale = catalog.scales[catalog.items["A.II.1.ii.a"].answer_set].options  # type: ignore[union-attr]
    lower = {"A.I.1.ii.a": "Tidak", "A.II.1.ii.a": scale[1].label}
    dropped = {item: replace(given[item], choice=label) for item, label in lower.items()}
    dropped["A.II.1.i.a"] = replace(given["A.II.1.i.a"], counts=(("agen", Fraction(4)), ("perubahan", Fraction(2))))
    exact = score_answers({**given, **dropped}, catalog, "nol").total.points or Fraction(0)
    assert abs(found.total[1] - float(exact)) < 1e-9


def test_effective_weights_sum_to_one_and_nominal_to_the_whole() -> None:
    catalog = instrument(ZI)
    areas = robustness(some(catalog, 8), catalog, Chance(probability=0.1), draws=10).areas
    assert abs(sum(area.effective or 0 for area in areas) - 1) < 1e-9
    assert abs(sum(area.nominal for area in areas) - 1) < 1e-12


def test_sobol_indices_are_of_areas_whose_weight_moves_ranks() -> None:
    catalog = instrument(ZI)
    results = some(catalog, 12)
    evaluator = Evaluator(catalog, "nol")
    plain = effective_weights(results, evaluator)
    found = with_sobol(plain, results, evaluator, 0.1, 1, samples=32)
    assert found == with_sobol(plain, results, evaluator, 0.1, 1, samples=32)
    assert all(area.first is not None and area.total is not None and area.total >= 0 for area in found)
    heavy = max(found, key=lambda area: area.total or 0)
    assert heavy.nominal >= sorted(area.nominal for area in found)[-3]
    assert with_sobol(plain, results[:1], evaluator, 0.1, 1) == plain


def test_a_dropped_item_is_one_that_does_not_apply() -> None:
    catalog = instrument(ZI)
    results = some(catalog, 6, blank=0.0)
    found = dropped_items(results, Evaluator(catalog, "nol"))
    assert {one.item for one in found} == set(catalog.items)
    order = [(-one.verdicts, -one.mean_shift) for one in found]
    assert order == sorted(order)


def test_the_chance_is_that_of_the_reviews_or_the_one_stated() -> None:
    assert chance_of([], None) is None
    assert chance_of([], 0.2) == Chance(probability=0.2)


# Policies.


def test_every_policy_is_the_engine_with_that_choice() -> None:
    catalog = instrument("rb-2014")
    results = some(catalog, 5, "kebijakan", blank=0.25)
    others = [instrument(f"rb-2014@{v.id}") for v in catalog.variants if v.id != catalog.variant]
    study = policy_study(results, catalog, others)
    kinds = {case.kind for case in study.cases}
    assert {"blank", "variant", "evidence"} <= kinds
    for case in study.cases:
        if case.kind not in ("blank", "variant"):
            continue
        used = next((o for o in others if case.id == f"varian={o.variant}"), catalog)
        blank: Blank = "lewati" if case.kind == "blank" else "nol"
        for one in results:
            exact = score_answers(one.submission.answers, used, blank)
            stand = study.stands[case.id][one.unit.key]
            assert stand.points == exact.total.points
            label = predicate_of(exact, used)
            assert stand.predicate == (label.label if label else "")
    moved = {(m.case, m.unit.code) for m in study.moves}
    base = study.stands[""]
    for case in study.cases:
        for one in results:
            before, after = base[one.unit.key], study.stands[case.id][one.unit.key]
            differs = (before.predicate, before.rank) != (after.predicate, after.rank)
            assert differs == ((case.id, one.unit.code) in moved)
    assert all(move.why for move in study.moves)
    assert policy_study(list(reversed(results)), catalog, others) == study


def test_another_reading_and_a_zero_denominator_are_policies_where_they_matter() -> None:
    catalog = instrument(ZI)
    results = some(catalog, 4, "bacaan", blank=0.0)
    study = policy_study(results, catalog)
    assert {case.kind for case in study.cases} >= {"reading"}
    reading = next(case.id for case in study.cases if case.kind == "reading")
    for one in results:
        passed = tuple(v.target for v in one.verdicts if not v.decides and v.passed)
        assert study.stands[reading][one.unit.key].targets == passed
    given = dict(results[0].submission.answers)
    counts = tuple((name, Fraction(0)) for name, _ in given["A.II.4.i.a"].counts)
    given["A.II.4.i.a"] = replace(given["A.II.4.i.a"], counts=counts)
    odd = result(catalog, given, results[0].unit)
    study = policy_study([odd, *results[1:]], catalog)
    full, none = (study.stands[f"pembagi-nol={name}"][odd.unit.key].points for name in ("penuh", "nol"))
    assert full is not None and none is not None and full - none == 2
    assert none == odd.tree.total.points


# The command.


def data_of(*words: object) -> dict[str, Any]:
    code, text = quick("kepekaan", *words, "--json")
    found: dict[str, Any] = json.loads(text)
    assert code in (0, 1), text
    return found


def test_the_command_draws_the_same_each_time_and_writes_a_workbook(
    demo: tuple[Path, list[Made]], tmp_path: Path
) -> None:
    folder = tmp_path / "lembar"
    folder.mkdir()
    sheets = sorted(p for p in (demo[0] / "lembar-zi-2021").glob("*.xlsx") if p.name.startswith(("1-0", "2-0")))[:7]
    for sheet in sheets:
        (folder / sheet.name).write_bytes(sheet.read_bytes())
    target = tmp_path / "kepekaan.xlsx"
    found = data_of(folder, "--undian", 200, "-o", target, "--ganda", "terbaru")
    again = data_of(*sorted(folder.iterdir(), reverse=True), "--undian", 200, "--ganda", "terbaru")
    assert {**found, "written": None, "temuan": []} == {**again, "temuan": []}
    assert found["written"] == str(target) and found["units"] and len(found["lifts"]) == 10
    assert found["chance"]["compared"] > 0 or [t["code"] for t in found["temuan"]] == ["NILAI-051"]
    single = max(lift["points"] for lift in found["lifts"])
    assert single <= found["together"] <= sum(lift["points"] for lift in found["lifts"]) + 1e-6
    book = openpyxl.load_workbook(target)
    assert [name for name in book.sheetnames if not name.startswith("_")] == [
        "Peluang",
        "Area",
        "Tanpa Satu Butir",
        "Sepuluh Perbaikan",
        "Belum Ada yang Penuh",
        "Tempat Belajar",
        "Perlu Ditelaah",
        "Tentang",
    ]
    book.close()
    code, text = quick("kepekaan", folder, "--undian", 200, "-o", target, "--ganda", "terbaru")
    assert code == 1 and "BUKU-029" in text
    code, text = quick("kepekaan", folder, "--undian", 200, "--peluang", "20%", "--sobol", "--ganda", "terbaru")
    assert "20,00 %" in text and "Paling menaikkan rata-rata" in text
    policies = data_of(folder, "--kebijakan", "-o", tmp_path / "kebijakan.xlsx", "--ganda", "terbaru")
    assert {one["kind"] for one in policies["policies"]} >= {"blank", "reading"}
    assert (tmp_path / "kebijakan.xlsx").exists()
    code, text = quick("kepekaan", folder, "--kebijakan", "--ganda", "terbaru")
    assert "unit berubah target atau predikat" in text


def test_lifts_are_what_the_exact_mean_gains() -> None:
    catalog = instrument(ZI)
    results = some(catalog, 3)
    found = across(results, Evaluator(catalog, "nol"))
    first = found.lifts[0]
    before = sum((one.tree.total.points or Fraction(0) for one in results), Fraction(0))
    after = Fraction(0)
    for one in results:
        best = options_of(one.submission.answers, catalog)[first.item][-1].answer
        tree = score_answers({**one.submission.answers, first.item: best}, catalog, "nol")
        after += tree.total.points or Fraction(0)
    assert abs(first.points - float((after - before) / 3)) < 1e-9
    nobody = {one.item for one in found.nobody}
    for item in catalog.items:
        assert (item in nobody) == all((one.tree.items[item].score or 0) < 1 for one in results)
