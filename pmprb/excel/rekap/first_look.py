"""Sheet *Perlu Ditelaah*: where to look first, most points at stake first; each line with its reason and figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pmprb.consolidation.finding import Finding
from pmprb.excel.rekap.order import name_of
from pmprb.excel.rekap.page import MAX_ROWS, Cell, Column, Page, count, label, words
from pmprb.pesan import figure, title
from pmprb.temuan import CellPos, Temuan

NAME = "Perlu Ditelaah"
_ROOM = MAX_ROWS - 20
_LISTED = 6


@dataclass(frozen=True)
class LookPlaces:
    """Where the summary counts the lines: the column of the units."""

    units: str
    lines: int


def write_first_look(
    page: Page, findings: Sequence[Finding], sentences: Callable[[Temuan], str], strict: bool
) -> LookPlaces:
    """Write the sheet; beyond a sheet's rows those with the fewest points at stake are left out, and told."""
    shown = list(enumerate(findings[:_ROOM], start=1))
    columns = _columns(page, sentences)
    widths = [column.width for column in columns]
    notes = [
        "Tempat yang sebaiknya dilihat lebih dahulu, dari poin terbesar. Semuanya berasal dari angka dan isian, bukan "
        "penilaian terhadap orang; yang tertulis di sini belum tentu salah.",
        "Poin dipertaruhkan: poin nilai total yang bertumpu pada butir yang disebut; pada baris yang membandingkan "
        "unit sekelompok, poin di atas nilai tengahnya.",
    ]
    if strict:
        notes.append(
            "PENILAIAN KETAT: butir bernilai tanpa bukti sudah dihitung kosong, jadi tidak ikut dipertaruhkan."
        )
    if len(shown) < len(findings):
        notes.append(f"{len(findings) - len(shown)} baris dengan poin terkecil tidak muat pada lembar ini.")
    page.widths(widths)
    row = page.head(NAME, notes, widths) + 1
    last = page.table(row, columns, shown, "Tidak ada yang perlu didahulukan.", empty_at=3)
    page.sheet.freeze_panes(row + 1, 0)
    page.print_setup(row)
    return LookPlaces(page.cells(row + 1, 0, last), len(shown))


def _columns(page: Page, sentences: Callable[[Temuan], str]) -> list[Column[tuple[int, Finding]]]:
    return [
        Column("No.", 6, lambda f: count(f[0])),
        Column("Poin diper-taruhkan", 10, lambda f: Cell(f[1].points, ("cell", "bold"), page.theme.points)),
        Column("Kode Unit", 9, lambda f: label(f[1].unit.code)),
        Column("Unit", 28, lambda f: words(name_of(f[1].unit), "bold")),
        Column("Alasan", 24, lambda f: words(title(f[1].temuan.code))),
        Column("Angka", 20, lambda f: words(figure(f[1].temuan))),
        Column("Butir", 30, lambda f: words(_items(f[1]))),
        Column("Penjelasan", 62, lambda f: words(sentences(f[1].temuan))),
        Column("Berkas", 24, lambda f: words(f[1].temuan.workbook)),
        Column("Sel", 10, lambda f: words(_cell(f[1].temuan))),
        Column("Kode", 12, lambda f: label(f[1].temuan.code.value)),
    ]


def _items(finding: Finding) -> str:
    items = finding.items
    more = f", dan {len(items) - _LISTED} lagi" if len(items) > _LISTED else ""
    return ", ".join(items[:_LISTED]) + more


def _cell(temuan: Temuan) -> str:
    return temuan.at.cell if isinstance(temuan.at, CellPos) else ""
