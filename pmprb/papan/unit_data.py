"""One unit of a consolidation as its page shows it: its areas beside its group's, its gates, its gaps, its figures.

Enters: a placed unit and all others. Leaves: plain data for JSON, as `rekap_data` makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmprb.books.order import PlacedUnit
from pmprb.books.rekap.gap_list import GapEntry
from pmprb.catalog.model import Instrument
from pmprb.engine.verdict import Verdict
from pmprb.insight.feedback import answer_words, gate_words, parts, parts_of, place_words
from pmprb.numbers import number_words, percent, shown, signed
from pmprb.office.consolidate import spread
from pmprb.office.model import Consolidation, UnitResult
from pmprb.office.verified import BothSides, Verified
from pmprb.papan.rekap_data import (
    Plain,
    file_names,
    gap_row,
    place,
    share_in,
    telaah_rows,
    temuan_rows,
    unit_row,
    verdict_row,
)


def unit_page(
    unit: PlacedUnit,
    units: Sequence[PlacedUnit],
    consolidation: Consolidation,
    instrument: Instrument,
    gaps: Sequence[GapEntry],
) -> Plain:
    """Return all that is shown of one unit, beside the mean of its group."""
    result = unit.result
    names = file_names(consolidation, units)
    return {
        **unit_row(unit, instrument),
        "tempat": place_words(unit.standing),
        "dari": number_words(instrument.root.weight),
        "predikat_judul": result.predicate.title if unit.standing and result.predicate else "",
        "kelompok_sebaya": _group_words(unit),
        "area": _areas(unit, units, instrument),
        "ambang": [_verdict_data(verdict, instrument) for verdict in result.verdicts] if unit.standing else [],
        "kesenjangan": [gap_row(line, instrument) for line in gaps],
        "pohon": _tree(result, instrument),
        "temuan": temuan_rows(result.temuan, names),
        "telaah": telaah_rows(result.findings),
        "tpi": _verified(result.verified, instrument) if result.verified else None,
    }


def peers_of(unit: PlacedUnit, units: Iterable[PlacedUnit]) -> list[PlacedUnit]:
    """Return the rated units a unit is compared with: those of its group, or all where it has none or is alone."""
    rated = [one for one in units if one.standing]
    group = unit.result.unit.group
    same = [one for one in rated if group and one.result.unit.group == group]
    return same if len(same) > 1 else rated


def _group_words(unit: PlacedUnit) -> str:
    standing = unit.standing
    if standing is None or not standing.group or standing.group_of < 2:
        return "rata-rata semua unit yang dinilai"
    return f"rata-rata kelompok {standing.group} ({standing.group_of} unit)"


def _areas(unit: PlacedUnit, units: Sequence[PlacedUnit], instrument: Instrument) -> list[Plain]:
    peers = peers_of(unit, units)
    rows = []
    for part in parts_of(unit.result.tree, instrument):
        among = spread(part.of, (share_in(one.result, instrument, part.of) for one in peers), instrument)
        rows.append(
            {
                "id": part.of,
                "judul": part.title,
                "nilai": shown(part.points),
                "dari": shown(part.most),
                "persen": percent(part.share),
                "bagian": place(part.share),
                "rata": percent(among.mean),
                "bagian_rata": place(among.mean),
                "selisih": "–" if part.share is None or among.mean is None else signed((part.share - among.mean) * 100),
                "terjawab": f"{part.answered} dari {part.items}",
            }
        )
    return rows


def _verdict_data(verdict: Verdict, instrument: Instrument) -> Plain:
    return {
        **verdict_row(verdict, instrument),
        "judul": verdict.title,
        "menentukan": verdict.decides,
        "bacaan": verdict.gate_set_title,
        "ambang": [
            {
                "judul": gate.title,
                "lolos": gate.passed,
                "kata": gate_words(gate),
                "dari": gate.of,
                "catatan": gate.note,
            }
            for gate in verdict.gates
        ],
    }


def _tree(result: UnitResult, instrument: Instrument) -> list[Plain]:
    """Return every node and item in the form's order, each with its depth: what can be asked how it came about."""
    rows: list[Plain] = []

    def walk(name: str, depth: int) -> None:
        node, score = instrument.nodes[name], result.tree.nodes[name]
        rows.append(
            {
                "kode": name,
                "judul": node.title,
                "dalam": depth,
                "butir": False,
                "nilai": shown(score.points),
                "dari": shown(score.max),
                "jawaban": "",
            }
        )
        for item in node.items:
            rated = result.tree.items[item.id]
            rows.append(
                {
                    "kode": item.id,
                    "judul": item.criterion,
                    "dalam": depth + 1,
                    "butir": True,
                    "nilai": "–" if rated.score is None else number_words(rated.score),
                    "dari": "1",
                    "jawaban": answer_words(result.submission.answers.get(item.id), item),
                }
            )
        for child in node.children:
            walk(child.id, depth + 1)

    walk(instrument.root.id, 0)
    return rows


def _verified(verified: Verified, instrument: Instrument) -> Plain:
    """Return the verifier's side beside the unit's own, by area, and the total after it."""
    total = next(iter(verified.compared.values()))
    after = verified.after.total
    areas = [(title, verified.of(instrument, of)) for of, title, _ in parts(instrument)]
    return {
        "butir": f"{total.verified} dari {len(instrument.items)} butir",
        "setelah": f"{shown(after.points)} dari {shown(instrument.root.weight)} ({percent(after.share)})",
        "diganti": len(verified.replaced),
        "baris": [_both(title, one) for title, one in areas if one.items] + [_both("Seluruhnya", total)],
    }


def _both(title: str, one: BothSides) -> Plain:
    return {
        "judul": title,
        "sendiri": shown(one.own),
        "tpi": shown(one.review),
        "selisih": "–" if one.difference is None else signed(one.difference),
        "butir": one.items,
    }
