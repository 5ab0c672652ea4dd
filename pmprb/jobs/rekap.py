"""Worksheets of a folder to a consolidated workbook on disk, with its tables and the feedback for every unit.

Enters: a `RekapRequest`. Leaves: the files it names, and a `RekapMade`. Prints nothing.
"""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pmprb import __version__
from pmprb.books.left_out import in_book
from pmprb.books.rekap.previous import SCORES, PlanColumns, read_plan_columns
from pmprb.books.rekap.tables import TABLES
from pmprb.books.rekap.write import write_consolidation
from pmprb.catalog.model import Instrument
from pmprb.jobs.batches import Batches
from pmprb.jobs.consolidate import Reviews, Wishes, gather, reviews_at
from pmprb.jobs.evaluate import (
    Evaluated,
    Sources,
    Worksheets,
    choose_instrument,
    nothing_at,
    read_worksheets,
    set_aside,
)
from pmprb.jobs.far import address_of
from pmprb.jobs.inputs import load_register
from pmprb.jobs.output import OutputGate, Permission, Write, output_gate
from pmprb.jobs.pool import Watch, fault, sifted, unwatched
from pmprb.jobs.refusals import FeedbackAmongSources, MissingLibrary
from pmprb.jobs.rulings import ReadRulings, read_rulings, unreadable
from pmprb.jobs.take_up import earlier_doubts
from pmprb.jobs.typed import not_carried, other_than, taken_over, typed_in_rekap
from pmprb.jobs.typed_tables import MARKS, typed_in_tables, with_marks
from pmprb.office.model import Consolidation
from pmprb.office.register import Duplicates, Register, usual_period
from pmprb.records import dataclass
from pmprb.temuan import Loaded, Temuan, has_errors, sentence
from pmprb.text import readable
from pmprb.workbook.ours import PROVINCE, REKAP, RecordNotKept, record_format

if TYPE_CHECKING:  # what makes feedback is loaded by a run that makes some: its three books cost a start of 40 ms
    from pmprb.jobs.feedback import HandedOut, Planned


@dataclass(frozen=True)
class RekapRequest:
    """What `make_rekap` is asked for.

    `register` is a file of the units that should hand in, `previous` a rekap whose typed columns are taken over,
    `reviews` are files and folders with verifiers' answers; an empty `period` means the usual one of the files,
    `instansi` is the name for the title. `parquet`, `csv` and `feedback` are folders that are written too. `next_steps`
    asks for the least to each unit's next target. Without `overwrite` nothing is written over, without `replace_filled`
    nothing that people typed (see `jobs.output`).
    """

    sources: Sources
    target: Path
    register: Path | None = None
    period: str = ""
    duplicates: Duplicates = "tolak"
    previous: Path | None = None
    instansi: str = ""
    reviews: tuple[Path, ...] = ()
    parquet: Path | None = None
    feedback: Path | None = None
    overwrite: bool = False
    replace_filled: bool = False
    next_steps: bool = False
    csv: Path | None = None

    @property
    def tables(self) -> dict[str, Path]:
        """The folders of tables that are written too, by the ending of their files."""
        return {ending: folder for ending, folder in ((".parquet", self.parquet), (".csv", self.csv)) if folder}

    @property
    def permission(self) -> Permission:
        """What may be done to files that exist."""
        return Permission(self.overwrite, self.replace_filled)

    @property
    def named(self) -> list[Path]:
        """The files the request names beside its sources: they are no worksheets."""
        return [path for path in (self.target, self.register, self.previous, *self.reviews) if path]


