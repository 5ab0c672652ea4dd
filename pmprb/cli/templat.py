"""`pmprb templat`: one worksheet a unit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    PATH,
    PeriodType,
    criteria_option,
    duplicates_option,
    every_path,
    replace_filled_option,
    sheets_option,
)
from pmprb.cli.output import print_temuan, watching
from pmprb.cli.refusals import counts
from pmprb.cli.screen import say
from pmprb.cli.summary import print_refused
from pmprb.jobs.evaluate import Options, Sources
from pmprb.jobs.output import Permission
from pmprb.jobs.refusals import MixedInstruments
from pmprb.jobs.templates import (
    ReviewRequest,
    SheetsMade,
    WorksheetRequest,
    make_reviews,
    make_worksheets,
    write_empty_register,
)
from pmprb.office.register import Duplicates
from pmprb.temuan import has_errors


@dataclass(frozen=True)
class _Typed:
    """The options as they were typed."""

    instrument_id: str | None
    register: Path | None
    pengampu: Path | None
    period: str | None
    target: Path | None
    filled: tuple[Path, ...]
    duplicates: Duplicates
    sheets: tuple[str, ...]
    overwrite: bool
    replace_filled: bool
    criteria: Path | None


@click.command("templat", cls=IndonesianCommand)
@click.argument("instrument_id", required=False, metavar="ID")
@click.option("--unit", "register", type=PATH, metavar="XLSX", help="Daftar unit (kode, nama, jenis, kelompok, alias).")
@click.option(
    "--pengampu",
    "pengampu",
    type=PATH,
    metavar="XLSX",
    help="Daftar pengampu (kode, nama, butir): tiap perangkat daerah hanya mendapat butirnya.",
)
@click.option("--periode", "period", type=PeriodType(), metavar="TAHUN", help="Periode penilaian, misalnya 2026.")
@click.option("-o", "--ke", "target", type=PATH, metavar="DIR", help="Folder hasil.")
@click.option(
    "--daftar-kosong", "empty_register", type=PATH, metavar="XLSX", help="Tulis daftar unit kosong untuk diisi dahulu."
)
@click.option(
    "--untuk",
    "purpose",
    type=click.Choice(["unit", "tpi"]),
    default="unit",
    show_default=True,
    help="Lembar kosong untuk unit, atau lembar verifikasi untuk TPI dari lembar yang sudah diisi.",
)
@click.option(
    "--dari",
    "filled",
    type=PATH,
    multiple=True,
    callback=every_path,
    metavar="PATH",
    help="Lembar unit yang sudah diisi, berkas atau folder; boleh diulang. Hanya untuk --untuk tpi.",
)
@sheets_option
@duplicates_option
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa berkas yang sudah ada.")
@replace_filled_option
@criteria_option
def command(empty_register: Path | None, purpose: str, **typed: Any) -> int:
    """Buat lembar kerja kosong, satu berkas tiap unit; atau lembar verifikasi untuk TPI.

    \b
    Contoh:
      pmprb templat --daftar-kosong daftar-unit.xlsx
      pmprb templat ID --unit daftar-unit.xlsx --periode 2026 -o lembar/
      pmprb templat ID --pengampu daftar-pengampu.xlsx --periode 2024 -o pengampu/
      pmprb templat --untuk tpi --dari lembar/ -o tpi/
    """
    asked = _Typed(**typed)
    if empty_register is not None:
        return _empty_register(empty_register, Permission(asked.overwrite, asked.replace_filled))
    try:
        if purpose == "tpi":
            return _tell(make_reviews(_review_request(asked), watching()), "lembar verifikasi", with_file=True)
        return _tell(make_worksheets(_worksheet_request(asked), watching()), "lembar kerja", with_file=False)
    except MixedInstruments as mixed:
        listed = counts(mixed.counts)
        text = f"Berkas memuat beberapa instrumen: {listed}. Sebutkan ID-nya: pmprb templat ID …"
        raise click.UsageError(text) from None


def _worksheet_request(asked: _Typed) -> WorksheetRequest:
    """Return the request for blank worksheets; wrong usage when something is missing or too much."""
    if asked.filled:
        raise click.UsageError("--dari hanya untuk --untuk tpi.")
    if asked.sheets:
        raise click.UsageError("--lembar hanya untuk --untuk tpi.")
    source = asked.register or asked.pengampu
    needed = (
        (asked.instrument_id, "ID instrumen"),
        (source, "--unit"),
        (asked.period, "--periode"),
        (asked.target, "-o"),
    )
    for value, name in needed:
        if not value:
            raise click.UsageError(f"{name} belum diisi.")
    assert asked.instrument_id and asked.period and asked.target
    if asked.register and asked.pengampu:
        raise click.UsageError("Pilih salah satu: --unit atau --pengampu.")
    return WorksheetRequest(
        asked.instrument_id,
        asked.period,
        asked.target,
        asked.register,
        asked.pengampu,
        asked.overwrite,
        asked.criteria,
        asked.replace_filled,
    )


def _review_request(asked: _Typed) -> ReviewRequest:
    """Return the request for review workbooks; wrong usage when something is missing or too much."""
    if not asked.filled or asked.target is None:
        raise click.UsageError(f"{'-o' if asked.filled else '--dari'} belum diisi.")
    if asked.pengampu:
        raise click.UsageError("--pengampu tidak dipakai bersama --untuk tpi.")
    sources = Sources(asked.filled, Options(instrument=asked.instrument_id or "", sheets=asked.sheets), asked.criteria)
    return ReviewRequest(
        sources,
        asked.target,
        asked.register,
        asked.period or "",
        asked.duplicates,
        asked.overwrite,
        asked.replace_filled,
    )


def _tell(made: SheetsMade, what: str, *, with_file: bool) -> int:
    """Print what was written and what was not; return the exit code. `with_file` names the worksheet in each line."""
    print_temuan(made.register)
    if made.written is not None:
        say(f"{made.written} {what} ditulis ke {made.target}")
    if made.written is None:
        print_refused(made.temuan)
    else:
        print_temuan(made.temuan, with_file=with_file)
    return 1 if made.failed else 0


def _empty_register(path: Path, permission: Permission) -> int:
    told = write_empty_register(path, permission)
    print_temuan(told)
    if has_errors(told):
        return 1
    say(f"Daftar unit kosong ditulis ke {path}. Isi, lalu: pmprb templat ID --unit {path} --periode 2026 -o lembar/")
    return 0
