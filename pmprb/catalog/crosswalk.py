"""Which items of an older catalog became which of a newer one: the crosswalk, for trends across regulations.

Enters: records of `crosswalk.yaml`. Leaves: `Links` between two instruments, any variants chosen. Refuses to know:
answers and scores. A crosswalk is no part of a catalog's hash: it says nothing about how worksheets are scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pmprb.catalog.checks import unread_source
from pmprb.catalog.item import Cited
from pmprb.catalog.load import catalog_folder, load_instrument
from pmprb.catalog.model import Instrument
from pmprb.catalog.text import Document, adapter_of, read_document, read_file
from pmprb.temuan import (
    CatalogFileMissing,
    CrosswalkIdTwice,
    CrosswalkIdUnknown,
    CrosswalkIncomplete,
    FilePos,
    ImpossiblePassage,
    Loaded,
    Model,
    PredecessorUnusable,
    Temuan,
    UnfitKey,
    UnknownRegulation,
    has_errors,
)


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


# `crosswalk.yaml` of an instrument's folder in, `Crosswalk`s out, with every mistake in one run.


FILE = "crosswalk.yaml"
_SIDES = ("old", "new")
_PARTS = ("items", "nodes")


@lru_cache(maxsize=32)
def load_crosswalks(folder: Path) -> Loaded[tuple[Crosswalk, ...]]:
    """Return the crosswalks in an instrument's folder, empty when it has none; read once per run."""
    path = catalog_folder(folder) / FILE
    if not path.exists():
        return Loaded(value=())
    try:
        text = read_file(path)
    except (OSError, UnicodeDecodeError):
        unreadable = CatalogFileMissing(FilePos(file=str(path)), name=FILE, known=())
        return Loaded(value=None, temuan=(unreadable,))
    read = read_document(str(path), text)
    temuan = list(read.temuan)
    document = read.value
    found = _records(document, temuan) if document else None
    new = load_instrument(folder).value
    if found is not None and document is not None and new is not None:
        for index, crosswalk in enumerate(found):
            temuan.extend(_checked(crosswalk, index, new, folder, document))
    return Loaded(value=None if has_errors(temuan) else found, temuan=tuple(temuan))


def chain_between(old_id: str, new_id: str, root: Path) -> tuple[tuple[str, Crosswalk], ...] | None:
    """Return the crosswalks that lead from one instrument to another, oldest first, each with the id it leads to.

    Empty for one and the same instrument; None without a way. The shortest way is taken.
    """
    ways: list[tuple[str, tuple[tuple[str, Crosswalk], ...]]] = [(new_id, ())]
    seen = {new_id}
    while ways:
        name, chain = ways.pop(0)
        if name == old_id:
            return chain
        for crosswalk in load_crosswalks(root / name).value or ():
            if crosswalk.predecessor not in seen:
                seen.add(crosswalk.predecessor)
                ways.append((crosswalk.predecessor, ((name, crosswalk), *chain)))
    return None


def links_between(old: Instrument, new: Instrument, root: Path) -> Links | None:
    """Return how items of `old` are found in `new`, across several regulations when need be; None without a way.

    Between variants and versions of one instrument equal ids are the same. A regulation between has its variant of
    the name that the new one is in; without one, all its items count.
    """
    chain = chain_between(old.base_id, new.base_id, root)
    if chain is None:
        return None
    links, one = identity(old, old), old
    for name, crosswalk in chain:
        other = new if name == new.base_id else _between(root / name, new.variant)
        if other is None:
            return None
        links, one = crosswalk.links(one, other).after(links), other
    return links if chain else identity(old, new)


def _between(folder: Path, variant: str) -> Instrument | None:
    found = load_instrument(folder).value
    return found.in_variant(variant) if found and variant in {v.id for v in found.variants} else found


def _records(document: Document, temuan: list[Temuan]) -> tuple[Crosswalk, ...] | None:
    """Return a file's records; None and one KAT-002 for each wrong key."""
    try:
        links: tuple[Crosswalk, ...] = adapter_of(tuple[Crosswalk, ...]).validate_python(document.data or [])
        return links
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=True):
            place = tuple(problem["loc"])
            seen = problem["input"]
            shown = "" if isinstance(seen, dict | list | BaseModel) else str(seen)[:60]
            key = ".".join(str(part) for part in place)
            temuan.append(UnfitKey(document.at(place), key=key, kind=problem["type"], seen=shown))
        return None


