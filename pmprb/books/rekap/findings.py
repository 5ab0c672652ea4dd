"""Sheets *Temuan* and *Perlu Ditelaah*: everything the run noticed, and where to look first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from pmprb.books.order import PlacedUnit, name_of
from pmprb.office.model import Consolidation, Telaah
from pmprb.sheets.page import Cell, Column, Page, Table, count, label, words
from pmprb.temuan import CellPos, Folded, Severity, Temuan, UnitWithoutFile, figure, fold, folded_sentence

# Sheet *Temuan*: everything the run noticed, in sentences, KESALAHAN first.


_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LOOK = {Severity.KESALAHAN: "bad", Severity.PERINGATAN: "underway", Severity.CATATAN: "unanswered"}
_LISTED = 12


def ranges(cells: Iterable[str]) -> str:
    """Return cells of a column with runs shortened: "K8:K12, K15"."""
    numbers: dict[str, set[int]] = {}
    for cell in cells:
        match = _CELL.fullmatch(cell)
        if match:
            numbers.setdefault(match[1], set()).add(int(match[2]))
    parts = []
    for column, rows in numbers.items():
        start = end = None
        for row in [*sorted(rows), None]:
            if start is not None and row is not None and end is not None and row == end + 1:
                end = row
                continue
            if start is not None:
                parts.append(f"{column}{start}" if start == end else f"{column}{start}:{column}{end}")
            start = end = row
    return ", ".join(parts)


def write_findings(
    page: Page, consolidation: Consolidation, units: Sequence[PlacedUnit], sentences: Callable[[Temuan], str]
) -> Table[Folded]:
    """Write the sheet; beyond a sheet's rows the least grave are left out, and told."""
    names = {u.result.submission.file: u.name for u in units} | {
        f.file: f.unit for f in consolidation.inputs if f.unit and not f.used
    }
    names |= {f.file: f.unit for f in (*consolidation.reviews, *consolidation.replies) if f.unit}
    missing = {u.code: name_of(u) for u in consolidation.missing}
    found = fold(consolidation.temuan)
    shown = found[: page.room]
    page.leave_out(len(shown), len(found))
    columns = finding_columns(sentences, names, missing)
    notes = [
        "KESALAHAN: butir atau berkas tidak dinilai. PERINGATAN: dinilai, perlu dilihat. CATATAN: untuk diketahui. "
        "Temuan yang sama pada satu kolom sebuah berkas diringkas menjadi satu baris; kolom Sel memuat semua selnya.",
    ]
    if len(shown) < len(found):
        notes.append(f"{len(found) - len(shown)} baris paling ringan tidak muat pada lembar ini.")
    return page.listing("Temuan", notes, columns, shown, "Tidak ada temuan.")


def finding_columns(
    sentences: Callable[[Temuan], str], names: dict[str, str], missing: dict[str, str], *, to_unit: bool = False
) -> list[Column[Folded]]:
    """Return the columns of a list of temuan; `names` leads from a file to its unit."""
    return [
        Column("Tingkat", 13, lambda f: label(f.severity.value, _LOOK[f.severity]), "severity"),
        Column("Kode", 10, lambda f: label(f.code)),
        Column("Unit", 26, lambda f: words(names.get(f.workbook, "") or _missing_unit(f, missing))),
        Column("Sel", 16, lambda f: words(_cells(f))),
        Column("Temuan", 80, lambda f: words(_sentence(f, sentences, to_unit))),
        Column("Butir", 22, lambda f: words(_nodes(f))),
        Column("Berkas", 28, lambda f: words(f.workbook)),
        Column("Lembar", 13, lambda f: words(f.first.at.sheet if isinstance(f.first.at, CellPos) else "")),
        Column("Jumlah", 8, lambda f: count(f.count), "count"),
    ]


def _sentence(folded: Folded, sentences: Callable[[Temuan], str], to_unit: bool) -> str:
    return sentences(folded.first) if folded.count == 1 else folded_sentence(folded, to_unit=to_unit)


def _missing_unit(folded: Folded, missing: dict[str, str]) -> str:
    """Return the unit a single temuan without a file is about: one that has not handed in."""
    if folded.count > 1 or not isinstance(folded.first, UnitWithoutFile):
        return ""
    return missing.get(folded.first.unit_code, "")


def _cells(folded: Folded) -> str:
    at = folded.first.at
    if not isinstance(at, CellPos):
        return f"baris {at.line}" if at.line else ""
    return ranges(t.at.cell for t in folded.temuan if isinstance(t.at, CellPos)) or at.cell


def _nodes(folded: Folded) -> str:
    more = f", dan {len(folded.nodes) - _LISTED} lagi" if len(folded.nodes) > _LISTED else ""
    return ", ".join(folded.nodes[:_LISTED]) + more


# Sheet *Perlu Ditelaah*: where to look first, most points at stake first; each line with its reason and figure.


NAME = "Perlu Ditelaah"
_FIRST_LISTED = 6


def write_first_look(
    page: Page, findings: Sequence[Telaah], sentences: Callable[[Temuan], str], strict: bool
) -> Table[tuple[int, Telaah]]:
    """Write the sheet; beyond a sheet's rows those with the fewest points at stake are left out, and told."""
    shown = list(enumerate(findings[: page.room], start=1))
    page.leave_out(len(shown), len(findings))
    columns = _columns(page, sentences)
    notes = [
        "Tempat yang sebaiknya dilihat lebih dahulu, dari poin terbesar. Semuanya berasal dari angka dan isian, bukan "
        "penilaian terhadap orang; yang tertulis di sini belum tentu salah.",
        "Poin dipertaruhkan: poin nilai total yang bertumpu pada butir yang disebut; pada baris yang membandingkan "
        "unit sebaya, poin di atas nilai tengahnya.",
    ]
    if strict:
        notes.append(
            "PENILAIAN KETAT: butir bernilai tanpa bukti sudah dihitung kosong, jadi tidak ikut dipertaruhkan."
        )
    if len(shown) < len(findings):
        notes.append(f"{len(findings) - len(shown)} baris dengan poin terkecil tidak muat pada lembar ini.")
    return page.listing(NAME, notes, columns, shown, "Tidak ada yang perlu didahulukan.", empty_at=3)


def _columns(page: Page, sentences: Callable[[Temuan], str]) -> list[Column[tuple[int, Telaah]]]:
    return [
        Column("No.", 6, lambda f: count(f[0]), "number"),
        Column("Poin diper-taruhkan", 10, lambda f: Cell(f[1].points, ("cell", "bold"), page.theme.points)),
        Column("Kode Unit", 9, lambda f: label(f[1].unit.code)),
        Column("Unit", 28, lambda f: words(name_of(f[1].unit), "bold")),
        Column("Alasan", 24, lambda f: words(f[1].temuan.title)),
        Column("Penjelasan", 62, lambda f: words(sentences(f[1].temuan))),
        Column("Angka", 20, lambda f: words(figure(f[1].temuan))),
        Column("Butir", 30, lambda f: words(_items(f[1]))),
        Column("Berkas", 24, lambda f: words(f[1].temuan.workbook)),
        Column("Sel", 10, lambda f: words(_cell(f[1].temuan))),
        Column("Kode", 12, lambda f: label(f[1].temuan.code)),
    ]


def _items(finding: Telaah) -> str:
    items = finding.items
    more = f", dan {len(items) - _FIRST_LISTED} lagi" if len(items) > _FIRST_LISTED else ""
    return ", ".join(items[:_FIRST_LISTED]) + more


def _cell(temuan: Temuan) -> str:
    return temuan.at.cell if isinstance(temuan.at, CellPos) else ""
