"""What a template says to the person who fills it: explanations, choices, messages beside a cell.

Enters: items of a catalog. Leaves: short Indonesian texts. Refuses to know: cells and formats.
"""

from __future__ import annotations

import json
from fractions import Fraction

from pmprb.catalog.item import Basis, ChoiceItem, Cited, CountInput, Criterion, ItemGate, RatioItem, ScaleItem
from pmprb.catalog.model import ROOT, Instrument, Node, Variant
from pmprb.catalog.write import Data, plain_record
from pmprb.engine.answers import Unit
from pmprb.engine.verdict import GateResult
from pmprb.insight.grounds import BASIS, ONE_SOURCE
from pmprb.numbers import exact_text, number_words
from pmprb.sheets.text import safe_text
from pmprb.worksheet.template.grid import AnyItem, CountRow, CriterionRow, LkeGrid, NodeRow, Row, may_be_left_out

TITLE_LIMIT, MESSAGE_LIMIT = 32, 255
COUNT_CHOICE, RATIO_CHOICE = "Jumlah", "Otomatis"
BASIS_WORDS = BASIS | {Basis.REKONSTRUKSI: "REKONSTRUKSI"}
_EARLIER = "Jawaban"


def shown_number(value: Fraction) -> str:
    """Return a number as Indonesians write it: "3,6"."""
    return number_words(value, 6)


