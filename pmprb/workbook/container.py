"""A zip package opened without trust: the file's first bytes, its entries, one part at a time under caps.

Enters: a path. Leaves: the bytes of single parts, inflated here and proved against their CRC, or `Refused`.
Refuses to know: what the parts mean.
"""

from __future__ import annotations

import codecs
import errno
import io
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from pmprb.temuan import (
    NOWHERE,
    CellPos,
    DamagedWorkbook,
    LockedOrOldWorkbook,
    NotAWorkbook,
    OddPackage,
    OversizedWorkbook,
    RefusedXml,
    Temuan,
    UnopenableFile,
)
from pmprb.turns import waiting
from pmprb.workbook.slow_child import MAX_RATIO, MB, RATIO_FLOOR

MAX_FILE = 10 * MB
MAX_PART = 32 * MB
MAX_TOTAL = 64 * MB
MAX_ENTRIES = 2000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DEFLATE_MOST = 1033
"""Deflate never grows data more than 1,032 times."""
_ENTRY = b"PK\x01\x02"
_PREFIX = 1024
_SHELL_LINK = b"L\x00\x00\x00\x01\x14\x02\x00"
_POINTER = re.compile(rb'\{\s{0,9}"(?:url|doc_id)"')
"""A Google document as a drive folder keeps it; and before it how Windows begins a shortcut."""
"""A web server's stray output before the zip may measure this much; Excel repairs such files."""

bytes(4 * MB)  # glibc learns from a large block given back to keep memory: a reading took 300 page faults, now none

