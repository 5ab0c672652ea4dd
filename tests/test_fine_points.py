"""Small rules of scoring, plans and rekaps, each met alone: what was noticed by no other test when code was changed."""

from __future__ import annotations

import importlib
import pkgutil
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from pydantic import BaseModel, TypeAdapter

from helpers.answers import extreme, instrument_of, submission_of, whole
from helpers.rekap import result_of
from pmprb import engine, office, plans
from pmprb.catalog.item import ItemGate
from pmprb.engine.answers import Answer, State, Unit
from pmprb.engine.gaps import find_gaps
from pmprb.engine.score import Blank, score_answers
from pmprb.office.consolidate import consolidate
from pmprb.office.differ import compare_records, compare_registers
from pmprb.office.record import AnswerRecord, Fate, InputRecord, RekapRecord, record_of
from pmprb.office.register import Register
from pmprb.temuan import CellPos

ZI = instrument_of("zi-2021")


ALIKE = next(
    node
    for node in ZI.nodes.values()
    if len(node.items) > 1 and len({getattr(item, "answer_set", item.id) for item in node.items}) == 1
)
"""A lowest heading all of whose items have one answer scale."""


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_one_answer_below_a_heading_scores_its_own_item_whichever_it_is(blank: Blank) -> None:
    """Units that say the same share a heading's scores: the same label at another item is not the same."""
    for item in ALIKE.items:
        only = {item.id: extreme(item, ZI, best=True)}
        tree = score_answers(only, ZI, blank)
        scores = {one.id: tree.items[one.id].score for one in ALIKE.items}
        assert scores.pop(item.id) == 1
        assert set(scores.values()) <= {Fraction(0), None}
        assert tree.nodes[ALIKE.id].answered == 1


@pytest.mark.parametrize("other", [None, State.BLANK, State.INVALID])
def test_an_answer_that_is_left_out_is_not_the_one_before_it(other: State | None) -> None:
    first, second, *_ = ALIKE.items
    given = {} if other is None else {first.id: Answer(item=first.id, state=other)}
    tree = score_answers({**given, second.id: extreme(second, ZI, best=True)}, ZI)
    assert tree.items[second.id].score == 1
    assert tree.items[first.id].score in (None, 0)
    assert tree.items[first.id].state is (other or State.BLANK)


# Two records of one rekap, without any file.


AT = CellPos(workbook="rekap.xlsx", sheet="_data")
NAMED = tuple(Unit(code=f"1.0{n}", name=name) for n, name in enumerate(("Dinas A", "Dinas B"), 1))


@pytest.fixture(scope="module")
def record() -> RekapRecord:
    results = [result_of(unit, ZI, random.Random(n)) for n, unit in enumerate(NAMED)]
    return record_of(consolidate(results, ZI, period="2026"), ZI, "0")


def differing(old: RekapRecord, new: RekapRecord, *, complete: bool = True) -> list[tuple[str, str, str, str, str]]:
    """Code, node, unit, what was, and what is now, of all that is told."""
    told = list(compare_records(old, new, AT, complete))
    assert all(t.at == AT for t in told)
    values = [(t, dict(t.values)) for t in told]
    return [(t.code, t.node, v.get("unit", v.get("what", "")), v["seen"], v["expected"]) for t, v in values]


def with_item(record: RekapRecord, place: int, item: str, **changed: object) -> RekapRecord:
    unit = record.units[place]
    items = {**unit.items, item: replace(unit.items[item], **changed)}
    units = [*record.units]
    units[place] = unit.model_copy(update={"items": items})
    return record.model_copy(update={"units": tuple(units)})


def test_a_record_is_itself(record: RekapRecord) -> None:
    assert differing(record, record.model_copy(deep=True)) == []


def test_another_score_is_told_with_its_unit_and_item_and_no_heading_above_it(record: RekapRecord) -> None:
    item = next(name for name, one in record.units[1].items.items() if one.score == 0)
    raised = with_item(record, 1, item, score=Fraction(1, 2))
    nodes = {name: replace(one, points=Fraction(7)) for name, one in raised.units[1].nodes.items()}
    raised = raised.model_copy(update={"units": (raised.units[0], raised.units[1].model_copy(update={"nodes": nodes}))})
    assert differing(record, raised) == [("BUKU-107", item, "Dinas B", "0", "0.5")]
    assert differing(record, raised, complete=False) == [("BUKU-107", item, "Dinas B", "0", "0.5")]


def test_headings_are_told_when_no_item_differs(record: RekapRecord) -> None:
    unit = record.units[0]
    nodes = {**unit.nodes, "TOTAL": replace(unit.nodes["TOTAL"], points=Fraction(99))}
    changed = record.model_copy(update={"units": (unit.model_copy(update={"nodes": nodes}), record.units[1])})
    ((code, node, name, _, now),) = differing(record, changed)
    assert (code, node, name, now) == ("BUKU-107", "TOTAL", "Dinas A", "99")


def test_a_verifiers_answer_alone_is_told_only_when_all_reviews_are_there(record: RekapRecord) -> None:
    item = next(name for name, one in record.units[0].items.items() if one.score == 1)
    answer = AnswerRecord(state=State.GIVEN, choice="Tidak")
    reviewed = with_item(record, 0, item, reviewed=Fraction(0), review=answer, national=answer)
    assert differing(record, reviewed) == [("BUKU-107", item, "Dinas A", "-", "0")]
    assert differing(record, reviewed, complete=False) == []


