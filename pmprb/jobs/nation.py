"""Worksheets of many instansi in one run: each instansi gathered for itself, all of them side by side in one workbook.

Enters: folders with one folder an instansi in them. Leaves: every instansi's tables as Parquet (`jobs.lake`), and the
workbook of instansi that rekaps of theirs would give. An instansi is one task: its worksheets are read and gathered
where a worker is, and only tables and a small record come back, so memory grows by a few kilobytes a unit. An instansi
that is finished is not done again as long as its files, the program and the catalogs are the same.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.jobs.batches import Batches
from pmprb.jobs.cluster import identity
from pmprb.jobs.consolidate import Reviews, Wishes, gather
from pmprb.jobs.evaluate import Evaluated, Options, Worksheets, choose_instrument, evaluate, find_sources, nothing_at
from pmprb.jobs.far import address_of, state_at
from pmprb.jobs.inputs import Catalogs, Found, load_register, resolved
from pmprb.jobs.lake import Part, finished, part_of, put_part, record_place, write_manifest
from pmprb.jobs.output import OutputGate
from pmprb.jobs.pool import Fault, Stage, Watch, as_ended, unwatched
from pmprb.jobs.province import ProvinceAsked, ProvinceMade, RekapFile, make_province, without_answers
from pmprb.jobs.reach import Place, at_hand, for_each_file, placed
from pmprb.jobs.refusals import MixedInstruments
from pmprb.jobs.rekap import RekapRequest, rekap_gate
from pmprb.jobs.shelf import Shelf, shelf_at
from pmprb.office.comparable import OfferedRekap
from pmprb.office.model import Consolidation
from pmprb.office.record import RekapRecord, record_of
from pmprb.office.register import Register
from pmprb.office.slim import Slim
from pmprb.temuan import CellPos, FileKilledWorkers, MixedInInstansi, Temuan, has_errors
from pmprb.text import readable

_REGISTER = "daftar-unit"
_KEPT = "2"
"""How a record is kept: part of the key, so that one kept otherwise is made anew and never misread."""


@dataclass(frozen=True)
class Instansi:
    """One instansi's files; `register` is the list of its units, a file named daftar-unit.* among them."""

    name: str
    files: tuple[tuple[str, Path], ...]
    register: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True)
class Task:
    """What a worker is told of an instansi; files of `killed` are refused unread, workers died of them."""

    instansi: str
    files: tuple[tuple[str, Place], ...]
    register: tuple[tuple[str, Place], ...]
    key: str
    killed: tuple[str, ...] = ()


@dataclass(frozen=True)
class How:
    """How every instansi is gathered."""

    wishes: Wishes
    criteria: Path | None


def gather_each(request: RekapRequest, watch: Watch = unwatched, executor: Executor | None = None) -> ProvinceMade:
    """Write every instansi's tables and the workbook of all of them; return what is in it.

    The request names a folder for the tables. Raises what `find_sources` and `make_province` raise; OSError when a
    file cannot be written: what is finished stays.
    """
    with rekap_gate(request, of_rekaps=True) as gate:
        if gate.refused:
            return ProvinceMade(request.target, temuan=tuple(gate.temuan))
        return _gathered(request, gate, watch, executor)


def _gathered(request: RekapRequest, gate: OutputGate, watch: Watch, executor: Executor | None) -> ProvinceMade:
    assert request.parquet is not None, "the command line asks for it"
    sources = request.sources
    found, catalogs = find_sources(sources, request.named)
    how = How(Wishes(period=request.period, duplicates=request.duplicates, options=sources.options), sources.criteria)
    every = instansi_of(found, sources.paths)
    if not every:
        return ProvinceMade(request.target, temuan=(*found.passed_over, *found.errors, nothing_at(sources.paths)))
    program = "\n".join((_KEPT, *identity(str(sources.criteria or "")), how.wishes.model_dump_json()))
    shelf = shelf_at(request.parquet, gate)
    run = _Run(shelf, how, executor)
    with watch(Stage.READ, len(found.files)) as tick:
        files = run.gathered(every, program, tick)
    write_manifest(shelf)
    asked = ProvinceAsked(
        instrument=sources.options.instrument, period=request.period, blank=sources.options.blank or "",
        duplicates=request.duplicates, name=request.instansi,
    )  # fmt: skip
    return make_province(files, replace(found, files=()), catalogs, asked, request.target, gate)


