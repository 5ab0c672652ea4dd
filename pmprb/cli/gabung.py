"""`pmprb gabung`: all units' worksheets into one consolidated workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    PATH,
    NameType,
    PeriodType,
    SchedulerType,
    blank_option,
    duplicates_option,
    json_option,
    replace_filled_option,
    round_of,
    sources_options,
    strict_option,
    tpi_option,
)

if TYPE_CHECKING:
    from pmprb.jobs.evaluate import Sources


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
@click.option(
    "--per-instansi",
    "each",
    is_flag=True,
    help="Gabungkan tiap folder di bawah PATH sebagai satu instansi, lalu jajarkan; perlu --parquet.",
)
@click.option("--csv", "csv", type=PATH, metavar="DIR", help="Tulis juga tabel-tabelnya sebagai .csv untuk Excel.")
@click.option("--parquet", "parquet", type=PATH, metavar="DIR", help="Tulis juga tabel Parquet, ke folder atau s3://….")
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
@click.option(
    "--penjadwal",
    "scheduler",
    type=SchedulerType(),
    default="",
    metavar="ALAMAT",
    help="Baca lembar dengan klaster dask (tcp://host:port), atau sejumlah proses (proses:4).",
)
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa rekap dan umpan balik yang sudah ada.")
@replace_filled_option
@sources_options(blank_option, strict_option)
@json_option
def command(
    sources: Sources,
    pengampu: Path | None,
    between_instansi: bool,
    each: bool,
    scheduler: str,
    as_json: bool,
    **asked: Any,
) -> int:
    """Gabungkan lembar semua unit menjadi satu rekap.xlsx, atau rekap semua instansi menjadi satu.

    Di dalam folder kerja (pmprb mulai) tanpa alamat: lembar di masuk/ dan tpi/ menjadi rekap dan umpan balik.

    \b
    Contoh:
      pmprb gabung
      pmprb gabung lembar/ -o rekap.xlsx --unit daftar-unit.xlsx --ganda terbaru --umpan-balik umpan-balik/
      pmprb gabung lembar/ --tpi tpi/ -o rekap.xlsx --unit daftar-unit.xlsx
      pmprb gabung pengampu/ --pengampu daftar-pengampu.xlsx --instansi "Kabupaten X" -o lembar-instansi.xlsx
      pmprb gabung rekap-kabupaten/ --instansi "Provinsi X" -o rekap-provinsi.xlsx
      pmprb gabung provinsi/ --per-instansi -o provinsi.xlsx --parquet hasil/
      pmprb gabung s3://lke/2026/ -o rekap.xlsx --penjadwal tcp://10.0.0.5:8786
      pmprb gabung s3://lke/2026/ --per-instansi -o nasional.xlsx --parquet s3://lke/hasil/
    """
    from pmprb.cli.gathering import (  # all that reads and writes: a help page does without it
        gather,
        gather_many,
        in_round,
        merge,
        outputs_far,
    )
    from pmprb.jobs.rekap import RekapRequest

    if (here := round_of(click.get_current_context())) is not None and not (pengampu or between_instansi or each):
        request = in_round(here, sources, asked, as_json)
        return gather(request, between_instansi=False, scheduler=scheduler, as_json=as_json)
    if asked["target"] is None:
        raise click.UsageError("Opsi --ke belum diisi.")
    request = RekapRequest(sources, **asked)
    if far := outputs_far(request):
        raise click.UsageError(f"{far} ditulis di komputer ini: hanya --parquet dapat ke penyimpanan bersama.")
    if each:
        return gather_many(request, pengampu is not None or between_instansi, scheduler, as_json)
    if pengampu is not None:
        if scheduler:
            raise click.UsageError("--penjadwal tidak dipakai bersama --pengampu.")
        return merge(request, pengampu, between_instansi, as_json)
    return gather(request, between_instansi, scheduler, as_json)
