"""`pmprb instrumen`: the installed catalogs, or one as a tree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import criteria_option, json_option
from pmprb.cli.output import print_json, print_temuan
from pmprb.cli.screen import say, styled
from pmprb.numbers import decimal_text, shown

if TYPE_CHECKING:
    from pmprb.catalog.index import IndexRule, UnitsBesideRule
    from pmprb.catalog.item import Cited
    from pmprb.catalog.model import Instrument, Node, Variant


def _basis(cited: Cited) -> str:
    from pmprb.insight.grounds import ONE_SOURCE

    return cited.basis.value + (f", {ONE_SOURCE}" if cited.one_source else "")


def _mark(cited: Cited) -> str:
    """Return how sure a part is, where that is less than a regulation or a form."""
    from pmprb.catalog.item import Basis

    sure = (Basis.PERATURAN, Basis.FORMULIR_RESMI)
    return "" if cited.basis in sure and not cited.one_source else f" [{_basis(cited)}]"


@click.command("instrumen", cls=IndonesianCommand)
@click.argument("instrument_id", required=False, metavar="[ID]")
@click.option("--butir", "items", is_flag=True, help="Tampilkan juga setiap butir dan skalanya.")
@criteria_option
@json_option
def command(instrument_id: str | None, items: bool, criteria: Path | None, as_json: bool) -> int:
    """Daftar instrumen; atau satu instrumen sebagai pohon dengan bobotnya.

    Contoh: pmprb instrumen ID --butir
    """
    from pmprb.jobs.inputs import catalogs_at, known_instrument

    catalogs = catalogs_at(criteria)
    known_instrument(catalogs, instrument_id or "")
    wanted = [instrument_id] if instrument_id else catalogs.ids()
    listed: list[Any] = []
    failed = False
    for name in wanted:
        loaded = catalogs.load(name)
        if loaded.value is None:
            failed = True
            say(f"{name}: katalog tidak dapat dipakai", err=True)
            print_temuan(loaded.temuan)
            continue
        if as_json:
            listed.append(_data(loaded.value, bool(instrument_id)))
        elif instrument_id:
            _print_tree(loaded.value, items)
        else:
            _print_line(loaded.value)
    if as_json:
        print_json(listed[0] if instrument_id and listed else listed)
    return 1 if failed else 0


def _print_line(instrument: Instrument) -> None:
    from pmprb.insight.grounds import ONE_SOURCE, grounds

    until = f"-{instrument.valid_to}" if instrument.valid_to else "-sekarang"
    points = shown(instrument.root.weight)
    single = len(grounds(instrument).one_source)
    alone = f"; {single} bagian dari {ONE_SOURCE}" if single else ""
    say(
        f"{instrument.id:<20} {instrument.short_title:<24} {len(instrument.items):>4} butir {points:>8} poin  "
        f"{instrument.valid_from}{until}  dasar: {instrument.basis.value}{alone}"
    )
    for variant in instrument.variants:
        say(f"  {_variant_line(instrument, variant)}")


def _variant_line(instrument: Instrument, variant: Variant) -> str:
    """Return a variant in one line: how to ask for it, what it is, how sure; the one in use is marked."""
    used = " (dipakai)" if variant.id == instrument.variant else ""
    return f"varian {instrument.base_id}@{variant.id} · {variant.title} [{_basis(variant)}]{used}"


def _print_tree(instrument: Instrument, items: bool) -> None:
    from pmprb.books.order import band_words
    from pmprb.insight.grounds import counts_words, grounds, one_source_words, unread_words

    say(f"{instrument.id} · {instrument.title}")
    say(f"Dasar: {instrument.basis.value}; {'; '.join(instrument.citation(r) for r in instrument.references)}")
    found = grounds(instrument)
    say(f"Dasar bagian-bagiannya: {counts_words(found)}")
    if found.one_source:
        say(f"Satu sumber: {one_source_words(found)}")
    for regulation in found.unread:
        say(f"{regulation.title}: {unread_words(regulation)}")
    if instrument.caution:
        say(styled(f"Perhatian: {instrument.caution}", fg="yellow"))
    say(f"Sidik katalog: {instrument.hash}")
    for variant in instrument.variants:
        gates = f"{len(variant.item_gates)} gerbang antarbutir. " if variant.item_gates else ""
        say(f"{_variant_line(instrument, variant)}: {gates}{variant.note}".rstrip(": "))
    _print_node(instrument, instrument.root, 0, items)
    for gate_set in instrument.gate_sets:
        say()
        say(f"Ambang · {gate_set.title} [{_basis(gate_set)}]")
        for target in gate_set.targets:
            say(f"  {target.id} · {target.title}")
            for gate in target.gates:
                minimum = f"{shown(gate.minimum * 100, 0)} %" if gate.measure == "share" else shown(gate.minimum)
                say(f"    {minimum:>8}  {gate.title}{_mark(gate)}")
    if instrument.predicate:
        say()
        say(f"Predikat [{instrument.predicate.basis.value}]: {instrument.predicate.note}")
        for band in instrument.predicate.bands:
            say(f"  {band.label:<3} {band_words(instrument.predicate, band)}  {band.title}")
        for other in instrument.predicate.readings:
            say(f"  Bacaan lain: {other.title} [{other.basis.value}]. {other.note}")
    if instrument.index:
        _print_index(instrument.index)
    if instrument.units_beside:
        _print_beside(instrument.units_beside)
    for survey in instrument.surveys:
        say()
        say(f"Survei: {survey.title}, satu baris satu responden di lembar {survey.sheet}")
    if instrument.units_rule:
        rule = instrument.units_rule
        say()
        say(f"Nilai instansi dari unit: {rule.title} [{rule.basis.value}]. {rule.note}")


def _print_beside(rule: UnitsBesideRule) -> None:
    """Print what stands beside the instansi, and what a sample of units must show for each predicate."""
    titles = {one.id: one.title for one in rule.clusters}
    say()
    say(f"Berdampingan dengan {rule.units} [{rule.basis.value}]: {rule.note}")
    for target in rule.targets:
        needs = (
            f"{titles[need.cluster]} {need.units} unit{f' rata-rata {need.least}' if need.least else ''}"
            for need in target.needs
        )
        say(f"  {target.predicate:<3} {'; '.join(needs)}")


def _print_index(index: IndexRule) -> None:
    bounds = index.coefficient
    say()
    say(f"Indeks bersama {index.added} [{index.basis.value}]: {index.note} {index.adjustment.note}")
    say(f"  koefisien {shown(bounds.min, 0)} sampai {shown(bounds.max, 0)} [{bounds.basis.value}]. {bounds.note}")
    say(f"  Predikat [{index.predicate.basis.value}]: {index.predicate.note} {index.targets.note}")
    for band in index.predicate.bands:
        until = f" sampai {shown(band.up_to, 0)}" if band.up_to is not None else ""
        other = f"; {band.target_missed.label} bila target baik belum tercapai" if band.target_missed else ""
        say(f"  {band.label:<3} di atas {shown(band.above, 0)}{until}  {band.title}{other}")


def _print_node(instrument: Instrument, node: Node, depth: int, items: bool) -> None:
    from pmprb.catalog.item import RatioItem, ScaleItem

    indent = "  " * depth
    name = f"{indent}{node.id} {node.title}" if depth else node.title
    say(f"{shown(node.weight):>8}  {name}{_mark(node)}")
    for child in node.children:
        _print_node(instrument, child, depth + 1, items)
    if items:
        for item in node.items:
            if isinstance(item, RatioItem):
                scale = " / ".join(count.label for count in item.inputs)
            elif isinstance(item, ScaleItem):
                scale = "-".join(shown(bound, int(bound.denominator > 1)) for bound in (item.scale.min, item.scale.max))
            else:
                scale = instrument.scales[item.answer_set].title
            measured = f" · {item.evaluator}" if item.evaluator else ""
            say(f"{'':>8}  {indent}  {item.id} {item.criterion} ({scale}{measured}){_mark(item)}")


def _cited(cited: Cited, instrument: Instrument) -> dict[str, Any]:
    return {
        "basis": cited.basis.value,
        "one_source": cited.one_source,
        "references": [instrument.citation(reference) for reference in cited.references],
        "note": cited.note,
    }


def _data(instrument: Instrument, whole: bool) -> dict[str, Any]:
    from pmprb.books.rekap.json import grounds_data

    data: dict[str, Any] = {
        "id": instrument.id,
        "title": instrument.title,
        "basis": instrument.basis.value,
        "reconstructed": instrument.is_reconstructed,
        "grounds": grounds_data(instrument),
        "caution": instrument.caution,
        "hash": instrument.hash,
        "variant": instrument.variant or None,
        "variants": [
            {"id": one.id, "title": one.title, "basis": one.basis.value, "one_source": one.one_source, "note": one.note}
            for one in instrument.variants
        ],
        "items": len(instrument.items),
        "points": decimal_text(instrument.root.weight),
    }
    if whole:
        data["nodes"] = {
            node.id: {"title": node.title, "weight": decimal_text(node.weight), **_cited(node, instrument)}
            for node in instrument.nodes.values()
        }
        data["item_bases"] = {
            item.id: {"criterion": item.criterion, **_cited(item, instrument)} for item in instrument.items.values()
        }
    return data
