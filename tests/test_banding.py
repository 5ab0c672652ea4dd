"""`pmprb banding`: the workbook's figures are the trend's, its formulas live, its doors polite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.libreoffice import other_figures
from helpers.once import made_once
from helpers.regency_years import (
    BETTER,
    MERGED,
    RENAMED,
    SPLIT,
    STRICTER,
    WORSE,
    known_register,
    register_after,
    write_year,
)
from helpers.rekap import catalog
from helpers.screen import SCREEN, pixels
from helpers.trends import U, compared, consolidation, criteria, random_record, record, source
from helpers.trends import catalog as small
from pmprb.books.rekap.write import write_consolidation
from pmprb.books.trend.write import write_trend
from pmprb.catalog.crosswalk import load_crosswalks
from pmprb.catalog.load import default_folder
from pmprb.engine.answers import Unit
from pmprb.insight.trend.model import Trend
from pmprb.jobs.inputs import Catalogs
from pmprb.jobs.trend import TrendAsked, TrendRun, compare_rekaps, write_compared
from pmprb.worksheet.register import read_register, register_workbook

COUNT = 14
SHEETS = ["Ringkasan", "Perubahan Unit", "Perubahan Area", "Butir", "Riwayat Unit", "Janji", "Unit Berubah", "Temuan",
          "Tentang"]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three rekaps of a part of the regency: a year, and two quarters of the next."""
    return made_once(tmp_path_factory, "banding", fill)[0]


def fill(made: Path) -> None:
    """Write what `folder` holds."""
    zi = catalog("zi-2021")
    write_year(made / "rekap-2025.xlsx", zi, "2025", COUNT)
    write_year(made / "rekap-b03.xlsx", zi, "2026-B03", COUNT, step=1)
    write_year(made / "rekap-b06.xlsx", zi, "2026-B06", COUNT, step=2, promises=False)
    (made / "daftar-unit.xlsx").write_bytes(register_workbook(register_after(COUNT)))


def rekaps(folder: Path) -> list[Path]:
    return [folder / f"rekap-{name}.xlsx" for name in ("2025", "b03", "b06")]


@pytest.fixture(scope="module")
def found(folder: Path) -> TrendRun:
    asked = TrendAsked(known_register(COUNT), date(2026, 6, 30))
    loaded = compare_rekaps(rekaps(folder), Catalogs(), asked, lambda _name: None)
    assert loaded.value is not None and not loaded.temuan
    return loaded.value


