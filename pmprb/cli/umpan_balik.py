"""The part of `pmprb gabung` that hands every unit its feedback."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pmprb.catalog.model import Instrument
from pmprb.cli.options import PATH
from pmprb.cli.output import print_temuan, progress
from pmprb.pipeline.feedback import Task, Written, standing_in_the_way, write_feedback
from pmprb.temuan import CellPos, Code, Temuan

feedback_option = click.option(
    "--umpan-balik",
    "feedback",
    type=PATH,
    metavar="DIR",
    help="Tulis juga umpan balik tiap unit: hasil (.xlsx dan .html) dan salinan lembarnya yang ditandai.",
)


def check_folder(folder: Path | None, paths: Sequence[Path], pengampu: Path | None) -> None:
    """Wrong usage when the feedback's folder lies among the worksheets: the next run would read it as worksheets."""
    if folder is None:
        return
    if pengampu is not None:
        raise click.UsageError("--umpan-balik tidak dapat dipakai bersama --pengampu.")
    if any(path.is_dir() and folder.resolve().is_relative_to(path.resolve()) for path in paths):
        raise click.UsageError(
            "--umpan-balik menunjuk ke dalam folder lembar kerja; pilih folder lain supaya hasilnya tidak terbaca "
            "sebagai lembar kerja."
        )


def may_write(tasks: Sequence[Task], overwrite: bool) -> bool:
    """True when no feedback stands where one would be written, or it may be written over; told otherwise."""
    found = [] if overwrite else standing_in_the_way(tasks)
    print_temuan(found[:1])
    if len(found) > 1:
        click.echo(f"  dan {len(found) - 1} berkas umpan balik lain yang sudah ada. Tidak ada yang ditulis.")
    return not found


def hand_out(tasks: Sequence[Task], instrument: Instrument) -> Written:
    """Write every unit's feedback, with progress."""
    with progress("Umpan balik", len(tasks)) as tick:
        try:
            return write_feedback(tasks, instrument, tick=tick)
        except OSError as error:
            at = CellPos(workbook=str(error.filename or tasks[0].stem.parent))
            return Written(0, 0, (Temuan.of(Code.BUKU_091, at),))


def print_written(written: Written, folder: Path, nothing: int) -> None:
    """Print what was handed out, in one line, and what could not be."""
    none = f"; {nothing} unit tidak mendapat karena tidak mengirim apa pun" if nothing else ""
    click.echo(f"Umpan balik: {written.units} unit, {written.copies} salinan bertanda, di {folder}{none}")
    print_temuan(written.temuan, with_file=True)
