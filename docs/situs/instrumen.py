"""The pages of the instruments, from the catalogs: weights, gates, predicates, items, each with its basis and citation.

Enters: the catalogs that come with the program. Leaves: pages in MyST by their path. What `pmprb instrumen ID --butir`
shows is shown here too, and what stands beside each item: its options, evidence and remedy.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from pmprb.books.order import band_words
from pmprb.catalog.index import IndexRule
from pmprb.catalog.item import Basis, ChoiceItem, Cited, Item, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument, Node
from pmprb.insight.grounds import BASIS, MEANING, basis_words, counts_words, grounds, one_source_words, unread_words
from pmprb.jobs.inputs import Catalogs
from pmprb.numbers import exact_words, shown

_LEVELS = {"unit": "unit kerja", "instansi": "instansi"}


def pages() -> dict[str, str]:
    """Return every page by its path: the list, and one an instrument."""
    catalogs = Catalogs()
    loaded = [catalogs.load(name).value for name in catalogs.ids()]
    instruments = [one for one in loaded if one is not None]
    made = {f"docs/instrumen/{one.id}.md": "\n".join(_page(one)) + "\n" for one in instruments}
    return {"docs/instrumen/index.md": "\n".join(_index(instruments)) + "\n", **made}


def _index(instruments: Sequence[Instrument]) -> Iterator[str]:
    yield from ("# Instrumen", "")
    yield "Dibuat dari katalog yang dipakai menilai: angkanya angka yang dihitung. Setiap bagian menyebut dasarnya."
    yield from ("", "| instrumen | butir | poin | berlaku | dasar |", "|---|---:|---:|---|---|")
    for one in instruments:
        points, years = shown(one.root.weight), _years(one)
        name = f"[{_cell(one.short_title)}]({one.id}.md)<br>`{one.id}`"
        yield f"| {name} | {len(one.items)} | {points} | {years} | {BASIS[one.basis]} |"
    yield from ("", "## Dasar", "", "| dasar | artinya |", "|---|---|")
    yield from (f"| {BASIS[basis]} | {MEANING[basis]} |" for basis in Basis)
    yield "| … satu sumber | hanya satu sumber yang berkata begitu |"
    yield from ("", "Cara menulis instrumen baru: [menulis katalog](../katalog.md).", "")
    yield from ("```{toctree}", ":hidden:", "", *(f"{one.short_title} <{one.id}>" for one in instruments), "```")


def _page(one: Instrument) -> Iterator[str]:
    found = grounds(one)
    yield from (f"# {_text(one.short_title)}", "", _text(one.title), "")
    if one.caution:
        yield from ("```{warning}", _text(one.caution), "```", "")
    yield from ("| | |", "|---|---|", f"| id | `{one.id}` |", f"| dinilai | {_LEVELS[one.unit_level]} |")
    yield from (f"| berlaku | {_years(one)} |", f"| isi | {len(one.items)} butir, {shown(one.root.weight)} poin |")
    if one.supersedes:
        yield f"| menggantikan | {', '.join(f'`{name}`' for name in one.supersedes)} |"
    yield f"| dasar | {_own_basis(one)} |"
    yield f"| bagian-bagiannya | {counts_words(found)} |"
    if found.one_source:
        yield f"| satu sumber | {_cell(one_source_words(found))} |"
    blank = {"nol": "dihitung 0", "lewati": "tidak ikut rata-rata"}[one.policies.blank]
    yield f"| butir kosong | {blank} (`{one.policies.blank}`) |"
    yield from (f"| sidik katalog | `{one.hash[:16]}…` |", "")
    yield from _variants(one)
    yield from _structure(one)
    yield from _gates(one)
    yield from _predicate(one)
    if one.index:
        yield from _index_rule(one.index, one)
    if one.units_rule:
        yield from (
            "## Nilai instansi dari unit",
            "",
            f"{_text(one.units_rule.title)}. {_grounded(one.units_rule, one)}",
            "",
        )
    yield from _scales(one)
    yield from _items(one)
    yield from _regulations(one)


def _years(one: Instrument) -> str:
    return f"{one.valid_from}–{one.valid_to or 'sekarang'}"


def _own_basis(one: Instrument) -> str:
    return f"{BASIS[one.basis]}: {_cell('; '.join(one.citation(reference) for reference in one.references))}"


def _basis(cited: Cited, one: Instrument) -> str:
    """Return a part's basis and all it cites, for a cell."""
    return f"{basis_words(cited)}: {_cell('; '.join(one.citation(reference) for reference in cited.references))}"


def _grounded(cited: Cited, one: Instrument) -> str:
    """Return the same as a sentence, with the note."""
    said = "; ".join(one.citation(reference) for reference in cited.references)
    return f"Dasar: {basis_words(cited)} ({_text(said)}). {_text(cited.note)}".rstrip()


def _variants(one: Instrument) -> Iterator[str]:
    if not one.variants:
        return
    yield from ("## Varian", "", "Angka di halaman ini adalah angka varian yang dipakai bila tidak disebut.", "")
    yield from ("| varian | isi | dasar |", "|---|---|---|")
    for variant in one.variants:
        used = " (dipakai)" if variant.id == one.variant else ""
        told = _cell(f"{variant.title}{used}. {variant.note}".strip())
        yield f"| `{one.base_id}@{variant.id}` | {told} | {_basis(variant, one)} |"
    yield ""


def _structure(one: Instrument) -> Iterator[str]:
    yield from ("## Susunan dan bobot", "", "| bagian | poin | dasar |", "|---|---:|---|")
    for node, depth in _walk(one.root, 0):
        name = f"{'&emsp;' * (depth - 1)}{_cell(f'{node.id} {node.title}' if depth else node.title)}"
        name = f"**{name}**" if depth < 2 and not name.startswith("&") else name
        yield f"| {name} | {shown(node.weight)} | {_basis(node, one)}{_noted(node)} |"
    yield ""


