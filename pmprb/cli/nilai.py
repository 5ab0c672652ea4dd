"""`pmprb nilai`: scores of worksheets."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import blank_option, json_option, sources_options, strict_option, tpi_option
from pmprb.cli.output import counted, print_json, print_temuan, recognised, watching
from pmprb.cli.screen import say, styled
from pmprb.cli.summary import print_verified
from pmprb.numbers import percent, shown

if TYPE_CHECKING:
    from pmprb.catalog.model import Instrument
    from pmprb.jobs.evaluate import Evaluated, Sources
    from pmprb.jobs.scores import Explained, ScoredFile
    from pmprb.office.model import UnitResult


@click.command("nilai", cls=IndonesianCommand)
@click.option(
    "--jelaskan",
    "explained",
    multiple=True,
    metavar="KODE",
    help="Jelaskan satu angka: kode butir, sub, atau area; boleh diulang.",
)
@tpi_option
@sources_options(blank_option, strict_option)
@json_option
def command(sources: Sources, explained: tuple[str, ...], reviews: tuple[Path, ...], as_json: bool) -> int:
    """Hitung nilai lembar kerja: total, area, kelayakan, predikat.

    \b
    Contoh:
      pmprb nilai berkas/Dinas-Kesehatan.xlsx
      pmprb nilai berkas/Dinas-Kesehatan.xlsx --jelaskan A.I.1
    """
    from pmprb.jobs.scores import ExplainRequest, ScoreRequest, explain_worksheets, score_worksheets

    if explained:
        figures = explain_worksheets(ExplainRequest(sources, explained, reviews), watching("Menilai"))
        _tell_figures(figures, as_json)
        return 1 if figures.failed else 0
    scored = score_worksheets(ScoreRequest(sources, reviews), watching("Menilai"))
    if as_json:
        listed = _data(scored)
        print_json(listed[0] if len(listed) == 1 else listed)
    else:
        _print(scored)
    return 1 if scored.failed else 0


def _data(scored: ScoredFile) -> list[dict[str, Any]]:
    from pmprb.books.rekap.json import refused_data, result_data

    read = scored.worksheets
    listed = [
        result_data(o.result, instrument)
        if o.result and (instrument := read.instrument_of(o))
        else refused_data(o.file, o.sha256, o.temuan)
        for o in read.outcomes
    ]
    return listed + [refused_data(t.workbook, "", [t]) for t in (*read.found.errors, *scored.refused)]


def _print(scored: ScoredFile) -> None:
    read = scored.worksheets
    print_temuan([*read.found.errors, *read.found.passed_over])
    if not read.found.files and not read.found.errors:
        say("Tidak ada lembar kerja (.xlsx) di tempat itu.")
    for outcome in read.outcomes:
        instrument = read.instrument_of(outcome)
        if outcome.result is None or instrument is None:
            _print_refused(outcome)
        else:
            _print_result(outcome.result, instrument)
    print_temuan(scored.refused, with_file=True)


def _print_refused(outcome: Evaluated) -> None:
    say(f"{outcome.file} · tidak dapat dinilai")
    print_temuan(outcome.temuan)


def _tell_figures(explained: Explained, as_json: bool) -> None:
    """Print figures of every file, taken apart."""
    from pmprb.insight.explain import explanation_data
    from pmprb.insight.explain_words import explanation_lines

    read, listed = explained.worksheets, []
    if not as_json:
        print_temuan(read.found.errors)
    for outcome, figures in zip(read.outcomes, explained.figures, strict=True):
        if outcome.result is None:
            if not as_json:
                _print_refused(outcome)
            continue
        listed.append({"file": outcome.file, "figures": [explanation_data(one.figure) for one in figures]})
        if not as_json:
            say(styled(outcome.result.unit.name or "unit tidak disebut", bold=True) + f" · {outcome.file}")
            for one in figures:
                for line in explanation_lines(one.figure, one.beneath):
                    say(line)
    if as_json:
        print_json(listed[0] if len(listed) == 1 else listed)


def _print_result(result: UnitResult, instrument: Instrument) -> None:
    from pmprb.engine.coverage import coverage_of, coverage_words
    from pmprb.insight.feedback import gate_words
    from pmprb.office.consolidate import share_of
    from pmprb.temuan import NoReviewOfUnit, Severity, sentence

    total = result.tree.total
    say(styled(f"{result.unit.name or 'unit tidak disebut'}", bold=True) + f" · {result.submission.file}")
    say(f"  {instrument.short_title}, periode {result.submission.period or '-'}")
    say(f"  {recognised(result.submission, instrument)}")
    say(f"  {coverage_words(coverage_of(result.submission, instrument))}")
    if not result.rated:
        why = "belum ada satu pun jawaban" if result.untouched else "belum ada jawaban yang dapat dinilai"
        say(f"  belum dinilai: {why}")
    else:
        say(
            f"  Nilai {shown(total.points)} dari {shown(instrument.root.weight)} ({percent(total.share)}), "
            f"{total.answered} dari {total.items} butir terisi"
        )
        if result.other_tree.total.points != total.points:
            words = {"nol": "bila yang kosong dihitung 0", "lewati": "bila yang kosong tidak dihitung"}
            say(f"  {shown(result.other_tree.total.points)} {words[result.other_tree.blank]}")
    _print_strict(result)
    if result.predicate:
        say(f"  Predikat {result.predicate.label} ({result.predicate.title}) · {result.predicate.basis.value}")
        for other in result.predicate.readings:
            if other.label != result.predicate.label:
                say(f"    {other.label or 'tanpa predikat'} menurut bacaan lain: {other.title}")
    for name in [group.id for group in instrument.groups]:
        share = share_of(result.tree, instrument, name)
        bar = "█" * int((share or 0) * 20)
        points = result.tree.points_of(instrument.members(name))
        say(
            f"  {shown(points):>7} dari {shown(instrument.weight_of(name)):>6}  {percent(share):>9}  {bar:<20}  "
            f"{instrument.groups_by_id[name].title}"
        )
    for verdict in result.verdicts:
        if verdict.decides:
            failed = [gate for gate in verdict.gates if not gate.passed]
            said = "memenuhi semua ambang" if verdict.passed else f"belum, {len(failed)} ambang belum terpenuhi"
            say(f"  {verdict.target}: {said}")
            for gate in failed:
                say(f"    {gate.title}: {gate_words(gate)}")
    if result.verified:
        print_verified(result.verified, instrument, "TPI")
    for told in result.temuan:
        if isinstance(told, NoReviewOfUnit):
            say(f"  Verifikasi TPI: {sentence(told)}")
    if result.national:
        print_verified(result.national, instrument, "TPN")
    if instrument.is_reconstructed:
        say(styled(f"  Perhatian: {instrument.caution}", fg="yellow"))
    grave = [t for t in result.temuan if t.severity is not Severity.CATATAN]
    say(f"  Temuan: {counted(result.temuan)}")
    print_temuan(grave)


def _print_strict(result: UnitResult) -> None:
    """Print what strict scoring changed: totals, predicate, targets, gates, items."""
    change = result.strict
    if change is None:
        return
    if not change.applied:
        say("  Penilaian ketat: lembar ini tidak mempunyai kolom bukti, jadi tidak ada yang berubah")
        return
    many = f"{len(change.items)} butir bernilai tanpa bukti dihitung kosong"
    after = "belum dinilai" if change.after is None else shown(change.after)
    say(f"  Penilaian ketat: {many}; nilai {shown(change.before)} menjadi {after}")
    if change.reviewed:
        say(f"    jawaban TPI pada {len(change.reviewed)} butir tanpa bukti juga tidak dihitung")
    if change.predicate_before != change.predicate_after:
        say(f"    predikat {change.predicate_before or '-'} menjadi {change.predicate_after or '-'}")
    for target in change.targets_before:
        if target not in change.targets_after:
            say(f"    {target}: semula memenuhi semua ambang, kini belum")
    for target, gate in change.gates:
        say(f"    ambang {target} yang lepas: {gate}")
    if change.items:
        listed = ", ".join(change.items)
        for line in textwrap.wrap(listed, 108, initial_indent="    butir: ", subsequent_indent="           "):
            say(line)
