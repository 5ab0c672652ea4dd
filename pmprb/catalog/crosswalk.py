"""Which items of an older catalog became which of a newer one: the crosswalk, for trends across regulations.

Enters: records of `crosswalk.yaml`. Leaves: `Links` between two instruments, any variants chosen. Refuses to know:
answers and scores. A crosswalk is no part of a catalog's hash: it says nothing about how worksheets are scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pmprb.catalog.cited import Cited
from pmprb.catalog.model import Instrument
from pmprb.temuan import Model


class Passage(Model):
    """Old ids and the new ids they became: one to one, one to many, many to one; an empty side is none at all."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    note: str = ""


class Crosswalk(Cited):
    """How the items and headings of `predecessor` are found again in the instrument whose folder it stands in.

    With `same_ids` an id that both have, and no passage in force names, is the same on both sides.
    """

    predecessor: str
    same_ids: bool = True
    items: tuple[Passage, ...] = ()
    nodes: tuple[Passage, ...] = ()

    def links(self, old: Instrument, new: Instrument) -> Links:
        """Return the links between the two instruments in the variants they are in."""
        return Links(
            items=_sources(self.items, old.items, new.items, self.same_ids),
            nodes=_sources(self.nodes, old.nodes, new.nodes, self.same_ids),
        )


@dataclass(frozen=True)
class Links:
    """New id → the old ids it comes from, for every new id; empty where it comes from none."""

    items: Mapping[str, tuple[str, ...]]
    nodes: Mapping[str, tuple[str, ...]]

    def after(self, earlier: Links) -> Links:
        """Return the links from what `earlier` starts with to what these end with."""
        return Links(items=_joined(earlier.items, self.items), nodes=_joined(earlier.nodes, self.nodes))

    def successors(self, old_item: str) -> tuple[str, ...]:
        """Return the new items that an old one became."""
        return tuple(new for new, olds in self.items.items() if old_item in olds)


def identity(old: Instrument, new: Instrument) -> Links:
    """Return the links between two versions or variants of one instrument: equal ids are the same."""
    return Links(items=_sources((), old.items, new.items, True), nodes=_sources((), old.nodes, new.nodes, True))


def in_force(passages: Iterable[Passage], old: Collection[str], new: Collection[str]) -> Iterator[Passage]:
    """Yield the passages that hold between two sets of ids, without the ids that are not there.

    A variant may lack some items: a passage of which a whole side is missing says nothing about it.
    """
    for passage in passages:
        olds = tuple(one for one in passage.old if one in old)
        news = tuple(one for one in passage.new if one in new)
        if bool(olds) == bool(passage.old) and bool(news) == bool(passage.new):
            yield Passage(old=olds, new=news, note=passage.note)


def _sources(
    passages: Iterable[Passage], old: Collection[str], new: Collection[str], same_ids: bool
) -> dict[str, tuple[str, ...]]:
    held = list(in_force(passages, old, new))
    named_old = {one for passage in held for one in passage.old}
    named_new = {one: passage.old for passage in held for one in passage.new}
    found: dict[str, tuple[str, ...]] = {}
    for one in new:
        same = same_ids and one in old and one not in named_old
        found[one] = named_new.get(one, (one,) if same else ())
    return found


def _joined(earlier: Mapping[str, tuple[str, ...]], later: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {
        new: tuple(dict.fromkeys(old for middle in middles for old in earlier.get(middle, ())))
        for new, middles in later.items()
    }


def shared(sources: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the old ids that became several new ones."""
    counted = Counter(old for olds in sources.values() for old in olds)
    return frozenset(old for old, count in counted.items() if count > 1)
