"""Sheet *Kelayakan Rinci*: what every gate of every reading measures, a column each, a unit a row, the minima above.

A value is coloured by the deciding reading: all its targets' minima met, some, or none. Each gate's citation stands on
*Tentang*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pmprb.books.order import PlacedUnit, citations
from pmprb.books.rekap.gates import DETAIL
from pmprb.catalog.model import Gate, GateSet, Instrument, Target
from pmprb.engine.verdict import GateResult
from pmprb.insight.grounds import basis_words
from pmprb.numbers import number_words, percent
from pmprb.records import dataclass
from pmprb.sheets.page import UNRATED_CELL, Cell, Column, Page, Table, count, words

_Measured = tuple[str, str]
"""What a gate measures: the node or group, and points or share."""


@dataclass(frozen=True)
class _Row:
    """A unit with the results of all its gates by what they measure: those of the deciding reading, and the others."""

    unit: PlacedUnit
    decide: dict[_Measured, list[GateResult]]
    other: dict[_Measured, list[GateResult]]


def write_gate_values(page: Page, instrument: Instrument, units: Sequence[PlacedUnit]) -> Table[_Row]:
    """Write the sheet of an instrument that has gates."""
    readings = [(gate_set, target) for gate_set in instrument.gate_sets for target in gate_set.targets]
    measured: dict[_Measured, Gate] = {}
    for _, target in readings:
        for gate in target.gates:
            measured.setdefault((gate.of, gate.measure), gate)
    columns: list[Column[_Row]] = [
        Column("No.", 5, lambda r: count(r.unit.number), "number"),
        Column("Unit", 34, lambda r: words(r.unit.name, "bold"), "unit"),
        *(_column(page, one, gate) for one, gate in measured.items()),
    ]
    rows = [_row(unit) for unit in units]
    notes = [
        "Nilai setiap hal yang diberi ambang. Di atas kepala tabel: minimum tiap target menurut tiap bacaan. "
        "Hijau: semua minimum bacaan yang menentukan terpenuhi; kuning: sebagian; merah: tidak satu pun. "
        "Dasar hukum tiap ambang: lembar Tentang.",
        *_readings(instrument),
    ]
    table = page.lay(DETAIL, notes, columns, len(rows), span=150, above=1 + len(readings))
    for n, (gate_set, target) in enumerate(readings):
        _minima(page, table.header - len(readings) + n, gate_set is instrument.gate_sets[0], gate_set, target, measured)
    table.write(rows, "Belum ada unit yang menyerahkan.", head=58)
    page.sheet.freeze_panes(table.first, 2)
    page.print_setup(table.header)
    return table


def _row(unit: PlacedUnit) -> _Row:
    row = _Row(unit, {}, {})
    for verdict in unit.result.verdicts:
        into = row.decide if verdict.decides else row.other
        for gate in verdict.gates:
            into.setdefault((gate.of, gate.measure), []).append(gate)
    return row


def _number(page: Page, measure: str) -> str:
    return page.theme.share if measure == "share" else page.theme.points


def _column(page: Page, measured: _Measured, gate: Gate) -> Column[_Row]:
    num = _number(page, gate.measure)

    def cell(row: _Row) -> Cell:
        gates = row.decide.get(measured) or row.other.get(measured) or []
        value = gates[0].value if gates else None
        if row.unit.standing is None or value is None:
            return UNRATED_CELL
        if measured not in row.decide:
            return Cell(value, ("cell",) if all(gate.passed for gate in gates) else ("cell", "unmet"), num)
        met = sum(gate.passed for gate in gates)
        return Cell(value, ("cell", "good" if met == len(gates) else "underway" if met else "bad"), num)

    return Column(gate.title, 11, cell, f"{measured[0]} {measured[1]}")


def _minima(
    page: Page, row: int, decides: bool, gate_set: GateSet, target: Target, measured: dict[_Measured, Gate]
) -> None:
    """Write a target's minima under one reading above the columns they belong to."""
    look = ("cell", "strong") if decides else ("cell", "muted")
    said = "menentukan" if decides else gate_set.title
    minima: dict[_Measured, Fraction] = {(gate.of, gate.measure): gate.minimum for gate in target.gates}
    page.put(row, 0, Cell(None, look))
    page.put(row, 1, Cell(f"Minimum {target.id}: {said}", (*look, "indent", "shrink")))
    for place, (of, measure) in enumerate(measured, start=2):
        page.put(row, place, Cell(minima.get((of, measure)), look, _number(page, measure)))


def _readings(instrument: Instrument) -> list[str]:
    """Return a sentence for each reading of the gates: which decides, its basis, its note."""
    said = []
    for n, gate_set in enumerate(instrument.gate_sets):
        role = "Yang menentukan" if n == 0 else "Bacaan lain, tidak menentukan"
        source = f"dasar: {basis_words(gate_set)}; {citations(gate_set.references, instrument)}"
        said.append(f"{role}: {gate_set.title} ({source}). {gate_set.note}".strip())
    return said


def gate_entries(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Return every gate with its minimum and what it rests on, for *Tentang*; equal ones of two readings once."""
    seen = set()
    for gate_set in instrument.gate_sets:
        for target in gate_set.targets:
            for gate in target.gates:
                number = percent if gate.measure == "share" else number_words
                source = f"{basis_words(gate)} ({citations(gate.references, instrument)})"
                entry = f"{target.id}: {gate.title}", f"minimum {number(gate.minimum)}; dasar: {source}. {gate.note}"
                if entry not in seen:
                    seen.add(entry)
                    yield entry[0], entry[1].strip()
