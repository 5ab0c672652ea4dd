"""The workbook of an index made of two worksheets of one instansi: Ringkasan, Nilai Butir, Tentang.

Enters: the index step by step, both results and instruments, the temuan of the run. Leaves: one .xlsx. Refuses to
know: how a figure is computed; every step is a live formula over the items that carries the engine's value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pmprb.books.order import BASIS, BLANK_POLICY, citations, name_of
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State
from pmprb.engine.rb_index import ProofStep, RbIndex, TargetCheck
from pmprb.insight.grounds import grounds_line
from pmprb.numbers import exact_sum
from pmprb.office.model import UnitResult
from pmprb.sheets.about import ABOUT_WIDTHS, write_input_files, write_sections
from pmprb.sheets.book import NewBook
from pmprb.sheets.heights import LINE_HEIGHT, lines
from pmprb.sheets.page import UNRATED, Cell, Column, Page, Table, figure, label, words
from pmprb.sheets.theme import GREY, NAVY, TEAL
from pmprb.sheets.whole import whole_file
from pmprb.temuan import Severity, Temuan

ITEMS = "Nilai Butir"
STEP_WORDS = {
    "general": "RB General awal",
    "coefficient": "+ koefisien",
    "weight": "÷ bobot yang berlaku",
    "adjusted": "× 100 = RB General penyesuaian",
    "thematic": "+ RB Tematik",
    "index": "= Indeks RB",
}
"""What each step is called, on the terminal and in the workbook."""
_HOW = {
    "general": "Jumlah nilai butir lembar pokok",
    "coefficient": "Dari evaluator (--koefisien)",
    "weight": "Jumlah bobot butir yang berlaku di lembar pokok",
    "adjusted": "(nilai awal + koefisien) ÷ bobot yang berlaku × 100",
    "thematic": "Jumlah nilai butir lembar tambahan",
    "index": "Nilai penyesuaian + nilai lembar tambahan",
}
_SUMMARY = (40.0, 13, 40, 15, 52)
_WHOLE = sum(_SUMMARY)
Pair = tuple[UnitResult, UnitResult]


@dataclass(frozen=True)
class _ItemRow:
    """One item of either worksheet; `points` is None without an answer that can be scored, `weight` without one that
    applies."""

    form: Instrument
    item: str
    answer: str
    weight: Fraction | None
    points: Fraction | None
    place: str


@dataclass(frozen=True)
class _Items:
    """The items of both worksheets, and the table they stand in."""

    rows: Sequence[_ItemRow]
    table: Table[_ItemRow]

    def summed(self, form: Instrument, column: str, whole: Fraction | None) -> str:
        """Return the sum of a worksheet's items as a formula; none where the whole is more than its items' sum."""
        values = [getattr(row, column) for row in self.rows if row.form is form]
        if whole is None or exact_sum(value for value in values if value is not None) != whole:
            return ""
        return f'=SUMIF({self.table.cells("form")},"{form.short_title}",{self.table.cells(column)})'


def write_pair_index(
    found: RbIndex,
    results: Pair,
    instruments: tuple[Instrument, Instrument],
    path: Path,
    *,
    temuan: Sequence[Temuan],
    sentences: Callable[[Temuan], str],
    version: str,
) -> None:
    """Write the workbook to `path`, replacing what stands there; the caller has asked whether it may.

    Raises OSError when the folder or the old file cannot be written; then nothing has changed.
    """
    own = instruments[0]
    with whole_file(path) as draft, NewBook(draft, own.short_title, decimals=own.policies.display_decimals) as book:
        summary = Page(book, "Ringkasan", NAVY)
        items = _write_items(Page(book, ITEMS, TEAL), results, instruments)
        told = [sentences(t) for t in temuan if t.severity is not Severity.CATATAN or t.code.startswith("BUKU-300")]
        _write_summary(summary, found, results, instruments, items, told)
        _write_about(Page(book, "Tentang", GREY), found, results, instruments, version)
        summary.sheet.activate()


# Ringkasan


_OWN = "Hitungan sendiri, bukan hasil resmi. Batas-batasnya tertulis pada Perhatian di bawah langkah perhitungan."


def _write_summary(
    page: Page,
    found: RbIndex,
    results: Pair,
    instruments: tuple[Instrument, Instrument],
    items: _Items,
    told: Sequence[str],
) -> None:
    own, first = instruments[0], results[0]
    page.widths(_SUMMARY)
    page.sheet.set_row(0, 36)
    page.merge(0, 0, 4, Cell(f"Indeks · {name_of(first.unit)}", ("banner",)))
    filled = (f"{i.short_title}: {r.tree.total.answered} dari {r.tree.total.items} butir terisi" for i, r in
              zip(instruments, results, strict=True))  # fmt: skip
    parts = [f"Periode {first.submission.period or 'tidak disebut'}"]
    parts += [own.chosen_variant.title] if own.chosen_variant else []
    page.merge(1, 0, 4, Cell(" · ".join((*parts, *filled)), ("underbanner",)))
    cautions = dict.fromkeys(f"Perhatian: {' '.join(i.caution.split())}" for i in instruments if i.caution)
    row = 2
    if cautions:
        page.merge(row, 0, 4, Cell(_OWN, ("caution", "alarm")))
        page.sheet.set_row(row, 8 + LINE_HEIGHT)
    page.put(row + 1, 0, Cell("Langkah perhitungan", ("section",)))
    row = _write_steps(page, row + 2, found, results, instruments, items)
    row = _write_band(page, row, found) + 1
    for text in (*cautions, *told):
        page.sheet.set_row(row, 8 + LINE_HEIGHT * lines(text, int(_WHOLE)))
        page.merge(row, 0, 4, Cell(text, ("caution", "alarm")))
        row += 1
    if found.targets:
        met = len(found.targets) - len(found.missed)
        title = f"Target baik: {met} dari {len(found.targets)} butir tercapai"
        page.put(row + 1, 0, Cell(title, ("section",)))
        page.table(row + 2, _target_columns(page, own), found.targets, "–", fold=False)
    page.sheet.freeze_panes(2, 0)
    page.print_setup(None)


def _write_steps(
    page: Page,
    header: int,
    found: RbIndex,
    results: Pair,
    instruments: tuple[Instrument, Instrument],
    items: _Items,
) -> int:
    """Write one row a step; return the row below."""
    at = {name: f"B{header + 2 + n}" for n, name in enumerate(STEP_WORDS)}
    formulas = {
        "general": items.summed(instruments[0], "points", results[0].tree.total.points),
        "weight": items.summed(instruments[0], "weight", results[0].tree.total.max),
        "thematic": items.summed(instruments[1], "points", results[1].tree.total.points),
        "adjusted": f"=({at['general']}+{at['coefficient']})/{at['weight']}*100",
        "index": f"={at['adjusted']}+{at['thematic']}",
    }

    def value(name: str) -> Cell:
        step = _step(found, name)
        look = ("cell", "sum") if name == "index" else ("cell",)
        if step.value is None:
            return Cell(UNRATED, (*look, "center"))
        return Cell(step.value, look, page.theme.points, formulas.get(name, ""))

    columns: list[Column[str]] = [
        Column("Langkah", 0, lambda name: words(STEP_WORDS[name], *(("sum",) if name == "index" else ()))),
        Column("Nilai", 0, value),
        Column("Cara menghitung", 0, lambda name: words(_HOW[name])),
        Column("Dasar", 0, lambda name: label(BASIS[_step(found, name).basis])),
        Column("Keterangan", 0, lambda name: words(_step(found, name).note)),
    ]
    return page.table(header, columns, list(STEP_WORDS), "–", fold=False).last + 1


def _step(found: RbIndex, name: str) -> ProofStep:
    step: ProofStep = getattr(found, name)
    return step


def _write_band(page: Page, row: int, found: RbIndex) -> int:
    band = found.predicate
    page.put(row, 0, Cell("Predikat", ("cell", "strong")))
    said = f"{band.label} ({band.title})" if band else "belum dinilai: salah satu lembar belum berisi jawaban"
    page.merge(row, 1, 2, Cell(said, ("cell", "strong", "center", "wrap")))
    page.put(row, 3, Cell(BASIS[band.basis] if band else "–", ("cell", "center", "strong")))
    note = band.note if band else ""
    page.put(row, 4, Cell(note, ("cell", "wrap")))
    page.sheet.set_row(row, 4 + LINE_HEIGHT * max(lines(note, 50), lines(said, 50)))
    return row + 1


def _target_columns(page: Page, own: Instrument) -> list[Column[TargetCheck]]:
    def named(target: TargetCheck) -> Cell:
        return words(f"{target.item} {own.items[target.item].criterion.partition(':')[0]}")

    return [
        Column("Butir", 0, named),
        Column("Nilai", 0, lambda t: figure(t.value, page.theme.points)),
        Column("Hasil", 0, lambda t: label("tercapai" if t.met else "belum", *(() if t.met else ("strong",)))),
        Column("Target baik", 0, lambda t: figure(t.good_from, page.theme.points)),
    ]


# Nilai Butir


def _write_items(page: Page, results: Pair, instruments: tuple[Instrument, Instrument]) -> _Items:
    rows = [row for form, result in zip(instruments, results, strict=True) for row in _item_rows(form, result)]
    num = page.theme.points
    columns: list[Column[_ItemRow]] = [
        Column("Lembar", 18, lambda r: words(r.form.short_title), "form"),
        Column("Butir", 9, lambda r: words(r.item, "bold")),
        Column("Kriteria", 62, lambda r: words(r.form.items[r.item].criterion)),
        Column("Jawaban", 18, lambda r: words(r.answer)),
        Column("Bobot yang berlaku", 12, lambda r: label("tidak berlaku", "muted") if r.weight is None
               else figure(r.weight, num), "weight"),
        Column("Nilai", 12, lambda r: label("–", "muted") if r.weight is None else figure(r.points, num), "points"),
        Column("Tempat", 30, lambda r: words(r.place)),
    ]  # fmt: skip
    notes = ["Nilai butir adalah capaian kali bobotnya. Langkah di Ringkasan dijumlahkan dari lembar ini."]
    return _Items(rows, page.listing(ITEMS, notes, columns, rows, "Belum ada butir.", frozen=2))


def _item_rows(form: Instrument, result: UnitResult) -> Iterator[_ItemRow]:
    for item, scored in result.tree.items.items():
        answer = result.submission.answers.get(item)
        applies = scored.state is not State.NOT_APPLICABLE
        yield _ItemRow(
            form=form,
            item=item,
            answer=(answer.text or answer.raw) if answer else "",
            weight=scored.weight if applies else None,
            points=None if scored.score is None or not applies else scored.score * scored.weight,
            place=f"{answer.source.sheet}!{answer.source.cell}" if answer and answer.source else "",
        )


# Tentang


def _write_about(
    page: Page, found: RbIndex, results: Pair, instruments: tuple[Instrument, Instrument], version: str
) -> None:
    page.widths(ABOUT_WIDTHS)
    row = page.head("Tentang Indeks Ini", [], ABOUT_WIDTHS, span=180) + 1
    own = instruments[0]
    sections = (
        ("Indeks", _rule(found, results, own)),
        *((f"Instrumen {i.short_title}", _instrument(i)) for i in instruments),
        ("Program", iter([("Program", f"pmprb {version}"), *((f"Sidik {i.id}", i.hash) for i in instruments)])),
    )
    row = write_sections(page, row, sections)
    pairs = zip(instruments, results, strict=True)
    write_input_files(page, row, [(i.short_title, r.submission.file, r.submission.sha256) for i, r in pairs])


def _rule(found: RbIndex, results: Pair, own: Instrument) -> Iterator[tuple[str, str]]:
    rule = own.index
    assert rule is not None, "the index was made by its rule"
    yield "Dasar", f"{BASIS[found.index.basis]} ({citations(rule.references, own)}). {rule.note}"
    yield "Periode", results[0].submission.period or "tidak disebut"
    yield "Butir kosong", f"Butir yang belum dijawab {BLANK_POLICY[results[0].tree.blank]}, di kedua lembar."


def _instrument(instrument: Instrument) -> Iterator[tuple[str, str]]:
    yield "Nama", f"{instrument.title} ({instrument.base_id})"
    yield "Dasar", grounds_line(instrument)
    variant = instrument.chosen_variant
    if variant:
        yield "Varian yang dipakai", f"{variant.id}: {variant.title}. {variant.note}"
    yield "Dasar hukum", citations(instrument.references, instrument)
