"""A rekap proved: made again from the worksheets it names, and compared figure by figure and cell by cell.

Enters: a rekap and the files offered. Leaves: a `Proof`. The files are those whose bytes the rekap's record names;
others are told and left out. Nothing is written but a workbook in a temporary folder.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmprb import __version__
from pmprb.books.rekap.differ import cell_differences
from pmprb.catalog.model import Instrument
from pmprb.jobs.consolidate import Wishes, gather, read_reviews
from pmprb.jobs.evaluate import Options, Sources, evaluate_found, find_sources, sha256_of
from pmprb.jobs.inputs import Catalogs, Found
from pmprb.jobs.pool import Watch, unwatched
from pmprb.jobs.rekap import write_rekap
from pmprb.jobs.take_up import take_up
from pmprb.office.model import FORCED
from pmprb.office.record import InputRecord, RekapRecord, UnitRecord, record_of
from pmprb.office.register import Register
from pmprb.office.rescored import number, own_part
from pmprb.temuan import (
    CellPos,
    Model,
    NotARekapInput,
    OtherFilePassedOver,
    RekapFigureDiffers,
    RekapInputChanged,
    RekapInputMissing,
    RekapOfOtherCatalog,
    RekapOfOtherProgram,
    TemporaryFilePassedOver,
    Temuan,
    UnitFigureDiffers,
    has_errors,
)
from pmprb.text import readable


class Proof(Model):
    """What a proof found. `same` is true when every input is there and every figure and cell is the same.

    `again` is the record of the second run, None when it could not be run. `cells` tells whether sheets were compared.
    """

    rekap: str
    record: RekapRecord | None = None
    again: RekapRecord | None = None
    digest: str = ""
    cells: bool = False
    temuan: tuple[Temuan, ...] = ()

    @property
    def same(self) -> bool:
        """True when nothing differs."""
        return self.again is not None and not has_errors(self.temuan)


@dataclass(frozen=True)
class _Inputs:
    """The record's worksheets and reviews found among the files offered, under the names the record has for them."""

    files: tuple[tuple[str, Path], ...]
    reviews: tuple[tuple[str, Path], ...]
    temuan: tuple[Temuan, ...]


@dataclass(frozen=True)
class ProofRequest:
    """A rekap, and where the worksheets and reviews are that it was made of. Nothing is forced for their reading but
    what the rekap's record names."""

    rekap: Path
    sources: Sources


def prove_rekap(request: ProofRequest, watch: Watch = unwatched, executor: Executor | None = None) -> Proof:
    """Return whether a rekap is what its worksheets give. Raises the refusals of `find_sources`."""
    found, catalogs = find_sources(request.sources, [request.rekap])
    return prove(request.rekap, found, catalogs, watch, executor)


def prove(
    rekap: Path, found: Found, catalogs: Catalogs, watch: Watch = unwatched, executor: Executor | None = None
) -> Proof:
    """Return whether a rekap is what the files found give."""
    taken, name = take_up(rekap, catalogs), readable(rekap.name)
    if taken.value is None:
        return Proof(rekap=name, temuan=taken.temuan)
    record, instrument, at = taken.value.recorded.record, taken.value.instrument, CellPos(workbook=name)
    inputs = _inputs(record, found, at)
    temuan = [*found.errors, *taken.temuan, *inputs.temuan]
    if record.program != __version__:
        temuan.append(RekapOfOtherProgram(at, seen=record.program, expected=__version__))
    if instrument is None or instrument.hash != record.catalog_hash:
        have = instrument.hash[:12] if instrument else "-"
        temuan.append(RekapOfOtherCatalog(at, name=record.instrument, seen=record.catalog_hash[:12], expected=have))
    if instrument is None:
        return Proof(rekap=name, record=record, temuan=tuple(temuan))
    complete = not any(isinstance(t, RekapInputMissing | RekapInputChanged) for t in inputs.temuan)
    sheets = complete and record.program == __version__
    run = _Again(rekap, record, inputs, instrument, catalogs)
    again, cells = run.run(sheets, watch, executor)
    temuan += [*_compared(record, again, at, complete), *cells]
    return Proof(
        rekap=name, record=record, again=again, digest=taken.value.recorded.digest, cells=sheets, temuan=tuple(temuan)
    )


