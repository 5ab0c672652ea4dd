"""Rows found by official row numbers, each held against what the row says.

Enters: the rows that the numbers name. Leaves: those whose text does not speak against it, and for numbers that are
gone, twice or shifted the rows that markers and texts name. Refuses to know: answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmprb.catalog.item import RatioItem
from pmprb.catalog.model import Instrument
from pmprb.temuan import CellPos, RowNumberOfOther
from pmprb.workbook.as_seen import cell_seen
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.hierarchy import Hierarchy
from pmprb.worksheet.layouts import Placed
from pmprb.worksheet.lexicon import BRACKET, Lexicon, lexicon_of
from pmprb.worksheet.outline import is_marker, marker_inside
from pmprb.worksheet.rows import Rows, address, count_codes
from pmprb.worksheet.wording import Words, count_words, fitting, words


def held_against_texts(rows: Rows, placed: Placed, instrument: Instrument, file: str, column: int) -> Rows:
    """Return the rows with those put right whose number and text name different items.

    A text that is not known speaks against nothing. The numbers of a sheet that is not named as the layout says must
    name most items rightly: else it is another form, with running numbers of its own.
    """
    check = _Check(placed, instrument, column)
    wrong = {(code, row) for code, found in rows.at.items() for row in found if check.speaks_against(code, row)}
    for code, row in wrong:
        rows.at[code].remove(row)
        if not rows.at[code]:
            del rows.at[code]
    lacking = [item for item in instrument.items if not _whole(rows, instrument, item)]
    named = placed.sheet.name.strip().casefold() in {name.casefold() for name in placed.layout.sheets}
    if not lacking or not (named or 2 * len(lacking) < len(instrument.items)):
        return rows
    other = Hierarchy(placed, instrument, file).rows
    claimed = {row for found in rows.at.values() for row in found}
    for item in lacking:
        codes = list(_codes(instrument, item))
        found = {code: other.at[code][0] for code in codes if code in other.at}
        mine = {row for code in codes for row in rows.at.get(code, ())}
        if len(found) < len(codes) or set(found.values()) & (claimed - mine):
            continue
        rows.at.update({code: [row] for code, row in found.items()})
        if item in other.totals:
            rows.totals[item] = other.totals[item]
        first = found[codes[0]]
        at = CellPos(workbook=file, sheet=placed.sheet.name, cell=address(first, column))
        rows.temuan.append(RowNumberOfOther(at, item, seen=cell_seen(placed.sheet, first, column)))
    claimed |= {row for found in rows.at.values() for row in found} | set(rows.totals.values())
    rows.left = [row for row in other.left if row not in claimed]
    return rows


def _codes(instrument: Instrument, item_id: str) -> Iterator[str]:
    """Yield the codes of the rows an item has."""
    yield item_id
    item = instrument.items[item_id]
    if isinstance(item, RatioItem):
        yield from count_codes(item)


def _whole(rows: Rows, instrument: Instrument, item_id: str) -> bool:
    item = instrument.items[item_id]
    needed = count_codes(item) if isinstance(item, RatioItem) else [item_id]
    return all(code in rows.at for code in needed)


class _Check:
    """Says whether a row's text is another item's."""

    def __init__(self, placed: Placed, instrument: Instrument, column: int) -> None:
        self.placed, self.instrument, self.column = placed, instrument, column
        self.known: Lexicon = lexicon_of(instrument, placed.layout)
        self.edge = min(c for key, c in placed.columns.items() if key not in ("id", "criterion", "heading"))
        asked = placed.columns.get("allowed")
        data = range(placed.header_row + 1, len(placed.sheet.rows))
        used = asked is not None and any(placed.sheet.value(row, asked) is not None for row in data)
        self.asked = asked if used else None
        self.titles = set(self.known.titles.values())
        self.owners: dict[Words, set[str]] = {}
        for item, wordings in self.known.items.items():
            for wording in wordings:
                self.owners.setdefault(wording, set()).add(item)

    def text(self, row: int) -> str:
        """Return what a row says left of the answers, number and markers aside."""
        cells = (text_of(value) for value in self.placed.sheet.rows[row][self.column + 1 : self.edge] if value)
        said = " ".join(text for text in cells if not is_marker(text) and not text.isdigit())
        inside = marker_inside(said)
        return inside[1] if inside else said

    def allowed(self, row: int) -> str | None:
        """Return the answers a row allows; None where the sheet says it of no row."""
        return None if self.asked is None else text_of(self.placed.sheet.value(row, self.asked)).casefold()

    def speaks_against(self, code: str, row: int) -> bool:
        """True when a row's text is known and is not that of a code, or it asks for another kind of answer."""
        text, allowed = self.text(row), self.allowed(row)
        if allowed and allowed.startswith("jumlah") == (code in self.instrument.items):
            return True
        if not text:
            return allowed == ""  # nothing is asked there
        if code in self.instrument.items:
            said = words(text)
            if said in self.known.items[code]:
                return False
            if said in self.owners or words(BRACKET.sub("", text)) in self.titles:
                return code not in self.owners.get(said, ())
            beside = self.instrument.nodes[self.instrument.parents[code]].items
            fits = fitting(said, {item.id: self.known.items[item.id] for item in beside})
            return len(fits) == 1 and fits[0] != code
        item, _, name = code.rpartition(".")
        counts = self.known.counts.get(item, {})
        said = count_words(text)
        if not counts or said in counts.get(name, ()):
            return False
        fits = fitting(said, counts)
        return (len(fits) == 1 and fits[0] != name) or words(text) in self.owners
