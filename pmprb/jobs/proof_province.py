"""A province's workbook proved: gathered again from the rekaps and provinces' workbooks it names, and compared.

Enters: a province's or ministry's workbook and the files offered. Leaves: a `ProvinceProof`. Rekaps are scored again
from their answers; of a province's workbook the figures are reckoned again, and its units as far as their rekaps are
among the files. Nothing is written but a workbook in a temporary folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from pmprb import __version__
from pmprb.books.rekap.differ import book_differences
from pmprb.catalog.model import Instrument
from pmprb.jobs.evaluate import Sources, find_sources
from pmprb.jobs.inputs import Found
from pmprb.jobs.pool import Stage, Watch, unwatched
from pmprb.jobs.province import ProvinceAsked, RekapFile, gather_instansi, read_rekaps, write_gathered
from pmprb.jobs.take_up import take_up_province
from pmprb.office.differ_province import compare_provinces
from pmprb.office.model import InputFile
from pmprb.office.province_record import Instansi, Province, ProvinceUnit
from pmprb.office.province_rows import figures, reckoned, row_of
from pmprb.temuan import (
    CellPos,
    Model,
    NotARekapInput,
    ProvinceContradictsRekap,
    RekapInputChanged,
    RekapInputMissing,
    RekapOfOtherCatalog,
    RekapOfOtherProgram,
    RestsOnProvince,
    SheetsNotComparable,
    Temuan,
    UnopenableFile,
    has_errors,
)
from pmprb.text import readable
from pmprb.workbook.ours import looks_like_rekap


class ProvinceProof(Model):
    """What a proof found. `same` is true when every input is there, every figure the same, and every sheet shown alike.

    `again` is the record of the second gathering, None when there could be none; `digest` is the workbook's own.
    `scored` counts instansi whose own rekap was there and scored again from its answers, `believed` those taken from a
    province's workbook alone. `cells` tells whether sheets were compared.
    """

    rekap: str
    record: Province | None = None
    again: Province | None = None
    digest: str = ""
    cells: bool = False
    scored: int = 0
    believed: int = 0
    temuan: tuple[Temuan, ...] = ()

    @property
    def same(self) -> bool:
        """True when nothing differs, and nothing was left uncompared but what `believed` counts."""
        return self.again is not None and self.cells and not has_errors(self.temuan)


def prove_province(
    rekap: Path, sources: Sources, watch: Watch = unwatched, executor: Executor | None = None
) -> ProvinceProof:
    """Return whether a workbook of instansi is what the rekaps and workbooks among the sources give.

    Raises the refusals of `find_sources`.
    """
    found, catalogs = find_sources(sources, [rekap])
    taken, name = take_up_province(rekap, catalogs), readable(rekap.name)
    at = CellPos(workbook=name)
    if taken.value is None:
        return ProvinceProof(rekap=name, temuan=(*found.errors, *taken.temuan))
    record, instrument = taken.value.recorded.record, taken.value.instrument
    told = [*found.errors, *taken.temuan]
    if record.program != __version__:
        told.append(RekapOfOtherProgram(at, seen=record.program, expected=__version__))
    if instrument is None or not instrument.scores_like(record.catalog_hash):
        have = instrument.hash[:12] if instrument else "-"
        told.append(RekapOfOtherCatalog(at, name=record.instrument, seen=record.catalog_hash[:12], expected=have))
        return ProvinceProof(rekap=name, record=record, digest=taken.value.recorded.digest, temuan=tuple(told))
    offered = tuple(one for one in found.files if looks_like_rekap(one[1]))
    others = [one for one in found.files if one not in offered]
    with watch(Stage.REKAPS, len(offered)) as tick:
        read = read_rekaps(Found(offered, (), ()), catalogs, executor, tick)
    inputs = _Inputs(record, read)
    told += [*inputs.temuan(at), *(NotARekapInput(CellPos(workbook=one)) for one, _ in others)]
    again = _again(record, inputs.files, instrument)
    scored, believed, beneath = _beneath(record, inputs.rest, instrument, at)
    complete = not has_errors(inputs.temuan(at))
    told += [*compare_provinces(record, again, at, complete), *beneath]
    if complete:
        told += _sheets(rekap, record, again, instrument, at)
    return ProvinceProof(
        rekap=name, record=record, again=again, digest=taken.value.recorded.digest, cells=complete, scored=scored,
        believed=believed, temuan=tuple(told),
    )  # fmt: skip


class _Inputs:
    """The files of a record found among those read, under the names the record has for them; `rest` are others."""

    def __init__(self, record: Province, read: Sequence[RekapFile]) -> None:
        self.files: list[RekapFile] = []
        self.rest = list(read)
        self._missing: list[tuple[bool, InputFile]] = []
        digests = {one.file: one for one in record.provinces if not one.within}
        rows = {one.file: one for one in record.instansi if one.through is None}
        for wanted in record.inputs:
            if wanted.passed_over and not wanted.sha256:
                continue
            row = rows.get(wanted.file)
            kept = row.digest if row else digests[wanted.file].digest if wanted.file in digests else ""
            one = _match(wanted, kept, self.rest)
            if one is not None:
                self.rest.remove(one)
                self.files.append(_named(one, wanted, row))
            else:
                beside = any(_bare(other.file) == _bare(wanted.file) for other in self.rest)
                self._missing.append((beside, wanted))

    def temuan(self, at: CellPos) -> Iterator[Temuan]:
        """Yield the inputs that are missing (BUKU-104) or other than they were (BUKU-105)."""
        for beside, wanted in self._missing:
            kind = RekapInputChanged if beside else RekapInputMissing
            yield kind(at, file=wanted.file, unit=wanted.unit)


def _match(wanted: InputFile, digest: str, read: Iterable[RekapFile]) -> RekapFile | None:
    """Return the file that is an input: by its bytes, its own name before others, else by its record's digest."""
    alike = [one for one in read if one.sha256 and one.sha256 == wanted.sha256]
    if not alike and digest:
        alike = [one for one in read if _digest(one) == digest]
    return min(alike, key=lambda one: (one.file != wanted.file, one.file), default=None)


