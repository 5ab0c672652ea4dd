"""What a workbook shows beside its values: formulas, number formats, what is hidden, what lies on top, other parts.

Enters: a path. Leaves: a `BookLook`, to be compared with another one. What two programs write differently and show
alike is one thing here. Refuses to know: the values, and what a workbook should look like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from pmprb.text import clean_text
from pmprb.workbook.cell_styles import SMALL_PRINT, CellStyles, alike_colours, colour_of
from pmprb.workbook.container import Archive, Refused, damaged, read_file
from pmprb.workbook.sheet_look import SheetLook, SheetReader, plain_formula
from pmprb.workbook.xml_events import number_in, parsed, related_parts

_MAIN = "xl/workbook.xml"

# Parts that every office program writes, or leaves out, as it likes: they show nothing.
_SILENT = re.compile(
    r"docProps/|docMetadata/|(.*/)?_rels/|\[Content_Types\]\.xml$|"
    r"xl/(workbook|styles|sharedStrings|calcChain|metadata)\.xml$|"
    r"xl/(theme|printerSettings|worksheets|persons|featurePropertyBag|charts)/|xl/drawings/drawing[^/]*$",
    re.IGNORECASE,
)
"""Charts and drawings are told with their sheet."""


@dataclass(frozen=True)
class BookLook:
    """A workbook: its sheets in order, defined names, and how many parts of each other kind it has."""

    sheets: tuple[SheetLook, ...]
    names: Mapping[str, str]
    parts: Counter[str]


def look_at(path: Path) -> BookLook:
    """Return how a workbook looks. Raises `Refused`; an OSError is one."""
    archive = Archive(read_file(path))
    documents = related_parts(archive, "").values()
    main = next((part for kind, part in documents if kind == "officeDocument" and archive.has(part)), _MAIN)
    related = related_parts(archive, main)
    shared = {kind: part for kind, part in related.values() if archive.has(part)}
    styles = CellStyles(archive.read_xml(shared["styles"]) if "styles" in shared else b"")
    named: dict[str, str] = {}
    listed: list[tuple[str, str, str]] = []
    _workbook(archive.read_xml(main), listed, named)
    sheets = []
    for name, state, link in listed:
        kind, part = related.get(link, ("", ""))
        sheet = SheetLook(name, state)
        if not archive.has(part):
            raise damaged("missing", part)
        if kind == "worksheet":
            SheetReader(sheet, styles).read(archive.read_xml(part))
            _beside(archive, part, sheet)
        else:
            sheet.on_top[kind or "other"] += 1
        sheets.append(sheet)
    unseen = _unseen_runs(archive, shared.get("sharedStrings", ""))
    parts = Counter(kind for name, _ in archive.listing() if (kind := _kind(name)))
    return BookLook(tuple(sheets), named, parts + Counter({"text": unseen}))


def same_parts(one: Path, other: Path) -> bool:
    """True when two workbooks hold the same parts with the same bytes."""
    try:
        first, second = Archive(read_file(one)), Archive(read_file(other))
        names = sorted(name for name, _ in first.listing())
        if names != sorted(name for name, _ in second.listing()):
            return False
        return all(first.read(name) == second.read(name) for name in names)
    except Refused:
        return False


def _kind(part: str) -> str:
    """Return what kind of part it is, by its folder; empty for one that shows nothing."""
    if part.endswith("/") or _SILENT.match(part):
        return ""
    steps = PurePosixPath(part).parts
    if steps[0] != "xl" or len(steps) < 2:
        return steps[0]
    name = re.sub(r"\d{0,9}\.[^.]*$", "", steps[1]) if len(steps) == 2 else steps[1]
    return name or steps[1]


def _workbook(xml: bytes, listed: list[tuple[str, str, str]], named: dict[str, str]) -> None:
    """Fill in (name, state, relationship) of each sheet, and the defined names but those Excel keeps for filters."""
    last = ""

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal last
        if tag == "sheet":
            state = attributes.get("state", "visible")
            listed.append((clean_text(attributes.get("name", "")), state, attributes.get("id", "")))
        elif tag == "definedName":
            scope = attributes.get("localSheetId", "")
            last = f"{attributes.get('name', '')}@{scope}" if scope else attributes.get("name", "")

    def text(_: str, words: str) -> None:
        if "_FilterDatabase" not in last:
            named[last] = plain_formula(words)

    parsed(xml, _MAIN, start, text, frozenset({"definedName"}))


def _beside(archive: Archive, part: str, sheet: SheetLook) -> None:
    """Add what lies over a sheet's cells: charts with the cells they show, pictures, shapes, notes; and its links."""
    related = related_parts(archive, part)
    for kind, target in related.values():
        if kind in ("comments", "threadedComment"):
            sheet.on_top["note"] += 1
        elif kind == "drawing" and archive.has(target):
            _drawing(archive, target, sheet)
        elif kind in ("oleObject", "control", "pivotTable", "table", "picture", "image", "slicer", "timeline"):
            sheet.on_top[kind] += 1

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "hyperlink":
            target = attributes.get("location", "")
            if "id" in attributes:
                target = related.get(attributes["id"], ("", ""))[1] + ("#" + target if target else "")
            sheet.links[attributes.get("ref", "")] = unquote(target).rstrip("/")

    parsed(archive.read_xml(part), part, start)


def _drawing(archive: Archive, part: str, sheet: SheetLook) -> None:
    def start(tag: str, _: Mapping[str, str]) -> None:
        if tag in ("pic", "sp", "cxnSp", "contentPart"):
            sheet.on_top["picture" if tag == "pic" else "shape"] += 1

    parsed(archive.read_xml(part), part, start)
    for kind, target in related_parts(archive, part).values():
        if kind.startswith("chart") and archive.has(target):
            sheet.on_top[f"chart {_chart(archive, target)}"] += 1


def _chart(archive: Archive, part: str) -> str:
    """Return what a chart shows, in one text: the cells, its words and figures, and where its axes begin and end."""
    shown: list[str] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("min", "max", "orientation", "logBase"):
            shown.append(f"{tag} {attributes.get('val', '')}")

    def text(tag: str, words: str) -> None:
        if tag == "v":
            shown.append(f"{number_in(words, 0.0):.9g}" if re.fullmatch(r"-?[0-9.eE+-]{1,30}", words) else words)
        elif tag == "t" or not words.startswith('"'):  # the name of a series in quotes is no cell
            shown.append(plain_formula(words) if tag == "f" else " ".join(words.split()))

    parsed(archive.read_xml(part), part, start, text, frozenset({"f", "v", "t"}))
    return " ".join(sorted(shown))


def _unseen_runs(archive: Archive, part: str) -> int:
    """Return how many texts have a passage in letters that cannot be seen: small, or as white as the paper."""
    if not part:
        return 0
    xml = archive.read_xml(part)
    if b"rPr>" not in xml:
        return 0
    found = 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal found
        small = tag == "sz" and number_in(attributes.get("val", ""), 11) < SMALL_PRINT
        if small or (tag == "color" and alike_colours(colour_of(attributes, "000000"), "ffffff")):
            found += 1

    parsed(xml, part, start)
    return found
