"""Achievement of action plans: published and worked vectors, properties, rules as data.

The vectors of tests/cases/rencana/ are the project's own data; their heads say what each figure means.
"""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.examples import examples
from helpers.plans import UNIT, four, kind, row, rules, seeded
from pmprb.catalog.load import default_folder
from pmprb.catalog.text import read_document
from pmprb.plans.checks import check_plan
from pmprb.plans.evaluate import (
    AchievementInput,
    RowResult,
    RowState,
    achievement,
    evaluate_row,
    formula,
    mean,
    problem_of,
    roll_up,
)
from pmprb.plans.groups import summarise
from pmprb.plans.load import FOLDER, read_plan_rules
from pmprb.plans.model import QUARTERS, Plan, PlanRow
from pmprb.plans.rules import Logic, MeanRule, Polarity, Policy, RollUp

CASES = Path(__file__).parent / "cases" / "rencana"


def cases(name: str) -> list[dict[str, Any]]:
    """Return the records of a case file."""
    path = CASES / name
    document = read_document(str(path), path.read_text(encoding="utf-8")).value
    assert document is not None and isinstance(document.data, list)
    return document.data  # type: ignore[return-value]


def policy(name: str, **changed: object) -> Policy:
    """Return a policy, perhaps with other bounds."""
    return rules().policies_by_id[name].model_copy(update=changed)


def number(text: str) -> Fraction | None:
    """Return a case's figure; "-" and "" are none."""
    return None if text in ("", "-") else Fraction(text)


def percent(share: Fraction | None, places: int = 4) -> Fraction | None:
    """Return a share as a per cent rounded as printed."""
    return None if share is None else round(share * 100, places)


def evaluated(one: PlanRow, name: str = "tanpa-batas", quarter: int = 4, **changed: object) -> RowResult:
    """Return a row's result under a policy."""
    chosen = policy(name, **changed)
    return evaluate_row(one, chosen, rules().lights_of(chosen), quarter)


# Vectors


@pytest.mark.parametrize("case", cases("rumus.yaml"), ids=lambda c: f"{c['polarity']}-{c['target']}-{c['realised']}")
def test_formula_vectors(case: dict[str, str]) -> None:
    polarity = Polarity(case["polarity"])
    given_ = AchievementInput(polarity, Fraction(case["target"]), Fraction(case["realised"]), number(case["baseline"]))
    found = formula(given_)
    assert percent(found) == (None if case["raw"] == "tak-terdefinisi" else Fraction(case["raw"]))
    if found is not None:
        assert percent(min(found, Fraction(1))) == Fraction(case["cap100"])
        assert percent(min(found, Fraction(6, 5))) == Fraction(case["cap120"])
        assert percent(max(found, Fraction(0))) == Fraction(case["floor0"])


@pytest.mark.parametrize("case", cases("rumus.yaml"), ids=lambda c: f"{c['polarity']}-{c['target']}-{c['realised']}")
@pytest.mark.parametrize("cap", ["100", "120"])
def test_policies_bound_the_formula_where_no_zero_rule_stands(case: dict[str, str], cap: str) -> None:
    if case["raw"] == "tak-terdefinisi" or case["target"] == "0" or case["realised"] == "0":
        return
    polarity = Polarity(case["polarity"])
    given_ = AchievementInput(polarity, Fraction(case["target"]), Fraction(case["realised"]), number(case["baseline"]))
    found = achievement(given_, policy({"100": "baku", "120": "kinerja"}[cap]))
    assert percent(found) == max(Fraction(0), Fraction(case[f"cap{cap}"]))


