"""Sheets *Antar Instansi*, *Matriks Area* (instansi × area) and *Kelayakan*, live over *Matriks Unit*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from pmprb.books.order import BASIS, BLANK_POLICY, citations, name_of
from pmprb.books.province.units import UnitPlaces
from pmprb.books.rekap.matrices import heading, rolled
from pmprb.books.rekap.ranking import PASSED, passed_column, status
from pmprb.catalog.model import Instrument
from pmprb.office.model import Spread
from pmprb.office.province_record import Instansi, Province, ProvinceUnit
from pmprb.sheets.page import UNRATED, UNRATED_CELL, Cell, Column, Page, Table, count, figure, label, words
from pmprb.sheets.theme import COLOUR_SCALE

MEAN_OF_INDICES, MEAN_OF_UNITS = "Rata-rata indeks instansi", "Rata-rata seluruh unit"
READING = (
    "Rata-rata indeks instansi: setiap instansi sama beratnya. Rata-rata seluruh unit: setiap unit sama beratnya, "
    "jadi instansi dengan unit lebih banyak lebih menentukan. Tafsir: tidak ada peraturan yang menyebut cara "
    "menggabungkan antarinstansi; keduanya gambaran, bukan nilai resmi, dan tidak diberi predikat."
)


def write_side_by_side(
    page: Page, province: Province, units: UnitPlaces, missing: str, instrument: Instrument
) -> Table[Instansi]:
    """Write one row an instansi, best first, and the means and sums below; `missing` lists numbers of instansi."""
    columns = _columns(page, province, units, missing, instrument)
    notes = [
        "Urut menurut indeks sebelum pembulatan; indeks yang sama mendapat peringkat yang sama. Instansi yang belum "
        f"dinilai tidak diberi peringkat. Butir kosong {BLANK_POLICY[province.blank]} di semua instansi.",
        READING,
    ]
    table = page.lay("Antar Instansi", notes, columns, len(province.instansi))
    table.write(province.instansi, "Belum ada instansi.", fold=False)
    if province.instansi:
        page.colour_scale(table, "share")
    _bottom(page, province, units, table)
    page.sheet.freeze_panes(table.first, 2)
    page.print_setup(table.header)
    return table


def _columns(
    page: Page, province: Province, units: UnitPlaces, missing: str, instrument: Instrument
) -> list[Column[Instansi]]:
    theme = page.theme
    columns: list[Column[Instansi]] = [
        Column("Peringkat", 9, lambda r: label("–", "muted") if r.rank is None else count(r.rank, "bold")),
        Column("Instansi", 36, lambda r: words(r.name, "bold"), "name"),
        *_through(province),
        Column("Indeks", 10, lambda r: _over("AVERAGE", units.of(r, "points"), r.index, theme.points, "bold"), "index"),
        Column("%", 10, lambda r: _percent(r, page), "share"),
    ]
    if instrument.predicate:
        columns.append(Column("Predikat", 10, _predicate, "predicate"))
    columns += [
        Column("Unit terdaftar", 10, lambda r: _registered(r, "={handed_in}{row}+{missing}{row}"), "registered"),
        Column("Menyerahkan", 11, lambda r: _counted(r.handed_in, "COUNTA({})", units.of(r, "unit")), "handed_in"),
        Column("Dinilai", 9, lambda r: _counted(r.rated, "COUNT({})", units.of(r, "points")), "rated"),
        Column("Belum dinilai", 9, lambda r: _blank(r, units), "unrated"),
        Column("Belum menyerahkan", 12, lambda r: _missing(r, missing), "missing"),
        Column("Unit terendah", 10, lambda r: _over("MIN", units.of(r, "points"), _edge(r, False), theme.points)),
        Column("Unit tertinggi", 10, lambda r: _over("MAX", units.of(r, "points"), _edge(r, True), theme.points)),
    ]
    columns += [Column(_title(target), 9, _passed(target, units), passed_column(target)) for target in province.targets]
    columns.append(Column("Berkas ditolak", 9, lambda r: count(r.files["refused"]), "refused"))
    columns.append(Column("KESALAHAN terbuka", 13, _wrong, "wrong"))
    return columns


def _through(province: Province) -> list[Column[Instansi]]:
    """Return the columns that say by which province's workbook an instansi came, where any did."""
    if not province.provinces:
        return []
    return [
        Column("No. prov.", 10, lambda r: label("–", "muted") if r.through is None else count(r.through), "through"),
        Column("Provinsi", 26, lambda r: words(province.came_through(r) or "rekapnya sendiri")),
    ]


