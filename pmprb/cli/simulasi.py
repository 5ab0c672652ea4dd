"""`pmprb simulasi`: what other answers would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, blank_option, json_option, sources_options
from pmprb.cli.output import print_json, print_temuan, watching
from pmprb.cli.screen import say, styled
from pmprb.numbers import decimal_or_none, decimal_text, shown, signed

if TYPE_CHECKING:
    from pmprb.catalog.model import Instrument
    from pmprb.insight.what_if import MarginalGain, MarginalStep, Place, Side, WhatIf
    from pmprb.jobs.evaluate import Sources
    from pmprb.jobs.what_if import WhatIfFound


@click.command("simulasi", cls=IndonesianCommand)
@click.option(
    "--ubah",
    "changes",
    multiple=True,
    metavar="KODE=JAWABAN",
    help="Jawaban yang diandaikan, juga satu hitungan: A.II.1.i.a.agen=8; boleh diulang.",
)
@click.option("--rekap", "rekap", type=PATH, metavar="REKAP.xlsx", help="Cari peringkatnya di antara unit rekap ini.")
@click.option(
    "--terbanyak",
    "most",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="Sebut N butir yang paling banyak membawa poin.",
)
@click.option("--termasuk-hasil", "outcomes", is_flag=True, help="Sebut juga butir yang tidak dapat dicentang sendiri.")
@sources_options(blank_option)
@json_option
def command(
    sources: Sources, changes: tuple[str, ...], rekap: Path | None, most: int, outcomes: bool, as_json: bool
) -> int:
    """Andaikan jawaban lain pada satu lembar kerja, yang sendiri tidak berubah.

    \b
    Contoh:
      pmprb simulasi berkas/Dinas-Kesehatan.xlsx --ubah A.I.1.i.a=Ya --ubah A.II.1.i.a.perubahan=8
      pmprb simulasi berkas/Dinas-Kesehatan.xlsx --ubah B.I.a=3,7 --rekap rekap.xlsx
    """
    from pmprb.jobs.what_if import WhatIfRequest, suppose

    made = suppose(WhatIfRequest(sources, changes, rekap, outcomes), watching())
    if as_json:
        print_json(_data(made))
    else:
        _print(made, most)
    return 1 if made.failed else 0


def _data(made: WhatIfFound) -> dict[str, Any]:
    from pmprb.books.rekap.json import refused_data, temuan_data

    found, outcome, instrument = made.found, made.outcome, made.instrument
    if outcome is None or outcome.result is None or found is None or instrument is None:
        told = (*made.worksheets.found.errors, *(outcome.temuan if outcome else ()), *made.temuan)
        return refused_data(outcome.file if outcome else "", outcome.sha256 if outcome else "", told)
    result, old = outcome.result, found.before.tree.nodes
    return {
        "file": outcome.file,
        "instrument": instrument.id,
        "unit": {"code": result.unit.code, "name": result.unit.name},
        "blank": result.tree.blank,
        "changes": [{"code": new.item, "from": was.text or None, "to": new.text or None} for was, new in found.changes],
        "before": _side(found.before),
        "after": _side(found.after),
        "nodes": {
            node: {
                "before": decimal_or_none(old[node].points),
                "after": decimal_or_none(found.after.tree.nodes[node].points),
            }
            for node in found.nodes
        },
        "gates": [
            {
                "target": verdict.target,
                "reading": verdict.gate_set,
                "name": was.id,
                "title": was.title,
                "measure": was.measure,
                "minimum": decimal_text(was.minimum),
                "before": decimal_or_none(was.value),
                "after": decimal_or_none(now.value),
                "passed_before": was.passed,
                "passed_after": now.passed,
            }
            for verdict, was, now in found.gates
        ],
        "places": _places(found),
        "gains": [_gain(one) for one in made.gains],
        "temuan": [temuan_data(t) for t in made.temuan],
    }


def _side(side: Side) -> dict[str, Any]:
    from pmprb.books.rekap.json import predicate_data, verdict_data

    return {
        "total": decimal_or_none(side.tree.total.points),
        "verdicts": [verdict_data(verdict) for verdict in side.verdicts],
        "predicate": predicate_data(side.predicate),
    }


def _places(found: WhatIf) -> dict[str, Any] | None:
    if found.places is None:
        return None
    return {name: place.model_dump() for name, place in zip(("before", "after"), found.places, strict=True)}


def _gain(one: MarginalGain) -> dict[str, Any]:
    return {"code": one.item, "from": one.now.text or None, "next": _step(one.next), "best": _step(one.best)}


def _step(step: MarginalStep) -> dict[str, Any]:
    return {
        "to": step.answer.text,
        "gain": decimal_text(step.gain),
        "gates": ["/".join(gate) for gate in step.gates],
        "passes": ["/".join(gate) for gate in step.passes],
    }


def _print(made: WhatIfFound, most: int) -> None:
    print_temuan(made.worksheets.found.errors)
    found, outcome, instrument = made.found, made.outcome, made.instrument
    if outcome is None:
        say("Tidak ada lembar kerja (.xlsx) di tempat itu.")
    elif outcome.result is None:
        say(f"{outcome.file} · tidak dapat dinilai")
        print_temuan(outcome.temuan)
    elif found is not None and instrument is not None:
        name = outcome.result.unit.name or "unit tidak disebut"
        say(styled(name, bold=True) + f" · {outcome.file}")
        if found.changes:
            _print_changes(found, instrument)
        _print_gains(made.gains[:most], instrument)
    print_temuan(made.temuan)


def _print_changes(found: WhatIf, instrument: Instrument) -> None:
    from pmprb.insight.feedback import gate_words
    from pmprb.insight.path.words import between_words

    for given, new in found.changes:
        item = instrument.items[new.item]
        say(f"  {new.item}: {between_words(given, new, item)}")
    old, new_nodes = found.before.tree.nodes, found.after.tree.nodes
    for node in found.nodes:
        before, after = old[node].points, new_nodes[node].points
        moved = signed(after - before) if before is not None and after is not None else "berubah"
        say(f"  {shown(before):>7} → {shown(after):>7}  {moved:>7}  {node} {instrument.nodes[node].title}")
    if not found.nodes:
        say("  Tidak ada nilai yang berubah.")
    for verdict, was, now in found.gates:
        if verdict.decides and was.passed != now.passed:
            said = "menjadi terpenuhi" if now.passed else "tidak lagi terpenuhi"
            say(f"  {verdict.target} · {now.title}: {said}; {gate_words(now)}")
    for was_verdict, verdict in zip(found.before.verdicts, found.after.verdicts, strict=True):
        if verdict.decides and was_verdict.passed != verdict.passed:
            say(f"  {verdict.target}: {'tercapai' if verdict.passed else 'tidak lagi tercapai'}")
    labels = [side.predicate.label if side.predicate else "-" for side in (found.before, found.after)]
    if labels != ["-", "-"]:
        say(f"  Predikat {labels[0]}" + (f" → {labels[1]}" if labels[0] != labels[1] else " (tetap)"))
    if found.places:
        was_place, now_place = found.places
        say(f"  Peringkat {_rank(was_place.rank, was_place.of)} → {_rank(now_place.rank, now_place.of)}")
        if now_place.group:
            say(f"  Di kelompok {now_place.group}: {_peers(was_place)} → {_peers(now_place)}")


def _rank(rank: int | None, of: int) -> str:
    return "belum dinilai" if rank is None else f"ke-{rank} dari {of}"


def _peers(place: Place) -> str:
    return _rank(place.group_rank, place.group_of)


def _print_gains(gains: tuple[MarginalGain, ...], instrument: Instrument) -> None:
    from pmprb.books.path import gain_words
    from pmprb.insight.path.words import between_words

    if gains:
        say("  Yang paling banyak membawa poin bila diperbaiki sendiri:")
    for one in gains:
        item = instrument.items[one.item]
        passes = ", ".join("/".join(gate) for gate in one.best.passes)
        more = f"; ambang menjadi terpenuhi: {passes}" if passes else ""
        words = between_words(one.now, one.best.answer, item)
        say(f"    {gain_words(one.best.gain):>6}  {one.item}: {words}{more}")
