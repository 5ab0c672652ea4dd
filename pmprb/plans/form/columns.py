"""Which column of *Rencana Aksi* holds what: the scheme its cells, formulas and drop-downs are written from.

Enters: the rules and a kind. Leaves: `Grid`. Refuses to know: rows typed, colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pmprb.engine.answers import Unit
from pmprb.plans.model import QUARTERS, ROMAN
from pmprb.plans.rules import PlanColumn, PlanKind, PlanRules
from pmprb.sheets.formula import column_name

PLAN, REKAP, PETUNJUK, META = "Rencana Aksi", "Rekap", "Petunjuk", "_meta"
LAYOUT = "pmprb-rencana"
GROUP_ROW, HEADER_ROW = 4, 5
FIRST_ROW = HEADER_ROW + 1
QUARTER_ROW = 2
QUARTER_LABEL, AUTOMATIC = "Triwulan dilaporkan", "Otomatis"
HELPERS = (
    "use", "pol", "log", "rol", "bad", "year",
    *(f"{name}{q}" for name in ("t", "r", "rr", "x", "m", "e") for q in QUARTERS),
    "n", "entered", "xy", "value", "a02", "has", "late", "line",
)  # fmt: skip
GROUPS = {
    "number": "Kegiatan", "goal": "Sasaran", "output": "Keluaran", "polarity": "Cara Menilai",
    "target1": "Target", "budget": "Sumber Daya", "realised1": "Realisasi",
    "achieved1": "Capaian (terisi sendiri)", "obstacle": "Penjelasan", "review_accuracy": "Evaluator Internal",
}  # fmt: skip


def identity_of(rules: PlanRules, kind: PlanKind, unit: Unit, period: str, version: str) -> dict[str, str]:
    """Return what a worksheet of plans says of itself in *_meta*, by which it is read back."""
    return {
        "plan_kind": kind.id,
        "rules_hash": rules.hashes[kind.id],
        "unit_code": unit.code,
        "unit_name": unit.name,
        "period": period,
        "program_version": version,
        "layout": LAYOUT,
    }


@dataclass(frozen=True)
class GridColumn:
    """One column of the sheet; `quarter` is 1 to 4 for a column that there is one of for each quarter, else 0."""

    index: int
    column: PlanColumn
    quarter: int

    @property
    def name(self) -> str:
        """The name formulas know it by: "target2"."""
        return f"{self.column.key}{self.quarter or ''}"

    @property
    def is_input(self) -> bool:
        """True when somebody types here."""
        return self.column.kind != "computed"


@dataclass(frozen=True)
class PlanGrid:
    """The columns of one kind's sheet and the number of its open rows."""

    rules: PlanRules
    kind: PlanKind
    capacity: int

    @cached_property
    def columns(self) -> tuple[GridColumn, ...]:
        """Visible columns in the sheet's order."""
        special = {key for kind in self.rules.kinds for key in kind.columns}
        found: list[GridColumn] = []
        for column in self.rules.columns:
            if column.foreign or (column.key in special and column.key not in self.kind.columns):
                continue
            for quarter in QUARTERS if column.quarters else (0,):
                found.append(GridColumn(len(found), column, quarter))
        return tuple(found)

    @cached_property
    def at(self) -> dict[str, int]:
        """Name → column index from 0, helpers included; a helper's name bears an underscore in front."""
        visible = {column.name: column.index for column in self.columns}
        return visible | {f"_{name}": len(self.columns) + n for n, name in enumerate(HELPERS)}

    def title(self, column: GridColumn) -> str:
        """Return a column's heading."""
        if column.column.key == "line":
            return self.kind.line_title
        return f"{column.column.title} TW {ROMAN[column.quarter - 1]}" if column.quarter else column.column.title

    @property
    def last_row(self) -> int:
        """The last open row, counted from 1."""
        return HEADER_ROW + self.capacity

    def cell(self, name: str, row: int) -> str:
        """Return a cell's address; `row` counts from 1."""
        return f"{column_name(self.at[name])}{row}"

    def span(self, name: str, row: int, last: int = 4) -> str:
        """Return the cells of the quarters I to `last` of a row."""
        return f"{self.cell(f'{name}1', row)}:{self.cell(f'{name}{last}', row)}"

    def down(self, name: str, sheet: bool = True) -> str:
        """Return a column's open rows as an absolute reference, with the sheet's name unless told otherwise."""
        letter = column_name(self.at[name])
        cells = f"${letter}${FIRST_ROW}:${letter}${self.last_row}"
        return f"'{PLAN}'!{cells}" if sheet else cells

    @property
    def quarter_input(self) -> int:
        """The column index of the cell in which the quarter reported is chosen."""
        return self.at["action"] + 2

    @property
    def quarter(self) -> str:
        """The absolute address of the hidden cell with the quarter's number."""
        return f"${column_name(self.at['_use'])}${QUARTER_ROW}"
