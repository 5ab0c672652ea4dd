"""Sheets *Temuan* and *Tentang* of the plans' workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from pmprb.catalog.plan_rules import FORMULA, NOT_MEASURED, Outcome, PlanRules
from pmprb.consolidation.plans import PlanConsolidation
from pmprb.excel.rekap.findings import ranges
from pmprb.excel.rekap.hand_in import fate_of
from pmprb.excel.rekap.order import BASIS, name_of, number_words
from pmprb.excel.rekap.page import Column, Page, count, label, words
from pmprb.excel.rekap.sections import ABOUT_WIDTHS, write_input_files, write_sections
from pmprb.pesan import Folded, fold, folded_sentence
from pmprb.plans.model import ROMAN
from pmprb.temuan import CellPos, Severity, Temuan

_LOOK = {Severity.KESALAHAN: "bad", Severity.PERINGATAN: "underway", Severity.CATATAN: "unanswered"}


def write_plan_findings(page: Page, found: PlanConsolidation, sentences: Callable[[Temuan], str]) -> None:
    """Write everything the run noticed, KESALAHAN first; the same code down a column is one line."""
    units = {r.plan.file: name_of(r.unit) for r in found.results}
    columns: list[Column[Folded]] = [
        Column("Tingkat", 13, lambda f: label(f.severity.value, _LOOK[f.severity])),
        Column("Kode", 10, lambda f: label(f.code.value)),
        Column("Berkas", 30, lambda f: words(f.workbook)),
        Column("Unit", 28, lambda f: words(units.get(f.workbook, ""))),
        Column("Sel", 16, lambda f: words(_cells(f))),
        Column("Jumlah", 8, lambda f: count(f.count)),
        Column("Temuan", 90, lambda f: words(sentences(f.first) if f.count == 1 else folded_sentence(f))),
    ]
    widths = [column.width for column in columns]
    page.widths(widths)
    notes = [
        "KESALAHAN: baris atau berkas tidak dinilai. PERINGATAN: dinilai, perlu dilihat. CATATAN: untuk diketahui."
    ]
    row = page.head("Temuan", notes, widths) + 1
    page.table(row, columns, fold(found.temuan), "Tidak ada temuan.")
    page.sheet.freeze_panes(row + 1, 0)
    page.print_setup(row)


def _cells(folded: Folded) -> str:
    cells = (one.at.cell for one in folded.temuan if isinstance(one.at, CellPos))
    return ranges(cell for cell in cells if cell)


def write_plan_about(page: Page, found: PlanConsolidation, rules: PlanRules, version: str) -> None:
    """Write what the figures rest on: kind, rules, bands, program, every input's hash."""
    page.widths(ABOUT_WIDTHS)
    row = page.head("Tentang Rekap Ini", [], ABOUT_WIDTHS, span=180) + 1
    sections = (
        ("Rencana aksi", _kind(found, rules)),
        ("Aturan capaian", _policy(found, rules)),
        ("Program", iter((("Program", f"pmprb {version}"), ("Sidik aturan (SHA-256)", rules.hash)))),
    )
    row = write_sections(page, row, sections)
    files = [(fate_of(f), f.file, f.sha256 or "tidak terbaca") for f in found.inputs]
    write_input_files(page, row, files)


def _kind(found: PlanConsolidation, rules: PlanRules) -> Iterator[tuple[str, str]]:
    kind = rules.kinds_by_id[found.kind]
    yield "Jenis", f"{kind.title} ({kind.id})"
    yield "Periode", f"{found.period or 'tidak disebut'}, sampai triwulan {ROMAN[found.quarter - 1]}"
    yield "Dasar", f"{BASIS[kind.basis]}: {rules.citation(kind)}"
    listed = rules.lines_of(kind, found.period)
    if listed:
        cited = "; ".join(dict.fromkeys(rules.citation(line).partition(",")[0] for line in listed))
        bases = ", ".join(dict.fromkeys(BASIS[line.basis] for line in listed))
        yield (
            f"Daftar {kind.line_title}",
            f"{len(listed)} baris daftar; dasar: {bases} ({cited}). Nama pendek susunan kami.",
        )
    if found.areas:
        yield "Area perubahan", "Pemetaan kegiatan utama ke area perubahan adalah usulan kami (rekonstruksi)."


def _policy(found: PlanConsolidation, rules: PlanRules) -> Iterator[tuple[str, str]]:
    kind = rules.kinds_by_id[found.kind]
    policy = rules.policy_of(kind)
    lights = rules.lights_of(policy)
    yield "Kebijakan", f"{policy.title} ({BASIS[policy.basis]}: {rules.citation(policy)}). {policy.note}"
    cap = "tidak dibatasi" if policy.cap is None else f"{number_words(policy.cap * 100)} %"
    floor = "tidak dibatasi" if policy.floor is None else f"{number_words(policy.floor * 100)} %"
    yield (
        "Batas",
        f"Capaian paling tinggi {cap}, paling rendah {floor}; angka tepat, dibulatkan hanya saat ditampilkan.",
    )
    for name, rule in (
        ("Makin tinggi", policy.zero.higher),
        ("Makin rendah", policy.zero.lower),
        ("Tetap, rentang", policy.zero.stable),
    ):
        outcomes = (rule.target_zero_met, rule.target_zero_unmet, rule.realisation_zero)
        met, unmet, none = (_outcome(outcome) for outcome in outcomes)
        yield (
            f"Nol: {name}",
            f"Target 0 dan realisasi 0: {met}; target 0, realisasi lebih: {unmet}; realisasi 0: {none}.",
        )
    yield (
        "Belum dilaporkan",
        "Triwulan jatuh tempo tanpa realisasi dihitung 0; baris tanpa realisasi sama sekali tertulis Belum ada "
        "realisasi dan ikut rata-rata sebagai 0.",
    )
    bounds = "; ".join(
        f"{b.label} mulai {number_words(b.lower * 100)} %" if b.lower is not None else f"{b.label} di bawahnya"
        for b in lights.bands
    )
    yield "Status", f"{bounds}. {BASIS[lights.basis]}: {rules.citation(lights)}. {lights.note}".strip()
    if kind.scored_a02:
        compared = number_words(found.portal.a02 * 100) if found.portal.a02 is not None else "–"
        yield (
            "A02",
            "Jumlah capaian keluaran dibagi banyaknya keluaran bertarget, paling tinggi 100 %. Cara portal "
            f"(pembanding): {compared} %; di sana triwulan yang terlewat tidak menurunkan rata-rata dan target 0 "
            "bernilai 0.",
        )
        if kind.carried_to and found.total.a02 is not None:
            yield (
                f"Untuk butir {kind.carried_to}",
                f"Ketik {number_words(round(found.total.a02 * 100, 2))} pada butir {kind.carried_to} lembar RB "
                "General, atau bawa dengan pmprb rencana gabung --lembar-general.",
            )


def _outcome(outcome: Outcome) -> str:
    if outcome == NOT_MEASURED:
        return "tidak diukur"
    if outcome == FORMULA:
        return "menurut rumus"
    return f"{number_words(outcome * 100)} %" if isinstance(outcome, Fraction) else "batas tertinggi"
