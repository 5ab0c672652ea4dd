"""Sheet *Kelayakan*: a row a unit: which targets it reaches, the gate nearest to being met, and what is lacking there.

When it was asked for, the row ends with the least the unit must change for its next target. Every gate of every reading
stands on *Kelayakan Rinci*; see `gate_values`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from pmprb.books.order import PlacedUnit
from pmprb.books.rekap.ranking import FAILED, PASSED, passed_column, status, verdict_of
from pmprb.catalog.model import Instrument
from pmprb.engine.verdict import GateResult, Verdict
from pmprb.insight.outlook import Outlook, outlook_of
from pmprb.numbers import margin, shown
from pmprb.office.model import NextStep
from pmprb.sheets.page import UNRATED_CELL, Cell, Column, Page, Table, count, label, words
from pmprb.sheets.theme import Theme

DETAIL = "Kelayakan Rinci"
_FIRST = 4


def margin_cell(gate: GateResult, num: str, decimals: int) -> Cell:
    """Return value minus minimum as both are shown; where they look the same and are not, "< 0,01" with its sign."""
    if gate.value is None:
        return UNRATED_CELL
    is_share = gate.measure == "share"
    apart = margin(gate.value, gate.minimum, decimals + 2 * is_share)
    if not apart and gate.margin:
        sign, least = "-" if gate.margin < 0 else "+", shown(Fraction(1, 10**decimals), decimals)
        return Cell(gate.margin, ("cell",), f'"{sign}< {least}{"%" * is_share}"')
    return Cell(apart, ("cell",), num)


def write_gates(
    page: Page, instrument: Instrument, units: Sequence[PlacedUnit], steps: Mapping[str, NextStep] | None = None
) -> Table[tuple[PlacedUnit, Outlook]]:
    """Write the sheet for an instrument that has gates; `steps` are the least to a next target, by unit's key."""
    rows = [(unit, outlook_of(unit.result, instrument)) for unit in units]
    columns = gate_columns(page.theme, instrument)
    if steps:
        # Before how it may be read otherwise, which most rows leave blank.
        place = len(columns) - (len(instrument.gate_sets) > 1)
        columns[place:place] = _step_columns(steps, named=not instrument.gate_sets)
    notes = []
    if instrument.gate_sets:
        notes.append(
            "Satu baris satu unit. Target tercapai bila seluruh ambangnya terpenuhi; nilai yang tepat sama dengan "
            "minimum lolos. Ambang terdekat: yang belum terpenuhi dan paling dekat ke minimumnya, untuk target "
            f"berikutnya. Selisih dihitung dari kedua angka seperti yang ditampilkan. Semua ambang: lembar {DETAIL}."
        )
    if steps:
        notes.append(
            "Jalur: perubahan paling sedikit, terbukti, ke target berikutnya; survei, audit, dan capaian yang tidak "
            "dapat dicentang sendiri tidak ikut. Jalur lain yang sama sedikitnya: pmprb jalur."
        )
    empty = "Belum ada unit yang menyerahkan."
    return page.listing("Kelayakan", notes, columns, rows, empty, frozen=2, span=150)


_Row = tuple[PlacedUnit, Outlook]


def gate_columns(theme: Theme, instrument: Instrument) -> list[Column[_Row]]:
    """Return the columns of the sheet, without those of the least path."""
    columns: list[Column[_Row]] = [
        Column("No.", 5, lambda r: count(r[0].number), "number"),
        Column("Unit", 34, lambda r: words(r[0].name, "bold"), "unit"),
    ]
    if not instrument.gate_sets:
        return columns
    decimals = instrument.policies.display_decimals
    columns += [
        *(_status(target.id) for target in instrument.gate_sets[0].targets),
        Column("Target berikutnya", 14, lambda r: _rated(r, _next)),
        Column("Ambang belum", 9, lambda r: _rated(r, _many), "missing"),
        Column("Ambang terdekat", 30, lambda r: _nearest(r, lambda g: words(g.title))),
        Column("Nilai", 9, lambda r: _nearest(r, lambda g: _number(g.value, _plain(g, theme))), "value"),
        Column("Minimum", 9, lambda r: _nearest(r, lambda g: _number(g.minimum, _plain(g, theme))), "minimum"),
        Column("Selisih", 9, lambda r: _nearest(r, lambda g: margin_cell(g, _signed(g, theme), decimals))),
    ]
    if len(instrument.gate_sets) > 1:
        columns.append(Column("Bila dibaca lain", 28, lambda r: words(otherwise_words(r[1].otherwise))))
    return columns


