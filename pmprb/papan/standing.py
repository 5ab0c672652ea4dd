"""Where answers stand: score, predicate and gates in figures for the screen, and how two such standings differ.

Enters: answers of the engine's kind, or what was scored of them. Leaves: plain data, numbers as texts for people, and
as decimal text from 0 to 100 where a bar is as long as that. Refuses to know: files, how an answer was typed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pmprb import numbers
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, names_evidence
from pmprb.engine.score import NodeScore, ScoreTree
from pmprb.engine.verdict import GateResult, PredicateResult, Verdict
from pmprb.insight.path.targets import goal_of
from pmprb.insight.what_if import Side
from pmprb.numbers import decimal_text, margin_words, rounded, signed

# Of one changed answer most figures are as they were, and writing a figure costs more than reckoning it.
shown = lru_cache(maxsize=1 << 12)(numbers.shown)
percent = lru_cache(maxsize=1 << 12)(numbers.percent)
_STATES = {
    State.GIVEN: "terisi",
    State.BLANK: "kosong",
    State.INVALID: "salah",
    State.NOT_APPLICABLE: "tidak-berlaku",
}


def standing_data(side: Side, instrument: Instrument) -> dict[str, Any]:
    """Return all figures that follow from a set of answers. A unit that answered nothing is *belum dinilai*."""
    tree = side.tree
    rated = tree.total.answered > 0 and tree.total.points is not None
    return {
        "dinilai": rated,
        "nilai": shown(tree.total.points) if rated else "–",
        "dari": shown(tree.total.max),
        "persen": percent(tree.total.share) if rated else "–",
        "lebar": _length(tree.total.share),
        **_progress(tree.total),
        "predikat": _predicate(side.predicate),
        "pita": _bands(tree, instrument),
        "sasaran": [_verdict(one) for one in side.verdicts],
        "bagian": {name: _node(tree, name) for name in instrument.nodes},
        "item": {name: _item(tree, name) for name in instrument.items},
    }


@lru_cache(maxsize=1 << 12)
def _length(share: Fraction | None) -> str:
    """Return a share 0..1 as the length of a bar in per cent; the page sets it as it is."""
    return decimal_text(min(max(share or Fraction(0), Fraction(0)), Fraction(1)) * 100, 2)


def _progress(node: NodeScore) -> dict[str, Any]:
    """Return how many items are answered, and how long that is as a bar."""
    share = Fraction(node.answered, node.items) if node.items else None
    return {"terisi": node.answered, "butir": node.items, "maju": _length(share)}


def _predicate(found: PredicateResult | None) -> dict[str, str] | None:
    if found is None:
        return None
    return {"label": found.label, "judul": found.title, "persen": percent(found.percent / 100)}


def _bands(tree: ScoreTree, instrument: Instrument) -> list[dict[str, Any]]:
    """Return the bands of the predicate, best first, as gates are shown; a better one meets those beneath it."""
    rule = instrument.predicate
    found = []
    for band in sorted(rule.bands, key=lambda one: -one.above) if rule else ():
        goal = goal_of(band.label, instrument)
        if goal is None:
            continue
        (need,) = goal.needs
        value = need.value(tree) if tree.answered(need.members) else None
        figures = _gate_figures(
            need.measure, None if value is None else need.as_shown(value), need.as_shown(need.minimum)
        )
        found.append(
            {
                "id": band.label,
                "judul": f"{band.label} · {band.title}",
                "lulus": need.met(tree),
                "lebih": need.strict,
                **figures,
            }
        )
    return found


def _verdict(one: Verdict) -> dict[str, Any]:
    return {
        "id": one.target,
        "judul": one.title,
        "lulus": one.passed,
        "menentukan": one.decides,
        "bacaan": one.gate_set_title,
        "kurang": sum(not gate.passed for gate in one.gates),
        "gerbang": [_gate(gate) for gate in one.gates],
    }


def _gate(gate: GateResult) -> dict[str, Any]:
    lengths = _gate_figures(gate.measure, gate.value, gate.minimum)
    return {"id": gate.id, "judul": gate.title, "lulus": gate.passed, "dasar": gate.basis.value, **lengths}


@lru_cache(maxsize=1 << 12)
def _gate_figures(measure: str, value: Fraction | None, minimum: Fraction) -> dict[str, str]:
    """Return a gate's figures as texts, and how long its bar is beside its minimum."""
    is_share = measure == "share"
    number, times = (percent, 100) if is_share else (shown, 1)
    most = Fraction(1) if is_share else max(minimum, value or Fraction(0))
    apart = "" if value is None else margin_words(value * times, minimum * times, " %" if is_share else "")
    return {
        "nilai": number(value) if value is not None else "belum dinilai",
        "minimum": number(minimum),
        "jarak": apart,
        "lebar": _length((value or Fraction(0)) / most if most else None),
        "ambang": _length(minimum / most if most else None),
    }


