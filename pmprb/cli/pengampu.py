"""What `pmprb gabung --pengampu` does: the worksheets of several pengampu into one of the whole instansi."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb import __version__
from pmprb.answers.model import State, Submission, Unit
from pmprb.catalog.model import Instrument
from pmprb.cli.output import counted, print_json, print_temuan, progress
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Evaluated, Options
from pmprb.pipeline.files import Found
from pmprb.pipeline.names import slug
from pmprb.pipeline.pengampu import merge_outcomes
from pmprb.pipeline.run import Mixed, choose_instrument, evaluate_all
from pmprb.report.as_json import temuan_data
from pmprb.temuan import CellPos, Code, Loaded, Severity, Temuan, has_errors


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
    from pmprb.excel.pengampu import read_pengampu
    from pmprb.excel.template import build_template

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
