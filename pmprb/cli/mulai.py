"""`pmprb mulai`: a working folder for a year's round, or the next period of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, NameType, PeriodType
from pmprb.cli.output import print_temuan
from pmprb.cli.screen import as_typed, say
from pmprb.jobs.round_place import SETTINGS

if TYPE_CHECKING:
    from pmprb.jobs.round import Round, Started


@click.command("mulai", cls=IndonesianCommand)
@click.argument("folder", type=PATH, default=Path(), metavar="DIR")
@click.option("--instrumen", "instrument", default="", metavar="ID[@VARIAN]", help="Instrumen yang dinilai.")
@click.option("--instansi", "instansi", type=NameType(), default="", metavar="NAMA", help="Nama instansi.")
@click.option("--periode", "period", type=PeriodType(), default="", metavar="TAHUN", help="Periode; bawaan: tahun ini.")
@click.option("--unit", "register", type=PATH, metavar="XLSX", help="Daftar unit yang disalin ke folder kerja.")
@click.option("--tenggat", "deadline", type=NameType(), default="", metavar="TANGGAL", help="Batas penyerahan.")
def command(folder: Path, instrument: str, instansi: str, period: str, register: Path | None, deadline: str) -> int:
    """Siapkan folder kerja; atau, di folder kerja yang sudah ada, mulai periode berikutnya.

    \b
    Contoh:
      pmprb mulai zi-kabupaten --instrumen ID --instansi "Kabupaten X"
      pmprb mulai zi-kabupaten --periode "TW II 2026"
    """
    from pmprb.jobs.round import StartRequest, start_round
    from pmprb.temuan import has_errors

    if (folder / SETTINGS).is_file():
        return _next(folder, period, any((instrument, instansi, register, deadline)))
    if not instrument:
        raise click.UsageError("Opsi --instrumen belum diisi. Daftarnya: pmprb instrumen")
    made = start_round(StartRequest(folder, instrument, period or str(date.today().year), instansi, register, deadline))
    print_temuan(made.temuan, with_file=True)
    if has_errors(made.temuan):
        return 1
    say(f"Folder kerja {folder} siap: {made.round.settings.instrument}, periode {made.round.settings.period}.")
    if register is None:
        say("  daftar-unit.xlsx   isi dengan unit yang wajib menyerahkan")
    say("  lembar/            lembar kosong untuk dikirim (pmprb templat)")
    say("  masuk/             simpan lembar yang kembali di sini")
    say("  lembar-tpi/        lembar verifikasi untuk TPI (pmprb templat --untuk tpi)")
    say("  tpi/               simpan lembar verifikasi yang kembali di sini")
    say("  rekap/             rekap dari pmprb gabung; umpan balik untuk unit di umpan-balik/")
    say(f"Pilihan lain ada di {SETTINGS}. Di dalam folder itu, ketik pmprb saja untuk melihat langkah berikutnya.")
    return 0


def _still_open(here: Round) -> list[str]:
    """Return what is not finished in the period that ends, each with its count."""
    from pmprb.cli.output import watching
    from pmprb.jobs.refusals import Refusal
    from pmprb.jobs.round import round_state, workbooks_in
    from pmprb.office.disputes import open_disputes

    inbox = len(workbooks_in(here.inbox))
    try:
        state = round_state(here, date.today(), watching())
    except Refusal:  # what lies there cannot be gathered as it is; that stops nobody from going on
        return [f"{inbox} berkas di masuk/ belum dapat digabung"]
    found = state.made.consolidation
    results = found.results if found else ()
    missing = len(found.missing) if found else state.registered
    refused = (
        [file for file in (*found.inputs, *found.replies) if not file.used and not file.passed_over] if found else ()
    )
    begun = workbooks_in(here.review_blanks) or workbooks_in(here.reviews)
    counts = {
        f"dari {state.registered} unit belum menyerahkan": missing,
        "berkas di masuk/ belum dapat digabung": 0 if found else inbox,
        "berkas di masuk/ ditolak": len(refused),
        "lembar masih perlu dibetulkan unitnya": len(state.to_mend),
        "unit belum diverifikasi TPI": sum(one.verified is None for one in results) if begun else 0,
        "butir belum diputus (Perlu Diputus)": sum(map(len, open_disputes(results).values())),
        "tanggapan unit belum dibaca": len(state.unread),
    }
    late = ["rekapnya belum memuat kiriman atau keputusan terakhir"] if results and state.stale else []
    return [f"{count} {words}" for words, count in counts.items() if count] + late


def _gathering(here: Round, made: Started) -> str:
    """Return the command that gathers the period that ended, from its archive."""
    from pmprb.jobs.round import workbooks_in

    archive = made.archived or here.archive
    reviews = archive / here.reviews.name
    words = ["pmprb gabung", as_typed(archive / here.inbox.name), "-o", as_typed(here.target)]
    words += ["--unit", as_typed(here.register)] if here.has_register else []
    words += ["--tpi", as_typed(reviews)] if workbooks_in(reviews) else []
    return " ".join((*words, *(["--timpa"] if here.target.is_file() else [])))


def _next(folder: Path, period: str, more: bool) -> int:
    """Begin the next period of the round in a folder; return the exit code."""
    from pmprb.jobs.round import load_round, next_period
    from pmprb.temuan import has_errors

    here = load_round(folder)
    if more or not period or period == here.settings.period:
        raise click.UsageError(
            f"{folder} sudah menjadi folder kerja (periode {here.settings.period}). Untuk periode berikutnya: "
            f"pmprb mulai {folder} --periode PERIODE; pilihan lain diubah di {SETTINGS}."
        )
    before = _still_open(here)
    made: Started = next_period(here, period)
    print_temuan(made.temuan, with_file=True)
    say(f"Periode {period} dimulai. Kiriman {here.settings.period} kini di {made.archived}; rekapnya tetap di rekap/.")
    if before:
        say(f"Yang masih terbuka pada periode {here.settings.period}: {'; '.join(before)}.")
        say(f"Kiriman susulan simpan di {made.archived}/masuk, lalu: {_gathering(here, made)}")
    return 1 if has_errors(made.temuan) else 0
