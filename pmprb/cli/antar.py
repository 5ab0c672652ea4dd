"""What `pmprb gabung` does with rekaps of several instansi: one workbook for a province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click

from pmprb.catalog.model import Instrument
from pmprb.cli.output import counted, print_json, print_temuan, progress
from pmprb.consolidation.province import Province
from pmprb.consolidation.record import fate_of
from pmprb.pipeline.antar import (
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
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Evaluated
from pmprb.pipeline.files import Found
from pmprb.report.as_json import temuan_data
from pmprb.report.numbers import percent, shown
from pmprb.report.province_json import province_data
from pmprb.temuan import has_errors

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
