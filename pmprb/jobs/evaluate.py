"""Worksheets from paths to verdicts.

Enters: paths and the catalogs. Leaves: an `Evaluated` a file, with everything computed or the reasons why not. Never
raises for anything a file can contain: a stumble of ours is BUKU-042.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Submission, Unit
from pmprb.engine.checks import check_submission, compare_shown, policy_remarks, validity_remark, variant_remark
from pmprb.engine.score import Blank, ScoreTree, score_both
from pmprb.engine.verdict import judge, predicate_of, predicate_remarks, reading_remarks
from pmprb.insight.first_look import look
from pmprb.insight.strict import as_blank, effect, of_both_sides, strict_remark, unproven
from pmprb.jobs.inputs import Catalogs, Found, catalogs_at, find_files, known_instrument, known_layout
from pmprb.jobs.pool import Fault, Stage, Tick, Watch, guarded, unseen, unwatched
from pmprb.jobs.reach import for_each_file
from pmprb.jobs.refusals import MixedInstruments, NameForSeveral
from pmprb.office.model import StrictEffect, UnitResult
from pmprb.office.replies import ReplySheet
from pmprb.office.verified import has_own, national_of, verified_of
from pmprb.records import dataclass
from pmprb.temuan import (
    CellPos,
    EveryFileRefused,
    Model,
    NoWorksheetFound,
    RekapAsWorksheet,
    ReplyWorkbook,
    StrayWorkbook,
    Temuan,
    VerifiedWithoutOwn,
)
from pmprb.text import readable
from pmprb.workbook.deadline import on_time
from pmprb.worksheet.read import read_submission
from pmprb.worksheet.recognise import Forced

_LARGEST = 200 * 1024 * 1024


class Options(Model):
    """How files are read and judged: what the user forces (see `excel.recognise.Forced`), the blank
    policy (None: the catalog's), and whether credited answers without evidence count as blank (`strict`)."""

    instrument: str = ""
    layout: str = ""
    year: str = ""
    unit_name: str = ""
    sheets: tuple[str, ...] = ()
    column: str = ""
    blank: Blank | None = None
    strict: bool = False

    @property
    def forced(self) -> Forced:
        """What is forced for the reading."""
        return Forced(self.instrument, self.layout, self.year, self.unit_name, self.sheets, self.column)


@dataclass(frozen=True, kw_only=True)
class Evaluated:
    """One file's outcome; `result` is None when the file was refused, or is a unit's `replies` and no worksheet."""

    file: str
    sha256: str = ""
    result: UnitResult | None = None
    replies: ReplySheet | None = None
    temuan: tuple[Temuan, ...] = ()

    @property
    def is_rekap(self) -> bool:
        """True when the file is no worksheet but a rekap."""
        return any(isinstance(t, RekapAsWorksheet) for t in self.temuan)


def evaluate(name: str, path: Path, catalogs: Catalogs, options: Options) -> Evaluated:
    """Return a file's outcome; `name` is how the file is shown in temuan and results."""
    outcome = guarded(name, _evaluated, name, path, catalogs, options)
    return Evaluated(file=name, temuan=(outcome.temuan,)) if isinstance(outcome, Fault) else outcome


def _evaluated(name: str, path: Path, catalogs: Catalogs, options: Options) -> Evaluated:
    loaded = read_submission(path, catalogs.load, catalogs.ids(), options.forced, name)
    if loaded.value is None:
        return _replies_at(name, path, loaded.temuan) or Evaluated(
            file=name, sha256=sha256_of(path), temuan=loaded.temuan
        )
    result = result_of(loaded.value, catalogs, options, loaded.temuan)
    # A review workbook's own answers are a copy: what is wrong with them is told of the worksheet itself.
    told = loaded.temuan if loaded.value.review_of else result.temuan
    return Evaluated(file=name, sha256=loaded.value.sha256, result=result, temuan=told)


def _replies_at(name: str, path: Path, why: Iterable[Temuan]) -> Evaluated | None:
    """Return the replies in a feedback that came back; None for any other file that is no worksheet."""
    if not any(isinstance(temuan, StrayWorkbook) and temuan.kind == "feedback" for temuan in why):
        return None
    from pmprb.books.feedback.replies import read_replies  # a run without replies does without it

    found = read_replies(path, name)
    if found is None:
        return None
    told = (ReplyWorkbook(CellPos(workbook=name), count=len(found.replies)), *found.temuan)
    return Evaluated(file=name, sha256=found.sha256, replies=found, temuan=told)


def _evaluate_entry(entry: tuple[str, Path], catalogs: Catalogs, options: Options) -> Evaluated:
    return _evaluated(*entry, catalogs, options)


def evaluate_all(
    found: Found, catalogs: Catalogs, options: Options, executor: Executor | None = None, tick: Tick = unseen
) -> list[Evaluated]:
    """Return every file's outcome, in the order of `found.files`, whatever finishes first."""
    work = partial(_evaluate_entry, catalogs=catalogs, options=options)
    outcomes = for_each_file(work, found.files, executor, tick)
    return [
        Evaluated(file=name, temuan=(one.temuan,)) if isinstance(one, Fault) else one
        for (name, _), one in zip(found.files, outcomes, strict=True)
    ]


def set_aside(outcome: Evaluated, temuan: Temuan) -> Evaluated:
    """Return a file's outcome refused for a fault met after it was evaluated."""
    return Evaluated(file=outcome.file, sha256=outcome.sha256, temuan=(temuan,))


# Many worksheets read, for one job.


_AS_FOUND = Options()


@dataclass(frozen=True)
class Sources:
    """Worksheets to be read: files and folders, how they are read, the folder of catalogs (None: the program's own)."""

    paths: tuple[Path, ...]
    options: Options = _AS_FOUND
    criteria: Path | None = None


@dataclass(frozen=True)
class Worksheets:
    """Worksheets read: which files there were, and each one's outcome in their order."""

    found: Found
    outcomes: tuple[Evaluated, ...]
    catalogs: Catalogs
    options: Options

    def instrument_of(self, outcome: Evaluated) -> Instrument | None:
        """Return the instrument a file was read as; None for a refused one."""
        return self.catalogs.load(outcome.result.submission.instrument).value if outcome.result else None

    @property
    def temuan(self) -> tuple[Temuan, ...]:
        """Everything told about the paths, then about the files."""
        return (*self.found.errors, *(t for outcome in self.outcomes for t in outcome.temuan))

    def unusable(self, paths: Sequence[Path]) -> tuple[Temuan, ...]:
        """Return why nothing at the paths can be used: what was passed over, each file's reasons, that it is all."""
        return (*self.found.passed_over, *self.temuan, nothing_at(paths, len(self.outcomes)))


def find_sources(sources: Sources, leave_out: Iterable[Path] = ()) -> tuple[Found, Catalogs]:
    """Return the files of a job and its catalogs, nothing read yet.

    Raises a refusal when what is forced does not exist, or one unit's name is given for several files.
    """
    catalogs, options = catalogs_at(sources.criteria), sources.options
    found = find_files(sources.paths, leave_out)
    known_instrument(catalogs, options.instrument)
    known_layout(catalogs, options.layout, options.instrument)
    if options.unit_name and len(found.files) > 1:
        raise NameForSeveral(len(found.files))
    return found, catalogs


def read_worksheets(
    sources: Sources, leave_out: Iterable[Path] = (), watch: Watch = unwatched, executor: Executor | None = None
) -> Worksheets:
    """Return every worksheet of `sources` evaluated; files of `leave_out` are none. Raises as `find_sources`."""
    return evaluate_found(*find_sources(sources, leave_out), sources.options, watch, executor)


def evaluate_found(
    found: Found,
    catalogs: Catalogs,
    options: Options,
    watch: Watch = unwatched,
    executor: Executor | None = None,
) -> Worksheets:
    """Return files that were found, evaluated."""
    with watch(Stage.READ, len(found.files)) as tick:
        return Worksheets(found, tuple(evaluate_all(found, catalogs, options, executor, tick)), catalogs, options)


def choose_instrument(worksheets: Worksheets) -> Instrument | None:
    """Return the instrument that is forced, or that of all files; None when no file is of any.

    Raises MixedInstruments when the files are of several and none is forced.
    """
    name = worksheets.options.instrument
    if not name:
        counts = Counter(o.result.submission.instrument for o in worksheets.outcomes if o.result)
        if len(counts) > 1:
            raise MixedInstruments(dict(sorted(counts.items())))
        name = next(iter(counts), "")
    return worksheets.catalogs.load(name).value if name else None


def nothing_at(paths: Sequence[Path], refused: int = 0) -> Temuan:
    """Return the temuan of paths where no worksheet is that can be used: `refused` files were found there, or none."""
    at = CellPos(workbook=", ".join(readable(str(path)) for path in paths))
    return EveryFileRefused(at, files=refused) if refused else NoWorksheetFound(at)


def validity_of(outcome: Evaluated, catalogs: Catalogs) -> list[Temuan]:
    """Return whether a worksheet's period lies outside its instrument's years (NILAI-030)."""
    if outcome.result is None:
        return []
    submission = outcome.result.submission
    instrument = catalogs.load(submission.instrument).value
    return validity_remark(instrument, submission.period, submission.file) if instrument else []


# One worksheet's figures.


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; empty when it cannot be read or is larger than any worksheet."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def result_of(
    submission: Submission,
    catalogs: Catalogs,
    options: Options,
    temuan: tuple[Temuan, ...] = (),
    unit: Unit | None = None,
) -> UnitResult:
    """Return all that follows from a submission: trees, verdicts, predicate, temuan of every step.

    A strict run has the strict trees, and says what that changed; the submission keeps what was answered, and the
    workbook's own figures are compared with those of the answers as they are.
    """
    instrument = catalogs.load(submission.instrument).value
    assert instrument is not None, "a submission names an instrument that was loaded to read it"
    blank: Blank = options.blank or instrument.policies.blank
    on_time()
    plain = tree, other = score_both(submission, instrument, blank)
    change, (tree, other) = _strict(submission, plain, instrument) if options.strict else (None, plain)
    verdicts = tuple(judge(tree, instrument))
    predicate = predicate_of(tree, instrument)
    differing = _differing(submission, plain, instrument, blank)
    review = review_figures(submission, instrument, tree, change)
    on_time()
    found = [
        *temuan,
        *check_submission(submission, instrument),
        *plain[0].temuan,
        *review_temuan(submission, review),
        *differing,
        *(_variant_remark(submission, instrument, catalogs, blank) if differing and not submission.part else ()),
        *(policy_remarks(*plain, instrument, submission.file) if not submission.part else ()),
        *reading_remarks(verdicts, submission.file),
        *predicate_remarks(predicate, submission.file),
        *([strict_remark(change, submission.file)] if change else []),
    ]
    result = UnitResult(
        unit=unit or submission.unit,
        submission=submission,
        tree=tree,
        other_tree=other,
        **review,
        verdicts=verdicts,
        predicate=predicate,
    )
    on_time()
    findings = look(result, instrument)
    on_time()
    every = (*found, *(one.temuan for one in findings))
    return replace(result, findings=findings, temuan=every)


