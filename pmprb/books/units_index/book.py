"""The workbook of an instansi's index with its units: Ringkasan, Kontribusi Unit, Belum Menyerahkan, Tentang.

Enters: a joined index, both instruments, the temuan of the run. Leaves: one .xlsx. Refuses to know: how a figure
is computed; sums and differences are live formulas that carry the engine's values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pmprb.books.order import BASIS, BLANK_POLICY, citations, name_of
from pmprb.books.rekap.hand_in import fate_of, write_hand_in
from pmprb.catalog.item import Basis
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.engine.units_index import ReadingResult, Summand
from pmprb.engine.verdict import PredicateResult
from pmprb.insight.grounds import basis_words, grounds_line
from pmprb.numbers import exact_sum, number_words
from pmprb.office.units_index import JoinedIndex
from pmprb.sheets.about import ABOUT_WIDTHS, write_input_files, write_sections
from pmprb.sheets.book import NewBook
from pmprb.sheets.heights import LINE_HEIGHT, lines
from pmprb.sheets.page import (
    UNRATED_CELL,
    Cell,
    Column,
    Page,
    Table,
    count,
    figure,
    label,
    words,
)
from pmprb.sheets.theme import GREY, NAVY, RED, TEAL
from pmprb.sheets.whole import whole_file
from pmprb.temuan import Severity, Temuan

# What the summands of an instansi's index are called, in the workbook and on the terminal.


def part_words(part: Summand, own: Instrument) -> str:
    """Return the name of a summand."""
    title = own.nodes[part.node].title if part.node else ""
    return {
        "whole": f"{title}, instansi",
        "remainder": f"{title}, instansi, di luar bagian unit",
        "units": f"{title}, rata-rata unit",
        "own_items": f"{part.items} butir yang hanya diisi instansi",
        "shared_own": f"{part.items} butir bersama, separuh dari instansi",
        "shared_units": f"{part.items} butir bersama, separuh dari rata-rata unit",
    }[part.kind]


_SUMMARY = (52.0, 13, 13, 16, 78)
_WHOLE = sum(_SUMMARY)


def write_units_index(
    joined: JoinedIndex,
    instruments: tuple[Instrument, Instrument],
    path: Path,
    *,
    temuan: Sequence[Temuan],
    sentences: Callable[[Temuan], str],
    version: str,
) -> None:
    """Write the workbook to `path`, replacing what stands there; the caller has asked whether it may.

    `instruments` are the instansi's and the units'. Raises OSError when the folder or the old file cannot be
    written; then nothing has changed.
    """
    title, decimals = f"Indeks {instruments[0].short_title}", instruments[0].policies.display_decimals
    with whole_file(path) as draft, NewBook(draft, title, decimals=decimals) as book:
        summary = Page(book, "Ringkasan", NAVY)
        _write_summary(summary, joined, instruments, [sentences(t) for t in _grave(temuan)])
        _write_contributions(Page(book, "Kontribusi Unit", TEAL), joined, instruments)
        write_hand_in(Page(book, "Belum Menyerahkan", RED), joined.units, sentences)
        _write_about(Page(book, "Tentang", GREY), joined, instruments, version)
        summary.sheet.activate()


def _grave(temuan: Sequence[Temuan]) -> list[Temuan]:
    """Return what belongs beside the index: temuan about it, not those of single worksheets."""
    return [t for t in temuan if t.severity is not Severity.CATATAN and t.code.startswith("NILAI-01")]


# Ringkasan


@dataclass(frozen=True)
class _IndexRow:
    """One line of the tables of other readings and other variants."""

    title: str
    index: Fraction
    predicate: PredicateResult | None
    basis: Basis
    note: str


def _write_summary(
    page: Page, joined: JoinedIndex, instruments: tuple[Instrument, Instrument], warnings: Sequence[str]
) -> None:
    own, reading = instruments[0], joined.index.reading(joined.chosen)
    page.widths(_SUMMARY)
    row = _banner(page, joined, own)
    for text in (f"Perhatian: {' '.join(own.caution.split())}", *warnings):
        page.sheet.set_row(row, 8 + LINE_HEIGHT * lines(text, int(_WHOLE)))
        page.merge(row, 0, 4, Cell(text, ("caution", "alarm")))
        row += 1
    row = _steps(page, row + 1, reading, own) + 1
    listed = [
        _IndexRow(r.title, r.index, r.predicate, r.basis, r.note) for r in joined.index.readings if r is not reading
    ]
    row = _others(page, row, "Bacaan lain, dari lembar yang sama", "Bacaan", listed, reading)
    variants = {variant.id: variant for variant in own.variants}
    listed = []
    for other in joined.others:
        found = other.index.reading(joined.chosen)
        listed.append(_IndexRow(other.title, found.index, found.predicate, found.basis, variants[other.id].note))
    _others(page, row, "Varian bobot lain, menurut bacaan yang dipakai", "Varian", listed, reading)
    page.sheet.freeze_panes(2, 0)
    page.print_setup(None, pages_tall=1)


def _banner(page: Page, joined: JoinedIndex, own: Instrument) -> int:
    page.sheet.set_row(0, 36)
    page.sheet.set_row(1, 18)
    page.merge(0, 0, 4, Cell(f"Indeks {own.short_title} · {name_of(joined.own.unit)}", ("banner",)))
    parts = [f"Periode {joined.own.submission.period or 'tidak disebut'}"]
    parts += [f"varian: {own.chosen_variant.title}"] if own.chosen_variant else []
    parts += [f"{len(joined.index.readings[0].contributions)} unit dinilai"]
    parts += [f"{len(joined.unrated)} unit belum dinilai"] if joined.unrated else []
    parts += [f"{len(joined.units.missing)} unit belum menyerahkan"] if joined.units.missing else []
    page.merge(1, 0, 4, Cell(" · ".join(parts), ("underbanner",)))
    return 3


def _steps(page: Page, row: int, reading: ReadingResult, own: Instrument) -> int:
    """Write the index by the reading in use, summand by summand; return the row below."""
    page.put(row, 0, Cell(f"Bacaan yang dipakai: {reading.title}", ("section",)))
    columns: list[Column[Summand]] = [
        Column("Bagian", 0, lambda p: words(part_words(p, own))),
        Column("Nilai", 0, lambda p: figure(p.value, page.theme.points)),
        Column("Paling tinggi", 0, lambda p: figure(p.max, page.theme.points)),
        Column("Dasar", 0, lambda p: label(BASIS[p.basis])),
    ]
    first = row + 2
    last = page.table(row + 1, columns, reading.parts, "–", fold=False).last
    total = last + 1
    most = exact_sum(part.max for part in reading.parts)
    page.put(total, 0, Cell("Indeks", ("cell", "sum")))
    for column, value in ((1, reading.index), (2, most)):
        formula = f"=SUM({page.local(first, column, last)})"
        page.put(total, column, Cell(value, ("cell", "sum"), page.theme.points, formula))
    page.put(total, 3, Cell(BASIS[reading.basis], ("cell", "center", "sum")))
    if reading.predicate:
        said = f"{reading.predicate.label} ({reading.predicate.title})"
        page.put(total + 1, 0, Cell("Predikat", ("cell", "strong")))
        page.merge(total + 1, 1, 2, Cell(said, ("cell", "center", "strong")))
        page.put(total + 1, 3, Cell(BASIS[reading.predicate.basis], ("cell", "center", "strong")))
        total += 1
    page.sheet.set_row(total + 1, 4 + LINE_HEIGHT * lines(reading.note, int(_WHOLE * 1.1)))
    page.merge(total + 1, 0, 4, Cell(reading.note, ("note",)))
    return total + 2


def _others(page: Page, row: int, title: str, head: str, listed: Sequence[_IndexRow], reading: ReadingResult) -> int:
    """Write the index as it would be otherwise; return the row below, `row` itself when there is nothing."""
    if not listed:
        return row
    page.put(row, 0, Cell(title, ("section",)))
    columns: list[Column[_IndexRow]] = [
        Column(head, 0, lambda o: words(o.title)),
        Column("Indeks", 0, lambda o: figure(o.index, page.theme.points)),
        Column("Selisih", 0, lambda o: figure(o.index - reading.index, page.theme.signed)),
        Column("Predikat", 0, lambda o: label(o.predicate.label if o.predicate else "–")),
        Column("Keterangan", 0, lambda o: words(f"Dasar: {BASIS[o.basis]}. {o.note}")),
    ]
    return page.table(row + 1, columns, listed, "–", fold=False).last + 2


# Kontribusi Unit


@dataclass(frozen=True)
class _Row:
    """One unit in the table: its place in every reading's contributions, None when it is *belum dinilai*."""

    number: int | None
    unit: Unit
    place: int | None


