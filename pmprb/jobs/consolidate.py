"""Results of many files to a consolidation.

Enters: worksheets that were read, the register, reviews. Leaves: a `Consolidation`. A file at which a later step
stumbles is refused (BUKU-042) and the rest gathered without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Submission, Unit
from pmprb.engine.checks import validity_remark
from pmprb.insight.peers import look_across
from pmprb.insight.strict import in_order
from pmprb.jobs.evaluate import Evaluated, Options, review_figures, review_temuan, set_aside, sha256_of
from pmprb.jobs.inputs import NOTHING, Catalogs, Found, find_files
from pmprb.jobs.pool import Fault, guarded, sifted
from pmprb.jobs.reach import for_each_file
from pmprb.office.consolidate import consolidate
from pmprb.office.disputes import Rulings, lapsed_of
from pmprb.office.model import FORCED, Consolidation, InputFile, Settings, UnitResult
from pmprb.office.register import Duplicates, Register, Settled, settle, usual_period
from pmprb.office.replies import ReplySheet, attach_replies
from pmprb.office.reviews import Attached, OfferedReview, attach_reviews
from pmprb.records import dataclass
from pmprb.temuan import (
    CellPos,
    FileNameOfOtherUnit,
    Model,
    OtherInstrument,
    RekapPassedOver,
    Severity,
    Temuan,
)
from pmprb.text import plain
from pmprb.worksheet.read import read_submission
from pmprb.worksheet.recognise import Forced

# Where to look first, joined to a consolidation; and files that bear another unit's name.


def with_findings(consolidation: Consolidation, instrument: Instrument) -> Consolidation:
    """Return the consolidation with the findings of its units and of all units together.

    The order of files, and who read them, change nothing.
    """
    results = consolidation.results
    across = look_across(results, instrument)
    return replace(
        consolidation,
        findings=in_order([*(f for result in results for f in result.findings), *across]),
        temuan=(*consolidation.temuan, *(f.temuan for f in across)),
        strict=any(result.strict is not None for result in results),
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
    return [FileNameOfOtherUnit(CellPos(workbook=file), seen=named.name, expected=unit.name)]


# Review workbooks on disk, joined to the results of the units they are about.


@dataclass(frozen=True)
class Reviews:
    """Files offered as reviews, read, and what was found at their place."""

    files: tuple[OfferedReview, ...] = ()
    found: Found = NOTHING


def reviews_at(
    paths: Sequence[Path], catalogs: Catalogs, options: Options, executor: Executor | None = None
) -> Reviews:
    """Return the reviews at the paths given, read."""
    return read_reviews(find_files(paths), catalogs, options, executor) if paths else Reviews()


def read_reviews(found: Found, catalogs: Catalogs, options: Options, executor: Executor | None = None) -> Reviews:
    """Return every file of `found` read as a review; any layout will do, only the verifiers' columns count.

    Of what the user forces only the instrument holds for reviews.
    """
    work = partial(_read_review, catalogs=catalogs, forced=Forced(instrument=options.instrument))
    read = for_each_file(work, found.files, executor)
    offered = (
        OfferedReview(name, temuan=(one.temuan,)) if isinstance(one, Fault) else one
        for (name, _), one in zip(found.files, read, strict=True)
    )
    return Reviews(tuple(offered), found)


def _read_review(entry: tuple[str, Path], catalogs: Catalogs, forced: Forced) -> OfferedReview:
    name, path = entry
    loaded = read_submission(path, catalogs.load, catalogs.ids(), forced, name)
    sha256 = loaded.value.sha256 if loaded.value else sha256_of(path)
    return OfferedReview(name, sha256, loaded.value, loaded.temuan)


def parted(outcomes: Iterable[Evaluated]) -> tuple[list[Evaluated], list[OfferedReview]]:
    """Return the units' own worksheets, and the review workbooks that lay among them: those are no hand-in."""
    own, reviews = [], []
    for outcome in outcomes:
        if outcome.result and outcome.result.submission.review_of:
            reviews.append(OfferedReview(outcome.file, outcome.sha256, outcome.result.submission, outcome.temuan))
        else:
            own.append(outcome)
    return own, reviews


