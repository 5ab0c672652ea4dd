"""Recommendations of an evaluation and what was done about them: sheets for units, and one workbook of all."""