def _node(tree: ScoreTree, name: str) -> dict[str, Any]:
    node = tree.nodes[name]
    return {
        "nilai": shown(node.points) if node.answered else "–",
        "dari": shown(node.max),
        "persen": percent(node.share) if node.answered else "–",
        "lebar": _length(node.share),
        **_progress(node),
    }


def _item(tree: ScoreTree, name: str) -> dict[str, str]:
    rated = tree.items[name]
    gated = rated.own is not None and rated.score is not None and rated.own != rated.score
    return {
        "keadaan": _STATES[rated.state],
        "nilai": shown(rated.score) if rated.score is not None else "",
        "sendiri": shown(rated.own) if gated else "",
    }


def blank_items(tree: ScoreTree) -> list[str]:
    """Return the items nobody has answered, in the form's order."""
    return [name for name, rated in tree.items.items() if rated.state is State.BLANK]


def without_evidence(answers: Mapping[str, Answer]) -> list[str]:
    """Return the answered items that name no evidence, in the form's order."""
    return [
        answer.item
        for answer in answers.values()
        if answer.state is State.GIVEN and not names_evidence(answer.evidence)
    ]


def proposed(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Return the answers that follow from checklists, by item: nobody typed them."""
    return {answer.item: answer.choice for answer in answers.values() if answer.proposed}


# Before and after.


def difference_data(before: Side, after: Side, nodes: Collection[str]) -> dict[str, Any]:
    """Return what moved from one standing to another: the total, the headings among `nodes`, every gate and target."""
    old, new = before.tree.nodes, after.tree.nodes
    moved = {name: _moved(old[name].points, new[name].points) for name in nodes}
    gates: dict[str, dict[str, str]] = {}
    for one, other in zip(before.verdicts, after.verdicts, strict=True):
        for left, right in zip(one.gates, other.gates, strict=True):
            if left.value != right.value or left.passed != right.passed:
                key = f"{other.gate_set_title}|{other.target}|{right.id}"
                gates[key] = {"dari": _value(left), "menjadi": _value(right), "arah": _turn(left.passed, right.passed)}
    return {
        "nilai": _moved(before.tree.total.points, after.tree.total.points),
        "bagian": {name: text for name, text in moved.items() if text},
        "gerbang": gates,
        "sasaran": [
            {"id": other.target, "judul": other.title, "arah": _turn(one.passed, other.passed)}
            for one, other in zip(before.verdicts, after.verdicts, strict=True)
            if other.decides and one.passed != other.passed
        ],
        "predikat": _labels(before.predicate, after.predicate),
    }


def _moved(old: Fraction | None, new: Fraction | None) -> str:
    """Return a difference with its sign; empty where there is none. One too small to be seen says so."""
    apart = (new or Fraction(0)) - (old or Fraction(0))
    if not apart:
        return ""
    return signed(apart) if rounded(apart) else f"{'+' if apart > 0 else '-'}< 0,01"


def _value(gate: GateResult) -> str:
    return (percent if gate.measure == "share" else shown)(gate.value)


def _turn(old: bool, new: bool) -> str:
    return "" if old == new else "lulus" if new else "gagal"


def _labels(old: PredicateResult | None, new: PredicateResult | None) -> dict[str, str] | None:
    left, right = (one.label if one else "–" for one in (old, new))
    return None if left == right else {"dari": left, "menjadi": right}


def gain_words(points: Fraction) -> str:
    """Return what an answer brings, with its sign; "0,00" for nothing."""
    return _moved(Fraction(0), points) or "0,00"
