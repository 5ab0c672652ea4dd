"""`pmprb nilai`: scores of worksheets."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import click

from pmprb.books.rekap.json import refused_data, result_data
from pmprb.catalog.model import Instrument
from pmprb.cli.gabung import print_verified, reviews_of, tpi_option
from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    blank_option,
    catalogs_of,
    check_reading,
    criteria_option,
    json_option,
    paths_argument,
    reading_options,
    strict_option,
)
from pmprb.cli.output import counted, print_json, print_temuan, progress, recognised
from pmprb.engine.answers import State
from pmprb.engine.score import Blank
from pmprb.insight.explain import Explanation, ItemStep, NodeStep
from pmprb.jobs.consolidate import Reviews, evaluate_all, with_reviews
from pmprb.jobs.evaluate import Evaluated, Options
from pmprb.jobs.inputs import Catalogs, find_files
from pmprb.numbers import exact_words, percent, shown
from pmprb.office.consolidate import share_of
from pmprb.office.model import UnitResult
from pmprb.office.register import Register
from pmprb.temuan.record import Code, Severity, Temuan, has_errors

# The words of `pmprb nilai --jelaskan`: one figure taken apart, step by step, each with its cell and its source.


_BLANK = {"nol": "kosong: dihitung 0", "lewati": "kosong: tidak ikut rata-rata"}
_WRONG = {"nol": "tidak dapat dipahami: dihitung 0", "lewati": "tidak dapat dipahami: tidak ikut rata-rata"}


def explanation_lines(figure: Explanation, beneath: Iterable[Explanation] = ()) -> Iterator[str]:
    """Yield the lines: the figure, what it is made of, the reckoning, the way up to the total, the source.

    `beneath` are the figures of its children, told in full after it.
    """
    yield from _lines(figure)
    for one in beneath:
        yield from (f"  {line}" for line in _lines(one, alone=False))


def _lines(figure: Explanation, alone: bool = True) -> Iterator[str]:
    yield f"{figure.of} · {figure.title}"
    if figure.points is None:
        yield "  belum dinilai"
    else:
        yield f"  {shown(figure.points)} dari {shown(figure.max)} poin ({percent(_share(figure))})"
    for item in figure.items:
        yield from _item_lines(item, figure)
    for child in figure.children:
        yield f"  {_points(child)}  {child.node} {child.title}"
    yield from _reckoning(figure)
    for node in figure.above if alone else ():
        yield f"  ↑ {node.node} {node.title}: {shown(node.points)} dari {shown(node.max)}"
    yield f"  Dasar: {'; '.join(figure.citations)} [{figure.basis.value}]"
    if figure.note:
        yield f"  Keterangan: {' '.join(figure.note.split())}"


def _share(figure: Explanation) -> Fraction | None:
    return None if figure.points is None or not figure.max else figure.points / figure.max


def _points(child: NodeStep) -> str:
    return f"{shown(child.points):>8} dari {shown(child.max):>6}"


def _item_lines(item: ItemStep, figure: Explanation) -> Iterator[str]:
    where = f"{item.cell.sheet}!{item.cell.cell}" if item.cell and item.cell.cell else "tidak ada selnya"
    yield f"  {item.item}  {where}  {_said(item, figure.blank)}"
    if item.options:
        yield "      pilihan: " + ", ".join(f"{label} = {exact_words(score)}" for label, score in item.options)
    elif item.formula and item.counts:
        yield f"      {_formula(item)}"
    elif item.low is not None and item.high is not None:
        yield f"      skala {exact_words(item.low)} sampai {exact_words(item.high)}"
    for gate in item.gates:
        own, held = exact_words(item.own or Fraction(0)), exact_words(item.score or Fraction(0))
        yield f"      ditahan butir {gate.parent}: nilai sendiri {own}, menjadi {held}"
    if figure.gather in ("sum", "item") and item.counted:
        yield f"      {exact_words(item.score or Fraction(0))} × {exact_words(item.worth)} = {shown(item.points)} poin"


def _said(item: ItemStep, blank: str) -> str:
    if item.state is State.NOT_APPLICABLE:
        return "tidak berlaku: tidak ikut dihitung"
    if item.state is State.BLANK:
        return _BLANK[blank]
    if item.state is State.INVALID or item.score is None:
        return f'"{item.raw}" {_WRONG[blank]}' if item.raw else _WRONG[blank]
    shown_as = "" if item.counts else f'"{item.answer}" '
    return f"{shown_as}→ {exact_words(item.score)}"


def _formula(item: ItemStep) -> str:
    """Return a ratio with its counts: "12 : 15" with their labels."""

    def side(part: str) -> str:
        return " + ".join(f"{exact_words(c.value)} ({c.label})" for c in item.counts if c.part == part)

    below, above = side("denominator"), side("numerator")
    return f"({below} − {above}) : {below}" if item.formula == "decrease" else f"{above} : {below}"


def _reckoning(figure: Explanation) -> Iterator[str]:
    if figure.gather == "mean" and figure.mean is not None and figure.points is not None:
        scores = " + ".join(exact_words(item.score or Fraction(0)) for item in figure.counted)
        yield f"  rata-rata: ({scores}) : {len(figure.counted)} = {exact_words(figure.mean)}"
        yield (
            f"  × bobot {exact_words(figure.weight)} = {exact_words(figure.points)} poin "
            f"(ditampilkan {shown(figure.points)})"
        )
    elif figure.gather in ("sum", "children") and figure.points is not None:
        yield f"  jumlah: {exact_words(figure.points)} poin (ditampilkan {shown(figure.points)})"


@click.command("nilai", cls=IndonesianCommand)
@paths_argument
@click.option(
    "--jelaskan",
    "explained",
    multiple=True,
    metavar="KODE",
    help="Jelaskan satu angka: kode butir, sub, atau area; boleh diulang.",
)
@tpi_option
@reading_options
@blank_option
@strict_option
@criteria_option
@json_option
def command(
    paths: tuple[Path, ...],
    explained: tuple[str, ...],
    reviews: tuple[Path, ...],
    options: Options,
    blank: Blank | None,
    strict: bool,
    criteria: Path | None,
    as_json: bool,
) -> int:
    """Hitung nilai lembar kerja: total, area, kelayakan, predikat.

    \b
    Contoh:
      pmprb nilai berkas/Dinas-Kesehatan.xlsx
      pmprb nilai berkas/Dinas-Kesehatan.xlsx --jelaskan A.I.1
    """
    catalogs = catalogs_of(criteria)
    found = find_files(paths, reviews)
    check_reading(catalogs, options, found)
    with progress("Menilai", len(found.files)) as tick:
        options = options.model_copy(update={"blank": blank, "strict": strict})
        outcomes = evaluate_all(found, catalogs, options, tick=tick)
    if explained:
        return _explain(outcomes, found.errors, explained, catalogs, as_json)
    outcomes, refused = _with_reviews(outcomes, reviews_of(reviews, catalogs, options), catalogs)
    if as_json:
        listed = [
            result_data(o.result, loaded)
            if o.result and (loaded := catalogs.load(o.result.submission.instrument).value)
            else refused_data(o.file, o.sha256, o.temuan)
            for o in outcomes
        ]
        listed += [refused_data(t.workbook, "", [t]) for t in found.errors]
        listed += [refused_data(name, "", [t]) for t in refused for name in [t.workbook]]
        print_json(listed[0] if len(listed) == 1 else listed)
    else:
        print_temuan([*found.errors, *found.passed_over])
        if not found.files and not found.errors:
            click.echo("Tidak ada lembar kerja (.xlsx) di tempat itu.")
        for outcome in outcomes:
            if outcome.result is None:
                click.echo(f"{outcome.file} · tidak dapat dinilai")
                print_temuan(outcome.temuan)
            else:
                _print_result(outcome.result, catalogs)
        print_temuan(refused, with_file=True)
    every = [*found.errors, *refused, *(t for o in outcomes for t in o.temuan)]
    return 1 if has_errors(every) or not outcomes else 0


def _explain(
    outcomes: list[Evaluated], errors: Iterable[Temuan], codes: tuple[str, ...], catalogs: Catalogs, as_json: bool
) -> int:
    """Take figures of every file apart; wrong usage when no file's instrument has the code."""
    from pmprb.insight.explain import explain, explanation_data

    listed = []
    if not as_json:
        print_temuan(errors)
    for outcome in outcomes:
        instrument = catalogs.load(outcome.result.submission.instrument).value if outcome.result else None
        if outcome.result is None or instrument is None:
            if not as_json:
                click.echo(f"{outcome.file} · tidak dapat dinilai")
                print_temuan(outcome.temuan)
            continue
        result = outcome.result
        figures = [explain(_code(code, instrument), result.submission, result.tree, instrument) for code in codes]
        listed.append({"file": outcome.file, "figures": [explanation_data(figure) for figure in figures]})
        if not as_json:
            click.echo(click.style(result.unit.name or "unit tidak disebut", bold=True) + f" · {outcome.file}")
            for figure in figures:
                subs = [child.node for child in figure.children if instrument.nodes[child.node].items]
                beneath = [explain(sub, result.submission, result.tree, instrument) for sub in subs]
                click.echo("\n".join(explanation_lines(figure, beneath)))
    if as_json:
        print_json(listed[0] if len(listed) == 1 else listed)
    return 1 if has_errors([*errors, *(t for o in outcomes if o.result is None for t in o.temuan)]) else 0