def _strict(
    submission: Submission, trees: tuple[ScoreTree, ScoreTree], instrument: Instrument
) -> tuple[StrictEffect, tuple[ScoreTree, ScoreTree]]:
    """Return what strict scoring changes, and the strict trees under both blank policies."""
    items = unproven(submission, trees[0])
    strict = score_both(as_blank(submission, items), instrument, trees[0].blank) if items else trees
    both = trees[0], strict[0]
    verdicts = judge(both[0], instrument), judge(both[1], instrument)
    predicates = predicate_of(both[0], instrument), predicate_of(both[1], instrument)
    return effect(submission, items, both, verdicts, predicates), strict


def review_figures(
    submission: Submission, instrument: Instrument, tree: ScoreTree, strict: StrictEffect | None
) -> dict[str, Any]:
    """Return the fields of a result that follow from the verifiers' answers.

    A strict run is strict with both sides: else a verifier would seem to lower what strictness alone took away.
    """
    left = submission
    if strict is not None and strict.applied:
        left = of_both_sides(submission, strict.items, instrument)
        strict = strict.model_copy(update={"reviewed": tuple(i for i in submission.reviewed if i not in left.reviewed)})
    verified = verified_of(left, instrument, tree)
    return {
        "reviewed": verified.alone if verified else None,
        "verified": verified,
        "national": national_of(left, instrument, tree),
        "strict": strict,
    }


