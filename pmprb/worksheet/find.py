"""Which row of a placed sheet bears which code of the catalog.

Enters: a placed layout and the instrument. Leaves: rows by code (nodes, items, and counts as
"item.input"), and a temuan for codes that could not be placed. Never uses row numbers of the sheet.
"""

from __future__ import annotations

import difflib
import re

from pmprb.catalog.model import Instrument
from pmprb.temuan import CellPos, UnknownRowCode
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.alike import keep, recalled
from pmprb.worksheet.layouts import Placed
from pmprb.worksheet.rows import Rows, address

_CODE = re.compile(r"[A-Za-z]{1,3}(?:\.\w{1,12})+\.?")


def find_rows(placed: Placed, instrument: Instrument, file: str) -> Rows:
    """Return where each code of the catalog stands. What reads forms without codes is loaded when one is there."""
    if placed.layout.rows in ("hierarchy", "outline"):
        from pmprb.worksheet.hierarchy import Hierarchy

        return Hierarchy(placed, instrument, file).rows
    if placed.layout.rows == "checklist":
        from pmprb.worksheet.checklist_form import by_checklist

        return by_checklist(placed, instrument)
    return _by_code(placed, instrument, file)


def _by_code(placed: Placed, instrument: Instrument, file: str) -> Rows:
    """Return rows by the text of the id column: catalog codes, or official row numbers."""
    if placed.layout.rows != "id" or "id" not in placed.columns:
        return _looked_up(placed, instrument, file)
    ids = placed.sheet.column(placed.columns["id"])[placed.header_row :]
    look, at = f"rows {placed.layout.id}", (placed.layout, placed.header_row, ids)
    rows: Rows | None = recalled(instrument, look, at)
    if rows is None:
        rows = _looked_up(placed, instrument, file)
        if not rows.temuan:
            keep(instrument, look, at, rows)
    return rows


def _looked_up(placed: Placed, instrument: Instrument, file: str) -> Rows:
    rows = Rows()
    known = dict(placed.layout.numbers) if placed.layout.rows == "number" else instrument.codes
    column = placed.columns["id"] if "id" in placed.columns else _numbered_column(placed)
    for r in range(placed.header_row + 1, len(placed.sheet.rows)):
        value = placed.sheet.value(r, column)
        if value is None:
            continue
        text = text_of(value).replace(" ", "")
        code = known.get(text.rstrip(".").casefold())
        if code is not None:
            rows.add(code, r)
        elif text in placed.layout.totals:
            rows.totals[placed.layout.totals[text]] = r
        elif placed.layout.rows == "id" and _CODE.fullmatch(text):
            near = difflib.get_close_matches(text.casefold(), list(known), n=1, cutoff=0.8)
            at = CellPos(workbook=file, sheet=placed.sheet.name, cell=address(r, column))
            rows.temuan.append(UnknownRowCode(at, seen=text, hint=known[near[0]] if near else ""))
    if placed.layout.rows == "number":
        from pmprb.worksheet.numbered import held_against_texts

        return held_against_texts(rows, placed, instrument, file, column)
    return rows


def _numbered_column(placed: Placed) -> int:
    """Return the column that holds most of the layout's official row numbers: its header is often blank."""
    widest = max((len(row) for row in placed.sheet.rows), default=1)
    data = range(placed.header_row + 1, len(placed.sheet.rows))

    def hits(column: int) -> int:
        return len({text_of(placed.sheet.value(r, column)) for r in data} & placed.layout.numbers.keys())

    return max(range(min(widest, 8)), key=lambda column: (hits(column), -column))