def _digest(one: RekapFile) -> str:
    return one.offered.content if one.offered else one.province.digest if one.province else ""


def _named(one: RekapFile, wanted: InputFile, row: Instansi | None) -> RekapFile:
    """Return a file as the record names it."""
    own: dict[str, object] = {"file": wanted.file, "sha256": wanted.sha256}
    if one.offered is not None:
        stamp = {"modified": row.modified} if row is not None else {}
        return one.model_copy(update=own | {"offered": one.offered.model_copy(update=own | stamp)})
    if one.province is not None:
        return one.model_copy(update=own | {"province": one.province.model_copy(update=own)})
    told = (t.moved(replace(t.at, workbook=wanted.file)) if isinstance(t.at, CellPos) else t for t in one.temuan)
    return one.model_copy(update=own | {"temuan": tuple(told)})


def _bare(name: str) -> str:
    return name.rpartition("/")[2]


def _again(record: Province, files: Sequence[RekapFile], instrument: Instrument) -> Province | None:
    """Return the province of the files, gathered as the record says the first one was."""
    over = tuple(t for one in record.inputs if one.passed_over and not one.sha256 for t in one.why)
    why = [t for one in record.inputs for t in one.why]
    errors = tuple(t for t in record.temuan if isinstance(t, UnopenableFile) and t not in why)
    asked = ProvinceAsked(
        instrument=record.instrument, period=record.period, blank=record.blank,
        duplicates="terbaru" if record.duplicates == "terbaru" else "tolak", name=record.name,
    )  # fmt: skip
    again = gather_instansi(files, Found((), over, errors), instrument, asked).value
    if again is None:
        return None
    same = {"program": record.program, "catalog_hash": record.catalog_hash}  # told when they are others
    return again.as_of(record.edition).model_copy(update=same)


def _beneath(
    record: Province, rest: Sequence[RekapFile], instrument: Instrument, whole: CellPos
) -> tuple[int, int, list[Temuan]]:
    """Return how many instansi were scored again and how many rest on a province's word, and what to tell of that."""
    through: dict[int, list[Instansi]] = {}
    units: dict[int, list[ProvinceUnit]] = {}
    for row in record.instansi:
        if row.through is not None:
            through.setdefault(row.through, []).append(row)
    for unit in record.units:
        units.setdefault(unit.instansi, []).append(unit)
    rekaps = {one.offered.content: one.offered for one in rest if one.offered}
    used: set[str] = set()
    told: list[Temuan] = []
    believed = 0
    for number, rows in through.items():
        at, missing = CellPos(workbook=record.provinces[number - 1].file), 0
        for row in rows:
            beside = rekaps.get(row.digest)
            if beside is None:
                missing += 1
                continue
            used.add(beside.file)
            own = row_of(beside.record, row.name, instrument, digest=beside.content)
            if figures(*own) != figures(*reckoned(row, units.get(row.number, ()), instrument)):
                told.append(ProvinceContradictsRekap(at, instansi=row.name, rekap=beside.file))
        believed += missing
    if believed:
        told.append(RestsOnProvince(whole, count=believed))
    for one in rest:
        if one.file in used:
            continue
        told += [t for t in one.temuan if has_errors((t,))] or [NotARekapInput(CellPos(workbook=one.file))]
    return len(record.instansi) - believed, believed, told


def _sheets(rekap: Path, record: Province, again: Province | None, instrument: Instrument, at: CellPos) -> list[Temuan]:
    """Return the cells that a workbook made of the same figures would not have."""
    if again is None:
        return []
    with tempfile.TemporaryDirectory(prefix="pmprb-") as folder:
        second = Path(folder, "gabungan.xlsx")
        write_gathered(again, instrument, second)
        sheets = book_differences(rekap, second)
    if sheets and record.program != __version__:
        told = SheetsNotComparable(at, seen=record.program, expected=__version__, count=len(sheets))
        return [told, *sheets]
    return sheets
