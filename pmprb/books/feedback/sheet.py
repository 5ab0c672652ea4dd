"""The first sheet of a marked-up copy: what the colours mean, what became of the file, every temuan with its cell.

Enters: texts and temuan. Leaves: a worksheet part of inline strings: no cell of it is a formula, every link of it
leads to a cell of the same workbook. Refuses to know: the package around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmprb.books.feedback.looks import Looks
from pmprb.books.feedback.package import MAIN, OFFICE, SPREADSHEET, Draft, relations_part
from pmprb.sheets.heights import lines, room
from pmprb.sheets.text import safe_text
from pmprb.temuan import Severity
from pmprb.workbook.xmledit import (
    Edit,
    Element,
    NotXml,
    applied,
    attributes_set,
    children_added,
    elements,
    escaped,
    place_for,
    text_of,
)

NAME = "Umpan Balik"
MEANING = {
    Severity.KESALAHAN: "belum dinilai sampai dibetulkan",
    Severity.PERINGATAN: "dinilai, tetapi perlu dilihat",
    Severity.CATATAN: "untuk diketahui",
}
_WIDTHS = (15.0, 18.0, 14.0, 58.0, 52.0)
_HEADS = ("Tingkat", "Letak", "Butir", "Temuan", "Cara membetulkan")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE, _TALLEST = 13.0, 300.0
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Mark:
    """One temuan: where it stands (an empty cell: the sheet or the file as a whole) and its words."""

    severity: Severity
    code: str
    sheet: str
    cell: str
    node: str
    finding: str
    repair: str

    @property
    def place(self) -> str:
        """The cell as users write it."""
        return "!".join(part for part in (self.sheet, self.cell) if part) or "seluruh berkas"


@dataclass
class _Rows:
    """Rows being gathered: cells, heights, merged cells and links."""

    looks: Looks
    rows: list[str]
    merges: list[str]
    links: list[str]

    def put(self, *cells: tuple[str, str], height: float = 0) -> int:
        """Add a row of (text, look) from column A on; return its number."""
        number = len(self.rows) + 1
        made = "".join(
            f'<c r="{letter}{number}" s="{self.looks.cells[look]}" t="inlineStr"><is><t xml:space="preserve">'
            f"{string(text)}</t></is></c>"
            if text
            else f'<c r="{letter}{number}" s="{self.looks.cells[look]}"/>'
            for letter, (text, look) in zip("ABCDE", cells, strict=False)
        )
        size = f' ht="{height:g}" customHeight="1"' if height else ""
        self.rows.append(f'<row r="{number}"{size}>{made}</row>')
        return number

    def wide(self, text: str, look: str, height: float = 0, first: str = "A") -> None:
        """Add a row with one text over all columns from `first` on."""
        width = sum(_WIDTHS["ABCDE".index(first) :])
        tall = height or 4 + _LINE * lines(text, room(width))
        letters = "ABCDE"["ABCDE".index(first) :]
        blank = [("", "text")] * (5 - len(letters))
        number = self.put(*blank, (text, look), *[("", look)] * (len(letters) - 1), height=tall)
        self.merges.append(f"{first}{number}:E{number}")


def first_sheet(
    title: str,
    facts: Sequence[str],
    caution: str,
    changes: Sequence[str],
    entries: Sequence[Mark],
    looks: Looks,
    names: Mapping[str, str],
) -> bytes:
    """Return the sheet's XML. `facts` stand under the title, `changes` say what the copy is otherwise than the file,
    `names` leads from a sheet's name as read to its name as written (for links; a sheet not in it gets none)."""
    page = _Rows(looks, [], [], [])
    page.wide(title, "title", 24)
    for fact in facts:
        page.wide(fact, "text")
    if caution:
        page.wide(caution, "caution")
    page.put(("", "text"))
    page.wide("Arti warna", "section", 18)
    for grade, meaning in MEANING.items():
        count = sum(entry.severity is grade for entry in entries)
        row = page.put((grade.value, grade.value), (f"{count} temuan: {meaning}.", "text"), height=16)
        page.merges.append(f"B{row}:E{row}")
    page.wide(
        "Arahkan penunjuk ke sel berwarna untuk membaca komentarnya; klik Letak di bawah untuk ke selnya.", "note"
    )
    page.put(("", "text"))
    page.wide("Yang ditemukan dan cara membetulkannya", "section", 18)
    page.put(*((text, "head") for text in _HEADS), height=20)
    for entry in entries:
        _entry(page, entry, names)
    if not entries:
        page.put(*[("", "cell")] * 3, ("Tidak ada temuan.", "cell"), ("", "cell"))
    page.put(("", "text"))
    page.wide("Salinan ini dan berkas asli", "section", 18)
    for change in changes:
        page.wide(f"•  {change}", "text")
    return _document(page)


