"""Which row of a placed sheet bears which code of the catalog.

Enters: a placed layout and the instrument. Leaves: rows by code (nodes, items, and counts as
"item.input"), and a temuan for codes that could not be placed. Never uses row numbers of the sheet.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import ROOT, Instrument, Node
from pmprb.temuan import CellPos, LettersOutOfOrder, Temuan, UnknownRowCode
from pmprb.workbook.book import Sheet, Value
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.cells import explains_choices
from pmprb.worksheet.layouts import Placed, folded
from pmprb.worksheet.outline import Outline, bare, code_column, is_marker, marker_columns

_CODE = re.compile(r"[A-Za-z]{1,3}(?:\.\w{1,12})+\.?")
_BRACKET = re.compile(r"\s{0,9}\([^()]*\)\s{0,9}$")
_COUNT = ("jumlah",)


@dataclass
class Rows:
    """0-based rows by code, in the sheet's order.

    `totals` are typed totals of counts by item, `sums` rows that show a node's total apart from its own row.
    """

    at: dict[str, list[int]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    temuan: list[Temuan] = field(default_factory=list)

    def add(self, code: str, row: int) -> None:
        """Note a row of a code."""
        self.at.setdefault(code, []).append(row)

    def first(self, code: str) -> int | None:
        """Return the first row of a code."""
        rows = self.at.get(code)
        return rows[0] if rows else None


def count_codes(item: RatioItem) -> list[str]:
    """Return the codes of an item's count rows, in the form's order."""
    return [f"{item.id}.{count.id}" for count in item.inputs]


def find_rows(placed: Placed, instrument: Instrument, file: str) -> Rows:
    """Return where each code of the catalog stands."""
    if placed.layout.rows in ("hierarchy", "outline"):
        return _Hierarchy(placed, instrument, file).rows
    return _by_code(placed, instrument, file)


def _by_code(placed: Placed, instrument: Instrument, file: str) -> Rows:
    """Return rows by the text of the id column: catalog codes, or official row numbers."""
    rows = Rows()
    known = dict(placed.layout.numbers) if placed.layout.rows == "number" else instrument.codes
    column = placed.columns["id"] if "id" in placed.columns else _numbered_column(placed)
    for r in range(placed.header_row + 1, len(placed.sheet.rows)):
        value = placed.sheet.value(r, column)
        if value is None:
            continue
        text = text_of(value).replace(" ", "")
        code = known.get(text.rstrip(".").casefold())
        if code is not None:
            rows.add(code, r)
        elif text in placed.layout.totals:
            rows.totals[placed.layout.totals[text]] = r
        elif placed.layout.rows == "id" and _CODE.fullmatch(text):
            near = difflib.get_close_matches(text.casefold(), list(known), n=1, cutoff=0.8)
            at = CellPos(workbook=file, sheet=placed.sheet.name, cell=address(r, column))
            rows.temuan.append(UnknownRowCode(at, seen=text, hint=known[near[0]] if near else ""))
    return rows


def _numbered_column(placed: Placed) -> int:
    """Return the column that holds most of the layout's official row numbers: its header is often blank."""
    widest = max((len(row) for row in placed.sheet.rows), default=1)
    data = range(placed.header_row + 1, len(placed.sheet.rows))

    def hits(column: int) -> int:
        return len({text_of(placed.sheet.value(r, column)) for r in data} & placed.layout.numbers.keys())

    return max(range(min(widest, 8)), key=lambda column: (hits(column), -column))


