"""The workbook of an instansi beside its units, where no rule joins them, and the same as plain data for JSON.

Enters: what stands side by side, both instruments, the temuan of the run. Leaves: one .xlsx (Ringkasan, Nilai Unit,
Belum Menyerahkan, Tentang), or data. Refuses to know: how a figure is computed; means are live formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pmprb.books.order import BASIS, citations, name_of
from pmprb.books.rekap.hand_in import fate_of, write_hand_in
from pmprb.books.rekap.json import predicate_data
from pmprb.catalog.model import Instrument
from pmprb.engine.units_beside import ClusterMean, SampleCheck, SampleResult, UnitPoints
from pmprb.insight.grounds import grounds_line
from pmprb.numbers import decimal_or_none, decimal_text, number_words
from pmprb.office.units_beside import BesideUnits
from pmprb.sheets.about import ABOUT_WIDTHS, write_input_files, write_sections
from pmprb.sheets.book import NewBook
from pmprb.sheets.heights import LINE_HEIGHT, lines
from pmprb.sheets.page import Cell, Column, Page, Table, count, figure, label, words
from pmprb.sheets.theme import GREY, NAVY, RED, TEAL
from pmprb.sheets.whole import whole_file
from pmprb.temuan import NOWHERE, Severity, Temuan, fold, folded_sentence

_SUMMARY = (38.0, 12, 14, 16, 60)
_WHOLE = sum(_SUMMARY)
_UNITS = "Nilai Unit"
PASSED, FAILED = "terpenuhi", "belum"


def write_units_beside(
    beside: BesideUnits,
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
        summary, units = Page(book, "Ringkasan", NAVY), Page(book, _UNITS, TEAL)
        table = _write_units(units, beside, instruments)
        grave = [t for t in temuan if t.severity is not Severity.CATATAN and t.code.startswith("NILAI-05")]
        _write_summary(summary, beside, own, table, grave)
        write_hand_in(Page(book, "Belum Menyerahkan", RED), beside.units, sentences)
        _write_about(Page(book, "Tentang", GREY), beside, instruments, version)
        summary.sheet.activate()


def _write_summary(
    page: Page, beside: BesideUnits, own: Instrument, table: Table[UnitPoints], warnings: Sequence[Temuan]
) -> None:
    """Write the figures side by side, then what is to be known of them: a kind once for all units it is told of."""
    found = beside.beside
    page.widths(_SUMMARY)
    page.sheet.set_row(0, 36)
    page.merge(0, 0, 4, Cell(f"{own.short_title} · {name_of(beside.own.unit)}", ("banner",)))
    period = beside.own.submission.period or "tidak disebut"
    page.merge(1, 0, 4, Cell(f"Periode {period} · {found.every.units} unit dinilai", ("underbanner",)))
    row = 3
    if own.caution:
        row = _alarms(page, row, [f"Perhatian: {' '.join(own.caution.split())}"])
    page.put(row + 1, 0, Cell("Instansi dan unit, berdampingan", ("section",)))
    rows = [ClusterMean(id="", title="Instansi", units=0, mean=found.points, predicate=found.predicate)]
    rows += [*found.clusters, found.every]
    columns: list[Column[ClusterMean]] = [
        Column("Nilai", 0, lambda r: words(r.title, *(("strong",) if r is rows[0] else ()))),
        Column("Unit", 0, lambda r: label("–", "muted") if r is rows[0] else count(r.units)),
        Column("Rata-rata", 0, lambda r: _mean(page, r, table, is_own=r is rows[0])),
        Column("Predikat", 0, lambda r: label(r.predicate.label if r.predicate else "–")),
        Column("Keterangan", 0, lambda r: words(r.predicate.title if r.predicate else "")),
    ]
    row = page.table(row + 2, columns, rows, "–", fold=False).last + 1
    page.sheet.set_row(row, 4 + LINE_HEIGHT * lines(found.note, int(_WHOLE * 1.1)))
    page.merge(row, 0, 4, Cell(found.note, ("note",)))
    page.put(row + 2, 0, Cell(f"Uji petik unit untuk setiap predikat (dasar: {BASIS[found.basis]})", ("section",)))
    needs = [(target, check) for target in found.targets for check in target.checks]
    checks: list[Column[tuple[SampleResult, SampleCheck]]] = [
        Column("Syarat", 0, lambda n: words(f"{n[0].predicate}: {n[1].title}")),
        Column("Unit", 0, lambda n: label(f"{n[1].units} dari {n[1].needed}")),
        Column("Rata-rata", 0, lambda n: label(f"{n[1].label or '–'} dari {n[1].least}" if n[1].least else "bebas")),
        Column("Hasil", 0, lambda n: label(PASSED if n[1].passed else FAILED)),
        Column("Keterangan", 0, lambda n: words(_verdict(n[0], found.own_target) if n[1] is n[0].checks[0] else "")),
    ]
    row = page.table(row + 3, checks, needs, "Tidak ada syarat.", fold=False).last + 2
    _alarms(page, row, [folded_sentence(one) for one in fold(t.moved(NOWHERE) for t in warnings)])
    page.sheet.freeze_panes(2, 0)
    page.print_setup(None, pages_tall=1)


def _alarms(page: Page, row: int, texts: Sequence[str]) -> int:
    """Write sentences in boxes; return the row below."""
    for text in texts:
        page.sheet.set_row(row, 8 + LINE_HEIGHT * lines(text, int(_WHOLE)))
        page.merge(row, 0, 4, Cell(text, ("caution", "alarm")))
        row += 1
    return row


def _mean(page: Page, row: ClusterMean, table: Table[UnitPoints], *, is_own: bool) -> Cell:
    if is_own or row.mean is None:
        return figure(row.mean, page.theme.points)
    points, clusters = table.cells("points"), table.cells("cluster")
    formula = f"=AVERAGE({points})" if not row.id else f'=AVERAGEIF({clusters},"{row.title}",{points})'
    return Cell(row.mean, ("cell",), page.theme.points, formula)


def _verdict(target: SampleResult, own: SampleResult | None) -> str:
    said = f"Predikat {target.predicate}: {PASSED if target.passed else FAILED}"
    return f"{said}; inilah predikat instansi" if own is not None and own.predicate == target.predicate else said


def _write_units(page: Page, beside: BesideUnits, instruments: tuple[Instrument, Instrument]) -> Table[UnitPoints]:
    own, units = instruments
    rule = own.units_beside
    titles = {one.id: one.title for one in rule.clusters} if rule else {}
    order = sorted(beside.beside.units, key=lambda unit: (-unit.points, unit.code, unit.name))
    most = number_words(units.root.weight)
    columns: list[Column[UnitPoints]] = [
        Column("Kode Unit", 12, lambda u: words(u.code)),
        Column("Unit", 44, lambda u: words(u.name, "bold")),
        Column("Klaster", 20, lambda u: label(titles.get(u.cluster, "–")), "cluster"),
        Column(f"Nilai (paling tinggi {most})", 14, lambda u: figure(u.points, page.theme.points), "points"),
    ]
    widths = [column.width for column in columns]
    page.widths(widths)
    notes = ["Rata-rata di Ringkasan dihitung dari lembar ini. Unit yang belum dinilai tidak ikut, bukan dihitung 0."]
    top = page.head(_UNITS, notes, widths, span=120)
    table = page.table(top + 1, columns, order, "Belum ada unit yang dinilai.", empty_at=1)
    page.sheet.freeze_panes(top + 2, 2)
    page.print_setup(top + 1)
    return table


def _write_about(page: Page, beside: BesideUnits, instruments: tuple[Instrument, Instrument], version: str) -> None:
    page.widths(ABOUT_WIDTHS)
    row = page.head("Tentang", [], ABOUT_WIDTHS, span=180) + 1
    own, units = instruments
    sections = (
        ("Berdampingan", _rule(beside, own)),
        ("Instrumen instansi", _instrument(own)),
        ("Instrumen unit", _instrument(units)),
        ("Program", iter([("Program", f"pmprb {version}"), *((f"Sidik {i.id}", i.hash) for i in instruments)])),
    )
    row = write_sections(page, row, sections)
    files = [("lembar instansi", beside.own.submission.file, beside.own.submission.sha256)]
    files += [(fate_of(f), f.file, f.sha256 or "tidak terbaca") for f in beside.units.inputs]
    write_input_files(page, row, files)


def _rule(beside: BesideUnits, own: Instrument) -> Iterator[tuple[str, str]]:
    rule = own.units_beside
    assert rule is not None, "what stands beside it is its rule's"
    yield "Dasar", f"{BASIS[rule.basis]} ({citations(rule.references, own)}). {rule.note}"
    names = "; ".join(f"{one.title}: {', '.join(one.names)}" for one in rule.clusters)
    yield "Klaster", f"Menurut kolom Kelompok pada daftar unit. {names}."
    yield "Periode", beside.own.submission.period or "tidak disebut"


def _instrument(instrument: Instrument) -> Iterator[tuple[str, str]]:
    yield "Nama", f"{instrument.title} ({instrument.base_id})"
    yield "Dasar", grounds_line(instrument)
    yield "Dasar hukum", citations(instrument.references, instrument)


def units_beside_data(beside: BesideUnits) -> dict[str, Any]:
    """Return both sides as plain data: `index` is always null, as no rule joins them."""
    found, own = beside.beside, beside.own
    return {
        "unit": {"code": own.unit.code, "name": own.unit.name},
        "period": own.submission.period,
        "file": own.submission.file,
        "sha256": own.submission.sha256,
        "instrument": own.submission.instrument,
        "index": None,
        "points": decimal_or_none(found.points),
        "predicate": predicate_data(found.predicate),
        "clusters": [_cluster(one) for one in found.clusters],
        "every_unit": _cluster(found.every),
        "units": [
            {"code": u.code, "name": u.name, "cluster": u.cluster or None, "points": decimal_text(u.points)}
            for u in found.units
        ],
        "targets": [
            {
                "predicate": target.predicate,
                "passed": target.passed,
                "checks": [check.model_dump(exclude={"title"}) for check in target.checks],
            }
            for target in found.targets
        ],
        "basis": found.basis.value,
        "note": found.note,
        "inputs": [
            {"file": file.file, "sha256": file.sha256 or None, "unit": file.unit, "fate": fate_of(file)}
            for file in beside.units.inputs
        ],
    }


def _cluster(one: ClusterMean) -> dict[str, Any]:
    return {
        "id": one.id or None,
        "units": one.units,
        "mean": decimal_or_none(one.mean),
        "predicate": one.predicate.label if one.predicate else None,
    }