def instansi_of(found: Found, paths: Sequence[Path]) -> list[Instansi]:
    """Return the files by the folder they lie in beneath the paths given: that is their instansi.

    Two that bear one name, beneath two of the paths, are told apart by the path's own name. Each file is shown as it
    would be if its instansi's folder were gathered alone.
    """
    tops = [resolved(path) for path in paths]
    files: dict[tuple[str, str], list[tuple[str, Path]]] = {}
    for name, path in found.files:
        root, instansi, inside = _instansi(name, path, tops)
        files.setdefault((root, instansi), []).append((inside, path))
    names = Counter(name for _, name in files)
    made = []
    for (root, name), own in sorted(files.items(), key=lambda one: (one[0][1], one[0][0])):
        register = sorted(filter(_is_register, own), key=lambda one: len(one[0]))[:1]  # not "daftar-unit (1).xlsx"
        shown = f"{name} ({root})" if names[name] > 1 else name
        made.append(Instansi(shown, tuple(one for one in own if one not in register), tuple(register)))
    return made


def _is_register(file: tuple[str, Path]) -> bool:
    return file[0].lower().startswith(_REGISTER)


def _instansi(name: str, path: Path, tops: Sequence[Path]) -> tuple[str, str, str]:
    """Return the name of the path given, of the first folder beneath it, and of the file in that; for a file that lies
    right in the path given that is the folder."""
    for top in tops:
        inside = path.as_posix().removeprefix(top.as_posix().rstrip("/") + "/")
        if inside != path.as_posix():
            first, slash, rest = inside.partition("/")
            place = (top.name, first, rest) if slash else (top.parent.name, top.name, first)
            return readable(place[0]), readable(place[1]), readable(place[2])
    first, slash, rest = name.partition("/")  # a link to elsewhere, or a file that was named itself
    return ("", first, rest) if slash else ("", readable(path.parent.name), name)


@dataclass
class _Run:
    """The instansi of one run on their way to their tables."""

    shelf: Shelf
    how: How
    executor: Executor | None

    def gathered(self, every: Sequence[Instansi], program: str, tick: Any) -> list[RekapFile]:
        """Return a rekap, or why there is none, for each instansi in their order."""
        records: dict[int, str | tuple[Temuan, ...]] = {}
        waiting: list[tuple[int, Task]] = []
        for n, one in enumerate(every):
            key = _key(one, program)
            if (record := finished(self.shelf, one.name, key)) is not None:
                records[n] = record
                for name, _ in one.files:
                    tick(name)
            else:
                waiting.append((n, _task(one, key, self.executor)))
        self._each(waiting, every, records, tick)
        slim = Slim()
        return [self._rekap(one.name, records[n], slim) for n, one in enumerate(every)]

    def _rekap(self, name: str, kept: str | tuple[Temuan, ...], slim: Slim) -> RekapFile:
        if isinstance(kept, str):
            return _read_back(self.shelf.read(kept), name, slim)
        return RekapFile(file=name, temuan=kept)

    def _each(
        self, waiting: list[tuple[int, Task]], every: Sequence[Instansi], records: dict[int, Any], tick: Any
    ) -> None:
        work = partial(gather_one, how=self.how)
        tasks = [task for _, task in waiting]
        again: list[tuple[int, Task]] = []
        many = sum(len(task.files) for task in tasks)
        with _one_by_one(self.executor):
            for place, result in as_ended(work, tasks, lambda task: task.instansi, self.executor, files=many):
                n, task = waiting[place]
                if isinstance(result, Fault) and isinstance(result.temuan, FileKilledWorkers) and not task.killed:
                    again.append((n, task))
                    continue
                records[n] = self._put(result)
                for name, _ in every[n].files:
                    tick(name)
        if again:
            told = [(n, replace(task, killed=self._killers(every[n]))) for n, task in again]
            self._each(told, every, records, tick)

    def _killers(self, one: Instansi) -> tuple[str, ...]:
        """Return the files of an instansi that workers die of, each read again for nothing else."""
        probe = partial(_read_only, how=self.how)
        found = for_each_file(probe, (*one.files, *one.register), self.executor)
        names = [name for name, _ in (*one.files, *one.register)]
        return tuple(name for name, result in zip(names, found, strict=True) if isinstance(result, Fault)) or ("",)

    def _put(self, result: Part | tuple[Temuan, ...] | Fault) -> str | tuple[Temuan, ...]:
        if isinstance(result, Fault):
            return (result.temuan,)
        if not isinstance(result, Part):
            return result
        told = put_part(self.shelf, result)
        return told if has_errors(told) else record_place(result)


