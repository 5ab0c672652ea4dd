"""`pmprb kriteria`: look after catalogs; make one from a workbook the user holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand, IndonesianGroup
from pmprb.cli.kriteria_banding import bandingkan
from pmprb.cli.options import PATH, criteria_option, every_path, json_option, one_path, replace_filled_option
from pmprb.cli.output import counted, print_json, print_temuan
from pmprb.cli.screen import say
from pmprb.numbers import decimal_text, shown

if TYPE_CHECKING:
    from pmprb.jobs.catalog_work import CatalogCheck
    from pmprb.plans.rules import PlanRules

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


@click.command("impor", cls=IndonesianCommand)
@click.argument("source", type=PATH, callback=one_path, metavar="LKE.xlsx")
@click.option("-o", "--ke", "target", type=PATH, required=True, metavar="DIR", help="Folder katalog yang ditulis.")
@click.option("--id", "own_id", default="", metavar="ID", help="Id instrumen; bawaan: nama folder itu.")
@click.option("--judul", "title", default="", metavar="TEKS", help="Judul instrumen; bawaan: judul di atas formulir.")
@click.option(
    "--skala",
    "scale",
    default="",
    metavar="SKALA",
    help="Pilihan butir bila lembar tidak menyebutnya: abc, ya-tidak, aa-e, 0-100, atau Sudah/Sebagian/Belum.",
)
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa katalog yang sudah ada di folder itu.")
@replace_filled_option
@json_option
def impor(
    source: Path,
    target: Path,
    own_id: str,
    title: str,
    scale: str,
    overwrite: bool,
    replace_filled: bool,
    as_json: bool,
) -> int:
    """Buat katalog dari LKE (.xlsx) yang Anda miliki: susunan, kode, judul, bobot, pilihan, jumlah.

    Jawaban di dalamnya tidak diambil. Yang tidak dapat dipastikan disebut satu per satu; periksa sebelum dipakai.

    \b
    Contoh:
      pmprb kriteria impor LKE-instansi.xlsx -o kriteria/lke-instansi
      pmprb nilai lembar-terisi.xlsx --kriteria kriteria
    """
    from pmprb.books.rekap.json import temuan_data
    from pmprb.temuan import has_errors

    name = own_id.strip() or target.resolve().name
    folder = target if target.resolve().name == name else target / name
    if not _ID.fullmatch(name):
        raise click.UsageError(
            f"Id {name or '(kosong)'} tidak dapat dipakai: hanya huruf, angka, titik, garis bawah, dan tanda hubung."
        )
    from pmprb.jobs.catalog_import import import_catalog, scale_named
    from pmprb.jobs.output import Permission

    named = scale_named(scale)
    if named is None:
        raise click.UsageError(f"Skala {scale} tidak dikenal. Contoh: --skala abc, --skala ya-tidak, --skala 0-100.")
    loaded = import_catalog(source, folder, name, title.strip(), Permission(overwrite, replace_filled), named)
    done = loaded.value
    checked = done.checked.temuan if done else ()
    failed = done is None or has_errors(loaded.temuan) or has_errors(checked)
    if as_json:
        data: dict[str, Any] = {"written": None, "id": name, "temuan": [temuan_data(t) for t in loaded.temuan]}
        if done is not None:
            data |= {
                "written": str(done.folder),
                "files": list(done.files),
                "sha256": done.sha256,
                "title": done.instrument.title,
                "nodes": len(done.instrument.nodes),
                "items": len(done.instrument.items),
                "points": decimal_text(done.instrument.root.weight),
                "check": [temuan_data(t) for t in checked],
            }
        print_json(data)
        return 1 if failed else 0
    if done is not None:
        i = done.instrument
        points = f"{shown(i.root.weight)} poin" if i.root.weight else "bobot belum lengkap"
        say(f"{i.id} · {i.title}")
        say(f"{len(i.nodes)} judul, {len(i.items)} butir, {points}; ditulis ke {done.folder}")
    print_temuan(loaded.temuan)
    if done is not None:
        again = f"pmprb kriteria periksa {done.folder}"
        say(f"{again}: {counted(checked) if checked else 'baik'}")
    return 1 if failed else 0


@click.group("kriteria", cls=IndonesianGroup)
def command() -> None:
    """Periksa katalog kriteria, buat dari LKE sendiri, atau bandingkan dua katalog."""


command.add_command(impor)
command.add_command(bandingkan)


@command.command("periksa")
@click.argument("folders", nargs=-1, type=PATH, callback=every_path, metavar="[DIR]...")
@criteria_option
@json_option
def check(folders: tuple[Path, ...], criteria: Path | None, as_json: bool) -> int:
    """Periksa satu katalog atau sefolder katalog: bobot, kode, skala, kutipan, ambang, aturan rencana aksi.

    Contoh: pmprb kriteria periksa criteria/ID
    """
    from pmprb.books.rekap.json import temuan_data
    from pmprb.jobs.catalog_work import check_catalogs
    from pmprb.temuan import has_errors

    checked = check_catalogs((*folders, criteria) if criteria else folders)
    every = [t for one in checked for t in one.temuan]
    if as_json:
        print_json([temuan_data(t) for t in every])
    else:
        for one in checked:
            say(_check_line(one))
        print_temuan(every)
    return 1 if has_errors(every) else 0


def _check_line(checked: CatalogCheck) -> str:
    """Return what a folder holds, in one line, or how many mistakes there are."""
    if checked.rules is not None:
        return f"{checked.folder.name}: {_rules_summary(checked.rules)}"
    i = checked.instrument
    if i is None:
        return f"{checked.folder.name}: {counted(checked.temuan)}"
    line = f"{i.id}: baik · {len(i.nodes)} judul, {len(i.items)} butir, {shown(i.root.weight)} poin"
    after = ", ".join(checked.predecessors)
    return f"{line}, padanan dari {after}" if after else line


def _rules_summary(rules: PlanRules) -> str:
    """Return what a folder of plan rules holds, in words."""
    parts = (
        (len(rules.kinds), "jenis"), (len(rules.policies), "kebijakan"), (len(rules.activities), "kegiatan utama"),
        (len(rules.themes), "tema"), (len(rules.columns), "kolom"),
    )  # fmt: skip
    return "baik · " + ", ".join(f"{number} {name}" for number, name in parts)
