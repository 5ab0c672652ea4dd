"""The looks a marked-up copy needs, put behind those a workbook has: nothing that is there gets another number.

Enters: a style sheet's XML. Leaves: it with our formats at the end, and their numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from pmprb.books.feedback.package import MAIN
from pmprb.temuan import Severity
from pmprb.workbook.xmledit import Edit, Element, NotXml, applied, children_added, elements, place_for

COLOURS = {Severity.KESALAHAN: "F6ABA0", Severity.PERINGATAN: "FFDF8A", Severity.CATATAN: "BCD8F0"}
"""What a marked cell is coloured with, gravest first."""

EMPTY = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>"""
_ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
    *("tableStyles", "colors", "extLst"),
)
_INK, _NAVY, _MUTED, _LINK, _AMBER = "FF22303C", "FF1F3A5F", "FF66727F", "FF0B5CAD", "FF6B4E00"
_FONTS = {
    "plain": ("", 10, _INK),
    "bold": ("<b/>", 10, _INK),
    "small": ("", 9, _INK),
    "title": ("<b/>", 16, _NAVY),
    "section": ("<b/>", 12, _NAVY),
    "note": ("", 9, _MUTED),
    "head": ("<b/>", 9, "FFFFFFFF"),
    "link": ("<u/>", 9, _LINK),
    "caution": ("", 9, _AMBER),
}
_FILLS = {"head": "FF1F3A5F", "caution": "FFFFF6DC", **{grade.value: f"FF{rgb}" for grade, rgb in COLOURS.items()}}
_LINED = "".join(
    f'<{side} style="thin"><color rgb="FFD5DCE4"/></{side}>' for side in ("left", "right", "top", "bottom")
)
# name: font, fill, lined, wrapped, centred
_CELLS = {
    "title": ("title", "", False, False, False),
    "section": ("section", "", False, False, False),
    "text": ("plain", "", False, True, False),
    "strong": ("bold", "", False, True, False),
    "note": ("note", "", False, True, False),
    "caution": ("caution", "caution", True, True, False),
    "head": ("head", "head", True, True, True),
    "cell": ("small", "", True, True, False),
    "link": ("link", "", True, True, False),
    **{grade.value: ("bold", grade.value, True, True, True) for grade in COLOURS},
}


@dataclass(frozen=True)
class Looks:
    """Numbers of our formats: cell formats by name, conditional ones by severity."""

    cells: dict[str, int]
    marks: dict[Severity, int]


def looks_added(xml: bytes) -> tuple[bytes, Looks]:
    """Return the style sheet with our formats behind its own; NotXml when it lacks the parts every style sheet has."""
    wanted = ("fonts", "fills", "borders", "cellXfs", "dxfs", "font", "fill", "border", "xf", "dxf")
    root, *below = elements(xml, wanted, children=True)
    if root.name != "styleSheet":
        raise NotXml("styleSheet")
    first: dict[str, int] = {}
    edits: list[Edit] = []
    for box, parts in _boxes().items():
        child = {"cellXfs": "xf"}.get(box, box.removesuffix("s"))
        found = next((e for e in below if e.name == box and e.depth == 1), None)
        first[box] = 0 if found is None else sum(e.parent == box and e.name == child and e.depth == 2 for e in below)
        if box == "cellXfs":
            parts = _cells(first)
        edits += _added(xml, root, below, box, found, parts, first[box])
    cells = {name: first["cellXfs"] + n for n, name in enumerate(_CELLS)}
    return applied(xml, edits), Looks(cells, {grade: first["dxfs"] + n for n, grade in enumerate(COLOURS)})


def _added(
    xml: bytes, root: Element, below: list[Element], box: str, found: Element | None, parts: list[str], before: int
) -> list[Edit]:
    """Return the edits that put formats into a box of the style sheet, which is made where there is none."""
    new = "".join(part.replace(">", f' xmlns="{MAIN}">', 1) if b":" in root.tag else part for part in parts)
    count = str(before + len(parts))
    if found is not None:
        return children_added(xml, found, new.encode(), {"count": count})
    if box != "dxfs":
        raise NotXml(box)
    at = place_for(root, below, _ORDER, box)
    return [(at, at, f'<{box} xmlns="{MAIN}" count="{count}">{new}</{box}>'.encode())]


def _boxes() -> dict[str, list[str]]:
    """Return what goes into each box of the style sheet; the cell formats follow once the others have numbers."""
    return {
        "fonts": [
            f'<font>{style}<sz val="{size}"/><color rgb="{rgb}"/><name val="Arial"/><family val="2"/></font>'
            for style, size, rgb in _FONTS.values()
        ],
        "fills": [
            f'<fill><patternFill patternType="solid"><fgColor rgb="{rgb}"/><bgColor indexed="64"/></patternFill></fill>'
            for rgb in _FILLS.values()
        ],
        "borders": [f"<border>{_LINED}<diagonal/></border>"],
        "cellXfs": [],
        "dxfs": [
            f'<dxf><font><color rgb="{_INK}"/></font><fill><patternFill patternType="solid">'
            f'<fgColor rgb="FF{rgb}"/><bgColor rgb="FF{rgb}"/></patternFill></fill></dxf>'
            for rgb in COLOURS.values()
        ],
    }


def _cells(first: dict[str, int]) -> list[str]:
    """Return the cell formats, given the numbers of our first font, fill and border."""
    fonts, fills = list(_FONTS), list(_FILLS)
    made = []
    for font, fill, lined, wrapped, centred in _CELLS.values():
        numbers = (
            f'numFmtId="0" fontId="{first["fonts"] + fonts.index(font)}" '
            f'fillId="{first["fills"] + fills.index(fill) if fill else 0}" '
            f'borderId="{first["borders"] if lined else 0}" xfId="0"'
        )
        alignment = f'horizontal="{"center" if centred else "left"}" vertical="{"center" if centred else "top"}"'
        wrap = ' wrapText="1"' if wrapped else ""
        made.append(
            f'<xf {numbers} applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f"<alignment {alignment}{wrap}/></xf>"
        )
    return made
