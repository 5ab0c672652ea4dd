"""`pmprb indeks`: the index of an instansi from its two worksheets, or from its own and its units'."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from pmprb.books.rekap.json import temuan_data
from pmprb.books.units_index.book import part_words
from pmprb.books.units_index.json import index_data
from pmprb.catalog.item import Basis
from pmprb.catalog.model import Instrument
from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, blank_option, criteria_option, json_option
from pmprb.cli.output import print_json, print_temuan, recognised, watching
from pmprb.engine.rb_index import RbIndex, Step
from pmprb.engine.score import Blank
from pmprb.engine.units_index import ReadingResult
from pmprb.jobs.evaluate import Evaluated, Options, evaluate
from pmprb.jobs.index import index_of
from pmprb.jobs.inputs import Catalogs, catalogs_at, find_files, known_instrument, load_register
from pmprb.numbers import shown
from pmprb.office.model import UnitResult
from pmprb.office.register import Duplicates
from pmprb.office.units_index import JoinedIndex
from pmprb.temuan.record import CellPos, Code, Severity, Temuan, has_errors

# `pmprb indeks` for an instansi with units: its own worksheet and theirs, by named readings.


_LISTED = 15


@dataclass(frozen=True)
class UnitsWishes:
    """What was asked for an index with units."""

    reading: str
    register: Path | None
    duplicates: Duplicates | None
    target: Path | None
    overwrite: bool

    @property
    def given(self) -> str:
        """The first option that was used, or an empty text."""
        used = {
            "--bacaan": self.reading,
            "--unit": self.register,
            "--ganda": self.duplicates,
            "--ke": self.target,
            "--timpa": self.overwrite,
        }
        return next((name for name, value in used.items() if value), "")


_OPTIONS = (
    click.option(
        "--bacaan",
        "reading",
        default="",
        metavar="ID",
        help="Bacaan yang dipakai bila katalog memuat beberapa; bawaan: yang pertama. Yang lain tetap ditampilkan.",
    ),
    click.option(
        "--unit", "register", type=PATH, default=None, metavar="XLSX", help="Daftar unit yang wajib menyerahkan."
    ),
    click.option(
        "--ganda",
        "duplicates",
        type=click.Choice(["terbaru", "tolak"]),
        default=None,
        help="Bila satu unit mengirim beberapa berkas: pakai yang terbaru, atau tolak semuanya (bawaan).",
    ),
    click.option(
        "-o",
        "--ke",
        "target",
        type=PATH,
        default=None,
        metavar="INDEKS.xlsx",
        help="Tulis juga buku kerja: indeks dan sumbangan setiap unit.",
    ),
    click.option("--timpa", "overwrite", is_flag=True, help="Timpa buku kerja yang sudah ada."),
)


def units_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of an index with units, handed over together as `wishes`."""

    @functools.wraps(command)
    def wishing(
        *args: Any,
        reading: str,
        register: Path | None,
        duplicates: Duplicates | None,
        target: Path | None,
        overwrite: bool,
        **rest: Any,
    ) -> int:
        wishes = UnitsWishes(reading.strip(), register, duplicates, target, overwrite)
        return command(*args, wishes=wishes, **rest)

    for option in reversed(_OPTIONS):
        wishing = option(wishing)
    return wishing


