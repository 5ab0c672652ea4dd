"""`pmprb kenali`: columns of unknown forms proposed, proved by reading, and used from then on through --kriteria."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest

from helpers.cli import quick
from helpers.official import form_2021
from helpers.sheets import answers, instrument
from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.load import instrument_ids, load_instrument
from pmprb.engine.score import score_answers

ID = "zi-2021"
ZI = instrument(ID)
GIVEN = answers(ZI, "kenali", blank=0.0)
Row = Callable[[str, str, Any, Any], list[Any]]


def unknown(path: Path, heads: list[list[Any]], row: Row, blank: bool = False) -> Path:
    """Write a form of nobody's: heading rows, then a row (code, text, weight, answer) for all that the catalog has."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Isian"
    sheet.append(["Lembar kerja mandiri"])
    for head in heads:
        sheet.append(head)
    for node in ZI.root.walk():
        sheet.append(row(node.id, node.title, float(node.weight), None))
        for item in node.items:
            given = GIVEN[item.id]
            counts = dict(given.counts)
            shown = given.choice if isinstance(item, ChoiceItem) else given.value
            sheet.append(
                row(item.id, item.criterion, None, None if blank or isinstance(item, RatioItem) else plain(shown))
            )
            for count in item.inputs if isinstance(item, RatioItem) else ():
                typed = None if blank else plain(counts[count.id])
                sheet.append(row(f"{item.id}.{count.id}", f"- {count.label}", None, typed))
    book.save(path)
    return path


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, Fraction | int) else value


def proposed(*args: object) -> tuple[int, dict[str, Any]]:
    code, text = quick("kenali", *args, "--json")
    return code, json.loads(text)


def columns(data: dict[str, Any]) -> dict[str, str]:
    return {one["key"]: one["column"] for one in data["columns"]}


