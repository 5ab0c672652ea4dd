"""Which column of somebody else's plan is which: a proposal for what the rules' headings do not tell.

Enters: an opened book, the rules, what the user says himself. Leaves: `PlanProposal`. Refuses to know: files, figures.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pmprb.plans.read.headers import PlacedPlan, find_columns, missing_columns, plain_heading, quarter_of
from pmprb.plans.rules import PlanRules
from pmprb.workbook.book import Book, Sheet, Value
from pmprb.workbook.tolerant import number, text_of

_NEAR = 0.82
_ROWS = 40
_ACTION = re.compile(r"aksi|kegiatan|program|langkah|inisiatif|aktivitas|tahap|tugas|pekerjaan|upaya|renaksi|agenda")
_TARGET = re.compile(r"target|volume|kuantitas|sasaran|rencana|jumlah")
_REALISED = re.compile(r"realisasi|hasil|capaian|aktual|terealisasi|prestasi")


@dataclass(frozen=True)
class PlanColumnSeen:
    """A column (from 0) taken for a key and a quarter (0: none), how sure (0 to 1), and what that rests on."""

    key: str
    quarter: int
    column: int
    heading: str
    confidence: float
    basis: str
    """One of said, header, near, content."""


@dataclass(frozen=True)
class PlanProposal:
    """A reading proposed; `missing` are the headings still wanted, `header_row` counts from 0."""

    sheet: str
    header_row: int
    columns: tuple[PlanColumnSeen, ...]
    missing: tuple[str, ...]

    def headings(self) -> dict[str, tuple[str, ...]]:
        """Return by key the headings that the rules do not know yet, without their quarters."""
        found: dict[str, list[str]] = {}
        for one in self.columns:
            if one.basis != "header" and one.heading:
                found.setdefault(one.key, []).append(quarter_of(one.heading)[1] or plain_heading(one.heading))
        return {key: tuple(dict.fromkeys(names)) for key, names in found.items()}


def propose_plan(
    book: Book, rules: PlanRules, sheet: str, header_row: int | None, said: Mapping[tuple[str, int], int]
) -> PlanProposal | None:
    """Return what the columns of a plan are taken for; None when no sheet has anything. Said columns count first."""
    named = book.sheet(sheet) if sheet else None
    looked = (
        replace(book, sheets=(named,)) if named else replace(book, sheets=tuple(s for s in book.sheets if not s.hidden))
    )
    placed = find_columns(looked, rules.columns, ())
    if header_row is not None or placed is None:
        place = named or (placed.sheet if placed else max(looked.sheets, key=lambda s: len(s.rows), default=None))
        if place is None or not place.rows:
            return None
        row = header_row if header_row is not None else _widest(place)
        only = replace(place, rows=place.rows[: row + 1])
        again = find_columns(replace(looked, sheets=(only,)), rules.columns, ())
        placed = PlacedPlan(place, row, again.columns if again else {})
    return _proposed(placed, rules, said)


def _widest(sheet: Sheet) -> int:
    """Return the row with most short texts, the first of equals."""
    counts = [sum(isinstance(v, str) and len(v) < 60 for v in row) for row in sheet.rows[:_ROWS]]
    return counts.index(max(counts))


def _proposed(placed: PlacedPlan, rules: PlanRules, said: Mapping[tuple[str, int], int]) -> PlanProposal:
    sheet, row = placed.sheet, placed.header
    known = {c: key for key, c in placed.columns.items()}
    chosen: dict[tuple[str, int], PlanColumnSeen] = {}
    for key, c in said.items():
        if c >= 0:
            chosen[key] = PlanColumnSeen(*key, c, _heading(sheet, row, c), 1.0, "said")
    for key, c in placed.columns.items():
        if key not in said and c not in said.values():
            chosen[key] = PlanColumnSeen(*key, c, _heading(sheet, row, c), 0.9, "header")
    width = max((len(cells) for cells in sheet.rows), default=0)
    names = {plain_heading(n): column.key for column in rules.columns for n in (column.title, *column.aliases)}
    for c in range(width):
        heading = _heading(sheet, row, c)
        if not heading or c in known or c in said.values():
            continue
        quarter, rest = quarter_of(heading)
        near = difflib.get_close_matches(rest, list(names), n=1, cutoff=_NEAR)
        quarterly = {column.key for column in rules.columns if column.quarters}
        key = (names[near[0]], quarter) if near else ("", 0)
        if near and key not in chosen and key not in said and (bool(quarter) == (key[0] in quarterly)):
            ratio = difflib.SequenceMatcher(None, rest, near[0]).ratio()
            sure, basis = (round(0.8 * ratio, 2), "near") if ratio < 1 else (0.9, "header")
            chosen[key] = PlanColumnSeen(*key, c, heading, sure, basis)
        elif quarter:
            named = "target" if _TARGET.search(rest) else "realised" if _REALISED.search(rest) else ""
            if named and (named, quarter) not in chosen and (named, quarter) not in said and _numeric(sheet, row, c):
                chosen[named, quarter] = PlanColumnSeen(named, quarter, c, heading, 0.7, "content")
    for key, words in ((("action", 0), _ACTION), (("year_target", 0), _TARGET)):
        if key in said or not _wanted(key[0], chosen, placed):
            continue
        taken = {one.column for one in chosen.values() if one.key != "line"}
        every = [(sure, c) for c in range(width) if c not in taken and (sure := _sure(sheet, row, c, key[0], words))]
        if every:
            sure, c = max(every, key=lambda one: (one[0], -one[1]))
            chosen = {other: one for other, one in chosen.items() if one.column != c}
            chosen[key] = PlanColumnSeen(*key, c, _heading(sheet, row, c), sure, "content")
    missing = missing_columns(replace(placed, columns={key: one.column for key, one in chosen.items()}))
    columns = tuple(sorted(chosen.values(), key=lambda one: one.column))
    return PlanProposal(sheet.name, row, columns, missing)


def _wanted(key: str, chosen: Mapping[tuple[str, int], PlanColumnSeen], placed: PlacedPlan) -> bool:
    missing = missing_columns(replace(placed, columns={one: seen.column for one, seen in chosen.items()}))
    return ("Rencana Aksi" if key == "action" else "Target") in missing


def _sure(sheet: Sheet, row: int, column: int, key: str, words: re.Pattern[str]) -> float:
    """Return how sure a column under an unknown heading holds actions, or targets: by its heading and its cells."""
    heading = plain_heading(_heading(sheet, row, column))
    cells = _filled(sheet, row, column)
    if not heading or not cells or quarter_of(heading)[0]:
        return 0.0
    named = 0.5 if words.search(heading) else 0.0
    if key == "action":
        like = sum(isinstance(value, str) and len(value) > 12 and " " in value for value in cells) / len(cells)
    else:
        like = sum(number(value).value is not None for value in cells) / len(cells)
    return round(named + 0.3 * like, 2) if named and like >= 0.3 else 0.0


def _filled(sheet: Sheet, row: int, column: int) -> list[Value]:
    cells = (sheet.value(r, column) for r in range(row + 1, len(sheet.rows)))
    return [value for value in cells if value is not None]


def _numeric(sheet: Sheet, row: int, column: int) -> bool:
    """True for a column of numbers, or one that is blank yet."""
    cells = _filled(sheet, row, column)
    return not cells or 2 * sum(number(value).value is not None for value in cells) >= len(cells)


def _heading(sheet: Sheet, row: int, column: int) -> str:
    """Return the heading of a column: the lowest cell that is not blank, of the header row and two above."""
    texts = (text_of(sheet.value(r, column)) for r in range(row, max(row - 3, -1), -1))
    return next((text for text in texts if text), "")
