"""The gates between items of the 14/2014 form: each one closes or multiplies exactly what the form says.

The table is the form's own, written down apart from the catalog: parent, rule, items that depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from helpers.answers import instrument_of, typed, whole
from pmprb.catalog.item import ChoiceItem
from pmprb.catalog.model import Instrument
from pmprb.catalog.text import read_document
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import Blank, score_answers

RB = "rb-2014"
BERJALAN, LALU, TANPA = (f"{RB}@{name}" for name in ("blok-berjalan", "blok-lalu", "tanpa-gerbang"))
FORM = {
    BERJALAN: """
        A.I.2.a     Tidak  A.I.2.d
        A.V.4.b     x      A.V.4.c
        A.V.4.c     x      A.V.4.d
        A.V.4.d     x      A.V.4.e
        A.VIII.4.a  x      A.VIII.4.b A.VIII.4.c
    """,
    LALU: """
        A.I.1.a     C      A.I.1.b A.I.1.c
        A.I.2.a     Tidak  A.I.2.b A.I.2.c A.I.2.d A.I.2.e
        A.IV.1.a    D      A.IV.1.b
        A.IV.1.b    0      A.IV.1.c A.IV.1.d
        A.IV.3.a    Tidak  A.IV.3.b
        A.IV.3.b    0      A.IV.3.c
        A.V.1.a     D      A.V.1.b
        A.V.4.b     D      A.V.4.c A.V.4.d A.V.4.e
        A.VII.1.a   Tidak  A.VII.1.d
        A.VII.1.d   0      A.VII.1.e
        A.VII.3.b   D      A.VII.3.c
        A.VII.3.c   0      A.VII.3.d
        A.VII.3.d   0      A.VII.3.e
        A.VII.4.a   Tidak  A.VII.4.b
        A.VII.4.b   0      A.VII.4.c
        A.VII.4.c   0      A.VII.4.d
        A.VII.4.d   0      A.VII.4.e
        A.VII.5.a   Tidak  A.VII.5.b
        A.VII.5.b   0      A.VII.5.c
        A.VII.5.c   0      A.VII.5.d
        A.VII.5.d   0      A.VII.5.e
        A.VII.6.a   Tidak  A.VII.6.b
        A.VII.6.b   0      A.VII.6.c
        A.VII.6.c   0      A.VII.6.d
        A.VII.6.d   0      A.VII.6.e
        A.VIII.1.a  Tidak  A.VIII.1.b A.VIII.1.c A.VIII.1.d A.VIII.1.e
        A.VIII.1.c  D      A.VIII.1.e
        A.VIII.4.a  x      A.VIII.4.b
    """,
    TANPA: "",
}


def table(variant: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Parent, rule ("x" multiply, "0" zero when it is zero, else the closing answer), items."""
    for line in FORM[variant].split("\n"):
        if line.strip():
            parent, rule, *items = line.split()
            yield parent, rule, tuple(items)


GATES = [(variant, *row) for variant in FORM for row in table(variant)]


def below(variant: str, parent: str) -> set[str]:
    """Every item that depends on another, directly or through others."""
    found: set[str] = set()
    waiting = [parent]
    while waiting:
        name = waiting.pop()
        new = {item for above, _, items in table(variant) if above == name for item in items} - found
        found |= new
        waiting += new
    return found


def scores(instrument: Instrument, changed: dict[str, str | None], blank: Blank) -> dict[str, Fraction | None]:
    """Every item's score when all is answered best but for `changed` (None: left blank)."""
    answers = whole(instrument, "terbaik")
    for item, label in changed.items():
        state = State.BLANK if label is None else State.GIVEN
        answers[item] = Answer(item=item, state=state, choice=label or "")
    return {name: rated.score for name, rated in score_answers(answers, instrument, blank).items.items()}


@pytest.mark.parametrize("variant", list(FORM))
def test_the_catalog_has_exactly_the_gates_of_the_form(variant: str) -> None:
    rules = {"multiply": "x", "zero_if_zero": "0"}
    found = {
        (gate.parent, rules.get(gate.rule) or "/".join(gate.answers), gate.item)
        for gate in instrument_of(variant).item_gates
    }
    assert found == {(parent, rule, item) for parent, rule, items in table(variant) for item in items}
    counts = {BERJALAN: (6, 6), LALU: (38, 37), TANPA: (0, 0)}
    assert (len(found), len({item for _, _, item in found})) == counts[variant]


@pytest.mark.parametrize("blank", ["nol", "lewati"])
@pytest.mark.parametrize(("variant", "parent", "rule", "items"), GATES)
def test_every_answer_of_a_parent_does_what_the_form_says(
    variant: str, parent: str, rule: str, items: tuple[str, ...], blank: Blank
) -> None:
    instrument = instrument_of(variant)
    asked = instrument.items[parent]
    assert isinstance(asked, ChoiceItem)
    for label, own in instrument.scales[asked.answer_set].scores.items():
        found = scores(instrument, {parent: label}, blank)
        closed = own == 0 if rule == "0" else label == rule
        expected = own if rule == "x" else Fraction(0 if closed else 1)
        assert {item: found[item] for item in items} == dict.fromkeys(items, expected), label
        others = set(found) - below(variant, parent) - {parent}
        assert {found[item] for item in others} == {1}, label


@pytest.mark.parametrize("blank", ["nol", "lewati"])
@pytest.mark.parametrize(("variant", "parent", "rule", "items"), GATES)
def test_an_unanswered_parent_is_its_worst_answer_or_no_gate_at_all(
    variant: str, parent: str, rule: str, items: tuple[str, ...], blank: Blank
) -> None:
    """Counted as 0, a blank brings no more than an honest no; left out, it takes only products with it."""
    instrument = instrument_of(variant)
    asked = instrument.items[parent]
    assert isinstance(asked, ChoiceItem)
    found = scores(instrument, {parent: None}, blank)
    assert found[parent] is None
    if blank == "nol":
        worst = scores(instrument, {parent: list(instrument.scales[asked.answer_set].scores)[-1]}, blank)
        expected = {item: worst[item] for item in items}
        assert set(expected.values()) == {0}
    else:
        expected = dict.fromkeys(items, None if rule == "x" else Fraction(1))
    assert {item: found[item] for item in items} == expected


def published() -> tuple[dict[str, str], dict[str, str]]:
    """Answers and published figures of the real case."""
    path = Path(__file__).parent / "cases" / "rb-2014-blok-lalu.yaml"
    document = read_document(path.name, path.read_text(encoding="utf-8")).value
    assert document is not None and isinstance(document.data, dict)
    case = next(case for case in document.data["cases"] if case["name"].startswith("Instansi A "))
    return case["answers"], case["points"]


@pytest.mark.parametrize("variant", list(FORM))
def test_the_real_case_has_its_published_figures_under_every_variant(variant: str) -> None:
    answers, points = published()
    assert len(answers) == 151 and len(points) == 33 + 8 + 5 + 3
    instrument = instrument_of(variant)
    tree = score_answers(typed(answers, instrument), instrument)
    differences = {name: abs((tree.points_of((name,)) or 0) - Fraction(text)) for name, text in points.items()}
    assert max(differences.values()) < Fraction(1, 10**9)
