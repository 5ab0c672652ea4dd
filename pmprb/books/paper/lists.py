"""The lists of the A4 pack: ranking and gates, a row a unit, narrow enough for upright paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from pmprb.books.order import BLANK_POLICY, PlacedUnit
from pmprb.books.rekap.gates import gate_columns
from pmprb.books.rekap.ranking import ranking_columns
from pmprb.catalog.model import Instrument
from pmprb.insight.outlook import outlook_of
from pmprb.office.model import Consolidation
from pmprb.sheets.page import Cell, Column, Page, Row, words
from pmprb.sheets.paper import Paper, full_size

_SPAN = 200


def write_ranking_page(
    page: Page, consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit], paper: Paper
) -> None:
    """Write every unit's place, points and targets."""
    targets = [target.id for target in instrument.gate_sets[0].targets] if instrument.gate_sets else []
    widths = {
        "Peringkat": 9.0, "Kode Unit": 7, "Unit": 33, "Nilai": 8, "%": 8, "Predikat": 9, **dict.fromkeys(targets, 7),
        "Terjawab": 10,
    }  # fmt: skip
    columns = _chosen(ranking_columns(page, instrument), widths)
    if any(unit.result.unit.group for unit in units):
        columns.insert(5, Column("Dalam kelompok", 26, lambda unit: words(_in_group(unit))))
    notes = [
        "Urut menurut nilai sebelum pembulatan; nilai yang sama mendapat peringkat yang sama. Unit yang belum dinilai "
        f"tidak diberi peringkat. Butir kosong {BLANK_POLICY[consolidation.blank]}."
    ]
    _write(page, "Peringkat Unit", notes, columns, units, paper)


def write_gate_page(page: Page, instrument: Instrument, units: Sequence[PlacedUnit], paper: Paper) -> None:
    """Write which targets every unit reaches, and the gate nearest to being met."""
    targets = [target.id for target in instrument.gate_sets[0].targets]
    widths = {
        "Unit": 29.0, **dict.fromkeys(targets, 7), "Target berikutnya": 14, "Ambang belum": 9,
        "Ambang terdekat": 21, "Nilai": 8, "Minimum": 9, "Selisih": 9,
    }  # fmt: skip
    columns = _chosen(gate_columns(page.theme, instrument), widths)
    notes = [
        "Target tercapai bila seluruh ambangnya terpenuhi; nilai yang tepat sama dengan minimum lolos. Ambang "
        "terdekat: yang belum terpenuhi dan paling dekat ke minimumnya, untuk target berikutnya."
    ]
    rows = [(unit, outlook_of(unit.result, instrument)) for unit in units]
    _write(page, "Kelayakan", notes, columns, rows, paper)


def _chosen(columns: Sequence[Column[Row]], widths: Mapping[str, float]) -> list[Column[Row]]:
    """Return the columns that are named, as wide as said."""
    return [
        replace(column, width=widths[column.title], cell=partial(_full, column))
        for column in columns
        if column.title in widths
    ]


def _full(column: Column[Row], row: Row) -> Cell:
    return full_size(column.cell(row))


def _in_group(unit: PlacedUnit) -> str:
    place = unit.standing
    return f"{place.group_rank} dari {place.group_of} · {place.group}" if place and place.group else "–"


def _write(
    page: Page, title: str, notes: Sequence[str], columns: Sequence[Column[Row]], rows: Sequence[Row], paper: Paper
) -> None:
    table = page.lay(title, notes, columns, len(rows), span=_SPAN)
    table.write(rows, "Belum ada unit yang menyerahkan.", fold=False)
    widths = [column.width for column in columns]
    paper.turned(widths).set(page, widths, header=table.header)
