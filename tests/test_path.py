"""The least to a target equals trying everything, reaches what it says, and holds nothing too many."""

from __future__ import annotations

import json
import os
import random
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from helpers.cli import quick
from helpers.paths import least_by_trying, random_answers, random_instrument
from helpers.sheets import Lke, answers, edit, instrument, read, write
from pmprb.catalog.load import default_folder, load_instrument
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Unit
from pmprb.engine.score import Blank, score_answers
from pmprb.insight.path.find import find_path
from pmprb.insight.path.highs import solve
from pmprb.insight.path.options import options_of, outside_reach
from pmprb.insight.path.records import Effort, PathPlan, Wish
from pmprb.insight.path.targets import Goal, goal_of
from pmprb.plans.load import load_plan_rules
from pmprb.plans.read.book import read_plan
from pmprb.worksheet.effort import read_effort

ZI, OLD, GENERAL = "zi-2021", "rb-2014", "rb-general-2024"
SMALL = range(int(os.environ.get("PMPRB_PATH_SEEDS", "24")))
BLANKS: tuple[Blank, ...] = ("nol", "lewati")
ALL = Wish(outcomes=True)


def goal(name: str, catalog: Instrument) -> Goal:
    found = goal_of(name, catalog)
    assert found is not None
    return found


def meets(catalog: Instrument, given: dict[str, Answer], new: dict[str, Answer], wanted: Goal, blank: Blank) -> bool:
    return wanted.met(score_answers({**given, **new}, catalog, blank))


def holds_nothing_too_many(
    catalog: Instrument, given: dict[str, Answer], plan: PathPlan, wanted: Goal, blank: Blank
) -> None:
    new = {change.item: change.after for change in plan.changes}
    assert meets(catalog, given, new, wanted, blank)
    for item in new:
        fewer = {other: answer for other, answer in new.items() if other != item}
        assert not meets(catalog, given, fewer, wanted, blank), item


@pytest.mark.parametrize("seed", SMALL)
def test_small_instruments_with_random_gates_as_trying_everything(seed: int) -> None:
    catalog = random_instrument(seed, most=5)
    given = random_answers(catalog, seed)
    for blank in BLANKS:
        for target in ("WBK", "T"):
            wanted = goal(target, catalog)
            path = find_path(given, catalog, wanted, solve, blank=blank)
            found = path.plan.objective if path.plan else None
            assert found == least_by_trying(catalog, given, wanted, blank), (blank, target)
            assert path.status != "feasible"
            if path.plan is None:
                assert path.status == "infeasible" and path.obstacles
            else:
                holds_nothing_too_many(catalog, given, path.plan, wanted, blank)


@pytest.mark.parametrize("seed", range(12))
def test_least_cost_as_trying_everything(seed: int) -> None:
    catalog = random_instrument(f"biaya {seed}", most=5)
    given = random_answers(catalog, seed)
    chance = random.Random(seed)
    effort = {item: Effort(cost=Fraction(chance.randint(1, 40), 4)) for item in catalog.items}
    costs = {item: one.cost or Fraction(0) for item, one in effort.items()}
    wanted, blank = goal("WBK", catalog), catalog.policies.blank
    path = find_path(given, catalog, wanted, solve, Wish(objective="upaya", effort=effort), blank)
    found = path.plan.objective if path.plan else None
    assert found == least_by_trying(catalog, given, wanted, blank, lambda item: costs[item])


@pytest.mark.parametrize(("name", "target"), [(ZI, "WBK"), (ZI, "WBBM"), (OLD, "BB"), (f"{OLD}@blok-lalu", "A")])
@pytest.mark.parametrize("blank", BLANKS)
def test_whole_instruments_are_proven_and_minimal(name: str, target: str, blank: Blank) -> None:
    catalog = instrument(name)
    given = answers(catalog, f"jalur {blank}", blank=0.2)
    wanted = goal(target, catalog)
    path = find_path(given, catalog, wanted, solve, ALL, blank)
    assert path.status == "optimal" and path.bound is None and path.plan is not None
    holds_nothing_too_many(catalog, given, path.plan, wanted, blank)
    assert all(change.gates and change.decides for change in path.plan.changes)


