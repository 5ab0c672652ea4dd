"""`pmprb banding`: what changed between consolidations, and of what the change is made."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from pmprb.books.rekap.json import temuan_data
from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, criteria_option, every_path, json_option, replace_filled_option
from pmprb.cli.output import counted, print_json, print_temuan, watching
from pmprb.cli.screen import say
from pmprb.insight.trend.model import Outcome, Pair, Trend
from pmprb.numbers import percent, signed

if TYPE_CHECKING:
    from pmprb.jobs.trend import TrendMade

_BEST = 3


class DayType(click.ParamType[date]):
    """A date such as 2026-06-30, 30/6/2026, 30 Juni 2026."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date."""
        from pmprb.period import date_named

        found = value if isinstance(value, date) else date_named(str(value))
        if found is None:
            self.fail("tanggal ditulis misalnya 30/6/2026, 30 Juni 2026, atau 2026-06-30.", param, ctx)
        return found


@click.command("banding", cls=IndonesianCommand)
@click.argument("paths", nargs=-1, required=True, type=PATH, callback=every_path, metavar="REKAP_LAMA REKAP_BARU...")
@click.option("-o", "--ke", "target", type=PATH, required=True, metavar="BANDING.xlsx", help="Buku kerja yang ditulis.")
@click.option(
    "--unit",
    "register",
    type=PATH,
    metavar="XLSX",
    help="Daftar unit terbaru dengan kolom pendahulu; bawaan: daftar yang tersimpan dalam rekap terbaru.",
)
@click.option(
    "--tanggal",
    "on",
    type=DayType(),
    metavar="TANGGAL",
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
@replace_filled_option
@criteria_option
@json_option
def command(order: str, as_json: bool, **asked: Any) -> int:
    """Bandingkan dua rekap atau lebih: yang sungguh membaik, kriteria, unit, dan penilai yang berubah, serta janji.

    \b
    Contoh:
      pmprb banding rekap-2025.xlsx rekap-2026.xlsx -o banding.xlsx --unit daftar-unit.xlsx
      pmprb banding b03.xlsx b06.xlsx b09.xlsx -o banding.xlsx --tanggal 2026-09-30
    """
    from pmprb.jobs.trend import TrendRequest, make_trend

    request = TrendRequest(as_given=order == "perintah", **asked)
    if len(request.paths) < 2:
        raise click.UsageError("Sebutkan paling sedikit dua rekap, dari yang lama ke yang baru.")
    made = make_trend(request, watching())
    print_temuan(made.outputs, with_file=True)
    print_temuan(made.register)
    if not made.stopped:
        _tell(made, as_json)
    return 1 if made.failed else 0


def _tell(made: TrendMade, as_json: bool) -> None:
    """Print a comparison, or why there is none."""
    compared = made.compared
    if as_json and compared is None:
        print_json({"temuan": [temuan_data(t) for t in made.temuan]})
    elif as_json and compared is not None:
        from pmprb.books.trend.json import trend_data

        used = tuple((instrument.base_id, crosswalk) for instrument, crosswalk in compared.crosswalks)
        print_json(trend_data(compared.trend, used) | {"temuan": [temuan_data(t) for t in made.temuan]})
    else:
        if compared is not None:
            _print(compared.trend, compared.instruments[-1].short_title)
        print_temuan(made.temuan, with_file=True)
        if compared is not None:
            say(f"Ditulis: {made.target}")


def _print(trend: Trend, title: str) -> None:
    """Print a trend in a few lines."""
    say(f"{title}: {' → '.join(period.label for period in trend.periods)}")
    for pair in trend.pairs:
        _print_pair(pair, trend)
    main = trend.main
    best = [one for one in main.improvers if one.improved > 0][:_BEST]
    if best:
        listed = "; ".join(f"{one.unit.name} {_signed(one.improved)}" for one in best)
        say(f"  paling membaik: {listed}")
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
        say(f"  janji: {said}{late}")
    say(f"  temuan: {counted(trend.temuan)}")


def _print_pair(pair: Pair, trend: Trend) -> None:
    old, new = (trend.periods[place].label for place in (pair.older, pair.newer))
    improved = [one.improved for one in pair.improvers]
    say(f"  {old} → {new}")
    index = pair.index
    if index is not None:
        say(f"    indeks {percent(index.old)} → {percent(index.new)}, selisih {_signed(index.delta)} poin persen:")
        parts = (("nyata", index.improved), ("kriteria", index.criteria), ("susunan unit", index.unit))
        say(f"    {', '.join(f'{name} {_signed(part)}' for name, part in parts)}")
    up, down = sum(one > 0 for one in improved), sum(one < 0 for one in improved)
    same = len(improved) - up - down
    say(f"    {up} unit membaik, {down} menurun, {same} tetap; {len(pair.uncompared)} tanpa pembanding")


def _signed(share: Fraction) -> str:
    """Return a difference of shares in percentage points, with its sign."""
    return signed(share * 100)