def _entry(page: _Rows, entry: Mark, names: Mapping[str, str]) -> None:
    written = names.get(entry.sheet, "") if entry.cell else ""
    if len(written) > _LONGEST_NAME:
        written = ""
    cells = (
        (entry.severity.value, entry.severity.value),
        (entry.place, "link" if written else "cell"),
        (entry.node, "cell"),
        (f"{entry.finding} ({entry.code})", "cell"),
        (entry.repair, "cell"),
    )
    needed = max(lines(text[:2000], room(width)) for (text, _), width in zip(cells, _WIDTHS, strict=True))
    row = page.put(*cells, height=min(_TALLEST, 5 + _LINE * needed))
    if written:
        place = escaped(f"'{written.replace(chr(39), chr(39) * 2)}'!{entry.cell}")
        page.links.append(f'<hyperlink ref="B{row}" location="{place}" display="{escaped(entry.place)}"/>')


def _document(page: _Rows) -> bytes:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>' for n, width in enumerate(_WIDTHS, 1)
    )
    merges = "".join(f'<mergeCell ref="{cells}"/>' for cells in page.merges)
    links = f"<hyperlinks>{''.join(page.links)}</hyperlinks>" if page.links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        '<sheetPr><tabColor rgb="FFD9796B"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:E{len(page.rows)}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(page.rows)}</sheetData>'
        f'<mergeCells count="{len(page.merges)}">{merges}</mergeCells>{links}'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;8&amp;A&amp;R&amp;8Halaman &amp;P dari &amp;N</oddFooter></headerFooter>"
        "</worksheet>"
    ).encode()


def string(text: str) -> str:
    """Return a text as a cell or a comment holds it: safe, within Excel's limit, no accidental `_x0041_` escape."""
    return escaped(_ESCAPE.sub("_x005F_", safe_text(text)))


# The workbook part of a package: its sheets in order, and a sheet of ours put before them.


OWN = "_pmprb_umpan_balik"
"""A hidden name that tells our sheet from others, in a copy that was mended and sent in again."""

