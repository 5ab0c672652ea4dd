"""The child that reads an OpenDocument spreadsheet (.ods): its cells written again as a plain .xlsx.

Enters, on standard input: the bytes of `content.xml`, inflated under the guard's caps and known to be no DTD. Leaves,
on standard output: a JSON line and the package, or a failure, as `pmprb.workbook.xls_child` does, under its limits.

Values only: cells with something in them, whether they are per cent or dates, which hold a formula, what is hidden.
Rows and columns may be repeated a million times: empty ones are passed over, filled ones are written within the guard's
reach or are a failure.
"""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from xml.parsers import expat

from pmprb.workbook.child_package import HIDDEN, SHOWN, Answer, PlainSheet, Strings, answered, clean, packed, serve
from pmprb.workbook.slow_child import MAX_COLUMNS, MAX_DEPTH, MAX_OUT, MAX_ROWS, MB, Stop, decimal, escaped, letters

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {f"{_SPACE}{name}:1.0": name for name in ("table", "text", "office", "style", "drawing")}
_PREFIXES["urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"] = "calcext"
_EPOCH = datetime(1899, 12, 30)
_GENERAL, _PERCENT, _DATE, _DURATION = range(4)
_STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0.00%"/>'
    '<numFmt numFmtId="201" formatCode="yyyy-mm-dd hh:mm:ss"/>'
    '<numFmt numFmtId="202" formatCode="[h]:mm:ss"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/><xf numFmtId="201"/><xf numFmtId="202"/></cellXfs></styleSheet>'
)
_PASSED_OVER = frozenset({"office annotation", "table tracked-changes", "table shapes", "table content-validations"})
"""What stands in a sheet and is none of its cells: comments, earlier contents, drawings."""


class _Sheet:
    """A sheet as it is written: rows of cells' XML, and what is hidden."""

    def __init__(self, name: str, hidden: bool) -> None:
        self.name, self.hidden = name, hidden
        self.rows: list[str] = []
        self.columns: list[int] = []
        self.row = self.column = 0


class _Reader:
    """The handlers: one pass over the document, one row in memory."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.unseen_styles: set[str] = set()
        self.strings = Strings()
        self.size = self.depth = self.skipped = self.nested = 0
        self.style = ""
        self.sheet: _Sheet | None = None
        self.repeated_rows = self.repeated_cells = 1
        self.hidden_row = False
        self.cells: list[tuple[int, int, str]] = []
        self.cell: dict[str, str] | None = None
        self.lines: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Stop("BUKU-004", "xml")
        name = _named(tag)
        if self.skipped or name in _PASSED_OVER:
            self.skipped += 1
            return
        given = {_named(key): value for key, value in attributes.items()}
        if name == "style style" and given.get("style family") == "table":
            self.style = given.get("style name", "")
        elif name == "style table-properties" and given.get("table display") == "false":
            self.unseen_styles.add(self.style)
        elif name == "table table":
            self._table(given)
        elif self.sheet is not None and self.nested == 1:
            self._inside(name, given)

    def _table(self, given: dict[str, str]) -> None:
        self.nested += 1
        if self.nested == 1:
            hidden = given.get("table style-name", "") in self.unseen_styles
            self.sheet = _Sheet(clean(given.get("table name", "")), hidden)
            self.sheets.append(self.sheet)

    def _inside(self, name: str, given: dict[str, str]) -> None:
        sheet = self.sheet
        assert sheet is not None
        if name == "table table-column":
            times = _times(given.get("table number-columns-repeated"))
            if given.get("table visibility", "visible") != "visible":
                sheet.columns += range(sheet.column, min(sheet.column + times, MAX_COLUMNS))
            sheet.column += times
        elif name == "table table-row":
            sheet.column = 0
            self.cells = []
            self.repeated_rows = _times(given.get("table number-rows-repeated"))
            self.hidden_row = given.get("table visibility", "visible") != "visible"
        elif name in ("table table-cell", "table covered-table-cell"):
            self.cell, self.lines = given, []
            self.repeated_cells = _times(given.get("table number-columns-repeated"))
        elif self.cell is not None and name == "text p":
            self.lines.append("")
        elif self.cell is not None and self.lines and name in ("text s", "text tab", "text line-break"):
            some = " " * min(_times(given.get("text c")), 32_767)
            self.lines[-1] += {"text s": some, "text tab": "\t"}.get(name, "\n")

    def text(self, found: str) -> None:
        if self.cell is not None and self.lines and not self.skipped:
            self.size += len(found)
            if self.size > MAX_OUT:
                raise Stop("BUKU-005", "text", limit=f"{MAX_OUT // MB} MB")
            self.lines[-1] += found

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.skipped:
            self.skipped -= 1
            return
        name = _named(tag)
        if name == "table table":
            self.nested -= 1
            self.sheet = self.sheet if self.nested else None
        elif self.sheet is not None and self.nested == 1:
            if name in ("table table-cell", "table covered-table-cell") and self.cell is not None:
                self._put(self.sheet, self.cell, self.repeated_cells)
                self.cell = None
            elif name == "table table-row":
                self._row(self.sheet)

    def _put(self, sheet: _Sheet, cell: dict[str, str], times: int) -> None:
        first, sheet.column = sheet.column, sheet.column + times
        written = self._written(cell)
        if written is None:
            return
        if sheet.column > MAX_COLUMNS:
            at = f"{letters(min(first, 16_383))}{min(sheet.row, 1_048_575) + 1}"
            raise Stop("BUKU-008", "beyond", at, f"ZZ{MAX_ROWS}")
        self.cells += [(column, *written) for column in range(first, sheet.column)]

    def _written(self, cell: dict[str, str]) -> tuple[int, str] | None:
        """Return a cell's style and the XML between its tags, with its type in front; None for an empty one."""
        kind, said = cell.get("office value-type", ""), clean("\n".join(self.lines))
        formula = "<f></f>" if "table formula" in cell else ""
        if cell.get("calcext value-type") == "error":
            return _GENERAL, f' t="e">{formula}<v>{escaped(said if said.startswith("#") else "#VALUE!")}</v>'
        if kind in ("float", "percentage", "currency"):
            number = _number(cell.get("office value", ""))
            style = _PERCENT if kind == "percentage" else _GENERAL
        elif kind == "date":
            number, style = _serial(cell.get("office date-value", "")), _DATE
        elif kind == "time":
            number, style = _duration(cell.get("office time-value", "")), _DURATION
        elif kind == "boolean":
            return _GENERAL, f' t="b">{formula}<v>{int(cell.get("office boolean-value") == "true")}</v>'
        else:
            said = clean(cell.get("office string-value", "")) or said
            if not said and not formula:
                return None
            return _GENERAL, f' t="s">{formula}<v>{self.strings.number(said)}</v>'
        if number is None:  # a value that is none: what is shown stands for it
            return _GENERAL, f' t="s">{formula}<v>{self.strings.number(said)}</v>'
        if not isfinite(number):
            return _GENERAL, f' t="e">{formula}<v>#NUM!</v>'
        return style, f' t="n">{formula}<v>{decimal(number)}</v>'

    def _row(self, sheet: _Sheet) -> None:
        times, first = self.repeated_rows, sheet.row
        sheet.row += times
        if not self.cells and not self.hidden_row:
            return
        if self.cells and sheet.row > MAX_ROWS:
            at = f"{letters(self.cells[0][0])}{max(first, MAX_ROWS) + 1}"
            raise Stop("BUKU-008", "beyond", at, f"ZZ{MAX_ROWS}")
        hidden = ' hidden="1"' if self.hidden_row else ""
        for row in range(first, min(sheet.row, MAX_ROWS)):
            cells = "".join(
                f'<c r="{letters(column)}{row + 1}" s="{style}"{xml}</c>' for column, style, xml in self.cells
            )
            self.size += len(cells)
            if self.size > MAX_OUT:
                raise Stop("BUKU-005", "part", limit=f"{MAX_OUT // MB} MB")
            sheet.rows.append(f'<row r="{row + 1}"{hidden}>{cells}</row>')


