"""`pmprb gabung`: all units' worksheets into one consolidated workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    PATH,
    NameType,
    PeriodType,
    blank_option,
    duplicates_option,
    json_option,
    replace_filled_option,
    round_of,
    sources_options,
    strict_option,
    tpi_option,
)
from pmprb.cli.output import print_json, print_temuan, watching
from pmprb.cli.summary import print_merged, print_province_made, print_rekap
from pmprb.jobs.evaluate import Sources
from pmprb.jobs.gather import GatherRequest, Kind, gather_files
from pmprb.jobs.merge import Merged, MergeRequest, merge_worksheets
from pmprb.jobs.province import ProvinceMade
from pmprb.jobs.rekap import RekapMade, RekapRequest
from pmprb.temuan import Temuan

if TYPE_CHECKING:
    from pmprb.jobs.round import Round


@click.command("gabung", cls=IndonesianCommand)
@click.option("-o", "--ke", "target", type=PATH, metavar="REKAP.xlsx", help="Rekap yang ditulis.")
@click.option("--unit", "register", type=PATH, metavar="XLSX", help="Daftar unit yang wajib menyerahkan.")
@click.option(
    "--pengampu",
    "pengampu",
    type=PATH,
    metavar="XLSX",
    help="Daftar pengampu: gabungkan lembar para pengampu menjadi satu lembar instansi yang terisi.",
)
@click.option(
    "--periode",
    "period",
    type=PeriodType(),
    default="",
    metavar="TAHUN",
    help="Periode; bawaan: periode terbanyak di berkas.",
)
@duplicates_option
@click.option(
    "--lanjutan",
    "previous",
    type=PATH,
    metavar="REKAP",
    help="Rekap terdahulu; isian PIC, tenggat, status ikut dibawa.",
)
@click.option(
    "--instansi", "instansi", type=NameType(), default="", metavar="NAMA", help="Nama instansi untuk judul rekap."
)
@tpi_option
@click.option(
    "--antar-instansi",
    "between_instansi",
    is_flag=True,
    help="Jajarkan rekap beberapa instansi; bawaan: dikenali bila sebagian besar berkas adalah rekap.",
)
@click.option("--parquet", "parquet", type=PATH, metavar="DIR", help="Tulis juga tabel Parquet untuk statistik.")
@click.option(
    "--umpan-balik",
    "feedback",
    type=PATH,
    metavar="DIR",
    help="Tulis juga umpan balik tiap unit: hasil (.xlsx dan .html) dan salinan lembarnya yang ditandai.",
)
@click.option(
    "--jalur",
    "next_steps",
    is_flag=True,
    help="Sebut tiap unit perubahan paling sedikit ke target berikutnya, di Kelayakan dan umpan baliknya.",
)
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa rekap dan umpan balik yang sudah ada.")
@replace_filled_option
@sources_options(blank_option, strict_option)
@json_option
def command(sources: Sources, pengampu: Path | None, between_instansi: bool, as_json: bool, **asked: Any) -> int:
    """Gabungkan lembar semua unit menjadi satu rekap.xlsx, atau rekap semua instansi menjadi satu.

    Di dalam folder kerja (pmprb mulai) tanpa alamat: lembar di masuk/ dan tpi/ menjadi rekap dan umpan balik.

    \b
    Contoh:
      pmprb gabung
      pmprb gabung lembar/ -o rekap.xlsx --unit daftar-unit.xlsx --ganda terbaru --umpan-balik umpan-balik/
      pmprb gabung lembar/ --tpi tpi/ -o rekap.xlsx --unit daftar-unit.xlsx
      pmprb gabung pengampu/ --pengampu daftar-pengampu.xlsx --instansi "Kabupaten X" -o lembar-instansi.xlsx
      pmprb gabung rekap-kabupaten/ --instansi "Provinsi X" -o rekap-provinsi.xlsx
    """
    if (here := round_of(click.get_current_context())) is not None and not (pengampu or between_instansi):
        return _gather(_in_round(here, sources, asked), between_instansi=False, as_json=as_json)
    if asked["target"] is None:
        raise click.UsageError("Opsi --ke belum diisi.")
    request = RekapRequest(sources, **asked)
    if pengampu is not None:
        return _merge(request, pengampu, between_instansi, as_json)
    return _gather(request, between_instansi, as_json)


def _in_round(here: Round, sources: Sources, asked: dict[str, Any]) -> RekapRequest:
    """Return what is asked for in a working folder: its own choices, and over them what was typed."""
    usual = here.request()
    typed = {name: value for name, value in asked.items() if value and value != "tolak"}
    forced, chosen = sources.options.model_dump(), usual.sources.options.model_dump()
    options = usual.sources.options.model_validate(chosen | {name: value for name, value in forced.items() if value})
    read = replace(usual.sources, options=options, criteria=sources.criteria)
    return replace(usual, sources=read, **typed)


def _gather(request: RekapRequest, between_instansi: bool, as_json: bool) -> int:
    """Gather worksheets, or rekaps when the files are such; return the exit code."""
    own = _of_worksheets(request)
    if between_instansi and own:
        raise click.UsageError(f"{own[0]} hanya untuk lembar kerja, tidak untuk --antar-instansi.")
    kind = Kind.REKAPS if between_instansi else Kind.WORKSHEETS if own else Kind.BY_FILES
    made = gather_files(GatherRequest(request, kind), watching())
    _tell(made, as_json)
    if isinstance(made, RekapMade) and made.trouble:
        raise made.trouble
    return 1 if made.failed else 0


def _merge(request: RekapRequest, pengampu: Path, between_instansi: bool, as_json: bool) -> int:
    """Make one worksheet of those of several pengampu; return the exit code."""
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


def _of_worksheets(request: RekapRequest) -> list[str]:
    """Return the options that were used and concern worksheets alone."""
    options = request.sources.options
    own: dict[str, object] = {"--unit": request.register, "--lanjutan": request.previous}
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
