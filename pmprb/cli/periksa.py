"""`pmprb periksa`: what is wrong in worksheets, where, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, json_option, sources_options
from pmprb.cli.output import counted, print_json, print_temuan, recognised, watching
from pmprb.cli.screen import as_typed, say, styled
from pmprb.numbers import decimal_text
from pmprb.text import readable

if TYPE_CHECKING:
    from pmprb.catalog.model import Instrument
    from pmprb.jobs.evaluate import Evaluated, Sources
    from pmprb.jobs.proof import Proof
    from pmprb.jobs.proof_province import ProvinceProof
    from pmprb.office.record import RekapRecord

# The words of `pmprb periksa --bukti`: whether a rekap is what its worksheets give, and where it is not.


def _tell_proof(proof: Proof, as_json: bool) -> int:
    """Print a proof; return 0 when the rekap is proved, 1 when it is not."""
    if as_json:
        print_json(_data(proof))
        return 0 if proof.same else 1
    from pmprb.jobs.proof_words import WHAT_PROVES, outcome_words, proof_lines

    record = proof.record
    for line in proof_lines(proof):
        say(line)
    if record is not None and proof.again is not None and (chosen := _chosen(record)):
        say(f"  dihitung dengan pilihan yang tercatat di rekap: {', '.join(chosen)}")
    outcome, rest = outcome_words(proof)
    say(styled(f"  {outcome}", fg="green" if proof.same else "red", bold=True) + rest)
    print_temuan(proof.temuan, with_file=True)
    if record is not None:
        if proof.register_given:
            say("  Unit dicocokkan dengan daftar unit yang disebut dengan --unit.")
        say(f"  {WHAT_PROVES}")
    return 0 if proof.same else 1


def _prove(proved: Path, sources: Sources, register: Path | None, as_json: bool) -> int:
    """Prove a rekap, or a workbook of several instansi, and print what came of it."""
    from pmprb.workbook.ours import PROVINCE, record_format

    if record_format(proved) != PROVINCE:
        from pmprb.jobs.proof import ProofRequest, prove_rekap

        return _tell_proof(prove_rekap(ProofRequest(proved, sources, register), watching("Menghitung ulang")), as_json)
    if register is not None:
        raise click.UsageError("--unit hanya untuk rekap satu instansi, tidak untuk gabungan beberapa instansi.")
    from pmprb.jobs.pool import workers_here
    from pmprb.jobs.proof_province import prove_province

    with workers_here() as executor:
        return _tell_province(prove_province(proved, sources, watching("Menghitung ulang"), executor), as_json)


def _tell_province(proof: ProvinceProof, as_json: bool) -> int:
    """Print the proof of a workbook of several instansi; return 0 when it is proved, 1 when it is not."""
    from pmprb.jobs.proof_words import WHAT_PROVES_PROVINCE, province_outcome_words, province_proof_lines

    if as_json:
        print_json(_province_data(proof))
        return 0 if proof.same else 1
    for line in province_proof_lines(proof):
        say(line)
    outcome, rest = province_outcome_words(proof)
    say(styled(f"  {outcome}", fg="green" if proof.same else "red", bold=True) + rest)
    print_temuan(proof.temuan, with_file=True)
    if proof.record is not None:
        say(f"  {WHAT_PROVES_PROVINCE}")
    return 0 if proof.same else 1


def _province_data(proof: ProvinceProof) -> dict[str, Any]:
    from pmprb.books.rekap.json import temuan_data
    from pmprb.numbers import decimal_or_none

    return {
        "rekap": proof.rekap,
        "same": proof.same,
        "sheets_compared": proof.cells,
        "rescored": proof.scored,
        "believed": proof.believed,
        "digest": proof.digest or None,
        "mean_of_indices": decimal_or_none(proof.record.mean_of_indices if proof.record else None),
        "mean_of_indices_again": decimal_or_none(proof.again.mean_of_indices if proof.again else None),
        "temuan": [temuan_data(t) for t in proof.temuan],
    }


def _chosen(record: RekapRecord) -> list[str]:
    """Return the choices of the first run that change figures, or what is read, as their options are written."""
    settings = record.settings
    words = {"layout": "--tata-letak", "year": "--tahun", "unit_name": "--unit-nama", "column": "--kolom"}
    chosen = [f"{option} {getattr(settings, name)}" for name, option in words.items() if getattr(settings, name)]
    chosen += [f"--lembar {name}" for name in settings.sheets]
    chosen += ["--kosong lewati"] if record.blank == "lewati" else []
    chosen += ["--ganda terbaru"] if settings.duplicates == "terbaru" else []
    return [*chosen, "--ketat"] if settings.strict else chosen


def _data(proof: Proof) -> dict[str, Any]:
    from pmprb.books.rekap.json import temuan_data

    record, again = proof.record, proof.again
    return {
        "rekap": proof.rekap,
        "same": proof.same,
        "sheets_compared": proof.cells,
        "register_given": proof.register_given,
        "digest": proof.digest or None,
        "digest_again": again.digest if again else None,
        "index": None if record is None or record.index is None else decimal_text(record.index),
        "index_again": None if again is None or again.index is None else decimal_text(again.index),
        "temuan": [temuan_data(t) for t in proof.temuan],
    }


class _Checking(IndonesianCommand):
    """Tells what a proof needs beside the rekap, where that was not named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter:
            proved = ctx.params.get("proved")
            if not isinstance(proved, Path):
                raise
            raise click.UsageError(_needed_to_prove(proved), ctx) from None


