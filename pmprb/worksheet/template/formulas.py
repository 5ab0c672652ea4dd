"""The catalog compiled to worksheet formulas that give the numbers of `pmprb.engine` under the policy `nol`.

Enters: a plan. Leaves: formula texts. Refuses to know: answers, formats.

Only functions that every spreadsheet program knows, no locale-dependent text, nothing volatile.
A wrong answer shows "?" and a blank one "": both are text, so SUM leaves them out. The hidden
columns: M the tidied answer, N its state (1 blank, 2 good, 3 wrong, 4 *tidak berlaku*), O the
points (or score) under the policy `lewati`, P how many items are answered, Q the most points within
reach, R how many items apply, S an item's own score where gates on other items change it.
"""

from __future__ import annotations

from pmprb.catalog.item import AnswerSet, RatioItem, ScaleItem
from pmprb.catalog.model import Node
from pmprb.worksheet.template.grid import AnyItem, Plan, count_code, exact, may_be_left_out

WRONG, LEFT_OUT = "?", "t.b."
BLANK_STATE, GOOD_STATE, WRONG_STATE, LEFT_OUT_STATE = 1, 2, 3, 4
LEFT_OUT_WORDS = ("tidak berlaku", "tb", "n/a", "bukan lokus")
_NO_BREAK_SPACE = "\u00a0"


def quoted(text: str) -> str:
    """Return text as a formula's string."""
    return '"' + text.replace('"', '""') + '"'


def _tidied(cell: str) -> str:
    return f'TRIM(SUBSTITUTE({cell},"{_NO_BREAK_SPACE}"," "))'


def _bare(cell: str) -> str:
    """Return a formula for the answer without a dot or bracket behind it ("a.", "b)"): read just so."""
    last = f'IF(OR(RIGHT({_tidied(cell)},1)=".",RIGHT({_tidied(cell)},1)=")"),1,0)'
    return f"TRIM(LEFT({_tidied(cell)},LEN({_tidied(cell)})-{last}))"


def tidied(row: int) -> str:
    """Return the formula of M: the answer without stray spaces; an error cell counts as wrong."""
    return f'=IFERROR({_bare(f"F{row}")},"{WRONG}")'


def state(row: int, item: AnyItem, scale: AnswerSet | None) -> str:
    """Return the formula of N for a choice or a scale item."""
    words = ",".join(f"M{row}={quoted(word)}" for word in LEFT_OUT_WORDS)
    if isinstance(item, ScaleItem):
        low, high = exact(item.scale.min), exact(item.scale.max)
        good = f"IF(ISNUMBER(F{row}),IF(AND(F{row}>={low},F{row}<={high}),{GOOD_STATE},{WRONG_STATE}),{WRONG_STATE})"
    else:
        labels = [option.label for option in scale.options] if scale else []
        match = ",".join(f"M{row}={quoted(label)}" for label in labels)
        good = f"IF(OR({match}),{GOOD_STATE},{WRONG_STATE})"
    if may_be_left_out(item):
        good = f"IF(OR({words}),{LEFT_OUT_STATE},{good})"
    return f'=IF(M{row}="",{BLANK_STATE},{good})'


def count_state(row: int) -> str:
    """Return the formula of N for a count: a whole number, not negative."""
    cell = f"F{row}"
    good = f"IF(AND({cell}>=0,INT({cell})={cell}),{GOOD_STATE},{WRONG_STATE})"
    typed = f"IF(ISNUMBER({cell}),{good},{WRONG_STATE})"
    return f'=IFERROR(IF({_tidied(cell)}="",{BLANK_STATE},{typed}),{WRONG_STATE})'


def ratio_state(plan: Plan, item: RatioItem) -> str:
    """Return the formula of N for a ratio item, from its score and its counts."""
    row = plan.at[item.id]
    return f'=IF(G{row}="",{BLANK_STATE},IF(G{row}="{WRONG}",{WRONG_STATE},{GOOD_STATE}))'


def score(plan: Plan, item: AnyItem) -> str:
    """Return the formula of G for an item: its score 0..1, "" when blank, "?" when wrong."""
    if item.id in plan.gates:
        return _through_gates(plan, item, "G")
    return own_score(plan, item)


