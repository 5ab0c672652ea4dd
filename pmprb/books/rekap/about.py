"""Sheet *Tentang*: what the figures rest on: regulations, bases, policies, program, catalog, every input's hash."""

from __future__ import annotations

from collections.abc import Iterator

from pmprb.books.order import BASIS, BLANK_POLICY, band_words, citations
from pmprb.books.rekap.gate_values import gate_entries
from pmprb.books.rekap.hand_in import fate_of
from pmprb.books.rekap.strict import NAME as STRICT
from pmprb.books.rekap.strict import SAID
from pmprb.catalog.model import Instrument
from pmprb.engine.coverage import coverage_of, coverage_words
from pmprb.insight.grounds import (
    MEANING,
    ONE_SOURCE,
    basis_words,
    cited_parts,
    grounds,
    one_source_words,
    unread_words,
)
from pmprb.office.model import Consolidation
from pmprb.office.record import RekapRecord
from pmprb.sheets.about import ABOUT_WIDTHS, Entries, write_input_files, write_sections
from pmprb.sheets.page import Page

_COVERED_WIDTH = 48.0


def write_about(
    page: Page, consolidation: Consolidation, instrument: Instrument, record: RekapRecord, digest: str
) -> None:
    """Write the sheet: sections of a name and a text, then the table of inputs; `digest` is the record's."""
    method = (*_unit_method(consolidation.blank), *_strict(consolidation), *_method(instrument))
    row = write_instrument_sections(page, "Tentang Rekap Ini", instrument, method, _program(record, digest))
    page.widths((*ABOUT_WIDTHS, _COVERED_WIDTH))
    read = {r.submission.file: coverage_words(coverage_of(r.submission, instrument)) for r in consolidation.results}
    files = [(fate_of(f), f.file, f.sha256 or "tidak terbaca", read.get(f.file, "")) for f in consolidation.inputs]
    files += [(f"verifikasi {fate_of(f)}", f.file, f.sha256 or "tidak terbaca", "") for f in consolidation.reviews]
    files += [(f"tanggapan {fate_of(f)}", f.file, f.sha256 or "tidak terbaca", "") for f in consolidation.replies]
    write_input_files(page, row, files, "Butir yang terbaca")


def write_unit_about(page: Page, instrument: Instrument, blank: str, program: Entries) -> None:
    """Write the sheet for one unit's own workbook: what its figures rest on, and `program` lines at the end."""
    write_instrument_sections(page, "Tentang Hasil Ini", instrument, _unit_method(blank), program)
    page.sheet.freeze_panes(1, 0)
    page.print_setup(None)


def write_instrument_sections(page: Page, title: str, instrument: Instrument, method: Entries, program: Entries) -> int:
    """Write title and sections of names and texts; return the next free row."""
    page.widths(ABOUT_WIDTHS)
    row = page.head(title, [], ABOUT_WIDTHS, span=180) + 1
    sections: tuple[tuple[str, Entries], ...] = (
        ("Instrumen", _instrument(instrument)),
        ("Cara menghitung", method),
        ("Ambang dan predikat", _thresholds(instrument)),
        ("Tingkat kepastian", _bases(instrument)),
        ("Peraturan dan dokumen yang dikutip", _regulations(instrument)),
        ("Program", program),
        ("Ambang satu per satu", gate_entries(instrument)),
    )
    return write_sections(page, row, sections)


def _instrument(instrument: Instrument) -> Iterator[tuple[str, str]]:
    until = f"sampai {instrument.valid_to}" if instrument.valid_to else "dan seterusnya"
    yield "Nama", instrument.title
    yield "Kode", f"{instrument.id} (tingkat {instrument.unit_level})"
    variant = instrument.chosen_variant
    if variant:
        others = ", ".join(one.id for one in instrument.variants if one is not variant)
        said = f"{variant.id}: {variant.title}. Dasar: {basis_words(variant)} "
        said += f"({citations(variant.references, instrument)}). {variant.note}"
        yield "Varian yang dipakai", f"{said} Varian lain: {others}." if others else said
    yield "Berlaku", f"{instrument.valid_from} {until}"
    yield "Dasar", f"{BASIS[instrument.basis]}: {MEANING[instrument.basis]}"
    yield "Dasar hukum", citations(instrument.references, instrument)
    if instrument.caution:
        yield "Perhatian", " ".join(instrument.caution.split())


