"""What the children that read another kind of workbook answer: its cells as a plain .xlsx, or why not.

Enters: sheets' XML and their texts. Leaves: a stored zip of plain parts, which passes the guard as any file does.
Loaded in a child without the site's packages, so it knows nothing of this package but `slow_child`.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pmprb.workbook.slow_child import MB, MEMORY, Stop, escaped, limit_memory, limit_time, quoted

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32))) | {13: "\n"}
SHOWN, HIDDEN, VERY_HIDDEN = "", "hidden", "veryHidden"


@dataclass(frozen=True)
class PlainSheet:
    """A sheet: its name, whether it is hidden, the columns that are (from 0), and its rows' XML."""

    name: str
    rows: Sequence[str]
    state: str = SHOWN
    hidden_columns: Sequence[int] = ()


class Strings:
    """Texts by their number; the caller gives each cell a number, so that a text in many cells is written once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text, given to it when it is first asked for."""
        return self.numbers.setdefault(text, len(self.numbers))


def clean(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return text.replace("\r\n", "\n").translate(_UNSEEN)


def packed(sheets: Sequence[PlainSheet], strings: Strings, styles: str, epoch_1904: bool = False) -> bytes:
    """Return the sheets as a stored zip of plain parts; `styles` is the part of the number formats."""
    parts: dict[str, str] = {}
    named, related = [], []
    for number, sheet in enumerate(sheets):
        part = f"worksheets/sheet{number + 1}.xml"
        hidden = "".join(f'<col min="{c + 1}" max="{c + 1}" hidden="1"/>' for c in sheet.hidden_columns)
        columns = f"<cols>{hidden}</cols>" if hidden else ""
        parts[part] = f"<worksheet>{columns}<sheetData>{''.join(sheet.rows)}</sheetData></worksheet>"
        state = f' state="{sheet.state}"' if sheet.state else ""
        named.append(f'<sheet name={quoted(clean(sheet.name))} sheetId="{number + 1}"{state} r:id="r{number}"/>')
        related.append(f'<Relationship Id="r{number}" Type="{_TYPES}/worksheet" Target="{part}"/>')
    texts = "".join(f'<si><t xml:space="preserve">{escaped(text)}</t></si>' for text in strings.numbers)
    parts |= {"sharedStrings.xml": f"<sst>{texts}</sst>", "styles.xml": styles}
    related += [f'<Relationship Id="{k}" Type="{_TYPES}/{k}" Target="{k}.xml"/>' for k in ("sharedStrings", "styles")]
    dates = '<workbookPr date1904="1"/>' if epoch_1904 else ""
    parts["workbook.xml"] = f'<workbook xmlns:r="{_TYPES}">{dates}<sheets>{"".join(named)}</sheets></workbook>'
    parts["_rels/workbook.xml.rels"] = f"<Relationships>{''.join(related)}</Relationships>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(f"xl/{name}"), xml.encode("utf-8", "replace"))
    return stream.getvalue()


Answer = tuple[dict[str, object], bytes]
"""What goes into the answer's line, and the package; with a failure there is none."""


def answered(package: Callable[[bytes], bytes], data: bytes) -> Answer:
    """Return what a reader makes of bytes, or the failure it stopped with; other exceptions pass."""
    try:
        return {"sizes": [1]}, package(data)
    except Stop as stop:
        return {"failure": stop.failure}, b""
    except MemoryError:
        return {"failure": Stop("BUKU-005", "memory", limit=f"{MEMORY // MB} MB").failure}, b""


def serve(answer: Callable[[bytes], Answer]) -> None:
    """Answer one request: bytes on standard input, a JSON line and the package on standard output, under the limits."""
    limit_memory()
    limit_time()
    line, package = answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n" + package)
