"""`pmprb banding`: what changed between consolidations, and of what the change is made."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import click

from pmprb.books.rekap.json import temuan_data
from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, criteria_option, json_option
from pmprb.cli.output import counted, print_json, print_temuan, progress
from pmprb.insight.trend.model import Outcome, Pair, Trend
from pmprb.jobs.inputs import catalogs_at
from pmprb.numbers import percent, signed
from pmprb.temuan.record import CellPos, Code, Temuan, has_errors

_BEST = 3


class DayType(click.ParamType[date]):
    """A date such as 2026-06-30."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail("tanggal ditulis TAHUN-BULAN-HARI, misalnya 2026-06-30.", param, ctx)


@click.command("banding", cls=IndonesianCommand)
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="REKAP_LAMA REKAP_BARU...")
@click.option("-o", "--ke", "target", type=PATH, required=True, metavar="BANDING.xlsx", help="Buku kerja yang ditulis.")
@click.option(
    "--unit",
    "register_path",
    type=PATH,
    metavar="XLSX",
    help="Daftar unit terbaru dengan kolom pendahulu; bawaan: daftar yang tersimpan dalam rekap terbaru.",
)
@click.option(
    "--tanggal",
    "on",
    type=DayType(),
    metavar="YYYY-MM-DD",
    help="Tanggal penilaian janji yang lewat tenggat; bawaan: tidak dinilai.",
)
@click.option(
    "--urut",
    "order",
    type=click.Choice(["periode", "perintah"]),
    default="periode",
    show_default=True,
    help="Urutan rekap: menurut periodenya, atau seperti ditulis di perintah.",
)
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa buku kerja yang sudah ada.")
@criteria_option
@json_option
def command(
    paths: tuple[Path, ...],
    target: Path,
    register_path: Path | None,
    on: date | None,
    order: str,
    overwrite: bool,
    criteria: Path | None,
    as_json: bool,
) -> int:
    """Bandingkan dua rekap atau lebih: yang sungguh membaik, kriteria, unit, dan penilai yang berubah, serta janji.

    \b
    Contoh:
      pmprb banding rekap-2025.xlsx rekap-2026.xlsx -o banding.xlsx --unit daftar-unit.xlsx
      pmprb banding b03.xlsx b06.xlsx b09.xlsx -o banding.xlsx --tanggal 2026-09-30
    """
    from pmprb.jobs.trend import Asked, compare_rekaps, write_compared
    from pmprb.office.register import Register
    from pmprb.worksheet.register import read_register

    if len(paths) < 2:
        raise click.UsageError("Sebutkan paling sedikit dua rekap, dari yang lama ke yang baru.")
    catalogs = catalogs_at(criteria)
    if target.exists() and not overwrite:
        print_temuan([Temuan.of(Code.BUKU_029, CellPos(workbook=str(target)))])
        return 1
    if target.resolve() in {path.resolve() for path in (*paths, *([register_path] if register_path else []))}:
        raise click.UsageError("Hasil tidak boleh menimpa rekap atau daftar unit yang dibandingkan.")
    register = None
    if register_path is not None:
        units = read_register(register_path)
        print_temuan(units.temuan)
        if units.value is None:
            return 1
        register = Register(units.value)
    with progress("Membaca", len(paths)) as tick:
        loaded = compare_rekaps(paths, catalogs, Asked(register, on, order == "perintah"), tick)
    if loaded.value is None:
        if as_json:
            print_json({"temuan": [temuan_data(t) for t in loaded.temuan]})
        else:
            print_temuan(loaded.temuan, with_file=True)
        return 1
    write_compared(loaded.value, target)
    if as_json:
        from pmprb.books.trend.json import trend_data

        used = tuple((instrument.base_id, crosswalk) for instrument, crosswalk in loaded.value.crosswalks)
        print_json(trend_data(loaded.value.trend, used))
    else:
        _print(loaded.value.trend, loaded.value.instruments[-1].short_title)
        print_temuan(loaded.temuan, with_file=True)
        click.echo(f"Ditulis: {target}")
    return 1 if has_errors(loaded.temuan) else 0


def _print(trend: Trend, title: str) -> None:
    """Print a trend in a few lines."""
    click.echo(f"{title}: {' → '.join(period.label for period in trend.periods)}")
    for pair in trend.pairs:
        _print_pair(pair, trend)
    main = trend.main
    best = [one for one in main.improvers if one.improved > 0][:_BEST]
    if best:
        listed = "; ".join(f"{one.unit.name} {_signed(one.improved)}" for one in best)
        click.echo(f"  paling membaik: {listed}")
    if trend.promises:
        outcomes = [kept.outcome for kept in trend.promises]
        words = {
            Outcome.DONE: "selesai",
            Outcome.PARTLY: "sebagian",
            Outcome.NOT: "belum",
            Outcome.UNKNOWN: "tak ternilai",
        }
        said = ", ".join(f"{outcomes.count(one)} {word}" for one, word in words.items() if one in outcomes)
        late = f"; {sum(kept.overdue is True for kept in trend.promises)} lewat tenggat" if trend.judged_on else ""
        click.echo(f"  janji: {said}{late}")
    click.echo(f"  temuan: {counted(trend.temuan)}")


def _print_pair(pair: Pair, trend: Trend) -> None:
    old, new = (trend.periods[place].label for place in (pair.older, pair.newer))
    improved = [one.improved for one in pair.improvers]
    click.echo(f"  {old} → {new}")
    index = pair.index
    if index is not None:
        click.echo(
            f"    indeks {percent(index.old)} → {percent(index.new)}, selisih {_signed(index.delta)} poin persen:"
        )
        parts = (("nyata", index.improved), ("kriteria", index.criteria), ("susunan unit", index.unit))
        click.echo(f"    {', '.join(f'{name} {_signed(part)}' for name, part in parts)}")
    up, down = sum(one > 0 for one in improved), sum(one < 0 for one in improved)
    same = len(improved) - up - down
    click.echo(f"    {up} unit membaik, {down} menurun, {same} tetap; {len(pair.uncompared)} tanpa pembanding")


def _signed(share: Fraction) -> str:
    """Return a difference of shares in percentage points, with its sign."""
    return signed(share * 100)