def test_a_unit_only_one_of_them_has_is_told_when_all_files_are_there(record: RekapRecord) -> None:
    fewer = record.model_copy(update={"units": record.units[:1]})
    assert next(one for one in differing(record, fewer) if one[2] == "Dinas B")[4] == "-"
    assert next(one for one in differing(fewer, record) if one[2] == "Dinas B")[3] == "-"
    assert differing(record, fewer, complete=False) == differing(fewer, record, complete=False) == []


def test_the_whole_is_told_by_its_words(record: RekapRecord) -> None:
    changed = record.model_copy(
        update={"missing": (Unit(code="9", name="Dinas Z"),), "registered": 3, "period": "2025", "index": Fraction(5)}
    )
    told = {what: (seen, now) for code, _, what, seen, now in differing(record, changed) if code == "BUKU-108"}
    assert told.keys() == {"missing", "registered", "period", "index"}
    assert told["missing"] == ("0", "1") and told["period"] == ("2026", "2025") and told["index"][1] == "5"


def test_a_file_of_which_something_else_became_is_told_by_its_name(record: RekapRecord) -> None:
    def read(fate: Fate, unit: str = "") -> RekapRecord:
        inputs = (
            InputRecord(file="a.xlsx", fate="used", unit="Dinas A"),
            InputRecord(file="b.xlsx", fate=fate, unit=unit),
        )
        return record.model_copy(update={"inputs": inputs})

    told = [one for one in differing(read("used", "Dinas B"), read("refused")) if one[2] == "b.xlsx"]
    assert told == [("BUKU-191", "", "b.xlsx", "dipakai (Dinas B)", "ditolak")]
    every = compare_records(read("used", "Dinas B"), read("refused"), AT, complete=True)
    assert [dict(t.values)["what"] for t in every if t.code == "BUKU-191"] == ["fate"]
    assert not [one for one in differing(read("used", "Dinas B"), read("refused")) if one[2] == "a.xlsx"]


@pytest.mark.parametrize("registered", [True, False])
def test_a_register_with_another_name_for_a_unit_is_told(record: RekapRecord, registered: bool) -> None:
    """Made without a register, the rekap knows no aliases and no kinds: only the name counts, or an alias of it."""
    settings = record.settings.model_copy(update={"units": NAMED if registered else ()})
    rekap = record.model_copy(update={"settings": settings})

    def told(*units: Unit) -> list[tuple[str, str]]:
        found = [dict(t.values) for t in compare_registers(rekap, Register(list(units)), AT)]
        return [(one["what"], one["unit"]) for one in found]

    assert told(*NAMED) == []
    renamed = NAMED[1].model_copy(update={"name": "Badan B"})
    assert told(NAMED[0], renamed) == [("name", "Badan B")]
    aliased = renamed.model_copy(update={"aliases": ("Dinas B",)})
    assert told(NAMED[0], aliased) == ([("name", "Badan B")] if registered else [])
    kinded = NAMED[1].model_copy(update={"kind": "badan"})
    assert told(NAMED[0], kinded) == ([("fields", "Dinas B")] if registered else [])
    assert told(NAMED[0]) == [("extra", "Dinas B")]


# Gaps behind gates that ask for an answer


def test_a_step_on_an_item_that_a_gate_asks_brings_what_scoring_anew_brings() -> None:
    """The gate asks for the answer, not for its score: the step's own label has to be there."""
    node = next(n for n in ZI.nodes.values() if len(n.items) > 1 and {i.kind for i in n.items} == {"choice"})
    asked, held = node.items[0], node.items[1]
    worst = extreme(asked, ZI, best=False)
    gate = ItemGate(item=held.id, parent=asked.id, rule="zero_if_answer", answers=(str(worst.choice),))
    fields = {name: getattr(ZI, name) for name in type(ZI).model_fields}
    gated = type(ZI)(**fields | {"item_gates": (gate,)})
    given = {**whole(gated, "terburuk"), held.id: extreme(held, ZI, best=True)}
    tree = score_answers(given, gated)
    gap = next(one for one in find_gaps(submission_of(gated, given), tree, gated) if one.item == asked.id)
    better = Answer(item=asked.id, state=State.GIVEN, choice=gap.step.label)
    after = score_answers({**given, asked.id: better}, gated)
    assert after.total.points is not None and tree.total.points is not None
    assert gap.step.gain == after.total.points - tree.total.points > gap.lost / 2
    assert after.items[held.id].score == 1 and tree.items[held.id].score == 0


# What nobody said


SAID: dict[tuple[str, str], object] = {
    ("Plan", "layout"): "pmprb",
    ("Submission", "has_evidence"): True,
    ("NextStep", "reachable"): True,
    ("NextStep", "proven"): True,
    ("PlanGroup", "known"): True,
    ("FollowGroup", "known"): True,
}
"""What is meant where nothing is said."""


def records() -> list[type[BaseModel]]:
    """All records of the rooms that reckon."""
    found: dict[str, type[BaseModel]] = {}
    for room in (engine, office, plans):
        for info in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            for one in vars(importlib.import_module(info.name)).values():
                if isinstance(one, type) and issubclass(one, BaseModel) and one.__module__ == info.name:
                    found[f"{info.name}.{one.__name__}"] = one
    return list(found.values())


def test_what_nobody_said_of_a_record_is_empty_and_of_its_own_kind() -> None:
    seen = 0
    for record_ in records():
        record_.model_rebuild()
        for name, field_ in record_.model_fields.items():
            if field_.is_required():
                continue
            value = field_.get_default(call_default_factory=True)
            TypeAdapter(field_.annotation).validate_python(value)
            if field_.annotation in (str, bool):
                said = SAID.get((record_.__name__, name), field_.annotation())
                assert value == said, f"{record_.__name__}.{name}"
            seen += 1
    assert seen > 100
