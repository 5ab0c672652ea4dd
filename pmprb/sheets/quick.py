"""A sheet of XlsxWriter's that takes and writes cells by the hundred thousand.

Enters: texts, numbers and formulas at rows and columns. Leaves: the same bytes as XlsxWriter's own sheet, but for
formulas (below), in a third of the time: a test compares the two. What is rare goes through XlsxWriter's own steps.
Refuses to know: what the cells mean, and whether a text may stand in one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from io import StringIO
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellNumberTuple, CellStringTuple, Worksheet

_SHORT = 16_383
"""A text this short holds no more UTF-16 units than a cell may."""
_SPAN = 16
_TEXT, _NUMBER, _BLANK, _FORMULA = CellStringTuple, CellNumberTuple, CellBlankTuple, CellFormulaTuple
_RULES: dict[Any, tuple[str, str]] = {}
"""What the file bears of a rule for typing, before and after the cells it holds for."""
_MOST_RULES = 4_000
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_QUICK = frozenset((_TEXT, _NUMBER, _BLANK, _FORMULA))
Stored = Any
"""A cell as the sheet keeps it until it is written: one tuple serves every cell that says the same."""


class QuickSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet whose cells are named by row and column, never by an address, and are not checked one by one.

    Formulas without text are typed as text, as Excel itself writes them: XlsxWriter leaves their type away, and a blank
    result then reads as a broken number.
    """

    data_validation = getattr(Worksheet.data_validation, "__wrapped__", Worksheet.data_validation)

    def write_string(self, row: int, column: int, text: str, style: Any = None) -> int:
        """Write a text; one that is longer than a cell may hold is cut."""
        if self.constant_memory or len(text) > _SHORT:
            return int(self._write_string(row, column, text, style))
        self.cells_of(row, column, column)[column] = self.text_cell(text, style)
        self.str_table.count += 1
        return 0

    def write_number(self, row: int, column: int, number: float, style: Any = None) -> int:
        """Write a finite number."""
        if self.constant_memory:
            return int(self._write_number(row, column, number, style))
        self.cells_of(row, column, column)[column] = _NUMBER(number, style)
        return 0

    def write_blank(self, row: int, column: int, _blank: None, style: Any = None) -> int:
        """Write a format without a value."""
        if self.constant_memory or style is None:
            return int(self._write_blank(row, column, None, style))
        self.cells_of(row, column, column)[column] = _BLANK(style)
        return 0

    def write_formula(self, row: int, column: int, formula: str, style: Any = None, value: Any = 0) -> int:
        """Write a formula with the value it has; one over an array goes XlsxWriter's own way."""
        if self.constant_memory or formula.startswith("{") or not formula:
            return int(self._write_formula(row, column, formula, style, value))
        self.cells_of(row, column, column)[column] = _FORMULA(self._prepare_formula(formula), style, value)
        return 0

    # Rows written whole: the cells of one are put into what `cells_of` gives.

    def cells_of(self, row: int, first: int, last: int) -> dict[int, Stored]:
        """Return the cells of a row, to be filled from the column `first` to `last`. Not in constant memory."""
        new = self.dim_rowmax is None or row > self.dim_rowmax or last > self.dim_colmax
        wider = new or row < self.dim_rowmin or first < self.dim_colmin
        if wider and (self._check_dimensions(row, last) or self._check_dimensions(row, first)):
            return {}  # beyond what a sheet has: as XlsxWriter does, nothing is written
        cells: dict[int, Stored] = self.table[row]
        return cells

    def text_cell(self, text: str, style: Any) -> Stored:
        """Return the cell of a text; it is counted when it is written (`count_texts`)."""
        strings = self.str_table
        index = strings.string_table.get(text)
        if index is None:
            index = strings.string_table[text] = strings.unique_count
            strings.unique_count += 1
        return _TEXT(index, style)

    def blank_cell(self, style: Any) -> Stored:
        """Return the cell of a format without a value; None without a format, as such a cell is none."""
        return None if style is None else _BLANK(style)

    def count_texts(self, count: int) -> None:
        """Tell how many text cells were put into rows: the file says so in front of its texts."""
        self.str_table.count += count

    # Cells on their way into the file.

    def _write_rows(self) -> None:
        if self.comments or self.excel_version == 2010:
            super()._write_rows()
            return
        self._calculate_spans()
        letters = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        indices: dict[Any, int] = {}
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, info = self.table.get(row), self.row_info.get(row)
            span = self.row_spans.get(row // _SPAN)
            if cells:
                self._begin_row(row, span, info)
                self._write_cells(row, sorted(cells.items()), letters, indices)
                self.fh.write("</row>")
            elif info:
                self._write_empty_row(row, span, info)

    def _begin_row(self, row: int, span: str | None, info: Any) -> None:
        plain = info is None or not (info.row_format or info.hidden or info.level or info.collapsed)
        height = self.default_row_height if info is None or info.height is None else info.height
        if not plain or span is None or self.default_row_height != self.original_row_height:
            self._write_row(row, span, info)
        elif height == self.original_row_height:
            self.fh.write(f'<row r="{row + 1}" spans="{span}">')
        else:
            self.fh.write(f'<row r="{row + 1}" spans="{span}" ht="{height * 0.75:.16g}" customHeight="1">')

    def _write_cells(
        self, row: int, cells: Iterable[tuple[int, Stored]], letters: list[str], indices: dict[Any, int]
    ) -> None:
        parts: list[str] = []
        number = str(row + 1)
        for column, cell in cells:
            kind, style = type(cell), cell.format
            if style is None or kind not in _QUICK:
                self.fh.write("".join(parts))
                parts.clear()
                self._write_cell(row, column, cell)
                continue
            index = indices.get(style)
            if index is None:
                index = indices[style] = style._get_xf_index()
            if kind is _TEXT:
                parts.append(f'<c r="{letters[column]}{number}" s="{index}" t="s"><v>{cell[0]}</v></c>')
            elif kind is _NUMBER:
                parts.append(f'<c r="{letters[column]}{number}" s="{index}"><v>{cell[0]:.16G}</v></c>')
            elif kind is _BLANK:
                parts.append(f'<c r="{letters[column]}{number}" s="{index}"/>')
            else:
                formula, (typed, shown) = _formula_as_xml(cell.formula), _result(cell.value)
                start = f'<c r="{letters[column]}{number}" s="{index}"{typed}>'
                parts.append(f"{start}<f>{formula}</f><v>{shown}</v></c>")
        self.fh.write("".join(parts))

    def _calculate_spans(self) -> None:
        if self.comments:
            super()._calculate_spans()
            return
        ends: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                first, last = min(cells), max(cells)
                before = ends.get(row // _SPAN)
                ends[row // _SPAN] = (min(first, before[0]), max(last, before[1])) if before else (first, last)
        self.row_spans = {block: f"{first + 1}:{last + 1}" for block, (first, last) in ends.items()}

    # What may be typed into a cell: one rule serves many cells of a form, and all forms of an instrument.

    def _write_data_validation(self, options: dict[str, Any]) -> None:
        """Write a rule; what the file bears of it beside its cells is made once."""
        rest = tuple((key, tuple(v) if type(v) is list else v) for key, v in options.items() if key != "cells")
        (area, *others) = options["cells"]
        if others or options.get("multi_range"):
            super()._write_data_validation(options)
            return
        if rest not in _RULES:
            if len(_RULES) > _MOST_RULES:
                _RULES.clear()
            own: Any = self.fh
            self.fh: Any = StringIO()
            super()._write_data_validation({**options, "cells": [[0, 0, 0, 0]]})
            before, _, after = self.fh.getvalue().partition(' sqref="A1"')
            _RULES[rest], self.fh = (before, after), own
        before, after = _RULES[rest]
        self.fh.write(f'{before} sqref="{xl_range(*area)}"{after}')

    # Formulas.

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        typed = [*attributes, ("t", "str")] if result == "" else list(attributes)
        super()._xml_formula_element(formula, result, typed)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        """Return a formula as the file bears it.

        XlsxWriter searches each for thirty functions that Excel 2013 does not have; ours use none of them.
        """
        return formula.removeprefix("=")


def _as_xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_formula_as_xml = lru_cache(maxsize=8192)(_as_xml)  # those of a form are the same in every worksheet


def _result(value: Any) -> tuple[str, Any]:
    """Return what a formula's cell says of the type of its value, and the value as XML."""
    if type(value) is str:
        return ' t="e"' if value in _ERRORS else ' t="str"', _as_xml(value)
    return (' t="b"', int(value)) if type(value) is bool else ("", value)
