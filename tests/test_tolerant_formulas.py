"""The sheet's own formulas forgive what the reader forgives; where they do not, BUKU-027 names the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.answers import extreme
from helpers.libreoffice import recalculate
from helpers.sheets import UNIT, Lke, codes, edit, instrument, read, submission, write
from pmprb import __version__
from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import ReviewOf
from pmprb.worksheet.template.build import build_template

ZI, GENERAL, OPINION = instrument("zi-2021"), instrument("rb-general-2024"), instrument("rb-2014")
BEST = {catalog.id: {item.id: extreme(item, catalog, best=True) for item in catalog.items.values()}
        for catalog in (ZI, GENERAL, OPINION)}  # fmt: skip

CHOICES: tuple[Callable[[str], str], ...] = (
    str.lower, str.upper, " {} ".format, "\t{}".format, "{}\n".format, "\u00a0{}\u00a0 ".format, "{}\u202f".format,
    "{}.".format, "{})".format, "({})".format, " {} ; ".format, '"{}"'.format, "'{}'".format,
)  # fmt: skip
COUNTS = ("1.250", " 12 ", "12", "\t7", "8\u00a0", "0012")
# what is typed, its number format, and the number it is on a scale up to a hundred
HUNDREDS: tuple[tuple[Any, str, float], ...] = (
    (0.85, "0%", 85), (0.855, "0.0%", 85.5), (85, "0.00", 85), ("85%", "@", 85), ("85 %", "@", 85), ("85,5", "@", 85.5),
    (" 85.5", "@", 85.5), ("85", "@", 85), ("\u00a085,0 ", "@", 85), ("085", "@", 85), (85.5, '0.0" %"', 85.5),
)  # fmt: skip
SMALLS = ("3,45", "3.45", " 3,45 ", "85%", "85 %", "3")


def typed(catalog: Instrument) -> Callable[[Lke], None]:
    """Type every answer in another way than the list has it."""

    def change(lke: Lke) -> None:
        for n, item in enumerate(catalog.items.values()):
            if isinstance(item, ChoiceItem):
                cell = lke.cell(item.id)
                cell.value = CHOICES[n % len(CHOICES)](str(cell.value))
            elif isinstance(item, RatioItem):
                for m, count in enumerate(item.inputs):
                    lke.cell(f"{item.id}.{count.id}").value = COUNTS[(n + m) % len(COUNTS)]
            elif item.scale.max == 100:
                cell = lke.cell(item.id)
                cell.value, cell.number_format, _ = HUNDREDS[n % len(HUNDREDS)]
            elif item.scale.max >= 4:
                lke.cell(item.id).value = SMALLS[n % len(SMALLS)]

    return change


def total(path: Path) -> float:
    """The total as the sheet itself shows it."""
    return float(openpyxl.load_workbook(path, data_only=True)["LKE"]["F1"].value)


def review(path: Path, catalog: Instrument) -> Path:
    """A review workbook in which everything is verified in other ways of typing."""
    own = submission(catalog, BEST[catalog.id])
    made = ReviewOf(file="unit.xlsx", sha256="0" * 64)
    path.write_bytes(build_template(catalog, UNIT, "2026", own, version=__version__, review_of=made))

    def change(lke: Lke) -> None:
        for n, item in enumerate(catalog.items.values()):
            if isinstance(item, ScaleItem) and item.scale.max == 100:
                cell = lke.cell(item.id, "Jawaban TPI")
                cell.value, cell.number_format, _ = HUNDREDS[n % len(HUNDREDS)]

    return edit(path, change)


@pytest.mark.libreoffice
def test_formulas_read_what_the_reader_reads(tmp_path: Path) -> None:
    paths = [
        edit(write(tmp_path / f"{catalog.id}.xlsx", catalog, BEST[catalog.id]), typed(catalog))
        for catalog in (ZI, GENERAL, OPINION)
    ]
    paths.append(review(tmp_path / "tpi.xlsx", GENERAL))
    *again, verified = recalculate(paths, tmp_path / "lo")
    for path in again:
        found = read(path)
        assert found.result is not None
        assert {a.state.value for a in found.result.submission.answers.values()} == {"given"}, path.name
        assert not codes(found) & {"BUKU-027", "BUKU-081"}, path.name
        assert total(path) == pytest.approx(float(found.result.tree.total.points or 0), abs=1e-9), path.name
    found = read(verified)
    assert found.result is not None and found.result.verified is not None
    assert total(verified) == pytest.approx(float(found.result.verified.after.total.points or 0), abs=1e-9)


@pytest.mark.libreoffice
def test_what_the_formulas_do_not_read_is_the_cause_that_is_named(tmp_path: Path) -> None:
    def change(lke: Lke) -> None:
        lke.cell("A.I.1.i.b").value = "a) sebagian besar anggota"
        lke.cell("B.I.a").value = "3,45e0"

    path = edit(write(tmp_path / "a.xlsx", ZI, BEST[ZI.id]), change)
    found = read(recalculate([path], tmp_path / "lo")[0])
    told = {t.node: dict(t.values) for t in found.temuan if t.code == "BUKU-027"}
    assert {node: one["unread"] for node, one in told.items()} == {"A.I.1.i": "A.I.1.i.b", "B.I": "B.I.a"}


def test_formulas_of_older_templates_are_not_blamed(tmp_path: Path) -> None:
    """Before, the formulas read what was typed in the answer cells themselves: no such sheet is told to be changed."""

    def change(lke: Lke) -> None:
        for item in ZI.items.values():
            if isinstance(item, RatioItem):
                for count in item.inputs:
                    for column in ("M", "N", "O", "P", "Q", "R"):
                        cell = lke.sheet[f"{column}{lke.row(f'{item.id}.{count.id}')}"]
                        cell.value = None
                score = lke.sheet[f"G{lke.row(item.id)}"]
                score.value = str(score.value).replace("M", "F")
            if isinstance(item, ScaleItem):
                lke.sheet[f"P{lke.row(item.id)}"].value = None
                lke.sheet[f"G{lke.row(item.id)}"].value = f"=F{lke.row(item.id)}/4"

    found = read(edit(write(tmp_path / "a.xlsx", ZI, BEST[ZI.id]), change))
    assert found.result is not None and "BUKU-081" not in codes(found)
