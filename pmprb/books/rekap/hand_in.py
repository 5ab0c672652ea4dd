"""Sheet *Belum Menyerahkan*: units without a worksheet, and what became of every input file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from pmprb.books.order import name_of
from pmprb.engine.answers import Unit
from pmprb.office.model import InputFile
from pmprb.records import dataclass
from pmprb.sheets.page import Cell, Column, Page, Table, count, label, words
from pmprb.temuan import Temuan
from pmprb.text import plain

USED, REFUSED, PASSED_OVER = "dipakai", "ditolak", "dilewati"
_LOOK = {USED: ("good",), REFUSED: ("bad",), PASSED_OVER: ("muted",)}


class HandedIn(Protocol):
    """What a consolidation, of worksheets or of plans, knows of who handed in."""

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        """Every file's fate."""

    @property
    def missing(self) -> tuple[Unit, ...]:
        """Units without a file that counts."""

    @property
    def registered(self) -> int:
        """How many units should hand in."""


@dataclass(frozen=True)
class HandInPlaces:
    """Where the summary finds the missing units and the files' fates."""

    missing: str
    fates: str


@dataclass(frozen=True)
class _Numbered:
    number: int
    unit: Unit
    remark: str


def fate_of(file: InputFile) -> str:
    """Return what became of a file: dipakai, ditolak or dilewati."""
    if file.used:
        return USED
    return PASSED_OVER if file.passed_over else REFUSED


def write_hand_in(page: Page, consolidation: HandedIn, sentences: Callable[[Temuan], str]) -> HandInPlaces:
    """Write both blocks and the reconciliation of the files between them."""
    widths = [6.0, 12, 36, 26, 16, 78]
    notes = [
        f"{len(consolidation.missing)} dari {consolidation.registered} unit dalam daftar belum menyerahkan "
        "lembar kerja yang dapat dipakai.",
    ]
    page.widths(widths)
    top = page.head("Belum Menyerahkan", notes, widths, span=200)
    missing = [
        _Numbered(n, u, missing_remark(u, consolidation.inputs)) for n, u in enumerate(consolidation.missing, start=1)
    ]
    page.put(top + 1, 0, Cell("Unit yang belum menyerahkan", ("section",)))
    empty = "Semua unit dalam daftar sudah menyerahkan."
    absent = page.table(top + 2, _missing_columns(), missing, empty, empty_at=2, fold=False)
    last = absent.last
    page.put(last + 2, 0, Cell("Nasib setiap berkas", ("section",)))
    row, files = last + 5, list(enumerate(consolidation.inputs, start=1))
    table = Table(page, row, file_columns(sentences), len(files))
    reconcile(page, last + 3, table.local("fate"), consolidation.inputs)
    table.write(files, "–", empty_at=2)
    page.sheet.freeze_panes(1, 0)
    page.print_setup(None)
    return HandInPlaces(absent.cells("number"), table.cells("fate"))


def missing_remark(unit: Unit, inputs: Sequence[InputFile]) -> str:
    """Return why a unit has no file that counts: its file was refused, or there is none."""
    known = {plain(unit.code), *(plain(name) for name in (unit.name, *unit.aliases))} - {""}
    files = [file.file for file in inputs if fate_of(file) == REFUSED and plain(file.unit) in known]
    return f"Berkasnya ditolak: {', '.join(files)}" if files else "Belum ada berkas"


def _missing_columns() -> list[Column[_Numbered]]:
    return [
        Column("No.", 0, lambda r: count(r.number), "number"),
        Column("Kode Unit", 0, lambda r: words(r.unit.code)),
        Column("Unit", 0, lambda r: words(name_of(r.unit), "bold")),
        Column("Jenis", 0, lambda r: words(r.unit.kind)),
        Column("Kelompok", 0, lambda r: words(r.unit.group)),
        Column("Keterangan", 0, lambda r: words(r.remark)),
    ]


def file_columns(sentences: Callable[[Temuan], str], owner: str = "Unit") -> list[Column[tuple[int, InputFile]]]:
    """Return the columns of a list of files and what became of them; `owner` is whose a file is."""
    return [
        Column("No.", 0, lambda r: count(r[0])),
        Column("Nasib", 0, lambda r: label(fate_of(r[1]), *_LOOK[fate_of(r[1])]), "fate"),
        Column("Berkas", 0, lambda r: words(r[1].file)),
        Column(owner, 0, lambda r: words(r[1].unit)),
        Column("Kode temuan", 0, lambda r: words(", ".join(dict.fromkeys(t.code for t in r[1].why)))),
        Column("Alasan", 0, lambda r: words("\n".join(dict.fromkeys(sentences(t) for t in r[1].why)))),
    ]


def reconcile(page: Page, row: int, fates: str, inputs: Sequence[InputFile]) -> None:
    """Write "n berkas = a dipakai + b ditolak + c dilewati", live, and whether it adds up."""
    counts = {fate: sum(fate_of(file) == fate for file in inputs) for fate in (USED, REFUSED, PASSED_OVER)}
    sums = " + ".join(f"{number} {fate}" for fate, number in counts.items())
    parts = '&" + "&'.join(f'COUNTIF({fates},"{fate}")&" {fate}"' for fate in counts)
    look = ("cell", "strong")
    formula = f'=COUNTA({fates})&" berkas = "&{parts}'
    page.merge(row, 0, 4, Cell(f"{len(inputs)} berkas = {sums}", look, "", formula))
    added = "+".join(f'COUNTIF({fates},"{fate}")' for fate in counts)
    check = f'=IF(COUNTA({fates})={added},"Cocok: setiap berkas tercatat","Tidak cocok")'
    page.put(row, 5, Cell("Cocok: setiap berkas tercatat", look, "", check))