_ORDER = (
    *("fileVersion", "fileSharing", "workbookPr", "AlternateContent", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences", "definedNames"),
)
_WANTED = ("sheet", "definedName", "workbookView")


@dataclass(frozen=True)
class Workbook:
    """A workbook part looked through: `sheets` are (name as written, part) in order, chart sheets included."""

    part: str
    root: Element
    below: tuple[Element, ...]
    sheets: tuple[tuple[str, str], ...]
    strict: bool

    @staticmethod
    def of(draft: Draft) -> Workbook:
        """Return the workbook of a package; NotXml without one. Signatures and the calculation chain go out."""
        part = next((r.part for r in draft.relations("") if r.kind == "officeDocument"), "xl/workbook.xml")
        root, *below = elements(draft.read(part), _WANTED, children=True)
        if root.name != "workbook":
            raise NotXml("workbook")
        related = {r.id: r for r in draft.relations(part)}
        entries = [e for e in below if e.name == "sheet" and e.parent == "sheets"]
        if not entries:
            raise NotXml("sheets")
        sheets = [(e.attributes.get("name", ""), related[e.attributes.get("id", "")].part) for e in entries]
        draft.remove(part, [r.part for r in related.values() if r.kind == "calcChain"])
        signed = [name for name, _ in draft.archive.listing() if name.casefold().startswith("_xmlsignatures/")]
        draft.remove("", [*signed, *(r.part for r in draft.relations("") if r.kind == "origin")])
        return Workbook(part, root, tuple(below), tuple(sheets), root.space != MAIN)

    def first_sheet(self, draft: Draft) -> str:
        """Put our sheet before the others and return its part, which the caller writes. An earlier one of ours is
        written over where it stands."""
        xml = draft.read(self.part)
        own = self._own(xml)
        if own is not None:
            place, part = next((n, part) for n, (name, part) in enumerate(self.sheets) if name == own)
            draft.remove("", [relations_part(part)])
            draft.write(self.part, applied(xml, self._views(xml, place)))
            return part
        part = draft.fresh("xl/worksheets/umpanbalik{}.xml")
        relation = draft.relate(self.part, "worksheet", part)
        draft.declare(part, f"{SPREADSHEET}.worksheet+xml")
        draft.write(self.part, applied(xml, [*self._views(xml, 0), *self._entry(relation), *self._names(xml)]))
        return part

    def _own(self, xml: bytes) -> str | None:
        """Return the name of our sheet from an earlier copy."""
        for e in self.below:
            if e.name == "definedName" and e.attributes.get("name") == OWN:
                said = text_of(xml, e).rpartition("!")[0].strip("'").replace("''", "'")
                return next((name for name, _ in self.sheets if name == said), None)
        return None

    @property
    def _name(self) -> str:
        """A name no other sheet has."""
        taken = {name.casefold() for name, _ in self.sheets}
        names = [NAME, *(f"{NAME} ({n})" for n in range(2, 1_000))]
        return next(name for name in names if name.casefold() not in taken)

    def _entry(self, relation: str) -> list[Edit]:
        """Return the edit that names our sheet first."""
        entries = [e for e in self.below if e.name == "sheet" and e.parent == "sheets"]
        numbers = [int(said) for e in entries if (said := e.attributes.get("sheetId", "")).isdigit() and len(said) <= 5]
        new = f'<sheet xmlns="{MAIN}" xmlns:r="{OFFICE}" name="{self._name}" sheetId="{max(numbers, default=0) + 1}"'
        first = entries[0].start
        return [(first, first, f'{new} r:id="{relation}"/>'.encode())]

    def _names(self, xml: bytes) -> list[Edit]:
        """Return the edits that keep each sheet's own names with it, and add the one that tells our sheet."""
        edits: list[Edit] = []
        stale: Element | None = None
        for e in self.below:
            number = e.attributes.get("localSheetId", "")
            if e.name == "definedName" and e.attributes.get("name") == OWN:
                stale = e
            elif e.name == "definedName" and number.isdigit():
                edits.append(attributes_set(xml, e, {"localSheetId": str(int(number) + 1)}))
        if stale is not None:
            edits.append((stale.start, stale.end, b""))
        quoted = escaped(f"'{self._name}'!$A$1")
        new = f'<definedName xmlns="{MAIN}" name="{OWN}" hidden="1">{quoted}</definedName>'
        box = next((e for e in self.below if e.name == "definedNames" and e.depth == 1), None)
        if box is not None:
            return [*edits, *children_added(xml, box, new.encode())]
        at = place_for(self.root, self.below, _ORDER, "definedNames")
        return [*edits, (at, at, f'<definedNames xmlns="{MAIN}">{new}</definedNames>'.encode())]

    def _views(self, xml: bytes, place: int) -> list[Edit]:
        """Return the edits that open our sheet first."""
        views = (e for e in self.below if e.name == "workbookView")
        return [attributes_set(xml, view, {"activeTab": str(place), "firstSheet": "0"}) for view in views]
