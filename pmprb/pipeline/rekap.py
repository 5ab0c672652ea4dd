"""Worksheets of a folder to a consolidated workbook on disk."""

from __future__ import annotations

from pathlib import Path

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.consolidation.model import Consolidation
from pmprb.excel.rekap import read_plan_columns, write_consolidation
from pmprb.pesan import sentence
from pmprb.temuan import Temuan


def write_rekap(
    consolidation: Consolidation,
    instrument: Instrument,
    target: Path,
    previous: Path | None = None,
    instansi: str = "",
) -> tuple[Temuan, ...]:
    """Write the consolidated workbook to `target`; return what an earlier one could not hand over.

    `instansi` is the name for the title. What was typed into the gap list of `previous` (PIC, tenggat,
    status) is taken over.
    """
    taken = read_plan_columns(previous) if previous else None
    target.parent.mkdir(parents=True, exist_ok=True)
    write_consolidation(
        consolidation,
        instrument,
        target,
        previous=taken.value if taken else None,
        sentences=sentence,
        version=__version__,
        instansi=instansi,
    )
    return taken.temuan if taken else ()
