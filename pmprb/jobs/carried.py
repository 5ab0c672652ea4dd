"""A worksheet opened to take figures that were reckoned elsewhere, and one with such a figure in it.

Enters: a worksheet's path or an instrument's id. Leaves: its answers. Writes nothing, prints nothing.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.jobs.evaluate import Options, evaluate
from pmprb.jobs.inputs import Catalogs
from pmprb.numbers import number_words
from pmprb.temuan import Loaded


def open_worksheet(
    source: str, catalogs: Catalogs, period: str, unit: Unit | None = None
) -> Loaded[tuple[Instrument, Submission]]:
    """Return the worksheet in the file `source` with its instrument; where there is no such file, an empty one of the
    instrument of that id, for a unit and a period. None when it cannot be read, with why."""
    name = Path(source).name
    if Path(source).is_file():
        outcome = evaluate(name, Path(source), catalogs, Options())
        if outcome.result is None:
            return Loaded(value=None, temuan=outcome.temuan)
        submission = outcome.result.submission
        instrument = catalogs.load(submission.instrument).value
        return Loaded(value=(instrument, submission) if instrument else None)
    instrument = catalogs.load(source).value
    if instrument is None:
        return Loaded(value=None)
    empty = Submission(
        file=name,
        sha256="",
        layout="",
        instrument=instrument.id,
        unit=unit or Unit(code="", name=""),
        period=period,
        answers={item: Answer(item=item, state=State.BLANK) for item in instrument.items},
    )
    return Loaded(value=(instrument, empty))


def with_answer(
    submission: Submission, item: str, value: Fraction | None, note: str = "", evidence: str = ""
) -> Submission:
    """Return the submission with a number as an item's answer; None leaves the answer as it is.

    The unit's own note and evidence stay; `note` is added to it, `evidence` stands only where there is none.
    """
    before = submission.answers.get(item) or Answer(item=item, state=State.BLANK)
    kept = before if value is None else Answer(item=item, state=State.GIVEN, value=value)
    notes = "; ".join(part for part in (before.note, note) if part)
    answer = replace(kept, note=notes, evidence=before.evidence or evidence)
    return submission.model_copy(update={"answers": {**submission.answers, item: answer}, "shown": ()})


def said_of(answer: Answer) -> str:
    """Return an answer as people read it: a number with a decimal comma, or what was typed."""
    return answer.raw or answer.text if answer.value is None else number_words(answer.value)
