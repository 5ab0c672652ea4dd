"""Workbooks with one defect each, and good workbooks in every spelling met in the wild, made by hand.

`FAULTS` lists what must be refused, with the code and the reason; `SPELLINGS` lists what must be read, each
holding the cells of `CELLS`. Everything is built from a few lines of XML, so that a defect can be seen.
"""

from __future__ import annotations

import datetime
import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import openpyxl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from pmprb.temuan import Code

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
    f'{PROLOG}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
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


LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
OUTSIDE = '<!ENTITY x SYSTEM "file:///etc/passwd">'


@dataclass(frozen=True)
class Fault:
    """A file that must be refused, with the code, the reason among its values, and the cell when there is one."""

    name: str
    code: Code
    reason: str
    build: Callable[[], bytes]
    cell: str = ""


def _package_faults() -> list[Fault]:
    """Return the faults of the file and its container."""
    return [
        Fault("empty", Code.BUKU_002, "empty", lambda: b""),
        Fault("random", Code.BUKU_002, "unknown", lambda: noise(5000)),
        Fault("csv_renamed", Code.BUKU_002, "text", lambda: b"Kode;Jawaban\nA.1;Ya\n" * 99),
        Fault("html_renamed", Code.BUKU_002, "html", lambda: b"<html><table><tr><td>Ya</td></tr></table></html>"),
        Fault("xml_2003", Code.BUKU_002, "xml", lambda: b'<?xml version="1.0"?><Workbook/>'),
        Fault("pdf_renamed", Code.BUKU_002, "pdf", lambda: b"%PDF-1.7\n" + noise(500)),
        Fault("xls_renamed", Code.BUKU_003, "xls", lambda: ole("Workbook")),
        Fault("password", Code.BUKU_003, "password", lambda: ole("EncryptedPackage")),
        Fault("msg_renamed", Code.BUKU_003, "ole", lambda: ole("__substg1.0_0037001F")),
        Fault(
            "ods", Code.BUKU_002, "ods", lambda: packed({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"})
        ),
        Fault("xlsb", Code.BUKU_002, "xlsb", lambda: packed({"xl/workbook.bin": noise(99)})),
        Fault("docx", Code.BUKU_002, "docx", lambda: packed({"word/document.xml": "<x/>"})),
        Fault("plain_zip", Code.BUKU_002, "zip", lambda: packed({"catatan.txt": "x"})),
        Fault("truncated_half", Code.BUKU_004, "zip", lambda: good()[: len(good()) // 2]),
        Fault("truncated_tail", Code.BUKU_004, "zip", lambda: good()[:-12]),
        Fault("zip_then_random", Code.BUKU_004, "zip", lambda: b"PK\x03\x04" + noise(5000)),
        Fault("crc", Code.BUKU_004, "crc", lambda: patched(good(), SHEET, "crc", 1)),
        Fault("size", Code.BUKU_004, "size", lambda: patched(good(), SHEET, "size", 99)),
        Fault("broken_stream", Code.BUKU_004, "truncated", lambda: _broken_stream()),
        Fault("no_sheet_part", Code.BUKU_004, "missing", lambda: without(SHEET)),
        Fault("no_strings_part", Code.BUKU_004, "missing", lambda: without(STRINGS)),
        Fault("no_relationship", Code.BUKU_004, "relationship", lambda: good(links=links().replace("rId1", "rId99"))),
        Fault(
            "relationship_outside",
            Code.BUKU_004,
            "missing",
            lambda: good(links=links().replace("worksheets/", "../../")),
        ),
        Fault("large_file", Code.BUKU_005, "file", lambda: good() + bytes(10 * 1024 * 1024)),
        Fault("many_entries", Code.BUKU_005, "entries", lambda: packed(parts() | {f"m/{n}": "" for n in range(2000)})),
        Fault("bomb_declared", Code.BUKU_005, "ratio", lambda: good(sheet=sheet(" " * 40_000_000))),
        Fault(
            "bomb_undeclared",
            Code.BUKU_005,
            "ratio",
            lambda: patched(good(sheet=sheet(" " * 40_000_000)), SHEET, "size", 999),
        ),
        Fault("bomb_strings", Code.BUKU_005, "part", lambda: good(strings=strings([filler(33 << 20)]))),
        Fault("bomb_total", Code.BUKU_005, "total", lambda: _bomb_total()),
        Fault("twice", Code.BUKU_006, "twice", lambda: with_entry(SHEET)),
        Fault("twice_but_for_case", Code.BUKU_006, "twice", lambda: with_entry(SHEET.upper())),
        Fault("traversal", Code.BUKU_006, "traversal", lambda: with_entry("../../evil.xml")),
        Fault("absolute", Code.BUKU_006, "absolute", lambda: with_entry("/etc/passwd")),
        Fault("drive", Code.BUKU_006, "absolute", lambda: with_entry("C:\\evil.xml")),
        Fault("control_name", Code.BUKU_006, "name", lambda: with_entry("xl/a\x07b.xml")),
        Fault("encrypted", Code.BUKU_006, "encrypted", lambda: patched(good(), SHEET, "flags", 1)),
        Fault("lzma", Code.BUKU_006, "method", lambda: packed(parts(), zipfile.ZIP_LZMA)),
        Fault("bzip2", Code.BUKU_006, "method", lambda: packed(parts(), zipfile.ZIP_BZIP2)),
        Fault("sheet_name_twice", Code.BUKU_006, "sheet_twice", lambda: good(2, workbook=workbook(["LKE", "lke"]))),
        Fault(
            "sheet_part_twice", Code.BUKU_006, "part_twice", lambda: good(2, links=links(2).replace("sheet2", "sheet1"))
        ),
    ]


def _xml_faults() -> list[Fault]:
    """Return the faults inside the parts."""
    far = "<c r='XFD1048576'><v>1</v></c>"
    return [
        Fault("entity_bomb_sheet", Code.BUKU_007, "dtd", lambda: good(sheet=doctype(sheet(), LAUGHS))),
        Fault("entity_bomb_strings", Code.BUKU_007, "dtd", lambda: good(strings=doctype(strings(["&j;"]), LAUGHS))),
        Fault("entity_bomb_workbook", Code.BUKU_007, "dtd", lambda: good(workbook=doctype(workbook(), LAUGHS))),
        Fault("external_entity", Code.BUKU_007, "dtd", lambda: good(strings=doctype(strings(["&x;"]), OUTSIDE))),
        Fault("external_entity_rels", Code.BUKU_007, "dtd", lambda: good(links=doctype(links(), OUTSIDE))),
        Fault(
            "utf16_sheet",
            Code.BUKU_007,
            "encoding",
            lambda: good(sheet=sheet().replace("UTF-8", "UTF-16").encode("utf-16")),
        ),
        Fault(
            "utf16_undeclared",
            Code.BUKU_007,
            "encoding",
            lambda: good(sheet=sheet().replace(PROLOG, "").encode("utf-16-le")),
        ),
        Fault(
            "latin1_declared", Code.BUKU_007, "encoding", lambda: good(strings=strings().replace("UTF-8", "ISO-8859-1"))
        ),
        Fault("not_utf8", Code.BUKU_007, "encoding", lambda: good(strings=strings(["caf\xe9"]).encode("latin-1"))),
        Fault(
            "unique_count",
            Code.BUKU_007,
            "count",
            lambda: good(strings=strings(root=f'xmlns="{MAIN}" uniqueCount="99999999999"')),
        ),
        Fault(
            "count_quoted",
            Code.BUKU_007,
            "count",
            lambda: good(strings=strings(root=f"xmlns='{MAIN}' count = '500000000'")),
        ),
        Fault(
            "style_count",
            Code.BUKU_007,
            "count",
            lambda: good(styles=STYLE_SHEET.replace('cellXfs count="2"', 'cellXfs count="4000000000"')),
        ),
        Fault("far_corner", Code.BUKU_008, "beyond", lambda: good(sheet=cell('r="XFD1048576"')), "XFD1048576"),
        Fault("far_corner_tab", Code.BUKU_008, "beyond", lambda: good(sheet=cell('\tr="XFD1048576"')), "XFD1048576"),
        Fault(
            "far_corner_single_quotes",
            Code.BUKU_008,
            "beyond",
            lambda: good(sheet=sheet(f"<row r='1048576'>{far}</row>")),
            "XFD1048576",
        ),
        Fault(
            "far_corner_prefixed",
            Code.BUKU_008,
            "beyond",
            lambda: good(sheet=_prefixed(cell('r="XFD1048576"'))),
            "XFD1048576",
        ),
        Fault("far_corner_second_r", Code.BUKU_004, "xml", lambda: good(sheet=cell('r="A1" r="XFD1048576"'))),
        Fault(
            "far_corner_cdata",
            Code.BUKU_008,
            "beyond",
            lambda: good(sheet=sheet(f"<![CDATA[<row>]]><row r='9'>{far}</row>")),
            "XFD1048576",
        ),
        Fault("far_row", Code.BUKU_008, "beyond", lambda: good(sheet=cell('r="A10000"')), "A10000"),
        Fault("far_column", Code.BUKU_008, "beyond", lambda: good(sheet=cell('r="AAA1"')), "AAA1"),
        Fault("zz99999", Code.BUKU_008, "beyond", lambda: good(sheet=cell('r="ZZ99999"')), "ZZ99999"),
        Fault(
            "rows_without_r",
            Code.BUKU_008,
            "beyond",
            lambda: good(sheet=sheet("<row/>" * 9999 + "<row><c><v>1</v></c></row>")),
            "A10000",
        ),
        Fault(
            "row_then_cells_without_r",
            Code.BUKU_008,
            "beyond",
            lambda: good(sheet=sheet('<row r="1048576"><c><v>1</v></c></row>')),
            "A1048576",
        ),
        Fault(
            "cells_without_r",
            Code.BUKU_008,
            "beyond",
            lambda: good(sheet=sheet(f"<row>{'<c/>' * 702}<c><v>1</v></c></row>")),
            "AAA1",
        ),
        Fault(
            "all_columns_filled",
            Code.BUKU_008,
            "beyond",
            lambda: good(sheet=sheet(f'<row r="1">{"<c><v>1</v></c>" * 16384}</row>')),
            "AAA1",
        ),
        Fault("row_overflow", Code.BUKU_008, "reference", lambda: good(sheet=cell('r="A99999999999"'))),
        Fault("column_overflow", Code.BUKU_008, "reference", lambda: good(sheet=cell('r="AAAAAAAAAA1"'))),
        Fault("row_zero", Code.BUKU_008, "reference", lambda: good(sheet=cell('r="A0"'))),
        Fault("row_negative", Code.BUKU_008, "reference", lambda: good(sheet=sheet('<row r="-1"><c r="A1"/></row>'))),
        Fault("reference_absolute", Code.BUKU_008, "reference", lambda: good(sheet=cell('r="$A$1"'))),
        Fault("reference_empty", Code.BUKU_008, "reference", lambda: good(sheet=cell('r=""'))),
        Fault("not_xml", Code.BUKU_004, "xml", lambda: good(sheet="halo")),
        Fault("empty_part", Code.BUKU_004, "xml", lambda: good(sheet="")),
        Fault("cut_xml", Code.BUKU_004, "xml", lambda: good(sheet=sheet()[:-30])),
        Fault("cut_workbook", Code.BUKU_004, "xml", lambda: good(workbook=workbook()[:-9])),
        Fault(
            "deep_sheet",
            Code.BUKU_004,
            "xml",
            lambda: good(sheet=sheet("<row/>" + "<a>" * 99_999 + "</a>" * 99_999)),
        ),
        Fault(
            "deep_workbook",
            Code.BUKU_004,
            "xml",
            lambda: good(workbook=workbook(extra="<a>" * 99_999 + "</a>" * 99_999)),
        ),
        Fault("many_sheets", Code.BUKU_005, "entries", lambda: good(workbook=workbook(["x"] * 10_000))),
        Fault("string_bomb", Code.BUKU_005, "text", lambda: _string_bomb()),
        Fault(
            "two_far_corners",
            Code.BUKU_005,
            "cells",
            lambda: packed(parts(2, sheet=cell('r="ZZ9999"')) | {SHEET.replace("1", "2"): cell('r="ZZ9999"')}),
        ),
        Fault("string_out_of_range", Code.BUKU_009, "CalamineError", lambda: good(strings=strings(["satu"]))),
        Fault("unknown_entity", Code.BUKU_009, "CalamineError", lambda: good(strings=strings([*WORDS[:-1], "&apa;"]))),
    ]


def _prefixed(xml: str) -> str:
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


@dataclass(frozen=True)
class Spelling:
    """A good workbook; `slow` when only the child process can read it."""

    name: str
    build: Callable[[], bytes]
    slow: bool = False


def _inline(row: str = ROWS) -> str:
    """Return the rows with inline strings instead of shared ones."""
    return re.sub(r't="s"><v>(\d+)</v>', lambda found: f't="inlineStr"><is><t>{WORDS[int(found[1])]}</t></is>', row)


def _single_quoted(xml: str) -> str:
    """Return the part with single quotes around attributes, and more space than needed."""
    return re.sub(r' (\w+)="([^"]*)"', r"\n  \1 = '\2'", xml)


def _with_xlsxwriter(*, epoch_1904: bool = False, constant_memory: bool = False) -> bytes:
    """Return CELLS as XlsxWriter writes them, with the decorations of a real worksheet."""
    stream = io.BytesIO()
    options = {"in_memory": not constant_memory, "constant_memory": constant_memory, "date_1904": epoch_1904}
    book = xlsxwriter.Workbook(stream, options)
    page = book.add_worksheet("LKE")
    page.protect("rahasia")
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, 3, 2)
    page.data_validation("B2:B4", {"validate": "list", "source": ["Ya", "Tidak"]})
    page.conditional_format("C2:C4", {"type": "data_bar", "data_bar_2010": True})
    page.set_row(1, 30, book.add_format({"bold": True}))
    dates = book.add_format({"num_format": "dd mmmm yyyy"})
    for row, values in enumerate(CELLS):
        for column, value in enumerate(values):
            if isinstance(value, bool):
                page.write_boolean(row, column, value)
            elif isinstance(value, float):
                page.write_number(row, column, value)
            elif value == "2023-03-15":
                page.write_datetime(row, column, datetime.date(2023, 3, 15), dates)
            elif value is not None:
                page.write_string(row, column, value)
    page.write_comment("B2", "catatan")
    book.add_worksheet("Kosong").very_hidden()
    book.add_chartsheet("Grafik").set_chart(_chart(book))
    book.close()
    return stream.getvalue()


def _chart(book: xlsxwriter.Workbook) -> object:
    """Return a chart of one series."""
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=LKE!$C$1:$C$4"})
    return chart


def _with_openpyxl() -> bytes:
    """Return CELLS as openpyxl writes them: inline strings, no shared part."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "LKE"
    for values in CELLS:
        page.append([datetime.date(2023, 3, 15) if value == "2023-03-15" else value for value in values])
    page.row_dimensions[9].height = 40
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _formatted_to_the_end() -> bytes:
    """Return a workbook with 1,048,576 formatted rows, as a careless click on the sheet's corner leaves them."""
    tail = "".join(f'<row r="{n}" s="1" customFormat="1" ht="15"><c r="A{n}" s="1"/></row>' for n in range(5, 1048577))
    return packed(parts(sheet=sheet(ROWS + tail)))


def _strict() -> bytes:
    """Return the workbook as "Strict Open XML Spreadsheet": other namespaces, dates as text."""
    rows = ROWS.replace('<c r="B4" s="1"><v>45000</v>', '<c r="B4" s="1" t="d"><v>2023-03-15</v>')
    content = parts(
        sheet=sheet(rows, root=f'xmlns="{STRICT_MAIN}"'),
        strings=strings(root=f'xmlns="{STRICT_MAIN}"'),
        styles=STYLE_SHEET.replace(MAIN, STRICT_MAIN),
        workbook=workbook(office=STRICT_OFFICE, main=STRICT_MAIN, extra='<workbookPr dateCompatibility="false"/>'),
        links=links(office=STRICT_OFFICE),
    )
    return packed(
        {
            name: part if name != "_rels/.rels" else str(part).replace(OFFICE, STRICT_OFFICE)
            for name, part in content.items()
        }
    )


def _all_columns_formatted() -> str:
    """Return rows formatted out to XFD."""
    cells = "".join(f'<c r="{xl_col_to_name(number)}5" s="1"/>' for number in range(16384))
    return f'{ROWS}<row r="5">{cells}</row>'


def _good_packages() -> list[Spelling]:
    """Return good workbooks whose container or shared parts are unusual."""
    macro = {"xl/vbaProject.bin": ole("VBA"), "[Content_Types].xml": "<Types/>"}
    outside = (
        '<Relationship Id="rId77" Type="urn:x/externalLink" Target="http://contoh.test/a.xlsx" TargetMode="External"/>'
    )
    return [
        Spelling("plain", good),
        Spelling("stored", lambda: packed(parts(), zipfile.ZIP_STORED)),
        Spelling("xlsxwriter", _with_xlsxwriter),
        Spelling("xlsxwriter_inline", lambda: _with_xlsxwriter(constant_memory=True)),
        Spelling("xlsxwriter_1904", lambda: _with_xlsxwriter(epoch_1904=True)),
        Spelling("openpyxl", _with_openpyxl),
        Spelling(
            "epoch_1904",
            lambda: good(
                workbook=workbook(extra='<workbookPr date1904="1"/>'), sheet=sheet(ROWS.replace("45000", "43538"))
            ),
        ),
        Spelling("strict", _strict),
        Spelling("no_content_types", lambda: without("[Content_Types].xml")),
        Spelling("no_root_rels", lambda: without("_rels/.rels")),
        Spelling("no_core", lambda: without("docProps/core.xml")),
        Spelling("broken_core", lambda: patched(good(), "docProps/core.xml", "crc", 1)),
        Spelling("absolute_targets", lambda: good(links=links().replace('Target="', 'Target="/xl/'))),
        Spelling("dotted_targets", lambda: good(links=links().replace('Target="', 'Target="../xl/./'))),
        Spelling("backslashes", lambda: packed({name.replace("/", "\\"): part for name, part in parts().items()})),
        Spelling(
            "other_case", lambda: packed({name.replace("sheet1", "Sheet1"): part for name, part in parts().items()})
        ),
        Spelling("macro", lambda: packed(parts() | macro)),
        Spelling(
            "external_links", lambda: good(links=links(extra=outside), workbook=workbook(extra="<externalReferences/>"))
        ),
        Spelling("unused_bomb", lambda: packed(parts() | {"xl/media/image1.png": bytes(300_000_000)})),
        Spelling("unused_dtd", lambda: packed(parts() | {"docProps/app.xml": doctype(PROLOG + "<a/>", LAUGHS)})),
        Spelling("junk_before", lambda: b"\r\n<br />\r\n" + good()),
        Spelling("junk_after", lambda: good() + b"\r\n" * 9),
        Spelling("byte_order_mark", lambda: good(sheet=b"\xef\xbb\xbf" + sheet().encode())),
        Spelling("prefixed_workbook", lambda: good(workbook=_prefixed(workbook()), links=_prefixed(links()))),
        Spelling("prefixed_strings", lambda: good(strings=_prefixed(strings())), slow=True),
        Spelling("prefixed_styles", lambda: good(styles=_prefixed(STYLE_SHEET)), slow=True),
        Spelling(
            "rich_strings",
            lambda: good(
                strings=strings().replace(
                    "<t>Ya</t>", '<r><rPr><b/></rPr><t>Y</t></r><r><t>a</t></r><rPh sb="0" eb="1"><t>x</t></rPh>'
                )
            ),
        ),
        Spelling("commented_strings", lambda: good(strings=strings().replace("<si>", "<!-- x --><si>", 1)), slow=True),
    ]


def _good_sheets() -> list[Spelling]:
    """Return good workbooks whose sheet is written unusually."""
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 50_000))
    inside = '<worksheet xmlns:x="urn:x" '
    no_references = re.sub(r' r="\w+"', "", ROWS.replace('<c r="B4"', '<c/><c r="B4"').replace("<c/>", ""))
    return [
        Spelling("no_dimension", lambda: good(sheet=sheet())),
        Spelling("small_dimension", lambda: good(sheet=sheet(before='<dimension ref="A1"/>'))),
        Spelling("wide_dimension", lambda: good(sheet=sheet(before='<dimension ref="A1:XFD1048576"/>'))),
        Spelling("wrong_dimension", lambda: good(sheet=sheet(before='<dimension ref="B2:A1:?"/>'))),
        Spelling("inline_strings", lambda: good(sheet=sheet(_inline()))),
        Spelling(
            "inline_rich",
            lambda: good(
                sheet=sheet(
                    _inline().replace(
                        "<t>Ya</t>",
                        '<r><rPr><rFont val="A"/><family val="2"/></rPr><t>Y</t></r><r><t xml:space="preserve">a</t></r>',
                    )
                )
            ),
        ),
        Spelling(
            "inline_only",
            lambda: packed({name: part for name, part in parts(sheet=sheet(_inline())).items() if name != STRINGS}),
        ),
        Spelling("rows_out_of_order", lambda: good(sheet=sheet("".join(reversed(re.findall("<row.*?</row>", ROWS)))))),
        Spelling(
            "libreoffice_rows",
            lambda: good(
                sheet=sheet(
                    ROWS.replace("<row ", '<row customFormat="false" ht="12.8" hidden="false" ').replace(
                        '<row customFormat="false" ht="12.8" hidden="false" r="', '<row r="'
                    )
                )
            ),
        ),
        Spelling("merge_bomb", lambda: good(sheet=sheet(after=f"<mergeCells>{merges}</mergeCells>"))),
        Spelling(
            "extensions_after",
            lambda: good(sheet=sheet(after='<extLst><ext xmlns:x14="urn:x14"><x14:c r="XFD1"/></ext></extLst>')),
        ),
        Spelling("empty_rows", lambda: good(sheet=sheet(ROWS + '<row r="9999"/><row r="5" spans="1:3"></row>'))),
        Spelling("prefixed", lambda: good(sheet=_prefixed(sheet())), slow=True),
        Spelling("single_quotes", lambda: good(sheet=_single_quoted(sheet())), slow=True),
        Spelling("pretty_printed", lambda: good(sheet=sheet().replace("><", ">\n  <")), slow=True),
        Spelling("comments", lambda: good(sheet=sheet(f'<!-- <c r="XFD1048576"/> -->{ROWS}')), slow=True),
        Spelling(
            "comment_before", lambda: good(sheet=sheet(before="<!-- <sheetData><row/></sheetData> -->")), slow=True
        ),
        Spelling(
            "cdata", lambda: good(sheet=sheet(_inline().replace("<t>Ya</t>", "<t><![CDATA[Ya]]></t>"))), slow=True
        ),
        Spelling(
            "other_attribute_order",
            lambda: good(sheet=sheet(re.sub(r'<c (r="\w+") (t="\w")', r"<c \2 \1", ROWS))),
            slow=True,
        ),
        Spelling(
            "lower_case_references",
            lambda: good(sheet=sheet(re.sub(r'r="([A-C]\d)"', lambda found: found[0].lower(), ROWS))),
            slow=True,
        ),
        Spelling("rows_without_r", lambda: good(sheet=sheet(re.sub(r'<row r="\d"', "<row", ROWS))), slow=True),
        Spelling("cells_without_r", lambda: good(sheet=sheet(no_references)), slow=True),
        Spelling(
            "foreign_elements",
            lambda: good(
                sheet=sheet().replace("<worksheet ", inside).replace("<sheetData>", "<sheetData><x:row r='XFD'/>")
            ),
            slow=True,
        ),
        Spelling("all_columns_formatted", lambda: good(sheet=sheet(_all_columns_formatted())), slow=True),
        Spelling(
            "far_corner_formatted",
            lambda: good(sheet=sheet(ROWS + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')),
            slow=True,
        ),
        Spelling("a_million_rows_formatted", _formatted_to_the_end, slow=True),
    ]


SPELLINGS: tuple[Spelling, ...] = (*_good_packages(), *_good_sheets())
