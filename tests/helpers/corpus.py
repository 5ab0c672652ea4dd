"""Workbooks with one defect each, made by hand, and the small functions that make them.

`FAULTS` lists what must be refused, with the code and the reason. Everything is built from a few lines of XML,
so that a defect can be seen. `spellings` lists what must be read.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
WORKBOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"

Parts = dict[str, str | bytes]
Rows = tuple[tuple[str | float | bool | None, ...], ...]

CELLS: Rows = (
    ("Kode", "Jawaban", "Nilai"),
    ("A.1", "Ya", 0.75),
    ("A.2", None, True),
    ("A.3", "2023-03-15", None),
)
"""What every workbook of SPELLINGS holds; trailing blanks aside."""

ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" t="s"><v>4</v></c><c r="C2"><v>0.75</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>5</v></c><c r="B3" s="1"/><c r="C3" t="b"><v>1</v></c></row>'
    '<row r="4"><c r="A4" t="s"><v>6</v></c><c r="B4" s="1"><v>45000</v></c></row>'
)
WORDS = ("Kode", "Jawaban", "Nilai", "A.1", "Ya", "A.2", "A.3")


def sheet(rows: str = ROWS, before: str = "", after: str = "", root: str = f'xmlns="{MAIN}"') -> str:
    """Return a worksheet part."""
    return f"{PROLOG}<worksheet {root}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def cell(reference: str, value: str = "1") -> str:
    """Return a sheet whose only cell is written like this, in the row its reference names."""
    row = re.sub(r"\D", "", reference) or "1"
    return sheet(f'<row r="{row}"><c {reference}><v>{value}</v></c></row>')


def strings(words: Iterable[str] = WORDS, root: str = f'xmlns="{MAIN}"') -> str:
    """Return a shared string part."""
    return f"{PROLOG}<sst {root}>{''.join(f'<si><t>{word}</t></si>' for word in words)}</sst>"


def workbook(names: Iterable[str] = ("LKE",), extra: str = "", office: str = OFFICE, main: str = MAIN) -> str:
    """Return a workbook part whose sheets have these names."""
    sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    return f'{PROLOG}<workbook xmlns="{main}" xmlns:r="{office}">{extra}<sheets>{sheets}</sheets></workbook>'


def links(sheets: int = 1, office: str = OFFICE, extra: str = "") -> str:
    """Return the workbook's relationships."""
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)]
    targets += [("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]
    written = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{PROLOG}<Relationships xmlns="{PACKAGE}">{written}{extra}</Relationships>'


PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLE_SHEET = (
    f'{PROLOG}<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def parts(sheets: int = 1, /, **changed: str | bytes) -> Parts:
    """Return the parts of a good workbook with some exchanged: sheet, strings, styles, workbook, links."""
    made: Parts = {
        "[Content_Types].xml": f'{PROLOG}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'{PROLOG}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        WORKBOOK: workbook(["LKE", *(f"Lampiran {n}" for n in range(2, sheets + 1))]),
        LINKS: links(sheets),
        **{f"xl/worksheets/sheet{n}.xml": sheet() for n in range(1, sheets + 1)},
        STRINGS: strings(),
        STYLES: STYLE_SHEET,
        "docProps/core.xml": f'{PROLOG}<cp:coreProperties xmlns:cp="urn:cp" xmlns:dcterms="urn:dc">'
        '<dcterms:modified type="W3CDTF">2026-03-31T08:15:00Z</dcterms:modified></cp:coreProperties>',
    }
    names = {"sheet": SHEET, "strings": STRINGS, "styles": STYLES, "workbook": WORKBOOK, "links": LINKS}
    return made | {names[key]: value for key, value in changed.items()}


def packed(content: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the parts as a zip; parts without text (None) are left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, part in content.items():
            archive.writestr(zipfile.ZipInfo(name), part, method)
    return stream.getvalue()


def good(sheets: int = 1, /, **changed: str | bytes) -> bytes:
    """Return a whole workbook with some parts exchanged."""
    return packed(parts(sheets, **changed))


def without(*names: str) -> bytes:
    """Return a whole workbook with some parts left out."""
    return packed({name: part for name, part in parts().items() if name not in names})


def with_entry(name: str, part: str | bytes = "x") -> bytes:
    """Return a whole workbook with one entry more, whatever its name; a name may come twice."""
    stream = io.BytesIO(good())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(zipfile.ZipInfo("~" * len(name)), part)
    return stream.getvalue().replace(b"~" * len(name), name.encode())


def patched(data: bytes, name: str, field: str, value: int) -> bytes:
    """Return the zip with one header field of one entry changed, in the local and in the central header."""
    local, central, form = {
        "flags": (6, 8, "<H"),
        "method": (8, 10, "<H"),
        "crc": (14, 16, "<I"),
        "size": (22, 24, "<I"),
    }[field]
    out = bytearray(data)
    for signature, offset, name_at in ((b"PK\x03\x04", local, 30), (b"PK\x01\x02", central, 46)):
        at = data.find(signature)
        while at >= 0:
            if data[at + name_at :].startswith(name.encode()):
                struct.pack_into(form, out, at + offset, value)
            at = data.find(signature, at + 4)
    return bytes(out)


def ole(stream_name: str) -> bytes:
    """Return the start of an OLE container whose directory names this stream."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + stream_name.encode("utf-16-le") + bytes(2048)


def noise(length: int, seed: int = 7) -> bytes:
    """Return random bytes, the same ones every time."""
    return random.Random(seed).randbytes(length)


def filler(length: int) -> str:
    """Return text that deflates some 100 times, less than the ratio that is refused outright."""
    pick = random.Random(length)
    return "".join("x" * 1000 + pick.randbytes(6).hex() for _ in range(length // 1000))


def doctype(part: str, declaration: str) -> str:
    """Return the part with a document type declaration after its prolog."""
    return part.replace(PROLOG, f"{PROLOG}<!DOCTYPE x [{declaration}]>", 1)


def late_doctype(part: str) -> str:
    """Return the part with a declaration behind a comment so long that nobody would look for it there."""
    return doctype(part, LAUGHS).replace("<!DOCTYPE", f"<!-- {'x' * 9000} --><!DOCTYPE", 1)


LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
OUTSIDE = '<!ENTITY x SYSTEM "file:///etc/passwd">'


@dataclass(frozen=True)
class Fault:
    """A file that must be refused, with the code, the reason among its values, and the cell when there is one."""

    name: str
    code: str
    reason: str
    build: Callable[[], bytes]
    cell: str = ""


def _package_faults() -> list[Fault]:
    """Return the faults of the file and its container."""
    return [
        Fault("empty", "BUKU-002", "empty", lambda: b""),
        Fault("random", "BUKU-002", "unknown", lambda: noise(5000)),
        Fault("csv_renamed", "BUKU-002", "text", lambda: b"Kode;Jawaban\nA.1;Ya\n" * 99),
        Fault("csv_long", "BUKU-002", "text", lambda: "Kode;Jawaban\nA.1;Ya – sudah\n".encode() * 99),
        Fault("unicode_text", "BUKU-002", "text", lambda: "Kode\tJawaban\n".encode("utf-16") * 9),
        Fault("html_renamed", "BUKU-002", "html", lambda: b"<html><table><tr><td>Ya</td></tr></table></html>"),
        Fault("xml_2003", "BUKU-002", "xml", lambda: b'<?xml version="1.0"?><Workbook/>'),
        Fault("pdf_renamed", "BUKU-002", "pdf", lambda: b"%PDF-1.7\n" + noise(500)),
        Fault("xls_renamed", "BUKU-004", "zip", lambda: ole("Workbook")),
        Fault("password", "BUKU-003", "password", lambda: ole("EncryptedPackage")),
        Fault("msg_renamed", "BUKU-003", "ole", lambda: ole("__substg1.0_0037001F")),
        Fault("ods", "BUKU-002", "ods", lambda: packed({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"})),
        Fault("xlsb", "BUKU-002", "xlsb", lambda: packed({"xl/workbook.bin": noise(99)})),
        Fault("docx", "BUKU-002", "docx", lambda: packed({"word/document.xml": "<x/>"})),
        Fault("numbers", "BUKU-002", "numbers", lambda: packed({"Index/Document.iwa": noise(99)})),
        Fault("archive_of_worksheets", "BUKU-002", "archive", lambda: packed({"Dinas/LKE.xlsx": good()})),
        Fault("shortcut", "BUKU-002", "shortcut", lambda: b"L\x00\x00\x00\x01\x14\x02\x00" + noise(99)),
        Fault("drive_pointer", "BUKU-002", "shortcut", lambda: b'{"url": "https://docs.google.com/open?id=1"}'),
        Fault("plain_zip", "BUKU-002", "zip", lambda: packed({"catatan.txt": "x"})),
        Fault("truncated_half", "BUKU-004", "zip", lambda: good()[: len(good()) // 2]),
        Fault("truncated_tail", "BUKU-004", "zip", lambda: good()[:-12]),
        Fault("zip_then_random", "BUKU-004", "zip", lambda: b"PK\x03\x04" + noise(5000)),
        Fault("crc", "BUKU-004", "crc", lambda: patched(good(), SHEET, "crc", 1)),
        Fault("size", "BUKU-004", "size", lambda: patched(good(), SHEET, "size", 99)),
        Fault("broken_stream", "BUKU-004", "truncated", lambda: _broken_stream()),
        Fault("no_sheet_part", "BUKU-004", "missing", lambda: without(SHEET)),
        Fault("no_strings_part", "BUKU-004", "missing", lambda: without(STRINGS)),
        Fault("no_relationship", "BUKU-004", "relationship", lambda: good(links=links().replace("rId1", "rId99"))),
        Fault(
            "relationship_outside",
            "BUKU-004",
            "missing",
            lambda: good(links=links().replace("worksheets/", "../../")),
        ),
        Fault("large_file", "BUKU-005", "file", lambda: good() + bytes(10 * 1024 * 1024)),
        Fault("many_entries", "BUKU-005", "entries", lambda: packed(parts() | {f"m/{n}": "" for n in range(2000)})),
        Fault("bomb_declared", "BUKU-005", "ratio", lambda: good(sheet=sheet(" " * 40_000_000))),
        Fault(
            "bomb_undeclared",
            "BUKU-005",
            "ratio",
            lambda: patched(good(sheet=sheet(" " * 40_000_000)), SHEET, "size", 999),
        ),
        Fault("bomb_strings", "BUKU-005", "part", lambda: good(strings=strings([filler(33 << 20)]))),
        Fault("bomb_total", "BUKU-005", "total", lambda: _bomb_total()),
        Fault("twice", "BUKU-006", "twice", lambda: with_entry(SHEET)),
        Fault("twice_but_for_case", "BUKU-006", "twice", lambda: with_entry(SHEET.upper())),
        Fault("traversal", "BUKU-006", "traversal", lambda: with_entry("../../evil.xml")),
        Fault("absolute", "BUKU-006", "absolute", lambda: with_entry("/etc/passwd")),
        Fault("drive", "BUKU-006", "absolute", lambda: with_entry("C:\\evil.xml")),
        Fault("control_name", "BUKU-006", "name", lambda: with_entry("xl/a\x07b.xml")),
        Fault("encrypted", "BUKU-006", "encrypted", lambda: patched(good(), SHEET, "flags", 1)),
        Fault("lzma", "BUKU-006", "method", lambda: packed(parts(), zipfile.ZIP_LZMA)),
        Fault("bzip2", "BUKU-006", "method", lambda: packed(parts(), zipfile.ZIP_BZIP2)),
        Fault("sheet_name_twice", "BUKU-006", "sheet_twice", lambda: good(2, workbook=workbook(["LKE", "lke"]))),
        Fault(
            "sheet_part_twice", "BUKU-006", "part_twice", lambda: good(2, links=links(2).replace("sheet2", "sheet1"))
        ),
    ]


def _xml_faults() -> list[Fault]:
    """Return the faults inside the parts."""
    far = "<c r='XFD1048576'><v>1</v></c>"
    return [
        Fault("entity_bomb_sheet", "BUKU-007", "dtd", lambda: good(sheet=doctype(sheet(), LAUGHS))),
        Fault("entity_bomb_strings", "BUKU-007", "dtd", lambda: good(strings=doctype(strings(["&j;"]), LAUGHS))),
        Fault("entity_bomb_workbook", "BUKU-007", "dtd", lambda: good(workbook=doctype(workbook(), LAUGHS))),
        Fault("external_entity", "BUKU-007", "dtd", lambda: good(strings=doctype(strings(["&x;"]), OUTSIDE))),
        Fault("external_entity_rels", "BUKU-007", "dtd", lambda: good(links=doctype(links(), OUTSIDE))),
        Fault(
            "utf16_sheet",
            "BUKU-007",
            "encoding",
            lambda: good(sheet=sheet().replace("UTF-8", "UTF-16").encode("utf-16")),
        ),
        Fault(
            "utf16_undeclared",
            "BUKU-007",
            "encoding",
            lambda: good(sheet=sheet().replace(PROLOG, "").encode("utf-16-le")),
        ),
        Fault(
            "latin1_declared", "BUKU-007", "encoding", lambda: good(strings=strings().replace("UTF-8", "ISO-8859-1"))
        ),
        Fault("not_utf8", "BUKU-007", "encoding", lambda: good(strings=strings(["caf\xe9"]).encode("latin-1"))),
        Fault(
            "unique_count",
            "BUKU-007",
            "count",
            lambda: good(strings=strings(root=f'xmlns="{MAIN}" uniqueCount="99999999999"')),
        ),
        Fault(
            "count_quoted",
            "BUKU-007",
            "count",
            lambda: good(strings=strings(root=f"xmlns='{MAIN}' count = '500000000'")),
        ),
        Fault(
            "style_count",
            "BUKU-007",
            "count",
            lambda: good(styles=STYLE_SHEET.replace('cellXfs count="2"', 'cellXfs count="4000000000"')),
        ),
        Fault("far_corner", "BUKU-008", "beyond", lambda: good(sheet=cell('r="XFD1048576"')), "XFD1048576"),
        Fault("far_corner_tab", "BUKU-008", "beyond", lambda: good(sheet=cell('\tr="XFD1048576"')), "XFD1048576"),
        Fault(
            "far_corner_single_quotes",
            "BUKU-008",
            "beyond",
            lambda: good(sheet=sheet(f"<row r='1048576'>{far}</row>")),
            "XFD1048576",
        ),
        Fault(
            "far_corner_prefixed",
            "BUKU-008",
            "beyond",
            lambda: good(sheet=prefixed(cell('r="XFD1048576"'))),
            "XFD1048576",
        ),
        Fault("far_corner_second_r", "BUKU-004", "xml", lambda: good(sheet=cell('r="A1" r="XFD1048576"'))),
        Fault(
            "far_corner_cdata",
            "BUKU-008",
            "beyond",
            lambda: good(sheet=sheet(f"<![CDATA[<row>]]><row r='9'>{far}</row>")),
            "XFD1048576",
        ),
        Fault("far_row", "BUKU-008", "beyond", lambda: good(sheet=cell('r="A10000"')), "A10000"),
        Fault("far_column", "BUKU-008", "beyond", lambda: good(sheet=cell('r="AAA1"')), "AAA1"),
        Fault("zz99999", "BUKU-008", "beyond", lambda: good(sheet=cell('r="ZZ99999"')), "ZZ99999"),
        Fault(
            "rows_without_r",
            "BUKU-008",
            "beyond",
            lambda: good(sheet=sheet("<row/>" * 9999 + "<row><c><v>1</v></c></row>")),
            "A10000",
        ),
        Fault(
            "row_then_cells_without_r",
            "BUKU-008",
            "beyond",
            lambda: good(sheet=sheet('<row r="1048576"><c><v>1</v></c></row>')),
            "A1048576",
        ),
        Fault(
            "cells_without_r",
            "BUKU-008",
            "beyond",
            lambda: good(sheet=sheet(f"<row>{'<c/>' * 702}<c><v>1</v></c></row>")),
            "AAA1",
        ),
        Fault(
            "all_columns_filled",
            "BUKU-008",
            "beyond",
            lambda: good(sheet=sheet(f'<row r="1">{"<c><v>1</v></c>" * 16384}</row>')),
            "AAA1",
        ),
        Fault("row_overflow", "BUKU-008", "reference", lambda: good(sheet=cell('r="A99999999999"'))),
        Fault("column_overflow", "BUKU-008", "reference", lambda: good(sheet=cell('r="AAAAAAAAAA1"'))),
        Fault("row_zero", "BUKU-008", "reference", lambda: good(sheet=cell('r="A0"'))),
        Fault("row_negative", "BUKU-008", "reference", lambda: good(sheet=sheet('<row r="-1"><c r="A1"/></row>'))),
        Fault("reference_absolute", "BUKU-008", "reference", lambda: good(sheet=cell('r="$A$1"'))),
        Fault("reference_empty", "BUKU-008", "reference", lambda: good(sheet=cell('r=""'))),
        Fault("not_xml", "BUKU-004", "xml", lambda: good(sheet="halo")),
        Fault("empty_part", "BUKU-004", "xml", lambda: good(sheet="")),
        Fault("cut_xml", "BUKU-004", "xml", lambda: good(sheet=sheet()[:-30])),
        Fault("cut_workbook", "BUKU-004", "xml", lambda: good(workbook=workbook()[:-9])),
        Fault(
            "deep_sheet",
            "BUKU-004",
            "xml",
            lambda: good(sheet=sheet("<row/>" + "<a>" * 99_999 + "</a>" * 99_999)),
        ),
        Fault(
            "deep_workbook",
            "BUKU-004",
            "xml",
            lambda: good(workbook=workbook(extra="<a>" * 99_999 + "</a>" * 99_999)),
        ),
        Fault("many_sheets", "BUKU-005", "entries", lambda: good(workbook=workbook(["x"] * 10_000))),
        Fault("string_bomb", "BUKU-005", "text", lambda: _string_bomb()),
        Fault(
            "two_far_corners",
            "BUKU-005",
            "cells",
            lambda: packed(parts(2, sheet=cell('r="ZZ9999"')) | {SHEET.replace("1", "2"): cell('r="ZZ9999"')}),
        ),
        Fault("string_out_of_range", "BUKU-009", "CalamineError", lambda: good(strings=strings(["satu"]))),
        Fault("unknown_entity", "BUKU-009", "CalamineError", lambda: good(strings=strings([*WORDS[:-1], "&apa;"]))),
    ]


def prefixed(xml: str) -> str:
    """Return the part with its elements under a prefix, as the Open XML SDK writes them."""
    return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).replace("xmlns=", "xmlns:x=")


def _broken_stream() -> bytes:
    """Return a workbook whose sheet is noise under a sound header."""
    data = good()
    at = data.find(SHEET.encode()) + len(SHEET)
    return data[:at] + noise(60) + data[at + 60 :]


def _bomb_total() -> bytes:
    """Return three sheets of 25 MB each, none of which is refused alone."""
    large = sheet(f'<row r="1"><c r="A1" t="str"><v>{filler(25 << 20)}</v></c></row>')
    return packed(parts(3) | {f"xl/worksheets/sheet{n}.xml": large for n in (1, 2, 3)})


def _string_bomb() -> bytes:
    """Return one text of a megabyte that 9,000 cells point at."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 9001))
    return good(sheet=sheet(rows), strings=strings([filler(1 << 20)]))


FAULTS: tuple[Fault, ...] = (*_package_faults(), *_xml_faults())