def show_units(
    own: UnitResult,
    told: tuple[Temuan, ...],
    instrument: Instrument,
    paths: tuple[Path, ...],
    wishes: UnitsWishes,
    catalogs: Catalogs,
    as_json: bool,
) -> int:
    """Show the index and write the workbook asked for; return the exit code.

    `told` are the temuan of the instansi's worksheet, `paths` begin with it.
    """
    from pmprb.jobs.index import index_with_units, write_index

    _known_reading(instrument, wishes.reading)
    if wishes.target is not None and wishes.target.exists() and not wishes.overwrite:
        print_temuan([Temuan.of(Code.BUKU_029, CellPos(workbook=str(wishes.target)))])
        return 1
    units = load_register(wishes.register)
    print_temuan(units.temuan)
    if units.value is None:
        return 1
    found = find_files(paths[1:], [p for p in (paths[0], wishes.target, wishes.register) if p])
    duplicates = wishes.duplicates or "tolak"
    loaded = index_with_units(own, found, catalogs, units.value, wishes.reading, duplicates, watching())
    joined, temuan = loaded.value, (*told, *loaded.temuan)
    if joined is not None and wishes.target is not None:
        write_index(joined, temuan, catalogs, wishes.target)
    if as_json:
        _print_json(joined, instrument, temuan)
    else:
        if joined is not None:
            _print_with_units(joined, instrument, catalogs)
        print_temuan((t for t in temuan if _matters(t, joined)), notes=False, with_file=True)
        if joined is not None and wishes.target is not None:
            click.echo(f"Ditulis: {wishes.target}")
    return 1 if joined is None or has_errors(temuan) else 0


def _known_reading(instrument: Instrument, reading: str) -> None:
    rule = instrument.units_index
    known = [one.id for one in rule.readings] if rule else []
    if reading and reading not in known:
        raise click.UsageError(
            f"Bacaan {reading} tidak dikenal pada {instrument.base_id}. Yang ada: {', '.join(known)}."
        )


def _matters(temuan: Temuan, joined: JoinedIndex | None) -> bool:
    """True for KESALAHAN and for what is about the index itself; without an index, for everything."""
    return joined is None or temuan.severity is Severity.KESALAHAN or temuan.code.name.startswith("NILAI_01")


def _print_json(joined: JoinedIndex | None, instrument: Instrument, temuan: tuple[Temuan, ...]) -> None:
    from pmprb.books.units_index.json import units_index_data

    data = {"index": None} if joined is None else units_index_data(joined, instrument.variant)
    print_json(data | {"temuan": [temuan_data(t) for t in temuan]})


def _print_with_units(joined: JoinedIndex, instrument: Instrument, catalogs: Catalogs) -> None:
    """Print the proof by the reading in use, the other readings and variants, and what each unit brings."""
    own, chosen = joined.own, joined.index.reading(joined.chosen)
    click.echo(click.style(own.unit.name or "instansi tidak disebut", bold=True))
    click.echo(f"  {instrument.short_title}, periode {own.submission.period or '-'}")
    click.echo(f"  {recognised(own.submission, instrument)}")
    total = own.tree.total
    click.echo(f"  {own.submission.file}: {total.answered} dari {total.items} butir terisi")
    _print_files(joined, catalogs)
    click.echo(f"  Bacaan {chosen.id}: {chosen.title}")
    for part in chosen.parts:
        name = part_words(part, instrument)
        click.echo(f"    {name:<50} {shown(part.value):>7} dari {shown(part.max):>6}{sure(part.basis)}")
    click.echo(
        f"  = {'Indeks':<50} {shown(chosen.index):>7} dari {shown(instrument.root.weight):>6}{sure(chosen.basis)}"
    )
    if chosen.predicate:
        click.echo(f"  Predikat {chosen.predicate.label} ({chosen.predicate.title}){sure(chosen.predicate.basis)}")
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
            click.echo(f"  Catatan {name}: {note}")


def _print_files(joined: JoinedIndex, catalogs: Catalogs) -> None:
    """Print what became of the units' files, and who is not in the mean."""
    units = catalogs.load(joined.units.instrument).value
    assert units is not None
    inputs = joined.units.inputs
    used, passed = sum(file.used for file in inputs), sum(file.passed_over for file in inputs)
    refused = len(inputs) - used - passed
    click.echo(
        f"  {units.short_title}: {used + refused} berkas = {used} dipakai + {refused} ditolak"
        + (f" (di luar itu {passed} berkas dilewati)" if passed else "")
    )
    if joined.unrated:
        names = ", ".join(unit.name or unit.code for unit in joined.unrated)
        click.echo(f"  belum dinilai, tidak ikut rata-rata: {names}")
    if joined.units.missing:
        click.echo(f"  belum menyerahkan: {len(joined.units.missing)} dari {joined.units.registered} unit")


