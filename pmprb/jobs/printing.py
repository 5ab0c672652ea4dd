"""A rekap, or one worksheet, as an A4 PDF.

Enters: a `PrintRequest`. Leaves: the PDF, and a `Printed`. Prints nothing itself: LibreOffice makes the PDF of a
workbook that is written here from what was read, never of the file that was given.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from pmprb.books.order import PlacedUnit, placed
from pmprb.books.paper.answers import write_answers
from pmprb.books.paper.pack import Pack, write_pack
from pmprb.books.rekap.previous import read_plan_columns
from pmprb.jobs.evaluate import Options, Sources, evaluate_found, find_sources
from pmprb.jobs.inputs import catalogs_at
from pmprb.jobs.libreoffice import find_libreoffice, pdf_of
from pmprb.jobs.output import Permission, output_gate
from pmprb.jobs.refusals import OneWorksheetOnly, UnitOfRekapOnly
from pmprb.jobs.take_up import take_up
from pmprb.office.register import Register
from pmprb.office.restored import restored
from pmprb.temuan import (
    NOWHERE,
    CellPos,
    LibreOfficeMissing,
    Loaded,
    NothingToPrint,
    PrintedByOtherCatalog,
    RecordNotRescored,
    Temuan,
    UnitNotInRekap,
    has_errors,
)
from pmprb.text import readable
from pmprb.workbook.ours import PROVINCE, looks_like_rekap, record_format

PDF = ".pdf"
_START, _A_UNIT = 120.0, 3.0
"""Seconds that LibreOffice has in all cases, and for each unit's page beside."""


@dataclass(frozen=True)
class PrintRequest:
    """A rekap or a worksheet, and the PDF to be written; `unit` names the one whose page alone is wanted."""

    path: Path
    target: Path
    unit: str = ""
    overwrite: bool = False
    criteria: Path | None = None


@dataclass(frozen=True)
class Printed:
    """What became of a request: `written` when the PDF is there, `units` with a page of their own, the rekap's
    `digest`, and what was noticed."""

    target: Path
    written: bool = False
    units: int = 0
    digest: str = ""
    temuan: tuple[Temuan, ...] = ()


@dataclass(frozen=True)
class _Sheets:
    """What is to be printed: `write` puts the workbook at a path."""

    write: Callable[[Path], None]
    units: int
    digest: str = ""


def print_file(request: PrintRequest) -> Printed:
    """Write the PDF that is asked for.

    Raises NoCatalogs, OneWorksheetOnly for a folder of several, UnitOfRekapOnly; OSError when it cannot be written.
    """
    made = Printed(request.target)
    permission = Permission(request.overwrite)
    with output_gate([request.target], reads=[request.path], permission=permission, suffix=PDF) as gate:
        if gate.refused:
            return replace(made, temuan=tuple(gate.temuan))
        if find_libreoffice() is None:
            return replace(made, temuan=(LibreOfficeMissing(NOWHERE),))
        read = (_rekap if looks_like_rekap(request.path) else _worksheet)(request)
        if read.value is None:
            return replace(made, temuan=read.temuan)
        with tempfile.TemporaryDirectory(prefix="pmprb-cetak-") as folder:
            book = Path(folder, "cetak.xlsx")
            read.value.write(book)
            pdf = pdf_of(book, _START + _A_UNIT * read.value.units)
        told = (*read.temuan, *pdf.temuan)
        if pdf.value is not None:
            told += gate.put_bytes(request.target, pdf.value)
    return Printed(request.target, not has_errors(told), read.value.units, read.value.digest, told)


def _rekap(request: PrintRequest) -> Loaded[_Sheets]:
    """Return a rekap's pack. A record that its own answers do not give, or of another catalog, is not printed."""
    at = CellPos(workbook=readable(request.path.name))
    if record_format(request.path) == PROVINCE:
        return Loaded(value=None, temuan=(NothingToPrint(at, seen="rekap beberapa instansi"),))
    catalogs = catalogs_at(request.criteria)
    taken = take_up(request.path, catalogs)
    if taken.value is None or has_errors(taken.temuan):
        return Loaded(value=None, temuan=taken.temuan)
    record, instrument = taken.value.recorded.record, taken.value.instrument
    if instrument is None:
        return Loaded(value=None, temuan=(*taken.temuan, *catalogs.load(record.instrument).temuan))
    if other := tuple(t for t in taken.temuan if isinstance(t, RecordNotRescored)):
        return Loaded(
            value=None, temuan=tuple(PrintedByOtherCatalog(at, seen=one.seen, expected=one.expected) for one in other)
        )
    typed = read_plan_columns(request.path)
    rows = typed.value.rows if typed.value else {}
    pack = Pack(
        restored(record, instrument), instrument, record.instansi, taken.value.recorded.digest, record.wrong, rows
    )
    if not request.unit:
        return Loaded(
            value=_Sheets(lambda path: write_pack(pack, path), len(record.units), pack.digest), temuan=taken.temuan
        )
    found = _unit(request.unit, placed(pack.consolidation))
    if isinstance(found, tuple):
        return Loaded(value=None, temuan=(UnitNotInRekap(at, name=request.unit, near=found),))
    return Loaded(value=_Sheets(lambda path: write_pack(pack, path, [found]), 1, pack.digest), temuan=taken.temuan)


def _unit(name: str, units: list[PlacedUnit]) -> PlacedUnit | tuple[str, ...]:
    """Return the unit of a code, name or alias; else the names that look like it."""
    register = Register(unit.result.unit for unit in units)
    known = register.find(name, name)
    if known is not None:
        return next(unit for unit in units if unit.result.unit == known)
    names = {unit.name.casefold(): unit.name for unit in units}
    inside = [full for full in names if name.casefold() in full]
    if len(inside) == 1:
        return next(unit for unit in units if unit.name.casefold() == inside[0])
    near = inside or get_close_matches(name.casefold(), list(names), n=3, cutoff=0.5)
    return tuple(names[one] for one in near[:4])


def _worksheet(request: PrintRequest) -> Loaded[_Sheets]:
    """Return one worksheet's answers."""
    found, catalogs = find_sources(Sources((request.path,), criteria=request.criteria))
    if len(found.files) > 1:
        raise OneWorksheetOnly(len(found.files))
    read = evaluate_found(found, catalogs, Options())
    outcome = next((one for one in read.outcomes if one.result), None)
    if outcome is None or outcome.result is None:
        return Loaded(value=None, temuan=read.unusable((request.path,)))
    if request.unit:
        raise UnitOfRekapOnly(outcome.file)
    result, instrument = outcome.result, read.instrument_of(outcome)
    assert instrument is not None, "a worksheet was read by an instrument"
    return Loaded(value=_Sheets(lambda path: write_answers(result, instrument, path), 1), temuan=())
