"""A consolidation as the room Rekap shows it: rows of texts that are already formatted.

Enters: a consolidation, its instrument. Leaves: plain data for JSON. Every figure and sentence is the engine's own; the
only numbers are places in a drawing (shares 0..1) and steps of the heat map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from pmprb.books.order import BLANK_POLICY, PlacedUnit, name_of
from pmprb.books.rekap.decisions import decisions_of, near_a_predicate
from pmprb.books.rekap.findings import ranges
from pmprb.books.rekap.gap_list import GapEntry, moved_words
from pmprb.books.rekap.hand_in import fate_of, missing_remark
from pmprb.books.rekap.previous import due_words, typed_words
from pmprb.catalog.model import Instrument
from pmprb.engine.verdict import Verdict
from pmprb.insight.feedback import (
    answer_words,
    caution_words,
    evidence_words,
    gate_words,
    parts,
    step_words,
)
from pmprb.insight.outlook import missing_gates, shortfall
from pmprb.insight.path.targets import target_names
from pmprb.numbers import number_words, percent, shown, signed
from pmprb.office.consolidate import share_of, spread
from pmprb.office.model import Consolidation, InputFile, NextStep, Telaah, UnitResult
from pmprb.papan.words import on_page
from pmprb.temuan import CellPos, Folded, Severity, Temuan, figure, fold, folded_parts, sentence

Plain = dict[str, Any]

_STEPS = 5
_LISTED = 12


def place(share: Fraction | None) -> float | None:
    """Return where a share (0..1) lies in a drawing."""
    return None if share is None else round(float(max(Fraction(0), min(Fraction(1), share))), 4)


def step_of(share: Fraction | None) -> int | None:
    """Return the step of the heat map, 0 (least) to 4."""
    return None if share is None else max(0, min(_STEPS - 1, int(share * _STEPS)))


# What was noticed.


def temuan_rows(temuan: Iterable[Temuan], units: Mapping[str, str]) -> list[Plain]:
    """Return temuan in rows, gravest first; `units` leads from a file to its unit's name."""
    return [_temuan_row(one, units) for one in fold(temuan)]


def _temuan_row(folded: Folded, units: Mapping[str, str]) -> Plain:
    at = folded.first.at
    sheet = at.sheet if isinstance(at, CellPos) else ""
    cells = ranges(t.at.cell for t in folded.temuan if isinstance(t.at, CellPos))
    told, mend = map(on_page, folded_parts(folded))
    nodes = folded.nodes
    more = f", dan {len(nodes) - _LISTED} lagi" if len(nodes) > _LISTED else ""
    return {
        "tingkat": folded.severity.value,
        "kode": folded.code,
        "berkas": folded.workbook,
        "unit": units.get(folded.workbook, ""),
        "lembar": sheet,
        "sel": cells or (at.cell if isinstance(at, CellPos) else ""),
        "butir": ", ".join(nodes[:_LISTED]) + more,
        "jumlah": folded.count,
        "temuan": told,
        "perbaikan": mend,
    }


def counts_of(temuan: Iterable[Temuan]) -> Plain:
    """Return how many temuan there are of each severity."""
    every = [one.severity for one in temuan]
    return {severity.value: every.count(severity) for severity in Severity}


def telaah_rows(findings: Iterable[Telaah]) -> list[Plain]:
    """Return where to look first, most points at stake first."""
    return [
        {
            "kode": one.temuan.code,
            "unit": name_of(one.unit),
            "poin": shown(one.points),
            "alasan": one.temuan.title,
            "angka": figure(one.temuan),
            "butir": ", ".join(one.items[:_LISTED]),
            "kalimat": on_page(sentence(one.temuan)),
            "berkas": one.temuan.workbook,
            "sel": one.temuan.at.cell if isinstance(one.temuan.at, CellPos) else "",
        }
        for one in findings
    ]


# The whole.


def whole(
    consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit], gaps: Sequence[GapEntry]
) -> Plain:
    """Return everything of a consolidation that the room shows at once; gaps and single units are asked for apart."""
    names = file_names(consolidation, units)
    return {
        "kepala": _head(consolidation, instrument),
        "angka": list(_cards(consolidation, instrument)),
        "putusan": [one.text for one in decisions_of(consolidation, instrument, units, gaps)],
        "belum": _missing(consolidation),
        "berkas": [_file(one) for one in consolidation.inputs],
        "tpi": [_file(one) for one in (*consolidation.reviews, *consolidation.replies)],
        "temuan": temuan_rows(consolidation.temuan, names),
        "hitungan": counts_of(consolidation.temuan),
        "telaah": telaah_rows(consolidation.findings),
        "unit": [unit_row(unit, instrument) for unit in units],
        "area": _heat_map(consolidation, instrument, units),
        "kelayakan": [
            _gate_row(unit, instrument, consolidation.next_steps.get(unit.result.unit.key)) for unit in units
        ],
        "target": [
            {"id": t.id, "judul": t.title, "urut": _nearest_first(t.id, units, instrument)}
            for t in _targets(instrument)
        ],
        "predikat": [
            {
                "n": one.unit.number,
                "kini": one.unit.result.predicate.label if one.unit.result.predicate else "–",
                "berikutnya": one.target,
                "kurang": f"{shown(one.short)} poin persen",
            }
            for one in near_a_predicate(units, instrument)
        ],
        "berjalur": bool(target_names(instrument)),
        "kelompok": sorted({unit.result.unit.group for unit in units if unit.result.unit.group}),
    }


