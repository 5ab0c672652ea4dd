"""Where the examples of temuan lie: made-up files of one made-up folder."""

from __future__ import annotations

from pmprb.temuan.record import CellPos, FilePos

EXAMPLE_FILE = "dinas-pendidikan.xlsx"
EXAMPLE_PLAN = "rencana-dinas-pangan.xlsx"


def on_cell(cell: str) -> CellPos:
    """Return a cell of the sheet LKE, or the sheet when `cell` is empty."""
    return CellPos(workbook=EXAMPLE_FILE, sheet="LKE", cell=cell)


def on_register(cell: str) -> CellPos:
    """Return a cell of the register of units."""
    return CellPos(workbook="daftar-unit.xlsx", sheet="Daftar Unit", cell=cell)


def on_effort(cell: str) -> CellPos:
    """Return a cell of the efforts a unit states."""
    return CellPos(workbook="upaya.xlsx", sheet="Upaya", cell=cell)


def on_plan(cell: str) -> CellPos:
    """Return a cell of an action plan."""
    return CellPos(workbook=EXAMPLE_PLAN, sheet="Rencana Aksi", cell=cell)


def on_book(workbook: str = EXAMPLE_FILE) -> CellPos:
    """Return a whole file or folder."""
    return CellPos(workbook=workbook)


def on_line(file: str, line: int, column: int) -> FilePos:
    """Return a place in a text file, such as a catalog's."""
    return FilePos(file=file, line=line, column=column)
