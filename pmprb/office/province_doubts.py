"""Whether a province's record is what its own units give: every index, mean, count and place reckoned anew.

Enters: a record, its catalog. Leaves: a KESALAHAN for each kind of figure that does not follow. What it cannot tell is
whether a unit's points are those of its answers: a province keeps none.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.office.consolidate import spread_names
from pmprb.office.province import assembled
from pmprb.office.province_record import Instansi, Province, ProvinceUnit
from pmprb.office.province_rows import reckoned
from pmprb.temuan import CellPos, ProvinceRecordFalse, Temuan

_OF_A_ROW = {
    "index": "index", "share": "index", "predicate": "predicate", "rank": "places", "handed_in": "counts",
    "rated": "counts", "targets": "targets", "spreads": "areas",
}  # fmt: skip
_OF_ALL = {
    "mean_of_indices": "mean", "mean_of_units": "mean", "spreads": "areas", "instansi_spreads": "areas",
    "targets": "targets", "groups": "groups", "provinces": "provinces",
}  # fmt: skip


def province_doubts(province: Province, instrument: Instrument, at: CellPos) -> list[Temuan]:
    """Return what of a province's record its units do not give (BUKU-268); of another catalog nothing can be told."""
    if not instrument.scores_like(province.catalog_hash):
        return []
    if not _shaped(province, instrument):
        return [ProvinceRecordFalse(at, what="units", instansi="")]
    return list(dict.fromkeys(_false(province, instrument, at)))


def _shaped(province: Province, instrument: Instrument) -> bool:
    """Return whether rows and units belong together, and every figure is one that can be."""
    rows, most, areas = province.instansi, instrument.root.weight, len(spread_names(instrument))
    numbered = [row.number for row in rows] == list(range(1, len(rows) + 1))
    heads = [one.number for one in province.provinces] == list(range(1, len(province.provinces) + 1))
    through = all(row.through is None or 1 <= row.through <= len(province.provinces) for row in rows)
    owned = [unit.instansi for unit in province.units]
    single = len({(unit.instansi, unit.unit.key) for unit in province.units}) == len(province.units)
    enough = all(row.registered >= row.handed_in and row.registered >= len(row.missing) for row in rows)
    return (
        province.total == most
        and numbered
        and heads
        and through
        and enough
        and single
        and owned == sorted(owned)
        and all(1 <= number <= len(rows) for number in owned)
        and all(_possible(unit, areas, most) for unit in province.units)
    )


def _possible(unit: ProvinceUnit, areas: int, most: Fraction) -> bool:
    """Return whether a unit's figures can be: within the catalog's, its share of the whole that of its points."""
    if len(unit.shares) != areas or not all(share is None or 0 <= share <= 1 for share in unit.shares):
        return False
    if unit.points is None:
        return unit.share is None
    return 0 <= unit.points <= most and unit.share == unit.points / most


def _false(province: Province, instrument: Instrument, at: CellPos) -> Iterator[Temuan]:
    units: dict[int, list[ProvinceUnit]] = {}
    for unit in province.units:
        units.setdefault(unit.instansi, []).append(unit)
    rows: list[tuple[Instansi, list[ProvinceUnit]]] = [
        reckoned(row, units.get(row.number, ()), instrument) for row in province.instansi
    ]
    again = assembled(rows, province.provinces, instrument, province)
    for was, is_now in zip(province.instansi, again.instansi, strict=True):
        for field, what in _OF_A_ROW.items():
            if getattr(was, field) != getattr(is_now, field):
                yield ProvinceRecordFalse(at, what=what, instansi=was.name)
    for field, what in _OF_ALL.items():
        if getattr(province, field) != getattr(again, field):
            yield ProvinceRecordFalse(at, what=what, instansi="")
    if province.units != again.units:
        yield ProvinceRecordFalse(at, what="places", instansi="")
