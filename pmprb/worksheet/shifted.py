"""Answers moved by one row: somebody inserted or deleted a cell in the column of answers.

Enters: a placed sheet and the answers read from it. Leaves: a suspicion (ISI-072), or none. Refuses to know: other
columns of answers, other sheets. Nothing is moved back: that is for people to decide.

A run is what stands without a gap beside a blank item: rows that hold something, of items and of none. It is suspicious
when its cells fit the rows beside theirs, every one, and their own clearly less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pmprb.catalog.item import AnswerSet, ChoiceItem, RatioItem
from pmprb.engine.answers import Answer, State
from pmprb.temuan import AnswersPerhapsShifted
from pmprb.workbook.book import Value
from pmprb.workbook.tolerant import choice
from pmprb.worksheet.answer_looks import AnyItem, Looks
from pmprb.worksheet.rows import View, address, count_codes

_STRAY, _LEAST = 2, 3
"""What a cell outside all items counts; how much must speak for a shift: such a cell counts with the blank item."""
_WAYS = {1: "bawah", -1: "atas"}


@dataclass
class _Run:
    """Rows that hold something, from the one beside the blank item `blank` on; `strays` are rows of no item."""

    blank: int
    rows: list[int]
    strays: list[int] = field(default_factory=list)
    unfit: int = 0
    proof: list[int] = field(default_factory=list)

    @property
    def speaks(self) -> int:
        """How much speaks for a shift."""
        return _STRAY * len(self.strays) + self.unfit + len(self.proof)


def perhaps_shifted(
    view: View, answers: Mapping[str, Answer], looks: Looks, strays: bool = True
) -> list[AnswersPerhapsShifted]:
    """Return the suspicion that answers stand one row too low or too high; nothing for all other worksheets.

    `strays`: whether answers are known to stand on rows that ask for none.
    """
    if not (strays or _is_odd(view, answers)):
        return []
    search = _Search(view, answers, looks)
    runs = {way: search.runs(way) for way in _WAYS}
    longest: dict[int, int] = {}
    for run in (run for several in runs.values() for run in several):
        for row in run.strays:  # a heading's row lies between two blanks: the longer run explains what stands there
            longest[row] = max(longest.get(row, 0), len(run.rows))
    kept = {
        way: [run for run in several if all(longest[row] == len(run.rows) for row in run.strays)]
        for way, several in runs.items()
    }
    found = (search.told(way, several) for way, several in kept.items())
    return [one for one in found if one is not None]


def _is_odd(view: View, answers: Mapping[str, Answer]) -> bool:
    """False for nearly all worksheets, where nothing can speak for a shift: each answer is understood, no evidence
    stands beside a blank, and the column of answers is empty where no item and no heading stands."""
    for answer in answers.values():
        if answer.state is State.INVALID or (answer.state is State.BLANK and (answer.evidence or answer.note)):
            return True
    known = {row for rows in view.rows.at.values() for row in rows}
    first = view.placed.header_row + 1
    cells = view.sheet.column(view.placed.columns["answer"])
    return any(cells[row] is not None and row not in known for row in range(first, len(cells)))


class _Search:
    """The rows of the items by what is asked there."""

    def __init__(self, view: View, answers: Mapping[str, Answer], looks: Looks) -> None:
        self.view, self.answers, self.looks = view, answers, looks
        self.column = view.placed.columns["answer"]
        self.cells = view.sheet.column(self.column)
        self.asks: dict[int, tuple[AnyItem, AnswerSet | None]] = {}
        for item in view.instrument.items.values():
            for row in (r for code in _answered_at(item) for r in view.rows.at.get(code, ())[:1]):
                self.asks[row] = (item, None)
            if isinstance(item, ChoiceItem) and item.checklist:
                ticks = view.instrument.scales[view.instrument.scales[item.answer_set].ticks[0]]
                for row in (r for code in item.criterion_codes for r in view.rows.at.get(code, ())[:1]):
                    self.asks[row] = (item, ticks)

        self.open = [row for row in self.asks if self.cells[row] is None]

    def runs(self, way: int) -> list[_Run]:
        """Return the runs that speak for a shift down (1) or up (-1), and whose every cell fits the row beside."""
        return [run for run in self._runs(way) if run.speaks and self._fits_beside(run, way)] if self.open else []

    def told(self, way: int, sure: list[_Run]) -> AnswersPerhapsShifted | None:
        """Return the suspicion of a shift in one way; None where too little speaks for it."""
        self._without_chance(sure)
        sure = [run for run in sure if run.speaks]
        is_long = any(run.strays and len(run.rows) > _LEAST for run in sure)
        if sum(run.speaks for run in sure) < _LEAST and not is_long:
            return None
        first = min(min(run.rows) for run in sure)
        return AnswersPerhapsShifted(
            self.view.pos(first, self.column),
            cells=", ".join(self._range(run.rows) for run in sure),
            way=_WAYS[way],
            blank=", ".join(address(run.blank, self.column) for run in sure),
            stray=", ".join(address(row, self.column) for run in sure for row in run.strays),
            beside=sum(run.unfit + len(run.proof) for run in sure) or None,
        )

    def _range(self, rows: list[int]) -> str:
        first, last = address(min(rows), self.column), address(max(rows), self.column)
        return first if first == last else f"{first}:{last}"

    def _runs(self, way: int) -> Iterator[_Run]:
        for row in self.open:
            item, ticks = self.asks[row]
            if ticks is None and self.answers[item.id].met:  # its checklist answers it
                continue
            run = _Run(row, [])
            at = row + way
            while 0 <= at < len(self.cells) and self._holds(at):
                run.rows.append(at)
                if at not in self.asks:
                    run.strays.append(at)
                    break  # what stands further on never stood in a row that asks for nothing
                elif not self._fits(at, self.cells[at]):
                    run.unfit += 1
                at += way
            if run.rows:
                self._compare_proof(run)
                yield run

    def _holds(self, row: int) -> bool:
        """True for a row somebody wrote into: an item's, or one of none with what could be an answer."""
        value = self.cells[row]
        if value is None or (row, self.column) in self.view.sheet.formulas:
            return False
        return row in self.asks or self._is_stray(row, value)

    def _is_stray(self, row: int, value: Value) -> bool:
        """True for what could be an answer on a row of no item: numbers, where other forms show their sums, only on a
        row without any text."""
        rows, allowed = self.view.rows, self.view.placed.columns.get("allowed", -1)
        if row <= self.view.placed.header_row or row in rows.totals.values() or row in rows.left:
            return False
        if allowed >= 0 and self.view.sheet.value(row, allowed) is not None:  # it asks for an answer
            return False
        if isinstance(value, str):
            return self.looks.label(value, self.looks.any_label)
        beside = self.view.sheet.rows[row][: self.column]
        return isinstance(value, float) and (
            bool(self.view.placed.layout.identity_sheet) or all(cell is None for cell in beside)
        )

    def _fits(self, row: int, value: Value) -> bool:
        item, ticks = self.asks[row]
        if ticks is not None:
            return bool(choice(value, ticks.spellings).label)
        if isinstance(item, ChoiceItem):
            return bool(choice(value, self.view.instrument.scales[item.answer_set].spellings).label)
        return self.looks.number(item, value)

    def _fits_beside(self, run: _Run, way: int) -> bool:
        """True when every cell of a run is an answer to the row it would have come from."""
        return all(row - way in self.asks and self._fits(row - way, self.cells[row]) for row in run.rows)

    # Evidence and notes beside the answers.

    def _compare_proof(self, run: _Run) -> None:
        """Keep the rows of a run where evidence and answer part, when one row further on they meet."""
        rows = [run.blank, *run.rows]
        proven = [self._is_proven(row) for row in rows]
        answered = [False, *(True for _ in run.rows)]
        if proven[-1] or not all(proven[:-1]):
            return
        run.proof = [row for row, a, b in zip(rows, proven, answered, strict=True) if a != b]

    def _is_proven(self, row: int) -> bool:
        return any(self.view.text(row, key) for key in ("evidence", "note"))

    def _without_chance(self, runs: list[_Run]) -> None:
        """Put evidence aside where it says little: elsewhere, too, it stands beside blanks or lacks beside answers."""
        inside = {row for run in runs for row in (run.blank, *run.rows)}
        apart = any(self._is_proven(row) != (self.cells[row] is not None) for row in self.asks if row not in inside)
        for run in runs if apart else ():
            run.proof = []


def _answered_at(item: AnyItem) -> list[str]:
    return count_codes(item) if isinstance(item, RatioItem) else [item.id]
