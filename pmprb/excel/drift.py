"""What a sheet says otherwise than the catalog: texts, weights, allowed answers, formulas; and the figures it shows.

Enters: a `View`. Leaves: temuan, and `Shown` figures to compare. Nothing found here is ever used for a score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from pmprb.answers.model import Shown
from pmprb.catalog.model import AnswerSet, ChoiceItem, RatioItem
from pmprb.excel.layouts import folded
from pmprb.excel.template.texts import choices
from pmprb.excel.tolerant import number, text_of
from pmprb.excel.view import View
from pmprb.temuan import Code, Temuan

_BETWEEN = re.compile(r"[\n;,/]")
_TOLERANCE = Fraction(1, 10**6)


def drift(view: View) -> Iterator[Temuan]:
    """Yield what the sheet says otherwise than the catalog, items first, then headings, then formulas."""
    own = bool(view.placed.layout.identity_sheet)
    for item in view.instrument.items.values():
        for r in view.rows.at.get(item.id, []):
            yield from _text(view, r, "criterion", item.criterion, Code.BUKU_024, item.id)
            if isinstance(item, ChoiceItem):
                scale = view.instrument.scales[item.answer_set]
                if not _names(view.value(r, "allowed"), scale):
                    yield from _text(view, r, "allowed", scale.title, Code.BUKU_037, item.id)
            elif own:
                yield from _text(view, r, "allowed", choices(item, view.instrument), Code.BUKU_037, item.id)
        for count in item.inputs if own and isinstance(item, RatioItem) else ():
            code = f"{item.id}.{count.id}"
            for r in view.rows.at.get(code, []):
                yield from _text(view, r, "criterion", count.label, Code.BUKU_024, code)
    for node in view.instrument.nodes.values():
        for r in view.rows.at.get(node.id, []):
            yield from _text(view, r, "criterion", node.title, Code.BUKU_024, node.id)
            weight = view.value(r, "weight")
            seen = None if weight is None else number(weight).value
            if seen is not None and abs(seen - node.weight) > _TOLERANCE:
                at = view.pos(r, view.placed.columns["weight"])
                yield Temuan.of(Code.BUKU_025, at, node.id, seen=text_of(weight), expected=float(node.weight))
    for key in view.placed.layout.computed:
        yield from _formulas(view, key)


def _names(printed: object, scale: AnswerSet) -> bool:
    """True when a form's text names a scale in another way than its title: by a known name, or by its options."""
    text = str(printed or "")
    if folded(text) in {folded(name) for name in scale.also_printed}:
        return True
    known = {folded(name): label for name, label in scale.spellings.items()}
    parts = [folded(part).strip(" .-") for part in _BETWEEN.split(text) if part.strip()]
    return {known.get(part) for part in parts} == set(scale.scores)


def _text(view: View, row: int, key: str, expected: str, code: Code, node: str) -> Iterator[Temuan]:
    if not view.has(key):
        return
    seen = view.text(row, key)
    if seen.casefold() != " ".join(expected.split()).casefold():
        at = view.pos(row, view.placed.columns[key])
        yield Temuan.of(code, at, node, seen=seen[:80] or "-", expected=expected[:80])


def _formulas(view: View, key: str) -> Iterator[Temuan]:
    """Yield which formulas of a computed column were typed over; a column without any is told once."""
    column = view.placed.columns.get(key)
    if column is None:
        return
    codes = (*view.instrument.nodes, *view.instrument.items)
    cells = [(code, r) for code in codes for r in view.rows.at.get(code, [])]
    cells += list(view.rows.sums.items())
    sheet = view.sheet
    if cells and not any((r, column) in sheet.formulas for _, r in cells):
        header = text_of(sheet.value(view.placed.header_row, column))
        yield Temuan.of(Code.BUKU_049, view.pos(view.placed.header_row, column), header=header)
        return
    for code, r in cells:
        typed = sheet.value(r, column) is not None and (r, column) not in sheet.formulas
        if typed or (r, column) in sheet.errors:
            seen = sheet.errors.get((r, column), "") or text_of(sheet.value(r, column))
            yield Temuan.of(Code.BUKU_026, view.pos(r, column), code, seen=seen[:40])


def shown_figures(view: View) -> Iterator[Shown]:
    """Yield the figures of the Nilai column; a node's total may stand in a row of its own."""
    column = view.placed.columns.get("score")
    if column is None:
        return
    for code in (*view.instrument.nodes, *view.instrument.items):
        rows = [view.rows.sums[code]] if code in view.rows.sums else view.rows.at.get(code, [])[:1]
        for r in rows:
            value = view.sheet.value(r, column)
            if isinstance(value, float):
                yield Shown(of=code, value=Fraction(repr(value)), at=view.pos(r, column))
