"""The workbook of a change over time: written from a `Trend`, with native charts and live formulas."""
