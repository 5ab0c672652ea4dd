"""`pmprb kenali`: a form of one's own made known, its columns proposed and proved by reading."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, NameType, criteria_option, json_option, one_path
from pmprb.cli.output import print_json, print_temuan
from pmprb.cli.screen import say

if TYPE_CHECKING:
    from pmprb.jobs.propose import PlanRecognition, Recognition, RecognitionRequest
    from pmprb.plans.read.propose import PlanColumnSeen
    from pmprb.worksheet.propose import ProposedColumn

_KEYS = {
    "kode": "id",
    "kriteria": "criterion",
    "bobot": "weight",
    "penjelasan": "options",
    "pilihan": "allowed",
    "jawaban": "answer",
    "nilai": "score",
    "bukti": "evidence",
    "catatan": "note",
    "jawaban-tpi": "reviewed_answer",
    "catatan-tpi": "reviewed_note",
}
_PLAN_KEYS = {
    "rencana-aksi": "action",
    "kegiatan-utama": "line",
    "sasaran": "goal",
    "indikator": "indicator",
    "output": "output",
    "satuan": "unit",
    "target": "year_target",
    "anggaran": "budget",
    "realisasi": "realised_total",
    "realisasi-anggaran": "budget_realised",
    "kendala": "obstacle",
    "tindak-lanjut": "follow_up",
    "bukti": "evidence",
    "pelaksana": "executor",
    "koordinator": "coordinator",
    **{f"target-tw{n}": "target" for n in range(1, 5)},
    **{f"realisasi-tw{n}": "realised" for n in range(1, 5)},
    **{f"capaian-tw{n}": "achieved" for n in range(1, 5)},
}
_WORDS = {key: word for word, key in _KEYS.items()}
_CELLS = {
    "codes": "{hits} dari {of} sel berisi kode butir",
    "texts": "{hits} dari {of} sel berisi kalimat kriteria",
    "labels": "{hits} dari {of} sel berisi jawaban yang dikenal",
    "numbers": "{hits} dari {of} sel berisi bobot katalog",
    "markers": "berisi penanda A, I, 1, a",
    "explained": "{hits} dari {of} sel menerangkan pilihan",
    "printed": "{hits} dari {of} sel berisi daftar pilihan",
    "links": "{hits} dari {of} sel berisi tautan",
}
_PLAN_BASES = {
    "said": "Anda sebut",
    "header": "judulnya dikenal",
    "near": "judulnya mirip",
    "content": "judul dan isinya sesuai",
}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def _columns(said: tuple[str, ...], known: Mapping[str, str]) -> dict[tuple[str, int], int]:
    """Return columns from 0 by key and quarter; -1 for one that is not there. UsageError for what is neither."""
    found: dict[tuple[str, int], int] = {}
    for one in said:
        word, _, letters = one.partition("=")
        word, letters = word.strip().casefold(), letters.strip().upper()
        if word not in known or not re.fullmatch(r"[A-Z]{1,2}|-", letters):
            raise click.UsageError(
                f"--kolom {one} tidak dikenal. Tulis NAMA=HURUF, misalnya --kolom jawaban=K (atau - bila tidak ada). "
                f"Nama yang ada: {', '.join(known)}."
            )
        quarter = int(word[-1]) if word[:-1].endswith("-tw") else 0
        found[known[word], quarter] = -1 if letters == "-" else _number(letters)
    return found


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _letters(column: int) -> str:
    from pmprb.worksheet.rows import address

    return address(0, column).rstrip("1")


@click.command("kenali", cls=IndonesianCommand)
@click.argument("source", type=PATH, callback=one_path, metavar="FILE")
@click.option(
    "--instrumen", "instrument", default="", metavar="ID", help="Instrumen formulir itu; bawaan: yang paling cocok."
)
@click.option("--jenis", "kind", default="", metavar="ID", help="Formulir rencana aksi jenis ini, bukan LKE.")
@click.option(
    "--lembar",
    "sheet",
    type=NameType(),
    default="",
    metavar="NAMA",
    help="Lembar yang dikenali; bawaan: yang paling cocok.",
)
@click.option(
    "--baris-judul",
    "header_row",
    type=click.IntRange(1, 9999),
    default=None,
    metavar="N",
    help="Baris yang memuat judul kolom.",
)
@click.option(
    "--kolom",
    "columns",
    multiple=True,
    metavar="NAMA=HURUF",
    help="Kolom yang Anda tentukan sendiri, misalnya jawaban=K atau kode=A; - bila tidak ada. Boleh diulang.",
)
@click.option(
    "--nama",
    "name",
    default="sendiri",
    show_default=True,
    metavar="ID",
    help="Id tata letak yang ditulis, untuk --tata-letak.",
)
@click.option(
    "-o",
    "--ke",
    "target",
    type=PATH,
    metavar="DIR",
    help="Folder yang menerima tata letak; pakai lalu dengan --kriteria.",
)
@click.option("--timpa", "overwrite", is_flag=True, help="Ganti tata letak dengan id yang sama di folder itu.")
@criteria_option
@json_option
def command(
    source: Path,
    instrument: str,
    kind: str,
    sheet: str,
    header_row: int | None,
    columns: tuple[str, ...],
    name: str,
    target: Path | None,
    overwrite: bool,
    criteria: Path | None,
    as_json: bool,
) -> int:
    """Kenali formulir yang bentuknya belum dikenal: kolom mana yang berisi apa, lalu simpan agar terbaca.

    \b
    Contoh:
      pmprb kenali "LKE dinas.xlsx" --instrumen ID
      pmprb kenali "LKE dinas.xlsx" --instrumen ID --kolom jawaban=K --baris-judul 4 -o kriteria-saya
      pmprb nilai "LKE dinas.xlsx" --kriteria kriteria-saya
      pmprb kenali renaksi.xlsx --jenis ID --kolom rencana-aksi=C -o kriteria-saya
    """
    from pmprb.jobs.output import Permission

    row = None if header_row is None else header_row - 1
    if kind:
        return _plan(source, kind, sheet, row, columns, target, criteria, overwrite, as_json)
    from pmprb.jobs.propose import RecognitionRequest, recognise_form
    from pmprb.worksheet.propose import Said

    if not _ID.fullmatch(name):
        raise click.UsageError(f"Nama {name} tidak dapat dipakai: hanya huruf kecil, angka, dan tanda hubung.")
    said = Said(sheet, row, {key: column for (key, _), column in _columns(columns, _KEYS).items()})
    request = RecognitionRequest(source, said, instrument, criteria, name, target, Permission(overwrite))
    found = recognise_form(request)
    if not as_json and found.failed and sys.stdin.isatty():
        asked = _asked(request, found)
        found = recognise_form(asked) if asked else found
    if as_json:
        print_json(_data(found))
    else:
        _print(found, target)
    return 1 if found.failed else 0


def _asked(request: RecognitionRequest, found: Recognition) -> RecognitionRequest | None:
    """Return the request with the column that a person at a terminal names; None when none is wanted."""
    from pmprb.temuan import ColumnUnsure

    if not any(isinstance(t, ColumnUnsure) for t in found.temuan):
        return None
    _print(found, None)
    letters = _letters_typed("Kolom yang berisi jawaban")
    if not letters:
        return None
    columns = {**request.said.columns, "answer": _number(letters)}
    return replace(request, said=replace(request.said, columns=columns))


def _letters_typed(question: str) -> str:
    """Return the letters of a column that a person at a terminal types; empty when none is wanted."""
    typed = click.prompt(f"{question} (hurufnya; kosong untuk berhenti)", default="", show_default=False)
    return typed.strip().upper() if re.fullmatch(r"[A-Za-z]{1,2}", typed.strip()) else ""


def _print(found: Recognition, target: Path | None) -> None:
    from pmprb.engine.coverage import coverage_words

    best = found.proposal
    if best is not None:
        say(f"{found.file} · {best.instrument.id} · lembar {best.sheet} · judul kolom di baris {best.header_row + 1}")
        for one in best.columns:
            header = f'"{one.header[:40]}"' if one.header else "(tanpa judul)"
            sure = f"{round(100 * one.confidence)} %"
            word = _WORDS.get(one.key, one.key)
            say(f"  {_letters(one.column):>2}  {word:<12} {header:<42} {sure:>5}  {_reason(one)}")
    print_temuan(found.temuan)
    if found.coverage:
        say(f"  Dibaca begitu: {coverage_words(found.coverage)}")
    if found.written is not None:
        say(f"Ditulis: {found.written}")
        say(f"Pakai: pmprb nilai BERKAS --kriteria {target}")
    elif best is not None and best.layout is not None and not found.failed:
        say("Belum ditulis. Simpan dengan -o FOLDER, lalu pakai dengan --kriteria FOLDER.")


def _reason(one: ProposedColumn) -> str:
    parts = []
    for basis in one.basis:
        if basis == "said":
            parts.append("Anda sebut")
        elif basis == "header":
            parts.append("judulnya lazim")
        else:
            parts.append(_CELLS[basis].format(hits=one.hits, of=one.of))
    return ", ".join(parts)


def _data(found: Recognition) -> dict[str, Any]:
    from pmprb.books.rekap.json import temuan_data

    best = found.proposal
    whole = found.coverage[0] if found.coverage else None
    return {
        "file": found.file,
        "instrument": best.instrument.id if best else None,
        "sheet": best.sheet if best else None,
        "header_row": best.header_row + 1 if best else None,
        "rows": best.layout.rows if best and best.layout else None,
        "columns": [_column_data(one) for one in best.columns] if best else [],
        "unsure": [_column_data(one) for one in best.unsure] if best else [],
        "coverage": {"items": whole.items, "found": whole.found, "answered": whole.answered} if whole else None,
        "written": str(found.written) if found.written else None,
        "temuan": [temuan_data(t) for t in found.temuan],
    }


def _column_data(one: ProposedColumn) -> dict[str, Any]:
    return {
        "key": one.key,
        "column": _letters(one.column),
        "header": one.header,
        "confidence": one.confidence,
        "basis": list(one.basis),
        "hits": one.hits,
        "of": one.of,
    }


# Plans


def _plan(
    source: Path,
    kind: str,
    sheet: str,
    row: int | None,
    columns: tuple[str, ...],
    target: Path | None,
    criteria: Path | None,
    overwrite: bool,
    as_json: bool,
) -> int:
    from pmprb.jobs.output import Permission
    from pmprb.jobs.propose import PlanRecognitionRequest, recognise_plan

    said = _columns(columns, _PLAN_KEYS)
    request = PlanRecognitionRequest(source, kind, sheet, row, said, criteria, target, Permission(overwrite))
    found = recognise_plan(request)
    while not as_json and found.proposal and found.proposal.missing and sys.stdin.isatty():
        wanted = found.proposal.missing[0]
        letters = _letters_typed(f"Kolom yang berisi {wanted}")
        if not letters:
            break
        key = ("action" if wanted == "Rencana Aksi" else "year_target", 0)
        request = replace(request, columns={**(request.columns or {}), key: _number(letters)})
        found = recognise_plan(request)
    if as_json:
        print_json(_plan_data(found))
        return 1 if found.failed else 0
    best = found.proposal
    if best is not None:
        say(f"{found.file} · rencana aksi {kind} · lembar {best.sheet} · judul kolom di baris {best.header_row + 1}")
        for one in best.columns:
            sure = f"{round(100 * one.confidence)} %"
            heading = f'"{one.heading[:40]}"'
            say(f"  {_letters(one.column):>2}  {_plan_word(one):<20} {heading:<42} {sure:>5}  {_PLAN_BASES[one.basis]}")
    print_temuan(found.temuan)
    if found.rows:
        say(f"  Dibaca begitu: {found.rows} baris rencana aksi")
    if found.written is not None:
        say(f"Ditulis: {found.written}")
        say(f"Pakai: pmprb rencana periksa BERKAS --jenis {kind} --kriteria {target}")
    elif not found.failed:
        say("Belum ditulis. Simpan dengan -o FOLDER, lalu pakai dengan --kriteria FOLDER.")
    return 1 if found.failed else 0


def _plan_word(one: PlanColumnSeen) -> str:
    end = f"-tw{one.quarter}" if one.quarter else ""
    words = {key: word for word, key in _PLAN_KEYS.items() if "-tw" not in word}
    plain = {"target": "target", "realised": "realisasi", "achieved": "capaian"}
    return f"{plain.get(one.key, words.get(one.key, one.key))}{end}"


def _plan_data(found: PlanRecognition) -> dict[str, Any]:
    from pmprb.books.rekap.json import temuan_data

    best = found.proposal
    return {
        "file": found.file,
        "sheet": best.sheet if best else None,
        "header_row": best.header_row + 1 if best else None,
        "columns": [
            {
                "key": one.key,
                "quarter": one.quarter,
                "column": _letters(one.column),
                "header": one.heading,
                "confidence": one.confidence,
                "basis": [one.basis],
            }
            for one in (best.columns if best else ())
        ],
        "missing": list(best.missing) if best else [],
        "rows": found.rows,
        "written": str(found.written) if found.written else None,
        "temuan": [temuan_data(t) for t in found.temuan],
    }
