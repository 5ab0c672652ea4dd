"""Every command that writes, as a row: how it is called, what its output can hit, how a person types into it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment

from helpers import forms, sheets
from helpers.cli import quick
from helpers.libreoffice import office_that
from helpers.plan_books import write as write_plan
from helpers.plans import four, row
from pmprb.demo.make import worksheet
from pmprb.demo.regency import PERIOD, units
from pmprb.engine.answers import Unit
from pmprb.worksheet.register import register_workbook

SMALL, ZI, GENERAL = "akip-2021-unit", "zi-2021", "rb-general-2024"
"""What the gate does depends on no instrument: the one of a dozen items costs a third of the one of a hundred."""
INSTANSI = "Kabupaten Tirtaloka"
FIRST, SECOND = units()[1], units()[2]


@dataclass(frozen=True)
class Place:
    """What every command starts from: worksheets, registers, rekaps, plans, and a form of somebody else's."""

    root: Path

    def __truediv__(self, name: str) -> Path:
        return self.root / name


def make_place(root: Path) -> None:
    """Write what the commands of the table read: small, and each file once."""
    for folder in ("lembar", "lembar-zi", "rekap", "rencana", "unit"):
        (root / folder).mkdir()
    for name, folder, those in ((SMALL, "lembar", (FIRST, SECOND)), (ZI, "lembar-zi", (FIRST,))):
        for unit in those:
            for file, content in worksheet(unit, sheets.instrument(name), units()).items():
                (root / folder / file).write_bytes(content)
    shutil.copy(min((root / "lembar").iterdir()), root / "satu.xlsx")
    (root / "du.xlsx").write_bytes(register_workbook((FIRST, SECOND)))
    for name in ("rekap-a.xlsx", "rekap-b.xlsx"):
        assert quick("gabung", root / "lembar", "-o", root / name, "--instansi", name[6])[0] < 2
    assert quick("gabung", root / "lembar-zi", "-o", root / "rekap-zi.xlsx")[0] < 2
    shutil.copy(root / "rekap-a.xlsx", root / "rekap" / "a.xlsx")
    late = {"line_text": "Arsip digital", "obstacle": "Hujan", "follow_up": "Diulang"}
    rows = tuple(row(four(4, 4, 4, 4), four(4, n, None, None), n, action=f"Aksi {n}", **late) for n in (1, 2))
    write_plan(root / "rencana" / "1.xlsx", rows, unit=FIRST)
    whole = sheets.instrument("pmprb-2020-instansi")
    sheets.write(root / "instansi.xlsx", whole, sheets.answers(whole, 1), Unit(code="TRT", name="Tirtaloka"))
    part = sheets.instrument("pmprb-2020-unit")
    sheets.write(root / "unit" / "1.xlsx", part, sheets.answers(part, 2), FIRST)
    forms.form(root / "LKE.xlsx", forms.MARKERS)
    with xlsxwriter.Workbook(root / "pengampu.xlsx") as book:
        page = book.add_worksheet("Daftar")
        for r, line in enumerate((("kode", "nama", "butir"), ("ORG", "Bagian Organisasi", "A01; A02"))):
            for c, text in enumerate(line):
                page.write_string(r, c, text)
    to_share = ("templat", GENERAL, "--pengampu", root / "pengampu.xlsx", "--periode", PERIOD)
    assert quick(*to_share, "-o", root / "bagian")[0] == 0
    general = sheets.instrument(GENERAL)
    sheets.write(root / "general.xlsx", general, {}, Unit(code="TRT", name=INSTANSI))
    thematic = sheets.instrument("rb-tematik-2024")
    sheets.write(root / "tematik.xlsx", thematic, {}, Unit(code="TRT", name=INSTANSI))


Args = Callable[[Place, Path], list[object]]
Typing = Callable[[Path], Path]
"""Given an output, a file or a folder: types into it as a person does; returns the file typed in."""


