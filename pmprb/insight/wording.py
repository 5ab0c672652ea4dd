"""Answers, gaps, places and cautions in words: the same in the rekap, in a unit's workbook and on its page.

Enters: values. Leaves: parts of Indonesian sentences without any mistake in them (`pmprb.pesan` words those).
"""

from __future__ import annotations

from fractions import Fraction

from pmprb.answers.model import Answer, State
from pmprb.catalog.model import Instrument, Item
from pmprb.consolidation.model import Standing
from pmprb.gaps.gap import Gap

_EXAMPLES = 3


def place_words(standing: Standing | None) -> str:
    """Return a unit's place among its peers, or among all where it has none: "ke-3 dari 12 unit dalam kelompok
    kecamatan"; empty for a unit without one."""
    if standing is None:
        return ""
    if not standing.group:
        return f"ke-{standing.rank} dari {standing.of} unit yang dinilai"
    if standing.group_of == 1:
        return f"satu-satunya yang dinilai dalam kelompok {standing.group}"
    return f"ke-{standing.group_rank} dari {standing.group_of} unit dalam kelompok {standing.group}"


def caution_words(instrument: Instrument) -> str:
    """Return what to be careful about in an instrument; empty when there is nothing."""
    text = " ".join(instrument.caution.split())
    if not instrument.is_reconstructed:
        return text
    said = text or "Sebagian bobot atau butir instrumen ini disusun ulang dan bukan formulir resmi."
    return said if said.upper().startswith("REKONSTRUKSI") else f"REKONSTRUKSI. {said}"


def number_words(value: Fraction) -> str:
    """Return a number as Indonesians write it, at most four decimals."""
    text = f"{float(value):.4f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def answer_words(answer: Answer | None, item: Item) -> str:
    """Return an answer in words: a label, a number, counts with their labels, or why there is none."""
    if answer is None or answer.state is State.BLANK:
        return "belum dijawab"
    if answer.state is State.INVALID:
        return f"salah: {answer.raw}" if answer.raw else "salah"
    if answer.state is State.NOT_APPLICABLE:
        return "tidak berlaku"
    if answer.counts:
        labels = {count.id: count.label for count in item.inputs} if item.kind == "ratio" else {}
        named = ((labels.get(name, name).removeprefix("Jumlah "), value) for name, value in answer.counts)
        return "; ".join(f"{name}: {number_words(value)}" for name, value in named)
    return answer.choice or ("" if answer.value is None else number_words(answer.value))


def step_words(gap: Gap) -> str:
    """Return the next better answer in words: a label and what it asks for, or a number to reach."""
    step = gap.step
    if gap.held_by:
        return f"Penuhi dahulu butir {', '.join(gap.held_by)}"
    if step.reach is None:
        return f"{step.label}: {step.text}" if step.text else f"Isi: {step.label}"
    return (
        f"{step.label}: capai {number_words(step.reach)}"
        if step.label
        else f"Capai {number_words(step.reach)} untuk nilai penuh"
    )


def evidence_words(gap: Gap) -> str:
    """Return whether evidence is named, with examples where it is not."""
    if not gap.evidence_missing:
        return "sudah disebut"
    return "belum ada; contoh: " + "; ".join(gap.evidence[:_EXAMPLES])
