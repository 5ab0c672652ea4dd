"""`pmprb cetak`: a rekap as an A4 pack, one worksheet on paper; what it says where LibreOffice is missing or hangs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from helpers import sheets
from helpers.cli import quick
from helpers.forged import forged, in_unit
from helpers.libreoffice import office_that, soffice
from helpers.tools import needed_program
from helpers.writers import FIRST, INSTANSI, SECOND, ZI, Place
from pmprb.demo.make import Made
from pmprb.jobs import libreoffice, printing
from pmprb.jobs.libreoffice import pdf_of
from pmprb.sheets.paper import READABLE, Paper
from pmprb.workbook.ours import open_record

Demo = tuple[Path, list[Made]]
Pack = tuple[Made, str, openpyxl.Workbook]
A4 = {"portrait": (8.27, 11.69), "landscape": (11.69, 8.27)}


def keep_paper(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the workbook that LibreOffice would be handed, in its stead; return where."""
    book = folder / "kertas.xlsx"

    def keep(path: Path, _seconds: float) -> Any:
        shutil.copy(path, book)
        return libreoffice.Loaded(value=b"%PDF-1.4")

    monkeypatch.setattr(printing, "pdf_of", keep)
    monkeypatch.setattr(printing, "find_libreoffice", lambda: Path("soffice"))
    return book


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workbook that LibreOffice would have been handed."""
    return keep_paper(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def pack(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The demo's rekap with gates, printed once: what was made of it, what was said, and the paper."""
    made = next(one for one in demo[1] if one.instrument.gate_sets)
    folder = tmp_path_factory.mktemp("pak")
    with pytest.MonkeyPatch.context() as patch:
        book = keep_paper(folder, patch)
        code, text = quick("cetak", made.rekap, "-o", folder / "pak.pdf")
    assert code == 0, text
    return made, text, openpyxl.load_workbook(book)


def on_one_page(sheet: Worksheet) -> bool:
    """Whether all rows are fitted to one page; what is not said in the file is one page."""
    return str(sheet.page_setup.fitToHeight) != "0"


def scale(sheet: Worksheet) -> float:
    """How large a sheet is printed, fitted as its set-up says (1: as it is)."""
    assert sheet.page_setup.paperSize == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage
    wide, high = A4[sheet.page_setup.orientation or "portrait"]
    points: dict[int, float] = {}
    for one in sheet.column_dimensions.values():
        points |= dict.fromkeys(range(one.min, one.max + 1), 0.75 * round(one.width * 7))
    across = sum(points.values()) / ((wide - sheet.page_margins.left - sheet.page_margins.right) * 72)
    if not on_one_page(sheet):
        return 1 / max(1, across)
    down = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1))
    return 1 / max(1, across, down / ((high - sheet.page_margins.top - sheet.page_margins.bottom) * 72))


