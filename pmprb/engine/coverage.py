"""How much of an instrument a worksheet bears: its items found, answered and not found, whole and by area."""

from __future__ import annotations

from collections.abc import Iterable

from pmprb.catalog.model import ROOT, Instrument
from pmprb.engine.answers import State, Submission
from pmprb.records import dataclass

_ANSWERED = (State.GIVEN, State.NOT_APPLICABLE)


@dataclass(frozen=True)
class Coverage:
    """Of how many `items` beneath a heading rows were `found`, and how many are `answered` in a way that counts."""

    node: str
    items: int
    found: int
    answered: int

    @property
    def missing(self) -> int:
        """How many were not found."""
        return self.items - self.found


def coverage_of(submission: Submission, instrument: Instrument) -> tuple[Coverage, ...]:
    """Return the coverage of the whole worksheet first, then of each area of the instrument, in the form's order.

    A worksheet made for some items only is compared with those.
    """
    by_area: dict[str, list[str]] = {}
    for item in submission.answers:
        if item in instrument.items:
            by_area.setdefault(instrument.area_of(item).id, []).append(item)
    lacking = set(submission.missing)

    def covered(node: str, items: Iterable[str]) -> Coverage:
        own = list(items)
        answered = sum(submission.answers[item].state in _ANSWERED for item in own)
        return Coverage(node, len(own), sum(item not in lacking for item in own), answered)

    areas = tuple(covered(node, by_area[node]) for node in instrument.nodes if node in by_area)
    whole = covered(ROOT, (item for items in by_area.values() for item in items))
    return (whole, *areas)


def coverage_words(covered: tuple[Coverage, ...]) -> str:
    """Return it in one line: "111 dari 113 butir ditemukan, 108 terjawab; tidak ditemukan: A.II.5 2 dari 4"."""
    whole, *areas = covered
    said = f"{whole.found} dari {whole.items} butir ditemukan, {whole.answered} terjawab"
    lacking = [f"{one.node} {one.missing} dari {one.items}" for one in areas if one.missing]
    return f"{said}; tidak ditemukan: {', '.join(lacking)}" if lacking else said
