"""One page a worksheet: what was changed in the template, as HTML that prints on A4 and needs nothing else.

Enters: a file's submission, its instrument, its temuan. Leaves: HTML text. Every word from a file is escaped; there
are no scripts and no links. Refuses to know: scores; what is wrong in the filling is only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State, Submission
from pmprb.temuan import (
    AnswerFormulaWithoutResult,
    AnswerFromFormula,
    AnswersLikeOtherUnit,
    CellPos,
    ChoicesChanged,
    ColumnWithoutFormulas,
    CriterionTextChanged,
    EarlierEdition,
    ExplanationChanged,
    FigureDiffers,
    FiguresOfOtherVariant,
    FileNameOfOtherUnit,
    Folded,
    FormColumnHidden,
    FormRowsHidden,
    FormulaOverwritten,
    HeaderTwice,
    HeadingRowMissing,
    HeadingRowTwice,
    HiddenAnswer,
    IdentityDamaged,
    IdentityOfOtherInstrument,
    InstrumentNotInstalled,
    ItemRowMissing,
    LettersOutOfOrder,
    MadeForOtherVariant,
    NeededColumnMissing,
    NoKnownLayout,
    OtherCatalogVersion,
    OtherFormula,
    OtherPeriod,
    PartialWorksheet,
    PeriodUnlikeOthers,
    RowTwiceOtherAnswer,
    RowTwiceSameAnswer,
    Severity,
    ShownPeriodDiffers,
    Temuan,
    TypedTotalDiffers,
    UnitFromFileName,
    UnitNameDiffers,
    UnknownColumn,
    UnknownRowCode,
    WeightChanged,
    YearNotInForm,
    finding,
    fold,
    folded_sentence,
    repair,
)
from pmprb.text import plain


@dataclass(frozen=True)
class Section:
    """One kind of change: its title, what is said when there is none, and the kinds of temuan that belong to it.

    `ours`: looked for in templates of this program only.
    """

    title: str
    clean: str
    kinds: tuple[type[Temuan], ...]
    ours: bool = False


SECTIONS = (
    Section(
        "Identitas dan versi",
        "Unit, periode, instrumen, dan versi templat cocok.",
        (
            InstrumentNotInstalled,
            EarlierEdition,
            OtherCatalogVersion,
            OtherPeriod,
            UnitNameDiffers,
            IdentityDamaged,
            IdentityOfOtherInstrument,
            ShownPeriodDiffers,
            UnitFromFileName,
            YearNotInForm,
            MadeForOtherVariant,
            PartialWorksheet,
            FileNameOfOtherUnit,
            PeriodUnlikeOthers,
        ),
        ours=True,
    ),
    Section(
        "Sama dengan unit lain",
        "Jawabannya tidak sama dengan berkas lain yang ikut diperiksa.",
        (AnswersLikeOtherUnit,),
    ),
    Section(
        "Baris dan kode",
        "Semua baris ada, masing-masing sekali, dengan kode aslinya.",
        (
            ItemRowMissing,
            RowTwiceSameAnswer,
            RowTwiceOtherAnswer,
            UnknownRowCode,
            LettersOutOfOrder,
            HeadingRowMissing,
            HeadingRowTwice,
        ),
    ),
    Section(
        "Kriteria, penjelasan, dan pilihan",
        "Bunyi kriteria, penjelasan, dan pilihan seperti di katalog.",
        (CriterionTextChanged, ChoicesChanged, ExplanationChanged),
        ours=True,
    ),
    Section("Bobot", "Bobot seperti di katalog.", (WeightChanged,)),
    Section(
        "Rumus dan angka",
        "Rumus utuh, dan angkanya sama dengan hitung ulang.",
        (
            FormulaOverwritten,
            FigureDiffers,
            TypedTotalDiffers,
            ColumnWithoutFormulas,
            OtherFormula,
            AnswerFromFormula,
            AnswerFormulaWithoutResult,
            FiguresOfOtherVariant,
        ),
    ),
    Section(
        "Kolom",
        "Judul kolom lengkap dan masing-masing sekali.",
        (NoKnownLayout, NeededColumnMissing, HeaderTwice, UnknownColumn),
    ),
    Section(
        "Yang tersembunyi",
        "Tidak ada baris atau kolom formulir yang tersembunyi.",
        (HiddenAnswer, FormRowsHidden, FormColumnHidden),
        ours=True,
    ),
)
CODES = frozenset(kind.code for section in SECTIONS for kind in section.kinds)
_ONE_BY_ONE, _CELLS, _LINES = 5, 10, 12
_STYLE = """
@page { size: A4; margin: 14mm 13mm }
body { font: 9.5pt/1.35 Arial, "Liberation Sans", sans-serif; color: #22303c; max-width: 184mm; margin: 8mm auto }
h1 { font-size: 15pt; color: #1f3a5f; margin: 0 0 1mm } h2 { font-size: 10.5pt; color: #1f3a5f; margin: 4mm 0 1mm }
.file { color: #66727f; margin: 0 0 3mm; overflow-wrap: anywhere }
.verdict { padding: 2.5mm 3.5mm; font-weight: bold; border-left: 1.5mm solid; margin: 0 0 3mm }
.good { background: #e3f2e6; color: #1e6b34 } .bad { background: #fbe3e1; color: #a3261b }
.look { background: #fff6dc; color: #6b4e00 } .mend { color: #66727f }
table { border-collapse: collapse; width: 100% } tr { break-inside: avoid }
td, th { border: 0.3mm solid #d5dce4; padding: 0.8mm 1.6mm; text-align: left; vertical-align: top }
td { overflow-wrap: anywhere } th { background: #1f3a5f; color: #fff; font-size: 8.5pt; white-space: nowrap }
.identity td:first-child { width: 38mm; color: #66727f } .code { white-space: nowrap; width: 21mm }
.cells { width: 34mm } .number { width: 18mm } .untouched { margin-top: 4mm }
.clean { margin: 0.6mm 0; color: #1e6b34 } .foot { color: #66727f; font-size: 8pt; margin-top: 4mm }
"""


def changes(temuan: Iterable[Temuan]) -> list[Temuan]:
    """Return the temuan about the template itself; of a file that cannot be read, those that refuse it."""
    every = list(temuan)
    return [t for t in every if t.code in CODES or (t.code.startswith("BUKU") and t.severity is Severity.KESALAHAN)]


def change_page(
    file: str, sha256: str, submission: Submission | None, instrument: Instrument | None, temuan: Sequence[Temuan]
) -> str:
    """Return a file's page; without a submission it says why the file could not be read."""
    found = changes(temuan)
    body = [f"<h1>Laporan Perubahan Templat</h1><p class=file>{escape(file)}</p>", _verdict(submission, found)]
    if submission is not None and instrument is not None:
        body.append(_identity(submission, instrument, sha256))
    lines = fold(found)
    known = [section for section in SECTIONS if any(isinstance(line.first, section.kinds) for line in lines)]
    body += [_section(one.title, [line for line in lines if isinstance(line.first, one.kinds)]) for one in known]
    rest = [line for line in lines if line.code not in CODES]
    if rest:
        body.append(_section("Berkas", rest))
    if submission is not None and instrument is not None:
        body += [_untouched(known, submission, instrument), _filling(temuan)]
    body.append(f"<p class=foot>pmprb {escape(__version__)} · Nilai selalu dihitung ulang menurut katalog.</p>")
    return _page(f"Perubahan templat · {file}", "\n".join(body))


def list_page(pages: Iterable[tuple[str, str, str, Sequence[Temuan]]]) -> str:
    """Return a list of the pages, most changed first; each is (page's file name, file, unit, temuan)."""
    rows = []
    for page, file, unit, temuan in pages:
        grave, notes = _counts(changes(temuan))
        rows.append((-grave, -notes, file, page, unit))
    told = "".join(
        f'<tr><td class=number>{-grave}</td><td>{-notes}</td><td><a href="{escape(page)}">{escape(file)}</a></td>'
        f"<td>{escape(unit)}</td></tr>"
        for grave, notes, file, page, unit in sorted(rows)
    )
    head = "<tr><th>Perbedaan</th><th>Catatan</th><th>Berkas</th><th>Unit</th></tr>"
    body = f"<h1>Laporan Perubahan Templat</h1><p class=file>{len(rows)} berkas</p><table>{head}{told}</table>"
    return _page("Perubahan templat", body)


def _page(name: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        f"<style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _counts(found: Iterable[Temuan]) -> tuple[int, int]:
    """Return how many changes and how many notes."""
    every = list(found)
    notes = sum(t.severity is Severity.CATATAN for t in every)
    return len(every) - notes, notes


def _verdict(submission: Submission | None, found: Sequence[Temuan]) -> str:
    grave, notes = _counts(found)
    more = f" Ada {notes} catatan." if notes else ""
    if submission is None:
        return "<p class='verdict bad'>Berkas ini tidak dapat dibaca.</p>"
    if grave:
        return f"<p class='verdict look'>{grave} perbedaan ditemukan pada templat atau identitasnya.{more}</p>"
    return f"<p class='verdict good'>Tidak ada perubahan pada templat.{more}</p>"


def _identity(submission: Submission, instrument: Instrument, sha256: str) -> str:
    given = sum(answer.state is State.GIVEN for answer in submission.answers.values())
    layout = next((one.title for one in instrument.layouts if one.id == submission.layout), submission.layout)
    variant = f" · varian {instrument.variant}" if instrument.variant else ""
    pairs = [
        ("Unit", _unit(submission)),
        ("Periode", submission.period or "tidak disebut"),
        ("Instrumen", f"{instrument.short_title} ({instrument.id}){variant}"),
        ("Tata letak", layout),
        ("Sidik katalog", _catalog(submission, instrument)),
        ("Terakhir disimpan", submission.modified.replace("T", " ").replace("Z", " UTC") or "tidak tercatat"),
        ("Butir terisi", f"{given} dari {len(submission.part or instrument.items)}"),
        ("SHA-256 berkas", sha256),
    ]
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(text)}</td></tr>" for name, text in pairs)
    return f"<table class=identity>{rows}</table>"


def _unit(submission: Submission) -> str:
    """Return the unit by the hidden identity, and the name on the sheet where that is another one."""
    unit = submission.unit
    named = " ".join(part for part in (unit.code, unit.name) if part) or "tidak disebut"
    if submission.shown_name and plain(submission.shown_name) != plain(unit.name):
        return f"{named}; yang tertulis di lembar: {submission.shown_name}"
    return named


def _catalog(submission: Submission, instrument: Instrument) -> str:
    stamped, own = submission.catalog_hash, instrument.hash
    if not stamped:
        return f"tidak tercatat di berkas; terpasang {own[:12]}"
    return f"cocok ({own[:12]})" if stamped == own else f"berbeda: {stamped[:12]}; terpasang {own[:12]}"


def _untouched(known: Sequence[Section], submission: Submission, instrument: Instrument) -> str:
    """Return what was looked for and not found changed, and what could not be looked for."""
    ours = any(one.id == submission.layout and one.identity_sheet for one in instrument.layouts)
    told = [s for s in SECTIONS if s not in known and (ours or not s.ours)]
    lines = [f"<p class=clean>✓ {escape(s.title)}: {escape(s.clean)}</p>" for s in told]
    if not ours:
        lines.append(
            "<p class=foot>Bukan templat program ini: bunyi kriteria, penjelasan, dan rumusnya tidak dibandingkan.</p>"
        )
    elif submission.catalog_hash != instrument.hash:
        lines.append("<p class=foot>Templat dari katalog versi lain: penjelasan dan rumusnya tidak dibandingkan.</p>")
    return f"<div class=untouched>{''.join(lines)}</div>"


def _section(name: str, lines: Sequence[Folded]) -> str:
    rows = [row for line in lines for row in _rows(line)]
    more = len(rows) - _LINES
    told = "".join(rows[:_LINES]) + (
        f"<tr><td colspan=3>… dan {more} baris lagi; lihat pmprb periksa.</td></tr>" if more > 0 else ""
    )
    head = "<tr><th>Sel</th><th>Yang ditemukan</th><th>Kode</th></tr>"
    return f"<h2>{escape(name)}</h2><table>{head}{told}</table>"


def _rows(line: Folded) -> Iterator[str]:
    """Yield a row each for a few temuan of a kind, one row with all their cells for many."""
    if line.count <= _ONE_BY_ONE:
        for one in line.temuan:
            yield _row(_cells((one,)), finding(one), repair(one), line)
    else:
        yield _row(_cells(line.temuan), folded_sentence(line), "", line)


def _row(cells: str, said: str, mend: str, line: Folded) -> str:
    tail = f" <span class=mend>{escape(mend)}</span>" if mend else ""
    return (
        f"<tr><td class=cells>{escape(cells)}</td><td>{escape(said)}{tail}</td>"
        f'<td class=code title="{escape(line.title)}">{line.code}</td></tr>'
    )


def _cells(temuan: Sequence[Temuan]) -> str:
    cells = list(dict.fromkeys(t.at.cell for t in temuan if isinstance(t.at, CellPos) and t.at.cell))
    more = f", dan {len(cells) - _CELLS} lagi" if len(cells) > _CELLS else ""
    return ", ".join(cells[:_CELLS]) + more or "–"


def _filling(temuan: Sequence[Temuan]) -> str:
    others = [t for t in temuan if t.code not in CODES]
    counts = {s: sum(t.severity is s for t in others) for s in Severity}
    told = ", ".join(f"{number} {severity.value}" for severity, number in counts.items() if number)
    return (
        f"<p class=foot>Di luar templat (isian dan nilai): {told or 'tidak ada temuan'}; rinciannya: pmprb periksa.</p>"
    )
