"""What commands print: temuan folded, JSON, progress on a terminal and none in a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import click

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Submission
from pmprb.jobs.pool import Stage, Tick, Watch
from pmprb.temuan import Severity, Temuan, fold, render_folded

_COLOURS = {Severity.KESALAHAN: "red", Severity.PERINGATAN: "yellow", Severity.CATATAN: "blue"}


def print_temuan(temuan: Iterable[Temuan], *, notes: bool = True, with_file: bool = False) -> None:
    """Print temuan, one line for all of a kind in one file, gravest first; CATATAN only with `notes`.

    `with_file` names the file on each line, for lists over several files.
    """
    for line in fold(temuan):
        if line.severity is Severity.CATATAN and not notes:
            continue
        grade = click.style(line.severity.value, fg=_COLOURS[line.severity])
        click.echo(f"  {grade:<10} {render_folded(line, with_file=with_file)}")


def recognised(submission: Submission, instrument: Instrument) -> str:
    """Return as what a file was read, in one line: instrument, variant in use, layout."""
    variant = instrument.chosen_variant
    layout = next((one for one in instrument.layouts if one.id == submission.layout), None)
    parts = [f"Dibaca sebagai {instrument.base_id}"]
    parts += [f"varian {variant.id} ({variant.title})"] if variant else []
    parts += [f"tata letak {layout.id} ({layout.title})"] if layout else []
    return " · ".join(parts)


def print_json(data: Any) -> None:
    """Print data as JSON, Indonesian letters as they are."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def counted(temuan: Iterable[Temuan]) -> str:
    """Return how many of each severity, in words."""
    every = list(temuan)
    counts = {severity: sum(t.severity is severity for t in every) for severity in Severity}
    return ", ".join(f"{count} {severity.value}" for severity, count in counts.items() if count) or "tidak ada temuan"


@contextmanager
def progress(title: str, total: int) -> Iterator[Tick]:
    """Give a function to call once a file; shows a bar on a terminal only, and only for long work."""
    if total < 4 or not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda _name: bar.advance(task)


def watching(reading: str = "Membaca", making: str = "Menulis") -> Watch:
    """Return what shows the stages of a job on a terminal, by the titles given."""
    titles = {Stage.READ: reading, Stage.REKAPS: "Membaca rekap", Stage.MAKE: making, Stage.FEEDBACK: "Umpan balik"}

    def watch(stage: Stage, total: int) -> AbstractContextManager[Tick]:
        return progress(titles[stage], total)

    return watch
