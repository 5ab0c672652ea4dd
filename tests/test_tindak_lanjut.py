"""Recommendations of an evaluation: sheets made, filled, gathered, carried forward; counted by theme and unit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.libreoffice import recalculate
from pmprb.engine.answers import Unit
from pmprb.plans.follow.form import build_follow_template
from pmprb.plans.follow.model import FollowRow, counted
from pmprb.plans.load import load_plan_rules
from pmprb.worksheet.register import register_workbook

UNITS = (
    Unit(code="1-01", name="Dinas Pangan", kind="dinas", group="dinas"),
    Unit(code="1-02", name="Dinas Sosial", kind="dinas", group="dinas", aliases=("Dinsos",)),
    Unit(code="1-03", name="Kecamatan Timur", kind="kecamatan", group="kecamatan"),
)
TYPED = {
    "line": "Tema",
    "recommendation": "Rekomendasi",
    "source_year": "Tahun LHE",
    "source_page": "Halaman LHE",
    "action": "Aksi Tindak Lanjut",
    "unit": "Unit Pelaksana",
    "quarter": "Triwulan",
    "evidence": "Bukti",
    "status": "Status",
    "verified": "Diverifikasi Oleh",
    "note": "Keterangan",
}


def sheet(path: Path, rows: list[dict[str, str]], unit: Unit = UNITS[0], quarter: str = "") -> Path:
    """Return a sheet of ours with what somebody typed, by column."""
    rules = load_plan_rules().value
    assert rules is not None
    kind = rules.kinds_by_id["tindak-lanjut"]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(build_follow_template(rules, kind, unit, "2025", version="0"))
    book = openpyxl.load_workbook(path)
    page = book["Tindak Lanjut"]
    at = {cell.value: cell.column for cell in page[4] if cell.value}
    for number, row in enumerate(rows):
        for key, text in row.items():
            page.cell(5 + number, at[TYPED[key]], text)
    if quarter:
        page.cell(2, at["Aksi Tindak Lanjut"], quarter)
    book.save(path)
    return path


def row(theme: str, action: str, status: str = "", quarter: str = "", **more: str) -> dict[str, str]:
    """Return what is typed in a row."""
    own = {"line": theme, "recommendation": f"Rekomendasi {action}", "action": action, "source_year": "2024"}
    return own | {"status": status, "quarter": quarter, "source_page": "7"} | more


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "isi"
    sheet(
        made / "a.xlsx",
        [
            row("Kemiskinan", "Data terpadu", "Selesai", "I", evidence="BA 1", verified="Inspektorat"),
            row("pengentasan kemiskinan", "Bantuan", "proses", "II"),
            row("RB General", "SOP", "", "TW 4", unit="Dinsos"),
        ],
        quarter="II",
    )
    sheet(
        made / "b.xlsx",
        [
            row("Investasi", "Izin", "sudah", "Maret 2025"),
            row("Investasi", "Loket", "Tidak Dapat Ditindaklanjuti", "I"),
        ],
        UNITS[1],
        quarter="II",
    )
    return made


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(register_workbook(UNITS))
    return path


def gathered(folder: Path, target: Path, register: Path, *more: object) -> dict[str, Any]:
    code, text = quick("rencana", "gabung", folder, "-o", target, "--unit", register, "--json", "--timpa", *more)
    assert code in (0, 1), text
    data: dict[str, Any] = json.loads(text)
    return data


def test_rows_are_counted_by_theme_and_by_the_unit_that_acts(folder: Path, register: Path, tmp_path: Path) -> None:
    data = gathered(folder, tmp_path / "r.xlsx", register)
    assert (data["kind"], data["period"], data["quarter"]) == ("tindak-lanjut", "2025", 2)
    total = {
        key: data["total"][key] for key in ("rows", "open", "underway", "done", "void", "verified", "late", "share")
    }
    assert total == {
        "rows": 5,
        "open": 1,
        "underway": 1,
        "done": 2,
        "void": 1,
        "verified": 1,
        "late": 1,
        "share": "0.4",
    }
    assert {g["title"]: g["rows"] for g in data["lines"] if g["rows"]} == {
        "Kemiskinan": 2,
        "Investasi": 2,
        "RB General": 1,
    }
    assert len(data["lines"]) == 7  # six themes of the circular and what stands beside them, all shown
    # A row that names another unit is that unit's, by its alias too.
    assert {g["title"]: g["rows"] for g in data["units"]} == {"Dinas Pangan": 2, "Dinas Sosial": 3}
    assert [unit["code"] for unit in data["missing"]] == ["1-03"]
    codes = [t["code"] for t in data["temuan"]]
    assert (codes.count("ISI-054"), codes.count("ISI-053")) == (1, 1)  # late; finished without evidence
    assert data["items"][3]["quarter"] == 1  # a month lies in its quarter


def test_the_workbook_has_every_row_and_its_basis(folder: Path, register: Path, tmp_path: Path) -> None:
    gathered(folder, tmp_path / "r.xlsx", register)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[:6] == ["Lembar Pimpinan", "Per Unit", "Per Tema", "Kesenjangan", "Rincian", "Temuan"]
    about = " ".join(str(c.value) for line in book["Tentang"].iter_rows() for c in line if c.value)
    assert "ringkasan, satu sumber: SE MenPANRB 6/2025" in about and "rekonstruksi" in about
    detail = [[c.value for c in line] for line in book["Rincian"].iter_rows(min_row=5)]
    assert [line[4] for line in detail if line[4]] == [
        f"Rekomendasi {a}" for a in ("Data terpadu", "Bantuan", "SOP", "Izin", "Loket")
    ]
    assert detail[0][5:7] == ["2024", "7"]


def test_what_the_office_typed_follows_a_row_until_it_is_finished(folder: Path, register: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "r1.xlsx", tmp_path / "r2.xlsx"
    gathered(folder, first, register)
    book = openpyxl.load_workbook(first)
    page = book["Kesenjangan"]
    head = next(line for line in page.iter_rows() if any(c.value == "PIC" for c in line))
    at = {str(c.value): c.column for c in head if c.value}
    for line in page.iter_rows(min_row=head[0].row + 1):
        page.cell(line[0].row, at["PIC"], f"Bu {line[at['Aksi Tindak Lanjut'] - 1].value}")
    book.save(first)
    sheet(
        folder / "a.xlsx",
        [
            row("Kemiskinan", "Bantuan", "Selesai", "II", evidence="BA 2"),
            row("RB General", "SOP", "", "IV", unit="Dinsos"),
        ],
    )
    data = gathered(folder, second, register, "--lanjutan", first)
    assert "BUKU-038" not in {t["code"] for t in data["temuan"]}
    after = openpyxl.load_workbook(second)
    still = [c.value for line in after["Kesenjangan"].iter_rows() for c in line if str(c.value).startswith("Bu ")]
    closed = [c.value for line in after["Kesenjangan Selesai"].iter_rows() for c in line]
    assert still == ["Bu SOP"] and "Bu Bantuan" in closed and "Selesai" in closed
    assert gathered(folder, second, register)["total"]["rows"] == 4  # over itself: nothing typed is lost
    again = [c.value for line in openpyxl.load_workbook(second)["Kesenjangan"].iter_rows() for c in line]
    assert "Bu SOP" in again


def test_next_years_sheets_begin_with_what_is_unfinished(folder: Path, register: Path, tmp_path: Path) -> None:
    gathered(folder, tmp_path / "r.xlsx", register)
    made = tmp_path / "2026"
    options = ("--jenis", "tindak-lanjut", "--unit", register, "--periode", "2026", "-o", made)
    code, text = quick("rencana", "templat", *options, "--lanjutan", tmp_path / "r.xlsx")
    assert code == 0 and "3 lembar tindak lanjut" in text
    data = json.loads(quick("rencana", "periksa", made, "--json")[1])
    assert {one["unit"]["code"]: (one["rows"], one["underway"]) for one in data} == {
        "1-01": (2, 1),
        "1-02": (0, 0),
        "1-03": (0, 0),
    }
    book = openpyxl.load_workbook(next(made.glob("*1-01*")))
    line = [c.value for c in book["Tindak Lanjut"][5]]
    assert line[1:6] == ["Kemiskinan", "Rekomendasi Bantuan", "2024", "7", "Bantuan"] and line[7] is None


def test_a_unit_that_is_gone_keeps_nothing_silently(folder: Path, register: Path, tmp_path: Path) -> None:
    gathered(folder, tmp_path / "r.xlsx", register)
    fewer = tmp_path / "baru.xlsx"
    fewer.write_bytes(register_workbook(UNITS[1:]))
    options = ("--jenis", "tindak-lanjut", "--unit", fewer, "--periode", "2026", "-o", tmp_path / "2026")
    code, text = quick("rencana", "templat", *options, "--lanjutan", tmp_path / "r.xlsx")
    assert code == 0 and "BUKU-272" in text and "2 rekomendasi" in text and "Dinas Pangan" in text


@pytest.mark.parametrize(
    ("typed", "code", "state"),
    [
        (row("Kemiskinan", "x", "lanjut"), "ISI-050", None),
        ({"line": "Kemiskinan", "action": "x", "status": "Selesai", "evidence": "BA"}, "ISI-051", "done"),
        (row("Kemiskinan", "x", "proses", "segera"), "ISI-052", "underway"),
        (row("Kemiskinan", "x", "SELESAI "), "ISI-053", "done"),
        (row("Wisata", "x", "proses"), "RENC-012", "underway"),
    ],
)
def test_a_bad_cell_is_told_and_the_row_is_kept(
    typed: dict[str, str], code: str, state: str | None, register: Path, tmp_path: Path
) -> None:
    sheet(tmp_path / "isi/a.xlsx", [typed])
    data = gathered(tmp_path / "isi", tmp_path / "r.xlsx", register)
    assert code in {t["code"] for t in data["temuan"]}
    assert [one["state"] for one in data["items"]] == [state]


def test_another_form_is_read_by_its_headings(register: Path, tmp_path: Path) -> None:
    """Merged cells, other headings, source and page in one cell."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["MATRIKS TINDAK LANJUT LHE RB"])
    page.append(["Perangkat Daerah", "Dinas Sosial"])
    page.append(["Tahun", "2025"])
    page.append(
        ["NO", "TEMA", "REKOMENDASI", "SUMBER", "RENCANA AKSI", "PENANGGUNG JAWAB", "WAKTU", "BUKTI DUKUNG", "STATUS"]
    )
    page.append([1, 2, 3, 4, 5, 6, 7, 8, 9])
    page.append(
        [
            1,
            "Pendidikan",
            "Petakan data",
            "LHE 2024 hal. 12",
            "Rapat data",
            "Dinas Pangan",
            "Juni 2025",
            "",
            "On progress",
        ]
    )
    page.append([None, None, None, None, "Surat edaran", "", "TW IV", "SE 3", "Tuntas"])
    (tmp_path / "isi").mkdir()
    book.save(tmp_path / "isi/lain.xlsx")
    data = gathered(tmp_path / "isi", tmp_path / "r.xlsx", register, "--jenis", "tindak-lanjut")
    one, two = data["items"]
    assert (one["source_year"], one["source_page"], one["quarter"], one["state"]) == ("2024", "12", 2, "underway")
    assert (two["recommendation"], two["line"], two["state"], two["quarter"]) == (
        "Petakan data",
        "Pendidikan",
        "done",
        4,
    )
    assert (one["actor"]["code"], two["actor"]["code"]) == ("1-01", "1-02")


