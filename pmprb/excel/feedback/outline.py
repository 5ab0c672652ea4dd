"""The workbook part of a package: its sheets in order, and a sheet of ours put before them.

Enters: a package being changed. Leaves: names and parts of the sheets; the workbook part with our sheet first, opened
first. Names that belong to one sheet keep belonging to it. Refuses to know: what stands in a sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

from pmprb.excel.feedback.package import MAIN, OFFICE, SPREADSHEET, Draft, relations_part
from pmprb.excel.feedback.sheet import NAME
from pmprb.excel.feedback.xmledit import (
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
