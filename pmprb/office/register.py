"""Whose worksheet is it, and which of the worksheets read count: right instrument, period and unit, once a unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pmprb.engine.answers import Submission, Unit
from pmprb.period import most_common, same_period
from pmprb.temuan.record import CellPos, Code, Model, Temuan
from pmprb.text import plain

# Whose worksheet is it: units of the register found by code, name or alias.


class Register:
    """The units that should hand in. An empty register accepts every unit."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self.units = tuple(units)
        self._by_code = {plain(unit.code): unit for unit in self.units}
        self._by_name = {
            plain(name): unit for unit in reversed(self.units) for name in (unit.name, *unit.aliases) if plain(name)
        }

    def __bool__(self) -> bool:
        return bool(self.units)

    def find(self, code: str, name: str) -> Unit | None:
        """Return the unit with this code, or else with exactly this name or alias."""
        return self._by_code.get(plain(code)) or self._by_name.get(plain(name))

    def same_name(self, unit: Unit, name: str) -> bool:
        """True when `name` is the unit's name or one of its aliases."""
        return plain(name) in {plain(known) for known in (unit.name, *unit.aliases)}

    def named_in(self, text: str) -> Unit | None:
        """Return the only unit whose whole name or alias (of four letters or more) stands in a text, longest first."""
        words = f" {plain(text)} "
        found = [(len(n), unit) for n, unit in self._by_name.items() if len(n) >= 4 and f" {n} " in words]
        longest = max((length for length, _ in found), default=0)
        units = {unit.code: unit for length, unit in found if length == longest}
        return next(iter(units.values())) if len(units) == 1 else None


# Which of the worksheets read count: right instrument, right period, known unit, once a unit.


Duplicates = Literal["terbaru", "tolak"]


class Settled(Model):
    """A submission with its unit, counted or refused by `temuan`."""

    submission: Submission
    unit: Unit
    used: bool
    temuan: tuple[Temuan, ...] = ()


def usual_period(submissions: Iterable[Submission]) -> str:
    """Return the period most worksheets bear, as most of them write it; the latest of equals; empty without any."""
    return most_common(s.period for s in submissions)


def settle(
    submissions: Iterable[Submission], register: Register, period: str, duplicates: Duplicates = "tolak"
) -> list[Settled]:
    """Return one `Settled` for each submission, in the given order.

    Refused: another period (BUKU-013), a unit the register does not know (BUKU-014), and of several
    worksheets of one unit all (BUKU-017) or all but the newest (BUKU-016). Worksheets of one unit
    with the same answers are one worksheet: the newest is used, the others noted (BUKU-036).
    """
    settled = [settle_one(s, register, period) for s in submissions]
    by_unit: dict[str, list[int]] = {}
    for index, one in enumerate(settled):
        if one.used:
            # Worksheets that name no unit at all are not taken for one unit's.
            own = one.unit.key or f"#{index}"
            by_unit.setdefault(own, []).append(index)
    for indexes in by_unit.values():
        if len(indexes) > 1:
            _choose(settled, indexes, duplicates)
    return settled


def settle_one(submission: Submission, register: Register, period: str = "") -> Settled:
    """Return one submission with its unit as the register has it, or refused; an empty period fits any."""
    at = CellPos(workbook=submission.file)
    unit = submission.unit
    temuan: list[Temuan] = []
    if period and not same_period(submission.period, period):
        temuan.append(Temuan.of(Code.BUKU_013, at, seen=submission.period or "-", expected=period))
        return Settled(submission=submission, unit=unit, used=False, temuan=tuple(temuan))
    if register:
        known = register.find(unit.code, submission.shown_name or unit.name)
        if known is None and not unit.code and not submission.shown_name:
            known = register.named_in(submission.file.removesuffix(".xlsx"))
            if known:
                temuan.append(Temuan.of(Code.BUKU_047, at, unit=known.name))
        if known is None:
            temuan.append(Temuan.of(Code.BUKU_014, at, code=unit.code or "-", name=unit.name or "-"))
            return Settled(submission=submission, unit=unit, used=False, temuan=tuple(temuan))
        unit = known
        if submission.shown_name and not register.same_name(unit, submission.shown_name):
            temuan.append(Temuan.of(Code.BUKU_015, at, seen=submission.shown_name, expected=unit.name))
    elif not unit.name:
        stem = submission.file.rpartition("/")[2].rpartition(".")[0] or submission.file
        unit = unit.model_copy(update={"name": stem})
        temuan.append(Temuan.of(Code.BUKU_047, at, unit=stem))
    elif submission.shown_name and unit.name and plain(submission.shown_name) != plain(unit.name):
        temuan.append(Temuan.of(Code.BUKU_015, at, seen=submission.shown_name, expected=unit.name))
    return Settled(submission=submission, unit=unit, used=True, temuan=tuple(temuan))


def _answers(submission: Submission) -> tuple[frozenset[tuple[str, str, str]], ...]:
    """Return the answers of the unit and of its verifier, for telling whether two worksheets say the same."""
    return tuple(
        frozenset((a.item, a.state.value, a.text or a.raw) for a in answers.values())
        for answers in (submission.answers, submission.reviewed)
    )


def _choose(settled: list[Settled], indexes: list[int], duplicates: Duplicates) -> None:
    """Leave at most one of the worksheets of one unit in use, and say so on every one of them."""
    newest = max(indexes, key=lambda i: (settled[i].submission.modified, settled[i].submission.file))
    chosen = settled[newest].submission
    names = ", ".join(sorted(settled[i].submission.file for i in indexes))
    same = len({_answers(settled[i].submission) for i in indexes}) == 1
    stamps = [settled[i].submission.modified for i in indexes]
    undecided = duplicates == "tolak" or stamps.count(chosen.modified) > 1
    for i in indexes:
        one = settled[i]
        at = CellPos(workbook=one.submission.file)
        if same:
            temuan, used = Temuan.of(Code.BUKU_036, at, files=names, chosen=chosen.file), i == newest
        elif undecided:
            temuan, used = Temuan.of(Code.BUKU_017, at, files=names, unit=one.unit.name), False
        else:
            temuan = Temuan.of(Code.BUKU_016, at, files=names, chosen=chosen.file, stamp=chosen.modified)
            used = i == newest
        settled[i] = one.model_copy(update={"used": used, "temuan": (*one.temuan, temuan)})