def otherwise_words(verdicts: Sequence[Verdict]) -> str:
    """Return what other readings of the gates would decide, a line each."""
    return "\n".join(f"{v.target} {PASSED if v.passed else FAILED}: {v.gate_set_title}" for v in verdicts)


def _status(target: str) -> Column[_Row]:
    def cell(row: _Row) -> Cell:
        verdict = verdict_of(row[0], target)
        return UNRATED_CELL if row[0].standing is None or verdict is None else status(verdict.passed)

    return Column(target, 8, cell, passed_column(target))


def _rated(row: _Row, of: Callable[[Outlook], Cell]) -> Cell:
    return UNRATED_CELL if row[0].standing is None else of(row[1])


def _next(outlook: Outlook) -> Cell:
    return label(outlook.target.target, "bold") if outlook.target else label("semua tercapai", "good")


def _many(outlook: Outlook) -> Cell:
    if outlook.target is None:
        return label("–", "muted")
    look = ("cell", "center", "underway") if len(outlook.missing) == 1 else ("cell", "center")
    return Cell(len(outlook.missing), look, f'0" dari {len(outlook.target.gates)}"')


def _nearest(row: _Row, of: Callable[[GateResult], Cell]) -> Cell:
    missing = row[1].missing
    return of(missing[0]) if missing else Cell(None)


def _number(value: Fraction | None, num: str) -> Cell:
    return UNRATED_CELL if value is None else Cell(value, ("cell",), num)


def _plain(gate: GateResult, theme: Theme) -> str:
    return theme.share if gate.measure == "share" else theme.points


def _signed(gate: GateResult, theme: Theme) -> str:
    return theme.signed_share if gate.measure == "share" else theme.signed


def has_gates(instrument: Instrument, steps: Mapping[str, NextStep]) -> bool:
    """Whether the sheet has anything to say: there are gates, or a target that somebody can be on the way to."""
    return bool(instrument.gate_sets) or any(step.said for step in steps.values())


def _step_columns(steps: Mapping[str, NextStep], named: bool) -> list[Column[_Row]]:
    """Return the columns of the least path; the target is `named` where no other column does."""

    def of(row: _Row) -> NextStep | None:
        return steps.get(row[0].result.unit.key)

    def many(row: _Row) -> Cell:
        step = of(row)
        if step is None or not step.target:
            return Cell(None)
        # The changes of a path that does not lead there are told beside it, with what is lacking.
        look = ("cell", "center", "good" if step.reachable else "unmet")
        return Cell(len(step.changes), look, '0" butir"' if step.reachable else '"belum dapat"')

    def said(row: _Row) -> Cell:
        step = of(row)
        if step is None:
            return Cell(None)
        every = [f"{item} {text}" for item, text in step.changes] if step.reachable else []
        more = f"; dan {len(every) - _FIRST} lagi" if len(every) > _FIRST else ""
        return words(f"{step.said}. {'; '.join(every[:_FIRST])}{more}" if every else step.said)

    def target(row: _Row) -> Cell:
        step = of(row)
        return label(step.target, "bold") if step and step.target else Cell(None)

    return [
        *([Column("Target berikutnya", 14, target)] if named else ()),
        Column("Jalur", 11, many, "path"),
        Column("Perubahan paling sedikit", 76, said, "changes"),
    ]