def _named(tag: str) -> str:
    """Return "table table-cell" of an expanded name; the name itself of a space that is none of those wanted."""
    space, _, local = tag.rpartition(" ")
    prefix = _PREFIXES.get(space)
    return f"{prefix} {local}" if prefix else tag


def _times(text: str | None) -> int:
    """Return how often something is repeated; once where no number is told."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) <= 7 and int(text) else 1


def _number(text: str) -> float | None:
    try:
        return float(text) if len(text) <= 400 and "_" not in text else None
    except ValueError:
        return None


def _serial(text: str) -> float | None:
    """Return the serial number of an ISO date, perhaps with a time; None for another text."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    apart = found.replace(tzinfo=None) - _EPOCH
    return apart.days + apart.seconds / 86_400


def _duration(text: str) -> float | None:
    """Return the days of "PT08H30M00S"; None for another text."""
    rest, total = text.strip().removeprefix("PT"), 0.0
    if rest == text.strip():
        return None
    for unit, seconds in (("H", 3600.0), ("M", 60.0), ("S", 1.0)):
        before, found, after = rest.partition(unit)
        if found:
            number = _number(before.replace(",", "."))
            if number is None:
                return None
            total, rest = total + number * seconds, after
    return total / 86_400 if not rest else None


def package(content: bytes) -> bytes:
    """Return the spreadsheet of a `content.xml` as a stored zip of plain parts; Stop when it cannot be had."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text

    def doctype(*_: object) -> None:
        raise Stop("BUKU-007", "dtd")

    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(content, True)
    if not reader.sheets:
        raise Stop("BUKU-004", "zip")
    sheets = [
        PlainSheet(sheet.name, sheet.rows, HIDDEN if sheet.hidden else SHOWN, sheet.columns) for sheet in reader.sheets
    ]
    return packed(sheets, reader.strings, _STYLES)


def answer(content: bytes) -> Answer:
    """Return what goes into the answer's line, and the package; with a failure there is none."""
    try:
        return answered(package, content)
    except expat.ExpatError:
        return {"failure": Stop("BUKU-004", "xml").failure}, b""


def main() -> None:
    """Answer one request."""
    serve(answer)
