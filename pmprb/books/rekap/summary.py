"""Sheet *Ringkasan*: index, counts, area means and charts on one page, as live formulas over the other sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pmprb.books.order import BASIS, BLANK_POLICY, PlacedUnit, citations
from pmprb.books.rekap.charts import area_chart, distribution_chart
from pmprb.books.rekap.hand_in import REFUSED, HandInPlaces, fate_of
from pmprb.books.rekap.matrices import AreaPlaces, rolled
from pmprb.books.rekap.ranking import PASSED, passed_column
from pmprb.books.rekap.strict import SAID
from pmprb.catalog.model import Instrument
from pmprb.insight.feedback import caution_words
from pmprb.numbers import exact_sum, number_words
from pmprb.office.model import Consolidation
from pmprb.sheets.heights import LINE_HEIGHT, NOTE_DENSITY, lines, room
from pmprb.sheets.page import UNRATED, Cell, Number, Page, Table
from pmprb.temuan import Severity

_COLUMNS = 14
_WIDTH = 12.0
_TEXT_ROOM = int(_COLUMNS * _WIDTH * NOTE_DENSITY)
_CARDS_A_ROW = 7
_BEST = 5


@dataclass(frozen=True)
class RekapPlaces:
    """Where the figures of the other sheets stand."""

    ranking: Table[PlacedUnit]
    areas: AreaPlaces
    gaps: Table[Any]
    findings: Table[Any]
    hand_in: HandInPlaces
    look: Table[Any]


@dataclass(frozen=True)
class Card:
    """A figure of the first sheet: what it is, its value with our own formula, and a word beneath."""

    label: str
    value: str | Number
    formula: str
    num: str = "0"
    foot: str = ""
    lit: bool = False


def write_summary(
    page: Page,
    consolidation: Consolidation,
    instrument: Instrument,
    units: Sequence[PlacedUnit],
    places: RekapPlaces,
    instansi: str,
) -> None:
    """Write the first sheet; it only points at the others."""
    page.widths([_WIDTH] * _COLUMNS)
    row = _banner(page, consolidation, instrument, instansi)
    row = _strict(page, row, consolidation)
    row = caution_box(page, row, instrument)
    cards = _cards(page, consolidation, instrument, units, places)
    for start in range(0, len(cards), _CARDS_A_ROW):
        row = card_row(page, row, cards[start : start + _CARDS_A_ROW])
    row = _rule(page, row, instrument) + 1
    top = row
    row = _area_table(page, row, consolidation, instrument, places)
    area_chart(page, consolidation, instrument, top, row)
    row = max(row, top + 15) + 1
    _distribution(page, row, instrument, units, places)
    _best_and_last(page, row, units, places)
    page.flush()
    page.sheet.center_horizontally()
    page.print_setup(None, pages_tall=1)


def _banner(page: Page, consolidation: Consolidation, instrument: Instrument, instansi: str) -> int:
    last = _COLUMNS - 1
    page.sheet.set_row(0, 36)
    page.sheet.set_row(1, 18)
    page.merge(0, 0, last, Cell("Rekap Penilaian Mandiri" + (f" · {instansi}" if instansi else ""), ("banner",)))
    period = f"Periode {consolidation.period} · " if consolidation.period else ""
    variant = f" · varian: {instrument.chosen_variant.title}" if instrument.chosen_variant else ""
    page.merge(1, 0, last, Cell(f"{period}{instrument.short_title} · {instrument.title}{variant}", ("underbanner",)))
    return 3


def _strict(page: Page, row: int, consolidation: Consolidation) -> int:
    """Say that the run was strict; return the next free row."""
    if not consolidation.strict:
        return row
    changes = [result.strict for result in consolidation.results if result.strict]
    items = sum(len(change.items) for change in changes)
    units = sum(bool(change.items) for change in changes)
    text = f"{SAID} ({items} butir pada {units} unit; bedanya di lembar Penilaian Ketat)."
    page.sheet.set_row(row, 10 + LINE_HEIGHT * lines(text, _TEXT_ROOM))
    page.merge(row, 0, _COLUMNS - 1, Cell(text, ("caution", "alarm")))
    return row + 2


def caution_box(page: Page, row: int, instrument: Instrument) -> int:
    """Write the caution box when the catalog has something to be careful about; return the next free row."""
    text = caution_words(instrument)
    if not text:
        return row
    style = ("caution", "alarm") if instrument.is_reconstructed else ("caution",)
    page.sheet.set_row(row, 10 + LINE_HEIGHT * lines(f"Perhatian: {text}", _TEXT_ROOM))
    page.merge(row, 0, _COLUMNS - 1, Cell(f"Perhatian: {text}", style))
    return row + 2


def _cards(
    page: Page, consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit], places: RekapPlaces
) -> list[Card]:
    return [
        *_index_cards(page, consolidation, instrument, units, places.ranking),
        *_count_cards(consolidation, units, places),
        *_target_cards(consolidation, places.ranking),
        *_work_cards(consolidation, places),
    ]


def _average(reference: str, over: str = "") -> str:
    return f'=IF(COUNT({reference})=0,"{UNRATED}",AVERAGE({reference}){over})'


def _index_cards(
    page: Page,
    consolidation: Consolidation,
    instrument: Instrument,
    units: Sequence[PlacedUnit],
    ranking: Table[PlacedUnit],
) -> list[Card]:
    theme, weight = page.theme, instrument.root.weight
    index = UNRATED if consolidation.index is None else consolidation.index
    share = UNRATED if consolidation.index_share is None else consolidation.index_share
    others = [u.result.other_tree.total.points for u in units if u.standing]
    known = [value for value in others if value is not None]
    other = exact_sum(known) / len(known) if known else None
    points = ranking.cells("points")
    over = _average(points, f"/{float(weight)!r}")
    policy = BLANK_POLICY["lewati" if consolidation.blank == "nol" else "nol"].split(" (")[0]
    cards = [
        Card(
            "Indeks",
            index,
            _average(ranking.cells("points")),
            theme.points,
            f"dari {number_words(weight)} poin",
            lit=True,
        ),
        Card("Indeks, persen", share, over, theme.share, "indeks : poin tertinggi"),
        Card(
            "Indeks pembanding",
            UNRATED if other is None else other,
            _average(ranking.cells("other")),
            theme.points,
            f"bila butir kosong {policy}",
        ),
    ]
    if consolidation.index_predicate:
        found = consolidation.index_predicate
        cards.insert(1, Card("Predikat", found.label, "", foot=f"{found.title} ({BASIS[found.basis]})", lit=True))
    return cards


def _count_cards(consolidation: Consolidation, units: Sequence[PlacedUnit], places: RekapPlaces) -> list[Card]:
    handed_in, missing = f"COUNTA({places.ranking.cells('unit')})", f"COUNT({places.hand_in.missing})"
    points, rated = places.ranking.cells("points"), sum(unit.standing is not None for unit in units)
    registered = ""
    if consolidation.registered == len(units) + len(consolidation.missing):
        registered = f"={handed_in}+{missing}"
    return [
        Card("Unit terdaftar", consolidation.registered, registered, foot="menyerahkan + belum"),
        Card("Menyerahkan", len(units), f"={handed_in}", foot="lembar kerja dipakai"),
        Card("Dinilai", rated, f"=COUNT({places.ranking.cells('points')})", foot="paling sedikit satu jawaban"),
        Card(
            "Belum dinilai",
            len(units) - rated,
            f'=COUNTIF({points},"{UNRATED}")',
            foot="menyerahkan, tetapi kosong",
        ),
        Card("Belum menyerahkan", len(consolidation.missing), f"={missing}", foot="lihat lembarnya"),
        Card(
            "Berkas ditolak",
            sum(fate_of(file) == REFUSED for file in consolidation.inputs),
            f'=COUNTIF({places.hand_in.fates},"{REFUSED}")',
            foot=f"dari {len(consolidation.inputs)} berkas",
        ),
    ]


def _target_cards(consolidation: Consolidation, ranking: Table[PlacedUnit]) -> list[Card]:
    return [
        Card(f"Lolos {target}", passed, f'=COUNTIF({ranking.cells(passed_column(target))},"{PASSED}")', foot="unit")
        for target, passed in consolidation.targets.items()
        if passed_column(target) in ranking.at
    ]


def _work_cards(consolidation: Consolidation, places: RekapPlaces) -> list[Card]:
    wrong = sum(temuan.severity is Severity.KESALAHAN for temuan in consolidation.temuan)
    formula = (
        f'=SUMIF({places.findings.cells("severity")},"{Severity.KESALAHAN.value}",{places.findings.cells("count")})'
    )
    return [
        Card("Kesenjangan", places.gaps.rows, f"=COUNTA({places.gaps.cells('item')})", foot="butir belum penuh"),
        Card("Perlu ditelaah", places.look.rows, f"=COUNT({places.look.cells('number')})", foot="lihat lembarnya"),
        Card("Temuan KESALAHAN", wrong, formula, foot="sel atau berkas"),
    ]


def card_row(page: Page, row: int, cards: Sequence[Card]) -> int:
    """Write at most seven cards side by side; return the next free row."""
    for offset, height in enumerate((16, 28, 15)):
        page.sheet.set_row(row + offset, height)
    page.sheet.set_row(row + 3, 6)
    page.put(row + 3, 0, Cell(None, ("gap",)))
    for n, card in enumerate(cards):
        lit = ("lit",) if card.lit else ()
        first, last = 2 * n, 2 * n + 1
        page.merge(row, first, last, Cell(card.label, ("card-label", *lit)))
        page.merge(row + 1, first, last, Cell(card.value, ("card-value", *lit), card.num, card.formula))
        page.merge(row + 2, first, last, Cell(card.foot, ("card-foot", *lit)))
    return row + 4


def _rule(page: Page, row: int, instrument: Instrument) -> int:
    rule = instrument.units_rule
    if rule is None:
        return row
    source = f"dasar: {BASIS[rule.basis]}; {citations(rule.references, instrument)}"
    text = f"Cara menggabungkan: {rule.title} ({source}). {rule.note}".strip()
    page.sheet.set_row(row, 4 + LINE_HEIGHT * lines(text, _TEXT_ROOM))
    page.merge(row, 0, _COLUMNS - 1, Cell(text, ("note",)))
    return row + 1


def _area_table(page: Page, row: int, consolidation: Consolidation, instrument: Instrument, places: RekapPlaces) -> int:
    """Write mean, lowest and highest of every part; return the row below. The name stands in column A."""
    page.put(row, 0, Cell("Capaian per area", ("section",)))
    titles = ("Bobot", "Rata-rata", "Terendah", "Tertinggi")
    page.merge(row + 1, 0, 3, Cell("Area", ("head",)))
    for column, title in enumerate(titles, start=4):
        page.put(row + 1, column, Cell(title, ("head",)))
    for n, spread in enumerate(consolidation.spreads, start=row + 2):
        look = () if spread.of in instrument.groups_by_id else ("strong",)
        title = spread.title if not look or spread.of == instrument.root.id else f"{spread.of} {spread.title}"
        page.merge(n, 0, 3, Cell(title, ("cell", "middle", "wrap", "indent", *look)))
        page.sheet.set_row(n, 4 + LINE_HEIGHT * lines(title, room(4 * _WIDTH)))
        page.put(n, 4, Cell(spread.max, ("cell", "middle", *look), page.theme.points))
        rated = places.areas.columns[spread.of]
        for column, function, value in (
            (5, "AVERAGE", spread.mean),
            (6, "MIN", spread.lowest),
            (7, "MAX", spread.highest),
        ):
            page.put(n, column, rolled(function, rated, value, page.theme.share, ("cell", "middle", *look)))
    return row + 2 + len(consolidation.spreads)


def _distribution(
    page: Page, row: int, instrument: Instrument, units: Sequence[PlacedUnit], places: RekapPlaces
) -> None:
    """Write how many units fall in each predicate band, or in each tenth without bands, and its chart."""
    page.put(row, 0, Cell("Sebaran unit", ("section",)))
    page.merge(row + 1, 0, 1, Cell("Predikat" if instrument.predicate else "Capaian", ("head",)))
    page.put(row + 1, 2, Cell("Unit", ("head",)))
    shares = [u.standing.share for u in units if u.standing]
    if instrument.predicate:
        found = [u.result.predicate.label for u in units if u.standing and u.result.predicate]
        lots = [
            (band.label, found.count(band.label), f'=COUNTIF({places.ranking.cells("predicate")},"{band.label}")')
            for band in instrument.predicate.bands
        ]
    else:
        lots = [_tenth(n, shares, places.ranking.cells("share")) for n in range(10)]
    for n, (title, number, formula) in enumerate(lots, start=row + 2):
        page.merge(n, 0, 1, Cell(title, ("cell", "center")))
        page.put(n, 2, Cell(number, ("cell", "center"), "0", formula))
    distribution_chart(page, row, row + 2, row + 1 + len(lots), bool(instrument.predicate))


def _tenth(n: int, shares: Sequence[Fraction], reference: str) -> tuple[str, int, str]:
    """Return a tenth of the scale: title, how many units, and the formula (ISNUMBER keeps *belum dinilai* out)."""
    low, high = Fraction(n, 10), Fraction(n + 1, 10)
    last = n == 9
    number = sum(low <= share <= high if last else low <= share < high for share in shares)
    sign = "<=" if last else "<"
    formula = f"=SUMPRODUCT(ISNUMBER({reference})*({reference}>={float(low)!r})*({reference}{sign}{float(high)!r}))"
    return f"{n * 10}–{n * 10 + 10}%", number, formula


def _best_and_last(page: Page, row: int, units: Sequence[PlacedUnit], places: RekapPlaces) -> None:
    """Write the highest and lowest units, as references to the ranking."""
    rated = [unit for unit in units if unit.standing]
    top = min(_BEST, len(rated))
    bottom = min(_BEST, len(rated) - top)
    blocks = [("Nilai tertinggi", 0, top)] + ([("Nilai terendah", len(rated) - bottom, bottom)] if bottom else [])
    for title, start, length in blocks:
        page.put(row, 9, Cell(title, ("section",)))
        page.merge(row + 1, 9, 12, Cell("Unit", ("head",)))
        page.put(row + 1, 13, Cell("Nilai", ("head",)))
        for n in range(length):
            unit = rated[start + n]
            line = places.ranking.first + 1 + start + n
            name, points = places.ranking.letter("unit"), places.ranking.letter("points")
            page.merge(
                row + 2 + n, 9, 12, Cell(unit.name[:200], ("cell", "indent", "shrink"), "", f"=Peringkat!{name}{line}")
            )
            value = unit.standing.points if unit.standing else None
            formula = f"=Peringkat!{points}{line}"
            page.put(row + 2 + n, 13, Cell(value, ("cell", "bold"), page.theme.points, formula))
        row += length + 3
