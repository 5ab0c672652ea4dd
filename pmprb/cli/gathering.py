"""What `pmprb gabung` does once its words are understood: gathers or merges, and prints what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.output import print_json, print_temuan, watching
from pmprb.cli.screen import say
from pmprb.cli.summary import print_merged, print_province_made, print_rekap
from pmprb.jobs.evaluate import Sources
from pmprb.jobs.gather import GatherRequest, Kind, gather_files
from pmprb.jobs.output import Permission
from pmprb.jobs.pool import workers_here
from pmprb.jobs.province import ProvinceMade
from pmprb.jobs.reach import Elsewhere
from pmprb.jobs.rekap import RekapMade, RekapRequest
from pmprb.temuan import CellPos, FilesSentToWorkers, Temuan
from pmprb.text import readable

if TYPE_CHECKING:
    from pmprb.jobs.merge import Merged
    from pmprb.jobs.round import Round


_FOR_EACH = {"--parquet", "--lembar", "--kolom", "--tata-letak", "--tahun"}
"""Options about worksheets that hold for every instansi alike."""


def in_round(here: Round, sources: Sources, asked: dict[str, Any], as_json: bool = False) -> RekapRequest:
    """Return what is asked for in a working folder: its own choices, and over them what was typed. Where nobody has
    written the list of units yet, it is made from the worksheets that came in, and said so."""
    if not asked.get("register") and not here.has_register:
        _register_made(here, as_json)
    usual = here.request()
    typed = {name: value for name, value in asked.items() if value and value != "tolak"}
    forced, chosen = sources.options.model_dump(), usual.sources.options.model_dump()
    options = usual.sources.options.model_validate(chosen | {name: value for name, value in forced.items() if value})
    read = replace(usual.sources, options=options, criteria=sources.criteria)
    return replace(usual, sources=read, **typed)


def _register_made(here: Round, as_json: bool) -> None:
    from pmprb.jobs.register import make_register

    made = make_register(here.sources, here.register, Permission(overwrite=True), watching())
    if as_json:
        return
    if made.failed:  # what is wrong with the files is told when they are gathered
        return
    print_temuan(made.temuan, with_file=True)
    say(f"Daftar unit dibuat dari {len(made.units)} unit yang lembarnya masuk: {made.target}")
    say("  Periksa namanya, lalu tambahkan unit yang belum menyerahkan; setelah itu: pmprb gabung")


def gather(request: RekapRequest, between_instansi: bool, scheduler: str, as_json: bool) -> int:
    """Gather worksheets, or rekaps when the files are such; return the exit code. `scheduler` says who reads them."""
    own = _of_worksheets(request)
    if between_instansi and own:
        raise click.UsageError(f"{own[0]} hanya untuk lembar kerja, tidak untuk --antar-instansi.")
    kind = Kind.REKAPS if between_instansi else Kind.WORKSHEETS if own else Kind.BY_FILES
    with readers(scheduler, request.sources.criteria) as executor:
        made = gather_files(GatherRequest(_seen_from_anywhere(request), kind), watching(), executor)
    _tell(made, as_json)
    _tell_carried(executor, as_json)
    if isinstance(made, RekapMade) and made.trouble:
        raise made.trouble
    return 1 if made.failed else 0


def gather_many(request: RekapRequest, otherwise: bool, scheduler: str, as_json: bool) -> int:
    """Gather each folder as an instansi of its own, and all of them side by side; return the exit code."""
    own = [name for name in _of_worksheets(request) if name not in _FOR_EACH]
    if own or otherwise:
        name = own[0] if own else "--pengampu atau --antar-instansi"
        more = ": taruh daftar-unit.xlsx di folder tiap instansi" if name == "--unit" else ""
        raise click.UsageError(f"{name} tidak dipakai bersama --per-instansi{more}.")
    if request.parquet is None:
        raise click.UsageError("--per-instansi memerlukan --parquet DIR: di sana hasil tiap instansi.")
    from pmprb.jobs.nation import gather_each

    with readers(scheduler, request.sources.criteria) as executor:
        made = gather_each(_seen_from_anywhere(request), watching(), executor)
    _tell(made, as_json)
    _tell_carried(executor, as_json)
    return 1 if made.failed else 0


def _seen_from_anywhere(request: RekapRequest) -> RekapRequest:
    """Return a request whose folder of catalogs means the same wherever a worker stands."""
    criteria = request.sources.criteria
    if criteria is None:
        return request
    return replace(request, sources=replace(request.sources, criteria=criteria.absolute()))


def _tell_carried(executor: Executor | None, as_json: bool) -> None:
    """Say which folders the workers do not see."""
    if isinstance(executor, Elsewhere) and not as_json:
        folders = dict.fromkeys(readable(str(folder)) for folder in executor.carried)
        print_temuan([FilesSentToWorkers(CellPos(workbook=folder)) for folder in folders], with_file=True)


def readers(scheduler: str, criteria: Path | None) -> AbstractContextManager[Executor | None]:
    """Return whoever reads the files: by default this machine's processes when there are many."""
    if not scheduler:
        return workers_here()
    if scheduler == "utas":
        return nullcontext(None)
    if scheduler.startswith("proses"):
        return workers_here(int(scheduler.partition(":")[2] or 0), least=1)
    from pmprb.jobs.cluster import cluster_at

    return cluster_at(scheduler, criteria)


