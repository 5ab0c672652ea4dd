"""Worksheets of several pengampu to one filled worksheet of the instansi.

Enters: a `MergeRequest`. Leaves: the worksheet on disk, and a `Merged`. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Pengampu, State, Submission, Unit, merge_submissions
from pmprb.jobs.evaluate import Evaluated, Sources, choose_instrument, read_worksheets, set_aside
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.pool import Watch, sifted, unwatched
from pmprb.jobs.typed import filled_template
from pmprb.office.register import usual_period
from pmprb.period import same_period
from pmprb.temuan import (
    CellPos,
    Loaded,
    OtherInstrument,
    OtherPeriod,
    PengampuAnswerMissing,
    Temuan,
    has_errors,
)
from pmprb.text import slug
from pmprb.worksheet.read import unit_in
from pmprb.worksheet.register import read_pengampu
from pmprb.worksheet.template.build import build_template


@dataclass(frozen=True)
class MergeRequest:
    """What `merge_worksheets` is asked for: worksheets of pengampu, the list of these, the name of the instansi.

    An empty `period` means the usual one of the files. Without `overwrite` nothing is written over.
    """

    sources: Sources
    pengampu: Path
    target: Path
    instansi: str
    period: str = ""
    overwrite: bool = False
    replace_filled: bool = False


@dataclass(frozen=True)
class Merged:
    """One worksheet made of several; `submission` is None when nothing was written: `temuan` says why, or `outputs`,
    before anything was read."""

    target: Path
    submission: Submission | None = None
    temuan: tuple[Temuan, ...] = ()
    outputs: tuple[Temuan, ...] = ()

    @property
    def items(self) -> int:
        """How many items the worksheet has."""
        return len(self.submission.answers) if self.submission else 0

    @property
    def filled(self) -> int:
        """How many of them are answered."""
        answers = self.submission.answers.values() if self.submission else ()
        return sum(answer.state is not State.BLANK for answer in answers)

    @property
    def missing(self) -> list[PengampuAnswerMissing]:
        """The items that nobody has answered."""
        return [t for t in self.temuan if isinstance(t, PengampuAnswerMissing)]

    @property
    def failed(self) -> bool:
        """True when nothing was written, or something of it is a KESALAHAN."""
        return self.submission is None or has_errors(self.temuan)


def merge_worksheets(request: MergeRequest, watch: Watch = unwatched, executor: Executor | None = None) -> Merged:
    """Write one filled worksheet of the instansi from those of its pengampu.

    Raises MixedInstruments and the refusals of `read_worksheets`; OSError when the target cannot be written.
    """
    target, permission = request.target, Permission(request.overwrite, request.replace_filled)
    reads = (*request.sources.paths, request.pengampu)

    def own(path: Path) -> bool:
        return unit_in(path) == slug(request.instansi)

    with output_gate([target], reads=reads, permission=permission, own=own) as gate:
        if gate.refused:
            return Merged(target, outputs=tuple(gate.temuan))
        return _merged_into(request, gate, watch, executor)


def _merged_into(request: MergeRequest, gate: OutputGate, watch: Watch, executor: Executor | None) -> Merged:
    """Write the worksheet through the gate."""
    target = request.target
    worksheets = read_worksheets(request.sources, [target, request.pengampu], watch, executor)
    instrument = choose_instrument(worksheets)
    if instrument is None:
        return Merged(target, None, worksheets.unusable(request.sources.paths))
    pengampu = read_pengampu(request.pengampu, instrument)
    if pengampu.value is None:
        return Merged(target, None, pengampu.temuan)
    unit = Unit(code=slug(request.instansi), name=request.instansi.strip())
    merged = merge_outcomes(worksheets.outcomes, instrument, pengampu.value, unit, request.period)
    told: tuple[Temuan, ...] = ()
    if merged.value is not None:
        content = build_template(instrument, unit, merged.value.period, merged.value, version=__version__)
        told = gate.put_bytes(target, content, filled_template)
        if has_errors(told):
            return Merged(target, outputs=told)
    return Merged(target, merged.value, (*worksheets.found.errors, *pengampu.temuan, *merged.temuan, *told))


def merge_outcomes(
    outcomes: Iterable[Evaluated], instrument: Instrument, pengampu: Sequence[Pengampu], unit: Unit, period: str = ""
) -> Loaded[Submission]:
    """Return one submission of `unit` from the worksheets of an instrument and a period (the usual one if empty).

    Not taken: a file that could not be read, one of another instrument (BUKU-044) or period (BUKU-013), one at which
    the merging stumbles (BUKU-042).
    """
    work = partial(_merged, instrument, pengampu, unit, period)
    return sifted(work, list(outcomes), lambda outcome: outcome.file, set_aside)[0]


def _merged(
    instrument: Instrument, pengampu: Sequence[Pengampu], unit: Unit, period: str, outcomes: Sequence[Evaluated]
) -> Loaded[Submission]:
    temuan: list[Temuan] = []
    fitting: list[Submission] = []
    for outcome in outcomes:
        temuan.extend(outcome.temuan)
        if outcome.result is None:
            continue
        submission = outcome.result.submission
        if submission.instrument != instrument.id:
            at = CellPos(workbook=submission.file)
            temuan.append(OtherInstrument(at, seen=submission.instrument, expected=instrument.id))
        else:
            fitting.append(submission)
    period = period or usual_period(fitting)
    late = [submission for submission in fitting if not same_period(submission.period, period)]
    for submission in late:
        at = CellPos(workbook=submission.file)
        temuan.append(OtherPeriod(at, seen=submission.period or "-", expected=period))
    parts = [submission for submission in fitting if same_period(submission.period, period)]
    if not parts:
        return Loaded(value=None, temuan=tuple(temuan))
    merged = merge_submissions(parts, instrument, pengampu, unit, period)
    return Loaded(value=merged.value, temuan=(*temuan, *merged.temuan))
