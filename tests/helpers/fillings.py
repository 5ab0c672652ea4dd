"""Random and extreme fillings of a template, what the engine makes of them and what a workbook shows."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from python_calamine import CalamineWorkbook

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.load import load_instrument
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.engine.score import score_answers
from pmprb.engine.verdict import judge, predicate_of
from pmprb.numbers import margin

CRITERIA = Path(__file__).resolve().parents[2] / "criteria"


UNIT = Unit(code="DINKES", name="Dinas Kesehatan")


Cell = str | float


Shown = dict[str, Cell]


AnyItem = ChoiceItem | RatioItem | ScaleItem


def load(name: str) -> Instrument:
    base, _, variant = name.partition("@")
    found = load_instrument(CRITERIA / base)
    assert found.value is not None, found.temuan
    return found.value.in_variant(variant)


def submission(instrument: Instrument, answers: dict[str, Answer], **more: Any) -> Submission:
    fixed = {"file": "x.xlsx", "sha256": "0", "layout": "pmprb", "instrument": instrument.id, "unit": UNIT}
    return Submission(**fixed, answers=answers, **more)


def with_left_out(instrument: Instrument, items: set[str]) -> Instrument:
    """Return the instrument with "tidak berlaku" allowed for some items."""

    def change(node: Node) -> Node:
        children = tuple(change(child) for child in node.children)
        changed = (item.model_copy(update={"allow_not_applicable": item.id in items}) for item in node.items)
        return node.model_copy(update={"children": children, "items": tuple(changed)})

    fields = {name: getattr(instrument, name) for name in Instrument.model_fields}
    return Instrument(**fields | {"root": change(instrument.root)})


def random_answer(instrument: Instrument, item: AnyItem, rng: random.Random) -> Answer:
    luck = rng.random()
    words = {"evidence": rng.choice(["", "SK tim", '=HYPERLINK("x")', "- SK & ST <2026>"]), "note": "catatan"}
    if luck < 0.12:
        return Answer(item=item.id, state=State.BLANK)
    if item.allow_not_applicable and luck < 0.45:
        return Answer(item=item.id, state=State.NOT_APPLICABLE, raw="Tidak berlaku")
    if luck < 0.22:
        return wrong_answer(item, rng)
    if isinstance(item, ChoiceItem):
        label = rng.choice(list(instrument.scales[item.answer_set].scores))
        return Answer(item=item.id, state=State.GIVEN, choice=label, raw=label, **words)
    if isinstance(item, ScaleItem):
        low, high = item.scale.min, item.scale.max
        value = low + (high - low) * Fraction(rng.randint(0, 400), 400)
        return Answer(item=item.id, state=State.GIVEN, value=value, raw=str(float(value)), **words)
    counts = {count.id: Fraction(rng.choice([0, 1, 2, 3, 5, 7, 30, 1000])) for count in item.inputs}
    if rng.random() < 0.35:
        counts |= dict.fromkeys(item.denominator, Fraction(0))
    if rng.random() < 0.3:
        counts |= dict.fromkeys(item.numerator, Fraction(0))
    return Answer(item=item.id, state=State.GIVEN, counts=tuple(counts.items()), **words)


def wrong_answer(item: AnyItem, rng: random.Random) -> Answer:
    if isinstance(item, ChoiceItem):
        return Answer(
            item=item.id, state=State.INVALID, raw=rng.choice(["Z", "A/B", "#REF!", "1", "A dan B", "?", "A"])
        )
    if isinstance(item, ScaleItem):
        if rng.random() < 0.5:
            return Answer(item=item.id, state=State.GIVEN, value=item.scale.max + 3, raw="7")
        return Answer(item=item.id, state=State.INVALID, raw=rng.choice(["tinggi", "3,6", "80%"]))
    names = [count.id for count in item.inputs]
    raw = ["5"] * len(names)
    spoiled = rng.randrange(len(names))
    raw[spoiled] = rng.choice(["", "banyak", "-3", "2,5", "#N/A"])
    counts = tuple((name, Fraction(5)) for i, name in enumerate(names) if i != spoiled)
    return Answer(item=item.id, state=State.INVALID, counts=counts, raw="; ".join(raw))


def random_filling(instrument: Instrument, seed: int) -> Submission:
    rng = random.Random(f"{instrument.id} {seed}")
    answers = {item.id: random_answer(instrument, item, rng) for item in instrument.items.values()}
    if seed % 7 == 3:  # a whole area without an answer
        area = rng.choice([node for node in instrument.nodes.values() if node.level == "area"])
        answers = {k: a for k, a in answers.items() if instrument.area_of(k).id != area.id}
    return submission(instrument, answers)


def extreme_filling(instrument: Instrument, best: bool) -> Submission:
    answers = {}
    for item in instrument.items.values():
        given = {"item": item.id, "state": State.GIVEN}
        if isinstance(item, ChoiceItem):
            scores = instrument.scales[item.answer_set].scores
            label = (max if best else min)(scores, key=lambda k: scores[k])
            answers[item.id] = Answer(**given, choice=label)
        elif isinstance(item, ScaleItem):
            answers[item.id] = Answer(**given, value=item.scale.max if best else item.scale.min)
        else:
            counts = dict.fromkeys((count.id for count in item.inputs), Fraction(6))
            high = best == (item.formula == "share")
            counts |= dict.fromkeys(item.numerator, Fraction(99 if high else 0))
            answers[item.id] = Answer(**given, counts=tuple(counts.items()))
    return submission(instrument, answers)


def number(value: Fraction | None) -> Cell:
    return "" if value is None else float(value)


def expected(instrument: Instrument, filled: Submission) -> Shown:
    tree = score_answers(filled.answers, instrument, "nol")
    left_out = score_answers(filled.answers, instrument, "lewati")
    shown: Shown = {}
    for name, node in tree.nodes.items():
        shown[f"G {name}"], shown[f"H {name}"] = number(node.points), number(node.share)
        shown[f"O {name}"] = number(left_out.nodes[name].points)
        shown[f"P {name}"], shown[f"R {name}"] = float(node.answered), float(node.items)
        if instrument.nodes[name].level in ("component", "aspect", "area"):
            shown[f"node:{name} 3"] = number(node.points)
    words = {State.BLANK: "", State.INVALID: "?", State.NOT_APPLICABLE: "t.b."}
    for name, item in tree.items.items():
        shown[f"G {name}"] = words.get(item.state, number(item.score))
    for group in instrument.groups:
        points = tree.points_of(group.nodes)
        shown[f"group:{group.id} 3"] = number(points)
        weight = instrument.weight_of(group.id)
        shown[f"group:{group.id} 4"] = number(None if points is None or not weight else points / weight)
    for verdict in (v for v in judge(tree, instrument) if v.decides):
        shown[f"verdict:{verdict.target} 2"] = "Lolos" if verdict.passed else "Belum"
        for gate in verdict.gates:
            key = f"gate:{verdict.target}:{gate.id}"
            shown[f"{key} 2"] = number(gate.value)
            places, least = (3, "-< 0,1%") if gate.measure == "share" else (2, "-< 0,01")
            apart = None if gate.value is None else margin(gate.value, gate.minimum, places)
            shown[f"{key} 4"] = least if apart == 0 and not gate.passed else number(apart)
            shown[f"{key} 3"] = float(gate.minimum)
            shown[f"{key} 5"] = "Lolos" if gate.passed else "Belum"
    predicate = predicate_of(tree, instrument)
    if instrument.predicate:
        shown["predicate 2"] = predicate.label if predicate else ""
        members = instrument.members(instrument.predicate.of)
        points = tree.points_of(members) if tree.answered(members) else None
        weight = instrument.weight_of(instrument.predicate.of)
        shown["percent 2"] = number(None if points is None else points / weight)
        for other in predicate.readings if predicate else ():
            shown[f"predicate:{other.reading} 2"] = other.label
    shown["total 2"], shown["total:lewati 2"] = number(tree.total.points), number(left_out.total.points)
    shown["wrong 2"] = float(sum(item.state is State.INVALID for item in tree.items.values()))
    shown["answered 2"] = float(tree.total.answered)
    return shown


def plain(value: object) -> Cell:
    return value or "" if isinstance(value, str | None) else float(value)  # type: ignore[arg-type]


def shown_in(source: bytes | Mapping[str, Sequence[Sequence[Any]]]) -> Shown:
    """Return what a workbook, or the rows of its sheets, show: by column and code on LKE, by row key and column on
    Rekap."""
    if isinstance(source, bytes):
        book = CalamineWorkbook.from_filelike(io.BytesIO(source))
        source = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in ("LKE", "Rekap")}
    lke, rekap = source["LKE"], source["Rekap"]
    shown: Shown = {"band": plain(lke[0][5])}
    for row in lke[4:]:
        shown |= {f"{letter} {row[0]}": plain(row[ord(letter) - 65]) for letter in "GHOPR"}
    for row in rekap:
        if row[7]:
            shown |= {f"{row[7]} {column}": plain(row[column]) for column in range(2, 6)}
    return shown


def differences(wanted: Shown, shown: Shown) -> list[str]:
    found = []
    for key, value in wanted.items():
        seen = shown.get(key, "(nothing)")
        both = not isinstance(value, str) and not isinstance(seen, str)
        if seen != value and not (both and abs(float(seen) - float(value)) < 1e-9):
            found.append(f"{key}: engine {value!r}, workbook {seen!r}")
    return found


def spoiled(workbook: bytes) -> bytes:
    """Return the workbook with every stored result of a formula replaced by a wrong one."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(workbook)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb'( t="str")?>(<f>[^<]*</f>)<v>[^<]*</v>', rb">\2<v>-987</v>", text)
            new.writestr(name, text)
    return stream.getvalue()