def _write_contributions(page: Page, joined: JoinedIndex, instruments: tuple[Instrument, Instrument]) -> None:
    own, units = instruments
    chosen = joined.index.reading(joined.chosen)
    readings = [chosen, *(r for r in joined.index.readings if r is not chosen)]
    rows = _rows(joined, chosen)
    notes = [
        f"Instansi: {name_of(joined.own.unit)}. Bacaan yang dipakai: {chosen.title}."
        + (f" Varian: {own.chosen_variant.title}." if own.chosen_variant else ""),
        "Sumbangan adalah bagian unit di dalam rata-rata semua unit yang dinilai; jumlahnya sama dengan bagian unit "
        "dalam indeks. Indeks tanpa unit ini dihitung dari unit lainnya saja. Unit yang belum dinilai tidak ikut, "
        "bukan dihitung 0.",
        *(f"{reading.title}: {reading.note}" for reading in readings),
    ]
    top, most = 1 + len(notes), number_words(units.root.weight)
    total = top + 2 + len(rows)
    columns = [
        Column[_Row]("No.", 6, lambda r: label("–", "muted") if r.number is None else count(r.number)),
        Column[_Row]("Kode Unit", 12, lambda r: words(r.unit.code)),
        Column[_Row]("Unit", 40, lambda r: words(name_of(r.unit), "bold")),
        Column[_Row](f"Nilai Unit (paling tinggi {most})", 14, _points(page, chosen), "points"),
    ]
    fixed = len(columns)
    for n, reading in enumerate(readings):
        columns += _reading_columns(page, reading, n, total)
    widths = [column.width for column in columns]
    page.widths(widths)
    page.head("Kontribusi Unit", notes, widths, span=200)
    for n, reading in enumerate(readings):
        first = fixed + _OF_READING * n
        page.merge(top, first, first + _OF_READING - 1, Cell(reading.title, ("area",)))
    page.sheet.set_row(top, 28)
    table = page.table(top + 1, columns, rows, "Belum ada unit.", empty_at=2)
    _totals(page, table, readings, chosen)
    page.sheet.freeze_panes(top + 2, 3)
    page.print_setup(top + 1)


