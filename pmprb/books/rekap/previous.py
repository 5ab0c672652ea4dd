"""PIC, Tenggat and Status of an earlier rekap, so that nothing typed there is lost.

Enters: the path of an earlier rekap. Leaves: `PlanColumns` by unit and item. Columns are found by header text:
people insert, move and rename columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmprb.temuan import CellPos, Loaded, Model, PreviousRekapLost, UnopenableFile
from pmprb.text import plain, readable
from pmprb.workbook.book import Sheet, Value, open_book

GAPS, CLOSED = "Kesenjangan", "Kesenjangan Selesai"
UNIT_CODE, UNIT, ITEM, AREA, CRITERION = "Kode Unit", "Unit", "Kode", "Area", "Kriteria"
PIC, DUE, STATUS = "PIC", "Tenggat", "Status"

_HEADER_ROWS = 40


@dataclass(frozen=True)
class GapColumns:
    """Headings of a gap list: `item` tells one gap of a unit from another, in one column or in several together."""

    item: tuple[str, ...]
    area: str
    criterion: str


SCORES = GapColumns((ITEM,), AREA, CRITERION)


class PlanRow(Model):
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
    rows: Mapping[tuple[str, str], PlanRow] = {}


def plan_key(unit_code: str, unit: str, item: str) -> tuple[str, str]:
    """Return what makes a gap the same gap in the next run: the unit's code (or name without one) and the item."""
    return plain(unit_code) or plain(unit), item.strip()


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
    rows: dict[tuple[str, str], PlanRow] = {}
    found = False
    # The open list comes last: what stands there wins over the list of closed gaps.
    for sheet in sorted(sheets, key=lambda s: s.name.strip().casefold() != CLOSED.casefold()):
        header = _header(sheet, headings)
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


def _header(sheet: Sheet, headings: GapColumns) -> tuple[int, dict[str, int]] | None:
    """Return the header row and its columns by plain text: the row that names the item and a typed column."""
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        columns = {plain(value): n for n, value in reversed(list(enumerate(row))) if isinstance(value, str)}
        typed = any(plain(name) in columns for name in (PIC, DUE, STATUS))
        item = all(plain(name) in columns for name in headings.item)
        if typed and item and (plain(UNIT_CODE) in columns or plain(UNIT) in columns):
            return number, columns
    return None


def _typed(sheet: Sheet, header: int, columns: dict[str, int], headings: GapColumns) -> list[PlanRow]:
    """Return the rows below the header in which something was typed."""

    def value(row: int, name: str) -> Value:
        column = columns.get(plain(name))
        return None if column is None else sheet.value(row, column)

    typed = []
    for row in range(header + 1, len(sheet.rows)):
        parts = tuple(_text(value(row, name)) for name in headings.item)
        pic, due, status = (_kept(value(row, name)) for name in (PIC, DUE, STATUS))
        if not any(parts) or (pic is None and due is None and status is None):
            continue
        typed.append(
            PlanRow(
                unit_code=_text(value(row, UNIT_CODE)),
                unit=_text(value(row, UNIT)),
                item=item_of(parts),
                parts=parts,
                area=_text(value(row, headings.area)),
                criterion=_text(value(row, headings.criterion)),
                pic=pic,
                due=due,
                status=status,
            )
        )
    return typed


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _kept(value: Value) -> str | float | None:
    if isinstance(value, bool):
        return "YA" if value else "TIDAK"
    if isinstance(value, str):
        return value if value.strip() else None
    return value
