"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb.pipeline.catalogs import Catalogs


class PathType(click.ParamType[Path]):
    """A path taken as it is; whether it can be used is told by the command, in Indonesian."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        return Path(str(value))


PATH = PathType()

criteria_option = click.option(
    "--kriteria", "criteria", type=PATH, metavar="DIR", help="Folder katalog sendiri; bawaan: katalog program ini."
)
instrument_option = click.option(
    "--instrumen", "instrument", metavar="ID", help="Paksa instrumen; bawaan: dikenali dari berkas."
)
blank_option = click.option(
    "--kosong",
    "blank",
    type=click.Choice(["nol", "lewati"]),
    help="Butir kosong: dihitung 0 (nol) atau tidak ikut rata-rata (lewati). Bawaan: menurut katalog.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Keluarkan JSON untuk program lain.")
paths_argument = click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...")


def catalogs_of(criteria: Path | None) -> Catalogs:
    """Return the catalogs of a run; wrong usage when the folder holds none."""
    catalogs = Catalogs(criteria)
    if not catalogs.ids():
        raise click.UsageError(f"Folder {catalogs.root} tidak memuat katalog (tidak ada instrument.yaml).")
    return catalogs


def known_instrument(catalogs: Catalogs, instrument: str | None) -> None:
    """Wrong usage when the instrument named is not installed."""
    if instrument is not None and instrument not in catalogs.ids():
        raise click.UsageError(f"Instrumen {instrument} tidak dikenal. Yang ada: {', '.join(catalogs.ids())}.")
