"""Where a province's record is not what a second gathering gives, figure by figure.

Enters: the record, and that of the second gathering. Leaves: temuan. Refuses to know: files, sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from pmprb.office.province_record import Instansi, Province, ProvinceUnit
from pmprb.office.rescored import number
from pmprb.temuan import CellPos, ProvinceFigureDiffers, Temuan, UnitFigureDiffers
from pmprb.text import plain


def compare_provinces(old: Province, new: Province | None, at: CellPos, complete: bool) -> Iterator[Temuan]:
    """Yield what two records say differently: of the whole, of each instansi, of each unit.

    When inputs are not all there, only instansi that are in both are compared, and not their places.
    """
    if new is None:
        if complete:
            yield ProvinceFigureDiffers(at, what="counts", instansi="", seen=str(len(old.instansi)), expected="0")
        return
    found = list(_differing(old, new, at, complete))
    yield from found
    if complete and not found and _kept(old) != _kept(new):
        yield ProvinceFigureDiffers(at, what="record", instansi="", seen=_kept(old)[:12], expected=_kept(new)[:12])


def _kept(province: Province) -> str:
    """Return the digest of what two gatherings of any version must have in common: words of temuan are not."""
    inputs = tuple(replace(one, why=()) for one in province.inputs)
    return province.model_copy(update={"inputs": inputs, "temuan": ()}).digest


def _differing(old: Province, new: Province, at: CellPos, complete: bool) -> Iterator[Temuan]:
    if complete:
        for what, seen, expected in (
            ("mean", old.mean_of_indices, new.mean_of_indices),
            ("mean", old.mean_of_units, new.mean_of_units),
        ):
            if seen != expected:
                yield ProvinceFigureDiffers(at, what=what, instansi="", seen=number(seen), expected=number(expected))
    theirs, ours = _by_instansi(old), _by_instansi(new)
    after = {plain(row.name): row for row in new.instansi}
    for row in old.instansi:
        other = after.pop(plain(row.name), None)
        if other is not None:
            yield from _row(row, other, at)
            yield from _units(theirs.get(row.number, ()), ours.get(other.number, ()), at)
        elif complete:
            yield ProvinceFigureDiffers(at, what="index", instansi=row.name, seen=number(row.index), expected="-")
    for row in after.values() if complete else ():
        yield ProvinceFigureDiffers(at, what="index", instansi=row.name, seen="-", expected=number(row.index))


def _row(old: Instansi, new: Instansi, at: CellPos) -> Iterator[Temuan]:
    figures: tuple[tuple[str, Fraction | int | None, Fraction | int | None], ...] = (
        ("index", old.index, new.index),
        ("counts", old.registered, new.registered),
        ("counts", old.handed_in, new.handed_in),
        ("counts", old.rated, new.rated),
        ("counts", len(old.missing), len(new.missing)),
    )
    for what, seen, expected in figures:
        if seen != expected:
            yield ProvinceFigureDiffers(
                at, what=what, instansi=old.name, seen=_number(seen), expected=_number(expected)
            )


def _number(value: Fraction | int | None) -> str:
    return number(None if value is None else Fraction(value))


def _by_instansi(province: Province) -> dict[int, list[ProvinceUnit]]:
    units: dict[int, list[ProvinceUnit]] = {}
    for unit in province.units:
        units.setdefault(unit.instansi, []).append(unit)
    return units


def _units(old: Iterable[ProvinceUnit], new: Iterable[ProvinceUnit], at: CellPos) -> Iterator[Temuan]:
    after = {(unit.unit.code, unit.unit.name): unit for unit in new}
    for unit in old:
        other = after.pop((unit.unit.code, unit.unit.name), None)
        if other is None or unit.points != other.points:
            expected = "-" if other is None else number(other.points)
            yield UnitFigureDiffers(at, unit=unit.unit.name, seen=number(unit.points), expected=expected)
    for unit in after.values():
        yield UnitFigureDiffers(at, unit=unit.unit.name, seen="-", expected=number(unit.points))
