"""A province's workbook: instansi side by side, written from a `Province`; its record read back.

Enters: a province and its instrument. Leaves: one .xlsx with native charts and live formulas.
Refuses to know: how a figure is computed; every figure is the engine's, every formula only repeats it.
"""

from pmprb.excel.province.write import write_province
from pmprb.excel.rekap.record import read_province

__all__ = ["read_province", "write_province"]
