"""A cell inserted or deleted in the column of answers moves what stands below: suspected, told, never moved back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from helpers.cli import quick
from helpers.official import template_2024
from helpers.sheets import Lke, answers, edit, instrument, read, write
from pmprb.catalog.item import RatioItem
from pmprb.catalog.load import instrument_ids
from pmprb.catalog.model import Instrument
from pmprb.demo.make import Made
from pmprb.engine.answers import Answer, State
from pmprb.temuan import AnswersPerhapsShifted

Cells = dict[int, Any]


def asked(catalog: Instrument) -> list[str]:
    """The codes of all rows that ask for an answer, in the form's order."""
    return [
        code
        for item in catalog.items.values()
        for code in ([f"{item.id}.{c.id}" for c in item.inputs] if isinstance(item, RatioItem) else [item.id])
    ]


def pushed(sheet: Any, column: int, first: int, last: int, way: int) -> None:
    """Insert a cell at a row (way 1), or delete it (-1): what stands below, down to `last`, moves."""
    cells = [sheet.cell(row, column).value for row in range(first, last + 1)]
    moved = [None, *cells] if way == 1 else [*cells[1:], None]
    for row, value in enumerate(moved, start=first):
        sheet.cell(row, column).value = value


def suspicions(path: Path) -> list[AnswersPerhapsShifted]:
    return [one for one in read(path).temuan if isinstance(one, AnswersPerhapsShifted)]


@pytest.mark.parametrize(
    ("name", "start", "way", "first"),
    [
        ("pemdi-2026", 10, 1, "F21"),
        ("pemdi-2026", 10, -1, "F22"),
        ("rb-general-2024", 12, 1, "F22"),
        ("rb-tematik-2024", 5, 1, "F15"),
        ("akip-2021", 0, 1, "F8"),
        ("akip-2021", 6, -1, "F64"),
    ],
)
def test_a_cell_inserted_or_deleted_halfway_is_told_with_the_cells_and_the_repair(
    tmp_path: Path, name: str, start: int, way: int, first: str
) -> None:
    catalog = instrument(name)
    path = write(tmp_path / "unit.xlsx", catalog, answers(catalog, "x", blank=0.0))

    def change(lke: Lke) -> None:
        rows = sorted(lke.row(code) for code in asked(catalog))
        pushed(lke.sheet, lke.columns["Jawaban"], rows[start], lke.sheet.max_row, way)

    (told,) = suspicions(edit(path, change))
    assert told.way == ("bawah" if way == 1 else "atas") and told.cells.startswith(first)
    text = quick("periksa", path)[1]
    assert f"ISI-072 · Jawaban di {first}" in text and f"mungkin bergeser satu baris ke {told.way}" in text
    assert "Cocokkan dengan pertanyaannya; bila benar, geser kembali." in text


def test_a_shift_that_reaches_many_headings_names_the_row_it_begins_at(tmp_path: Path) -> None:
    catalog = instrument("pekppp-2023")
    path = write(tmp_path / "unit.xlsx", catalog, answers(catalog, "x", blank=0.0))

    def change(lke: Lke) -> None:
        rows = sorted(lke.row(code) for code in asked(catalog))
        pushed(lke.sheet, lke.columns["Jawaban"], rows[22], lke.sheet.max_row, 1)

    edit(path, change)
    assert "BUKU-177 · 5 jawaban ada di baris judul" in (text := quick("periksa", path)[1])
    assert "tampaknya bergeser satu baris ke bawah mulai F34." in text


@pytest.mark.parametrize("kept", ["judul", "kosong", "catatan"])
def test_in_an_official_form_a_block_pushed_down_is_told_whatever_stands_below_it(tmp_path: Path, kept: str) -> None:
    catalog = instrument("zi-2021")
    node = next(one for one in catalog.nodes.values() if len(one.items) > 5 and one.items[0].kind == "choice")
    path = template_2024(
        tmp_path / "resmi.xlsx", catalog, answers(catalog, "x", blank=0.0), "Dinas Pangan", inserted=False
    )
    found = read(path).result
    assert found is not None
    places = [one.source.cell for item in node.items if (one := found.submission.answers[item.id]).source]
    book = openpyxl.load_workbook(path)
    sheet = book["Jawaban"]
    (column, first), (_, last) = (coordinate_from_string(places[n]) for n in (0, -1))
    if kept != "judul":
        sheet.insert_rows(last + 1)
        sheet.cell(last + 1, 1).value = None if kept == "kosong" else "Catatan: diisi sekretaris"
    pushed(sheet, column_index_from_string(column), first, last, 1)
    book.save(path)
    (told,) = suspicions(path)
    assert told.way == "bawah" and told.cells.endswith(str(last + 1)) and told.blank.endswith(str(first))
    assert told.stray.endswith(str(last + 1))


def test_evidence_that_stayed_where_it_was_tells_of_answers_that_moved(tmp_path: Path) -> None:
    catalog = instrument("pekppp-2023")
    given = answers(catalog, "x", blank=0.0)
    ids = list(catalog.items)
    for n, item in enumerate(ids):  # two items nobody has answered yet, and evidence for all others
        blank = n in (6, 8)
        given[item] = Answer(item=item, state=State.BLANK) if blank else replace(given[item], evidence=f"SK {n}/2026")
    path = write(tmp_path / "unit.xlsx", catalog, given)
    assert suspicions(path) == []

    def change(lke: Lke) -> None:
        pushed(lke.sheet, lke.columns["Jawaban"], lke.row(ids[3]), lke.row(ids[8]) - 1, 1)

    edit(path, change)
    found = suspicions(path)
    assert [(one.way, one.stray, one.beside) for one in found] == [("bawah", "", 4)]


def test_no_worksheet_that_is_right_or_half_filled_is_suspected(tmp_path: Path, demo: tuple[Path, list[Made]]) -> None:
    folder, _ = demo
    for path in sorted(folder.rglob("LKE_*.xlsx"))[::6]:
        assert suspicions(path) == [], path.name
    for name in instrument_ids():
        catalog = instrument(name)
        ids = list(catalog.items)
        for seed in range(2):
            given = answers(catalog, f"benar {seed}", blank=0.3 * seed)
            kept = ids[len(ids) // 2 :] if seed == 0 else ids  # filled from below
            for n, item in enumerate(ids):
                blank = item not in kept
                evidence = "" if blank or (n + seed) % 3 == 0 else "SK 12/2026"
                given[item] = Answer(item=item, state=State.BLANK) if blank else replace(given[item], evidence=evidence)
            assert suspicions(write(tmp_path / f"{name}-{seed}.xlsx", catalog, given)) == [], (name, seed)
