"""How the cells of a workbook are dressed: colours, bold letters; words around a printed page, tabs, what is hidden.

Enters: a path. Leaves: a `SheetDress` for each sheet. Refuses to know: values, and who dressed them so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pmprb.workbook.cell_styles import CellStyles, Dressed
from pmprb.workbook.container import Archive, Refused, read_file
from pmprb.workbook.extras import cell_at, sheet_parts
from pmprb.workbook.xml_events import is_on, number_in, parsed, related_parts

_MAIN = "xl/workbook.xml"
_AROUND = frozenset(f"{which}{place}" for which in ("odd", "even", "first") for place in ("Header", "Footer"))
_CRITERIA = ("filters", "customFilters", "top10", "dynamicFilter", "colorFilter", "iconFilter")


@dataclass
class SheetDress:
    """One sheet: by column from 0 each dress with the first row that has it, and how many do; the colour of its tab,
    the texts around a printed page, how many rows and columns are hidden, and whether a filter hides rows."""

    columns: dict[int, dict[Dressed, tuple[int, int]]] = field(default_factory=dict)
    tab: str = ""
    printed: list[str] = field(default_factory=list)
    hidden: int = 0
    filtered: bool = False


def dress_of(path: Path) -> dict[str, SheetDress]:
    """Return how each sheet is dressed, by its name; nothing of a file that cannot be opened."""
    try:
        archive = Archive(read_file(path))
        shared = {kind: part for kind, part in related_parts(archive, _MAIN).values() if archive.has(part)}
        xml, theme = (archive.read_xml(shared[kind]) if kind in shared else b"" for kind in ("styles", "theme"))
        styles = CellStyles(xml, theme)
        return {name: _sheet(archive.read_xml(part), part, styles) for name, part in sheet_parts(archive)}
    except Refused:
        return {}


def _sheet(xml: bytes, part: str, styles: CellStyles) -> SheetDress:
    found = SheetDress()
    rows = 0
    seen: dict[tuple[int, str], list[int]] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal rows
        if tag == "c":
            row, column = cell_at(attributes.get("r", "A1").encode())
            seen.setdefault((column, attributes.get("s", "0")), []).append(row)
        elif tag == "row":
            rows += is_on(attributes, "hidden")
        elif tag == "col":
            found.hidden += is_on(attributes, "hidden")
        elif tag == "tabColor":
            found.tab = styles.colours.of(attributes, "")
        elif tag in _CRITERIA:
            found.filtered = True

    def text(_: str, words: str) -> None:
        found.printed.append(words)

    parsed(xml, part, start, text, _AROUND)
    for (column, style), places in seen.items():
        dresses, dress = found.columns.setdefault(column, {}), styles.dressed(int(number_in(style, 0)))
        first, count = dresses.get(dress, (places[0], 0))
        dresses[dress] = min(first, places[0]), count + len(places)
    found.hidden += 0 if found.filtered else rows
    return found