@pytest.mark.parametrize("case", cases("triwulan.yaml"), ids=lambda c: c["name"])
def test_quarter_vectors(case: dict[str, Any]) -> None:
    quarters = four(*case["targets"]), four(*case["realised"])
    own = row(*quarters)
    portal = evaluated(own, "portal")
    assert [percent(q.share, 4) for q in portal.quarters] == [Fraction(x) for x in case["portal"]]
    assert percent(portal.to_date) == number(case["portal_total"])
    free = evaluated(own)
    assert [percent(q.share, 2) for q in free.quarters] == [number(x) for x in case["per_quarter"]]
    assert percent(free.value) == Fraction(case["targeted"])
    summed = evaluated(own.model_copy(update={"logic": Logic.ACCUMULATED}))
    assert [percent(q.share, 2) for q in summed.quarters] == [number(x) for x in case["cumulative"]]
    assert percent(free.of_year) == Fraction(case["year"])
    early = evaluated(own, "lebih-awal")
    assert [percent(q.share) for q in early.quarters] == [Fraction(x) for x in case["early"]]
    assert [q.early for q in free.quarters] == [s == "Tercapai Lebih Awal" for s in case["early_status"]]


@pytest.mark.parametrize("case", cases("kertas-kerja.yaml"), ids=str)
def test_quarterly_paper_vectors(case: dict[str, Any]) -> None:
    paper = policy("kertas-kerja")
    if case["of"] == "capaian":
        given_ = AchievementInput(Polarity.HIGHER, Fraction(case["target"]), Fraction(case["realised"]))
        found = achievement(given_, policy("kertas-kerja", cap=Fraction(case["cap"]) / 100))
        assert percent(found, 2) == number(case["expected"])
        return
    rule = {
        "triwulanan": paper.quarters,
        "setahun": paper.rows,
        "subtotal": MeanRule(missing="lewati", zero="ikut"),
    }[case["of"]]
    found = mean([number(value) for value in case["values"]], rule)
    assert (None if found is None else round(found, 4)) == number(case["expected"])


@pytest.mark.parametrize("case", cases("kantor-wilayah-2019.yaml"), ids=lambda c: c["indicator"])
def test_a_regional_offices_year_is_recomputed_as_published(case: dict[str, str]) -> None:
    one = row(four(None, None, None, case["target"]), four(None, None, None, case["realised"]))
    found = percent(evaluated(one, "kinerja").to_date, 2)
    assert found == Fraction(case["recomputed"])
    assert case["published"] in ("", case["recomputed"])


def test_the_regional_office_published_four_figures() -> None:
    assert sum(bool(case["published"]) for case in cases("kantor-wilayah-2019.yaml")) == 4


@pytest.mark.parametrize("case", cases("unit-layanan-2020.yaml"), ids=lambda c: c["no"])
def test_a_service_units_status_is_held_against_its_figures(case: dict[str, Any]) -> None:
    one = row(
        four(None, None, None, case["target"]),
        four(None, None, None, case["realised"]),
        polarity=Polarity(case["polarity"]),
        status=case["published"],
        reached=case["published"] == "Tercapai",
    )
    result = evaluated(one, "kinerja")
    plan = Plan(file="unit.xlsx", kind="perjanjian-kinerja", unit=UNIT, rows=(one,))
    told = [t for t in check_plan(plan, (result,), rules()) if t.code == "RENC-024"]
    assert bool(told) == case["contradicts"]
    assert (result.to_date or Fraction(0)) >= 1 or case["published"] == "Belum Tercapai" or case["contradicts"]


def test_exactly_one_published_status_contradicts_its_figures() -> None:
    assert [case["no"] for case in cases("unit-layanan-2020.yaml") if case["contradicts"]] == ["12"]


# Rules


def test_a_missed_quarter_lowers_the_mean_and_none_is_no_number() -> None:
    missed = evaluated(row(four(1, 1, 1, 1), four(1, 1, None, 1)), "baku")
    assert missed.to_date == Fraction(3, 4) and missed.late == (3,)
    nothing = evaluated(row(four(1, 1, 1, 1), four(None, None, None, None)), "baku")
    assert nothing.state is RowState.NO_REALISATION and nothing.to_date is None and nothing.value == 0
    assert nothing.band is None and nothing.on_track is False
    assert summarise([missed, nothing]).mean == Fraction(3, 8)


