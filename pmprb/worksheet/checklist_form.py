"""Rows of a form whose items are answered once and explained by criteria beneath them: components, items, criteria.

Enters: a placed layout of the kind `checklist` and the instrument. Leaves: `Rows`. A component's number, an item's code
or letter and a criterion's number may all stand in one column; numbers begin again beneath each item, and forms print
some of them twice or swapped: criteria are known by their place where the form has as many as the catalog, else by
their words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pmprb.catalog.item import ChoiceItem
from pmprb.catalog.model import ROOT, Instrument
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.layouts import Placed
from pmprb.worksheet.lexicon import lexicon_of
from pmprb.worksheet.rows import Rows
from pmprb.worksheet.wording import Words, fitting, titled, worded, words

_CODE = re.compile(r"\(?((?:[A-Za-z]|[0-9]{1,2}|[ivxIVX]{1,4})(?:\.(?:[A-Za-z]|[0-9]{1,2})){0,2})[.)]?")
_LED = re.compile(r"\(?((?:[A-Za-z]|[0-9]{1,2})(?:\.(?:[A-Za-z]|[0-9]{1,2})){0,2})[.)]?\s+(\S.*)")
_LEAST = 8  # characters of a text that may be a criterion
_NOT_ASKED = re.compile(r"kriteria\b.{0,20}|jumlah\b.*|total\b.*|(?:sub)?\s?komponen\b.{0,40}", re.IGNORECASE)


@dataclass
class _Line:
    """A row: its marker or code, its text, whether it bears a weight."""

    row: int
    marker: str
    text: str
    weighted: bool


@dataclass
class _Walk:
    """The walk down the sheet: where it stands, and the rows beneath each item that may be its criteria."""

    instrument: Instrument
    rows: Rows = field(default_factory=Rows)
    node: str = ROOT
    item: str = ""
    beneath: dict[str, list[_Line]] = field(default_factory=dict)


def by_checklist(placed: Placed, instrument: Instrument) -> Rows:
    """Return where each heading, item and criterion stands."""
    walk = _Walk(instrument)
    lexicon = lexicon_of(instrument, placed.layout)
    for line in _lines(placed):
        if code := _heading(line, walk, lexicon.titles):
            walk.rows.add(code, line.row)
            walk.node, walk.item = code, ""
        elif code := _item(line, walk, lexicon.items):
            walk.rows.add(code, line.row)
            walk.item = code
        elif walk.item and len(line.text) >= _LEAST and not line.weighted and not _NOT_ASKED.fullmatch(line.text):
            walk.beneath.setdefault(walk.item, []).append(line)
    for name, lines in walk.beneath.items():
        _criteria(name, lines, walk, placed)
    return walk.rows


def _lines(placed: Placed) -> list[_Line]:
    """Return the rows beneath the header that say something left of the answers."""
    aside = {c for key, c in placed.columns.items() if key not in ("id", "heading", "criterion")}
    edge = min(c for key, c in placed.columns.items() if key in ("answer", "weight", "score", "options", "allowed"))
    weight = placed.columns.get("weight")
    found = []
    for r in range(placed.header_row + 1, len(placed.sheet.rows)):
        cells = [
            text for c, value in enumerate(placed.sheet.rows[r][:edge]) if c not in aside and (text := text_of(value))
        ]
        if not cells:
            continue
        marker = ""
        if (own := _CODE.fullmatch(cells[0])) and len(cells) > 1:
            marker, cells = own[1], cells[1:]
            if (inner := _CODE.fullmatch(cells[0])) and len(cells) > 1:  # a component's number repeated before each row
                marker, cells = inner[1], cells[1:]
        elif led := _LED.fullmatch(cells[0]):
            marker, cells = led[1], [led[2], *cells[1:]]
        weighted = weight is not None and placed.sheet.value(r, weight) is not None
        found.append(_Line(r, marker, " ".join(cells), weighted))
    return found


def _heading(line: _Line, walk: _Walk, titles: dict[str, Words]) -> str:
    """Return which heading a row is, empty when it is none: its title decides, for any form has a number 1."""
    exact, near = titled(words(line.text), titles)
    named: list[str] = [*exact, *(near if line.weighted else ())]
    for code in named:
        if code not in walk.rows.at and (line.weighted or not line.marker or code.casefold() == line.marker.casefold()):
            return code
    return ""


def _lettered(line: _Line, walk: _Walk) -> str:
    """Return the item beneath the present heading whose last part is the row's marker."""
    wanted = f"{walk.node}.{line.marker}".casefold()
    items = [item.id for item in walk.instrument.nodes[walk.node].items]
    return next((item for item in items if item.casefold() == wanted), "")


def _item(line: _Line, walk: _Walk, known: dict[str, tuple[Words, ...]]) -> str:
    """Return which item a row is: by its whole code, its letter beneath a heading, or its words; empty for none."""
    whole: str = walk.instrument.codes.get(line.marker.casefold(), "")
    if whole in walk.instrument.items and walk.instrument.parents[whole] == walk.node:
        return whole if whole not in walk.rows.at else ""
    lettered = _lettered(line, walk)
    if lettered and lettered not in walk.rows.at:
        return lettered
    if line.weighted or not line.marker:
        said = fitting(words(line.text), {code: known[code] for code in known if code not in walk.rows.at})
        return said[0] if len(said) == 1 and line.weighted else ""
    return ""


def _criteria(name: str, lines: list[_Line], walk: _Walk, placed: Placed) -> None:
    """Give the rows beneath an item its criteria: by their place where they are as many, else by their words."""
    item = walk.instrument.items[name]
    if not isinstance(item, ChoiceItem) or not item.checklist:
        return
    codes = item.criterion_codes
    whole = {line.row: code for line in lines if (code := _coded(line, item, walk))}
    if not whole and len(lines) == len(codes):
        whole = {line.row: code for line, code in zip(lines, codes, strict=True)}
    if not whole:
        texts = dict(zip(codes, (criterion.text for criterion in item.checklist), strict=True))
        known = {code: worded([texts[code], *placed.layout.words.get(code, ())]) for code in codes}
        for line in lines:
            said = fitting(words(line.text), known)
            if len(said) == 1 and said[0] not in whole.values():
                whole[line.row] = said[0]
    for line in lines:
        if line.row in whole:
            walk.rows.add(whole[line.row], line.row)
        else:
            walk.rows.left.append(line.row)


def _coded(line: _Line, item: ChoiceItem, walk: _Walk) -> str:
    """Return the criterion whose whole code ("1.a.3") a row bears."""
    code = walk.instrument.codes.get(line.marker.casefold(), "")
    return code if code in item.criterion_codes else ""