def file_names(consolidation: Consolidation, units: Iterable[PlacedUnit]) -> dict[str, str]:
    """Return whose each file is, by the unit's name."""
    names = {unit.result.submission.file: unit.name for unit in units}
    names |= {file.file: file.unit for file in consolidation.inputs if file.unit and not file.used}
    return names | {file.file: file.unit for file in consolidation.reviews if file.unit}


def _head(consolidation: Consolidation, instrument: Instrument) -> Plain:
    variant = instrument.chosen_variant
    rule = instrument.units_rule
    return {
        "instrumen": instrument.id,
        "singkat": instrument.short_title,
        "judul": instrument.title,
        "varian": variant.title if variant else "",
        "periode": consolidation.period or "–",
        "perhatian": caution_words(instrument),
        "rekonstruksi": instrument.is_reconstructed,
        "kosong": f"Butir kosong {BLANK_POLICY[consolidation.blank]}.",
        "ketat": consolidation.strict,
        "aturan": f"{rule.title}. {rule.note}".strip() if rule else "Indeks: rata-rata nilai unit yang dinilai.",
    }


def _cards(consolidation: Consolidation, instrument: Instrument) -> Iterator[Plain]:
    """Yield the few figures of the first screen, what is missing and refused before the index."""
    fates = [fate_of(file) for file in consolidation.inputs]
    used, refused, over = (fates.count(fate) for fate in ("dipakai", "ditolak", "dilewati"))
    known = bool(consolidation.settings.units)
    yield {
        "judul": "Belum menyerahkan",
        "nilai": f"{len(consolidation.missing)}" if known else "–",
        "kaki": f"dari {consolidation.registered} unit" if known else "tidak diketahui tanpa daftar unit",
        "jenis": "awas" if consolidation.missing or not known else "baik",
    }
    yield {
        "judul": "Berkas ditolak",
        "nilai": f"{refused}",
        "kaki": f"{used + refused} berkas = {used} dipakai + {refused} ditolak"
        + (f"; di luar itu {over} dilewati" if over else ""),
        "jenis": "galat" if refused else "baik",
    }
    predicate = consolidation.index_predicate
    label = f" · predikat {predicate.label}" if predicate else ""
    yield {
        "judul": instrument.units_rule.title if instrument.units_rule else "Rata-rata",
        "nilai": shown(consolidation.index),
        "kaki": f"dari {number_words(instrument.root.weight)} ({percent(consolidation.index_share)}), "
        f"{len(consolidation.standings)} unit{label}",
        "jenis": "",
    }
    for target, passed in consolidation.targets.items():
        yield {"judul": f"Memenuhi {target}", "nilai": f"{passed}", "kaki": "unit, semua ambang", "jenis": ""}


def _missing(consolidation: Consolidation) -> list[Plain]:
    return [
        {
            "kode": unit.code,
            "nama": name_of(unit),
            "kelompok": unit.group,
            "keterangan": missing_remark(unit, consolidation.inputs),
        }
        for unit in consolidation.missing
    ]


def _file(file: InputFile) -> Plain:
    return {
        "berkas": file.file,
        "nasib": fate_of(file),
        "unit": file.unit,
        "kode": ", ".join(dict.fromkeys(one.code for one in file.why)),
        "alasan": list(dict.fromkeys(on_page(sentence(one)) for one in file.why)),
    }


def _targets(instrument: Instrument) -> tuple[Any, ...]:
    return instrument.gate_sets[0].targets if instrument.gate_sets else ()


# Ranking.


def unit_row(unit: PlacedUnit, instrument: Instrument) -> Plain:
    """Return a unit's row of the ranking."""
    result, standing = unit.result, unit.standing
    total = result.tree.total
    own, other = total.points, result.other_tree.total.points
    decided = {verdict.target: verdict.passed for verdict in result.verdicts if verdict.decides}
    return {
        "n": unit.number,
        "kode": result.unit.code,
        "nama": unit.name,
        "jenis": result.unit.kind,
        "kelompok": result.unit.group,
        "dinilai": standing is not None,
        "peringkat": str(standing.rank) if standing else "–",
        "dalam_kelompok": f"{standing.group_rank} dari {standing.group_of}" if standing else "–",
        "nilai": shown(standing.points) if standing else "belum dinilai",
        "persen": percent(standing.share) if standing else "–",
        "bagian": place(standing.share) if standing else None,
        "predikat": result.predicate.label if standing and result.predicate else "",
        "target": {target.id: decided.get(target.id) if standing else None for target in _targets(instrument)},
        "terjawab": f"{total.answered} dari {total.items}",
        "pembanding": shown(other) if standing else "–",
        "selisih": signed(other - own) if standing and own is not None and other is not None else "–",
        "berkas": result.submission.file,
        "verifikasi": shown(result.verified.after.total.points) if result.verified else "",
    }


