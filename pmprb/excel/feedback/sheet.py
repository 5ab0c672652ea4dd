"""The first sheet of a marked-up copy: what the colours mean, what became of the file, every temuan with its cell.

Enters: texts and temuan. Leaves: a worksheet part of inline strings: no cell of it is a formula, every link of it
leads to a cell of the same workbook. Refuses to know: the package around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmprb.excel.feedback.looks import Looks
from pmprb.excel.feedback.package import MAIN
from pmprb.excel.feedback.xmledit import escaped
from pmprb.excel.rekap.page import lines, room
from pmprb.excel.rekap.safe import safe_text
from pmprb.temuan import Severity

NAME = "Umpan Balik"
MEANING = {
    Severity.KESALAHAN: "belum dinilai sampai dibetulkan",
    Severity.PERINGATAN: "dinilai, tetapi perlu dilihat",
    Severity.CATATAN: "untuk diketahui",
}
_WIDTHS = (15.0, 18.0, 14.0, 58.0, 52.0)
_HEADS = ("Tingkat", "Letak", "Butir", "Temuan", "Cara membetulkan")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE, _TALLEST = 13.0, 300.0
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Mark:
    """One temuan: where it stands (an empty cell: the sheet or the file as a whole) and its words."""

    severity: Severity
    code: str
    sheet: str
    cell: str
    node: str
    finding: str
    repair: str

    @property
    def place(self) -> str:
        """The cell as users write it."""
        return "!".join(part for part in (self.sheet, self.cell) if part) or "seluruh berkas"


@dataclass
class _Rows:
    """Rows being gathered: cells, heights, merged cells and links."""

    looks: Looks
    rows: list[str]
    merges: list[str]
    links: list[str]

    def put(self, *cells: tuple[str, str], height: float = 0) -> int:
        """Add a row of (text, look) from column A on; return its number."""
        number = len(self.rows) + 1
        made = "".join(
            f'<c r="{letter}{number}" s="{self.looks.cells[look]}" t="inlineStr"><is><t xml:space="preserve">'
            f"{string(text)}</t></is></c>"
            if text
            else f'<c r="{letter}{number}" s="{self.looks.cells[look]}"/>'
            for letter, (text, look) in zip("ABCDE", cells, strict=False)
        )
        size = f' ht="{height:g}" customHeight="1"' if height else ""
        self.rows.append(f'<row r="{number}"{size}>{made}</row>')
        return number

    def wide(self, text: str, look: str, height: float = 0, first: str = "A") -> None:
        """Add a row with one text over all columns from `first` on."""
        width = sum(_WIDTHS["ABCDE".index(first) :])
        tall = height or 4 + _LINE * lines(text, room(width))
        letters = "ABCDE"["ABCDE".index(first) :]
        blank = [("", "text")] * (5 - len(letters))
        number = self.put(*blank, (text, look), *[("", look)] * (len(letters) - 1), height=tall)
        self.merges.append(f"{first}{number}:E{number}")


def first_sheet(
    title: str,
    facts: Sequence[str],
    caution: str,
    changes: Sequence[str],
    entries: Sequence[Mark],
    looks: Looks,
    names: Mapping[str, str],
) -> bytes:
    """Return the sheet's XML. `facts` stand under the title, `changes` say what the copy is otherwise than the file,
    `names` leads from a sheet's name as read to its name as written (for links; a sheet not in it gets none)."""
    page = _Rows(looks, [], [], [])
    page.wide(title, "title", 24)
    for fact in facts:
        page.wide(fact, "text")
    if caution:
        page.wide(caution, "caution")
    page.put(("", "text"))
    page.wide("Arti warna", "section", 18)
    for grade, meaning in MEANING.items():
        count = sum(entry.severity is grade for entry in entries)
        row = page.put((grade.value, grade.value), (f"{count} temuan: {meaning}.", "text"), height=16)
        page.merges.append(f"B{row}:E{row}")
    page.wide(
        "Arahkan penunjuk ke sel berwarna untuk membaca komentarnya; klik Letak di bawah untuk ke selnya.", "note"
    )
    page.put(("", "text"))
    page.wide("Salinan ini dan berkas asli", "section", 18)
    for change in changes:
        page.wide(f"•  {change}", "text")
    page.put(("", "text"))
    page.wide("Yang ditemukan dan cara membetulkannya", "section", 18)
    page.put(*((text, "head") for text in _HEADS), height=20)
    for entry in entries:
        _entry(page, entry, names)
    if not entries:
        page.put(*[("", "cell")] * 3, ("Tidak ada temuan.", "cell"), ("", "cell"))
    return _document(page)


def _entry(page: _Rows, entry: Mark, names: Mapping[str, str]) -> None:
    written = names.get(entry.sheet, "") if entry.cell else ""
    if len(written) > _LONGEST_NAME:
        written = ""
    cells = (
        (entry.severity.value, entry.severity.value),
        (entry.place, "link" if written else "cell"),
        (entry.node, "cell"),
        (f"{entry.finding} ({entry.code})", "cell"),
        (entry.repair, "cell"),
    )
    needed = max(lines(text[:2000], room(width)) for (text, _), width in zip(cells, _WIDTHS, strict=True))
    row = page.put(*cells, height=min(_TALLEST, 5 + _LINE * needed))
    if written:
        place = escaped(f"'{written.replace(chr(39), chr(39) * 2)}'!{entry.cell}")
        page.links.append(f'<hyperlink ref="B{row}" location="{place}" display="{escaped(entry.place)}"/>')


def _document(page: _Rows) -> bytes:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>' for n, width in enumerate(_WIDTHS, 1)
    )
    merges = "".join(f'<mergeCell ref="{cells}"/>' for cells in page.merges)
    links = f"<hyperlinks>{''.join(page.links)}</hyperlinks>" if page.links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        '<sheetPr><tabColor rgb="FFD9796B"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:E{len(page.rows)}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(page.rows)}</sheetData>'
        f'<mergeCells count="{len(page.merges)}">{merges}</mergeCells>{links}'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;8&amp;A&amp;R&amp;8Halaman &amp;P dari &amp;N</oddFooter></headerFooter>"
        "</worksheet>"
    ).encode()


def string(text: str) -> str:
    """Return a text as a cell or a comment holds it: safe, within Excel's limit, no accidental `_x0041_` escape."""
    return escaped(_ESCAPE.sub("_x005F_", safe_text(text)))
