"""Rows of a form that has no codes: the path of its markers, and what its rows say, give each its code.

Enters: a placed layout and the instrument. Leaves: `Rows`. A heading is known by its title and its marker together, so
that markers may begin again, be left out or be renumbered; a block that stands a level deeper than the catalog goes to
the heading it stands beneath.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import ROOT, Instrument, Item, Node
from pmprb.temuan import CellPos, CopiedText, LettersOutOfOrder, RowByPlace, RowFitsSeveral
from pmprb.worksheet.assign import Assigned, Seen, assign
from pmprb.worksheet.form_lines import FormLines, Line
from pmprb.worksheet.layouts import Placed, folded
from pmprb.worksheet.lexicon import BRACKET, lexicon_of
from pmprb.worksheet.outline import (
    bare,
    ordinal,
)
from pmprb.worksheet.rows import Rows, address
from pmprb.worksheet.wording import Words, count_words, fitting, titled, words

_CODE = re.compile(r"[A-Za-z0-9]{1,4}(?:\.\w{1,6})+\.?")
PERCENT = ("%", "persen", "persentase")
_FAR = 9  # a heading so far away is reached by its own words alone


@dataclass
class _Asked:
    """A row that asks something beneath a heading: its marker, its words, those of its block, its count rows."""

    row: int
    marker: str
    words: Words
    above: Words = frozenset()
    counts: list[int] = field(default_factory=list)


class Hierarchy:
    """Rebuilds codes from markers spread over columns (A. | I. | 1. | i. | a.), or from an outline in one column."""

    def __init__(self, placed: Placed, instrument: Instrument, file: str) -> None:
        self.placed = placed
        self.instrument = instrument
        self.file = file
        self.rows = Rows()
        self.lexicon = lexicon_of(instrument, placed.layout)
        self.form = FormLines(placed)
        self.asked: dict[str, list[_Asked]] = {}
        self.left: list[tuple[str, _Asked]] = []
        self._here = ROOT
        self._walk()
        self._sums()
        for node_id, asked in self.asked.items():
            self._assign(instrument.nodes[node_id], asked)
        self._left_over()

    # down the sheet

    def _walk(self) -> None:
        """Follow the sheet down: headings by title and marker, beneath each the rows that ask."""
        current: _Asked | None = None
        block: _Asked | None = None
        own: dict[str, _Asked] = {}
        for line in self.form.lines():
            if self.form.is_count(line.row, line.cells) or self._counts_for(current, line):
                if current is None and block is not None:
                    current = self._ask(block)  # a block without a row for its percentage
                if current is not None:
                    current.counts.append(line.row)
                continue
            asks = self.form.asks(line)
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
            elif line.text and (line.marked or self.form.weighted(line.row)):
                current, block = None, row
            elif line.text and self._names_item(row.words):
                block = row  # a heading without marker and weight: it says which item, and begins nothing
        for node_id, row in own.items():  # the only item of a heading may stand in the heading's own row
            if node_id not in self.asked and len(self.instrument.nodes[node_id].items) == 1:
                self.asked[node_id] = [row]

    def _counts_for(self, current: _Asked | None, line: Line) -> bool:
        """True for a row beneath a percentage that says "Jumlah" and allows what is no choice ("Angka", "Orang")."""
        if current is None or not line.text.casefold().startswith("jumlah "):
            return False
        allowed = self.form.allowed(line.row)
        return (
            self.form.allowed(current.row) in ("", *PERCENT) and allowed.isalpha() and not self.form.weighted(line.row)
        )

    def _names_item(self, said: Words) -> bool:
        items = self.instrument.nodes[self._here].items
        return bool(fitting(said, {item.id: self.lexicon.items.get(item.id, ()) for item in items}))

    def _ask(self, row: _Asked) -> _Asked:
        if self.instrument.nodes[self._here].items:
            self.asked.setdefault(self._here, []).append(row)
        else:
            self.left.append((self._here, row))
        return row

    def _heading(self, line: Line, asks: bool) -> str:
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
        led = line.marked or self.form.weighted(line.row)
        sure = led or (not asks or not self._names_item(said) if exact else False)
        if unseen and sure and (exact or not asks):
            return self._nearest(unseen, marked)
        if not marked or marked in self.rows.at or exact:
            return ""
        return "" if self._speaks_of_here(said, marked) else marked

    def _coded(self, line: Line) -> str:
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
        for r in self.form.data_rows():
            for _, text in self.form.cells(r):
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
                tuple(place[code] for code in fitting(one.above, known)) if self._in_block(one) else (),
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

    def _in_block(self, one: _Asked) -> bool:
        """True for a percentage or counts beneath a heading of their own; above a choice stands the question before."""
        return bool(one.above) and (bool(one.counts) or self.form.allowed(one.row) in ("", *PERCENT))

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
            text = self.form.said(dict(self.form.cells(rows[n])), None).text.lstrip("-–—•* ")
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
        allowed = self.form.allowed(one.row).replace(" ", "")
        if isinstance(item, RatioItem):
            return bool(one.counts) or allowed in ("", *PERCENT)
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
        texts = {row: count_words(self.form.said(dict(self.form.cells(row)), None).text) for row in rows}
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
