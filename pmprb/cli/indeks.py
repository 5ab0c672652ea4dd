"""`pmprb indeks`: the index of an instansi from its two worksheets, or from its own and its units'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    PATH,
    blank_option,
    criteria_option,
    every_path,
    json_option,
    one_path,
    replace_filled_option,
    sheets_option,
)
from pmprb.cli.output import print_json, print_temuan, recognised, watching
from pmprb.cli.screen import say, styled
from pmprb.jobs.refusals import UnitsUnused
from pmprb.numbers import exact, shown

if TYPE_CHECKING:
    from pmprb.catalog.item import Basis
    from pmprb.catalog.model import Instrument
    from pmprb.engine.rb_index import ProofStep, RbIndex
    from pmprb.engine.units_index import ReadingResult
    from pmprb.jobs.index import BesideRun, IndexRequest, PairIndex, UnitsIndexRun
    from pmprb.office.model import Consolidation, UnitResult
    from pmprb.office.units_beside import BesideUnits
    from pmprb.office.units_index import JoinedIndex
    from pmprb.temuan import Temuan

# `pmprb indeks` for an instansi with units: its own worksheet and theirs, by named readings.


_LISTED = 15


def _matters(temuan: Temuan, joined: JoinedIndex | None) -> bool:
    """True for KESALAHAN and for what is about the index itself; without an index, for everything."""
    from pmprb.temuan import Severity

    return joined is None or temuan.severity is Severity.KESALAHAN or temuan.code.startswith("NILAI-01")


def _print_json(joined: JoinedIndex | None, instrument: Instrument, temuan: tuple[Temuan, ...]) -> None:
    from pmprb.books.rekap.json import temuan_data
    from pmprb.books.units_index.json import units_index_data

    data = {"index": None} if joined is None else units_index_data(joined, instrument.variant)
    print_json(data | {"temuan": [temuan_data(t) for t in temuan]})


def _print_with_units(joined: JoinedIndex, instrument: Instrument, units: Instrument) -> None:
    """Print the proof by the reading in use, the other readings and variants, and what each unit brings."""
    from pmprb.books.units_index.book import part_words

    own, chosen = joined.own, joined.index.reading(joined.chosen)
    say(styled(own.unit.name or "instansi tidak disebut", bold=True))
    say(f"  {instrument.short_title}, periode {own.submission.period or '-'}")
    say(f"  {recognised(own.submission, instrument)}")
    total = own.tree.total
    say(f"  {own.submission.file}: {total.answered} dari {total.items} butir terisi")
    _print_files(joined, units)
    say(f"  Bacaan {chosen.id}: {chosen.title}")
    for part in chosen.parts:
        name = part_words(part, instrument)
        say(f"    {name:<50} {shown(part.value):>7} dari {shown(part.max):>6}{sure(part.basis)}")
    say(f"  = {'Indeks':<50} {shown(chosen.index):>7} dari {shown(instrument.root.weight):>6}{sure(chosen.basis)}")
    if chosen.predicate:
        say(f"  Predikat {chosen.predicate.label} ({chosen.predicate.title}){sure(chosen.predicate.basis)}")
    for reading in joined.index.readings:
        if reading is not chosen:
            _print_other(f"Bacaan lain, {reading.id}", reading)
    for other in joined.others:
        _print_other(f"Varian lain, {other.id}", other.index.reading(joined.chosen))
    _print_contributions(chosen)
    variant = instrument.chosen_variant
    noted = [(reading.id, reading.note) for reading in joined.index.readings]
    for name, note in (*noted, *([(variant.id, variant.note)] if variant else [])):
        if note:
            say(f"  Catatan {name}: {note}")


def _print_files(joined: JoinedIndex, units: Instrument) -> None:
    """Print what became of the units' files, and who is not in the mean."""
    _print_counts(joined.units, units)
    if joined.unrated:
        names = ", ".join(unit.name or unit.code for unit in joined.unrated)
        say(f"  belum dinilai, tidak ikut rata-rata: {names}")
    if joined.units.missing:
        say(f"  belum menyerahkan: {len(joined.units.missing)} dari {joined.units.registered} unit")


def _print_counts(found: Consolidation, units: Instrument) -> None:
    """Print how many of the units' files are used and refused."""
    inputs = found.inputs
    used, passed = sum(file.used for file in inputs), sum(file.passed_over for file in inputs)
    refused = len(inputs) - used - passed
    say(
        f"  {units.short_title}: {used + refused} berkas = {used} dipakai + {refused} ditolak"
        + (f" (di luar itu {passed} berkas dilewati)" if passed else "")
    )


def _print_other(title: str, reading: ReadingResult) -> None:
    label = f" {reading.predicate.label}" if reading.predicate else ""
    say(f"  {title:<52} {shown(reading.index):>7}{label}{sure(reading.basis)}")


