"""XlsxWriter alone: `python xlsxwriter_alone.py CELLS OUT` writes cells that lie ready, and says what that took.

`cells_of` makes CELLS from a finished workbook: every cell's place, value and looks, formulas as such.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from pathlib import Path
from typing import Any

from side_by_side.ways import NET


def cells_of(workbook: Path) -> list[tuple[str, list[tuple[int, int, Any, bool, int]]]]:
    """Return every sheet's cells: row, column, value, whether it is a formula, number of its looks."""
    from openpyxl import load_workbook

    found = []
    book: Any = load_workbook(workbook)
    for sheet in book:
        cells = [
            (cell.row - 1, cell.column - 1, cell.value, cell.data_type == "f", cell.style_id)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None or cell.has_style
        ]
        found.append((sheet.title, cells))
    return found


def main(cells: Path, out: Path) -> None:
    """Write the cells; what is said is the time of that alone, XlsxWriter's loading included."""
    sheets = pickle.loads(cells.read_bytes())
    cpu, clock = time.process_time(), time.perf_counter()
    import xlsxwriter

    with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks: dict[int, Any] = {}
        for title, written in sheets:
            sheet = book.add_worksheet(title)
            for row, column, value, is_formula, look in written:
                style = looks.get(look)
                if style is None:
                    style = looks[look] = book.add_format({"border": 1, "font_size": 8 + look % 8, "indent": look // 8})
                if is_formula:
                    sheet.write_formula(row, column, value, style)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value, style)
                elif value is None:
                    sheet.write_blank(row, column, None, style)
                else:
                    sheet.write_number(row, column, value, style)
    print(NET + json.dumps([time.process_time() - cpu, time.perf_counter() - clock]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