def _noted(cited: Cited) -> str:
    return f"<br>{_cell(cited.note)}" if cited.note else ""


def _walk(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    yield node, depth
    for child in node.children:
        yield from _walk(child, depth + 1)


def _gates(one: Instrument) -> Iterator[str]:
    for number, gates in enumerate(one.gate_sets):
        yield from (f"## Ambang: {_text(gates.title)}", "")
        yield (
            "Bacaan ini yang menentukan. " if not number else "Bacaan lain, ditampilkan di sampingnya. "
        ) + _grounded(gates, one)
        for target in gates.targets:
            yield from (
                "",
                f"### {_text(target.title)}{f' ({target.id})' if target.id not in target.title else ''}",
                "",
            )
            yield from ("| ambang | minimum | dasar |", "|---|---:|---|")
            for gate in target.gates:
                least = f"{shown(gate.minimum * 100, 0)} %" if gate.measure == "share" else shown(gate.minimum)
                yield f"| {_cell(gate.title)} | {least} | {_basis(gate, one)}{_noted(gate)} |"
        yield ""


def _predicate(one: Instrument) -> Iterator[str]:
    rule = one.predicate
    if rule is None:
        return
    yield from ("## Predikat", "", _grounded(rule, one), "", "| predikat | nilai | arti |", "|---|---|---|")
    yield from (f"| {_cell(band.label)} | {band_words(rule, band)} | {_cell(band.title)} |" for band in rule.bands)
    yield ""
    for other in rule.readings:
        yield from (f"### Bacaan lain: {_text(other.title)}", "", _grounded(other, one), "")
        yield from ("| predikat | nilai | arti |", "|---|---|---|")
        yield from (f"| {_cell(band.label)} | {band_words(rule, band)} | {_cell(band.title)} |" for band in other.bands)
        yield ""


def _index_rule(index: IndexRule, one: Instrument) -> Iterator[str]:
    yield from (f"## Indeks bersama {index.added}", "", _grounded(index, one), "")
    for title, part in (("Penyesuaian", index.adjustment), ("Koefisien", index.coefficient), ("Target", index.targets)):
        yield f"- {title}: {_grounded(part, one)}"
    yield from (
        "",
        f"Predikat indeks. {_grounded(index.predicate, one)}",
        "",
        "| predikat | di atas | sampai |",
        "|---|---:|---:|",
    )
    for band in index.predicate.bands:
        until = shown(band.up_to, 0) if band.up_to is not None else "–"
        yield f"| {_cell(f'{band.label} {band.title}')} | {shown(band.above, 0)} | {until} |"
    yield ""


def _scales(one: Instrument) -> Iterator[str]:
    if not one.answer_sets:
        return
    yield from ("## Skala jawaban", "", "| skala | jawaban = bagian dari poin butir | dasar |", "|---|---|---|")
    for scale in one.answer_sets:
        options = ", ".join(f"{option.label} = {exact_words(option.score)}" for option in scale.options)
        yield f"| {_cell(scale.title)} | {_cell(options)} | {_basis(scale, one)}{_noted(scale)} |"
    yield ""


def _items(one: Instrument) -> Iterator[str]:
    yield from (
        "## Butir",
        "",
        "Kriteria, pilihan, bukti, dan saran ditulis dengan kata-kata proyek ini; kodenya menunjuk ke naskahnya.",
        "",
    )
    for node in one.root.walk():
        if node.items:
            yield from (f"### {_text(f'{node.id} {node.title}')}", "")
            for item in node.items:
                yield from _item(item, one)


def _item(item: Item, one: Instrument) -> Iterator[str]:
    yield f"**{_text(item.id)}** {_text(item.criterion)}"
    weight = f"{exact_words(item.weight)} poin · " if item.weight is not None else ""
    yield f": {weight}{_text(_asked(item, one))} · {_grounded(item, one)}"
    yield ""
    if isinstance(item, ChoiceItem):
        yield from (f"  - **{_text(label)}**: {_text(told)}" for label, told in item.options.items())
        if item.checklist:
            yield from (f"  - Kriteria {_text(part.id)}: {_text(part.text)}" for part in item.checklist)
    yield f"  - Bukti: {_text('; '.join(item.evidence))}."
    yield f"  - Saran: {_text(item.remedy)}"
    yield ""


def _asked(item: Item, one: Instrument) -> str:
    if isinstance(item, RatioItem):
        return "hitungan: " + " / ".join(count.label for count in item.inputs)
    if isinstance(item, ScaleItem):
        return f"angka {exact_words(item.scale.min)} sampai {exact_words(item.scale.max)}"
    return one.scales[item.answer_set].title


def _regulations(one: Instrument) -> Iterator[str]:
    yield from ("## Yang dikutip", "", "| naskah | tentang | yang dibaca |", "|---|---|---|")
    for law in one.regulations:
        about = f"{law.about} ({law.issuer}, {law.year})" if law.issuer else f"{law.about} ({law.year})"
        yield f"| {_cell(law.title)} | {_cell(about)} | {_cell(unread_words(law) or law.read_note or 'Dibaca utuh.')} |"
    yield ""


def _text(words: str) -> str:
    """Return words of a catalog as Markdown that shows them as they are."""
    return re.sub(r"([\\`*_\[\]#{}~^$])", r"\\\1", html.escape(words, quote=False)).replace("\n", " ")


def _cell(words: str) -> str:
    """Return the same for a cell of a table."""
    return _text(words).replace("|", "\\|")
