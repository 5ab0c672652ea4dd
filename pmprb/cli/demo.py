"""`pmprb demo`: the whole job on a synthetic regency."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, replace_filled_option
from pmprb.cli.output import print_temuan, watching
from pmprb.cli.screen import say
from pmprb.cli.summary import print_summary

if TYPE_CHECKING:
    from pmprb.demo.followed import Followed


@click.command("demo", cls=IndonesianCommand)
@click.option("-o", "--ke", "folder", type=PATH, default=Path("hasil-demo"), metavar="DIR", help="Folder hasil.")
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa hasil demo yang sudah ada.")
@replace_filled_option
def command(folder: Path, overwrite: bool, replace_filled: bool) -> int:
    """Contoh lengkap: satu kabupaten rekaan dari lembar kosong sampai rekap.xlsx.

    Contoh: pmprb demo
    """
    from pmprb.demo.make import Kept, make_demo
    from pmprb.demo.regency import NAME, units
    from pmprb.jobs.output import Permission

    permission = Permission(overwrite, replace_filled)
    if folder.exists() and any(folder.iterdir()) and not permission.any:
        raise click.UsageError(f"Folder {folder} sudah berisi. Pilih folder lain dengan -o, atau tambahkan --timpa.")
    started = time.perf_counter()
    workers = min(8, os.cpu_count() or 1)
    try:
        made = make_demo(folder, watching(making="Membuat lembar kerja"), workers, Permission(True, replace_filled))
    except Kept as kept:
        print_temuan(kept.temuan, with_file=True)
        return 1
    seconds = time.perf_counter() - started
    say(f"{NAME} (rekaan): {len(units())} unit, {len(made)} instrumen, {seconds:.0f} detik")
    say()
    for part in made:
        print_temuan(part.kept, with_file=True)
        print_summary(part.consolidation, part.instrument)
        say(f"  lembar unit   {part.sheets}/")
        say(f"  lembar TPI    {part.reviews}/")
        say(f"  rekap         {part.rekap}")
        say()
    followed = made[0].followed
    if followed is not None:
        tell_round(followed)
    say(f"Buka dahulu: {made[0].rekap} (lembar Ringkasan, lalu Kesenjangan dan Temuan).")
    return 0


def tell_round(made: Followed) -> None:
    """Print what the round of some units shows."""
    here, year = made.round, made.year.consolidation
    if year is None:
        return
    say(f"Folder kerja beberapa unit dari {year.period} ke {here.settings.period}")
    say(f"  kiriman {year.period}   {here.archive}/ (dengan tanggapan unit, dan dua verifikasi yang berbeda)")
    say(f"  umpan balik    {here.feedback.parent}/")
    say(f"  rekap          {here.rekaps}/")
    if made.compared.compared is not None:
        say(f"  perubahannya   {made.compared.target}")
    say(f"  keadaannya     cd {here.folder}, lalu pmprb")
    say()
