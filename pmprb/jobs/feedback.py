"""A consolidation's units to what each of them gets back: a workbook, a page, a marked-up copy of its own file.

Enters: the consolidation, every file's outcome, the register, a folder. Leaves: three files a unit in that folder, and
`Written`. Prints nothing. Inputs are only read. What one unit gets knows nothing of the others.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from pmprb import __version__
from pmprb.books.feedback.book import write_unit_workbook
from pmprb.books.feedback.copy import Cover, Unmarkable, marked_copy, reads_back
from pmprb.books.feedback.html import feedback_page
from pmprb.books.feedback.sheet import Mark
from pmprb.books.order import placed
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.insight.feedback import Feedback, caution_words, feedback_of
from pmprb.jobs.evaluate import Evaluated
from pmprb.jobs.inputs import Found
from pmprb.jobs.output import Keeper, Permission, put_file, state_of
from pmprb.jobs.pool import Fault, Stage, Watch, fault, for_each, guarded, unwatched
from pmprb.jobs.reach import at_hand
from pmprb.jobs.typed import filled_copy
from pmprb.jobs.typed_replies import WORKBOOK, typed_in_feedback
from pmprb.numbers import percent, shown
from pmprb.office.model import Consolidation, InputFile
from pmprb.office.register import Register
from pmprb.temuan import (
    CellPos,
    FeedbackNotWritten,
    LockedOrOldWorkbook,
    NoMarkedCopy,
    Temuan,
    finding_for_unit,
    has_errors,
    repair_for_unit,
    sentence_for_unit,
)
from pmprb.text import distinct, readable, slug
from pmprb.workbook.book import open_book
from pmprb.workbook.container import Refused, read_file

PAGE, COPY = "-hasil.html", "-bertanda"
_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")


@dataclass(frozen=True)
class Task:
    """One unit's feedback and where it goes: `stem` is the path all its files begin with; `sources` are its files to
    be marked up, each with the hash it was read with (empty: refused before it was read)."""

    feedback: Feedback
    stem: Path
    sources: tuple[tuple[str, Path, str], ...]

    def targets(self) -> list[Path]:
        """Return every path this may write to."""
        copies = [_copy_stem(self.stem, n) + ending for n in range(len(self.sources)) for ending in _ENDINGS]
        return [Path(name) for name in (f"{self.stem}{WORKBOOK}", f"{self.stem}{PAGE}", *copies)]


@dataclass(frozen=True)
class Written:
    """What was written: units with a feedback, marked-up copies among it; and what could not be, as temuan.

    `trouble` is the error of the first file that could not be written; further ones are temuan (BUKU-091).
    """

    units: int
    copies: int
    temuan: tuple[Temuan, ...] = ()
    trouble: OSError | None = None


@dataclass(frozen=True)
class Planned:
    """A task for every unit, and the faults of units for which none could be made."""

    tasks: tuple[Task, ...]
    faults: tuple[Temuan, ...] = ()


@dataclass(frozen=True)
class HandedOut:
    """Feedback that was written to `folder`; `nothing_sent` units of the register get none, for they sent nothing."""

    folder: Path
    written: Written
    nothing_sent: int


def plan_feedback(
    consolidation: Consolidation,
    instrument: Instrument,
    outcomes: Sequence[Evaluated],
    found: Found,
    register: Register,
    folder: Path,
) -> Planned:
    """Return a task for every unit that sent something, those without a file that counts included."""
    by_file = {outcome.file: outcome for outcome in outcomes}
    paths = dict(found.files)
    rejected: dict[str, list[tuple[Unit, InputFile]]] = {}
    for file in consolidation.inputs:
        if not file.used and not file.passed_over and file.file in by_file:
            unit = _sender(by_file[file.file], register)
            rejected.setdefault(_key(unit, file.file), []).append((unit, file))
    used = {file.file: file for file in consolidation.inputs if file.used}
    told: list[tuple[Feedback, list[str]]] = []
    faults: list[Temuan] = []
    for place in placed(consolidation):
        result = place.result
        own = result.submission.file
        others = [file for _, file in rejected.pop(_key(result.unit, own), [])]
        more = tuple(temuan for file in others for temuan in file.why)
        files = (*(used[name] for name in (own,) if name in used), *others)
        period = consolidation.period
        step = consolidation.next_steps.get(result.unit.key)
        made = guarded(own, feedback_of, result, place.standing, instrument, period, files, more, step)
        if isinstance(made, Fault):
            faults.append(made.temuan)
        else:
            told.append((made, [own]))
    for sent in rejected.values():
        files = tuple(file for _, file in sent)
        temuan = tuple(t for file in files for t in _all_temuan(file, by_file[file.file]))
        feedback = Feedback(unit=sent[0][0], period=consolidation.period, temuan=temuan, files=files)
        told.append((feedback, [file.file for file in files]))
    stems = distinct([_stem(feedback.unit) for feedback, _ in told])
    tasks = (
        Task(feedback, folder / stem, tuple((n, paths[n], by_file[n].sha256) for n in names if n in paths))
        for (feedback, names), stem in zip(told, stems, strict=True)
    )
    return Planned(tuple(tasks), tuple(faults))


def _sender(outcome: Evaluated, register: Register) -> Unit:
    """Return who sent a file that does not count: as its sheet says, or its name."""
    if outcome.result is None:
        stem = outcome.file.rpartition("/")[2].rpartition(".")[0] or outcome.file
        return register.named_in(outcome.file) or Unit(code="", name=stem)
    submission = outcome.result.submission
    known = register.find(submission.unit.code, submission.shown_name or submission.unit.name)
    return known or register.named_in(outcome.file) or submission.unit


def _key(unit: Unit, file: str) -> str:
    """Return what tells units apart, as `settle` does; a file that names none stands for itself."""
    return unit.key or f"#{file}"


def _all_temuan(file: InputFile, outcome: Evaluated) -> Iterable[Temuan]:
    """Return why a file does not count, and whatever else was noticed in it."""
    return dict.fromkeys((*file.why, *outcome.temuan))


def _stem(unit: Unit) -> str:
    return "_".join([*([slug(unit.code, 20)] if unit.code.strip() else []), slug(unit.name)])


def standing_targets(tasks: Iterable[Task]) -> list[Path]:
    """Return the files that stand where a feedback may be written."""
    return [path for task in tasks for path in task.targets() if os.path.lexists(path)]


def hand_out(
    planned: Planned,
    instrument: Instrument,
    permission: Permission,
    watch: Watch = unwatched,
    executor: Executor | None = None,
) -> Written:
    """Write every unit's feedback, over what is there if that is allowed and nobody typed into it. One unit's trouble
    is told, and stops no other's."""
    tasks = planned.tasks
    try:
        for folder in {task.stem.parent for task in tasks}:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return Written(0, 0, planned.faults, error)
    work = partial(write_one, instrument=instrument, permission=permission)
    with watch(Stage.FEEDBACK, len(tasks)) as tick:
        made = for_each(work, tasks, lambda task: str(task.stem), executor, tick)
    every = [Written(0, 0, (one.temuan,)) if isinstance(one, Fault) else one for one in made]
    troubles = [one.trouble for one in every if one.trouble]
    more = (FeedbackNotWritten(CellPos(workbook=readable(str(error.filename)))) for error in troubles[1:])
    temuan = (*planned.faults, *(t for one in every for t in one.temuan), *more)
    return Written(
        sum(one.units for one in every), sum(one.copies for one in every), temuan, next(iter(troubles), None)
    )


