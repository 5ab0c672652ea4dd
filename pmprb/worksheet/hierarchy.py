"""Rows of a form that has no codes: the path of its markers, and what its rows say, give each its code.

Enters: a placed layout and the instrument. Leaves: `Rows`. A heading is known by its title and its marker together, so
that markers may begin again, be left out or be renumbered; a block that stands a level deeper than the catalog goes to
the heading it stands beneath.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import ROOT, Instrument, Item, Node
from pmprb.temuan import CellPos, CopiedText, LettersOutOfOrder, RowByPlace, RowFitsSeveral
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.assign import Assigned, Seen, assign
from pmprb.worksheet.cells import explains_choices
from pmprb.worksheet.layouts import Placed, folded
from pmprb.worksheet.lexicon import BRACKET, lexicon_of
from pmprb.worksheet.outline import (
    Outline,
    bare,
    beside_markers,
    code_column,
    is_marker,
    marker_columns,
    marker_inside,
    ordinal,
)
from pmprb.worksheet.rows import Rows, address
from pmprb.worksheet.wording import Words, count_words, fitting, titled, words

_CODE = re.compile(r"[A-Za-z0-9]{1,4}(?:\.\w{1,6})+\.?")
_FAR = 9  # a heading so far away is reached by its own words alone


@dataclass
class _Asked:
    """A row that asks something beneath a heading: its marker, its words, those of its block, its count rows."""

    row: int
    marker: str
    words: Words
    above: Words = frozenset()
    counts: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    """A row as it is read: its cells left of the explanations, the path at it, its own marker, its text."""

    row: int
    cells: dict[int, str]
    path: tuple[str, ...]
    marked: bool
    text: str


class _Said(NamedTuple):
    marker: str
    column: int
    text: str


class Hierarchy:
    """Rebuilds codes from markers spread over columns (A. | I. | 1. | i. | a.), or from an outline in one column."""

    def __init__(self, placed: Placed, instrument: Instrument, file: str) -> None:
        self.placed = placed
        self.instrument = instrument
        self.file = file
        self.rows = Rows()
        self.lexicon = lexicon_of(instrument, placed.layout)
        self.edge = min(c for key, c in placed.columns.items() if key not in ("id", "criterion", "heading"))
        outline = placed.layout.rows == "outline"
        self.start = 0 if outline else placed.columns.get("heading", 0)
        self.aside: set[int] = set()
        self.columns = self._marker_columns()
        self.asked: dict[str, list[_Asked]] = {}
        self.left: list[tuple[str, _Asked]] = []
        self._here = ROOT
        self._walk()
        self._sums()
        for node_id, asked in self.asked.items():
            self._assign(instrument.nodes[node_id], asked)
        self._left_over()

    # what stands in a row

    def _cells(self, row: int) -> Iterator[tuple[int, str]]:
        values = self.placed.sheet.rows[row][self.start : self.edge]
        for c, value in enumerate(values, start=self.start):
            if value is not None and c not in self.aside and (text := text_of(value)):
                yield c, text

    def _data_rows(self) -> range:
        return range(self.placed.header_row + 1, len(self.placed.sheet.rows))

    def _marker_columns(self) -> list[int]:
        """Return the columns that hold markers, left to right: those that open a row, running numbers aside."""
        outline = self.placed.layout.rows == "outline"
        if outline and "id" in self.placed.columns:
            return [self.placed.columns["id"]]
        cells = [list(self._cells(r)) for r in self._data_rows()]
        coded = code_column(cells) if outline else None
        if coded is not None:
            return [coded]
        found = marker_columns(cells)
        self.aside = beside_markers(cells) - set(found)
        return found

    def _lines(self) -> Iterator[_Line]:
        """Yield each data row with the path at it, and whether a marker of its own ends that path."""
        if self.placed.layout.rows == "outline" and self.columns:
            outline = Outline()
            for r in self._data_rows():
                text = text_of(self.placed.sheet.value(r, self.columns[0]))
                cells = dict(self._cells(r))
                marked = not self._is_count(r, cells) and outline.follow(text) is not None
                yield _Line(r, cells, outline.path, marked, self._said(cells, self.columns[0] if marked else None).text)
            return
        trail: dict[int, str] = {}
        for r in self._data_rows():
            cells = dict(self._cells(r))
            marker = next((c for c in self.columns if c in cells and is_marker(cells[c])), None)
            said = self._said(cells, marker)
            if said.marker and not self._is_count(r, cells):
                trail = {c: one for c, one in trail.items() if c < said.column} | {said.column: said.marker}
            yield _Line(r, cells, tuple(trail[c] for c in sorted(trail)), bool(said.marker), said.text)

    def _said(self, cells: dict[int, str], marker: int | None) -> _Said:
        """Return a row's marker, in a cell of its own or before its text, and its text without it."""
        if marker is not None:
            texts = [text for c, text in cells.items() if c > marker and not text.isdigit()]
            return _Said(bare(cells[marker]), marker, " ".join(texts))
        placed = [(c, text) for c, text in cells.items() if not text.isdigit()]
        texts = [text for _, text in placed]
        inside = marker_inside(texts[0]) if texts else None
        if inside is None:
            return _Said("", 0, " ".join(texts))
        return _Said(inside[0], placed[0][0], " ".join([inside[1], *texts[1:]]))

    def _allowed(self, row: int) -> str:
        column = self.placed.columns.get("allowed")
        return "" if column is None else text_of(self.placed.sheet.value(row, column)).casefold()

    def _is_count(self, row: int, cells: dict[int, str]) -> bool:
        """True for a row that asks for a count: its column of allowed answers says so, or its text where that is blank.

        A total typed above its parts often has no text in that column.
        """
        allowed = self._allowed(row)
        if allowed.startswith("jumlah"):
            return True
        if allowed or "allowed" not in self.placed.columns or not cells:
            return False
        text = cells[max(cells)].lstrip("-–—•* ")
        answer = self.placed.sheet.value(row, self.placed.columns["answer"])
        return text.casefold().startswith("jumlah ") and isinstance(answer, float) and not self._weighted(row)

    def _weighted(self, row: int) -> bool:
        column = self.placed.columns.get("weight")
        return column is not None and self.placed.sheet.value(row, column) is not None

    def _asks(self, line: _Line) -> bool:
        """True for a row that asks for an answer: it names its allowed answers, or bears an answer and a text."""
        if self._allowed(line.row):
            return True
        if "allowed" in self.placed.columns:
            return False
        if "options" in self.placed.columns:
            return explains_choices(self.placed.sheet.value(line.row, self.placed.columns["options"]))
        answer = self.placed.sheet.value(line.row, self.placed.columns["answer"])
        return answer is not None and any(len(t) > 8 for t in line.cells.values())

    # down the sheet

    def _walk(self) -> None:
        """Follow the sheet down: headings by title and marker, beneath each the rows that ask."""
        current: _Asked | None = None
        block: _Asked | None = None
        own: dict[str, _Asked] = {}
        for line in self._lines():
            if self._is_count(line.row, line.cells):
                if current is None and block is not None:
                    current = self._ask(block)  # a block without a row for its percentage
                if current is not None:
                    current.counts.append(line.row)
                continue
            asks = self._asks(line)
            node = self._heading(line, asks)
            row = _Asked(line.row, line.path[-1] if line.marked else "", words(line.text))
            if node:
                self.rows.add(node, line.row)
                self._here, current, block = node, None, None
                if asks:
                    own[node] = row
            elif asks:
                row.above = block.words if block else frozenset()
                current = self._ask(row)
            elif line.text and (line.marked or self._weighted(line.row)):
                current, block = None, row
        for node_id, row in own.items():  # the only item of a heading may stand in the heading's own row
            if node_id not in self.asked and len(self.instrument.nodes[node_id].items) == 1:
                self.asked[node_id] = [row]

    def _ask(self, row: _Asked) -> _Asked:
        if self.instrument.nodes[self._here].items:
            self.asked.setdefault(self._here, []).append(row)
        else:
            self.left.append((self._here, row))
        return row

    def _heading(self, line: _Line, asks: bool) -> str:
        """Return which heading of the catalog a row is, empty when it is none.

        Title and marker together decide; a title that only another heading has goes before the marker, and a marker
        alone counts where the title is unknown, unless it takes up a heading again or the row speaks of an item of the
        heading above it.
        """
        code = self._coded(line)
        nodes = self.instrument.nodes
        marked = code if code in nodes and line.marked else ""
        if not line.text:
            return marked if marked and marked not in self.rows.at else ""
        said = words(BRACKET.sub("", line.text))
        exact, near = titled(said, self.lexicon.titles)
        if marked and marked not in self.rows.at and (marked in exact or (not exact and marked in near)):
            return marked
        unseen = [node for node in exact or near if node not in self.rows.at]
        open_ = (line.marked or self._weighted(line.row)) if asks or not exact else True
        if unseen and open_ and (exact or not asks):
            return self._nearest(unseen, marked)
        if not marked or marked in self.rows.at or exact:
            return ""
        return "" if self._speaks_of_here(said, marked) else marked

    def _coded(self, line: _Line) -> str:
        """Return the code of a row: written out in a cell, else the path of its markers."""
        for text in line.cells.values():
            if _CODE.fullmatch(text) and (code := self.instrument.codes.get(bare(text).casefold())):
                return code
        return ".".join(line.path)

    def _nearest(self, nodes: list[str], marked: str) -> str:
        """Return the heading of several of one title that is nearest to where the sheet has come; empty for a tie."""
        if marked in nodes:
            return marked
        parents = self.instrument.parents
        above = [self._here]
        while above[-1] in parents:
            above.append(parents[above[-1]])
        far = {node: above.index(parents.get(node, ROOT)) if parents.get(node) in above else _FAR for node in nodes}
        best = min(far.values())
        found = [node for node in nodes if far[node] == best]
        return found[0] if len(found) == 1 or best == _FAR else ""

    def _speaks_of_here(self, said: Words, marked: str) -> bool:
        """True for a row of unknown title that is about an item of the heading above it, and not of its own marker's.

        A block of a level deeper than the catalog begins its markers again, so that they name another heading.
        """
        here = self.instrument.nodes[self._here]
        if not here.items:
            return False
        mine = self._vocabulary(here)
        other = self._vocabulary(self.instrument.nodes[marked])
        return len(said & mine) > len(said & other)

    def _vocabulary(self, node: Node) -> Words:
        found = self.lexicon.titles.get(node.id, frozenset())
        return found.union(*(wording for item in node.items for wording in self.lexicon.items.get(item.id, ())))

    def _sums(self) -> None:
        """Find the rows that show a node's total under a text of their own ("TOTAL PENGUNGKIT (60)")."""
        labels = {folded(text): node for node, texts in self.placed.layout.total_labels.items() for text in texts}
        if not labels:
            return
        for r in self._data_rows():
            for _, text in self._cells(r):
                node = labels.get(folded(BRACKET.sub("", text)))
                if node is not None:
                    self.rows.sums.setdefault(node, r)

    # rows to items

    def _assign(self, node: Node, asked: list[_Asked]) -> None:
        """Give the rows beneath a heading their items; what spoke against what is told."""
        letters = [item.id.removeprefix(f"{node.id}.") for item in node.items]
        known = {item.id: self.lexicon.items.get(item.id, ()) for item in node.items}
        place = {item.id: n for n, item in enumerate(node.items)}
        seen = [
            Seen(
                one.words,
                one.marker,
                _place_of(one.marker, letters),
                tuple(place[code] for code in fitting(one.words, known)),
                tuple(place[code] for code in fitting(one.above, known)) if one.above else (),
                frozenset(n for n, item in enumerate(node.items) if self._allows(one, item)),
            )
            for one in asked
        ]
        found = assign(seen, len(node.items))
        for one, at in zip(asked, found.places, strict=True):
            if at is None:
                self.left.append((node.id, one))
            else:
                self._place(node.items[at], one)
        self._tell(node, asked, found, letters)

    def _place(self, item: Item, one: _Asked) -> None:
        self.rows.add(item.id, one.row)
        if isinstance(item, RatioItem):
            self._counts(item, one.counts)

    def _tell(self, node: Node, asked: list[_Asked], found: Assigned, letters: list[str]) -> None:
        if found.by_words:
            seen = ", ".join(one.marker or "-" for one in asked)
            at = self._at(asked[0].row)
            self.rows.temuan.append(LettersOutOfOrder(at, node.id, seen=seen, expected=", ".join(letters)))
        for n, said in found.copied:
            at = self._at(asked[n].row)
            taken = node.items[found.places[n] or 0].id
            self.rows.temuan.append(CopiedText(at, taken, other=node.items[said].id))
        self._tell_doubts(node.id, [one.row for one in asked], found, [item.id for item in node.items])

    def _tell_doubts(self, node: str, rows: list[int], found: Assigned, codes: list[str]) -> None:
        """Tell rows that only their place says, and those that fit several codes."""
        for n in found.by_place:
            text = self._said(dict(self._cells(rows[n])), None).text
            self.rows.temuan.append(RowByPlace(self._at(rows[n]), codes[found.places[n] or 0], seen=text[:60] or "-"))
        for n, places in found.unsure:
            named = tuple(dict.fromkeys(codes[one] for one in places))
            self.rows.temuan.append(RowFitsSeveral(self._at(rows[n]), node, row=rows[n] + 1, codes=named))
            self.rows.unsure.add(rows[n])

    def _at(self, row: int) -> CellPos:
        """Return the place of a row's answer."""
        cell = address(row, self.placed.columns["answer"])
        return CellPos(workbook=self.file, sheet=self.placed.sheet.name, cell=cell)

    def _left_over(self) -> None:
        """Give rows beneath a heading they do not belong to, whose own heading is lost, the item they name.

        Only their very words count, among all items of the area and of those that no other row is.
        """
        for node_id, one in self.left:
            found = self._elsewhere(node_id, one)
            if found is not None:
                self._place(found, one)
            elif one.row not in self.rows.unsure:
                self.rows.left.append(one.row)

    def _elsewhere(self, node_id: str, one: _Asked) -> Item | None:
        area = self._area(node_id)
        items = [
            item
            for code, item in self.instrument.items.items()
            if (parent := self.instrument.parents[code]) != node_id and self._area(parent) == area
        ]
        named = fitting(one.words, {item.id: self.lexicon.items[item.id] for item in items})
        free = [item for item in items if item.id in named and item.id not in self.rows.at]
        return free[0] if len(named) == 1 and free and self._allows(one, free[0]) else None

    def _area(self, node_id: str) -> str:
        """Return the area a heading lies in, itself if it is none of its subs."""
        while self.instrument.nodes[node_id].level == "sub" and node_id in self.instrument.parents:
            node_id = self.instrument.parents[node_id]
        return node_id

    def _allows(self, one: _Asked, item: Item) -> bool:
        """True when a row's allowed answers may be those of an item."""
        allowed = self._allowed(one.row).replace(" ", "")
        if isinstance(item, RatioItem):
            return bool(one.counts) or allowed in ("", "%", "persen", "persentase")
        if one.counts:
            return False
        if isinstance(item, ChoiceItem) and (scale := self.instrument.scales.get(item.answer_set)):
            title = scale.title.replace(" ", "")
            return allowed in {"", title.casefold(), *(also.casefold().replace(" ", "") for also in scale.also_printed)}
        return "/" not in allowed

    def _counts(self, item: RatioItem, rows: list[int]) -> None:
        """Give the count rows beneath a ratio item their inputs by what they say; a typed total is kept apart."""
        known = self.lexicon.counts.get(item.id, {})
        plain = [count.id for count in item.inputs]
        full = list(self.placed.layout.count_rows.get(item.id, plain))
        names = full if len(rows) == len(full) else plain
        texts = {row: count_words(self._said(dict(self._cells(row)), None).text) for row in rows}
        said = {row: fitting(texts[row], known) for row in rows}
        if any(fits and "" in fits for fits in said.values()) and "" in full:
            names = full
        place = {name: n for n, name in enumerate(names)}
        every = frozenset(range(len(names)))
        seen = [Seen(texts[row], said=tuple(place[n] for n in said[row] if n in place), kinds=every) for row in rows]
        found = assign(seen, len(names))
        for row, at in zip(rows, found.places, strict=True):
            if at is None:
                self.rows.left.append(row)
            elif names[at]:
                self.rows.add(f"{item.id}.{names[at]}", row)
            else:
                self.rows.totals[item.id] = row
        self._tell_doubts(item.id, rows, found, [f"{item.id}.{name}" if name else item.id for name in names])


def _place_of(marker: str, letters: list[str]) -> int | None:
    """Return which item a marker names, letters and numbers alike; None for none."""
    marker = marker.casefold()
    if marker in letters:
        return letters.index(marker)
    number = ordinal(marker)
    return number - 1 if number is not None and 0 < number <= len(letters) else None
