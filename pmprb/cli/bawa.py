"""`pmprb bawa`: results of rekaps carried into the RB General worksheet that asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, NameType, criteria_option, every_path, json_option, replace_filled_option
from pmprb.cli.output import print_json, print_temuan
from pmprb.cli.screen import say

if TYPE_CHECKING:
    from pmprb.jobs.carry_rekaps import CarryMade


@click.command("bawa", cls=IndonesianCommand)
@click.argument("worksheet", metavar="LEMBAR|ID")
@click.argument("rekaps", nargs=-1, type=PATH, required=True, metavar="REKAP…", callback=every_path)
@click.option("-o", "--ke", "target", type=PATH, required=True, metavar="LEMBAR.xlsx", help="Salinan yang ditulis.")
@click.option(
    "--instansi", "instansi", type=NameType(), default="", metavar="NAMA", help="Nama instansi bila lembarnya kosong."
)
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa salinan yang sudah ada.")
@replace_filled_option
@criteria_option
@json_option
def command(as_json: bool, **asked: Any) -> int:
    """Bawa hasil rekap AKIP, PEKPPP, Pemdi, dan ZI ke lembar RB General.

    \b
    Contoh:
      pmprb bawa rb-general.xlsx rekap-akip.xlsx rekap-pekppp.xlsx -o rb-general-terisi.xlsx
      pmprb bawa ID rekap-akip.xlsx --instansi "Kabupaten Contoh" -o rb-general.xlsx
    """
    from pmprb.jobs.carry_rekaps import CarryRequest, carry_rekaps

    made = carry_rekaps(CarryRequest(**asked))
    if as_json:
        print_json(_data(made))
        return 1 if made.failed else 0
    print_temuan(made.outputs, with_file=True)
    if made.instrument is not None:
        say(made.instrument.short_title)
    for one in made.carried:
        from pmprb.numbers import number_words, rounded

        value = "keterangan saja" if one.value is None else number_words(rounded(one.value, 4))
        say(f"  {one.item} {one.title}: {value} ← {one.file} ({one.sha256[:12]}) [{one.basis}]")
    print_temuan(made.temuan, with_file=True)
    if made.target is not None:
        say(f"Ditulis: {made.target}")
    return 1 if made.failed else 0


def _data(made: CarryMade) -> dict[str, Any]:
    from pmprb.books.rekap.json import temuan_data
    from pmprb.numbers import decimal_or_none

    return {
        "instrument": made.instrument.id if made.instrument else None,
        "target": str(made.target) if made.target else None,
        "carried": [
            {
                "item": one.item,
                "value": decimal_or_none(one.value),
                "file": one.file,
                "sha256": one.sha256,
                "basis": one.basis,
            }
            for one in made.carried
        ],
        "temuan": [temuan_data(t) for t in (*made.outputs, *made.temuan)],
    }
