"""XML of a package's part, element by element, without trust.

Enters: a part. Leaves: calls for its elements and texts, names without their namespace; its relationships. Refuses to
know: what elements mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from pmprb.temuan import NOWHERE, RefusedXml
from pmprb.workbook.container import Archive, Refused, damaged
from pmprb.workbook.slow_child import MAX_DEPTH

Start = Callable[[str, Mapping[str, str]], None]
Text = Callable[[str, str], None]


def parsed(xml: bytes, part: str, start: Start, text: Text | None = None, wanted: frozenset[str] = frozenset()) -> None:
    """Call `start` for each element, `text` with the whole text of each wanted one. Names and attributes are local."""
    depth = 0
    pieces: list[str] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise damaged("xml", part)
        local = tag.rpartition(" ")[2]
        if local in wanted:
            pieces.clear()
        start(local, {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        local = tag.rpartition(" ")[2]
        if text is not None and local in wanted:
            text(local, "".join(pieces))
            pieces.clear()

    def doctype(*_: object) -> None:
        raise Refused(RefusedXml(NOWHERE, reason="dtd", part=part))

    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    if wanted:
        parser.CharacterDataHandler = pieces.append
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise damaged("xml", part) from error


def related_parts(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return id -> (kind, part) of a part's relationships; the target of one that leads outside is as written."""
    folder, _, name = part.rpartition("/")
    listing = f"{folder}/_rels/{name}.rels".lstrip("/")
    found: dict[str, tuple[str, str]] = {}
    if not archive.has(listing):
        return found

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "Relationship":
            return
        target, kind = attributes.get("Target", ""), attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode", "") != "External":
            steps = [] if target.startswith("/") else [step for step in folder.split("/") if step]
            for step in target.replace("\\", "/").split("/"):
                if step == "..":
                    del steps[-1:]
                elif step not in ("", "."):
                    steps.append(step)
            target = "/".join(steps)
        found[attributes.get("Id", "")] = kind, target

    parsed(archive.read_xml(listing), listing, start)
    return found


def is_on(attributes: Mapping[str, str], name: str) -> bool:
    """True when a switch is set."""
    return attributes.get(name, "") in ("1", "true", "on")


def number_in(text: str, otherwise: float) -> float:
    """Return the number a text holds; `otherwise` for none, or for one that no workbook has use for."""
    try:
        number = float(text)
    except ValueError:
        return otherwise
    return number if abs(number) < 1e9 else otherwise