@pytest.fixture(scope="module")
def workbook(found: TrendRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("perbandingan") / "banding.xlsx"
    write_compared(found, path)
    return path


def table(sheet: Any) -> Iterator[dict[str, Any]]:
    """The rows of a sheet's table by header."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if sum(cell is not None for cell in row) > 4)
    for row in rows[head + 1 :]:
        yield dict(zip(rows[head], row, strict=True))


def test_every_sheet_and_every_part_is_there(workbook: Path, found: TrendRun) -> None:
    book = openpyxl.load_workbook(workbook, data_only=True)
    assert book.sheetnames == [*SHEETS, "_isi"] and book["_isi"].sheet_state == "veryHidden"
    rows = list(table(book["Perubahan Unit"]))
    wanted = [(pair, unit) for pair in found.trend.pairs for unit in pair.units]
    assert len(rows) == len(wanted)
    for row, (_, unit) in zip(rows, wanted, strict=True):
        parts = unit.total.share
        assert row["Kode Unit"] == unit.unit.code
        if parts is None:
            assert row["Selisih"] == "–" and isinstance(row["Lama"], str)
            continue
        shown = [
            row[name] for name in ("Lama", "Kriteria berubah", "Unit berubah", "Perubahan nyata", "Baru", "Selisih")
        ]
        exact = [parts.old, parts.criteria, parts.unit, parts.improved, parts.new, parts.delta]
        assert shown == pytest.approx([float(value) for value in exact], abs=1e-12)
        if parts.reviewer is None:
            assert row["Penilai berubah"] == "tidak terverifikasi", "never a zero"
        else:
            assert row["Penilai berubah"] == pytest.approx(float(parts.reviewer))


def test_what_happened_to_the_units_shows(found: TrendRun) -> None:
    main = found.trend.main
    changes = {one.unit.code: one for one in main.units}
    assert changes[BETTER].total.share.improved > 0 > changes[WORSE].total.share.improved  # type: ignore[union-attr]
    assert changes[MERGED].kind == "merged" and changes[RENAMED].kind == "renamed"
    assert changes[SPLIT].kind == changes["3.13"].kind == "split" and changes["1.23"].kind == "new"
    reviewer = {code: one.total.share.reviewer for code, one in changes.items() if one.total.share}
    assert reviewer[STRICTER] < 0 and reviewer[BETTER] is None  # type: ignore[operator]
    assert [one.unit.code for one in main.gone] == ["5.09"]
    assert found.trend.promises and any(kept.overdue for kept in found.trend.promises)
    assert "3.11" not in [one.unit.code for one in main.improvers], "belum dinilai is not ranked"


def test_nothing_typed_becomes_a_formula(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    typed = [row["PIC"] for row in table(book["Janji"])]
    assert pixels(book["Janji"], "Lewat tenggat") <= SCREEN  # what became of it stands beside what was promised
    assert "=1+1" in typed
    cells = [cell for row in book["Janji"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells and all(cell.data_type == "s" for cell in cells)


def test_odd_periods_do_not_break_the_formulas(tmp_path: Path) -> None:
    trend = odd_trend()
    write_trend(trend, [catalog("zi-2021")] * 2, tmp_path / "aneh.xlsx", sentences=lambda t: t.code, version="9")
    found, _ = other_figures([tmp_path / "aneh.xlsx"], tmp_path / "lo")
    assert found == []


def odd_trend() -> Trend:
    zi = catalog("zi-2021")

    before = random_record("zi-2021", '>5 "x*"', 3, "nol", (U,))
    after = random_record("zi-2021", "=1+1?", 4, "nol", (U,))
    loaded = compared(source(zi, before), source(zi, after), root=default_folder())  # type: ignore[arg-type]
    assert loaded.value is not None
    return loaded.value


@pytest.mark.libreoffice
def test_libreoffice_finds_the_same_figures(workbook: Path, tmp_path: Path) -> None:
    found, compared = other_figures([workbook], tmp_path / "lo")
    assert found == [] and compared > 300


def test_the_same_comparison_gives_the_same_bytes(workbook: Path, found: TrendRun, tmp_path: Path) -> None:
    write_compared(found, tmp_path / "lagi.xlsx")
    assert (tmp_path / "lagi.xlsx").read_bytes() == workbook.read_bytes()


# The command


def test_the_command_writes_prints_and_does_not_overwrite(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "banding.xlsx"
    words = (
        "banding",
        *rekaps(folder)[:2],
        "-o",
        target,
        "--unit",
        folder / "daftar-unit.xlsx",
        "--tanggal",
        "2026-06-30",
    )
    code, out = quick(*words)
    assert code == 0 and "2025 → 2026-B03" in out and "lewat tenggat" in out and target.is_file()
    kept = target.read_bytes()
    code, out = quick(*words)
    assert code == 1 and "BUKU-029" in out and target.read_bytes() == kept
    assert quick(*words, "--timpa")[0] == 0
    code, out = quick("banding", *rekaps(folder)[:2], "-o", rekaps(folder)[0], "--timpa")
    assert code == 1 and "BUKU-140" in out


def test_the_commands_json_is_the_trend(folder: Path, tmp_path: Path, found: TrendRun) -> None:
    code, out = quick("banding", *rekaps(folder), "-o", tmp_path / "b.xlsx", "--json")
    data = json.loads(out)
    assert code == 0 and [p["label"] for p in data["periods"]] == ["2025", "2026-B03", "2026-B06"]
    assert [(p["from"], p["to"]) for p in data["pairs"]] == [
        ("2025", "2026-B06"), ("2025", "2026-B03"), ("2026-B03", "2026-B06")
    ]  # fmt: skip
    units = {one["code"]: one for one in data["pairs"][0]["units"]}
    parts = found.trend.main.units[0].total.share
    assert parts is not None and float(units["1.01"]["total"]["share"]["improved"]) == pytest.approx(
        float(parts.improved)
    )
    assert units["1.23"]["why"] == "new" and units["1.23"]["total"]["share"] is None
    assert {kept["overdue"] for kept in data["promises"]} == {None}, "no date was named"


def test_wrong_usage_is_told(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.xlsx"
    assert quick("banding", rekaps(folder)[0], "-o", target)[0] == 2
    assert quick("banding", *rekaps(folder)[:2], "-o", target, "--tanggal", "30 Jun 2026")[0] < 2
    target.unlink()
    code, out = quick("banding", *rekaps(folder)[:2], "-o", target, "--tanggal", "besok")
    assert code == 2 and "2026-06-30" in out
    code, out = quick("banding", rekaps(folder)[0], folder / "daftar-unit.xlsx", "-o", target)
    assert code == 1 and "BUKU-100" in out and not target.exists()


# The register


def test_the_register_keeps_predecessors_and_may_lack_them(tmp_path: Path) -> None:
    units = register_after(COUNT)
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(register_workbook(units))
    assert read_register(path).value == units
    book = openpyxl.load_workbook(path)
    book["Daftar Unit"].delete_cols(6)
    book.save(path)
    again = read_register(path).value
    assert again is not None and {unit.predecessors for unit in again} == {()}
    assert [unit.name for unit in again] == [unit.name for unit in units]


def test_a_record_remembers_predecessors() -> None:
    zi = catalog("zi-2021")
    units = register_after(COUNT)
    kept = record(zi, "2026", {}, units=units)
    assert kept.of_texts(kept.head_text(), kept.unit_texts()).settings.units == units


def test_across_regulations_the_workbook_says_what_changed_and_on_what_basis(tmp_path: Path) -> None:
    root = criteria(tmp_path)
    unit = Unit(code="1", name="Dinas")
    for name, period, labels in (("contoh-1", "2025", "ABAAC"), ("contoh-2", "2026", "AAAB")):
        instrument = small(root, name)
        found = consolidation(instrument, period, {unit: labels})
        path = tmp_path / f"{period}.xlsx"
        write_consolidation(found, instrument, path, sentences=lambda t: t.code, version="9")
    target = tmp_path / "banding.xlsx"
    words = ("banding", tmp_path / "2025.xlsx", tmp_path / "2026.xlsx", "-o", target, "--kriteria", root)
    code, out = quick(*words)
    assert code == 0 and "kriteria -7,50" in out and "nyata +25,00" in out and "BUKU-114" in out
    book = openpyxl.load_workbook(target, data_only=True)
    rows = [(row["Butir lama"], row["Butir baru"], row["Bobot lama"]) for row in table(book["Kriteria Berubah"])]
    assert rows == [("a1", "a1", 2), ("a2", "a2", 2), ("b1 + b2", "b12", 4), ("–", "b3", "–"), ("a3", "–", 2)]
    about = {row[0]: row[1] for row in book["Tentang"].iter_rows(values_only=True)}
    assert "praktik" in about["contoh-1 → contoh-2"] and "Dua butir digabung." in about["contoh-1 → contoh-2"]
    index = next(row for row in table(book["Perubahan Unit"]))
    assert (index["Poin lama"], index["Kriteria berubah, poin"], index["Perubahan nyata, poin"]) == (7, -0.75, 2.5)
    (root / "contoh-2" / "crosswalk.yaml").unlink()
    load_crosswalks.cache_clear()
    code, out = quick(*words, "--timpa")
    assert code == 1 and "BUKU-112" in out


def test_the_order_of_the_command_is_kept_when_asked_for(folder: Path, tmp_path: Path) -> None:
    for order, expected, told in (
        ("periode", ["2026-B03", "2026-B06"], True),
        ("perintah", ["2026-B06", "2026-B03"], False),
    ):
        given = (folder / "rekap-b06.xlsx", folder / "rekap-b03.xlsx")
        _, out = quick("banding", *given, "-o", tmp_path / f"{order}.xlsx", "--json", "--urut", order)
        data = json.loads(out)
        assert [one["period"] for one in data["periods"]] == expected
        assert ("BUKU-110" in {temuan["code"] for temuan in data["temuan"]}) is told