def smallest(sheet: Worksheet) -> float:
    """The smallest type on paper, in points, cells that shrink their text being none."""
    looks = {cell.style_id: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    sizes = [cell.font.size for cell in looks.values()]
    sizes += [int(size) for size in re.findall(r"&(\d+)", f"{sheet.oddHeader.left.text}&9{sheet.oddFooter.left.text}")]
    return min(sizes) * scale(sheet)


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


# What stands on the paper.


def test_a_pack_is_leaders_ranking_gates_and_a_page_a_unit_all_readable(
    demo: Demo, pack: Pack, kept: Path, tmp_path: Path
) -> None:
    for made in demo[1]:
        if made.rekap == pack[0].rekap:
            text, book = pack[1:]
        else:
            code, text = quick("cetak", made.rekap, "-o", tmp_path / "pak.pdf")
            assert code == 0, text
            book = openpyxl.load_workbook(kept)
        assert "Ditulis" in text
        digest = open_record(made.rekap).value
        assert digest is not None
        lists = ["Ringkasan", "Peringkat", *(["Kelayakan"] if made.instrument.gate_sets else [])]
        assert book.sheetnames == [*lists, *(f"Unit {n + 1}" for n in range(len(made.consolidation.results)))]
        for sheet in book.worksheets:
            assert smallest(sheet) >= READABLE, sheet.title
            assert "Tirtaloka" in str(sheet.oddHeader.left.text)
            assert made.consolidation.period in str(sheet.oddHeader.right.text)
            assert digest.digest in str(sheet.oddFooter.left.text)
            assert "&[Page]" in str(sheet.oddFooter.right.text).replace("&P", "&[Page]")
        for name in ("Ringkasan", *book.sheetnames[len(lists) :]):
            assert on_one_page(book[name]), name
        assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_figures_on_paper_are_those_of_the_rekap(pack: Pack) -> None:
    made, _, book = pack
    index = made.consolidation.index
    assert index is not None
    numbers = [cell.value for row in book["Ringkasan"].iter_rows() for cell in row if isinstance(cell.value, float)]
    assert any(number == pytest.approx(float(index)) for number in numbers)
    assert str(sum(t.severity.value == "KESALAHAN" for t in made.consolidation.temuan)) in texts(book["Ringkasan"])
    by_name = {result.unit.name: result for result in made.consolidation.results}
    for sheet in book.worksheets[3:]:
        result = by_name[str(sheet["A1"].value)]
        said = texts(sheet)
        verdicts = [v for v in result.verdicts if v.decides and result.rated]
        if result.rated:
            assert float(result.tree.total.points or 0) == pytest.approx(float(sheet["A5"].value))
        missing = next((v for v in verdicts if not v.passed), None)
        for gate in missing.gates if missing else ():
            assert gate.passed or gate.title in said, (sheet.title, gate.title)
        lowered = [p for p in (result.verified.pairs.values() if result.verified else ()) if p.difference < 0]
        assert any(text.startswith(f"Temuan TPI: {len(lowered)} butir") for text in said) == bool(lowered)


def test_what_was_typed_in_the_gap_list_stands_on_the_unit_page(place: Place, kept: Path) -> None:
    book = openpyxl.load_workbook(place / "rekap-a.xlsx")
    sheet = book["Kesenjangan"]
    head = next(row for row in sheet.iter_rows(max_row=20) if row[0].value == "Kode Unit")
    at = {str(cell.value): cell.column for cell in head}
    first = head[0].row + 1
    for name, value in (("PIC", "Sekretaris"), ("Tenggat", "2026-06-30"), ("Status", "Proses")):
        sheet.cell(first, at[name]).value = value
    unit = str(sheet.cell(first, at["Unit"]).value)
    book.save(place / "rekap-a.xlsx")
    assert quick("cetak", place / "rekap-a.xlsx", "--unit", unit)[0] == 0
    (page,) = openpyxl.load_workbook(kept).worksheets
    assert page["A1"].value == unit and "Sekretaris · 30/06/2026 · Proses" in texts(page)


def test_one_unit_is_found_by_code_name_or_part_of_it(place: Place, kept: Path) -> None:
    for number, name in enumerate((FIRST.code, SECOND.name.upper(), SECOND.name.split()[-1])):
        code, text = quick("cetak", place / "rekap-a.xlsx", "--unit", name, "-o", place / f"{number}.pdf")
        assert code == 0 and "1 halaman unit" in text, text
        assert openpyxl.load_workbook(kept).worksheets[0]["A1"].value == (SECOND if number else FIRST).name
    code, text = quick("cetak", place / "rekap-a.xlsx", "--unit", "Dinas Kesehattan", "-o", place / "x.pdf")
    assert code == 1 and "BUKU-304" in text and not (place / "x.pdf").exists()


def test_columns_too_broad_for_upright_paper_are_turned_and_never_shrunk() -> None:
    paper = Paper()
    assert not paper.turned([10] * 9).landscape and paper.turned([10] * 14).landscape
    with pytest.raises(ValueError, match="do not fit"):
        paper.turned([10] * 30).scale([10] * 30)
    assert paper.scale([10] * 8) == 100 and 82 <= paper.scale([10] * 10) < 100


def test_a_worksheet_is_read_on_paper_with_answers_and_what_may_be_answered(place: Place, kept: Path) -> None:
    shutil.copy(min((place / "lembar-zi").iterdir()), place / "zi.xlsx")
    assert quick("cetak", place / "zi.xlsx")[0] == 0 and (place / "zi.pdf").is_file()
    (sheet,) = openpyxl.load_workbook(kept).worksheets
    assert smallest(sheet) >= READABLE and sheet.page_setup.orientation == "landscape"
    said = texts(sheet)
    instrument = sheets.instrument(ZI)
    assert set(instrument.items) <= set(said) and FIRST.name in str(sheet["A1"].value)
    assert any(text.startswith(("Ya: ", "A: ")) for text in said)
    assert sheet.print_title_rows


def test_replies_and_what_is_to_be_decided_stand_on_paper(demo: Demo, kept: Path, tmp_path: Path) -> None:
    followed = demo[1][0].followed
    assert followed is not None and followed.year.consolidation is not None
    assert quick("cetak", followed.year.target, "-o", tmp_path / "pak.pdf")[0] == 0
    book = openpyxl.load_workbook(kept)
    leaders = texts(book["Ringkasan"])
    assert any("Tanggapan atas jawaban TPI" in text for text in leaders)
    assert any("1 butir" in text and "berbeda" in text for text in leaders), leaders
    pages = {str(sheet["A1"].value): texts(sheet) for sheet in book.worksheets[3:]}
    (replied,) = [result.unit.name for result in followed.year.consolidation.results if result.replies]
    assert "Setuju" in pages[replied] and any(
        text.startswith("Tidak setuju: SK dan notulen") for text in pages[replied]
    )
    assert min(smallest(sheet) for sheet in book.worksheets) >= READABLE


# What is not printed, and why.


def test_without_libreoffice_there_is_one_sentence_and_nothing_else(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(place / "kosong"))
    monkeypatch.setattr(libreoffice, "places", lambda: iter(()))
    code, text = quick("cetak", place / "rekap-a.xlsx")
    assert code == 1 and text.count("\n") == 1 and "BUKU-301" in text and "libreoffice.org" in text
    assert not (place / "rekap-a.pdf").exists()


@pytest.mark.parametrize(
    ("system", "name", "root", "program"),
    [
        ("nt", "win32", "ProgramFiles", "LibreOffice/program/soffice.exe"),
        ("posix", "darwin", "HOME", "Applications/LibreOffice.app/Contents/MacOS/soffice"),
    ],
)
def test_libreoffice_is_found_where_it_usually_lies(
    system: str, name: str, root: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv(root, str(tmp_path))
    there = tmp_path / program
    there.parent.mkdir(parents=True)
    there.write_bytes(b"")
    monkeypatch.setattr(libreoffice, "is_windows", lambda: system == "nt")
    monkeypatch.setattr(libreoffice.sys, "platform", name)
    assert libreoffice.find_libreoffice() == there


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_libreoffice_is_given_our_own_workbook_and_profile_and_never_the_file(place: Place, tmp_path: Path) -> None:
    with office_that(tmp_path / "program", 'cp "$book" "$out/../../salin.xlsx"; printf x > "$out/cetak.pdf"') as said:
        code, text = quick("cetak", place / "rekap-a.xlsx")
        words = said.read_text(encoding="utf-8").splitlines()
    assert code == 0 and (place / "rekap-a.pdf").read_bytes() == b"x", text
    assert not any("rekap-a" in word for word in words) and "--headless" in words
    (profile,) = [word for word in words if word.startswith("-env:UserInstallation=file://")]
    assert not Path(profile.removeprefix("-env:UserInstallation=file://")).exists()


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_a_libreoffice_that_hangs_is_ended_with_all_it_started(place: Place, tmp_path: Path) -> None:
    mark = f"tidur-{os.getpid()}"
    sleeper = tmp_path / mark
    sleeper.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    sleeper.chmod(0o755)
    with office_that(tmp_path / "program", f"'{sleeper}' & wait"):
        made = pdf_of(place / "rekap-a.xlsx", 1)
    assert [t.code for t in made.temuan] == ["BUKU-302"]
    for _ in range(50):
        running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        if mark not in running:
            break
        time.sleep(0.1)
    assert mark not in running


def test_a_folder_of_several_and_a_unit_of_one_worksheet_are_wrong_usage(place: Place, kept: Path) -> None:
    sheet = min((place / "lembar-zi").iterdir())
    (place / "banyak").mkdir()
    for name in ("satu.xlsx", "dua.xlsx"):
        shutil.copy(sheet, place / "banyak" / name)
    code, text = quick("cetak", place / "banyak", "-o", place / "x.pdf")
    assert code == 2 and "satu lembar kerja; yang disebut 2 berkas" in text, text
    code, text = quick("cetak", place / "banyak" / "dua.xlsx", "--unit", FIRST.name, "-o", place / "x.pdf")
    assert code == 2 and "--unit memilih satu unit dari rekap; dua.xlsx" in text, text
    assert not (place / "x.pdf").exists() and not kept.exists()


def test_other_files_are_refused_for_what_they_are(place: Place, kept: Path) -> None:
    province = place / "provinsi.xlsx"
    assert quick("gabung", place / "rekap-a.xlsx", place / "rekap-b.xlsx", "--antar-instansi", "-o", province)[0] < 2
    (place / "rusak.xlsx").write_bytes((place / "rekap-a.xlsx").read_bytes()[:5000])
    forged(place / "rekap-a.xlsx", place / "palsu.xlsx", in_unit(0, rated=False))
    for name, told in (
        ("provinsi.xlsx", "BUKU-303"), ("rusak.xlsx", "BUKU-004"), ("palsu.xlsx", "BUKU-19"), ("du.xlsx", "BUKU-232"),
        ("tiada.xlsx", "tiada.xlsx"),
    ):  # fmt: skip
        code, text = quick("cetak", place / name, "-o", place / "x.pdf")
        assert code in (1, 3) and told in text and not (place / "x.pdf").exists(), (name, text)
    assert not kept.exists()


def test_a_rekap_of_another_catalog_is_not_printed(place: Place, kept: Path) -> None:
    from pmprb.office.record import RekapRecord

    def other(record: RekapRecord) -> RekapRecord:
        return record.model_copy(update={"catalog_hash": "0" * 64})

    forged(place / "rekap-a.xlsx", place / "lain.xlsx", other)
    code, text = quick("cetak", place / "lain.xlsx")
    assert code == 1 and "BUKU-305" in text and "--kriteria" in text and not kept.exists()


# In a working folder, and through LibreOffice itself.


def test_without_words_a_working_folder_prints_its_rekap_again_and_again(
    place: Place, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = place / "putaran"
    assert quick("mulai", home, "--instrumen", ZI, "--periode", "2026", "--instansi", INSTANSI)[0] == 0
    monkeypatch.chdir(home)
    code, text = quick("cetak")
    assert code == 2 and "pmprb gabung" in text
    shutil.copy(place / "rekap-a.xlsx", home / "rekap" / "rekap-2026.xlsx")
    for _ in range(2):
        assert quick("cetak")[0] == 0
    assert (home / "rekap" / "rekap-2026.pdf").is_file() and kept.exists()
    monkeypatch.chdir(place.root)
    assert quick("cetak")[0] == 2


@pytest.mark.libreoffice
def test_libreoffice_makes_a_page_for_each_sheet_with_its_head_and_foot(place: Place) -> None:
    soffice()
    code, text = quick("cetak", place / "rekap-zi.xlsx")
    assert code == 0, text
    printed = place / "rekap-zi.pdf"
    assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) == 3 + 1
    words = [needed_program("pdftotext"), "-layout", printed, "-"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    digest = open_record(place / "rekap-zi.xlsx").value
    assert digest is not None and said.count(digest.digest) == 4
    assert "Halaman 1 dari 4" in said and "Halaman 4 dari 4" in said and said.count("Periode 2026") >= 4
    assert FIRST.name in said and re.search(r"\d,\d\d", said) and not re.search(r"\d\.\d\d\b(?!\d)", said[:3000])
