"""A round of the demo's regency in a working folder of its own: some units followed from a year into the next quarter.

Enters: the worksheets and reviews of the whole regency. Leaves: a working folder with the year in its archive (one unit
answered what its verifier found, two verifiers of another differ), the feedback, a quarter's worksheets with answers
that changed, both rekaps, and what changed between them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pmprb import __version__
from pmprb.catalog.item import ChoiceItem
from pmprb.catalog.model import Instrument
from pmprb.demo.faults import saved
from pmprb.demo.filling import REVIEWS, SEED, fill, review
from pmprb.demo.regency import NAME
from pmprb.demo.regency import units as regency_units
from pmprb.engine.answers import State, Submission, Unit
from pmprb.jobs.evaluate import Sources, Worksheets
from pmprb.jobs.rekap import RekapMade, RekapRequest, make_rekap
from pmprb.jobs.round import Round
from pmprb.jobs.round_place import SETTINGS
from pmprb.jobs.round_settings import RoundSettings, settings_text
from pmprb.jobs.templates import review_sheets
from pmprb.jobs.trend import TrendMade, TrendRequest, make_trend
from pmprb.office.register import Register
from pmprb.text import slug
from pmprb.worksheet.register import register_workbook
from pmprb.worksheet.template.build import build_template

FOLDER = "putaran"
UNITS = ("1.02", "1.03", "1.15", "2.01", "4.01")
"""The units that are followed: all were looked at by a verifier."""
DISPUTED, OTHER_VERIFIER = "1.03", "TPI 2"
"""The unit whose worksheet two verifiers looked at, and who the second is."""
REPLYING = "1.02"
_BETTER, _WORSE = 0.18, 0.02
_SECOND = 12
"""How many items the second verifier looked at."""
Put = Callable[[Path, bytes], object]
"""Writes a file through the demo's gate."""


@dataclass(frozen=True)
class Followed:
    """The working folder, its two rekaps, and what became of the comparison."""

    round: Round
    year: RekapMade
    quarter: RekapMade
    compared: TrendMade


def make_followed(
    folder: Path, instrument: Instrument, worksheets: Worksheets, reviews: Path, period: str, put: Put
) -> Followed | None:
    """Write the working folder beneath `folder`; None where fewer than two of its units handed in.

    `worksheets` are the regency's, `reviews` the folder of its verifiers' workbooks for the year `period`.
    """
    paths = dict(worksheets.found.files)
    own = {o.result.unit.code: o.result.submission for o in worksheets.outcomes if o.result}
    units = tuple(unit for unit in regency_units() if unit.code in UNITS and unit.code in own)
    if len(units) < 2:
        return None
    quarter = f"TW I {int(period) + 1}"
    settings = RoundSettings(instansi=NAME, instrument=instrument.id, period=quarter)
    here = Round(folder / FOLDER, settings)
    past = replace(here, settings=settings.model_copy(update={"period": period}))
    old = here.archive / slug(period)
    put(here.register, register_workbook(units))
    for unit in units:
        source = paths[own[unit.code].file]
        put(old / here.inbox.name / source.name, source.read_bytes())
    for name, content in _reviews(worksheets, instrument, units, reviews, period):
        put(old / here.reviews.name / name, content)
    put(here.folder / SETTINGS, settings_text(settings).encode())

    before = RekapRequest(
        Sources((old / here.inbox.name,)),
        past.target,
        register=here.register,
        period=period,
        instansi=NAME,
        reviews=(old / here.reviews.name,),
        feedback=past.feedback,
        overwrite=True,
    )
    make_rekap(before)
    for path in sorted(past.feedback.glob(f"{slug(REPLYING)}_*-hasil.xlsx")):
        put(old / here.inbox.name / path.name, _replied(path))
    year = make_rekap(replace(before, feedback=None))
    for unit in units:
        changed = later(unit, instrument, period, quarter)
        content = build_template(instrument, unit, quarter, changed, version=__version__)
        put(here.inbox / f"{slug(unit.code)}_{slug(unit.name)}.xlsx", content)
    made = make_rekap(replace(here.request(), feedback=None, next_steps=False))
    compared = make_trend(TrendRequest((past.target, here.target), here.folder / "banding.xlsx", overwrite=True))
    return Followed(here, year, made, compared)


