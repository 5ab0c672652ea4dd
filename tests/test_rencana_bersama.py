"""Indicators that several units share: one figure by the declared way, and never one of unlike figures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.examples import examples
from helpers.plan_books import UNITS, consolidated
from helpers.plans import four, kind, row, rules
from helpers.work import steps
from pmprb.engine.answers import Unit
from pmprb.plans.evaluate import RowState, evaluate_row
from pmprb.plans.model import PlanRow
from pmprb.plans.rules import Logic, Polarity, RollUp
from pmprb.plans.shared import SharedIndicator, share
from pmprb.temuan import CellPos, Temuan

A, B, C = (Unit(code=f"{n}", name=name) for n, name in enumerate(("Dinas A", "Dinas B", "Dinas C"), start=1))
POLICY = rules().policy_of(kind())


def one(holder: Unit, targets: object, realised: object, /, **more: object) -> tuple[Unit, PlanRow]:
    """Return a unit's row of the same indicator; figures of two quarters."""
    given_ = {"line": "KU-12", "output": "Arsip tertata", "unit": "berkas"} | more
    made = row(four(*targets, None, None), four(*realised, None, None), **given_)  # type: ignore[misc]
    return holder, made


def joint(*rows: tuple[Unit, PlanRow], quarter: int = 2) -> tuple[tuple[SharedIndicator, ...], list[Temuan]]:
    """Return what rows share, up to a quarter."""
    lights = rules().lights_of(POLICY)
    return share([(unit, evaluate_row(r, POLICY, lights, quarter)) for unit, r in rows], rules(), POLICY, quarter)


def only(*rows: tuple[Unit, PlanRow], quarter: int = 2) -> SharedIndicator:
    """Return the one indicator that rows share, with nothing told."""
    found, told = joint(*rows, quarter=quarter)
    assert told == [] and len(found) == 1
    return found[0]


def codes(told: list[Temuan]) -> list[str]:
    return [t.code for t in told]


# The three roll-ups


@pytest.mark.parametrize(
    ("how", "target", "realised", "to_date"),
    [("sum", "32", "22", "11/16"), ("mean", "16", "11", "11/16"), ("last", "20", "10", "1/2")],
)
def test_three_roll_ups_over_units(how: str, target: str, realised: str, to_date: str) -> None:
    more = {"logic": Logic.ACCUMULATED, "shared": RollUp(how)}
    found = only(one(A, (6, 6), (6, 6), **more), one(B, (10, 10), (5, 5), **more))
    assert found.how is RollUp(how) and found.result is not None
    result = found.result
    assert (result.target_to_date, result.realised_to_date) == (Fraction(target), Fraction(realised))
    assert result.to_date == Fraction(to_date)
    assert [unit.name for unit in found.units] == ["Dinas A", "Dinas B"] and found.silent == ()


def test_the_joint_row_is_called_as_the_first_units_is() -> None:
    rows = one(A, (6, 6), (6, 6), action="Menata"), one(B, (6, 6), (6, 6), output="ARSIP TERTATA.", action="Membenahi")
    found = only(*rows)
    assert found.result and (found.output, found.result.row.output) == ("Arsip tertata", "Arsip tertata")
    assert found.result.row.action == "Menata"


@pytest.mark.parametrize("how", list(RollUp))
def test_money_is_added_whatever_the_roll_up(how: RollUp) -> None:
    more = {"logic": Logic.ACCUMULATED, "shared": how}
    money = ({"budget": Fraction(100), "budget_realised": Fraction(40)}, {"budget": Fraction(50)}, {})
    rows = [one(unit, (6, 6), (6, 6), **more, **each) for unit, each in zip((A, B, C), money, strict=True)]
    joined = only(*rows).result
    assert joined and (joined.row.budget, joined.row.budget_realised) == (150, 40)


def test_what_is_summed_over_quarters_is_summed_over_units_and_levels_have_a_mean() -> None:
    assert only(one(A, (4, 4), (4, 4)), one(B, (2, 2), (1, 1))).how is RollUp.SUM
    last = {"logic": Logic.LAST_VALUE, "roll_up": RollUp.LAST}
    assert only(one(A, (4, 4), (4, 4), **last), one(B, (2, 2), (1, 1), **last)).how is RollUp.MEAN
    for unit in ("%", "Persen", "indeks"):
        found = only(one(A, (80, 80), (80, 60), unit=unit), one(B, (80, 80), (80, 80), unit=unit))
        assert found.how is RollUp.MEAN and found.result and found.result.quarters[1].realised == 70


def test_a_declared_way_counts_for_all_that_say_nothing() -> None:
    found = only(one(A, (4, 4), (4, 4)), one(B, (2, 2), (1, 1), shared=RollUp.MEAN))
    assert found.how is RollUp.MEAN


def test_a_late_unit_lowers_a_sum_and_is_named() -> None:
    found = only(one(A, (4, 4), (4, 4)), one(B, (4, 4), (4, None)))
    assert found.result and found.result.to_date == Fraction(3, 4)
    assert [unit.name for unit in found.silent] == ["Dinas B"]


