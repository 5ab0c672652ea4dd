"""A rekap is proved from its worksheets: the same, or exactly where it is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.libreoffice import recalculate
from helpers.once import made_once
from helpers.sheets import answers, instrument, nearly_best, write
from pmprb import __version__
from pmprb.books.rekap.write import write_consolidation
from pmprb.demo.make import Made
from pmprb.engine.answers import Unit
from pmprb.jobs.consolidate import Wishes, gather
from pmprb.jobs.evaluate import Options, evaluate_all
from pmprb.jobs.inputs import Catalogs, Found, find_files
from pmprb.jobs.proof import Proof, prove
from pmprb.office.record import digest_of
from pmprb.office.register import Register
from pmprb.temuan import Temuan
from pmprb.workbook.ours import read_record, write_record
from pmprb.worksheet.register import register_workbook

ZI = "zi-2021"
UNITS = tuple(Unit(code=f"1.0{n}", name=name) for n, name in enumerate(("Dinas A", "Dinas B", "Dinas C", "Dinas D"), 1))


def fill(home: Path) -> None:
    """Three worksheets, one damaged file, one that is none, a register of four units, and their rekap."""
    catalog = instrument(ZI)
    sheets = home / "lembar"
    sheets.mkdir()
    for unit in UNITS[:3]:
        write(sheets / f"{unit.code}.xlsx", catalog, nearly_best(catalog, unit.code), unit=unit)
    (sheets / "rusak.xlsx").write_bytes((sheets / "1.01.xlsx").read_bytes()[:2000])
    (sheets / "catatan.txt").write_text("bukan lembar kerja")
    (home / "daftar.xlsx").write_bytes(register_workbook(UNITS))
    code, text = quick("gabung", sheets, "-o", home / "rekap.xlsx", "--unit", home / "daftar.xlsx", "--instansi", "X")
    assert code == 1 and "Ditulis" in text, text


@pytest.fixture
def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what `fill` makes, to be changed."""
    made, _ = made_once(tmp_path_factory, "proof", fill)
    return Path(shutil.copytree(made, tmp_path / "bukti"))


def proved(folder: Path, rekap: str = "rekap.xlsx") -> Proof:
    return prove(folder / rekap, find_files([folder / "lembar"]), Catalogs())


