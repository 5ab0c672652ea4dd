"""Sheet *Peringkat*: every unit's points, share, predicate, place and target statuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pmprb.books.order import BLANK_POLICY, Placed
from pmprb.catalog.model import Instrument
from pmprb.engine.verdict import Verdict
from pmprb.office.model import Consolidation
from pmprb.sheets.formula import column_name
from pmprb.sheets.page import UNRATED_CELL, Cell, Column, Page, count, figure, label, words
from pmprb.sheets.theme import COLOUR_SCALE

PASSED, FAILED = "lolos", "belum"


@dataclass(frozen=True)
class RankingPlaces:
    """Where other sheets find the ranking: references to whole columns, and the first row (1-based)."""

    first: int
    rated: int
    units: str
    points: str
    shares: str
    others: str
    predicates: str
    targets: dict[str, str]
    unit_column: str
    points_column: str


def write_ranking(
    page: Page, consolidation: Consolidation, instrument: Instrument, units: Sequence[Placed]
) -> RankingPlaces:
    """Write the sheet; units *belum dinilai* stand below the ranked ones, without a rank."""
    columns = _columns(page, instrument)
    other = BLANK_POLICY["lewati" if consolidation.blank == "nol" else "nol"]
    notes = [
        "Urut menurut nilai sebelum pembulatan; nilai yang sama mendapat peringkat yang sama. "
        "Unit yang belum dinilai (tidak satu butir pun terjawab) tidak diberi peringkat dan tidak ikut rata-rata.",
        f"Butir kosong {BLANK_POLICY[consolidation.blank]}. Nilai pembanding: bila butir kosong {other}.",
    ]
    page.widths([column.width for column in columns])
    row = page.head("Peringkat Unit", notes, [column.width for column in columns]) + 1
    last = page.table(row, columns, units, "Belum ada unit yang menyerahkan.").last
    titles = [column.title for column in columns]
    first, points, shares = row + 1, titles.index("Nilai"), titles.index("%")

    def reference(title: str) -> str:
        return page.cells(first, titles.index(title), last)

    if units:
        page.sheet.conditional_format(
            first, shares, last, shares,
            COLOUR_SCALE,
        )  # fmt: skip
    page.sheet.freeze_panes(row + 1, 3)
    page.print_setup(row)
    return RankingPlaces(
        first=first + 1,
        rated=len(consolidation.standings),
        units=reference("Unit"),
        points=page.cells(first, points, last),
        shares=page.cells(first, shares, last),
        others=reference("Nilai pembanding"),
        predicates=reference("Predikat") if instrument.predicate else "",
        targets={target: reference(target) for target in consolidation.targets if target in titles},
        unit_column=column_name(titles.index("Unit")),
        points_column=column_name(points),
    )


def _columns(page: Page, instrument: Instrument) -> list[Column[Placed]]:
    theme = page.theme
    targets = tuple(target.id for target in instrument.gate_sets[0].targets) if instrument.gate_sets else ()
    columns: list[Column[Placed]] = [
        Column("Peringkat", 9, lambda u: count(u.standing.rank, "bold") if u.standing else label("–", "muted")),
        Column("Kode Unit", 11, lambda u: words(u.result.unit.code)),
        Column("Unit", 44, lambda u: words(u.name, "bold")),
        Column("Jenis", 15, lambda u: words(u.result.unit.kind)),
        Column("Kelompok", 16, lambda u: words(u.result.unit.group)),
        Column("Nilai", 10, lambda u: figure(u.standing.points if u.standing else None, theme.points, "bold")),
        Column("%", 10, lambda u: figure(u.standing.share if u.standing else None, theme.share)),
    ]
    if instrument.predicate:
        columns.append(Column("Predikat", 10, _predicate))
    columns.append(Column("Peringkat kelompok", 11, _group_rank))
    columns += [Column(target, 9, _status_cell(target)) for target in targets]
    columns += [Column("Terjawab", 12, _answered), Column("Nilai pembanding", 11, lambda u: _other(u, theme.points))]
    formula = f"={column_name(len(columns) - 1)}{{row}}-{column_name(5)}{{row}}"
    columns.append(Column("Selisih", 9, lambda u: _difference(u, formula, theme.signed)))
    return columns


def _other(unit: Placed, num: str) -> Cell:
    return figure(unit.result.other_tree.total.points if unit.standing else None, num)


def _predicate(unit: Placed) -> Cell:
    if not unit.standing:
        return UNRATED_CELL
    return label(unit.result.predicate.label if unit.result.predicate else "", "bold")


def _group_rank(unit: Placed) -> Cell:
    if not unit.standing:
        return label("–", "muted")
    return Cell(unit.standing.group_rank, ("cell", "center"), f'0" dari {unit.standing.group_of}"')


def _answered(unit: Placed) -> Cell:
    total = unit.result.tree.total
    return Cell(total.answered, ("cell", "center"), f'0" dari {total.items}"')


def _difference(unit: Placed, formula: str, num: str) -> Cell:
    own, other = unit.result.tree.total.points, unit.result.other_tree.total.points
    if not unit.standing or own is None or other is None:
        return label("–", "muted")
    return Cell(other - own, ("cell",), num, formula)


def verdict_of(unit: Placed, target: str) -> Verdict | None:
    """Return the deciding verdict of a target."""
    return next((v for v in unit.result.verdicts if v.decides and v.target == target), None)


def status(passed: bool) -> Cell:
    """Return the cell of a gate or target: lolos or belum."""
    return label(PASSED, "good") if passed else label(FAILED, "unmet")


def _status_cell(target: str) -> Callable[[Placed], Cell]:
    def cell(unit: Placed) -> Cell:
        verdict = verdict_of(unit, target)
        if not unit.standing or verdict is None:
            return UNRATED_CELL
        return status(verdict.passed)

    return cell
