"""One file from path to verdict.

Enters: a path and the catalogs. Leaves: an `Evaluated` with everything computed or the reasons
why not. Never raises for anything a file can contain: a stumble of ours is BUKU-042.
"""

from __future__ import annotations

from pathlib import Path

from pmprb.answers.checks import check_submission
from pmprb.answers.model import Submission, Unit
from pmprb.consolidation.model import UnitResult
from pmprb.eligibility.verdict import judge, predicate_of, reading_remarks
from pmprb.excel.read import read_submission
from pmprb.pipeline.catalogs import Catalogs
from pmprb.scoring.compare import compare_shown, policy_remarks
from pmprb.scoring.tree import Blank, score, score_reviewed
from pmprb.temuan import CellPos, Code, Model, Temuan


class Options(Model):
    """How files are judged: a forced instrument and layout, and the blank policy (None: the catalog's)."""

    instrument: str = ""
    layout: str = ""
    blank: Blank | None = None


class Evaluated(Model):
    """One file's outcome; `result` is None when the file was refused."""

    file: str
    sha256: str = ""
    result: UnitResult | None = None
    temuan: tuple[Temuan, ...] = ()


def evaluate(name: str, path: Path, catalogs: Catalogs, options: Options) -> Evaluated:
    """Return a file's outcome; `name` is how the file is shown in temuan and results."""
    try:
        loaded = read_submission(path, catalogs.load, catalogs.ids(), options.instrument, options.layout, name)
        if loaded.value is None:
            return Evaluated(file=name, temuan=loaded.temuan)
        result = result_of(loaded.value, catalogs, options, loaded.temuan)
    except Exception as error:  # a program fault must not take the other files down
        detail = f"{type(error).__name__}: {error}"[:200]
        return Evaluated(file=name, temuan=(Temuan.of(Code.BUKU_042, CellPos(workbook=name), detail=detail),))
    return Evaluated(file=name, sha256=loaded.value.sha256, result=result, temuan=result.temuan)


def result_of(
    submission: Submission,
    catalogs: Catalogs,
    options: Options,
    temuan: tuple[Temuan, ...] = (),
    unit: Unit | None = None,
) -> UnitResult:
    """Return all that follows from a submission: trees, verdicts, predicate, temuan of every step."""
    instrument = catalogs.load(submission.instrument).value
    assert instrument is not None, "a submission names an instrument that was loaded to read it"
    blank: Blank = options.blank or instrument.policies.blank
    tree = score(submission, instrument, blank)
    other = score(submission, instrument, "lewati" if blank == "nol" else "nol")
    verdicts = tuple(judge(tree, instrument))
    found = [
        *temuan,
        *check_submission(submission, instrument),
        *tree.temuan,
        *compare_shown(submission, (tree, other), instrument),
        *policy_remarks(tree, other, instrument, submission.file),
        *reading_remarks(verdicts, submission.file),
    ]
    return UnitResult(
        unit=unit or submission.unit,
        submission=submission,
        tree=tree,
        other_tree=other,
        reviewed=score_reviewed(submission, instrument) if submission.reviewed else None,
        verdicts=verdicts,
        predicate=predicate_of(tree, instrument),
        temuan=tuple(found),
    )
