"""PIC, Tenggat and Status typed into a plans' rekap follow their rows into the next one; nothing typed is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.plan_books import UNITS, write
from helpers.plans import four, kind, row, rules
from pmprb.books.rekap.previous import read_plan_columns
from pmprb.plans.book.gaps import gap_columns
from pmprb.plans.model import PlanRow

LATE = {"line_text": "Arsip digital", "obstacle": "Hujan", "follow_up": "Diulang"}


def plan(n: int, realised: object, **more: object) -> PlanRow:
    """Return a row that is off track when `realised` is below 4."""
    return row(four(4, 4, 4, 4), four(4, realised, None, None), n, **LATE | {"action": f"Aksi {n}"} | more)


def gathered(folder: Path, target: Path, *more: object) -> tuple[int, str]:
    """Gather the plans of a folder for the second quarter."""
    return quick("rencana", "gabung", folder, "-o", target, "--triwulan", "2", "--timpa", *more)


def table(path: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet's table by heading."""
    lines = [[c.value for c in line] for line in openpyxl.load_workbook(path)[sheet].iter_rows()]
    top = next(n for n, line in enumerate(lines) if "PIC" in line)
    return [dict(zip(map(str, lines[top]), line, strict=True)) for line in lines[top + 1 :] if line[2]]


