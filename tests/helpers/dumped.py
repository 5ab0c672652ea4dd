"""Workbooks and JSON as text for golden files: what a reader sees, a line a cell; versions and hashes masked."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from pmprb import __version__

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def hold(name: str, text: str) -> None:
    """Hold a text to be that of a golden file; with PMPRB_UPDATE_GOLDEN=1 it becomes that file's."""
    path = GOLDEN / name
    text = masked(text)
    if os.environ.get("PMPRB_UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()


def masked(text: str) -> str:
    """Return a text without what changes with every version and every change of a catalog."""
    text = re.sub(r"\b[0-9a-f]{64}\b", "(sidik)", text)
    text = re.sub(r"\b(?=[0-9]*[a-f])[0-9a-f]{12}\b", "(sidik)", text)
    return text.replace(__version__, "(versi)")


def data_text(data: object) -> str:
    """Return JSON as a line a value."""
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def book_text(path: Path) -> str:
    """Return a workbook, a line a cell: address, value or formula, and the stored result of a formula.

    Before them, a line a sheet with what shows besides: widths, hidden columns, merged cells, lists, colours by rule.
    """
    formulas, results = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    found: list[str] = []
    for name, target in formulas.defined_names.items():
        found.append(f"nama {name} = {target.attr_text}")
    for sheet in formulas.worksheets:
        found += ["", f"## {sheet.title} {sheet.sheet_state} {sheet.freeze_panes or ''}".rstrip()]
        found += _shape(sheet)
        for row in sheet.iter_rows():
            height = sheet.row_dimensions[row[0].row].height
            if height:
                found.append(f"baris {row[0].row} tinggi {height:g}")
            for cell in row:
                if cell.value is None:
                    continue
                line = f"{cell.coordinate} {cell.value!r}"
                if cell.data_type == "f":
                    line += f" → {results[sheet.title][cell.coordinate].value!r}"
                if cell.number_format != "General":
                    line += f" [{cell.number_format}]"
                found.append(line + ("" if cell.protection.locked else " terbuka"))
    return "\n".join(found) + "\n"


def _shape(sheet: Any) -> list[str]:
    """Return what a sheet shows beside its cells."""
    found = []
    for letter, column in sorted(sheet.column_dimensions.items(), key=lambda one: one[1].min):
        last = get_column_letter(column.max)
        found.append(f"kolom {letter}-{last} lebar {column.width:g}{' tersembunyi' if column.hidden else ''}")
    page, margins = sheet.page_setup, sheet.page_margins
    fit = f"{page.fitToWidth}×{page.fitToHeight}" if sheet.sheet_properties.pageSetUpPr else ""
    edges = " ".join(f"{getattr(margins, side):g}" for side in ("left", "right", "top", "bottom"))
    feet = (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right)
    foot = " | ".join(one.text for one in feet if one.text)
    found.append(
        f"halaman {page.orientation} {fit} tepi {edges} kaki {foot} ulang {sheet.print_title_rows or ''}".rstrip()
    )
    if sheet.auto_filter.ref or sheet.print_area:
        found.append(f"saring {sheet.auto_filter.ref or ''} cetak {sheet.print_area or ''}".rstrip())
    found += [f"gabung {one}" for one in sorted(map(str, sheet.merged_cells.ranges))]
    for rule in sheet.data_validations.dataValidation:
        limits = " ".join(str(one) for one in (rule.type, rule.operator, rule.formula1, rule.formula2) if one)
        found.append(
            f"daftar {rule.sqref}: {limits} | {rule.promptTitle}: {rule.prompt} | {rule.errorTitle}: {rule.error}"
        )
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            colour = rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else ""
            found.append(f"aturan {area.sqref}: {rule.type} {' '.join(rule.formula)} {colour}".rstrip())
    return found
