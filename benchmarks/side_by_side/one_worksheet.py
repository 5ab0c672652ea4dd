"""One worksheet: what reading it safely, checking and scoring it costs beside reading it at all."""

from __future__ import annotations

import gc
import random
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from side_by_side.analyst import read_openpyxl, read_pandas
from side_by_side.checked import Checker, spoil
from side_by_side.form import CHOICES, SCORE
from side_by_side.inputs import empty, worksheets
from side_by_side.ways import Bound, Chapter, number, plain

if TYPE_CHECKING:
    from pmprb.jobs.inputs import Catalogs

FLOOR, CALAMINE, PANDAS = "unzip dan expat", "calamine", "pandas dengan calamine"
BARE, OPENPYXL = "skrip openpyxl, tanpa pemeriksaan", "skrip openpyxl, dengan pemeriksaan yang sama"
GUARD, WORK, ALL = "pmprb: penjaga", "pmprb: penjaga, baca, periksa, nilai", "pmprb: segala pemeriksaan"


def unzip_expat(path: Path) -> None:
    """Unzip every part and parse its XML, keeping nothing: the least a reader of XML can take."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                expat.ParserCreate().Parse(archive.read(name), True)


def calamine(path: Path) -> None:
    """Read every cell of every sheet."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def ways(checker: Checker) -> dict[str, Callable[[Path], object]]:
    """Return the ways by title; each is given a worksheet's path."""
    from pmprb.jobs.evaluate import Options, evaluate
    from pmprb.jobs.inputs import Catalogs
    from pmprb.workbook.book import open_book

    catalogs, options = Catalogs(), Options()

    return {
        FLOOR: unzip_expat,
        CALAMINE: calamine,
        GUARD: open_book,
        PANDAS: read_pandas,
        WORK: lambda path: work(path, catalogs),
        ALL: lambda path: evaluate(path.name, path, catalogs, options),
        BARE: read_openpyxl,
        OPENPYXL: checker.read,
    }


def work(path: Path, catalogs: Catalogs) -> tuple[float, set[str]]:
    """Read, check and score one worksheet; return its points and the cells that were told of."""
    from pmprb.engine.checks import check_submission
    from pmprb.engine.score import score
    from pmprb.temuan import CellPos
    from pmprb.worksheet.read import read_submission

    read = read_submission(path, catalogs.load, catalogs.ids())
    assert read.value is not None, path
    instrument = catalogs.load(read.value.instrument).value
    assert instrument is not None
    told = [*read.temuan, *check_submission(read.value, instrument)]
    points = score(read.value, instrument).total.points
    return float(points or 0), {one.at.cell for one in told if isinstance(one.at, CellPos)}


def same_work(files: Sequence[Path], checker: Checker) -> None:
    """Raise AssertionError where pmprb and the script that checks give other points or name other cells.

    Of a worksheet that openpyxl has saved the cells alone: the script takes what the formulas came to for the items of
    counts, and there openpyxl leaves them without.
    """
    from pmprb.jobs.inputs import Catalogs

    catalogs = Catalogs()
    with tempfile.TemporaryDirectory() as folder:
        spoiled = Path(folder) / "rusak.xlsx"
        spoil(files[0], spoiled)
        for path in (*files, spoiled):
            (points, cells), (unit, found) = work(path, catalogs), checker.read(path)
            assert cells == {cell for _, cell in found}, (path.name, cells, found)
            stored = any(row[SCORE] is not None for row in unit.rows.values() if row[CHOICES] == "Otomatis")
            assert not stored or abs(points - unit.points["TOTAL"]) < 1e-6, (path.name, points, unit.points["TOTAL"])


def measure(demo: Path, rounds: int) -> Chapter:
    """Return what each way takes for the demo's worksheets in our own layout, file by file."""
    files = [path for path in sorted(worksheets(demo).glob("[0-9]*.xlsx")) if _is_plain(path)][: 8 * rounds]
    checker = Checker(empty(demo))
    same_work(files, checker)
    made, pick = ways(checker), random.Random(14)
    took: dict[str, list[tuple[float, float]]] = {title: [] for title in made}
    gc.set_threshold(2_000_000, 50, 50)  # as pmprb itself does: what is alive stays alive
    for n, path in enumerate([*files[:3], *files]):
        for title in pick.sample(list(made), len(made)):
            gc.collect()
            cpu, clock = time.process_time(), time.perf_counter()
            made[title](path)
            if n >= 3:
                took[title].append((time.process_time() - cpu, time.perf_counter() - clock))

    def middle(title: str, which: int) -> float:
        return statistics.median(one[which] for one in took[title])

    def ratio(title: str, beside: str) -> float:
        pairs = zip(took[title], took[beside], strict=True)
        return statistics.median(one[0] / other[0] for one, other in pairs)

    rows = [
        (
            title,
            number(1000 * middle(title, 0), 1),
            number(1000 * middle(title, 1), 1),
            number(ratio(title, CALAMINE)),
        )
        for title in made
    ]
    most, least, bare = ratio(WORK, CALAMINE), ratio(OPENPYXL, WORK), ratio(BARE, WORK)
    bounds = [
        Bound("penjaga, baca, periksa, nilai paling banyak 3 × calamine", f"{number(most)} ×", most <= 3),
        Bound(
            "paling sedikit 6 × lebih cepat daripada skrip openpyxl yang mengerjakan hal yang sama",
            f"{number(least)} ×",
            least >= 6,
        ),
    ]
    about = (
        f"Median {len(files)} lembar kerja demo (113 butir, 200 baris, 66 KB); calamine hanya membaca sel. Skrip "
        "pandas dan skrip openpyxl *tanpa pemeriksaan* membaca lembar LKE dan menghitung nilainya dengan angka biasa. "
        "Skrip openpyxl *dengan pemeriksaan yang sama* (`benchmarks/side_by_side/checked.py`) menunjuk sel yang sama "
        "dengan pmprb, pada semua lembar ini dan pada satu lembar yang dirusak, dan memberi nilai yang sama bila "
        "berkas menyimpan hasil rumusnya; itu diuji sebelum diukur. Untuk itu openpyxl membuka berkas dua kali: "
        "sekali untuk rumusnya, sekali untuk hasilnya. Daripada skrip tanpa pemeriksaan pmprb "
        f"{number(bare)} × lebih cepat. *Segala pemeriksaan* adalah yang dikerjakan gabung: dua kebijakan butir "
        "kosong, ambang, rumus yang diubah, bukti yang perlu ditelaah, angka dalam lembar yang berbeda."
    )
    figures = {"lembar": f"{plain(1000 * middle(ALL, 0), 0)} ms", "lembar-openpyxl": plain(least, 1)}
    figures["lembar-calamine"] = plain(most, 1)
    return Chapter(
        "Satu lembar kerja", about, ("cara", "prosesor (ms)", "jam (ms)", "× calamine"), rows, bounds, figures
    )


def _is_plain(path: Path) -> bool:
    """True for a worksheet in our own layout that any of the ways can read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return b'"LKE"' in archive.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError):
        return False
