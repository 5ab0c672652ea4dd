"""`pmprb papan`: the page, served on this machine with the engine behind it; with --kelas also a room for phones."""

from __future__ import annotations

import ipaddress
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, one_path
from pmprb.cli.output import print_temuan
from pmprb.cli.screen import say, styled
from pmprb.jobs.refusals import MissingLibrary

if TYPE_CHECKING:
    from pmprb.papan.service.addresses import Address
    from pmprb.temuan import Temuan

_PORT = click.IntRange(0, 65535)


@click.command("papan", cls=IndonesianCommand)
@click.argument("path", type=PATH, callback=one_path, metavar="[BERKAS_ATAU_FOLDER]", required=False)
@click.option("--port", type=_PORT, metavar="N", help="Nomor port halaman; bawaan: 8320 bila bebas.")
@click.option("--tanpa-peramban", "quiet", is_flag=True, help="Tampilkan alamatnya saja; peramban dibuka sendiri.")
@click.option("--kelas", "lesson", is_flag=True, help="Buka juga kelas: peserta menjawab dari ponsel di jaringan ini.")
@click.option("--alamat", "address", metavar="IP", help="Alamat komputer ini yang dapat dibuka ponsel (--kelas).")
@click.option("--port-kelas", "lesson_port", type=_PORT, metavar="N", help="Nomor port kelas; bawaan: 8321 bila bebas.")
@click.option(
    "--peserta",
    "most",
    type=click.IntRange(1, 500),
    default=100,
    metavar="N",
    help="Peserta paling banyak; bawaan: 100.",
)
def command(
    path: Path | None,
    port: int | None,
    quiet: bool,
    lesson: bool,
    address: str | None,
    lesson_port: int | None,
    most: int,
) -> int:
    """Buka halaman pmprb di peramban: rekap, isian, klinik. Hanya komputer ini yang dapat membukanya.

    \b
    Contoh:
      pmprb papan
      pmprb papan hasil-demo/lembar
      pmprb papan --kelas
    """
    from pmprb.papan.service.start import ClassRequest, PageRequest, Teller, serve_page

    chosen = None
    if lesson:
        chosen = _chosen(address)
        every = ipaddress.ip_address(chosen).is_unspecified
        request = PageRequest(path, port, not quiet, ClassRequest(chosen, lesson_port, most, every))
    elif address or lesson_port is not None:
        raise click.UsageError("--alamat dan --port-kelas hanya untuk kelas; tambahkan --kelas.")
    else:
        request = PageRequest(path, port, not quiet)

    def warned(temuan: list[Temuan]) -> None:
        print_temuan(temuan, with_file=True)

    if not serve_page(request, Teller(_ready, _again, warned)):
        return 3
    say("Papan ditutup; berkas kerjanya sudah dihapus dari komputer ini.")
    _wait_for_nobody()
    return 0


def _wait_for_nobody() -> None:
    """End the process where a job's threads are still at work: nobody is there for whom they do it."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(0.5)
            if thread.is_alive():
                sys.stdout.flush()
                os._exit(0)


def _ready(address: str, places: Sequence[str]) -> None:
    say(styled("Papan siap", fg="green", bold=True) + ": hanya dapat dibuka dari komputer ini, satu kali tiap alamat.")
    say(f"  {address}")
    if places:
        say("Kelas dapat dibuka ponsel di jaringan ini, dengan kode di ruang Kelas:")
        for place in places:
            say(f"  {place}")
    say("Selesai: tekan Ctrl-C di jendela ini.")


def _again(address: str) -> None:
    say(f"Untuk membuka sekali lagi, di tab lain: {address}")


# The address of a class: this machine's own, chosen, never all of them unasked.


def _chosen(named: str | None) -> str:
    """Return the address phones are to reach: the one named, the only one, or the one the user picks."""
    try:
        from pmprb.papan.service.addresses import local_addresses

        known = local_addresses()
    except ImportError as error:
        raise MissingLibrary("ifaddr") from error
    if named is not None:
        return _own(named.strip(), known)
    if not known:
        raise click.UsageError("Komputer ini belum tersambung ke jaringan. Sambungkan ke Wi-Fi yang dipakai peserta.")
    if len(known) == 1:
        return known[0].address
    if not sys.stdin.isatty():
        listed = ", ".join(f"{one.address} ({one.card})" for one in known)
        raise click.UsageError(f"Komputer ini punya beberapa alamat: {listed}. Pilih satu dengan --alamat.")
    say("Komputer ini punya beberapa alamat. Pilih yang satu jaringan dengan ponsel peserta:")
    for number, one in enumerate(known, 1):
        say(f"  {number}. {one.address}  {one.card}")
    number = click.prompt("Nomor", type=click.IntRange(1, len(known)))
    return known[int(number) - 1].address


def _own(named: str, known: Sequence[Address]) -> str:
    """Return an address named by the user, if it is this machine's; all of them only when the user says so again."""
    try:
        address = ipaddress.IPv4Address(named)
    except ValueError:
        raise click.UsageError(f"--alamat {named} bukan alamat IP, misalnya 192.168.1.5.") from None
    if address.is_unspecified:
        if not sys.stdin.isatty():
            raise click.UsageError("0.0.0.0 membuka kelas di semua jaringan komputer ini; sebutkan satu alamat saja.")
        click.confirm("Kelas akan dapat dibuka dari semua jaringan komputer ini. Lanjutkan?", abort=True)
        return named
    if address.is_loopback or named in {one.address for one in known}:
        return named
    listed = ", ".join(one.address for one in known) or "tidak ada"
    raise click.UsageError(f"{named} bukan alamat komputer ini. Yang ada: {listed}.")
