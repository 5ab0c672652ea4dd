"""Answers as a case writes them, made into typed ones, and the worksheet that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.load import load
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit

AnyItem = ChoiceItem | RatioItem | ScaleItem


def instrument_of(instrument_id: str) -> Instrument:
    """Return an installed instrument; a broken catalog fails the test that asks for it."""
    loaded = load(instrument_id)
    assert loaded.value is not None, loaded.temuan
    return loaded.value


def extreme(item: AnyItem, instrument: Instrument, *, best: bool) -> Answer:
    """Return the best or the worst answer an item allows."""
    if isinstance(item, ChoiceItem):
        labels = list(instrument.scales[item.answer_set].scores)
        return Answer(item=item.id, state=State.GIVEN, choice=labels[0] if best else labels[-1])
    if isinstance(item, ScaleItem):
        return Answer(item=item.id, state=State.GIVEN, value=item.scale.max if best else item.scale.min)
    counts = {count.id: Fraction(0) for count in item.inputs}
    counts |= dict.fromkeys(item.denominator, Fraction(1))
    full = best if item.formula == "share" else not best
    counts[item.numerator[0]] = Fraction(len(item.denominator)) if full else Fraction(0)
    return Answer(item=item.id, state=State.GIVEN, counts=tuple(counts.items()))


def whole(instrument: Instrument, word: str) -> dict[str, Answer]:
    """Return every item's answer for "terbaik", "terburuk" or "kosong"."""
    return {item.id: _answer(item, word, instrument) for item in instrument.items.values()}


def typed(given: Mapping[str, Any], instrument: Instrument) -> dict[str, Answer]:
    """Return the answers a case describes: first `semua`, then headings and items in the written order."""
    answers = whole(instrument, "kosong")
    for name, value in given.items():
        if name == "semua":
            answers |= whole(instrument, value)
        elif name in instrument.nodes:
            beneath = [item for node in instrument.nodes[name].walk() for item in node.items]
            answers |= {item.id: _answer(item, value, instrument) for item in beneath}
        else:
            answers[name] = _answer(instrument.items[name], value, instrument)
    return answers


def _answer(item: AnyItem, value: Any, instrument: Instrument) -> Answer:
    if value in ("terbaik", "terburuk"):
        return extreme(item, instrument, best=value == "terbaik")
    if value == "kosong":
        return Answer(item=item.id, state=State.BLANK)
    if value == "tidak berlaku":
        return Answer(item=item.id, state=State.NOT_APPLICABLE)
    if isinstance(value, dict) and set(value) == {"tidak sah"}:
        return Answer(item=item.id, state=State.INVALID, raw=value["tidak sah"])
    if isinstance(item, ChoiceItem):
        labels = list(instrument.scales[item.answer_set].scores)
        assert value in labels, f"{item.id}: {value} is none of {labels}"
        return Answer(item=item.id, state=State.GIVEN, choice=value)
    if isinstance(item, ScaleItem):
        return Answer(item=item.id, state=State.GIVEN, value=Fraction(value), raw=value)
    names = [count.id for count in item.inputs]
    assert isinstance(value, dict) and set(value) <= set(names), f"{item.id}: {value} is not made of {names}"
    counts = tuple((name, Fraction(value[name])) for name in names if name in value)
    state = State.GIVEN if len(counts) == len(names) else State.INVALID
    return Answer(item=item.id, state=state, counts=counts)


def submission_of(instrument: Instrument, answers: Mapping[str, Answer], **more: Any) -> Submission:
    """Return a worksheet with these answers; `more` names any other field of it."""
    fields = {"file": "unit.xlsx", "sha256": "", "layout": "pmprb", "unit": Unit(code="01", name="Unit 1")} | more
    return Submission(instrument=instrument.id, answers=answers, **fields)
