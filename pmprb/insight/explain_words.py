"""One figure taken apart, in lines for people: the same in the terminal and on the page.

Enters: an `Explanation`. Leaves: lines, each with its cell and its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pmprb.engine.answers import State
from pmprb.insight.explain import Explanation, ItemStep, NodeStep
from pmprb.insight.grounds import ONE_SOURCE
from pmprb.numbers import exact, exact_words, percent, shown

_BLANK = {"nol": "kosong: dihitung 0", "lewati": "kosong: tidak ikut rata-rata"}
_WRONG = {"nol": "tidak dapat dipahami: dihitung 0", "lewati": "tidak dapat dipahami: tidak ikut rata-rata"}


def explanation_lines(figure: Explanation, beneath: Iterable[Explanation] = ()) -> Iterator[str]:
    """Yield the lines: the figure, what it is made of, the reckoning, the way up to the total, the source.

    `beneath` are the figures of its children, told in full after it.
    """
    yield from _lines(figure)
    for one in beneath:
        yield from (f"  {line}" for line in _lines(one, alone=False))


def _lines(figure: Explanation, alone: bool = True) -> Iterator[str]:
    yield f"{figure.of} · {figure.title}"
    if figure.points is None:
        yield "  belum dinilai"
    else:
        yield f"  {shown(figure.points)} dari {shown(figure.max)} poin ({percent(_share(figure))})"
    for item in figure.items:
        yield from _item_lines(item, figure)
    for child in figure.children:
        yield f"  {_points(child)}  {child.node} {child.title}"
    yield from _reckoning(figure)
    for node in figure.above if alone else ():
        yield f"  ↑ {node.node} {node.title}: {shown(node.points)} dari {shown(node.max)}"
    single = f", {ONE_SOURCE}" if figure.one_source else ""
    yield f"  Dasar: {'; '.join(figure.citations)} [{figure.basis.value}{single}]"
    if figure.note:
        yield f"  Keterangan: {' '.join(figure.note.split())}"


def _share(figure: Explanation) -> Fraction | None:
    return None if figure.points is None or not figure.max else figure.points / figure.max


def _points(child: NodeStep) -> str:
    return f"{shown(child.points):>8} dari {shown(child.max):>6}"


def _item_lines(item: ItemStep, figure: Explanation) -> Iterator[str]:
    where = f"{item.cell.sheet}!{item.cell.cell}" if item.cell and item.cell.cell else "tidak ada selnya"
    yield f"  {item.item}  {where}  {_said(item, figure.blank)}"
    if item.options:
        yield "      pilihan: " + ", ".join(f"{label} = {exact_words(score)}" for label, score in item.options)
    elif item.formula and item.counts:
        yield f"      {_formula(item)}"
    elif item.low is not None and item.high is not None:
        yield f"      skala {exact_words(item.low)} sampai {exact_words(item.high)}"
    for gate in item.gates:
        own, held = exact_words(item.own or Fraction(0)), exact_words(item.score or Fraction(0))
        yield f"      ditahan butir {gate.parent}: nilai sendiri {own}, menjadi {held}"
    if figure.gather in ("sum", "item") and item.counted:
        yield f"      {exact_words(item.score or Fraction(0))} × {exact_words(item.worth)} = {shown(item.points)} poin"


def _said(item: ItemStep, blank: str) -> str:
    if item.state is State.NOT_APPLICABLE:
        return "tidak berlaku: tidak ikut dihitung"
    if item.state is State.BLANK:
        return _BLANK[blank]
    if item.state is State.INVALID or item.score is None:
        return f'"{item.raw}" {_WRONG[blank]}' if item.raw else _WRONG[blank]
    shown_as = "" if item.counts else f'"{_answer(item)}" '
    return f"{shown_as}→ {exact_words(item.score)}"


def _answer(item: ItemStep) -> str:
    """Return an answer as people write it: a number with a decimal comma, another one as it is."""
    try:
        return item.answer if item.options else exact_words(exact(item.answer))
    except ValueError:
        return item.answer


def _formula(item: ItemStep) -> str:
    """Return a ratio with its counts: "12 : 15" with their labels."""

    def side(part: str) -> str:
        return " + ".join(f"{exact_words(c.value)} ({c.label})" for c in item.counts if c.part == part)

    below, above = side("denominator"), side("numerator")
    return f"({below} − {above}) : {below}" if item.formula == "decrease" else f"{above} : {below}"


def _reckoning(figure: Explanation) -> Iterator[str]:
    if figure.gather == "mean" and figure.mean is not None and figure.points is not None:
        scores = " + ".join(exact_words(item.score or Fraction(0)) for item in figure.counted)
        yield f"  rata-rata: ({scores}) : {len(figure.counted)} = {exact_words(figure.mean)}"
        yield (
            f"  × bobot {exact_words(figure.weight)} = {exact_words(figure.points)} poin "
            f"(ditampilkan {shown(figure.points)})"
        )
    elif figure.gather in ("sum", "children") and figure.points is not None:
        yield f"  jumlah: {exact_words(figure.points)} poin (ditampilkan {shown(figure.points)})"
