"""Which rows beneath one heading are which of its items: by what they say, then by marker, then by order.

Enters: for each row what is known of it. Leaves: a place for each row, and what spoke against what. Refuses to know:
sheets, catalogs, texts. Never guesses: a row for which two items are left gets none, and both are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field

from pmprb.records import dataclass


@dataclass(frozen=True)
class Seen:
    """What is known of a row. Places are those of the items, counted from 0.

    `text` is what it says as far as it can be compared, `marked` the place its marker names (None without one), `said`
    the places its own words fit (one is decided, none is unknown wording), `above` those the heading of its block fits,
    `kinds` the places whose answers it allows.
    """

    text: frozenset[str] = frozenset()
    marker: str = ""
    marked: int | None = None
    said: tuple[int, ...] = ()
    above: tuple[int, ...] = ()
    kinds: frozenset[int] = frozenset()


@dataclass
class Assigned:
    """The place of each row, None for a row that is none of the items.

    `by_words` is True when words or order had to speak against the markers; `copied` are rows whose words are another
    item's (row, place said), `unsure` rows that fit several items (row, places), `by_place` rows of unknown wording
    between known ones, which only their place says.
    """

    places: list[int | None]
    by_words: bool = False
    copied: list[tuple[int, int]] = field(default_factory=list)
    unsure: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    by_place: list[int] = field(default_factory=list)


def assign(rows: Sequence[Seen], items: int) -> Assigned:
    """Return which row is which of so many items."""
    markers = [row.marked for row in rows]
    if not any(row.said or row.above for row in rows):
        return _unknown(rows, items)
    found = Assigned([_decided(row) for row in rows])
    held = _collisions(found, rows, items)
    open_rows = [n for n, place in enumerate(found.places) if place is None and n not in held]
    _remaining(found, rows, items, open_rows)
    told = [(place, mark) for place, mark in zip(found.places, markers, strict=True) if place is not None]
    found.by_words = any(mark is not None and mark != place for place, mark in told)
    return found


def _decided(row: Seen) -> int | None:
    """Return the place a row's words decide; where they leave several, the heading above it may.

    Not against the row's own marker: what stands above may be the item before it, whose answers nobody may choose.
    """
    if len(row.said) == 1:
        return row.said[0]
    if len(row.above) == 1 and (not row.said or row.above[0] in row.said) and row.marked in (None, row.above[0]):
        return row.above[0]
    return None


def _collisions(found: Assigned, rows: Sequence[Seen], items: int) -> set[int]:
    """Undo rows whose words are one and the same item's where markers or headings tell them apart.

    Returns rows that stay without a place. Rows that even bear the same marker are one row copied: all keep the place.
    """
    held: set[int] = set()
    wanted = Counter(place for place in found.places if place is not None)
    free = set(range(items)) - set(wanted)
    for place, times in wanted.items():
        if times == 1:
            continue
        same = [n for n, one in enumerate(found.places) if one == place]
        above = [n for n in same if rows[n].above == (place,)]
        marked = [n for n in same if rows[n].marked == place]
        keep = above if len(above) == 1 else marked
        others = [n for n in same if n not in keep]
        if len(keep) == 1 and all(len(rows[n].above) == 1 or rows[n].marked in free for n in others):
            for n in others:  # its words are copied from the other item's row; its marker or heading says its own
                own = rows[n].above[0] if len(rows[n].above) == 1 else rows[n].marked
                found.places[n] = own
                found.copied.append((n, place))
        elif (free and len({rows[n].marker for n in same}) > 1) or (free and not any(rows[n].marker for n in same)):
            for n in same:
                found.places[n] = None
                found.unsure.append((n, (place, *sorted(free))))
            held.update(same)
    return held


def _remaining(found: Assigned, rows: Sequence[Seen], items: int, open_rows: list[int]) -> None:
    """Give rows that words did not decide the items left over: by marker, by what alone is left, by order."""
    free = [place for place in range(items) if place not in found.places]
    marks = Counter(rows[n].marked for n in open_rows)

    def left(n: int) -> list[int]:
        return [place for place in free if not rows[n].said or place in rows[n].said]

    def give(n: int, place: int) -> None:
        found.places[n] = place
        free.remove(place)
        open_rows.remove(n)

    for n in list(open_rows):
        mark = rows[n].marked
        if mark is not None and marks[mark] == 1 and mark in left(n):
            give(n, mark)
    moved = True
    while moved:
        moved = False
        for n in list(open_rows):
            if rows[n].said and len(left(n)) == 1:
                give(n, left(n)[0])
                moved = True
    unsure = [n for n in open_rows if len(left(n)) > 1 and rows[n].said]
    found.unsure += [(n, tuple(left(n))) for n in unsure]
    unknown = [n for n in open_rows if not rows[n].said]
    if unsure or len(unknown) != len(free) or any(rows[n].marked is not None for n in unknown):
        return
    tried = list(found.places)
    for n, place in zip(unknown, free, strict=True):
        tried[n] = place
    down = [place for place in tried if place is not None]
    if down == sorted(down) and all(place in rows[n].kinds for n, place in zip(unknown, free, strict=True)):
        found.places = tried
        found.by_place = unknown


def _unknown(rows: Sequence[Seen], items: int) -> Assigned:
    """Give rows of unknown wording their items: by markers in order, else by order where all rows are there."""
    marked = [row.marked for row in rows]
    sound = None not in marked and len(set(marked)) == len(marked)
    places = [place for place in marked if place is not None]
    if sound and places == sorted(places):
        return Assigned(list(marked))
    if len(rows) == items:
        ordered: list[int | None] = list(range(items))
        fits = all(n in row.kinds for n, row in enumerate(rows))
        if not sound:
            return _by_order(rows) if fits else _by_marker_alone(rows)
        as_marked = all(place in row.kinds for place, row in zip(places, rows, strict=True))
        if fits and not as_marked:
            return Assigned(ordered, by_words=True)
        if fits:  # every row allows what both readings say
            unsure: list[tuple[int, tuple[int, ...]]] = [(n, (n, mark)) for n, mark in enumerate(places) if n != mark]
            kept = [mark if n == mark else None for n, mark in enumerate(places)]
            return Assigned(kept, unsure=unsure)
    return Assigned(list(marked)) if sound else _by_marker_alone(rows)


def _by_order(rows: Sequence[Seen]) -> Assigned:
    """Give rows of unknown wording the items in order, but not those that read alike: they may stand in any order."""
    times = Counter(row.text for row in rows)
    every = tuple(range(len(rows)))
    alike = [n for n, row in enumerate(rows) if times[row.text] > 1]
    places = [None if n in alike else n for n in every]
    unsure = [(n, tuple(alike)) for n in alike]
    wrong = any(row.marked is not None and row.marked != n for n, row in enumerate(rows))
    return Assigned(places, by_words=wrong, unsure=unsure, by_place=[n for n in every if n not in alike])


def _by_marker_alone(rows: Sequence[Seen]) -> Assigned:
    """Give each row whose marker no other row bears its item; the others get none."""
    times = Counter(row.marked for row in rows)
    return Assigned([row.marked if times[row.marked] == 1 else None for row in rows])
