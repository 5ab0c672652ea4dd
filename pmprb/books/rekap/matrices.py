"""Sheets *Matriks Area* (shares of groups and aspects) and *Matriks Kriteria* (scores of items)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from pmprb.books.order import PlacedUnit
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State
from pmprb.numbers import exact_sum
from pmprb.office.consolidate import share_of
from pmprb.office.model import Consolidation, Spread
from pmprb.records import dataclass
from pmprb.sheets.heights import LINE_HEIGHT, lines, room
from pmprb.sheets.page import UNRATED, Cell, Page, figure, words
from pmprb.sheets.theme import COLOUR_SCALE

_BLANK_RULE = {"type": "blanks", "stop_if_true": True}
_FIXED = 2
_UNIT_WIDTH = 34.0
_ITEM_WIDTH = 4.3
# How many item columns fit on an A4 page at the print scale, beside the unit's two.
_ITEMS_A_PAGE, _PRINT_SCALE = 36, 60


@dataclass(frozen=True)
class AreaPlaces:
    """Where other sheets find the units' shares of a node or group: references by its name."""

    columns: dict[str, str]


def write_area_matrix(
    page: Page, consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit]
) -> AreaPlaces:
    """Write units × groups and aspects, with the mean, lowest and highest of the rated below as live formulas."""
    spreads = consolidation.spreads
    widths = [11.0, _UNIT_WIDTH, *(12.0 for _ in spreads)]
    notes = [
        "Capaian tiap unit (persen dari bobot) pada tiap bagian. Sel tanpa jawaban sama sekali tertulis "
        f'"{UNRATED}" dan tidak ikut rata-rata.'
    ]
    page.widths(widths)
    row = page.head("Matriks Area", notes, widths) + 1
    page.header(row, ["Kode Unit", "Unit", *(heading(s, instrument) for s in spreads)], 64)
    first, last = row + 1, row + max(1, len(units))
    for n, unit in enumerate(units, start=first):
        _unit_cells(page, n, unit)
        for column, spread in enumerate(spreads, start=_FIXED):
            share = share_of(unit.result.tree, instrument, spread.of) if unit.standing else None
            page.put(n, column, figure(share, page.theme.share, "center", "middle"))
    if not units:
        page.put(first, 1, words("Belum ada unit yang menyerahkan.", "muted"))
    page.sheet.conditional_format(first, _FIXED, last, _FIXED + len(spreads) - 1, COLOUR_SCALE)
    page.sheet.autofilter(row, 0, last, _FIXED + len(spreads) - 1)
    _roll_ups(page, spreads, first, last)
    page.sheet.freeze_panes(row + 1, _FIXED)
    page.print_setup(row)
    columns = list(enumerate((spread.of for spread in spreads), start=_FIXED))
    return AreaPlaces({name: page.cells(first, column, last) for column, name in columns})


def _roll_ups(page: Page, spreads: Sequence[Spread], first: int, last: int) -> None:
    """Write mean, lowest and highest of every column below the units."""
    rows = (
        ("Rata-rata", "AVERAGE", [spread.mean for spread in spreads]),
        ("Terendah", "MIN", [spread.lowest for spread in spreads]),
        ("Tertinggi", "MAX", [spread.highest for spread in spreads]),
    )
    for row, (title, function, values) in enumerate(rows, start=last + 1):
        look = ("cell", "sum" if function == "AVERAGE" else "strong")
        page.put(row, 0, Cell(None, look))
        page.put(row, 1, Cell(title, (*look, "indent")))
        for column, value in enumerate(values, start=_FIXED):
            local = page.local(first, column, last)
            page.put(row, column, rolled(function, local, value, page.theme.share, (*look, "center")))


def rolled(function: str, reference: str, value: Fraction | None, num: str, look: tuple[str, ...]) -> Cell:
    """Return a live roll-up over rated cells only, in words when none is rated."""
    formula = f'=IF(COUNT({reference})=0,"{UNRATED}",{function}({reference}))'
    return Cell(UNRATED if value is None else value, look, num, formula)


def heading(spread: Spread, instrument: Instrument) -> str:
    """Return the header of a part: its code and title, a group by its title alone."""
    return spread.title if spread.of in instrument.groups_by_id else f"{spread.of}\n{spread.title}"


