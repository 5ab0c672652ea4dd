"""`pmprb kriteria`: look after catalogs."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb.catalog.crosswalk_load import load_crosswalks
from pmprb.catalog.load import load_instrument
from pmprb.cli.indonesia import IndonesianGroup
from pmprb.cli.kriteria_banding import bandingkan
from pmprb.cli.kriteria_impor import impor
from pmprb.cli.options import PATH, catalogs_of, json_option
from pmprb.cli.output import counted, print_json, print_temuan
from pmprb.report.as_json import temuan_data
from pmprb.report.numbers import shown
from pmprb.temuan import Temuan, has_errors


@click.group("kriteria", cls=IndonesianGroup)
def command() -> None:
    """Periksa katalog kriteria, buat dari LKE sendiri, atau bandingkan dua katalog."""


command.add_command(impor)
command.add_command(bandingkan)


@command.command("periksa")
@click.argument("folders", nargs=-1, type=PATH, metavar="[DIR]...")
@json_option
def check(folders: tuple[Path, ...], as_json: bool) -> int:
    """Periksa satu katalog atau sefolder katalog: bobot, kode, skala, kutipan, ambang.

    Contoh: pmprb kriteria periksa criteria/ID
    """
    targets = _catalog_folders(folders)
    every: list[Temuan] = []
    lines = []
    for folder in targets:
        loaded = load_instrument(folder)
        passages = load_crosswalks(folder)
        every += [*loaded.temuan, *passages.temuan]
        if loaded.value is not None:
            i = loaded.value.in_variant("")
            after = ", ".join(one.predecessor for one in passages.value or ())
            line = f"{i.id}: baik · {len(i.nodes)} judul, {len(i.items)} butir, {shown(i.root.weight)} poin"
            lines.append(f"{line}, padanan dari {after}" if after else line)
        else:
            lines.append(f"{folder.name}: {counted(loaded.temuan)}")
    if as_json:
        print_json([temuan_data(t) for t in every])
    else:
        for line in lines:
            click.echo(line)
        print_temuan(every)
    return 1 if has_errors(every) else 0


def _catalog_folders(folders: tuple[Path, ...]) -> list[Path]:
    if not folders:
        catalogs = catalogs_of(None)
        return [catalogs.root / name for name in catalogs.ids()]
    found: list[Path] = []
    for folder in folders:
        if (folder / "instrument.yaml").is_file() or not folder.is_dir():
            found.append(folder)
        else:
            found += sorted(p.parent for p in folder.glob("*/instrument.yaml"))
    if not found:
        raise click.UsageError("Tidak ada katalog di folder itu (tidak ada instrument.yaml).")
    return found