@contextmanager
def _one_by_one(executor: Executor | None) -> Iterator[None]:
    """Have each task travel alone: an instansi is work and bytes enough."""
    if not isinstance(executor, Batches):
        yield
        return
    before, executor.most = executor.most, 1
    try:
        yield
    finally:
        executor.most = before


def _task(one: Instansi, key: str, executor: Executor | None) -> Task:
    files = placed((*one.files, *one.register), executor)
    return Task(one.name, tuple(files[: len(one.files)]), tuple(files[len(one.files) :]), key)


def _key(one: Instansi, program: str) -> str:
    """Return what says that an instansi would be gathered to the same result."""
    digest = hashlib.sha256(program.encode())
    for name, path in (*one.files, *one.register):
        digest.update(f"\0{name}\0{_print(path)}".encode())
    return digest.hexdigest()


def _print(path: Path) -> str:
    if address_of(path):
        return state_at(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


# What a worker does.


def _read_only(entry: tuple[str, Path], how: How) -> bool:
    return evaluate(*entry, Catalogs(how.criteria), how.wishes.options).result is not None


def gather_one(task: Task, how: How) -> Part | tuple[Temuan, ...]:
    """Return an instansi's tables and record; why there are none when not one of its files can be used."""
    catalogs = Catalogs(how.criteria)
    register = _register(task)
    if register is None or isinstance(register, tuple):
        return register or ()
    outcomes = tuple(_evaluated(task, catalogs, how.wishes.options))
    found = Found(tuple((name, Path(name)) for name, _ in task.files), (), ())
    worksheets = Worksheets(found, outcomes, catalogs, how.wishes.options)
    try:
        instrument = choose_instrument(worksheets)
    except MixedInstruments as mixed:
        names = ", ".join(f"{name} ({count})" for name, count in mixed.counts.items())
        return (MixedInInstansi(CellPos(workbook=task.instansi), names=names),)
    if instrument is None:
        return worksheets.unusable([Path(task.instansi)])
    consolidation = gather(outcomes, found, instrument, register, how.wishes, Reviews())
    return part_of(
        consolidation, instrument, task.instansi, task.key, _packed(consolidation, instrument, task.instansi)
    )


def _register(task: Task) -> Register | tuple[Temuan, ...] | None:
    if not task.register:
        return Register()
    with at_hand(task.register[0][1]) as path:
        loaded = load_register(path)
    return loaded.value if loaded.value is not None else loaded.temuan


def _evaluated(task: Task, catalogs: Catalogs, options: Options) -> Iterator[Evaluated]:
    for name, place in task.files:
        if name in task.killed:
            yield Evaluated(file=name, temuan=(FileKilledWorkers(CellPos(workbook=name)),))
            continue
        with at_hand(place) as path:
            yield evaluate(name, path, catalogs, options)


def _packed(consolidation: Consolidation, instrument: Instrument, instansi: str) -> bytes:
    """Return the record of a consolidation as a province needs it, without answers, and the digest of the whole."""
    record = record_of(consolidation, instrument, __version__, instansi)
    kept = without_answers(record).texts()
    texts = {"digest": record.digest, "head": kept.head, "units": kept.units}
    return gzip.compress(json.dumps(texts).encode(), 6, mtime=0)


# Records read back, small.


def _read_back(packed: bytes, name: str, slim: Slim) -> RekapFile:
    """Return the rekap of an instansi whose record was kept in these bytes."""
    texts = json.loads(gzip.decompress(packed))
    record = slim.record(RekapRecord.of_texts(texts["head"], texts["units"]))
    sha256 = hashlib.sha256(packed).hexdigest()
    offered = OfferedRekap(file=name, sha256=sha256, digest=texts["digest"], record=record)
    return RekapFile(file=name, sha256=sha256, offered=offered)
