"""`pmprb cetak`: a rekap, or one worksheet, as an A4 PDF."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, NameType, criteria_option, one_path, round_here
from pmprb.cli.output import print_temuan
from pmprb.cli.screen import say


@click.command("cetak", cls=IndonesianCommand)
@click.argument("path", type=PATH, required=False, callback=one_path, metavar="REKAP|LEMBAR")
@click.option("-o", "--ke", "target", type=PATH, metavar="PAK.pdf", help="PDF yang ditulis; bawaan: nama berkasnya.")
@click.option("--unit", "unit", type=NameType(), default="", metavar="NAMA", help="Hanya halaman satu unit.")
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa PDF yang sudah ada.")
@criteria_option
def command(path: Path | None, target: Path | None, unit: str, overwrite: bool, criteria: Path | None) -> int:
    """Cetak rekap menjadi PDF A4: halaman pimpinan, peringkat, kelayakan, lalu satu halaman tiap unit.

    Sebuah lembar kerja dicetak untuk dibaca di kertas. Memerlukan LibreOffice. Di dalam folder kerja (pmprb mulai)
    tanpa alamat: rekap periode ini, ke rekap/.

    \b
    Contoh:
      pmprb cetak rekap.xlsx
      pmprb cetak rekap.xlsx --unit "Dinas Kesehatan" -o dinkes.pdf
      pmprb cetak lembar/1-02_Dinas-Kesehatan.xlsx
    """
    from pmprb.jobs.printing import PDF, PrintRequest, print_file

    if path is None:
        here = round_here(click.get_current_context())
        if here is None:
            raise click.UsageError("Sebutkan rekap atau lembar kerja yang dicetak.")
        path, overwrite = here.target, overwrite or target is None  # as the rekap itself is made anew there
        if not path.is_file():
            raise click.UsageError(f"Rekap periode ini belum ada ({path}). Buat dahulu: pmprb gabung")
    if target is None:
        from pmprb.text import slug

        target = path.with_name(f"{path.stem}_{slug(unit)}{PDF}") if unit else path.with_suffix(PDF)
    made = print_file(PrintRequest(path, target, unit, overwrite, criteria))
    print_temuan(made.temuan, with_file=True)
    if not made.written:
        return 1
    say(f"Ditulis: {made.target}")
    if made.digest:
        say(f"  {made.units} halaman unit; sidik rekap pada tiap halaman: {made.digest[:16]}…")
    return 0
