"""A consolidation as tables for statistics: pandas frames, and Parquet files of them.

Enters: a consolidation and its instrument. Leaves: long tables, one row an observation; figures are
floats of the exact numbers, missing ones are NaN, never 0. pandas is imported only here.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmprb.catalog.model import Instrument
from pmprb.engine.gaps import find_gaps
from pmprb.office.model import Consolidation
from pmprb.temuan.render import sentence

if TYPE_CHECKING:
    import pandas as pd


TABLES = ("unit", "simpul", "butir", "ambang", "kesenjangan", "temuan", "berkas")


def tables(consolidation: Consolidation, instrument: Instrument) -> dict[str, pd.DataFrame]:
    """Return the tables by name (`TABLES`): units, nodes, items, gates, gaps, temuan, files."""
    import pandas as pd

    rows = {
        "unit": _units(consolidation),
        "simpul": _nodes(consolidation, instrument),
        "butir": _items(consolidation, instrument),
        "ambang": _gates(consolidation),
        "kesenjangan": _gaps(consolidation, instrument),
        "temuan": [
            {"kode": t.code.value, "tingkat": t.severity.value, "berkas": t.workbook, "butir": t.node}
            | {"lembar": getattr(t.at, "sheet", ""), "sel": getattr(t.at, "cell", ""), "kalimat": sentence(t)}
            for t in consolidation.temuan
        ],
        "berkas": [
            {"berkas": f.file, "sha256": f.sha256, "unit": f.unit, "dipakai": f.used, "dilewati": f.passed_over}
            for f in consolidation.inputs
        ],
    }
    return {name: pd.DataFrame(rows[name]) for name in TABLES}


def write_parquet(consolidation: Consolidation, instrument: Instrument, folder: Path) -> list[Path]:
    """Write each table to `folder` as Parquet and return the files.

    Raises ImportError when no Parquet engine (pyarrow) is installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables(consolidation, instrument).items():
        path = folder / f"{name}.parquet"
        table.to_parquet(path, index=False)
        written.append(path)
    return written


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _units(consolidation: Consolidation) -> list[dict[str, Any]]:
    standings = {(standing.code, standing.name): standing for standing in consolidation.standings}
    return [
        {
            "kode_unit": r.unit.code,
            "unit": r.unit.name,
            "jenis": r.unit.kind,
            "kelompok": r.unit.group,
            "periode": consolidation.period,
            "instrumen": consolidation.instrument,
            "nilai": _float(r.tree.total.points) if r.rated else None,
            "bagian": _float(r.tree.total.share) if r.rated else None,
            "peringkat": place.rank if place else None,
            "peringkat_kelompok": place.group_rank if place else None,
            "predikat": r.predicate.label if r.predicate else None,
            "terisi": r.tree.total.answered,
            "butir": r.tree.total.items,
            "berkas": r.submission.file,
        }
        for r in consolidation.results
        for place in [standings.get((r.unit.code, r.unit.name))]
    ]


def _nodes(consolidation: Consolidation, instrument: Instrument) -> list[dict[str, Any]]:
    return [
        {
            "kode_unit": r.unit.code,
            "simpul": node.node,
            "tingkat": instrument.nodes[node.node].level,
            "judul": instrument.nodes[node.node].title,
            "nilai": _float(node.points) if node.answered else None,
            "maksimum": float(node.max),
            "terisi": node.answered,
            "butir": node.items,
        }
        for r in consolidation.results
        for node in r.tree.nodes.values()
    ]


def _items(consolidation: Consolidation, instrument: Instrument) -> list[dict[str, Any]]:
    rows = []
    for r in consolidation.results:
        for item in r.tree.items.values():
            answer = r.submission.answers.get(item.item)
            reviewed = r.reviewed.items.get(item.item) if r.reviewed else None
            rows.append(
                {
                    "kode_unit": r.unit.code,
                    "butir": item.item,
                    "area": instrument.area_of(item.item).id,
                    "keadaan": item.state.value,
                    "jawaban": answer.text if answer else "",
                    "nilai": _float(item.score),
                    "nilai_tpi": _float(reviewed.score) if reviewed else None,
                    "bukti": answer.evidence if answer else "",
                }
            )
    return rows


def _gates(consolidation: Consolidation) -> list[dict[str, Any]]:
    return [
        {
            "kode_unit": r.unit.code,
            "bacaan": v.gate_set,
            "menentukan": v.decides,
            "target": v.target,
            "ambang": gate.id,
            "ukuran": gate.measure,
            "nilai": _float(gate.value),
            "minimum": float(gate.minimum),
            "selisih": _float(gate.margin),
            "lolos": gate.passed,
            "dasar": gate.basis.value,
        }
        for r in consolidation.results
        for v in r.verdicts
        for gate in v.gates
    ]


def _gaps(consolidation: Consolidation, instrument: Instrument) -> list[dict[str, Any]]:
    return [
        {
            "kode_unit": r.unit.code,
            "butir": gap.item,
            "area": gap.area,
            "kriteria": gap.criterion,
            "jawaban": gap.answer,
            "poin_hilang": float(gap.lost),
            "poin_langkah": float(gap.step.gain),
            "bukti_kurang": gap.evidence_missing,
            "saran": gap.remedy,
        }
        for r in consolidation.results
        for gap in find_gaps(r.submission, r.tree, instrument)
    ]
