"""Sheets *Matriks Unit* (every unit under its instansi), *Peringkat Unit* and *Unit Terbaik*.

*Matriks Unit* is what the roll-ups of the other sheets point at: an instansi's units stand together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmprb.books.order import name_of
from pmprb.books.rekap.matrices import heading
from pmprb.books.rekap.ranking import status
from pmprb.catalog.model import Instrument
from pmprb.office.province_record import LISTED, Instansi, PeerGroup, Province, ProvinceUnit
from pmprb.sheets.page import UNRATED_CELL, Cell, Column, Page, Table, count, figure, label, words

UNITS = "Matriks Unit"
_NO_GROUP = "(tanpa kelompok)"


@dataclass(frozen=True)
class UnitPlaces:
    """Where *Matriks Unit* has what: its table, and the rows of every instansi with a unit."""

    table: Table[ProvinceUnit]
    rows: dict[int, tuple[int, int]]

    def of(self, instansi: Instansi, column: str) -> str:
        """Return a reference to a column of an instansi's units; empty when it has none."""
        rows = self.rows.get(instansi.number)
        return self.table.page.cells(rows[0], self.table.at[column], rows[1]) if rows else ""

    def all(self, column: str) -> str:
        """Return a reference to a column of all units."""
        return self.table.cells(column)


def write_units(page: Page, province: Province, instrument: Instrument) -> UnitPlaces:
    """Write every unit with its points, statuses and shares, instansi by instansi."""
    spreads = province.spreads
    columns = _matrix_columns(page, province, instrument)
    notes = [
        "Unit tiap instansi, dari nilai tertinggi. Lembar lain menunjuk ke baris-baris ini, jadi jangan diurutkan; "
        "untuk mengurutkan dan menyaring pakai lembar Peringkat Unit.",
    ]
    table = page.lay("Matriks Unit", notes, columns, len(province.units))
    table.write(province.units, "Belum ada unit yang menyerahkan.", empty_at=3, fold=False)
    page.sheet.set_row(table.header, 64)
    page.colour_scale(table, spreads[0].of, spreads[-1].of)
    page.sheet.freeze_panes(table.first, 4)
    page.print_setup(table.header)
    rows: dict[int, tuple[int, int]] = {}
    for n, unit in enumerate(province.units, start=table.first):
        rows[unit.instansi] = rows.get(unit.instansi, (n, n))[0], n
    return UnitPlaces(table, rows)


def _matrix_columns(page: Page, province: Province, instrument: Instrument) -> list[Column[ProvinceUnit]]:
    names = {row.number: row.name for row in province.instansi}
    columns: list[Column[ProvinceUnit]] = [
        Column("No.", 5, lambda u: count(u.instansi)),
        Column("Instansi", 26, lambda u: words(names[u.instansi])),
        Column("Kode Unit", 11, lambda u: words(u.unit.code)),
        Column("Unit", 36, lambda u: words(name_of(u.unit), "bold"), "unit"),
        Column("Kelompok", 16, lambda u: words(u.group)),
        Column("Nilai", 10, lambda u: figure(u.points, page.theme.points, "bold"), "points"),
    ]
    if province.provinces:
        through = {row.number: row.through for row in province.instansi}
        columns.append(Column("No. prov.", 10, lambda u: _province(through[u.instansi]), "through"))
    columns += [Column(target, 9, _status(target), target) for target in province.targets]
    columns += [Column(heading(s, instrument), 12, _share(n, page), s.of) for n, s in enumerate(province.spreads)]
    return columns


def _province(number: int | None) -> Cell:
    return label("–", "muted") if number is None else count(number)


def _status(target: str) -> Callable[[ProvinceUnit], Cell]:
    return lambda unit: UNRATED_CELL if unit.points is None else status(target in unit.passed)


def _share(place: int, page: Page) -> Callable[[ProvinceUnit], Cell]:
    return lambda unit: figure(unit.shares[place], page.theme.share, "center")


