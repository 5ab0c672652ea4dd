"""The catalog compiled to worksheet formulas that give the numbers of `pmprb.engine` under the policy `nol`.

Enters: a plan. Leaves: formula texts. Refuses to know: answers, formats.

Only functions that every spreadsheet program knows, no locale-dependent text, nothing volatile.
A wrong answer shows "?" and a blank one "": both are text, so SUM leaves them out. What the hidden columns hold is
said where they are declared (`catalog.own_layout`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pmprb.catalog.item import AnswerSet, RatioItem, ScaleItem
from pmprb.catalog.model import Node
from pmprb.catalog.own_layout import LKE
from pmprb.sheets.formula import exact, quoted
from pmprb.worksheet.template.grid import AnyItem, LkeGrid, cell, cells, count_code, may_be_left_out

WRONG, LEFT_OUT = "?", "t.b."
BLANK_STATE, GOOD_STATE, WRONG_STATE, LEFT_OUT_STATE = 1, 2, 3, 4
LEFT_OUT_WORDS = ("tidak berlaku", "tb", "n/a", "bukan lokus")
_NO_BREAK_SPACE = "\u00a0"


def _tidied(answer: str) -> str:
    return f'TRIM(SUBSTITUTE({answer},"{_NO_BREAK_SPACE}"," "))'


def _bare(answer: str) -> str:
    """Return a formula for the answer without a dot or bracket behind it ("a.", "b)"): read just so."""
    last = f'IF(OR(RIGHT({_tidied(answer)},1)=".",RIGHT({_tidied(answer)},1)=")"),1,0)'
    return f"TRIM(LEFT({_tidied(answer)},LEN({_tidied(answer)})-{last}))"


def tidied(plan: LkeGrid, row: int) -> str:
    """Return the formula of `tidied`: the answer without stray spaces; an error cell counts as wrong."""
    return f'=IFERROR({_bare(plan.answer(row))},"{WRONG}")'


def state(plan: LkeGrid, row: int, item: AnyItem, scale: AnswerSet | None) -> str:
    """Return the formula of `state` for a choice or a scale item."""
    tidy, answer = cell("tidied", row), plan.answer(row)
    if isinstance(item, ScaleItem):
        low, high = exact(item.scale.min), exact(item.scale.max)
        within = f"IF(AND({answer}>={low},{answer}<={high}),{GOOD_STATE},{WRONG_STATE})"
        good = f"IF(ISNUMBER({answer}),{within},{WRONG_STATE})"
    else:
        good = f"IF(OR({_any_of(tidy, [o.label for o in scale.options] if scale else [])}),{GOOD_STATE},{WRONG_STATE})"
    if may_be_left_out(item):
        good = f"IF(OR({_any_of(tidy, LEFT_OUT_WORDS)}),{LEFT_OUT_STATE},{good})"
    return f'=IF({tidy}="",{BLANK_STATE},{good})'


def _any_of(place: str, words: Iterable[str]) -> str:
    """Return tests of a cell for each of some words."""
    return ",".join(f"{place}={quoted(word)}" for word in words)


def count_state(plan: LkeGrid, row: int) -> str:
    """Return the formula of `state` for a count: a whole number, not negative."""
    answer = plan.answer(row)
    good = f"IF(AND({answer}>=0,INT({answer})={answer}),{GOOD_STATE},{WRONG_STATE})"
    typed = f"IF(ISNUMBER({answer}),{good},{WRONG_STATE})"
    return f'=IFERROR(IF({_tidied(answer)}="",{BLANK_STATE},{typed}),{WRONG_STATE})'


def ratio_state(plan: LkeGrid, item: RatioItem) -> str:
    """Return the formula of `state` for a ratio item, from its score and its counts."""
    score_cell = cell("score", plan.at[item.id])
    return f'=IF({score_cell}="",{BLANK_STATE},IF({score_cell}="{WRONG}",{WRONG_STATE},{GOOD_STATE}))'


def score(plan: LkeGrid, item: AnyItem) -> str:
    """Return the formula of `score` for an item: its score 0..1, "" when blank, "?" when wrong."""
    if item.id in plan.gates:
        return _through_gates(plan, item, "score")
    return own_score(plan, item)


def score_left_out(plan: LkeGrid, item: AnyItem) -> str:
    """Return the formula of `left_out` for an item: its score under the policy `lewati`."""
    if item.id in plan.gates:
        return _through_gates(plan, item, "left_out")
    return f"={cell('score', plan.at[item.id])}"


def _through_gates(plan: LkeGrid, item: AnyItem, key: Literal["score", "left_out"]) -> str:
    """Return the formula that takes an item's own score through its gates on other items.

    An unanswered parent counts as its worst answer in `score`; in `left_out` it closes no gate and leaves a product
    without a value.
    """
    own = cell("own", plan.at[item.id])
    value, opening, closing = own, "", ""
    counted = key == "score"
    for gate in plan.gates[item.id]:
        parent = cell(key, plan.at[gate.parent])
        if gate.rule == "multiply" and not counted:
            opening, closing = f"{opening}IF(ISNUMBER({parent}),", f',""){closing}'
            value = f"{value}*{parent}"
        elif gate.rule == "multiply":
            value = f"{value}*N({parent})"
        elif gate.rule == "zero_if_zero" and counted:
            value = f"IF(N({parent})=0,0,{value})"
        elif gate.rule == "zero_if_zero":
            value = f"IF(AND(ISNUMBER({parent}),{parent}=0),0,{value})"
        else:
            closed = _any_of(cell("tidied", plan.at[gate.parent]), gate.answers)
            blank = [f"NOT(ISNUMBER({parent}))"] if counted else []
            tests = ",".join([*blank, *([closed] if closed else [])])
            value = f"IF(OR({tests}),0,{value})" if tests else value
    return f"=IF(ISNUMBER({own}),{opening}{value}{closing},{own})"


def own_score(plan: LkeGrid, item: AnyItem) -> str:
    """Return the formula of an item's own score, before gates on other items."""
    row = plan.at[item.id]
    if isinstance(item, RatioItem):
        return _ratio_score(plan, item)
    tidy, kind = cell("tidied", row), cell("state", row)
    wrong = f'"{WRONG}"'
    if may_be_left_out(item):
        wrong = f'IF({kind}={LEFT_OUT_STATE},"{LEFT_OUT}","{WRONG}")'
    if isinstance(item, ScaleItem):
        answer, low, high = plan.answer(row), exact(item.scale.min), exact(item.scale.max)
        value = f"{answer}/({high})" if item.scale.from_zero else f"({answer}-{low})/({high}-{low})"
        return f'=IF({kind}={BLANK_STATE},"",IF({kind}={GOOD_STATE},{value},{wrong}))'
    nested = wrong
    for option in reversed(plan.instrument.scales[item.answer_set].options):
        nested = f"IF({tidy}={quoted(option.label)},{exact(option.score)},{nested})"
    return f'=IF({tidy}="","",{nested})'


