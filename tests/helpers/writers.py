"""Every command that writes, as a row: how it is called, what its output can hit, how a person types into it."""

from __future__ import annotations

import csv
import shlex
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


Typing = Callable[[Path], Path]
"""Given an output, a file or a folder: types into it as a person does; returns the file typed in."""


@dataclass(frozen=True)
class Writer:
    """A command that writes.

    `words` are what is typed after `pmprb`: `:` is the output, `:du.xlsx` a file of the place, `::r.xlsx` one beside
    the output. `options` are those by which the output is named. `source` is one of its inputs, by its path in the
    place. `typed` is None where nobody types: pages and tables for programs. `fixed` is the output's name where the
    command gives it, `suffix` its ending; `beside` is what the machine has while the command runs.
    """

    id: str
    options: tuple[str, str]
    words: str
    source: str = ""
    folder: bool = False
    typed: Typing | None = None
    fixed: str = ""
    suffix: str = ".xlsx"
    beside: Callable[[Place], AbstractContextManager[object]] = lambda _: nullcontext()

    def call(self, place: Place, target: Path, *more: object) -> tuple[int, str]:
        """Run the command in this process."""
        with self.beside(place):
            return quick(*(_meant(word, place, target) for word in shlex.split(self.words)), *more)

    def target(self, place: Place) -> Path:
        """Return where the output goes."""
        return place / (self.fixed or ("hasil" if self.folder else f"hasil{self.suffix}"))


def _meant(word: str, place: Place, target: Path) -> object:
    """Return a word of a command, or the path that it stands for."""
    if word == ":":
        return target
    if word.startswith("::"):
        return target.parent / word[2:]
    return place / word[1:] if word.startswith(":") else word


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


def retyped(path: Path, change: Callable[[list[list[str]]], object] = lambda _: None) -> Path:
    """Change a table as in Excel, which saves it in the signs of Windows and fractions with nine digits or so."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    rows = [[_in_excel(cell) for cell in row] for row in rows]
    change(rows)
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def _in_excel(cell: str) -> str:
    whole, comma, rest = cell.partition(",")
    if not comma or not (whole.lstrip("-") + rest).isdecimal():
        return cell
    return f"{float(f'{whole}.{rest}'):.9f}".rstrip("0").rstrip(".").replace(".", ",")


WRITERS = (
    Writer("gabung", ("gabung", "--ke"), "gabung :lembar --unit :du.xlsx -o :", "du.xlsx", typed=noted),
    Writer(
        "gabung antar-instansi", ("gabung", "--ke"), "gabung :rekap --antar-instansi -o :", "rekap/a.xlsx", typed=noted
    ),
    Writer(
        "gabung pengampu",
        ("gabung", "--ke"),
        f"gabung :bagian --pengampu :pengampu.xlsx --instansi '{INSTANSI}' -o :",
        "pengampu.xlsx",
        typed=filled("LKE", "J8"),
    ),
    Writer("gabung parquet", ("gabung", "--parquet"), "gabung :lembar -o :r.xlsx --parquet :", "lembar", folder=True),
    Writer(
        "gabung csv",
        ("gabung", "--csv"),
        "gabung :lembar -o :r.xlsx --csv :",
        "lembar",
        folder=True,
        typed=lambda target: retyped(target / "gaps.csv", lambda rows: rows[1].append("tunggu SK")),
    ),
    Writer(
        "gabung umpan-balik",
        ("gabung", "--umpan-balik"),
        "gabung :lembar -o :r.xlsx --umpan-balik :",
        "lembar",
        folder=True,
        typed=noted,
    ),
    Writer("banding", ("banding", "--ke"), "banding :rekap-a.xlsx :rekap-b.xlsx -o :", "rekap-b.xlsx", typed=noted),
    Writer("indeks", ("indeks", "--ke"), "indeks :instansi.xlsx :unit -o :", "instansi.xlsx", typed=noted),
    Writer(
        "indeks sepasang", ("indeks", "--ke"), "indeks :general.xlsx :tematik.xlsx -o :", "tematik.xlsx", typed=noted
    ),
    Writer(
        "daftar kosong", ("templat", "--daftar-kosong"), "templat --daftar-kosong :", typed=filled("Daftar Unit", "A5")
    ),
    Writer(
        "templat",
        ("templat", "--ke"),
        f"templat {SMALL} --unit :du.xlsx --periode {PERIOD} -o :",
        "du.xlsx",
        folder=True,
        typed=filled("LKE", "G30"),
    ),
    Writer(
        "templat pengampu",
        ("templat", "--ke"),
        f"templat {GENERAL} --pengampu :pengampu.xlsx --periode {PERIOD} -o :",
        "pengampu.xlsx",
        folder=True,
        typed=filled("LKE", "J8"),
    ),
    Writer(
        "templat tpi",
        ("templat", "--ke"),
        "templat --untuk tpi --dari :lembar -o :",
        "lembar",
        folder=True,
        typed=filled("LKE", "G30"),
    ),
    Writer(
        "rencana templat",
        ("rencana templat", "--ke"),
        f"rencana templat --jenis rb-general --unit :du.xlsx --periode {PERIOD} -o :",
        "du.xlsx",
        folder=True,
        typed=filled("Rencana Aksi", "B3"),
    ),
    Writer("rencana gabung", ("rencana gabung", "--ke"), "rencana gabung :rencana -o :", "rencana/1.xlsx", typed=noted),
    Writer(
        "rencana gabung lembar-general",
        ("rencana gabung", "--lembar-general"),
        "rencana gabung :rencana --triwulan 2 --lembar-general :general.xlsx -o ::r.xlsx",
        "general.xlsx",
        typed=filled("LKE", "J8"),
        fixed="general_A02.xlsx",
    ),
    Writer(
        "bawa", ("bawa", "--ke"), "bawa :general.xlsx :rekap-zi.xlsx -o :", "general.xlsx", typed=filled("LKE", "J8")
    ),
    Writer(
        "kepekaan", ("kepekaan", "--ke"), "kepekaan :lembar --unit :du.xlsx --undian 100 -o :", "du.xlsx", typed=noted
    ),
    Writer(
        "jalur", ("jalur", "--ke"), "jalur :satu.xlsx --target 90 -o :", "satu.xlsx", typed=filled("Rencana Aksi", "B3")
    ),
    Writer(
        "jalur upaya",
        ("jalur", "--tulis-upaya"),
        "jalur :satu.xlsx --tulis-upaya :",
        "satu.xlsx",
        typed=filled("Upaya", "D3"),
    ),
    Writer("laporan", ("periksa", "--laporan"), "periksa :lembar --laporan :", "lembar", folder=True),
    Writer(
        "kriteria impor",
        ("kriteria impor", "--ke"),
        "kriteria impor :LKE.xlsx --id hasil -o :",
        "LKE.xlsx",
        folder=True,
        typed=reworded,
    ),
    Writer(
        "cetak",
        ("cetak", "--ke"),
        "cetak :rekap-a.xlsx -o :",
        "rekap-a.xlsx",
        suffix=".pdf",
        beside=lambda p: office_that(p / "program", 'printf %%PDF-1.4 > "$out/cetak.pdf"'),
    ),
    Writer("demo", ("demo", "--ke"), "demo -o :", folder=True, typed=demo_filled),
)