def address(row: int, column: int) -> str:
    """Return the A1 address of a 0-based cell."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@dataclass
class _Asked:
    """A row that asks something beneath a heading: its marker (a letter or nothing) and its count rows."""

    row: int
    marker: str
    counts: list[int] = field(default_factory=list)


class _Hierarchy:
    """Rebuilds codes from markers spread over columns (A. | I. | 1. | i. | a.), or from an outline in one column."""

    def __init__(self, placed: Placed, instrument: Instrument, file: str) -> None:
        self.placed = placed
        self.instrument = instrument
        self.file = file
        self.rows = Rows()
        self.edge = min(c for key, c in placed.columns.items() if key not in ("id", "criterion", "heading"))
        self.columns = self._marker_columns()
        self.asked: dict[str, list[_Asked]] = {}
        self._walk()
        self._sums()
        for node_id, asked in self.asked.items():
            self._assign(instrument.nodes[node_id], asked)

    def _cells(self, row: int) -> Iterator[tuple[int, str]]:
        for c in range(self.edge):
            text = text_of(self.placed.sheet.value(row, c))
            if text:
                yield c, text

    def _data_rows(self) -> range:
        return range(self.placed.header_row + 1, len(self.placed.sheet.rows))

    def _marker_columns(self) -> list[int]:
        """Return the columns that hold markers, left to right: those that open a row, running numbers aside."""
        outline = self.placed.layout.rows == "outline"
        if outline and "id" in self.placed.columns:
            return [self.placed.columns["id"]]
        first = 0 if outline else self.placed.columns.get("heading", 0)
        cells = [[(c, text) for c, text in self._cells(r) if c >= first] for r in self._data_rows()]
        coded = code_column(cells) if outline else None
        return marker_columns(cells) if coded is None else [coded]

    def _trails(self) -> Iterator[tuple[int, dict[int, str], tuple[str, ...], bool]]:
        """Yield each data row with its cells, the path at it, and whether a marker of its own ends that path."""
        if self.placed.layout.rows == "outline" and self.columns:
            outline = Outline()
            for r in self._data_rows():
                text = text_of(self.placed.sheet.value(r, self.columns[0]))
                marked = not self._is_count(r) and outline.follow(text) is not None
                yield r, dict(self._cells(r)), outline.path, marked
            return
        trail: dict[int, str] = {}
        for r in self._data_rows():
            cells = dict(self._cells(r))
            marker = next((c for c in self.columns if c in cells and is_marker(cells[c])), None)
            if marker is not None and not self._is_count(r):
                trail = {c: text for c, text in trail.items() if c < marker} | {marker: bare(cells[marker])}
            yield r, cells, tuple(trail[c] for c in sorted(trail)), marker is not None

    def _walk(self) -> None:
        """Follow the sheet down, keeping the markers above each row."""
        current: _Asked | None = None
        for r, cells, path, marked in self._trails():
            if self._is_count(r):
                if current is not None:
                    current.counts.append(r)
                continue
            code, above = ".".join(path), ".".join(path[:-1])
            if marked and code in self.instrument.nodes:
                self.rows.add(code, r)
                current = None
                continue
            if not marked and code in self.instrument.nodes:
                above = code
            if not self._asks(r, cells):
                continue
            node = self.instrument.nodes.get(above or ROOT)
            if node is not None and node.items:
                current = _Asked(r, path[-1] if marked else "")
                self.asked.setdefault(node.id, []).append(current)

    def _sums(self) -> None:
        """Find the rows that show a node's total under a text of their own ("TOTAL PENGUNGKIT (60)")."""
        labels = {folded(text): node for node, texts in self.placed.layout.total_labels.items() for text in texts}
        for r in self._data_rows():
            for _, text in self._cells(r):
                node = labels.get(folded(_BRACKET.sub("", text)))
                if node is not None:
                    self.rows.sums.setdefault(node, r)

    def _allowed(self, row: int) -> str:
        column = self.placed.columns.get("allowed")
        return "" if column is None else text_of(self.placed.sheet.value(row, column)).casefold()

    def _is_count(self, row: int) -> bool:
        return self._allowed(row) in _COUNT

    def _asks(self, row: int, cells: dict[int, str]) -> bool:
        """True for a row that asks for an answer: it names its allowed answers, or bears an answer and a text."""
        if self._allowed(row):
            return True
        if "allowed" in self.placed.columns:
            return False
        if "options" in self.placed.columns:
            return explains_choices(self.placed.sheet.value(row, self.placed.columns["options"]))
        answer = self.placed.sheet.value(row, self.placed.columns["answer"])
        return answer is not None and any(len(t) > 8 for t in cells.values())

    def _assign(self, node: Node, asked: list[_Asked]) -> None:
        """Give the rows under a heading their items: by letter, or by order where the letters contradict it."""
        letters = [item.id.removeprefix(f"{node.id}.") for item in node.items]
        printed = [one.marker.casefold() for one in asked]
        by_order = len(asked) == len(node.items)
        sound = len(set(printed)) == len(printed) and set(printed) <= set(letters)
        if sound and (printed == sorted(printed, key=letters.index) or not by_order):
            chosen = [letters.index(marker) for marker in printed]
        elif by_order and (not sound or self._types_fit(node, asked)):
            chosen = list(range(len(asked)))
            if sound or any(printed):
                at = CellPos(
                    workbook=self.file,
                    sheet=self.placed.sheet.name,
                    cell=address(asked[0].row, self.placed.columns["answer"]),
                )
                seen = ", ".join(m or "-" for m in printed)
                self.rows.temuan.append(LettersOutOfOrder(at, node.id, seen=seen, expected=", ".join(letters)))
        elif sound:
            chosen = [letters.index(marker) for marker in printed]
        else:
            chosen = self._in_gaps(letters, printed)
        for one, place in zip(asked, chosen, strict=True):
            if place >= 0:
                item = node.items[place]
                self.rows.add(item.id, one.row)
                if isinstance(item, RatioItem):
                    self._counts(item, one.counts)

    def _types_fit(self, node: Node, asked: list[_Asked]) -> bool:
        """True when every row's allowed answers are those of the item at its place."""
        for one, item in zip(asked, node.items, strict=True):
            if isinstance(item, ChoiceItem):
                scale = self.instrument.scales[item.answer_set]
                title = scale.title.replace(" ", "")
                printed = {"", title.casefold(), *(also.casefold() for also in scale.also_printed)}
                if self._allowed(one.row).replace(" ", "") not in printed:
                    return False
        return True

    @staticmethod
    def _in_gaps(letters: list[str], printed: list[str]) -> list[int]:
        """Return places for rows of which some bear a known letter and others none; -1 for what is left over."""
        taken = {letters.index(m) for m in printed if m in letters and printed.count(m) == 1}
        free = [i for i in range(len(letters)) if i not in taken]
        places = []
        for marker in printed:
            if marker in letters and printed.count(marker) == 1:
                places.append(letters.index(marker))
            else:
                places.append(free.pop(0) if free else -1)
        return places

    def _counts(self, item: RatioItem, rows: list[int]) -> None:
        """Give the count rows beneath a ratio item their inputs, in order; a typed total is kept apart."""
        plain = [count.id for count in item.inputs]
        full = list(self.placed.layout.count_rows.get(item.id, plain))
        order = full if len(rows) == len(full) else plain
        for name, row in zip(order, rows, strict=False):
            if name:
                self.rows.add(f"{item.id}.{name}", row)
            else:
                self.rows.totals[item.id] = row


# A placed sheet with its rows found: cells by row and by column key.


@dataclass(frozen=True)
class View:
    """What a reading looks at: the file's name, the placed sheet, the instrument, where its codes stand."""

    file: str
    placed: Placed
    instrument: Instrument
    rows: Rows

    @property
    def sheet(self) -> Sheet:
        """The sheet itself."""
        return self.placed.sheet

    def has(self, key: str) -> bool:
        """True when the sheet has the column."""
        return key in self.placed.columns

    def pos(self, row: int = -1, column: int = -1) -> CellPos:
        """Return the position of a 0-based cell; of the sheet without one."""
        cell = address(row, column) if row >= 0 and column >= 0 else ""
        return CellPos(workbook=self.file, sheet=self.sheet.name, cell=cell)

    def value(self, row: int, key: str) -> Value:
        """Return a cell's value; None where the sheet lacks the column."""
        column = self.placed.columns.get(key)
        return None if column is None else self.sheet.value(row, column)

    def text(self, row: int, key: str) -> str:
        """Return a cell's trimmed text."""
        return text_of(self.value(row, key))
