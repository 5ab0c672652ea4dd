"""The leaders' page of the A4 pack: where we stand, what to decide, who is near, who is missing, how the areas are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmprb.books.order import BASIS, PlacedUnit, name_of
from pmprb.books.rekap.decisions import decisions_of, near_a_predicate, near_a_target
from pmprb.books.rekap.gap_list import GapEntry
from pmprb.books.rekap.gates import margin_cell
from pmprb.catalog.model import Instrument
from pmprb.insight.feedback import caution_words
from pmprb.numbers import number_words, percent
from pmprb.office.model import Consolidation
from pmprb.sheets.page import UNRATED, Cell, Number, Page, figure, label, words
from pmprb.sheets.paper import Grid, Line, Paper, height_of, write_lines

GRID = Grid((7.2,) * 12)
_NEAR, _MISSING = 6, 24
Figure = tuple[str, str | Number, str, str]
"""A figure in large type: what it is, its value, its number format, a word beneath."""


def write_leaders(
    page: Page,
    consolidation: Consolidation,
    instrument: Instrument,
    units: Sequence[PlacedUnit],
    lines: Sequence[GapEntry],
    wrong: int | None,
    paper: Paper,
) -> None:
    """Write the page: one A4 sheet where it can be read so, else a second one."""
    variant = f" · varian: {instrument.chosen_variant.title}" if instrument.chosen_variant else ""
    title = "Rekap Penilaian Mandiri" + (f" {consolidation.period}" if consolidation.period else "")
    written = banner(GRID, title, f"{instrument.title}{variant}")
    written += caution(GRID, instrument)
    if consolidation.strict:
        text = "PENILAIAN KETAT: jawaban bernilai tanpa bukti dihitung kosong."
        written.append(GRID.line((GRID.all, Cell(text, ("caution", "alarm", "wrap"))), least=18))
    written += figures(GRID, _figures(page, consolidation, instrument, units, wrong))
    decisions = [one.text for one in decisions_of(consolidation, instrument, units, lines)]
    written += GRID.section("Perlu keputusan")
    spans, head = [(0, 0), (1, 11)], ("No.", "Hal")
    rows = [[label(str(n)), words(text)] for n, text in enumerate(decisions, start=1)]
    written += GRID.table(spans, head, rows) if rows else [GRID.note("Tidak ada yang menunggu keputusan.")]
    written += _near(page, units, instrument)
    written += _missing(consolidation)
    written += _areas(page, consolidation, instrument)
    write_lines(page, GRID, written)
    paper.set(page, GRID.widths, height_of(written))


def banner(grid: Grid, title: str, beneath: str) -> list[Line]:
    """Return a title and what stands beneath it, white on dark."""
    return [
        Line(((grid.all, Cell(title, ("banner",))),), 32),
        Line(((grid.all, Cell(beneath, ("underbanner",))),), 18),
        Line((), 7),
    ]


def caution(grid: Grid, instrument: Instrument) -> list[Line]:
    """Return the box that says what to be careful about in an instrument; nothing where there is nothing."""
    text = caution_words(instrument)
    if not text:
        return []
    look = ("caution", "wrap", *(("alarm",) if instrument.is_reconstructed else ()))
    return [grid.line((grid.all, Cell(f"Perhatian: {text}", look)), least=18), Line((), 7)]


def figures(grid: Grid, every: Sequence[Figure], across: int = 6) -> list[Line]:
    """Return figures in large type, `across` of them side by side on a grid of twelve columns; the first is lit."""
    wide = len(grid.widths) // across
    made: list[Line] = []
    for start in range(0, len(every), across):
        row = every[start : start + across]
        spans = [(wide * n, wide * n + wide - 1) for n in range(len(row))]
        lit = [("lit",) if start + n == 0 else () for n in range(len(row))]
        made += [
            Line(
                tuple((at, Cell(one[0], ("card-label", *on))) for at, one, on in zip(spans, row, lit, strict=True)), 16
            ),
            Line(
                tuple(
                    (at, Cell(one[1], ("card-value", "large", *on), one[2]))
                    for at, one, on in zip(spans, row, lit, strict=True)
                ),
                24,
            ),
            Line(
                tuple(
                    (at, Cell(one[3], ("card-foot", "small", "wrap", *on)))
                    for at, one, on in zip(spans, row, lit, strict=True)
                ),
                27,
            ),
            Line((), 5),
        ]
    return made


def _figures(
    page: Page, consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit], wrong: int | None
) -> list[Figure]:
    index, share = consolidation.index, consolidation.index_share
    most = f"dari {number_words(instrument.root.weight)} poin" + (f"\n{percent(share)}" if share is not None else "")
    found: list[Figure] = [("Indeks", UNRATED if index is None else index, page.theme.points, most)]
    if band := consolidation.index_predicate:
        found.append(("Predikat", band.label, "", f"{band.title} ({BASIS[band.basis]})"))
    found.append(("Menyerahkan", len(units), "0", f"dari {consolidation.registered} unit"))
    found += [(f"Lolos {target}", passed, "0", "unit") for target, passed in consolidation.targets.items()]
    if instrument.gate_sets:
        found.append(("Kurang 1 ambang", len(near_a_target(units, instrument)), "0", "ke target berikutnya"))
    if wrong is not None:
        found.append(("KESALAHAN", wrong, "0", "pada sel dan berkas"))
    return found


def _near(page: Page, units: Sequence[PlacedUnit], instrument: Instrument) -> Iterator[Line]:
    """Yield the units close to their next target, or to their next predicate."""
    decimals = instrument.policies.display_decimals
    rows: list[list[Cell]] = []
    spans = [(0, 4), (5, 5), (6, 9), (10, 11)]
    if instrument.gate_sets:
        title, head = "Kurang satu ambang, terdekat dahulu", ("Unit", "Ke", "Yang kurang", "Selisih")
        for one in near_a_target(units, instrument)[:_NEAR]:
            gate = one.gate
            assert gate is not None
            num = page.theme.signed_share if gate.measure == "share" else page.theme.signed
            rows.append(
                [words(one.unit.name, "bold"), label(one.target), words(gate.title), margin_cell(gate, num, decimals)]
            )
    else:
        title, head = "Terdekat ke predikat berikutnya", ("Unit", "Ke", "Yang kurang", "Selisih")
        rows = [
            [
                words(one.unit.name, "bold"), label(one.target), words("nilai total, persen"),
                Cell(-(one.short or 0) / 100, ("cell",), page.theme.signed_share),
            ]
            for one in near_a_predicate(units, instrument)[:_NEAR]
        ]  # fmt: skip
    if rows:
        yield from GRID.section(title)
        yield from GRID.table(spans, head, rows)


def _missing(consolidation: Consolidation) -> Iterator[Line]:
    """Yield who has not handed in."""
    names = [name_of(unit) for unit in consolidation.missing]
    if names:
        more = f"; dan {len(names) - _MISSING} lagi" if len(names) > _MISSING else ""
        yield from GRID.section(f"Belum menyerahkan: {len(names)} dari {consolidation.registered} unit")
        yield GRID.line((GRID.all, words("; ".join(names[:_MISSING]) + more)))


def _areas(page: Page, consolidation: Consolidation, instrument: Instrument) -> Iterator[Line]:
    """Yield mean, lowest and highest of every part."""
    rows = []
    root, groups = instrument.root.id, instrument.groups_by_id
    for spread in consolidation.spreads:
        if groups and spread.of != root and spread.of not in groups:
            continue
        look = ("strong",) if spread.of == root else ()
        title = spread.title if groups or look else f"{spread.of} {spread.title}"
        shares = (spread.mean, spread.lowest, spread.highest)
        rows.append(
            [
                words(title, *look), Cell(spread.max, ("cell", *look), page.theme.points),
                *(figure(share, page.theme.share, *look) for share in shares),
            ]
        )  # fmt: skip
    yield from GRID.section("Capaian per area")
    spans = [(0, 3), (4, 5), (6, 7), (8, 9), (10, 11)]
    yield from GRID.table(spans, ("Area", "Bobot", "Rata-rata", "Terendah", "Tertinggi"), rows)
