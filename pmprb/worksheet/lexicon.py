"""The words known of an instrument in a layout, made once for each: of headings, items, and the counts of ratios."""

from __future__ import annotations

import re
from functools import lru_cache

from pmprb.catalog.item import RatioItem
from pmprb.catalog.layout import Layout
from pmprb.catalog.model import ROOT, Instrument
from pmprb.records import dataclass
from pmprb.worksheet.wording import Words, worded, words

BRACKET = re.compile(r"\s{0,9}\([^()]*\)\s{0,9}$")
"""A note behind a title: "(60)", "(WBS)"."""


@dataclass(frozen=True)
class Lexicon:
    """The words known of an instrument in a layout: of headings, of items, of the counts of each ratio."""

    titles: dict[str, Words]
    items: dict[str, tuple[Words, ...]]
    counts: dict[str, dict[str, tuple[Words, ...]]]


class _Same:
    """A catalog and a layout that are only themselves: what is made of them is kept without comparing them."""

    def __init__(self, instrument: Instrument, layout: Layout) -> None:
        self.instrument, self.layout = instrument, layout

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.instrument is self.instrument and other.layout is self.layout

    def __hash__(self) -> int:
        return hash((id(self.instrument), id(self.layout)))


def lexicon_of(instrument: Instrument, layout: Layout) -> Lexicon:
    """Return the words of an instrument in a layout, made once."""
    return _lexicon(_Same(instrument, layout))


@lru_cache(maxsize=16)
def _lexicon(of: _Same) -> Lexicon:
    instrument, layout = of.instrument, of.layout
    counts: dict[str, dict[str, tuple[Words, ...]]] = {}
    for item in instrument.items.values():
        if isinstance(item, RatioItem):
            labels = {count.id: count.label for count in item.inputs}
            counts[item.id] = {
                name: worded(
                    [*filter(None, [labels.get(name)]), *layout.words.get(f"{item.id}.{name}", ())], counts=True
                )
                for name in dict.fromkeys([*layout.count_rows.get(item.id, ()), *labels])
            }
    return Lexicon(
        {node.id: words(BRACKET.sub("", node.title)) for node in instrument.nodes.values() if node.id != ROOT},
        {item.id: worded([item.criterion, *layout.words.get(item.id, ())]) for item in instrument.items.values()},
        counts,
    )
