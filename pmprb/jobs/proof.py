"""A rekap proved: made again from the worksheets it names, and compared figure by figure and cell by cell.

Enters: a rekap and the files offered. Leaves: a `Proof`. The files are those whose bytes the rekap's record names;
others are told and left out. Nothing is written but a workbook in a temporary folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmprb import __version__
from pmprb.books.rekap.differ import book_differences
from pmprb.books.rekap.rulings import typed_rows
from pmprb.catalog.model import Instrument
from pmprb.jobs.consolidate import Wishes, gather, read_reviews
from pmprb.jobs.evaluate import Options, Sources, evaluate_found, find_sources, sha256_of
from pmprb.jobs.inputs import Catalogs, Found, load_register
from pmprb.jobs.pool import Watch, unwatched
from pmprb.jobs.rekap import write_rekap
from pmprb.jobs.rulings import with_typed
from pmprb.jobs.take_up import take_up
from pmprb.office.differ import compare_records, compare_registers
from pmprb.office.disputes import Rulings
from pmprb.office.model import FORCED
from pmprb.office.record import InputRecord, RekapRecord, record_of
from pmprb.office.register import Register
from pmprb.period import same_period
from pmprb.temuan import (
    CellPos,
    Model,
    NotARekapInput,
    OtherFilePassedOver,
    RegisterOfTheRekap,
    RekapInputChanged,
    RekapInputMissing,
    RekapOfOtherCatalog,
    RekapOfOtherProgram,
    SheetsNotComparable,
    TemporaryFilePassedOver,
    Temuan,
    WorksheetNotInRekap,
    has_errors,
)
from pmprb.text import readable


class Proof(Model):
    """What a proof found. `same` is true when every input is there, every figure the same, and every sheet shown alike.

    `again` is the record of the second run, None when it could not be run; `digest` is the rekap's own. `cells` tells
    whether sheets were compared, `register_given` whether the units come from a register that was given.
    """

    rekap: str
    record: RekapRecord | None = None
    again: RekapRecord | None = None
    digest: str = ""
    cells: bool = False
    register_given: bool = False
    temuan: tuple[Temuan, ...] = ()

    @property
    def same(self) -> bool:
        """True when nothing differs, and nothing was left uncompared."""
        return self.again is not None and self.cells and not has_errors(self.temuan)


@dataclass(frozen=True)
class _Inputs:
    """The record's worksheets, reviews and replies found among the files offered, under the names the record has for
    them; `others` are files it does not know."""

    files: tuple[tuple[str, Path], ...]
    reviews: tuple[tuple[str, Path], ...]
    replies: tuple[tuple[str, Path], ...]
    others: tuple[tuple[str, Path], ...]
    temuan: tuple[Temuan, ...]


@dataclass(frozen=True)
class ProofRequest:
    """A rekap, and where the worksheets and reviews are that it was made of. Nothing is forced for their reading but
    what the rekap's record names. `register` is a file of the units that had to hand in; without one the rekap's own
    is believed, and said to be."""

    rekap: Path
    sources: Sources
    register: Path | None = None


def prove_rekap(request: ProofRequest, watch: Watch = unwatched, executor: Executor | None = None) -> Proof:
    """Return whether a rekap is what its worksheets give. Raises the refusals of `find_sources`."""
    leave_out = [path for path in (request.rekap, request.register) if path]
    found, catalogs = find_sources(request.sources, leave_out)
    units = load_register(request.register)
    if units.value is None:
        return Proof(rekap=readable(request.rekap.name), temuan=units.temuan)
    register = units.value if request.register else None
    proof = prove(request.rekap, found, catalogs, watch, executor, register)
    return proof.model_copy(update={"temuan": (*units.temuan, *proof.temuan)})


def prove(
    rekap: Path,
    found: Found,
    catalogs: Catalogs,
    watch: Watch = unwatched,
    executor: Executor | None = None,
    register: Register | None = None,
) -> Proof:
    """Return whether a rekap is what the files found give, its units being those of the register when there is one."""
    taken, name = take_up(rekap, catalogs), readable(rekap.name)
    if taken.value is None:
        return Proof(rekap=name, temuan=taken.temuan)
    record, instrument, at = taken.value.recorded.record, taken.value.instrument, CellPos(workbook=name)
    inputs = _inputs(record, found, at)
    temuan = [*found.errors, *taken.temuan, *inputs.temuan]
    temuan += [RegisterOfTheRekap(at)] if register is None else compare_registers(record, register, at)
    if record.program != __version__:
        temuan.append(RekapOfOtherProgram(at, seen=record.program, expected=__version__))
    if instrument is None or not instrument.scores_like(record.catalog_hash):
        have = instrument.hash[:12] if instrument else "-"
        temuan.append(RekapOfOtherCatalog(at, name=record.instrument, seen=record.catalog_hash[:12], expected=have))
    if instrument is None:
        return Proof(rekap=name, record=record, temuan=tuple(temuan))
    complete = not any(isinstance(t, RekapInputMissing | RekapInputChanged) for t in inputs.temuan)
    units = Register(record.settings.units) if register is None else register
    run = _Again(rekap, record, inputs, instrument, catalogs, units)
    again, sheets = run.run(complete, watch, executor)
    temuan += [*run.unknown(watch, executor), *compare_records(record, again, at, complete)]
    made_otherwise = record.program != __version__ or instrument.hash != record.catalog_hash
    if sheets and made_otherwise:
        count = len(sheets)
        seen, here = record.program, __version__
        if seen == here:
            seen, here = (f"{here} (katalog {name[:12]})" for name in (record.catalog_hash, instrument.hash))
        temuan.append(SheetsNotComparable(at, seen=seen, expected=here, count=count))
    digest, given = taken.value.recorded.digest, register is not None
    return Proof(
        rekap=name, record=record, again=again, digest=digest, cells=complete, register_given=given,
        temuan=(*temuan, *sheets),
    )  # fmt: skip


def _inputs(record: RekapRecord, found: Found, at: CellPos) -> _Inputs:
    """Return the record's worksheets and reviews among the files: by name and bytes, else by bytes alone."""
    free = {path: (name, sha256_of(path)) for name, path in found.files}
    temuan: list[Temuan] = []
    files = _taken(record.inputs, free, at, temuan)
    reviews = _taken(record.reviews, free, at, temuan)
    replies = _taken(record.replies, free, at, temuan)
    others = tuple((name, path) for path, (name, _) in free.items())
    return _Inputs(files, reviews, replies, others, tuple(temuan))


