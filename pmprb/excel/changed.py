"""What was changed in a template of ours beyond `drift`: headings' rows, explanations, hidden parts, formulas.

Enters: a `View` and whether the template was made from the catalog at hand. Leaves: temuan. Nothing found here is
ever used for a score. Refuses to know: forms that are not ours, whose texts are others'.

Formulas are compared without their row numbers: each reference is read as the code of its row, so that a row
inserted, or a program that writes formulas anew, is no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pmprb.catalog.model import Instrument, RatioItem
from pmprb.excel.rows import address, count_codes
from pmprb.excel.template import formulas as fx
from pmprb.excel.template import texts
from pmprb.excel.template.plan import HEADERS, HELPERS, Plan
from pmprb.excel.tolerant import text_of
from pmprb.excel.view import View
from pmprb.temuan import Code, Temuan

_SCORE = "G"
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
        if whole:
            yield from _formulas(view)


def _hidden_rows(view: View) -> Iterator[Temuan]:
    """Yield the rows of headings and items that nobody sees, in one temuan (BUKU-082)."""
    rows = sorted({r for places in view.rows.at.values() for r in places} & view.sheet.hidden_rows)
    if rows:
        numbers = ", ".join(str(r + 1) for r in rows)
        yield Temuan.of(Code.BUKU_082, view.pos(), seen=len(rows), rows=numbers)


def _hidden_columns(view: View) -> Iterator[Temuan]:
    """Yield the columns of the form that nobody sees (BUKU-083)."""
    for column in sorted(set(view.placed.columns.values()) & view.sheet.hidden_columns):
        row = view.placed.header_row
        yield Temuan.of(Code.BUKU_083, view.pos(row, column), header=text_of(view.sheet.value(row, column)))


def _headings(view: View) -> Iterator[Temuan]:
    """Yield headings whose row is missing (BUKU-084) or stands twice (BUKU-085)."""
    column = view.placed.columns.get("id", 0)
    for node in view.instrument.nodes:
        rows = view.rows.at.get(node, [])
        if not rows:
            yield Temuan.of(Code.BUKU_084, view.pos(), node)
        elif len(rows) > 1:
            cells = ", ".join(address(r, column) for r in rows)
            yield Temuan.of(Code.BUKU_085, view.pos(rows[-1], column), node, cells=cells)


def _explanations(view: View) -> Iterator[Temuan]:
    """Yield the items whose explanation, options included, reads otherwise (BUKU-080)."""
    if not view.has("options"):
        return
    for item, expected in _expected(_Key.of(view.instrument)).explanations.items():
        for r in view.rows.at.get(item, []):
            seen = view.text(r, "options")
            if seen.casefold() != expected.casefold():
                at = view.pos(r, view.placed.columns["options"])
                shown = _where_they_part(seen, expected)
                yield Temuan.of(Code.BUKU_080, at, item, seen=shown[0] or "-", expected=shown[1])


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
    """An instrument known by its hash, for keeping what is made of it."""

    hash: str
    part: tuple[str, ...]
    instrument: Instrument = field(compare=False)

    @staticmethod
    def of(instrument: Instrument) -> _Key:
        return _Key(instrument.hash, tuple(instrument.items) if instrument.partial else (), instrument)


@dataclass(frozen=True)
class _Expected:
    """What the template of an instrument says: explanations by item, formulas of the score column by code."""

    explanations: Mapping[str, str]
    formulas: Mapping[str, str]


@lru_cache(maxsize=16)
def _expected(key: _Key) -> _Expected:
    instrument = key.instrument
    plan = Plan.of(instrument)
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
    header = [text_of(sheet.value(view.placed.header_row, c)) for c in range(len(HEADERS) + len(HELPERS) - 1)]
    if cells is None or header != [*HEADERS, *HELPERS[:-1]] or not _all_once(view):
        return
    expected = _expected(_Key.of(view.instrument)).formulas
    codes = {rows[0] + 1: code for code, rows in view.rows.at.items()}
    own = {codes[row + 1]: text for row, text in cells.texts(_SCORE).items() if row + 1 in codes}
    compared = {code: text for code, text in own.items() if code in expected}
    other = [code for code, text in compared.items() if _by_code(text, codes) != expected[code]]
    if 2 * len(other) > len(compared):
        return
    for code in other:
        yield Temuan.of(Code.BUKU_081, view.pos(view.rows.at[code][0], view.placed.columns["score"]), code)


def _all_once(view: View) -> bool:
    """True when every row of the form is there, once."""
    items = view.instrument.items.values()
    counts = [code for item in items if isinstance(item, RatioItem) for code in count_codes(item)]
    return all(len(view.rows.at.get(code, ())) == 1 for code in (*view.instrument.items, *counts))