def with_reviews(
    results: Sequence[UnitResult],
    reviews: Sequence[OfferedReview],
    catalogs: Mapping[str, Instrument],
    register: Register,
    rulings: Rulings | None = None,
) -> tuple[list[UnitResult], tuple[InputFile, ...]]:
    """Return the results, those with a review beside their own answers computed anew, and every review's fate.

    `catalogs` holds the instruments of the results by id, `rulings` what was decided where reviews differ. A review at
    which this stumbles is refused.
    """
    work = partial(_with_reviews, results, catalogs, register, rulings)
    return sifted(work, reviews, lambda one: one.file, lambda one, t: OfferedReview(one.file, one.sha256, temuan=(t,)))[
        0
    ]


def _with_reviews(
    results: Sequence[UnitResult],
    catalogs: Mapping[str, Instrument],
    register: Register,
    rulings: Rulings | None,
    reviews: Sequence[OfferedReview],
) -> tuple[list[UnitResult], tuple[InputFile, ...]]:
    attached = attach_reviews(results, reviews, register, rulings) if reviews else Attached()
    joined = list(results)
    for place, one in attached.joined.items():
        result = results[place]
        figures = review_figures(one.submission, catalogs[one.submission.instrument], result.tree, result.strict)
        temuan = (*result.temuan, *one.temuan, *review_temuan(one.submission, figures))
        joined[place] = replace(result, submission=one.submission, disputes=one.disputes, temuan=temuan, **figures)
    return joined, tuple(attached.files)


# Units' replies to their verifiers, joined to the results they are about.


def with_replies(
    results: Sequence[UnitResult],
    sheets: Sequence[ReplySheet],
    register: Register,
    instrument: Instrument,
    period: str,
    duplicates: Duplicates = "tolak",
) -> tuple[list[UnitResult], tuple[InputFile, ...]]:
    """Return the results with the replies of their units, and the fate of every file with replies."""
    if not sheets:
        return list(results), ()
    attached = attach_replies(results, sheets, register, instrument, period, duplicates)
    joined = list(results)
    for place, told in attached.temuan.items():
        result = results[place]
        joined[place] = replace(result, replies=attached.of.get(place, {}), temuan=(*result.temuan, *told))
    return joined, tuple(attached.files)


# Outcomes of files to a consolidation.


class Wishes(Model):
    """What a consolidation was asked to do; an empty period means the usual one of the files.

    `options` are those the files were evaluated with. `next_steps` asks for the least to each unit's next target.
    """

    period: str = ""
    duplicates: Duplicates = "tolak"
    options: Options = Options()
    next_steps: bool = False

    def settings(self, register: Register) -> Settings:
        """Return what a later run needs to do the same again."""
        forced = {name: getattr(self.options, name) for name in FORCED}
        return Settings(
            period=self.period, duplicates=self.duplicates, units=register.units, next_steps=self.next_steps, **forced
        )


def gather(
    outcomes: Iterable[Evaluated],
    found: Found,
    instrument: Instrument,
    register: Register,
    wishes: Wishes,
    reviews: Reviews | None = None,
    rulings: Rulings | None = None,
) -> Consolidation:
    """Return the consolidation of all outcomes: which files count, the units' figures, the instansi's index.

    `reviews` are files with verifiers' answers, beside the review workbooks that lie among the worksheets; `rulings`
    what people decided where these differ.
    """
    work = partial(_gathered, found, instrument, register, wishes, reviews or Reviews(), rulings or {})
    return sifted(work, list(outcomes), lambda outcome: outcome.file, set_aside)[0]


