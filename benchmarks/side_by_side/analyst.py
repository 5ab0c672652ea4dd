"""What a capable analyst writes in an afternoon: `python analyst.py WORKSHEETS REVIEWS OUT`, pandas with calamine in,
XlsxWriter out, no checks. `--openpyxl` reads and writes with openpyxl instead, as most such scripts do.

The workbook has the tables of pmprb's: ranking, areas, criteria, gates, gaps with their words and columns to fill in,
both sides where a verifier has answered. What it lacks is what nobody writes in an afternoon: who is missing, what is
wrong and where, damaged and double files, live formulas, the evidence behind a figure.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from side_by_side.form import (
    ANSWER,
    CHOICES,
    CODE,
    CRITERION,
    EVIDENCE,
    EXPLAINED,
    HEADER,
    REVIEW,
    SCALES,
    SHEET,
    Unit,
    scored,
)

AREAS = ["A", "A.I", "A.II", "B", *(f"A.{half}.{n}" for half in ("I", "II") for n in range(1, 7)), "B.I", "B.II"]
MINIMA = {
    "WBK": {"TOTAL": 75.0, "A": 40.0, "B.I": 18.25, "B.II": 14.0},
    "WBBM": {"TOTAL": 85.0, "A": 48.0, "B.I": 19.5, "B.II": 15.75},
}


def read_pandas(path: Path, answer: int = ANSWER) -> Unit:
    """Return a worksheet read with pandas and calamine."""
    import pandas as pd

    frame = pd.read_excel(path, sheet_name=SHEET, header=HEADER - 1, engine="calamine")
    return scored(path.stem, frame.values.tolist(), answer)


def read_openpyxl(path: Path, answer: int = ANSWER) -> Unit:
    """Return a worksheet read with openpyxl."""
    from openpyxl import load_workbook

    sheet = load_workbook(path, data_only=True)[SHEET]
    return scored(path.stem, list(sheet.iter_rows(min_row=HEADER + 1, values_only=True)), answer)


def read_all(folder: Path, read: Any, answer: int = ANSWER) -> list[Unit]:
    """Return every worksheet of a folder; what cannot be read is left out without a word."""
    units = []
    for path in sorted(folder.glob("[0-9]*.xlsx")):
        try:
            units.append(read(path, answer))
        except Exception as error:
            print(f"{path.name}: {error}", file=sys.stderr)
    return units


Row = Sequence[str | float | None]
Table = tuple[str, list[str], list[Row]]


def tables(units: list[Unit], reviewed: list[Unit]) -> list[Table]:
    """Return the sheets: title, headers, rows."""
    ranked = sorted(units, key=lambda unit: -unit.points["TOTAL"])
    items = list(ranked[0].scores)
    found: list[Table] = [
        (
            "Peringkat",
            ["Peringkat", "Unit", "Nilai", *MINIMA],
            [[n, u.name, u.points["TOTAL"], *(_passed(u, t) for t in MINIMA)] for n, u in enumerate(ranked, 1)],
        ),
        (
            "Matriks Area",
            ["Unit", "TOTAL", *AREAS],
            [[u.name, *(u.points[a] / u.weights[a] for a in ("TOTAL", *AREAS))] for u in ranked],
        ),
        ("Matriks Kriteria", ["Unit", *items], [[u.name, *(u.scores.get(i) for i in items)] for u in ranked]),
        ("Kelayakan", ["Unit", "Target", "Ambang", "Nilai", "Minimum", "Selisih", "Hasil"], _gates(ranked)),
        ("Kesenjangan", GAP, [row for u in ranked for row in _gaps(u)]),
        ("Verifikasi", ["Unit", "Kode", "Judul", "Mandiri", "TPI", "Selisih"], _both(ranked, reviewed)),
    ]
    found[4][2].sort(key=lambda row: -float(row[10] or 0))
    return found


def _passed(unit: Unit, target: str) -> str:
    return "lolos" if all(unit.points[of] >= least for of, least in MINIMA[target].items()) else "belum"


def _gates(units: list[Unit]) -> list[Row]:
    return [
        [u.name, target, of, u.points[of], least, u.points[of] - least, "lolos" if u.points[of] >= least else "belum"]
        for u in units
        for target, minima in MINIMA.items()
        for of, least in minima.items()
    ]


GAP = [
    *("Kode Unit", "Unit", "Kode", "PIC", "Tenggat", "Status", "Kriteria", "Jawaban", "Jawaban berikutnya"),
    *("Poin bisa diraih", "Poin hilang", "Ambang", "Area", "Bukti dukung", "Saran"),
]


def _gaps(unit: Unit) -> list[Row]:
    rows: list[Row] = []
    for item, score in unit.scores.items():
        if score is not None and score >= 1:
            continue
        row, sub = unit.rows[item], item.rpartition(".")[0]
        beside = sum(1 for other in unit.scores if other.rpartition(".")[0] == sub)
        each = unit.weights.get(item) or unit.weights[sub] / beside
        scale = SCALES.get(row[CHOICES], {})
        better = [label for label, value in scale.items() if value > (score or 0.0)]
        gain = (scale[better[-1]] if better else 1.0) - (score or 0.0)
        area = ".".join(item.split(".")[:3])
        words = [str(row[CODE]), "", "", "", str(row[CRITERION]), str(row[ANSWER])]
        said = "sudah disebut" if isinstance(row[EVIDENCE], str) else "belum ada"
        after: list[str | float | None] = [
            better[-1] if better else "nilai penuh",
            gain * each,
            (1 - (score or 0.0)) * each,
            "Nilai total",
        ]
        rows.append(
            [unit.name[:4], unit.name, *words, *after, str(unit.rows[area][CRITERION]), said, str(row[EXPLAINED])]
        )
    return rows


def _both(units: list[Unit], reviewed: list[Unit]) -> list[Row]:
    own = {unit.name[:4]: unit for unit in units}
    rows: list[Row] = []
    for review in reviewed:
        unit = own.get(review.name[:4])
        for code, points in review.points.items() if unit else ():
            mine = unit.points[code] if unit else 0.0
            rows.append([review.name, code, str(review.rows[code][CRITERION]), mine, points, points - mine])
    return rows


def write_xlsxwriter(found: list[Table], out: Path) -> int:
    """Write the tables with XlsxWriter; return how many cells."""
    import xlsxwriter

    cells = 0
    with xlsxwriter.Workbook(str(out)) as book:
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#1F3A5F", "font_color": "white"})
        text = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        figure = book.add_format({"border": 1, "num_format": "0.00"})
        for title, headers, rows in found:
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(headers) - 1, 18)
            for c, header in enumerate(headers):
                sheet.write_string(0, c, header, head)
            for r, row in enumerate(rows, 1):
                for c, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(r, c, value, text)
                    elif value is None:
                        sheet.write_blank(r, c, None, text)
                    else:
                        sheet.write_number(r, c, value, figure)
                cells += len(row)
            sheet.autofilter(0, 0, max(1, len(rows)), len(headers) - 1)
    return cells


def write_openpyxl(found: list[Table], out: Path) -> int:
    """Write the tables with openpyxl; return how many cells."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side

    side = Side(style="thin")
    border, wrap, bold = (
        Border(left=side, right=side, top=side, bottom=side),
        Alignment(wrap_text=True),
        Font(bold=True),
    )
    book, cells = Workbook(), 0
    book.remove(book.worksheets[0])
    for title, headers, rows in found:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        for r, row in enumerate([headers, *rows], 1):
            for c, value in enumerate(row, 1):
                cell = sheet.cell(r, c, value)
                cell.border = border
                if r == 1:
                    cell.font = bold
                elif isinstance(value, str):
                    cell.alignment = wrap
                else:
                    cell.number_format = "0.00"
            cells += len(row)
        sheet.auto_filter.ref = sheet.dimensions
    book.save(out)
    return cells


def main(folder: Path, reviews: Path, out: Path, *, slow: bool) -> None:
    """Read, score and write."""
    read = read_openpyxl if slow else read_pandas
    units, reviewed = read_all(folder, read), read_all(reviews, read, REVIEW)
    found = tables(units, reviewed)
    cells = (write_openpyxl if slow else write_xlsxwriter)(found, out)
    print(len(units), "unit,", cells, "sel")


if __name__ == "__main__":
    named = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    main(named[0], named[1], named[2], slow="--openpyxl" in sys.argv)
