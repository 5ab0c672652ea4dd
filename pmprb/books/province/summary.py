"""Sheet *Ringkasan* of a province: both means, counts, instansi with a chart, areas, as live formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pmprb.books.province.about import MissingPlaces
from pmprb.books.province.instansi import MEAN_OF_INDICES, MEAN_OF_UNITS, READING
from pmprb.books.province.units import UnitPlaces
from pmprb.books.rekap.charts import ranked_chart
from pmprb.books.rekap.hand_in import REFUSED, fate_of
from pmprb.books.rekap.matrices import rolled
from pmprb.books.rekap.ranking import passed_column
from pmprb.books.rekap.summary import Card, card_row, caution_box
from pmprb.catalog.model import Instrument
from pmprb.numbers import number_words, percent
from pmprb.office.province_record import Gathered, Instansi, Province
from pmprb.sheets.heights import LINE_HEIGHT, NOTE_DENSITY, lines, room
from pmprb.sheets.page import UNRATED, Cell, Page, Table
from pmprb.temuan import Folded, Severity

_COLUMNS, _WIDTH, _CARDS_A_ROW = 14, 12.0, 7
_ON_A_PAGE = 20
_LISTED, _BESIDE_PROVINCES = 40, 10
"""How many instansi the first sheet lists, and how many where provinces are listed above them."""


@dataclass(frozen=True)
class ProvincePlaces:
    """Where the figures of the other sheets stand."""

    instansi: Table[Instansi]
    units: UnitPlaces
    area_means: list[str]
    missing: MissingPlaces
    found: Table[Folded]
    provinces: Table[Gathered] | None = None


def write_summary(page: Page, province: Province, instrument: Instrument, places: ProvincePlaces) -> None:
    """Write the first sheet; it only points at the others."""
    page.widths([_WIDTH] * _COLUMNS)
    row = caution_box(page, _banner(page, province, instrument), instrument)
    cards = _cards(page, province, places)
    for start in range(0, len(cards), _CARDS_A_ROW):
        row = card_row(page, row, cards[start : start + _CARDS_A_ROW])
    page.sheet.set_row(row, 4 + LINE_HEIGHT * lines(READING, int(_COLUMNS * _WIDTH * NOTE_DENSITY)))
    page.merge(row, 0, _COLUMNS - 1, Cell(READING, ("note",)))
    top = row + 2
    if places.provinces is not None:
        end = _province_table(page, top, province, places.provinces)
        ranked_chart(
            page, "Rata-rata indeks instansi per provinsi", top, (top + 2, end - 1), (1, 5), float(province.total)
        )
        end = _instansi_table(page, max(end, top + 13) + 1, province, places.instansi, _BESIDE_PROVINCES)
    else:
        end = _instansi_table(page, top, province, places.instansi, _LISTED)
        rows = (top + 2, top + 1 + len(province.instansi[:_LISTED]))
        ranked_chart(page, "Indeks per instansi", top, rows, (1, 5), float(province.total))
    _area_table(page, max(end, top + 13) + 1, province, instrument, places)
    page.flush()
    page.sheet.center_horizontally()
    page.print_setup(None, pages_tall=1 if len(province.instansi) <= _ON_A_PAGE else 0)


def _banner(page: Page, province: Province, instrument: Instrument) -> int:
    last = _COLUMNS - 1
    page.sheet.set_row(0, 36)
    page.sheet.set_row(1, 18)
    named = f" · {province.name}" if province.name else ""
    page.merge(0, 0, last, Cell(f"Penilaian Mandiri Antarinstansi{named}", ("banner",)))
    period = f"Periode {province.period} · " if province.period else ""
    variant = f" · varian: {instrument.chosen_variant.title}" if instrument.chosen_variant else ""
    page.merge(1, 0, last, Cell(f"{period}{instrument.short_title} · {instrument.title}{variant}", ("underbanner",)))
    return 3


def _cards(page: Page, province: Province, places: ProvincePlaces) -> list[Card]:
    return [*_mean_cards(page, province, places), *_count_cards(province, places), *_other_cards(province, places)]


def _average(reference: str) -> str:
    return f'=IF(COUNT({reference})=0,"{UNRATED}",AVERAGE({reference}))'


def _shown(value: Fraction | None) -> Fraction | str:
    return UNRATED if value is None else value


def _mean_cards(page: Page, province: Province, places: ProvincePlaces) -> list[Card]:
    of = f"tafsir; dari {number_words(province.total)} poin"
    indices, points = places.instansi.cells("index"), places.units.all("points")
    num = page.theme.points
    return [
        Card(MEAN_OF_INDICES, _shown(province.mean_of_indices), _average(indices), num, of, lit=True),
        Card(MEAN_OF_UNITS, _shown(province.mean_of_units), _average(points), num, of, lit=True),
    ]


def _count_cards(province: Province, places: ProvincePlaces) -> list[Card]:
    table = places.instansi
    return [
        Card("Instansi", len(province.instansi), f"=COUNTA({table.cells('name')})", foot=_from(province)),
        Card("Unit terdaftar", province.registered, f"=SUM({table.cells('registered')})", foot="semua instansi"),
        Card("Menyerahkan", len(province.units), f"=SUM({table.cells('handed_in')})", foot="lembar kerja dipakai"),
        Card("Dinilai", province.rated, f"=COUNT({places.units.all('points')})", foot="paling sedikit satu jawaban"),
        Card(
            "Belum menyerahkan",
            sum(len(row.missing) for row in province.instansi),
            f"=COUNT({places.missing.missing})",
            foot="lihat lembarnya",
        ),
    ]


def _from(province: Province) -> str:
    return f"dari {len(province.provinces)} provinsi" if province.provinces else "rekap dipakai"


def _other_cards(province: Province, places: ProvincePlaces) -> list[Card]:
    own = sum(temuan.severity is Severity.KESALAHAN for temuan in province.temuan)
    severities, counts = (places.found.cells(name) for name in ("severity", "count"))
    counted = f'=SUMIF({severities},"{Severity.KESALAHAN.value}",{counts})+SUM({places.instansi.cells("wrong")})'
    refused = sum(fate_of(file) == REFUSED for file in province.inputs)
    targets = [
        Card(f"Lolos {target}", number, f"=SUM({places.instansi.cells(passed_column(target))})", foot="unit")
        for target, number in province.targets.items()
    ]
    return [
        *targets,
        Card(
            "Berkas ditolak" if province.provinces else "Rekap ditolak",
            refused,
            f'=COUNTIF({places.missing.fates},"{REFUSED}")',
            foot=f"dari {len(province.inputs)} berkas",
        ),
        Card("KESALAHAN terbuka", own + province.wrong, counted, foot=f"{province.wrong} di rekap instansi"),
    ]


def _province_table(page: Page, row: int, province: Province, table: Table[Gathered]) -> int:
    """Write number, name, mean and instansi of every province, best first; return the row below."""
    page.put(row, 0, Cell("Provinsi", ("section",)))
    page.put(row + 1, 0, Cell("No. prov.", ("head",)))
    page.merge(row + 1, 1, 4, Cell("Provinsi", ("head",)))
    for column, title in enumerate(("Rata-rata indeks", "%", "Instansi"), start=5):
        page.put(row + 1, column, Cell(title, ("head",)))
    page.sheet.set_row(row + 1, 30)
    best_first = sorted(province.provinces, key=lambda one: (-(one.mean_of_indices or Fraction(-1)), one.number))
    look = ("cell", "middle")
    for at, one in enumerate(best_first, start=row + 2):
        here = table.first + one.number - 1
        page.put(at, 0, Cell(one.number, (*look, "center", "muted"), "0"))
        name = Cell(one.name, (*look, "wrap", "indent"), "", f"={table.cell('name', here)}")
        page.merge(at, 1, 4, name)
        page.sheet.set_row(at, 4 + LINE_HEIGHT * lines(one.name[:300], room(4 * _WIDTH)))
        value, of = one.mean_of_indices, None if one.mean_of_indices is None else one.mean_of_indices / province.total
        page.put(at, 5, Cell(_shown(value), (*look, "bold"), page.theme.points, f"={table.cell('index', here)}"))
        page.put(at, 6, Cell(_shown(of), look, page.theme.share, f"={table.cell('share', here)}"))
        page.put(at, 7, Cell(one.instansi, (*look, "center"), "0", f"={table.cell('instansi', here)}"))
    return row + 2 + len(best_first)


def _instansi_table(page: Page, row: int, province: Province, table: Table[Instansi], most: int) -> int:
    """Write rank, name, index and rated units of the best instansi, at most so many; return the row below.

    Names stand in column B.
    """
    shown = province.instansi[:most]
    title = "Indeks per instansi" if len(shown) == len(province.instansi) else f"{most} instansi teratas"
    page.put(row, 0, Cell(title, ("section",)))
    page.put(row + 1, 0, Cell("Peringkat", ("head",)))
    page.merge(row + 1, 1, 4, Cell("Instansi", ("head",)))
    for column, title in enumerate(("Indeks", "Predikat" if "predicate" in table.at else "%", "Dinilai"), start=5):
        page.put(row + 1, column, Cell(title, ("head",)))
    for n, one in enumerate(shown):
        at, here = row + 2 + n, table.first + n
        look = ("cell", "middle")
        rank = Cell("–", (*look, "center", "muted")) if one.rank is None else Cell(one.rank, (*look, "center"), "0")
        page.put(at, 0, rank)
        name = Cell(one.name, (*look, "wrap", "indent"), "", f"={table.cell('name', here)}")
        page.merge(at, 1, 4, name)
        page.sheet.set_row(at, 4 + LINE_HEIGHT * lines(one.name[:300], room(4 * _WIDTH)))
        page.put(at, 5, Cell(_shown(one.index), (*look, "bold"), page.theme.points, f"={table.cell('index', here)}"))
        if one.predicate is not None:
            page.put(at, 6, Cell(one.predicate.label, (*look, "center"), "", f"={table.cell('predicate', here)}"))
        else:
            page.put(at, 6, Cell(_shown(one.share), look, page.theme.share, f"={table.cell('share', here)}"))
        rated = f'0" dari {one.registered}"'
        page.put(at, 7, Cell(one.rated, (*look, "center"), rated, f"={table.cell('rated', here)}"))
    end = row + 2 + len(shown)
    if others := len(province.instansi) - len(shown):
        page.merge(end, 0, 7, Cell(f"dan {others} instansi lagi, di lembar Antar Instansi", ("note",)))
        end += 1
    return end


def _area_table(page: Page, row: int, province: Province, instrument: Instrument, places: ProvincePlaces) -> None:
    """Write both means of every area, and which instansi's mean is lowest and highest there."""
    page.put(row, 0, Cell("Capaian per area", ("section",)))
    page.merge(row + 1, 0, 3, Cell("Area", ("head",)))
    for column, title in enumerate(("Rata-rata unit", "Rata-rata instansi"), start=4):
        page.put(row + 1, column, Cell(title, ("head",)))
    page.merge(row + 1, 6, 9, Cell("Instansi terendah", ("head",)))
    page.merge(row + 1, 10, 13, Cell("Instansi tertinggi", ("head",)))
    page.sheet.set_row(row + 1, 30)
    pairs = zip(province.spreads, province.instansi_spreads, strict=True)
    for n, (inside, over) in enumerate(pairs):
        at = row + 2 + n
        look: Sequence[str] = () if inside.of in instrument.groups_by_id else ("strong",)
        whole = not look or inside.of == instrument.root.id
        title = inside.title if whole else f"{inside.of} {inside.title}"
        low, high = (_holders(province, n, edge, page) for edge in (over.lowest, over.highest))
        page.merge(at, 0, 3, Cell(title, ("cell", "middle", "wrap", "indent", *look)))
        cell = rolled("AVERAGE", places.units.all(inside.of), inside.mean, page.theme.share, ("cell", "middle", *look))
        page.put(at, 4, cell)
        mean = Cell(_shown(over.mean), ("cell", "middle", *look), page.theme.share, f"={places.area_means[n]}")
        page.put(at, 5, mean)
        page.merge(at, 6, 9, Cell(low, ("cell", "middle", "wrap", "indent", *look)))
        page.merge(at, 10, 13, Cell(high, ("cell", "middle", "wrap", "indent", *look)))
        needed = max(lines(text, room(4 * _WIDTH)) for text in (title, low, high))
        page.sheet.set_row(at, 4 + LINE_HEIGHT * needed)


def _holders(province: Province, place: int, edge: Fraction | None, page: Page) -> str:
    """Return who has the lowest or highest mean of an area, with the share; equal ones are counted."""
    if edge is None:
        return UNRATED
    names = [row.name for row in province.instansi if row.spreads[place].mean == edge]
    others = f" dan {len(names) - 1} lainnya" if len(names) > 1 else ""
    decimals = max(0, page.theme.share.count("0") - 1)
    return f"{names[0][:200]}{others} ({percent(edge, decimals)})"