def write_unit_ranking(page: Page, province: Province) -> None:
    """Write all units by their place over all instansi; those *belum dinilai* stand below, without one."""
    of = province.rated
    inside = {group.title: group.rated for group in province.groups}
    own = {row.number: row.rated for row in province.instansi}
    names = {row.number: row.name for row in province.instansi}
    columns: list[Column[ProvinceUnit]] = [
        Column("Peringkat", 12, lambda u: _place(u.rank, of)),
        Column("Instansi", 28, lambda u: words(names[u.instansi])),
        Column("Kode Unit", 11, lambda u: words(u.unit.code)),
        Column("Unit", 42, lambda u: words(name_of(u.unit), "bold")),
        Column("Jenis", 15, lambda u: words(u.unit.kind)),
        Column("Kelompok", 16, lambda u: words(u.group)),
        Column("Nilai", 10, lambda u: figure(u.points, page.theme.points, "bold")),
        Column("%", 10, lambda u: figure(u.share, page.theme.share), "share"),
        Column("Peringkat kelompok", 11, lambda u: _place(u.group_rank, inside.get(u.group, 0))),
        Column("Peringkat di instansi", 11, lambda u: _place(u.own_rank, own[u.instansi])),
    ]
    if any(unit.predicate for unit in province.units):
        columns.insert(8, Column("Predikat", 10, _predicate))
    columns += [Column(target, 9, _status(target)) for target in province.targets]
    notes = [
        "Semua unit dari semua instansi, urut menurut nilai sebelum pembulatan; nilai sama, peringkat sama. "
        "Peringkat kelompok membandingkan dengan sebayanya di semua instansi. Unit yang belum dinilai tidak "
        "diberi peringkat.",
    ]
    empty = "Belum ada unit yang menyerahkan."
    table = page.listing("Peringkat Unit", notes, columns, province.ranked, empty, frozen=4, empty_at=3)
    if province.units:
        page.colour_scale(table, "share")


def _place(rank: int | None, of: int) -> Cell:
    if rank is None:
        return label("–", "muted")
    return Cell(rank, ("cell", "center", "bold"), f'0" dari {of}"')


def _predicate(unit: ProvinceUnit) -> Cell:
    return UNRATED_CELL if unit.points is None else label(unit.predicate, "bold")


@dataclass(frozen=True)
class _Listed:
    group: PeerGroup
    best: bool
    unit: ProvinceUnit


def write_best(page: Page, province: Province) -> None:
    """Write the best and the lowest units of every peer group over all instansi."""
    names = {row.number: row.name for row in province.instansi}
    listed = [
        _Listed(group, is_best, province.units[n])
        for group in province.groups
        for is_best, places in ((True, group.best), (False, group.lowest))
        for n in places
    ]
    columns: list[Column[_Listed]] = [
        Column("Kelompok", 20, lambda r: words(r.group.title or _NO_GROUP, "bold")),
        Column("Bagian", 11, lambda r: label("tertinggi", "good") if r.best else label("terendah", "underway")),
        Column("Peringkat kelompok", 11, lambda r: _place(r.unit.group_rank, r.group.rated)),
        Column("Instansi", 28, lambda r: words(names[r.unit.instansi])),
        Column("Kode Unit", 11, lambda r: words(r.unit.unit.code)),
        Column("Unit", 42, lambda r: words(name_of(r.unit.unit), "bold")),
        Column("Nilai", 10, lambda r: figure(r.unit.points, page.theme.points, "bold")),
        Column("%", 10, lambda r: figure(r.unit.share, page.theme.share), "share"),
        Column("Rata-rata kelompok", 11, lambda r: figure(r.group.mean, page.theme.share), "mean"),
        Column("Selisih", 10, _above_mean(page)),
    ]
    notes = [
        f"Peringkat 1 sampai {LISTED} tiap kelompok sebaya di semua instansi, lalu {LISTED} nilai terendah yang tidak "
        "termasuk di atasnya. Nilai yang sama di batas ikut ditampilkan. Kelompok berasal dari daftar unit tiap "
        "instansi; besar kecil huruf tidak membedakan.",
    ]
    title = "Unit Terbaik dan Terendah per Kelompok"
    page.listing(title, notes, columns, listed, "Belum ada unit yang dinilai.", empty_at=5)


def _above_mean(page: Page) -> Callable[[_Listed], Cell]:
    """Return the cell of a unit's share less its group's mean."""

    def cell(row: _Listed) -> Cell:
        if row.unit.share is None or row.group.mean is None:
            return UNRATED_CELL
        return Cell(row.unit.share - row.group.mean, ("cell",), page.theme.signed_share, "={share}{row}-{mean}{row}")

    return cell
