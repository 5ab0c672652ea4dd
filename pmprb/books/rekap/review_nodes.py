"""Sheets *Verifikasi Area* and *Statistik Verifikasi*: both sides at every node, bias and agreement of verifiers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pmprb.books.order import PlacedUnit
from pmprb.catalog.model import Instrument
from pmprb.insight.reviewers import Agreement, Kappa, Lowered, ReviewerStatistics, scales_of
from pmprb.office.verified import BothSides, Verified
from pmprb.records import dataclass
from pmprb.sheets.page import Cell, Column, Page, count, figure, label, words

# Sheet *Verifikasi Area*: both sides at every node of every verified unit, over the same items.


LEVELS = {"total": "Total", "component": "Komponen", "aspect": "Aspek", "area": "Area", "sub": "Sub"}


@dataclass(frozen=True)
class _Row:
    """A node or group of a unit: both sides over `compared.items` of its `items`, and its points after verification."""

    unit: PlacedUnit
    code: str
    title: str
    level: str
    items: int
    compared: BothSides
    after: Fraction | None


def write_review_nodes(page: Page, instrument: Instrument, verified: Sequence[tuple[PlacedUnit, Verified]]) -> None:
    """Write a row a unit and node: the whole form, then areas over both aspects, then every heading down to subs."""
    below = {node.id: sum(len(n.items) for n in node.walk()) for node in instrument.nodes.values()}
    rows = [row for unit, found in verified for row in _rows(unit, found, instrument, below)]
    widths = [11.0, 30, 18, 12, 44, 15, 14, 14, 12, 12, 16]
    notes = [
        "Poin kedua pihak hanya pada butir yang dinilai keduanya, jadi setara; butir yang belum diverifikasi tidak "
        "ikut di kedua sisi. Selisih % = selisih dibagi poin paling tinggi butir-butir itu. Setelah verifikasi: "
        "jawaban TPI menggantikan jawaban unit bila ada. Saring kolom Tingkat atau Unit.",
    ]
    page.widths(widths)
    top = page.head("Verifikasi per area", notes, widths, span=150) + 1
    page.table(top, _columns(page), rows, "Belum ada yang dapat dibandingkan.")
    page.sheet.freeze_panes(top + 1, 2)
    page.print_setup(top)


def _rows(unit: PlacedUnit, found: Verified, instrument: Instrument, below: dict[str, int]) -> list[_Row]:
    root = instrument.root

    def row(of: str, title: str, level: str, code: str = "") -> _Row:
        members = instrument.members(of)
        items = sum(below.get(name, 1) for name in members)
        after = found.after.points_of(members)
        return _Row(unit, code or of, title, level, items, found.of(instrument, of), after)

    rows = [row(root.id, root.title, LEVELS["total"])]
    rows += [row(group.id, group.title, "Area gabungan", " + ".join(group.nodes)) for group in instrument.groups]
    nodes = [node for node in instrument.nodes.values() if node is not root]
    rows += [row(node.id, node.title, LEVELS[node.level]) for node in nodes]
    return [one for one in rows if one.compared.verified]


def _columns(page: Page) -> list[Column[_Row]]:
    theme = page.theme
    return [
        Column("Kode Unit", 0, lambda r: words(r.unit.result.unit.code)),
        Column("Unit", 0, lambda r: words(r.unit.name, "bold")),
        Column("Tingkat", 0, lambda r: label(r.level)),
        Column("Kode", 0, lambda r: words(r.code)),
        Column("Judul", 0, lambda r: words(r.title, *(["bold"] if r.level == "Total" else []))),
        Column("Butir sama", 0, lambda r: Cell(r.compared.items, ("cell", "center"), f'0" dari {r.items}"')),
        Column("Poin mandiri", 0, lambda r: figure(r.compared.own if r.compared.items else None, theme.points), "own"),
        Column(
            "Poin TPI", 0, lambda r: figure(r.compared.review if r.compared.items else None, theme.points), "theirs"
        ),
        Column("Selisih", 0, lambda r: _gap(r, theme.signed)),
        Column("Selisih %", 0, lambda r: _gap_share(r, theme.signed_share)),
        Column("Setelah verifikasi", 0, lambda r: figure(r.after, theme.points)),
    ]


def _gap(row: _Row, num: str) -> Cell:
    if row.compared.difference is None:
        return words("–", "muted", "center")
    look = ("cell", "bold", *(("unmet",) if row.compared.difference < 0 else ()))
    return Cell(row.compared.difference, look, num, "={theirs}{row}-{own}{row}")


def _gap_share(row: _Row, num: str) -> Cell:
    difference = row.compared.difference
    if difference is None or not row.compared.most:
        return words("–", "muted", "center")
    return Cell(difference / row.compared.most, ("cell",), num)


# Sheet *Statistik Verifikasi*: bias and agreement by area and by verifier, and what is lowered most often.


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
    last = page.table(
        top + 2, _statistic_columns(page, instrument, scales, "Area", "Seluruhnya"), rows, "–", 0, fold=False
    ).last
    page.put(last + 2, 0, Cell("Menurut penilai", ("section",)))
    columns = _statistic_columns(page, instrument, scales, "Penilai", UNNAMED)
    last = page.table(last + 3, columns, statistics.by_reviewer, "–", 0, fold=False).last
    page.put(last + 2, 0, Cell("Butir yang paling sering diturunkan", ("section",)))
    empty = "Tidak ada butir yang diturunkan."
    page.table(last + 3, _lowered_columns(page, instrument), statistics.lowered, empty, 0)
    page.sheet.freeze_panes(1, 1)
    page.print_setup(None)


def _statistic_columns(
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