def _wrong(row: Instansi) -> Cell:
    if row.wrong is None:
        return label("tidak tercatat", "muted")
    return count(row.wrong, *(("bold",) if row.wrong else ()))


def _title(target: str) -> str:
    return f"Lolos {target}"


def _over(function: str, reference: str, value: Fraction | None, num: str, *look: str) -> Cell:
    """Return a live roll-up over units; in words where there are none."""
    return rolled(function, reference, value, num, ("cell", *look)) if reference else UNRATED_CELL


def _edge(row: Instansi, highest: bool) -> Fraction | None:
    whole = row.spreads[0]
    share = whole.highest if highest else whole.lowest
    return None if share is None else share * whole.max


def _percent(row: Instansi, page: Page) -> Cell:
    formula = f'=IF(ISNUMBER({{index}}{{row}}),{{index}}{{row}}/{float(row.spreads[0].max)!r},"{UNRATED}")'
    return Cell(UNRATED if row.share is None else row.share, ("cell",), page.theme.share, formula)


def _predicate(row: Instansi) -> Cell:
    return UNRATED_CELL if row.predicate is None else label(row.predicate.label, "bold")


def _registered(row: Instansi, formula: str) -> Cell:
    """Return how many had to hand in; live where it is what handed in and what did not."""
    adds_up = row.registered == row.handed_in + len(row.missing)
    return Cell(row.registered, ("cell", "center"), "0", formula if adds_up else "")


def _counted(value: int, formula: str, reference: str) -> Cell:
    return Cell(value, ("cell", "center"), "0", f"={formula.format(reference)}" if reference else "")


def _blank(row: Instansi, units: UnitPlaces) -> Cell:
    return _counted(row.handed_in - row.rated, f'COUNTIF({{}},"{UNRATED}")', units.of(row, "points"))


def _missing(row: Instansi, missing: str) -> Cell:
    return Cell(len(row.missing), ("cell", "center"), "0", f"=COUNTIF({missing},{row.number})")


def _passed(target: str, units: UnitPlaces) -> Callable[[Instansi], Cell]:
    formula = f'COUNTIF({{}},"{PASSED}")'
    return lambda row: _counted(row.targets[target], formula, units.of(row, target))


def _bottom(page: Page, province: Province, units: UnitPlaces, table: Table[Instansi]) -> None:
    """Write both means and the sums of the counts below the table."""
    points, share = page.theme.points, page.theme.share
    means = (
        (MEAN_OF_INDICES, table.cells("index"), province.mean_of_indices),
        (MEAN_OF_UNITS, units.all("points"), province.mean_of_units),
    )
    sums = {
        "registered": province.registered,
        "handed_in": len(province.units),
        "rated": province.rated,
        "unrated": len(province.units) - province.rated,
        "missing": sum(len(row.missing) for row in province.instansi),
        "refused": sum(row.files["refused"] for row in province.instansi),
        "wrong": province.wrong,
    } | {passed_column(target): number for target, number in province.targets.items()}
    row, look = table.last + 1, ("cell", "sum")
    for place, column in enumerate(table.columns):
        cell = Cell("Jumlah", (*look, "indent")) if column.name == "name" else Cell(None, look)
        if column.name in sums:
            cell = Cell(sums[column.name], (*look, "center"), "0", f"=SUM({table.cells(column.name)})")
        page.put(row, place, cell)
    index = table.letter("index")
    for row, (title, reference, value) in enumerate(means, start=table.last + 2):
        of, look = None if value is None else value / province.total, ("cell", "strong")
        formula = f'=IF(ISNUMBER({index}{{row}}),{index}{{row}}/{float(province.total)!r},"{UNRATED}")'
        cells = {
            "name": Cell(f"{title} (tafsir)", (*look, "indent")),
            "index": rolled("AVERAGE", reference, value, points, look),
            "share": Cell(UNRATED if of is None else of, look, share, formula),
        }
        for place, column in enumerate(table.columns):
            page.put(row, place, cells.get(column.name, Cell(None, look)))


