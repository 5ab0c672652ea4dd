"""Units with random answers, consolidated, and the workbook of it opened."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.load import load
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.engine.checks import check_submission
from pmprb.engine.score import score, score_reviewed
from pmprb.engine.verdict import judge, predicate_of
from pmprb.office.consolidate import consolidate
from pmprb.office.model import Consolidation, InputFile, UnitResult
from pmprb.office.verified import verified_of
from pmprb.temuan import (
    AnswerOutsideChoices,
    CellPos,
    LockedOrOldWorkbook,
    TemporaryFilePassedOver,
    Temuan,
)

ZI, PMPRB = "zi-2021", "pmprb-2020-unit"


LONG = "Panjang sekali " * 4000


NASTY = ("=1+1", "@x", "+62 812", "-SUM(A1)", "a\x01b\x0bc\x1f\ud800d", LONG, "<r><t>x</t></r>", "_x0041_", "#N/A")


NAMES = (
    ("Dinas Kesehatan", "dinas", "Kesehatan"),
    ("Dinas Pendidikan dan Kebudayaan", "dinas", "Pendidikan"),
    ("=1+1", "badan", "=SUM(A1:A9)"),
    ("Badan Perencanaan Pembangunan, Penelitian, dan Pengembangan Daerah", "badan", "Perencanaan"),
    ("Kecamatan Sukamaju", "kecamatan", "Kecamatan"),
    ("Kecamatan Mekarsari", "kecamatan", "Kecamatan"),
    ("@x\x02 Kecamatan Cibening", "kecamatan", "Kecamatan"),
    ("Puskesmas Melati", "puskesmas", "Kesehatan"),
    ("Puskesmas Kenanga", "puskesmas", "Kesehatan"),
    ("Dinas Perhubungan", "dinas", "Teknis"),
    ("Dinas Kosong", "dinas", "Teknis"),
    ("Dinas Ditolak", "dinas", "Teknis"),
    ("Satuan Polisi Pamong Praja", "satuan", "Teknis"),
)


UNITS = tuple(Unit(code=f"1.{n:02}", name=a, kind=b, group=c) for n, (a, b, c) in enumerate(NAMES, start=1))


VERIFIED, EMPTY, REFUSED, MISSING = UNITS[0], UNITS[10], UNITS[11], UNITS[12]


def wording(temuan: Temuan) -> str:
    """A sentence that shows every value of a temuan, so that nasty ones reach the sheet."""
    return f"{temuan.code}: {temuan.node} " + ", ".join(f"{k} {v}" for k, v in temuan.values)


@lru_cache
def catalog(name: str) -> Instrument:
    instrument = load(name).value
    assert instrument is not None
    return instrument


def random_answer(item: Any, instrument: Instrument, dice: random.Random, at: CellPos, good: float) -> Answer:
    """An answer that is good more often the better the unit; now and then blank or wrong."""
    fate = dice.random()
    if fate < 0.04:
        return Answer(item=item.id, state=State.BLANK, source=at)
    if fate < 0.05:
        return Answer(item=item.id, state=State.INVALID, raw="=HYPERLINK(1)", source=at)
    evidence = dice.choice(("https://contoh.go.id/bukti?id=1", "javascript:alert(1)", "=cmd|'/c calc'!A1", "", ""))
    given = {"item": item.id, "state": State.GIVEN, "source": at, "evidence": evidence, "note": dice.choice(NASTY)}
    if isinstance(item, ChoiceItem):
        labels = [option.label for option in instrument.scales[item.answer_set].options]
        return Answer(choice=labels[0] if dice.random() < good else dice.choice(labels), **given)
    if isinstance(item, RatioItem):
        counts = {count.id: Fraction(dice.randint(4, 12)) for count in item.inputs}
        counts |= {name: Fraction(dice.randint(1, 6)) for name in item.numerator}
        return Answer(counts=tuple(counts.items()), **given)
    low, high = item.scale.min, item.scale.max
    return Answer(value=low + (high - low) * Fraction(dice.randint(60, 100), 100), **given)


def result_of(unit: Unit, instrument: Instrument, dice: random.Random, blank: Any = "nol") -> UnitResult:
    """A unit's result from random answers; the empty unit's are all blank, the verified one has TPI answers."""
    file = f"{unit.code} lembar kerja.xlsx"
    answers, reviewed = {}, {}
    good = dice.choice((0.2, 0.6, 0.85, 0.97))
    for row, item in enumerate(instrument.items.values(), start=8):
        at = CellPos(workbook=file, sheet="LKE", cell=f"F{row}")
        answers[item.id] = random_answer(item, instrument, dice, at, good)
        if unit == EMPTY:
            answers[item.id] = Answer(item=item.id, state=State.BLANK, source=at)
        if unit == VERIFIED and row % 3 == 0:
            reviewed[item.id] = random_answer(item, instrument, dice, at, 0.4)
    submission = Submission(
        file=file, sha256=f"{dice.getrandbits(256):064x}", layout="pmprb", instrument=instrument.id, unit=unit,
        period="2026", answers=answers, reviewed=reviewed,
    )  # fmt: skip
    wrong = [
        AnswerOutsideChoices(a.source or CellPos(workbook=""), a.item, seen=a.raw, allowed="Ya, Tidak", hint="")
        for a in answers.values()
        if a.state is State.INVALID
    ]
    tree = score(submission, instrument, blank)
    return UnitResult(
        unit=unit,
        submission=submission,
        tree=tree,
        other_tree=score(submission, instrument, "lewati" if blank == "nol" else "nol"),
        reviewed=score_reviewed(submission, instrument) if reviewed else None,
        verified=verified_of(submission, instrument, tree),
        verdicts=tuple(judge(tree, instrument)),
        predicate=predicate_of(tree, instrument),
        temuan=(*wrong, *check_submission(submission, instrument), *tree.temuan),
    )


@lru_cache
def synthetic(name: str, blank: str = "nol") -> Consolidation:
    """Thirteen units: ten rated, one empty worksheet, one refused, one missing; the first with TPI answers."""
    instrument, dice = catalog(name), random.Random(f"rekap {name}")
    results = [result_of(unit, instrument, dice, blank) for unit in UNITS if unit not in (REFUSED, MISSING)]
    inputs = [InputFile(file=r.submission.file, sha256=r.submission.sha256, used=True) for r in results]
    refused = LockedOrOldWorkbook(CellPos(workbook="=rusak.xlsx"), reason="password")
    skipped = TemporaryFilePassedOver(CellPos(workbook="~$kunci.xlsx"))
    inputs += [
        InputFile(file="=rusak.xlsx", sha256="ab" * 32, unit=REFUSED.name, used=False, why=(refused,)),
        InputFile(file="~$kunci.xlsx", used=False, passed_over=True, why=(skipped,)),
    ]
    return consolidate(results, instrument, UNITS, inputs, "2026")


class Opened:
    """A workbook with its formulas and its cached values."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.formulas = openpyxl.load_workbook(path)
        self.values = openpyxl.load_workbook(path, data_only=True)
        self.rows = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in self.values}

    def header(self, sheet: str, title: str) -> tuple[int, int]:
        """Row and column, from 0, of the first cell that holds `title`."""
        return next((r, row.index(title)) for r, row in enumerate(self.rows[sheet]) if title in row)

    def column(self, sheet: str, title: str) -> list[Any]:
        """The values below a header down to the first row without anything, or the last."""
        top, place = self.header(sheet, title)
        cells = []
        for row in self.rows[sheet][top + 1 :]:
            if all(value is None for value in row):
                break
            cells.append(row[place])
        return cells

    def table(self, sheet: str, *titles: str) -> list[tuple[Any, ...]]:
        """The values of several columns side by side."""
        return list(zip(*(self.column(sheet, title) for title in titles), strict=True))

    def card(self, label: str, live: bool = False) -> Any:
        """The value of a card on Ringkasan, or of a line of its other figures; or the formula of it."""
        rows = self.rows["Ringkasan"]
        found = [(r, row.index(label)) for r, row in enumerate(rows) if label in row]
        sheet = (self.formulas if live else self.values)["Ringkasan"]
        for row, column in found:  # a line of "Angka lain": the label stands below its heading
            if any(len(line) > column and line[column] == "Angka" for line in rows[:row]):
                return sheet.cell(row + 1, column + 3).value
        row, column = found[0]
        return sheet.cell(row + 2, column + 1).value


def near(values: Any) -> Any:
    """Exact figures as floats to compare with."""
    return pytest.approx([float(v) for v in values] if isinstance(values, list) else float(values), abs=1e-12)
