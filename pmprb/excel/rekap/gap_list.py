"""Sheets *Kesenjangan* and *Kesenjangan Selesai*: what is to be mended, and by whom until when.

PIC, Tenggat and Status are the office's own: typed once, they follow the gap from run to run. What was typed for
a gap that is no longer in the list moves to *Kesenjangan Selesai*, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pmprb.answers.model import State
from pmprb.catalog.model import Instrument
from pmprb.excel.rekap.order import Placed, answer_words, name_of
from pmprb.excel.rekap.page import MAX_ROWS, Cell, Column, Page, figure, words
from pmprb.excel.rekap.previous import (
    AREA,
    CRITERION,
    ITEM,
    UNIT,
    UNIT_CODE,
    PlanColumns,
    PlanRow,
    plan_key,
)
from pmprb.excel.rekap.typed import Closed, offer_statuses, typed_columns, write_closed_list
from pmprb.gaps.gap import Gap, find_gaps
from pmprb.insight.wording import evidence_words, step_words

_ROOM = MAX_ROWS - 20


@dataclass(frozen=True)
class Line:
    """One gap of one unit with what was typed for it."""

    unit: Placed
    gap: Gap
    plan: PlanRow | None


@dataclass(frozen=True)
class GapPlaces:
    """Where the summary finds the gap list: its item column and its points lost."""

    items: str
    lost: str
    lines: int


def gap_lines(
    units: Sequence[Placed], instrument: Instrument, previous: PlanColumns | None
) -> tuple[list[Line], list[Closed]]:
    """Return all gaps, most points lost first, and the typed rows whose gap is closed."""
    typed = previous.rows if previous else {}
    lines, open_keys = [], set()
    for unit in units:
        result = unit.result
        for gap in find_gaps(result.submission, result.tree, instrument):
            key = plan_key(result.unit.code, name_of(result.unit), gap.item)
            open_keys.add(key)
            lines.append(Line(unit, gap, typed.get(key)))
    order = {item: n for n, item in enumerate(instrument.items)}
    lines.sort(key=lambda line: (-line.gap.lost, line.unit.number, order[line.gap.item]))
    present = {plan_key(u.result.unit.code, u.name, "")[0]: u for u in units}
    closed = [Closed(plan, _why(key, present, instrument)) for key, plan in typed.items() if key not in open_keys]
    return lines, closed


def _why(key: tuple[str, str], present: Mapping[str, Placed], instrument: Instrument) -> str:
    unit, item = present.get(key[0]), key[1]
    if unit is None:
        return "Unit tidak ada dalam rekap ini"
    if item not in instrument.items:
        return "Butir tidak ada dalam instrumen ini"
    state = unit.result.tree.items[item].state
    if state is State.NOT_APPLICABLE:
        return "Butir tidak berlaku bagi unit ini"
    if state is State.INVALID:
        return "Jawaban salah: belum dapat dinilai"
    return "Sudah terpenuhi"


def write_gap_list(page: Page, instrument: Instrument, lines: Sequence[Line]) -> GapPlaces:
    """Write the open gaps. Beyond a sheet's rows the smallest gaps without a typed plan are left out, and told."""
    shown, left_out = _fitting(lines, _ROOM)
    columns = gap_columns(page, instrument)
    widths = [column.width for column in columns]
    notes = [
        "Butir yang nilainya belum penuh, dari poin hilang terbesar. Isi PIC, Tenggat, dan Status: isian ikut "
        "terbawa ke rekap berikutnya selama kode unit dan kode butirnya tidak diubah.",
        "Poin bisa diraih: tambahan bila naik ke jawaban berikutnya. Poin hilang: jarak ke nilai penuh.",
    ]
    if left_out:
        notes.append(f"{left_out} kesenjangan terkecil tidak muat pada lembar ini; lihat berkas rinci.")
    page.widths(widths)
    top = page.head("Kesenjangan", notes, widths)
    row = top + 2
    _totals(page, top + 1, row + 1, page.end(row, shown), shown)
    last = page.table(row, columns, shown, "Tidak ada kesenjangan.")
    offer_statuses(page, row + 1, last, len(columns) - 3)
    page.sheet.freeze_panes(row + 1, 3)
    page.print_setup(row)
    return GapPlaces(page.cells(row + 1, 2, last), page.cells(row + 1, 8, last), len(shown))


def _fitting(lines: Sequence[Line], room: int) -> tuple[Sequence[Line], int]:
    if len(lines) <= room:
        return lines, 0
    typed = sum(line.plan is not None for line in lines)
    spare = max(0, room - typed)
    shown = []
    for line in lines:
        if line.plan is not None:
            shown.append(line)
        elif spare:
            spare -= 1
            shown.append(line)
    return shown[:room], len(lines) - len(shown[:room])


def gap_columns(page: Page, instrument: Instrument) -> list[Column[Line]]:
    """Return the columns of the gap list: the unit's two, the gap's nine, the plan's three."""
    points = page.theme.points
    return [
        Column(UNIT_CODE, 9, lambda r: words(r.unit.result.unit.code)),
        Column(UNIT, 24, lambda r: words(r.unit.name, "bold")),
        Column(ITEM, 11, lambda r: words(r.gap.item)),
        Column(AREA, 19, lambda r: words(r.gap.area_title)),
        Column(CRITERION, 34, lambda r: words(r.gap.criterion)),
        Column("Jawaban", 24, lambda r: _answer(r, instrument)),
        Column("Jawaban berikutnya", 32, lambda r: words(step_words(r.gap))),
        Column("Poin bisa diraih", 9, lambda r: figure(r.gap.step.gain, points)),
        Column("Poin hilang", 9, lambda r: figure(r.gap.lost, points, "bold")),
        Column("Bukti dukung", 30, lambda r: words(evidence_words(r.gap))),
        Column("Saran", 34, lambda r: words(r.gap.remedy)),
        *typed_columns(_plan_of),
    ]


def _plan_of(line: Line) -> PlanRow | None:
    return line.plan


def _answer(line: Line, instrument: Instrument) -> Cell:
    text = answer_words(line.unit.result.submission.answers.get(line.gap.item), instrument.items[line.gap.item])
    return words(text, *(() if line.gap.answered else ("muted",)))


def _totals(page: Page, row: int, first: int, last: int, shown: Sequence[Line]) -> None:
    """Write count and points of the rows the filter leaves visible."""
    gain = sum((line.gap.step.gain for line in shown), Fraction(0))
    lost = sum((line.gap.lost for line in shown), Fraction(0))
    look = ("cell", "strong")
    for column in range(9):
        page.put(row, column, Cell(None, look))
    page.put(row, 1, Cell("Baris yang tampil", (*look, "indent")))
    if shown:
        page.put(row, 2, Cell(len(shown), (*look, "left"), "0", f"=SUBTOTAL(103,{page.local(first, 2, last)})"))
    page.put(row, 6, Cell("Jumlah poin yang tampil", (*look, "indent")))
    points = page.theme.points
    page.put(row, 7, Cell(gain, look, points, f"=SUBTOTAL(109,{page.local(first, 7, last)})"))
    page.put(row, 8, Cell(lost, look, points, f"=SUBTOTAL(109,{page.local(first, 8, last)})"))


def write_closed(page: Page, closed: Sequence[Closed]) -> None:
    """Write what was typed for gaps that are no longer in the list."""
    about: list[Column[Closed]] = [
        Column(ITEM, 12, lambda r: words(r.plan.item)),
        Column(AREA, 26, lambda r: words(r.plan.area)),
        Column(CRITERION, 50, lambda r: words(r.plan.criterion)),
    ]
    write_closed_list(page, closed, about)
