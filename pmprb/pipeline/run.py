"""Many files to results, and results to a consolidation.

Enters: found files, catalogs, an executor of `concurrent.futures` (threads by default).
Leaves: `Evaluated`s in the order of the files, or a `Consolidation`. Prints nothing; a caller
that wants to show progress passes `tick`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from dataclasses import dataclass

from pmprb.catalog.model import Instrument
from pmprb.consolidation.index import consolidate
from pmprb.consolidation.model import Consolidation, InputFile, Settings, UnitResult
from pmprb.consolidation.register import Register
from pmprb.consolidation.settle import Duplicates, settle, usual_period
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Evaluated, Options, evaluate
from pmprb.pipeline.files import Found
from pmprb.pipeline.look import foreign_name, with_findings
from pmprb.pipeline.reviews import Reviews, parted, passed_over, with_reviews
from pmprb.temuan import CellPos, Code, Model, Severity, Temuan

Tick = Callable[[str], None]


def evaluate_all(
    found: Found,
    catalogs: Catalogs,
    options: Options,
    executor: Executor | None = None,
    tick: Tick | None = None,
) -> list[Evaluated]:
    """Return every file's outcome, in the order of `found.files`, whatever finishes first."""
    owned = ThreadPoolExecutor(min(8, os.cpu_count() or 1)) if executor is None else None
    outcomes: dict[str, Evaluated] = {}
    with owned or nullcontext():
        pool = executor or owned
        assert pool is not None
        running = {pool.submit(evaluate, name, path, catalogs, options): name for name, path in found.files}
        for future in as_completed(running):
            outcomes[running[future]] = future.result()
            if tick:
                tick(running[future])
    return [outcomes[name] for name, _ in found.files]


class Wishes(Model):
    """What a consolidation was asked to do; an empty period means the usual one of the files.

    `options` are those the files were evaluated with.
    """

    period: str = ""
    duplicates: Duplicates = "tolak"
    options: Options = Options()

    def settings(self, register: Register) -> Settings:
        """Return what a later run needs to do the same again."""
        forced = {name: getattr(self.options, name) for name in ("instrument", "layout", "year", "unit_name", "strict")}
        return Settings(period=self.period, duplicates=self.duplicates, units=register.units, **forced)


@dataclass(frozen=True)
class Mixed:
    """The files are of several instruments and none was chosen: how many of each."""

    counts: dict[str, int]


def choose_instrument(outcomes: Sequence[Evaluated], wanted: str | None) -> str | Mixed | None:
    """Return the instrument to consolidate: the wanted one, the only one, or why there is none to choose."""
    if wanted:
        return wanted
    counts: dict[str, int] = {}
    for outcome in outcomes:
        if outcome.result:
            name = outcome.result.submission.instrument
            counts[name] = counts.get(name, 0) + 1
    if len(counts) > 1:
        return Mixed(dict(sorted(counts.items())))
    return next(iter(counts), None)


def gather(
    outcomes: Iterable[Evaluated],
    found: Found,
    instrument: Instrument,
    register: Register,
    wishes: Wishes,
    reviews: Reviews | None = None,
) -> Consolidation:
    """Return the consolidation of all outcomes: which files count, the units' figures, the instansi's index.

    `reviews` are files with verifiers' answers, beside the review workbooks that lie among the worksheets.
    """
    every, verifying = parted(outcomes)
    fitting = [o for o in every if o.result and o.result.submission.instrument == instrument.id]
    period = wishes.period or usual_period(o.result.submission for o in fitting if o.result)
    settled = settle((o.result.submission for o in fitting if o.result), register, period, wishes.duplicates)
    results: list[UnitResult] = []
    inputs: list[InputFile] = []
    for outcome, one in zip(fitting, settled, strict=True):
        assert outcome.result is not None
        if one.used:
            joined = (*one.temuan, *foreign_name(outcome.file, one.unit, register), *outcome.result.temuan)
            own = tuple(f.model_copy(update={"unit": one.unit}) for f in outcome.result.findings)
            update = {"unit": one.unit, "temuan": joined, "findings": own}
            results.append(outcome.result.model_copy(update=update))
        inputs.append(
            InputFile(file=outcome.file, sha256=outcome.sha256, unit=one.unit.name, used=one.used, why=one.temuan)
        )
    for outcome in every:
        if outcome.is_rekap:
            rekap = Temuan.of(Code.BUKU_121, CellPos(workbook=outcome.file))
            inputs.append(
                InputFile(file=outcome.file, sha256=outcome.sha256, used=False, passed_over=True, why=(rekap,))
            )
        elif outcome.result is None:
            why = tuple(t for t in outcome.temuan if t.severity is Severity.KESALAHAN) or outcome.temuan
            sender = register.named_in(outcome.file)
            named = sender.name if sender else ""
            inputs.append(InputFile(file=outcome.file, sha256=outcome.sha256, unit=named, used=False, why=why))
        elif outcome.result.submission.instrument != instrument.id:
            other = outcome.result.submission.instrument
            at = CellPos(workbook=outcome.file)
            why = (Temuan.of(Code.BUKU_044, at, seen=other, expected=instrument.id),)
            unit = outcome.result.unit.name
            inputs.append(
                InputFile(file=outcome.file, sha256=outcome.sha256, unit=unit, used=False, passed_over=True, why=why)
            )
    inputs += [InputFile(file=t.workbook, used=False, passed_over=True, why=(t,)) for t in found.passed_over]
    reviews = reviews or Reviews()
    verified, fates = with_reviews(results, [*verifying, *reviews.files], {instrument.id: instrument}, register)
    errors = (*found.errors, *reviews.found.errors)
    fates = (*fates, *passed_over(reviews.found))
    settings = wishes.settings(register)
    made = consolidate(verified, instrument, register.units, inputs, period, errors, settings, fates)
    return with_findings(made, instrument)
