"""What else `pmprb gabung` does: rekaps of several instansi, worksheets of several pengampu, feedback for units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click

from pmprb import __version__
from pmprb.books.province.json import province_data
from pmprb.books.rekap.json import temuan_data
from pmprb.catalog.model import Instrument
from pmprb.cli.options import PATH
from pmprb.cli.output import counted, print_json, print_temuan, progress
from pmprb.engine.answers import State, Submission, Unit
from pmprb.jobs.consolidate import Mixed, choose_instrument, evaluate_all
from pmprb.jobs.evaluate import Evaluated, Options
from pmprb.jobs.feedback import Task, Written, standing_in_the_way, write_feedback
from pmprb.jobs.inputs import Catalogs, Found
from pmprb.jobs.province import (
    Asked,
    RekapFile,
    begins_with_rekap,
    catalog_of,
    chosen_instrument,
    gather_instansi,
    mostly_rekaps,
    read_rekaps,
    write_gathered,
)
from pmprb.jobs.templates import merge_outcomes
from pmprb.numbers import percent, shown
from pmprb.office.province import Province
from pmprb.office.record import fate_of
from pmprb.temuan.record import CellPos, Code, Loaded, Severity, Temuan, has_errors
from pmprb.text import slug

# What `pmprb gabung` does with rekaps of several instansi: one workbook for a province.


_LISTED = 10


@dataclass(frozen=True)
class Work:
    """What a run has to do: the files, the catalogs, what is asked, where the workbook goes."""

    found: Found
    catalogs: Catalogs
    asked: Asked
    target: Path
    as_json: bool


def between(work: Work, forced: bool, outcomes: Sequence[Evaluated] | None = None) -> int | None:
    """Return the exit code of a run over rekaps; None when the files are worksheets.

    Before `outcomes` the first file decides whether all are read as rekaps; with them, read as worksheets, they tell.
    """
    if outcomes is not None:
        return _run(work, _read(work.found)) if mostly_rekaps(outcomes) else None
    if not (forced or begins_with_rekap(work.found)):
        return None
    files = _read(work.found)
    return _run(work, files) if forced or mostly_rekaps(files) else None


def _read(found: Found) -> list[RekapFile]:
    with progress("Membaca rekap", len(found.files)) as tick:
        return read_rekaps(found, tick)


def _run(work: Work, files: Sequence[RekapFile]) -> int:
    """Write the province's workbook from the files read and print it; return the exit code."""
    names = chosen_instrument(files, work.asked)
    if len(names) > 1:
        listed = ", ".join(names)
        raise click.UsageError(f"Rekap memuat beberapa instrumen sama banyak: {listed}. Pilih dengan --instrumen ID.")
    instrument = catalog_of(names[0], work.catalogs) if names else None
    gathered = gather_instansi(files, work.found, instrument, work.asked)
    province = gathered.value
    if province is None or instrument is None:
        if work.as_json:
            print_json({"kind": "instansi", "instansi": [], "temuan": [temuan_data(t) for t in gathered.temuan]})
        else:
            print_temuan(gathered.temuan, with_file=True)
            click.echo("Tidak ada rekap yang dapat digabung; tidak ada yang ditulis.")
        return 1
    write_gathered(province, instrument, work.target)
    if work.as_json:
        print_json(province_data(province, instrument))
    else:
        print_province(province, instrument)
        click.echo(f"Ditulis: {work.target}")
    return 1 if has_errors(province.temuan) else 0


def print_province(province: Province, instrument: Instrument) -> None:
    """Print a province in a few lines: files, both means, the first instansi, targets, what was refused."""
    fates = [fate_of(file) for file in province.inputs]
    used, refused, passed = (fates.count(fate) for fate in ("used", "refused", "passed_over"))
    variant = f", varian {instrument.variant}" if instrument.variant else ""
    click.echo(f"{instrument.short_title}{variant}, periode {province.period or '-'}, antarinstansi")
    click.echo(
        f"  {used + refused} rekap = {used} dipakai + {refused} ditolak"
        + (f" (di luar itu {passed} berkas dilewati)" if passed else "")
    )
    click.echo(_mean("Rata-rata indeks instansi", province.mean_of_indices, province, f"{used} instansi"))
    click.echo(_mean("Rata-rata seluruh unit", province.mean_of_units, province, f"{province.rated} unit"))
    for row in province.instansi[:_LISTED]:
        place = "–" if row.rank is None else str(row.rank)
        label = f" · predikat {row.predicate.label}" if row.predicate else ""
        click.echo(f"  {place:>3}  {shown(row.index):>7}  {row.name}, {row.rated} dari {row.registered} unit{label}")
    if len(province.instansi) > _LISTED:
        click.echo(f"       dan {len(province.instansi) - _LISTED} instansi lagi")
    for target, count in province.targets.items():
        click.echo(f"  {target}: {count} unit memenuhi semua ambang")
    missing = sum(len(row.missing) for row in province.instansi)
    if missing:
        click.echo(f"  belum menyerahkan: {missing} dari {province.registered} unit")
    click.echo(f"  temuan: {counted(province.temuan)}")
    print_temuan(province.temuan, with_file=True)