def _rows(joined: JoinedIndex, chosen: ReadingResult) -> list[_Row]:
    """Return the units, most contributed first, then those *belum dinilai*."""
    found = chosen.contributions
    order = sorted(range(len(found)), key=lambda n: (-found[n].brings, found[n].code, found[n].name))
    rows = [
        _Row(number, Unit(code=found[place].code, name=found[place].name), place)
        for number, place in enumerate(order, start=1)
    ]
    return [*rows, *(_Row(None, unit, None) for unit in joined.unrated)]


def _points(page: Page, chosen: ReadingResult) -> Callable[[_Row], Cell]:
    def cell(row: _Row) -> Cell:
        value = None if row.place is None else chosen.contributions[row.place].points
        return figure(value, page.theme.points)

    return cell


_OF_READING = 3
"""How many columns a reading has."""


def _reading_columns(page: Page, reading: ReadingResult, n: int, total: int) -> list[Column[_Row]]:
    """Return what a unit brings by the `n`-th reading, the index without it, and the live difference to the index,
    which stands in the row `total`."""

    def brings(row: _Row) -> Cell:
        return UNRATED_CELL if row.place is None else figure(reading.contributions[row.place].brings, "0.0000")

    def alone(row: _Row) -> Cell:
        if row.place is None:
            return UNRATED_CELL
        value = reading.contributions[row.place].without
        return label("unit satu-satunya", "muted") if value is None else figure(value, page.theme.points)

    def moved(row: _Row) -> Cell:
        value = None if row.place is None else reading.contributions[row.place].without
        if value is None:
            return label("–", "muted")
        formula = f"={{without{n}}}{{row}}-{{without{n}}}${total + 1}"
        return Cell(value - reading.index, ("cell",), "+0.0000;-0.0000;0.0000", formula)

    return [
        Column("Sumbangan ke Indeks", 13, brings, f"brings{n}"),
        Column("Indeks tanpa Unit Ini", 13, alone, f"without{n}"),
        Column("Selisih", 12, moved),
    ]


