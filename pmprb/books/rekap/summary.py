"""Sheet *Ringkasan*: index, counts, area means and charts on one page, as live formulas over the other sheets."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from pmprb.books.order import BASIS, BLANK_POLICY, PlacedUnit, citations
from pmprb.books.rekap.charts import CHART_ROWS, area_chart, distribution_chart
from pmprb.books.rekap.decisions import Decision, decisions_of, near_a_predicate, near_a_target
from pmprb.books.rekap.gap_list import GapEntry
from pmprb.books.rekap.gates import margin_cell
from pmprb.books.rekap.hand_in import REFUSED, HandInPlaces, fate_of
from pmprb.books.rekap.matrices import AreaPlaces, rolled
from pmprb.books.rekap.ranking import PASSED, passed_column
from pmprb.books.rekap.strict import SAID
from pmprb.catalog.model import Instrument
from pmprb.insight.feedback import caution_words
from pmprb.numbers import exact_sum, number_words
from pmprb.office.model import Consolidation
from pmprb.records import dataclass
from pmprb.sheets.heights import LINE_HEIGHT, NOTE_DENSITY, room
from pmprb.sheets.heights import lines as lines_of
from pmprb.sheets.page import UNRATED, Cell, Number, Page, Table
from pmprb.temuan import Severity

_COLUMNS = 14
_WIDTH = 11.0
_RIGHT = 9
"""Where what stands to the right of the areas begins; see `charts`."""
_NEAR_SPANS = ((7, 9), (10, 10), (11, 12), (13, 13))
_NEAR_HEADS = ("Unit", "Ke", "Yang kurang", "Selisih")
_LOWEST_HEADS = ("Unit", "Peringkat", "Yang dinilai", "Nilai")
_NEAR = 10
_TEXT_ROOM = int(_COLUMNS * _WIDTH * NOTE_DENSITY)
_CARDS_A_ROW = 7


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
    lines: Sequence[GapEntry],
    places: RekapPlaces,
    instansi: str,
) -> None:
    """Write the first sheet: where we stand, what to decide, who is near; charts; then the figures they rest on."""
    page.widths([_WIDTH] * _COLUMNS)
    row = _banner(page, consolidation, instrument, instansi)
    row = _strict(page, row, consolidation)
    if instrument.is_reconstructed:
        row = caution_box(page, row, instrument)
    cards = _cards(page, consolidation, instrument, units, places)
    row = card_row(page, row, cards) + 1
    row = _beside(page, row, decisions_of(consolidation, instrument, units, lines), units, instrument) + 1
    charts = row
    row += CHART_ROWS + 1
    area = _area_table(page, row, consolidation, instrument, places)
    last = _figures(page, row, consolidation, instrument, units, places)
    area_chart(page, consolidation.spreads, instrument, row + 2, (charts, 0))
    spread = _distribution(page, last + 1, instrument, units, places)
    distribution_chart(page, spread, bool(instrument.predicate), (charts, 7))
    row = max(area, spread[1] + 1) + 1
    row = _rule(page, row, instrument)
    if not instrument.is_reconstructed:
        caution_box(page, row + 1, instrument)
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
    page.sheet.set_row(row, 10 + LINE_HEIGHT * lines_of(text, _TEXT_ROOM))
    page.merge(row, 0, _COLUMNS - 1, Cell(text, ("caution", "alarm")))
    return row + 2


def caution_box(page: Page, row: int, instrument: Instrument) -> int:
    """Write the caution box when the catalog has something to be careful about; return the next free row."""
    text = caution_words(instrument)
    if not text:
        return row
    style = ("caution", "alarm") if instrument.is_reconstructed else ("caution",)
    page.sheet.set_row(row, 10 + LINE_HEIGHT * lines_of(f"Perhatian: {text}", _TEXT_ROOM))
    page.merge(row, 0, _COLUMNS - 1, Cell(f"Perhatian: {text}", style))
    return row + 2


def _cards(
    page: Page, consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit], places: RekapPlaces
) -> list[Card]:
    """Return the figures a meeting asks for first, at most seven."""
    index = _index_cards(page, consolidation, instrument, units, places.ranking)
    handed_in = Card(
        "Menyerahkan",
        len(units),
        f"=COUNTA({places.ranking.cells('unit')})",
        foot=f"dari {consolidation.registered} unit",
    )
    wrong = sum(temuan.severity is Severity.KESALAHAN for temuan in consolidation.temuan)
    severities, counts = places.findings.cells("severity"), places.findings.cells("count")
    formula = f'=SUMIF({severities},"{Severity.KESALAHAN.value}",{counts})'
    look = Card("Perlu ditelaah", places.look.rows, f"=COUNT({places.look.cells('number')})", foot="lihat lembarnya")
    cards = [card for card in index if card.lit]
    cards += [handed_in, *_target_cards(consolidation, places.ranking)]
    if instrument.gate_sets:
        near = near_a_target(units, instrument)
        cards.append(Card("Kurang satu ambang", len(near), "", foot="ke target berikutnya"))
    cards += [Card("Temuan KESALAHAN", wrong, formula, foot="sel atau berkas"), look]
    return cards[:_CARDS_A_ROW]


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


def _figures(
    page: Page,
    row: int,
    consolidation: Consolidation,
    instrument: Instrument,
    units: Sequence[PlacedUnit],
    places: RekapPlaces,
) -> int:
    """Write the other figures with what they count, right of the areas; return the row below."""
    handed_in, missing = f"COUNTA({places.ranking.cells('unit')})", f"COUNT({places.hand_in.missing})"
    points, rated = places.ranking.cells("points"), sum(unit.standing is not None for unit in units)
    registered = ""
    if consolidation.registered == len(units) + len(consolidation.missing):
        registered = f"={handed_in}+{missing}"
    figures = [
        *(card for card in _index_cards(page, consolidation, instrument, units, places.ranking) if not card.lit),
        Card("Unit terdaftar", consolidation.registered, registered, foot="menyerahkan + belum"),
        Card("Dinilai", rated, f"=COUNT({points})", foot="paling sedikit satu jawaban"),
        Card("Belum dinilai", len(units) - rated, f'=COUNTIF({points},"{UNRATED}")', foot="menyerahkan, tetapi kosong"),
        Card("Belum menyerahkan", len(consolidation.missing), f"={missing}", foot="lihat lembarnya"),
        Card(
            "Berkas ditolak",
            sum(fate_of(file) == REFUSED for file in consolidation.inputs),
            f'=COUNTIF({places.hand_in.fates},"{REFUSED}")',
            foot=f"dari {len(consolidation.inputs)} berkas",
        ),
        Card("Kesenjangan", places.gaps.rows, f"=COUNTA({places.gaps.cells('item')})", foot="butir belum penuh"),
    ]
    apart = [one.ruled is None for unit in units for one in unit.result.disputes]
    if apart:
        figures.append(Card("Perlu diputus", sum(apart), "", foot=f"dari {len(apart)} butir, penilai berbeda"))
    page.put(row, _RIGHT, Cell("Angka lain", ("section",)))
    page.merge(row + 1, _RIGHT, _RIGHT + 1, Cell("Angka", ("head",)))
    page.put(row + 1, _RIGHT + 2, Cell("Nilai", ("head",)))
    page.merge(row + 1, _RIGHT + 3, _COLUMNS - 1, Cell("Arti", ("head",)))
    for n, one in enumerate(figures, start=row + 2):
        page.merge(n, _RIGHT, _RIGHT + 1, Cell(one.label, ("cell", "indent", "middle")))
        page.put(n, _RIGHT + 2, Cell(one.value, ("cell", "bold", "middle", "shrink"), one.num, one.formula))
        page.merge(n, _RIGHT + 3, _COLUMNS - 1, Cell(one.foot, ("cell", "indent", "middle", "shrink")))
    return row + 2 + len(figures)


def _target_cards(consolidation: Consolidation, ranking: Table[PlacedUnit]) -> list[Card]:
    return [
        Card(f"Lolos {target}", passed, f'=COUNTIF({ranking.cells(passed_column(target))},"{PASSED}")', foot="unit")
        for target, passed in consolidation.targets.items()
        if passed_column(target) in ranking.at
    ]


def _beside(
    page: Page,
    row: int,
    decisions: Sequence[Decision],
    units: Sequence[PlacedUnit],
    instrument: Instrument,
) -> int:
    """Write what to decide to the left, and the units near their next target to the right; return the row below."""
    page.put(row, 0, Cell("Perlu keputusan", ("section",)))
    page.merge(row + 1, 0, 5, Cell("Hal", ("head",)))
    page.put(row + 1, 6, Cell("Lembar", ("head",)))
    page.sheet.set_row(row + 1, 16)
    title, rows = _near_rows(page, units, instrument)
    heads = _NEAR_HEADS if instrument.gate_sets or instrument.predicate else _LOWEST_HEADS
    page.put(row, _NEAR_SPANS[0][0], Cell(title, ("section",)))
    for (first, last), head in zip(_NEAR_SPANS, heads, strict=True):
        page.merge(row + 1, first, last, Cell(head, ("head",)))
    height = max(len(decisions), len(rows), 1)
    for n in range(height):
        at, tall = row + 2 + n, 1
        if n < len(decisions):
            one = decisions[n]
            page.merge(at, 0, 5, Cell(one.text, ("cell", "wrap", "indent", "middle")))
            page.put(at, 6, Cell(one.sheet, ("cell", "center", "middle", "wrap", "tiny")))
            tall = max(lines_of(one.text, room(6 * _WIDTH)), lines_of(one.sheet, room(_WIDTH)))
        elif not decisions and n == 0:
            page.merge(at, 0, 6, Cell("Tidak ada yang menunggu keputusan.", ("cell", "indent", "muted")))
        if n < len(rows):
            for (first, last), cell in zip(_NEAR_SPANS, rows[n], strict=True):
                page.merge(at, first, last, cell)
                if isinstance(cell.value, str):
                    tall = max(tall, lines_of(cell.value, room((last - first + 1) * _WIDTH, "bold" in cell.style)))
        elif not rows and n == 0:
            page.merge(at, _NEAR_SPANS[0][0], _COLUMNS - 1, Cell("Belum ada.", ("cell", "indent", "muted")))
        page.sheet.set_row(at, 4 + LINE_HEIGHT * tall)
    return row + 2 + height


def _near_rows(page: Page, units: Sequence[PlacedUnit], instrument: Instrument) -> tuple[str, list[list[Cell]]]:
    """Return a heading and rows of cells: unit, target, what is lacking, and by how much."""
    name, text = ("cell", "indent", "middle", "wrap", "bold"), ("cell", "indent", "middle", "wrap")
    decimals = instrument.policies.display_decimals
    if instrument.gate_sets:
        rows = []
        for one in near_a_target(units, instrument)[:_NEAR]:
            gate = one.gate
            assert gate is not None
            num = page.theme.signed_share if gate.measure == "share" else page.theme.signed
            apart = margin_cell(gate, num, decimals)._replace(style=("cell", "middle"))
            rows.append([Cell(one.unit.name, name), Cell(one.target, ("cell", "center", "middle")),
                         Cell(gate.title, text), apart])  # fmt: skip
        return "Kurang satu ambang, terdekat dahulu", rows
    if instrument.predicate:
        return "Terdekat ke predikat berikutnya", [
            [Cell(one.unit.name, name), Cell(one.target, ("cell", "center", "middle")),
             Cell("nilai total, persen", text),
             Cell(-(one.short or 0) / 100, ("cell", "middle"), page.theme.signed_share)]
            for one in near_a_predicate(units, instrument)[:_NEAR]
        ]  # fmt: skip
    rated = [unit for unit in units if unit.standing]
    return "Nilai terendah", [
        [Cell(unit.name, name), Cell(unit.standing.rank, ("cell", "center", "middle"), "0"),
         Cell("nilai total", text), Cell(unit.standing.points, ("cell", "middle"), page.theme.points)]
        for unit in reversed(rated[-_NEAR:]) if unit.standing
    ]  # fmt: skip


def card_row(page: Page, row: int, cards: Sequence[Card]) -> int:
    """Write at most seven cards side by side; fewer stand as broad as seven. Return the next free row."""
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
    page.sheet.set_row(row, 4 + LINE_HEIGHT * lines_of(text, _TEXT_ROOM))
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
        page.sheet.set_row(n, 4 + LINE_HEIGHT * lines_of(title, room(4 * _WIDTH)))
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
) -> tuple[int, int]:
    """Write how many units fall in each predicate band, or in each tenth without bands; return first and last row."""
    page.put(row, _RIGHT, Cell("Sebaran unit", ("section",)))
    page.merge(row + 1, _RIGHT, _RIGHT + 1, Cell("Predikat" if instrument.predicate else "Capaian", ("head",)))
    page.put(row + 1, _RIGHT + 2, Cell("Unit", ("head",)))
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
        page.merge(n, _RIGHT, _RIGHT + 1, Cell(title, ("cell", "center")))
        page.put(n, _RIGHT + 2, Cell(number, ("cell", "center"), "0", formula))
    return row + 2, row + 1 + len(lots)


def _tenth(n: int, shares: Sequence[Fraction], reference: str) -> tuple[str, int, str]:
    """Return a tenth of the scale: title, how many units, and the formula (ISNUMBER keeps *belum dinilai* out)."""
    low, high = Fraction(n, 10), Fraction(n + 1, 10)
    last = n == 9
    number = sum(low <= share <= high if last else low <= share < high for share in shares)
    sign = "<=" if last else "<"
    formula = f"=SUMPRODUCT(ISNUMBER({reference})*({reference}>={float(low)!r})*({reference}{sign}{float(high)!r}))"
    return f"{n * 10}–{n * 10 + 10}%", number, formula
