"""Sheet *Provinsi* of a ministry's workbook: the provinces whose workbooks were gathered, live over their instansi."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from pmprb.books.province.instansi import READING
from pmprb.books.province.units import UnitPlaces
from pmprb.books.rekap.ranking import passed_column
from pmprb.office.province_record import Gathered, Instansi, Province
from pmprb.sheets.page import UNRATED, Cell, Column, Page, Table, count, words


def write_provinces(page: Page, province: Province, instansi: Table[Instansi], units: UnitPlaces) -> Table[Gathered]:
    """Write one row a province, by name; figures are those of its instansi that count here."""
    columns = _columns(page, province, instansi, units)
    notes = [
        "Provinsi yang gabungannya dipakai, menurut nama; hanya instansi yang dihitung di buku ini. Angka unit di "
        "dalamnya menurut gabungan itu: jawabannya tidak tersimpan di sana, jadi tidak dihitung ulang.",
        READING,
    ]
    table = page.lay("Provinsi", notes, columns, len(province.provinces))
    table.write(province.provinces, "–", fold=False)
    page.colour_scale(table, "share")
    page.sheet.freeze_panes(table.first, 2)
    page.print_setup(table.header)
    return table


def _columns(page: Page, province: Province, instansi: Table[Instansi], units: UnitPlaces) -> list[Column[Gathered]]:
    of, points = instansi.cells("through"), page.theme.points

    def average(cells: str, numbers: str, value: Callable[[Gathered], Fraction | None]) -> Callable[[Gathered], Cell]:
        def cell(row: Gathered) -> Cell:
            seen = value(row)
            formula = f'=IFERROR(AVERAGEIF({numbers},{row.number},{cells}),"{UNRATED}")'
            return Cell(UNRATED if seen is None else seen, ("cell", "bold"), points, formula)

        return cell

    def summed(name: str, value: Callable[[Gathered], int]) -> Callable[[Gathered], Cell]:
        cells = instansi.cells(name)
        return lambda row: Cell(value(row), ("cell", "center"), "0", f"=SUMIF({of},{row.number},{cells})")

    def counted(row: Gathered) -> Cell:
        return Cell(row.instansi, ("cell", "center"), "0", f"=COUNTIF({of},{row.number})")

    indices = average(instansi.cells("index"), of, lambda r: r.mean_of_indices)
    over_units = average(units.all("points"), units.all("through"), lambda r: r.mean_of_units)
    columns: list[Column[Gathered]] = [
        Column("No. prov.", 10, lambda r: count(r.number)),
        Column("Provinsi", 36, lambda r: words(r.name, "bold"), "name"),
        Column(
            "Instansi",
            10,
            lambda r: Cell(r.instansi, ("cell", "center"), "0", f"=COUNTIF({of},{r.number})"),
            "instansi",
        ),
        Column("Rata-rata indeks instansi (tafsir)", 14, indices, "index"),
        Column("%", 10, lambda r: _share(r, page, province.total), "share"),
        Column("Rata-rata seluruh unit (tafsir)", 14, over_units, "units"),
        Column("Unit terdaftar", 12, summed("registered", lambda r: r.registered)),
        Column("Menyerahkan", 14, summed("handed_in", lambda r: r.handed_in)),
        Column("Dinilai", 9, summed("rated", lambda r: r.rated)),
        Column("Belum menyerahkan", 14, summed("missing", lambda r: r.missing)),
    ]
    columns += [
        Column(f"Lolos {target}", 9, summed(passed_column(target), _passed(target))) for target in province.targets
    ]
    return [*columns, Column("Berkas", 40, _file)]


def _passed(target: str) -> Callable[[Gathered], int]:
    return lambda row: row.targets[target]


def _share(row: Gathered, page: Page, total: Fraction) -> Cell:
    value = row.mean_of_indices
    formula = f'=IF(ISNUMBER({{index}}{{row}}),{{index}}{{row}}/{float(total)!r},"{UNRATED}")'
    return Cell(UNRATED if value is None else value / total, ("cell",), page.theme.share, formula)


def _file(row: Gathered) -> Cell:
    return words(f"{row.file}\n(di dalam gabungan {row.within})" if row.within else row.file)