def _unit_cells(page: Page, row: int, unit: PlacedUnit) -> None:
    page.put(row, 0, Cell(unit.result.unit.code, ("cell", "tiny", "middle", "indent")))
    page.put(row, 1, words(unit.name, "bold", "middle"))
    needed = lines(unit.name[:300], room(_UNIT_WIDTH, bold=True))
    if needed > 1:
        page.sheet.set_row(row, 4 + LINE_HEIGHT * needed)


def write_item_matrix(page: Page, instrument: Instrument, units: Sequence[PlacedUnit]) -> None:
    """Write units × items: a score 0..1, blank when not answered, "!" when wrong, "–" when it does not apply."""
    items = list(instrument.items)
    widths = [11.0, _UNIT_WIDTH, *(_ITEM_WIDTH for _ in items)]
    notes = [
        "Nilai tiap butir, 0 sampai 1. Sel abu-abu kosong: belum dijawab. Tanda !: jawaban salah, lihat lembar Temuan. "
        "Tanda –: tidak berlaku. Baris bawah: rata-rata butir yang terjawab."
    ]
    page.widths(widths)
    row = page.head("Matriks Kriteria", notes, widths) + 1
    _item_headers(page, row, instrument, items)
    row += 1
    first, last = row + 1, row + max(1, len(units))
    for n, unit in enumerate(units, start=first):
        _unit_cells(page, n, unit)
        for column, item in enumerate(items, start=_FIXED):
            page.put(n, column, _item_cell(unit, item))
    area = (first, _FIXED, last, _FIXED + len(items) - 1)
    page.sheet.conditional_format(*area, _BLANK_RULE | {"format": page.theme.mark("unanswered")})
    page.sheet.conditional_format(*area, COLOUR_SCALE)
    page.sheet.autofilter(row, 0, last, _FIXED + len(items) - 1)
    page.put(last + 1, 0, Cell(None, ("cell", "sum")))
    page.put(last + 1, 1, Cell("Rata-rata", ("cell", "sum", "indent")))
    for column, item in enumerate(items, start=_FIXED):
        scores = [s for s in (u.result.tree.items[item].score for u in units) if s is not None]
        mean = exact_sum(scores) / len(scores) if scores else None
        local = page.local(first, column, last)
        formula = f'=IF(COUNT({local})=0,"",AVERAGE({local}))'
        page.put(
            last + 1, column, Cell("" if mean is None else mean, ("cell", "sum", "tiny", "center"), "0.00", formula)
        )
    page.sheet.freeze_panes(row + 1, _FIXED)
    page.print_setup(None)
    page.sheet.set_print_scale(_PRINT_SCALE)
    page.sheet.set_v_pagebreaks(_page_breaks(instrument, items))
    page.sheet.repeat_rows(row - 1, row)
    page.sheet.repeat_columns(0, 1)


def _item_headers(page: Page, row: int, instrument: Instrument, items: Sequence[str]) -> None:
    page.sheet.set_row(row, 36)
    page.merge(row, 0, 1, Cell("", ("area",)))
    column = _FIXED
    for area, members in groupby(items, key=lambda item: instrument.area_of(item).id):
        span = len(list(members))
        title = f"{area} {instrument.nodes[area].title}"
        room = span * _ITEM_WIDTH * 1.3 * 3
        page.merge(row, column, column + span - 1, Cell(title if len(title) <= room else area, ("area",)))
        column += span
    page.header(row + 1, ["Kode Unit", "Unit"], 72)
    for column, item in enumerate(items, start=_FIXED):
        page.put(row + 1, column, Cell(item, ("head", "upright")))


def _page_breaks(instrument: Instrument, items: Sequence[str]) -> list[int]:
    """Return the columns before which a printed page ends: between areas, as many areas a page as fit."""
    breaks, column, used = [], _FIXED, 0
    for _, members in groupby(items, key=lambda item: instrument.area_of(item).id):
        span = len(list(members))
        if used and used + span > _ITEMS_A_PAGE:
            breaks.append(column)
            used = 0
        column, used = column + span, used + span
    return breaks


def _item_cell(unit: PlacedUnit, item: str) -> Cell:
    rated = unit.result.tree.items[item]
    look = ("cell", "tiny", "center", "middle")
    if rated.state is State.INVALID:
        return Cell("!", (*look, "bad"))
    if rated.state is State.NOT_APPLICABLE:
        return Cell("–", (*look, "muted"))
    return Cell(rated.score, look, "0.00")