def score_left_out(plan: Plan, item: AnyItem) -> str:
    """Return the formula of O for an item: its score under the policy `lewati`."""
    return _through_gates(plan, item, "O") if item.id in plan.gates else f"=G{plan.at[item.id]}"


def _through_gates(plan: Plan, item: AnyItem, column: str) -> str:
    """Return the formula that takes an item's own score (S) through its gates on other items.

    An unanswered parent counts as its worst answer in G; in O it closes no gate and leaves a product without a value.
    """
    own = f"S{plan.at[item.id]}"
    value, opening, closing = own, "", ""
    for gate in plan.gates[item.id]:
        row = plan.at[gate.parent]
        parent = f"{column}{row}"
        if gate.rule == "multiply" and column == "O":
            opening, closing = f"{opening}IF(ISNUMBER({parent}),", f',""){closing}'
            value = f"{value}*{parent}"
        elif gate.rule == "multiply":
            value = f"{value}*N({parent})"
        elif gate.rule == "zero_if_zero" and column == "G":
            value = f"IF(N({parent})=0,0,{value})"
        elif gate.rule == "zero_if_zero":
            value = f"IF(AND(ISNUMBER({parent}),{parent}=0),0,{value})"
        else:
            closed = ",".join(f"M{row}={quoted(label)}" for label in gate.answers)
            blank = [f"NOT(ISNUMBER({parent}))"] if column == "G" else []
            tests = ",".join([*blank, *([closed] if closed else [])])
            value = f"IF(OR({tests}),0,{value})" if tests else value
    return f"=IF(ISNUMBER({own}),{opening}{value}{closing},{own})"


def own_score(plan: Plan, item: AnyItem) -> str:
    """Return the formula of an item's own score, before gates on other items."""
    row = plan.at[item.id]
    if isinstance(item, RatioItem):
        return _ratio_score(plan, item)
    wrong = f'"{WRONG}"'
    if may_be_left_out(item):
        wrong = f'IF(N{row}={LEFT_OUT_STATE},"{LEFT_OUT}","{WRONG}")'
    if isinstance(item, ScaleItem):
        low, high = exact(item.scale.min), exact(item.scale.max)
        value = f"F{row}/({high})" if item.scale.from_zero else f"(F{row}-{low})/({high}-{low})"
        return f'=IF(N{row}={BLANK_STATE},"",IF(N{row}={GOOD_STATE},{value},{wrong}))'
    nested = wrong
    for option in reversed(plan.instrument.scales[item.answer_set].options):
        nested = f"IF(M{row}={quoted(option.label)},{exact(option.score)},{nested})"
    return f'=IF(M{row}="","",{nested})'


def _ratio_score(plan: Plan, item: RatioItem) -> str:
    first, last = (plan.at[count_code(item, item.inputs[i].id)] for i in (0, -1))
    states = f"N{first}:N{last}"
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


def _sum_of(plan: Plan, item: RatioItem, names: tuple[str, ...]) -> str:
    cells = [f"F{plan.at[count_code(item, name)]}" for name in names]
    return cells[0] if len(cells) == 1 else f"({'+'.join(cells)})"


def points(plan: Plan, node: Node) -> str:
    """Return the formula of G for a node: its points, blank answers counted as 0."""
    row = plan.at[node.id]
    partial = node.id in plan.partial
    if not node.items:
        total = f"SUM({_children(plan, node, 'G')})"
        return f'=IF(COUNT({_children(plan, node, "G")})=0,"",{total})' if partial else f"={total}"
    if node.gather == "sum":
        total = _weighted(plan, node)
    else:
        first, last = plan.span(node)
        total = f"SUM(G{first}:G{last})/{f'R{row}' if partial else len(node.items)}*C{row}"
    return f'=IF(R{row}=0,"",{total})' if partial else f"={total}"


