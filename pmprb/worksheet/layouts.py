"""Which layout a sheet has: header row and columns, found by header text and never by address."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain

from pmprb.catalog.layout import Layout
from pmprb.records import dataclass
from pmprb.text import remembered
from pmprb.workbook.book import Book, Sheet
from pmprb.workbook.tolerant import text_of

_HEADER_SEARCH_ROWS = 60
_HEADED = 20


@dataclass(frozen=True)
class Placed:
    """A layout found on a sheet: the header's row and the column (both 0-based) of each known key.

    `twice` names keys whose header stands more than once (the first counts), `unknown` other headers. `answers` are
    further columns under a header of the answers.
    """

    layout: Layout
    sheet: Sheet
    header_row: int
    columns: dict[str, int]
    twice: tuple[tuple[str, int], ...]
    unknown: tuple[tuple[str, int], ...]
    answers: tuple[int, ...] = ()


@remembered
def folded(text: str) -> str:
    """Return a header for comparing: case and spacing put aside."""
    return re.sub(r"\s+", " ", text).strip(" :*").casefold()


@remembered
def _as_header(text: str) -> str:
    """Return a cell's text as a header for comparing."""
    return folded(text_of(text))


def place(book: Book, layout: Layout) -> tuple[Placed | None, tuple[str, ...]]:
    """Return the layout placed on the book's sheet that fits it best, or None and the headers missing
    where it came nearest. A sheet of the layout's own name goes before others."""
    best: Placed | None = None
    nearest: tuple[str, ...] = ()
    named = [s for name in layout.sheets if (s := book.sheet(name))]
    for sheets in (named, book.sheets):
        for sheet in sheets:
            placed, missing = _on_sheet(layout, sheet)
            if placed and (best is None or len(placed.columns) > len(best.columns)):
                best = placed
            if missing and (not nearest or len(missing) < len(nearest)):
                nearest = missing
        if best is not None:
            return best, ()
    return None, nearest


def headers_in(sheet: Sheet) -> frozenset[str]:
    """Return all texts that stand where a header may, folded: a glance that rules most layouts out."""
    rows = sheet.rows[:_HEADER_SEARCH_ROWS]
    return frozenset(_as_header(value) for value in set(chain.from_iterable(rows)) if isinstance(value, str))


def may_bear(layout: Layout, headers: frozenset[str]) -> bool:
    """False when a needed column's header is nowhere among the texts of a sheet."""
    needed = [column.headers for column in layout.columns if column.required]
    return all(not headers.isdisjoint(map(folded, names)) for names in needed)


def _on_sheet(layout: Layout, sheet: Sheet) -> tuple[Placed | None, tuple[str, ...]]:
    keys: dict[tuple[str, int], str] = {}
    for column in layout.columns:
        keys.update({(folded(header), column.nth): column.key for header in column.headers if not column.beside})
    known = {header for header, _ in keys}
    required = {column.key: column.headers[0] for column in layout.columns if column.required}
    nearest: tuple[str, ...] = ()
    for r, row in enumerate(sheet.rows[:_HEADER_SEARCH_ROWS]):
        texts = [(c, text_of(value)) for c, value in enumerate(row) if isinstance(value, str)]
        if layout.header_rows > 1 and texts:
            texts = _deep_headers(sheet, r, layout.header_rows)
        columns: dict[str, int] = {}
        twice, unknown, answers = [], [], []
        times: dict[str, int] = {}
        for c, text in texts:
            header = folded(text)
            times[header] = times.get(header, 0) + 1
            key = keys.get((header, times[header]))
            if key is not None:
                if columns.setdefault(key, c) != c and key == "answer":
                    answers.append(c)
            elif header in known:
                twice.append((text, c))
                if keys.get((header, 1)) == "answer":
                    answers.append(c)
            else:
                unknown.append((text, c))
        missing = tuple(header for key, header in required.items() if key not in columns)
        if not missing:
            _place_blank_headers(layout, sheet, r, columns)
            return Placed(layout, sheet, r, columns, tuple(twice), tuple(unknown), tuple(answers)), ()
        if len(columns) >= 3 and (not nearest or len(missing) < len(nearest)):
            nearest = missing
    return None, nearest


def _deep_headers(sheet: Sheet, row: int, depth: int) -> list[tuple[int, str]]:
    """Return the headers over several rows: of each column the lowest one that is not blank."""
    rows = sheet.rows[max(row - depth + 1, 0) : row + 1]
    found: dict[int, str] = {}
    for cells in rows:
        found |= {c: text_of(value) for c, value in enumerate(cells) if isinstance(value, str)}
    return sorted(found.items())


def _place_blank_headers(layout: Layout, sheet: Sheet, header_row: int, columns: dict[str, int]) -> None:
    """Add the columns that the layout knows by their neighbour: visible, without a header, before the next block."""
    for column in layout.columns:
        if column.beside not in columns:
            continue
        first = columns[column.beside] + 1
        beyond = columns.get("other_block", 0)
        end = beyond if beyond >= first else len(sheet.rows[header_row]) + 1
        blank = (c for c in range(first, end) if not text_of(sheet.value(header_row, c)))
        found = next((c for c in blank if c not in sheet.hidden_columns), None)
        if found is not None:
            columns.setdefault(column.key, found)


def table_in(
    book: Book, names: Mapping[str, Collection[str]], is_enough: Callable[[Collection[str]], bool]
) -> tuple[Sheet, int, dict[str, int]] | None:
    """Return the first sheet with a row of known headers: the sheet, that row, the columns by key.

    `names` are the folded headers of each key; `is_enough` says whether the keys found in a row make a table.
    """
    for sheet in book.sheets:
        for r, row in enumerate(sheet.rows[:_HEADED]):
            columns: dict[str, int] = {}
            for c, value in enumerate(row):
                if isinstance(value, str):
                    key = next((k for k, known in names.items() if folded(value) in known), None)
                    if key is not None:
                        columns.setdefault(key, c)
            if is_enough(columns):
                return sheet, r, columns
    return None


def labelled(sheet: Sheet, labels: Iterable[str], above: int) -> tuple[str, tuple[int, int]] | None:
    """Return the text to the right of the first label found above row `above`, and its place."""
    wanted = {folded(label) for label in labels}
    for r, row in enumerate(sheet.rows[:above]):
        for c, value in enumerate(row):
            if not isinstance(value, str):
                continue
            label, colon, rest = value.partition(":")
            if colon and rest.strip() and folded(label) in wanted:
                return text_of(rest), (r, c)
            if folded(value) in wanted:
                for at in range(c + 1, len(row)):
                    text = text_of(row[at])
                    if text:
                        return text.removeprefix(":").strip(), (r, at)
                return "", (r, c + 1)
    return None
