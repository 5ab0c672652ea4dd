"""One filled worksheet under two instruments: totals, verdicts, and the nodes that move.

Enters: a worksheet's path and two instruments. Leaves: `Effect`. The worksheet is read as each of them where its
layouts know it; where only one does, its answers are carried over to the other by code.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from pmprb.answers.model import Answer, State, Submission
from pmprb.catalog.load import load_instrument
from pmprb.catalog.model import ChoiceItem, Instrument, RatioItem, ScaleItem
from pmprb.eligibility.verdict import judge, predicate_of
from pmprb.excel.read import read_submission
from pmprb.pipeline.catalogs import Catalogs
from pmprb.scoring.tree import ScoreTree, score_answers
from pmprb.temuan import CellPos, Code, FilePos, Loaded, Model, Temuan, has_errors


class Side(Model):
    """A worksheet under one instrument: its total of `most` points, targets passed or not, predicate.

    `lost` are items that were answered and could not be carried over: gone, or asking for something else.
    """

    instrument: str
    total: Fraction | None
    most: Fraction
    verdicts: Mapping[str, bool]
    predicate: str = ""
    lost: tuple[str, ...] = ()


class Moved(Model):
    """A node whose points differ; `before` or `after` is None where it has no value or is not there."""

    node: str
    title: str
    before: Fraction | None
    after: Fraction | None


class Effect(Model):
    """One worksheet's figures under A and under B."""

    file: str
    unit: str
    a: Side
    b: Side
    moved: tuple[Moved, ...]


def instrument_of(named: str, catalogs: Catalogs) -> Loaded[Instrument]:
    """Return an instrument by id, "id@variant", or folder ("folder@variant" too); an id goes before a folder.

    KAT-014 when there is none, or no such variant.
    """
    base, _, variant = named.partition("@")
    if base in catalogs.ids():
        return catalogs.load(named)
    folder = Path(named) if (Path(named) / "instrument.yaml").is_file() else Path(base)
    known = catalogs.ids()
    if (folder / "instrument.yaml").is_file():
        loaded = load_instrument(folder)
        chosen = variant if folder == Path(base) else ""
        if loaded.value is None:
            return loaded
        variants = [one.id for one in loaded.value.variants]
        if not chosen or chosen in variants:
            return Loaded(value=loaded.value.in_variant(chosen), temuan=loaded.temuan)
        known = [f"{base}@{name}" for name in variants] or [base]
    missing = Temuan.of(Code.KAT_014, FilePos(file=named), name=named, known=", ".join(known) or "-")
    return Loaded(value=None, temuan=(missing,))


def effect_of(name: str, path: Path, a: Instrument, b: Instrument) -> Loaded[Effect]:
    """Return what B makes of a worksheet otherwise than A; None when it cannot be read as either."""
    try:
        read = [_read(name, path, instrument) for instrument in (a, b)]
    except Exception as error:  # a program fault must not take the other files down
        detail = f"{type(error).__name__}: {error}"[:200]
        return Loaded(value=None, temuan=(Temuan.of(Code.BUKU_042, CellPos(workbook=name), detail=detail),))
    found = next((one for one in read if one.value is not None), read[0])
    submission = found.value
    if submission is None:
        return Loaded(value=None, temuan=found.temuan)
    trees, sides = [], []
    for instrument, own in zip((a, b), read, strict=True):
        answers, lost = carried((own.value or submission).answers, instrument)
        tree = score_answers(answers, instrument, file=name)
        trees.append(tree)
        sides.append(_side(tree, instrument, lost))
    effect = Effect(
        file=name,
        unit=submission.unit.name or submission.shown_name,
        a=sides[0],
        b=sides[1],
        moved=_moved(trees[0], trees[1], a, b),
    )
    return Loaded(value=effect, temuan=found.temuan)


def _read(name: str, path: Path, instrument: Instrument) -> Loaded[Submission]:
    """Return a worksheet read as one instrument alone."""

    def catalogs(_wanted: str) -> Loaded[Instrument]:
        return Loaded(value=instrument)

    return read_submission(path, catalogs, [instrument.base_id], name=name)


def _side(tree: ScoreTree, instrument: Instrument, lost: tuple[str, ...]) -> Side:
    predicate = predicate_of(tree, instrument)
    return Side(
        instrument=instrument.id,
        total=tree.total.points,
        most=tree.total.max,
        verdicts={v.target: v.passed for v in judge(tree, instrument) if v.decides},
        predicate=predicate.label if predicate else "",
        lost=lost,
    )


def carried(answers: Mapping[str, Answer], instrument: Instrument) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """Return the answers that fit an instrument's items of the same code, and the codes of those that do not."""
    kept = {
        name: answer
        for name, answer in answers.items()
        if (item := instrument.items.get(name)) is not None and _fits(answer, item, instrument)
    }
    return kept, tuple(name for name, answer in answers.items() if name not in kept and answer.state is State.GIVEN)


def _fits(answer: Answer, item: ChoiceItem | RatioItem | ScaleItem, instrument: Instrument) -> bool:
    if answer.state is not State.GIVEN:
        return True
    if isinstance(item, ChoiceItem):
        return answer.choice in instrument.scales[item.answer_set].scores
    if isinstance(item, ScaleItem):
        return answer.value is not None and item.scale.share(answer.value) is not None
    return {count.id for count in item.inputs} == {name for name, _ in answer.counts}


def _moved(before: ScoreTree, after: ScoreTree, a: Instrument, b: Instrument) -> tuple[Moved, ...]:
    """Return the nodes whose points differ, in the order of A, those of B alone behind them; the total aside."""
    titles = {node.id: node.title for instrument in (b, a) for node in instrument.nodes.values()}
    found = []
    for name in dict.fromkeys((*a.nodes, *b.nodes)):
        points = [tree.nodes[name].points if name in tree.nodes else None for tree in (before, after)]
        if name not in (a.root.id, b.root.id) and points[0] != points[1]:
            found.append(Moved(node=name, title=titles[name], before=points[0], after=points[1]))
    return tuple(found)


def refused(effects: list[Loaded[Effect]]) -> bool:
    """True when some worksheet could not be read, or only with mistakes."""
    return any(effect.value is None or has_errors(effect.temuan) for effect in effects)
