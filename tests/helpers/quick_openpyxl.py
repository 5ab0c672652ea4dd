"""openpyxl's texts and cells, loaded and saved at a lower price, byte for byte as openpyxl itself does.

The tests edit workbooks by the hundred as a person would. Of a cell of a number or words openpyxl makes two XML
elements with their namespaces when it saves, of a text five objects when it loads: here both are done in one go.
Whatever is rarer (dates, formulas with a type, rich text, links) goes openpyxl's own way.
"""

from __future__ import annotations

from typing import IO, Any
from xml.etree.ElementTree import _escape_attrib, _escape_cdata, iterparse  # type: ignore[attr-defined]

from openpyxl.cell.text import Text
from openpyxl.compat import safe_string
from openpyxl.reader import excel
from openpyxl.utils import get_column_letter
from openpyxl.worksheet import _writer
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.constants import SHEET_MAIN_NS

from helpers import merged

USUAL = (
    (WorksheetWriter, "write_rows", WorksheetWriter.write_rows),
    (excel, "read_string_table", excel.read_string_table),
)
ITEM, TEXT = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"


def read_string_table(source: IO[bytes]) -> list[str]:
    """Do what `openpyxl.reader.strings.read_string_table` does."""
    found = []
    for _, node in iterparse(source):
        if node.tag == ITEM:
            plain = len(node) == 1 and node[0].tag == TEXT
            text = node[0].text or "" if plain else Text.from_tree(node).content
            found.append(text.replace("x005F_", ""))
            node.clear()
    return found


def write_rows(self: WorksheetWriter) -> None:
    """Do what `WorksheetWriter.write_rows` does."""
    xf = self.xf.send(True)
    write, usual, sheet = xf._file, _writer.write_cell, self.ws
    styles: dict[bytes, str] = {}
    with xf.element("sheetData"):
        for number, row in self.rows():
            attributes = {"r": f"{number}"} | dict(sheet.row_dimensions.get(number, {}))
            write("<row" + "".join([f' {key}="{_escape_attrib(value)}"' for key, value in attributes.items()]) + ">")
            for cell in row:
                if cell._comment is not None:
                    sheet._comments.append(_writer.CommentRecord.from_cell(cell))
                key = b"" if cell._style is None else cell._style.tobytes()
                if key not in styles:
                    styles[key] = f' s="{cell.style_id}"' if cell.has_style else ""
                if cell._value is None and not styles[key] and not cell._comment:
                    continue
                written = _written(cell, styles[key])
                if written:
                    write(written)
                else:
                    usual(xf, sheet, cell, bool(styles[key]))
            write("</row>")
    self.xf.send(None)


def _written(cell: Any, style: str) -> str:
    """Return a cell as openpyxl writes it, "" for one that is left to it."""
    value, kind = cell._value, cell.data_type
    if (
        cell.hyperlink
        or type(value) not in (str, int, float, bool, type(None))
        or kind not in ("n", "s", "b", "e", "f")
    ):
        return ""
    start = f'<c r="{get_column_letter(cell.column)}{cell.row}"{style}'
    start += {"s": ' t="inlineStr"', "f": ""}.get(kind, f' t="{kind}"')
    if value is None or value == "":
        return start + " />"
    if kind == "s":
        bare = value.strip()
        space = ' xml:space="preserve"' if bare and bare != value else ""
        return f"{start}><is><t{space}>{_escape_cdata(value)}</t></is></c>"
    if kind == "f":
        return f"{start}><f>{_escape_cdata(value[1:])}</f><v /></c>"
    return f"{start}><v>{_escape_cdata(safe_string(value))}</v></c>"


def hasten() -> None:
    """Let openpyxl load and save so, where it writes by the standard library (with lxml it is quick by itself)."""
    merged.hasten()
    excel.read_string_table = read_string_table
    if _writer.write_cell.__name__ == "etree_write_cell":
        WorksheetWriter.write_rows = write_rows
