"""Provinces' workbooks gathered by a ministry, beside gathering all rekaps at once: time, memory, the workbook's size.

A rekap's units are those of the demo's regency, drawn anew for each instansi, with names and hashes of their own; it
holds its record alone, which is all that is read of one. Every figure in it is scored again when it is read.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
import zipfile
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import xlsxwriter

from pmprb.engine.answers import Unit
from pmprb.office.record import InputRecord, RekapRecord, UnitRecord
from pmprb.workbook.ours import read_record, write_record
from side_by_side.inputs import INSTRUMENT
from side_by_side.many import Run, ran
from side_by_side.ways import Bound, Chapter, number

ROWS = 1_048_576


@dataclass(frozen=True)
class Country:
    """How many provinces there are, how many instansi in each, and units in each of these."""

    provinces: int
    instansi: int
    units: int


def rekaps(demo: Path, country: Country) -> Path:
    """Return a folder with one folder of rekaps a province, made beside the demo when it is not yet."""
    root = demo.parent / f"rekap-{country.provinces}-{country.instansi}-{country.units}"
    if root.exists():
        return root
    record = read_record(demo / f"rekap-{INSTRUMENT}.xlsx").value
    assert record is not None, "the demo's own rekap"
    for p in range(1, country.provinces + 1):
        for n in range(1, country.instansi + 1):
            name = f"Kabupaten {p:02}.{n:02}"
            _write(root / f"Provinsi {p:02}" / f"{name}.xlsx", _drawn(record, name, country.units))
    return root


def _drawn(record: RekapRecord, name: str, many: int) -> RekapRecord:
    """Return the record of an instansi whose units have the answers of the demo's."""
    dice = random.Random(name)
    units = tuple(_unit(dice.choice(record.units), f"{k:03}", name) for k in range(1, many + 1))
    points = [unit.points for unit in units if unit.points is not None]
    inputs = tuple(InputRecord(file=u.file, sha256=u.sha256, unit=u.unit.name, fate="used") for u in units)
    settings = record.settings.model_copy(update={"units": tuple(unit.unit for unit in units)})
    return record.model_copy(
        update={
            "instansi": name, "units": units, "registered": many, "missing": (), "inputs": inputs, "reviews": (),
            "replies": (), "disputes": (), "errors": (), "settings": settings,
            "index": sum(points, Fraction(0)) / len(points) if points else None,
        }
    )  # fmt: skip


def _unit(one: UnitRecord, code: str, instansi: str) -> UnitRecord:
    unit = Unit(code=code, name=f"{one.unit.name} {code}", kind=one.unit.kind, group=one.unit.group)
    digest = hashlib.sha256(f"{instansi} {code}".encode()).hexdigest()
    return one.model_copy(update={"unit": unit, "file": f"{code}.xlsx", "sha256": digest, "replies": {}})


def _write(path: Path, record: RekapRecord) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Ringkasan")
    write_record(book, record)
    book.close()


def measure(demo: Path, country: Country) -> Chapter:
    """Return what it takes to gather each province, then the provinces, and all rekaps at once.

    What was measured in this folder before is not measured again: a run of an hour may be stopped.
    """
    folder = rekaps(demo, country)
    out = folder.with_name(f"gabungan-{folder.name}")
    took = [
        _measured(["gabung", one, "--instansi", one.name], out / "provinsi" / f"{one.name}.xlsx", out)
        for one in sorted(folder.iterdir())
    ]
    each = Run(*(sum(getattr(one, name) for one in took) for name in ("clock", "cpu")),
               *(max(getattr(one, name) for one in took) for name in ("memory", "own")))  # fmt: skip
    ways = {f"{country.provinces} provinsi, satu per satu dari {country.instansi} rekap": (each, out / "provinsi")}
    for title, source, name in (
        ("kementerian dari gabungan provinsi", out / "provinsi", BY_PROVINCES),
        ("kementerian dari semua rekap sekaligus", folder, BY_REKAPS),
    ):
        target = out / f"{name}.xlsx"
        run = _measured(["gabung", source, "--instansi", "Nasional"], target, out)
        ways[title] = run, target
    rows = [
        (title, number(run.clock, 0), number(run.cpu, 0), number(run.memory, 0), number(_megabytes(path), 1))
        for title, (run, path) in ways.items()
    ]
    header = ("", "jam (detik)", "prosesor (detik)", "memori (MB)", "berkas (MB)")
    many = country.provinces * country.instansi
    many_units = f"{many * country.units:,}".replace(",", ".")
    about = (
        f"{country.provinces} provinsi × {country.instansi} instansi × {country.units} unit: {many} rekap, "
        f"{many_units} unit. Dua proses, satu putaran; memori puncak perintah dan semua prosesnya."
    )
    return Chapter("Kementerian pada ukuran nyata", about, header, rows, _bounds(out))


BY_PROVINCES, BY_REKAPS = "nasional", "langsung"


def _measured(command: list[str | Path], target: Path, out: Path) -> Run:
    kept = out / "lama" / f"{target.stem}.json"
    if target.exists() and kept.exists():
        return Run(**json.loads(kept.read_text()))
    target.unlink(missing_ok=True)  # one of this size is not read again, and so not replaced either
    run = ran([*command, "-o", target, *_TWO], target)
    print(f"  {target.name}: {run}", file=sys.stderr, flush=True)
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(asdict(run)))
    return run


_TWO = ("--penjadwal", "proses:2")


def _megabytes(path: Path) -> float:
    files = list(path.iterdir()) if path.is_dir() else [path]
    return sum(one.stat().st_size for one in files) / 1e6


def _bounds(out: Path) -> list[Bound]:
    books = [out / f"{name}.xlsx" for name in (BY_PROVINCES, BY_REKAPS)]
    rows, (one, other) = max(map(_rows, books)), (_ranking(path) for path in books)
    same = bool(one) and one == other
    said = f"{rows:,} baris".replace(",", ".")
    return [
        Bound(
            "kedua cara memberi isi yang sama pada setiap sel Peringkat Unit",
            f"{len(one)} sel" if same else "berbeda",
            same,
        ),
        Bound("lembar terpanjang muat di Excel (1.048.576 baris)", said, rows <= ROWS),
    ]


_CELL = re.compile(r'<c r="([A-Z]+\d+)"(?: s="\d+")?(?: t="(\w+)")?>(.*?)</c>', re.DOTALL)


def _ranking(path: Path) -> dict[str, str]:
    """Return the values of the sheet *Peringkat Unit*: such a workbook is larger than any reader of ours opens."""
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        strings = book.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in book.namelist() else ""
        sheet = book.read(f"xl/worksheets/sheet{names.index('Peringkat Unit') + 1}.xml").decode()
    shared = re.findall(r"<si>(.*?)</si>", strings, re.DOTALL)
    found = _CELL.findall(sheet)
    return {at: shared[int(re.sub(r"\D", "", text))] if kind == "s" else text for at, kind, text in found}


def _rows(path: Path) -> int:
    """Return how many rows the longest sheet of a workbook has."""
    with zipfile.ZipFile(path) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return max(book.read(name).count(b"<row ") for name in sheets)
