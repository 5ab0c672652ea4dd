"""What commands print: temuan folded, JSON, progress on a terminal and none in a pipe."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.screen import say, styled

if TYPE_CHECKING:
    from pmprb.catalog.model import Instrument
    from pmprb.engine.answers import Submission
    from pmprb.jobs.pool import Stage, Tick, Watch
    from pmprb.temuan import Temuan

_COLOURS = {"KESALAHAN": "red", "PERINGATAN": "yellow", "CATATAN": "blue"}


def print_temuan(temuan: Iterable[Temuan], *, notes: bool = True, with_file: bool = False) -> None:
    """Print temuan, one line for all of a kind in one file, gravest first; CATATAN only with `notes`.

    `with_file` names the file on each line, for lists over several files.
    """
    from pmprb.temuan import Severity, fold, render_folded

    every = list(temuan)
    _told().extend(every)
    for line in fold(every):
        if line.severity is Severity.CATATAN and not notes:
            continue
        grade = styled(line.severity.value, fg=_COLOURS[line.severity.value])
        say(f"  {grade} {render_folded(line, with_file=with_file)}")


def recognised(submission: Submission, instrument: Instrument) -> str:
    """Return as what a file was read, in one line: instrument, variant in use, layout."""
    variant = instrument.chosen_variant
    layout = next((one for one in instrument.layouts if one.id == submission.layout), None)
    parts = [f"Dibaca sebagai {instrument.base_id}"]
    parts += [f"varian {variant.id} ({variant.title})"] if variant else []
    parts += [f"tata letak {layout.id} ({layout.title})"] if layout else []
    return " · ".join(parts)


_UNSEEN = re.compile("[^\\n -~]")


def print_json(data: Any) -> None:
    """Print data as JSON in UTF-8. Letters stand as they are; what is no sign stands as its escape."""
    _told(done=True)
    text = _UNSEEN.sub(_escaped, json.dumps(data, ensure_ascii=False, indent=1)) + "\n"
    stream = sys.stdout
    bytes_beneath = getattr(stream, "buffer", None)
    if bytes_beneath is None:  # a stream of letters in place of the process's own
        stream.write(text)
        return
    stream.flush()
    bytes_beneath.write(text.encode("utf-8"))
    bytes_beneath.flush()


def _told(done: bool = False) -> list[Temuan]:
    """Return the list of temuan that the command running has printed; `done` tells that its JSON is printed."""
    context = click.get_current_context(silent=True)
    if context is None:
        return []
    context.meta["pmprb.json"] = done or context.meta.get("pmprb.json", False)
    told: list[Temuan] = context.meta.setdefault("pmprb.told", [])
    return told


def finish_json(context: click.Context) -> None:
    """Print why, as JSON, for a command that was refused before it had a result to print."""
    if not context.meta.get("pmprb.json"):
        from pmprb.books.rekap.json import temuan_data

        print_json({"temuan": [temuan_data(t) for t in _told()]})


def _escaped(found: re.Match[str]) -> str:
    letter = found[0]
    return letter if letter.isprintable() else json.dumps(letter)[1:-1]


def counted(temuan: Iterable[Temuan]) -> str:
    """Return how many of each severity, in words."""
    from pmprb.temuan import Severity

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
    from pmprb.jobs.pool import Stage

    titles = {Stage.READ: reading, Stage.REKAPS: "Membaca rekap", Stage.MAKE: making, Stage.FEEDBACK: "Umpan balik"}

    def watch(stage: Stage, total: int) -> AbstractContextManager[Tick]:
        return progress(titles[stage], total)

    return watch
