"""Which row of *LKE* holds what, and in which column: the scheme all the sheets are written from.

Enters: an instrument. Leaves: a `Plan`. Refuses to know: answers, formulas, colours.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import cached_property
from typing import Any, Literal, TypeVar

from pmprb.catalog.item import ChoiceItem, CountInput, Criterion, ItemGate, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument, Node
from pmprb.catalog.own_layout import LKE_COLUMNS
from pmprb.records import dataclass
from pmprb.sheets.formula import column_name

AnyItem = ChoiceItem | RatioItem | ScaleItem
T = TypeVar("T")

REKAP, PETUNJUK = "Rekap", "Petunjuk"
HEADER_ROW = 4
FIRST_ROW = HEADER_ROW + 1
AT = {column.key: place for place, column in enumerate(LKE_COLUMNS)}
"""Key of a column → its place, counted from 0."""
VISIBLE = tuple(column for column in LKE_COLUMNS if not column.hidden)
HEADERS = tuple(column.header for column in LKE_COLUMNS)
"""The headers of all columns, hidden ones last."""
TEXT = "answered"
"""The column of the text of a number that was typed as text: beside headings it counts answers, beside numbers not."""
_LETTERS = {key: column_name(place) for key, place in AT.items()}
STEPS = {"total": 0, "component": 0, "aspect": 0, "area": 0, "sub": 1}


def letter(key: str) -> str:
    """Return the letters of a column."""
    return _LETTERS[key]


def cell(key: str, row: int, sheet: str = "") -> str:
    """Return the address of a cell in a column; rows count from 1. `sheet` stands before it for other sheets."""
    return f"{sheet}!{_LETTERS[key]}{row}" if sheet else f"{_LETTERS[key]}{row}"


def cells(key: str, first: int, last: int, fixed: Literal["", "row", "column"] = "") -> str:
    """Return the addresses of a column's cells from row `first` to `last`; copying moves no `fixed` row or column."""
    column, dollar = _LETTERS[key], "$" if fixed == "row" else ""
    if fixed == "column":
        column = f"${column}"
    return f"{column}{dollar}{first}:{column}{dollar}{last}"


def locked_column(key: str, row: int) -> str:
    """Return a cell's address whose column stays when a rule is applied to other columns."""
    return f"${cell(key, row)}"


@dataclass(frozen=True)
class NodeRow:
    """The row of a heading; `row` counts from 1 as Excel does, `outline` is its outline level."""

    row: int
    node: Node
    outline: int

    @property
    def id(self) -> str:
        """The code in the first column."""
        return self.node.id


@dataclass(frozen=True)
class ItemRow:
    """The row of an item."""

    row: int
    item: AnyItem
    outline: int

    @property
    def id(self) -> str:
        """The code in the first column."""
        return self.item.id


@dataclass(frozen=True)
class CountRow:
    """The row of one count of a ratio item, beneath the item's own row."""

    row: int
    item: RatioItem
    count: CountInput
    outline: int

    @property
    def id(self) -> str:
        """The code in the first column: the item's code, a dot, the count's id."""
        return count_code(self.item, self.count.id)


@dataclass(frozen=True)
class CriterionRow:
    """The row of one criterion of an item's checklist, beneath the item's own row."""

    row: int
    item: ChoiceItem
    criterion: Criterion
    outline: int

    @property
    def id(self) -> str:
        """The code in the first column: the item's code, a dot, the criterion's id."""
        return f"{self.item.id}.{self.criterion.id}"


Row = NodeRow | ItemRow | CountRow | CriterionRow


def count_code(item: RatioItem, count: str) -> str:
    """Return the code of a count's row."""
    return f"{item.id}.{count}"


def may_be_left_out(item: AnyItem) -> bool:
    """True when "tidak berlaku" can be typed for the item; a ratio has no cell to type it in."""
    return item.allow_not_applicable and not isinstance(item, RatioItem)


