"""What two score trees or a workbook's own figures say differently.

Enters: a submission, its tree under each blank policy. Leaves: temuan. A figure shown by the
workbook is compared and never used.
"""

from __future__ import annotations

from fractions import Fraction

from pmprb.answers.model import Shown, Submission
from pmprb.catalog.model import Instrument
from pmprb.scoring.tree import ScoreTree
from pmprb.temuan import CellPos, Code, Temuan

TOLERANCE = Fraction(1, 10**6)


def compare_shown(submission: Submission, trees: tuple[ScoreTree, ...], instrument: Instrument) -> list[Temuan]:
    """Return a BUKU-027 for each figure in the workbook that no tree's own figure equals.

    Only the deepest ones are told: a total that is wrong because a sub is wrong is not told again.
    """
    wrong: dict[str, tuple[Shown, Fraction]] = {}
    for shown in submission.shown:
        expected = [value for value in (_value(tree, shown.of) for tree in trees) if value is not None]
        if expected and all(abs(value - shown.value) > TOLERANCE for value in expected):
            wrong[shown.of] = (shown, expected[0])
    excused: set[str] = set()
    for name in wrong:
        above = instrument.parents.get(name)
        while above:
            excused.add(above)
            above = instrument.parents.get(above)
    return [
        Temuan.of(Code.BUKU_027, shown.at, name, seen=float(shown.value), expected=float(value))
        for name, (shown, value) in wrong.items()
        if name not in excused
    ]


def _value(tree: ScoreTree, name: str) -> Fraction | None:
    if name in tree.nodes:
        return tree.nodes[name].points
    return tree.items[name].score


def policy_remarks(tree: ScoreTree, other: ScoreTree, instrument: Instrument, file: str) -> list[Temuan]:
    """Return what the blank policy changes (NILAI-002) and the subs without any answer (NILAI-003)."""
    at = CellPos(workbook=file)
    totals = {t.blank: "-" if t.total.points is None else str(float(t.total.points)) for t in (tree, other)}
    found = []
    if tree.total.points != other.total.points:
        found.append(Temuan.of(Code.NILAI_002, at, nol=totals.get("nol", "-"), lewati=totals.get("lewati", "-")))
    found += [
        Temuan.of(Code.NILAI_003, at, node.id, title=node.title)
        for node in instrument.nodes.values()
        if node.items and tree.nodes[node.id].items and not tree.nodes[node.id].answered
    ]
    return found
