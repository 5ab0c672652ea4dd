"""One instansi's row and units among others: from its own rekap, or from the record of a province that had it.

Enters: a rekap's record, or a row and units that a province kept. Leaves: `Instansi` and `ProvinceUnit`, without their
places among the others. Everything that follows from the units is reckoned from them here, whichever way they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import get_args

from pmprb.catalog.model import Instrument
from pmprb.numbers import exact_sum
from pmprb.office.consolidate import index_predicate, share_of, spread, spread_names
from pmprb.office.province_record import Instansi, ProvinceUnit
from pmprb.office.record import Fate, RekapRecord, UnitRecord


def row_of(
    record: RekapRecord, name: str, instrument: Instrument, *, file: str = "", sha256: str = "", digest: str = "",
    modified: str = "",
) -> tuple[Instansi, list[ProvinceUnit]]:  # fmt: skip
    """Return the row of the instansi whose rekap holds a record, and its units, best first."""
    fates = Counter(one.fate for one in record.inputs)
    bare = Instansi(
        number=0,
        name=name,
        file=file,
        sha256=sha256,
        digest=digest or record.digest,
        program=record.program,
        duplicates=record.settings.duplicates,
        index=None,
        share=None,
        predicate=None,
        rank=None,
        registered=record.registered,
        handed_in=0,
        rated=0,
        missing=record.missing,
        targets={},
        spreads=(),
        files={fate: fates[fate] for fate in get_args(Fate)},
        wrong=record.wrong,
        modified=modified,
    )
    return reckoned(bare, [_unit(one, instrument) for one in record.units], instrument)


def reckoned(
    row: Instansi, units: Iterable[ProvinceUnit], instrument: Instrument
) -> tuple[Instansi, list[ProvinceUnit]]:
    """Return a row with what its units give, and the units with their places among themselves, best first."""
    ordered = sorted(units, key=_best_first)
    ordered = [
        unit.model_copy(update={"own_rank": place, "rank": None, "group_rank": None, "group": unit.own_group})
        for unit, place in zip(ordered, ranks([unit.points for unit in ordered]), strict=True)
    ]
    rated = [unit for unit in ordered if unit.points is not None]
    index = mean(unit.points for unit in rated)
    share = None if index is None else index / instrument.root.weight
    counted = {
        "index": index,
        "share": share,
        "predicate": index_predicate(share, instrument),
        "handed_in": len(ordered),
        "rated": len(rated),
        "targets": {target: sum(target in unit.passed for unit in rated) for target in targets_of(instrument)},
        "spreads": tuple(
            spread(of, (unit.shares[n] for unit in ordered), instrument)
            for n, of in enumerate(spread_names(instrument))
        ),
    }
    return row.model_copy(update=counted), ordered


def figures(row: Instansi, units: Sequence[ProvinceUnit]) -> tuple[object, ...]:
    """Return all that is said of an instansi but which file it was and where it stands among others."""
    aside = {"number": 0, "rank": None, "file": "", "sha256": "", "modified": "", "through": None, "name": ""}
    bare = [unit.model_copy(update={"instansi": 0, "sha256": ""}) for unit in units]
    return row.model_copy(update=aside), tuple(bare)


def targets_of(instrument: Instrument) -> list[str]:
    """Return the targets of the reading that decides."""
    return [target.id for target in instrument.gate_sets[0].targets] if instrument.gate_sets else []


def ranks(values: Sequence[Fraction | None]) -> list[int | None]:
    """Return the place of each value, the largest first; equal values share a place and the next is skipped.

    None has no place. Values are exact: nothing was rounded.
    """
    places: dict[Fraction, int] = {}
    for place, value in enumerate(sorted((v for v in values if v is not None), reverse=True), start=1):
        places.setdefault(value, place)
    return [None if value is None else places[value] for value in values]


def mean(values: Iterable[Fraction | None]) -> Fraction | None:
    """Return the exact mean of the values that are known; None without any."""
    known = [value for value in values if value is not None]
    return exact_sum(known) / len(known) if known else None


def _best_first(unit: ProvinceUnit) -> tuple[bool, Fraction, str, str]:
    return unit.points is None, -(unit.points or Fraction(0)), unit.unit.code, unit.unit.name


def _unit(record: UnitRecord, instrument: Instrument) -> ProvinceUnit:
    return ProvinceUnit(
        instansi=0,
        unit=record.unit,
        group="",
        points=record.points,
        share=None if record.points is None else record.points / instrument.root.weight,
        predicate=record.predicate,
        passed=record.passed,
        shares=tuple(share_of(record, instrument, of) for of in spread_names(instrument)),
        sha256=record.sha256,
    )
