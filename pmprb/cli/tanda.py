"""`pmprb tanda`: keys, a detached signature beside a rekap, and whether one holds."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from pmprb.cli.indonesia import IndonesianGroup
from pmprb.cli.options import PATH, criteria_option, json_option, one_path
from pmprb.cli.output import print_json, print_temuan
from pmprb.cli.screen import say, styled

_PASSPHRASE = click.option(
    "--sandi-dari", "passphrase", type=PATH, metavar="BERKAS",
    help="Baca kata sandi dari baris pertama berkas; bawaan: diketik.",
)  # fmt: skip
_MEANS = (
    "Tanda tangan membuktikan bahwa pemegang kunci menandatangani berkas ini dan isinya tidak berubah sejak itu; bahwa "
    "angkanya benar dibuktikan oleh pmprb periksa --bukti."
)


@click.group("tanda", cls=IndonesianGroup)
def command() -> None:
    """Tanda tangan digital rekap: kunci, buat, periksa."""


@command.command("kunci")
@click.option(
    "-o",
    "--ke",
    "target",
    type=PATH,
    metavar="NAMA",
    help="Nama kunci; ditulis NAMA.key dan NAMA.pub.",
)
@_PASSPHRASE
def keys(target: Path | None, passphrase: Path | None) -> int:
    """Buat sepasang kunci: yang rahasia disimpan sendiri, yang publik diumumkan.

    \b
    Contoh:
      pmprb tanda kunci -o kunci/bagian-organisasi
    """
    from pmprb.jobs.sign import KeyRequest, make_keys
    from pmprb.temuan import has_errors

    if target is None:
        raise click.UsageError("-o belum diisi: nama kunci, misalnya kunci/bagian-organisasi.")
    made = make_keys(KeyRequest(target, _passphrase(passphrase, twice=True)))
    print_temuan(made.temuan, with_file=True)
    if has_errors(made.temuan):
        return 1
    say(f"Ditulis: {made.secret} (rahasia: simpan di tempat aman, jangan dikirim)")
    say(f"Ditulis: {made.public} (publik: umumkan)")
    say(f"Kunci publik: {made.line}")
    return 0


@command.command("buat")
@click.argument("rekap", type=PATH, callback=one_path, metavar="REKAP")
@click.option("--kunci", "key", type=PATH, metavar="BERKAS", help="Kunci rahasia (.key).")
@_PASSPHRASE
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa tanda tangan yang sudah ada.")
@criteria_option
def sign(rekap: Path, key: Path | None, passphrase: Path | None, overwrite: bool, criteria: Path | None) -> int:
    """Tanda tangani sebuah rekap; tanda tangannya ditulis di sampingnya (REKAP.sig).

    \b
    Contoh:
      pmprb tanda buat rekap.xlsx --kunci kunci/bagian-organisasi.key
    """
    from pmprb.jobs.sign import SignRequest, sign_rekap
    from pmprb.temuan import has_errors

    if key is None:
        raise click.UsageError("--kunci belum diisi: berkas kunci rahasia (.key).")
    reads = (passphrase,) if passphrase else ()
    made = sign_rekap(SignRequest(rekap, key, _passphrase(passphrase), overwrite, criteria, reads))
    print_temuan(made.temuan, with_file=True)
    if has_errors(made.temuan):
        return 1
    say(f"Ditulis: {made.signature}")
    say("Simpan dan kirim bersama rekapnya. Rekap yang disimpan ulang memerlukan tanda tangan baru.")
    return 0


@command.command("periksa")
@click.argument("rekap", type=PATH, callback=one_path, metavar="REKAP")
@click.option("--kunci-publik", "public", type=PATH, metavar="BERKAS", help="Kunci publik penanda tangan (.pub).")
@click.option("--tanda", "signature", type=PATH, metavar="BERKAS", help="Tanda tangan; bawaan: REKAP.sig.")
@criteria_option
@json_option
def check(rekap: Path, public: Path | None, signature: Path | None, criteria: Path | None, as_json: bool) -> int:
    """Apakah rekap ini yang ditandatangani pemegang kunci, tanpa perubahan.

    \b
    Contoh:
      pmprb tanda periksa rekap.xlsx --kunci-publik bagian-organisasi.pub
    """
    from pmprb.books.rekap.json import temuan_data
    from pmprb.jobs.sign import CheckRequest, check_signature
    from pmprb.temuan import has_errors

    if public is None:
        raise click.UsageError("--kunci-publik belum diisi: kunci publik yang Anda terima dari pemiliknya (.pub).")
    found = check_signature(CheckRequest(rekap, public, signature, criteria))
    holds = not has_errors(found.temuan)
    if as_json:
        told = [temuan_data(t) for t in found.temuan]
        print_json({"holds": holds, "says": found.says, "key": found.key, "temuan": told})
        return 0 if holds else 1
    print_temuan(found.temuan, with_file=True)
    if holds:
        say(styled("Tanda tangan sah", fg="green", bold=True) + f": {_dated(found.says)}")
        say(f"Kunci publik: {found.key}")
        say(_MEANS)
    return 0 if holds else 1


def _dated(says: str) -> str:
    """Return what was signed, its time as a date."""
    stamp, _, rest = says.partition(" ")
    seconds = stamp.removeprefix("timestamp:")
    if not seconds.isdecimal() or len(seconds) > 11:
        return says
    return f"{datetime.fromtimestamp(int(seconds), UTC):%Y-%m-%d %H.%M} UTC menurut penanda tangan, {rest}"


def _passphrase(path: Path | None, twice: bool = False) -> str:
    """Return the passphrase: the first line of a file, or typed unseen."""
    if path is not None:
        return path.read_text(encoding="utf-8").partition("\n")[0].strip("\r\ufeff")
    if not sys.stdin.isatty():
        raise click.UsageError("Kata sandi tidak dapat diketik di sini: sebutkan --sandi-dari BERKAS.")
    typed: str = click.prompt("Kata sandi kunci", hide_input=True)
    if twice and click.prompt("Sekali lagi", hide_input=True) != typed:
        raise click.UsageError("Kedua kata sandi tidak sama. Tidak ada yang ditulis.")
    return typed
