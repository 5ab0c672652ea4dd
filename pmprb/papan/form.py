"""An instrument as a form on a screen: headings, items, what may be answered and what each answer means.

Enters: an instrument. Leaves: plain data for the page, texts in the catalog's words. Refuses to know: answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmprb.catalog.item import ChoiceItem, ItemGate, RatioItem
from pmprb.catalog.model import Instrument, Node
from pmprb.insight.feedback import caution_words
from pmprb.insight.path.options import outside_reach
from pmprb.insight.path.targets import target_names
from pmprb.numbers import shown
from pmprb.papan.cells import ticks_of
from pmprb.worksheet.template.grid import AnyItem, count_code, may_be_left_out
from pmprb.worksheet.template.texts import basis_line, explanation, shown_number, warning_of

LEFT_OUT = "Tidak berlaku"
_HERE = "di kotak-kotak berikut"


def form_data(instrument: Instrument) -> dict[str, Any]:
    """Return an instrument as the page shows it: `bagian` are the headings that hold items or groups of them, `pohon`
    its areas with their subs and items in the form's order."""
    return {
        "id": instrument.id,
        "judul": instrument.title,
        "singkat": instrument.short_title,
        "tingkat": instrument.unit_level,
        "dasar": basis_line(instrument),
        "peringatan": warning_of(instrument),
        "perhatian": caution_words(instrument),
        "butir": len(instrument.items),
        "poin": shown(instrument.root.weight),
        "sasaran": target_names(instrument),
        "area": list(_areas(instrument)),
    }


def _areas(instrument: Instrument) -> Iterator[dict[str, Any]]:
    """Yield each area with its subs; headings above it are named with it."""
    gates: dict[str, tuple[ItemGate, ...]] = {}
    for gate in instrument.item_gates:
        gates[gate.item] = (*gates.get(gate.item, ()), gate)
    outside = outside_reach(instrument)
    areas: dict[str, list[Node]] = {}
    for node in instrument.nodes.values():
        if node.items:
            areas.setdefault(instrument.area_of(node.items[0].id).id, []).append(node)
    for area, subs in areas.items():
        node = instrument.nodes[area]
        yield {
            "id": area,
            "judul": node.title,
            "di": _above(node, instrument),
            "poin": shown(node.weight),
            "sub": [
                {
                    "id": sub.id,
                    "judul": "" if sub is node else sub.title,
                    "poin": shown(sub.weight),
                    "butir": [
                        _item(item, instrument, gates.get(item.id, ()), item.id in outside) for item in sub.items
                    ],
                }
                for sub in subs
            ],
        }


def _above(node: Node, instrument: Instrument) -> str:
    """Return the titles of the headings above an area, the total left out."""
    titles: list[str] = []
    above = instrument.parents.get(node.id)
    while above and above in instrument.parents:
        titles.insert(0, instrument.nodes[above].title)
        above = instrument.parents[above]
    return " › ".join(titles)


def _item(item: AnyItem, instrument: Instrument, gates: tuple[ItemGate, ...], outside: bool) -> dict[str, Any]:
    cited = "; ".join(instrument.citation(reference) for reference in item.references)
    return {
        "id": item.id,
        "kriteria": item.criterion,
        "jenis": item.kind,
        "penjelasan": _gates_only(item, gates) if isinstance(item, ChoiceItem) else explanation(item, gates, _HERE),
        "bukti": list(item.evidence),
        "saran": item.remedy,
        "dasar": f"{cited} ({item.basis.value})",
        "luar": outside,
        **_asked(item, instrument),
    }


def _gates_only(item: ChoiceItem, gates: tuple[ItemGate, ...]) -> str:
    """Return what is explained beside the options, which the page shows one by one."""
    options = sum(1 + text.count("\n") for text in item.options.values())
    return "\n".join(explanation(item, gates).split("\n")[options:])


def _checklist(item: ChoiceItem, instrument: Instrument) -> Mapping[str, Any]:
    """Return the criteria whose answers propose the item's, and the labels they are answered by."""
    if not item.checklist:
        return {}
    codes = zip(item.checklist, item.criterion_codes, strict=True)
    return {
        "daftar": [{"kode": code, "teks": one.text} for one, code in codes],
        "tanda": list(ticks_of(item, instrument).scores),
    }


def _asked(item: AnyItem, instrument: Instrument) -> Mapping[str, Any]:
    """Return what may be answered: labels with their meaning, counts, or a number between two bounds."""
    if isinstance(item, ChoiceItem):
        scale = instrument.scales[item.answer_set]
        options = [
            {"label": label, "arti": text, "nilai": shown(scale.scores[label])} for label, text in item.options.items()
        ]
        if may_be_left_out(item):
            options.append({"label": LEFT_OUT, "arti": "Butir ini tidak ikut dihitung.", "nilai": ""})
        return {"pilihan": options, **_checklist(item, instrument)}
    if isinstance(item, RatioItem):
        return {"hitungan": [{"kode": count_code(item, one.id), "label": one.label} for one in item.inputs]}
    return {
        "rentang": [shown_number(item.scale.min), shown_number(item.scale.max)],
        "boleh_lewat": may_be_left_out(item),
    }
