"""Edits of XML by byte position: what an edit does not touch stays as it was written, to the byte.

Enters: a part known to be UTF-8 without a DTD, and the local names of the elements wanted. Leaves: those elements
with their places, and the part with edits applied. Refuses to know: packages, what the elements mean.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from xml.parsers import expat

from pmprb.records import dataclass
from pmprb.workbook.slow_child import MAX_DEPTH, MB

MAX_ELEMENTS = 100_000
"""How many wanted elements a part may have: a worksheet has some thousands."""
MAX_ALL = 1_500_000
"""How many elements of any kind: each costs a microsecond."""
MAX_BYTES = 12 * MB
"""What a part may measure: a worksheet has some 200 KB."""

Edit = tuple[int, int, bytes]
"""Bytes from, to (not included), and what stands there instead."""

_TAG = re.compile(rb"<(?P<name>[^\s/<>]++)(?:[^\"'<>]|\"[^\"<]*+\"|'[^'<]*+')*+>")
_ATTRIBUTE = re.compile(rb"\s+(?P<name>[^\s=/>]+)\s*=\s*(?P<value>\"[^\"]*\"|'[^']*')")
# What XML 1.0 cannot hold at all, lone surrogates and non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NotXml(Exception):
    """Raised when a part cannot be parsed, is not what it should be, or has too much in it ("size")."""


@dataclass(frozen=True)
class Element:
    """An element's place: `start` of its start tag, `inside` behind that tag, `end` behind the whole element.

    `tag` is its name as written, `attributes` go by local name, `parent` is the local name above it.
    `depth` of the root is 0; an `empty` one is written `<tag/>`.
    """

    name: str
    space: str
    tag: bytes
    attributes: Mapping[str, str]
    parent: str
    depth: int
    start: int
    inside: int
    end: int
    empty: bool


def elements(xml: bytes, wanted: Collection[str] = (), children: bool = False) -> list[Element]:
    """Return the root and the wanted elements, in document order; with `children` also all just beneath the root.

    Raises NotXml.
    """
    if len(xml) > MAX_BYTES:
        raise NotXml("size")
    seen = 0
    open_: list[tuple[int, str, str, dict[str, str], int] | None] = []
    names: list[str] = []
    found: dict[int, Element] = {}
    keep = frozenset(wanted)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        depth = len(names)
        if depth > MAX_DEPTH or seen > MAX_ALL:
            raise NotXml("size")
        space, _, local = tag.rpartition(" ")
        names.append(local)
        if not depth or local in keep or (children and depth == 1):
            if len(found) + len(open_) > MAX_ELEMENTS + MAX_DEPTH:
                raise NotXml("size")
            named = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            open_.append((parser.CurrentByteIndex, local, space, named, depth))
        else:
            open_.append(None)

    def end(_: str) -> None:
        names.pop()
        kept = open_.pop()
        if kept is None:
            return
        at, local, space, attributes, depth = kept
        match = _TAG.match(xml, at)
        if match is None:
            raise NotXml("tag")
        empty = xml[match.end() - 2 : match.end()] == b"/>"
        close = match.end() if empty else xml.index(b">", parser.CurrentByteIndex) + 1
        parent = names[-1] if names else ""
        found[at] = Element(local, space, match["name"], attributes, parent, depth, at, match.end(), close, empty)

    def doctype(*_: object) -> None:
        raise NotXml("dtd")

    parser = expat.ParserCreate("utf-8", " ")
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise NotXml("syntax") from error
    return [found[at] for at in sorted(found)]


def applied(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the part with the edits made; two that overlap are our own mistake (ValueError)."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        if start < at:
            raise ValueError("edits overlap")
        pieces += [xml[at:start], new]
        at = end
    return b"".join((*pieces, xml[at:]))


def attributes_set(xml: bytes, element: Element, values: Mapping[str, str | None]) -> Edit:
    """Return the edit that gives an element's start tag these attributes (names without a prefix); None takes one
    out. The other attributes stay as they are."""
    left = dict(values)
    pieces = [b"<", element.tag]
    at = element.start + 1 + len(element.tag)
    while match := _ATTRIBUTE.match(xml, at):
        name = match["name"].decode()
        if name not in values:
            pieces.append(match[0])
        elif (value := left.pop(name)) is not None:
            pieces.append(_attribute(name, value))
        at = match.end()
    pieces += [_attribute(name, value) for name, value in left.items() if value is not None]
    return element.start, element.inside, b"".join((*pieces, b"/>" if element.empty else b">"))


def _attribute(name: str, value: str) -> bytes:
    return f' {name}="{escaped(value)}"'.encode()


def children_added(
    xml: bytes, element: Element, new: bytes, values: Mapping[str, str | None] | None = None
) -> list[Edit]:
    """Return the edits that put `new` behind an element's last child and set attributes of its start tag."""
    start, end, tag = attributes_set(xml, element, values or {})
    if element.empty:
        return [(start, end, tag[:-2] + b">" + new + b"</" + element.tag + b">")]
    closing = xml.rindex(b"<", element.inside, element.end)
    return [*([(start, end, tag)] if values else []), (closing, closing, new)]


def within(sorted_: Sequence[Element], outer: Element) -> Sequence[Element]:
    """Return those of the elements, which stand in document order, that stand inside another one."""
    first = bisect_right(sorted_, outer.start, key=lambda e: e.start)
    return sorted_[first : bisect_left(sorted_, outer.end, first, key=lambda e: e.start)]


def place_for(root: Element, below: Iterable[Element], order: tuple[str, ...], name: str) -> int:
    """Return where a child `name` of the root belongs: behind the last one that the schema's `order` puts before it."""
    rank = order.index(name)
    before = [e.end for e in below if e.depth == 1 and e.name in order and order.index(e.name) <= rank]
    return max(before, default=root.inside)


def text_of(xml: bytes, element: Element) -> str:
    """Return the text of an element, that of the elements in it included."""
    pieces: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.CharacterDataHandler = pieces.append
    parser.Parse(xml[element.start : element.end], True)
    return "".join(pieces)


def escaped(text: str) -> str:
    """Return a text as XML holds it, in elements and in attributes; what XML cannot hold is left out."""
    text = _FORBIDDEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\r", "&#13;")
