"""The catalog compiled to worksheet formulas that give the numbers of `pmprb.engine` under the policy `nol`.

Enters: a plan. Leaves: formula texts. Refuses to know: answers, formats.

Only functions that every spreadsheet program knows, no locale-dependent text, nothing volatile but CELL, which alone
tells a per cent. What the reader forgives in an answer the formulas forgive too.
A wrong answer shows "?" and a blank one "": both are text, so SUM leaves them out. What the hidden columns hold is
said where they are declared (`catalog.own_layout`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import wraps
from typing import Literal, TypeVar

from pmprb.catalog.item import AnswerOption, AnswerSet, ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Band, Node, Predicate
from pmprb.catalog.own_layout import LKE
from pmprb.sheets.formula import exact, quoted
from pmprb.worksheet.template.grid import TEXT, AnyItem, LkeGrid, cell, cells, count_code, may_be_left_out
from pmprb.worksheet.template.survey import figures_of

WRONG, LEFT_OUT = "?", "t.b."
BLANK_STATE, GOOD_STATE, WRONG_STATE, LEFT_OUT_STATE = 1, 2, 3, 4
PROPOSED = "most"
"""The column of what an item's checklist proposes: beside headings it has their points within reach."""
LEFT_OUT_WORDS = ("tidak berlaku", "tb", "n/a", "bukan lokus")
# What the reader lets pass around an answer: spaces of all kinds, and what stands at its edges ("a.", "(b)").
_SPACES = ("\u00a0", "\u202f", "CHAR(9)", "CHAR(10)", "CHAR(13)")
_EDGES = ".,;:()'\""
_DIGITS = "0123456789"
_PER_CENT = "%"
Of = TypeVar("Of", bound=Node | AnyItem)


def _once(make: Callable[[LkeGrid, Of], str]) -> Callable[[LkeGrid, Of], str]:
    """Let a formula be made once for a plan and an item or node: it is the same in every worksheet."""

    @wraps(make)
    def kept(plan: LkeGrid, of: Of) -> str:
        return plan.once(make.__name__, of.id, make, plan, of)

    return kept


def _replaced(text: str, parts: Iterable[str], by: str) -> str:
    """Return a formula that puts `by` in the place of each of some parts of a text; CHAR(9) stands for a character."""
    for part in parts:
        text = f"SUBSTITUTE({text},{part if part.startswith('CHAR(') else quoted(part)},{quoted(by)})"
    return text


def _trimmed(answer: str, edges: str = "") -> str:
    return f"TRIM({_replaced(answer, (*_SPACES, *edges), ' ')})"


def trimmed_text(typed: str, edges: str = _EDGES) -> str:
    """Return what the formula of `tidied` makes of a choice's text, for the values that are stored with it."""
    for edge in edges:
        typed = typed.replace(edge, " ")
    return " ".join(typed.split())


def tidied(plan: LkeGrid, row: int, key: str = "") -> str:
    """Return the formula of `tidied` for a choice: without stray spaces and edges; an error cell counts as wrong.

    `key` names the column it reads, where that is not the one of the answer that counts.
    """
    answer = cell(key, row) if key else plan.answer(row)
    return f'=IFERROR({_trimmed(answer, _EDGES)},"{WRONG}")'


@_once
def tidied_or_proposed(plan: LkeGrid, item: ChoiceItem) -> str:
    """Return the formula of `tidied` for a choice with a checklist: what was typed, else what the criteria propose."""
    row = plan.at[item.id]
    typed = _trimmed(plan.answer(row), _EDGES)
    return f'=IFERROR(IF({typed}<>"",{typed},{cell(PROPOSED, row)}),"{WRONG}")'


@_once
def proposed(plan: LkeGrid, item: ChoiceItem) -> str:
    """Return the formula of what the checklist proposes: a label; "" for none, or where a person is to choose."""
    ticks = cells("own", *criteria_span(plan, item))
    n, scale = len(item.checklist), plan.instrument.scales[item.answer_set]
    by_count = [scale.proposed(Fraction(met, n)) for met in range(n + 1)]
    nested, share = '""', f"SUM({ticks})"
    for met, labels in enumerate(by_count):
        text = quoted(labels[0]) if len(labels) == 1 else '""'
        nested = text if not met else f"IF({share}>={met},{text},{nested})"
    return f'=IF({_wrong(ticks)}>0,"{WRONG}",IF(COUNT({ticks})=0,"",{nested}))'