@dataclass(frozen=True)
class Writer:
    """A command that writes.

    `options` are those by which the output is named. `source` is one of its inputs, by its path in the place. `typed`
    is None where nobody types: pages and tables for programs. `fixed` is the output's name where the command gives it,
    `suffix` its ending; `beside` is what the machine has while the command runs.
    """

    id: str
    options: tuple[str, str]
    args: Args
    source: str = ""
    folder: bool = False
    typed: Typing | None = None
    fixed: str = ""
    suffix: str = ".xlsx"
    beside: Callable[[Place], AbstractContextManager[object]] = lambda _: nullcontext()

    def call(self, place: Place, target: Path, *more: object) -> tuple[int, str]:
        """Run the command in this process."""
        with self.beside(place):
            return quick(*self.args(place, target), *more)

    def target(self, place: Place) -> Path:
        """Return where the output goes."""
        return place / (self.fixed or ("hasil" if self.folder else f"hasil{self.suffix}"))


def _first(target: Path, pattern: str = "*.xlsx") -> Path:
    return target if target.is_file() else min(target.rglob(pattern))


def _changed(path: Path, change: Callable[[Any], object]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def noted(target: Path) -> Path:
    """Hang a note on a cell of a workbook of results."""

    def change(book: Any) -> None:
        book.worksheets[0]["A1"].comment = Comment("bicarakan Senin", "saya")

    return _changed(_first(target, "*hasil.xlsx"), change)


def filled(sheet: str, cell: str) -> Typing:
    """Return what types into a cell of a sheet to be filled in."""

    def typing(target: Path) -> Path:
        def change(book: Any) -> None:
            book[sheet][cell] = "diketik orang"

        return _changed(_first(target), change)

    return typing


def demo_filled(target: Path) -> Path:
    """Type into a worksheet of the demo."""
    return filled("LKE", "G30")(min(target.glob("lembar-*")))


def reworded(target: Path) -> Path:
    """Mend a catalog's file by hand."""
    path = target / "answer_sets.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# bobot dari rapat 12 Oktober\n", encoding="utf-8")
    return path