def test_a_late_unit_never_makes_a_lower_better_figure_better() -> None:
    down = {"polarity": Polarity.LOWER_RATIO, "unit": "aduan"}
    found = only(one(A, (10, 10), (10, 20), **down), one(B, (10, 10), (10, None), **down))
    assert found.result is not None
    assert [(q.target, q.realised) for q in found.result.quarters[:2]] == [(20, 20), (10, 20)]
    assert found.result.to_date == Fraction(3, 4)


def test_nobody_has_reported_is_no_realisation() -> None:
    found = only(one(A, (4, 4), (None, None)), one(B, (4, 4), (None, None)))
    assert found.result and found.result.state is RowState.NO_REALISATION and found.result.to_date is None
    assert len(found.silent) == 2


def test_cumulative_entries_are_carried_on_unit_by_unit() -> None:
    more = {"logic": Logic.CUMULATIVE_ENTRY, "roll_up": RollUp.LAST, "shared": RollUp.SUM}
    found = only(one(A, (4, 8), (4, 8), **more), one(B, (4, 8), (4, None), **more))
    assert found.result and found.result.to_date == Fraction(12, 16)


def test_a_year_target_of_one_unit_is_joined_with_the_quarters_of_the_other() -> None:
    found = only(one(A, (4, 4), (4, 4), year_target=20), one(B, (3, 3), (3, 3)))
    assert found.result and found.result.year_target == 26


def test_quarters_not_yet_due_count_nothing() -> None:
    found = only(one(A, (4, 4), (4, 4)), one(B, (4, 4), (4, None)), quarter=1)
    assert found.result and found.result.to_date == 1 and found.silent == ()


# What is one indicator


@pytest.mark.parametrize("name", ["arsip  tertata", "ARSIP-TERTATA.", "Arsip tertata "])
def test_case_and_punctuation_do_not_part_an_indicator(name: str) -> None:
    assert only(one(A, (4, 4), (4, 4)), one(B, (4, 4), (4, 4), output=name)).name == "Arsip tertata"


@pytest.mark.parametrize(
    "changes", [{"line": "KU-19"}, {"output": "Arsip vital"}, {"output": "Arsip tertata 2026"}, {"indicator": "Lain"}]
)
def test_other_line_output_or_indicator_is_another_one(changes: dict[str, object]) -> None:
    both = {"indicator": "Nilai arsip"}
    found, told = joint(one(A, (4, 4), (4, 4), **both), one(B, (4, 4), (4, 4), **both | changes))
    assert (found, told) == ((), [])


def test_an_indicator_left_out_joins_the_only_one_of_its_output() -> None:
    found = only(one(A, (4, 4), (4, 4), indicator="Nilai arsip"), one(B, (4, 4), (4, 4)))
    assert len(found.members) == 2
    two = [one(A, (4, 4), (4, 4), indicator="Satu"), one(A, (4, 4), (4, 4), indicator="Dua")]
    assert joint(*two, one(B, (4, 4), (4, 4)))[0] == ()


def test_rows_of_one_unit_alone_are_not_shared() -> None:
    assert joint(one(A, (4, 4), (4, 4)), one(A, (4, 4), (4, 4))) == ((), [])


def test_two_rows_of_one_unit_and_one_of_another_are_three_rows_of_two_units() -> None:
    found = only(one(A, (4, 4), (4, 4)), one(A, (4, 4), (4, 4)), one(B, (4, 4), (4, 4)))
    assert (len(found.members), len(found.units)) == (3, 2)
    assert found.result and found.result.quarters[0].target == 12


# What is never put together


def test_different_units_of_measure_are_told_and_not_summed() -> None:
    found, told = joint(
        one(A, (4, 4), (4, 4), unit="ton"), one(B, (4, 4), (4, 4), unit="kg"), one(C, (4, 4), (4, 4), unit="")
    )
    assert codes(told) == ["RENC-033"] and told[0].severity.value == "KESALAHAN"
    assert dict(told[0].values) == {"seen": "kg", "unit": "ton", "name": "Dinas B", "other": "Dinas A"}
    assert found[0].result is None and found[0].problem == "unit" and len(found[0].members) == 3


def test_spellings_of_one_unit_of_measure_are_summed() -> None:
    found = only(one(A, (4, 4), (4, 4), unit="Dok."), one(B, (4, 4), (4, 4), unit="dokumen"))
    assert found.result and found.result.quarters[0].target == 8


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"polarity": Polarity.LOWER_RATIO}, "Makin rendah makin baik - rasio"),
        ({"logic": Logic.ACCUMULATED}, "Dijumlahkan"),
        ({"roll_up": RollUp.MEAN}, "Rata-rata"),
        ({"shared": RollUp.LAST}, "Nilai terakhir"),
        # two ways at once are one thing to mend: told once, the first of them
        ({"polarity": Polarity.LOWER_RATIO, "logic": Logic.ACCUMULATED}, "Makin rendah makin baik - rasio"),
    ],
)
def test_different_ways_are_told_and_not_joined(changes: dict[str, object], seen: str) -> None:
    first = {"shared": RollUp.SUM} if "shared" in changes else {}
    found, told = joint(one(A, (4, 4), (4, 4), **first), one(B, (4, 4), (4, 4), **changes))
    assert codes(told) == ["RENC-035"] and dict(told[0].values)["seen"] == seen
    assert found[0].result is None and found[0].problem == "ways"


