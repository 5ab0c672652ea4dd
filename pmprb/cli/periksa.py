"""`pmprb periksa`: what is wrong in worksheets, where, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pmprb.books.rekap.json import temuan_data
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
from pmprb.jobs.consolidate import evaluate_all
from pmprb.jobs.evaluate import Evaluated, Options
from pmprb.jobs.inputs import Catalogs, Found, find_files
from pmprb.jobs.inspect import inspected
from pmprb.jobs.proof import Proof
from pmprb.numbers import decimal_text, shown
from pmprb.temuan.record import Code, Temuan, has_errors

# The words of `pmprb periksa --bukti`: whether a rekap is what its worksheets give, and where it is not.


def report(proof: Proof, as_json: bool) -> int:
    """Print a proof; return 0 when the rekap is proved, 1 when it is not."""
    if as_json:
        print_json(_data(proof))
        return 0 if proof.same else 1
    record = proof.record
    if record is not None and proof.again is not None:
        used = sum(one.fate == "used" for one in proof.again.inputs)
        count = sum(one.fate == "used" for one in record.inputs)
        click.echo(f"{proof.rekap} · {record.instrument}, periode {record.period or '-'}")
        click.echo(f"  {used} dari {count} berkas yang dipakai dihitung ulang, {len(proof.again.units)} unit")
        click.echo(f"  indeks dalam rekap {shown(record.index)}, hasil hitung ulang {shown(proof.again.index)}")
    if proof.same:
        sheets = ", dan isi setiap lembarnya" if proof.cells else ""
        click.echo(click.style("  Sama", fg="green", bold=True) + f": semua nilai sampai ke tiap jawaban{sheets}.")
    else:
        click.echo(click.style("  Berbeda", fg="red", bold=True) + ":")
    print_temuan(proof.temuan, with_file=True)
    return 0 if proof.same else 1


def _data(proof: Proof) -> dict[str, Any]:
    record, again = proof.record, proof.again
    return {
        "rekap": proof.rekap,
        "same": proof.same,
        "sheets_compared": proof.cells,
        "digest": record.digest if record else None,
        "digest_again": again.digest if again else None,
        "index": None if record is None or record.index is None else decimal_text(record.index),
        "index_again": None if again is None or again.index is None else decimal_text(again.index),
        "temuan": [temuan_data(t) for t in proof.temuan],
    }


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
    from pmprb.jobs.proof import prove

    with progress("Menghitung ulang", len(found.files)) as tick:
        proof = prove(rekap, found, catalogs, tick)
    return report(proof, as_json)


def _write_report(outcomes: list[Evaluated], catalogs: Catalogs, folder: Path, overwrite: bool, *, quiet: bool) -> bool:
    """Write the pages and say so; False when pages that exist were left as they are."""
    from pmprb.jobs.inspect import write_change_pages

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
    from pmprb.temuan.record import CellPos

    return Temuan.of(Code.BUKU_030, CellPos(workbook=", ".join(str(p) for p in paths)))
