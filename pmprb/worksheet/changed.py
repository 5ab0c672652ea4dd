"""What a sheet says otherwise than the catalog and its template: texts, weights, formulas, rows, hidden parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from functools import lru_cache

from pmprb.catalog.item import AnswerSet, ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Shown
from pmprb.records import dataclass
from pmprb.temuan import (
    ChoicesChanged,
    ColumnWithoutFormulas,
    CriterionTextChanged,
    ExplanationChanged,
    FormColumnHidden,
    FormRowsHidden,
    FormulaOverwritten,
    HeadingRowMissing,
    HeadingRowTwice,
    OtherFormula,
    Temuan,
    WeightChanged,
)
from pmprb.text import remembered
from pmprb.workbook.as_seen import cell_seen
from pmprb.workbook.tolerant import number, text_of
from pmprb.worksheet.alike import nothing_new
from pmprb.worksheet.layouts import folded
from pmprb.worksheet.rows import View, address, count_codes
from pmprb.worksheet.template import formulas as fx
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.grid import AT, HEADERS, TEXT, LkeGrid, letter
from pmprb.worksheet.template.texts import choices

# What a sheet says otherwise than the catalog: texts, weights, allowed answers, formulas; and the figures it shows.


_BETWEEN = re.compile(r"[\n;,/]")
_TOLERANCE = Fraction(1, 10**6)
_SURELY = float(_TOLERANCE) / 2


def drift(view: View) -> Iterator[Temuan]:
    """Yield what the sheet says otherwise than the catalog, items first, then headings, then formulas."""
    own = bool(view.placed.layout.identity_sheet)
    at = (own, view.placed.header_row, view.rows.at, *map(view.beneath, ("criterion", "allowed", "weight")))
    yield from nothing_new(view.instrument, "printed", at, lambda: _printed(view, own))
    for key in view.placed.layout.computed:
        yield from _lost_formulas(view, key)


def _printed(view: View, own: bool) -> Iterator[Temuan]:
    """Yield what is printed otherwise than the catalog says: criteria, choices, headings, weights."""
    for item in view.instrument.items.values():
        for r in view.rows.at.get(item.id, ()):
            if view.value(r, "criterion") != item.criterion:
                yield from _text(view, r, "criterion", item.criterion, CriterionTextChanged, item.id)
            if isinstance(item, ChoiceItem):
                scale = view.instrument.scales[item.answer_set]
                printed = view.value(r, "allowed")
                if printed != scale.title and not _names(printed, scale):
                    yield from _text(view, r, "allowed", scale.title, ChoicesChanged, item.id)
            elif own:
                yield from _text(view, r, "allowed", choices(item, view.instrument), ChoicesChanged, item.id)
        for count in item.inputs if own and isinstance(item, RatioItem) else ():
            code = f"{item.id}.{count.id}"
            for r in view.rows.at.get(code, []):
                yield from _text(view, r, "criterion", count.label, CriterionTextChanged, code)
    for node in view.instrument.nodes.values():
        for r in view.rows.at.get(node.id, ()):
            if view.value(r, "criterion") != node.title:
                yield from _text(view, r, "criterion", node.title, CriterionTextChanged, node.id)
            weight = view.value(r, "weight")
            if weight is None or (isinstance(weight, float) and abs(weight - float(node.weight)) < _SURELY):
                continue
            seen = number(weight).value
            if seen is not None and abs(seen - node.weight) > _TOLERANCE:
                at = view.pos(r, view.placed.columns["weight"])
                yield WeightChanged(at, node.id, seen=text_of(weight), expected=float(node.weight))


def _names(printed: object, scale: AnswerSet) -> bool:
    """True when a form's text names a scale in another way than its title: by a known name, or by its options."""
    text = str(printed or "")
    if folded(text) in {folded(name) for name in scale.also_printed}:
        return True
    known = {folded(name): label for name, label in scale.spellings.items()}
    parts = [folded(part).strip(" .-") for part in _BETWEEN.split(text) if part.strip()]
    return {known.get(part) for part in parts} == set(scale.scores)


def _text(
    view: View, row: int, key: str, expected: str, kind: type[CriterionTextChanged] | type[ChoicesChanged], node: str
) -> Iterator[Temuan]:
    value = view.value(row, key)
    if value == expected or not view.has(key):  # by far the most rows say just what the catalog says
        return
    seen = text_of(value)
    if seen.casefold() != " ".join(expected.split()).casefold():
        at = view.pos(row, view.placed.columns[key])
        shown = cell_seen(view.sheet, row, view.placed.columns[key])
        yield kind(at, node, seen=shown[:80] or "-", expected=expected[:80])