def _print_contributions(chosen: ReadingResult) -> None:
    """Print what each unit brings, most first; a long list is cut, and said to be."""
    rows = sorted(chosen.contributions, key=lambda one: (-one.brings, one.code, one.name))
    say(f"  {'Sumbangan unit':<42} {'nilai':>7} {'sumbangan':>10} {'indeks tanpa unit ini':>22}")
    for one in rows[:_LISTED]:
        say(f"    {one.name[:40]:<40} {shown(one.points):>7} {shown(one.brings, 4):>10} {shown(one.without):>22}")
    if len(rows) > _LISTED:
        say(f"    … dan {len(rows) - _LISTED} unit lain; semuanya ada di buku kerja (-o) dan --json")


def sure(basis: Basis) -> str:
    """Return the mark of a figure that rests on no regulation or form."""
    from pmprb.catalog.item import Basis

    return f"  [{basis.value}]" if basis in (Basis.PRAKTIK, Basis.REKONSTRUKSI) else ""


class StrippedType(click.ParamType[str]):
    """A text without the spaces around it."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text."""
        return str(value).strip()


class DecimalType(click.ParamType[Fraction]):
    """A number with a decimal point or comma."""

    name = "decimal"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Return the exact number."""
        if isinstance(value, Fraction):
            return value
        try:
            return exact(str(value).strip().replace(",", "."))
        except ValueError:
            self.fail(f"{value} bukan angka; contoh: -1,5", param, ctx)


@click.command("indeks", cls=IndonesianCommand)
@click.argument("first", type=PATH, callback=one_path, metavar="LKE.xlsx")
@click.argument(
    "rest", nargs=-1, required=True, type=PATH, callback=every_path, metavar="TEMATIK.xlsx | LEMBAR-UNIT..."
)
@click.option(
    "--koefisien",
    "coefficient",
    type=DecimalType(),
    default=None,
    metavar="ANGKA",
    help="Koefisien dari evaluator, misalnya -1,5; bawaan: 0. Hanya RB General.",
)
@click.option(
    "--bacaan",
    "reading",
    type=StrippedType(),
    default="",
    metavar="ID",
    help="Bacaan yang dipakai bila katalog memuat beberapa; bawaan: yang pertama. Yang lain tetap ditampilkan.",
)
@click.option("--unit", "register", type=PATH, default=None, metavar="XLSX", help="Daftar unit yang wajib menyerahkan.")
@click.option(
    "--ganda",
    "duplicates",
    type=click.Choice(["terbaru", "tolak"]),
    default=None,
    help="Bila satu unit mengirim beberapa berkas: pakai yang terbaru, atau tolak semuanya (bawaan).",
)
@click.option(
    "-o",
    "--ke",
    "target",
    type=PATH,
    default=None,
    metavar="INDEKS.xlsx",
    help="Tulis juga buku kerja: indeks, langkahnya, dan sumbangan setiap unit atau butir.",
)
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa buku kerja yang sudah ada.")
@replace_filled_option
@click.option(
    "--instrumen",
    "instrument",
    default="",
    metavar="ID[@VARIAN]",
    help="Paksa instrumen lembar pertama, boleh dengan variannya; bawaan: dikenali dari berkas.",
)
@sheets_option
@blank_option
@criteria_option
@json_option
def command(as_json: bool, **asked: Any) -> int:
    """Hitung indeks satu instansi, langkah demi langkah, dari lembarnya dan lembar pasangannya.

    \b
    Contoh:
      pmprb indeks rb-general.xlsx rb-tematik.xlsx --koefisien -1 -o indeks.xlsx
      pmprb indeks lke-instansi.xlsx lembar-unit/ --unit daftar-unit.xlsx -o indeks.xlsx
      pmprb indeks akip-instansi.xlsx akip-unit/ --unit daftar-unit.xlsx
    """
    from pmprb.jobs.index import BesideRun, IndexRequest, UnitsIndexRun, make_index

    request = IndexRequest(**asked)
    try:
        made = make_index(request, watching())
    except UnitsUnused as refusal:
        given = _option_for_units(request)
        what = f"{given} tidak dipakai" if given else "beberapa lembar tidak dapat digabungkan"
        raise click.UsageError(f"Pada {refusal.instrument} {what}: indeksnya dari dua lembar.") from None
    if isinstance(made, UnitsIndexRun):
        _tell_units(made, as_json)
    elif isinstance(made, BesideRun):
        _tell_beside(made, as_json)
    else:
        _tell_pair(made, as_json)
    return 1 if made.failed else 0


def _option_for_units(request: IndexRequest) -> str:
    """The first option that was used and is for an index with units, or an empty text."""
    used = {
        "--bacaan": request.reading,
        "--unit": request.register,
        "--ganda": request.duplicates,
    }
    return next((name for name, value in used.items() if value), "")


def _tell_units(made: UnitsIndexRun, as_json: bool) -> None:
    """Print the index with units and the workbook written, or why there is none."""
    from pmprb.temuan import OldFileKept

    print_temuan(made.outputs, with_file=True)
    print_temuan(made.register)
    if made.stopped:
        return
    joined = made.joined
    if as_json:
        _print_json(joined, made.instrument, made.temuan)
        return
    if joined is not None and made.units is not None:
        _print_with_units(joined, made.instrument, made.units)
    print_temuan((t for t in made.temuan if _matters(t, joined)), notes=False, with_file=True)
    print_temuan(t for t in made.temuan if isinstance(t, OldFileKept))
    if made.target is not None:
        say(f"Ditulis: {made.target}")


def _tell_beside(made: BesideRun, as_json: bool) -> None:
    """Print an instansi beside its units and what a sample must show, and the workbook written."""
    from pmprb.books.rekap.json import temuan_data
    from pmprb.temuan import Severity

    print_temuan(made.outputs, with_file=True)
    print_temuan(made.register)
    if made.stopped:
        return
    if as_json:
        from pmprb.books.units_index.beside import units_beside_data

        data = {"index": None} if made.beside is None else units_beside_data(made.beside)
        print_json(data | {"temuan": [temuan_data(t) for t in made.temuan]})
        return
    if made.beside is not None and made.units is not None:
        _print_beside(made.beside, made.instrument, made.units)
    about = (t for t in made.temuan if t.severity is Severity.KESALAHAN or t.code.startswith(("NILAI-01", "NILAI-05")))
    print_temuan(about, notes=False, with_file=True)
    if made.target is not None:
        say(f"Ditulis: {made.target}")


def _print_beside(beside: BesideUnits, instrument: Instrument, units: Instrument) -> None:
    from pmprb.office.units_beside import check_words

    own, found = beside.own, beside.beside
    say(styled(own.unit.name or "instansi tidak disebut", bold=True))
    say(f"  {instrument.short_title}, periode {own.submission.period or '-'}")
    _print_counts(beside.units, units)
    rows = [("Instansi", "", found.points, found.predicate)]
    rows += [(one.title, f"{one.units} unit", one.mean, one.predicate) for one in (*found.clusters, found.every)]
    for title, many, value, predicate in rows:
        band = f"{predicate.label} ({predicate.title})" if predicate else ""
        say(f"  {title:<20} {many:>8} {shown(value):>8}  {band}".rstrip())
    say("  Tidak ada angka gabungan: cara menggabungkannya tidak tercetak dalam peraturan.")
    for target in found.targets:
        mark = "terpenuhi" if target.passed else "belum"
        say(f"  Uji petik untuk {target.predicate:<3} {mark}{sure(found.basis)}")
        for check in target.checks:
            if not check.passed:
                say(f"    {check_words(check)}")
    if found.note:
        say(f"  Catatan: {found.note}")


def _tell_pair(made: PairIndex, as_json: bool) -> None:
    """Print the index of two worksheets and the workbook written, or why there is none."""
    from pmprb.books.rekap.json import temuan_data
    from pmprb.books.units_index.json import index_data
    from pmprb.temuan import Severity

    results = [outcome.result for outcome in made.outcomes if outcome.result]
    if made.index is None or made.instrument is None:
        _refuse(made.temuan, as_json)
    elif as_json:
        told = {id(t): t for outcome in made.outcomes for t in outcome.temuan} | {id(t): t for t in made.notes}
        print_json(index_data(made.index, *results) | {"temuan": [temuan_data(t) for t in told.values()]})
    else:
        _print(made.index, results, made.instrument)
        print_temuan((t for t in made.temuan if t.severity is Severity.KESALAHAN), with_file=True)
        print_temuan(made.notes)
        if made.target is not None:
            say(f"Ditulis: {made.target}")


def _refuse(temuan: Iterable[Temuan], as_json: bool) -> None:
    from pmprb.books.rekap.json import temuan_data

    if as_json:
        print_json({"index": None, "temuan": [temuan_data(t) for t in temuan]})
    else:
        print_temuan(temuan, notes=False, with_file=True)


def _print(found: RbIndex, results: Sequence[UnitResult], instrument: Instrument) -> None:
    """Print the proof: every step, what it rests on, and the targets not met."""
    from pmprb.books.units_index.pair import STEP_WORDS

    first = results[0]
    variant = instrument.chosen_variant
    say(styled(first.unit.name or "instansi tidak disebut", bold=True))
    say(
        f"  {instrument.short_title}{f', {variant.title}' if variant else ''}, periode {first.submission.period or '-'}"
    )
    for result in results:
        total = result.tree.total
        say(f"  {result.submission.file}: {total.answered} dari {total.items} butir terisi")
    for name, label in STEP_WORDS.items():
        step: ProofStep = getattr(found, name)
        say(f"  {label:<31} {shown(step.value):>8}{sure(step.basis)}")
    if found.predicate is None:
        say("  belum dinilai: salah satu lembar belum berisi jawaban")
        return
    say(f"  Predikat {found.predicate.label} ({found.predicate.title}){sure(found.predicate.basis)}")
    met = len(found.targets) - len(found.missed)
    if found.targets:
        say(f"  Target baik tercapai: {met} dari {len(found.targets)} butir")
    for target in found.missed:
        criterion = instrument.items[target.item].criterion.partition(":")[0]
        say(f"    {target.item} {criterion}: {shown(target.value)}, target {shown(target.good_from)}")
    notes = dict.fromkeys(getattr(found, name).note for name in STEP_WORDS)
    for note in (*notes, found.predicate.note):
        if note:
            say(f"  Catatan: {note}")