def _gathered(
    found: Found,
    instrument: Instrument,
    register: Register,
    wishes: Wishes,
    reviews: Reviews,
    rulings: Rulings,
    outcomes: Sequence[Evaluated],
) -> Consolidation:
    every, verifying = parted(outcomes)
    fitting = [o for o in every if o.result and o.result.submission.instrument == instrument.id]
    submissions = [o.result.submission for o in fitting if o.result]
    period = wishes.period or usual_period(submissions)
    settled = settle(submissions, register, period, wishes.duplicates)
    pairs = list(zip(fitting, settled, strict=True))
    results = [_counted(outcome.result, one, register) for outcome, one in pairs if outcome.result and one.used]
    inputs = [
        InputFile(file=outcome.file, sha256=outcome.sha256, unit=one.unit.name, used=one.used, why=one.temuan)
        for outcome, one in pairs
    ]
    replies = [outcome.replies for outcome in every if outcome.replies]
    others = (outcome for outcome in every if not outcome.replies) if replies else every
    inputs += [file for outcome in others if (file := _not_fitting(outcome, instrument, register))]
    inputs += found.passed_over_files
    offered, known = [*verifying, *reviews.files], {instrument.id: instrument}
    verified, fates = with_reviews(results, offered, known, register, rulings)
    verified, replied = with_replies(verified, replies, register, instrument, period, wishes.duplicates)
    not_there = (*found.errors, *reviews.found.errors)
    errors = (*not_there, *validity_remark(instrument, period))
    fates = (*fates, *reviews.found.passed_over_files)
    settings = wishes.settings(register)
    made = consolidate(verified, instrument, register.units, inputs, period, errors, settings, fates, replied)
    lapsed = tuple(lapsed_of(verified, rulings)) if rulings else ()
    made = with_findings(replace(made, errors=not_there, lapsed=lapsed), instrument)
    return with_next_steps(made, instrument) if wishes.next_steps else made


def with_next_steps(consolidation: Consolidation, instrument: Instrument) -> Consolidation:
    """Return the consolidation with the least to each rated unit's next target.

    Some 0.1 s of processor time a unit, so a run asks for it; what finds it is loaded only then. A unit at which this
    stumbles is told (BUKU-042) and has none.
    """
    from pmprb.jobs.path import next_step_of

    steps, faults = {}, []
    for result in consolidation.results:
        if not result.rated:
            continue
        step = guarded(result.submission.file, next_step_of, result, instrument)
        if isinstance(step, Fault):
            faults.append(step.temuan)
        else:
            steps[result.unit.key] = step
    return replace(consolidation, next_steps=steps, temuan=(*consolidation.temuan, *faults))


def _counted(result: UnitResult, settled: Settled[Submission], register: Register) -> UnitResult:
    """Return the result of a file that counts, of the unit as the register has it."""
    temuan = (*settled.temuan, *foreign_name(result.submission.file, settled.unit, register), *result.temuan)
    own = tuple(replace(f, unit=settled.unit) for f in result.findings)
    return replace(result, unit=settled.unit, temuan=temuan, findings=own)


def _not_fitting(outcome: Evaluated, instrument: Instrument, register: Register) -> InputFile | None:
    """Return the fate of a file that is a rekap, was refused, or is of another instrument; None for any other."""
    file = InputFile(file=outcome.file, sha256=outcome.sha256, used=False)
    at = CellPos(workbook=outcome.file)
    if outcome.is_rekap:
        return replace(file, passed_over=True, why=(RekapPassedOver(at),))
    if outcome.result is None:
        why = tuple(t for t in outcome.temuan if t.severity is Severity.KESALAHAN) or outcome.temuan
        sender = register.named_in(outcome.file)
        return replace(file, unit=sender.name if sender else "", why=why)
    other = outcome.result.submission.instrument
    if other == instrument.id:
        return None
    why = (OtherInstrument(at, seen=other, expected=instrument.id),)
    return replace(file, unit=outcome.result.unit.name, passed_over=True, why=why)
