"""The consolidated workbook (rekap): written from a `Consolidation`, its plan columns and its record read back.

Enters: a consolidation and its instrument. Leaves: one .xlsx with native charts and live formulas.
Refuses to know: how a figure is computed; every figure is the engine's, every formula only repeats it.
"""

from pmprb.excel.rekap.differ import cell_differences
from pmprb.excel.rekap.previous import PlanColumns, PlanRow, read_plan_columns
from pmprb.excel.rekap.record import read_record
from pmprb.excel.rekap.write import write_consolidation

__all__ = [
    "PlanColumns",
    "PlanRow",
    "cell_differences",
    "read_plan_columns",
    "read_record",
    "write_consolidation",
]