def _print_other(title: str, reading: ReadingResult) -> None:
    label = f" {reading.predicate.label}" if reading.predicate else ""
    click.echo(f"  {title:<52} {shown(reading.index):>7}{label}{sure(reading.basis)}")


def _print_contributions(chosen: ReadingResult) -> None:
    """Print what each unit brings, most first; a long list is cut, and said to be."""
    rows = sorted(chosen.contributions, key=lambda one: (-one.brings, one.code, one.name))
    click.echo(f"  {'Sumbangan unit':<42} {'nilai':>7} {'sumbangan':>10} {'indeks tanpa unit ini':>22}")
    for one in rows[:_LISTED]:
        click.echo(
            f"    {one.name[:40]:<40} {shown(one.points):>7} {shown(one.brings, 4):>10} {shown(one.without):>22}"
        )
    if len(rows) > _LISTED:
        click.echo(f"    … dan {len(rows) - _LISTED} unit lain; semuanya ada di buku kerja (-o) dan --json")


def sure(basis: Basis) -> str:
    """Return the mark of a figure that rests on no regulation or form."""
    return f"  [{basis.value}]" if basis in (Basis.PRAKTIK, Basis.REKONSTRUKSI) else ""


_LINES = {
    "general": "RB General awal",
    "coefficient": "+ koefisien",
    "weight": "÷ bobot yang berlaku",
    "adjusted": "× 100 = RB General penyesuaian",
    "thematic": "+ RB Tematik",
    "index": "= Indeks RB",
}


