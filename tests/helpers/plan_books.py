"""Plans as workbooks: written from the template, edited as a person would, read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from helpers.plans import UNIT, kind, rules
from pmprb import __version__
from pmprb.engine.answers import Unit
from pmprb.jobs.inputs import find_files
from pmprb.jobs.plans import PlanWishes, gather_plans, read_plans
from pmprb.office.register import Register
from pmprb.plans.consolidate import PlanConsolidation
from pmprb.plans.form.build import build_plan_template
from pmprb.plans.form.columns import FIRST_ROW, PlanGrid
from pmprb.plans.model import PlanRow
from pmprb.plans.read.book import read_plan
from pmprb.temuan import CellPos, Loaded

UNITS = (
    UNIT,
    Unit(code="1.08", name="Dinas Sosial", kind="dinas", group="dinas"),
    Unit(code="1.09", name="=1+1 & <Badan> 'Uji'", kind="badan", group="badan"),
    Unit(code="1.10", name="Kecamatan Embun Asri", kind="kecamatan", group="kecamatan"),
)


def write(path: Path, rows: tuple[PlanRow, ...] = (), name: str = "rb-general", **more: Any) -> Path:
    """Write a filled worksheet."""
    unit, period = more.pop("unit", UNIT), more.pop("period", "2026")
    more.setdefault("capacity", len(rows) + 2)
    made = build_plan_template(rules(), kind(name), unit, period, version=__version__, rows=rows, **more)
    path.write_bytes(made)
    return path


def form(path: Path, rows: Sequence[Sequence[object]], sheet: str = "Sheet1", top: int = 0) -> Path:
    """Write a form of somebody else's: plain cells from a row on."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for r, cells in enumerate(rows, start=top):
            for c, value in enumerate(cells):
                if isinstance(value, str) and value:
                    page.write_string(r, c, value)
                elif isinstance(value, int | float):
                    page.write_number(r, c, value)
    return path


def edit(path: Path, change: Callable[[Any], None], sheet: str = "Rencana Aksi") -> Path:
    """Change a worksheet as a person would, and save it with openpyxl."""
    book = openpyxl.load_workbook(path)
    change(book[sheet])
    book.save(path)
    book.close()
    return path


def read(path: Path, name: str = "") -> Loaded[Any]:
    """Return the plan in a file."""
    return read_plan(path, rules(), name)


def told(loaded: Loaded[Any]) -> list[tuple[str, str]]:
    """Return code and cell of all temuan."""
    return [(t.code, t.at.cell if isinstance(t.at, CellPos) else "") for t in loaded.temuan]


def cell(name: str, line: int = 1, kind_name: str = "rb-general") -> str:
    """Return the address of a column in the n-th open row."""
    return PlanGrid(rules(), kind(kind_name), 40).cell(name, FIRST_ROW + line - 1)


def consolidated(folder: Path, plans: Sequence[tuple[PlanRow, ...]], name: str = "rb-general") -> PlanConsolidation:
    """Return the consolidation of plans, one a unit; the last unit of the register has none."""
    sheets = folder / "lembar"
    sheets.mkdir(exist_ok=True)
    for unit, rows in zip(UNITS[:-1], plans, strict=False):
        write(sheets / f"{unit.code}.xlsx", rows, name, unit=unit)
    (sheets / "rusak.xlsx").write_bytes(b"bukan buku kerja")
    (sheets / "catatan.pdf").write_bytes(b"%PDF")
    found = find_files([sheets])
    read_ = read_plans(found, rules())
    return gather_plans(read_, found, rules(), name, Register(UNITS), PlanWishes(quarter=2))