def test_a_row_of_column_numbers_lends_the_next_row_nothing(register: Path, tmp_path: Path) -> None:
    numbers = {"line": "(2)", "recommendation": "(3)", "source_year": "(4)", "action": "(6)", "status": "(10)"}
    sheet(tmp_path / "isi/a.xlsx", [numbers, {"action": "Rapat data", "status": "proses"}])
    data = gathered(tmp_path / "isi", tmp_path / "r.xlsx", register)
    assert [(one["action"], one["recommendation"]) for one in data["items"]] == [("Rapat data", "")]
    assert "ISI-051" in {t["code"] for t in data["temuan"]}


def test_kinds_do_not_mix(folder: Path, register: Path, tmp_path: Path) -> None:
    code, text = quick("rencana", "gabung", folder, "-o", tmp_path / "r.xlsx", "--jenis", "rb-tematik")
    assert code == 1 and "BUKU-273" in text and not (tmp_path / "r.xlsx").exists()
    code, text = quick("rencana", "gabung", folder, "-o", tmp_path / "r.xlsx", "--lembar-general", "rb-general-2024")
    assert code == 2 and "--lembar-general" in text


def test_without_a_quarter_nothing_is_late(register: Path, tmp_path: Path) -> None:
    sheet(tmp_path / "isi/a.xlsx", [row("Kemiskinan", "x", "proses", "I")])
    assert gathered(tmp_path / "isi", tmp_path / "r.xlsx", register)["total"]["late"] == 0
    assert gathered(tmp_path / "isi", tmp_path / "r.xlsx", register, "--triwulan", "1")["total"]["late"] == 1


