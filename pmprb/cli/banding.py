"""`pmprb banding`: what changed between consolidations, and of what the change is made."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, criteria_option, every_path, json_option, replace_filled_option
from pmprb.cli.output import counted, print_json, print_temuan, watching
from pmprb.cli.screen import say

if TYPE_CHECKING:
    from pmprb.jobs.trend import TrendMade


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
    from pmprb.books.rekap.json import temuan_data
    from pmprb.insight.trend.words import trend_lines

    compared = made.compared
    if as_json and compared is None:
        print_json({"temuan": [temuan_data(t) for t in made.temuan]})
    elif as_json and compared is not None:
        from pmprb.books.trend.json import trend_data

        used = tuple((instrument.base_id, crosswalk) for instrument, crosswalk in compared.crosswalks)
        print_json(trend_data(compared.trend, used) | {"temuan": [temuan_data(t) for t in made.temuan]})
    else:
        if compared is not None:
            for line in trend_lines(compared.trend, compared.instruments[-1].short_title):
                say(line)
            say(f"  temuan: {counted(compared.trend.temuan)}")
        print_temuan(made.temuan, with_file=True)
        if compared is not None:
            say(f"Ditulis: {made.target}")
