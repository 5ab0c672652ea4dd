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
from pmprb.workbook.cell_styles import CellStyles, Letters
from pmprb.workbook.container import Archive, Refused, damaged, read_file
from pmprb.workbook.number_formats import alike
from pmprb.workbook.sheet_look import SheetLook, SheetReader, plain_formula
from pmprb.workbook.xml_events import is_on, number_in, parsed, related_parts

_MAIN = "xl/workbook.xml"

_LITERAL = re.compile(r'["\\]')
"""A number format with words of its own: digits among them show another figure."""

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
    """A workbook: its sheets in order, defined names, how many parts of each other kind it has, and switches of the
    whole book that show its sheets otherwise, or not at all."""

    sheets: tuple[SheetLook, ...]
    names: Mapping[str, str]
    parts: Counter[str]
    odd: frozenset[str] = frozenset()


def look_at(path: Path) -> BookLook:
    """Return how a workbook looks. Raises `Refused`; an OSError is one."""
    archive = Archive(read_file(path))
    documents = related_parts(archive, "").values()
    main = next((part for kind, part in documents if kind == "officeDocument" and archive.has(part)), _MAIN)
    related = related_parts(archive, main)
    shared = {kind: part for kind, part in related.values() if archive.has(part)}
    xml, theme = (archive.read_xml(shared[kind]) if kind in shared else b"" for kind in ("styles", "theme"))
    styles = CellStyles(xml, theme)
    named: dict[str, str] = {}
    listed: list[tuple[str, str, str]] = []
    odd = _workbook(archive.read_xml(main), listed, named)
    unseen = _unseen_runs(archive.read_xml(shared["sharedStrings"]), styles) if "sharedStrings" in shared else 0
    sheets = []
    for name, state, link in listed:
        kind, part = related.get(link, ("", ""))
        sheet = SheetLook(name, state)
        if not archive.has(part):
            raise damaged("missing", part)
        if kind == "worksheet":
            content = archive.read_xml(part)
            SheetReader(sheet, styles).read(content)
            unseen += _unseen_runs(content, styles)
            _beside(archive, part, sheet)
        else:
            sheet.on_top[kind or "other"] += 1
        sheets.append(sheet)
    parts = Counter(kind for name, _ in archive.listing() if (kind := _kind(name)))
    return BookLook(tuple(sheets), named, parts + Counter({"text": unseen}), frozenset(odd))


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


def _workbook(xml: bytes, listed: list[tuple[str, str, str]], named: dict[str, str]) -> set[str]:
    """Fill in (name, state, relationship) of each sheet, and the defined names but those Excel keeps for filters.
    Return the switches that show the book otherwise."""
    last = ""
    odd: set[str] = set()

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal last
        if tag == "sheet":
            state = attributes.get("state", "visible")
            listed.append((clean_text(attributes.get("name", "")), state, attributes.get("id", "")))
        elif tag == "definedName":
            scope = attributes.get("localSheetId", "")
            last = f"{attributes.get('name', '')}@{scope}" if scope else attributes.get("name", "")
        elif tag == "workbookView":
            odd.update(["tabs"] if attributes.get("showSheetTabs", "1") in ("0", "false", "off") else [])
            odd.update(["window"] if attributes.get("visibility", "visible") != "visible" else [])
        elif tag == "workbookPr" and is_on(attributes, "date1904"):
            odd.add("dates")
        elif tag == "calcPr" and attributes.get("fullPrecision", "1") in ("0", "false", "off"):
            odd.add("precision")
        elif tag == "customWorkbookView":
            odd.add("views")

    def text(_: str, words: str) -> None:
        if "_FilterDatabase" not in last:
            named[last] = plain_formula(words)

    parsed(xml, _MAIN, start, text, frozenset({"definedName"}))
    return odd


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


_ROW, _COLUMN = 190_500, 609_600
"""Height and width of a usual cell in EMU."""


def _drawing(archive: Archive, part: str, sheet: SheetLook) -> None:
    corners: list[dict[str, float]] = []
    end = ""

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal end
        if tag in ("pic", "sp", "cxnSp", "contentPart"):
            sheet.on_top["picture" if tag == "pic" else "shape"] += 1
        elif tag.endswith("Anchor"):
            corners.append({})
            end = "from"
        elif tag in ("from", "to"):
            end = tag
        elif tag == "pos" and corners:
            corners[-1] |= {f"from {way}": number_in(attributes.get(way, ""), 0) for way in ("x", "y")}
        elif tag == "ext" and "cx" in attributes and corners:
            for way in ("cx", "cy"):
                corners[-1].setdefault(way, number_in(attributes[way], 0))

    def text(tag: str, words: str) -> None:
        if corners and end:
            corners[-1].setdefault(f"{end} {tag}", number_in(words, 0))

    parsed(archive.read_xml(part), part, start, text, frozenset({"col", "colOff", "row", "rowOff"}))
    for one in corners:
        top, left = _at(one, "from")
        if "to row" in one:
            bottom, right = _at(one, "to")
        else:
            bottom, right = top + one.get("cy", 0) / _ROW, left + one.get("cx", 0) / _COLUMN
        sheet.drawn.append((top, left, bottom, right))
    for kind, target in related_parts(archive, part).values():
        if kind.startswith("chart") and archive.has(target):
            sheet.on_top[f"chart {_chart(archive, target)}"] += 1


def _at(corners: Mapping[str, float], end: str) -> tuple[float, float]:
    """Return where a corner lies, in rows and columns; a distance of more than a cell is that of a larger one."""

    def within(name: str, size: int) -> float:
        return min(1.0, max(0.0, corners.get(f"{end} {name}", 0) / size))

    top, left = corners.get(f"{end} y", 0) / _ROW, corners.get(f"{end} x", 0) / _COLUMN
    row, column = (corners.get(f"{end} {name}", 0) for name in ("row", "col"))
    return top + row + within("rowOff", _ROW), left + column + within("colOff", _COLUMN)


def _chart(archive: Archive, part: str) -> str:
    """Return what a chart shows, in one text: the cells, its words and figures, and where its axes begin and end."""
    shown: list[str] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("min", "max", "orientation", "logBase", "grouping", "barDir"):
            shown.append(f"{tag} {attributes.get('val', '')}")
        elif tag.endswith("Chart"):
            shown.append(tag)
        elif tag == "numFmt" and _LITERAL.search(attributes.get("formatCode", "")):
            shown.append(alike(attributes.get("formatCode", "")))

    def text(tag: str, words: str) -> None:
        if tag == "v":
            shown.append(f"{number_in(words, 0.0):.9g}" if re.fullmatch(r"-?[0-9.eE+-]{1,30}", words) else words)
        elif tag == "t" or not words.startswith('"'):  # the name of a series in quotes is no cell
            shown.append(plain_formula(words) if tag == "f" else " ".join(words.split()))

    parsed(archive.read_xml(part), part, start, text, frozenset({"f", "v", "t"}))
    return " ".join(sorted(shown))


def _unseen_runs(xml: bytes, styles: CellStyles) -> int:
    """Return how many passages of texts are written in letters of their own that are not seen as what they are."""
    if b"rPr>" not in xml:
        return 0
    found = 0
    letters: Letters | None = None

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal found, letters
        if tag == "rPr":
            letters = Letters()
        elif letters is not None and tag == "t":
            found += letters.unseen(styles.colours, ("ffffff",)) != ""
            letters = None
        elif letters is not None:
            letters.read(tag, attributes)

    parsed(xml, "", start)
    return found