def test_a_row_that_cannot_be_reckoned_keeps_the_joint_figure_back() -> None:
    found = only(one(A, (4, 4), (4, 4)), one(B, (4, 4), (4, 4), wrong=True))
    assert found.result is None and found.problem == "wrong"


# Names that are nearly the same


def test_a_misspelt_name_is_told_at_its_cell() -> None:
    place = (("output", CellPos(workbook="b.xlsx", sheet="Rencana Aksi", cell="H6")),)
    found, told = joint(one(A, (4, 4), (4, 4)), one(B, (4, 4), (4, 4), output="Arsip tertatah", places=place))
    assert found == () and codes(told) == ["RENC-034"]
    assert told[0].at == place[0][1] and told[0].node == "Arsip tertatah"
    assert dict(told[0].values) == {"other": "Arsip tertata", "name": "Dinas B", "holder": "Dinas A"}


def test_a_misspelt_indicator_of_the_same_output_is_told() -> None:
    told = joint(
        one(A, (4, 4), (4, 4), indicator="Nilai pengawasan arsip"),
        one(B, (4, 4), (4, 4), indicator="Nilai pengawsan arsip"),
    )[1]
    assert codes(told) == ["RENC-034"] and told[0].node == "Nilai pengawsan arsip"


@pytest.mark.parametrize("other", ["Arsip vital", "Arsip tertata 2026", "Jumlah arsip", "Arsif tertera"])
def test_other_names_are_not_near(other: str) -> None:
    assert joint(one(A, (4, 4), (4, 4)), one(B, (4, 4), (4, 4), output=other)) == ((), [])


def test_a_unit_that_has_both_names_means_both() -> None:
    rows = [one(A, (4, 4), (4, 4)), one(A, (4, 4), (4, 4), output="Arsip tertatah"), one(B, (4, 4), (4, 4))]
    assert joint(*rows)[1] == []


def test_twice_as_many_names_are_twice_the_work() -> None:
    rows = [one(Unit(code=f"{n}", name=f"Unit {n}"), (1, 1), (1, 1), output=f"Laporan {_word(n)}") for n in range(800)]
    assert steps(lambda: joint(*rows)) < 2.2 * steps(lambda: joint(*rows[:400]))


def _word(n: int) -> str:
    return "".join("abcdefghij"[int(d)] * 2 for d in f"{n:04d}")


# Properties

FIGURES = st.one_of(st.none(), st.integers(0, 50))


@given(
    st.lists(st.tuples(FIGURES, FIGURES, FIGURES, FIGURES), min_size=2, max_size=5),
    st.sampled_from([RollUp.SUM, RollUp.MEAN]),
    st.sampled_from([Logic.INDEPENDENT, Logic.ACCUMULATED]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=examples(20, 60))
def test_the_order_of_units_changes_no_joint_figure(
    figures: list[tuple[int | None, ...]], how: RollUp, logic: Logic, chance: object
) -> None:
    rows = [
        one(Unit(code=f"{n}", name=f"U{n}"), (t1, t2), (r1, r2), shared=how, logic=logic)
        for n, (t1, t2, r1, r2) in enumerate(figures)
    ]
    turned = list(rows)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    (first,), (second,) = joint(*rows)[0], joint(*turned)[0]
    assert first.result and second.result
    assert first.result.model_copy(update={"row": second.result.row}) == second.result


@given(st.integers(1, 20), st.integers(0, 20), st.integers(2, 5))
def test_units_alike_have_together_what_each_has_alone(target: int, realised: int, units: int) -> None:
    rows = [one(Unit(code=f"{n}", name=f"U{n}"), (target, target), (realised, realised)) for n in range(units)]
    alone = evaluate_row(rows[0][1], POLICY, rules().lights_of(POLICY), 2)
    together = joint(*rows)[0][0].result
    assert together and together.to_date == alone.to_date and together.band == alone.band


# Through worksheets


def test_shared_indicators_reach_the_consolidation_and_its_temuan(tmp_path: Path) -> None:
    plans = [
        (one(unit, (4, 4), (4, n), line_text="Arsip digital", unit="kg" if n == 2 else "ton")[1],)
        for n, unit in enumerate(UNITS[:3])
    ]
    found = consolidated(tmp_path, plans)
    assert [(s.name, len(s.units), s.problem) for s in found.shared] == [("Arsip tertata", 3, "unit")]
    (told,) = (t for t in found.temuan if t.code == "RENC-033")
    assert isinstance(told.at, CellPos) and told.at.workbook.endswith("1.09.xlsx") and told.at.cell == "I6"