def test_only_quarters_that_are_due_count() -> None:
    one = row(four(1, 1, 1, 1), four(1, None, None, None))
    assert evaluated(one, quarter=1).to_date == 1
    assert evaluated(one, quarter=2).to_date == Fraction(1, 2)
    later = evaluated(row(four(None, None, 5, None), four(None, None, None, None)), quarter=2)
    assert later.state is RowState.NOT_DUE and later.value is None and not later.late
    assert evaluated(row(four(0, 0, 0, 0), four(None, None, None, None))).state is RowState.NO_TARGET


def test_zero_is_no_target_upwards_and_a_target_downwards() -> None:
    up = evaluated(row(four(0, None, None, None), four(3, None, None, None)), "baku", 1)
    assert up.state is RowState.EARLY and up.to_date is None
    down = {"polarity": Polarity.LOWER_RATIO}
    assert evaluated(row(four(0, None, None, None), four(0, None, None, None), **down), "baku", 1).to_date == 1
    assert evaluated(row(four(0, None, None, None), four(2, None, None, None), **down), "baku", 1).to_date == 0
    silent = evaluated(row(four(0, None, None, None), four(None, None, None, None), **down), "baku", 1)
    assert silent.state is RowState.NO_REALISATION and silent.late == (1,)


@pytest.mark.parametrize(("realised", "share"), [("4", 1), ("5", 1), ("5.01", 0)])
def test_where_nothing_has_to_be_lowered_what_is_kept_is_met(realised: str, share: int) -> None:
    """The baseline is the target already: there is no way from one to the other to measure."""
    given_ = AchievementInput(Polarity.FROM_BASELINE, Fraction(5), Fraction(realised), Fraction(5))
    assert achievement(given_, policy("baku")) == share


@pytest.mark.parametrize(
    ("low", "high", "realised", "expected"),
    [("80", "90", "85", "1"), ("80", "90", "80", "1"), ("80", "90", "90", "1"), ("80", "90", "40", "1/2"),
     ("80", "90", "135", "1/2"), ("80", "90", "270", "0"), ("0", "5", "2", "1"), ("0", "5", "10", "0"),
     ("80", "70", "75", None)],
)  # fmt: skip
def test_a_true_range_is_full_inside_and_linear_outside(
    low: str, high: str, realised: str, expected: str | None
) -> None:
    found = achievement(
        AchievementInput(Polarity.RANGE, Fraction(low), Fraction(realised), None, Fraction(high)), policy("baku")
    )
    assert found == (None if expected is None else Fraction(expected))


def test_five_quarter_logics_on_the_same_figures() -> None:
    figures = four(2, 4, 6, 8), four(2, 2, 3, 8)
    found = {
        logic: evaluated(
            row(*figures, logic=logic, roll_up=rules().picks.usual_roll_up(logic)), "tanpa-batas", 4
        ).to_date
        for logic in Logic
    }  # fmt: skip
    assert found == {
        Logic.INDEPENDENT: Fraction(3, 4),
        Logic.ACCUMULATED: Fraction(15, 20),
        Logic.LAST_VALUE: Fraction(1),
        Logic.CUMULATIVE_ENTRY: Fraction(1),
        Logic.AGAINST_YEAR: Fraction(15, 20),
    }


def test_a_cumulative_entry_carries_on_where_a_last_value_is_late() -> None:
    figures = four(2, 4, 6, 8), four(2, None, None, None)
    carried = evaluated(row(*figures, logic=Logic.CUMULATIVE_ENTRY, roll_up=RollUp.LAST), quarter=2)
    assert carried.to_date == Fraction(1, 2) and carried.late == (2,)
    last = evaluated(row(*figures, logic=Logic.LAST_VALUE, roll_up=RollUp.LAST), quarter=2)
    assert last.to_date == 0 and last.late == (2,)