def review_temuan(submission: Submission, figures: dict[str, Any]) -> list[Temuan]:
    """Return what was noticed while the verifiers' answers were scored, or why they were not (ISI-038)."""
    found = [figures["verified"], figures["national"]]
    reviewed = submission.reviewed or submission.national
    if reviewed and not has_own(submission):
        return [VerifiedWithoutOwn(CellPos(workbook=submission.file), count=len(reviewed))]
    return [temuan for one in found if one for temuan in one.alone.temuan]


def _differing(
    submission: Submission, trees: tuple[ScoreTree, ScoreTree], instrument: Instrument, blank: Blank
) -> list[Temuan]:
    """Return which figures of the workbook are not ours; a worksheet of some items reckons with those alone."""
    if submission.part:
        instrument = instrument.only(submission.part)
        trees = score_both(submission, instrument, blank)
    return compare_shown(submission, trees, instrument)


def _variant_remark(
    submission: Submission, instrument: Instrument, catalogs: Catalogs, blank: Blank
) -> Iterator[Temuan]:
    """Yield whether the workbook's own figures are those of another variant of the instrument."""
    names = [f"{instrument.base_id}@{v.id}" for v in instrument.variants if v.id != instrument.variant]
    others = [other for name in names if (other := catalogs.load(name).value)]
    yield from variant_remark(submission, instrument, [(o, score_both(submission, o, blank)) for o in others])
