"""Files of a folder gathered into one workbook, whichever kind they are: worksheets of units, rekaps of instansi.

Enters: a `GatherRequest`. Leaves: what `jobs.rekap` or `jobs.province` made of it. Prints nothing.
"""

from __future__ import annotations

from concurrent.futures import Executor
from enum import Enum

from pmprb.jobs.evaluate import evaluate_found, find_sources
from pmprb.jobs.inputs import Catalogs, Found, load_register
from pmprb.jobs.output import OutputGate
from pmprb.jobs.pool import Stage, Watch, unwatched
from pmprb.jobs.province import (
    ProvinceAsked,
    ProvinceMade,
    RekapFile,
    begins_with_rekap,
    make_province,
    mostly_rekaps,
    read_rekaps,
)
from pmprb.jobs.rekap import RekapMade, RekapRequest, rekap_gate, rekap_of
from pmprb.records import dataclass


class Kind(Enum):
    """What the files are: told by the caller, or by most of the files themselves."""

    BY_FILES = "by_files"
    WORKSHEETS = "worksheets"
    REKAPS = "rekaps"


@dataclass(frozen=True)
class GatherRequest:
    """A rekap that is asked for, of worksheets or of rekaps. Of these what concerns worksheets alone is not used."""

    rekap: RekapRequest
    kind: Kind = Kind.BY_FILES

    @property
    def asked(self) -> ProvinceAsked:
        """What is asked for when the files are rekaps."""
        rekap, options = self.rekap, self.rekap.sources.options
        return ProvinceAsked(
            instrument=options.instrument,
            period=rekap.period,
            blank=options.blank or "",
            duplicates=rekap.duplicates,
            name=rekap.instansi,
        )


def gather_files(
    request: GatherRequest, watch: Watch = unwatched, executor: Executor | None = None
) -> RekapMade | ProvinceMade:
    """Write the workbook that is asked for; return what is in it, and every file's fate.

    Raises MixedRekaps, and what `make_rekap` raises.
    """
    rekap = request.rekap
    with rekap_gate(rekap, request.kind is Kind.REKAPS) as gate:
        if gate.refused:
            return RekapMade(rekap.target, outputs=tuple(gate.temuan))
        return _gathered(request, gate, watch, executor)


def _gathered(
    request: GatherRequest, gate: OutputGate, watch: Watch, executor: Executor | None
) -> RekapMade | ProvinceMade:
    """Write the workbook through the gate."""
    rekap = request.rekap
    found, catalogs = find_sources(rekap.sources, rekap.named)
    if request.kind is Kind.REKAPS or (request.kind is Kind.BY_FILES and begins_with_rekap(found)):
        files = _rekaps(found, catalogs, watch, executor)
        if request.kind is Kind.REKAPS or mostly_rekaps(files):
            return make_province(files, found, catalogs, request.asked, rekap.target, gate)
    units = load_register(rekap.register)
    if units.value is None:
        return RekapMade(rekap.target, register=units.temuan)
    worksheets = evaluate_found(found, catalogs, rekap.sources.options, watch, executor)
    if request.kind is Kind.BY_FILES and mostly_rekaps(worksheets.outcomes):
        files = _rekaps(found, catalogs, watch, executor)
        return make_province(files, found, catalogs, request.asked, rekap.target, gate)
    return rekap_of(rekap, worksheets, units, gate, watch, executor)


def _rekaps(found: Found, catalogs: Catalogs, watch: Watch, executor: Executor | None) -> list[RekapFile]:
    with watch(Stage.REKAPS, len(found.files)) as tick:
        return read_rekaps(found, catalogs, executor, tick)
