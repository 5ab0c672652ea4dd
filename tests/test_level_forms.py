"""Forms of one row an indicator, with a level typed beside it: by code or by running number."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from helpers.sheets import Evaluated, instrument, read

PEMDI, PEKPPP = "pemdi-2026", "pekppp-2023"


def form(path: Path, name: str, header: list[str], *, numbered: bool) -> Path:
    """A form of the indicators that are choices; the n-th has level 1 + n % 5."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Perangkat Daerah", "Dinas Pangan"])
    sheet.append(["Tahun", 2026])
    sheet.append(header)
    items = [item for item in instrument(name).items.values() if item.kind == "choice"]
    for n, item in enumerate(items, start=1):
        sheet.append([n if numbered else item.id, item.criterion, 1 + n % 5, "dokumen"])
    book.save(path)
    return path


def levels(found: Evaluated) -> list[str]:
    assert found.result is not None, found.temuan
    items = instrument(found.result.submission.instrument).items.values()
    return [found.result.submission.answers[item.id].choice for item in items if item.kind == "choice"]


@pytest.mark.parametrize(
    ("name", "header", "numbered", "layout"),
    [
        (PEMDI, ["Kode", "Indikator", "Level", "Bukti Dukung"], False, "pemdi-kode"),
        (PEMDI, ["No", "Nama Indikator", "Tingkat Kematangan", "Bukti"], True, "pemdi-nomor"),
        (PEKPPP, ["Kode", "Indikator", "Level", "Bukti Dukung"], False, "f02-kode"),
        (PEKPPP, ["No.", "Pertanyaan", "Skala", "Eviden"], True, "f02-nomor"),
    ],
)
def test_levels_are_read_from_a_row_an_indicator(
    tmp_path: Path, name: str, header: list[str], numbered: bool, layout: str
) -> None:
    found = read(form(tmp_path / "lembar.xlsx", name, header, numbered=numbered))
    assert found.result is not None
    assert (found.result.submission.instrument, found.result.submission.layout) == (name, layout)
    wanted = [str(1 + n % 5) for n in range(1, len(levels(found)) + 1)]
    last = -1 if numbered and name == PEKPPP else None  # what is asked for information alone has no number
    assert levels(found)[:last] == wanted[:last]


def test_form_b_is_read_by_its_variant(tmp_path: Path) -> None:
    path = form(tmp_path / "b.xlsx", f"{PEKPPP}@daring", ["Kode", "Indikator", "Level"], numbered=False)
    found = read(path, f"{PEKPPP}@daring")
    assert levels(found) == [str(1 + n % 5) for n in range(1, 31)]
