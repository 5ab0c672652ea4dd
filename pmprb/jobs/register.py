"""A list of units made from the worksheets that are there, where nobody has written one yet.

Enters: worksheets. Leaves: the list, to be looked at and completed: who has sent nothing cannot be known from files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from pmprb.engine.answers import Submission, Unit
from pmprb.jobs.evaluate import Sources, read_worksheets
from pmprb.jobs.output import Permission, output_gate
from pmprb.jobs.pool import Watch, unwatched
from pmprb.jobs.typed import filled_template
from pmprb.temuan import CellPos, Temuan, WorksheetWithoutUnit, has_errors
from pmprb.text import plain
from pmprb.worksheet.register import register_workbook


@dataclass(frozen=True)
class RegisterMade:
    """What became of a list: the units in it, how many got a number for want of a code, and what was noticed."""

    target: Path
    units: tuple[Unit, ...] = ()
    numbered: int = 0
    temuan: tuple[Temuan, ...] = ()

    @property
    def failed(self) -> bool:
        """True when nothing was written."""
        return not self.units or has_errors(self.temuan)


def make_register(
    sources: Sources, target: Path, permission: Permission | None = None, watch: Watch = unwatched
) -> RegisterMade:
    """Write a list of the units whose worksheets are there. Raises the refusals of `read_worksheets`; OSError."""
    with output_gate([target], reads=sources.paths, permission=permission) as gate:
        if gate.refused:
            return RegisterMade(target, temuan=tuple(gate.temuan))
        read = read_worksheets(sources, [target], watch)
        own = [one.result.submission for one in read.outcomes if one.result and not one.result.submission.review_of]
        units, numbered = units_of(own)
        unnamed = tuple(WorksheetWithoutUnit(CellPos(workbook=one.file)) for one in own if not _named(one))
        if not units:
            return RegisterMade(target, temuan=(*read.unusable(sources.paths), *unnamed))
        told = gate.put_bytes(target, register_workbook(units), filled_template)
        return RegisterMade(target, units, numbered, (*unnamed, *told))


def _named(one: Submission) -> str:
    return (one.unit.name or one.shown_name).strip()


def units_of(submissions: Iterable[Submission]) -> tuple[tuple[Unit, ...], int]:
    """Return the units of worksheets, each once by its name, and how many have a number for a code: as the
    worksheet names none, or one that another unit has too."""
    found: dict[str, Unit] = {}
    used: set[str] = set()
    for one in sorted(submissions, key=lambda s: (s.unit.code, _named(s), s.file)):
        name = _named(one)
        if not plain(name) or plain(name) in found:
            continue
        code = "" if plain(one.unit.code) in used else one.unit.code.strip()
        used.add(plain(code))
        found[plain(name)] = one.unit.model_copy(update={"code": code, "name": name})
    free, numbered = count(1), 0
    made = []
    for unit in found.values():
        if not plain(unit.code):
            number = next(f"U{n:02d}" for n in free if plain(f"U{n:02d}") not in used)
            unit, numbered = unit.model_copy(update={"code": number}), numbered + 1
        made.append(unit)
    return tuple(made), numbered
