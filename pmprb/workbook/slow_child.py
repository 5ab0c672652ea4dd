"""The child of the slow path: workbook parts written again plainly. Runs alone, as a script.

Enters, on standard input: a JSON line of jobs and the parts as they lie in the zip. Leaves, on standard output:
a JSON line and the tidy parts, or a failure (a temuan's code with its values). Refuses to know: this package;
it imports a few small modules of the standard library, so it starts in some 20 ms.

Only what a reading needs is written: cells with something in them, each with its reference; hidden rows and
columns; strings without runs; number formats. One long file, because it must stand alone.
"""

from __future__ import annotations

import json
import os
import sys
import time
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from math import isfinite
from xml.parsers import expat

MB = 1024 * 1024
MEMORY = 1024 * MB
SECONDS = 20
"""Processor time this process may use, in whole seconds; not time on the clock, for that a busy machine takes too."""
OUT_OF_TIME = 75
"""The exit code that says so where no signal does."""
MAX_STREAM = 128 * MB
"""What one part may inflate to here: 1,048,576 formatted rows measure some 75 MB."""
MAX_OUT = 32 * MB
MAX_RATIO = 200
RATIO_FLOOR = MB
"""Parts that inflate to less than this are not held against MAX_RATIO."""
MAX_DEPTH = 256
MAX_ROWS, MAX_COLUMNS = 9999, 702
LONG_ROWS = 999_999
"""What a reading may ask for instead of MAX_ROWS; see `pmprb.workbook.guard`."""
LIMIT = "ZZ9999"

_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "",  # no namespace at all: some hand-made exporters
)
_TAGS = ("row", "c", "v", "f", "is", "t", "rPh", "col", "si", "numFmts", "numFmt", "cellXfs", "xf")
_LOCAL = {f"{space} {tag}".strip(): tag for space in _NAMESPACES for tag in _TAGS}
_SPACE = "http://www.w3.org/XML/1998/namespace space"
_CHUNK = 256 * 1024
_NO_MEMORY = 1  # expat's XML_ERROR_NO_MEMORY


class Stop(Exception):
    """Raised when a part cannot be tidied: a temuan's code and its values."""

    def __init__(self, code: str, reason: str, cell: str = "", limit: str = "") -> None:
        super().__init__(reason)
        self.failure = {"code": code, "reason": reason, "cell": cell, "limit": limit}


class _Part(ABC):
    """Handlers common to the three kinds: collecting text, depth, refusal of a DTD."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.out: list[str] = []
        self.out_size = 0
        self.depth = 0
        self.text: list[str] | None = None
        self.text_size = 0
        self.preserved = False
        self.phonetic = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Stop("BUKU-004", "xml")
        local = _LOCAL.get(tag)
        if local == "rPh":
            self.phonetic += 1
        elif local is not None:
            self.opened(local, attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        local = _LOCAL.get(tag)
        if local == "rPh":
            self.phonetic -= 1
        elif local is not None:
            self.closed(local)

    def add(self, piece: str) -> None:
        """Add to what is written, MAX_OUT at most."""
        self.out_size += len(piece)
        if self.out_size > MAX_OUT:
            raise Stop("BUKU-005", "part", limit=f"{MAX_OUT // MB} MB")
        self.out.append(piece)

    def data(self, text: str) -> None:
        if self.text is not None and not self.phonetic:
            self.text_size += len(text)
            if self.text_size > MAX_OUT:
                raise Stop("BUKU-005", "text", limit=f"{MAX_OUT // MB} MB")
            self.text.append(text)

    def collect(self, attributes: dict[str, str]) -> None:
        """Collect text from here on."""
        self.text = []
        self.preserved = attributes.get(_SPACE) == "preserve"

    def taken_run(self) -> str:
        """Return the text of a <t>: its outer white space counts only where it is said to."""
        text = self.taken()
        return text if self.preserved else text.strip(" \t\r\n")

    def taken(self) -> str:
        """Return the text collected, and stop collecting."""
        text = "".join(self.text or ())
        self.text, self.text_size = None, 0
        return text

    @abstractmethod
    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Take up an element."""

    @abstractmethod
    def closed(self, tag: str) -> None:
        """Leave an element."""

    @abstractmethod
    def document(self) -> str:
        """Return the part written anew."""


