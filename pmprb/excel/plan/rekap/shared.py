"""Sheet *Indikator Bersama*: indicators that several units share, each once, with its units."""

from __future__ import annotations

from fractions import Fraction

from pmprb.catalog.plan_rules import PlanRules
from pmprb.consolidation.plans import PlanConsolidation
from pmprb.consolidation.shared import Member, SharedIndicator
from pmprb.excel.plan.rekap.rows import light_cell, said, share_cell
from pmprb.excel.rekap.order import name_of, number_words
from pmprb.excel.rekap.page import Cell, Column, Page, count, label, words

_PROBLEMS = {
    "unit": "Satuannya berbeda, jadi tidak digabung; lihat lembar Temuan.",
    "ways": "Cara menilainya berbeda, jadi tidak digabung; lihat lembar Temuan.",
    "wrong": "Ada baris yang isiannya salah, jadi belum digabung.",
}


def write_shared(page: Page, found: PlanConsolidation, rules: PlanRules) -> None:
    """Write the table; an indicator that could not be joined says why."""
    share, line_title = page.theme.share, rules.kinds_by_id[found.kind].line_title
    columns: list[Column[SharedIndicator]] = [
        Column(line_title, 26, lambda s: words(s.line_text)),
        Column("Indikator", 34, lambda s: words(s.name, "bold")),
        Column("Satuan", 10, lambda s: label(s.measure)),
        Column("Unit", 6, lambda s: count(len(s.units))),
        Column("Rekap Antar Unit", 11, lambda s: label(rules.picks.label(s.how) if not s.problem else "–")),
        Column("Target s.d.", 10, lambda s: _figure(s, "target_to_date")),
        Column("Realisasi s.d.", 11, lambda s: _figure(s, "realised_to_date")),
        Column("Capaian s.d.", 10, lambda s: share_cell(s.result.to_date if s.result else None, share, "bold")),
        Column("Terhadap setahun", 10, lambda s: share_cell(s.result.of_year if s.result else None, share)),
        Column("Status", 14, _status),
        Column("Rincian unit (realisasi dari target)", 46, lambda s: words("\n".join(map(_part, s.members)))),
        Column("Belum dilaporkan", 26, lambda s: words(", ".join(name_of(unit) for unit in s.silent))),
        Column("Keterangan", 34, lambda s: words(_PROBLEMS.get(s.problem, ""))),
    ]
    widths = [column.width for column in columns]
    page.widths(widths)
    notes = [
        f"{len(found.shared)} indikator dipakai dua unit atau lebih: nama dan kelompoknya sama. Jumlah dan rata-rata "
        "menghitung unit yang terlambat sebagai 0 pada arah makin tinggi; Nilai terakhir memakai unit terakhir dalam "
        "daftar unit yang sudah melapor.",
    ]
    row = page.head("Indikator Bersama", notes, widths) + 1
    page.table(row, columns, found.shared, "Tidak ada indikator yang dipakai bersama.")
    page.sheet.freeze_panes(row + 1, 2)
    page.print_setup(row)


def _figure(one: SharedIndicator, name: str) -> Cell:
    return share_cell(getattr(one.result, name) if one.result else None, "General")


def _status(one: SharedIndicator) -> Cell:
    return light_cell(one.result) if one.result else Cell("Tidak digabung", ("cell", "center", "wrap", "bad"))


def _part(member: Member) -> str:
    """Return one unit's line: "Dinas Pangan: 3 dari 4 ton (75 %, Merah)"."""
    result = member.result
    target, realised = _words(result.target_to_date), _words(result.realised_to_date)
    unit = f" {result.row.unit}" if result.row.unit else ""
    share = f"{number_words(round(result.to_date * 100, 2))} %, " if result.to_date is not None else ""
    return f"{name_of(member.unit)}: {realised} dari {target}{unit} ({share}{said(result)})"


def _words(value: Fraction | None) -> str:
    return "–" if value is None else number_words(round(value, 6))