_ANEW = Permission(overwrite=True)


def write_one(task: Task, instrument: Instrument, permission: Permission = _ANEW) -> Written:
    """Write one unit's files; what went wrong with the copy stands in its workbook and on its page too."""
    copies, told, noticed = 0, list[Temuan](), list[Temuan]()
    try:
        for n, source in enumerate(task.sources):
            name, place, known = source
            with at_hand(place) as path:  # one on shared storage is fetched
                copied, trouble, kept = _copy(task, n, (name, path, known), instrument, permission)
            copies += copied
            told += trouble
            noticed += kept
        feedback = task.feedback.model_copy(update={"temuan": (*task.feedback.temuan, *told)})
        page = feedback_page(feedback, instrument, sentence_for_unit, __version__)
        noticed += _put(
            Path(f"{task.stem}{WORKBOOK}"),
            lambda draft: write_unit_workbook(
                feedback, instrument, draft, sentences=sentence_for_unit, version=__version__
            ),
            permission,
            typed_in_feedback(feedback.result.replies if feedback.result else {}),
        )
        noticed += _put(Path(f"{task.stem}{PAGE}"), lambda draft: draft.write_bytes(page.encode()), permission)
    except OSError as error:
        named = error if error.filename else OSError(error.errno, error.strerror, str(task.stem))
        return Written(0, copies, (*told, *noticed), named)
    except Exception as error:  # a program fault must not take the other units' feedback down
        name = task.sources[0][0] if task.sources else task.feedback.name
        return Written(0, copies, (*told, fault(name, error)))
    return Written(int(not has_errors(noticed)), copies, (*told, *noticed))


