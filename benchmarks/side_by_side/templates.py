"""Blank worksheets for many units, beside what openpyxl and XlsxWriter take for the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from side_by_side.inputs import INSTRUMENT
from side_by_side.ways import NET, Chapter, Took, Way, child, in_turn, number, plain
from side_by_side.xlsxwriter_alone import cells_of

OURS, OPENPYXL, XLSXWRITER = "pmprb templat", "openpyxl: buka, isi nama, simpan", "XlsxWriter: tulis sel yang sama"
UNITS = 64


def measure(demo: Path, rounds: int) -> Chapter:
    """Return what a template for each of 64 units takes."""
    out = demo.parent / "templat"
    register = demo / "daftar-unit.xlsx"

    def ours() -> Took:
        shutil.rmtree(out, ignore_errors=True)
        return child("-m", "pmprb", "templat", INSTRUMENT, "--unit", register, "--periode", "2026", "-o", out)

    ours()
    blank = next(iter(sorted(out.glob("*.xlsx"))))
    kept = demo.parent / "templat.xlsx"
    shutil.copy(blank, kept)
    cells = demo.parent / "templat.json"
    cells.write_text(json.dumps(cells_of(kept), default=str), encoding="utf-8")
    ways = [
        Way(OURS, ours),
        Way(OPENPYXL, lambda: child("-c", _OPENPYXL, kept, demo.parent / "satu.xlsx", str(UNITS))),
        Way(XLSXWRITER, lambda: child("-c", _XLSXWRITER, cells, demo.parent / "satu.xlsx", str(UNITS))),
    ]
    found = in_turn(ways, rounds)
    rows = [
        (
            title,
            number(1000 * found.cpu(title) / UNITS, 1),
            number(1000 * found.clock(title) / UNITS, 1),
            number(found.ratio(title, OURS)),
        )
        for title in found.titles
    ]
    about = (
        f"Templat untuk {UNITS} unit, waktu dibagi jumlahnya; pada pmprb termasuk memuat program, daftar unit, dan "
        "pemeriksaan bahwa tidak ada isian yang tertimpa. openpyxl kehilangan sebagian isi templat; XlsxWriter di sini "
        "menulis sel tanpa pilihan, perlindungan, warna bersyarat, dan catatan."
    )
    figures = {"templat": f"{plain(1000 * found.cpu(OURS) / UNITS, 0)} ms"}
    head = ("cara", "prosesor (ms sebuah)", "jam (ms sebuah)", "× pmprb")
    return Chapter("Templat", about, head, rows, [], figures)


_OPENPYXL = """
import sys, openpyxl
for n in range(int(sys.argv[3])):
    book = openpyxl.load_workbook(sys.argv[1])
    book["LKE"]["B2"] = f"Unit {n}"
    book.save(sys.argv[2])
"""
_XLSXWRITER = f"""
import json, sys, time
sheets = json.load(open(sys.argv[1], encoding="utf-8"))
cpu, clock = time.process_time(), time.perf_counter()
import xlsxwriter
for n in range(int(sys.argv[3])):
    with xlsxwriter.Workbook(sys.argv[2], {{"in_memory": True, "strings_to_urls": False}}) as book:
        looks = {{}}
        for title, cells in sheets:
            sheet = book.add_worksheet(title)
            for row, column, value, is_formula, look in cells:
                style = looks.setdefault(look, None) or looks.__setitem__(look, book.add_format()) or looks[look]
                if is_formula:
                    sheet.write_formula(row, column, value, style)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value, style)
                elif value is None:
                    sheet.write_blank(row, column, None, style)
                else:
                    sheet.write_number(row, column, value, style)
print({NET!r} + json.dumps([time.process_time() - cpu, time.perf_counter() - clock]))
"""
