"""What could be an answer to an item, wherever it stands.

Enters: an instrument, a cell's value. Leaves: yes or no. Refuses to know: where the value stands.
"""

from __future__ import annotations

import re

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.workbook.book import Value
from pmprb.workbook.tolerant import number, text_of

AnyItem = ChoiceItem | RatioItem | ScaleItem

EDGE = " .,;:()[]'\""
_LED = re.compile(r"\(?\s?(\w{1,5})\s?[.,:;)–-]\s")
_SHORT = 4  # characters that may stand around a label: brackets, a dot, quotes


class Looks:
    """What could be an answer to an item of an instrument."""

    def __init__(self, instrument: Instrument) -> None:
        self.labels = {
            name: frozenset(spelling.casefold() for spelling in scale.spellings)
            for name, scale in instrument.scales.items()
        }
        self.any_label = frozenset().union(*self.labels.values()) if self.labels else frozenset()
        self.longest = max(map(len, self.any_label), default=0) + _SHORT

    def answer(self, item: AnyItem, value: Value, words: bool = False) -> bool:
        """True for what reads as an answer to the item; in a column of `words` an explanation may follow a label."""
        if isinstance(item, ChoiceItem):
            return isinstance(value, str) and self.label(value, self.labels[item.answer_set], words)
        return self.number(item, value)

    def label(self, value: str, labels: frozenset[str], words: bool = False) -> bool:
        """True for one of some labels, whatever its case and what brackets or dots stand around it."""
        if len(value) <= self.longest and text_of(value).strip(EDGE).casefold() in labels:
            return True
        led = _LED.match(text_of(value[:80])) if words else None
        return led is not None and led[1].casefold() in labels

    @staticmethod
    def number(item: RatioItem | ScaleItem, value: Value) -> bool:
        """True for a number within the item's scale, or for a count."""
        if value is None or isinstance(value, bool):
            return False
        found = number(value, whole=isinstance(item, RatioItem), percent=True).value
        if found is None:
            return False
        if isinstance(item, ScaleItem):
            return item.scale.min <= found <= item.scale.max
        return found >= 0 and found.denominator == 1