def _unit_method(blank: str) -> Iterator[tuple[str, str]]:
    other = "lewati" if blank == "nol" else "nol"
    yield (
        "Nilai unit",
        (
            "Dihitung ulang dari jawaban memakai bobot katalog; bobot dan jumlah dalam lembar kerja tidak dipakai. "
            "Angka dihitung tepat dan baru dibulatkan saat ditampilkan."
        ),
    )
    yield (
        "Butir kosong",
        (
            f"Butir yang belum dijawab {BLANK_POLICY[blank]}. "
            f"Sebagai pembanding ditampilkan pula nilai bila butir kosong {BLANK_POLICY[other]}."
        ),
    )
    yield "Jawaban salah", "Jawaban yang tidak dapat dipahami tidak dinilai dan terdaftar pada lembar Temuan."
    yield (
        "Belum dinilai",
        (
            "Unit atau bagian tanpa satu pun jawaban tertulis belum dinilai: bukan nol, tidak diberi peringkat, "
            "dan tidak ikut rata-rata."
        ),
    )


def _strict(consolidation: Consolidation) -> Iterator[tuple[str, str]]:
    if consolidation.strict:
        without = sum(bool(r.strict and not r.strict.applied) for r in consolidation.results)
        note = f" {without} lembar tanpa kolom bukti tidak berubah." if without else ""
        yield "Penilaian ketat", f"{SAID} (--ketat). Lembar {STRICT} menunjukkan bedanya.{note}"


def _method(instrument: Instrument) -> Iterator[tuple[str, str]]:
    rule = instrument.units_rule
    if rule:
        yield (
            "Indeks",
            (
                f"{rule.title}, dari unit yang dinilai. Dasar: {BASIS[rule.basis]} "
                f"({citations(rule.references, instrument)}). {rule.note}".strip()
            ),
        )
    else:
        yield (
            "Indeks",
            "Rata-rata sederhana nilai unit yang dinilai; instrumen ini tidak menyebut caranya.",
        )
    yield (
        "Rumus hidup",
        (
            "Rata-rata, jumlah, dan hitungan pada lembar rekap adalah rumus yang menunjuk lembar lain; "
            "nilai tiap unit adalah angka tetap hasil hitungan program."
        ),
    )


def _thresholds(instrument: Instrument) -> Iterator[tuple[str, str]]:
    for n, gate_set in enumerate(instrument.gate_sets):
        role = "menentukan" if n == 0 else "bacaan lain, tidak menentukan"
        yield (
            gate_set.title,
            f"{role}; dasar: {basis_words(gate_set)} ({citations(gate_set.references, instrument)}). {gate_set.note}",
        )
    predicate = instrument.predicate
    if predicate:
        bands = "; ".join(f"{b.label} ({b.title}) {band_words(predicate, b)}" for b in predicate.bands)
        source = f"dasar: {basis_words(predicate)} ({citations(predicate.references, instrument)})"
        yield "Predikat", f"{bands}; {source}. {predicate.note}".strip()
        for other in predicate.readings:
            bands = "; ".join(f"{b.label} {band_words(predicate, b)}" for b in other.bands)
            source = f"bacaan lain, tidak menentukan; dasar: {BASIS[other.basis]}"
            yield (
                f"Predikat: {other.title}",
                f"{bands}; {source} ({citations(other.references, instrument)}). {other.note}",
            )


def _bases(instrument: Instrument) -> Iterator[tuple[str, str]]:
    found = grounds(instrument)
    for basis, count in found.counts.items():
        yield BASIS[basis], f"{count} bagian katalog: {MEANING[basis]}."
    if found.one_source:
        yield ONE_SOURCE, one_source_words(found)


def _regulations(instrument: Instrument) -> Iterator[tuple[str, str]]:
    cited = {reference.regulation for _, part in cited_parts(instrument) for reference in part.references}
    cited |= {reference.regulation for reference in instrument.references}
    for regulation in instrument.regulations:
        if regulation.id in cited:
            issuer = f", {regulation.issuer}" if regulation.issuer else ""
            yield (
                regulation.title,
                f"{regulation.about} ({regulation.year}{issuer}). {unread_words(regulation)}".strip(),
            )


def _program(record: RekapRecord, digest: str) -> Iterator[tuple[str, str]]:
    yield "Program", f"pmprb {record.program}"
    yield "Sidik katalog (SHA-256)", record.catalog_hash
    yield "Periode", record.period or "tidak disebut"
    yield (
        "Sidik rekap (SHA-256)",
        (
            f"{digest}. Hasil hitungan ini, sampai ke tiap jawaban, tersimpan tersembunyi dalam berkas ini; "
            "pihak lain dapat mengulanginya dari lembar kerja yang sama: pmprb periksa --bukti REKAP.xlsx FOLDER"
        ),
    )