@_once
def checklist_said(plan: LkeGrid, item: ChoiceItem) -> str:
    """Return the formula of the words beside a checklist: how much is met, and what that proposes or leaves open."""
    ticks = cells("own", *criteria_span(plan, item))
    label = cell(PROPOSED, plan.at[item.id])
    open_labels = quoted(" → pilih " + either(plan.instrument.scales[item.answer_set].proposed(Fraction(1))))
    said = f'SUM({ticks})&" dari {len(item.checklist)} kriteria"'
    tail = f'IF({label}="{WRONG}"," → periksa isian merah",IF({label}="",{open_labels}," → "&{label}))'
    return f'=IF(COUNT({ticks})+{_wrong(ticks)}=0,"",{said}&{tail})'


def _wrong(ticks: str) -> str:
    """Return a count of the cells that hold "?", which COUNTIF would take for any character."""
    return f'SUMPRODUCT(({ticks}="{WRONG}")*1)'


def either(labels: Iterable[str]) -> str:
    """Return labels as a choice: "AA, A, atau BB"."""
    *first, last = labels
    return f"{', '.join(first)}, atau {last}" if first else last


def criteria_span(plan: LkeGrid, item: ChoiceItem) -> tuple[int, int]:
    """Return the first and last row of an item's checklist."""
    codes = item.criterion_codes
    return plan.at[codes[0]], plan.at[codes[-1]]


def tick(row: int, scale: AnswerSet) -> str:
    """Return the formula of `own` for a criterion: how far it is met, "" when blank, "?" when that is not known."""
    tidy, nested = cell("tidied", row), f'"{WRONG}"'
    for option in reversed(scale.options):
        names = _any_of(tidy, [trimmed_text(name) for name in _names(option)])
        nested = f"IF({names if not option.aliases else f'OR({names})'},{exact(option.score)},{nested})"
    return f'=IF({tidy}="","",{nested})'


def tick_state(row: int, item_row: int) -> str:
    """Return the formula of `state` for a criterion: 0 for a blank one whose item has its answer."""
    own, blank = cell("own", row), f"IF({cell('state', item_row)}={GOOD_STATE},0,{BLANK_STATE})"
    return f'=IF({own}="",{blank},IF({own}="{WRONG}",{WRONG_STATE},{GOOD_STATE}))'


def typed_text(plan: LkeGrid, row: int, item: AnyItem) -> str:
    """Return the formula of `text`: what was typed where a number belongs, "" when it is one."""
    answer = plan.answer(row)
    text = _trimmed(answer)
    if isinstance(item, ScaleItem):  # in a count "1,000" is no number, as it is one to some and a thousand to others
        text = f'SUBSTITUTE(SUBSTITUTE({text},",",".")," {_PER_CENT}","{_PER_CENT}")'
    return f'=IFERROR(IF(ISNUMBER({answer}),"",{text}),"{WRONG}")'


def number_text(typed: str, item: AnyItem) -> str:
    """Return what the formula of `text` makes of a text."""
    text = " ".join(typed.split())
    return text.replace(",", ".").replace(f" {_PER_CENT}", _PER_CENT) if isinstance(item, ScaleItem) else text


def number_typed(plan: LkeGrid, row: int, item: RatioItem | ScaleItem) -> str:
    """Return the formula of `tidied` where a number belongs: the number, whatever language typed it, else the text.

    The text is taken apart by its dot: no function that reads numbers does so alike in every language.
    """
    answer, text = plan.answer(row), cell(TEXT, row)
    body = f'SUBSTITUTE({text},"{_PER_CENT}","")' if isinstance(item, ScaleItem) else text
    digits = f'SUBSTITUTE({body},".","")'
    dots = f"LEN({body})-LEN({digits})"
    tests = [f'{_replaced(digits, _DIGITS, "")}=""']
    if isinstance(item, ScaleItem):
        ends = f'RIGHT({text},1)="{_PER_CENT}"'
        tests += [f"{dots}<=1", f"LEN({text})-LEN({body})=IF({ends},1,0)"]
        value = f'VALUE({digits})/10^MAX(0,LEN({body})-FIND(".",{body}&"."))'
        if percent_fits(item):
            value = f"IF({ends},{value}*{exact(item.scale.max)}/100,{value})"
        else:
            tests.append(f"NOT({ends})")
        number = answer if plan.review else shown_share(answer, item)
    else:  # "1.250" is a thousand and more, as Indonesians write it
        thousand = f'MID({text},MAX(1,LEN({text})-3),1)="."'
        tests.append(f"OR({dots}=0,AND({dots}=1,LEN({text})>4,LEN({text})<8,{thousand}))")
        value, number = f"VALUE({digits})", answer
    read = f"IF(AND({','.join(tests)}),{value},{text})"
    typed = f'IFERROR(IF(ISNUMBER({answer}),{number},IF({text}="","",{read})),"{WRONG}")'
    if isinstance(item, ScaleItem) and item.survey and not plan.review:
        count, mean = figures_of(plan.instrument, item)
        return f"=IF({count}>0,{mean},{typed})"
    return f"={typed}"


