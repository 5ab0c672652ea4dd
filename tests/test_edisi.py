"""Worksheets and rekaps of an earlier edition of a catalog that scores alike are used as those of today."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from helpers.answers import instrument_of, submission_of, whole
from helpers.cli import quick
from pmprb.catalog.load import default_folder
from pmprb.engine.answers import Unit
from pmprb.worksheet.template.build import build_template

ZI = "zi-2021"


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """A later edition: one criterion in other words, and the edition of today named as scoring alike."""
    criteria = tmp_path / "criteria"
    criteria.mkdir()
    shutil.copytree(default_folder() / ZI, criteria / ZI)
    shutil.copy(default_folder() / "regulations.yaml", criteria)
    reworded(criteria, f"scores_as: [{instrument_of(ZI).hash}, ")
    return criteria


def reworded(criteria: Path, named: str) -> None:
    item = instrument_of(ZI).items["A.I.1.i.a"]
    for path, old, new in (
        (criteria / ZI / "nodes/A.I.1.yaml", item.criterion, "Tim kerja ZI sudah ada."),
        (criteria / ZI / "instrument.yaml", "scores_as: [", named),
    ):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """Worksheets of today's edition."""
    folder, zi = tmp_path / "lembar", instrument_of(ZI)
    folder.mkdir()
    for n, word in enumerate(("terbaik", "terburuk")):
        unit = Unit(code=f"{n}", name=f"Unit {n}")
        own = submission_of(zi, whole(zi, word))
        (folder / f"{n}.xlsx").write_bytes(build_template(zi, unit, "2026", own, version="0"))
    return folder


def test_a_worksheet_of_an_earlier_edition_is_noted_not_warned_of(sheets: Path, later: Path) -> None:
    told = {
        t["code"] for t in json.loads(quick("nilai", sheets / "0.xlsx", "--json", "--kriteria", later)[1])["temuan"]
    }
    assert "BUKU-270" in told and not {"BUKU-012", "BUKU-024"} & told
    assert "BUKU-270" not in quick("periksa", sheets / "0.xlsx")[1]


def test_an_edition_that_is_not_named_is_another_version(sheets: Path, later: Path) -> None:
    head = later / ZI / "instrument.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace(f"{instrument_of(ZI).hash}, ", "", 1), encoding="utf-8")
    told = quick("periksa", sheets / "0.xlsx", "--kriteria", later)[1]
    assert "BUKU-012" in told and "BUKU-270" not in told


def test_rekaps_of_both_editions_stand_side_by_side(sheets: Path, later: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "lama.xlsx", tmp_path / "baru.xlsx"
    assert quick("gabung", sheets, "-o", old, "--instansi", "A")[0] == 0
    (sheets / "1.xlsx").unlink()
    assert quick("gabung", sheets, "-o", new, "--instansi", "B", "--kriteria", later)[0] == 0
    together = quick("gabung", old, new, "-o", tmp_path / "provinsi.xlsx", "--json", "--kriteria", later)[1]
    assert json.loads(together)["files"]["scored"] == 2
    code, text = quick("banding", old, new, "-o", tmp_path / "banding.xlsx", "--kriteria", later)
    assert code == 0 and "BUKU-110" not in text and "kriteria 0,00" in text
    proof = quick("periksa", "--bukti", old, sheets, "--kriteria", later)[1]
    assert "BUKU-103" not in proof and "BUKU-108" not in proof