def _taken(
    inputs: Iterable[InputRecord], free: dict[Path, tuple[str, str]], at: CellPos, temuan: list[Temuan]
) -> tuple[tuple[str, Path], ...]:
    """Return the files that are these inputs, taken out of `free`; tell those missing (104) or changed (105)."""
    offered = list(free.values())
    files: list[tuple[str, Path]] = []
    wanted = [one for one in inputs if one.fate != "passed_over" or one.sha256]
    for one in sorted(wanted, key=lambda w: (w.file, w.sha256) not in offered):
        path = _match(one, free)
        if path is not None:
            del free[path]
            files.append((one.file, path))
    taken = {name for name, _ in files}
    for one in (one for one in wanted if one.file not in taken):
        beside = next((path for path, (name, _) in free.items() if _bare(name) == _bare(one.file)), None)
        if beside is None:
            temuan.append(RekapInputMissing(at, file=one.file, unit=one.unit))
        else:
            del free[beside]
            temuan.append(RekapInputChanged(at, file=one.file, unit=one.unit))
    return tuple(sorted(files))


def _match(one: InputRecord, free: dict[Path, tuple[str, str]]) -> Path | None:
    """Return the file that is an input: its bytes, its own name before others; by name alone when it had no hash."""
    if not one.sha256:
        return next((path for path, (name, sha) in free.items() if not sha and _bare(name) == _bare(one.file)), None)
    alike = [path for path, (_, sha) in free.items() if sha == one.sha256]
    return min(alike, key=lambda path: (free[path][0] != one.file, free[path][0]), default=None)