FORMS: dict[str, tuple[list[list[Any]], Row, dict[str, str]]] = {
    "other_words": (
        [["Nomor Butir", "Unsur yang dinilai", "Poin maks", "Hasil isian unit", "Tautan bukti", "Hasil TPI"]],
        lambda code, text, weight, answer: [code, text, weight, answer, None, None],
        {"id": "A", "criterion": "B", "weight": "C", "answer": "D", "evidence": "E", "reviewed_answer": "F"},
    ),
    "no_telling_headers": (
        [["Foo", "Bar", "Baz", "Qux", "Quux"]],
        lambda code, text, weight, answer: [code, text, weight, answer, None],
        {"id": "A", "criterion": "B", "weight": "C", "answer": "D"},
    ),
    "tpi_left_of_the_unit_under_one_heading": (
        [["Kode", "Uraian", "Penilaian mandiri", None, "Bobot"], [None, None, "TPI", "Unit", None]],
        lambda code, text, weight, answer: [code, text, answer, answer, weight],
        {"id": "A", "criterion": "B", "reviewed_answer": "C", "answer": "D", "weight": "E"},
    ),
    "moved_and_running_numbers": (
        [["No", None, "Catatan", "Kriteria", "Kode", "Jawaban Unit Kerja"]],
        lambda code, text, _, answer: [1.0, None, None, text, code, answer],
        {"note": "C", "criterion": "D", "id": "E", "answer": "F"},
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_recognised_written_and_read_with_the_engines_total(name: str, tmp_path: Path) -> None:
    heads, row, expected = FORMS[name]
    path = unknown(tmp_path / "lke.xlsx", heads, row)
    code, data = proposed(path, "--instrumen", ID, "-o", tmp_path / "k")
    assert code == 0, data
    assert expected.items() <= columns(data).items()
    assert data["coverage"] == {"items": 113, "found": 113, "answered": 113}
    assert all(0 < one["confidence"] <= 1 and one["basis"] for one in data["columns"])
    assert quick("kriteria", "periksa", tmp_path / "k")[0] == 0
    read = json.loads(quick("nilai", path, "--kriteria", tmp_path / "k", "--json")[1])
    assert read["layout"] == "sendiri"
    total = score_answers(GIVEN, ZI, "nol").total.points
    assert abs(Fraction(read["total"]) - total) < Fraction(1, 10**9)
    assert load_instrument(tmp_path / "k" / ID).value.hash == ZI.hash, "a layout changes no catalog"  # type: ignore[union-attr]


def test_the_instrument_is_found_where_it_is_not_named(tmp_path: Path) -> None:
    heads, row, _ = FORMS["other_words"]
    code, data = proposed(unknown(tmp_path / "lke.xlsx", heads, row))
    assert (code, data["instrument"], data["written"]) == (0, ID, None)


def test_the_official_form_with_its_headers_renamed_is_recognised_by_its_markers(tmp_path: Path) -> None:
    path = form_2021(tmp_path / "lke.xlsx", ZI, GIVEN)
    book = openpyxl.load_workbook(path)
    sheet = book["LKE ZI"]
    sheet.title = "Isian"
    renamed = {"Jawaban": "Isian satker", "Penilaian": "Rincian"}
    for cell in sheet[2]:
        cell.value = renamed.get(cell.value, cell.value)
    book.save(path)
    assert "BUKU-010" in quick("nilai", path)[1] or "BUKU-019" in quick("nilai", path)[1]
    code, data = proposed(path, "--instrumen", ID, "-o", tmp_path / "k")
    assert code == 0 and data["rows"] == "hierarchy", data
    read = json.loads(quick("nilai", path, "--kriteria", tmp_path / "k", "--json")[1])
    assert abs(Fraction(read["total"]) - score_answers(GIVEN, ZI, "nol").total.points) < Fraction(1, 10**9)


def test_two_columns_of_answers_are_not_guessed_but_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = ["Kode", "Kriteria", "Semester 1", "Semester 2"]
    path = unknown(tmp_path / "lke.xlsx", [head], lambda code, text, _, answer: [code, text, answer, answer])
    code, data = proposed(path, "--instrumen", ID, "-o", tmp_path / "k")
    assert code == 1 and data["written"] is None and not (tmp_path / "k" / ID).exists()
    assert [t["code"] for t in data["temuan"]] == ["BUKU-242"]
    assert "--kolom jawaban=HURUF" in quick("kenali", path, "--instrumen", ID)[1]
    code, data = proposed(path, "--instrumen", ID, "--kolom", "jawaban=D", "-o", tmp_path / "k")
    assert code == 0 and columns(data)["answer"] == "D" and data["written"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: "c")
    code, text = quick("kenali", path, "--instrumen", ID)
    assert code == 0 and "113 dari 113 butir ditemukan" in text


def test_a_layout_joins_others_and_its_own_id_is_replaced_only_when_allowed(tmp_path: Path) -> None:
    heads, row, _ = FORMS["no_telling_headers"]
    path = unknown(tmp_path / "lke.xlsx", heads, row)
    file = tmp_path / "k" / ID / "layouts.yaml"
    assert quick("kenali", path, "--instrumen", ID, "-o", tmp_path / "k")[0] == 0
    before = file.read_bytes()
    assert "BUKU-029" in quick("kenali", path, "--instrumen", ID, "-o", tmp_path / "k")[1]
    assert file.read_bytes() == before
    assert quick("kenali", path, "--instrumen", ID, "-o", tmp_path / "k", "--timpa")[0] == 0
    assert quick("kenali", path, "--instrumen", ID, "-o", tmp_path / "k", "--nama", "semester-2")[0] == 0
    ids = [layout.id for layout in load_instrument(tmp_path / "k" / ID).value.layouts]  # type: ignore[union-attr]
    assert ids[-2:] == ["sendiri", "semester-2"] and instrument_ids(tmp_path / "k") == [ID]


def test_a_copy_stays_of_layouts_that_somebody_changed(tmp_path: Path) -> None:
    heads, row, _ = FORMS["no_telling_headers"]
    path = unknown(tmp_path / "lke.xlsx", heads, row)
    file = tmp_path / "k" / ID / "layouts.yaml"
    command = ("kenali", path, "--instrumen", ID, "-o", tmp_path / "k")
    assert quick(*command)[0] == 0
    code, text = quick(*command, "--nama", "semester-2")
    assert code == 0 and "BUKU-151" not in text and len(list(file.parent.iterdir())) == 1
    file.write_text(file.read_text(encoding="utf-8") + "# dipakai sejak 2026\n", encoding="utf-8")
    before = file.read_bytes()
    code, text = quick(*command, "--nama", "semester-3")
    assert code == 0 and "BUKU-151" in text and "layouts.yaml.lama-1" in text
    assert file.with_name("layouts.yaml.lama-1").read_bytes() == before and instrument_ids(tmp_path / "k") == [ID]


def test_a_form_of_other_criteria_is_pointed_to_the_import(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for cells in (["Kode", "Kriteria", "Jawaban"], ["X.1", "Warna pagar kantor", "Ya"], ["X.2", "Luas kebun", "Tidak"]):
        book.active.append(cells)
    book.save(tmp_path / "x.xlsx")
    code, text = quick("kenali", tmp_path / "x.xlsx", "--instrumen", ID, "-o", tmp_path / "k")
    assert code == 1 and "BUKU-243" in text and "kriteria impor" in text and not (tmp_path / "k" / ID).exists()


def test_our_own_template_is_known_already(tmp_path: Path) -> None:
    samples = Path(__file__).parent.parent / "workbooks" / "samples" / "lembar-zi-2021"
    _, data = proposed(sorted(samples.glob("1-15*.xlsx"))[0], "--instrumen", ID)
    assert "BUKU-245" in {t["code"] for t in data["temuan"]}


def test_of_two_filled_sheets_none_is_guessed_and_a_sheet_that_is_not_there_is_told(tmp_path: Path) -> None:
    heads, row, _ = FORMS["no_telling_headers"]
    path = unknown(tmp_path / "lke.xlsx", heads, row)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["Isian"]).title = "Isian TW 2"
    book.save(path)
    code, data = proposed(path, "--instrumen", ID)
    assert code == 1 and [t["code"] for t in data["temuan"]] == ["BUKU-170"]
    code, data = proposed(path, "--instrumen", ID, "--lembar", "Isian TW 2")
    assert (code, data["sheet"]) == (0, "Isian TW 2")
    code, data = proposed(path, "--instrumen", ID, "--lembar", "LKE")
    assert code == 1 and [t["code"] for t in data["temuan"]] == ["BUKU-173"]


@pytest.mark.parametrize(("letter", "named"), [("E", "E (Quux)"), ("B", "B (Bar)"), ("C", "C (Baz)")])
def test_a_column_in_which_no_answer_is_read_is_not_written_and_the_likely_one_named(
    letter: str, named: str, tmp_path: Path
) -> None:
    heads, row, _ = FORMS["no_telling_headers"]
    path = unknown(tmp_path / "lke.xlsx", heads, row)
    asked = ("kenali", path, "--instrumen", ID, "--kolom", f"jawaban={letter}", "-o", tmp_path / "k")
    code, text = quick(*asked)
    assert code == 1 and f"BUKU-255 · Dengan jawaban di kolom {named} tidak ada yang terbaca" in text
    assert "Yang tampak berisi jawaban: kolom D (Qux)." in text and "BUKU-175" not in text
    assert "Ditulis" not in text and not (tmp_path / "k" / ID).exists()


def test_a_layout_of_a_form_nobody_has_filled_in_is_written_and_told(tmp_path: Path) -> None:
    path = unknown(tmp_path / "lke.xlsx", *FORMS["other_words"][:2], blank=True)
    code, text = quick("kenali", path, "--instrumen", ID, "-o", tmp_path / "k")
    assert code == 0 and "BUKU-256 · Kolom jawaban (D (Hasil isian unit)) di berkas ini masih kosong" in text
    assert "Ditulis" in text


def test_a_plans_column_in_which_no_action_is_read_is_not_written(tmp_path: Path) -> None:
    path = matrix(tmp_path / "a.xlsx", ["No", "Deliverable", "Ukuran", "Target TW I", "Target TW II", "x", "y"])
    asked = ("kenali", path, "--jenis", "rb-general", "--kolom", "rencana-aksi=J", "-o", tmp_path / "k")
    code, text = quick(*asked)
    assert code == 1 and "Ditulis" not in text and not (tmp_path / "k").exists()


@pytest.mark.parametrize("said", ["jawaban", "jawaban=", "entah=K", "jawaban=K9"])
def test_a_column_said_wrongly_is_told(said: str, tmp_path: Path) -> None:
    code, text = quick("kenali", tmp_path / "x.xlsx", "--kolom", said)
    assert code == 2 and "--kolom jawaban=K" in text


def matrix(path: Path, head: list[str]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Matriks"
    book.active.append(["MATRIKS KINERJA"])
    book.active.append(head)
    for n in range(1, 6):
        book.active.append([n, f"Menyusun peta proses bisnis nomor {n}", "Dokumen", 1, 2, 1, 1])
    book.save(path)
    return path


def test_a_plans_own_headings_are_proposed_written_and_used(tmp_path: Path) -> None:
    head = ["No", "Agenda Perubahan", "Ukuran", "Sasaran TW I", "Sasaran TW II", "Hasil TW I", "Hasil TW II"]
    path = matrix(tmp_path / "a.xlsx", head)
    assert "RENC-002" in quick("rencana", "periksa", path, "--jenis", "rb-general")[1]
    code, data = proposed(path, "--jenis", "rb-general", "-o", tmp_path / "k")
    assert code == 0 and data["rows"] == 5, data
    found = {(one["key"], one["quarter"]): one["column"] for one in data["columns"]}
    assert {("action", 0): "B", ("target", 1): "D", ("target", 2): "E", ("realised", 2): "G"}.items() <= found.items()
    sure = {one["column"]: (one["basis"], one["confidence"]) for one in data["columns"]}
    assert (sure["A"], sure["B"], sure["D"]) == ((["header"], 0.9), (["content"], 0.8), (["content"], 0.7))
    code, text = quick("rencana", "periksa", path, "--jenis", "rb-general", "--kriteria", tmp_path / "k", "--json")
    (plan,) = json.loads(text)
    assert plan["rows"] == 5 and plan["measured"] == 5
    assert quick("kriteria", "periksa", tmp_path / "k")[0] == 0


def test_a_column_of_words_is_no_quarter_of_a_plan(tmp_path: Path) -> None:
    path = matrix(tmp_path / "a.xlsx", ["No", "Agenda Perubahan", "Ukuran", "Sasaran TW I", "Hasil TW I", "x", "y"])
    book = openpyxl.load_workbook(path)
    for line in range(3, 8):
        book.active.cell(line, 5).value = "sedang berjalan"  # type: ignore[union-attr]
    book.save(path)
    _, data = proposed(path, "--jenis", "rb-general")
    keys = {(one["key"], one["quarter"]): one["column"] for one in data["columns"]}
    assert ("target", 1) in keys and ("realised", 1) not in keys


def test_a_plans_column_that_nobody_knows_is_asked_for_and_can_be_said(tmp_path: Path) -> None:
    path = matrix(tmp_path / "a.xlsx", ["No", "Deliverable", "Ukuran", "Target TW I", "Target TW II", "x", "y"])
    code, text = quick("kenali", path, "--jenis", "rb-general")
    assert code == 1 and "--kolom rencana-aksi=HURUF" in text
    said = ("--kolom", "rencana-aksi=B", "--kolom", "realisasi-tw1=F")
    code, data = proposed(path, "--jenis", "rb-general", *said, "-o", tmp_path / "k")
    assert code == 0 and data["rows"] == 5
    text = (tmp_path / "k" / "rencana-aksi" / "judul-sendiri.yaml").read_text(encoding="utf-8")
    assert "deliverable" in text


def test_a_plans_column_is_asked_for_at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = matrix(tmp_path / "a.xlsx", ["No", "Deliverable", "Ukuran", "Target TW I", "Target TW II", "x", "y"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: "b")
    code, text = quick("kenali", path, "--jenis", "rb-general")
    assert code == 0 and "5 baris rencana aksi" in text
