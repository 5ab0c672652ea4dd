"""Blank and review worksheets for units; worksheets of several pengampu to one of the instansi."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Pengampu, ReviewOf, Submission, Unit, merge_submissions
from pmprb.jobs.evaluate import Evaluated
from pmprb.office.register import Duplicates, Register, settle, usual_period
from pmprb.sheets.whole import whole_file
from pmprb.temuan.record import CellPos, Code, Loaded, Temuan
from pmprb.text import distinct, slug
from pmprb.worksheet.template.build import build_template

# Filled worksheets to review workbooks for the verifier (TPI), one a unit.


@dataclass(frozen=True)
class ReviewSheet:
    """A review workbook to be made: for which unit, under which file name, from which worksheet."""

    name: str
    unit: Unit
    submission: Submission
    instrument: Instrument

    def content(self) -> bytes:
        """Return the workbook."""
        source = ReviewOf(file=self.submission.file, sha256=self.submission.sha256)
        period = self.submission.period
        return build_template(
            self.instrument, self.unit, period, self.submission, version=__version__, review_of=source
        )


def review_sheets(
    outcomes: Iterable[Evaluated],
    instrument: Instrument,
    register: Register,
    period: str = "",
    duplicates: Duplicates = "tolak",
) -> Loaded[tuple[ReviewSheet, ...]]:
    """Return the review workbooks of an instrument and a period (the usual one if empty).

    The worksheets are chosen as a consolidation chooses them; a review workbook is not made from another one.
    """
    temuan: list[Temuan] = []
    fitting: list[Submission] = []
    for outcome in outcomes:
        if outcome.result is None:
            temuan.extend(outcome.temuan)
            continue
        submission, at = outcome.result.submission, CellPos(workbook=outcome.file)
        if submission.review_of:
            temuan.append(Temuan.of(Code.BUKU_074, at, source=submission.review_of.file))
        elif submission.instrument != instrument.id:
            temuan.append(Temuan.of(Code.BUKU_044, at, seen=submission.instrument, expected=instrument.id))
        else:
            fitting.append(submission)
    settled = settle(fitting, register, period or usual_period(fitting), duplicates)
    temuan.extend(t for one in settled for t in one.temuan)
    used = [one for one in settled if one.used]
    stems = [_stem(instrument, one.submission.period, one.unit) for one in used]
    sheets = tuple(
        ReviewSheet(
            f"{stem}.xlsx",
            one.unit,
            one.submission,
            instrument.only(one.submission.part) if one.submission.part else instrument,
        )
        for stem, one in zip(distinct(stems), used, strict=True)
    )
    return Loaded(value=sheets, temuan=tuple(temuan))


def _stem(instrument: Instrument, period: str, unit: Unit) -> str:
    parts = [slug(period, 20) if period else "", slug(unit.code, 20) if unit.code else "", slug(unit.name)]
    return "_".join(["LKE-TPI", instrument.id.replace("@", "-"), *(part for part in parts if part)])


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. OSError when its folder cannot be written."""
    with whole_file(path) as draft:
        draft.write_bytes(content)


# Worksheets of several pengampu to one submission of the instansi.


def merge_outcomes(
    outcomes: Iterable[Evaluated], instrument: Instrument, pengampu: Sequence[Pengampu], unit: Unit, period: str = ""
) -> Loaded[Submission]:
    """Return one submission of `unit` from the worksheets of an instrument and a period (the usual one if empty).

    Not taken: a file that could not be read, one of another instrument (BUKU-044) or period (BUKU-013).
    """
    temuan: list[Temuan] = []
    fitting: list[Submission] = []
    for outcome in outcomes:
        temuan.extend(outcome.temuan)
        if outcome.result is None:
            continue
        submission = outcome.result.submission
        if submission.instrument != instrument.id:
            at = CellPos(workbook=submission.file)
            temuan.append(Temuan.of(Code.BUKU_044, at, seen=submission.instrument, expected=instrument.id))
        else:
            fitting.append(submission)
    period = period or usual_period(fitting)
    late = [submission for submission in fitting if submission.period != period]
    for submission in late:
        at = CellPos(workbook=submission.file)
        temuan.append(Temuan.of(Code.BUKU_013, at, seen=submission.period or "-", expected=period))
    parts = [submission for submission in fitting if submission.period == period]
    if not parts:
        return Loaded(value=None, temuan=tuple(temuan))
    merged = merge_submissions(parts, instrument, pengampu, unit, period)
    return Loaded(value=merged.value, temuan=(*temuan, *merged.temuan))