def _ratio_score(plan: LkeGrid, item: RatioItem) -> str:
    first, last = (plan.at[count_code(item, item.inputs[i].id)] for i in (0, -1))
    states = cells("state", first, last)
    above = _sum_of(plan, item, item.numerator)
    below = _sum_of(plan, item, item.denominator)
    share = f"{above}/{below}" if item.formula == "share" else f"({below}-{above})/{below}"
    value = f"MAX(0,MIN({exact(item.cap)},{share}))"
    wrong = f'"{WRONG}"'
    rule = item.zero
    both = exact(rule.both_zero) if rule and rule.both_zero is not None else wrong
    only = exact(rule.denominator_zero) if rule and rule.denominator_zero is not None else wrong
    zero = both if both == only else f"IF({above}=0,{both},{only})"
    n = len(item.inputs)
    return (
        f'=IF(COUNTIF({states},{BLANK_STATE})={n},"",'
        f"IF(COUNTIF({states},{GOOD_STATE})<{n},{wrong},IF({below}=0,{zero},{value})))"
    )


def _sum_of(plan: LkeGrid, item: RatioItem, names: tuple[str, ...]) -> str:
    answers = [plan.answer(plan.at[count_code(item, name)]) for name in names]
    return answers[0] if len(answers) == 1 else f"({'+'.join(answers)})"