def write_areas(page: Page, province: Province, units: UnitPlaces, instrument: Instrument) -> list[str]:
    """Write instansi × areas three times: mean, lowest and highest share of its units, both means below the first.

    Return references to the instansi's mean of each area.
    """
    spreads = province.spreads
    widths = [5.0, 40.0, *(12.0 for _ in spreads)]
    notes = [
        "Capaian (persen dari bobot) tiap instansi pada tiap bagian: rata-rata unitnya, lalu yang terendah dan "
        f'tertinggi. Bagian tanpa jawaban sama sekali tertulis "{UNRATED}" dan tidak ikut rata-rata.',
        READING,
    ]
    page.widths(widths)
    row = page.head("Matriks Area", notes, widths) + 1
    header, means = row + 1, [""]
    blocks = (("Rata-rata unit", "AVERAGE"), ("Unit terendah", "MIN"), ("Unit tertinggi", "MAX"))
    for title, function in blocks:
        page.put(row, 0, Cell(title, ("section",)))
        page.header(row + 1, ["No.", "Instansi", *(heading(s, instrument) for s in spreads)], 64)
        first, last = row + 2, row + 1 + max(1, len(province.instansi))
        for n, one in enumerate(province.instansi, start=first):
            page.put(n, 0, count(one.number))
            page.put(n, 1, words(one.name, "bold"))
            for column, spread in enumerate(one.spreads, start=2):
                page.put(n, column, _over(function, units.of(one, spread.of), _figure(spread, function), *_look(page)))
        if not province.instansi:
            page.put(first, 1, words("Belum ada instansi.", "muted"))
        page.sheet.conditional_format(first, 2, last, 1 + len(spreads), COLOUR_SCALE)
        row = last + 1
        if function == "AVERAGE":
            means = [page.cells(row, column, row) for column in range(2, 2 + len(spreads))]
            row = _area_means(page, province, units, (first, last))
        row += 1
    page.sheet.freeze_panes(header + 1, 2)
    page.print_setup(None)
    return means


def _look(page: Page) -> tuple[str, ...]:
    return page.theme.share, "center", "middle"


def _figure(spread: Spread, function: str) -> Fraction | None:
    return {"AVERAGE": spread.mean, "MIN": spread.lowest, "MAX": spread.highest}[function]


def _area_means(page: Page, province: Province, units: UnitPlaces, rows: tuple[int, int]) -> int:
    """Write both means of every area below the instansi; return the next free row."""
    first, last = rows
    for n, title in enumerate((MEAN_OF_INDICES.replace("indeks ", ""), MEAN_OF_UNITS)):
        look = ("cell", "strong" if n else "sum")
        page.put(last + 1 + n, 0, Cell(None, look))
        page.put(last + 1 + n, 1, Cell(f"{title} (tafsir)", (*look, "indent")))
        for column, (inside, over) in enumerate(zip(province.spreads, province.instansi_spreads, strict=True), start=2):
            reference = units.all(inside.of) if n else page.local(first, column, last)
            value = inside.mean if n else over.mean
            page.put(last + 1 + n, column, rolled("AVERAGE", reference, value, page.theme.share, (*look, "center")))
    return last + 3