def changed(folder: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(folder / "rekap.xlsx")
    change(book)
    book.save(folder / "ubah.xlsx")
    return folder / "ubah.xlsx"


def codes(proof: Proof) -> list[str]:
    return sorted({t.code for t in proof.temuan})


def test_an_untouched_rekap_is_the_same(folder: Path) -> None:
    proof = proved(folder)
    assert proof.same and proof.cells and codes(proof) == ["BUKU-200"]
    assert proof.record is not None and proof.again is not None and proof.record.digest == proof.again.digest
    code, text = quick("periksa", "--bukti", folder / "rekap.xlsx", folder / "lembar")
    assert code == 0 and "Sama: semua nilai" in text and "3 dari 3 berkas" in text


def test_names_and_folders_may_change_but_not_bytes(folder: Path) -> None:
    (folder / "lembar" / "lagi").mkdir()
    (folder / "lembar" / "1.01.xlsx").rename(folder / "lembar" / "lagi" / "nama baru.xlsx")
    assert proved(folder).same


def test_typed_plan_columns_are_no_difference(folder: Path) -> None:
    def type_pic(book: Any) -> None:
        sheet = book["Kesenjangan"]
        head = next(row for row in sheet.iter_rows() if any(cell.value == "PIC" for cell in row))
        column = next(cell.column for cell in head if cell.value == "PIC")
        sheet.cell(head[0].row + 1, column).value = "Sekretaris"

    book = openpyxl.load_workbook(folder / "rekap.xlsx")
    type_pic(book)
    book.save(folder / "pic.xlsx")
    kept = ("--unit", folder / "daftar.xlsx", "--instansi", "X", "--lanjutan", folder / "pic.xlsx")
    again = quick("gabung", folder / "lembar", "-o", folder / "b.xlsx", *kept)
    assert again[0] == 1
    proof = proved(folder, "b.xlsx")
    assert proof.same, proof.temuan


def test_a_rekap_saved_by_libreoffice_is_the_same(folder: Path) -> None:
    recalculate([folder / "rekap.xlsx"], folder / "lo")
    proof = prove(folder / "lo" / "rekap.xlsx", find_files([folder / "lembar"]), Catalogs())
    assert proof.same, [(t.at, t.values) for t in proof.temuan][:5]


def test_a_figure_typed_over_is_found_at_its_cell(folder: Path) -> None:
    def type_over(book: Any) -> None:
        book["Matriks Area"]["D6"].value = 0.99

    path = changed(folder, type_over)
    # openpyxl drops the cached values of formulas; only the cell with a constant is looked at
    proof = prove(path, find_files([folder / "lembar"]), Catalogs())
    found = {t.at.cell: dict(t.values) for t in proof.temuan if t.code == "BUKU-109" and t.at.sheet == "Matriks Area"}  # type: ignore[union-attr]
    assert not proof.same and found["D6"]["seen"] == "0,99"


def test_a_sheet_added_or_taken_out_is_told(folder: Path) -> None:
    def swap(book: Any) -> None:
        book.create_sheet("Lain")
        del book["Matriks Kriteria"]

    proof = prove(changed(folder, swap), find_files([folder / "lembar"]), Catalogs())
    told = {(t.at.sheet, dict(t.values)["change"]) for t in proof.temuan if t.code == "BUKU-130"}  # type: ignore[union-attr]
    assert told == {("Lain", "added"), ("Matriks Kriteria", "removed")}


def test_a_changed_input_and_a_missing_one_are_named(folder: Path) -> None:
    shutil.copy(folder / "lembar" / "1.02.xlsx", folder / "lembar" / "1.01.xlsx")
    (folder / "lembar" / "1.03.xlsx").unlink()
    (folder / "lembar" / "baru.xlsx").write_bytes(b"lain")
    proof = proved(folder)
    told = {(t.code, dict(t.values).get("file", "")) for t in proof.temuan}
    told.discard(("BUKU-200", ""))
    assert told == {("BUKU-105", "1.01.xlsx"), ("BUKU-104", "1.03.xlsx"), ("BUKU-106", "")}
    assert not proof.same and proof.again is not None and len(proof.again.units) == 1


def test_a_score_forged_with_a_fitting_digest_is_found(folder: Path) -> None:
    record = read_record(folder / "rekap.xlsx").value
    assert record is not None

    def forge(book: Any) -> None:
        sheet = book["_data"]
        rows = {row[0].value: row for row in sheet.iter_rows() if row[0].value != "unit"}
        units = [row for row in sheet.iter_rows() if row[0].value == "unit"]
        texts = record.unit_texts()
        forged = record.units[0]
        item = next(name for name, one in forged.items.items() if one.score == 0)
        items = dict(forged.items) | {item: replace(forged.items[item], score=Fraction(1))}
        texts[0] = forged.model_copy(update={"items": items}).model_dump_json(exclude_defaults=True)
        units[0][1].value = texts[0]
        rows["digest"][1].value = digest_of(record.head_text(), texts)

    proof = prove(changed(folder, forge), find_files([folder / "lembar"]), Catalogs())
    units = [t for t in proof.temuan if t.code == "BUKU-107"]
    assert (
        len(units) == 1 and dict(units[0].values) == {"unit": "Dinas A", "seen": "1", "expected": "0"} and units[0].node
    )


def test_a_rekap_of_another_version_whose_sheets_are_the_same_is_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmprb.jobs.proof.__version__", "99.0")
    proof = proved(folder)
    assert proof.same and proof.cells and codes(proof) == ["BUKU-102", "BUKU-200"]
    assert dict(proof.temuan[-1].values) == {"seen": __version__, "expected": "99.0"}


def test_another_catalog_is_told(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.mktemp("katalog") / "criteria"
    shutil.copytree(Catalogs().root, own)
    path = own / ZI / "instrument.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("short_title: ", "short_title: Uji ", 1), encoding="utf-8")
    proof = prove(folder / "rekap.xlsx", find_files([folder / "lembar"]), Catalogs(own))
    assert not proof.same and "BUKU-103" in codes(proof)
    assert codes(prove(folder / "rekap.xlsx", Found((), (), ()), Catalogs(own / "kosong"))) == [
        "BUKU-103",
        "BUKU-104",
        "BUKU-200",
    ]


def test_a_workbook_that_is_no_rekap_is_told(folder: Path) -> None:
    code, text = quick("periksa", "--bukti", folder / "daftar.xlsx", folder / "lembar")
    assert code == 1 and "BUKU-100" in text
    code, text = quick("periksa", "--bukti", folder / "tidak-ada.xlsx", folder / "lembar", "--json")
    assert code == 1 and json.loads(text)["same"] is False


def test_a_strict_rekap_is_proved_as_strict(folder: Path) -> None:
    words = ("gabung", folder / "lembar", "-o", folder / "ketat.xlsx", "--unit", folder / "daftar.xlsx", "--ketat")
    assert quick(*words)[0] == 1
    proof = proved(folder, "ketat.xlsx")
    assert proof.same and proof.record is not None and proof.record.settings.strict
    _, text = quick("periksa", "--bukti", folder / "ketat.xlsx", folder / "lembar")
    assert "pilihan yang tercatat di rekap: --ketat" in text
    plain = read_record(folder / "rekap.xlsx").value
    assert plain is not None and plain.index is not None and proof.record.index is not None
    assert proof.record.index < plain.index


def test_the_file_is_the_same_whatever_the_order_and_the_workers(folder: Path) -> None:
    found = find_files([folder / "lembar"])
    catalog, catalogs = instrument(ZI), Catalogs()
    contents = set()
    for workers, files in ((1, found.files), (4, tuple(reversed(found.files)))):
        with ThreadPoolExecutor(workers) as pool:
            outcomes = evaluate_all(Found(files, found.passed_over, ()), catalogs, Options(), pool)
        consolidation = gather(outcomes, found, catalog, Register(UNITS), Wishes())
        path = folder / f"{workers}.xlsx"
        write_consolidation(consolidation, catalog, path, sentences=_word, version="1", instansi="X")
        contents.add(path.read_bytes())
    assert len(contents) == 1


def _word(temuan: Temuan) -> str:
    return temuan.code


def test_a_rekap_with_reviews_is_proved_with_them_wherever_they_lay(
    demo: tuple[Path, list[Made]], tmp_path: Path
) -> None:
    made, rekap = demo[1][0], tmp_path / "rekap.xlsx"
    sheets, reviews, together = (tmp_path / name for name in ("lembar", "tpi", "semua"))
    for folder in (sheets, reviews, together):
        folder.mkdir()
    for path in sorted(made.sheets.glob("1-0[1-5]_*.xlsx")):
        shutil.copy(path, sheets)
        shutil.copy(path, together)
    for path in sorted(made.reviews.glob("*1-0[1-4]_*.xlsx")):
        shutil.copy(path, reviews)
        shutil.copy(path, together / f"tpi {path.name}")
    assert "Ditulis" in quick("gabung", sheets, "--tpi", reviews, "--ganda", "terbaru", "-o", rekap)[1]
    record = read_record(rekap).value
    assert record is not None and sum(one.fate == "used" for one in record.reviews) >= 3
    assert prove(rekap, find_files([together]), Catalogs()).same
    without = prove(rekap, find_files([sheets]), Catalogs())
    assert {t.code for t in without.temuan} == {"BUKU-104", "BUKU-200"} and not without.same


def test_what_was_passed_over_or_never_there_is_the_same_again(folder: Path) -> None:
    """A copy kept of a replaced file, a lock file, a path that does not exist: told in the rekap, and told again."""
    shutil.copy(folder / "lembar" / "1.01.xlsx", folder / "lembar" / "1.01.lama-1.xlsx")
    (folder / "lembar" / "~$1.01.xlsx").write_bytes(b"x")
    (folder / "lembar" / "surat_x0041_\u00a0\u200d.pdf").write_bytes(b"x")
    words = (
        "gabung",
        folder / "lembar",
        folder / "tidak-ada",
        "-o",
        folder / "r.xlsx",
        "--unit",
        folder / "daftar.xlsx",
    )
    assert "Ditulis" in quick(*words)[1]
    record = read_record(folder / "r.xlsx").value
    assert record is not None and [t.code for t in record.errors] == ["BUKU-001"]
    assert {t.code for one in record.inputs for t in one.over} == {"BUKU-156", "BUKU-034", "BUKU-031"}
    proof = proved(folder, "r.xlsx")
    assert proof.same, [(t.at, t.values) for t in proof.temuan if t.code != "BUKU-200"][:5]


ODD = (
    "Dinas _x0041_ dan _x000D_",
    "Dinas \U0001f469\u200d\U0001f469\u200d\U0001f467",
    "D\u00ednas e\u0301 n\u0303",
    "=1+1",
    "1e309",
    "\\u0041 \\_x0042_",
    "x" * 40_000,
)


def test_names_of_units_of_every_kind_are_read_back(tmp_path: Path) -> None:
    """In the register, in the worksheets, in file names and the name of the instansi; taken up in every place."""
    catalog, sheets = instrument(ZI), tmp_path / "lembar"
    sheets.mkdir()
    units = tuple(Unit(code=f"1.{n}_x0043_", name=name, group="g\u00a0_x0041_") for n, name in enumerate(ODD))
    for n, unit in enumerate(units[:3]):
        write(sheets / f"{n}_x0041_\u00a0\u200d é.xlsx", catalog, answers(catalog, n, blank=0.3), unit=unit)
    (tmp_path / "daftar.xlsx").write_bytes(register_workbook(units))
    rekap, more = (
        tmp_path / "r_x0041_.xlsx",
        ("--unit", tmp_path / "daftar.xlsx", "--instansi", "Kab _x0041_ \u00ade\u0301"),
    )
    assert "Ditulis" in quick("gabung", sheets, "-o", rekap, *more)[1]
    assert "Ditulis" in quick("gabung", sheets, "-o", tmp_path / "lagi.xlsx", "--lanjutan", rekap, *more)[1]
    for one in (rekap, tmp_path / "lagi.xlsx"):
        code, text = quick("periksa", "--bukti", one, sheets, "--unit", tmp_path / "daftar.xlsx")
        assert code == 0 and "Sama: " in text, text
    for words in (("banding", rekap, rekap), ("gabung", rekap, "--antar-instansi")):
        _, text = quick(*words, "-o", tmp_path / "hasil.xlsx", "--timpa")
        assert "Ditulis" in text and "BUKU-101" not in text and "BUKU-19" not in text, text


def test_a_rekap_that_would_not_read_back_is_not_handed_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record is read from the draft: the one unit that spoils it is refused, the others are written."""

    def spoiled(book: Any, record: Any, *more: str) -> str:
        digest = write_record(book, record, *more)
        return "0" * 64 if any(unit.unit.code == "1.02" for unit in record.units) else digest

    monkeypatch.setattr("pmprb.books.rekap.write.write_record", spoiled)
    code, text = quick("gabung", folder / "lembar", "-o", folder / "baru.xlsx")
    assert code == 1 and "Ditulis" in text and "BUKU-042" in text, text
    record = read_record(folder / "baru.xlsx").value
    assert record is not None and [unit.unit.code for unit in record.units] == ["1.01", "1.03"]
    before = (folder / "baru.xlsx").read_bytes()
    monkeypatch.setattr("pmprb.books.rekap.write.write_record", lambda *given: write_record(*given) and "0" * 64)
    code, text = quick("gabung", folder / "lembar", "-o", folder / "baru.xlsx", "--timpa")
    assert code != 0 and (folder / "baru.xlsx").read_bytes() == before, text


def test_a_rekap_too_large_to_be_read_again_is_written_and_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for unit in UNITS[:3]:  # with so many gaps that the rekap is larger than any of its worksheets
        write(folder / "lembar" / f"{unit.code}.xlsx", instrument(ZI), answers(instrument(ZI), unit.code), unit=unit)
    most = max(path.stat().st_size for path in (folder / "lembar").iterdir())
    monkeypatch.setattr("pmprb.workbook.container.MAX_FILE", most)
    code, text = quick("gabung", folder / "lembar", "-o", folder / "besar.xlsx")
    assert (folder / "besar.xlsx").stat().st_size > most and "BUKU-195" in text, (code, text)