def test_against_the_year_is_running_until_the_fourth_quarter() -> None:
    one = row(
        four(None, None, None, None), four("0.5", "0.29045", None, None), logic=Logic.AGAINST_YEAR, year_target="4.35"
    )
    early = evaluated(one, quarter=2)
    assert early.state is RowState.RUNNING and early.value is None and not early.late
    assert percent(early.of_year, 2) == Fraction("18.17")
    assert percent(evaluated(one, quarter=4).to_date, 2) == Fraction("18.17")


@pytest.mark.parametrize(("how", "expected"), [("sum", "6"), ("mean", "3"), ("last", "4")])
def test_three_roll_ups_leave_blanks_out(how: str, expected: str) -> None:
    assert roll_up(four(2, None, 4, None), RollUp(how)) == Fraction(expected)
    assert roll_up(four(None, None, None, None), RollUp(how)) is None


def test_bands_have_no_gaps() -> None:
    found = {lights.id: lights for lights in rules().lights}
    five, three = found["permendagri-86-2017"], found["lampu"]
    assert [five.of(Fraction(n, 1000)).id for n in (910, 909, 905, 760, 660, 510, 509)] == [
        "sangat-tinggi", "tinggi", "tinggi", "tinggi", "sedang", "rendah", "sangat-rendah",
    ]  # fmt: skip
    assert five.of(Fraction(-5)).id == "sangat-rendah"
    assert [three.of(Fraction(n, 3)).id for n in (3, 2)] == ["hijau", "merah"]
    assert three.of(Fraction(1)).id == "hijau" and three.of(Fraction(999999, 1000000)).id == "kuning"
    mean_of_fifths = evaluated(row(four(5, 5, 5, None), four(5, 5, 2, None)), "baku", 3)
    assert mean_of_fifths.to_date == Fraction(4, 5) and mean_of_fifths.band and mean_of_fifths.band.id == "kuning"


def test_a02_counts_outputs_without_realisation_in_its_divisor() -> None:
    done = evaluated(row(four(1, 1, None, None), four(1, 1, None, None)), "baku", 2)
    none = evaluated(row(four(1, None, None, None), four(None, None, None, None)), "baku", 2)
    later = evaluated(row(four(None, None, None, 1), four(None, None, None, None)), "baku", 2)
    untargeted = evaluated(row(four(None, None, None, None), four(None, None, None, None)), "baku", 2)
    found = summarise([done, none, later, untargeted])
    assert (found.a02, found.with_target) == (Fraction(1, 3), 3)
    assert found.mean == Fraction(1, 2)
    over = [evaluated(row(four(1, None, None, None), four(5, None, None, None)), "portal", 1)]
    assert summarise(over).a02 == 1 and summarise([untargeted]).a02 is None


def test_rows_that_cannot_be_reckoned_are_told_and_not_rated() -> None:
    figures = four(5, 5, 5, 5), four(5, 5, 5, 5)
    wanted = {
        "baseline": row(*figures, polarity=Polarity.FROM_BASELINE, logic=Logic.LAST_VALUE, roll_up=RollUp.LAST),
        "upper": row(*figures, polarity=Polarity.RANGE, upper=4, logic=Logic.LAST_VALUE, roll_up=RollUp.LAST),
        "logic": row(*figures, logic=Logic.CUMULATIVE_ENTRY, roll_up=RollUp.SUM),
    }
    for name, one in wanted.items():
        assert problem_of(one) == name
        result = evaluated(one)
        assert result.state is RowState.WRONG and result.value is None
        plan = Plan(file="x.xlsx", kind="rb-general", unit=UNIT, rows=(one,))
        codes = {t.code for t in check_plan(plan, (result,), rules())}
        assert codes == {"RENC-016" if name == "logic" else "RENC-015"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"year_target": 12}, "RENC-017"),
        ({"logic": Logic.CUMULATIVE_ENTRY, "roll_up": RollUp.LAST, "targets": four(5, 4, 6, 8)}, "RENC-018"),
        ({"targets": four(0, 2, 2, 2)}, "RENC-008"),
        ({"targets": four(None, 2, 2, 2)}, "RENC-009"),
        ({"realised": four(2, None, 2, 2)}, "RENC-010"),
        ({"realised": four(1, 2, 2, 2)}, "RENC-011"),
    ],
)
def test_what_is_remarkable_in_a_row_is_told(changes: dict[str, object], code: str) -> None:
    base = row(four(2, 2, 2, 2), four(2, 2, 2, 2))

    def codes(one: PlanRow) -> set[str]:
        result = evaluated(one, "baku", 2)
        plan = Plan(file="x.xlsx", kind="rb-general", unit=UNIT, rows=(one,))
        return {t.code for t in check_plan(plan, (result,), rules())}

    assert codes(base) == set()
    assert code in codes(base.model_copy(update=changes))
    explained = base.model_copy(update=changes | {"obstacle": "hujan", "follow_up": "dijadwalkan ulang"})
    assert "RENC-011" not in codes(explained)