def _code(code: str, instrument: Instrument) -> str:
    """Return an id of the instrument as it is written there, whatever the case; wrong usage with the nearest ones."""
    from difflib import get_close_matches

    from pmprb.insight.explain import known_ids

    known = {name.casefold(): name for name in known_ids(instrument)}
    found = known.get(code.strip().rstrip(".").casefold())
    if found is None:
        near = [known[name] for name in get_close_matches(code.casefold(), list(known), n=3, cutoff=0.5)]
        hint = f" Mungkin maksudnya: {', '.join(near)}." if near else ""
        raise click.UsageError(f"Kode {code} tidak ada dalam {instrument.id}.{hint}")
    return found


def _with_reviews(
    outcomes: list[Evaluated], reviews: Reviews, catalogs: Catalogs
) -> tuple[list[Evaluated], list[Temuan]]:
    """Return the outcomes with their reviews, and why a review was not used.

    A folder of reviews holds those of other units too: they are told only when none was of a unit named.
    """
    scored = [outcome for outcome in outcomes if outcome.result]
    results = [outcome.result for outcome in scored if outcome.result]
    names = {result.submission.instrument for result in results}
    loaded = {name: instrument for name in names if (instrument := catalogs.load(name).value)}
    verified, fates = with_reviews(results, reviews.files, loaded, Register())
    joined = {
        o.file: o.model_copy(update={"result": r, "temuan": r.temuan}) for o, r in zip(scored, verified, strict=True)
    }
    others = {Code.BUKU_071} if any(file.used for file in fates) else set()
    why = (t for file in fates if not file.used for t in file.why if t.code not in others)
    refused = [*reviews.found.errors, *why]
    return [joined.get(outcome.file, outcome) for outcome in outcomes], refused


