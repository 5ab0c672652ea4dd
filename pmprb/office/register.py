"""Whose hand-in is it, and which of those read count: right period and unit, once a unit. Worksheets and action plans
alike (`HandIn`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Generic, Literal, Protocol, TypeVar

from pmprb.engine.answers import Unit
from pmprb.period import most_common, same_period
from pmprb.records import dataclass
from pmprb.temuan import (
    CellPos,
    OtherPeriod,
    SameContentTwice,
    SentTwiceNewestUsed,
    SentTwiceRefused,
    Temuan,
    UnitFromFileName,
    UnitNameDiffers,
    UnitNotInRegister,
)
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


class HandIn(Protocol):
    """What is known of anything a unit hands in: a worksheet, an action plan."""

    @property
    def file(self) -> str:
        """The name the file is shown by."""

    @property
    def unit(self) -> Unit:
        """The unit it was made for; empty when it names none."""

    @property
    def shown_name(self) -> str:
        """The unit's name as typed in the file, empty without one."""

    @property
    def period(self) -> str:
        """Its period, empty without one."""

    @property
    def modified(self) -> str:
        """The time stamp inside it (ISO 8601), empty without one."""

    @property
    def content(self) -> Hashable:
        """What it says: two that say the same are one, whatever their names."""


H = TypeVar("H", bound=HandIn)


@dataclass(frozen=True)
class Settled(Generic[H]):
    """A hand-in with its unit, counted or refused by `temuan`."""

    hand_in: H
    unit: Unit
    used: bool
    temuan: tuple[Temuan, ...] = ()


def usual_period(hand_ins: Iterable[HandIn]) -> str:
    """Return the period most hand-ins bear, as most of them write it; the latest of equals; empty without any."""
    return most_common(s.period for s in hand_ins)


def settle(
    hand_ins: Iterable[H], register: Register, period: str, duplicates: Duplicates = "tolak"
) -> list[Settled[H]]:
    """Return one `Settled` for each hand-in, in the given order.

    Refused: another period (BUKU-013), a unit the register does not know (BUKU-014), and of several
    worksheets of one unit all (BUKU-017) or all but the newest (BUKU-016). Worksheets of one unit
    with the same answers are one worksheet: the newest is used, the others noted (BUKU-036).
    """
    settled = _told_apart([settle_one(one, register, period) for one in hand_ins])
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


def settle_one(hand_in: H, register: Register, period: str = "") -> Settled[H]:
    """Return one hand-in with its unit as the register has it, or refused; an empty period fits any."""
    at = CellPos(workbook=hand_in.file)
    unit = hand_in.unit
    temuan: list[Temuan] = []
    if period and not same_period(hand_in.period, period):
        temuan.append(OtherPeriod(at, seen=hand_in.period or "-", expected=period))
        return Settled(hand_in=hand_in, unit=unit, used=False, temuan=tuple(temuan))
    if register:
        known = register.find(unit.code, hand_in.shown_name or unit.name)
        if known is None and not unit.code and not hand_in.shown_name:
            known = register.named_in(hand_in.file.removesuffix(".xlsx"))
            if known:
                temuan.append(UnitFromFileName(at, unit=known.name))
        if known is None:
            temuan.append(UnitNotInRegister(at, unit_code=unit.code or "-", name=unit.name or "-"))
            return Settled(hand_in=hand_in, unit=unit, used=False, temuan=tuple(temuan))
        unit = known
        if hand_in.shown_name and not register.same_name(unit, hand_in.shown_name):
            temuan.append(UnitNameDiffers(at, seen=hand_in.shown_name, expected=unit.name))
    elif not unit.name:
        stem = hand_in.file.rpartition("/")[2].rpartition(".")[0] or hand_in.file
        unit = unit.model_copy(update={"name": stem})
        temuan.append(UnitFromFileName(at, unit=stem))
    elif hand_in.shown_name and unit.name and plain(hand_in.shown_name) != plain(unit.name):
        temuan.append(UnitNameDiffers(at, seen=hand_in.shown_name, expected=unit.name))
    return Settled(hand_in=hand_in, unit=unit, used=True, temuan=tuple(temuan))


def _told_apart(settled: list[Settled[H]]) -> list[Settled[H]]:
    """Return the hand-ins, those of one file name in several folders named by their folders too.

    "Dinas A/LKE.xlsx" and "Dinas B/LKE.xlsx" are no two hand-ins of one unit "LKE".
    """
    from_file = [n for n, one in enumerate(settled) if any(isinstance(t, UnitFromFileName) for t in one.temuan)]
    times = Counter(settled[n].unit.key for n in from_file if not settled[n].unit.code)
    for n in from_file:
        one = settled[n]
        if not one.unit.code and times[one.unit.key] > 1 and "/" in one.hand_in.file:
            name = one.hand_in.file.rpartition(".")[0]
            at = CellPos(workbook=one.hand_in.file)
            others = tuple(t for t in one.temuan if not isinstance(t, UnitFromFileName))
            unit = one.unit.model_copy(update={"name": name})
            settled[n] = replace(one, unit=unit, temuan=(*others, UnitFromFileName(at, unit=name)))
    return settled


def _choose(settled: list[Settled[H]], indexes: list[int], duplicates: Duplicates) -> None:
    """Leave at most one of the worksheets of one unit in use, and say so on every one of them."""
    newest = max(indexes, key=lambda i: (settled[i].hand_in.modified, settled[i].hand_in.file))
    chosen = settled[newest].hand_in
    names = ", ".join(sorted(settled[i].hand_in.file for i in indexes))
    same = len({settled[i].hand_in.content for i in indexes}) == 1
    stamps = [settled[i].hand_in.modified for i in indexes]
    undecided = duplicates == "tolak" or stamps.count(chosen.modified) > 1
    for i in indexes:
        one = settled[i]
        at = CellPos(workbook=one.hand_in.file)
        temuan: Temuan = SentTwiceNewestUsed(at, files=names, chosen=chosen.file, stamp=chosen.modified)
        used = i == newest
        if same:
            temuan = SameContentTwice(at, files=names, chosen=chosen.file)
        elif undecided:
            temuan, used = SentTwiceRefused(at, files=names, unit=one.unit.name), False
        settled[i] = replace(one, used=used, temuan=(*one.temuan, temuan))
