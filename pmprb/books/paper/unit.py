"""A unit's page of the A4 pack: its figures, areas, the gates of its next target, its first gaps, what the TPI lowered.

It is one sheet of paper: of gaps and of lowered items as many as there is room for, and how many more there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmprb.books.order import PlacedUnit
from pmprb.books.paper.leaders import Figure, banner, caution, figures
from pmprb.books.rekap.decisions import cut
from pmprb.books.rekap.gap_list import GapEntry
from pmprb.books.rekap.gates import margin_cell, otherwise_words
from pmprb.books.rekap.previous import TypedGap, due_words, typed_words
from pmprb.catalog.model import Instrument
from pmprb.engine.verdict import GateResult, Verdict
from pmprb.insight.feedback import answer_words, parts_of, place_words, step_words
from pmprb.insight.outlook import outlook_of
from pmprb.insight.replies import reply_words
from pmprb.numbers import number_words, shown, signed
from pmprb.office.model import Consolidation, UnitResult
from pmprb.sheets.page import UNRATED, Cell, Page, figure, words
from pmprb.sheets.paper import SMALLEST, Grid, Line, Paper, height_of, write_lines

GRID = Grid((11, *(7.1,) * 11))
_GAPS, _LOWERED, _FIRST = 12, 12, 4


@dataclass(frozen=True)
class UnitPage:
    """A unit, its gaps in the order of the gap list, and the consolidation it is part of."""

    unit: PlacedUnit
    gaps: Sequence[GapEntry]
    consolidation: Consolidation


def write_unit_page(page: Page, of: UnitPage, instrument: Instrument, paper: Paper) -> None:
    """Write a unit's page."""
    unit = of.unit
    named = " · ".join(part for part in (unit.result.unit.code, unit.result.unit.kind, unit.result.unit.group) if part)
    written = banner(GRID, unit.name, named or instrument.title)
    written += caution(GRID, instrument) if instrument.is_reconstructed else []
    written += figures(GRID, _figures(page, unit, instrument))
    written += [GRID.note(text) for text in _said(unit)]
    written += _areas(page, unit, instrument)
    written += _gates(page, unit, instrument)
    room = paper.height * 100 / SMALLEST - height_of(written)
    reviews = _reviews(page, unit.result, instrument)
    reviewed = _most(reviews[: _FIRST + 1], room)
    listed = _gaps(page, of.gaps, instrument, room - height_of(reviewed))
    reviewed = _most(reviews, room - height_of(listed))
    written += [*listed, *reviewed]
    write_lines(page, GRID, written)
    paper.set(page, GRID.widths, height_of(written))


def _figures(page: Page, unit: PlacedUnit, instrument: Instrument) -> list[Figure]:
    result, total = unit.result, unit.result.tree.total
    rated = unit.standing is not None
    found: list[Figure] = [
        ("Nilai", total.points if rated and total.points is not None else UNRATED, page.theme.points,
         f"dari {number_words(total.max)} poin"),
        ("Capaian", total.share if rated and total.share is not None else UNRATED, page.theme.share,
         "nilai : poin tertinggi"),
    ]  # fmt: skip
    if instrument.predicate:
        band = result.predicate
        found.append(("Predikat", band.label if band and rated else UNRATED, "", band.title if band and rated else ""))
    if unit.standing:
        found.append(("Peringkat", unit.standing.rank, "0", f"dari {unit.standing.of} unit"))
    for verdict in _deciding(unit):
        missing = sum(not gate.passed for gate in verdict.gates)
        foot = f"{missing} ambang belum" if missing else "semua ambang terpenuhi"
        found.append((verdict.target, "lolos" if verdict.passed else "belum", "", foot))
    found.append(("Terjawab", total.answered, "0", f"dari {total.items} butir"))
    return found[:6]


def _deciding(unit: PlacedUnit) -> list[Verdict]:
    return [verdict for verdict in unit.result.verdicts if verdict.decides] if unit.standing else []


def _said(unit: PlacedUnit) -> list[str]:
    """Return what belongs to the figures in words."""
    result, found = unit.result, []
    if place := place_words(unit.standing) if unit.standing and unit.standing.group else "":
        found.append(f"Dalam kelompoknya: {place}.")
    if not unit.standing:
        found.append("Belum dinilai: belum ada jawaban yang dapat dinilai.")
    if verified := result.verified:
        both = next(iter(verified.compared.values()))
        after = verified.after.total.points
        if both.difference is not None and after is not None:
            found.append(
                f"TPI memeriksa {both.items} butir; beda poin pada butir itu {signed(both.difference)}. Nilai bila "
                f"jawaban TPI yang dipakai: {shown(after)}."
            )
    return found


def _areas(page: Page, unit: PlacedUnit, instrument: Instrument) -> list[Line]:
    theme = page.theme
    rows = [
        [
            words(part.title, "bold"), figure(part.points, theme.points), figure(part.most, theme.points),
            figure(part.share, theme.share, "bold"), Cell(part.answered, ("cell", "center"), f'0" dari {part.items}"'),
        ]
        for part in parts_of(unit.result.tree, instrument)
    ]  # fmt: skip
    spans = [(0, 3), (4, 5), (6, 7), (8, 9), (10, 11)]
    head = ("Area", "Nilai", "Nilai penuh", "Capaian", "Terjawab")
    return [*GRID.section("Capaian per area"), *GRID.table(spans, head, rows)]