class _Sheet(_Part):
    """Rows and cells with something in them, each with its reference; hidden rows and columns.

    Cells come by the million, nearly all of them empty: `start` and `end` deal with them before anything else.
    """

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.row = -1
        self.row_open = False
        self.hidden: list[str] = []
        self.cell_tag = ""
        self.cell: dict[str, str] | None = None
        self.reference = ""
        self.value: str | None = None
        self.inline: str | None = None
        self.formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self.cell_tag:
            self.depth += 1
            self.cell = attributes
            self.reference = attributes["r"] if "r" in attributes else self.next_reference()
        elif _LOCAL.get(tag) == "c":
            self.cell_tag = tag
            self.start(tag, attributes)
        else:
            super().start(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == self.cell_tag:
            self.depth -= 1
            cell = self.cell
            if cell is not None and (self.value or self.inline or self.formula or cell.get("t") == "e"):
                self.write_cell(cell)
            self.cell = self.value = self.inline = None
            self.formula = False
        else:
            super().end(tag)

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self.row = _row_number(attributes["r"]) if "r" in attributes else self.row + 1
            self.reference = ""
            if attributes.get("hidden") in ("1", "true") and self.row < self.rows:
                self.open_row(self.row, ' hidden="1"')
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            bounds = [attributes.get(key, "") for key in ("min", "max")]
            if all(bound.isascii() and bound.isdigit() and len(bound) <= 5 for bound in bounds):
                self.hidden.append('<col min="{}" max="{}" hidden="1"/>'.format(*bounds))
        elif self.cell is not None:
            if tag == "f":
                self.formula = True
            elif tag == "is":
                self.inline = ""
            elif tag == "v" or (tag == "t" and self.inline is not None):
                self.collect(attributes)

    def closed(self, tag: str) -> None:
        if tag == "row":
            if self.row_open:
                self.add("</row>")
            self.row_open = False
        elif self.cell is not None and tag == "v":
            self.value = self.taken()
        elif self.cell is not None and tag == "t" and self.inline is not None:
            self.inline += self.taken_run()

    def next_reference(self) -> str:
        """Return the reference of a cell that does not say it: one to the right of the last in its row."""
        if not self.reference:
            return f"A{self.row + 1}"
        column, row = _cell_position(self.reference)
        return f"{letters(column + 1)}{row + 1}"

    def open_row(self, row: int, attributes: str = "") -> None:
        self.add(f'<row r="{row + 1}"{attributes}>')
        self.row_open = True

    def write_cell(self, attributes: dict[str, str]) -> None:
        column, row = _cell_position(self.reference)
        reference = f"{letters(column)}{row + 1}"
        if row >= self.rows or column >= MAX_COLUMNS:
            raise Stop("BUKU-008", "beyond", reference, f"ZZ{self.rows}")
        if not self.row_open:
            self.open_row(row)
        style = attributes.get("s", "")
        kept = f' s="{style}"' if style.isascii() and style.isdigit() else ""
        formula = "<f></f>" if self.formula else ""
        if self.inline is not None:
            kept += ' t="inlineStr"'
            body = f'<is><t xml:space="preserve">{escaped(self.inline)}</t></is>'
        else:
            kind, value = _plain_value(attributes.get("t", "n"), self.value)
            kept += f' t="{kind}"'
            body = "" if value is None else f"<v>{escaped(value)}</v>"
        self.add(f'<c r="{reference}"{kept}>{formula}{body}</c>')

    def document(self) -> str:
        cols = f"<cols>{''.join(self.hidden)}</cols>" if self.hidden else ""
        return f"<worksheet>{cols}<sheetData>{''.join(self.out)}</sheetData></worksheet>"


class _Strings(_Part):
    """Shared strings without runs and phonetics; their order is their number."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.string: str | None = None

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.string = ""
        elif tag == "t" and self.string is not None:
            self.collect(attributes)

    def closed(self, tag: str) -> None:
        if tag == "t" and self.string is not None:
            self.string += self.taken_run()
        elif tag == "si" and self.string is not None:
            self.add(f'<si><t xml:space="preserve">{escaped(self.string)}</t></si>')
            self.string = None

    def document(self) -> str:
        return f"<sst>{''.join(self.out)}</sst>"


class _Styles(_Part):
    """Number formats, and the number format of every cell format."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.inside = ""
        self.formats: list[str] = []

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("numFmts", "cellXfs"):
            self.inside = tag
        elif (self.inside, tag) in (("numFmts", "numFmt"), ("cellXfs", "xf")):
            names = ("numFmtId", "formatCode") if tag == "numFmt" else ("numFmtId",)
            kept = "".join(f" {name}={quoted(attributes[name])}" for name in names if name in attributes)
            self.add(f"<{tag}{kept}/>") if tag == "xf" else self.formats.append(f"<{tag}{kept}/>")

    def closed(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def document(self) -> str:
        formats, cells = "".join(self.formats), "".join(self.out)
        return f"<styleSheet><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>"


_KINDS_OF_CELL = ("s", "str", "inlineStr", "n", "b", "d", "e")
_KINDS: dict[str, Callable[[int], _Part]] = {"sheet": _Sheet, "strings": _Strings, "styles": _Styles}


def _plain_value(kind: str, value: str | None) -> tuple[str, str | None]:
    """Return type and value as a parser cannot misread them: no text in a number cell, no number that is not finite."""
    if value is None or kind in ("str", "d", "e"):
        return kind if kind in _KINDS_OF_CELL else "n", value
    bare = value.strip()
    if kind == "s":
        if bare and not (bare.isascii() and bare.isdigit() and len(bare) <= 9):
            raise Stop("BUKU-004", "xml")
        return kind, bare
    if kind == "b" and bare in ("", "0", "1", "true", "false"):
        return kind, bare
    if kind in ("inlineStr", "b"):
        return "str", value
    try:
        number = float(bare or "0")
    except ValueError:
        return "str", value
    if not isfinite(number):
        return "e", "#NUM!"
    return "n", bare and decimal(number)


def decimal(number: float) -> str:
    """Return the number in digits, its exponent no longer than two."""
    text = repr(number)
    return text if len(text.partition("e")[2].lstrip("+-")) <= 2 else f"{number:.400f}".rstrip("0")


def escaped(text: str) -> str:
    """Return the text as it stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """Return the text as the value of an attribute, in quotes; white space survives."""
    text = escaped(text).replace('"', "&quot;")
    return '"{}"'.format(text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;"))


def _row_number(text: str) -> int:
    """Return the 0-based row of "12"; Stop when it is no row number."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text)):
        raise Stop("BUKU-008", "reference", text[:20], LIMIT)
    return int(text) - 1


def _cell_position(reference: str) -> tuple[int, int]:
    """Return 0-based (column, row) of "B12"; Stop when it is no reference."""
    letters = reference.rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 5):
        raise Stop("BUKU-008", "reference", reference[:20], LIMIT)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1, _row_number(reference[len(letters) :])


def letters(column: int) -> str:
    """Return the letters of a 0-based column."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _inflated(raw: bytes, deflated: bool, crc: int) -> Iterator[bytes]:
    """Yield the part in chunks, under the caps; its CRC is proved at the end."""
    cap = min(MAX_STREAM, max(RATIO_FLOOR, MAX_RATIO * len(raw)))
    inflater = zlib.decompressobj(-15)
    found = size = 0
    while raw:
        if deflated:
            chunk = inflater.decompress(raw, _CHUNK)
            raw = inflater.unconsumed_tail
        else:
            chunk, raw = raw[:_CHUNK], raw[_CHUNK:]
        size += len(chunk)
        if size > cap:
            limit = f"{MAX_STREAM // MB} MB" if cap == MAX_STREAM else str(MAX_RATIO)
            raise Stop("BUKU-005", "part" if cap == MAX_STREAM else "ratio", limit=limit)
        found = zlib.crc32(chunk, found)
        yield chunk
    if found != crc:
        raise Stop("BUKU-004", "crc")


def _unwatched() -> None:
    """What is asked between two chunks by a process whose time the system limits."""


def tidy_part(
    kind: str, raw: bytes, deflated: bool, crc: int, rows: int, in_time: Callable[[], None] = _unwatched
) -> bytes:
    """Return the tidy XML of one part; Stop, ExpatError or zlib.error when it cannot be had."""
    part = _KINDS[kind](rows)

    def doctype(*_: object) -> None:
        raise Stop("BUKU-007", "dtd")

    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.buffer_size = 65536
    parser.StartElementHandler = part.start
    parser.EndElementHandler = part.end
    parser.CharacterDataHandler = part.data
    parser.StartDoctypeDeclHandler = doctype
    for chunk in _inflated(raw, deflated, crc):
        in_time()
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return part.document().encode()


def answer(asked: bytes, in_time: Callable[[], None] = _unwatched) -> tuple[dict[str, object], list[bytes]]:
    """Return what goes into the answer's line, and the tidy parts; with a failure there are none.

    `in_time` is asked between two chunks of a part, and raises Stop when the time is up.
    """
    head, _, payload = asked.partition(b"\n")
    parts: list[bytes] = []
    part = ""
    try:
        for kind, name, size, deflated, crc, rows in json.loads(head):
            part = name
            parts.append(tidy_part(kind, payload[:size], deflated, crc, rows, in_time))
            payload = payload[size:]
        return {"sizes": [len(done) for done in parts]}, parts
    except Stop as stop:
        failure = stop.failure
    except zlib.error:
        failure = Stop("BUKU-004", "truncated").failure
    except (expat.ExpatError, MemoryError) as error:
        failure = Stop("BUKU-004", "xml").failure
        if isinstance(error, MemoryError) or error.code == _NO_MEMORY:
            failure = Stop("BUKU-005", "memory", limit=f"{MEMORY // MB} MB").failure
    return {"failure": {**failure, "part": part}}, []


def limit_memory() -> None:
    """Limit the memory of this process to MEMORY, where the system can (not on Windows)."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        return


def limit_time() -> None:
    """Limit the processor time of this process to SECONDS: by the system, else by a thread that looks now and then."""
    try:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        soft = SECONDS if most == resource.RLIM_INFINITY else min(SECONDS, most)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the signal of that limit would leave a core file
    except (ImportError, OSError, ValueError):
        import _thread  # half the imports of this script would be for threading

        _thread.start_new_thread(_watch, ())


def _watch() -> None:
    """End this process once it has used SECONDS of processor time."""
    while time.process_time() < SECONDS:
        time.sleep(0.2)
    os._exit(OUT_OF_TIME)  # the only way out of a process from a thread


def main() -> None:
    """Answer one request."""
    limit_memory()
    limit_time()
    line, parts = answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")
    sys.stdout.buffer.writelines(parts)


if __name__ == "__main__":
    main()
