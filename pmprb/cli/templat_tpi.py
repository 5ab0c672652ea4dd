"""`pmprb templat --untuk tpi`: a review workbook for each unit's filled worksheet."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb.cli.output import print_temuan, progress
from pmprb.consolidation.register import Register
from pmprb.consolidation.settle import Duplicates
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Options
from pmprb.pipeline.files import find_files
from pmprb.pipeline.review_sheets import review_sheets, write_whole
from pmprb.pipeline.run import Mixed, choose_instrument, evaluate_all
from pmprb.temuan import CellPos, Code, Temuan, has_errors


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