class DecimalType(click.ParamType[Fraction]):
    """A number with a decimal point or comma."""

    name = "decimal"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Return the exact number."""
        if isinstance(value, Fraction):
            return value
        try:
            return Fraction(str(value).strip().replace(",", "."))
        except (ValueError, ZeroDivisionError):
            self.fail(f"{value} bukan angka; contoh: -1,5", param, ctx)


@click.command("indeks", cls=IndonesianCommand)
@click.argument("first", type=PATH, metavar="LKE.xlsx")
@click.argument("rest", nargs=-1, required=True, type=PATH, metavar="TEMATIK.xlsx | LEMBAR-UNIT...")
@click.option(
    "--koefisien",
    "coefficient",
    type=DecimalType(),
    default=None,
    metavar="ANGKA",
    help="Koefisien dari evaluator, misalnya -1,5; bawaan: 0. Hanya RB General.",
)
@units_options
@click.option(
    "--instrumen",
    "instrument",
    default="",
    metavar="ID[@VARIAN]",
    help="Paksa instrumen lembar pertama, boleh dengan variannya; bawaan: dikenali dari berkas.",
)
@blank_option
@criteria_option
@json_option
def command(
    first: Path,
    rest: tuple[Path, ...],
    coefficient: Fraction | None,
    wishes: UnitsWishes,
    instrument: str,
    blank: Blank | None,
    criteria: Path | None,
    as_json: bool,
) -> int:
    """Hitung indeks satu instansi, langkah demi langkah, dari lembarnya dan lembar pasangannya.

    \b
    Contoh:
      pmprb indeks rb-general.xlsx rb-tematik.xlsx --koefisien -1
      pmprb indeks lke-instansi.xlsx lembar-unit/ --unit daftar-unit.xlsx -o indeks.xlsx
    """
    catalogs = catalogs_at(criteria)
    known_instrument(catalogs, instrument)
    own = evaluate(first.name, first, catalogs, Options(instrument=instrument, blank=blank))
    loaded = catalogs.load(own.result.submission.instrument).value if own.result else None
    if own.result is not None and loaded is not None and loaded.units_index is not None:
        if coefficient is not None:
            raise click.UsageError(f"--koefisien tidak dipakai pada {loaded.base_id}.")
        return show_units(own.result, own.temuan, loaded, (first, *rest), wishes, catalogs, as_json)
    if wishes.given or len(rest) > 1:
        return _unfit(own, wishes, as_json)
    return _pair(own, rest[0], coefficient or Fraction(0), blank, catalogs, as_json)


def _unfit(own: Evaluated, wishes: UnitsWishes, as_json: bool) -> int:
    """Tell why units cannot be joined to the first worksheet: it was refused, or its instrument has no rule for it."""
    if own.result is None:
        _refuse(own.temuan, as_json)
        return 1
    name = own.result.submission.instrument
    what = f"{wishes.given} tidak dipakai" if wishes.given else "beberapa lembar tidak dapat digabungkan"
    raise click.UsageError(f"Pada {name} {what}: indeksnya dari dua lembar.")


def _refuse(temuan: Iterable[Temuan], as_json: bool) -> None:
    if as_json:
        print_json({"index": None, "temuan": [temuan_data(t) for t in temuan]})
    else:
        print_temuan(temuan, notes=False, with_file=True)


def _pair(
    own: Evaluated, second: Path, coefficient: Fraction, blank: Blank | None, catalogs: Catalogs, as_json: bool
) -> int:
    """Show the index of two worksheets; return the exit code."""
    outcomes = [own, evaluate(second.name, second, catalogs, Options(blank=blank))]
    results = [outcome.result for outcome in outcomes]
    temuan = [t for outcome in outcomes for t in outcome.temuan]
    found: RbIndex | None = None
    if results[0] is not None and results[1] is not None:
        loaded = index_of(results[0], results[1], catalogs, coefficient)
        temuan += loaded.temuan
        found = loaded.value
        if found is not None:
            _show(found, results[0], results[1], catalogs, as_json, outcomes)
    if found is None:
        _refuse(temuan, as_json)
    elif not as_json:
        print_temuan((t for t in temuan if t.severity is Severity.KESALAHAN), with_file=True)
    return 1 if found is None or has_errors(temuan) else 0


def _show(
    found: RbIndex,
    first: UnitResult,
    second: UnitResult,
    catalogs: Catalogs,
    as_json: bool,
    outcomes: list[Evaluated],
) -> None:
    if as_json:
        listed = [temuan_data(t) for outcome in outcomes for t in outcome.temuan]
        print_json(index_data(found, first, second) | {"temuan": listed})
    else:
        _print(found, first, second, catalogs)


def _print(found: RbIndex, first: UnitResult, second: UnitResult, catalogs: Catalogs) -> None:
    """Print the proof: every step, what it rests on, and the targets not met."""
    instrument = catalogs.load(first.submission.instrument).value
    assert instrument is not None
    variant = instrument.chosen_variant
    click.echo(click.style(first.unit.name or "instansi tidak disebut", bold=True))
    click.echo(
        f"  {instrument.short_title}{f', {variant.title}' if variant else ''}, periode {first.submission.period or '-'}"
    )
    for result in (first, second):
        total = result.tree.total
        click.echo(f"  {result.submission.file}: {total.answered} dari {total.items} butir terisi")
    for name, label in _LINES.items():
        step: Step = getattr(found, name)
        click.echo(f"  {label:<31} {shown(step.value):>8}{sure(step.basis)}")
    if found.predicate is None:
        click.echo("  belum dinilai: salah satu lembar belum berisi jawaban")
        return
    click.echo(f"  Predikat {found.predicate.label} ({found.predicate.title}){sure(found.predicate.basis)}")
    met = len(found.targets) - len(found.missed)
    if found.targets:
        click.echo(f"  Target baik tercapai: {met} dari {len(found.targets)} butir")
    for target in found.missed:
        criterion = instrument.items[target.item].criterion.partition(":")[0]
        click.echo(f"    {target.item} {criterion}: {shown(target.value)}, target {shown(target.good_from)}")
    notes = dict.fromkeys(getattr(found, name).note for name in _LINES)
    for note in (*notes, found.predicate.note):
        if note:
            click.echo(f"  Catatan: {note}")
