"""What a verifier's answers come to, printed; and the option that brings them along."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from pmprb.catalog.model import Instrument
from pmprb.cli.options import PATH
from pmprb.consolidation.model import InputFile
from pmprb.consolidation.verified import Compared, Verified
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Options
from pmprb.pipeline.files import find_files
from pmprb.pipeline.reviews import Reviews, read_reviews
from pmprb.report.numbers import percent, shown

_NAMED = 4

tpi_option = click.option(
    "--tpi",
    "reviews",
    type=PATH,
    multiple=True,
    metavar="PATH",
    help="Lembar verifikasi TPI, berkas atau folder; dicocokkan menurut unit. Boleh diulang.",
)


def reviews_of(paths: tuple[Path, ...], catalogs: Catalogs, options: Options) -> Reviews:
    """Return the reviews at the paths given, read."""
    return read_reviews(find_files(paths), catalogs, options) if paths else Reviews()


def print_verified(verified: Verified, instrument: Instrument, who: str) -> None:
    """Print both sides over the same items by area, then the score with the verifier's answers in place."""
    total = next(iter(verified.compared.values()))
    asked = len(instrument.items)
    click.echo(
        f"  Verifikasi {who}: {total.verified} dari {asked} butir; yang belum diverifikasi tidak ikut dibandingkan"
    )
    if total.items:
        click.echo(f"     mandiri {who:>7}   selisih  butir sama")
        for group in instrument.groups:
            compared = verified.of(instrument, group.id)
            if compared.items:
                click.echo(f"{_line(compared)}  {group.title}")
        click.echo(f"{_line(total)}  Seluruhnya")
    after = verified.after.total
    of = f"{shown(after.points)} dari {shown(instrument.root.weight)} ({percent(after.share)})"
    count = len(verified.replaced)
    click.echo(f"  Nilai setelah verifikasi {of}: jawaban {who} menggantikan jawaban unit pada {count} butir")
    if verified.predicate:
        click.echo(f"    Predikat {verified.predicate.label} ({verified.predicate.title})")
    for verdict in verified.verdicts:
        if verdict.decides:
            failed = [gate for gate in verdict.gates if not gate.passed]
            listed = f": {', '.join(gate.title for gate in failed)}" if len(failed) <= _NAMED else ""
            number = f"belum, {len(failed)} ambang belum terpenuhi{listed}"
            said = "memenuhi semua ambang" if verdict.passed else number
            click.echo(f"    {verdict.target}: {said}")


def _line(compared: Compared) -> str:
    difference = compared.difference or 0
    sign = "+" if difference > 0 else ""
    change = sign + shown(compared.difference)
    return f"     {shown(compared.own):>7} {shown(compared.review):>7}  {change:>8}  {compared.items:>10}"


def fates(files: Iterable[InputFile]) -> str:
    """Return in words how many review files were used and how many were not."""
    every = [file for file in files if not file.passed_over]
    used = sum(file.used for file in every)
    return f"{len(every)} lembar verifikasi = {used} dipakai + {len(every) - used} ditolak"
