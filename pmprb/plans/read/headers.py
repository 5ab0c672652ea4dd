"""Which column of a sheet is which, by its heading: one row or up to three, merged or not, quarters in any dress.

Enters: sheets and the columns of the rules. Leaves: `Placed`. A column is never found by its address.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pmprb.plans.rules import PlanColumn, PlanKind, PlanLine, PlanRules
from pmprb.text import plain
from pmprb.workbook.book import Book, Sheet
from pmprb.workbook.tolerant import text_of

SEARCH_ROWS, DEEPEST = 40, 3
_QUARTER = re.compile(r"\b(?:tw|triwulan|triw|kuartal|q)\s{0,9}[-.]?\s{0,9}(iv|iii|ii|i|[1-4])\b|\bb(03|06|09|12)\b")
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "03": 1, "06": 2, "09": 3, "12": 4}
Key = tuple[str, int]


@dataclass(frozen=True)
class PlacedPlan:
    """A plan's columns found on a sheet: `header` is the last heading row, `columns` by key and quarter, from 0.

    `instead` are headings that were taken for another column for want of it, each with that column's title.
    """

    sheet: Sheet
    header: int
    columns: dict[Key, int]
    stood_in: bool = False
    instead: tuple[tuple[str, str], ...] = ()

    def column(self, key: str, quarter: int = 0) -> int | None:
        """Return a column's index, or None when the sheet has none."""
        return self.columns.get((key, quarter))


def plain_heading(text: str) -> str:
    """Return a heading for comparing: case, spacing, underscores and stars put aside, quarters set apart."""
    folded = re.sub(r"[\s_*]+", " ", text.casefold()).replace(" /", "/").replace("/ ", "/")
    return re.sub(r"\b(tw|triwulan)(\d)\b", r"\1 \2", folded).strip(" :.")


def quarter_of(text: str) -> tuple[int, str]:
    """Return the quarter that a heading names, 0 for none, and the rest of it: "Target TW II" is (2, "target")."""
    folded = plain_heading(text)
    found = _QUARTER.search(folded)
    if not found:
        return 0, folded
    word = found.group(1) or found.group(2)
    rest = f"{folded[: found.start()]} {folded[found.end() :]}"
    return _NUMBERS.get(word) or int(word), " ".join(rest.split()).strip(" -:.")


def find_columns(book: Book, columns: Sequence[PlanColumn], sheets: Sequence[str]) -> PlacedPlan | None:
    """Return the plan on the sheet that shows most of its columns; a sheet of a known name goes before others."""
    named = [sheet for name in sheets if (sheet := book.sheet(name))]
    best: PlacedPlan | None = None
    for sheet in named or [s for s in book.sheets if not s.hidden]:
        found = _on_sheet(sheet, columns)
        if found and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best and _with_instead(best, columns)


def _with_instead(placed: PlacedPlan, columns: Sequence[PlanColumn]) -> PlacedPlan:
    """Return the plan with columns under headings that stand in for a needed one; it as it is when it is complete."""
    for column in columns if missing_columns(placed) else ():
        for name in column.instead if (column.key, 0) not in placed.columns else ():
            at = _under(placed, name)
            if at is not None:
                kept = {key: c for key, c in placed.columns.items() if c != at}
                told = (*placed.instead, (name, column.title))
                placed = replace(placed, columns={**kept, (column.key, 0): at}, instead=told)
                break
    return placed


def _under(placed: PlacedPlan, heading: str) -> int | None:
    """Return the column under a heading, in any of the heading rows."""
    for row in placed.sheet.rows[max(placed.header - DEEPEST + 1, 0) : placed.header + 1]:
        for c, value in enumerate(row):
            if isinstance(value, str) and plain_heading(value) == plain_heading(heading):
                return c
    return None


def missing_columns(placed: PlacedPlan | None) -> tuple[str, ...]:
    """Return the headings without which a sheet is no plan."""
    columns = placed.columns if placed else {}
    missing = []
    if ("action", 0) not in columns and ("output", 0) not in columns and ("indicator", 0) not in columns:
        missing.append("Rencana Aksi")
    if not any(key in ("target", "year_target") for key, _ in columns):
        missing.append("Target")
    return tuple(missing)


