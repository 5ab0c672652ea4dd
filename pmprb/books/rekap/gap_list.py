"""Sheets *Kesenjangan* and *Kesenjangan Selesai*: what is to be mended, and by whom until when.

PIC, Tenggat and Status are the office's own: typed once, they follow the gap from run to run. What was typed for
a gap that is no longer in the list moves to *Kesenjangan Selesai*, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from pmprb.books.order import PlacedUnit, name_of
from pmprb.books.rekap.previous import (
    AREA,
    CRITERION,
    DUE,
    ITEM,
    LAST_SERIAL,
    PIC,
    STATUS,
    UNIT,
    UNIT_CODE,
    WHY,
    PlanColumns,
    TypedGap,
    plan_key,
    serial_of,
)
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State
from pmprb.engine.gaps import Gap, find_gaps
from pmprb.insight.feedback import answer_words, evidence_words, step_words
from pmprb.insight.outlook import Levers, Weighed, in_order
from pmprb.numbers import exact_sum
from pmprb.records import dataclass
from pmprb.sheets.page import Cell, Column, Page, Table, figure, label, words
from pmprb.sheets.theme import DATE

# The columns PIC, Tenggat and Status of a gap list: the office's own, carried from run to run.


Row = TypeVar("Row")
STATUSES = ("Belum", "Proses", "Selesai")
OF_ALL = (44, 40, 30, 34, 24, 46, 56)
OF_ONE = (34, 24, 28, 26, 19, 30, 34)
"""Widths of the columns of texts: of all units, where many rows are to be seen, and of one, printed wholly."""
ZOOM = 90
"""At this zoom all up to the points to gain is seen on a screen 1366 pixels wide, and eight gaps below each other."""


@dataclass(frozen=True)
class Closed:
    """What was typed for a gap that is not in the list any more, and why it is not."""

    plan: TypedGap
    why: str


def typed_columns(
    typed: Callable[[Row], TypedGap | None], widths: tuple[float, float, float] = (15, 11, 10)
) -> list[Column[Row]]:
    """Return the three columns; `typed` is what was typed for a row."""

    def of(row: Row, name: str) -> str | float | None:
        plan = typed(row)
        return None if plan is None else getattr(plan, name)

    return [
        Column(PIC, widths[0], lambda r: _typed(of(r, "pic"))),
        Column(DUE, widths[1], lambda r: _due(of(r, "due"))),
        Column(STATUS, widths[2], lambda r: _typed(of(r, "status"), _CENTRE), "status"),
    ]


_LEFT, _CENTRE = ("cell", "wrap", "input", "indent"), ("cell", "wrap", "input", "center")


def _typed(value: str | float | None, look: tuple[str, ...] = _LEFT) -> Cell:
    return Cell(value, look)


def _due(value: str | float | None) -> Cell:
    """Return a deadline: a date when it was one, in the sheet's or in ISO form, else the text as typed."""
    serial = serial_of(value) if isinstance(value, str) else value
    if serial is not None and 1 <= serial <= LAST_SERIAL:
        return Cell(serial, ("cell", "center", "input"), DATE)
    return Cell(value, ("cell", "wrap", "center", "input"), DATE if isinstance(value, str | None) else "General")


def offer_statuses(table: Table[Row]) -> None:
    """Offer the three statuses in a table with typed columns, and colour them; other words are let through."""
    page, place = table.page, (table.first, table.at["status"], table.last, table.at["status"])
    page.sheet.data_validation(
        *place,
        {
            "validate": "list", "source": list(STATUSES), "error_type": "warning",
            "error_title": "Status", "error_message": "Pilihan: Belum, Proses, Selesai. Tetap pakai isian ini?",
        },
    )  # fmt: skip
    for status, look in (("Selesai", "good"), ("Proses", "underway")):
        page.sheet.conditional_format(
            *place,
            {"type": "cell", "criteria": "==", "value": f'"{status}"', "format": page.theme.mark(look)},
        )  # fmt: skip


