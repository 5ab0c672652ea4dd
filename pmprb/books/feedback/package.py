"""A workbook's package taken apart and put together again: changed parts are written anew, all others pass as they lie.

Enters: an `Archive` that the guard's checks let through. Leaves: the bytes of a package. A part that is not changed
is never inflated, so what it would grow to does not matter. Refuses to know: what is changed, and why.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from pmprb.workbook.container import Archive
from pmprb.workbook.xmledit import Element, applied, children_added, elements, escaped

TYPES = "[Content_Types].xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EMPTY_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{PACKAGE}/relationships"/>'
)
_ENTRY, _FILE, _END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
_UTF8 = 0x800
_DATE = 33  # 1 January 1980: no clock
_MOST = 0xFFFFFFFF


@dataclass(frozen=True)
class Relation:
    """One relationship of a part: `kind` is the last step of its type's address, `part` the internal target."""

    id: str
    kind: str
    part: str


@dataclass
class Draft:
    """A package being changed. Names are looked up without regard to case; the order of the parts stays."""

    archive: Archive
    changed: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    def has(self, part: str) -> bool:
        """True when the package will have the part."""
        key = part.casefold()
        return key in self.changed or (key not in self.removed and self.archive.has(part))

    def read(self, part: str) -> bytes:
        """Return a part's XML as it will be; Refused where the guard's caps or checks say no."""
        key = part.casefold()
        return self.changed[key][1] if key in self.changed else self.archive.read_xml(part)

    def write(self, part: str, xml: bytes) -> None:
        """Put a part in the place of the one of this name, or behind all others."""
        self.removed.discard(part.casefold())
        self.changed[part.casefold()] = part, xml

    def remove(self, source: str, parts: Collection[str]) -> None:
        """Leave parts out, with their relationships, their content types, and what relates a source part to them."""
        if not parts:
            return
        gone = {part.casefold() for part in parts}
        for name in {*gone, *(relations_part(part) for part in gone)}:
            self.changed.pop(name, None)
            self.removed.add(name)
        self._cut(TYPES, "Override", lambda e: e.attributes.get("PartName", "").lstrip("/").casefold() in gone)
        related = {r.id for r in self.relations(source) if r.part.casefold() in gone}
        if related:
            self._cut(relations_part(source), "Relationship", lambda e: e.attributes.get("Id", "") in related)

    def _cut(self, part: str, name: str, unwanted: Callable[[Element], bool]) -> None:
        """Take elements out of a part."""
        xml = self.read(part)
        edits = [(e.start, e.end, b"") for e in elements(xml, [name]) if e.name == name and unwanted(e)]
        self.write(part, applied(xml, edits))

    def fresh(self, pattern: str) -> str:
        """Return the first name of a pattern ("xl/comments{}.xml") that no part has."""
        return next(name for n in range(1, 100_000) if not self.has(name := pattern.format(n)))

    def relations(self, part: str) -> list[Relation]:
        """Return the internal relationships of a part ("" for the package itself)."""
        name = relations_part(part)
        if not self.has(name):
            return []
        folder = part.rpartition("/")[0]
        return [
            Relation(
                e.attributes.get("Id", ""),
                e.attributes.get("Type", "").rpartition("/")[2],
                _target(e.attributes.get("Target", ""), folder),
            )
            for e in elements(self.read(name), ["Relationship"])
            if e.name == "Relationship" and e.attributes.get("TargetMode", "") != "External"
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship to a part; return its id."""
        name = relations_part(part)
        xml = self.read(name) if self.has(name) else _EMPTY_RELATIONS.encode()
        root, *others = elements(xml, ["Relationship"])
        taken = {e.attributes.get("Id", "") for e in others}
        own = next(id_ for n in range(1, 100_000) if (id_ := f"rIdUB{n}") not in taken)
        new = f'<Relationship xmlns="{PACKAGE}/relationships" Id="{own}" Type="{OFFICE}/{kind}" '
        new += f'Target="/{escaped(target)}"/>'
        self.write(name, applied(xml, children_added(xml, root, new.encode())))
        return own

    def declare(self, part: str, content_type: str) -> None:
        """Say what kind of content a part has; a part of a kind named by its ending needs none twice."""
        xml = self.read(TYPES)
        root, *others = elements(xml, ["Override", "Default"])
        ending = part.rpartition(".")[2]
        if ending != "xml":
            if any(e.name == "Default" and e.attributes.get("Extension", "").casefold() == ending for e in others):
                return
            first = others[0].start if others else root.inside
            new = f'<Default xmlns="{PACKAGE}/content-types" Extension="{ending}" ContentType="{content_type}"/>'
            self.write(TYPES, applied(xml, [(first, first, new.encode())]))
            return
        new = f'<Override xmlns="{PACKAGE}/content-types" PartName="/{escaped(part)}" ContentType="{content_type}"/>'
        self.write(TYPES, applied(xml, children_added(xml, root, new.encode())))

    def content_type(self, part: str) -> str:
        """Return the content type a part is declared to have; empty when only its ending says it."""
        for e in elements(self.read(TYPES), ["Override"]):
            if e.attributes.get("PartName", "").casefold() == f"/{part}".casefold():
                return e.attributes.get("ContentType", "")
        return ""

    def packed(self) -> bytes:
        """Return the package's bytes, the same for the same content. OverflowError for a part beyond 4 GB."""
        pieces: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        for name, raw, deflated, crc, size in self._entries():
            if max(size, offset + len(raw)) >= _MOST:
                raise OverflowError(name)
            spelled = name.encode()
            flags = 0 if name.isascii() else _UTF8
            fields = struct.pack(
                "<HHHHHIIIHH", 20, flags, 8 if deflated else 0, 0, _DATE, crc, len(raw), size, len(spelled), 0
            )
            directory.append(_ENTRY + b"\x14\x00" + fields + struct.pack("<HHHII", 0, 0, 0, 0, offset) + spelled)
            pieces += [_FILE, fields, spelled, raw]
            offset += 30 + len(spelled) + len(raw)
        tail = b"".join(directory)
        end = struct.pack("<HHHHIIH", 0, 0, len(directory), len(directory), len(tail), offset, 0)
        return b"".join((*pieces, tail, _END, end))

    def _entries(self) -> Iterator[tuple[str, bytes, bool, int, int]]:
        """Yield name, bytes in the zip, whether they are deflated, CRC and size of every part."""
        old = self.archive.listing()
        named = {name.casefold() for name, _ in old}
        for name, size in old:
            key = name.casefold()
            if key in self.changed:
                yield _deflated(name, self.changed[key][1])
            elif key not in self.removed:
                yield name, *self.archive.compressed(name), size
        for key, (name, xml) in self.changed.items():
            if key not in named:
                yield _deflated(name, xml)


def relations_part(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _target(target: str, folder: str) -> str:
    """Return the part a relationship's target names, seen from a folder."""
    target = target.replace("\\", "/")
    steps: list[str] = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _deflated(name: str, xml: bytes) -> tuple[str, bytes, bool, int, int]:
    press = zlib.compressobj(6, zlib.DEFLATED, -15)
    return name, press.compress(xml) + press.flush(), True, zlib.crc32(xml), len(xml)