def shortened(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, cut at a word with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:.\n") + "…"


def explanation(item: AnyItem, gates: tuple[ItemGate, ...] = (), where: str = "di baris-baris berikut") -> str:
    """Return the text of Penjelasan: the options a line each, or how the number comes about. `where` counts are typed
    is said of a ratio."""
    if isinstance(item, ChoiceItem):
        lines = [f"{label}: {text}" for label, text in item.options.items()]
        if item.checklist:
            lines.append("Dijawab di baris ini, atau kosongkan dan jawab kriterianya di bawah.")
    elif isinstance(item, ScaleItem):
        low, high = shown_number(item.scale.min), shown_number(item.scale.max)
        lines = [f"Ketik angka dari {low} sampai {high}; {high} bernilai penuh."]
        if item.scale.from_zero and item.scale.min > 0:
            lines = [f"Ketik angka dari {low} sampai {high}. Nilai = angka ÷ {high}."]
        if item.survey:
            lines.append("Terisi sendiri dari lembar responden; ketik rata-ratanya hanya bila lembar itu kosong.")
        if item.good_from is not None:
            lines.append(f"Target baik: {shown_number(item.good_from)} atau lebih.")
    else:
        lines = _ratio_lines(item, where)
    if may_be_left_out(item):
        lines.append("Tidak berlaku: butir ini tidak ikut dihitung.")
    lines.extend(_gate_line(gate) for gate in gates)
    if item.evaluator:
        lines.append(f"Diukur oleh {item.evaluator}.")
    return "\n".join(lines)


def earlier_answer(period: str, said: str) -> str:
    """Return the line that stands below an explanation when last time's answer is shown beside this time's cell."""
    return f"{_EARLIER} {period or 'lalu'}: {said}"


def says_no_more(seen: str, expected: str) -> bool:
    """True when a trimmed explanation is the expected one, or that with the answer of last time below it."""
    said, due = seen.casefold(), expected.casefold()
    return said == due or said.startswith(f"{due} {_EARLIER.casefold()} ")


def _gate_line(gate: ItemGate) -> str:
    if gate.rule == "multiply":
        return f"Nilainya dikalikan nilai butir {gate.parent}."
    if gate.rule == "zero_if_zero":
        return f"Nilainya 0 bila nilai butir {gate.parent} 0."
    return f"Nilainya 0 bila butir {gate.parent} dijawab {' atau '.join(gate.answers)}."


def _ratio_lines(item: RatioItem, where: str) -> list[str]:
    labels = {count.id: count.label for count in item.inputs}
    above = " + ".join(labels[name] for name in item.numerator)
    below = " + ".join(labels[name] for name in item.denominator)
    if len(item.denominator) > 1:
        below = f"({below})"
    rule = f"{above} ÷ {below}"
    if item.formula == "decrease":
        rule = f"({below} − {above}) ÷ {below}; paling kecil 0"
    lines = [f"Isi jumlah {where}. Nilai = {rule}; paling besar {shown_number(item.cap)}."]
    if item.zero is None:
        return [*lines, "Bila pembaginya 0, butir ini tidak dapat dinilai."]
    both, only = item.zero.both_zero, item.zero.denominator_zero
    if both is not None:
        lines.append(f"Bila keduanya 0, nilainya {shown_number(both)}.")
    if only is not None:
        lines.append(f"Bila hanya pembaginya 0, nilainya {shown_number(only)}.")
    else:
        lines.append("Bila hanya pembaginya 0, butir ini tidak dapat dinilai.")
    return lines


def choices(item: AnyItem, instrument: Instrument) -> str:
    """Return the text of Pilihan."""
    if isinstance(item, ChoiceItem):
        return instrument.scales[item.answer_set].title
    if isinstance(item, ScaleItem):
        return f"{shown_number(item.scale.min)}-{shown_number(item.scale.max)}"
    return RATIO_CHOICE


def input_message(item: AnyItem) -> str:
    """Return the message beside an answer cell, at most 255 characters."""
    if isinstance(item, ChoiceItem):
        parts = [f"{label}: {text}" for label, text in item.options.items()]
        room = (MESSAGE_LIMIT - len(parts)) // len(parts)
        text = "\n".join(parts)
        return text if len(text) <= MESSAGE_LIMIT else "\n".join(shortened(part, room) for part in parts)
    return shortened(explanation(item), MESSAGE_LIMIT)


def evidence_message(item: AnyItem) -> str:
    """Return the message beside an evidence cell: what serves as evidence."""
    return shortened("Contoh: " + "; ".join(item.evidence) + ".", MESSAGE_LIMIT)


def count_message(count: CountInput) -> str:
    """Return the message beside a count's cell."""
    return shortened(f"{count.label}: ketik bilangan bulat, 0 atau lebih. Tidak ada? Ketik 0.", MESSAGE_LIMIT)


def criterion_message(criterion: Criterion) -> str:
    """Return the message beside a criterion of a checklist."""
    return shortened(f"{criterion.text} Kosong dihitung belum terpenuhi.", MESSAGE_LIMIT)


def choice_error(labels: list[str]) -> str:
    """Return what is said when something else than an option is typed."""
    allowed = ", ".join(labels)
    return shortened(f"Jawaban yang dikenal: {allowed}. Pilih salah satu, atau kosongkan bila belum dijawab.", 255)


PART_ONLY = (
    "Lembar ini hanya memuat butir yang diampu unit ini. Nilai instansi dihitung setelah lembar semua pengampu "
    "digabung; pengali dari butir pengampu lain belum terhitung di sini."
)
AFTER_REVIEW = (
    "Nilai setelah verifikasi: jawaban TPI menggantikan jawaban unit pada butir yang sudah diisi TPI; butir lain "
    "memakai jawaban unit."
)
COUNT_ERROR = "Ketik bilangan bulat, 0 atau lebih, tanpa titik, koma, atau kata. Kosongkan bila belum tahu."


def scale_error(item: ScaleItem) -> str:
    """Return what is said when a number outside the scale is typed."""
    low, high = shown_number(item.scale.min), shown_number(item.scale.max)
    return (
        f"Ketik angka dari {low} sampai {high}. Tanda desimal mengikuti setelan komputer ini: "
        "bila koma ditolak, pakai titik, atau sebaliknya."
    )


FOOTER_NAME_LIMIT = 80


def footer_of(unit: Unit, instrument: Instrument) -> str:
    """Return the foot of each printed page: unit and page number; a reconstruction says so there too."""
    warning = warning_of(instrument)
    lead = f"{warning} · " if warning else ""
    return f"&L{footer_name(unit.name)}&R{lead}Halaman &P dari &N"


def footer_name(name: str) -> str:
    """Return a unit's name for the foot of a page: short, and "dan" for "&", which commands there."""
    plain = " ".join(safe_text(name).replace("&", " dan ").split())
    return shortened(plain, FOOTER_NAME_LIMIT)


def basis_of(cited: Cited | GateResult) -> str:
    """Return the basis of a part in words; one source only is said beside it."""
    return BASIS_WORDS[cited.basis] + (f", {ONE_SOURCE}" if cited.one_source else "")


def basis_line(instrument: Instrument) -> str:
    """Return on what the instrument rests, in one line with its citations."""
    cited = "; ".join(instrument.citation(reference) for reference in instrument.references)
    return f"Dasar: {cited} ({BASIS_WORDS[instrument.basis]})."


def variant_line(variant: Variant) -> str:
    """Return by which variant of the instrument the worksheet computes, with its basis."""
    return f"Varian: {variant.title} ({variant.id}; {basis_of(variant)}). {variant.note}".strip()


def warning_of(instrument: Instrument) -> str:
    """Return the short warning of a reconstructed catalog; empty for others."""
    if instrument.basis is Basis.REKONSTRUKSI:
        return "REKONSTRUKSI, BUKAN FORMULIR RESMI"
    return "Sebagian hasil rekonstruksi" if instrument.is_reconstructed else ""


# What a catalog needs and a worksheet does not show, as short machine text in one hidden cell a row.


_SHOWN = {"id", "title", "criterion", "weight", "options", "checklist", "inputs", "children", "items", "answer_set"}
_NOT_KEPT = {"evidence", "remedy", "references", "one_source", "note"}
_HEAD = (
    "short_title",
    "unit_level",
    "valid_from",
    "valid_to",
    "basis",
    "caution",
    "policies",
    "groups",
    "outside_reach",
    "surveys",
)


def mark_of(plan: LkeGrid, row: Row) -> str:
    """Return the machine text of a row."""
    if row.id not in plan.marks:
        if isinstance(row, CountRow):
            mark: dict[str, Data] = {"kind": "count"}
        elif isinstance(row, CriterionRow):
            mark = {"kind": "criterion"}
        elif isinstance(row, NodeRow):
            mark = _node(plan.instrument, row.node)
        else:
            mark = _item(plan, row.item)
        plan.marks[row.id] = json.dumps(mark, ensure_ascii=False, separators=(",", ":"))
    return plan.marks[row.id]


def _node(instrument: Instrument, node: Node) -> dict[str, Data]:
    mark = plain_record(node, leave_out=_SHOWN | _NOT_KEPT) | _weight(exact_text(node.weight))
    parent = instrument.parents.get(node.id, "")
    if parent not in ("", node.id.rpartition(".")[0] or ROOT):
        mark["in"] = parent
    if node is instrument.root:
        kept = plain_record(instrument, leave_out=set(type(instrument).model_fields) - set(_HEAD))
        mark["head"] = kept | {"policies": plain_record(instrument.policies)}
    return mark


def _item(plan: LkeGrid, item: AnyItem) -> dict[str, Data]:
    instrument = plan.instrument
    mark = plain_record(item, leave_out=_SHOWN | _NOT_KEPT)
    mark |= _weight("" if item.weight is None else exact_text(item.weight))
    parent = instrument.parents[item.id]
    if parent != item.id.rpartition(".")[0]:
        mark["in"] = parent
    gates = plan.gates.get(item.id, ())
    if isinstance(item, ChoiceItem):
        scale = instrument.scales[item.answer_set]
        mark["scale"] = plain_record(scale, leave_out={"references", "note"})
        if item.checklist:
            ticks = (instrument.scales[name] for name in scale.ticks)
            mark["ticks"] = [plain_record(one, leave_out={"references", "note"}) for one in ticks]
        shown = sum(1 + text.count("\n") for text in item.options.values())
        more = 1 + explanation(item, gates).count("\n") - shown
        mark |= {"more": more} if more else {}
    if gates:
        mark["gates"] = [plain_record(gate, leave_out={"item"}) for gate in gates]
    return mark


def _weight(text: str) -> dict[str, Data]:
    """Return a weight whose decimals do not end: a cell shows it rounded."""
    return {"weight": text} if "/" in text else {}
