"""Sheet *Penilaian Ketat*: what a strict run changed, unit by unit. Written only when the run was strict."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pmprb.books.order import PlacedUnit
from pmprb.catalog.model import Instrument
from pmprb.office.model import StrictEffect
from pmprb.records import dataclass
from pmprb.sheets.page import Column, Page, count, figure, label, words

NAME = "Penilaian Ketat"
SAID = "PENILAIAN KETAT: jawaban yang bernilai tetapi tanpa bukti dukung dihitung kosong"
_LISTED = 40


@dataclass(frozen=True)
class _StrictRow:
    unit: PlacedUnit
    change: StrictEffect


def write_strict(page: Page, instrument: Instrument, units: Sequence[PlacedUnit]) -> None:
    """Write a line a unit: totals before and after, targets and gates lost, predicate, items."""
    lines = [_StrictRow(unit, unit.result.strict) for unit in units if unit.result.strict]
    lines.sort(key=lambda line: (-_lost(line.change), line.unit.number))
    columns = _columns(page, instrument)
    notes = [
        "Jawaban yang membawa nilai tetapi tidak menyebut bukti dukung dihitung seperti butir kosong. Semua nilai, "
        "peringkat, dan kelayakan dalam rekap ini adalah nilai ketat; lembar ini menunjukkan bedanya. Aturan yang sama "
        "berlaku bagi jawaban TPI: pada butir tanpa bukti keduanya tidak dihitung.",
    ]
    without = sum(not line.change.applied for line in lines)
    if without:
        notes.append(f"{without} lembar kerja tidak mempunyai kolom bukti; nilainya tidak berubah.")
    page.listing(NAME, notes, columns, lines, "Tidak ada unit.", frozen=3)


def _lost(change: StrictEffect) -> Fraction:
    return (change.before or Fraction(0)) - (change.after or Fraction(0))


def _columns(page: Page, instrument: Instrument) -> list[Column[_StrictRow]]:
    points, signed = page.theme.points, page.theme.signed

    columns: list[Column[_StrictRow]] = [
        Column("No.", 6, lambda r: count(r.unit.number)),
        Column("Kode Unit", 10, lambda r: label(r.unit.result.unit.code)),
        Column("Unit", 32, lambda r: words(r.unit.name, "bold")),
        Column("Butir tanpa bukti", 10, lambda r: count(len(r.change.items))),
        Column("Nilai biasa", 10, lambda r: figure(r.change.before, points)),
        Column("Nilai ketat", 10, lambda r: figure(r.change.after, points)),
        Column("Selisih", 10, lambda r: label("–") if r.change.after is None else figure(-_lost(r.change), signed)),
    ]
    if instrument.predicate:
        columns.append(
            Column("Predikat", 14, lambda r: label(_moved(r.change.predicate_before, r.change.predicate_after)))
        )
    if instrument.gate_sets:
        columns.append(Column("Kelayakan lepas", 14, lambda r: label(_targets(r.change), *_alarm(r.change))))
        columns.append(Column("Ambang yang lepas", 40, lambda r: words(_gates(r.change))))
    columns.append(Column("Butir", 60, lambda r: words(_items(r.change))))
    return columns


def _moved(before: str, after: str) -> str:
    return before or "-" if before == after else f"{before or '-'} → {after or '-'}"


def _targets(change: StrictEffect) -> str:
    return ", ".join(target for target in change.targets_before if target not in change.targets_after)


def _gates(change: StrictEffect) -> str:
    titles: dict[str, list[str]] = {}
    for target, gate in change.gates:
        titles.setdefault(target, []).append(gate)
    return "\n".join(f"{target}: {', '.join(gates)}" for target, gates in titles.items())


def _alarm(change: StrictEffect) -> tuple[str, ...]:
    return ("bad",) if _targets(change) else ()


def _items(change: StrictEffect) -> str:
    if not change.applied:
        return "lembar tanpa kolom bukti"
    more = f", dan {len(change.items) - _LISTED} lagi" if len(change.items) > _LISTED else ""
    return ", ".join(change.items[:_LISTED]) + more
