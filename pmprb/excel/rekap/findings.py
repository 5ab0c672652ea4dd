"""Sheet *Temuan*: everything the run noticed, in sentences, KESALAHAN first.

The same code down one column of a file is one line with a count and all its cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pmprb.consolidation.model import Consolidation
from pmprb.excel.rekap.order import Placed, name_of
from pmprb.excel.rekap.page import MAX_ROWS, Column, Page, count, label, words
from pmprb.pesan import Folded, fold, folded_sentence
from pmprb.temuan import CellPos, Severity, Temuan

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LOOK = {Severity.KESALAHAN: "bad", Severity.PERINGATAN: "underway", Severity.CATATAN: "unanswered"}
_ROOM = MAX_ROWS - 20
_LISTED = 12


@dataclass(frozen=True)
class FindingPlaces:
    """Where the summary finds severities and counts."""

    severities: str
    counts: str


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
    page: Page, consolidation: Consolidation, units: Sequence[Placed], sentences: Callable[[Temuan], str]
) -> FindingPlaces:
    """Write the sheet; beyond a sheet's rows the least grave are left out, and told."""
    names = {u.result.submission.file: u.name for u in units} | {
        f.file: f.unit for f in consolidation.inputs if f.unit and not f.used
    }
    names |= {f.file: f.unit for f in consolidation.reviews if f.unit}
    missing = {("code", u.code): name_of(u) for u in consolidation.missing}
    found = fold(consolidation.temuan)
    shown = found[:_ROOM]
    columns = finding_columns(sentences, names, missing)
    widths = [column.width for column in columns]
    notes = [
        "KESALAHAN: butir atau berkas tidak dinilai. PERINGATAN: dinilai, perlu dilihat. CATATAN: untuk diketahui. "
        "Temuan yang sama pada satu kolom sebuah berkas diringkas menjadi satu baris; kolom Sel memuat semua selnya.",
    ]
    if len(shown) < len(found):
        notes.append(f"{len(found) - len(shown)} baris paling ringan tidak muat pada lembar ini.")
    page.widths(widths)
    row = page.head("Temuan", notes, widths) + 1
    last = page.table(row, columns, shown, "Tidak ada temuan.")
    page.sheet.freeze_panes(row + 1, 0)
    page.print_setup(row)
    return FindingPlaces(page.cells(row + 1, 0, last), page.cells(row + 1, 7, last))


def finding_columns(
    sentences: Callable[[Temuan], str], names: dict[str, str], missing: dict[tuple[str, str], str]
) -> list[Column[Folded]]:
    """Return the columns of a list of temuan; `names` leads from a file to its unit."""
    return [
        Column("Tingkat", 13, lambda f: label(f.severity.value, _LOOK[f.severity])),
        Column("Kode", 10, lambda f: label(f.code.value)),
        Column("Berkas", 28, lambda f: words(f.workbook)),
        Column("Unit", 28, lambda f: words(names.get(f.workbook, "") or _missing_unit(f, missing))),
        Column("Lembar", 13, lambda f: words(f.first.at.sheet if isinstance(f.first.at, CellPos) else "")),
        Column("Sel", 18, lambda f: words(_cells(f))),
        Column("Butir", 22, lambda f: words(_nodes(f))),
        Column("Jumlah", 8, lambda f: count(f.count)),
        Column("Temuan", 80, lambda f: words(sentences(f.first) if f.count == 1 else folded_sentence(f))),
    ]


def _missing_unit(folded: Folded, missing: dict[tuple[str, str], str]) -> str:
    """Return the unit a single temuan without a file is about: one that has not handed in."""
    if folded.workbook or folded.count > 1:
        return ""
    return next((missing[pair] for pair in folded.first.values if pair in missing), "")


def _cells(folded: Folded) -> str:
    at = folded.first.at
    if not isinstance(at, CellPos):
        return f"baris {at.line}" if at.line else ""
    return ranges(t.at.cell for t in folded.temuan if isinstance(t.at, CellPos)) or at.cell


def _nodes(folded: Folded) -> str:
    more = f", dan {len(folded.nodes) - _LISTED} lagi" if len(folded.nodes) > _LISTED else ""
    return ", ".join(folded.nodes[:_LISTED]) + more