def test_an_empty_plan_is_told() -> None:
    plan = Plan(file="x.xlsx", kind="rb-general", unit=UNIT)
    assert [t.code for t in check_plan(plan, (), rules())] == ["RENC-022"]


# Properties

FIGURES = st.fractions(min_value=0, max_value=1000, max_denominator=12)
POLICIES = st.sampled_from(["baku", "kinerja"])


@given(st.sampled_from(list(Polarity)), FIGURES, FIGURES, FIGURES, FIGURES, POLICIES)
def test_achievement_stays_within_its_bounds(
    polarity: Polarity, target: Fraction, realised: Fraction, baseline: Fraction, width: Fraction, name: str
) -> None:
    found = achievement(AchievementInput(polarity, target, realised, baseline, target + width), policy(name))
    assert found is None or 0 <= found <= (policy(name).cap or 0)


@given(FIGURES, FIGURES, FIGURES, st.sampled_from([p.id for p in rules().policies]))
def test_a_better_realisation_never_lowers_a_higher_better_achievement(
    target: Fraction, realised: Fraction, more: Fraction, name: str
) -> None:
    low = achievement(AchievementInput(Polarity.HIGHER, target, realised), policy(name))
    high = achievement(AchievementInput(Polarity.HIGHER, target, realised + more), policy(name))
    assert low is None or high is None or low <= high


@given(FIGURES, FIGURES, FIGURES, st.sampled_from([Polarity.LOWER_RATIO, Polarity.LOWER_LINEAR]), POLICIES)
def test_a_lower_realisation_never_lowers_a_lower_better_achievement(
    target: Fraction, realised: Fraction, less: Fraction, polarity: Polarity, name: str
) -> None:
    high = achievement(AchievementInput(polarity, target, realised + less), policy(name))
    low = achievement(AchievementInput(polarity, target, realised), policy(name))
    assert low is not None and high is not None and low >= high


@given(
    st.lists(st.tuples(FIGURES, st.one_of(st.none(), FIGURES)), min_size=4, max_size=4), st.sampled_from(list(Logic))
)
@settings(max_examples=examples(50, 150))
def test_every_quarter_more_reported_never_lowers_a_plan(
    pairs: list[tuple[Fraction, Fraction | None]], logic: Logic
) -> None:
    """Reporting what was missing never lowers a higher-better row (cumulative entries and means carry on)."""
    if logic in (Logic.CUMULATIVE_ENTRY, Logic.AGAINST_YEAR):
        return
    targets = four(*(1 + t for t, _ in pairs))
    before = row(targets, four(*(r for _, r in pairs)), logic=logic, roll_up=rules().picks.usual_roll_up(logic))
    after = before.model_copy(update={"realised": four(*(0 if r is None else r for _, r in pairs))})
    for quarter in QUARTERS:
        one, two = (evaluated(x, "baku", quarter).value for x in (before, after))
        assert one is None or (two is not None and two >= one)


