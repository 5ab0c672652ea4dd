"""Runs every case of tests/cases/*.yaml: answers in; scores, gates, predicate and gaps out.

The cases are written for people who do not program; the head of `cases/zi-2021-dasar.yaml`
explains every key. A misspelt key, node or label fails here instead of passing unseen.
`helpers/answers.py` turns such answers into typed ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from helpers.answers import instrument_of, submission_of, typed, whole
from pmprb.catalog.item import ChoiceItem, ScaleItem
from pmprb.catalog.load import instrument_ids
from pmprb.catalog.model import Instrument, Node
from pmprb.catalog.text import read_document
from pmprb.engine.answers import State
from pmprb.engine.checks import check_submission
from pmprb.engine.gaps import Gap, find_gaps
from pmprb.engine.score import Blank, ScoreTree, score, score_answers
from pmprb.engine.verdict import judge, predicate_for, predicate_of

CASES = Path(__file__).parent / "cases"


# Cases


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        loaded = read_document(path.name, path.read_text(encoding="utf-8"))
        assert loaded.value is not None and not loaded.temuan, loaded.temuan
        data = loaded.value.data
        assert isinstance(data, dict) and set(data) == {"instrument", "cases"}, path.name
        for index, case in enumerate(data["cases"]):
            line = loaded.value.at(("cases", index)).line
            yield pytest.param(data["instrument"], case, id=f"{path.name}:{line} {case['name']}")


EXPECTED = ("points", "percent", "items", "gates", "margins", "predicate", "gaps", "gap_count", "temuan")
KEYS = {"name", "note", "blank", "answers", "decimals", *EXPECTED}


@pytest.mark.parametrize(("instrument_id", "case"), list(_cases()))
def test_case(instrument_id: str, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, set(case) - KEYS
    assert set(case) & set(EXPECTED), "a case expects something"
    instrument = instrument_of(instrument_id)
    submission = submission_of(instrument, typed(case["answers"], instrument))
    tree = score(submission, instrument, case.get("blank", "nol"))
    assert _figures(tree, case) == {k: case[k] for k in ("points", "percent", "items") if k in case}
    assert _gates(tree, instrument, case) == case.get("gates", {})
    assert _margins(tree, instrument, case) == case.get("margins", {})
    if "predicate" in case:
        found = predicate_of(tree, instrument)
        assert (found.label if found else "tanpa") == case["predicate"]
    gaps = find_gaps(submission, tree, instrument)
    if "gaps" in case:
        assert [_gap(gap, wanted) for gap, wanted in zip(gaps, case["gaps"], strict=True)] == case["gaps"]
    if "gap_count" in case:
        assert len(gaps) == int(case["gap_count"])
    told = [*tree.temuan, *check_submission(submission, instrument)]
    for code, items in case.get("temuan", {}).items():
        assert [t.node for t in told if t.code == code] == items, code


def _shown(value: Fraction | None, text: str, decimals: str | None = None, nothing: str = "belum dinilai") -> str:
    """Return the expected text when the value equals it exactly (or rounded, if so asked), else the value's own."""
    if value is None:
        return nothing
    shown = value if decimals is None else round(value, int(decimals))
    try:
        return text if shown == Fraction(text) else f"{value} = {float(value)}"
    except ValueError:
        return f"{value} = {float(value)}"


_STATES = {State.BLANK: "kosong", State.INVALID: "tidak sah", State.NOT_APPLICABLE: "tidak berlaku"}


