"""Writes `workbooks/`: a blank template an instrument, and a small filled sample from the demo's own code.

Run: python -m pmprb.demo.workbooks workbooks
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pmprb import __version__
from pmprb.demo.make import unit_instruments, worksheet
from pmprb.demo.regency import period_of, units
from pmprb.engine.answers import Unit
from pmprb.jobs.inputs import Catalogs
from pmprb.sheets.whole import whole_file
from pmprb.worksheet.register import register_workbook
from pmprb.worksheet.template.build import build_template

SAMPLE = ("1.05", "1.15", "3.05", "4.07", "5.06")
BLANK = Unit(code="KODE-UNIT", name="Nama Unit Kerja")


def workbooks() -> Iterator[tuple[str, bytes]]:
    """Yield every file beneath `workbooks/`: its path and content, the same on every run."""
    catalogs = Catalogs()
    regency = units()
    for instrument_id in catalogs.ids():
        instrument = catalogs.load(instrument_id).value
        assert instrument is not None, "the packaged catalogs load"
        yield (
            f"templates/{instrument_id}.xlsx",
            build_template(instrument, BLANK, period_of(instrument), version=__version__),
        )
    chosen = tuple(unit for unit in regency if unit.code in SAMPLE)
    yield "samples/daftar-unit.xlsx", register_workbook(chosen)
    for instrument in unit_instruments(catalogs):
        for unit in chosen:
            for name, content in worksheet(unit, instrument, regency).items():
                yield f"samples/lembar-{instrument.id}/{name}", content


def main(folder: Path) -> None:
    """Write the files, and remove workbooks there that are no longer made."""
    made = dict(workbooks())
    for path in sorted(folder.rglob("*.xlsx")):
        if path.relative_to(folder).as_posix() not in made:
            path.unlink()
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as draft:
            draft.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
