"""`pmprb pantau`: tell what arrives in a working folder, as it arrives."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH
from pmprb.cli.output import print_temuan
from pmprb.cli.screen import say
from pmprb.jobs.round_place import round_folder
from pmprb.numbers import shown
from pmprb.text import readable

if TYPE_CHECKING:
    from pmprb.jobs.evaluate import Evaluated
    from pmprb.jobs.round import Round


@click.command("pantau", cls=IndonesianCommand)
@click.argument("folder", type=PATH, default=Path(), metavar="DIR")
@click.option(
    "--tiap", "seconds", type=click.FloatRange(0.2, 3600), default=3.0, metavar="DETIK", help="Jarak melihat."
)
@click.option("--sekali", "once", is_flag=True, help="Sebut yang sudah ada, lalu selesai.")
def command(folder: Path, seconds: float, once: bool) -> int:
    """Sebut tiap lembar yang tiba di masuk/ dan tpi/ folder kerja; berhenti dengan Ctrl-C.

    Contoh: pmprb pantau
    """
    from pmprb.jobs.round import Inbox, load_round, workbooks_in

    place = round_folder(folder)
    if place is None:
        raise click.UsageError(f"{folder} bukan folder kerja. Siapkan dahulu: pmprb mulai {folder} --instrumen ID")
    one = load_round(place)
    if once:
        return _once(one)
    told = before = Inbox.of(one)
    say(f"Memantau {one.inbox} dan {one.reviews}; sekarang {len(workbooks_in(one.inbox))} kiriman. Ctrl-C: berhenti.")
    while True:
        time.sleep(seconds)
        now = Inbox.of(one)
        arrived = now.arrived(before, told)
        for path in arrived:
            _tell(one, path)
        told = Inbox({**told.seen, **{path: now.seen[path] for path in arrived}})
        before = now


def _once(one: Round) -> int:
    from pmprb.jobs.round import workbooks_in

    code = 0
    for path in (*workbooks_in(one.inbox), *workbooks_in(one.reviews)):
        code = max(code, _tell(one, path))
    return code


def _tell(one: Round, path: Path) -> int:
    """Print what became of one file; return 1 when something of it is a KESALAHAN."""
    from pmprb.jobs.evaluate import evaluate
    from pmprb.jobs.inputs import catalogs_at
    from pmprb.temuan import Severity

    name = readable(path.relative_to(one.folder).as_posix())
    outcome = evaluate(name, path, catalogs_at(None), one.sources.options)
    wrong = [temuan for temuan in outcome.temuan if temuan.severity is Severity.KESALAHAN]
    say(f"{time.strftime('%H.%M')}  {name}  {_summary(outcome)}" + (f" · {len(wrong)} KESALAHAN" if wrong else ""))
    print_temuan(wrong[:3])
    if len(wrong) > 3:
        say(f"    dan {len(wrong) - 3} lagi: pmprb periksa {name}")
    return 1 if wrong else 0


def _summary(outcome: Evaluated) -> str:
    result, replies = outcome.result, outcome.replies
    if replies is not None:
        stances = [one.stance for one in replies.replies]
        said = f"{stances.count('agrees')} setuju, {stances.count('disagrees')} tidak setuju"
        return f"tanggapan · {replies.unit.name or replies.unit.code} · {said}"
    if result is None:
        return "ditolak"
    if result.submission.review_of:
        return f"verifikasi · {result.unit.name or result.unit.code}"
    total = result.tree.total
    score = "belum dinilai" if not result.rated or total.points is None else shown(total.points)
    return f"{result.unit.name or result.unit.code} · {total.answered} dari {total.items} butir · {score}"
