"""A rekap taken up again: its record read, and doubted before anyone uses it.

Enters: a rekap's path and the catalogs. Leaves: its record with its catalog, or why it may not be used. Whatever reads
a rekap (proof, comparison over time, province, the columns people typed) comes through here, and whatever reads a
province's workbook again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pmprb.catalog.model import Instrument
from pmprb.jobs.inputs import Catalogs
from pmprb.office.rescored import doubts
from pmprb.records import dataclass
from pmprb.temuan import CellPos, Loaded, RekapRecordChanged, Temuan, UnopenableFile
from pmprb.text import readable
from pmprb.workbook.ours import Recorded, RecordedProvince, open_province, open_record


@dataclass(frozen=True)
class TakenUp:
    """A rekap's record, and its catalog; None when that is not installed: then nothing was scored again."""

    recorded: Recorded
    instrument: Instrument | None


def take_up(path: Path, catalogs: Catalogs, name: str = "") -> Loaded[TakenUp]:
    """Return a rekap's record, scored again; None with why the file holds none (see `open_record`).

    What its own answers do not give is a KESALAHAN beside the value: the caller decides what to do without it.
    Temuan name the file `name`.
    """
    at = CellPos(workbook=name or readable(path.name))
    opened = open_record(path)
    if opened.value is None:
        return Loaded(value=None, temuan=tuple(_named(temuan, at) for temuan in opened.temuan))
    record = opened.value.record
    instrument = installed(record.instrument, catalogs)
    told = () if instrument is None else doubts(record, instrument, at)
    return Loaded(value=TakenUp(opened.value, instrument), temuan=(*opened.temuan, *told))


@dataclass(frozen=True)
class TakenProvince:
    """A province's record, and its catalog; None when that is not installed: then nothing was reckoned again."""

    recorded: RecordedProvince
    instrument: Instrument | None


def take_up_province(path: Path, catalogs: Catalogs, name: str = "") -> Loaded[TakenProvince]:
    """Return the record of a province's workbook, its figures reckoned again from its units; otherwise as `take_up`.

    What its units do not give is a KESALAHAN (BUKU-268) beside the value.
    """
    at = CellPos(workbook=name or readable(path.name))
    opened = open_province(path)
    if opened.value is None:
        return Loaded(value=None, temuan=tuple(_named(temuan, at) for temuan in opened.temuan))
    instrument = installed(opened.value.record.instrument, catalogs)
    if instrument is None:
        return Loaded(value=TakenProvince(opened.value, None), temuan=opened.temuan)
    from pmprb.office.province_doubts import province_doubts

    told = province_doubts(opened.value.record, instrument, at)
    return Loaded(value=TakenProvince(opened.value, instrument), temuan=(*opened.temuan, *told))


def installed(name: str, catalogs: Catalogs) -> Instrument | None:
    """Return an installed instrument, None when there is none of that name."""
    return catalogs.load(name).value if name.partition("@")[0] in catalogs.ids() else None


def _named(temuan: Temuan, at: CellPos) -> Temuan:
    where = temuan.at
    return temuan.moved(replace(where, workbook=at.workbook)) if isinstance(where, CellPos) else temuan


def earlier_doubts(path: Path | None, target: Path, catalogs: Catalogs) -> tuple[Temuan, ...]:
    """Return why an earlier rekap, whose typed columns are asked for, may not be taken up.

    One that cannot be opened, or holds no record, is told by whoever reads the columns, and carries what it can. One
    that is not there was named wrongly (BUKU-001): a rekap without what people typed is not what was asked for. The
    file to be written may be named too, and not be there yet.
    """
    if path is None:
        return ()
    if not path.is_file() and path.absolute() != target.absolute():
        reason = "folder" if path.is_dir() else "special" if path.exists() else "missing"
        return (UnopenableFile(CellPos(workbook=readable(str(path))), reason=reason),)
    taken = take_up(path, catalogs)
    if taken.value is not None:
        return taken.temuan
    return tuple(temuan for temuan in taken.temuan if isinstance(temuan, RekapRecordChanged))
