"""`pmprb periksa`: what is wrong in worksheets, where, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    PATH,
    catalogs_of,
    check_reading,
    criteria_option,
    json_option,
    paths_argument,
    reading_options,
)
from pmprb.cli.output import counted, print_json, print_temuan, progress, recognised
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Evaluated, Options
from pmprb.pipeline.files import Found, find_files
from pmprb.pipeline.inspection import inspected
from pmprb.pipeline.run import evaluate_all
from pmprb.report.as_json import temuan_data
from pmprb.temuan import Code, Temuan, has_errors


@click.command("periksa", cls=IndonesianCommand)
@paths_argument
@reading_options
@criteria_option
@click.option("--ringkas", "brief", is_flag=True, help="Tanpa CATATAN.")
@click.option(
    "--bukti",
    "proved",
    type=PATH,
    metavar="REKAP",
    help="Hitung ulang satu rekap dari lembar kerja di PATH, dan sebut di mana ia berbeda.",
)
@click.option(
    "--laporan", "report", type=PATH, metavar="DIR", help="Tulis laporan perubahan templat, satu halaman tiap berkas."
)
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa laporan yang sudah ada.")
@json_option
def command(
    paths: tuple[Path, ...],
    options: Options,
    criteria: Path | None,
    brief: bool,
    proved: Path | None,
    report: Path | None,
    overwrite: bool,
    as_json: bool,
) -> int:
    """Apa yang keliru dalam lembar kerja, di sel mana, dan cara membetulkannya.

    \b
    Contoh:
      pmprb periksa berkas/Dinas-Kesehatan.xlsx
      pmprb periksa --bukti rekap.xlsx berkas/
      pmprb periksa berkas/ --ringkas --laporan laporan/
    """
    catalogs = catalogs_of(criteria)
    found = find_files(paths, [proved] if proved else [])
    check_reading(catalogs, options, found)
    if proved is not None:
        return _prove(proved, found, catalogs, as_json)
    with progress("Memeriksa", len(found.files)) as tick:
        outcomes = inspected(evaluate_all(found, catalogs, options, tick=tick), catalogs)
    if report is not None and not _write_report(outcomes, catalogs, report, overwrite, quiet=as_json):
        return 1
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


def _prove(rekap: Path, found: Found, catalogs: Catalogs, as_json: bool) -> int:
    from pmprb.cli.bukti import report
    from pmprb.pipeline.proof import prove

    with progress("Menghitung ulang", len(found.files)) as tick:
        proof = prove(rekap, found, catalogs, tick)
    return report(proof, as_json)


def _write_report(outcomes: list[Evaluated], catalogs: Catalogs, folder: Path, overwrite: bool, *, quiet: bool) -> bool:
    """Write the pages and say so; False when pages that exist were left as they are."""
    from pmprb.pipeline.change_pages import write_change_pages

    written = write_change_pages(outcomes, catalogs, folder, overwrite=overwrite)
    if written.value is None:
        print_temuan(written.temuan, with_file=True)
        return False
    if not quiet:
        click.echo(
            f"Ditulis: {len(outcomes)} laporan perubahan templat di {folder} (mulai dari {written.value[0].name})"
        )
    return True


def _nothing(paths: tuple[Path, ...]) -> Temuan:
    from pmprb.temuan import CellPos

    return Temuan.of(Code.BUKU_030, CellPos(workbook=", ".join(str(p) for p in paths)))