def percent_fits(item: ScaleItem) -> bool:
    """True for a scale from nothing: a per cent is a part of the whole."""
    return item.scale.min == 0 or item.scale.from_zero


def shown_share(place: str, item: ScaleItem) -> str:
    """Return a formula for a number as its cell shows it: 85% is 85 of 100, although the cell holds 0.85.

    A program that cannot tell a format takes the number as it stands.
    """
    if item.scale.max == 1 or not percent_fits(item):
        return place
    shown = f'IF(LEFT(CELL("format",{place}),1)="P",{place}*{exact(item.scale.max)},{place})'
    return f"IFERROR({shown},{place})"


def state(row: int, item: AnyItem, scale: AnswerSet | None) -> str:
    """Return the formula of `state` for a choice or a scale item."""
    tidy = cell("tidied", row)
    if isinstance(item, ScaleItem):
        low, high = exact(item.scale.min), exact(item.scale.max)
        good = f"IF(AND({tidy}>={low},{tidy}<={high}),{GOOD_STATE},{WRONG_STATE})"
        good = f"IF(ISNUMBER({tidy}),{good},{WRONG_STATE})"
    else:
        spellings = [trimmed_text(name) for option in scale.options for name in _names(option)] if scale else []
        good = f"IF(OR({_any_of(tidy, spellings)}),{GOOD_STATE},{WRONG_STATE})"
    if may_be_left_out(item):
        good = f"IF(OR({_any_of(tidy, LEFT_OUT_WORDS)}),{LEFT_OUT_STATE},{good})"
    return f'=IF({tidy}="",{BLANK_STATE},{good})'


def _names(option: AnswerOption) -> tuple[str, ...]:
    return (option.label, *option.aliases)


def _any_of(place: str, words: Iterable[str]) -> str:
    """Return tests of a cell for each of some words."""
    return ",".join(f"{place}={quoted(word)}" for word in words)


def count_state(row: int) -> str:
    """Return the formula of `state` for a count: a whole number, not negative."""
    tidy = cell("tidied", row)
    good = f"IF(AND({tidy}>=0,INT({tidy})={tidy}),{GOOD_STATE},{WRONG_STATE})"
    return f'=IF({tidy}="",{BLANK_STATE},IF(ISNUMBER({tidy}),{good},{WRONG_STATE}))'


@_once
def ratio_state(plan: LkeGrid, item: RatioItem) -> str:
    """Return the formula of `state` for a ratio item, from its score and its counts."""
    score_cell = cell("score", plan.at[item.id])
    return f'=IF({score_cell}="",{BLANK_STATE},IF({score_cell}="{WRONG}",{WRONG_STATE},{GOOD_STATE}))'


@_once
def score(plan: LkeGrid, item: AnyItem) -> str:
    """Return the formula of `score` for an item: its score 0..1, "" when blank, "?" when wrong."""
    if item.id in plan.gates:
        return _through_gates(plan, item, "score")
    return own_score(plan, item)


@_once
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


@_once
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
        low, high = exact(item.scale.min), exact(item.scale.max)
        value = f"{tidy}/({high})" if item.scale.from_zero else f"({tidy}-{low})/({high}-{low})"
        return f'=IF({kind}={BLANK_STATE},"",IF({kind}={GOOD_STATE},{value},{wrong}))'
    nested = wrong
    for option in reversed(plan.instrument.scales[item.answer_set].options):
        names = _any_of(tidy, [trimmed_text(name) for name in _names(option)])
        nested = f"IF({names if not option.aliases else f'OR({names})'},{exact(option.score)},{nested})"
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
    answers = [cell("tidied", plan.at[count_code(item, name)]) for name in names]
    return answers[0] if len(answers) == 1 else f"({'+'.join(answers)})"


