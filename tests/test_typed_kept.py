"""Rekaps that people typed in: what they typed is carried over, or named and kept."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

import pmprb
from helpers.cli import quick
from helpers.writers import WRITERS, Place, Writer, noted
from pmprb.jobs.output import is_kept_copy
from pmprb.jobs.typed import typed_in_book, typed_in_rekap
from pmprb.sheets.own_looks import OWN_LOOKS
from pmprb.temuan import CellPos

Sheet = Any


def gap_rows(path: Path, sheet: str = "Kesenjangan") -> list[dict[str, Any]]:
    """Return the gap list by heading."""
    lines = [[c.value for c in line] for line in openpyxl.load_workbook(path)[sheet].iter_rows()]
    top = next(n for n, line in enumerate(lines) if "PIC" in line)
    rows = [dict(zip(map(str, lines[top]), line, strict=True)) for line in lines[top + 1 :]]
    return [one for one in rows if any(value is not None for value in one.values())]


def edited(path: Path, edit: Callable[[Any, Sheet, int, dict[str, int]], None], sheet: str = "Kesenjangan") -> bytes:
    """Edit a rekap as a person does in Excel; return its bytes. `edit` is given book, sheet, first row, columns."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head = next(line for line in page.iter_rows() if any(c.value == "PIC" for c in line))
    edit(book, page, head[0].row + 1, {str(c.value): c.column for c in head if c.value})
    book.save(path)
    return path.read_bytes()


def typed(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["PIC"], "Sekretaris")
    page.cell(top, at["Tenggat"], "2026-09-30")
    page.cell(top + 1, at["Status"], "Proses")


def again(place: Place, target: Path, *more: object) -> tuple[int, str]:
    return quick("gabung", place / "lembar", "-o", target, *more)


def test_what_was_typed_is_carried_over_without_being_asked(place: Place) -> None:
    target = place / "rekap-a.xlsx"
    edited(target, typed)
    keys = [(r["Kode Unit"], r["Kode"], r["PIC"], r["Status"]) for r in gap_rows(target) if r["PIC"] or r["Status"]]
    code, text = again(place, target, "--timpa")
    assert code < 2 and "BUKU-152" in text and "3 isian" in text
    after = [(r["Kode Unit"], r["Kode"], r["PIC"], r["Status"]) for r in gap_rows(target) if r["PIC"] or r["Status"]]
    assert sorted(map(str, after)) == sorted(map(str, keys))


