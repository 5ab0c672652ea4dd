"""A province as plain data for JSON; the shape is documented in docs/json.md, a key is only ever added."""

from __future__ import annotations

from typing import Any

from pmprb.books.rekap.json import files_data, temuan_data
from pmprb.catalog.model import Instrument
from pmprb.numbers import decimal_or_none, decimal_text
from pmprb.office.model import Spread
from pmprb.office.province_record import Gathered, Instansi, PeerGroup, Province, ProvinceUnit
from pmprb.office.record import fate_of

Plain = dict[str, Any]


def province_data(province: Province, instrument: Instrument) -> Plain:
    """Return a province: both means, instansi with rank, peer groups, units with their places, every file's fate."""
    return {
        "kind": "instansi",
        "name": province.name,
        "instrument": province.instrument,
        "variant": province.variant or None,
        "basis": instrument.basis.value,
        "reconstructed": instrument.is_reconstructed,
        "catalog_hash": province.catalog_hash,
        "program": province.program,
        "digest": province.digest,
        "period": province.period,
        "blank": province.blank,
        "choices": dict(province.choices),
        "total": decimal_text(province.total),
        "mean_of_indices": decimal_or_none(province.mean_of_indices),
        "mean_of_units": decimal_or_none(province.mean_of_units),
        "means_basis": None,
        "registered": province.registered,
        "rated": province.rated,
        "files": files_data(province.inputs),
        "targets": dict(province.targets),
        "areas": [_area(s, over) for s, over in zip(province.spreads, province.instansi_spreads, strict=True)],
        "provinces": [_province(one) for one in province.provinces],
        "instansi": [_instansi(row, province) for row in province.instansi],
        "groups": [_group(group, province) for group in province.groups],
        "units": [_unit(unit, province) for unit in province.units],
        "inputs": [
            {
                "file": file.file,
                "sha256": file.sha256 or None,
                "instansi": file.unit,
                "fate": fate_of(file),
                "why": [temuan_data(t) for t in file.why],
            }
            for file in province.inputs
        ],
        "temuan": [temuan_data(t) for t in province.temuan],
    }


def _spread(spread: Spread) -> Plain:
    return {
        "rated": spread.rated,
        "mean": decimal_or_none(spread.mean),
        "lowest": decimal_or_none(spread.lowest),
        "highest": decimal_or_none(spread.highest),
    }


def _area(units: Spread, instansi: Spread) -> Plain:
    return {"of": units.of, "title": units.title, "max": decimal_text(units.max)} | {
        "units": _spread(units),
        "instansi": _spread(instansi),
    }


def _province(one: Gathered) -> Plain:
    return {
        "number": one.number,
        "name": one.name,
        "file": one.file,
        "digest": one.digest,
        "program": one.program,
        "within": one.within or None,
        "instansi": one.instansi,
        "mean_of_indices": decimal_or_none(one.mean_of_indices),
        "mean_of_units": decimal_or_none(one.mean_of_units),
        "registered": one.registered,
        "handed_in": one.handed_in,
        "rated": one.rated,
        "missing": one.missing,
        "targets": dict(one.targets),
    }


def _instansi(row: Instansi, province: Province) -> Plain:
    return {
        "number": row.number,
        "name": row.name,
        "province": province.came_through(row) or None,
        "file": row.file,
        "sha256": row.sha256,
        "digest": row.digest,
        "program": row.program,
        "index": decimal_or_none(row.index),
        "share": decimal_or_none(row.share),
        "predicate": row.predicate.label if row.predicate else None,
        "rank": row.rank,
        "registered": row.registered,
        "handed_in": row.handed_in,
        "rated": row.rated,
        "missing": [{"code": unit.code, "name": unit.name} for unit in row.missing],
        "targets": dict(row.targets),
        "areas": {spread.of: _spread(spread) for spread in row.spreads},
        "files": dict(row.files),
        "errors": row.wrong,
    }


def _group(group: PeerGroup, province: Province) -> Plain:
    def listed(places: tuple[int, ...]) -> list[Plain]:
        units = (province.units[n] for n in places)
        return [{"instansi": u.instansi, "code": u.unit.code, "group_rank": u.group_rank} for u in units]

    return {
        "group": group.title,
        "rated": group.rated,
        "mean_share": decimal_or_none(group.mean),
        "best": listed(group.best),
        "lowest": listed(group.lowest),
    }


def _unit(unit: ProvinceUnit, province: Province) -> Plain:
    return {
        "instansi": unit.instansi,
        "code": unit.unit.code,
        "name": unit.unit.name,
        "group": unit.group,
        "total": decimal_or_none(unit.points),
        "rank": unit.rank,
        "group_rank": unit.group_rank,
        "own_rank": unit.own_rank,
        "passed": list(unit.passed),
        "predicate": unit.predicate or None,
        "areas": {s.of: decimal_or_none(share) for s, share in zip(province.spreads, unit.shares, strict=True)},
    }
