"""Cells written quickly are the bytes that XlsxWriter itself writes, and tables the same whichever way rows go down."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Cell, Column, Page, count, figure, words
from pmprb.sheets.quick import QuickSheet

TEXTS = ["", "Ya", "dua\nbaris", " spasi ", 'a&b <c> "d"', "_x0041_", "\u00e9\U0001f600", "x" * 20_000, "y" * 40_000]
RESULTS = ["", "teks", "a<b>&c", 'd"e', 4, 0.1, 1 / 3, -0.0, "#N/A", "#REF!", True, False]
RULES: list[dict[str, Any]] = [
    {"validate": "any", "input_title": "Bukti", "input_message": 'Contoh: "SK" & <foto>\ndua sqref="A1"'},
    {"validate": "list", "source": ["Ya", "Tidak & <lain>"], "error_type": "warning", "error_message": "Pilih."},
    {"validate": "list", "source": "=$A$1:$A$4", "dropdown": False},
    {"validate": "decimal", "criteria": "between", "minimum": "=1/3", "maximum": 4, "ignore_blank": False},
    {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "stop", "show_input": False},
    {"validate": "custom", "value": '=OR(A1<>"",B1>2)', "error_type": "information"},
]
NUMBERS = [0, -0.0, 1, 0.1, 1 / 3, -12.5, 1e300, 5e-324, 123456789012345678]


class _Plain(QuickSheet):
    """XlsxWriter's own sheet, but for the type of a formula's blank result."""

    write_string, write_number, write_blank = Worksheet.write_string, Worksheet.write_number, Worksheet.write_blank
    write_formula, data_validation = Worksheet.write_formula, Worksheet.data_validation
    _write_rows, _calculate_spans = Worksheet._write_rows, Worksheet._calculate_spans
    _write_data_validation = Worksheet._write_data_validation


def parts(kind: type[Any], fill: Callable[[Any, Any], None], **options: bool) -> dict[str, bytes]:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    book.set_properties({"created": datetime(2000, 1, 1)})
    fill(book, book.add_worksheet("Satu", kind))
    fill(book, book.add_worksheet("Dua", kind))
    book.close()
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def by_chance(seed: int) -> Callable[[Any, Any], None]:
    def fill(book: Any, sheet: Any) -> None:
        pick = random.Random(f"{seed}{sheet.name}")
        styles = [book.add_format({"bold": n % 2, "font_size": 8 + n}) for n in range(5)]
        for row in sorted(pick.sample(range(60), 30)):
            for column in pick.sample(range(40), pick.randrange(1, 12)):
                style = pick.choice([*styles, None])
                how = pick.randrange(5)
                if how == 0:
                    sheet.write_number(row, column, pick.choice(NUMBERS), style)
                elif how == 1:
                    sheet.write_blank(row, column, None, style)
                elif how == 2:
                    formula = pick.choice(["=A1&1", '=IF(A1<>"",B1>=2,"a&b")', "=SUM(A1:B2)", "{=SUM(A1:B2*2)}"])
                    sheet.write_formula(row, column, formula, style, pick.choice(RESULTS))
                elif how == 3:
                    sheet.write_url(row, column, f"https://contoh.go.id/{row}", style, string=f"tautan {row}")
                else:
                    sheet.write_string(row, column, pick.choice(TEXTS), style)
            if pick.random() < 0.5:
                sheet.set_row(row, pick.choice([15, 20, 33.5, None]), pick.choice([None, styles[0]]))
        for row in range(90, 110):
            rule = dict(pick.choice(RULES))
            sheet.data_validation(row, 1, row + pick.randrange(2), pick.randrange(1, 4), rule)
        sheet.data_validation(120, 1, 120, 1, RULES[1] | {"other_cells": [[122, 1, 124, 2]]})
        sheet.data_validation(130, 1, 130, 1, RULES[2] | {"multi_range": "B131 D131:E140"})
        sheet.set_row(70, 40, None, {"hidden": True})
        sheet.set_row(71, 40, None, {"level": 1})
        sheet.merge_range(80, 1, 80, 4, "", styles[1])
        sheet.write_string(80, 1, "gabungan", styles[1])
        sheet.set_column(2, 3, 20, styles[2])

    return fill


@pytest.mark.parametrize("seed", range(6))
def test_cells_are_the_bytes_that_the_writer_itself_makes(seed: int) -> None:
    assert parts(QuickSheet, by_chance(seed)) == parts(_Plain, by_chance(seed))


def test_a_sheet_with_comments_and_one_without_cells_are_so_too() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        if sheet.name == "Satu":
            sheet.write_string(3, 1, "teks")
            sheet.write_comment(5, 2, "komentar")

    assert parts(QuickSheet, fill) == parts(_Plain, fill)


def test_rows_that_leave_the_memory_are_so_too() -> None:
    def fill(book: Any, sheet: Any) -> None:
        style = book.add_format({"bold": True})
        for row in range(20):
            sheet.write_string(row, 0, f"teks {row}", style)
            sheet.write_number(row, 2, row / 7, style)
            sheet.write_blank(row, 3, None, style)

    assert parts(QuickSheet, fill, constant_memory=True) == parts(_Plain, fill, constant_memory=True)


def test_beyond_the_last_row_nothing_is_written() -> None:
    def fill(book: Any, sheet: Any) -> None:
        style = book.add_format({"bold": True})
        sheet.write_string(1, 1, "ada", style)
        for row, column in ((1_048_576, 0), (0, 16_384)):
            sheet.write_number(row, column, 4, style)
            sheet.write_blank(row, column, None, style)

    assert parts(QuickSheet, fill) == parts(_Plain, fill)


ROWS = [
    ("1.01", "Dinas Pendidikan", Fraction(1, 3), "https://contoh.go.id/bukti dan dan " * 3),
    ("1.02", "Dinas dengan nama yang amat panjang sekali, sampai dua baris", None, "https://contoh.go.id/a"),
    ("1.01", "Dinas Pendidikan", 2, "=1+1"),
    ("", "dua\nbaris", Fraction(10**400), "kata " * 40),
]
COLUMNS: list[Column[Any]] = [
    Column("Kode", 8, lambda r: words(r[0])),
    Column("Unit", 20, lambda r: words(r[1], "bold"), "unit"),
    Column("Nilai", 9, lambda r: figure(r[2], "0.00"), "value"),
    Column("Baris", 9, lambda r: count(len(r[1]))),
    Column("Bukti", 25, lambda r: Cell(r[3], ("cell", "wrap"), link=True)),
    Column("Ganda", 9, lambda r: Cell(float(len(r)), ("cell",), "0.0", "={value}{row}*2")),
    Column("Polos", 9, lambda r: Cell(r[1], ())),
]


def test_a_table_is_the_same_with_rows_put_down_whole_and_cell_by_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(name: str) -> bytes:
        path = tmp_path / name
        with NewBook(path, "Uji") as book:
            page = Page(book, "Daftar")
            page.listing("Daftar", ["Catatan."], COLUMNS, ROWS * 3, "Kosong.")
        return path.read_bytes()

    whole = made("utuh.xlsx")
    monkeypatch.setattr(Page, "takes_rows", property(lambda _page: False))
    assert whole == made("sel.xlsx")