def type_in(path: Path, typed: dict[str, tuple[object, object, object]], sheet: str = "Kesenjangan") -> None:
    """Type PIC, Tenggat and Status beside the rows of these actions, and save as a person would."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head = next(line for line in page.iter_rows() if any(c.value == "PIC" for c in line))
    at = {str(c.value): c.column for c in head if c.value}
    for line in page.iter_rows(min_row=head[0].row + 1):
        action = line[at["Rencana Aksi"] - 1].value
        for name, value in zip(("PIC", "Tenggat", "Status"), typed.get(str(action), ()), strict=False):
            cell = page.cell(line[0].row, at[name], value)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "isi"
    made.mkdir()
    for unit in UNITS[:2]:
        write(made / f"{unit.code}.xlsx", (plan(1, 2), plan(2, 1), plan(3, 4)), unit=unit)
    return made


def test_what_was_typed_follows_its_row(folder: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "tw1.xlsx", tmp_path / "tw2.xlsx"
    gathered(folder, first)
    assert [r["PIC"] for r in table(first, "Kesenjangan")] == [None] * 4
    type_in(first, {"Aksi 1": ("Sekretaris", "2026-09-30", "Proses"), "Aksi 2": ("=1+1", None, None)})
    # The next run: rows in another order, headings spelled otherwise, one unit renamed.
    write(folder / "1.07.xlsx", (plan(2, 1, action="AKSI-2"), plan(1, 2)), unit=UNITS[0])
    code, text = gathered(folder, second, "--lanjutan", first)
    assert code == 0 and "BUKU-038" not in text
    found = {(r["Kode Unit"], r["Rencana Aksi"]): (r["PIC"], r["Status"]) for r in table(second, "Kesenjangan")}
    assert found == {
        ("1.07", "Aksi 1"): ("Sekretaris", "Proses"),
        ("1.07", "AKSI-2"): ("=1+1", None),
        ("1.08", "Aksi 1"): ("Sekretaris", "Proses"),
        ("1.08", "Aksi 2"): ("=1+1", None),
    }
    due = [r["Tenggat"] for r in table(second, "Kesenjangan") if r["Rencana Aksi"] == "Aksi 1"]
    assert [d.strftime("%Y-%m-%d") for d in due] == ["2026-09-30"] * 2
    book = openpyxl.load_workbook(second)
    assert all(c.data_type != "f" for line in book["Kesenjangan"].iter_rows() for c in line)
    assert "Kesenjangan Selesai" not in book.sheetnames


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((plan(1, 4), plan(2, 1)), "Sudah sesuai target"),
        ((plan(2, 1),), "Rencana aksi tidak ditemukan lagi"),
        ((row(four(-1, 4, 4, 4), four(4, 2, None, None), 1, **LATE | {"action": "Aksi 1"}), plan(2, 1)),
         "Isian salah: belum dapat dinilai"),
        ((row(four(None, None, 4, 4), four(None, None, None, None), 1, **LATE | {"action": "Aksi 1"}), plan(2, 1)),
         "Belum dinilai pada triwulan ini"),
    ],
    ids=["selesai", "hilang", "salah", "belum"],
)  # fmt: skip
def test_a_closed_gap_keeps_what_was_typed_and_says_why(
    rows: tuple[PlanRow, ...], why: str, folder: Path, tmp_path: Path
) -> None:
    first, second, third = (tmp_path / f"{n}.xlsx" for n in range(3))
    gathered(folder, first)
    type_in(first, {"Aksi 1": ("Sekretaris", "akhir tahun", "Selesai")})
    write(folder / "1.07.xlsx", rows, unit=UNITS[0])
    gathered(folder, second, "--lanjutan", first)
    (closed,) = table(second, "Kesenjangan Selesai")
    assert (closed["Unit"], closed["Rencana Aksi"], closed["PIC"], closed["Tenggat"], closed["Status"]) == (
        UNITS[0].name, "Aksi 1", "Sekretaris", "akhir tahun", "Selesai",
    )  # fmt: skip
    assert closed["Mengapa di sini"] == why
    # A gap that opens again has its words back.
    write(folder / "1.07.xlsx", (plan(1, 2), plan(2, 1)), unit=UNITS[0])
    gathered(folder, third, "--lanjutan", second)
    again = [r for r in table(third, "Kesenjangan") if (r["Kode Unit"], r["Rencana Aksi"]) == ("1.07", "Aksi 1")]
    assert [(r["PIC"], r["Status"]) for r in again] == [("Sekretaris", "Selesai")]


def test_a_unit_that_is_not_in_the_rekap_any_more_keeps_its_words(folder: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    gathered(folder, first)
    type_in(first, {"Aksi 2": ("Kabid", None, "Belum")})
    (folder / "1.08.xlsx").unlink()
    gathered(folder, second, "--lanjutan", first)
    (closed,) = table(second, "Kesenjangan Selesai")
    assert (closed["Kode Unit"], closed["Mengapa di sini"]) == ("1.08", "Unit tidak ada dalam rekap ini")


def test_the_rekap_may_be_written_over_the_one_it_continues(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "rekap.xlsx"
    gathered(folder, target)
    type_in(target, {"Aksi 1": ("Sekretaris", None, None)})
    for _ in range(2):
        gathered(folder, target, "--lanjutan", target)
    assert [r["PIC"] for r in table(target, "Kesenjangan") if r["Rencana Aksi"] == "Aksi 1"] == ["Sekretaris"] * 2


def test_an_earlier_rekap_that_cannot_be_read_is_told(folder: Path, tmp_path: Path) -> None:
    before = tmp_path / "lama.xlsx"
    before.write_bytes(b"bukan buku kerja")
    code, text = gathered(folder, tmp_path / "r.xlsx", "--lanjutan", before)
    assert code == 0 and "BUKU-038" in text
    data = json.loads(gathered(folder, tmp_path / "r.xlsx", "--lanjutan", before, "--json")[1])
    assert [t["code"] for t in data["temuan"] if t["code"] == "BUKU-038"] == ["BUKU-038"]


def test_a_plan_itself_is_no_earlier_rekap(folder: Path, tmp_path: Path) -> None:
    loaded = read_plan_columns(folder / "1.07.xlsx", gap_columns(kind()))
    assert loaded.value is None and [t.code for t in loaded.temuan] == ["BUKU-038"]


def test_a_rekap_of_another_kind_is_told(folder: Path, tmp_path: Path) -> None:
    first = tmp_path / "1.xlsx"
    gathered(folder, first)
    loaded = read_plan_columns(first, gap_columns(rules().kinds_by_id["rb-tematik"]))
    assert loaded.value is None and dict(loaded.temuan[0].values)["cause"] == "Indikator Output"