def merge(request: RekapRequest, pengampu: Path, between_instansi: bool, as_json: bool) -> int:
    """Make one worksheet of those of several pengampu; return the exit code."""
    from pmprb.jobs.merge import MergeRequest, merge_worksheets  # and with it all that makes a template

    if request.reviews:
        raise click.UsageError("--tpi tidak dipakai bersama --pengampu.")
    if request.next_steps:
        raise click.UsageError("--jalur tidak dipakai bersama --pengampu: gabungkan dahulu, lalu pmprb jalur.")
    if request.feedback:
        raise click.UsageError("--umpan-balik tidak dapat dipakai bersama --pengampu.")
    if between_instansi:
        raise click.UsageError("--pengampu hanya untuk lembar kerja, tidak untuk --antar-instansi.")
    if request.sources.options.strict:
        raise click.UsageError("--ketat tidak dipakai bersama --pengampu: gabungkan dahulu, lalu pmprb nilai --ketat.")
    if not request.instansi.strip():
        raise click.UsageError("--pengampu memerlukan --instansi NAMA.")
    wanted = MergeRequest(
        request.sources,
        pengampu,
        request.target,
        request.instansi,
        request.period,
        request.overwrite,
        request.replace_filled,
    )
    merged = merge_worksheets(wanted, watching())
    if merged.outputs or not as_json:
        print_merged(merged)
    else:
        print_json(_merged_data(merged))
    return 1 if merged.failed else 0


def _merged_data(merged: Merged) -> dict[str, Any]:
    from pmprb.books.rekap.json import temuan_data

    written = str(merged.target) if merged.submission else None
    return {
        "written": written,
        "items": merged.items,
        "filled": merged.filled,
        "missing": [t.node for t in merged.missing],
        "temuan": [temuan_data(t) for t in merged.temuan],
    }


def outputs_far(request: RekapRequest) -> str:
    """Return the first output but Parquet that is to go to shared storage, as its option is written; empty without."""
    from pmprb.jobs.far import address_of

    outputs = {"--ke": request.target, "--csv": request.csv, "--umpan-balik": request.feedback}
    return next((name for name, path in outputs.items() if path is not None and address_of(path)), "")


def _of_worksheets(request: RekapRequest) -> list[str]:
    """Return the options that were used and concern worksheets alone."""
    options = request.sources.options
    own: dict[str, object] = {"--unit": request.register, "--lanjutan": request.previous}
    own |= {"--csv": request.csv}
    own |= {"--parquet": request.parquet, "--umpan-balik": request.feedback, "--unit-nama": options.unit_name}
    own |= {"--lembar": options.sheets, "--kolom": options.column}
    own |= {"--tata-letak": options.layout, "--tahun": options.year, "--tpi": request.reviews}
    own |= {"--jalur": request.next_steps}
    return [name for name, given in own.items() if given]


def _tell(made: RekapMade | ProvinceMade, as_json: bool) -> None:
    """Print what was gathered, or why nothing was."""
    if isinstance(made, ProvinceMade):
        from pmprb.books.province.json import province_data
        from pmprb.books.rekap.json import temuan_data

        if not as_json:
            print_province_made(made)
        elif made.province is None or made.instrument is None:
            print_json({"kind": "instansi", "instansi": [], "temuan": [temuan_data(t) for t in made.temuan]})
        else:
            data = province_data(made.province, made.instrument)
            print_json(_with(data, made.notes))
    elif not as_json or made.consolidation is None or made.instrument is None:
        print_rekap(made)
    else:
        from pmprb.books.rekap.json import consolidation_data
        from pmprb.jobs.feedback import feedback_counts

        print_temuan(made.register)
        handed = {"feedback": feedback_counts(made.feedback)} if made.feedback else {}
        data = consolidation_data(made.consolidation, made.instrument) | handed
        print_json(_with(data, (*made.carried, *(made.feedback.written.temuan if made.feedback else ()))))


def _with(data: dict[str, Any], written: Iterable[Temuan]) -> dict[str, Any]:
    """Return data with the temuan of writing after those of reading: what was carried over, kept, not handed out."""
    from pmprb.books.rekap.json import temuan_data

    return data | {"temuan": [*data["temuan"], *(temuan_data(t) for t in written)]}
