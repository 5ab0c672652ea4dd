"""How much the guard costs: `open_book` beside plain calamine and plain openpyxl, on the same worksheets.

Run `python benchmarks/guard.py [rounds]`. Every round reads the same file once each way, in random order, so a
busy machine slows all alike; garbage is collected between readings, not during another's. Time is the processor's
where the system counts it finely (not on Windows): other programs' turns are not in it. The table shows medians and
ratios; the last lines say whether the two bounds hold: twice plain calamine at most, an eighth of openpyxl at most.
Three files: a sheet as Excel and XlsxWriter write it (shared strings, stored results), the same as openpyxl writes it
(inline strings, no results), and the worksheet this project makes, filled. Every way reads every cell of every sheet.

`python benchmarks/guard.py floor` shows where the guard's time goes, beside the least a check of every byte can cost:
unzip, CRC, and the pattern over the rows.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import random
import statistics
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from pmprb.demo.filling import fill
from pmprb.demo.regency import units
from pmprb.jobs.inputs import Catalogs
from pmprb.workbook.book import open_book
from pmprb.workbook.guard import guard
from pmprb.workbook.sheetxml import scan_sheet
from pmprb.worksheet.template.build import build_template

ROWS, COLUMNS = 263, 12
TEXT = "tim kerja rencana pemantauan evaluasi dokumen bukti dukung sosialisasi pelaksanaan reviu pimpinan pegawai"
WORDS = TEXT.split()
MOST_OF_CALAMINE, LEAST_UNDER_OPENPYXL = 2.0, 8.0
CLOCK = time.perf_counter if os.name == "nt" else time.process_time


def write_worksheet(path: Path) -> None:
    """Write a workbook shaped like a filled evaluation sheet: 263 rows of 12 columns, 526 formulas, 4 sheets."""
    pick = random.Random(90)
    with xlsxwriter.Workbook(str(path)) as workbook:
        bold = workbook.add_format({"bold": True, "border": 1, "text_wrap": True})
        share = workbook.add_format({"num_format": "0.00%"})
        guide, sheet, summary, meta = (workbook.add_worksheet(name) for name in ("Petunjuk", "LKE", "Rekap", "_meta"))
        sheet.freeze_panes(1, 2)
        sheet.protect()
        for row in range(ROWS):
            for column in range(COLUMNS):
                if column in (6, 7):
                    sheet.write_formula(row, column, f'=IF(F{row + 1}="Ya",1,0)*C{row + 1}', share, 0.5)
                elif column == 2:
                    sheet.write_number(row, column, pick.random(), bold)
                elif column == 5:
                    sheet.write_string(row, column, pick.choice(("Ya", "Tidak", "A", "B")), bold)
                elif column > 8 and row % 3:
                    sheet.write_blank(row, column, None, bold)
                else:
                    sheet.write_string(row, column, " ".join(pick.choices(WORDS, k=pick.randint(2, 14))), bold)
            sheet.data_validation(row, 5, row, 5, {"validate": "list", "source": ["Ya", "Tidak"]})
        for row in range(28):
            guide.write_string(row, 0, WORDS[row % len(WORDS)])
            summary.write_string(row, 0, WORDS[row % len(WORDS)])
            summary.write_formula(row, 1, f"=SUM(LKE!G{row * 9 + 1}:G{row * 9 + 9})", None, 4.5)
            meta.write_string(row, 0, f"kunci {row}")
        meta.very_hidden()


def read_calamine(path: Path) -> object:
    """Return all sheets as calamine gives them, without a guard."""
    workbook = python_calamine.CalamineWorkbook.from_path(path)
    return [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]


def read_openpyxl(path: Path) -> object:
    """Return all sheets as openpyxl gives them."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in workbook]


WAYS: dict[str, Callable[[Path], object]] = {
    "calamine, unguarded": read_calamine,
    "open_book": open_book,
    "openpyxl": read_openpyxl,
}


