"""`pmprb templat`: one worksheet a unit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, catalogs_of, criteria_option, duplicates_option, known_instrument
from pmprb.cli.output import print_temuan, progress
from pmprb.engine.answers import Unit
from pmprb.jobs.consolidate import Mixed, choose_instrument, evaluate_all
from pmprb.jobs.evaluate import Options
from pmprb.jobs.inputs import Catalogs, find_files
from pmprb.jobs.templates import review_sheets, write_whole
from pmprb.office.register import Duplicates, Register
from pmprb.temuan.record import CellPos, Code, Loaded, Temuan, has_errors
from pmprb.text import distinct, slug

# `pmprb templat --untuk tpi`: a review workbook for each unit's filled worksheet.


def make_review_workbooks(
    sources: tuple[Path, ...],
    target: Path,
    catalogs: Catalogs,
    register: Register,
    instrument_id: str,
    period: str,
    duplicates: Duplicates,
    overwrite: bool,
) -> int:
    """Write a review workbook a unit into a folder; return the exit code."""
    found = find_files(sources)
    with progress("Membaca", len(found.files)) as tick:
        outcomes = evaluate_all(found, catalogs, Options(instrument=instrument_id), tick=tick)
    chosen = choose_instrument(outcomes, instrument_id)
    if isinstance(chosen, Mixed):
        listed = ", ".join(f"{name} ({count} berkas)" for name, count in chosen.counts.items())
        raise click.UsageError(f"Berkas memuat beberapa instrumen: {listed}. Sebutkan ID-nya: pmprb templat ID …")
    instrument = catalogs.load(chosen).value if chosen else None
    if instrument is None:
        nothing = Temuan.of(Code.BUKU_030, CellPos(workbook=", ".join(str(p) for p in sources)))
        print_temuan([*found.errors, *(t for o in outcomes for t in o.temuan), nothing])
        return 1
    made = review_sheets(outcomes, instrument, register, period, duplicates)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError:
        text = f"Folder {target} tidak dapat dibuat: ada berkas bernama sama atau tidak ada izin menulis."
        click.echo(text, err=True)
        return 1
    told = [*found.errors, *made.temuan]
    written = 0
    sheets = made.value or ()
    with progress("Menulis", len(sheets)) as tick:
        for sheet in sheets:
            path = target / sheet.name
            if path.exists() and not overwrite:
                told.append(Temuan.of(Code.BUKU_029, CellPos(workbook=str(path))))
            else:
                write_whole(path, sheet.content())
                written += 1
            tick(sheet.name)
    click.echo(f"{written} lembar verifikasi ditulis ke {target}")
    print_temuan(told, with_file=True)
    return 1 if has_errors(told) else 0


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
@click.option("--periode", "period", metavar="TAHUN", help="Periode penilaian, misalnya 2026.")
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
    metavar="PATH",
    help="Lembar unit yang sudah diisi, berkas atau folder; boleh diulang. Hanya untuk --untuk tpi.",
)
@duplicates_option
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa berkas yang sudah ada.")
@criteria_option
def command(
    instrument_id: str | None,
    register: Path | None,
    pengampu: Path | None,
    period: str | None,
    target: Path | None,
    empty_register: Path | None,
    purpose: str,
    filled: tuple[Path, ...],
    duplicates: Duplicates,
    overwrite: bool,
    criteria: Path | None,
) -> int:
    """Buat lembar kerja kosong, satu berkas tiap unit; atau lembar verifikasi untuk TPI.

    \b
    Contoh:
      pmprb templat --daftar-kosong daftar-unit.xlsx
      pmprb templat ID --unit daftar-unit.xlsx --periode 2026 -o lembar/
      pmprb templat ID --pengampu daftar-pengampu.xlsx --periode 2024 -o pengampu/
      pmprb templat --untuk tpi --dari lembar/ -o tpi/
    """
    if empty_register is not None:
        return _write_register(empty_register, overwrite)
    catalogs = catalogs_of(criteria)
    if purpose == "tpi":
        return _for_tpi(
            instrument_id or "", register, pengampu, period or "", filled, target, catalogs, duplicates, overwrite
        )
    if filled:
        raise click.UsageError("--dari hanya untuk --untuk tpi.")
    source = register or pengampu
    for value, name in ((instrument_id, "ID instrumen"), (source, "--unit"), (period, "--periode"), (target, "-o")):
        if not value:
            raise click.UsageError(f"{name} belum diisi.")
    assert instrument_id and source and period and target
    if register and pengampu:
        raise click.UsageError("Pilih salah satu: --unit atau --pengampu.")
    known_instrument(catalogs, instrument_id)
    loaded = catalogs.load(instrument_id)
    if loaded.value is None:
        print_temuan(loaded.temuan)
        return 1
    makers = _for_pengampu if pengampu else _for_units
    prepared = makers(source, loaded.value, period)
    print_temuan(prepared.temuan)
    if prepared.value is None:
        return 1
    units, make = prepared.value
    return _write(units, make, worksheet_names(instrument_id, period, units), target, overwrite)


def _for_tpi(
    instrument_id: str,
    register: Path | None,
    pengampu: Path | None,
    period: str,
    filled: tuple[Path, ...],
    target: Path | None,
    catalogs: Catalogs,
    duplicates: Duplicates,
    overwrite: bool,
) -> int:
    """Write review workbooks; what is needed for them is told when it is missing."""
    from pmprb.office.register import Register

    if not filled or target is None:
        raise click.UsageError(f"{'-o' if filled else '--dari'} belum diisi.")
    if pengampu:
        raise click.UsageError("--pengampu tidak dipakai bersama --untuk tpi.")
    known_instrument(catalogs, instrument_id)
    units: tuple[Unit, ...] = ()
    if register:
        from pmprb.worksheet.register import read_register

        found = read_register(register)
        print_temuan(found.temuan)
        if found.value is None:
            return 1
        units = found.value
    return make_review_workbooks(
        filled, target, catalogs, Register(units), instrument_id, period, duplicates, overwrite
    )


_Made = tuple[tuple[Unit, ...], Callable[[Unit], bytes]]


def _for_units(register: Path, instrument: Instrument, period: str) -> Loaded[_Made]:
    """Return the units of a register and what makes the worksheet of one."""
    from pmprb.worksheet.register import read_register
    from pmprb.worksheet.template.build import TemplateMaker

    units = read_register(register)
    if units.value is None:
        return Loaded(value=None, temuan=units.temuan)
    return Loaded(value=(units.value, TemplateMaker(instrument, period, __version__).make), temuan=units.temuan)


def _for_pengampu(register: Path, instrument: Instrument, period: str) -> Loaded[_Made]:
    """Return the units that answer for some items and what makes the worksheet of one, with its items alone."""
    from pmprb.worksheet.register import read_pengampu
    from pmprb.worksheet.template.build import build_template

    found = read_pengampu(register, instrument)
    if found.value is None:
        return Loaded(value=None, temuan=found.temuan)
    items = {one.unit.code: one.items for one in found.value}

    def make(unit: Unit) -> bytes:
        return build_template(instrument.only(items[unit.code]), unit, period, version=__version__)

    return Loaded(value=(tuple(one.unit for one in found.value), make), temuan=found.temuan)


def _write(
    units: tuple[Unit, ...], make: Callable[[Unit], bytes], names: list[str], target: Path, overwrite: bool
) -> int:
    """Write a worksheet a unit into a folder; what exists is kept unless it may be written over."""
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError:
        click.echo(
            f"Folder {target} tidak dapat dibuat: ada berkas bernama sama atau tidak ada izin menulis.", err=True
        )
        return 1
    written, kept = 0, []
    with progress("Menulis", len(names)) as tick:
        for unit, name in zip(units, names, strict=True):
            path = target / name
            if path.exists() and not overwrite:
                kept.append(Temuan.of(Code.BUKU_029, CellPos(workbook=str(path))))
            else:
                path.write_bytes(make(unit))
                written += 1
            tick(name)
    click.echo(f"{written} lembar kerja ditulis ke {target}")
    print_temuan(kept)
    return 1 if kept else 0


def worksheet_names(instrument_id: str, period: str, units: tuple[Unit, ...]) -> list[str]:
    """Return a file name for each unit's worksheet, distinct and free of path tricks."""
    stems = [f"LKE_{instrument_id.replace('@', '-')}_{slug(period)}_{slug(u.code, 20)}_{slug(u.name)}" for u in units]
    return [f"{stem}.xlsx" for stem in distinct(stems)]


def _write_register(path: Path, overwrite: bool) -> int:
    from pmprb.worksheet.register import register_workbook

    if path.exists() and not overwrite:
        print_temuan([Temuan.of(Code.BUKU_029, CellPos(workbook=str(path)))])
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(register_workbook())
    click.echo(
        f"Daftar unit kosong ditulis ke {path}. Isi, lalu: pmprb templat ID --unit {path} --periode 2026 -o lembar/"
    )
    return 0