def test_a_multiplier_is_raised_when_that_is_least() -> None:
    catalog = instrument(GENERAL)
    given = {item: Answer(item=item, state=State.BLANK) for item in catalog.items}
    given["A02"] = Answer(item="A02", state=State.GIVEN, value=Fraction(100))
    effort = {item: Effort(allowed=item == "A01") for item in catalog.items}
    path = find_path(given, catalog, goal("9,5", catalog), solve, Wish(outcomes=True, effort=effort))
    assert path.plan is not None
    assert [(c.item, c.after.value) for c in path.plan.changes] == [("A01", Fraction(285, 100))]


def test_answers_in_any_order_give_the_same_plan() -> None:
    catalog = instrument(ZI)
    given = answers(catalog, "urutan")
    turned = dict(sorted(given.items(), key=lambda one: hash((one[0], 7)) % 97))
    first, second = (find_path(a, catalog, goal("WBK", catalog), solve, ALL).plan for a in (given, turned))
    assert first is not None and first == second


def test_other_plans_are_as_good_and_change_other_items() -> None:
    catalog = instrument(ZI)
    given = answers(catalog, "lain")
    path = find_path(given, catalog, goal("WBK", catalog), solve, Wish(outcomes=True, more=3))
    assert path.plan is not None and len(path.others) == 3
    plans = [path.plan, *path.others]
    assert len({frozenset(plan.items) for plan in plans}) == 4
    for plan in path.others:
        assert plan.objective == path.plan.objective
        holds_nothing_too_many(catalog, given, plan, path.goal, "nol")


def test_what_a_unit_cannot_tick_is_out_and_said_to_be_in_the_way() -> None:
    catalog = instrument(ZI)
    given = answers(catalog, "hasil", blank=0.0)
    given["B.I.a"] = Answer(item="B.I.a", state=State.GIVEN, value=Fraction(3))
    assert outside_reach(catalog) == {"B.I.a", "B.I.b", "B.II.a"}
    path = find_path(given, catalog, goal("WBK", catalog), solve)
    assert path.status == "infeasible" and path.plan is None and path.within_reach is True
    ipak = next(one for one in path.obstacles if one.need.id == "ipak")
    assert (ipak.best, ipak.short) == (Fraction("13.125"), Fraction("2.625"))
    hopeless = {one.need.id for one in path.obstacles}
    assert path.rest is not None
    left = path.goal.model_copy(update={"needs": tuple(n for n in path.goal.needs if n.id not in hopeless)})
    holds_nothing_too_many(catalog, given, path.rest, left, "nol")


def test_evaluators_are_outside_reach_without_being_named() -> None:
    catalog = instrument(GENERAL)
    assert catalog.outside_reach == () and outside_reach(catalog) == set(catalog.items)


def test_a_target_met_already_asks_for_nothing() -> None:
    catalog = instrument(ZI)
    best = {item: found[-1].answer for item, found in options_of({}, catalog).items()}
    path = find_path(best, catalog, goal("WBBM", catalog), solve)
    assert path.status == "already" and path.plan is not None and path.plan.changes == ()


def test_gates_that_can_only_be_met_apart_are_told_so() -> None:
    """A parent's better answer closes the gate of its child: each minimum can be met, both cannot."""
    for seed in range(400):
        catalog = random_instrument(f"terpisah {seed}", most=4)
        given = random_answers(catalog, seed)
        path = find_path(given, catalog, goal("WBK", catalog), solve)
        if path.obstacles and not path.obstacles[0].alone:
            assert path.rest is None and all(one.short > 0 for one in path.obstacles)
            return
    pytest.fail("no seed has gates that can only be met apart")


