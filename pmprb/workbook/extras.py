"""What people add to a sheet beside values: cells merged, notes on cells, text boxes, pictures, objects, charts.

Enters: a path. Leaves: `Extras` by sheet name. Refuses to know: what the cells mean. A file that cannot be opened has
none: whoever reads its values says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from html import unescape
from itertools import pairwise
from pathlib import Path

from pmprb.records import dataclass
from pmprb.text import clean_text
from pmprb.workbook.container import Archive, Refused, read_file
from pmprb.workbook.xmledit import Element, NotXml, elements

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 0."""

_MERGED = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?\bref=[\"']([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"
)
_NOTE = re.compile(rb"<(?:\w{1,20}:)?(?:comment|threadedComment)\s[^<>]{0,400}?\bref=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_TEXT = re.compile(rb"<(?:\w{1,20}:)?(?:t|text)(?:\s[^<>]{0,100})?>([^<]*)(?=<)")
_CELL = re.compile(rb"[A-Z]{1,3}[0-9]{1,7}")
_MOST_NOTE = 2_000
_ANCHOR = re.compile(rb"<(?:\w{1,20}:)?(?:twoCell|oneCell|absolute)Anchor[\s>]")
_SHAPE = re.compile(rb"<(?:\w{1,20}:)?(?:sp|pic|cxnSp|contentPart)[\s>/]")
_FRAME = re.compile(rb"<(?:\w{1,20}:)?graphicFrame[\s>]")
_CHART = re.compile(rb"<(?:\w{1,20}:)?chart\s[^<>]{0,300}?\bid=[\"'](\w{1,60})[\"']")
_OBJECTS = ("/embeddings/", "/activeX/", "/ctrlProps/", "/media/")
_FROM = re.compile(rb"<(?:\w{1,20}:)?(col|row)>\s{0,9}([0-9]{1,7})\s{0,9}<")


@dataclass(frozen=True)
class Extras:
    """`merged` areas of more than one cell; by (row, column) from 0 `notes`, and what is `drawn` there: the texts of
    shapes, empty for a picture or an object. A chart is neither: `charts` are the words of each, by place."""

    merged: tuple[Area, ...] = ()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    drawn: Mapping[tuple[int, int], str] = field(default_factory=dict)
    charts: Mapping[tuple[int, int], str] = field(default_factory=dict)


def extras_of(path: Path) -> dict[str, Extras]:
    """Return what was added to each sheet that has something, by the sheet's name."""
    found: dict[str, Extras] = {}
    try:
        archive = Archive(read_file(path))
        for name, part in sheet_parts(archive):
            merged = tuple(_area(*one) for one in _MERGED.findall(archive.read(part)))
            notes, charts = dict(_notes(archive, part)), dict[tuple[int, int], str]()
            drawn = dict(_drawn(archive, part, charts))
            if not drawn and any(mark in f"/{target}" for _, target in _related(archive, part) for mark in _OBJECTS):
                drawn[0, 0] = ""  # an object, a control, or a picture behind the cells
            if merged or notes or drawn or charts:
                found[name] = Extras(merged, notes, drawn, charts)
    except (Refused, NotXml, OSError):
        return found
    return found


def links_of(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Return the web addresses that lie behind cells, by the sheet's name and (row, column) from 0.

    Addresses are those of the file, unescaped: whoever shows one looks whether it is one to be shown.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    try:
        archive = Archive(read_file(path))
        for name, part in sheet_parts(archive):
            folder, _, file = part.rpartition("/")
            if archive.has(listing := f"{folder}/_rels/{file}.rels") and b"hyperlink" in archive.read(part):
                rels = elements(archive.read_xml(listing), ("Relationship",))[1:]
                out = {r.attributes.get("Id", ""): r.attributes.get("Target", "") for r in rels if _is_external(r)}
                links = _links(archive, part, out)
                if links:
                    found[name] = links
    except (Refused, NotXml, OSError):
        return found
    return found


def _is_external(relationship: Element) -> bool:
    return relationship.attributes.get("TargetMode", "").casefold() == "external"


def _links(archive: Archive, part: str, out: Mapping[str, str]) -> dict[tuple[int, int], str]:
    links = {}
    for one in elements(archive.read_xml(part), ("hyperlink",))[1:]:
        place = _CELL.match(one.attributes.get("ref", "").encode())
        address = clean_text(out.get(one.attributes.get("id", ""), "")).strip()
        if place and address:
            links[cell_at(place[0])] = address
    return links


def sheet_parts(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield the name and the part of every sheet."""
    main = "xl/workbook.xml"
    parts = dict(_related(archive, main))
    for one in elements(archive.read_xml(main), ("sheet",))[1:]:
        part = parts.get(one.attributes.get("id", ""))
        if part and archive.has(part):
            yield clean_text(one.attributes.get("name", "")), part


def _notes(archive: Archive, part: str) -> Iterator[tuple[tuple[int, int], str]]:
    for _, target in _related(archive, part):
        if "comment" in target.rpartition("/")[2].casefold() and target.endswith(".xml") and archive.has(target):
            xml = archive.read(target)
            places = list(_NOTE.finditer(xml))
            for place, following in zip(places, [*places[1:], None], strict=True):
                end = min(following.start() if following else len(xml), place.end() + _MOST_NOTE)
                words = b"".join(_TEXT.findall(xml, place.end(), end)).decode("utf-8", "replace")
                yield cell_at(place[1]), " ".join(clean_text(unescape(words)).split())


def _drawn(archive: Archive, part: str, charts: dict[tuple[int, int], str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield what was drawn, by place; fill in the charts."""
    for _, target in _related(archive, part):
        if target.rpartition("/")[2].startswith("drawing") and target.endswith(".xml") and archive.has(target):
            xml = archive.read(target)
            starts = [one.start() for one in _ANCHOR.finditer(xml)]
            for start, end in pairwise([*starts, len(xml)]):
                found = {one[1]: int(one[2]) for one in reversed([*_FROM.finditer(xml, start, end)])}
                place = found.get(b"row", 0), found.get(b"col", 0)
                chart = _CHART.search(xml, start, end) if _FRAME.search(xml, start, end) else None
                if chart:
                    shown = dict(_related(archive, target)).get(chart[1].decode(), "")
                    charts[place] = _words(archive.read(shown)) if archive.has(shown) else ""
                elif _SHAPE.search(xml, start, end) or _FRAME.search(xml, start, end):
                    yield place, _words(xml, start, end)


def _words(xml: bytes, start: int = 0, end: int | None = None) -> str:
    words = b" ".join(_TEXT.findall(xml, start, len(xml) if end is None else end)).decode("utf-8", "replace")
    return " ".join(clean_text(unescape(words)).split())


def _related(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    """Yield the id and the part of every relationship of a part."""
    folder, _, name = part.rpartition("/")
    listing = f"{folder}/_rels/{name}.rels"
    if not archive.has(listing):
        return
    for one in elements(archive.read_xml(listing), ("Relationship",))[1:]:
        steps = [] if one.attributes.get("Target", "").startswith("/") else folder.split("/")
        for step in one.attributes.get("Target", "").replace("\\", "/").split("/"):
            if step == "..":
                del steps[-1:]
            elif step not in ("", "."):
                steps.append(step)
        yield one.attributes.get("Id", ""), "/".join(steps)


def _area(first: bytes, last: bytes) -> Area:
    return (*cell_at(first), *cell_at(last))


def cell_at(reference: bytes) -> tuple[int, int]:
    """Return row and column, from 0, of an address such as b"B7"."""
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :]) - 1, column - 1
