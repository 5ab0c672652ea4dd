"""On what an instrument rests, counted over its parts, and the words for it: the same in every book and on the screen.

Enters: an instrument. Leaves: counts by basis, what has one source only, which texts nobody read. Pure.
"""

from __future__ import annotations

from collections import Counter

from pmprb.catalog.item import Basis, Cited
from pmprb.catalog.model import Instrument, Regulation
from pmprb.temuan import Model

BASIS = {
    Basis.PERATURAN: "peraturan",
    Basis.FORMULIR_RESMI: "formulir resmi",
    Basis.RINGKASAN: "ringkasan",
    Basis.PRAKTIK: "praktik",
    Basis.REKONSTRUKSI: "rekonstruksi",
}
MEANING = {
    Basis.PERATURAN: "tertulis dalam batang tubuh atau lampiran peraturan",
    Basis.FORMULIR_RESMI: "mengikuti formulir atau templat resmi",
    Basis.RINGKASAN: "dari ringkasan peraturan oleh pihak lain; naskahnya sendiri tidak terbaca",
    Basis.PRAKTIK: "kebiasaan yang dipakai bila formulir tidak mengatur; cocokkan dengan pedoman yang berlaku",
    Basis.REKONSTRUKSI: "disusun ulang karena naskah resminya tidak tersedia; bukan angka resmi",
}
ONE_SOURCE = "satu sumber"
_NAMED = 12


class Grounds(Model):
    """How many parts rest on what; `one_source` names the parts that nobody else was found to say."""

    counts: dict[Basis, int]
    one_source: tuple[str, ...]
    unread: tuple[Regulation, ...]


def cited_parts(instrument: Instrument) -> list[tuple[str, Cited]]:
    """Return everything of an instrument that carries a citation, besides the instrument itself, with its id."""
    parts: list[tuple[str, Cited]] = [*instrument.nodes.items(), *instrument.items.items()]
    parts += [(one.id, one) for one in instrument.answer_sets]
    for gate_set in instrument.gate_sets:
        parts.append((gate_set.id, gate_set))
        parts += [(f"{target.id} {gate.id}", gate) for target in gate_set.targets for gate in target.gates]
    if instrument.index:
        index = instrument.index
        parts += [("indeks", index), ("penyesuaian", index.adjustment), ("koefisien", index.coefficient)]
        parts += [("target baik", index.targets), ("predikat indeks", index.predicate)]
    if instrument.predicate:
        parts += [(f"predikat {one.id}", one) for one in instrument.predicate.readings]
    variant = instrument.chosen_variant
    single = (("predikat", instrument.predicate), ("nilai instansi", instrument.units_rule))
    parts += [(name, part) for name, part in single if part is not None]
    return [*parts, *([(f"varian {variant.id}", variant)] if variant else [])]


def grounds(instrument: Instrument) -> Grounds:
    """Return the counts of an instrument in the variant in use."""
    parts = cited_parts(instrument)
    tally = Counter(part.basis for _, part in parts)
    cited = {reference.regulation for _, part in parts for reference in part.references}
    cited |= {reference.regulation for reference in instrument.references}
    return Grounds(
        counts={basis: tally[basis] for basis in Basis if tally[basis]},
        one_source=tuple(dict.fromkeys(name for name, part in parts if part.one_source)),
        unread=tuple(one for one in instrument.regulations if one.id in cited and one.read != "naskah"),
    )


def basis_words(cited: Cited) -> str:
    """Return a part's basis: "praktik, satu sumber"."""
    return BASIS[cited.basis] + (f", {ONE_SOURCE}" if cited.one_source else "")


def counts_words(found: Grounds) -> str:
    """Return how many parts rest on what: "70 praktik, 214 rekonstruksi"."""
    return ", ".join(f"{count} {BASIS[basis]}" for basis, count in found.counts.items())


def one_source_words(found: Grounds) -> str:
    """Return which parts have one source only, the first dozen by name; empty when there is none."""
    named = found.one_source
    if not named:
        return ""
    more = f", dan {len(named) - _NAMED} lainnya" if len(named) > _NAMED else ""
    return f"{len(named)} bagian hanya terbaca dari satu sumber: {', '.join(named[:_NAMED])}{more}."


def unread_words(regulation: Regulation) -> str:
    """Return what was read of a text, as a sentence; empty when it was read whole."""
    said = {
        "naskah": "",
        "sebagian": "Dibaca sebagian.",
        "ringkasan": "Naskahnya tidak terbaca; yang dibaca ringkasan.",
        "tidak": "Naskahnya tidak terbaca.",
    }[regulation.read]
    return f"{said} {regulation.read_note}".strip()


def grounds_line(instrument: Instrument) -> str:
    """Return in one line on what the parts of an instrument rest, for sheets that say no more."""
    found = grounds(instrument)
    return f"Dasar bagian-bagiannya: {counts_words(found)}. {one_source_words(found)}".strip()
