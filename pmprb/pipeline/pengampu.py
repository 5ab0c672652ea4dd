"""Worksheets of several pengampu to one submission of the instansi.

Enters: outcomes of files, who answers for what. Leaves: `Loaded[Submission]` with every reason why a file
was not taken. Refuses to know: workbooks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmprb.answers.merge import Pengampu, merge_submissions
from pmprb.answers.model import Submission, Unit
from pmprb.catalog.model import Instrument
from pmprb.consolidation.settle import usual_period
from pmprb.pipeline.evaluate import Evaluated
from pmprb.temuan import CellPos, Code, Loaded, Temuan


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
