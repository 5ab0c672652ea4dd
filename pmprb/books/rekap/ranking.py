"""Sheet *Peringkat*: every unit's points, share, predicate, place and target statuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pmprb.books.order import BLANK_POLICY, PlacedUnit
from pmprb.catalog.model import Instrument
from pmprb.engine.verdict import Verdict
from pmprb.office.model import Consolidation
from pmprb.sheets.page import UNRATED_CELL, Cell, Column, Page, Table, count, figure, label, words

PASSED, FAILED = "lolos", "belum"


def write_ranking(
    page: Page, consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit]
) -> Table[PlacedUnit]:
    """Write the sheet; units *belum dinilai* stand below the ranked ones, without a rank."""
    columns = ranking_columns(page, instrument)
    other = BLANK_POLICY["lewati" if consolidation.blank == "nol" else "nol"]
    notes = [
        "Urut menurut nilai sebelum pembulatan; nilai yang sama mendapat peringkat yang sama. "
        "Unit yang belum dinilai (tidak satu butir pun terjawab) tidak diberi peringkat dan tidak ikut rata-rata.",
        f"Butir kosong {BLANK_POLICY[consolidation.blank]}. Nilai pembanding: bila butir kosong {other}.",
    ]
    table = page.listing("Peringkat Unit", notes, columns, units, "Belum ada unit yang menyerahkan.", frozen=3)
    if units:
        page.colour_scale(table, "share")
    return table


def ranking_columns(page: Page, instrument: Instrument) -> list[Column[PlacedUnit]]:
    """Return the columns of the ranking."""
    theme = page.theme
    targets = tuple(target.id for target in instrument.gate_sets[0].targets) if instrument.gate_sets else ()
    columns: list[Column[PlacedUnit]] = [
        Column("Peringkat", 9, lambda u: count(u.standing.rank, "bold") if u.standing else label("–", "muted")),
        Column("Kode Unit", 11, lambda u: words(u.result.unit.code)),
        Column("Unit", 44, lambda u: words(u.name, "bold"), "unit"),
        Column("Jenis", 15, lambda u: words(u.result.unit.kind)),
        Column("Kelompok", 16, lambda u: words(u.result.unit.group)),
        Column(
            "Nilai", 10, lambda u: figure(u.standing.points if u.standing else None, theme.points, "bold"), "points"
        ),
        Column("%", 10, lambda u: figure(u.standing.share if u.standing else None, theme.share), "share"),
    ]
    if instrument.predicate:
        columns.append(Column("Predikat", 10, _predicate, "predicate"))
    columns.append(Column("Peringkat kelompok", 11, _group_rank))
    columns += [Column(target, 9, _status_cell(target), passed_column(target)) for target in targets]
    return [
        *columns,
        Column("Terjawab", 12, _answered),
        Column("Nilai pembanding", 11, lambda u: _other(u, theme.points), "other"),
        Column("Selisih", 9, lambda u: _difference(u, theme.signed)),
    ]


def passed_column(target: str) -> str:
    """Return the name of the column that tells who reaches a target."""
    return f"passed {target}"


def _other(unit: PlacedUnit, num: str) -> Cell:
    return figure(unit.result.other_tree.total.points if unit.standing else None, num)


def _predicate(unit: PlacedUnit) -> Cell:
    if not unit.standing:
        return UNRATED_CELL
    return label(unit.result.predicate.label if unit.result.predicate else "", "bold")


def _group_rank(unit: PlacedUnit) -> Cell:
    if not unit.standing:
        return label("–", "muted")
    return Cell(unit.standing.group_rank, ("cell", "center"), f'0" dari {unit.standing.group_of}"')


def _answered(unit: PlacedUnit) -> Cell:
    total = unit.result.tree.total
    return Cell(total.answered, ("cell", "center"), f'0" dari {total.items}"')


def _difference(unit: PlacedUnit, num: str) -> Cell:
    own, other = unit.result.tree.total.points, unit.result.other_tree.total.points
    if not unit.standing or own is None or other is None:
        return label("–", "muted")
    return Cell(other - own, ("cell",), num, "={other}{row}-{points}{row}")


def verdict_of(unit: PlacedUnit, target: str) -> Verdict | None:
    """Return the deciding verdict of a target."""
    return next((v for v in unit.result.verdicts if v.decides and v.target == target), None)


def status(passed: bool) -> Cell:
    """Return the cell of a gate or target: lolos or belum."""
    return label(PASSED, "good") if passed else label(FAILED, "unmet")


def _status_cell(target: str) -> Callable[[PlacedUnit], Cell]:
    def cell(unit: PlacedUnit) -> Cell:
        verdict = verdict_of(unit, target)
        if not unit.standing or verdict is None:
            return UNRATED_CELL
        return status(verdict.passed)

    return cell