def write_closed_list(page: Page, closed: Sequence[Closed], about: Sequence[Column[Closed]]) -> None:
    """Write what was typed for gaps that are no longer in the list; `about` are the columns that name a gap."""
    columns: list[Column[Closed]] = [
        Column(UNIT_CODE, 11, lambda r: words(r.plan.unit_code)),
        Column(UNIT, 34, lambda r: words(r.plan.unit, "bold")),
        *about,
        Column(WHY, 30, lambda r: label(r.why, "wrap")),
        *typed_columns(_typed_of, (20, 12, 12)),
    ]
    widths = [column.width for column in columns]
    page.widths(widths)
    notes = ["Isian PIC, Tenggat, dan Status dari rekap sebelumnya yang kesenjangannya tidak lagi ada dalam daftar."]
    row = page.head("Kesenjangan Selesai", notes, widths) + 1
    offer_statuses(page.table(row, columns, closed, "Belum ada."))
    page.sheet.freeze_panes(row + 1, 3)
    page.print_setup(row)


def _typed_of(closed: Closed) -> TypedGap:
    return closed.plan


@dataclass(frozen=True)
class GapEntry:
    """One gap of one unit, with what it moves and what was typed for it."""

    unit: PlacedUnit
    weighed: Weighed
    plan: TypedGap | None

    @property
    def gap(self) -> Gap:
        """The gap itself."""
        return self.weighed.gap


def gap_lines(
    units: Sequence[PlacedUnit], instrument: Instrument, previous: PlanColumns | None
) -> tuple[list[GapEntry], list[Closed]]:
    """Return all gaps, and the typed rows whose gap is closed.

    First come those a unit can close by itself, of these the ones that move most of the gates it lacks, then by the
    points that can be gained and those lost.
    """
    typed = previous.rows if previous else {}
    found = [(unit, find_gaps(unit.result.submission, unit.result.tree, instrument)) for unit in units]
    lines = gap_entries(found, instrument, typed)
    open_keys = {_key(line.unit, line.gap) for line in lines}
    present = {plan_key(u.result.unit.code, u.name, "")[0]: u for u in units}
    closed = [Closed(plan, _why(key, present, instrument)) for key, plan in typed.items() if key not in open_keys]
    return lines, closed


def _key(unit: PlacedUnit, gap: Gap) -> tuple[str, str]:
    return plan_key(unit.result.unit.code, name_of(unit.result.unit), gap.item)


def gap_entries(
    found: Iterable[tuple[PlacedUnit, Sequence[Gap]]],
    instrument: Instrument,
    typed: Mapping[tuple[str, str], TypedGap] | None = None,
) -> list[GapEntry]:
    """Return the gaps of units in the order in which they are listed; `typed` by `plan_key`."""
    levers = Levers(instrument)
    lines = [
        GapEntry(unit, one, typed.get(_key(unit, one.gap)) if typed else None)
        for unit, gaps in found
        for one in levers.weigh(unit.result, gaps, instrument)
    ]
    order = {item: n for n, item in enumerate(instrument.items)}
    lines.sort(key=lambda line: (line.unit.number, order[line.gap.item]))
    place = {id(line.weighed): line for line in lines}
    return [place[id(one)] for one in in_order([line.weighed for line in lines])]


def _why(key: tuple[str, str], present: Mapping[str, PlacedUnit], instrument: Instrument) -> str:
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


def write_gap_list(page: Page, instrument: Instrument, lines: Sequence[GapEntry]) -> Table[GapEntry]:
    """Write the open gaps. Beyond a sheet's rows the smallest gaps without a typed plan are left out, and told."""
    shown, left_out = fitting(lines, page.room)
    page.leave_out(len(shown), len(lines))
    columns = gap_columns(page, instrument, OF_ALL)
    notes = [
        "Butir yang nilainya belum penuh: lebih dahulu yang dapat dikerjakan unit sendiri dan menggerakkan paling "
        "banyak ambang target berikutnya, lalu menurut poin bisa diraih. Isi PIC, Tenggat, dan Status: isian ikut "
        "terbawa ke rekap berikutnya selama kode unit dan kode butirnya tidak diubah.",
        "Poin bisa diraih: tambahan nilai bila butir itu saja naik ke jawaban berikutnya, termasuk butir lain yang "
        "ditahannya. Poin hilang: jarak ke nilai penuh.",
    ]
    if left_out:
        notes.append(f"{left_out} kesenjangan terkecil tidak muat pada lembar ini; lihat berkas rinci.")
    table = page.lay("Kesenjangan", notes, columns, len(shown), above=2)
    _totals(page, table, shown)
    table.write(shown, "Tidak ada kesenjangan.")
    offer_statuses(table)
    page.sheet.freeze_panes(table.first, 3)
    page.sheet.set_zoom(ZOOM)
    page.print_setup(table.header)
    page.printed_to = table.at["lost"]  # with those behind it the letters would be under 4 points on A4
    return table