def later(unit: Unit, instrument: Instrument, period: str, quarter: str) -> Submission:
    """Return a unit's worksheet of the next quarter: most answers as they were, some better, few worse."""
    before = fill(unit, instrument, period, "")
    chance = random.Random(f"{SEED}:{instrument.id}:{unit.code}:{quarter}")
    answers = dict(before.answers)
    for item in instrument.items.values():
        answer, luck = answers[item.id], chance.random()
        if not isinstance(item, ChoiceItem) or answer.state is not State.GIVEN:
            continue
        labels = [option.label for option in instrument.scales[item.answer_set].options]
        place = labels.index(answer.choice) - (luck < _BETTER) + (luck > 1 - _WORSE)
        label = labels[min(len(labels) - 1, max(0, place))]
        answers[item.id] = replace(answer, choice=label, raw=label)
    modified = f"{quarter[-4:]}-04-02T09:00:00Z"
    return before.model_copy(update={"answers": answers, "period": quarter, "modified": modified, "reviewed": {}})


def _reviews(
    worksheets: Worksheets, instrument: Instrument, units: Sequence[Unit], folder: Path, period: str
) -> list[tuple[str, bytes]]:
    """Return the review workbooks of units, with a second one that differs in some answers."""
    made = review_sheets(worksheets.outcomes, instrument, Register(units), period, "terbaru").value or ()
    found = []
    for sheet in made:
        if sheet.unit.code in REVIEWS and (folder / sheet.name).is_file():
            found.append((sheet.name, (folder / sheet.name).read_bytes()))
        if sheet.unit.code == DISPUTED:
            other = _differing(review(sheet.unit, sheet.submission, instrument), instrument)
            name = f"{Path(sheet.name).stem}_{slug(OTHER_VERIFIER)}.xlsx"
            found.append((name, replace(sheet, submission=other).content()))
    return found


def _differing(reviewed: Submission, instrument: Instrument) -> Submission:
    """Return what a second verifier says who looked at a part, and sees one answer otherwise."""
    part = dict(list(reviewed.reviewed.items())[:_SECOND])
    for item, answer in part.items():
        asked = instrument.items[item]
        labels = (
            [option.label for option in instrument.scales[asked.answer_set].options] if asked.kind == "choice" else []
        )
        if answer.choice in labels[:-1]:
            label = labels[labels.index(answer.choice) + 1]
            note = "Dokumennya belum ditandatangani."
            part[item] = replace(answer, choice=label, raw=label, note=note)
            break
    return reviewed.model_copy(update={"reviewed": part, "reviewers": dict.fromkeys(part, OTHER_VERIFIER)})


_REPLIES = (
    ("Setuju", None),
    ("Tidak setuju", "SK dan notulen tanggal 12 Februari, folder Bukti/Penguatan, halaman 3."),
)


def _replied(path: Path) -> bytes:
    """Return a unit's feedback with its answers to the first findings: it agrees with one, and not with another."""
    import openpyxl

    from pmprb.books.feedback.reply_sheet import GROUNDS, REPLY
    from pmprb.books.feedback.reply_sheet import NAME as SHEET
    from pmprb.books.rekap.previous import ITEM

    book = openpyxl.load_workbook(path)
    if SHEET in book.sheetnames:
        sheet: Any = book[SHEET]
        head = next(row for row in sheet.iter_rows(max_row=20) if row[0].value == ITEM)
        at = {cell.value: cell.column for cell in head}
        for row, (stance, grounds) in enumerate(_REPLIES, start=head[0].row + 1):
            if sheet.cell(row, 1).value:
                sheet.cell(row, at[REPLY]).value = stance
                sheet.cell(row, at[GROUNDS]).value = grounds
    return saved(book)
