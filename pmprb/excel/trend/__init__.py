"""The workbook of a change over time: written from a `Trend`, with native charts and formulas that only add.

Refuses to know: how a figure is computed. `promise_of` reads what was typed into an earlier rekap as a promise.
"""

from pmprb.excel.trend.due import promise_of
from pmprb.excel.trend.write import write_trend

__all__ = ["promise_of", "write_trend"]