def _gates(page: Page, unit: PlacedUnit, instrument: Instrument) -> list[Line]:
    """Return the gates that are lacking for the next target, and by how much."""
    if not _deciding(unit):
        return []
    outlook = outlook_of(unit.result, instrument)
    if outlook.target is None:
        return [*GRID.section("Ambang kelayakan"), GRID.note("Semua ambang setiap target terpenuhi.")]
    target, decimals = outlook.target, instrument.policies.display_decimals

    def row(gate: GateResult) -> list[Cell]:
        share = gate.measure == "share"
        num = page.theme.share if share else page.theme.points
        apart = margin_cell(gate, page.theme.signed_share if share else page.theme.signed, decimals)
        return [
            words(gate.title, "bold"), figure(gate.value, num), figure(gate.minimum, num),
            apart._replace(style=("cell", "unmet", "bold")),
        ]  # fmt: skip

    met = len(target.gates) - len(outlook.missing)
    made = GRID.section(f"Ambang {target.target} yang belum terpenuhi ({met} dari {len(target.gates)} sudah)")
    spans = [(0, 4), (5, 6), (7, 8), (9, 11)]
    made += GRID.table(spans, ("Ambang", "Nilai", "Minimum", "Selisih"), [row(gate) for gate in outlook.missing])
    if outlook.otherwise:
        made.append(GRID.note(f"Dengan bacaan lain: {otherwise_words(outlook.otherwise)}.".replace("\n", "; ")))
    return made


def _gaps(page: Page, gaps: Sequence[GapEntry], instrument: Instrument, room: float) -> list[Line]:
    """Return as many of the first gaps as there is room for, in points."""
    if not gaps:
        return []
    spans = [(0, 0), (1, 4), (5, 6), (7, 8), (9, 9), (10, 11)]
    head = ("Butir", "Kriteria", "Jawaban", "Berikutnya", "Poin", "PIC, tenggat, status")
    made = GRID.section(f"Perbaikan yang didahulukan ({len(gaps)} butir belum penuh)")
    made += GRID.table(spans, head, [])
    count = 0
    for line in gaps[:_GAPS]:
        gap = line.gap
        answer = answer_words(line.unit.result.submission.answers.get(gap.item), instrument.items[gap.item])
        cells = [
            words(gap.item), words(gap.criterion), words(answer, *(() if gap.answered else ("muted",))),
            words(_next(line)), figure(gap.step.gain, page.theme.points), words(_plan_words(line.plan)),
        ]  # fmt: skip
        row = GRID.line(*zip(spans, cells, strict=True))
        if height_of(made) + row.height + 16 > room:
            break
        made.append(row)
        count += 1
    if count < len(gaps):
        made.append(GRID.note(f"Dan {len(gaps) - count} butir lagi: lembar Kesenjangan dalam rekap."))
    return made if count else []


def _next(line: GapEntry) -> str:
    """Return the next better answer in few words: its label, or the number to reach."""
    step = line.gap.step
    return step.label if step.label and step.reach is None and not line.gap.held_by else step_words(line.gap)


def _plan_words(plan: TypedGap | None) -> str:
    """Return what was typed for a gap: who, until when, how far."""
    if plan is None:
        return ""
    return " · ".join(part for part in (typed_words(plan.pic), due_words(plan.due), typed_words(plan.status)) if part)


def _reviews(page: Page, result: UnitResult, instrument: Instrument) -> list[list[Line]]:
    """Return the list of items that the verifier lowered, with none, one, two of them and so on: first what the unit
    answered to, then most points first."""
    verified = result.verified
    if verified is None:
        return []
    lowered = (pair for pair in verified.pairs.values() if pair.difference < 0)
    pairs = sorted(lowered, key=lambda pair: (pair.item not in result.replies, pair.difference))
    spans = [(0, 0), (1, 4), (5, 6), (7, 8), (9, 9), (10, 11)]
    head = GRID.section(f"Temuan TPI: {len(pairs)} butir dinilai lebih rendah")
    head += GRID.table(spans, ("Butir", "Kriteria", "Poin unit", "Jawaban TPI", "Selisih", "Tanggapan unit"), [])
    rows = [
        GRID.line(*zip(spans, (
            words(pair.item), words(instrument.items[pair.item].criterion),
            Cell(pair.own, ("cell",), page.theme.points),
            words(answer_words(verified.answers.get(pair.item), instrument.items[pair.item])),
            Cell(pair.difference, ("cell", "unmet"), page.theme.signed),
            words(cut(reply_words(result.replies.get(pair.item)))),
        ), strict=True))
        for pair in pairs[:_LOWERED]
    ]  # fmt: skip
    made: list[list[Line]] = [[]]
    for many in range(1, len(rows) + 1):
        left = len(pairs) - many
        more = [GRID.note(f"Dan {left} butir lagi: lembar Verifikasi dalam rekap.")] if left else []
        made.append([*head, *rows[:many], *more])
    return made


def _most(choices: Sequence[list[Line]], room: float) -> list[Line]:
    """Return the longest of ever longer lists that has room, in points; none where even the first has not."""
    return next((one for one in reversed(choices) if height_of(one) <= room), [])
