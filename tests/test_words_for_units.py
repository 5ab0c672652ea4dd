"""What a unit gets speaks to the unit: no options, no names of commands, no list of units it has never seen."""

from __future__ import annotations

import html
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from helpers.answers import extreme
from helpers.cli import quick
from helpers.sheets import instrument, write
from helpers.writers import Place
from pmprb.engine.answers import Unit
from pmprb.temuan import BY_CODE, Folded, folded_sentence, sentence_for_unit

BUREAU = re.compile(r"(?<![\w-])--[a-z]|\bpmprb [a-z]|\bregister\b|\bdaftar unit\b", re.IGNORECASE)
ZI = instrument("zi-2021")


@pytest.mark.parametrize("code", sorted(code for code in BY_CODE if not code.startswith(("KAT", "RENC"))))
def test_every_sentence_has_words_for_the_unit(code: str) -> None:
    example = BY_CODE[code].example()
    for text in (sentence_for_unit(example), folded_sentence(Folded((example, example)), to_unit=True)):
        # "Daftar unit" may head the title of a kind about that list: no unit is ever told of one.
        assert not BUREAU.search(text.removeprefix("Daftar unit")), text


def texts(path: Path) -> str:
    """Return everything a reader of a file can see: cells, comments, boxes, and what they are called."""
    if path.suffix == ".html":
        return html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.S))
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist() if name.endswith(".xml")]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", part) for part in parts))


@pytest.fixture(scope="module")
def handed(workplace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the feedback of a strict and of a plain run over sheets with every sort of trouble."""
    root = tmp_path_factory.mktemp("umpan")
    place, folder = Place(workplace), root / "lembar"
    shutil.copytree(place / "lembar-zi", folder)
    units = {name: Unit(code=f"9.0{n}", name=name) for n, name in enumerate(("Dinas Satu", "Dinas Dua", "Dinas Tiga"))}
    best = {name: extreme(item, ZI, best=True) for name, item in ZI.items.items()}
    write(folder / "Dinas Satu.xlsx", ZI, best, units["Dinas Satu"], period="2031")  # all the best, no evidence
    noted = {n: replace(one, evidence="tautan", note="sama") for n, one in best.items()}
    write(folder / "Dinas Dua.xlsx", ZI, noted, units["Dinas Dua"], period="2031")  # beyond the instrument's years
    shutil.copy(place / "rencana" / "1.xlsx", folder / "Dinas Tiga.xlsx")
    shutil.copy(place / "rekap-a.xlsx", folder / "rekap Dinas Tiga.xlsx")
    (folder / "lagi Dinas Tiga.xlsx").write_bytes(b"PK rusak")
    register = openpyxl.Workbook()
    register.active.append(("kode", "nama"))  # type: ignore[union-attr]
    for unit in units.values():
        register.active.append((unit.code, unit.name))  # type: ignore[union-attr]
    register.save(root / "du.xlsx")
    asked = ["--periode", "2031", "--unit", root / "du.xlsx", "--jalur"]
    for name, more in (("ketat", ["--ketat"]), ("biasa", [])):
        out = ["-o", root / f"{name}.xlsx", "--umpan-balik", root / "ub" / name]
        code, text = quick("gabung", folder, *out, *asked, *more)
        assert code == 1 and "Umpan balik" in text, text
    return root / "ub"


def test_no_feedback_speaks_to_the_bureau(handed: Path) -> None:
    paths = [path for path in handed.rglob("*") if path.suffix in (".html", ".xlsx")]
    assert {path.stem.rpartition("-")[2] for path in paths} >= {"hasil", "bertanda"}
    told = {str(path.relative_to(handed)): text for path in paths if (text := texts(path))}
    assert any("Penilaian ketat" in text for text in told.values())
    assert any("TELAAH-001" in text for text in told.values())
    for name, text in told.items():
        found = BUREAU.search(text)
        assert found is None, (name, text[max(0, found.start() - 200) : found.end() + 60])
