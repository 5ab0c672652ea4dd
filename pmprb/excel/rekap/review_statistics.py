"""Sheet *Statistik Verifikasi*: bias and agreement by area and by verifier, and what is lowered most often."""

from __future__ import annotations

from pmprb.catalog.model import Instrument
from pmprb.excel.rekap.page import Cell, Column, Page, count, words
from pmprb.insight.reviewers import Agreement, Kappa, Lowered, ReviewerStatistics, scales_of

UNDEFINED = "tidak dapat dihitung"
UNNAMED = "tidak disebut"
_NOTES = (
    "Hanya butir yang dinilai kedua pihak. Bias: selisih poin TPI terhadap mandiri dibagi poin paling tinggi "
    "butir-butir itu; negatif berarti TPI menurunkan. Sama persis: bagian butir yang jawabannya sama.",
    "Kappa Cohen mengukur kesamaan di luar kebetulan: 1 sama seluruhnya, 0 setara kebetulan. Dihitung per skala; skala "
    "tiga pilihan atau lebih berbobot linier (selisih satu tingkat lebih ringan daripada dua). Tidak dapat dihitung "
    "bila kedua pihak hanya memakai satu pilihan yang sama. Jumlah butir kecil: baca dengan hati-hati.",
)


def write_review_statistics(page: Page, instrument: Instrument, statistics: ReviewerStatistics) -> None:
    """Write three tables: by area with everything below it, by verifier, and the items lowered."""
    scales = scales_of(instrument)
    widths = [44.0, 9, 11, 12, 11, 11, 12, *(18.0 for _ in scales)]
    page.widths(widths)
    top = page.head("Statistik verifikasi", _NOTES, widths, span=150)
    page.put(top + 1, 0, Cell("Menurut area", ("section",)))
    rows = [*statistics.by_area, *([statistics.overall] if statistics.overall else [])]
    last = page.table(top + 2, _columns(page, instrument, scales, "Area", "Seluruhnya"), rows, "–", 0, fold=False)
    page.put(last + 2, 0, Cell("Menurut penilai", ("section",)))
    columns = _columns(page, instrument, scales, "Penilai", UNNAMED)
    last = page.table(last + 3, columns, statistics.by_reviewer, "–", 0, fold=False)
    page.put(last + 2, 0, Cell("Butir yang paling sering diturunkan", ("section",)))
    empty = "Tidak ada butir yang diturunkan."
    page.table(last + 3, _lowered_columns(page, instrument), statistics.lowered, empty, 0)
    page.sheet.freeze_panes(1, 1)
    page.print_setup(None)


def _columns(
    page: Page, instrument: Instrument, scales: list[str], first: str, unnamed: str
) -> list[Column[Agreement]]:
    theme = page.theme

    def kappa(scale: str) -> Column[Agreement]:
        options = instrument.scales[scale].options
        return Column(
            f"Kappa {instrument.scales[scale].title}{' (berbobot)' if len(options) > 2 else ''}",
            0,
            lambda r: _kappa(next((one for one in r.kappas if one.scale == scale), None)),
        )

    return [
        Column(first, 0, lambda r: words(r.title or unnamed, *(() if r.title else ("strong",)))),
        Column("Unit", 0, lambda r: count(r.units)),
        Column("Butir", 0, lambda r: count(r.items)),
        Column("Sama persis", 0, lambda r: Cell(r.agreement, ("cell", "center"), theme.share)),
        Column("Diturunkan", 0, lambda r: count(r.lowered)),
        Column("Dinaikkan", 0, lambda r: count(r.raised)),
        Column("Bias", 0, lambda r: _bias(r, theme.signed_share)),
        *(kappa(scale) for scale in scales),
    ]


def _bias(row: Agreement | Lowered, num: str) -> Cell:
    return Cell(row.bias, ("cell", "bold", "center", *(("unmet",) if row.bias < 0 else ())), num)


def _kappa(found: Kappa | None) -> Cell:
    if found is None:
        return words("–", "muted", "center")
    if found.value is None:
        return Cell(UNDEFINED, ("cell", "center", "muted", "shrink"))
    return Cell(found.value, ("cell", "center"), f'0.00" ({found.items} butir)"')


def _lowered_columns(page: Page, instrument: Instrument) -> list[Column[Lowered]]:
    return [
        Column("Kriteria", 0, lambda r: words(f"{r.item} · {instrument.items[r.item].criterion}")),
        Column("Unit", 0, lambda r: count(r.units)),
        Column("Diturunkan", 0, lambda r: count(r.lowered)),
        Column("Bagian unit", 0, lambda r: Cell(r.lowered / r.units, ("cell", "center"), "0%")),
        Column("Bias", 0, lambda r: _bias(r, page.theme.signed_share)),
    ]