def _lost_formulas(view: View, key: str) -> Iterator[Temuan]:
    """Yield which formulas of a computed column were typed over; a column without any is told once."""
    column = view.placed.columns.get(key)
    if column is None:
        return
    sheet, rows = view.sheet, view.rows
    formulas = sheet.formulas
    cells = [(code, r) for code in (*view.instrument.nodes, *view.instrument.items) for r in rows.at.get(code, ())]
    cells += rows.sums.items()
    if not sheet.errors and formulas.issuperset([(r, column) for _, r in cells]):
        return
    if cells and not any((r, column) in formulas for _, r in cells):
        header = text_of(sheet.value(view.placed.header_row, column))
        yield ColumnWithoutFormulas(view.pos(view.placed.header_row, column), header=header)
        return
    for code, r in cells:
        typed = (r, column) not in formulas and sheet.value(r, column) is not None
        if typed or (r, column) in sheet.errors:
            yield FormulaOverwritten(view.pos(r, column), code, seen=cell_seen(sheet, r, column)[:40])


def shown_figures(view: View) -> Iterator[Shown]:
    """Yield the figures of the Nilai column; a node's total may stand in a row of its own."""
    column = view.placed.columns.get("score")
    if column is None:
        return
    sheet, name = view.sheet, view.sheet.name
    for code in (*view.instrument.nodes, *view.instrument.items):
        rows = [view.rows.sums[code]] if code in view.rows.sums else view.rows.at.get(code, [])[:1]
        for r in rows:
            value = sheet.value(r, column)
            if isinstance(value, float):
                yield Shown(code, _exactly(value), name, address(r, column))


@lru_cache(maxsize=1 << 14)
def _exactly(value: float) -> Fraction:
    """Return a cell's number as it is; remembered, as most scores are among a few."""
    return Fraction.from_float(value)


def unread_items(view: View) -> tuple[str, ...]:
    """Return the items for which Nilai shows a text or an error: the sheet's formulas made nothing of the answer."""
    column = view.placed.columns.get("score")
    if column is None:
        return ()
    cells = {item: (rows[0], column) for item in view.instrument.items if (rows := view.rows.at.get(item))}
    sheet = view.sheet
    return tuple(
        item
        for item, cell in cells.items()
        if cell in sheet.errors or (isinstance(value := sheet.value(*cell), str) and value != fx.LEFT_OUT)
    )


# What was changed in a template of ours beyond `drift`: headings' rows, explanations, hidden parts, formulas.


_REFERENCE = re.compile(r"(?<![A-Z0-9_.])([A-Z]{1,2})([1-9][0-9]{0,4})(?![0-9(A-Z_.])")
_AROUND = 24


def changed(view: View, same_catalog: bool) -> Iterator[Temuan]:
    """Yield what was changed; texts and formulas only when the template was made from the very same catalog."""
    yield from _hidden_rows(view)
    if not view.placed.layout.identity_sheet:
        return
    yield from _hidden_columns(view)
    whole = True
    for one in _headings(view):
        whole = False
        yield one
    if same_catalog:
        yield from _explanations(view)
        cells = view.sheet.formula_cells
        if whole and cells is not None:
            at = (view.rows.at, view.sheet.rows[view.placed.header_row], cells.said)
            yield from nothing_new(view.instrument, "reckoned", at, lambda: _formulas(view))


def _hidden_rows(view: View) -> Iterator[Temuan]:
    """Yield the rows of headings and items that nobody sees, in one temuan (BUKU-082)."""
    rows = sorted({r for places in view.rows.at.values() for r in places} & view.sheet.hidden_rows)
    if rows:
        numbers = ", ".join(str(r + 1) for r in rows)
        yield FormRowsHidden(view.pos(), seen=len(rows), rows=numbers)


def _hidden_columns(view: View) -> Iterator[Temuan]:
    """Yield the columns of the form that nobody sees (BUKU-083)."""
    for column in sorted(set(view.placed.columns.values()) & view.sheet.hidden_columns):
        row = view.placed.header_row
        yield FormColumnHidden(view.pos(row, column), header=text_of(view.sheet.value(row, column)))


def _headings(view: View) -> Iterator[Temuan]:
    """Yield headings whose row is missing (BUKU-084) or stands twice (BUKU-085)."""
    column = view.placed.columns.get("id", 0)
    for node in view.instrument.nodes:
        rows = view.rows.at.get(node, [])
        if not rows:
            yield HeadingRowMissing(view.pos(), node)
        elif len(rows) > 1:
            cells = ", ".join(address(r, column) for r in rows)
            yield HeadingRowTwice(view.pos(rows[-1], column), node, cells=cells)


def _explanations(view: View) -> Iterator[Temuan]:
    """Yield the items whose explanation, options included, reads otherwise (BUKU-080)."""
    if view.has("options"):
        at = (view.placed.header_row, view.rows.at, view.beneath("options"))
        yield from nothing_new(view.instrument, "explained", at, lambda: _otherwise_explained(view))


def _otherwise_explained(view: View) -> Iterator[Temuan]:
    for item, expected in _expected(_Key.of(view.instrument)).explanations.items():
        for r in view.rows.at.get(item, []):
            value = view.value(r, "options")
            if value == expected:
                continue
            seen = cell_seen(view.sheet, r, view.placed.columns["options"])
            if not texts.says_no_more(seen, expected):
                at = view.pos(r, view.placed.columns["options"])
                shown = _where_they_part(seen, expected)
                yield ExplanationChanged(at, item, seen=shown[0] or "-", expected=shown[1])


