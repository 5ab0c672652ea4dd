"""What stands between an unknown file and the parsers.

Enters: a path. Leaves: `Loaded[Package]`: the few parts a reading needs, each inflated by us under caps,
checked and wrapped again as a stored zip in memory, with the facts a parser would lose; or one temuan that
says why the file is refused. Refuses to know: values, layouts, sentences.

Values of the temuan, by code (short machine words, never sentences):

- BUKU-001 reason: missing, folder, loop, permission, special, unreadable
- BUKU-002 reason: empty, shortcut, text, html, xml, pdf, ods, xlsb, docx, pptx, numbers, archive, zip, unknown
- BUKU-003 reason: password, xls, ole
- BUKU-004 reason: zip, missing, truncated, crc, size, xml, relationship; part
- BUKU-005 reason: file, entries, part, total, ratio, text, cells, time, memory; part; limit
- BUKU-006 reason: name, absolute, traversal, twice, encrypted, method, part_twice, sheet_twice; part
- BUKU-007 reason: dtd, encoding, count; part
- BUKU-008 reason: beyond, reference; part; limit; cell
- BUKU-009 reason: the class of the parser's error, or child; part: the sheet's name or empty (from `open_book`)
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, reduce
from pathlib import Path

from pmprb.records import dataclass
from pmprb.temuan import (
    NOWHERE,
    CellsOutOfReach,
    DamagedWorkbook,
    Loaded,
    LockedOrOldWorkbook,
    OddPackage,
    OversizedWorkbook,
    ParserGaveUp,
    RefusedXml,
    Temuan,
)
from pmprb.text import clean_text, readable
from pmprb.workbook.container import (
    MAX_ENTRIES,
    MAX_PART,
    MAX_TOTAL,
    Archive,
    Refused,
    damaged,
    foreign_package,
    is_old,
    read_file,
    too_large,
)
from pmprb.workbook.sheetxml import (
    MAIN,
    PROLOG,
    Bytes,
    Pieces,
    ScannedSheet,
    SheetFacts,
    scan_sheet,
    string_indices,
    trim_strings,
    trim_styles,
    used_cells,
)
from pmprb.workbook.slow import Failure, Job, plain_package, plain_spreadsheet, tidy
from pmprb.workbook.slow_child import LONG_ROWS, MAX_ROWS, MB
from pmprb.workbook.xml_events import parsed

MAX_TEXT = 64 * MB
"""What the shared strings may measure once every cell has its own copy."""
MAX_CELLS = 8_000_000
"""Cells of all sheets together, the empty ones inside the used range included: one sheet to ZZ9999 fits."""

_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/relationships"
_MODIFIED = re.compile(rb":modified\b[^<>]{0,300}+>\s{0,99}+([0-9T:.+Z-]{4,35})\s{0,99}+</")
_TAG = re.compile(rb"<[^<>]*+")
_COUNT = re.compile(rb"""ount\s*+=\s*+["'][^"'<>]*?[0-9]{8}""")
_STATES = ("hidden", "veryHidden")


@dataclass(frozen=True)
class Package:
    """A workbook that passed. `content` is a stored zip of the checked parts under standard names.

    It holds cells, shared strings and number formats, nothing else of the original. `sheets` are the worksheets
    in workbook order, the same order as in `content`; chart sheets are left out. `sha256` is of the original
    bytes, `modified` the time stamp of docProps/core.xml or empty, `styles` the style
    sheet among the parts. `old`: the original was an .xls; `open_document`: an .ods.
    """

    file: str
    sha256: str
    content: bytes
    sheets: tuple[SheetFacts, ...]
    modified: str = ""
    styles: bytes = b""
    old: bool = False
    open_document: bool = False


@dataclass(frozen=True)
class _Workbook:
    """What workbook.xml says: (name, state, part) a worksheet, the shared parts ("" when absent), the date system."""

    sheets: tuple[tuple[str, str, str], ...]
    strings: str
    styles: str
    epoch_1904: bool


def guard(path: Path, only: Callable[[str], bool] | None = None, long: bool = False) -> Loaded[Package]:
    """Return the checked package of a workbook, or None with the one temuan (BUKU-001 to -008) that refuses it.

    Content decides, the file's name does not. Never raises for what a file holds. A workbook written in
    a legitimate but rare way costs a child process (`pmprb.workbook.slow`), some 50 ms.

    `only` names the sheets wanted (it is given each name, cleaned): the parts of the others are neither inflated
    nor looked at, and are not in the package. A `long` reading, meant for workbooks this program itself wrote,
    goes down to row 999,999 instead of 9,999, and one sheet may measure what all parts together may. So that
    a parser's memory stays what it is in any other reading, the used areas of the sheets together may then hold
    no more than MAX_CELLS (BUKU-005, cells). All else stays.
    """
    try:
        return Loaded(value=_checked(path, only, long))
    except Refused as refused:
        return Loaded(value=None, temuan=(refused.temuan(readable(path.name)),))


def _checked(path: Path, only: Callable[[str], bool] | None, long: bool) -> Package:
    """Return the package of the file, or raise Refused."""
    data = read_file(path, old=True)
    old = is_old(data)
    archive = Archive(_made_plain(data) if old else data)
    is_open = not old and archive.has("mimetype") and archive.has("content.xml")
    if is_open:
        archive = Archive(_spreadsheet_made_plain(archive))
    book = _workbook(archive)
    if only:
        book = replace(book, sheets=tuple(sheet for sheet in book.sheets if only(sheet[0])))
    sheets, strings, styles = _parts(archive, book, long)
    _check_text(sheets, strings)
    if long:
        _check_area(sheets)
    return Package(
        file=readable(path.name),
        sha256=hashlib.sha256(data).hexdigest(),
        content=_wrap(book, sheets, strings, styles),
        sheets=tuple(sheet.facts for sheet in sheets),
        modified=_modified(archive),
        styles=b"".join(styles),
        old=old,
        open_document=is_open,
    )


def _made_plain(data: bytes) -> bytes:
    """Return an old workbook (.xls) as a package like any other, made by a child under limits; Refused without one."""
    made = plain_package(data)
    if isinstance(made, Failure):
        raise Refused(_given_up(made), "", made.cell)
    return made


def _spreadsheet_made_plain(archive: Archive) -> bytes:
    """Return an OpenDocument spreadsheet as a package like any other; Refused when it is another kind of document, is
    locked, or cannot be read."""
    if not archive.read("mimetype", 256).strip().startswith(_OPEN_DOCUMENT):
        raise foreign_package(archive)
    manifest = "META-INF/manifest.xml"
    if archive.has(manifest) and b"encryption-data" in archive.read(manifest):
        raise Refused(LockedOrOldWorkbook(NOWHERE, reason="password"))
    made = plain_spreadsheet(archive.read_xml("content.xml"))
    if isinstance(made, Failure):
        raise Refused(_given_up(replace(made, part="content.xml")), "", made.cell)
    return made


_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"


def _modified(archive: Archive) -> str:
    """Return when the workbook was last saved (ISO 8601); empty when unknown, for this alone refuses no file."""
    try:
        found = _MODIFIED.search(archive.read("docProps/core.xml"))
    except Refused:
        return ""
    return found[1].decode() if found else ""


def _workbook(archive: Archive) -> _Workbook:
    """Return what the workbook part and its relationships say; Refused when there is no sound workbook."""
    main = "xl/workbook.xml"
    if archive.has("_rels/.rels"):
        targets = _relationships(archive, "_rels/.rels", "").values()
        main = next((part for kind, part in targets if kind == "officeDocument"), main)
    if not archive.has(main) or main.endswith(".bin"):
        raise foreign_package(archive)
    elements = _elements(archive, main, ("workbook", "workbookPr", "sheet"))
    if not elements or elements[0][0] != "workbook":
        raise foreign_package(archive)
    folder, _, name = main.rpartition("/")
    related = _relationships(archive, f"{folder}/_rels/{name}.rels".lstrip("/"), folder)
    shared = {kind: part for kind, part in related.values() if archive.has(part)}
    sheets: list[tuple[str, str, str]] = []
    epoch_1904 = False
    for tag, attributes in elements:
        if tag == "workbookPr":
            epoch_1904 = attributes.get("date1904", "0") in ("1", "true", "on")
        elif tag == "sheet":
            kind, part = related.get(attributes.get("id", ""), ("", ""))
            if not kind:
                raise damaged("relationship", main)
            if kind == "worksheet":
                state = attributes.get("state", "")
                sheets.append((clean_text(attributes.get("name", "")), state if state in _STATES else "visible", part))
    for at, reason in ((0, "sheet_twice"), (2, "part_twice")):
        seen: set[str] = set()
        for sheet in sheets:
            key = sheet[at].strip().casefold()
            if key in seen:
                raise Refused(OddPackage(NOWHERE, reason=reason, part=sheet[2]), sheet[0])
            seen.add(key)
    return _Workbook(tuple(sheets), shared.get("sharedStrings", ""), shared.get("styles", ""), epoch_1904)


def _relationships(archive: Archive, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Return id -> (kind, part) of the internal relationships; kind is the last step of the type's address."""
    related: dict[str, tuple[str, str]] = {}
    for _, attributes in _elements(archive, part, ("Relationship",)):
        if attributes.get("TargetMode", "") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            steps: list[str] = [] if target.startswith("/") else [step for step in folder.split("/") if step]
            for step in target.split("/"):
                if step == "..":
                    del steps[-1:]
                elif step not in ("", "."):
                    steps.append(step)
            kind = attributes.get("Type", "").rpartition("/")[2]
            related[attributes.get("Id", "")] = (kind, "/".join(steps))
    return related


_Elements = tuple[tuple[str, dict[str, str]], ...]
_SHORT = 16 * 1024


def _elements(archive: Archive, part: str, wanted: tuple[str, ...]) -> _Elements:
    """Return (local name, attributes by local name) of the wanted elements, in document order; not to be changed.

    The parts that say what a workbook holds are the same bytes in all worksheets of one template: the short ones are
    parsed once. What is refused is not remembered.
    """
    xml = archive.read_xml(part)
    return _known_elements(xml, part, wanted) if len(xml) <= _SHORT else _elements_in(xml, part, wanted)


def _elements_in(xml: bytes, part: str, wanted: tuple[str, ...]) -> _Elements:
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name in wanted:
            if len(found) > MAX_ENTRIES:
                raise too_large("entries", part, str(MAX_ENTRIES))
            found.append((name, dict(attributes)))

    parsed(xml, part, start)
    return tuple(found)


_known_elements = lru_cache(maxsize=64)(_elements_in)


def _parts(archive: Archive, book: _Workbook, long: bool = False) -> tuple[list[ScannedSheet], Pieces, Pieces]:
    """Return the sheets, the shared strings and the styles, ready to be wrapped; the odd ones tidied in a child."""
    parts: dict[str, Pieces | None] = {
        "strings": trim_strings(_counted(archive, book.strings, b"<si")) if book.strings else (),
        "styles": trim_styles(_counted(archive, book.styles, b"</styleSheet")) if book.styles else (),
    }
    sheets = [_sheet(archive, *sheet, long) for sheet in book.sheets]
    odd = [("sheet", sheet[2]) for sheet, scanned in zip(book.sheets, sheets, strict=True) if scanned is None]
    odd += [(kind, part) for kind, part in (("strings", book.strings), ("styles", book.styles)) if parts[kind] is None]
    if odd:
        tidied = _tidied(archive, odd, book, LONG_ROWS if long else MAX_ROWS)
        sheets = [
            scanned or scan_sheet(tidied[part], name, state, long)
            for (name, state, part), scanned in zip(book.sheets, sheets, strict=True)
        ]
        parts = {
            "strings": trim_strings(tidied[book.strings]) if parts["strings"] is None else parts["strings"],
            "styles": trim_styles(tidied[book.styles]) if parts["styles"] is None else parts["styles"],
        }
    strings, styles = parts["strings"], parts["styles"]
    sound = [sheet for sheet in sheets if sheet is not None]
    if strings is None or styles is None or len(sound) < len(sheets):
        raise damaged("xml", odd[0][1])
    return sound, strings, styles


def _is_utf8(part: bytes) -> bool:
    """True when the bytes are UTF-8 throughout."""
    try:
        return part.isascii() or part.decode("utf-8") != ""
    except UnicodeDecodeError:
        return False


def _counted(archive: Archive, part: str, end: bytes) -> bytes:
    """Return the part; Refused when it is no UTF-8, or a count in a tag before `end` has eight digits or more.

    calamine takes its memory from `uniqueCount`: two kilobytes can ask for terabytes and end the process.
    """
    xml = archive.read_xml(part)
    if not _is_utf8(xml):
        raise Refused(RefusedXml(NOWHERE, reason="encoding", part=part))
    stop = xml.find(end)
    stop = len(xml) if stop < 0 else stop
    if _COUNT.search(xml, 0, stop) and any(_COUNT.search(tag) for tag in _TAG.findall(xml, 0, stop)):
        raise Refused(RefusedXml(NOWHERE, reason="count", part=part))
    return xml


def _sheet(archive: Archive, name: str, state: str, part: str, long: bool) -> ScannedSheet | None:
    """Return the sheet, or None when only the slow way can read it: an odd spelling, or more than a part may hold."""
    try:
        return scan_sheet(archive.read_xml(part, MAX_TOTAL if long else MAX_PART), name, state, long)
    except Refused as refused:
        if isinstance(refused.told, OversizedWorkbook) and refused.told.reason == "part":
            return None
        refused.sheet = name
        raise


def _tidied(archive: Archive, odd: list[tuple[str, str]], book: _Workbook, rows: int) -> dict[str, bytes]:
    """Return part -> tidy XML from the child process; Refused when it gave up."""
    tidied = tidy([Job(kind, part, *archive.compressed(part), rows) for kind, part in odd])
    if not isinstance(tidied, Failure):
        return tidied
    sheet = next((name for name, _, part in book.sheets if part == tidied.part), "")
    raise Refused(_given_up(tidied), sheet, tidied.cell if tidied.reason == "beyond" else "")


def _given_up(failure: Failure) -> Temuan:
    """Return why tidying ended. The child is told no classes: it runs without this package."""
    reason, part = failure.reason, failure.part
    match failure.code:
        case LockedOrOldWorkbook.code:
            return LockedOrOldWorkbook(NOWHERE, reason=reason)
        case OversizedWorkbook.code:
            return OversizedWorkbook(NOWHERE, reason=reason, part=part, limit=failure.limit)
        case RefusedXml.code:
            return RefusedXml(NOWHERE, reason=reason, part=part)
        case CellsOutOfReach.code:
            return CellsOutOfReach(NOWHERE, reason=reason, part=part, cell=failure.cell, limit=failure.limit)
        case ParserGaveUp.code:
            return ParserGaveUp(NOWHERE, reason=reason, part=part)
        case _:
            return DamagedWorkbook(NOWHERE, reason=reason, part=part)


def _check_text(sheets: list[ScannedSheet], strings: Pieces) -> None:
    """Refuse a workbook whose cells point at shared strings that are missing, or at too much text in all.

    A parser gives every cell its own copy: one string of a megabyte in 100,000 cells is 100 GB.
    """
    if not strings:
        if any(next(string_indices(sheet), None) is not None for sheet in sheets):
            raise damaged("missing", "xl/sharedStrings.xml")
        return
    table = bytes(max(strings, key=len))
    most_cells = 1 + sum(len(sheet.rows) for sheet in sheets) // len(b'<c r="A1" t="s"><v>0</v></c>')
    harmless = MAX_TEXT // most_cells
    at = 0
    while at >= 0 and len(table) - at > harmless:  # from </si> to </si>, as far as a harmless string may reach
        at = table.rfind(b"</si>", at + 1, at + harmless)
    if at >= 0:
        return
    lengths = list(map(len, table.split(b"</si>")))
    total = sum(lengths[index] for sheet in sheets for index in string_indices(sheet) if index < len(lengths))
    if total > MAX_TEXT:
        raise too_large("text", "xl/sharedStrings.xml", f"{MAX_TEXT // MB} MB")


def _check_area(sheets: list[ScannedSheet]) -> None:
    """Refuse sheets whose used areas hold too many cells: a parser sets memory aside for every one, empty or not."""
    cells = 0
    for sheet in sheets:
        cells += used_cells(sheet)
        if cells > MAX_CELLS:
            raise too_large("cells", "", str(MAX_CELLS), sheet=sheet.facts.name)


def _wrap(book: _Workbook, sheets: list[ScannedSheet], strings: Pieces, styles: Pieces) -> bytes:
    """Return a stored zip of the checked parts; workbook and relationships are written anew."""
    entries: list[bytes] = []
    related: list[tuple[bytes, bytes]] = []
    parts: list[tuple[bytes, Pieces]] = []
    for number, sheet in enumerate(sheets, 1):
        entries.append(b'<sheet name="s%d" sheetId="%d" r:id="rId%d"/>' % (number, number, number))
        related.append((b"worksheet", b"worksheets/sheet%d.xml" % number))
        parts.append((b"xl/worksheets/sheet%d.xml" % number, sheet.document()))
    if strings:
        related.append((b"sharedStrings", b"sharedStrings.xml"))
        parts.append((b"xl/sharedStrings.xml", strings))
    if styles:
        related.append((b"styles", b"styles.xml"))
        parts.append((b"xl/styles.xml", styles))
    workbook = b'%b<workbook %b xmlns:r="%b"><workbookPr date1904="%d"/><sheets>%b</sheets></workbook>' % (
        PROLOG,
        MAIN,
        _OFFICE,
        book.epoch_1904,
        b"".join(entries),
    )
    head = [
        (b"_rels/.rels", (_rels([(b"officeDocument", b"xl/workbook.xml")]),)),
        (b"xl/workbook.xml", (workbook,)),
        (b"xl/_rels/workbook.xml.rels", (_rels(related),)),
    ]
    return _stored_zip([*head, *parts])


def _rels(related: list[tuple[bytes, bytes]]) -> bytes:
    """Return a relationships part: (kind, target), numbered rId1, rId2 and on."""
    links = b"".join(
        b'<Relationship Id="rId%d" Type="%b/%b" Target="%b"/>' % (number, _OFFICE, kind, target)
        for number, (kind, target) in enumerate(related, 1)
    )
    return b'%b<Relationships xmlns="%b">%b</Relationships>' % (PROLOG, _PACKAGE, links)


def _stored_zip(parts: list[tuple[bytes, Pieces]]) -> bytes:
    """Return a zip of uncompressed parts (name, content)."""
    pieces: list[Bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in parts:
        size = sum(map(len, content))
        crc = reduce(lambda crc, piece: zlib.crc32(piece, crc), content, 0)
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, crc, size, size, len(name), 0)
        directory.append(b"PK\x01\x02\x14\x00" + fields + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name)
        pieces += [b"PK\x03\x04", fields, name, *content]
        offset += 30 + len(name) + size
    tail = b"".join(directory)
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(tail), offset, 0)
    return b"".join((*pieces, tail, b"PK\x05\x06", end))