@dataclass(frozen=True)
class LkeGrid:
    """The rows of *LKE* in the form's order.

    In a review workbook (`review`) formulas read the answer that counts, not what the unit typed.
    """

    instrument: Instrument
    rows: tuple[Row, ...]
    review: bool = False
    marks: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Machine text of a row, by its id, as far as it was asked for: the same in every worksheet of the instrument."""
    kept: dict[tuple[str, str | int], Any] = field(default_factory=dict, compare=False, repr=False)
    """What else was made once (`once`)."""

    @staticmethod
    def of(instrument: Instrument, review: bool = False) -> LkeGrid:
        """Return the scheme of an instrument; for this very instrument the one returned before."""
        for plan in _LATEST:
            if plan.instrument is instrument and plan.review == review:
                return plan
        rows: list[Row] = []
        for row, make in enumerate(_walk(instrument.root), start=FIRST_ROW):
            kind, outline, thing, count = make
            if isinstance(thing, ChoiceItem) and isinstance(count, Criterion):
                rows.append(CriterionRow(row, thing, count, outline))
            elif kind == "node" and isinstance(thing, Node):
                rows.append(NodeRow(row, thing, outline))
            elif isinstance(thing, RatioItem) and isinstance(count, CountInput):
                rows.append(CountRow(row, thing, count, outline))
            elif not isinstance(thing, Node):
                rows.append(ItemRow(row, thing, outline))
        plan = LkeGrid(instrument, tuple(rows), review)
        _LATEST.append(plan)
        return plan

    @cached_property
    def at(self) -> dict[str, int]:
        """Code → row, counted from 1."""
        return {row.id: row.row for row in self.rows}

    def once(self, what: str, of: str | int, make: Callable[..., T], *given: Any) -> T:
        """Return what `make` makes of `given`, made when first asked for: it stands in every worksheet of the
        instrument. `what` and the id or row `of` which it is made name it."""
        key = (what, of)
        if key not in self.kept:
            self.kept[key] = make(*given)
        made: T = self.kept[key]
        return made

    def answer(self, row: int) -> str:
        """Return the address of the answer that counts in a row."""
        return cell("used" if self.review else "answer", row)

    @property
    def last_row(self) -> int:
        """The last row in use, counted from 1."""
        return self.rows[-1].row

    def span(self, node: Node) -> tuple[int, int]:
        """Return the first and last row of a node's items, their counts included."""
        rows = [self.at[item.id] for item in node.items]
        last = node.items[-1]
        if isinstance(last, RatioItem):
            rows.append(self.at[count_code(last, last.inputs[-1].id)])
        elif isinstance(last, ChoiceItem) and last.checklist:
            rows.append(self.at[last.criterion_codes[-1]])
        return min(rows), max(rows)

    @cached_property
    def partial(self) -> frozenset[str]:
        """The nodes beneath which some item may be *tidak berlaku*: their maximum is not fixed."""
        found = set()
        for node in self.instrument.nodes.values():
            if any(may_be_left_out(item) for below in node.walk() for item in below.items):
                found.add(node.id)
        return frozenset(found)

    @cached_property
    def gates(self) -> dict[str, tuple[ItemGate, ...]]:
        """Item → its gates on other items, in the catalog's order."""
        found: dict[str, tuple[ItemGate, ...]] = {}
        for gate in self.instrument.item_gates:
            found[gate.item] = (*found.get(gate.item, ()), gate)
        return found

    @property
    def scores_left_out(self) -> bool:
        """True when an item's score depends on the blank policy: with gates between items it may."""
        return bool(self.gates)

    def n_items(self, node: Node) -> int:
        """Return how many items stand beneath a node."""
        return sum(len(below.items) for below in node.walk())


# An instrument cannot be a key: its fields hold mappings. A run makes the worksheets of one or two.
_LATEST: deque[LkeGrid] = deque(maxlen=4)


def _walk(node: Node, outline: int = 0) -> Iterator[tuple[str, int, Node | AnyItem, CountInput | Criterion | None]]:
    level = max(outline, STEPS[node.level])
    yield "node", level, node, None
    for child in node.children:
        yield from _walk(child, outline)
    for item in node.items:
        yield "item", level + 1, item, None
        if isinstance(item, RatioItem):
            for count in item.inputs:
                yield "count", level + 1, item, count
        elif isinstance(item, ChoiceItem):
            for criterion in item.checklist:
                yield "criterion", level + 1, item, criterion
