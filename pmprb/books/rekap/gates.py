"""Sheet *Kelayakan*: every gate of every target, with its margin and its citation.

The first rows sum up unit × target ("Ringkas"), the others stand one a gate ("Rinci"); one header serves both. When it
was asked for, a row a unit says the least to its next target ("Jalur").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pmprb.books.order import BASIS, PlacedUnit, citations
from pmprb.books.rekap.ranking import FAILED, PASSED, status
from pmprb.catalog.model import Instrument
from pmprb.engine.verdict import GateResult, Verdict
from pmprb.numbers import margin, shown
from pmprb.office.model import NextStep
from pmprb.sheets.page import UNRATED_CELL, Cell, Column, Page, count, figure, label, words

_SUMMARY, _DETAIL, _PATH = "Ringkas", "Rinci", "Jalur"
_NAMED = 3
_FIRST = 4
_OTHER = "bacaan lain"
# SUMIFS of every summary row over every detail row: beyond this many comparisons plain numbers are written.
_LIVE_LIMIT = 50_000_000
_COUNTED = "=SUMIFS({tick:all},{number:all},{number}{row},{target:all},{target}{row},{reading:all},{reading}{row})"


@dataclass(frozen=True)
class _GateRow:
    """A row of the sheet; `gate` is None in a summary row, and in one of the least to a next target (`step`)."""

    unit: PlacedUnit
    verdict: Verdict
    gate: GateResult | None
    step: NextStep | None = None

    @property
    def rated(self) -> bool:
        return self.unit.standing is not None


class _Gates:
    """The columns' cells, which need the instrument, the number formats and how a summary counts its gates."""

    def __init__(self, page: Page, instrument: Instrument, counted: str) -> None:
        self.theme, self.instrument, self.counted = page.theme, instrument, counted

    def columns(self) -> list[Column[_GateRow]]:
        return [
            Column("No.", 5, lambda r: count(r.unit.number), "number"),
            Column("Unit", 30, lambda r: words(r.unit.name, "bold")),
            Column("Baris", 9, lambda r: label(self.kind(r), *self.look(r))),
            Column("Target", 9, lambda r: label(r.verdict.target, "bold"), "target"),
            Column("Bacaan", 26, lambda r: words(reading_of(r.verdict), *self.look(r)), "reading"),
            Column("Ambang", 34, lambda r: words(self.about(r), *self.look(r))),
            Column("Nilai", 10, self.value, "value"),
            Column("Minimum", 10, self.minimum, "minimum"),
            Column("Selisih", 10, self.margin),
            Column("Hasil", 10, self.outcome),
            Column("Dasar hukum", 48, lambda r: words(citations(r.gate.references, self.instrument) if r.gate else "")),
            Column("Dasar", 14, lambda r: label(BASIS[r.gate.basis if r.gate else r.verdict.basis])),
            Column("Catatan", 36, lambda r: words(r.gate.note if r.gate else self.failing(r))),
            Column("Lolos (1)", 8, self.tick, "tick"),
        ]

    def kind(self, line: _GateRow) -> str:
        return _PATH if line.step else _DETAIL if line.gate else _SUMMARY

    def about(self, line: _GateRow) -> str:
        if line.step:
            return "Perubahan paling sedikit ke target berikutnya"
        return line.gate.title if line.gate else "Seluruh ambang"

    def look(self, line: _GateRow) -> tuple[str, ...]:
        return () if line.gate else ("strong",)

    def number(self, line: _GateRow, signed: bool = False) -> str:
        if line.gate is None:
            return "+0;-0;0" if signed else '0" ambang"'
        if line.gate.measure == "share":
            return self.theme.signed_share if signed else self.theme.share
        return self.theme.signed if signed else self.theme.points

    def value(self, line: _GateRow) -> Cell:
        if line.step:
            many = len(line.step.changes)
            return Cell(many if line.step.target else None, ("cell", "strong"), '0" butir"')
        if not line.rated:
            return UNRATED_CELL
        if line.gate:
            return figure(line.gate.value, self.number(line))
        met = sum(gate.passed for gate in line.verdict.gates)
        return Cell(met, ("cell", "strong"), self.number(line), self.counted)

    def minimum(self, line: _GateRow) -> Cell:
        if line.step:
            return Cell(None)
        value = line.gate.minimum if line.gate else Fraction(len(line.verdict.gates))
        return Cell(value, ("cell", *self.look(line)), self.number(line))

    def margin(self, line: _GateRow) -> Cell:
        if line.step:
            return Cell(None)
        if not line.rated or (line.gate and line.gate.margin is None):
            return UNRATED_CELL
        if line.gate:
            return margin_cell(line.gate, self.number(line, signed=True), self.instrument.policies.display_decimals)
        short = sum(gate.passed for gate in line.verdict.gates) - len(line.verdict.gates)
        return Cell(short, ("cell", "strong"), self.number(line, signed=True), "={value}{row}-{minimum}{row}")

    def outcome(self, line: _GateRow) -> Cell:
        if line.step:
            reached, said = line.step.reachable, "dapat" if line.step.target else "tercapai"
            return Cell(said if reached else "belum dapat", ("cell", "center", "good" if reached else "unmet"))
        if not line.rated:
            return UNRATED_CELL
        passed = line.gate.passed if line.gate else line.verdict.passed
        if line.gate:
            return status(passed)
        look = "good" if passed else "unmet"
        formula = f'=IF({{value}}{{row}}>={{minimum}}{{row}},"{PASSED}","{FAILED}")'
        return Cell(PASSED if passed else FAILED, ("cell", "center", look), "", formula)

    def tick(self, line: _GateRow) -> Cell:
        """A gate met is 1: the summary rows add these up, and hold none themselves, so that sorting is safe."""
        if not line.gate or not line.rated:
            return Cell(None)
        return count(int(line.gate.passed))

    def failing(self, line: _GateRow) -> str:
        if line.step:
            every = [f"{item} {said}" for item, said in line.step.changes]
            more = f"; dan {len(every) - _FIRST} lagi" if len(every) > _FIRST else ""
            return f"{line.step.said}. {'; '.join(every[:_FIRST])}{more}" if every else line.step.said
        if not line.rated or line.verdict.passed:
            return ""
        failing = [gate.title for gate in line.verdict.gates if not gate.passed]
        more = f"; dan {len(failing) - _NAMED} lagi" if len(failing) > _NAMED else ""
        return "Belum terpenuhi: " + "; ".join(failing[:_NAMED]) + more


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


