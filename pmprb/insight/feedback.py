"""What one unit is told of itself, and the words for answers, gaps and places that every output shares."""

from __future__ import annotations

from fractions import Fraction

from pmprb.catalog.item import Item
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Unit
from pmprb.engine.gaps import Gap, find_gaps
from pmprb.engine.score import ScoreTree
from pmprb.engine.verdict import GateResult, Verdict
from pmprb.insight.outlook import Levers, in_order
from pmprb.numbers import exact_sum, margin_words, number_words, percent, shown
from pmprb.office.model import InputFile, NextStep, Standing, UnitResult
from pmprb.temuan import Model, Temuan

# Answers, gaps, places and cautions in words: the same in the rekap, in a unit's workbook and on its page.


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


def answer_words(answer: Answer | None, item: Item) -> str:
    """Return an answer in words: a label, a number, counts with their labels, or why there is none."""
    if answer is None or answer.state is State.BLANK:
        return "belum dijawab"
    if answer.state is State.INVALID:
        return _half_filled(answer.raw, item) or (f"salah: {answer.raw}" if answer.raw else "salah")
    if answer.state is State.NOT_APPLICABLE:
        return "tidak berlaku"
    if answer.counts:
        labels = {count.id: count.label for count in item.inputs} if item.kind == "ratio" else {}
        named = ((labels.get(name, name).removeprefix("Jumlah "), value) for name, value in answer.counts)
        return "; ".join(f"{name}: {number_words(value)}" for name, value in named)
    return answer.choice or ("" if answer.value is None else number_words(answer.value))


def _half_filled(raw: str, item: Item) -> str:
    """Return counts of which some are missing, each by its label; empty for anything else that cannot be scored."""
    parts = [part.strip() for part in raw.split(";")]
    if item.kind != "ratio" or len(parts) != len(item.inputs) or all(parts):
        return ""
    labels = (count.label.removeprefix("Jumlah ") for count in item.inputs)
    named = (f"{label}: {part or 'kosong'}" for label, part in zip(labels, parts, strict=True))
    return f"belum lengkap: {'; '.join(named)}"


def gate_words(gate: GateResult) -> str:
    """Return a gate's figures in words: "15,58, minimal 15,75 (kurang 0,17)"; without a value "belum dinilai"."""
    number = percent if gate.measure == "share" else shown
    if gate.value is None:
        return f"belum dinilai, minimal {number(gate.minimum)}"
    if gate.measure == "share":
        apart = margin_words(gate.value * 100, gate.minimum * 100, " %")
    else:
        apart = margin_words(gate.value, gate.minimum)
    return f"{number(gate.value)}, minimal {number(gate.minimum)} ({apart})"


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


# What one unit is told of itself: its result, its place, its gaps, its temuan. Nothing of any other unit.


class Feedback(Model):
    """One unit's feedback. `result` is None when none of its `files` counts; `temuan` then says why, and more.

    `standing` is None too when it is *belum dinilai*.
    """

    unit: Unit
    period: str
    result: UnitResult | None = None
    standing: Standing | None = None
    gaps: tuple[Gap, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    files: tuple[InputFile, ...] = ()
    next_step: NextStep | None = None

    @property
    def name(self) -> str:
        """The name the unit is shown by."""
        return self.unit.name.strip() or self.unit.code.strip() or "(tanpa nama)"

    @property
    def deciding(self) -> tuple[Verdict, ...]:
        """The verdicts under the reading of the gates that counts; none for a unit that is *belum dinilai*."""
        if self.result is None or not self.result.rated:
            return ()
        return tuple(verdict for verdict in self.result.verdicts if verdict.decides)


class ResultRow(Model):
    """A line of a unit's result: an area or another heading, its points, the most it can reach, items answered.

    `of` is the group's or node's id.
    """

    of: str
    title: str
    points: Fraction | None
    most: Fraction
    answered: int
    items: int

    @property
    def share(self) -> Fraction | None:
        """Points over the most possible (0..1)."""
        return None if self.points is None or not self.most else self.points / self.most


def feedback_of(
    result: UnitResult,
    standing: Standing | None,
    instrument: Instrument,
    period: str,
    files: tuple[InputFile, ...],
    more: tuple[Temuan, ...] = (),
    next_step: NextStep | None = None,
) -> Feedback:
    """Return a scored unit's feedback; `more` are temuan of its other files."""
    return Feedback(
        unit=result.unit,
        period=period,
        result=result,
        standing=standing,
        gaps=_gaps(result, instrument) if result.rated else (),
        temuan=(*result.temuan, *more),
        files=files,
        next_step=next_step,
    )


def _gaps(result: UnitResult, instrument: Instrument) -> tuple[Gap, ...]:
    found = find_gaps(result.submission, result.tree, instrument)
    return tuple(one.gap for one in in_order(Levers(instrument).weigh(result, found, instrument)))


def parts(instrument: Instrument) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what stands for the areas of an instrument, each as id, title and nodes: the catalog's groups, or its
    areas where it has none, or what is directly below the total."""
    if instrument.groups:
        return [(group.id, group.title, group.nodes) for group in instrument.groups]
    nodes = [n for n in instrument.nodes.values() if n.level == "area"] or list(instrument.root.children)
    return [(node.id, node.title, (node.id,)) for node in nodes]


def parts_of(tree: ScoreTree, instrument: Instrument) -> list[ResultRow]:
    """Return the areas of a unit's result. A part without one answer has no points: it is *belum dinilai*."""
    return [
        ResultRow(
            of=of,
            title=title,
            points=tree.points_of(members) if tree.answered(members) else None,
            most=exact_sum(tree.nodes[node].max for node in members),
            answered=sum(tree.nodes[node].answered for node in members),
            items=sum(tree.nodes[node].items for node in members),
        )
        for of, title, members in parts(instrument)
    ]
