"""PIC, Tenggat and Status of an earlier rekap, so that nothing typed there is lost.

Enters: the path of an earlier rekap. Leaves: `PlanColumns` by unit and item. Columns are found by header text:
people insert, move and rename columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from pmprb.engine.answers import key_of_unit
from pmprb.records import dataclass
from pmprb.temuan import CellPos, Loaded, Model, PreviousRekapLost, UnopenableFile
from pmprb.text import plain, readable
from pmprb.workbook.book import Sheet, Value, open_book

GAPS, CLOSED = "Kesenjangan", "Kesenjangan Selesai"
UNIT_CODE, UNIT, ITEM, AREA, CRITERION = "Kode Unit", "Unit", "Kode", "Area", "Kriteria"
PIC, DUE, STATUS = "PIC", "Tenggat", "Status"
WHY = "Mengapa di sini"

HEADER_ROWS = 40
"""How far down a sheet its headings may stand."""


@dataclass(frozen=True)
class GapColumns:
    """Headings of a gap list: `item` tells one gap of a unit from another, in one column or in several together."""

    item: tuple[str, ...]
    area: str
    criterion: str


SCORES = GapColumns((ITEM,), AREA, CRITERION)


class TypedGap(Model):
    """What was typed for one gap; `due` is a date's serial number when the cell held a date.

    `parts` are the texts of the item's columns; of several columns `item` is their plain letters together.
    """

    unit_code: str
    unit: str
    item: str
    parts: tuple[str, ...] = ()
    area: str = ""
    criterion: str = ""
    pic: str | float | None = None
    due: str | float | None = None
    status: str | float | None = None


class PlanColumns(Model):
    """The typed rows of an earlier rekap by (unit, item); see `plan_key`."""

    file: str
    rows: Mapping[tuple[str, str], TypedGap] = {}

    @property
    def cells(self) -> int:
        """How many cells hold something."""
        return sum(getattr(row, name) is not None for row in self.rows.values() for name in ("pic", "due", "status"))

    def over(self, earlier: PlanColumns) -> PlanColumns:
        """Return what was typed here, and where nothing was, what was typed earlier."""
        rows = dict(earlier.rows)
        for key, row in self.rows.items():
            before = rows.get(key)
            blank = {name: getattr(before, name) for name in ("pic", "due", "status") if getattr(row, name) is None}
            rows[key] = row.model_copy(update=blank) if before else row
        return PlanColumns(file=self.file, rows=rows)


def plan_key(unit_code: str, unit: str, item: str) -> tuple[str, str]:
    """Return what makes a gap the same gap in the next run: the unit's code (or name without one) and the item."""
    return key_of_unit(unit_code, unit), item.strip()


def item_of(parts: Sequence[str]) -> str:
    """Return what tells a gap apart: its code, or the plain letters of several texts."""
    return parts[0] if len(parts) == 1 else " | ".join(plain(part) for part in parts)


def read_plan_columns(path: Path, headings: GapColumns = SCORES) -> Loaded[PlanColumns]:
    """Return what was typed into an earlier rekap; None with BUKU-038 when it cannot be read or has no gap list.

    `cause` of BUKU-038 is the code that refused the file, or the name of the sheet or column not found.
    """
    opened = open_book(path, only=lambda name: name.strip().casefold().startswith(GAPS.casefold()), long=True)
    if opened.value is None:
        return _unreadable(path, opened.temuan[0].code if opened.temuan else UnopenableFile.code)
    sheets = opened.value.sheets
    if not sheets:
        return _unreadable(path, GAPS)
    rows: dict[tuple[str, str], TypedGap] = {}
    found = False
    # The open list comes last: what stands there wins over the list of closed gaps.
    for sheet in sorted(sheets, key=lambda s: s.name.strip().casefold() != CLOSED.casefold()):
        header = header_of(sheet, headings)
        if header is None:
            continue
        found = True
        rows |= {plan_key(row.unit_code, row.unit, row.item): row for row in _typed(sheet, *header, headings)}
    if not found:
        return _unreadable(path, headings.item[-1])
    return Loaded(value=PlanColumns(file=readable(path.name), rows=rows))


