"""The table of commands: name, module, one line of help. Loading one imports only its module."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from pmprb import __version__
from pmprb.cli.indonesia import IndonesianGroup
from pmprb.cli.screen import say
from pmprb.jobs.round_place import round_folder

COMMANDS = {
    "demo": ("pmprb.cli.demo", "Contoh lengkap: satu kabupaten rekaan dari lembar kosong sampai rekap.xlsx."),
    "mulai": ("pmprb.cli.mulai", "Siapkan folder kerja satu putaran penilaian, atau mulai periode berikutnya."),
    "pantau": ("pmprb.cli.pantau", "Sebut tiap lembar yang tiba di folder kerja."),
    "instrumen": ("pmprb.cli.instrumen", "Daftar instrumen; atau satu instrumen sebagai pohon dengan bobotnya."),
    "kriteria": ("pmprb.cli.kriteria", "Periksa katalog kriteria, buat dari LKE sendiri, atau bandingkan dua katalog."),
    "kenali": ("pmprb.cli.kenali", "Kenali formulir yang bentuknya belum dikenal, dan simpan tata letaknya."),
    "templat": (
        "pmprb.cli.templat",
        "Buat lembar kerja kosong, satu berkas tiap unit; atau lembar verifikasi untuk TPI.",
    ),
    "periksa": ("pmprb.cli.periksa", "Apa yang keliru dalam lembar kerja, di sel mana, dan cara membetulkannya."),
    "nilai": ("pmprb.cli.nilai", "Hitung nilai lembar kerja."),
    "indeks": (
        "pmprb.cli.indeks",
        "Hitung indeks satu instansi dari dua lembarnya, atau dari lembarnya dan lembar unit.",
    ),
    "gabung": ("pmprb.cli.gabung", "Gabungkan lembar semua unit menjadi satu rekap.xlsx."),
    "jalur": ("pmprb.cli.jalur", "Perubahan paling sedikit sampai WBK, WBBM, predikat, atau nilai tertentu."),
    "simulasi": ("pmprb.cli.simulasi", "Andaikan jawaban lain: nilai, ambang, predikat, dan peringkat yang berubah."),
    "kepekaan": ("pmprb.cli.kepekaan", "Seberapa teguh hasil: kebijakan lain, verifikasi, dan bobot yang bergeser."),
    "banding": (
        "pmprb.cli.banding",
        "Bandingkan dua rekap atau lebih: perubahan nyata, kriteria, unit, penilai, janji.",
    ),
    "cetak": ("pmprb.cli.cetak", "Cetak rekap menjadi PDF A4, satu halaman tiap unit; atau satu lembar kerja."),
    "tanda": ("pmprb.cli.tanda", "Tanda tangan digital rekap: kunci, buat, periksa."),
    "papan": ("pmprb.cli.papan", "Buka halaman pmprb di peramban: rekap, isian, klinik."),
    "bawa": ("pmprb.cli.bawa", "Bawa hasil rekap AKIP, PEKPPP, Pemdi, dan ZI ke lembar RB General."),
    "rencana": ("pmprb.cli.rencana", "Rencana aksi triwulanan: templat, periksa, gabung."),
}


class LazyGroup(IndonesianGroup):
    """A group whose commands are imported when asked for, so that help stays light."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing any."""
        with formatter.section("Perintah"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    help="Lembar kerja penilaian mandiri PMPRB dan Zona Integritas: buat, periksa, nilai, gabung.",
    epilog="Bantuan satu perintah: pmprb PERINTAH --help. Mulai dari: pmprb demo",
    context_settings={"max_content_width": 110},
)
@click.version_option(__version__, prog_name="pmprb", message="%(prog)s %(version)s", help="Tampilkan versi.")
def program() -> int:
    """The root command: without a command it says where the round of a working folder stands, elsewhere its help."""
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is not None:
        return 0
    if round_folder(Path.cwd()) is None:
        for line in ctx.get_help().splitlines():
            say(line)
        return 0
    from pmprb.cli.keadaan import show_state
    from pmprb.cli.options import round_here

    here = round_here(ctx)
    return show_state(here) if here else 0
