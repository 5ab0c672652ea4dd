"""What a sheet lets people choose: drop-down lists and bounds of numbers (data validations), by cell.

Enters: a path and the book read from it. Leaves: `Choices` by sheet name. Refuses to know: what the cells mean. A file
that cannot be opened so, an .xls among them, has none: whoever reads its values says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from pmprb.text import clean_text
from pmprb.workbook.book import Book
from pmprb.workbook.container import Archive, Refused, read_file
from pmprb.workbook.extras import Area, cell_at, sheet_parts
from pmprb.workbook.tolerant import text_of
from pmprb.workbook.xmledit import NotXml

_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_MOST_RULES, _MOST_AREAS, _MOST_LABELS = 5_000, 2_000, 40
_INSIDE = ("formula1", "formula2", "f", "sqref")


@dataclass(frozen=True)
class Choices:
    """Areas of a sheet with what may be typed there: a line each for the labels of a list, "0-100" for bounds."""

    rules: tuple[tuple[tuple[Area, ...], str], ...] = ()

    def at(self, row: int, column: int) -> str:
        """Return what may be typed in a cell, empty where nothing is said."""
        for areas, says in self.rules:
            if any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas):
                return says
        return ""


def choices_of(path: Path, book: Book) -> dict[str, Choices]:
    """Return what may be chosen on each sheet that says so; lists that lie in cells are taken from the book."""
    found: dict[str, Choices] = {}
    try:
        archive = Archive(read_file(path))
        names = dict(_names(archive))
        for sheet, part in sheet_parts(archive):
            xml = archive.read_xml(part)
            if b"dataValidation" in xml:
                rules = [
                    (areas, says)
                    for rule in _rules(xml)
                    if (areas := rule.areas()) and (says := rule.says(book, sheet, names))
                ]
                if rules:
                    found[sheet] = Choices(tuple(rules))
    except (Refused, NotXml, OSError, expat.ExpatError):
        return found
    return found


@dataclass
class _Rule:
    """One data validation as written: `texts` are formula1, formula2, f (of newer Excel) and sqref."""

    kind: str
    operator: str
    sqref: str
    texts: list[tuple[str, str]]

    def areas(self) -> tuple[Area, ...]:
        written = self.sqref or next((text for tag, text in self.texts if tag == "sqref"), "")
        found = []
        for one in written.split()[:_MOST_AREAS]:
            first, _, last = one.replace("$", "").partition(":")
            if _REF.fullmatch(first) and _REF.fullmatch(last or first):
                found.append((*cell_at(first.encode()), *cell_at((last or first).encode())))
        return tuple(found)

    def says(self, book: Book, sheet: str, names: dict[str, str]) -> str:
        formulas = [text.strip() for tag, text in self.texts if tag != "sqref" and text.strip()]
        if self.kind == "list" and formulas:
            return "\n".join(_labels(formulas[0], book, sheet, names))
        if self.kind in ("whole", "decimal") and self.operator == "between" and len(formulas) == 2:
            return "-".join(formulas) if all(_PLAIN_NUMBER.fullmatch(text) for text in formulas) else ""
        return ""


def _labels(formula: str, book: Book, sheet: str, names: dict[str, str]) -> list[str]:
    """Return the labels of a list: written in the formula, or in the cells it points to."""
    if formula.startswith('"'):
        inside = formula.strip('"').replace('""', '"')
        parts = inside.split("," if "," in inside else ";")
        return [part for text in parts if (part := text_of(clean_text(text)))]
    formula = formula.removeprefix("=")
    formula = names.get(formula.casefold(), formula)
    there, _, cells = formula.rpartition("!")
    of = book.sheet(clean_text(there.strip("'").replace("''", "'"))) if there else book.sheet(sheet)
    place = _REF.fullmatch(cells)
    if of is None or place is None:
        return []
    top, left = cell_at(f"{place[1]}{place[2]}".encode())
    bottom, right = cell_at(f"{place[3] or place[1]}{place[4] or place[2]}".encode())
    if (bottom - top + 1) * (right - left + 1) > 100 * _MOST_LABELS:
        return []
    found = [text_of(of.value(r, c)) for r in range(top, bottom + 1) for c in range(left, right + 1)]
    return [text for text in found if text]


def _rules(xml: bytes) -> list[_Rule]:
    """Return the data validations of a sheet, those of newer Excel (in its extension) too."""
    found: list[_Rule] = []
    text: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "dataValidation" and len(found) < _MOST_RULES:
            given = (attributes.get("type", ""), attributes.get("operator", "between"), attributes.get("sqref", ""))
            found.append(_Rule(*given, []))
        text.clear()

    def end(tag: str) -> None:
        local = tag.rpartition(":")[2]
        if found and local in _INSIDE and text:
            found[-1].texts.append((local, "".join(text)))
            text.clear()

    _parse(xml, start, end, text.append)
    return found


def _names(archive: Archive) -> list[tuple[str, str]]:
    """Return the workbook's names for areas, folded, with what they stand for."""
    found: list[tuple[str, str]] = []
    own: list[str] = []
    text: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        own[:] = [attributes.get("name", "")] if tag.rpartition(":")[2] == "definedName" else []
        text.clear()

    def end(tag: str) -> None:
        if own and tag.rpartition(":")[2] == "definedName" and len(found) < _MOST_RULES:
            found.append((own[0].casefold(), "".join(text)))
        own.clear()

    _parse(archive.read_xml("xl/workbook.xml"), start, end, text.append)
    return found


def _parse(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    data: Callable[[str], None],
) -> None:
    def doctype(*_: object) -> None:
        raise NotXml("dtd")

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.Parse(xml, True)