def _inputs(record: RekapRecord, found: Found, at: CellPos) -> _Inputs:
    """Return the record's worksheets and reviews among the files: by name and bytes, else by bytes alone."""
    free = {path: (name, sha256_of(path)) for name, path in found.files}
    temuan: list[Temuan] = []
    files = _taken(record.inputs, free, at, temuan)
    reviews = _taken(record.reviews, free, at, temuan)
    temuan += [NotARekapInput(CellPos(workbook=name)) for name, _ in free.values()]
    return _Inputs(files, reviews, tuple(temuan))


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

    def run(self, sheets: bool, watch: Watch, executor: Executor | None) -> tuple[RekapRecord, list[Temuan]]:
        """Return the record of the second run, and with `sheets` the cells a second rekap would not have."""
        record, instrument, settings = self.record, self.instrument, self.record.settings
        forced = {key: getattr(settings, key) for key in FORCED}
        options = Options(blank=record.blank, **forced)
        found = Found(self.inputs.files, _passed_over(record.inputs), ())
        verifying = Found(self.inputs.reviews, _passed_over(record.reviews), ())
        worksheets = evaluate_found(found, self.catalogs, options, watch, executor)
        reviews = read_reviews(verifying, self.catalogs, options, executor)
        wishes = Wishes(period=settings.period, duplicates=settings.duplicates, options=options)
        register = Register(settings.units)
        consolidation = gather(worksheets.outcomes, found, instrument, register, wishes, reviews)
        again = record_of(consolidation, instrument, record.program, record.instansi).as_of(record.edition)
        if not sheets:
            return again, []
        with tempfile.TemporaryDirectory(prefix="pmprb-") as folder:
            second = Path(folder, "rekap.xlsx")
            write_rekap(consolidation, instrument, second, self.rekap, record.instansi)
            return again, cell_differences(self.rekap, second)


def _passed_over(inputs: Iterable[InputRecord]) -> tuple[Temuan, ...]:
    """Return the files that were no worksheets, as the first run told them; they are not needed again."""
    over = (one for one in inputs if one.fate == "passed_over" and not one.sha256)
    return tuple(
        (TemporaryFilePassedOver if TemporaryFilePassedOver.code in one.codes else OtherFilePassedOver)(
            CellPos(workbook=one.file)
        )
        for one in over
    )


def _compared(old: RekapRecord, new: RekapRecord, at: CellPos, complete: bool) -> Iterator[Temuan]:
    """Yield what two records say differently: of the whole (BUKU-108), and of each unit the deepest figures.

    When inputs are not all there, only units that have theirs are compared.
    """
    if complete:
        yield from _wholes(old, new, at)
    after = {_key(unit): unit for unit in new.units}
    for unit in old.units:
        other = after.pop(_key(unit), None)
        if other is not None:
            yield from _unit_differs(unit, other, at, complete)
        elif complete:
            yield UnitFigureDiffers(at, unit=unit.unit.name, seen=number(unit.points), expected="-")
    for unit in after.values() if complete else ():
        yield UnitFigureDiffers(at, unit=unit.unit.name, seen="-", expected=number(unit.points))


def _wholes(old: RekapRecord, new: RekapRecord, at: CellPos) -> Iterator[Temuan]:
    wholes = (
        ("index", number(old.index), number(new.index)),
        ("predicate", old.predicate or "-", new.predicate or "-"),
        ("period", old.period, new.period),
        ("registered", str(old.registered), str(new.registered)),
        ("missing", str(len(old.missing)), str(len(new.missing))),
        ("used", _used(old), _used(new)),
    )
    for what, seen, expected in wholes:
        if seen != expected:
            yield RekapFigureDiffers(at, what=what, seen=seen, expected=expected)


def _key(unit: UnitRecord) -> tuple[str, str]:
    return unit.unit.code, unit.unit.name


def _used(record: RekapRecord) -> str:
    return str(Counter(one.fate for one in record.inputs)["used"])


def _unit_differs(old: UnitRecord, new: UnitRecord, at: CellPos, reviews: bool) -> Iterator[Temuan]:
    """Yield the figures of a unit that differ: its items, or its nodes when no item does.

    Without `reviews` verifiers' scores are left alone: their files are not all there.
    """
    name = old.unit.name
    pairs = {item: (old.items.get(item), new.items.get(item)) for item in {**old.items, **new.items}}
    items = {item: pair for item, pair in pairs.items() if own_part(pair[0]) != own_part(pair[1])}
    verified = {item: pair for item, pair in pairs.items() if pair[0] != pair[1]} if reviews else {}
    for item, (seen, expected) in (verified | items).items():
        score = "score" if item in items else "reviewed"
        was, is_now = number(getattr(seen, score, None)), number(getattr(expected, score, None))
        yield UnitFigureDiffers(at, item, unit=name, seen=was, expected=is_now)
    if not items:
        for node in {**old.nodes, **new.nodes}:
            before, after = old.nodes.get(node), new.nodes.get(node)
            if before != after:
                was, is_now = (number(one.points if one else None) for one in (before, after))
                yield UnitFigureDiffers(at, node, unit=name, seen=was, expected=is_now)
