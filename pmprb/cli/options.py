"""Options and arguments that several commands share."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.jobs.inputs import Catalogs

if TYPE_CHECKING:
    from pmprb.jobs.evaluate import Options
    from pmprb.jobs.inputs import Found


class PathType(click.ParamType[Path]):
    """A path taken as it is; whether it can be used is told by the command, in Indonesian."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        return Path(str(value))


PATH = PathType()


class YearType(click.ParamType[str]):
    """A year of four digits."""

    name = "year"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the year as text."""
        if not re.fullmatch(r"(?:19|20)\d\d", str(value).strip()):
            self.fail("tahun ditulis dengan empat angka, misalnya 2014.", param, ctx)
        return str(value).strip()


criteria_option = click.option(
    "--kriteria", "criteria", type=PATH, metavar="DIR", help="Folder katalog sendiri; bawaan: katalog program ini."
)
_READING = (
    click.option(
        "--instrumen",
        "instrument",
        default="",
        metavar="ID[@VARIAN]",
        help="Paksa instrumen, boleh dengan variannya; bawaan: dikenali dari berkas.",
    ),
    click.option(
        "--tata-letak", "layout", default="", metavar="ID", help="Paksa tata letak; bawaan: dikenali dari berkas."
    ),
    click.option(
        "--tahun",
        "year",
        type=YearType(),
        default=None,
        metavar="YYYY",
        help="Blok tahun yang dibaca, bagi formulir yang memuat dua tahun.",
    ),
    click.option(
        "--unit-nama",
        "unit_name",
        default="",
        metavar="NAMA",
        help="Nama unit, bagi satu berkas yang tidak menyebutnya.",
    ),
)
blank_option = click.option(
    "--kosong",
    "blank",
    type=click.Choice(["nol", "lewati"]),
    help="Butir kosong: dihitung 0 (nol) atau tidak ikut rata-rata (lewati). Bawaan: menurut katalog.",
)
strict_option = click.option(
    "--ketat", "strict", is_flag=True, help="Hitung kosong butir yang bernilai tetapi tanpa bukti; tampilkan bedanya."
)
duplicates_option = click.option(
    "--ganda",
    "duplicates",
    type=click.Choice(["terbaru", "tolak"]),
    default="tolak",
    show_default=True,
    help="Bila satu unit mengirim beberapa berkas: pakai yang terbaru, atau tolak semuanya.",
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
    """Wrong usage when the instrument named, or its variant ("id@variant"), is not installed."""
    if not instrument:
        return
    base, at, variant = instrument.partition("@")
    if base not in catalogs.ids():
        raise click.UsageError(f"Instrumen {base or instrument} tidak dikenal. Yang ada: {', '.join(catalogs.ids())}.")
    loaded = catalogs.load(base).value
    if not at or loaded is None:
        return
    known = [one.id for one in loaded.variants]
    if not known:
        raise click.UsageError(f"Instrumen {base} tidak memiliki varian. Pakai --instrumen {base}.")
    if variant not in known:
        listed = ", ".join(f"{base}@{name}" for name in known)
        raise click.UsageError(f"Varian {variant or '(kosong)'} tidak dikenal pada {base}. Yang ada: {listed}.")


def known_layout(catalogs: Catalogs, layout: str, instrument: str) -> None:
    """Wrong usage when no instrument in question has the layout named."""
    if not layout:
        return
    asked = [instrument] if instrument else catalogs.ids()
    loaded = [found for name in asked if (found := catalogs.load(name).value)]
    known = list(dict.fromkeys(one.id for found in loaded for one in found.layouts))
    if loaded and layout not in known:
        raise click.UsageError(f"Tata letak {layout} tidak dikenal. Yang ada: {', '.join(known)}.")


def reading_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that force a reading, handed over together as `options`."""

    @functools.wraps(command)
    def reading(*args: Any, instrument: str, layout: str, year: str | None, unit_name: str, **rest: Any) -> int:
        from pmprb.jobs.evaluate import Options

        options = Options(instrument=instrument, layout=layout, year=year or "", unit_name=unit_name.strip())
        return command(*args, options=options, **rest)

    for option in reversed(_READING):
        reading = option(reading)
    return reading


def check_reading(catalogs: Catalogs, options: Options, found: Found) -> None:
    """Wrong usage when what is forced does not exist, or one unit's name is given for several files."""
    known_instrument(catalogs, options.instrument)
    known_layout(catalogs, options.layout, options.instrument)
    if options.unit_name and len(found.files) > 1:
        raise click.UsageError(f"--unit-nama hanya untuk satu berkas; yang disebut {len(found.files)} berkas.")
