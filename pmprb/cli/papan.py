"""`pmprb papan`: the page, served on this machine with the engine behind it; with --kelas also a room for phones."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH
from pmprb.cli.output import print_temuan
from pmprb.cli.screen import say, styled
from pmprb.temuan import Temuan


@click.command("papan", cls=IndonesianCommand)
@click.argument("path", type=PATH, metavar="[BERKAS_ATAU_FOLDER]", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Nomor port; bawaan: yang bebas.")
@click.option("--tanpa-peramban", "quiet", is_flag=True, help="Tampilkan alamatnya saja; peramban dibuka sendiri.")
def command(path: Path | None, port: int, quiet: bool) -> int:
    """Buka halaman pmprb di peramban: rekap, isian, klinik. Hanya komputer ini yang dapat membukanya.

    \b
    Contoh:
      pmprb papan
      pmprb papan hasil-demo/lembar
    """
    from pmprb.papan.service.start import PageRequest, serve_page

    def warned(temuan: list[Temuan]) -> None:
        print_temuan(temuan, with_file=True)

    if not serve_page(PageRequest(path, port, not quiet), _told, _again, warned):
        return 3
    say("Papan ditutup; berkas kerjanya sudah dihapus dari komputer ini.")
    return 0


def _told(address: str) -> None:
    say(styled("Papan siap", fg="green", bold=True) + ": hanya dapat dibuka dari komputer ini, satu kali tiap alamat.")
    say(f"  {address}")
    say("Selesai: tekan Ctrl-C di jendela ini.")


def _again(address: str) -> None:
    say(f"Untuk membuka sekali lagi, di tab lain: {address}")
