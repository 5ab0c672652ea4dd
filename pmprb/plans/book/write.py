"""The whole workbook of plans, written beside its place and then put there in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from pmprb.books.order import BASIS, name_of
from pmprb.books.rekap.findings import ranges
from pmprb.books.rekap.hand_in import fate_of, write_hand_in
from pmprb.books.rekap.previous import CLOSED, GAPS, PlanColumns
from pmprb.numbers import number_words
from pmprb.plans.book.gaps import followed, write_closed, write_gaps
from pmprb.plans.book.leaders import write_leaders
from pmprb.plans.book.tables import (
    DETAIL,
    light_cell,
    lines_of,
    said,
    share_cell,
    write_areas,
    write_detail,
    write_late,
    write_lines,
    write_units,
)
from pmprb.plans.consolidate import PlanConsolidation
from pmprb.plans.model import ROMAN
from pmprb.plans.rules import FORMULA, NOT_MEASURED, Outcome, PlanRules
from pmprb.plans.shared import Member, SharedIndicator
from pmprb.sheets.about import ABOUT_WIDTHS, write_input_files, write_sections
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Cell, Column, Page, count, label, words
from pmprb.sheets.theme import AMBER, GREY, NAVY, RED, TEAL
from pmprb.sheets.whole import whole_file
from pmprb.temuan import CellPos, Folded, Severity, Temuan, fold, folded_sentence

# Sheet *Indikator Bersama*: indicators that several units share, each once, with its units.


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
    notes = [
        f"{len(found.shared)} indikator dipakai dua unit atau lebih: nama dan kelompoknya sama. Jumlah dan rata-rata "
        "menghitung unit yang terlambat sebagai 0 pada arah makin tinggi; Nilai terakhir memakai unit terakhir dalam "
        "daftar unit yang sudah melapor.",
    ]
    empty = "Tidak ada indikator yang dipakai bersama."
    page.listing("Indikator Bersama", notes, columns, found.shared, empty, frozen=2)


def _figure(one: SharedIndicator, name: str) -> Cell:
    return share_cell(getattr(one.result, name) if one.result else None, "General")


def _status(one: SharedIndicator) -> Cell:
    return light_cell(one.result) if one.result else Cell("Tidak digabung", ("cell", "center", "wrap", "bad"))


def _part(member: Member) -> str:
    """Return one unit's line: "Dinas Pangan: 3 dari 4 ton (75 %, Merah)"."""
    result = member.result
    target, realised = _words(result.target_to_date), _words(result.realised_to_date)
    unit = f" {result.row.unit}" if result.row.unit else ""
    share = f"{number_words(result.to_date * 100, 2)} %, " if result.to_date is not None else ""
    return f"{name_of(member.unit)}: {realised} dari {target}{unit} ({share}{said(result)})"


def _words(value: Fraction | None) -> str:
    return "–" if value is None else number_words(value)


# Sheets *Temuan* and *Tentang* of the plans' workbook.


_LOOK = {Severity.KESALAHAN: "bad", Severity.PERINGATAN: "underway", Severity.CATATAN: "unanswered"}


def finding_columns(units: dict[str, str], sentences: Callable[[Temuan], str]) -> list[Column[Folded]]:
    """Return the columns of a list of temuan; `units` are names of units by their file."""
    return [
        Column("Tingkat", 13, lambda f: label(f.severity.value, _LOOK[f.severity])),
        Column("Kode", 10, lambda f: label(f.code)),
        Column("Berkas", 30, lambda f: words(f.workbook)),
        Column("Unit", 28, lambda f: words(units.get(f.workbook, ""))),
        Column("Sel", 16, lambda f: words(_cells(f))),
        Column("Jumlah", 8, lambda f: count(f.count)),
        Column("Temuan", 90, lambda f: words(sentences(f.first) if f.count == 1 else folded_sentence(f))),
    ]


def write_plan_findings(page: Page, found: PlanConsolidation, sentences: Callable[[Temuan], str]) -> None:
    """Write everything the run noticed, KESALAHAN first; the same code down a column is one line."""
    columns = finding_columns({r.plan.file: name_of(r.unit) for r in found.results}, sentences)
    notes = [
        "KESALAHAN: baris atau berkas tidak dinilai. PERINGATAN: dinilai, perlu dilihat. CATATAN: untuk diketahui."
    ]
    page.listing("Temuan", notes, columns, fold(found.temuan), "Tidak ada temuan.")


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
        ("Program", iter((("Program", f"pmprb {version}"), ("Sidik aturan (SHA-256)", rules.hashes[found.kind])))),
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
                f"Ketik {number_words(found.total.a02 * 100, 2)} pada butir {kind.carried_to} lembar RB "
                "General, atau bawa dengan pmprb rencana gabung --lembar-general.",
            )


def _outcome(outcome: Outcome) -> str:
    if outcome == NOT_MEASURED:
        return "tidak diukur"
    if outcome == FORMULA:
        return "menurut rumus"
    return f"{number_words(outcome * 100)} %" if isinstance(outcome, Fraction) else "batas tertinggi"


def write_plan_rekap(
    found: PlanConsolidation,
    rules: PlanRules,
    path: Path,
    *,
    sentences: Callable[[Temuan], str],
    version: str,
    instansi: str = "",
    previous: PlanColumns | None = None,
) -> None:
    """Write the workbook to `path`, replacing what stands there; the caller has asked whether it may.

    `previous` holds what was typed into an earlier rekap's gap list.
    Raises OSError when the folder or the old file cannot be written; then nothing has changed.
    """
    title = f"Rekap {rules.kinds_by_id[found.kind].title}"
    with whole_file(path) as draft, NewBook(draft, title, decimals=1) as book:
        _write(book, found, rules, sentences, version, instansi, previous)


def _write(
    book: NewBook,
    found: PlanConsolidation,
    rules: PlanRules,
    sentences: Callable[[Temuan], str],
    version: str,
    instansi: str,
    previous: PlanColumns | None,
) -> None:
    kind = rules.kinds_by_id[found.kind]
    rows = lines_of(found)
    titles = {"leaders": "Lembar Pimpinan", "units": "Per Unit", "lines": f"Per {kind.line_title}"}
    leaders = Page(book, titles["leaders"], NAVY, gathered=True)
    units, lines = Page(book, titles["units"], TEAL), Page(book, titles["lines"], TEAL)
    areas = Page(book, "Per Area", TEAL) if found.areas else None
    shared = Page(book, "Indikator Bersama", TEAL) if found.shared else None
    off_track, closed = followed(rows, found, previous)
    gaps = Page(book, GAPS, AMBER)
    done = Page(book, CLOSED, AMBER) if closed else None
    late = Page(book, "Belum Dilaporkan", AMBER)
    detail = write_detail(Page(book, DETAIL, TEAL), rows, found, rules)
    write_leaders(leaders, found, rules, rows, instansi)
    write_units(units, found, rules, detail)
    write_lines(lines, found, rules, detail)
    if areas is not None:
        write_areas(areas, found, rules, detail)
    if shared is not None:
        write_shared(shared, found, rules)
    write_gaps(gaps, off_track, found, rules)
    if done is not None:
        write_closed(done, closed, kind)
    write_late(late, rows, found)
    write_plan_findings(Page(book, "Temuan", RED), found, sentences)
    write_hand_in(Page(book, "Belum Menyerahkan", RED), found, sentences)
    write_plan_about(Page(book, "Tentang", GREY), found, rules, version)
    leaders.sheet.activate()
