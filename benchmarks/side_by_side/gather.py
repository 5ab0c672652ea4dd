"""`pmprb gabung` of the demo's worksheets beside an analyst's script, an openpyxl script, and XlsxWriter alone."""

from __future__ import annotations

import pickle
from pathlib import Path

from side_by_side.inputs import reviews, worksheets
from side_by_side.ways import Bound, Chapter, Took, Way, child, in_turn, number, plain
from side_by_side.xlsxwriter_alone import cells_of

OURS, ANALYST, SLOW, ALONE = "pmprb gabung", "skrip analis", "skrip openpyxl", "XlsxWriter saja"
HERE = Path(__file__).resolve().parent


def measure(demo: Path, rounds: int) -> Chapter:
    """Return what gathering 61 worksheets and 9 reviews takes."""
    out = demo.parent / "keluaran"
    out.mkdir(exist_ok=True)
    rekap, cells = out / "rekap.xlsx", out / "sel.pickle"
    given = (worksheets(demo), reviews(demo))

    def ours() -> Took:
        rekap.unlink(missing_ok=True)
        register = demo / "daftar-unit.xlsx"
        more = ("--tpi", given[1], "-o", rekap, "--unit", register, "--ganda", "terbaru")
        return child("-m", "pmprb", "gabung", given[0], *more)

    def script(*more: str) -> Took:
        return child("-c", _RUN, HERE.parent, "side_by_side.analyst", *given, out / "analis.xlsx", *more)

    ours()
    made = cells_of(rekap)
    cells.write_bytes(pickle.dumps(made))
    count = sum(len(sheet) for _, sheet in made)
    alone = Way(
        ALONE, lambda: child("-c", _RUN, HERE.parent, "side_by_side.xlsxwriter_alone", cells, out / "saja.xlsx")
    )
    ways = [Way(OURS, ours), Way(ANALYST, script), Way(SLOW, lambda: script("--openpyxl")), alone]
    found = in_turn(ways, rounds)
    rows = [
        (title, number(found.cpu(title)), number(found.clock(title)), number(found.ratio(title, ANALYST)))
        for title in found.titles
    ]
    times, more = found.ratio(OURS, ANALYST), found.more(OURS, ALONE)
    bounds = [
        Bound("gabung paling banyak 1,5 × skrip analis", f"{number(times)} ×", times <= 1.5),
        Bound("gabung paling banyak XlsxWriter saja + 2 detik", f"+ {number(more)} detik", more <= 2),
    ]
    about = (
        "61 lembar kerja dan 9 lembar verifikasi menjadi satu rekap. Skrip analis "
        "(`benchmarks/side_by_side/analyst.py`): pandas dengan calamine untuk membaca, XlsxWriter untuk menulis; "
        "nilainya sama, tetapi tanpa pemeriksaan, tanpa rumus hidup, dan berkas rusak atau ganda tidak diceritakan. "
        f"Skrip openpyxl: pekerjaan yang sama dengan openpyxl. XlsxWriter saja: {count} sel rekap yang sama, sudah "
        "siap di memori."
    )
    openpyxl = plain(found.ratio(SLOW, OURS), 1)
    figures = {"gabung": f"{plain(found.cpu(OURS), 1)} s"}
    figures |= {"gabung-analis": plain(times), "gabung-openpyxl": openpyxl}
    return Chapter(
        "Gabung", about, ("cara", "prosesor (detik)", "jam (detik)", "× skrip analis"), rows, bounds, figures
    )


_RUN = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); name = sys.argv[2]; sys.argv = [name, *sys.argv[3:]]; "
    "runpy.run_module(name, run_name='__main__')"
)