def fitting(lines: Sequence[GapEntry], room: int) -> tuple[Sequence[GapEntry], int]:
    """Return the lines that fit, those with something typed before all others, and how many are left out."""
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


def gap_columns(page: Page, instrument: Instrument, widths: Sequence[int]) -> list[Column[GapEntry]]:
    """Return the columns of the gap list: the unit's two, the gap's nine, the plan's three."""
    points = page.theme.points
    # The criteria of a checklist still to be met are many: in a narrow column their rows hide all others.
    criterion, answer, next_answer, moved, area, evidence, advice = widths
    if any(getattr(item, "checklist", ()) for item in instrument.items.values()):
        advice = 84
    return [
        Column(UNIT_CODE, 9, lambda r: words(r.unit.result.unit.code)),
        Column(UNIT, 24, lambda r: words(r.unit.name, "bold"), "unit"),
        Column(ITEM, 10, lambda r: words(r.gap.item), "item"),
        *typed_columns(_plan_of, (14, 10, 9)),
        Column(CRITERION, criterion, lambda r: words(r.gap.criterion)),
        Column("Jawaban", answer, lambda r: _answer(r, instrument)),
        Column("Jawaban berikutnya", next_answer, lambda r: words(step_words(r.gap)), "next"),
        Column("Poin bisa diraih", 9, lambda r: figure(r.gap.step.gain, points), "gain"),
        Column("Poin hilang", 9, lambda r: figure(r.gap.lost, points, "bold"), "lost"),
        Column("Ambang yang digerakkan", moved, _moved),
        Column(AREA, area, lambda r: words(r.gap.area_title)),
        Column("Bukti dukung", evidence, lambda r: words(evidence_words(r.gap))),
        Column("Saran", advice, lambda r: words(r.gap.remedy)),
    ]


def _moved(line: GapEntry) -> Cell:
    return words(moved_words(line.weighed), *(() if line.weighed.own else ("muted",)))


def moved_words(weighed: Weighed) -> str:
    """Return which lacking gates a gap moves, or that the unit cannot close it by itself."""
    if not weighed.own:
        return "diukur pihak lain (survei, audit)"
    return ", ".join(gate.title for gate in weighed.gates)


def _plan_of(line: GapEntry) -> TypedGap | None:
    return line.plan


def _answer(line: GapEntry, instrument: Instrument) -> Cell:
    text = answer_words(line.unit.result.submission.answers.get(line.gap.item), instrument.items[line.gap.item])
    return words(text, *(() if line.gap.answered else ("muted",)))


def _totals(page: Page, table: Table[GapEntry], shown: Sequence[GapEntry]) -> None:
    """Write count and points of the rows the filter leaves visible, above the table."""
    gain = exact_sum(line.gap.step.gain for line in shown)
    lost = exact_sum(line.gap.lost for line in shown)
    look, points, row, at = ("cell", "strong"), page.theme.points, table.header - 1, table.at
    for column in range(at["lost"] + 1):
        page.put(row, column, Cell(None, look))
    page.put(row, at["unit"], Cell("Baris yang tampil", (*look, "indent")))
    if shown:
        visible = f"=SUBTOTAL(103,{table.local('item')})"
        page.put(row, at["item"], Cell(len(shown), (*look, "left"), "0", visible))
    page.put(row, at["gain"] - 1, Cell("Jumlah poin yang tampil", (*look, "indent")))
    for name, total in (("gain", gain), ("lost", lost)):
        page.put(row, at[name], Cell(total, look, points, f"=SUBTOTAL(109,{table.local(name)})"))


def write_closed(page: Page, closed: Sequence[Closed]) -> None:
    """Write what was typed for gaps that are no longer in the list."""
    about: list[Column[Closed]] = [
        Column(ITEM, 12, lambda r: words(r.plan.item)),
        Column(AREA, 26, lambda r: words(r.plan.area)),
        Column(CRITERION, 50, lambda r: words(r.plan.criterion)),
    ]
    write_closed_list(page, closed, about)