def points(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `score` for a node: its points, blank answers counted as 0."""
    row = plan.at[node.id]
    partial = node.id in plan.partial
    if not node.items:
        below = _children(plan, node, "score")
        return f'=IF(COUNT({below})=0,"",SUM({below}))' if partial else f"=SUM({below})"
    if node.gather == "sum":
        total = _weighted(plan, node, "score")
    else:
        number = cell("applicable", row) if partial else len(node.items)
        total = f"SUM({cells('score', *plan.span(node))})/{number}*{cell('weight', row)}"
    return f'=IF({cell("applicable", row)}=0,"",{total})' if partial else f"={total}"


def points_left_out(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `left_out` for a node: its points with blank answers left out, "" when there are none."""
    row = plan.at[node.id]
    if not node.items:
        below = _children(plan, node, "left_out")
        return f'=IF(COUNT({below})=0,"",SUM({below}))'
    key = "left_out" if plan.scores_left_out else "score"
    scores = cells(key, *plan.span(node))
    mean = f"SUM({scores})/COUNT({scores})*{cell('weight', row)}"
    total = _weighted(plan, node, key) if node.gather == "sum" else mean
    return f'=IF(COUNT({scores})=0,"",{total})'


def answered(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `answered`: how many items beneath a node have a score."""
    if not node.items:
        return f"=SUM({_children(plan, node, 'answered')})"
    return f"=COUNT({cells('score', *plan.span(node))})"


def most(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `most`: the points within reach when items may be *tidak berlaku*."""
    row = plan.at[node.id]
    if not node.items:
        return f"=SUM({_children(plan, node, 'most')})"
    if node.gather == "mean":
        return f"=IF({cell('applicable', row)}=0,0,{cell('weight', row)})"
    rows = [plan.at[item.id] for item in node.items]
    return "=" + "+".join(f'IF({cell("score", row)}="{LEFT_OUT}",0,{cell("weight", row)})' for row in rows)


def applicable(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `applicable`: how many items beneath a node apply."""
    if not node.items:
        return f"=SUM({_children(plan, node, 'applicable')})"
    return f'={len(node.items)}-COUNTIF({cells("score", *plan.span(node))},"{LEFT_OUT}")'


def share(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `share` for a node: points over the points within reach."""
    row = plan.at[node.id]
    points_cell, reach = cell("score", row), cell("most", row)
    if node.id not in plan.partial:
        return f"={points_cell}/{cell('weight', row)}"
    return f'=IF(ISNUMBER({points_cell}),IF({reach}>0,{points_cell}/{reach},""),"")'


def _children(plan: LkeGrid, node: Node, key: str) -> str:
    return ",".join(cell(key, plan.at[child.id]) for child in node.children)


def _weighted(plan: LkeGrid, node: Node, key: str) -> str:
    rows = [plan.at[item.id] for item in node.items]
    return "+".join(f"SUM({cell(key, row)})*{cell('weight', row)}" for row in rows)


def points_of(plan: LkeGrid, of: str) -> str:
    """Return an expression over *LKE* for the points of a node, a group or an item; "" when it has no value."""
    names = plan.instrument.members(of)
    if len(names) == 1 and names[0] not in plan.instrument.nodes:
        return _item_points(plan, names[0])
    nodes = plan.instrument.nodes
    scores = {name: cell("score", plan.at[name], LKE) for name in names}
    known = ",".join(scores.values())
    if all(name in nodes and name not in plan.partial for name in names):
        return known if len(names) == 1 else f"SUM({known})"
    parts = [f"SUM({scores[name]})" if name in nodes else f"N({_item_points(plan, name)})" for name in names]
    return f'IF(COUNT({known})=0,"",{"+".join(parts)})'


def answered_of(plan: LkeGrid, of: str) -> str:
    """Return an expression over *LKE* for how many items are answered in a node, a group or an item."""
    parts = []
    for name in plan.instrument.members(of):
        row, inside = plan.at[name], name in plan.instrument.nodes
        parts.append(cell("answered", row, LKE) if inside else f"COUNT({cell('score', row, LKE)})")
    return "+".join(parts)


def _item_points(plan: LkeGrid, item_id: str) -> str:
    instrument = plan.instrument
    parent = instrument.nodes[instrument.parents[item_id]]
    scored = cell("score", plan.at[item_id], LKE)
    if parent.gather == "sum":
        worth = cell("weight", plan.at[item_id], LKE)
    else:
        number = cell("applicable", plan.at[parent.id], LKE) if parent.id in plan.partial else str(len(parent.items))
        worth = f"{cell('weight', plan.at[parent.id], LKE)}/{number}"
    return f'IF(ISNUMBER({scored}),{scored}*{worth},"")'