def _put(
    path: Path, write: Callable[[Path], object], permission: Permission, keeper: Keeper | None = None
) -> tuple[Temuan, ...]:
    """Write a file unless people typed into the one that stands there; return what was noticed."""
    return put_file(path, write, state_of(path), permission, keeper)


def _copy(
    task: Task, number: int, source: tuple[str, Path, str], instrument: Instrument, permission: Permission
) -> tuple[bool, list[Temuan], tuple[Temuan, ...]]:
    """Write the marked-up copy of one file; return whether there is one, why not, and what was noticed of the file
    that stood there. Of a file that the guard turns
    away nothing more is said: its reason stands among the unit's temuan already."""
    name, path, known = source
    try:
        if known and not os.path.lexists(path):  # read before, and gone since
            raise Unmarkable("changed")
        data = read_file(path)
        if known and sha256(data).hexdigest() != known:
            raise Unmarkable("changed")
        if open_book(path).value is None:
            return False, [], ()
        made, ending = marked_copy(data, _marks(task.feedback, name), _cover(task.feedback, name, instrument))
        target = Path(f"{_copy_stem(task.stem, number)}{ending}")
        kept = _put(target, lambda draft: _proved(draft, made, path), permission, filled_copy)
    except Refused as refused:
        old = isinstance(refused.told, LockedOrOldWorkbook) and refused.told.reason == "xls"
        return False, [NoMarkedCopy(CellPos(workbook=name), reason="old")] if old else [], ()
    except Unmarkable as why:
        return False, [NoMarkedCopy(CellPos(workbook=name), reason=why.reason)], ()
    except OSError:
        raise
    except Exception as error:  # a program fault here must not cost the unit its other two files
        return False, [fault(name, error)], ()
    return not has_errors(kept), [], kept


def _proved(draft: Path, made: bytes, source: Path) -> None:
    """Write a copy and read it again; Unmarkable when it does not read as its source does."""
    draft.write_bytes(made)
    if not reads_back(source, draft):
        raise Unmarkable("differs")


def _copy_stem(stem: Path, number: int) -> str:
    return f"{stem}{COPY}" + (f"-{number + 1}" if number else "")


def _marks(feedback: Feedback, file: str) -> list[Mark]:
    """Return the temuan of one file as marks."""
    return [
        Mark(t.severity, t.code, t.at.sheet, t.at.cell, t.node, finding_for_unit(t), repair_for_unit(t))
        for t in feedback.temuan
        if isinstance(t.at, CellPos) and t.at.workbook == file
    ]


def _cover(feedback: Feedback, file: str, instrument: Instrument) -> Cover:
    """Return what the copy's first sheet says beside its marks."""
    period = f", periode {feedback.period}" if feedback.period else ""
    facts = [f"{instrument.title}{period}", f"Salinan bertanda dari berkas {file}."]
    result = feedback.result
    if result is None:
        facts.append("Berkas ini belum dihitung. Betulkan menurut daftar di bawah, lalu kirim ulang.")
    elif not result.rated:
        why = "belum ada satu pun jawaban" if result.untouched else "belum ada jawaban yang dapat dinilai"
        facts.append(f"Belum dinilai: {why}.")
    else:
        total = result.tree.total
        said = [f"{verdict.target}: {'lolos' if verdict.passed else 'belum'}" for verdict in feedback.deciding]
        value = f"Nilai {shown(total.points)} dari {shown(total.max)} ({percent(total.share)})"
        facts.append(" · ".join([value, *said]) + f". Rinciannya pada berkas …{WORKBOOK}.")
    caution = caution_words(instrument)
    return Cover(f"Umpan Balik · {feedback.name}", tuple(facts), f"Perhatian: {caution}" if caution else "")


def without_any(consolidation: Consolidation, tasks: Iterable[Task]) -> int:
    """Return how many units of the register get nothing, for they sent nothing."""
    told = {_key(task.feedback.unit, "") for task in tasks}
    return sum(_key(unit, "") not in told for unit in consolidation.missing)


def feedback_counts(handed: HandedOut) -> Mapping[str, int]:
    """Return what was written, in numbers: units told, marked-up copies, units that sent nothing."""
    return {"units": handed.written.units, "copies": handed.written.copies, "nothing_sent": handed.nothing_sent}
