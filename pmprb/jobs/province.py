"""Rekaps of several instansi to one province.

Enters: found files and catalogs. Leaves: what each file held, and a `Province` or why there is none. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pmprb import __version__
from pmprb.books.left_out import in_book
from pmprb.catalog.model import Instrument
from pmprb.jobs.evaluate import Evaluated, sha256_of
from pmprb.jobs.inputs import Catalogs, Found
from pmprb.jobs.output import OutputGate
from pmprb.jobs.pool import Fault, Tick, sifted, unseen
from pmprb.jobs.reach import for_each_file
from pmprb.jobs.refusals import MixedRekaps
from pmprb.jobs.take_up import installed, take_up, take_up_province
from pmprb.jobs.typed import typed_in_book
from pmprb.office.comparable import (
    Offered,
    OfferedProvince,
    OfferedRekap,
    name_in,
    rows_of,
    shared_terms,
    tell_apart,
    usual_instrument,
)
from pmprb.office.model import InputFile
from pmprb.office.record import RekapRecord
from pmprb.office.register import Duplicates
from pmprb.office.slim import Slim
from pmprb.records import dataclass
from pmprb.temuan import (
    CellPos,
    CellsOutOfReach,
    DamagedWorkbook,
    Loaded,
    LockedOrOldWorkbook,
    Model,
    NotARekap,
    NotAWorkbook,
    OddPackage,
    OversizedWorkbook,
    ParserGaveUp,
    ProgramStumbled,
    ProvinceAsRekap,
    RefusedXml,
    RekapOfOtherCatalog,
    Temuan,
    UnopenableFile,
    has_errors,
    sentence,
)
from pmprb.text import readable
from pmprb.workbook.ours import PROVINCE, looks_like_rekap, read_province, record_format

if TYPE_CHECKING:  # what makes and writes a province is loaded when there is one: gabung of worksheets starts without
    from pmprb.office.province_record import Province

_NO_REKAP = frozenset(
    {
        UnopenableFile.code,
        NotAWorkbook.code,
        LockedOrOldWorkbook.code,
        DamagedWorkbook.code,
        OversizedWorkbook.code,
        OddPackage.code,
    }
    | {RefusedXml.code, CellsOutOfReach.code, ParserGaveUp.code, ProgramStumbled.code, NotARekap.code}
)


class RekapFile(Model):
    """One file's outcome: a rekap (`offered`), a province's workbook (`province`), or neither, and why."""

    file: str
    sha256: str = ""
    offered: OfferedRekap | None = None
    province: OfferedProvince | None = None
    temuan: tuple[Temuan, ...] = ()

    @property
    def every(self) -> tuple[Offered, ...]:
        """The instansi it offers."""
        if self.province is not None:
            return rows_of(self.province)
        return (self.offered,) if self.offered else ()

    @property
    def is_rekap(self) -> bool:
        """True for a rekap, also one that was changed."""
        return not any(t.code in _NO_REKAP for t in self.temuan)


class ProvinceAsked(Model):
    """What the user asks to gather; an empty text leaves it to the rekaps."""

    instrument: str = ""
    period: str = ""
    blank: str = ""
    duplicates: Duplicates = "tolak"
    name: str = ""


def begins_with_rekap(found: Found) -> bool:
    """Return whether the first file looks like a rekap: then the others are read as rekaps first."""
    return bool(found.files) and looks_like_rekap(found.files[0][1])


def read_rekaps(
    found: Found, catalogs: Catalogs, executor: Executor | None = None, tick: Tick = unseen
) -> list[RekapFile]:
    """Return every file's outcome, in the order of `found.files`. What its own answers do not give refuses a rekap."""
    read = for_each_file(partial(_read, catalogs=catalogs), found.files, executor, tick)
    slim = Slim()
    for n, (name, _) in enumerate(found.files):
        one = read[n]
        if isinstance(one, Fault):
            read[n] = RekapFile(file=name, temuan=(one.temuan,))
        elif one.offered is not None:  # as one came, so it is let go: what it shares with others is held once
            light = one.offered.model_copy(update={"record": slim.record(one.offered.record)})
            read[n] = one.model_copy(update={"offered": light})
    return [one for one in read if isinstance(one, RekapFile)]


def _read(entry: tuple[str, Path], catalogs: Catalogs) -> RekapFile:
    name, path = entry
    taken = take_up(path, catalogs, name)
    if taken.value is None:
        if any(isinstance(temuan, ProvinceAsRekap) for temuan in taken.temuan):
            return _read_province(name, path, catalogs)
        return RekapFile(file=name, sha256=sha256_of(path), temuan=taken.temuan)
    kept = taken.value.recorded
    if has_errors(taken.temuan):
        return RekapFile(file=name, sha256=kept.sha256, temuan=taken.temuan)
    light = Slim().record(without_answers(kept.record))
    offered = OfferedRekap(file=name, sha256=kept.sha256, digest=kept.digest, modified=kept.modified, record=light)
    return RekapFile(file=name, sha256=kept.sha256, offered=offered)


def _read_province(name: str, path: Path, catalogs: Catalogs) -> RekapFile:
    taken = take_up_province(path, catalogs, name)
    if taken.value is None:
        return RekapFile(file=name, sha256=sha256_of(path), temuan=taken.temuan)
    kept = taken.value.recorded
    if has_errors(taken.temuan):
        return RekapFile(file=name, sha256=kept.sha256, temuan=taken.temuan)
    called = kept.record.name.strip() or name_in(name)
    offered = OfferedProvince(file=name, sha256=kept.sha256, digest=kept.digest, name=called, record=kept.record)
    return RekapFile(file=name, sha256=kept.sha256, province=offered)