def test_every_row_stands_in_one_state() -> None:
    rows = [FollowRow(number=n, state=state, quarter=1) for n, state in enumerate(("open", "underway", "done", "void"))]
    found = counted([*rows, FollowRow(number=9, wrong=True, quarter=1)], 4)
    assert found.open + found.underway + found.done + found.void + found.wrong == found.rows == 5
    assert found.late == 2


@pytest.mark.libreoffice
def test_the_sheets_own_counts_are_the_programs(tmp_path: Path) -> None:
    rows = [
        row("Kemiskinan", "a", "Selesai"),
        row("Kemiskinan", "b"),
        row("Investasi", "c", "Dalam Proses"),
        row("Lain", "d", "Selesai"),
    ]
    path = sheet(tmp_path / "isi/a.xlsx", rows)
    page = openpyxl.load_workbook(recalculate([path], tmp_path / "hitung")[0], data_only=True)["Rekap"]
    found = {line[0]: line[1:7] for line in page.iter_rows(min_row=5, max_row=12, values_only=True) if line[0]}
    assert found["Kemiskinan"] == (2, 1, 0, 1, 0, 0.5)
    assert found["Investasi"][:5] == (1, 0, 1, 0, 0)
    assert found["Semua baris"] == (4, 1, 1, 2, 0, 0.5)