_OPEN_ERRORS = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.EISDIR: "folder",
    errno.ELOOP: "loop",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
}
_DECLARATION = re.compile(rb"""\s*+<\?xml[^<>]*?encoding\s*+=\s*+["']([^"'<>]*+)["']""")
_PROLOG_MOST = 4096
"""A DTD is looked for in so many first bytes; one further on is refused by whoever reads the part."""
_DTD = re.compile(rb"<!\s*+(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Refused(Exception):
    """Raised inside this room when a file is turned away; `guard` makes the temuan of it."""

    def __init__(self, told: Temuan, sheet: str = "", address: str = "", /) -> None:
        """Keep the temuan, which has no place yet, and the sheet and cell it is about."""
        super().__init__(told.code)
        self.told, self.sheet, self.address = told, sheet, address

    def temuan(self, file: str) -> Temuan:
        """Return the temuan about this file. The sheet's name is cut at 120 characters: it comes out of the file."""
        return self.told.moved(CellPos(workbook=file, sheet=self.sheet[:120], cell=self.address))


def too_large(reason: str, part: str, limit: str, sheet: str = "") -> Refused:
    """Return BUKU-005 with its three values."""
    return Refused(OversizedWorkbook(NOWHERE, reason=reason, part=part, limit=limit), sheet)


def damaged(reason: str, part: str) -> Refused:
    """Return BUKU-004 with its two values."""
    return Refused(DamagedWorkbook(NOWHERE, reason=reason, part=part))


def read_file(path: Path, old: bool = False) -> bytes:
    """Return the bytes of a file that begins like a zip, MAX_FILE at most; anything else is Refused.

    With `old` an Excel 97-2003 workbook passes too (`is_old` tells it).
    """
    data = read_bytes(path, MAX_FILE)
    if is_old(data):
        kind = _ole_kind(data)
        if kind != "xls" or not old:
            raise Refused(LockedOrOldWorkbook(NOWHERE, reason=kind))
    elif _ZIP not in data[:_PREFIX]:
        raise Refused(NotAWorkbook(NOWHERE, reason=_foreign_kind(data)))
    if len(data) > MAX_FILE:
        raise too_large("file", "", f"{MAX_FILE // MB} MB")
    return data


def read_bytes(path: Path, limit: int) -> bytes:
    """Return a file's bytes, and one more than `limit` of a longer one; Refused for what is no file."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Refused(UnopenableFile(NOWHERE, reason="folder" if stat.S_ISDIR(found.st_mode) else "special"))
        most = min(found.st_size or limit, limit)  # as much as is asked for is set aside; some drives say 0
        with waiting(), path.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise Refused(UnopenableFile(NOWHERE, reason=_OPEN_ERRORS.get(error.errno or 0, "unreadable"))) from error
    except ValueError as error:  # a NUL in the name
        raise Refused(UnopenableFile(NOWHERE, reason="missing")) from error


def is_old(data: bytes) -> bool:
    """True for the bytes of an OLE container, which Excel wrote until 2003."""
    return data.startswith(_OLE)


class Archive:
    """The entries of a zip held in memory. Names are looked up without regard to case."""

    def __init__(self, data: bytes) -> None:
        """Read the directory; Refused when it is damaged, too long, or holds odd, doubled or encrypted entries."""
        if data.count(_ENTRY) > MAX_ENTRIES:
            raise too_large("entries", "", str(MAX_ENTRIES))
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except Exception as error:  # zipfile lets a dozen kinds of exception through on hostile bytes
            if data.startswith(_ZIP):
                raise damaged("zip", "") from error
            raise Refused(NotAWorkbook(NOWHERE, reason=_foreign_kind(data))) from error
        self._data = data
        self._inflated = 0
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = _sound_name(entry)
            if name.casefold() in self._entries:
                raise Refused(OddPackage(NOWHERE, reason="twice", part=name))
            self._entries[name.casefold()] = entry

    def has(self, name: str) -> bool:
        """True when there is such a part."""
        return name.casefold() in self._entries

    def listing(self) -> list[tuple[str, int]]:
        """Return every entry's name and the size it declares, in the file's order."""
        return [(_sound_name(entry), entry.file_size) for entry in self._entries.values()]

    def compressed(self, name: str) -> tuple[bytes, bool, int]:
        """Return the part's bytes as they lie in the file, whether they are deflated, and their CRC."""
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise damaged("missing", name)
        start = entry.header_offset
        header = self._data[start : start + 30] if start >= 0 else b""
        if len(header) < 30 or not header.startswith(_ZIP):
            raise damaged("zip", name)
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        start += 30 + name_length + extra_length
        raw = self._data[start : start + entry.compress_size]
        if len(raw) < entry.compress_size:
            raise damaged("truncated", name)
        return raw, entry.compress_type == zipfile.ZIP_DEFLATED, entry.CRC

    def read(self, name: str, most: int = MAX_PART) -> bytes:
        """Return the part inflated: `most`, MAX_RATIO and MAX_TOTAL hold, whatever sizes the file declares."""
        raw, deflated, crc = self.compressed(name)
        cap = min(most, max(RATIO_FLOOR, MAX_RATIO * len(raw)))
        declared = self._entries[name.casefold()].file_size
        part = _inflated(raw, cap, name, declared) if deflated else raw
        if len(part) > cap:
            if cap == most:
                raise too_large("part", name, f"{most // MB} MB")
            raise too_large("ratio", name, str(MAX_RATIO))
        self._inflated += len(part)
        if self._inflated > MAX_TOTAL:
            raise too_large("total", name, f"{MAX_TOTAL // MB} MB")
        if zlib.crc32(part) != crc:
            raise damaged("crc", name)
        if len(part) != declared:
            raise damaged("size", name)
        return part

    def read_xml(self, name: str, most: int = MAX_PART) -> bytes:
        """Return the part as UTF-8 XML without a byte order mark; Refused for a DTD or another encoding."""
        part = self.read(name, most)
        if part.startswith(b"\xef\xbb\xbf"):
            part = part[3:]
        declared = _DECLARATION.match(part)
        if b"\0" in part or (declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")):
            raise Refused(RefusedXml(NOWHERE, reason="encoding", part=name))
        if _DTD.search(part, 0, _PROLOG_MOST):
            raise Refused(RefusedXml(NOWHERE, reason="dtd", part=name))
        return part


def _inflated(raw: bytes, cap: int, name: str, hint: int) -> bytes:
    """Return the inflated bytes, or one more than `cap` of them; Refused when the stream is broken or cut.

    `hint` is the size to expect: right, it saves copies; wrong, it does no harm.
    """
    try:
        if len(raw) * _DEFLATE_MOST <= 2 * MAX_PART:  # cannot grow beyond that: the one-shot call is twice as fast
            return zlib.decompress(raw, -15, min(max(hint, 1), cap) + 1)
        inflater = zlib.decompressobj(-15)
        part = inflater.decompress(raw, cap + 1)
    except zlib.error as error:
        raise damaged("truncated", name) from error
    if len(part) <= cap and not inflater.eof:
        raise damaged("truncated", name)
    return part


def foreign_package(archive: Archive) -> Refused:
    """Return BUKU-002 for a zip that is no .xlsx, named for what it looks like."""
    kinds = {
        "mimetype": "ods", "xl/workbook.bin": "xlsb", "word/document.xml": "docx", "ppt/presentation.xml": "pptx",
        "Index/Document.iwa": "numbers",
    }  # fmt: skip
    packed = any(name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods")) for name, _ in archive.listing())
    otherwise = "archive" if packed else "zip"
    return Refused(
        NotAWorkbook(NOWHERE, reason=next((kind for name, kind in kinds.items() if archive.has(name)), otherwise))
    )


def _sound_name(entry: zipfile.ZipInfo) -> str:
    """Return the entry's name with forward slashes; Refused when the name, method or flags are odd."""
    name = entry.orig_filename.replace("\\", "/")
    reason = ""
    if entry.flag_bits & 0x2041:
        reason = "encrypted"
    elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        reason = "method"
    elif not name or not name.isprintable() or len(name) > 1024:
        reason = "name"
    elif name.startswith("/") or name[1:2] == ":":
        reason = "absolute"
    elif any(step in (".", "..", "") for step in name.removesuffix("/").split("/")):
        reason = "traversal"
    if reason:
        shown = "".join(letter if letter.isprintable() else "?" for letter in name[:80])
        raise Refused(OddPackage(NOWHERE, reason=reason, part=shown))
    return name


def _ole_kind(data: bytes) -> str:
    """Return what an OLE container is, by the names in its directory: password, xls or ole."""
    for kind, names in (("password", ("EncryptedPackage",)), ("xls", ("Workbook", "Book"))):
        if any(name.encode("utf-16-le") + b"\0\0" in data for name in names):
            return kind
    return "ole"


def _foreign_kind(data: bytes) -> str:
    """Return what a file that is not a zip looks like."""
    if not data:
        return "empty"
    if data.startswith((_SHELL_LINK, b"bplist00")):  # what iCloud leaves in a file's stead
        return "shortcut"
    start = data[:_PREFIX].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if (
        start.startswith((b"[internetshortcut]", b"[desktop entry]"))
        or _POINTER.match(start)
        or b"<!doctype plist" in start
    ):
        return "shortcut"
    for mark, kind in ((b"%pdf", "pdf"), (b"<?xml", "xml"), (b"<!doctype html", "html"), (b"<html", "html")):
        if start.startswith(mark):
            return kind
    if b"<table" in start:
        return "html"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):  # what Excel saves as "Unicode text"
        return "text"
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data[:_PREFIX])  # the cut may fall inside a letter
    except UnicodeDecodeError:
        text = data[:_PREFIX].decode("cp1252", "replace")
    return "text" if all(letter.isprintable() or letter in "\r\n\t\ufeff" for letter in text) else "unknown"