def _unreadable(path: Path, cause: str) -> Loaded[PlanColumns]:
    at = CellPos(workbook=readable(path.name))
    return Loaded(value=None, temuan=(PreviousRekapLost(at, cause=str(cause)),))


def columns_of(row: Sequence[Value]) -> dict[str, int]:
    """Return the columns of a row of headings by plain text, the first of two that read alike."""
    return {plain(value): n for n, value in reversed(list(enumerate(row))) if isinstance(value, str)}


def header_of(sheet: Sheet, headings: GapColumns | None) -> tuple[int, dict[str, int]] | None:
    """Return the header row and its columns by plain text: the row that names the item and a typed column.

    Without `headings` a row that names a unit and a typed column will do.
    """
    for number, row in enumerate(sheet.rows[:HEADER_ROWS]):
        columns = columns_of(row)
        typed = any(plain(name) in columns for name in (PIC, DUE, STATUS))
        item = headings is None or all(plain(name) in columns for name in headings.item)
        if typed and item and (plain(UNIT_CODE) in columns or plain(UNIT) in columns):
            return number, columns
    return None


def _typed(sheet: Sheet, header: int, columns: dict[str, int], headings: GapColumns) -> list[TypedGap]:
    """Return the rows below the header in which something was typed."""

    def value(row: int, name: str) -> Value:
        column = columns.get(plain(name))
        return None if column is None else sheet.value(row, column)

    typed = []
    for row in range(header + 1, len(sheet.rows)):
        parts = tuple(text_of(value(row, name)) for name in headings.item)
        pic, due, status = (kept_value(value(row, name)) for name in (PIC, DUE, STATUS))
        if not any(parts) or (pic is None and due is None and status is None):
            continue
        typed.append(
            TypedGap(
                unit_code=text_of(value(row, UNIT_CODE)),
                unit=text_of(value(row, UNIT)),
                item=item_of(parts),
                parts=parts,
                area=text_of(value(row, headings.area)),
                criterion=text_of(value(row, headings.criterion)),
                pic=pic,
                due=due,
                status=status,
            )
        )
    return typed


def text_of(value: Value) -> str:
    """Return a cell's value as a short text, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def kept_value(value: Value) -> str | float | None:
    """Return what a typed cell holds; None for an empty one."""
    if isinstance(value, bool):
        return "YA" if value else "TIDAK"
    if isinstance(value, str):
        return value if value.strip() else None
    return value


_EPOCH = date(1899, 12, 30)
LAST_SERIAL = 2_958_465
"""The serial number of the last day of the year 9999."""


def serial_of(text: str) -> float | None:
    """Return the serial number of an ISO date, with or without midnight behind it; None for other texts."""
    day, rest = text.strip()[:10], text.strip()[10:]
    if rest and not re.fullmatch(r"[T ]00:00(:00(\.0+)?)?", rest):
        return None
    try:
        return float((date.fromisoformat(day) - _EPOCH).days)
    except ValueError:
        return None


def due_words(value: str | float | None) -> str:
    """Return a deadline as the workbook shows it: a date by its day, month and year, a text that is none as typed."""
    serial = serial_of(value) if isinstance(value, str) else value
    if serial is None or not 1 <= serial <= LAST_SERIAL:
        return typed_words(value)
    day = _EPOCH + timedelta(days=int(serial))
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def typed_words(value: str | float | None) -> str:
    """Return what was typed as a text, a number with a decimal comma; empty for nothing."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:g}".replace(".", ",")
    return (value or "").strip()


def same_typed(one: str | float | None, other: str | float | None) -> bool:
    """Whether two typed values say the same: a date however it is kept, a text but for its spaces."""
    return _comparable(one) == _comparable(other)


def _comparable(value: str | float | None) -> object:
    if isinstance(value, str):
        serial = serial_of(value)
        return " ".join(value.split()) if serial is None else serial
    return value