def _checked(crosswalk: Crosswalk, index: int, new: Instrument, folder: Path, document: Document) -> Iterator[Temuan]:
    """Yield what is wrong with one crosswalk."""
    regulations = {regulation.id: regulation for regulation in new.regulations}
    yield from unread_source(document.at((index,)), "", crosswalk, regulations)
    for number, reference in enumerate(crosswalk.references):
        if reference.regulation not in regulations:
            at = document.at((index, "references", number, "regulation"))
            yield UnknownRegulation(at, name=reference.regulation)
    old = (
        load_instrument(catalog_folder(folder).parent / crosswalk.predecessor).value
        if _plain(crosswalk.predecessor)
        else None
    )
    if old is None or old.id == new.id:
        yield PredecessorUnusable(document.at((index, "predecessor")), name=crosswalk.predecessor)
        return
    for part in _PARTS:
        sides = (old.items, new.items) if part == "items" else (old.nodes, new.nodes)
        passages: tuple[Passage, ...] = getattr(crosswalk, part)
        for number, passage in enumerate(passages):
            yield from _passage(passage, (index, part, number), sides, document, headings=part == "nodes")
    yield from _twice(crosswalk, index, old, new, document.at)
    yield from _untold(crosswalk, old, new, document.at((index,)))


def _plain(name: str) -> bool:
    """True for a name that is a folder beside this one and no path to elsewhere."""
    return Path(name).name == name and name not in ("", ".", "..")


def _passage(
    passage: Passage,
    path: tuple[str | int, ...],
    sides: tuple[dict[str, object], dict[str, object]] | tuple[object, object],
    document: Document,
    *,
    headings: bool,
) -> Iterator[Temuan]:
    """Yield unknown ids (KAT-050) and passages of an impossible shape (KAT-052)."""
    for side, known in zip(_SIDES, sides, strict=True):
        for place, one in enumerate(getattr(passage, side)):
            if one not in known:  # type: ignore[operator]
                yield CrosswalkIdUnknown(document.at((*path, side, place)), one, id=one, side=side)
    several = len(passage.old) > 1 and len(passage.new) > 1
    split_heading = headings and len(passage.new) > 1
    if several or split_heading or not (passage.old or passage.new):
        shape = "empty" if not (passage.old or passage.new) else "several" if several else "heading"
        yield ImpossiblePassage(document.at(path), shape=shape)


def _twice(
    crosswalk: Crosswalk, index: int, old: Instrument, new: Instrument, at: Callable[[tuple[str | int, ...]], FilePos]
) -> Iterator[Temuan]:
    """Yield ids that two passages name in one and the same variant (KAT-051), each once."""
    told: set[tuple[str, str, str]] = set()
    for part in _PARTS:
        for one, other in _variant_pairs(old, new):
            passages: tuple[Passage, ...] = getattr(crosswalk, part)
            held = list(in_force(passages, getattr(one, part), getattr(other, part)))
            for side in _SIDES:
                counted = Counter(name for passage in held for name in getattr(passage, side))
                for name in (name for name, count in counted.items() if count > 1):
                    if (part, side, name) not in told:
                        told.add((part, side, name))
                        number = max(n for n, passage in enumerate(passages) if name in getattr(passage, side))
                        place = getattr(passages[number], side).index(name)
                        yield CrosswalkIdTwice(at((index, part, number, side, place)), name, id=name, side=side)


def _variant_pairs(old: Instrument, new: Instrument) -> Iterator[tuple[Instrument, Instrument]]:
    """Yield the instruments in the variants that both have, or as they are."""
    known = {variant.id for variant in old.variants}
    names = [variant.id for variant in new.variants if variant.id in known]
    if not names:
        yield old, new
    for name in names:
        yield old.in_variant(name), new.in_variant(name)


def _untold(crosswalk: Crosswalk, old: Instrument, new: Instrument, at: FilePos) -> Iterator[Temuan]:
    """Yield a KAT-054 for each side with items the crosswalk says nothing about."""
    same = set(old.items) & set(new.items) if crosswalk.same_ids else set()
    for side, items in zip(_SIDES, (old.items, new.items), strict=True):
        named = {name for passage in crosswalk.items for name in getattr(passage, side)}
        left = [name for name in items if name not in named and name not in same]
        if left:
            yield CrosswalkIncomplete(at, side=side, ids=tuple(left))