def _needed_to_prove(proved: Path) -> str:
    """Return what to type beside a rekap that is to be proved."""
    from pmprb.workbook.ours import PROVINCE, record_format

    province = proved.is_file() and record_format(proved) == PROVINCE
    sources, folder = ("rekap instansi", "FOLDER_REKAP") if province else ("lembar kerja (dan TPI)", "FOLDER_LEMBAR")
    return (
        f"PATH belum diisi: sebut juga folder {sources} yang dahulu digabung menjadi {readable(proved.name)}; "
        "darinya angka rekap dihitung ulang lalu dibandingkan. "
        f"Ketik: pmprb periksa --bukti {as_typed(proved)} {folder}"
    )


@click.command("periksa", cls=_Checking)
@sources_options()
@click.option("--ringkas", "brief", is_flag=True, help="Tanpa CATATAN.")
@click.option(
    "--bukti",
    "proved",
    type=PATH,
    metavar="REKAP",
    help="Hitung ulang satu rekap dari lembar kerja di PATH, atau gabungan instansi dari rekapnya; sebut yang berbeda.",
)
@click.option(
    "--unit",
    "register",
    type=PATH,
    metavar="XLSX",
    help="Dengan --bukti: daftar unit untuk mencocokkan unit rekap; bawaan: yang tersimpan di rekap itu sendiri.",
)
@click.option(
    "--laporan", "report", type=PATH, metavar="DIR", help="Tulis laporan perubahan templat, satu halaman tiap berkas."
)
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa laporan yang sudah ada.")
@json_option
def command(
    sources: Sources,
    brief: bool,
    proved: Path | None,
    register: Path | None,
    report: Path | None,
    overwrite: bool,
    as_json: bool,
) -> int:
    """Apa yang keliru dalam lembar kerja, di sel mana, dan cara membetulkannya.

    \b
    Contoh:
      pmprb periksa berkas/Dinas-Kesehatan.xlsx
      pmprb periksa --bukti rekap.xlsx berkas/ --unit daftar-unit.xlsx
      pmprb periksa --bukti provinsi.xlsx rekap-kabupaten/
      pmprb periksa berkas/ --ringkas --laporan laporan/
    """
    from pmprb.books.rekap.json import temuan_data
    from pmprb.jobs.evaluate import nothing_at
    from pmprb.jobs.inspect import InspectRequest, inspect_worksheets
    from pmprb.temuan import has_errors

    if register is not None and proved is None:
        raise click.UsageError("--unit dipakai bersama --bukti: daftar unit untuk mencocokkan isi rekap.")
    if proved is not None:
        return _prove(proved, sources, register, as_json)
    found = inspect_worksheets(InspectRequest(sources, report, overwrite), watching("Memeriksa"))
    print_temuan(found.outputs, with_file=True)
    if found.outputs:
        return 1
    if found.pages and not as_json:
        pages = len(found.pages) - 1
        say(f"Ditulis: {pages} laporan perubahan templat di {report} (mulai dari {found.pages[0].name})")
    read = found.worksheets
    told = [*read.found.errors, *read.found.passed_over]
    if not read.found.files and not read.found.errors:
        told.append(nothing_at(sources.paths))
    every = [*told, *(t for outcome in read.outcomes for t in outcome.temuan)]
    if as_json:
        print_json([temuan_data(t) for t in every])
    else:
        print_temuan(told, notes=not brief)
        for outcome in read.outcomes:
            _print_outcome(outcome, read.instrument_of(outcome), brief)
    return 1 if has_errors(every) else 0


def _print_outcome(outcome: Evaluated, instrument: Instrument | None, brief: bool) -> None:
    from pmprb.engine.coverage import coverage_of, coverage_words

    if outcome.replies is not None:
        named = outcome.replies.unit.name or outcome.replies.unit.code or "unit tidak disebut"
        say(f"{outcome.file} · tanggapan {named} · {len(outcome.replies.replies)} butir · {counted(outcome.temuan)}")
    elif outcome.result is None:
        say(f"{outcome.file} · tidak terbaca")
    else:
        total = outcome.result.tree.total
        named = outcome.result.unit.name or "unit tidak disebut"
        filled = f"{total.answered} dari {total.items} butir terisi"
        say(f"{outcome.file} · {named} · {filled} · {counted(outcome.temuan)}")
        if instrument is not None:
            say(f"  {recognised(outcome.result.submission, instrument)}")
            say(f"  {coverage_words(coverage_of(outcome.result.submission, instrument))}")
    print_temuan(outcome.temuan, notes=not brief)