def test_the_highest_total_within_a_budget_and_by_a_quarter() -> None:
    catalog = instrument(ZI)
    given = answers(catalog, "anggaran")
    effort = {item: Effort(cost=Fraction(n % 7 + 1), months=Fraction(n % 5)) for n, item in enumerate(catalog.items)}
    effort["A.I.1.i.a"] = Effort(allowed=False)
    wish = Wish(objective="nilai", effort=effort, budget=Fraction(20), months=Fraction(3))
    zero = goal("0", catalog)
    path = find_path(given, catalog, zero, solve, wish)
    assert path.plan is not None and path.status == "optimal"
    assert sum((c.cost or 0) for c in path.plan.changes) <= 20
    assert all(effort[c.item].allowed and (c.months or 0) <= 3 for c in path.plan.changes)
    more = find_path(given, catalog, zero, solve, wish.model_copy(update={"budget": Fraction(25)}))
    before = path.before.total.points or 0
    assert more.plan is not None and before < path.plan.objective < more.plan.objective


def test_a_plan_a_solver_calls_feasible_is_scored_before_it_is_believed() -> None:
    """A solver that ignores every minimum is asked again until the engine agrees, never believed."""
    catalog = random_instrument(3, most=4)
    given = {item: Answer(item=item, state=State.BLANK) for item in catalog.items}
    wanted = goal("T", catalog)

    def careless(model):  # type: ignore[no-untyped-def]
        return solve(
            type(model)(model.variables, tuple(r for r in model.rows if r.name != "predicate"), model.objective)
        )

    path = find_path(given, catalog, wanted, careless)
    assert path.plan is not None and wanted.met(path.plan.after)
    assert path.plan.objective == least_by_trying(catalog, given, wanted, catalog.policies.blank)


def test_marking_what_is_out_of_reach_leaves_a_catalog_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / ZI
    for file in (default_folder() / ZI).rglob("*.yaml"):
        target = folder / file.relative_to(default_folder() / ZI)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "regulations.yaml").write_text((default_folder() / "regulations.yaml").read_text(encoding="utf-8"))
    head = folder / "instrument.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace("outside_reach: [B]", "outside_reach: [B.I]"), encoding="utf-8")
    changed = load_instrument(folder).value
    assert changed is not None and changed.hash == load_instrument(default_folder() / ZI).value.hash  # type: ignore[union-attr]
    assert outside_reach(changed) == {"B.I.a", "B.I.b"}
    head.write_text(text.replace("outside_reach: [B]", "outside_reach: [C]"), encoding="utf-8")
    assert [t.code for t in load_instrument(folder).temuan] == ["KAT-009"]


# The command.


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return write(tmp_path / "lembar.xlsx", instrument(ZI), answers(instrument(ZI), "perintah jalur", blank=0.15))


def data_of(*words: object) -> dict[str, object]:
    code, text = quick(*words)
    assert code == 0, text
    found: dict[str, object] = json.loads(text)
    return found


def put(lke: Lke, change: dict[str, object]) -> None:
    code = str(change["code"])
    counts = change.get("counts")
    if isinstance(counts, dict):
        for name, one in counts.items():
            lke.cell(f"{code}.{name}").value = float(one["to"])
    else:
        to = str(change["to"])
        lke.cell(code).value = float(to.replace(",", ".")) if to[0].isdigit() else to


def passed(file: Path) -> bool:
    result = read(file).result
    assert result is not None
    return next(v.passed for v in result.verdicts if v.decides and v.target == "WBK")


def test_changes_typed_into_the_worksheet_reach_the_target_and_none_is_too_many(filled: Path) -> None:
    found = data_of("jalur", filled, "--target", "WBK", "--termasuk-hasil", "--json")
    assert found["status"] == "optimal"
    changes: list[dict[str, object]] = found["changes"]  # type: ignore[assignment]
    assert found["objective"] == len(changes) and all(change["gates"] for change in changes)
    original = filled.read_bytes()
    assert not passed(filled)
    edit(filled, lambda lke: [put(lke, change) for change in changes] and None)
    assert passed(filled)
    total = read(filled).result.tree.total.points  # type: ignore[union-attr]
    assert f"{float(total):.9f}" == f"{float(found['after']['total']):.9f}"  # type: ignore[index,arg-type]
    for left_out in (changes[0], changes[-1]):
        filled.write_bytes(original)
        edit(filled, lambda lke, one=left_out: [put(lke, c) for c in changes if c is not one] and None)  # type: ignore[misc]
        assert not passed(filled)


