"""Per cents among the answers: what a cell shows is what was meant, on any scale, and it is always told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from helpers.cli import quick
from helpers.sheets import Lke, answers, edit, instrument, write
from pmprb.catalog.load import default_folder
from pmprb.jobs.evaluate import Evaluated, Options, evaluate
from pmprb.jobs.inputs import Catalogs
from pmprb.temuan import Severity
from pmprb.workbook.sheetxml import PercentCells, scan_sheet

NAME = "rb-general-2024"
A02 = 'scale: {min: "0", max: "100", from_zero: true}'
OF_A02 = {"ISI-030", "ISI-031", "ISI-033", "ISI-002", "ISI-009", "ISI-010"}


def scaled(tmp_path: Path, scale: str) -> Catalogs:
    """The catalogs with another scale for A02."""
    folder = shutil.copytree(default_folder(), tmp_path / "kriteria")
    nodes = folder / NAME / "nodes" / "00-kerangka.yaml"
    text = nodes.read_text(encoding="utf-8")
    assert text.count(A02) == 1
    nodes.write_text(text.replace(A02, f"scale: {{{scale}}}"), encoding="utf-8")
    return Catalogs(folder)


def typed(value: object, look: str = "General", code: str = "A02") -> Callable[[Lke], None]:
    """Type a value into an answer cell of a number format."""

    def change(lke: Lke) -> None:
        lke.cell(code).value = value
        lke.cell(code).number_format = look

    return change


def read(tmp_path: Path, change: Callable[[Lke], None], catalogs: Catalogs | None = None) -> Evaluated:
    """A worksheet with one change, read."""
    catalogs = catalogs or Catalogs()
    catalog = catalogs.load(NAME).value
    assert catalog is not None
    path = edit(write(tmp_path / "unit.xlsx", catalog, answers(catalog, "persen", blank=1.0)), change)
    return evaluate(path.name, path, catalogs, Options())


def taken(found: Evaluated, item: str = "A02") -> Fraction | None:
    """The number read for an item."""
    assert found.result is not None, found.temuan
    return found.result.submission.answers[item].value


def told(found: Evaluated) -> set[str]:
    """The codes of this kind at A02."""
    return {t.code for t in found.temuan if t.node == "A02" and t.code in OF_A02}


@pytest.mark.parametrize("look", ["0%", "0.00%", "0.0 %", "[Red]0%", "0%;-0%", '0%" dari target"'])
def test_a_per_cent_format_decides_on_a_scale_of_a_hundred(tmp_path: Path, look: str) -> None:
    found = read(tmp_path, typed(0.85, look))
    assert (taken(found), told(found)) == (85, {"ISI-030"})


@pytest.mark.parametrize("look", ["General", "0.00", '0" %"', "0\\%", "0.00_%", "0*%"])
def test_a_sign_that_is_only_a_letter_does_not_scale(tmp_path: Path, look: str) -> None:
    found = read(tmp_path, typed(85, look))
    assert (taken(found), told(found)) == (85, set())
    found = read(tmp_path, typed(0.85, look))
    assert (taken(found), told(found)) == (Fraction("0.85"), {"ISI-033"})


@pytest.mark.parametrize("text", ["85%", "85 %", " 85 % ", "85,0%", "85.0 %"])
def test_a_per_cent_typed_as_text_is_read_the_same(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, typed(text))
    assert (taken(found), told(found)) == (85, {"ISI-030"})


def test_more_than_a_hundred_per_cent_is_outside_the_scale(tmp_path: Path) -> None:
    found = read(tmp_path, typed(85, "0%"))
    assert "ISI-009" in told(found)
    assert [dict(t.values)["seen"] for t in found.temuan if t.code == "ISI-009"] == ["8500%"]


@pytest.mark.parametrize(
    ("scale", "expected", "codes"),
    [
        ('min: "0", max: "1"', "0.85", set()),
        ('min: "0", max: "10"', "8.5", {"ISI-031"}),
        ('min: "0", max: "4"', "3.4", {"ISI-031"}),
        ('min: "1", max: "4", from_zero: true', "3.4", {"ISI-031"}),
        ('min: "1", max: "4"', None, {"ISI-010"}),
        ('min: "25", max: "100"', None, {"ISI-010"}),
    ],
)
def test_on_any_scale(tmp_path: Path, scale: str, expected: str | None, codes: set[str]) -> None:
    found = read(tmp_path, typed(0.85, "0%"), scaled(tmp_path, scale))
    assert taken(found) == (None if expected is None else Fraction(expected))
    assert told(found) == codes
    if expected is None:
        assert [t.severity for t in found.temuan if t.code == "ISI-010"] == [Severity.KESALAHAN]


def test_a_count_shown_as_a_per_cent_is_no_count(tmp_path: Path) -> None:
    zi = instrument("zi-2021")
    path = write(tmp_path / "zi.xlsx", zi, answers(zi, "persen", blank=0.0))
    edit(path, typed(1, "0%", "A.II.4.i.a.tercapai"))
    code, text = quick("nilai", path)
    assert code == 1 and 'ISI-006 · Isian "100%"' in text


@pytest.mark.parametrize(
    ("values", "suspicious"),
    [((0.85, 1, 1), 3), ((1, 1, 1), 3), ((1, 1, 80), 0), ((0.5, 70, 80), 1), ((0, 0, 0), 0), ((0.85, 85, 0.9), 2)],
)
def test_fractions_on_a_scale_of_a_hundred_are_never_silent(
    tmp_path: Path, values: tuple[float, ...], suspicious: int
) -> None:
    def change(lke: Lke) -> None:
        for code, value in zip(("A02", "B05", "B08"), values, strict=True):
            lke.cell(code).value = value

    path = write(tmp_path / "unit.xlsx", instrument(NAME), {})
    _, text = quick("nilai", edit(path, change), "--json")
    assert text.count('"ISI-033"') == suspicious


def test_a_cell_is_found_whichever_row_it_stands_in() -> None:
    """Asked one by one, cells are looked for in their row first; a file may hold one in another's, or none."""
    rows = (
        b'<row r="1"><c r="A1" s="0"><v>1</v></c><c r="B3" s="1"><v>0.5</v></c></row>'
        b'<row r="3"><c r="A3" s="1"><v>0.1</v></c><c r="C12" t="str" s="1"><v>a</v></c></row><row r="12"/>'
        b'<row r="30"><c r="A30" s="1"/><c r="B30" s="0"><v>2</v></c></row>'
    )
    scanned = scan_sheet(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>", "LKE", "visible")
    assert scanned is None  # such an order of attributes is tidied before it is read
    rows = rows.replace(b't="str" s="1"', b's="1" t="str"')
    scanned = scan_sheet(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>", "LKE", "visible")
    assert scanned is not None and scanned.facts.formula_cells is not None
    styles = b'<styleSheet><cellXfs><xf numFmtId="0" /><xf numFmtId="9" /></cellXfs></styleSheet>'
    cells = PercentCells(styles, scanned.facts.formula_cells)
    every = [(row, column) for row in range(31) for column in range(4)]
    assert {place for place in every if cells.holds(*place)} == cells.found == {(2, 0), (2, 1), (11, 2), (29, 0)}
    assert [place for place in every if cells.is_number(*place)] == [(0, 0), (2, 0), (2, 1), (29, 0), (29, 1)]