def _totals(page: Page, table: Table[_Row], readings: Sequence[ReadingResult], chosen: ReadingResult) -> None:
    """Write the sums beneath the table: the units' mean, what they bring together, the index itself."""
    row, at = table.last + 1, table.at
    page.merge(row, 0, at["points"] - 1, Cell("Rata-rata nilai unit; jumlah sumbangan; indeks", ("cell", "sum")))
    points = [one.points for one in chosen.contributions]
    formula = f"=AVERAGE({table.local('points')})"
    mean = exact_sum(points) / len(points)
    page.put(row, at["points"], Cell(mean, ("cell", "sum"), page.theme.points, formula))
    for n, reading in enumerate(readings):
        start = at[f"brings{n}"]
        brought = exact_sum(one.brings for one in reading.contributions)
        page.put(row, start, Cell(brought, ("cell", "sum"), "0.0000", f"=SUM({table.local(f'brings{n}')})"))
        page.put(row, start + 1, Cell(reading.index, ("cell", "sum"), page.theme.points))
        page.put(row, start + 2, Cell(None, ("cell", "sum")))


# Tentang


def _write_about(page: Page, joined: JoinedIndex, instruments: tuple[Instrument, Instrument], version: str) -> None:
    """Write what the index rests on: both instruments, the readings, the variants, every input's hash."""
    page.widths(ABOUT_WIDTHS)
    row = page.head("Tentang Indeks Ini", [], ABOUT_WIDTHS, span=180) + 1
    own, units = instruments
    sections = (
        ("Indeks", _rule(joined, own)),
        ("Instrumen instansi", _instrument(own)),
        ("Instrumen unit", _instrument(units)),
        ("Program", _program(joined, instruments, version)),
    )
    row = write_sections(page, row, sections)
    files = [("lembar instansi", joined.own.submission.file, joined.own.submission.sha256)]
    files += [(fate_of(f), f.file, f.sha256 or "tidak terbaca") for f in joined.units.inputs]
    write_input_files(page, row, files)


def _rule(joined: JoinedIndex, own: Instrument) -> Iterator[tuple[str, str]]:
    rule = own.units_index
    assert rule is not None
    yield "Dasar", f"{BASIS[rule.basis]} ({citations(rule.references, own)}). {rule.note}"
    for n, reading in enumerate(rule.readings):
        used = "dipakai" if reading.id == joined.chosen else "ditampilkan sebagai pembanding"
        usual = "; bacaan bawaan" if n == 0 else ""
        source = f"dasar: {BASIS[reading.basis]}, {citations(reading.references, own)}"
        yield f"Bacaan {reading.id}", f"{reading.title} ({used}{usual}; {source}). {reading.note}"
    yield (
        "Butir kosong",
        f"Butir yang belum dijawab {BLANK_POLICY[joined.own.tree.blank]}, di lembar instansi dan unit.",
    )
    if own.predicate:
        yield (
            "Predikat",
            f"{BASIS[own.predicate.basis]} ({citations(own.predicate.references, own)}). {own.predicate.note}",
        )


def _instrument(instrument: Instrument) -> Iterator[tuple[str, str]]:
    yield "Nama", f"{instrument.title} ({instrument.base_id})"
    yield "Dasar", grounds_line(instrument)
    variant = instrument.chosen_variant
    if variant:
        others = ", ".join(one.id for one in instrument.variants if one is not variant)
        said = f"{variant.id}: {variant.title}. Dasar: {basis_words(variant)} "
        said += f"({citations(variant.references, instrument)}). {variant.note}"
        yield "Varian yang dipakai", f"{said} Varian lain: {others}."
    yield "Dasar hukum", citations(instrument.references, instrument)
    if instrument.caution:
        yield "Perhatian", " ".join(instrument.caution.split())


def _program(
    joined: JoinedIndex, instruments: tuple[Instrument, Instrument], version: str
) -> Iterator[tuple[str, str]]:
    yield "Program", f"pmprb {version}"
    for instrument in instruments:
        yield "Sidik katalog (SHA-256)", f"{instrument.id}: {instrument.hash}"
    yield "Periode", joined.own.submission.period or "tidak disebut"