def measure(path: Path, rounds: int) -> dict[str, float]:
    """Return the median milliseconds of every way, the rounds interleaved in random order.

    A way reads four times in its turn, as it would read a folder; the first, in another's cold cache, is not counted.
    """
    times: dict[str, list[float]] = {name: [] for name in WAYS}
    order = list(WAYS)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            WAYS[name](path)
            for _ in range(3):
                start = CLOCK()
                WAYS[name](path)
                times[name].append((CLOCK() - start) * 1000)
            gc.collect()
    return {name: statistics.median(values) for name, values in times.items()}


def write_template(path: Path) -> None:
    """Write the worksheet of the demo's first unit, filled."""
    instrument = Catalogs().load("zi-2021").value
    if instrument is None:
        raise SystemExit("the catalog zi-2021 does not load")
    unit = units()[0]
    submission = fill(unit, instrument, "2026", "2026-03-31T08:00:00Z")
    path.write_bytes(build_template(instrument, unit, "2026", submission, version="benchmark"))


def show_floor(path: Path, rounds: int) -> None:
    """Print the median milliseconds of the steps no guard of this kind can do without, and of what it does."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/")]
    sheets = [part for part in parts if b"<sheetData>" in part]
    deflated = [zlib.compressobj(wbits=-15) for _ in parts]
    packed = [deflate.compress(part) + deflate.flush() for deflate, part in zip(deflated, parts, strict=True)]
    wrapped = guard(path).value
    assert wrapped is not None
    steps: dict[str, Callable[[], object]] = {
        "unzip": lambda: [zlib.decompress(part, -15) for part in packed],
        "CRC": lambda: [zlib.crc32(part) for part in parts],
        "pattern over the rows": lambda: [scan_sheet(part, "x", "visible") for part in sheets],
        "SHA-256 of the file": lambda: hashlib.sha256(path.read_bytes()).hexdigest(),
        "the guard, all": lambda: guard(path),
        "calamine, of what was checked": lambda: read_wrapped(wrapped.content),
    }
    for name, step in steps.items():
        times = []
        for _ in range(rounds * 3):
            start = CLOCK()
            step()
            times.append((CLOCK() - start) * 1000)
        print(f"{path.stem:<16}{name:<32}{statistics.median(times):>8.2f}")


def read_wrapped(content: bytes) -> object:
    """Return all sheets of a workbook in memory as calamine gives them."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]


def show_table(path: Path, rounds: int) -> list[str]:
    """Print the table of one file; return what it says about the bounds."""
    medians = measure(path, rounds)
    plain, slow = medians["calamine, unguarded"], medians["openpyxl"]
    for name, value in medians.items():
        print(f"{path.stem:<16}{name:<22}{value:>8.2f}{value / plain:>12.2f}{slow / value:>12.1f}")
    ours = medians["open_book"]
    held = ours <= MOST_OF_CALAMINE * plain, ours * LEAST_UNDER_OPENPYXL <= slow
    bounds = f"at most {MOST_OF_CALAMINE:g} x calamine", f"at least {LEAST_UNDER_OPENPYXL:g} x under openpyxl"
    return [
        f"{path.stem:<16}{bound:<32}{'holds' if yes else 'MISSED'}" for bound, yes in zip(bounds, held, strict=True)
    ]


def main(arguments: list[str]) -> None:
    """Write the files, measure, and print one table."""
    rounds = int(next((given for given in arguments if given.isdigit()), 20))
    with tempfile.TemporaryDirectory() as folder:
        shared, inline, template = (Path(folder, f"{name}.xlsx") for name in ("shared", "inline", "template"))
        write_worksheet(shared)
        openpyxl.load_workbook(shared).save(inline)
        write_template(template)
        files = (shared, inline, template)
        if "floor" in arguments:
            print(f"{'file':<16}{'step':<32}{'ms':>8}")
            for path in files:
                show_floor(path, rounds)
            return
        print(f"{'file':<16}{'way':<22}{'ms':>8}{'x calamine':>12}{'openpyxl x':>12}")
        print("\n".join(line for path in files for line in show_table(path, rounds)))


if __name__ == "__main__":
    main(sys.argv[1:])