def test_what_does_not_read_back_from_the_new_file_is_named_by_its_cell(place: Place) -> None:
    target, cells = place / "rekap-a.xlsx", list[str]()

    def change(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        typed(book, page, top, at)
        cells.extend(page.cell(*one).coordinate for one in ((top, at["PIC"]), (top, at["Tenggat"])))
        cells.append(page.cell(top + 1, at["Status"]).coordinate)

    fresh = shutil.copy(target, place / "baru.xlsx")
    edited(target, change)
    told = typed_in_rekap()(target, fresh)
    assert {t.code for t in told} == {"BUKU-154"}
    assert [(t.at.sheet, t.at.cell) for t in told if isinstance(t.at, CellPos)] == [("Kesenjangan", c) for c in cells]


def _merged(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["PIC"], "Bersama")
    page.merge_cells(start_row=top, end_row=top + 3, start_column=at["PIC"], end_column=at["PIC"])


def _renamed(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top - 1, at["PIC"], "Penanggung Jawab")
    page.cell(top, at["PIC"], "Bu Sari")


def _all_renamed(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    for name in ("PIC", "Tenggat", "Status"):
        page.cell(top - 1, at[name], f"{name} baru")
    page.cell(top, at["PIC"], "Bu Sari")


def _two_rows(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    last = page.max_row + 1
    for column in at.values():
        page.cell(last, column, page.cell(top, column).value)
    page.cell(top, at["PIC"], "Bidang A")
    page.cell(last, at["PIC"], "Bidang B")


def _two_sheets(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["PIC"], "Bidang A")
    copy = book.copy_worksheet(page)
    copy.title = "Kesenjangan (2)"
    copy.cell(top, at["PIC"], "Bidang B")


def _formula(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["PIC"], '="Bu "&"Sari"')


def _error(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    cell = page.cell(top, at["Tenggat"], "#REF!")
    cell.data_type = "e"


def _own_column(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top - 1, page.max_column + 1, "Catatan kami")
    page.cell(top, page.max_column, "tunggu SK")


def _beneath(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(page.max_row + 3, 2, "rapat 12 Oktober")


def _no_code(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(page.max_row + 1, at["PIC"], "siapa saja")


def _note(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["Saran"]).comment = Comment("sudah ditelepon", "saya")


def _own_sheet(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    book.create_sheet("Notulen")["B2"] = "hadir 12 orang"


def _elsewhere(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    book["Peringkat"].cell(60, 3, "catatan pimpinan")


def _over_a_value(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    book["Peringkat"]["C6"] = "Dinas Kita"


def _over_a_formula(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    sheet = book["Ringkasan"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.data_type == "f")
    cell.value = 99.25


def _a_formula(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    book["Matriks Area"].cell(4, 30, "=1+1")


def _beside_with_a_look(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    """Excel gives a cell beside a list the look of the list."""
    sheet = book["Peringkat"]
    cell = sheet.cell(6, sheet.max_column + 1, "unggulan")
    cell._style = copy(sheet["C6"]._style)


def _over_a_suggestion(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["Saran"], "langsung ke Bupati")


def _chart(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    chart = BarChart()
    chart.title = "Grafik untuk Bupati"
    chart.add_data(Reference(book["Peringkat"], min_col=4, min_row=6, max_row=7))
    book["Peringkat"].add_chart(chart, "N9")


def _sheet_of_a_chart(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    chart = BarChart()
    chart.title = "Grafik untuk Bupati"
    chart.add_data(Reference(book["Peringkat"], min_col=4, min_row=6, max_row=7))
    book.create_chartsheet("Grafik").add_chart(chart)


def _link(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
    page.cell(top, at["Status"], "selesai").hyperlink = "https://contoh.go.id/sk-12"


LOSSES = {
    "chart": (_chart, "Peringkat!N9 · BUKU-161", "Grafik untuk Bupati"),
    "sheet of a chart": (_sheet_of_a_chart, "BUKU-161", "Grafik untuk Bupati"),
    "address behind": (_link, "BUKU-325", "https://contoh.go.id/sk-12"),
    "merged over rows": (_merged, "BUKU-144", "Bersama"),
    "heading renamed": (_renamed, "BUKU-143", "Bu Sari"),
    "all headings renamed": (_all_renamed, "BUKU-149", ""),
    "two rows for a gap": (_two_rows, "BUKU-146", "Bidang B"),
    "two sheets for a gap": (_two_sheets, "BUKU-146", "Bidang"),
    "formula without a result": (_formula, "BUKU-145", ""),
    "error cell": (_error, "BUKU-145", "#REF!"),
    "own column": (_own_column, "BUKU-143", "tunggu SK"),
    "below the table": (_beneath, "BUKU-143", "rapat 12 Oktober"),
    "row without a code": (_no_code, "BUKU-148", "siapa saja"),
    "note on a cell": (_note, "BUKU-147", "sudah ditelepon"),
    "own sheet": (_own_sheet, "BUKU-143", "hadir 12 orang"),
    "cell of another sheet": (_elsewhere, "BUKU-143", "catatan pimpinan"),
    "over a value of ours": (_over_a_value, "Peringkat!C6 · BUKU-143", "Dinas Kita"),
    "over a formula of ours": (_over_a_formula, "BUKU-143", "99,25"),
    "a formula of one's own": (_a_formula, "Matriks Area!AD4 · BUKU-143", "rumus"),
    "beside, with a look": (_beside_with_a_look, "BUKU-143", "unggulan"),
    "over a suggestion": (_over_a_suggestion, "BUKU-143", "langsung ke Bupati"),
}


@pytest.mark.parametrize("kind", LOSSES)
def test_what_cannot_be_carried_over_holds_the_file(kind: str, place: Place) -> None:
    edit, wanted, seen = LOSSES[kind]
    target = place / "rekap-a.xlsx"
    before = edited(target, edit)
    code, text = again(place, target, "--timpa")
    assert code == 1 and wanted in text and seen in text and "Ditulis" not in text
    assert "--ganti-yang-terisi" in text
    assert target.read_bytes() == before
    code, text = again(place, target, "--ganti-yang-terisi")
    assert code < 2 and "BUKU-151" in text
    kept = [path for path in place.root.iterdir() if is_kept_copy(path.name)]
    assert [path.read_bytes() for path in kept] == [before] and target.read_bytes() != before


def test_a_chart_of_ours_is_nobodys_in_a_workbook_that_another_kind_replaces(place: Place) -> None:
    """The file itself says how many charts a sheet was given: a comparison has more than a province."""
    target = place / "hasil.xlsx"
    compared = ("banding", place / "rekap-a.xlsx", place / "rekap-b.xlsx", "-o", target)
    gathered = ("gabung", place / "rekap", "--antar-instansi", "-o", target, "--timpa")
    assert "Ditulis" in quick(*compared)[1] and "Ditulis" in quick(*gathered)[1]
    assert "Ditulis" in quick(*compared, "--timpa")[1]
    book = openpyxl.load_workbook(target)
    chart = BarChart()
    chart.title = "Grafik untuk Bupati"
    book.worksheets[0].add_chart(chart, "N9")
    book.save(target)
    _, text = quick(*gathered)
    assert "BUKU-161" in text and text.count("Grafik untuk Bupati") == 1 and "Ditulis" not in text, text


BOOKS = [writer for writer in WRITERS if writer.typed is noted]


def places_of(path: Path) -> dict[str, list[str]]:
    """Return by sheet the cells of a workbook of ours that hold a value: its last ones, and one behind each."""
    found = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        if sheet.sheet_state == "visible":
            cells = [c for row in sheet.iter_rows() for c in row if c.value is not None and c.data_type in "sn"]
            found[sheet.title] = [cells[-1].coordinate, sheet.cell(cells[-1].row, sheet.max_column + 2).coordinate]
    return found


@pytest.mark.parametrize("writer", BOOKS, ids=lambda w: w.id)
def test_every_sheet_of_every_book_knows_what_was_written_on_it(writer: Writer, place: Place, tmp_path: Path) -> None:
    target = writer.target(place)
    if writer.id == "gabung":  # a rekap has the most sheets where the instrument has gates
        shutil.rmtree(place / "lembar")
        (place / "lembar-zi").rename(place / "lembar")
    assert writer.call(place, target)[0] < 2
    path = target if target.is_file() else min(target.glob("*-hasil.xlsx"))
    fresh = shutil.copy(path, tmp_path / "baru.xlsx")
    keeper = typed_in_rekap() if writer.id == "gabung" else typed_in_book
    places = places_of(path)
    assert len(places) > 1
    book = openpyxl.load_workbook(path)
    book.save(path)
    assert keeper(path, fresh) == ()
    for sheet, cells in places.items():
        for cell in cells:
            book[sheet][cell].value = f"ketikan {cell}"
            book[sheet][cell].font = Font(bold=True)
    book.save(path)
    found = {(t.at.sheet, t.at.cell) for t in keeper(path, fresh) if isinstance(t.at, CellPos)}
    assert found == {(sheet, cell) for sheet, cells in places.items() for cell in cells}


# What people made to stand out: it cannot follow rows that move, so a copy of the file stays.


def _yellow(book: Any) -> None:
    book["Peringkat"]["C6"].fill = PatternFill("solid", fgColor="FFFF00")


def _ours_elsewhere(book: Any) -> None:
    """The dress of the headings on a cell that was not given it."""
    book["Peringkat"]["C6"]._style = copy(book["Peringkat"]["C5"]._style)


def _letters(book: Any, **look: Any) -> None:
    cell = book["Peringkat"]["C6"]
    cell.font = Font(**{"name": cell.font.name, "size": cell.font.size, "color": cell.font.color} | look)


def _bold(book: Any) -> None:
    """As the names of the units beside it are."""
    book["Peringkat"]["B6"].font = copy(book["Peringkat"]["C6"].font)


def _beside(book: Any) -> None:
    book["Peringkat"]["Z40"].fill = PatternFill("solid", fgColor="92D050")


def _head(book: Any) -> None:
    book["Peringkat"].oddHeader.center.text = "RAHASIA"


def _foot(book: Any) -> None:
    book["Peringkat"].oddFooter.left.text = "dicetak untuk rapat"


def _tab(book: Any) -> None:
    book["Peringkat"].sheet_properties.tabColor = "FF0000"


def _hidden_row(book: Any) -> None:
    book["Peringkat"].row_dimensions[7].hidden = True


def _hidden_column(book: Any) -> None:
    book["Peringkat"].column_dimensions["D"].hidden = True


def _hidden_sheet(book: Any) -> None:
    book["Peringkat"].sheet_state = "hidden"


COLOURS, AROUND, HIDDEN = "warna atau huruf sel (C6)", "judul atau kaki halaman cetak", "yang disembunyikan"
LOOKS: dict[str, tuple[Callable[[Any], None], str]] = {
    "highlighted": (_yellow, COLOURS),
    "a dress of ours": (_ours_elsewhere, "warna atau huruf sel (kolom C)"),
    "red letters": (lambda book: _letters(book, color="FF0000"), COLOURS),
    "bold": (_bold, "warna atau huruf sel (B6)"),
    "slanted": (lambda book: _letters(book, italic=True), COLOURS),
    "underlined": (lambda book: _letters(book, underline="single"), COLOURS),
    "struck out": (lambda book: _letters(book, strike=True), COLOURS),
    "beside the table": (_beside, "warna atau huruf sel (Z40)"),
    "header": (_head, AROUND),
    "footer": (_foot, AROUND),
    "tab": (_tab, "warna tab"),
    "hidden row": (_hidden_row, HIDDEN),
    "hidden column": (_hidden_column, HIDDEN),
    "hidden sheet": (_hidden_sheet, HIDDEN),
}


@pytest.mark.parametrize("kind", LOOKS)
def test_a_look_that_cannot_be_carried_over_is_named_and_a_copy_stays(kind: str, place: Place) -> None:
    change, wanted = LOOKS[kind]
    target = place / "rekap-a.xlsx"

    def edit(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        typed(book, page, top, at)
        change(book)

    before = edited(target, edit)
    code, text = again(place, target, "--timpa")
    told = [line for line in text.splitlines() if "BUKU-331" in line]
    assert code < 2 and "Ditulis" in text and "BUKU-152" in text, text
    assert len(told) == 1 and "Peringkat" in told[0] and told[0].count(wanted) == 1, text
    assert text.count("BUKU-151") == 1 and (place / "rekap-a.lama-1.xlsx").read_bytes() == before
    code, text = again(place, target, "--timpa")
    assert "Ditulis" in text and "BUKU-331" not in text and "BUKU-151" not in text, text
    assert len([r for r in gap_rows(target) if r["PIC"] or r["Status"]]) == 2


@pytest.mark.parametrize("writer", BOOKS, ids=lambda w: w.id)
def test_every_book_of_results_says_how_it_was_dressed(writer: Writer, place: Place) -> None:
    target = writer.target(place)
    assert writer.call(place, target)[0] < 2
    path = target if target.is_file() else min(target.glob("*-hasil.xlsx"))
    book = openpyxl.load_workbook(path)
    for sheet in (one for one in book.worksheets if one.sheet_state == "visible"):
        sheet["C3"].fill = PatternFill("solid", fgColor="12AB34")
    names = {one.title for one in book.worksheets if one.sheet_state == "visible"}
    book.save(path)
    before = path.read_bytes()
    code, text = writer.call(place, target, "--timpa", "--json")
    assert code < 2, text
    found = [t for t in json.loads(text)["temuan"] if t["code"] == "BUKU-331"]
    assert {(t["sheet"], t["cell"]) for t in found} == {(name, "C3") for name in names}
    assert path.with_name(f"{path.stem}.lama-1.xlsx").read_bytes() == before


def test_widths_and_a_filter_are_set_anew_without_a_word(place: Place) -> None:
    def change(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        page.column_dimensions["C"].width = 90
        page.auto_filter.add_filter_column(0, ["1.02"])
        page.row_dimensions[top].hidden = True

    target = place / "rekap-a.xlsx"
    edited(target, change)
    code, text = again(place, target, "--timpa")
    assert code < 2 and "BUKU-331" not in text and not (place / "rekap-a.lama-1.xlsx").exists(), text


def test_a_look_without_the_record_of_an_earlier_version_is_not_told(place: Place) -> None:
    target = place / "rekap-a.xlsx"

    def change(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        _yellow(book)
        for row in book["_data"].iter_rows():
            if row[0].value == OWN_LOOKS:
                for cell in row:
                    cell.value = None

    edited(target, change)
    code, text = again(place, target, "--timpa")
    assert code < 2 and "BUKU-331" not in text, text


def test_rows_sorted_and_columns_inserted_are_nothing_typed(place: Place) -> None:
    target = place / "rekap-a.xlsx"

    def change(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        for name, first in (("Temuan", 6), ("Kesenjangan", top)):
            sheet = book[name]
            rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=first)]
            for number, values in enumerate(sorted(rows, key=str, reverse=True), start=first):
                for column, value in enumerate(values, start=1):
                    sheet.cell(number, column).value = value
        book["Matriks Kriteria"].insert_cols(2)
        book["Matriks Area"].insert_rows(5)

    edited(target, change)
    code, text = again(place, target, "--timpa")
    assert code < 2, text


def test_what_the_new_rekap_says_as_well_is_not_lost(place: Place) -> None:
    target = place / "rekap-a.xlsx"
    edited(target, lambda book, *_: book["Peringkat"].__setitem__("A1", "Peringkat"))
    fresh = place / "baru.xlsx"
    assert again(place, fresh)[0] < 2
    head = openpyxl.load_workbook(fresh)["Peringkat"]["A1"].value
    edited(target, lambda book, *_: book["Peringkat"].__setitem__("A1", head))
    assert again(place, target, "--timpa")[0] < 2


BOX = (
    b"<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row></xdr:from>"
    b"<xdr:to><xdr:col>4</xdr:col><xdr:row>9</xdr:row></xdr:to>%s<xdr:clientData/></xdr:twoCellAnchor>"
)
DRAWN = {
    "text box": BOX
    % b"<xdr:sp macro=''><xdr:txBody><a:p><a:r><a:t>dibahas Senin</a:t></a:r></a:p></xdr:txBody></xdr:sp>",
    "picture": BOX % b"<xdr:pic><xdr:nvPicPr/></xdr:pic>",
    "arrow": BOX % b"<xdr:cxnSp macro=''><xdr:nvCxnSpPr/></xdr:cxnSp>",
    "ink": BOX % b"<xdr:contentPart/>",
    "diagram": BOX % b"<xdr:graphicFrame macro=''><a:graphic><a:graphicData uri='x'/></a:graphic></xdr:graphicFrame>",
}


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Replace bytes in a part of a workbook; all else, the times of its parts too, stays as this program wrote it."""
    with zipfile.ZipFile(path) as package:
        parts = [(entry, package.read(entry)) for entry in package.infolist()]
    assert any(entry.filename == part and old in content for entry, content in parts)
    with zipfile.ZipFile(path, "w") as package:
        for entry, content in parts:
            package.writestr(entry, content.replace(old, new) if entry.filename == part else content)


def test_whatever_program_saved_it_last(place: Place) -> None:
    target = place / "rekap-a.xlsx"
    rewritten(target, "xl/sharedStrings.xml", b"<t>Dinas Kesehatan</t>", b"<t>Dinas Kita</t>")
    code, text = again(place, target, "--timpa")
    assert code == 1 and "Dinas Kita" in text and "Peringkat!" in text and "BUKU-143" in text


@pytest.mark.parametrize("what", DRAWN)
def test_what_was_drawn_on_a_sheet_holds_the_file(what: str, place: Place) -> None:
    target = place / "rekap-a.xlsx"
    rewritten(target, "xl/drawings/drawing1.xml", b"</xdr:wsDr>", DRAWN[what] + b"</xdr:wsDr>")
    code, text = again(place, target, "--timpa")
    assert code == 1 and "Ringkasan!B4 · BUKU-161" in text and ("dibahas Senin" in text) is (what == "text box")
    assert again(place, target, "--ganti-yang-terisi")[0] < 2


def test_an_address_that_is_typed_itself_is_carried_over(place: Place) -> None:
    def linked(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        """Excel makes a link of every address that is typed."""
        page.cell(top, at["Status"], "https://contoh.go.id/sk-12").hyperlink = "https://contoh.go.id/sk-12/"

    target = place / "rekap-a.xlsx"
    edited(target, linked)
    code, text = again(place, target, "--timpa")
    assert code < 2 and "BUKU-325" not in text and "BUKU-152" in text, text


def test_a_moved_column_is_found_by_its_heading(place: Place) -> None:
    def moved(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        page.cell(top, at["PIC"], "Bu Sari")
        for line in range(top - 1, page.max_row + 1):
            page.cell(line, max(at.values()) + 1, page.cell(line, at["PIC"]).value)
            page.cell(line, at["PIC"]).value = None

    target = place / "rekap-a.xlsx"
    edited(target, moved)
    code, text = again(place, target, "--timpa")
    assert code < 2, text
    assert [r["PIC"] for r in gap_rows(target) if r["PIC"]] == ["Bu Sari"]


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "password": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
    "damaged": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "text": lambda path: path.write_text("catatan penting"),
    "renamed sheet": lambda path: _rename_sheet(path),
}


def _rename_sheet(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Kesenjangan"].title = "Daftar Tindak Lanjut"
    book.save(path)


@pytest.mark.parametrize("how", UNREADABLE)
@pytest.mark.parametrize("lanjutan", [False, True])
def test_a_target_that_cannot_be_read_is_kept(how: str, lanjutan: bool, place: Place) -> None:
    target = place / "rekap-a.xlsx"
    UNREADABLE[how](target)
    before = target.read_bytes()
    code, text = again(place, target, "--timpa", *(["--lanjutan", target] if lanjutan else []))
    assert code == 1 and "BUKU-149" in text and target.read_bytes() == before


def test_a_rekap_nobody_typed_in_may_be_replaced_whatever_is_asked(place: Place) -> None:
    target = place / "rekap-a.xlsx"
    openpyxl.load_workbook(target).save(target)  # looked at, saved, nothing typed
    code, text = again(place, target, "--timpa", "--ketat", "--unit", place / "du.xlsx")
    assert code < 2 and "Ditulis" in text, text


def test_another_earlier_rekap_is_read_beside_the_target(place: Place) -> None:
    other, target = place / "rekap-b.xlsx", place / "rekap-a.xlsx"
    edited(other, lambda _, page, top, at: [page.cell(top, at["PIC"], "lama"), page.cell(top + 1, at["PIC"], "B")])
    edited(target, lambda _, page, top, at: page.cell(top, at["PIC"], "baru"))
    code, text = again(place, target, "--timpa", "--lanjutan", other)
    assert code < 2, text
    assert [r["PIC"] for r in gap_rows(target) if r["PIC"]] == ["baru", "B"]


def test_merged_cells_in_another_earlier_rekap_are_refused_too(place: Place) -> None:
    other, target = place / "rekap-b.xlsx", place / "baru.xlsx"
    edited(other, _merged)
    code, text = again(place, target, "--lanjutan", other)
    assert code == 1 and "BUKU-144" in text and not target.exists()


@pytest.mark.parametrize("seed", range(4))
def test_everything_typed_is_there_again(seed: int, place: Place) -> None:
    chance = random.Random(seed)
    target = place / "rekap-a.xlsx"
    texts = ["Sekretaris", "Bidang  II", " Bu Sari ", "=1+1", "Tim A\nTim B", "3.45", "ya; tidak", "ÄÖ–„“", "0"]
    dates = ["2026-09-30", "akhir tahun", "31/12/2026", 46295, "2026-01-05 00:00:00", 0.5]
    states = ["Belum", "Proses", "Selesai", "batal", 1, True]

    def fill(book: Any, page: Sheet, top: int, at: dict[str, int]) -> None:
        for line in range(top, page.max_row + 1):
            for name, choices in (("PIC", texts), ("Tenggat", dates), ("Status", states)):
                if chance.random() < 0.5:
                    cell = page.cell(line, at[name], chance.choice(choices))
                    if isinstance(cell.value, str):
                        cell.data_type = "s"

    edited(target, fill)

    def content() -> list[str]:
        said = []
        for r in gap_rows(target):
            values = [r[name] for name in ("PIC", "Tenggat", "Status")]
            plain = [" ".join(str(v).split()).removesuffix(" 00:00:00") if v is not None else "" for v in values]
            said.append("|".join((str(r["Kode Unit"]), str(r["Kode"]), *plain)))
        return sorted(said)

    def comparable(lines: list[str]) -> list[str]:
        return [
            line.replace("46295", "2026-09-30").replace("|True", "|YA").replace("|0.5|", "|12:00:00|") for line in lines
        ]

    before = comparable(content())
    code, text = again(place, target, "--timpa")
    assert code < 2, text
    assert comparable(content()) == before


def test_a_plans_rekap_keeps_what_was_typed(place: Place) -> None:
    target = place / "rencana.xlsx"
    args = ("rencana", "gabung", place / "rencana", "-o", target, "--triwulan", "2")
    assert quick(*args)[0] < 2
    edited(target, typed)
    code, text = quick(*args, "--timpa")
    assert code < 2 and "BUKU-152" in text
    assert [r["PIC"] for r in gap_rows(target) if r["PIC"]] == ["Sekretaris"]
    before = edited(target, _own_column)
    code, text = quick(*args, "--timpa")
    assert code == 1 and "BUKU-143" in text and target.read_bytes() == before


def test_the_library_keeps_what_was_typed_as_the_command_does(place: Place) -> None:
    target, gathered = place / "rekap-a.xlsx", pmprb.consolidate(place / "lembar")
    edited(target, typed)
    assert [t.code for t in pmprb.write_rekap(gathered, target, overwrite=True)] == ["BUKU-152"]
    assert len([r for r in gap_rows(target) if r["PIC"] or r["Status"]]) == 2
    before = edited(target, _over_a_value)
    with pytest.raises(pmprb.RefusedError) as error:
        pmprb.write_rekap(gathered, target, overwrite=True)
    assert [(t.code, t.at.cell) for t in error.value.temuan if isinstance(t.at, CellPos)] == [("BUKU-143", "C6")]
    assert target.read_bytes() == before
    told = pmprb.write_rekap(gathered, target, replace_filled=True)
    assert "BUKU-151" in [t.code for t in told] and (place / "rekap-a.lama-1.xlsx").read_bytes() == before
    sheet = min((place / "lembar").iterdir())
    with pytest.raises(pmprb.RefusedError):
        pmprb.write_rekap(gathered, sheet, overwrite=True)


def test_json_tells_what_was_carried_over_and_what_an_earlier_rekap_could_not_give(place: Place) -> None:
    target = place / "rekap-a.xlsx"
    edited(target, typed)
    code, text = again(place, target, "--timpa", "--json", "--lanjutan", place / "du.xlsx")
    told = {t["code"]: t["message"] for t in json.loads(text)["temuan"]}
    assert code < 2 and told["BUKU-152"].startswith("3 isian") and "BUKU-038" in told


def test_json_tells_of_a_feedback_that_was_kept(place: Place) -> None:
    args = ("gabung", place / "lembar", "-o", place / "r.xlsx", "--umpan-balik", place / "umpan")
    assert quick(*args)[0] < 2
    path = min((place / "umpan").glob("*-hasil.xlsx"))
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"].comment = Comment("bicarakan Senin", "saya")
    book.save(path)
    code, text = quick(*args, "--timpa", "--json")
    assert code == 1 and [t["file"] for t in json.loads(text)["temuan"] if t["code"] == "BUKU-147"] == [path.name]