def without_answers(record: RekapRecord) -> RekapRecord:
    """Return a record without what a province does not show: the answers, which were scored where they were read."""
    return record.model_copy(update={"units": tuple(u.model_copy(update={"items": {}}) for u in record.units)})


def mostly_rekaps(files: Sequence[RekapFile | Evaluated]) -> bool:
    """Return whether more of the files are rekaps than not: then they are gathered as instansi."""
    return 2 * sum(file.is_rekap for file in files) > len(files)


def chosen_instrument(files: Iterable[RekapFile], asked: ProvinceAsked) -> list[str]:
    """Return the instrument asked for, or that of most rekaps; several when equally many have each."""
    return [asked.instrument] if asked.instrument else usual_instrument(one for f in files for one in f.every)


def gather_instansi(
    files: Iterable[RekapFile], found: Found, instrument: Instrument | None, asked: ProvinceAsked
) -> Loaded[Province]:
    """Return the province; None, with what refuses every file, when not one rekap counts.

    `instrument` is None when it is not installed: then nothing can count. A rekap at which the gathering stumbles is
    refused, and the others are gathered without it.
    """
    work = partial(_gathered, found, instrument, asked)
    return sifted(work, list(files), lambda one: one.file, _set_aside)[0]


def _set_aside(file: RekapFile, temuan: Temuan) -> RekapFile:
    return RekapFile(file=file.file, sha256=file.sha256, temuan=(temuan,))


def _gathered(
    found: Found, instrument: Instrument | None, asked: ProvinceAsked, every: Sequence[RekapFile]
) -> Loaded[Province]:
    from pmprb.office.province import bring_together

    unread = [InputFile(file=f.file, sha256=f.sha256, used=False, why=f.temuan) for f in every if not f.every]
    unread += found.passed_over_files
    offered = [one for f in every for one in f.every]
    if instrument is None:
        return Loaded(value=None, temuan=(*found.errors, *(t for f in unread for t in f.why), *_unknown(offered)))
    terms = shared_terms(offered, instrument, asked.period, asked.blank)
    told = tell_apart(offered, instrument, terms, asked.duplicates)
    province = bring_together(
        told, instrument, terms, unread, found.errors, asked.name, __version__, duplicates=asked.duplicates
    )
    return Loaded(value=province if province.instansi else None, temuan=province.temuan)


def write_gathered(province: Province, instrument: Instrument, target: Path) -> tuple[Temuan, ...]:
    """Write the province's workbook to `target`; return whether it is too large to be taken up again."""
    from pmprb.books.province.write import write_province

    target.parent.mkdir(parents=True, exist_ok=True)
    return write_province(province, instrument, target, sentences=sentence)


def _unknown(offered: Iterable[Offered]) -> list[Temuan]:
    """Return for each file that its instrument is not installed."""
    heads = {one.file: one.head for one in offered}
    return [
        RekapOfOtherCatalog(CellPos(workbook=file), name=head.instrument, seen=head.catalog_hash[:12], expected="-")
        for file, head in heads.items()
    ]


# Rekaps that were read to a workbook on disk.


@dataclass(frozen=True)
class ProvinceMade:
    """What became of rekaps of several instansi. `province` is None when nothing was written: `temuan` says why.
    `notes` are about the file that was replaced."""

    target: Path
    instrument: Instrument | None = None
    province: Province | None = None
    temuan: tuple[Temuan, ...] = ()
    notes: tuple[Temuan, ...] = ()

    @property
    def failed(self) -> bool:
        """True when nothing was written, or something of it is a KESALAHAN."""
        return self.province is None or has_errors(self.temuan)


def _is_output(path: Path, province: Province) -> bool:
    """Return whether a workbook among what is read is an earlier output: no source. A province's is one of a ministry
    only when it was itself made of provinces."""
    if record_format(path) != PROVINCE:
        return False
    if not province.provinces:
        return True
    read = read_province(path)
    return read.value is not None and bool(read.value.provinces)


def make_province(
    files: Sequence[RekapFile], found: Found, catalogs: Catalogs, asked: ProvinceAsked, target: Path, gate: OutputGate
) -> ProvinceMade:
    """Write the workbook of the rekaps read through the gate; return what is in it.

    A target that is one of the rekaps is refused (BUKU-140).

    Raises MixedRekaps when equally many are of several instruments and none is asked for.
    """
    names = chosen_instrument(files, asked)
    if len(names) > 1:
        raise MixedRekaps(names)
    instrument = installed(names[0], catalogs) if names else None
    gathered = gather_instansi(files, found, instrument, asked)
    province = gathered.value
    if province is None or instrument is None:
        return ProvinceMade(target, temuan=gathered.temuan)
    told = gate.input_at(target, lambda path: _is_output(path, province))
    large: list[Temuan] = []

    def write(draft: Path) -> None:
        large[:] = write_gathered(province, instrument, draft)

    told = told or gate.put(target, write, typed_in_book)
    if has_errors(told):
        return ProvinceMade(target, temuan=told)
    told += tuple(in_book(temuan, readable(target.name)) for temuan in large)
    return ProvinceMade(target, instrument, province, province.temuan, told)