WRITERS = (
    Writer(
        "gabung",
        ("gabung", "--ke"),
        lambda p, t: ["gabung", p / "lembar", "--unit", p / "du.xlsx", "-o", t],
        "du.xlsx",
        typed=noted,
    ),
    Writer(
        "gabung antar-instansi",
        ("gabung", "--ke"),
        lambda p, t: ["gabung", p / "rekap", "--antar-instansi", "-o", t],
        "rekap/a.xlsx",
        typed=noted,
    ),
    Writer(
        "gabung pengampu",
        ("gabung", "--ke"),
        lambda p, t: [
            *("gabung", p / "bagian", "--pengampu", p / "pengampu.xlsx", "--instansi", INSTANSI, "-o", t),
        ],
        "pengampu.xlsx",
        typed=filled("LKE", "J8"),
    ),
    Writer(
        "gabung parquet",
        ("gabung", "--parquet"),
        lambda p, t: ["gabung", p / "lembar", "-o", p / "r.xlsx", "--parquet", t],
        "lembar",
        folder=True,
    ),
    Writer(
        "gabung csv",
        ("gabung", "--csv"),
        lambda p, t: ["gabung", p / "lembar", "-o", p / "r.xlsx", "--csv", t],
        "lembar",
        folder=True,
    ),
    Writer(
        "gabung umpan-balik",
        ("gabung", "--umpan-balik"),
        lambda p, t: ["gabung", p / "lembar", "-o", p / "r.xlsx", "--umpan-balik", t],
        "lembar",
        folder=True,
        typed=noted,
    ),
    Writer(
        "banding",
        ("banding", "--ke"),
        lambda p, t: ["banding", p / "rekap-a.xlsx", p / "rekap-b.xlsx", "-o", t],
        "rekap-b.xlsx",
        typed=noted,
    ),
    Writer(
        "indeks",
        ("indeks", "--ke"),
        lambda p, t: ["indeks", p / "instansi.xlsx", p / "unit", "-o", t],
        "instansi.xlsx",
        typed=noted,
    ),
    Writer(
        "indeks sepasang",
        ("indeks", "--ke"),
        lambda p, t: ["indeks", p / "general.xlsx", p / "tematik.xlsx", "-o", t],
        "tematik.xlsx",
        typed=noted,
    ),
    Writer(
        "daftar kosong",
        ("templat", "--daftar-kosong"),
        lambda _, t: ["templat", "--daftar-kosong", t],
        typed=filled("Daftar Unit", "A5"),
    ),
    Writer(
        "templat",
        ("templat", "--ke"),
        lambda p, t: ["templat", SMALL, "--unit", p / "du.xlsx", "--periode", PERIOD, "-o", t],
        "du.xlsx",
        folder=True,
        typed=filled("LKE", "G30"),
    ),
    Writer(
        "templat pengampu",
        ("templat", "--ke"),
        lambda p, t: ["templat", GENERAL, "--pengampu", p / "pengampu.xlsx", "--periode", PERIOD, "-o", t],
        "pengampu.xlsx",
        folder=True,
        typed=filled("LKE", "J8"),
    ),
    Writer(
        "templat tpi",
        ("templat", "--ke"),
        lambda p, t: ["templat", "--untuk", "tpi", "--dari", p / "lembar", "-o", t],
        "lembar",
        folder=True,
        typed=filled("LKE", "G30"),
    ),
    Writer(
        "rencana templat",
        ("rencana templat", "--ke"),
        lambda p, t: (
            ["rencana", "templat", "--jenis", "rb-general", "--unit", p / "du.xlsx", *("--periode", PERIOD, "-o", t)]
        ),
        "du.xlsx",
        folder=True,
        typed=filled("Rencana Aksi", "B3"),
    ),
    Writer(
        "rencana gabung",
        ("rencana gabung", "--ke"),
        lambda p, t: ["rencana", "gabung", p / "rencana", "-o", t],
        "rencana/1.xlsx",
        typed=noted,
    ),
    Writer(
        "rencana gabung lembar-general",
        ("rencana gabung", "--lembar-general"),
        lambda p, t: [
            *("rencana", "gabung", p / "rencana", "--triwulan", 2, "--lembar-general", p / "general.xlsx"),
            *("-o", t.parent / "r.xlsx"),
        ],
        "general.xlsx",
        typed=filled("LKE", "J8"),
        fixed="general_A02.xlsx",
    ),
    Writer(
        "bawa",
        ("bawa", "--ke"),
        lambda p, t: ["bawa", p / "general.xlsx", p / "rekap-zi.xlsx", "-o", t],
        "general.xlsx",
        typed=filled("LKE", "J8"),
    ),
    Writer(
        "kepekaan",
        ("kepekaan", "--ke"),
        lambda p, t: ["kepekaan", p / "lembar", "--unit", p / "du.xlsx", "--undian", 100, "-o", t],
        "du.xlsx",
        typed=noted,
    ),
    Writer(
        "jalur",
        ("jalur", "--ke"),
        lambda p, t: ["jalur", p / "satu.xlsx", "--target", "90", "-o", t],
        "satu.xlsx",
        typed=filled("Rencana Aksi", "B3"),
    ),
    Writer(
        "jalur upaya",
        ("jalur", "--tulis-upaya"),
        lambda p, t: ["jalur", p / "satu.xlsx", "--tulis-upaya", t],
        "satu.xlsx",
        typed=filled("Upaya", "D3"),
    ),
    Writer(
        "laporan",
        ("periksa", "--laporan"),
        lambda p, t: ["periksa", p / "lembar", "--laporan", t],
        "lembar",
        folder=True,
    ),
    Writer(
        "kriteria impor",
        ("kriteria impor", "--ke"),
        lambda p, t: ["kriteria", "impor", p / "LKE.xlsx", "--id", "hasil", "-o", t],
        "LKE.xlsx",
        folder=True,
        typed=reworded,
    ),
    Writer(
        "cetak",
        ("cetak", "--ke"),
        lambda p, t: ["cetak", p / "rekap-a.xlsx", "-o", t],
        "rekap-a.xlsx",
        suffix=".pdf",
        beside=lambda p: office_that(p / "program", 'printf %%PDF-1.4 > "$out/cetak.pdf"'),
    ),
    Writer("demo", ("demo", "--ke"), lambda _, t: ["demo", "-o", t], folder=True, typed=demo_filled),
)
