"""Sheet *Verifikasi Area*: both sides at every node of every verified unit, over the same items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.consolidation.verified import Compared, Verified
from pmprb.excel.rekap.order import Placed
from pmprb.excel.rekap.page import Cell, Column, Page, figure, label, words

LEVELS = {"total": "Total", "component": "Komponen", "aspect": "Aspek", "area": "Area", "sub": "Sub"}


@dataclass(frozen=True)
class _Row:
    """A node or group of a unit: both sides over `compared.items` of its `items`, and its points after verification."""

    unit: Placed
    of: str
    title: str
    level: str
    items: int
    compared: Compared
    after: Fraction | None


def write_review_nodes(page: Page, instrument: Instrument, verified: Sequence[tuple[Placed, Verified]]) -> None:
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
    top = page.head("Verifikasi per area", notes, widths, span=190) + 1
    page.table(top, _columns(page), rows, "Belum ada yang dapat dibandingkan.")
    page.sheet.freeze_panes(top + 1, 2)
    page.print_setup(top)


def _rows(unit: Placed, found: Verified, instrument: Instrument, below: dict[str, int]) -> list[_Row]:
    root = instrument.root

    def row(of: str, title: str, level: str) -> _Row:
        members = instrument.members(of)
        items = sum(below.get(name, 1) for name in members)
        after = found.after.points_of(members)
        return _Row(unit, of, title, level, items, found.of(instrument, of), after)

    rows = [row(root.id, root.title, LEVELS["total"])]
    rows += [row(group.id, group.title, "Area gabungan") for group in instrument.groups]
    nodes = [node for node in instrument.nodes.values() if node is not root]
    rows += [row(node.id, node.title, LEVELS[node.level]) for node in nodes]
    return [one for one in rows if one.compared.verified]


def _columns(page: Page) -> list[Column[_Row]]:
    theme = page.theme
    return [
        Column("Kode Unit", 0, lambda r: words(r.unit.result.unit.code)),
        Column("Unit", 0, lambda r: words(r.unit.name, "bold")),
        Column("Tingkat", 0, lambda r: label(r.level)),
        Column("Kode", 0, lambda r: words(r.of)),
        Column("Judul", 0, lambda r: words(r.title, *(["bold"] if r.level == "Total" else []))),
        Column("Butir sama", 0, lambda r: Cell(r.compared.items, ("cell", "center"), f'0" dari {r.items}"')),
        Column("Poin mandiri", 0, lambda r: figure(r.compared.own if r.compared.items else None, theme.points)),
        Column("Poin TPI", 0, lambda r: figure(r.compared.review if r.compared.items else None, theme.points)),
        Column("Selisih", 0, lambda r: _gap(r, theme.signed)),
        Column("Selisih %", 0, lambda r: _gap_share(r, theme.signed_share)),
        Column("Setelah verifikasi", 0, lambda r: figure(r.after, theme.points)),
    ]


def _gap(row: _Row, num: str) -> Cell:
    if row.compared.difference is None:
        return words("–", "muted", "center")
    look = ("cell", "bold", *(("unmet",) if row.compared.difference < 0 else ()))
    return Cell(row.compared.difference, look, num, "=H{row}-G{row}")


def _gap_share(row: _Row, num: str) -> Cell:
    difference = row.compared.difference
    if difference is None or not row.compared.most:
        return words("–", "muted", "center")
    return Cell(difference / row.compared.most, ("cell",), num)