def _mean(title: str, value: Fraction | None, province: Province, of: str) -> str:
    share = None if value is None else value / province.total
    return f"  {title} {shown(value)} dari {shown(province.total)} ({percent(share)}) dari {of} [tafsir]"


# What `pmprb gabung --pengampu` does: the worksheets of several pengampu into one of the whole instansi.


def merge(
    found: Found, register: Path, target: Path, catalogs: Catalogs, options: Options, instansi: str, period: str
) -> Loaded[Submission]:
    """Write one filled worksheet of `instansi` to `target` from those of its pengampu; return what was merged."""
    if not instansi.strip():
        raise click.UsageError("--pengampu memerlukan --instansi NAMA.")
    with progress("Membaca", len(found.files)) as tick:
        outcomes = evaluate_all(found, catalogs, options, tick=tick)
    instrument = _instrument(outcomes, catalogs, options)
    if instrument is None:
        told = [*found.errors, *(t for outcome in outcomes for t in outcome.temuan)]
        return Loaded(value=None, temuan=(*told, Temuan.of(Code.BUKU_030, CellPos(workbook=str(target.parent)))))
    from pmprb.worksheet.register import read_pengampu
    from pmprb.worksheet.template.build import build_template

    pengampu = read_pengampu(register, instrument)
    if pengampu.value is None:
        return Loaded(value=None, temuan=pengampu.temuan)
    unit = Unit(code=slug(instansi), name=instansi.strip())
    merged = merge_outcomes(outcomes, instrument, pengampu.value, unit, period)
    if merged.value is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        whole = build_template(instrument, unit, merged.value.period, merged.value, version=__version__)
        target.write_bytes(whole)
    return Loaded(value=merged.value, temuan=(*found.errors, *pengampu.temuan, *merged.temuan))


def _instrument(outcomes: list[Evaluated], catalogs: Catalogs, options: Options) -> Instrument | None:
    chosen = choose_instrument(outcomes, options.instrument)
    if isinstance(chosen, Mixed):
        listed = ", ".join(f"{name} ({count} berkas)" for name, count in chosen.counts.items())
        raise click.UsageError(f"Berkas memuat beberapa instrumen: {listed}. Pilih satu dengan --instrumen ID.")
    return catalogs.load(chosen).value if chosen else None


def report(merged: Loaded[Submission], target: Path, as_json: bool) -> int:
    """Print what was merged and what is still missing; return the exit code."""
    answers = merged.value.answers.values() if merged.value else ()
    filled = sum(answer.state is not State.BLANK for answer in answers)
    missing = [t for t in merged.temuan if t.code is Code.BUKU_055]
    if as_json:
        data = {"written": str(target) if merged.value else None, "items": len(answers), "filled": filled}
        print_json(data | {"missing": [t.node for t in missing], "temuan": [temuan_data(t) for t in merged.temuan]})
    else:
        told = (t for t in merged.temuan if t.severity is not Severity.CATATAN and t not in missing)
        print_temuan(told, with_file=True)
        if merged.value:
            click.echo(f"{merged.value.unit.name}: {filled} dari {len(answers)} butir terisi")
            for one in missing:
                click.echo(f"  belum: {one.node} · {dict(one.values)['unit'] or 'belum ada pengampunya'}")
            click.echo(f"temuan: {counted(merged.temuan)}")
            click.echo(f"Ditulis: {target}")
    return 1 if merged.value is None or has_errors(merged.temuan) else 0


# The part of `pmprb gabung` that hands every unit its feedback.


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