def _figures(tree: ScoreTree, case: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the case's figures as the engine has them, in the case's own spelling where they agree."""
    decimals = case.get("decimals")
    found: dict[str, dict[str, str]] = {key: {} for key in ("points", "percent", "items") if key in case}
    for name, text in case.get("points", {}).items():
        found["points"][name] = _shown(tree.points_of((name,)), text, decimals)
    for name, text in case.get("percent", {}).items():
        share = tree.nodes[name].share
        found["percent"][name] = _shown(None if share is None else share * 100, text, decimals)
    for name, text in case.get("items", {}).items():
        rated = tree.items[name]
        found["items"][name] = _shown(rated.score, text, decimals, _STATES.get(rated.state, ""))
    return found


def _gates(tree: ScoreTree, instrument: Instrument, case: dict[str, Any]) -> dict[str, Any]:
    """Return for each reading and target asked: "lulus", or the gates that fail."""
    asked = {(s, t) for s, targets in case.get("gates", {}).items() for t in targets}
    found: dict[str, Any] = {}
    for verdict in judge(tree, instrument):
        if (verdict.gate_set, verdict.target) in asked:
            failed = [gate.id for gate in verdict.gates if not gate.passed]
            assert verdict.passed is (not failed)
            found.setdefault(verdict.gate_set, {})[verdict.target] = failed or "lulus"
    return found


def _margins(tree: ScoreTree, instrument: Instrument, case: dict[str, Any]) -> dict[str, Any]:
    asked = case.get("margins", {})
    found: dict[str, Any] = {}
    for verdict in judge(tree, instrument):
        wanted = asked.get(verdict.gate_set, {}).get(verdict.target, {})
        for gate in verdict.gates:
            if gate.id in wanted:
                target = found.setdefault(verdict.gate_set, {}).setdefault(verdict.target, {})
                target[gate.id] = _shown(gate.margin, wanted[gate.id])
    return found


def _gap(gap: Gap, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the asked parts of a gap in the case's own spelling where they agree."""
    numbers = {"lost": gap.lost, "gain": gap.step.gain, "score": gap.score, "reach": gap.step.reach}
    texts = {"item": gap.item, "answer": gap.answer, "next": gap.step.label, "area": gap.area}
    texts["answered"] = "ya" if gap.answered else "tidak"
    found = {}
    for key, text in wanted.items():
        if key in texts:
            found[key] = texts[key]
        else:
            found[key] = _shown(numbers[key], text, nothing="tanpa")
    return found


@pytest.mark.parametrize("instrument_id", sorted({str(param.values[0]) for param in _cases()}))
@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_the_best_answers_earn_everything_and_the_worst_nothing(instrument_id: str, blank: Blank) -> None:
    instrument = instrument_of(instrument_id)
    best = score_answers(whole(instrument, "terbaik"), instrument, blank)
    worst = score_answers(whole(instrument, "terburuk"), instrument, blank)
    assert {node.id: node.weight for node in instrument.nodes.values()} == {
        name: node.points for name, node in best.nodes.items()
    }
    # A scale that counts from zero is worth something even at its lowest number, and so may be a lowest label.
    floor = sum(instrument.item_weight(i.id) * (i.scale.min / i.scale.max) for i in _from_zero(instrument))
    lowest = {name: min(scale.scores.values()) for name, scale in instrument.scales.items()}
    choices = [item for item in instrument.items.values() if isinstance(item, ChoiceItem)]
    floor += sum(instrument.item_weight(item.id) * lowest[item.answer_set] for item in choices)
    assert worst.total.points == floor
    assert {n.points for n in worst.nodes.values()} == {Fraction(0)} or floor > 0
    assert best.temuan == worst.temuan == ()


def _from_zero(instrument: Instrument) -> list[ScaleItem]:
    return [i for i in instrument.items.values() if isinstance(i, ScaleItem) and i.scale.from_zero]


def test_every_installed_instrument_has_cases() -> None:
    told = {str(param.values[0]).partition("@")[0] for param in _cases()}
    assert told == set(instrument_ids())


def test_case_names_are_sentences_and_stand_once() -> None:
    names = [param.values[1]["name"] for param in _cases()]
    assert len(names) == len(set(names))
    assert [name for name in names if not name.endswith(".") or len(name.split()) < 4] == []


@pytest.mark.parametrize(
    ("percent", "label"),
    [
        ("0", "D"),
        ("30", "D"),
        ("30.000001", "C"),
        ("50", "C"),
        ("50.000001", "CC"),
        ("60", "CC"),
        ("60.000001", "B"),
        ("70", "B"),
        ("70.000001", "BB"),
        ("80", "BB"),
        ("80.000001", "A"),
        ("90", "A"),
        ("90.000001", "AA"),
        ("100", "AA"),
        # Published pairs of index and predicate.
        ("80.96", "A"),
        ("49.03", "C"),
    ],
)
def test_a_band_reaches_up_to_and_includes_its_upper_bound(percent: str, label: str) -> None:
    rule = instrument_of("pmprb-2020-unit").predicate
    assert rule is not None
    found = predicate_for(Fraction(percent), rule, Fraction(100))
    assert found is not None
    assert (found.label, found.percent) == (label, Fraction(percent))


# Tidak berlaku: no installed catalog allows it yet, so a copy is made that does


def _allowing(node: Node, names: set[str]) -> Node:
    items = [i.model_copy(update={"allow_not_applicable": i.id in names}) for i in node.items]
    children = [_allowing(child, names) for child in node.children]
    return node.model_copy(update={"items": tuple(items), "children": tuple(children)})


def allowing(instrument: Instrument, *names: str) -> Instrument:
    """Return an instrument whose named items may be *tidak berlaku*."""
    fields = {name: getattr(instrument, name) for name in type(instrument).model_fields}
    return Instrument(**(fields | {"root": _allowing(instrument.root, set(names))}))


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_an_item_that_does_not_apply_leaves_the_mean_and_is_neither_blank_nor_zero_nor_gap(blank: Blank) -> None:
    instrument = allowing(instrument_of("zi-2021"), "A.I.1.ii.c")
    answers = typed({"semua": "terbaik", "A.I.1.ii.b": "B", "A.I.1.ii.c": "tidak berlaku"}, instrument)
    submission = submission_of(instrument, answers)
    tree = score(submission, instrument, blank)
    rated, sub = tree.items["A.I.1.ii.c"], tree.nodes["A.I.1.ii"]
    assert (rated.state, rated.score, answers["A.I.1.ii.c"].text) == (State.NOT_APPLICABLE, None, "tidak berlaku")
    assert (sub.points, sub.max, sub.answered, sub.items) == (Fraction(3, 4), 1, 2, 2)
    assert [gap.item for gap in find_gaps(submission, tree, instrument)] == ["A.I.1.ii.b"]
    told = [t.code for t in check_submission(submission, instrument)]
    assert set(told) <= {"ISI-012"}


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_a_sub_that_does_not_apply_at_all_has_no_value_and_takes_its_points_out_of_reach(blank: Blank) -> None:
    names = [f"A.I.1.ii.{letter}" for letter in "abc"]
    instrument = allowing(instrument_of("zi-2021"), *names)
    answers = typed({"semua": "terbaik"} | dict.fromkeys(names, "tidak berlaku"), instrument)
    tree = score_answers(answers, instrument, blank)
    sub, area = tree.nodes["A.I.1.ii"], tree.nodes["A.I.1"]
    assert (sub.points, sub.max, sub.share, sub.items) == (None, 0, None, 0)
    assert (area.points, area.max, area.share, tree.total.max) == (3, 3, 1, 99)