@_once
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


@_once
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


@_once
def answered(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `answered`: how many items beneath a node have a score."""
    if not node.items:
        return f"=SUM({_children(plan, node, 'answered')})"
    return f"=COUNT({cells('score', *plan.span(node))})"


@_once
def most(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `most`: the points within reach when items may be *tidak berlaku*."""
    row = plan.at[node.id]
    if not node.items:
        return f"=SUM({_children(plan, node, 'most')})"
    if node.gather == "mean":
        return f"=IF({cell('applicable', row)}=0,0,{cell('weight', row)})"
    rows = [plan.at[item.id] for item in node.items]
    return "=" + "+".join(f'IF({cell("score", row)}="{LEFT_OUT}",0,{cell("weight", row)})' for row in rows)


@_once
def applicable(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `applicable`: how many items beneath a node apply."""
    if not node.items:
        return f"=SUM({_children(plan, node, 'applicable')})"
    return f'={len(node.items)}-COUNTIF({cells("score", *plan.span(node))},"{LEFT_OUT}")'


@_once
def share(plan: LkeGrid, node: Node) -> str:
    """Return the formula of `share` for a node: points over the points within reach."""
    row = plan.at[node.id]
    points_cell, reach = cell("score", row), cell("most", row)
    if not node.weight:  # what is asked for information alone bears no points
        return '=""'
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
    total = "+".join(parts)
    certain = any(name not in nodes and not may_be_left_out(plan.instrument.items[name]) for name in names)
    return total if certain else f'IF(COUNT({known})=0,"",{total})'


def answered_of(plan: LkeGrid, of: str) -> str:
    """Return an expression over *LKE* for how many items are answered in a node, a group or an item."""
    parts = []
    for name in plan.instrument.members(of):
        row, inside = plan.at[name], name in plan.instrument.nodes
        parts.append(cell("answered", row, LKE) if inside else f"COUNT({cell('score', row, LKE)})")
    return "+".join(parts)


def _item_points(plan: LkeGrid, item_id: str) -> str:
    """Return an expression for an item's points: a blank or wrong answer is worth 0, as in the heading above it."""
    instrument = plan.instrument
    parent = instrument.nodes[instrument.parents[item_id]]
    scored = cell("score", plan.at[item_id], LKE)
    if parent.gather == "sum":
        worth = cell("weight", plan.at[item_id], LKE)
    else:
        number = cell("applicable", plan.at[parent.id], LKE) if parent.id in plan.partial else str(len(parent.items))
        worth = f"{cell('weight', plan.at[parent.id], LKE)}/{number}"
    points = f"N({scored})*{worth}"
    return f'IF({scored}="{LEFT_OUT}","",{points})' if may_be_left_out(instrument.items[item_id]) else points


DIGITS = 11
"""Shares are compared with the bounds of bands to so many digits: beyond them lies the dust of the sheet's own sums."""


def banded(place: str, rule: Predicate, weight: Fraction, bands: Iterable[Band], text: Callable[[Band], str]) -> str:
    """Return the formula that reads the share in a cell in bands; "" where there is none for it."""
    lower = rule.includes == "lower"
    ordered = sorted(bands, key=lambda band: band.above, reverse=not lower)
    bounds = [exact(rule.percent(band.above if lower else band.up_to, weight) / 100) for band in ordered]
    nested = quoted(text(ordered[0]))
    for band, bound in list(zip(ordered, bounds, strict=True))[1:]:
        nested = (
            f"IF(ROUND({place},{DIGITS}){'>=' if lower else '<='}ROUND({bound},{DIGITS}),{quoted(text(band))},{nested})"
        )
    if rule.start > 0 or not rule.start_included:
        start = f"ROUND({exact(rule.percent(rule.start, weight) / 100)},{DIGITS})"
        nested = f'IF(ROUND({place},{DIGITS}){">=" if rule.start_included else ">"}{start},{nested},"")'
    return f'=IF(ISNUMBER({place}),{nested},"")'