def _bare(name: str) -> str:
    return name.rpartition("/")[2]


@dataclass(frozen=True)
class _Again:
    """A second run over the inputs of a rekap, as its record says the first one was."""

    rekap: Path
    record: RekapRecord
    inputs: _Inputs
    instrument: Instrument
    catalogs: Catalogs
    register: Register

    def run(self, sheets: bool, watch: Watch, executor: Executor | None) -> tuple[RekapRecord, list[Temuan]]:
        """Return the record of the second run, and with `sheets` the cells a second rekap would not have."""
        record, instrument, settings = self.record, self.instrument, self.record.settings
        forced = {key: getattr(settings, key) for key in FORCED}
        options = Options(blank=record.blank, **forced)
        among = tuple(sorted((*self.inputs.files, *self.inputs.replies)))
        found = Found(among, _passed_over(record.inputs), record.errors)
        verifying = Found(self.inputs.reviews, _passed_over(record.reviews), ())
        worksheets = evaluate_found(found, self.catalogs, options, watch, executor)
        reviews = read_reviews(verifying, self.catalogs, options, executor)
        wishes = Wishes(
            period=settings.period, duplicates=settings.duplicates, options=options, next_steps=settings.next_steps
        )
        consolidation = gather(worksheets.outcomes, found, instrument, self.register, wishes, reviews, self._rulings())
        again = record_of(consolidation, instrument, record.program, record.instansi).as_of(record.edition)
        if instrument.scores_like(record.catalog_hash):  # an earlier edition is not what differs
            again = again.model_copy(update={"catalog_hash": record.catalog_hash})
        if not sheets:
            return again, []
        with tempfile.TemporaryDirectory(prefix="pmprb-") as folder:
            second = Path(folder, "rekap.xlsx")
            shown = with_typed(
                consolidation, {row.key: row for row in typed_rows(self.rekap)} if record.disputes else {}
            )
            write_rekap(shown, instrument, second, self.rekap, record.instansi, record.program)
            return again, book_differences(self.rekap, second)

    def _rulings(self) -> Rulings:
        """Return what was decided, as the record has it: it is given, not found again."""
        held = (one.typed for one in self.record.disputes)
        return {one.key: one for one in held if one is not None}

    def unknown(self, watch: Watch, executor: Executor | None) -> list[Temuan]:
        """Return what the files are that the rekap does not know: worksheets of its kind and period, or anything."""
        if not self.inputs.others:
            return []
        found = Found(self.inputs.others, (), ())
        read = evaluate_found(
            found, self.catalogs, Options(instrument=self.record.settings.instrument), watch, executor
        )
        told: list[Temuan] = []
        for outcome in read.outcomes:
            at, sheet = CellPos(workbook=outcome.file), outcome.result.submission if outcome.result else None
            alike = sheet is not None and not sheet.review_of and sheet.instrument == self.record.instrument
            if sheet is not None and alike and same_period(sheet.period, self.record.period):
                told.append(WorksheetNotInRekap(at, unit=sheet.unit.name or sheet.shown_name))
            else:
                told.append(NotARekapInput(at))
        return told


def _passed_over(inputs: Iterable[InputRecord]) -> tuple[Temuan, ...]:
    """Return the files that were no worksheets, as the first run told them; they are not needed again."""
    over = (one for one in inputs if one.fate == "passed_over" and not one.sha256)
    return tuple(temuan for one in over for temuan in one.over or (_by_code(one),))


def _by_code(one: InputRecord) -> Temuan:
    """Return what a record of the first edition tells of a file that was passed over."""
    kind = TemporaryFilePassedOver if TemporaryFilePassedOver.code in one.codes else OtherFilePassedOver
    return kind(CellPos(workbook=one.file))
