"""`pmprb templat`: one worksheet a unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    PATH,
    PeriodType,
    criteria_option,
    duplicates_option,
    every_path,
    replace_filled_option,
    round_here,
    sheets_option,
    tpi_option,
)
from pmprb.cli.output import print_temuan, watching
from pmprb.cli.screen import say
from pmprb.cli.summary import print_refused
from pmprb.jobs.refusal_words import counts
from pmprb.jobs.refusals import MixedInstruments

if TYPE_CHECKING:
    from pmprb.jobs.carry import EarlierSheets
    from pmprb.jobs.output import Permission
    from pmprb.jobs.round import Round
    from pmprb.jobs.templates import ReviewRequest, SheetsMade, WorksheetRequest
    from pmprb.office.register import Duplicates


@dataclass(frozen=True)
class _Typed:
    """The options as they were typed."""

    instrument_id: str | None
    register: Path | None
    pengampu: Path | None
    period: str | None
    target: Path | None
    filled: tuple[Path, ...]
    fill: bool
    duplicates: Duplicates
    sheets: tuple[str, ...]
    overwrite: bool
    replace_filled: bool
    criteria: Path | None
    reviews: tuple[Path, ...]


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
    "--daftar-kosong",
    "empty_register",
    type=PATH,
    metavar="XLSX",
    help="Tulis daftar unit kosong untuk diisi; dengan --dari: berisi unit yang lembarnya ada.",
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
    help="Lembar unit yang sudah diisi, berkas atau folder; boleh diulang. Untuk --untuk tpi: yang diverifikasi; untuk "
    "unit: lembar periode lalu, yang jawabannya ditampilkan di lembar baru.",
)
@click.option("--isi", "fill", is_flag=True, help="Isikan jawaban periode lalu, bertanda belum ditinjau ulang.")
@sheets_option
@tpi_option
@duplicates_option
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa berkas yang sudah ada.")
@replace_filled_option
@criteria_option
def command(empty_register: Path | None, purpose: str, **typed: Any) -> int:
    """Buat lembar kerja kosong, satu berkas tiap unit; atau lembar verifikasi untuk TPI.

    Di dalam folder kerja (pmprb mulai) tanpa alamat: lembar yang belum ada bagi unit di daftar, ke lembar/ atau
    lembar-tpi/. Dengan --isi: berisi jawaban periode lalu dari arsip/.

    \b
    Contoh:
      pmprb templat
      pmprb templat --daftar-kosong daftar-unit.xlsx
      pmprb templat --daftar-kosong daftar-unit.xlsx --dari masuk/
      pmprb templat ID --unit daftar-unit.xlsx --periode 2026 -o lembar/
      pmprb templat ID --pengampu daftar-pengampu.xlsx --periode 2024 -o pengampu/
      pmprb templat ID --unit daftar-unit.xlsx --periode 2027 --dari masuk-2026/ -o lembar/
      pmprb templat --untuk tpi --dari lembar/ -o tpi/
    """
    from pmprb.jobs.output import Permission
    from pmprb.jobs.templates import make_reviews, make_worksheets

    asked = _Typed(**typed)
    if empty_register is not None:
        permission = Permission(asked.overwrite, asked.replace_filled)
        if asked.filled:
            return _register_of(asked, empty_register, permission)
        return _empty_register(empty_register, permission)
    if asked.fill and purpose == "tpi":
        raise click.UsageError("--isi hanya untuk lembar unit, bukan untuk --untuk tpi.")
    alone = not (asked.instrument_id or asked.register or asked.pengampu or asked.target or asked.filled)
    here = round_here(click.get_current_context()) if alone or asked.fill else None
    if here is not None and asked.fill:
        asked = _completed(here, asked)
    if here is not None and alone:
        return _in_round(here, purpose, asked)
    try:
        if purpose == "tpi":
            return _tell(make_reviews(_review_request(asked), watching()), "lembar verifikasi", with_file=True)
        return _tell(make_worksheets(_worksheet_request(asked), watching()), "lembar kerja", with_file=False)
    except MixedInstruments as mixed:
        listed = counts(mixed.counts)
        text = f"Berkas memuat beberapa instrumen: {listed}. Sebutkan ID-nya: pmprb templat ID …"
        raise click.UsageError(text) from None


def _completed(here: Round, asked: _Typed) -> _Typed:
    """Return the options for worksheets that are to be filled in, what was not typed taken from the working folder: the
    last period in its archive above all. Wrong usage when there is none."""
    earlier = asked.filled or here.earlier_sheets()
    if not earlier:
        raise click.UsageError(
            "--isi: belum ada kiriman periode lalu di arsip/. Sebut tempatnya, pmprb templat --isi --dari FOLDER, atau "
            "tanpa --isi untuk lembar kosong."
        )
    return replace(
        asked,
        instrument_id=asked.instrument_id or here.settings.instrument,
        period=asked.period or here.settings.period,
        register=asked.register or (None if asked.pengampu else here.register),
        target=asked.target or here.blanks,
        filled=earlier,
    )


def _in_round(here: Round, purpose: str, asked: _Typed) -> int:
    """Make what a working folder still lacks: a worksheet for each unit without one, or a review workbook for each that
    came in. What is there is left as it is."""
    from pmprb.jobs.templates import ReviewRequest, WorksheetRequest, make_reviews, make_worksheets
    from pmprb.temuan import OutputExists

    if purpose == "tpi":
        wanted = ReviewRequest(
            here.sources, here.review_blanks, here.register, here.settings.period, here.settings.duplicates,
            asked.overwrite, asked.replace_filled, here.request().reviews, here.target,
        )  # fmt: skip
        made, what = make_reviews(wanted, watching()), "lembar verifikasi"
    else:
        blank = WorksheetRequest(
            here.settings.instrument, here.settings.period, here.blanks, here.register, None,
            asked.overwrite, asked.criteria, asked.replace_filled, asked.filled or here.earlier_sheets(), asked.fill,
        )  # fmt: skip
        made, what = make_worksheets(blank, watching()), "lembar kerja"
    there = [temuan for temuan in made.temuan if isinstance(temuan, OutputExists)]
    rest = replace(made, temuan=tuple(temuan for temuan in made.temuan if temuan not in there))
    code = _tell(rest, what, with_file=purpose == "tpi")
    if there:
        newer = "; yang masuk sesudahnya (jawaban TPI, tanggapan unit) ditulis dengan --timpa"
        say(f"{len(there)} {what} sudah ada dan dibiarkan{newer if purpose == 'tpi' else '; ganti dengan --timpa'}.")
    return code


def _worksheet_request(asked: _Typed) -> WorksheetRequest:
    """Return the request for blank worksheets; wrong usage when something is missing or too much."""
    from pmprb.jobs.templates import WorksheetRequest

    if asked.filled and asked.pengampu:
        raise click.UsageError("--dari tidak dipakai bersama --pengampu.")
    if asked.fill and not asked.filled:
        raise click.UsageError("--isi memerlukan --dari FOLDER: lembar periode lalu yang jawabannya dibawa.")
    if asked.reviews:
        raise click.UsageError("--tpi hanya untuk --untuk tpi.")
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
        asked.filled,
        asked.fill,
    )


def _review_request(asked: _Typed) -> ReviewRequest:
    """Return the request for review workbooks; wrong usage when something is missing or too much."""
    from pmprb.jobs.evaluate import Options, Sources
    from pmprb.jobs.templates import ReviewRequest

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
        asked.reviews,
    )


def _tell(made: SheetsMade, what: str, *, with_file: bool) -> int:
    """Print what was written and what was not; return the exit code. `with_file` names the worksheet in each line."""
    print_temuan(made.register, with_file=True)
    if made.written is not None:
        say(f"{made.written} {what} ditulis ke {made.target}")
        if made.written and made.earlier and made.earlier.units:
            _tell_carried(made.earlier)
    if made.written is None:
        print_refused(made.temuan)
    else:
        print_temuan(made.temuan, with_file=with_file)
    return 1 if made.failed else 0


def _tell_carried(before: EarlierSheets) -> None:
    """Print what earlier worksheets handed on."""
    periods = f" dari {', '.join(before.periods)}" if before.periods else ""
    say(f"Jawaban{periods}: {before.answers} pada {len(before.units)} unit")
    if before.unfit:
        say(f"  {before.unfit} hanya ditampilkan: pilihan atau skalanya berubah, atau berasal dari beberapa butir")
    if before.fresh:
        listed = ", ".join(before.fresh[:8]) + (" …" if len(before.fresh) > 8 else "")
        say(f"  {len(before.fresh)} butir baru tanpa jawaban lama: {listed}")


def _register_of(asked: _Typed, path: Path, permission: Permission) -> int:
    """Write a list of the units of worksheets; return the exit code."""
    from pmprb.jobs.evaluate import Sources
    from pmprb.jobs.register import make_register

    made = make_register(Sources(asked.filled, criteria=asked.criteria), path, permission, watching())
    print_temuan(made.temuan, with_file=True)
    if made.failed:
        return 1
    say(f"Daftar {len(made.units)} unit dari lembar yang ada ditulis ke {path}.")
    if made.numbered:
        say(f"  {made.numbered} unit tidak berkode di lembarnya dan diberi nomor: ganti dengan kode yang Anda pakai.")
    say("  Periksa namanya, isi jenis dan kelompoknya, lalu tambahkan unit yang belum menyerahkan.")
    return 0


def _empty_register(path: Path, permission: Permission) -> int:
    from pmprb.jobs.templates import write_empty_register
    from pmprb.temuan import has_errors

    told = write_empty_register(path, permission)
    print_temuan(told)
    if has_errors(told):
        return 1
    say(f"Daftar unit kosong ditulis ke {path}. Isi, lalu: pmprb templat ID --unit {path} --periode 2026 -o lembar/")
    return 0