@given(st.permutations(range(12)), st.integers(1, 4))
@settings(max_examples=30)
def test_the_order_of_rows_changes_no_figure(order: list[int], quarter: int) -> None:
    results = [evaluated(one, "baku", quarter) for one in seeded("urutan", 12)]
    shuffled = [results[n] for n in order]
    assert summarise(results) == summarise(shuffled)


@given(FIGURES.filter(bool), FIGURES, POLICIES)
def test_a_range_of_one_point_is_the_linear_stable_formula(target: Fraction, realised: Fraction, name: str) -> None:
    point = achievement(AchievementInput(Polarity.RANGE, target, realised, None, target), policy(name))
    stable = achievement(AchievementInput(Polarity.STABLE_LINEAR, target, realised), policy(name))
    assert point == stable


# Data


def test_the_packaged_rules_load_cleanly_and_are_cited() -> None:
    loaded = read_plan_rules(default_folder() / FOLDER)
    assert loaded.temuan == () and loaded.value is not None
    found = loaded.value
    assert len(found.activities) == 21 and {line.basis.value for line in found.activities} == {"rekonstruksi"}
    assert len({line.area for line in found.activities}) == 8
    themes = found.kinds_by_id["rb-tematik"]
    assert [len(found.lines_of(themes, year)) for year in ("2023", "2024", "2025", "2029")] == [5, 5, 6, 6]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("lampu.yaml", 'from: "80"', 'from: "120"', "RENC-001"),
        ("lampu.yaml", "colour: merah}", 'colour: merah, from: "10"}', "RENC-001"),
        ("kebijakan.yaml", "bands: lampu", "bands: lilin", "KAT-009"),
        ("jenis.yaml", "policy: baku", "policy: emas", "KAT-009"),
        ("tema.yaml", "regulation: kepmenpanrb-182-2024", "regulation: kepmenpanrb-182-2042", "KAT-007"),
        (
            "regulations.yaml",
            "read: sebagian, read_note: Bagian kementerian",
            "read: tidak, read_note: Bagian kementerian",
            "KAT-070",
        ),
        ("tindak_lanjut.yaml", "{id: void,", "{id: done,", "KAT-012"),
        ("tindak_lanjut.yaml", "key: recommendation,", "key: saran,", "KAT-041"),
        ("tema.yaml", "id: T1-INVESTASI", "id: T1-KEMISKINAN", "KAT-004"),
        ("pilihan.yaml", "id: range,", "id: ring,", "KAT-012"),
        ("kebijakan.yaml", 'cap: "100"', 'cap: "seratus"', "KAT-002"),
        ("kebijakan.yaml", "missing: nol", "missing: mungkin", "KAT-002"),
        ("kolom.yaml", "- {key", "- {{key", "KAT-001"),
    ],
)
def test_mistakes_in_the_rules_are_told_with_their_line(
    tmp_path: Path, file: str, old: str, new: str, code: str
) -> None:
    folder = tmp_path / FOLDER
    shutil.copytree(default_folder() / FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    loaded = read_plan_rules(folder)
    assert loaded.value is None and code in {t.code for t in loaded.temuan}
    assert all(getattr(t.at, "line", 0) > 0 for t in loaded.temuan)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    loaded = read_plan_rules(tmp_path)
    assert loaded.value is None and {t.code for t in loaded.temuan} == {"KAT-014"}


def test_no_theme_bears_a_weight() -> None:
    assert not any("weight" in json.dumps(line.model_dump(mode="json")) for line in rules().themes)


def test_the_kinds_policies_can_be_compiled_to_formulas() -> None:
    for one in (one for one in rules().kinds if one.form == "capaian"):
        chosen = rules().policy_of(kind(one.id))
        assert chosen.quarters.zero == chosen.rows.zero == "ikut"
