"""What one unit is told of itself: its result, its place, its gaps, its temuan. Nothing of any other unit.

Enters: one unit's result, its standing, the fate of its files. Leaves: a `Feedback`. Refuses to know: the files
themselves, and the other units: a place is a number among a number.
"""

from __future__ import annotations

from fractions import Fraction

from pmprb.answers.model import Unit
from pmprb.catalog.model import Instrument
from pmprb.consolidation.model import InputFile, Standing, UnitResult
from pmprb.eligibility.verdict import Verdict
from pmprb.gaps.gap import Gap, find_gaps
from pmprb.scoring.tree import ScoreTree
from pmprb.temuan import Model, Temuan


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


class Part(Model):
    """A line of a unit's result: an area or another heading, its points, the most it can reach, items answered."""

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
) -> Feedback:
    """Return a scored unit's feedback; `more` are temuan of its other files."""
    return Feedback(
        unit=result.unit,
        period=period,
        result=result,
        standing=standing,
        gaps=tuple(find_gaps(result.submission, result.tree, instrument)) if result.rated else (),
        temuan=(*result.temuan, *more),
        files=files,
    )


def parts_of(tree: ScoreTree, instrument: Instrument) -> list[Part]:
    """Return the areas of a unit's result: the catalog's groups, or its areas where it has none. A part without
    one answer has no points: it is *belum dinilai*."""
    if instrument.groups:
        named = [(group.title, group.nodes) for group in instrument.groups]
    else:
        nodes = [n for n in instrument.nodes.values() if n.level == "area"] or list(instrument.root.children)
        named = [(node.title, (node.id,)) for node in nodes]
    return [
        Part(
            title=title,
            points=tree.points_of(members) if tree.answered(members) else None,
            most=sum((tree.nodes[node].max for node in members), Fraction(0)),
            answered=sum(tree.nodes[node].answered for node in members),
            items=sum(tree.nodes[node].items for node in members),
        )
        for title, members in named
    ]