# The heat map of areas.


def _heat_map(consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit]) -> Plain:
    titles = {of: title for of, title, _ in parts(instrument)} | {instrument.root.id: "Seluruhnya"}
    names = list(titles)
    shares = [[share_in(unit.result, instrument, name) for name in names] for unit in units]
    spreads = [
        spread(name, (row[n] for row, unit in zip(shares, units, strict=True) if unit.standing), instrument)
        for n, name in enumerate(names)
    ]
    return {
        "kepala": [
            {"id": name, "judul": title, "bobot": number_words(instrument.weight_of(name))}
            for name, title in titles.items()
        ],
        "baris": [
            {"n": unit.number, "nama": unit.name, "sel": [_heat(share) for share in row]}
            for unit, row in zip(units, shares, strict=True)
        ],
        "bawah": [
            {"judul": title, "sel": [_heat(getattr(one, of)) for one in spreads]}
            for title, of in (("Rata-rata", "mean"), ("Terendah", "lowest"), ("Tertinggi", "highest"))
        ],
        "legenda": [f"{n * 20}–{n * 20 + 20} %" for n in range(_STEPS)],
        "dinilai": len(consolidation.standings),
    }


def share_in(result: UnitResult, instrument: Instrument, name: str) -> Fraction | None:
    """Return a unit's share of an area; None when it is *belum dinilai*."""
    return share_of(result.tree, instrument, name) if result.rated else None


def _heat(share: Fraction | None) -> Plain:
    return {"teks": percent(share, 1), "langkah": step_of(share), "bagian": place(share)}


# Gates: a row a unit, with the nearest miss.


def _gate_row(unit: PlacedUnit, instrument: Instrument, step: NextStep | None) -> Plain:
    verdicts = [verdict for verdict in unit.result.verdicts if verdict.decides] if unit.standing else []
    return {
        "n": unit.number,
        "target": [verdict_row(verdict, instrument) for verdict in verdicts],
        "jalur": step_data(step) if step else None,
    }


def _nearest_first(target: str, units: Sequence[PlacedUnit], instrument: Instrument) -> list[int]:
    """Return the units' numbers, those first that lack the fewest gates of a target and the least of the nearest; then
    those that lack none, then those *belum dinilai*."""

    def place(unit: PlacedUnit) -> tuple[int, int, Fraction, int]:
        verdict = next((one for one in unit.result.verdicts if one.decides and one.target == target), None)
        if unit.standing is None or verdict is None:
            return 2, 0, Fraction(0), unit.number
        missing = missing_gates(verdict, instrument)
        if not missing:
            return 1, 0, Fraction(0), unit.number
        return 0, len(missing), shortfall(missing[0], instrument), unit.number

    return [unit.number for unit in sorted(units, key=place)]


def verdict_row(verdict: Verdict, instrument: Instrument) -> Plain:
    """Return a target: how many gates are met, and the nearest of those that are not."""
    missing = missing_gates(verdict, instrument)
    near = missing[0] if missing else None
    return {
        "target": verdict.target,
        "lolos": verdict.passed,
        "terpenuhi": f"{len(verdict.gates) - len(missing)} dari {len(verdict.gates)}",
        "kurang": len(missing),
        "terdekat": near.title if near else "",
        "kata": gate_words(near) if near else "",
    }


def step_data(step: NextStep) -> Plain:
    """Return the least to a unit's next target."""
    return {
        "target": step.target,
        "judul": step.title,
        "dapat": step.reachable,
        "terbukti": step.proven,
        "kata": step.said,
        "perubahan": [{"butir": item, "kata": words} for item, words in step.changes],
    }


# Gaps.


def gap_row(line: GapEntry, instrument: Instrument) -> Plain:
    """Return a gap: what is answered, the next better answer, what it brings, what is lost."""
    gap, result = line.gap, line.unit.result
    plan = line.plan
    return {
        "n": line.unit.number,
        "unit": line.unit.name,
        "butir": gap.item,
        "area": gap.area_title,
        "kriteria": gap.criterion,
        "jawaban": answer_words(result.submission.answers.get(gap.item), instrument.items[gap.item]),
        "berikutnya": step_words(gap),
        "diraih": shown(gap.step.gain),
        "hilang": shown(gap.lost),
        "bukti": evidence_words(gap),
        "saran": gap.remedy,
        "ambang": moved_words(line.weighed),
        "pic": typed_words(plan.pic) if plan else "",
        "tenggat": due_words(plan.due) if plan else "",
        "status": typed_words(plan.status) if plan else "",
    }