@dataclass(frozen=True)
class RekapMade:
    """What became of a request. `consolidation` is None when nothing was written.

    `outputs` say why an output may not be written, before anything was read; `register` are the temuan of the
    register, `temuan` those of worksheets of which not one can be used; `in_the_way` are feedbacks that stand where
    one would be written. `carried` is what an earlier rekap could not hand over. `pending` counts rulings typed into
    the rekap that it does not apply yet.
    """

    target: Path
    instrument: Instrument | None = None
    consolidation: Consolidation | None = None
    outputs: tuple[Temuan, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    register: tuple[Temuan, ...] = ()
    carried: tuple[Temuan, ...] = ()
    in_the_way: tuple[Temuan, ...] = ()
    feedback: HandedOut | None = None
    pending: int = 0

    @property
    def failed(self) -> bool:
        """True when nothing was written, or something of it is a KESALAHAN."""
        if self.consolidation is None:
            return True
        handed = self.feedback.written.temuan if self.feedback else ()
        return self.trouble is not None or has_errors((*self.consolidation.temuan, *handed))

    @property
    def trouble(self) -> OSError | None:
        """The error of a feedback that could not be written, beside a rekap that was."""
        return self.feedback.written.trouble if self.feedback else None


def make_rekap(
    request: RekapRequest,
    watch: Watch = unwatched,
    executor: Executor | None = None,
    worksheets: Worksheets | None = None,
) -> RekapMade:
    """Write the rekap that is asked for; return what is in it, and every file's fate.

    `worksheets` are those of the request's sources when they have been read already. Raises MixedInstruments when
    several instruments were read and none is forced, FeedbackAmongSources, MissingLibrary and the refusals of
    `read_worksheets`; OSError when a file cannot be written.
    """
    with rekap_gate(request) as gate:
        if gate.refused:
            return RekapMade(request.target, outputs=tuple(gate.temuan))
        units = load_register(request.register)
        if units.value is None:
            return RekapMade(request.target, register=units.temuan)
        worksheets = worksheets or read_worksheets(request.sources, request.named, watch, executor)
        return rekap_of(request, worksheets, units, gate, watch, executor)


def consolidation_of(request: RekapRequest, worksheets: Worksheets, executor: Executor | None = None) -> RekapMade:
    """Return what `make_rekap` would gather of worksheets that were read, without writing anything."""
    made = RekapMade(request.target)
    units = load_register(request.register)
    if units.value is None:
        return replace(made, register=units.temuan)
    instrument = choose_instrument(worksheets)
    if instrument is None:
        return replace(made, register=units.temuan, temuan=worksheets.unusable(request.sources.paths))
    reviews = reviews_at(request.reviews, worksheets.catalogs, worksheets.options, executor)
    with output_gate([]) as gate:
        rulings = _rulings(request, worksheets, instrument)
        run = _Run(replace(request, next_steps=False), worksheets, instrument, units.value, reviews, gate, rulings)
        consolidation = run.gather(worksheets.outcomes)
    return replace(
        made, register=units.temuan, instrument=instrument, consolidation=consolidation, pending=rulings.pending
    )


def _rulings(request: RekapRequest, worksheets: Worksheets, instrument: Instrument) -> ReadRulings:
    """Return what was decided in the rekap that is to be replaced, and in the earlier one, of the same period."""
    own = (o.result.submission for o in worksheets.outcomes if o.result)
    rekaps = [path for path in (request.target, other_than(request.previous, request.target)) if path]
    return read_rulings(rekaps, worksheets.catalogs, instrument, request.period or usual_period(own))


def rekap_of(
    request: RekapRequest,
    worksheets: Worksheets,
    units: Loaded[Register],
    gate: OutputGate,
    watch: Watch = unwatched,
    executor: Executor | None = None,
) -> RekapMade:
    """Write the rekap of worksheets and a register that were read, through the gate; otherwise as `make_rekap`."""
    made = RekapMade(request.target, register=units.temuan)
    instrument = choose_instrument(worksheets)
    if instrument is None or units.value is None:
        return replace(made, temuan=worksheets.unusable(request.sources.paths))
    if has_errors(doubted := earlier_doubts(request.previous, request.target, worksheets.catalogs)):
        return replace(made, outputs=doubted)
    made = replace(made, carried=doubted)
    reviews = reviews_at(request.reviews, worksheets.catalogs, worksheets.options, executor)
    rulings = _rulings(request, worksheets, instrument)
    return _Run(request, worksheets, instrument, units.value, reviews, gate, rulings).write(made, watch, executor)


@contextmanager
def rekap_gate(request: RekapRequest, of_rekaps: bool = False) -> Iterator[OutputGate]:
    """Give the gate of a request's outputs, refused ones told before anything is read; raises when the request itself
    is at fault. `of_rekaps` tells that rekaps are gathered: then one of them is no place for the result."""
    folder = request.feedback
    beneath = (path for path in request.sources.paths if path.is_dir())
    if folder is not None and any(folder.resolve().is_relative_to(path.resolve()) for path in beneath):
        raise FeedbackAmongSources(folder)
    if request.parquet is not None and importlib.util.find_spec("pyarrow") is None:
        raise MissingLibrary("pyarrow")
    target = request.target
    previous = other_than(request.previous, target)
    reads = (*request.sources.paths, request.register, previous, *request.reviews)
    near = [path for path in request.tables.values() if not address_of(path)]
    folders = [*dict.fromkeys(near), *([folder] if folder else [])]
    with output_gate(
        [target],
        folders=folders,
        reads=[path for path in reads if path],
        permission=request.permission,
        own=lambda path: record_format(path) in ({PROVINCE} if of_rekaps else {REKAP, PROVINCE}),
    ) as gate:
        if not gate.refused and request.parquet is not None and address_of(request.parquet):
            from pmprb.jobs.shelf import shelf_at

            shelf_at(request.parquet, gate).ready()
        if not gate.refused and request.csv is not None:
            gate.temuan += gate.check(request.csv / name for name in (*(f"{name}.csv" for name in TABLES), MARKS))
        yield gate


@dataclass(frozen=True)
class _Run:
    """Worksheets read for a request, to be gathered and written."""

    request: RekapRequest
    worksheets: Worksheets
    instrument: Instrument
    register: Register
    reviews: Reviews
    gate: OutputGate
    rulings: ReadRulings

    def gather(self, outcomes: Sequence[Evaluated]) -> Consolidation:
        request, read = self.request, self.worksheets
        wishes = Wishes(
            period=request.period, duplicates=request.duplicates, options=read.options, next_steps=request.next_steps
        )
        return gather(outcomes, read.found, self.instrument, self.register, wishes, self.reviews, self.rulings.rulings)

    def put(self, consolidation: Consolidation) -> tuple[Temuan, ...]:
        """Write the rekap and its tables through the gate; return what was noticed, with a KESALAHAN when not."""
        request = self.request
        told = put_rekap(
            self.gate, consolidation, self.instrument, request.target, request.previous, request.instansi, request.csv
        )
        if request.parquet is not None and not has_errors(told):
            from pmprb.jobs.lake import part_of, put_part, write_manifest
            from pmprb.jobs.shelf import shelf_at

            shelf = shelf_at(request.parquet, self.gate)
            told += put_part(shelf, part_of(consolidation, self.instrument, request.instansi))
            if not has_errors(told):
                write_manifest(shelf)
        return told

    def tried(self, outcomes: Sequence[Evaluated]) -> Consolidation:
        """Return the consolidation of some outcomes that can be written; raises when it cannot."""
        consolidation = self.gather(outcomes)
        with tempfile.TemporaryDirectory(prefix="pmprb-") as folder:
            write_columns(consolidation, self.instrument, Path(folder, "rekap.xlsx"), None, self.request.instansi)
            if self.request.tables:
                from pmprb.books.rekap.tables import tables, write_csv, write_table

                for name, table in tables(consolidation, self.instrument).items():
                    for ending in self.request.tables:
                        (write_csv if ending == ".csv" else write_table)(table, Path(folder, f"{name}{ending}"))
        return consolidation

    def feedback(self, consolidation: Consolidation, outcomes: Sequence[Evaluated]) -> Planned | None:
        folder, found = self.request.feedback, self.worksheets.found
        if folder is None:
            return None
        from pmprb.jobs.feedback import plan_feedback

        return plan_feedback(consolidation, self.instrument, outcomes, found, self.register, folder)

    def standing(self, planned: Planned) -> tuple[Temuan, ...]:
        from pmprb.jobs.feedback import standing_targets

        return self.gate.check(standing_targets(planned.tasks))

    def write(self, made: RekapMade, watch: Watch, executor: Executor | None) -> RekapMade:
        request = self.request
        outcomes: Sequence[Evaluated] = self.worksheets.outcomes
        consolidation = self.gather(outcomes)
        if not consolidation.results:  # a rekap of nobody would stand where one of somebody stands
            why = [temuan for file in consolidation.inputs for temuan in file.why]
            return replace(made, temuan=(*why, nothing_at(request.sources.paths, len(outcomes))))
        planned = self.feedback(consolidation, outcomes)
        if planned and (there := self.standing(planned)):
            return replace(made, in_the_way=there)
        try:
            carried = self.put(consolidation)
        except OSError:
            raise
        except Exception:  # a unit that cannot be written: its file is looked for and refused, the others are written
            try:
                consolidation, outcomes = sifted(self.tried, outcomes, lambda outcome: outcome.file, set_aside)
                carried = self.put(consolidation)
            except RecordNotKept as error:  # no one file is to blame: nothing is handed out
                return replace(made, outputs=(fault(readable(request.target.name), error),))
            planned = self.feedback(consolidation, outcomes)
        if has_errors(carried):
            return replace(made, outputs=carried)
        carried = (*made.carried, *unreadable(consolidation, self.rulings, self.instrument), *carried)
        made = replace(made, instrument=self.instrument, consolidation=consolidation, carried=carried)
        if planned is None or request.feedback is None:
            return made
        from pmprb.jobs.feedback import HandedOut, hand_out, without_any

        here = None if isinstance(executor, Batches) else executor  # workers elsewhere would write on their own disks
        written = hand_out(planned, self.instrument, request.permission, watch, here)
        nothing = without_any(consolidation, planned.tasks)
        return replace(made, feedback=HandedOut(request.feedback, written, nothing))


def put_rekap(
    gate: OutputGate,
    consolidation: Consolidation,
    instrument: Instrument,
    target: Path,
    previous: Path | None = None,
    instansi: str = "",
    csv: Path | None = None,
) -> tuple[Temuan, ...]:
    """Write the consolidated workbook through the gate, with what was typed in the rekap at `target` and in an earlier
    one, and with it the tables in the folder `csv`; return what was noticed, with a KESALAHAN when the old files were
    kept."""
    previous = other_than(previous, target)
    taken = taken_over(target, previous)

    large: list[Temuan] = []

    def write(draft: Path) -> None:
        large[:] = write_columns(consolidation, instrument, draft, taken.value, instansi)

    def check(path: Path, draft: Path) -> tuple[Temuan, ...]:
        return not_carried(previous, SCORES, path, draft) if path == target else ()

    of_rekap, of_tables = typed_in_rekap(), typed_in_tables(csv) if csv else None

    def keeper(old: Path, draft: Path) -> Sequence[Temuan]:
        return of_rekap(old, draft) if of_tables is None or old == target else of_tables(old, draft)

    files = {target: write} | (_tables_in(csv, consolidation, instrument) if csv else {})
    told = gate.put_all(files, keeper, check=check)
    if has_errors(told):
        return told
    return (*taken.temuan, *told, *(in_book(temuan, readable(target.name)) for temuan in large))


def _tables_in(folder: Path, consolidation: Consolidation, instrument: Instrument) -> dict[Path, Write]:
    """Return what writes the tables of a consolidation into a folder."""
    from pmprb.books.rekap.tables import tables, write_csv

    made = tables(consolidation, instrument)
    return with_marks(folder, {f"{name}.csv": partial(write_csv, table) for name, table in made.items()})


def write_rekap(
    consolidation: Consolidation,
    instrument: Instrument,
    target: Path,
    previous: Path | None = None,
    instansi: str = "",
    version: str = __version__,
) -> tuple[Temuan, ...]:
    """Write the consolidated workbook to `target`; return what an earlier one could not hand over.

    `instansi` is the name for the title, `version` that of the program named in it. What was typed into the gap list
    of `previous` (PIC, tenggat, status) is taken over. The caller has asked whether it may: the gate writes by
    `write_columns`.
    """
    taken = read_plan_columns(previous) if previous else None
    large = write_columns(consolidation, instrument, target, taken.value if taken else None, instansi, version)
    return (*taken.temuan, *large) if taken else large


def write_columns(
    consolidation: Consolidation,
    instrument: Instrument,
    target: Path,
    typed: PlanColumns | None,
    instansi: str,
    version: str = __version__,
) -> tuple[Temuan, ...]:
    """Write the consolidated workbook to `target`, with what was typed in earlier ones; return whether it is too large
    to be taken up again. Raises RecordNotKept when it would not read back what it was written with."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return write_consolidation(
        consolidation, instrument, target, previous=typed, sentences=sentence, version=version, instansi=instansi
    )
