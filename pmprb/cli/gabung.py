"""`pmprb gabung`: all units' worksheets into one consolidated workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from pmprb.books.rekap.json import consolidation_data
from pmprb.catalog.model import Instrument
from pmprb.cli.gabung_lain import Work, between, check_folder, feedback_option, hand_out, may_write, print_written
from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    PATH,
    blank_option,
    catalogs_of,
    check_reading,
    criteria_option,
    duplicates_option,
    json_option,
    paths_argument,
    reading_options,
    strict_option,
)
from pmprb.cli.output import counted, print_json, print_temuan, progress
from pmprb.engine.score import Blank
from pmprb.jobs.consolidate import (
    Mixed,
    Reviews,
    Wishes,
    choose_instrument,
    evaluate_all,
    gather,
    read_reviews,
    write_rekap,
)
from pmprb.jobs.evaluate import Options
from pmprb.jobs.feedback import Written, feedback_counts, plan_feedback, without_any
from pmprb.jobs.inputs import Catalogs, find_files
from pmprb.jobs.province import Asked
from pmprb.numbers import percent, shown
from pmprb.office.model import Consolidation, InputFile
from pmprb.office.register import Duplicates, Register
from pmprb.office.verified import Compared, Verified
from pmprb.temuan.record import CellPos, Code, Temuan, has_errors
from pmprb.text import readable

# What a verifier's answers come to, printed; and the option that brings them along.


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


@click.command("gabung", cls=IndonesianCommand)
@paths_argument
@click.option("-o", "--ke", "target", type=PATH, required=True, metavar="REKAP.xlsx", help="Rekap yang ditulis.")
@click.option("--unit", "register_path", type=PATH, metavar="XLSX", help="Daftar unit yang wajib menyerahkan.")
@click.option(
    "--pengampu",
    "pengampu",
    type=PATH,
    metavar="XLSX",
    help="Daftar pengampu: gabungkan lembar para pengampu menjadi satu lembar instansi yang terisi.",
)
@click.option("--periode", "period", default="", metavar="TAHUN", help="Periode; bawaan: periode terbanyak di berkas.")
@duplicates_option
@click.option(
    "--lanjutan",
    "previous",
    type=PATH,
    metavar="REKAP",
    help="Rekap terdahulu; isian PIC, tenggat, status ikut dibawa.",
)
@click.option("--instansi", "instansi", default="", metavar="NAMA", help="Nama instansi untuk judul rekap.")
@tpi_option
@click.option(
    "--antar-instansi",
    "between_instansi",
    is_flag=True,
    help="Jajarkan rekap beberapa instansi; bawaan: dikenali bila sebagian besar berkas adalah rekap.",
)
@click.option("--parquet", "parquet", type=PATH, metavar="DIR", help="Tulis juga tabel Parquet untuk statistik.")
@feedback_option
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa rekap dan umpan balik yang sudah ada.")
@reading_options
@blank_option
@strict_option
@criteria_option
@json_option
def command(
    paths: tuple[Path, ...],
    target: Path,
    register_path: Path | None,
    pengampu: Path | None,
    period: str,
    duplicates: Duplicates,
    previous: Path | None,
    instansi: str,
    reviews: tuple[Path, ...],
    between_instansi: bool,
    parquet: Path | None,
    feedback: Path | None,
    overwrite: bool,
    options: Options,
    blank: Blank | None,
    strict: bool,
    criteria: Path | None,
    as_json: bool,
) -> int:
    """Gabungkan lembar semua unit menjadi satu rekap.xlsx, atau rekap semua instansi menjadi satu.

    \b
    Contoh:
      pmprb gabung lembar/ -o rekap.xlsx --unit daftar-unit.xlsx --ganda terbaru --umpan-balik umpan-balik/
      pmprb gabung lembar/ --tpi tpi/ -o rekap.xlsx --unit daftar-unit.xlsx
      pmprb gabung pengampu/ --pengampu daftar-pengampu.xlsx --instansi "Kabupaten X" -o lembar-instansi.xlsx
      pmprb gabung rekap-kabupaten/ --instansi "Provinsi X" -o rekap-provinsi.xlsx
    """
    catalogs, instansi = catalogs_of(criteria), readable(instansi)
    if pengampu is not None and reviews:
        raise click.UsageError("--tpi tidak dipakai bersama --pengampu.")
    found = find_files(paths, [p for p in (target, register_path, pengampu, previous, *reviews) if p])
    check_reading(catalogs, options, found)
    check_folder(feedback, paths, pengampu)
    own: dict[str, object] = {"--unit": register_path, "--pengampu": pengampu, "--lanjutan": previous}
    own |= {"--parquet": parquet, "--umpan-balik": feedback, "--unit-nama": options.unit_name}
    own |= {"--tata-letak": options.layout, "--tahun": options.year, "--tpi": reviews}
    of_worksheets = [name for name, given in own.items() if given]
    if between_instansi and of_worksheets:
        raise click.UsageError(f"{of_worksheets[0]} hanya untuk lembar kerja, tidak untuk --antar-instansi.")
    if target.exists() and not overwrite:
        print_temuan([Temuan.of(Code.BUKU_029, CellPos(workbook=str(target)))])
        return 1
    if pengampu is not None and strict:
        raise click.UsageError("--ketat tidak dipakai bersama --pengampu: gabungkan dahulu, lalu pmprb nilai --ketat.")
    asked = Asked(instrument=options.instrument, period=period, blank=blank or "", duplicates=duplicates, name=instansi)
    work = Work(found, catalogs, asked, target, as_json)
    if not of_worksheets and (code := between(work, between_instansi)) is not None:
        return code
    if pengampu is not None:
        from pmprb.cli.gabung_lain import merge, report

        return report(merge(found, pengampu, target, catalogs, options, instansi, period), target, as_json)
    register = register_of(register_path)
    if register is None:
        return 1
    with progress("Membaca", len(found.files)) as tick:
        options = options.model_copy(update={"blank": blank, "strict": strict})
        outcomes = evaluate_all(found, catalogs, options, tick=tick)
    if not of_worksheets and (code := between(work, False, outcomes)) is not None:
        return code
    chosen = choose_instrument(outcomes, options.instrument)
    if isinstance(chosen, Mixed):
        listed = ", ".join(f"{name} ({count} berkas)" for name, count in chosen.counts.items())
        raise click.UsageError(f"Berkas memuat beberapa instrumen: {listed}. Pilih satu dengan --instrumen ID.")
    loaded = catalogs.load(chosen).value if chosen else None
    if loaded is None:
        print_temuan([*found.errors, *(t for o in outcomes for t in o.temuan)])
        nothing = Temuan.of(Code.BUKU_030, CellPos(workbook=", ".join(str(p) for p in paths)))
        print_temuan([nothing])
        return 1
    wishes = Wishes(period=period, duplicates=duplicates, options=options)
    verifying = reviews_of(reviews, catalogs, options)
    consolidation = gather(outcomes, found, loaded, register, wishes, verifying)
    tasks = plan_feedback(consolidation, loaded, outcomes, found, register, feedback) if feedback else []
    if not may_write(tasks, overwrite):
        return 1
    carried = write_rekap(consolidation, loaded, target, previous, instansi)
    if parquet is not None:
        _write_tables(consolidation, loaded, parquet)
    written = hand_out(tasks, loaded) if tasks else Written(0, 0)
    if as_json:
        handed = {"feedback": feedback_counts(written, without_any(consolidation, tasks))} if feedback else {}
        print_json(consolidation_data(consolidation, loaded) | handed)
    else:
        print_summary(consolidation, loaded)
        print_temuan(carried)
        click.echo(f"Ditulis: {target}")
        if feedback is not None:
            print_written(written, feedback, without_any(consolidation, tasks))
    return 1 if has_errors((*consolidation.temuan, *written.temuan)) else 0


def register_of(path: Path | None) -> Register | None:
    """Return the register of units, empty without a path; None, its temuan told, when it cannot be used."""
    if path is None:
        return Register()
    from pmprb.worksheet.register import read_register

    units = read_register(path)
    print_temuan(units.temuan)
    return None if units.value is None else Register(units.value)


def _write_tables(consolidation: Consolidation, instrument: Instrument, folder: Path) -> None:
    from pmprb.books.rekap.tables import write_parquet

    try:
        write_parquet(consolidation, instrument, folder)
    except ImportError:
        raise click.UsageError("--parquet memerlukan pyarrow. Pasang dengan: pip install 'pmprb[klaster]'") from None


def print_summary(consolidation: Consolidation, instrument: Instrument) -> None:
    """Print a consolidation in a few lines: files, index, targets, missing units, refused files."""
    used = sum(file.used for file in consolidation.inputs)
    passed = sum(file.passed_over for file in consolidation.inputs)
    refused = len(consolidation.inputs) - used - passed
    index = shown(consolidation.index)
    variant = f", varian {instrument.variant}" if instrument.variant else ""
    click.echo(f"{instrument.short_title}{variant}, periode {consolidation.period or '-'}")
    click.echo(
        f"  {used + refused} berkas = {used} dipakai + {refused} ditolak"
        + (f" (di luar itu {passed} berkas dilewati)" if passed else "")
    )
    rule = instrument.units_rule.title if instrument.units_rule else "Rata-rata"
    label = f" · predikat {consolidation.index_predicate.label}" if consolidation.index_predicate else ""
    click.echo(
        f"  {rule} {index} dari {shown(instrument.root.weight)} "
        f"({percent(consolidation.index_share)}) dari {len(consolidation.standings)} unit{label}"
    )
    for target_id, count in consolidation.targets.items():
        click.echo(f"  {target_id}: {count} unit memenuhi semua ambang")
    if consolidation.reviews:
        click.echo(f"  {fates(consolidation.reviews)}")
    if consolidation.missing:
        click.echo(f"  belum menyerahkan: {len(consolidation.missing)} dari {consolidation.registered} unit")
    if consolidation.strict:
        _print_strict(consolidation)
    if consolidation.findings:
        named = len({(f.unit.code, f.unit.name) for f in consolidation.findings})
        click.echo(f"  perlu ditelaah: {len(consolidation.findings)} hal pada {named} unit (lembar Perlu Ditelaah)")
    click.echo(f"  temuan: {counted(consolidation.temuan)}")
    files = (*consolidation.inputs, *consolidation.reviews)
    refusals = (t for f in files if not f.used and not f.passed_over for t in f.why)
    print_temuan(refusals, with_file=True)


def _print_strict(consolidation: Consolidation) -> None:
    """Print how many items of how many units count as blank in a strict run."""
    changes = [result.strict for result in consolidation.results if result.strict and result.strict.items]
    items = sum(len(change.items) for change in changes)
    click.echo(f"  penilaian ketat: {items} butir tanpa bukti pada {len(changes)} unit dihitung kosong")
    without = sum(result.strict is not None and not result.strict.applied for result in consolidation.results)
    if without:
        click.echo(f"  penilaian ketat: {without} lembar tidak mempunyai kolom bukti, jadi tidak berubah")