def _where_they_part(seen: str, expected: str) -> tuple[str, str]:
    """Return both texts from a little before the place where they differ."""
    same = next(
        (n for n, (a, b) in enumerate(zip(seen, expected, strict=False)) if a != b), min(len(seen), len(expected))
    )
    start = max(0, same - _AROUND) if same > 2 * _AROUND else 0
    lead = "…" if start else ""
    return tuple(f"{lead}{text[start : start + 80]}" if text else "" for text in (seen, expected))  # type: ignore[return-value]


@dataclass(frozen=True)
class _Key:
    """An instrument known by its hash, and whether for a review workbook, for keeping what is made of it."""

    hash: str
    part: tuple[str, ...]
    review: bool
    instrument: Instrument = field(compare=False)

    @staticmethod
    def of(instrument: Instrument, review: bool = False) -> _Key:
        return _Key(instrument.hash, tuple(instrument.items) if instrument.partial else (), review, instrument)


@dataclass(frozen=True)
class _Expected:
    """What the template of an instrument says: explanations by item, formulas of the score column by code."""

    explanations: Mapping[str, str]
    formulas: Mapping[str, str]


@lru_cache(maxsize=8)
def _reader(codes: tuple[tuple[int, str], ...]) -> Callable[[str], str]:
    """Return `_by_code` for one arrangement of rows, which remembers: untouched worksheets hold the same formulas."""
    at = dict(codes)
    return remembered(lambda formula: _by_code(formula, at))


@lru_cache(maxsize=16)
def _expected(key: _Key) -> _Expected:
    instrument = key.instrument
    plan = LkeGrid.of(instrument, key.review)
    codes = {row: code for code, row in plan.at.items()}
    explained = {i.id: text_of(texts.explanation(i, plan.gates.get(i.id, ()))) for i in instrument.items.values()}
    written = {item.id: fx.score(plan, item) for item in instrument.items.values()}
    written |= {node.id: fx.points(plan, node) for node in instrument.nodes.values()}
    return _Expected(explained, {code: _by_code(text, codes) for code, text in written.items()})


def _by_code(formula: str, codes: Mapping[int, str]) -> str:
    """Return a formula with its references' rows read as codes, spaces and dollar signs outside texts put aside."""
    parts = formula.removeprefix("=").split('"')
    for n in range(0, len(parts), 2):
        plain = re.sub(r"[\s$]", "", parts[n]).upper()
        parts[n] = _REFERENCE.sub(lambda found: f"{found[1]}[{codes.get(int(found[2]), found[2])}]", plain)
    return '"'.join(parts)


def _formulas(view: View) -> Iterator[Temuan]:
    """Yield the formulas of Nilai that are not the template's (BUKU-081).

    Not compared: a sheet whose columns or rows were moved about, where every formula follows the move; and one in
    which most formulas differ, which another program has written in its own way. The figures are compared anyway.
    """
    cells, sheet = view.sheet.formula_cells, view.sheet
    header = tuple(text_of(sheet.value(view.placed.header_row, c)) for c in range(len(HEADERS)))
    if cells is None or header[: AT["mark"]] != HEADERS[: AT["mark"]] or not _all_once(view):
        return
    # A review workbook's formulas read the answer that counts, in a column that a unit's worksheet does not have.
    review = header[AT["used"]] == HEADERS[AT["used"]]
    expected = _expected(_Key.of(view.instrument, review)).formulas
    codes = {rows[0] + 1: code for code, rows in view.rows.at.items()}
    own = {codes[row + 1]: text for row, text in cells.texts(letter("score")).items() if row + 1 in codes}
    passed_over = () if _reads_texts(view) else _by_typing(view.instrument)
    compared = {code: text for code, text in own.items() if code in expected and code not in passed_over}
    read = _reader(tuple(codes.items()))
    other = [code for code, text in compared.items() if read(text) != expected[code]]
    if 2 * len(other) > len(compared):
        return
    for code in other:
        yield OtherFormula(view.pos(view.rows.at[code][0], view.placed.columns["score"]), code)


def _by_typing(instrument: Instrument) -> frozenset[str]:
    """Return the items whose formula depends on how far the template's formulas read what people type."""
    return frozenset(
        item.id
        for item in instrument.items.values()
        if not isinstance(item, ChoiceItem)
        or any(option.aliases for option in instrument.scales[item.answer_set].options)
    )


def _reads_texts(view: View) -> bool:
    """True when the sheet's formulas read numbers that were typed as text; those of older templates do not."""
    items = [item for item in view.instrument.items.values() if not isinstance(item, ChoiceItem)]
    codes = [count_codes(item)[0] if isinstance(item, RatioItem) else item.id for item in items]
    return all((view.rows.at[code][0], AT[TEXT]) in view.sheet.formulas for code in codes)


def _all_once(view: View) -> bool:
    """True when every row of the form is there, once."""
    items = view.instrument.items.values()
    counts = [code for item in items if isinstance(item, RatioItem) for code in count_codes(item)]
    return all(len(view.rows.at.get(code, ())) == 1 for code in (*view.instrument.items, *counts))
