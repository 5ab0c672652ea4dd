"""Sheet *Ringkasan* of a trend: the index by period and its parts, who rose and fell, the most improved, areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pmprb.books.order import name_of
from pmprb.books.trend.changes import (
    CRITERIA,
    IMPROVED,
    KINDS,
    NEW,
    OLD,
    OUTCOMES,
    RULE,
    UNIT,
    UNVERIFIED,
    WHY,
    between,
)
from pmprb.insight.trend.model import Outcome, Pair, Parts, Trend, UnitFate
from pmprb.numbers import exact_sum
from pmprb.sheets.heights import LINE_HEIGHT, NOTE_DENSITY, lines
from pmprb.sheets.page import UNRATED, Cell, Number, Page, Table
from pmprb.sheets.theme import AMBER, FONT, GREY, INK, LINE, NAVY, TEAL

# Native charts of the first sheet: the index through the periods, its parts, areas, the most improved.


_LABEL = {"name": FONT, "size": 8, "color": INK}
_TITLE = {"name": FONT, "size": 11, "bold": True, "color": NAVY}
ROW_PIXELS, _COLUMN_PIXELS = 20, 89
PART_COLOURS = (GREY, AMBER, TEAL)


@dataclass(frozen=True)
class Spot:
    """Where a chart goes: its upper left cell, columns wide and rows high."""

    row: int
    column: int
    columns: int
    rows: int


def line_chart(
    page: Page, spot: Spot, title: str, rows: tuple[int, int], columns: tuple[int, int], shares: Sequence[Fraction]
) -> None:
    """Draw a column of shares against a column of names; the axis runs from a tenth below the lowest to one above."""
    category, value = columns
    low = max(0, math.floor(min(shares, default=Fraction(0)) * 10 - 1)) / 10
    high = min(10, math.ceil(max(shares, default=Fraction(1)) * 10 + 1)) / 10
    chart = page.book.workbook.add_chart({"type": "line"})
    first, last = rows
    chart.add_series(
        {
            "name": "Indeks",
            "categories": [page.name, first, category, last, category],
            "values": [page.name, first, value, last, value],
            "line": {"color": TEAL, "width": 2.5},
            "marker": {"type": "circle", "size": 7, "fill": {"color": NAVY}, "border": {"color": NAVY}},
            "data_labels": {"value": True, "num_format": "0.0%", "position": "above", "font": _LABEL},
        }
    )
    chart.set_y_axis({"min": low, "max": high, "major_unit": 0.1, "num_format": "0%", "num_font": _LABEL} | _GRID)
    chart.set_x_axis({"num_font": _LABEL, "line": {"color": LINE}})
    _place(page, chart, title, spot, legend=False)


def bars_chart(
    page: Page, spot: Spot, title: str, rows: tuple[int, int], category: int, series: tuple[tuple[str, int], ...]
) -> None:
    """Draw bars of signed shares for each row; several columns stand beside one another."""
    chart = page.book.workbook.add_chart({"type": "bar"})
    first, last = rows
    for place, (name, column) in enumerate(series):
        colour = PART_COLOURS[place] if len(series) > 1 else TEAL
        chart.add_series(
            {
                "name": name,
                "categories": [page.name, first, category, last, category],
                "values": [page.name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 45,
                "data_labels": {"value": True, "num_format": "+0.0%;-0.0%;0%", "font": _LABEL},
            }
        )
    # Names at the low end: a bar to the left of zero would stand on them.
    chart.set_y_axis({"reverse": True, "num_font": _LABEL, "label_position": "low", "line": {"color": LINE}})
    chart.set_x_axis({"num_format": "+0%;-0%;0%", "num_font": _LABEL, "label_position": "high"} | _GRID)
    _place(page, chart, title, spot, legend=len(series) > 1)


_GRID: dict[str, Any] = {"line": {"none": True}, "major_gridlines": {"visible": True, "line": {"color": LINE}}}


def _place(page: Page, chart: Any, title: str, spot: Spot, *, legend: bool) -> None:
    chart.set_title({"name": title, "name_font": _TITLE, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _LABEL} if legend else {"none": True})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": spot.columns * _COLUMN_PIXELS - 16, "height": spot.rows * ROW_PIXELS})
    page.sheet.insert_chart(spot.row, spot.column, chart, {"x_offset": 8, "y_offset": 4, "object_position": 1})


_COLUMNS, _WIDTH = 14, 12.0
_BEST, _NAMED = 10, 12
_RIGHT = 8


@dataclass(frozen=True)
class Sheets:
    """Where the other sheets keep their figures."""

    units: Table[Any]
    areas: Table[Any]
    history: Table[Any]
    promises: Table[Any]


def write_trend_summary(page: Page, trend: Trend, sheets: Sheets, title: str) -> None:
    """Write the first sheet; it points at the others."""
    page.widths([_WIDTH] * _COLUMNS)
    row = _banner(page, trend, title)
    row = _cards(page, row, trend, sheets)
    row = _periods(page, row, trend, sheets)
    row = _parts_of_index(page, row, trend, sheets)
    row = _up_and_down(page, row, trend, sheets)
    row = _best(page, row, trend)
    row = _areas(page, row, trend, sheets)
    _note(page, row, RULE)
    page.flush()
    page.sheet.center_horizontally()
    page.print_setup(None, pages_tall=1)
    page.sheet.set_portrait()


def _banner(page: Page, trend: Trend, title: str) -> int:
    page.sheet.set_row(0, 36)
    page.sheet.set_row(1, 18)
    page.merge(0, 0, _COLUMNS - 1, Cell("Perubahan dari Waktu ke Waktu", ("banner",)))
    periods = " → ".join(period.label for period in trend.periods)
    page.merge(1, 0, _COLUMNS - 1, Cell(f"{title} · {periods}", ("underbanner",)))
    return 3


def _cards(page: Page, row: int, trend: Trend, sheets: Sheets) -> int:
    """Write the main figures: the span from the first to the last period."""
    main, share, signed = trend.main, page.theme.share, page.theme.signed_share
    first, last = trend.periods[0], trend.periods[-1]
    improved = [one.improved for one in main.improvers]
    index: list[tuple[str, Number | str, str, str, str]] = [
        (f"Indeks {first.label}", _or_unrated(first.index_share), share, "", "capaian dari bobot penuh"),
        (f"Indeks {last.label}", _or_unrated(last.index_share), share, "", "capaian dari bobot penuh"),
    ]
    if main.index is not None:
        index.append(("Perubahan nyata", main.index.improved, signed, "", f"rata-rata {main.index.compared} unit"))
    moved = [
        (
            "Unit membaik",
            sum(one > 0 for one in improved),
            "0",
            _counted(sheets, main, trend, "improved", ">0"),
            "perubahan nyata",
        ),
        (
            "Unit menurun",
            sum(one < 0 for one in improved),
            "0",
            _counted(sheets, main, trend, "improved", "<0"),
            "perubahan nyata",
        ),
        ("Tanpa pembanding", len(main.uncompared), "0", "", "baru atau belum dinilai"),
    ]
    done = sum(one.outcome is Outcome.DONE for one in trend.promises)
    formula = f'=COUNTIF({sheets.promises.cells("outcome")},"{OUTCOMES[Outcome.DONE]}")'
    kept = ("Janji selesai", done, "0", formula, f"dari {len(trend.promises)} janji")
    for offset, height in enumerate((16, 28, 15, 8)):
        page.sheet.set_row(row + offset, height)
    for n, (name, value, num, rule, foot) in enumerate((*index, *moved, kept)):
        lit = ("lit",) if n == 1 else ()
        spans = ((name, "card-label", "", ""), (value, "card-value", num, rule), (foot, "card-foot", "", ""))
        for offset, (content, style, form, live) in enumerate(spans):
            page.merge(row + offset, 2 * n, 2 * n + 1, Cell(content, (style, *lit), form, live))
    return row + 4


def _or_unrated(value: Fraction | None) -> Fraction | str:
    return UNRATED if value is None else value


def _counted(sheets: Sheets, pair: Pair, trend: Trend, column: str, condition: str) -> str:
    """Return a formula that counts the units of a pair by a column of *Perubahan Unit*."""
    units = sheets.units
    return f'=COUNTIFS({units.cells("pair")},"{_quoted(between(pair, trend))}",{units.cells(column)},"{condition}")'


def _quoted(text: str) -> str:
    """Return a criterion of a formula that only this text meets: quotes doubled, wildcards taken literally."""
    return "=" + "".join("~" + c if c in "*?~" else c for c in text).replace('"', '""')


def _table(page: Page, row: int, title: str, heads: Sequence[tuple[int, int, str]]) -> int:
    page.sheet.set_row(row, 20)
    page.put(row, 0, Cell(title, ("section",)))
    page.sheet.set_row(row + 1, 28)
    for first, last, text in heads:
        page.merge(row + 1, first, last, Cell(text, ("head",)))
    return row + 2


def _periods(page: Page, row: int, trend: Trend, sheets: Sheets) -> int:
    """Write the index of every period, and its line; return the next free row."""
    heads = [(0, 1, "Periode"), (2, 2, "Indeks, poin"), (3, 3, "Poin tertinggi"), (4, 4, "Indeks, %"),
             (5, 5, "Unit dinilai"), (6, 6, "Terdaftar"), (7, 7, "Predikat")]  # fmt: skip
    top = _table(page, row, "Indeks tiap periode", heads)
    theme = page.theme
    for n, period in enumerate(trend.periods):
        at = top + n
        points = sheets.history.cells(f"points{n}")
        page.merge(at, 0, 1, Cell(period.label, ("cell", "indent", "bold")))
        average = f'=IF(COUNT({points})=0,"{UNRATED}",AVERAGE({points}))'
        page.put(at, 2, Cell(_or_unrated(period.index), ("cell", "bold"), theme.points, average))
        page.put(at, 3, Cell(period.total, ("cell",), theme.points))
        over = f'=IF(ISNUMBER(C{{row}}),C{{row}}/D{{row}},"{UNRATED}")'
        page.put(at, 4, Cell(_or_unrated(period.index_share), ("cell", "bold"), theme.share, over))
        page.put(at, 5, Cell(period.rated, ("cell", "center"), "0", f"=COUNT({points})"))
        page.put(at, 6, Cell(period.registered, ("cell", "center"), "0"))
        page.put(at, 7, Cell(period.predicate or "–", ("cell", "center")))
    high = max(len(trend.periods) + 3, 10)
    last = top + len(trend.periods) - 1
    shares = [period.index_share for period in trend.periods if period.index_share is not None]
    line_chart(page, Spot(row, _RIGHT, _COLUMNS - _RIGHT, high), "Indeks tiap periode", (top, last), (0, 4), shares)
    return row + high + 1


def _parts_of_index(page: Page, row: int, trend: Trend, sheets: Sheets) -> int:
    """Write what the change of the index is made of, step by step and as a whole."""
    heads = [(0, 1, "Dari – ke"), (2, 2, "Indeks lama"), (3, 3, CRITERIA), (4, 4, "Susunan unit berubah"),
             (5, 5, IMPROVED), (6, 6, "Indeks baru"), (7, 7, "Selisih")]  # fmt: skip
    shown = [pair for pair in trend.pairs if pair.index is not None]
    top = _table(page, row, "Dari mana perubahan indeks berasal", heads)
    share, signed = page.theme.share, page.theme.signed_share
    units = sheets.units
    for at, pair in enumerate(shown, start=top):
        index, name = pair.index, between(pair, trend)
        assert index is not None
        most_old, most_new = (float(trend.periods[place].total) for place in (pair.older, pair.newer))

        def mean(column: str, pair_name: str = name) -> str:
            return f'AVERAGEIFS({units.cells(column)},{units.cells("pair")},"{_quoted(pair_name)}")'

        old, criteria = mean("old_points"), mean("criteria_points")
        page.merge(at, 0, 1, Cell(name, ("cell", "indent", "bold", "shrink")))
        page.put(at, 2, Cell(index.old, ("cell",), share))
        live = f"=({old}+{criteria})/{most_new!r}-{old}/{most_old!r}"
        page.put(at, 3, Cell(index.criteria, ("cell",), signed, live))
        page.put(at, 4, Cell(index.unit, ("cell",), signed, "=H{row}-D{row}-F{row}"))
        page.put(at, 5, Cell(index.improved, ("cell", "bold"), signed, f"={mean('improved_points')}/{most_new!r}"))
        page.put(at, 6, Cell(index.new, ("cell",), share))
        page.put(at, 7, Cell(index.delta, ("cell", "bold"), signed, "=G{row}-C{row}"))
    if not shown:
        page.merge(top, 0, 7, Cell("Tidak ada unit yang dapat dibandingkan.", ("cell", "muted", "indent")))
        return top + 2
    series = ((CRITERIA, 3), ("Susunan unit berubah", 4), (IMPROVED, 5))
    high = max(2 * len(shown) + 4, 9)
    spot = Spot(row, _RIGHT, _COLUMNS - _RIGHT, high)
    bars_chart(page, spot, "Bagian perubahan indeks", (top, top + len(shown) - 1), 0, series)
    return row + high + 1


def _up_and_down(page: Page, row: int, trend: Trend, sheets: Sheets) -> int:
    """Write how many units rose, fell and stayed, by the difference shown and by the real one."""
    heads = [(0, 1, "Dari – ke"), (2, 2, "Nilai naik"), (3, 3, "Nilai turun"), (4, 4, "Nilai tetap"),
             (5, 5, "Nyata membaik"), (6, 6, "Nyata menurun"), (7, 7, "Nyata tetap"), (8, 8, "Tanpa pembanding"),
             (9, 9, "Unit baru"), (10, 10, "Gabungan"), (11, 11, "Pecahan"), (12, 12, "Ganti nama"),
             (13, 13, "Tidak ada lagi")]  # fmt: skip
    top = _table(page, row, "Unit naik, turun, dan berubah", heads)
    for at, pair in enumerate(trend.pairs, start=top):
        parts = [one.total.share for one in pair.compared if one.total.share]
        page.merge(at, 0, 1, Cell(between(pair, trend), ("cell", "indent", "bold", "shrink")))
        for start, column, values in (
            (2, "delta", [one.delta for one in parts]),
            (5, "improved", [one.improved for one in parts]),
        ):
            tests = (
                (">0", sum(v > 0 for v in values)),
                ("<0", sum(v < 0 for v in values)),
                ("=0", sum(v == 0 for v in values)),
            )
            for offset, (test, number) in enumerate(tests):
                live = _counted(sheets, pair, trend, column, test)
                page.put(at, start + offset, Cell(number, ("cell", "center"), "0", live))
        page.put(at, 8, Cell(len(pair.uncompared), ("cell", "center"), "0"))
        kinds = [one.kind for one in pair.units]
        for offset, kind in enumerate((UnitFate.NEW, UnitFate.MERGED, UnitFate.SPLIT, UnitFate.RENAMED), start=9):
            page.put(at, offset, Cell(kinds.count(kind), ("cell", "center"), "0"))
        gone = sum(one.kind is UnitFate.DISSOLVED for one in pair.gone)
        page.put(at, 13, Cell(gone, ("cell", "center"), "0"))
    row = top + len(trend.pairs)
    page.sheet.set_row(row, 8)
    return row + 1


def _best(page: Page, row: int, trend: Trend) -> int:
    """Write the most improved, who is not ranked and why, and what was promised and done."""
    main = trend.main
    best = [one for one in main.improvers if one.improved > 0][:_BEST]
    kinds = {one.unit: one.kind for one in main.units}
    heads = [(0, 0, "Peringkat"), (1, 4, "Unit"), (5, 5, IMPROVED), (6, 6, "Penilai berubah"), (7, 7, "Capaian kini")]
    top = _table(page, row, "Paling membaik (menurut perubahan nyata)", heads)
    share, signed = page.theme.share, page.theme.signed_share
    for at, one in enumerate(best, start=top):
        page.put(at, 0, Cell(one.rank, ("cell", "center", "bold"), "0"))
        kind = kinds[one.unit]
        name = name_of(one.unit) + (f" ({KINDS[kind]})" if kind in (UnitFate.MERGED, UnitFate.SPLIT) else "")
        page.merge(at, 1, 4, Cell(name, ("cell", "indent", "shrink")))
        page.put(at, 5, Cell(one.improved, ("cell", "bold"), signed))
        reviewer: Number | str = "–" if one.reviewer is None else one.reviewer
        look = ("cell", "center", "muted", "shrink") if one.reviewer is None else ("cell",)
        page.put(at, 6, Cell(reviewer, look, signed))
        page.put(at, 7, Cell(one.new, ("cell",), share))
    if best:
        spot = Spot(row, _RIGHT, _COLUMNS - _RIGHT, max(len(best) + 3, 8))
        bars_chart(page, spot, "Paling membaik", (top, top + len(best) - 1), 1, ((IMPROVED, 5),))
    else:
        page.merge(top, 0, 7, Cell("Tidak ada unit yang membaik.", ("cell", "muted", "indent")))
    row = top + max(len(best) + 1, 7)
    if any(one.reviewer is None for one in best):
        row = _note(page, row, f"Penilai berubah –: {UNVERIFIED} pada salah satu rekap, jadi tidak diketahui.")
    left = [f"{name_of(one.unit)} ({WHY[one.why]})" for one in main.uncompared if one.why]
    if left:
        more = f"; dan {len(left) - _NAMED} lainnya" if len(left) > _NAMED else ""
        row = _note(page, row, f"Tidak diperingkat: {'; '.join(left[:_NAMED])}{more}.")
    counted = {outcome: sum(one.outcome is outcome for one in trend.promises) for outcome in Outcome}
    if trend.promises:
        said = ", ".join(f"{number} {OUTCOMES[outcome]}" for outcome, number in counted.items() if number)
        late = sum(one.overdue is True for one in trend.promises)
        said += f"; {late} lewat tenggat" if trend.judged_on else ""
        row = _note(page, row, f"Janji pada daftar kesenjangan: {said}. Rincian di lembar Janji.")
    return row


def _areas(page: Page, row: int, trend: Trend, sheets: Sheets) -> int:
    """Write the mean change of every area over the units that can be compared, first to last."""
    main, name = trend.main, _quoted(between(trend.main, trend))
    table = sheets.areas
    heads = [(0, 3, "Area"), (4, 4, OLD), (5, 5, CRITERIA), (6, 6, UNIT), (7, 7, IMPROVED), (8, 8, NEW)]
    known: dict[str, list[Parts]] = {}
    for change in (change for unit in main.compared for change in unit.areas):
        if change.share is not None:
            known.setdefault(change.of, []).append(change.share)
    shown = [of for of in trend.areas if known.get(of)]
    if not shown:
        return row
    top = _table(page, row, f"Perubahan rata-rata tiap area, {between(main, trend)}", heads)
    share, signed = page.theme.share, page.theme.signed_share
    for at, of in enumerate(shown, start=top):
        page.merge(at, 0, 3, Cell(trend.areas[of], ("cell", "indent", "middle", "shrink")))
        area = f'{table.cells("pair")},"{name}",{table.cells("area")},"{_quoted(trend.areas[of])}"'
        kinds = (("old", share), ("criteria", signed), ("unit", signed), ("improved", signed), ("new", share))
        for column, (part, num) in enumerate(kinds, start=4):
            values = [_part(one, part) for one in known[of]]
            live = f"=AVERAGEIFS({table.cells(part)},{area})"
            look = ("cell", "bold") if part == "improved" else ("cell",)
            page.put(at, column, Cell(exact_sum(values) / len(values), look, num, live))
    high = max(len(shown) + 3, 10)
    spot = Spot(row, 9, _COLUMNS - 9, high)
    bars_chart(page, spot, f"{IMPROVED} tiap area", (top, top + len(shown) - 1), 0, ((IMPROVED, 7),))
    return row + high + 1


def _part(parts: Parts, name: str) -> Fraction:
    value: Fraction = getattr(parts, name)
    return value


def _note(page: Page, row: int, text: str) -> int:
    page.sheet.set_row(row, 4 + LINE_HEIGHT * lines(text, int(_COLUMNS * _WIDTH * NOTE_DENSITY)))
    page.merge(row, 0, _COLUMNS - 1, Cell(text, ("note",)))
    return row + 1
