"""Many files to results, results to a consolidation, a consolidation to a workbook."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from pmprb import __version__
from pmprb.books.rekap.previous import read_plan_columns
from pmprb.books.rekap.write import write_consolidation
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.insight.peers import look_across
from pmprb.insight.strict import in_order
from pmprb.jobs.evaluate import Evaluated, Options, evaluate, review_figures, review_temuan, sha256_of
from pmprb.jobs.inputs import Catalogs, Found
from pmprb.office.consolidate import consolidate
from pmprb.office.model import Consolidation, InputFile, Settings, UnitResult
from pmprb.office.register import Duplicates, Register, plain, settle, usual_period
from pmprb.office.reviews import Attached, Offered, attach_reviews
from pmprb.temuan.record import CellPos, Code, Model, Severity, Temuan
from pmprb.temuan.render import sentence
from pmprb.worksheet.read import read_submission
from pmprb.worksheet.recognise import Forced

# Where to look first, joined to a consolidation; and files that bear another unit's name.


def with_findings(consolidation: Consolidation, instrument: Instrument) -> Consolidation:
    """Return the consolidation with the findings of its units and of all units together.

    The order of files, and who read them, change nothing.
    """
    results = consolidation.results
    across = look_across(results, instrument)
    return consolidation.model_copy(
        update={
            "findings": in_order([*(f for result in results for f in result.findings), *across]),
            "temuan": (*consolidation.temuan, *(f.temuan for f in across)),
            "strict": any(result.strict is not None for result in results),
        }
    )


def _stands_in(unit: Unit, file: str) -> bool:
    words = f" {plain(file)} "
    return any(f" {plain(name)} " in words for name in (unit.name, *unit.aliases) if plain(name))


def foreign_name(file: str, unit: Unit, register: Register) -> list[Temuan]:
    """Return a BUKU-086 when a file's name names another unit of the register than the worksheet in it.

    A name that holds the unit's own as well (two units named) is left alone.
    """
    named = register.named_in(file.rpartition("/")[2].removesuffix(".xlsx"))
    if named is None or named.code == unit.code or _stands_in(unit, file):
        return []
    return [Temuan.of(Code.BUKU_086, CellPos(workbook=file), seen=named.name, expected=unit.name)]


# Review workbooks on disk, joined to the results of the units they are about.


NOTHING = Found((), (), ())


@dataclass(frozen=True)
class Reviews:
    """Files offered as reviews, read, and what was found at their place."""

    files: tuple[Offered, ...] = ()
    found: Found = NOTHING


def read_reviews(found: Found, catalogs: Catalogs, options: Options) -> Reviews:
    """Return every file of `found` read as a review; any layout will do, only the verifiers' columns count.

    Of what the user forces only the instrument holds for reviews.
    """
    forced = Forced(instrument=options.instrument)

    def read(named: tuple[str, Path]) -> Offered:
        name, path = named
        try:
            loaded = read_submission(path, catalogs.load, catalogs.ids(), forced, name)
        except Exception as error:  # a program fault must not take the other files down
            detail = f"{type(error).__name__}: {error}"[:200]
            return Offered(name, temuan=(Temuan.of(Code.BUKU_042, CellPos(workbook=name), detail=detail),))
        sha256 = loaded.value.sha256 if loaded.value else sha256_of(path)
        return Offered(name, sha256, loaded.value, loaded.temuan)

    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
        return Reviews(tuple(pool.map(read, found.files)), found)


def parted(outcomes: Iterable[Evaluated]) -> tuple[list[Evaluated], list[Offered]]:
    """Return the units' own worksheets, and the review workbooks that lay among them: those are no hand-in."""
    own, reviews = [], []
    for outcome in outcomes:
        if outcome.result and outcome.result.submission.review_of:
            reviews.append(Offered(outcome.file, outcome.sha256, outcome.result.submission, outcome.temuan))
        else:
            own.append(outcome)
    return own, reviews


def with_reviews(
    results: Sequence[UnitResult], reviews: Sequence[Offered], catalogs: dict[str, Instrument], register: Register
) -> tuple[list[UnitResult], tuple[InputFile, ...]]:
    """Return the results, those with a review beside their own answers computed anew, and every review's fate.

    `catalogs` holds the instruments of the results by id.
    """
    attached = attach_reviews(results, reviews, register) if reviews else Attached()
    joined = list(results)
    for place, one in attached.joined.items():
        result = results[place]
        figures = review_figures(one.submission, catalogs[one.submission.instrument], result.tree)
        update = {
            "submission": one.submission,
            "temuan": (*result.temuan, *one.temuan, *review_temuan(figures)),
            **figures,
        }
        joined[place] = result.model_copy(update=update)
    return joined, tuple(attached.files)


def passed_over(found: Found) -> list[InputFile]:
    """Return the files of a folder of reviews that are none."""
    return [InputFile(file=t.workbook, used=False, passed_over=True, why=(t,)) for t in found.passed_over]


# Many files to results, and results to a consolidation.


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


# Worksheets of a folder to a consolidated workbook on disk.


def write_rekap(
    consolidation: Consolidation,
    instrument: Instrument,
    target: Path,
    previous: Path | None = None,
    instansi: str = "",
) -> tuple[Temuan, ...]:
    """Write the consolidated workbook to `target`; return what an earlier one could not hand over.

    `instansi` is the name for the title. What was typed into the gap list of `previous` (PIC, tenggat,
    status) is taken over.
    """
    taken = read_plan_columns(previous) if previous else None
    target.parent.mkdir(parents=True, exist_ok=True)
    write_consolidation(
        consolidation,
        instrument,
        target,
        previous=taken.value if taken else None,
        sentences=sentence,
        version=__version__,
        instansi=instansi,
    )
    return taken.temuan if taken else ()
