"""Reading only some sheets, and longer ones than a worksheet may be: for workbooks this program itself wrote."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import python_calamine

from helpers import corpus
from helpers.corpus import good, sheet
from pmprb.temuan import CellPos
from pmprb.workbook.book import named, open_book
from pmprb.workbook.container import Archive
from pmprb.workbook.guard import MAX_CELLS, guard

PEAK = 700 * 1024 * 1024
TWO = corpus.workbook(["LKE", "_data"])


def written(tmp_path: Path, data: bytes) -> Path:
    """Return the path of a workbook with these bytes."""
    path = tmp_path / "rekap.xlsx"
    path.write_bytes(data)
    return path


def with_cells(*references: str) -> bytes:
    """Return a workbook whose sheet has a number in these cells, in this order."""
    return good(sheet=sheet("".join(f'<row r="1"><c r="{name}"><v>7</v></c></row>' for name in references)))


def refusal(path: Path, long: bool = True) -> tuple[str, str]:
    """Return the code and reason of the one temuan that refuses the workbook."""
    loaded = open_book(path, long=long)
    assert loaded.value is None
    (temuan,) = loaded.temuan
    return temuan.code, dict(temuan.values)["reason"]


# only some sheets


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'), id="far"),
        pytest.param("<!DOCTYPE x>" + sheet(), id="dtd"),
        pytest.param("bukan XML", id="no_xml"),
        pytest.param(corpus.prefixed(sheet()), id="slow"),
    ],
)
def test_other_sheets_are_not_looked_at(part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = Archive.read
    monkeypatch.setattr(Archive, "read", lambda self, name, *most: read.append(name) or real(self, name, *most))
    data = corpus.packed(corpus.parts(2, workbook=TWO) | {"xl/worksheets/sheet2.xml": part})
    loaded = open_book(written(tmp_path, data), only=named(" lke "))
    assert loaded.temuan == () and loaded.value is not None
    assert [each.name for each in loaded.value.sheets] == ["LKE"]
    assert loaded.value.sheets[0].rows[0] == corpus.CELLS[0]
    assert corpus.SHEET in read and "xl/worksheets/sheet2.xml" not in read


def test_a_sheet_that_is_wanted_is_checked_as_ever(tmp_path: Path) -> None:
    far = sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>')
    path = written(tmp_path, corpus.packed(corpus.parts(2, workbook=TWO) | {"xl/worksheets/sheet2.xml": far}))
    loaded = open_book(path, only=named("_data"))
    assert loaded.value is None
    assert [(t.code, t.at.sheet) for t in loaded.temuan if isinstance(t.at, CellPos)] == [("BUKU-008", "_data")]


def test_the_second_sheet_alone_keeps_its_name_and_state(tmp_path: Path) -> None:
    hidden = TWO.replace('name="_data"', 'name="_data" state="veryHidden"')
    path = written(tmp_path, good(2, workbook=hidden))
    everything, one = open_book(path).value, open_book(path, only=named("_DATA")).value
    assert everything is not None and one is not None
    assert one.sheets == everything.sheets[1:]
    assert [(each.name, each.hidden) for each in one.sheets] == [("_data", True)]


def test_no_sheet_of_that_name_is_an_empty_book(tmp_path: Path) -> None:
    loaded = open_book(written(tmp_path, good()), only=named("Kesenjangan"))
    assert loaded.value is not None and loaded.value.sheets == ()


# longer sheets


@pytest.mark.parametrize("row", [10_000, 123_456, 999_999])
def test_a_long_reading_goes_further_down_and_any_other_does_not(row: int, tmp_path: Path) -> None:
    path = written(tmp_path, with_cells("A1", f"B{row}"))
    assert refusal(path, long=False) == ("BUKU-008", "beyond")
    book = open_book(path, long=True).value
    assert book is not None
    page = book.sheets[0]
    assert len(page.rows) == row
    assert (page.value(0, 0), page.value(row - 1, 1)) == (7.0, 7.0)


def test_the_spelling_of_a_long_sheet_does_not_matter(tmp_path: Path) -> None:
    rows = (
        '<row r="20000" hidden="1"><c r="A20000"><f>1+1</f><v>2</v></c><c r="B20000" t="e"><v>#SPILL!</v></c></row>'
        '<row r="20001"><c r="C20001" t="s"><v>4</v></c></row>'
    )
    plain = open_book(written(tmp_path, good(sheet=sheet(rows))), long=True).value
    prefixed = open_book(written(tmp_path, good(sheet=corpus.prefixed(sheet(rows)))), long=True).value
    assert plain is not None and prefixed is not None
    assert plain.sheets == prefixed.sheets
    page = plain.sheets[0]
    assert (page.hidden_rows, page.errors, page.formulas) == ({19999}, {(19999, 1): "#SPILL!"}, {(19999, 0)})
    assert page.rows[19999:] == ((2.0, None, None), (None, None, "Ya"))


def test_per_cents_are_seen_as_far_down_as_is_read(tmp_path: Path) -> None:
    styles = corpus.STYLE_SHEET
    styles = styles[: styles.index("<cellXfs")] + '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    rows = "".join(
        f'<row r="{row}"><c r="{name}{row}" s="1"><v>0.5</v></c></row>' for name, row in (("A", 9_999), ("B", 123_456))
    )
    book = open_book(written(tmp_path, good(sheet=sheet(rows), styles=styles)), long=True).value
    assert book is not None
    assert book.sheets[0].percents == {(9998, 0), (123455, 1)}


@pytest.mark.parametrize("reference", ["A1000000", "B1048576", "AAA1", "XFD1", "A9999999"])
@pytest.mark.parametrize("spelling", ["plain", "prefixed"])
def test_no_reading_goes_beyond_its_last_cell(reference: str, spelling: str, tmp_path: Path) -> None:
    cells = sheet(f'<row r="1"><c r="{reference}"><v>7</v></c></row>')
    path = written(tmp_path, good(sheet=corpus.prefixed(cells) if spelling == "prefixed" else cells))
    assert refusal(path) == ("BUKU-008", "beyond")
    (temuan,) = open_book(path, long=True).temuan
    assert isinstance(temuan.at, CellPos)
    assert (temuan.at.cell, dict(temuan.values)["limit"]) == (reference, "ZZ999999")


# what a parser may set aside


@pytest.mark.parametrize(
    "references", [("A1", "ZZ999999"), ("ZZ999999",), ("ZZ1", "A999999"), ("A999999", "ZZ1"), ("A999999", "I2", "B3")]
)
@pytest.mark.parametrize("spelling", ["plain", "prefixed"])
def test_far_corners_never_reach_the_parser(
    references: tuple[str, ...], spelling: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Parser:
        from_filelike = staticmethod(lambda _: pytest.fail("the parser was asked"))

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Parser)
    cells = sheet("".join(f'<row r="1"><c r="{name}"><v>7</v></c></row>' for name in references))
    path = written(tmp_path, good(sheet=corpus.prefixed(cells) if spelling == "prefixed" else cells))
    assert refusal(path) == ("BUKU-005", "cells")


def test_used_areas_are_bounded_together(tmp_path: Path) -> None:
    rows = MAX_CELLS // 8
    assert rows > 999_999
    assert guard(written(tmp_path, with_cells("H1", "A999999")), long=True).value is not None
    assert refusal(written(tmp_path, with_cells("I1", "A999999"))) == ("BUKU-005", "cells")
    half = sheet('<row r="1"><c r="E1"/><c r="A999999"/></row>')
    both = corpus.parts(2, sheet=half, workbook=TWO) | {"xl/worksheets/sheet2.xml": half}
    path = written(tmp_path, corpus.packed(both))
    assert refusal(path) == ("BUKU-005", "cells")
    assert guard(path, only=named("_data"), long=True).value is not None


READ = """
import sys
from pathlib import Path
from pmprb.workbook.book import open_book
book = open_book(Path(sys.argv[1]), long=True).value
assert len(book.sheets[0].rows) == 999999, len(book.sheets[0].rows)
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) * 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc, which only Linux has")
def test_the_largest_used_area_stays_within_memory(tmp_path: Path) -> None:
    path = written(tmp_path, with_cells("A1", "H999999"))
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) < PEAK
