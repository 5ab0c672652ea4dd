"""A small instansi whose verifiers have looked: worksheets, review workbooks, and replies as units type them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from helpers.cli import quick
from helpers.sheets import Lke, edit, instrument, nearly_best, submission
from pmprb.engine.answers import Answer, ReviewOf, State, Unit
from pmprb.jobs.evaluate import sha256_of
from pmprb.workbook.book import named, open_book
from pmprb.worksheet.template.build import build_template

ZI = instrument("zi-2021")
UNITS = (Unit(code="1.01", name="Dinas Air"), Unit(code="1.02", name="Dinas Bumi"))
ITEMS = tuple(item.id for item in ZI.items.values() if getattr(item, "answer_set", "") == "ya-tidak")[:8]
YES, NO = "Ya", "Tidak"


@dataclass(frozen=True)
class Place:
    """Folders of one round: worksheets and replies in `inbox`, reviews in `reviews`, a rekap, feedbacks."""

    root: Path

    @property
    def inbox(self) -> Path:
        return self.root / "masuk"

    @property
    def reviews(self) -> Path:
        return self.root / "tpi"

    @property
    def rekap(self) -> Path:
        return self.root / "rekap.xlsx"

    @property
    def feedback(self) -> Path:
        return self.root / "umpan-balik"

    def gather(self, *more: object) -> tuple[int, str]:
        """Run gabung over all of it, what is there written over, its feedback too."""
        return self._run("--umpan-balik", self.feedback, *more)

    def _run(self, *more: object) -> tuple[int, str]:
        return quick("gabung", self.inbox, "--tpi", self.reviews, "-o", self.rekap, "--timpa", *more)

    def data(self, *more: object) -> dict[str, Any]:
        """Run it without a feedback, and return what it prints for programs."""
        found = json.loads(self._run("--json", *more)[1])
        assert isinstance(found, dict)
        return found

    def prove(self, *more: object) -> tuple[int, str]:
        """Run periksa --bukti over all of it."""
        return quick("periksa", "--bukti", self.rekap, self.inbox, self.reviews, *more)

    def of(self, unit: Unit) -> Path:
        """Return a unit's workbook of its feedback."""
        return next(self.feedback.glob(f"{unit.code.replace('.', '-')}_*-hasil.xlsx"))


def make(root: Path, reviewers: Sequence[str] = ("TPI 1",), units: Sequence[Unit] = UNITS) -> Place:
    """Write the worksheets, every yes-or-no item answered yes, and a review a unit and verifier that lowers eight."""
    place = Place(root)
    place.inbox.mkdir()
    place.reviews.mkdir()
    for unit in units:
        given = nearly_best(ZI, unit.code, blank=0)
        yes = {i: Answer(item=i, state=State.GIVEN, choice=YES, evidence="SK") for i in ITEMS}
        own = submission(ZI, {**given, **yes}, unit)
        path = place.inbox / f"{unit.code}.xlsx"
        path.write_bytes(build_template(ZI, unit, "2026", own, version="0"))
        for n, name in enumerate(reviewers):
            review(place, unit, n, name, dict.fromkeys(ITEMS, NO))
    return place


def review(place: Place, unit: Unit, number: int, reviewer: str, labels: Mapping[str, str]) -> Path:
    """Write a verifier's workbook of one unit with answers to some items."""
    source = place.inbox / f"{unit.code}.xlsx"
    made = ReviewOf(file=source.name, sha256=sha256_of(source))
    noted = f"menurut {reviewer}"
    said = {i: Answer(item=i, state=State.GIVEN, choice=label, note=noted) for i, label in labels.items()}
    held = submission(ZI, nearly_best(ZI, unit.code, blank=0), unit)
    yes = {i: Answer(item=i, state=State.GIVEN, choice=YES, evidence="SK") for i in ITEMS}
    held = held.model_copy(
        update={"answers": {**held.answers, **yes}, "reviewed": said, "reviewers": dict.fromkeys(said, reviewer)}
    )
    path = place.reviews / f"{unit.code}-{number}.xlsx"
    path.write_bytes(build_template(ZI, unit, "2026", held, version="0", review_of=made))
    return path


def change_review(place: Place, unit: Unit, item: str, label: str, number: int = 0) -> None:
    """Let a verifier change one answer."""
    edit(place.reviews / f"{unit.code}-{number}.xlsx", lambda lke: _answer(lke, item, label))


def _answer(lke: Lke, item: str, label: str) -> None:
    lke.cell(item, "Jawaban TPI").value = label


def type_in(source: Path, sheet: str, typed: Mapping[str, Mapping[str, object]], target: Path | None = None) -> Path:
    """Type into the rows of a sheet of ours, by the row's code and the column's heading; save as `target`."""
    book = openpyxl.load_workbook(source)
    page = book[sheet]
    head = next(cell.row for row in page.iter_rows(max_row=40) for cell in row if cell.value == "Kode")
    columns = {str(cell.value): cell.column for cell in page[head] if cell.value}
    rows = {page.cell(row, columns["Kode"]).value: row for row in range(head + 1, page.max_row + 1)}
    for code, values in typed.items():
        for heading, value in values.items():
            page.cell(rows[code], columns[heading]).value = value
    target = target or source
    book.save(target)
    book.close()
    return target


def cells(path: Path, sheet: str, heading: str, key: str = "Kode") -> dict[Any, Any]:
    """Return a column of a sheet of ours by the code of each row; of the last table that has both headings."""
    book = open_book(path, only=named(sheet), long=True).value
    assert book is not None
    rows, found = book.sheets[0].rows, dict[Any, Any]()
    for number, row in enumerate(rows):
        if key in row and heading in row:
            code, value = row.index(key), row.index(heading)
            below = (one + (None,) * len(row) for one in rows[number + 1 :])
            found = {one[code]: one[value] for one in below if one[code] is not None}
    return found