def reading_of(verdict: Verdict) -> str:
    """Return whether a verdict's reading of the gates decides, and which other reading it is."""
    return "menentukan" if verdict.decides else f"{_OTHER}: {verdict.gate_set_title}"


def _step_rows(instrument: Instrument, units: Sequence[PlacedUnit], steps: Mapping[str, NextStep]) -> list[_GateRow]:
    """Return a row a unit that has a step; its verdict holds no more than the target."""
    basis = instrument.gate_sets[0].basis if instrument.gate_sets else instrument.basis
    found = []
    for unit in units:
        step = steps.get(unit.result.unit.key)
        if step is not None:
            target = step.target or "–"
            named = {"gate_set": "", "gate_set_title": "", "target": target, "title": step.title}
            verdict = Verdict(decides=True, basis=basis, passed=False, gates=(), **named)
            found.append(_GateRow(unit, verdict, None, step))
    return found


def write_gates(
    page: Page, instrument: Instrument, units: Sequence[PlacedUnit], steps: Mapping[str, NextStep] | None = None
) -> None:
    """Write the sheet for an instrument that has gates; `steps` are the least to a next target, by unit."""
    rows = [_GateRow(unit, verdict, None) for unit in units for verdict in unit.result.verdicts]
    summaries = len(rows)
    rows += [
        _GateRow(unit, verdict, gate) for unit in units for verdict in unit.result.verdicts for gate in verdict.gates
    ]
    rows[:0] = _step_rows(instrument, units, steps or {})
    notes = [
        "Target tercapai bila seluruh ambangnya terpenuhi; nilai yang tepat sama dengan minimum lolos. "
        "Selisih dihitung dari kedua angka seperti yang ditampilkan. "
        f'Baris "{_SUMMARY}" menghitung ambang yang lolos, baris "{_DETAIL}" memuat tiap ambang: saring kolom Baris, '
        "Target atau Unit.",
        *_readings(instrument),
    ]
    if steps:
        notes.insert(
            1,
            f'Baris "{_PATH}": perubahan paling sedikit, terbukti, ke target berikutnya; survei, audit, dan capaian '
            "yang tidak dapat dicentang sendiri tidak ikut. Jalur lain yang sama sedikitnya: pmprb jalur.",
        )
    counted = _COUNTED if summaries * len(rows) <= _LIVE_LIMIT else ""
    columns = _Gates(page, instrument, counted).columns()
    page.listing("Kelayakan", notes, columns, rows, "Belum ada unit yang menyerahkan.", frozen=2, span=190)


def _readings(instrument: Instrument) -> list[str]:
    """Return a sentence for each reading of the gates: which decides, its basis, its note."""
    said = []
    for n, gate_set in enumerate(instrument.gate_sets):
        role = "Yang menentukan" if n == 0 else "Bacaan lain, tidak menentukan"
        source = f"dasar: {BASIS[gate_set.basis]}; {citations(gate_set.references, instrument)}"
        said.append(f"{role}: {gate_set.title} ({source}). {gate_set.note}".strip())
    return said
