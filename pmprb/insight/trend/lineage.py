"""Which units of an older consolidation a unit of a newer one came from.

Enters: two records and the register. Leaves: `Family`: every newer unit with its predecessors, and the older units
that are nobody's. A unit is found again by its code, then by its name or an alias; the register's *pendahulu* go
before both. Refuses to know: scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pmprb.answers.model import Unit
from pmprb.consolidation.record import RekapRecord, UnitRecord
from pmprb.consolidation.register import Register, plain
from pmprb.insight.trend.model import Kind
from pmprb.temuan import CellPos, Code, Temuan


@dataclass(frozen=True)
class Descent:
    """A newer unit, what it came from, and which of those it is itself (None when it is none of them)."""

    new: UnitRecord
    old: tuple[UnitRecord, ...]
    own: UnitRecord | None
    kind: Kind


@dataclass(frozen=True)
class Family:
    """All newer units in their order, and the older ones that nobody came from."""

    descents: tuple[Descent, ...]
    gone: tuple[tuple[UnitRecord, Kind], ...]
    temuan: tuple[Temuan, ...]


def unit_key(unit: Unit) -> str:
    """Return what makes two units the same: the code, or the name of a unit without one."""
    return plain(unit.code) or plain(unit.name)


def names_of(units: Iterable[Unit]) -> set[str]:
    """Return names and aliases, for comparing."""
    return {plain(name) for unit in units for name in (unit.name, *unit.aliases)} - {""}


def descend(old: RekapRecord, new: RekapRecord, register: Register, file: str = "") -> Family:
    """Return where the units of `new` came from. `file` is the newer rekap's, for temuan.

    A statement of the register about *pendahulu* is about one moment; between two rekaps where nothing happened yet,
    or nothing more, it does not count: a unit that stands in both under one code and name is the same unit.
    """
    return _Finder(old, new, register, file).family()


class _Finder:
    """Looks up older units for newer ones, each statement of the register once."""

    def __init__(self, old: RekapRecord, new: RekapRecord, register: Register, file: str) -> None:
        self.old, self.new, self.register = old, new, register
        self.at = CellPos(workbook=file)
        self.by_key = {unit_key(record.unit): record for record in old.units}
        self.standing = {unit_key(record.unit) for record in new.units}
        self.temuan: list[Temuan] = []

    def family(self) -> Family:
        """Return all descents: those stated and those by code first, by name among the units then left."""
        found: dict[int, tuple[UnitRecord, ...]] = {}
        for place, record in enumerate(self.new.units):
            found[place] = self._stated(record) or self._by_code(record)
        taken = {unit_key(one.unit) for olds in found.values() for one in olds}
        for place, record in enumerate(self.new.units):
            if not found[place] and not self._entry(record.unit).predecessors:
                found[place] = self._by_name(record, taken)
                taken |= {unit_key(one.unit) for one in found[place]}
        claims = Counter(unit_key(one.unit) for olds in found.values() for one in olds)
        descents = tuple(self._descent(record, found[n], claims) for n, record in enumerate(self.new.units))
        gone = tuple((one, self._fate(one)) for one in self.old.units if unit_key(one.unit) not in claims)
        self._unclaimed(gone)
        return Family(descents, gone, tuple(self.temuan))

    def _entry(self, unit: Unit) -> Unit:
        """Return the register's line of a unit, the unit itself without one."""
        return self.register.find(unit.code, unit.name) or unit

    def _same(self, unit: Unit, other: Unit) -> bool:
        """True when two units bear one name, an alias counting."""
        return bool(names_of((unit, self._entry(unit))) & names_of((other,)))

    def _stated(self, record: UnitRecord) -> tuple[UnitRecord, ...]:
        """Return the predecessors the register states; none when it states none, or none that count here."""
        own_key = unit_key(record.unit)
        listed = tuple(dict.fromkeys(plain(code) for code in self._entry(record.unit).predecessors))
        if not listed:
            return ()
        own = self.by_key.get(own_key)
        others = tuple(self.by_key[key] for key in listed if key in self.by_key and key != own_key)
        left = tuple(one for one in others if unit_key(one.unit) not in self.standing)
        if own is not None and own_key in listed:
            return (own, *left)
        if own is not None and self._same(record.unit, own.unit) and not left:
            return (own,)
        missing = [key for key in listed if key not in self.by_key]
        if missing and not (own is not None and self._same(record.unit, own.unit)):
            stated = ", ".join(c for c in self._entry(record.unit).predecessors if plain(c) in missing)
            self.temuan.append(Temuan.of(Code.BUKU_116, self.at, unit=record.unit.name, codes=stated))
        if own is not None and self._same(record.unit, own.unit):
            return left
        return others

    def _by_code(self, record: UnitRecord) -> tuple[UnitRecord, ...]:
        found = self.by_key.get(unit_key(record.unit))
        return (found,) if found else ()

    def _by_name(self, record: UnitRecord, taken: set[str]) -> tuple[UnitRecord, ...]:
        for one in self.old.units:
            if unit_key(one.unit) not in taken and self._same(record.unit, one.unit):
                return (one,)
        return ()

    def _descent(self, record: UnitRecord, olds: tuple[UnitRecord, ...], claims: Counter[str]) -> Descent:
        own_key = unit_key(record.unit)
        own = next((one for one in olds if unit_key(one.unit) == own_key), olds[0] if len(olds) == 1 else None)
        if not olds:
            before = {unit_key(unit) for unit in (*self.old.missing, *self.old.settings.units)}
            kind = Kind.FIRST if own_key in before else Kind.NEW
        elif len(olds) > 1:
            kind = Kind.MERGED
        elif claims[unit_key(olds[0].unit)] > 1:
            kind = Kind.SPLIT
        else:
            changed = plain(olds[0].unit.name) != plain(record.unit.name) or unit_key(olds[0].unit) != own_key
            kind = Kind.RENAMED if changed else Kind.SAME
        return Descent(record, olds, own, kind)

    def _fate(self, record: UnitRecord) -> Kind:
        """Return whether a unit is gone for good: one that should still hand in is only absent."""
        expected = {unit_key(unit) for unit in (*self.new.missing, *self.register.units)} - self.standing
        return Kind.ABSENT if unit_key(record.unit) in expected else Kind.DISSOLVED

    def _unclaimed(self, gone: Iterable[tuple[UnitRecord, Kind]]) -> None:
        """Tell older units whose code a newer unit bears that says it came from others."""
        for record, _ in gone:
            if unit_key(record.unit) in self.standing:
                values = {"unit": record.unit.name, "code": record.unit.code or "-"}
                self.temuan.append(Temuan.of(Code.BUKU_117, self.at, **values))