def test_the_command_tells_each_action_with_its_remedy_and_writes_a_plan(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "rencana.xlsx"
    code, text = quick("jalur", filled, "--target", "WBK", "--termasuk-hasil", "-o", target)
    assert code == 0
    assert "terbukti paling sedikit" in text and "Caranya:" in text and "Bukti:" in text and "Menggerakkan:" in text
    rules = load_plan_rules().value
    assert rules is not None
    plan = read_plan(target, rules)
    assert plan.value is not None and plan.temuan == ()
    many = len(data_of("jalur", filled, "--target", "WBK", "--termasuk-hasil", "--json")["changes"])  # type: ignore[arg-type]
    assert len(plan.value.rows) == many
    assert all(row.action and row.output.startswith("Bukti:") and row.indicator_target for row in plan.value.rows)
    code, text = quick("jalur", filled, "--target", "WBK", "--termasuk-hasil", "-o", target)
    assert code == 1 and "BUKU-029" in text


def test_efforts_are_written_empty_filled_and_used(filled: Path, tmp_path: Path) -> None:
    effort = tmp_path / "upaya.xlsx"
    code, text = quick("jalur", filled, "--tulis-upaya", effort)
    assert code == 0 and f"Ditulis: {effort}" in text
    book = openpyxl.load_workbook(effort)
    sheet = book["Upaya"]
    codes = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert codes and not any(str(c).startswith("B.") for c in codes)
    for row in sheet.iter_rows(min_row=2):
        row[3].value, row[4].value = "Rp 1.500.000", 2
    sheet["F2"].value = "Tidak"
    book.save(effort)
    book.close()
    found = data_of("jalur", filled, "--target", "45", "--upaya", effort, "--json")
    changes: list[dict[str, object]] = found["changes"]  # type: ignore[assignment]
    assert found["objective_name"] == "upaya"
    assert Fraction(str(found["objective"])) == 1_500_000 * len(changes)
    assert codes[0] not in {change["code"] for change in changes}
    found = data_of("jalur", filled, "--upaya", effort, "--anggaran", "4.500.000", "--triwulan", "1", "--json")
    assert found["objective_name"] == "nilai" and len(found["changes"]) == 3  # type: ignore[arg-type]
    found = data_of("jalur", filled, "--upaya", effort, "--triwulan", "1", "--json")
    assert found["objective_name"] == "nilai" and len(found["changes"]) == len(codes) - 1  # type: ignore[arg-type]


def test_what_is_wrong_in_a_file_of_efforts_is_told_cell_by_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Upaya"
    for line in (
        ("Kode", "Biaya", "Bulan", "Boleh diubah"),
        ("A.I.1.i.a", "murah", 1, "ya"),
        ("A.I.9.z", 1, 1, ""),
        ("A.I.1.i.b", 1, 1, "mungkin"),
        ("A.I.1.i.b", 1, 1, ""),
        ("A.I.1.ii.a", None, "3 bulan", "TIDAK"),
    ):
        sheet.append(line)
    path = tmp_path / "upaya.xlsx"
    book.save(path)
    found = read_effort(path, instrument(ZI))
    assert found.value is None
    told = [(t.code, getattr(t.at, "cell", "")) for t in found.temuan]
    assert told == [("NILAI-042", "B2"), ("NILAI-041", "A3"), ("NILAI-043", "D4"), ("NILAI-044", "A5")]
    for row in (2, 4, 5):
        sheet.cell(row, 1).value = None
    book.save(path)
    again = read_effort(path, instrument(ZI))
    assert again.value == {"A.I.1.ii.a": Effort(cost=None, months=Fraction(3), allowed=False)}
    sheet.delete_rows(1)
    book.save(path)
    assert [t.code for t in read_effort(path, instrument(ZI)).temuan] == ["NILAI-040"]


def test_wrong_usage_is_told_in_terms_of_the_options(filled: Path) -> None:
    for words, said in (
        (("--target", "WBX"), "WBK, WBBM"),
        ((), "--target WBK"),
        (("--target", "WBK", "--anggaran", "5"), "--upaya"),
        (("--target", "WBK", "--triwulan", "2"), "--upaya"),
    ):
        code, text = quick("jalur", filled, *words)
        assert code == 2 and said in text, words


def test_an_infeasible_target_names_the_gate_and_what_is_missing(filled: Path) -> None:
    edit(filled, lambda lke: setattr(lke.cell("B.I.a"), "value", 3))
    code, text = quick("jalur", filled, "--target", "WBK")
    assert code == 0 and "Survei Persepsi Korupsi (IPAK): paling tinggi 13,13, minimal 15,75 (kurang 2,63)" in text
    assert "--termasuk-hasil" in text and "Untuk ambang lainnya" in text


# In the rekap.


def test_the_rekap_says_of_each_unit_what_the_command_says_and_proves_itself(tmp_path: Path) -> None:
    catalog, folder, rekap = instrument(ZI), tmp_path / "berkas", tmp_path / "rekap.xlsx"
    folder.mkdir()
    for n in range(3):
        given = answers(catalog, f"rekap {n}", blank=0.05)
        for item in ("B.I.a", "B.II.a"):
            given[item] = Answer(item=item, state=State.GIVEN, value=Fraction(4 - n))
        given["B.I.b"] = Answer(item="B.I.b", state=State.GIVEN, choice="A")
        write(folder / f"{n}.xlsx", catalog, given, Unit(code=f"1.0{n}", name=f"Dinas {n}", kind="dinas"))
    feedback = tmp_path / "umpan"
    code, text = quick("gabung", folder, "-o", rekap, "--jalur", "--umpan-balik", feedback, "--json")
    assert rekap.exists(), text
    units = {unit["code"]: unit["next_step"] for unit in json.loads(text)["units"]}
    for n in range(3):
        said = data_of("jalur", folder / f"{n}.xlsx", "--target", "WBK", "--json")
        plan = said["changes"] or said["rest"]
        assert units[f"1.0{n}"]["changes"] == [one["code"] for one in plan]  # type: ignore[union-attr,index]
        assert units[f"1.0{n}"]["reachable"] is (said["status"] == "optimal")
    assert {step["reachable"] for step in units.values()} == {True, False}
    book = openpyxl.load_workbook(rekap)
    head = next(r for r in book["Kelayakan"].iter_rows() if r[0].value == "No.")
    columns = {cell.value: cell.column - 1 for cell in head}
    place = columns["Jalur"] + 1
    assert place <= columns["Bila dibaca lain"]
    below = book["Kelayakan"].iter_rows(head[0].row + 1, min_col=place, max_col=place)
    paths = [cell for (cell,) in below]
    room = book["Kelayakan"].column_dimensions[paths[0].column_letter].width
    assert all(
        len(str(cell.number_format).replace("0", str(cell.value)).replace('"', "")) < room for cell in paths
    )  # no ###
    rows = list(book["Kelayakan"].iter_rows(head[0].row + 1, head[0].row + 3, values_only=True))
    book.close()
    rows.sort(key=lambda row: str(row[columns["Unit"]]))
    assert [r[columns["Jalur"]] for r in rows] == [len(units[f"1.0{n}"]["changes"]) for n in range(3)]
    assert all(units[f"1.0{n}"]["message"] in str(rows[n][columns["Perubahan paling sedikit"]]) for n in range(3))
    page = next(feedback.glob("*Dinas-0*.html")).read_text(encoding="utf-8")
    assert "Paling sedikit ke WBK" in page and units["1.00"]["changes"][0] in page
    code, text = quick("periksa", folder, "--bukti", rekap)
    assert code == 0, text
    code, _ = quick("gabung", folder, "-o", rekap, "--timpa")
    book = openpyxl.load_workbook(rekap)
    assert not any("Jalur" in map(str, row) for row in book["Kelayakan"].iter_rows(values_only=True))
    book.close()