def test_next_year_no_row_takes_what_another_units_row_says(register: Path, tmp_path: Path) -> None:
    """What is blank in a workbook of ours was blank in the unit's sheet: it is not what the row above says."""
    sheet(tmp_path / "isi/a.xlsx", [row("Investasi", "Izin", "proses"), row("Investasi", "Loket", "Selesai")])
    bare = {"recommendation": "Susun peta", "action": "Peta", "status": "proses"}
    sheet(tmp_path / "isi/b.xlsx", [bare, {"action": "Rapat", "status": "proses"}], UNITS[1])
    (tmp_path / "isi/b.xlsx").rename(tmp_path / "isi/c.xlsx")
    gathered(tmp_path / "isi", tmp_path / "r.xlsx", register)
    options = ("--jenis", "tindak-lanjut", "--unit", register, "--periode", "2026", "-o", tmp_path / "2026")
    assert quick("rencana", "templat", *options, "--lanjutan", tmp_path / "r.xlsx")[0] == 0
    book = openpyxl.load_workbook(next((tmp_path / "2026").glob("*1-02*")))
    first, second = ([c.value for c in book["Tindak Lanjut"][r]][1:6] for r in (5, 6))
    assert first == [None, "Susun peta", None, None, "Peta"] and second[0] is None and second[4] == "Rapat"


def test_a_theme_taken_from_the_row_above_is_told(register: Path, tmp_path: Path) -> None:
    rows = [row("Investasi", "Izin", "proses"), row("", "Loket", "proses")]
    sheet(tmp_path / "isi/a.xlsx", rows)
    data = gathered(tmp_path / "isi", tmp_path / "r.xlsx", register)
    (told,) = [t for t in data["temuan"] if t["code"] == "RENC-021"]
    assert (told["cell"], [one["line"] for one in data["items"]]) == ("B6", ["Investasi", "Investasi"])


def test_without_a_register_a_unit_named_in_anothers_sheet_is_the_one_that_handed_in(tmp_path: Path) -> None:
    sheet(tmp_path / "isi/a.xlsx", [row("Investasi", "Izin", "proses", unit="dinas  SOSIAL")])
    sheet(tmp_path / "isi/b.xlsx", [row("Investasi", "Loket", "proses")], UNITS[1])
    code, text = quick("rencana", "gabung", tmp_path / "isi", "-o", tmp_path / "r.xlsx", "--json")
    units = {(g["code"], g["title"]): g["rows"] for g in json.loads(text)["units"]}
    assert code == 0 and units == {("1-01", "Dinas Pangan"): 0, ("1-02", "Dinas Sosial"): 2}
