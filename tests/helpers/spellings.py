"""Good workbooks in every spelling met in the wild: each must give the cells of `corpus.CELLS`.

`SPELLINGS` lists them, by hand-made XML, XlsxWriter and openpyxl.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from helpers.corpus import (
    CELLS,
    LAUGHS,
    MAIN,
    OFFICE,
    PROLOG,
    ROWS,
    STRICT_MAIN,
    STRICT_OFFICE,
    STRINGS,
    STYLE_SHEET,
    WORDS,
    doctype,
    good,
    links,
    ole,
    packed,
    parts,
    patched,
    prefixed,
    sheet,
    strings,
    without,
    workbook,
)


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
        Spelling("unused_bomb", lambda: packed(parts() | {"xl/media/image1.png": bytes(100_000_000)})),
        Spelling("unused_dtd", lambda: packed(parts() | {"docProps/app.xml": doctype(PROLOG + "<a/>", LAUGHS)})),
        Spelling("junk_before", lambda: b"\r\n<br />\r\n" + good()),
        Spelling("junk_after", lambda: good() + b"\r\n" * 9),
        Spelling("byte_order_mark", lambda: good(sheet=b"\xef\xbb\xbf" + sheet().encode())),
        Spelling("prefixed_workbook", lambda: good(workbook=prefixed(workbook()), links=prefixed(links()))),
        Spelling("prefixed_strings", lambda: good(strings=prefixed(strings())), slow=True),
        Spelling("prefixed_styles", lambda: good(styles=prefixed(STYLE_SHEET)), slow=True),
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
                        '<r><rPr><family val="2"/></rPr><t>Y</t></r><r><t xml:space="preserve">a</t></r>',
                    )
                )
            ),
        ),
        Spelling(
            "inline_only",
            lambda: packed({name: part for name, part in parts(sheet=sheet(_inline())).items() if name != STRINGS}),
        ),
        Spelling("wps_inline", lambda: good(sheet=sheet(_inline().replace("<t>", '<t xml:space="preserve">')))),
        Spelling(
            "google_rows", lambda: good(sheet=sheet(re.sub(r'(<row r="\d")', r'\1 ht="15.75" customHeight="1"', ROWS)))
        ),
        Spelling(
            "excel_rows",
            lambda: good(sheet=sheet(re.sub(r'(<row r="\d")', r'\1 spans="1:3" x14ac:dyDescent="0.25"', ROWS))),
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
        Spelling("prefixed", lambda: good(sheet=prefixed(sheet())), slow=True),
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
