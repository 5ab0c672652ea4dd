"""What was changed in a template is found, cell by cell, and told on one page a file; clean files say so plainly."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from helpers.sheets import Lke, answers, edit, instrument, read, submission, write
from pmprb.books.change_page import SECTIONS, change_page
from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.cli.commands import program
from pmprb.cli.indonesia import run
from pmprb.engine.answers import Unit
from pmprb.temuan import BY_CODE, CellPos, Temuan
from pmprb.worksheet.template.build import build_template

ZI = instrument("zi-2021")
SUB = next(node for node in ZI.nodes.values() if node.items)
ITEM = next(item for item in SUB.items if isinstance(item, ChoiceItem))
RATIO = next(item for item in ZI.items.values() if isinstance(item, RatioItem))
COUNT = f"{RATIO.id}.{RATIO.inputs[0].id}"
OURS = {"BUKU-020", "BUKU-021", "BUKU-024", "BUKU-026", "BUKU-037", "BUKU-039"}
OURS |= {code for code in BY_CODE if "BUKU-080" <= code <= "BUKU-089"}


def sheet(folder: Path, change: Callable[[Lke], None] | None = None, name: str = "unit.xlsx") -> Path:
    path = write(folder / name, ZI, answers(ZI, "drift", blank=0))
    return edit(path, change) if change else path


def found(path: Path) -> list[tuple[str, str, str]]:
    """The temuan about the template: code, cell, node."""
    told = [t for t in read(path).temuan if t.code in OURS]
    return [(t.code, t.at.cell if isinstance(t.at, CellPos) else "", t.node) for t in told]


def put(code: str, value: object, header: str) -> Callable[[Lke], None]:
    def change(lke: Lke) -> None:
        lke.cell(code, header).value = value

    return change


def test_an_untouched_template_has_no_changes(tmp_path: Path) -> None:
    assert found(sheet(tmp_path)) == []


@pytest.mark.parametrize(
    ("code", "header", "value", "expected"),
    [
        (ITEM.id, "Penjelasan", "A: sudah direncanakan", "BUKU-080"),
        (ITEM.id, "Penjelasan", None, "BUKU-080"),
        (ITEM.id, "Pilihan", "Sudah/Belum", "BUKU-037"),
        (RATIO.id, "Pilihan", "Ya/Tidak", "BUKU-037"),
        (COUNT, "Kriteria", "Jumlah rencana", "BUKU-024"),
        (ITEM.id, "Nilai", "=1", "BUKU-081"),
        (SUB.id, "Nilai", "=SUM(G{row}:G{row})*2", "BUKU-081"),
        (SUB.id, "Nilai", 4, "BUKU-026"),
    ],
)
def test_a_changed_cell_is_named(code: str, header: str, value: object, expected: str, tmp_path: Path) -> None:
    cells: list[str] = []

    def change(lke: Lke) -> None:
        cell = lke.cell(code, header)
        cell.value = value.format(row=cell.row + 1) if isinstance(value, str) else value
        cells.append(cell.coordinate)

    assert found(sheet(tmp_path, change)) == [(expected, cells[0], code)]


def test_a_weight_in_a_formula_is_another_formula(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        cell = lke.cell(SUB.id, "Nilai")
        cell.value = cell.value.replace(f"/{len(SUB.items)}*", f"/{len(SUB.items) - 1}*")

    assert [(code, node) for code, _, node in found(sheet(tmp_path, change))] == [("BUKU-081", SUB.id)]


def test_an_inserted_row_of_the_units_own_is_no_change_of_formulas(tmp_path: Path) -> None:
    """As Excel does it: the row comes in between, and the formulas beneath and above follow."""

    def change(lke: Lke) -> None:
        at = lke.row(SUB.items[-1].id) + 3
        lke.sheet.insert_rows(at)
        for row in lke.sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.value = re.sub(
                        r"(?<![A-Z])([A-Z]{1,2})(\d+)", lambda m: m[1] + str(int(m[2]) + (int(m[2]) >= at)), cell.value
                    )

    assert found(sheet(tmp_path, change)) == []


def test_formulas_written_with_dollars_and_spaces_are_the_same(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        cell = lke.cell(SUB.id, "Nilai")
        cell.value = re.sub(r"G(\d+)", r"$G$\1", cell.value).replace("SUM(", "sum( ")

    assert found(sheet(tmp_path, change)) == []


def test_a_deleted_heading_and_a_deleted_item(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        lke.sheet.delete_rows(lke.row(ITEM.id))
        lke.sheet.delete_rows(lke.row(SUB.id))

    told = {(code, node) for code, _, node in found(sheet(tmp_path, change))}
    assert {("BUKU-084", SUB.id), ("BUKU-020", ITEM.id)} <= told
    assert "BUKU-081" not in {code for code, _ in told}


def test_a_heading_twice(tmp_path: Path) -> None:
    cells: list[str] = []

    def change(lke: Lke) -> None:
        last = lke.sheet.max_row + 1
        lke.sheet.cell(last, lke.columns["Kode"]).value = SUB.id
        lke.sheet.cell(last, lke.columns["Kriteria"]).value = SUB.title
        cells.append(f"A{last}")

    path = sheet(tmp_path, change)
    assert ("BUKU-085", cells[0], SUB.id) in found(path)


def test_hidden_rows_and_columns(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        lke.sheet.row_dimensions[lke.row(SUB.id)].hidden = True
        letter = get_column_letter(lke.columns["Bobot"])
        lke.sheet.column_dimensions[letter].hidden = True

    path = sheet(tmp_path, change)
    row = next(t for t in read(path).temuan if t.code == "BUKU-082")
    assert dict(row.values)["seen"] == "1" and row.severity == "CATATAN"
    column = next(t for t in read(path).temuan if t.code == "BUKU-083")
    assert dict(column.values)["header"] == "Bobot"


def test_texts_of_another_catalog_version_are_not_compared_one_by_one(tmp_path: Path) -> None:
    """The version is told once (BUKU-012); its explanations and formulas are those of another catalog."""
    other = ZI.model_copy(update={"hash": "0" * 64})
    path = tmp_path / "lama.xlsx"
    unit = Unit(code="1", name="Dinas Contoh")
    path.write_bytes(build_template(other, unit, "2026", submission(other, answers(ZI, 1)), version="0"))
    edit(path, put(ITEM.id, "lain", "Penjelasan"))
    told = {t.code for t in read(path).temuan}
    assert "BUKU-012" in told and "BUKU-080" not in told


# The pages


def periksa(*words: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit) as end:
        run(program, ["periksa", *words])
    return f"{out.getvalue()}\nexit {end.value.code}"


def text_of(page: Path) -> str:
    return re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))


def folder_of_sheets(folder: Path) -> Path:
    """A clean file, a tampered one, one with another name on it, a copy under another unit, one of another year."""
    lembar = folder / "lembar"
    lembar.mkdir()
    units = [Unit(code=f"1.{n:02d}", name=f"Dinas {name}") for n, name in enumerate(("Satu", "Dua", "Tiga", "Empat"))]
    for n, unit in enumerate(units):
        write(lembar / f"{unit.name}.xlsx", ZI, answers(ZI, min(n, 2), blank=0), unit)
    last = Unit(code="1.09", name="Dinas Lima")
    write(lembar / "Dinas Lima.xlsx", ZI, answers(ZI, 9, blank=0), last, period="2025")
    edit(lembar / "Dinas Dua.xlsx", lambda lke: setattr(lke.sheet["B2"], "value", "Dinas <Lain> & Co"))
    edit(lembar / "Dinas Satu.xlsx", put(SUB.id, 9, "Bobot"))
    (lembar / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan buku kerja")
    return lembar


def test_a_page_a_file_with_what_was_changed(tmp_path: Path) -> None:
    lembar, laporan = folder_of_sheets(tmp_path), tmp_path / "laporan"
    before = {p.name: p.read_bytes() for p in lembar.iterdir()}
    told = periksa(str(lembar), "--laporan", str(laporan))
    assert "Ditulis: 6 laporan perubahan templat" in told
    names = {p.name for p in laporan.iterdir()}
    assert names == {
        "daftar.html",
        "rusak.html",
        *(f"Dinas-{n}.html" for n in ("Satu", "Dua", "Tiga", "Empat", "Lima")),
    }
    assert {p.name: p.read_bytes() for p in lembar.iterdir()} == before

    one = text_of(laporan / "Dinas-Satu.html")
    assert "1 perbedaan ditemukan" in one and "BUKU-025" in one and "seharusnya" in one
    two = (laporan / "Dinas-Dua.html").read_text(encoding="utf-8")
    assert "BUKU-015" in two and "Dinas &lt;Lain&gt; &amp; Co" in two and "<Lain>" not in two
    for name, other in (("Tiga", "Empat"), ("Empat", "Tiga")):
        page = text_of(laporan / f"Dinas-{name}.html")
        assert "TELAAH-007" in page and f"sama dengan Dinas {other}" in page
    five = text_of(laporan / "Dinas-Lima.html")
    assert "BUKU-087" in five and "2025" in five
    broken = text_of(laporan / "rusak.html")
    assert "Berkas ini tidak dapat dibaca." in broken and "BUKU-004" in broken
    listed = text_of(laporan / "daftar.html")
    assert all(file.name in listed for file in lembar.iterdir()) and "6 berkas" in listed


def test_a_clean_file_says_so_and_what_was_looked_for(tmp_path: Path) -> None:
    sheet(tmp_path)
    periksa(str(tmp_path / "unit.xlsx"), "--laporan", str(tmp_path / "l"))
    page = text_of(tmp_path / "l" / "unit.html")
    assert "Tidak ada perubahan pada templat." in page and "catatan." not in page
    assert all(f"✓ {section.title}" in page for section in SECTIONS)
    assert re.search(r"Sidik katalog\s+cocok", page) and "BUKU-" not in page
    assert "<script" not in (tmp_path / "l" / "unit.html").read_text(encoding="utf-8")


def test_pages_that_exist_are_kept_unless_told_otherwise(tmp_path: Path) -> None:
    path, laporan = str(sheet(tmp_path)), tmp_path / "l"
    periksa(path, "--laporan", str(laporan))
    (laporan / "unit.html").write_text("lama", encoding="utf-8")
    again = periksa(path, "--laporan", str(laporan))
    assert "BUKU-029" in again and again.endswith("exit 1")
    assert (laporan / "unit.html").read_text(encoding="utf-8") == "lama"
    periksa(path, "--laporan", str(laporan), "--timpa")
    assert "Tidak ada perubahan" in (laporan / "unit.html").read_text(encoding="utf-8")
    assert not [p for p in laporan.iterdir() if p.suffix != ".html"]


def test_a_form_that_is_not_ours_does_not_claim_that_its_texts_were_compared(tmp_path: Path) -> None:
    result = read(sheet(tmp_path)).result
    assert result is not None
    other = next(one.id for one in ZI.layouts if not one.identity_sheet)
    given = result.submission.model_copy(update={"layout": other, "catalog_hash": ""})
    page = change_page("a.xlsx", "", given, ZI, ())
    assert "bunyi kriteria, penjelasan, dan rumusnya tidak dibandingkan" in page
    assert "✓ Kriteria, penjelasan, dan pilihan" not in page and "tidak tercatat di berkas" in page


def _long(kind: type[Temuan], at: CellPos, node: str) -> Temuan:
    """Return a temuan whose first value is a long text."""
    values = dict.fromkeys(kind.value_names, "y") | {"seen": "x" * 70}
    return kind(at, node, **values)  # type: ignore[arg-type]


def test_many_changes_stay_on_one_page() -> None:
    every = [
        _long(BY_CODE[code], CellPos(workbook="a.xlsx", sheet="LKE", cell=f"B{n}"), f"A.{n}")
        for code in ("BUKU-024", "BUKU-037", "BUKU-080", "BUKU-025", "BUKU-026")
        for n in range(200)
    ]
    page = change_page("a.xlsx", "", None, None, every)
    assert "1000" not in page and page.count("<tr>") < 20 and "dan 190 lagi" in page
