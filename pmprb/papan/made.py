"""Answers of a made-up unit, so that a clinic can begin without anybody's worksheet. The same each time.

Enters: an instrument and a level. Leaves: typed answers. Refuses to know: files, units, chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pmprb.catalog.item import ChoiceItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State
from pmprb.insight.path.options import outside_reach
from pmprb.worksheet.template.grid import AnyItem

LEVELS = {
    "kosong": ("Belum diisi", None),
    "awal": ("Unit yang baru mulai", Fraction(45, 100)),
    "menengah": ("Unit yang sudah berjalan", Fraction(62, 100)),
    "lanjut": ("Unit yang hampir sampai", Fraction(78, 100)),
}
"""Levels by name: what the made-up unit is called, and how much of each item it has (0..1; None: nothing answered)."""
_STARTING, _MEASURED = Fraction(1, 2), Fraction(95, 100)
_WHOLE = 10
"""How many there are of whatever is counted."""


def made_answers(instrument: Instrument, level: str) -> dict[str, Answer]:
    """Return answers of about a level: some items above it, some below, in a pattern of its own. KeyError for a level
    that is not there."""
    _, share = LEVELS[level]
    if share is None:
        return {item: Answer(item=item, state=State.BLANK) for item in instrument.items}
    found, outside = {}, outside_reach(instrument)
    if len(outside) == len(instrument.items):  # then everything would stand high
        outside = frozenset()
    for item, part in zip(instrument.items.values(), _around(share), strict=False):
        measured = item.id in outside and share > _STARTING  # what a unit cannot better itself stands in no one's way
        found[item.id] = _answer(item, max(part, _MEASURED) if measured else part, instrument)
    return found


def _around(share: Fraction) -> Iterator[Fraction]:
    """Yield shares above and below one, for ever."""
    place = 0
    while True:
        apart = Fraction(place * 7 % 10, 10) - Fraction(45, 100)
        yield min(Fraction(1), max(Fraction(0), share + apart * Fraction(3, 5)))
        place += 1


def _answer(item: AnyItem, share: Fraction, instrument: Instrument) -> Answer:
    if isinstance(item, ChoiceItem):
        labels = [one.label for one in instrument.scales[item.answer_set].options if one.label in item.options]
        return Answer(item=item.id, state=State.GIVEN, choice=labels[round((1 - share) * (len(labels) - 1))])
    if isinstance(item, ScaleItem):
        value = item.scale.min + (item.scale.max - item.scale.min) * share
        return Answer(item=item.id, state=State.GIVEN, value=Fraction(round(value * 100), 100))
    counts = dict.fromkeys((one.id for one in item.inputs), Fraction(0))
    counts |= dict.fromkeys(item.denominator, Fraction(_WHOLE))
    part = 1 - share if item.formula == "decrease" else share
    counts[item.numerator[0]] = Fraction(round(part * _WHOLE * len(item.denominator)))
    return Answer(item=item.id, state=State.GIVEN, counts=tuple(counts.items()))
