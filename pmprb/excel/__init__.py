"""The excel room: the only one that knows workbooks.

Reading: `guard` (what a parser may see), `book` (cells with their flags), `layouts`, `read`.
Writing: `template` (worksheets for units), `rekap` (the consolidated workbook).
"""
