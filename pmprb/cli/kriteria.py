"""`pmprb kriteria`: look after catalogs."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb.catalog.crosswalk_load import load_crosswalks
from pmprb.catalog.load import load_instrument
from pmprb.catalog.plan_load import FOLDER, read_plan_rules
from pmprb.catalog.plan_rules import PlanRules
from pmprb.cli.indonesia import IndonesianGroup
from pmprb.cli.kriteria_banding import bandingkan
from pmprb.cli.kriteria_impor import impor
from pmprb.cli.options import PATH, catalogs_of, criteria_option, json_option
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
@criteria_option
@json_option
def check(folders: tuple[Path, ...], criteria: Path | None, as_json: bool) -> int:
    """Periksa satu katalog atau sefolder katalog: bobot, kode, skala, kutipan, ambang, aturan rencana aksi.

    Contoh: pmprb kriteria periksa criteria/ID
    """
    asked = (*folders, criteria) if criteria else folders
    rules = _rule_folders(asked)
    targets = _catalog_folders(asked, bool(rules))
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
    for folder in rules:
        plans = read_plan_rules(folder)
        every.extend(plans.temuan)
        lines.append(f"{folder.name}: {_rules_summary(plans.value) if plans.value else counted(plans.temuan)}")
    if as_json:
        print_json([temuan_data(t) for t in every])
    else:
        for line in lines:
            click.echo(line)
        print_temuan(every)
    return 1 if has_errors(every) else 0


def _rules_summary(rules: PlanRules) -> str:
    """Return what a folder of plan rules holds, in words."""
    parts = (
        (len(rules.kinds), "jenis"), (len(rules.policies), "kebijakan"), (len(rules.activities), "kegiatan utama"),
        (len(rules.themes), "tema"), (len(rules.columns), "kolom"),
    )  # fmt: skip
    return "baik · " + ", ".join(f"{number} {name}" for number, name in parts)


def _rule_folders(folders: tuple[Path, ...]) -> list[Path]:
    """Return the folders of rules for action plans: those named, and those inside the folders named."""
    if not folders:
        return [catalogs_of(None).root / FOLDER]
    found = []
    for folder in folders:
        if folder.name == FOLDER and folder.is_dir():
            found.append(folder)
        elif (folder / FOLDER).is_dir():
            found.append(folder / FOLDER)
        elif (folder / "jenis.yaml").is_file() or (folder / "kebijakan.yaml").is_file():
            found.append(folder)
    return list(dict.fromkeys(found))


def _catalog_folders(folders: tuple[Path, ...], with_rules: bool) -> list[Path]:
    if not folders:
        catalogs = catalogs_of(None)
        return [catalogs.root / name for name in catalogs.ids()]
    found: list[Path] = []
    for folder in folders:
        if (folder / "instrument.yaml").is_file() or not folder.is_dir():
            found.append(folder)
        else:
            found += sorted(p.parent for p in folder.glob("*/instrument.yaml"))
    if not found and not with_rules:
        raise click.UsageError("Tidak ada katalog di folder itu (tidak ada instrument.yaml).")
    return list(dict.fromkeys(found))
