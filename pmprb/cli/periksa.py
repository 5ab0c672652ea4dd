"""`pmprb periksa`: what is wrong in worksheets, where, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    catalogs_of,
    check_reading,
    criteria_option,
    json_option,
    paths_argument,
    reading_options,
)
from pmprb.cli.output import counted, print_json, print_temuan, progress, recognised
from pmprb.pipeline.evaluate import Options
from pmprb.pipeline.files import find_files
from pmprb.pipeline.run import evaluate_all
from pmprb.report.as_json import temuan_data
from pmprb.temuan import Code, Temuan, has_errors


@click.command("periksa", cls=IndonesianCommand)
@paths_argument
@reading_options
@criteria_option
@click.option("--ringkas", "brief", is_flag=True, help="Tanpa CATATAN.")
@json_option
def command(paths: tuple[Path, ...], options: Options, criteria: Path | None, brief: bool, as_json: bool) -> int:
    """Apa yang keliru dalam lembar kerja, di sel mana, dan cara membetulkannya.

    Contoh: pmprb periksa berkas/Dinas-Kesehatan.xlsx
    """
    catalogs = catalogs_of(criteria)
    found = find_files(paths)
    check_reading(catalogs, options, found)
    with progress("Memeriksa", len(found.files)) as tick:
        outcomes = evaluate_all(found, catalogs, options, tick=tick)
    every: list[Temuan] = [*found.errors, *found.passed_over]
    if not found.files:
        every += [] if found.errors else [_nothing(paths)]
    if as_json:
        every += [t for o in outcomes for t in o.temuan]
        print_json([temuan_data(t) for t in every])
        return 1 if has_errors(every) else 0
    print_temuan(every, notes=not brief)
    for outcome in outcomes:
        every += outcome.temuan
        if outcome.result is None:
            click.echo(f"{outcome.file} · tidak terbaca")
        else:
            total = outcome.result.tree.total
            named = outcome.result.unit.name or "unit tidak disebut"
            filled = f"{total.answered} dari {total.items} butir terisi"
            click.echo(f"{outcome.file} · {named} · {filled} · {counted(outcome.temuan)}")
            submission = outcome.result.submission
            instrument = catalogs.load(submission.instrument).value
            if instrument is not None:
                click.echo(f"  {recognised(submission, instrument)}")
        print_temuan(outcome.temuan, notes=not brief)
    return 1 if has_errors(every) else 0


def _nothing(paths: tuple[Path, ...]) -> Temuan:
    from pmprb.temuan import CellPos

    return Temuan.of(Code.BUKU_030, CellPos(workbook=", ".join(str(p) for p in paths)))
