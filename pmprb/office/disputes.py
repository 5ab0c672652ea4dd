"""Items on which verifiers (TPI) of one unit differ, and what people decided on them.

Enters: a unit's answer, what each verifier answered, a ruling typed into an earlier rekap. Leaves: a `Dispute`: open,
or ruled with the answer that counts. A ruling holds for the answers that stood beside it; when one of these has
changed it is kept and shown, and not applied.
Refuses to know: sheets, how a ruling was spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pmprb.engine.answers import Answer, State, key_of_unit
from pmprb.office.model import Consolidation, Dispute, Lapsed, Ruling, Side, UnitResult
from pmprb.temuan import Model, ReviewsDiffer, Severity, Temuan
from pmprb.text import plain

REVIEWER = "Diputus"
"""Who gave an answer that was decided, in the place of a verifier's name."""
UNIT_SIDE, SIDE = "Unit", "Penilai"
_LONGEST_NAME = 40
_SIDE = re.compile(r"penilai ([1-9][0-9]?)")

Key = tuple[str, str]
"""A unit's key and an item."""


class TypedRuling(Model):
    """A ruling as an earlier rekap holds it, with the unit as that rekap names it."""

    unit_code: str
    unit: str
    item: str
    ruling: Ruling

    @property
    def key(self) -> Key:
        """What it is about."""
        return key_of_unit(self.unit_code, self.unit), self.item


Rulings = Mapping[Key, TypedRuling]


def dispute_of(item: str, own: Answer | None, sides: Sequence[Side], ruling: Ruling | None) -> Dispute:
    """Return what verifiers' different answers to an item come to with a ruling on it, or without one.

    The sides stand in the order of the basis, not of their files: "Penilai 2" is the same one as long as it holds.
    """
    sides = tuple(sorted(sides, key=_said))
    basis = (f"unit: {_text(own)}", *(_said(side) for side in sides))
    if ruling is None or ruling.empty:
        return Dispute(item=item, sides=sides, basis=basis)
    if ruling.basis != basis:
        return Dispute(item=item, sides=sides, basis=basis, earlier=ruling)
    meant = ruling.answer or _named(ruling.text, own, sides)
    if meant is None:
        return Dispute(item=item, sides=sides, basis=basis, ruling=ruling)
    answer = replace(meant, item=item, note=_told(sides, ruling.reason), source=None, evidence="")
    kept = ruling.model_copy(update={"answer": answer})
    return Dispute(item=item, sides=sides, basis=basis, ruling=kept, ruled=answer)


def _said(side: Side) -> str:
    return f"{side.reviewer}: {_text(side.answer)}"


def _text(answer: Answer | None) -> str:
    if answer is None or answer.state is State.BLANK:
        return "-"
    return answer.text or f"salah: {answer.raw}"


def side_names(sides: Sequence[Side]) -> tuple[str, ...]:
    """Return what verifiers are called where one of them is chosen: their names; "Penilai 1", "Penilai 2" where these
    are missing, alike, or would not be understood in a list of choices."""
    names = tuple(" ".join(side.reviewer.split()) for side in sides)
    known = {plain(name) for name in names}
    clear = len(known) == len(names) and not known & {"", plain(UNIT_SIDE)}
    if clear and not any("," in name or len(name) > _LONGEST_NAME or _SIDE.fullmatch(plain(name)) for name in names):
        return names
    return tuple(f"{SIDE} {n}" for n in range(1, len(sides) + 1))


def _named(text: str, own: Answer | None, sides: Sequence[Side]) -> Answer | None:
    """Return the answer of the one whom a ruling names: "Penilai 2", "TPI 2", "Unit"; None unless it can be scored."""
    said = plain(text)
    match = _SIDE.fullmatch(said)
    if match and int(match[1]) <= len(sides):
        meant: Answer | None = sides[int(match[1]) - 1].answer
    elif said == plain(UNIT_SIDE):
        meant = own
    else:
        named = zip(side_names(sides), sides, strict=True)
        meant = next((side.answer for name, side in named if plain(name) == said), None)
    return meant if meant and meant.state in (State.GIVEN, State.NOT_APPLICABLE) else None


def _told(sides: Sequence[Side], reason: str) -> str:
    """Return in words from what an answer was decided, and why."""
    said = ", ".join(f"{side.reviewer or side.file}: {_text(side.answer)}" for side in sides)
    return f"diputus dari {said}" + (f". {reason}" if reason else "")


def sides_words(sides: Sequence[Side]) -> str:
    """Return in words that verifiers differ, and how."""
    return "Penilai berbeda: " + ", ".join(f"{side.reviewer or side.file}: {_text(side.answer)}" for side in sides)


def lapsed_of(results: Iterable[UnitResult], rulings: Rulings) -> Iterator[Lapsed]:
    """Yield the rulings on what no verifiers dispute any more, in the order they were read."""
    known = {result.unit.key: result for result in results}
    for (unit, item), typed in rulings.items():
        result = known.get(unit)
        if result is not None and any(one.item == item for one in result.disputes):
            continue
        gone = result is None or item not in result.submission.answers
        yield Lapsed(unit_code=typed.unit_code, unit=typed.unit, item=item, ruling=typed.ruling, gone=gone)


def disputes_in(consolidation: Consolidation) -> list[tuple[UnitResult, Dispute]]:
    """Return every dispute with its unit."""
    return [(result, one) for result in consolidation.results for one in result.disputes]


def open_disputes(results: Iterable[UnitResult]) -> dict[str, tuple[str, ...]]:
    """Return the items still to be decided, by the name of the unit."""
    found = {
        result.unit.name or result.unit.code: tuple(one.item for one in result.disputes if one.ruled is None)
        for result in results
        if result.disputes
    }
    return {name: items for name, items in found.items() if items}


def to_mend(consolidation: Consolidation) -> list[Temuan]:
    """Return the KESALAHAN of worksheets in use that their units mend; that verifiers differ is not theirs to mend."""
    used = {file.file for file in consolidation.inputs if file.used}
    wrong = (t for t in consolidation.temuan if t.severity is Severity.KESALAHAN and t.workbook in used)
    return [temuan for temuan in wrong if not isinstance(temuan, ReviewsDiffer)]