def points_left_out(plan: Plan, node: Node) -> str:
    """Return the formula of O for a node: its points with blank answers left out, "" when there are none."""
    row = plan.at[node.id]
    if not node.items:
        cells = _children(plan, node, "O")
        return f'=IF(COUNT({cells})=0,"",SUM({cells}))'
    first, last = plan.span(node)
    column = "O" if plan.scores_left_out else "G"
    cells = f"{column}{first}:{column}{last}"
    total = _weighted(plan, node, column) if node.gather == "sum" else f"SUM({cells})/COUNT({cells})*C{row}"
    return f'=IF(COUNT({cells})=0,"",{total})'


def answered(plan: Plan, node: Node) -> str:
    """Return the formula of P: how many items beneath a node have a score."""
    if not node.items:
        return f"=SUM({_children(plan, node, 'P')})"
    first, last = plan.span(node)
    return f"=COUNT(G{first}:G{last})"


def most(plan: Plan, node: Node) -> str:
    """Return the formula of Q: the points within reach when items may be *tidak berlaku*."""
    row = plan.at[node.id]
    if not node.items:
        return f"=SUM({_children(plan, node, 'Q')})"
    if node.gather == "mean":
        return f"=IF(R{row}=0,0,C{row})"
    parts = [f'IF(G{plan.at[i.id]}="{LEFT_OUT}",0,C{plan.at[i.id]})' for i in node.items]
    return "=" + "+".join(parts)


def applicable(plan: Plan, node: Node) -> str:
    """Return the formula of R: how many items beneath a node apply."""
    if not node.items:
        return f"=SUM({_children(plan, node, 'R')})"
    first, last = plan.span(node)
    return f'={len(node.items)}-COUNTIF(G{first}:G{last},"{LEFT_OUT}")'


def share(plan: Plan, node: Node) -> str:
    """Return the formula of H for a node: points over the points within reach."""
    row = plan.at[node.id]
    if node.id not in plan.partial:
        return f"=G{row}/C{row}"
    return f'=IF(ISNUMBER(G{row}),IF(Q{row}>0,G{row}/Q{row},""),"")'


def _children(plan: Plan, node: Node, column: str) -> str:
    return ",".join(f"{column}{plan.at[child.id]}" for child in node.children)


def _weighted(plan: Plan, node: Node, column: str = "G") -> str:
    return "+".join(f"SUM({column}{plan.at[item.id]})*C{plan.at[item.id]}" for item in node.items)


def points_of(plan: Plan, of: str) -> str:
    """Return an expression over *LKE* for the points of a node, a group or an item; "" when it has no value."""
    names = plan.instrument.members(of)
    if len(names) == 1 and names[0] not in plan.instrument.nodes:
        return _item_points(plan, names[0])
    nodes = plan.instrument.nodes
    if all(name in nodes and name not in plan.partial for name in names):
        cells = ",".join(f"LKE!G{plan.at[name]}" for name in names)
        return cells if len(names) == 1 else f"SUM({cells})"
    known = ",".join(f"LKE!G{plan.at[name]}" for name in names)
    parts = [f"SUM(LKE!G{plan.at[name]})" if name in nodes else f"N({_item_points(plan, name)})" for name in names]
    return f'IF(COUNT({known})=0,"",{"+".join(parts)})'


def answered_of(plan: Plan, of: str) -> str:
    """Return an expression over *LKE* for how many items are answered in a node, a group or an item."""
    nodes = plan.instrument.nodes
    parts = [
        f"LKE!P{plan.at[name]}" if name in nodes else f"COUNT(LKE!G{plan.at[name]})"
        for name in plan.instrument.members(of)
    ]
    return "+".join(parts)


def _item_points(plan: Plan, item_id: str) -> str:
    instrument = plan.instrument
    parent = instrument.nodes[instrument.parents[item_id]]
    cell = f"LKE!G{plan.at[item_id]}"
    if parent.gather == "sum":
        worth = f"LKE!C{plan.at[item_id]}"
    else:
        n = f"LKE!R{plan.at[parent.id]}" if parent.id in plan.partial else str(len(parent.items))
        worth = f"LKE!C{plan.at[parent.id]}/{n}"
    return f'IF(ISNUMBER({cell}),{cell}*{worth},"")'