def _on_sheet(sheet: Sheet, columns: Sequence[PlanColumn]) -> PlacedPlan | None:
    """Return the heading block that names most columns; of equals the lowest, for machine names may stand above."""
    known = _known(columns)
    best: PlacedPlan | None = None
    for bottom in range(min(SEARCH_ROWS, len(sheet.rows))):
        for depth in range(1, min(DEEPEST, bottom + 1) + 1):
            found, stood_in = _block(sheet, bottom, depth, known)
            # Of blocks that find the same, the lower one: machine names may stand above the headings.
            below = best is not None and bottom - depth + 1 > best.header
            if len(found) >= 2 and (
                best is None or len(found) > len(best.columns) or (below and len(found) == len(best.columns))
            ):
                best = PlacedPlan(sheet, bottom, found, stood_in)
    return best


Known = dict[tuple[str, bool], tuple[str, int]]


def _known(columns: Sequence[PlanColumn]) -> Known:
    """Return heading and whether it is a quarter's → key and rank; a key's own title goes before others' aliases."""
    known: Known = {}
    for column in columns:
        for rank, name in enumerate(column.before, start=-len(column.before)):
            known.setdefault((plain_heading(name), column.quarters), (column.key, rank))
    for column in columns:
        for name in (column.key, column.title):
            known.setdefault((plain_heading(name), column.quarters), (column.key, 0))
    for column in columns:
        for rank, name in enumerate(column.aliases, start=1):
            known.setdefault((plain_heading(name), column.quarters), (column.key, rank))
    return known


def _block(sheet: Sheet, bottom: int, depth: int, known: Known) -> tuple[dict[Key, int], bool]:
    """Return the columns that the heading rows `bottom - depth + 1` to `bottom` name."""
    rows = range(bottom - depth + 1, bottom + 1)
    width = max((len(sheet.rows[r]) for r in rows), default=0)
    above = [""] * (depth - 1)
    own_above = [-1] * (depth - 1)
    found: dict[Key, int] = {}
    ranks: dict[Key, int] = {}
    for c in range(width):
        texts = [text_of(sheet.value(r, c)) for r in rows]
        for level in range(depth - 1):
            if texts[level]:
                above[level], own_above[level] = texts[level], c
                for lower in range(level + 1, depth - 1):
                    above[lower] = texts[lower]
        below = any(texts)
        if not below:
            continue
        # A heading above reaches over the columns to its right only where something stands beneath it.
        parts = [above[level] if own_above[level] == c or any(texts[level + 1 :]) else "" for level in range(depth - 1)]
        parts.append(texts[-1])
        if depth > 1 and not any(texts[:-1]) and not any(parts[:-1]):
            parts = [texts[-1]]
        for text in (" ".join(p for p in parts if p), texts[-1] or ""):
            quarter, rest = quarter_of(text)
            named = known.get((rest, bool(quarter)))
            if named is not None:
                key = (named[0], quarter)
                if key not in found or named[1] < ranks[key]:
                    found[key], ranks[key] = c, named[1]
                break
    return found, _stand_in(found)


def _stand_in(found: dict[Key, int]) -> bool:
    """Take a form's quarterly Capaian for realisations when it has no column Realisasi; say whether."""
    if any(key == "realised" for key, _ in found):
        return False
    own = {(key, q): c for (key, q), c in found.items() if key == "achieved"}
    if not own or ("to_date", 0) in found:
        return False
    for (_, quarter), column in own.items():
        found[("realised", quarter)] = column
        del found[("achieved", quarter)]
    return True


# Which kegiatan utama or theme a text means: by id, title or alias; a near miss is only suggested.


_MARK = re.compile(r"^\s{0,9}(?:ku[\s.-]?)?\d{1,2}[.)]?\s{1,9}(?=[a-z])", re.IGNORECASE)


class LineFinder:
    """The lines of a kind; those in use in the period come first."""

    def __init__(self, rules: PlanRules, kind: PlanKind, period: str) -> None:
        self.known: dict[str, PlanLine] = {}
        for lines in (rules.lines_of(kind, period), rules.lines_of(kind)):
            for names in (lambda line: (line.id, line.title), lambda line: line.aliases):
                for line in lines:
                    for name in names(line):
                        self.known.setdefault(plain(name), line)

    def find(self, text: str) -> PlanLine | None:
        """Return the line a text names; a leading number is put aside."""
        return self.known.get(plain(text)) or self.known.get(plain(_MARK.sub("", text)))

    def near(self, text: str) -> str:
        """Return the title of the line a text may mean, or nothing."""
        close = difflib.get_close_matches(plain(text), list(self.known), n=1, cutoff=0.72)
        return self.known[close[0]].title if close else ""