def _print_result(result: UnitResult, catalogs: Catalogs) -> None:
    instrument = catalogs.load(result.submission.instrument).value
    assert instrument is not None
    total = result.tree.total
    click.echo(click.style(f"{result.unit.name or 'unit tidak disebut'}", bold=True) + f" · {result.submission.file}")
    click.echo(f"  {instrument.short_title}, periode {result.submission.period or '-'}")
    click.echo(f"  {recognised(result.submission, instrument)}")
    if not result.rated:
        click.echo("  belum dinilai: belum ada satu pun jawaban")
    else:
        click.echo(
            f"  Nilai {shown(total.points)} dari {shown(instrument.root.weight)} ({percent(total.share)}), "
            f"{total.answered} dari {total.items} butir terisi"
        )
        if result.other_tree.total.points != total.points:
            words = {"nol": "bila yang kosong dihitung 0", "lewati": "bila yang kosong tidak dihitung"}
            click.echo(f"  {shown(result.other_tree.total.points)} {words[result.other_tree.blank]}")
    _print_strict(result)
    if result.predicate:
        click.echo(f"  Predikat {result.predicate.label} ({result.predicate.title}) · {result.predicate.basis.value}")
    for name in [group.id for group in instrument.groups]:
        share = share_of(result.tree, instrument, name)
        bar = "█" * int((share or 0) * 20)
        points = result.tree.points_of(instrument.members(name))
        click.echo(
            f"  {shown(points):>7} dari {shown(instrument.weight_of(name)):>6}  {percent(share):>9}  {bar:<20}  "
            f"{instrument.groups_by_id[name].title}"
        )
    for verdict in result.verdicts:
        if verdict.decides:
            failed = [gate for gate in verdict.gates if not gate.passed]
            said = "memenuhi semua ambang" if verdict.passed else f"belum, {len(failed)} ambang belum terpenuhi"
            click.echo(f"  {verdict.target}: {said}")
            for gate in failed:
                number = percent if gate.measure == "share" else shown
                click.echo(f"    {gate.title}: {number(gate.value)}, minimal {number(gate.minimum)}")
    if result.verified:
        print_verified(result.verified, instrument, "TPI")
    if result.national:
        print_verified(result.national, instrument, "TPN")
    if instrument.is_reconstructed:
        click.echo(click.style(f"  Perhatian: {instrument.caution}", fg="yellow"))
    grave = [t for t in result.temuan if t.severity is not Severity.CATATAN]
    click.echo(f"  Temuan: {counted(result.temuan)}")
    print_temuan(grave)


def _print_strict(result: UnitResult) -> None:
    """Print what strict scoring changed: totals, predicate, targets, gates, items."""
    change = result.strict
    if change is None:
        return
    if not change.applied:
        click.echo("  Penilaian ketat: lembar ini tidak mempunyai kolom bukti, jadi tidak ada yang berubah")
        return
    many = f"{len(change.items)} butir bernilai tanpa bukti dihitung kosong"
    after = "belum dinilai" if change.after is None else shown(change.after)
    click.echo(f"  Penilaian ketat: {many}; nilai {shown(change.before)} menjadi {after}")
    if change.predicate_before != change.predicate_after:
        click.echo(f"    predikat {change.predicate_before or '-'} menjadi {change.predicate_after or '-'}")
    for target in change.targets_before:
        if target not in change.targets_after:
            click.echo(f"    {target}: semula memenuhi semua ambang, kini belum")
    for target, gate in change.gates:
        click.echo(f"    ambang {target} yang lepas: {gate}")
    if change.items:
        listed = ", ".join(change.items)
        click.echo(textwrap.fill(listed, 108, initial_indent="    butir: ", subsequent_indent="           "))
