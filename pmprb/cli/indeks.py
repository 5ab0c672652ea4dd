"""`pmprb indeks`: the index of an instansi from its two worksheets, or from its own and its units'."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import click

from pmprb.cli.indeks_unit import UnitsWishes, show_units, sure, units_options
from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, blank_option, catalogs_of, criteria_option, json_option, known_instrument
from pmprb.cli.output import print_json, print_temuan
from pmprb.consolidation.model import UnitResult
from pmprb.eligibility.rb_index import RbIndex, Step
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Evaluated, Options, evaluate
from pmprb.pipeline.indeks import index_of
from pmprb.report.as_json import temuan_data
from pmprb.report.index_json import index_data
from pmprb.report.numbers import shown
from pmprb.scoring.tree import Blank
from pmprb.temuan import Severity, Temuan, has_errors

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
    catalogs = catalogs_of(criteria)
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
