"""Answers that do not stand where they belong: in another column, on another row, on another sheet.

Enters: a placed sheet, the answers read from its column of answers, the book. Leaves: `Elsewhere`. What is found is
told and never taken: whose answers they are, and of which item, is not for a program to guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from fractions import Fraction

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.own_layout import LKE_COLUMNS, META
from pmprb.engine.answers import Answer, State
from pmprb.records import dataclass
from pmprb.temuan import (
    AnswerPerhapsElsewhere,
    AnswersInOtherColumn,
    AnswersOnOtherSheet,
    AnswersShifted,
    RatioTypedOnItsRow,
    StrayAnswer,
    Temuan,
)
from pmprb.workbook.as_seen import cell_seen
from pmprb.workbook.book import Book, Sheet, Value
from pmprb.workbook.tolerant import number, text_of
from pmprb.worksheet.answer_looks import EDGE, AnyItem, Looks
from pmprb.worksheet.layouts import folded
from pmprb.worksheet.rows import View, address, count_codes
from pmprb.worksheet.shifted import perhaps_shifted
from pmprb.worksheet.ticked import ticked

VERIFIERS = ("reviewed_answer", "second_answer", "national_answer")
_WORDS = ("evidence", "note", "reviewed_note", "second_note", "national_note")
_PRINTED = ("criterion", "options", "allowed")
_ASIDE = ("other_block", "reviewed_score", "reviewed_share", "second_score", "second_share", "third_score")
_FORMULAS = frozenset(folded(column.header) for column in LKE_COLUMNS if column.hidden)
_NEARLY = 10  # one in so many items answered at most: a column of answers that is nearly blank
_OTHER_SHEET = 10  # so many answers at least, to tell a column of answers on a sheet that names no items
_WAYS = {1: "satu baris ke bawah", -1: "satu baris ke atas", 2: "dua baris ke bawah", -2: "dua baris ke atas"}
_RAW = 120

Cell = tuple[int, int]


@dataclass(frozen=True)
class Elsewhere:
    """What stands elsewhere: `raw` by item, whose answers are not to be scored.

    `reviewed` are those of them that stand in a verifier's column: no review. `all_in` names the verifiers' columns
    (by key) in which nearly all of the unit's own answers stand: nothing in them is one. `is_shifted`: no answer stands
    on its own row, and what else is said of them is beside the point.
    """

    temuan: tuple[Temuan, ...] = ()
    raw: Mapping[str, str] = field(default_factory=dict)
    reviewed: frozenset[str] = frozenset()
    all_in: frozenset[str] = frozenset()
    is_shifted: bool = False


NOTHING = Elsewhere()


def elsewhere(view: View, book: Book, answers: Mapping[str, Answer], key: str = "answer") -> Elsewhere:
    """Return which of the answers that belong in the column `key` stand elsewhere; `answers` are those read from it."""
    search = _Search(view, answers, key)
    strays = search.strays()
    if (shifted := search.shifted(strays)) is not None:
        return shifted
    told: list[Temuan] = [StrayAnswer(view.pos(*cell), seen=search.raw([cell])) for cell in strays]
    if key == "answer":
        told += perhaps_shifted(view, answers, search.looks, bool(strays))
        if (marks := ticked(view, answers, search.looks)) is not None:
            return Elsewhere((marks,))  # what stands in those columns is no answer that moved
    raw = search.beside(strays)
    if not search.blank:
        return Elsewhere(tuple(told), raw) if told else NOTHING
    on_ratios = {item: cell for item, cell in search.on_ratios().items() if item not in raw}
    told += [RatioTypedOnItsRow(view.pos(*cell), item, seen=search.raw([cell])) for item, cell in on_ratios.items()]
    raw |= {item: search.raw([cell]) for item, cell in on_ratios.items()}
    before = len(raw)
    all_in: set[str] = set()
    reviewed: set[str] = set()
    for column, cells in search.columns().items():
        cells = {item: cell for item, cell in cells.items() if item not in raw}
        if search.belongs(column, cells):
            told.append(search.column_told(column, cells))
            raw |= {item: search.raw(cell) for item, cell in cells.items()}
            if search.key_of.get(column) in VERIFIERS:
                reviewed |= cells.keys()
                all_in |= {search.key_of[column]} if search.nearly_blank else set()
        elif search.key_of.get(column) in ("evidence", "note"):
            told += search.perhaps(cells)
    if len(raw) == before and key == "answer":
        told += search.other_sheets(book)
    return Elsewhere(tuple(told), raw, frozenset(reviewed), frozenset(all_in))


def with_misplaced(answers: Mapping[str, Answer], found: Elsewhere) -> dict[str, Answer]:
    """Return the answers, those that stand elsewhere as not understood."""
    changed = {
        item: replace(answers[item], state=State.INVALID, raw=raw, choice="", value=None)
        for item, raw in found.raw.items()
    }
    return {**answers, **changed}


class _Search:
    """The search on one sheet."""

    def __init__(self, view: View, answers: Mapping[str, Answer], key: str) -> None:
        self.view, self.sheet, self.key = view, view.sheet, key
        self.items = view.instrument.items
        self.column = view.placed.columns[key]
        self.key_of = {column: name for name, column in view.placed.columns.items()}
        self.own = bool(view.placed.layout.identity_sheet)
        self.answers = answers
        self.blank = [item for item in self.items.values() if answers[item.id].state is State.BLANK]
        self.filled = [item for item in self.items.values() if answers[item.id].state is not State.BLANK]
        self.looks = Looks(view.instrument)

    @property
    def nearly_blank(self) -> bool:
        """True when next to no item is answered where it should be."""
        return _NEARLY * len(self.filled) <= len(self.items)

    def raw(self, cells: list[Cell]) -> str:
        """Return what stands in some cells, as it is shown."""
        return "; ".join(cell_seen(self.sheet, *cell) for cell in cells)[:_RAW]

    def typed(self, row: int, column: int) -> Value:
        """Return what somebody typed into a cell: nothing where a formula stands."""
        value = self.sheet.value(row, column)
        return None if value is not None and (row, column) in self.sheet.formulas else value

    # Other columns.

    def columns(self) -> dict[int, dict[str, list[Cell]]]:
        """Return the columns that hold what could be answers to blank items: by item, the cells."""
        found: dict[int, dict[str, list[Cell]]] = defaultdict(dict)
        columns = self._candidates()
        for item in self.blank:
            for column in columns:
                if cells := self._answered_in(item, column):
                    found[column][item.id] = cells
        return dict(sorted(found.items(), key=lambda one: -len(one[1])))

    def _candidates(self) -> list[int]:
        """Return the columns worth a look: no markers and headings, no sums, no helpers of our own template."""
        placed, at = self.view.placed, self.view.placed.columns
        if self.key != "answer":  # a review workbook: what is beside the verifier's answers, not the unit's words
            keys = {"reviewed_note"}
            first = self.column + 1
        else:
            keys = {*at} - {"id", "heading", *_ASIDE}
            beside = ("options", "allowed", "answer") if placed.layout.rows != "id" else ("id",)  # there are no markers
            first = min(at[name] for name in beside if name in at)
        headers = dict(enumerate(self.sheet.rows[placed.header_row]))
        width = max((len(self.sheet.rows[row]) for rows in self.view.rows.at.values() for row in rows), default=0)
        if at.get("other_block", -1) > self.column:  # another year's answers are where they belong
            width = min(width, at["other_block"])
        left = {at[key] for key in at.keys() - keys} | {self.column}
        helpers = {c for c, text in headers.items() if isinstance(text, str) and folded(text) in _FORMULAS}
        return [c for c in range(first, width) if c not in left | helpers]

    def _answered_in(self, item: AnyItem, column: int) -> list[Cell]:
        """Return the cells of a column that hold an item's answer; none unless all of its counts are there."""
        key, computed = self.key_of.get(column, ""), self.view.placed.layout.computed
        codes = count_codes(item) if isinstance(item, RatioItem) else [item.id]
        cells = [(rows[0], column) for code in codes if (rows := self.view.rows.at.get(code))]
        if len(cells) < len(codes):
            return []
        for cell in cells:
            value = self.typed(*cell)
            if isinstance(item, ChoiceItem):
                found = self.looks.answer(item, value, key in _WORDS or key == "")
            else:  # a form saved as values shows 0 where nothing is answered
                weight = item.weight is not None and value == float(item.weight)  # a cell's 0.4 is not 2/5
                printed = (key in _PRINTED and isinstance(value, str)) or (key == "weight" and weight)
                found = not printed and self.looks.number(item, value) and not (key in computed and not value)
            if not found:
                return []
        return cells

    def belongs(self, column: int, cells: Mapping[str, list[Cell]]) -> bool:
        """True when a column holds the unit's own answers, not what somebody else wrote beside them.

        Either next to nothing stands where it should, and more here; or the column is filled just where that one
        is blank. A verifier may have answered some items that the unit left out.
        """
        many, filled = len(cells), len(self.filled)
        if self.nearly_blank:
            return many >= min(3, len(self.items)) and many > 2 * filled
        verifier = self.key_of.get(column) in VERIFIERS
        least = max(5, len(self.items) // 10) if verifier else max(3, len(self.items) // 20)
        if many < least:
            return False
        return 10 * sum(bool(self._answered_in(item, column)) for item in self.filled) <= many

    def column_told(self, column: int, cells: Mapping[str, list[Cell]]) -> Temuan:
        """Return the temuan of answers in another column."""
        row = next(iter(cells.values()))[0][0]
        # what is said of a review is looked for at the verifier's own column
        at = self.view.pos(row, column if self.key == "answer" else self.column)
        return AnswersInOtherColumn(
            at,
            column=self._title(column),
            right=self._title(self.column),
            count=len(cells),
            cells=_named(cell for several in cells.values() for cell in several),
        )

    def _title(self, column: int) -> str:
        """Return a column's letters with its header, where it has one: "K (Jawaban TPI)"."""
        header = text_of(self.sheet.value(self.view.placed.header_row, column))
        return f"{_letters(column)} ({header})" if header else _letters(column)

    def perhaps(self, cells: Mapping[str, list[Cell]]) -> Iterator[Temuan]:
        """Yield the blank items beside which a word for evidence or a note is one of their choices."""
        for item, places in cells.items():
            if isinstance(self.items[item], ChoiceItem) and self.raw(places).strip(EDGE).casefold() != "tidak":
                yield AnswerPerhapsElsewhere(self.view.pos(*places[0]), item, seen=self.raw(places))

    # Other rows.

    def strays(self) -> list[Cell]:
        """Return the cells of the column of answers that hold an answer on a row that asks for nothing.

        Such a row is a heading's, or it has no text, or the form prints no choices in it where it has a column of them.
        """
        rows = self.view.rows
        asked = {r for item in self.items.values() for code in _codes(item) for r in rows.at.get(code, ())}
        asked |= set(rows.totals.values())
        # the row of a ratio shows what its counts come to; in our own template nobody can type there
        asked |= {r for item in self.items.values() if isinstance(item, RatioItem) for r in rows.at.get(item.id, ())}
        headings = {r for node in self.view.instrument.nodes for r in rows.at.get(node, ())}
        allowed = self.view.placed.columns.get("allowed", -1)
        found: list[Cell] = []
        for r in range(self.view.placed.header_row + 1, len(self.sheet.rows)):
            row = self.sheet.rows[r]
            value = row[self.column] if self.column < len(row) else None
            if value is None or r in asked or (r, self.column) in self.sheet.formulas:
                continue
            prints = allowed >= 0 and self.sheet.value(r, allowed) is not None
            if prints or not (r in headings or allowed >= 0 or all(cell is None for cell in row[: self.column])):
                continue
            is_label = isinstance(value, str) and self.looks.label(value, self.looks.any_label)
            if is_label or (self.own and isinstance(value, float)):
                found.append((r, self.column))
        return found

    def shifted(self, strays: list[Cell]) -> Elsewhere | None:
        """Return that the answers do not stand beside their items: many of them on rows that ask for nothing."""
        if len(strays) < max(3, len(self.filled) // 30):
            return None
        here = self._fit(0)
        fits = {way: self._fit(way) for way in _WAYS}
        best = max(fits, key=lambda way: (fits[way], -abs(way)))
        is_shift = fits[best] >= here + len(strays) // 2
        if not is_shift and len(strays) < max(5, len(self.filled) // 10):
            return None
        way = _WAYS[best] if is_shift else self._partly()
        told = AnswersShifted(
            self.view.pos(*strays[0]), count=len(strays), cells=", ".join(address(*cell) for cell in strays), way=way
        )
        items = self.items.values()
        cells = {item.id: [(r, self.column) for code in _codes(item) for r in self._rows(code)] for item in items}
        return Elsewhere((told,), {item: self.raw(places) for item, places in cells.items()}, is_shifted=True)

    def _partly(self) -> str:
        """Return which way answers moved from some row on, and which row; empty when that is not clear."""
        found = perhaps_shifted(self.view, self.answers, self.looks) if self.key == "answer" else []
        if len(found) != 1:
            return ""
        first = found[0].cells.partition(",")[0].partition(":")[0]
        return f"satu baris ke {found[0].way} mulai {first}"

    def beside(self, strays: list[Cell]) -> dict[str, str]:
        """Return the items, with what stands beside them, of headings whose answers alone moved by a row.

        One of them has come to stand on the heading's own row, or on that of the next, and the item at the other end
        has none.
        """
        rows = {row for row, _ in strays}
        found: dict[str, str] = {}
        for node in self.view.instrument.nodes.values() if strays else ():
            cells = {item.id: [(r, self.column) for c in _codes(item) for r in self._rows(c)] for item in node.items}
            lines = sorted(row for several in cells.values() for row, _ in several)
            if not lines:
                continue
            ends = ((lines[-1] + 1, lines[0]), (lines[0] - 1, lines[-1]))
            if any(stray in rows and self.sheet.value(blank, self.column) is None for stray, blank in ends):
                found |= {item: self.raw(several) for item, several in cells.items()}
        return found

    def _fit(self, way: int) -> int:
        """Return how many cells would be answers to their items, were all of them `way` rows further up."""
        return sum(
            self.looks.answer(item, self.typed(r + way, self.column))
            for item in self.items.values()
            for code in _codes(item)
            for r in self._rows(code)
        )

    def _rows(self, code: str) -> list[int]:
        return self.view.rows.at.get(code, [])[:1]

    def on_ratios(self) -> dict[str, Cell]:
        """Return the ratios without any count on whose own row a figure is typed."""
        ratios = [item for item in self.blank if isinstance(item, RatioItem)]
        cells = {item.id: (r, self.column) for item in ratios for r in self._rows(item.id)}
        return {item: cell for item, cell in cells.items() if self.typed(*cell) is not None and self._says_more(cell)}

    def _says_more(self, cell: Cell) -> bool:
        """True for a figure on a ratio's row that no formula left there: a form saved as values shows 0."""
        return self.own or number(self.sheet.value(*cell), percent=True).value not in (None, Fraction(0))

    # Other sheets.

    def other_sheets(self, book: Book) -> Iterator[Temuan]:
        """Yield the sheets that hold answers to the items that are blank here."""
        if 5 * len(self.blank) < len(self.items) or len(self.blank) < 3:
            return
        for sheet in book.sheets:
            if sheet is self.sheet or sheet.name == META:
                continue
            cells = self._by_code(sheet) or (self._by_column(sheet) if self.nearly_blank else [])
            least = 2 * len(self.filled) + 1 if self.nearly_blank else len(self.blank) // 2
            if len(cells) >= max(3, least):
                yield AnswersOnOtherSheet(self.view.pos(), sheet=sheet.name, count=len(cells), cells=_named(cells))

    def _by_code(self, sheet: Sheet) -> list[Cell]:
        """Return cells of a sheet that answer a blank item, or a heading, whose code stands in their row."""
        blank = {code.casefold(): item for item in self.blank for code in _codes(item)}
        headings = {node.casefold() for node in self.view.instrument.nodes} if self.nearly_blank else set()
        found: list[Cell] = []
        for r, row in enumerate(sheet.rows):
            codes = [text_of(value).casefold() if isinstance(value, str) else "" for value in row[:6]]
            place = next((c for c, code in enumerate(codes) if code and (code in blank or code in headings)), None)
            if place is None:
                continue
            item = blank.get(codes[place])
            for c in range(place + 1, len(row)):
                value = row[c]
                if value is None or (r, c) in sheet.formulas:
                    continue
                is_label = isinstance(value, str) and self.looks.label(value, self.looks.any_label)
                if is_label if item is None else self.looks.answer(item, value):
                    found.append((r, c))
                    break
        return found

    def _by_column(self, sheet: Sheet) -> list[Cell]:
        """Return the cells of the column of a sheet that holds most labels, when these are many."""
        by_column: dict[int, list[Cell]] = defaultdict(list)
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                if isinstance(value, str) and self.looks.label(value, self.looks.any_label):
                    by_column[c].append((r, c))
        best = max(by_column.values(), key=len, default=[])
        choices = sum(isinstance(item, ChoiceItem) for item in self.items.values())
        typed = [cell for cell in best if cell not in sheet.formulas]
        return typed if len(typed) >= max(_OTHER_SHEET, choices // 4) else []


def _codes(item: AnyItem) -> list[str]:
    """Return the codes of the rows in which an item is answered."""
    return count_codes(item) if isinstance(item, RatioItem) else [item.id]


def _letters(column: int) -> str:
    return address(0, column).rstrip("1")


def _named(cells: Iterable[Cell]) -> str:
    """Return cells in words: each of a few, else the first and the last."""
    found = sorted(cells)
    if len(found) <= 3:
        return ", ".join(address(*cell) for cell in found)
    return f"{address(*found[0])} sampai {address(*found[-1])}"