def write_eligible(page: Page, province: Province, places: Table[Instansi], instrument: Instrument) -> None:
    """Write how many units of every instansi earn each target, then those that earn one."""
    targets, reading = list(province.targets), instrument.gate_sets[0]
    columns: list[Column[tuple[int, Instansi]]] = [
        Column("No.", 6, lambda r: count(r[1].number)),
        Column("Instansi", 36, lambda r: words(r[1].name, "bold")),
        Column("Dinilai", 10, lambda r: _linked(places, "rated", r[0], r[1].rated), "rated"),
    ]
    for n, target in enumerate(targets):
        columns += [
            Column(_title(target), 10, _linked_target(places, target), f"passed{n}"),
            Column(f"{target}, % dari yang dinilai", 12, _rate(target, f"passed{n}", page)),
        ]
    listed = [unit for unit in province.ranked if unit.passed]
    eligible = _eligible_columns(page, province)
    notes = [
        f"Bacaan yang menentukan: {reading.title}; dasar: {BASIS[reading.basis]} "
        f"({citations(reading.references, instrument)}). Prasyarat di luar lembar kerja tidak dinilai di sini.",
    ]
    widths = [max(a, b) for a, b in _pairs([c.width for c in columns], [c.width for c in eligible])]
    page.widths(widths)
    row = page.head("Kelayakan", notes, widths) + 1
    page.put(row, 0, Cell("Unit yang memenuhi semua ambang, per instansi", ("section",)))
    last = page.table(row + 1, columns, list(enumerate(province.instansi)), "Belum ada instansi.", fold=False).last
    page.put(last + 2, 0, Cell("Unit yang memenuhi semua ambang", ("section",)))
    page.table(last + 3, eligible, listed, "Belum ada.", empty_at=1)
    page.sheet.freeze_panes(1, 0)
    page.print_setup(None)


def _pairs(one: Sequence[float], other: Sequence[float]) -> list[tuple[float, float]]:
    longest = max(len(one), len(other))
    return list(zip([*one, *[0.0] * (longest - len(one))], [*other, *[0.0] * (longest - len(other))], strict=True))


def _linked(places: Table[Instansi], name: str, row: int, value: int) -> Cell:
    return Cell(value, ("cell", "center"), "0", f"={places.cell(name, places.first + row)}")


def _linked_target(places: Table[Instansi], target: str) -> Callable[[tuple[int, Instansi]], Cell]:
    return lambda r: _linked(places, passed_column(target), r[0], r[1].targets[target])


def _rate(target: str, column: str, page: Page) -> Callable[[tuple[int, Instansi]], Cell]:
    """Return the cell of the share of the rated units that earn a target."""
    formula = f'=IF({{rated}}{{row}}=0,"{UNRATED}",{{{column}}}{{row}}/{{rated}}{{row}})'

    def cell(row: tuple[int, Instansi]) -> Cell:
        one = row[1]
        value = Fraction(one.targets[target], one.rated) if one.rated else None
        return Cell(UNRATED if value is None else value, ("cell", "center"), page.theme.share, formula)

    return cell


def _eligible_columns(page: Page, province: Province) -> list[Column[ProvinceUnit]]:
    names = {row.number: row.name for row in province.instansi}
    columns: list[Column[ProvinceUnit]] = [
        Column("No.", 6, lambda u: count(u.instansi)),
        Column("Instansi", 36, lambda u: words(names[u.instansi])),
        Column("Nilai", 10, lambda u: figure(u.points, page.theme.points, "bold")),
    ]
    columns += [Column(target, 10, _earned(target)) for target in province.targets]
    columns += [
        Column("Kode Unit", 11, lambda u: words(u.unit.code)),
        Column("Kelompok", 16, lambda u: words(u.group)),
        Column("Unit", 44, lambda u: words(name_of(u.unit), "bold")),
    ]
    return columns


def _earned(target: str) -> Callable[[ProvinceUnit], Cell]:
    return lambda unit: status(target in unit.passed)
